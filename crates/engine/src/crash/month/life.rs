//! The lives of the people: what each does when, decided by a seed.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use kally_core::dialogue::{CallAction, Stamp};
use kally_core::model::{CallId, Choice, ConversationId, Platform};
use kally_runtime::Ids;
use kally_store::{CallRecord, Record};

use super::super::world::World;
use super::tables::TABLES;
use super::tries::SERIES;
use super::{CALLS, DAYS, DEATHS, DOWNTIMES, Month, PEOPLE, Told, tables, tries};
use crate::bridge::Content;
use crate::test_bridge::shown;

const HOUR: Duration = Duration::from_secs(3600);

/// The minutes of a day, and of the month.
const DAY: u32 = 24 * 60;
const MINUTES: u32 = DAYS * DAY;

/// One thing that happens.
#[derive(Debug, Clone, Copy)]
enum Event {
    /// A person asks for a call in so many hours.
    Ask {
        number: u32,
        hours: u32,
    },
    /// They drop it, if it still waits.
    Drop {
        number: u32,
    },
    /// They put it off again by so many hours from then.
    Move {
        number: u32,
        hours: u32,
    },
    Now {
        number: u32,
    },
    /// A person asks for a call that is tried again.
    Try {
        number: u32,
        more: u32,
        apart: u32,
    },
    StopTrying {
        number: u32,
    },
    /// A person has a table reserved, so many days ahead at this hour.
    Reserve {
        number: u32,
        days: u32,
        hour: u32,
    },
    Keep {
        number: u32,
    },
    Remove {
        number: u32,
    },
    /// The process is away for so many hours.
    Away {
        hours: u32,
    },
    /// The clock is set by so many minutes.
    Set {
        minutes: i32,
    },
}

pub(super) struct Life {
    chance: Ids,
}

/// The private conversation of a person. Every third lives in Madrid.
pub(super) fn home(person: u32) -> ConversationId {
    let user = format!("p{person}");
    ConversationId {
        platform: Platform::Terminal,
        chat: user.clone(),
        thread: None,
        user,
    }
}

pub(super) fn lives_in_madrid(person: u32) -> bool {
    person.is_multiple_of(3)
}

/// Every fourth person has no quiet hours.
pub(super) fn has_quiet_hours(person: u32) -> bool {
    !person.is_multiple_of(4)
}

