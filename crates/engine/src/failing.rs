//! The store has failed. The bot tells everybody who just wrote, and the
//! process ends, so that a supervisor can start it again once the disk works.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::bridge::Bridge;
use crate::chat::{Chat, Outgoing};
use kally_core::model::{MessageKey, Platform, Weight};
use kally_runtime::{Clock, Ids};

/// For this long the bot still reads messages, in order to tell their senders.
const LISTENING: Duration = Duration::from_secs(2);

/// The longest time for telling them.
const TELLING: Duration = Duration::from_secs(5);

/// A process that fails sooner after its start and has stored no message tells
/// nobody: restarted over and over on a full disk, it would tell them over and
/// over.
const SETTLED: TimeDelta = TimeDelta::minutes(10);

/// Tells everybody whose message could not be stored, as far as a few seconds
/// allow.
pub async fn tell(
    bridge: &Bridge,
    chats: &[Arc<dyn Chat>],
    clock: &dyn Clock,
    ids: &Ids,
    started: DateTime<Utc>,
) {
    if clock.now() - started < SETTLED && !bridge.has_kept() {
        return;
    }
    clock.sleep(LISTENING).await;
    let chats: HashMap<Platform, &Arc<dyn Chat>> =
        chats.iter().map(|chat| (chat.platform(), chat)).collect();
    let telling = bridge.unkept().into_iter().filter_map(|(to, reply)| {
        let chat = *chats.get(&to.platform)?;
        let outgoing = Outgoing {
            message: MessageKey(ids.uuid(clock.now())),
            to,
            replaces: None,
            answers: None,
            reply,
            sound: None,
            weight: Weight::Answer,
            quiet: true,
            closes: false,
        };
        Some(async move {
            if let Err(error) = chat.deliver(&outgoing).await {
                tracing::warn!(%error, "a person could not be told that their message was not stored");
            }
        })
    });
    let telling = futures::future::join_all(telling);
    tokio::select! {
        _ = telling => {}
        () = clock.sleep(TELLING) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bridge::{Content, Inbound, Sender};
    use crate::test_bridge::{Outside, RecordingChat, lane, quick, start};
    use kally_core::model::{EventId, Language};
    use kally_runtime::ManualClock;
    use kally_store::memory::MemoryStore;
    use kally_store::samples::at;
    use kallyai::Client;

    /// Somebody writes while the disk is full, this long after the start, and
    /// perhaps has written before.
    async fn told(after: Duration, before: bool) -> Vec<String> {
        let store = Arc::new(MemoryStore::default());
        let chat = Arc::new(RecordingChat::default());
        let clock = Arc::new(ManualClock::new(at(0)));
        let ids = Arc::new(Ids::seeded(1));
        let outside = Outside {
            store: Arc::clone(&store) as _,
            client: Client::new("http://localhost:1".parse().unwrap(), "test").unwrap(),
            chat: Arc::clone(&chat) as _,
            clock: Arc::clone(&clock) as _,
            ids: Arc::clone(&ids),
        };
        let (bridge, _, _, tasks) = start(outside, quick());
        clock.advance(after);
        let inbound = |event: &str| Inbound {
            event: EventId(event.to_owned()),
            conversation: lane(),
            sender: Sender {
                display_name: "Ana".to_owned(),
                handle: None,
                language: Some(Language::Es),
            },
            at: clock.now(),
            message: None,
            replies_to: None,
            quoted: None,
            content: Content::Text("/call".to_owned()),
        };
        if before {
            bridge.handle(&inbound("0")).await.unwrap();
            chat.wait_for(0, "").await;
        }
        store.fill();
        for _ in 0..2 {
            let handled = bridge.handle(&inbound("1")).await;
            assert!(handled.is_err(), "not acknowledged");
        }
        let chats = [Arc::clone(&chat) as Arc<dyn Chat>];
        let telling = tell(&bridge, &chats, &*clock, &ids, at(0));
        let waiting = async {
            if before || after >= Duration::from_secs(600) {
                clock.watched_by(1).await;
                clock.advance(LISTENING);
            }
        };
        tokio::join!(telling, waiting);
        tasks.shut_down(Duration::from_secs(5)).await;
        chat.texts()
    }

    #[tokio::test]
    async fn who_wrote_while_the_disk_was_full_is_told_once() {
        let texts = told(Duration::from_secs(3600), false).await;
        assert_eq!(texts.len(), 1, "{texts:?}");
        assert!(texts[0].contains("no puedo guardar nada"), "{texts:?}");
    }

    #[tokio::test]
    async fn a_process_that_has_kept_something_tells_soon_after_its_start() {
        let texts = told(Duration::from_secs(5), true).await;
        assert_eq!(texts.len(), 2, "{texts:?}");
        assert!(texts[1].contains("no puedo guardar nada"), "{texts:?}");
    }

    #[tokio::test]
    async fn a_process_that_fails_at_its_start_tells_nobody() {
        assert_eq!(told(Duration::from_secs(5), false).await, [""; 0]);
    }
}
