//! The bot is killed, with no chance to tidy up, at every bad moment of whole
//! conversations: no update is lost, no question skipped, nothing dialled
//! twice. A message that was sent but not yet recorded as sent may come again.

use std::thread;
use std::time::{Duration, Instant};

use super::seat::Seat;
use super::stage::{ANA, BEN, Stage};
use super::talk::{Chance, Step, lasting, request};
use telegram_emulator::{Fault, Kind};

/// Every write of the bot is durable after this long.
const NOTED: Duration = Duration::from_millis(200);

/// When it is killed.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Moment {
    /// It was handed an update, and commits it about now.
    Received,
    /// The commit is durable, its message not sent.
    Unsent,
    /// The message is sent, but the bot does not know it.
    Unnoted,
}

const MOMENTS: [Moment; 3] = [Moment::Received, Moment::Unsent, Moment::Unnoted];

/// Takes a step during which the bot is killed and started again.
#[track_caller]
fn step(seat: &Seat<'_>, (act, answer): Step, moment: Moment, chance: &mut Chance) {
    let stage = seat.stage;
    match moment {
        Moment::Received => {}
        Moment::Unsent => stage.telegram.arm(act.answered_by(), Fault::Silence),
        Moment::Unnoted => {
            let long = Duration::from_secs(600);
            stage.telegram.arm(act.answered_by(), Fault::Late(long));
        }
    }
    let update = seat.does(act);
    match moment {
        Moment::Received => {
            stage.until("the update is handed over", |telegram| {
                (telegram.handed(update) > 0).then_some(())
            });
            // The commit takes a few milliseconds from here.
            thread::sleep(Duration::from_micros(chance.number(8_000)));
        }
        Moment::Unsent => {
            stage.until("the message is on its way", |telegram| {
                (telegram.armed() == 0).then_some(())
            });
            // If it were recorded as sent already, that would be durable by
            // then.
            thread::sleep(NOTED);
        }
        Moment::Unnoted => {
            let before = seat.unread().len();
            stage.until("the message is there", |_| {
                (seat.unread().len() > before || seat.sees(answer)).then_some(())
            });
        }
    }
    stage.run();
    stage.telegram.disarm();
    seat.hears(answer);
}

/// A request with a kill at every step, each at another moment.
fn killed_at_every_step(seed: usize, sandbox: &str) {
    let stage = Stage::running(&format!("--call-seconds 1 {sandbox}"));
    let ana = stage.linked(ANA);
    let mut chance = Chance::of(seed as u64);
    let mut kills = 0;
    for (number, taken) in request().enumerate() {
        let moment = MOMENTS[(number + seed) % MOMENTS.len()];
        step(&ana, taken, moment, &mut chance);
        kills += 1;
    }
    asked_in_order(&ana, kills);
    call_killed(&ana, MOMENTS[seed % MOMENTS.len()], &mut chance);
    stage.ends_well(1);
}

/// Every question came, first in its order; at most one extra message for each
/// kill. A repeat may come late: the note that a message was delivered is
/// flushed after the message itself, so one kill can lose two notes, and both
/// messages come again.
#[track_caller]
fn asked_in_order(person: &Seat<'_>, kills: usize) {
    let lasting = lasting();
    let shown = person.shown();
    let asked: Vec<&str> = shown
        .iter()
        .filter_map(|shown| {
            let found = lasting.iter().find(|answer| shown.text.contains(**answer));
            found.copied()
        })
        .collect();
    let mut each: Vec<&str> = Vec::new();
    for question in &asked {
        if !each.contains(question) {
            each.push(question);
        }
    }
    assert_eq!(each, lasting, "{}", person.stage.so_far());
    assert_eq!(asked.last(), lasting.last(), "{}", person.stage.so_far());
    let repeated = asked.len() - each.len();
    assert!(
        repeated <= kills,
        "{repeated} repeated{}",
        person.stage.so_far()
    );
}

/// Confirms the card; then the bot is killed. Ends with an outcome and one
/// call, or a question and none.
fn call_killed(ana: &Seat<'_>, moment: Moment, chance: &mut Chance) {
    let stage = ana.stage;
    let update = ana.presses("Call now");
    if moment == Moment::Unsent {
        stage.place.sandbox.waits_for_dialled(1);
    } else {
        stage.until("the update is handed over", |telegram| {
            (telegram.handed(update) > 0).then_some(())
        });
        thread::sleep(Duration::from_millis(chance.number(60)));
    }
    stage.run();
    let over = ana.hears_any(&[
        "✅ Call finished",
        "If you call again, they may get two calls",
    ]);
    if !over.text.contains("✅") {
        assert_eq!(stage.place.sandbox.dialled().len(), 0, "{}", stage.so_far());
        ana.press("Call again anyway", "✅ Call finished");
    }
}

