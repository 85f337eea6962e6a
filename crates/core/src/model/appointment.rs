//! An appointment that a person keeps: what a call agreed, and what follows it:
//! reminders, another call about it, an entry in a calendar.
//!
//! It stands by itself: the call that led to it may be forgotten meanwhile.

use std::collections::BTreeSet;

use chrono::{
    DateTime, Days, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone as _,
    Timelike as _, Utc,
};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::choices::choices;
use super::{CallId, CallRequest, DayAhead, HoursAhead, Settings, TimeOfDay};

/// The id of an appointment: that of the call that led to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AppointmentId(pub Uuid);

impl From<CallId> for AppointmentId {
    fn from(call: CallId) -> Self {
        Self(call.0)
    }
}

/// A day, and perhaps a time, on the clocks of the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct When {
    pub date: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<NaiveTime>,
}

impl When {
    /// The day and time of a request, if it has a day.
    #[must_use]
    pub fn of(request: &CallRequest) -> Option<Self> {
        let details = &request.details;
        Some(Self {
            date: *details.date()?,
            time: details.time().and_then(TimeOfDay::at),
        })
    }

    /// Its beginning, where the clocks are those of that zone. Of a time that a
    /// change of clocks shows twice it is the first; a time that it skips counts
    /// as an hour later.
    #[must_use]
    pub fn begins(self, zone: Tz) -> DateTime<Utc> {
        instant(self.date.and_time(self.time.unwrap_or_default()), zone)
    }

    /// From then on it is past: its beginning, or the end of a day without a time.
    #[must_use]
    pub fn past_at(self, zone: Tz) -> DateTime<Utc> {
        match (self.time, self.date.checked_add_days(Days::new(1))) {
            (None, Some(next)) => instant(next.and_time(NaiveTime::MIN), zone),
            _ => self.begins(zone),
        }
    }
}

fn instant(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    match zone.from_local_datetime(&local) {
        MappedLocalTime::Single(at) | MappedLocalTime::Ambiguous(at, _) => at.to_utc(),
        MappedLocalTime::None => {
            let later = zone.from_local_datetime(&(local + TimeDelta::hours(1)));
            later
                .earliest()
                .map_or_else(|| local.and_utc(), |at| at.to_utc())
        }
    }
}

choices! {
    /// Why a place is called again about an appointment.
    FollowUpKind {
        Confirm "confirm",
        Move "move",
        Cancel "cancel",
    }
}

choices! {
    /// What is wanted of an address at which calendars find appointments.
    FeedWish {
        /// To have one.
        Give "give",
        /// To have another one; the old one ends.
        Renew "renew",
        /// To have none any more.
        End "end",
    }
}

/// The appointment that a call is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FollowUp {
    pub appointment: AppointmentId,
    pub kind: FollowUpKind,
}

choices! {
    /// A reminder of an appointment.
    Reminder {
        /// About a day before it.
        Day "day",
        /// Some hours before it.
        Hours "hours",
    }
}

/// What is to be done about the reminders of an appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// This one is to be said now.
    Say(Reminder),
    /// The time of this one has come, and the person wants none.
    Pass(Reminder),
    /// None before this time.
    Wait(DateTime<Utc>),
    /// None any more.
    Nothing,
}

/// An appointment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Appointment {
    pub id: AppointmentId,
    /// The calendars' name for it; it never changes.
    pub uid: Uuid,
    /// The request of the call that led to it.
    pub request: CallRequest,
    pub when: When,
    /// The reservation's code, if they told one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// It was called off. Calendars are told so until it is forgotten.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cancelled: bool,
    /// Grows with every change, for the calendars.
    pub sequence: u32,
    /// When the person last changed it.
    pub changed_at: DateTime<Utc>,
    /// The reminders that were said, or came too late.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub reminded: BTreeSet<Reminder>,
    /// It is past, and nobody looks at its reminders any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub closed: bool,
}

/// Nobody is reminded a day ahead between these hours.
const NIGHT: (u32, u32) = (22, 8);

/// Instead they are reminded then, as they are of a day without a time.
const EVENING: NaiveTime = NaiveTime::from_hms_opt(18, 0, 0).expect("a time of day");

impl Appointment {
    /// The most that are kept of a person's.
    pub const MOST: usize = 200;

