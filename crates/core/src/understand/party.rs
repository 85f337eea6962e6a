//! How many people, how many nights.
//!
//! Within a sentence a number counts people only where the words around it
//! say so; as an answer to the question any number does.

use super::Context;
use super::line::{Cursor, Line};
use super::numbers::quantity;
use super::time::counts_something;
use crate::model::PartySize;

/// Why a text is no count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountProblem {
    /// There is no number in it.
    NotANumber,
    /// Not between 1 and 50.
    OutOfRange,
}

#[rustfmt::skip]
const PEOPLE: &[&str] = &[
    "people", "persons", "person", "ppl", "peeps", "pax", "guests", "guest", "adults", "adult", "diners",
    "of us", "folks", "friends", "seats", "covers", "personas", "persona", "pers", "prs", "adultos",
    "adulto", "comensales", "invitados", "amigos", "amigas", "cubiertos", "mayores", "peoples", "poeple",
    "perosnas", "gente", "chicas", "chicos",
];
#[rustfmt::skip]
const CHILDREN: &[&str] = &[
    "kids", "kid", "children", "child", "babies", "baby", "toddlers", "toddler", "infants", "infant",
    "ninos", "nino", "ninas", "nina", "bebes", "bebe", "peques", "crios", "hijos", "teenagers",
];

/// Reads a count of people or nights: 'four', 'somos 5', 'dos adultos y dos niños'.
///
/// # Errors
/// When there is none, or none between 1 and 50.
pub fn count(text: &str, _context: &Context) -> Result<PartySize, CountProblem> {
    let line = Line::new(text);
    let negative = line.start().is(&["-"]);
    let decimal = line.tokens.windows(3).any(|three| {
        three[0].folded.parse::<u32>().is_ok()
            && matches!(three[1].folded.as_str(), "." | "," | ":")
            && !three[2].spaced
            && three[2].folded.parse::<u32>().is_ok()
    });
    if decimal {
        return Err(CountProblem::NotANumber);
    }
    let found = line
        .find(group)
        .or_else(|| line.find(companions))
        .or_else(|| line.find(company))
        .or_else(|| line.find(sum));
    let huge = || {
        line.find(|cursor| {
            cursor
                .digits()
                .map(|(n, _, end)| (n, end))
                .or_else(|| too_many_digits(cursor))
        })
    };
    let value = match found {
        Some((value, _)) => value,
        None => huge().ok_or(CountProblem::NotANumber)?.0,
    };
    PartySize::new(u64::from(value))
        .filter(|_| !negative)
        .ok_or(CountProblem::OutOfRange)
}

fn too_many_digits(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    (cursor.word().starts_with(|c: char| c.is_ascii_digit())).then(|| (u32::MAX, cursor.next()))
}

/// People counted here within a sentence.
pub(super) fn party_at(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    group(cursor)
        .or_else(|| counted(cursor))
        .or_else(|| company(cursor))
        .or_else(|| companions(cursor))
        .or_else(|| for_number(cursor))
}

/// 'party of 5', 'somos 6', 'we are four', 'mesa de 4'.
fn group(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    #[rustfmt::skip]
    const OPENINGS: &[&str] = &[
        "party of", "group of", "family of", "table of", "grupo de", "familia de", "mesa de",
        "mesa x", "table 4", "somos", "seremos", "seriamos", "vamos a ser", "vamos", "iremos", "we are",
        "we're", "we'll be", "we will be", "there are", "there will be", "there'll be", "it's for",
        "its for", "it'll be", "party size", "total of", "un total de", "estaremos", "que seamos",
        "que sean", "cenamos", "quedamos", "quedaremos", "nos juntamos", "iriamos", "venimos", "comemos",
    ];
    let at = cursor.eat_any(OPENINGS)?.skip(&[
        "only",
        "solo",
        "just",
        "about",
        "unos",
        "unas",
        "now",
        "ahora",
        ":",
        "=",
        "actually",
        "going to be",
    ]);
    let (value, end) = sum(at)?;
    let other = counts_something(end) && !end.is(PEOPLE) && !end.is(CHILDREN);
    (!other && !is_range(end)).then_some((value, end))
}

/// '4 people', '2 adults and 2 kids'.
fn counted(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    let between = matches!(cursor.before(), "and" | "y")
        && matches!(cursor.before_by(3), "between" | "entre");
    if between {
        return None;
    }
    if matches!(
        cursor.before(),
        "a" | "-" | "/" | "." | ":" | "+" | "to" | "or" | "o"
    ) && cursor.before_by(2).parse::<u32>().is_ok()
    {
        return None;
    }
    let (value, unit) = quantity(cursor)?;
    if let Some(end) = unit.eat_any(&["couples", "parejas", "matrimonios"]) {
        return Some((value.saturating_mul(2), end));
    }
    let unit = unit.skip(&["more", "mas", "other", "hungry"]);
    if unit.is(PEOPLE) || unit.is(CHILDREN) {
        sum(cursor)
    } else {
        None
    }
}

