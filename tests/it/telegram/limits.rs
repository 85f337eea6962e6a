//! Telegram's limits: the bot keeps to them, and waits when it is told to.

use super::stage::{ANA, BEN, Stage};
use super::talk::request;
use telegram_emulator::Kind;

const GROUP: i64 = -100_500;
const SENTENCE: &str = "/call +1 415 555 0100, book a table for 4 tomorrow at 8pm under Ana";

#[test]
fn a_bot_that_paces_itself_is_never_told_to_wait() {
    let stage = Stage::new("--call-seconds 1").variable("KALLY_TELEGRAM__PACE", "true");
    stage
        .telegram
        .group(GROUP, Kind::Supergroup, "Friends", &[ANA, BEN]);
    stage.telegram.limit();
    stage.run();
    stage.linked(ANA);
    let private = stage.private(BEN);
    let ana = stage.seat(GROUP, ANA);
    // More messages at once than one chat may get.
    for _ in 0..7 {
        stage.telegram.says(BEN, "/help");
    }
    ana.own(SENTENCE, "They will hear an AI");
    ana.presses_own("Call now");
    ana.hears_own("✅ Call finished");
    stage.until("every answer", |_| {
        (private.count("How it works") == 7).then_some(())
    });
    assert_eq!(stage.telegram.hasty(), 0, "{}", stage.so_far());
    stage.ends_well(1);
}

#[test]
fn a_bot_that_is_told_to_wait_loses_nothing_and_keeps_the_order() {
    let stage = Stage::new("--call-seconds 1");
    stage.telegram.limit();
    stage.run();
    let ana = stage.private(ANA);
    for (act, _) in request().take(3) {
        ana.does(act);
    }
    for _ in 0..10 {
        stage.telegram.says(ANA, "/help");
    }
    // Questions that were answered before they were sent may be left out.
    for (_, answer) in request().skip(2).take(1) {
        ana.hears(answer);
    }
    stage.until("every answer", |_| {
        (ana.count("How it works") == 10).then_some(())
    });
    assert!(stage.telegram.hasty() > 0, "the limits were not reached");
    stage.ends_well(0);
}
