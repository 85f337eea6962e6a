//! A turn: the context of an input, and the effects collected for it.

use chrono::NaiveDate;

use crate::model::{CallId, MessageRef, Settings};

use super::form::Form;
use super::prompt::Prompt;
use super::{Context, Effect};

/// The facts that a step knows, and the effects that it collects.
pub(super) struct Turn<'a> {
    pub context: &'a Context,
    /// The person's settings, also if this turn has changed them.
    pub settings: Settings,
    pub effects: Vec<Effect>,
    /// The words of the message, if it is one.
    pub heard: Option<String>,
    /// See [`Conversation::last_call`](super::Conversation::last_call).
    pub last_call: Option<CallId>,
    /// See [`Conversation::asked_by`](super::Conversation::asked_by).
    pub asked_by: Option<MessageRef>,
    /// See [`Conversation::foreign_told`](super::Conversation::foreign_told).
    pub foreign_told: bool,
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

    /// Today's date in a form's timezone.
    pub fn today(&self, form: &Form) -> NaiveDate {
        self.context
            .now
            .with_timezone(&form.zone(&self.settings))
            .date_naive()
    }
}
