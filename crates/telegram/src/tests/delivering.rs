//! Sending: the messages that a person sees, and the results of every refusal
//! and fault.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use uuid::Uuid;

use super::api;
use crate::{Pace, TelegramChat};
use kally_core::model::{
    Block, Choice, ConversationId, Document, MessageKey, MessageRef, Platform, Reply, Rich, Span,
    Weight,
};
use kally_engine::chat::places::Places;
use kally_engine::chat::{Chat as _, ChatError, Outgoing};
use kally_runtime::{SystemClock, Tasks};
use kally_store::{SledOptions, SledStore};
use telegram_emulator::{Emulator, Fault, Kind, refusal};

pub(super) struct Bench {
    pub(super) emulator: Emulator,
    pub(super) chat: TelegramChat,
    pub(super) places: Arc<Places>,
    _folder: tempfile::TempDir,
}

impl Bench {
    pub(super) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = SledStore::open(folder.path(), &SledOptions::default()).unwrap();
        let places = Arc::new(Places::new(Arc::new(store), Platform::Telegram));
        let emulator = Emulator::start().await;
        emulator.knows(42);
        let api = api(&emulator.url);
        Self {
            emulator,
            chat: TelegramChat::new(Arc::new(api), Arc::clone(&places), Pace::unlimited()),
            places,
            _folder: folder,
        }
    }

    pub(super) async fn deliver(&self, outgoing: &Outgoing) -> Result<MessageRef, ChatError> {
        tokio::time::timeout(Duration::from_secs(20), self.chat.deliver(outgoing))
            .await
            .unwrap()
    }
}

pub(super) fn reply(text: &str, labels: &[&str]) -> Reply {
    let choice = |label: &&str| Choice {
        label: (*label).to_owned(),
        token: format!("t-{label}"),
        sign: None,
    };
    Reply {
        body: Rich::plain(text),
        choices: labels.iter().map(choice).collect(),
        ..Reply::default()
    }
}

pub(super) fn outgoing(reply: Reply) -> Outgoing {
    let to = ConversationId {
        platform: Platform::Telegram,
        chat: "42".to_owned(),
        thread: None,
        user: "42".to_owned(),
    };
    Outgoing {
        message: MessageKey(Uuid::from_u128(7)),
        to,
        replaces: None,
        answers: None,
        reply,
        sound: None,
        weight: Weight::Answer,
        quiet: false,
        closes: false,
    }
}

#[tokio::test]
async fn a_message_is_sent_and_edited() {
    let bench = Bench::new().await;
    let mut out = outgoing(reply("Calling <in> 5 & 4", &["Undo"]));
    let reference = bench.deliver(&out).await.unwrap();
    assert_eq!(reference, MessageRef("42:1001".to_owned()));
    out.replaces = Some(reference.clone());
    out.reply = reply("Calling", &[]);
    assert_eq!(bench.deliver(&out).await.unwrap(), reference);
    // A repeated edit is not an error, and changes nothing.
    assert_eq!(bench.deliver(&out).await.unwrap(), reference);
    let shown = bench.emulator.shown(42);
    assert_eq!(
        (shown.len(), shown[0].text.as_str(), shown[0].edits),
        (1, "Calling", 1)
    );
    assert_eq!(shown[0].buttons, []);
    let sent = &bench.emulator.requests("sendMessage")[0].fields;
    assert_eq!(sent["link_preview_options"]["is_disabled"], true);
    assert_eq!(sent["text"], "Calling &lt;in&gt; 5 &amp; 4");
    bench.emulator.assert_unbroken();
}

#[tokio::test]
async fn an_edit_of_what_is_gone_is_a_new_message() {
    let bench = Bench::new().await;
    let mut out = outgoing(reply("Over", &[]));
    out.replaces = Some(MessageRef("42:5".to_owned()));
    assert_eq!(
        bench.deliver(&out).await.unwrap(),
        MessageRef("42:1001".to_owned())
    );
    assert_eq!(bench.emulator.shown(42)[0].text, "Over");
    bench.emulator.assert_unbroken();
}

