//! The same call twice in a group: whoever asks for it second is told, and says
//! whether to call as well.

use super::seat::Seat;
use super::stage::{ANA, BEN, Stage};
use telegram_emulator::{Kind, Shown};

const GROUP: i64 = -500;

fn request(people: u8, day: &str, time: &str) -> String {
    format!("/call +1 415 555 0100 and reserve a table for {people} {day} at {time}, name Smith")
}

fn stage(sandbox: &str) -> Stage {
    let stage = Stage::new(sandbox);
    let group = (GROUP, Kind::Group, "Friends", &[ANA, BEN]);
    stage.telegram.group(group.0, group.1, group.2, group.3);
    stage.run();
    stage.linked(ANA);
    stage.linked(BEN);
    stage
}

#[track_caller]
fn card(seat: &Seat<'_>, people: u8, day: &str, time: &str) -> Shown {
    seat.own(&request(people, day, time), "They will hear an AI")
}

/// Replies to the card: in a group the bot sees nothing else.
#[track_caller]
fn changes(seat: &Seat<'_>, card: &Shown, text: &str) -> Shown {
    let telegram = &seat.stage.telegram;
    let said = telegram.replies(GROUP, seat.person, card.id, text);
    assert!(said.update.is_some(), "{text}");
    seat.hears_own("They will hear an AI")
}

#[test]
fn the_card_says_who_has_asked_for_the_same_call_and_how_far_it_is() {
    let stage = stage("--call-seconds 3");
    let (ana, ben) = (stage.seat(GROUP, ANA), stage.seat(GROUP, BEN));
    let first = card(&ben, 2, "tomorrow", "8pm");
    assert!(!first.text.contains("the same call"), "{first:?}");
    ben.presses_own("Call now");
    ben.becomes(&first, "Calling");
    let other = card(&ana, 4, "tomorrow", "8:30pm");
    assert!(
        other.text.contains("⚠️ Ben asked for the same call at"),
        "{other:?}"
    );
    assert_eq!(other.labels(), ["Call as well", "Edit", "Cancel"]);
    // Another day is another call.
    let moved = changes(&ana, &other, "make it Friday next week");
    assert!(!moved.text.contains("the same call"), "{moved:?}");
    assert_eq!(moved.labels(), ["Call now", "Edit", "Cancel"]);
    ben.hears_own("✅ Call finished");
    let again = changes(&ana, &moved, "no, tomorrow");
    assert!(again.text.contains("Ben asked"), "{again:?}");
    assert!(again.text.contains("Call finished."), "{again:?}");
    // Somebody who has just had it called themselves is told as well.
    let own = card(&ben, 2, "tomorrow", "8pm");
    assert!(
        own.text.contains("⚠️ You asked for the same call"),
        "{own:?}"
    );
    ben.own("/cancel", "I've dropped this request.");
    ana.presses_own("Call as well");
    ana.hears_own("✅ Call finished");
    stage.ends_well(2);
}

#[test]
fn of_two_who_confirm_the_same_call_the_second_is_asked_again() {
    let stage = stage("--call-seconds 60");
    let (ana, ben) = (stage.seat(GROUP, ANA), stage.seat(GROUP, BEN));
    let first = card(&ana, 4, "tomorrow", "8pm");
    let second = card(&ben, 4, "tomorrow", "8pm");
    assert!(!second.text.contains("the same call"), "{second:?}");
    let telegram = &stage.telegram;
    telegram.presses_on(GROUP, first.id, ANA, "Call now");
    telegram.presses_on(GROUP, second.id, BEN, "Call now");
    let told = |seat: &Seat<'_>| {
        let theirs = |it: &&Shown| it.mentions == [seat.person];
        let shown = seat.shown();
        let mut theirs = shown.iter().filter(theirs);
        theirs.any(|it| it.text.contains("the same call"))
    };
    let asked = stage.until("one of them to be asked again", |_| {
        [&ana, &ben].into_iter().find(|seat| told(seat))
    });
    asked.own("/cancel", "No call was made.");
    assert!(!(told(&ana) && told(&ben)), "{}", stage.so_far());
    stage.ends_well(1);
}
