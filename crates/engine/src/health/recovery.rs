//! Asks the service again while it fails: otherwise its recovery would be known
//! only once somebody wants something.

use std::sync::Arc;
use std::time::Duration;

use super::{Health, Peer};
use kally_runtime::Clock;
use kallyai::{AccessToken, Client};

/// The pause between two questions.
const PAUSE: Duration = Duration::from_secs(60);

/// Asks until it is dropped, with a token that belongs to nobody: the refusal
/// shows that the service is there.
pub async fn watch_service(client: Client, health: Arc<Health>, clock: Arc<dyn Clock>) {
    let Ok(nobody) = AccessToken::parse("nobody") else {
        return;
    };
    let mut changes = health.changes();
    loop {
        if health.outage(Peer::Service).is_none() {
            // The sender lives as long as `health`.
            let _ = changes.changed().await;
            continue;
        }
        clock.sleep(PAUSE).await;
        if health.outage(Peer::Service).is_some() {
            // The client tells `health` how it went.
            let _ = client.statistics(&nobody).await;
        }
    }
}
