//! Errands: transcripts and the like, fetched from the service because somebody
//! asked.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::model::{CallId, FeedWish, LinkTag, Name, Phone};

use super::calendar;
use super::command::{self, Command, DoorTo};
use super::contacts;
use super::linking;
use super::past::{self, CallTag, PastCall, PastErrand, PastPage};
use super::plan::Plan;
use super::prompt::{Lead, LinkReason, Prompt, SaidTime};
use super::quiet::{self, Unheard};
use super::report::{Refusal, Speaker};
use super::said;
use super::settings::{self, SettingChange};
use super::state::State;
use super::stopping;
use super::turn::Turn;
use super::usage::{Shortage, Usage};
use super::wanted;
use super::{Effect, Linked};

/// The kinds of errands. An errand is stored in this form until it is
/// delivered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Errand {
    Transcript {
        call: CallId,
        /// The settings ask for it, not the person.
        automatic: bool,
    },
    /// A call's appointment as a calendar file.
    Calendar { call: CallId },
    /// Which account is linked, and how much of its plan is left.
    #[serde(alias = "plan")]
    Usage,
    /// Something of the history.
    Past(PastErrand),
    /// Which plan the account has.
    Subscription,
    /// The address of the account's bills.
    Billing,
    /// Fetches nothing. Tells a conversation whose form waits that the account
    /// is linked.
    Linked,
    /// Which account was signed in to, so that the person can say whether it is
    /// theirs.
    NewAccount,
    /// Fetches nothing. Carries a command that was given in a room to the private
    /// conversation, where its answer belongs.
    Command {
        key: String,
        /// The words behind it.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        rest: String,
    },
    /// Fetches nothing. Drops a request of this conversation, which the person
    /// said in another one.
    DropForm { form: u32 },
    /// Whether the person may change a setting of the room.
    RoomSetting(SettingChange),
    /// The same for the address at which calendars find the room's appointments.
    RoomFeed(FeedWish),
    /// The places of the account's history, for the address book.
    Contacts,
    /// Fetches nothing. Brings the end of a call, which made no sound, to the
    /// conversation that sums up.
    Unheard(Box<Unheard>),
    /// Fetches nothing. Sums up what made no sound.
    SumUp {
        /// Not before.
        at: DateTime<Utc>,
    },
    /// A copy of everything that is kept about the person.
    MyData,
    /// Removes everything that is kept about the person.
    ForgetMe,
}

impl Errand {
    /// Whether it changes something that may have been changed again since: it
    /// must not be done from an earlier copy of the store.
    #[must_use]
    pub fn changes(&self) -> bool {
        match self {
            Self::Past(past) => {
                matches!(past, PastErrand::CallOff { .. } | PastErrand::Move { .. })
            }
            Self::Command { .. } | Self::RoomSetting(_) | Self::RoomFeed(_) => true,
            _ => false,
        }
    }
}

/// The result of an errand.
#[derive(Debug, Clone, PartialEq)]
pub enum Brought {
    /// A transcript, in order.
    Transcript(Vec<Speaker>),
    Calendar(String),
    Account {
        /// When it was linked.
        since: DateTime<Utc>,
        /// The service's figures, if it answered.
        usage: Option<Usage>,
    },
    /// The account that was signed in to.
    NewAccount {
        /// The sign-in that it is about.
        sign_in: LinkTag,
        /// The service's figures, if it answered.
        usage: Option<Usage>,
        /// The account's newest call; `None` if the service did not say.
        newest: Option<NewestCall>,
    },
    /// Everything that is kept about the person, as JSON files.
    Data(Vec<String>),
    Forgotten,
    /// Whether the person moderates the room; `None` if the platform could not
    /// say.
    Moderates(Option<bool>),
    History(PastPage),
    /// One call, and the beginning of its transcript.
    Call(Box<PastCall>, Vec<Speaker>),
    /// The recording of a call can be sent.
    Recording(Box<PastCall>),
    /// The recording exists, but cannot be read.
    NoSound(Box<PastCall>),
    /// Several calls have ids that begin like that.
    Several(PastPage),
    Plan(Box<Plan>),
    /// The address of the account's bills.
    Bills(String),
    /// It does not exist (yet).
    Nothing,
    /// The service did not answer, or nothing that makes sense.
    Unavailable,
    /// The service refused.
    Refused(Refusal),
    /// It is too late to change the call.
    Begun(Box<PastCall>),
    /// Nobody knows whether the service did it.
    Unsure,
    /// The sign-in does not permit it.
    Forbidden,
    /// No account is linked any more, or the person has to sign in again.
    NotLinked,
}

