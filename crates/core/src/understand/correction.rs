//! Corrections of what was said before: 'no, 5 people', 'make it 9pm',
//! 'mejor a las 10'. Only a message that plainly is one: it begins or ends
//! with a word of correcting, and something is understood in the rest.

use super::Context;
use super::line::{Cursor, Line};
use super::numbers::quantity;
use super::sentence::slots;
use crate::model::{Category, PartySize, Slot, TimeOfDay, Value, Values};

/// What a plain correction sets anew.
#[must_use]
pub fn correction(text: &str, context: &Context) -> Option<Values> {
    correction_for(text, None, context)
}

#[rustfmt::skip]
const OPENINGS: &[&str] = &[
    "no wait", "wait no", "no sorry", "sorry no", "oh no", "no no", "no", "nope", "wait", "actually",
    "sorry", "i meant", "i mean", "make it", "make that", "make the", "change it to", "change that to",
    "change to", "change the", "change my", "change", "let's make it", "let's do", "lets make it",
    "lets do", "rather", "correction", "better", "scratch that", "it should be", "should be", "instead",
    "can you make it", "can we make it", "can you change", "could you make it", "set it to", "set the",
    "update the", "on second thought", "not", "oops", "i'd rather", "we are actually", "we're actually",
    "it's actually", "move it to", "switch to", "use", "put it", "please change", "please make it",
    "no it's", "hmm no", "the name is", "the time is", "the date is", "the name should be",
    "the time should be", "the date should be", "the phone is", "the number is", "the number should be",
    "no perdon", "perdon", "perdona", "espera", "en realidad", "realmente", "mejor", "quise decir",
    "queria decir", "quiero decir", "digo", "cambia", "cambialo a", "cambialo para", "cambiar", "cambialo",
    "que sea", "que sean", "seremos", "ponlo", "pon", "ponla", "ponme", "rectifico", "correccion",
    "me he equivocado", "me equivoque", "no espera", "disculpa", "al final", "ahora somos", "la hora es",
    "la fecha es", "el nombre es", "el numero es", "el telefono es", "uy", "ay", "puedes cambiar",
    "puedes poner", "hazlo", "corrige", "prefiero", "ahora que lo pienso", "bueno mejor",
];
#[rustfmt::skip]
const ENDINGS: &[&str] = &[
    "instead", "mejor", "actually", "rather", "better", "en realidad", "sorry", "perdon", "please instead",
    "i meant", "quise decir", "digo", "en vez", "al final",
];

/// The same where the category is known: 'make it 9' is the evening for a
/// restaurant, the morning for a clinic.
#[must_use]
pub fn correction_for(text: &str, category: Option<Category>, context: &Context) -> Option<Values> {
    if text.len() > 300 {
        return None;
    }
    let line = Line::new(text);
    let start = behind_openings(&line);
    let opened = start.index > 0
        && line
            .start()
            .skip(&["oh", "ah", "ok", "vale", "please", "bueno", "pues", "hey"])
            .skip(&[","])
            .is(OPENINGS);
    let ended = || {
        (1..=3.min(line.tokens.len())).any(|count| {
            line.at(line.tokens.len() - count)
                .eat_any(ENDINGS)
                .is_some_and(|end| end.at_end() || end.is(&[".", "!"]))
        })
    };
    let swapped = || {
        line.tokens.len() <= 14
            && line
                .find(|cursor| {
                    Some((
                        (),
                        cursor.eat_any(&["instead of", "en vez de", "en lugar de"])?,
                    ))
                })
                .is_some_and(|(_, span)| span.start > 0)
    };
    if start.at_end() || !(opened || ended() || swapped()) {
        return None;
    }
    // 'Change the tyres on Friday' is a task, 'change the date to Friday' is not.
    let ordered = line.start().is(&[
        "change",
        "cambia",
        "cambiar",
        "move",
        "use",
        "set",
        "pon",
        "please change",
        "can you change",
        "puedes cambiar",
        "update",
        "puedes poner",
    ]);
    if line.tokens.len() > 24 || (ordered && super::category(line.text).is_some()) {
        return None;
    }
    let start = said_instead(start);
    let from = start.token()?.span.start;
    let mut found = rest(&line.text[from..], category, context);
    // 'Not X' rules X out, which only the whole of it tells.
    found.clear(Slot::Phone);
    let number = super::phone::find(&line, context);
    found.extend(number.map(|number| Value::Phone(number.phone)));
    if found.is_empty() {
        found = named(start, line.text, category, context)?;
    }
    Some(found)
}

