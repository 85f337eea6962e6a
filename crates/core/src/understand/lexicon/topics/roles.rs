//! Words that say whether a day or a time in a text is wanted.

use super::super::lists::{Phrases, Written, topic};

topic! {
    /// Words that say whether a day or a time in a text is wanted.
    Roles {
        /// Stand between a word that decides a role and its day.
        pub articles: Phrases,
        /// Take back the value before them, or correct it.
        pub no: Phrases,
        /// Follow a word that takes back the value before it.
        pub behind_no: Phrases,
        /// Abbreviate the halves of the day.
        pub meridiems: Phrases,
        /// Join the day and the month of a date that is a name.
        pub of: Phrases,
        /// Join two clauses.
        pub joints: Phrases,
        /// Those of them that go on with the same subject.
        pub and: Phrases,
        /// Begin a question, so that its clause tells nothing about the place.
        pub asking: Phrases,
        /// Tell when a place is open.
        pub hours: Phrases,
        /// Say that a place is closed.
        pub closed: Phrases,
        /// Say that a place is open.
        pub open: Phrases,
        /// Stand beside the days and hours of a place.
        pub of_hours: Phrases,
        /// Lead to the end of a stretch of hours.
        pub up_to: Phrases,
        /// Every day of the week.
        pub every_day: Phrases,
        /// Monday to Friday.
        pub working_days: Phrases,
        /// Saturday and Sunday.
        pub weekends: Phrases,
        /// Tell about another event than the one that is asked for.
        pub events: Phrases,
        /// Tell when an appointment is that is to be moved, if another day or
        /// time follows.
        pub held: Phrases,
        /// Say that a day or a time would do.
        pub suits: Phrases,
        /// Tell that something had to happen then.
        pub was_due: Phrases,
        /// Begin a sentence about oneself or others: 'I', 'they'.
        pub subjects: Phrases,
        /// Stand before such a word where it asks instead: 'can I'.
        pub inverted: Phrases,
        /// Stand between such a word and its verb.
        pub adverbs: Phrases,
        /// Verbs behind such a word that say what is wanted of the place.
        pub wishes: Phrases,
        /// Tell of one's own day: 'salgo', 'I finish'.
        pub own_day: Phrases,
        /// Tell of something else that one has at a time.
        pub having: Phrases,
        /// Behind such a word, say when one is free, or what one must do.
        pub having_time: Phrases,
        /// Ask for a day that was told for another reason.
        pub same_day: Phrases,
        /// Give the reason of a wish.
        pub reasons: Phrases,
        /// Give a reason where a day follows at once.
        pub that: Phrases,
        /// Tell of the past where they stand in a clause.
        pub past: Phrases,
        /// Ask for something where people say 'vos', and tell of the past elsewhere.
        pub voseo: Phrases,
        /// Say 'I', 'we' or 'they' before a verb.
        pub pronouns: Phrases,
        /// Verbs in the past, behind such a word.
        pub past_verbs: Phrases,
        /// Stand before a noun that may be a subject.
        pub determiners: Phrases,
        /// End a verb whose subject is a noun.
        pub verb_ends: Phrases,
        /// Verbs of such a subject with another end.
        pub verbs_of_nouns: Phrases,
        /// Stand between a noun and its verb.
        pub before_verbs: Phrases,
        /// Follow a verb that comes before its subject; no phrase where a language
        /// has no such order.
        pub subjects_behind: Phrases,
        /// Say that the place has moved an appointment.
        pub was_moved: Phrases,
        /// Nouns that look like words of [`Self::changing`].
        pub not_changing: Phrases,
        /// Put a whole clause into the past, with any subject.
        pub past_auxiliaries: Phrases,
        /// Make a bound of the event behind them, whose day follows it.
        pub before_events: Phrases,
        /// Say since when something has been so, anywhere before a day or a time.
        pub since: Phrases,
        /// Form the perfect with a participle.
        pub perfect: Phrases,
        /// End a participle.
        pub participle_ends: Phrases,
        /// Touch a verb from behind.
        pub clitics: Phrases,
        /// Lead to a second choice.
        pub fallbacks: Phrases,
        /// Tell how something is.
        pub states: Phrases,
        /// Sound like the past, and tell of something to come: also a polite wish.
        pub polite_past: Phrases,
        /// Ends of verbs in the past, behind such a word.
        pub past_ends: Phrases,
        /// Ends of verbs in the past, with their accents.
        pub past_written: Written,
        /// Ends of verbs in the future, with their accents.
        pub future_written: Written,
        /// End like verbs in the past, and are other words.
        pub no_past: Phrases,
        /// Make the past of the day right behind them.
        pub past_before: Phrases,
        /// Make the past of the day right before them.
        pub past_behind: Phrases,
        /// Say that the day or time before them is replaced by a later one.
        pub replacing: Phrases,
        /// Rule out the day or time right behind them.
        pub instead_of: Phrases,
        /// Rule out a request together with its day.
        pub not_asking: Phrases,
        /// Move an appointment, so that the last day and time are wanted.
        pub changing: Phrases,
        /// Make a day come again and again.
        pub every: Phrases,
        /// Make a bound of the day or time before them.
        pub bounds_behind: Phrases,
        /// Make a bound of the day or time behind them.
        pub bounds_before: Phrases,
        /// Name the thing that is asked for, so that its clause is the request.
        pub things: Phrases,
        /// Join two days or times that would both do.
        pub alternatives: Phrases,
        /// Join the two ends of a stretch.
        pub stretches: Phrases,
        /// Name a timezone behind a time.
        pub zones: Phrases,
        /// Announce a place's name.
        pub before_names: Phrases,
        /// Announce a name that is a date: an avenue, a hospital.
        pub before_dated_names: Phrases,
    }
}
