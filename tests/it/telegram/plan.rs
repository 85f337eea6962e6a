//! The plan and the bills, on Telegram.

use serde_json::json;

use super::stage::{ANA, EVA, Stage};
use telegram_emulator::Kind;

const ADDRESS: &str = "https://billing.kallyai.invalid/session/sandbox";

#[test]
fn the_bills_are_a_button_in_private() {
    const GROUP: i64 = -500;
    let stage = Stage::running("");
    let private = stage.linked(ANA);
    stage.telegram.group(GROUP, Kind::Group, "Friends", &[ANA]);
    let plan = private.ask("/plan", "Plan: starter");
    let manage = plan.address("Manage my plan");
    assert_eq!(
        manage.as_deref(),
        Some("https://billing.kallyai.invalid/manage")
    );
    let bills = private.press("My bills", "Here are your bills");
    assert_eq!(bills.address("Open my bills").as_deref(), Some(ADDRESS));
    let ana = stage.seat(GROUP, ANA);
    for command in ["/billing", "/plan"] {
        let door = ana.own(command, "That is personal");
        private.follows(&door.buttons[0].1);
        private.hears_any(&["Here are your bills", "Plan: starter"]);
    }
    stage.settles();
    for shown in ana.shown() {
        assert!(
            !format!("{shown:?}").contains("billing.kallyai"),
            "{shown:?}"
        );
    }
    stage.ends_well(0);
}

#[test]
fn in_spanish_another_sign_in_comes_first() {
    let stage = Stage::running("");
    let eva = stage.linked(EVA);
    let refused = json!({"path": "/v1/stripe", "status": 403});
    stage.place.sandbox.fail(&refused);
    let offer = eva.ask("/facturas", "Tu acceso a KallyAI todavía no permite eso.");
    stage.sign_in(&offer);
    eva.is_mine();
    let bills = eva.hears("Aquí están tus facturas");
    assert_eq!(
        bills.address("Abrir mis facturas").as_deref(),
        Some(ADDRESS)
    );
    stage.ends_well(0);
}
