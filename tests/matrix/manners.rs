//! How the bot behaves among people: how it is called, what it says in private,
//! how it greets, and that nobody waits for somebody else.

use std::time::{Duration, Instant};

use axum::http::StatusCode;
use serde_json::json;

use super::gate::Gate;
use super::people::Person;
use super::secret::Secret;
use super::synapse::Synapse;
use super::talks::{Talks, id, said};
use super::{Bot, calls, link, links, synapse};

/// Awkward moment 5: commands are written as they work, and a prefix leaves
/// everybody's words to other bots.
#[test]
fn commands_have_the_operator_s_prefix() {
    let bot = Bot::new(synapse::shared(), "").with("KALLY_MATRIX__PREFIX", "!phone");
    let _running = bot.start();
    let mut ana = Person::new(synapse::shared(), "ana");
    let room = ana.room(&[&bot.user]);
    ana.sees_in(&room, &bot.user);
    ana.hears(&room, "Write !phone call and what you need");
    for (asked, answer) in [
        ("!phone help", "!phone call: Start a phone call"),
        ("!kally help", "!phone call: Start a phone call"),
        ("!phone call", "Which number should I call?"),
    ] {
        ana.say(&room, "!help");
        ana.say(&room, asked);
        ana.hears(&room, answer);
    }
    assert_eq!(
        ana.times(&room, "How it works"),
        2,
        "{:?}",
        ana.heard(&room)
    );
}

/// Awkward moments 6 and 14: what is personal comes in private, and both places
/// show the way to the other.
#[test]
fn a_personal_command_in_a_room_is_answered_in_private() {
    let bot = Bot::new(synapse::shared(), "");
    let _running = bot.start();
    let mut ana = Secret::new(synapse::shared(), "ana");
    let room = ana.room(&[&bot.user]);
    ana.sees_in(&room, &bot.user);
    // There is no private chat yet.
    ana.say(&room, "!settings");
    let private = ana.plain.invited_by(&bot.user);
    ana.join(&private);
    ana.hears(&private, "Home country: United States");
    ana.hears(&room, "I've written to you in private.");
    ana.say(&room, "!status");
    let told = ana.hears(&room, "I've written to you in private.");
    assert!(
        said(&told).contains(&format!("matrix.to/#/{private}")),
        "{told}"
    );
    ana.hears(&private, "No KallyAI account is linked.");
    let request = ana.say(
        &room,
        "!call +1 415 555 0100, table for 4 tomorrow at 8pm under Ana",
    );
    let card = id(&ana.hears(&room, "[1] Call now"));
    ana.press(&room, &card, "✅");
    link(&ana.hears(&private, "Link my account"));
    ana.hears(&private, "Is that your account?");
    ana.say(&private, "yes");
    let linked = ana.hears(&private, "✅ Linked");
    assert!(
        said(&linked).contains("goes on where you made it"),
        "{linked}"
    );
    assert!(
        said(&linked).contains(&format!("{room}/{request}")),
        "{linked}"
    );
    ana.hears(&room, "Here is your request again.");
    ana.say(&room, "!login");
    ana.hears(&private, "has been linked since");
    let heard = ana.heard(&room).join("\n");
    assert!(!heard.contains("linked since"), "{heard}");
}

/// The words behind a personal command in a room are carried along.
#[test]
fn a_setting_is_changed_from_a_room() {
    let bot = Bot::new(synapse::shared(), "");
    let _running = bot.start();
    let (mut ana, private) = bot.meets::<Person>(synapse::shared(), "ana");
    let room = ana.room(&[&bot.user]);
    ana.sees_in(&room, &bot.user);
    ana.say(&room, "!settings timezone Berlin");
    ana.hears(&room, "I've written to you in private.");
    let told = ana.hears(&private, "✅ Saved.");
    assert!(said(&told).contains("Europe/Berlin"), "{told}");
    assert_eq!(ana.times(&room, "Berlin"), 0);
}

/// Awkward moments 10 and 13: an old card is pressed while *Edit* is open, and
/// eleven choices have a reaction each.
#[test]
fn an_old_card_says_what_is_open() {
    let bot = Bot::new(synapse::shared(), "");
    let _running = bot.start();
    let (mut ana, room) = bot.meets::<Person>(synapse::shared(), "ana");
    ana.say(
        &room,
        "+1 415 555 0100, book a table for 4 tomorrow at 8pm under Ana",
    );
    let old = id(&ana.hears(&room, "[1] Call now"));
    ana.say(&room, "edit");
    let choosing = id(&ana.hears(&room, "] Back to the card"));
    for key in ["🔟", "↩️"] {
        ana.waits(&room, key, |event| {
            let relation = &event["content"]["m.relates_to"];
            event["type"] == "m.reaction"
                && relation["event_id"] == choosing.as_str()
                && relation["key"] == key
        });
    }
    for key in ["✅", "❌"] {
        ana.press(&room, &old, key);
        ana.hears(&room, "I've asked what you'd like to change");
    }
    ana.press(&room, &choosing, "↩️");
    ana.hears(&room, "[1] Call now");
    assert_eq!(bot.place.sandbox.dialled().len(), 0);
}

