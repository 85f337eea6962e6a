//! The outbox against a chat that fails.

mod alone;

use std::time::Duration;

use super::BATCH;
use crate::chat::ChatError;
use crate::test_bridge::{TestBridge, lane};
use kally_sandbox::Options;
use kally_store::Commit;

/// Invariants 3 and 4: a message that fails for now is sent later, and no other
/// one overtakes it.
#[tokio::test]
async fn what_fails_is_sent_later_and_in_order() {
    let mut bridge = TestBridge::linked(Options::default()).await;
    bridge.chat.fail_next([
        ChatError::Fault("reset".to_owned()),
        ChatError::Wait(Duration::from_millis(50)),
        ChatError::Fault("502".to_owned()),
    ]);
    bridge.say("/help").await;
    bridge.say("/settings").await;
    bridge.say("/nonsense").await;
    bridge.chat.wait_for(0, "I don't know that command").await;
    let texts = bridge.chat.texts();
    assert_eq!(texts.len(), 3, "{texts:#?}");
    assert!(texts[0].starts_with("How it works"));
    assert!(texts[1].contains("Home country"));
    bridge.stop().await;
}

#[tokio::test]
async fn what_was_not_sent_is_sent_after_a_restart() {
    let mut bridge = TestBridge::linked(Options::default()).await;
    bridge
        .chat
        .fail_next(vec![ChatError::Wait(Duration::from_secs(3600)); 1]);
    bridge.say("/help").await;
    bridge.chat.failed().await;
    bridge.restart().await;
    bridge.chat.wait_for(0, "How it works").await;
    assert_eq!(bridge.chat.sent().len(), 1);
    bridge.stop().await;
}

/// More messages than are read at once; nothing rings for those that were there
/// at the start.
#[tokio::test]
async fn a_long_queue_is_sent_to_its_end_after_a_restart() {
    let mut bridge = TestBridge::linked(Options::default()).await;
    bridge
        .chat
        .fail_next([ChatError::Wait(Duration::from_secs(3600))]);
    bridge.say("/nonsense").await;
    bridge.chat.failed().await;
    let waiting = bridge.store.outbox(&lane(), 1).await.unwrap();
    let (_, stored) = waiting.into_iter().next().unwrap();
    let commit = Commit {
        send: vec![stored.into_record().unwrap(); BATCH],
        ..Commit::default()
    };
    bridge.store.commit(commit).await.unwrap();
    bridge.say("/help").await;
    bridge.restart().await;
    bridge.chat.wait_for(0, "How it works").await;
    assert_eq!(bridge.chat.sent().len(), BATCH + 2);
    bridge.stop().await;
}

/// A message that the platform will never take does not hold up the next ones.
#[tokio::test]
async fn what_is_refused_is_given_up() {
    let mut bridge = TestBridge::linked(Options::default()).await;
    bridge
        .chat
        .fail_next([ChatError::Refused("too long".to_owned())]);
    bridge.say("/help").await;
    bridge.say("/nonsense").await;
    bridge.chat.wait_for(0, "I don't know that command").await;
    assert_eq!(bridge.chat.sent().len(), 1);
    bridge.stop().await;
}

/// A call's status message is edited; texts in between are skipped.
#[tokio::test]
async fn a_status_message_is_edited_in_place() {
    let options = Options {
        call_time: Duration::from_millis(300),
        ..Options::default()
    };
    let mut bridge = TestBridge::linked(options).await;
    bridge
        .say("/call +1 415 555 2671, table for four tomorrow at 8 under Ana")
        .await;
    bridge.chat.wait_for(0, "They will hear").await;
    bridge.say("call now").await;
    let end = bridge.chat.wait_for(0, "is over").await;
    let sent = bridge.chat.sent();
    let begin = sent
        .iter()
        .position(|message| message.reply.body.to_plain().starts_with("Calling"))
        .unwrap();
    assert_eq!(sent[end].message, sent[begin].message, "the same message");
    assert_eq!(
        sent[end].replaces.as_ref().map(|place| place.0.clone()),
        Some(sent[begin].message.0.to_string())
    );
    bridge.stop().await;
}
