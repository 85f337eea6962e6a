//! A person somewhere in Telegram: writes, presses, and waits for the bot's
//! messages there.

use std::cell::Cell;

use super::stage::Stage;
use telegram_emulator::{Emulator, Shown, Where};

/// A person in one chat, who reads the bot's messages there from top to bottom.
pub struct Seat<'a> {
    pub stage: &'a Stage,
    pub spot: Where,
    pub person: i64,
    /// How far they have read.
    read: Cell<u64>,
}

impl<'a> Seat<'a> {
    /// Nothing is read yet.
    pub fn new(stage: &'a Stage, spot: Where, person: i64) -> Self {
        Self {
            stage,
            spot,
            person,
            read: Cell::new(0),
        }
    }
}

impl Seat<'_> {
    /// The chat in which it is.
    pub fn chat(&self) -> i64 {
        self.spot.chat
    }

    /// Writes as the person's app does; returns the message.
    #[track_caller]
    pub fn says(&self, text: &str) -> i64 {
        let said = self.stage.telegram.writes(self.spot, self.person, text);
        let heard = said.update.is_some();
        assert!(heard, "the bot cannot see {text:?}{}", self.stage.so_far());
        said.message
    }

    /// Writes a message that the bot cannot see; returns the message.
    #[track_caller]
    pub fn mutters(&self, text: &str) -> i64 {
        let said = self.stage.telegram.writes(self.spot, self.person, text);
        assert_eq!(said.update, None, "the bot sees {text:?}");
        said.message
    }

    /// Presses the newest button of this label, once there is one; returns the
    /// update.
    #[track_caller]
    pub fn presses(&self, label: &str) -> i64 {
        self.stage.until(&format!("a button {label:?}"), |_| {
            let here = |shown: &Shown| shown.labels().contains(&label);
            self.shown().iter().any(here).then_some(())
        });
        self.stage
            .telegram
            .presses_in(self.spot, self.person, label)
    }

    /// Waits for words in an unread message; then it and all before it are
    /// read.
    #[track_caller]
    pub fn hears(&self, words: &str) -> Shown {
        self.hears_any(&[words])
    }

    /// The same for any of several.
    #[track_caller]
    pub fn hears_any(&self, words: &[&str]) -> Shown {
        let found = self.stage.until(&format!("{words:?}"), |_| {
            let mut unread = self.unread();
            unread.retain(|shown| words.iter().any(|words| shown.text.contains(words)));
            unread.into_iter().next()
        });
        self.read.set(found.stamp);
        found
    }

    /// Waits for an unread message with the way to link an account.
    #[track_caller]
    pub fn hears_offer(&self) -> Shown {
        let leads = |shown: &Shown| {
            let mut labels = ["Link my account", "Vincular mi cuenta"].into_iter();
            labels.any(|label| shown.address(label).is_some())
        };
        let found = self.stage.until("a link", |_| {
            let mut unread = self.unread();
            unread.retain(leads);
            unread.into_iter().next()
        });
        self.read.set(found.stamp);
        found
    }

    /// Says that the account which was signed in to is their own.
    #[track_caller]
    pub fn is_mine(&self) {
        let asked = self.hears_any(&["Is that your account?", "¿Es tu cuenta?"]);
        self.presses(&asked.buttons[0].0);
        self.hears_any(&["✅ Linked", "✅ Cuenta vinculada"]);
    }

    /// Says something in a group, and waits for the answer to it.
    #[track_caller]
    pub fn own(&self, text: &str, answer: &str) -> Shown {
        self.says(text);
        self.hears_own(answer)
    }

    /// The same as [`Self::hears`], among the messages for this person.
    #[track_caller]
    pub fn hears_own(&self, words: &str) -> Shown {
        let found = self
            .stage
            .until(&format!("{words:?} for {}", self.person), |_| {
                let mut unread = self.unread();
                unread.retain(|shown| self.is_own(shown) && shown.text.contains(words));
                unread.into_iter().next()
            });
        self.read.set(found.stamp);
        found
    }

    /// Presses the newest button of this label in a message for this person, once
    /// there is one.
    #[track_caller]
    pub fn presses_own(&self, label: &str) -> i64 {
        let newest = self.stage.until(&format!("a button {label:?}"), |_| {
            let shown = self.shown().into_iter();
            shown
                .filter(|shown| self.is_own(shown) && shown.labels().contains(&label))
                .max_by_key(|shown| shown.stamp)
        });
        let telegram = &self.stage.telegram;
        telegram.presses_on(self.spot.chat, newest.id, self.person, label)
    }

    /// Whether a message mentions this person, or nobody.
    fn is_own(&self, shown: &Shown) -> bool {
        shown.mentions.is_empty() || shown.mentions.contains(&self.person)
    }

    /// Follows a link to the bot.
    #[track_caller]
    pub fn follows(&self, address: &str) {
        self.stage.telegram.follows(self.person, address);
    }

    /// Whether words are in an unread message.
    pub fn sees(&self, words: &str) -> bool {
        self.unread().iter().any(|shown| shown.text.contains(words))
    }

    /// Says something, and waits for the answer.
    #[track_caller]
    pub fn ask(&self, text: &str, answer: &str) -> Shown {
        self.says(text);
        self.hears(answer)
    }

    /// Presses a button, and waits for its effect.
    #[track_caller]
    pub fn press(&self, label: &str, answer: &str) -> Shown {
        self.presses(label);
        self.hears(answer)
    }

    /// The unread messages, in the order in which they came or were changed.
    pub fn unread(&self) -> Vec<Shown> {
        let mut unread = self.shown();
        unread.retain(|shown| shown.stamp > self.read.get());
        unread.sort_by_key(|shown| shown.stamp);
        unread
    }

    /// The bot's messages there.
    pub fn shown(&self) -> Vec<Shown> {
        let mut shown = self.stage.telegram.shown(self.spot.chat);
        shown.retain(|shown| self.spot.topic.is_none() || shown.thread == self.spot.topic);
        shown
    }

    /// Waits until a message says this.
    #[track_caller]
    pub fn becomes(&self, message: &Shown, words: &str) -> Shown {
        self.stage.until(&format!("{words:?}"), |_| {
            let mut shown = self.shown();
            shown.retain(|shown| shown.id == message.id && shown.text.contains(words));
            shown.pop()
        })
    }

    /// Waits until a message has no buttons any more.
    #[track_caller]
    pub fn loses_buttons(&self, message: &Shown) {
        self.stage.until("the buttons go", |_| {
            let shown = self.shown();
            let bare = |shown: &&Shown| shown.id == message.id && shown.buttons.is_empty();
            shown.iter().find(bare).map(|_| ())
        });
    }

    /// The words that a press is answered with, which show briefly and are no
    /// dialogue box.
    #[track_caller]
    pub fn alerted(&self, update: i64) -> String {
        let answered = |telegram: &Emulator| telegram.answer_to(update);
        let (words, alert) = self.stage.until("an answer to the press", answered);
        assert!(!alert, "{words:?} has to be closed");
        words
    }

    /// The number of the bot's messages there with these words.
    pub fn count(&self, words: &str) -> usize {
        let shown = self.shown();
        shown
            .iter()
            .filter(|shown| shown.text.contains(words))
            .count()
    }
}
