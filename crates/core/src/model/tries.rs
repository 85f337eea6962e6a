//! Trying again: how often and how far apart a call is repeated while nobody is
//! reached. The person agrees to it once; each try is a call of its own. Only
//! pure rules are here.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{CallId, Hours, instant_of};

/// What a person agrees to: so many more calls at most, so far apart.
///
/// The bounds are ours: a phone that rings more often is a nuisance, and after
/// two days the person should look at the request again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "TriesTold", into = "TriesTold")]
pub struct KeepTrying {
    told: TriesTold,
}

/// The same, before its bounds are checked. Its JSON is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TriesTold {
    /// Calls after the first one.
    pub more: u8,
    /// The minutes from the end of a call to the next.
    pub apart: u16,
    /// Each pause is twice as long as the one before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub doubles: bool,
    /// No call begins after this time on the clocks of the place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveTime>,
}

/// Why a series cannot be agreed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TriesProblem {
    #[error("more than {} more calls", KeepTrying::MOST)]
    TooMany,
    #[error("fewer than {} minutes apart", KeepTrying::CLOSEST)]
    TooClose,
    #[error("it takes more than two days")]
    TooLong,
}

impl TryFrom<TriesTold> for KeepTrying {
    type Error = TriesProblem;

    fn try_from(told: TriesTold) -> Result<Self, TriesProblem> {
        if told.more > Self::MOST {
            return Err(TriesProblem::TooMany);
        }
        if told.apart < Self::CLOSEST {
            return Err(TriesProblem::TooClose);
        }
        let plan = Self { told };
        match plan.pauses().sum::<TimeDelta>() > Self::LONGEST {
            true => Err(TriesProblem::TooLong),
            false => Ok(plan),
        }
    }
}

impl From<KeepTrying> for TriesTold {
    fn from(plan: KeepTrying) -> Self {
        plan.told
    }
}

impl Default for KeepTrying {
    /// Three more calls, 20 minutes apart, then twice as long.
    fn default() -> Self {
        Self {
            told: TriesTold {
                more: 3,
                apart: 20,
                doubles: true,
                until: None,
            },
        }
    }
}

impl KeepTrying {
    /// At most so many calls after the first.
    pub const MOST: u8 = 6;
    /// The shortest pause, in minutes.
    pub const CLOSEST: u16 = 5;
    /// From the first call to the last.
    pub const LONGEST: TimeDelta = TimeDelta::days(2);

    /// How many calls follow the first, at most.
    #[must_use]
    pub fn more(self) -> u8 {
        self.told.more
    }

    /// No call begins after this time on the clocks of the place.
    #[must_use]
    pub fn until(self) -> Option<NaiveTime> {
        self.told.until
    }

    /// The pause before each call after the first.
    pub fn pauses(self) -> impl Iterator<Item = TimeDelta> {
        let apart = TimeDelta::minutes(self.told.apart.into());
        let factor = if self.told.doubles { 2 } else { 1 };
        let pauses = std::iter::successors(Some(apart), move |pause| Some(*pause * factor));
        pauses.take(self.told.more.into())
    }

    /// The one pause, if all are as long.
    #[must_use]
    pub fn even_pause(self) -> Option<TimeDelta> {
        let even = !self.told.doubles || self.told.more < 2;
        self.pauses().next().filter(|_| even)
    }
}

/// A call of a series that reached nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    pub call: CallId,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// The service's word for its end.
    pub status: String,
}

/// A series of calls, as the record of each of them holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tries {
    pub plan: KeepTrying,
    /// When its first call was due, or when the person agreed to more.
    pub since: DateTime<Utc>,
    /// The calls before this one, the first one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<Tried>,
    /// No call follows: the person said so, or an end was unclear.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stopped: bool,
}

/// Why a series made no further call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoMore {
    /// As many calls were made as were agreed to.
    AllMade,
    /// The next one would be too late: after the time that was told, or after
    /// two days.
    TooLate,
    /// It was stopped.
    Stopped,
}

