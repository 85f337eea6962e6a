//! When a place says that it can be called again: 'call back after 3', 'abrimos
//! el jueves'. In doubt it says nothing.

use std::ops::Range;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Timelike as _, Utc};

use super::Context;
use super::date::{day_at, soon_at};
use super::lexicon::WORDS;
use super::line::{Cursor, Kind, Line};
use super::opening_hours::{Hour, time_at};
use crate::model::{FURTHEST, Hours, instant_of};

/// A denial counts so many words before what it denies.
const DENIED_WITHIN: usize = 4;

/// Nobody asks to be called in other hours without saying which half of the day
/// they mean.
const AWAKE: Range<u32> = 7..22;

/// The day or the time that was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    At(DateTime<Utc>),
    On(Option<NaiveDate>, Option<Hour>),
}

/// When a place says that it can be called again, by the words in `texts`.
/// `context` is the call's: its time, and the zone of the place. A day without a
/// time is the first hour of it in which somebody is likely to answer; a bare
/// hour is the one of the day, and of two the one that lies in those hours. `None` in doubt: where nothing, or
/// more than one time is said.
#[must_use]
pub fn said_when<'a>(
    texts: impl IntoIterator<Item = &'a str>,
    hours: &Hours<'_>,
    context: &Context,
) -> Option<DateTime<Utc>> {
    let mut found: Option<DateTime<Utc>> = None;
    for text in texts {
        let line = Line::new(text);
        for index in 0..line.tokens.len() {
            let Some(behind) = cue_at(&line, index) else {
                continue;
            };
            let Some(said) = said_behind(behind, context) else {
                continue;
            };
            let at = instant(said, hours, context)?;
            if found.is_some_and(|other| other != at) {
                return None;
            }
            found = Some(at);
        }
    }
    found
}

/// Behind words that ask for another call, unless they are denied.
fn cue_at<'t>(line: &'t Line<'_>, index: usize) -> Option<Cursor<'t>> {
    let behind = line.at(index).eat_any(WORDS.later.cues)?;
    let before = (1..=DENIED_WITHIN).map(|back| line.at(index).before_by(back));
    let mut same_clause = before.take_while(|word| !matches!(*word, "" | "." | "," | ";" | "!"));
    let denied = same_clause.any(|word| WORDS.later.denials.contains(&word));
    (!denied).then_some(behind)
}

/// The day and the time that stand here, up to the end of the clause.
fn said_behind(start: Cursor<'_>, context: &Context) -> Option<Said> {
    let (mut at, mut day, mut hour) = (start, None, None);
    let begin = skip_leading(start);
    if let Some((moment, end)) = soon_at(start, context).or_else(|| soon_at(begin, context)) {
        let at = context.timezone.from_local_datetime(&moment).earliest()?;
        return ends(end, context).then_some(Said::At(at.with_timezone(&Utc)));
    }
    loop {
        if let Some((named, end)) = day_at(at, context) {
            if is_each(at, end) {
                return None;
            }
            if day.replace(named.ok()?).is_some() {
                return None;
            }
            at = end;
        } else if let Some((told, end)) = hour_at(at) {
            if hour.replace(told).is_some() {
                return None;
            }
            at = end;
        } else if ends(at, context) {
            break;
        } else {
            at = at.eat_any(WORDS.later.leading)?;
        }
    }
    (day.is_some() || hour.is_some()).then_some(Said::On(day, hour))
}

/// Whether a day that comes again and again is named here.
fn is_each(mut at: Cursor<'_>, end: Cursor<'_>) -> bool {
    while at.index < end.index {
        if at.is(WORDS.later.each) {
            return true;
        }
        at = at.next();
    }
    false
}

