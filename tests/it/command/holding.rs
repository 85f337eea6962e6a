//! One process holds the store; commands reach it by its socket.

use std::io::{Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::{UnixListener, UnixStream};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{bridge, calls, end_of, linked, ran, start, table};
use crate::support::{LIMIT, Place};

#[test]
fn commands_reach_the_process_that_holds_the_store() {
    let place = linked("--call-seconds 0.5");
    let mut holder = bridge(&place);
    ran(&place, &["usage"]).ends_with(0).shows("Credits left");
    let done = calls(&place, "0100", &[])
        .ends_with(0)
        .shows("✅ Call finished");
    assert!(done.err.contains("Calling Italian Bistro"), "{done:?}");
    holder.ask("/history", "Italian Bistro · finished");
    let said = holder.ends_well();
    assert!(!said.contains("waits"), "{said}");
    assert_eq!(place.sandbox.dialled().len(), 1);
    assert!(!place.store().join("command.sock").exists());
}

#[test]
fn the_socket_is_private() {
    let place = Place::new("");
    let mut holder = bridge(&place);
    let socket = place.store().join("command.sock");
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(&socket) & 0o777, 0o600);
    assert_eq!(mode(&place.store()) & 0o777, 0o700);
    holder.ends_well();
}

#[test]
fn a_socket_that_was_left_behind_is_no_obstacle() {
    let place = linked("");
    let mut killed = bridge(&place);
    killed.kill();
    assert!(place.store().join("command.sock").exists());
    ran(&place, &["usage"]).ends_with(0);
    let mut holder = bridge(&place);
    ran(&place, &["usage"]).ends_with(0);
    holder.ends_well();
}

/// The process that holds the store is killed in mid-call: the command goes on by
/// itself.
#[test]
fn a_holder_that_dies_is_survived() {
    let place = linked("--call-seconds 3");
    let mut holder = bridge(&place);
    let table = table("0100");
    let table: Vec<&str> = table.iter().map(String::as_str).collect();
    let mut call = start(&place, &table);
    place.sandbox.waits_for_dialled(1);
    holder.kill();
    let done = end_of(&mut call).ends_with(0).shows("✅ Call finished");
    assert!(done.err.contains("Going on without it"), "{done:?}");
    assert_eq!(done.err.matches("--resume").count(), 1, "{done:?}");
    assert_eq!(place.sandbox.dialled().len(), 1);
}

/// A command that holds the store waits for the others.
#[test]
fn calls_at_once_share_a_process() {
    let place = linked("--call-seconds 2");
    let begin = |digits: &str| {
        let table = table(digits);
        let table: Vec<&str> = table.iter().map(String::as_str).collect();
        start(&place, &table)
    };
    let mut first = begin("0100");
    place.sandbox.waits_for_dialled(1);
    let mut others = [begin("0107"), begin("0200")];
    place.sandbox.waits_for_dialled(3);
    ran(&place, &["usage"]).ends_with(0);
    for call in std::iter::once(&mut first).chain(&mut others) {
        end_of(call).ends_with(0).shows("✅ Call finished");
    }
    assert_eq!(place.sandbox.dialled().len(), 3);
}

/// Nobody waits for a call, and the process that holds the store is another
/// command: that command stays until the call is over.
#[test]
fn a_command_carries_on_the_calls_that_nobody_waits_for() {
    let place = linked("--call-seconds 6");
    let table = table("0100");
    let table: Vec<&str> = table.iter().map(String::as_str).collect();
    let mut first = start(&place, &table);
    place.sandbox.waits_for_dialled(1);
    std::thread::sleep(Duration::from_secs(1));
    let left = calls(&place, "0200", &["--no-wait", "--json"])
        .ends_with(0)
        .json();
    place.sandbox.waits_for_dialled(2);
    let done = end_of(&mut first).ends_with(0).shows("✅ Call finished");
    assert!(done.err.contains("waiting for them"), "{done:?}");
    let id = left["call"]["own_id"].as_str().unwrap();
    let info = ran(&place, &["call-info", id, "--json"])
        .ends_with(0)
        .json();
    assert_eq!(info["call"]["status"], "success", "{info}");
    assert_eq!(place.sandbox.dialled().len(), 2);
}

