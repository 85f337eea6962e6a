//! Stores that released versions wrote, as backups without their key: this
//! version reads every record of them, and goes on with them.
//!
//! A release adds the one of its version, which stays for ever:
//!
//!     cargo test --test it versions::writes_the_store_of_this_version -- --ignored
//!
//! Until 0.1.0 is released, its store may be written again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use kally_store::{
    Commit, EventMark, Record, RecordKind, SledOptions, SledStore, Store, StoreError, versions,
};
use secrecy::SecretString;

use crate::support::Place;

/// The key of all these stores; it protects nothing.
pub const KEY: &str = "6b616c6c792d62726964676520666978747572657320617265206e6f20736563";

/// The fixtures of the store's own tests: every variant of every kind.
const RECORDS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/crates/store/src/fixtures");

const STORES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/stores");

fn options() -> SledOptions {
    SledOptions {
        key: Some(SecretString::from(KEY)),
        ..SledOptions::default()
    }
}

/// How many records of each kind a store has.
async fn counts(folder: &Path) -> Result<BTreeMap<String, usize>, StoreError> {
    let store = SledStore::open(folder, &options())?;
    let (mut counts, mut from) = (BTreeMap::new(), None);
    loop {
        let page = store.scan(from, 1000).await?;
        for (_, record) in page.records {
            *counts.entry(record.kind().to_owned()).or_default() += 1;
        }
        match page.next {
            Some(next) => from = Some(next),
            None => break,
        }
    }
    // The mark of the restore is none of the store's own.
    counts.remove("restored");
    let mut messages = 0;
    for lane in store.lanes(None, 1000).await? {
        let waiting = store.outbox(&lane, 1000).await?;
        messages += waiting
            .iter()
            .filter(|(_, it)| it.record().is_some())
            .count();
    }
    counts.insert("outbox".to_owned(), messages);
    store.close().await?;
    Ok(counts)
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

/// The versions whose stores are kept, the oldest first.
pub fn kept() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(STORES)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    found.sort();
    assert!(!found.is_empty());
    found
}

fn place() -> Place {
    Place::new("").variable("KALLY_STORE__KEY", KEY)
}

/// Puts the store of a version in the place of one that is not there yet.
#[track_caller]
pub fn restore(place: &Place, version: &Path) {
    let file = version.join("store.tar.gz");
    let command = place.command("restore").argument(file.to_str().unwrap());
    let (code, out, log) = command.run("");
    assert_eq!(code, 0, "{}: {out}{log}", version.display());
}

#[test]
fn every_record_of_every_released_version_reads() {
    for version in kept() {
        let place = place();
        restore(&place, &version);
        let found = runtime().block_on(counts(&place.store())).unwrap();
        let text = fs::read_to_string(version.join("records.json")).unwrap();
        let expected: BTreeMap<String, usize> = serde_json::from_str(&text).unwrap();
        assert_eq!(found, expected, "{}", version.display());
    }
}

#[test]
fn the_bridge_goes_on_with_every_one_of_them() {
    for version in kept() {
        let place = place();
        restore(&place, &version);
        let mut chat = place.chat();
        chat.ask("/help", "How it works");
        let log = chat.log.raw();
        assert!(!log.contains("cannot be read"), "{log}");
        chat.ends_well();
    }
}

/// A version that is here has every kind of record.
#[test]
fn the_store_of_this_version_has_every_kind() {
    let text = fs::read_to_string(
        Path::new(STORES)
            .join(versions::PROGRAM)
            .join("records.json"),
    );
    let counts: BTreeMap<String, usize> = serde_json::from_str(&text.unwrap()).unwrap();
    for kind in Record::KINDS.iter().filter(|kind| **kind != "restored") {
        let written = counts.get(*kind).copied().unwrap_or_default();
        assert!(written > 0, "no {kind}: see the top of {}", file!());
    }
}

/// The records of a fixture, each with an id of its own.
fn records<R: RecordKind + Into<Record>>(name: &str) -> Vec<Record> {
    lines(name)
        .iter()
        .map(|line| R::decode(line.as_bytes()).unwrap().into())
        .collect()
}

fn lines(name: &str) -> Vec<String> {
    let text = fs::read_to_string(format!("{RECORDS}/{name}-v1.json")).unwrap();
    let line = |(n, line): (usize, &str)| match n {
        0 => line.to_owned(),
        n => line
            .replace(
                "00000000-0000-0000-0000-000000000001",
                &format!("00000000-0000-0000-0001-{n:012x}"),
            )
            .replace("\"chat\":\"x\"", &format!("\"chat\":\"x{n}\""))
            .replace("@ana:", &format!("@ana{n}:"))
            .replace("\"id\":\"5e884898\"", &format!("\"id\":\"5e8848{n:02}\"")),
    };
    text.lines().enumerate().map(line).collect()
}

fn all() -> Vec<Record> {
    use kally_store::*;
    [
        records::<ConversationRecord>("conversation"),
        records::<SettingsRecord>("settings"),
        records::<AccountRecord>("account"),
        records::<WaitingRecord>("waiting"),
        records::<FormsRecord>("forms"),
        records::<ContactsRecord>("contacts"),
        records::<LinkRecord>("link"),
        records::<OpenLinkRecord>("open-link"),
        records::<CallRecord>("call"),
        records::<AppointmentRecord>("appointment"),
        records::<CalendarRecord>("calendar"),
        records::<FeedRecord>("feed"),
        records::<ErrandRecord>("errand"),
        records::<MessageRecord>("message"),
        records::<AboutRecord>("about"),
        records::<MembersRecord>("members"),
        records::<QuotaRecord>("quota"),
        records::<NumberRecord>("number"),
        records::<RoomRecord>("room"),
        records::<CursorRecord>("cursor"),
    ]
    .concat()
}

#[test]
#[ignore = "it writes the fixture of this version"]
fn writes_the_store_of_this_version() {
    let place = place();
    let written = runtime().block_on(async {
        let store = SledStore::open(&place.store(), &options()).unwrap();
        for record in all() {
            let commit = Commit {
                put: vec![record],
                ..Commit::default()
            };
            store.commit(commit).await.unwrap();
        }
        let text = fs::read_to_string(format!("{RECORDS}/outbox-v1.json")).unwrap();
        for line in text.lines() {
            let wrapped: serde_json::Value = serde_json::from_str(line).unwrap();
            let message = serde_json::from_value(wrapped["record"].clone()).unwrap();
            let commit = Commit {
                event: Some(EventMark {
                    platform: kally_core::model::Platform::Matrix,
                    id: kally_core::model::EventId(format!("{:?}", line.len())),
                    at: kally_store::samples::at(1),
                }),
                send: vec![message],
                ..Commit::default()
            };
            let _ = store.commit(commit).await;
        }
        store.close().await.unwrap();
        counts(&place.store()).await.unwrap()
    });
    let folder = Path::new(STORES).join(versions::PROGRAM);
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("store.tar.gz");
    let _ = fs::remove_file(&file);
    let command = place.command("backup --without-keys");
    let (code, out, log) = command.argument(file.to_str().unwrap()).run("");
    assert_eq!(code, 0, "{out}{log}");
    let text = serde_json::to_string_pretty(&written).unwrap();
    fs::write(folder.join("records.json"), text + "\n").unwrap();
}
