//! `check`: one line for each thing, with its remedy, and the exit code.

use std::net::{Ipv4Addr, TcpListener};

use crate::support::{Place, Start};

#[test]
fn all_is_well() {
    let place = Place::new("");
    place.linked_chat().ends_well();
    let (code, output, log) = place.command("check").run("");
    assert_eq!(code, 0, "{output}{log}");
    for line in [
        "✓ configuration: valid",
        "✓ folder: ",
        "✓ store: ",
        "✓ kallyai: http://127.0.0.1:",
        "All is well.",
    ] {
        assert!(output.contains(line), "{line}: {output}");
    }
}

#[test]
fn before_the_first_start_nothing_is_made() {
    let place = Place::new("");
    let (code, output, log) = place.command("check").run("");
    assert_eq!(code, 0, "{output}{log}");
    assert!(output.contains("will be made"), "{output}");
    assert!(!place.store().exists(), "a check changes nothing");
}

#[test]
fn a_store_in_use_is_said_to_be() {
    let place = Place::new("");
    let _chat = place.chat();
    // Nobody can ask the process that holds it.
    std::fs::remove_file(place.store().join("command.sock")).unwrap();
    let (code, output, _) = place.command("check").run("");
    assert_eq!(code, 1, "{output}");
    assert!(output.contains("✗ store: "), "{output}");
    assert!(
        output.contains("→ stop the other process, or give this one a store.path of its own"),
        "{output}"
    );
    assert!(
        output.contains("✓ kallyai: "),
        "one failure hides no other: {output}"
    );
    assert!(output.contains("1 thing to put right."), "{output}");
}

#[test]
fn a_second_bot_on_the_same_store_ends_with_a_message() {
    let place = Place::new("");
    let _chat = place.chat();
    let (code, output, log) = place
        .command("chat")
        .variable("KALLY_SERVER__BIND", "127.0.0.1:0")
        .run("");
    assert_eq!(code, 1, "{output}{log}");
    assert!(
        log.contains("opening the store in ") && log.contains("another"),
        "{log}"
    );
}

#[test]
fn kallyai_out_of_reach_is_said_to_be() {
    let closed = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .unwrap()
        .local_addr()
        .unwrap();
    let base = format!("http://{closed}");
    let (code, output, _) = Start::of("check")
        .variable("KALLY_KALLYAI__BASE_URL", &base)
        .run("");
    assert_eq!(code, 1, "{output}");
    assert!(output.contains("✗ kallyai: "), "{output}");
    assert!(
        output.contains("→ check kallyai.base_url and the network"),
        "{output}"
    );
}

#[test]
fn a_configuration_that_cannot_be_used_ends_with_two() {
    let (code, output, log) = Start::of("check")
        .variable("KALLY_CALLS__UNDO", "soon")
        .run("");
    assert_eq!(code, 2, "{output}{log}");
    assert!(
        output.contains("✗ configuration: 1 thing wrong"),
        "{output}"
    );
    assert!(
        output.contains("calls.undo (KALLY_CALLS__UNDO) is \"soon\""),
        "{output}"
    );
}
