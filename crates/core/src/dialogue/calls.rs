//! Calls in the conversation: progress, the outcome, and the next actions.
//! Status is not outcome: the service's words are passed on unchanged.

use crate::model::{CallId, KeepTrying, Summary, TimeOfDay, TranscriptPolicy};
use crate::understand::CallWord;

use super::Effect;
use super::account::log_out_after;
use super::action::CallAction;
use super::again::{self, reopened_by_report};
use super::appointments;
use super::asking::{Alongside, ask};
use super::card;
use super::command::{Command, DoorTo};
use super::contacts;
use super::errand::Errand;
use super::linking;
use super::never::Objector;
use super::past::CallRef;
use super::prompt::{
    CallLine, Callee, Issue, Lead, LinkReason, OutcomeView, Prompt, StatusView, SummaryView,
};
use super::quiet;
use super::recording;
use super::report::{CallReport, CallStage, CallView, Outcome, Refusal, RefusalReason};
use super::said;
use super::state::{Asked, State};
use super::stopping;
use super::tries;
use super::turn::Turn;
use super::waiting;

/// A call went on.
pub(super) fn on_report(turn: &mut Turn, state: State, report: CallReport) -> State {
    let Some(call) = turn.context.call.clone() else {
        return state;
    };
    let is_over = report.is_over();
    if let CallReport::Ended(outcome) = &report {
        contacts::learn(turn, &call, outcome);
    }
    if let CallReport::Ended(outcome) = &report
        && tries::go_on(turn, &call, outcome)
    {
        return state;
    }
    quiet::note(turn, &call, &report);
    let state = match report {
        report if turn.context.unattended => {
            on_unattended(turn, &call, report);
            state
        }
        CallReport::Refused(refusal) => on_refused(turn, state, &call, refusal),
        CallReport::SignInNeeded => {
            show(turn, call.id, stopping::withdrawn(&call, true));
            match reopened_by_report(turn, &state, &call) {
                Some(form) => linking::wait(turn, form, LinkReason::Revoked { form: true }),
                None => {
                    let reason = LinkReason::Revoked { form: false };
                    linking::offer(turn, reason, DoorTo::Command(Command::Login));
                    state
                }
            }
        }
        CallReport::Lapsed => {
            show(turn, call.id, stopping::withdrawn(&call, true));
            match reopened_by_report(turn, &state, &call) {
                Some(form) => card::show(turn, form, Lead::Lapsed),
                None => {
                    turn.say(refused(call.id, RefusalReason::Other));
                    state
                }
            }
        }
        report => {
            say_report(turn, &call, report);
            state
        }
    };
    if is_over {
        log_out_after(turn);
    }
    state
}

/// Reports on a call where nobody could answer: nothing is reopened, and no
/// sign-in is offered.
fn on_unattended(turn: &mut Turn, call: &CallView, report: CallReport) {
    match report {
        CallReport::Refused(refusal) => {
            if refusal.reason == RefusalReason::Objection {
                let phone = call.request.phone.clone();
                turn.act(Effect::NeverCall(phone, Objector::Callee));
            }
            say_refused(turn, call.id, refusal);
        }
        CallReport::Lapsed => turn.say(refused(call.id, RefusalReason::Other)),
        CallReport::SignInNeeded | CallReport::SignedOut => {}
        report => say_report(turn, call, report),
    }
}

/// Reports on a call while the conversation stays where it is.
fn say_report(turn: &mut Turn, view: &CallView, report: CallReport) {
    let (call, phone) = (view.id, view.request.phone.clone());
    let calling = |elapsed| StatusView::Calling { elapsed };
    match report {
        CallReport::Unreachable(patience) => {
            show(turn, call, StatusView::Unreachable { patience });
        }
        CallReport::Placing => show(turn, call, calling(None)),
        CallReport::DueSoon => turn.say(Prompt::DueSoon(CallLine::of(view))),
        CallReport::Queued => show(turn, call, StatusView::Queued),
        CallReport::Progress(elapsed) => show(turn, call, calling(Some(elapsed))),
        CallReport::LostContact(patience) => show(turn, call, StatusView::Doubtful { patience }),
        CallReport::Undecided {
            known: true,
            silent,
        } => turn.say(Prompt::NeverEnding {
            call,
            phone,
            silent,
        }),
        CallReport::Undecided {
            known: false,
            silent,
        } => {
            show(turn, call, StatusView::Unknown);
            turn.say(Prompt::Undecided {
                call,
                phone,
                silent,
            });
        }
        CallReport::Restored => {
            show(turn, call, StatusView::Unknown);
            turn.say(Prompt::RestoredCall { call, phone });
        }
        CallReport::SignedOut => {
            linking::offer(turn, LinkReason::ToFollow, DoorTo::Command(Command::Login))
        }
        CallReport::StopFailed => turn.say(Prompt::CouldNotStop),
        CallReport::Ended(outcome) => on_ended(turn, view, outcome),
        CallReport::RefusedAgain(refusal) => on_refused_again(turn, view, refusal),
        CallReport::Refused(_) | CallReport::SignInNeeded | CallReport::Lapsed => {}
    }
}

