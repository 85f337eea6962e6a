//! Trying again: 'keep trying until they answer', 'cada media hora hasta las 8'.
//! Words count only if all of them belong to it.

use chrono::{NaiveTime, TimeDelta};

use super::Context;
use super::lexicon::WORDS;
use super::line::{Cursor, Line};
use super::numbers::quantity;
use super::opening_hours::{Hour, time_at};
use super::relative::minutes_at;
use super::voicemail::without_joint;
use crate::model::{KeepTrying, TriesProblem, TriesTold};

/// A wish of so many tokens at most.
const MOST_TOKENS: usize = 40;

/// What the words tell, as far as they tell it.
#[derive(Debug, Default, Clone, Copy)]
struct Wish {
    keeps: bool,
    again: bool,
    calls: bool,
    condition: bool,
    until_reached: bool,
    /// How many calls, and whether the first one counts.
    count: Option<(u32, bool)>,
    apart: Option<u32>,
    until: Option<NaiveTime>,
}

/// The series of calls that a whole message asks for. `made` says that the first
/// call was made: then a count is of further ones, and fewer words are enough.
#[must_use]
pub fn keep_trying(
    text: &str,
    made: bool,
    context: &Context,
) -> Option<Result<KeepTrying, TriesProblem>> {
    let line = Line::new(text);
    let (wish, end) = wish_at(line.start(), context)?;
    let ends = end.at_end() || is_mark(end) && end.next().at_end();
    let is_one = wish.keeps || wish.is_detailed() && (made || wish.asks() || wish.apart.is_some());
    (ends && is_one).then(|| wish.plan(made))?
}

/// The series that a request asks for beside everything else, and the request
/// without those words.
#[must_use]
pub fn split_keep_trying(
    text: &str,
    context: &Context,
) -> Option<(Result<KeepTrying, TriesProblem>, String)> {
    let line = Line::new(text);
    let begins = |index: usize| {
        let before = line.at(index).before();
        line.tokens[index].new_line
            || matches!(before, "." | "," | ";" | "!" | ":" | ")")
            || WORDS.tries.joints.contains(&before)
    };
    let starts = (1..line.tokens.len()).filter(|index| begins(*index));
    starts.into_iter().find_map(|start| {
        let (wish, end) = wish_at(line.at(start), context)?;
        let ends = end.at_end() || is_mark(end) || line.tokens[end.index].new_line;
        let asks = wish.keeps || wish.asks() && wish.is_detailed();
        let plan = wish.plan(false).filter(|_| ends && asks)?;
        let first = line.tokens[start].span.start;
        let last = line.tokens[end.index - 1].span.end;
        let before = without_joint(&line.text[..first]);
        let behind = line.text[last..].trim_start_matches([' ', ',', ';', '.']);
        Some((plan, format!("{before} {behind}").trim().to_owned()))
    })
}

/// Whether a whole message asks to try no more.
#[must_use]
pub fn stops_trying(text: &str) -> bool {
    is_whole(text, |words| WORDS.tries.stopping.contains(&words))
}

/// Whether a whole message asks for one call only.
#[must_use]
pub fn calls_once(text: &str) -> bool {
    is_whole(text, |words| WORDS.tries.once.contains(&words))
}

fn is_whole(text: &str, is_it: impl Fn(&str) -> bool) -> bool {
    text.len() <= 80 && is_it(&Line::new(text).words())
}

fn is_mark(at: Cursor<'_>) -> bool {
    matches!(at.word(), "." | "," | ";" | "!" | ")")
}

impl Wish {
    /// Whether it asks for calls.
    fn asks(&self) -> bool {
        self.keeps || self.again || self.calls && self.count.is_some()
    }

    /// Whether it says how often, how far apart, when, or until when.
    fn is_detailed(&self) -> bool {
        self.count.is_some()
            || self.apart.is_some()
            || self.until.is_some()
            || self.condition
            || self.until_reached
    }

    /// The series; `None` if there is none in it, as in 'call once'.
    fn plan(&self, made: bool) -> Option<Result<KeepTrying, TriesProblem>> {
        let usual = TriesTold::from(KeepTrying::default());
        let told = self.count.map(|(count, further)| {
            // 'Call 5 times' is five in all, 'keep trying 5 times' five more.
            let further = further || made || self.keeps || self.again;
            count.saturating_sub(u32::from(!further))
        });
        if told == Some(0) {
            return None;
        }
        let most = match self.until {
            Some(_) => KeepTrying::MOST,
            None => usual.more,
        };
        let more = told.unwrap_or(most.into());
        let apart = self.apart.unwrap_or(usual.apart.into());
        let plan = |more: u32| {
            let told = TriesTold {
                more: u8::try_from(more).unwrap_or(u8::MAX),
                apart: u16::try_from(apart).unwrap_or(u16::MAX),
                doubles: self.apart.is_none(),
                until: self.until,
            };
            KeepTrying::try_from(told)
        };
        // Where nobody told how many, as many as fit.
        let fits = (1..more).rev().find_map(|fewer| plan(fewer).ok());
        Some(match (plan(more), told, fits) {
            (Err(TriesProblem::TooLong), None, Some(fewer)) => Ok(fewer),
            (plan, ..) => plan,
        })
    }
}

