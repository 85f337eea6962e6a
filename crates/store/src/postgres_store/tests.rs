//! The contract, and the promises of this implementation.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use postgres_cluster::Cluster;
use rustls::{ClientConfig, RootCertStore};

use super::*;
use crate::contract::contract;
use crate::samples::{at, conversation, cursor, lane, message, said};
use crate::{ConversationRecord, CursorRecord, RestoredRecord, read_one};

/// TLS with these authorities alone.
fn tls(roots: RootCertStore) -> Arc<ClientConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    Arc::new(config)
}

fn options(address: &str) -> PostgresOptions {
    PostgresOptions {
        address: PostgresAddress::parse(address).expect("an address"),
        tls: tls(RootCertStore::empty()),
        connections: 4,
        lease: Duration::from_secs(60),
        reach: None,
        standing_by: None,
    }
}

async fn open(folder: &Path, address: &str) -> Result<PostgresStore, StoreError> {
    PostgresStore::open(folder, &options(address), None).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn it_keeps_the_contract() {
    let root = tempfile::tempdir().expect("a folder");
    let count = std::sync::atomic::AtomicUsize::new(0);
    let cluster = Cluster::shared();
    let suite = contract(async || {
        let n = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let folder = root.path().join(n.to_string());
        open(&folder, &cluster.database()).await.expect("opened")
    });
    tokio::time::timeout(Duration::from_secs(120), suite)
        .await
        .expect("in time");
}
/// A store in a database and a folder of its own.
struct Place {
    folder: tempfile::TempDir,
    address: String,
}

impl Place {
    fn new() -> Self {
        Self::at(Cluster::shared().database())
    }

    fn at(address: String) -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
            address,
        }
    }

    async fn open(&self) -> PostgresStore {
        open(self.folder.path(), &self.address)
            .await
            .expect("opened")
    }

    /// Asks the database itself.
    fn sql(&self, sql: &str) -> String {
        Cluster::shared().sql(&self.address, sql)
    }
}

fn put(name: &str, value: &str) -> Commit {
    Commit {
        put: vec![cursor(name, value).into()],
        ..Commit::default()
    }
}

async fn done(store: &PostgresStore, commit: Commit) {
    store.commit(commit).await.expect("committed");
}

async fn value(store: &PostgresStore, name: &str) -> Option<String> {
    let found = read_one::<CursorRecord>(store, &name.to_owned()).await;
    Some(found.expect("read").into_record()?.value)
}

/// The store has failed, and says this.
async fn fails(store: &PostgresStore, said: &str) {
    let error = timeout(Duration::from_secs(20), store.failed()).await;
    let error = error.expect("it fails").to_string();
    assert!(error.contains(said), "{error}");
    let refused = store.commit(put("late", "1")).await;
    assert!(matches!(refused, Err(CommitError::Store(_))), "{refused:?}");
    assert!(store.read(&[Key::Cursor("a".into())]).await.is_err());
}

#[tokio::test]
async fn reopened_it_has_everything_and_repeats_no_place() {
    let place = Place::new();
    let x = lane("x");
    let mut last = (0, Seq(0));
    for round in 0..3 {
        let store = place.open().await;
        for before in 0..round {
            assert!(value(&store, &before.to_string()).await.is_some());
        }
        let mut commit = put(&round.to_string(), "here");
        commit.put.push(conversation("x").into());
        commit.send = vec![message(&x, &round.to_string())];
        done(&store, commit).await;
        let queue = store.outbox(&x, 10).await.expect("read");
        let said: Vec<String> = (queue.iter())
            .map(|(_, stored)| said(stored.record().expect("it opens")))
            .collect();
        let expected: Vec<String> = (0..=round).map(|round| round.to_string()).collect();
        assert_eq!(said, expected);
        let found = read_one::<ConversationRecord>(&store, &x)
            .await
            .expect("read");
        assert!(found.record().is_some());
        let newest = (found.version().0, queue.last().expect("it is there").0);
        assert!(newest.0 > last.0 && newest.1 > last.1);
        last = newest;
        store.close().await.expect("closed");
    }
}

