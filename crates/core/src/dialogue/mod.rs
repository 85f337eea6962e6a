//! The dialogue: how the bot reacts to a person.
//!
//! One pure function, [`step`], takes the conversation, an input and the
//! context of that input; it returns the new conversation and typed effects. No
//! I/O, no clock, no randomness; no sentence of any language. The dialogue
//! loses nothing that a person has told it unless they say so, and every state
//! has a way on.

mod account;
mod action;
mod admin;
mod again;
mod amend;
mod appointments;
mod asking;
mod calendar;
mod call_at;
mod calls;
mod card;
mod command;
mod contacts;
mod errand;
mod form;
mod idle;
mod linking;
mod never;
mod order;
mod overview;
mod past;
mod plan;
mod pressing;
mod privacy;
mod prompt;
mod quiet;
mod reading;
mod recording;
mod report;
mod said;
mod same;
mod second;
mod settings;
mod shared;
mod shelf;
mod state;
mod step;
mod stopping;
mod tries;
mod turn;
mod usage;
mod waiting;
mod wanted;

#[cfg(test)]
mod tests;

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::model::{
    Appointment, AppointmentId, CallId, CallRequest, Contacts, ConversationId, FeedWish,
    FollowUpKind, Language, LinkTag, MessageRef, Name, OwnSettings, Phone, PhoneDigits, RoomId,
    Setting, SettingValue, Settings, Tries, UserTag, Whose,
};
use crate::understand;

pub use action::{
    Action, CallAction, FormAction, Minute, NearDay, OtherAction, Pressed, SettingChoice,
    SettingOf, Stamp,
};
pub use admin::{AdminFigures, AdminView, Invited, MemberChange, Person, Standing};
pub use appointments::{AppointmentPrompt, AppointmentView, AppointmentsPage};
pub use calendar::FeedView;
pub use call_at::{CallAtProblem, TimeThere};
pub use command::{Audience, COMMANDS, Command, DoorTo, Spec};
pub use contacts::{ContactCard, ContactSaid, ContactsPage, NumberFrom, SharedContact};
pub use errand::*;
pub use form::{Form, Source};
pub use never::Objector;
pub use order::{CallOrder, LogOut, Obstacle, Order, Ordered, Wrong};
pub use past::{CallRef, CallTag, PAGE, PageOf, PastCall, PastErrand, PastPage, Query, list_of};
pub use plan::Plan;
pub use prompt::{
    AccountQuestion, CallLine, Callee, CardView, Hint, Issue, KnownPlace, Lead, LinkReason,
    LinkWay, NameSource, Offer, OpenForm, OutcomeView, Overview, PasteOutcome, Prompt, Question,
    SaidTime, SettingsView, StatusView, StillOpen, SummaryView,
};
pub use quiet::Unheard;
pub use report::{CallReport, CallStage, CallView, Outcome, Refusal, RefusalReason, Speaker};
pub use same::{RoomCall, SameCall};
pub use settings::{SettingChange, SettingProblem};
pub use state::{Asked, Conversation, Point, State};
pub use step::step;
pub use tries::{SeriesEnd, SeriesPlan, SeriesView};
pub(crate) use usage::billing_day;
pub use usage::{Meter, Shortage, Unit, Usage};
pub use wanted::Wanted;

