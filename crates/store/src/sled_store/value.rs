//! What stands under a key: a version, then JSON in an envelope.
//!
//! Nine bytes come first (how many parts follow elsewhere, the version), so
//! that even a record that nobody can read can be replaced. Then an envelope
//! `{"kind", "v", "record"}`. A large value is cut into parts under keys of
//! their own, since sled moves leaves above 128 KiB to files that it does not sync.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::{Key, OutboxRecord, Record, StoreError, Stored, Version};

/// The most that one record may take as JSON, in bytes.
pub(super) const MOST_RECORD_BYTES: usize = 1024 * 1024;

/// Bytes of one part: a leaf of sled's tree (up to twenty of them) stays below
/// the 128 KiB from which on sled writes it to a file of its own.
pub(super) const PART_BYTES: usize = 4 * 1024;

const HEAD_BYTES: usize = 10;

/// Most records take less.
const USUAL_BYTES: usize = 1024;

/// Where a value is, before it is parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    /// How many parts hold it; 0 when it stands right here.
    pub(super) parts: u16,
    /// The record's version.
    pub(super) version: Version,
}

/// Reads the first bytes; `None` when they are damaged.
pub(super) fn head(bytes: &[u8]) -> Option<(Head, &[u8])> {
    let (head, rest) = bytes.split_first_chunk::<HEAD_BYTES>()?;
    let [p0, p1, version @ ..] = *head;
    let version = u64::from_be_bytes(version);
    (version != 0).then_some((
        Head {
            parts: u16::from_be_bytes([p0, p1]),
            version: Version(version),
        },
        rest,
    ))
}

/// The version of the bytes under a key. Damaged ones have the highest there
/// is, which no write ever gives.
pub(super) fn version(bytes: &[u8]) -> Version {
    head(bytes).map_or(Version(u64::MAX), |(head, _)| head.version)
}

/// The value's first bytes and, when it is large, its parts.
pub(super) fn cut(version: Version, json: &[u8]) -> (Vec<u8>, Vec<&[u8]>) {
    let parts: Vec<&[u8]> = match json.len() {
        0..=PART_BYTES => Vec::new(),
        _ => json.chunks(PART_BYTES).collect(),
    };
    let count = u16::try_from(parts.len()).unwrap_or(u16::MAX);
    let mut value = Vec::with_capacity(HEAD_BYTES + json.len());
    value.extend_from_slice(&count.to_be_bytes());
    value.extend_from_slice(&version.0.to_be_bytes());
    if parts.is_empty() {
        value.extend_from_slice(json);
    }
    (value, parts)
}

#[derive(Serialize)]
struct Envelope<'a, T> {
    kind: &'a str,
    v: u32,
    record: &'a T,
}

/// A record with its envelope, as most are read.
#[derive(Deserialize)]
struct Opened<'a, T> {
    #[serde(borrow)]
    kind: Cow<'a, str>,
    v: u32,
    record: T,
}

#[derive(Deserialize)]
struct Label {
    kind: String,
    v: u32,
}

/// A record as JSON in its envelope.
pub(super) fn encode(record: &Record) -> Result<Vec<u8>, StoreError> {
    match record {
        Record::Conversation(record) => seal("conversation", record),
        Record::Settings(record) => seal("settings", record),
        Record::Account(record) => seal("account", record),
        Record::Waiting(record) => seal("waiting", record),
        Record::Link(record) => seal("link", record),
        Record::OpenLink(record) => seal("open-link", record),
        Record::Call(record) => seal("call", record),
        Record::Errand(record) => seal("errand", record),
        Record::Message(record) => seal("message", record),
        Record::About(record) => seal("about", record),
        Record::Cursor(record) => seal("cursor", record),
    }
}

/// A waiting message as JSON in its envelope.
pub(super) fn encode_outbox(record: &OutboxRecord) -> Result<Vec<u8>, StoreError> {
    seal("outbox", record)
}

