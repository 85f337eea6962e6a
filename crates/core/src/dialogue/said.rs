//! When a place said that it can be called again: offered below the outcome or
//! the transcript. It never becomes a call by itself.

use crate::model::{Holidays, Hours};
use crate::understand;

use super::card::off;
use super::prompt::SaidTime;
use super::report::{CallView, Outcome, Speaker};
use super::tries::told_hours;
use super::turn::Turn;

/// The time in the service's advice.
pub(super) fn in_outcome(turn: &Turn, call: &CallView, outcome: &Outcome) -> Option<SaidTime> {
    let texts = outcome.next_steps.iter().chain(&outcome.highlights);
    said(turn, call, texts.map(String::as_str))
}

/// The time in the words of the people who answered.
pub(super) fn in_transcript(turn: &Turn, call: &CallView, entries: &[Speaker]) -> Option<SaidTime> {
    let theirs = entries
        .iter()
        .filter(|entry| entry.assistant == Some(false));
    said(turn, call, theirs.map(|entry| entry.words.as_str()))
}

fn said<'a>(
    turn: &Turn,
    call: &CallView,
    texts: impl Iterator<Item = &'a str>,
) -> Option<SaidTime> {
    if call.called_again {
        return None;
    }
    let (request, now) = (&call.request, turn.context.now);
    let zone = request.timezone;
    let told = told_hours(turn, &request.phone);
    let hours = Hours {
        category: request.category,
        zone,
        holidays: Holidays::of(&request.phone),
        told: told.as_ref(),
    };
    // 'Tomorrow' is meant as it was said, during the call.
    let reading = understand::Context {
        timezone: zone,
        now: call.placed_at.unwrap_or(now),
        ..turn.context.reading()
    };
    let at = understand::said_when(texts, &hours, &reading)?;
    (at > now && off(request, at).is_none()).then(|| SaidTime {
        at,
        zone,
        today: now.with_timezone(&zone).date_naive(),
    })
}
