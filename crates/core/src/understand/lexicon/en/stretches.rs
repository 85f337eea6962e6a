//! English: stretches of time.

use crate::understand::lexicon::topics::Stretches;
use crate::understand::time::Half;

#[rustfmt::skip]
pub(super) const WORDS: Stretches = Stretches {
    vague: &["early", "late", "soon", "now", "right now", "as early as possible", "later"],
    dayparts: &[
        ("in the morning", Half::Morning), ("mornings", Half::Morning), ("morning", Half::Morning),
        ("in the afternoon", Half::Afternoon), ("afternoons", Half::Afternoon),
        ("afternoon", Half::Afternoon), ("in the evening", Half::Afternoon),
        ("evenings", Half::Afternoon), ("evening", Half::Afternoon), ("at night", Half::Night),
        ("tonight", Half::Night), ("tonite", Half::Night), ("2 nite", Half::Night),
        ("tonigth", Half::Night), ("night", Half::Night),
    ],
    lone_dayparts: &["night"],
    days_before: &["tomorrow", "tmrw", "tmr", "any"],
    connectives: &["and", "or", "but", "preferably", "ideally", "sometime", "any", "time"],
    preferably: &["preferably", "ideally"],
    sometime: &["sometime", "some time", "any time", "anytime"],
    any: &["any"],
    in_the: &["in the"],
    early: &["early", "late", "mid"],
    behind_early: &["in the"],
    bounds: &[
        "no later than", "not later than", "not before", "no earlier than", "before", "after",
        "until", "untill", "till", "by", "later than", "earlier than", "from", "past", "as of",
        "starting at", "starting from", "b 4",
    ],
    events: &["work", "lunch", "school", "dinner", "breakfast", "hours"],
    past_an_hour: &["ten", "five", "twenty", "minutes", "half", "quarter", "quarters"],
    of_times: &["from", "by", "past"],
    onwards: &["onwards", "onward", "on", "or later", "or so"],
    second_joints: &["to", "until", "untill", "till", "and"],
    open_bounds: &["from"],
    onward_ends: &["onwards", "onward", "on"],
    between: &["between", "in between"],
    from_to: &["from"],
    hour_articles: &[],
    between_joints: &["and", "to"],
    from_joints: &["to", "till", "until", "untill"],
    bare_joints: &["to"],
    hour_joints: &["and", "to"],
    and_half: &[],
    loose: &[
        "as soon as possible", "as early as possible", "as late as possible", "asap",
        "the earliest", "earliest available", "earliest possible", "first available",
        "first thing in the morning", "first thing", "at the end of the day", "end of the day",
        "towards the end of the day", "end of day", "eod", "any day", "any time", "anytime",
        "whenever", "next week", "next wk", "this wk", "this week", "later this week",
        "this weekend", "next weekend", "at the weekend", "on the weekend", "lunchtime",
        "lunch time", "dinnertime", "around lunchtime", "next month", "on a weekday", "weekdays",
    ],
    good: &["good"],
    and_a_bit: &[],
    past: &["past", "after"],
    plain_from: &[],
};
