//! Results for programs, as JSON. `docs/command-line.schema.json` describes them.

use kally_core::dialogue::{Meter, PastCall, Plan, Speaker, Usage};
use kally_core::model::{CallRequest, Day, TimeOfDay};
use kally_core::text::order::instant;
use kally_engine::recordings::Sound;
use kally_store::{CallRecord, CallStageV1, OutcomeV1};
use serde_json::{Value, json};

pub(super) fn usage(usage: &Usage) -> Value {
    json!({
        "plan": usage.plan,
        "credits": meter(usage.credits),
        "minutes": meter(usage.minutes),
        "calls": meter(usage.calls),
        "used_percent": usage.percentage,
        "period_start": usage.period_start.map(instant),
        "period_end": usage.period_end.map(instant),
    })
}

/// `null` for a unit of which the service tells nothing.
fn meter(meter: Meter) -> Value {
    match meter == Meter::default() {
        true => Value::Null,
        false => json!({
            "allocated": meter.total(),
            // Less than nothing is the service's rounding.
            "used": meter.used.map(|used| used.max(0.0) + 0.0),
            "left": meter.left(),
        }),
    }
}

pub(super) fn plan(plan: &Plan) -> Value {
    json!({
        "active": plan.active,
        "plan": plan.kind,
        "period": plan.period,
        "minutes_included": plan.minutes_included,
        "status": plan.status,
        "provider": plan.provider,
        "since": plan.since.map(instant),
        "until": plan.until.map(instant),
        "renews": plan.renews,
        "manage_url": plan.manage,
    })
}

pub(super) fn calls(calls: &[PastCall]) -> Value {
    calls.iter().map(call).collect()
}

/// A call of the history.
pub(super) fn call(call: &PastCall) -> Value {
    json!({
        "id": call.id,
        "own_id": call.own.map(|own| own.to_string()),
        "status": call.status,
        "phone": call.phone,
        "business": call.business,
        "task": call.task,
        "category": call.category,
        "name": call.name,
        "party_size": call.party_size,
        "asked_at": call.at.map(instant),
        "ended_at": call.ended_at.map(instant),
        "duration_seconds": call.duration.map(|length| length.as_secs_f64()),
        "credits": call.cost,
        "highlights": call.highlights,
        "next_steps": call.next_steps,
    })
}

/// A call that was ordered here, in whichever state it is.
pub(super) fn own_call(record: &CallRecord) -> Value {
    let request = &record.request;
    let (outcome, ended_at) = match &record.stage {
        CallStageV1::Ended {
            outcome: OutcomeV1::Reported(outcome),
            at,
        } => (Some(outcome), Some(*at)),
        CallStageV1::Ended { at, .. } => (None, Some(*at)),
        _ => (None, None),
    };
    let details = &request.details;
    json!({
        "id": record.remote,
        "own_id": record.id.to_string(),
        "status": status(record),
        "phone": request.phone.as_e164(),
        "business": details.business().map(|name| name.as_str()),
        "task": request.task.as_str(),
        "category": request.category.word(),
        "name": details.name().map(|name| name.as_str()),
        "party_size": details.party_size().map(|count| count.get()),
        "asked_at": instant(record.placed_at.unwrap_or(record.confirmed_at)),
        "ended_at": ended_at.map(instant),
        "duration_seconds": outcome.and_then(|outcome| outcome.duration).map(|length| length.as_secs_f64()),
        "credits": outcome.and_then(|outcome| outcome.cost),
        "highlights": outcome.and_then(|outcome| outcome.highlights.as_deref()),
        "next_steps": outcome.and_then(|outcome| outcome.next_steps.as_deref()),
    })
}

/// The service's word for the end, or ours for anything else.
fn status(record: &CallRecord) -> &str {
    match &record.stage {
        CallStageV1::Confirmed { .. } => "confirmed",
        CallStageV1::Following if record.queued => "queued",
        CallStageV1::Placing | CallStageV1::Following => "in_progress",
        CallStageV1::Doubtful { .. } | CallStageV1::Undecided => "unknown",
        CallStageV1::Ended { outcome, .. } => match outcome {
            OutcomeV1::Reported(outcome) => &outcome.status,
            OutcomeV1::Refused { .. } => "refused",
            OutcomeV1::Withdrawn if record.may_have_been_made() => "unknown",
            OutcomeV1::Withdrawn => "not_made",
            OutcomeV1::Untold => "untold",
        },
    }
}

/// The card.
pub(super) fn request(request: &CallRequest) -> Value {
    let details = &request.details;
    let (date, day) = match details.day() {
        Some(Day::On(date)) => (Some(date.to_string()), None),
        Some(Day::Words { words }) => (None, Some(words.as_str().to_owned())),
        None => (None, None),
    };
    let (time, daytime) = match details.time() {
        Some(TimeOfDay::At(time)) => (Some(time.format("%H:%M").to_string()), None),
        Some(TimeOfDay::Words(words)) => (None, Some(words.as_str().to_owned())),
        None => (None, None),
    };
    json!({
        "phone": request.phone.as_e164(),
        "task": request.task.as_str(),
        "category": request.category.word(),
        "business": details.business().map(|name| name.as_str()),
        "name": details.name().map(|name| name.as_str()),
        "date": date,
        "date_in_words": day,
        "time": time,
        "time_in_words": daytime,
        "party_size": details.party_size().map(|count| count.get()),
        "nights": details.nights().map(|count| count.get()),
        "call_language": request.call_language.code(),
        "timezone": request.timezone.name(),
    })
}

/// The recording of a call.
pub(super) fn sound(sound: &Sound) -> Value {
    json!({
        "media_type": sound.kind.media_type(),
        "extension": sound.kind.extension(),
        "bytes": sound.bytes.len(),
        "seconds": sound.duration.map(|length| length.as_secs_f64()),
    })
}

pub(super) fn transcript(entries: &[Speaker]) -> Value {
    let entry = |entry: &Speaker| {
        json!({
            "speaker": match entry.assistant {
                Some(true) => "assistant",
                Some(false) => "human",
                None => "other",
            },
            "at": entry.at,
            "words": entry.words,
        })
    };
    entries.iter().map(entry).collect()
}
