//! `check`: one line for each thing, with its remedy, and the exit code.

use std::collections::BTreeMap;
use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::support::{Place, Start};

#[test]
fn without_a_chat_run_would_refuse_and_so_does_the_check() {
    let place = Place::new("");
    place.linked_chat().ends_well();
    let (code, output, log) = place.command("check").run("");
    assert_eq!(code, 1, "{output}{log}");
    for line in [
        "✓ configuration: valid",
        "✓ folder: ",
        "✓ store: ",
        "✓ kallyai: http://127.0.0.1:",
        "- telegram: not configured; set telegram.token",
        "✗ chats: `run` does not start: no chat is configured",
        "1 thing to put right.",
    ] {
        assert!(output.contains(line), "{line}: {output}");
    }
    assert!(!output.contains("All is well"), "{output}");
}

#[test]
fn before_the_first_start_nothing_is_made() {
    let place = Place::new("");
    let (_, output, _) = place.command("check").run("");
    assert!(output.contains("✓ store: "), "{output}");
    assert!(output.contains("will be made"), "{output}");
    assert!(!place.store().exists(), "a check changes nothing");
}

/// Every file below a folder, with its content and the time of its last change.
fn files(folder: &Path) -> BTreeMap<PathBuf, (SystemTime, Vec<u8>)> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let changed = fs::metadata(&path).unwrap().modified().unwrap();
            let content = fs::read(&path).unwrap();
            found.insert(path, (changed, content));
        }
    }
    found
}

#[test]
fn a_store_is_left_as_it_is() {
    let place = Place::new("");
    place.linked_chat().ends_well();
    let before = files(&place.store());
    let (_, output, _) = place.command("check").run("");
    assert!(output.contains(" can be opened"), "{output}");
    assert!(files(&place.store()) == before, "a check changes nothing");
    // The copy is gone.
    let left = fs::read_dir(place.home()).unwrap();
    let left = left.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let left: Vec<String> = left.filter(|name| name.contains("check")).collect();
    assert_eq!(left, [""; 0]);
}

#[test]
fn another_key_is_found_out() {
    let place = Place::new("");
    place.linked_chat().ends_well();
    let key = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    let check = place.command("check").variable("KALLY_STORE__KEY", key);
    let (code, output, _) = check.run("");
    assert_eq!(code, 1, "{output}");
    assert!(output.contains("✗ store: "), "{output}");
    assert!(
        output.contains(&place.store().display().to_string()),
        "{output}"
    );
    assert!(!output.contains("kally-bridge-check-"), "{output}");
}

#[test]
fn an_address_that_another_program_has_is_found_out() {
    let place = Place::new("");
    let _taken = TcpListener::bind((Ipv4Addr::LOCALHOST, place.port())).unwrap();
    let (code, output, _) = place.command("check").run("");
    assert_eq!(code, 1, "{output}");
    assert!(
        output.contains("✗ server.bind: `run` cannot listen at 127.0.0.1:"),
        "{output}"
    );
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