/// An event that reached the conversation.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// A command, with the text behind it.
    CommandGiven(Command, String),
    CommandUnknown,
    TextReceived(String),
    /// A choice was made, by its button, number or label.
    ChoicePressed(Pressed),
    /// The press of a choice was taken back, where the platform shows presses.
    PressTakenBack(Pressed),
    /// A button was pressed that this program does not know.
    ChoiceUnknown,
    /// The new text of a message that the person edited, without its command.
    MessageEdited(String),
    /// The person took a message back.
    MessageRemoved,
    /// Somebody signed in to an account by the person's link.
    SignedIn,
    /// A message held the end of a sign-in; this is the result.
    AddressPasted(PasteOutcome),
    /// A call went on; [`Context::call`] holds it.
    CallReported(CallReport),
    /// An errand is done, with this result.
    ErrandReported(Errand, Box<Brought>),
    /// A reminder of an appointment is due; [`Context::appointments`] holds it.
    AppointmentDue(AppointmentId),
    /// Something was ordered that is done at once or not at all.
    Ordered(Order),
    /// Somebody else hung up the call, as the room's settings allow.
    StoppedByOther {
        /// Their name as the platform shows it.
        name: String,
    },
    /// The record of this conversation could not be read and was set aside.
    RecordLost,
    /// The store was restored from a copy that knows nothing of this event's
    /// time: it is not carried out.
    Restored,
    /// A message came that the bot must not act on.
    MessageUnheeded(Unheeded),
    /// Something without words that the bot cannot read.
    WordlessReceived(Wordless),
    /// A place or a contact was shared.
    PlaceShared {
        name: Option<Name>,
        /// Its number, as the platform wrote it.
        number: Option<String>,
    },
    /// Contact cards were sent.
    CardsShared(Vec<ContactCard>),
    /// A request from somebody who hides who they are, such as a group's anonymous admin.
    MessageAnonymous,
    /// Too many messages wait for an answer: this one was not read.
    NotRead,
    /// The last messages have changed nothing: this one was not read, and the
    /// bot will be quiet for a while.
    InCircles,
}

impl Input {
    /// The person's words, if it brings any.
    #[must_use]
    pub fn words(&self) -> Option<&str> {
        match self {
            Self::CommandGiven(_, text) | Self::TextReceived(text) | Self::MessageEdited(text) => {
                Some(text)
            }
            _ => None,
        }
    }

    /// A word for its cause, for the log: the person, unless somebody or
    /// something else brought it about.
    #[must_use]
    pub fn cause(&self) -> &'static str {
        match self {
            Self::CallReported(report) => report.word(),
            Self::ErrandReported(..) => "errand",
            Self::AppointmentDue(_) => "reminder",
            Self::Ordered(_) => "order",
            Self::StoppedByOther { .. } => "other_person",
            _ => "person",
        }
    }
}

/// Why a call must not be placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallLimit {
    /// The person has had this many placed today.
    PerDay(u32),
    /// This many of the person's are not over.
    AtOnce(u32),
    /// The number was called this often today, by everybody together.
    PerNumber(u32),
    /// The people at the number object to such calls.
    Objection,
    /// An admin decided that nobody calls it.
    Nobody,
    /// The person wants it never called.
    Own(PhoneDigits),
}

/// Why a person cannot begin another conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConversationLimit {
    /// As many are stored as the operator wants.
    Stored,
    /// The person has begun as many as they can for now.
    Begun,
}

/// Why the bot did not act on a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unheeded {
    /// It could not be decrypted.
    Unreadable,
    /// It was not encrypted, in an encrypted room: the homeserver could have
    /// made it up.
    Unencrypted,
    /// Its sender's encryption identity is another than before.
    NewIdentity,
    /// A reaction, which is never encrypted, where the operator wants a call to
    /// be confirmed in words.
    Reaction,
    /// It is from a device that its owner has not verified, or was not encrypted
    /// at all, and the operator wants neither.
    Unverified,
}

/// A message without words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wordless {
    Voice,
    /// A picture or a film.
    Picture,
    File,
    /// A place on a map, without a name.
    Location,
    Poll,
    /// A sticker, and everything else.
    Other,
}

/// Whether the person's account can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Linked {
    /// No account is linked.
    No,
    /// Linked, at this time.
    Since(DateTime<Utc>),
    /// An account was linked, but the person has to sign in again.
    Revoked,
}

