//! 3,202 messages of every kind that was once misread, written independently in
//! twenty-two sets, each read before anything was mended for it: a row names all values
//! that would be right for a slot; null is no value. Slots that a row does not
//! name have to be empty.

use serde_json::Value;

use super::businesses::{context, text};
use crate::model::{TimeOfDay, Values};
use crate::understand::sentence;

pub(super) const ROWS: &str = include_str!("messages.jsonl");

/// The least share of rows that are read right, and the share that may be
/// wrong, in per cent.
const RIGHT: usize = 90;
const WRONG: usize = 2;

const SLOTS: [&str; 7] = [
    "phone",
    "date",
    "time",
    "party_size",
    "nights",
    "name",
    "business",
];

/// The value of a slot, as the rows write it.
fn told(values: &Values, slot: &str) -> Value {
    let text = |text: Option<String>| text.map_or(Value::Null, Value::from);
    match slot {
        "phone" => text(values.phone().map(|phone| phone.as_e164().to_owned())),
        "date" => text(values.date().map(ToString::to_string)),
        "time" => {
            let time = values.time().and_then(TimeOfDay::at);
            text(time.map(|time| time.format("%H:%M").to_string()))
        }
        "business" => text(values.business().map(|name| name.as_str().to_owned())),
        "name" => text(values.name().map(|name| name.as_str().to_owned())),
        "party_size" => values.party_size().map_or(Value::Null, |n| n.get().into()),
        _ => values.nights().map_or(Value::Null, |n| n.get().into()),
    }
}

#[test]
fn most_messages_are_read_and_hardly_any_is_wrong() {
    let (mut right, mut wrong, mut count) = (0, 0, 0);
    let mut failures = Vec::new();
    for row in ROWS.lines() {
        let row: Value = serde_json::from_str(row).unwrap();
        let found = sentence(text(&row, "text"), &context(&row));
        let mut missed = Vec::new();
        let mut is_wrong = false;
        for slot in SLOTS {
            let wanted = row.get("expect").and_then(|expect| expect.get(slot));
            // Only a row about names tells what they are.
            if matches!(slot, "name" | "business") && wanted.is_none() {
                continue;
            }
            let value = told(&found, slot);
            let fits = match wanted.and_then(Value::as_array) {
                Some(wanted) => wanted.contains(&value),
                None => value.is_null(),
            };
            if !fits {
                is_wrong |= !value.is_null();
                missed.push(format!("{slot} {value}"));
            }
        }
        count += 1;
        right += usize::from(missed.is_empty());
        wrong += usize::from(is_wrong);
        if !missed.is_empty() {
            failures.push(format!("{:?}: {}", text(&row, "text"), missed.join(", ")));
        }
    }
    assert!(
        right * 100 >= RIGHT * count && wrong * 100 <= WRONG * count,
        "{right} of {count} right, {wrong} wrong:\n{}",
        failures.join("\n")
    );
}
