//! The service manager: told when the bridge runs, how it is, and that it is
//! alive. Without one (`NOTIFY_SOCKET`) nothing is told.

use std::sync::Arc;
use std::time::Duration;

use sd_notify::NotifyState;

use super::readiness::{Readiness, Status};
use kally_engine::health::Health;
use kally_runtime::Clock;

/// How often the status is told, besides when it changes.
const STATUS: Duration = Duration::from_secs(60);

/// The bridge listens, and its store is open.
pub fn ready() {
    tell(&[NotifyState::Ready]);
}

/// The bridge was asked to stop.
pub fn stopping() {
    tell(&[NotifyState::Stopping]);
}

/// Tells that the bridge stands by and is alive, until it is dropped.
pub async fn keep_told_of_standing_by(clock: &dyn Clock) {
    ready();
    let said = Status::StandingBy.word();
    tell(&[NotifyState::Status(said)]);
    loop {
        clock.sleep(pause()).await;
        tell(&[NotifyState::Watchdog]);
    }
}

/// The pause between two signs of life: they are twice as frequent as systemd demands.
fn pause() -> Duration {
    let watchdog = sd_notify::watchdog_enabled().map(|limit| limit / 2);
    watchdog.unwrap_or(STATUS).min(STATUS)
}

/// Tells the status, and that the bridge is alive, until it is dropped. It runs
/// on the same threads as everything else, and is silent when the store does
/// not write: a bridge that hangs is restarted.
pub async fn keep_told(readiness: Arc<Readiness>, health: Arc<Health>, clock: Arc<dyn Clock>) {
    let is_watched = sd_notify::watchdog_enabled().is_some();
    let mut changes = health.changes();
    let mut said = String::new();
    loop {
        let line = readiness.report().await.line();
        if line != said {
            tell(&[NotifyState::Status(&line)]);
            said = line;
        }
        if is_watched && health.is_live() {
            tell(&[NotifyState::Watchdog]);
        }
        tokio::select! {
            () = clock.sleep(pause()) => {}
            _ = changes.changed() => {}
        }
    }
}

fn tell(states: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(states) {
        tracing::debug!(%error, "the service manager could not be told");
    }
}
