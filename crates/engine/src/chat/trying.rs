//! Retries, the same for every join: after a fault the join waits, longer each
//! time, and it repeats an event's turn until the turn is committed.

use std::time::Duration;

use crate::bridge::{Bridge, Handled, Inbound, TurnError};
use kally_runtime::Clock;
use kally_store::StoreError;

/// The pauses after a fault: the first, and the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// The longest pause, for any number of faults.
pub const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// The pause after this many faults in a row.
pub fn backoff(faults: u32) -> Duration {
    FIRST_PAUSE
        .saturating_mul(1 << faults.min(10))
        .min(LONGEST_PAUSE)
}

/// Repeats the turn of an event until it is committed; `None` if it never can
/// be.
pub async fn committed(bridge: &Bridge, clock: &dyn Clock, inbound: &Inbound) -> Option<Handled> {
    let event = inbound.event.0.as_str();
    let mut faults = 0;
    loop {
        match bridge.handle(inbound).await {
            Ok(handled) => return Some(handled),
            Err(TurnError::Store(error @ StoreError::TooLarge { .. })) => {
                tracing::error!(%error, event, "an event can never be stored and is skipped");
                return None;
            }
            Err(error) => {
                let pause = backoff(faults);
                tracing::error!(%error, event, ?pause, "an event was not stored; trying again");
                faults = faults.saturating_add(1);
                clock.sleep(pause).await;
            }
        }
    }
}
