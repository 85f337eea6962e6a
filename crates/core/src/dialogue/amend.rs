//! Messages that are changed or taken back after they were sent: an edited
//! answer corrects its slot while the form is open, a request that is taken
//! back is cancelled while that is possible.

use crate::model::{MessageRef, Slot, Value};
use crate::understand;

use super::answering::With;
use super::card::lead_of;
use super::form::{Form, Told};
use super::prompt::{CallLine, Lead, Prompt};
use super::reading::{Answer, put_all, read_answer, sentence};
use super::report::CallStage;
use super::state::Point;
use super::{Input, Turn};

/// How many messages of a form are remembered; nobody edits older ones.
const REMEMBERED: usize = 32;

impl Turn<'_> {
    /// Puts values into a form; answers with those that changed it. When a day
    /// is told, it is noted on which.
    pub(super) fn put(&self, form: &mut Form, told: impl IntoIterator<Item = Value>) -> Vec<Value> {
        let noted: Vec<Value> = told.into_iter().collect();
        let dated = noted.iter().any(|noted| matches!(noted, Value::Date(_)));
        let changed = put_all(form, noted);
        if dated {
            form.date_told = Some(self.today(form));
        }
        changed
    }

    /// The slot whose answer an input would be.
    pub(super) fn open_slot(&self) -> Option<Slot> {
        match self.conversation.form {
            Some((_, Point::Asking { slot, .. })) => Some(slot),
            _ => None,
        }
    }

    /// Notes what a message has told, once it was taken in: of which slot, and
    /// whether it asked for a new form.
    pub(super) fn note_told(&mut self, before: Option<u32>, slot: Option<Slot>) {
        let (Some(message), Some((form, _))) =
            (self.context.message.clone(), &mut self.conversation.form)
        else {
            return;
        };
        let slot = slot.filter(|_| before == Some(form.id));
        if before != Some(form.id) {
            self.conversation.asked_by = Some(message.clone());
        }
        form.told.retain(|told| told.message != message);
        form.told.push(Told { message, slot });
        let old = form.told.len().saturating_sub(REMEMBERED);
        form.told.drain(..old);
    }

    pub(super) fn on_edited(&mut self, text: &str) {
        let Some(message) = self.context.message.clone() else {
            return;
        };
        match self.conversation.form.take() {
            Some((form, point)) => match form.told_by(&message) {
                Some(told) => self.amend(form, point, told.slot, text),
                None => self.conversation.form = Some((form, point)),
            },
            // Whoever edits the request now must not believe that it counts.
            None if self.asked_for_call(&message) => self.say(Prompt::EditTooLate),
            None => {}
        }
    }

    fn amend(&mut self, mut form: Form, point: Point, slot: Option<Slot>, text: &str) {
        let noted = match slot {
            Some(slot) => match read_answer(slot, text, &form, &self.context.reading()) {
                Answer::Fits(noted) | Answer::Elsewhere(noted) => noted,
                Answer::Aside(aside) => {
                    let issue = super::prompt::Issue::Aside(aside);
                    return self.ask(form, slot, 0, true, With::issue(issue));
                }
                Answer::Misses(issue) => {
                    return self.ask(form, slot, 0, true, With::issue(issue));
                }
            },
            None => {
                let reading = self.context.reading();
                let found = understand::correction_for(text, form.category(), &reading)
                    .unwrap_or_else(|| sentence(text, &form, &reading));
                found.into_iter().collect()
            }
        };
        let noted = self.put(&mut form, noted);
        if noted.is_empty() {
            self.conversation.form = Some((form, point));
            return;
        }
        match point {
            Point::Asking { slot, editing, .. } if !form.is_filled(slot) || editing => {
                self.ask(form, slot, 0, editing, With::noted(noted));
            }
            Point::Asking { .. } => match form.next_question() {
                Some(slot) => self.ask(form, slot, 0, false, With::noted(noted)),
                None => self.show_card(form, lead_of(noted)),
            },
            Point::Card | Point::Choosing => self.show_card(form, Lead::Noted(noted)),
            Point::Linking => self.conversation.form = Some((form, point)),
        }
    }

    fn asked_for_call(&self, message: &MessageRef) -> bool {
        let going_on = self.context.call.as_ref().is_some_and(|call| {
            matches!(
                call.stage,
                CallStage::Confirmed | CallStage::Running | CallStage::Doubtful
            )
        });
        going_on && self.conversation.asked_by.as_ref() == Some(message)
    }

    /// The request that was taken back is dropped; a call that is going on
    /// already is asked about.
    pub(super) fn on_removed(&mut self) {
        let Some(message) = self.context.message.clone() else {
            return;
        };
        if self.conversation.asked_by.as_ref() != Some(&message) {
            return;
        }
        if self.conversation.form.take().is_some() {
            return self.drop_form();
        }
        let Some(call) = self.context.call.clone() else {
            return;
        };
        match call.stage {
            CallStage::Confirmed if !call.made => {
                self.withdraw(&call);
                self.say(Prompt::Cancelled);
            }
            CallStage::Running => self.say(Prompt::StopRunning(CallLine::of(&call))),
            _ => {}
        }
    }
}

/// Whether a message of that kind can be edited to correct what it told.
pub(super) fn can_be_amended(input: &Input) -> bool {
    matches!(input, Input::CommandGiven(..) | Input::TextReceived(_))
}

impl Form {
    fn told_by(&self, message: &MessageRef) -> Option<Told> {
        self.told
            .iter()
            .find(|told| told.message == *message)
            .cloned()
    }
}
