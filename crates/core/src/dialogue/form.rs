//! The form: what is being collected for a call, slot by slot.

use chrono::NaiveDate;
use chrono_tz::Tz;

use crate::model::{
    CallRequest, Category, Details, Language, MessageRef, Name, Phone, Region, Settings, Task,
};

use super::action::Stamp;
use super::slot::{Noted, Slot};

/// What is asked for a category, in this order.
fn questions(category: Option<Category>) -> &'static [Slot] {
    match category {
        None => &[Slot::Phone, Slot::Task, Slot::Category],
        Some(Category::Restaurant) => &[
            Slot::Phone,
            Slot::Task,
            Slot::Category,
            Slot::Name,
            Slot::Date,
            Slot::Time,
            Slot::PartySize,
        ],
        Some(Category::Clinic) => &[
            Slot::Phone,
            Slot::Task,
            Slot::Category,
            Slot::Name,
            Slot::Date,
            Slot::Time,
        ],
        Some(Category::Hotel) => &[
            Slot::Phone,
            Slot::Task,
            Slot::Category,
            Slot::Name,
            Slot::Date,
            Slot::Nights,
            Slot::PartySize,
        ],
        Some(Category::General) => &[Slot::Phone, Slot::Task, Slot::Category],
    }
}

/// What is being collected.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Form {
    pub id: u32,
    /// Grows with every change, so that an old button is known as old.
    pub revision: u32,
    pub phone: Option<Phone>,
    pub task: Option<Task>,
    pub category: Option<Category>,
    pub business: Option<Name>,
    pub name: Option<Name>,
    pub details: Details,
    pub call_language: Option<Language>,
    pub timezone: Option<Tz>,
    /// A detail was changed after it had been told.
    pub corrected: bool,
    /// Slots that the person left empty on purpose.
    pub skipped: Vec<Slot>,
    /// Slots in the order in which they were asked, for *back*.
    pub asked: Vec<Slot>,
    /// On which day the date was told: 'tomorrow' means another day the day
    /// after. Not known of a form that repeats a call.
    pub date_told: Option<NaiveDate>,
    /// Which message told what, for when it is edited.
    pub told: Vec<Told>,
}

/// A message that told something of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Which.
    pub message: MessageRef,
    /// The slot that it was asked for; none, if it told by itself.
    pub slot: Option<Slot>,
}

impl Form {
    /// An empty one.
    #[must_use]
    pub fn new(id: u32) -> Self {
        Self {
            id,
            ..Self::default()
        }
    }

    /// A form filled as a call was, to be changed or placed again.
    #[must_use]
    pub fn from_request(id: u32, request: &CallRequest) -> Self {
        let mut form = Self {
            id,
            phone: Some(request.phone.clone()),
            task: Some(request.task.clone()),
            category: Some(request.category),
            business: request.business.clone(),
            name: request.name.clone(),
            details: request.details.clone(),
            call_language: Some(request.call_language),
            timezone: Some(request.timezone),
            corrected: request.corrected,
            date_told: request.date_told,
            ..Self::default()
        };
        form.skipped = questions(form.category)
            .iter()
            .copied()
            .filter(|slot| !form.is_filled(*slot))
            .collect();
        form
    }

    /// What its buttons carry.
    #[must_use]
    pub fn stamp(&self) -> Stamp {
        Stamp {
            form: self.id,
            revision: self.revision,
        }
    }

    /// Whether a slot has a value.
    #[must_use]
    pub fn is_filled(&self, slot: Slot) -> bool {
        match slot {
            Slot::Phone => self.phone.is_some(),
            Slot::Task => self.task.is_some(),
            Slot::Category => self.category.is_some(),
            Slot::Business => self.business.is_some(),
            Slot::Name => self.name.is_some(),
            Slot::Date => self.details.date.is_some(),
            Slot::Time => self.details.time.is_some() || self.details.time_preference.is_some(),
            Slot::PartySize => self.details.party_size.is_some(),
            Slot::Nights => self.details.nights.is_some(),
            Slot::CallLanguage => self.call_language.is_some(),
            Slot::Timezone => self.timezone.is_some(),
        }
    }

