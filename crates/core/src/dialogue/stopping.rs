//! Ways out: *cancel*, *stop* and *undo*, over all calls of the person that
//! may be spoken of here. One that fits is acted on and named; with several
//! the person is asked. 'Nothing' is said only where there is nothing.

use crate::understand::{self, CallWord};

use super::action::{Action, Pressed};
use super::form::Form;
use super::prompt::{CallLine, Lead, Prompt, StatusView};
use super::report::{CallStage, CallView};
use super::{Effect, Turn};

/// How an end was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Out {
    /// *Cancel*: a call that is going on is asked about.
    Cancel,
    /// *Stop*, *hang up*: that is clear enough.
    Stop,
    /// *Undo*: of what has not begun.
    Undo,
}

impl Turn<'_> {
    /// Words that mean a call rather than the open form or question; whether
    /// these were.
    pub(super) fn on_call_words(&mut self, text: &str) -> bool {
        let word = understand::call_word(text);
        if self.context.replied {
            return self.on_words_about(word, text);
        }
        match word {
            Some(CallWord::HangUp) if !self.context.open.is_empty() => self.way_out(Out::Stop),
            Some(CallWord::Stop) if !self.context.open.is_empty() => {
                match &self.conversation.form {
                    Some((form, _)) if !form.is_empty() => {
                        let form = Some(form.stamp());
                        self.ask_which_call(self.meant(Out::Stop), form);
                    }
                    _ => self.way_out(Out::Stop),
                }
            }
            Some(CallWord::Undo) if !self.counting_down().is_empty() => self.way_out(Out::Undo),
            _ => return false,
        }
        true
    }

    /// Words in reply to a message about a call; whether they were about it.
    fn on_words_about(&mut self, word: Option<CallWord>, text: &str) -> bool {
        let Some(call) = self.context.call.clone() else {
            return false;
        };
        match (word, understand::control(text)) {
            (Some(CallWord::Stop | CallWord::HangUp), _) => self.end_one(&call, Out::Stop),
            (Some(CallWord::Undo), _) => self.end_one(&call, Out::Undo),
            (Some(word), _) => {
                let action = word.action(call.id, call.stage);
                let Some(action) = action else { return false };
                self.on_call_press(call.id, action);
            }
            (None, Some(understand::Control::Cancel)) => self.end_one(&call, Out::Cancel),
            _ => return false,
        }
        true
    }

    /// *Cancel* in reply to a call, else of the open form, else of a call.
    pub(super) fn on_cancel(&mut self) {
        if self.context.replied
            && let Some(call) = self.context.call.clone()
        {
            return self.end_one(&call, Out::Cancel);
        }
        match self.conversation.form.take() {
            Some((form, _)) => self.on_cancel_said(form),
            None => self.way_out(Out::Cancel),
        }
    }

    /// *Cancel* was said while a form is open. A call that was confirmed just
    /// now is taken back first: the phone must not ring because something else
    /// was dropped, and what is taken back can be called again.
    pub(super) fn on_cancel_said(&mut self, form: Form) {
        let calls = self.counting_down();
        if calls.is_empty() {
            return self.drop_form();
        }
        for call in &calls {
            self.withdraw(call);
            self.say(Prompt::TakenBack(CallLine::of(call)));
        }
        self.go_on(form, false);
    }

    /// The open form, taken out already, is dropped; the calls that this could
    /// be taken for are named.
    pub(super) fn drop_form(&mut self) {
        self.conversation.waiting = None;
        self.say_dropped();
    }

    /// A request is dropped; nothing is claimed of calls that may be meant.
    pub(super) fn say_dropped(&mut self) {
        let calls: Vec<CallLine> = self.context.open.iter().map(CallLine::of).collect();
        let made = self.context.call.as_ref().is_some_and(|call| call.made);
        if calls.is_empty() && !made && !self.context.elsewhere {
            self.say(Prompt::Cancelled);
        } else {
            self.say(Prompt::Dropped { calls });
        }
    }

    /// An end to a call of the person's, whichever it is.
    pub(super) fn way_out(&mut self, out: Out) {
        let meant = self.meant(out);
        match meant.as_slice() {
            [] if self.conversation.waiting.take().is_some() => self.say_dropped(),
            [] => self.say(Prompt::NothingToCancel {
                elsewhere: self.context.elsewhere,
            }),
            [call] => self.end_one(&call.clone(), out),
            _ => self.ask_which_call(meant, None),
        }
    }

    /// The calls that can be meant: in a room those of this very conversation
    /// first; and those that can be ended before those that can't.
    fn meant(&self, out: Out) -> Vec<CallView> {
        let open = &self.context.open;
        let near = |call: &&CallView| !self.context.private && call.here;
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

    /// An end to one call, as far as there can be one.
    fn end_one(&mut self, call: &CallView, out: Out) {
        match call.stage {
            CallStage::Confirmed if call.made => self.say(Prompt::CannotStop(CallLine::of(call))),
            CallStage::Confirmed => self.undo(call),
            CallStage::Running if out == Out::Stop => {
                self.stop(call);
                self.say(Prompt::HangingUp(CallLine::of(call)));
            }
            CallStage::Running => self.say(Prompt::StopRunning(CallLine::of(call))),
            CallStage::Doubtful => self.say(Prompt::CannotStop(CallLine::of(call))),
            CallStage::Undecided => self.say(Prompt::Undecided {
                call: call.id,
                phone: call.request.phone.clone(),
                silent: false,
            }),
            CallStage::Ended => self.say(Prompt::AlreadyOver(CallLine::of(call))),
        }
    }

    fn ask_which_call(&mut self, calls: Vec<CallView>, form: Option<super::Stamp>) {
        self.say(Prompt::WhichCall {
            calls: calls.iter().map(CallLine::of).collect(),
            form,
        });
    }

    /// Hangs up.
    pub(super) fn stop(&mut self, call: &CallView) {
        let phone = call.request.phone.clone();
        self.act(Effect::Stop(call.id));
        self.act(Effect::ShowStatus(call.id, StatusView::Stopping { phone }));
    }

    /// Calls that were confirmed just now: in a moment they are placed.
    fn counting_down(&self) -> Vec<CallView> {
        let soon =
            self.context.now + chrono::TimeDelta::from_std(self.context.undo).unwrap_or_default();
        let counts = |call: &&CallView| {
            call.stage == CallStage::Confirmed
                && !call.made
                && call.due.is_some_and(|due| due <= soon)
        };
        self.context.open.iter().filter(counts).cloned().collect()
    }

    /// Takes a confirmed call back; its form is open again, unless another one is.
    pub(super) fn undo(&mut self, call: &CallView) {
        self.withdraw(call);
        match self.reopen(&call.request) {
            Some(form) => self.show_card(form, Lead::Undone),
            None => self.say(Prompt::TakenBack(CallLine::of(call))),
        }
    }

    pub(super) fn withdraw(&mut self, call: &CallView) {
        self.act(Effect::Withdraw(call.id));
        self.act(Effect::ShowStatus(call.id, StatusView::Withdrawn));
        self.log_out_after();
    }

    /// A choice of a card that was confirmed already: *Cancel* on it means the call.
    pub(super) fn on_old_card(&mut self, pressed: Pressed) {
        let call = (self.context.open.iter())
            .find(|call| call.here && call.form == Some(pressed.stamp.form))
            .cloned();
        match (pressed.action, call) {
            (Action::Cancel, Some(call)) => self.end_one(&call, Out::Cancel),
            (Action::CallNow, Some(_)) => self.act(Effect::Alert(Prompt::CalledAlready)),
            _ => self.act(Effect::Alert(Prompt::Stale)),
        }
    }

    /// A request came while another one was open, which is confirmed now.
    pub(super) fn ask_about_waiting(&mut self) {
        if let Some(text) = &self.conversation.waiting {
            let text = text.clone();
            self.say(Prompt::OtherRequest { text });
        }
    }
}