#[tokio::test]
async fn a_second_process_is_refused_until_the_first_has_closed() {
    let place = Place::new();
    let store = place.open().await;
    let elsewhere = tempfile::tempdir().expect("a folder");
    Sealer::keep_text(
        elsewhere.path(),
        &Sealer::text_of(place.folder.path(), None).expect("a key"),
    )
    .expect("kept");
    let refused = open(elsewhere.path(), &place.address)
        .await
        .expect_err("refused");
    assert!(matches!(refused, StoreError::InUse(_)), "{refused}");
    done(&store, put("a", "1")).await;
    store.close().await.expect("closed");
    let store = open(elsewhere.path(), &place.address)
        .await
        .expect("opened");
    assert_eq!(value(&store, "a").await.as_deref(), Some("1"));
    drop(store);
    // Without a proper close too.
    place.open().await;
}

#[tokio::test]
async fn a_store_that_has_lost_its_lock_fails_for_good() {
    let place = Place::new();
    let store = place.open().await;
    done(&store, put("a", "1")).await;
    let here = "SELECT oid FROM pg_database WHERE datname = current_database()";
    place.sql(&format!(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' \
         AND database = ({here})"
    ));
    fails(&store, "another process may own it now").await;
    let next = open_elsewhere(&place).await;
    assert_eq!(value(&next, "a").await.as_deref(), Some("1"));
    assert_eq!(value(&next, "late").await, None);
}

/// As another process does, with the same key.
async fn open_elsewhere(place: &Place) -> PostgresStore {
    let folder = tempfile::tempdir().expect("a folder");
    let key = Sealer::text_of(place.folder.path(), None).expect("a key");
    let opened = PostgresStore::open(folder.path(), &options(&place.address), Some(&key)).await;
    opened.expect("opened")
}

#[tokio::test]
async fn a_store_that_was_taken_over_writes_nothing_even_before_it_notices() {
    let place = Place::new();
    let store = place.open().await;
    done(&store, put("a", "1")).await;
    place.sql("UPDATE owner SET epoch = epoch + 1");
    let refused = store.commit(put("a", "2")).await;
    let said = refused.expect_err("refused").to_string();
    assert!(
        said.contains("another process owns the store now"),
        "{said}"
    );
    fails(&store, "another process owns the store now").await;
    drop(store);
    assert_eq!(value(&place.open().await, "a").await.as_deref(), Some("1"));
}

/// Options of a process that waits until the store is free; and where it hears who
/// owns it.
fn waiting(address: &str) -> (PostgresOptions, watch::Receiver<Option<String>>) {
    let (told, owner) = watch::channel(None);
    let options = PostgresOptions {
        reach: Some(Reach::Port(8080)),
        standing_by: Some(told),
        ..options(address)
    };
    (options, owner)
}

/// Opens with the key of a place, in a folder of its own.
async fn open_there(place: &Place, options: PostgresOptions) -> PostgresStore {
    let folder = tempfile::tempdir().expect("a folder");
    let key = Sealer::text_of(place.folder.path(), None).expect("a key");
    let opened = PostgresStore::open(folder.path(), &options, Some(&key));
    let opened = timeout(Duration::from_secs(20), opened).await;
    opened.expect("in time").expect("opened")
}

#[tokio::test]
async fn a_process_stands_by_until_the_owner_has_closed() {
    let place = Place::new();
    let reach = "http://10.1.2.3:8976".to_owned();
    let owner = PostgresOptions {
        reach: Some(Reach::At(reach.clone())),
        ..options(&place.address)
    };
    let opened = PostgresStore::open(place.folder.path(), &owner, None).await;
    let store = opened.expect("opened");
    done(&store, put("a", "1")).await;
    let (waits, mut told) = waiting(&place.address);
    let next = async {
        let next = open_there(&place, waits).await;
        assert_eq!(value(&next, "a").await.as_deref(), Some("1"));
        done(&next, put("a", "2")).await;
    };
    let closed = async {
        let known = told.wait_for(Option::is_some).await.expect("told").clone();
        assert_eq!(known, Some(reach));
        store.close().await.expect("closed");
    };
    tokio::join!(next, closed);
    let here = place.sql("SELECT reach FROM owner");
    assert_eq!(here, "http://127.0.0.1:8080");
}

#[tokio::test]
async fn an_owner_that_gives_no_sign_of_life_is_succeeded() {
    let place = Place::new();
    let store = place.open().await;
    done(&store, put("a", "1")).await;
    // Its next beat comes in many seconds.
    place.sql("UPDATE owner SET beat_at = beat_at - interval '61 seconds'");
    let next = open_there(&place, waiting(&place.address).0).await;
    fails(&store, "another process").await;
    assert!(matches!(store.failed().await, StoreError::Lost(_)));
    assert!(matches!(store.is_owned(), Err(StoreError::Lost(_))));
    assert_eq!(value(&next, "a").await.as_deref(), Some("1"));
    assert_eq!(value(&next, "late").await, None);
    next.is_owned().expect("it owns the store");
}

