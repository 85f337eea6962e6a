//! Questions and their answers: every message is first taken for what it most
//! plainly is (a control word, a correction, an answer, small talk), and one
//! that fits nothing costs nothing.

use chrono::{Datelike as _, Days, NaiveDate};

use crate::model::{Category, PartySize, Slot, TimeOfDay, Value};
use crate::understand::{self, Control, DateProblem};

use super::action::Action;
use super::card::lead_of;
use super::form::Form;
use super::prompt::{Hint, Issue, Lead, NameSource, Prompt, Question};
use super::reading::{Answer, read_answer};
use super::state::Point;
use super::{Effect, Turn};

/// Bad answers in a row after which an example and buttons come.
const MISSES_TO_HINT: u8 = 2;

/// What is said with a question.
#[derive(Default)]
pub(super) struct With {
    pub noted: Vec<Value>,
    pub issue: Option<Issue>,
}

impl With {
    pub fn noted(noted: Vec<Value>) -> Self {
        Self { noted, issue: None }
    }

    pub fn issue(issue: Issue) -> Self {
        Self {
            noted: Vec::new(),
            issue: Some(issue),
        }
    }
}

impl Turn<'_> {
    /// Words, with no command and no choice in them.
    pub(super) fn on_text(&mut self, text: &str) {
        if let Some(danger) = self.danger_in(text) {
            return self.say(danger);
        }
        if self.on_call_words(text) {
            return;
        }
        if let Some(setting) = self.conversation.setting {
            return self.on_setting_text(setting, text);
        }
        if self.conversation.scheduling.is_some() && self.on_when_again(text) {
            return;
        }
        match self.conversation.form.take() {
            None => self.on_idle_text(text),
            Some((form, point)) => self.on_form_text(form, point, text),
        }
    }

    /// Words while a form is open.
    fn on_form_text(&mut self, form: Form, point: Point, text: &str) {
        if point == Point::Linking {
            return self.on_linking_text(form, text);
        }
        if let Some(waiting) = self.conversation.waiting.take() {
            // 'Yes' may mean either request: no call follows from it.
            let unclear = matches!(understand::control(text), Some(Control::Yes | Control::No));
            if unclear {
                return self.ask_which(form, point, &waiting);
            }
        }
        if let Some(form) = self.is_second(form, point, text) {
            match point {
                Point::Asking {
                    slot,
                    misses,
                    editing,
                } => self.on_answer(form, slot, misses, editing, text),
                Point::Card | Point::Choosing => self.on_card_text(form, point, text),
                Point::Linking => self.on_linking_text(form, text),
            }
        }
    }

    /// Whom to call, should somebody be in danger.
    pub(super) fn danger_in(&self, text: &str) -> Option<Prompt> {
        let digits = self.conversation.setting.is_some()
            || self.conversation.scheduling.is_some()
            || self
                .open_slot()
                .is_some_and(|slot| slot.takes_numbers() && slot != Slot::Phone);
        let reading = self.context.reading();
        let danger = understand::danger(text, digits, &reading)?;
        Some(Prompt::Danger {
            danger,
            emergency: understand::emergency_number(&reading),
            listening: understand::listening_number(&reading),
        })
    }

    fn on_answer(&mut self, form: Form, slot: Slot, misses: u8, editing: bool, text: &str) {
        match understand::control(text) {
            Some(Control::Back) => return self.go_back(form, slot, editing),
            Some(Control::Skip) => return self.skip(form, slot, editing),
            None if editing && !slot.is_required() && understand::means_nothing(text) => {
                return self.empty(form, slot);
            }
            Some(Control::Cancel) => return self.on_cancel_said(form),
            Some(Control::Help) => {
                return self.ask(form, slot, 0, editing, With::issue(Issue::HelpAsked));
            }
            Some(Control::Yes | Control::No) | None => {}
        }
        match read_answer(slot, text, &form, &self.context.reading()) {
            Answer::Fits(noted) => self.fill(form, slot, editing, noted),
            Answer::Elsewhere(noted) => {
                let mut form = form;
                let noted = self.put(&mut form, noted);
                let issue = (slot == Slot::Phone && !form.is_filled(Slot::Phone))
                    .then(|| understand::phone_doubt(text, &self.context.reading()))
                    .flatten()
                    .map(Issue::Phone);
                self.ask(form, slot, 0, editing, With { noted, issue });
            }
            Answer::Aside(aside) => self.ask(
                form,
                slot,
                misses,
                editing,
                With::issue(Issue::Aside(aside)),
            ),
            Answer::Misses(issue) => {
                self.ask(
                    form,
                    slot,
                    misses.saturating_add(1),
                    editing,
                    With::issue(issue),
                );
            }
        }
    }

    /// Puts values into the form and goes on: to the next question, or to the card.
    pub(super) fn fill(&mut self, mut form: Form, slot: Slot, editing: bool, noted: Vec<Value>) {
        let before = form.clone();
        let noted = self.put(&mut form, noted);
        if !form.asked.contains(&slot) {
            form.asked.push(slot);
        }
        // 'As soon as possible' answers for the day without naming one.
        if !form.is_filled(slot) && !slot.is_required() {
            form.skip(slot);
        }
        // A choice that needs other fields than before asks for them.
        let done = editing && before.category() == form.category();
        match form
            .next_question()
            .filter(|slot| !done || slot.is_required())
        {
            Some(slot) => self.ask(form, slot, 0, false, With::noted(noted)),
            // The card reads everything back; above it stands what is different.
            None => {
                let replaced = noted
                    .into_iter()
                    .filter(|noted| editing || before.is_filled(noted.slot()))
                    .collect();
                self.show_card(form, lead_of(replaced));
            }
        }
    }

    /// The next question, or the card.
    pub(super) fn go_on(&mut self, form: Form, done: bool) {
        match form
            .next_question()
            .filter(|slot| !done || slot.is_required())
        {
            Some(slot) => self.ask(form, slot, 0, false, With::default()),
            None => self.show_card(form, Lead::None),
        }
    }

    pub(super) fn skip(&mut self, mut form: Form, slot: Slot, editing: bool) {
        let filled = form.is_filled(slot);
        if slot.is_required() && !filled {
            return self.ask(form, slot, 0, editing, With::issue(Issue::Required));
        }
        form.skip(slot);
        // *Back* leads to a question that was skipped, too.
        if !form.asked.contains(&slot) {
            form.asked.push(slot);
        }
        self.go_on(form, editing);
    }

    /// Empties a slot that was chosen from the card.
    pub(super) fn empty(&mut self, mut form: Form, slot: Slot) {
        form.clear(slot);
        self.show_card(form, Lead::Emptied(slot));
    }

    pub(super) fn go_back(&mut self, mut form: Form, slot: Slot, editing: bool) {
        if editing {
            return self.show_card(form, Lead::None);
        }
        while let Some(before) = form.asked.pop() {
            if before != slot {
                form.skipped.retain(|skipped| *skipped != before);
                return self.ask(form, before, 0, false, With::default());
            }
        }
        self.ask(form, slot, 0, false, With::issue(Issue::First));
    }

    /// Asks for a slot and stays there.
    pub(super) fn ask(
        &mut self,
        mut form: Form,
        slot: Slot,
        misses: u8,
        editing: bool,
        with: With,
    ) {
        form.revision = form.revision.wrapping_add(1);
        let question = self.question(&form, slot, misses, editing, with);
        self.conversation.form = Some((
            form,
            Point::Asking {
                slot,
                misses,
                editing,
            },
        ));
        self.say(Prompt::Ask(Box::new(question)));
    }

    fn question(&self, form: &Form, slot: Slot, misses: u8, editing: bool, with: With) -> Question {
        let hint = (misses >= MISSES_TO_HINT || with.issue == Some(Issue::HelpAsked))
            .then_some(Hint::Example);
        let (mut choices, names) = self.choices(form, slot, hint.is_some(), editing);
        if let Some(Issue::Date(DateProblem::Ambiguous(first, second))) = with.issue {
            choices.retain(|choice| !matches!(choice, Action::Date(_) | Action::Day(..)));
            choices.splice(0..0, [Action::Date(first), Action::Date(second)]);
        }
        let today = self.today(form);
        Question {
            slot,
            stamp: form.stamp(),
            category: form.category(),
            noted: with.noted,
            issue: with.issue,
            hint,
            current: form.values.get(slot).cloned(),
            choices,
            names,
            today,
            region: self.context.settings.region,
            month: (slot == Slot::Date).then(|| first_of(today)),
        }
    }

    /// Another month of the calendar, in the same message: the question stays
    /// as it is, and so does its revision.
    pub(super) fn turn_page(&mut self, form: Form, point: Point, month: NaiveDate) {
        if let Point::Asking {
            slot: slot @ Slot::Date,
            misses,
            editing,
        } = point
        {
            let question = self.question(&form, slot, misses, editing, With::default());
            self.act(Effect::Redraw(Prompt::Ask(Box::new(Question {
                month: Some(first_of(month)),
                ..question
            }))));
        } else {
            self.act(Effect::Alert(Prompt::Stale));
        }
        self.conversation.form = Some((form, point));
    }

    /// Asks again for what is open, after something else was talked about.
    pub(super) fn remind(&mut self) {
        match self.conversation.form.take() {
            None => {}
            Some((form, Point::Asking { slot, editing, .. })) => {
                self.ask(form, slot, 0, editing, With::default())
            }
            Some((form, Point::Card | Point::Choosing)) => self.show_card(form, Lead::None),
            Some((form, Point::Linking)) => {
                self.say(Prompt::LinkWaiting {
                    stamp: form.stamp(),
                });
                self.conversation.form = Some((form, Point::Linking));
            }
        }
    }

    pub(super) fn today(&self, form: &Form) -> chrono::NaiveDate {
        self.context
            .now
            .with_timezone(&form.zone(&self.context.settings))
            .date_naive()
    }

    fn choices(
        &self,
        form: &Form,
        slot: Slot,
        help: bool,
        editing: bool,
    ) -> (Vec<Action>, Vec<(NameSource, crate::model::Name)>) {
        let mut names = Vec::new();
        let mut choices: Vec<Action> = match slot {
            Slot::Category => Category::ALL.into_iter().map(Action::Category).collect(),
            Slot::Name => {
                names.extend(
                    self.context
                        .settings
                        .name
                        .clone()
                        .map(|name| (NameSource::Settings, name)),
                );
                let own = self
                    .context
                    .own_name
                    .clone()
                    .filter(|own| self.context.settings.name.as_ref() != Some(own));
                names.extend(own.map(|name| (NameSource::Platform, name)));
                names
                    .iter()
                    .map(|(source, _)| Action::Name(*source))
                    .collect()
            }
            Slot::Date => {
                let today = self.today(form);
                let day = |days| today.checked_add_days(Days::new(days));
                [
                    day(0).map(|date| Action::Day(date, 0)),
                    day(1).map(|date| Action::Day(date, 1)),
                    day(2).map(Action::Date),
                ]
                .into_iter()
                .flatten()
                .collect()
            }
            Slot::Time => common_times(form.category()),
            Slot::PartySize => [1, 2, 4, 6]
                .into_iter()
                .filter_map(PartySize::new)
                .map(Action::Count)
                .collect(),
            Slot::Nights => [1, 2, 3, 7]
                .into_iter()
                .filter_map(PartySize::new)
                .map(Action::Count)
                .collect(),
            Slot::CallLanguage => crate::model::Language::ALL
                .into_iter()
                .map(Action::Language)
                .collect(),
            Slot::Phone | Slot::Task | Slot::Business | Slot::Timezone => Vec::new(),
        };
        match (editing, slot.is_required(), form.is_filled(slot)) {
            (false, false, _) => choices.push(Action::Skip),
            (true, false, true) => choices.push(Action::Empty),
            _ => {}
        }
        if editing || (help && !form.asked.is_empty()) {
            choices.push(Action::Back);
        }
        if help {
            choices.push(Action::Cancel);
        }
        (choices, names)
    }

    /// A choice that answers the open question.
    pub(super) fn on_choice(&mut self, form: Form, point: Point, action: Action) {
        let Point::Asking { slot, editing, .. } = point else {
            self.conversation.form = Some((form, point));
            return self.act(Effect::Alert(Prompt::Stale));
        };
        if let Action::Day(date, ahead) = action
            && date.checked_sub_days(Days::new(ahead.into())) != Some(self.today(&form))
        {
            // Midnight has passed since: 'tomorrow' may mean another day by now.
            let midnight = With::issue(Issue::Midnight);
            return self.ask(form, slot, 0, editing, midnight);
        }
        let noted = match (slot, action) {
            (_, Action::Day(date, _)) => Some(Value::Date(date)),
            (_, Action::Category(category)) => Some(Value::Category(category)),
            (_, Action::Date(date)) => Some(Value::Date(date)),
            (_, Action::Time(time)) => Some(Value::Time(TimeOfDay::At(time))),
            (Slot::Nights, Action::Count(count)) => Some(Value::Nights(count)),
            (_, Action::Count(count)) => Some(Value::PartySize(count)),
            (_, Action::Language(language)) => Some(Value::CallLanguage(language)),
            (_, Action::Name(NameSource::Settings)) => {
                self.context.settings.name.clone().map(Value::Name)
            }
            (_, Action::Name(NameSource::Platform)) => {
                self.context.own_name.clone().map(Value::Name)
            }
            _ => None,
        };
        match noted {
            Some(noted) => self.fill(form, slot, editing, vec![noted]),
            None => self.ask(form, slot, 0, editing, With::default()),
        }
    }
}

fn first_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

fn common_times(category: Option<Category>) -> Vec<Action> {
    let hours: &[(u32, u32)] = match category {
        Some(Category::Restaurant) => &[(13, 30), (19, 30), (20, 30), (21, 30)],
        _ => &[(9, 0), (11, 0), (16, 0), (18, 0)],
    };
    hours
        .iter()
        .filter_map(|(hour, minute)| chrono::NaiveTime::from_hms_opt(*hour, *minute, 0))
        .map(Action::Time)
        .collect()
}
