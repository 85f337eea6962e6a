//! Quiet hours: the part of each day in which news of calls that were put off make
//! no sound. They are told on the clocks of a zone, and may go over midnight.

use std::str::FromStr;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Timelike as _, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::instant_of;

/// The hours that are offered: 22:00 to 7:30.
const NIGHT: QuietHours = QuietHours::Daily {
    from: time(22, 0),
    to: time(7, 30),
};

/// No change of clocks skips more than a day.
const LONGEST_GAP: i64 = 25 * 60;

/// The quiet hours of a person or of a room.
///
/// In JSON they are `off`, or both times: `22:00-07:30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum QuietHours {
    /// News make a sound at any time.
    #[default]
    Off,
    /// From one time of each day to another, which is not quiet any more.
    Daily {
        /// In whole minutes.
        from: NaiveTime,
        /// Another time than `from`, in whole minutes.
        to: NaiveTime,
    },
}

impl QuietHours {
    /// The hours that are offered, beside those that are told in words.
    pub const OFFERED: [Self; 2] = [NIGHT, Self::Off];

    /// Quiet hours in whole minutes; `None` if they begin and end at the same time.
    #[must_use]
    pub fn daily(from: NaiveTime, to: NaiveTime) -> Option<Self> {
        let (from, to) = (whole(from), whole(to));
        (from != to).then_some(Self::Daily { from, to })
    }

    /// The word of hours that are offered.
    #[must_use]
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::Off => Some("off"),
            NIGHT => Some("night"),
            Self::Daily { .. } => None,
        }
    }

    /// When the hours that are in force now end, on the clocks of that zone; `None`
    /// if none are in force. An end that a change of clocks skips is the moment of
    /// the change.
    #[must_use]
    pub fn end(self, zone: Tz, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let Self::Daily { from, to } = self else {
            return None;
        };
        let local = now.with_timezone(&zone).naive_local();
        let time = local.time();
        let in_force = match from < to {
            true => (from..to).contains(&time),
            false => time >= from || time < to,
        };
        if !in_force {
            return None;
        }
        let day = match time < to {
            true => local.date(),
            false => local.date().checked_add_days(Days::new(1))?,
        };
        Some(at(day, to, zone, now))
    }
}

/// When the clocks of a zone show that time on that day, or the first moment after
/// it that they show.
fn at(day: NaiveDate, time: NaiveTime, zone: Tz, now: DateTime<Utc>) -> DateTime<Utc> {
    let local = day.and_time(time);
    (0..=LONGEST_GAP)
        .find_map(|minutes| instant_of(local + TimeDelta::minutes(minutes), zone, now))
        .unwrap_or_else(|| zone.from_utc_datetime(&local).with_timezone(&Utc))
}

const fn time(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).expect("a time of day")
}

fn whole(time: NaiveTime) -> NaiveTime {
    NaiveTime::from_hms_opt(time.hour(), time.minute(), 0).unwrap_or(time)
}

impl From<QuietHours> for String {
    fn from(hours: QuietHours) -> Self {
        match hours {
            QuietHours::Off => "off".to_owned(),
            QuietHours::Daily { from, to } => {
                format!("{}-{}", from.format("%H:%M"), to.format("%H:%M"))
            }
        }
    }
}

impl TryFrom<String> for QuietHours {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl FromStr for QuietHours {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "off" {
            return Ok(Self::Off);
        }
        let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").ok();
        text.split_once('-')
            .and_then(|(from, to)| Self::daily(time(from)?, time(to)?))
            .ok_or("quiet hours are `off` or two times, such as `22:00-07:30`")
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Madrid;
    use chrono_tz::{America, Pacific, Tz};

    use super::*;

    #[track_caller]
    fn check(hours: &str, zone: Tz, now: &str, end: Option<&str>) {
        let hours: QuietHours = hours.parse().unwrap();
        let found = hours.end(zone, now.parse().unwrap());
        assert_eq!(found, end.map(|end| end.parse().unwrap()), "{now}");
    }

    #[test]
    fn they_end_on_the_clocks_of_the_zone() {
        let night = "22:00-07:30";
        // In Madrid it is an hour later.
        check(night, Madrid, "2026-01-28T20:59:59Z", None);
        let morning = Some("2026-01-29T06:30:00Z");
        check(night, Madrid, "2026-01-28T21:00:00Z", morning);
        check(night, Madrid, "2026-01-29T01:00:00Z", morning);
        check(night, Madrid, "2026-01-29T06:29:59Z", morning);
        check(night, Madrid, "2026-01-29T06:30:00Z", None);
        // They need not go over midnight.
        let noon = Some("2026-01-28T14:00:00Z");
        check("13:00-15:00", Madrid, "2026-01-28T12:00:00Z", noon);
        check("13:00-15:00", Madrid, "2026-01-28T14:00:00Z", None);
        let midnight = Some("2026-01-28T23:00:00Z");
        check("22:00-00:00", Madrid, "2026-01-28T22:59:00Z", midnight);
        check("off", Madrid, "2026-01-28T23:00:00Z", None);
    }

    /// In Madrid the clocks go forward at 2 on 29 March 2026, and back at 3 on 25
    /// October; Samoa had no 30 December 2011.
    #[test]
    fn they_end_when_the_clocks_are_changed() {
        let spring = Some("2026-03-29T05:30:00Z");
        check("22:00-07:30", Madrid, "2026-03-28T22:00:00Z", spring);
        let autumn = Some("2026-10-25T06:30:00Z");
        check("22:00-07:30", Madrid, "2026-10-24T22:00:00Z", autumn);
        let skipped = Some("2026-03-29T01:00:00Z");
        check("22:00-02:30", Madrid, "2026-03-29T00:30:00Z", skipped);
        check("22:00-02:30", Madrid, "2026-03-29T01:00:00Z", None);
        let first = Some("2026-10-25T00:30:00Z");
        check("22:00-02:30", Madrid, "2026-10-24T23:30:00Z", first);
        // The clocks show two o'clock again.
        let second = Some("2026-10-25T01:30:00Z");
        check("22:00-02:30", Madrid, "2026-10-25T01:10:00Z", second);
        let no_such_day = Some("2011-12-30T10:00:00Z");
        check(
            "22:00-07:30",
            Pacific::Apia,
            "2011-12-30T09:00:00Z",
            no_such_day,
        );
        let west = Some("2026-01-29T15:30:00Z");
        let angeles = America::Los_Angeles;
        check("22:00-07:30", angeles, "2026-01-29T06:00:00Z", west);
    }

    #[test]
    fn they_come_back_from_their_json() {
        for json in [r#""off""#, r#""22:00-07:30""#, r#""13:00-15:00""#] {
            let hours: QuietHours = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&hours).unwrap(), json);
        }
        for bad in ["", "on", "22:00", "22:00-22:00", "22-7", "22:00-24:00"] {
            assert!(bad.parse::<QuietHours>().is_err(), "{bad}");
        }
    }
}
