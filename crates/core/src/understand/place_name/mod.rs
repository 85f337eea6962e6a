//! The place's name within a sentence: behind 'at' or 'en' in capitals, behind
//! a verb ('call', 'habla con'), behind the word for its kind ('hotel Miramar'),
//! before a comma, on a card. All that could be a name is a candidate; one is
//! chosen. A town is not a business, and neither is the guest.

mod announce;
mod card;
mod extent;
mod small;
mod words;

use std::ops::Range;

use self::announce::{Candidate, Sure};
use self::words::Words;
use super::lexicon::WORDS;
use super::line::Line;
use super::{in_name, places};
use crate::model::Name;

/// A place's name within a sentence.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub name: Name,
    /// The tokens of the name.
    pub inside: Range<usize>,
    /// The same with the words that announce it.
    pub span: Range<usize>,
    /// Whether a card or a form names it.
    pub on_a_card: bool,
}

/// The name of the place that a sentence is about.
pub(super) fn find(line: &Line<'_>, phone: Option<&Range<usize>>) -> Option<Place> {
    let words = Words::new(line, phone);
    let guests = guests(&words);
    let mut found: Vec<Candidate> = Vec::new();
    for index in 0..words.len() {
        let behind = found.last().is_none_or(|last| last.name.end <= index);
        let candidate = announce::at(&words, index);
        let candidate = candidate.filter(|it| {
            let guest = guests.iter().any(|guest| guest.contains(&it.name.start));
            !guest && !is_its_town(&words, it, found.last())
        });
        match (candidate, found.last()) {
            (Some(it), Some(last)) if !behind && it.sure <= last.sure => {}
            (Some(it), _) if !behind => {
                found.pop();
                found.push(it);
            }
            (Some(it), _) => found.push(it),
            (None, _) => {}
        }
    }
    found.extend(card::name(&words, phone));
    let chosen = chosen(&words, &found)?;
    let name = Name::parse(plain(line.slice(chosen.name.clone()))).ok()?;
    Some(Place {
        name,
        span: chosen.from.min(chosen.name.start)..chosen.name.end,
        inside: chosen.name.clone(),
        on_a_card: chosen.sure == Sure::Card,
    })
}

/// 'Asador Etxebarri, en Axpe': a town behind the name, not another name.
fn is_its_town(words: &Words<'_, '_>, it: &Candidate, last: Option<&Candidate>) -> bool {
    let behind = last.is_some_and(|last| {
        let comma = usize::from(words.word(last.name.end) == ",");
        it.from == last.name.end + comma
    });
    behind && it.sure == Sure::At && WORDS.place_names.in_town.contains(&words.word(it.from))
}

/// A name without the word for its kind and the article, if they are in small
/// letters.
fn plain(text: &str) -> &str {
    let kinds = WORDS.businesses.plain_kinds.iter();
    let rest = kinds.filter_map(|kind| text.strip_prefix(kind)).next();
    let article = || (WORDS.businesses.plain_articles.iter()).find_map(|it| text.strip_prefix(it));
    rest.filter(|rest| rest.starts_with(char::is_uppercase))
        .or_else(article)
        .unwrap_or(text)
}

/// The names of guests: behind 'under', 'a nombre de', 'for'.
fn guests(words: &Words<'_, '_>) -> Vec<Range<usize>> {
    let card = words.eat(0, WORDS.place_names.own_labels).is_some();
    let first = if card { 2 } else { 0 };
    let announced = |index: usize| {
        words.token(index).filter(|_| words.is_word(index))?;
        // 'The number for Ivy Florist'.
        let verb = index.checked_sub(1);
        let verb = verb.and_then(|at| words.eat(at, WORDS.place_names.numbers_of));
        if verb.is_some_and(|end| end > index) {
            return None;
        }
        let named = words.eat(index, WORDS.names.announcing);
        let said = || words.eat(index, WORDS.names.before_capitals);
        let at = named.or_else(said)?;
        let large = words.is_capital(index) && !words.opens(index) && !words.shouted;
        let end = (at..at + 4).find(|at| !words.is_capital(*at) && words.word(*at) != ".");
        (!large).then_some(at..end.unwrap_or(at + 4))
    };
    (first..words.len()).filter_map(announced).collect()
}

