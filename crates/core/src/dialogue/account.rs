//! The account in the conversation: signing in and signing out.

use super::command::{Command, DoorTo};
use super::contacts;
use super::errand::Errand;
use super::linking;
use super::prompt::{CallLine, LinkReason, Prompt, StatusView};
use super::report::{CallStage, CallView};
use super::state::{Point, State};
use super::stopping::withdraw;
use super::turn::Turn;
use super::{Effect, Linked};

/// The person wants to link an account.
pub(super) fn log_in(turn: &mut Turn, state: &State) {
    let login = DoorTo::Command(Command::Login);
    match turn.context.linked {
        // Somebody has signed in by the link: first that question.
        _ if turn.context.signed_in.is_some() => linking::offer(turn, LinkReason::Asked, login),
        // The account's own view has the button that links another one.
        Linked::Since(_) => turn.act(Effect::Fetch {
            errand: Errand::Usage,
            privately: false,
        }),
        Linked::No => linking::offer(turn, LinkReason::Asked, login),
        Linked::Revoked => {
            let form = state.point() == Some(Point::Linking);
            linking::offer(turn, LinkReason::Revoked { form }, login);
        }
    }
}

/// The person wants to log out. Answers `true` if that is settled, `false` if
/// the person still has to choose.
pub(super) fn on_logout(turn: &mut Turn) -> bool {
    let calls = followed(turn);
    if turn.context.linked == Linked::No {
        // An open link ends nevertheless.
        turn.act(Effect::ForgetAccount);
        contacts::forget_account(turn);
        turn.say(match turn.context.open_link {
            true => Prompt::LinkEnded,
            false => Prompt::NotLinked,
        });
    } else if calls.is_empty() {
        log_out(turn);
    } else {
        turn.say(Prompt::LogOutWhen { calls });
        return false;
    }
    true
}

/// Calls that have no outcome yet. Without the account nobody could ask for it.
pub(super) fn followed(turn: &Turn) -> Vec<CallLine> {
    let followed = |call: &&CallView| call.stage != CallStage::Undecided;
    let open = turn.context.open.iter().filter(followed);
    open.map(CallLine::of).collect()
}

/// The account is forgotten when its calls are over.
pub(super) fn log_out_later(turn: &mut Turn) {
    if turn.context.linked == Linked::No {
        turn.say(Prompt::NotLinked);
    } else if followed(turn).is_empty() {
        log_out(turn);
    } else {
        turn.act(Effect::ForgetAccountLater);
        turn.say(Prompt::LogsOutLater);
    }
}

/// The account is forgotten at once. Calls that were not placed yet are never
/// placed, and the outcome of running calls is not reported.
pub(super) fn log_out(turn: &mut Turn) {
    if turn.context.linked == Linked::No {
        return turn.say(Prompt::NotLinked);
    }
    for call in &turn.context.open {
        if call.stage == CallStage::Confirmed && !call.made {
            withdraw(turn, call);
        }
    }
    let untold = unfollow(turn);
    turn.act(Effect::ForgetAccount);
    contacts::forget_account(turn);
    turn.say(Prompt::LoggedOut { untold });
}

/// Stops following the calls that may have been made; returns them.
pub(super) fn unfollow(turn: &mut Turn) -> Vec<CallLine> {
    let mut untold = Vec::new();
    for call in &turn.context.open {
        let waits = call.stage == CallStage::Confirmed && !call.made;
        if waits || matches!(call.stage, CallStage::Undecided | CallStage::Ended) {
            continue;
        }
        turn.act(Effect::Unfollow(call.id));
        turn.act(Effect::ShowStatus(call.id, StatusView::Untold));
        untold.push(CallLine::of(call));
    }
    untold
}

/// The person wanted to be logged out after a call, and that call is over.
pub(super) fn log_out_after(turn: &mut Turn) {
    if turn.context.leaves {
        turn.act(Effect::ForgetAccount);
        contacts::forget_account(turn);
        let untold = Vec::new();
        turn.act(Effect::SayPrivately(Prompt::LoggedOut { untold }));
    }
}
