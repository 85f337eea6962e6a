//! People and groups that go away and come back: their messages wait, or reach
//! them elsewhere.

use super::seat::Seat;
use super::stage::{ANA, BEN, Stage};
use telegram_emulator::Kind;

const GROUP: i64 = -500;
const SENTENCE: &str = "/call +1 415 555 0100, book a table for 4 tomorrow at 8pm under Ana";

/// A running call in private.
fn calling(stage: &Stage) -> Seat<'_> {
    let ana = stage.linked(ANA);
    ana.ask(SENTENCE, "They will hear an AI");
    ana.press("Call now", "Calling +1 415-555-0100…");
    stage.place.sandbox.waits_for_dialled(1);
    ana
}

/// A running call in a group.
fn calling_in_group(stage: &Stage, kind: Kind) -> Seat<'_> {
    stage.telegram.group(GROUP, kind, "Friends", &[ANA, BEN]);
    stage.linked(ANA);
    let ana = stage.seat(GROUP, ANA);
    ana.own(SENTENCE, "They will hear an AI");
    ana.presses_own("Call now");
    ana.hears_own("Calling +1 415-555-0100…");
    stage.place.sandbox.waits_for_dialled(1);
    ana
}

/// Waits until the bot has found out that it cannot write there.
#[track_caller]
fn finds_out(stage: &Stage) {
    stage.until_logged("waits until its chat can be written to again");
}

#[test]
fn who_blocks_the_bot_gets_the_outcome_once_they_are_back_without_a_word() {
    let stage = Stage::running("--call-seconds 1");
    let ana = calling(&stage);
    stage.telegram.blocks(ANA);
    finds_out(&stage);
    // Not even a restart loses it.
    stage.run();
    finds_out(&stage);
    assert_eq!(ana.count("✅ Call finished"), 0);
    stage.telegram.unblocks(ANA);
    ana.hears("✅ Call finished");
    assert_eq!(ana.count("✅ Call finished"), 1);
    stage.ends_well(1);
}

/// Row 17 of the Telegram trial.
#[test]
fn a_bot_that_is_removed_tells_the_outcome_in_private() {
    let stage = Stage::running("--call-seconds 2");
    let ana = calling_in_group(&stage, Kind::Supergroup);
    let private = stage.private(ANA);
    stage.telegram.removes_bot(GROUP, BEN);
    let outcome = private.hears("✅ Call finished");
    let why = "I can't write where you asked me any more, so I'm telling you here.";
    assert!(outcome.text.starts_with(why), "{outcome:?}");
    // It is not said again there.
    stage.telegram.adds_bot(GROUP, BEN);
    stage.settles();
    assert_eq!(ana.count("✅ Call finished"), 0, "{}", stage.so_far());
    assert_eq!(private.count("✅ Call finished"), 1);
    stage.ends_well(1);
}

#[test]
fn a_bot_that_is_removed_and_blocked_tells_the_outcome_once_it_is_brought_back() {
    let stage = Stage::running("--call-seconds 2");
    let ana = calling_in_group(&stage, Kind::Supergroup);
    stage.telegram.blocks(ANA);
    stage.telegram.removes_bot(GROUP, BEN);
    finds_out(&stage);
    stage.telegram.adds_bot(GROUP, BEN);
    ana.hears_own("✅ Call finished");
    stage.ends_well(1);
}

/// Row 34 of the Telegram trial.
#[test]
fn a_group_that_becomes_a_supergroup_keeps_its_running_call() {
    let stage = Stage::running("--call-seconds 2");
    calling_in_group(&stage, Kind::Group);
    stage.telegram.migrates(GROUP, -100_501);
    let ana = stage.seat(-100_501, ANA);
    let outcome = ana.hears_own("✅ Call finished");
    assert_eq!(outcome.chat, -100_501);
    // Its conversations go on there, after a restart as well.
    stage.run();
    ana.presses_own("Call again");
    ana.hears_own("They will hear an AI");
    ana.presses_own("Call now");
    ana.hears_own("✅ Call finished");
    // The first call's status stayed behind: only the second one's is here.
    assert!(ana.count("is over") <= 1, "{}", stage.so_far());
    stage.ends_well(2);
}

#[test]
fn a_form_goes_on_in_the_supergroup() {
    let stage = Stage::running("--call-seconds 1");
    stage
        .telegram
        .group(GROUP, Kind::Group, "Friends", &[ANA, BEN]);
    let before = stage.seat(GROUP, ANA);
    before.own("/call", "Which number should I call?");
    before.own("415 555 0100", "What should I ask them for?");
    stage.telegram.migrates(GROUP, -100_501);
    stage.settles();
    let ana = stage.seat(-100_501, ANA);
    // The question has stayed in the old group; asking again shows it here.
    let asked = ana.own("/call", "You have an open request");
    assert!(asked.labels().contains(&"Continue"), "{asked:?}");
    ana.presses_own("Continue");
    ana.hears_own("What should I ask them for?");
    ana.own(
        "Book a table for 4 tomorrow at 8pm",
        "Which name should I give?",
    );
    stage.ends_well(0);
}

#[test]
fn a_migration_that_the_bot_did_not_hear_of_is_learned_by_sending() {
    let stage = Stage::running("--call-seconds 1");
    let ana = calling_in_group(&stage, Kind::Group);
    stage.kill();
    stage.telegram.migrates_silently(GROUP, -100_501);
    stage.run();
    let there = stage.seat(-100_501, ANA);
    there.hears_own("✅ Call finished");
    assert_eq!(ana.count("✅ Call finished"), 0);
    stage.ends_well(1);
}

#[test]
fn who_leaves_the_group_gets_the_outcome_in_private() {
    let stage = Stage::running("--call-seconds 2");
    let ana = calling_in_group(&stage, Kind::Supergroup);
    let private = stage.private(ANA);
    stage.telegram.leaves(GROUP, ANA);
    let outcome = private.hears("✅ Call finished");
    let why = "You've left the room where you asked me, so I'm telling you here.";
    assert!(outcome.text.starts_with(why), "{outcome:?}");
    assert_eq!(ana.count("✅ Call finished"), 0, "{}", stage.so_far());
    stage.ends_well(1);
}

#[test]
fn a_button_of_before_the_move_still_works() {
    let stage = Stage::running("--call-seconds 1");
    stage
        .telegram
        .group(GROUP, Kind::Group, "Friends", &[ANA, BEN]);
    stage.linked(ANA);
    let before = stage.seat(GROUP, ANA);
    let card = before.own(SENTENCE, "They will hear an AI");
    stage.telegram.migrates(GROUP, -100_501);
    stage.telegram.presses_on(GROUP, card.id, ANA, "Call now");
    stage.seat(-100_501, ANA).hears_own("✅ Call finished");
    stage.ends_well(1);
}

#[test]
fn who_leaves_the_group_and_blocks_the_bot_gets_the_outcome_once_they_are_back() {
    let stage = Stage::running("--call-seconds 2");
    calling_in_group(&stage, Kind::Supergroup);
    let private = stage.private(ANA);
    stage.telegram.leaves(GROUP, ANA);
    stage.telegram.blocks(ANA);
    finds_out(&stage);
    stage.telegram.unblocks(ANA);
    private.hears("✅ Call finished");
    stage.ends_well(1);
}