fn show(turn: &mut Turn, call: CallId, status: StatusView) {
    turn.act(Effect::ShowStatus(call, status));
}

fn on_ended(turn: &mut Turn, view: &CallView, outcome: Outcome) {
    let (call, phone) = (view.id, view.request.phone.clone());
    let context = turn.context;
    show(turn, call, StatusView::Over);
    let always = context.settings.transcript == TranscriptPolicy::Always;
    if outcome.talked() && (always || view.transcript_wanted) {
        // In a room the transcript is posted only when the requester says so.
        turn.act(Effect::Fetch {
            errand: Errand::Transcript {
                call,
                automatic: !view.transcript_wanted,
            },
            privately: !context.private,
        });
    }
    let details = &view.request.details;
    let when = details.date().filter(|_| !context.private);
    let actions = next_actions(turn, view, &outcome);
    let series = tries::series(turn, view, &outcome);
    let said = said::in_outcome(turn, view, &outcome).filter(|_| !context.unattended);
    let room = &context.room;
    if !context.private && room.has_threads && room.settings().summary == Summary::On {
        turn.act(Effect::SayToRoom(Prompt::Summary(Box::new(SummaryView {
            call,
            status: outcome.status.clone(),
            to: Callee::of(&view.request),
            when: when.map(|date| (*date, details.time().and_then(TimeOfDay::at))),
        }))));
    }
    // The cost is nobody else's business.
    let cost = outcome.cost.filter(|_| context.private);
    let outcome = Outcome { cost, ..outcome };
    turn.say(Prompt::Outcome(Box::new(OutcomeView {
        call,
        phone,
        business: details.business().cloned(),
        when: when.map(|date| (*date, details.time().and_then(TimeOfDay::at))),
        outcome,
        said,
        series,
        actions,
    })));
}

impl Outcome {
    /// Whether anybody was on the line.
    fn talked(&self) -> bool {
        !matches!(self.status.as_str(), "no_answer" | "busy" | "cancelled")
    }

    /// Whether calling again later may help.
    fn is_missed(&self) -> bool {
        tries::is_missed(&self.status)
    }
}

/// The actions offered with a call that has ended.
fn next_actions(turn: &Turn, view: &CallView, outcome: &Outcome) -> Vec<CallAction> {
    let private = turn.context.private;
    let ask = turn.context.settings.transcript == TranscriptPolicy::Ask;
    let mut actions = Vec::new();
    if outcome.talked() && !private {
        actions.push(CallAction::TranscriptHere);
    }
    if outcome.talked() && ask {
        actions.push(match private {
            true => CallAction::Transcript,
            false => CallAction::TranscriptToMe,
        });
    }
    if outcome.talked() && !outcome.is_missed() {
        actions.push(CallAction::Recording);
    }
    if view.request.details.date().is_some() && outcome.status == "success" {
        actions.push(CallAction::Calendar);
    }
    actions.extend(appointments::offered(turn, view, outcome));
    if outcome.is_missed() {
        actions.extend([
            CallAction::AgainIn(10),
            CallAction::AgainIn(60),
            CallAction::AgainAt,
            CallAction::KeepTrying,
            CallAction::Again,
            CallAction::LeaveIt,
        ]);
    } else {
        actions.push(CallAction::Again);
    }
    actions
}

