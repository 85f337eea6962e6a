//! Receiving: nothing is acknowledged before it is committed, a crash loses
//! nothing, one conversation is in order and none waits for another.

use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::json;

use super::bench::Bench;
use telegram_emulator::{Emulator, Fault, Kind, message, pressed, refusal};

const ANA: i64 = 42;
const BEN: i64 = 43;
const GROUP: i64 = -5;
const NUMBER: &str = "Which number should I call?";

#[tokio::test]
async fn a_batch_is_acknowledged_after_its_commit_only() {
    let bench = Bench::new().await;
    let update = bench.emulator.says(ANA, "/call");
    let bot = bench.bot(true);
    bench
        .emulator
        .until("the poll", |emulator| {
            (!emulator.offsets().is_empty()).then_some(())
        })
        .await;
    // The commit waits: longer than a poll would take.
    assert!(
        tokio::time::timeout(Duration::from_millis(300), bench.acknowledged(update))
            .await
            .is_err()
    );
    assert!(bench.said(ANA).is_empty());
    bot.gate.shut.send_replace(false);
    bench.acknowledged(update).await;
    bench.emulator.sees(ANA, NUMBER).await;
    bot.kill().await;
    bench.emulator.assert_unbroken();
}

#[tokio::test]
async fn a_crash_before_the_commit_loses_no_update() {
    let bench = Bench::new().await;
    let update = bench.emulator.says(ANA, "/call");
    let bot = bench.bot(true);
    bench
        .emulator
        .until("the poll", |emulator| {
            (!emulator.offsets().is_empty()).then_some(())
        })
        .await;
    bot.kill().await;
    assert!(!bench.is_acknowledged(update));
    let bot = bench.bot(false);
    bench.emulator.sees(ANA, NUMBER).await;
    bench.acknowledged(update).await;
    bot.kill().await;
}

#[tokio::test]
async fn what_was_committed_before_a_crash_is_not_done_again() {
    let bench = Bench::new().await;
    bench.emulator.says(ANA, "/call");
    // The acknowledgement never arrives: every poll but the first fails.
    let bot = bench.bot(true);
    bench
        .emulator
        .until("the poll", |emulator| {
            (!emulator.offsets().is_empty()).then_some(())
        })
        .await;
    for _ in 0..50 {
        bench
            .emulator
            .arm("getUpdates", Fault::Answer(502, String::new()));
    }
    bot.gate.shut.send_replace(false);
    bench.emulator.sees(ANA, NUMBER).await;
    // A message that was sent but not yet recorded as sent may be repeated.
    bench.all_noted().await;
    bot.kill().await;
    bench.emulator.disarm();
    let bot = bench.bot(false);
    let second = bench.emulator.says(ANA, "+1 415 555 2671");
    bench.acknowledged(second).await;
    bench
        .emulator
        .sees(ANA, "What should I ask them for?")
        .await;
    assert_eq!(
        bench
            .said(ANA)
            .iter()
            .filter(|text| text.contains(NUMBER))
            .count(),
        1,
        "{:#?}",
        bench.said(ANA)
    );
    bot.kill().await;
}

#[tokio::test]
async fn a_store_that_fails_is_tried_again_and_nothing_is_acknowledged_meanwhile() {
    let bench = Bench::new().await;
    let bot = bench.bot(false);
    bot.gate.failing.store(2, Ordering::SeqCst);
    let update = bench.emulator.says(ANA, "/call");
    bench.emulator.sees(ANA, NUMBER).await;
    assert_eq!(bot.gate.failing.load(Ordering::SeqCst), 0);
    bench.acknowledged(update).await;
    bot.kill().await;
}

