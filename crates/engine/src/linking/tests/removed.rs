//! A message with tokens in it is removed, across faults and restarts; where
//! the bot may not remove it, it asks the writer to.

use super::*;
use crate::chat::ChatError;
use crate::test_bridge::{TestBridge, address_back, lane, quick};
use kally_sandbox::Options;

const ASKED: &str = "please delete it yourself";

/// Asks for a link and sends the address at which the sign-in ends.
async fn pasted(bridge: &TestBridge) {
    let says = |event: &str, text: String| Inbound {
        event: EventId(event.to_owned()),
        conversation: lane(),
        sender: Sender {
            display_name: "Ana García".to_owned(),
            handle: None,
            language: None,
        },
        message: Some(MessageRef(format!("message {event}"))),
        replies_to: None,
        quoted: None,
        at: at(0),
        content: Content::Text(text),
    };
    let login = says("login", "/login".to_owned());
    bridge.bridge.handle(&login).await.unwrap();
    let link = bridge.chat.wait_for(0, "/v1/auth/cli").await;
    let text = bridge.chat.texts()[link].clone();
    let address = address_back(&text, &bridge.sandbox, "ana");
    bridge.bridge.handle(&says("paste", address)).await.unwrap();
}

#[tokio::test]
async fn it_is_removed() {
    let bridge = TestBridge::new(Options::default(), quick()).await;
    bridge.chat.removals_end([Ok(())]);
    pasted(&bridge).await;
    bridge.chat.wait_for(0, "✅ Signed in").await;
    assert_eq!(
        bridge.chat.removed(),
        [MessageRef("message paste".to_owned())]
    );
    assert!(!bridge.chat.texts().iter().any(|text| text.contains(ASKED)));
    bridge.stop().await;
}

#[tokio::test]
async fn where_it_may_not_be_the_person_is_asked_to() {
    let bridge = TestBridge::new(Options::default(), quick()).await;
    pasted(&bridge).await;
    let asked = bridge.chat.wait_for(0, ASKED).await;
    let asked_whose = bridge.chat.wait_for(0, "✅ Signed in").await;
    assert!(asked < asked_whose, "what matters most comes first");
    assert_eq!(bridge.chat.removed().len(), 1, "it is not tried again");
    bridge.stop().await;
}

#[tokio::test]
async fn a_fault_or_a_restart_does_not_leave_it_there() {
    let mut bridge = TestBridge::new(Options::default(), quick()).await;
    let later = ChatError::Wait(Duration::from_secs(3600));
    bridge
        .chat
        .removals_end([Err(later), Err(ChatError::Fault("502".to_owned())), Ok(())]);
    pasted(&bridge).await;
    let tried = async {
        while bridge.chat.removed().is_empty() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    let tried = tokio::time::timeout(Duration::from_secs(20), tried).await;
    tried.expect("it is tried at once");
    bridge.restart().await;
    bridge.chat.wait_for(0, "✅ Signed in").await;
    assert_eq!(bridge.chat.removed().len(), 3);
    assert!(!bridge.chat.texts().iter().any(|text| text.contains(ASKED)));
    bridge.stop().await;
}
