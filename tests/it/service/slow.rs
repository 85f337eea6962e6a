//! Answers of the service that do not come: every wait has an end, and the
//! person is told.

use std::thread;

use serde_json::json;

use crate::support::{LIMIT, Place};

/// A command at a service that takes a minute for this path.
#[track_caller]
fn check(line: &str, path: &str, expected: &str) {
    let place = Place::new("");
    let mut chat = place.linked_chat();
    let ids = place
        .sandbox
        .past(&json!({"account": "ana", "count": 1, "status": "success"}));
    let id = ids[0].as_str().unwrap();
    let path = path.replace("ID", id);
    let slow = json!({"path": path, "times": 99, "delay_ms": 60_000});
    place.sandbox.fail(&slow);
    chat.say(&line.replace("ID", id));
    chat.hears_one(&[expected], LIMIT * 3);
    // Meanwhile everything else goes on.
    chat.ask("/help", "How it works");
    chat.kill();
}

#[test]
fn a_slow_answer_is_not_waited_for_without_end() {
    let cases = [
        ("/history", "/v1/calls", "KallyAI doesn't answer"),
        ("/plan", "/v1/users/me/subscription", "KallyAI"),
        ("/billing", "/v1/stripe/billing-portal", "KallyAI"),
        ("/callinfo ID", "/v1/calls/ID", "finished"),
        (
            "/transcript ID",
            "/v1/calls/ID/transcript",
            "KallyAI doesn't answer",
        ),
        (
            "/recording ID",
            "/v1/calls/ID/recording",
            "KallyAI has no recording",
        ),
        // A large file may take longer.
        ("/recording ID", "/recordings/", "Recording of the call to"),
    ];
    let checks = cases.map(|(line, path, expected)| {
        thread::Builder::new()
            .name(line.to_owned())
            .spawn(move || check(line, path, expected))
            .unwrap()
    });
    for check in checks {
        check.join().unwrap();
    }
}
