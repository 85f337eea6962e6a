//! Shared rooms: the people whom the bot answers, the threads, and the place of
//! each answer.

use serde_json::{Value, json};

use super::people::Person;
use super::talks::{Talks as _, id, said};
use super::{Bot, address, is_mine, link, synapse};
use crate::support::{Browser, Program};

/// A room with a bot, in which several people are.
struct Room {
    bot: Bot,
    _running: Program,
    room: String,
    ana: Person,
    bob: Person,
}

#[track_caller]
fn room(bot: Bot) -> Room {
    let synapse = synapse::shared();
    let running = bot.start();
    let mut ana = Person::new(synapse, "ana").named("Ana García");
    let mut bob = Person::new(synapse, "bob").named("Bob");
    let room = ana.room(&[&bot.user, &bob.user]);
    bob.join(&room);
    ana.sees_in(&room, &bot.user);
    Room {
        bot,
        _running: running,
        room,
        ana,
        bob,
    }
}

fn bot() -> Bot {
    Bot::new(synapse::shared(), "--call-seconds 600")
}

fn thread_of(event: &Value) -> &str {
    event["content"]["m.relates_to"]["event_id"]
        .as_str()
        .unwrap_or_default()
}

#[test]
fn two_requesters_at_once_each_in_a_thread_of_their_own() {
    let mut here = room(bot());
    let room = here.room.clone();
    let ana = &mut here.ana;
    let bob = &mut here.bob;
    let bot = &here.bot;
    let first = ana.say(
        &room,
        "!call +1 415 555 0100, table for 4 tomorrow at 8pm under Ana",
    );
    let second = bob.say(&room, "!call");
    let card = ana.hears(&room, "📞 +1 415-555-0100");
    assert_eq!(thread_of(&card), first);
    assert_eq!(card["content"]["m.relates_to"]["rel_type"], "m.thread");
    // She has just written: the answer is a notice and mentions nobody.
    assert_eq!(card["content"]["msgtype"], "m.notice");
    assert_eq!(card["content"]["m.mentions"], json!({}));
    let question = bob.hears(&room, "Which number should I call?");
    assert_eq!(thread_of(&question), second);
    // Unaddressed words continue one's own thread, and are ignored elsewhere.
    bob.say(&room, "what a day");
    bob.say_in(&room, &first, "what is this about?");
    bob.say_in(&room, &second, "415 555 0101");
    let question = bob.hears(&room, "What should I ask them for?");
    assert_eq!(thread_of(&question), second);
    // Another person's press does nothing; one's own asks for the account, in
    // private.
    bob.press(&room, &id(&card), "❌");
    let private = bot.direct(ana);
    // The bot knows the chat once it has answered there.
    ana.say(&private, "!help");
    ana.hears(&private, "How it works");
    ana.press(&room, &id(&card), "✅");
    let asked = ana.hears(&private, "Link my account");
    link(&asked);
    is_mine(ana, &private);
    let card = ana.hears(&room, "[1] Call now");
    assert_eq!(thread_of(&card), first);
    ana.say_in(&room, &first, "1");
    let status = ana.hears(&room, "Calling +1 415-555-0100 now…");
    assert_eq!(status["content"]["msgtype"], "m.notice");
    let edits = |event: &Value| {
        event["content"]["m.relates_to"]["rel_type"] == "m.replace"
            && event["content"]["m.relates_to"]["event_id"] == status["event_id"]
    };
    let calling = ana.waits(&room, "an edit of the status", edits);
    assert!(
        said(&calling).contains("Calling +1 415-555-0100"),
        "{calling}"
    );
    bot.place.sandbox.ends_calls();
    let outcome = ana.hears(&room, "✅ Call finished");
    assert_eq!(thread_of(&outcome), first);
    let html = outcome["content"]["formatted_body"].as_str().unwrap();
    let pill = format!(
        "<a href=\"https://matrix.to/#/{}\">Ana García</a>",
        ana.user
    );
    assert!(html.starts_with(&pill), "{html}");
    let over = ana.waits(&room, "the last edit of the status", edits);
    assert!(said(&over).contains("is over"), "{over}");
    let all = ana.heard(&room).join("\n");
    assert!(!all.contains("Link my account:"), "{all}");
    assert!(!all.contains("Cancelled"), "{all}");
    assert_eq!(bot.place.sandbox.dialled().len(), 1);
}

