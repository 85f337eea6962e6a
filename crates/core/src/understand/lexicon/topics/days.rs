//! Days.

use chrono::Weekday;

use super::super::lists::{Phrases, Values, topic};
use crate::understand::date::Span;
use crate::understand::festival::Feast;

topic! {
    /// Days.
    Days {
        /// Lead from a stay's first day to its last.
        pub last_day: Phrases,
        /// Move an appointment, so that 'from Tuesday to Thursday' ends on the day that is wanted.
        pub moving: Phrases,
        /// Name the weekend after this one, so that a weekday beside it is not the
        /// next one.
        pub next_weekend: Phrases,
        /// Name today and its evening at once.
        pub tonight: Phrases,
        /// Stand before the day of a bill or a letter.
        pub of_a_past_day: Phrases,
        /// Stand before a weekday since which something has been so.
        pub since: Phrases,
        /// End a clause behind a day that is counted from another one.
        pub after_it: Phrases,
        /// Name the year that follows.
        pub next_year: Phrases,
        /// Name a weekday that comes again and again.
        pub plural: Phrases,
        /// Tell a day by its distance to another.
        pub of_another: Phrases,
        /// Make a bound of the day behind them.
        pub bounds: Phrases,
        /// Stand between a bound in two words and its day.
        pub bound_articles: Phrases,
        /// Make a bound together with such an article.
        pub bounds_before: Phrases,
        /// Stand before the last day of a stay.
        pub last_day_articles: Phrases,
        /// Rule out the day behind them.
        pub not_on: Phrases,
        /// Stand between such a word and the day.
        pub not_on_the: Phrases,
        /// Rule out the day before them.
        pub cannot: Phrases,
        /// Open a range of days.
        pub range_openings: Phrases,
        /// Stand before a day of the month, or its number.
        pub month_articles: Phrases,
        /// Join the days of a range.
        pub range_joints: Phrases,
        /// Stand before a day that is the whole answer.
        pub lead_ins: Phrases,
        /// Stand between such a word and the day.
        pub day_words: Phrases,
        /// Name a day by its distance from today.
        pub relative: Values<i64>,
        /// Name a day by its distance from today as the whole answer.
        pub lone_days: Values<i64>,
        /// Are words of their own and no slips of a day or a month.
        pub no_slips: Phrases,
        /// Are slips of 'tomorrow'.
        pub tomorrow_slips: Phrases,
        /// Make a morning of 'mañana'.
        pub before_morning: Phrases,
        /// Make any morning of 'mañana'.
        pub every: Phrases,
        /// Name tomorrow, or a morning.
        pub manana: Phrases,
        /// Lead to a count of days from today.
        pub within: Phrases,
        /// Stand behind such a count.
        pub behind_within: Phrases,
        /// Count days from today, behind them.
        pub from_now: Phrases,
        /// Count days from another day, behind them.
        pub from: Phrases,
        /// Say that a weekday may be today.
        pub this: Phrases,
        /// Say that a weekday is the coming one.
        pub coming: Phrases,
        /// Say that a weekday is in the next week.
        pub next: Phrases,
        /// Name a weekday and are words besides.
        pub short_weekdays: Phrases,
        /// Say that such a word is a weekday.
        pub before_weekday: Phrases,
        /// Put the weekday before them into the next week.
        pub of_next_week: Phrases,
        /// Put the weekday before them into this week.
        pub of_this_week: Phrases,
        /// Put the day of the month before them into the next month.
        pub of_next_month: Phrases,
        /// Put the day of the month before them into this month.
        pub of_present_month: Phrases,
        /// Say that the weekday before them is the coming one.
        pub behind_coming: Phrases,
        /// Stand between a weekday and its number.
        pub number_articles: Phrases,
        /// Stand before a day and its month.
        pub date_articles: Phrases,
        /// Join a day and its month.
        pub of_month: Phrases,
        /// Join a month and its year.
        pub of_year: Phrases,
        /// Stand before an ordinal that is a day of the month.
        pub the_or_on: Phrases,
        /// Follow an ordinal that is not a day.
        pub not_days: Phrases,
        /// Stand before a bare number that is a day of the month.
        pub day_articles: Phrases,
        /// Stand before the hour or the day that an appointment is moved to.
        pub to_hour_or_day: Phrases,
        /// Stand before the day that an appointment is moved to.
        pub to_day: Phrases,
        /// May follow a bare number that is a day.
        pub followers: Phrases,
        /// Name the days of the week.
        pub weekdays: Values<Weekday>,
        /// Name the months.
        pub months: Values<u32>,
        /// Name one day of the year, each with its day and month.
        pub festivals: Values<(u32, u32)>,
        /// Name one day of the year where nothing else is said with it.
        pub lone_festivals: Values<(u32, u32)>,
        /// Name Easter Sunday where nothing else is said with it.
        pub lone_easter: Phrases,
        /// Name a feast whose day depends on the year or the country.
        pub feasts: Values<Feast>,
        /// Stand before the name of such a day.
        pub festival_articles: Phrases,
        /// Name tomorrow, with a slip or without.
        pub tomorrow: Phrases,
        /// Stand before a part of today.
        pub this_part: Phrases,
        /// Begin a name of this evening.
        pub tonight_words: Phrases,
        /// Name a span of time that is counted.
        pub spans: Values<Span>,
        /// Name one day, so that a number before it counts none.
        pub one_day: Phrases,
        /// Open the end of a stretch of days, behind its first one.
        pub onwards: Phrases,
        /// Name the place of a weekday in its month; 9 is the last.
        pub nth: Values<u32>,
        /// Join such a weekday to its month.
        pub in_month: Phrases,
        /// Name the next month there.
        pub next_month: Phrases,
        /// Name this month there.
        pub this_month: Phrases,
        /// Put the day behind them off by a week.
        pub a_week: Phrases,
        /// Put the day behind them off by two weeks.
        pub two_weeks: Phrases,
        /// Put the day before them off by a week.
        pub week_behind: Phrases,
        /// Put the day before them off by two weeks.
        pub fortnight_behind: Phrases,
        /// Follow 'week' where it is no such word.
        pub weeks_are_counted: Phrases,
        /// Put the weekday before them off by a week.
        pub after_next: Phrases,
        /// Rule out the next such day.
        pub not_this: Phrases,
        /// Name the one behind it.
        pub one_after: Phrases,
        /// Name a weekend.
        pub weekends: Phrases,
        /// Rule out the next such day, behind it.
        pub not_the_coming: Phrases,
        /// Name weeks that are counted.
        pub weeks: Phrases,
        /// Name this week or a later one, before its day, with how many weeks ahead it is.
        pub before_its_day: Values<u32>,
        /// Name the week after the next one, before its weekday.
        pub week_after_next: Phrases,
        /// Name the week after the next one, behind its weekday.
        pub of_week_after_next: Phrases,
        /// Lead from a weekday to the number of weeks it is away.
        pub of_within: Phrases,
        /// Stand before a day that is put off by 'en ocho'.
        pub before_in_eight: Phrases,
        /// Put off the day before them, by so many days.
        pub in_eight: Values<u64>,
        /// Name days by their distance from Easter.
        pub of_easter: Values<i64>,
        /// Announce an ordinal that is a day of the month.
        pub on: Phrases,
    }
}