/// The wish that begins here, and behind its last word.
fn wish_at<'t>(start: Cursor<'t>, context: &Context) -> Option<(Wish, Cursor<'t>)> {
    let mut wish = Wish::default();
    let (mut at, mut end) = (start, None);
    while at.index < start.index + MOST_TOKENS {
        if let Some(next) = part_at(at, &mut wish, context) {
            (at, end) = (next, Some(next));
        } else if let Some(next) = filler_at(at) {
            at = next;
        } else {
            break;
        }
    }
    end.map(|end| (wish, end))
}

fn filler_at(at: Cursor<'_>) -> Option<Cursor<'_>> {
    at.eat_any(WORDS.tries.fillers)
}

/// A part of the wish here; notes it.
fn part_at<'t>(at: Cursor<'t>, wish: &mut Wish, context: &Context) -> Option<Cursor<'t>> {
    let words = &WORDS.tries;
    if let Some(end) = at.eat_any(words.keeping) {
        wish.keeps = true;
        return Some(end);
    }
    if let Some(end) = at.eat_any(words.conditions) {
        wish.condition = true;
        return Some(end);
    }
    if let Some(end) = at.eat_any(words.until_reached) {
        wish.until_reached = true;
        return Some(end);
    }
    if let Some((count, end)) = count_at(at).filter(|_| wish.count.is_none()) {
        wish.count = Some(count);
        return Some(end);
    }
    if let Some((apart, end)) = apart_at(at).filter(|_| wish.apart.is_none()) {
        wish.apart = Some(apart);
        return Some(end);
    }
    if let Some((until, end)) = until_at(at, context).filter(|_| wish.until.is_none()) {
        wish.until = Some(until);
        return Some(end);
    }
    if let Some(end) = at.eat_any(words.again) {
        wish.again = true;
        return Some(end);
    }
    let end = at.eat_any(words.calling)?;
    wish.calls = true;
    Some(end)
}

/// '5 times', 'three more times', 'twice'.
fn count_at(at: Cursor<'_>) -> Option<((u32, bool), Cursor<'_>)> {
    let words = &WORDS.tries;
    if let Some(end) = at.eat_any(words.twice) {
        return Some(((2, false), end));
    }
    let (count, behind) = quantity(at)?;
    let further = behind.eat_any(words.more);
    let end = further.unwrap_or(behind).eat_any(words.times)?;
    let later = end.eat_any(words.more);
    let is_further = further.is_some() || later.is_some();
    Some(((count, is_further), later.unwrap_or(end)))
}

/// 'every half hour', '10 minutes apart'.
fn apart_at(at: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    let words = &WORDS.tries;
    if let Some(behind) = at.eat_any(words.every) {
        let hour = || Some((60, behind.eat_any(WORDS.relative.hours)?));
        return minutes_at(behind).or_else(hour);
    }
    let (minutes, behind) = minutes_at(at)?;
    Some((minutes, behind.eat_any(words.apart)?))
}

