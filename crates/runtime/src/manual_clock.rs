//! A clock for tests: it stands still until it is moved, and a sleeper wakes
//! when it was moved far enough. Nothing really waits.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::oneshot;

use super::Clock;

/// The time of day can be set without waking anybody, as an operator does;
/// sleeps are measured in elapsed time, as the machine's are.
#[derive(Debug)]
pub struct ManualClock {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// The time of day when no time had passed yet.
    origin: DateTime<Utc>,
    passed: Duration,
    /// The sleepers, by the time they wake and the order in which they came.
    sleepers: BTreeMap<(Duration, u64), oneshot::Sender<()>>,
    lain_down: u64,
}

impl ManualClock {
    /// A clock that stands at this time.
    pub fn new(now: DateTime<Utc>) -> Self {
        Self {
            state: Mutex::new(State {
                origin: now,
                passed: Duration::ZERO,
                sleepers: BTreeMap::new(),
                lain_down: 0,
            }),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets this much time pass; every sleeper whose time has come wakes.
    pub fn advance(&self, by: Duration) {
        let mut state = self.state();
        state.passed += by;
        let due = (state.passed, u64::MAX);
        let later = state.sleepers.split_off(&due);
        let woken = std::mem::replace(&mut state.sleepers, later);
        for (_, wake) in woken {
            let _ = wake.send(());
        }
    }

    /// How long until the next one wakes.
    pub fn next(&self) -> Option<Duration> {
        let state = self.state();
        let ((due, _), _) = state.sleepers.first_key_value()?;
        Some(due.saturating_sub(state.passed))
    }

    /// Waits until this many sleep.
    pub async fn watched_by(&self, count: usize) {
        while self.state().sleepers.len() < count {
            tokio::task::yield_now().await;
        }
    }

    /// How often somebody has begun to sleep.
    pub fn lain_down(&self) -> u64 {
        self.state().lain_down
    }

    /// Sets the time of day by this much; nobody wakes.
    pub fn set_by(&self, by: TimeDelta) {
        self.state().origin += by;
    }
}

/// Removes a sleeper that does not wait any more.
struct Bed<'a> {
    clock: &'a ManualClock,
    place: (Duration, u64),
}

impl Drop for Bed<'_> {
    fn drop(&mut self) {
        self.clock.state().sleepers.remove(&self.place);
    }
}

#[async_trait]
impl Clock for ManualClock {
    fn now(&self) -> DateTime<Utc> {
        let state = self.state();
        state.origin + TimeDelta::from_std(state.passed).unwrap_or_default()
    }

    fn passed(&self) -> Duration {
        self.state().passed
    }

    async fn sleep(&self, duration: Duration) {
        if duration.is_zero() {
            return tokio::task::yield_now().await;
        }
        let (wake, woken) = oneshot::channel();
        let place = {
            let mut state = self.state();
            state.lain_down += 1;
            let place = (state.passed + duration, state.lain_down);
            state.sleepers.insert(place, wake);
            place
        };
        let _bed = Bed { clock: self, place };
        let _ = woken.await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn sleepers_wake_when_their_time_has_come() {
        let clock = ManualClock::new(DateTime::UNIX_EPOCH);
        let minute = Duration::from_secs(60);
        let (short, long) = (clock.sleep(minute), clock.sleep(minute * 2));
        tokio::pin!(short, long);
        assert!(futures::poll!(short.as_mut()).is_pending());
        assert!(futures::poll!(long.as_mut()).is_pending());
        clock.set_by(TimeDelta::days(1));
        assert!(
            futures::poll!(short.as_mut()).is_pending(),
            "setting it wakes nobody"
        );
        assert_eq!(clock.next(), Some(minute));
        clock.advance(minute);
        assert!(futures::poll!(short.as_mut()).is_ready());
        assert!(futures::poll!(long.as_mut()).is_pending());
        assert_eq!(
            clock.now(),
            DateTime::UNIX_EPOCH + TimeDelta::days(1) + TimeDelta::minutes(1)
        );
    }

    #[tokio::test]
    async fn who_stops_waiting_is_forgotten() {
        let clock = ManualClock::new(DateTime::UNIX_EPOCH);
        {
            let sleep = clock.sleep(Duration::from_secs(1));
            tokio::pin!(sleep);
            assert!(futures::poll!(sleep.as_mut()).is_pending());
            assert!(clock.next().is_some());
        }
        assert_eq!(clock.next(), None);
    }
}
