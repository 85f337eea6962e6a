//! The effect of pressing a choice, and the short token that carries it.
//!
//! A token names the form and the revision that the choice belonged to, so that
//! an old or a foreign button changes nothing. It stays within the 64 bytes
//! that Telegram allows.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::model::{
    AppointmentId, CallId, CallLanguage, Category, ContactTag, KeepTrying, LinkTag, PartySize,
    PhoneDigits, Setting, Slot, TriesTold, UserTag, Voicemail, When, Whose,
};

use super::{Audience, CallTag, Command, NameSource, PageOf};

/// The effect of pressing a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// On the open form; only this family checks the stamp.
    Form(FormAction),
    Call(CallId, CallAction),
    /// On neither: the settings, the account, a request that came late.
    Other(OtherAction),
}

/// A value that a token carries.
trait Carried: Sized {
    fn write(self) -> String;
    fn read(text: &str) -> Option<Self>;
}

/// Writes a family of actions. Each has a word in the token and either carries
/// a value (`with`) or does not (`plain`).
macro_rules! actions {
    ($(#[$doc:meta])* $name:ident {
        plain { $($(#[$plain_doc:meta])* $plain:ident $plain_word:literal,)* }
        with { $($(#[$with_doc:meta])* $with:ident($value:ty) $with_word:literal,)* }
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $($(#[$plain_doc])* $plain,)*
            $($(#[$with_doc])* $with($value),)*
        }

        impl $name {
            /// The actions that carry no value.
            pub const PLAIN: &'static [Self] = &[$(Self::$plain),*];

            fn code(self) -> String {
                match self {
                    $(Self::$plain => $plain_word.to_owned(),)*
                    $(Self::$with(value) => format!("{}={}", $with_word, value.write()),)*
                }
            }

            fn read(code: &str) -> Option<Self> {
                match code.split_once('=') {
                    None => match code {
                        $($plain_word => Some(Self::$plain),)*
                        _ => None,
                    },
                    Some((word, value)) => match word {
                        $($with_word => Carried::read(value).map(Self::$with),)*
                        _ => None,
                    },
                }
            }
        }
    };
}

actions! {
    /// A choice on the open form.
    FormAction {
        plain {
        CallNow "call",
        Edit "edit",
        ShowCard "card",
        Cancel "cancel",
        Skip "skip",
        /// Ask the person's question on the phone, too.
        AskToo "ask-too",
        /// Tell them the person's words, too.
        TellToo "tell-too",
        /// Take the beginning of a task that is too long.
        Shortened "short",
        Empty "empty",
        Back "back",
        Continue "continue",
        StartOver "over",
        /// Drop the open request and start the new one.
        Replace "new",
        /// Keep the open request.
        KeepThis "this",
        /// Put the open request aside, and begin the new one.
        KeepBoth "both",
        NewLink "link",
        /// Say when to call.
        EditCallAt "when",
        /// The call need not wait.
        CallAtOnce "at-once",
        /// If nobody is reached, try again.
        KeepTrying "keep-trying",
        /// Do not.
        CallOnce "once",
        }
        with {
        EditSlot(Slot) "slot",
        Category(Category) "category",
        Name(NameSource) "name",
        Date(NaiveDate) "date",
        /// A day near today, by its word, such as 'tomorrow'.
        Day(NearDay) "day",
        /// Show a month of the calendar; the value is its first day.
        Month(NaiveDate) "month",
        Time(NaiveTime) "time",
        Count(PartySize) "count",
        Language(CallLanguage) "language",
        /// A number as it would be in another country.
        Phone(PhoneDigits) "phone",
        /// A place that the person knows, by its number.
        Known(PhoneDigits) "known",
        /// Call at that minute.
        CallAt(Minute) "call-at",
        /// What happens when a machine answers.
        Voicemail(Voicemail) "voicemail",
        }
    }
}

actions! {
    /// A choice on a call.
    CallAction {
        plain {
        Transcript "transcript",
        /// Post the transcript in the room, as the requester chose.
        TranscriptHere "here",
        /// Bring the transcript to the requester's private conversation.
        TranscriptToMe "to-me",
        /// Bring the recording to the requester.
        Recording "recording",
        /// Post the recording in the room, as the requester chose.
        RecordingHere "recording-here",
        Calendar "calendar",
        /// Show all that is known of it.
        Show "show",
        /// Keep the appointment as it was asked for.
        Keep "keep",
        /// The appointment was called off by this call.
        CalledOff "called-off",
        /// It was not: it stays.
        StillOn "still-on",
        Again "again",
        /// Call again, with something changed.
        Change "change",
        /// Call again at a time that the bot asks for.
        AgainAt "at",
        Edit "edit",
        Undo "undo",
        Stop "stop",
        CheckAgain "check",
        CallAnyway "anyway",
        LeaveIt "leave",
        /// Call it off while it waits at the service.
        CallOff "call-off",
        /// Make it at another time, here or at the service.
        Move "move",
        /// Make a call that waits now.
        Now "now",
        /// Never make a call that waits.
        Drop "drop",
        /// Say what trying again and again means.
        KeepTrying "keep-trying",
        /// Make no further call of a series.
        StopTrying "stop-trying",
        }
        with {
        /// Call again in this many minutes.
        AgainIn(u16) "in",
        /// Call again at that minute, as the place said.
        AgainThen(Minute) "then",
        /// Call again and again like this, until somebody is reached.
        Try(KeepTrying) "try",
        /// Keep the appointment at the time that was asked for, or at one that they
        /// said.
        KeepAsked(When) "keep-asked",
        KeepSaid(When) "keep-said",
        }
    }
}

actions! {
    /// A choice on neither a form nor a call.
    OtherAction {
        plain {
        KeepSetting "keep",
        /// The same, of the room.
        KeepRoomSetting "room-keep",
        /// A call that waits at the service stays as it is.
        StayWaiting "stay",
        Login "login",
        ReplaceAccount "replace",
        LogOutLater "logout-later",
        LogOutNow "logout-now",
        /// A request that came late is still wanted.
        StillWanted "wanted",
        NotWanted "unwanted",
        /// An admin wants a code for somebody.
        Invite "invite",
        /// An admin wants a code for a room.
        InviteRoom "invite-room",
        /// A copy of everything that is kept about the person.
        MyData "my-data",
        /// The person wants to be forgotten; the bot asks again.
        ForgetMe "forget",
        ForgetAll "forget-all",
        KeepData "keep-data",
        /// How a contact is added.
        AddContact "contact-add",
        /// The person wants no contacts any more; the bot asks again.
        ForgetContacts "contacts-forget",
        ForgetAllContacts "contacts-forget-all",
        KeepContacts "contacts-keep",
        /// The contact that is being renamed keeps its name.
        KeepContactName "contact-name-keep",
        /// Keep all contact cards that were sent.
        KeepCards "cards-keep",
        /// Another address for calendars, or none any more.
        NewFeed "feed-new",
        EndFeed "feed-end",
        /// A calendar cell without a day that can be picked.
        Nothing "nothing",
        }
        with {
        /// Give this command.
        Give(Command) "do",
        /// Show another page of the history.
        HistoryPage(PageOf) "past",
        /// Send the history as a file.
        HistoryFile(PageOf) "past-file",
        /// Show a call of the history.
        PastCall(CallTag) "past-call",
        PastTranscript(CallTag) "past-words",
        PastRecording(CallTag) "past-sound",
        PastCalendar(CallTag) "past-date",
        PastAgain(CallTag) "past-again",
        PastChange(CallTag) "past-change",
        PastCallOff(CallTag) "past-off",
        PastMove(CallTag) "past-move",
        /// Show another page of the address book.
        ContactsPage(u16) "contacts",
        /// Show a contact.
        Contact(ContactTag) "contact",
        CallContact(ContactTag) "contact-call",
        RenameContact(ContactTag) "contact-name",
        ForgetContact(ContactTag) "contact-forget",
        ShareContact(ContactTag) "contact-share",
        UnshareContact(ContactTag) "contact-unshare",
        /// Call the place of a contact card that was sent.
        CallCard(PhoneDigits) "card-call",
        KeepCard(PhoneDigits) "card-keep",
        /// Show another page of the appointments.
        AppointmentsPage(u16) "appts",
        /// Show an appointment.
        Appointment(AppointmentId) "appt",
        AppointmentFile(AppointmentId) "appt-file",
        ConfirmAppointment(AppointmentId) "appt-confirm",
        MoveAppointment(AppointmentId) "appt-move",
        CancelAppointment(AppointmentId) "appt-cancel",
        RemoveAppointment(AppointmentId) "appt-remove",
        AskSetting(SettingOf) "set",
        SetTo(SettingChoice) "to",
        ClearSetting(SettingOf) "clear",
        /// The account that was signed in to is the person's own.
        Mine(LinkTag) "mine",
        NotMine(LinkTag) "not-mine",
        /// An admin wants another part of the lists.
        AdminPage(u16) "page",
        /// An admin lets a person use the bot.
        Admit(UserTag) "admit",
        Block(UserTag) "block",
        /// An admin takes back an invitation or a block.
        Remove(UserTag) "remove",
        /// The person allows calls to a number again.
        AllowNumber(PhoneDigits) "allow",
        /// An admin decides that nobody calls a number.
        NobodyCalls(PhoneDigits) "nobody",
        /// An admin lets everybody call it again.
        AnybodyCalls(PhoneDigits) "anybody",
        }
    }
}

/// A day that was offered by its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NearDay {
    pub date: NaiveDate,
    /// How many days ahead it was when it was offered.
    pub ahead: u8,
}

/// A minute of any day: an old button never means another day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Minute(pub DateTime<Utc>);

impl Carried for Minute {
    fn write(self) -> String {
        format!("{:x}", self.0.timestamp().div_euclid(60))
    }

    fn read(text: &str) -> Option<Self> {
        let minutes = i64::from_str_radix(text, 16).ok()?;
        let at = DateTime::from_timestamp(minutes.checked_mul(60)?, 0)?;
        Some(Self(at))
    }
}

/// The calls, the minutes between them, whether these double, and until when:
/// `3.20.d.`, `6.30.e.2000`.
impl Carried for KeepTrying {
    fn write(self) -> String {
        let told = TriesTold::from(self);
        let pauses = if told.doubles { "d" } else { "e" };
        let until = told.until.map(|time| time.format("%H%M").to_string());
        let until = until.unwrap_or_default();
        format!("{}.{}.{pauses}.{until}", told.more, told.apart)
    }

    fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(4, '.');
        let more = parts.next()?.parse().ok()?;
        let apart = parts.next()?.parse().ok()?;
        let doubles = match parts.next()? {
            "d" => true,
            "e" => false,
            _ => return None,
        };
        let until = match parts.next()? {
            "" => None,
            time => Some(NaiveTime::parse_from_str(time, "%H%M").ok()?),
        };
        let told = TriesTold {
            more,
            apart,
            doubles,
            until,
        };
        told.try_into().ok()
    }
}

/// A setting of a person's or of a room's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingOf {
    pub setting: Setting,
    #[serde(default, skip_serializing_if = "Whose::is_person")]
    pub whose: Whose,
}

impl SettingOf {
    /// A setting of the person's.
    #[must_use]
    pub fn person(setting: Setting) -> Self {
        let whose = Whose::Person;
        Self { setting, whose }
    }
}

/// One of the few values of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SettingChoice {
    pub of: SettingOf,
    pub word: &'static str,
}

/// The form, and its revision, that a choice belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stamp {
    /// The form's id; 0 where no form is open.
    pub form: u32,
    pub revision: u32,
}

/// A choice that was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pressed {
    pub action: Action,
    /// The form and revision that it belonged to.
    pub stamp: Stamp,
}

impl From<FormAction> for Action {
    fn from(action: FormAction) -> Self {
        Self::Form(action)
    }
}

impl From<OtherAction> for Action {
    fn from(action: OtherAction) -> Self {
        Self::Other(action)
    }
}

impl FormAction {
    /// The token for this action on that form.
    #[must_use]
    pub fn token(self, stamp: Stamp) -> String {
        Action::from(self).token(stamp)
    }
}

impl OtherAction {
    /// The command whose answer shows a choice, if that answer is personal.
    #[must_use]
    pub fn shown_by(self) -> Option<Command> {
        match self {
            Self::AskSetting(of)
            | Self::ClearSetting(of)
            | Self::SetTo(SettingChoice { of, .. }) => match of.whose {
                Whose::Person => Some(Command::Settings),
                Whose::Room => None,
            },
            Self::KeepSetting => Some(Command::Settings),
            Self::Login | Self::ReplaceAccount | Self::Mine(_) | Self::NotMine(_) => {
                Some(Command::Login)
            }
            Self::LogOutLater | Self::LogOutNow => Some(Command::Logout),
            Self::Invite
            | Self::InviteRoom
            | Self::AdminPage(_)
            | Self::Admit(_)
            | Self::Block(_)
            | Self::Remove(_)
            | Self::NobodyCalls(_)
            | Self::AnybodyCalls(_) => Some(Command::Admin),
            Self::MyData | Self::ForgetMe | Self::ForgetAll | Self::KeepData => {
                Some(Command::Privacy)
            }
            Self::HistoryPage(_)
            | Self::HistoryFile(_)
            | Self::PastCall(_)
            | Self::PastTranscript(_)
            | Self::PastRecording(_)
            | Self::PastCalendar(_)
            | Self::PastAgain(_)
            | Self::PastChange(_)
            | Self::PastCallOff(_)
            | Self::PastMove(_) => Some(Command::History),
            Self::AddContact
            | Self::ForgetContacts
            | Self::ForgetAllContacts
            | Self::KeepContacts
            | Self::KeepContactName
            | Self::ContactsPage(_)
            | Self::Contact(_)
            | Self::CallContact(_)
            | Self::RenameContact(_)
            | Self::ForgetContact(_)
            | Self::ShareContact(_)
            | Self::UnshareContact(_) => Some(Command::Contacts),
            Self::NewFeed | Self::EndFeed => Some(Command::Calendar),
            Self::AppointmentsPage(_) | Self::Appointment(_) | Self::RemoveAppointment(_) => {
                Some(Command::Appointments)
            }
            Self::Give(command) => {
                let personal = command.spec().audience == Audience::Person;
                personal.then_some(command)
            }
            Self::AppointmentFile(_)
            | Self::ConfirmAppointment(_)
            | Self::MoveAppointment(_)
            | Self::CancelAppointment(_)
            | Self::StayWaiting
            | Self::KeepRoomSetting
            | Self::AllowNumber(_)
            | Self::StillWanted
            | Self::NotWanted
            | Self::CallCard(_)
            | Self::KeepCard(_)
            | Self::KeepCards
            | Self::Nothing => None,
        }
    }

    /// The token for this action.
    #[must_use]
    pub fn token(self) -> String {
        Action::from(self).token(Stamp::default())
    }
}

impl CallAction {
    /// This action on that call.
    #[must_use]
    pub fn on(self, call: CallId) -> Action {
        Action::Call(call, self)
    }
}

impl Action {
    /// Whether it places a call, or decides whose account pays for one.
    #[must_use]
    pub fn spends(self) -> bool {
        matches!(
            self,
            Self::Form(FormAction::CallNow | FormAction::CallAt(_))
                | Self::Call(
                    _,
                    CallAction::CallAnyway
                        | CallAction::AgainIn(_)
                        | CallAction::AgainThen(_)
                        | CallAction::Try(_)
                        | CallAction::Now
                )
                | Self::Other(OtherAction::Mine(_))
        )
    }

    /// The call that it is on.
    #[must_use]
    pub fn call(self) -> Option<CallId> {
        match self {
            Self::Call(call, _) => Some(call),
            Self::Form(_) | Self::Other(_) => None,
        }
    }

    /// The token for this choice.
    #[must_use]
    pub fn token(self, stamp: Stamp) -> String {
        match self {
            Self::Form(action) => {
                format!("f.{:x}.{:x}.{}", stamp.form, stamp.revision, action.code())
            }
            Self::Call(CallId(id), action) => {
                let id = URL_SAFE_NO_PAD.encode(id.as_bytes());
                format!("c.{id}.{}", action.code())
            }
            Self::Other(action) => format!("s.{}", action.code()),
        }
    }
}

impl Pressed {
    /// Reads a token; `None` for one that this program did not write.
    #[must_use]
    pub fn parse(token: &str) -> Option<Self> {
        let (family, rest) = token.split_once('.')?;
        let mut stamp = Stamp::default();
        let action = match family {
            "f" => {
                let mut parts = rest.splitn(3, '.');
                let mut number = || u32::from_str_radix(parts.next()?, 16).ok();
                stamp.form = number()?;
                stamp.revision = number()?;
                FormAction::read(parts.next()?)?.into()
            }
            "c" => {
                let (id, code) = rest.split_once('.')?;
                let bytes = URL_SAFE_NO_PAD.decode(id).ok()?;
                let call = CallId(Uuid::from_slice(&bytes).ok()?);
                CallAction::read(code)?.on(call)
            }
            "s" => OtherAction::read(rest)?.into(),
            _ => return None,
        };
        Some(Self { action, stamp })
    }
}

/// Values that are carried as their own word.
macro_rules! carried_by_word {
    ($($value:ty),*) => {
        $(impl Carried for $value {
            fn write(self) -> String {
                self.word().to_owned()
            }

            fn read(text: &str) -> Option<Self> {
                Self::from_word(text)
            }
        })*
    };
}

carried_by_word!(Slot, Category, NameSource, CallLanguage, Voicemail);

impl Carried for Command {
    fn write(self) -> String {
        self.key().to_owned()
    }

    fn read(text: &str) -> Option<Self> {
        Self::from_key(text)
    }
}

impl Carried for CallTag {
    fn write(self) -> String {
        format!("{:x}", self.0)
    }

    fn read(text: &str) -> Option<Self> {
        u64::from_str_radix(text, 16).ok().map(Self)
    }
}

impl Carried for ContactTag {
    fn write(self) -> String {
        format!("{:x}", self.0)
    }

    fn read(text: &str) -> Option<Self> {
        u32::from_str_radix(text, 16).ok().map(Self)
    }
}

impl Carried for PageOf {
    fn write(self) -> String {
        format!("{:x}.{}", self.list, self.page)
    }

    fn read(text: &str) -> Option<Self> {
        let (list, page) = text.split_once('.')?;
        Some(Self {
            list: u32::from_str_radix(list, 16).ok()?,
            page: page.parse().ok()?,
        })
    }
}

impl Carried for NaiveDate {
    fn write(self) -> String {
        self.to_string()
    }

    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Carried for AppointmentId {
    fn write(self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.as_bytes())
    }

    fn read(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        Some(Self(Uuid::from_slice(&bytes).ok()?))
    }
}

/// `2026-12-05` or `2026-12-05T21:30`.
impl Carried for When {
    fn write(self) -> String {
        match self.time {
            Some(time) => format!("{}T{}", self.date, time.write()),
            None => self.date.to_string(),
        }
    }

    fn read(text: &str) -> Option<Self> {
        let (date, time) = match text.split_once('T') {
            Some((date, time)) => (date, Some(NaiveTime::read(time)?)),
            None => (text, None),
        };
        let date = date.parse().ok()?;
        Some(Self { date, time })
    }
}

impl Carried for NearDay {
    fn write(self) -> String {
        format!("{}+{}", self.date, self.ahead)
    }

    fn read(text: &str) -> Option<Self> {
        let (date, ahead) = text.split_once('+')?;
        Some(Self {
            date: date.parse().ok()?,
            ahead: ahead.parse().ok()?,
        })
    }
}

impl Carried for NaiveTime {
    fn write(self) -> String {
        self.format("%H:%M").to_string()
    }

    fn read(text: &str) -> Option<Self> {
        Self::parse_from_str(text, "%H:%M").ok()
    }
}

impl Carried for PartySize {
    fn write(self) -> String {
        self.get().to_string()
    }

    fn read(text: &str) -> Option<Self> {
        Self::new(text.parse().ok()?)
    }
}

impl Carried for u16 {
    fn write(self) -> String {
        self.to_string()
    }

    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Carried for LinkTag {
    fn write(self) -> String {
        format!("{:x}", self.0)
    }

    fn read(text: &str) -> Option<Self> {
        u64::from_str_radix(text, 16).ok().map(Self)
    }
}

impl Carried for UserTag {
    fn write(self) -> String {
        format!("{:x}", self.0)
    }

    fn read(text: &str) -> Option<Self> {
        u64::from_str_radix(text, 16).ok().map(Self)
    }
}

impl Carried for PhoneDigits {
    fn write(self) -> String {
        self.to_string()
    }

    fn read(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

/// `language` of a person's, `room.language` of a room's.
impl Carried for SettingOf {
    fn write(self) -> String {
        match self.whose {
            Whose::Person => self.setting.word().to_owned(),
            Whose::Room => format!("room.{}", self.setting.word()),
        }
    }

    fn read(text: &str) -> Option<Self> {
        let (whose, word) = match text.strip_prefix("room.") {
            Some(word) => (Whose::Room, word),
            None => (Whose::Person, text),
        };
        let setting = Setting::from_word(word).filter(|setting| setting.is_of(whose))?;
        Some(Self { setting, whose })
    }
}

impl Carried for SettingChoice {
    fn write(self) -> String {
        format!("{}-{}", self.of.write(), self.word)
    }

    fn read(text: &str) -> Option<Self> {
        let (of, word) = text.split_once('-')?;
        let of = SettingOf::read(of)?;
        let word = of.setting.choice(word)?.word()?;
        Some(Self { of, word })
    }
}
