//! Stretches of time in the person's words: 'morning before 11am', 'por la
//! tarde', 'between 5 and 7', 'a partir de las 8', 'as soon as possible'.

use std::ops::Range;

use super::clock::{Half, clock_at};
use crate::understand::calendar::weekday;
use crate::understand::line::{Cursor, Line};
use crate::understand::numbers::number;

/// A stretch of time that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::understand) struct Preference {
    pub tokens: Range<usize>,
    /// Whether it is only a part of the day, which a time beside it makes exact.
    pub daypart: bool,
}

#[rustfmt::skip]
const DAYPARTS: &[(&str, Half)] = &[
    ("in the morning", Half::Morning), ("mornings", Half::Morning), ("morning", Half::Morning),
    ("por la manana", Half::Morning), ("x la manana", Half::Morning), ("a la manana", Half::Morning),
    ("en la manana", Half::Morning), ("de la manana", Half::Morning), ("esta manana", Half::Morning),
    ("por las mananas", Half::Morning), ("a media manana", Half::Morning),
    ("in the afternoon", Half::Afternoon), ("afternoons", Half::Afternoon), ("afternoon", Half::Afternoon),
    ("por la tarde", Half::Afternoon), ("x la tarde", Half::Afternoon), ("a la tarde", Half::Afternoon),
    ("en la tarde", Half::Afternoon), ("de la tarde", Half::Afternoon), ("por las tardes", Half::Afternoon),
    ("esta tarde", Half::Afternoon), ("a media tarde", Half::Afternoon), ("tarde noche", Half::Afternoon),
    ("in the evening", Half::Afternoon), ("evenings", Half::Afternoon), ("evening", Half::Afternoon),
    ("at night", Half::Night), ("tonight", Half::Night), ("tonite", Half::Night), ("2 nite", Half::Night),
    ("tonigth", Half::Night), ("por la noche", Half::Night), ("x la noche", Half::Night),
    ("a la noche", Half::Night), ("en la noche", Half::Night), ("de la noche", Half::Night),
    ("esta noche", Half::Night), ("noche", Half::Night), ("tarde", Half::Afternoon), ("night", Half::Night),
    ("am", Half::Morning), ("pm", Half::Afternoon),
];

/// A part of the day here.
pub(in crate::understand) fn daypart_at(cursor: Cursor<'_>) -> Option<(Half, Cursor<'_>)> {
    let (half, end) = DAYPARTS
        .iter()
        .find_map(|(phrase, half)| Some((*half, cursor.eat(phrase)?)))?;
    let lone = matches!(cursor.word(), "night" | "noche" | "tarde" | "am" | "pm");
    let greeting = cursor.before() == "good";
    let of_a_day = weekday(cursor.before()).is_some()
        || matches!(
            cursor.before(),
            "manana" | "hoy" | "tomorrow" | "tmrw" | "tmr" | "any" | "cualquier"
        );
    let alone = cursor.before().is_empty() && end.at_end();
    (!greeting && (!lone || of_a_day || alone)).then_some((half, end))
}

/// All stretches of time, those that touch joined.
pub(in crate::understand) fn preferences(line: &Line<'_>) -> Vec<Preference> {
    let mut found: Vec<Preference> = Vec::new();
    let mut index = 0;
    while index < line.tokens.len() {
        let Some((daypart, end)) = preference_at(line.at(index)) else {
            index += 1;
            continue;
        };
        match found.last_mut() {
            Some(last) if joined(line, last.tokens.end, index) => {
                last.tokens.end = end.index;
                last.daypart &= daypart;
            }
            _ => found.push(Preference {
                tokens: index..end.index,
                daypart,
            }),
        }
        index = end.index;
    }
    found
}

fn joined(line: &Line<'_>, end: usize, index: usize) -> bool {
    #[rustfmt::skip]
    const CONNECTIVES: &[&str] = &[
        ",", "and", "or", "y", "o", "but", "pero", "preferably", "mejor", "ideally", "sometime", "any",
        "time",
    ];
    index - end <= 2
        && line.tokens[end..index]
            .iter()
            .all(|token| !token.taken && CONNECTIVES.contains(&token.folded.as_str()))
}

fn preference_at(cursor: Cursor<'_>) -> Option<(bool, Cursor<'_>)> {
    let start = cursor
        .skip(&["preferably", "preferiblemente", "ideally"])
        .skip(&["sometime", "some time", "any time", "anytime"]);
    if let Some(end) = roughly(start)
        .or_else(|| bounded(start))
        .or_else(|| between(start))
        .or_else(|| loose(start))
        .or_else(|| loose(cursor))
    {
        return Some((false, end));
    }
    if let Some((_, end)) = start.eat_any(&["any", "cualquier"]).and_then(daypart_at) {
        return Some((false, end));
    }
    let early = start
        .skip(&["in the", "por la", "a la"])
        .eat_any(&[
            "early",
            "late",
            "mid",
            "primera hora de la",
            "ultima hora de la",
        ])
        .map(|at| at.skip(&["-", "in the", "por la"]));
    if let Some((_, end)) = early.and_then(daypart_at) {
        return Some((false, end));
    }
    let (_, end) = daypart_at(start)?;
    Some((true, end))
}

/// 'a las 9 y pico': some time after, which is no one time.
fn roughly(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    let (_, end) = clock_at(cursor)?;
    let end = end.eat("y pico")?;
    Some(daypart_at(end).map_or(end, |(_, end)| end))
}