/// Killed at any moment and given again by `--resume`: one call for each command
/// that was confirmed.
#[test]
fn killed_at_any_moment_it_is_one_call() {
    let place = linked("--call-seconds 0.3");
    let mut confirmed = 0;
    // On a busy machine the first ones are killed before they have done anything.
    for step in 0..60 {
        if step >= 12 && confirmed > 0 {
            break;
        }
        let digits = format!("{:04}", 200 + step);
        let table = table(&digits);
        let table: Vec<&str> = table.iter().map(String::as_str).collect();
        let mut call = start(&place, &table);
        std::thread::sleep(Duration::from_millis(60 * step));
        call.kill();
        let log = call.log.flat();
        let dialled = |place: &Place| {
            let number = format!("+1415555{digits}");
            let rows = place.sandbox.dialled();
            rows.iter().filter(|row| row["number"] == number).count()
        };
        let Some((_, rest)) = log.split_once("--resume ") else {
            continue;
        };
        confirmed += 1;
        let id: String = rest.chars().take(36).collect();
        let done = ran(&place, &["call", "--resume", &id]);
        match done.code {
            0 => assert_eq!(dialled(&place), 1, "step {step}: {done:?}"),
            // It died between the intent and the request.
            13 => assert_eq!(dialled(&place), 0, "step {step}: {done:?}"),
            _ => panic!("step {step}: {done:?}"),
        }
    }
    assert!(confirmed > 0, "every command was killed too early");
}

fn asked(place: &Place, line: &[u8]) -> String {
    let mut stream = UnixStream::connect(place.store().join("command.sock")).unwrap();
    stream.set_read_timeout(Some(LIMIT)).unwrap();
    stream.write_all(line).unwrap();
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    answer
}

#[test]
fn nonsense_is_answered_or_ignored() {
    let place = linked("");
    let mut holder = bridge(&place);
    let hello = br#"{"version":1,"request":"hello"}"#;
    let mut whole = hello.to_vec();
    whole.push(b'\n');
    assert!(asked(&place, &whole).contains("\"pid\""));
    let other = asked(&place, b"{\"version\":7,\"request\":\"dance\"}\n");
    assert!(other.contains("another version"), "{other}");
    for line in [
        &b"\n"[..],
        b"hello\n",
        b"{}\n",
        b"{\"version\":1}\n",
        b"{\"version\":1,\"request\":{\"call\":{}}}\n",
        b"\xff\xfe\n",
    ] {
        let answer = asked(&place, line);
        assert!(!answer.contains("\"done\""), "{answer}");
    }
    // Longer than any request.
    let long = vec![b'x'; 200_000];
    let mut stream = UnixStream::connect(place.store().join("command.sock")).unwrap();
    let _ = stream.write_all(&long);
    assert!(asked(&place, &whole).contains("\"pid\""));
    ran(&place, &["usage"]).ends_with(0);
    holder.ends_well();
}

#[test]
fn silent_peers_keep_nobody_out_for_long() {
    let place = linked("");
    let mut holder = bridge(&place);
    let socket = place.store().join("command.sock");
    let silent: Vec<UnixStream> = (0..16)
        .map(|_| UnixStream::connect(&socket).unwrap())
        .collect();
    let until = Instant::now() + LIMIT;
    let mut told = false;
    loop {
        let usage = ran(&place, &["usage"]);
        told |= usage.code == 6;
        match usage.code {
            0 => break,
            6 => assert!(usage.err.contains("too many commands"), "{usage:?}"),
            _ => panic!("{usage:?}"),
        }
        assert!(Instant::now() < until, "nobody gets in");
        std::thread::sleep(Duration::from_millis(200));
    }
    assert!(told, "silent peers took no place");
    drop(silent);
    holder.ends_well();
}

