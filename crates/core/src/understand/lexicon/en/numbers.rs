//! English: numbers in words.

use crate::understand::lexicon::topics::Numbers;

#[rustfmt::skip]
pub(super) const WORDS: Numbers = Numbers {
    of: &["of"],
    units: &[
        ("one", 1), ("two", 2), ("three", 3), ("four", 4), ("five", 5), ("six", 6), ("seven", 7),
        ("eight", 8), ("nine", 9),
    ],
    teens: &[
        ("zero", 0), ("ten", 10), ("eleven", 11), ("twelve", 12), ("thirteen", 13),
        ("fourteen", 14), ("fifteen", 15), ("sixteen", 16), ("seventeen", 17), ("eighteen", 18),
        ("nineteen", 19),
    ],
    tens: &[
        ("twenty", 20), ("thirty", 30), ("forty", 40), ("fourty", 40), ("fifty", 50),
        ("sixty", 60), ("seventy", 70), ("eighty", 80), ("ninety", 90),
    ],
    ordinals: &[
        ("first", 1), ("second", 2), ("third", 3), ("fourth", 4), ("fifth", 5), ("sixth", 6),
        ("seventh", 7), ("eighth", 8), ("ninth", 9), ("tenth", 10), ("eleventh", 11),
        ("twelfth", 12), ("thirteenth", 13), ("fourteenth", 14), ("fifteenth", 15),
        ("sixteenth", 16), ("seventeenth", 17), ("eighteenth", 18), ("nineteenth", 19),
        ("twentieth", 20), ("thirtieth", 30),
    ],
    quantities: &[
        ("half a dozen", 6), ("half dozen", 6), ("a dozen", 12), ("one dozen", 12), ("dozen", 12),
        ("a couple", 2), ("couple", 2), ("a pair", 2),
    ],
    ordinal_suffixes: &["st", "nd", "rd", "th"],
    and: &[],
    a: &["a", "an"],
    zeros: &["oh", "o", "nought"],
    repeated: &[("double", 2), ("triple", 3), ("treble", 3)],
    hundreds: &[],
};