/// A room is greeted once, and in a room of two the person learns why the bot
/// is silent there.
#[test]
fn a_new_room_is_greeted() {
    let bot = Bot::new(synapse::shared(), "");
    let _running = bot.start();
    let mut ana = Person::new(synapse::shared(), "ana");
    let mut bob = Person::new(synapse::shared(), "bob");
    let team = ana.room(&[&bob.user]);
    bob.join(&team);
    ana.post(
        &format!("rooms/{team}/invite"),
        &json!({"user_id": bot.user}),
    );
    let greeting = ana.hears(&team, "I place phone calls for you");
    assert!(!said(&greeting).contains("direct chat"), "{greeting}");
    let two = ana.room(&[&bot.user]);
    ana.hears(&two, "begin a direct chat with me");
    ana.say(&two, "hello?");
    ana.say(&two, "!help");
    ana.hears(&two, "How it works");
    assert_eq!(ana.heard(&two).len(), 1, "{:?}", ana.heard(&two));
}

/// B3: another person's keys are asked for slowly; nobody else waits for that.
#[test]
fn a_slow_question_for_keys_holds_up_nobody_else() {
    let slowest = slow_keys::<Person>();
    assert!(slowest < Duration::from_secs(2), "{slowest:?}");
}

/// B3: the same in an encrypted chat, whose keys are there already. The library
/// asks for the bot's own keys in the same question, and waits for those up to
/// five seconds before it encrypts.
#[test]
fn a_slow_question_for_keys_holds_up_no_encrypted_chat() {
    let slowest = slow_keys::<Secret>();
    assert!(slowest < Duration::from_secs(8), "{slowest:?}");
}

/// Says how long the slowest answer took.
#[track_caller]
fn slow_keys<P: Talks>() -> Duration {
    let synapse = synapse::shared();
    let gate = Gate::before(synapse);
    let bot = Bot::new(synapse, "").with("KALLY_MATRIX__HOMESERVER", &gate.url);
    let _running = bot.start();
    let (mut ana, room) = bot.meets::<P>(synapse, "ana");
    ana.say(&room, "/help");
    ana.hears(&room, "How it works");
    let mut mallory = Secret::new(synapse, "mallory");
    gate.delays("/keys/query", &mallory.me(), Duration::from_secs(10));
    let before = gate.passages("/keys/query").len();
    let hers = mallory.direct(&bot.user);
    mallory.sees_in(&hers, &bot.user);
    mallory.say(&hers, "/help");
    let mut slowest = Duration::ZERO;
    let until = Instant::now() + Duration::from_secs(12);
    while Instant::now() < until {
        for (said, answer) in [
            ("/call", "Which number should I call?"),
            ("/cancel", "Cancelled."),
        ] {
            let asked = Instant::now();
            let heard = ana.times(&room, answer);
            ana.say(&room, said);
            ana.hears(&room, answer);
            slowest = slowest.max(asked.elapsed());
            assert_eq!(ana.times(&room, answer), heard + 1, "answered once");
        }
        std::thread::sleep(Duration::from_millis(300));
    }
    println!("the slowest answer took {slowest:?}");
    let asked = gate.passages("/keys/query").len();
    assert!(asked > before, "no keys were asked for");
    // Who had to wait is answered too, and what was said meanwhile only once.
    mallory.hears(&hers, "How it works");
    gate.opens();
    ana.say(&room, "/help");
    ana.hears(&room, "How it works");
    assert_eq!(ana.times(&room, "How it works"), 2);
    slowest
}

/// B5: reactions yield to messages. With the limits that Synapse has by default,
/// a request that is asked for step by step is done in less than 25 seconds.
#[test]
fn a_guided_request_is_quick_under_the_usual_limits() {
    let synapse = Synapse::with_messages("{per_second: 0.2, burst_count: 10}");
    let bot = Bot::new(&synapse, "");
    let _running = bot.start();
    let (mut ana, room) = bot.meets::<Person>(&synapse, "ana");
    let begun = Instant::now();
    for (said, answer) in [
        ("/call", "Which number should I call?"),
        ("+1 415 555 0100", "What should I ask them for?"),
        ("reserve a table", "Which name should I give?"),
        ("Ana", "For which day?"),
        ("tomorrow", "At what time?"),
        ("20:00", "For how many people?"),
        ("4", "[1] Call now"),
    ] {
        // A person takes a moment to answer, in which reactions are set.
        std::thread::sleep(Duration::from_millis(1500));
        // Ana has the same limits.
        ana.insists(&room, said);
        ana.hears(&room, answer);
        println!("{:?} {answer}", begun.elapsed());
    }
    let took = begun.elapsed();
    println!("the request took {took:?}");
    assert!(took < Duration::from_secs(25), "{took:?}");
}

