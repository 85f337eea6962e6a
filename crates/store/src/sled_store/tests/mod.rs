//! The promises of the sled store beyond the contract.

mod child;
mod copying;
mod crash;
mod cut;
mod full;
mod log;
mod model;
mod personal;
mod tidy;
mod versions;

use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt as _;

use tempfile::TempDir;

use super::*;
use crate::contract::{contract, link_sessions_are_pruned_by_their_end};
use crate::samples::{at, call, cursor, lane, message};
use crate::{CursorRecord, Durability, EventMark, Version, read_one};

/// One case in how many is tried; with `KALLY_TEST=all`, every one.
#[expect(
    clippy::disallowed_methods,
    reason = "how long a test runs stands on the command line"
)]
fn one_in(usually: usize) -> usize {
    match std::env::var("KALLY_TEST").as_deref() {
        Ok("all") => 1,
        _ => usually,
    }
}

pub(super) fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

pub(super) fn open(folder: &Path) -> SledStore {
    SledStore::open(folder, &SledOptions::default()).expect("opened")
}

/// Like a store opened by another process: a store does not check its own
/// writes again.
pub(super) fn reopened(store: SledStore, folder: &Path) -> SledStore {
    drop(store);
    open(folder)
}

pub(super) fn put(name: &str, value: &str) -> Commit {
    Commit {
        put: vec![cursor(name, value).into()],
        ..Commit::default()
    }
}

