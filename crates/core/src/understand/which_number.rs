//! Which of the numbers in a text is the one to call: never one that is ruled
//! out, replaced, a fax or somebody's own. If two are left and no word picks
//! one, the result is an error.

use super::lexicon::WORDS;
use std::ops::Range;

use super::line::{Cursor, Kind, Line};
use super::phone::Candidate;
use crate::model::PhoneProblem;

/// The role of a number, from the words around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// It may be the one.
    Open {
        /// A word of calling leads to it.
        called: bool,
    },
    /// The text says that it is not the one.
    RuledOut,
    Fax,
    /// A number where somebody can be reached: to be told to the place, not to
    /// be called.
    Own,
}

/// How many tokens around a number are looked at.
const NEAR: usize = 12;

/// The number to call, by its place among the candidates.
///
/// # Errors
/// Why none of the candidates is the one to call.
pub(super) fn choose(
    line: &Line<'_>,
    candidates: &[Candidate],
    own_too: bool,
) -> Result<usize, PhoneProblem> {
    let around = Around::new(line, candidates);
    let mut roles: Vec<Role> = (0..candidates.len()).map(|at| around.role(at)).collect();
    for at in 1..candidates.len() {
        let open = matches!(roles[at], Role::Open { .. });
        if open && around.takes_back(at) && matches!(roles[at - 1], Role::Open { .. }) {
            roles[at - 1] = Role::RuledOut;
        }
    }
    let live: Vec<usize> = (0..candidates.len())
        .filter(|at| match roles[*at] {
            // Digits that nobody could dial count if they clearly were meant as
            // a number.
            Role::Open { called } => {
                candidates[*at].phone.is_ok() || called || candidates.len() == 1
            }
            Role::Own => own_too,
            Role::RuledOut | Role::Fax => false,
        })
        .collect();
    let Some((first, others)) = live.split_first() else {
        let why = [
            (Role::RuledOut, PhoneProblem::RuledOut),
            (Role::Fax, PhoneProblem::Fax),
            (Role::Own, PhoneProblem::Own),
        ];
        let why = why.iter().find(|(role, _)| roles.contains(role));
        return Err(why.map_or(PhoneProblem::NotANumber, |(_, problem)| *problem));
    };
    let called = roles[*first] == Role::Open { called: true };
    let picked = others.iter().all(|other| {
        candidates[*other].phone == candidates[*first].phone
            || (called && around.is_told(*first, *other))
    });
    if picked {
        Ok(*first)
    } else {
        Err(PhoneProblem::Several)
    }
}

/// Whether a text asks for calls to several numbers: then nobody knows to which
/// of them its other values belong.
pub(super) fn several_calls(line: &Line<'_>, candidates: &[Candidate]) -> bool {
    let around = Around::new(line, candidates);
    let mut called: Vec<_> = (0..candidates.len())
        .filter(|at| around.role(*at) == Role::Open { called: true })
        .filter(|at| at + 1 >= candidates.len() || !around.takes_back(at + 1))
        .map(|at| candidates[at].phone.as_ref().ok())
        .collect();
    called.dedup();
    called.len() > 1
}

struct Around<'l, 't> {
    line: &'l Line<'t>,
    candidates: &'l [Candidate],
    /// Where the signature of a letter begins.
    signature: Option<usize>,
}

impl<'l, 't> Around<'l, 't> {
    fn new(line: &'l Line<'t>, candidates: &'l [Candidate]) -> Self {
        let begins = |index: usize| {
            let [before, here] = [index - 1, index].map(|at| &line.tokens[at].span);
            line.text[before.end..here.start].contains('\n')
        };
        let signs = |index: &usize| begins(*index) && line.at(*index).is(WORDS.which.signing);
        Self {
            line,
            candidates,
            signature: (1..line.tokens.len()).find(signs),
        }
    }

