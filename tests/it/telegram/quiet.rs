//! Quiet hours, on Telegram: in private, in a group, in both languages.

use telegram_emulator::{Kind, Where};

use super::seat::Seat;
use super::stage::{ANA, BEN, EVA, Stage};
use crate::support::{around_now, make_due};

const GROUP: i64 = -500;

/// Whether the newest message there with these words came without a sound.
#[track_caller]
fn was_silent(stage: &Stage, chat: i64, words: &str) -> bool {
    let sent = stage.telegram.requests("sendMessage");
    let is_it = |request: &&telegram_emulator::Request| {
        let field = |name: &str| request.fields.get(name).map(ToString::to_string);
        let has = |name, part: &str| field(name).is_some_and(|value| value.contains(part));
        has("chat_id", &chat.to_string()) && has("text", words)
    };
    let found = sent.iter().rev().find(is_it);
    let found = found.unwrap_or_else(|| panic!("no {words:?}{}", stage.so_far()));
    found.fields.contains_key("disable_notification")
}

/// Waits until there are so many messages with these words.
#[track_caller]
fn comes(seat: &Seat, words: &str) {
    seat.stage
        .until(words, |_| (seat.count(words) > 0).then_some(()));
}

fn quiet_now(private: &Seat, saved: &str) {
    private.ask("/settings timezone Etc/UTC", saved);
    private.ask(&format!("/settings quiet {}", around_now()), saved);
}

/// Two calls that wait for tomorrow, and then are due.
#[track_caller]
fn two_calls_end(seat: &Seat) {
    for ending in ["0100", "0101"] {
        let request = format!("/call +1 415 555 {ending}, ask whether my parcel has come");
        let card = seat.own(&request, "They will hear an AI");
        let when = "call them tomorrow at 10";
        let telegram = &seat.stage.telegram;
        telegram.replies(seat.spot, seat.person, card.id, when);
        seat.hears_own("10:00 (Los Angeles)");
        seat.presses_own("Call at that time");
        seat.hears_own("I'll call +1 415-555-01");
    }
    seat.stage.settles();
    seat.stage.stop();
    make_due(&seat.stage.place);
    seat.stage.run();
    comes(seat, "✅ Call finished");
    comes(seat, "Nobody answered");
}

#[test]
fn ends_make_no_sound_and_are_summed_up_with_one() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.linked(ANA);
    quiet_now(&ana, "Saved");
    two_calls_end(&ana);
    assert!(was_silent(&stage, ANA, "Call finished"));
    assert!(was_silent(&stage, ANA, "Nobody answered"));
    assert_eq!(ana.count("While it was quiet"), 0);
    // Whoever ends the quiet hours is awake. The process may die in between.
    stage.kill();
    stage.run();
    ana.says("/settings quiet off");
    let summary = ana.hears("While it was quiet:");
    assert!(
        summary.text.contains("+1 415-555-0101: no answer"),
        "{summary:?}"
    );
    assert!(!was_silent(&stage, ANA, "While it was quiet"));
    ana.press("Show: +1 415-555-0100", "Asked for");
    // A call that is confirmed now makes a sound at any time.
    quiet_now(&ana, "Saved");
    ana.ask(
        "/call +1 415 555 0100, ask whether my parcel has come",
        "They will hear an AI",
    );
    ana.presses("Call now");
    ana.hears("✅ Call finished");
    assert!(!was_silent(&stage, ANA, "Call finished"));
    assert_eq!(ana.count("While it was quiet"), 1);
    stage.ends_well(3);
}

#[test]
fn in_a_group_as_well() {
    let stage = Stage::running("--call-seconds 1");
    let private = stage.linked(ANA);
    quiet_now(&private, "Saved");
    stage
        .telegram
        .group(GROUP, Kind::Supergroup, "Friends", &[ANA, BEN]);
    let ana = stage.seat(Where::from(GROUP), ANA);
    two_calls_end(&ana);
    assert!(was_silent(&stage, GROUP, "Call finished"));
    assert!(was_silent(&stage, GROUP, "Nobody answered"));
    stage.ends_well(2);
}

#[test]
fn en_espanol() {
    let stage = Stage::running("--call-seconds 1");
    let eva = stage.linked(EVA);
    quiet_now(&eva, "Guardado");
    eva.ask(
        "/ajustes silencio de 10 a 7",
        "¿De la mañana o de la noche?",
    );
    eva.ask("de 22 a 22", "Empieza y acaba a la misma hora");
    eva.ask("de 22 a 7:30", "Horas de silencio: 22:00–07:30");
    eva.ask("/ajustes silencio no", "Horas de silencio: No");
    stage.ends_well(0);
}