/// The database's processes that a paused owner has left in a transaction are ended
/// too.
#[tokio::test]
async fn an_open_transaction_of_a_dead_owner_holds_nobody_up() {
    let place = Place::new();
    let store = place.open().await;
    let number = store.parts.ownership.store;
    let address = place.address.clone();
    let held = std::thread::spawn(move || {
        let hold = format!("BEGIN; SELECT is_owner({number}, 1); SELECT pg_sleep(60); COMMIT");
        Cluster::shared().sql(&address, &hold)
    });
    let locks = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 4294967294";
    while place.sql(locks) == "0" {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    place.sql("UPDATE owner SET beat_at = beat_at - interval '61 seconds'");
    open_there(&place, waiting(&place.address).0).await;
    assert!(held.join().is_err(), "it was not ended");
}

/// Its beats arrive too late: another process may own the store any moment.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_that_is_not_heard_stops_before_its_lease_is_over() {
    let place = Place::new();
    let short = PostgresOptions {
        lease: Duration::from_secs(3),
        ..options(&place.address)
    };
    let opened = PostgresStore::open(place.folder.path(), &short, None).await;
    let store = opened.expect("opened");
    done(&store, put("a", "1")).await;
    let address = place.address.clone();
    let held = std::thread::spawn(move || {
        let hold = "BEGIN; SELECT 1 FROM owner FOR UPDATE; SELECT pg_sleep(4); COMMIT";
        Cluster::shared().sql(&address, hold);
    });
    fails(&store, "no sign of life").await;
    let left =
        place.sql("SELECT extract(epoch FROM beat_at + lease - clock_timestamp()) > 0 FROM owner");
    assert_eq!(left, "t", "the lease was over already");
    assert!(matches!(store.is_owned(), Err(StoreError::Lost(_))));
    held.join().expect("ended");
}

#[tokio::test]
async fn keys_and_old_marks_are_fenced_too() {
    for n in 0..3 {
        let place = Place::new();
        let store = place.open().await;
        place.sql("UPDATE owner SET epoch = epoch + 1");
        let refused = match n {
            0 => store.prune_events(at(0), 1).await.map(drop),
            1 => store.renew_key(&lane("x").chat_user()).await.map(drop),
            _ => store.drop_keys(&[]).await,
        };
        assert!(refused.is_err(), "{n}");
        fails(&store, "another process owns the store now").await;
    }
}

#[tokio::test]
async fn unreadable_records_are_set_aside_before_they_are_written_over() {
    let place = Place::new();
    let store = place.open().await;
    for name in ["a", "b", "c", "d"] {
        done(&store, put(name, "old")).await;
    }
    store.close().await.expect("closed");
    place.sql("UPDATE record SET bytes = 'damaged' WHERE encode(place, 'escape') ~ '[ab]'");
    let store = place.open().await;
    let scanned = store.scan(None, 9).await.expect("scanned");
    assert_eq!((scanned.records.len(), scanned.unreadable), (2, 2));
    // One is read first, the other is not; a third can be read.
    let found = read_one::<CursorRecord>(&store, &"a".to_owned())
        .await
        .expect("read");
    assert!(matches!(found, Stored::Unreadable { .. }), "{found:?}");
    let mut commit = put("a", "new");
    commit.expect = vec![(Key::Cursor("a".into()), found.version())];
    done(&store, commit).await;
    done(&store, put("b", "new")).await;
    done(&store, put("c", "new")).await;
    let delete = vec![Key::Cursor("d".into())];
    done(
        &store,
        Commit {
            delete,
            ..Commit::default()
        },
    )
    .await;
    for name in ["a", "b", "c"] {
        assert_eq!(value(&store, name).await.as_deref(), Some("new"), "{name}");
        done(&store, put(name, "again")).await;
    }
    let aside = place.sql("SELECT convert_from(bytes, 'UTF8') FROM aside");
    assert_eq!(aside, "damaged\ndamaged");
}

