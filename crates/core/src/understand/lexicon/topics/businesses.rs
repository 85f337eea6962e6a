//! Places' names.

use super::super::lists::{Phrases, Written, topic};

topic! {
    /// Places' names.
    Businesses {
        /// Announce a name that begins right behind them.
        pub called: Phrases,
        /// Name a kind of street behind its name.
        pub street_ends: Phrases,
        /// Lead to an owner's place.
        pub from: Phrases,
        /// Open an answer that is a place's name.
        pub answer_openings: Phrases,
        /// Name the kind of place that a name belongs to.
        pub kinds: Phrases,
        /// End words for a kind of shop.
        pub shop_ends: Phrases,
        /// The same, where only words in capitals behind them are a name.
        pub named_kinds: Phrases,
        /// Stand before a place's name without being a part of it, as written.
        pub plain_kinds: Written,
        /// Lead to a place's name in capitals.
        pub leads: Phrases,
        /// Name the premises of an owner.
        pub premises: Phrases,
        /// Stand before an owner's name as titles.
        pub titles: Phrases,
        /// Lead from a name to its number.
        pub links: Phrases,
        /// Say that a place should be called, but are not its name.
        pub generic: Phrases,
        /// Begin a description of somebody.
        pub somebody: Phrases,
        /// Look like an owner, but are not one.
        pub no_owners: Phrases,
        /// Join the words of a place's name.
        pub particles: Phrases,
        /// Say the kind of a place behind its name.
        pub suffixes: Phrases,
        /// Begin a street's name.
        pub streets: Phrases,
        /// Name places to stay.
        pub lodging: Phrases,
        /// Begin a place's name as its article.
        pub articles: Phrases,
        /// Begin the name of a house.
        pub house_articles: Phrases,
        /// Name towns and languages, which are not businesses.
        pub towns: Phrases,
        /// Stand before a place's name as its article without being a part of
        /// it, as written.
        pub plain_articles: Written,
        /// Lead to a place's name by themselves.
        pub bare_articles: Phrases,
        /// End the word for an owner, as written.
        pub possessives: Written,
    }
}
