//! A copy of a store that is written to meanwhile.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::{folder, open};
use crate::samples::{at, cursor, lane, message, said};
use crate::sled_store::disk::open_sled;
use crate::{
    Check, Commit, CursorRecord, Durability, PartCounts, PartReader, Refill, RestoredRecord,
    Sealer, SledOptions, SledStore, Store, StoreCopy, StoreError, read_one, restored_key,
};

async fn all_parts(store: &dyn Store, copy: &mut StoreCopy) -> Vec<Vec<u8>> {
    let mut parts = Vec::new();
    while let Some(part) = store.copy_part(copy).await.expect("copied") {
        assert!(part.len() <= PartReader::MOST);
        parts.push(part);
    }
    parts
}

/// A store from the copy, with the same key.
fn refilled(parts: &[Vec<u8>], copy: &StoreCopy, from: &Path, to: &Path) -> SledStore {
    let mut refill = Refill::begin(to).expect("begun");
    for part in parts {
        refill.part(part).expect("filled");
    }
    let mark = RestoredRecord::new(at(0), at(9));
    refill.finish(&copy.keys, &mark).expect("finished");
    Check::of(from).expect("a check").keep(to).expect("kept");
    let key = Sealer::text_of(from, None).expect("a key");
    Sealer::keep_text(to, &key).expect("kept");
    SledStore::open(to, &SledOptions::default()).expect("opened")
}

fn put(name: String, value: String) -> Commit {
    Commit {
        put: vec![cursor(&name, &value).into()],
        send: vec![message(&lane(&name), &value)],
        ..Commit::default()
    }
}

async fn cursors(store: &dyn Store) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for n in 0..600 {
        let record = read_one::<CursorRecord>(store, &n.to_string()).await;
        if let Some(record) = record.expect("read").into_record() {
            found.insert(record.name, record.value);
        }
    }
    found
}

/// Everything that was answered before the end is in the copy, and each commit
/// completely or not at all: a record and its message have the same text.
#[tokio::test(flavor = "multi_thread")]
async fn a_copy_is_one_state_though_the_store_is_written_to() {
    let (from, to) = (folder(), folder());
    let store = open(from.path());
    let long = "x".repeat(6_000);
    for n in 0..300 {
        let commit = put(n.to_string(), format!("old {n} {long}"));
        store.commit(commit).await.expect("committed");
    }
    let mut copy = store.begin_copy().await.expect("begun");
    let refused = store.begin_copy().await.expect_err("one at a time");
    assert!(refused.to_string().contains("already"), "{refused}");
    let writing = async {
        for n in (0..600).rev() {
            let commit = put(n.to_string(), format!("new {n} {n}"));
            store.commit(commit).await.expect("committed");
        }
    };
    let mut parts = Vec::new();
    let copying = async {
        for _ in 0..3 {
            parts.extend(store.copy_part(&mut copy).await.expect("copied"));
        }
    };
    tokio::join!(writing, copying);
    let before_the_end = cursors(&store).await;
    parts.extend(all_parts(&store, &mut copy).await);
    let soon = Commit {
        durability: Durability::Durable,
        ..put("599".to_owned(), "after the end".to_owned())
    };
    store.commit(soon).await.expect("committed");

    let copied = refilled(&parts, &copy, from.path(), to.path());
    assert_eq!(cursors(&copied).await, before_the_end);
    for n in 0..600 {
        let waiting = copied.outbox(&lane(&n.to_string()), 9).await.expect("read");
        let newest = waiting.last().expect("a message").1.record().map(said);
        assert_eq!(newest, Some(before_the_end[&n.to_string()].clone()));
    }
    let mark = copied.read(&[restored_key()]).await.expect("read");
    assert!(mark[0].record().is_some());
    // It goes on where the other one was: no version comes twice.
    let commit = put("0".to_owned(), "on".to_owned());
    copied.commit(commit).await.expect("committed");
    // Another copy can be made now.
    drop(copy);
    store.begin_copy().await.expect("begun");
}

#[tokio::test]
async fn a_reader_knows_what_it_can_read() {
    let from = folder();
    let store = open(from.path());
    store
        .commit(put("a".to_owned(), "one".to_owned()))
        .await
        .expect("committed");
    let mut copy = store.begin_copy().await.expect("begun");
    let parts = all_parts(&store, &mut copy).await;
    let read = |sealer: Option<&Arc<Sealer>>, parts: &[Vec<u8>]| {
        let reader = PartReader::new(copy.keys.clone(), sealer);
        let mut counts = PartCounts::default();
        for part in parts {
            reader.read(part, &mut counts).expect("whole");
        }
        counts
    };
    let sealer = store.sealer().expect("open");
    let counts = read(Some(&sealer), &parts);
    assert_eq!((counts.read, counts.closed, counts.damaged), (2, 0, 0));
    let counts = read(None, &parts);
    assert_eq!((counts.read, counts.closed, counts.damaged), (1, 1, 0));
    let mut damaged = parts.concat();
    let place = damaged
        .windows(8)
        .position(|bytes| bytes == b"\"cursor\"")
        .expect("there");
    damaged[place] = b'?';
    assert_eq!(read(Some(&sealer), &[damaged]).damaged, 1);
}

/// A store that a later program wrote names the version that is needed.
#[tokio::test]
async fn a_later_store_is_refused_with_the_version_that_it_needs() {
    let folder = folder();
    drop(open(folder.path()));
    let set = |name: &str, value: &[u8]| {
        // It waits for the lock, which sled lets go of a moment after a drop.
        let db = open_sled(folder.path(), &SledOptions::default()).expect("opened");
        let key = crate::sled_store::keys::meta(name);
        db.insert(key, value).expect("written");
        db.flush().expect("flushed");
    };
    let refused = || {
        let refused = SledStore::open(folder.path(), &SledOptions::default());
        let error = refused.expect_err("refused");
        assert!(matches!(error, StoreError::Later(_)), "{error}");
        error.to_string()
    };
    set("needs", b"9.1.0");
    set("program", b"9.2.5");
    let said = refused();
    assert!(said.contains("written by kally-bridge 9.2.5"), "{said}");
    assert!(said.contains("install 9.1.0 or a later"), "{said}");
    set("needs", b"0.0.1");
    set("format", &2_u64.to_be_bytes());
    let said = refused();
    assert!(said.contains("install 9.2.5 or a later"), "{said}");
    set("format", &1_u64.to_be_bytes());
    drop(open(folder.path()));
}
