//! Commands, and words where no question is open.

use crate::model::{CallId, fold};
use crate::understand::{self, Aside, Control};

use super::action::Action;
use super::answering::With;
use super::command::Command;
use super::form::Form;
use super::prompt::{Issue, Lead, Prompt};
use super::reading::put_all;
use super::report::CallStage;
use super::slot::{Noted, Slot};
use super::state::Point;
use super::{Effect, Linked, Turn};

impl Turn<'_> {
    pub(super) fn on_command(&mut self, command: Command, rest: &str) {
        let personal = matches!(
            command,
            Command::Settings | Command::Login | Command::Logout | Command::Status
        );
        if personal && !self.context.private {
            return self.say(Prompt::InPrivate);
        }
        if command != Command::Settings {
            self.conversation.setting = None;
        }
        match command {
            Command::Call => self.on_call_command(rest),
            Command::Cancel => self.on_cancel(),
            Command::Start => self.on_start(),
            Command::Help => {
                self.say(Prompt::Help);
                self.remind();
            }
            Command::Settings => self.on_settings(rest),
            Command::Login => self.on_login(),
            Command::Logout => self.on_logout(),
            Command::Status => self.on_status(),
            Command::Unknown => {
                self.say(Prompt::UnknownCommand);
                self.remind();
            }
        }
    }

    /// The greeting, and what waits for an answer since the last time.
    fn on_start(&mut self) {
        self.say(Prompt::Welcome);
        match self.context.call.as_ref() {
            Some(call)
                if self.conversation.form.is_none() && call.stage == CallStage::Undecided =>
            {
                self.say(Prompt::Undecided {
                    call: call.id,
                    phone: call.request.phone.clone(),
                });
            }
            _ => self.remind(),
        }
    }

    fn on_call_command(&mut self, rest: &str) {
        match self.conversation.form.take() {
            Some((form, point)) if !form.is_empty() => {
                self.conversation.waiting = Some(rest.to_owned()).filter(|rest| !rest.is_empty());
                self.say(Prompt::FormOpen {
                    stamp: form.stamp(),
                });
                self.conversation.form = Some((form, point));
            }
            _ => self.open_form(rest),
        }
    }

    /// Opens a form, filled with whatever a sentence tells.
    pub(super) fn open_form(&mut self, text: &str) {
        let mut form = Form::new(self.context.fresh_form);
        let reading = self.context.reading();
        let noted = put_all(&mut form, Noted::all(understand::sentence(text, &reading)));
        // A number that cannot be called is said so at once.
        if form.phone.is_none()
            && !text.is_empty()
            && let Err(problem @ crate::model::PhoneProblem::Emergency) =
                understand::phone(text, &reading)
        {
            return self.ask(
                form,
                Slot::Phone,
                0,
                false,
                With {
                    noted,
                    issue: Some(Issue::Phone(problem)),
                },
            );
        }
        match form.next_question() {
            Some(slot) => self.ask(form, slot, 0, false, With::noted(noted)),
            None => self.show_card(form, Lead::None),
        }
    }

    fn on_cancel(&mut self) {
        if let Some((form, _)) = self.conversation.form.take() {
            return self.drop_form(form);
        }
        match self
            .context
            .call
            .as_ref()
            .map(|call| (call.id, call.stage, call.request.phone.clone()))
        {
            Some((call, CallStage::Confirmed, _)) => self.undo(call),
            Some((call, CallStage::Running, phone)) => {
                self.say(Prompt::StopRunning { call, phone })
            }
            _ => self.say(Prompt::NothingToCancel),
        }
    }

    /// Words where no form is open: about the newest call, the beginning of a
    /// request, or small talk.
    pub(super) fn on_idle_text(&mut self, text: &str) {
        if let Some((call, stage)) = self.context.call.as_ref().map(|call| (call.id, call.stage))
            && let Some(action) = about_call(call, stage, text)
        {
            return self.on_call_press(call, action);
        }
        match understand::control(text) {
            Some(Control::Cancel) => return self.on_cancel(),
            Some(Control::Help) => return self.say(Prompt::Help),
            Some(_) => return self.say(Prompt::NotUnderstood),
            None => {}
        }
        let reading = self.context.reading();
        let found = understand::sentence(text, &reading);
        let concrete = found.phone.is_some() || found.category.is_some();
        let dangerous =
            understand::phone(text, &reading) == Err(crate::model::PhoneProblem::Emergency);
        match understand::aside(text) {
            _ if concrete || dangerous => self.open_form(text),
            Some(aside) => self.say(small_talk(aside)),
            None if found.task.is_some() => self.open_form(text),
            None => self.say(Prompt::NotUnderstood),
        }
    }

    pub(super) fn on_login(&mut self) {
        match self.context.linked {
            Linked::Since(since) => {
                self.say(Prompt::AlreadyLinked {
                    since,
                    zone: self.context.settings.timezone,
                });
            }
            Linked::No => self.offer_link(super::LinkReason::Asked),
            Linked::Revoked => {
                let form = matches!(self.conversation.form, Some((_, Point::Linking)));
                self.offer_link(super::LinkReason::Revoked { form });
            }
        }
    }

    fn on_logout(&mut self) {
        if self.context.linked == Linked::No {
            self.say(Prompt::NotLinked);
        } else {
            self.act(Effect::ForgetAccount);
            self.say(Prompt::LoggedOut);
        }
        self.remind();
    }

    fn on_status(&mut self) {
        match self.context.linked {
            Linked::Since(_) => self.act(Effect::FetchUsage),
            Linked::No | Linked::Revoked => self.say(Prompt::NotLinked),
        }
    }
}

/// What can be asked of a call in a word, whatever buttons are in sight.
fn about_call(call: CallId, stage: CallStage, text: &str) -> Option<Action> {
    let undecided = stage == CallStage::Undecided;
    Some(match fold(text).as_str() {
        "check again" | "check" | "mirar otra vez" | "mira otra vez" if undecided => {
            Action::CheckAgain(call)
        }
        "call again anyway" | "call anyway" | "llamar igualmente" if undecided => {
            Action::CallAnyway(call)
        }
        "leave it" | "dejarlo" | "dejalo" if undecided => Action::LeaveIt(call),
        "transcript" | "the transcript" | "transcripcion" | "la transcripcion" => {
            Action::Transcript(call)
        }
        "calendar" | "calendario" => Action::Calendar(call),
        "stop" | "hang up" | "cuelga" | "colgar" => Action::Stop(call),
        "undo" | "anular" | "deshacer" => Action::Undo(call),
        "call again" | "again" | "llamar otra vez" | "otra vez" => Action::CallAgain(call),
        _ => return None,
    })
}

fn small_talk(aside: Aside) -> Prompt {
    match aside {
        Aside::Greeting | Aside::WhoAreYou => Prompt::Welcome,
        other => Prompt::SmallTalk(other),
    }
}
