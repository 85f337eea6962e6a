//! The words that announce a place's name: 'called', 'ring', 'at', 'cita con'.

use std::ops::Range;
use std::sync::LazyLock;

use super::super::given_names::is_given;
use super::super::lexicon::WORDS;
use super::super::lexicon::opening::Opening;
use super::super::party::party_at;
use super::extent;
use super::small;
use super::words::{Words, is_possessive};

/// How sure it is that words are the name of the wanted place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sure {
    Article,
    Person,
    Kind,
    First,
    From,
    At,
    Asked,
    Called,
    Card,
}

/// Words that could be the name of the place.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub name: Range<usize>,
    /// Where the words that announce it begin.
    pub from: usize,
    pub sure: Sure,
}

/// Words in small letters that may announce a name.
static OPENING: LazyLock<Opening> = LazyLock::new(|| {
    let (names, businesses) = (&WORDS.place_names, &WORDS.businesses);
    Opening::of(&[
        businesses.called,
        businesses.leads,
        businesses.from,
        businesses.kinds,
        businesses.named_kinds,
        businesses.titles,
        businesses.bare_articles,
        names.bookings,
        names.verbs,
        names.verbs_to,
        names.give,
        names.numbers_of,
        names.whether,
        names.ordered_to,
        names.going_to,
        names.places,
        names.doctors,
        names.with,
    ])
});

/// The announcement at a token. Most words announce nothing, and a look tells.
pub(super) fn at(words: &Words<'_, '_>, index: usize) -> Option<Candidate> {
    let next = index + 1;
    let bracket = words.word(index) == "(";
    let written =
        || words.is_capital(index) || words.opens(index) || bracket || !words.is_word(next);
    let told = || words.eat(next, WORDS.place_names.is).is_some();
    let may = OPENING.is_at(words.at(index)) || written() || told() || words.leads_as_a_kind(index);
    may.then(|| here(words, index)).flatten()
}

fn here(words: &Words<'_, '_>, index: usize) -> Option<Candidate> {
    // Figures announce nothing, but may begin a name.
    if !words.is_word(index) && words.is_figure(index) && !words.opens(index) {
        return None;
    }
    let (name, sure) = called(words, index)
        .or_else(|| beside_its_number(words, index))
        .map(|name| (name, Sure::Called))
        .or_else(|| asked(words, index))
        .or_else(|| Some((asked_about(words, index)?, Sure::At)))
        .or_else(|| Some((located(words, index)?, Sure::At)))
        .or_else(|| Some((from(words, index)?, Sure::From)))
        .or_else(|| Some((first(words, index)?, Sure::First)))
        .or_else(|| Some((by_kind(words, index)?, Sure::Kind)))
        .or_else(|| Some((by_owner(words, index)?, Sure::Kind)))
        .or_else(|| Some((met(words, index)?, Sure::Person)))
        .or_else(|| Some((article(words, index)?, Sure::Article)))?;
    Some(Candidate {
        name,
        from: index,
        sure,
    })
}

/// Behind an article in small letters: the name begins there.
fn behind_article(words: &Words<'_, '_>, index: usize) -> usize {
    let plain = words.is_article(index) && !words.is_capital(index);
    index + usize::from(plain)
}

/// A name in quotes, without them.
pub(super) fn quoted(words: &Words<'_, '_>, index: usize) -> Option<Range<usize>> {
    if words.is_word(index) || words.is_figure(index) {
        return None;
    }
    let open = words.word(index);
    let close = WORDS.place_names.quotes.iter().find_map(|pair| {
        let (left, right) = pair.split_once(' ')?;
        (left == open).then_some(right)
    })?;
    let glued = words.spaced(index) && !words.spaced(index + 1);
    let end = (index + 2..index + 12).find(|at| words.word(*at) == close && !words.spaced(*at))?;
    glued.then_some(index + 1..end)
}

/// A name that is written as one right here, or in quotes.
fn written(words: &Words<'_, '_>, index: usize) -> Option<Range<usize>> {
    if words.breaks(index) && index > 0 {
        return None;
    }
    let at = behind_article(words, index);
    quoted(words, at).or_else(|| Some(at..extent::end(words, at, false)?))
}

