//! When a place says that it can be called again.

use super::super::lists::{Phrases, topic};

topic! {
    /// When a place says that it can be called again.
    LaterWords {
        /// Ask for another call, or say that somebody will be there: a day or a
        /// time follows.
        pub cues: Phrases,
        /// Turn such words into their opposite, a few words before them.
        pub denials: Phrases,
        /// Stand before the day or the time, or between them.
        pub leading: Phrases,
        /// Make a day one that comes again and again.
        pub each: Phrases,
        /// Begin something else behind them.
        pub ends: Phrases,
    }
}
