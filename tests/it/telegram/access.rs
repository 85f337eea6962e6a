//! Who may use the bot: the claim, invitations, and people who were not asked.

use std::os::unix::fs::PermissionsExt as _;

use super::seat::Seat;
use super::stage::{ANA, BEN, EVA, Stage};
use telegram_emulator::Kind;

const GROUP: i64 = -100_700;

fn stage() -> Stage {
    let stage = Stage::new("--call-seconds 1").variable("KALLY_ACCESS__MODE", "invited");
    stage.run();
    stage
}

/// The code as `kally-bridge claim` shows it.
#[track_caller]
fn claim_code(stage: &Stage) -> String {
    let file = stage.place.store().join("claim-code");
    let until = std::time::Instant::now() + crate::support::LIMIT;
    while !file.exists() {
        assert!(std::time::Instant::now() < until, "{}", stage.so_far());
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let (code, said, _) = stage.place.command("claim").run("");
    assert_eq!(code, 0, "{said}");
    let code = said.split_whitespace().last().unwrap().to_owned();
    assert_eq!(code.len(), 24, "{said}");
    code
}

#[track_caller]
pub fn claimed(stage: &Stage) -> Seat<'_> {
    let code = claim_code(stage);
    let ana = stage.private(ANA);
    ana.ask(&code, "You are my admin");
    ana
}

const REFUSED: &str = "I only make calls for people who were invited.";

#[test]
fn whoever_has_the_code_becomes_the_admin_once() {
    let stage = stage();
    let (ana, ben) = (stage.private(ANA), stage.private(BEN));
    ben.ask("/call", REFUSED);
    ben.says("AAAA-BBBB-CCCC-DDDD-EEEE");
    let code = claim_code(&stage);
    ana.ask(&format!("/start {code}"), "You are my admin");
    assert!(!stage.place.store().join("claim-code").exists());
    let (status, _, errors) = stage.place.command("claim").run("");
    assert_ne!(status, 0);
    assert!(errors.contains("the bot has an admin"), "{errors}");
    // The code is worth nothing now, and is not in the log.
    ben.says(&code);
    ana.ask("/admin", "Only invited people can use me.");
    ana.ask("/call", "Which number should I call?");
    assert_eq!(ben.count("You can use me now"), 0, "{}", stage.so_far());
    assert!(!stage.log().contains(&code), "{}", stage.log());
    // After a restart too.
    stage.run();
    ana.ask("/admin", "Admins: 1");
    stage.ends_well(0);
}

#[test]
fn a_stranger_is_told_once_and_an_admin_lets_them_in() {
    let stage = stage();
    let ana = claimed(&stage);
    let ben = stage.private(BEN);
    let said = ben.ask("book a table for 4", REFUSED);
    assert!(said.text.contains(&BEN.to_string()), "{said:?}");
    for _ in 0..5 {
        ben.says("/call");
    }
    stage.settles();
    let asks = ana.hears("would like to use me");
    assert_eq!(asks.buttons.len(), 2, "{asks:?}");
    ana.presses(&asks.buttons[0].0);
    ana.hears("can use me now");
    ben.hears("You can use me now");
    ben.ask("/call", "Which number should I call?");
    assert_eq!(ben.count(REFUSED), 1, "{}", stage.so_far());
    assert_eq!(ana.count("would like to use me"), 1);
    // An admin's buttons are nobody else's.
    ben.ask("/admin", "I don't know that command");
    // And out again.
    let list = ana.ask("/admin", "Invited: 1");
    let remove = list
        .buttons
        .iter()
        .find(|button| button.0.starts_with("Remove"));
    ana.presses(&remove.unwrap().0);
    ana.hears("is no longer invited or blocked");
    ben.says("/call");
    stage.settles();
    assert_eq!(ben.count("Which number should I call?"), 1);
    stage.ends_well(0);
}

