//! When a call is to be made, where that is not at once: a time on the clocks of
//! the place, or an instant.

use chrono::{DateTime, MappedLocalTime, NaiveDateTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// A call can be put off for at most this long: places change their hours, and
/// people their plans. The service's own calls are another matter.
pub const FURTHEST: TimeDelta = TimeDelta::days(60);

/// A call that waits for longer was put off: its person has other things to do
/// meanwhile.
const PUT_OFF_FOR: TimeDelta = TimeDelta::hours(1);

/// Whether a call that is agreed at one time and made at another is put off, and
/// not only counted down.
#[must_use]
pub fn is_put_off(agreed: DateTime<Utc>, due: DateTime<Utc>) -> bool {
    due - agreed > PUT_OFF_FOR
}

/// When a call is to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallAt {
    /// At this time on the clocks of the place, whichever its zone turns out to
    /// be.
    There(NaiveDateTime),
    /// At this instant, such as 'in two hours', or a button's.
    Exactly(DateTime<Utc>),
    /// When they open. It becomes a time as soon as the place is known.
    WhenOpen,
}

impl CallAt {
    /// The instant, for a place in that zone; `None` for a time that the clocks
    /// skip there, and while only the opening is known.
    #[must_use]
    pub fn instant(self, zone: Tz, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self {
            Self::There(local) => instant_of(local, zone, now),
            Self::Exactly(at) => Some(at),
            Self::WhenOpen => None,
        }
    }
}

/// The instant at which the clocks of a zone show that time. When a change of
/// clocks makes it happen twice, the first one that is still to come; `None` if
/// it is skipped.
#[must_use]
pub fn instant_of(local: NaiveDateTime, zone: Tz, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    match zone.from_local_datetime(&local) {
        MappedLocalTime::None => None,
        MappedLocalTime::Single(at) => Some(at.with_timezone(&Utc)),
        MappedLocalTime::Ambiguous(first, second) => Some(match first < now {
            true => second.with_timezone(&Utc),
            false => first.with_timezone(&Utc),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Europe::Madrid;

    fn at(local: &str, now: &str) -> Option<String> {
        let local = local.parse().unwrap();
        instant_of(local, Madrid, now.parse().unwrap()).map(|at| at.to_rfc3339())
    }

    /// In Madrid the clocks go forward at 2 on 29 March 2026, and back at 3 on 25
    /// October.
    #[test]
    fn a_change_of_clocks_skips_a_time_or_shows_it_twice() {
        let before = "2026-01-01T00:00:00Z";
        let skipped = at("2026-03-29T02:30:00", before);
        assert_eq!(skipped, None);
        let behind = at("2026-03-29T03:30:00", before);
        assert_eq!(behind.as_deref(), Some("2026-03-29T01:30:00+00:00"));
        let first = at("2026-10-25T02:30:00", before);
        assert_eq!(first.as_deref(), Some("2026-10-25T00:30:00+00:00"));
        let second = at("2026-10-25T02:30:00", "2026-10-25T00:31:00Z");
        assert_eq!(second.as_deref(), Some("2026-10-25T01:30:00+00:00"));
    }
}
