//! The tokens of a line as a reader of names sees them: which are written as
//! names, which are days or numbers, and where a new line begins.

use std::cell::OnceCell;
use std::ops::Range;

use super::super::in_name;
use super::super::lexicon::asked::AnyOf;
use super::super::lexicon::{self, WORDS};
use super::super::line::{Cursor, Kind, Line, Token};
use super::super::{calendar, category};

/// A line, with the number to call that is known already.
pub(super) struct Words<'l, 't> {
    pub line: &'l Line<'t>,
    phone: Range<usize>,
    /// Whether all of the text is in capitals, which then tell nothing.
    pub shouted: bool,
    /// Which tokens are words for a kind of place, once it was asked for.
    kinds: Vec<OnceCell<bool>>,
}

impl<'l, 't> Words<'l, 't> {
    pub(super) fn new(line: &'l Line<'t>, phone: Option<&Range<usize>>) -> Self {
        Self {
            line,
            phone: phone.cloned().unwrap_or_default(),
            shouted: is_shouted(line),
            kinds: vec![OnceCell::new(); line.tokens.len()],
        }
    }

    pub(super) fn len(&self) -> usize {
        self.line.tokens.len()
    }

    pub(super) fn token(&self, index: usize) -> Option<&'l Token> {
        self.line.tokens.get(index).filter(|token| !token.taken)
    }

    /// The folded token here; empty beyond the end.
    pub(super) fn word(&self, index: usize) -> &'l str {
        self.token(index).map_or("", |token| &token.folded)
    }

    /// The folded token before; empty at the beginning.
    pub(super) fn before(&self, index: usize) -> &'l str {
        index.checked_sub(1).map_or("", |index| self.word(index))
    }

    pub(super) fn at(&self, index: usize) -> Cursor<'l> {
        self.line.at(index)
    }

    /// Behind one of the phrases, if one stands here.
    pub(super) fn eat(&self, index: usize, phrases: &(impl AnyOf + ?Sized)) -> Option<usize> {
        self.at(index).eat_any(phrases).map(|at| at.index)
    }

    /// Whether one of the phrases ends right before a token.
    pub(super) fn follows(&self, index: usize, phrases: &(impl AnyOf + ?Sized)) -> bool {
        (1..=4.min(index)).any(|back| self.eat(index - back, phrases) == Some(index))
    }

    /// Whether a new line begins with this token.
    pub(super) fn breaks(&self, index: usize) -> bool {
        let Some(token) = self.token(index).filter(|_| index > 0) else {
            return true;
        };
        let before = self.line.tokens.get(index - 1);
        let gap = before.and_then(|before| self.line.text.get(before.span.end..token.span.start));
        gap.is_some_and(|gap| gap.contains('\n'))
    }

    /// Whether white space stands before a token.
    pub(super) fn spaced(&self, index: usize) -> bool {
        self.token(index).is_none_or(|token| token.spaced)
    }

    pub(super) fn is_word(&self, index: usize) -> bool {
        self.token(index)
            .is_some_and(|token| token.kind == Kind::Word)
    }

    /// Whether a word is written as a name: with a capital, or in a script that
    /// has none.
    pub(super) fn is_capital(&self, index: usize) -> bool {
        self.token(index)
            .is_some_and(|token| token.kind == Kind::Word && (token.capital || has_no_case(token)))
    }

    /// Whether figures stand here that can be part of a name.
    pub(super) fn is_figure(&self, index: usize) -> bool {
        let token = self.token(index);
        token.is_some_and(|token| token.kind == Kind::Number && token.folded.len() <= 4)
            && !self.is_phone(index)
    }

    pub(super) fn is_phone(&self, index: usize) -> bool {
        self.phone.contains(&index)
    }

    /// Whether digits of a telephone number begin here.
    pub(super) fn phone_begins(&self, index: usize) -> bool {
        let inside = self.is_phone(index) || self.is_phone(index + 1);
        let long = |index| self.word(index).len() >= 7 && !self.is_word(index);
        inside || long(index) || self.eat(index, WORDS.place_names.phone_signs).is_some()
    }

    /// A day, a month or a number in words.
    pub(super) fn is_value(&self, index: usize) -> bool {
        let word = self.word(index);
        self.is_word(index)
            && (calendar::weekday(word).is_some()
                || calendar::month(word).is_some()
                || super::super::numbers::in_words(self.at(index)).is_some())
    }

    /// A day, a time or a number of any form.
    pub(super) fn is_any_value(&self, index: usize) -> bool {
        in_name::is_value(self.line, index)
    }

    /// A weekday or a month of a language that writes them without a capital.
    pub(super) fn is_small_day(&self, index: usize) -> bool {
        let word = self.word(index);
        let is_day = |lexicon: &lexicon::Lexicon| {
            lexicon::value(word, lexicon.days.weekdays).is_some()
                || lexicon::value(word, lexicon.days.months).is_some()
        };
        self.is_word(index) && lexicon::ALL.iter().skip(1).any(|it| is_day(it))
    }

    /// A small word of another language than English: in capitals inside a
    /// sentence it is a part of a name. English titles have capitals for other reasons.
    pub(super) fn is_small_stop(&self, index: usize) -> bool {
        let [english, ..] = lexicon::ALL;
        let word = self.word(index);
        self.is_stop(index) && !english.names.not_names.contains(&word) && word.len() > 2
    }

    /// 'I', 'me', 'my': words for persons.
    pub(super) fn is_person_word(&self, index: usize) -> bool {
        let word = self.word(index);
        WORDS.place_names.pronouns.contains(&word) || WORDS.businesses.somebody.contains(&word)
    }

    /// Whether a number to call is known.
    pub(super) fn has_phone(&self) -> bool {
        !self.phone.is_empty()
    }

    /// Whether no name is made of this word.
    pub(super) fn is_stop(&self, index: usize) -> bool {
        let word = self.word(index);
        WORDS.names.not_names.contains(&word)
            || WORDS.names.hour_marks.contains(&word)
            || WORDS.names.announcing.contains(&word)
            || WORDS.place_names.pronouns.contains(&word)
    }

    pub(super) fn is_kind(&self, index: usize) -> bool {
        let word = self.word(index);
        let kind = || {
            WORDS.businesses.kinds.contains(&word)
                || WORDS.businesses.named_kinds.contains(&word)
                || category::category(word).is_some()
        };
        let known = self.kinds.get(index).filter(|_| self.is_word(index));
        known.is_some_and(|known| *known.get_or_init(kind))
    }

    /// Whether a kind of place stands here that its name may follow.
    pub(super) fn leads_as_a_kind(&self, index: usize) -> bool {
        let word = self.word(index);
        let named = self.is_capital(index + 1) || self.is_capital(index);
        WORDS.businesses.kinds.contains(&word)
            || named && (WORDS.businesses.named_kinds.contains(&word) || is_shop_by_its_end(word))
    }

    pub(super) fn is_article(&self, index: usize) -> bool {
        WORDS.businesses.articles.contains(&self.word(index))
    }

    pub(super) fn is_possessive(&self, index: usize) -> bool {
        let word = self.word(index);
        is_possessive(word)
            && word.len() > 3
            && !WORDS.businesses.no_owners.contains(&word)
            && !WORDS.place_names.pronouns.contains(&word)
    }

    /// Whether a clause or a line begins with this token.
    pub(super) fn opens(&self, index: usize) -> bool {
        self.breaks(index)
            || !self.is_word(index - 1)
                && matches!(
                    self.before(index),
                    "," | "." | ";" | ":" | "!" | "?" | "¿" | "¡" | "(" | "·" | "…"
                )
            || self.before(index) == "-" && self.spaced(index) && self.spaced(index - 1)
            || self.breaks(index - 1) && is_sign(self.token(index - 1))
    }
}

/// 'Pollería', 'mueblería': whether a word ends like those for a kind of shop.
fn is_shop_by_its_end(word: &str) -> bool {
    let mut ends = WORDS.businesses.shop_ends.iter();
    ends.any(|end| word.len() > end.len() + 2 && word.ends_with(end))
}

/// Whether a word names an owner.
pub(super) fn is_possessive(word: &str) -> bool {
    (WORDS.businesses.possessives.iter()).any(|end| word.ends_with(end))
}

/// An emoji or a bullet.
fn is_sign(token: Option<&Token>) -> bool {
    token.is_some_and(|token| token.kind == Kind::Symbol)
}

/// Chinese, Arabic and other letters without capitals.
fn has_no_case(token: &Token) -> bool {
    (token.folded.chars()).any(|c| c.is_alphabetic() && !c.is_lowercase())
}

fn is_shouted(line: &Line<'_>) -> bool {
    let words = || line.tokens.iter().filter(|token| token.kind == Kind::Word);
    let loud = |token: &&Token| {
        let text = line.text.get(token.span.clone()).unwrap_or_default();
        !text.chars().any(char::is_lowercase) && token.capital
    };
    words().count() > 2 && words().filter(loud).count() * 3 > words().count() * 2
}
