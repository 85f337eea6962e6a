//! The fields of the form, and the values that fill them.

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;

use crate::model::{Category, Language, Name, PartySize, Phone, Task, TimePreference};
use crate::understand::Understood;

/// One field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Slot {
    /// Whom to call.
    Phone,
    /// What to get done.
    Task,
    /// The kind of place.
    Category,
    /// In whose name.
    Name,
    /// The day; the day of arrival at a hotel.
    Date,
    /// The time of day, exactly or in words.
    Time,
    /// How many people.
    PartySize,
    /// How many nights.
    Nights,
    /// The place's name.
    Business,
    /// The language on the phone.
    CallLanguage,
    /// The timezone of date and time.
    Timezone,
}

impl Slot {
    /// All of them, in the card's order.
    pub const ALL: [Self; 11] = [
        Self::Phone,
        Self::Task,
        Self::Category,
        Self::Business,
        Self::Name,
        Self::Date,
        Self::Time,
        Self::Nights,
        Self::PartySize,
        Self::CallLanguage,
        Self::Timezone,
    ];

    /// The word by which the slot is stored and a button names it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Task => "task",
            Self::Category => "category",
            Self::Business => "business",
            Self::Name => "name",
            Self::Date => "date",
            Self::Time => "time",
            Self::PartySize => "party",
            Self::Nights => "nights",
            Self::CallLanguage => "call-language",
            Self::Timezone => "timezone",
        }
    }

    /// The slot of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|slot| slot.word() == word)
    }

    /// A call cannot be placed without it.
    #[must_use]
    pub fn is_required(self) -> bool {
        matches!(self, Self::Phone | Self::Task | Self::Category)
    }

    /// A number is itself an answer to its question, so choices are not numbered.
    #[must_use]
    pub fn takes_numbers(self) -> bool {
        matches!(
            self,
            Self::Phone | Self::Date | Self::Time | Self::PartySize | Self::Nights
        )
    }
}

/// What was understood and put into the form, to be said back.
#[derive(Debug, Clone, PartialEq)]
pub enum Noted {
    /// The number.
    Phone(Phone),
    /// The task.
    Task(Task),
    /// The kind of place.
    Category(Category),
    /// The place's name.
    Business(Name),
    /// The name.
    Name(Name),
    /// The day.
    Date(NaiveDate),
    /// The time.
    Time(NaiveTime),
    /// The time in words.
    TimePreference(TimePreference),
    /// How many people.
    PartySize(PartySize),
    /// How many nights.
    Nights(PartySize),
    /// The language on the phone.
    CallLanguage(Language),
    /// The timezone.
    Timezone(Tz),
}

impl Noted {
    /// The slot it fills.
    #[must_use]
    pub fn slot(&self) -> Slot {
        match self {
            Self::Phone(_) => Slot::Phone,
            Self::Task(_) => Slot::Task,
            Self::Category(_) => Slot::Category,
            Self::Business(_) => Slot::Business,
            Self::Name(_) => Slot::Name,
            Self::Date(_) => Slot::Date,
            Self::Time(_) | Self::TimePreference(_) => Slot::Time,
            Self::PartySize(_) => Slot::PartySize,
            Self::Nights(_) => Slot::Nights,
            Self::CallLanguage(_) => Slot::CallLanguage,
            Self::Timezone(_) => Slot::Timezone,
        }
    }

    /// All that was found in a text.
    pub(super) fn all(understood: Understood) -> Vec<Self> {
        let found = [
            understood.phone.map(Self::Phone),
            understood.task.map(Self::Task),
            understood.category.map(Self::Category),
            understood.business.map(Self::Business),
            understood.name.map(Self::Name),
            understood.party_size.map(Self::PartySize),
            understood.nights.map(Self::Nights),
            understood.date.map(Self::Date),
            understood.time_preference.map(Self::TimePreference),
            understood.time.map(Self::Time),
            understood.call_language.map(Self::CallLanguage),
        ];
        found.into_iter().flatten().collect()
    }
}
