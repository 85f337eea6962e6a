//! Opening hours that a person tells or pastes: 'closed on Mondays', 'Tue–Sun
//! 13–16 and 20–23'. A text counts only if every word of it belongs to them.

use chrono::{NaiveTime, Weekday};

use super::calendar::weekday;
use super::lexicon::WORDS;
use super::line::{Cursor, Kind, Line};
use super::time::{Clock, Half};
use crate::model::{OpeningHours, Stretch};

/// No table of hours is longer.
const LONGEST: usize = 1_000;

const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

/// The days and hours of one entry of a table.
#[derive(Debug, Default)]
struct Entry {
    /// Empty where no day is named: every day that no other entry names.
    days: Vec<Weekday>,
    stretches: Vec<Stretch>,
    closed: bool,
    open: bool,
}

/// The opening hours that a whole text tells; `None` if it tells anything else,
/// or may: 'Monday 13–16' can be when to come.
#[must_use]
pub fn opening_hours(text: &str) -> Option<OpeningHours> {
    if text.len() > LONGEST {
        return None;
    }
    let line = Line::new(text);
    let entries = entries(&line)?;
    let stretches: usize = entries.iter().map(|entry| entry.stretches.len()).sum();
    let says = entries.iter().any(|entry| entry.closed || entry.open);
    let told = entries
        .iter()
        .filter(|entry| !entry.days.is_empty())
        .count();
    if !says && stretches < 2 && told < 2 {
        return None;
    }
    let mut hours = OpeningHours::default();
    // An entry without a day is about the days that nobody names.
    let (every, named): (Vec<&Entry>, Vec<&Entry>) =
        entries.iter().partition(|entry| entry.days.is_empty());
    for entry in every {
        if !entry.stretches.is_empty() {
            WEEK.iter()
                .for_each(|day| hours.open(*day, &entry.stretches));
        }
    }
    for entry in named {
        for day in &entry.days {
            match entry.closed {
                true => hours.close(*day),
                false => hours.open(*day, &entry.stretches),
            }
        }
    }
    (!hours.is_empty()).then_some(hours)
}

/// The entries of a table; `None` if a word is not understood. An entry ends where
/// another day, or a word for 'open' or 'closed', begins behind hours.
fn entries(line: &Line<'_>) -> Option<Vec<Entry>> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut entry = Entry::default();
    let mut at = line.start();
    while !at.at_end() {
        let (days, closed, open) = (days_at(at), at.eat_any(WORDS.roles.closed), open_at(at));
        let is_full = !entry.stretches.is_empty() || entry.closed && !entry.days.is_empty();
        // 'Closed on Sundays and Mondays' goes on with the same days.
        let goes_on = entry.closed && WORDS.requests.goes_on.contains(&at.before());
        if is_full && !goes_on && (days.is_some() || closed.is_some() || open.is_some()) {
            entries.push(std::mem::take(&mut entry));
        }
        at = if let Some(end) = closed {
            entry.closed = true;
            end
        } else if let Some(end) = open {
            entry.open = true;
            end
        } else if let Some((days, end)) = days {
            entry.days.extend(days);
            end
        } else if let Some((stretch, end)) = stretch_at(at) {
            entry.stretches.push(stretch);
            end
        } else if at.is(&[":"]) {
            // A heading: 'Opening hours:'.
            entry.open = false;
            at.next()
        } else if at.is(WORDS.roles.of_hours) || is_mark(at) {
            at.eat_any(WORDS.roles.of_hours)
                .unwrap_or_else(|| at.next())
        } else {
            return None;
        };
    }
    entries.push(entry);
    let whole = |entry: &Entry| match entry.closed {
        true => entry.stretches.is_empty() && !entry.open && !entry.days.is_empty(),
        false => !entry.stretches.is_empty(),
    };
    // A heading such as 'Opening hours:' is no entry.
    entries.retain(|entry| entry.closed || !entry.days.is_empty() || !entry.stretches.is_empty());
    (!entries.is_empty() && entries.iter().all(whole)).then_some(entries)
}

fn open_at(at: Cursor<'_>) -> Option<Cursor<'_>> {
    at.eat_any(WORDS.roles.open)
}

fn is_mark(at: Cursor<'_>) -> bool {
    let symbol = at.token().is_some_and(|token| token.kind == Kind::Symbol);
    symbol
        && matches!(
            at.word(),
            "," | ";" | ":" | "." | "|" | "/" | "&" | "·" | "•" | "!"
        )
}

/// A day, several, or a stretch of days.
fn days_at(at: Cursor<'_>) -> Option<(Vec<Weekday>, Cursor<'_>)> {
    if let Some(end) = at.eat_any(WORDS.roles.every_day) {
        return Some((WEEK.to_vec(), end));
    }
    if let Some(end) = at.eat_any(WORDS.roles.working_days) {
        return Some((WEEK[..5].to_vec(), end));
    }
    if let Some(end) = at.eat_any(WORDS.roles.weekends) {
        return Some((WEEK[5..].to_vec(), end));
    }
    let first = day_at(at)?;
    let end = at.next().skip(&["."]);
    let joint = end
        .eat_any(WORDS.roles.stretches)
        .or_else(|| end.eat_any(WORDS.roles.up_to));
    let last = joint.map(|at| at.skip(WORDS.roles.of_hours));
    if let Some((last, end)) = last.and_then(|at| Some((day_at(at)?, at.next().skip(&["."])))) {
        let mut days = vec![first];
        while days.last() != Some(&last) {
            days.push(days.last().copied().unwrap_or(first).succ());
        }
        return Some((days, end));
    }
    Some((vec![first], end))
}

/// A day by its name, also one in the plural: 'Mondays'.
fn day_at(at: Cursor<'_>) -> Option<Weekday> {
    let word = at.word();
    let one = word.strip_suffix('s').and_then(weekday);
    weekday(word).or(one)
}

/// '13–16', '9:30 to 14:00', '9am-6pm', 'de 13 a 16'.
fn stretch_at(at: Cursor<'_>) -> Option<(Stretch, Cursor<'_>)> {
    let (from, end) = time_at(at)?;
    let joint = end
        .eat_any(WORDS.roles.stretches)
        .or_else(|| end.eat_any(WORDS.roles.up_to))?;
    let (to, end) = time_at(joint.skip(WORDS.clock.hour_articles))?;
    let (mut from, mut to) = (from, to);
    // '9–6' and '1–4pm': the half of the day that makes sense.
    if from.half.is_none()
        && to.half == Some(true)
        && from.hour < 12
        && from.hour + 12 <= to.on_clock()
    {
        let shop = from.hour < 7;
        from.half = shop.then_some(true);
    }
    let bare = from.half.is_none() && to.half.is_none() && from.minute + to.minute == 0;
    if bare && to.hour <= from.hour && to.hour < 12 && from.hour < 12 && to.hour > 0 {
        to.half = Some(true);
    }
    Some((Stretch::new(from.time()?, to.time()?), end))
}

/// An hour as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hour {
    pub(super) hour: u32,
    pub(super) minute: u32,
    /// Whether it is in the second half of the day, if that is said.
    pub(super) half: Option<bool>,
}

