//! Addresses, handles and codes: digits in them are neither a number to call
//! nor a day, a time or a count.

use super::lexicon::WORDS;
use std::ops::Range;

use super::line::{Kind, Line};
use super::phone::is_extension;

/// The tokens from one gap to the next around a token.
fn chunk(line: &Line<'_>, index: usize) -> Range<usize> {
    let mut start = index;
    while start > 0 && !line.tokens[start].spaced {
        start -= 1;
    }
    let mut end = index + 1;
    while line.tokens.get(end).is_some_and(|token| !token.spaced) {
        end += 1;
    }
    start..end
}

/// Whether the chunk around a token is an address of the web or of a mail
/// box, a handle, or something with a query.
fn is_address(line: &Line<'_>, tokens: &Range<usize>) -> bool {
    let text = line.slice(tokens.clone());
    let word = |index: usize| {
        line.tokens
            .get(index)
            .filter(|_| tokens.contains(&index))
            .map_or("", |token| token.folded.as_str())
    };
    let is_word = |index: usize| tokens.contains(&index) && line.tokens[index].kind != Kind::Symbol;
    let domain = || {
        tokens.clone().any(|index| {
            let letters =
                |index: usize| tokens.contains(&index) && line.tokens[index].kind == Kind::Word;
            letters(index)
                && word(index + 1) == "."
                && letters(index + 2)
                && matches!(word(index + 3), "/" | "?" | ":" | "#")
        })
    };
    let at = || {
        tokens
            .clone()
            .any(|index| word(index) == "@" && is_word(index + 1))
    };
    let query = || {
        text.chars().any(char::is_alphabetic)
            && tokens
                .clone()
                .any(|index| word(index) == "=" && index > tokens.start && is_word(index - 1))
    };
    text.contains("://") || text.starts_with("www.") || at() || domain() || query()
}

/// Whether a number's tokens are a part of an address, a handle or a code.
pub(super) fn holds(line: &Line<'_>, tokens: &Range<usize>) -> bool {
    let (Some(first), Some(last)) = (
        line.tokens.get(tokens.start),
        tokens
            .end
            .checked_sub(1)
            .and_then(|last| line.tokens.get(last)),
    ) else {
        return false;
    };
    let addresses = [tokens.start, tokens.end - 1]
        .iter()
        .any(|index| is_address(line, &chunk(line, *index)));
    let word = |index: Option<usize>| index.and_then(|index| line.tokens.get(index));
    let joins = |token: &super::line::Token| {
        matches!(
            token.folded.as_str(),
            "-" | "_" | "/" | "&" | "@" | "=" | "%" | "#"
        )
    };
    let label = |token: &super::line::Token| WORDS.phones.labels.contains(&token.folded.as_str());
    let before = word(tokens.start.checked_sub(1)).filter(|_| !first.spaced);
    let touches_before = before.is_some_and(|token| match token.kind {
        Kind::Word => !label(token),
        Kind::Symbol if joins(token) && !token.spaced => word(tokens.start.checked_sub(2))
            .is_some_and(|token| token.kind == Kind::Word && !label(token)),
        _ => false,
    });
    let after = word(Some(tokens.end)).filter(|token| !token.spaced && last.kind == Kind::Number);
    let touches_after = after.is_some_and(|token| match token.kind {
        Kind::Word => !(is_extension(&token.folded) || token.folded == "x"),
        Kind::Symbol if joins(token) => word(Some(tokens.end + 1)).is_some_and(|token| {
            token.kind == Kind::Word
                && !token.spaced
                && !is_extension(&token.folded)
                && token.folded != "x"
        }),
        _ => false,
    });
    addresses || touches_before || touches_after
}

/// The tokens of whole addresses and of long codes ('CA7f3a9c1e5b2d'): nothing
/// that they hold was said.
pub(super) fn all(line: &Line<'_>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    while start < line.tokens.len() {
        let tokens = chunk(line, start);
        let digits = |tokens: &Range<usize>| {
            line.tokens[tokens.clone()]
                .iter()
                .any(|token| token.kind == Kind::Number)
        };
        let turns = line.tokens[tokens.clone()]
            .windows(2)
            .filter(|pair| {
                matches!(
                    (pair[0].kind, pair[1].kind),
                    (Kind::Word, Kind::Number) | (Kind::Number, Kind::Word)
                )
            })
            .count();
        if (is_address(line, &tokens) && digits(&tokens)) || turns >= 4 {
            found.push(tokens.clone());
        }
        start = tokens.end.max(start + 1);
    }
    found
}
