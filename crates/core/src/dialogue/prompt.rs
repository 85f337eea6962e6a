//! Typed prompts: what is to be said, free of any language. The texts turn
//! each into a reply.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

use crate::model::{
    CallId, CallRequest, Category, Name, Phone, Region, Setting, Settings, Slot, Task, TextProblem,
    Value,
};
use crate::understand::{Aside, CountProblem, Danger, DateProblem, TimeProblem};

use super::SettingProblem;
use super::action::{CallAction, FormAction, Stamp};
use super::command::DoorTo;
use super::errand::Fetched;
use super::report::{CallStage, CallView, Outcome, Refusal, Usage};

/// What is to be said.
#[derive(Debug, Clone, PartialEq)]
pub enum Prompt {
    /// Who this is and how to begin.
    Welcome,
    /// What can be done here.
    Help,
    /// One question of the form.
    Ask(Box<Question>),
    /// Everything read back before calling.
    Card(Box<CardView>),
    /// Which field should change?
    ChooseField {
        /// The form's stamp.
        stamp: Stamp,
        /// The fields to choose from.
        slots: Vec<Slot>,
    },
    /// Somebody is in danger: whom to call, and nothing else.
    Danger {
        /// What is needed.
        danger: Danger,
        /// The emergency services' number where the person is.
        emergency: &'static str,
        /// Whom to call with the thought of taking one's life.
        listening: &'static str,
    },
    /// What was said is a request of its own: in the place of the open one?
    NewRequest {
        /// The open form's stamp.
        stamp: Stamp,
        /// The number of the new one, if it tells one.
        phone: Option<Phone>,
        /// What the new one asks for, in the person's words.
        task: Option<Task>,
    },
    /// A form is open already: go on with it, or start over?
    FormOpen {
        /// The form's stamp.
        stamp: Stamp,
    },
    /// The form was dropped; nothing was called.
    Cancelled,
    /// This was asked for long ago: is it still wanted?
    StillWanted,
    /// There is nothing to cancel here.
    NothingToCancel {
        /// The person has calls that are not spoken of here.
        elsewhere: bool,
    },
    /// A call is running: really hang up?
    StopRunning(CallLine),
    /// The person asked in words to hang up.
    HangingUp(CallLine),
    /// The call was taken back before it was placed, while another request is open.
    TakenBack(CallLine),
    /// Whether the call is going on is not known, so nobody can hang up.
    CannotStop(CallLine),
    /// The call that was replied to is over.
    AlreadyOver(CallLine),
    /// The card was confirmed before.
    CalledAlready,
    /// Which of these is meant?
    WhichCall {
        /// Calls of the person's.
        calls: Vec<CallLine>,
        /// The stamp of the form that can be meant, too.
        form: Option<Stamp>,
    },
    /// A request came while another one was open, which was confirmed: go on with it?
    OtherRequest {
        /// Its words.
        text: String,
    },
    /// The button belongs to something that is over.
    Stale,
    /// No such command.
    UnknownCommand,
    /// Words that begin nothing.
    NotUnderstood,
    /// Small talk, where no question is open.
    SmallTalk(Aside),
    /// A call's status message.
    Status(CallId, StatusView),
    /// How a call ended.
    Outcome(Box<OutcomeView>),
    /// The service refused the call, for a reason that no question can mend.
    Refused {
        /// Which call.
        call: CallId,
        /// Why.
        refusal: Refusal,
    },
    /// Whether the call was made could not be found out.
    Undecided {
        /// Which call.
        call: CallId,
        /// To this number.
        phone: Phone,
        /// The service said nothing all the while.
        silent: bool,
    },
    /// A second request was refused; whether the first one was acted on is
    /// as open as before.
    RefusedAgain {
        /// Which call.
        call: CallId,
        /// To this number.
        phone: Phone,
        /// Why, where that may be said.
        refusal: Option<Refusal>,
    },
    /// The service says for too long that a call goes on.
    NeverEnding {
        /// Which call.
        call: CallId,
        /// To this number.
        phone: Phone,
        /// It said nothing at all.
        silent: bool,
    },
    /// When should a call be placed again?
    AskWhenAgain {
        /// Which call.
        call: CallId,
        /// What is wrong with the time that was told.
        issue: Option<Issue>,
    },
    /// The person let an undecided call be.
    LeftAlone,
    /// It is too late to take the call back.
    TooLateToUndo,
    /// The request was edited after the call was confirmed: that changes nothing.
    EditTooLate,
    /// The service could not hang up, or the call was over.
    CouldNotStop,
    /// The transcript comes when the call is over.
    TranscriptLater,
    /// The transcript was asked for already.
    TranscriptComing,
    /// The service refused the call; why was said in private.
    RefusedPrivately {
        /// Which call.
        call: CallId,
    },
    /// That can be had when the call is over.
    WhenOver,
    /// The form was dropped; these calls are not.
    Dropped {
        /// Calls that are not over.
        calls: Vec<CallLine>,
    },
    /// The news that an errand brought.
    Fetched(Fetched),
    /// Personal things are said where nobody else reads them; here is the way.
    InPrivate(DoorTo),
    /// What is asked for was said in private.
    SaidPrivately,
    /// Not linked.
    NotLinked,
    /// The way to link.
    LinkOffer {
        /// Why it is offered.
        reason: LinkReason,
        /// What the person does there.
        way: LinkWay,
        /// Where it leads; for this person alone.
        url: String,
        /// What the page must show.
        code: String,
        /// How long it works.
        valid: Duration,
    },
    /// Too many links were asked for.
    TooManyLinks {
        /// Another one can be had after this long.
        wait: Duration,
        /// The newest of them still works.
        one_works: bool,
    },
    /// The end of a sign-in was in a message, and was of no use.
    Pasted(PasteOutcome),
    /// A message with a secret may not be removed by the bot.
    PleaseDelete,
    /// The form waits for the account.
    LinkWaiting {
        /// The form's stamp.
        stamp: Stamp,
    },
    /// An account was linked.
    Linked {
        /// Which one, if the service told.
        usage: Option<Usage>,
        /// Another one was linked until then.
        replaces: bool,
        /// A request that waited for it is shown next.
        form_waits: bool,
    },
    /// The tokens were forgotten.
    LoggedOut {
        /// Calls that go on, whose end can't be told.
        untold: Vec<CallLine>,
    },
    /// Calls are open: log out after them, or at once?
    LogOutWhen {
        /// The calls.
        calls: Vec<CallLine>,
    },
    /// The tokens are forgotten when no call is open any more.
    LogsOutLater,
    /// There were none; the link that was given has ended.
    LinkEnded,
    /// All settings.
    Settings(Box<SettingsView>),
    /// The value of a setting is asked for.
    AskSetting {
        /// Which.
        setting: Setting,
        /// What it is now.
        now: Settings,
        /// What was wrong with the last answer.
        problem: Option<SettingProblem>,
    },
    /// What was stored of the conversation could not be read.
    RecordLost,
    /// What they said could not be stored.
    NotKept,
    /// A message could not be decrypted.
    MessageUnreadable,
    /// Who hides who they are cannot have a call made.
    MessageAnonymous,
    /// More was written than can be answered for now.
    OneMoment,
}