/// Goes back to the question that caused the refusal and keeps everything else.
fn on_refused(turn: &mut Turn, state: State, call: &CallView, refusal: Refusal) -> State {
    show(turn, call.id, stopping::withdrawn(call, true));
    if refusal.reason == RefusalReason::Objection {
        turn.act(Effect::NeverCall(
            call.request.phone.clone(),
            Objector::Callee,
        ));
    }
    let slot = refusal.reason.slot();
    let back = slot.and_then(|slot| Some((slot, reopened_by_report(turn, &state, call)?)));
    match back {
        Some((slot, form)) => {
            let issue = Alongside::issue(Issue::Refused(refusal));
            ask(turn, form, Asked::editing(slot), issue)
        }
        None => {
            say_refused(turn, call.id, refusal);
            state
        }
    }
}

/// A second request was refused. It is still not known whether the first
/// request placed the call.
fn on_refused_again(turn: &mut Turn, view: &CallView, refusal: Refusal) {
    let (call, phone) = (view.id, view.request.phone.clone());
    show(turn, call, StatusView::Unknown);
    let secret = !turn.context.private && refusal.reason.is_about_account();
    if secret {
        turn.act(Effect::SayPrivately(Prompt::RefusedAgain {
            call,
            phone: phone.clone(),
            refusal: Some(refusal.clone()),
        }));
    }
    turn.say(Prompt::RefusedAgain {
        call,
        phone,
        refusal: Some(refusal).filter(|_| !secret),
    });
}

/// In a room, refusals that tell about the account are explained in private
/// only.
fn say_refused(turn: &mut Turn, call: CallId, refusal: Refusal) {
    if turn.context.private || !refusal.reason.is_about_account() {
        return turn.say(Prompt::Refused { call, refusal });
    }
    turn.act(Effect::SayPrivately(Prompt::Refused { call, refusal }));
    turn.say(Prompt::RefusedPrivately { call });
}

/// The action that a word means for a call at this stage; `None` where the word
/// makes no sense.
pub(super) fn meant(word: CallWord, call: &CallView) -> Option<CallAction> {
    let undecided = call.stage == CallStage::Undecided;
    Some(match word {
        CallWord::CheckAgain if undecided => CallAction::CheckAgain,
        CallWord::CallAnyway if undecided => CallAction::CallAnyway,
        CallWord::LeaveIt if undecided => CallAction::LeaveIt,
        CallWord::Transcript => CallAction::Transcript,
        CallWord::Recording => CallAction::Recording,
        CallWord::Calendar => CallAction::Calendar,
        CallWord::Again => CallAction::Again,
        _ => return None,
    })
}

/// A choice of a call was pressed, or a word with the same meaning was said.
pub(super) fn on_press(turn: &mut Turn, state: State, id: CallId, action: CallAction) -> State {
    let Some(call) = turn.context.call.clone().filter(|call| call.id == id) else {
        turn.alert(Prompt::Stale);
        return state;
    };
    let of_waiting = matches!(
        action,
        CallAction::AgainIn(_)
            | CallAction::Move
            | CallAction::Now
            | CallAction::Drop
            | CallAction::LeaveIt
    );
    if action == CallAction::StopTrying {
        return tries::on_stop(turn, state, &call);
    }
    match call.stage {
        CallStage::Confirmed if of_waiting && !call.made => on_waiting(turn, state, &call, action),
        _ => on_call(turn, state, &call, action),
    }
}

