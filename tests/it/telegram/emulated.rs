//! The emulator itself: it refuses the same requests as Telegram, and shows a
//! bot the same updates.

use std::time::Duration;

use axum::http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::stage::{ANA, BEN};
use telegram_emulator::{Emulator, Fault, Kind, TOKEN, Where};

const GROUP: i64 = -500;
const FORUM: i64 = -100_700;

struct Bot {
    telegram: Emulator,
    client: reqwest::Client,
}

impl Bot {
    async fn new() -> Self {
        let telegram = Emulator::start().await;
        telegram.person(ANA, "Ana", "García", "en");
        telegram.person(BEN, "Ben", "", "");
        telegram.group(GROUP, Kind::Group, "Friends", &[ANA, BEN]);
        telegram.group(FORUM, Kind::Forum, "Street", &[ANA, BEN]);
        let client = reqwest::Client::builder().no_proxy();
        Self {
            telegram,
            client: client.build().unwrap(),
        }
    }

    async fn request(&self, method: &str, fields: Value) -> Value {
        let url = format!("{}bot{TOKEN}/{method}", self.telegram.url);
        let sent = self.client.post(url).json(&fields).send().await;
        sent.unwrap().json().await.unwrap()
    }

    async fn sends(&self, chat: i64, text: &str) -> Value {
        let fields = json!({"chat_id": chat, "text": text, "parse_mode": "HTML"});
        self.request("sendMessage", fields).await
    }

    async fn updates(&self, offset: i64) -> Vec<Value> {
        let answer = self.request("getUpdates", json!({"offset": offset})).await;
        answer["result"].as_array().unwrap().clone()
    }
}

#[track_caller]
fn check_refused(answer: &Value, code: u16, words: &str) {
    let description = answer["description"].as_str().unwrap_or_default();
    assert_eq!(answer["error_code"], code, "{answer}");
    assert!(description.contains(words), "{answer}");
}

#[tokio::test]
async fn what_the_bot_api_does_not_describe_is_noticed() {
    let bot = Bot::new().await;
    bot.telegram.knows(ANA);
    let button = |button: Value| json!({"chat_id": ANA, "text": "a", "reply_markup": {"inline_keyboard": [[button]]}});
    let fine = button(json!({"text": "Go", "callback_data": "x"}));
    assert_eq!(bot.request("sendMessage", fine).await["ok"], true);
    bot.telegram.assert_unbroken();
    for (fields, why) in [
        (json!({"chat_id": ANA}), "needs text"),
        (
            json!({"chat_id": true, "text": "a"}),
            "is not of type Integer",
        ),
        (
            json!({"chat_id": ANA, "text": "a", "silent": true}),
            "no field silent",
        ),
        (
            json!({"chat_id": ANA, "text": "a".repeat(4097)}),
            "4096 units",
        ),
        (
            json!({"chat_id": ANA, "text": "", "parse_mode": "HTML"}),
            "4096 units",
        ),
        (
            button(json!({"text": "Go", "callback_data": "x".repeat(65)})),
            "64 bytes",
        ),
        (button(json!({"text": "Go"})), "exactly one thing"),
    ] {
        bot.request("sendMessage", fields.clone()).await;
        let broken = bot.telegram.broken();
        assert!(broken.last().unwrap().contains(why), "{fields}: {broken:?}");
    }
    bot.request("sendMessages", json!({})).await;
    let broken = bot.telegram.broken();
    assert!(broken.last().unwrap().contains("there is no sendMessages"));
}

#[tokio::test]
async fn a_bot_may_not_write_to_everybody() {
    let bot = Bot::new().await;
    check_refused(&bot.sends(1, "Hello").await, 400, "chat not found");
    check_refused(&bot.sends(ANA, "Hello").await, 403, "can't initiate");
    bot.telegram.says(ANA, "/start");
    assert_eq!(bot.sends(ANA, "Hello").await["ok"], true);
    bot.telegram.blocks(ANA);
    check_refused(&bot.sends(ANA, "Hello").await, 403, "blocked by the user");
    bot.telegram.unblocks(ANA);
    assert_eq!(bot.sends(ANA, "Hello").await["ok"], true);
    bot.telegram.removes_bot(GROUP, ANA);
    check_refused(&bot.sends(GROUP, "Hello").await, 403, "kicked");
    bot.telegram.adds_bot(GROUP, ANA);
    bot.telegram.migrates(GROUP, -100_501);
    let moved = bot.sends(GROUP, "Hello").await;
    check_refused(&moved, 400, "upgraded to a supergroup");
    assert_eq!(moved["parameters"]["migrate_to_chat_id"], -100_501);
    assert_eq!(bot.sends(-100_501, "Hello").await["ok"], true);
    let updates = bot.updates(0).await;
    let standings: Vec<_> = updates
        .iter()
        .filter_map(|update| update["my_chat_member"]["new_chat_member"]["status"].as_str())
        .collect();
    assert_eq!(standings, ["kicked", "member", "kicked", "member"]);
}

