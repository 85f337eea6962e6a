//! Waiting for the account: the request is kept, and comes back by itself.

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
    // Linked meanwhile from another conversation of the same person.
    if let Linked::Since(_) = turn.context.linked {
        return card::show(turn, form, Lead::Linked);
    }
    turn.say(Prompt::LinkWaiting {
        stamp: form.stamp(),
    });
    State::Form(form, Point::Linking)
}

/// The account is there: the forms of the same person elsewhere go on. Here it
/// is said which account it is before this one does, so that nobody calls with
/// another's.
pub(super) fn on_linked(turn: &mut Turn) {
    turn.act(Effect::TellWaiting);
    turn.act(Effect::NameAccount {
        replaces: matches!(turn.context.linked, Linked::Since(_)),
    });
}

/// Which account it is, or that the service does not tell; then the form that
/// waited goes on.
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

/// The form goes on, if it waits for the account.
pub(super) fn goes_on(turn: &mut Turn, state: State, lead: Lead) -> State {
    match state {
        State::Form(form, Point::Linking) => card::show(turn, form, lead),
        state => state,
    }
}

/// What became of a pasted address; a message with tokens in it must not stay
/// in any case.
pub(super) fn on_pasted(turn: &mut Turn, outcome: PasteOutcome) {
    match outcome {
        // No tokens in it, and nobody gains anything by it.
        PasteOutcome::LinkInGroup | PasteOutcome::LinkForeign | PasteOutcome::LinkItself => {}
        _ => turn.act(Effect::RemoveMessage),
    }
    match outcome {
        PasteOutcome::Joined => on_linked(turn),
        other => turn.say(Prompt::Pasted(other)),
    }
}

/// The form waits for the account, and the way to link is given.
pub(super) fn wait(turn: &mut Turn, mut form: Form, reason: LinkReason) -> State {
    form.revision = form.revision.wrapping_add(1);
    turn.act(Effect::AwaitAccount);
    offer(turn, reason, DoorTo::Link);
    State::Form(form, Point::Linking)
}

/// Gives the way to link, where nobody else can read it.
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
