//! Names: of the person in whose name it is, and of the place.
//!
//! Within a sentence a name needs words that announce it ('under', 'a nombre
//! de') or, after the commoner 'for' and 'at', a capital letter. An answer to
//! the question is the name as it stands, less the words around it.

use std::ops::Range;

use super::calendar::{month, weekday};
use super::line::{Cursor, Kind, Line};
use super::numbers::in_words;
use super::{category, places};
use crate::model::{Name, TextProblem};

/// Announce a name whatever its letters.
const ANNOUNCING: &[&str] = &[
    "under the name of",
    "under the name",
    "under name",
    "in the name of",
    "the name is",
    "my name is",
    "my name's",
    "name's",
    "name is",
    "name :",
    "name of",
    "on behalf of",
    "booked under",
    "under",
    "a nombre de",
    "al nombre de",
    "a nombre :",
    "a nombre",
    "bajo el nombre de",
    "bajo el nombre",
    "en nombre de",
    "nombre de",
    "nombre :",
    "mi nombre es",
    "el nombre es",
    "nombre es",
    "me llamo",
    "de parte de",
    "bajo",
    "anombre de",
    "a nomre de",
];
/// Announce a name that is in capitals.
const BEFORE_CAPITALS: &[&str] = &[
    "i'm",
    "i am",
    "this is",
    "soy",
    "for",
    "para",
    "reserve as",
    "it's",
];
/// Words that join the words of a name.
const PARTICLES: &[&str] = &[
    "de", "del", "la", "las", "los", "van", "von", "der", "den", "da", "di", "dos", "do", "le",
    "el", "y", "bin", "al", "san", "mc", "o",
];
const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "miss", "dr", "dra", "sr", "sra", "don", "doña", "dona", "prof", "st",
];
/// Words that are never a name.
const NOT_NAMES: &[&str] = &[
    "the",
    "a",
    "an",
    "my",
    "mi",
    "me",
    "and",
    "or",
    "for",
    "at",
    "on",
    "in",
    "to",
    "from",
    "with",
    "please",
    "pls",
    "plz",
    "call",
    "calling",
    "tel",
    "phone",
    "number",
    "thanks",
    "if",
    "is",
    "are",
    "we",
    "i",
    "it",
    "that",
    "this",
    "but",
    "by",
    "about",
    "around",
    "tonight",
    "today",
    "tomorrow",
    "tmrw",
    "tmr",
    "next",
    "their",
    "they",
    "you",
    "your",
    "our",
    "us",
    "not",
    "no",
    "yes",
    "ok",
    "can",
    "could",
    "would",
    "not",
    "instead",
    "name",
    "who",
    "so",
    "as",
    "ask",
    "book",
    "reserve",
    "table",
    "people",
    "then",
    "also",
    "him",
    "her",
    "them",
    "lunch",
    "dinner",
    "breakfast",
    "now",
    "later",
    "asap",
    "noon",
    "midnight",
    "midday",
    "morning",
    "afternoon",
    "evening",
    "night",
    "least",
    "most",
    "home",
    "once",
    "work",
    "all",
    "some",
    "any",
    "one",
    "reservation",
    "reservations",
    "appointment",
    "party",
    "there",
    "here",
    "para",
    "con",
    "en",
    "por",
    "porfa",
    "favor",
    "gracias",
    "llama",
    "llamar",
    "llamad",
    "telefono",
    "tlf",
    "numero",
    "hoy",
    "manana",
    "pasado",
    "esta",
    "este",
    "que",
    "q",
    "si",
    "un",
    "una",
    "uno",
    "a",
    "al",
    "pero",
    "se",
    "es",
    "somos",
    "sobre",
    "mesa",
    "reserva",
    "cita",
    "nosotros",
    "personas",
    "cenar",
    "comer",
    "tarde",
    "noche",
    "mediodia",
    "su",
    "sus",
    "tu",
    "nombre",
    "quiero",
    "ya",
    "mejor",
    "pide",
    "di",
    "x",
    "hola",
    "hello",
    "hi",
    "hey",
    "sorry",
    "perdon",
    "mas",
    "lo",
    "nos",
    "ahora",
    "celiaco",
    "alergico",
    "no",
    "otro",
    "otra",
    "y",
    "e",
    "u",
    "ni",
    "antes",
    "despues",
    "todo",
    "todos",
    "desde",
    "hasta",
    "del",
    "cerca",
    "near",
    "before",
    "after",
    "until",
    "between",
    "entre",
    "sin",
    "without",
    "has",
    "have",
    "tiene",
    "tienen",
    "or",
    "o",
    "cuando",
    "donde",
    "como",
    "when",
    "where",
    "fecha",
    "date",
    "time",
    "hora",
    "habitacion",
    "room",
];

