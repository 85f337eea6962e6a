//! Ways out: *cancel*, *stop* and *undo*, over all calls of the person that may
//! be mentioned here. If one call fits, the bot acts on it and names it; if
//! several fit, it asks. It says 'nothing' only if there is nothing.

use crate::model::CallAt;
use crate::understand::{self, CallWord, Control};

use super::Effect;
use super::account::log_out_after;
use super::action::{Action, FormAction, Pressed, Stamp};
use super::again::{beside, reopened};
use super::asking;
use super::calls;
use super::card;
use super::form::Form;
use super::linking;
use super::prompt::{CallLine, Lead, OpenForm, Prompt, StatusView, StillOpen};
use super::report::{CallStage, CallView};
use super::shelf;
use super::state::{Point, State};
use super::turn::Turn;

/// How the person asked for an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Out {
    /// *Cancel*: the bot asks first if the call is going on.
    Cancel,
    /// *Stop*, *hang up*: that is clear enough.
    Stop,
    /// *Undo*: only for calls that have not begun.
    Undo,
}

/// A wish that concerns a call, not the open form or question.
#[derive(Debug, Clone)]
pub(super) enum OfCall {
    /// End the call that they reply to.
    End(Box<CallView>, Out),
    /// Do something else with the call that they reply to.
    Act(Box<CallView>, super::CallAction),
    /// End a call; which one is not said.
    WayOut(Out),
    /// End a call or this form.
    Which(Stamp),
}

/// Whether words mean a call rather than the open form or question.
pub(super) fn of_call(turn: &Turn, state: &State, text: &str) -> Option<OfCall> {
    let word = understand::call_word(text);
    if turn.context.replied {
        return of_replied(turn, word, text);
    }
    let any = !turn.context.open.is_empty();
    match word? {
        CallWord::HangUp if any => Some(OfCall::WayOut(Out::Stop)),
        CallWord::Stop if any => Some(match state.filled() {
            Some(stamp) => OfCall::Which(stamp),
            None => OfCall::WayOut(Out::Stop),
        }),
        CallWord::Undo if !counting_down(turn).is_empty() => Some(OfCall::WayOut(Out::Undo)),
        _ => None,
    }
}

/// The wish of words in reply to a message about a call.
fn of_replied(turn: &Turn, word: Option<CallWord>, text: &str) -> Option<OfCall> {
    let call = Box::new(turn.context.call.clone()?);
    match (word, understand::control(text)) {
        (Some(CallWord::Stop | CallWord::HangUp), _) => Some(OfCall::End(call, Out::Stop)),
        (Some(CallWord::Undo), _) => Some(OfCall::End(call, Out::Undo)),
        (Some(word), _) => {
            let action = calls::meant(word, &call)?;
            Some(OfCall::Act(call, action))
        }
        (None, Some(Control::Cancel)) => Some(OfCall::End(call, Out::Cancel)),
        _ => None,
    }
}

/// Carries out the wish.
pub(super) fn on_words(turn: &mut Turn, state: State, asked: OfCall) -> State {
    match asked {
        OfCall::End(call, out) => end_one(turn, state, &call, out),
        OfCall::Act(call, action) => calls::on_press(turn, state, call.id, action),
        OfCall::WayOut(out) => way_out(turn, state, out),
        OfCall::Which(stamp) => {
            let meant = meant(turn, Out::Stop);
            ask_which(turn, &meant, &[], Some(stamp));
            state
        }
    }
}

/// *Cancel* in reply to a call, else of the open form, else of a call.
pub(super) fn on_cancel(turn: &mut Turn, state: State) -> State {
    if turn.context.replied
        && let Some(call) = turn.context.call.clone()
    {
        return end_one(turn, state, &call, Out::Cancel);
    }
    match state {
        State::Form(form, _) | State::TwoRequests(form, ..) => cancel_said(turn, form),
        state => way_out(turn, state, Out::Cancel),
    }
}

/// *Cancel* was said while a form is open. A call that was confirmed just now
/// is taken back first: the phone must not ring because the form was dropped,
/// and a call that was taken back can be placed again.
pub(super) fn cancel_said(turn: &mut Turn, form: Form) -> State {
    let calls = counting_down(turn);
    if calls.is_empty() {
        say_dropped(turn);
        return State::Idle;
    }
    for call in &calls {
        withdraw(turn, call);
        turn.say(Prompt::TakenBack(CallLine::of(call)));
    }
    // One of them at most: forms of one turn share their number.
    if let Some(call) = calls.last() {
        stands_aside(turn, call);
    }
    asking::go_on(turn, form, false)
}

