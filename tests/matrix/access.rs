//! Who may use the bot in Matrix: strangers' invitations, and the codes that let
//! them in.

use super::people::Person;
use super::talks::Talks as _;
use super::{Bot, synapse};

#[test]
fn a_code_lets_a_stranger_in_and_nothing_else_does() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "").with("KALLY_ACCESS__MODE", "invited");
    let _running = bot.start();
    let (status, said, _) = bot.place.command("claim").run("");
    assert_eq!(status, 0, "{said}");
    let code = said.split_whitespace().last().unwrap().to_owned();
    // While a code waits, a stranger's direct chat is accepted, a room is not.
    let mut mallory = Person::new(synapse, "mallory");
    let trap = mallory.room(&[&bot.user]);
    let (mut ana, private) = bot.meets::<Person>(synapse, "ana");
    ana.say(&private, "/call");
    ana.hears(&private, "I only make calls for people who were invited.");
    ana.say(&private, &code);
    ana.hears(&private, "You are my admin");
    ana.say(&private, "/call");
    ana.hears(&private, "Which number should I call?");
    bot.account().is_in(&trap, false);
    // Now no code waits: a stranger's direct chat is declined too.
    let alone = mallory.direct(&bot.user);
    ana.say(&private, "/admin");
    ana.hears(&private, "Only invited people can use me.");
    bot.account().is_in(&alone, false);
    // In a room of the admin's a stranger is told once, and is not served.
    let room = ana.room(&[&bot.user, &mallory.user]);
    mallory.join(&room);
    ana.sees_in(&room, &bot.user);
    mallory.say(&room, "!call 415 555 0100");
    mallory.hears(&room, "I only make calls for people who were invited.");
    mallory.say(&room, "!call 415 555 0100");
    ana.hears(&private, "would like to use me");
    ana.say(&room, "!call");
    ana.hears(&room, "Which number should I call?");
    assert_eq!(mallory.times(&room, "I only make calls"), 1);
    // A code for the room lets everybody there in.
    ana.say(&private, "/admin");
    let list = ana.hears(&private, "Invite a room");
    ana.reply(&private, &list, "Invite a room");
    let said = ana.hears(&private, "lets everybody in one room use me");
    let code = said["content"]["body"].as_str().unwrap();
    let code = code.split_whitespace().last().unwrap();
    mallory.say(&room, &format!("!start {code}"));
    mallory.hears(&room, "Everybody in this room can use me now.");
    mallory.say(&room, "!call");
    mallory.hears(&room, "Which number should I call?");
}

#[test]
fn the_bot_is_in_so_many_rooms_and_no_more() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "").with("KALLY_ACCESS__MOST_ROOMS", "1");
    let _running = bot.start();
    let mut ana = Person::new(synapse, "ana");
    let room = ana.room(&[&bot.user]);
    ana.sees_in(&room, &bot.user);
    ana.say(&room, "!help");
    ana.hears(&room, "!call: Start a phone call");
    let other = ana.room(&[&bot.user]);
    let left = ana.waits(&other, "a refusal", |event| {
        event["state_key"] == bot.user.as_str() && event["content"]["membership"] == "leave"
    });
    let reason = left["content"]["reason"].as_str().unwrap_or_default();
    assert!(reason.contains("as many rooms as I can be"), "{left}");
}
