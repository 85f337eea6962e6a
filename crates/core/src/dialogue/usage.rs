//! How much of its plan an account has left, as the service tells it.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

/// From this share of the plan on, little is left.
const MUCH_USED: f64 = 0.8;

/// The figures of an account. The service may leave out each of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Usage {
    pub plan: Option<String>,
    pub credits: Meter,
    pub minutes: Meter,
    pub calls: Meter,
    /// The share of the plan that is used, in percent.
    pub percentage: Option<f64>,
    pub period_start: Option<DateTime<Utc>>,
    pub period_end: Option<DateTime<Utc>>,
}

/// How much there is of one unit.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Meter {
    pub allocated: Option<f64>,
    pub used: Option<f64>,
    pub remaining: Option<f64>,
}

/// The units in which the service bills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Credits,
    Minutes,
    Calls,
}

/// Little or nothing is left of a unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shortage {
    pub unit: Unit,
    pub left: f64,
    /// Of so many; `None` if the service does not say.
    pub of: Option<f64>,
    /// The day on which there is more.
    pub renews: Option<NaiveDate>,
}

impl Meter {
    /// The rest, never less than nothing.
    #[must_use]
    pub fn left(&self) -> Option<f64> {
        let counted = || Some(self.allocated? - self.used?);
        self.remaining
            .or_else(counted)
            .map(|left: f64| left.max(0.0))
    }

    /// How much there was at first, if that makes sense beside what is left.
    #[must_use]
    pub fn total(&self) -> Option<f64> {
        let counted = || Some(self.used? + self.left()?);
        let total = self.allocated.or_else(counted)?;
        (total > 0.0 && self.left()? <= total).then_some(total)
    }

    /// The share that is left, from 0 to 1.
    #[must_use]
    pub fn share_left(&self) -> Option<f64> {
        Some(self.left()? / self.total()?)
    }
}

impl Usage {
    /// Whether the service told any figure.
    #[must_use]
    pub fn tells(&self) -> bool {
        self.percentage.is_some() || !self.meters().is_empty()
    }

    /// The units that the account is billed in: credits if it has them, else
    /// minutes and calls.
    #[must_use]
    pub fn meters(&self) -> Vec<(Unit, Meter)> {
        let all = match self.credits.left() {
            Some(_) => vec![(Unit::Credits, self.credits)],
            None => vec![(Unit::Minutes, self.minutes), (Unit::Calls, self.calls)],
        };
        let told = |(_, meter): &(Unit, Meter)| meter.left().is_some();
        all.into_iter().filter(told).collect()
    }

    /// The unit of which the smallest share is left, if that is little. What
    /// ended with its period says nothing about now.
    #[must_use]
    pub fn shortage(&self, now: DateTime<Utc>, zone: Tz) -> Option<Shortage> {
        if self.period_end.is_some_and(|end| end <= now) {
            return None;
        }
        let share = |meter: &Meter| match meter.left() {
            Some(left) if left <= 0.0 => Some(0.0),
            _ => meter.share_left(),
        };
        let shares = (self.meters().into_iter())
            .filter_map(|(unit, meter)| Some((share(&meter)?, unit, meter)));
        let (share, unit, meter) = shares.min_by(|one, other| one.0.total_cmp(&other.0))?;
        // The difference is nothing but the rounding of fractions.
        (share <= 1.0 - MUCH_USED + 1e-9).then(|| Shortage {
            unit,
            left: meter.left().unwrap_or_default(),
            of: meter.total(),
            renews: self.period_end.map(|end| billing_day(end, zone)),
        })
    }
}

/// The day of an instant that the service bills by. Midnight in UTC is how it
/// writes a day without a time.
pub(crate) fn billing_day(at: DateTime<Utc>, zone: Tz) -> NaiveDate {
    match at.time() == NaiveTime::MIN {
        true => at.date_naive(),
        false => at.with_timezone(&zone).date_naive(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meter(allocated: Option<f64>, used: Option<f64>, remaining: Option<f64>) -> Meter {
        Meter {
            allocated,
            used,
            remaining,
        }
    }

    #[test]
    fn missing_figures_follow_from_the_others() {
        for (meter, left, total) in [
            (meter(Some(50.0), Some(8.0), None), Some(42.0), Some(50.0)),
            (meter(None, Some(8.0), Some(42.0)), Some(42.0), Some(50.0)),
            (meter(None, None, Some(42.0)), Some(42.0), None),
            (meter(Some(50.0), Some(60.0), None), Some(0.0), Some(50.0)),
            (meter(Some(50.0), None, Some(-3.0)), Some(0.0), Some(50.0)),
            // More is left than there was: bought on top.
            (meter(Some(50.0), None, Some(70.0)), Some(70.0), None),
            (meter(Some(0.0), Some(0.0), Some(0.0)), Some(0.0), None),
            (meter(Some(50.0), None, None), None, None),
            (Meter::default(), None, None),
        ] {
            assert_eq!((meter.left(), meter.total()), (left, total), "{meter:?}");
        }
    }

    #[test]
    fn little_is_left_from_four_fifths_on() {
        let now = "2026-01-20T12:00:00Z".parse().unwrap();
        let zone = chrono_tz::Europe::Madrid;
        let of = |credits: Meter| Usage {
            credits,
            period_end: "2026-02-01T00:00:00Z".parse().ok(),
            ..Usage::default()
        };
        let left = |usage: &Usage| usage.shortage(now, zone).map(|short| short.left);
        let usage = of(meter(Some(50.0), None, Some(10.1)));
        assert_eq!(left(&usage), None);
        let usage = of(meter(Some(50.0), None, Some(10.0)));
        assert_eq!(left(&usage), Some(10.0));
        let usage = of(meter(None, None, Some(0.0)));
        assert_eq!(left(&usage), Some(0.0));
        let usage = of(meter(None, None, Some(1.0)));
        assert_eq!(left(&usage), None, "nobody says of how many");
        let past = Usage {
            period_end: "2026-01-01T00:00:00Z".parse().ok(),
            ..of(meter(Some(50.0), None, Some(0.0)))
        };
        assert_eq!(left(&past), None);
        // Credits count alone; else the scarcer one of minutes and calls.
        let usage = Usage {
            minutes: meter(Some(60.0), None, Some(40.0)),
            calls: meter(Some(10.0), Some(9.0), None),
            ..Usage::default()
        };
        let short = usage.shortage(now, zone).unwrap();
        assert_eq!(
            (short.unit, short.left, short.renews),
            (Unit::Calls, 1.0, None)
        );
        let usage = Usage {
            credits: meter(Some(50.0), None, Some(40.0)),
            ..usage
        };
        assert_eq!(left(&usage), None);
    }
}
