//! The place's name within a sentence: behind 'at' or 'en' in capitals, behind
//! the word for its kind ('hotel Miramar'), or between 'call' and the number.
//! A town is no business.

use std::ops::Range;

use super::line::{Cursor, Kind, Line};
use super::name::{NOT_NAMES, is_name_word};
use super::{category, places};
use crate::model::Name;

/// Words that say what kind of place a name is of.
#[rustfmt::skip]
const KINDS: &[&str] = &[
    "restaurant", "restaurante", "pizzeria", "trattoria", "bistro", "cafe", "cafeteria", "bar", "pub",
    "hotel", "hostal", "hostel", "parador", "clinica", "clinic", "taller", "talleres", "garage",
    "peluqueria", "salon", "barberia", "casa", "meson", "taberna", "asador", "farmacia", "pharmacy",
    "ristorante", "osteria", "sushi", "hospital", "tienda", "libreria", "gimnasio", "floristeria",
    "pasteleria", "panaderia", "centro", "brasserie", "marisqueria",
];

/// A place's name within a sentence, with the tokens that announce it.
pub(super) fn find(line: &Line<'_>, phone: Option<&Range<usize>>) -> Option<(Name, Range<usize>)> {
    let before_phone = phone.and_then(|phone| called(line, phone.start));
    let found = before_phone
        .map(|inside| (inside.clone(), inside))
        .or_else(|| line.find(place_announced))
        .or_else(|| line.find(place_by_kind))
        .or_else(|| line.find(place_by_owner));
    let (inside, span) = found?;
    let text = line.slice(inside);
    #[rustfmt::skip]
    const PLAIN_KINDS: &[&str] = &[
        "the ",  "restaurant ", "restaurante ", "taller ", "garage ", "tienda ", "clinica ",
        "clínica ", "peluqueria ", "peluquería ", "farmacia ",
    ];
    let rest = PLAIN_KINDS.iter().find_map(|kind| text.strip_prefix(kind));
    let text = rest
        .filter(|rest| rest.starts_with(char::is_uppercase))
        .or_else(|| text.strip_prefix("the "))
        .unwrap_or(text);
    Some((Name::parse(text).ok()?, span))
}

fn place_announced(cursor: Cursor<'_>) -> Option<(Range<usize>, Cursor<'_>)> {
    #[rustfmt::skip]
    const LEADS: &[&str] = &[
        "at the", "at", "@", "en el", "en la", "en los", "en", "al", "a la", "call the", "call", "phone",
        "ring", "llama al", "llama a la", "llama a", "llamar al", "llamar a la", "llamar a", "ask",
        "contact", "called", "llamado", "llamada", "with", "the",
    ];
    let lead = cursor.eat_any(LEADS)?;
    if let Some((inner, end)) = quoted(lead) {
        return Some((lead.index + 1..inner.index, end));
    }
    let end = place_words(lead)?;
    let article =
        lead.index > cursor.index + usize::from(cursor.word() != "the") && lead.article_before();
    let start = lead.index - usize::from(article);
    Some((start..end.index, end))
}

fn place_by_kind(cursor: Cursor<'_>) -> Option<(Range<usize>, Cursor<'_>)> {
    KINDS.contains(&cursor.word()).then_some(())?;
    let end = place_words(cursor)?;
    Some((cursor.index..end.index, end))
}

