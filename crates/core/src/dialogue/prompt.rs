//! Typed prompts: the meaning of a message, free of any language. `text` turns
//! each into a reply.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::model::{
    CallId, CallRequest, Category, Contact, ConversationId, KeepTrying, LinkTag, Name,
    OpeningHours, Phone, Platform, Region, Setting, Settings, Slot, Task, TextProblem, Tried,
    TriesProblem, Trouble, Value, Voicemail, Whose,
};
use crate::understand::{Aside, CountProblem, Danger, DateProblem, Foreign, TimeProblem};

use super::action::{CallAction, FormAction, SettingOf, Stamp};
use super::admin::{AdminView, Invited, MemberChange, Person};
use super::appointments::AppointmentPrompt;
use super::call_at::{CallAtProblem, TimeThere};
use super::command::DoorTo;
use super::contacts::{ContactSaid, ContactsPage, NumberFrom};
use super::errand::{Fetched, NewestCall};
use super::quiet::Unheard;
use super::report::{CallStage, CallView, Outcome, Refusal};
use super::tries::{SeriesEnd, SeriesPlan, SeriesView};
use super::usage::{Shortage, Usage};
use super::{CallLimit, ConversationLimit, SameCall, SettingProblem, Unheeded, Wordless};

/// A message that the bot says.
#[derive(Debug, Clone, PartialEq)]
pub enum Prompt {
    /// Introduces the bot and says how to begin.
    Welcome,
    /// The commands and examples.
    Help,
    /// What is kept, where, and for how long.
    Privacy {
        /// How long conversations and calls are kept after their end.
        keep: Duration,
    },
    /// One question of the form.
    Ask(Box<Question>),
    /// Everything read back before calling.
    Card(Box<CardView>),
    /// When should the call be made?
    AskCallAt {
        stamp: Stamp,
        /// The problem with the time that the person named.
        issue: Option<Issue>,
        /// The zone of the place.
        zone: Tz,
        /// Today's date there.
        today: NaiveDate,
        /// The next good time there.
        next: Option<DateTime<Utc>>,
    },
    /// Something about appointments.
    Appointment(AppointmentPrompt),
    /// A call that was put off is due soon.
    DueSoon(CallLine),
    /// These calls have ended in the quiet hours.
    WhileQuiet(Vec<Unheard>),
    /// Which field should change?
    ChooseField {
        stamp: Stamp,
        /// The fields to choose from.
        slots: Vec<Slot>,
        /// The series of calls that was agreed to, if any.
        keep_trying: Option<KeepTrying>,
        voicemail: Voicemail,
        /// The time of the call can be chosen, too.
        call_at: bool,
    },
    /// Somebody is in danger: the numbers to call, and nothing else.
    Danger {
        danger: Danger,
        /// The emergency services' number where the person is.
        emergency: &'static str,
        /// The number of a helpline for people who think of suicide.
        listening: &'static str,
    },
    /// The message is a request of its own: should it replace the open one?
    NewRequest {
        /// The open form's stamp.
        stamp: Stamp,
        /// The new request's number, if it tells one.
        phone: Option<Phone>,
        /// The new request's task, in the person's words.
        task: Option<Task>,
    },
    /// A form is open already: go on with it, or start over?
    FormOpen {
        stamp: Stamp,
    },
    /// As many requests are open side by side as may be.
    ManyRequests,
    /// The form was dropped; nothing was called.
    Cancelled,
    /// A request in another conversation is being dropped.
    DroppingThere(Box<OpenForm>),
    /// The request is old: is it still wanted?
    StillWanted,
    /// There is nothing to cancel here.
    NothingToCancel {
        /// The person has calls that must not be mentioned here.
        elsewhere: bool,
    },
    /// A call is running: really hang up?
    StopRunning(CallLine),
    /// The person asked in words to hang up.
    HangingUp(CallLine),
    /// The call was taken back before it was placed, while another request is
    /// open.
    TakenBack(CallLine),
    /// Nobody knows whether the call is going on, so nobody can hang up.
    CannotStop(CallLine),
    /// The call that was replied to is over.
    AlreadyOver(CallLine),
    /// The card was confirmed before.
    CalledAlready,
    /// The person's calls and requests.
    Overview(Box<Overview>),
    /// Which of these is meant?
    WhichCall {
        /// The requests in other conversations among which the person chooses.
        forms: Vec<OpenForm>,
        /// Calls of the person's.
        calls: Vec<CallLine>,
        /// The stamp of the form, if the person may mean that too.
        form: Option<Stamp>,
    },
    /// A request came while another one was open. That one is confirmed now: go
    /// on with the new one?
    OtherRequest {
        text: String,
    },
    /// The choice is no longer open.
    Stale,
    /// The choice is on an older message of the open request, which waits for
    /// this.
    OutOfDate(StillOpen),
    /// The message is for somebody else.
    OfOther {
        /// Their name, if it is known.
        name: String,
    },
    /// Introduces the bot to a room that it was added to.
    RoomWelcome,
    UnknownCommand,
    /// Words that begin nothing.
    NotUnderstood,
    /// The person sent something without words.
    Wordless(Wordless),
    /// The person writes in a language that the bot does not speak.
    Foreign(Foreign),
    /// The bot speaks another language with the person from now on.
    LanguageChanged,
    /// Small talk, where no question is open.
    SmallTalk(Aside),
    /// A call's status message.
    Status(CallId, Callee, StatusView),
    /// How a call ended.
    Outcome(Box<OutcomeView>),
    /// The service refused the call, for a reason that no answer can fix.
    Refused {
        call: CallId,
        refusal: Refusal,
    },
    /// Nobody could find out whether the call was made.
    Undecided {
        call: CallId,
        phone: Phone,
        /// The service did not answer at all meanwhile.
        silent: bool,
    },
    /// A second request was refused; it is still not known whether the first
    /// one placed the call.
    RefusedAgain {
        call: CallId,
        phone: Phone,
        /// The reason, where it may be said.
        refusal: Option<Refusal>,
    },
    /// The service has reported the call as going on for too long.
    NeverEnding {
        call: CallId,
        phone: Phone,
        /// The service did not answer at all.
        silent: bool,
    },
    /// When should a call be placed again?
    AskWhenAgain {
        call: CallId,
        /// It has not been made yet, and waits.
        waits: bool,
        /// The problem with the time that the person named.
        issue: Option<Issue>,
    },
    /// What *Keep trying* means: does the person agree?
    AskKeepTrying {
        call: CallId,
        to: Callee,
        plan: SeriesPlan,
        /// The problem with the series that the person told.
        problem: Option<TriesProblem>,
    },
    /// No series of calls can begin.
    NoTries {
        call: CallId,
        why: SeriesEnd,
    },
    /// The call goes on, and none follows it.
    NoMoreTries(CallLine),
    /// When should the service make a call that waits there?
    AskWhenInstead {
        /// The problem with the time that the person named.
        issue: Option<Issue>,
    },
    /// A call that waits at the service stays as it is.
    StaysWaiting,
    /// The person left an undecided call alone.
    LeftAlone,
    /// It is too late to take the call back.
    TooLateToUndo,
    /// The request was edited after the call was confirmed: that changes nothing.
    EditTooLate,
    /// The service has been asked several times, and has not hung up.
    CouldNotStop,
    /// The transcript comes when the call is over.
    TranscriptLater,
    /// The transcript was asked for already.
    TranscriptComing,
    /// The recording comes in private; the requester may have it posted in the
    /// room.
    RecordingInPrivate {
        call: CallId,
    },
    /// The service refused the call; the reason was said in private.
    RefusedPrivately {
        call: CallId,
    },
    /// The person asked for something that exists only when the call is over.
    WhenOver,
    /// The form was dropped; these calls were not.
    Dropped {
        /// Calls that are not over.
        calls: Vec<CallLine>,
    },
    /// The result of an errand.
    Fetched(Fetched),
    /// Personal things are said only where nobody else reads them; this is the
    /// way there.
    InPrivate(DoorTo),
    /// The answer was given in private.
    SaidPrivately,
    NotLinked,
    /// The service does not permit it with any sign-in.
    Forbidden,
    /// The way to link.
    LinkOffer {
        /// Why it is offered.
        reason: LinkReason,
        /// How the person follows the link.
        way: LinkWay,
        /// The address; for this person alone.
        url: String,
        /// The code that the page must show.
        code: String,
        /// How long it works.
        valid: Duration,
    },
    /// In place of the offer: nobody can follow the link any more.
    LinkOver {
        /// Somebody signed in by it.
        used: bool,
    },
    /// Too many links were asked for.
    TooManyLinks {
        /// How long the person has to wait for the next one.
        wait: Duration,
        /// The newest of them still works.
        one_works: bool,
    },
    /// A message held the end of a sign-in, but the account was not linked by
    /// it.
    Pasted(PasteOutcome),
    /// The bot may not remove a message with a secret.
    PleaseDelete,
    /// The form waits for the account.
    LinkWaiting {
        stamp: Stamp,
        /// The link is in this conversation.
        private: bool,
    },
    /// Is the account that was signed in to the person's?
    WhoseAccount(Box<AccountQuestion>),
    /// The account was linked.
    Linked {
        /// Where else requests wait for it, and go on now.
        waits_in: Vec<ConversationId>,
        /// Calls of the account before it, whose end will not be reported.
        untold: Vec<CallLine>,
        /// A waiting request is shown next.
        form_waits: bool,
    },
    /// The person said that the account is not theirs: nothing was linked.
    SignInDropped {
        /// The account that was linked before stays.
        stays: bool,
    },
    /// The tokens were forgotten.
    LoggedOut {
        /// Calls that go on, whose end will not be reported.
        untold: Vec<CallLine>,
    },
    /// Calls are open: log out after them, or at once?
    LogOutWhen {
        calls: Vec<CallLine>,
    },
    /// The tokens are forgotten when no call is open any more.
    LogsOutLater,
    /// The bot is putting together the person's data already.
    DataComing,
    /// A part of the address book.
    Contacts(Box<ContactsPage>),
    /// One contact, with the things that can be done with it.
    Contact(Box<Contact>),
    /// What was done with a contact.
    ContactSaid(ContactSaid),
    /// Another name for a contact is asked for.
    AskContactName {
        to: Callee,
        /// The problem with the last answer.
        problem: Option<TextProblem>,
    },
    /// Is every contact to be forgotten?
    ForgetContacts {
        /// How many there are.
        total: usize,
    },
    /// Contact cards were sent: call one, or keep them?
    CardsOffered {
        places: Vec<Callee>,
    },
    /// Is everything about the person to be removed?
    ForgetMe,
    /// That has to wait until these calls are over.
    ForgetLater {
        calls: Vec<CallLine>,
    },
    /// Everything about the person was removed.
    Forgotten,
    /// The person chose to keep their data.
    DataKept,
    /// No account was linked; the open link has ended.
    LinkEnded,
    /// The call is not placed, and the request is kept.
    LimitReached(CallLimit),
    /// The person's wish that a number is never called again was noted.
    NeverCalled {
        phone: Phone,
    },
    /// That wish is over.
    CalledAfterAll {
        phone: Phone,
    },
    /// To admins: somebody wants a number never called; should it hold for
    /// everybody?
    SomebodyObjects {
        who: String,
        phone: Phone,
    },
    /// To an admin: from now on nobody calls the number, or everybody can.
    ForEverybody {
        phone: Phone,
        never: bool,
    },
    /// The person may not use the bot.
    NotInvited {
        /// Their id on the platform.
        id: String,
    },
    /// The person may use the bot from now on.
    Admitted {
        /// They are an admin too.
        admin: bool,
    },
    /// Everybody in this room may use the bot from now on.
    RoomAdmitted,
    /// The person cannot begin another conversation now.
    ConversationLimit(ConversationLimit),
    /// To admins: somebody wrote who may not use the bot.
    SomebodyAsks(Person),
    /// To an admin: another platform does not work.
    PlatformFails {
        platform: Platform,
        trouble: Trouble,
    },
    /// To an admin who was told so: it works again.
    PlatformWorks(Platform),
    /// To admins: who may use the bot.
    Admin(Box<AdminView>),
    /// To an admin: a code for one person, or one room.
    Invitation {
        code: String,
        whom: Invited,
        /// Until when it works.
        until: NaiveDate,
    },
    MemberChanged {
        who: String,
        change: MemberChange,
    },
    Settings(Box<SettingsView>),
    /// A room's settings are changed in the room.
    RoomSettingsThere,
    /// Only the room's moderators change its settings.
    NotModerator,
    /// Whether the person moderates the room could not be found out.
    ModeratorUnknown,
    /// Somebody else hung up the person's call.
    StoppedByOther {
        name: String,
        line: CallLine,
    },
    /// How a call ended, in one line for the whole room.
    Summary(Box<SummaryView>),
    /// The value of a setting is asked for.
    AskSetting {
        of: SettingOf,
        now: Settings,
        /// Its value can be removed.
        clears: bool,
        /// The problem with the last answer.
        problem: Option<SettingProblem>,
    },
    /// The stored conversation could not be read.
    RecordLost,
    /// The bot was restored from an earlier copy, and an event of before that
    /// was not carried out.
    Restored,
    /// The same, and nobody knows whether a call of that copy was made.
    RestoredCall {
        call: CallId,
        phone: Phone,
    },
    /// The same, and the person has to sign in again.
    RestoredSignIn,
    /// For admins: which state the bot was restored to.
    RestoredReport {
        /// The state that was copied.
        copied_at: DateTime<Utc>,
        /// The calls whose people were asked about them.
        calls: usize,
    },
    /// For admins: who has to sign in again after that.
    RestoredAccounts {
        /// So many people.
        signed_out: usize,
        /// So many accounts work.
        working: usize,
    },
    /// The person's message could not be stored.
    NotKept,
    /// The bot did not act on a message.
    MessageUnheeded(Unheeded),
    /// An anonymous sender cannot have a call made.
    MessageAnonymous,
    /// The person writes faster than the bot can answer for now.
    OneMoment,
    /// The last messages have changed nothing, so the bot will be quiet.
    InCircles,
}

