//! The turns that a sync brings: each conversation's in order, conversations
//! side by side, each tried until it is committed.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;
use matrix_sdk::Room;
use tokio::sync::Semaphore;

use crate::bridge::{Bridge, Handled, Inbound, TurnError};
use crate::model::ConversationId;
use crate::store::StoreError;

use super::Account;
use super::deliver::notice;
use super::receipts::Receipts;

/// The pauses after a fault: the first, and the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// How many presses are being answered at a time; an answer is a courtesy.
const ANSWERING: usize = 64;

/// Brings turns to the bridge.
pub(super) struct Turns {
    account: Arc<Account>,
    bridge: Arc<Bridge>,
    receipts: Receipts,
    answering: Arc<Semaphore>,
}

impl Turns {
    pub(super) fn new(account: Arc<Account>, bridge: Arc<Bridge>) -> Self {
        Self {
            account,
            bridge,
            receipts: Receipts::default(),
            answering: Arc::new(Semaphore::new(ANSWERING)),
        }
    }

    /// Answers when all of them are committed.
    pub(super) async fn take(&self, turns: Vec<(Room, Inbound)>) {
        let mut lanes: HashMap<ConversationId, Vec<(Room, Inbound)>> = HashMap::new();
        for (room, inbound) in turns {
            let lane = lanes.entry(inbound.conversation.clone()).or_default();
            lane.push((room, inbound));
        }
        join_all(lanes.into_values().map(|lane| async {
            for (room, inbound) in lane {
                if let Some(handled) = self.turn(&inbound).await {
                    self.answer(&room, &inbound, handled);
                }
                self.receipts.note(&self.account, &room, &inbound.event.0);
            }
        }))
        .await;
    }

    /// Tries until it is committed. Nothing, if it never can be.
    async fn turn(&self, inbound: &Inbound) -> Option<Handled> {
        let mut faults = 0;
        loop {
            match self.bridge.handle(inbound).await {
                Ok(handled) => return Some(handled),
                Err(TurnError::Store(error @ StoreError::TooLarge { .. })) => {
                    tracing::error!(%error, event = inbound.event.0, "an event cannot be kept and is passed over");
                    return None;
                }
                Err(error) => {
                    let pause = backoff(faults);
                    tracing::error!(%error, event = inbound.event.0, ?pause, "an event was not kept; trying again");
                    faults = faults.saturating_add(1);
                    self.account.clock.sleep(pause).await;
                }
            }
        }
    }

    /// What is shown in passing elsewhere is a notice here.
    fn answer(&self, room: &Room, inbound: &Inbound, handled: Handled) {
        let Some(text) = handled.alert else { return };
        let Ok(permit) = Arc::clone(&self.answering).try_acquire_owned() else {
            return;
        };
        let (room, inbound) = (room.clone(), inbound.clone());
        self.account.tasks.spawn(async move {
            if let Err(error) = notice(&room, &inbound, &text).await {
                tracing::debug!(%error, "a press was not answered");
            }
            drop(permit);
        });
    }
}

/// How long to wait after so many faults.
pub(super) fn backoff(faults: u32) -> Duration {
    FIRST_PAUSE
        .saturating_mul(1 << faults.min(10))
        .min(LONGEST_PAUSE)
}
