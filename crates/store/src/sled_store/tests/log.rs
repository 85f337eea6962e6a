//! The log of conversations: replaced entries are removed, entries in use stay.

use super::{folder, open, reopened};
use crate::samples::{conversation, lane};
use crate::sled_store::entry::Entry;
use crate::sled_store::{SledStore, keys};
use crate::{Commit, ConversationRecord, Durability, Key, Store, Stored, Version, read_one};

fn said(name: &str, text: &str) -> Commit {
    let record = ConversationRecord {
        display_name: Some(text.to_owned()),
        ..conversation(name)
    };
    Commit {
        put: vec![record.into()],
        ..Commit::default()
    }
}

fn key(name: &str) -> Key {
    Key::Conversation(lane(name))
}

async fn version(store: &SledStore, name: &str) -> Version {
    let found = read_one::<ConversationRecord>(store, &lane(name)).await;
    found.expect("read").version()
}

async fn text(store: &SledStore, name: &str) -> Option<String> {
    let found = read_one::<ConversationRecord>(store, &lane(name)).await;
    found.expect("read").into_record()?.display_name
}

fn entries(store: &SledStore) -> usize {
    let disk = store.disk().expect("open");
    disk.db.scan_prefix(keys::all_log()).count()
}

fn count(store: &SledStore, prefix: &[u8]) -> usize {
    let disk = store.disk().expect("open");
    disk.db.scan_prefix(prefix).count()
}

/// Names in an order unrelated to that of the log.
fn scattered(turn: usize) -> String {
    (turn * 7919 % 601).to_string()
}

#[tokio::test]
async fn the_log_stays_in_proportion_and_keeps_the_newest() {
    let folder = folder();
    let mut store = open(folder.path());
    for turn in 0..6_000 {
        let long = "x".repeat(if turn % 50 == 0 { 9_000 } else { 0 });
        let mut commit = said(&scattered(turn), &format!("{turn} {long}"));
        commit.durability = crate::Durability::Soon;
        store.commit(commit).await.expect("committed");
        if turn % 2_500 == 2_499 {
            store.close().await.expect("closed");
            drop(store);
            store = open(folder.path());
        }
    }
    // As much again as is in use, and the incomplete blocks.
    assert!(entries(&store) <= 601 * 2 + 2 * 256, "{}", entries(&store));
    assert_eq!(count(&store, &keys::all_aside()), 0, "all could be read");
    for turn in 6_000 - 601..6_000 {
        let found = text(&store, &scattered(turn)).await.expect("there");
        assert!(found.starts_with(&format!("{turn} ")), "{turn}: {found}");
    }
    // The parts of entries in use, of two each, and of those that are not swept
    // yet.
    assert!(
        count(&store, b"p") <= 6 * entries(&store) / 50,
        "parts stay"
    );
}

#[tokio::test]
async fn a_conversation_that_was_deleted_stays_away() {
    let folder = folder();
    let store = open(folder.path());
    for n in 0..3 {
        store.commit(said("a", &n.to_string())).await.expect("done");
    }
    let last = version(&store, "a").await;
    let delete = Commit {
        expect: vec![(key("a"), last)],
        delete: vec![key("a")],
        ..Commit::default()
    };
    store.commit(delete).await.expect("deleted");
    assert_eq!(version(&store, "a").await, Version(0));
    drop(store);
    let store = open(folder.path());
    assert_eq!(version(&store, "a").await, Version(0), "over a restart");
    let mut again = said("a", "new");
    again.expect = vec![(key("a"), Version(0))];
    store.commit(again).await.expect("made again");
    assert!(version(&store, "a").await.0 > last.0);
    drop(store);
    assert_eq!(
        text(&open(folder.path()), "a").await.as_deref(),
        Some("new")
    );
}

fn removed(name: &str, durability: Durability) -> Commit {
    Commit {
        delete: vec![key(name)],
        durability,
        ..Commit::default()
    }
}

/// Purges to the end, a little at a time.
async fn purge(store: &SledStore) {
    while !store.purge(1).await.expect("purged") {}
}

#[tokio::test]
async fn a_purge_leaves_nothing_of_what_was_deleted() {
    let folder = folder();
    let mut store = open(folder.path());
    // Blocks that are mostly in use, so that nothing else sweeps them.
    for n in 0..600 {
        let mut commit = said(&n.to_string(), &"x".repeat(if n == 7 { 9_000 } else { 1 }));
        commit.durability = Durability::Soon;
        store.commit(commit).await.expect("committed");
    }
    for n in (0..600).step_by(7) {
        let mut commit = said(&n.to_string(), "again");
        commit.durability = Durability::Soon;
        store.commit(commit).await.expect("committed");
    }
    for n in (0..600).step_by(14) {
        let name = n.to_string();
        store
            .commit(removed(&name, Durability::Soon))
            .await
            .expect("deleted");
    }
    let gone = 600_usize.div_ceil(14);
    assert!(entries(&store) > 600, "their former states are still there");
    // The one pass takes over from one that a restart has ended.
    assert!(!store.purge(1).await.expect("purged"));
    store = reopened(store, folder.path());
    purge(&store).await;
    assert_eq!(entries(&store), 600 - gone);
    assert_eq!(count(&store, b"p"), 0, "parts stay");
    assert_eq!(count(&store, &keys::all_aside()), 0, "all could be read");
    assert!(
        store.purge(1).await.expect("purged"),
        "nothing is left to do"
    );

    for _ in 0..2 {
        for n in 0..600 {
            let expected = match (n % 14, n % 7) {
                (0, _) => None,
                (_, 0) => Some("again"),
                _ => Some("x"),
            };
            assert_eq!(
                text(&store, &n.to_string()).await.as_deref(),
                expected,
                "{n}"
            );
        }
        store = reopened(store, folder.path());
    }
}