impl Prompt {
    /// Whether the conversation waits for an answer to it: to the form, a
    /// setting, a time. A number or a label answers it.
    #[must_use]
    pub fn asks(&self) -> bool {
        matches!(
            self,
            Self::Ask(_)
                | Self::Card(_)
                | Self::ChooseField { .. }
                | Self::AskCallAt { .. }
                | Self::FormOpen { .. }
                | Self::NewRequest { .. }
                | Self::LinkWaiting { .. }
                | Self::AskWhenAgain { .. }
                | Self::AskKeepTrying { .. }
                | Self::AskWhenInstead { .. }
                | Self::AskSetting { .. }
                | Self::AskContactName { .. }
                | Self::Cancelled
                | Self::Dropped { .. }
                | Self::OtherRequest { .. }
                | Self::StillWanted
        ) || matches!(self, Self::WhoseAccount(question) if !question.aside)
    }

    /// Whether a later answer that says how things stand makes it pointless.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        let stays = matches!(
            self,
            Self::LinkWaiting { .. }
                | Self::WhoseAccount(_)
                | Self::Cancelled
                | Self::Dropped { .. }
        );
        self.asks() && !stays || matches!(self, Self::NotUnderstood)
    }

    /// Whether a press on its buttons shows the next prompt in its place, and its
    /// buttons go when it is over.
    #[must_use]
    pub fn has_lasting_buttons(&self) -> bool {
        self.asks() && !matches!(self, Self::Cancelled | Self::Dropped { .. })
            || matches!(
                self,
                Self::Settings(_)
                    | Self::Contacts(_)
                    | Self::Contact(_)
                    | Self::Appointment(AppointmentPrompt::List(_) | AppointmentPrompt::Shown(_))
            )
    }

    /// Whether a sign that it was heard says as much.
    #[must_use]
    pub fn is_nod(&self) -> bool {
        matches!(self, Self::SmallTalk(Aside::Thanks))
    }

    /// Whether it holds an address for the person alone.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        match self {
            Self::LinkOffer { .. } | Self::Fetched(Fetched::Bills { .. }) => true,
            Self::Appointment(AppointmentPrompt::Feed { .. }) => true,
            Self::Fetched(Fetched::Plan { plan, .. }) => plan.manage.is_some(),
            _ => false,
        }
    }

    /// The call that it is about, so that a reply to it means that call.
    #[must_use]
    pub fn call(&self) -> Option<CallId> {
        match self {
            Self::Status(call, ..)
            | Self::Refused { call, .. }
            | Self::RefusedPrivately { call }
            | Self::Undecided { call, .. }
            | Self::RestoredCall { call, .. }
            | Self::RefusedAgain { call, .. }
            | Self::NeverEnding { call, .. }
            | Self::AskKeepTrying { call, .. }
            | Self::NoTries { call, .. }
            | Self::AskWhenAgain { call, .. } => Some(*call),
            Self::Fetched(fetched) => fetched.call(),
            Self::Outcome(outcome) => Some(outcome.call),
            Self::Summary(summary) => Some(summary.call),
            Self::StoppedByOther { line, .. } => Some(line.call),
            Self::StopRunning(line)
            | Self::HangingUp(line)
            | Self::TakenBack(line)
            | Self::CannotStop(line)
            | Self::AlreadyOver(line)
            | Self::NoMoreTries(line)
            | Self::DueSoon(line) => Some(line.call),
            _ => None,
        }
    }
}

