//! Orders: what a person says in one piece, such as a line of a script. Nobody
//! answers a question about it, so it is either carried out at once or declined
//! with everything that stands in its way. Nothing of the conversation changes.
//!
//! A call passes the checks that *Call now* makes. Its values are read as the
//! answers to their questions are.

use std::collections::BTreeMap;

use chrono::NaiveTime;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::model::{
    CallId, CallLanguage, CallRequest, Category, Name, Phone, Slot, Task, TimeOfDay, Value,
};
use crate::understand;

use super::account;
use super::card;
use super::form::Form;
use super::never;
use super::prompt::{CallLine, CardView, Issue, Lead, Prompt, StatusView};
use super::reading::{read_slot, sentence};
use super::report::{CallStage, CallView};
use super::same;
use super::state::State;
use super::step::danger_in;
use super::turn::Turn;
use super::{CallLimit, Context, Effect, Linked, Stamp};

/// A call that is ordered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CallOrder {
    /// The id that the call gets: the same order again is the same call.
    pub call: CallId,
    /// The words that tell each slot.
    pub told: BTreeMap<Slot, String>,
    /// It is wanted although the same call is going on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub as_well: bool,
    /// Only the card is wanted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only_card: bool,
}

/// When the account is to be forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogOut {
    /// If no call is open.
    Idle,
    /// When no call is open any more.
    Later,
    /// Now, also while calls are open.
    Now,
}

/// An order.
#[derive(Debug, Clone, PartialEq)]
pub enum Order {
    Call(CallOrder),
    /// Watch the history again for a call whose end is not known. It is not made
    /// again.
    CheckAgain(CallId),
    LogOut(LogOut),
}

/// What became of an order.
#[derive(Debug, Clone, PartialEq)]
pub enum Ordered {
    /// The call is confirmed.
    Confirmed(CallId),
    /// The card of the call, which is not confirmed.
    Card(Box<CardView>),
    /// The history is watched again, if the end of the call is not known.
    Checked,
    /// It is done, and this is said about it.
    Done(Box<Prompt>),
    /// Calls are open, so the account stays.
    StillOpen(Vec<CallLine>),
    /// Nothing has changed.
    Declined(Box<Obstacle>),
}

/// Why a call that was ordered is not made.
#[derive(Debug, Clone, PartialEq)]
pub enum Obstacle {
    /// These slots must be told, or the words for them cannot be meant.
    Wrong(Vec<(Slot, Wrong)>),
    /// Its words tell that somebody is in danger: this is said instead.
    Danger(Box<Prompt>),
    /// The same call is going on.
    Same(CallLine),
    Limit(CallLimit),
    NotLinked,
    /// The person has to sign in again.
    Revoked,
}

/// What is wrong with a slot.
#[derive(Debug, Clone, PartialEq)]
pub enum Wrong {
    /// It was not told.
    Missing,
    /// Its words cannot be meant.
    Unfit(Issue),
    /// Its words may mean this value or another one, and nobody is there to ask.
    Open(Value),
}

impl CallOrder {
    /// The number to call, if it can be read.
    #[must_use]
    pub fn phone(&self, context: &Context) -> Option<Phone> {
        let words = self.told.get(&Slot::Phone)?;
        understand::phone(words, &context.reading()).ok()
    }
}

/// Carries an order out, or declines it.
pub(super) fn on(turn: &mut Turn, order: Order) {
    let ordered = match order {
        Order::Call(order) => match checked(turn, &order) {
            Err(obstacle) => Ordered::Declined(Box::new(obstacle)),
            Ok((form, request)) if order.only_card => {
                Ordered::Card(Box::new(view(turn, &form, request)))
            }
            Ok((_, request)) => {
                confirm(turn, order.call, request);
                Ordered::Confirmed(order.call)
            }
        },
        Order::CheckAgain(id) => {
            let call = turn.context.call.as_ref();
            let unknown = |call: &&CallView| call.id == id && call.stage == CallStage::Undecided;
            if call.filter(unknown).is_some() {
                turn.act(Effect::CheckAgain(id));
            }
            Ordered::Checked
        }
        Order::LogOut(when) => log_out(turn, when),
    };
    turn.act(Effect::Answer(Box::new(ordered)));
}

fn confirm(turn: &mut Turn, call: CallId, request: CallRequest) {
    turn.last_call = Some(call);
    turn.act(Effect::PlaceCall {
        call,
        form: None,
        asked_by: None,
        tries: None,
        request: Box::new(request),
        not_before: turn.context.now,
        status: StatusView::Soon {
            wait: std::time::Duration::ZERO,
        },
    });
}

/// The request, if nothing stands in its way.
fn checked(turn: &Turn, order: &CallOrder) -> Result<(Form, CallRequest), Obstacle> {
    let form = filled(turn, order)?;
    let today = turn.today(&form);
    let request = form.request(&turn.settings, today);
    let mut request = request.map_err(|slot| Obstacle::Wrong(vec![(slot, Wrong::Missing)]))?;
    request.date_told = Some(today);
    let context = turn.context;
    if let Some((slot, issue)) = card::off(&request, context.now) {
        return Err(Obstacle::Wrong(vec![(slot, Wrong::Unfit(issue))]));
    }
    if let Some(limit) = never::limit(turn, &request.phone) {
        return Err(Obstacle::Limit(limit));
    }
    let again = context
        .open
        .iter()
        .find(|call| call.id != order.call && same::is_same(&call.request, &request));
    if let Some(call) = again.filter(|_| !order.as_well) {
        return Err(Obstacle::Same(CallLine::of(call)));
    }
    match context.linked {
        _ if order.only_card => Ok((form, request)),
        Linked::Since(_) => Ok((form, request)),
        Linked::No => Err(Obstacle::NotLinked),
        Linked::Revoked => Err(Obstacle::Revoked),
    }
}

