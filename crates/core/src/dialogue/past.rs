//! The account's history: its calls, wherever they were made, in pages; one of
//! them with everything that is known.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::model::{
    CallId, Category, ConversationId, MessageRef, Name, PartySize, Phone, Task, Value, fold,
};
use crate::understand;

use super::Effect;
use super::action::{CallAction, OtherAction};
use super::again;
use super::calls;
use super::card;
use super::command::Command;
use super::errand::{self, Brought, Errand, Fetched};
use super::form::Form;
use super::prompt::{Lead, Prompt};
use super::recording;
use super::report::Speaker;
use super::shelf;
use super::state::State;
use super::turn::Turn;
use super::waiting;

/// How many calls a page has.
pub const PAGE: usize = 10;

/// The longest search, in characters.
const LONGEST_QUERY: usize = 100;

/// So many digits are a part of a telephone number.
const FEWEST_DIGITS: usize = 3;

/// One file has about this many bytes at most.
const FILE_BYTES: usize = 300 * 1024;

/// One call of the account, as far as the service and the bridge know it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PastCall {
    /// The service's id, if it is known.
    pub id: Option<String>,
    /// The bridge's own id, if the call was made here.
    pub own: Option<CallId>,
    /// Where it was asked for, if it was made here.
    pub conversation: Option<ConversationId>,
    /// When it was requested.
    pub at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    /// The number, as the service wrote it.
    pub phone: Option<String>,
    pub business: Option<String>,
    pub task: Option<String>,
    pub category: Option<String>,
    pub name: Option<String>,
    pub party_size: Option<u64>,
    /// The service's word.
    pub status: String,
    pub highlights: Option<String>,
    pub next_steps: Option<String>,
    pub duration: Option<Duration>,
    pub cost: Option<f64>,
}

/// A short mark of a call's id, for buttons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CallTag(pub u64);

/// A call of the history that is meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallRef {
    /// By its button.
    Tag(CallTag),
    /// By its id, or the beginning of it.
    Id(String),
}

/// Something of the history that is fetched.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PastErrand {
    /// A page of the history.
    Page {
        /// The search.
        query: String,
        /// From 0.
        page: u16,
        /// The message that shows it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<MessageRef>,
    },
    /// All calls that a search finds, as a file.
    File { query: String },
    /// Everything about one call of the history.
    Info { call: CallRef },
    /// The transcript of one.
    Transcript { call: CallRef },
    /// The recording of one.
    Recording { call: CallRef },
    /// The calendar file of one.
    Calendar { call: CallRef },
    /// Call one off that waits at the service.
    CallOff { call: CallRef },
    /// Have the service make one at another time.
    Move { call: CallRef, at: DateTime<Utc> },
    /// The request of one, to be made again.
    Again {
        call: CallRef,
        /// Something is to be changed first.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        change: bool,
    },
}

/// A page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageOf {
    /// The mark of the list's search.
    pub list: u32,
    /// From 0.
    pub page: u16,
}

/// A part of the history.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PastPage {
    pub calls: Vec<PastCall>,
    /// From 0.
    pub page: u16,
    /// How many calls there are, if that is known.
    pub total: Option<usize>,
    /// There are older ones.
    pub more: bool,
    /// Older calls were not looked at.
    pub partial: bool,
    /// The service did not answer: only calls that were made here.
    pub only_own: bool,
}

impl PastCall {
    /// The mark of its id.
    #[must_use]
    pub fn tag(&self) -> CallTag {
        let own = || self.own.map(|own| own.to_string());
        CallTag(hash(&self.id.clone().or_else(own).unwrap_or_default()))
    }

    /// Whether an id, or the beginning of one, is its own.
    #[must_use]
    pub fn has_id(&self, id: &str) -> bool {
        let begins = |whole: &str| {
            let head = whole.get(..id.len());
            head.is_some_and(|head| head.eq_ignore_ascii_case(id))
        };
        let own = self.own.map(|own| own.to_string());
        self.id.as_deref().is_some_and(begins) || own.as_deref().is_some_and(begins)
    }
}

/// FNV-1a: the same for ever, as buttons last.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The mark of a search.
#[must_use]
pub fn list_of(query: &str) -> u32 {
    let hash = hash(query);
    u32::try_from(hash >> 32).unwrap_or_default()
}

/// A search in the history.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    /// From this day on.
    since: Option<NaiveDate>,
    /// On this day.
    on: Option<NaiveDate>,
    /// The ways in which they may have ended.
    statuses: Vec<&'static str>,
    /// Words that all stand in it.
    words: Vec<String>,
}

