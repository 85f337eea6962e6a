//! The same call twice in a room: somebody has had the same place called about
//! the same time. The card says so, and asks whether to call as well.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::model::{CallId, CallRequest, Day, TimeOfDay};

use super::Context;
use super::report::{CallStage, CallView};

/// Times that are no further apart are about the same.
const NEAR: TimeDelta = TimeDelta::hours(2);

/// A call that somebody in the room has confirmed.
#[derive(Debug, Clone, PartialEq)]
pub struct RoomCall {
    pub view: CallView,
    /// Who asked for it, as the platform shows their name; `None` for the person
    /// of this conversation.
    pub by: Option<String>,
    /// When it was confirmed.
    pub at: DateTime<Utc>,
    /// The service's word for its end.
    pub status: Option<String>,
}

impl RoomCall {
    /// Whether it may bring about what the same request would bring about once
    /// more. A call of the person's own that failed is simply made again.
    fn counts(&self) -> bool {
        let succeeded = self.status.as_deref() == Some("success");
        match self.view.stage == CallStage::Ended {
            true if self.by.is_none() => succeeded,
            true => self.view.made,
            false => true,
        }
    }
}

/// A call that a card mentions, because the request on the card is the same.
#[derive(Debug, Clone, PartialEq)]
pub struct SameCall {
    /// Who asked for it; `None` for the person themselves.
    pub by: Option<String>,
    pub at: DateTime<Utc>,
    /// The timezone of the person who reads the card.
    pub zone: Tz,
    /// The day of it there, if that is not today.
    pub day: Option<NaiveDate>,
    /// How far it has come.
    pub stage: CallStage,
    /// The service's word for its end.
    pub status: Option<String>,
}

/// The newest call of the room that is the same as this request, apart from the
/// one that the request repeats.
pub(super) fn newest<'a>(
    context: &'a Context,
    request: &CallRequest,
    repeats: Option<CallId>,
) -> Option<&'a RoomCall> {
    let same = |call: &&RoomCall| {
        call.counts() && Some(call.view.id) != repeats && is_same(&call.view.request, request)
    };
    let same = context.in_room.iter().filter(same);
    same.max_by_key(|call| (call.at, call.view.id))
}

/// The same for the card.
pub(super) fn mention(
    context: &Context,
    request: &CallRequest,
    repeats: Option<CallId>,
) -> Option<(CallId, SameCall)> {
    let call = newest(context, request, repeats)?;
    let zone = context.settings.timezone;
    let day = call.at.with_timezone(&zone).date_naive();
    let today = context.now.with_timezone(&zone).date_naive();
    let same = SameCall {
        by: call.by.clone(),
        at: call.at,
        zone,
        day: (day != today).then_some(day),
        stage: call.view.stage,
        status: call.status.clone(),
    };
    Some((call.view.id, same))
}

/// Whether two requests call the same number about the same day and about the
/// same time, as far as both tell; without a day they must ask the same.
pub(super) fn is_same(one: &CallRequest, other: &CallRequest) -> bool {
    let days = (one.details.day(), other.details.day());
    one.phone == other.phone
        && match days {
            (Some(_), Some(_)) => is_near(one, other),
            (None, None) => task_of(one) == task_of(other),
            _ => false,
        }
}

fn is_near(one: &CallRequest, other: &CallRequest) -> bool {
    !differ(exact_day(one), exact_day(other), |one, other| one != other)
        && !differ(exact_time(one), exact_time(other), |one, other| {
            (one - other).abs() > NEAR
        })
}

/// The words of the task, in small letters.
fn task_of(request: &CallRequest) -> Vec<String> {
    let words = request.task.as_str().split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

fn differ<T>(one: Option<T>, other: Option<T>, differ: impl Fn(T, T) -> bool) -> bool {
    one.zip(other)
        .is_some_and(|(one, other)| differ(one, other))
}

fn exact_day(request: &CallRequest) -> Option<NaiveDate> {
    match request.details.day() {
        Some(Day::On(date)) => Some(*date),
        _ => None,
    }
}

fn exact_time(request: &CallRequest) -> Option<NaiveTime> {
    request.details.time().and_then(TimeOfDay::at)
}
