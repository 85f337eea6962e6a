//! The place's name within a sentence: behind 'at' or 'en' in capitals, behind
//! the word for its kind ('hotel Miramar'), or between 'call' and the number. A
//! town is not a business.

use super::lexicon::WORDS;
use std::ops::Range;

use super::calendar::month;
use super::given_names::is_given;
use super::line::{Cursor, Kind, Line};
use super::name::is_name_word;
use super::numbers::in_words;
use super::{category, places};
use crate::model::Name;

/// A place's name within a sentence, with the tokens that announce it.
pub(super) fn find(line: &Line<'_>, phone: Option<&Range<usize>>) -> Option<(Name, Range<usize>)> {
    let before_phone = phone.and_then(|phone| called(line, phone.start));
    let found = before_phone
        .map(|inside| (inside.clone(), inside))
        .or_else(|| line.find(place_called))
        .or_else(|| place_first(line))
        .or_else(|| line.find(place_announced))
        .or_else(|| line.find(place_from))
        .or_else(|| line.find(place_by_kind))
        .or_else(|| line.find(place_by_owner));
    let (inside, span) = found?;
    let text = line.slice(inside);
    let rest = WORDS
        .businesses
        .plain_kinds
        .iter()
        .find_map(|kind| text.strip_prefix(kind));
    let text = rest
        .filter(|rest| rest.starts_with(char::is_uppercase))
        .or_else(|| {
            (WORDS.businesses.plain_articles.iter()).find_map(|article| text.strip_prefix(article))
        })
        .unwrap_or(text);
    Some((Name::parse(text).ok()?, span))
}

/// 'called The Fat Duck', 'se llama La Barraca': the name begins right here.
fn place_called(cursor: Cursor<'_>) -> Option<(Range<usize>, Cursor<'_>)> {
    let at = cursor.eat_any(WORDS.businesses.called)?;
    if let Some((inner, end)) = quoted(at) {
        return Some((at.index + 1..inner.index, end));
    }
    let end = place_words(at)?;
    Some((at.index..end.index, end))
}

/// 'Luigi's Trattoria, table for 2': a name that begins the message, if it is an
/// owner's or names a kind of place.
fn place_first(line: &Line<'_>) -> Option<(Range<usize>, Range<usize>)> {
    let start = line.start();
    let end = place_words(start)?;
    let tells = (0..end.index).any(|index| {
        let word = line.tokens[index].folded.as_str();
        is_possessive(word) || (end.index > 1 && category::category(word).is_some())
    });
    let capital = line.tokens.first().is_some_and(|token| token.capital);
    let listed = end.is(&[",", ":", "-", "·", "("]);
    (capital && tells && listed).then_some((0..end.index, 0..end.index))
}

/// 'two pizzas from Domino's'.
fn place_from(cursor: Cursor<'_>) -> Option<(Range<usize>, Cursor<'_>)> {
    let at = cursor.eat_any(WORDS.businesses.from)?;
    let owner = at.token().is_some_and(|token| {
        token.capital
            && is_possessive(&token.folded)
            && !WORDS.businesses.no_owners.contains(&token.folded.as_str())
    });
    let end = place_words(at).filter(|_| owner)?;
    Some((at.index..end.index, end))
}

/// Whether a single given name follows a word of calling: a person, not a place.
fn is_a_person(cursor: Cursor<'_>, lead: Cursor<'_>, end: Cursor<'_>) -> bool {
    let person = lead
        .token()
        .is_some_and(|token| is_given(&token.folded, token.capital));
    person && end.index == lead.index + 1 && cursor.is(WORDS.businesses.before_people)
}

fn place_announced(cursor: Cursor<'_>) -> Option<(Range<usize>, Cursor<'_>)> {
    let lead = cursor.eat_any(WORDS.businesses.leads)?;
    if let Some((inner, end)) = quoted(lead) {
        return Some((lead.index + 1..inner.index, end));
    }
    let end = place_words(lead)?;
    if is_a_person(cursor, lead, end) {
        return None;
    }
    let article = lead.index
        > cursor.index + usize::from(!WORDS.businesses.bare_articles.contains(&cursor.word()))
        && lead.article_before();
    let start = lead.index - usize::from(article);
    Some((start..end.index, end))
}

fn place_by_kind(cursor: Cursor<'_>) -> Option<(Range<usize>, Cursor<'_>)> {
    WORDS
        .businesses
        .kinds
        .contains(&cursor.word())
        .then_some(())?;
    let end = place_words(cursor)?;
    Some((cursor.index..end.index, end))
}

