//! Each platform on its own. If one cannot receive any more (a revoked token,
//! an ended session), it is tried again with growing pauses, while the others
//! go on. The process ends only when none is left.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::future::BoxFuture;

use kally_runtime::Clock;

/// The pauses before a platform is tried again: the first, and the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_secs(600);

/// A platform that receives for this long has recovered.
const SETTLED: Duration = Duration::from_secs(60);

/// The platforms that are configured.
pub(super) struct Platforms {
    configured: usize,
    down: AtomicUsize,
}

impl Platforms {
    /// The number of platforms; all of them are up.
    pub(super) fn new(configured: usize) -> Self {
        Self {
            configured,
            down: AtomicUsize::new(0),
        }
    }

    /// Receives from one platform for as long as any is up; returns why the
    /// last one ended.
    pub(super) async fn keep_up<'a>(
        &self,
        name: &str,
        clock: &dyn Clock,
        receive: impl Fn() -> BoxFuture<'a, anyhow::Result<()>>,
    ) -> anyhow::Error {
        let mut pause = FIRST_PAUSE;
        let mut is_down = false;
        loop {
            let mut receiving = receive();
            let ended = tokio::select! {
                ended = &mut receiving => ended,
                () = clock.sleep(SETTLED) => {
                    if std::mem::take(&mut is_down) {
                        self.down.fetch_sub(1, Ordering::Relaxed);
                        tracing::info!(platform = name, "a platform works again");
                    }
                    pause = FIRST_PAUSE;
                    receiving.await
                }
            };
            let error = match ended {
                Ok(()) => anyhow::anyhow!("{name} ended"),
                Err(error) => error,
            };
            let why = format!("{error:#}");
            if is_down {
                tracing::debug!(platform = name, error = why, "a platform still fails");
            } else {
                if self.down.fetch_add(1, Ordering::Relaxed) + 1 >= self.configured {
                    return error;
                }
                is_down = true;
                tracing::error!(
                    platform = name,
                    error = why,
                    "a platform has failed and is tried again; the others go on"
                );
            }
            clock.sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use kally_runtime::ManualClock;
    use kally_store::samples::at;

    fn signed_out() -> BoxFuture<'static, anyhow::Result<()>> {
        Box::pin(async { anyhow::bail!("signed out") })
    }

    #[tokio::test]
    async fn the_last_one_that_ends_ends_all() {
        let clock = ManualClock::new(at(0));
        let platforms = Platforms::new(2);
        let ended = Cell::new(0);
        let down = platforms.keep_up("Telegram", &clock, || {
            ended.set(ended.get() + 1);
            Box::pin(async { anyhow::bail!("no such bot") })
        });
        let error = tokio::select! {
            biased;
            error = down => error,
            () = tokio::task::yield_now() => {
                platforms
                    .keep_up("Matrix", &clock, signed_out)
                    .await
            }
        };
        assert_eq!(error.to_string(), "signed out");
        assert_eq!(ended.get(), 1);
    }

    #[tokio::test]
    async fn the_only_one_ends_at_once() {
        let clock = ManualClock::new(at(0));
        let platforms = Platforms::new(1);
        let error = platforms.keep_up("Matrix", &clock, signed_out).await;
        assert_eq!(error.to_string(), "signed out");
    }
}
