//! What a place has agreed to, in the service's words: which days and times they
//! may mean, and the code of a reservation.
//!
//! Nothing is guessed: where the words can mean several days or times, all of
//! them are reported, and the person chooses.

use chrono::{NaiveDate, NaiveTime};

use super::lexicon::WORDS;
use super::line::{Cursor, Line};
use super::phone::Numbers;
use super::time::Clock;
use super::{Context, other_numbers, which_day, which_time};
use crate::model::When;

/// More than this many are no answer.
const MOST: usize = 4;

/// The longest code that is read, in characters.
const LONGEST_CODE: usize = 16;

/// The days and times that these words may mean, for somebody who asked for that
/// one; `None` if they name none. The words were said at the time of the context,
/// on the clocks of the place. A day or a time that they do not name is as it was
/// asked for.
#[must_use]
pub fn agreed(words: &str, asked: Option<When>, context: &Context) -> Option<Vec<When>> {
    let mut line = Line::new(words);
    let numbers = Numbers::read(&line, context);
    for span in numbers.spans() {
        line.take(span);
    }
    if let Some((code, _)) = line.find(code_at) {
        line.take(code);
    }
    other_numbers::take(&mut line);
    let mut dates = Vec::new();
    for date in which_day::take_all(&mut line, context) {
        put(&mut dates, date);
    }
    which_time::take_opening_hour(&mut line);
    let mut times = Vec::new();
    for clock in which_time::clocks(&line) {
        let time = resolved(clock, asked);
        time.into_iter().for_each(|time| put(&mut times, time));
    }
    if dates.is_empty() && times.is_empty() {
        return None;
    }
    if dates.is_empty() {
        dates.extend(asked.map(|asked| asked.date));
    }
    let times: Vec<Option<NaiveTime>> = match times.is_empty() {
        true => vec![asked.and_then(|asked| asked.time)],
        false => times.into_iter().map(Some).collect(),
    };
    let found: Vec<When> = dates
        .iter()
        .flat_map(|date: &NaiveDate| times.iter().map(|time| (*date, *time)))
        .map(|(date, time)| When { date, time })
        .collect();
    (!found.is_empty()).then(|| found.into_iter().take(MOST).collect())
}

fn put<T: PartialEq>(list: &mut Vec<T>, value: T) {
    if !list.contains(&value) {
        list.push(value);
    }
}

/// A bare hour is the one that was asked for if it can be.
fn resolved(clock: Clock, asked: Option<When>) -> Option<NaiveTime> {
    let asked = asked.and_then(|asked| asked.time);
    let told = clock.resolve(None, None).ok()?;
    let other = told.overflowing_add_signed(chrono::TimeDelta::hours(12)).0;
    let bare = clock.half.is_none() && !clock.fixed && (1..=12).contains(&clock.hour);
    let apart = |time: NaiveTime| asked.map(|asked| (time - asked).abs());
    match bare && apart(other) < apart(told) {
        true => Some(other),
        false => Some(told),
    }
}

/// The code of a reservation: 'their confirmation number is 4521', 'localizador
/// AB12C'. It has a figure in it.
#[must_use]
pub fn code(words: &str) -> Option<String> {
    let line = Line::new(words);
    let (span, _) = line.find(code_at)?;
    Some(line.slice(span).to_owned())
}

/// The tokens of the code behind the words that lead to one.
fn code_at(cursor: Cursor<'_>) -> Option<(std::ops::Range<usize>, Cursor<'_>)> {
    let mut at = cursor.eat_any(WORDS.things.codes)?;
    while let Some(next) = at.eat_any(WORDS.things.code_links) {
        at = next;
    }
    let start = at.index;
    let mut end = at;
    let mut characters = 0;
    let mut figures = false;
    while let Some(token) = end.token() {
        let first = end.index == start;
        let ends = !first && token.spaced;
        let fits = token.folded.chars().all(char::is_alphanumeric) || token.folded == "-";
        if ends || !fits {
            break;
        }
        characters += token.folded.chars().count();
        figures |= token.folded.chars().any(|c| c.is_ascii_digit());
        end = end.next();
    }
    let is_code = figures && (3..=LONGEST_CODE).contains(&characters);
    is_code.then_some((start..end.index, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::understand::tests::{english, spanish};

    /// Asked for Thursday 29 January at 20:00; it is Wednesday.
    #[track_caller]
    fn check(context: &Context, words: &str, expected: &[&str]) {
        let asked = When {
            date: "2026-01-29".parse().unwrap(),
            time: NaiveTime::from_hms_opt(20, 0, 0),
        };
        let found = agreed(words, Some(asked), context).unwrap_or_default();
        let found: Vec<String> = found
            .iter()
            .map(|it| {
                let time = it.time.map(|time| time.format(" %H:%M").to_string());
                format!("{}{}", it.date, time.unwrap_or_default())
            })
            .collect();
        assert_eq!(found, expected, "{words}");
    }

    #[test]
    fn what_they_said_is_read_and_doubt_is_kept() {
        for (words, expected) in [
            (
                "They confirmed a table for 4 on 2026-01-29 at 20:00, in the name of Ana.",
                &["2026-01-29 20:00"][..],
            ),
            ("They have a table for 4 at 21:30.", &["2026-01-29 21:30"]),
            (
                "Booked for Saturday at 9:30 pm instead.",
                &["2026-01-31 21:30"],
            ),
            ("Table for tomorrow at 8 confirmed.", &["2026-01-29 20:00"]),
            (
                "They have a terrace table for 4 on Thursday at 20:15; 20:00 was taken.",
                &["2026-01-29 20:15", "2026-01-29 20:00"],
            ),
            (
                "They offered Friday at 8 pm or Saturday at 8 pm.",
                &["2026-01-30 20:00", "2026-01-31 20:00"],
            ),
            ("Confirmed. The code is 4521.", &[]),
            ("Everything is arranged.", &[]),
            ("They close at 23:00.", &[]),
            ("They will call you back on +1 415 555 2671.", &[]),
        ] {
            check(&english(), words, expected);
        }
        for (words, expected) in [
            (
                "Han confirmado una mesa para 4 el 2026-01-29 a las 20:00, a nombre de Ana.",
                &["2026-01-29 20:00"][..],
            ),
            ("Solo tenían sitio a las 21:30.", &["2026-01-29 21:30"]),
            (
                "Queda reservado para el sábado a las nueve y media.",
                &["2026-01-31 21:30"],
            ),
            ("Todo confirmado, localizador AB12C.", &[]),
        ] {
            check(&spanish(), words, expected);
        }
    }

    #[test]
    fn a_code_is_read_where_words_lead_to_one() {
        for (words, expected) in [
            (
                "Confirmed. Their confirmation number is 4521.",
                Some("4521"),
            ),
            ("Reference: AB-12C, arrive early.", Some("AB-12C")),
            ("The code is K7PX9.", Some("K7PX9")),
            ("Localizador AB12C.", Some("AB12C")),
            ("El código de reserva es el 88213.", Some("88213")),
            ("There is a dress code, no trainers.", None),
            ("They confirmed the table for 4 at 20:00.", None),
            ("Confirmation by mail within 2 days.", None),
        ] {
            assert_eq!(code(words).as_deref(), expected, "{words}");
        }
    }
}