impl Tries {
    /// A series whose first call is due then.
    #[must_use]
    pub fn agreed(plan: KeepTrying, since: DateTime<Utc>) -> Self {
        Self {
            plan,
            since,
            before: Vec::new(),
            stopped: false,
        }
    }

    /// Whether a call of it was made before this one.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        !self.before.is_empty()
    }

    /// Whether it is the series of that call.
    #[must_use]
    pub fn has(&self, call: CallId) -> bool {
        self.before.iter().any(|tried| tried.call == call)
    }

    /// The same for the next call, after this one reached nobody.
    #[must_use]
    pub fn after(&self, tried: Tried) -> Self {
        let mut next = self.clone();
        next.before.push(tried);
        next
    }

    /// When the next call is due, after one that ended then. `before` holds that
    /// one. `hours` are the place's, if they are minded.
    ///
    /// # Errors
    /// If no call follows.
    pub fn next(
        &self,
        ended: DateTime<Utc>,
        zone: Tz,
        hours: Option<&Hours<'_>>,
    ) -> Result<DateTime<Utc>, NoMore> {
        if self.stopped {
            return Err(NoMore::Stopped);
        }
        let made = self.before.len().saturating_sub(1);
        let pause = self.plan.pauses().nth(made).ok_or(NoMore::AllMade)?;
        let at = ended + pause;
        let at = match hours.filter(|hours| hours.wrong(at).is_some()) {
            Some(hours) => hours.next(at).ok_or(NoMore::TooLate)?,
            None => at,
        };
        match at > self.end(zone) {
            true => Err(NoMore::TooLate),
            false => Ok(at),
        }
    }

    /// No call begins later.
    fn end(&self, zone: Tz) -> DateTime<Utc> {
        let longest = self.since + KeepTrying::LONGEST;
        let until = self.plan.until().and_then(|time| {
            let today = self.since.with_timezone(&zone).date_naive();
            let days = (0..3).filter_map(|days| today.checked_add_days(Days::new(days)));
            // A change of clocks may skip it.
            let at = |date: chrono::NaiveDate| {
                let local = date.and_time(time);
                let later = || instant_of(local + TimeDelta::hours(1), zone, self.since);
                instant_of(local, zone, self.since).or_else(later)
            };
            days.filter_map(at).find(|at| *at >= self.since)
        });
        until.map_or(longest, |until| until.min(longest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Category;
    use crate::model::{Holidays, Phone};
    use chrono_tz::Europe::Madrid;
    use uuid::Uuid;

    fn plan(more: u8, apart: u16, doubles: bool, until: Option<&str>) -> KeepTrying {
        let until = until.map(|time| time.parse().unwrap());
        let told = TriesTold {
            more,
            apart,
            doubles,
            until,
        };
        told.try_into().unwrap()
    }

    fn tried(at: &str) -> Tried {
        Tried {
            call: CallId(Uuid::nil()),
            at: at.parse().unwrap(),
            status: "no_answer".to_owned(),
        }
    }

    /// The times of all calls of a series, on the clocks in Madrid.
    fn times(plan: KeepTrying, first: &str, hours: Option<&Hours<'_>>) -> (Vec<String>, NoMore) {
        let mut tries = Tries::agreed(plan, first.parse().unwrap());
        let mut at: DateTime<Utc> = tries.since;
        let mut times = Vec::new();
        loop {
            tries = tries.after(tried(&at.to_rfc3339()));
            // Each call takes a minute.
            match tries.next(at + TimeDelta::minutes(1), Madrid, hours) {
                Ok(next) => at = next,
                Err(why) => return (times, why),
            }
            let there = at.with_timezone(&Madrid);
            times.push(there.format("%d %H:%M").to_string());
        }
    }

    #[test]
    fn pauses_double_or_stay() {
        let first = "2026-01-28T11:00:00Z";
        let (all, why) = times(KeepTrying::default(), first, None);
        assert_eq!(all, ["28 12:21", "28 13:02", "28 14:23"]);
        assert_eq!(why, NoMore::AllMade);
        let (all, _) = times(plan(2, 10, false, None), first, None);
        assert_eq!(all, ["28 12:11", "28 12:22"]);
    }

    #[test]
    fn none_is_made_after_the_time_that_was_told() {
        let every_half_hour = plan(6, 30, false, Some("14:00:00"));
        let (all, why) = times(every_half_hour, "2026-01-28T11:40:00Z", None);
        assert_eq!(all, ["28 13:11", "28 13:42"]);
        assert_eq!(why, NoMore::TooLate);
        // TriesTold for the next day.
        let (all, _) = times(every_half_hour, "2026-01-28T21:00:00Z", None);
        assert_eq!(all.len(), 6);
    }

    #[test]
    fn they_keep_to_the_hours_of_the_place_and_to_two_days() {
        let office = Hours {
            category: Category::General,
            zone: Madrid,
            holidays: Holidays::of(&Phone::from_e164("+34612345678").unwrap()),
            told: None,
        };
        // Wednesday, 18:50.
        let (all, _) = times(
            plan(2, 20, false, None),
            "2026-01-28T17:50:00Z",
            Some(&office),
        );
        assert_eq!(all, ["29 09:00", "29 09:21"]);
        // Saturday, 18:50: Monday morning is within two days, its evening not.
        let (all, why) = times(
            plan(2, 24 * 60, false, None),
            "2026-01-31T17:50:00Z",
            Some(&office),
        );
        assert_eq!(
            (all.as_slice(), why),
            (["02 09:00".to_owned()].as_slice(), NoMore::TooLate)
        );
    }

    /// The clocks go forward at 2 on 29 March 2026 and back at 3 on 25 October.
    #[test]
    fn pauses_are_elapsed_time_when_the_clocks_change() {
        let (all, _) = times(plan(2, 30, false, None), "2026-03-29T00:45:00Z", None);
        assert_eq!(all, ["29 03:16", "29 03:47"]);
        let (all, _) = times(plan(3, 30, false, None), "2026-10-25T00:45:00Z", None);
        assert_eq!(all, ["25 02:16", "25 02:47", "25 03:18"]);
        // Until a time that is skipped, and one that comes twice.
        let until = plan(6, 30, false, Some("02:30:00"));
        assert_eq!(
            times(until, "2026-03-29T00:15:00Z", None).0,
            ["29 01:46", "29 03:17"]
        );
        assert_eq!(times(until, "2026-10-24T23:45:00Z", None).0, ["25 02:16"]);
    }

    #[test]
    fn bounds_are_kept_in_words_and_on_the_disk() {
        for (json, expected) in [
            (r#"{"more":7,"apart":20}"#, "more than 6 more calls"),
            (r#"{"more":2,"apart":4}"#, "fewer than 5 minutes apart"),
            (r#"{"more":6,"apart":600}"#, "it takes more than two days"),
        ] {
            let error = serde_json::from_str::<KeepTrying>(json).unwrap_err();
            assert!(error.to_string().contains(expected), "{error}");
        }
        let json = r#"{"more":6,"apart":30,"until":"20:00:00"}"#;
        let plan: KeepTrying = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&plan).unwrap(), json);
    }

    #[test]
    fn a_series_that_was_stopped_makes_no_call() {
        let now: DateTime<Utc> = "2026-01-28T11:00:00Z".parse().unwrap();
        let mut tries = Tries::agreed(KeepTrying::default(), now);
        tries = tries.after(tried("2026-01-28T11:00:00Z"));
        tries.stopped = true;
        assert_eq!(tries.next(now, Madrid, None), Err(NoMore::Stopped));
    }
}