/// 'Dr. Smith's office', 'Tony's barbershop'.
fn place_by_owner(cursor: Cursor<'_>) -> Option<(Range<usize>, Cursor<'_>)> {
    let titled = cursor.eat_any(WORDS.businesses.titles);
    let owner = titled.map_or(cursor, |at| at.skip(&["."]));
    let token = owner.token().filter(|token| token.capital)?;
    let owns = is_possessive(&token.folded)
        && !WORDS.businesses.no_owners.contains(&token.folded.as_str());
    let end = owner.next().eat_any(WORDS.businesses.premises)?;
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

/// The words between 'call' and the number: 'call pizzeria roma at +39 …'.
fn called(line: &Line<'_>, phone: usize) -> Option<Range<usize>> {
    let word = |index: usize| line.tokens[index].folded.as_str();
    let mut end = phone;
    while end > 0 && WORDS.businesses.links.contains(&word(end - 1)) {
        end -= 1;
    }
    let verb = (end.saturating_sub(7)..end)
        .rev()
        .find(|index| WORDS.businesses.calls.contains(&word(*index)))?;
    let mut start = verb + 1;
    while start < end && WORDS.businesses.call_articles.contains(&word(start)) {
        start += 1;
    }
    let inside = line.tokens.get(start..end)?;
    let plain = inside.iter().all(|token| {
        !token.taken
            && (token.kind == Kind::Word || matches!(token.folded.as_str(), "-" | "&" | "." | "'"))
            && !WORDS
                .businesses
                .clause_joints
                .contains(&token.folded.as_str())
    });
    let somebody = inside
        .first()
        .is_some_and(|token| WORDS.businesses.somebody.contains(&token.folded.as_str()));
    let generic = somebody
        || inside
            .iter()
            .all(|token| WORDS.businesses.generic.contains(&token.folded.as_str()));
    let kind_only =
        matches!(inside, [one] if !one.capital && category::category(&one.folded).is_some());
    (plain && !generic && !kind_only && !inside.is_empty()).then_some(start..end)
}

/// Whether a word names an owner.
fn is_possessive(word: &str) -> bool {
    (WORDS.businesses.possessives.iter()).any(|end| word.ends_with(end))
}

fn is_lodging(word: &str) -> bool {
    WORDS.businesses.lodging.contains(&word)
}

/// Whether figures touch a word: 'PS5' and 'S24' are things.
fn is_model(cursor: Cursor<'_>) -> bool {
    let next = cursor.next().token();
    next.is_some_and(|token| token.kind == Kind::Number && !token.spaced)
}

/// Behind the words of a place's name.
fn place_words(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    if let Some(end) = numbered(cursor) {
        return Some(end);
    }
    let first = cursor.token().filter(|token| token.kind == Kind::Word)?;
    let word = first.folded.as_str();
    let kind = WORDS.businesses.kinds.contains(&word);
    let possessive =
        is_possessive(word) && word.len() > 3 && !WORDS.businesses.no_owners.contains(&word);
    let article = first.capital
        && (WORDS.businesses.articles.contains(&word)
            || (WORDS.businesses.house_articles.contains(&word) && next_is_capital(cursor)));
    let street = WORDS.businesses.streets.contains(&word)
        || (kind
            && WORDS.businesses.streets.contains(
                &cursor
                    .next()
                    .skip(WORDS.businesses.particles)
                    .skip(WORDS.businesses.street_articles)
                    .word(),
            ));
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
        let particle = WORDS.businesses.particles.contains(&at.word());
        let ahead = if particle {
            at.next().skip(WORDS.businesses.inner_articles)
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
    Some(at.skip(WORDS.businesses.suffixes))
}

/// '5 Napkin Burger', 'Eleven Madison Park', 'Bar 61': names with a number.
fn numbered(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    let first = cursor.token()?;
    let kind = WORDS.businesses.kinds.contains(&first.folded.as_str());
    let number = |at: Cursor<'_>| {
        let token = at
            .token()
            .filter(|token| token.kind == Kind::Number && token.spaced);
        token.is_some_and(|token| token.folded.len() <= 4)
    };
    if first.capital && kind && number(cursor.next()) {
        return Some(cursor.next().next());
    }
    let figures = first.kind == Kind::Number && first.folded.len() <= 3;
    let words = first.capital && in_words(cursor).is_some();
    let next = cursor.next();
    let goes_on = is_proper(next) && next.spaced() && month(next.word()).is_none();
    if !(figures || words) || !goes_on {
        return None;
    }
    // '221 Baker Street' is an address.
    let mut at = next;
    for _ in 0..5 {
        if figures && WORDS.businesses.street_ends.contains(&at.word()) {
            return None;
        }
        at = at.next();
    }
    place_words(next)
}

/// Whether a capital word goes on with a place's name.
fn goes_on(cursor: Cursor<'_>, particle: bool) -> bool {
    let word = cursor.word();
    is_name_word(cursor)
        || (particle && word.len() > 2)
        || (word.len() > 3 && !WORDS.names.not_names.contains(&word))
}

/// Whether a word is a proper name: in capitals, and neither a town nor a mere
/// kind of place.
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
    WORDS.businesses.towns.contains(&word)
        || places::timezone(word).is_some()
        || (word.len() > 3 && places::region(word).is_some())
}
