//! Appointments as an iCalendar text (RFC 5545), for calendars to import or to
//! subscribe to.
//!
//! Times are told on the clocks of the place: each zone that occurs is described
//! with all of its changes of clocks in the years of the appointments, so that a
//! calendar needs to know no zone by its name. The same appointments always give
//! the same text.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{DateTime, Datelike as _, Days, NaiveDateTime, Offset as _, TimeDelta, TimeZone, Utc};
use chrono_tz::{OffsetComponents as _, OffsetName as _, Tz};
use icalendar::{Calendar, Component as _, Event, EventLike as _, EventStatus, Property};
use uuid::Uuid;

use crate::model::{Category, When};

/// One appointment.
pub(super) struct Entry {
    pub(super) uid: Uuid,
    pub(super) sequence: u32,
    pub(super) cancelled: bool,
    pub(super) changed_at: DateTime<Utc>,
    pub(super) when: When,
    /// How many nights somebody stays; 0 where nobody does.
    pub(super) nights: u8,
    pub(super) zone: Tz,
    pub(super) category: Category,
    pub(super) title: String,
    pub(super) description: String,
}

/// How often a calendar should look for news.
const LOOK: &str = "PT1H";

/// A calendar of these appointments, with the name that it is shown by.
pub(super) fn calendar(name: Option<&str>, entries: &[Entry]) -> String {
    let mut calendar = Calendar::empty();
    calendar
        .append_property(Property::new("VERSION", "2.0"))
        .append_property(Property::new("PRODID", "-//kally-bridge//appointments//EN"))
        .append_property(Property::new("CALSCALE", "GREGORIAN"))
        .append_property(Property::new("METHOD", "PUBLISH"));
    if let Some(name) = name {
        calendar
            .append_property(Property::new("X-WR-CALNAME", name))
            .append_property(Property::new("X-PUBLISHED-TTL", LOOK));
        let mut refresh = Property::new("REFRESH-INTERVAL", LOOK);
        refresh.add_parameter("VALUE", "DURATION");
        calendar.append_property(refresh.done());
    }
    let mut zones: BTreeMap<&str, (Tz, i32, i32)> = BTreeMap::new();
    for entry in entries {
        calendar.push(event(entry));
        if entry.when.time.is_some() {
            let year = entry.when.date.year();
            let zone = (entry.zone, year, year);
            let (_, first, last) = zones.entry(entry.zone.name()).or_insert(zone);
            (*first, *last) = ((*first).min(year), (*last).max(year));
        }
    }
    let zones: String = zones.into_values().map(described).collect();
    let text = calendar.to_string();
    // The library writes events only.
    match text.find("BEGIN:VEVENT") {
        Some(at) => format!("{}{zones}{}", &text[..at], &text[at..]),
        None => text,
    }
}

fn event(entry: &Entry) -> Event {
    let mut event = Event::new();
    event
        .uid(&format!("{}@kally-bridge", entry.uid))
        .timestamp(entry.changed_at)
        .sequence(entry.sequence)
        .summary(&entry.title)
        .description(&entry.description)
        .location(&entry.title)
        .status(match entry.cancelled {
            true => EventStatus::Cancelled,
            false => EventStatus::Confirmed,
        });
    event.add_property("LAST-MODIFIED", stamp(entry.changed_at));
    let When { date, time } = entry.when;
    match time {
        Some(_) => {
            let length = match entry.category {
                Category::Restaurant => TimeDelta::hours(2),
                _ => TimeDelta::hours(1),
            };
            let ends = |begins: NaiveDateTime| match entry.nights {
                0 => begins + length,
                nights => begins + TimeDelta::days(nights.into()),
            };
            // A time that the clocks skip is moved behind the gap.
            let begins = entry.when.begins(entry.zone);
            let begins = begins.with_timezone(&entry.zone).naive_local();
            event.append_property(there("DTSTART", begins, entry.zone));
            event.append_property(there("DTEND", ends(begins), entry.zone));
        }
        None => {
            let days = Days::new(entry.nights.max(1).into());
            let ends = date.checked_add_days(days).unwrap_or(date);
            event.append_property(day("DTSTART", date));
            event.append_property(day("DTEND", ends));
        }
    }
    event.done()
}