/// 'called The Fat Duck', 'el bar es «La Vía»': the name begins right here.
fn called(words: &Words<'_, '_>, index: usize) -> Option<Range<usize>> {
    if let Some(at) = words.eat(index, WORDS.businesses.called) {
        // 'Para mi padre …, se llama Agosto Pérez'.
        let near = index.saturating_sub(12)..index;
        let relative = near.rev().find(|at| {
            words.is_kind(*at)
                || WORDS.place_names.places.contains(&words.word(*at))
                || WORDS.names.relatives.contains(&words.word(*at))
        });
        if relative.is_some_and(|at| WORDS.names.relatives.contains(&words.word(at))) {
            return None;
        }
        // 'Tenant's called Marta'.
        let before = words.before(index);
        let is = WORDS.place_names.is.contains(&before);
        let owner = match is {
            true => index.checked_sub(2).map(|at| words.word(at)),
            false => before.strip_suffix("'s"),
        };
        if owner.is_some_and(|owner| !is_a_place(owner)) {
            return None;
        }
        return written(words, at)
            .map(|name| name.start..behind_figures(words, name.end))
            .or_else(|| Some(at..extent::end_of_called(words, at)?))
            .or_else(|| small::name(words, at, false));
    }
    // The rarer word is looked for first.
    let place = || WORDS.place_names.places.contains(&words.word(index)) || words.is_kind(index);
    if let Some(at) = words.eat(index + 1, WORDS.place_names.is) {
        // '212-555-0143 is Joe's Tires'.
        let place = words.is_phone(index) || place();
        return written(words, at).filter(|name| place && !is_person(words, name));
    }
    quoted(words, index + 1).filter(|name| words.is_capital(name.start) && place())
}

/// Whether a word stands for a place: 'it', 'the shop'.
fn is_a_place(word: &str) -> bool {
    WORDS.place_names.questioned.contains(&word)
        || WORDS.place_names.places.contains(&word)
        || WORDS.businesses.kinds.contains(&word)
        || super::super::category(word).is_some()
}

/// '011 4823-9100 (Cine Atlas)'.
fn beside_its_number(words: &Words<'_, '_>, index: usize) -> Option<Range<usize>> {
    let behind = words.word(index) == "(" && index > 0 && words.is_phone(index - 1);
    let name = written(words, index + 1).filter(|_| behind)?;
    let named = words.word(name.end) == ")" && !is_person(words, &name);
    named.then_some(name)
}

/// 'se llama Mirador 7,': behind figures that end a name.
fn behind_figures(words: &Words<'_, '_>, end: usize) -> usize {
    let ends = matches!(words.word(end + 1), "," | "." | ";") && !words.is_word(end + 1);
    end + usize::from(ends && words.is_figure(end) && words.spaced(end + 2))
}

/// Behind a verb that asks for something from a place, and whether it is one of
/// calling.
fn verb(words: &Words<'_, '_>, index: usize) -> Option<(usize, bool)> {
    if let Some(at) = words.eat(index, WORDS.place_names.bookings) {
        return Some((at, false));
    }
    let plain = words.eat(index, WORDS.place_names.verbs);
    let to = || {
        let at = words.eat(index, WORDS.place_names.verbs_to)?;
        words.eat(behind_between(words, at), WORDS.place_names.to)
    };
    to().or(plain).map(|at| (at, true))
}

/// Behind words between a verb and its name, unless they begin the name: 'Le
/// Bernardin'.
fn behind_between(words: &Words<'_, '_>, index: usize) -> usize {
    let behind = words.eat(index, WORDS.place_names.between);
    behind
        .filter(|_| words.shouted || !words.is_capital(index))
        .unwrap_or(index)
}

/// 'call Nobu', 'habla con Casa Lucio', 'let Enterprise know'.
fn asked(words: &Words<'_, '_>, index: usize) -> Option<(Range<usize>, Sure)> {
    if let Some(at) = words.eat(index, WORDS.place_names.give) {
        let name = written(words, at)?;
        let given = words.eat(name.end, WORDS.place_names.given).is_some();
        return (given && !is_person(words, &name)).then_some((name, Sure::Asked));
    }
    if let Some(at) = words.eat(index, WORDS.place_names.numbers_of) {
        let name = written(words, at).filter(|name| !is_person(words, name))?;
        return Some((name, Sure::Asked));
    }
    let (at, calls) = verb(words, index)?;
    let at = behind_between(words, at);
    // 'Book Biscuit in for his jab' tells who comes.
    let comes = |name: &Range<usize>| {
        let in_it = WORDS.place_names.booked_in.contains(&words.word(name.end));
        !calls && in_it && !words.is_capital(name.end + 1)
    };
    let name = written(words, at);
    if name.as_ref().is_some_and(comes) {
        return None;
    }
    let Some(name) = name else {
        return Some((small::name(words, at, calls)?, Sure::Asked));
    };
    let sure = if is_person(words, &name) {
        Sure::Person
    } else {
        Sure::Asked
    };
    (!is_given_alone(words, &name)).then_some((name, sure))
}

/// 'see if Studio 54 has a table', 'is Ruby Tuesday's open?'.
fn asked_about(words: &Words<'_, '_>, index: usize) -> Option<Range<usize>> {
    let at = words.eat(index, WORDS.place_names.whether)?;
    let is = WORDS.place_names.questions.contains(&words.word(index));
    let name = written(words, at).filter(|_| !is || words.opens(index))?;
    let has = WORDS.place_names.has.contains(&words.word(name.end));
    (has && !is_person(words, &name)).then_some(name)
}

