//! People who are listed: 'me, my wife and our two kids', 'mis padres, mi hermana
//! y yo'.

use std::sync::LazyLock;

use super::lexicon::opening::Opening;
use super::lexicon::{WORDS, value};
use super::line::{Cursor, Kind};
use super::numbers::quantity;
use super::time::clock_at;

/// At most so many kinds of people are listed.
const MOST: usize = 8;

/// Words that a list of people may begin with; figures may, too.
pub(super) static OPENING: LazyLock<Opening> = LazyLock::new(|| {
    let (people, numbers) = (&WORDS.people, &WORDS.numbers);
    Opening::of(&[
        people.oneself,
        people.me_before_and,
        people.whose,
        people.companies,
        WORDS.names.relatives,
        numbers.quantities,
        numbers.units,
        numbers.teens,
        numbers.tens,
    ])
});

/// The number of people in a list here, of at least two kinds.
pub(super) fn family_at(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    OPENING.is_at(cursor).then(|| family_here(cursor)).flatten()
}

pub(super) fn family_here(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    // 'Me my husband and our 2 girls', without a comma.
    let with_me = WORDS.people.me_before_and.contains(&cursor.before());
    if with_me || goes_on_from_before(cursor) {
        return None;
    }
    // 'Mom, dad and me': without 'my' they are counted only with oneself.
    let bare = WORDS.names.relatives.contains(&cursor.word())
        && !WORDS.people.whose.contains(&cursor.before());
    let (mut total, mut end) = match bare {
        true => (1, cursor.next()),
        false => item(cursor)?,
    };
    let mut with_oneself = false;
    let mut kinds = 1;
    let mut joined = false;
    while kinds < MOST {
        let joint = end.skip(&[","]);
        let joint = joint.skip(WORDS.people.joints);
        if joint.index == end.index {
            break;
        }
        joined |= joint.index > end.skip(&[","]).index;
        with_oneself |= joint.is(WORDS.people.oneself);
        let relative = || {
            let relative = bare && WORDS.names.relatives.contains(&joint.word());
            relative.then(|| (1, joint.next()))
        };
        let Some((more, next)) = item(joint).or_else(relative) else {
            // 'Mi vieja, mi novia y yo': somebody whom nobody knows is counted,
            // too, and so the list is in doubt.
            let whose = joint.skip(WORDS.people.whose);
            let word = whose.token().is_some_and(|token| token.kind == Kind::Word);
            let somebody = whose.index > joint.index
                && word
                && (whose.next().is(&[","])
                    || whose.next().is(WORDS.people.joints)
                    || joint.before() != ",");
            if somebody {
                return None;
            }
            break;
        };
        total = total.saturating_add(more);
        (kinds, end) = (kinds + 1, next);
    }
    // '…, 2 people' behind a comma says again how many they are.
    (kinds > 1 && joined && (!bare || with_oneself)).then_some((total, end))
}

/// 'Mi vieja, mi hermano y yo': the list has begun before, with somebody whom
/// nobody knows.
pub(super) fn goes_on_from_before(cursor: Cursor<'_>) -> bool {
    let begun = WORDS.people.whose.contains(&cursor.before_by(3))
        || WORDS.names.relatives.contains(&cursor.before_by(2));
    // 'Cumple de mi hija, 12 niños y 4 adultos'.
    let owner = WORDS.roles.of.contains(&cursor.before());
    cursor.is(WORDS.people.whose) && (owner || cursor.before() == "," && begun)
}

/// One kind: 'me', 'my wife', 'our two kids', 'another couple'.
fn item(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    if let Some(end) = cursor.eat_any(WORDS.people.oneself) {
        return Some((1, end));
    }
    let me = cursor.eat_any(WORDS.people.me_before_and);
    if let Some(end) = me.filter(|end| end.is(WORDS.people.joints) || end.is(&[","])) {
        return Some((1, end));
    }
    if let Some((count, end)) = quantity(cursor) {
        return counted(count, end);
    }
    let at = cursor.skip(WORDS.people.whose);
    // 'Una pareja' are two, 'mi pareja' is one.
    if WORDS.names.our.contains(&cursor.word()) && WORDS.names.relatives.contains(&at.word()) {
        return Some((1, at.next()));
    }
    if let Some((count, end)) = value(at.word(), WORDS.people.companies).map(|n| (n, at.next())) {
        return Some((count, end));
    }
    if let Some((count, end)) = quantity(at) {
        // 'My five coworkers'.
        let word = end
            .token()
            .filter(|token| token.kind == Kind::Word && token.spaced);
        let hour = clock_at(at).is_some_and(|(clock, _)| clock.strong)
            || end.is(WORDS.clock.hours_apart)
            || WORDS.clock.at_hour.contains(&at.before());
        let owned = at.index > cursor.index && word.is_some() && !hour;
        return counted(count, end).or(owned.then(|| (count, end.next())));
    }
    let one = WORDS.names.relatives.contains(&at.word())
        || (WORDS.people.children.contains(&at.word()) && !at.word().ends_with('s'));
    let one = one && at.index > cursor.index;
    one.then(|| (1, at.next()))
}

/// 'three friends', 'dos parejas'.
fn counted(count: u32, end: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    if let Some(each) = value(end.word(), WORDS.people.companies) {
        // 'Una pareja de amigos.'
        let of = end.next().eat_any(WORDS.numbers.of);
        let end = of
            .and_then(|at| at.eat_any(WORDS.people.people))
            .unwrap_or(end.next());
        return Some((count.saturating_mul(each), end));
    }
    let people = end.skip(WORDS.people.others);
    let behind = people
        .eat_any(WORDS.people.people)
        .or_else(|| people.eat_any(WORDS.people.children))?;
    Some((count, behind))
}