#[tokio::test]
async fn what_is_badly_formed_is_refused() {
    let bot = Bot::new().await;
    bot.telegram.knows(ANA);
    check_refused(
        &bot.sends(ANA, "<b>bold").await,
        400,
        "can't parse entities",
    );
    check_refused(
        &bot.sends(ANA, "<x>y</x>").await,
        400,
        "can't parse entities",
    );
    check_refused(&bot.sends(ANA, "a & b").await, 400, "can't parse entities");
    check_refused(&bot.sends(ANA, " ").await, 400, "message text is empty");
    check_refused(&bot.sends(ANA, &"é".repeat(4097)).await, 400, "too long");
    assert_eq!(bot.sends(ANA, &"é".repeat(4096)).await["ok"], true);
    let nowhere = json!({"chat_id": FORUM, "text": "a", "message_thread_id": 9});
    let answer = bot.request("sendMessage", nowhere).await;
    check_refused(&answer, 400, "message thread not found");
    let asks = json!({"chat_id": ANA, "text": "Which?", "reply_markup": {"force_reply": true}});
    let asked = bot.request("sendMessage", asks).await["result"]["message_id"].clone();
    let sent = bot.sends(ANA, "<b>bold</b>").await["result"]["message_id"].clone();
    for (message, text, why) in [
        (&json!(5), "x", "message to edit not found"),
        (&sent, "<b>bold</b>", "message is not modified"),
        (&asked, "x", "message can't be edited"),
    ] {
        let fields =
            json!({"chat_id": ANA, "message_id": message, "text": text, "parse_mode": "HTML"});
        check_refused(&bot.request("editMessageText", fields).await, 400, why);
    }
    let press = json!({"callback_query_id": "1"});
    let answer = bot.request("answerCallbackQuery", press).await;
    check_refused(&answer, 400, "query is too old");
}

#[tokio::test]
async fn with_privacy_mode_on_a_bot_sees_what_is_meant_for_it() {
    let bot = Bot::new().await;
    let telegram = &bot.telegram;
    let writes = |text: &str| telegram.writes(GROUP, ANA, text).update.is_some();
    for (text, seen) in [
        ("hello everybody", false),
        ("/call", true),
        ("/call@kally_bot now", true),
        ("/call@another_bot", false),
        ("@kally_bot call them", false),
    ] {
        assert_eq!(writes(text), seen, "{text}");
    }
    let asked = bot.sends(GROUP, "Which?").await["result"]["message_id"].as_i64();
    let reply = telegram.replies(GROUP, BEN, asked.unwrap(), "this one");
    assert!(reply.update.is_some());
    let to_ana = telegram.writes(GROUP, ANA, "hello").message;
    assert_eq!(telegram.replies(GROUP, BEN, to_ana, "hi").update, None);
    // Asked for a reply, the app of that person makes the next words a reply;
    // nobody else's does.
    let ask = json!({"chat_id": GROUP, "text": "Which number?", "reply_parameters": {"message_id": to_ana},
        "reply_markup": {"force_reply": true, "selective": true}});
    bot.request("sendMessage", ask).await;
    assert_eq!(telegram.writes(GROUP, BEN, "112").update, None);
    assert!(writes("415 555 0100"));
    assert!(!writes("and hello"));
    let last = bot.updates(0).await.pop().unwrap()["message"].clone();
    assert_eq!(last["reply_to_message"]["text"], "Which number?");
}

#[tokio::test]
async fn a_topic_and_a_thread_of_replies_are_two_things() {
    let bot = Bot::new().await;
    let topic = bot.telegram.topic(FORUM, ANA, "Dinner");
    let said = bot.telegram.writes(topic, ANA, "/call").message;
    let update = bot.updates(0).await.pop().unwrap();
    let message = &update["message"];
    assert_eq!(message["message_thread_id"], json!(topic.topic));
    assert_eq!(message["is_topic_message"], true);
    assert_eq!(
        message["reply_to_message"]["message_id"],
        json!(topic.topic)
    );
    let general = Where::from(FORUM);
    bot.telegram.writes(general, ANA, "/call");
    let update = bot.updates(0).await.pop().unwrap();
    assert_eq!(update["message"].get("message_thread_id"), None);
    let answer = json!({"chat_id": FORUM, "text": "?", "reply_parameters": {"message_id": said}});
    bot.request("sendMessage", answer).await;
    assert_eq!(bot.telegram.shown(FORUM)[0].thread, topic.topic);
    bot.telegram
        .group(-100_800, Kind::Supergroup, "Big", &[ANA]);
    let root = bot.telegram.writes(-100_800, ANA, "/call").message;
    let answer =
        json!({"chat_id": -100_800, "text": "?", "reply_parameters": {"message_id": root}});
    let sent = bot.request("sendMessage", answer).await["result"].clone();
    assert_eq!(sent["message_thread_id"], root);
    assert_eq!(sent.get("is_topic_message"), None);
}