/// 'until 8', 'hasta las 20:30', 'for the next two hours'.
fn until_at<'t>(at: Cursor<'t>, context: &Context) -> Option<(NaiveTime, Cursor<'t>)> {
    let words = &WORDS.tries;
    let here = context.now.with_timezone(&context.timezone).time();
    if let Some((minutes, end)) = at.eat_any(words.during).and_then(minutes_at) {
        let day = TimeDelta::days(1);
        let length = TimeDelta::minutes(minutes.into());
        let (until, _) = here.overflowing_add_signed(length);
        return (length < day).then_some((until, end));
    }
    let behind = at.eat_any(words.until)?.skip(WORDS.clock.hour_articles);
    if let Some(end) = behind.eat_any(WORDS.clock.noon) {
        return Some((NaiveTime::from_hms_opt(12, 0, 0)?, end));
    }
    let (hour, end) = time_at(behind)?;
    let (half, end) = match (end.eat_any(words.evenings), end.eat_any(words.mornings)) {
        (Some(end), _) => (Some(true), end),
        (_, Some(end)) => (Some(false), end),
        _ => (hour.half, end),
    };
    let hour = Hour { half, ..hour };
    if hour.half.is_some() || !(1..=12).contains(&hour.hour) {
        return Some((hour.time()?, end));
    }
    // A bare hour is the next one that the clock shows.
    let halves = [Some(false), Some(true)];
    let times = halves.map(|half| Hour { half, ..hour }.time());
    let wait = |time: &NaiveTime| (*time - here).num_minutes().rem_euclid(24 * 60);
    let soonest = times.into_iter().flatten().min_by_key(wait)?;
    Some((soonest, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Language;

    /// Wednesday, 17:10 in Madrid.
    fn context() -> Context {
        Context {
            language: Language::En,
            timezone: chrono_tz::Europe::Madrid,
            now: "2026-01-28T16:10:00Z".parse().unwrap(),
            region: "ES".parse().unwrap(),
        }
    }

    /// A series in short: the calls, the pause, whether it doubles, until when.
    fn short(plan: Result<KeepTrying, TriesProblem>) -> String {
        match plan {
            Err(problem) => format!("{problem:?}"),
            Ok(plan) => {
                let told = TriesTold::from(plan);
                let until = told.until.map(|time| time.format(" %H:%M").to_string());
                let doubles = if told.doubles { "d" } else { "" };
                let until = until.unwrap_or_default();
                format!("{}×{}{doubles}{until}", told.more, told.apart)
            }
        }
    }

    #[test]
    fn whole_messages_ask_for_a_series() {
        for (text, made, expected) in [
            ("keep trying", false, "3×20d"),
            ("Keep trying until they answer!", false, "3×20d"),
            ("sigue intentándolo", false, "3×20d"),
            ("keep trying every half hour until 8", false, "6×30 20:00"),
            ("every half hour until 8", true, "6×30 20:00"),
            ("every half hour until 8", false, "6×30 20:00"),
            ("cada media hora hasta las 8", true, "6×30 20:00"),
            (
                "sigue llamando cada hora hasta las 20:30",
                false,
                "6×60 20:30",
            ),
            (
                "cada 20 minutos hasta las 9 de la noche",
                false,
                "6×20 21:00",
            ),
            ("try 5 times, 10 minutes apart", false, "4×10"),
            ("try 5 times, 10 minutes apart", true, "5×10"),
            ("keep trying 5 times, 10 minutes apart", false, "5×10"),
            ("call up to 3 more times, every 15 minutes", false, "3×15"),
            ("if nobody answers, try again twice", false, "2×20d"),
            (
                "si no contestan, inténtalo otra vez cada 10 minutos",
                false,
                "3×10",
            ),
            (
                "inténtalo 4 veces más con 15 minutos de diferencia",
                false,
                "4×15",
            ),
            ("keep trying for the next two hours", false, "6×20d 19:10"),
            ("keep calling every hour till noon", false, "6×60 12:00"),
            ("keep trying 20 times", false, "TooMany"),
            ("keep trying every 2 minutes", false, "TooClose"),
            ("keep trying 6 times, every 12 hours", false, "TooLong"),
            ("keep trying every 20 hours", false, "2×1200"),
        ] {
            let found = keep_trying(text, made, &context()).map(short);
            assert_eq!(found.as_deref(), Some(expected), "{text}");
        }
        for text in [
            "",
            "again",
            "call them",
            "try again",
            "call once",
            "every table is fine",
            "until 8",
            "keep trying to sell them the car",
            "book a table for 5",
            "call them tomorrow at 10",
            "call at 5",
        ] {
            let found = keep_trying(text, false, &context());
            assert_eq!(found, None, "{text}");
        }
    }

    #[test]
    fn requests_ask_for_it_beside_the_rest() {
        for (text, expected, rest) in [
            (
                "call +34 912 345 678, book a table for four tomorrow at 9 and keep trying until they answer",
                "3×20d",
                "call +34 912 345 678, book a table for four tomorrow at 9",
            ),
            (
                "call +34 912 345 678 and ask for a table. If nobody answers, try again every half hour until 8. Name Ana.",
                "6×30 20:00",
                "call +34 912 345 678 and ask for a table. Name Ana.",
            ),
            (
                "llama al +34 912 345 678, pregunta por mis gafas y sigue intentándolo cada 10 minutos",
                "3×10",
                "llama al +34 912 345 678, pregunta por mis gafas",
            ),
        ] {
            let (plan, left) = split_keep_trying(text, &context()).expect(text);
            assert_eq!(
                (short(plan).as_str(), left.as_str()),
                (expected, rest),
                "{text}"
            );
        }
        for text in [
            "call +34 912 345 678 and tell them to keep trying",
            "call +34 912 345 678 and ask for a table for 4, for two hours",
            "call +34 912 345 678 and ask if the bus goes every half hour until 8",
            "call +34 912 345 678 and try the chef, three times a week",
            "call +34 912 345 678, call again",
        ] {
            assert_eq!(split_keep_trying(text, &context()), None, "{text}");
        }
    }

    #[test]
    fn whole_messages_end_it() {
        assert!(stops_trying("Stop trying!"));
        assert!(stops_trying("deja de intentarlo"));
        assert!(!stops_trying("stop trying to be funny"));
        assert!(calls_once("call only once"));
        assert!(calls_once("llama solo una vez"));
        assert!(!calls_once("once upon a time"));
    }
}
