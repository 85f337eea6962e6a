//! A turn: the context of an input, and the effects collected for it.

use chrono::NaiveDate;

use crate::model::{CallId, Contacts, Language, MessageRef, Settings, Slot};
use crate::understand;

use super::form::Form;
use super::prompt::{Callee, Prompt};
use super::reading::put_all;
use super::{Context, Effect, Unheard, Wanted};

/// The facts that a step knows, and the effects that it collects.
pub(super) struct Turn<'a> {
    pub context: &'a Context,
    /// The person's settings, also if this turn has changed them.
    pub settings: Settings,
    pub effects: Vec<Effect>,
    /// The words of the message, if it is one.
    pub heard: Option<String>,
    /// The input is a command, and the words stand behind it.
    pub by_command: bool,
    /// See [`Conversation::last_call`](super::Conversation::last_call).
    pub last_call: Option<CallId>,
    /// See [`Conversation::asked_by`](super::Conversation::asked_by).
    pub asked_by: Option<MessageRef>,
    /// See [`Conversation::shelf`](super::Conversation::shelf).
    pub shelf: Vec<Form>,
    /// See [`Conversation::foreign_told`](super::Conversation::foreign_told).
    pub foreign_told: bool,
    /// See [`Conversation::wanted`](super::Conversation::wanted).
    pub wanted: Option<Wanted>,
    /// See [`Conversation::search`](super::Conversation::search).
    pub search: Option<String>,
    /// See [`Conversation::cards`](super::Conversation::cards).
    pub cards: Vec<Callee>,
    /// See [`Conversation::language`](super::Conversation::language).
    pub language: Option<Language>,
    /// See [`Conversation::unheard`](super::Conversation::unheard).
    pub unheard: Vec<Unheard>,
    /// The address book, if this turn has changed it.
    pub changed_contacts: Option<Contacts>,
}

impl Turn<'_> {
    /// Says something in the conversation.
    pub fn say(&mut self, prompt: Prompt) {
        self.act(Effect::Say(prompt));
    }

    /// Says something briefly: nothing has changed.
    pub fn alert(&mut self, prompt: Prompt) {
        self.act(Effect::Alert(prompt));
    }

    pub fn act(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// The places that the person knows, as far as they were read.
    pub fn contacts(&self) -> Option<&Contacts> {
        let before = self.context.contacts.as_ref();
        self.changed_contacts.as_ref().or(before)
    }

    /// The same, to be changed: the change is kept.
    pub fn contacts_mut(&mut self) -> Option<&mut Contacts> {
        if self.changed_contacts.is_none() {
            self.changed_contacts.clone_from(&self.context.contacts);
        }
        self.changed_contacts.as_mut()
    }

    /// How words about a form are read: its days and times are meant where the
    /// place is, so that 'tomorrow' is the same day however it is told.
    pub fn reading_of(&self, form: &Form, text: &str) -> understand::Context {
        let reading = self.context.reading();
        let mut timezone = form.zone(&self.settings);
        if !form.is_filled(Slot::Phone) {
            let told = understand::sentence(text, &reading);
            let mut placed = form.clone();
            put_all(
                &mut placed,
                told.only(&[Slot::Phone, Slot::Timezone])
                    .into_iter()
                    .collect(),
            );
            timezone = placed.zone(&self.settings);
        }
        understand::Context {
            timezone,
            ..reading
        }
    }

    /// Today's date in a form's timezone.
    pub fn today(&self, form: &Form) -> NaiveDate {
        self.context
            .now
            .with_timezone(&form.zone(&self.settings))
            .date_naive()
    }
}
