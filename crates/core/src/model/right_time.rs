//! The right time to call a place: the hours in which somebody is likely to
//! answer, the public holidays of its country, and the opening hours that a
//! person has told.

use chrono::{
    DateTime, Datelike as _, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday,
};
use chrono_tz::Tz;

use super::{Category, Holidays, OpeningHours, Stretch, instant_of};

/// The next right time is looked for within so many days.
const HORIZON: u64 = 21;

/// A place, as far as it tells when to call it.
#[derive(Debug, Clone, Copy)]
pub struct Hours<'a> {
    pub category: Category,
    pub zone: Tz,
    pub holidays: Holidays,
    /// The hours that a person has told.
    pub told: Option<&'a OpeningHours>,
}

/// Why a time is not a right one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrongTime {
    /// Places of this kind are rarely open then.
    Unusual,
    /// It is a public holiday there.
    Holiday,
    /// A person has told that they are closed then.
    Closed,
}

impl Category {
    /// The hours in which a place of this kind answers the phone nearly
    /// everywhere. They are narrower than its opening hours where somebody who
    /// calls at the edge gets nobody, and wide where a call does no harm:
    /// restaurants take calls between meals and while they serve, receptions all
    /// day, practices and offices in their office hours.
    fn usual_hours(self, day: Weekday) -> Option<(u32, u32)> {
        let weekend = matches!(day, Weekday::Sat | Weekday::Sun);
        match self {
            Self::Restaurant => Some((11 * 60, 23 * 60)),
            Self::Hotel => Some((7 * 60, 23 * 60)),
            Self::Clinic => (!weekend).then_some((8 * 60 + 30, 19 * 60)),
            Self::General => (day != Weekday::Sun).then_some((9 * 60, 19 * 60)),
        }
    }

    /// Whether places of this kind are closed on public holidays.
    fn keeps_holidays(self) -> bool {
        matches!(self, Self::Clinic | Self::General)
    }
}

fn time(minutes: u32) -> NaiveTime {
    NaiveTime::from_num_seconds_from_midnight_opt(minutes * 60, 0).unwrap_or(NaiveTime::MIN)
}

