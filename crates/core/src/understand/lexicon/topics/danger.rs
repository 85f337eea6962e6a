//! Danger, and phrases that only sound like it.

use super::super::lists::{Phrases, topic};

topic! {
    /// Danger, and phrases that only sound like it.
    DangerWords {
        /// Cry for help where they are the whole message.
        pub whole: Phrases,
        /// Are said by nobody who is safe.
        pub anywhere: Phrases,
        /// Say that somebody is dying.
        pub dying: Phrases,
        /// Follow such words where nobody is dying.
        pub in_jest: Phrases,
        /// Say that there is a fire.
        pub fires: Phrases,
        /// Follow such words if nothing burns.
        pub no_fires: Phrases,
        /// Stand before words of danger that are not a cry for help.
        pub denied: Phrases,
        /// Name gas that leaks, or a repair.
        pub gas: Phrases,
        /// Make a repair of the gas.
        pub known_gas: Phrases,
        /// Make a danger of the gas nevertheless.
        pub there_is: Phrases,
        /// Say that the thing before them burns.
        pub on_fire: Phrases,
        /// Name a thing that burns.
        pub burning: Phrases,
        /// Stand between the thing and its burning.
        pub burns: Phrases,
        /// Say both the thing and that it burns.
        pub burning_whole: Phrases,
        /// Put a question to a place.
        pub asked: Phrases,
        /// Say that somebody wants to die.
        pub despair: Phrases,
        /// Say so in jest.
        pub despair_in_jest: Phrases,
        /// Tell a wish of somebody else.
        pub others_want: Phrases,
        /// Say that somebody wants to die, or is threatened.
        pub kill_me: Phrases,
        /// Ask for the emergency services.
        pub asking: Phrases,
        /// Stand between such a word and a service.
        pub to: Phrases,
        /// Stand before a service.
        pub the: Phrases,
        /// Name emergency services.
        pub services: Phrases,
        /// Make a place, a thing or a trade of a service.
        pub a_place: Phrases,
        /// Stand between the article and a service.
        pub local: Phrases,
        /// Begin a name that a service is part of.
        pub name_articles: Phrases,
        /// Name the subject of somebody who is not in danger.
        pub everyday: Phrases,
        /// Make a threat of such words.
        pub threatened: Phrases,
    }
}