/// 'before 11am', 'después de las 5', 'a partir de las 8', 'after lunch'.
fn bounded(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    #[rustfmt::skip]
    const BOUNDS: &[&str] = &[
        "no later than", "not later than", "not before", "no earlier than", "before", "after", "until",
        "till", "by", "later than", "earlier than", "from", "past", "as of", "starting at", "starting from",
        "no antes de", "antes de", "despues de", "no mas tarde de", "mas tarde de", "a partir de",
        "apartir de", "b 4", "desde", "hasta", "pasadas", "pasada", "antes del", "despues del",
    ];
    #[rustfmt::skip]
    const EVENTS: &[&str] = &[
        "work", "lunch", "school", "dinner", "breakfast", "comer", "trabajar", "cenar", "desayunar",
        "la comida", "el trabajo", "trabajo", "mediodia", "almuerzo", "hours",
    ];
    let at = cursor.eat_any(BOUNDS)?;
    // 'half past eight' is one time.
    if cursor.word() == "past"
        && (cursor.before() == "half"
            || cursor.before() == "quarter"
            || cursor.before().parse::<u32>().is_ok()
            || matches!(cursor.before(), "ten" | "five" | "twenty" | "minutes"))
    {
        return None;
    }
    let whole = matches!(cursor.word(), "from" | "by" | "desde" | "past" | "hasta");
    if let Some(end) = at.eat_any(EVENTS).filter(|_| !whole) {
        return Some(end);
    }
    let (clock, end) = clock_at(at)?;
    let end = end.skip(&[
        "onwards",
        "onward",
        "on",
        "en adelante",
        "or later",
        "or so",
    ]);
    let second = end
        .eat_any(&["to", "until", "till", "-", "hasta", "a", "y", "and"])
        .and_then(clock_at)
        .filter(|(second, _)| second.strong || clock.strong);
    let open = matches!(cursor.word(), "from" | "desde");
    match second {
        Some((_, end)) => Some(end),
        None if open
            && !clock.strong
            && !matches!(end.before(), "onwards" | "onward" | "on" | "adelante") =>
        {
            None
        }
        None => Some(end),
    }
}

/// 'between 5 and 7', 'entre las 5 y las 7', 'de 5 a 7', '7-9pm', '7 to 9pm'.
fn between(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    let named = cursor.eat_any(&["between", "entre", "in between"]);
    let ranged = cursor.eat_any(&["from", "de"]);
    let at = named.or(ranged).unwrap_or(cursor);
    let hour =
        |at: Cursor<'_>| number(at.skip(&["las", "la"])).is_some_and(|(value, _)| value <= 24);
    if !hour(at) {
        return None;
    }
    let (first, middle) = clock_or_hour(at)?;
    let joint = match (named, ranged) {
        (Some(_), _) => middle.eat_any(&["and", "y", "to", "-"])?,
        (None, Some(_)) => middle.eat_any(&["to", "-", "a", "till", "until", "hasta"])?,
        (None, None) => middle.eat_any(&["to", "-"])?,
    };
    let (second, end) = clock_at(joint)?;
    let sure = named.is_some() || second.strong || (first && ranged.is_some());
    let clocks = second.half.is_some() || second.strong || named.is_some();
    // 'El domingo de 10 a 12', with nothing counted behind it.
    let plain = cursor.word() == "de" && (end.at_end() || end.is(&[",", "."]));
    ((sure && clocks) || plain).then_some(end)
}

/// A time here, or an hour that only its fellow makes one ('5 and 7'); whether
/// it is a time by itself.
fn clock_or_hour(cursor: Cursor<'_>) -> Option<(bool, Cursor<'_>)> {
    let joined = |end: Cursor<'_>| {
        end.is(&["y", "and", "to", "-", "a"]) && !end.is(&["y media", "y cuarto"])
    };
    if let Some((hour, end)) = number(cursor).filter(|(hour, end)| *hour <= 24 && joined(*end)) {
        return (hour > 0).then_some((false, end));
    }
    clock_at(cursor).map(|(clock, end)| (clock.strong, end))
}

/// 'as soon as possible', 'cuanto antes', 'next week', 'any time'.
fn loose(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    cursor.eat_any(&[
        "as soon as possible",
        "as early as possible",
        "as late as possible",
        "asap",
        "the earliest",
        "earliest available",
        "earliest possible",
        "first available",
        "first thing in the morning",
        "first thing",
        "at the end of the day",
        "end of the day",
        "towards the end of the day",
        "end of day",
        "eod",
        "al final del dia",
        "al final de la tarde",
        "al salir del trabajo",
        "al salir de trabajar",
        "lo antes posible",
        "cuanto antes",
        "lo mas pronto posible",
        "lo mas temprano posible",
        "a primera hora de la manana",
        "a primera hora de la tarde",
        "a primera hora",
        "a ultima hora de la tarde",
        "a ultima hora",
        "any day",
        "any time",
        "anytime",
        "whenever",
        "cualquier dia",
        "cualquier manana",
        "a cualquier hora",
        "cualquier hora",
        "cuando sea",
        "cuando puedan",
        "next week",
        "next wk",
        "this wk",
        "this week",
        "later this week",
        "la semana que viene",
        "la proxima semana",
        "esta semana",
        "this weekend",
        "next weekend",
        "at the weekend",
        "on the weekend",
        "este fin de semana",
        "este finde",
        "el fin de semana",
        "el finde",
        "el proximo fin de semana",
        "lunchtime",
        "lunch time",
        "dinnertime",
        "around lunchtime",
        "a la hora de comer",
        "a la hora de cenar",
        "next month",
        "el mes que viene",
        "entre semana",
        "on a weekday",
        "weekdays",
    ])
}
