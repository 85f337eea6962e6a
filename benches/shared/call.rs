//! A call that its person has confirmed and that waits for its time.

use std::error::Error;

use chrono::{DateTime, Utc};
use kally_core::model::{CallId, CallRequest, ConversationId, MessageKey};
use kally_runtime::Ids;
use kally_store::{CallRecord, CallStageV1};

/// Nothing was announced, tried or put off yet.
pub fn confirmed(
    ids: &Ids,
    conversation: ConversationId,
    confirmed_at: DateTime<Utc>,
    not_before: DateTime<Utc>,
) -> Result<CallRecord, Box<dyn Error>> {
    Ok(CallRecord {
        id: CallId(ids.uuid(confirmed_at)),
        conversation,
        request: request()?,
        form: None,
        confirmed_at,
        stage: CallStageV1::Confirmed { not_before },
        remote: None,
        status_message: MessageKey(ids.uuid(confirmed_at)),
        stop_wanted: false,
        transcript_wanted: false,
        called_again: false,
        attempts: 0,
        placed_at: None,
        baseline: None,
        queued: false,
        calendar_wanted: false,
        announced: false,
        put_off: false,
        asked_by: None,
        tries: None,
    })
}

fn request() -> Result<CallRequest, Box<dyn Error>> {
    Ok(serde_json::from_value(serde_json::json!({
        "phone": "+14155550100",
        "task": "Reserve a table for four, outside if they can",
        "category": "restaurant",
        "details": {"name": "Ana García", "party_size": 4},
        "language": "en",
        "call_language": "en",
        "timezone": "America/Los_Angeles",
        "corrected": false,
    }))?)
}