/// A form of the order's values. The number is read first, as it tells the
/// timezone of the days.
fn filled(turn: &Turn, order: &CallOrder) -> Result<Form, Obstacle> {
    let mut form = Form::new(turn.context.fresh_form);
    let mut wrong = Vec::new();
    for slot in [
        Slot::Phone,
        Slot::Task,
        Slot::Category,
        Slot::Timezone,
        Slot::CallLanguage,
        Slot::Business,
        Slot::Name,
        Slot::Date,
        Slot::Time,
        Slot::Nights,
        Slot::PartySize,
    ] {
        let Some(words) = order.told.get(&slot) else {
            wrong.extend(slot.is_required().then_some((slot, Wrong::Missing)));
            continue;
        };
        if slot == Slot::Task
            && let Some(danger) = danger_in(turn, &State::Idle, words)
        {
            return Err(Obstacle::Danger(Box::new(danger)));
        }
        match read(turn, &form, slot, words) {
            Ok(value) if is_open(&value, words) => wrong.push((slot, Wrong::Open(value))),
            Ok(value) => form.put(value),
            Err(issue) => wrong.push((slot, Wrong::Unfit(issue))),
        }
    }
    if !wrong.is_empty() {
        return Err(Obstacle::Wrong(wrong));
    }
    let phone = order.told.get(&Slot::Phone);
    form.extension = phone.and_then(|words| understand::extension(words, &turn.context.reading()));
    if form
        .category()
        .is_some_and(|kind| kind != Category::General)
        && !form.is_filled(Slot::Name)
        && let Some(name) = turn.settings.name.clone()
    {
        form.put(Value::Name(name));
    }
    form.corrected = contradicts(turn, &form);
    Ok(form)
}

/// Whether words leave open what they mean: '8' at a restaurant. A card would say
/// what was guessed, but nobody reads it before the call.
fn is_open(value: &Value, words: &str) -> bool {
    clock(words).is_none() && understand::is_guessed(value, words)
}

/// A time of the day's 24 hours, to the minute.
fn clock(words: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(words.trim(), "%H:%M").ok()
}

/// A value as it was told for its slot: words that are not read as anything else
/// stay as they are.
fn read(turn: &Turn, form: &Form, slot: Slot, words: &str) -> Result<Value, Issue> {
    let reading = understand::Context {
        timezone: form.zone(&turn.settings),
        ..turn.context.reading()
    };
    let exactly = words.trim();
    match slot {
        Slot::Task => Task::parse(words).map(Value::Task).map_err(Issue::Text),
        Slot::Business => Name::parse(words).map(Value::Business).map_err(Issue::Text),
        Slot::Name => Name::parse(words).map(Value::Name).map_err(Issue::Text),
        _ => {
            let exact = match slot {
                Slot::Category => Category::ALL
                    .into_iter()
                    .find(|kind| kind.word().eq_ignore_ascii_case(exactly))
                    .map(Value::Category),
                Slot::CallLanguage => CallLanguage::ALL
                    .into_iter()
                    .find(|language| language.code().eq_ignore_ascii_case(exactly))
                    .map(Value::CallLanguage),
                Slot::Timezone => Tz::from_str_insensitive(exactly).ok().map(Value::Timezone),
                Slot::Time => clock(exactly).map(TimeOfDay::At).map(Value::Time),
                _ => None,
            };
            exact.map_or_else(|| read_slot(slot, words, form, &reading), Ok)
        }
    }
}

/// Whether the words of the task tell another value than the one that was told
/// for its slot.
fn contradicts(turn: &Turn, form: &Form) -> bool {
    let Some(task) = form.values.task() else {
        return false;
    };
    let reading = turn.reading_of(form, task.as_str());
    let said = sentence(task.as_str(), form, &reading);
    [Slot::Date, Slot::Time, Slot::PartySize, Slot::Nights]
        .into_iter()
        .any(|slot| match (said.get(slot), form.values.get(slot)) {
            (Some(said), Some(told)) => said != told,
            _ => false,
        })
}

fn view(turn: &Turn, form: &Form, request: CallRequest) -> CardView {
    CardView {
        number_from: None,
        defaults: Vec::new(),
        stamp: Stamp::default(),
        lead: Lead::None,
        guessed: Vec::new(),
        extension: form.extension.clone(),
        offer: None,
        request,
        same: None,
        shared: false,
        shortage: card::shortage(turn),
        call_at: None,
        keep_trying: None,
        time_there: None,
        today: turn.today(form),
    }
}

/// Calls whose end would not be told keep the account, unless the order says
/// what is to become of them.
fn log_out(turn: &mut Turn, when: LogOut) -> Ordered {
    let open = account::followed(turn);
    if turn.context.linked == Linked::No {
        turn.act(Effect::ForgetAccount);
        return Ordered::Done(Box::new(match turn.context.open_link {
            true => Prompt::LinkEnded,
            false => Prompt::NotLinked,
        }));
    }
    match when {
        LogOut::Idle if !open.is_empty() => return Ordered::StillOpen(open),
        LogOut::Later => account::log_out_later(turn),
        LogOut::Idle | LogOut::Now => account::log_out(turn),
    }
    let said = turn.effects.iter().position(|effect| {
        matches!(
            effect,
            Effect::Say(Prompt::LoggedOut { .. } | Prompt::LogsOutLater)
        )
    });
    match said.map(|at| turn.effects.remove(at)) {
        Some(Effect::Say(prompt)) => Ordered::Done(Box::new(prompt)),
        _ => Ordered::Done(Box::new(Prompt::NotLinked)),
    }
}
