//! The fields of a request, whether they come as JSON or as a form with files.

use axum::http::HeaderMap;
use serde_json::{Map, Value, json};

/// Reads the fields; an unreadable body has none.
pub(super) fn fields(headers: &HeaderMap, body: &[u8]) -> Map<String, Value> {
    let kind = headers
        .get("content-type")
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    match kind.split_once("boundary=") {
        Some((_, boundary)) => form(boundary, body),
        None => serde_json::from_slice(body).unwrap_or_default(),
    }
}

fn form(boundary: &str, body: &[u8]) -> Map<String, Value> {
    let mut fields = Map::new();
    let boundary = format!("--{boundary}");
    let mut rest = body;
    while let Some((part, behind)) = split(rest, boundary.as_bytes()) {
        rest = behind;
        let part = part.strip_prefix(b"\r\n").unwrap_or(part);
        let Some((head, content)) = split(part, b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8_lossy(head);
        let content = content.strip_suffix(b"\r\n").unwrap_or(content);
        let (size, content) = (content.len(), String::from_utf8_lossy(content));
        let named = |name: &str| {
            head.split_once(&format!("{name}=\""))
                .and_then(|(_, rest)| rest.split('"').next())
        };
        let value = match named(" filename") {
            Some(file) => {
                json!({"file": file, "content": content, "size": size, "type": media_type(&head)})
            }
            None => value(&content),
        };
        if let Some(name) = named(" name") {
            fields.insert(name.to_owned(), value);
        }
    }
    fields
}

/// The bytes before a mark and those behind it.
fn split<'a>(bytes: &'a [u8], mark: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let mut windows = bytes.windows(mark.len());
    let at = windows.position(|window| window == mark)?;
    Some((bytes.get(..at)?, bytes.get(at + mark.len()..)?))
}

/// A form has only strings; any other value is JSON in a string.
fn value(content: &str) -> Value {
    match serde_json::from_str(content) {
        Ok(value @ (Value::Number(_) | Value::Object(_) | Value::Array(_) | Value::Bool(_))) => {
            value
        }
        _ => Value::String(content.to_owned()),
    }
}

fn media_type(head: &str) -> String {
    head.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-type"))
        .map(|(_, kind)| kind.trim().to_owned())
        .unwrap_or_default()
}
