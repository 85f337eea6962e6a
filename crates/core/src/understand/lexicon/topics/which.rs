//! Which of the numbers in a text is to be called.

use super::super::lists::{Phrases, topic};

topic! {
    /// Which of the numbers in a text is to be called.
    WhichNumber {
        /// Ask for a call to a number.
        pub calling: Phrases,
        /// Stand between a negation and the word of calling that it denies.
        pub denied_with: Phrases,
        /// Lead from a word to the number that it is about.
        pub links: Phrases,
        /// Deny the words that stand behind them.
        pub negations: Phrases,
        /// Deny the same in two words and more, or by a verb.
        pub negating: Phrases,
        /// Say that a number is out of date.
        pub stale: Phrases,
        /// Name a number.
        pub number_words: Phrases,
        /// Name a fax.
        pub faxes: Phrases,
        /// Introduce the message that somebody is told or asked on the phone.
        pub telling: Phrases,
        /// Make two numbers alternatives, or one the second choice.
        pub either: Phrases,
        /// Take back the words that stand before them.
        pub instead: Phrases,
        /// End a number's own clause.
        pub stops: Phrases,
        /// End a letter: the numbers behind them are its writer's.
        pub signing: Phrases,
        /// Abbreviate, with a full stop that does not end a clause.
        pub short: Phrases,
        /// Stand between a number and the words that say that it is out of
        /// date.
        pub beside_stale: Phrases,
        /// Tell the right number behind a comma.
        pub tells_right: Phrases,
        /// Say that the number before them is out of date.
        pub stale_behind: Phrases,
        /// Say the same where they are its whole clause.
        pub stale_alone: Phrases,
        /// Stand between a number and such words.
        pub before_stale: Phrases,
        /// Say that the number before them is a fax.
        pub fax_behind: Phrases,
        /// Stand between the word for a fax and its number.
        pub fax_links: Phrases,
        /// Name a fax in full.
        pub fax_words: Phrases,
        /// Join the word for a fax to the number behind it.
        pub fax_joints: Phrases,
        /// Say where somebody can be reached.
        pub reach_me: Phrases,
        /// Say that the number before them is the person's own.
        pub mine_behind: Phrases,
        /// Stand before a thing that is wanted.
        pub something: Phrases,
        /// Say whose number it is.
        pub my: Phrases,
        /// Stand between such a word and the number.
        pub my_kinds: Phrases,
        /// Join the person's own number to its figures.
        pub my_links: Phrases,
        /// Stand before the person's own number.
        pub my_at: Phrases,
        /// Say by themselves that the number is the person's own.
        pub mine: Phrases,
        /// Name a number that is passed on.
        pub passed_on: Phrases,
        /// Ask for a number to be passed on.
        pub giving: Phrases,
        /// Say that the number is given to the bot.
        pub to_bot: Phrases,
        /// Stand between the old number and the new one.
        pub retold: Phrases,
        /// Ask for a number to be changed.
        pub changing: Phrases,
        /// End a clause, unless the next words stand before them.
        pub but: Phrases,
        /// Rule out the number that such a word leads to.
        pub anything: Phrases,
        /// Abbreviate 'number' behind a word for one.
        pub number_sign: Phrases,
        /// Take back the number before them, with a mark behind.
        pub no: Phrases,
        /// Join two numbers that are denied alike.
        pub or_nor: Phrases,
        /// Name the person's own number before such a word.
        pub own_numbers: Phrases,
        /// Stand between a number and the one that replaces it.
        pub changed_to: Phrases,
    }
}
