//! Between the domain and its records: written field by field, and read back
//! through the domain's own parsers, so that nothing invalid comes out of the
//! store.

use std::time::Duration;

use kally_core::dialogue::{CallStage, CallView, Conversation, Form, Point, Setting, Slot, Told};
use kally_core::model::{
    CallRequest, Category, ChatUser, Choice, ConversationId, Details, Language, MessageRef, Name,
    PartySize, Phone, Settings, Task, TimePreference, TranscriptPolicy,
};
use kally_store::{
    CallRecord, CallStageV1, ConversationRecord, FormV1, OutcomeV1, PointV1, RequestV1,
    SettingsRecord, ToldV1,
};

use super::Sender;

/// What the last message offered to choose.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Offered {
    pub choices: Vec<Choice>,
    pub numbered: bool,
    /// What was offered beside an open question: picked by its label only.
    pub aside: Vec<Choice>,
}

pub(super) fn conversation_record(
    id: &ConversationId,
    conversation: Conversation,
    offered: Offered,
    sender: Option<Sender>,
    message: Option<MessageRef>,
) -> ConversationRecord {
    let (form, point) = conversation.form.unzip();
    let language = sender.as_ref().and_then(|sender| sender.language);
    let (display_name, handle) = sender
        .map(|sender| (sender.display_name, sender.handle))
        .unzip();
    ConversationRecord {
        id: id.clone(),
        display_name,
        handle: handle.flatten(),
        language: language.map(|language| language.code().to_owned()),
        message,
        asked_by: conversation.asked_by,
        form: form.map(form_record),
        point: point.map(point_record),
        waiting: conversation.waiting,
        setting: conversation
            .setting
            .map(|setting| setting.word().to_owned()),
        offered: offered.choices,
        numbered: offered.numbered,
        aside: offered.aside,
        scheduling: conversation.scheduling,
        last_call: conversation.last_call,
    }
}

/// Nothing, if a field of it is none of ours.
pub(super) fn conversation_of(record: &ConversationRecord) -> Option<Conversation> {
    let form = match (&record.form, &record.point) {
        (Some(form), Some(point)) => Some((form_of(form)?, point_of(point)?)),
        _ => None,
    };
    let setting = match &record.setting {
        Some(word) => Some(Setting::from_word(word)?),
        None => None,
    };
    Some(Conversation {
        form,
        setting,
        waiting: record.waiting.clone(),
        scheduling: record.scheduling,
        last_call: record.last_call,
        asked_by: record.asked_by.clone(),
    })
}

pub(super) fn offered_of(record: &ConversationRecord) -> Offered {
    Offered {
        choices: record.offered.clone(),
        numbered: record.numbered,
        aside: record.aside.clone(),
    }
}

pub(super) fn sender_of(record: &ConversationRecord) -> Option<Sender> {
    Some(Sender {
        display_name: record.display_name.clone()?,
        handle: record.handle.clone(),
        language: record
            .language
            .as_ref()
            .and_then(|tag| Language::from_tag(tag)),
    })
}

fn words(slots: &[Slot]) -> Vec<String> {
    slots.iter().map(|slot| slot.word().to_owned()).collect()
}

fn slots(words: &[String]) -> Option<Vec<Slot>> {
    words.iter().map(|word| Slot::from_word(word)).collect()
}

/// Reads an optional field: absent is fine, unreadable is not.
fn optional<T: ?Sized, U>(
    field: Option<&T>,
    read: impl FnOnce(&T) -> Option<U>,
) -> Option<Option<U>> {
    match field {
        None => Some(None),
        Some(field) => read(field).map(Some),
    }
}

fn name_of(text: &str) -> Option<Name> {
    Name::parse(text).ok()
}

fn count_of(count: &u8) -> Option<PartySize> {
    PartySize::new(u64::from(*count))
}

fn form_record(form: Form) -> FormV1 {
    FormV1 {
        id: form.id,
        revision: form.revision,
        phone: form.phone.map(|phone| phone.to_string()),
        task: form.task.map(|task| task.as_str().to_owned()),
        category: form.category.map(|category| category.as_str().to_owned()),
        business: form.business.map(|name| name.as_str().to_owned()),
        name: form.name.map(|name| name.as_str().to_owned()),
        date: form.details.date,
        time: form.details.time,
        time_preference: form
            .details
            .time_preference
            .map(|words| words.as_str().to_owned()),
        party_size: form.details.party_size.map(PartySize::get),
        nights: form.details.nights.map(PartySize::get),
        call_language: form
            .call_language
            .map(|language| language.code().to_owned()),
        timezone: form.timezone.map(|zone| zone.name().to_owned()),
        corrected: form.corrected,
        skipped: words(&form.skipped),
        asked: words(&form.asked),
        date_told: form.date_told,
        told: form.told.into_iter().map(told_record).collect(),
    }
}

