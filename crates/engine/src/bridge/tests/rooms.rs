//! Rooms: personal things go to the private conversation, and a form in a room
//! goes on once the account is linked there.

use super::*;
use crate::test_bridge::{address_back, shown};
use kally_core::model::ConversationId;

fn room() -> ConversationId {
    ConversationId {
        chat: "family".to_owned(),
        thread: Some("7".to_owned()),
        ..lane()
    }
}

async fn say(bridge: &TestBridge, event: &str, text: &str) -> usize {
    let before = bridge.chat.sent().len();
    let content = Content::Text(text.to_owned());
    bridge.hand_in_at(room(), event, content).await.unwrap();
    before
}

const REQUEST: &str = "/call +1 415 555 2671 table for four tomorrow at 8 pm, name Ana";

#[tokio::test]
async fn a_form_in_a_room_goes_on_once_the_account_is_linked_in_private() {
    let mut bridge = TestBridge::new(Options::default(), crate::test_bridge::quick()).await;
    say(&bridge, "r1", REQUEST).await;
    bridge.chat.wait_for(0, "[Call now]").await;
    let before = say(&bridge, "r2", "yes").await;
    let link = bridge.chat.wait_for(before, "/v1/auth/cli").await;
    let sent = bridge.chat.sent();
    assert_eq!(sent[link].to, lane(), "the link is said in private");
    for message in sent.iter().filter(|message| message.to == room()) {
        let text = message.reply.body.to_plain();
        assert!(!text.contains("/v1/auth/cli"), "{text}");
    }
    bridge.restart().await;

    let offer = shown(&bridge.chat.sent()[link]);
    let address = address_back(&offer, &bridge.sandbox, "ana");
    let before = bridge.say(&address).await;
    let question = bridge.chat.wait_for(before, "Is that your account?").await;
    assert_eq!(bridge.chat.sent()[question].to, lane(), "asked in private");
    let before = bridge.say("Yes").await;
    let card = bridge.chat.wait_for(before, "[Call now]").await;
    assert_eq!(bridge.chat.sent()[card].to, room(), "the form goes on");
    let before = say(&bridge, "r3", "yes").await;
    let outcome = bridge.chat.wait_for(before, "[Transcript here]").await;
    assert_eq!(bridge.chat.sent()[outcome].to, room());
    let calls = bridge.sandbox.dialled();
    assert_eq!(calls.len(), 1, "{calls:?}");
    bridge.stop().await;
}

#[tokio::test]
async fn the_requester_chooses_where_the_transcript_goes() {
    for (label, to) in [("Transcript here", room()), ("Transcript to me", lane())] {
        let bridge = TestBridge::linked(Options::default()).await;
        say(&bridge, "r1", REQUEST).await;
        bridge.chat.wait_for(0, "[Call now]").await;
        let before = say(&bridge, "r2", "yes").await;
        bridge.chat.wait_for(before, "[Transcript here]").await;
        let before = say(&bridge, "r3", label).await;
        say(&bridge, "r4", label).await;
        let transcript = bridge.chat.wait_for(before, "Transcript of the call").await;
        assert_eq!(bridge.chat.sent()[transcript].to, to);
        bridge.stop().await;
    }
}
