//! A conversation as it stands between two turns.

use serde::{Deserialize, Serialize};

use crate::model::{CallId, MessageRef, Setting, Slot};

use super::Form;

/// One person's dialogue in one place.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Conversation {
    /// The form that is open, and where in it the person is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<(Form, Point)>,
    /// The setting whose value was asked for; a form stays open behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setting: Option<Setting>,
    /// What came with a `/call` while a form was open, until it is known
    /// whether that form goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<String>,
    /// The call that is to be placed again at a time that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheduling: Option<CallId>,
    /// The newest call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_call: Option<CallId>,
    /// The message that asked for the newest form, and so for its call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_by: Option<MessageRef>,
}

impl Conversation {
    /// Whether a question is open, which a number or a word may answer.
    #[must_use]
    pub fn asks(&self) -> bool {
        self.form.is_some() || self.setting.is_some() || self.scheduling.is_some()
    }
}

/// Where in the form the person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Point {
    /// A question is open.
    Asking {
        /// Of this slot.
        slot: Slot,
        /// How many answers in a row did not fit.
        misses: u8,
        /// The card comes next if nothing else is missing by this answer.
        editing: bool,
    },
    /// The card is shown.
    Card,
    /// Which field to change was asked.
    Choosing,
    /// The account has to be linked first.
    Linking,
}
