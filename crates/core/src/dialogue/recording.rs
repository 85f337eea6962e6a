//! The recording of a call. It is for its requester alone, unless they choose
//! the room where they asked.

use super::Effect;
use super::action::CallAction;
use super::calls;
use super::command::Command;
use super::errand::{self, Brought, Errand, Fetched};
use super::past::{self, CallRef, PastErrand};
use super::prompt::Prompt;
use super::report::CallView;
use super::state::State;
use super::turn::Turn;

/// `/recording ID`; without an id, that of the newest call.
pub(super) fn on_command(turn: &mut Turn, state: State, rest: &str) -> State {
    let newest = turn.context.call.as_ref().map(|call| call.id);
    match (past::id(rest), newest) {
        (Some(call), _) => {
            errand::ask(turn, recording(call), Command::Recording);
            state
        }
        (None, Some(newest)) => calls::on_press(turn, state, newest, CallAction::Recording),
        (None, None) => past::on_command(turn, state, ""),
    }
}

/// *Recording* on a call that has ended, or *Post it here*: then the requester
/// chose the room.
pub(super) fn fetch(turn: &mut Turn, view: &CallView, action: CallAction) {
    let privately = !turn.context.private && action != CallAction::RecordingHere;
    let call = view.id;
    turn.act(Effect::Fetch {
        errand: recording(CallRef::Id(call.to_string())),
        privately,
    });
    if privately {
        turn.say(Prompt::RecordingInPrivate { call });
    }
}

fn recording(call: CallRef) -> Errand {
    Errand::Past(PastErrand::Recording { call })
}

/// The service has answered.
pub(super) fn on_brought(brought: Brought) -> Option<Fetched> {
    Some(match brought {
        Brought::Recording(call) => Fetched::Recording { call },
        Brought::NoSound(call) => Fetched::NoRecording {
            call: call.tag(),
            exists: true,
        },
        Brought::Call(call, _) => Fetched::NoRecording {
            call: call.tag(),
            exists: false,
        },
        _ => return None,
    })
}