    /// The zone of the place, in which its day and time are meant.
    #[must_use]
    pub fn zone(&self) -> Tz {
        self.request.timezone
    }

    #[must_use]
    pub fn begins(&self) -> DateTime<Utc> {
        self.when.begins(self.zone())
    }

    #[must_use]
    pub fn is_past(&self, now: DateTime<Utc>) -> bool {
        self.when.past_at(self.zone()) <= now
    }

    /// When it is reminded of: the day before at the same time by the clocks of
    /// the place, but at 18:00 if that is at night or there is no time; and that
    /// many hours before. A day without a time has no hours before it.
    #[must_use]
    pub fn reminder_at(&self, reminder: Reminder, hours: HoursAhead) -> Option<DateTime<Utc>> {
        match reminder {
            Reminder::Day => {
                let time = self.when.time.filter(|time| {
                    let (begins, ends) = NIGHT;
                    (ends..begins).contains(&time.hour())
                });
                let before = self.when.date.checked_sub_days(Days::new(1))?;
                Some(instant(
                    before.and_time(time.unwrap_or(EVENING)),
                    self.zone(),
                ))
            }
            Reminder::Hours => {
                let hours = TimeDelta::hours(hours.count()?);
                self.when.time.map(|_| self.begins() - hours)
            }
        }
    }

    /// Whether the person wants a reminder.
    fn wants(reminder: Reminder, settings: &Settings) -> bool {
        match reminder {
            Reminder::Day => settings.day_ahead == DayAhead::On,
            Reminder::Hours => settings.hours_ahead != HoursAhead::Off,
        }
    }

    /// The reminders that are still to come and wanted, with their times.
    #[must_use]
    pub fn reminders(&self, settings: &Settings) -> Vec<(Reminder, DateTime<Utc>)> {
        let open = Reminder::ALL.into_iter().filter(|reminder| {
            !self.cancelled && !self.reminded.contains(reminder) && Self::wants(*reminder, settings)
        });
        open.filter_map(|it| Some((it, self.reminder_at(it, settings.hours_ahead)?)))
            .collect()
    }

    /// Which reminder is due. If the bot was away at the time of both, only the
    /// later one is.
    #[must_use]
    pub fn due(&self, settings: &Settings, now: DateTime<Utc>) -> Due {
        if self.cancelled || self.is_past(now) {
            return Due::Nothing;
        }
        for reminder in [Reminder::Hours, Reminder::Day] {
            if self.reminded.contains(&reminder) {
                continue;
            }
            let at = self.reminder_at(reminder, settings.hours_ahead);
            let wanted = Self::wants(reminder, settings);
            match at {
                Some(at) if at <= now && wanted => return Due::Say(reminder),
                Some(at) if at <= now => return Due::Pass(reminder),
                _ => {}
            }
        }
        // The settings may change meanwhile: each time at which a reminder can be
        // wanted is looked at.
        let hours = HoursAhead::ALL.into_iter();
        let hours = hours.filter_map(|hours| self.reminder_at(Reminder::Hours, hours));
        let day = self.reminder_at(Reminder::Day, HoursAhead::Off);
        let next = hours.chain(day).filter(|at| *at > now).min();
        Due::Wait(next.unwrap_or_else(|| self.when.past_at(self.zone())))
    }

    /// Notes that a reminder was said or passed; an earlier one is over with it.
    pub fn note_reminder(&mut self, reminder: Reminder) {
        self.reminded.insert(reminder);
        if reminder == Reminder::Hours {
            self.reminded.insert(Reminder::Day);
        }
    }

    /// It is at this time from now on. Reminders whose time is past are not said
    /// any more: the person has just been told.
    pub fn set(&mut self, when: When, settings: &Settings, now: DateTime<Utc>) {
        self.when = when;
        self.cancelled = false;
        self.closed = false;
        self.changed_at = now;
        self.reminded.clear();
        for reminder in Reminder::ALL {
            let at = self.reminder_at(reminder, settings.hours_ahead);
            if at.is_some_and(|at| at <= now) {
                self.reminded.insert(reminder);
            }
        }
    }

