//! The task in the person's own words: cut, never changed.
//!
//! It is read aloud to the place. So the phone number and the words that lead
//! to it are cut where the rest is still a sentence: at the beginning, at the
//! end, in brackets, or set off from its surroundings. Elsewhere they stay.

use super::lexicon::WORDS;
use std::ops::Range;

use super::line::{Kind, Line};
use crate::model::{Task, TextProblem};

/// Reads the task as it is.
///
/// # Errors
/// When too little or too much of it is left.
pub fn task(text: &str) -> Result<Task, TextProblem> {
    Task::parse(text)
}

/// Whether words ask for something to get done: 'book', 'pregunta'.
#[must_use]
pub fn asks_for_something(text: &str) -> bool {
    let line = Line::new(text);
    (0..line.tokens.len()).any(|index| {
        let at = line.at(index);
        WORDS.requests.asking.contains(&at.word()) || at.is(WORDS.requests.making)
    })
}

/// Whether words begin with a call to be made: 'call the dentist and …'.
#[must_use]
pub fn opens_with_calling(text: &str) -> bool {
    let line = Line::new(text);
    let first = line
        .tokens
        .iter()
        .take(8)
        .position(|token| WORDS.requests.calls.contains(&token.folded.as_str()));
    first.is_some_and(|first| {
        line.tokens[..first].iter().all(|token| {
            let word = token.folded.as_str();
            WORDS.requests.before_call.contains(&word)
                || WORDS.requests.polite.contains(&word)
                || WORDS.requests.greetings.contains(&word)
        })
    })
}

/// The rest of a sentence without its phone number and the words that only lead
/// to it ('call', 'llama al'), if the rest tells a task.
pub(super) fn of_sentence(
    line: &Line<'_>,
    whole: &str,
    phone: Option<&Range<usize>>,
) -> Option<Task> {
    if !has_content(line, phone.map(std::slice::from_ref).unwrap_or_default()) {
        return None;
    }
    let Some(cut) = phone.and_then(|phone| Words(line).cut(phone)) else {
        return Task::parse(whole).ok();
    };
    let start = |index: usize| {
        line.tokens
            .get(index)
            .map_or(whole.len(), |token| token.span.start)
    };
    Task::parse(&joined(
        &whole[..start(cut.start)],
        &whole[start(cut.end)..],
    ))
    .ok()
}

/// Whether anything is said beside the numbers and the words that lead to them.
pub(super) fn has_content(line: &Line<'_>, numbers: &[Range<usize>]) -> bool {
    line.tokens.iter().enumerate().any(|(index, token)| {
        token.kind == Kind::Word
            && !numbers.iter().any(|number| number.contains(&index))
            && !WORDS.requests.empty.contains(&token.folded.as_str())
    })
}

/// The text before and behind a cut, with one punctuation mark between.
fn joined(before: &str, after: &str) -> String {
    let (before, after) = (before.trim_end(), after.trim_start());
    let open = [',', ':', '-', '–', '(', ';'];
    if before.is_empty() {
        return after.to_owned();
    }
    let ended = before.ends_with(['.', '!', '?', '…']);
    let after = if ended {
        after.trim_start_matches(['.', ',', ';', ':']).trim_start()
    } else {
        after
    };
    if after.is_empty() {
        return before.trim_end_matches(open).trim_end().to_owned();
    }
    if after.starts_with([',', '.', ';', '!', '?', ')', ':']) {
        return format!("{}{after}", before.trim_end_matches(open).trim_end());
    }
    format!("{before} {after}")
}

struct Words<'l, 't>(&'l Line<'t>);

impl Words<'_, '_> {
    fn word(&self, index: usize) -> &str {
        self.0
            .tokens
            .get(index)
            .map_or("", |token| token.folded.as_str())
    }

    fn before(&self, index: usize) -> &str {
        index.checked_sub(1).map_or("", |index| self.word(index))
    }

    /// Whether a clause begins at a token.
    fn begins(&self, index: usize) -> bool {
        matches!(
            self.before(index),
            "" | "," | "." | ";" | ":" | "!" | "?" | "-" | ")"
        )
    }

