//! The state of a conversation between two turns. Its JSON is stored.

use serde::{Deserialize, Serialize};

use crate::model::{CallId, ContactTag, Language, MessageRef, Slot};

use super::overview;
use super::{CallRef, Callee, Form, OpenForm, SettingOf, Stamp, Unheard, Wanted};

/// One person's dialogue in one place.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Conversation {
    pub state: State,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_call: Option<CallId>,
    /// The message that asked for the newest form, and so for its call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_by: Option<MessageRef>,
    /// The language in which the person wrote last, if that was clear.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Requests that stand aside while another one goes on, the newest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shelf: Vec<Form>,
    /// The person was told that the bot does not speak their language.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub foreign_told: bool,
    /// An errand that waits for another sign-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<Wanted>,
    /// The contact cards that were sent last; their offer has buttons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cards: Vec<Callee>,
    /// The last search in the history; its pages have buttons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// The ends of calls that arrived without a sound and are to be summed up, the
    /// oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unheard: Vec<Unheard>,
}

impl Conversation {
    /// The requests that have something in them, the open one first.
    #[must_use]
    pub fn open_forms(&self) -> Vec<OpenForm> {
        overview::open_forms(&self.state, &self.shelf)
    }
}

/// The open question, if any. All transitions are in one place, `step::next`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    #[default]
    Idle,
    /// A request came late, or while another one was confirmed: is it still
    /// wanted?
    StillWanted { text: String },
    /// A form, and the place in it.
    Form(Form, Point),
    /// A form, and the words of another request: which of them goes on?
    TwoRequests(Form, Point, String),
    /// The value of a setting was asked for.
    Setting {
        #[serde(flatten)]
        of: SettingOf,
        /// The state before the question, to return to.
        behind: Box<State>,
    },
    /// Another name was asked for, for a contact.
    Renaming {
        contact: ContactTag,
        /// The state before the question, to return to.
        behind: Box<State>,
    },
    /// Another time was asked for, for a call that waits at the service.
    Moving { call: CallRef },
    /// A time for calling again was asked for.
    Scheduling {
        /// The call that ended.
        call: CallId,
    },
}

/// The place in the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Point {
    /// A question is open.
    Asking(Asked),
    /// The card is shown.
    Card,
    /// The bot asked which field to change.
    Choosing,
    /// The bot asked when to call.
    CallAt,
    /// The account has to be linked first.
    Linking,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The slot that it asks for.
    pub slot: Slot,
    /// How many answers in a row did not fit.
    pub misses: u8,
    /// The slot is being changed from the card. The card comes next, unless
    /// this answer makes another required slot necessary.
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
    /// Whether a question is open that a number or a word may answer.
    #[must_use]
    pub fn asks(&self) -> bool {
        !matches!(self, Self::Idle | Self::StillWanted { .. })
    }

    /// The open form, also behind a question for a setting.
    #[must_use]
    pub fn form(&self) -> Option<&Form> {
        match self {
            Self::Form(form, _) | Self::TwoRequests(form, ..) => Some(form),
            Self::Setting { behind, .. } | Self::Renaming { behind, .. } => behind.form(),
            Self::Idle
            | Self::StillWanted { .. }
            | Self::Moving { .. }
            | Self::Scheduling { .. } => None,
        }
    }

    /// The same form, mutable.
    pub(super) fn form_mut(&mut self) -> Option<&mut Form> {
        match self {
            Self::Form(form, _) | Self::TwoRequests(form, ..) => Some(form),
            Self::Setting { behind, .. } | Self::Renaming { behind, .. } => behind.form_mut(),
            Self::Idle
            | Self::StillWanted { .. }
            | Self::Moving { .. }
            | Self::Scheduling { .. } => None,
        }
    }

    /// The place in the open form.
    #[must_use]
    pub fn point(&self) -> Option<Point> {
        match self {
            Self::Form(_, point) | Self::TwoRequests(_, point, _) => Some(*point),
            Self::Setting { behind, .. } | Self::Renaming { behind, .. } => behind.point(),
            Self::Idle
            | Self::StillWanted { .. }
            | Self::Moving { .. }
            | Self::Scheduling { .. } => None,
        }
    }

    /// The slot of the open question in the form.
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

    /// The state without a question for a setting or a contact's name.
    pub(super) fn without_setting(self) -> Self {
        match self {
            Self::Setting { behind, .. } | Self::Renaming { behind, .. } => *behind,
            other => other,
        }
    }
}