/// B9: a homeserver that takes no files.
#[test]
fn a_refused_file_holds_up_nothing() {
    let synapse = synapse::shared();
    let gate = Gate::before(synapse);
    let bot = Bot::new(synapse, "").with("KALLY_MATRIX__HOMESERVER", &gate.url);
    let _running = bot.start();
    let (mut ana, room) = bot.meets::<Person>(synapse, "ana");
    links(&mut ana, &room);
    for (status, code) in [
        (StatusCode::FORBIDDEN, "M_FORBIDDEN"),
        (StatusCode::PAYLOAD_TOO_LARGE, "M_TOO_LARGE"),
    ] {
        gate.forbids("/upload", status, code);
        calls(&mut ana, &room);
        let over = ana.hears(&room, "✅ Call finished");
        assert!(said(&over).contains("Calendar"), "{over}");
        ana.say(&room, "calendar");
        ana.hears(&room, "doesn't take files from me. Ask");
        ana.say(&room, "/help");
        ana.hears(&room, "How it works");
        gate.opens();
    }
}

/// B14: a bot that says everything back is not answered for ever.
#[test]
fn an_echo_comes_to_an_end() {
    let bot = Bot::new(synapse::shared(), "");
    let _running = bot.start();
    let (mut echo, room) = bot.meets::<Person>(synapse::shared(), "echo");
    echo.say(&room, "hello there");
    let until = Instant::now() + Duration::from_secs(8);
    let mut said_back = 0;
    while Instant::now() < until {
        for words in echo.heard(&room).into_iter().skip(said_back) {
            said_back += 1;
            echo.say(&room, &words);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!((1..4).contains(&said_back), "{:?}", echo.heard(&room));
    // One that says something of its own each time.
    for n in 0..26 {
        let heard = echo.heard(&room).len();
        echo.say(&room, &format!("well well well {n}"));
        let until = Instant::now() + Duration::from_secs(3);
        while echo.heard(&room).len() == heard && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(20));
        }
    }
    echo.hears(&room, "We are going round in circles");
    let heard = echo.heard(&room).len();
    echo.say(&room, "well");
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(echo.heard(&room).len(), heard);
}

/// Awkward moment 15: whoever comes through a bridge has no threads.
#[test]
fn a_guest_without_threads_can_answer() {
    let bot = Bot::new(synapse::shared(), "");
    let _running = bot.start();
    let mut ana = Person::new(synapse::shared(), "ana");
    let mut guest = Person::new(synapse::shared(), "guest");
    let room = ana.room(&[&bot.user, &guest.user]);
    guest.join(&room);
    ana.sees_in(&room, &bot.user);
    let kally = bot.user.split(':').next().unwrap().to_owned();
    guest.say(
        &room,
        &format!("{kally}: call +1 415 555 0100, table for 4 tomorrow at 8pm"),
    );
    guest.hears(&room, "Which name should I give?");
    // Not said to the bot, and no choice.
    guest.say(&room, "Rosa can't come");
    ana.say(&room, "1");
    guest.say(&room, &format!("{kally}: Ana García"));
    let card = guest.hears(&room, "[1] Call now");
    assert!(said(&card).contains("Name: Ana García"), "{card}");
    // A number that is said after somebody else's words is for them.
    ana.say(&room, "how many of you will come?");
    guest.say(&room, "3");
    guest.say(&room, &format!("{kally}: for 5 people"));
    guest.hears(&room, "People: 5");
    assert_eq!(guest.times(&room, "Cancelled."), 0);
    guest.say(&room, "3");
    guest.hears(&room, "Cancelled. No call was made.");
    assert_eq!(guest.times(&room, "Which number"), 0);
    assert_eq!(guest.times(&room, "Link"), 0);
}

/// Awkward moment 8: two people are asked in one thread.
#[test]
fn two_in_one_thread_see_who_is_asked() {
    let bot = Bot::new(synapse::shared(), "");
    let _running = bot.start();
    let mut ana = Person::new(synapse::shared(), "ana").named("Ana");
    let mut bob = Person::new(synapse::shared(), "bob").named("Bob");
    let room = ana.room(&[&bot.user, &bob.user]);
    bob.join(&room);
    ana.sees_in(&room, &bot.user);
    let thread = ana.say(&room, "!call");
    let asked = ana.hears(&room, "Which number should I call?");
    assert!(!said(&asked).starts_with("Ana:"), "{asked}");
    bob.say_in(&room, &thread, "!call");
    ana.hears(&room, "Bob: Which number should I call?");
}

/// Awkward moment 4: a third person enters a private chat.
#[test]
fn a_third_person_is_noticed() {
    let bot = Bot::new(synapse::shared(), "");
    let _running = bot.start();
    let (mut ana, room) = bot.meets::<Person>(synapse::shared(), "ana");
    ana.say(&room, "/call");
    ana.hears(&room, "Which number should I call?");
    let mut bob = Person::new(synapse::shared(), "bob");
    ana.post(
        &format!("rooms/{room}/invite"),
        &json!({"user_id": bob.user}),
    );
    bob.join(&room);
    ana.hears(&room, "Others can read along here");
    let told = ana.heard(&room);
    assert!(
        told.iter().any(|told| told.contains("write !call")),
        "{told:?}"
    );
}