/// Drops a request. Calls that the person may have meant are named, and nothing
/// is said about their end.
pub(super) fn say_dropped(turn: &mut Turn) {
    let context = turn.context;
    let calls: Vec<CallLine> = context.open.iter().map(CallLine::of).collect();
    let made = context.call.as_ref().is_some_and(|call| call.made);
    if calls.is_empty() && !made && !context.elsewhere {
        turn.say(Prompt::Cancelled);
    } else {
        turn.say(Prompt::Dropped { calls });
    }
}

/// Ends a call of the person's; which one was not said.
pub(super) fn way_out(turn: &mut Turn, state: State, out: Out) -> State {
    let meant = meant(turn, out);
    let forms = match out {
        Out::Cancel => turn.context.forms_there.clone(),
        Out::Stop | Out::Undo => Vec::new(),
    };
    match (meant.as_slice(), forms.as_slice(), state) {
        ([], _, State::StillWanted { .. }) => {
            say_dropped(turn);
            State::Idle
        }
        ([], [], state) => {
            let elsewhere = turn.context.elsewhere || turn.context.forms_hidden;
            turn.say(Prompt::NothingToCancel { elsewhere });
            state
        }
        ([], [form], state) => {
            drop_there(turn, form);
            state
        }
        ([call], [], state) => end_one(turn, state, call, out),
        (calls, forms, state) => {
            ask_which(turn, calls, forms, None);
            state
        }
    }
}

/// Has a request in another conversation dropped.
fn drop_there(turn: &mut Turn, form: &OpenForm) {
    if let Some(there) = form.there.clone() {
        turn.act(Effect::DropThere(there, form.stamp));
        turn.say(Prompt::DroppingThere(Box::new(form.clone())));
    }
}

/// The person dropped a request of this conversation from another one. A newer
/// form of it is the same request.
pub(super) fn dropped_from_there(turn: &mut Turn, state: State, form: u32) -> State {
    if let Some(found) = turn.shelf.iter().position(|aside| aside.id == form) {
        turn.shelf.remove(found);
        say_dropped(turn);
        return state;
    }
    match state.form().map(|open| open.id) {
        Some(open) if open == form => {
            say_dropped(turn);
            State::Idle
        }
        _ => state,
    }
}

/// The calls that can be meant: in a room those of this very conversation
/// first; and those that can be ended before those that cannot.
fn meant(turn: &Turn, out: Out) -> Vec<CallView> {
    let open = &turn.context.open;
    let near = |call: &&CallView| !turn.context.private && call.here;
    let mut meant: Vec<CallView> = open.iter().filter(near).cloned().collect();
    if meant.is_empty() {
        meant.clone_from(open);
    }
    let mut keep = |stages: &[CallStage]| {
        if meant.iter().any(|call| stages.contains(&call.stage)) {
            meant.retain(|call| stages.contains(&call.stage));
        }
    };
    if out == Out::Undo {
        keep(&[CallStage::Confirmed]);
    }
    keep(&[CallStage::Confirmed, CallStage::Running]);
    keep(&[CallStage::Doubtful]);
    meant
}

/// Ends one call, as far as possible.
fn end_one(turn: &mut Turn, state: State, call: &CallView, out: Out) -> State {
    let line = CallLine::of(call);
    match call.stage {
        CallStage::Confirmed if call.made => turn.say(Prompt::CannotStop(line)),
        CallStage::Confirmed => return undo(turn, state, call),
        CallStage::Running if out == Out::Stop => {
            stop(turn, call);
            turn.say(Prompt::HangingUp(line));
        }
        CallStage::Running => turn.say(Prompt::StopRunning(line)),
        CallStage::Doubtful => turn.say(Prompt::CannotStop(line)),
        CallStage::Undecided => turn.say(Prompt::Undecided {
            call: call.id,
            phone: call.request.phone.clone(),
            silent: false,
        }),
        CallStage::Ended => turn.say(Prompt::AlreadyOver(line)),
    }
    state
}

pub(super) fn ask_which(
    turn: &mut Turn,
    calls: &[CallView],
    forms: &[OpenForm],
    form: Option<Stamp>,
) {
    turn.say(Prompt::WhichCall {
        calls: calls.iter().map(CallLine::of).collect(),
        forms: forms.to_vec(),
        form,
    });
}

pub(super) fn stop(turn: &mut Turn, call: &CallView) {
    turn.act(Effect::Stop(call.id));
    turn.act(Effect::ShowStatus(call.id, StatusView::Stopping));
}

/// Calls that were confirmed just now and will be placed in a moment.
fn counting_down(turn: &Turn) -> Vec<CallView> {
    let context = turn.context;
    let soon = context.now + chrono::TimeDelta::from_std(context.undo).unwrap_or_default();
    let counts = |call: &&CallView| {
        call.stage == CallStage::Confirmed && !call.made && call.due.is_some_and(|due| due <= soon)
    };
    context.open.iter().filter(counts).cloned().collect()
}

