//! The form: the slots collected for a call.

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::model::{
    CallAt, CallId, CallLanguage, CallRequest, Category, FollowUp, KeepTrying, LongTask,
    MessageRef, OpeningHours, Phone, Region, Settings, Slot, Task, Value, Values, Voicemail,
};
use crate::understand;

use super::action::Stamp;
use super::contacts::NumberFrom;
use super::prompt::Callee;

/// The questions for a category, in this order.
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

/// The request while it is being collected. It is stored as it is; a fixture
/// fixes its JSON.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Form {
    /// Unique among the forms of its conversation.
    pub id: u32,
    /// Grows with every change, so that an old button is recognised.
    pub revision: u32,
    /// The values that were told so far.
    pub values: Values,
    /// A detail was changed after it had been told.
    #[serde(default)]
    pub corrected: bool,
    /// Slots that the person left empty on purpose.
    #[serde(default)]
    pub skipped: Vec<Slot>,
    /// Slots in the order in which they were asked, for *back*.
    #[serde(default)]
    pub asked: Vec<Slot>,
    /// The day on which the date was told: 'tomorrow' means another day the day
    /// after. Not known for a form that repeats a call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_told: Option<NaiveDate>,
    /// Slots whose values follow from the words without being said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub guessed: Vec<Slot>,
    /// The task with the person's last words, which the bot has offered to say on
    /// the phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_words: Option<Box<Task>>,
    /// The call of the room that the card has mentioned as the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_as: Option<CallId>,
    /// The call that it repeats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeats: Option<CallId>,
    /// The task that was told, where it is too long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub long_task: Option<LongTask>,
    /// The extension that was told with the number, in the person's words: the
    /// service cannot dial it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<String>,
    /// Where the number comes from, if the person did not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number_from: Option<NumberFrom>,
    /// The numbers of a contact card, among which the person chooses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cards: Vec<Callee>,
    /// Slots that have the value of the last time, or of the address book: the
    /// card marks them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub defaults: Vec<Slot>,
    /// When to call, if not at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call_at: Option<CallAt>,
    /// The person wants the call later, and has not named a time that can be.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub call_at_wanted: bool,
    /// How it is tried again if nobody is reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep_trying: Option<KeepTrying>,
    /// What happens when a machine answers, if the person chose it for this call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voicemail: Option<Voicemail>,
    /// The appointment that the call is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<FollowUp>,
    /// The opening hours of the place, as far as they were told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<OpeningHours>,
    /// Which message told which slots, in case it is edited.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

/// A message that told something about a form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Source {
    pub message: MessageRef,
    /// The slot that the bot had asked for; `None` if the message came unasked.
    pub slot: Option<Slot>,
}

impl Form {
    #[must_use]
    pub fn new(id: u32) -> Self {
        Self {
            id,
            ..Self::default()
        }
    }

    /// A form filled from a call, to be changed or placed again.
    #[must_use]
    pub fn from_request(id: u32, request: &CallRequest) -> Self {
        let mut values = request.details.clone();
        values.extend([
            Value::Phone(request.phone.clone()),
            Value::Task(request.task.clone()),
            Value::Category(request.category),
            Value::CallLanguage(request.call_language),
            Value::Timezone(request.timezone),
        ]);
        let mut form = Self {
            id,
            values,
            corrected: request.corrected,
            date_told: request.date_told,
            voicemail: Some(request.voicemail).filter(|it| !it.is_usual()),
            follows: request.follows,
            ..Self::default()
        };
        form.skipped = form
            .questions()
            .iter()
            .copied()
            .filter(|slot| !form.is_filled(*slot))
            .collect();
        form
    }

    /// The stamp for its buttons.
    #[must_use]
    pub fn stamp(&self) -> Stamp {
        Stamp {
            form: self.id,
            revision: self.revision,
        }
    }

    /// The kind of place, once it is told.
    #[must_use]
    pub fn category(&self) -> Option<Category> {
        self.values.category().copied()
    }

