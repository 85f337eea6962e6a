//! Words that are the same in every language: signs, units, makes, and place
//! names that belong to no language.

use chrono::Weekday;

use super::Lexicon;
use super::topics::{
    Businesses, ClockWords, Correcting, DangerWords, Days, Kinds, Names, Numbers, People, Phones,
    PlaceNames, Places, Requests, Stretches, Things, WhichNumber,
};
use crate::model::Category;
use crate::understand::time::Half;

pub(super) const LEXICON: Lexicon = Lexicon {
    kinds: KINDS,
    people: PEOPLE,
    correcting: CORRECTING,
    requests: REQUESTS,
    names: NAMES,
    businesses: BUSINESSES,
    place_names: PLACE_NAMES,
    numbers: NUMBERS,
    clock: CLOCK,
    stretches: STRETCHES,
    days: DAYS,
    things: THINGS,
    danger: DANGER,
    phones: PHONES,
    which: WHICH,
    places: PLACES,
    ..Lexicon::EMPTY
};

#[rustfmt::skip]
const KINDS: Kinds = Kinds {
    words: &[
        ((Category::Hotel, 5), &["airbnb", "bnb"]),
        ((Category::General, 3), &["iphone", "macbook"]),
    ],
    ..Kinds::EMPTY
};

#[rustfmt::skip]
const PEOPLE: People = People {
    before_count: &[":", "="],
    range_joints: &["-", "/", ".", ":", "+"],
    plus: &["+", "&"],
    or_more: &["-", "/"],
    followers: &[",", ".", ";", "!", "?", ")", "-", "(", "/", ":", "@", "~"],
    ..People::EMPTY
};

#[rustfmt::skip]
const CORRECTING: Correcting = Correcting {
    but: &[",", ";"],
    behind_count: &[".", "!"],
    to: &[":"],
    ..Correcting::EMPTY
};

#[rustfmt::skip]
const REQUESTS: Requests = Requests {
    empty: &["x", "f", "t"],
    links: &["(", ":"],
    greetings: &[",", "!", "."],
    before_call: &[",", ".", "!", "?", "¿", "¡", "-", "…"],
    joints: &[",", ".", ":", ";", "-", ")"],
    ..Requests::EMPTY
};

#[rustfmt::skip]
const NAMES: Names = Names {
    particles: &["van", "von", "der", "den", "da", "di", "dos", "do", "le", "bin", "mc"],
    hour_marks: &["pm", "am", "h"],
    things: &[
        "iphone", "ipad", "samsung", "galaxy", "macbook", "toyota", "ford", "bmw", "audi", "seat",
        "playstation", "xbox", "nike",
    ],
    ..Names::EMPTY
};

#[rustfmt::skip]
const BUSINESSES: Businesses = Businesses {
    leads: &["@"],
    links: &["(", ":", ",", ".", "-"],
    particles: &["&", "di", "da", "du", "des", "le", "-", "'"],
    towns: &[
        "barcelona", "valencia", "bilbao", "marbella", "manchester", "liverpool", "birmingham",
        "boston", "miami", "seattle", "brooklyn", "manhattan", "soho", "toledo", "ibiza",
        "mallorca",
    ],
    ..Businesses::EMPTY
};

#[rustfmt::skip]
const PLACE_NAMES: PlaceNames = PlaceNames {
    labels: &["org"],
    own_labels: &["fn"],
    small_openings: &["il", "le", "les", "da", "dal", "chez", "lo", "van", "von", "das"],
    phone_signs: &["☎", "📞", "📱", "✆", "t :"],
    joints: &["&"],
    and: &["&", ","],
    closings: &["- -", "- - -", "_ _"],
    quotes: &[
        "\" \"", "“ ”", "„ “", "« »", "‹ ›", "' '", "「 」", "『 』", "* *", "” ”",
    ],
    ..PlaceNames::EMPTY
};

#[rustfmt::skip]
const NUMBERS: Numbers = Numbers {
    ordinal_suffixes: &["º", "ª"],
    ..Numbers::EMPTY
};

#[rustfmt::skip]
const CLOCK: ClockWords = ClockWords {
    followers: &[",", "."],
    quarters_of: &["1 / 4"],
    on_the_dot: &["h"],
    at_hour: &["@"],
    hours: &["h"],
    hour_signs: &["h"],
    before_minutes: &["-"],
    half_signs: &[
        ("a . m .", Half::Morning), ("a . m", Half::Morning), ("p . m .", Half::Afternoon),
        ("p . m", Half::Afternoon), ("am", Half::Morning), ("a m", Half::Morning),
        ("pm", Half::Afternoon), ("p m", Half::Afternoon), ("a", Half::Morning),
        ("p", Half::Afternoon),
    ],
    counted: &["eur", "€", "$", "£", "%", "km", "kg"],
    ends: &[".", "!", "?", ","],
    before_time: &["@"],
    ..ClockWords::EMPTY
};

#[rustfmt::skip]
const STRETCHES: Stretches = Stretches {
    dayparts: &[("am", Half::Morning), ("pm", Half::Afternoon)],
    lone_dayparts: &["am", "pm"],
    connectives: &[","],
    behind_early: &["-"],
    second_joints: &["-"],
    between_joints: &["-"],
    from_joints: &["-"],
    bare_joints: &["-"],
    hour_joints: &["-"],
    ..Stretches::EMPTY
};