/// The question whose the account is that somebody signed in to.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountQuestion {
    /// The sign-in that it is about.
    pub sign_in: LinkTag,
    /// Which account, if the service told.
    pub usage: Option<Usage>,
    /// Its newest call, if the service told.
    pub newest: Option<NewestCall>,
    /// The timezone for telling when that was.
    pub zone: Tz,
    /// It would replace the account that is linked now.
    pub replaces: bool,
    /// Another question is open: a number or 'yes' answers that one.
    pub aside: bool,
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
    /// A call goes on, and nobody is signed in who could see its status.
    ToFollow,
    /// The sign-in does not permit something that was asked for.
    Permission,
}

/// How a link is followed to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkWay {
    /// In a browser on this very machine, to which it comes back. A browser on
    /// another machine ends at an address that cannot be opened, which the person
    /// can send back.
    Here {
        /// How that address begins.
        begins: String,
    },
    /// In any browser. It ends at an address that cannot be opened, and the
    /// person sends that address back.
    PasteBack {
        /// How that address begins.
        begins: String,
    },
    /// On our own page, in any browser.
    Page,
}

/// The result of a sign-in address that was sent in a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasteOutcome {
    /// The sign-in is good; the person has yet to say whether the account is
    /// theirs.
    SignedIn,
    /// Others could read it, so it was made worthless.
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
    /// In this installation accounts are linked in another way.
    Elsewhere,
    /// A link that others could read; it was made worthless.
    LinkInGroup,
    /// Somebody else's link; it was made worthless.
    LinkForeign,
    /// Our own link, pasted in private: it changes nothing.
    LinkItself,
}

