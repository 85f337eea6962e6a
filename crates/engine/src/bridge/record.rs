//! Converts between the records and the values of a turn.

use chrono::{DateTime, TimeDelta, Utc};

use kally_core::dialogue::{CallStage, CallView, Conversation};
use kally_core::model::{Choice, ConversationId, MessageRef};
use kally_store::{CallRecord, CallStageV1, ConversationRecord, OutcomeV1, ShownV1};

use super::Sender;

/// A call that waits for so long after it was confirmed was put off.
const PUT_OFF: TimeDelta = TimeDelta::minutes(2);

/// The choices that the last message offered.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Offered {
    pub choices: Vec<Choice>,
    pub numbered: bool,
    /// The choices offered beside an open question; they are picked by label
    /// only.
    pub aside: Vec<Choice>,
}

pub(super) fn conversation_record(
    id: &ConversationId,
    conversation: Conversation,
    offered: Offered,
    sender: Option<Sender>,
    message: Option<MessageRef>,
    shown: Option<ShownV1>,
    changed_at: DateTime<Utc>,
) -> ConversationRecord {
    let language = sender.as_ref().and_then(|sender| sender.language);
    let (display_name, handle) = sender
        .map(|sender| (sender.display_name, sender.handle))
        .unzip();
    ConversationRecord {
        id: id.clone(),
        display_name,
        handle: handle.flatten(),
        language,
        message,
        conversation,
        offered: offered.choices,
        numbered: offered.numbered,
        aside: offered.aside,
        shown,
        changed_at,
    }
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
        language: record.language,
    })
}

/// A call as the dialogue of a conversation sees it.
#[must_use]
pub fn call_view(record: &CallRecord, from: &ConversationId) -> CallView {
    let (stage, made) = match &record.stage {
        CallStageV1::Confirmed { .. } => (CallStage::Confirmed, record.may_have_been_made()),
        CallStageV1::Placing | CallStageV1::Following => (CallStage::Running, true),
        CallStageV1::Doubtful { .. } => (CallStage::Doubtful, true),
        CallStageV1::Undecided => (CallStage::Undecided, true),
        CallStageV1::Ended { outcome, .. } => {
            let made = match outcome {
                OutcomeV1::Reported(_) | OutcomeV1::Untold => true,
                OutcomeV1::Withdrawn => record.may_have_been_made(),
                // The refused request is one of the attempts.
                OutcomeV1::Refused { .. } => record.attempts > 1,
            };
            (CallStage::Ended, made)
        }
    };
    let due = match &record.stage {
        CallStageV1::Confirmed { not_before } => Some(*not_before),
        _ => None,
    };
    let waits = |due: &DateTime<Utc>| *due - record.confirmed_at >= PUT_OFF;
    CallView {
        id: record.id,
        request: record.request.clone(),
        stage,
        due,
        put_off_to: due.filter(waits),
        put_off: record.put_off,
        made,
        placed_at: record.placed_at,
        ended_as: match &record.stage {
            CallStageV1::Ended {
                outcome: OutcomeV1::Reported(outcome),
                ..
            } => Some(outcome.status.clone()),
            _ => None,
        },
        tries: record.tries.clone(),
        form: record.form,
        asked_by: record.asked_by.clone(),
        here: record.conversation == *from,
        called_again: record.called_again,
        transcript_wanted: record.transcript_wanted,
        calendar_wanted: record.calendar_wanted,
        outcome: match &record.stage {
            CallStageV1::Ended {
                outcome: OutcomeV1::Reported(outcome),
                ..
            } => Some(outcome.clone()),
            _ => None,
        },
    }
}
