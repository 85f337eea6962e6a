//! The end of a sign-in, sent as a message: who gets linked by it, the results
//! in all other cases, and that it is never read as anything else.

use super::*;
use crate::accounts::tests::{holds, stored_bytes};
use kally_store::{ConversationRecord, DeliveryModeV1};

/// The effects of a message: the replies, and the message that is removed.
async fn sends(rig: &Rig, lane: ConversationId, content: Content) -> (String, Option<MessageRef>) {
    let before = rig.outbox(&lane).await.len();
    let mut inbound = rig.says(lane.clone(), "").await;
    inbound.content = content;
    rig.bridge.handle(&inbound).await.unwrap();
    let mut said = rig.outbox(&lane).await.split_off(before);
    let removal = said.remove(0);
    assert_eq!(removal.mode, DeliveryModeV1::Remove);
    assert_eq!(removal.replaces, inbound.message, "the message itself");
    assert!(
        removal
            .reply
            .body
            .to_plain()
            .contains("please delete it yourself")
    );
    // The message of a link that is over is edited.
    let said: Vec<_> = said
        .iter()
        .filter(|record| !record.mode.is_edit())
        .map(|record| record.reply.body.to_plain())
        .collect();
    (said.join("\n"), removal.replaces)
}

async fn pastes(rig: &Rig, user: &str, text: &str) -> String {
    sends(rig, conversation(user), Content::Text(text.to_owned()))
        .await
        .0
}

/// The address at which a phone's browser ends.
async fn address(rig: &Rig, offer: &Offer) -> String {
    rig.sign_in(&mut rig.browser(), offer, "approve")
        .await
        .into()
}

#[tokio::test]
async fn whoever_sends_their_own_address_is_linked() {
    let rig = Rig::new().await;
    let offer = rig.login().await;
    let address = address(&rig, &offer).await;
    let said = pastes(
        &rig,
        "4711",
        &format!("it says {address} and nothing loads"),
    )
    .await;
    assert!(said.is_empty() && rig.will_ask().await, "{said}");
    rig.mine().await;
    rig.accounts.token(&ana()).await.expect("a token");
    let stage = rig.stage(&offer).await;
    assert_eq!(stage, LinkStageV1::Joined { browser: None });
    let account = rig.account().await;
    // Again, and in a browser on this machine.
    let said = pastes(&rig, "4711", &address).await;
    assert!(said.contains("has already been used"), "{said}");
    super::refusals::check(&rig, &address, 410, "This link has already been used").await;
    assert_eq!(rig.account().await, account);
}

#[tokio::test]
async fn it_is_a_secret_wherever_it_stands() {
    for shape in ["/call {}", "/login {}", "{}", "+1 415 555 2671 {}"] {
        let rig = Rig::new().await;
        let offer = rig.login().await;
        let open = rig.says(conversation("4711"), "/call").await;
        rig.bridge.handle(&open).await.unwrap();
        let address = address(&rig, &offer).await;
        let said = pastes(&rig, "4711", &shape.replace("{}", &address)).await;
        assert!(said.is_empty() && rig.will_ask().await, "{shape}: {said}");
        no_trace(&rig, &address).await;
    }
    let rig = Rig::new().await;
    let offer = rig.login().await;
    let address = address(&rig, &offer).await;
    let late = format!("{} {address}", "long ".repeat(3000));
    let edited = Content::Edited(late.clone());
    assert_eq!(
        format!("{edited:?}"),
        format!("Edited({} bytes)", late.len())
    );
    let (said, _) = sends(&rig, conversation("4711"), edited).await;
    assert!(said.is_empty() && rig.will_ask().await, "{said}");
    no_trace(&rig, &address).await;
}

/// Neither the tokens nor the `state` are anywhere in the store, not even in
/// overwritten parts.
async fn no_trace(rig: &Rig, address: &str) {
    let url: Url = address.parse().unwrap();
    let stored: ConversationRecord = read_one(&*rig.store, &conversation("4711"))
        .await
        .unwrap()
        .into_record()
        .expect("the conversation");
    assert!(!format!("{stored:?}").contains("access_token"));
    let bytes = stored_bytes(&*rig.store, rig.folder.path()).await;
    assert!(holds(&bytes, "4711"), "the store is there");
    for name in ["access_token", "refresh_token", "state"] {
        assert!(!holds(&bytes, &parameter(&url, name)), "{name}");
        // A conversation has a state of its own.
        assert!(name == "state" || !holds(&bytes, name), "{name}");
    }
}

