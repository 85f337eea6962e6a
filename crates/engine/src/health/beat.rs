//! Whether the store writes: an empty commit every few seconds. It passes through
//! everything that a real one does, waits for the disk, and adds nothing to it.

use std::sync::Arc;
use std::time::Duration;

use super::Health;
use kally_runtime::Clock;
use kally_store::{Commit, Store};

/// The pause between two.
const BEAT: Duration = Duration::from_secs(10);

/// Has the store write until it is dropped, or the store fails.
pub async fn watch_store(store: Arc<dyn Store>, health: Arc<Health>, clock: Arc<dyn Clock>) {
    loop {
        if let Err(error) = store.commit(Commit::default()).await {
            // The process ends for the same reason.
            tracing::error!(%error, "the store does not write");
            return;
        }
        health.stored();
        clock.sleep(BEAT).await;
    }
}