/// Where a suggested name comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameSource {
    Settings,
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
    /// The slot that is asked for.
    pub slot: Slot,
    pub stamp: Stamp,
    /// The kind of place, once known: for a hotel the date is the day of
    /// arrival.
    pub category: Option<Category>,
    /// The values understood just now.
    pub noted: Vec<Value>,
    /// The problem with the last message.
    pub issue: Option<Issue>,
    /// Whether more help is due.
    pub hint: Option<Hint>,
    /// The value that it has already.
    pub current: Option<Value>,
    /// The choices shown with it.
    pub choices: Vec<FormAction>,
    /// The names for the choices that carry one.
    pub names: Vec<(NameSource, Name)>,
    /// The known places for the choices that carry one.
    pub places: Vec<KnownPlace>,
    /// Today's date where the person is.
    pub today: NaiveDate,
    /// Their home region, for the example.
    pub region: Region,
    /// The month to pick a day from, by its first day.
    pub month: Option<NaiveDate>,
}

/// A place that the person knows, as a choice.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownPlace {
    pub to: Callee,
    /// Its name alone does not say which it is.
    pub with_number: bool,
}

/// Why a question is asked again.
#[derive(Debug, Clone, PartialEq)]
pub enum Issue {
    /// No number that can be called.
    Phone(crate::model::PhoneProblem),
    /// No day that can be meant.
    Date(DateProblem),
    Time(TimeProblem),
    Count(CountProblem),
    /// A text that is too short or too long.
    Text(TextProblem),
    /// A task that is too long, with its characters and those that would be
    /// kept.
    LongTask {
        characters: usize,
        kept: usize,
    },
    Name,
    /// Several known places fit the name.
    WhichPlace,
    /// A contact card has several numbers.
    WhichOfCard,
    /// One known place may be meant.
    ThisPlace,
    /// None of the kinds of places.
    Category,
    /// Not a language that the service speaks.
    Language,
    Timezone,
    /// It cannot be skipped.
    Required,
    /// There is no question before this one.
    First,
    /// The time has passed meanwhile.
    Past,
    /// The time of the call is meant in the zone of the place, which is not
    /// known.
    WhichZone,
    /// What is asked for would be past by then.
    PastByThen,
    /// Midnight has passed since the day was asked for.
    Midnight,
    /// A call cannot be put off for so long.
    TooFarAhead,
    /// Small talk instead of an answer.
    Aside(Aside),
    /// Help was asked for.
    HelpAsked,
    /// The service refused the call because of this slot.
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
    pub stamp: Stamp,
    /// The words above it.
    pub lead: Lead,
    /// The request, in case it is confirmed.
    pub request: CallRequest,
    /// The slots whose values were guessed.
    pub guessed: Vec<Slot>,
    /// Where the number comes from, if the person did not say it.
    pub number_from: Option<NumberFrom>,
    /// The slots that have the value of the last time.
    pub defaults: Vec<Slot>,
    /// The person's last words are offered to be said on the phone, too.
    pub offer: Option<Offer>,
    /// A call of the room that asks the same place about the same time.
    pub same: Option<SameCall>,
    /// When the call is made, if not at once.
    pub call_at: Option<DateTime<Utc>>,
    /// How it is tried again if nobody is reached.
    pub keep_trying: Option<SeriesPlan>,
    /// A note about the time of the call.
    pub time_there: Option<TimeThere>,
    /// Today's date where the place is.
    pub today: NaiveDate,
    /// The extension that was told with the number.
    pub extension: Option<String>,
    /// Others read it too: the person's own number is not spelt out.
    pub shared: bool,
    /// Little is left on the person's plan; said in private only.
    pub shortage: Option<Shortage>,
}

