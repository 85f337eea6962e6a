//! When to call, not when to come: 'call them at 5pm', 'llama mañana', 'call when
//! they open'.

use std::ops::Range;

use super::lexicon::WORDS;
use super::line::{Cursor, Kind, Line};
use super::phone::Numbers;
use super::which_day::take_dates;
use super::which_time::take_times;
use super::{Context, date, fold, role, sentence};
use crate::model::Slot;

/// So many tokens at most stand in a message that only says when to call.
const MOST_TOKENS: usize = 12;

/// When somebody wants a call made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallTime {
    /// The words that tell it: 'tomorrow at 10', 'in two hours'.
    Told(String),
    /// Later, without a time.
    Later,
    /// When they open.
    WhenOpen,
    /// Now.
    Now,
}

/// When to call, if a whole message says only that. `place` is the name of the
/// place, which may stand behind the word for calling.
#[must_use]
pub fn call_time(text: &str, place: Option<&str>, context: &Context) -> Option<CallTime> {
    let line = Line::new(text);
    if line.tokens.len() > MOST_TOKENS {
        return None;
    }
    let at = behind_object(behind_verb(&line)?, place);
    let from = at.token()?.span.start;
    time_of(line.text.get(from..)?, context)
}

/// When to call, where a whole message answers the question for it.
#[must_use]
pub fn call_time_told(text: &str, context: &Context) -> Option<CallTime> {
    call_time(text, None, context).or_else(|| time_of(text, context))
}

/// Whether words name the call, or now: then 'yes' is no mere consent.
#[must_use]
pub fn says_call(text: &str) -> bool {
    let line = Line::new(text);
    let named = |token: &super::line::Token| WORDS.requests.calls.contains(&token.folded.as_str());
    line.tokens.iter().any(named) || is_now(&line)
}

/// Whether words tell a time by its distance from now: 'in two hours'.
#[must_use]
pub fn is_from_now(text: &str, context: &Context) -> bool {
    let line = Line::new(text);
    line.find(|cursor| date::soon_at(cursor, context)).is_some()
}

/// Whether words say 'now'.
#[must_use]
pub fn says_now(text: &str) -> bool {
    is_now(&Line::new(text))
}

fn is_now(line: &Line<'_>) -> bool {
    (0..line.tokens.len()).any(|index| line.at(index).is(WORDS.requests.at_once))
}

/// When to call, where a request says it beside everything else: 'call them
/// tomorrow at 10 and book a table for Friday at 9'; and the request without
/// those words. Behind a command, `calls` is true: it stands for the word. If the
/// words may as well mean when to come, they are left where they are.
#[must_use]
pub fn split_call_time(text: &str, calls: bool, context: &Context) -> Option<(CallTime, String)> {
    let line = Line::new(text);
    let found = Numbers::read(&line, context);
    let numbers: Vec<Range<usize>> = found.spans().collect();
    let starts = (0..line.tokens.len()).filter(|index| {
        let calls = WORDS.requests.calls.contains(&line.at(*index).word());
        let begins =
            *index == 0 || line.at(*index).before() == "," || is_behind_joint(&line, *index);
        calls && (begins || line.at(*index).before() == "" || is_polite(&line, *index))
    });
    let behind = starts.map(|index| index + 1);
    let command = calls.then_some(0);
    for from in command.into_iter().chain(behind) {
        let Some((time, span)) = time_behind(&line, from, &numbers, context) else {
            continue;
        };
        let bytes = line.tokens[span.start].span.start..line.tokens[span.end - 1].span.end;
        let before = line.text[..bytes.start].trim_end_matches([' ', ',']);
        let behind = line.text[bytes.end..].trim_start_matches([' ', ',']);
        let rest = format!("{before} {behind}").trim().to_owned();
        if is_certain(&rest, context) {
            return Some((time, rest));
        }
    }
    None
}

/// Whether a request is complete without the time of the call: it has a day or a
/// time of its own, or nothing in it takes place at one.
fn is_certain(rest: &str, context: &Context) -> bool {
    let told = sentence(rest, context);
    if told.has(Slot::Date) || told.has(Slot::Time) {
        return true;
    }
    let line = Line::new(rest);
    !role::has_request(&line)
        && !told.has(Slot::PartySize)
        && !told.has(Slot::Nights)
        && !line
            .tokens
            .iter()
            .any(|token| WORDS.requests.arranging.contains(&token.folded.as_str()))
}

