//! The turn against a real store.

mod contacts;
mod flood;
mod rooms;
mod unreadable;

use std::time::Duration;

use super::*;
use crate::test_bridge::{TestBridge, lane};
use kally_sandbox::Options;

/// Invariant 1: a repeated event changes nothing.
#[tokio::test]
async fn an_event_handled_before_changes_nothing() {
    let mut bridge = TestBridge::linked(Options::default()).await;
    let text = Content::Text("/call".to_owned());
    let first = bridge.hand_in("same", text.clone()).await.unwrap();
    assert!(!first.seen_before);
    bridge.chat.wait_for(0, "Which number").await;
    let again = bridge.hand_in("same", text.clone()).await.unwrap();
    assert!(again.seen_before);
    bridge.restart().await;
    let after_restart = bridge.hand_in("same", text).await.unwrap();
    assert!(after_restart.seen_before, "the mark is durable");
    let before = bridge.say("/help").await;
    bridge.chat.wait_for(before, "Which number").await;
    let asked = bridge
        .chat
        .texts()
        .iter()
        .filter(|text| text.starts_with("Which number"))
        .count();
    assert_eq!(
        asked,
        2,
        "once by /call, once reminded by /help: {:#?}",
        bridge.chat.texts()
    );
    bridge.stop().await;
}

/// A conversation is where it was after a restart.
#[tokio::test]
async fn a_conversation_survives_a_restart() {
    let mut bridge = TestBridge::linked(Options::default()).await;
    bridge.say("/call +1 415 555 2671").await;
    bridge.chat.wait_for(0, "What should I ask them for").await;
    bridge.restart().await;
    let before = bridge.say("table for four tomorrow at 8").await;
    bridge
        .chat
        .wait_for(before, "Which name should I give")
        .await;
    // The choices offered before the restart still have their numbers.
    bridge.restart().await;
    let before = bridge.say("1").await;
    let card = bridge.chat.wait_for(before, "People: 4").await;
    assert!(bridge.chat.texts()[card].contains("Name: Ana García"));
    bridge.stop().await;
}

/// Two events of one conversation at once are handled one after the other.
#[tokio::test]
async fn events_at_once_lose_nothing() {
    let mut bridge = TestBridge::linked(Options::default()).await;
    bridge
        .say("/call +1 415 555 2671, table for four tomorrow at 8 under Ana")
        .await;
    bridge.chat.wait_for(0, "They will hear").await;
    let one = bridge.hand_in("p1", Content::Text("no, 5 people".to_owned()));
    let two = bridge.hand_in("p2", Content::Text("make it 9pm".to_owned()));
    let three = bridge.hand_in("p3", Content::Text("under Luis instead".to_owned()));
    let (one, two, three) = tokio::join!(one, two, three);
    assert!(one.is_ok() && two.is_ok() && three.is_ok());
    let before = bridge.say("make it in Spanish").await;
    let card = bridge.chat.wait_for(before, "Spanish on the phone").await;
    let text = bridge.chat.texts()[card].clone();
    for part in ["People: 5", "21:00", "Luis"] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    bridge.stop().await;
}

/// The person who pressed a button that is not ours gets an answer.
#[tokio::test]
async fn an_unknown_button_is_answered_in_passing() {
    let bridge = TestBridge::linked(Options::default()).await;
    for token in [
        "",
        "x",
        "f.1.1.call",
        "c.AAAA.stop",
        "s.set-name-x",
        &"y".repeat(5000),
    ] {
        let handled = bridge
            .hand_in(&format!("t{token:.9}"), Content::Press(token.to_owned()))
            .await;
        assert!(handled.unwrap().alert.is_some(), "{token:.20}");
    }
    tokio::time::timeout(Duration::from_secs(1), async {
        assert!(bridge.chat.sent().is_empty(), "nothing is said");
    })
    .await
    .unwrap();
    bridge.stop().await;
}