    /// Whether a clause ends before a token.
    fn ends(&self, index: usize) -> bool {
        matches!(
            self.word(index),
            "" | "," | "." | ";" | "!" | "?" | "-" | ":" | ")"
        )
    }

    /// Whether nothing but punctuation is left.
    fn closes(&self, index: usize) -> bool {
        let rest = self.0.tokens.get(index..).unwrap_or_default();
        rest.iter().all(|token| token.kind == Kind::Symbol)
    }

    /// The tokens to leave out, if the number can be cut at all.
    fn cut(&self, phone: &Range<usize>) -> Option<Range<usize>> {
        let links = self.back(phone.start, WORDS.requests.links);
        let links =
            if self.before(links) == "." && WORDS.requests.tel.contains(&self.before(links - 1)) {
                links - 2
            } else {
                links
            };
        let called = WORDS.requests.calls.contains(&self.before(links));
        let polite = self.back(links - usize::from(called), WORDS.requests.polite);
        if self.back(polite, WORDS.requests.greetings) == 0 && (called || polite == links) {
            let subject = WORDS.requests.is.contains(&self.word(phone.end));
            return (!subject).then(|| 0..self.behind_joint(phone.end));
        }
        if self.word(phone.start) == "(" {
            return Some(phone.clone());
        }
        if (links..phone.start).any(|index| self.word(index) == "(") {
            return (self.word(phone.end) == ")").then(|| links..phone.end + 1);
        }
        if called {
            return self.cut_call(links - 1, polite, phone);
        }
        self.cut_link(links, phone)
    }

    /// '…, call 912 345 678 and …': with the words that lead to the number and
    /// those that join it on.
    fn cut_call(&self, verb: usize, polite: usize, phone: &Range<usize>) -> Option<Range<usize>> {
        if self.closes(phone.end) {
            let governed = polite < verb && !self.begins(polite);
            let start = self.back(polite, WORDS.requests.and_then);
            return (!governed).then_some(start..phone.end);
        }
        let end = self.behind_joint(phone.end);
        (self.begins(polite) && end > phone.end).then_some(polite..end)
    }

    /// '…, their number is 912 345 678', 'Pizzeria Roma at +39 …'.
    fn cut_link(&self, links: usize, phone: &Range<usize>) -> Option<Range<usize>> {
        let cut = links..phone.end;
        if links == phone.start {
            let free = !WORDS.requests.governing.contains(&self.before(links));
            return free.then_some(cut);
        }
        let told = (links..phone.start).any(|index| WORDS.requests.is.contains(&self.word(index)));
        let own_clause = self.begins(links);
        let named = WORDS.requests.their.contains(&self.word(links));
        if self.closes(phone.end) {
            return (own_clause || named || !told).then_some(cut);
        }
        if told || own_clause {
            return (own_clause && self.ends(phone.end)).then_some(cut);
        }
        let calls = (0..links)
            .rev()
            .take_while(|index| !matches!(self.word(*index), "," | "." | ";" | "!" | "?"))
            .any(|index| WORDS.requests.calls.contains(&self.word(index)));
        let goes_on = WORDS.requests.goes_on.contains(&self.word(phone.end));
        (self.ends(phone.end) || (calls && goes_on)).then_some(cut)
    }

    /// The first of the words of these kinds that stand before a token.
    fn back(&self, from: usize, words: &[&str]) -> usize {
        let mut start = from;
        while start > 0 && words.contains(&self.before(start)) {
            start -= 1;
        }
        start
    }

    /// The position behind the words and marks that join a number to the next
    /// clause.
    fn behind_joint(&self, from: usize) -> usize {
        let mut end = from;
        while WORDS.requests.joints.contains(&self.word(end)) {
            let next = self.0.tokens.get(end + 1);
            let counted = self.0.tokens[end].kind == Kind::Word
                && next.is_some_and(|token| token.kind == Kind::Number);
            if counted {
                break;
            }
            end += 1;
        }
        end
    }
}
