//! A backup of a bot that runs, and a bot on a restored one: it knows nothing of
//! what happened since the copy, and does none of it twice.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::stage::{ANA, BEN, EVA, Stage};
use crate::support::LIMIT;

const REQUEST: &str = "/call +1 415 555 0100, book a table for 4 tomorrow at 8pm under Ana";
const RESTORED: &str = "I was restored from an earlier copy of my data";

/// Nothing is dialled within this time.
const QUIET: Duration = Duration::from_secs(3);

/// The emulator's clock goes by messages. Those before the restore are clearly
/// earlier.
const EARLIER: Duration = Duration::from_secs(10 * 60);

/// How many messages somebody writes during a backup.
const MESSAGES: usize = 40;

/// A bot that runs.
#[track_caller]
fn stage(sandbox: &str) -> Stage {
    let stage = Stage::running(sandbox);
    stage.telegram.turns_back(EARLIER);
    stage
}

/// Makes a backup of the running bot.
#[track_caller]
fn backup(stage: &Stage) -> PathBuf {
    let place = &stage.place;
    let (phrase, file) = (place.home().join("phrase"), place.home().join("a.tar.gz"));
    fs::write(&phrase, "correct horse battery\n").unwrap();
    let command = place
        .command("backup --passphrase-file")
        .argument(phrase.to_str().unwrap())
        .argument(file.to_str().unwrap());
    let (code, out, log) = command.run("");
    assert_eq!(code, 0, "{out}{log}");
    assert!(out.contains("It was read again and is whole"), "{out}");
    file
}

/// Kills the bot, loses its store, and starts it on the backup.
#[track_caller]
fn restored(stage: &Stage, file: &Path) {
    restored_while(stage, file, || {});
}

/// The same, while people do something.
#[track_caller]
fn restored_while(stage: &Stage, file: &Path, meanwhile: impl FnOnce()) {
    stage.kill();
    meanwhile();
    let place = &stage.place;
    fs::rename(place.store(), place.home().join("lost")).unwrap();
    let phrase = place.home().join("phrase");
    let command = place
        .command("restore --passphrase-file")
        .argument(phrase.to_str().unwrap())
        .argument(file.to_str().unwrap());
    let (code, out, log) = command.run("");
    assert_eq!(code, 0, "{out}{log}");
    assert!(out.contains("no call of it is made by itself"), "{out}");
    stage.telegram.turns_forward(2 * EARLIER);
    stage.run();
    stage.until_logged("the bridge runs");
}

#[test]
fn a_bot_on_a_restored_backup_goes_on() {
    let stage = stage("--call-seconds 1");
    let ana = stage.linked(ANA);
    ana.ask("/settings name Ana García", "Ana García");
    ana.ask("/call", "Which number should I call?");
    let (ben, eva) = (stage.private(BEN), stage.private(EVA));
    // People write meanwhile.
    let file = thread::scope(|scope| {
        let telegram = &stage.telegram;
        let writing = scope.spawn(move || {
            for written in 0..MESSAGES {
                // Nobody has more answers waiting than the bot takes.
                let until = Instant::now() + LIMIT;
                while telegram.shown(EVA).len() + 10 < written && Instant::now() < until {
                    thread::sleep(Duration::from_millis(5));
                }
                telegram.says(BEN, "/help");
                telegram.says(EVA, "/help");
                thread::sleep(Duration::from_millis(20));
            }
        });
        let file = backup(&stage);
        writing.join().unwrap();
        file
    });
    stage.settles();
    for seat in [&ben, &eva] {
        stage.until("an answer to each message", |_| {
            (seat.unread().len() >= MESSAGES).then_some(())
        });
        assert_eq!(seat.unread().len(), MESSAGES, "{}", stage.so_far());
    }
    restored(&stage, &file);
    // The question is asked once more: what was said since is forgotten.
    ana.ask("415 555 0100", RESTORED);
    ana.hears("Which number should I call?");
    ana.ask("415 555 0100", "What should I ask them for?");
    ana.ask("book a table for 4 tomorrow at 8pm", "They will hear an AI");
    ana.press("Call now", "✅ Call finished");
    ben.ask("/help", "How it works");
    stage.ends_well(1);
}

