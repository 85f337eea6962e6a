//! English: numbers that are of things.

use crate::understand::lexicon::topics::Things;

#[rustfmt::skip]
pub(super) const WORDS: Things = Things {
    units: &[
        "euro", "euros", "dollars", "dollar", "bucks", "pounds", "pesos", "percent", "inch",
        "inches", "liters", "quid",
    ],
    named: &[
        "size", "room", "gate", "unit", "model", "version", "chapter", "no", "num", "apartment",
        "apt", "series", "order", "reference", "ref", "aged", "age", "floor", "suite", "ticket",
        "invoice", "flight", "platform", "terminal", "bus",
    ],
    roads: &[
        "street", "road", "rd", "avenue", "ave", "drive", "lane", "boulevard", "blvd", "highway",
        "crescent",
    ],
    short_roads: &["st", "ln", "way", "sq", "pl", "ct", "hwy", "pkwy"],
    streets: &[],
    ages: &["years old", "year old", "- year - old", "yo"],
    quoting: &["wrote :"],
    mail_heads: &["date", "from", "sent", "to", "subject", "cc"],
    also_counts: &["room", "no"],
    codes: &[
        "confirmation code",
        "confirmation number",
        "confirmation",
        "reservation code",
        "reservation number",
        "booking code",
        "booking number",
        "booking reference",
        "reference number",
        "reference",
        "code",
    ],
    code_links: &["is", "number", "code", "no", ":", "#", "."],
};
