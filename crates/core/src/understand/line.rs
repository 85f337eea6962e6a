//! Normalisation: a text as tokens that are lower case and without accents,
//! each with its place in the text as written, so that its words can be cut out
//! of it. Tokens that one reader has understood are marked as taken and are
//! invisible to the next. Only the first [`LIMIT`] characters count.

use super::lexicon::asked::AnyOf;
use super::lexicon::index::{Entry, Indexed, Key};
use super::lexicon::{WORDS, value};
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How many characters of a text are looked at.
pub(super) const LIMIT: usize = 4_000;

/// The kind of a token's characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, with apostrophes inside.
    Word,
    /// Decimal digits of any script.
    Number,
    /// One character of anything else that can be seen.
    Symbol,
}

#[derive(Debug, Clone)]
pub(super) struct Token {
    pub kind: Kind,
    /// Lower case, no accents, digits in ASCII.
    pub folded: String,
    /// By which lists are asked for its folded form.
    pub key: Key,
    /// Its bytes in the text.
    pub span: Range<usize>,
    /// Whether white space (or the text's beginning) stands before it.
    pub spaced: bool,
    /// Whether a new line begins with it.
    pub new_line: bool,
    /// Whether it begins with a capital letter.
    pub capital: bool,
    /// Whether a reader has understood it already.
    pub taken: bool,
}

/// A text and its tokens.
#[derive(Debug, Clone)]
pub(super) struct Line<'a> {
    pub text: &'a str,
    pub tokens: Vec<Token>,
    /// The person says 'vos': 'pedí' asks for something and tells no past.
    pub voseo: bool,
}

/// The text up to the limit, cut between characters.
pub(super) fn bounded(text: &str) -> &str {
    match text.char_indices().nth(LIMIT) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

/// Lower case, no accents, ASCII digits and apostrophes.
pub(super) fn fold(text: &str) -> String {
    if text.is_ascii() {
        let mut folded = text.to_ascii_lowercase();
        if folded.contains('`') {
            folded = folded.chars().map(plain).collect();
        }
        return folded;
    }
    text.chars()
        .flat_map(char::to_lowercase)
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .map(plain)
        .collect()
}

/// The word that a chat spelling stands for; the text itself stays as written.
fn spelt_out(folded: &str) -> Option<&'static str> {
    value(folded, WORDS.spelling.chat)
}

fn plain(c: char) -> char {
    match c {
        'a'..='z' => c,
        '\u{2019}' | '\u{2018}' | '\u{02BC}' | '`' | '\u{00B4}' => '\'',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FF0D}' => '-',
        '\u{FF0B}' => '+',
        '\u{FF1A}' => ':',
        _ => digit(c).unwrap_or(c),
    }
}

/// The ASCII digit of a decimal digit in the scripts people type numbers in.
fn digit(c: char) -> Option<char> {
    const ZEROS: [u32; 5] = [0x30, 0x660, 0x6F0, 0x966, 0xFF10];
    let code = u32::from(c);
    let zero = ZEROS
        .into_iter()
        .find(|zero| (*zero..zero + 10).contains(&code))?;
    char::from_digit(code - zero, 10)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    Mark,
    Apostrophe,
    Gap,
    Hidden,
    Other,
}

fn class(c: char) -> Class {
    match c {
        'a'..='z' | 'A'..='Z' => Class::Letter,
        ' ' => Class::Gap,
        _ if digit(c).is_some() => Class::Digit,
        _ if is_combining_mark(c) => Class::Mark,
        _ if c.is_alphabetic() => Class::Letter,
        _ if c.is_whitespace() => Class::Gap,
        _ if plain(c) == '\'' => Class::Apostrophe,
        _ if c.is_control()
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{00AD}') =>
        {
            Class::Hidden
        }
        _ => Class::Other,
    }
}