/// Behind the words that open a correction, and what is said around them.
fn behind_openings<'l>(line: &'l Line<'_>) -> Cursor<'l> {
    let mut start = line.start();
    for _ in 0..4 {
        start = start
            .skip(&[",", ".", "-", ":", "!", "…", ";"])
            .skip(&[
                "oh",
                "ah",
                "hey",
                "ok",
                "vale",
                "pues",
                "bueno",
                "please",
                "mejor dicho",
            ])
            .skip(&[","]);
        let Some(after) = start.eat_any(OPENINGS) else {
            break;
        };
        start = after;
    }
    start
}

/// 'not 4, 5' and '4 no, 5': behind what is taken back.
fn said_instead(start: Cursor<'_>) -> Cursor<'_> {
    let negated = start.index > 0 && start.before() == "not";
    let mut at = start;
    if negated {
        for _ in 0..6 {
            if at.is(&[",", "but", "sino", ";"]) && !at.next().at_end() {
                return at.next().skip(&["but"]);
            }
            if at.at_end() {
                break;
            }
            at = at.next();
        }
    }
    start
}

fn rest(text: &str, category: Option<Category>, context: &Context) -> Values {
    let text = text.split(" instead of ").next().unwrap_or(text);
    let text = text.split(" en vez de ").next().unwrap_or(text);
    let text = text.split(" en lugar de ").next().unwrap_or(text);
    let mut line = Line::new(text);
    let number = super::phone::find(&line, context);
    let tokens = number.as_ref().map(|found| found.tokens.clone());
    let mut found = slots(&mut line, tokens.as_ref(), category, context);
    found.extend(number.map(|number| Value::Phone(number.phone)));
    found.clear(Slot::Category);
    if found.is_empty() {
        let start = Line::new(text);
        let alone = quantity(start.start().skip(&["at", "to", "it", "is", "it's", "the"])).filter(
            |(_, end)| {
                end.at_end()
                    || end.is(&[
                        ".",
                        "!",
                        "please",
                        "por favor",
                        "mejor",
                        "instead",
                        "actually",
                    ])
            },
        );
        let people = alone.and_then(|(count, _)| PartySize::new(u64::from(count)));
        found.extend(people.map(Value::PartySize));
    }
    found
}

/// 'change the time to 9', 'pon la hora a las 10', 'the name is Ana'.
fn named(
    start: Cursor<'_>,
    text: &str,
    category: Option<Category>,
    context: &Context,
) -> Option<Values> {
    #[rustfmt::skip]
    const SLOTS: &[(Slot, &[&str])] = &[
        (Slot::Time, &[
            "time", "hour", "hora",
        ]),
        (Slot::Date, &[
            "date", "day", "fecha", "dia",
        ]),
        (Slot::Name, &[
            "name", "nombre",
        ]),
        (Slot::PartySize, &[
            "party size", "party", "people", "number of people", "guests", "personas", "numero de personas",
            "comensales",
        ]),
        (Slot::Business, &[
            "restaurant", "business", "place", "restaurante", "sitio", "negocio",
        ]),
    ];
    let at = if start.before() == "is" || start.before() == "es" || start.before() == "be" {
        return from_before(start, text, category, context);
    } else {
        start.skip(&["the", "la", "el", "my", "mi"])
    };
    let (slot, after) = SLOTS
        .iter()
        .find_map(|(slot, words)| Some((*slot, at.eat_any(words)?)))?;
    let value = after
        .skip(&["to", "a", "al", "is", "es", "should be", "por", ":", "de"])
        .skip(&["las", "la", "el"]);
    filled(
        slot,
        text.get(value.token()?.span.start..)?,
        category,
        context,
    )
}

fn from_before(
    start: Cursor<'_>,
    text: &str,
    category: Option<Category>,
    context: &Context,
) -> Option<Values> {
    let back = (2..=4)
        .map(|count| start.before_by(count))
        .find(|word| !matches!(*word, "should"))?;
    let slot = match back {
        "name" | "nombre" => Slot::Name,
        "time" | "hora" => Slot::Time,
        "date" | "fecha" => Slot::Date,
        _ => return None,
    };
    filled(
        slot,
        text.get(start.token()?.span.start..)?,
        category,
        context,
    )
}

fn filled(
    slot: Slot,
    value: &str,
    category: Option<Category>,
    context: &Context,
) -> Option<Values> {
    let value = match slot {
        Slot::Time => {
            let time = super::time(value, category, context).ok();
            time.map(TimeOfDay::At).map(Value::Time)
        }
        Slot::Date => super::date(value, context).ok().map(Value::Date),
        Slot::Name => super::name(value).ok().map(Value::Name),
        Slot::PartySize => super::count(value, context).ok().map(Value::PartySize),
        _ => super::business(value).ok().map(Value::Business),
    };
    value.map(|value| [value].into_iter().collect())
}
