//! The parsed, accepted values of a request. The service sets the limits
//! (characters are Unicode scalar values).

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::choices::choices;
use super::{CallLanguage, FollowUp, Language, Phone, Slot, Values, Voicemail};

choices! {
    /// The kind of place that is called, with the service's word for it.
    Category {
        /// Asked for a table.
        Restaurant "restaurant",
        /// Asked for an appointment.
        Clinic "clinic",
        /// Asked for a room.
        Hotel "hotel",
        General "general",
    }
}

/// Why a field does not accept a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextProblem {
    /// Nothing is left once spaces and invisible characters are gone.
    #[error("the text is empty")]
    Empty,
    /// Fewer characters than the service takes.
    #[error("the text has fewer than {least} characters")]
    TooShort {
        /// The least it takes.
        least: usize,
    },
    /// More characters than the service takes.
    #[error("the text has more than {most} characters")]
    TooLong {
        /// The most it takes.
        most: usize,
    },
}

/// The text on one line without invisible characters: control, zero-width and
/// direction characters are removed, runs of white space become one space.
#[must_use]
pub fn clean_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut parted = false;
    for c in text.chars() {
        if c.is_whitespace() {
            parted = !line.is_empty();
        } else if !is_invisible(c) {
            if std::mem::take(&mut parted) {
                line.push(' ');
            }
            line.push(c);
        }
    }
    line
}

fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{061C}' | '\u{FFF9}'..='\u{FFFB}' | '\u{00AD}')
}

fn bounded(text: &str, least: usize, most: usize) -> Result<String, TextProblem> {
    let line = clean_line(text);
    match line.chars().count() {
        0 => Err(TextProblem::Empty),
        n if n < least => Err(TextProblem::TooShort { least }),
        n if n > most => Err(TextProblem::TooLong { most }),
        _ => Ok(line),
    }
}

macro_rules! bounded_text {
    ($(#[$doc:meta])* $name:ident, $least:literal, $most:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl TryFrom<String> for $name {
            type Error = TextProblem;

            fn try_from(text: String) -> Result<Self, TextProblem> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl $name {
            /// Cleans and accepts a text.
            ///
            /// # Errors
            /// When too little or too much of it is left.
            pub fn parse(text: &str) -> Result<Self, TextProblem> {
                bounded(text, $least, $most).map(Self)
            }

            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
    };
}

bounded_text! {
    /// The purpose of the call, in the person's own words: 10 to 1,000
    /// characters.
    Task, 10, 1000
}
bounded_text! {
    /// A person's or a business's name: up to 100 characters (the service takes
    /// 200 for a business; no name needs them).
    Name, 1, 100
}
bounded_text! {
    /// A time in words, 'morning before 11am': up to 200 characters.
    TimePreference, 1, 200
}

bounded_text! {
    /// A day in words, 'Friday or Saturday', 'this weekend': up to 80
    /// characters.
    DayPreference, 1, 80
}

/// A task of more characters than the service takes, and its beginning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LongTask {
    /// The characters of the whole.
    pub characters: usize,
    /// Its first sentences, as many as fit.
    pub shortened: Task,
}

impl Task {
    /// The most characters of a task.
    pub const MOST: usize = 1000;
}

impl LongTask {
    /// Shortens a text that is too long for a task: at the end of a sentence,
    /// else of a word.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let line = clean_line(text);
        let characters = line.chars().count();
        if characters <= Task::MOST {
            return None;
        }
        // A mark of three points at the end of a word takes a character.
        let cut = line
            .char_indices()
            .nth(Task::MOST - 1)
            .map_or(line.len(), |(at, _)| at);
        let kept = line.get(..cut)?;
        let sentence = kept
            .match_indices(['.', '!', '?', '…'])
            .map(|(at, mark)| at + mark.len())
            .rfind(|end| line.get(*end..).is_some_and(|rest| rest.starts_with(' ')))
            .filter(|end| *end >= kept.len() / 4);
        let shortened = match sentence {
            Some(end) => kept.get(..end)?.to_owned(),
            None => format!(
                "{}…",
                kept.rsplit_once(' ').map_or(kept, |(words, _)| words)
            ),
        };
        Some(Self {
            characters,
            shortened: Task::parse(&shortened).ok()?,
        })
    }
}