/// Reads a person's name: 'my name is Ana García', 'a nombre de Ana', 'Ana'.
///
/// # Errors
/// When nothing, or too much, is left of it.
pub fn name(text: &str) -> Result<Name, TextProblem> {
    const ALSO: &[&str] = &[
        "put it under",
        "put it in",
        "book it under",
        "book under",
        "use the name",
        "use",
        "it's under",
        "it's for",
        "it is",
        "it's",
        "its",
        "that's",
        "i'm",
        "i am",
        "this is",
        "for",
        "ponlo a nombre de",
        "pon a nombre de",
        "ponla a nombre de",
        "soy",
        "es",
        "para",
        "sera",
        "a la de",
        "call me",
        "llamame",
    ];
    stripped(text, &[ANNOUNCING, ALSO])
}

/// Reads a place's name: 'at Luigi's', 'it's called Casa Pepe', 'Luigi's'.
///
/// # Errors
/// When nothing, or too much, is left of it.
pub fn business(text: &str) -> Result<Name, TextProblem> {
    const AROUND: &[&str] = &[
        "the business is called",
        "the restaurant is called",
        "the place is called",
        "it's called",
        "its called",
        "it is called",
        "the business is",
        "the place is",
        "the name is",
        "the name of the place is",
        "name is",
        "called",
        "at",
        "it's",
        "its",
        "call",
        "se llama",
        "el sitio se llama",
        "el restaurante se llama",
        "el sitio es",
        "el restaurante es",
        "el negocio es",
        "es",
        "en",
    ];
    stripped(text, &[AROUND])
}

fn stripped(text: &str, lead_ins: &[&[&str]]) -> Result<Name, TextProblem> {
    let line = Line::new(text);
    let mut cursor = line.start();
    let greeted = cursor.skip(&[
        "hi", "hello", "hola", "ok", "oh", "yes", "si", "sure", "vale", "claro",
    ]);
    let greeting_ends = greeted.eat_any(&[",", "!", "."]);
    if let Some(after) = greeting_ends.or_else(|| {
        lead_ins
            .iter()
            .any(|phrases| greeted.is(phrases))
            .then_some(greeted)
    }) {
        cursor = if after.at_end() { cursor } else { after };
    }
    for _ in 0..2 {
        if let Some(after) = lead_ins
            .iter()
            .find_map(|phrases| cursor.eat_any(phrases))
            .filter(|after| !after.at_end())
        {
            cursor = after.skip(&[":"]);
        }
    }
    let mut end = line.tokens.len();
    for phrase in [
        &["por", "favor"][..],
        &["please"],
        &["pls"],
        &["porfa"],
        &["thanks"],
        &["gracias"],
        &["thank", "you"],
    ] {
        let start = end.saturating_sub(phrase.len());
        let same = start > cursor.index
            && line.tokens[start..end]
                .iter()
                .map(|token| token.folded.as_str())
                .eq(phrase.iter().copied());
        if same {
            end = start;
        }
    }
    let kept = |token: &super::line::Token| {
        token.kind != Kind::Symbol || matches!(token.folded.as_str(), ")" | "&" | "+")
    };
    while end > cursor.index && !kept(&line.tokens[end - 1]) && !is_abbreviation(&line, end) {
        end -= 1;
    }
    let mut start = cursor.index;
    while start < end && line.tokens[start].kind == Kind::Symbol && line.tokens[start].folded != "("
    {
        start += 1;
    }
    if start == end {
        return Err(TextProblem::Empty);
    }
    if text.len() > line.text.len() {
        return Name::parse(text);
    }
    Name::parse(line.slice(start..end))
}

/// Whether a full stop at the end belongs to 'Jr.' or 'S.L.'.
fn is_abbreviation(line: &Line<'_>, end: usize) -> bool {
    line.tokens[end - 1].folded == "."
        && end >= 2
        && (matches!(
            line.tokens[end - 2].folded.as_str(),
            "jr" | "sr" | "inc" | "ltd" | "co"
        ) || (end >= 4 && line.tokens[end - 2].folded.len() == 1))
}