impl Prompt {
    /// Whether it asks what the conversation then waits for: the form, a
    /// setting, a time. A number or a label answers it.
    #[must_use]
    pub fn asks(&self) -> bool {
        matches!(
            self,
            Self::Ask(_)
                | Self::Card(_)
                | Self::ChooseField { .. }
                | Self::FormOpen { .. }
                | Self::NewRequest { .. }
                | Self::LinkWaiting { .. }
                | Self::AskWhenAgain { .. }
                | Self::AskSetting { .. }
                | Self::Cancelled
                | Self::Dropped { .. }
                | Self::OtherRequest { .. }
                | Self::StillWanted
        )
    }

    /// The call that it is about, which a reply to it means.
    #[must_use]
    pub fn call(&self) -> Option<CallId> {
        match self {
            Self::Status(call, _)
            | Self::Refused { call, .. }
            | Self::RefusedPrivately { call }
            | Self::Undecided { call, .. }
            | Self::RefusedAgain { call, .. }
            | Self::NeverEnding { call, .. }
            | Self::AskWhenAgain { call, .. } => Some(*call),
            Self::Fetched(fetched) => fetched.call(),
            Self::Outcome(outcome) => Some(outcome.call),
            Self::StopRunning(line)
            | Self::HangingUp(line)
            | Self::TakenBack(line)
            | Self::CannotStop(line)
            | Self::AlreadyOver(line) => Some(line.call),
            _ => None,
        }
    }
}

