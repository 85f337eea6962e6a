//! The answers that the client expects, field by field, and how an answer differs
//! from that. What the client reads is decided in `wire`; the readers there are
//! the ones that are tried here.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::Value;

use super::super::error::ErrorCode;
use super::super::lenient::{at, count, moment, number, text, truth, web_address};
use super::super::wire::{CallStatus, Speaker};
use super::Question;

/// What a difference means for the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// The service tells more than the client reads.
    More,
    /// The client copes: it does without, or shows the word as it is.
    Copes,
    /// The client cannot use the answer.
    Breaks,
}

/// One difference between an answer and the expected one. It holds names of
/// fields and words of the service, and nothing personal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What it means.
    pub weight: Weight,
    /// The difference, as a sentence without a full stop.
    pub tells: String,
}

impl Difference {
    fn new(weight: Weight, tells: impl fmt::Display) -> Self {
        Self {
            weight,
            tells: tells.to_string(),
        }
    }
}

/// The form of a value.
#[derive(Debug, Clone, Copy)]
enum Form {
    Text,
    Number,
    Count,
    Moment,
    Truth,
    WebAddress,
    /// A word that the client knows.
    Word(fn(&str) -> bool),
}

impl Form {
    /// Whether the client's reader takes the value.
    fn reads(self, value: &Value) -> bool {
        match self {
            Self::Text | Self::Word(_) => text(value).is_some() || value == "",
            Self::Number => number(value).is_some(),
            Self::Count => count(value).is_some(),
            Self::Moment => moment(value).is_some(),
            Self::Truth => truth(value).is_some(),
            Self::WebAddress => web_address(value).is_some(),
        }
    }

    /// Whether the value has the form that the contract names.
    fn is_plain(self, value: &Value) -> bool {
        match self {
            Self::Text | Self::Word(_) | Self::WebAddress => value.is_string(),
            Self::Number | Self::Count => value.is_number(),
            Self::Moment => value.as_str().is_some_and(|text| text.contains('T')),
            Self::Truth => value.is_boolean(),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Number => "a number",
            Self::Count => "a whole number",
            Self::Moment => "a time with its date",
            Self::Truth => "true or false",
            Self::WebAddress => "a web address",
            Self::Word(_) => "a word",
        }
    }
}

/// A field, by its path with dots; of several paths the first that is there.
struct Field {
    paths: &'static [&'static str],
    form: Form,
    /// Without it the client cannot use the answer.
    needed: bool,
}

const fn needs(paths: &'static [&'static str], form: Form) -> Field {
    Field {
        paths,
        form,
        needed: true,
    }
}

const fn may(paths: &'static [&'static str], form: Form) -> Field {
    Field {
        paths,
        form,
        needed: false,
    }
}

const STATISTICS: &[Field] = &[
    may(&["plan_type"], Form::Text),
    may(&["minutes_allocated"], Form::Number),
    may(&["minutes_used"], Form::Number),
    may(&["minutes_remaining"], Form::Number),
    may(&["calls_allocated"], Form::Count),
    may(&["calls_used"], Form::Count),
    may(&["calls_remaining"], Form::Count),
    may(&["period_start"], Form::Moment),
    may(&["period_end"], Form::Moment),
    may(&["usage_percentage"], Form::Number),
    may(&["subscription_status"], Form::Text),
];

const CREDITS: &[Field] = &[
    needs(&["credits_remaining"], Form::Number),
    may(&["credits_used"], Form::Number),
    may(&["credits_allocated"], Form::Number),
    may(&["plan_type"], Form::Text),
    may(&["period_start"], Form::Moment),
    may(&["period_end"], Form::Moment),
];

const SUBSCRIPTION: &[Field] = &[
    needs(&["has_active_subscription"], Form::Truth),
    may(&["provider"], Form::Text),
    may(&["plan.type", "plan"], Form::Text),
    may(&["plan.period"], Form::Text),
    may(&["plan.minutes_included"], Form::Number),
    may(&["status"], Form::Text),
    may(&["started_at", "created_at"], Form::Moment),
    may(&["expires_at"], Form::Moment),
    may(&["auto_renew"], Form::Truth),
    may(&["management_url"], Form::WebAddress),
];

