//! Names in small letters: 'call nobu 212…', 'book girl and the goat for 4'.
//! Nothing but their place in the sentence shows that they are names, so each
//! needs a word that is not a common one.

use std::ops::Range;

use super::super::given_names::is_given;
use super::super::lexicon::WORDS;
use super::super::line::Kind;
use super::words::Words;

/// A name behind a verb: a call may go on with 'and', a booking with its count.
pub(super) fn name(words: &Words<'_, '_>, start: usize, calls: bool) -> Option<Range<usize>> {
    let start = behind_the(words, start);
    let end = run(words, start)?;
    let asks = WORDS.place_names.and.contains(&words.word(end)) && is_request(words, end + 1);
    let goes_on = if calls { asks } else { is_followed(words, end) };
    (goes_on || is_linked(words, end)).then_some(start..end)
}

fn is_link(words: &Words<'_, '_>, index: usize) -> bool {
    let word = words.word(index);
    WORDS.businesses.links.contains(&word)
        || WORDS.place_names.in_town.contains(&word)
        || WORDS.place_names.and.contains(&word)
}

/// Whether a number to call follows: 'nobu at 212…', 'walgreens on main st 607…'.
fn is_linked(words: &Words<'_, '_>, end: usize) -> bool {
    let street = WORDS.place_names.in_town.contains(&words.word(end));
    let reach = if street { 5 } else { 3 };
    let phone = (end..end + reach).find(|at| words.phone_begins(*at));
    let link = |at: usize| {
        let word = words.word(at);
        WORDS.businesses.links.contains(&word) || word == "("
    };
    phone.is_some_and(|phone| (end..phone).all(|at| (street && words.is_word(at)) || link(at)))
}

/// A name behind 'at' or 'en': its count or its day follows.
pub(super) fn place(words: &Words<'_, '_>, start: usize, booked: bool) -> Option<Range<usize>> {
    if is_owner(words, start) {
        return Some(start..start + 1);
    }
    let end = run(words, start)?;
    let bare = words.is_article(start);
    let short = end - start <= 2 + usize::from(bare);
    let bookings = booked && !bare && WORDS.people.whom_for.contains(&words.word(end));
    (short && (bookings || is_followed(words, end) || is_linked(words, end))).then_some(start..end)
}

/// 'at luigi's': an owner that is no relative and no common word.
fn is_owner(words: &Words<'_, '_>, start: usize) -> bool {
    let word = words.word(start);
    let ends = WORDS.businesses.possessives.iter();
    let owner = ends.filter_map(|end| word.strip_suffix(end)).next();
    owner.is_some_and(|owner| {
        words.is_possessive(start)
            && !WORDS.names.relatives.contains(&owner)
            && !WORDS.place_names.common.contains(&owner)
            && super::super::category(owner).is_none()
    })
}

/// Behind 'the' where more follows; a Spanish article is often a part of it.
fn behind_the(words: &Words<'_, '_>, start: usize) -> usize {
    start + usize::from(WORDS.businesses.bare_articles.contains(&words.word(start)))
}

fn is_request(words: &Words<'_, '_>, index: usize) -> bool {
    WORDS.requests.asking.contains(&words.word(index))
        || words.eat(index, WORDS.place_names.wishes).is_some()
}

/// Whether a count, a day or a time follows a name.
fn is_followed(words: &Words<'_, '_>, end: usize) -> bool {
    let lead = usize::from(WORDS.place_names.behind.contains(&words.word(end)));
    let lead = lead + usize::from(words.is_article(end + lead));
    words.is_any_value(end + lead) && !words.is_phone(end + lead)
}

/// Behind the words of a name in small letters.
fn run(words: &Words<'_, '_>, start: usize) -> Option<usize> {
    let mut end = start;
    let mut named = false;
    while end < start + 5 && !words.breaks(end.max(1)) {
        let Some(token) = words.token(end) else { break };
        let joint = end > start && is_joint(words, end);
        let article = end == start && words.is_article(end);
        if !(joint || article || is_uncommon(words, end)) {
            break;
        }
        if token.kind != Kind::Word && !joint || token.capital {
            break;
        }
        named |= !joint && !article;
        end += 1;
    }
    while end > start && is_joint(words, end - 1) {
        end -= 1;
    }
    // 'Call benton plumbing 615…': a common word before the number ends the name.
    if named
        && words.is_word(end)
        && !words.is_capital(end)
        && words.phone_begins(end + 1)
        && !is_link(words, end)
    {
        end += 1;
    }
    // 'La pollería Norky's': the name is behind it.
    if end > start && words.is_capital(end) && words.spaced(end) && !words.is_any_value(end) {
        return None;
    }
    let lone = end == start + 1 && is_given(words.word(start), false);
    (named && !lone && end > start).then_some(end)
}

/// A small word inside a name that a word of the name follows.
fn is_joint(words: &Words<'_, '_>, index: usize) -> bool {
    let joint = |at: usize| {
        WORDS.place_names.joints.contains(&words.word(at))
            || words.is_article(at)
            || WORDS.roles.of.contains(&words.word(at))
    };
    let ahead = if joint(index + 1) {
        index + 2
    } else {
        index + 1
    };
    joint(index)
        && is_uncommon(words, ahead)
        && !is_request(words, ahead)
        && words.eat(ahead, WORDS.place_names.verbs).is_none()
}

/// A word that no list of common words knows.
fn is_uncommon(words: &Words<'_, '_>, index: usize) -> bool {
    let word = words.word(index);
    let owner = words.is_possessive(index);
    words.is_word(index)
        && !words.is_stop(index)
        && !words.is_any_value(index)
        && (owner || !words.is_kind(index) || is_uncommon_before(words, index))
        && !WORDS.place_names.common.contains(&word)
        && !WORDS.businesses.generic.contains(&word)
        && !WORDS.businesses.somebody.contains(&word)
        && !WORDS.businesses.links.contains(&word)
        && !WORDS.names.relatives.contains(&word)
        && !WORDS.names.announcing.contains(&word)
        && !super::is_place(word)
}

/// A kind of place behind a name: 'sal's pizza'.
fn is_uncommon_before(words: &Words<'_, '_>, index: usize) -> bool {
    let before = index.checked_sub(1);
    before.is_some_and(|before| {
        words.is_word(before) && !words.is_kind(before) && words.is_possessive(before)
    })
}
