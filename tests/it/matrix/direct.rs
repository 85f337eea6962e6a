//! Direct chats.

use super::people::{Person, id};
use super::{Bot, link, synapse};

#[test]
fn a_direct_chat_from_the_invitation_to_the_outcome() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "--call-seconds 4");
    let _running = bot.start();
    let mut ana = Person::new(synapse, "ana").named("Ana García");
    let room = ana.direct(&bot.user);
    ana.sees_in(&room, &bot.user);
    ana.say(
        &room,
        "+1 415 555 0100, book a table for 4 tomorrow at 8pm under Ana",
    );
    let card = ana.hears(&room, "📞 +1 415-555-0100 · United States");
    assert_eq!(card["content"]["msgtype"], "m.text");
    ana.press(&room, &id(&card), "1️⃣");
    let asked = ana.hears(&room, "You haven't linked your KallyAI account yet.");
    link(&asked);
    let card = ana.hears(&room, "✅ Linked. Here is your request again.");
    ana.press(&room, &id(&card), "1️⃣");
    ana.hears(&room, "Calling +1 415-555-0100 …");
    ana.hears(&room, "✅ They answered");
    assert_eq!(bot.place.sandbox.dialled().len(), 1);
}
