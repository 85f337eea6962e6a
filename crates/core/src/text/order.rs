//! The sentences of the command line: what stands in an order's way, and how a
//! call went that was ordered. Nothing is kept for a person who only ordered
//! something, and there is nothing to press.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::dialogue::{
    CallLimit, CallLine, Callee, Obstacle, PastCall, PastPage, Refusal, RefusalReason, Speaker,
    Wrong,
};
use crate::model::{Block, CallRequest, Reply, Rich, Slot, Span, TimeOfDay, Value};

use super::{Voice, calls, card, fetched, past, question, render, said, stopping};

/// What stands in an order's way, a sentence each, with the slot that it is
/// about. `flag` names the option that tells a slot.
#[must_use]
pub fn obstacle(
    voice: Voice,
    obstacle: &Obstacle,
    flag: impl Fn(Slot) -> &'static str,
) -> Vec<(Option<Slot>, String)> {
    let alone = |text: String| vec![(None, text)];
    match obstacle {
        Obstacle::Wrong(slots) => (slots.iter())
            .map(|(slot, wrong)| (Some(*slot), about_slot(voice, *slot, wrong, flag(*slot))))
            .collect(),
        Obstacle::Danger(prompt) => alone(render(prompt, voice).body.to_plain()),
        Obstacle::Same(line) => alone(voice.fill("cli-same", &[("to", to(voice, line).into())])),
        Obstacle::Limit(limit) => alone(reached(voice, *limit)),
        Obstacle::NotLinked => alone(voice.say("cli-not-linked")),
        Obstacle::Revoked => alone(voice.say("cli-revoked")),
    }
}

fn about_slot(voice: Voice, slot: Slot, wrong: &Wrong, flag: &str) -> String {
    let flag = ("flag", flag.into());
    match wrong {
        Wrong::Missing => {
            let asks = voice.say(&format!("ask-{}", slot.word()));
            voice.fill("cli-missing", &[flag, ("asks", asks.into())])
        }
        Wrong::Unfit(issue) => {
            let why = question::said_of(voice, issue, slot);
            voice.fill("cli-unfit", &[flag, ("why", why.into())])
        }
        Wrong::Open(Value::Time(TimeOfDay::At(time))) => {
            let other = time.overflowing_add_signed(TimeDelta::hours(12)).0;
            let (first, second) = (voice.time(*time.min(&other)), voice.time(other.max(*time)));
            let times = [flag, ("first", first.into()), ("second", second.into())];
            voice.fill("cli-open-time", &times)
        }
        Wrong::Open(_) => voice.fill("cli-open", &[flag]),
    }
}

fn to(voice: Voice, line: &CallLine) -> String {
    stopping::to(voice, &line.to)
}

fn reached(voice: Voice, limit: CallLimit) -> String {
    let (key, most) = match limit {
        CallLimit::PerDay(most) => ("cli-limit-per-day", most),
        CallLimit::AtOnce(most) => ("cli-limit-at-once", most),
        CallLimit::PerNumber(most) => ("cli-limit-per-number", most),
        CallLimit::Objection => return voice.say("cli-limit-objection"),
        CallLimit::Nobody => return voice.say("cli-limit-nobody"),
        CallLimit::Own(_) => return voice.say("cli-limit-own"),
    };
    voice.fill(key, &[("most", most.into())])
}

/// Why the service did not take a call.
#[must_use]
pub fn refused(voice: Voice, why: &Refusal) -> Reply {
    let key = match why.reason {
        RefusalReason::Quota => "cli-refused-quota",
        RefusalReason::Budget => "cli-refused-budget",
        RefusalReason::MissingPhone => "cli-refused-missing-phone",
        RefusalReason::Emergency => "cli-refused-emergency",
        RefusalReason::Toll => "cli-refused-toll",
        RefusalReason::Safety => "cli-refused-safety",
        RefusalReason::Scheduling => "cli-refused-scheduling",
        RefusalReason::Consent => "cli-refused-consent",
        RefusalReason::Language => "cli-refused-language",
        RefusalReason::Country => "cli-refused-country",
        RefusalReason::Blocked => "cli-refused-blocked",
        RefusalReason::Objection => "cli-refused-objection",
        RefusalReason::Nobody => "cli-refused-nobody",
        RefusalReason::Forbidden => "cli-refused-forbidden",
        RefusalReason::RateLimited => "cli-refused-rate-limited",
        RefusalReason::Other => "cli-refused-other",
    };
    Reply {
        body: Rich::plain(calls::refusal_as(voice, key, why)),
        ..Reply::default()
    }
}

