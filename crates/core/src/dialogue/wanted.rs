//! Things that the person asked for and that their sign-in does not permit: the
//! bot goes on with them once they have signed in again.

use serde::{Deserialize, Serialize};

use super::command::{Command, DoorTo};
use super::errand::Errand;
use super::linking;
use super::prompt::{LinkReason, Prompt};
use super::turn::Turn;
use super::{Effect, Linked};

/// An errand that waits for another sign-in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Wanted {
    errand: Errand,
    /// The person has signed in since: it is not asked for a third time.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    again: bool,
}

impl Wanted {
    pub(super) fn waits(&self) -> bool {
        !self.again
    }
}

/// The errand waits for a sign-in.
pub(super) fn wait(turn: &mut Turn, errand: Errand, reason: LinkReason) {
    let again = false;
    turn.wanted = Some(Wanted { errand, again });
    turn.act(Effect::AwaitAccount);
    linking::offer(turn, reason, DoorTo::Command(Command::Login));
}

/// The service does not permit it with this sign-in.
pub(super) fn on_forbidden(turn: &mut Turn, errand: Errand) {
    let tried = matches!(&turn.wanted, Some(wanted) if wanted.again && wanted.errand == errand);
    if tried {
        turn.wanted = None;
        return turn.say(Prompt::Forbidden);
    }
    wait(turn, errand, LinkReason::Permission);
}

/// The errand was carried out.
pub(super) fn done(turn: &mut Turn, errand: &Errand) {
    turn.wanted.take_if(|wanted| wanted.errand == *errand);
}

/// Whether the sign-in that is about to be used is a second one to the same
/// account, for something that the first one does not permit.
pub(super) fn is_waiting(turn: &Turn) -> bool {
    let signed_in = matches!(turn.context.linked, Linked::Since(_));
    signed_in && turn.wanted.as_ref().is_some_and(Wanted::waits)
}

/// The account is linked: what waited for it goes on.
pub(super) fn go_on(turn: &mut Turn) {
    if let Some(wanted) = turn.wanted.as_mut().filter(|wanted| wanted.waits()) {
        wanted.again = true;
        let errand = wanted.errand.clone();
        turn.act(Effect::Fetch {
            errand,
            privately: false,
        });
    }
}
