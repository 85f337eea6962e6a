//! Spanish: days.

use crate::understand::lexicon::topics::Days;

#[rustfmt::skip]
pub(super) const WORDS: Days = Days {
    last_day: &[", salida", "y salida", "salida", "y salgo", "a", "al", "hasta el", "hasta"],
    moving: &[
        "mover", "mueve", "cambiar", "cambia", "cambie", "pasar", "pasa", "aplazar", "aplaza",
    ],
    tonight: &[],
    bounds: &["hasta"],
    bound_articles: &["del", "el", "de"],
    bounds_before: &["antes", "despues", "hasta", "partir"],
    last_day_articles: &["el"],
    not_on: &["no", "menos", "salvo", "excepto", "nunca"],
    not_on_the: &["el", "los", "para"],
    cannot: &["no puedo", "no me va", "no me viene"],
    range_openings: &["del", "desde el", "de"],
    month_articles: &[],
    range_joints: &["al", "hasta el", "a"],
};