#[test]
fn a_mention_begins_a_request_and_words_match_whole() {
    let mut here = room(bot());
    let room = here.room.clone();
    let ana = &mut here.ana;
    let bot = &here.bot;
    ana.say(&room, "!callme later");
    ana.say(&room, "calling 415 555 0100 is a good idea");
    let html = format!(
        "<a href=\"https://matrix.to/#/{}\">kally</a>: call 415 555 0102",
        bot.user
    );
    let asked = ana.send(
        &room,
        "m.room.message",
        &json!({"msgtype": "m.text", "body": "kally: call 415 555 0102", "format": "org.matrix.custom.html",
            "formatted_body": html, "m.mentions": {"user_ids": [bot.user]}}),
    );
    let question = ana.hears(&room, "What should I ask them for?");
    assert_eq!(thread_of(&question), asked);
    let notice = json!({"msgtype": "m.notice", "body": "!call"});
    ana.send(&room, "m.room.message", &notice);
    ana.say(&room, "/call");
    ana.hears(&room, "Which number should I call?");
    let heard = ana.heard(&room);
    assert_eq!(heard.len(), 2, "{heard:#?}");
}

/// Anybody may show it, without addressing the bot.
#[test]
fn a_link_that_is_shown_in_a_room_has_ended() {
    let mut here = room(bot());
    let room = here.room.clone();
    let private = here.bot.direct(&mut here.ana);
    here.ana.say(&private, "/login");
    let link = address(&here.ana.hears(&private, "Link my account"));
    here.bob
        .say(&room, "https://bridge.example/link/nothing of ours");
    here.bob.say(&room, &format!("whose is {link}?"));
    here.bob
        .hears(&room, "nobody can link an account with it now");
    let heard = here.bob.heard(&room);
    assert_eq!(heard.len(), 1, "{heard:#?}");
    let mut browser = Browser::new();
    let sign_in = browser.open(&link);
    let page = browser.press(&sign_in, ("decision", "approve"));
    assert!(
        page.body.contains("This link has already been used"),
        "{page:?}"
    );
}

#[test]
fn without_threads_replies_go_on() {
    let bot = bot().with("KALLY_MATRIX__THREADS", "false");
    let mut here = room(bot);
    let room = here.room.clone();
    let ana = &mut here.ana;
    let bob = &mut here.bob;
    let asked = ana.say(&room, "!call");
    let question = ana.hears(&room, "Which number should I call?");
    assert_eq!(
        question["content"]["m.relates_to"]["m.in_reply_to"]["event_id"],
        asked.as_str()
    );
    assert!(
        question["content"]["m.relates_to"]
            .get("rel_type")
            .is_none()
    );
    assert!(said(&question).starts_with("Ana García: "), "{question}");
    bob.reply(&room, &question, "415 555 0199");
    ana.reply(&room, &question, "415 555 0100");
    let next = ana.hears(&room, "What should I ask them for?");
    assert!(said(&next).contains("+1 415-555-0100"), "{next}");
    // The two questions, Bob's message, and whose request it is.
    let heard = ana.heard(&room);
    assert!(
        heard.contains(&"Bob: This is Ana García's request.".to_owned()),
        "{heard:#?}"
    );
    assert_eq!(heard.len(), 4, "{heard:#?}");
}