/// The copy has a card that was confirmed since.
#[test]
fn a_card_that_was_confirmed_since_the_copy_dials_nobody() {
    let stage = stage("--call-seconds 1 --no-idempotency");
    let ana = stage.linked(ANA);
    let card = ana.ask(REQUEST, "They will hear an AI");
    let (_, data) = card.buttons[0].clone();
    let file = backup(&stage);
    ana.press("Call now", "✅ Call finished");
    assert_eq!(stage.dials(1).len(), 1);
    // Both come again, as after a crash before they were acknowledged.
    restored_while(&stage, &file, || {
        stage.telegram.says(ANA, "yes");
        stage.telegram.sends_press(ANA, card.id, ANA, &data);
    });
    let again = ana.hears(RESTORED);
    assert!(again.text.contains("They will hear an AI"), "{again:?}");
    let before = ana.count(RESTORED);
    // Who presses is told each time.
    stage.telegram.sends_press(ANA, card.id, ANA, &data);
    stage.until("another answer", |_| {
        (ana.count(RESTORED) > before).then_some(())
    });
    stage.settles();
    thread::sleep(QUIET);
    assert_eq!(stage.place.sandbox.dialled().len(), 1, "{}", stage.so_far());
    // Said anew, it is a wish.
    ana.press("Call now", "✅ Call finished");
    stage.ends_well(2);
}

/// The copy has a card that was confirmed since, and beside it a call that waits:
/// the question about the call does not stand for the person's own words.
#[test]
fn a_card_beside_a_call_that_waits_dials_nobody() {
    let stage = stage("--call-seconds 1 --no-idempotency");
    let ana = stage.linked(ANA);
    ana.ask(&REQUEST.replace("0100", "0101"), "They will hear an AI");
    ana.press("Call now", "Nobody answered");
    ana.press("In 10 min", "again at");
    ana.ask(REQUEST, "They will hear an AI");
    let file = backup(&stage);
    ana.press("Call now", "✅ Call finished");
    assert_eq!(stage.dials(2).len(), 2);
    restored(&stage, &file);
    ana.hears("they may get two calls");
    ana.ask("yes", "They will hear an AI");
    stage.settles();
    thread::sleep(QUIET);
    assert_eq!(stage.place.sandbox.dialled().len(), 2, "{}", stage.so_far());
    stage.ends_well(2);
}

/// The copy has a call that waits, and it was made since.
#[test]
fn a_call_that_was_made_since_the_copy_is_asked_about() {
    let stage = stage("--call-seconds 1 --no-idempotency");
    let ana = stage.linked(ANA);
    ana.ask(&REQUEST.replace("0100", "0101"), "They will hear an AI");
    ana.press("Call now", "Nobody answered");
    ana.press("In 10 min", "again at");
    let file = backup(&stage);
    ana.says("/calls");
    ana.press("Now", "Nobody answered");
    assert_eq!(stage.dials(2).len(), 2);
    restored(&stage, &file);
    let asked = ana.hears(RESTORED);
    assert!(asked.text.contains("they may get two calls"), "{asked:?}");
    thread::sleep(QUIET);
    assert_eq!(stage.place.sandbox.dialled().len(), 2, "{}", stage.so_far());
    // Another start asks nobody again.
    stage.kill();
    // Telegram notices that nobody polls any more.
    thread::sleep(Duration::from_millis(500));
    stage.run();
    stage.until_logged("the bridge runs");
    ana.ask("/help", "How it works");
    assert_eq!(ana.count(RESTORED), 1, "{}", stage.so_far());
    ana.press("Leave it", "leave it");
    stage.ends_well(2);
}

/// A refresh token works once: one that was used since the copy is dead.
#[test]
fn who_has_to_sign_in_again_is_found_out_and_told() {
    let stage = stage("--token-seconds 61");
    let (ana, ben) = (stage.linked(ANA), stage.linked(BEN));
    let file = backup(&stage);
    // Her token is renewed for this.
    thread::sleep(Duration::from_millis(1_500));
    ana.ask("/usage", "Credits left");
    restored(&stage, &file);
    ana.hears("your sign-in to KallyAI works no more");
    stage.until_logged("has to sign in again after the restore");
    stage.until_logged("after the restore all sign-ins were tried");
    ben.ask("/usage", "Credits left");
    assert_eq!(ben.count("works no more"), 0, "{}", stage.so_far());
    let log = stage.log();
    assert_eq!(
        log.matches("has to sign in again after").count(),
        1,
        "{log}"
    );
    stage.ends_well(0);
}