/// A person's name within a sentence, with the tokens that announce it.
pub(super) fn find(line: &Line<'_>) -> Option<(Name, Range<usize>)> {
    let (inside, span) = line.find(announced).or_else(|| line.find(capitals))?;
    let name = Name::parse(line.slice(inside)).ok()?;
    Some((name, span))
}

fn announced(cursor: Cursor<'_>) -> Option<(Range<usize>, Cursor<'_>)> {
    let listed = || {
        matches!(cursor.before(), "" | "," | "." | ";" | "-")
            .then(|| cursor.eat_any(&["name", "nombre"]))
            .flatten()
    };
    let at = cursor.eat_any(ANNOUNCING).or_else(listed)?.skip(&[":"]);
    let end = words(at, false)?;
    Some((at.index..end.index, end))
}

fn capitals(cursor: Cursor<'_>) -> Option<(Range<usize>, Cursor<'_>)> {
    let at = cursor.eat_any(BEFORE_CAPITALS)?;
    let end = words(at, true)?;
    Some((at.index..end.index, end))
}

/// Behind the words of a person's name.
fn words(cursor: Cursor<'_>, capitals_only: bool) -> Option<Cursor<'_>> {
    let mut at = cursor;
    while TITLES.contains(&at.word()) {
        at = at.next().skip(&["."]);
    }
    let capital = at.token()?.capital;
    if !is_name_word(at) || (capitals_only && (!capital || !is_personal(at))) {
        return None;
    }
    at = at.next();
    for _ in 0..4 {
        let joined = at.glued(&["-"]).unwrap_or(at);
        let joined = if at.word() == "." && at.before().len() == 1 {
            at.next()
        } else {
            joined
        };
        let mut ahead = joined;
        for _ in 0..2 {
            let particle = PARTICLES.contains(&ahead.word());
            let goes_on = ahead.next().token().is_some_and(|token| {
                token.capital || (!capital && ahead.word() != "y" && ahead.word() != "a")
            });
            if particle
                && goes_on
                && (is_name_word(ahead.next()) || PARTICLES.contains(&ahead.next().word()))
                && !ahead.next().is(&["manana"])
            {
                ahead = ahead.next();
            }
        }
        let Some(token) = ahead.token() else { break };
        if !is_name_word(ahead)
            || (capital && !token.capital)
            || (!capital && at.index - cursor.index >= 3)
        {
            break;
        }
        at = ahead.next();
    }
    Some(at)
}

fn is_name_word(cursor: Cursor<'_>) -> bool {
    let Some(token) = cursor.token() else {
        return false;
    };
    let word = token.folded.as_str();
    token.kind == Kind::Word
        && !NOT_NAMES.contains(&word)
        && (in_words(cursor).is_none())
        && weekday(word).is_none_or(|_| word == "sun" || word == "dom")
        && (month(word).is_none()
            || (token.capital && matches!(word, "april" | "may" | "june" | "julio" | "august")))
        && !matches!(word, "pm" | "am" | "h")
}

/// Whether a capital word after 'for' can be a person's first name.
fn is_personal(cursor: Cursor<'_>) -> bool {
    const THINGS: &[&str] = &[
        "iphone",
        "ipad",
        "samsung",
        "galaxy",
        "macbook",
        "toyota",
        "ford",
        "bmw",
        "audi",
        "seat",
        "playstation",
        "christmas",
        "easter",
        "navidad",
        "valentine's",
        "valentine",
        "new",
        "mother's",
        "father's",
        "nochevieja",
        "reyes",
        "san",
        "thanksgiving",
        "xbox",
        "nike",
    ];
    let word = cursor.word();
    !THINGS.contains(&word)
        && !is_place(word)
        && month(word).is_none()
        && category::category(word).is_none()
}

/// Words that say what kind of place a name is of.
const KINDS: &[&str] = &[
    "restaurant",
    "restaurante",
    "pizzeria",
    "trattoria",
    "bistro",
    "cafe",
    "cafeteria",
    "bar",
    "pub",
    "hotel",
    "hostal",
    "hostel",
    "parador",
    "clinica",
    "clinic",
    "taller",
    "talleres",
    "garage",
    "peluqueria",
    "salon",
    "barberia",
    "casa",
    "meson",
    "taberna",
    "asador",
    "farmacia",
    "pharmacy",
    "ristorante",
    "osteria",
    "sushi",
    "hospital",
    "tienda",
    "libreria",
    "gimnasio",
    "floristeria",
    "pasteleria",
    "panaderia",
    "centro",
    "brasserie",
    "marisqueria",
];

/// A place's name within a sentence, with the tokens that announce it.
pub(super) fn find_business(
    line: &Line<'_>,
    phone: Option<&Range<usize>>,
) -> Option<(Name, Range<usize>)> {
    let before_phone = phone.and_then(|phone| called(line, phone.start));
    let found = before_phone
        .map(|inside| (inside.clone(), inside))
        .or_else(|| line.find(place_announced))
        .or_else(|| line.find(place_by_kind));
    let (inside, span) = found?;
    let text = line.slice(inside);
    const PLAIN_KINDS: &[&str] = &[
        "the ",
        "The ",
        "restaurant ",
        "restaurante ",
        "taller ",
        "garage ",
        "tienda ",
        "clinica ",
        "clínica ",
        "peluqueria ",
        "peluquería ",
        "farmacia ",
    ];
    let rest = PLAIN_KINDS.iter().find_map(|kind| text.strip_prefix(kind));
    let text = rest
        .filter(|rest| rest.starts_with(char::is_uppercase))
        .or_else(|| text.strip_prefix("the "))
        .unwrap_or(text);
    Some((Name::parse(text).ok()?, span))
}

fn place_announced(cursor: Cursor<'_>) -> Option<(Range<usize>, Cursor<'_>)> {
    const LEADS: &[&str] = &[
        "at the",
        "at",
        "@",
        "en el",
        "en la",
        "en los",
        "en",
        "al",
        "a la",
        "call the",
        "call",
        "phone",
        "ring",
        "llama al",
        "llama a la",
        "llama a",
        "llamar al",
        "llamar a la",
        "llamar a",
        "ask",
        "contact",
        "called",
        "llamado",
        "llamada",
        "with",
        "the",
    ];
    let lead = cursor.eat_any(LEADS)?;
    if let Some((inner, end)) = quoted(lead) {
        return Some((lead.index + 1..inner.index, end));
    }
    let end = place_words(lead)?;
    Some((lead.index..end.index, end))
}

fn place_by_kind(cursor: Cursor<'_>) -> Option<(Range<usize>, Cursor<'_>)> {
    KINDS.contains(&cursor.word()).then_some(())?;
    let end = place_words(cursor)?;
    Some((cursor.index..end.index, end))
}

fn quoted(cursor: Cursor<'_>) -> Option<(Cursor<'_>, Cursor<'_>)> {
    let open = cursor.eat_any(&["\"", "“", "«", "'"])?;
    let mut at = open;
    for _ in 0..10 {
        if at.is(&["\"", "”", "»", "'"]) {
            return (at.index > open.index).then(|| (at, at.next()));
        }
        at.token()?;
        at = at.next();
    }
    None
}

/// The words between 'call' and the number: 'call pizzeria roma at +39 …'.
fn called(line: &Line<'_>, phone: usize) -> Option<Range<usize>> {
    const LINKS: &[&str] = &[
        "at", "on", "al", "en", "el", "(", ":", ",", "tel", "tlf", "telefono", "numero", "number",
        "phone", ".", "-", "their", "is", "is:", "nº", "movil",
    ];
    const GENERIC: &[&str] = &[
        "them",
        "him",
        "her",
        "this",
        "number",
        "numero",
        "este",
        "the",
        "my",
        "mi",
        "a",
        "al",
        "el",
        "la",
        "me",
        "and",
        "y",
        "to",
        "para",
        "un",
        "una",
        "now",
        "please",
        "ahora",
        "por",
        "favor",
        "up",
        "it",
        "us",
        "back",
        "ese",
        "doctor",
        "dentist",
        "dentista",
        "medico",
        "restaurant",
        "restaurante",
        "hotel",
        "is",
        "their",
        "su",
        "lo",
    ];
    let mut end = phone;
    while end > 0 && LINKS.contains(&line.tokens[end - 1].folded.as_str()) {
        end -= 1;
    }
    let floor = end.saturating_sub(7);
    let verb = (floor..end).rev().find(|index| {
        matches!(
            line.tokens[*index].folded.as_str(),
            "call"
                | "ring"
                | "phone"
                | "llama"
                | "llamar"
                | "llamad"
                | "llame"
                | "contact"
                | "llamas"
        )
    })?;
    let mut start = verb + 1;
    while start < end
        && matches!(
            line.tokens[start].folded.as_str(),
            "a" | "al" | "the" | "el" | "la" | "to"
        )
    {
        start += 1;
    }
    let inside = line.tokens.get(start..end)?;
    let plain = inside.iter().all(|token| {
        !token.taken
            && (token.kind == Kind::Word || matches!(token.folded.as_str(), "-" | "&" | "." | "'"))
            && !matches!(token.folded.as_str(), "and" | "for" | "para" | "to")
    });
    let generic = inside
        .iter()
        .all(|token| GENERIC.contains(&token.folded.as_str()))
        || inside.first().is_some_and(|token| {
            matches!(
                token.folded.as_str(),
                "my" | "mi" | "this" | "este" | "them" | "un" | "una" | "me"
            )
        });
    let kind_only =
        matches!(inside, [one] if !one.capital && category::category(&one.folded).is_some());
    (plain && !generic && !kind_only && !inside.is_empty()).then_some(start..end)
}

/// Behind the words of a place's name.
fn place_words(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    let first = cursor.token().filter(|token| token.kind == Kind::Word)?;
    let kind = KINDS.contains(&first.folded.as_str());
    let possessive = first.folded.ends_with("'s")
        && first.folded.len() > 3
        && !matches!(
            first.folded.as_str(),
            "it's"
                | "let's"
                | "that's"
                | "there's"
                | "what's"
                | "doctor's"
                | "dentist's"
                | "hairdresser's"
                | "barber's"
                | "mechanic's"
                | "mum's"
                | "tomorrow's"
                | "today's"
        );
    let article =
        matches!(first.folded.as_str(), "el" | "la" | "los" | "las" | "the") && first.capital;
    if !kind
        && !possessive
        && !article
        && (!first.capital
            || !is_name_word(cursor)
            || is_place(&first.folded)
            || category::category(&first.folded).is_some_and(|_| !next_is_capital(cursor)))
    {
        return None;
    }
    if possessive && !first.capital {
        return Some(cursor.next());
    }
    let mut at = cursor.next();
    let mut lower = 0;
    for _ in 0..6 {
        let particle = matches!(
            at.word(),
            "de" | "del"
                | "la"
                | "el"
                | "las"
                | "los"
                | "y"
                | "and"
                | "&"
                | "of"
                | "the"
                | "di"
                | "da"
                | "-"
                | "'"
        );
        let ahead = if particle {
            at.next().skip(&["la", "el", "los", "las"])
        } else {
            at
        };
        let Some(token) = ahead.token().filter(|token| token.kind == Kind::Word) else {
            break;
        };
        let lower_ok = kind
            && !first.capital
            && !particle
            && lower < 2
            && is_name_word(ahead)
            && category::category(&token.folded).is_none_or(|_| false);
        if !(token.capital
            && (is_name_word(ahead)
                || !particle
                    && token.folded.len() > 3
                    && !NOT_NAMES.contains(&token.folded.as_str()))
            || lower_ok)
        {
            break;
        }
        lower += usize::from(!token.capital);
        at = ahead.next();
    }
    if !kind {
        let suffix = at.eat_any(&[
            "hotel",
            "restaurant",
            "clinic",
            "garage",
            "cafe",
            "dental",
            "hospital",
            "salon",
            "bistro",
            "pizzeria",
        ]);
        return Some(suffix.unwrap_or(at));
    }
    (at.index > cursor.index + 1).then_some(at)
}

fn next_is_capital(cursor: Cursor<'_>) -> bool {
    cursor
        .next()
        .token()
        .is_some_and(|token| token.capital && token.kind == Kind::Word)
}

/// Whether a folded word is a town or a country rather than a business.
fn is_place(word: &str) -> bool {
    const TOWNS: &[&str] = &[
        "barcelona",
        "valencia",
        "sevilla",
        "seville",
        "malaga",
        "bilbao",
        "granada",
        "zaragoza",
        "alicante",
        "cordoba",
        "marbella",
        "manchester",
        "liverpool",
        "edinburgh",
        "birmingham",
        "boston",
        "miami",
        "seattle",
        "philadelphia",
        "brooklyn",
        "manhattan",
        "florence",
        "milan",
        "munich",
        "soho",
        "cadiz",
        "toledo",
        "salamanca",
        "ibiza",
        "mallorca",
        "english",
        "spanish",
        "ingles",
        "espanol",
        "castellano",
        "san",
        "new",
        "los",
    ];
    TOWNS.contains(&word)
        || places::timezone(word).is_some()
        || (word.len() > 3 && places::region(word).is_some())
}
