//! Commands, and words where no question is open.

use crate::model::{CallId, fold};
use crate::understand::{self, Aside, Control};

use super::action::Action;
use super::answering::With;
use super::command::Command;
use super::door::DoorTo;
use super::form::Form;
use super::prompt::{Issue, Lead, LinkReason, Prompt};
use super::reading::complaint;
use super::report::CallStage;
use super::slot::{Noted, Slot};
use super::state::Point;
use super::{Effect, Linked, Turn};

impl Turn<'_> {
    pub(super) fn on_command(&mut self, command: Command, rest: &str) {
        if !self.context.private
            && let Some(door) = personal(command)
        {
            return self.say(Prompt::InPrivate(door));
        }
        if command != Command::Settings {
            self.conversation.setting = None;
        }
        self.conversation.scheduling = None;
        match command {
            Command::Call => self.on_call_command(rest),
            Command::Cancel => self.on_cancel(),
            Command::Start => self.on_start(rest),
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

    /// The greeting, and what waits for an answer since the last time; or
    /// what somebody came for through a door in a room.
    fn on_start(&mut self, payload: &str) {
        match DoorTo::from_payload(payload).filter(|_| self.context.private) {
            Some(DoorTo::Link) if self.context.linked == Linked::No => {
                return self.offer_link(LinkReason::ToCall, DoorTo::Link);
            }
            Some(DoorTo::Link | DoorTo::Login) => return self.on_login(),
            Some(DoorTo::Settings) => return self.on_settings(""),
            Some(DoorTo::Status) => return self.on_status(),
            Some(DoorTo::Chat) | None => self.say(Prompt::Welcome),
        }
        match self.context.call.as_ref() {
            Some(call)
                if self.conversation.form.is_none() && call.stage == CallStage::Undecided =>
            {
                self.say(Prompt::Undecided {
                    call: call.id,
                    phone: call.request.phone.clone(),
                    silent: false,
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
            _ => self.begin(rest),
        }
    }

    /// Opens a form, unless what was asked for was asked long ago.
    fn begin(&mut self, text: &str) {
        if !self.context.late {
            return self.open_form(text);
        }
        self.conversation.waiting = Some(text.to_owned());
        self.say(Prompt::StillWanted);
    }

    /// Whether a request of long ago is still wanted was answered.
    pub(super) fn on_still_wanted(&mut self, wanted: bool) {
        match self.conversation.waiting.take() {
            Some(text) if wanted && self.conversation.form.is_none() => self.open_form(&text),
            Some(_) if !wanted && self.conversation.form.is_none() => self.say(Prompt::Cancelled),
            waiting => {
                self.conversation.waiting = waiting;
                self.act(Effect::Alert(Prompt::Stale));
            }
        }
    }

    /// Opens a form, filled with whatever a sentence tells.
    pub(super) fn open_form(&mut self, text: &str) {
        let mut form = Form::new(self.context.fresh_form);
        let reading = self.context.reading();
        let noted = self.put(&mut form, Noted::all(understand::sentence(text, &reading)));
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
        let issue = complaint(text, &form, &reading);
        match form.next_question() {
            Some(slot) => self.ask(form, slot, 0, false, With { noted, issue }),
            None => self.show_card(form, issue.map_or(Lead::None, Lead::Issue)),
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
            Some(control @ (Control::Yes | Control::No | Control::Cancel))
                if self.conversation.waiting.is_some() =>
            {
                return self.on_still_wanted(control == Control::Yes);
            }
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
            _ if concrete || dangerous => self.begin(text),
            Some(aside) => self.say(small_talk(aside)),
            None if found.task.is_some() && asks_for_something(text, &reading) => {
                self.begin(text);
            }
            None => self.say(Prompt::NotUnderstood),
        }
    }

    pub(super) fn on_login(&mut self) {
        match self.context.linked {
            Linked::Since(_) => self.act(Effect::FetchPlan),
            Linked::No => self.offer_link(LinkReason::Asked, DoorTo::Login),
            Linked::Revoked => {
                let form = matches!(self.conversation.form, Some((_, Point::Linking)));
                self.offer_link(LinkReason::Revoked { form }, DoorTo::Login);
            }
        }
    }

    fn on_logout(&mut self) {
        self.act(Effect::ForgetAccount);
        self.say(match self.context.linked {
            Linked::Since(_) | Linked::Revoked => Prompt::LoggedOut,
            Linked::No if self.context.open_link => Prompt::LinkEnded,
            Linked::No => Prompt::NotLinked,
        });
        self.remind();
    }

    fn on_status(&mut self) {
        match self.context.linked {
            Linked::Since(_) => self.act(Effect::FetchUsage),
            Linked::No => self.say(Prompt::NotLinked),
            Linked::Revoked => {
                self.offer_link(LinkReason::Revoked { form: false }, DoorTo::Status);
            }
        }
    }
}

/// Where a command is answered that is a person's own business.
fn personal(command: Command) -> Option<DoorTo> {
    Some(match command {
        Command::Settings => DoorTo::Settings,
        Command::Login => DoorTo::Login,
        Command::Status => DoorTo::Status,
        Command::Logout => DoorTo::Chat,
        _ => return None,
    })
}

/// Whether a text without a number or a kind of place is the beginning of a
/// request, not a remark about the last one.
fn asks_for_something(text: &str, reading: &understand::Context) -> bool {
    text.split_whitespace().count() >= 3
        && !text.trim_end().ends_with('?')
        && understand::correction(text, reading).is_none()
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
