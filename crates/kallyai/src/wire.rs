//! The service's answers as values, read from JSON in every form that the
//! service was seen to use, and the body of a request for a call.

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use url::Url;

use super::lenient::{at, count, moment, number, seconds, text, truth, web_address, word};
use kally_core::model::{
    CallLanguage, CallRequest, Category, Day, Name, TimeOfDay, Values, Voicemail,
};

/// The service's id of a call.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RemoteCallId(String);

impl RemoteCallId {
    /// Accepts 1 to 200 characters that can be one segment of a path.
    #[must_use]
    pub fn parse(id: &str) -> Option<Self> {
        let id = id.trim();
        let fits = (1..=200).contains(&id.len()) && !matches!(id, "." | "..");
        (fits && !id.chars().any(char::is_control)).then(|| Self(id.to_owned()))
    }

    /// The id as the service wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RemoteCallId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! statuses {
    ($($name:ident = $word:literal, $is_final:literal;)*) => {
        /// The status of a call.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "each is the service's own word")]
        pub enum CallStatus {
            $($name,)*
            /// An unknown status, or `unknown` where there was none.
            Other(String),
        }

        impl CallStatus {
            /// Every status that is known.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The service's word for it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$name => $word,)*
                    Self::Other(word) => word,
                }
            }

            /// Reads the service's word; capitals, hyphens and spaces don't
            /// matter.
            #[must_use]
            pub fn from_word(text: &str) -> Self {
                let word = word(text);
                match word.to_ascii_lowercase().replace('-', "_").as_str() {
                    $($word => Self::$name,)*
                    "canceled" => Self::Cancelled,
                    "" => Self::Other("unknown".to_owned()),
                    _ => Self::Other(word),
                }
            }

            /// Whether the call is over. An unknown status is not final: the
            /// worker asks again.
            #[must_use]
            pub fn is_final(&self) -> bool {
                match self {
                    $(Self::$name => $is_final,)*
                    Self::Other(_) => false,
                }
            }
        }
    };
}

statuses! {
    Success = "success", true;
    NoAnswer = "no_answer", true;
    Busy = "busy", true;
    Failed = "failed", true;
    Voicemail = "voicemail", true;
    Cancelled = "cancelled", true;
    Terminated = "terminated", true;
    Queued = "queued", false;
    Scheduled = "scheduled", false;
    InProgress = "in_progress", false;
}

/// One call, as the service describes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    pub id: RemoteCallId,
    pub status: CallStatus,
    /// The service's summary, in its words.
    pub highlights: Option<String>,
    /// The service's advice on the next steps, in its words.
    pub next_steps: Option<String>,
    /// The length of the phone call.
    pub duration: Option<Duration>,
    /// Its cost, where the account is billed in credits.
    pub credits_used: Option<f64>,
    /// When the call was requested.
    pub created_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    /// The number called, as the service wrote it.
    pub phone: Option<String>,
    pub business: Option<String>,
    /// The task of the call.
    pub task: Option<String>,
    /// The kind of place, as the service's word.
    pub category: Option<String>,
    /// Who the call was for.
    pub user_name: Option<String>,
    pub party_size: Option<u64>,
}

impl Call {
    /// Reads a call; `None` if it has no id.
    pub(super) fn read(value: &Value) -> Option<Self> {
        let id = RemoteCallId::parse(&text(at(value, &["call_id"])?)?)?;
        let field = |path: &[&str]| at(value, path).and_then(text);
        let when = |name: &str| {
            at(value, &["metadata", name])
                .and_then(moment)
                .or_else(|| at(value, &[name]).and_then(moment))
        };
        Some(Self {
            id,
            status: CallStatus::from_word(&field(&["status"]).unwrap_or_default()),
            highlights: field(&["highlights"]),
            next_steps: field(&["next_steps"]),
            duration: at(value, &["duration_seconds"]).and_then(seconds),
            credits_used: at(value, &["credits_used"]).and_then(number),
            created_at: when("created_at"),
            ended_at: when("ended_at"),
            phone: field(&["submission", "respondent_phone"]),
            business: field(&["submission", "business_name"]),
            task: field(&["submission", "task_description"]),
            category: field(&["submission", "task_category"]),
            user_name: field(&["submission", "user_name"]),
            party_size: at(value, &["submission", "party_size"]).and_then(count),
        })
    }
}

