//! The disk fails under the bot. The bot tells everybody who just wrote that
//! nothing was done, and the operator why it ends. The next process, with room
//! again, goes on after the last answer and takes up the messages that were not
//! stored.

use std::fs;

use super::stage::{ANA, BEN, Stage};

const NOT_KEPT: &str = "I can't save anything at the moment";

/// How often the bot ends for want of room.
const ENDS: usize = 2;

/// Room for some more commits in a log that is continued: sled begins a segment
/// of 512 KiB at each start.
pub fn nearly_full(stage: &Stage) -> u64 {
    const SEGMENT: u64 = 512 * 1024;
    let log = fs::metadata(stage.place.store().join("db")).unwrap().len();
    log.div_ceil(SEGMENT) * SEGMENT + 48 * 1024
}

/// A form is open, a call goes on, and somebody writes until nothing fits.
#[test]
fn a_full_disk_loses_nothing_that_was_answered() {
    let stage = Stage::running("--call-seconds 4");
    let (ana, ben) = (stage.linked(ANA), stage.linked(BEN));
    stage.settles();
    stage.stop();
    stage.run_short_of_room(nearly_full(&stage));
    ana.ask("/call", "Which number should I call?");
    ana.ask("415 555 0100", "What should I ask them for?");
    ben.ask(
        "/call +1 212 555 0199, ask whether they are open tomorrow",
        "They will hear an AI",
    );
    ben.press("Call now", "Calling +1 212-555-0199…");
    let mut answered = 0;
    loop {
        ana.says("/help");
        let heard = ana.hears_any(&["How it works", NOT_KEPT]);
        if heard.text.contains(NOT_KEPT) {
            break;
        }
        answered += 1;
        assert!(answered < 1_000, "never full");
    }
    let (code, log) = stage.ended();
    assert_eq!(code, Some(1), "{log}");
    let last = log
        .trim_end()
        .rsplit_once("kally-bridge: ")
        .unwrap_or_default()
        .1;
    for words in [
        "the store cannot be written to",
        "nothing that was acknowledged is lost",
    ] {
        assert!(last.contains(words), "{words:?} is not in {last:?}");
    }

    // On a disk that is still full it ends in the same way, and tells nobody
    // again.
    stage.run_short_of_room(1024);
    let (code, log) = stage.ended();
    assert_eq!(code, Some(1), "{log}");

    stage.run();
    // Messages that were not stored are answered by themselves, now that there
    // is room.
    ana.hears("How it works");
    ana.ask("Ask whether they are open tomorrow", "They will hear an AI");
    ben.hears("✅ Call finished");
    // A message may come once more for each end, if the record that it was sent
    // could not be stored.
    for (seat, words, least) in [
        (&ana, "How it works", answered + 1),
        (&ben, "✅ Call finished", 1),
    ] {
        let count = seat.count(words);
        let may = least..=least + ENDS;
        assert!(may.contains(&count), "{count} {words}: {}", stage.so_far());
    }
    assert_eq!(ana.count(NOT_KEPT), 1, "{}", stage.so_far());
    stage.ends_well(1);
}

/// The store's folder disappears under the bot.
#[test]
fn a_folder_that_is_removed_ends_the_bot_with_a_word() {
    let stage = Stage::running("");
    let ana = stage.private(ANA);
    ana.ask("/call", "Which number should I call?");
    fs::remove_dir_all(stage.place.store()).unwrap();
    ana.ask("415 555 0100", NOT_KEPT);
    let (code, log) = stage.ended();
    assert_eq!(code, Some(1), "{log}");
    assert!(log.contains("was removed or replaced"), "{log}");
    // The store is gone, but messages that were not acknowledged still come.
    stage.run();
    ana.hears("What should I ask them for?");
    stage.ends_well(0);
}
