//! The same by webhook: Telegram brings each update, and brings it again until
//! the bot has committed it.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use super::stage::{ANA, BEN, HOOK, Stage};
use super::talk::{Chance, request};
use telegram_emulator::Kind;

const SECRET: &str = "X-Telegram-Bot-Api-Secret-Token";

fn stage() -> Stage {
    let stage = Stage::new("--call-seconds 1").by_webhook();
    stage.run();
    stage
}

#[test]
fn a_whole_conversation() {
    let stage = stage();
    let ana = stage.linked(ANA);
    for step in request() {
        ana.goes_on(step);
    }
    ana.press("Call now", "✅ They answered");
    ana.press("Transcript", "KallyAI");
    assert!(stage.telegram.requests("getUpdates").is_empty());
    let brought = stage.telegram.brought();
    assert!(
        brought.iter().all(|(_, status)| *status == 200),
        "{brought:?}"
    );
    stage.ends_well(1);
}

#[test]
fn a_group_and_two_people() {
    let stage = stage();
    stage
        .telegram
        .group(-500, Kind::Group, "Friends", &[ANA, BEN]);
    let (ana, ben) = (stage.seat(-500, ANA), stage.seat(-500, BEN));
    ana.own("/call", "Which number should I call?");
    ben.own("/call", "Which number should I call?");
    ana.own("415 555 0100", "What should I get done?");
    ben.own("415 555 0101", "What should I get done?");
    stage.ends_well(0);
}

#[test]
fn killed_at_any_moment() {
    let stage = stage();
    let ana = stage.private(ANA);
    let mut chance = Chance::of(3);
    for (act, answer) in request() {
        let update = ana.does(act);
        stage.until("it is tried", |telegram| {
            (telegram.handed(update) > 0 || telegram.waiting() > 0).then_some(())
        });
        std::thread::sleep(Duration::from_micros(chance.number(12_000)));
        stage.run();
        ana.hears(answer);
    }
    stage.ends_well(0);
}

/// Posts an update as somebody else would; returns the status.
fn posted(stage: &Stage, secret: Option<&str>, body: &str) -> u16 {
    let url = format!("{}/telegram", stage.place.address());
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut request = client.post(url).body(body.to_owned());
    if let Some(secret) = secret {
        request = request.header(SECRET, secret);
    }
    let answer = stage.block_on(request.send());
    answer.unwrap().status().as_u16()
}

/// The beginning of the answer to a body that is too large. The bridge closes
/// the connection in the middle of the body, so writing it may fail.
fn posted_in_vain(stage: &Stage, secret: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", stage.place.port())).unwrap();
    let limit = Some(Duration::from_secs(20));
    stream.set_read_timeout(limit).unwrap();
    stream.set_write_timeout(limit).unwrap();
    let length = body.len();
    let head = format!(
        "POST /telegram HTTP/1.1\r\nHost: bot\r\n{SECRET}: {secret}\r\nContent-Length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let _ = stream.write_all(body.as_bytes());
    let mut status = [0; 12];
    stream.read_exact(&mut status).unwrap();
    String::from_utf8(status.to_vec()).unwrap()
}

#[test]
fn nobody_else_can_bring_updates() {
    let stage = stage();
    let ana = stage.private(ANA);
    ana.ask("/call", "Which number should I call?");
    let forged = r#"{"update_id": 900, "message": {"message_id": 1, "date": 1, "text": "/cancel",
        "from": {"id": 42, "is_bot": false, "first_name": "Ana"}, "chat": {"id": 42, "type": "private"}}}"#;
    for secret in [None, Some(""), Some("wrong"), Some("a-secret_of-Telegran")] {
        assert_eq!(posted(&stage, secret, forged), 401, "{secret:?}");
    }
    let big = "x".repeat(8 * 1024 * 1024);
    let status = posted_in_vain(&stage, "a-secret_of-Telegram", &big);
    assert_eq!(status, "HTTP/1.1 413");
    // An unreadable update would only come again and again.
    let status = posted(&stage, Some("a-secret_of-Telegram"), "{\"no\": 1}");
    assert_eq!(status, 200);
    ana.ask("415 555 0100", "What should I get done?");
    assert_eq!(ana.count("Cancelled"), 0);
    stage.ends_well(0);
}

#[test]
fn switching_the_mode_sets_and_deletes_the_webhook_and_stopping_does_not() {
    let mut stage = stage();
    stage.until("the webhook", |telegram| {
        (telegram.webhook() == HOOK).then_some(())
    });
    stage
        .private(ANA)
        .ask("/call", "Which number should I call?");
    stage.stop();
    assert_eq!(stage.telegram.webhook(), HOOK);
    // Updates from meanwhile wait.
    stage.telegram.says(ANA, "415 555 0100");
    stage = stage.variable("KALLY_TELEGRAM__MODE", "polling");
    stage.run();
    let ana = stage.private(ANA);
    ana.hears("What should I get done?");
    assert_eq!(stage.telegram.webhook(), "");
    stage = stage.variable("KALLY_TELEGRAM__MODE", "webhook");
    stage.run();
    let ana = stage.private(ANA);
    ana.hears("What should I get done?");
    ana.ask("Book a table for 2 tomorrow at 7pm", "Under which name?");
    assert_eq!(stage.telegram.webhook(), HOOK);
    stage.ends_well(0);
}
