//! The markup below a message, and everything particular to groups: who is
//! asked, who has left, and a group's new address.

use chrono::{NaiveDate, Weekday};
use serde_json::{Value, json};

use super::delivering::{Bench, outgoing, reply};
use kally_core::model::{
    Calendar, ConversationId, Document, Door, Expects, MessageRef, Reply, Weight,
};
use kally_engine::chat::{Chat as _, ChatError, Outgoing};
use telegram_emulator::{Fault, Kind, refusal};

const ANA: i64 = 42;
const BEN: i64 = 43;
const GROUP: i64 = -5;

fn in_group(reply: Reply) -> Outgoing {
    let out = outgoing(reply);
    Outgoing {
        to: ConversationId {
            chat: GROUP.to_string(),
            ..out.to
        },
        ..out
    }
}

fn asking(text: &str, labels: &[&str], expects: Expects) -> Reply {
    Reply {
        expects,
        ..reply(text, labels)
    }
}

fn last(bench: &Bench, method: &str) -> serde_json::Map<String, Value> {
    bench.emulator.requests(method).pop().unwrap().fields
}

#[tokio::test]
async fn in_a_group_a_question_is_for_the_one_who_was_asked() {
    let bench = Bench::new().await;
    bench
        .emulator
        .group(GROUP, Kind::Group, "Friends", &[ANA, BEN]);
    let said = bench.emulator.writes(GROUP, ANA, "/call").message;
    let mut out = in_group(asking(
        "Which number should I call? With country code.",
        &[],
        Expects::Words,
    ));
    out.answers = Some(MessageRef(format!("{GROUP}:{said}")));
    bench.deliver(&out).await.unwrap();
    let shown = bench.emulator.shown(GROUP).pop().unwrap();
    assert_eq!(shown.reply_to, Some(said));
    assert_eq!(shown.asks, [ANA]);
    assert_eq!(
        shown.text.trim_start_matches('\u{200b}'),
        "Which number should I call? With country code."
    );
    assert_eq!(
        shown.links,
        [("tg://user?id=42".to_owned(), "\u{200b}".to_owned())]
    );
    let sent = last(&bench, "sendMessage");
    assert_eq!(
        sent["reply_markup"],
        json!({"force_reply": true, "selective": true,
            "input_field_placeholder": "Which number should I call?"})
    );
    assert_eq!(
        sent["reply_parameters"],
        json!({"message_id": said, "allow_sending_without_reply": true})
    );
    // If there are buttons, they are below the message.
    out.reply = asking("Which name should I give?", &["Ana"], Expects::Words);
    bench.deliver(&out).await.unwrap();
    let shown = bench.emulator.shown(GROUP).pop().unwrap();
    assert_eq!((shown.labels(), &shown.asks[..]), (vec!["Ana"], &[][..]));
    // A file mentions its reader in the caption.
    out.reply.document = Some(Document {
        name: "a.txt".to_owned(),
        media_type: "text/plain".to_owned(),
        text: "a".to_owned(),
        refused: String::new(),
    });
    bench.deliver(&out).await.unwrap();
    let shown = bench.emulator.shown(GROUP).pop().unwrap();
    assert_eq!((shown.reply_to, shown.links.len()), (Some(said), 1));
    bench.emulator.assert_unbroken();
}

#[tokio::test]
async fn in_private_nobody_is_named() {
    let bench = Bench::new().await;
    let mut out = outgoing(asking("Which number?", &[], Expects::Words));
    out.answers = Some(MessageRef("42:7".to_owned()));
    bench.deliver(&out).await.unwrap();
    let sent = last(&bench, "sendMessage");
    assert_eq!(sent["text"], "Which number?");
    assert!(!sent.contains_key("reply_parameters") && !sent.contains_key("reply_markup"));
}

#[tokio::test]
async fn the_longest_text_leaves_room_for_whom_it_is_for() {
    let bench = Bench::new().await;
    bench.emulator.group(GROUP, Kind::Group, "Friends", &[ANA]);
    bench
        .deliver(&in_group(reply(&"x".repeat(4096), &[])))
        .await
        .unwrap();
    assert_eq!(bench.emulator.shown(GROUP).len(), 2);
    bench.emulator.assert_unbroken();
}

#[tokio::test]
async fn the_own_number_is_shared_with_a_key_that_goes_away() {
    let bench = Bench::new().await;
    let contact = Expects::Contact {
        label: "Share my number".to_owned(),
    };
    bench
        .deliver(&outgoing(asking("Call back where?", &["Skip"], contact)))
        .await
        .unwrap();
    let keys = bench.emulator.keyboard(ANA);
    assert_eq!(keys, ["Share my number", "Skip"]);
    // A message with buttons cannot remove it; the next one does.
    for (labels, left) in [(&["Call now"][..], 2), (&[][..], 0)] {
        bench
            .deliver(&outgoing(reply("Got it.", labels)))
            .await
            .unwrap();
        assert_eq!(bench.emulator.keyboard(ANA).len(), left);
    }
    bench
        .deliver(&outgoing(reply("And now?", &[])))
        .await
        .unwrap();
    assert!(!last(&bench, "sendMessage").contains_key("reply_markup"));
    // Nobody can share a number in a group.
    bench.emulator.group(GROUP, Kind::Group, "Friends", &[ANA]);
    let contact = Expects::Contact {
        label: "Share my number".to_owned(),
    };
    bench
        .deliver(&in_group(asking("Call back where?", &["Skip"], contact)))
        .await
        .unwrap();
    assert_eq!(bench.emulator.shown(GROUP)[0].labels(), ["Skip"]);
    let contact = Expects::Contact {
        label: "Share my number".to_owned(),
    };
    bench
        .deliver(&in_group(asking("Call back where?", &[], contact)))
        .await
        .unwrap();
    assert_eq!(bench.emulator.shown(GROUP)[1].asks, [ANA]);
    bench.emulator.assert_unbroken();
}