#[test]
fn an_invitation_admits_one_person() {
    let stage = stage();
    let ana = claimed(&stage);
    ana.ask("/admin", "Only invited people");
    ana.presses("Invite somebody");
    let said = ana.hears("Give this code to one person");
    let code = said.text.split_whitespace().last().unwrap().to_owned();
    let ben = stage.private(BEN);
    ben.ask(
        &format!("hello, my code is {}", code.to_lowercase()),
        "You can use me now",
    );
    ben.ask("/call", "Which number should I call?");
    let eva = stage.private(EVA);
    eva.ask(&code, "Solo llamo para personas invitadas.");
    stage.ends_well(0);
}

#[test]
fn who_is_blocked_hears_nothing_but_can_still_stop_a_call() {
    let stage = Stage::new("--call-seconds 600")
        .variable("KALLY_ACCESS__MODE", "invited")
        .variable("KALLY_ACCESS__PEOPLE", &BEN.to_string());
    stage.run();
    {
        let ben = stage.linked(BEN);
        ben.ask(
            "/call +1 415 555 0100, book a table for 4 tomorrow at 8pm under Ben",
            "They will hear an AI",
        );
        ben.press("Call now", "Calling +1 415-555-0100…");
        stage.place.sandbox.waits_for_dialled(1);
        stage.stop();
    }
    let stage = stage.variable("KALLY_ACCESS__BLOCK", &BEN.to_string());
    stage.run();
    let ben = stage.private(BEN);
    let before = ben.shown().len();
    ben.says("/call");
    ben.says("hello?");
    ben.ask("stop", "I'm hanging up on the call");
    assert_eq!(ben.count("Which number should I call?"), 0);
    assert!(ben.shown().len() <= before + 2, "{}", stage.so_far());
}

const REQUEST: &str = "/call +1 415 555 0100, book a table for 4 tomorrow at 8pm under Ana";

/// The limits are kept by everybody's calls together, and across a restart.
#[test]
fn calls_are_limited_and_the_request_is_kept() {
    let stage = Stage::new("--call-seconds 1")
        .variable("KALLY_ACCESS__CALLS_PER_NUMBER", "2")
        .variable("KALLY_ACCESS__CALLS_PER_DAY", "3");
    stage.run();
    let (ana, ben) = (stage.linked(ANA), stage.linked(BEN));
    for person in [&ana, &ben] {
        person.ask(REQUEST, "They will hear an AI");
        person.press("Call now", "✅ Call finished");
    }
    stage.run();
    ana.ask(REQUEST, "They will hear an AI");
    ana.press("Call now", "This number has been called 2 times today");
    // Another number, the same request.
    ana.ask("no, the number is +1 415 555 0107", "+1 415-555-0107");
    ana.press("Call now", "✅ Call finished");
    ana.ask(
        "/call +1 415 555 0109, book a table for 4 tomorrow at 8pm under Ana",
        "They will hear an AI",
    );
    ana.press("Call now", "✅ Call finished");
    ana.ask(
        "/call +1 212 555 0199, book a table for 4 tomorrow at 8pm under Ana",
        "They will hear an AI",
    );
    ana.press("Call now", "I place at most 3 calls a day for one person");
    stage.ends_well(4);
}

#[test]
fn as_many_calls_at_once_as_the_operator_wants() {
    let stage = Stage::new("--call-seconds 600").variable("KALLY_ACCESS__CALLS_AT_ONCE", "1");
    stage.run();
    let ana = stage.linked(ANA);
    ana.ask(REQUEST, "They will hear an AI");
    ana.press("Call now", "Calling +1 415-555-0100");
    ana.ask(
        "/call +1 415 555 0101, book a table for 4 tomorrow at 8pm under Ana",
        "They will hear an AI",
    );
    ana.press("Call now", "I place one at a time");
    stage.place.sandbox.ends_calls();
    ana.hears("✅ Call finished");
    ana.press("Call now", "Calling +1 415-555-0101");
    stage.place.sandbox.waits_for_dialled(2);
    stage.ends_well(2);
}

