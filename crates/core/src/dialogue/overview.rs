//! `/calls`: everything of the person's that is not over, wherever it began; in a
//! room, what belongs to that room.

use super::form::Form;
use super::prompt::{CallLine, OpenForm, Overview, Prompt};
use super::report::CallStage;
use super::state::State;
use super::turn::Turn;

pub(super) fn on_command(turn: &mut Turn, state: State, _rest: &str) -> State {
    let context = turn.context;
    let mut calls: Vec<CallLine> = context.open.iter().map(CallLine::of).collect();
    // The newest call of this conversation, though it is over: the person may want
    // its transcript.
    let ended = context.call.as_ref();
    let ended = ended.filter(|call| call.here && call.stage == CallStage::Ended && call.made);
    calls.extend(ended.map(CallLine::of));
    let mut forms = open_forms(&state, &turn.shelf);
    forms.extend(context.forms_there.iter().cloned());
    turn.say(Prompt::Overview(Box::new(Overview {
        calls,
        forms,
        elsewhere: context.elsewhere || context.forms_hidden,
        private: context.private,
    })));
    state
}

/// The requests of a conversation that have something in them, the open one
/// first.
#[must_use]
pub(super) fn open_forms(state: &State, shelf: &[Form]) -> Vec<OpenForm> {
    let forms = state.form().into_iter().chain(shelf.iter().rev());
    let told = forms.filter(|form| !form.is_empty());
    told.map(open_form).collect()
}

fn open_form(form: &Form) -> OpenForm {
    OpenForm {
        stamp: form.stamp(),
        there: None,
        phone: form.values.phone().cloned(),
        business: form.values.business().cloned(),
        task: form.values.task().cloned(),
    }
}