/// A page of the account's calls, in the service's order.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// The calls that could be read.
    pub calls: Vec<Call>,
    /// The number of rows that could not be read; one of them may be the call
    /// in question.
    pub unreadable: usize,
    /// How many calls the account has.
    pub total: Option<u64>,
}

impl History {
    /// Reads a page; `None` where there is no list at all, since an answer
    /// without one does not say that there are no calls.
    pub(super) fn read(value: &Value) -> Option<Self> {
        let list = |name| at(value, &[name]).and_then(Value::as_array);
        let rows = match (list("calls"), list("items")) {
            (Some(calls), Some(items)) if calls.is_empty() => items,
            (Some(calls), _) => calls,
            (None, items) => items?,
        };
        let calls: Vec<Call> = rows.iter().filter_map(Call::read).collect();
        Some(Self {
            unreadable: rows.len() - calls.len(),
            calls,
            total: at(value, &["total"]).and_then(count),
        })
    }
}

/// The speaker of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Speaker {
    Ai,
    /// The person who answered.
    Human,
    /// A word that is not known here.
    Other(String),
}

impl Speaker {
    /// Reads the service's word, in capitals or not.
    pub(super) fn from_word(word: String) -> Self {
        match word.to_ascii_uppercase().as_str() {
            "AI" => Self::Ai,
            "HUMAN" => Self::Human,
            _ => Self::Other(word),
        }
    }
}

/// One entry of a transcript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TranscriptEntry {
    pub speaker: Speaker,
    pub content: String,
    /// When in the call, as the service wrote it (`00:00:05`).
    pub timestamp: Option<String>,
}

/// The transcript of a call, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Transcript {
    /// The entries that have words.
    pub entries: Vec<TranscriptEntry>,
}

impl Transcript {
    pub(super) fn read(value: &Value) -> Self {
        let rows = at(value, &["entries"]).unwrap_or(value);
        let entry = |row: &Value| {
            let speaker = at(row, &["speaker"]).and_then(text).unwrap_or_default();
            Some(TranscriptEntry {
                speaker: Speaker::from_word(speaker),
                content: text(at(row, &["content"])?)?,
                timestamp: at(row, &["timestamp"]).and_then(text),
            })
        };
        let rows = rows.as_array().map(Vec::as_slice).unwrap_or_default();
        Self {
            entries: rows.iter().filter_map(entry).collect(),
        }
    }
}

/// The address of a call's recording.
#[derive(Debug, Clone, PartialEq)]
pub struct Recording {
    pub url: Url,
    pub duration: Option<Duration>,
    /// Its format, such as `mp3`.
    pub format: Option<String>,
}

impl Recording {
    pub(super) fn read(value: &Value) -> Option<Self> {
        Some(Self {
            url: web_address(at(value, &["url"])?)?,
            duration: at(value, &["duration_seconds"]).and_then(seconds),
            format: at(value, &["format"]).and_then(text),
        })
    }
}

/// The usage of an account in minutes.
#[derive(Debug, Clone, PartialEq, Default)]
#[expect(missing_docs, reason = "each is the service's own word")]
pub struct Statistics {
    pub plan_type: Option<String>,
    pub minutes_allocated: Option<f64>,
    pub minutes_used: Option<f64>,
    pub minutes_remaining: Option<f64>,
    pub calls_allocated: Option<u64>,
    pub calls_used: Option<u64>,
    pub calls_remaining: Option<u64>,
    pub period_start: Option<DateTime<Utc>>,
    pub period_end: Option<DateTime<Utc>>,
    pub usage_percentage: Option<f64>,
    pub subscription_status: Option<String>,
}