#[tokio::test]
async fn what_only_closes_a_message_that_is_gone_is_not_sent() {
    let bench = Bench::new().await;
    let mut out = outgoing(reply("Over", &[]));
    out.closes = true;
    out.replaces = Some(MessageRef("42:5".to_owned()));
    bench.deliver(&out).await.unwrap();
    assert_eq!(bench.emulator.shown(42), []);
    bench.emulator.assert_unbroken();
}

#[tokio::test]
async fn a_link_is_a_button_or_else_its_address() {
    let bench = Bench::new().await;
    let link = Span::Link {
        url: "https://kally.example/in".into(),
        label: "Link my account".into(),
    };
    let offer = || Reply {
        body: Rich(vec![
            Block::Paragraph(vec![Span::Plain("It takes a minute.".into())]),
            Block::Paragraph(vec![link.clone()]),
        ]),
        ..Reply::default()
    };
    bench.deliver(&outgoing(offer())).await.unwrap();
    let shown = bench.emulator.shown(42).pop().unwrap();
    assert_eq!(shown.text, "It takes a minute.");
    let address = shown.address("Link my account");
    assert_eq!(address.as_deref(), Some("https://kally.example/in"));
    // Telegram refuses some addresses.
    let refused = refusal(400, "Bad Request: BUTTON_URL_INVALID", None);
    bench
        .emulator
        .arm("sendMessage", Fault::Answer(400, refused));
    bench.deliver(&outgoing(offer())).await.unwrap();
    let shown = bench.emulator.shown(42).pop().unwrap();
    let text = "It takes a minute.\nLink my account: https://kally.example/in";
    assert_eq!((shown.text.as_str(), shown.buttons.len()), (text, 0));
    bench.emulator.assert_unbroken();
}

#[tokio::test]
async fn long_text_comes_in_parts_with_the_buttons_at_the_end() {
    let bench = Bench::new().await;
    let line = "They said that the terrace is open. ".repeat(10);
    let text = vec![line.trim_end(); 30].join("\n");
    let out = outgoing(reply(&text, &["Transcript"]));
    bench.deliver(&out).await.unwrap();
    let shown = bench.emulator.shown(42);
    assert_eq!(shown.len(), 3);
    assert_eq!(
        shown
            .iter()
            .map(|shown| shown.buttons.len())
            .collect::<Vec<_>>(),
        [0, 0, 1]
    );
    assert_eq!(
        shown
            .iter()
            .map(|shown| shown.text.clone())
            .collect::<Vec<_>>()
            .join("\n"),
        text
    );
    bench.emulator.assert_unbroken();
}

#[tokio::test]
async fn parts_that_arrived_are_not_sent_again() {
    let bench = Bench::new().await;
    let out = outgoing(reply(&"word ".repeat(1200), &[]));
    let busy = refusal(
        429,
        "Too Many Requests: retry after 7",
        Some(json!({"retry_after": 7})),
    );
    let two = async {
        bench
            .emulator
            .until("the first part", |emulator| emulator.shown(42).pop())
            .await;
        bench.emulator.arm("sendMessage", Fault::Answer(429, busy));
    };
    // The fault is armed after the first part arrived, or the second came through.
    let (first, ()) = tokio::join!(bench.deliver(&out), two);
    if first.is_err() {
        assert_eq!(first, Err(ChatError::Wait(Duration::from_secs(7))));
        bench.deliver(&out).await.unwrap();
    }
    assert_eq!(bench.emulator.shown(42).len(), 2);
}