/// 'Dr. Smith's office', 'Tony's barbershop'.
fn place_by_owner(cursor: Cursor<'_>) -> Option<(Range<usize>, Cursor<'_>)> {
    #[rustfmt::skip]
    const PREMISES: &[&str] = &[
        "office", "practice", "surgery", "clinic", "salon", "garage", "barbershop", "restaurant",
        "pharmacy", "studio", "bakery", "workshop", "cafe", "bar", "diner", "hotel",
    ];
    let titled = cursor.eat_any(&["dr", "dra", "mr", "mrs", "ms"]);
    let owner = titled.map_or(cursor, |at| at.skip(&["."]));
    let token = owner.token().filter(|token| token.capital)?;
    let owns = token.folded.ends_with("'s") && !NO_OWNERS.contains(&token.folded.as_str());
    let end = owner.next().eat_any(PREMISES)?;
    owns.then_some((cursor.index..end.index, end))
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

/// Lead from a name to its number.
#[rustfmt::skip]
const LINKS: &[&str] = &[
    "at", "on", "al", "en", "el", "(", ":", ",", "tel", "tlf", "telefono", "numero", "number", "phone", ".", "-",
    "their", "is", "nº", "movil",
];
/// Words for whom to call that are no name.
#[rustfmt::skip]
const GENERIC: &[&str] = &[
    "them", "him", "her", "this", "number", "numero", "este", "the", "my", "mi", "a", "al", "el", "la",
    "me", "and", "y", "to", "para", "un", "una", "now", "please", "ahora", "por", "favor", "up", "it",
    "us", "back", "ese", "doctor", "dentist", "dentista", "medico", "restaurant", "restaurante",
    "hotel", "is", "their", "su", "lo",
];
const CALL: &[&str] = &[
    "call", "ring", "phone", "llama", "llamar", "llamad", "llame", "contact", "llamas",
];

/// The words between 'call' and the number: 'call pizzeria roma at +39 …'.
fn called(line: &Line<'_>, phone: usize) -> Option<Range<usize>> {
    let word = |index: usize| line.tokens[index].folded.as_str();
    let mut end = phone;
    while end > 0 && LINKS.contains(&word(end - 1)) {
        end -= 1;
    }
    let verb = (end.saturating_sub(7)..end)
        .rev()
        .find(|index| CALL.contains(&word(*index)))?;
    let mut start = verb + 1;
    while start < end && matches!(word(start), "a" | "al" | "the" | "el" | "la" | "to") {
        start += 1;
    }
    let inside = line.tokens.get(start..end)?;
    let plain = inside.iter().all(|token| {
        !token.taken
            && (token.kind == Kind::Word || matches!(token.folded.as_str(), "-" | "&" | "." | "'"))
            && !matches!(token.folded.as_str(), "and" | "for" | "para" | "to")
    });
    let somebody = inside.first().is_some_and(|token| {
        matches!(
            token.folded.as_str(),
            "my" | "mi" | "this" | "este" | "them" | "un" | "una" | "me"
        )
    });
    let generic = somebody
        || inside
            .iter()
            .all(|token| GENERIC.contains(&token.folded.as_str()));
    let kind_only =
        matches!(inside, [one] if !one.capital && category::category(&one.folded).is_some());
    (plain && !generic && !kind_only && !inside.is_empty()).then_some(start..end)
}

/// Possessives that are nobody's place.
#[rustfmt::skip]
const NO_OWNERS: &[&str] = &[
    "it's", "let's", "that's", "there's", "what's", "doctor's", "dentist's", "hairdresser's", "barber's",
    "mechanic's", "mum's", "tomorrow's", "today's",
];
/// Words between the words of a place's name.
const PARTICLES: &[&str] = &[
    "de", "del", "la", "el", "las", "los", "y", "and", "&", "of", "the", "di", "da", "-", "'",
];
/// Kinds that English puts behind the name.
#[rustfmt::skip]
const SUFFIXES: &[&str] = &[
    "hotel", "restaurant", "clinic", "garage", "cafe", "dental", "hospital", "salon", "bistro", "pizzeria",
    "office", "practice", "surgery", "barbershop",
];

/// Begin a street's name, which is no place's.
const STREETS: &[&str] = &[
    "calle",
    "avenida",
    "avda",
    "av",
    "paseo",
    "gran",
    "carrer",
    "carretera",
    "camino",
    "ronda",
    "travesia",
    "calz",
    "calzada",
];

fn is_lodging(word: &str) -> bool {
    matches!(word, "hotel" | "hostal" | "hostel" | "parador")
}

/// Whether figures touch a word: 'PS5' and 'S24' are things.
fn is_model(cursor: Cursor<'_>) -> bool {
    let next = cursor.next().token();
    next.is_some_and(|token| token.kind == Kind::Number && !token.spaced)
}

/// Behind the words of a place's name.
fn place_words(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    let first = cursor.token().filter(|token| token.kind == Kind::Word)?;
    let word = first.folded.as_str();
    let kind = KINDS.contains(&word);
    let possessive = word.ends_with("'s") && word.len() > 3 && !NO_OWNERS.contains(&word);
    let article = first.capital
        && (matches!(word, "el" | "la" | "los" | "las" | "the")
            || (matches!(word, "can" | "ca" | "ca'n" | "son") && next_is_capital(cursor)));
    let street = STREETS.contains(&word)
        || (kind && STREETS.contains(&cursor.next().skip(PARTICLES).skip(&["la"]).word()));
    if street && !is_lodging(word) {
        return None;
    }
    if !(kind || possessive || article || is_proper(cursor)) {
        return None;
    }
    if possessive && !first.capital {
        return Some(cursor.next());
    }
    let mut at = cursor.next();
    let mut lower = 0;
    if is_model(cursor) {
        return None;
    }
    for _ in 0..6 {
        let particle = PARTICLES.contains(&at.word());
        let ahead = if particle {
            at.next().skip(&["la", "el", "los", "las"])
        } else {
            at
        };
        let Some(token) = ahead.token().filter(|token| token.kind == Kind::Word) else {
            break;
        };
        let lower_fits = kind
            && !first.capital
            && !particle
            && lower < 2
            && is_name_word(ahead)
            && category::category(&token.folded).is_none();
        if !(lower_fits || (token.capital && goes_on(ahead, particle))) {
            break;
        }
        if is_model(ahead) {
            return None;
        }
        lower += usize::from(!token.capital);
        at = ahead.next();
    }
    if kind {
        return (at.index > cursor.index + 1).then_some(at);
    }
    Some(at.skip(SUFFIXES))
}

/// Whether a capital word goes on with a place's name.
fn goes_on(cursor: Cursor<'_>, particle: bool) -> bool {
    let word = cursor.word();
    is_name_word(cursor)
        || (particle && word.len() > 2)
        || (word.len() > 3 && !NOT_NAMES.contains(&word))
}

/// Whether a word is a proper name: in capitals, no town, no mere kind of place.
fn is_proper(cursor: Cursor<'_>) -> bool {
    let capital = cursor.token().is_some_and(|token| token.capital);
    capital
        && is_name_word(cursor)
        && !is_place(cursor.word())
        && (category::category(cursor.word()).is_none() || next_is_capital(cursor))
}

fn next_is_capital(cursor: Cursor<'_>) -> bool {
    cursor
        .next()
        .token()
        .is_some_and(|token| token.capital && token.kind == Kind::Word)
}

/// Whether a folded word is a town or a country rather than a business.
pub(super) fn is_place(word: &str) -> bool {
    #[rustfmt::skip]
    const TOWNS: &[&str] = &[
        "barcelona", "valencia", "sevilla", "seville", "malaga", "bilbao", "granada", "zaragoza",
        "alicante", "cordoba", "marbella", "manchester", "liverpool", "edinburgh", "birmingham", "boston",
        "miami", "seattle", "philadelphia", "brooklyn", "manhattan", "florence", "milan", "munich", "soho",
        "cadiz", "toledo", "salamanca", "ibiza", "mallorca", "english", "spanish", "ingles", "espanol",
        "castellano", "san", "new", "los",
    ];
    TOWNS.contains(&word)
        || places::timezone(word).is_some()
        || (word.len() > 3 && places::region(word).is_some())
}