impl Query {
    /// Reads a search: 'casa pepe', 'no answer', 'since monday'.
    #[must_use]
    pub fn read(text: &str, reading: &understand::Context) -> Self {
        let (statuses, rest) = understand::statuses(text);
        let (before, since) = understand::since(&rest);
        let day = |text: &str| past_day(text, reading);
        let since_day = since.as_deref().and_then(day);
        let rest = match since_day {
            Some(_) => before,
            None => rest,
        };
        let on = day(&rest).filter(|_| since_day.is_none());
        let words = match on {
            Some(_) => Vec::new(),
            None => rest.split_whitespace().map(str::to_owned).collect(),
        };
        Self {
            since: since_day,
            on,
            statuses,
            words,
        }
    }

    /// Whether it finds everything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a call is one of those.
    #[must_use]
    pub fn fits(&self, call: &PastCall, zone: Tz) -> bool {
        let day = call.at.map(|at| at.with_timezone(&zone).date_naive());
        let in_time = self
            .since
            .is_none_or(|since| day.is_some_and(|day| day >= since))
            && self.on.is_none_or(|on| day == Some(on));
        let status = self.statuses.is_empty() || self.statuses.contains(&call.status.as_str());
        in_time && status && self.words.iter().all(|word| is_in(word, call))
    }
}

fn is_in(word: &str, call: &PastCall) -> bool {
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let number = call.phone.as_deref().map(digits).unwrap_or_default();
    let typed = digits(word);
    if typed.len() >= FEWEST_DIGITS && number.contains(&typed) {
        return true;
    }
    let texts = [
        &call.business,
        &call.task,
        &call.highlights,
        &call.next_steps,
        &call.name,
    ];
    texts
        .into_iter()
        .flatten()
        .any(|text| in_folded(text, word))
}

/// A number is meant whole: '7' is not in '17'. `fold` reads the beginning of a
/// text only.
fn in_folded(text: &str, word: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    words
        .chunks(16)
        .map(|some| fold(&some.join(" ")))
        .any(|some| match word.parse::<u64>() {
            Ok(_) => some.split(' ').any(|one| one == word),
            Err(_) => some.contains(word),
        })
}

/// A day that is not to come.
fn past_day(text: &str, reading: &understand::Context) -> Option<NaiveDate> {
    let today = reading.today();
    let date = match understand::date(text, reading) {
        Ok(date) | Err(understand::DateProblem::Past(date)) => date,
        Err(_) => return None,
    };
    let week = chrono::Days::new(7);
    if date <= today {
        return Some(date);
    }
    match date.checked_sub_days(week).filter(|day| *day <= today) {
        Some(day) => Some(day),
        None => date.checked_sub_months(chrono::Months::new(12)),
    }
}

/// `/history`, with a search behind it.
pub(super) fn on_command(turn: &mut Turn, state: State, rest: &str) -> State {
    let rest = rest.trim();
    let (query, file) = understand::without_file(rest);
    let query: String = query.chars().take(LONGEST_QUERY).collect();
    turn.search = Some(query.clone()).filter(|query| !query.is_empty());
    let errand = match file {
        true => PastErrand::File { query },
        false => PastErrand::Page {
            query,
            page: 0,
            at: None,
        },
    };
    errand::ask(turn, Errand::Past(errand), Command::History);
    state
}

/// Another page, in the message whose button was pressed.
fn turn_page(turn: &mut Turn, to: PageOf) {
    let Some(query) = searched(turn, to.list) else {
        return turn.alert(Prompt::Stale);
    };
    let at = turn.context.pressed.clone();
    let page = to.page;
    errand::ask(
        turn,
        Errand::Past(PastErrand::Page { query, page, at }),
        Command::History,
    );
}

fn send_file(turn: &mut Turn, list: PageOf) {
    let Some(query) = searched(turn, list.list) else {
        return turn.alert(Prompt::Stale);
    };
    errand::ask(
        turn,
        Errand::Past(PastErrand::File { query }),
        Command::History,
    );
}

/// A button of the history.
pub(super) fn on_press(turn: &mut Turn, action: OtherAction) {
    let errand = match action {
        OtherAction::HistoryPage(page) => return turn_page(turn, page),
        OtherAction::HistoryFile(list) => return send_file(turn, list),
        OtherAction::PastCall(tag) => PastErrand::Info {
            call: CallRef::Tag(tag),
        },
        OtherAction::PastTranscript(tag) => PastErrand::Transcript {
            call: CallRef::Tag(tag),
        },
        OtherAction::PastCalendar(tag) => PastErrand::Calendar {
            call: CallRef::Tag(tag),
        },
        OtherAction::PastRecording(tag) => PastErrand::Recording {
            call: CallRef::Tag(tag),
        },
        OtherAction::PastAgain(tag) => PastErrand::Again {
            call: CallRef::Tag(tag),
            change: false,
        },
        OtherAction::PastChange(tag) => PastErrand::Again {
            call: CallRef::Tag(tag),
            change: true,
        },
        _ => return,
    };
    errand::ask(turn, Errand::Past(errand), Command::History);
}