#[tokio::test]
async fn an_unreadable_message_is_set_aside_when_it_is_given_up() {
    let place = Place::new();
    let x = lane("x");
    let store = place.open().await;
    let send = vec![message(&x, "1"), message(&x, "2")];
    done(
        &store,
        Commit {
            send,
            ..Commit::default()
        },
    )
    .await;
    place.sql("UPDATE outbox SET bytes = 'damaged' WHERE seq = (SELECT min(seq) FROM outbox)");
    let queue = store.outbox(&x, 9).await.expect("read");
    assert!(matches!(queue[0].1, Stored::Unreadable { .. }), "{queue:?}");
    let sent = queue.iter().map(|(seq, _)| (x.clone(), *seq)).collect();
    done(
        &store,
        Commit {
            sent,
            ..Commit::default()
        },
    )
    .await;
    assert!(store.outbox(&x, 9).await.expect("read").is_empty());
    assert_eq!(
        place.sql("SELECT convert_from(bytes, 'UTF8') FROM aside"),
        "damaged"
    );
}

#[tokio::test]
async fn a_person_s_records_open_only_with_their_key() {
    let place = Place::new();
    let (x, owner) = (lane("x"), lane("x").chat_user());
    let store = place.open().await;
    done(
        &store,
        Commit {
            put: vec![conversation("x").into()],
            ..Commit::default()
        },
    )
    .await;
    let clear = place.sql("SELECT count(*) FROM record WHERE encode(bytes, 'escape') ~ 'kind'");
    assert_eq!(clear, "0", "it is sealed");
    assert_eq!(store.sweep_keys().await.expect("swept"), 0);
    let retired = store.renew_key(&owner).await.expect("renewed");
    assert_eq!(retired.len(), 1);
    store.drop_keys(&retired).await.expect("dropped");
    let found = read_one::<ConversationRecord>(&store, &x)
        .await
        .expect("read");
    assert!(matches!(found, Stored::Unreadable { .. }), "{found:?}");
    done(
        &store,
        Commit {
            put: vec![conversation("x").into()],
            ..Commit::default()
        },
    )
    .await;
    let delete = vec![Key::Conversation(x.clone())];
    assert_eq!(store.sweep_keys().await.expect("swept"), 0);
    done(
        &store,
        Commit {
            delete,
            ..Commit::default()
        },
    )
    .await;
    assert_eq!(store.sweep_keys().await.expect("swept"), 1);
    assert_eq!(place.sql("SELECT count(*) FROM data_key"), "0");
}