#[tokio::test]
async fn updates_wait_until_they_are_confirmed_and_go_to_one_poller() {
    let bot = Bot::new().await;
    let first = bot.telegram.says(ANA, "/call");
    let second = bot.telegram.says(ANA, "/help");
    assert_eq!(bot.updates(0).await.len(), 2);
    assert_eq!(bot.updates(first).await.len(), 2);
    assert_eq!(bot.updates(second).await.len(), 1);
    assert_eq!(bot.updates(second + 1).await.len(), 0);
    assert_eq!(bot.telegram.waiting(), 0);
    let only = json!({"allowed_updates": ["callback_query"]});
    bot.request("getUpdates", only).await;
    assert_eq!(bot.telegram.says(ANA, "/call"), 0);
    let waits = bot.request("getUpdates", json!({"timeout": 20}));
    let another = async {
        let polled = bot
            .telegram
            .wait(Duration::from_secs(10), |telegram| {
                (telegram.requests("getUpdates").len() == 6).then_some(())
            })
            .await;
        polled.unwrap();
        bot.request("getUpdates", json!({})).await
    };
    let (older, newer) = tokio::join!(waits, another);
    check_refused(&older, 409, "terminated by other getUpdates request");
    assert_eq!(newer["ok"], true);
    bot.telegram.set_webhook("https://elsewhere.example/");
    let polled = bot.request("getUpdates", json!({})).await;
    check_refused(&polled, 409, "while webhook is active");
}

#[tokio::test]
async fn who_sends_too_fast_is_told_to_wait() {
    let bot = Bot::new().await;
    bot.telegram.knows(ANA);
    bot.telegram.limit();
    let mut refused = Value::Null;
    for number in 0..7 {
        refused = bot.sends(ANA, &number.to_string()).await;
    }
    check_refused(&refused, 429, "retry after 1");
    assert_eq!(refused["parameters"]["retry_after"], 1);
    assert_eq!(bot.sends(GROUP, "Hello").await["ok"], true);
}

#[tokio::test]
async fn faults_happen_before_or_after_what_is_asked_for() {
    let bot = Bot::new().await;
    bot.telegram.knows(ANA);
    let send = async |limit: u64| {
        let url = format!("{}bot{TOKEN}/sendMessage", bot.telegram.url);
        let fields = json!({"chat_id": ANA, "text": "Hello"});
        let sent = bot.client.post(url).json(&fields);
        let answer = sent.timeout(Duration::from_secs(limit)).send().await?;
        answer.json::<Value>().await
    };
    for (fault, done) in [
        (Fault::ResetBefore, 0),
        (Fault::Silence, 0),
        (Fault::ResetAfter, 1),
        (Fault::Cut, 2),
        (Fault::Late(Duration::from_secs(60)), 3),
    ] {
        bot.telegram.arm("sendMessage", fault.clone());
        let never = matches!(fault, Fault::Silence | Fault::Late(_));
        let limit = if never { 2 } else { 20 };
        assert!(send(limit).await.is_err(), "{fault:?}");
        assert_eq!(bot.telegram.shown(ANA).len(), done, "{fault:?}");
    }
    assert_eq!(send(20).await.unwrap()["ok"], true);
}

#[tokio::test]
async fn a_webhook_gets_each_chat_in_order_until_it_takes_it() {
    let bot = Bot::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let real = format!("http://{}", listener.local_addr().unwrap());
    let (heard, mut hears) = tokio::sync::mpsc::unbounded_channel();
    let takes = move |headers: HeaderMap, axum::Json(update): axum::Json<Value>| {
        let text = update["message"]["text"].as_str().unwrap().to_owned();
        let secret = headers["X-Telegram-Bot-Api-Secret-Token"].to_str();
        heard.send((text, secret.unwrap().to_owned())).unwrap();
        async { StatusCode::OK }
    };
    let router = axum::Router::new().route("/hook", axum::routing::post(takes));
    bot.telegram
        .proxy("https://bot.example", "http://127.0.0.1:1");
    let hook = json!({"url": "https://bot.example/hook", "secret_token": "s-3"});
    assert_eq!(bot.request("setWebhook", hook).await["ok"], true);
    bot.telegram.says(ANA, "one");
    bot.telegram.says(ANA, "two");
    let failed = |telegram: &Emulator| (telegram.brought().len() > 2).then_some(());
    let limit = Duration::from_secs(10);
    bot.telegram.wait(limit, failed).await.unwrap();
    assert!(
        bot.telegram
            .brought()
            .iter()
            .all(|(_, status)| *status == 0)
    );
    let info = bot.request("getWebhookInfo", json!({})).await["result"].clone();
    assert_eq!(info["pending_update_count"], 2);
    bot.telegram.proxy("https://bot.example", &real);
    let serving = async { axum::serve(listener, router).await.unwrap() };
    let waiting = bot
        .telegram
        .wait(limit, |telegram| (telegram.waiting() == 0).then_some(()));
    tokio::select! {
        () = serving => {}
        done = waiting => done.unwrap(),
    }
    for text in ["one", "two"] {
        assert_eq!(
            hears.recv().await.unwrap(),
            (text.to_owned(), "s-3".to_owned())
        );
    }
    let plain = json!({"url": "http://bot.example/hook"});
    check_refused(&bot.request("setWebhook", plain).await, 400, "HTTPS");
}
