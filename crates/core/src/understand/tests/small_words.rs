//! Small words that turn a value round: 'not', 'no', 'instead of', 'before',
//! 'after', 'or', 'fax'. Without them the value counts; with one of them it is
//! never taken in silence.

use super::{english, spanish};
use crate::model::{TimeOfDay, Values};
use crate::understand::{Context, sentence};

/// A kind of value in one language.
struct Kind {
    context: fn() -> Context,
    /// The words of values.
    values: &'static [&'static str],
    /// Sentences; `{}` stands for the value with its preposition.
    sentences: &'static [&'static str],
    /// The preposition of the value; `{}` stands for the value.
    plain: &'static str,
    /// The value turned round: `{}` stands for it, `{other}` for another one
    /// of them.
    turned: &'static [&'static str],
    read: fn(&Values) -> Option<String>,
}

fn date(values: &Values) -> Option<String> {
    values.date().map(ToString::to_string)
}

fn time(values: &Values) -> Option<String> {
    values
        .time()
        .and_then(TimeOfDay::at)
        .map(|time| time.to_string())
}

fn people(values: &Values) -> Option<String> {
    values.party_size().map(|count| count.get().to_string())
}

fn number(values: &Values) -> Option<String> {
    values.phone().map(ToString::to_string)
}

const KINDS: &[Kind] = &[
    Kind {
        context: english,
        values: &[
            "Friday",
            "Saturday",
            "tomorrow",
            "the 5th of March",
            "March 12",
            "next Monday",
        ],
        sentences: &[
            "Book a table for two {} at 8pm under Ana",
            "Call the dentist on 212-555-0143 and get me an appointment {}",
            "I need a haircut {}, please",
            "table for 4 {}",
        ],
        plain: "on {}",
        turned: &[
            "not {}",
            "not on {}",
            "but not on {}",
            "before {}",
            "after {}",
            "any day except {}",
            "any day but {}",
            "{other} instead of {}",
            "{} or {other}",
            "{}, no, {other}",
            "{}, sorry, {other}",
            "until {}",
            "by {} at the latest",
            "on {other}, not {}",
        ],
        read: date,
    },
    Kind {
        context: spanish,
        values: &[
            "viernes",
            "sábado",
            "5 de marzo",
            "12 de marzo",
            "próximo lunes",
        ],
        sentences: &[
            "Reserva mesa para dos {} a las 21:00 a nombre de Ana",
            "Llama al dentista, 912 345 678, y pide cita para mí, {}",
            "Necesito cortarme el pelo {}, por favor",
            "mesa para 4 {}",
        ],
        plain: "el {}",
        turned: &[
            "no el {}",
            "pero no el {}",
            "antes del {}",
            "después del {}",
            "cualquier día menos el {}",
            "el {other} en vez del {}",
            "el {} o el {other}",
            "el {} no, el {other}",
            "el {}, perdón, el {other}",
            "hasta el {}",
            "a partir del {}",
            "el {other}, no el {}",
        ],
        read: date,
    },
    Kind {
        context: english,
        values: &["8pm", "7:30pm", "noon", "9.15pm"],
        sentences: &[
            "Book a table for two tomorrow {} under Ana",
            "Get me an appointment with the dentist on Friday {}",
            "table for 4 on Friday {}",
        ],
        plain: "at {}",
        turned: &[
            "not at {}",
            "before {}",
            "after {}",
            "not before {}",
            "until {}",
            "at {} or {other}",
            "between {} and {other}",
            "at {}, no, {other}",
            "at {other} instead of {}",
            "at {} at the latest",
            "from {} to {other}",
        ],
        read: time,
    },
    Kind {
        context: spanish,
        values: &["20:00", "21:30", "9 de la noche", "13:15"],
        sentences: &[
            "Reserva mesa para dos mañana {} a nombre de Ana",
            "Pide cita con el dentista el viernes {}",
            "mesa para 4 el viernes {}",
        ],
        plain: "a las {}",
        turned: &[
            "no a las {}",
            "antes de las {}",
            "después de las {}",
            "no antes de las {}",
            "a las {} o a las {other}",
            "entre las {} y las {other}",
            "a las {}, no, a las {other}",
            "a partir de las {}",
            "hasta las {}",
            "a las {other} en vez de a las {}",
        ],
        read: time,
    },
    Kind {
        context: english,
        values: &["4", "six", "12"],
        sentences: &[
            "Book a table {} tomorrow at 8pm under Ana",
            "table {} on Friday at 8pm",
        ],
        plain: "for {} people",
        turned: &[
            "for {}, no, {other} people",
            "not for {} people",
            "for {} or {other} people",
            "for {other} instead of {} people",
            "for {}, sorry, {other} people",
        ],
        read: people,
    },
    Kind {
        context: english,
        values: &["212-555-0143", "+1 415 555 2671", "(646) 555-0190"],
        sentences: &[
            "{} and ask whether they are open",
            "Please {} and book a table for two",
        ],
        plain: "call {}",
        turned: &[
            "fax {}",
            "don't call {}",
            "don't call {}, call {other}",
            "call {other}, not {}",
            "call {other} instead of {}",
            "call {} or {other}",
            "call {}, no, {other}",
            "call {other}, fax {},",
        ],
        read: number,
    },
    Kind {
        context: spanish,
        values: &["912 345 678", "+34 934 567 890", "955 123 456"],
        sentences: &[
            "{} y pregunta si abren hoy",
            "Por favor, {} y reserva mesa para dos",
        ],
        plain: "llama al {}",
        turned: &[
            "no llames al {}",
            "no llames al {}, llama al {other}",
            "llama al {other}, no al {}",
            "llama al {other} en vez del {}",
            "llama al {} o al {other}",
            "llama al {}, no, al {other}",
            "llama al {other}, fax {},",
        ],
        read: number,
    },
];

#[test]
fn a_value_that_is_turned_round_is_never_taken() {
    let mut wrong = Vec::new();
    let mut tried = 0;
    for kind in KINDS {
        let context = (kind.context)();
        for sentence_at in kind.sentences {
            let read = |with: &str| {
                let text = sentence_at.replacen("{}", with, 1);
                ((kind.read)(&sentence(&text, &context)), text)
            };
            for value in kind.values {
                let (told, text) = read(&kind.plain.replacen("{}", value, 1));
                assert!(told.is_some(), "{text:?} tells nothing");
                let others = kind.values.iter().filter(|other| *other != value);
                for (other, turned) in
                    others.flat_map(|other| kind.turned.iter().map(move |it| (other, it)))
                {
                    tried += 1;
                    let (found, text) =
                        read(&turned.replace("{}", value).replace("{other}", other));
                    if found == told {
                        wrong.push(format!("{text:?} gives {found:?}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {tried}: {:#?}", wrong.len(), wrong);
}