/// The open question of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StillOpen {
    /// The answer to a question.
    Question(Slot),
    /// The field that should change.
    Field,
    /// When to call.
    CallAt,
    /// A choice below the newest card.
    Card,
    /// The choice between two requests.
    TwoRequests,
}

/// An offer to say the person's words on the phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// A question that the place can answer.
    Ask,
    /// Words that change nothing on the card.
    Tell,
}

/// The words above a card.
#[derive(Debug, Clone, PartialEq)]
pub enum Lead {
    None,
    /// The values that were understood or changed.
    Noted(Vec<Value>),
    /// The account was linked.
    Linked,
    /// The account was linked, and the bot has just said so.
    GoesOn,
    /// The call was taken back before it was placed.
    Undone,
    /// The person said yes before the card was shown.
    Unseen,
    /// The bot comes back to a request that stood aside.
    Other,
    /// The call could not be placed in time.
    Lapsed,
    /// The date is today, though it was in the future when it was told.
    IsToday,
    /// It was confirmed so long ago that the bot asks once more.
    Late,
    /// The bot was restored from an earlier copy since.
    Restored,
    /// The last message was not understood.
    NotUnderstood,
    /// The last message changes nothing; the bot offers to tell them.
    TellThem,
    /// The request already says so.
    Already,
    /// The series of calls cannot be the one that was told.
    Tries(TriesProblem),
    /// The time of the call cannot be the one that was chosen.
    CallAt(CallAtProblem),
    /// Consent at an unusual hour: now, or at the time that is offered?
    NowOrThen(DateTime<Utc>),
    /// These opening hours are known now.
    HoursNoted(OpeningHours),
    /// A number was said with nothing beside it.
    BareNumber(u16),
    /// A slot was emptied.
    Emptied(Slot),
    /// The problem with the value that was named.
    Issue(Issue),
    Aside(Aside),
}

