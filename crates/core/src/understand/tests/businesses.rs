//! The names of businesses in 300 requests that were written before the readers
//! and that nobody adjusts. A row names all that would be right; null is no name.

use chrono::{NaiveDateTime, TimeZone, Utc};
use serde_json::Value;

use crate::model::Language;
use crate::understand::{Context, sentence};

pub(super) const ROWS: &str = include_str!("businesses.jsonl");
/// The least share of rows that are read right.
const RIGHT: usize = 90;

pub(super) fn text<'r>(row: &'r Value, field: &str) -> &'r str {
    row.get(field).and_then(Value::as_str).unwrap()
}

pub(super) fn context(row: &Value) -> Context {
    let timezone: chrono_tz::Tz = text(row, "tz").parse().unwrap();
    let now = NaiveDateTime::parse_from_str(text(row, "now"), "%Y-%m-%dT%H:%M").unwrap();
    let now = timezone.from_local_datetime(&now).unwrap();
    Context {
        language: Language::from_word(text(row, "lang")).unwrap(),
        timezone,
        now: now.with_timezone(&Utc),
        region: text(row, "region").parse().unwrap(),
    }
}

#[test]
fn most_names_are_found_and_hardly_any_is_wrong() {
    let rows: Vec<Value> = (ROWS.lines())
        .map(|row| serde_json::from_str(row).unwrap())
        .collect();
    let (mut right, mut wrong) = (0, 0);
    let mut failures = Vec::new();
    for row in &rows {
        let found = sentence(text(row, "text"), &context(row));
        let found = found.business().map(|name| name.as_str().to_owned());
        let wanted = row.pointer("/expect/business").and_then(Value::as_array);
        let wanted = wanted.unwrap();
        let fits = wanted.iter().any(|name| name.as_str() == found.as_deref());
        right += usize::from(fits);
        wrong += usize::from(!fits && found.is_some());
        if !fits {
            let (id, text) = (text(row, "id"), text(row, "text"));
            failures.push(format!("{id} {text:?}: {found:?}, not {wanted:?}"));
        }
    }
    let count = rows.len();
    assert!(
        right * 100 >= RIGHT * count && wrong * 100 < 2 * count,
        "{right} of {count} right, {wrong} wrong:\n{}",
        failures.join("\n")
    );
    println!("{right} of {count} right, {wrong} wrong");
    println!("{}", failures.join("\n"));
}