impl<'a> Line<'a> {
    /// Reads a text's tokens.
    pub(super) fn new(text: &'a str) -> Self {
        let text = bounded(text);
        let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 4);
        let mut spaced = true;
        let mut new_line = false;
        let mut chars = text.char_indices().peekable();
        while let Some((start, first)) = chars.next() {
            let kind = match class(first) {
                Class::Gap => {
                    spaced = true;
                    new_line |= first == '\n';
                    continue;
                }
                Class::Hidden | Class::Mark => continue,
                Class::Letter => Kind::Word,
                Class::Digit => Kind::Number,
                Class::Apostrophe | Class::Other => Kind::Symbol,
            };
            let mut end = start + first.len_utf8();
            while let Some(&(at, c)) = chars.peek() {
                let goes_on = match (kind, class(c)) {
                    (_, Class::Mark)
                    | (Kind::Word, Class::Letter)
                    | (Kind::Number, Class::Digit) => true,
                    (Kind::Word, Class::Apostrophe) => text[at + c.len_utf8()..]
                        .chars()
                        .next()
                        .is_some_and(|after| class(after) == Class::Letter),
                    _ => false,
                };
                if !goes_on {
                    break;
                }
                end = at + c.len_utf8();
                chars.next();
            }
            let mut folded = fold(&text[start..end]);
            let apart = chars.peek().is_none_or(|(_, c)| match class(*c) {
                Class::Gap => true,
                Class::Other => folded.len() > 1,
                _ => false,
            });
            if spaced
                && apart
                && first.is_lowercase()
                && let Some(word) = spelt_out(&folded)
            {
                word.clone_into(&mut folded);
            }
            tokens.push(Token {
                kind,
                key: Key::of(&folded),
                folded,
                span: start..end,
                spaced,
                new_line,
                capital: first.is_uppercase(),
                taken: false,
            });
            (spaced, new_line) = (false, false);
        }
        Self {
            text,
            tokens,
            voseo: false,
        }
    }

    /// The reading position at a token.
    pub(super) fn at(&self, index: usize) -> Cursor<'_> {
        Cursor {
            tokens: &self.tokens,
            index,
        }
    }

    /// The reading position at the first token.
    pub(super) fn start(&self) -> Cursor<'_> {
        self.at(0)
    }

    /// Marks tokens as understood.
    pub(super) fn take(&mut self, tokens: Range<usize>) {
        for token in self.tokens.get_mut(tokens).unwrap_or_default() {
            token.taken = true;
        }
    }

    /// The first match, from left to right, and the tokens it spans.
    pub(super) fn find<T>(
        &self,
        read: impl Fn(Cursor<'_>) -> Option<(T, Cursor<'_>)>,
    ) -> Option<(T, Range<usize>)> {
        self.find_from(0, read)
    }

    /// The first match that begins at a token or behind it.
    pub(super) fn find_from<T>(
        &self,
        first: usize,
        read: impl Fn(Cursor<'_>) -> Option<(T, Cursor<'_>)>,
    ) -> Option<(T, Range<usize>)> {
        (first..self.tokens.len()).find_map(|index| {
            let (value, end) = read(self.at(index))?;
            Some((value, index..end.index))
        })
    }

    /// Behind the first of the phrases that begins at a token, taken or not.
    pub(super) fn behind_any(
        &self,
        index: usize,
        phrases: &(impl AnyOf + ?Sized),
    ) -> Option<usize> {
        let token = self.tokens.get(index)?;
        phrases.first_fitting(&token.folded, token.key, |phrase| {
            self.behind(index, phrase)
        })
    }

    /// Whether one of the phrases ends before a token; its tokens may be taken.
    pub(super) fn is_behind(&self, index: usize, phrases: &Indexed<impl Entry>) -> bool {
        (1..=phrases.most_words().min(index)).any(|words| {
            let start = index - words;
            let mut begin = self.tokens.get(start).into_iter();
            begin.any(|token| {
                phrases
                    .beginning(token.key)
                    .any(|entry| self.behind(start, entry.phrase()) == Some(index))
            })
        })
    }

    /// Behind a phrase that begins at a token, taken or not.
    fn behind(&self, index: usize, phrase: &str) -> Option<usize> {
        let mut end = index;
        for word in phrase.split(' ') {
            if self.tokens.get(end)?.folded != word {
                return None;
            }
            end += 1;
        }
        Some(end)
    }

    /// The text of these tokens as written.
    pub(super) fn slice(&self, tokens: Range<usize>) -> &'a str {
        let inside = self.tokens.get(tokens).unwrap_or_default();
        match (inside.first(), inside.last()) {
            (Some(first), Some(last)) => &self.text[first.span.start..last.span.end],
            _ => "",
        }
    }

    /// The words alone, joined by single spaces: for looking up whole messages.
    pub(super) fn words(&self) -> String {
        let words: Vec<&str> = self
            .tokens
            .iter()
            .filter(|token| token.kind != Kind::Symbol)
            .map(|token| token.folded.as_str())
            .collect();
        words.join(" ")
    }
}

/// A reading position; reading makes a new one and leaves the old as it was.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'t> {
    tokens: &'t [Token],
    pub index: usize,
}