pub(super) async fn value(store: &SledStore, name: &str) -> Option<String> {
    let found = read_one::<CursorRecord>(store, &name.to_owned()).await;
    Some(found.expect("read").into_record()?.value)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn it_keeps_the_contract() {
    let root = folder();
    let count = std::sync::atomic::AtomicUsize::new(0);
    let suite = contract(async || {
        let n = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        open(&root.path().join(n.to_string()))
    });
    tokio::time::timeout(Duration::from_secs(120), suite)
        .await
        .expect("in time");
}

/// Its index counts a session that was deleted, and the earlier end of another.
#[tokio::test]
async fn sessions_are_forgotten_three_at_a_time() {
    let folder = folder();
    let counts = link_sessions_are_pruned_by_their_end(&open(folder.path())).await;
    assert_eq!(counts, [3, 1, 0]);
}

#[tokio::test]
async fn reopened_it_has_everything_and_repeats_no_place() {
    let folder = folder();
    let x = lane("x");
    let mut last = Seq(0);
    for round in 0..4_i64 {
        let store = open(folder.path());
        for n in 0..round {
            assert!(value(&store, &n.to_string()).await.is_some());
            let event = EventId(n.to_string());
            assert!(store.seen(Platform::Matrix, &event).await.expect("seen"));
        }
        let mut commit = put(&round.to_string(), "here");
        commit.put.push(call(1).into());
        commit.send = vec![message(&x, "a"), message(&x, &"b".repeat(20_000))];
        commit.event = Some(EventMark {
            platform: Platform::Matrix,
            id: EventId(round.to_string()),
            at: at(round),
        });
        // One left to `Drop`, one to `close`, with and without a flush.
        commit.durability = match round % 2 {
            0 => Durability::Soon,
            _ => Durability::Durable,
        };
        store.commit(commit).await.expect("committed");
        let queue = store.outbox(&x, 10).await.expect("outbox");
        assert_eq!(queue.len(), 2, "nothing was left in the queue");
        assert!(queue[0].0 > last, "places grow over a restart");
        last = queue[1].0;
        let sent = Commit {
            sent: queue.iter().map(|(seq, _)| (x.clone(), *seq)).collect(),
            ..Commit::default()
        };
        store.commit(sent).await.expect("committed");
        if round > 1 {
            store.close().await.expect("closed");
        }
    }
}

#[tokio::test]
async fn a_closed_store_lets_its_folder_go() {
    let folder = folder();
    let first = open(folder.path());
    first.close().await.expect("closed");
    let second = open(folder.path());
    second.commit(put("a", "1")).await.expect("committed");
    drop(first);
    assert_eq!(value(&second, "a").await.as_deref(), Some("1"));
}

#[test]
fn a_second_process_is_refused() {
    let folder = folder();
    let first = open(folder.path());
    let second = SledStore::open(folder.path(), &SledOptions::default());
    let error = second.expect_err("refused");
    assert!(matches!(error, StoreError::InUse(_)), "{error}");
    assert!(error.to_string().contains("in use by another process"));
    drop(first);
    open(folder.path());
}

#[test]
fn its_folder_is_private() {
    let root = folder();
    let folder = root.path().join("deep/data");
    fs::create_dir_all(&folder).expect("made");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).expect("set");
    for folder in [folder, root.path().join("new")] {
        open(&folder);
        let mode = fs::metadata(&folder).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error() {
    let root = folder();
    let file = root.path().join("file");
    fs::write(&file, "").expect("written");
    let error = SledStore::open(&file, &SledOptions::default()).expect_err("no folder");
    assert!(matches!(error, StoreError::Failed(_)), "{error}");
}

#[tokio::test]
async fn a_later_format_is_not_opened() {
    let folder = folder();
    let store = open(folder.path());
    let disk = store.disk().expect("open");
    let later = 2_u64.to_be_bytes();
    disk.db.insert(keys::meta("format"), &later).expect("set");
    drop(disk);
    drop(store);
    let error = SledStore::open(folder.path(), &SledOptions::default()).expect_err("later");
    assert!(error.to_string().contains("later version"), "{error}");
}

#[tokio::test]
async fn what_cannot_be_read_is_set_aside() {
    let folder = folder();
    let store = open(folder.path());
    store.commit(put("a", "old")).await.expect("committed");
    let store = reopened(store, folder.path());
    let disk = store.disk().expect("open");
    let key = Key::Cursor("a".into());
    let place = keys::record(&key);
    let newer = br#"{"kind":"cursor","v":2,"record":{"name":"what Ana said"}}"#;
    let wrong = br#"{"kind":"settings","v":1,"record":{"name":"a","value":"what Ana said"}}"#;
    let other = br#"{"kind":"cursor","v":1,"record":{"name":"b","value":"what Ana said"}}"#;
    let field = br#"{"kind":"cursor","v":1,"record":{"what Ana said":"what Ana said"}}"#;
    let mut damaged = vec![vec![], vec![0; 3], vec![0; 10], vec![0xFF; 40]];
    for json in [
        &newer[..],
        wrong,
        other,
        field,
        b"{\"kind\":\"cur",
        b"\xFF\xFE",
    ] {
        damaged.push(value::cut(Version(7), json).0);
    }
    for (n, bytes) in damaged.iter().enumerate() {
        disk.db.insert(&place, bytes.as_slice()).expect("damaged");
        let found = store.read(std::slice::from_ref(&key)).await.expect("read");
        let Stored::Unreadable { version, reason } = &found[0] else {
            panic!("{n}: {found:?}");
        };
        assert!(!reason.contains("what Ana said"), "{reason}");
        let mut over = put("a", "new");
        over.expect = vec![(key.clone(), *version)];
        store.commit(over).await.expect("written over");
        assert_eq!(value(&store, "a").await.as_deref(), Some("new"));
        let aside: Vec<_> = disk.db.scan_prefix(keys::all_aside()).collect();
        assert_eq!(aside.len(), n + 1, "each is kept");
        let (name, kept) = aside[n].as_ref().expect("read");
        assert_eq!(kept, bytes);
        assert!(name.ends_with(&place));
    }
    store.commit(put("a", "newer")).await.expect("committed");
    let aside = disk.db.scan_prefix(keys::all_aside()).count();
    assert_eq!(aside, damaged.len(), "what can be read is not kept");
}

#[tokio::test]
async fn a_damaged_message_and_a_lost_part_are_unreadable() {
    let folder = folder();
    let store = open(folder.path());
    let x = lane("x");
    let mut commit = put("a", &"x".repeat(50_000));
    commit.send = vec![message(&x, "1"), message(&x, "2")];
    store.commit(commit).await.expect("committed");
    let store = reopened(store, folder.path());
    let disk = store.disk().expect("open");
    let seq = store.outbox(&x, 1).await.expect("outbox")[0].0;
    disk.db.insert(keys::outbox(&x, seq), "?").expect("damaged");
    let (part, _) = disk
        .db
        .scan_prefix(b"p")
        .next()
        .expect("one")
        .expect("read");
    disk.db.remove(part).expect("removed");

    let queue = store.outbox(&x, 9).await.expect("outbox");
    assert!(matches!(queue[0].1, Stored::Unreadable { .. }));
    assert!(queue[1].1.record().is_some());
    let found = store.read(&[Key::Cursor("a".into())]).await.expect("read");
    assert!(matches!(found[0], Stored::Unreadable { .. }));
    let mut mend = put("a", "new");
    mend.sent = vec![(x.clone(), seq)];
    store.commit(mend).await.expect("committed");
    assert_eq!(store.outbox(&x, 9).await.expect("outbox").len(), 1);
    assert_eq!(disk.db.scan_prefix(b"p").count(), 0, "no part is left over");
    // The message, the record's first bytes and its twelve other parts.
    assert_eq!(disk.db.scan_prefix(keys::all_aside()).count(), 14);
}

#[tokio::test]
async fn large_values_make_no_files_of_their_own() {
    let folder = folder();
    let store = open(folder.path());
    let x = lane("x");
    for n in 0..40 {
        let mut commit = put(&n.to_string(), &"x".repeat(60_000));
        commit.send = vec![message(&x, &"y".repeat(60_000))];
        store.commit(commit).await.expect("committed");
    }
    let blobs = fs::read_dir(folder.path().join("blobs")).expect("there");
    assert_eq!(blobs.count(), 0);
}

#[tokio::test]
async fn after_a_failed_sync_nothing_is_taken() {
    let folder = folder();
    let (mut disk, blocks) =
        SledStore::locked(folder.path(), &SledOptions::default()).expect("opened");
    // The null device refuses to sync.
    disk.log = File::open("/dev/null").expect("opened");
    disk.path = "/dev/null".into();
    let store = SledStore::start(disk, blocks).expect("started");
    let both = tokio::join!(store.commit(put("a", "1")), store.commit(put("b", "1")));
    for failed in [both.0, both.1, store.commit(put("c", "1")).await] {
        let error = failed.expect_err("refused").to_string();
        assert!(error.contains("store failed"), "{error}");
    }
    assert!(store.read(&[Key::Cursor("a".into())]).await.is_err());
    assert!(store.lanes(None, 1).await.is_err());
    assert!(store.prune_events(at(0), 1).await.is_err());
    let failed = tokio::time::timeout(Duration::from_secs(10), store.failed()).await;
    let failed = failed.expect("known").to_string();
    assert!(failed.contains("cannot sync"), "{failed}");
    assert!(store.close().await.is_err());
}

#[tokio::test]
async fn what_need_not_wait_is_durable_soon() {
    let folder = folder();
    let store = open(folder.path());
    let mut commit = put("a", "1");
    commit.durability = Durability::Soon;
    store.commit(commit).await.expect("committed");
    let copy = tempfile::tempdir().expect("a folder");
    let limit = std::time::Instant::now() + Duration::from_secs(10);
    loop {
        crash::copy(folder.path(), copy.path());
        let copied = open(copy.path());
        if value(&copied, "a").await.as_deref() == Some("1") {
            return;
        }
        drop(copied);
        assert!(std::time::Instant::now() < limit, "never durable by itself");
        fs::remove_dir_all(copy.path()).expect("removed");
    }
}

#[tokio::test]
async fn a_delivered_message_leaves_the_disk_soon() {
    let folder = folder();
    let store = open(folder.path());
    let x = lane("x");
    let commit = Commit {
        send: vec![message(&x, "1"), message(&x, "2")],
        ..Commit::default()
    };
    store.commit(commit).await.expect("committed");
    let queue = store.outbox(&x, 9).await.expect("outbox");
    store.delivered(&x, queue[0].0).await.expect("noted");
    let limit = std::time::Instant::now() + Duration::from_secs(10);
    let copy = tempfile::tempdir().expect("a folder");
    loop {
        crash::copy(folder.path(), copy.path());
        let copied = open(copy.path());
        let left = copied.outbox(&x, 9).await.expect("outbox");
        assert_eq!(left.last(), queue.last());
        if left.len() == 1 {
            break;
        }
        drop((left, copied));
        assert!(std::time::Instant::now() < limit, "it stays");
        fs::remove_dir_all(copy.path()).expect("removed");
    }
    // Noted in the last moment, it is removed before the store closes.
    store.delivered(&x, queue[1].0).await.expect("noted");
    let store = reopened(store, folder.path());
    assert_eq!(store.outbox(&x, 9).await.expect("outbox"), []);
}

/// Such commits wait for each other to share a batch; an answer means that the
/// commit can be read.
#[tokio::test]
async fn what_need_not_wait_is_there_when_it_is_answered() {
    let folder = folder();
    let store = open(folder.path());
    for round in 0..20 {
        let commits = (0..20).map(|n| {
            let (store, name) = (&store, n.to_string());
            async move {
                let text = round.to_string();
                let mut commit = put(&name, &text);
                commit.durability = match n {
                    0 => Durability::Durable,
                    _ => Durability::Soon,
                };
                store.commit(commit).await.expect("committed");
                assert_eq!(value(store, &name).await, Some(text));
            }
        });
        futures::future::join_all(commits).await;
    }
}

#[tokio::test]
async fn an_overlong_id_is_refused() {
    let folder = folder();
    let store = open(folder.path());
    let commit = put(&"x".repeat(3_000), "1");
    let refused = store.commit(commit).await.expect_err("refused");
    assert!(refused.to_string().contains("an id takes"), "{refused}");
}

/// Commits that are handed in together share a batch; each must see those
/// before it as if they had been applied one by one.
#[tokio::test]
async fn commits_of_one_batch_see_each_other() {
    let folder = folder();
    let store = open(folder.path());
    let x = lane("x");
    let long = "x".repeat(20_000);
    let mut first = put("a", &long);
    first.send = vec![message(&x, &long), message(&x, "2")];
    store.commit(first).await.expect("committed");
    let queue = store.outbox(&x, 9).await.expect("outbox");
    let a = Key::Cursor("a".into());
    let old = store.read(std::slice::from_ref(&a)).await.expect("read")[0].version();

    let event = EventMark {
        platform: Platform::Matrix,
        id: EventId("e".into()),
        at: at(0),
    };
    let mut replaces = put("a", &"y".repeat(20_000));
    replaces.event = Some(event.clone());
    replaces.sent = vec![(x.clone(), queue[0].0)];
    let mut again = put("b", "twice");
    again.event = Some(event);
    let mut stale = put("b", "stale");
    stale.expect = vec![(a.clone(), old)];
    let mut late = put("a", "last");
    late.requeue = vec![(x.clone(), queue[0].0, message(&x, "back"))];
    let answers = tokio::join!(
        store.commit(replaces),
        store.commit(again),
        store.commit(stale),
        store.commit(late),
    );
    assert!(answers.0.is_ok());
    assert!(matches!(answers.1, Err(crate::CommitError::AlreadySeen)));
    assert!(matches!(answers.2, Err(crate::CommitError::Conflict(_))));
    assert!(answers.3.is_ok());
    assert_eq!(value(&store, "a").await.as_deref(), Some("last"));
    assert_eq!(value(&store, "b").await, None);
    let left = store.outbox(&x, 9).await.expect("outbox");
    assert_eq!(left.len(), 1, "what was sent doesn't come back");
    assert_eq!(left[0].0, queue[1].0);
    let disk = store.disk().expect("open");
    assert_eq!(disk.db.scan_prefix(b"p").count(), 0, "no part is left over");
}

#[tokio::test]
async fn a_commit_without_writes_keeps_nobody_waiting() {
    let folder = folder();
    let store = open(folder.path());
    store.commit(Commit::default()).await.expect("committed");
    let lanes = tokio::time::timeout(Duration::from_secs(10), store.lanes(None, 1));
    assert!(lanes.await.expect("in time").expect("read").is_empty());
}
