//! Dying at any instant: by a kill, and with a file that is cut short.

use std::fs;
use std::path::Path;

use super::{at, child, folder, open, put};
use crate::samples::{cursor, lane, message};
use crate::sled_store::{SledOptions, SledStore};
use crate::{Commit, EventMark, Key, Record, Store, StoreError, Stored};
use kally_core::model::{EventId, Platform};

/// Copies the files of a store as a crash would leave them.
pub(super) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("made");
    for entry in fs::read_dir(from).expect("there") {
        let entry = entry.expect("read");
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &target),
            // sled may tidy a file away meanwhile.
            false => drop(fs::copy(entry.path(), target)),
        }
    }
}

/// How often the large value of a turn repeats its number.
const LARGE: usize = 3_000;

/// Everything of turn `n`, so that half of it would be seen.
pub(super) fn turn(n: u64, times: usize) -> Commit {
    let text = n.to_string();
    let mut commit = put("first", &text);
    commit.put.push(cursor("last", &text).into());
    commit.put.push(cursor("large", &text.repeat(times)).into());
    commit.send = vec![message(&lane("x"), &text)];
    commit.event = Some(EventMark {
        platform: Platform::Matrix,
        id: EventId(text),
        at: at(0),
    });
    commit
}

/// The last turn in a store, after a check that the store has all of it.
pub(super) async fn reached(store: &SledStore, times: usize) -> Result<u64, StoreError> {
    let keys = ["first", "last", "large"].map(|name| Key::Cursor(name.to_owned()));
    let found = store.read(&keys).await?;
    let [first, last, large] = [0, 1, 2].map(|n| match &found[n] {
        Stored::Absent => String::new(),
        Stored::Found {
            record: Record::Cursor(cursor),
            ..
        } => cursor.value.clone(),
        other => panic!("{other:?}"),
    });
    assert_eq!(first, last, "half a commit");
    let n = if first.is_empty() {
        0
    } else {
        first.parse().expect("a number")
    };
    assert_eq!(
        large,
        if n == 0 {
            String::new()
        } else {
            n.to_string().repeat(times)
        }
    );
    let most = usize::try_from(n).expect("small") + 1;
    assert_eq!(store.outbox(&lane("x"), most).await?.len() as u64, n);
    let seen = store
        .seen(Platform::Matrix, &EventId(n.to_string()))
        .await?;
    assert_eq!(seen, n > 0);
    let next = EventId((n + 1).to_string());
    assert!(!store.seen(Platform::Matrix, &next).await?);
    Ok(n)
}

#[tokio::test]
async fn a_copy_of_a_running_store_has_what_was_answered() {
    let source = folder();
    let store = open(source.path());
    for n in 1..=60 {
        store.commit(turn(n, LARGE)).await.expect("committed");
        if n % 6 == 0 {
            let target = folder();
            copy(source.path(), target.path());
            let copied = open(target.path());
            assert_eq!(reached(&copied, LARGE).await.expect("read"), n);
        }
    }
}

#[tokio::test]
async fn a_file_cut_short_never_panics_nor_shows_half_a_commit() {
    const TURNS: u64 = 80;
    let source = folder();
    let store = open(source.path());
    for n in 1..=TURNS {
        store.commit(turn(n, LARGE)).await.expect("committed");
    }
    let length = fs::metadata(source.path().join("db")).expect("there").len();
    let mut opened = 0;
    for cut in 1..=40 {
        let target = folder();
        copy(source.path(), target.path());
        let file = fs::OpenOptions::new()
            .write(true)
            .open(target.path().join("db"))
            .expect("opened");
        // Odd numbers, so that cuts fall within everything.
        file.set_len(length * cut / 41 + cut * 7).expect("cut");
        drop(file);
        match SledStore::open(target.path(), &SledOptions::default()) {
            Err(error) => assert!(matches!(error, StoreError::Failed(_)), "{error}"),
            Ok(store) => {
                opened += 1;
                if let Ok(n) = reached(&store, LARGE).await {
                    assert!(n <= TURNS);
                }
            }
        }
    }
    assert!(opened > 0, "not even the last cut could be opened");
}

/// The process that is killed; run by the test below only.
#[test]
#[ignore = "a part of the_killed_process_has_what_it_answered"]
fn killed() {
    child::work(async |store| {
        let start = reached(&store, LARGE).await.expect("read");
        for n in start + 1.. {
            store.commit(turn(n, LARGE)).await.expect("committed");
            println!("answered {n}");
        }
    });
}

#[tokio::test]
async fn the_killed_process_has_what_it_answered() {
    let folder = folder();
    let mut answered = 0;
    for round in 1..=5 {
        let (mut child, lines) = child::start("crash::killed", folder.path(), None);
        let until = answered + 10 + round * 7;
        for line in lines {
            if let Some(n) = line.rsplit("answered ").next() {
                answered = n.parse().unwrap_or(answered);
            }
            if answered >= until {
                break;
            }
        }
        child.kill().expect("killed");
        child.wait().expect("ended");
        assert!(answered >= until, "it ended by itself at {answered}");
        let store = open(folder.path());
        let reached = reached(&store, LARGE).await.expect("read");
        assert!(reached >= answered, "{reached} of {answered}");
    }
}