/// The facts that the bridge knows when an input arrives.
#[derive(Debug, Clone)]
pub struct Context {
    pub now: DateTime<Utc>,
    pub settings: Settings,
    /// The person's name as the platform shows it.
    pub own_name: Option<Name>,
    pub linked: Linked,
    /// They have a link that works.
    pub open_link: bool,
    /// The other conversations whose requests wait for the account, if it may be
    /// linked now.
    pub waits_in: Vec<ConversationId>,
    /// Somebody signed in by it, and the person has yet to say whether the
    /// account is theirs.
    pub signed_in: Option<LinkTag>,
    /// The person ordered that sign-in and waits for it.
    pub sign_in_ordered: bool,
    /// Why the call at hand must not be placed now, even if the person wants it.
    pub limit: Option<CallLimit>,
    /// The numbers that the person wants never called.
    pub never: Vec<Phone>,
    /// What the person may see as an admin, if they are one and ask for it.
    pub admin: Option<Box<AdminView>>,
    /// The language in which the person writes, if that is clear and they set
    /// none: they are answered in it.
    pub spoken: Option<Language>,
    /// Nobody else reads this conversation: personal things may be said in it.
    pub private: bool,
    /// Nobody answers here: nothing is asked.
    pub unattended: bool,
    /// The bot can begin a private conversation with the person.
    pub writes_first: bool,
    /// The person's message that brought the input, or that it concerns; none
    /// for a button.
    pub message: Option<MessageRef>,
    /// The bot's message whose button was pressed.
    pub pressed: Option<MessageRef>,
    /// The message is so old that it may not be wanted any more.
    pub late: bool,
    /// The words were written before the open question was shown.
    pub unseen: bool,
    /// The id for the call, in case one is confirmed now.
    pub fresh_call: CallId,
    /// The id for the form, in case one is opened now.
    pub fresh_form: u32,
    /// The call that the input is about.
    pub call: Option<CallView>,
    /// The input replies to a message about that call.
    pub replied: bool,
    /// The words of the message that it replies to, if another person wrote it.
    pub quoted: Option<String>,
    /// The person's calls that are not over and may be mentioned here, the
    /// oldest first: in private all of them, in a room those of the room.
    pub open: Vec<CallView>,
    /// The person has other open calls, which must not be mentioned here.
    pub elsewhere: bool,
    /// The person's requests in other conversations that may be mentioned here.
    pub forms_there: Vec<OpenForm>,
    /// The person has other requests, which must not be mentioned here.
    pub forms_hidden: bool,
    /// The places that the person knows; `None` where the input cannot need
    /// them, or if they cannot be read.
    pub contacts: Option<Contacts>,
    /// The appointments of the person's that may be mentioned here; `None` where
    /// the input cannot need them, or if one cannot be read.
    pub appointments: Option<Vec<Appointment>>,
    /// How many others the person keeps, which must not be mentioned here.
    pub appointments_elsewhere: usize,
    /// The address for calendars, of the person's or of the room's, where the input
    /// is about it.
    pub feed: FeedView,
    /// Words the task of another call about an appointment.
    pub wording: fn(&Appointment, FollowUpKind, Language) -> String,
    /// This room; `None` in private.
    pub room_id: Option<RoomId>,
    /// Contacts that other people share with this room.
    pub shared: Vec<SharedContact>,
    /// The settings of this room.
    pub room: RoomSettings,
    /// The calls that were confirmed in this room within a day, by anybody.
    pub in_room: Vec<RoomCall>,
    /// The account is to be forgotten when that call is over.
    pub leaves: bool,
    /// When the quiet hours of the person, or of the room, end that are in force
    /// now.
    pub quiet_until: Option<DateTime<Utc>>,
    /// The account's balance, as far as that is known without delay.
    pub usage: Option<Usage>,
    /// The bot says when it is an unusual time to call a place.
    pub minds_hours: bool,
    /// How long a confirmed call can be taken back before it is placed.
    pub undo: Duration,
    /// How long the history is watched after contact was lost.
    pub doubt: Duration,
    /// How long conversations and calls are kept after their end.
    pub keep: Duration,
}

/// The settings of a room.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RoomSettings {
    /// Those that its moderators have set.
    pub own: OwnSettings,
    /// Those that apply otherwise.
    pub defaults: Settings,
    /// The bot can begin threads there.
    pub has_threads: bool,
}

impl RoomSettings {
    /// All of them.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.own.over(&self.defaults)
    }

    /// Whether a setting means something there.
    #[must_use]
    pub fn has(&self, setting: Setting) -> bool {
        let needs_threads = matches!(setting, Setting::Summary | Setting::Threads);
        setting.is_of(Whose::Room) && (self.has_threads || !needs_threads)
    }
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

