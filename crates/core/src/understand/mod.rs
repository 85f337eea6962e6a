//! Text to slot values: a person's text becomes a phone number, a day, a time,
//! a count, a name; one sentence may fill many.
//!
//! Pure functions over plain types: no I/O, no clock. English and Spanish are
//! both always tried, since people mix them. Only clear values are reported;
//! the dialogue asks about doubtful ones. Of a long message only the first few
//! thousand characters are looked at.

mod addresses;
mod agreed;
mod aside;

mod calendar;
mod call_word;
mod category;
mod contacts;
mod control;
mod correction;
mod danger;
mod date;
mod day_words;
mod dialled;
mod emergency;
mod explain;
mod family;
mod feeds;
mod festival;
mod given_names;
mod guess;
mod history;
mod in_name;
mod keep_trying;
mod known_place;
mod leaving;
mod lexicon;
mod line;
mod name;
mod named;
mod never_call;
mod numbers;
mod opening_hours;
mod other_numbers;
mod party;
mod phone;
mod place_name;
mod places;
mod quiet_hours;
mod relative;
mod role;
mod said_when;
mod sentence;
mod spoken_number;
mod statement;
mod task;
mod time;
mod tongue;
mod voicemail;
mod weeks;
mod when_to_call;
mod which_day;
mod which_number;
mod which_party;
mod which_time;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::model::{Language, Region, fold};

pub use crate::model::PhoneProblem;
pub use agreed::{agreed, code};
pub use aside::{Aside, aside, asks_the_place, tells_nothing};
pub use call_word::{CallWord, again_when, call_word, is_way_out};
pub use category::{category, told_kind};
pub use contacts::{
    ContactVerb, ContactWish, contact_wish, contact_wish_behind, means_all_contacts,
    name_with_number, renamed,
};
pub use control::{Control, control};
pub use correction::{correction, correction_for, corrects_to_number};
pub use danger::{Danger, danger, emergency_number, listening_number};
pub use date::{DateProblem, FURTHEST_DAYS, date};
pub use day_words::day_preference;
pub use explain::{Explained, explain};
pub use feeds::{feed_wish, of_the_room};
pub use guess::is_guessed;
pub use history::{since, spoken_search, statuses, without_file};
pub use keep_trying::{calls_once, keep_trying, split_keep_trying, stops_trying};
pub use known_place::{names_place, only_calls};
pub use leaving::{Leaving, leaving};
pub use name::{
    business, can_be_a_name, is_about_names, is_own_name, name, name_and_more, names_two,
};
pub use named::{Wish, command, means_nothing, setting, setting_choice, spoken_command, wish};
pub use never_call::{NeverCall, never_call};
pub use opening_hours::opening_hours;
pub use party::{CountProblem, count};
pub use phone::{extension, is_only_a_number, own_phone, phone, phone_by_language, phone_doubt};
pub use places::{call_language, language, region, said_timezone, timezone};
pub use quiet_hours::{QuietProblem, quiet_hours};
pub use relative::{relative, with_second_choice, with_wish};
pub use said_when::said_when;
pub use sentence::{sentence, sentence_at};
pub use task::{asks_for_something, opens_with_calling, task};
pub use time::{TimeProblem, is_time_preference, time, time_preference};
pub use tongue::{Foreign, foreign, language_of, wanted_language};
pub use voicemail::{split_voicemail, voicemail};
pub use when_to_call::{
    CallTime, call_time, call_time_told, is_from_now, says_call, says_now, split_call_time,
};
pub use which_day::days_in_doubt;

/// The context in which a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context {
    /// The language the person is spoken to in; tried first.
    pub language: Language,
    /// The timezone in which days and times are meant.
    pub timezone: Tz,
    pub now: DateTime<Utc>,
    /// The home region of numbers typed without `+`, and of `3/4`.
    pub region: Region,
}

impl Context {
    /// Whether people there say 'vos'.
    pub(crate) fn has_voseo(&self) -> bool {
        matches!(self.region.as_str(), "AR" | "UY" | "PY")
    }

    /// The day it is in the context's timezone.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.now.with_timezone(&self.timezone).date_naive()
    }
}

#[cfg(test)]
mod tests;
