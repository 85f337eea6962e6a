//! The words behind `/calendar`.

use super::lexicon::WORDS;
use crate::model::{FeedWish, fold};

/// What is wanted of the address for calendars.
#[must_use]
pub fn feed_wish(text: &str) -> Option<FeedWish> {
    let text = fold(text);
    let mut wishes = WORDS.named.feed_wishes.iter();
    let found = wishes.find(|(_, phrases)| phrases.iter().any(|phrase| *phrase == text));
    found.map(|(wish, _)| *wish)
}

/// The words behind those that mean the room; `None` if nothing means it.
#[must_use]
pub fn of_the_room(text: &str) -> Option<&str> {
    let text = text.trim();
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let word = fold(word);
    let means = |phrase: &&&str| **phrase == word;
    WORDS.named.of_room.iter().find(means).map(|_| rest.trim())
}