/// The candidate that is meant: the surest of those that are not taken back.
/// Behind a word of correcting, only what follows it counts.
fn chosen<'c>(words: &Words<'_, '_>, found: &'c [Candidate]) -> Option<&'c Candidate> {
    if found.is_empty() {
        return None;
    }
    let dropped: Vec<&Candidate> = found.iter().filter(|it| is_dropped(words, it)).collect();
    let text = |it: &Candidate| words.line.slice(it.name.clone());
    let kept = |it: &&Candidate| !dropped.iter().any(|other| text(other) == text(it));
    let mut wanted: Vec<&Candidate> = found.iter().filter(kept).collect();
    // 'Last month at The Plough …, this month it's The Weavers'.
    if wanted.iter().any(|it| !is_of_before(words, it)) {
        wanted.retain(|it| !is_of_before(words, it));
    }
    let last = (0..words.len())
        .rev()
        .filter(|index| words.eat(*index, WORDS.place_names.corrected).is_some())
        .filter(|index| wanted.iter().any(|it| it.name.end <= *index))
        .find_map(|index| {
            let later = wanted.iter().copied();
            let later = later.filter(|it| it.from >= index && it.sure > Sure::Kind);
            later.min_by_key(|it| it.from)
        });
    let surest = wanted
        .iter()
        .copied()
        .min_by_key(|it| (std::cmp::Reverse(sureness(words, it)), it.from));
    let unreached = || {
        let soft = dropped
            .iter()
            .copied()
            .filter(|it| !is_ruled_out(words, it));
        soft.min_by_key(|it| (std::cmp::Reverse(it.sure), it.from))
    };
    let chosen = last.or(surest).or_else(unreached)?;
    (!has_alternative(words, chosen)).then_some(chosen)
}

/// A name right before the number to call is the one of the place.
fn sureness(words: &Words<'_, '_>, it: &Candidate) -> Sure {
    let mark = matches!(words.word(it.name.end), "," | ":" | "(") as usize;
    let numbered = words.phone_begins(it.name.end + mark);
    match it.sure {
        Sure::First if numbered => Sure::Asked,
        sure => sure,
    }
}

/// Whether a place is named for something that is over: 'last time at Nopa'.
fn is_of_before(words: &Words<'_, '_>, it: &Candidate) -> bool {
    const NEAR: usize = 3;
    let from = it.from.saturating_sub(NEAR);
    (from..it.from).any(|index| {
        let end = words.eat(index, WORDS.place_names.before_now);
        end.is_some_and(|end| end >= it.from)
    })
}

/// 'Casa Pepe o en Casa Manolo': which of the two is for the person to say.
fn has_alternative(words: &Words<'_, '_>, it: &Candidate) -> bool {
    let or = words.eat(it.name.end, WORDS.roles.alternatives);
    or.is_some_and(|at| {
        let at = words.eat(at, WORDS.businesses.leads).unwrap_or(at);
        let other = found_at(words, at);
        other && !words.is_any_value(at) && words.is_word(it.name.end)
    })
}

/// Whether a word in capitals stands here that could be a name.
fn found_at(words: &Words<'_, '_>, index: usize) -> bool {
    words.is_capital(index) && (!words.is_stop(index) || words.is_article(index))
}

fn is_dropped(words: &Words<'_, '_>, it: &Candidate) -> bool {
    is_ruled_out(words, it)
        || words
            .eat(it.name.end, WORDS.place_names.unreached)
            .is_some()
}

/// 'not Nopa', 'instead of Nopa', 'no llames a Pujol'.
fn is_ruled_out(words: &Words<'_, '_>, it: &Candidate) -> bool {
    let before = |index| {
        words.follows(index, WORDS.place_names.ruling_out)
            && !words.follows(index, WORDS.place_names.suggesting)
    };
    before(it.from) || before(it.name.start)
}

/// Hides the days and numbers inside a place's name from their readers, and
/// words that seem to announce a guest: 'Bajo Cero'.
pub(super) fn hide(line: &mut Line<'_>, place: Option<&Place>) {
    for index in place.map(|place| place.inside.clone()).unwrap_or_default() {
        let announces = (line.tokens.get(index))
            .is_some_and(|token| WORDS.names.announcing.contains(&token.folded.as_str()));
        if announces || in_name::is_value(line, index) {
            line.take(index..index + 1);
        }
    }
}

/// Whether a folded word is a town or a country rather than a business.
pub(super) fn is_place(word: &str) -> bool {
    WORDS.businesses.towns.contains(&word) || places::is_known(word)
}
