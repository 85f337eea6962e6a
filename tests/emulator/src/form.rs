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
        Some((_, boundary)) => form(boundary, &String::from_utf8_lossy(body)),
        None => serde_json::from_slice(body).unwrap_or_default(),
    }
}

fn form(boundary: &str, body: &str) -> Map<String, Value> {
    let mut fields = Map::new();
    for part in body
        .split(&format!("--{boundary}"))
        .filter_map(|part| part.strip_prefix("\r\n"))
    {
        let Some((head, content)) = part.split_once("\r\n\r\n") else {
            continue;
        };
        let content = content.strip_suffix("\r\n").unwrap_or(content);
        let named = |name: &str| {
            head.split_once(&format!("{name}=\""))
                .and_then(|(_, rest)| rest.split('"').next())
        };
        let value = match named(" filename") {
            Some(file) => json!({"file": file, "content": content, "type": media_type(head)}),
            None => value(content),
        };
        if let Some(name) = named(" name") {
            fields.insert(name.to_owned(), value);
        }
    }
    fields
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
