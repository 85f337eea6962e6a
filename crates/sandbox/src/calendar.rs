//! A call's appointment as an iCalendar file (RFC 5545).

use chrono::{DateTime, Duration, LocalResult, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use icalendar::{Calendar, Component, Event, EventLike};

use super::state::PhoneCall;

/// The file; `None` where the call was not about a day.
pub(super) fn file(call: &PhoneCall) -> Option<String> {
    let order = &call.order;
    let date = order.date?;
    let place = order
        .business
        .clone()
        .unwrap_or_else(|| order.phone.clone());
    let mut event = Event::new();
    event
        .uid(&format!("{}@sandbox.kallyai.invalid", call.id))
        .timestamp(call.created_at)
        .summary(&place)
        .description(&order.task);
    match order.time {
        Some(time) => {
            let start = moment(order.timezone, date.and_time(time));
            event.starts(start).ends(start + Duration::hours(1));
        }
        None => {
            event.all_day(date);
        }
    }
    Some(Calendar::new().push(event.done()).done().to_string())
}

/// A local time in its zone, as UTC. Of a repeated hour it is the first; a
/// skipped hour becomes the one after it.
fn moment(zone: Tz, wall: NaiveDateTime) -> DateTime<Utc> {
    match zone.from_local_datetime(&wall) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.to_utc(),
        LocalResult::None => zone
            .from_local_datetime(&(wall + Duration::hours(1)))
            .earliest()
            .map_or_else(|| wall.and_utc(), |at| at.to_utc()),
    }
}