#[test]
#[ignore = "a long run, of which others are a sample: .ci/long"]
fn at_every_step_of_a_request() {
    killed_at_every_step(0, "");
}

#[test]
fn at_every_step_of_a_request_at_other_moments() {
    killed_at_every_step(1, "--no-idempotency");
}

#[test]
#[ignore = "a long run, of which others are a sample: .ci/long"]
fn at_every_step_of_a_request_at_yet_other_moments() {
    killed_at_every_step(2, "--no-idempotency");
}

/// Two people at once, and kills at random moments.
#[test]
fn at_any_moment_with_two_people() {
    let stage = Stage::running("--call-seconds 1");
    let people = [stage.private(ANA), stage.private(BEN)];
    let mut chance = Chance::of(7);
    for taken in request() {
        let (act, answer) = match taken {
            // Everybody has a name of their own.
            (super::talk::Act::Presses(_), answer) => (super::talk::Act::Says("García"), answer),
            other => other,
        };
        let said: Vec<_> = people.iter().map(|person| person.does(act)).collect();
        thread::sleep(Duration::from_millis(chance.number(40)));
        stage.run();
        for person in &people {
            person.hears(answer);
        }
        // A message is confirmed once it is committed.
        stage.settles();
        assert!(
            said.iter()
                .all(|update| stage.telegram.handed(*update) <= 3)
        );
    }
    for person in &people {
        asked_in_order(person, request().count());
    }
    stage.ends_well(0);
}

/// Two people in a topic, each with questions of their own, and kills.
#[test]
fn at_any_moment_in_a_topic() {
    let stage = Stage::new("--call-seconds 1");
    stage
        .telegram
        .group(-100_700, Kind::Forum, "Street", &[ANA, BEN]);
    let topic = stage.telegram.topic(-100_700, ANA, "Dinner");
    stage.run();
    let people = [stage.seat(topic, ANA), stage.seat(topic, BEN)];
    let mut chance = Chance::of(11);
    let steps = [
        ("/call", "Which number should I call?"),
        ("415 555 0100", "What should I ask them for?"),
        (
            "book a table for 4 tomorrow at 8pm",
            "Which name should I give?",
        ),
        (
            "/call Ask whether they are open",
            "You have an open request",
        ),
    ];
    for (text, answer) in steps {
        for person in &people {
            person.says(text);
        }
        thread::sleep(Duration::from_millis(chance.number(30)));
        stage.run();
        for person in &people {
            let shown = person.hears_own(answer);
            assert_eq!(shown.thread, topic.topic, "{shown:?}");
        }
        stage.settles();
    }
    stage.ends_well(0);
}

/// The outcome is on its way, or has arrived without the bot's knowing.
#[test]
fn while_it_tells_the_outcome() {
    for (fault, most) in [
        (Fault::Silence, 1),
        (Fault::Late(Duration::from_secs(600)), 2),
    ] {
        let stage = Stage::running("--call-seconds 1");
        let ana = stage.linked(ANA);
        ana.ask(
            "/call +1 415 555 0100, book a table for 4 tomorrow at 8pm under Ana",
            "They will hear an AI",
        );
        ana.press("Call now", "Calling +1 415-555-0100…");
        stage.telegram.arm("sendMessage", fault);
        stage.until("the outcome is on its way", |telegram| {
            (telegram.armed() == 0).then_some(())
        });
        stage.run();
        ana.hears("✅ Call finished");
        ana.ask("/help", "How it works");
        let count = ana.count("✅ Call finished");
        assert!((1..=most).contains(&count), "{count}{}", stage.so_far());
        stage.ends_well(1);
    }
}

/// Told to stop, it stops soon, and the next process answers messages from
/// meanwhile.
#[test]
fn told_to_stop_at_any_moment() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.private(ANA);
    let mut chance = Chance::of(5);
    for (act, answer) in request() {
        stage.until_logged("the bridge runs");
        ana.does(act);
        thread::sleep(Duration::from_millis(chance.number(25)));
        let asked = Instant::now();
        stage.stop();
        assert!(
            asked.elapsed() < Duration::from_secs(8),
            "{:?}",
            asked.elapsed()
        );
        stage.run();
        ana.hears(answer);
    }
    asked_in_order(&ana, request().count());
    stage.ends_well(0);
}