/// Somebody else hung up the call, as the room's settings allow. Nothing else of
/// the person's changes.
pub(super) fn by_other(turn: &mut Turn, state: State, name: String) -> State {
    let Some(call) = turn.context.call.clone() else {
        return state;
    };
    match call.stage {
        CallStage::Confirmed if !call.made => withdraw(turn, &call),
        CallStage::Running => stop(turn, &call),
        _ => return state,
    }
    let line = CallLine::of(&call);
    turn.say(Prompt::StoppedByOther { name, line });
    state
}

/// Takes a confirmed call back; its form is open again, unless another one is.
pub(super) fn undo(turn: &mut Turn, state: State, call: &CallView) -> State {
    // Somebody was called already: this is the end of a series.
    if call.has_tried() {
        withdraw(turn, call);
        turn.say(Prompt::TakenBack(CallLine::of(call)));
        return state;
    }
    match reopened(turn, &state, call) {
        Some(mut form) => {
            let later = turn.context.now + chrono::TimeDelta::minutes(1);
            let chosen = call.put_off_to.filter(|_| call.form.is_some());
            let at = chosen.filter(|at| *at > later);
            form.call_at = at.map(CallAt::Exactly);
            // The card does not say it.
            withdraw_as(turn, call, false);
            beside(card::show(turn, form, Lead::Undone), state)
        }
        None => {
            withdraw(turn, call);
            turn.say(Prompt::TakenBack(CallLine::of(call)));
            stands_aside(turn, call);
            state
        }
    }
}

/// The request of a call that was taken back stands aside while another one is
/// open. If as many stand there as may, the person can say *again*.
fn stands_aside(turn: &mut Turn, call: &CallView) {
    let id = turn.context.fresh_form;
    shelf::put(turn, Form::from_request(id, &call.request));
}

/// Takes a call back; the answer says so.
pub(super) fn withdraw(turn: &mut Turn, call: &CallView) {
    withdraw_as(turn, call, true);
}

/// The last status of a call that was not made.
pub(super) fn withdrawn(call: &CallView, said: bool) -> StatusView {
    match &call.tries {
        Some(tries) if tries.has_begun() => StatusView::StoppedTrying {
            zone: call.request.timezone,
            tried: tries.before.clone(),
        },
        _ => StatusView::Withdrawn { said },
    }
}

fn withdraw_as(turn: &mut Turn, call: &CallView, said: bool) {
    turn.act(Effect::Withdraw(call.id));
    turn.act(Effect::ShowStatus(call.id, withdrawn(call, said)));
    log_out_after(turn);
}

/// The open call that was confirmed on a card.
fn of_card(turn: &Turn, stamp: Stamp) -> Option<CallView> {
    let of_card = |call: &&CallView| call.here && call.form == Some(stamp.form);
    turn.context.open.iter().find(of_card).cloned()
}

/// A press was taken back: that of *Call now* means its call, as *Cancel* on
/// the same card does. Nothing else is undone by it.
pub(super) fn on_taken_back(turn: &mut Turn, state: State, pressed: Pressed) -> State {
    let confirmed = pressed.action == Action::Form(FormAction::CallNow);
    match of_card(turn, pressed.stamp).filter(|_| confirmed) {
        Some(call) => end_one(turn, state, &call, Out::Cancel),
        None => state,
    }
}

/// A choice of a card that was already confirmed: *Cancel* on it means the
/// call.
pub(super) fn on_old_card(
    turn: &mut Turn,
    state: State,
    stamp: Stamp,
    action: FormAction,
) -> State {
    let of_form = |form: &&OpenForm| form.stamp.form == stamp.form;
    let there = turn.context.forms_there.iter().find(of_form).cloned();
    if let (FormAction::Cancel, Some(form)) = (action, there) {
        drop_there(turn, &form);
        return state;
    }
    match (action, of_card(turn, stamp)) {
        (FormAction::Cancel, Some(call)) => return end_one(turn, state, &call, Out::Cancel),
        (FormAction::CallNow, Some(_)) => turn.alert(Prompt::CalledAlready),
        _ => turn.alert(out_of_date(turn, &state, stamp)),
    }
    state
}

/// A choice on an older message changes nothing. If its request is still open,
/// the person hears what that waits for.
fn out_of_date(turn: &Turn, state: &State, stamp: Stamp) -> Prompt {
    let form = state.form().filter(|form| form.id == stamp.form);
    let Some((form, point)) = form.zip(state.point()) else {
        return Prompt::Stale;
    };
    Prompt::OutOfDate(match (state, point) {
        (State::TwoRequests(..), _) => StillOpen::TwoRequests,
        (_, Point::Asking(asked)) => StillOpen::Question(asked.slot),
        (_, Point::Choosing) => StillOpen::Field,
        (_, Point::CallAt) => StillOpen::CallAt,
        (_, Point::Card) => StillOpen::Card,
        (_, Point::Linking) => return linking::waits(turn.context, form),
    })
}