    fn role(&self, at: usize) -> Role {
        let clause = self.clause_before(at);
        let start = self.candidates[at].tokens.start;
        if self.is_fax(at) {
            Role::Fax
        } else if self.signature.is_some_and(|signature| signature < start) {
            Role::Own
        } else if self.is_denied(&clause, at) || self.is_stale(at) {
            Role::RuledOut
        } else if self.is_own(&clause, at) {
            Role::Own
        } else {
            // 'Tell them to call X' is not said to the bot.
            let called = clause
                .clone()
                .take_while(|index| !WORDS.which.telling.contains(&self.word(*index)))
                .any(|index| WORDS.which.calling.contains(&self.word(index)));
            Role::Open { called }
        }
    }

    fn word(&self, index: usize) -> &'l str {
        self.line
            .tokens
            .get(index)
            .map_or("", |token| token.folded.as_str())
    }

    fn cursor(&self, index: usize) -> Cursor<'l> {
        self.line.at(index)
    }

    /// Behind the number before, or so many tokens back.
    fn first_before(&self, at: usize) -> usize {
        let start = self.candidates[at].tokens.start;
        let before = at
            .checked_sub(1)
            .map_or(0, |before| self.candidates[before].tokens.end);
        before.min(start).max(start.saturating_sub(NEAR))
    }

    /// The first token of the next number, or the end.
    fn next_number(&self, at: usize) -> usize {
        self.candidates
            .get(at + 1)
            .map_or(self.line.tokens.len(), |next| next.tokens.start)
    }

    /// The tokens of a number's own clause that stand before it.
    fn clause_before(&self, at: usize) -> Range<usize> {
        let end = self.candidates[at].tokens.start;
        let first = self.first_before(at);
        let mut start = end;
        while start > first {
            let word = self.word(start - 1);
            let abbreviates =
                word == "." && start >= 2 && WORDS.which.short.contains(&self.word(start - 2));
            let except = WORDS.which.but.contains(&word)
                && start >= 2
                && WORDS.which.anything.contains(&self.word(start - 2));
            if WORDS.which.stops.contains(&word) && !abbreviates && !except {
                break;
            }
            start -= 1;
        }
        start..end
    }

    /// 'Don't call X', 'not X', 'instead of X'.
    fn is_denied(&self, clause: &Range<usize>, at: usize) -> bool {
        let end = clause.end;
        let verb = clause.clone().rev().find(|index| {
            WORDS.which.calling.contains(&self.word(*index))
                // 'The phone' is a thing.
                && !(WORDS.which.number_words.contains(&self.word(*index))
                    && *index > clause.start
                    && WORDS.which.links.contains(&self.word(*index - 1)))
        });
        let all = |from: usize, to: usize, words: &[&str]| {
            (from..to).all(|index| words.contains(&self.word(index)))
        };
        let denied = clause.clone().any(|index| {
            let Some(after) = self.negation(index, end) else {
                return false;
            };
            verb.is_some_and(|verb| after <= verb && all(after, verb, WORDS.which.denied_with))
                || all(after, end, WORDS.which.links)
        });
        denied || self.is_denied_too(at)
    }

    /// Behind a negation; 'phone no. X' has none.
    fn negation(&self, index: usize, end: usize) -> Option<usize> {
        let long = self
            .cursor(index)
            .eat_any(WORDS.which.negating)
            .map(|after| after.index);
        let twice = index
            .checked_sub(1)
            .is_some_and(|before| WORDS.which.negations.contains(&self.word(before)));
        // 'Don't forget to call X' denies nothing.
        if let Some(after) = long.filter(|after| *after <= end && !twice) {
            return Some(after);
        }
        let word = self.word(index);
        let abbreviates = WORDS.which.number_sign.contains(&word)
            && index.checked_sub(1).is_some_and(|before| {
                WORDS.which.number_words.contains(&self.word(before))
                    || WORDS.which.faxes.contains(&self.word(before))
            });
        // '0800 111 222? No, 0800 222 111': it answers, and denies what is before it.
        let answers = WORDS.which.no.contains(&word) && self.cursor(index).before() == "?";
        (WORDS.which.negations.contains(&word) && !abbreviates && !answers).then_some(index + 1)
    }

    /// 'Neither X nor Y', 'don't call X or Y'.
    fn is_denied_too(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else {
            return false;
        };
        let between = self.candidates[before].tokens.end..self.candidates[at].tokens.start;
        let mut between = between
            .map(|index| self.word(index))
            .filter(|word| !WORDS.which.links.contains(word));
        let joint = between
            .next()
            .filter(|word| WORDS.which.or_nor.contains(word));
        joint.is_some()
            && between.next().is_none()
            && self.is_denied(&self.clause_before(before), before)
    }

    /// 'The old number X', 'X is wrong', 'X no contesta'.
    fn is_stale(&self, at: usize) -> bool {
        self.is_stale_before(at) || self.is_stale_after(at)
    }

    fn is_stale_before(&self, at: usize) -> bool {
        let mut index = self.candidates[at].tokens.start;
        let mut stale = false;
        let mut comma = false;
        while index > self.first_before(at) {
            let word = self.word(index - 1);
            if WORDS.which.stale.contains(&word) {
                stale = true;
            } else if comma && !WORDS.which.number_words.contains(&word) {
                // 'The wrong number, it's X' concerns only the number beside
                // it.
                break;
            } else if !WORDS.which.number_words.contains(&word)
                && !WORDS.which.beside_stale.contains(&word)
            {
                break;
            }
            comma = word == ",";
            // 'The wrong number, it's X' tells the right one.
            if WORDS.which.tells_right.contains(&word) && index >= 2 && self.word(index - 2) == ","
            {
                break;
            }
            index -= 1;
        }
        stale
    }

    fn is_stale_after(&self, at: usize) -> bool {
        let end = self.next_number(at);
        let mut after = self.cursor(self.candidates[at].tokens.end);
        for _ in 0..4 {
            let cue = after
                .eat_any(WORDS.which.stale_behind)
                .filter(|cue| cue.index <= end);
            let ends = |next: Cursor<'_>| {
                next.at_end()
                    || matches!(next.word(), "," | "." | ";" | ")" | "!" | "?" | ":" | "-")
            };
            let bare = WORDS.which.stale_alone.contains(&after.word())
                && after.index < end
                && ends(after.next());
            if cue.is_some() || bare {
                return true;
            }
            if !WORDS.which.before_stale.contains(&after.word()) || after.index >= end {
                return false;
            }
            after = after.next();
        }
        false
    }

    /// 'Fax: X', 'X (fax)'.
    fn is_fax(&self, at: usize) -> bool {
        let first = self.first_before(at);
        let mut before = self.candidates[at].tokens.start;
        while before > first && WORDS.which.fax_links.contains(&self.word(before - 1)) {
            before -= 1;
        }
        // 'X fax, Y': the word belongs to the number that it follows.
        let labels = before > first
            && WORDS.which.faxes.contains(&self.word(before - 1))
            && (self.word(before - 1).len() > 2
                || before < self.candidates[at].tokens.start
                || before - 1 == first
                || self.line.tokens[before - 1].capital);
        if labels {
            return true;
        }
        let end = self.candidates[at].tokens.end;
        let after = self.cursor(end).skip(&["(", "-", ",", "="]);
        let joins = self.cursor(end).is(&[","]);
        let word = after.word();
        let follows = WORDS.which.fax_words.contains(&word);
        let next = after.next();
        let before_next = next.index == self.next_number(at)
            || WORDS.which.fax_joints.contains(&next.word())
            || (next.word() == "." && next.next().index == self.next_number(at))
            || (joins && next.word() == "(");
        (follows && !before_next && after.index < self.next_number(at))
            || self.cursor(end).is(WORDS.which.fax_behind)
    }

    /// 'My number is X', 'llámame al X', 'X is mine'; but 'my dentist, X' and
    /// 'call me a cab on X' are to be called.
    fn is_own(&self, clause: &Range<usize>, at: usize) -> bool {
        let behind = self.cursor(self.candidates[at].tokens.end);
        if behind.is(WORDS.which.mine_behind) {
            return true;
        }
        let a_thing = |from: usize| {
            (from..clause.end).any(|index| WORDS.which.something.contains(&self.word(index)))
                && !(from..clause.end).all(|index| WORDS.which.links.contains(&self.word(index)))
        };
        let reached = clause.clone().any(|index| {
            self.cursor(index)
                .eat_any(WORDS.which.reach_me)
                .filter(|after| after.index <= clause.end)
                .is_some_and(|after| !a_thing(after.index))
        });
        reached || self.is_mine(clause) || self.is_given(clause)
    }

    /// 'My number', 'mi móvil', 'the callback number', up to the number itself.
    fn is_mine(&self, clause: &Range<usize>) -> bool {
        let mut index = clause.end;
        while index > clause.start && WORDS.which.my_links.contains(&self.word(index - 1)) {
            index -= 1;
        }
        let at = index;
        if at > clause.start && WORDS.which.my_at.contains(&self.word(at - 1)) && at == clause.end {
            // 'My number, on X'; but 'my phone at X' is being repaired.
            index -= 1;
            let named = index.checked_sub(1).map(|before| self.word(before));
            if !named.is_some_and(|word| WORDS.which.own_numbers.contains(&word)) {
                return false;
            }
        }
        while index > clause.start
            && WORDS.which.my_kinds.contains(&self.word(index - 1))
            && !WORDS.which.my.contains(&self.word(index - 1))
        {
            index -= 1;
        }
        index > clause.start
            && WORDS.which.my.contains(&self.word(index - 1))
            && (index < at || WORDS.which.mine.contains(&self.word(index - 1)))
    }

    /// 'Tell them her number is X', 'leave this number: X': a number to pass
    /// on.
    fn is_given(&self, clause: &Range<usize>) -> bool {
        let words = |list: &[&str]| {
            clause
                .clone()
                .find(|index| list.contains(&self.word(*index)))
        };
        let number = words(WORDS.which.passed_on);
        words(WORDS.which.giving)
            .zip(number)
            .is_some_and(|(verb, number)| {
                let to_bot = WORDS.which.to_bot.contains(&self.word(verb + 1));
                verb < number && !to_bot
            })
    }

    /// Whether a number takes the place of the one before it: 'X, I mean Y'.
    fn takes_back(&self, at: usize) -> bool {
        let between = self.candidates[at - 1].tokens.end..self.candidates[at].tokens.start;
        if between.len() > NEAR * 2
            || between.clone().any(|index| {
                WORDS.which.either.contains(&self.word(index))
                    || WORDS.which.telling.contains(&self.word(index))
            })
        {
            return false;
        }
        let leads = |from: usize| {
            (from..between.end).all(|index| {
                WORDS.which.retold.contains(&self.word(index))
                    || WORDS.which.links.contains(&self.word(index))
            })
        };
        let no = |index: usize| {
            WORDS.which.no.contains(&self.word(index))
                && self
                    .line
                    .tokens
                    .get(index + 1)
                    .is_some_and(|token| token.kind == Kind::Symbol)
        };
        between.clone().any(|index| {
            let cue = self
                .cursor(index)
                .eat_any(WORDS.which.instead)
                .map(|after| after.index);
            cue.filter(|after| *after <= between.end)
                .or_else(|| no(index).then_some(index + 1))
                .is_some_and(leads)
        }) || self.changes_to(at, &between)
    }

    /// 'Change X to Y', 'cambia el X por el Y'.
    fn changes_to(&self, at: usize, between: &Range<usize>) -> bool {
        let changed = self
            .clause_before(at - 1)
            .any(|index| WORDS.which.changing.contains(&self.word(index)));
        let to = between.clone().next().map(|index| self.word(index));
        changed
            && to.is_some_and(|to| WORDS.which.changed_to.contains(&to))
            && between
                .clone()
                .skip(1)
                .all(|index| WORDS.which.links.contains(&self.word(index)))
    }

    /// Whether the second number is only to be told to the person who is called
    /// at the first.
    fn is_told(&self, first: usize, second: usize) -> bool {
        let between = self.candidates[first].tokens.end..self.candidates[second].tokens.start;
        let tells = between
            .clone()
            .find(|index| WORDS.which.telling.contains(&self.word(*index)));
        tells.is_some_and(|tells| {
            !(tells..between.end).any(|index| self.cursor(index).is(WORDS.which.instead))
        })
    }
}
