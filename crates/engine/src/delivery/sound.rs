//! The sound of a recording, joined to its message when it is sent.

use std::sync::Arc;

use kally_core::model::Reply;
use kally_store::OutboxRecord;
use kallyai::RemoteCallId;

use super::Delivery;
use crate::recordings::{Recorded, Sound};

impl Delivery {
    /// A reply with the sound of its recording, or the words for want of it.
    pub(super) async fn with_sound(
        &self,
        record: &OutboxRecord,
        reply: Reply,
    ) -> (Reply, Option<Arc<Sound>>) {
        let Some(recording) = &reply.recording else {
            return (reply, None);
        };
        let conversation = &record.conversation;
        let read = match (&self.recordings, RemoteCallId::parse(&recording.call)) {
            (Some(recordings), Some(call)) => {
                recordings.of(&conversation.chat_user(), &call).await.ok()
            }
            _ => None,
        };
        match read {
            Some(Recorded::Sound(sound)) => (reply, Some(sound)),
            Some(Recorded::TooLarge(address)) => {
                let owner_alone = conversation.is_private();
                let address = owner_alone.then_some(address.as_str());
                let body = recording.too_large(address);
                let reply = Reply {
                    body,
                    ..Reply::default()
                };
                (reply, None)
            }
            None => {
                tracing::warn!(message = %record.message.0, "a recording cannot be read; the person is told");
                (recording.missing(), None)
            }
        }
    }
}
