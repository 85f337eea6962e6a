//! English: words around the digits of a number.

use crate::understand::lexicon::topics::Phones;

#[rustfmt::skip]
pub(super) const WORDS: Phones = Phones {
    labels: &[
        "tel", "phone", "ph", "call", "number", "num", "no", "mob", "mobile", "cell", "fax",
        "telefax", "whatsapp", "office", "home", "work",
    ],
    leads_to_it: &[
        "call", "ring", "phone", "dial", "contact", "text", "tel", "number", "is", "mobile",
        "cell", "fax", "use", "try", "no", "or", "and", "not", "it's",
    ],
    counted: &[
        "people", "ppl", "persons", "person", "pax", "guests", "adults", "kids", "children", "hrs",
        "o'clock", "nights", "night", "days", "euros", "dollars", "of", "st", "nd", "rd", "th",
        "minutes", "min", "of us", "years", "tables", "rooms", "tickets",
    ],
    money: &["euro", "euros", "dollars", "pounds", "pesos"],
    numbered: &[
        "order", "reference", "ref", "invoice", "policy", "account", "ticket", "code", "tracking",
        "booking", "passport", "serial", "ssn", "confirmation", "iban", "vin", "nhs", "docket",
    ],
    holders: &[
        "reservation", "loyalty", "rewards", "member", "membership", "customer", "client", "card", "case", "claim",
        "parcel", "shipment", "package", "contract", "prescription", "patient", "voucher", "pin",
        "id", "licence", "license", "meter", "part", "item", "article", "model", "loan", "file",
        "student", "application", "request",
    ],
    behind_holder: &["number", "no", "is", "id", "code", "num"],
    tells: &["is"],
    number_words: &["number", "no"],
    ending_in: &["ends in", "ending in"],
    away: &["at", "on", "from", "call", "tel", "phone", "ring", "with"],
    called_by: &["call", "dial", "ring", "phone", "number", "is"],
    not_called: &["people", "euros", "pax"],
    dialling: &["call", "dial", "ring", "phone", "calling"],
    dialling_leads: &["the", "number", "to"],
    goes_on: &[
        "now", "please", "for", "and", "because", "there", "my", "i", "we", "quick", "quickly",
        "right", "immediately", "asap", "he", "she", "someone", "somebody", "it's", "is", "or",
        "help",
    ],
    extensions: &["ext"],
    extension_words: &["ext", "extn", "extension", "x"],
    also_holders: &["id"],
};
