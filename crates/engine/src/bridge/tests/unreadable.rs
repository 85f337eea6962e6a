//! Records that nobody can read any more: the person is told, and nothing else
//! is lost.

use std::time::Duration;

use kally_sandbox::Options;
use kally_store::{CallStageV1, Key, Record};

use crate::test_bridge::{TestBridge, lane};

/// A conversation is set aside, the person told, and nothing crashes.
#[tokio::test]
async fn an_unreadable_conversation_is_set_aside_and_told() {
    let (mut bridge, store) = TestBridge::in_memory(Options::default()).await;
    bridge.say("/call").await;
    bridge.chat.wait_for(0, "Which number").await;
    store.swap(&Key::Conversation(lane()), b"{").unwrap();
    let before = bridge.say("/call").await;
    bridge.chat.wait_for(before, "couldn't read my notes").await;
    bridge.chat.wait_for(before, "Which number").await;
    bridge.stop().await;
}

/// A call whose record holds a number that its parser no longer accepts does
/// not count as over: the record is kept, and once it can be read its outcome
/// is told.
#[tokio::test]
async fn the_outcome_of_a_call_that_cannot_be_read_waits_until_it_can() {
    let sandbox = Options {
        call_time: Duration::from_secs(1),
        ..Options::default()
    };
    let (mut bridge, store) = TestBridge::in_memory(sandbox).await;
    let request = "/call +1 415 555 2671, table for four tomorrow at 8 pm, name Ana";
    bridge.say(request).await;
    bridge.chat.wait_for(0, "Call now").await;
    let before = bridge.say("Call now").await;
    bridge.chat.wait_for(before, "Calling").await;
    let call = store.records().into_iter().find_map(|record| match record {
        Record::Call(call) => Some(call),
        _ => None,
    });
    let key = Key::Call(call.expect("a call").id);
    let bytes = store.swap(&key, b"{").unwrap();
    let number = String::from_utf8(bytes.to_vec()).unwrap();
    let damaged = number.replace("+14155552671", "nonsense");
    assert_ne!(damaged, number);
    store.swap(&key, damaged.as_bytes()).unwrap();
    // Longer than the call goes on.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let stands = store.swap(&key, &bytes).unwrap();
    assert_eq!(*stands, *damaged.as_bytes(), "it is left as it is");
    bridge.chat.wait_for(before, "✅").await;
    let over = store.records().into_iter().any(|record| {
        matches!(record, Record::Call(call) if matches!(call.stage, CallStageV1::Ended { .. }))
    });
    assert!(over, "and then it is over");
    bridge.stop().await;
}
