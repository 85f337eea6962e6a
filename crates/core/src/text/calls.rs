//! A call's status, and its outcome in KallyAI's words.

use std::fmt::Write as _;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

use crate::dialogue::{
    Action, CallAction, Callee, Issue, Minute, OutcomeView, Refusal, RefusalReason, SaidTime,
    Stamp, StatusView, SummaryView,
};
use crate::model::{
    Block, CallId, Choice, Copyable, Expects, Name, Phone, Reply, Rich, Slot, Span,
};

use super::{Voice, appointments, call_at, choices, question, stopping, tries, usage};

/// The address for upgrading a plan when the service names none.
const PRICING: &str = "https://kallyai.com/pricing";

pub(super) fn status(voice: Voice, call: CallId, whom: &Callee, status: &StatusView) -> Reply {
    let names = [
        ("whom", stopping::whom(voice, whom).into()),
        ("to", stopping::to(voice, whom).into()),
    ];
    let named = |key: &str| voice.fill(key, &names);
    let timed = |key: &str, name: &'static str, value: String| {
        let values: Vec<_> = names
            .iter()
            .cloned()
            .chain([(name, value.into())])
            .collect();
        voice.fill(key, &values)
    };
    let patience = |patience: &Duration| voice.round_duration(*patience);
    let undo = Some(CallAction::Undo.on(call));
    let (text, action) = match status {
        // About to be placed: no time is left to take it back.
        StatusView::Soon { wait } if wait.is_zero() => (named("status-at-once"), None),
        StatusView::Soon { wait } => (timed("status-soon", "wait", patience(wait)), undo),
        StatusView::Scheduled {
            at,
            zone,
            day,
            again,
        } => (scheduled(voice, whom, (*at, *zone, *day), *again), undo),
        StatusView::Trying {
            at,
            zone,
            day,
            tried,
        } => {
            let text = tries::next(voice, whom, (*at, *zone, *day), tried);
            (text, Some(CallAction::StopTrying.on(call)))
        }
        StatusView::StoppedTrying { zone, tried } => {
            (tries::stopped(voice, whom, tried, *zone), None)
        }
        StatusView::Unreachable { patience: wait } => (
            timed("status-unreachable", "patience", patience(wait)),
            undo,
        ),
        StatusView::Queued => (named("status-queued"), Some(CallAction::CallOff.on(call))),
        StatusView::Calling { elapsed } => {
            let text = match elapsed {
                None => named("status-calling"),
                Some(elapsed) => timed("status-calling-for", "elapsed", voice.duration(*elapsed)),
            };
            (text, Some(CallAction::Stop.on(call)))
        }
        StatusView::Stopping => (named("status-stopping"), None),
        StatusView::Doubtful { patience: wait } => {
            (timed("status-doubtful", "patience", patience(wait)), None)
        }
        StatusView::Unknown => (named("status-unknown"), None),
        StatusView::Over => (named("status-over"), None),
        StatusView::Withdrawn { .. } => (named("status-withdrawn"), None),
        StatusView::Untold => (named("status-untold"), None),
    };
    let other_time = matches!(status, StatusView::Queued).then(|| CallAction::Move.on(call));
    let actions: Vec<Action> = action.into_iter().chain(other_time).collect();
    Reply {
        body: Rich::plain(text),
        numbered: true,
        choices: choices(voice, Stamp::default(), &actions),
        repeats: match status {
            StatusView::Withdrawn { said } => *said,
            status => status.is_last() || *status == StatusView::Unknown,
        },
        ..Reply::default()
    }
}

/// When a call is made: 'I'll call … at 10:00 (Madrid)'.
pub(super) fn scheduled(
    voice: Voice,
    whom: &Callee,
    (at, zone, day): (DateTime<Utc>, Tz, Option<NaiveDate>),
    again: bool,
) -> String {
    let mut values = vec![
        ("whom", stopping::whom(voice, whom).into()),
        ("to", stopping::to(voice, whom).into()),
        ("time", voice.time(at.with_timezone(&zone).time()).into()),
        ("zone", voice.zone(zone).into()),
    ];
    values.extend(day.map(|day| ("date", voice.short_date(day).into())));
    let key = match (day, again) {
        (None, true) => "status-scheduled",
        (Some(_), true) => "status-scheduled-day",
        (None, false) => "status-waits",
        (Some(_), false) => "status-waits-day",
    };
    voice.fill(key, &values)
}