#[tokio::test]
async fn commits_in_any_order_wait_for_each_other_without_a_deadlock() {
    let place = Place::new();
    let store = Arc::new(place.open().await);
    let names = ["a", "b", "c", "d", "e"];
    let tasks = (0..8).map(|task: usize| {
        let store = Arc::clone(&store);
        async move {
            for round in 0..30 {
                let mut commit = Commit::default();
                for n in 0..names.len() {
                    let name = names[(n * (1 + task % 4) + round) % names.len()];
                    commit
                        .put
                        .push(cursor(name, &format!("{task}.{round}")).into());
                    commit.send.push(message(&lane(name), "x"));
                }
                done(&store, commit).await;
            }
        }
    });
    futures::future::join_all(tasks).await;
    for name in names {
        let queue = store.outbox(&lane(name), 1000).await.expect("read");
        assert_eq!(queue.len(), 8 * 30, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_server_crashes_and_nothing_that_was_acknowledged_is_lost() {
    let cluster = Cluster::start("");
    let place = Place::at(cluster.database());
    let store = Arc::new(place.open().await);
    let writing = async {
        let mut acknowledged = 0;
        while store
            .commit(put("n", &(acknowledged + 1).to_string()))
            .await
            .is_ok()
        {
            acknowledged += 1;
        }
        acknowledged
    };
    let crash = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        tokio::task::block_in_place(|| cluster.crash());
    };
    let (acknowledged, ()) = tokio::join!(writing, crash);
    assert!(acknowledged > 0);
    // A commit notices it, or the connection that holds the store.
    fails(&store, "").await;
    drop(store);
    let refused = open(place.folder.path(), &place.address).await;
    assert!(
        matches!(refused, Err(StoreError::Unreachable(_))),
        "{refused:?}"
    );
    cluster.start_again();
    let store = place.open().await;
    let found: u64 = value(&store, "n")
        .await
        .expect("there")
        .parse()
        .expect("a number");
    // The answer to the last one was lost: it may be there.
    assert!(
        found == acknowledged || found == acknowledged + 1,
        "{found} of {acknowledged}"
    );
}

#[tokio::test]
async fn a_dump_that_is_put_back_is_marked_as_restored() {
    let cluster = Cluster::shared();
    let place = Place::new();
    let store = place.open().await;
    let mut commit = put("a", "1");
    commit.put.push(conversation("x").into());
    commit.send = vec![message(&lane("x"), "1")];
    done(&store, commit).await;
    let mark = async |store: &PostgresStore| {
        let name = RestoredRecord::NAME.to_owned();
        let found = read_one::<RestoredRecord>(store, &name)
            .await
            .expect("read");
        found.into_record()
    };
    assert_eq!(mark(&store).await, None);
    let dumped = cluster.dumped(&place.address);
    store.close().await.expect("closed");
    let key = Sealer::text_of(place.folder.path(), None).expect("a key");
    let folder = tempfile::tempdir().expect("a folder");
    let opened = PostgresStore::open(folder.path(), &options(&dumped), Some(&key)).await;
    let restored = opened.expect("opened");
    let marked = mark(&restored).await.expect("a mark");
    assert!(!marked.settled, "{marked:?}");
    assert_eq!(value(&restored, "a").await.as_deref(), Some("1"));
    assert_eq!(restored.outbox(&lane("x"), 9).await.expect("read").len(), 1);
    done(&restored, put("a", "2")).await;
    restored.close().await.expect("closed");
    // The first one goes on as before.
    assert_eq!(mark(&place.open().await).await, None);
}

#[tokio::test]
async fn another_key_is_refused() {
    let place = Place::new();
    place.open().await.close().await.expect("closed");
    let folder = tempfile::tempdir().expect("a folder");
    let refused = open(folder.path(), &place.address)
        .await
        .expect_err("refused");
    assert!(
        refused.to_string().contains("was made with another key"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_store_of_a_later_program_and_foreign_tables_are_refused() {
    let place = Place::new();
    place.open().await.close().await.expect("closed");
    for (change, said) in [
        (
            "UPDATE meta SET value = '9.0.0' WHERE name = 'needs'",
            "install 9.0.0",
        ),
        (
            "UPDATE meta SET value = '7' WHERE name = 'format'",
            "restore a backup",
        ),
        ("DELETE FROM meta", "not of kally-bridge"),
    ] {
        place.sql(change);
        let refused = open(place.folder.path(), &place.address)
            .await
            .expect_err("refused");
        assert!(refused.to_string().contains(said), "{refused}");
    }
}

#[tokio::test]
async fn no_error_holds_the_password() {
    let address = Cluster::shared().database_on_loopback();
    let folder = tempfile::tempdir().expect("a folder");
    open(folder.path(), &address)
        .await
        .expect("opened")
        .close()
        .await
        .expect("closed");
    let wrong = address.replace(postgres_cluster::PASSWORD, "wr0ng-password");
    let closed = "postgres://kally:wr0ng-password@127.0.0.1:1/kally".to_owned();
    let tls = format!("{wrong}?sslmode=verify-full");
    for (address, expected) in [
        (&wrong, "password authentication failed"),
        (&closed, "PostgreSQL"),
        (&tls, "TLS"),
    ] {
        let said = open(folder.path(), address)
            .await
            .expect_err("refused")
            .to_string();
        assert!(said.contains(expected), "{said}");
        assert!(!said.contains("wr0ng"), "{said}");
    }
}

#[tokio::test]
async fn tls_leads_only_to_a_server_whose_certificate_and_name_are_right() {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).expect("made");
    let (certificate, key) = (made.cert.pem(), made.signing_key.serialize_pem());
    let settings = "ssl = on\nssl_cert_file = '../cert'\nssl_key_file = '../key'";
    let cluster = Cluster::start_with(settings, &[("cert", &certificate), ("key", &key)]);
    let right = format!("{}?sslmode=verify-full", cluster.database_on_loopback());
    let right = right.replace("127.0.0.1", "localhost");
    let mut roots = RootCertStore::empty();
    roots.add(made.cert.der().clone()).expect("added");
    let trusting = |address: &str| PostgresOptions {
        tls: tls(roots.clone()),
        ..options(address)
    };
    let folder = tempfile::tempdir().expect("a folder");
    let opened = PostgresStore::open(folder.path(), &trusting(&right), None).await;
    let store = opened.expect("opened");
    done(&store, put("a", "1")).await;
    let encrypted = "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) \
        WHERE application_name = 'kally-bridge'";
    assert_eq!(cluster.sql(&right, encrypted), "t");
    store.close().await.expect("closed");
    let wrong_name = right.replace("localhost", "127.0.0.1");
    for refused in [trusting(&wrong_name), options(&right)] {
        let refused = PostgresStore::open(folder.path(), &refused, None).await;
        let said = refused.expect_err("refused").to_string();
        assert!(said.contains("certificate"), "{said}");
    }
}
