//! A record as JSON in a wrapper with its kind and version: `{"kind", "v",
//! "record"}`.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::StoreError;

/// The most that one record may take as JSON, in bytes.
pub(crate) const MOST_RECORD_BYTES: usize = 1024 * 1024;

/// Most records are smaller.
const USUAL_BYTES: usize = 1024;

/// The version that is written, and the only one that is read so far.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Wrapper<'a, T> {
    kind: &'a str,
    v: u32,
    record: &'a T,
}

/// A record with its wrapper, as most are read.
#[derive(Deserialize)]
struct Wrapped<'a, T> {
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

pub(crate) fn encode<T: Serialize>(kind: &str, record: &T) -> Result<Vec<u8>, StoreError> {
    let mut json = Vec::with_capacity(USUAL_BYTES);
    let v = VERSION;
    serde_json::to_writer(&mut json, &Wrapper { kind, v, record }).map_err(|error| {
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

/// Reads a record. The error never quotes it: people's words stay out of logs.
pub(crate) fn decode<T: DeserializeOwned>(kind: &str, json: &[u8]) -> Result<T, String> {
    let wrapped = match serde_json::from_slice::<Wrapped<'_, T>>(json) {
        Ok(wrapped) if wrapped.kind == kind && wrapped.v == VERSION => {
            return Ok(wrapped.record);
        }
        wrapped => wrapped,
    };
    // The wrapper tells the reason, if it can be read.
    let place = |error: serde_json::Error| {
        format!("damaged at line {} column {}", error.line(), error.column())
    };
    let label: Label = serde_json::from_slice(json).map_err(place)?;
    if label.kind != kind {
        return Err(format!("not a {kind} record"));
    }
    match (label.v, wrapped) {
        (VERSION, Err(error)) => Err(place(error)),
        (later, _) => Err(format!("version {later} of a {kind} record is not known")),
    }
}
