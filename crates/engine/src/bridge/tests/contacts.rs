//! The address book against a real store.

use super::*;
use crate::test_bridge::quick_calls;
use kally_core::model::{ContactSource, Contacts, Platform};
use kally_store::{ContactsRecord, read_one};

fn ana() -> ChatUser {
    ChatUser {
        platform: Platform::Terminal,
        id: "ana".to_owned(),
    }
}

async fn book(bridge: &TestBridge) -> Contacts {
    let stored = read_one::<ContactsRecord>(&*bridge.store, &ana()).await;
    let record = stored.unwrap().into_record();
    record.map(|record| record.contacts).unwrap_or_default()
}

async fn wait_until(bridge: &TestBridge, fits: impl Fn(&Contacts) -> bool) {
    let wait = async {
        while !fits(&book(bridge).await) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let within = tokio::time::timeout(Duration::from_secs(20), wait);
    within.await.expect("the address book is as it should be");
}

async fn contacts(bridge: &TestBridge) -> Vec<(String, String, ContactSource)> {
    let book = book(bridge).await;
    let contacts = book.by_name().into_iter();
    let contact = contacts.map(|it| (it.name.as_str().to_owned(), it.phone.to_string(), it.source));
    contact.collect()
}

/// Everything that was said to a person.
fn to(bridge: &TestBridge, user: &str) -> String {
    let sent = bridge.chat.sent();
    let theirs = sent.iter().filter(|sent| sent.to.user == user);
    let texts: Vec<String> = theirs.map(|sent| sent.reply.body.to_plain()).collect();
    texts.join("\n--\n")
}

/// Calls the place, and waits for the end.
async fn call(bridge: &mut TestBridge, words: &str) {
    let before = bridge.say(words).await;
    bridge.chat.wait_for(before, "They will hear").await;
    let before = bridge.say("call now").await;
    bridge.chat.wait_for(before, "Call finished").await;
}

#[tokio::test]
async fn a_place_is_known_once_its_call_is_over() {
    let mut bridge = TestBridge::linked(quick_calls()).await;
    let words = "call Casa Pepe at +1 415 555 2671, table for two tomorrow at 8 under Ana";
    let before = bridge.say(words).await;
    let card = bridge.chat.wait_for(before, "They will hear").await;
    assert!(!bridge.chat.texts()[card].contains("from your"));
    assert_eq!(contacts(&bridge).await, [], "nothing was called yet");
    let before = bridge.say("call now").await;
    bridge.chat.wait_for(before, "Call finished").await;
    let known = contacts(&bridge).await;
    let pepe = ("Casa Pepe".to_owned(), "+14155552671".to_owned());
    assert_eq!(known, [(pepe.0, pepe.1, ContactSource::Calls)]);

    bridge.restart().await;
    let before = bridge.say("Call Casa Pepe again, Friday at 9 for 4").await;
    let card = bridge.chat.wait_for(before, "They will hear").await;
    let card = bridge.chat.texts()[card].clone();
    for part in [
        "+1 415-555-2671",
        "Place: Casa Pepe",
        "People: 4",
        "The number is from your calls.",
        "As last time: name Ana.",
    ] {
        assert!(card.contains(part), "{part:?} is not in {card}");
    }
    bridge.stop().await;
}

/// Nobody else's contacts are used.
#[tokio::test]
async fn another_person_does_not_know_the_place() {
    let mut bridge = TestBridge::linked(quick_calls()).await;
    call(
        &mut bridge,
        "call Casa Pepe at +1 415 555 2600, table for two tomorrow at 8 under Ana",
    )
    .await;
    let before = bridge.chat.texts().len();
    let words = Content::Text("/call Casa Pepe again, Friday at 9 for 4".to_owned());
    bridge.hand_in_as("bob", "bob-1", words).await.unwrap();
    bridge.chat.wait_for(before, "Which number").await;
    assert!(
        !to(&bridge, "bob").contains("2600"),
        "{}",
        to(&bridge, "bob")
    );
    bridge.stop().await;
}

fn in_room(user: &str) -> ConversationId {
    ConversationId {
        platform: Platform::Terminal,
        chat: "family".to_owned(),
        thread: None,
        user: user.to_owned(),
    }
}

/// What somebody writes in the room, and the answer that contains a text.
async fn says(bridge: &TestBridge, user: &str, event: &str, words: &str, answer: &str) -> String {
    let before = bridge.chat.sent().len();
    let content = Content::Text(words.to_owned());
    let handled = bridge.hand_in_at(in_room(user), event, content).await;
    handled.unwrap();
    let at = bridge.chat.wait_for(before, answer).await;
    bridge.chat.texts()[at].clone()
}

/// A contact is used by others only in the room with which its owner shares it,
/// and only as long as they do.
#[tokio::test]
async fn an_owner_shares_a_contact_with_a_room() {
    let mut bridge = TestBridge::linked(quick_calls()).await;
    let before = bridge.say("/contacts add Casa Pepe +1 415 555 2600").await;
    bridge.chat.wait_for(before, "Kept in your contacts").await;
    let request = "/call Casa Pepe, friday at 9 for 4";
    says(&bridge, "bob", "b1", request, "Which number").await;
    says(&bridge, "bob", "b2", "/cancel", "Cancelled").await;
    says(
        &bridge,
        "ana",
        "a1",
        "/contacts share Casa Pepe",
        "Shared with this room",
    )
    .await;
    let card = says(&bridge, "bob", "b3", request, "Which name").await;
    assert!(card.contains("+1 415-555-2600"), "{card}");
    let card = says(&bridge, "bob", "b4", "Bob", "They will hear").await;
    assert!(card.contains("The number is from Ana"), "{card}");
    says(&bridge, "bob", "b5", "/cancel", "Cancelled").await;
    // Bob knows it nowhere else.
    let before = bridge.chat.sent().len();
    let content = Content::Text(request.to_owned());
    bridge.hand_in_as("bob", "b6", content).await.unwrap();
    bridge.chat.wait_for(before, "Which number").await;
    bridge.restart().await;
    says(
        &bridge,
        "ana",
        "a2",
        "/contacts unshare Casa Pepe",
        "Not shared any more",
    )
    .await;
    says(&bridge, "bob", "b7", request, "Which number").await;
    bridge.stop().await;
}

/// In a room only one line says that the answer is in private.
#[tokio::test]
async fn the_list_is_shown_in_private_only() {
    let mut bridge = TestBridge::linked(quick_calls()).await;
    let before = bridge.say("/contacts add Casa Pepe +1 415 555 2600").await;
    bridge.chat.wait_for(before, "Kept in your contacts").await;
    let before = bridge.chat.sent().len();
    let words = Content::Text("/contacts".to_owned());
    bridge
        .hand_in_at(in_room("ana"), "a1", words)
        .await
        .unwrap();
    let at = bridge.chat.wait_for(before, "private").await;
    assert!(!bridge.chat.texts()[at].contains("Pepe"));
    for sent in bridge
        .chat
        .sent()
        .iter()
        .filter(|sent| sent.to.chat == "family")
    {
        assert!(!sent.reply.body.to_plain().contains("Pepe"));
    }
    bridge.stop().await;
}

/// Who is forgotten leaves nothing behind, in rooms either.
#[tokio::test]
async fn who_is_forgotten_shares_nothing() {
    let mut bridge = TestBridge::linked(quick_calls()).await;
    let before = bridge.say("/contacts add Casa Pepe +1 415 555 2600").await;
    bridge.chat.wait_for(before, "Kept in your contacts").await;
    says(
        &bridge,
        "ana",
        "a1",
        "/contacts share Casa Pepe",
        "Shared with this room",
    )
    .await;
    let before = bridge.say("/privacy").await;
    bridge.chat.wait_for(before, "Forget me").await;
    let before = bridge.say("my data").await;
    let place = bridge.chat.wait_for(before, "Here is everything").await;
    let file = bridge.chat.sent()[place].reply.document.clone().unwrap();
    assert!(file.text.contains("Casa Pepe"), "{}", file.text);
    bridge.say("/privacy").await;
    let before = bridge.say("forget me").await;
    bridge.chat.wait_for(before, "Forget everything").await;
    let before = bridge.say("forget everything").await;
    bridge.chat.wait_for(before, "I've removed").await;
    assert_eq!(contacts(&bridge).await, []);
    let room = in_room("ana").room().unwrap();
    let room = read_one::<kally_store::RoomRecord>(&*bridge.store, &room).await;
    assert_eq!(room.unwrap().into_record().unwrap().sharers, []);
    says(
        &bridge,
        "bob",
        "b1",
        "/call Casa Pepe, friday at 9 for 4",
        "Which number",
    )
    .await;
    bridge.stop().await;
}

/// Of two turns of a person that write their contacts at once, both count.
#[tokio::test]
async fn two_changes_at_once_both_count() {
    let bridge = TestBridge::linked(quick_calls()).await;
    let add = |chat: &str, name: &str, number: &str| {
        let conversation = ConversationId {
            thread: Some(chat.to_owned()),
            ..ConversationId::private_with(&ana())
        };
        let words = Content::Text(format!("/contacts add {name} {number}"));
        (conversation, words)
    };
    let (first, second) = (
        add("1", "Casa Pepe", "+1 415 555 2600"),
        add("2", "Bistro", "+1 415 555 2601"),
    );
    let (one, other) = tokio::join!(
        bridge.hand_in_at(first.0, "e1", first.1),
        bridge.hand_in_at(second.0, "e2", second.1),
    );
    one.unwrap();
    other.unwrap();
    assert_eq!(contacts(&bridge).await.len(), 2);
    bridge.stop().await;
}

/// The history of the account is read once after it was linked, and what only it
/// told goes with the account.
#[tokio::test]
async fn the_history_tells_places() {
    let mut bridge = TestBridge::linked(quick_calls()).await;
    call(
        &mut bridge,
        "call Casa Pepe at +1 415 555 2671, table for two tomorrow at 8 under Ana",
    )
    .await;
    // What is forgotten does not come back from the history.
    let before = bridge.say("/contacts forget Casa Pepe").await;
    bridge
        .chat
        .wait_for(before, "Removed from your contacts")
        .await;
    wait_until(&bridge, |book| book.history_of.is_some()).await;
    assert_eq!(contacts(&bridge).await, []);
    // As if the call had been made elsewhere, and nothing was read.
    for (version, record) in bridge.store.scan(None, 1_000).await.unwrap().records {
        if matches!(record, Record::Call(_) | Record::Contacts(_)) {
            let commit = kally_store::Commit {
                expect: vec![(record.key(), version)],
                delete: vec![record.key()],
                ..kally_store::Commit::default()
            };
            bridge.store.commit(commit).await.unwrap();
        }
    }
    bridge.restart().await;
    let before = bridge.say("/contacts").await;
    bridge.chat.wait_for(before, "contacts").await;
    wait_until(&bridge, |book| book.history_of.is_some()).await;
    let known = contacts(&bridge).await;
    let pepe = ("Casa Pepe".to_owned(), "+14155552671".to_owned());
    assert_eq!(known, [(pepe.0, pepe.1, ContactSource::History)]);
    let before = bridge.say("/contacts").await;
    bridge.chat.wait_for(before, "One contact").await;
    let before = bridge.say("/logout").await;
    bridge
        .chat
        .wait_for(before, "deleted your KallyAI sign-in")
        .await;
    assert_eq!(contacts(&bridge).await, []);
    bridge.stop().await;
}

/// A card is kept, or called, from its buttons.
#[tokio::test]
async fn a_contact_card_is_kept_or_called() {
    let mut bridge = TestBridge::linked(quick_calls()).await;
    let card = || {
        Content::Cards(vec![Card {
            name: "Casa Pepe".to_owned(),
            numbers: vec!["+1 415 555 2600".to_owned()],
        }])
    };
    bridge.hand_in("card-1", card()).await.unwrap();
    let at = bridge.chat.wait_for(0, "Shall I call there").await;
    let before = bridge.say("keep it").await;
    bridge.chat.wait_for(before, "Kept in your contacts").await;
    assert_eq!(contacts(&bridge).await[0].2, ContactSource::Card);
    bridge.hand_in("card-2", card()).await.unwrap();
    bridge.chat.wait_for(at + 1, "Shall I call there").await;
    let before = bridge.say("call casa pepe").await;
    bridge
        .chat
        .wait_for(before, "What should I ask them for")
        .await;
    let before = bridge.say("table for 2 tomorrow at 8 under Ana").await;
    let card = bridge.chat.wait_for(before, "They will hear").await;
    let card = bridge.chat.texts()[card].clone();
    assert!(
        card.contains("The number is from a contact card."),
        "{card}"
    );
    bridge.stop().await;
}