#[tokio::test]
async fn a_month_stands_above_the_choices_and_a_door_below() {
    let bench = Bench::new().await;
    bench.emulator.group(GROUP, Kind::Group, "Friends", &[ANA]);
    let day = |day| NaiveDate::from_ymd_opt(2026, 1, day).unwrap();
    let asked = Reply {
        calendar: Some(Calendar {
            title: "January 2026".to_owned(),
            weekdays: ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"].map(str::to_owned),
            starts_on: Weekday::Mon,
            month: day(1),
            today: day(28),
            days: vec![(day(29), "pick".to_owned())],
            previous: None,
            next: Some("page".to_owned()),
            blank: "blank".to_owned(),
        }),
        door: Some(Door {
            label: "Go on in private".to_owned(),
            payload: "link_1-a".to_owned(),
            into_room: false,
        }),
        ..reply("Which day?", &["Tomorrow"])
    };
    bench.deliver(&in_group(asked)).await.unwrap();
    let shown = bench.emulator.shown(GROUP).pop().unwrap();
    let sent = last(&bench, "sendMessage");
    let rows = sent["reply_markup"]["inline_keyboard"].as_array().unwrap();
    assert_eq!(rows.len(), 5);
    assert_eq!(rows[3][0]["text"], "Tomorrow");
    assert_eq!(rows[4][0]["url"], "https://t.me/kally_bot?start=link_1-a");
    for (label, does) in [("29", "pick"), ("›", "page"), ("[28]", "blank")] {
        assert_eq!(shown.address(label).as_deref(), Some(does), "{label}");
    }
    bench.emulator.assert_unbroken();
}

#[tokio::test]
async fn a_group_that_has_moved_is_written_to_where_it_is() {
    let bench = Bench::new().await;
    bench.emulator.group(GROUP, Kind::Group, "Friends", &[ANA]);
    let mut out = in_group(reply("Calling", &[]));
    let reference = bench.deliver(&out).await.unwrap();
    bench.emulator.migrates(GROUP, -1005);
    // The same number in the new chat is another message.
    out.replaces = Some(reference.clone());
    out.answers = Some(reference.clone());
    out.reply = reply("Over", &[]);
    let sent = bench.deliver(&out).await.unwrap();
    assert!(sent.0.starts_with("-1005:"), "{sent:?}");
    let edits = bench.emulator.requests("editMessageText");
    let there = edits.iter().filter(|edit| edit.fields["chat_id"] == -1005);
    assert_eq!(there.count(), 0);
    assert!(!last(&bench, "sendMessage").contains_key("reply_parameters"));
    assert_eq!(bench.places.first("-1005").await.unwrap(), "-5");
    // From now on the old address is not tried.
    let before = bench.emulator.requests("sendMessage").len();
    bench.deliver(&in_group(reply("Next", &[]))).await.unwrap();
    assert_eq!(bench.emulator.requests("sendMessage").len(), before + 1);
    assert_eq!(last(&bench, "sendMessage")["chat_id"], -1005);
    bench.emulator.assert_unbroken();
}

#[tokio::test]
async fn an_outcome_follows_who_has_left() {
    let bench = Bench::new().await;
    bench
        .emulator
        .group(GROUP, Kind::Supergroup, "Friends", &[ANA, BEN]);
    let mut out = in_group(reply("They have a table.", &["Transcript"]));
    out.to.thread = Some("7".to_owned());
    out.weight = Weight::Outcome;
    bench.emulator.leaves(GROUP, ANA);
    bench.deliver(&out).await.unwrap();
    assert_eq!(bench.emulator.shown(GROUP), []);
    let shown = bench.emulator.shown(ANA).pop().unwrap();
    assert_eq!(shown.text, "They have a table.");
    // An answer stays, and so does an outcome whose reader's membership is
    // unknown.
    out.to.thread = None;
    out.weight = Weight::Answer;
    bench.deliver(&out).await.unwrap();
    assert_eq!(bench.emulator.shown(GROUP).len(), 1);
    out.weight = Weight::Outcome;
    let unknown = refusal(400, "Bad Request: member list is inaccessible", None);
    bench
        .emulator
        .arm("getChatMember", Fault::Answer(400, unknown));
    bench.deliver(&out).await.unwrap();
    assert_eq!(bench.emulator.shown(GROUP).len(), 2);
    bench.emulator.assert_unbroken();
}

#[tokio::test]
async fn typing_is_shown_and_a_message_removed() {
    let bench = Bench::new().await;
    let said = bench.emulator.writes(ANA, ANA, "a secret").message;
    let out = outgoing(reply("a", &[]));
    bench.chat.typing(&out.to).await;
    assert_eq!(last(&bench, "sendChatAction")["action"], "typing");
    let message = MessageRef(format!("{ANA}:{said}"));
    bench.chat.remove(&out.to, &message).await.unwrap();
    assert!(!bench.emulator.is_there(ANA, said));
    // It is gone, as wanted.
    bench.chat.remove(&out.to, &message).await.unwrap();
    let elsewhere = MessageRef("77:1".to_owned());
    let refused = bench.chat.remove(&out.to, &elsewhere).await;
    assert!(matches!(refused, Err(ChatError::Refused(_))), "{refused:?}");
    bench.emulator.assert_unbroken();
}