impl Statistics {
    pub(super) fn read(value: &Value) -> Self {
        let field = |name| at(value, &[name]);
        Self {
            plan_type: field("plan_type").and_then(text),
            minutes_allocated: field("minutes_allocated").and_then(number),
            minutes_used: field("minutes_used").and_then(number),
            minutes_remaining: field("minutes_remaining").and_then(number),
            calls_allocated: field("calls_allocated").and_then(count),
            calls_used: field("calls_used").and_then(count),
            calls_remaining: field("calls_remaining").and_then(count),
            period_start: field("period_start").and_then(moment),
            period_end: field("period_end").and_then(moment),
            usage_percentage: field("usage_percentage").and_then(number),
            subscription_status: field("subscription_status").and_then(text),
        }
    }
}

/// The usage of an account in credits.
#[derive(Debug, Clone, PartialEq, Default)]
#[expect(missing_docs, reason = "each is the service's own word")]
pub struct Credits {
    pub credits_remaining: Option<f64>,
    pub credits_used: Option<f64>,
    pub credits_allocated: Option<f64>,
    pub plan_type: Option<String>,
    pub period_start: Option<DateTime<Utc>>,
    pub period_end: Option<DateTime<Utc>>,
}

impl Credits {
    pub(super) fn read(value: &Value) -> Self {
        let field = |name| at(value, &[name]);
        Self {
            credits_remaining: field("credits_remaining").and_then(number),
            credits_used: field("credits_used").and_then(number),
            credits_allocated: field("credits_allocated").and_then(number),
            plan_type: field("plan_type").and_then(text),
            period_start: field("period_start").and_then(moment),
            period_end: field("period_end").and_then(moment),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Default)]
#[expect(missing_docs, reason = "each is the service's own word")]
pub struct Subscription {
    pub has_active_subscription: Option<bool>,
    pub provider: Option<String>,
    pub plan: Plan,
    pub status: Option<String>,
    pub started_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
    pub auto_renew: Option<bool>,
    pub management_url: Option<Url>,
}

/// The plan of a subscription.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    pub kind: Option<String>,
    /// How often it is paid.
    pub period: Option<String>,
    /// The minutes that it includes.
    pub minutes_included: Option<f64>,
}

impl Subscription {
    pub(super) fn read(value: &Value) -> Self {
        let field = |name| at(value, &[name]);
        Self {
            has_active_subscription: field("has_active_subscription").and_then(truth),
            provider: field("provider").and_then(text),
            plan: Plan {
                kind: at(value, &["plan", "type"])
                    .or(field("plan"))
                    .and_then(text),
                period: at(value, &["plan", "period"]).and_then(text),
                minutes_included: at(value, &["plan", "minutes_included"]).and_then(number),
            },
            status: field("status").and_then(text),
            started_at: (field("started_at").or(field("created_at"))).and_then(moment),
            expires_at: field("expires_at").and_then(moment),
            auto_renew: field("auto_renew").and_then(truth),
            management_url: field("management_url").and_then(web_address),
        }
    }
}

/// The body of `POST /v1/calls`.
#[derive(Debug, Serialize)]
pub(super) struct CallBody {
    submission: Submission,
    timezone: &'static str,
}

#[derive(Debug, Serialize)]
struct Submission {
    task_category: &'static str,
    task_description: String,
    respondent_phone: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    business_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    appointment_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    appointment_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time_preference_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    party_size: Option<u8>,
    language: &'static str,
    call_language: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    additional_instructions: Vec<String>,
}

/// Sent with a request whose details were changed after it was told.
const CORRECTED: &str = "The name, date, time and numbers given in the fields are right wherever the \
                         description says otherwise; they were corrected afterwards.";