/// B4 of the trial in rooms: clients mention the person they reply to, by a field
/// or in the quote.
#[test]
fn a_reply_belongs_to_the_conversation_of_what_it_replies_to() {
    let mut here = room(bot());
    let room = here.room.clone();
    let (ana, bob, bot) = (&mut here.ana, &mut here.bob, &here.bot);
    let reply = |to: &Value, text: &str| {
        json!({"msgtype": "m.text", "body": text, "m.mentions": {"user_ids": [bot.user]},
            "m.relates_to": {"m.in_reply_to": {"event_id": to["event_id"]}}})
    };
    let first = ana.say(&room, "!call");
    let question = ana.hears(&room, "Which number should I call?");
    // From the room's timeline, not from the thread.
    bob.send(
        &room,
        "m.room.message",
        &reply(&question, "please call 415 555 0177 for them"),
    );
    ana.send(&room, "m.room.message", &reply(&question, "415 555 0100"));
    let question = ana.hears(&room, "What should I ask them for?");
    assert_eq!(thread_of(&question), first);
    // An older client has no field, and quotes.
    let html = format!(
        "<mx-reply><blockquote><a href=\"https://matrix.to/#/{0}\">{0}</a><br>What</blockquote></mx-reply>Ask",
        bot.user
    );
    let quoting = json!({"msgtype": "m.text", "format": "org.matrix.custom.html", "formatted_body": html,
        "body": format!("> <{}> What should I ask them for?\n\nask whether they are open tomorrow", bot.user),
        "m.relates_to": {"m.in_reply_to": {"event_id": question["event_id"]}}});
    bob.send(&room, "m.room.message", &quoting);
    ana.send(&room, "m.room.message", &quoting);
    let card = ana.hears(&room, "“Ask whether they are open tomorrow”");
    assert_eq!(thread_of(&card), first);
    assert!(said(&card).contains("0100"), "{card}");
    assert_eq!(ana.times(&room, "0177"), 1, "what Bob said");
    // A person who names the bot in a reply means it.
    let name = bot.user.trim_start_matches('@').split(':').next().unwrap();
    let named = json!({"msgtype": "m.text", "body": format!("{name}: call 415 555 0102"),
        "m.mentions": {"user_ids": [bot.user]},
        "m.relates_to": {"m.in_reply_to": {"event_id": card["event_id"]}}});
    let second = bob.send(&room, "m.room.message", &named);
    let question = bob.waits(&room, "a question for Bob", |event| {
        event["sender"] == bot.user.as_str() && thread_of(event) == second
    });
    assert!(said(&question).contains("+1 415-555-0102"), "{question}");
    // Two questions and a card for Ana, a question for Bob, and once whose the
    // request is.
    let of_bot =
        |event: &&Value| event["sender"] == bot.user.as_str() && event["type"] == "m.room.message";
    ana.listen(std::time::Duration::ZERO);
    let of_bot = ana.seen(&room).events.iter().filter(of_bot);
    let all = of_bot.filter(|event| !said(event).starts_with("Hello. I place"));
    let all = all.count();
    assert_eq!(all, 5, "{:#?}", ana.heard(&room));
}

#[test]
fn an_edit_corrects_and_a_removed_request_is_dropped() {
    let mut here = room(bot());
    let room = here.room.clone();
    let ana = &mut here.ana;
    let asked = ana.say(
        &room,
        "!call 415 555 0100, table for 4 tomorrow at 8pm under Ana",
    );
    ana.hears(&room, "People: 4");
    ana.send(
        &room,
        "m.room.message",
        &json!({"msgtype": "m.text", "body": "* !call 415 555 0100, table for 5 tomorrow at 8pm under Ana",
            "m.new_content": {"msgtype": "m.text", "body": "!call 415 555 0100, table for 5 tomorrow at 8pm under Ana"},
            "m.relates_to": {"rel_type": "m.replace", "event_id": asked}}),
    );
    ana.hears(&room, "People: 5");
    ana.put(&format!("rooms/{room}/redact/{asked}/r1"), &json!({}));
    ana.hears(&room, "Cancelled.");
}

#[test]
fn a_room_of_two_is_no_direct_chat_by_itself() {
    let bot = bot();
    let _running = bot.start();
    let mut ana = Person::new(synapse::shared(), "ana");
    let room = ana.room(&[&bot.user]);
    ana.sees_in(&room, &bot.user);
    ana.say(&room, "call 415 555 0100");
    ana.say(&room, "!help");
    ana.hears_each(&room, ["!call: Start", "begin a direct chat with me"]);
    assert_eq!(ana.heard(&room).len(), 1);
}
