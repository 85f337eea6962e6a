//! English: days.

use crate::understand::lexicon::topics::Days;

#[rustfmt::skip]
pub(super) const WORDS: Days = Days {
    last_day: &[
        ", check out on", ", check out", "check out", "and check out", ", checkout",
        ", leaving on", ", leaving", "leaving on", "leaving", "and leaving on", "to", "until",
        "till", "through", "thru",
    ],
    moving: &["move", "reschedule", "change", "postpone", "switch"],
    tonight: &["tonight", "tonite", "2 nite", "tonigth"],
    bounds: &["before", "until", "till", "after", "by"],
    bound_articles: &[],
    bounds_before: &[],
    last_day_articles: &["the"],
    not_on: &["not", "except", "but", "never", "excluding", "no"],
    not_on_the: &["on", "for"],
    cannot: &["i can't", "is no good", "doesn't work"],
    range_openings: &["from", "between"],
    month_articles: &["the"],
    range_joints: &["to", "and", "until", "till", "through"],
};