/// An action for the bridge to carry out.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Say this in the conversation.
    Say(Prompt),
    /// Say this in the person's private conversation.
    SayPrivately(Prompt),
    /// Say this to the whole room, outside the conversation's thread.
    SayToRoom(Prompt),
    /// Say this briefly to the person who pressed: nothing has changed.
    Alert(Prompt),
    /// Answer an order.
    Answer(Box<Ordered>),
    /// Show this in the message whose choice was pressed.
    Redraw(Prompt),
    /// Show this in that message, whose choice was pressed a while ago.
    ShowIn(MessageRef, Prompt),
    PlaceCall {
        call: CallId,
        /// The form on which it was confirmed.
        form: Option<u32>,
        request: Box<CallRequest>,
        /// The earliest time at which it is placed.
        not_before: DateTime<Utc>,
        /// The first text of its status message.
        status: StatusView,
        /// The message that asked for it.
        asked_by: Option<MessageRef>,
        /// The series of calls that it belongs to.
        tries: Option<Box<Tries>>,
    },
    /// Place the same call once more, as the person agreed beforehand, since this
    /// one reached nobody. Both share their status message.
    TryAgain {
        after: CallId,
        call: CallId,
        not_before: DateTime<Utc>,
        tries: Box<Tries>,
        status: StatusView,
    },
    /// No call of the series follows this one.
    StopTrying(CallId),
    /// Place a call that waits at another time; its status message says so.
    PutOff {
        call: CallId,
        not_before: DateTime<Utc>,
        status: StatusView,
    },
    /// Edit a call's status message.
    ShowStatus(CallId, StatusView),
    /// Take a confirmed call back.
    Withdraw(CallId),
    /// Note that a call was called again from its outcome: its button works
    /// once.
    CalledAgain(CallId),
    Stop(CallId),
    /// Watch the history again for a call whose end is not known.
    CheckAgain(CallId),
    /// Place the call again although it may have been made, because the person
    /// said so.
    CallAnyway(CallId),
    /// Tell the conversation that sums up that the end of a call has made no sound.
    NoteUnheard(Box<Unheard>),
    /// Post the transcript when the call is over.
    WantTranscript(CallId),
    /// Fetch something from the service.
    Fetch {
        errand: Errand,
        /// Bring it to the private conversation.
        privately: bool,
    },
    /// Drop the person's request in another conversation: a turn there.
    DropThere(ConversationId, Stamp),
    /// A transcript that was asked for has come, or does not exist.
    TranscriptCame(CallId),
    /// The same for its calendar file, which is being fetched.
    WantCalendar(CallId),
    CalendarCame(CallId),
    /// Fetch which account was signed in to, and ask in private whether it is
    /// the person's.
    AskWhose,
    /// The account that was signed in to is the person's from now on.
    LinkAccount,
    /// Throw the sign-in away that waits for the person's answer.
    DropSignIn,
    /// Open a link session and say in private where it leads.
    OfferLink(LinkReason),
    /// Remove the person's message, because it holds a secret.
    RemoveMessage,
    /// Tell this conversation when the account is linked, from any
    /// conversation.
    AwaitAccount,
    /// Tell the conversations that wait for the account.
    TellWaiting,
    /// Forget the account's tokens, and end the link that was given.
    ForgetAccount,
    /// The same, but only once no call is open any more.
    ForgetAccountLater,
    /// Stop following a call: its end will not be reported.
    Unfollow(CallId),
    /// Somebody wants a number never called.
    NeverCall(Phone, Objector),
    /// They don't want that any more.
    CallAfterAll(Phone, Objector),
    /// Keep the person's address book as it is now.
    KeepContacts(Box<Contacts>),
    /// Keep an appointment as it is now.
    KeepAppointment(Box<Appointment>),
    ForgetAppointment(AppointmentId),
    /// Give an address for calendars, and say it in private; or end it.
    Feed {
        wish: FeedWish,
        /// The room's, not the person's.
        room: bool,
    },
    /// Make a code that admits one person, or everybody in one room, and say
    /// it.
    Invite(Invited),
    /// Change whether a person may use the bot.
    ChangeMember(UserTag, MemberChange),
    /// Store the value of a setting.
    Set(Whose, SettingValue),
    /// Remove the value of a setting: the default applies again.
    Unset(SettingOf),
}

/// The result of a step.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// The conversation from now on.
    pub conversation: Conversation,
    /// The actions, in this order.
    pub effects: Vec<Effect>,
}