fn there(key: &str, local: NaiveDateTime, zone: Tz) -> Property {
    let mut property = Property::new(key, wall(local));
    property.add_parameter("TZID", zone.name());
    property.done()
}

fn day(key: &str, date: chrono::NaiveDate) -> Property {
    let mut property = Property::new(key, date.format("%Y%m%d").to_string());
    property.add_parameter("VALUE", "DATE");
    property.done()
}

fn wall(local: NaiveDateTime) -> String {
    local.format("%Y%m%dT%H%M%S").to_string()
}

fn stamp(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// A zone with its changes of clocks from the year before the first year to the
/// year behind the last.
fn described((zone, first, last): (Tz, i32, i32)) -> String {
    let mut text = format!("BEGIN:VTIMEZONE\r\nTZID:{}\r\n", zone.name());
    let begins = Utc.with_ymd_and_hms(first - 1, 1, 1, 0, 0, 0).earliest();
    let ends = Utc.with_ymd_and_hms(last + 2, 1, 1, 0, 0, 0).earliest();
    if let (Some(begins), Some(ends)) = (begins, ends) {
        observance(&mut text, zone, begins, None);
        let mut at = begins;
        while let Some(next) = next_change(zone, at, ends) {
            observance(&mut text, zone, next, Some(next - TimeDelta::seconds(1)));
            at = next;
        }
    }
    text.push_str("END:VTIMEZONE\r\n");
    text
}

/// From this instant on the zone has another offset than before.
fn observance(text: &mut String, zone: Tz, at: DateTime<Utc>, before: Option<DateTime<Utc>>) {
    let now = zone.offset_from_utc_datetime(&at.naive_utc());
    let then = before.map(|before| zone.offset_from_utc_datetime(&before.naive_utc()));
    let then = then.unwrap_or(now);
    let kind = match now.dst_offset().is_zero() {
        true => "STANDARD",
        false => "DAYLIGHT",
    };
    // It begins when the clocks show this, before they are changed.
    let shown = at.naive_utc() + TimeDelta::seconds(then.fix().local_minus_utc().into());
    let _ = write!(
        text,
        "BEGIN:{kind}\r\nDTSTART:{}\r\nTZOFFSETFROM:{}\r\nTZOFFSETTO:{}\r\n",
        wall(shown),
        offset(then.fix().local_minus_utc()),
        offset(now.fix().local_minus_utc()),
    );
    if let Some(name) = now.abbreviation() {
        let _ = write!(text, "TZNAME:{name}\r\n");
    }
    let _ = write!(text, "END:{kind}\r\n");
}

/// '+0100', or '-001521' for one with seconds.
fn offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let all = seconds.unsigned_abs();
    let (hours, minutes, rest) = (all / 3600, all / 60 % 60, all % 60);
    match rest {
        0 => format!("{sign}{hours:02}{minutes:02}"),
        rest => format!("{sign}{hours:02}{minutes:02}{rest:02}"),
    }
}

/// The first instant behind `from` at which the zone's offset changes: found
/// between two days by halves.
fn next_change(zone: Tz, from: DateTime<Utc>, until: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let of = |at: DateTime<Utc>| {
        let offset = zone.offset_from_utc_datetime(&at.naive_utc());
        (offset.fix().local_minus_utc(), offset.dst_offset())
    };
    let was = of(from);
    let mut before = from;
    while before < until {
        let day = before + TimeDelta::days(1);
        if of(day) == was {
            before = day;
            continue;
        }
        let mut after = day;
        while after - before > TimeDelta::seconds(1) {
            let middle = before + (after - before) / 2;
            let middle = middle - TimeDelta::nanoseconds(middle.timestamp_subsec_nanos().into());
            match of(middle) == was {
                true => before = middle,
                false => after = middle,
            }
        }
        return Some(after).filter(|after| *after < until);
    }
    None
}
