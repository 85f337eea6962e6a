//! The card: everything read back before the call, changed by a word or a
//! button, and confirmed. Nothing is called that was not on it.

use chrono::{DateTime, TimeDelta, Utc};

use crate::model::{CallId, CallRequest, Timing};
use crate::understand::{self, Control, TimeProblem, Wish};

use super::action::{Action, Pressed};
use super::answering::With;
use super::door::DoorTo;
use super::form::Form;
use super::prompt::{CardView, Issue, Lead, LinkReason, Prompt, StatusView};
use super::reading::{complaint, sentence};
use super::state::Point;
use super::{Effect, Linked, Turn};
use crate::model::{Slot, Value};

/// What stands above a card after these were understood.
pub(super) fn lead_of(noted: Vec<Value>) -> Lead {
    if noted.is_empty() {
        Lead::None
    } else {
        Lead::Noted(noted)
    }
}

impl Turn<'_> {
    /// Shows the card and waits there; asks instead if something required is missing.
    pub(super) fn show_card(&mut self, mut form: Form, lead: Lead) {
        let settings = &self.context.settings;
        match form.request(settings, self.today(&form)) {
            Err(slot) => self.ask(form, slot, 0, false, With::default()),
            Ok(request) => {
                if let Some((slot, issue)) = off(&request, self.context.now) {
                    return self.ask(form, slot, 0, true, With::issue(issue));
                }
                form.revision = form.revision.wrapping_add(1);
                let card = CardView {
                    stamp: form.stamp(),
                    lead,
                    request,
                    shared: !self.context.private,
                };
                self.conversation.form = Some((form, Point::Card));
                self.say(Prompt::Card(Box::new(card)));
            }
        }
    }

    /// Words at the card: 'yes', or what should be different.
    pub(super) fn on_card_text(&mut self, mut form: Form, point: Point, text: &str) {
        match understand::control(text) {
            Some(Control::Yes) if point == Point::Card => return self.call_now(form),
            Some(Control::Yes) => return self.show_card(form, Lead::None),
            Some(Control::No) if point == Point::Choosing => {
                return self.show_card(form, Lead::None);
            }
            Some(Control::No) => return self.choose_field(form),
            Some(Control::Cancel) => return self.on_cancel_said(form),
            Some(Control::Back) if point == Point::Choosing => {
                return self.show_card(form, Lead::None);
            }
            Some(Control::Back) => {
                let slot = form.asked.last().copied().unwrap_or(Slot::Task);
                return self.ask(form, slot, 0, true, With::default());
            }
            Some(Control::Help) => {
                self.say(Prompt::Help);
                return self.show_card(form, Lead::None);
            }
            Some(Control::Skip) | None => {}
        }
        match understand::wish(text) {
            Some(Wish::Change(slot)) => return self.ask(form, slot, 0, true, With::default()),
            Some(Wish::Empty(slot)) if !slot.is_required() => return self.empty(form, slot),
            _ => {}
        }
        if let Some(number) = bare_number(text) {
            return self.show_card(form, Lead::BareNumber(number));
        }
        let reading = self.context.reading();
        let corrected = understand::correction_for(text, form.category(), &reading);
        let found = corrected.unwrap_or_else(|| sentence(text, &form, &reading));
        // The task stays as it was told unless it is edited by name; a category
        // follows from a task, not from a passing word.
        let noted = found.without(&[Slot::Task, Slot::Category]);
        let known = !noted.is_empty();
        let changed = self.put(&mut form, noted);
        let lead = if !changed.is_empty() {
            Lead::Noted(changed)
        } else if let Some(issue) = complaint(text, &Form::default(), &reading) {
            Lead::Issue(issue)
        } else if known {
            Lead::Already
        } else {
            understand::aside(text).map_or(Lead::NotUnderstood, Lead::Aside)
        };
        self.show_card(form, lead);
    }

    pub(super) fn choose_field(&mut self, mut form: Form) {
        form.revision = form.revision.wrapping_add(1);
        self.say(Prompt::ChooseField {
            stamp: form.stamp(),
            slots: form.editable(),
        });
        self.conversation.form = Some((form, Point::Choosing));
    }

    /// The person said *Call now*.
    fn call_now(&mut self, mut form: Form) {
        if self.context.late {
            return self.show_card(form, Lead::Late);
        }
        let today = self.today(&form);
        if form.values.date() == Some(&today) && form.date_told.is_some_and(|told| told < today) {
            // Midnight has passed since 'tomorrow' was said.
            form.date_told = Some(today);
            form.corrected = true;
            return self.show_card(form, Lead::IsToday);
        }
        let request = match form.request(&self.context.settings, today) {
            Ok(request) => request,
            Err(slot) => return self.ask(form, slot, 0, false, With::default()),
        };
        if let Some((slot, issue)) = off(&request, self.context.now) {
            return self.ask(form, slot, 0, true, With::issue(issue));
        }
        match self.context.linked {
            Linked::Since(_) => self.confirm(form.id, request),
            Linked::No => self.wait_for_link(form, LinkReason::ToCall),
            Linked::Revoked => self.wait_for_link(form, LinkReason::Revoked { form: true }),
        }
    }

    fn confirm(&mut self, form: u32, request: CallRequest) {
        let undo = self.context.undo;
        let status = StatusView::Soon { wait: undo };
        let not_before = self.context.now + TimeDelta::from_std(undo).unwrap_or_default();
        self.place(Some(form), request, not_before, status);
        self.ask_about_waiting();
    }

    pub(super) fn place(
        &mut self,
        form: Option<u32>,
        request: CallRequest,
        not_before: DateTime<Utc>,
        status: StatusView,
    ) -> CallId {
        let call = self.context.fresh_call;
        self.conversation.last_call = Some(call);
        self.act(Effect::PlaceCall {
            call,
            form,
            request: Box::new(request),
            not_before,
            status,
        });
        call
    }

    /// A choice was made.
    pub(super) fn on_press(&mut self, pressed: Pressed) {
        if let Some(call) = pressed.action.call() {
            return self.on_call_press(call, pressed.action);
        }
        if !pressed.action.is_about_form() {
            return self.on_settings_press(pressed.action);
        }
        match self.conversation.form.take() {
            Some((form, point)) if form.stamp() == pressed.stamp => {
                self.conversation.setting = None;
                self.on_form_press(form, point, pressed.action);
            }
            form => {
                self.conversation.form = form;
                self.on_old_card(pressed);
            }
        }
    }

    fn on_form_press(&mut self, form: Form, point: Point, action: Action) {
        match action {
            Action::CallNow if point == Point::Card => self.call_now(form),
            Action::Edit => self.choose_field(form),
            Action::EditSlot(slot) => self.ask(form, slot, 0, true, With::default()),
            Action::ShowCard => self.show_card(form, Lead::None),
            Action::Cancel => self.drop_form(),
            Action::Continue | Action::KeepThis => {
                self.conversation.waiting = None;
                self.conversation.form = Some((form, point));
                self.remind();
            }
            Action::StartOver | Action::Replace => {
                let text = self.conversation.waiting.take().unwrap_or_default();
                self.open_form(&text);
            }
            Action::NewLink if point == Point::Linking => {
                self.wait_for_link(form, LinkReason::ToCall)
            }
            Action::Month(month) => self.turn_page(form, point, month),
            Action::Empty => match point {
                Point::Asking { slot, .. } => self.empty(form, slot),
                _ => self.show_card(form, Lead::None),
            },
            Action::Skip | Action::Back => match point {
                Point::Asking { slot, editing, .. } if action == Action::Skip => {
                    self.skip(form, slot, editing)
                }
                Point::Asking { slot, editing, .. } => self.go_back(form, slot, editing),
                _ => self.show_card(form, Lead::None),
            },
            action => self.on_choice(form, point, action),
        }
    }

    fn on_settings_press(&mut self, action: Action) {
        match action {
            Action::Setting(setting) => self.ask_setting(setting, None),
            Action::SetTo(setting, word) => {
                let mut values = setting.choices().into_iter();
                if let Some(value) = values.find(|value| value.word() == Some(word)) {
                    self.set(value);
                }
            }
            Action::ClearSetting(setting) => self.clear_setting(setting),
            Action::KeepSetting => self.leave_settings(),
            Action::Login => self.on_login(),
            Action::ReplaceAccount => self.offer_link(LinkReason::Asked, DoorTo::Login),
            Action::StillWanted => self.on_still_wanted(true),
            Action::NotWanted => self.on_still_wanted(false),
            Action::LogOutLater => self.log_out_later(),
            Action::LogOutNow => self.log_out(),
            Action::Nothing => {}
            _ => self.act(Effect::Alert(Prompt::Stale)),
        }
    }
}

/// A number with nothing said beside it, which may mean people as well as a
/// time of day; longer ones are telephone numbers.
fn bare_number(text: &str) -> Option<u16> {
    let digits = text.trim().trim_end_matches(['.', ')', '!', '?']);
    let bare = digits.len() <= 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| bare)
}

/// The question to go back to, and why, when what was asked for cannot be had
/// at that time any more.
pub(super) fn off(request: &CallRequest, at: DateTime<Utc>) -> Option<(Slot, Issue)> {
    match request.timing(at) {
        Timing::ToCome => None,
        Timing::DayPast => Some((Slot::Date, Issue::Past)),
        Timing::TimePast => Some((Slot::Time, Issue::Past)),
        Timing::NoSuchTime => Some((Slot::Time, Issue::Time(TimeProblem::NoSuchTime))),
    }
}
