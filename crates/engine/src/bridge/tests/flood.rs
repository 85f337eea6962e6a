//! A person writes faster than the bot can answer: the waiting answers are
//! bounded, the person is told so once, and they are read again later.

use super::*;
use crate::bridge::backlog::{Admission, Backlog, Counted, MOST_WAITING};
use crate::chat::ChatError;
use kally_core::model::ConversationId;
use kally_store::{Commit, OutboxRecord, samples};

/// The number of messages that wait in the conversation.
async fn waiting(bridge: &TestBridge) -> usize {
    let most = MOST_WAITING * 4;
    bridge.store.outbox(&lane(), most).await.unwrap().len()
}

#[tokio::test]
async fn what_waits_is_bounded_and_said_once() {
    let mut bridge = TestBridge::linked(Options::default()).await;
    let long = Duration::from_secs(3600);
    bridge.chat.fail_next([ChatError::Wait(long)]);
    for _ in 0..MOST_WAITING * 2 {
        bridge.say("/help").await;
    }
    assert_eq!(waiting(&bridge).await, MOST_WAITING + 1);
    // A press is told each time, since that costs no message.
    for event in ["p1", "p2"] {
        let press = Content::Press("x".to_owned());
        let handled = bridge.hand_in(event, press).await.unwrap();
        let alert = handled.alert.unwrap();
        assert!(alert.starts_with("One moment"), "{alert}");
    }
    assert_eq!(waiting(&bridge).await, MOST_WAITING + 1);
    bridge.restart().await;
    bridge.chat.wait_for(0, "One moment").await;
    let before = bridge.say("/help").await;
    bridge.chat.wait_for(before, "How it works").await;
    let texts = bridge.chat.texts();
    let told = texts.iter().filter(|text| text.starts_with("One moment"));
    assert_eq!(told.count(), 1, "{texts:#?}");
    bridge.stop().await;
}

fn answer() -> OutboxRecord {
    let user = samples::lane("x").chat_user();
    samples::message(&ConversationId::private_with(&user), "text")
}

#[test]
fn most_must_be_answered_before_anything_is_read_again() {
    let backlog = Backlog::default();
    let message = answer();
    let lane = &message.conversation;
    let one = Counted::of(&Commit {
        send: vec![message.clone()],
        ..Commit::default()
    });
    for _ in 0..MOST_WAITING {
        assert_eq!(backlog.admission(lane), Admission::Read);
        backlog.add(&one);
    }
    assert_eq!(backlog.admission(lane), Admission::RefuseAndSay);
    // A message in a group may be answered in private.
    assert_eq!(
        backlog.admission(&samples::lane("group")),
        Admission::RefuseAndSay
    );
    backlog.note_refusal(lane, true);
    for _ in 0..MOST_WAITING / 2 {
        assert_eq!(backlog.admission(lane), Admission::RefuseQuietly);
        backlog.delivered(&message);
    }
    assert_eq!(backlog.admission(lane), Admission::Read);
    backlog.note_refusal(lane, false);
    for _ in 0..MOST_WAITING / 2 {
        backlog.take_back(&one);
    }
    assert_eq!(backlog.len(), 0, "nothing waits, nothing is remembered");
}

#[test]
fn errands_count_until_they_are_done() {
    let backlog = Backlog::default();
    let errand = samples::errand(1);
    let lane = errand.conversation.clone();
    let begun = Counted::of(&Commit {
        put: vec![errand.clone().into()],
        ..Commit::default()
    });
    (0..MOST_WAITING).for_each(|_| backlog.add(&begun));
    assert_eq!(backlog.admission(&lane), Admission::RefuseAndSay);
    let done = Counted::of(&Commit {
        delete: vec![Key::Errand(errand.id)],
        ..Commit::default()
    });
    backlog.ended(&lane, &done);
    assert_eq!(backlog.admission(&lane), Admission::Read);
}
