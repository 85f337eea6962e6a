//! Waiting for the account: the request is kept and comes back by itself.

use crate::model::LinkTag;
use crate::understand::{self, Control};

use super::account;
use super::card;
use super::command::DoorTo;
use super::contacts;
use super::errand::{Errand, NewestCall};
use super::form::Form;
use super::prompt::{AccountQuestion, Lead, LinkReason, PasteOutcome, Prompt};
use super::state::{Point, State};
use super::stopping;
use super::turn::Turn;
use super::usage::Usage;
use super::wanted;
use super::{Context, Effect, Linked};

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
    // A change is seen on the card; the link works all the same.
    let reading = turn.reading_of(&form, text);
    let corrected = understand::correction_for(text, form.category(), &reading);
    if understand::wish(text).is_some() || corrected.is_some_and(|found| !found.is_empty()) {
        return card::on_text(turn, form, text);
    }
    remind(turn, &form);
    State::Form(form, Point::Linking)
}

/// Says again what the form waits for: the link, or the answer after it.
pub(super) fn remind(turn: &mut Turn, form: &Form) {
    match turn.context.signed_in {
        Some(_) => offer(turn, LinkReason::ToCall, DoorTo::Link),
        None => turn.say(waits(turn.context, form)),
    }
}

pub(super) fn waits(context: &Context, form: &Form) -> Prompt {
    Prompt::LinkWaiting {
        stamp: form.stamp(),
        private: context.private,
    }
}

/// Somebody signed in by the person's link. A person who ordered the sign-in has
/// said by that whose account it is.
pub(super) fn on_signed_in(
    turn: &mut Turn,
    state: State,
    sign_in: LinkTag,
    usage: Option<Usage>,
    newest: Option<NewestCall>,
) -> State {
    let ordered = turn.context.sign_in_ordered && turn.context.signed_in == Some(sign_in);
    if ordered {
        return on_mine(turn, state, sign_in);
    }
    ask_whose(turn, &state, sign_in, usage, newest);
    state
}

/// Asks whether the account that was signed in to is the person's. Until they
/// say so nothing is done with it: anybody who has a link can sign in by it.
fn ask_whose(
    turn: &mut Turn,
    state: &State,
    sign_in: LinkTag,
    usage: Option<Usage>,
    newest: Option<NewestCall>,
) {
    if turn.context.signed_in != Some(sign_in) {
        // Signed out meanwhile, answered, or signed in again: that was said, or
        // will be.
        return;
    }
    let replaces = matches!(turn.context.linked, Linked::Since(_));
    turn.say(Prompt::WhoseAccount(Box::new(AccountQuestion {
        sign_in,
        usage,
        newest,
        zone: turn.context.settings.timezone,
        replaces,
        aside: state.asks() && state.point() != Some(Point::Linking),
    })));
}

/// The account is the person's: it is linked, and the requests that wait for it
/// go on, in this conversation and the others.
pub(super) fn on_mine(turn: &mut Turn, state: State, sign_in: LinkTag) -> State {
    if turn.context.signed_in != Some(sign_in) {
        turn.alert(Prompt::Stale);
        return state;
    }
    // Nobody can ask the service about these with the new account.
    let untold = match turn.context.linked {
        Linked::Since(_) if wanted::is_waiting(turn) => Vec::new(),
        Linked::Since(_) => account::unfollow(turn),
        Linked::No | Linked::Revoked => Vec::new(),
    };
    contacts::forget_account(turn);
    turn.act(Effect::LinkAccount);
    turn.act(Effect::TellWaiting);
    turn.act(Effect::Fetch {
        errand: Errand::Contacts,
        privately: true,
    });
    let goes_on_here = state.point() == Some(Point::Linking);
    if goes_on_here && untold.is_empty() && turn.context.waits_in.is_empty() {
        return goes_on(turn, state, Lead::Linked);
    }
    turn.say(Prompt::Linked {
        waits_in: turn.context.waits_in.clone(),
        untold,
        form_waits: goes_on_here || wanted::is_waiting(turn),
    });
    wanted::go_on(turn);
    goes_on(turn, state, Lead::GoesOn)
}

/// The account is somebody else's: the sign-in is thrown away.
pub(super) fn on_not_mine(turn: &mut Turn, sign_in: LinkTag) {
    if turn.context.signed_in != Some(sign_in) {
        return turn.alert(Prompt::Stale);
    }
    turn.act(Effect::DropSignIn);
    turn.say(Prompt::SignInDropped {
        stays: matches!(turn.context.linked, Linked::Since(_)),
    });
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
        PasteOutcome::SignedIn => turn.act(Effect::AskWhose),
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

/// Gives the way to link, in a place that nobody else can read; or asks again
/// whose the account is that somebody signed in to.
pub(super) fn offer(turn: &mut Turn, reason: LinkReason, door: DoorTo) {
    let (private, writes_first) = (turn.context.private, turn.context.writes_first);
    if reason != LinkReason::Permission {
        // Another sign-in is for something else, and maybe to another account.
        turn.wanted.take_if(|wanted| wanted.waits());
    }
    if private || writes_first {
        turn.act(match turn.context.signed_in {
            Some(_) => Effect::AskWhose,
            None => Effect::OfferLink(reason),
        });
    }
    if !private {
        turn.say(match writes_first {
            true => Prompt::SaidPrivately,
            false => Prompt::InPrivate(door),
        });
    }
}