/// Sent if the person wants a machine to get a message.
const LEAVE_MESSAGE: &str = "If voicemail or an answering machine answers, leave one short message with the \
                             request, and hang up.";

/// Sent if they want it to get none.
const LEAVE_NO_MESSAGE: &str =
    "If voicemail or an answering machine answers, hang up without leaving a message.";

impl From<&CallRequest> for CallBody {
    fn from(request: &CallRequest) -> Self {
        let details = &request.details;
        let text = |name: &Name| name.as_str().to_owned();
        let time = details.time();
        Self {
            submission: Submission {
                task_category: request.category.word(),
                task_description: request.task.as_str().to_owned(),
                respondent_phone: request.phone.as_e164().to_owned(),
                business_name: details.business().map(text),
                user_name: details.name().map(text),
                user_phone: request.callback.as_ref().map(ToString::to_string),
                appointment_date: details
                    .date()
                    .map(|date| date.format("%Y-%m-%d").to_string()),
                appointment_time: time
                    .and_then(TimeOfDay::at)
                    .map(|time| time.format("%H:%M").to_string()),
                time_preference_text: preference(details).0,
                party_size: details.party_size().map(|count| count.get()),
                language: CallLanguage::for_chat(request.language).code(),
                call_language: request.call_language.code(),
                additional_instructions: instructions(request),
            },
            timezone: request.timezone.name(),
        }
    }
}

/// The most characters of a preference.
const LONGEST_PREFERENCE: usize = 200;

/// The day and the time that are told in words: 'this weekend, in the evening'.
/// An exact time is told again beside a day in words, so that both stand
/// together. Returns the day too if both are too long together.
fn preference(details: &Values) -> (Option<String>, Option<String>) {
    let day = match details.day() {
        Some(Day::Words { words }) => Some(words.as_str().to_owned()),
        _ => None,
    };
    let time = match details.time() {
        Some(TimeOfDay::Words(words)) => Some(words.as_str().to_owned()),
        Some(TimeOfDay::At(time)) => day.as_ref().map(|_| time.format("%H:%M").to_string()),
        None => None,
    };
    match (day, time) {
        (Some(day), Some(time)) => {
            let both = format!("{day}, {time}");
            match both.chars().count() <= LONGEST_PREFERENCE {
                true => (Some(both), None),
                false => (Some(time), Some(day)),
            }
        }
        (day, time) => (day.or(time), None),
    }
}

/// Instructions to the service's voice for values that have no field of their
/// own.
fn instructions(request: &CallRequest) -> Vec<String> {
    let nights = request
        .details
        .nights()
        .filter(|_| request.category == Category::Hotel)
        .map(|nights| format!("Number of nights: {}", nights.get()));
    // The task is sent in the person's own words. If they changed a value
    // later, this sentence keeps the task from contradicting it on the phone.
    let corrected = request.corrected.then(|| CORRECTED.to_owned());
    let day = preference(&request.details).1;
    let day = day.map(|words| format!("The day, in the person's words: {words}"));
    let machine = match request.voicemail {
        Voicemail::Usual => None,
        Voicemail::Leave => Some(LEAVE_MESSAGE.to_owned()),
        Voicemail::HangUp => Some(LEAVE_NO_MESSAGE.to_owned()),
    };
    let all = nights.into_iter().chain(day).chain(corrected);
    all.chain(machine).collect()
}

/// Passes any body to the readers of all answers.
#[doc(hidden)]
pub fn read_any(bytes: &[u8]) {
    let Ok(value) = serde_json::from_slice::<Value>(bytes) else {
        return;
    };
    let _ = Call::read(&value);
    let _ = History::read(&value);
    let _ = Transcript::read(&value);
    let _ = Recording::read(&value);
    let _ = Statistics::read(&value);
    let _ = Credits::read(&value);
    let _ = Subscription::read(&value);
    let _ = super::TokenPair::read(&value, None);
}
