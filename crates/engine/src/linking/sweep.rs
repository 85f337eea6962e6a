//! Forgets sessions that are over, with the tokens that one may hold and their
//! data keys: in the first minutes after their end, used or not.

use std::sync::Arc;
use std::time::Duration;

use kally_runtime::Clock;
use kally_store::{Keyring, Store, StoreError};

const PAUSE: Duration = Duration::from_secs(60);
/// The number that is removed at a time.
const AT_ONCE: usize = 500;

/// Forgets sessions as they end. Never returns.
pub async fn forget_ended(store: Arc<dyn Store>, keyring: Arc<Keyring>, clock: Arc<dyn Clock>) {
    loop {
        if let Err(error) = sweep(&*store, &*clock).await {
            tracing::warn!(%error, "expired link sessions could not be removed");
        }
        if let Err(error) = keyring.sweep().await {
            tracing::warn!(%error, "the data keys of ended sign-ins could not be removed");
        }
        clock.sleep(PAUSE).await;
    }
}

/// Forgets all that are over by now; returns their number.
async fn sweep(store: &dyn Store, clock: &dyn Clock) -> Result<usize, StoreError> {
    let mut gone = 0;
    loop {
        let count = store.prune_links(clock.now(), AT_ONCE).await?;
        gone += count;
        if count < AT_ONCE {
            return Ok(gone);
        }
    }
}