/// The newest call in an account's history.
#[derive(Debug, Clone, PartialEq)]
pub enum NewestCall {
    /// The account has no calls.
    NoCalls,
    /// When it was requested, and the number called as the service wrote it.
    At(DateTime<Utc>, Option<String>),
}

/// The result of an errand as the conversation is told it.
#[derive(Debug, Clone, PartialEq)]
pub enum Fetched {
    /// The transcript of a call.
    Transcript {
        phone: Phone,
        business: Option<Name>,
        entries: Vec<Speaker>,
        /// The call, and when they said that it can be called again.
        said: Option<(CallId, SaidTime)>,
    },
    /// There is no transcript (yet).
    NoTranscript {
        /// The call, so that the person can ask again.
        call: CallId,
    },
    /// The appointment as a file.
    Calendar {
        /// iCalendar text (RFC 5545).
        ics: String,
    },
    /// There is no calendar file.
    NoCalendar,
    /// One file of everything that is kept about the person.
    Data {
        json: String,
        /// Its number, from 1 on.
        number: usize,
        /// How many there are.
        of: usize,
    },
    /// When the account was linked, and how much of its plan is left.
    Usage {
        since: DateTime<Utc>,
        zone: Tz,
        /// The service's figures, if it answered.
        usage: Option<Usage>,
        /// Little is left.
        shortage: Option<Shortage>,
    },
    History {
        page: Box<PastPage>,
        query: String,
        zone: Tz,
        today: NaiveDate,
    },
    /// Calls as a table that opens in a spreadsheet.
    HistoryFile {
        calls: Vec<PastCall>,
        /// Its number, from 1 on.
        number: usize,
        /// How many files there are.
        of: usize,
        zone: Tz,
        /// Older calls were not looked at.
        partial: bool,
        /// The service did not answer: only calls that were made here.
        only_own: bool,
    },
    Call {
        call: Box<PastCall>,
        start: Vec<Speaker>,
        zone: Tz,
    },
    /// Several calls have such an id.
    WhichId {
        page: Box<PastPage>,
        zone: Tz,
    },
    /// A call that waited is called off.
    CalledOff {
        call: Box<PastCall>,
    },
    /// The service makes a call that waits at this time.
    Moved {
        call: Box<PastCall>,
        at: DateTime<Utc>,
        zone: Tz,
    },
    /// It is too late to change the call.
    Begun {
        call: Box<PastCall>,
    },
    /// Nobody knows whether the service changed the call.
    Unsure,
    /// The account has no call of that id.
    NoSuchCall,
    /// The service does not answer now.
    NotNow,
    PastTranscript {
        call: Box<PastCall>,
        entries: Vec<Speaker>,
    },
    /// There is no transcript (yet).
    NoPastTranscript {
        call: CallTag,
    },
    /// A recording, which is read when it is sent.
    Recording {
        call: Box<PastCall>,
    },
    /// There is no recording to send.
    NoRecording {
        call: CallTag,
        /// There is one, but it cannot be read now.
        exists: bool,
    },
    Plan {
        plan: Box<Plan>,
        zone: Tz,
    },
    /// The address of the account's bills, for its owner alone.
    Bills {
        address: String,
    },
    /// There is no address.
    NoBills {
        /// The service did not answer; there may be one.
        exists: bool,
    },
}

