//! Quiet hours: the ends of calls that were put off arrive without a sound, and at
//! the end of the hours several of them are summed up.
//!
//! A report that makes no sound leaves a line for the conversation that sums up
//! (`Errand::Unheard`). The first line there sets the time (`Errand::SumUp`), which
//! is put off again while other quiet hours are in force.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::model::{CallId, Language, QuietHours};

use super::command::Command;
use super::errand::{self, Errand};
use super::past::{CallRef, PastErrand};
use super::prompt::{Callee, Prompt};
use super::report::{CallReport, CallView, Outcome};
use super::turn::Turn;
use super::{Context, Effect, Linked};

/// So many ends are summed up at most, the newest; a person reads no more at once.
const MOST: usize = 30;

/// So many characters of the service's words are summed up.
const LONGEST_WORDS: usize = 160;

/// The end of a call that arrived without a sound.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unheard {
    pub call: CallId,
    pub to: Callee,
    /// The language of its conversation, in which it is summed up.
    pub language: Language,
    /// How it ended, in the service's word; `None` if nothing was called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The beginning of the service's words about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

impl Context {
    /// When news of the call that the input is about make a sound again; `None` if
    /// they make one now. A person who has just confirmed a call is awake.
    #[must_use]
    pub fn silent_until(&self) -> Option<DateTime<Utc>> {
        let put_off = self.call.as_ref().is_some_and(|call| call.put_off);
        self.quiet_until.filter(|_| put_off && !self.unattended)
    }
}

/// Leaves a line about a call's end that makes no sound.
pub(super) fn note(turn: &mut Turn, view: &CallView, report: &CallReport) {
    let (status, words) = match report {
        CallReport::Ended(outcome) => (Some(outcome.status.clone()), words(outcome)),
        CallReport::Undecided { .. } | CallReport::Restored | CallReport::RefusedAgain(_) => {
            (Some("unknown".to_owned()), None)
        }
        CallReport::Refused(_) | CallReport::SignInNeeded | CallReport::Lapsed => (None, None),
        _ => return,
    };
    if turn.context.silent_until().is_some() {
        turn.act(Effect::NoteUnheard(Box::new(Unheard {
            call: view.id,
            to: Callee::of(&view.request),
            language: view.request.language,
            status,
            words,
        })));
    }
}

fn words(outcome: &Outcome) -> Option<String> {
    let words = outcome.highlights.as_deref()?.trim();
    if words.chars().count() <= LONGEST_WORDS {
        return Some(words.to_owned()).filter(|words| !words.is_empty());
    }
    let cut: String = words.chars().take(LONGEST_WORDS).collect();
    let whole = cut.rsplit_once(char::is_whitespace);
    Some(format!(
        "{}…",
        whole.map_or(cut.as_str(), |(whole, _)| whole)
    ))
}

/// A line came from a report.
pub(super) fn on_unheard(turn: &mut Turn, unheard: Unheard) {
    turn.language = Some(unheard.language);
    turn.unheard.retain(|other| other.call != unheard.call);
    turn.unheard.push(unheard);
    let old = turn.unheard.len().saturating_sub(MOST);
    turn.unheard.drain(..old);
    if turn.unheard.len() == 1 {
        let at = turn.context.quiet_until.unwrap_or(turn.context.now);
        sum_up_at(turn, at);
    }
}

/// The time to sum up has come. One end alone is in the conversation already.
pub(super) fn sum_up(turn: &mut Turn) {
    if turn.unheard.is_empty() {
        return;
    }
    if let Some(until) = turn.context.quiet_until {
        return sum_up_at(turn, until);
    }
    let unheard = std::mem::take(&mut turn.unheard);
    if unheard.len() > 1 {
        turn.say(Prompt::WhileQuiet(unheard));
    }
}

/// The person has set other quiet hours: their end counts.
pub(super) fn on_change(turn: &mut Turn, hours: QuietHours) {
    let now = turn.context.now;
    if !turn.unheard.is_empty() {
        let end = hours.end(turn.settings.timezone, now);
        sum_up_at(turn, end.unwrap_or(now));
    }
}

fn sum_up_at(turn: &mut Turn, at: DateTime<Utc>) {
    turn.act(Effect::Fetch {
        errand: Errand::SumUp { at },
        privately: false,
    });
}

/// Shows a call of the summary, in private.
pub(super) fn show(turn: &mut Turn, call: CallId) {
    let call = CallRef::Id(call.to_string());
    let errand = Errand::Past(PastErrand::Info { call });
    if turn.context.private || !matches!(turn.context.linked, Linked::Since(_)) {
        return errand::ask(turn, errand, Command::CallInfo);
    }
    turn.act(Effect::Fetch {
        errand,
        privately: true,
    });
    turn.alert(Prompt::SaidPrivately);
}