fn told_record(told: Told) -> ToldV1 {
    ToldV1 {
        message: told.message,
        slot: told.slot.map(|slot| slot.word().to_owned()),
    }
}

fn told_of(record: &ToldV1) -> Option<Told> {
    Some(Told {
        message: record.message.clone(),
        slot: optional(record.slot.as_ref(), |word| Slot::from_word(word))?,
    })
}

fn form_of(record: &FormV1) -> Option<Form> {
    Some(Form {
        id: record.id,
        revision: record.revision,
        phone: optional(record.phone.as_ref(), |text| Phone::from_e164(text).ok())?,
        task: optional(record.task.as_ref(), |text| Task::parse(text).ok())?,
        category: optional(record.category.as_ref(), |word| Category::from_word(word))?,
        business: optional(record.business.as_deref(), name_of)?,
        name: optional(record.name.as_deref(), name_of)?,
        details: Details {
            date: record.date,
            time: record.time,
            time_preference: optional(record.time_preference.as_ref(), |text| {
                TimePreference::parse(text).ok()
            })?,
            party_size: optional(record.party_size.as_ref(), count_of)?,
            nights: optional(record.nights.as_ref(), count_of)?,
        },
        call_language: optional(record.call_language.as_ref(), |tag| Language::from_tag(tag))?,
        timezone: optional(record.timezone.as_ref(), |name| name.parse().ok())?,
        corrected: record.corrected,
        skipped: slots(&record.skipped)?,
        asked: slots(&record.asked)?,
        date_told: record.date_told,
        told: record.told.iter().map(told_of).collect::<Option<_>>()?,
    })
}

fn point_record(point: Point) -> PointV1 {
    match point {
        Point::Asking {
            slot,
            misses,
            editing,
        } => PointV1::Asking {
            slot: slot.word().to_owned(),
            misses,
            editing,
        },
        Point::Card => PointV1::Card,
        Point::Choosing => PointV1::Choosing,
        Point::Linking => PointV1::Linking,
    }
}

fn point_of(record: &PointV1) -> Option<Point> {
    Some(match record {
        PointV1::Asking {
            slot,
            misses,
            editing,
        } => Point::Asking {
            slot: Slot::from_word(slot)?,
            misses: *misses,
            editing: *editing,
        },
        PointV1::Card => Point::Card,
        PointV1::Choosing => Point::Choosing,
        PointV1::Linking => Point::Linking,
    })
}

/// A request as it is stored.
#[must_use]
pub fn request_record(request: &CallRequest) -> RequestV1 {
    let name = |name: &Name| name.as_str().to_owned();
    RequestV1 {
        phone: request.phone.to_string(),
        task: request.task.as_str().to_owned(),
        category: request.category.as_str().to_owned(),
        business: request.business.as_ref().map(name),
        name: request.name.as_ref().map(name),
        callback: request.callback.as_ref().map(Phone::to_string),
        date: request.details.date,
        time: request.details.time,
        time_preference: request
            .details
            .time_preference
            .as_ref()
            .map(|words| words.as_str().to_owned()),
        party_size: request.details.party_size.map(PartySize::get),
        nights: request.details.nights.map(PartySize::get),
        language: request.language.code().to_owned(),
        call_language: request.call_language.code().to_owned(),
        timezone: request.timezone.name().to_owned(),
        corrected: request.corrected,
        date_told: request.date_told,
    }
}

/// A request as it was stored; nothing, if a field of it is none of ours.
#[must_use]
pub fn request_of(record: &RequestV1) -> Option<CallRequest> {
    Some(CallRequest {
        phone: Phone::from_e164(&record.phone).ok()?,
        task: Task::parse(&record.task).ok()?,
        category: Category::from_word(&record.category)?,
        business: optional(record.business.as_deref(), name_of)?,
        name: optional(record.name.as_deref(), name_of)?,
        callback: optional(record.callback.as_ref(), |text| Phone::from_e164(text).ok())?,
        details: Details {
            date: record.date,
            time: record.time,
            time_preference: optional(record.time_preference.as_ref(), |text| {
                TimePreference::parse(text).ok()
            })?,
            party_size: optional(record.party_size.as_ref(), count_of)?,
            nights: optional(record.nights.as_ref(), count_of)?,
        },
        language: Language::from_tag(&record.language)?,
        call_language: Language::from_tag(&record.call_language)?,
        timezone: record.timezone.parse().ok()?,
        corrected: record.corrected,
        date_told: record.date_told,
    })
}