#[tokio::test]
async fn a_purge_keeps_what_was_deleted_away() {
    let folder = folder();
    let mut store = open(folder.path());
    let mut last = Version(0);
    for round in 0..3 {
        for n in 0..3 {
            store.commit(said("a", &n.to_string())).await.expect("done");
        }
        let made = version(&store, "a").await;
        assert!(made > last, "no version comes twice");
        last = made;
        let delete = removed("a", Durability::Durable);
        store.commit(delete).await.expect("deleted");
        if round != 1 {
            purge(&store).await;
            assert_eq!(entries(&store), 0);
        }
        assert_eq!(version(&store, "a").await, Version(0));
        store = reopened(store, folder.path());
        assert_eq!(version(&store, "a").await, Version(0), "over a restart");
    }
}

#[tokio::test]
async fn what_is_deleted_during_a_purge_waits_for_the_next() {
    let folder = folder();
    let mut store = open(folder.path());
    for n in 0..600 {
        let mut commit = said(&n.to_string(), "x");
        commit.durability = Durability::Soon;
        store.commit(commit).await.expect("committed");
    }
    store
        .commit(removed("0", Durability::Soon))
        .await
        .expect("deleted");
    assert!(
        !store.purge(1).await.expect("purged"),
        "one block of several"
    );
    // The pass has left its block behind.
    store
        .commit(removed("1", Durability::Soon))
        .await
        .expect("deleted");
    purge(&store).await;
    store = reopened(store, folder.path());
    for gone in ["0", "1"] {
        assert_eq!(text(&store, gone).await, None);
    }
    purge(&store).await;
    assert_eq!(entries(&store), 598);
}

#[tokio::test]
async fn commits_of_one_batch_leave_one_entry() {
    let folder = folder();
    let store = open(folder.path());
    let long = "x".repeat(20_000);
    let mut stale = said("a", "stale");
    stale.expect = vec![(key("a"), Version(0))];
    let answers = tokio::join!(
        store.commit(said("a", &long)),
        store.commit(stale),
        store.commit(said("a", "last")),
    );
    assert!(answers.0.is_ok() && answers.1.is_err() && answers.2.is_ok());
    assert_eq!(text(&store, "a").await.as_deref(), Some("last"));
    // One, or two when the first had a flush of its own.
    assert!(entries(&store) <= 2);
}

#[tokio::test]
async fn damage_in_the_log_is_unreadable_and_kept() {
    let folder = folder();
    let store = open(folder.path());
    store.commit(said("a", "1")).await.expect("committed");
    store
        .commit(said("b", &"x".repeat(9_000)))
        .await
        .expect("done");
    let store = reopened(store, folder.path());
    let [a, b] = ["a", "b"].map(|name| keys::record(&key(name)));
    let disk = store.disk().expect("open");
    let damaged = keys::log(Entry::new(version(&store, "a").await, false), &a);
    disk.db.insert(damaged, "what Ana said").expect("damaged");
    let (part, _) = disk
        .db
        .scan_prefix(b"p")
        .next()
        .expect("one")
        .expect("read");
    disk.db.remove(part).expect("removed");
    drop(disk);

    for (name, place) in [("a", &a), ("b", &b)] {
        let found = store.read(&[key(name)]).await.expect("read");
        let Stored::Unreadable { version, reason } = &found[0] else {
            panic!("{found:?}");
        };
        assert!(!reason.contains("Ana"));
        let mut over = said(name, "mended");
        over.expect = vec![(key(name), *version)];
        store.commit(over).await.expect("written over");
        assert_eq!(text(&store, name).await.as_deref(), Some("mended"));
        assert!(keys::is_logged(place));
    }
    // Until their block is swept, the bytes stay where they are.
    for n in 0..600 {
        store.commit(said("c", &n.to_string())).await.expect("done");
    }
    let disk = store.disk().expect("open");
    let aside: Vec<_> = disk
        .db
        .scan_prefix(keys::all_aside())
        .map(|found| found.expect("read").0)
        .collect();
    // The entry of `b` and the parts that are left.
    assert!(aside.len() >= 3, "{}", aside.len());
    assert!(aside.iter().any(|key| key.ends_with(&a)));
    assert!(aside.iter().any(|key| key.ends_with(&b)));
}