#[tokio::test]
async fn a_conversation_keeps_its_order_and_each_has_its_own() {
    let bench = Bench::new().await;
    let task = "Ask whether they have a table on the terrace";
    for text in ["/call", "+1 415 555 2671", task] {
        bench.emulator.says(ANA, text);
        bench.emulator.says(BEN, text);
    }
    let bot = bench.bot(false);
    for person in [ANA, BEN] {
        bench
            .emulator
            .sees(person, "Which name should I give?")
            .await;
        let said = bench.said(person);
        // A question that was answered at once may be left out.
        let questions = [NUMBER, "What should I ask", "Which name should I give?"];
        let place = |words: &&str| said.iter().position(|text| text.contains(*words));
        assert!(questions.iter().filter_map(place).is_sorted(), "{said:#?}");
    }
    bot.kill().await;
    bench.emulator.assert_unbroken();
}

#[tokio::test]
async fn faults_of_the_bot_api_are_waited_out() {
    let bench = Bench::new().await;
    bench
        .emulator
        .arm("getMe", Fault::Answer(502, "<html>".to_owned()));
    bench.emulator.arm(
        "getUpdates",
        Fault::Answer(500, refusal(500, "Internal Server Error", None)),
    );
    bench.emulator.arm(
        "getUpdates",
        Fault::Answer(
            429,
            refusal(429, "Too Many Requests", Some(json!({"retry_after": 0}))),
        ),
    );
    bench.emulator.arm("getUpdates", Fault::Cut);
    bench
        .emulator
        .arm("sendMessage", Fault::Answer(502, "<html>".to_owned()));
    bench.emulator.arm(
        "sendMessage",
        Fault::Answer(
            429,
            refusal(429, "Too Many Requests", Some(json!({"retry_after": 0}))),
        ),
    );
    bench.emulator.says(ANA, "/call");
    let bot = bench.bot(false);
    bench.emulator.sees(ANA, NUMBER).await;
    assert_eq!(bench.emulator.requests("sendMessage").len(), 3);
    bot.kill().await;
}

#[tokio::test]
async fn a_wrong_token_ends_it_with_what_to_do() {
    let bench = Bench::new().await;
    bench.emulator.arm(
        "getMe",
        Fault::Answer(401, refusal(401, "Unauthorized", None)),
    );
    let bot = bench.bot(false);
    let ended = tokio::time::timeout(Duration::from_secs(10), bot.receiving)
        .await
        .unwrap()
        .unwrap();
    let Err(error) = ended;
    assert!(
        error.to_string().contains("KALLY_TELEGRAM__TOKEN"),
        "{error}"
    );
}

#[tokio::test]
async fn what_cannot_be_read_is_passed_over() {
    let bench = Bench::new().await;
    bench
        .emulator
        .update("message", json!({"something": "new"}));
    bench
        .emulator
        .update("hologram", json!({"of": "a message"}));
    // An unknown kind of entity removes nothing from the text.
    let newer =
        json!({"text": "/call", "entities": [{"type": "hologram", "offset": 0, "length": 5}]});
    let last = bench.emulator.update("message", message(ANA, &newer));
    let bot = bench.bot(false);
    bench.emulator.sees(ANA, NUMBER).await;
    bench.acknowledged(last).await;
    bot.kill().await;
}

#[tokio::test]
async fn a_press_is_answered_even_if_it_means_nothing() {
    let bench = Bench::new().await;
    bench
        .emulator
        .update("callback_query", pressed(ANA, 9, "f.1.1.call"));
    let bot = bench.bot(false);
    let answer = |emulator: &Emulator| emulator.requests("answerCallbackQuery").pop();
    let answered = bench.emulator.until("the answer", answer).await.fields;
    assert_eq!(answered["callback_query_id"], "press-9");
    assert!(
        !answered.contains_key("show_alert"),
        "a toast, not a dialogue box"
    );
    assert!(
        answered["text"]
            .as_str()
            .is_some_and(|text| !text.is_empty()),
        "{answered:?}"
    );
    assert_eq!(bench.said(ANA), Vec::<String>::new());
    bot.kill().await;
    bench.emulator.assert_unbroken();
}

