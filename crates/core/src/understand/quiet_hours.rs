//! Quiet hours that a person tells: '22:00-7:30', 'from 10pm to 7', 'de 22 a 7:30'.
//! A bare hour is meant on the 24-hour clock; where that would make most of the day
//! quiet ('10 to 7'), the half of the day is asked for.

use chrono::NaiveTime;

use super::lexicon::WORDS;
use super::line::{Cursor, Line};
use super::opening_hours::time_at;
use super::time::{Clock, clock_at, with_half};
use crate::model::QuietHours;

/// Nobody means longer hours without saying the half of the day.
const LONG: chrono::TimeDelta = chrono::TimeDelta::hours(12);

/// Why a text tells no quiet hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuietProblem {
    /// It does not tell two times.
    NotHours,
    /// They begin and end at the same time.
    Same,
    /// The first time may be in the morning or in the evening.
    WhichHalf,
}

/// Reads quiet hours; a word for none is read elsewhere.
///
/// # Errors
/// When it does not tell them clearly.
pub fn quiet_hours(text: &str) -> Result<QuietHours, QuietProblem> {
    let line = Line::new(text);
    let (first, to) = stretch(line.start()).ok_or(QuietProblem::NotHours)?;
    let from = time_of(first).ok_or(QuietProblem::NotHours)?;
    let hours = QuietHours::daily(from, to).ok_or(QuietProblem::Same)?;
    let length = match from < to {
        true => to - from,
        false => to - from + chrono::TimeDelta::days(1),
    };
    let bare = first.half.is_none() && !first.fixed && (1..=12).contains(&first.hour);
    match bare && length > LONG {
        true => Err(QuietProblem::WhichHalf),
        false => Ok(hours),
    }
}

/// Two times, and nothing else.
fn stretch(start: Cursor<'_>) -> Option<(Clock, NaiveTime)> {
    let (first, end) = hour_at(start.skip(WORDS.roles.of_hours))?;
    let joint = end
        .eat_any(WORDS.roles.stretches)
        .or_else(|| end.eat_any(WORDS.roles.up_to))
        .or_else(|| end.eat_any(WORDS.requests.joints))?;
    let (last, end) = hour_at(joint)?;
    let to = time_of(last)?;
    end.at_end().then_some((first, to))
}

/// A time in figures or in words, with the half of the day behind it.
fn hour_at(at: Cursor<'_>) -> Option<(Clock, Cursor<'_>)> {
    let at = at.skip(WORDS.clock.hour_articles);
    let Some((hour, end)) = time_at(at) else {
        return clock_at(at);
    };
    let clock = hour.clock();
    match clock.half {
        Some(_) => Some((clock, end)),
        None => Some(with_half(clock, end)),
    }
}

fn time_of(clock: Clock) -> Option<NaiveTime> {
    match clock.half {
        Some(_) => clock.resolve(None, None).ok(),
        None => NaiveTime::from_hms_opt(clock.hour % 24, clock.minute, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_hours_are_told_in_both_languages() {
        for (text, expected) in [
            ("22:00-7:30", "22:00-07:30"),
            ("22:00 – 07:30", "22:00-07:30"),
            ("from 10pm to 7", "22:00-07:00"),
            ("from 10 pm until 7:30 am", "22:00-07:30"),
            ("between 22 and 7", "22:00-07:00"),
            ("22-7", "22:00-07:00"),
            ("20 to 8", "20:00-08:00"),
            ("10 at night to 7 in the morning", "22:00-07:00"),
            ("midnight to 7", "00:00-07:00"),
            ("1 to 9", "01:00-09:00"),
            ("13:00 to 15:00", "13:00-15:00"),
            ("de 22 a 7:30", "22:00-07:30"),
            ("de 22h a 7h", "22:00-07:00"),
            ("desde las 22:00 hasta las 7:30", "22:00-07:30"),
            ("de las 10 de la noche a las 7 de la mañana", "22:00-07:00"),
            (
                "de diez de la noche a siete y media de la mañana",
                "22:00-07:30",
            ),
            ("entre las 23 y las 8", "23:00-08:00"),
            ("de medianoche a 7", "00:00-07:00"),
        ] {
            let read = quiet_hours(text).map(String::from);
            assert_eq!(read.as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn other_words_are_asked_about() {
        for (text, problem) in [
            ("", QuietProblem::NotHours),
            ("22:00", QuietProblem::NotHours),
            ("at night", QuietProblem::NotHours),
            ("25 to 7", QuietProblem::NotHours),
            ("22 to 7 on Mondays", QuietProblem::NotHours),
            ("22 to 31", QuietProblem::NotHours),
            ("tomorrow from 22 to 7", QuietProblem::NotHours),
            ("22 to 22:00", QuietProblem::Same),
            ("10pm to 22", QuietProblem::Same),
            ("10 to 7", QuietProblem::WhichHalf),
            ("12 to 7", QuietProblem::WhichHalf),
            ("de 10 a 7", QuietProblem::WhichHalf),
        ] {
            assert_eq!(quiet_hours(text), Err(problem), "{text}");
        }
    }
}
