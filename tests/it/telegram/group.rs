//! Groups with privacy mode on: everybody has a conversation of their own,
//! personal things stay with the person, everything stays in its topic.

use super::seat::Seat;
use super::stage::{ANA, BEN, EVA, Stage};
use super::talk::{Act, Step, request};
use telegram_emulator::{Kind, Shown};

const GROUP: i64 = -500;
const FORUM: i64 = -100_700;

fn stage(sandbox: &str) -> Stage {
    let stage = Stage::new(sandbox);
    stage
        .telegram
        .group(GROUP, Kind::Group, "Friends", &[ANA, BEN, EVA]);
    stage
        .telegram
        .group(FORUM, Kind::Forum, "Street", &[ANA, BEN]);
    stage.run();
    stage
}

/// A question; this person's app makes their next words the reply to it.
#[track_caller]
fn asks(shown: &Shown, person: i64) {
    let asks = shown.asks == [person] || !shown.buttons.is_empty();
    assert!(asks, "nobody else can answer: {shown:?}");
}

/// Says or presses it in the group; a question with buttons is answered by
/// replying to it.
#[track_caller]
fn step(seat: &Seat<'_>, asked: Option<&Shown>, (act, answer): Step) -> Shown {
    match (act, asked) {
        (Act::Says(text), Some(asked)) if asked.asks.is_empty() => {
            let telegram = &seat.stage.telegram;
            let said = telegram.replies(seat.spot, seat.person, asked.id, text);
            assert!(said.update.is_some(), "{text}");
        }
        _ => {
            seat.does(act);
        }
    }
    seat.hears_own(answer)
}

/// A whole request, up to the card.
#[track_caller]
fn up_to_the_card(seat: &Seat<'_>) -> Shown {
    let mut asked: Option<Shown> = None;
    for taken in request() {
        let shown = step(seat, asked.as_ref(), taken);
        asks(&shown, seat.person);
        asked = Some(shown);
    }
    asked.unwrap()
}

#[test]
fn two_people_ask_at_once_and_each_has_their_own_answers() {
    let stage = stage("--call-seconds 1");
    stage.linked(ANA);
    stage.linked(BEN);
    let (ana, ben) = (stage.seat(GROUP, ANA), stage.seat(GROUP, BEN));
    let asked = ana.own("/call", "Which number should I call?");
    assert_eq!(asked.asks, [ANA], "{asked:?}");
    let other = ben.own("/call", "Which number should I call?");
    assert_eq!(other.asks, [BEN], "{other:?}");
    // A remark to somebody else does not concern the bot.
    stage.seat(GROUP, EVA).mutters("are you calling them now?");
    ana.own("415 555 0100", "What should I ask them for?");
    ben.own("415 555 0108", "What should I ask them for?");
    ben.own(
        "Book a table for 2 tomorrow at 7pm",
        "Which name should I give?",
    );
    let asked = ana.own(
        "Book a table for 4 tomorrow at 8pm",
        "Which name should I give?",
    );
    assert!(asked.labels().contains(&"Ana García"), "{asked:?}");
    ben.presses_own("Ben");
    ana.presses_own("Ana García");
    let card = ana.hears_own("They will hear an AI");
    assert!(card.text.contains("People: 4"), "{card:?}");
    let card = ben.hears_own("They will hear an AI");
    assert!(card.text.contains("People: 2"), "{card:?}");
    ana.presses_own("Call now");
    ben.presses_own("Call now");
    ana.hears_own("✅ Call finished");
    ben.hears_own("✅ Call finished");
    stage.ends_well(2);
}

/// Row 19 of the Telegram trial.
#[test]
fn presses_and_replies_of_others_change_nothing() {
    let stage = stage("--call-seconds 1");
    stage.linked(ANA);
    stage.linked(BEN);
    let (ana, ben) = (stage.seat(GROUP, ANA), stage.seat(GROUP, BEN));
    let asked = ana.own("/call", "Which number should I call?");
    // Ben answers the question that Ana was asked.
    let before = ana.shown().len();
    let telegram = &stage.telegram;
    let said = telegram.replies(GROUP, BEN, asked.id, "415 555 0199");
    assert!(said.update.is_some());
    let told = ben.hears_own("This is Ana's request.");
    assert_eq!(told.reply_to, Some(said.message));
    let card = up_to_the_card_from(&ana);
    assert!(!card.text.contains("0199"), "{card:?}");
    assert_eq!(ana.count("0199"), 0, "{}", stage.so_far());
    assert!(ana.shown().len() > before);
    // Ben presses the buttons that only Ana may press.
    for label in ["Call now", "Cancel", "Edit"] {
        let update = telegram.presses_on(GROUP, card.id, BEN, label);
        assert_eq!(ben.alerted(update), "This is Ana's request.");
    }
    let eva = stage.seat(GROUP, EVA);
    let update = telegram.presses_on(GROUP, card.id, EVA, "Call now");
    assert_eq!(eva.alerted(update), "Esta petición es de Ana.");
    stage.settles();
    assert!(stage.place.sandbox.dialled().is_empty());
    ana.presses_own("Call now");
    let outcome = ana.hears_own("✅ Call finished");
    for label in outcome.labels() {
        let update = telegram.presses_on(GROUP, outcome.id, BEN, label);
        assert_eq!(ben.alerted(update), "This is Ana's request.", "{label}");
    }
    // Words of people to each other about an outcome are not the bot's business.
    telegram.replies(GROUP, BEN, outcome.id, "that was quick");
    stage.settles();
    assert_eq!(ben.count("This is Ana's request."), 1, "{}", stage.so_far());
    assert_eq!(ana.count("Transcript of the call"), 0, "{}", stage.so_far());
    stage.ends_well(1);
}

