//! Every background task, so that shutdown can ask all of them to stop and wait
//! until they have.

use std::future::Future;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// The tasks of one running bridge.
#[derive(Debug, Clone, Default)]
pub struct Tasks {
    tracker: TaskTracker,
    stop: CancellationToken,
}

impl Tasks {
    /// Runs a future until it ends or shutdown begins. It is dropped at its
    /// next `await`: durable state survives that, as it survives a crash.
    #[expect(clippy::disallowed_methods, reason = "this is the one owner of tasks")]
    pub fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let stop = self.stop.clone();
        tokio::spawn(self.tracker.track_future(async move {
            stop.run_until_cancelled(task).await;
        }));
    }

    /// Runs a future until it ends, also during shutdown; it must check
    /// [`Tasks::stopping`] itself.
    #[expect(clippy::disallowed_methods, reason = "this is the one owner of tasks")]
    pub fn spawn_to_end(&self, task: impl Future<Output = ()> + Send + 'static) {
        tokio::spawn(self.tracker.track_future(task));
    }

    /// Cancelled when shutdown begins.
    #[must_use]
    pub fn stopping(&self) -> CancellationToken {
        self.stop.clone()
    }

    /// Asks all tasks to stop and waits for them, for at most `limit`.
    pub async fn shut_down(&self, limit: Duration) {
        self.stop.cancel();
        self.tracker.close();
        if tokio::time::timeout(limit, self.tracker.wait())
            .await
            .is_err()
        {
            tracing::warn!(left = self.tracker.len(), "some tasks did not stop in time");
        }
    }
}