pub(super) fn outcome(voice: Voice, view: &OutcomeView) -> Reply {
    let outcome = &view.outcome;
    let headline = match (outcome.status.as_str(), outcome.duration) {
        ("success", Some(duration)) => voice.fill(
            "outcome-success-duration",
            &[("duration", voice.duration(duration).into())],
        ),
        (status, _) => ended_as(voice, status),
    };
    let mut blocks = vec![
        Block::Paragraph(vec![Span::Strong(headline)]),
        Block::Paragraph(vec![Span::Plain(place_and_time(voice, view))]),
    ];
    if let Some(words) = &outcome.highlights {
        let words = match outcome.status.as_str() {
            "failed" => voice.fill("kallyai-says", &[("text", words.as_str().into())]),
            _ => words.clone(),
        };
        blocks.push(Block::Paragraph(vec![Span::Plain(words)]));
    }
    if let Some(words) = &outcome.next_steps {
        let next = voice.fill("outcome-next", &[("text", words.as_str().into())]);
        blocks.push(Block::Paragraph(vec![Span::Plain(next)]));
    }
    let differs = appointments::differs(voice, &view.actions);
    blocks.extend(differs.map(|text| Block::Paragraph(vec![Span::Plain(text)])));
    if let Some(cost) = outcome.cost {
        let cost = usage::amount(voice, "outcome-cost", cost);
        blocks.push(Block::Paragraph(vec![Span::Plain(cost)]));
    }
    if let Some(series) = &view.series {
        let lines = tries::series(voice, series).into_iter();
        blocks.extend(lines.map(|line| Block::Paragraph(vec![Span::Plain(line)])));
    }
    let mut choices = choices(voice, Stamp::default(), &on(view.call, &view.actions));
    if let Some(said) = view.said {
        choices.insert(0, again_then(voice, view.call, said));
    }
    Reply {
        body: Rich(blocks),
        choices,
        numbered: true,
        copy: to_call_oneself(voice, view),
        ..Reply::default()
    }
}

/// 'Call again: tomorrow at 10:00', as the place said.
pub(super) fn again_then(voice: Voice, call: CallId, said: SaidTime) -> Choice {
    let when = call_at::label(voice, said.at, said.zone, said.today);
    Choice {
        label: voice.fill("button-again-then", &[("when", when.into())]),
        token: CallAction::AgainThen(Minute(said.at))
            .on(call)
            .token(Stamp::default()),
        sign: None,
    }
}

/// How a call ended, in one line for the whole room.
pub(super) fn summary(voice: Voice, view: &SummaryView) -> Reply {
    let place = match &view.to.business {
        Some(name) => name.as_str().to_owned(),
        None => view.to.phone.international(),
    };
    let about = with_day(voice, place, view.when);
    Reply {
        body: Rich::plain(format!("{} {about}", ended_as(voice, &view.status))),
        ..Reply::default()
    }
}

/// The service's word for the end of a call, as a sentence.
pub(super) fn ended_as(voice: Voice, status: &str) -> String {
    let known = [
        "success",
        "no_answer",
        "busy",
        "voicemail",
        "failed",
        "cancelled",
        "terminated",
    ];
    match known.contains(&status) {
        true => voice.say(&format!("outcome-{status}")),
        false => voice.fill(
            "outcome-other",
            &[("status", status.replace('_', " ").into())],
        ),
    }
}

/// The number, where the person may rather call themselves.
fn to_call_oneself(voice: Voice, view: &OutcomeView) -> Option<Copyable> {
    let status = view.outcome.status.as_str();
    let unheard = matches!(status, "no_answer" | "busy" | "voicemail" | "failed");
    unheard.then(|| Copyable {
        label: voice.say("button-copy-number"),
        text: view.phone.as_e164().to_owned(),
    })
}

fn on(call: CallId, actions: &[CallAction]) -> Vec<Action> {
    actions.iter().map(|action| action.on(call)).collect()
}

fn place_and_time(voice: Voice, view: &OutcomeView) -> String {
    let place = place(voice, &view.phone, view.business.as_ref());
    with_day(voice, place, view.when)
}

/// 'Casa Pepe · Saturday 5 December 2026, 21:00'.
fn with_day(voice: Voice, place: String, when: Option<(NaiveDate, Option<NaiveTime>)>) -> String {
    match when {
        None => place,
        Some((date, None)) => format!("{place} · {}", voice.full_date(date)),
        Some((date, Some(time))) => {
            format!("{place} · {}, {}", voice.full_date(date), voice.time(time))
        }
    }
}

pub(super) fn place(voice: Voice, phone: &Phone, business: Option<&Name>) -> String {
    let number = phone.international();
    match business {
        Some(name) => voice.fill(
            "outcome-for",
            &[
                ("business", name.as_str().into()),
                ("number", number.into()),
            ],
        ),
        None => number,
    }
}