/// A call as the dialogue of a conversation sees it.
#[must_use]
pub fn call_view(record: &CallRecord, from: &ConversationId) -> Option<CallView> {
    let (stage, made) = match &record.stage {
        CallStageV1::Confirmed { .. } => (CallStage::Confirmed, record.may_have_been_made()),
        CallStageV1::Placing | CallStageV1::Following => (CallStage::Running, true),
        CallStageV1::Doubtful { .. } => (CallStage::Doubtful, true),
        CallStageV1::Undecided => (CallStage::Undecided, true),
        CallStageV1::Ended { outcome, .. } => {
            let made = match outcome {
                OutcomeV1::Reported { .. } | OutcomeV1::Untold => true,
                OutcomeV1::Withdrawn => record.may_have_been_made(),
                // The request that was refused is one of them.
                OutcomeV1::Refused { .. } => record.attempts > 1,
            };
            (CallStage::Ended, made)
        }
    };
    let due = match &record.stage {
        CallStageV1::Confirmed { not_before } => Some(*not_before),
        _ => None,
    };
    Some(CallView {
        id: record.id,
        request: request_of(&record.request)?,
        stage,
        due,
        made,
        form: record.form,
        here: record.conversation == *from,
        called_again: record.called_again,
        transcript_wanted: record.transcript_wanted,
    })
}

/// A person's settings: what they have set, else the operator's defaults.
#[must_use]
pub fn settings_of(record: Option<&SettingsRecord>, defaults: &Settings) -> Settings {
    let Some(record) = record else {
        return defaults.clone();
    };
    let tagged = |tag: &String| Language::from_tag(tag);
    Settings {
        language: record
            .language
            .as_ref()
            .and_then(tagged)
            .unwrap_or(defaults.language),
        timezone: record
            .timezone
            .as_ref()
            .and_then(|name| name.parse().ok())
            .unwrap_or(defaults.timezone),
        name: record
            .name
            .as_deref()
            .and_then(name_of)
            .or_else(|| defaults.name.clone()),
        callback: record
            .callback
            .as_ref()
            .and_then(|text| Phone::from_e164(text).ok()),
        region: record
            .region
            .as_ref()
            .and_then(|code| code.parse().ok())
            .unwrap_or(defaults.region),
        transcript: record
            .transcript
            .as_ref()
            .and_then(|word| TranscriptPolicy::from_word(word))
            .unwrap_or(defaults.transcript),
    }
}

/// What a person has set by now: what differs from the defaults, and what they
/// had set before.
pub(super) fn settings_record(
    user: ChatUser,
    settings: &Settings,
    defaults: &Settings,
    before: Option<&SettingsRecord>,
) -> SettingsRecord {
    fn set(value: String, default: String, before: Option<&Option<String>>) -> Option<String> {
        let was_set = before.is_some_and(Option::is_some);
        (was_set || value != default).then_some(value)
    }
    SettingsRecord {
        user,
        language: set(
            settings.language.code().to_owned(),
            defaults.language.code().to_owned(),
            before.map(|record| &record.language),
        ),
        timezone: set(
            settings.timezone.name().to_owned(),
            defaults.timezone.name().to_owned(),
            before.map(|record| &record.timezone),
        ),
        name: settings.name.as_ref().map(|name| name.as_str().to_owned()),
        callback: settings.callback.as_ref().map(Phone::to_string),
        region: set(
            settings.region.as_str().to_owned(),
            defaults.region.as_str().to_owned(),
            before.map(|record| &record.region),
        ),
        transcript: set(
            settings.transcript.word().to_owned(),
            defaults.transcript.word().to_owned(),
            before.map(|record| &record.transcript),
        ),
    }
}

/// An outcome as it is stored.
#[must_use]
pub fn outcome_record(outcome: &kally_core::dialogue::Outcome) -> OutcomeV1 {
    OutcomeV1::Reported {
        status: outcome.status.clone(),
        highlights: outcome.highlights.clone(),
        next_steps: outcome.next_steps.clone(),
        seconds: outcome.duration.as_ref().map(Duration::as_secs_f64),
    }
}