/// The service knows that the people at this number object.
#[test]
fn a_number_that_objects_is_called_by_nobody_again() {
    let stage = Stage::running("--call-seconds 1");
    let (ana, ben) = (stage.linked(ANA), stage.linked(BEN));
    let request = "/call +1 415 555 0124, book a table for 4 tomorrow at 8pm under Ana";
    ana.ask(request, "They will hear an AI");
    ana.press("Call now", "don't want calls like this");
    stage.run();
    ben.ask(request, "They will hear an AI");
    ben.press("Call now", "Nobody will call it from here again");
    stage.ends_well(0);
}

#[test]
fn a_number_that_a_person_never_wants_called_again() {
    let stage = stage();
    let ana = claimed(&stage);
    ana.ask("/admin", "Only invited people");
    ana.presses("Invite somebody");
    let code = ana.hears("Give this code to one person").text;
    let code = code.split_whitespace().last().unwrap().to_owned();
    let ben = stage.private(BEN);
    ben.ask(&code, "You can use me now");
    let (ana, ben) = (stage.linked(ANA), stage.linked(BEN));
    ben.ask(
        "Never call +1 415 555 0100 again.",
        "I'll never call +1 415-555-0100 for you",
    );
    let asked = ana.hears("wants me never to call +1 415-555-0100 again");
    assert!(asked.text.contains(&BEN.to_string()), "{asked:?}");
    stage.run();
    ben.ask(REQUEST, "They will hear an AI");
    ben.press("Call now", "You asked me never to call this number again");
    ben.ask("/settings", "Never called for you: +1 415-555-0100");
    // It is Ben's wish alone, until the admin makes it everybody's.
    ana.ask(REQUEST, "They will hear an AI");
    ana.press("Call now", "✅ Call finished");
    ana.presses("Stop for everybody");
    ana.hears("From now on I won't call +1 415-555-0100");
    ana.ask(REQUEST, "They will hear an AI");
    ana.press("Call now", "don't allow calls to this number");
    ben.presses("Allow +1 415-555-0100");
    ben.hears("I can call +1 415-555-0100 for you again");
    ben.hears("They will hear an AI");
    ben.press("Call now", "don't allow calls to this number");
    ana.presses("Allow it again");
    ana.hears("+1 415-555-0100 can be called from here again");
    ben.press("Call now", "✅ Call finished");
    stage.ends_well(2);
}

/// An admin's decision also counts for calls that were confirmed before it.
#[test]
fn a_number_that_is_refused_before_its_call_is_not_called() {
    let stage = stage().variable("KALLY_CALLS__UNDO", "10s");
    let stage = stage.variable("KALLY_ACCESS__PEOPLE", &BEN.to_string());
    stage.run();
    let ana = claimed(&stage);
    let ben = stage.linked(BEN);
    ana.ask(
        "never call +1 415 555 0100",
        "I'll never call +1 415-555-0100",
    );
    ana.hears("Should I stop calling it for everybody here?");
    ben.ask(REQUEST, "They will hear an AI");
    ben.press("Call now", " in 10 seconds");
    ana.press("Stop for everybody", "From now on I won't call");
    ben.hears("don't allow calls to this number");
    stage.ends_well(0);
}

#[test]
fn never_again_takes_back_a_call_that_has_not_begun() {
    let stage = Stage::new("--call-seconds 600").variable("KALLY_CALLS__UNDO", "10m");
    stage.run();
    let ana = stage.linked(ANA);
    ana.ask(REQUEST, "They will hear an AI");
    ana.press("Call now", " in 10 minutes");
    ana.ask(
        "never call them again",
        "I'll never call +1 415-555-0100 for you",
    );
    assert_eq!(
        ana.count("I've cancelled the call"),
        1,
        "{}",
        stage.so_far()
    );
    stage.ends_well(0);
}