    /// Whether its reminders still have to be looked after.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.cancelled && !self.closed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(zone: &str, when: &str) -> Appointment {
        let request = serde_json::json!({
            "phone": "+14155552671",
            "task": "Table for four",
            "category": "restaurant",
            "details": {},
            "language": "en",
            "call_language": "en",
            "timezone": zone,
            "corrected": false,
        });
        let (date, time) = when.split_once(' ').unwrap_or((when, ""));
        Appointment {
            id: AppointmentId(Uuid::nil()),
            uid: Uuid::nil(),
            request: serde_json::from_value(request).unwrap(),
            when: When {
                date: date.parse().unwrap(),
                time: NaiveTime::parse_from_str(time, "%H:%M").ok(),
            },
            code: None,
            cancelled: false,
            sequence: 0,
            changed_at: DateTime::UNIX_EPOCH,
            reminded: BTreeSet::new(),
            closed: false,
        }
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// In Madrid the clocks go forward on 29 March 2026, and back on 25 October.
    #[test]
    fn reminders_are_at_sensible_hours() {
        for (when, day, hours) in [
            (
                "2026-06-10 21:30",
                "2026-06-09T19:30:00Z",
                Some("2026-06-10T17:30:00Z"),
            ),
            // At night: the evening before.
            (
                "2026-06-10 07:59",
                "2026-06-09T16:00:00Z",
                Some("2026-06-10T03:59:00Z"),
            ),
            (
                "2026-06-10 08:00",
                "2026-06-09T06:00:00Z",
                Some("2026-06-10T04:00:00Z"),
            ),
            (
                "2026-06-10 22:00",
                "2026-06-09T16:00:00Z",
                Some("2026-06-10T18:00:00Z"),
            ),
            ("2026-06-10", "2026-06-09T16:00:00Z", None),
            // The same time by the clocks there, and two hours that pass.
            (
                "2026-03-29 09:00",
                "2026-03-28T08:00:00Z",
                Some("2026-03-29T05:00:00Z"),
            ),
            (
                "2026-10-25 09:00",
                "2026-10-24T07:00:00Z",
                Some("2026-10-25T06:00:00Z"),
            ),
        ] {
            let kept = kept("Europe/Madrid", when);
            let found = |reminder| kept.reminder_at(reminder, HoursAhead::Two);
            assert_eq!(found(Reminder::Day), Some(at(day)), "{when}");
            assert_eq!(found(Reminder::Hours), hours.map(at), "{when}");
        }
    }

    #[test]
    fn each_is_due_once() {
        let mut settings = Settings::default();
        let mut kept = kept("Europe/Madrid", "2026-06-10 21:30");
        let (early, day) = (at("2026-06-01T00:00:00Z"), at("2026-06-09T19:30:00Z"));
        let last = at("2026-06-10T17:30:00Z");
        assert_eq!(kept.due(&settings, early), Due::Wait(day));
        assert_eq!(kept.due(&settings, day), Due::Say(Reminder::Day));
        // Both were missed: the later one counts, and is the last.
        assert_eq!(kept.due(&settings, last), Due::Say(Reminder::Hours));
        kept.note_reminder(Reminder::Hours);
        let over = at("2026-06-10T19:30:00Z");
        assert!(matches!(kept.due(&settings, last), Due::Wait(_)));
        assert_eq!(kept.due(&settings, over), Due::Nothing);
        // Who wants none is not told later, when they want some again.
        kept.reminded.clear();
        settings.day_ahead = DayAhead::Off;
        assert_eq!(kept.due(&settings, day), Due::Pass(Reminder::Day));
        settings.hours_ahead = HoursAhead::Off;
        kept.note_reminder(Reminder::Day);
        assert!(matches!(kept.due(&settings, last), Due::Wait(_)));
        // Moved to a time in three hours: only the one that is still to come.
        settings = Settings::default();
        let now = at("2026-06-12T09:00:00Z");
        let when = When {
            date: "2026-06-12".parse().unwrap(),
            time: NaiveTime::from_hms_opt(14, 0, 0),
        };
        kept.set(when, &settings, now);
        assert_eq!(
            kept.reminders(&settings),
            [(Reminder::Hours, at("2026-06-12T10:00:00Z"))]
        );
        kept.cancelled = true;
        assert_eq!(
            kept.due(&settings, at("2026-06-12T10:00:00Z")),
            Due::Nothing
        );
        assert_eq!(kept.reminders(&settings), []);
    }
}