#[tokio::test]
async fn what_is_no_text_is_answered_too() {
    let bench = Bench::new().await;
    let bot = bench.bot(false);
    bench.emulator.says(ANA, "/call");
    bench.emulator.sees(ANA, NUMBER).await;
    let voice = json!({"voice": {"file_id": "1", "file_unique_id": "1", "duration": 3}});
    bench.emulator.update("message", message(ANA, &voice));
    bench
        .emulator
        .until("another question", |emulator| {
            (emulator.shown(ANA).len() == 2).then_some(())
        })
        .await;
    let contact = json!({"contact": {"phone_number": "+14155552671", "first_name": "Bistro"}});
    bench.emulator.update("message", message(ANA, &contact));
    bench
        .emulator
        .sees(ANA, "What should I ask them for?")
        .await;
    bot.kill().await;
}

#[tokio::test]
async fn in_a_group_it_hears_what_names_it() {
    let bench = Bench::new().await;
    let group = json!({"id": GROUP, "type": "group", "title": "Friends"});
    // As it is with privacy mode off.
    for text in ["hello everybody", "/call@another_bot", "+1 415 555 2671"] {
        let fields = json!({"chat": group.clone(), "text": text});
        bench.emulator.update("message", message(BEN, &fields));
    }
    bench
        .emulator
        .group(GROUP, Kind::Group, "Friends", &[ANA, BEN]);
    let bot = bench.bot(false);
    bench.emulator.writes(GROUP, ANA, "/call@Kally_Bot");
    let asked = bench.emulator.sees(GROUP, NUMBER).await;
    // A person who was not asked does not answer, and hears whose question it is.
    bench
        .emulator
        .replies(GROUP, BEN, asked.id, "+1 415 555 0199");
    bench
        .emulator
        .replies(GROUP, ANA, asked.id, "+1 415 555 2671");
    bench
        .emulator
        .sees(GROUP, "What should I ask them for?")
        .await;
    bench.emulator.writes(GROUP, BEN, "/help");
    bench.emulator.sees(GROUP, "How it works").await;
    bench.emulator.sees(GROUP, "This is Ana's request.").await;
    assert_eq!(bench.said(GROUP).len(), 4, "{:#?}", bench.said(GROUP));
    bot.kill().await;
    bench.emulator.assert_unbroken();
}

#[tokio::test]
async fn who_hides_who_they_are_hears_why_nothing_is_begun() {
    let bench = Bench::new().await;
    bench.emulator.group(GROUP, Kind::Group, "Friends", &[ANA]);
    let bot = bench.bot(false);
    let group = json!({"id": GROUP, "type": "group", "title": "Friends"});
    let admin = json!({"id": 1_087_968_824, "is_bot": true, "first_name": "Group"});
    let posts = json!({"id": 777_000, "is_bot": false, "first_name": "Telegram"});
    for (from, text) in [
        (&posts, "/call"),
        (&admin, "hello everybody"),
        (&admin, "/call"),
    ] {
        let fields = json!({"chat": group.clone(), "from": from, "text": text});
        bench.emulator.update("message", message(ANA, &fields));
    }
    let told = bench.emulator.sees(GROUP, "anonymously").await;
    assert!(told.text.contains("Write as yourself"), "{told:?}");
    let last = bench.emulator.writes(GROUP, ANA, "/help").update.unwrap();
    bench.emulator.sees(GROUP, "How it works").await;
    bench.acknowledged(last).await;
    assert_eq!(bench.said(GROUP).len(), 2, "{:#?}", bench.said(GROUP));
    bot.kill().await;
    bench.emulator.assert_unbroken();
}

