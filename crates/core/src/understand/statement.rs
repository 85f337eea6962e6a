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

/// 'The plumber is coming on Thursday', 'el jueves viene el fontanero': somebody or
/// something does something else then. It counts in a text whose request stands in
/// another clause, so that a short wish needs no verb.
pub(super) fn is_of_another(line: &Line<'_>, clause: &Range<usize>, span: &Range<usize>) -> bool {
    let told = has_verb_of_a_noun(line, clause, span) || has_subject_behind(line, clause, span);
    told && !asks(line, clause)
}

/// 'The plumber comes', 'my best friend is landing', 'la caldera se para'.
fn has_verb_of_a_noun(line: &Line<'_>, clause: &Range<usize>, span: &Range<usize>) -> bool {
    let mut at = clause.start;
    for opening in [WORDS.roles.and, WORDS.roles.reasons, WORDS.roles.that] {
        at = line.behind_any(at, opening).unwrap_or(at);
    }
    let Some(noun) = line.behind_any(at, WORDS.roles.determiners) else {
        return false;
    };
    // 'To get my tires rotated', 'our two kids'.
    let purpose = at
        .checked_sub(2)
        .is_some_and(|to| line.behind_any(to, WORDS.roles.joints) == Some(at));
    if purpose || !is_plain(line, noun) || super::numbers::quantity(line.at(noun)).is_some() {
        return false;
    }
    // The noun may have another word beside it.
    [noun + 1, noun + 2].into_iter().any(|at| {
        let of = WORDS.roles.of.contains(&line.at(at).before());
        let whole = !of && (noun..at).all(|index| is_plain(line, index));
        let verb = line.behind_any(at, WORDS.roles.before_verbs).unwrap_or(at);
        whole && verb < span.start && is_verb(line, verb)
    })
}

/// 'El jueves viene el fontanero', 'el 22 operan a mi madre'.
fn has_subject_behind(line: &Line<'_>, clause: &Range<usize>, span: &Range<usize>) -> bool {
    // The day opens the clause; for a time it has been read.
    let read = |index: &usize| {
        let taken = line.at(*index).token().is_some_and(|token| token.taken);
        span.contains(index) || taken || WORDS.roles.articles.contains(&line.at(*index).word())
    };
    let behind = clause.clone().find(|index| !read(index));
    let Some(behind) = behind.filter(|behind| *behind > clause.start) else {
        return false;
    };
    let verb = line
        .behind_any(behind, WORDS.roles.before_verbs)
        .unwrap_or(behind);
    let subject = line.behind_any(verb + 1, WORDS.roles.subjects_behind);
    is_verb(line, verb) && subject.is_some_and(|noun| is_plain(line, noun))
}

/// Whether a word may be a verb that asks for nothing.
fn is_verb(line: &Line<'_>, index: usize) -> bool {
    const SHORTEST: usize = 4;
    let cursor = line.at(index);
    let word = cursor.word();
    let ends = |end: &str| word.len() >= SHORTEST && word.ends_with(end);
    let form = WORDS.roles.verb_ends.iter().any(|end| ends(end))
        || WORDS.roles.past_verbs.contains(&word)
        || WORDS.roles.verbs_of_nouns.contains(&word);
    form && is_plain(line, index)
        && !WORDS.roles.wishes.contains(&word)
        && !WORDS.requests.calls.contains(&word)
        && line.behind_any(index, WORDS.roles.suits).is_none()
}

/// Whether a token is a word that nothing else has understood.
fn is_plain(line: &Line<'_>, index: usize) -> bool {
    let cursor = line.at(index);
    let word = cursor.word();
    cursor
        .token()
        .is_some_and(|token| token.kind == super::line::Kind::Word && !token.taken)
        && super::calendar::weekday(word).is_none()
        && super::calendar::month(word).is_none()
        && line.behind_any(index, WORDS.roles.things).is_none()
        && !WORDS.roles.articles.contains(&word)
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
