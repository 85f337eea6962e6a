//! Calls that are not placed: limits, and numbers that are never called.

use crate::dialogue::{CallLimit, ConversationLimit, OtherAction, Stamp};
use crate::model::{Phone, PhoneDigits, Reply, Rich};

use super::{Voice, said};

pub(super) fn reached(voice: Voice, limit: CallLimit) -> Reply {
    let (key, most) = match limit {
        CallLimit::PerDay(most) => ("limit-per-day", most),
        CallLimit::AtOnce(most) => ("limit-at-once", most),
        CallLimit::PerNumber(most) => ("limit-per-number", most),
        CallLimit::Objection => return said(voice, "limit-objection"),
        CallLimit::Nobody => return said(voice, "limit-nobody"),
        CallLimit::Own(digits) => {
            let action = OtherAction::AllowNumber(digits);
            return said(voice, "limit-own").with(voice, Stamp::default(), &[action]);
        }
    };
    Reply {
        body: Rich::plain(voice.fill(key, &[("most", most.into())])),
        ..Reply::default()
    }
}

pub(super) fn conversations(voice: Voice, limit: ConversationLimit) -> Reply {
    said(
        voice,
        match limit {
            ConversationLimit::Stored => "limit-conversations",
            ConversationLimit::Begun => "limit-conversations-begun",
        },
    )
}

pub(super) fn never_called(voice: Voice, phone: &Phone) -> Reply {
    let allow = OtherAction::AllowNumber(PhoneDigits::of(phone));
    about(voice, "never-called", phone).with(voice, Stamp::default(), &[allow])
}

pub(super) fn somebody_objects(voice: Voice, who: &str, phone: &Phone) -> Reply {
    let named = [("who", who.into()), ("phone", phone.international().into())];
    let reply = Reply {
        body: Rich::plain(voice.fill("somebody-objects", &named)),
        ..Reply::default()
    };
    let nobody = OtherAction::NobodyCalls(PhoneDigits::of(phone));
    reply.with(voice, Stamp::default(), &[nobody])
}

pub(super) fn for_everybody(voice: Voice, phone: &Phone, never: bool) -> Reply {
    let digits = PhoneDigits::of(phone);
    let (key, other) = match never {
        true => ("nobody-calls", OtherAction::AnybodyCalls(digits)),
        false => ("anybody-calls", OtherAction::NobodyCalls(digits)),
    };
    about(voice, key, phone).with(voice, Stamp::default(), &[other])
}

/// A sentence about a number.
pub(super) fn about(voice: Voice, key: &str, phone: &Phone) -> Reply {
    let named = [("phone", phone.international().into())];
    Reply {
        body: Rich::plain(voice.fill(key, &named)),
        ..Reply::default()
    }
}
