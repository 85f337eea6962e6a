//! What is left of a plan, on Telegram.

use serde_json::json;

use super::stage::{ANA, EVA, Stage};
use telegram_emulator::Kind;

const CREDITS: &str = "/v1/credits/balance";
const MINUTES: &str = "/v1/users/me/statistics";

#[test]
fn minutes_and_calls_in_spanish_on_telegram() {
    let stage = Stage::new("--call-seconds 1")
        .variable("KALLY_LOCALE__LANGUAGE", "es")
        .variable("KALLY_LOCALE__REGION", "ES");
    stage.run();
    let eva = stage.linked(EVA);
    let figures = json!({"minutes_allocated": 60, "minutes_used": 31.5, "calls_allocated": 10, "calls_used": 9});
    let sandbox = &stage.place.sandbox;
    sandbox.answers(CREDITS, json!({"status": 404}));
    sandbox.answers(MINUTES, json!({"json": figures}));
    let told = eva.ask("¿Cuántos minutos me quedan?", "está vinculada desde el");
    for line in [
        "Minutos que quedan: 28,5 de 60 ▰▰▰▰▰▱▱▱▱▱",
        "Llamadas que quedan: 1 de 10 ▰▱▱▱▱▱▱▱▱▱",
        "⚠️ Te queda poco: 1 de 10 llamadas.",
    ] {
        assert!(told.text.contains(line), "{line} in {told:?}");
    }
    let card = eva.ask(
        "/llamar 912 34 01 00 mesa para 4 mañana a las nueve y media a nombre de Eva",
        "Sabrán que habla una IA",
    );
    assert!(
        card.text.contains("⚠️ Te queda poco: 1 de 10 llamadas."),
        "{card:?}"
    );
    eva.press("Llamar", "✅ Llamada terminada");
    stage.ends_well(1);
}

#[test]
fn in_a_group_nothing_is_said_of_it() {
    const GROUP: i64 = -500;
    let stage = Stage::running("--call-seconds 1");
    let private = stage.linked(ANA);
    stage.telegram.group(GROUP, Kind::Group, "Friends", &[ANA]);
    let little = json!({"json": {"credits_remaining": 1, "credits_allocated": 50}});
    stage.place.sandbox.answers(CREDITS, little);
    let ana = stage.seat(GROUP, ANA);
    let door = ana.own("/usage", "That is personal");
    private.follows(&door.buttons[0].1);
    private.hears("Credits left: 1 of 50");
    ana.own(
        "/call 415 555 0100 table for 4 tomorrow at 8pm, name Ana",
        "They will hear an AI",
    );
    ana.presses_own("Call now");
    ana.hears_own("✅ Call finished");
    stage.settles();
    for words in ["credits", "⚠"] {
        assert_eq!(ana.count(words), 0, "{}", stage.so_far());
    }
    stage.ends_well(1);
}
