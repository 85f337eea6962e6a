//! The time of day, and waiting for it.

use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

/// Tells the time and waits.
#[async_trait]
pub trait Clock: Send + Sync + 'static {
    /// The time now.
    fn now(&self) -> DateTime<Utc>;

    /// Waits this long.
    async fn sleep(&self, duration: Duration);

    /// Waits until then; not at all if it is past.
    async fn sleep_until(&self, then: DateTime<Utc>) {
        if let Ok(wait) = (then - self.now()).to_std() {
            self.sleep(wait).await;
        }
    }
}

/// The machine's clock.
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

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

/// A clock that stands still until it is told.
#[cfg(test)]
pub(crate) struct ManualClock {
    now: tokio::sync::watch::Sender<DateTime<Utc>>,
}

#[cfg(test)]
impl ManualClock {
    pub(crate) fn new(now: DateTime<Utc>) -> Self {
        Self {
            now: tokio::sync::watch::Sender::new(now),
        }
    }

    pub(crate) fn advance(&self, by: Duration) {
        self.now.send_modify(|now| *now += by);
    }

    /// Waits until so many wait for a time to come.
    pub(crate) async fn watched_by(&self, count: usize) {
        while self.now.receiver_count() < count {
            tokio::task::yield_now().await;
        }
    }
}

#[cfg(test)]
#[async_trait]
impl Clock for ManualClock {
    fn now(&self) -> DateTime<Utc> {
        *self.now.borrow()
    }

    async fn sleep(&self, duration: Duration) {
        let mut now = self.now.subscribe();
        let then = *now.borrow() + duration;
        let _ = now.wait_for(|now| *now >= then).await;
    }
}