#[tokio::test]
async fn a_document_carries_the_text_and_the_buttons() {
    let bench = Bench::new().await;
    let document = Document {
        name: "transcript \"1\".txt".to_owned(),
        media_type: "text/plain".to_owned(),
        text: "AI: Hola\r\n\r\nHUMAN: ¿Diga?\n".to_owned(),
        refused: String::new(),
    };
    let short = Reply {
        document: Some(document.clone()),
        ..reply("The transcript", &["Call again"])
    };
    bench.deliver(&outgoing(short)).await.unwrap();
    let long = Reply {
        document: Some(document.clone()),
        ..reply(&"x".repeat(1025), &["Call again"])
    };
    bench.deliver(&outgoing(long)).await.unwrap();
    let shown = bench.emulator.shown(42);
    assert_eq!(shown.len(), 3);
    assert_eq!(
        (shown[0].text.as_str(), shown[0].buttons.len()),
        ("The transcript", 1)
    );
    assert_eq!(shown[0].document.as_deref(), Some("transcript 1.txt"));
    assert_eq!(
        (shown[1].document.clone(), shown[1].buttons.len()),
        (None, 0)
    );
    assert_eq!((shown[2].text.as_str(), shown[2].buttons.len()), ("", 1));
    let sent = &bench.emulator.requests("sendDocument")[0].fields;
    assert_eq!(sent["document"]["content"], document.text);
    bench.emulator.assert_unbroken();
}

#[track_caller]
fn check_fault(found: &ChatError, expected: &ChatError) {
    assert_eq!(
        std::mem::discriminant(found),
        std::mem::discriminant(expected),
        "{found:?}"
    );
    assert!(!found.to_string().contains("emulated-token"), "{found}");
    if let ChatError::Wait(_) = expected {
        assert_eq!(found, expected);
    }
}

#[tokio::test]
async fn every_fault_says_when_to_try_again() {
    let bench = Bench::new().await;
    let html = "<html>Bad Gateway</html>".to_owned();
    let words = String::new;
    let cases = [
        (
            Fault::Answer(
                429,
                refusal(429, "Too Many Requests", Some(json!({"retry_after": 3}))),
            ),
            ChatError::Wait(Duration::from_secs(3)),
        ),
        (
            Fault::Answer(429, refusal(429, "Too Many Requests", None)),
            ChatError::Wait(Duration::from_secs(5)),
        ),
        (
            Fault::Answer(500, refusal(500, "Internal Server Error", None)),
            ChatError::Fault(words()),
        ),
        (Fault::Answer(502, html.clone()), ChatError::Fault(words())),
        (Fault::Answer(403, html), ChatError::Fault(words())),
        (
            Fault::Answer(401, refusal(401, "Unauthorized", None)),
            ChatError::Fault(words()),
        ),
        (Fault::Cut, ChatError::Fault(words())),
        (
            Fault::Answer(
                403,
                refusal(403, "Forbidden: bot was blocked by the user", None),
            ),
            ChatError::Away(words()),
        ),
        (
            Fault::Answer(400, refusal(400, "Bad Request: chat not found", None)),
            ChatError::Away(words()),
        ),
    ];
    for (fault, expected) in cases {
        bench.emulator.arm("sendMessage", fault.clone());
        let found = bench.deliver(&outgoing(reply("Hello", &[]))).await;
        check_fault(&found.unwrap_err(), &expected);
    }
    // Nobody listens there any more.
    let api = api(&"http://127.0.0.1:1/".parse().unwrap());
    let found = TelegramChat::new(Arc::new(api), bench.places, Pace::unlimited())
        .deliver(&outgoing(reply("Hello", &[])))
        .await
        .unwrap_err();
    check_fault(&found, &ChatError::Fault(words()));
}