#[tokio::test]
async fn somebody_elses_sign_in_is_refused_and_burnt() {
    let rig = Rig::new().await;
    let offer = rig.login().await;
    let address = address(&rig, &offer).await;
    // Ana's link, followed by Ben: his account does not become hers, and hers
    // does not become his.
    let said = pastes(&rig, "5", &address).await;
    assert!(said.contains("made for somebody else"), "{said}");
    assert_eq!(rig.stage(&offer).await, LinkStageV1::Used);
    let said = pastes(&rig, "4711", &address).await;
    assert!(said.contains("has already been used"), "{said}");
    super::refusals::check(&rig, &address, 410, "This link has already been used").await;
    for user in [ana(), conversation("5").chat_user()] {
        let token = rig.accounts.token(&user).await;
        assert!(
            matches!(token, Err(AccountError::NotLinked)),
            "{user}: {token:?}"
        );
    }
}

#[tokio::test]
async fn what_a_group_could_read_is_worth_nothing() {
    let rig = Rig::new().await;
    let offer = rig.login().await;
    let address = address(&rig, &offer).await;
    let group = ConversationId {
        chat: "-100".to_owned(),
        ..conversation("4711")
    };
    let (said, _) = sends(&rig, group, Content::Text(address.clone())).await;
    assert!(said.contains("I haven't used it"), "{said}");
    assert!(said.contains("sign in again"), "{said}");
    assert_eq!(rig.account().await, None);
    assert_eq!(rig.stage(&offer).await, LinkStageV1::Used);
    let said = pastes(&rig, "4711", &address).await;
    assert!(said.contains("has already been used"), "{said}");
    assert_eq!(rig.account().await, None);
}

#[tokio::test]
async fn what_is_of_no_use_is_said_to_be() {
    let rig = Rig::new().await;
    let offer = rig.login().await;
    let whole = address(&rig, &offer).await;
    let state = offer.state();
    let check = async |text: &str, says: &str| {
        let said = pastes(&rig, "4711", text).await;
        assert!(said.contains(says), "{text}: {said}");
        rig.assert_untouched(&offer).await;
    };
    let broken = "A part of that address is missing";
    check(&whole[..whole.len() - 10], broken).await;
    check(&whole[..70], broken).await;
    check(
        &format!("http://localhost:8976/callback?state={state}"),
        broken,
    )
    .await;
    check(
        &format!("http://localhost:8976/callback?code=c&state={state}"),
        broken,
    )
    .await;
    check(&format!("{whole}&state={state}"), broken).await;
    let denied = format!("http://localhost:8976/callback?error=access_denied&state={state}");
    check(&denied, "KallyAI did not sign you in").await;
    let other = whole.replace(&state, &"A".repeat(43));
    check(&other, "isn't from any of my links").await;
    rig.clock.advance(EXPIRES);
    check(&whole, "That address has expired").await;
}

#[tokio::test]
async fn where_a_client_is_registered_nothing_is_pasted() {
    let rig = Rig::with(registered()).await;
    let offer = rig.login().await;
    let mut browser = rig.browser();
    let back = rig.begin(&mut browser, &offer).await;
    let begun = rig.stage(&offer).await;
    let local = format!("http://localhost:8976/callback?{}", back.query().unwrap());
    let said = pastes(&rig, "4711", &local).await;
    assert!(said.contains("linked on my own page"), "{said}");
    assert_eq!(rig.account().await, None);
    assert_eq!(rig.stage(&offer).await, begun);
}

/// The same update again, as after a crash before it was acknowledged.
#[tokio::test]
async fn the_same_message_again_changes_nothing() {
    let rig = Rig::new().await;
    let offer = rig.login().await;
    let address = address(&rig, &offer).await;
    let inbound = rig.says(conversation("4711"), &address).await;
    rig.bridge.handle(&inbound).await.unwrap();
    let (stage, said) = (rig.stage(&offer).await, rig.said("4711").await.len());
    assert!(rig.will_ask().await);
    assert!(rig.bridge.handle(&inbound).await.unwrap().seen_before);
    assert_eq!(rig.stage(&offer).await, stage);
    assert_eq!(rig.said("4711").await.len(), said);
    assert!(rig.will_ask().await, "once");
}