/// 'table at Luigi's', 'mesa en la bola para 3'.
fn located(words: &Words<'_, '_>, index: usize) -> Option<Range<usize>> {
    let ordered = || {
        let to = words.eat(index, WORDS.place_names.ordered_to)?;
        let open = words.opens(index) && index < 3;
        let verb = index.saturating_sub(7)..index;
        let mut verb = verb.filter(|at| WORDS.place_names.orders.contains(&words.word(*at)));
        (open || verb.next().is_some()).then_some(to)
    };
    let going = || {
        let to = words.eat(index, WORDS.place_names.going_to)?;
        written(words, to).map(|_| to)
    };
    let at = words.eat(index, WORDS.businesses.leads);
    let plain = at.is_some();
    let at = at.or_else(ordered).or_else(going)?;
    if let Some(name) = written(words, at) {
        let person = !plain && is_person(words, &name);
        let station = [name.start, name.end - 1]
            .iter()
            .any(|at| WORDS.place_names.stations.contains(&words.word(*at)));
        return (!person && !station).then_some(name);
    }
    let booked = index > 0 && words.is_kind(index - 1);
    month_alone(words, at).or_else(|| small::place(words, at, booked))
}

/// 'at August': a month is a name where no date can stand.
fn month_alone(words: &Words<'_, '_>, at: usize) -> Option<Range<usize>> {
    let month = super::super::calendar::month(words.word(at)).is_some();
    let next = words.word(at + 1);
    let ends = matches!(next, "" | "," | "." | ";") || WORDS.place_names.behind.contains(&next);
    (month && words.is_capital(at) && ends && !words.shouted).then_some(at..at + 1)
}

/// 'two pizzas from Domino's'.
fn from(words: &Words<'_, '_>, index: usize) -> Option<Range<usize>> {
    let at = words.eat(index, WORDS.businesses.from)?;
    let name = written(words, at).filter(|_| index == 0 || !words.is_capital(index))?;
    let mut verbs = index.saturating_sub(8)..index;
    let ordered = verbs.any(|at| WORDS.place_names.ordered_from.contains(&words.word(at)));
    (marked(words, &name) || ordered && !is_person(words, &name)).then_some(name)
}

/// 'Luigi's Trattoria, table for 2': a name set off from what follows.
fn first(words: &Words<'_, '_>, index: usize) -> Option<Range<usize>> {
    if !words.opens(index) {
        return None;
    }
    if let Some(name) = quoted(words, index).filter(|name| words.is_capital(name.start)) {
        return Some(name);
    }
    let name = index..extent::end(words, index, true)?;
    let said = WORDS.place_names.openers.contains(&words.word(index))
        || verb(words, index).is_some()
        || words.eat(index, WORDS.names.announcing).is_some();
    (!said && stands_first(words, &name)).then_some(name)
}

/// Whether a name at the beginning of a clause is one of a place: a firm's, one
/// with its kind, or one with a number, a town or a request behind it.
fn stands_first(words: &Words<'_, '_>, name: &Range<usize>) -> bool {
    let begins = (0..name.start).all(|at| !words.is_word(at) && !words.is_figure(at));
    let firm = name.len() > 2 && name.clone().any(|at| extent::firm(words, at));
    let marked = marked(words, name);
    let given = is_given(words.word(name.start), true);
    let phone = words.phone_begins(name.end) || words.phone_begins(name.end + 1);
    let last = words.word(name.end - 1);
    let street = !phone && WORDS.businesses.street_ends.contains(&last);
    let person = !marked && (is_person(words, name) || given);
    if person || street || words.shouted && !begins {
        return false;
    }
    let ends = words.breaks(name.end) || set_off(words, name.end);
    let located = WORDS.place_names.in_town.contains(&words.word(name.end));
    let long = name.len() > 1;
    // 'My barber, Fade Factory, …'.
    let apposed = words.before(name.start) == "," && words.is_kind(name.start.saturating_sub(2));
    // '4 people, Maison Rouge, name Kate': the guest is somebody else.
    let listed = || {
        (0..words.len()).any(|at| {
            words.eat(at, WORDS.names.announcing).is_some()
                || words.before(at) == "," && words.eat(at, WORDS.names.labels).is_some()
        })
    };
    let alone = begins && ends && !given && is_request(words, name);
    firm || alone
        || marked && (ends || phone || located) && (begins || long)
        || long && (phone || begins && located)
        || long && ends && (apposed || listed())
}

fn set_off(words: &Words<'_, '_>, index: usize) -> bool {
    matches!(words.word(index), "," | ":" | "·" | "(" | "-" | ";") && !words.is_word(index)
        || index >= words.len()
}

