//! Tables that people have reserved and keep as appointments, and what is promised
//! about the reminders of them.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::America::Los_Angeles;
use kally_core::dialogue::{CallAction, OtherAction, Stamp};
use kally_core::model::{AppointmentId, MessageKey};

use super::super::world::World;
use super::life::{calls_to, home, press_label, press_shown, request, say};
use super::promises::{Counted, PROMPTLY};
use super::{Month, PEOPLE};

/// How many people reserve a table.
pub(super) const TABLES: u32 = 60;

/// The beginnings of reminders.
const REMINDERS: [&str; 3] = ["Tomorrow: ", "Today: ", "Soon: "];

/// A table that somebody wants, as they know it.
#[derive(Debug)]
pub(super) struct Table {
    number: u32,
    /// On the clocks of the place.
    date: NaiveDate,
    time: NaiveTime,
    /// They have pressed *Keep it*.
    kept: bool,
    /// When they removed it from their list, by the right clock.
    removed: Option<DateTime<Utc>>,
}

/// The person who wants a table.
fn person(number: u32) -> u32 {
    number % PEOPLE
}

fn phone(number: u32) -> String {
    format!("+1415555{}", 3000 + number)
}

fn id(world: &World, number: u32) -> Option<AppointmentId> {
    let calls = calls_to(world, &phone(number));
    calls.first().map(|call| AppointmentId::from(call.id))
}

fn table(month: &mut Month, number: u32) -> &mut Table {
    let mut tables = month.tables.iter_mut();
    let table = tables.find(|table| table.number == number);
    table.expect("it was asked for")
}

/// A person has a table reserved, so many days ahead at this hour.
pub(super) async fn reserve(
    world: &mut World,
    month: &mut Month,
    number: u32,
    days: u32,
    hour: u32,
) {
    let today = world.right_now().with_timezone(&Los_Angeles).date_naive();
    let date = today + Days::new(days.into());
    let time = NaiveTime::from_hms_opt(hour, 0, 0).expect("an hour");
    let on = date.format("%B %-d").to_string();
    let at = time.format("%-I %P").to_string();
    let wanted = format!(
        "{}, table for four on {on} at {at}, name Ana",
        phone(number)
    );
    let card = request(world, person(number), &wanted).await;
    let pressed = press_label(world, person(number), "Call now").await;
    assert!(
        pressed.is_some() && id(world, number).is_some(),
        "{wanted}: {card}"
    );
    month.tables.push(Table {
        number,
        date,
        time,
        kept: false,
        removed: None,
    });
}

/// They keep it, if its outcome is there.
pub(super) async fn keep(world: &mut World, month: &mut Month, number: u32) {
    let calls = calls_to(world, &phone(number));
    let Some(call) = calls.first() else { return };
    let token = CallAction::Keep.on(call.id).token(Stamp::default());
    let Some(heard) = press_shown(world, person(number), &token).await else {
        return;
    };
    assert!(heard.contains("Kept: "), "{number} is not kept: {heard}");
    table(month, number).kept = true;
}

/// They remove it from their list, if it is still there.
pub(super) async fn remove(world: &mut World, month: &mut Month, number: u32) {
    let Some(id) = id(world, number) else { return };
    let person = person(number);
    say(world, person, "/appointments").await;
    for action in [
        OtherAction::Appointment(id),
        OtherAction::RemoveAppointment(id),
    ] {
        let Some(heard) = press_shown(world, person, &action.token()).await else {
            return;
        };
        if heard.contains("Removed from your list") {
            table(month, number).removed = Some(world.right_now());
        }
    }
}

impl Table {
    /// On the day before, and two hours ahead: when its person is reminded, by the
    /// process's clock. No table is for the night or the morning there.
    fn due(&self) -> [DateTime<Utc>; 2] {
        let before = at(self.date - Days::new(1), self.time);
        [before, self.begins() - TimeDelta::hours(2)]
    }

    fn begins(&self) -> DateTime<Utc> {
        at(self.date, self.time)
    }
}

