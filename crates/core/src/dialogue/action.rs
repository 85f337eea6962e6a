//! What pressing a choice does, and the short token that carries it.
//!
//! A token says which form and which revision of it the choice belonged to, so
//! that an old or a foreign button changes nothing. It stays within the 64
//! bytes that Telegram allows.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{NaiveDate, NaiveTime};
use uuid::Uuid;

use crate::model::{CallId, Category, Language, PartySize, Setting, Slot};

use super::NameSource;

/// What pressing a choice does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    // On the open form.
    CallNow,
    Edit,
    EditSlot(Slot),
    ShowCard,
    Cancel,
    Skip,
    Empty,
    Back,
    Continue,
    StartOver,
    /// The open request goes, the new one comes.
    Replace,
    /// The open request stays.
    KeepThis,
    NewLink,
    Category(Category),
    Name(NameSource),
    Date(NaiveDate),
    /// A day by its word: so many days ahead of the day on which it was offered.
    Day(NaiveDate, u8),
    /// The month of a calendar, by its first day.
    Month(NaiveDate),
    Time(NaiveTime),
    Count(PartySize),
    Language(Language),
    // On a call.
    Transcript(CallId),
    /// Posted in the room, by the requester's choice.
    TranscriptHere(CallId),
    /// Brought to the requester's private conversation.
    TranscriptToMe(CallId),
    Calendar(CallId),
    CallAgain(CallId),
    /// Minutes from now.
    CallAgainIn(CallId, u16),
    /// At a time that is asked for.
    CallAgainAt(CallId),
    EditCall(CallId),
    Undo(CallId),
    Stop(CallId),
    CheckAgain(CallId),
    CallAnyway(CallId),
    LeaveIt(CallId),
    // On the settings and the account.
    Setting(Setting),
    /// One of the few values of a setting, by its word.
    SetTo(Setting, &'static str),
    ClearSetting(Setting),
    KeepSetting,
    Login,
    ReplaceAccount,
    LogOutLater,
    LogOutNow,
    /// A request that came late is still wanted.
    StillWanted,
    NotWanted,
    /// A cell of a calendar that is no day to pick.
    Nothing,
}

/// Which form, and which state of it, a choice belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stamp {
    /// The form's id; 0 where no form is open.
    pub form: u32,
    /// Its revision.
    pub revision: u32,
}

/// A choice that was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pressed {
    /// What it does.
    pub action: Action,
    /// What it belonged to.
    pub stamp: Stamp,
}

impl Action {
    /// The call it is about.
    #[must_use]
    pub fn call(self) -> Option<CallId> {
        match self {
            Self::Transcript(call)
            | Self::TranscriptHere(call)
            | Self::TranscriptToMe(call)
            | Self::Calendar(call)
            | Self::CallAgain(call)
            | Self::CallAgainIn(call, _)
            | Self::CallAgainAt(call)
            | Self::EditCall(call)
            | Self::Undo(call)
            | Self::Stop(call)
            | Self::CheckAgain(call)
            | Self::CallAnyway(call)
            | Self::LeaveIt(call) => Some(call),
            _ => None,
        }
    }

    /// Whether it means the open form, so that its stamp counts.
    #[must_use]
    pub fn is_about_form(self) -> bool {
        !matches!(
            self,
            Self::Setting(_)
                | Self::SetTo(..)
                | Self::ClearSetting(_)
                | Self::KeepSetting
                | Self::Login
                | Self::StillWanted
                | Self::NotWanted
                | Self::Nothing
                | Self::ReplaceAccount
                | Self::LogOutLater
                | Self::LogOutNow
        ) && self.call().is_none()
    }

    /// The token that stands for it.
    #[must_use]
    pub fn token(self, stamp: Stamp) -> String {
        if let Some(CallId(id)) = self.call() {
            return format!(
                "c.{}.{}",
                URL_SAFE_NO_PAD.encode(id.as_bytes()),
                self.code()
            );
        }
        if self.is_about_form() {
            return format!("f.{:x}.{:x}.{}", stamp.form, stamp.revision, self.code());
        }
        format!("s.{}", self.code())
    }

    fn code(self) -> String {
        let plain = match self {
            Self::EditSlot(slot) => return format!("slot-{}", slot.word()),
            Self::Category(category) => return format!("cat-{}", category.word()),
            Self::Name(source) => return format!("name-{}", source.word()),
            Self::Date(date) => return format!("date-{date}"),
            Self::Day(date, ahead) => return format!("day-{date}+{ahead}"),
            Self::Month(month) => return format!("month-{}", month.format("%Y-%m")),
            Self::Time(time) => return format!("time-{}", time.format("%H:%M")),
            Self::Count(count) => return format!("n-{}", count.get()),
            Self::Language(language) => return format!("lang-{}", language.code()),
            Self::CallAgainIn(_, minutes) => return format!("in-{minutes}"),
            Self::Setting(setting) => return format!("set-{}", setting.word()),
            Self::SetTo(setting, word) => return format!("to-{}-{word}", setting.word()),
            Self::ClearSetting(setting) => return format!("clear-{}", setting.word()),
            Self::CallNow => "call",
            Self::Edit => "edit",
            Self::ShowCard => "card",
            Self::Cancel => "cancel",
            Self::Skip => "skip",
            Self::Empty => "empty",
            Self::Back => "back",
            Self::Continue => "continue",
            Self::StartOver => "over",
            Self::Replace => "new",
            Self::KeepThis => "this",
            Self::NewLink => "link",
            Self::Transcript(_) => "transcript",
            Self::TranscriptHere(_) => "here",
            Self::TranscriptToMe(_) => "to-me",
            Self::Calendar(_) => "calendar",
            Self::CallAgain(_) => "again",
            Self::CallAgainAt(_) => "at",
            Self::EditCall(_) => "edit",
            Self::Undo(_) => "undo",
            Self::Stop(_) => "stop",
            Self::CheckAgain(_) => "check",
            Self::CallAnyway(_) => "anyway",
            Self::LeaveIt(_) => "leave",
            Self::KeepSetting => "keep",
            Self::Login => "login",
            Self::StillWanted => "wanted",
            Self::NotWanted => "unwanted",
            Self::Nothing => "nothing",
            Self::ReplaceAccount => "replace",
            Self::LogOutLater => "logout-later",
            Self::LogOutNow => "logout-now",
        };
        plain.to_owned()
    }
}

