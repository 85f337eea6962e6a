//! The recording of a call, as a file.

use serde_json::json;

use super::{linked, ran};
use crate::support::Place;

/// A call that has ended; its id.
fn ended(place: &Place, ending: &str) -> String {
    let phone = format!("+1415555{ending}");
    let call = [
        "call",
        "-p",
        &phone,
        "-c",
        "general",
        "-t",
        "Ask for the opening hours",
        "--json",
    ];
    let json = ran(place, &call).ends_with(0).json();
    json["call"]["id"].as_str().expect("an id").to_owned()
}

#[test]
fn a_recording_is_saved_printed_and_never_written_over() {
    let place = linked("--call-seconds 1");
    let id = ended(&place, "0112");
    let usual = format!("recording-{}.wav", &id[..8]);
    ran(&place, &["recording", &id]).ends_with(0).shows(&usual);
    let saved = std::fs::read(place.home().join(&usual)).unwrap();
    assert!(saved.starts_with(b"RIFF"), "{} bytes", saved.len());
    ran(&place, &["recording", &id]).ends_with(1);
    let json = ran(&place, &["--recording", &id[..8], "-o", "b.wav", "--json"])
        .ends_with(0)
        .json();
    assert_eq!(json["file"], "b.wav", "{json}");
    assert_eq!(json["recording"]["bytes"], json!(saved.len()));
    assert_eq!(std::fs::read(place.home().join("b.wav")).unwrap(), saved);
    let piped = ran(&place, &["recording", &id, "-o", "-"]).ends_with(0);
    assert!(piped.out.starts_with("RIFF"), "{piped:?}");
}

#[test]
fn what_cannot_be_saved_has_its_own_end() {
    let place = linked("--call-seconds 1");
    for (ending, code, words) in [
        ("0116", 6, "I couldn't get the recording from KallyAI."),
        ("0117", 6, "I couldn't get the recording from KallyAI."),
    ] {
        let id = ended(&place, ending);
        ran(&place, &["recording", &id]).says(code, words);
    }
    let large = ended(&place, "0115");
    ran(&place, &["recording", &large])
        .ends_with(0)
        .shows("/recordings/");
    ran(&place, &["recording", "0000"]).ends_with(5);
}
