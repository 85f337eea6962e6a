//! A conversation as it stands between two turns. Its JSON is stored.

use serde::{Deserialize, Serialize};

use crate::model::{CallId, MessageRef, Setting, Slot};

use super::{Form, Stamp};

/// One person's dialogue in one place.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Conversation {
    /// Where it stands.
    pub state: State,
    /// The newest call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_call: Option<CallId>,
    /// The message that asked for the newest form, and so for its call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_by: Option<MessageRef>,
}

/// What is open. The transitions stand in one place, `step::next`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nothing.
    #[default]
    Idle,
    /// A request came late, or while another one was confirmed: is it still
    /// wanted?
    StillWanted {
        /// Its words.
        text: String,
    },
    /// A form, and where in it the person is.
    Form(Form, Point),
    /// A form, and the words of another request: which of them goes on?
    TwoRequests(Form, Point, String),
    /// The value of a setting was asked for.
    Setting {
        /// Which.
        setting: Setting,
        /// What was open, and goes on afterwards.
        behind: Box<State>,
    },
    /// A time for calling again was asked for.
    Scheduling {
        /// The call that ended.
        call: CallId,
    },
}

/// Where in the form the person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Point {
    /// A question is open.
    Asking(Asked),
    /// The card is shown.
    Card,
    /// Which field to change was asked.
    Choosing,
    /// The account has to be linked first.
    Linking,
}

/// An open question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The slot that it asks for.
    pub slot: Slot,
    /// How many answers in a row did not fit.
    pub misses: u8,
    /// The slot is being changed from the card, which comes next unless a
    /// required slot is missing by this answer.
    pub editing: bool,
}

impl Asked {
    /// A question that comes in its turn.
    #[must_use]
    pub fn first(slot: Slot) -> Self {
        Self {
            slot,
            misses: 0,
            editing: false,
        }
    }

    /// A question that was chosen from the card.
    #[must_use]
    pub fn editing(slot: Slot) -> Self {
        Self {
            editing: true,
            ..Self::first(slot)
        }
    }

    /// The same, after one more answer that did not fit.
    #[must_use]
    pub fn missed(self) -> Self {
        Self {
            misses: self.misses.saturating_add(1),
            ..self
        }
    }

    /// The same, as if it were asked for the first time.
    #[must_use]
    pub fn afresh(self) -> Self {
        Self { misses: 0, ..self }
    }
}

impl State {
    /// Whether a question is open, which a number or a word may answer.
    #[must_use]
    pub fn asks(&self) -> bool {
        !matches!(self, Self::Idle | Self::StillWanted { .. })
    }

    /// The form that is open, be it behind a question for a setting.
    #[must_use]
    pub fn form(&self) -> Option<&Form> {
        match self {
            Self::Form(form, _) | Self::TwoRequests(form, ..) => Some(form),
            Self::Setting { behind, .. } => behind.form(),
            Self::Idle | Self::StillWanted { .. } | Self::Scheduling { .. } => None,
        }
    }

    /// The same to change.
    pub(super) fn form_mut(&mut self) -> Option<&mut Form> {
        match self {
            Self::Form(form, _) | Self::TwoRequests(form, ..) => Some(form),
            Self::Setting { behind, .. } => behind.form_mut(),
            Self::Idle | Self::StillWanted { .. } | Self::Scheduling { .. } => None,
        }
    }

    /// Where in the form the person is.
    #[must_use]
    pub fn point(&self) -> Option<Point> {
        match self {
            Self::Form(_, point) | Self::TwoRequests(_, point, _) => Some(*point),
            Self::Setting { behind, .. } => behind.point(),
            Self::Idle | Self::StillWanted { .. } | Self::Scheduling { .. } => None,
        }
    }

    /// The slot whose question is open in the form.
    #[must_use]
    pub fn open_slot(&self) -> Option<Slot> {
        match self.point() {
            Some(Point::Asking(asked)) => Some(asked.slot),
            _ => None,
        }
    }

    /// The stamp of a form that has something in it.
    pub(super) fn filled(&self) -> Option<Stamp> {
        let form = self.form().filter(|form| !form.is_empty());
        form.map(Form::stamp)
    }

    /// What is left once a question for a setting is given up.
    pub(super) fn without_setting(self) -> Self {
        match self {
            Self::Setting { behind, .. } => *behind,
            other => other,
        }
    }
}
