//! Commands, and words where no question is open.

use crate::model::CallId;
use crate::understand::{self, Aside, CallWord, Control};

use super::action::Action;
use super::answering::With;
use super::command::Command;
use super::door::DoorTo;
use super::form::Form;
use super::prompt::{CallLine, Issue, Lead, LinkReason, Prompt, StatusView};
use super::reading::complaint;
use super::report::{CallStage, CallView};
use super::state::Point;
use super::stopping::Out;
use super::{Effect, Linked, Turn};
use crate::model::Slot;

impl Turn<'_> {
    pub(super) fn on_command(&mut self, command: Command, rest: &str) {
        if !self.context.private
            && let Some(door) = personal(command)
        {
            let links = matches!(self.context.linked, Linked::No | Linked::Revoked);
            if command == Command::Login && links && self.context.writes_first {
                return self.on_login();
            }
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
        if let Some(danger) = self.danger_in(rest) {
            return self.say(danger);
        }
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
            Some(_) if !wanted && self.conversation.form.is_none() => self.say_dropped(),
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
        let noted = self.put(&mut form, understand::sentence(text, &reading));
        // A number that cannot be called is said so at once.
        if !form.is_filled(Slot::Phone)
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
        let number =
            understand::phone_doubt(text, &reading).filter(|_| !form.is_filled(Slot::Phone));
        let issue = number
            .map(Issue::Phone)
            .or_else(|| complaint(text, &form, &reading));
        match form.next_question() {
            Some(slot) => self.ask(form, slot, 0, false, With { noted, issue }),
            None => self.show_card(form, issue.map_or(Lead::None, Lead::Issue)),
        }
    }

    /// Words where no form is open: about the newest call, the beginning of a
    /// request, or small talk.
    pub(super) fn on_idle_text(&mut self, text: &str) {
        if let Some((call, stage)) = self.context.call.as_ref().map(|call| (call.id, call.stage))
            && let Some(action) =
                understand::call_word(text).and_then(|word| word.action(call, stage))
        {
            return self.on_call_press(call, action);
        }
        match understand::control(text) {
            Some(control @ (Control::Yes | Control::No)) if self.conversation.waiting.is_some() => {
                return self.on_still_wanted(control == Control::Yes);
            }
            Some(Control::Cancel) => return self.way_out(Out::Cancel),
            Some(Control::Back) if understand::call_word(text) == Some(CallWord::Undo) => {
                return self.way_out(Out::Undo);
            }
            Some(Control::Help) => return self.say(Prompt::Help),
            Some(_) => return self.say(Prompt::NotUnderstood),
            None => {}
        }
        let reading = self.context.reading();
        let found = understand::sentence(text, &reading);
        let concrete = found.has(Slot::Phone)
            || found.has(Slot::Category)
            || understand::phone_doubt(text, &reading).is_some();
        let dangerous =
            understand::phone(text, &reading) == Err(crate::model::PhoneProblem::Emergency);
        match understand::aside(text) {
            _ if concrete || dangerous => self.begin(text),
            Some(aside) => self.say(small_talk(aside)),
            None if found.has(Slot::Task) && asks_for_something(text, &reading) => {
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
        let calls = self.followed();
        if self.context.linked == Linked::No {
            // A link that was given ends all the same.
            self.act(Effect::ForgetAccount);
            self.say(match self.context.open_link {
                true => Prompt::LinkEnded,
                false => Prompt::NotLinked,
            });
            self.remind();
        } else if calls.is_empty() {
            self.log_out();
            self.remind();
        } else {
            self.say(Prompt::LogOutWhen { calls });
        }
    }

    /// Calls whose outcome is still to come: without the account nobody could
    /// ask for it.
    fn followed(&self) -> Vec<CallLine> {
        let followed = |call: &&CallView| call.stage != CallStage::Undecided;
        (self.context.open.iter().filter(followed).map(CallLine::of)).collect()
    }

    /// The account is forgotten when its calls are over.
    pub(super) fn log_out_later(&mut self) {
        if self.context.linked == Linked::No {
            self.say(Prompt::NotLinked);
        } else if self.followed().is_empty() {
            self.log_out();
        } else {
            self.act(Effect::ForgetAccountLater);
            self.say(Prompt::LogsOutLater);
        }
    }

    /// The account is forgotten at once. A call that was not placed yet can't
    /// be; how one that goes on will end can't be told.
    pub(super) fn log_out(&mut self) {
        if self.context.linked == Linked::No {
            return self.say(Prompt::NotLinked);
        }
        let mut untold = Vec::new();
        for call in self.context.open.clone() {
            match call.stage {
                CallStage::Confirmed if !call.made => self.withdraw(&call),
                CallStage::Confirmed | CallStage::Running | CallStage::Doubtful => {
                    let phone = call.request.phone.clone();
                    self.act(Effect::Unfollow(call.id));
                    self.act(Effect::ShowStatus(call.id, StatusView::Untold { phone }));
                    untold.push(CallLine::of(&call));
                }
                CallStage::Undecided | CallStage::Ended => {}
            }
        }
        self.act(Effect::ForgetAccount);
        self.say(Prompt::LoggedOut { untold });
    }

    /// The call is over after which the person wanted to be logged out.
    pub(super) fn log_out_after(&mut self) {
        if self.context.leaves {
            self.act(Effect::ForgetAccount);
            let untold = Vec::new();
            self.act(Effect::SayPrivately(Prompt::LoggedOut { untold }));
        }
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

impl CallWord {
    /// What it does to a call that stands so; nothing, where it can't be meant.
    pub(super) fn action(self, call: CallId, stage: CallStage) -> Option<Action> {
        let undecided = stage == CallStage::Undecided;
        Some(match self {
            Self::CheckAgain if undecided => Action::CheckAgain(call),
            Self::CallAnyway if undecided => Action::CallAnyway(call),
            Self::LeaveIt if undecided => Action::LeaveIt(call),
            Self::Transcript => Action::Transcript(call),
            Self::Calendar => Action::Calendar(call),
            Self::Again => Action::CallAgain(call),
            _ => return None,
        })
    }
}

fn small_talk(aside: Aside) -> Prompt {
    match aside {
        Aside::Greeting | Aside::WhoAreYou => Prompt::Welcome,
        other => Prompt::SmallTalk(other),
    }
}