/// A call that was confirmed, with what was understood, and a warning if its number
/// is unusual.
#[must_use]
pub fn confirmed(voice: Voice, request: &CallRequest) -> Reply {
    let mut reply = about(voice, "cli-confirmed", &Callee::of(request));
    let fields = card::fields(voice, request, false);
    reply.body.0.push(Block::Fields(fields));
    let caution = request.phone.caution();
    let caution = caution.map(|why| Rich::plain(card::caution(voice, why)).0);
    reply.body.0.extend(caution.into_iter().flatten());
    reply
}

/// A sentence about the call to somebody.
#[must_use]
pub fn about(voice: Voice, key: &str, whom: &Callee) -> Reply {
    Reply {
        body: Rich::plain(voice.fill(key, &[("to", stopping::to(voice, whom).into())])),
        ..Reply::default()
    }
}

/// One sentence.
#[must_use]
pub fn plain(voice: Voice, key: &str) -> Reply {
    said(voice, key)
}

/// Calls that keep the account signed in.
#[must_use]
pub fn still_open(voice: Voice, calls: &[CallLine]) -> Reply {
    let list: Vec<String> = calls.iter().map(|line| to(voice, line)).collect();
    let values = [
        ("count", calls.len().into()),
        ("list", list.join("; ").into()),
    ];
    Reply {
        body: Rich::plain(voice.fill("cli-still-open", &values)),
        ..Reply::default()
    }
}

/// A call of the history as one line: its id, when, how it ended, whom.
#[must_use]
pub fn past_line(voice: Voice, call: &PastCall, zone: Tz) -> String {
    let own = || call.own.map(|own| own.to_string());
    let id = call.id.clone().or_else(own).unwrap_or_default();
    let at = call.at.map(|at| minute(at, zone)).unwrap_or_default();
    let length = call.duration.map(|length| voice.duration(length));
    let parts = [
        Some(at),
        Some(past::status(voice, &call.status)),
        Some(past::whom_in_full(voice, call)),
        length,
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    format!("{id}  {}", parts.join("  "))
}

/// Whom a call of the history was made to.
#[must_use]
pub fn past_whom(voice: Voice, call: &PastCall) -> String {
    past::whom_in_full(voice, call)
}

/// '2026-01-28 20:00', which sorts.
fn minute(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string()
}

/// An instant as RFC 3339.
#[must_use]
pub fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// What a list of calls is.
#[must_use]
pub fn past_header(voice: Voice, page: &PastPage, query: &str) -> Reply {
    if page.calls.is_empty() {
        return past::nothing(voice, page, query);
    }
    let count = ("count", page.calls.len().into());
    let mut sentences = vec![match page.total {
        Some(total) => voice.fill("cli-calls", &[count, ("total", total.into())]),
        None => voice.fill("cli-calls-some", &[count]),
    }];
    sentences.extend(past::caveat(voice, page));
    Reply {
        body: Rich::plain(sentences.join(" ")),
        ..Reply::default()
    }
}

/// One call with everything that is known, and its whole id.
#[must_use]
pub fn past_call(voice: Voice, call: &PastCall, start: &[Speaker], zone: Tz) -> Reply {
    let mut reply = past::call(voice, call, start, zone);
    reply.choices.clear();
    for block in &mut reply.body.0 {
        if let Block::Paragraph(spans) = block {
            for span in spans {
                if let Span::Code(short) = span
                    && let Some(id) = &call.id
                    && id.starts_with(short.as_str())
                {
                    *short = id.clone();
                }
            }
        }
    }
    reply
}

/// What stands above a transcript.
#[must_use]
pub fn transcript_header(voice: Voice, call: &PastCall) -> Reply {
    Reply {
        body: Rich::plain(past::transcript_header(voice, call)),
        ..Reply::default()
    }
}

/// A transcript, a line for each entry.
#[must_use]
pub fn transcript_lines(voice: Voice, entries: &[Speaker]) -> Vec<String> {
    let line = |entry: &Speaker| {
        let at = entry.at.as_deref().map(|at| format!("{at}  "));
        let who = fetched::speaker(voice, entry);
        format!("{}{who}: {}", at.unwrap_or_default(), entry.words)
    };
    entries.iter().map(line).collect()
}