impl Fetched {
    /// The call that it is about, so that a reply to it means that call.
    pub(super) fn call(&self) -> Option<CallId> {
        match self {
            Self::NoTranscript { call } => Some(*call),
            Self::Transcript { said, .. } => said.map(|(call, _)| call),
            _ => None,
        }
    }
}

impl Errand {
    /// The call that it is about.
    #[must_use]
    pub fn call(&self) -> Option<CallId> {
        match self {
            Self::Transcript { call, .. } | Self::Calendar { call } => Some(*call),
            Self::Usage
            | Self::Subscription
            | Self::Past(_)
            | Self::Billing
            | Self::Contacts
            | Self::Linked
            | Self::NewAccount
            | Self::Command { .. }
            | Self::DropForm { .. }
            | Self::Unheard(_)
            | Self::SumUp { .. }
            | Self::RoomSetting(_)
            | Self::RoomFeed(_)
            | Self::MyData
            | Self::ForgetMe => None,
        }
    }
}

impl Errand {
    /// The time at which it is done, if it waits for one.
    #[must_use]
    pub fn due(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::SumUp { at } => Some(*at),
            _ => None,
        }
    }

    /// Whether nobody waits for it.
    #[must_use]
    pub fn is_unasked(&self) -> bool {
        matches!(self, Self::Contacts | Self::Unheard(_) | Self::SumUp { .. })
    }

    /// Whether nobody has asked for it.
    fn is_automatic(&self) -> bool {
        matches!(
            self,
            Self::Transcript {
                automatic: true,
                ..
            } | Self::NewAccount
                | Self::Contacts
        )
    }
}

/// The person asks for something from their account. Once they are signed in,
/// `command` asks for it again.
pub(super) fn ask(turn: &mut Turn, errand: Errand, command: Command) {
    match turn.context.linked {
        Linked::Since(_) => turn.act(Effect::Fetch {
            errand,
            privately: false,
        }),
        Linked::No => turn.say(Prompt::NotLinked),
        Linked::Revoked => {
            let reason = LinkReason::Revoked { form: false };
            linking::offer(turn, reason, DoorTo::Command(command));
        }
    }
}

/// An errand is done.
pub(super) fn on_brought(turn: &mut Turn, state: State, errand: Errand, brought: Brought) -> State {
    let zone = turn.context.settings.timezone;
    if brought == Brought::Forbidden && !errand.is_automatic() {
        wanted::on_forbidden(turn, errand);
        return state;
    }
    wanted::done(turn, &errand);
    match (errand, brought) {
        (Errand::Transcript { automatic, .. }, brought) => {
            on_transcript(turn, automatic, brought);
        }
        (Errand::Linked, _) => {
            wanted::go_on(turn);
            return linking::goes_on(turn, state, Lead::Linked);
        }
        (Errand::DropForm { form }, _) => {
            return stopping::dropped_from_there(turn, state, form);
        }
        (Errand::RoomSetting(change), brought) => {
            let moderates = match brought {
                Brought::Moderates(moderates) => moderates,
                _ => None,
            };
            return settings::on_moderates(turn, state, change, moderates);
        }
        (Errand::RoomFeed(wish), brought) => {
            calendar::on_room(turn, wish, &brought);
            return state;
        }
        (Errand::Command { key, rest }, _) => {
            return command::on_carried(turn, state, &key, &rest);
        }
        (
            Errand::NewAccount,
            Brought::NewAccount {
                sign_in,
                usage,
                newest,
            },
        ) => return linking::on_signed_in(turn, state, sign_in, usage, newest),
        // The sign-in has ended meanwhile: that was said.
        (Errand::NewAccount, _) => {}
        (Errand::Contacts, brought) => return on_contacts(turn, state, brought),
        (Errand::MyData, Brought::Data(files)) => say_data(turn, files),
        (Errand::MyData, _) => turn.say(Prompt::DataComing),
        (Errand::ForgetMe, _) => turn.say(Prompt::Forgotten),
        (Errand::Unheard(unheard), _) => quiet::on_unheard(turn, *unheard),
        (Errand::SumUp { .. }, _) => quiet::sum_up(turn),
        (Errand::Calendar { call }, brought) => on_calendar(turn, call, brought),
        (_, Brought::NotLinked) => say_not_linked(turn),
        (Errand::Past(errand), brought) => {
            return past::on_brought(turn, state, errand, brought);
        }
        (Errand::Usage, Brought::Account { since, usage }) => say_usage(turn, since, usage),
        // The worker brings an account for it, or says that there is none.
        (Errand::Usage, _) => say_not_linked(turn),
        (Errand::Subscription, Brought::Plan(plan)) => say(turn, Fetched::Plan { plan, zone }),
        (Errand::Subscription, _) => {
            let plan = Box::default();
            say(turn, Fetched::Plan { plan, zone });
        }
        (Errand::Billing, Brought::Bills(address)) => say(turn, Fetched::Bills { address }),
        (Errand::Billing, brought) => {
            let exists = brought != Brought::Nothing;
            say(turn, Fetched::NoBills { exists });
        }
    }
    state
}

