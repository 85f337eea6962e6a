//! The recording of a call, as Telegram plays it.

use serde_json::json;
use telegram_emulator::{Fault, Kind};

use super::stage::{ANA, EVA, Stage};

const GROUP: i64 = -500;

fn sentence(ending: &str) -> String {
    format!("/call +1 415 555 {ending}, book a table for 4 tomorrow at 8pm under Ana")
}

#[test]
fn each_kind_of_sound_comes_in_its_own_form() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.linked(ANA);
    for (ending, kind, media_type) in [
        ("0100", "audio", "audio/mpeg"),
        ("0113", "voice", "audio/ogg"),
        ("0112", "document", "audio/wav"),
    ] {
        ana.ask(&sentence(ending), "They will hear an AI");
        ana.presses("Call now");
        ana.hears("✅ Call finished");
        let heard = ana.press("Recording", "Recording of the call to");
        let (field, told, size) = heard.file.clone().expect("a file");
        assert_eq!((field, &*told), (kind, media_type), "{heard:?}");
        assert!(size > 40, "{heard:?}");
    }
    // A person may allow no voice messages.
    let refused = json!({"ok": false, "error_code": 400,
        "description": "Bad Request: VOICE_MESSAGES_FORBIDDEN"});
    stage
        .telegram
        .arm("sendVoice", Fault::Answer(400, refused.to_string()));
    ana.says("/history");
    ana.hears("Your calls 1 to 3 of 3");
    ana.press("Call 2", "+1 415-555-0113");
    let heard = ana.press("Recording", "Recording of the call to");
    assert_eq!(heard.file.expect("a file").0, "document");
    stage.ends_well(3);
}

#[test]
fn in_a_group_it_comes_in_private_unless_the_requester_chooses() {
    let stage = Stage::running("--call-seconds 1");
    let private = stage.linked(ANA);
    stage
        .telegram
        .group(GROUP, Kind::Supergroup, "Friends", &[ANA, EVA]);
    let (ana, eva) = (stage.seat(GROUP, ANA), stage.seat(GROUP, EVA));
    ana.own(&sentence("0100"), "They will hear an AI");
    ana.presses_own("Call now");
    let outcome = ana.hears_own("✅ Call finished");
    ana.presses_own("Recording");
    let comes = ana.hears_own("The recording comes to you in private.");
    private.hears("Recording of the call to");
    // Nobody else can have it.
    for message in [&outcome, &comes] {
        for label in ["Recording", "Post it here"] {
            if message.labels().contains(&label) {
                stage.telegram.presses_on(GROUP, message.id, EVA, label);
            }
        }
    }
    stage.settles();
    assert_eq!(eva.count("Recording of the call"), 0, "{}", stage.so_far());
    stage
        .telegram
        .presses_on(GROUP, comes.id, ANA, "Post it here");
    let here = ana.hears_own("Recording of the call to");
    assert_eq!(here.file.expect("a file").0, "audio");
    assert_eq!(private.count("Recording of the call"), 1);
    stage.ends_well(1);
}

#[test]
fn in_spanish() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.linked(ANA);
    ana.ask("/settings language spanish", "Idioma");
    ana.ask(&sentence("0100"), "Sabrán que habla");
    ana.presses("Llamar");
    ana.hears("✅");
    ana.ask("quiero oír la llamada", "Grabación de la llamada a");
    ana.ask("/grabacion nada", "ninguna llamada con ese id");
    ana.ask("/historial", "terminada");
    ana.press("Llamada 1", "Duración");
    ana.press("Cambiar y volver a llamar", "¿Qué cambiamos?");
    stage.ends_well(1);
}
