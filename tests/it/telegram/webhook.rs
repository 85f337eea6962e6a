//! The same by webhook: Telegram brings each update, and brings it again until
//! the bot has committed it.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::json;

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
    ana.press("Call now", "✅ Call finished");
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
    ana.own("415 555 0100", "What should I ask them for?");
    ben.own("415 555 0101", "What should I ask them for?");
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

const RIGHT: &str = "a-secret_of-Telegram";

/// Posts an update as somebody else would, with these secrets; returns the
/// status.
fn posted(stage: &Stage, secrets: &[&str], body: impl Into<reqwest::Body>) -> u16 {
    let url = format!("{}/telegram", stage.place.address());
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let request = client.post(url).body(body);
    let request = secrets
        .iter()
        .fold(request, |request, secret| request.header(SECRET, *secret));
    let answer = stage.block_on(request.send());
    answer.unwrap().status().as_u16()
}

/// A connection that has sent the head of an update with a body of this length.
fn begun(stage: &Stage, secret: &str, length: usize) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", stage.place.port())).unwrap();
    let limit = Some(Duration::from_secs(20));
    stream.set_read_timeout(limit).unwrap();
    stream.set_write_timeout(limit).unwrap();
    let head = format!(
        "POST /telegram HTTP/1.1\r\nHost: bot\r\n{SECRET}: {secret}\r\nContent-Length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream
}

/// The beginning of the answer.
fn status(stream: &mut TcpStream) -> String {
    let mut status = [0; 12];
    stream.read_exact(&mut status).unwrap();
    String::from_utf8(status.to_vec()).unwrap()
}

/// An update in which Ana writes this.
fn says(id: i64, text: &str) -> String {
    let message = json!({"message_id": id, "date": 1_800_000_000, "text": text,
        "from": {"id": ANA, "is_bot": false, "first_name": "Ana"},
        "chat": {"id": ANA, "type": "private"}});
    json!({"update_id": id, "message": message}).to_string()
}

#[test]
fn nobody_else_can_bring_updates() {
    let stage = stage();
    let ana = stage.private(ANA);
    ana.ask("/call", "Which number should I call?");
    let forged = says(900, "/cancel");
    let twice = RIGHT.repeat(2);
    for secrets in [
        &[][..],
        &[""],
        &["wrong"],
        &["a-secret_of-Telegran"],
        &["A-SECRET_OF-TELEGRAM"],
        &[&RIGHT[1..]],
        &[&twice],
        &["wrong", RIGHT],
    ] {
        let status = posted(&stage, secrets, forged.clone());
        assert_eq!(status, 401, "{secrets:?}");
    }
    ana.ask("415 555 0100", "What should I ask them for?");
    assert_eq!(ana.count("ancelled"), 0, "{}", stage.so_far());
    stage.ends_well(0);
}

#[test]
fn the_same_update_again_is_done_once() {
    let stage = stage();
    let ana = stage.private(ANA);
    ana.ask("/help", "How it works");
    for _ in 0..3 {
        assert_eq!(posted(&stage, &[RIGHT], says(9_000, "/call")), 200);
    }
    ana.ask("415 555 0100", "What should I ask them for?");
    assert_eq!(ana.count("Which number should I call?"), 1);
    stage.ends_well(0);
}

/// An unreadable update would only come again and again.
#[test]
fn what_is_no_update_is_passed_over() {
    let stage = stage();
    let ana = stage.private(ANA);
    ana.ask("/call", "Which number should I call?");
    let deep = 100_000;
    let nested = |open: &str, close: &str| open.repeat(deep) + &close.repeat(deep);
    for body in [
        Vec::new(),
        b"{".to_vec(),
        b"null".to_vec(),
        b"[]".to_vec(),
        b"{\"no\": 1}".to_vec(),
        b"{\"update_id\": \"x\"}".to_vec(),
        b"{\"update_id\": 1e999, \"message\": {}}".to_vec(),
        b"{\"update_id\": 9001, \"message\": {\"chat\": 5}}".to_vec(),
        b"\xff\xfe\x00{}".to_vec(),
        vec![0; 1000],
        nested("[", "]").into_bytes(),
        format!("{{\"update_id\": 9002, \"message\": {}}}", nested("[", "]")).into_bytes(),
        nested("{\"a\":", "}").into_bytes(),
    ] {
        let shown = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
        assert_eq!(posted(&stage, &[RIGHT], body), 200, "{shown}");
    }
    ana.ask("415 555 0100", "What should I ask them for?");
    stage.ends_well(0);
}

/// The bridge closes the connection in the middle of the body, so writing it
/// may fail.
#[test]
fn a_body_that_is_too_large_is_refused() {
    let stage = stage();
    let ana = stage.private(ANA);
    ana.ask("/help", "How it works");
    for bytes in [1_100_000, 8 * 1024 * 1024] {
        let mut stream = begun(&stage, RIGHT, bytes);
        let _ = stream.write_all(&vec![b' '; bytes]);
        assert_eq!(status(&mut stream), "HTTP/1.1 413", "{bytes}");
    }
    ana.ask("/help", "How it works");
    stage.ends_well(0);
}

/// A body that comes byte by byte, with and without the secret.
#[test]
fn a_body_that_never_ends_is_given_up() {
    let stage = stage();
    let ana = stage.private(ANA);
    ana.ask("/help", "How it works");
    let mut slow = begun(&stage, RIGHT, 4_000);
    let mut other = begun(&stage, "wrong", 4_000);
    assert_eq!(status(&mut other), "HTTP/1.1 401");
    let mut half = slow.try_clone().unwrap();
    let trickle = std::thread::spawn(move || {
        while half.write_all(b" ").is_ok() {
            std::thread::sleep(Duration::from_millis(500));
        }
    });
    ana.ask("/help", "How it works");
    assert_eq!(status(&mut slow), "HTTP/1.1 408");
    slow.shutdown(std::net::Shutdown::Both).unwrap();
    trickle.join().unwrap();
    ana.ask("/help", "How it works");
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
    ana.hears("What should I ask them for?");
    assert_eq!(stage.telegram.webhook(), "");
    stage = stage.variable("KALLY_TELEGRAM__MODE", "webhook");
    stage.run();
    let ana = stage.private(ANA);
    ana.hears("What should I ask them for?");
    ana.ask(
        "Book a table for 2 tomorrow at 7pm",
        "Which name should I give?",
    );
    assert_eq!(stage.telegram.webhook(), HOOK);
    stage.ends_well(0);
}
