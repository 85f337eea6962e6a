//! The recording of a call, in the terminal: a file.

use serde_json::json;

use super::super::chat::card;
use crate::support::{LIMIT, Place, Program};

fn finished(place: &Place, ending: &str) -> Program {
    let mut chat = place.linked_chat();
    card(&mut chat, ending);
    chat.ask("Call now", "Call finished");
    chat
}

fn quick() -> Place {
    Place::new("--call-seconds 1")
}

#[test]
fn a_recording_is_saved_as_a_file() {
    let place = quick();
    let mut chat = finished(&place, "0112");
    chat.ask("Recording", "Recording of the call to +1 415-555-0112")
        .hears("recording.wav.");
    let saved = std::fs::read(place.documents().join("recording.wav")).unwrap();
    assert!(saved.starts_with(b"RIFF"), "{} bytes", saved.len());
    chat.ask("send me the recording", "recording-2.wav.");
    chat.ends_well();
}

#[test]
fn one_that_comes_late_is_waited_for() {
    let place = quick();
    let mut chat = finished(&place, "0114");
    chat.ask("Recording", "recording.mp3.");
    chat.ends_well();
}

#[test]
fn one_that_is_too_large_is_an_address() {
    let place = quick();
    let mut chat = finished(&place, "0115");
    chat.ask("Recording", "The recording is too large to be sent here.")
        .hears("Listen to it at KallyAI: http://127.0.0.1")
        .hears("/recordings/");
    chat.ends_well();
}

/// A page instead of a sound, an address in a private network, a redirection to
/// another host of this machine.
#[test]
fn what_is_no_sound_or_no_public_address_is_not_fetched() {
    for ending in ["0116", "0117", "0118"] {
        let place = quick();
        let mut chat = finished(&place, ending);
        chat.ask("Recording", "I couldn't get the recording from KallyAI.")
            .hears("[1] Recording");
        assert!(!place.documents().exists(), "{ending}");
        chat.ends_well();
    }
}

#[test]
fn every_failure_of_the_service_has_its_sentence() {
    let missing = "KallyAI has no recording of this call yet.";
    let unread = "I couldn't get the recording from KallyAI.";
    for (path, fault, expected) in [
        ("recording", json!({"body": "html", "times": 99}), missing),
        (
            "recording",
            json!({"status": 403}),
            "Your KallyAI sign-in doesn't allow that yet.",
        ),
        ("/recordings/", json!({"status": 404}), unread),
        ("/recordings/", json!({"body": "html"}), unread),
        ("/recordings/", json!({"drop": "during"}), unread),
    ] {
        let place = quick();
        let mut chat = finished(&place, "0100");
        let mut fault = fault;
        fault["path"] = match path {
            "recording" => {
                let dialled = place.sandbox.dialled();
                let id = dialled[0]["call_id"].as_str().unwrap();
                json!(format!("/v1/calls/{id}/recording"))
            }
            other => json!(other),
        };
        place.sandbox.fail(&fault);
        chat.say("Recording");
        chat.hears_one(&[expected], LIMIT * 2);
        chat.kill();
    }
}

#[test]
fn a_change_opens_the_filled_form() {
    let place = quick();
    let mut chat = finished(&place, "0100");
    chat.ask("/history", "+1 415-555-0100");
    chat.ask("1", "Change and call again");
    chat.ask("Change and call again", "What would you like to change?");
    chat.ask("people", "For how many people?");
    chat.ask("6", "6").hears("Call now");
    chat.kill();
    assert_eq!(place.sandbox.dialled().len(), 1);
}