/// Why a link is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkReason {
    /// A request waits for it.
    ToCall,
    /// The person asked for it.
    Asked,
    /// The service no longer accepts the old sign-in.
    Revoked {
        /// A request waits for it.
        form: bool,
    },
    /// Nobody is signed in who could see how a call stands.
    ToFollow,
}

/// How a link is followed to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkWay {
    /// In a browser on this very machine.
    Here,
    /// Anywhere: the browser ends at an address that can't be opened, and the
    /// person sends it back.
    PasteBack {
        /// How that address begins.
        begins: String,
    },
    /// On our own page, in whatever browser.
    Page,
}

/// What became of the end of a sign-in that was sent in a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasteOutcome {
    /// The account is linked.
    Joined,
    /// Others could read it: it is worth nothing any more.
    InGroup,
    /// Somebody else had begun it.
    Foreign,
    /// It was used before.
    Used,
    /// It came too late.
    Expired,
    /// A newer link or a sign-out had ended its link.
    Ended,
    /// It belongs to no session.
    Unknown,
    /// A part of it is missing.
    Broken,
    /// The service had not signed the person in.
    Denied,
    /// Accounts are linked in another way here.
    Elsewhere,
    /// It was a link that others could read: it is worth nothing any more.
    LinkInGroup,
    /// It was a link of somebody else's: the same.
    LinkForeign,
    /// It was a link, in private: nothing became of it.
    LinkItself,
}

/// Where a suggested name comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameSource {
    /// From the settings.
    Settings,
    /// From the platform.
    Platform,
}

impl NameSource {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Settings => "set",
            Self::Platform => "own",
        }
    }

    pub(super) fn from_word(word: &str) -> Option<Self> {
        [Self::Settings, Self::Platform]
            .into_iter()
            .find(|source| source.word() == word)
    }
}

/// One question of the form.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// What is asked for.
    pub slot: Slot,
    /// The form's stamp.
    pub stamp: Stamp,
    /// The kind of place, once known: a hotel's date is a day of arrival.
    pub category: Option<Category>,
    /// What was understood just now.
    pub noted: Vec<Value>,
    /// What happened to the last message.
    pub issue: Option<Issue>,
    /// Whether more help is due.
    pub hint: Option<Hint>,
    /// The value it has already.
    pub current: Option<Value>,
    /// What can be pressed.
    pub choices: Vec<FormAction>,
    /// Names for the choices that carry one.
    pub names: Vec<(NameSource, Name)>,
    /// Today, where the person is.
    pub today: NaiveDate,
    /// Their home region, for the example.
    pub region: Region,
    /// The month to pick a day from, by its first day.
    pub month: Option<NaiveDate>,
}

/// Why a question is asked again.
#[derive(Debug, Clone, PartialEq)]
pub enum Issue {
    /// No number that can be called.
    Phone(crate::model::PhoneProblem),
    /// No day that can be meant.
    Date(DateProblem),
    /// No time.
    Time(TimeProblem),
    /// No count.
    Count(CountProblem),
    /// A text that is too short or too long.
    Text(TextProblem),
    /// No name.
    Name,
    /// None of the kinds of places.
    Category,
    /// No language, or none of ours.
    Language,
    /// No timezone.
    Timezone,
    /// It cannot be skipped.
    Required,
    /// There is no question before this one.
    First,
    /// The time has passed meanwhile.
    Past,
    /// Midnight has passed since the day was asked for.
    Midnight,
    /// A call cannot be put off for so long.
    TooFarAhead,
    /// No answer, but something else.
    Aside(Aside),
    /// Help was asked for.
    HelpAsked,
    /// The service refused the call because of it.
    Refused(Refusal),
}

/// More help with a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// A full example of an answer.
    Example,
}

