//! English: places' names.

use crate::understand::lexicon::topics::Businesses;

#[rustfmt::skip]
pub(super) const WORDS: Businesses = Businesses {
    answer_openings: &[
        "the business is called", "the restaurant is called", "the place is called", "it's called",
        "its called", "it is called", "the business is", "the place is", "the name is",
        "the name of the place is", "name is", "called", "at", "it's", "its", "call",
    ],
    called: &["called", "named", "name of place :", "goes by"],
    street_ends: &[
        "street", "st", "avenue", "ave", "road", "rd", "drive", "lane", "ln", "boulevard", "blvd",
        "court", "square", "way", "terrace", "close", "row", "highway", "hwy",
    ],
    from: &["from"],
    kinds: &[
        "restaurant", "pizzeria", "trattoria", "bistro", "cafe", "cafeteria", "bar", "pub",
        "hotel", "hostel", "clinic", "garage", "salon", "pharmacy", "ristorante", "osteria",
        "sushi", "hospital", "brasserie",
    ],
    shop_ends: &[],
    named_kinds: &["gym", "bakery", "bookshop", "florist", "nursery", "vets", "opticians", "barbers", "school"],
    plain_kinds: &["the ", "restaurant ", "garage "],
    leads: &["at"],
    premises: &[
        "office", "practice", "surgery", "clinic", "salon", "garage", "barbershop", "restaurant",
        "pharmacy", "studio", "bakery", "workshop", "cafe", "bar", "diner", "hotel",
    ],
    titles: &["dr", "mr", "mrs", "ms"],
    links: &["at", "on", "tel", "number", "phone", "their", "is"],
    generic: &[
        "them", "him", "her", "this", "number", "the", "my", "me", "and", "to", "now", "please",
        "up", "it", "us", "back", "doctor", "dentist", "restaurant", "hotel", "is", "their",
    ],
    somebody: &["my", "this", "them", "me"],
    no_owners: &[
        "it's", "let's", "that's", "there's", "what's", "doctor's", "dentist's", "hairdresser's",
        "barber's", "mechanic's", "mum's", "tomorrow's", "today's",
    ],
    particles: &["and", "of", "the"],
    suffixes: &[
        "hotel", "restaurant", "clinic", "garage", "cafe", "dental", "hospital", "salon", "bistro",
        "pizzeria", "office", "practice", "surgery", "barbershop",
    ],
    streets: &[],
    lodging: &["hotel", "hostel"],
    articles: &["the"],
    house_articles: &[],
    towns: &[
        "seville", "edinburgh", "philadelphia", "florence", "milan", "munich", "english",
        "spanish", "new",
    ],
    plain_articles: &["the "],
    bare_articles: &["the"],
    possessives: &["'s"],
};