    fn questions(&self) -> &'static [Slot] {
        questions(self.category())
    }

    /// Whether a slot has a value.
    #[must_use]
    pub fn is_filled(&self, slot: Slot) -> bool {
        self.values.has(slot)
    }

    /// Whether nothing was told yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The next question, if one is left.
    #[must_use]
    pub fn next_question(&self) -> Option<Slot> {
        self.questions().iter().copied().find(|slot| {
            !self.is_filled(*slot) && (slot.is_required() || !self.skipped.contains(slot))
        })
    }

    /// The fields that can be changed from the card: those that the category
    /// asks for, those that are filled, and those that are always optional.
    #[must_use]
    pub fn editable(&self) -> Vec<Slot> {
        let asked = self.questions();
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

    /// Whether the words of the task mean another day today than they did when
    /// the date was told.
    fn words_are_old(&self, settings: &Settings, today: NaiveDate) -> bool {
        let (Some(date), Some(task)) = (self.values.date(), self.values.task()) else {
            return false;
        };
        let said = |day: NaiveDate| {
            let reading = understand::Context {
                language: settings.language,
                timezone: Tz::UTC,
                now: day.and_time(NaiveTime::MIN).and_utc(),
                region: settings.region,
            };
            understand::sentence(task.as_str(), &reading)
                .date()
                .copied()
        };
        match self.date_told {
            Some(told) => told != today && said(told) != said(today),
            None => said(today).is_some_and(|said| said != *date),
        }
    }

    /// Puts a value into its slot.
    pub fn put(&mut self, value: Value) {
        let slot = value.slot();
        self.values.put(value);
        self.skipped.retain(|skipped| *skipped != slot);
    }

    /// Whether a slot is one that the kind of place asks for, and neither filled
    /// nor left empty on purpose.
    pub(super) fn asks_for(&self, slot: Slot) -> bool {
        self.questions().contains(&slot) && !self.is_filled(slot) && !self.skipped.contains(&slot)
    }

    /// Puts a value into its slot that nobody has told: the card marks it.
    pub(super) fn offer(&mut self, value: Value) {
        let slot = value.slot();
        if self.is_filled(slot) || self.skipped.contains(&slot) {
            return;
        }
        self.put(value);
        if !self.defaults.contains(&slot) {
            self.defaults.push(slot);
        }
    }

    /// Empties a slot on purpose; a required one stays.
    pub fn clear(&mut self, slot: Slot) {
        if slot.is_required() {
            return;
        }
        self.values.clear(slot);
        self.defaults.retain(|default| *default != slot);
        self.corrected |= self.values.has(Slot::Task);
        self.skip(slot);
    }

    /// Leaves a slot as it is and does not ask for it again.
    pub fn skip(&mut self, slot: Slot) {
        if !self.skipped.contains(&slot) {
            self.skipped.push(slot);
        }
    }

    /// The timezone of date and time: the chosen one, else that of the called
    /// place as far as its number tells, else the person's own.
    #[must_use]
    pub fn zone(&self, settings: &Settings) -> Tz {
        self.known_zone(settings).unwrap_or(settings.timezone)
    }

    /// The same, if it is clear where the place is.
    #[must_use]
    pub fn known_zone(&self, settings: &Settings) -> Option<Tz> {
        let area = self.values.phone().and_then(Phone::area_timezone);
        let region = self.values.phone().and_then(Phone::region);
        // In a country with islands of their own time, a mobile number tells
        // less than the timezone that the person has set at home.
        let is_set = !matches!(settings.timezone, Tz::UTC | Tz::Etc__UTC);
        let at_home = (region == Some(settings.region) && is_set).then_some(settings.timezone);
        let chosen = self.values.timezone().copied();
        chosen
            .or(area)
            .or(at_home)
            .or_else(|| region.and_then(Region::only_timezone))
    }

    /// The language on the phone: the chosen one, else that of the called
    /// country, else the one for the chat's language.
    #[must_use]
    pub fn spoken(&self, settings: &Settings) -> CallLanguage {
        let country = self.values.phone().and_then(Phone::region);
        let theirs = country.map(|region| match region.speaks_spanish() {
            true => CallLanguage::Es,
            false => CallLanguage::En,
        });
        let chosen = self.values.call_language().copied();
        chosen
            .or(theirs)
            .unwrap_or_else(|| CallLanguage::for_chat(settings.language))
    }

    /// The task as it is said on the phone: with the extension, if it has room.
    fn spoken_task(&self) -> Option<Task> {
        let task = self.values.task()?;
        let with = self.extension.as_ref().and_then(|extension| {
            let told = task.as_str().trim_end_matches(['.', ' ']);
            Task::parse(&format!("{told}; {extension}")).ok()
        });
        Some(with.unwrap_or_else(|| task.clone()))
    }

    /// The request, once no required slot is empty.
    ///
    /// # Errors
    /// The first required slot that is empty.
    pub fn request(&self, settings: &Settings, today: NaiveDate) -> Result<CallRequest, Slot> {
        let values = &self.values;
        Ok(CallRequest {
            phone: values.phone().ok_or(Slot::Phone)?.clone(),
            task: self.spoken_task().ok_or(Slot::Task)?,
            category: *values.category().ok_or(Slot::Category)?,
            details: CallRequest::details_of(values.clone()),
            callback: settings.callback.clone(),
            language: settings.language,
            call_language: self.spoken(settings),
            timezone: self.zone(settings),
            corrected: self.corrected || self.words_are_old(settings, today),
            date_told: self.date_told,
            voicemail: self.voicemail.unwrap_or(settings.voicemail),
            follows: self.follows,
        })
    }
}