/// A time to call at, in the clause that begins at a token.
fn time_behind(
    line: &Line<'_>,
    from: usize,
    numbers: &[Range<usize>],
    context: &Context,
) -> Option<(CallTime, Range<usize>)> {
    let ends = |index: usize| {
        let at = line.at(index);
        let number = numbers.iter().any(|span| span.contains(&index));
        let mark = matches!(at.word(), "." | ";" | "!" | "?" | "," | ":");
        let digits = at.before_is_number()
            && line
                .at(index + 1)
                .token()
                .is_some_and(|it| it.kind == Kind::Number && !it.spaced);
        !number && (mark && !digits || at.is(WORDS.requests.goes_on) || at.is(WORDS.roles.joints))
    };
    let end = (from..line.tokens.len()).find(|index| ends(*index));
    let mut end = end.unwrap_or(line.tokens.len());
    // A number, a comma, and then the time: '+34 912 345 678, at 17:00'.
    if numbers.iter().any(|span| span.end == end) && line.at(end).word() == "," {
        let next = (end + 1..line.tokens.len()).find(|index| ends(*index));
        end = next.unwrap_or(line.tokens.len());
    }
    let number = numbers.iter().filter(|span| span.start < end);
    let number = number.map(|span| span.end).max();
    let first = number.unwrap_or(from).max(from);
    let mut starts = (first..end).take_while(|start| leads_to_time(line, first..*start, number));
    starts.find_map(|start| {
        let tokens = start..end;
        let slice = line.slice(tokens.clone());
        let time = time_of(slice, context)?;
        Some((time, tokens))
    })
}

/// Whether the words between the word for calling, or the number, and a time
/// leave the time to the call. Behind a number, and behind words that ask for
/// something, a time belongs to the request: 'ask whether they open tomorrow'.
fn leads_to_time(line: &Line<'_>, between: Range<usize>, number: Option<usize>) -> bool {
    between.into_iter().all(|index| {
        let word = line.at(index).word();
        let small = word == "," || WORDS.requests.called.contains(&word);
        let asks = [
            WORDS.requests.asking,
            WORDS.requests.arranging,
            WORDS.place_names.whether,
            WORDS.roles.asking,
        ];
        small || (number.is_none() && !asks.iter().any(|words| words.contains(&word)))
    })
}

fn is_behind_joint(line: &Line<'_>, index: usize) -> bool {
    let joints = line.is_behind(index, WORDS.roles.joints);
    joints || line.is_behind(index, WORDS.requests.goes_on)
}

fn is_polite(line: &Line<'_>, index: usize) -> bool {
    WORDS.requests.polite.contains(&line.at(index).before())
}

/// Behind the word for calling that begins a message.
fn behind_verb<'t>(line: &'t Line<'_>) -> Option<Cursor<'t>> {
    let mut at = line.start();
    while WORDS.requests.polite.contains(&at.word()) {
        at = at.next();
    }
    let calls = WORDS.requests.calls.contains(&at.word());
    calls.then(|| at.next())
}

/// Behind the one who is called: 'them', 'the restaurant', the name of the place.
fn behind_object<'t>(mut at: Cursor<'t>, place: Option<&str>) -> Cursor<'t> {
    let place = place.map(fold).unwrap_or_default();
    let is_object = |word: &str| {
        !word.is_empty()
            && (WORDS.requests.called.contains(&word) || place.split(' ').any(|it| it == word))
    };
    while is_object(at.word()) && !at.is(WORDS.requests.when_open) {
        at = at.next();
    }
    at
}