fn skip_leading(mut at: Cursor<'_>) -> Cursor<'_> {
    while let Some(end) = at.eat_any(WORDS.later.leading) {
        at = end;
    }
    at
}

fn hour_at(at: Cursor<'_>) -> Option<(Hour, Cursor<'_>)> {
    let noon = at.eat_any(WORDS.clock.noon);
    let (hour, end) = time_at(at)?;
    if noon.is_some() {
        return Some((
            Hour {
                half: Some(true),
                ..hour
            },
            end,
        ));
    }
    let (half, end) = match (
        end.eat_any(WORDS.tries.evenings),
        end.eat_any(WORDS.tries.mornings),
    ) {
        (Some(end), _) => (Some(true), end),
        (_, Some(end)) => (Some(false), end),
        _ => (hour.half, end),
    };
    Some((Hour { half, ..hour }, end))
}

/// Whether the clause ends here, or goes on with something else: 'to confirm',
/// but not '9 to 5'.
fn ends(at: Cursor<'_>, context: &Context) -> bool {
    if at.at_end() || matches!(at.word(), "." | ";" | "!" | "?" | ")") {
        return true;
    }
    let goes_on = at.eat_any(WORDS.later.ends).or_else(|| at.eat(","));
    goes_on.is_some_and(|next| {
        let figure = next.token().is_some_and(|token| token.kind == Kind::Number);
        let more = skip_leading(next);
        let names_more = time_at(more).is_some() || day_at(more, context).is_some();
        !figure && !names_more
    })
}

/// The one instant that is meant.
fn instant(said: Said, hours: &Hours<'_>, context: &Context) -> Option<DateTime<Utc>> {
    let (now, zone) = (context.now, context.timezone);
    let at = match said {
        Said::At(at) => at,
        Said::On(Some(day), None) => hours.first_of(day, now)?,
        Said::On(None, None) => return None,
        Said::On(day, Some(hour)) => {
            let today = context.today();
            let days = match day {
                Some(day) => vec![day],
                None => vec![today, today.succ_opt()?],
            };
            let times = times(hour);
            let mut of_day = days.into_iter().map(|day| {
                let on = times
                    .iter()
                    .filter_map(|time| instant_of(day.and_time(*time), zone, now));
                on.filter(|at| *at > now).collect::<Vec<_>>()
            });
            let found = of_day.find(|found| !found.is_empty())?;
            let in_hours = |at: &&DateTime<Utc>| hours.wrong(**at).is_none();
            let right: Vec<_> = found.iter().filter(in_hours).collect();
            match (found.as_slice(), right.as_slice()) {
                ([at], _) if times.len() == 1 => *at,
                (_, [at]) => **at,
                _ => return None,
            }
        }
    };
    let ahead = at - now;
    (ahead > TimeDelta::zero() && ahead <= FURTHEST).then_some(at)
}

/// The times of day that an hour may be: of a bare one, those at which people
/// ask to be called.
fn times(hour: Hour) -> Vec<NaiveTime> {
    if hour.half.is_some() || !(1..=12).contains(&hour.hour) {
        return hour.time().into_iter().collect();
    }
    let halves = [Some(false), Some(true)];
    let times = halves.map(|half| Hour { half, ..hour }.time());
    let is_awake = |time: &NaiveTime| AWAKE.contains(&time.hour());
    times.into_iter().flatten().filter(is_awake).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Category, Language};
    use crate::model::{Holidays, Phone};

    /// A call on Wednesday 28 January 2026, at 11:10 in Madrid.
    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        check_at(Category::General, text, expected);
    }

    #[track_caller]
    fn check_at(category: Category, text: &str, expected: Option<&str>) {
        let context = Context {
            language: Language::En,
            timezone: chrono_tz::Europe::Madrid,
            now: "2026-01-28T10:10:00Z".parse().unwrap(),
            region: "ES".parse().unwrap(),
        };
        let hours = Hours {
            category,
            zone: context.timezone,
            holidays: Holidays::of(&Phone::from_e164("+34612345678").unwrap()),
            told: None,
        };
        let found = said_when([text], &hours, &context);
        let there = found.map(|at| at.with_timezone(&context.timezone));
        let there = there.map(|at| at.format("%a %d %H:%M").to_string());
        assert_eq!(there.as_deref(), expected, "{text}");
    }

    #[test]
    fn a_place_says_when_to_call_again() {
        for (text, expected) in [
            ("Call back after 3.", "Wed 28 15:00"),
            (
                "Please call back after 3 to confirm the table",
                "Wed 28 15:00",
            ),
            ("You can call us again tomorrow at 10:30.", "Thu 29 10:30"),
            ("We're closed today, we open on Thursday", "Thu 29 09:00"),
            ("They open again on Friday at 5 pm.", "Fri 30 17:00"),
            ("We open at 5 on Thursday.", "Thu 29 17:00"),
            ("Try again in two hours.", "Wed 28 13:10"),
            ("Vuelva a llamar a partir de las 4.", "Wed 28 16:00"),
            ("Abrimos el jueves.", "Thu 29 09:00"),
            (
                "Hoy no, pero vuelve a llamar mañana a las 10",
                "Thu 29 10:00",
            ),
            (
                "Llame mañana a partir de las 9 para pedir cita",
                "Thu 29 09:00",
            ),
            ("The manager is back on Monday", "Mon 02 09:00"),
            ("La encargada estará el viernes a las 12", "Fri 30 12:00"),
            ("Call back at noon", "Wed 28 12:00"),
        ] {
            check(text, Some(expected));
        }
    }

    #[test]
    fn a_bare_hour_is_one_of_the_day() {
        check_at(
            Category::Restaurant,
            "Call back tomorrow at 10",
            Some("Thu 29 10:00"),
        );
        check_at(Category::Restaurant, "Call back at 8", Some("Wed 28 20:00"));
        check_at(
            Category::Clinic,
            "Call back tomorrow at 9",
            Some("Thu 29 09:00"),
        );
        check_at(Category::General, "Call back at 8", None);
        check_at(Category::General, "Call back tomorrow at 8", None);
    }

    #[test]
    fn in_doubt_nothing_is_said() {
        for text in [
            "",
            "Call back later.",
            "They will call you back after 3.",
            "Don't call back before 3.",
            "We don't open on Thursday.",
            "We are open from 9 to 5.",
            "Abrimos de 9 a 5",
            "Call back on Thursday or Friday.",
            "Call back at 3 or 4.",
            "Call back after 3. We open on Thursday.",
            "We are open on Mondays and Tuesdays.",
            "We open on Mondays.",
            "Abrimos los lunes",
            "Abrimos el lunes y el martes",
            "Your table is booked for Thursday at 9.",
            "Arrive ten minutes early; call back to change it.",
            "Wait for them to call back.",
            "Call us at 912 345 678.",
            "If it rains we open at 5",
            "Call back at 25:00",
        ] {
            check(text, None);
        }
    }
}