/// How many people, or how many nights: 1 to 50.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(try_from = "u8", into = "u8")]
pub struct PartySize(u8);

impl TryFrom<u8> for PartySize {
    type Error = &'static str;

    fn try_from(count: u8) -> Result<Self, &'static str> {
        Self::new(count.into()).ok_or("a count is 1 to 50")
    }
}

impl From<PartySize> for u8 {
    fn from(count: PartySize) -> Self {
        count.0
    }
}

impl PartySize {
    /// Accepts 1 to 50.
    #[must_use]
    pub fn new(count: u64) -> Option<Self> {
        u8::try_from(count)
            .ok()
            .filter(|n| (1..=50).contains(n))
            .map(Self)
    }

    #[must_use]
    pub fn get(self) -> u8 {
        self.0
    }
}

/// A day, in the request's timezone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Day {
    /// That day; never in the past when it is told.
    On(NaiveDate),
    /// In words, where several days would do.
    Words { words: DayPreference },
}

impl Day {
    #[must_use]
    pub fn in_words(words: DayPreference) -> Self {
        Self::Words { words }
    }
}

/// A time of day, in the request's timezone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TimeOfDay {
    /// A clock time, to the minute.
    At(#[serde(with = "hours_and_minutes")] NaiveTime),
    /// In words, where no exact time was named.
    Words(TimePreference),
}

impl TimeOfDay {
    /// The clock time, if it is one.
    #[must_use]
    pub fn at(&self) -> Option<NaiveTime> {
        match self {
            Self::At(time) => Some(*time),
            Self::Words(_) => None,
        }
    }
}

/// A clock time as `20:00`.
mod hours_and_minutes {
    use chrono::NaiveTime;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(
        time: &NaiveTime,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&time.format("%H:%M"))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<NaiveTime, D::Error> {
        let text = String::deserialize(deserializer)?;
        NaiveTime::parse_from_str(&text, "%H:%M").map_err(serde::de::Error::custom)
    }
}

/// A confirmed request: everything that is sent to the service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallRequest {
    pub phone: Phone,
    /// The purpose of the call, as the person wrote it.
    pub task: Task,
    /// The kind of place.
    pub category: Category,
    /// The other slots that were told.
    pub details: Values,
    /// A number at which the place can call back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub callback: Option<Phone>,
    /// The language of the chat.
    pub language: Language,
    /// The language spoken on the phone.
    pub call_language: CallLanguage,
    /// The timezone in which date and time are meant.
    pub timezone: Tz,
    /// The person changed a detail after telling the task: where the two
    /// differ, the details count.
    pub corrected: bool,
    /// The day on which the date was told, if known: the task's 'tomorrow' is
    /// relative to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_told: Option<NaiveDate>,
    /// What happens when a machine answers.
    #[serde(
        default = "Voicemail::usual",
        skip_serializing_if = "Voicemail::is_usual"
    )]
    pub voicemail: Voicemail,
    /// The appointment that it is about, if the person has kept one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<FollowUp>,
}

impl CallRequest {
    /// The same request once more, after a call that ended in the service's word:
    /// a message that was left is not left again.
    #[must_use]
    pub fn once_more(&self, ended_as: &str) -> Self {
        let left = ended_as == "voicemail" && self.voicemail == Voicemail::Leave;
        let voicemail = match left {
            true => Voicemail::HangUp,
            false => self.voicemail,
        };
        Self {
            voicemail,
            ..self.clone()
        }
    }

    /// The slots for which a request has no field of its own.
    #[must_use]
    pub fn details_of(values: Values) -> Values {
        values.without(&[
            Slot::Phone,
            Slot::Task,
            Slot::Category,
            Slot::CallLanguage,
            Slot::Timezone,
        ])
    }
}
