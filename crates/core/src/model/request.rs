//! What a call is about: the parsed, accepted values of a request.
//! Limits are the service's (characters are Unicode scalar values).

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{Language, Phone};

/// What kind of place is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// A table.
    Restaurant,
    /// An appointment.
    Clinic,
    /// A room.
    Hotel,
    /// Anything else.
    General,
}

impl Category {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Restaurant, Self::Clinic, Self::Hotel, Self::General];

    /// The service's word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Restaurant => "restaurant",
            Self::Clinic => "clinic",
            Self::Hotel => "hotel",
            Self::General => "general",
        }
    }

    /// Reads the service's word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|category| category.as_str() == word)
    }
}

/// Why a text cannot stand in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextProblem {
    /// Nothing is left once spaces and invisible characters are gone.
    Empty,
    /// Fewer characters than the service takes.
    TooShort {
        /// The least it takes.
        least: usize,
    },
    /// More characters than the service takes.
    TooLong {
        /// The most it takes.
        most: usize,
    },
}

/// The text on one line without what cannot be seen: control, zero-width and
/// direction characters go, runs of white space become one space.
#[must_use]
pub fn clean_line(text: &str) -> String {
    let visible: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !is_invisible(*c))
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
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
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// Cleans and accepts a text.
            ///
            /// # Errors
            /// When too little or too much is left of it.
            pub fn parse(text: &str) -> Result<Self, TextProblem> {
                bounded(text, $least, $most).map(Self)
            }

            /// The accepted text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
    };
}

bounded_text! {
    /// What should get done, in the person's own words: 10 to 1,000 characters.
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

/// How many people, or how many nights: 1 to 50.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartySize(u8);

impl PartySize {
    /// Accepts 1 to 50.
    #[must_use]
    pub fn new(count: u64) -> Option<Self> {
        u8::try_from(count)
            .ok()
            .filter(|n| (1..=50).contains(n))
            .map(Self)
    }

    /// The count.
    #[must_use]
    pub fn get(self) -> u8 {
        self.0
    }
}

/// What a category needs beyond the task.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Details {
    /// The day of the reservation, appointment or arrival, in the request's timezone.
    pub date: Option<NaiveDate>,
    /// The time of day, in the request's timezone.
    pub time: Option<NaiveTime>,
    /// The time in words, where no one time was named.
    pub time_preference: Option<TimePreference>,
    /// How many people.
    pub party_size: Option<PartySize>,
    /// How many nights.
    pub nights: Option<PartySize>,
}

/// A confirmed request: everything that the service is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallRequest {
    /// Whom to call.
    pub phone: Phone,
    /// What to get done, as the person wrote it.
    pub task: Task,
    /// The kind of place.
    pub category: Category,
    /// The place's name.
    pub business: Option<Name>,
    /// In whose name.
    pub name: Option<Name>,
    /// Where the place can call back.
    pub callback: Option<Phone>,
    /// The details of the reservation.
    pub details: Details,
    /// The language of the chat and of the service's words.
    pub language: Language,
    /// The language spoken on the phone.
    pub call_language: Language,
    /// The timezone in which date and time are meant.
    pub timezone: Tz,
    /// The person changed a detail after they had told the task: the details
    /// count where the task says otherwise.
    pub corrected: bool,
    /// On which day the date was told, where that is known: the task's words
    /// mean that day's 'tomorrow'.
    pub date_told: Option<NaiveDate>,
}