/// The rest of a request that has begun.
#[track_caller]
fn up_to_the_card_from(seat: &Seat<'_>) -> Shown {
    let mut asked: Option<Shown> = None;
    for taken in request().skip(1) {
        asked = Some(step(seat, asked.as_ref(), taken));
    }
    asked.unwrap()
}

#[test]
fn linking_leads_out_of_the_group_and_the_form_goes_on_there() {
    let stage = stage("--call-seconds 1");
    let ana = stage.seat(GROUP, ANA);
    up_to_the_card(&ana);
    ana.presses_own("Call now");
    let door = ana.hears_own("I need your KallyAI account");
    let address = door.address("Link my account").unwrap();
    assert!(
        address.starts_with("https://t.me/kally_bot?start="),
        "{door:?}"
    );
    // No part of the link itself is in the group.
    assert_eq!(
        ana.count("Check that the page shows"),
        0,
        "{}",
        stage.so_far()
    );
    let private = stage.private(ANA);
    private.follows(&address);
    let offer = private.hears("You haven't linked your KallyAI account yet");
    stage.sign_in(&offer);
    // The next process says everything that is to be said about it.
    stage.run();
    // The account's figures are told where nobody else reads them.
    private.is_mine();
    assert_eq!(ana.count("credits"), 0, "{}", stage.so_far());
    let card = ana.hears_own("Here is your request again");
    assert!(card.text.contains("📞 +1 415-555-0100"), "{card:?}");
    ana.presses_own("Call now");
    let outcome = ana.hears_own("✅ Call finished");
    assert!(
        outcome.labels().contains(&"Transcript to me"),
        "{outcome:?}"
    );
    stage.ends_well(1);
}

#[test]
fn what_is_personal_is_said_in_private() {
    let stage = stage("--call-seconds 1");
    let private = stage.linked(ANA);
    let ana = stage.seat(GROUP, ANA);
    for (command, answer) in [
        ("/status", "Your KallyAI account has been linked since"),
        ("/settings", "Your settings"),
        ("/login", "Your KallyAI account is linked since"),
    ] {
        let door = ana.own(command, "That is personal");
        private.follows(&door.buttons[0].1);
        private.hears_any(&[answer, "linked"]);
        assert_eq!(ana.count(answer), 0, "{}", stage.so_far());
    }
    private.ask("/settings", "Your settings");
    private.presses("Call-back number");
    private.hears("call you back");
    private.ask("+34 612 345 678", "+34 612 34 56 78");
    let card = up_to_the_card(&ana);
    assert!(
        card.text.contains("the number in your settings"),
        "{card:?}"
    );
    ana.presses_own("Call now");
    ana.hears_own("✅ Call finished");
    assert_eq!(ana.count("612"), 0, "{}", stage.so_far());
    // The requester chooses where the transcript goes.
    let words = "Transcript of the call";
    ana.presses_own("Transcript to me");
    private.hears(words);
    assert_eq!(ana.count(words), 0, "{}", stage.so_far());
    stage.ends_well(1);
}

#[test]
fn everything_stays_in_the_topic_where_it_began() {
    let stage = stage("--call-seconds 1");
    stage.linked(ANA);
    let topic = stage.telegram.topic(FORUM, BEN, "Dinner");
    let elsewhere = stage.telegram.topic(FORUM, BEN, "Garden");
    let ana = stage.seat(topic, ANA);
    let other = stage.seat(elsewhere, ANA);
    other.own("/call", "Which number should I call?");
    let card = up_to_the_card(&ana);
    assert_eq!(card.thread, topic.topic);
    // The message to reply to is gone, and its topic with it.
    stage.telegram.deletes_all(FORUM, ANA);
    ana.presses_own("Call now");
    ana.hears_own("✅ Call finished");
    ana.presses_own("Transcript here");
    ana.hears_own("Transcript of the call");
    stage.ends_well(1);
    // One question is in the other topic, and nothing is outside the topics.
    assert_eq!(other.shown().len(), 1, "{}", stage.so_far());
    let shown = stage.telegram.shown(FORUM);
    assert!(
        shown.iter().all(|shown| shown.thread.is_some()),
        "{shown:#?}"
    );
}