/// A quantity, with people of a second kind added.
fn sum(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    let (mut total, mut end) = quantity(cursor)?;
    end = end.skip(PEOPLE).skip(CHILDREN);
    let of_a_kind =
        |at: Cursor<'_>| PEOPLE.contains(&at.before()) || CHILDREN.contains(&at.before());
    for _ in 0..2 {
        let Some((more, at)) = end
            .skip(&[","])
            .eat_any(&["and", "y", "plus", "+", "&", "mas", "con", "with"])
            .or_else(|| of_a_kind(end).then(|| end.skip(&[","])))
            .and_then(addend)
        else {
            break;
        };
        if !at.is(CHILDREN) && !at.is(PEOPLE) {
            break;
        }
        total = total.saturating_add(more);
        end = at.skip(CHILDREN).skip(PEOPLE);
    }
    Some((total, end))
}

fn addend(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    quantity(cursor).or_else(|| Some((1, cursor.eat("a")?)))
}

/// 'just me', 'my wife and I', 'los dos', 'the four of us'.
fn company(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    #[rustfmt::skip]
    const ALONE: &[&str] = &[
        "just me", "only me", "just myself", "for myself", "on my own", "solo yo", "yo solo", "yo sola",
        "para mi solo", "para mi sola", "solo para mi", "just one", "me alone", "para mi nada mas",
    ];
    #[rustfmt::skip]
    const PAIRS: &[&str] = &[
        "mi mujer y para mi", "mi mujer y mi", "los dos", "nosotros dos", "the two of us", "both of us",
        "us two", "a couple of us", "una pareja", "both", "the pair of us",
    ];
    if let Some(end) = cursor.eat_any(ALONE) {
        return Some((1, end));
    }
    if let Some(end) = cursor.eat_any(PAIRS).or_else(|| with_one(cursor)) {
        return Some((2, end));
    }
    let (value, end) = quantity(cursor.eat_any(&["the", "los", "las"])?)?;
    Some((value, end.eat_any(&["of us", "people"])?))
}

/// 'my wife and I', 'me and my mum', 'mi hermano y yo'; 'me and my parents' is
/// no pair.
fn with_one(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    let one = |at: Cursor<'_>| at.token().is_some() && !at.word().ends_with('s');
    if let Some(at) = cursor.eat_any(&["me and my", "myself and my", "yo y mi"]) {
        return one(at).then(|| at.next());
    }
    let at = cursor.eat_any(&["my", "mi"])?;
    let end = at
        .next()
        .eat_any(&["and i", "and me", "and myself", "y yo"])?;
    one(at).then_some(end)
}

/// 'me and 3 friends', 'yo y dos amigos'.
fn companions(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    let at = cursor.eat_any(&["me and", "me plus", "me +", "myself and", "yo y", "yo mas"])?;
    let (more, end) = quantity(at)?;
    Some((
        more.saturating_add(1),
        end.skip(&["other", "more", "otros"]).skip(PEOPLE),
    ))
}

/// 'for 4', 'para dos', unless it is something else that is four.
fn for_number(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    let at = cursor
        .eat_any(&["for", "para", "x", "p /"])?
        .skip(&["about", "unas", "unos", "like", "around", "solo", "just"]);
    let (value, end) = sum(at)?;
    let article = at.word() == "un" || at.word() == "una" || at.word() == "a";
    if (article && value == 1) || is_range(end) {
        return None;
    }
    ends_count(end).then_some((value, end))
}

fn is_range(cursor: Cursor<'_>) -> bool {
    let Some(at) = cursor.eat_any(&["-", "or", "o", "to", "a", "/"]) else {
        return false;
    };
    quantity(at).is_some_and(|(_, end)| end.is(PEOPLE) || cursor.word() != "a")
}

fn ends_count(cursor: Cursor<'_>) -> bool {
    #[rustfmt::skip]
    const FOLLOWERS: &[&str] = &[
        ",", ".", ";", "!", "?", ")", "-", "(", "/", ":", "on", "at", "in", "around", "about", "@", "under",
        "with", "please", "pls", "plz", "and", "this", "next", "tomorrow", "today", "tonight", "by", "from",
        "near", "outside", "inside", "if", "for", "name", "to", "the", "who", "as", "but", "somewhere",
        "after", "before", "between", "early", "late", "because", "we", "maybe", "or", "el", "la", "las",
        "los", "a", "al", "en", "por", "para", "bajo", "con", "sobre", "hoy", "manana", "este", "esta", "y",
        "de parte", "porfa", "x", "si", "de", "hacia", "el", "q", "que", "tipo", "dentro", "fuera",
        "gracias", "thanks",
    ];
    cursor.at_end()
        || cursor.is(FOLLOWERS)
        || super::calendar::weekday(cursor.word()).is_some()
        || super::calendar::month(cursor.word()).is_some()
}

/// Nights here: '3 nights', 'una semana', 'dos noches'.
pub(super) fn nights_at(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    // '£120 a night' is a price.
    let one = || {
        let at = cursor.eat_any(&["a", "a single", "single"])?;
        (!cursor.before_taken()).then_some((1, at))
    };
    let (value, end) = quantity(cursor).or_else(one)?;
    let of_a_day = matches!(cursor.before(), "manana" | "hoy" | "las" | "la");
    let value = match end.skip(&["or"]).word() {
        "night" | "nights" | "noche" | "noches" if !of_a_day => value,
        _ => return None,
    };
    Some((value, end.next()))
}