/// A row of the history, and a call.
const ROW: &[Field] = &[
    needs(&["call_id"], Form::Text),
    needs(&["status"], Form::Word(is_status)),
    needs(&["metadata.created_at", "created_at"], Form::Moment),
    may(&["metadata.ended_at", "ended_at"], Form::Moment),
    may(&["highlights"], Form::Text),
    may(&["next_steps"], Form::Text),
    may(&["duration_seconds"], Form::Number),
    may(&["credits_used"], Form::Number),
    may(&["submission.respondent_phone"], Form::Text),
    may(&["submission.business_name"], Form::Text),
    may(&["submission.task_description"], Form::Text),
    may(&["submission.task_category"], Form::Text),
    may(&["submission.user_name"], Form::Text),
    may(&["submission.user_phone"], Form::Text),
    may(&["submission.appointment_date"], Form::Text),
    may(&["submission.appointment_time"], Form::Text),
    may(&["submission.time_preference_text"], Form::Text),
    may(&["submission.party_size"], Form::Count),
    may(&["submission.language"], Form::Text),
    may(&["submission.call_language"], Form::Text),
    may(&["submission.is_urgent"], Form::Truth),
    may(&["submission.additional_instructions"], Form::Text),
    may(&["timezone"], Form::Text),
];

const ENTRY: &[Field] = &[
    needs(&["speaker"], Form::Word(is_speaker)),
    needs(&["content"], Form::Text),
    may(&["timestamp"], Form::Text),
];

const SOUND: &[Field] = &[
    needs(&["url"], Form::WebAddress),
    may(&["duration_seconds"], Form::Number),
    may(&["format"], Form::Text),
];

const REFUSAL: &[Field] = &[
    needs(&["error.code"], Form::Word(is_code)),
    may(&["error.message", "error.details.message"], Form::Text),
    may(&["error.details.reason"], Form::Text),
    may(&["error.correlation_id"], Form::Text),
];

fn is_status(word: &str) -> bool {
    !matches!(CallStatus::from_word(word), CallStatus::Other(_))
}

fn is_speaker(word: &str) -> bool {
    !matches!(Speaker::from_word(word.to_owned()), Speaker::Other(_))
}

fn is_code(word: &str) -> bool {
    !matches!(ErrorCode::from_word(word), ErrorCode::Other(_))
}

/// How an answer differs from the expected one; the graver first.
pub(super) fn differences(question: Question, http: u16, body: Option<&Value>) -> Vec<Difference> {
    let mut found = Vec::new();
    if let Some(refused) = refused(question, http) {
        found.push(refused);
    }
    match body {
        None if (200..300).contains(&http) => {
            found.push(Difference::new(Weight::Breaks, "the answer is not JSON"));
        }
        None => found.push(Difference::new(
            Weight::Copes,
            "the refusal is not JSON, so it names no reason",
        )),
        Some(body) => look(question, http, body, &mut found),
    }
    found.sort_by_key(|difference| std::cmp::Reverse(difference.weight));
    found.dedup();
    found
}

/// An HTTP status that is not the expected one.
fn refused(question: Question, http: u16) -> Option<Difference> {
    let (fits, alternative): (&[u16], &[u16]) = match question {
        Question::NoCall => (&[404], &[]),
        Question::NoSignIn => (&[401], &[403]),
        // An account in credits has no minutes, and the other way round.
        Question::Statistics | Question::Credits => (&[200, 404], &[]),
        // There may be none (yet).
        Question::Transcript | Question::Recording => (&[200, 404], &[]),
        _ => (&[200], &[201]),
    };
    if fits.contains(&http) {
        return None;
    }
    let weight = match alternative.contains(&http) {
        true => Weight::Copes,
        false => Weight::Breaks,
    };
    Some(Difference::new(
        weight,
        format_args!("the service answers with HTTP {http}"),
    ))
}

fn look(question: Question, http: u16, body: &Value, found: &mut Vec<Difference>) {
    if !(200..300).contains(&http) {
        return fields("", body, REFUSAL, found);
    }
    match question {
        Question::Statistics => fields("", body, STATISTICS, found),
        Question::Credits => fields("", body, CREDITS, found),
        Question::Subscription => fields("", body, SUBSCRIPTION, found),
        Question::History => history(body, found),
        Question::Call => fields("", body, ROW, found),
        Question::Transcript => list(body, &["entries"], ENTRY, found),
        Question::Recording => fields("", body, SOUND, found),
        Question::NoCall | Question::NoSignIn => {}
    }
}

