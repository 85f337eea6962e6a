//! The lives of the people: what each does when, decided by a seed.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use kally_core::dialogue::{CallAction, Stamp};
use kally_core::model::{CallId, ConversationId, Platform};
use kally_runtime::Ids;
use kally_store::{CallRecord, Record};

use super::super::world::World;
use super::{CALLS, DAYS, DEATHS, DOWNTIMES, Month, PEOPLE, Told};
use crate::bridge::Content;
use crate::test_bridge::shown;

const HOUR: Duration = Duration::from_secs(3600);

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

    /// The points at which the process dies.
    pub(super) fn deaths(&self) -> Vec<usize> {
        let mut point = 0;
        (0..DEATHS)
            .map(|_| {
                point += 50 + self.below(250) as usize;
                point
            })
            .collect()
    }

    /// All that will happen, with the hour and the minute of each.
    fn events(&self) -> Vec<(TimeDelta, Event)> {
        let minutes = DAYS * 24 * 60;
        let mut events = Vec::new();
        let mut first = (0, 0);
        for number in (0..PEOPLE).flat_map(|person| (0..CALLS).map(move |n| n * PEOPLE + person)) {
            // The last days are for what was asked for before.
            let at = self.below(minutes - 5 * 24 * 60);
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
        for _ in 0..DOWNTIMES {
            let hours = 1 + self.below(12);
            events.push((self.below(minutes), Event::Away { hours }));
        }
        events.push((self.below(minutes), Event::Away { hours: 72 }));
        for by in [25, -25, -40, 40] {
            events.push((self.below(minutes), Event::Set { minutes: by }));
        }
        events.sort_by_key(|(at, _)| *at);
        let with_time = |(at, event)| (TimeDelta::minutes(i64::from(at)), event);
        events.into_iter().map(with_time).collect()
    }

    pub(super) async fn live(&mut self, world: &mut World) -> Month {
        let everybody: Vec<ConversationId> = (0..PEOPLE).map(home).collect();
        world.begin(&everybody).await;
        let mut month = Month {
            told: Vec::new(),
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
    let phone = phone(number);
    let records = world.disk().records().into_iter();
    let calls = records.filter_map(|record| match record {
        Record::Call(call) if call.request.phone.as_e164() == phone => Some(*call),
        _ => None,
    });
    calls.max_by_key(|call| call.id)
}

async fn say(world: &mut World, person: u32, words: &str) {
    let text = Content::Text(words.to_owned());
    world.hear(&home(person), text).await;
    world.settle().await;
}

/// Whether their newest message says this.
fn hears(world: &World, person: u32, words: &str) -> bool {
    let sent = world.chat().sent();
    let newest = sent.iter().rev().find(|sent| sent.to == home(person));
    newest.is_some_and(|sent| shown(sent).contains(words))
}

async fn ask(world: &mut World, month: &mut Month, number: u32, hours: u32) {
    let person = number % PEOPLE;
    let request = format!("{}, ask whether my parcel has come", phone(number));
    say(world, person, &format!("/call {request}")).await;
    // The request of a call that was dropped is still open.
    if hears(world, person, "Start over") {
        say(world, person, "start over").await;
        say(world, person, &request).await;
    }
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
