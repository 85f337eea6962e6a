//! Whole messages that steer the dialogue or a call, or answer nothing.

use super::super::lists::{Groups, Phrases, topic};
use crate::understand::aside::Aside;
use crate::understand::call_word::CallWord;
use crate::understand::control::Control;
use crate::understand::leaving::Leaving;

topic! {
    /// Whole messages that steer the dialogue or a call, or answer nothing.
    Messages {
        /// Steer the dialogue where they are the whole message.
        pub controls: Groups<Control>,
        /// Stand around a word that steers and change nothing.
        pub fillers: Phrases,
        /// Join two words of agreement.
        pub joints: Phrases,
        /// End a request, with any reason behind them.
        pub giving_up: Phrases,
        /// Stand before the words that end a request.
        pub sighs: Phrases,
        /// Ask something of a call where they are the whole message.
        pub call_words: Groups<CallWord>,
        /// Ask for the same call once more, at a time that follows.
        pub calling_again: Phrases,
        /// Take leave of the terminal where they are the whole message.
        pub leaving: Groups<Leaving>,
        /// Ask never to call a number again where they are the whole message;
        /// `#` stands for the number.
        pub never_calls: Phrases,
        /// Point to a number, in its place.
        pub never_objects: Phrases,
        /// Answer no question where they are the whole message.
        pub asides: Groups<Aside>,
        /// Mean an earlier request where they are the whole message.
        pub usual: Phrases,
        /// Ask for a moment, at the beginning of a message.
        pub waiting: Phrases,
        /// Put an answer off, anywhere in a message.
        pub later_answers: Phrases,
        /// Begin a question of the person's own.
        pub question_openings: Phrases,
        /// Tell that a question is put to the bot.
        pub spoken_to: Phrases,
        /// Speak of the bot itself.
        pub of_bot: Phrases,
        /// Tell that a question is a request.
        pub requested: Phrases,
        /// Stand before a question.
        pub before_question: Phrases,
        /// Ask for the reason of a request.
        pub whys: Phrases,
        /// Name things that the bot may be.
        pub bots: Phrases,
        /// Tell, or know, that a bot calls.
        pub disclosing: Phrases,
        /// Begin a question about the bot's nature.
        pub are_you: Phrases,
        /// Tell in which language a message is.
        pub common: Phrases,
        /// Ask the bot for a language, which stands for `#`, as the whole message.
        pub speak_with_me: Phrases,
    }
}
