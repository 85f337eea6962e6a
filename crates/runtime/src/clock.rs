//! The time of day, and waiting for it.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use chrono::{DateTime, Utc};

/// During a longer wait the time of day is read again this often: it may have
/// been set.
const LOOK: Duration = Duration::from_secs(60);

/// Tells the time and waits. Somebody can set the time of day, forward and
/// back; durations are measured by [`Clock::passed`].
#[async_trait]
pub trait Clock: Send + Sync + 'static {
    fn now(&self) -> DateTime<Utc>;

    /// The time that has passed since some fixed moment; nobody can set it.
    fn passed(&self) -> Duration;

    async fn sleep(&self, duration: Duration);

    /// Waits until that time, even if the clock is set meanwhile; the last
    /// minute is not checked again. Returns at once if it is past.
    async fn sleep_until(&self, then: DateTime<Utc>) {
        while let Ok(wait) = (then - self.now()).to_std() {
            self.sleep(wait.min(LOOK)).await;
            if wait <= LOOK {
                return;
            }
        }
    }
}

#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

#[async_trait]
impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one owner of the clock"
    )]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    fn passed(&self) -> Duration {
        static START: OnceLock<Instant> = OnceLock::new();
        START.get_or_init(Instant::now).elapsed()
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

/// The time since the machine was started, also while it slept; nobody can set it.
#[must_use]
pub fn since_boot() -> Duration {
    #[cfg(target_os = "linux")]
    let clock = rustix::time::ClockId::Boottime;
    #[cfg(not(target_os = "linux"))]
    let clock = rustix::time::ClockId::Monotonic;
    Duration::try_from(rustix::time::clock_gettime(clock)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::ManualClock;

    /// Waits for half an hour, during which the clock is set by `hours`;
    /// returns the minutes that it took.
    async fn waited(hours: i64) -> Option<u64> {
        let clock = ManualClock::new(DateTime::UNIX_EPOCH);
        let waiting = clock.sleep_until(clock.now() + TimeDelta::minutes(30));
        tokio::pin!(waiting);
        for minute in 0..100 {
            if futures::poll!(waiting.as_mut()).is_ready() {
                return Some(minute);
            }
            if minute == 5 {
                clock.set_by(TimeDelta::hours(hours));
            }
            clock.advance(Duration::from_secs(60));
        }
        None
    }

    #[tokio::test]
    async fn a_clock_that_is_set_is_waited_for_as_it_is() {
        assert_eq!(waited(0).await, Some(30));
        assert_eq!(waited(1).await, Some(6), "set forward: it is past");
        assert_eq!(
            waited(-1).await,
            Some(90),
            "set back: it is that much later"
        );
    }

    #[test]
    fn nobody_sets_how_much_time_has_passed() {
        let clock = ManualClock::new(DateTime::UNIX_EPOCH);
        clock.advance(Duration::from_secs(5));
        clock.set_by(TimeDelta::days(-365));
        assert_eq!(Clock::passed(&clock), Duration::from_secs(5));
        assert!(SystemClock.passed() <= SystemClock.passed());
    }
}
