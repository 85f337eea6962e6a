//! Each platform on its own. If one cannot receive any more (a revoked token,
//! an ended session), it is tried again with growing pauses, while the others
//! go on. The process ends only when none is left.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::future::BoxFuture;

use kally_core::model::{Platform, Trouble};
use kally_engine::health::{Health, Peer};
use kally_runtime::Clock;

/// The pauses before a platform is tried again: the first, and the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_secs(600);

/// A platform that receives for this long has recovered.
const SETTLED: Duration = Duration::from_secs(60);

/// The platforms that are configured.
pub(super) struct Platforms<'a> {
    configured: usize,
    down: AtomicUsize,
    health: &'a Health,
    clock: &'a dyn Clock,
}

impl<'a> Platforms<'a> {
    /// The number of platforms; all of them are up.
    pub(super) fn new(configured: usize, health: &'a Health, clock: &'a dyn Clock) -> Self {
        Self {
            configured,
            down: AtomicUsize::new(0),
            health,
            clock,
        }
    }

    /// Receives from one platform for as long as any is up; returns why the
    /// last one ended.
    pub(super) async fn keep_up<'b>(
        &self,
        platform: Platform,
        receive: impl Fn() -> BoxFuture<'b, anyhow::Result<()>>,
    ) -> anyhow::Error {
        let mut pause = FIRST_PAUSE;
        let mut is_down = false;
        loop {
            let mut receiving = receive();
            let ended = tokio::select! {
                ended = &mut receiving => ended,
                () = self.clock.sleep(SETTLED) => {
                    if std::mem::take(&mut is_down) {
                        self.down.fetch_sub(1, Ordering::Relaxed);
                    }
                    pause = FIRST_PAUSE;
                    receiving.await
                }
            };
            let error = match ended {
                Ok(()) => anyhow::anyhow!("{} ended", platform.abilities().name),
                Err(error) => error,
            };
            let peer = Peer::Chat(platform);
            // The platform may have said more exactly why.
            let said = self.health.outage(peer).map(|outage| outage.trouble);
            let trouble = said.unwrap_or(Trouble::Failed);
            self.health.fails(peer, trouble, &format!("{error:#}"));
            if !std::mem::replace(&mut is_down, true)
                && self.down.fetch_add(1, Ordering::Relaxed) + 1 >= self.configured
            {
                return error;
            }
            self.clock.sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::sync::Arc;

    use super::*;
    use kally_runtime::ManualClock;
    use kally_store::samples::at;

    fn signed_out() -> BoxFuture<'static, anyhow::Result<()>> {
        Box::pin(async { anyhow::bail!("signed out") })
    }

    #[tokio::test]
    async fn the_last_one_that_ends_ends_all() {
        let clock = Arc::new(ManualClock::new(at(0)));
        let health = Health::new(Arc::clone(&clock) as _);
        let platforms = Platforms::new(2, &health, &*clock);
        let ended = Cell::new(0);
        let down = platforms.keep_up(Platform::Telegram, || {
            ended.set(ended.get() + 1);
            Box::pin(async { anyhow::bail!("no such bot") })
        });
        let error = tokio::select! {
            biased;
            error = down => error,
            () = tokio::task::yield_now() => {
                platforms.keep_up(Platform::Matrix, signed_out).await
            }
        };
        assert_eq!(error.to_string(), "signed out");
        assert_eq!(ended.get(), 1);
    }

    #[tokio::test]
    async fn the_only_one_ends_at_once() {
        let clock = Arc::new(ManualClock::new(at(0)));
        let health = Health::new(Arc::clone(&clock) as _);
        let platforms = Platforms::new(1, &health, &*clock);
        let error = platforms.keep_up(Platform::Matrix, signed_out).await;
        assert_eq!(error.to_string(), "signed out");
    }
}
