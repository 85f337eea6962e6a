//! Clauses that tell of somebody's day and ask for nothing: 'I finish at 5.30',
//! 'they fly in on Thursday and leave on Monday', 'mañana tengo comida con mi
//! jefe'. Their days and times are no wishes.
//!
//! A verb behind 'I' or 'they' is a wish only if it is known as one: an unknown
//! verb tells of something else, so its day is asked about.

use std::ops::Range;
use std::sync::LazyLock;

use super::lexicon::WORDS;
use super::lexicon::opening::Opening;
use super::line::Line;

/// So many tokens at most has a clause that goes on with the one before it.
const LONGEST_REST: usize = 6;

/// Whether a clause tells of somebody's day. A verb that follows the value does
/// not count in a clause that names what is asked for.
pub(super) fn tells(line: &Line<'_>, clause: &Range<usize>, span: &Range<usize>) -> bool {
    let thing = |index: usize| line.behind_any(index, WORDS.roles.things).is_some();
    let asked_before = |index: usize| index >= span.end && (clause.start..index).any(thing);
    clause.clone().any(|index| {
        let told = OPENING.is_at(line.at(index))
            && (is_of_a_day(line, index)
                || has_unknown_verb(line, index, span)
                || has_something(line, index));
        told && !asked_before(index)
    }) && !asks(line, clause)
}

/// The words that such a clause has; most clauses have none of them.
static OPENING: LazyLock<Opening> = LazyLock::new(|| {
    let roles = &WORDS.roles;
    Opening::of(&[roles.subjects, roles.having, roles.own_day])
});

/// Whether a clause asks the place for something.
fn asks(line: &Line<'_>, clause: &Range<usize>) -> bool {
    line.at(clause.end).word() == "?"
        || clause.clone().any(|index| {
            WORDS.requests.asking.contains(&line.at(index).word())
                || line.behind_any(index, WORDS.requests.making).is_some()
        })
}

fn is_of_a_day(line: &Line<'_>, index: usize) -> bool {
    line.behind_any(index, WORDS.roles.own_day).is_some()
}

/// 'I finish', 'they fly': a subject, and a verb that is no wish.
fn has_unknown_verb(line: &Line<'_>, index: usize, span: &Range<usize>) -> bool {
    let subject = line.at(index);
    if !WORDS.roles.subjects.contains(&subject.word())
        || WORDS.roles.inverted.contains(&subject.before())
    {
        return false;
    }
    let mut verb = index + 1;
    while WORDS.roles.adverbs.contains(&line.at(verb).word()) {
        verb += 1;
    }
    let word = line.at(verb).token();
    let is_word = word.is_some_and(|token| token.kind == super::line::Kind::Word && !token.taken);
    // 'My wife and I tomorrow at 8' has no verb.
    let is_verb = is_word && !span.contains(&verb);
    is_verb && line.behind_any(verb, WORDS.roles.wishes).is_none()
}

/// 'I have a meeting', 'tengo comida': something else than time for a visit.
fn has_something(line: &Line<'_>, index: usize) -> bool {
    let inverted = WORDS.roles.inverted.contains(&line.at(index).before());
    let behind = line.behind_any(index, WORDS.roles.having);
    let thing = behind.filter(|_| !inverted).map(|at| line.at(at));
    thing.is_some_and(|thing| {
        let named = thing
            .token()
            .is_some_and(|it| it.kind == super::line::Kind::Word && !it.taken);
        named
            && line
                .behind_any(thing.index, WORDS.roles.having_time)
                .is_none()
    })
}

/// Whether a clause that begins behind 'and' goes on with one that tells of
/// somebody's day: '… and leave on Monday'.
pub(super) fn goes_on(line: &Line<'_>, clause: &Range<usize>) -> bool {
    clause.len() <= LONGEST_REST
        && WORDS.roles.and.contains(&line.at(clause.start).before())
        && !asks(line, clause)
}