fn seal<T: Serialize>(kind: &str, record: &T) -> Result<Vec<u8>, StoreError> {
    let mut json = Vec::with_capacity(USUAL_BYTES);
    serde_json::to_writer(&mut json, &Envelope { kind, v: 1, record }).map_err(|error| {
        StoreError::Failed(format!("a {kind} record cannot be written: {error}"))
    })?;
    if json.len() > MOST_RECORD_BYTES {
        return Err(StoreError::TooLarge {
            what: format!("a {kind} record"),
            bytes: json.len(),
            most: MOST_RECORD_BYTES,
        });
    }
    Ok(json)
}

/// Parses the record that stands under a key.
pub(super) fn decode(key: &Key, version: Version, json: &[u8]) -> Stored<Record> {
    let parsed = match key {
        Key::Conversation(_) => unseal(json, "conversation").map(Record::Conversation),
        Key::Settings(_) => unseal(json, "settings").map(Record::Settings),
        Key::Account(_) => unseal(json, "account").map(Record::Account),
        Key::Waiting(_) => unseal(json, "waiting").map(Record::Waiting),
        Key::Link(_) => unseal(json, "link").map(Record::Link),
        Key::OpenLink(_) => unseal(json, "open-link").map(Record::OpenLink),
        Key::Call(_) => unseal(json, "call").map(Record::Call),
        Key::Errand(_) => unseal(json, "errand").map(Record::Errand),
        Key::Message(_) => unseal(json, "message").map(Record::Message),
        Key::About(_) => unseal(json, "about").map(Record::About),
        Key::Cursor(_) => unseal(json, "cursor").map(Record::Cursor),
    };
    match parsed {
        Ok(record) if record.key() != *key => Stored::Unreadable {
            version,
            reason: "the record of another key".to_owned(),
        },
        Ok(record) => Stored::Found { version, record },
        Err(reason) => Stored::Unreadable { version, reason },
    }
}

/// Any bytes to every record's parser.
#[doc(hidden)]
pub fn read_any(bytes: &[u8]) {
    use kally_core::model::{CallId, ChatUser, ErrandId, LinkId, MessageKey, MessageRef, Platform};

    let id = uuid::Uuid::nil();
    let user = ChatUser {
        platform: Platform::Telegram,
        id: "1".to_owned(),
    };
    for key in [
        Key::Settings(user.clone()),
        Key::Account(user.clone()),
        Key::Waiting(user.clone()),
        Key::OpenLink(user),
        Key::Link(LinkId("1".to_owned())),
        Key::Call(CallId(id)),
        Key::Errand(ErrandId(id)),
        Key::Message(MessageKey(id)),
        Key::About(MessageRef("1".to_owned())),
        Key::Cursor("1".to_owned()),
    ] {
        let _ = decode(&key, Version(1), bytes);
    }
    let _ = decode_conversation(Version(1), bytes);
    let _ = decode_outbox(Version(1), bytes);
}

/// Parses a conversation, whichever it is.
pub(super) fn decode_conversation(version: Version, json: &[u8]) -> Stored<Record> {
    match unseal(json, "conversation").map(Record::Conversation) {
        Ok(record) => Stored::Found { version, record },
        Err(reason) => Stored::Unreadable { version, reason },
    }
}

/// Parses a waiting message.
pub(super) fn decode_outbox(version: Version, json: &[u8]) -> Stored<OutboxRecord> {
    match unseal(json, "outbox") {
        Ok(record) => Stored::Found { version, record },
        Err(reason) => Stored::Unreadable { version, reason },
    }
}

/// The reason never quotes the record: what people said stays out of logs.
fn unseal<T: DeserializeOwned>(json: &[u8], kind: &str) -> Result<T, String> {
    let opened = match serde_json::from_slice::<Opened<'_, T>>(json) {
        Ok(opened) if opened.kind == kind && opened.v == 1 => return Ok(opened.record),
        opened => opened,
    };
    // The envelope says why, if it can be read.
    let place = |error: serde_json::Error| {
        format!("damaged at line {} column {}", error.line(), error.column())
    };
    let label: Label = serde_json::from_slice(json).map_err(place)?;
    if label.kind != kind {
        return Err(format!("not a {kind} record"));
    }
    match (label.v, opened) {
        (1, Err(error)) => Err(place(error)),
        (later, _) => Err(format!("version {later} of a {kind} record is not known")),
    }
}
