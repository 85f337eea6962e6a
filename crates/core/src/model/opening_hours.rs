//! A place's opening hours, as far as a person has told them: for each day of
//! the week stretches of hours, or that it is closed. Days that nobody has told
//! are not known.

use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use serde::{Deserialize, Serialize};

/// From one time of a day to another. An end that is not behind the beginning is
/// on the next day: '20–1'.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stretch {
    pub from: NaiveTime,
    pub to: NaiveTime,
}

impl Stretch {
    /// A stretch; a whole day where both are midnight.
    #[must_use]
    pub fn new(from: NaiveTime, to: NaiveTime) -> Self {
        Self { from, to }
    }

    fn overnight(self) -> bool {
        self.to <= self.from
    }

    /// Whether it holds a time of the day on which it begins.
    fn has(self, time: NaiveTime) -> bool {
        time >= self.from && (self.overnight() || time < self.to)
    }
}

/// The hours of a week; `None` is a day that nobody has told, an empty list a day
/// on which the place is closed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OpeningHours([Option<Vec<Stretch>>; 7]);

/// So many stretches of a day are kept.
const MOST_STRETCHES: usize = 6;

impl OpeningHours {
    /// The hours of a day; `None` if nobody has told them.
    #[must_use]
    pub fn on(&self, day: Weekday) -> Option<&[Stretch]> {
        self.0[index(day)].as_deref()
    }

    /// The place is closed on that day.
    pub fn close(&mut self, day: Weekday) {
        self.0[index(day)] = Some(Vec::new());
    }

    /// It is open on that day in these hours, and in no others.
    pub fn open(&mut self, day: Weekday, stretches: &[Stretch]) {
        let mut stretches = stretches.to_vec();
        stretches.sort_unstable();
        stretches.dedup();
        stretches.truncate(MOST_STRETCHES);
        self.0[index(day)] = Some(stretches);
    }

    /// Whether nothing is told.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    /// Whether the place is closed on every day: nobody could ever call.
    #[must_use]
    pub fn is_never_open(&self) -> bool {
        self.0
            .iter()
            .all(|day| day.as_ref().is_some_and(Vec::is_empty))
    }

    /// These hours, with the days that others tell taken from those.
    #[must_use]
    pub fn with(mut self, newer: &Self) -> Self {
        for (day, told) in self.0.iter_mut().zip(&newer.0) {
            if told.is_some() {
                day.clone_from(told);
            }
        }
        self
    }

    /// Whether a place is open at that time of its clocks; `usual` has the hours of
    /// days that nobody has told.
    pub fn is_open(&self, at: NaiveDateTime, usual: impl Fn(NaiveDate) -> Vec<Stretch>) -> bool {
        let of = |date: NaiveDate| match self.on(date.weekday()) {
            Some(told) => told.to_vec(),
            None => usual(date),
        };
        let today = of(at.date()).into_iter().any(|it| it.has(at.time()));
        let eve = at.date().checked_sub_days(Days::new(1)).map(of);
        let since_eve = |it: Stretch| it.overnight() && at.time() < it.to;
        today || eve.unwrap_or_default().into_iter().any(since_eve)
    }
}

fn index(day: Weekday) -> usize {
    // Below seven.
    day.num_days_from_monday() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> NaiveTime {
        text.parse().unwrap()
    }

    fn stretch(from: &str, to: &str) -> Stretch {
        Stretch::new(time(from), time(to))
    }

    fn open(hours: &OpeningHours, at: &str) -> bool {
        hours.is_open(at.parse().unwrap(), |_| {
            vec![stretch("09:00:00", "19:00:00")]
        })
    }

    /// 26 January 2026 is a Monday.
    #[test]
    fn told_days_go_before_usual_ones() {
        let mut hours = OpeningHours::default();
        assert!(hours.is_empty() && open(&hours, "2026-01-26T09:00:00"));
        hours.close(Weekday::Mon);
        hours.open(
            Weekday::Tue,
            &[
                stretch("20:00:00", "01:00:00"),
                stretch("13:00:00", "16:00:00"),
            ],
        );
        for (at, expected) in [
            ("2026-01-26T12:00:00", false),
            ("2026-01-27T12:59:00", false),
            ("2026-01-27T13:00:00", true),
            ("2026-01-27T16:00:00", false),
            ("2026-01-27T23:59:00", true),
            ("2026-01-28T00:59:00", true),
            ("2026-01-28T01:00:00", false),
            ("2026-01-28T18:59:00", true),
        ] {
            assert_eq!(open(&hours, at), expected, "{at}");
        }
        let mut newer = OpeningHours::default();
        newer.open(Weekday::Mon, &[stretch("09:00:00", "10:00:00")]);
        let hours = hours.with(&newer);
        assert!(open(&hours, "2026-01-26T09:30:00"));
        assert!(open(&hours, "2026-01-27T13:00:00"), "the other days stay");
    }

    #[test]
    fn a_place_may_be_never_open() {
        let mut hours = OpeningHours::default();
        let week = (0..7).map(|day| Weekday::try_from(day).unwrap());
        week.for_each(|day| hours.close(day));
        assert!(hours.is_never_open());
        hours.open(Weekday::Sun, &[stretch("00:00:00", "00:00:00")]);
        assert!(!hours.is_never_open());
        assert!(open(&hours, "2026-02-01T03:00:00"), "day and night");
    }
}