#[test]
fn in_a_supergroup_a_thread_of_replies_is_no_topic() {
    let stage = stage("--call-seconds 1");
    stage.linked(ANA);
    let telegram = &stage.telegram;
    telegram.group(-100_900, Kind::Supergroup, "Club", &[ANA, BEN]);
    let ana = stage.seat(-100_900, ANA);
    up_to_the_card(&ana);
    ana.presses_own("Call now");
    ana.hears_own("✅ Call finished");
    for sent in telegram.requests("sendMessage") {
        assert!(!sent.fields.contains_key("message_thread_id"), "{sent:?}");
    }
    stage.ends_well(1);
}

/// Row 20 of the Telegram trial.
#[test]
fn a_question_with_buttons_says_how_to_answer_it_in_words() {
    let stage = stage("");
    let ana = stage.seat(GROUP, ANA);
    let hint = "To answer in words, reply to this message.";
    let asked = ana.own("/call", "Which number should I call?");
    assert!(!asked.text.contains("reply to this message"), "{asked:?}");
    ana.own("415 555 0100", "What should I ask them for?");
    let named = ana.own(
        "Book a table for 4 tomorrow at 8pm",
        "Which name should I give?",
    );
    assert!(named.text.contains(hint), "{named:?}");
    let said = stage.telegram.replies(GROUP, ANA, named.id, "Ana García");
    assert!(said.update.is_some());
    let card = ana.hears_own("They will hear an AI");
    let hint = "To change something in words, reply to this message.";
    assert!(card.text.contains(hint), "{card:?}");
    // In private every message is an answer.
    let private = stage.private(ANA);
    private.ask("/call 415 555 0100", "What should I ask them for?");
    let named = private.ask(
        "Book a table for 4 tomorrow at 8pm",
        "Which name should I give?",
    );
    assert!(!named.text.contains("reply to this message"), "{named:?}");
    stage.ends_well(0);
}

#[test]
fn who_adds_the_bot_to_a_group_hears_how_it_works_there() {
    let stage = stage("");
    let telegram = &stage.telegram;
    let eva = stage.seat(GROUP, EVA);
    telegram.removes_bot(GROUP, EVA);
    telegram.adds_bot(GROUP, EVA);
    let greeting = eva.hears_own("Hago llamadas por ti");
    assert!(greeting.text.contains("respondiendo a mis mensajes"));
    let address = greeting.address("Vincular mi cuenta");
    assert_eq!(
        address.as_deref(),
        Some("https://t.me/kally_bot?start=login"),
        "{greeting:?}"
    );
    let private = stage.private(EVA);
    private.follows(&address.unwrap());
    private.hears("vincular tu cuenta");
    stage.settles();
    assert_eq!(eva.shown().len(), 1, "{}", stage.so_far());
    // The greeting in private leads to a group.
    let welcome = stage
        .private(ANA)
        .ask("/start", "I place phone calls for you");
    assert_eq!(
        welcome.address("Add me to a group").as_deref(),
        Some("https://t.me/kally_bot?startgroup")
    );
    stage.ends_well(0);
}

#[test]
fn words_behind_the_bots_name_begin_a_request_where_they_arrive() {
    let stage = stage("");
    let ana = stage.seat(GROUP, ANA);
    ana.mutters("@kally_bot call 415 555 0100");
    stage.telegram.makes_admin(GROUP);
    // Another bot of a longer name.
    ana.says("@kally_bot2 call 415 555 0102");
    ana.says("call 415 555 0103, they know the way");
    ana.own(
        "@Kally_bot, I need a table at +1 415 555 0101",
        "Which name should I give?",
    );
    assert_eq!(ana.count("0102") + ana.count("0103"), 0);
    // At a question they are its answer.
    ana.own("@kally_bot Ana", "For which day?");
    ana.own("@kally_bot cancel", "Cancelled. No call was made.");
    stage.ends_well(0);
}

/// Ben posts the place, and Ana replies to it.
#[test]
fn a_request_means_the_number_in_the_message_that_it_replies_to() {
    let stage = stage("--call-seconds 1");
    let (ana, ben) = (stage.seat(GROUP, ANA), stage.seat(GROUP, BEN));
    let telegram = &stage.telegram;
    let place = ben.mutters("Casa Pepe, +34 912 34 56 78");
    let request = "/call book us a table for 4 tomorrow at 9pm under Ana";
    telegram.replies(GROUP, ANA, place, request);
    let card = ana.hears_own("They will hear an AI");
    assert!(card.text.contains("+34 912 34 56 78"), "{card:?}");
    assert!(card.text.contains("Casa Pepe"), "{card:?}");
    // A number of one's own goes first.
    ana.own("/cancel", "No call was made.");
    let request = "/call +1 415 555 0100, book us a table for 4 tomorrow at 9pm under Ana";
    telegram.replies(GROUP, ANA, place, request);
    let card = ana.hears_own("They will hear an AI");
    assert!(card.text.contains("+1 415-555-0100"), "{card:?}");
    assert!(!card.text.contains("912"), "{card:?}");
    stage.ends_well(0);
}