/// The search of a list: the last one, or none at all.
fn searched(turn: &Turn, list: u32) -> Option<String> {
    let last = turn.search.clone().unwrap_or_default();
    [last, String::new()]
        .into_iter()
        .find(|query| list_of(query) == list)
}

/// `/callinfo ID`.
pub(super) fn on_call_info(turn: &mut Turn, state: State, rest: &str) -> State {
    match id(rest) {
        None => on_command(turn, state, ""),
        Some(call) => {
            errand::ask(
                turn,
                Errand::Past(PastErrand::Info { call }),
                Command::CallInfo,
            );
            state
        }
    }
}

/// `/transcript ID`; without an id, that of the newest call.
pub(super) fn on_transcript(turn: &mut Turn, state: State, rest: &str) -> State {
    let newest = turn.context.call.as_ref().map(|call| call.id);
    match (id(rest), newest) {
        (None, Some(newest)) => calls::on_press(turn, state, newest, CallAction::Transcript),
        (None, None) => on_command(turn, state, ""),
        (Some(call), _) => {
            errand::ask(
                turn,
                Errand::Past(PastErrand::Transcript { call }),
                Command::Transcript,
            );
            state
        }
    }
}

/// The call whose id, or the beginning of it, stands behind a command.
pub(super) fn id(rest: &str) -> Option<CallRef> {
    let id: String = rest.trim().chars().take(LONGEST_QUERY * 2).collect();
    (!id.is_empty()).then_some(CallRef::Id(id))
}

/// Something of the history has come.
pub(super) fn on_brought(
    turn: &mut Turn,
    state: State,
    errand: PastErrand,
    brought: Brought,
) -> State {
    let zone = turn.context.settings.timezone;
    if let PastErrand::CallOff { .. } | PastErrand::Move { .. } = errand {
        return waiting::on_brought(turn, state, errand, brought);
    }
    match (errand, brought) {
        (PastErrand::Again { change, .. }, Brought::Call(call, _)) => {
            return again(turn, state, &call, change);
        }
        (PastErrand::Page { query, at, .. }, Brought::History(page)) => {
            on_page(turn, query, at, page);
        }
        (PastErrand::File { .. }, Brought::History(page)) => on_file(turn, page),
        (PastErrand::Transcript { .. }, Brought::Call(call, entries)) => {
            say(
                turn,
                match entries.is_empty() {
                    true => Fetched::NoPastTranscript { call: call.tag() },
                    false => Fetched::PastTranscript { call, entries },
                },
            );
        }
        (
            PastErrand::Recording { .. },
            brought @ (Brought::Recording(_) | Brought::NoSound(_) | Brought::Call(..)),
        ) => {
            recording::on_brought(brought)
                .into_iter()
                .for_each(|fetched| say(turn, fetched));
        }
        (_, Brought::Call(call, start)) => on_call(turn, call, start),
        (_, Brought::Calendar(ics)) => say(turn, Fetched::Calendar { ics }),
        (PastErrand::Calendar { .. }, Brought::Nothing) => say(turn, Fetched::NoCalendar),
        (_, Brought::Several(page)) => {
            let page = Box::new(page);
            say(turn, Fetched::WhichId { page, zone });
        }
        (_, Brought::Nothing) => say(turn, Fetched::NoSuchCall),
        _ => say(turn, Fetched::NotNow),
    }
    state
}

fn say(turn: &mut Turn, fetched: Fetched) {
    turn.say(Prompt::Fetched(fetched));
}

/// A page of the history has come.
fn on_page(turn: &mut Turn, query: String, at: Option<MessageRef>, page: PastPage) {
    let zone = turn.context.settings.timezone;
    let fetched = Fetched::History {
        page: Box::new(page),
        query,
        zone,
        today: turn.context.now.with_timezone(&zone).date_naive(),
    };
    turn.act(match at {
        Some(message) => Effect::ShowIn(message, Prompt::Fetched(fetched)),
        None => Effect::Say(Prompt::Fetched(fetched)),
    });
}

