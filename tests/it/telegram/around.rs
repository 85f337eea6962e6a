//! Everything around conversations: menus, other programs with the same token,
//! other kinds of updates, old messages.

use std::time::Duration;

use serde_json::json;

use super::stage::{ANA, EVA, Stage};
use telegram_emulator::{Fault, Kind, TOKEN, refusal};

/// The number of menus and descriptions: menus for private chats and groups, a
/// long and a short description, each for everybody and in two languages.
const REGISTERED: usize = 6;

#[test]
fn menus_and_descriptions_are_registered_and_a_refusal_is_no_harm() {
    let stage = Stage::new("--call-seconds 1");
    let no = refusal(400, "Bad Request: no", None);
    stage
        .telegram
        .arm("setMyCommands", Fault::Answer(400, no.clone()));
    stage
        .telegram
        .arm("setMyShortDescription", Fault::Answer(400, no));
    stage.run();
    let ana = stage.private(ANA);
    ana.ask("/call", "Which number should I call?");
    stage.until("the menus", |telegram| {
        let count = |method: &str| telegram.requests(method).len();
        let pages = count("setMyDescription") + count("setMyShortDescription");
        (count("setMyCommands") == REGISTERED && pages == REGISTERED).then_some(())
    });
    stage.ends_well(0);
}

#[test]
fn everybody_is_spoken_to_in_their_own_language() {
    let stage = Stage::running("--call-seconds 1");
    let (ana, eva) = (stage.private(ANA), stage.private(EVA));
    ana.ask("/call", "Which number should I call?");
    eva.ask("/call", "¿A qué número llamo?");
    stage.ends_well(0);
}

#[test]
fn another_poller_is_warned_about_and_nothing_is_lost() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.private(ANA);
    ana.ask("/call", "Which number should I call?");
    stage.until("a poll that waits", |telegram| {
        (telegram.waiting() == 0 && telegram.offsets().len() > 1).then_some(())
    });
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("{}bot{TOKEN}/getUpdates", stage.telegram.url);
    let polled = client.post(url).json(&json!({"timeout": 1})).send();
    assert_eq!(stage.block_on(polled).unwrap().status().as_u16(), 200);
    stage.until_logged("another program receives this bot's updates");
    ana.ask("415 555 0100", "What should I ask them for?");
    stage.ends_well(0);
}

#[test]
fn what_cannot_be_read_does_not_stop_the_stream() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.private(ANA);
    stage
        .telegram
        .update("message", json!({"something": "new"}));
    stage
        .telegram
        .update("hologram", json!({"of": "a message"}));
    stage.telegram.update(
        "message",
        json!({"message_id": "+14155550199", "date": 1, "chat": {"id": ANA, "type": "private"}}),
    );
    ana.ask("/call", "Which number should I call?");
    stage.until_logged("cannot be read and is skipped");
    assert!(
        !stage.log().contains("4155550199"),
        "the log quotes a message"
    );
    stage.ends_well(0);
}

#[test]
fn what_was_asked_long_ago_is_asked_about() {
    let stage = Stage::new("--call-seconds 1");
    let ana = stage.private(ANA);
    stage.telegram.turns_back(Duration::from_secs(3 * 3600));
    ana.says("/call +1 415 555 0100, book a table for 4 tomorrow at 8pm under Ana");
    stage.telegram.turns_forward(Duration::from_secs(3 * 3600));
    stage.run();
    ana.hears("You asked for this a while ago");
    ana.press("Yes, go on", "They will hear an AI");
    stage.ends_well(0);
}

#[test]
fn typing_is_shown_while_something_slow_runs() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.linked(ANA);
    ana.ask(
        "/call +1 415 555 0100, book a table for 4 tomorrow at 8pm under Ana",
        "They will hear an AI",
    );
    ana.press("Call now", "✅ Call finished");
    let before = stage.telegram.requests("sendChatAction").len();
    let slow = json!({"path": "/v1/calls", "times": 1, "delay_ms": 4000});
    stage.place.sandbox.fail(&slow);
    ana.press("Transcript", "KallyAI");
    let shown = stage.telegram.requests("sendChatAction");
    assert!(shown.len() > before, "{}", stage.so_far());
    assert_eq!(shown.last().unwrap().fields["action"], "typing");
    stage.ends_well(1);
}

#[test]
fn names_and_tasks_are_text_whatever_they_hold() {
    let stage = Stage::new("--call-seconds 1");
    let name = "Zoë <b>&amp; \"Co";
    stage.telegram.person(ANA, name, "_*`[x]", "en");
    stage.telegram.group(-500, Kind::Group, "<Friends>", &[ANA]);
    stage.run();
    for spot in [ANA, -500] {
        let ana = stage.seat(spot, ANA);
        let asked = ana.own(
            "/call +1 415 555 0100, Ask if they have <i>tea</i> & \"cake\" 👨‍👩‍👧‍👦 today",
            "They will hear an AI",
        );
        let task = "Ask if they have <i>tea</i> & \"cake\" 👨‍👩‍👧‍👦 today";
        assert!(asked.text.contains(task), "{asked:?}");
    }
    stage.ends_well(0);
}

#[test]
fn many_people_at_once_are_all_answered() {
    let stage = Stage::new("");
    let people: Vec<i64> = (1000..1120).collect();
    for person in &people {
        stage.telegram.says(*person, "/call");
        stage.telegram.says(*person, "415 555 0100");
    }
    stage.run();
    for person in &people {
        let seat = stage.private(*person);
        seat.hears("What should I ask them for?");
        // The question that was answered at once may be left out.
        assert!(seat.shown().len() <= 2, "{:?}", seat.shown());
    }
    stage.ends_well(0);
}

#[test]
fn a_token_that_is_revoked_in_mid_stream_is_told_once() {
    let stage = Stage::running("");
    let there = stage.private(ANA);
    there.ask("/help", "How it works");
    let unknown = || Fault::Answer(401, refusal(401, "Unauthorized", None));
    stage.telegram.arm("getUpdates", unknown());
    there.says("/help");
    stage.until_logged("does not know this bot's token any more");
    there.ask("/call", "Which number should I call?");
    stage.until_logged("Telegram works again");
    stage.stop();
}
