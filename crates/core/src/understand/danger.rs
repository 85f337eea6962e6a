//! Somebody in danger: a cry for help, or an emergency number. The bot answers
//! with the number to call, and with nothing else.
//!
//! A word alone is not a danger: a table near the police station is a table.

use super::lexicon::WORDS;
use super::line::{Cursor, Kind, Line};
use super::phone::{emergency_digits, is_named};
use super::{Context, emergency};

/// The help that is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Danger {
    /// The emergency services.
    Emergency,
    /// The helpline for violence against women (016 in Spain).
    Violence,
    /// The helpline for people who think of suicide (024 in Spain, 988).
    Despair,
}

/// Whether somebody says that they, or others, are in danger.
///
/// `among_numbers` is true where bare digits answer a question: there they are
/// not an emergency number.
#[must_use]
pub fn danger(text: &str, among_numbers: bool, context: &Context) -> Option<Danger> {
    if text.len() > 600 {
        return None;
    }
    let line = Line::new(text);
    let digits = emergency_digits(&line, context).filter(|_| !(among_numbers && is_bare(&line)));
    if let Some(digits) = digits {
        return Some(match digits.as_str() {
            "016" => Danger::Violence,
            "024" | "988" => Danger::Despair,
            _ => Danger::Emergency,
        });
    }
    let anywhere = |read: &dyn Fn(Cursor<'_>) -> bool| {
        (0..line.tokens.len()).any(|index| read(line.at(index)))
    };
    if anywhere(&|at| despairs(at)) {
        return Some(Danger::Despair);
    }
    let whole = line.words();
    if WORDS.danger.whole.contains(&whole.as_str()) || anywhere(&|at| cries(at)) {
        return Some(Danger::Emergency);
    }
    // With a number to call, or about something else, it is an ordinary
    // request.
    let everyday = is_named(&line, context) || anywhere(&|at| at.is(WORDS.danger.everyday));
    (!everyday && anywhere(&|at| calls_for(at))).then_some(Danger::Emergency)
}

/// The number of the emergency services where a person is.
#[must_use]
pub fn emergency_number(context: &Context) -> &'static str {
    emergency::of_region(context.region)
}

/// The number of a helpline for people who think of suicide.
#[must_use]
pub fn listening_number(context: &Context) -> &'static str {
    emergency::listens(context.region)
}

/// Clear words of danger, in any surroundings.
fn cries(at: Cursor<'_>) -> bool {
    if at.is(WORDS.danger.anywhere) && !WORDS.danger.denied.contains(&at.before()) {
        return !at.is(WORDS.danger.gas)
            || !WORDS.danger.known_gas.contains(&at.before())
            || WORDS.danger.there_is.contains(&at.before_by(2));
    }
    if let Some(after) = at.eat_any(WORDS.danger.dying) {
        return !after.is(WORDS.danger.in_jest) && !asked(at);
    }
    if let Some(after) = at.eat_any(WORDS.danger.fires) {
        return !after.is(WORDS.danger.no_fires) && !asked(at);
    }
    at.is(WORDS.danger.on_fire)
        && WORDS.danger.burning.contains(&at.before_by(2))
        && WORDS.danger.burns.contains(&at.before())
        || at.eat_any(WORDS.danger.burning_whole).is_some()
}

/// 'Ask if there is a fire …': a question to the place.
fn asked(at: Cursor<'_>) -> bool {
    (1..=3).any(|back| WORDS.danger.asked.contains(&at.before_by(back)))
}

/// 'I want to kill myself.'
fn despairs(at: Cursor<'_>) -> bool {
    let jest = at.is(WORDS.danger.despair_in_jest);
    let other = WORDS.danger.others_want.contains(&at.before())
        || (at.is(WORDS.danger.kill_me) && WORDS.danger.threatened.contains(&at.before()));
    at.is(WORDS.danger.despair) && !jest && !other
}

/// 'Call the police', 'I need an ambulance'.
fn calls_for(at: Cursor<'_>) -> bool {
    let Some(mut after) = at.eat_any(WORDS.danger.asking) else {
        return false;
    };
    for _ in 0..3 {
        after = after.skip(WORDS.danger.to);
    }
    let Some(service) = after
        .skip(WORDS.danger.the)
        .skip(WORDS.danger.local)
        .eat_any(WORDS.danger.services)
    else {
        return false;
    };
    let name = service.index >= 2 && {
        let word = service.at_back(1);
        let the = service.at_back(2);
        word.is_some_and(|token| token.capital)
            && the.is_some_and(|token| {
                token.capital && WORDS.danger.name_articles.contains(&token.folded.as_str())
            })
    };
    !name && !service.is(WORDS.danger.a_place)
}

/// Whether a text has nothing but signs and digits.
pub(super) fn is_bare(line: &Line<'_>) -> bool {
    line.tokens.iter().all(|token| token.kind != Kind::Word)
}