/// The whole history has come, for a file: several if it is long.
fn on_file(turn: &mut Turn, page: PastPage) {
    let zone = turn.context.settings.timezone;
    let (partial, only_own) = (page.partial, page.only_own);
    let mut files: Vec<Vec<PastCall>> = vec![Vec::new()];
    let mut bytes = 0;
    for call in page.calls {
        let texts = [
            &call.task,
            &call.highlights,
            &call.next_steps,
            &call.business,
        ];
        let length: usize = texts.into_iter().flatten().map(String::len).sum();
        bytes += length + 200;
        if bytes > FILE_BYTES {
            files.push(Vec::new());
            bytes = length + 200;
        }
        files
            .last_mut()
            .into_iter()
            .for_each(|file| file.push(call.clone()));
    }
    let of = files.len();
    for (number, calls) in (1..).zip(files) {
        turn.say(Prompt::Fetched(Fetched::HistoryFile {
            calls,
            number,
            of,
            zone,
            partial: partial && number == of,
            only_own,
        }));
    }
}

/// One call has come, with the beginning of its transcript.
fn on_call(turn: &mut Turn, call: Box<PastCall>, start: Vec<Speaker>) {
    let zone = turn.context.settings.timezone;
    turn.say(Prompt::Fetched(Fetched::Call { call, start, zone }));
}

/// A call that was made elsewhere is to be made again: its form, at its card.
fn again(turn: &mut Turn, state: State, call: &PastCall, change: bool) -> State {
    if state.filled().is_some() && !shelf::has_room(turn) {
        turn.say(Prompt::ManyRequests);
        return state;
    }
    let state = shelf::make_room(turn, state);
    let mut form = Form::new(turn.context.fresh_form);
    let phone = call.phone.as_deref();
    let phone = phone.and_then(|phone| Phone::from_e164(&e164(phone)).ok());
    let name = |text: &Option<String>| text.as_deref().and_then(|text| Name::parse(text).ok());
    let category = call.category.as_deref().and_then(Category::from_word);
    let values = [
        phone.map(Value::Phone),
        call.task
            .as_deref()
            .and_then(|task| Task::parse(task).ok())
            .map(Value::Task),
        category.map(Value::Category),
        name(&call.business).map(Value::Business),
        name(&call.name).map(Value::Name),
        call.party_size
            .and_then(PartySize::new)
            .map(Value::PartySize),
    ];
    form.values.extend(values.into_iter().flatten());
    let opened = match change {
        true => card::choose_field(turn, form),
        false => card::show(turn, form, Lead::None),
    };
    again::beside(opened, state)
}

/// The number without signs between its digits.
fn e164(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    format!("+{digits}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Language;

    fn reading() -> understand::Context {
        understand::Context {
            language: Language::En,
            timezone: chrono_tz::Europe::Madrid,
            // A Wednesday.
            now: "2026-01-28T10:00:00Z".parse().unwrap(),
            region: "ES".parse().unwrap(),
        }
    }

    fn call(at: &str, status: &str) -> PastCall {
        PastCall {
            at: at.parse().ok(),
            status: status.to_owned(),
            phone: Some("+34 912 34 56 78".to_owned()),
            business: Some("Casa Pépe".to_owned()),
            task: Some("Reserve a table on the terrace".to_owned()),
            ..PastCall::default()
        }
    }

    #[test]
    fn a_search_finds_by_words_number_status_and_day() {
        let monday = call("2026-01-26T11:00:00Z", "no_answer");
        for (query, fits) in [
            ("", true),
            ("casa pepe", true),
            ("PEPE terrace", true),
            ("pepe garden", false),
            ("912 345", true),
            ("+34912345678", true),
            ("9", false),
            ("913", false),
            ("no answer", true),
            ("nobody answered pepe", true),
            ("sin respuesta", true),
            ("busy", false),
            ("since monday", true),
            ("since yesterday", false),
            ("desde el lunes", true),
            ("no answer since monday", true),
            ("busy since monday", false),
            ("monday", true),
            ("on tuesday", false),
            ("26 january", true),
            ("since 1 december", true),
        ] {
            let query_read = Query::read(query, &reading());
            let zone = chrono_tz::Europe::Madrid;
            assert_eq!(
                query_read.fits(&monday, zone),
                fits,
                "{query}: {query_read:?}"
            );
        }
    }

    #[test]
    fn ids_may_be_shortened() {
        let call = PastCall {
            id: Some("0a1B2c3d-0000".to_owned()),
            ..PastCall::default()
        };
        for (id, has) in [
            ("0a1b", true),
            ("0A1B2C3D-0000", true),
            ("a1b2", false),
            ("0a1b2c3d-00001", false),
        ] {
            assert_eq!(call.has_id(id), has, "{id}");
        }
    }
}