impl Life {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            chance: Ids::seeded(seed),
        }
    }

    /// A number below `end`.
    fn below(&self, end: u32) -> u32 {
        u32::from_le_bytes(self.chance.bytes()) % end
    }

    /// The points at which the process dies, from the month's beginning to its end.
    pub(super) fn deaths(&self) -> Vec<usize> {
        let mut point = 0;
        (0..DEATHS)
            .map(|_| {
                point += 100 + self.below(900) as usize;
                point
            })
            .collect()
    }

    /// All that will happen, with the hour and the minute of each.
    fn events(&self) -> Vec<(TimeDelta, Event)> {
        let mut events = self.put_off();
        events.extend(self.disturbances());
        events.extend(self.series());
        events.extend(self.tables());
        events.sort_by_key(|(at, _)| *at);
        let with_time = |(at, event)| (TimeDelta::minutes(i64::from(at)), event);
        events.into_iter().map(with_time).collect()
    }

    /// The minute at which somebody wants something. The last days are for what was
    /// asked for before.
    fn minute(&self, days_left: u32) -> u32 {
        self.below(MINUTES - days_left * DAY)
    }

    /// The calls that are put off.
    fn put_off(&self) -> Vec<(u32, Event)> {
        let mut events = Vec::new();
        let mut first = (0, 0);
        for number in (0..PEOPLE).flat_map(|person| (0..CALLS).map(move |n| n * PEOPLE + person)) {
            let at = self.minute(5);
            let hours = 2 + self.below(60);
            // The second call is for the same time as the first, nearly.
            let (at, hours) = match number / PEOPLE {
                1 => (first.0 + 10, first.1),
                _ => (at, hours),
            };
            first = (at, hours);
            events.push((at, Event::Ask { number, hours }));
            let later = at + 1 + self.below(hours * 60);
            match self.below(10) {
                0 | 1 => events.push((later, Event::Drop { number })),
                2 | 3 => {
                    let hours = 2 + self.below(20);
                    events.push((later, Event::Move { number, hours }));
                }
                4 => events.push((later, Event::Now { number })),
                _ => {}
            }
        }
        events
    }

    fn disturbances(&self) -> Vec<(u32, Event)> {
        let mut events = Vec::new();
        for _ in 0..DOWNTIMES {
            let hours = 1 + self.below(12);
            events.push((self.below(MINUTES), Event::Away { hours }));
        }
        events.push((self.below(MINUTES), Event::Away { hours: 72 }));
        for by in [25, -25, -40, 40] {
            events.push((self.below(MINUTES), Event::Set { minutes: by }));
        }
        events
    }

    /// The calls that are tried again; four in ten are stopped before all are made.
    fn series(&self) -> Vec<(u32, Event)> {
        let mut events = Vec::new();
        for number in 0..SERIES {
            let at = self.minute(5);
            let (more, apart) = (1 + self.below(4), 5 + self.below(85));
            let series = Event::Try {
                number,
                more,
                apart,
            };
            events.push((at, series));
            let later = at + 1 + self.below(more * (apart + 4));
            if self.below(10) < 4 {
                events.push((later, Event::StopTrying { number }));
            }
        }
        events
    }

    /// The tables that are reserved; three in ten are removed before their time.
    fn tables(&self) -> Vec<(u32, Event)> {
        let mut events = Vec::new();
        for number in 0..TABLES {
            let at = self.minute(8);
            let (days, hour) = (2 + self.below(6), 13 + self.below(8));
            let table = Event::Reserve { number, days, hour };
            events.push((at, table));
            let kept = at + 15 + self.below(60);
            events.push((kept, Event::Keep { number }));
            let later = kept + 1 + self.below(days * DAY);
            if self.below(10) < 3 {
                events.push((later, Event::Remove { number }));
            }
        }
        events
    }

    pub(super) async fn live(&mut self, world: &mut World) -> Month {
        let everybody: Vec<ConversationId> = (0..PEOPLE).map(home).collect();
        world.begin(&everybody).await;
        let mut month = Month {
            told: Vec::new(),
            series: Vec::new(),
            tables: Vec::new(),
            away: Vec::new(),
            ahead: Vec::new(),
            deaths: 0,
        };
        for person in 0..PEOPLE {
            if lives_in_madrid(person) {
                say(world, person, "/settings timezone Europe/Madrid").await;
            }
            if has_quiet_hours(person) {
                say(world, person, "/settings quiet 22:00-7:30").await;
            }
        }
        let begun = world.right_now();
        for (at, event) in self.events() {
            let wait = begun + at - world.right_now();
            if let Ok(wait) = wait.to_std() {
                world.pass(wait).await;
            }
            happen(world, &mut month, event).await;
        }
        world.pass(5 * 24 * HOUR).await;
        world.finish().await;
        month.deaths = world.points.died_at().len() + world.ends;
        month
    }
}

async fn happen(world: &mut World, month: &mut Month, event: Event) {
    match event {
        Event::Ask { number, hours } => ask(world, month, number, hours).await,
        Event::Drop { number } => {
            if press(world, number, CallAction::Drop).await {
                told(month, number).dropped = true;
            }
        }
        Event::Now { number } => {
            if press(world, number, CallAction::Now).await {
                told(month, number).now = true;
            }
        }
        Event::Move { number, hours } => {
            if press(world, number, CallAction::Move).await {
                say(world, number % PEOPLE, &format!("in {hours} hours")).await;
                if let Some(due) = call(world, number).and_then(|call| call.due()) {
                    told(month, number).due = due;
                }
            }
        }
        Event::Try {
            number,
            more,
            apart,
        } => tries::ask(world, month, number, more, apart).await,
        Event::StopTrying { number } => tries::stop(world, month, number).await,
        Event::Reserve { number, days, hour } => {
            tables::reserve(world, month, number, days, hour).await;
        }
        Event::Keep { number } => tables::keep(world, month, number).await,
        Event::Remove { number } => tables::remove(world, month, number).await,
        Event::Away { hours } => {
            let from = world.now();
            world.be_away(HOUR * hours).await;
            month.away.push((from, world.now()));
        }
        Event::Set { minutes } => {
            world.set_clock(TimeDelta::minutes(i64::from(minutes)));
            let before = month.ahead.last().map_or(TimeDelta::zero(), |set| set.1);
            let ahead = before + TimeDelta::minutes(i64::from(minutes));
            month.ahead.push((world.right_now(), ahead));
        }
    }
}

