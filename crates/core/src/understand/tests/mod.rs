//! People's messages, and the values that are understood. All of them are read
//! on Wednesday 28 January 2026, 10:00 in New York or 16:00 in Madrid.

#![expect(clippy::too_many_lines, reason = "tables of what people write")]

mod abroad;
mod answers;
mod businesses;
mod corrections;
mod everyday;
mod forms;
mod messages;
mod mixed;
mod never;
mod numbers;
mod places;
mod roles;
mod sentences;
mod small_words;
mod statements;

use chrono::{TimeZone, Utc};

use super::Context;
use crate::model::{Language, TimeOfDay, Values};

pub(super) fn english() -> Context {
    Context {
        language: Language::En,
        timezone: chrono_tz::America::New_York,
        now: Utc.with_ymd_and_hms(2026, 1, 28, 15, 0, 0).unwrap(),
        region: "US".parse().unwrap(),
    }
}

pub(super) fn spanish() -> Context {
    Context {
        language: Language::Es,
        timezone: chrono_tz::Europe::Madrid,
        region: "ES".parse().unwrap(),
        ..english()
    }
}

fn british() -> Context {
    Context {
        timezone: chrono_tz::Europe::London,
        region: "GB".parse().unwrap(),
        ..english()
    }
}

fn mexican() -> Context {
    Context {
        timezone: chrono_tz::America::Mexico_City,
        region: "MX".parse().unwrap(),
        ..spanish()
    }
}

/// The messages of all sets.
pub(super) fn every_text() -> impl Iterator<Item = String> {
    let rows = messages::ROWS.lines().chain(businesses::ROWS.lines());
    rows.map(|row| businesses::text(&serde_json::from_str(row).unwrap(), "text").to_owned())
}

/// Everything but the task, on one line.
fn told(found: &Values) -> String {
    let mut parts = Vec::new();
    parts.extend(found.phone().map(|phone| phone.as_e164().to_owned()));
    parts.extend(found.category().map(|category| category.word().to_owned()));
    parts.extend(found.date().map(|date| date.format("%m-%d").to_string()));
    parts.extend(found.time().map(|time| match time {
        TimeOfDay::At(time) => time.format("%H:%M").to_string(),
        TimeOfDay::Words(words) => format!("~{}", words.as_str()),
    }));
    parts.extend(found.party_size().map(|count| format!("{}p", count.get())));
    parts.extend(found.nights().map(|count| format!("{}n", count.get())));
    parts.extend(found.name().map(|name| format!("@{}", name.as_str())));
    parts.extend(found.business().map(|name| format!("#{}", name.as_str())));
    parts.extend(
        found
            .call_language()
            .map(|language| format!("in {}", language.code())),
    );
    parts.join(", ")
}
