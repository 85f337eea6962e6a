//! Messages that clearly do not answer a question: a greeting, thanks, a
//! question of the person's own. Only whole messages count, so that 'Hello
//! Kitty Café' stays a name and 'Ana?' an answer.

use super::lexicon::{WORDS, meaning};
use super::line::{Kind, Line};

/// A message that answers no question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aside {
    /// 'hello'.
    Greeting,
    /// 'thanks'.
    Thanks,
    /// 'why do you need that?'.
    Question,
    /// 'are you a bot?'.
    WhoAreYou,
    /// 'this is useless'.
    Frustration,
    /// Emoji, punctuation, 'hmm'.
    Nothing,
    /// 'hang on, I'll check'.
    Waiting,
    /// 'do they know that it's a robot?', 'don't say that you're an AI'.
    Disclosure,
}

/// The kind of aside that a whole message is, if it clearly is one.
#[must_use]
pub fn aside(text: &str) -> Option<Aside> {
    if text.len() > 400 {
        return None;
    }
    let line = Line::new(text);
    let words = line.words();
    if words.is_empty() {
        let asks = !text.trim().is_empty()
            && text
                .trim()
                .chars()
                .all(|c| matches!(c, '?' | '¿' | '!' | '¡' | ' '))
            && text.contains('?');
        return Some(if asks {
            Aside::Question
        } else {
            Aside::Nothing
        });
    }
    let whole = meaning(&words, WORDS.messages.asides);
    whole
        .or_else(|| is_about_disclosure(&line).then_some(Aside::Disclosure))
        .or_else(|| waits(&line).then_some(Aside::Waiting))
        .or_else(|| thanks(&line).then_some(Aside::Thanks))
        .or_else(|| question(&line))
}

/// Whether a short message is about being told that an AI calls.
fn is_about_disclosure(line: &Line<'_>) -> bool {
    const MOST_TOKENS: usize = 14;
    let has = |words: &dyn Fn(&str) -> bool| line.tokens.iter().any(|token| words(&token.folded));
    line.tokens.len() <= MOST_TOKENS
        && has(&|word| WORDS.messages.bots.contains(&word))
        && has(&|word| WORDS.messages.disclosing.contains(&word))
        && !line.tokens.iter().any(|token| token.kind == Kind::Number)
}

/// 'Hang on, checking with my wife': it asks for a moment and names no number.
fn waits(line: &Line<'_>) -> bool {
    const MOST_TOKENS: usize = 16;
    let numbers = |index: usize| {
        let at = line.at(index);
        at.digits().is_some() || super::numbers::in_words(at).is_some_and(|(n, _)| n > 1)
    };
    let start = line
        .start()
        .skip(WORDS.correcting.interjections)
        .skip(&[",", "…", "."]);
    let later = |index: usize| line.at(index).is(WORDS.messages.later_answers);
    let asks = start.is(WORDS.messages.waiting) || (0..line.tokens.len()).any(later);
    line.tokens.len() <= MOST_TOKENS && asks && !(0..line.tokens.len()).any(numbers)
}

/// 'Qué majo, gracias': a few words that end in thanks.
fn thanks(line: &Line<'_>) -> bool {
    const MOST_TOKENS: usize = 6;
    let end = line
        .tokens
        .iter()
        .rposition(|token| token.kind == Kind::Word);
    let Some(end) = end.filter(|_| line.tokens.len() <= MOST_TOKENS) else {
        return false;
    };
    let last = line.tokens[end].folded.as_str();
    let set_off = end
        .checked_sub(1)
        .is_some_and(|before| line.tokens[before].kind == Kind::Symbol);
    set_off
        && meaning(last, WORDS.messages.asides) == Some(Aside::Thanks)
        && line.tokens[..end]
            .iter()
            .all(|token| token.kind != Kind::Number)
        && end <= 4
}

/// Whether a whole message is a question that the place can answer: 'do they have
/// gluten free pizza?'. It speaks of nobody but them.
#[must_use]
pub fn asks_the_place(text: &str) -> bool {
    let line = Line::new(text);
    let words = || line.tokens.iter().filter(|token| token.kind == Kind::Word);
    let of_bot = words().any(|token| WORDS.messages.of_bot.contains(&token.folded.as_str()));
    let why = (0..line.tokens.len()).any(|index| line.at(index).is(WORDS.messages.whys));
    let asks = match aside(text) {
        Some(aside) => aside == Aside::Question,
        None => line.tokens.last().is_some_and(|token| token.folded == "?"),
    };
    asks && !of_bot && !why && words().count() >= 2
}

/// Whether a task tells nothing that could be said on the phone: 'the same as
/// last time', 'asdf asdf'.
#[must_use]
pub fn tells_nothing(text: &str) -> bool {
    let line = Line::new(text);
    let start = line.start();
    let usual = start
        .eat_any(WORDS.messages.usual)
        .is_some_and(|end| end.at_end() || (end.is(&[".", "!"]) && end.next().at_end()));
    let mut words = line.tokens.iter().map(|token| token.folded.as_str());
    let first = words.next();
    let mut more = 0;
    let one_word = words.all(|word| {
        more += 1;
        Some(word) == first
    });
    usual || (one_word && more > 0)
}

/// A question: begins like one, and either ends in a question mark or speaks to
/// the bot. A polite request ('can you book a table?') is not one.
fn question(line: &Line<'_>) -> Option<Aside> {
    let start = line
        .at(line
            .tokens
            .iter()
            .position(|token| token.kind != Kind::Symbol)?)
        .skip(WORDS.messages.before_question)
        .skip(&[","]);
    start.eat_any(WORDS.messages.question_openings)?;
    let has = |words: &[&str]| {
        line.tokens
            .iter()
            .any(|token| words.contains(&token.folded.as_str()))
    };
    let about_a_call = has(WORDS.messages.requested) && !start.is(WORDS.messages.whys);
    let number = line.tokens.iter().any(|token| token.kind == Kind::Number);
    let marked = line.tokens.last().is_some_and(|token| token.folded == "?");
    if about_a_call || number || !(marked || has(WORDS.messages.spoken_to)) {
        return None;
    }
    let bot = has(WORDS.messages.bots) && start.is(WORDS.messages.are_you);
    Some(if bot {
        Aside::WhoAreYou
    } else {
        Aside::Question
    })
}
