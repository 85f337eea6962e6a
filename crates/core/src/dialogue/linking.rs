//! Waiting for the account: the request is kept and comes back by itself.

use chrono::{DateTime, Utc};

use crate::understand::{self, Control};

use super::card;
use super::command::{Command, DoorTo};
use super::form::Form;
use super::prompt::{Lead, LinkReason, PasteOutcome, Prompt};
use super::report::Usage;
use super::state::{Point, State};
use super::stopping;
use super::turn::Turn;
use super::{Effect, Linked};

/// Words while a form waits for the account.
pub(super) fn on_text(turn: &mut Turn, form: Form, text: &str) -> State {
    match understand::control(text) {
        Some(Control::Cancel) => return stopping::cancel_said(turn, form),
        Some(Control::Back) => return card::show(turn, form, Lead::None),
        _ => {}
    }
    // The same person has linked from another conversation meanwhile.
    if let Linked::Since(_) = turn.context.linked {
        return card::show(turn, form, Lead::Linked);
    }
    turn.say(Prompt::LinkWaiting {
        stamp: form.stamp(),
    });
    State::Form(form, Point::Linking)
}

/// The account is linked: the person's forms in other conversations go on. In
/// this one the bot first says which account it is, so that nobody calls with
/// somebody else's.
pub(super) fn on_linked(turn: &mut Turn) {
    turn.act(Effect::TellWaiting);
    turn.act(Effect::NameAccount {
        replaces: matches!(turn.context.linked, Linked::Since(_)),
    });
}

/// Says which account was linked, or that the service did not tell; then the
/// waiting form goes on.
pub(super) fn on_new_account(
    turn: &mut Turn,
    state: State,
    since: DateTime<Utc>,
    replaces: bool,
    usage: Option<Usage>,
) -> State {
    let form_waits = state.point() == Some(Point::Linking);
    match turn.context.linked {
        Linked::Since(now) if now == since => {}
        Linked::Revoked => {
            let reason = LinkReason::Revoked { form: form_waits };
            offer(turn, reason, DoorTo::Command(Command::Login));
            return state;
        }
        // Signed out meanwhile, or linked again: that was said, or will be.
        Linked::No | Linked::Since(_) => return state,
    }
    turn.say(Prompt::Linked {
        usage,
        replaces,
        form_waits,
    });
    goes_on(turn, state, Lead::GoesOn)
}

/// Continues the form, if it waits for the account.
pub(super) fn goes_on(turn: &mut Turn, state: State, lead: Lead) -> State {
    match state {
        State::Form(form, Point::Linking) => card::show(turn, form, lead),
        state => state,
    }
}

/// Answers a pasted address. A message with tokens in it is removed in any
/// case.
pub(super) fn on_pasted(turn: &mut Turn, outcome: PasteOutcome) {
    match outcome {
        // These hold no tokens, so nobody gains anything from them.
        PasteOutcome::LinkInGroup | PasteOutcome::LinkForeign | PasteOutcome::LinkItself => {}
        _ => turn.act(Effect::RemoveMessage),
    }
    match outcome {
        PasteOutcome::Joined => on_linked(turn),
        other => turn.say(Prompt::Pasted(other)),
    }
}

/// The form waits for the account, and the person gets the way to link.
pub(super) fn wait(turn: &mut Turn, mut form: Form, reason: LinkReason) -> State {
    form.revision = form.revision.wrapping_add(1);
    turn.act(Effect::AwaitAccount);
    offer(turn, reason, DoorTo::Link);
    State::Form(form, Point::Linking)
}

/// Gives the way to link, in a place that nobody else can read.
pub(super) fn offer(turn: &mut Turn, reason: LinkReason, door: DoorTo) {
    let (private, writes_first) = (turn.context.private, turn.context.writes_first);
    if private || writes_first {
        turn.act(Effect::OfferLink(reason));
    }
    if !private {
        turn.say(match writes_first {
            true => Prompt::SaidPrivately,
            false => Prompt::InPrivate(door),
        });
    }
}
