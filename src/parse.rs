//! The `parse` command: the values that the bridge understands in a text, as
//! JSON, for trying it out and for measuring it. Nothing is sent anywhere.
//!
//! A batch is JSON lines in and JSON lines out, one for one; an unreadable line
//! is answered with an error and the batch goes on.

use std::io::{self, BufRead, Read, Write};

use chrono::{DateTime, LocalResult, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::cli::languages;
use kally_core::model::{Day, Language, Region, TimeOfDay, Values};
use kally_core::understand::{Context, Explained, explain, sentence};

/// A line of a batch has fewer bytes than this.
const LONGEST_LINE: u64 = 1 << 20;

/// Why a line or a command cannot be understood.
#[derive(Debug, thiserror::Error)]
pub enum ParseCommandError {
    /// Reading or writing failed.
    #[error("input or output failed")]
    Io(#[from] io::Error),
    /// The line is not a JSON object of the expected shape.
    #[error("not a line of the expected JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A value of the line cannot be used.
    #[error("{field} is not {expected}: {given:?}")]
    Field {
        field: &'static str,
        /// The expected form.
        expected: String,
        given: String,
    },
}

#[derive(Deserialize)]
struct BatchLine {
    #[serde(default)]
    lang: Option<String>,
    #[serde(default, alias = "timezone")]
    tz: Option<String>,
    #[serde(default)]
    now: Option<String>,
    #[serde(default)]
    region: Option<String>,
    text: String,
}

/// The values that were found, as JSON, by the words of the slots. A time in
/// words is under `time_preference`.
#[must_use]
pub fn slots_json(values: &Values) -> Value {
    let mut slots = serde_json::to_value(values).unwrap_or_default();
    if let (Some(slots), Some(Day::Words { words })) = (slots.as_object_mut(), values.day()) {
        slots.remove("date");
        slots.insert("date_preference".to_owned(), json!(words.as_str()));
    }
    if let (Some(slots), Some(time)) = (slots.as_object_mut(), values.time()) {
        slots.remove("time");
        match time {
            TimeOfDay::At(time) => {
                slots.insert("time".to_owned(), json!(time.format("%H:%M").to_string()))
            }
            TimeOfDay::Words(words) => {
                slots.insert("time_preference".to_owned(), json!(words.as_str()))
            }
        };
    }
    slots
}

/// Writes the values in one text, as JSON.
///
/// # Errors
/// When writing fails.
pub fn run_one(
    text: &str,
    options: &Context,
    out: &mut dyn Write,
) -> Result<(), ParseCommandError> {
    let slots = slots_json(&sentence(text, options));
    writeln!(out, "{slots:#}")?;
    Ok(())
}

/// Writes the values in one text, and the days and times that were read.
///
/// # Errors
/// When writing fails.
pub fn run_explained(
    text: &str,
    options: &Context,
    out: &mut dyn Write,
) -> Result<(), ParseCommandError> {
    let slots = slots_json(&sentence(text, options));
    let one = |read: Explained| json!({"kind": read.kind, "words": read.words, "role": read.role});
    let read: Vec<Value> = explain(text, options).into_iter().map(one).collect();
    writeln!(out, "{:#}", json!({"slots": slots, "read": read}))?;
    Ok(())
}

/// Answers each line of the input with a line of its own. The defaults apply
/// where a line names nothing else; but if its timezone is one country's, that
/// country is the region.
///
/// # Errors
/// When reading or writing fails; a bad line is answered, not an error.
pub fn run_batch(
    input: &mut dyn BufRead,
    out: &mut dyn Write,
    defaults: &Context,
) -> Result<(), ParseCommandError> {
    let mut line = Vec::new();
    loop {
        line.clear();
        if (&mut *input)
            .take(LONGEST_LINE)
            .read_until(b'\n', &mut line)?
            == 0
        {
            break;
        }
        if line.last() != Some(&b'\n') && line.len() as u64 == LONGEST_LINE {
            skip_line(input)?;
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_start_matches('\u{FEFF}').trim();
        if !text.is_empty() {
            writeln!(out, "{}", answer(text, defaults))?;
        }
    }
    out.flush()?;
    Ok(())
}

/// Skips the rest of a line that is too long to keep.
fn skip_line(input: &mut dyn BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let length = end.map_or(buffer.len(), |end| end + 1);
        input.consume(length);
        if end.is_some() {
            return Ok(());
        }
    }
}

fn answer(line: &str, defaults: &Context) -> Value {
    let mut out = Map::new();
    let result = serde_json::from_str::<Value>(line)
        .map_err(ParseCommandError::from)
        .and_then(|value| {
            if let Some(id) = value.get("id") {
                out.insert("id".to_owned(), id.clone());
            }
            let line: BatchLine = serde_json::from_value(value)?;
            let context = context(&line, defaults)?;
            Ok(slots_json(&sentence(&line.text, &context)))
        });
    match result {
        Ok(slots) => out.insert("slots".to_owned(), slots),
        Err(error) => out.insert("error".to_owned(), json!(error.to_string())),
    };
    Value::Object(out)
}

fn context(line: &BatchLine, defaults: &Context) -> Result<Context, ParseCommandError> {
    fn read<T>(
        field: &'static str,
        expected: &str,
        given: Option<&String>,
        default: T,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<T, ParseCommandError> {
        let Some(given) = given else {
            return Ok(default);
        };
        parse(given.trim()).ok_or_else(|| ParseCommandError::Field {
            field,
            expected: expected.to_owned(),
            given: given.chars().take(64).collect(),
        })
    }
    let language = read(
        "lang",
        &languages(),
        line.lang.as_ref(),
        defaults.language,
        Language::from_tag,
    )?;
    let timezone: Tz = read(
        "tz",
        "an IANA timezone",
        line.tz.as_ref(),
        defaults.timezone,
        |name| Tz::from_str_insensitive(name).ok(),
    )?;
    let home = line.tz.as_ref().and_then(|_| Region::of_timezone(timezone));
    let region: Region = read(
        "region",
        "a two-letter country code",
        line.region.as_ref(),
        home.unwrap_or(defaults.region),
        |code| code.parse().ok(),
    )?;
    let now = read(
        "now",
        "RFC 3339 or a local date and time",
        line.now.as_ref(),
        defaults.now,
        |now| instant(now, timezone),
    )?;
    Ok(Context {
        language,
        timezone,
        now,
        region,
    })
}

/// An instant: RFC 3339, or a local date and time in the timezone. If a change
/// of clocks makes a local time happen twice, the first counts.
#[must_use]
pub fn instant(text: &str, timezone: Tz) -> Option<DateTime<Utc>> {
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Some(instant.with_timezone(&Utc));
    }
    const FORMATS: [&str; 4] = [
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%d %H:%M:%S%.f",
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%d %H:%M",
    ];
    let local = FORMATS
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
        .or_else(|| {
            text.parse::<chrono::NaiveDate>()
                .ok()?
                .and_hms_opt(12, 0, 0)
        })?;
    match timezone.from_local_datetime(&local) {
        LocalResult::Single(instant) | LocalResult::Ambiguous(instant, _) => {
            Some(instant.with_timezone(&Utc))
        }
        LocalResult::None => Some(timezone.from_utc_datetime(&local).with_timezone(&Utc)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn defaults() -> Context {
        Context {
            language: Language::En,
            timezone: chrono_tz::America::New_York,
            now: instant("2026-01-28T10:00", chrono_tz::America::New_York).unwrap(),
            region: "US".parse().unwrap(),
        }
    }

    fn batch(input: &[u8]) -> Vec<Value> {
        let mut out = Vec::new();
        run_batch(&mut &*input, &mut out, &defaults()).unwrap();
        let text = String::from_utf8(out).unwrap();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    #[test]
    fn a_batch_answers_each_line_in_its_own_context() {
        let input = concat!(
            r#"{"id":1,"lang":"es","tz":"Europe/Madrid","now":"2026-01-28T23:30","region":"ES","text":"912345678, mesa para 4 mañana a las nueve y media a nombre de Ana"}"#,
            "\n\n",
            r#"{"id":"b","text":"table for 2 tonight at 8"}"#,
        );
        let answers = batch(input.as_bytes());
        assert_eq!(
            answers[0],
            json!({"id": 1, "slots": {"phone": "+34912345678", "category": "restaurant", "task": "mesa para 4 mañana a las nueve y media a nombre de Ana", "name": "Ana", "date": "2026-01-29", "time": "21:30", "party_size": 4}})
        );
        assert_eq!(answers[1]["slots"]["date"], "2026-01-28");
        assert_eq!(answers.len(), 2);
    }

    #[test]
    fn a_line_without_a_region_takes_it_from_its_timezone() {
        for (fields, expected) in [
            (r#""tz":"Europe/Madrid""#, "+34912345678"),
            (r#""tz":"europe/madrid""#, "+34912345678"),
            (r#""tz":"Europe/Paris","region":"ES""#, "+34912345678"),
            (r#""tz":"America/Mexico_City""#, "+529123456781"),
            (r#""tz":"Asia/Tokyo""#, "+12123456781"),
            (r#""lang":"en""#, "+12123456781"),
        ] {
            let number = match expected {
                "+34912345678" => "912 345 678",
                "+529123456781" => "912 345 6781",
                _ => "212 345 6781",
            };
            let line = format!(r#"{{{fields},"text":"call {number} and ask if they are open"}}"#);
            let answers = batch(line.as_bytes());
            assert_eq!(answers[0]["slots"]["phone"], expected, "{line}");
        }
    }

    #[test]
    fn a_bad_line_is_answered_and_the_batch_goes_on() {
        let mut input =
            b"not json\n{\"id\":7,\"tz\":\"Mars/Base\",\"text\":\"x\"}\n[1]\n\xff\xfe\n".to_vec();
        input.extend(vec![b'x'; 3 << 20]);
        input.extend(b"\n{\"id\":9,\"text\":\"table for 2\"}");
        let answers = batch(&input);
        assert_eq!(answers.len(), 6);
        assert!(
            answers[..5]
                .iter()
                .all(|answer| answer["error"].is_string())
        );
        assert_eq!(answers[1]["id"], 7);
        assert_eq!(answers[5]["slots"]["party_size"], 2);
    }

    #[test]
    fn instants_are_rfc_3339_or_local() {
        let madrid = chrono_tz::Europe::Madrid;
        for text in [
            "2026-01-28T15:00:00Z",
            "2026-01-28T16:00:00+01:00",
            "2026-01-28T16:00",
            "2026-01-28 16:00:00",
        ] {
            assert_eq!(
                instant(text, madrid).map(|now| now.to_rfc3339()).as_deref(),
                Some("2026-01-28T15:00:00+00:00"),
                "{text}"
            );
        }
        assert_eq!(instant("soon", madrid), None);
    }
}