/// The messages that reminded of a table, the first one first: each with the times at
/// which it arrived, by the right clock.
type Reminders = Vec<Vec<DateTime<Utc>>>;

/// The tables that are kept, and their reminders.
fn kept<'m>(month: &'m Month, world: &World) -> Vec<(&'m Table, Reminders)> {
    let mut said = Vec::new();
    for (sent, came) in world.chat().sent().into_iter().zip(world.came()) {
        let text = sent.reply.body.to_plain();
        if REMINDERS.iter().any(|words| text.starts_with(words)) {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            said.push((sent.to, sent.message, digits, came));
        }
    }
    let reminders = |table: &Table| {
        let (home, phone) = (home(person(table.number)), phone(table.number));
        let mut found: Vec<(MessageKey, Vec<_>)> = Vec::new();
        for (_, message, _, came) in said
            .iter()
            .filter(|(to, _, digits, _)| *to == home && digits.contains(&phone[1..]))
        {
            match found.iter_mut().find(|(known, _)| known == message) {
                Some((_, times)) => times.push(*came),
                None => found.push((*message, vec![*came])),
            }
        }
        found.into_iter().map(|(_, times)| times).collect()
    };
    let kept = month.tables.iter().filter(|table| table.kept);
    kept.map(|table| (table, reminders(table))).collect()
}

fn at(date: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let local = Los_Angeles.from_local_datetime(&date.and_time(time));
    local.single().expect("a time").to_utc()
}

pub(super) fn none_early(month: &Month, world: &World) -> Counted {
    let mut counted = Counted::default();
    for (table, reminders) in kept(month, world) {
        for (came, due) in reminders.iter().zip(table.due()) {
            let came = month.by_clock(came[0]);
            counted.check(came >= due, || format!("{table:?}: {came}, due at {due}"));
        }
    }
    counted
}

pub(super) fn each_once(month: &Month, world: &World) -> Counted {
    let mut counted = Counted::default();
    let mut repeated = 0;
    for (table, reminders) in kept(month, world) {
        let holds = reminders.len() <= table.due().len();
        counted.check(holds, || format!("{table:?}: {reminders:?}"));
        repeated += reminders.iter().map(|came| came.len() - 1).sum::<usize>();
    }
    counted.check(repeated <= month.deaths, || {
        format!("{repeated} reminders were repeated")
    });
    counted
}

/// Each comes promptly. Around downtime and a clock that is set it may be late, or
/// the next one comes instead; but somebody whose table is still to come hears of it.
pub(super) fn none_forgotten(month: &Month, world: &World) -> Counted {
    let mut counted = Counted::default();
    let mut late = 0;
    for (table, reminders) in kept(month, world) {
        let came = |from: DateTime<Utc>, to: DateTime<Utc>| {
            let mut times = reminders.iter().map(|came| month.by_clock(came[0]));
            times.any(|at| from <= at && at < to)
        };
        let until = table.removed.map(|at| month.by_clock(at));
        for due in table.due() {
            if until.is_some_and(|until| until < due + PROMPTLY) {
                continue;
            }
            let promptly = came(due, due + PROMPTLY);
            late += usize::from(!promptly);
            counted.check(promptly || month.is_disturbed(due), || {
                format!("{table:?}: due at {due}, said {reminders:?}")
            });
            let begins = table.begins();
            let is_away = |(from, to): &(DateTime<Utc>, _)| *from <= due && begins <= *to;
            let excused = until.is_some() || month.away.iter().any(is_away);
            counted.check(excused || came(due, begins), || {
                format!("{table:?}: due at {due}, never said: {reminders:?}")
            });
        }
    }
    println!("  of the reminders, {late} came late or not after downtime");
    counted
}

pub(super) fn none_of_what_was_removed(month: &Month, world: &World) -> Counted {
    let mut counted = Counted::default();
    for (table, reminders) in kept(month, world) {
        let Some(removed) = table.removed else {
            continue;
        };
        let later = reminders.iter().flatten().any(|came| *came > removed);
        counted.check(!later, || format!("{table:?}: {reminders:?}"));
    }
    counted
}