fn on_call(turn: &mut Turn, state: State, call: &CallView, action: CallAction) -> State {
    use CallStage::{Confirmed, Doubtful, Ended, Running, Undecided};

    let id = call.id;
    match (action, call.stage) {
        (CallAction::Again | CallAction::Edit | CallAction::Change, Ended) => {
            return again::on_press(turn, state, call, action);
        }
        (
            CallAction::AgainIn(_)
            | CallAction::AgainAt
            | CallAction::AgainThen(_)
            | CallAction::KeepTrying
            | CallAction::Try(_),
            Ended,
        ) if !call.called_again => return once_more(turn, state, call, action),
        (CallAction::Show, Ended | Undecided) => quiet::show(turn, id),
        (CallAction::LeaveIt, Ended) => {
            turn.say(Prompt::LeftAlone);
            return match state {
                State::Scheduling { .. } => State::Idle,
                other => other,
            };
        }
        (CallAction::Undo | CallAction::Stop, Confirmed) if !call.made => {
            return stopping::undo(turn, state, call);
        }
        (
            CallAction::Transcript | CallAction::TranscriptHere | CallAction::TranscriptToMe,
            Ended,
        ) => fetch_transcript(turn, call, action),
        (CallAction::Transcript, Confirmed | Running | Doubtful) => {
            turn.act(Effect::WantTranscript(id));
            turn.say(Prompt::TranscriptLater);
        }
        (CallAction::Recording | CallAction::RecordingHere, Ended) => {
            recording::fetch(turn, call, action);
        }
        // Fetched once, like a transcript.
        (CallAction::Calendar, Ended) if call.calendar_wanted => {}
        (CallAction::Calendar, Ended) => {
            turn.act(Effect::WantCalendar(id));
            turn.act(Effect::Fetch {
                errand: Errand::Calendar { call: id },
                privately: false,
            });
        }
        (
            CallAction::Keep
            | CallAction::KeepAsked(_)
            | CallAction::KeepSaid(_)
            | CallAction::CalledOff
            | CallAction::StillOn,
            Ended,
        ) => appointments::on_outcome(turn, call, action),
        (CallAction::CallOff, Running) => waiting::call_off(turn, CallRef::Id(id.to_string())),
        (CallAction::Move, Running) => {
            return waiting::ask_when(turn, state, CallRef::Id(id.to_string()));
        }
        (CallAction::Undo, Running) => turn.alert(Prompt::TooLateToUndo),
        (CallAction::Stop, Running) => stopping::stop(turn, call),
        (
            CallAction::Calendar
            | CallAction::Recording
            | CallAction::Again
            | CallAction::Change
            | CallAction::Edit,
            Confirmed | Running | Doubtful,
        ) => turn.say(Prompt::WhenOver),
        (action, Undecided) => on_undecided(turn, call, action),
        _ => turn.alert(Prompt::Stale),
    }
    state
}

/// The call is to be made again.
fn once_more(turn: &mut Turn, state: State, call: &CallView, action: CallAction) -> State {
    match action {
        CallAction::AgainIn(minutes) => again::again_in(turn, state, call, minutes),
        CallAction::AgainThen(minute) => again::again_then(turn, state, call, minute.0),
        CallAction::Try(plan) => tries::start(turn, state, call, plan),
        CallAction::KeepTrying => {
            tries::ask(turn, call, KeepTrying::default(), None);
            state
        }
        _ => again::ask_when(turn, state, call),
    }
}

/// The person decides about a call that may have been made.
fn on_undecided(turn: &mut Turn, call: &CallView, action: CallAction) {
    match action {
        CallAction::CheckAgain => {
            turn.act(Effect::CheckAgain(call.id));
            let patience = turn.context.doubt;
            let status = StatusView::Doubtful { patience };
            turn.say(Prompt::Status(call.id, Callee::of(&call.request), status));
        }
        CallAction::CallAnyway => turn.act(Effect::CallAnyway(call.id)),
        CallAction::LeaveIt => {
            turn.act(Effect::Withdraw(call.id));
            turn.say(Prompt::LeftAlone);
        }
        _ => turn.alert(Prompt::Stale),
    }
}

/// A choice on a call that waits for its time.
fn on_waiting(turn: &mut Turn, state: State, call: &CallView, action: CallAction) -> State {
    match action {
        CallAction::AgainIn(minutes) => again::again_in(turn, state, call, minutes),
        CallAction::Move => again::ask_when(turn, state, call),
        CallAction::Now => again::now(turn, state, call),
        CallAction::Drop => {
            stopping::withdraw(turn, call);
            turn.say(Prompt::TakenBack(CallLine::of(call)));
            state
        }
        _ => {
            turn.say(Prompt::StaysWaiting);
            match state {
                State::Scheduling { .. } => State::Idle,
                other => other,
            }
        }
    }
}

/// Fetched once, however often the button is tapped meanwhile.
fn fetch_transcript(turn: &mut Turn, view: &CallView, action: CallAction) {
    if view.transcript_wanted {
        return turn.alert(Prompt::TranscriptComing);
    }
    let here = turn.context.private || action == CallAction::TranscriptHere;
    let call = view.id;
    turn.act(Effect::WantTranscript(call));
    turn.act(Effect::Fetch {
        errand: Errand::Transcript {
            call,
            automatic: false,
        },
        privately: !here,
    });
    if !here {
        turn.alert(Prompt::SaidPrivately);
    }
}

fn refused(call: CallId, reason: RefusalReason) -> Prompt {
    Prompt::Refused {
        call,
        refusal: Refusal::because(reason),
    }
}