#[tokio::test]
async fn what_begins_in_a_topic_stays_there() {
    let bench = Bench::new().await;
    bench.emulator.group(GROUP, Kind::Forum, "Friends", &[ANA]);
    let topic = bench.emulator.topic(GROUP, ANA, "Dinner");
    let bot = bench.bot(false);
    bench.emulator.writes(topic, ANA, "/call");
    let asked = bench.emulator.sees(GROUP, NUMBER).await;
    assert_eq!(asked.thread, topic.topic);
    // The same person elsewhere in the group has another conversation.
    bench.emulator.writes(GROUP, ANA, "/call");
    let here = |emulator: &Emulator| {
        let shown = emulator.shown(GROUP);
        shown.into_iter().find(|shown| shown.thread.is_none())
    };
    let here = bench.emulator.until("the other question", here).await;
    assert!(here.text.contains(NUMBER), "{here:?}");
    bot.kill().await;
    bench.emulator.assert_unbroken();
}

#[tokio::test]
async fn a_group_that_moves_keeps_its_conversations() {
    let bench = Bench::new().await;
    bench.emulator.group(GROUP, Kind::Group, "Friends", &[ANA]);
    let bot = bench.bot(false);
    bench.emulator.writes(GROUP, ANA, "/call +1 415 555 2671");
    bench
        .emulator
        .sees(GROUP, "What should I ask them for?")
        .await;
    bench.emulator.migrates(GROUP, -1005);
    let last = bench.emulator.writes(-1005, ANA, "/help").update.unwrap();
    let shown = bench.emulator.sees(-1005, "How it works").await;
    bench.acknowledged(last).await;
    bot.kill().await;
    // The form is as it was, after the next start as well.
    let bot = bench.bot(false);
    let task = "Ask whether they have a table on the terrace";
    bench.emulator.replies(-1005, ANA, shown.id, task);
    bench
        .emulator
        .sees(-1005, "Which name should I give?")
        .await;
    bot.kill().await;
    bench.emulator.assert_unbroken();
}

#[tokio::test]
async fn what_waited_for_the_bot_to_be_back_is_said_at_once() {
    let bench = Bench::new().await;
    bench.emulator.group(GROUP, Kind::Group, "Friends", &[ANA]);
    let bot = bench.bot(true);
    for (chat, text) in [(ANA, "/call"), (GROUP, "/help")] {
        bench.emulator.writes(chat, ANA, text);
    }
    bench.emulator.blocks(ANA);
    bench.emulator.removes_bot(GROUP, ANA);
    bot.gate.shut.send_replace(false);
    let refused = |emulator: &Emulator| {
        let sent = emulator.requests("sendMessage");
        let tried = |chat: i64| sent.iter().any(|request| request.fields["chat_id"] == chat);
        (tried(ANA) && tried(GROUP)).then_some(())
    };
    bench.emulator.until("both refusals", refused).await;
    assert!(bench.said(ANA).is_empty() && bench.said(GROUP).is_empty());
    // Back without a word.
    bench.emulator.unblocks(ANA);
    bench.emulator.sees(ANA, NUMBER).await;
    bench.emulator.adds_bot(GROUP, ANA);
    bench.emulator.sees(GROUP, "How it works").await;
    bot.kill().await;
    bench.emulator.assert_unbroken();
}

#[tokio::test]
async fn an_edit_and_an_own_number_arrive_as_what_they_are() {
    let bench = Bench::new().await;
    let bot = bench.bot(false);
    let said = bench.emulator.writes(
        ANA,
        ANA,
        "/call +1 415 555 2671, table for four tomorrow at 8",
    );
    bench.emulator.sees(ANA, "4 people").await;
    bench.emulator.rewrites(
        ANA,
        said.message,
        "/call +1 415 555 2671, table for six tomorrow at 8",
    );
    bench.emulator.sees(ANA, "6 people").await;
    let contact = json!({"phone_number": "34912345678", "first_name": "Ana", "user_id": ANA});
    let update = json!({"contact": contact});
    bench
        .emulator
        .update("message", message(BEN, &json!({"text": "/call"})));
    bench.emulator.sees(BEN, NUMBER).await;
    bench.emulator.update("message", message(BEN, &update));
    bench.emulator.sees(BEN, "+34 912 34 56 78").await;
    bot.kill().await;
}