#[test]
fn a_code_lets_everybody_in_a_room_use_the_bot() {
    let stage = stage();
    stage
        .telegram
        .group(GROUP, Kind::Supergroup, "Friends", &[BEN, EVA]);
    let ana = claimed(&stage);
    let (ben, eva) = (stage.seat(GROUP, BEN), stage.seat(GROUP, EVA));
    ben.ask("/call", REFUSED);
    ana.ask("/admin", "Only invited people");
    ana.presses("Invite a room");
    let said = ana.hears("lets everybody in one room use me");
    let code = said.text.split_whitespace().last().unwrap().to_owned();
    // In private it is worth nothing.
    let alone = stage.private(EVA);
    alone.ask(&code, "Solo llamo para personas invitadas.");
    ben.ask(
        &format!("/start {code}"),
        "Everybody in this room can use me now.",
    );
    eva.ask("/call", "¿A qué número llamo?");
    let list = ana.ask("/admin", "Rooms where everybody can use me: 1");
    assert!(list.text.contains(&GROUP.to_string()), "{list:?}");
    // It works once.
    stage
        .telegram
        .group(GROUP - 1, Kind::Supergroup, "Others", &[BEN]);
    let elsewhere = stage.seat(GROUP - 1, BEN);
    elsewhere.says(&format!("/start {code}"));
    ana.presses(&format!("Remove {GROUP}"));
    ana.hears("is no longer invited or blocked");
    ben.says("/call");
    stage.settles();
    assert_eq!(elsewhere.count("Everybody in this room"), 0);
    assert_eq!(ben.count("Which number should I call?"), 0);
}

#[test]
fn long_lists_come_in_parts_with_figures() {
    let stage = stage();
    let ana = claimed(&stage);
    for person in 0..10 {
        stage
            .telegram
            .person(900 + person, &format!("P{person}"), "", "en");
        stage.private(900 + person).ask("/call", REFUSED);
    }
    let list = ana.ask("/admin", "Asking to use me: 10");
    assert!(
        list.text.contains("P9 (") && !list.text.contains("P1 ("),
        "{list:?}"
    );
    assert!(list.text.contains("Limits: 1"), "{list:?}");
    assert!(list.text.contains("Calls under way: 0."), "{list:?}");
    ana.presses("More");
    let list = stage.until("the second part", |_| {
        let shown = ana.shown();
        shown
            .into_iter()
            .find(|shown| shown.text.contains("Only invited people") && shown.text.contains("P1 ("))
    });
    assert!(!list.text.contains("P9 ("), "{list:?}");
    assert!(
        list.buttons.iter().any(|button| button.0 == "Back"),
        "{list:?}"
    );
    ana.presses("Block P0 (900)");
    ana.hears("is blocked");
}

#[test]
fn a_person_begins_only_so_many_conversations() {
    let stage = Stage::new("").variable("KALLY_ACCESS__CONVERSATIONS_PER_DAY", "2");
    for chat in 0..4 {
        stage
            .telegram
            .group(GROUP - chat, Kind::Supergroup, "Friends", &[ANA]);
    }
    stage.run();
    let seat = |chat: i64| stage.seat(GROUP - chat, ANA);
    seat(0).ask("/call", "Which number should I call?");
    seat(1).ask("/call", "Which number should I call?");
    seat(2).ask("/call", "You have begun many conversations with me.");
    // Told once; the others go on, and so does the private chat.
    seat(3).says("/call");
    stage
        .private(ANA)
        .ask("/call", "Which number should I call?");
    seat(0).ask("/call", "Which number should I call?");
    stage.settles();
    assert_eq!(seat(3).shown().len(), 0, "{}", stage.so_far());
    // With an account a way out counts everywhere.
    stage.linked(ANA);
    seat(3).ask("/cancel", "nothing");
}

#[test]
fn only_so_many_conversations_are_stored() {
    let stage = Stage::new("").variable("KALLY_ACCESS__MOST_CONVERSATIONS", "1");
    stage.run();
    stage
        .private(ANA)
        .ask("/call", "Which number should I call?");
    let ben = stage.private(BEN);
    ben.ask("/call", "I keep as many conversations as I'm allowed to");
    ben.says("/call");
    stage.private(ANA).ask("/help", "How it works");
    stage.settles();
    assert_eq!(ben.shown().len(), 1, "{}", stage.so_far());
}