/// Asks when a call should be placed again.
pub(super) fn ask_when_again(
    voice: Voice,
    call: CallId,
    waits: bool,
    issue: Option<&Issue>,
) -> Reply {
    let wrong = issue.map(|issue| question::said_of(voice, issue, Slot::Time));
    let asks = voice.say(match waits {
        true => "ask-when-waiting",
        false => "ask-when-again",
    });
    let words: Vec<String> = wrong.into_iter().chain([asks]).collect();
    let actions = [
        CallAction::AgainIn(10).on(call),
        CallAction::AgainIn(60).on(call),
        CallAction::LeaveIt.on(call),
    ];
    Reply {
        body: Rich::plain(words.join(" ")),
        choices: choices(voice, Stamp::default(), &actions),
        expects: Expects::Words,
        ..Reply::default()
    }
}

pub(super) fn refused(voice: Voice, call: CallId, why: &Refusal) -> Reply {
    // Nothing was called, so it is not *again*.
    let again = Choice {
        label: voice.say("button-try-again"),
        token: CallAction::Again.on(call).token(Stamp::default()),
        sign: None,
    };
    Reply {
        body: Rich(refusal(voice, why)),
        choices: vec![again],
        numbered: true,
        ..Reply::default()
    }
}

/// Says what happened, what was kept and what to do; then KallyAI's words, and
/// last the reference for support.
pub(super) fn refusal(voice: Voice, why: &Refusal) -> Vec<Block> {
    let key = match why.reason {
        RefusalReason::Quota => "refused-quota",
        RefusalReason::Budget => "refused-budget",
        RefusalReason::MissingPhone => "refused-missing-phone",
        RefusalReason::Emergency => "refused-emergency",
        RefusalReason::Toll => "refused-toll",
        RefusalReason::Safety => "refused-safety",
        RefusalReason::Scheduling => "refused-scheduling",
        RefusalReason::Consent => "refused-consent",
        RefusalReason::Language => "refused-language",
        RefusalReason::Country => "refused-country",
        RefusalReason::Blocked => "refused-blocked",
        RefusalReason::Objection => "refused-objection",
        RefusalReason::Nobody => "limit-nobody",
        RefusalReason::Forbidden => "refused-forbidden",
        RefusalReason::RateLimited => "refused-rate-limited",
        RefusalReason::Other => "refused-other",
    };
    vec![Block::Paragraph(vec![Span::Plain(refusal_as(
        voice, key, why,
    ))])]
}

/// The same, where this sentence says it.
pub(super) fn refusal_as(voice: Voice, key: &str, why: &Refusal) -> String {
    let url = why.upgrade_url.as_deref().unwrap_or(PRICING);
    let mut text = voice.fill(key, &[("url", url.into())]);
    add_words(voice, why, &mut text);
    text
}

/// Adds KallyAI's words and the reference for support.
fn add_words(voice: Voice, why: &Refusal, text: &mut String) {
    if let Some(words) = &why.message {
        let _ = write!(
            text,
            " {}",
            voice.fill("kallyai-says", &[("text", voice.quoted(words).into())])
        );
    }
    if let Some(reference) = &why.reference {
        let _ = write!(
            text,
            " {}",
            voice.fill("reference", &[("reference", reference.as_str().into())])
        );
    }
}

/// Asks the person to decide: look again, call again, or leave it.
pub(super) fn to_decide(voice: Voice, call: CallId, text: String) -> Reply {
    let actions = [
        CallAction::CheckAgain.on(call),
        CallAction::CallAnyway.on(call),
        CallAction::LeaveIt.on(call),
    ];
    Reply {
        body: Rich::plain(text),
        choices: choices(voice, Stamp::default(), &actions),
        numbered: true,
        ..Reply::default()
    }
}

pub(super) fn undecided(voice: Voice, call: CallId, phone: &Phone, silent: bool) -> Reply {
    let key = if silent {
        "undecided-silent"
    } else {
        "undecided"
    };
    let text = voice.fill(key, &[("number", phone.international().into())]);
    to_decide(voice, call, text)
}

pub(super) fn refused_again(
    voice: Voice,
    call: CallId,
    phone: &Phone,
    why: Option<&Refusal>,
) -> Reply {
    let mut text = voice.fill("refused-again", &[("number", phone.international().into())]);
    if let Some(why) = why {
        add_words(voice, why, &mut text);
    }
    to_decide(voice, call, text)
}

pub(super) fn never_ending(voice: Voice, call: CallId, phone: &Phone, silent: bool) -> Reply {
    let key = if silent {
        "never-ending-silent"
    } else {
        "never-ending"
    };
    let actions = [
        CallAction::CheckAgain.on(call),
        CallAction::LeaveIt.on(call),
    ];
    Reply {
        body: Rich::plain(voice.fill(key, &[("number", phone.international().into())])),
        choices: choices(voice, Stamp::default(), &actions),
        numbered: true,
        ..Reply::default()
    }
}