/// Words that say nothing but a time for the call.
fn time_of(text: &str, context: &Context) -> Option<CallTime> {
    let mut line = Line::new(text);
    let at = line.start();
    if at
        .eat_any(WORDS.requests.when_open)
        .is_some_and(Cursor::at_end)
    {
        return Some(CallTime::WhenOpen);
    }
    if at
        .eat_any(WORDS.requests.at_once)
        .is_some_and(Cursor::at_end)
    {
        return Some(CallTime::Now);
    }
    let vague = fold(text);
    if WORDS
        .named
        .vague_times
        .contains(&vague.trim_end_matches(['.', '!']))
    {
        return Some(CallTime::Later);
    }
    let tokens = line.tokens.len();
    if let Some((_, span)) = line.find(|cursor| date::soon_at(cursor, context)) {
        line.take(span);
    } else {
        let _ = take_dates(&mut line, None, context);
        let _ = take_times(&mut line);
    }
    let taken = line.tokens.iter().filter(|token| token.taken).count();
    let small = |word: &str| {
        WORDS.roles.articles.contains(&word)
            || WORDS.clock.at_hour.contains(&word)
            || WORDS.clock.hour_articles.contains(&word)
            || WORDS.messages.fillers.contains(&word)
    };
    let rest = line.tokens.iter().filter(|token| !token.taken);
    let only = rest.into_iter().all(|token| {
        let end = token.span.end == line.text.trim_end().len();
        small(&token.folded) || (end && token.kind == Kind::Symbol)
    });
    let told = sentence(text, context).without(&[Slot::Task]);
    let is_when = told.has(Slot::Date) || told.has(Slot::Time);
    (tokens > 0 && taken > 0 && only && is_when).then(|| CallTime::Told(text.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Language;

    fn context() -> Context {
        Context {
            language: Language::En,
            timezone: chrono_tz::Europe::Madrid,
            now: "2026-01-28T10:00:00Z".parse().unwrap(),
            region: "ES".parse().unwrap(),
        }
    }

    fn told(words: &str) -> Option<CallTime> {
        Some(CallTime::Told(words.to_owned()))
    }

    #[test]
    fn a_whole_message_says_when_to_call() {
        for (text, expected) in [
            ("Call them tomorrow at 10", told("tomorrow at 10")),
            ("please call in two hours", told("in two hours")),
            (
                "call Casa Pepe on Friday at 9:30",
                told("on Friday at 9:30"),
            ),
            ("call at 5pm", told("at 5pm")),
            ("llámales mañana a las 10", told("mañana a las 10")),
            ("llama dentro de dos horas", told("dentro de dos horas")),
            ("call them when they open", Some(CallTime::WhenOpen)),
            ("llama cuando abran", Some(CallTime::WhenOpen)),
            ("call later", Some(CallTime::Later)),
            ("llama más tarde", Some(CallTime::Later)),
            ("call them now", Some(CallTime::Now)),
            ("llama ahora", Some(CallTime::Now)),
            ("call my mother tomorrow at 10", None),
            ("tomorrow at 10", None),
            ("call them", None),
            ("call for a table tomorrow at 10 please", None),
        ] {
            let place = Some("Casa Pepe");
            assert_eq!(call_time(text, place, &context()), expected, "{text}");
        }
    }

    #[test]
    fn a_request_says_it_beside_the_rest() {
        for (text, calls, time, rest) in [
            (
                "Call +34 912 345 678 tomorrow at 10 and book a table for four on Friday at 9",
                false,
                "tomorrow at 10",
                "Call +34 912 345 678 and book a table for four on Friday at 9",
            ),
            (
                "+34 912 345 678 at 17:00",
                true,
                "at 17:00",
                "+34 912 345 678",
            ),
            (
                "+34 912 345 678, tomorrow at 10, and ask if they have tea",
                true,
                "tomorrow at 10",
                "+34 912 345 678 and ask if they have tea",
            ),
            (
                "call the vet in Main Street tomorrow and ask for the price",
                false,
                "tomorrow",
                "call the vet in Main Street and ask for the price",
            ),
            (
                "llama al +34 912 345 678 mañana a las 10 y pregunta por mis gafas",
                false,
                "mañana a las 10",
                "llama al +34 912 345 678 y pregunta por mis gafas",
            ),
        ] {
            let found = split_call_time(text, calls, &context());
            let expected = Some((CallTime::Told(time.to_owned()), rest.to_owned()));
            assert_eq!(found, expected, "{text}");
        }
        for text in [
            "call +34 912 345 678 tomorrow at 8 and book a table for four",
            "+34 912 345 678 table for four tomorrow at 8",
            "call +34 912 345 678 and ask whether they open on Sunday",
            "+34 912 345 678, ask whether they are open tomorrow",
            "+34 912 345 678 ask if they have tea today",
            "call +34 912 345 678: do they open tomorrow",
            "call Casa Pepe ask if they open tomorrow",
            "call Casa Pepe are they open tomorrow",
            "llama al 912 345 678, pregunta si abren mañana",
            "llama a Casa Pepe pregunta si abren mañana",
        ] {
            assert_eq!(split_call_time(text, false, &context()), None, "{text}");
            assert_eq!(split_call_time(text, true, &context()), None, "{text}");
        }
    }
}
