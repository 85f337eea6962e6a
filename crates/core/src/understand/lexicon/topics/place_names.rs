//! The words around places' names.

use super::super::lists::{Phrases, topic};

topic! {
    /// The words around places' names.
    PlaceNames {
        /// Ask for something from a place; its name is right behind them.
        pub verbs: Phrases,
        /// Tell whose telephone number it is, before the name.
        pub numbers_of: Phrases,
        /// Ask for a table or an appointment; the name may be right behind them.
        pub bookings: Phrases,
        /// Follow a person or a pet that is booked.
        pub booked_in: Phrases,
        /// Ask for something from a place, with a preposition before its name.
        pub verbs_to: Phrases,
        /// The prepositions behind such verbs.
        pub to: Phrases,
        /// Stand between a verb and its preposition or name.
        pub between: Phrases,
        /// Have the name before what is given: 'give Nobu a call'.
        pub give: Phrases,
        /// Are given to the place behind its name.
        pub given: Phrases,
        /// Ask whether a place has or does something.
        pub whether: Phrases,
        /// Stand for a place that was named before.
        pub questioned: Phrases,
        /// Tell of an earlier visit, before the place.
        pub before_now: Phrases,
        /// Those of them that begin a question.
        pub questions: Phrases,
        /// Tell what a place has or does, behind its name.
        pub has: Phrases,
        /// Order things from somebody, whose name a preposition leads to.
        pub orders: Phrases,
        /// Order things, with 'from' before the place.
        pub ordered_from: Phrases,
        /// End or begin the name of a place where one only meets.
        pub stations: Phrases,
        /// The prepositions of such orders.
        pub ordered_to: Phrases,
        /// Speak of going to a place.
        pub going_to: Phrases,
        /// Lead to somebody who is to be met.
        pub with: Phrases,
        /// Titles of people who are a business by themselves.
        pub doctors: Phrases,
        /// Titles and words for people who are not a business.
        pub people: Phrases,
        /// Words for a place of any kind.
        pub places: Phrases,
        /// Join such a word to the name.
        pub is: Phrases,
        /// Announce the place on a card or a list.
        pub labels: Phrases,
        /// Announce the place or the guest.
        pub own_labels: Phrases,
        /// Announce a telephone number.
        pub phone_signs: Phrases,
        /// Say that the name right behind them is not wanted.
        pub ruling_out: Phrases,
        /// Make a proposal of what looks like a refusal.
        pub suggesting: Phrases,
        /// Say that the place before them cannot be had.
        pub unreached: Phrases,
        /// Say that what follows is meant rather than what was said.
        pub corrected: Phrases,
        /// Join the words of a firm's name.
        pub joints: Phrases,
        /// End a firm's name.
        pub firms: Phrases,
        /// Stand inside names that are set off or begin with an article.
        pub inside: Phrases,
        /// Tell the style of a kitchen inside its name.
        pub styled: Phrases,
        /// Lead to a town as well as to a part of the name.
        pub of_towns: Phrases,
        /// Nouns whose name goes on behind such a word.
        pub heads: Phrases,
        /// Nouns whose name goes on with a number.
        pub numbered: Phrases,
        /// Begin a name although they are in small letters.
        pub small_openings: Phrases,
        /// Nouns that end a name in capitals. Elsewhere they are plain nouns.
        pub nouns: Phrases,
        /// Are never a part of a name in small letters, nor one alone.
        pub common: Phrases,
        /// Begin a message or a clause, and are no name.
        pub openers: Phrases,
        /// Begin a request behind a name.
        pub wishes: Phrases,
        /// Lead to a count or a day behind a name.
        pub behind: Phrases,
        /// Name towns, parts of them and airports, but nobody.
        pub towns: Phrases,
        /// Name a timezone, and no town.
        pub no_towns: Phrases,
        /// Lead to the town or the street of a place.
        pub in_town: Phrases,
        /// Join two requests.
        pub and: Phrases,
        /// Follow the name of a group of guests.
        pub groups: Phrases,
        /// Name what somebody does at a firm.
        pub jobs: Phrases,
        /// Tell when a place is open.
        pub opening_times: Phrases,
        /// Close a mail before the signature.
        pub closings: Phrases,
        /// Open and close a quotation.
        pub quotes: Phrases,
        /// Are words for persons, and look like owners or names.
        pub pronouns: Phrases,
    }
}
