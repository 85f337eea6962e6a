//! Properties that must hold for any text.

use proptest::prelude::*;

use super::super::line::{Kind, LIMIT, Line};
use super::{english, spanish};
use crate::understand::*;

fn everything(text: &str) {
    for context in [english(), spanish()] {
        let found = sentence(text, &context);
        if let Some(phone) = found.phone() {
            assert!(crate::model::Phone::from_e164(phone.as_e164()).is_ok());
        }
        if let Some(task) = found.task() {
            words_of(text, task.as_str());
        }
        if let Some(date) = found.date() {
            assert!(*date >= context.today());
        }
        let _ = (
            correction(text, &context),
            phone(text, &context),
            date(text, &context),
            time(text, None, &context),
            count(text, &context),
        );
    }
    let _ = (
        category(text),
        name(text),
        business(text),
        task(text),
        language(text),
        timezone(text),
        region(text),
        control(text),
        aside(text),
        is_time_preference(text),
        time_preference(text),
    );
}

/// A day that is named only to be ruled out is not the day.
#[test]
fn a_day_ruled_out_is_no_day() {
    for (text, context) in [
        (
            "dentist, not before 4pm and not on friday, I am Kate",
            english(),
        ),
        (
            "table for 2 at 8, any day except friday, under Ann",
            english(),
        ),
        ("mesa para dos, cualquier día menos el viernes", spanish()),
        ("cita con el dentista, el viernes no puedo", spanish()),
        ("ask if my car is ready. My name is Tom", english()),
    ] {
        assert_eq!(sentence(text, &context).date(), None, "{text}");
    }
    assert!(
        sentence("table for 2 on friday, not too late", &english())
            .date()
            .is_some()
    );
}

/// A task is the person's words, in their order, with nothing added.
#[track_caller]
fn words_of(text: &str, task: &str) {
    let mut rest = Line::new(text).tokens.into_iter();
    for token in Line::new(task).tokens {
        assert!(
            token.kind == Kind::Symbol || rest.any(|said| said.folded == token.folded),
            "{task:?} is not of {text:?}"
        );
    }
}

fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "call",
        "llama",
        "al",
        "+34",
        "912",
        "345678",
        "table",
        "for",
        "4",
        "mesa",
        "para",
        "a las",
        "9",
        "y media",
        "menos",
        "cuarto",
        "tomorrow",
        "mañana",
        "el",
        "29",
        "/",
        "1",
        "de",
        "enero",
        "feb",
        "friday",
        "viernes",
        "que viene",
        "next",
        "under",
        "Ana",
        "a nombre de",
        "García",
        "at",
        "Luigi's",
        ":",
        "-",
        ".",
        ",",
        "30",
        "pm",
        "h",
        "no",
        "make it",
        "from",
        "to",
        "3",
        "5",
        "noches",
        "nights",
        "people",
        "€",
        "999999999999",
        "in",
        "weeks",
        "9999",
        "\"",
        "(",
        ")",
        "+",
        "half past",
        "between",
        "and",
        "not",
        "instead",
        "change the",
        "time",
        "é",
        "\u{301}",
        "👍",
        "1-800-",
        "FLOWERS",
        "the",
        "31",
    ]);
    prop::collection::vec((word, prop::bool::ANY), 0..24).prop_map(|parts| {
        parts
            .into_iter()
            .map(|(word, gap)| {
                if gap {
                    format!("{word} ")
                } else {
                    word.to_owned()
                }
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_text_breaks_it(text in "\\PC{0,120}") {
        everything(&text);
    }

    #[test]
    fn no_mixture_of_known_words_breaks_it(text in words()) {
        everything(&text);
    }

    #[test]
    fn tokens_stand_in_the_text_in_order(text in "\\PC{0,200}") {
        let line = Line::new(&text);
        let mut last = 0;
        for token in &line.tokens {
            prop_assert!(token.span.start >= last && token.span.end > token.span.start);
            prop_assert!(text.get(token.span.clone()).is_some());
            last = token.span.end;
        }
    }
}

#[test]
fn long_messages_cost_little() {
    let texts = [
        "1 ".repeat(50_000),
        "table for ".repeat(10_000),
        "+34 912 ".repeat(12_000),
        "a".repeat(100_000),
        "no, ".repeat(30_000),
        "ñ\u{301}".repeat(30_000),
    ];
    for text in texts {
        assert!(Line::new(&text).text.chars().count() <= LIMIT);
        let start = std::time::Instant::now();
        everything(&text);
        assert!(
            start.elapsed().as_secs() < 5,
            "{} took {:?}",
            &text[..4],
            start.elapsed()
        );
    }
}
