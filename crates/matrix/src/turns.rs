//! The turns of a sync: each conversation's in order, conversations side by
//! side, each tried until it is committed.

use std::collections::HashMap;
use std::sync::Arc;

use futures::future::join_all;
use matrix_sdk::Room;
use tokio::sync::Semaphore;

use kally_core::model::ConversationId;
use kally_engine::bridge::{Bridge, Busy, Handled, Inbound};
use kally_engine::chat::trying::committed;

use super::MatrixBot;
use super::deliver::notice;
use super::receipts::Receipts;

/// How many presses are being answered at a time; an answer is a courtesy.
const ANSWERING: usize = 64;

/// Brings turns to the bridge.
pub(super) struct Turns {
    account: Arc<MatrixBot>,
    bridge: Arc<Bridge>,
    reading: Busy,
    receipts: Receipts,
    answering: Arc<Semaphore>,
}

impl Turns {
    pub(super) fn new(account: Arc<MatrixBot>, bridge: Arc<Bridge>, reading: Busy) -> Self {
        Self {
            account,
            bridge,
            reading,
            receipts: Receipts::default(),
            answering: Arc::new(Semaphore::new(ANSWERING)),
        }
    }

    /// Returns when all of them are committed.
    pub(super) async fn take(&self, turns: Vec<(Room, Inbound)>) {
        let mut lanes: HashMap<ConversationId, Vec<(Room, Inbound)>> = HashMap::new();
        for (room, inbound) in turns {
            let lane = lanes.entry(inbound.conversation.clone()).or_default();
            lane.push((room, inbound));
        }
        join_all(lanes.into_iter().map(|(conversation, lane)| async move {
            let several = lane.len() > 1;
            let _reading = several.then(|| self.reading.begin(&conversation));
            for (room, inbound) in lane {
                self.account.marking.answered(&inbound.conversation);
                if let Some(handled) = committed(&self.bridge, &*self.account.clock, &inbound).await
                {
                    self.answer(&room, &inbound, handled);
                }
                self.receipts.note(&self.account, &room, &inbound.event.0);
            }
        }))
        .await;
    }

    /// An alert that other platforms show briefly is a notice here.
    fn answer(&self, room: &Room, inbound: &Inbound, handled: Handled) {
        let Some(text) = handled.alert else { return };
        let Ok(permit) = Arc::clone(&self.answering).try_acquire_owned() else {
            return;
        };
        let (room, inbound) = (room.clone(), inbound.clone());
        let account = Arc::clone(&self.account);
        self.account.tasks.spawn(async move {
            let conversation = &inbound.conversation;
            // A press on a message from the time when the room was private.
            let elsewhere = conversation.is_private()
                && !account.rooms.is_private(&room, &conversation.user).await;
            if !elsewhere && let Err(error) = notice(&room, &inbound, &text).await {
                tracing::debug!(%error, "a press was not answered");
            }
            drop(permit);
        });
    }
}
