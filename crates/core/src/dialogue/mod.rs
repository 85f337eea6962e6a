//! The dialogue: what follows from what a person says.
//!
//! One pure function, [`step`]: the conversation as it stands, an input and
//! what is known around it go in; the new conversation and typed effects come
//! out. No I/O, no clock, no randomness; no sentence of any language. Nothing a
//! person has told it is lost unless they say so, and every state has a way on.

mod account;
mod action;
mod again;
mod amend;
mod asking;
mod calls;
mod card;
mod command;
mod errand;
mod form;
mod idle;
mod linking;
mod pressing;
mod prompt;
mod reading;
mod report;
mod second;
mod settings;
mod state;
mod step;
mod stopping;
mod turn;

#[cfg(test)]
mod tests;

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::model::{CallId, CallRequest, MessageRef, Name, Setting, SettingValue, Settings};
use crate::understand;

pub use action::{
    Action, CallAction, FormAction, NearDay, OtherAction, Pressed, SettingChoice, Stamp,
};
pub use command::{Audience, COMMANDS, Command, DoorTo, Spec};
pub use errand::*;
pub use form::{Form, Told};
pub use prompt::{
    CallLine, CardView, Hint, Issue, Lead, LinkReason, LinkWay, NameSource, OutcomeView,
    PasteOutcome, Prompt, Question, SettingsView, StatusView,
};
pub use report::{
    CallReport, CallStage, CallView, Outcome, Refusal, RefusalReason, Speaker, Usage,
};
pub use settings::SettingProblem;
pub use state::{Asked, Conversation, Point, State};
pub use step::step;

/// What reached the conversation.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// A command, with what stood behind it.
    CommandGiven(Command, String),
    /// A command that is not known.
    CommandUnknown,
    /// Words.
    TextReceived(String),
    /// A choice was made, by its button, number or label.
    ChoicePressed(Pressed),
    /// A button was pressed that this program does not know.
    ChoiceUnknown,
    /// A message of the person's says this now, its command left out.
    MessageEdited(String),
    /// The person took a message back.
    MessageRemoved,
    /// The account was linked.
    AccountLinked,
    /// The end of a sign-in stood in a message; this became of it.
    AddressPasted(PasteOutcome),
    /// A call went on; the context holds the call.
    CallReported(CallReport),
    /// An errand is done, and brought this.
    ErrandReported(Errand, Brought),
    /// The record of this conversation could not be read and was set aside.
    RecordLost,
    /// A message came that could not be decrypted.
    MessageUnreadable,
    /// A request from somebody who hides who they are, such as a group's anonymous admin.
    MessageAnonymous,
    /// Too much waits to be answered: what came was not read.
    NotRead,
}

/// Whether the person's account can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Linked {
    /// No account is linked.
    No,
    /// One is, since then.
    Since(DateTime<Utc>),
    /// One was, and has to sign in again.
    Revoked,
}

/// What is known around an input.
#[derive(Debug, Clone)]
pub struct Context {
    /// The time.
    pub now: DateTime<Utc>,
    /// The person's settings.
    pub settings: Settings,
    /// The person's name as the platform shows it.
    pub own_name: Option<Name>,
    /// Their account.
    pub linked: Linked,
    /// They have a link that works.
    pub open_link: bool,
    /// Nobody else reads this conversation: personal things may be said in it.
    pub private: bool,
    /// The bot can begin a private conversation with the person.
    pub writes_first: bool,
    /// The person's message that the input is, or concerns.
    pub message: Option<MessageRef>,
    /// It was said so long ago that it may not be wanted any more.
    pub late: bool,
    /// The id of the call, should one be confirmed now.
    pub fresh_call: CallId,
    /// The id of the form, should one be opened now.
    pub fresh_form: u32,
    /// The call that the input is about.
    pub call: Option<CallView>,
    /// The input replies to a message about that call.
    pub replied: bool,
    /// The person's calls that are not over and may be spoken of here, the
    /// oldest first: in private all of them, in a room those of the room.
    pub open: Vec<CallView>,
    /// The person has other calls that are not over, which are not spoken of here.
    pub elsewhere: bool,
    /// The account is to be forgotten when that call is over.
    pub leaves: bool,
    /// How long a confirmed call can be taken back before it is placed.
    pub undo: Duration,
    /// How long the history is watched after contact was lost.
    pub doubt: Duration,
}

impl Context {
    fn reading(&self) -> understand::Context {
        understand::Context {
            language: self.settings.language,
            timezone: self.settings.timezone,
            now: self.now,
            region: self.settings.region,
        }
    }
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Say this in the conversation.
    Say(Prompt),
    /// Say this in the person's private conversation.
    SayPrivately(Prompt),
    /// Say this to the one who pressed, in passing: nothing has changed.
    Alert(Prompt),
    /// Show this in the message whose choice was pressed.
    Redraw(Prompt),
    /// Place a call, not before then; its status message is this.
    PlaceCall {
        /// Its id.
        call: CallId,
        /// The form that it was confirmed on.
        form: Option<u32>,
        /// What is asked for.
        request: Box<CallRequest>,
        /// When.
        not_before: DateTime<Utc>,
        /// What its status message says at first.
        status: StatusView,
    },
    /// Edit a call's status message.
    ShowStatus(CallId, StatusView),
    /// Take a confirmed call back.
    Withdraw(CallId),
    /// Note that a call was called again from its outcome: its button acts once.
    CalledAgain(CallId),
    /// Hang up.
    Stop(CallId),
    /// Watch the history again for a call whose end is not known.
    CheckAgain(CallId),
    /// Place the call again although it may have been made: the person said so.
    CallAnyway(CallId),
    /// Post the transcript when the call is over.
    WantTranscript(CallId),
    /// Fetch something from the service.
    Fetch {
        /// What.
        errand: Errand,
        /// Bring it to the private conversation.
        privately: bool,
    },
    /// A transcript that was asked for has come, or there is none.
    TranscriptCame(CallId),
    /// Fetch which account was just linked, to say so; whether it replaces one.
    NameAccount {
        /// Whether another one was linked until now.
        replaces: bool,
    },
    /// Open a link session and say in private where it leads.
    OfferLink(LinkReason),
    /// Remove the person's message, for what stands in it.
    RemoveMessage,
    /// Tell this conversation when the account is linked, from wherever it is.
    AwaitAccount,
    /// Tell the conversations that wait for it.
    TellWaiting,
    /// Forget the account's tokens, and end the link that was given.
    ForgetAccount,
    /// Forget them when no call is open any more.
    ForgetAccountLater,
    /// Follow a call no more: its end will not be told.
    Unfollow(CallId),
    /// Keep the value of a setting.
    Set(SettingValue),
    /// Keep it no more: the default counts again.
    Unset(Setting),
}

/// The conversation afterwards, and what is to be done.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// The conversation as it is from now on.
    pub conversation: Conversation,
    /// What is to be done, in this order.
    pub effects: Vec<Effect>,
}
