//! Names: of the person in whose name it is, and of the place.
//!
//! Within a sentence a name needs words that announce it ('under', 'a nombre
//! de') or, after the commoner 'for' and 'at', a capital letter. An answer to
//! the question is the name as it stands, less the words around it.

use std::ops::Range;

use super::calendar::{month, weekday};
use super::given_names::is_given;
use super::line::{Cursor, Kind, Line};
use super::numbers::in_words;
use super::{category, place_name};
use crate::model::{Name, TextProblem};

/// Announce a name whatever its letters.
#[rustfmt::skip]
const ANNOUNCING: &[&str] = &[
    "under the name of", "under the name", "under name", "in the name of", "the name is", "my name is",
    "my name's", "name's", "name is", "name :", "name of", "on behalf of", "booked under", "under",
    "a nombre de", "al nombre de", "a nombre :", "a nombre", "bajo el nombre de", "bajo el nombre",
    "en nombre de", "nombre de", "nombre :", "mi nombre es", "el nombre es", "nombre es", "me llamo",
    "de parte de", "bajo", "anombre de", "a nomre de",
];
/// Announce a name that is in capitals.
#[rustfmt::skip]
const BEFORE_CAPITALS: &[&str] = &[
    "i'm", "i am", "this is", "soy", "for", "para", "reserve as", "it's",
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
#[rustfmt::skip]
pub(super) const NOT_NAMES: &[&str] = &[
    "the", "a", "an", "my", "mi", "me", "and", "or", "for", "at", "on", "in", "to", "from", "with",
    "please", "pls", "plz", "call", "calling", "tel", "phone", "number", "thanks", "if", "is", "are", "we",
    "i", "it", "that", "this", "but", "by", "about", "around", "tonight", "today", "tomorrow", "tmrw",
    "tmr", "next", "their", "they", "you", "your", "our", "us", "not", "no", "yes", "ok", "can", "could",
    "would", "not", "instead", "name", "who", "so", "as", "ask", "book", "reserve", "table", "people",
    "then", "also", "him", "her", "them", "lunch", "dinner", "breakfast", "now", "later", "asap", "noon",
    "midnight", "midday", "morning", "afternoon", "evening", "night", "least", "most", "home", "once",
    "work", "all", "some", "any", "one", "reservation", "reservations", "appointment", "party", "there",
    "here", "para", "con", "en", "por", "porfa", "favor", "gracias", "llama", "llamar", "llamad",
    "telefono", "tlf", "numero", "hoy", "manana", "pasado", "esta", "este", "que", "q", "si", "un", "una",
    "uno", "a", "al", "pero", "se", "es", "somos", "sobre", "mesa", "reserva", "cita", "nosotros",
    "personas", "cenar", "comer", "tarde", "noche", "mediodia", "su", "sus", "tu", "nombre", "quiero", "ya",
    "mejor", "pide", "di", "x", "hola", "hello", "hi", "hey", "sorry", "perdon", "mas", "lo", "nos",
    "ahora", "celiaco", "alergico", "no", "otro", "otra", "y", "e", "u", "ni", "antes", "despues", "todo",
    "todos", "desde", "cuanto", "cuesta", "cuantos", "cual", "how", "much", "what", "whether", "hasta", "del", "cerca", "near", "before", "after", "until", "between", "entre",
    "sin", "without", "has", "have", "tiene", "tienen", "or", "o", "cuando", "donde", "como", "when",
    "where", "fecha", "date", "time", "hora", "habitacion", "room",
];

/// Reads a person's name: 'my name is Ana García', 'a nombre de Ana', 'Ana'.
///
/// # Errors
/// When nothing, or too much, is left of it.
pub fn name(text: &str) -> Result<Name, TextProblem> {
    #[rustfmt::skip]
    const ALSO: &[&str] = &[
        "put it under", "put it in", "book it under", "book under", "use the name", "use", "it's under",
        "it's for", "it is", "it's", "its", "that's", "i'm", "i am", "this is", "for", "ponlo a nombre de",
        "pon a nombre de", "ponla a nombre de", "soy", "es", "para", "sera", "a la de", "call me",
        "llamame",
    ];
    stripped(text, &[ANNOUNCING, ALSO])
}

/// Reads a place's name: 'at Luigi's', 'it's called Casa Pepe', 'Luigi's'.
///
/// # Errors
/// When nothing, or too much, is left of it.
pub fn business(text: &str) -> Result<Name, TextProblem> {
    #[rustfmt::skip]
    const AROUND: &[&str] = &[
        "the business is called", "the restaurant is called", "the place is called", "it's called",
        "its called", "it is called", "the business is", "the place is", "the name is",
        "the name of the place is", "name is", "called", "at", "it's", "its", "call", "se llama",
        "el sitio se llama", "el restaurante se llama", "el sitio es", "el restaurante es", "el negocio es",
        "es", "en",
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
    let mut end = behind_courtesies(&line, cursor.index, line.tokens.len());
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
    let (inside, span) = line
        .find(announced)
        .or_else(|| line.find(capitals))
        .or_else(|| line.find(relative))
        .or_else(|| at_end(line))?;
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
    // 'Ask for Anna' and 'a message for Anna' name whom to speak to.
    if matches!(
        cursor.before(),
        "ask"
            | "asks"
            | "asking"
            | "looking"
            | "pregunta"
            | "question"
            | "message"
            | "mensaje"
            | "recado"
    ) {
        return None;
    }
    let at = cursor.eat_any(BEFORE_CAPITALS)?;
    let end = words(at, true)?;
    Some((at.index..end.index, end))
}

/// 'for my son Tim', 'book my daughter Emma in': a relative who is not the one
/// to be called or told.
fn relative(cursor: Cursor<'_>) -> Option<(Range<usize>, Cursor<'_>)> {
    #[rustfmt::skip]
    const RELATIVES: &[&str] = &[
        "son", "daughter", "wife", "husband", "mum", "mom", "mother", "dad", "father", "brother",
        "sister", "partner", "boyfriend", "girlfriend", "fiance", "fiancee", "friend", "boss",
        "nephew", "niece", "grandmother", "grandfather", "grandma", "grandpa", "aunt", "uncle", "cousin",
        "colleague", "client", "kid", "hijo", "hija", "mujer", "marido", "esposa", "esposo", "madre",
        "padre", "hermano", "hermana", "pareja", "novio", "novia", "amigo", "amiga", "jefe", "jefa",
        "sobrino", "sobrina", "abuela", "abuelo", "tia", "tio", "primo", "prima", "nieto", "nieta",
        "cliente", "suegra", "suegro",
    ];
    #[rustfmt::skip]
    const SPOKEN_TO: &[&str] = &[
        "call", "ring", "phone", "tell", "ask", "text", "with", "from", "to", "a", "con", "de", "llama",
        "and", "y",
    ];
    let at = cursor.eat_any(&["my", "mi", "our", "nuestro", "nuestra"])?;
    if SPOKEN_TO.contains(&cursor.before()) || !RELATIVES.contains(&at.word()) {
        return None;
    }
    let at = at.next().skip(&[","]);
    let end = words(at, true)?;
    Some((at.index..end.index, end))
}

/// '…, fri 8ish, Anna': a known given name that ends the message, alone
/// between its marks or behind what was understood.
fn at_end(line: &Line<'_>) -> Option<(Range<usize>, Range<usize>)> {
    let end = behind_courtesies(line, 0, line.tokens.len());
    let end = (0..end)
        .rev()
        .find(|index| line.tokens[*index].kind == Kind::Word)?
        + 1;
    (end.saturating_sub(4)..end).find_map(|start| {
        let (at, token) = (line.at(start), line.at(start).token()?);
        let listed = matches!(at.before(), "," | "." | ";" | "-" | "–" | "(");
        let apart = listed || (at.before_taken() && token.capital);
        let whole = words(at, false).is_some_and(|behind| behind.index == end);
        (start > 0 && apart && whole && is_given(&token.folded, token.capital))
            .then_some((start..end, start..end))
    })
}

/// The end of a text without the thanks and pleases that close it.
pub(super) fn behind_courtesies(line: &Line<'_>, first: usize, mut end: usize) -> usize {
    #[rustfmt::skip]
    const COURTESIES: &[&str] = &[
        "thank you so much", "thanks a lot", "many thanks", "thank you", "muchas gracias", "mil gracias",
        "por favor", "please", "pls", "plz", "thanks", "thx", "ty", "cheers", "ta", "porfa", "gracias",
        "saludos",
    ];
    for _ in 0..4 {
        while end > first
            && matches!(
                line.tokens[end - 1].folded.as_str(),
                "," | "." | "!" | "?" | "🙏"
            )
            && !is_abbreviation(line, end)
        {
            end -= 1;
        }
        let closing = (first + 1..end)
            .rev()
            .take(4)
            .filter(|start| {
                line.at(*start)
                    .eat_any(COURTESIES)
                    .is_some_and(|at| at.index == end)
            })
            .min();
        let Some(start) = closing else { break };
        end = start;
    }
    end
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
                token.capital
                    || PARTICLES.contains(&token.folded.as_str())
                    || (!capital && ahead.word() != "y" && ahead.word() != "a")
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

pub(super) fn is_name_word(cursor: Cursor<'_>) -> bool {
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
    #[rustfmt::skip]
    const THINGS: &[&str] = &[
        "iphone", "ipad", "samsung", "galaxy", "macbook", "toyota", "ford", "bmw", "audi", "seat",
        "playstation", "christmas", "easter", "navidad", "valentine's", "valentine", "new", "mother's",
        "father's", "nochevieja", "reyes", "san", "thanksgiving", "xbox", "nike",
    ];
    let word = cursor.word();
    !THINGS.contains(&word)
        && !place_name::is_place(word)
        && month(word).is_none()
        && category::category(word).is_none()
}