fn on_calendar(turn: &mut Turn, call: CallId, brought: Brought) {
    turn.act(Effect::CalendarCame(call));
    match brought {
        Brought::NotLinked => say_not_linked(turn),
        Brought::Calendar(ics) => say(turn, Fetched::Calendar { ics }),
        _ => say(turn, Fetched::NoCalendar),
    }
}

/// The places of the history are known from now on; one may be the place whose
/// number was asked for meanwhile.
fn on_contacts(turn: &mut Turn, state: State, brought: Brought) -> State {
    match brought {
        Brought::History(page) => contacts::learn_history(turn, Some(page)),
        // The service shows no history: it is not asked again.
        Brought::Forbidden => contacts::learn_history(turn, None),
        // It does not answer now: the next request has it asked again.
        _ => return state,
    }
    contacts::answer_waiting(turn, state)
}

fn say_data(turn: &mut Turn, files: Vec<String>) {
    let of = files.len();
    for (number, json) in (1..).zip(files) {
        say(turn, Fetched::Data { json, number, of });
    }
}

fn say_usage(turn: &mut Turn, since: DateTime<Utc>, usage: Option<Usage>) {
    let (now, zone) = (turn.context.now, turn.context.settings.timezone);
    let shortage = (usage.as_ref()).and_then(|usage| usage.shortage(now, zone));
    say(
        turn,
        Fetched::Usage {
            since,
            zone,
            usage,
            shortage,
        },
    );
}

fn on_transcript(turn: &mut Turn, automatic: bool, brought: Brought) {
    let call = turn.context.call.clone();
    if let Some(call) = call.as_ref().filter(|call| call.transcript_wanted) {
        turn.act(Effect::TranscriptCame(call.id));
    }
    match (brought, call) {
        (Brought::NotLinked, _) => say_not_linked(turn),
        (Brought::Transcript(entries), Some(call)) => {
            let business = call.request.details.business().cloned();
            let said = said::in_transcript(turn, &call, &entries);
            let said = said.map(|said| (call.id, said));
            let phone = call.request.phone;
            say(
                turn,
                Fetched::Transcript {
                    phone,
                    business,
                    entries,
                    said,
                },
            );
        }
        (_, Some(call)) if !automatic => {
            say(turn, Fetched::NoTranscript { call: call.id });
        }
        _ => {}
    }
}

fn say(turn: &mut Turn, fetched: Fetched) {
    turn.say(Prompt::Fetched(fetched));
}

fn say_not_linked(turn: &mut Turn) {
    if turn.context.linked == Linked::Revoked {
        let login = DoorTo::Command(Command::Login);
        return linking::offer(turn, LinkReason::Revoked { form: false }, login);
    }
    turn.say(Prompt::NotLinked);
}
