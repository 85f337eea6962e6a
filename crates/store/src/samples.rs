//! Records to test with.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{
    AppointmentRecord, CallRecord, CallStageV1, ConversationRecord, CursorRecord, ErrandRecord,
    LinkRecord, LinkStageV1, OutboxRecord,
};
use kally_core::dialogue::{Conversation, Errand};
use kally_core::model::{
    Appointment, AppointmentId, Block, CallId, ConversationId, ErrandId, LinkId, MessageKey,
    Platform, Reply, Rich, Span, When,
};

/// Some seconds after the beginning of 2026.
pub fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_225_600, 0).unwrap_or_default() + TimeDelta::seconds(seconds)
}

pub fn lane(chat: &str) -> ConversationId {
    ConversationId {
        platform: Platform::Matrix,
        chat: chat.to_owned(),
        thread: None,
        user: "@ana:example.org".to_owned(),
    }
}

pub fn conversation(chat: &str) -> ConversationRecord {
    ConversationRecord {
        id: lane(chat),
        display_name: None,
        handle: None,
        language: None,
        message: None,
        conversation: Conversation::default(),
        offered: Vec::new(),
        numbered: false,
        aside: Vec::new(),
        shown: None,
        changed_at: at(0),
    }
}

pub fn cursor(name: &str, value: &str) -> CursorRecord {
    CursorRecord {
        name: name.to_owned(),
        value: value.to_owned(),
    }
}

pub fn call(n: u128) -> CallRecord {
    CallRecord {
        id: CallId(Uuid::from_u128(n)),
        conversation: lane("x"),
        request: serde_json::from_value(serde_json::json!({
            "phone": "+14155552671",
            "task": "Table for four tomorrow at 8",
            "category": "restaurant",
            "details": {
                "name": "Ana García",
                "date": "2026-01-29",
                "time": {"at": "20:00"},
                "party_size": 4,
            },
            "language": "en",
            "call_language": "en",
            "timezone": "America/Los_Angeles",
            "corrected": false,
        }))
        .unwrap_or_else(|error| panic!("a request: {error}")),
        form: None,
        confirmed_at: at(0),
        stage: CallStageV1::Confirmed { not_before: at(5) },
        remote: None,
        status_message: MessageKey(Uuid::from_u128(1000 + n)),
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
    }
}

/// An appointment that Ana keeps, on 29 January 2026.
pub fn appointment(n: u128) -> AppointmentRecord {
    let request = call(n).request;
    let id = AppointmentId(Uuid::from_u128(n));
    AppointmentRecord {
        id,
        conversation: lane("x"),
        appointment: Appointment {
            id,
            uid: Uuid::from_u128(2000 + n),
            when: When::of(&request).unwrap_or_else(|| panic!("a day")),
            request,
            code: None,
            cancelled: false,
            sequence: 0,
            changed_at: at(0),
            reminded: std::collections::BTreeSet::new(),
            closed: false,
        },
    }
}

pub fn errand(n: u128) -> ErrandRecord {
    ErrandRecord {
        id: ErrandId(Uuid::from_u128(n)),
        conversation: lane("x"),
        errand: Errand::Usage,
        replaces: None,
    }
}

pub fn link(id: &str, expires_at: DateTime<Utc>) -> LinkRecord {
    LinkRecord {
        id: LinkId(id.to_owned()),
        user: lane("x").chat_user(),
        display_name: "Ana".to_owned(),
        handle: None,
        conversation: lane("x"),
        language: "en".to_owned(),
        code: "K7-PX".to_owned(),
        expires_at,
        wide: false,
        ordered: false,
        stage: LinkStageV1::Opened,
    }
}

pub fn message(lane: &ConversationId, text: &str) -> OutboxRecord {
    let reply = Reply {
        body: Rich::plain(text),
        ..Reply::default()
    };
    OutboxRecord::new(MessageKey(Uuid::from_u128(5)), lane.clone(), reply, at(2))
}

/// The text of such a message.
pub fn said(record: &OutboxRecord) -> String {
    match record.reply.body.0.as_slice() {
        [Block::Paragraph(spans)] => match spans.as_slice() {
            [Span::Plain(text)] => text.clone(),
            _ => String::new(),
        },
        _ => String::new(),
    }
}
