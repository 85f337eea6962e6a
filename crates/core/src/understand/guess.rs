//! Values that follow from a text without being said: the half of the day, a
//! kind of place, people who were counted.

use chrono::{NaiveTime, Timelike as _};

use super::family::family_at;
use super::line::Line;
use super::time::{clock_at, daypart_at};
use crate::model::{Category, TimeOfDay, Value};

/// Whether a value that was read in a text was guessed there.
#[must_use]
pub fn is_guessed(value: &Value, text: &str) -> bool {
    match value {
        Value::Time(TimeOfDay::At(time)) => half_is_open(*time, text),
        Value::PartySize(_) => Line::new(text).find(family_at).is_some(),
        Value::Category(Category::General) => false,
        Value::Category(category) => super::category(text) != Some(*category),
        _ => false,
    }
}

/// Whether a text tells an hour and leaves open in which half of the day.
fn half_is_open(time: NaiveTime, text: &str) -> bool {
    let line = Line::new(text);
    let mut from = 0;
    let mut open = false;
    while let Some((clock, span)) = line.find_from(from, clock_at) {
        from = span.end.max(span.start + 1);
        let same = clock.hour % 12 == time.hour() % 12 && clock.minute == time.minute();
        if same && (clock.fixed || clock.half.is_some()) {
            return false;
        }
        open |= same;
    }
    open && line.find(daypart_at).is_none()
}