#[tokio::test]
async fn what_telegram_refuses_for_its_form_arrives_in_a_plainer_one() {
    let bench = Bench::new().await;
    let refused = refusal(400, "Bad Request: BUTTON_DATA_INVALID", None);
    bench
        .emulator
        .arm("sendMessage", Fault::Answer(400, refused.clone()));
    let strong = Reply {
        body: Rich(vec![Block::Paragraph(vec![Span::Strong(
            "They <answered>".into(),
        )])]),
        ..reply("", &["Transcript"])
    };
    bench.deliver(&outgoing(strong)).await.unwrap();
    let sent = bench.emulator.requests("sendMessage").pop().unwrap().fields;
    assert_eq!(
        (
            &sent["text"],
            sent.get("parse_mode"),
            sent.get("reply_markup")
        ),
        (&json!("They <answered>"), None, None)
    );
    // A message that is refused in every form is refused.
    bench
        .emulator
        .arm("sendMessage", Fault::Answer(400, refused.clone()));
    bench
        .emulator
        .arm("sendMessage", Fault::Answer(400, refused));
    let found = bench
        .deliver(&outgoing(reply("Hello", &[])))
        .await
        .unwrap_err();
    check_fault(&found, &ChatError::Refused(String::new()));
    let nothing = bench
        .deliver(&outgoing(Reply::default()))
        .await
        .unwrap_err();
    check_fault(&nothing, &ChatError::Refused(String::new()));
}

#[tokio::test]
async fn a_chat_that_moved_is_followed_and_a_topic_that_closed_is_left() {
    let bench = Bench::new().await;
    bench
        .emulator
        .group(-1_001, Kind::Supergroup, "Friends", &[42]);
    let moved = json!({"migrate_to_chat_id": -1_001});
    let moved = refusal(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        Some(moved),
    );
    bench.emulator.arm("sendMessage", Fault::Answer(400, moved));
    let gone = refusal(400, "Bad Request: message thread not found", None);
    bench.emulator.arm("sendMessage", Fault::Answer(400, gone));
    let mut out = outgoing(reply("Call finished", &["Transcript"]));
    out.to.thread = Some("9".to_owned());
    assert_eq!(
        bench.deliver(&out).await.unwrap(),
        MessageRef("-1001:1".to_owned())
    );
    let shown = &bench.emulator.shown(-1_001)[0];
    assert_eq!((shown.thread, shown.buttons.len()), (None, 1));
    let threads: Vec<_> = bench
        .emulator
        .requests("sendMessage")
        .iter()
        .map(|sent| sent.fields.get("message_thread_id").cloned())
        .collect();
    assert_eq!(threads, [Some(json!(9)), Some(json!(9)), None]);
    bench.emulator.assert_unbroken();
}

#[tokio::test]
async fn a_chat_that_telegram_holds_back_is_left_alone_until_then() {
    let bench = Bench::new().await;
    let tasks = Tasks::default();
    let api = api(&bench.emulator.url);
    let pace = Pace::new(Arc::new(SystemClock), &tasks);
    let chat = TelegramChat::new(Arc::new(api), Arc::clone(&bench.places), pace);
    let hour = Some(json!({"retry_after": 3600}));
    let busy = Fault::Answer(429, refusal(429, "Too Many Requests", hour));
    bench.emulator.arm("sendMessage", busy);
    let out = outgoing(reply("Hello", &[]));
    let hour = Duration::from_secs(3600);
    assert_eq!(chat.deliver(&out).await, Err(ChatError::Wait(hour)));
    let Err(ChatError::Wait(left)) = chat.deliver(&out).await else {
        panic!("it is held");
    };
    assert!(left > hour - Duration::from_secs(60), "{left:?}");
    assert_eq!(bench.emulator.requests("sendMessage").len(), 1);
    tasks.shut_down(Duration::from_secs(20)).await;
}

/// A burst to one chat is spread so that Telegram refuses none of it.
#[tokio::test]
async fn nothing_is_refused_for_its_haste() {
    let bench = Bench::new().await;
    bench.emulator.limit();
    let tasks = Tasks::default();
    let api = api(&bench.emulator.url);
    let pace = Pace::new(Arc::new(SystemClock), &tasks);
    let chat = TelegramChat::new(Arc::new(api), Arc::clone(&bench.places), pace);
    let out = outgoing(reply("Hello", &[]));
    for _ in 0..7 {
        chat.deliver(&out).await.unwrap();
    }
    assert_eq!(bench.emulator.hasty(), 0);
    tasks.shut_down(Duration::from_secs(20)).await;
}
