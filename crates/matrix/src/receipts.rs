//! Read receipts: a little later and one for each room, so that they never
//! delay an answer.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use matrix_sdk::Room;
use matrix_sdk::ruma::api::client::receipt::create_receipt::v3::ReceiptType;
use matrix_sdk::ruma::events::receipt::ReceiptThread;
use matrix_sdk::ruma::{OwnedEventId, OwnedRoomId};

use super::MatrixBot;

/// How long receipts are gathered.
const GATHERED: Duration = Duration::from_millis(500);

/// The events that were read and have no receipt yet.
#[derive(Clone, Default)]
pub(super) struct Receipts {
    read: Arc<Mutex<HashMap<OwnedRoomId, (Room, OwnedEventId)>>>,
}

impl Receipts {
    /// Notes the newest handled event of a room.
    pub(super) fn note(&self, account: &Arc<MatrixBot>, room: &Room, event: &str) {
        let Ok(event) = OwnedEventId::try_from(event) else {
            return;
        };
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let first = read.is_empty();
        read.insert(room.room_id().to_owned(), (room.clone(), event));
        drop(read);
        if first {
            let (own, clock) = (self.clone(), Arc::clone(&account.clock));
            account.tasks.spawn(async move {
                clock.sleep(GATHERED).await;
                own.send().await;
            });
        }
    }

    async fn send(&self) {
        let read = std::mem::take(&mut *self.read.lock().unwrap_or_else(PoisonError::into_inner));
        for (room, event) in read.into_values() {
            let sent = room
                .send_single_receipt(ReceiptType::Read, ReceiptThread::Unthreaded, event)
                .await;
            if let Err(error) = sent {
                tracing::debug!(%error, "a read receipt was not sent");
            }
        }
    }
}
