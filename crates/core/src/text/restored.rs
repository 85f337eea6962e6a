//! What is said after the store was restored from a copy.

use chrono::{DateTime, Utc};

use crate::model::{CallId, Phone, Reply, Rich};

use super::Voice;
use super::calls::to_decide;

pub(super) fn call(voice: Voice, call: CallId, phone: &Phone) -> Reply {
    let text = voice.fill("restored-call", &[("number", phone.international().into())]);
    to_decide(voice, call, text)
}

pub(super) fn report(voice: Voice, copied_at: DateTime<Utc>, calls: usize) -> Reply {
    let when = copied_at.format("%Y-%m-%d %H:%M").to_string();
    let values = [("when", when.into()), ("calls", calls.into())];
    plain(voice.fill("restored-report", &values))
}

pub(super) fn accounts(voice: Voice, signed_out: usize, working: usize) -> Reply {
    let values = [("out", signed_out.into()), ("working", working.into())];
    plain(voice.fill("restored-accounts", &values))
}

fn plain(text: String) -> Reply {
    Reply {
        body: Rich::plain(text),
        ..Reply::default()
    }
}