impl<'t> Cursor<'t> {
    /// The token here, unless the text has ended or the token is taken.
    pub(super) fn token(self) -> Option<&'t Token> {
        self.tokens.get(self.index).filter(|token| !token.taken)
    }

    /// The token here in its folded form; empty at the end.
    pub(super) fn word(self) -> &'t str {
        self.token().map_or("", |token| token.folded.as_str())
    }

    /// The token before, taken or not; empty at the beginning.
    pub(super) fn before(self) -> &'t str {
        self.before_by(1)
    }

    /// The token so many before; empty beyond the beginning.
    pub(super) fn before_by(self, count: usize) -> &'t str {
        self.index
            .checked_sub(count)
            .and_then(|index| self.tokens.get(index))
            .map_or("", |token| token.folded.as_str())
    }

    /// The token so many before.
    pub(super) fn at_back(self, count: usize) -> Option<&'t Token> {
        self.index
            .checked_sub(count)
            .and_then(|index| self.tokens.get(index))
    }

    /// Whether the token before is taken: a day, once the days are read.
    pub(super) fn before_taken(self) -> bool {
        self.index
            .checked_sub(1)
            .and_then(|index| self.tokens.get(index))
            .is_some_and(|token| token.taken)
    }

    /// Whether an article in capitals stands before: part of a name.
    pub(super) fn article_before(self) -> bool {
        let before = self
            .index
            .checked_sub(1)
            .and_then(|index| self.tokens.get(index));
        before.is_some_and(|token| {
            token.capital && WORDS.businesses.articles.contains(&token.folded.as_str())
        })
    }

    /// Whether nothing is left to read here.
    pub(super) fn at_end(self) -> bool {
        self.token().is_none()
    }

    /// Whether the token before is a figure.
    pub(super) fn before_is_number(self) -> bool {
        self.at_back(1)
            .is_some_and(|token| token.kind == Kind::Number)
    }

    /// Whether white space stands before the token here.
    pub(super) fn spaced(self) -> bool {
        self.token().is_none_or(|token| token.spaced)
    }

    /// Behind the token here.
    pub(super) fn next(self) -> Self {
        Self {
            index: self.index + 1,
            ..self
        }
    }

    /// Behind a phrase, tokens separated by spaces, if it stands here.
    pub(super) fn eat(self, phrase: &str) -> Option<Self> {
        let word = self.word();
        if word.is_empty() {
            return None;
        }
        let rest = phrase.strip_prefix(word)?;
        match rest.strip_prefix(' ') {
            Some(more) => self.next().eat(more),
            None => rest.is_empty().then(|| self.next()),
        }
    }

    /// Behind the first of the phrases that stands here.
    pub(super) fn eat_any(self, phrases: &(impl AnyOf + ?Sized)) -> Option<Self> {
        let token = self.token()?;
        phrases.first_fitting(&token.folded, token.key, |phrase| self.eat(phrase))
    }

    /// The phrases that may stand here, in order.
    #[inline]
    pub(super) fn beginning<E: Entry>(self, phrases: &Indexed<E>) -> impl Iterator<Item = &E> {
        let key = self.token().map(|token| token.key);
        key.into_iter().flat_map(|key| phrases.beginning(key))
    }

    /// The meaning of the first of the phrases that stands here, and behind it.
    pub(super) fn eat_value<T: Copy>(
        self,
        phrases: &Indexed<(&'static str, T)>,
    ) -> Option<(T, Self)> {
        let mut fitting = phrases.beginning(self.token()?.key);
        fitting.find_map(|(phrase, value)| Some((*value, self.eat(phrase)?)))
    }

    /// The value of the word here.
    #[inline]
    pub(super) fn value<T: Copy>(self, words: &Indexed<(&'static str, T)>) -> Option<T> {
        let token = self.token()?;
        let found = words.entry_by(token.key, &token.folded)?;
        Some(found.1)
    }

    /// Behind one of the phrases if one stands here, else here.
    pub(super) fn skip(self, phrases: &(impl AnyOf + ?Sized)) -> Self {
        self.eat_any(phrases).unwrap_or(self)
    }

    /// Whether one of the phrases stands here.
    pub(super) fn is(self, phrases: &(impl AnyOf + ?Sized)) -> bool {
        self.eat_any(phrases).is_some()
    }

    /// Digits here, with how many they are.
    pub(super) fn digits(self) -> Option<(u32, usize, Self)> {
        let token = self.token().filter(|token| token.kind == Kind::Number)?;
        let value = token.folded.parse().ok()?;
        Some((value, token.folded.len(), self.next()))
    }

    /// A symbol here that touches the token before it.
    pub(super) fn glued(self, symbols: &[&str]) -> Option<Self> {
        let token = self.token()?;
        (!token.spaced && symbols.contains(&token.folded.as_str())).then(|| self.next())
    }
}
