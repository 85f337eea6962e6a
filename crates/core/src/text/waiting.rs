//! Calls that wait at the service.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::dialogue::{CallAction, Issue, OtherAction, PastCall, Stamp};
use crate::model::{Expects, Reply, Rich, Slot};

use super::past::whom;
use super::{Voice, choices, question};

pub(super) fn ask_when_instead(voice: Voice, issue: Option<&Issue>) -> Reply {
    let wrong = issue.map(|issue| match issue {
        Issue::Refused(refusal) => match &refusal.message {
            Some(text) => voice.fill("waiting-refused-says", &[("text", text.as_str().into())]),
            None => voice.say("waiting-refused"),
        },
        issue => question::said_of(voice, issue, Slot::Time),
    });
    let asked = voice.say("ask-when-instead");
    let words: Vec<String> = wrong.into_iter().chain([asked]).collect();
    Reply {
        body: Rich::plain(words.join(" ")),
        choices: choices(voice, Stamp::default(), &[OtherAction::StayWaiting]),
        expects: Expects::Words,
        ..Reply::default()
    }
}

pub(super) fn called_off(voice: Voice, call: &PastCall) -> Reply {
    named(voice, "waiting-called-off", call)
}

pub(super) fn moved(voice: Voice, call: &PastCall, at: DateTime<Utc>, zone: Tz) -> Reply {
    let local = at.with_timezone(&zone);
    let values = [
        ("whom", whom(voice, call).into()),
        ("date", voice.short_date(local.date_naive()).into()),
        ("time", voice.time(local.time()).into()),
        ("zone", voice.zone(zone).into()),
    ];
    Reply {
        body: Rich::plain(voice.fill("waiting-moved", &values)),
        ..Reply::default()
    }
}

/// It is too late.
pub(super) fn begun(voice: Voice, call: &PastCall) -> Reply {
    let goes_on = matches!(call.status.as_str(), "in_progress");
    let stop = call
        .own
        .filter(|_| goes_on)
        .map(|own| CallAction::Stop.on(own));
    let key = match goes_on {
        true => "waiting-begun",
        false => "waiting-over",
    };
    let stop: Vec<_> = stop.into_iter().collect();
    named(voice, key, call).with(voice, Stamp::default(), &stop)
}

fn named(voice: Voice, key: &str, call: &PastCall) -> Reply {
    let whom = whom(voice, call);
    Reply {
        body: Rich::plain(voice.fill(key, &[("whom", whom.into())])),
        ..Reply::default()
    }
}

/// The label of a button of such a call.
pub(super) fn label(voice: Voice, action: OtherAction) -> Option<String> {
    let key = match action {
        OtherAction::PastCallOff(_) => "button-call-off",
        OtherAction::PastMove(_) => "button-move",
        OtherAction::StayWaiting => "button-stay",
        _ => return None,
    };
    Some(voice.say(key))
}