impl Hours<'_> {
    fn usual(&self, date: NaiveDate) -> Vec<Stretch> {
        if self.category.keeps_holidays() && self.holidays.contains(date) {
            return Vec::new();
        }
        let hours = self.category.usual_hours(date.weekday());
        let hours = hours.map(|(from, to)| Stretch::new(time(from), time(to)));
        hours.into_iter().collect()
    }

    fn is_right(&self, local: NaiveDateTime) -> bool {
        let unknown = OpeningHours::default();
        let told = self.told.unwrap_or(&unknown);
        told.is_open(local, |date| self.usual(date))
    }

    /// The reason not to call then, if there is one.
    #[must_use]
    pub fn wrong(&self, at: DateTime<Utc>) -> Option<WrongTime> {
        let local = at.with_timezone(&self.zone).naive_local();
        if self.is_right(local) {
            return None;
        }
        let told = self.told.and_then(|told| told.on(local.weekday()));
        let holiday = self.category.keeps_holidays() && self.holidays.contains(local.date());
        Some(match told {
            Some(_) => WrongTime::Closed,
            None if holiday => WrongTime::Holiday,
            None => WrongTime::Unusual,
        })
    }

    /// The next time that is right, at the beginning of a stretch of hours;
    /// `None` if the next three weeks have no such time.
    #[must_use]
    pub fn next(&self, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let today = after.with_timezone(&self.zone).date_naive();
        let days = (0..=HORIZON).filter_map(|days| today.checked_add_days(Days::new(days)));
        days.flat_map(|day| self.openings(day))
            .filter_map(|local| self.shown(local, after))
            .find(|at| *at > after)
    }

    /// The first right time of a day; its usual or told opening.
    #[must_use]
    pub fn first_of(&self, day: NaiveDate, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let openings = self.openings(day).into_iter();
        let mut openings = openings.filter_map(|local| self.shown(local, after));
        let now = after.with_timezone(&self.zone).naive_local();
        match now.date() == day && self.is_right(now) {
            true => Some(after),
            false => openings.find(|at| *at > after),
        }
    }

    fn openings(&self, day: NaiveDate) -> Vec<NaiveDateTime> {
        let told = self.told.and_then(|told| told.on(day.weekday()));
        let stretches = told.map_or_else(|| self.usual(day), <[Stretch]>::to_vec);
        stretches
            .into_iter()
            .map(|it| day.and_time(it.from))
            .collect()
    }

    /// The instant of that time; where the clocks skip it, an hour later.
    fn shown(&self, local: NaiveDateTime, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let later = || instant_of(local + TimeDelta::hours(1), self.zone, now);
        instant_of(local, self.zone, now).or_else(later)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Phone;

    fn hours(category: Category) -> Hours<'static> {
        Hours {
            category,
            zone: Tz::Europe__Madrid,
            holidays: Holidays::of(&Phone::from_e164("+34612345678").unwrap()),
            told: None,
        }
    }

    #[track_caller]
    fn check(hours: &Hours<'_>, at: &str, wrong: Option<WrongTime>, next: &str) {
        let at: DateTime<Utc> = at.parse().unwrap();
        assert_eq!(hours.wrong(at), wrong, "{at}");
        let next: DateTime<Utc> = next.parse().unwrap();
        assert_eq!(hours.next(at), Some(next), "{at}");
    }

    /// Madrid is an hour ahead of UTC; 1 February 2026 is a Sunday.
    #[test]
    fn each_kind_of_place_has_its_hours() {
        use Category::{Clinic, General, Hotel, Restaurant};
        use WrongTime::{Holiday, Unusual};
        let late = "2026-02-01T22:40:00Z";
        check(
            &hours(Restaurant),
            late,
            Some(Unusual),
            "2026-02-02T10:00:00Z",
        );
        check(&hours(Hotel), late, Some(Unusual), "2026-02-02T06:00:00Z");
        check(&hours(Clinic), late, Some(Unusual), "2026-02-02T07:30:00Z");
        check(&hours(General), late, Some(Unusual), "2026-02-02T08:00:00Z");
        check(
            &hours(General),
            "2026-01-31T10:00:00Z",
            None,
            "2026-02-02T08:00:00Z",
        );
        // Friday 1 May.
        let labour_day = "2026-05-01T10:00:00Z";
        check(
            &hours(Clinic),
            labour_day,
            Some(Holiday),
            "2026-05-04T06:30:00Z",
        );
        check(
            &hours(General),
            labour_day,
            Some(Holiday),
            "2026-05-02T07:00:00Z",
        );
        check(&hours(Restaurant), labour_day, None, "2026-05-02T09:00:00Z");
    }

    #[test]
    fn told_hours_go_before_the_usual_ones() {
        let mut told = OpeningHours::default();
        told.close(Weekday::Mon);
        let hours = Hours {
            told: Some(&told),
            ..hours(Category::Restaurant)
        };
        let monday = "2026-02-02T12:00:00Z";
        check(
            &hours,
            monday,
            Some(WrongTime::Closed),
            "2026-02-03T10:00:00Z",
        );
        check(&hours, "2026-02-03T12:00:00Z", None, "2026-02-04T10:00:00Z");
        let week = (0..7).map(|day| Weekday::try_from(day).unwrap());
        week.for_each(|day| told.close(day));
        let never = Hours {
            told: Some(&told),
            ..super::tests::hours(Category::Restaurant)
        };
        assert_eq!(never.next(monday.parse().unwrap()), None);
    }

    /// The clocks go forward at 2 on 29 March 2026.
    #[test]
    fn an_opening_that_the_clocks_skip_is_an_hour_later() {
        let mut told = OpeningHours::default();
        let half_past_two = Stretch::new(time(150), time(240));
        told.open(Weekday::Sun, &[half_past_two]);
        let hours = Hours {
            told: Some(&told),
            ..hours(Category::General)
        };
        let before: DateTime<Utc> = "2026-03-28T22:00:00Z".parse().unwrap();
        let expected = "2026-03-29T01:30:00Z".parse().unwrap();
        assert_eq!(hours.next(before), Some(expected));
    }
}