    /// Whether nothing was told yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        Slot::ALL.into_iter().all(|slot| !self.is_filled(slot))
    }

    /// The next question, if one is left.
    #[must_use]
    pub fn next_question(&self) -> Option<Slot> {
        questions(self.category).iter().copied().find(|slot| {
            !self.is_filled(*slot) && (slot.is_required() || !self.skipped.contains(slot))
        })
    }

    /// The fields that can be changed from the card: what the category asks
    /// for, what is filled, and what is optional everywhere.
    #[must_use]
    pub fn editable(&self) -> Vec<Slot> {
        let asked = questions(self.category);
        let timed = self.is_filled(Slot::Date) || self.is_filled(Slot::Time);
        Slot::ALL
            .into_iter()
            .filter(|slot| match slot {
                Slot::Business | Slot::CallLanguage | Slot::Name => true,
                Slot::Timezone => timed,
                slot => asked.contains(slot) || self.is_filled(*slot),
            })
            .collect()
    }

    /// Whether the words that told the date mean the same today.
    fn words_are_of(&self, today: NaiveDate) -> bool {
        self.details.date.is_none() || self.date_told == Some(today)
    }

    /// Puts a value into its slot.
    pub fn put(&mut self, noted: Noted) {
        let slot = noted.slot();
        match noted {
            Noted::Phone(phone) => self.phone = Some(phone),
            Noted::Task(task) => self.task = Some(task),
            Noted::Category(category) => self.category = Some(category),
            Noted::Business(name) => self.business = Some(name),
            Noted::Name(name) => self.name = Some(name),
            Noted::Date(date) => self.details.date = Some(date),
            Noted::Time(time) => {
                self.details.time = Some(time);
                self.details.time_preference = None;
            }
            Noted::TimePreference(preference) => {
                self.details.time_preference = Some(preference);
                self.details.time = None;
            }
            Noted::PartySize(count) => self.details.party_size = Some(count),
            Noted::Nights(count) => self.details.nights = Some(count),
            Noted::CallLanguage(language) => self.call_language = Some(language),
            Noted::Timezone(zone) => self.timezone = Some(zone),
        }
        self.skipped.retain(|skipped| *skipped != slot);
    }

    /// Empties a slot on purpose.
    pub fn clear(&mut self, slot: Slot) {
        match slot {
            Slot::Phone | Slot::Task | Slot::Category => return,
            Slot::Business => self.business = None,
            Slot::Name => self.name = None,
            Slot::Date => self.details.date = None,
            Slot::Time => {
                self.details.time = None;
                self.details.time_preference = None;
            }
            Slot::PartySize => self.details.party_size = None,
            Slot::Nights => self.details.nights = None,
            Slot::CallLanguage => self.call_language = None,
            Slot::Timezone => self.timezone = None,
        }
        self.corrected |= self.task.is_some();
        self.skip(slot);
    }

    /// Leaves a slot as it is and asks no more for it.
    pub fn skip(&mut self, slot: Slot) {
        if !self.skipped.contains(&slot) {
            self.skipped.push(slot);
        }
    }

    /// The timezone of date and time: as chosen, else the called place's as far
    /// as its number tells it, else the person's own.
    #[must_use]
    pub fn zone(&self, settings: &Settings) -> Tz {
        let area = self.phone.as_ref().and_then(Phone::area_timezone);
        let region = self.phone.as_ref().and_then(Phone::region);
        // In a country with islands of their own time, a mobile number tells
        // less than what the person has set at home.
        let is_set = !matches!(settings.timezone, Tz::UTC | Tz::Etc__UTC);
        let at_home = (region == Some(settings.region) && is_set).then_some(settings.timezone);
        self.timezone
            .or(area)
            .or(at_home)
            .or_else(|| region.and_then(Region::only_timezone))
            .unwrap_or(settings.timezone)
    }

    /// The language on the phone: as chosen, else the called country's.
    #[must_use]
    pub fn spoken(&self, settings: &Settings) -> Language {
        let country = self.phone.as_ref().and_then(Phone::region);
        self.call_language
            .or_else(|| {
                country.map(|region| {
                    if region.speaks_spanish() {
                        Language::Es
                    } else {
                        Language::En
                    }
                })
            })
            .unwrap_or(settings.language)
    }

    /// The request, once nothing required is missing; else the slot that is.
    ///
    /// # Errors
    /// The first required slot that is empty.
    pub fn request(&self, settings: &Settings, today: NaiveDate) -> Result<CallRequest, Slot> {
        Ok(CallRequest {
            phone: self.phone.clone().ok_or(Slot::Phone)?,
            task: self.task.clone().ok_or(Slot::Task)?,
            category: self.category.ok_or(Slot::Category)?,
            business: self.business.clone(),
            name: self.name.clone(),
            callback: settings.callback.clone(),
            details: self.details.clone(),
            language: settings.language,
            call_language: self.spoken(settings),
            timezone: self.zone(settings),
            corrected: self.corrected || !self.words_are_of(today),
            date_told: self.date_told,
        })
    }
}
