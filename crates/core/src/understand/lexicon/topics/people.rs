//! Counts of people and nights.

use super::super::lists::{Phrases, Values, topic};

topic! {
    /// Counts of people and nights.
    People {
        /// Stand before people who come along.
        pub along: Phrases,
        /// Put a count in doubt where another follows at once.
        pub recounting_at_once: Phrases,
        /// Ask for more than one table, so that no count is that of one.
        pub several: Phrases,
        /// Name people who are counted.
        pub people: Phrases,
        /// Name a small child, who may count or not.
        pub babies: Phrases,
        /// Put the count before them in doubt.
        pub recounting: Phrases,
        /// Tell the whole again, behind people who were listed.
        pub summing: Phrases,
        /// Name children who are counted.
        pub children: Phrases,
        /// Announce a count of people.
        pub openings: Phrases,
        /// Stand between the announcement and the count.
        pub before_count: Phrases,
        /// Join the two ends of a range.
        pub and: Phrases,
        /// Open a range.
        pub between: Phrases,
        /// Stand before the second number of a range.
        pub range_joints: Phrases,
        /// Count people by twos.
        pub couples: Phrases,
        /// Stand between a count and the people.
        pub more: Phrases,
        /// Add people of a second kind.
        pub plus: Phrases,
        /// Say that a person comes alone.
        pub alone: Phrases,
        /// Say that two people come.
        pub pairs: Phrases,
        /// Follow a person who only speaks of themselves.
        pub alone_behind: Phrases,
        /// Stand before the count of a company.
        pub the: Phrases,
        /// Stand behind the count of a company.
        pub of_us: Phrases,
        /// Join a companion to the person.
        pub me_and_my: Phrases,
        /// Stand before one companion.
        pub my: Phrases,
        /// Join the person to one companion.
        pub and_i: Phrases,
        /// Join counted companions to the person.
        pub me_and: Phrases,
        /// Stand between a count and the companions.
        pub others: Phrases,
        /// Lead to a bare count of people.
        pub whom_for: Phrases,
        /// Follow a count of people who eat.
        pub for_a_meal: Phrases,
        /// Stand between such a word and the count.
        pub roughly: Phrases,
        /// Make a range of a count.
        pub or_more: Phrases,
        /// May follow a bare count.
        pub followers: Phrases,
        /// Stand for one night.
        pub one_night: Phrases,
        /// Name the day that a night belongs to.
        pub days_of_a_night: Phrases,
        /// Stand between a count and the nights.
        pub or_nights: Phrases,
        /// Stand for one and announce no count.
        pub one: Phrases,
        /// Make a range of a count only where people follow.
        pub needs_people: Phrases,
        /// Make no count of the number behind them.
        pub unclear: Phrases,
        /// Make more than fifty of the number before them.
        pub hundreds: Phrases,
        /// Add counts up.
        pub adding: Phrases,
        /// Join the people of a list.
        pub joints: Phrases,
        /// Name the person who writes.
        pub oneself: Phrases,
        /// Name the person who writes, before a word that joins others.
        pub me_before_and: Phrases,
        /// Stand before a relative, or people who are counted.
        pub whose: Phrases,
        /// Name two people, or one, in a word.
        pub companies: Values<u32>,
        /// Stand before the count on a form, with a colon between.
        pub labels: Phrases,
        /// Say that others come, too, without telling how many they will be.
        pub joining: Phrases,
        /// Name things and animals that may be counted beside people.
        pub beside: Phrases,
        /// Say that the people behind them are counted already.
        pub parts: Phrases,
        /// Follow people who are a part of those that were counted.
        pub part_verbs: Phrases,
        /// Name the people that were there before, to whom others are added.
        pub before_more: Phrases,
        /// Ask for more people.
        pub adding_more: Phrases,
        /// Stand before a number that is only a bound, or not sure.
        pub limits: Phrases,
        /// Stand behind the number of all.
        pub totals: Phrases,
        /// Name the nights of a stay.
        pub nights: Phrases,
        /// Stand before the first and the last night of a stay.
        pub nights_of: Phrases,
    }
}