/// The read-back before calling.
#[derive(Debug, Clone, PartialEq)]
pub struct CardView {
    /// The form's stamp.
    pub stamp: Stamp,
    /// What stands above it.
    pub lead: Lead,
    /// What will be asked for, should it be confirmed.
    pub request: CallRequest,
    /// Others read it too: the person's own number is not spelt out.
    pub shared: bool,
}

/// What stands above a card.
#[derive(Debug, Clone, PartialEq)]
pub enum Lead {
    /// Nothing.
    None,
    /// What was understood or changed.
    Noted(Vec<Value>),
    /// The account was linked.
    Linked,
    /// The same, where that was just said.
    GoesOn,
    /// The call was taken back before it was placed.
    Undone,
    /// The call could not be placed in time.
    Lapsed,
    /// The day that was ahead when it was told has come.
    IsToday,
    /// It was confirmed so long ago that it is asked once more.
    Late,
    /// The last message was not understood.
    NotUnderstood,
    /// What was said stands there already.
    Already,
    /// A number was said with nothing beside it.
    BareNumber(u16),
    /// A slot was emptied.
    Emptied(Slot),
    /// What was said cannot be.
    Issue(Issue),
    /// Small talk.
    Aside(Aside),
}

/// What a call's status message says.
#[derive(Debug, Clone, PartialEq)]
pub enum StatusView {
    /// It will be placed soon.
    Soon {
        /// In this long.
        wait: Duration,
    },
    /// It will be placed at a time.
    Scheduled {
        /// When.
        at: DateTime<Utc>,
        /// In this timezone.
        zone: Tz,
        /// On this day, if it is not today.
        day: Option<NaiveDate>,
    },
    /// The service is out of reach; it is tried again.
    Unreachable {
        /// For this long.
        patience: Duration,
    },
    /// It is going on.
    Calling {
        /// To this number.
        phone: Phone,
        /// For this long.
        elapsed: Option<Duration>,
    },
    /// The person asked to hang up.
    Stopping {
        /// On this number.
        phone: Phone,
    },
    /// Contact was lost; the history is watched.
    Doubtful {
        /// For this long.
        patience: Duration,
    },
    /// It could not be found out.
    Unknown,
    /// It is over.
    Over {
        /// To this number.
        phone: Phone,
    },
    /// It was taken back; nothing was called.
    Withdrawn,
    /// The person logged out before it was over.
    Untold {
        /// To this number.
        phone: Phone,
    },
}

impl StatusView {
    /// Whether nothing comes after it.
    #[must_use]
    pub fn is_last(&self) -> bool {
        matches!(
            self,
            Self::Over { .. } | Self::Withdrawn | Self::Untold { .. }
        )
    }
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq)]
pub struct OutcomeView {
    /// Which call.
    pub call: CallId,
    /// To this number.
    pub phone: Phone,
    /// Of this place.
    pub business: Option<Name>,
    /// The day and the time that were asked for, where several people read
    /// it and may not know.
    pub when: Option<(NaiveDate, Option<NaiveTime>)>,
    /// In the service's words.
    pub outcome: Outcome,
    /// What can be done next.
    pub actions: Vec<CallAction>,
}

/// A call, named.
#[derive(Debug, Clone, PartialEq)]
pub struct CallLine {
    /// Which.
    pub call: CallId,
    /// To this number.
    pub phone: Phone,
    /// Of this place.
    pub business: Option<Name>,
    /// How far it has come.
    pub stage: CallStage,
    /// It may have been made.
    pub made: bool,
}

impl CallLine {
    pub(super) fn of(call: &CallView) -> Self {
        Self {
            call: call.id,
            phone: call.request.phone.clone(),
            business: call.request.details.business().cloned(),
            stage: call.stage,
            made: call.made,
        }
    }

    /// What ends it, as far as that can be done.
    #[must_use]
    pub fn end(&self) -> Option<CallAction> {
        match self.stage {
            CallStage::Confirmed => Some(CallAction::Undo),
            CallStage::Running => Some(CallAction::Stop),
            CallStage::Undecided => Some(CallAction::LeaveIt),
            CallStage::Doubtful | CallStage::Ended => None,
        }
    }
}

/// All settings, to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct SettingsView {
    /// As they are.
    pub settings: Settings,
    /// What was just changed.
    pub changed: Option<Setting>,
}
