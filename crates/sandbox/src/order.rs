//! A request for a call, checked against the limits of the API page.

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;
use serde_json::Value;

/// A request that may be dialled.
#[derive(Debug, Clone)]
pub(super) struct Order {
    pub(super) phone: String,
    pub(super) category: String,
    pub(super) task: String,
    pub(super) business: Option<String>,
    pub(super) name: Option<String>,
    pub(super) date: Option<NaiveDate>,
    pub(super) time: Option<NaiveTime>,
    pub(super) party_size: Option<u64>,
    pub(super) spanish: bool,
    pub(super) timezone: Tz,
    /// The submission as it came.
    pub(super) submission: Value,
}

/// Why a request is refused: code and message, all with HTTP 422.
pub(super) type Problem = (&'static str, String);

impl Order {
    /// Reads and checks the body of `POST /v1/calls`.
    pub(super) fn read(body: &[u8]) -> Result<Self, Problem> {
        let body: Value =
            serde_json::from_slice(body).map_err(|_| invalid("the body is not JSON"))?;
        let submission = body.get("submission").filter(|value| value.is_object());
        let submission = submission.ok_or_else(|| invalid("submission is missing"))?;
        let field = |name, most| text(submission, name, most);
        let phone = phone(field("respondent_phone", 20)?)?;
        let category = field("task_category", 20)?.unwrap_or_default();
        if !["restaurant", "clinic", "hotel", "general"].contains(&category.as_str()) {
            return Err(invalid("task_category is not one of the four"));
        }
        let task = field("task_description", 1000)?.unwrap_or_default();
        if task.chars().count() < 10 {
            return Err(invalid("task_description needs at least 10 characters"));
        }
        field("time_preference_text", 200)?;
        field("language", 10)?.map_or(Ok(false), |code| is_spanish(&code))?;
        let timezone = match body.get("timezone").and_then(Value::as_str) {
            None => Tz::UTC,
            Some(name) => name
                .parse()
                .map_err(|_| invalid("timezone is not an IANA name"))?,
        };
        if let Some(number) = field("user_phone", 20)? {
            e164(&number).ok_or_else(|| invalid("user_phone is not E.164"))?;
        }
        Ok(Self {
            phone,
            category,
            task,
            business: field("business_name", 200)?,
            name: field("user_name", 100)?,
            date: parsed(field("appointment_date", 10)?, "%Y-%m-%d", |text, form| {
                NaiveDate::parse_from_str(text, form).ok()
            })?,
            time: parsed(field("appointment_time", 5)?, "%H:%M", |text, form| {
                NaiveTime::parse_from_str(text, form).ok()
            })?,
            party_size: party_size(submission)?,
            spanish: field("call_language", 10)?.map_or(Ok(false), |code| is_spanish(&code))?,
            timezone,
            submission: submission.clone(),
        })
    }
}

fn invalid(message: &str) -> Problem {
    ("validation_error", message.to_owned())
}

/// A text of at most `most` characters.
fn text(submission: &Value, name: &str, most: usize) -> Result<Option<String>, Problem> {
    match submission.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.chars().count() <= most => Ok(Some(text.clone())),
        Some(_) => Err(invalid(&format!(
            "{name} is a text of at most {most} characters"
        ))),
    }
}

fn phone(number: Option<String>) -> Result<String, Problem> {
    let missing = || ("missing_phone_number", "Which number?".to_owned());
    let number = number.filter(|n| !n.is_empty()).ok_or_else(missing)?;
    let bare = number.trim_start_matches('+');
    if ["911", "112", "999", "000", "061", "091"].contains(&bare) {
        return Err((
            "emergency_number",
            "Emergency numbers are not called".to_owned(),
        ));
    }
    e164(&number).ok_or_else(|| invalid("respondent_phone is not E.164"))?;
    let premium = ["+1900", "+34803", "+34806", "+34807", "+449"];
    if premium.iter().any(|prefix| number.starts_with(prefix)) {
        return Err((
            "toll_number",
            "Premium-rate numbers are not called".to_owned(),
        ));
    }
    Ok(number)
}

fn e164(number: &str) -> Option<()> {
    let digits = number.strip_prefix('+')?;
    let fits = (7..=15).contains(&digits.len()) && !digits.starts_with('0');
    (fits && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(())
}

fn is_spanish(code: &str) -> Result<bool, Problem> {
    match code {
        "en" => Ok(false),
        "es" => Ok(true),
        _ => Err(("unsupported_language", "English or Spanish".to_owned())),
    }
}

/// A date or time, in its only form.
fn parsed<T>(
    value: Option<String>,
    form: &str,
    parse: impl Fn(&str, &str) -> Option<T>,
) -> Result<Option<T>, Problem> {
    let Some(text) = value else { return Ok(None) };
    match parse(&text, form) {
        Some(value) => Ok(Some(value)),
        None => Err((
            "scheduling_violation",
            format!("{text} is not of the form {form}"),
        )),
    }
}

fn party_size(submission: &Value) -> Result<Option<u64>, Problem> {
    match submission.get("party_size") {
        None | Some(Value::Null) => Ok(None),
        Some(value) => match value.as_u64() {
            Some(count @ 1..=50) => Ok(Some(count)),
            _ => Err(invalid("party_size is 1 to 50")),
        },
    }
}