impl Pressed {
    /// Reads a token; whatever is not one of ours is none.
    #[must_use]
    pub fn parse(token: &str) -> Option<Self> {
        let (kind, rest) = token.split_once('.')?;
        match kind {
            "f" => {
                let mut parts = rest.splitn(3, '.');
                let form = u32::from_str_radix(parts.next()?, 16).ok()?;
                let revision = u32::from_str_radix(parts.next()?, 16).ok()?;
                let action = form_action(parts.next()?)?;
                Some(Self {
                    action,
                    stamp: Stamp { form, revision },
                })
            }
            "c" => {
                let (id, code) = rest.split_once('.')?;
                let bytes = URL_SAFE_NO_PAD.decode(id).ok()?;
                let call = CallId(Uuid::from_slice(&bytes).ok()?);
                Some(Self {
                    action: call_action(call, code)?,
                    stamp: Stamp::default(),
                })
            }
            "s" => Some(Self {
                action: settings_action(rest)?,
                stamp: Stamp::default(),
            }),
            _ => None,
        }
    }
}

fn form_action(code: &str) -> Option<Action> {
    Some(match code.split_once('-').unwrap_or((code, "")) {
        ("call", "") => Action::CallNow,
        ("edit", "") => Action::Edit,
        ("card", "") => Action::ShowCard,
        ("cancel", "") => Action::Cancel,
        ("skip", "") => Action::Skip,
        ("empty", "") => Action::Empty,
        ("back", "") => Action::Back,
        ("continue", "") => Action::Continue,
        ("over", "") => Action::StartOver,
        ("new", "") => Action::Replace,
        ("this", "") => Action::KeepThis,
        ("link", "") => Action::NewLink,
        ("slot", word) => Action::EditSlot(Slot::from_word(word)?),
        ("cat", word) => Action::Category(Category::from_word(word)?),
        ("name", word) => Action::Name(NameSource::from_word(word)?),
        ("date", date) => Action::Date(date.parse().ok()?),
        ("day", day) => {
            let (date, ahead) = day.split_once('+')?;
            Action::Day(date.parse().ok()?, ahead.parse().ok()?)
        }
        ("month", month) => Action::Month(format!("{month}-01").parse().ok()?),
        ("time", time) => Action::Time(NaiveTime::parse_from_str(time, "%H:%M").ok()?),
        ("n", count) => Action::Count(PartySize::new(count.parse().ok()?)?),
        ("lang", code) => Action::Language(Language::from_tag(code)?),
        _ => return None,
    })
}

fn call_action(call: CallId, code: &str) -> Option<Action> {
    Some(match code {
        "transcript" => Action::Transcript(call),
        "here" => Action::TranscriptHere(call),
        "to-me" => Action::TranscriptToMe(call),
        "calendar" => Action::Calendar(call),
        "again" => Action::CallAgain(call),
        "at" => Action::CallAgainAt(call),
        "edit" => Action::EditCall(call),
        "undo" => Action::Undo(call),
        "stop" => Action::Stop(call),
        "check" => Action::CheckAgain(call),
        "anyway" => Action::CallAnyway(call),
        "leave" => Action::LeaveIt(call),
        code => Action::CallAgainIn(call, code.strip_prefix("in-")?.parse().ok()?),
    })
}

fn settings_action(code: &str) -> Option<Action> {
    Some(match code.split_once('-').unwrap_or((code, "")) {
        ("keep", "") => Action::KeepSetting,
        ("login", "") => Action::Login,
        ("wanted", "") => Action::StillWanted,
        ("unwanted", "") => Action::NotWanted,
        ("nothing", "") => Action::Nothing,
        ("replace", "") => Action::ReplaceAccount,
        ("logout", "later") => Action::LogOutLater,
        ("logout", "now") => Action::LogOutNow,
        ("set", word) => Action::Setting(Setting::from_word(word)?),
        ("to", rest) => {
            let (setting, word) = rest.split_once('-')?;
            let setting = Setting::from_word(setting)?;
            let mut words = setting
                .choices()
                .into_iter()
                .filter_map(|value| value.word());
            Action::SetTo(setting, words.find(|it| *it == word)?)
        }
        ("clear", word) => Action::ClearSetting(Setting::from_word(word)?),
        _ => return None,
    })
}