/// The text of a call's status message.
#[derive(Debug, Clone, PartialEq)]
pub enum StatusView {
    /// It will be placed soon.
    Soon {
        /// Time until it is placed.
        wait: Duration,
    },
    /// Nobody was reached, and the next call of the series waits for its time.
    Trying {
        at: DateTime<Utc>,
        zone: Tz,
        /// The day, if it is not today.
        day: Option<NaiveDate>,
        /// The calls so far.
        tried: Vec<Tried>,
    },
    /// A series was stopped before it reached anybody.
    StoppedTrying {
        zone: Tz,
        tried: Vec<Tried>,
    },
    /// It will be placed at a time.
    Scheduled {
        at: DateTime<Utc>,
        zone: Tz,
        /// The day, if it is not today.
        day: Option<NaiveDate>,
        /// It was made before.
        again: bool,
    },
    /// The service cannot be reached; the bot keeps trying.
    Unreachable {
        /// How long it keeps trying.
        patience: Duration,
    },
    /// The service has it in its queue.
    Queued,
    /// It is going on.
    Calling {
        /// For this long so far.
        elapsed: Option<Duration>,
    },
    /// The person asked to hang up.
    Stopping,
    /// Contact was lost; the history is watched.
    Doubtful {
        /// How long it is watched.
        patience: Duration,
    },
    /// Nobody could find out whether the call was made.
    Unknown,
    Over,
    /// It was taken back; nothing was called.
    Withdrawn {
        /// Another message says so as well.
        said: bool,
    },
    /// The person logged out before it was over.
    Untold,
}

