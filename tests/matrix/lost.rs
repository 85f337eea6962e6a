//! Rooms in which the bot cannot write any more, or whose requester has left:
//! the requester hears the outcome in private, with the reason.

use serde_json::{Value, json};

use super::people::Person;
use super::talks::{Talks as _, id, said};
use super::{Bot, links, synapse};

const OUTCOME: &str = "✅ Call finished";
const SHUT: &str = "I can't write where you asked me any more";
const LEFT: &str = "You've left the room where you asked me";

/// Ana with a running call in a room of Bob's.
struct Here {
    ana: Person,
    bob: Person,
    private: String,
}

#[track_caller]
fn here(bot: &Bot) -> Here {
    let synapse = synapse::shared();
    let (mut ana, private) = bot.meets::<Person>(synapse, "ana");
    links(&mut ana, &private);
    let bob = Person::new(synapse, "bob");
    Here { ana, bob, private }
}

impl Here {
    #[track_caller]
    fn calls(&mut self, bot: &Bot) -> String {
        let room = self.bob.room(&[&bot.user, &self.ana.user]);
        self.ana.join(&room);
        self.bob.sees_in(&room, &bot.user);
        self.calls_in(&room);
        room
    }

    #[track_caller]
    fn calls_in(&mut self, room: &str) {
        let ana = &mut self.ana;
        ana.say(
            room,
            "!call 415 555 0100, table for 4 tomorrow at 8pm under Ana",
        );
        let card = ana.hears(room, "[1] Call now");
        ana.press(room, &id(&card), "1️⃣");
        ana.hears(room, "Calling +1 415-555-0100…");
    }

    /// The call ends once the bot has read everything up to now: the outcome is
    /// said in private, and nowhere else.
    #[track_caller]
    fn hears_in_private(&mut self, bot: &Bot, room: &str, why: &str) -> Value {
        let (ana, private) = (&mut self.ana, self.private.as_str());
        ana.say(private, "/help");
        ana.hears(private, "!call: Start a phone call");
        bot.place.sandbox.ends_calls();
        let outcome = ana.hears(private, OUTCOME);
        assert!(said(&outcome).starts_with(why), "{outcome}");
        assert_eq!(self.bob.times(room, OUTCOME), 0);
        outcome
    }

    fn powers(&self, room: &str, bot: &Bot, level: i64) {
        let path = format!("rooms/{room}/state/m.room.power_levels");
        let mut powers = self.bob.get(&path);
        powers["users"][&bot.user] = json!(level);
        self.bob.put(&path, &powers);
    }
}

/// B1 of the trial in rooms: kicked, and banned.
#[test]
fn a_bot_that_is_thrown_out_tells_the_outcome_in_private() {
    let bot = Bot::new(synapse::shared(), "--call-seconds 600");
    let _running = bot.start();
    let mut here = here(&bot);
    for how in ["kick", "ban"] {
        let room = here.calls(&bot);
        let whom = json!({"user_id": bot.user});
        here.bob.post(&format!("rooms/{room}/{how}"), &whom);
        let outcome = here.hears_in_private(&bot, &room, SHUT);
        // Its choices are still understood.
        here.ana.press(&here.private, &id(&outcome), "1️⃣");
        here.ana.hears(&here.private, "Transcript of the call");
    }
}

/// B1: the requester leaves, and everybody leaves.
#[test]
fn who_leaves_the_room_hears_the_outcome_in_private() {
    let bot = Bot::new(synapse::shared(), "--call-seconds 600");
    let _running = bot.start();
    let mut here = here(&bot);
    let room = here.calls(&bot);
    here.ana.post(&format!("rooms/{room}/leave"), &json!({}));
    here.hears_in_private(&bot, &room, LEFT);
    // Nobody is left, so the bot leaves as well.
    let alone = here.ana.room(&[&bot.user]);
    here.ana.sees_in(&alone, &bot.user);
    here.calls_in(&alone);
    here.ana.post(&format!("rooms/{alone}/leave"), &json!({}));
    bot.account().is_in(&alone, false);
    here.hears_in_private(&bot, &room, LEFT);
}

/// B1: muted, and left behind by an upgrade.
#[test]
fn a_bot_that_is_muted_or_left_behind_tells_the_outcome_in_private() {
    let bot = Bot::new(synapse::shared(), "--call-seconds 600");
    let mut running = bot.start();
    let mut here = here(&bot);
    let room = here.calls(&bot);
    here.powers(&room, &bot, -1);
    here.hears_in_private(&bot, &room, SHUT);
    let calling = here.ana.heard(&room).last().cloned();
    assert!(calling.is_some_and(|calling| calling.contains("Calling")));
    // A message that waits for the room is sent when the bot may write.
    here.powers(&room, &bot, 0);
    here.ana.hears(&room, "is over");
    let room = here.calls(&bot);
    let upgraded = json!({"new_version": "11"});
    here.bob.post(&format!("rooms/{room}/upgrade"), &upgraded);
    // Known after a restart as well.
    running.kill();
    let _running = bot.start();
    here.hears_in_private(&bot, &room, SHUT);
}

#[test]
fn who_has_no_private_chat_gets_one_for_the_outcome() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "--call-seconds 600");
    let _running = bot.start();
    let mut here = here(&bot);
    let room = here.calls(&bot);
    here.ana
        .post(&format!("rooms/{}/leave", here.private), &json!({}));
    bot.account().is_in(&here.private, false);
    let whom = json!({"user_id": bot.user});
    here.bob.post(&format!("rooms/{room}/kick"), &whom);
    bot.account().is_in(&room, false);
    bot.place.sandbox.ends_calls();
    let private = here.ana.invited_by(&bot.user);
    here.ana.join(&private);
    // Encrypted, so this client sees only that it is there.
    here.ana.waits(&private, "the outcome", |event| {
        event["type"] == "m.room.encrypted" && event["sender"] == bot.user.as_str()
    });
}
