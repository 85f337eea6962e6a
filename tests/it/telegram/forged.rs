//! An altered app sends whatever it likes with a press: the id of somebody
//! else's call, or in a group what only a private chat shows.

use super::stage::{ANA, BEN, Stage};
use telegram_emulator::{Kind, Shown};

const GROUP: i64 = -500;
const SENTENCE: &str = "/call +1 415 555 0100, book a table for 4 tomorrow at 8pm under Ana";

/// Every choice that there is on a call.
const ON_A_CALL: [&str; 13] = [
    "transcript",
    "here",
    "to-me",
    "calendar",
    "again",
    "at",
    "in=5",
    "edit",
    "undo",
    "stop",
    "check",
    "anyway",
    "leave",
];

/// The beginning of the data of a call's buttons: it names the call.
#[track_caller]
fn call_of(shown: &Shown) -> String {
    let (_, data) = &shown.buttons[0];
    let (call, _) = data.rsplit_once('.').unwrap();
    assert!(call.starts_with("c."), "{data}");
    call.to_owned()
}

/// Ben presses everything on Ana's call, below a message of his own and below
/// one in the group; he is told each time that nothing happens.
#[track_caller]
fn presses_all(stage: &Stage, call: &str, own: &Shown, shared: &Shown) {
    let ben = stage.private(BEN);
    for (chat, message) in [(BEN, own.id), (GROUP, shared.id)] {
        for choice in ON_A_CALL {
            let data = format!("{call}.{choice}");
            let update = stage.telegram.sends_press(chat, message, BEN, &data);
            assert!(!ben.alerted(update).is_empty(), "{choice} in {chat}");
        }
    }
    stage.settles();
}

#[test]
fn a_call_of_somebody_else_obeys_nobody() {
    let stage = Stage::new("--call-seconds 600");
    stage
        .telegram
        .group(GROUP, Kind::Group, "Friends", &[ANA, BEN]);
    stage.run();
    let ana = stage.linked(ANA);
    let ben = stage.linked(BEN);
    let own = ben.ask("/help", "How it works");
    let shared = stage.seat(GROUP, BEN).own("/help", "How it works");
    ana.ask(SENTENCE, "They will hear an AI");
    let status = ana.press("Call now", "Calling +1 415-555-0100…");
    stage.place.sandbox.waits_for_dialled(1);
    presses_all(&stage, &call_of(&status), &own, &shared);
    // It goes on, and ends in its own way.
    stage.place.sandbox.ends_calls();
    let outcome = ana.hears("✅ Call finished");
    presses_all(&stage, &call_of(&outcome), &own, &shared);
    let (group, count) = (stage.seat(GROUP, BEN), ben.shown().len());
    ben.ask("/help", "How it works");
    assert_eq!(ben.shown().len(), count + 1, "{}", stage.so_far());
    assert_eq!(group.shown().len(), 1, "{}", stage.so_far());
    assert_eq!(ana.count("Transcript of the call"), 0);
    ana.press("Transcript", "KallyAI");
    stage.ends_well(1);
}

/// One's own settings and account, in a group.
#[test]
fn nothing_personal_is_shown_in_a_group() {
    let stage = Stage::new("");
    stage
        .telegram
        .group(GROUP, Kind::Group, "Friends", &[ANA, BEN]);
    stage.run();
    let private = stage.linked(ANA);
    let ana = stage.seat(GROUP, ANA);
    let shown = ana.own("/help", "How it works");
    for data in [
        "s.login",
        "s.replace",
        "s.logout-now",
        "s.my-data",
        "s.forget",
        "s.forget-all",
        "s.set=name",
        "s.set=callback",
        "s.clear=name",
        "s.clear=callback",
    ] {
        let update = stage.telegram.sends_press(GROUP, shown.id, ANA, data);
        let door = |_: &_| ana.unread().into_iter().next();
        let door = stage.until(data, door);
        assert!(door.text.contains("That is personal"), "{data}: {door:?}");
        ana.hears("That is personal");
        ana.alerted(update);
    }
    private.ask("/account", "has been linked since");
    stage.ends_well(0);
}