impl StatusView {
    /// Whether it is the last status of a call.
    #[must_use]
    pub fn is_last(&self) -> bool {
        matches!(
            self,
            Self::Over | Self::Withdrawn { .. } | Self::StoppedTrying { .. } | Self::Untold
        )
    }
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq)]
pub struct OutcomeView {
    pub call: CallId,
    pub phone: Phone,
    pub business: Option<Name>,
    /// The requested day and time, in a room, where others may not know them.
    pub when: Option<(NaiveDate, Option<NaiveTime>)>,
    /// In the service's words.
    pub outcome: Outcome,
    /// When the place says that it can be called again, and today there.
    pub said: Option<SaidTime>,
    /// The calls before it, if it is the last of a series.
    pub series: Option<SeriesView>,
    /// The actions offered with it.
    pub actions: Vec<CallAction>,
}

/// A time at which the place says that it can be called again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SaidTime {
    pub at: DateTime<Utc>,
    /// The zone of the place.
    pub zone: Tz,
    /// Today's date there.
    pub today: NaiveDate,
}

/// Whom a call is to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Callee {
    pub phone: Phone,
    /// The place's name, if it was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business: Option<Name>,
}

impl Callee {
    #[must_use]
    pub fn of(request: &CallRequest) -> Self {
        Self {
            phone: request.phone.clone(),
            business: request.details.business().cloned(),
        }
    }
}

/// A call, with the facts that name it.
#[derive(Debug, Clone, PartialEq)]
pub struct CallLine {
    pub call: CallId,
    pub to: Callee,
    pub stage: CallStage,
    /// It may have been made.
    pub made: bool,
    /// When it will be placed and in which timezone that is told, if it was put
    /// off.
    pub at: Option<(DateTime<Utc>, Tz)>,
    /// Calls of the same series were made before it.
    pub tried: bool,
}

impl CallLine {
    pub(super) fn of(call: &CallView) -> Self {
        Self {
            call: call.id,
            to: Callee::of(&call.request),
            stage: call.stage,
            made: call.made,
            at: call.put_off_to.map(|at| (at, call.request.timezone)),
            tried: call.has_tried(),
        }
    }

    /// Whether it was put off to a time that has not come.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.stage == CallStage::Confirmed && !self.made && self.at.is_some()
    }

    /// The choice that ends it, if one can.
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

/// The person's calls, and the request that is open.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// Those that are not over, and the newest of this conversation.
    pub calls: Vec<CallLine>,
    /// The open one first.
    pub forms: Vec<OpenForm>,
    /// The person has other calls, which must not be mentioned here.
    pub elsewhere: bool,
    /// Nobody else reads it.
    pub private: bool,
}

/// A request that was not confirmed yet.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenForm {
    pub stamp: Stamp,
    /// Another conversation that it is in.
    pub there: Option<ConversationId>,
    /// Whom to call, as far as it was told.
    pub phone: Option<Phone>,
    pub business: Option<Name>,
    /// The task, as far as it was told.
    pub task: Option<Task>,
}

/// How a call ended, in one line for a room.
#[derive(Debug, Clone, PartialEq)]
pub struct SummaryView {
    pub call: CallId,
    /// The service's word for the end.
    pub status: String,
    pub to: Callee,
    pub when: Option<(NaiveDate, Option<NaiveTime>)>,
}

/// All settings, to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct SettingsView {
    pub whose: Whose,
    /// Those to show, in this order.
    pub shown: Vec<Setting>,
    pub settings: Settings,
    /// The setting that was just changed.
    pub changed: Option<Setting>,
    /// They can be changed by buttons, also after a change.
    pub pressable: bool,
    /// The numbers that the person wants never called.
    pub never: Vec<Phone>,
}
