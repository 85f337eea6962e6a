//! Direct chats.

use serde_json::json;

use super::people::Person;
use super::talks::{Talks as _, id, said};
use super::{Bot, is_mine, link, links, synapse};

#[test]
fn a_direct_chat_from_the_invitation_to_the_outcome() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "--call-seconds 600");
    let _running = bot.start();
    let mut ana = Person::new(synapse, "ana").named("Ana García");
    let room = bot.direct(&mut ana);
    ana.say(
        &room,
        "+1 415 555 0100, book a table for 4 tomorrow at 8pm under Ana",
    );
    let card = ana.hears(&room, "📞 +1 415-555-0100 · United States");
    // She has just written: the answer makes no sound.
    assert_eq!(card["content"]["msgtype"], "m.notice");
    ana.press(&room, &id(&card), "1️⃣");
    let asked = ana.hears(&room, "You haven't linked your KallyAI account yet.");
    link(&asked);
    let card = is_mine(&mut ana, &room);
    assert!(said(&card).contains("Here is your request again."));
    ana.press(&room, &id(&card), "1️⃣");
    ana.hears(&room, "Calling +1 415-555-0100…");
    bot.place.sandbox.ends_calls();
    ana.hears(&room, "✅ Call finished");
    assert_eq!(bot.place.sandbox.dialled().len(), 1);
}

#[test]
fn what_was_read_is_marked_and_what_takes_long_is_shown() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "");
    let _running = bot.start();
    let (mut ana, room) = bot.meets::<Person>(synapse, "ana");
    links(&mut ana, &room);
    let is_typing = |event: &serde_json::Value| {
        event["type"] == "m.typing" && event["content"]["user_ids"] == json!([bot.user])
    };
    assert!(!ana.seen(&room).events.iter().any(is_typing));
    let slow = json!({"path": "/v1/credits", "times": 2, "delay_ms": 3000});
    bot.place.sandbox.fail(&slow);
    let asked = ana.say(&room, "/status");
    ana.waits(&room, "the bot is typing", is_typing);
    ana.hears(&room, "KallyAI");
    // Receipts are gathered: this one may stand for a later message too.
    let said = ana.say(&room, "/help");
    ana.waits(&room, "a receipt", |event| {
        let read = |of: &String| !event["content"][of]["m.read"][&bot.user].is_null();
        event["type"] == "m.receipt" && (read(&asked) || read(&said))
    });
}