fn history(body: &Value, found: &mut Vec<Difference>) {
    list(body, &["calls", "items"], ROW, found);
    if at(body, &["total"]).and_then(count).is_none() {
        found.push(Difference::new(
            Weight::Copes,
            "`total` is missing: the number of all calls is unknown",
        ));
    }
}

/// A list under one of several names, and its rows.
fn list(body: &Value, names: &[&str], row: &[Field], found: &mut Vec<Difference>) {
    let rows = names
        .iter()
        .find_map(|name| at(body, &[name]).and_then(Value::as_array));
    let Some(rows) = rows else {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        return found.push(Difference::new(
            Weight::Breaks,
            format_args!("the list is missing: {} is not there", names.join(" or ")),
        ));
    };
    // The same difference in many rows is told once.
    let mut in_rows = Vec::new();
    for value in rows {
        fields("", value, row, &mut in_rows);
    }
    in_rows.sort_by(|one, other| one.tells.cmp(&other.tells));
    in_rows.dedup();
    found.extend(in_rows);
}

fn fields(prefix: &str, value: &Value, fields: &[Field], found: &mut Vec<Difference>) {
    for field in fields {
        let path = field
            .paths
            .iter()
            .find(|path| at(value, &steps(path)).is_some());
        let name = |path: &str| format!("`{prefix}{path}`");
        match path {
            Some(path) => {
                if let Some(here) = at(value, &steps(path)) {
                    form(&name(path), here, field, found);
                }
            }
            None if field.needed => {
                let all: Vec<String> = field.paths.iter().map(|path| name(path)).collect();
                let tells = format!("{} is missing", all.join(" or "));
                found.push(Difference::new(Weight::Breaks, tells));
            }
            None => {}
        }
    }
    let more = unknown(value, fields);
    if !more.is_empty() {
        let tells = format!("the service also tells {}", more.join(", "));
        found.push(Difference::new(Weight::More, tells));
    }
}

fn steps(path: &str) -> Vec<&str> {
    path.split('.').collect()
}

fn form(name: &str, value: &Value, field: &Field, found: &mut Vec<Difference>) {
    let wanted = field.form.name();
    if !field.form.reads(value) {
        let weight = match field.needed {
            true => Weight::Breaks,
            false => Weight::Copes,
        };
        let tells = format!("{name} is {}, not {wanted}, and is not read", kind(value));
        found.push(Difference::new(weight, tells));
    } else if !field.form.is_plain(value) {
        let tells = format!(
            "{name} is {}, not {wanted}; it is read all the same",
            kind(value)
        );
        found.push(Difference::new(Weight::Copes, tells));
    }
    if let (Form::Word(is_known), Some(word)) = (field.form, value.as_str())
        && !is_known(word)
    {
        // A speaker may be told by their name.
        let said = match name.ends_with("speaker`") {
            true => String::new(),
            false => format!(" {:?},", super::super::lenient::word(word)),
        };
        let tells = format!("{name} says{said} a word that the client does not know");
        found.push(Difference::new(Weight::Copes, tells));
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "empty",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// The names of the fields that no expectation names; at most two levels deep.
fn unknown(value: &Value, fields: &[Field]) -> Vec<String> {
    let known: BTreeSet<&str> = fields
        .iter()
        .flat_map(|field| field.paths)
        .copied()
        .collect();
    let is_parent = |path: &str| {
        let below = format!("{path}.");
        known.iter().any(|known| known.starts_with(&below))
    };
    let mut more = Vec::new();
    let Value::Object(own) = value else {
        return more;
    };
    for (name, inner) in own {
        match inner {
            Value::Object(below) if is_parent(name) => {
                let below = below.keys().map(|key| format!("{name}.{key}"));
                more.extend(
                    below.filter(|path| !known.contains(path.as_str()) && !is_parent(path)),
                );
            }
            _ if known.contains(name.as_str()) || is_parent(name) => {}
            _ => more.push(name.clone()),
        }
    }
    more.iter_mut()
        .for_each(|name| *name = format!("`{}`", super::redacted::name(name)));
    more
}