/// Somebody answers who is not the bridge.
#[test]
fn a_foreign_listener_breaks_nothing() {
    let place = linked("");
    let socket = place.store().join("command.sock");
    let _ = std::fs::remove_file(&socket);
    let listener = UnixListener::bind(&socket).unwrap();
    let answers = std::thread::spawn(move || {
        for stream in listener.incoming().take(5) {
            let mut stream = stream.unwrap();
            let mut line = [0; 1024];
            let _ = stream.read(&mut line);
            let _ = stream.write_all(b"{\"nonsense\": 1}\n");
        }
    });
    let lost = ran(&place, &["usage"]).ends_with(6);
    assert!(lost.err.contains("does not answer"), "{lost:?}");
    answers.join().unwrap();
    // Nobody listens any more: the command holds the store itself.
    ran(&place, &["usage"]).ends_with(0);
}

#[test]
fn a_long_path_is_no_obstacle() {
    let place = Place::new("");
    let deep = place.store().join("a".repeat(60)).join("b".repeat(60));
    let place = place.variable("KALLY_STORE__PATH", &deep.display().to_string());
    let mut holder = place.chat();
    assert!(deep.join("command.sock").exists());
    ran(&place, &["auth-status"]).ends_with(3);
    let json = ran(&place, &["auth-status", "--json"]).json();
    assert_eq!(json["linked"], false);
    holder.ends_well();
}

#[test]
fn check_asks_the_process_that_holds_the_store() {
    let place = Place::new("");
    let mut holder = bridge(&place);
    // No chat is configured, so `run` would not start.
    let checked = ran(&place, &["check"]).ends_with(1);
    assert!(checked.out.contains("1 thing to put right."), "{checked:?}");
    let checked = checked.shows("✓ store: ");
    assert!(
        checked
            .out
            .contains("is open in the kally-bridge that runs here"),
        "{checked:?}"
    );
    holder.ends_well();
}

#[test]
fn rekey_wants_the_store_for_itself() {
    let place = Place::new("");
    let mut holder = bridge(&place);
    let refused = ran(&place, &["rekey"]).ends_with(1);
    assert!(refused.err.contains("stop it"), "{refused:?}");
    holder.ends_well();
    ran(&place, &["rekey"]).ends_with(0);
}

/// The same order again, by its id, is the same call.
#[test]
fn an_order_that_is_given_twice_is_one_call() {
    let place = linked("--call-seconds 0.5");
    let mut holder = bridge(&place);
    let order = json!({"version": 1, "request": {"call": {"wait": true, "order": {
        "call": "01978a51-5d2e-7c43-8b0e-5f6f1a0c9d2e",
        "told": {"phone": "+14155550100", "task": "Reserve a table for 4", "category": "restaurant"}}}}});
    let line = format!("{order}\n");
    let answers: Vec<String> = std::thread::scope(|scope| {
        let one = || scope.spawn(|| asked(&place, line.as_bytes()));
        let all = [one(), one(), one()];
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    for answer in answers {
        let last = answer.lines().last().unwrap_or_default();
        let last: Value = serde_json::from_str(last).unwrap_or_default();
        assert_eq!(last["end"]["end"], "done", "{answer}");
    }
    assert_eq!(place.sandbox.dialled().len(), 1);
    holder.ends_well();
}

#[test]
fn another_persons_call_is_not_followed() {
    let place = linked("--call-seconds 0.2");
    let done = calls(&place, "0100", &["--json"]).ends_with(0).json();
    let id = done["call"]["own_id"].as_str().unwrap();
    let other = Place::variable(place, "KALLY_TERMINAL__USER", "Ben");
    ran(&other, &["call", "--resume", id]).says(5, "No call with that id");
    ran(&other, &["call-info", id]).ends_with(3);
    ran(&other, &["history"]).ends_with(3);
}