fn told(month: &mut Month, number: u32) -> &mut Told {
    let mut told = month.told.iter_mut();
    told.find(|told| told.number == number)
        .expect("it was asked for")
}

/// The number of a call, as the service is told it.
pub(super) fn phone(number: u32) -> String {
    format!("+1415555{}", 2000 + number)
}

/// The newest call to that number.
pub(super) fn call(world: &World, number: u32) -> Option<CallRecord> {
    let calls = calls_to(world, &phone(number)).into_iter();
    calls.max_by_key(|call| call.id)
}

/// All calls to a number.
pub(super) fn calls_to(world: &World, phone: &str) -> Vec<CallRecord> {
    let records = world.disk().records().into_iter();
    let calls = records.filter_map(|record| match record {
        Record::Call(call) if call.request.phone.as_e164() == phone => Some(*call),
        _ => None,
    });
    calls.collect()
}

/// They say or press something; returns all that they hear at once.
async fn hear(world: &mut World, person: u32, content: Content) -> String {
    let before = world.chat().sent().len();
    world.hear(&home(person), content).await;
    world.settle().await;
    let sent = world.chat().sent();
    let theirs = sent[before..].iter().filter(|sent| sent.to == home(person));
    theirs.map(shown).collect::<Vec<_>>().join("\n---\n")
}

pub(super) async fn say(world: &mut World, person: u32, words: &str) -> String {
    hear(world, person, Content::Text(words.to_owned())).await
}

/// Asks for a call, up to its card.
pub(super) async fn request(world: &mut World, person: u32, request: &str) -> String {
    let heard = say(world, person, &format!("/call {request}")).await;
    // The request of a call that was dropped is still open.
    if !heard.contains("Start over") {
        return heard;
    }
    say(world, person, "start over").await;
    say(world, person, request).await
}

/// Presses a button that was shown to them; returns what they hear at once, or `None`
/// if there is none.
pub(super) async fn press_shown(world: &mut World, person: u32, token: &str) -> Option<String> {
    press_newest(world, person, |choice| choice.token == token).await
}

/// The same with their newest button that has this label.
pub(super) async fn press_label(world: &mut World, person: u32, label: &str) -> Option<String> {
    press_newest(world, person, |choice| choice.label == label).await
}

async fn press_newest(
    world: &mut World,
    person: u32,
    is_it: impl Fn(&Choice) -> bool,
) -> Option<String> {
    let sent = world.chat().sent();
    let theirs = sent.iter().rev().filter(|sent| sent.to == home(person));
    let mut choices = theirs.flat_map(|sent| &sent.reply.choices);
    let token = choices.find(|choice| is_it(choice))?.token.clone();
    Some(hear(world, person, Content::Press(token)).await)
}

async fn ask(world: &mut World, month: &mut Month, number: u32, hours: u32) {
    let person = number % PEOPLE;
    let wanted = format!("{}, ask whether my parcel has come", phone(number));
    request(world, person, &wanted).await;
    say(world, person, &format!("call them in {hours} hours")).await;
    say(world, person, "call at that time").await;
    let due = call(world, number).and_then(|call| call.due());
    let due: DateTime<Utc> = due.unwrap_or_else(|| {
        let sent = world.chat().sent();
        let theirs = sent.iter().filter(|sent| sent.to == home(person));
        let last: Vec<String> = theirs.rev().take(4).map(shown).collect();
        panic!("{number} does not wait: {last:#?}");
    });
    month.told.push(Told {
        person,
        number,
        due,
        now: false,
        dropped: false,
    });
}

/// Presses a button of a call that still waits; returns whether it did.
async fn press(world: &mut World, number: u32, action: CallAction) -> bool {
    let waits = |call: &CallRecord| call.due().is_some();
    let Some(CallId(id)) = call(world, number).filter(waits).map(|call| call.id) else {
        return false;
    };
    let token = action.on(CallId(id)).token(Stamp::default());
    world
        .hear(&home(number % PEOPLE), Content::Press(token))
        .await;
    world.settle().await;
    true
}
