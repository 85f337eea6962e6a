//! Rate limits for each caller. There is no limit for all together: a crowd
//! would use it up for everybody else.
//!
//! For each caller only the time is stored at which their allowance is full
//! again (the leaky bucket of ATM's 'generic cell rate algorithm'). Callers
//! with a full allowance are dropped when memory is needed. When more are known
//! than fit, newcomers share one allowance, so that a crowd of made-up
//! addresses neither fills the memory nor gets more than one address would.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

/// An allowance: this many at once, then one more for each interval.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Allowance {
    pub(crate) at_once: u16,
    pub(crate) each: Duration,
}

/// How often each caller has asked.
#[derive(Debug)]
pub(crate) struct Limits<K> {
    one: Allowance,
    /// The number of callers that are counted separately.
    most: usize,
    asked: Mutex<Asked<K>>,
}

#[derive(Debug)]
struct Asked<K> {
    /// When the allowance of each is full again.
    by: HashMap<K, DateTime<Utc>>,
    by_newcomers: DateTime<Utc>,
}

impl Allowance {
    fn each(self) -> TimeDelta {
        TimeDelta::from_std(self.each).unwrap_or(TimeDelta::MAX)
    }

    /// The time at which it is full again after one more request, or how long
    /// to wait for one.
    fn one_more(
        self,
        full_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<DateTime<Utc>, Duration> {
        let whole = self.each() * i32::from(self.at_once);
        // A clock that was set back must not lock anybody out.
        let full_at = full_at.clamp(now, now + whole);
        let next = full_at + self.each();
        match (next - whole - now).to_std() {
            Ok(wait) if !wait.is_zero() => Err(wait),
            _ => Ok(next),
        }
    }
}

impl<K: Eq + Hash> Limits<K> {
    pub(crate) fn new(one: Allowance, most: usize) -> Self {
        Self {
            one,
            most,
            asked: Mutex::new(Asked {
                by: HashMap::new(),
                by_newcomers: DateTime::UNIX_EPOCH,
            }),
        }
    }

    fn asked(&self) -> MutexGuard<'_, Asked<K>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts one request.
    ///
    /// # Errors
    /// How long to wait, where it is one too many; it is not counted then.
    pub(crate) fn ask(&self, who: K, now: DateTime<Utc>) -> Result<(), Duration> {
        let mut asked = self.asked();
        let known = asked.by.contains_key(&who);
        if !known && asked.by.len() >= self.most {
            asked.by.retain(|_, full_at| *full_at > now);
        }
        let alone = known || asked.by.len() < self.most;
        let full_at = match asked.by.get(&who) {
            Some(full_at) => *full_at,
            None if alone => now,
            None => asked.by_newcomers,
        };
        let next = self.one.one_more(full_at, now)?;
        if alone {
            asked.by.insert(who, next);
        } else {
            asked.by_newcomers = next;
        }
        Ok(())
    }

    #[cfg(test)]
    pub(super) fn known(&self) -> usize {
        self.asked().by.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kally_store::samples::at;

    fn allowance(at_once: u16, seconds: u64) -> Allowance {
        Allowance {
            at_once,
            each: Duration::from_secs(seconds),
        }
    }

    #[test]
    fn so_many_at_once_then_one_by_one() {
        let limits = Limits::new(allowance(3, 10), 10);
        for _ in 0..3 {
            assert_eq!(limits.ask("ana", at(0)), Ok(()));
        }
        assert_eq!(limits.ask("ana", at(0)), Err(Duration::from_secs(10)));
        assert_eq!(limits.ask("ana", at(4)), Err(Duration::from_secs(6)));
        assert_eq!(limits.ask("ben", at(4)), Ok(()), "each has their own");
        assert_eq!(limits.ask("ana", at(10)), Ok(()));
        assert_eq!(limits.ask("ana", at(10)), Err(Duration::from_secs(10)));
        for _ in 0..3 {
            assert_eq!(limits.ask("ana", at(100)), Ok(()), "and it fills up");
        }
        assert!(limits.ask("ana", at(100)).is_err());
        // An hour back: the longest wait is the one for a full allowance.
        let wait = limits.ask("ana", at(-3600)).unwrap_err();
        assert_eq!(wait, Duration::from_secs(10));
    }

    #[test]
    fn a_crowd_takes_no_more_memory_than_is_given() {
        let limits = Limits::new(allowance(2, 60), 50);
        let taken = (0..10_000)
            .filter(|who| limits.ask(*who, at(0)).is_ok())
            .count();
        assert_eq!(taken, 52, "fifty, and two of all the others");
        assert_eq!(limits.known(), 50);
        assert!(limits.ask(0, at(0)).is_ok(), "who was known still is");
        assert!(limits.ask(77_777, at(121)).is_ok());
        assert_eq!(limits.known(), 1, "the others' allowances are full again");
    }
}