/// Whether a request follows: a table, a count, a day, a wish.
fn is_request(words: &Words<'_, '_>, name: &Range<usize>) -> bool {
    let index = name.end + usize::from(!words.breaks(name.end));
    if index >= words.len() {
        return false;
    }
    // 'García, tomorrow at 9' or 'García, we are 5' may be the guest.
    let counted = words.is_any_value(index) || party_at(words.at(index)).is_some();
    let placed = || {
        let mut tokens = 0..words.len();
        words.is_article(name.start)
            || name.len() > 2
            || words.word(name.end) == ":"
            || words.has_phone()
            || tokens.any(|at| words.eat(at, WORDS.names.announcing).is_some())
    };
    (counted && placed())
        || words.phone_begins(index)
        || words.is_kind(index)
        || words.is_kind(index + 1)
        || WORDS.requests.asking.contains(&words.word(index))
        || words.eat(index, WORDS.place_names.wishes).is_some()
}

/// Whether something in a name shows that it is no person's: its kind, an
/// owner, '&', figures.
pub(super) fn marked(words: &Words<'_, '_>, name: &Range<usize>) -> bool {
    name.clone().any(|at| {
        words.is_kind(at)
            || words.is_possessive(at)
            || extent::firm(words, at)
            || words.is_figure(at)
            || words.word(at) == "&"
    })
}

fn is_given_alone(words: &Words<'_, '_>, name: &Range<usize>) -> bool {
    name.len() == 1 && is_given(words.word(name.start), true)
        || WORDS.place_names.people.contains(&words.word(name.start)) && !marked(words, name)
}

/// Whether a name is more likely a person's: 'Anna', 'Anna Smith', 'Mr Smith'.
pub(super) fn is_person(words: &Words<'_, '_>, name: &Range<usize>) -> bool {
    let first = words.word(name.start);
    let titled = WORDS.place_names.people.contains(&first);
    let given = is_given(first, true) && name.len() <= 3;
    (titled || given) && !marked(words, name)
}

/// 'hotel Miramar', 'farmacia lopez', 'the pizza place Lucia's'.
fn by_kind(words: &Words<'_, '_>, index: usize) -> Option<Range<usize>> {
    if WORDS.place_names.places.contains(&words.word(index)) && words.is_possessive(index + 1) {
        return written(words, index + 1);
    }
    if !words.leads_as_a_kind(index) {
        return None;
    }
    let capital = words.is_capital(index);
    let end = extent::end(words, index, false)?;
    let named = (index..end)
        .skip(1)
        .any(|at| words.is_capital(at) || words.is_figure(at));
    let led = index == 0
        || words.opens(index)
        || words.is_article(index - 1)
        || words.phone_begins(end)
        || WORDS.place_names.to.contains(&words.before(index))
        || verb(words, index - 1).is_some()
        || WORDS.businesses.leads.contains(&words.before(index));
    (capital || named || led).then_some(index..end)
}

/// 'Dr. Smith's office', 'Tony's barbershop'.
fn by_owner(words: &Words<'_, '_>, index: usize) -> Option<Range<usize>> {
    let titled = words.eat(index, WORDS.businesses.titles);
    let owner = titled.map_or(index, |at| at + usize::from(words.word(at) == "."));
    let word = words.word(owner);
    let owns = is_possessive(word) && !WORDS.businesses.no_owners.contains(&word);
    let end = words.eat(owner + 1, WORDS.businesses.premises)?;
    (owns && words.is_capital(owner)).then_some(index..end)
}

/// 'an appointment with Bright Smile', 'la Dra. Robles'.
fn met(words: &Words<'_, '_>, index: usize) -> Option<Range<usize>> {
    if words.eat(index, WORDS.place_names.doctors).is_some() {
        let end = extent::end(words, index, false)?;
        return Some(index..end);
    }
    let at = words.eat(index, WORDS.place_names.with)?;
    let name = written(words, at)?;
    let placed = marked(words, &name) || name.len() > 1 && !is_person(words, &name);
    placed.then_some(name)
}

/// 'the Marriott'.
fn article(words: &Words<'_, '_>, index: usize) -> Option<Range<usize>> {
    let at = words.eat(index, WORDS.businesses.bare_articles)?;
    let name = at..extent::end(words, at, false)?;
    let group = WORDS.place_names.groups.contains(&words.word(name.end));
    (!group).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::understand::line::Line;
    use crate::understand::tests::every_text;

    #[test]
    fn no_name_is_missed_by_the_look_before() {
        for text in every_text() {
            let line = Line::new(&text);
            let words = Words::new(&line, None);
            for index in 0..words.len() {
                let missed = here(&words, index).is_some() && at(&words, index).is_none();
                assert!(!missed, "{text:?} at {index}");
            }
        }
    }
}