impl Hour {
    fn on_clock(self) -> u32 {
        match self.half {
            Some(true) if self.hour < 12 => self.hour + 12,
            Some(false) if self.hour == 12 => 0,
            _ => self.hour,
        }
    }

    /// The same as a time of day. One with minutes is on the 24-hour clock, unless
    /// words behind it say the half of the day.
    pub(super) fn clock(self) -> Clock {
        Clock {
            hour: self.hour,
            minute: self.minute,
            half: self.half.map(|late| match late {
                true => Half::Afternoon,
                false => Half::Morning,
            }),
            ..Clock::default()
        }
    }

    pub(super) fn time(self) -> Option<NaiveTime> {
        NaiveTime::from_hms_opt(self.on_clock() % 24, self.minute, 0)
            .filter(|_| self.on_clock() <= 24)
    }
}

/// An hour in figures here, perhaps with minutes and with 'am' or 'pm'.
pub(super) fn time_at(at: Cursor<'_>) -> Option<(Hour, Cursor<'_>)> {
    let named = |hour| Hour {
        hour,
        minute: 0,
        half: None,
    };
    if let Some(end) = at.eat_any(WORDS.clock.noon) {
        return Some((named(12), end));
    }
    if let Some(end) = at.eat_any(WORDS.clock.midnight) {
        return Some((named(24), end));
    }
    let (hour, digits, end) = at.digits()?;
    if digits > 2 || hour > 24 {
        return None;
    }
    let minutes = || {
        let behind = end.glued(&[":", "."])?;
        let (minute, digits, end) = behind.digits()?;
        (digits == 2 && minute < 60).then_some((minute, end))
    };
    let (minute, end) = minutes().unwrap_or((0, end));
    let end = end.skip(WORDS.clock.hour_signs);
    let half = WORDS
        .roles
        .meridiems
        .contains(&end.word())
        .then(|| end.word().starts_with('p'));
    let end = match half {
        Some(_) => end.next(),
        None => end,
    };
    if half.is_some() && hour > 12 {
        return None;
    }
    Some((Hour { hour, minute, half }, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The hours in short: a digit for the day, then its stretches.
    fn short(hours: &OpeningHours) -> String {
        let of = |day: &Weekday| {
            let told = hours.on(*day)?;
            let stretches = told
                .iter()
                .map(|it| format!("{}-{}", it.from.format("%H:%M"), it.to.format("%H:%M")));
            let all: Vec<String> = stretches.collect();
            Some(format!("{}={}", day.number_from_monday(), all.join("+")))
        };
        WEEK.iter().filter_map(of).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn hours_are_told_in_words_and_pasted() {
        let every = |hours: &str| {
            (1..=7)
                .map(|day| format!("{day}={hours}"))
                .collect::<Vec<_>>()
        };
        let twice = every("13:00-16:00+20:00-23:00").join(" ");
        for (text, expected) in [
            ("closed on Mondays", "1="),
            ("They're closed on Sundays and Mondays", "1= 7="),
            ("cierran los lunes", "1="),
            ("los domingos está cerrado", "7="),
            ("13–16 and 20–23", twice.as_str()),
            ("abren de 13 a 16 y de 20 a 23", twice.as_str()),
            (
                "open Monday to Friday 9am to 6pm",
                "1=09:00-18:00 2=09:00-18:00 3=09:00-18:00 4=09:00-18:00 5=09:00-18:00",
            ),
            (
                "Mon–Wed 9–6, Sat 10:30–14:00",
                "1=09:00-18:00 2=09:00-18:00 3=09:00-18:00 6=10:30-14:00",
            ),
            (
                "Horario:\nlunes: cerrado\nmartes a jueves: 13:00–16:00\nviernes 20:00-01:00",
                "1= 2=13:00-16:00 3=13:00-16:00 4=13:00-16:00 5=20:00-01:00",
            ),
        ] {
            let told = opening_hours(text).map(|hours| short(&hours));
            assert_eq!(told.as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_words_are_no_hours() {
        for text in [
            "",
            "Monday 13–16",
            "13-16",
            "call them when they open",
            "closed",
            "table for four on Monday",
            "are they open on Mondays?",
            "closed on Mondays, so come on Tuesday",
            "5 people",
            "open 9 to 6 pm, tell them about the dog",
        ] {
            assert_eq!(opening_hours(text), None, "{text}");
        }
    }
}
