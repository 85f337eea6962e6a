//! Numbers that are never called: for one person, because they want that, or
//! for everybody.

use crate::model::{Phone, PhoneDigits};
use crate::understand::{self, NeverCall};

use super::pressing::remind;
use super::prompt::{CallLine, Prompt};
use super::report::CallStage;
use super::state::State;
use super::stopping;
use super::turn::Turn;
use super::{CallLimit, Effect};

/// Who wants that a number is never called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Objector {
    /// The people at the number, as the service says: it holds for everybody.
    Callee,
    /// An admin: it holds for everybody.
    Admin,
    /// The person: it holds for them.
    Person,
}

/// The number that words ask never to call again. Without the number itself
/// they mean the call that the conversation is about, unless a form is open.
pub(super) fn asked(turn: &Turn, state: &State, text: &str) -> Option<Phone> {
    match understand::never_call(text, &turn.context.reading())? {
        NeverCall::Number(phone) => Some(phone),
        NeverCall::This => {
            let call = turn.context.call.as_ref();
            let meant = call.filter(|_| turn.context.replied || state.form().is_none())?;
            Some(meant.request.phone.clone())
        }
    }
}

/// The person wants a number never called again. A call to it that was only
/// confirmed is taken back.
pub(super) fn on_words(turn: &mut Turn, state: State, phone: Phone) -> State {
    let context = turn.context;
    let confirmed = context.open.iter().filter(|call| {
        call.stage == CallStage::Confirmed && !call.made && call.request.phone == phone
    });
    for call in confirmed {
        stopping::withdraw(turn, call);
        turn.say(Prompt::TakenBack(CallLine::of(call)));
    }
    turn.say(Prompt::NeverCalled {
        phone: phone.clone(),
    });
    turn.act(Effect::NeverCall(phone, Objector::Person));
    remind(turn, state)
}

/// The person has changed their mind.
pub(super) fn on_allow(turn: &mut Turn, state: State, digits: PhoneDigits) -> State {
    let Some(phone) = digits
        .phone()
        .filter(|phone| turn.context.never.contains(phone))
    else {
        turn.alert(Prompt::Stale);
        return state;
    };
    turn.act(Effect::CallAfterAll(phone.clone(), Objector::Person));
    turn.say(Prompt::CalledAfterAll { phone });
    remind(turn, state)
}

/// An admin decides whether nobody calls a number.
pub(super) fn for_everybody(turn: &mut Turn, digits: PhoneDigits, never: bool) {
    let context = turn.context;
    let Some(phone) = digits.phone().filter(|_| context.admin.is_some()) else {
        return turn.alert(Prompt::Stale);
    };
    if context.limit == Some(CallLimit::Objection) {
        return turn.say(Prompt::LimitReached(CallLimit::Objection));
    }
    turn.act(match never {
        true => Effect::NeverCall(phone.clone(), Objector::Admin),
        false => Effect::CallAfterAll(phone.clone(), Objector::Admin),
    });
    turn.say(Prompt::ForEverybody { phone, never });
}

/// Why a number must not be called now, if that is so.
pub(super) fn limit(turn: &Turn, phone: &Phone) -> Option<CallLimit> {
    match turn.context.never.contains(phone) {
        true => Some(CallLimit::Own(PhoneDigits::of(phone))),
        false => turn.context.limit,
    }
}