#[rustfmt::skip]
const DAYS: Days = Days {
    last_day: &["-"],
    range_joints: &["-"],
    before_weekday: &[","],
    of_month: &["-", "/"],
    followers: &[",", ".", ";", "!", "?"],
    weekdays: &[("freitag", Weekday::Fri)],
    ..Days::EMPTY
};

#[rustfmt::skip]
const THINGS: Things = Things {
    units: &[
        "€", "$", "£", "%", "eur", "usd", "gbp", "k", "gb", "tb", "cm", "mm", "kg", "km", "ml",
    ],
    named: &[
        "iphone", "galaxy", "pixel", "ipad", "playstation", "ps", "xbox", "windows", "#", "golf",
        "clio",
    ],
    ..Things::EMPTY
};

#[rustfmt::skip]
const DANGER: DangerWords = DangerWords {
    whole: &["sos", "s o s"],
    no_fires: &["?"],
    a_place: &["'"],
    ..DangerWords::EMPTY
};

#[rustfmt::skip]
const PHONES: Phones = Phones {
    labels: &["t", "p", "n", "m", "f", "fx", "wa", "w", "tl", "c", "o"],
    leads_to_it: &[":", "+", "("],
    counted: &["pm", "am", "p", "a", "h", "eur", "€", "$", "%", ":"],
    money: &["€", "$", "£", "%", "eur", "usd", "gbp"],
    numbered: &["#", "isbn", "iban", "imei", "vin", "sku"],
    behind_holder: &["#", ":", ".", "-"],
    away: &[",", ".", ";", "("],
    not_called: &["€", ":"],
    ..Phones::EMPTY
};

#[rustfmt::skip]
const WHICH: WhichNumber = WhichNumber {
    links: &["#", ":", "-", "("],
    faxes: &["f", "fx"],
    stops: &[".", ";", "!", "?", ",", "¿", "¡"],
    short: &["f", "t"],
    beside_stale: &[",", ":", "-", "("],
    before_stale: &[",", "(", "-", ")", "?"],
    fax_links: &[":", ".", "(", "-", "#", "="],
    fax_joints: &[":", "#"],
    my_links: &[":", "(", "-", "=", "."],
    retold: &[",", ".", "…", "!", "?", ")"],
    ..WhichNumber::EMPTY
};

#[rustfmt::skip]
const PLACES: Places = Places {
    zones: &[
        ("cet", "Europe/Paris"), ("cest", "Europe/Paris"), ("gmt", "Etc/GMT"), ("utc", "UTC"),
        ("est", "America/New_York"), ("edt", "America/New_York"), ("et", "America/New_York"),
        ("cst", "America/Chicago"), ("cdt", "America/Chicago"), ("ct", "America/Chicago"),
        ("central", "America/Chicago"), ("mst", "America/Denver"), ("mdt", "America/Denver"),
        ("pst", "America/Los_Angeles"), ("pdt", "America/Los_Angeles"),
        ("pt", "America/Los_Angeles"), ("pacific", "America/Los_Angeles"),
        ("wet", "Europe/Lisbon"), ("eet", "Europe/Athens"), ("nyc", "America/New_York"),
        ("ny", "America/New_York"), ("boston", "America/New_York"), ("miami", "America/New_York"),
        ("washington", "America/New_York"), ("washington dc", "America/New_York"),
        ("atlanta", "America/New_York"), ("orlando", "America/New_York"),
        ("la", "America/Los_Angeles"), ("l a", "America/Los_Angeles"),
        ("san francisco", "America/Los_Angeles"), ("sf", "America/Los_Angeles"),
        ("california", "America/Los_Angeles"), ("seattle", "America/Los_Angeles"),
        ("san diego", "America/Los_Angeles"), ("las vegas", "America/Los_Angeles"),
        ("portland", "America/Los_Angeles"), ("houston", "America/Chicago"),
        ("dallas", "America/Chicago"), ("austin", "America/Chicago"), ("texas", "America/Chicago"),
        ("florida", "America/New_York"), ("montreal", "America/Toronto"),
        ("ottawa", "America/Toronto"), ("calgary", "America/Edmonton"),
        ("barcelona", "Europe/Madrid"), ("valencia", "Europe/Madrid"), ("bilbao", "Europe/Madrid"),
        ("mallorca", "Europe/Madrid"), ("ibiza", "Europe/Madrid"), ("tenerife", "Atlantic/Canary"),
        ("lanzarote", "Atlantic/Canary"), ("manchester", "Europe/London"),
        ("liverpool", "Europe/London"), ("roma", "Europe/Rome"), ("porto", "Europe/Lisbon"),
        ("hamburg", "Europe/Berlin"), ("frankfurt", "Europe/Berlin"), ("dublin", "Europe/Dublin"),
        ("portugal", "Europe/Lisbon"), ("mexico", "America/Mexico_City"),
        ("argentina", "America/Argentina/Buenos_Aires"), ("colombia", "America/Bogota"),
        ("peru", "America/Lima"), ("chile", "America/Santiago"),
    ],
    countries: &[("mexico", "MX"), ("canada", "CA"), ("peru", "PE"), ("panama", "PA")],
    languages: &[
        ("en", &["en"]),
        ("es", &["es", "esp", "spa"]),
    ],
    ..Places::EMPTY
};
