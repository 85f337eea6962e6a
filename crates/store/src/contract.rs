//! The contract of every store, as one suite: every implementation's tests call
//! [`contract`] with a function that opens an empty store.
//!
//! The suite does not know how a store works; promises of one implementation
//! are tested beside it.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::samples::{appointment, at, call, conversation, cursor, errand, lane, link, message};
use super::{
    CallStageV1, Commit, CommitError, CursorRecord, Durability, EventMark, Key, KeyId, KeyPurpose,
    LinkStageV1, ListedWork, OutcomeV1, Record, Seq, Store, Stored, Version, Work, WrappedKey,
    read_one,
};
use kally_core::model::{CallId, ChatUser, ConversationId, EventId, LinkId, Platform};

/// Runs the whole suite; `open` gives an empty store each time.
pub(crate) async fn contract<S: Store>(open: impl AsyncFn() -> S) {
    a_record_reads_back_with_a_growing_version(&open().await).await;
    a_deleted_record_never_gets_an_old_version(&open().await).await;
    a_purge_changes_no_record(&open().await).await;
    a_stale_commit_changes_nothing(&open().await).await;
    an_event_counts_once(&open().await).await;
    marks_are_pruned_by_age(&open().await).await;
    link_sessions_are_pruned_by_their_end(&open().await).await;
    delete_wins_over_put(&open().await).await;
    messages_keep_their_order(&open().await).await;
    a_delivered_message_is_shown_no_more(&open().await).await;
    a_requeued_message_stays_in_place(&open().await).await;
    lanes_are_paged(&open().await).await;
    open_work_is_listed_until_it_ends(&open().await).await;
    appointments_are_listed_by_person_and_by_room(&open().await).await;
    a_scan_finds_every_record_once(&open().await).await;
    large_records_read_back(&open().await).await;
    too_large_records_are_refused(&open().await).await;
    no_increment_is_lost(Arc::new(open().await)).await;
    readers_never_see_half_a_record(Arc::new(open().await)).await;
    data_keys_are_kept_until_they_are_dropped(&open().await).await;
    a_closed_store_refuses(&open().await).await;
}

async fn a_scan_finds_every_record_once(store: &dyn Store) {
    let kept: Vec<Record> = vec![
        call(1).into(),
        conversation("a").into(),
        conversation("b").into(),
        cursor("x", "2").into(),
        errand(3).into(),
    ];
    done(store, put(cursor("x", "1"))).await;
    for record in kept.iter().cloned() {
        done(store, put(record)).await;
    }
    // Written again: only the newest form is found.
    done(store, put(conversation("a"))).await;
    for gone in [Record::from(conversation("c")), cursor("y", "1").into()] {
        let delete = vec![gone.key()];
        done(store, put(gone)).await;
        let commit = Commit {
            delete,
            ..Commit::default()
        };
        done(store, commit).await;
    }
    for limit in [1, 2, 100] {
        let mut found = Vec::new();
        let mut from = None;
        loop {
            let page = store.scan(from, limit).await.expect("scanned");
            assert!(page.records.len() <= limit && page.unreadable == 0);
            for (seen, record) in page.records {
                assert_eq!(seen, version(store, &record.key()).await);
                found.push(record);
            }
            match page.next {
                Some(next) => from = Some(next),
                None => break,
            }
        }
        assert_eq!(found.len(), kept.len(), "{limit} at a time: {found:?}");
        assert!(kept.iter().all(|record| found.contains(record)));
    }
}

async fn data_keys_are_kept_until_they_are_dropped(store: &dyn Store) {
    let key = |n: u128, byte: u8| WrappedKey {
        id: KeyId(Uuid::from_u128(n)),
        purpose: KeyPurpose::SignIn,
        owner: lane("x").chat_user(),
        wrapped: vec![byte; 3],
    };
    let kept = async || {
        let mut kept = store.data_keys().await.expect("read");
        kept.sort_by_key(|key| key.id);
        kept
    };
    assert_eq!(kept().await, []);
    for some in [vec![key(1, 1), key(2, 2)], vec![key(1, 3)]] {
        store.keep_keys(some).await.expect("kept");
    }
    assert_eq!(kept().await, [key(1, 3), key(2, 2)]);
    let ids = [KeyId(Uuid::from_u128(1)), KeyId(Uuid::from_u128(9))];
    store.drop_keys(&ids).await.expect("dropped");
    assert_eq!(kept().await, [key(2, 2)]);
}

fn put(record: impl Into<Record>) -> Commit {
    Commit {
        put: vec![record.into()],
        ..Commit::default()
    }
}

async fn done(store: &dyn Store, commit: Commit) {
    store.commit(commit).await.expect("committed");
}

async fn version(store: &dyn Store, key: &Key) -> Version {
    let found = store.read(std::slice::from_ref(key)).await.expect("read");
    found[0].version()
}

async fn queued(store: &dyn Store, lane: &ConversationId) -> Vec<(Seq, String)> {
    let found = store.outbox(lane, 100).await.expect("outbox");
    found
        .into_iter()
        .map(|(seq, stored)| {
            let record = stored.into_record().expect("readable");
            (seq, super::samples::said(&record))
        })
        .collect()
}

async fn a_record_reads_back_with_a_growing_version(store: &dyn Store) {
    let keys = [
        Key::Cursor("a".into()),
        Key::Cursor("b".into()),
        Key::Call(call(1).id),
    ];
    let absent = store.read(&keys).await.expect("read");
    assert!(absent.iter().all(|stored| *stored == Stored::Absent));
    let mut commit = put(cursor("b", "1"));
    commit.put.push(call(1).into());
    done(store, commit).await;
    let found = store.read(&keys).await.expect("read");
    assert_eq!(found[0], Stored::Absent);
    assert_eq!(found[1].record(), Some(&cursor("b", "1").into()));
    assert_eq!(found[2].record(), Some(&call(1).into()));
    let first = found[1].version();
    assert_ne!(first, Version::default());
    done(store, put(cursor("b", "2"))).await;
    let later = read_one::<CursorRecord>(store, &"b".to_owned())
        .await
        .expect("read");
    assert!(later.version().0 > first.0);
    assert_eq!(later.into_record(), Some(cursor("b", "2")));
}

async fn a_deleted_record_never_gets_an_old_version(store: &dyn Store) {
    let key = Key::Cursor("a".into());
    done(store, put(cursor("a", "1"))).await;
    let old = version(store, &key).await;
    let delete = Commit {
        delete: vec![key.clone()],
        ..Commit::default()
    };
    done(store, delete).await;
    assert_eq!(version(store, &key).await, Version::default());
    done(store, put(cursor("a", "2"))).await;
    assert!(version(store, &key).await.0 > old.0);
}

async fn a_purge_changes_no_record(store: &dyn Store) {
    let names = ["a", "b", "c"];
    for name in names {
        for _ in 0..2 {
            done(store, put(conversation(name))).await;
        }
    }
    let [a, b, c] = names.map(|name| Key::Conversation(lane(name)));
    let (old, kept) = (version(store, &a).await, version(store, &b).await);
    let delete = Commit {
        delete: vec![a.clone(), c],
        ..Commit::default()
    };
    done(store, delete).await;
    while !store.purge(1).await.expect("purged") {}
    assert_eq!(version(store, &a).await, Version::default());
    assert_eq!(version(store, &b).await, kept);
    done(store, put(conversation("a"))).await;
    assert!(version(store, &a).await.0 > old.0);
    assert_eq!(store.scan(None, 9).await.expect("scanned").records.len(), 2);
}

/// A commit that does everything at once.
fn everything(expect: Vec<(Key, Version)>, event: &str) -> Commit {
    Commit {
        event: Some(EventMark {
            platform: Platform::Matrix,
            id: EventId(event.into()),
            at: at(0),
        }),
        expect,
        put: vec![cursor("a", event).into(), call(7).into()],
        delete: vec![Key::Cursor("gone".into())],
        send: vec![message(&lane("x"), event)],
        ..Commit::default()
    }
}

#[derive(Debug, PartialEq)]
struct Everything(Vec<Stored<Record>>, Vec<(Seq, String)>, Vec<Uuid>);

async fn state(store: &dyn Store) -> Everything {
    let keys = [
        Key::Cursor("a".into()),
        Key::Cursor("gone".into()),
        Key::Call(call(7).id),
    ];
    Everything(
        store.read(&keys).await.expect("read"),
        queued(store, &lane("x")).await,
        store.open_work(Work::Calls, None, 9).await.expect("work"),
    )
}

async fn a_stale_commit_changes_nothing(store: &dyn Store) {
    done(store, put(cursor("a", "old"))).await;
    done(store, put(cursor("gone", "no, here"))).await;
    let key = Key::Cursor("a".into());
    let stale = version(store, &key).await;
    done(store, put(cursor("a", "new"))).await;
    let before = state(store).await;
    for wrong in [stale, Version::default(), Version(u64::MAX)] {
        let commit = everything(vec![(key.clone(), wrong)], "e");
        match store.commit(commit).await {
            Err(CommitError::Conflict(conflict)) => assert_eq!(conflict, key),
            other => panic!("a conflict was expected, not {other:?}"),
        }
        assert_eq!(state(store).await, before);
        let seen = store.seen(Platform::Matrix, &EventId("e".into())).await;
        assert!(!seen.expect("seen"));
    }
    let now = version(store, &key).await;
    let absent = (Key::Cursor("never".into()), Version::default());
    done(store, everything(vec![(key, now), absent], "e")).await;
    let Everything(records, queue, work) = state(store).await;
    assert_eq!(records[0].record(), Some(&cursor("a", "e").into()));
    assert_eq!(records[1], Stored::Absent);
    assert_eq!((queue.len(), work), (1, vec![call(7).id.0]));
}

async fn an_event_counts_once(store: &dyn Store) {
    done(store, everything(Vec::new(), "e1")).await;
    let before = state(store).await;
    let again = store.commit(everything(Vec::new(), "e1")).await;
    assert!(matches!(again, Err(CommitError::AlreadySeen)), "{again:?}");
    // 'Already seen' comes before a conflict: the event is done, whatever
    // changed since.
    let stale = vec![(Key::Cursor("a".into()), Version(u64::MAX))];
    let again = store.commit(everything(stale, "e1")).await;
    assert!(matches!(again, Err(CommitError::AlreadySeen)), "{again:?}");
    assert_eq!(state(store).await, before);
    let elsewhere = store.seen(Platform::Telegram, &EventId("e1".into())).await;
    assert!(!elsewhere.expect("seen"), "ids are the platform's own");
    let seen = store.seen(Platform::Matrix, &EventId("e1".into())).await;
    assert!(seen.expect("seen"));
}

async fn marks_are_pruned_by_age(store: &dyn Store) {
    let mark = |id: i64, when: DateTime<Utc>| EventMark {
        platform: Platform::Telegram,
        id: EventId(id.to_string()),
        at: when,
    };
    for id in 0..10 {
        let commit = Commit {
            event: Some(mark(id, at(0) + TimeDelta::minutes(id))),
            ..Commit::default()
        };
        done(store, commit).await;
    }
    for limit in [1, 3, 100] {
        let (mut found, mut from) = (Vec::new(), None);
        loop {
            let page = store.events(from, limit).await.expect("read");
            found.extend(page.marks);
            from = page.next;
            if from.is_none() {
                break;
            }
        }
        found.sort_by_key(|mark| mark.at);
        let expected: Vec<EventMark> = (0..10)
            .map(|id| mark(id, at(0) + TimeDelta::minutes(id)))
            .collect();
        assert_eq!(found, expected, "{limit} at a time");
    }
    let until = at(0) + TimeDelta::minutes(7);
    assert_eq!(store.prune_events(until, 4).await.expect("pruned"), 4);
    assert_eq!(store.prune_events(until, 4).await.expect("pruned"), 3);
    assert_eq!(store.prune_events(until, 4).await.expect("pruned"), 0);
    for id in 0..10 {
        let event = EventId(id.to_string());
        let seen = store.seen(Platform::Telegram, &event).await.expect("seen");
        assert_eq!(seen, id >= 7, "event {id}");
    }
}

/// Returns the numbers of sessions that were forgotten at a time, three at most.
pub(crate) async fn link_sessions_are_pruned_by_their_end(store: &dyn Store) -> Vec<usize> {
    for minute in 0..6 {
        let mut session = link(&format!("s{minute}"), at(60 * minute));
        done(store, put(session.clone())).await;
        if minute % 2 == 0 {
            // Overwritten, and larger than one leaf takes.
            session.stage = LinkStageV1::Received {
                sealed: vec![7; 20_000],
                browser: String::new(),
            };
            done(store, put(session)).await;
        }
    }
    done(store, deleted(Key::Link(LinkId("s1".into())))).await;
    // Its end is put off: it is not forgotten at the earlier one.
    done(store, put(link("s2", at(60 * 5)))).await;
    let until = at(60 * 4);
    let mut counts = Vec::new();
    while counts.last() != Some(&0) {
        counts.push(store.prune_links(until, 3).await.expect("pruned"));
        assert!(counts.iter().all(|count| *count <= 3), "{counts:?}");
        // A store may count a session again that was deleted, or put off.
        assert!(counts.iter().sum::<usize>() <= 4, "{counts:?}");
    }
    assert!(counts.iter().sum::<usize>() >= 2, "{counts:?}");
    for minute in 0..6 {
        let key = Key::Link(LinkId(format!("s{minute}")));
        let there = version(store, &key).await != Version::default();
        assert_eq!(there, minute >= 4 || minute == 2, "session {minute}");
    }
    counts
}

fn deleted(key: Key) -> Commit {
    Commit {
        delete: vec![key],
        ..Commit::default()
    }
}

async fn delete_wins_over_put(store: &dyn Store) {
    let mut commit = put(cursor("a", "1"));
    commit.put.push(cursor("b", "1").into());
    commit.put.push(cursor("b", "2").into());
    commit.delete.push(Key::Cursor("a".into()));
    done(store, commit).await;
    assert_eq!(
        version(store, &Key::Cursor("a".into())).await,
        Version::default()
    );
    let last = read_one::<CursorRecord>(store, &"b".to_owned()).await;
    assert_eq!(
        last.expect("read").into_record(),
        Some(cursor("b", "2")),
        "the last put of a key counts"
    );
}

async fn messages_keep_their_order(store: &dyn Store) {
    let (x, y) = (lane("x"), lane("y"));
    let mut expected = Vec::new();
    for turn in 0..5 {
        let said = |n| format!("{turn}.{n}");
        let commit = Commit {
            send: vec![
                message(&x, &said(0)),
                message(&y, "other"),
                message(&x, &said(1)),
                message(&x, &said(2)),
            ],
            ..Commit::default()
        };
        expected.extend([said(0), said(1), said(2)]);
        done(store, commit).await;
    }
    let queue = queued(store, &x).await;
    assert!(queue.is_sorted_by(|(a, _), (b, _)| a < b), "{queue:?}");
    let said: Vec<_> = queue.iter().map(|(_, said)| said.clone()).collect();
    assert_eq!(said, expected);
    let first = store.outbox(&x, 2).await.expect("outbox");
    assert_eq!(
        first.iter().map(|(seq, _)| *seq).collect::<Vec<_>>(),
        [queue[0].0, queue[1].0]
    );
    let sent = Commit {
        sent: queue.iter().map(|(seq, _)| (x.clone(), *seq)).collect(),
        durability: Durability::Soon,
        ..Commit::default()
    };
    done(store, sent).await;
    assert_eq!(queued(store, &x).await, []);
    let again = Commit {
        send: vec![message(&x, "again")],
        ..Commit::default()
    };
    done(store, again).await;
    let last = queue.last().expect("there were some").0;
    assert!(queued(store, &x).await[0].0 > last, "places don't repeat");
    assert_eq!(queued(store, &y).await.len(), 5);
}

async fn a_delivered_message_is_shown_no_more(store: &dyn Store) {
    let (x, y) = (lane("x"), lane("xy"));
    for round in 0..4 {
        let said = |n| format!("{round}.{n}");
        let mut send: Vec<_> = (0..3).map(|n| message(&x, &said(n))).collect();
        send.push(message(&y, "other"));
        let commit = Commit {
            send,
            ..Commit::default()
        };
        done(store, commit).await;
        let queue = queued(store, &x).await;
        assert_eq!(queue.len(), 3, "{queue:?}");
        store.delivered(&x, queue[1].0).await.expect("noted");
        store.delivered(&x, queue[0].0).await.expect("noted");
        assert_eq!(queued(store, &x).await, [queue[2].clone()]);
        let first = store.outbox(&x, 1).await.expect("outbox");
        assert_eq!(first[0].0, queue[2].0, "the limit counts what is shown");
        // Twice is once; and a message that never was does not matter.
        for seq in [queue[0].0, queue[2].0, Seq(u64::MAX)] {
            store.delivered(&x, seq).await.expect("noted");
        }
        assert_eq!(queued(store, &x).await, []);
        assert_eq!(queued(store, &y).await.len(), round + 1);
    }
}

async fn a_requeued_message_stays_in_place(store: &dyn Store) {
    let x = lane("x");
    let commit = Commit {
        send: vec![
            message(&x, "1"),
            message(&x, "2"),
            message(&x, &"3".repeat(40_000)),
        ],
        ..Commit::default()
    };
    done(store, commit).await;
    let queue = queued(store, &x).await;
    let gone = Seq(queue[2].0.0 + 1);
    let requeue = Commit {
        requeue: vec![
            (x.clone(), queue[0].0, message(&x, "1 again")),
            (x.clone(), queue[2].0, message(&x, "3 again")),
            (x.clone(), gone, message(&x, "was delivered")),
        ],
        ..Commit::default()
    };
    done(store, requeue).await;
    let expected = [
        (queue[0].0, "1 again".to_owned()),
        (queue[1].0, "2".to_owned()),
        (queue[2].0, "3 again".to_owned()),
    ];
    assert_eq!(queued(store, &x).await, expected);
}

async fn lanes_are_paged(store: &dyn Store) {
    let names = ["a", "a\0", "a\0b", "ab", "b", "", "\u{FF}"];
    let mut lanes: Vec<_> = names.into_iter().map(lane).collect();
    lanes.push(ConversationId {
        thread: Some(String::new()),
        ..lane("a")
    });
    lanes.push(ConversationId {
        platform: Platform::Telegram,
        ..lane("a")
    });
    let commit = Commit {
        send: lanes
            .iter()
            .flat_map(|lane| [message(lane, "1"), message(lane, "2")])
            .collect(),
        ..Commit::default()
    };
    done(store, commit).await;
    for limit in [1, 2, 100] {
        let mut found: Vec<ConversationId> = Vec::new();
        loop {
            let page = store.lanes(found.last(), limit).await.expect("lanes");
            assert!(page.len() <= limit);
            if page.is_empty() {
                break;
            }
            found.extend(page);
            assert!(found.len() <= lanes.len(), "{found:?}");
        }
        found.sort();
        lanes.sort();
        assert_eq!(found, lanes, "by pages of {limit}");
    }
}

async fn open_work_is_listed_until_it_ends(store: &dyn Store) {
    for n in 1..=5 {
        done(store, put(call(n))).await;
        done(store, put(errand(n + 100))).await;
    }
    let calls: Vec<Uuid> = (1..=5).map(|n| call(n).id.0).collect();
    let listed = store.open_work(Work::Calls, None, 100).await.expect("work");
    assert_eq!(listed, calls);
    let page = store.open_work(Work::Calls, Some(calls[1]), 2).await;
    assert_eq!(page.expect("work"), calls[2..4]);
    let listed = store.listed_work(Work::Calls, Some(calls[3]), 9).await;
    let waits = |n: u128, due| ListedWork {
        id: call(n).id.0,
        due,
    };
    assert_eq!(listed.expect("work"), [waits(5, None)]);
    // One that is put off is listed with its time, until it is tried.
    let mut late = call(5);
    late.stage = CallStageV1::Confirmed {
        not_before: at(7200),
    };
    done(store, put(late.clone())).await;
    let listed = store.listed_work(Work::Calls, Some(calls[3]), 9).await;
    assert_eq!(listed.expect("work"), [waits(5, Some(at(7200)))]);
    late.stage = CallStageV1::Placing;
    done(store, put(late)).await;
    let listed = store.listed_work(Work::Calls, Some(calls[3]), 9).await;
    assert_eq!(listed.expect("work"), [waits(5, None)]);
    let mut ended = call(3);
    ended.stage = CallStageV1::Ended {
        outcome: OutcomeV1::Withdrawn,
        at: at(9),
    };
    let mut commit = put(ended);
    commit.delete = vec![Key::Call(CallId(calls[4])), Key::Errand(errand(105).id)];
    done(store, commit).await;
    let listed = store.open_work(Work::Calls, None, 100).await.expect("work");
    assert_eq!(listed, [calls[0], calls[1], calls[3]]);
    let theirs = Work::CallsOf(call(1).conversation.chat_user());
    let listed = store.open_work(theirs, None, 100).await.expect("work");
    assert_eq!(listed, [calls[0], calls[1], calls[3]]);
    let past = Work::PastOf(call(1).conversation.chat_user());
    let listed = store.open_work(past, None, 100).await.expect("work");
    assert_eq!(listed, [calls[2]]);
    let mut commit = put(call(1));
    commit.delete = vec![Key::Call(CallId(calls[2]))];
    done(store, commit).await;
    let past = Work::PastOf(call(1).conversation.chat_user());
    let listed = store.open_work(past, None, 100).await.expect("work");
    assert!(listed.is_empty());
    let nobody = ChatUser {
        platform: Platform::Matrix,
        id: "@an".to_owned(),
    };
    let listed = store.open_work(Work::CallsOf(nobody), None, 100).await;
    assert!(listed.expect("work").is_empty());
    let errands = store.open_work(Work::Errands, None, 100).await;
    let left: Vec<Uuid> = (101..=104).map(|n| errand(n).id.0).collect();
    assert_eq!(errands.expect("work"), left);
}

async fn appointments_are_listed_by_person_and_by_room(store: &dyn Store) {
    for n in 1..=3 {
        done(store, put(appointment(n))).await;
    }
    let ids: Vec<Uuid> = (1..=3).map(|n| appointment(n).id.0).collect();
    let person = Work::AppointmentsOf(appointment(1).conversation.chat_user());
    let room = appointment(1).conversation.room().expect("a room");
    let room = Work::AppointmentsIn(room);
    // One is past: nobody looks after it, and it stays listed.
    let mut past = appointment(2);
    past.appointment.closed = true;
    done(store, put(past)).await;
    let open = store.open_work(Work::Appointments, None, 9).await;
    assert_eq!(open.expect("work"), [ids[0], ids[2]]);
    for work in [&person, &room] {
        let listed = store.open_work(work.clone(), None, 9).await;
        assert_eq!(listed.expect("work"), ids, "{work:?}");
    }
    // It is moved, and looked after again; one is forgotten.
    let mut commit = put(appointment(2));
    commit.delete = vec![Key::Appointment(appointment(3).id)];
    done(store, commit).await;
    for work in [&Work::Appointments, &person, &room] {
        let listed = store.open_work(work.clone(), None, 9).await;
        assert_eq!(listed.expect("work"), ids[..2], "{work:?}");
    }
    let elsewhere = Work::AppointmentsIn(lane("y").room().expect("a room"));
    let listed = store.open_work(elsewhere, None, 9).await;
    assert!(listed.expect("work").is_empty());
}

async fn large_records_read_back(store: &dyn Store) {
    for bytes in [0, 4_000, 4_096, 5_000, 100_000, 900_000, 10] {
        let record = cursor("a", &"x".repeat(bytes));
        done(store, put(record.clone())).await;
        let found = read_one::<CursorRecord>(store, &"a".to_owned()).await;
        assert_eq!(found.expect("read").into_record(), Some(record));
    }
}

async fn too_large_records_are_refused(store: &dyn Store) {
    let mut commit = put(cursor("b", "small"));
    commit.put.push(cursor("a", &"x".repeat(5_000_000)).into());
    let refused = store.commit(commit).await;
    assert!(matches!(refused, Err(CommitError::Store(_))), "{refused:?}");
    let key = Key::Cursor("b".into());
    assert_eq!(version(store, &key).await, Version::default());
    done(store, put(cursor("b", "small"))).await;
}

async fn no_increment_is_lost<S: Store>(store: Arc<S>) {
    const TASKS: u64 = 64;
    const EACH: u64 = 5;
    let tasks = (0..TASKS).map(|_| {
        let store = Arc::clone(&store);
        async move {
            for _ in 0..EACH {
                while !incremented(store.as_ref()).await {}
            }
        }
    });
    futures::future::join_all(tasks).await;
    let found = read_one::<CursorRecord>(store.as_ref(), &"n".to_owned()).await;
    let count = (TASKS * EACH).to_string();
    assert_eq!(
        found.expect("read").into_record(),
        Some(cursor("n", &count))
    );
}

async fn incremented(store: &dyn Store) -> bool {
    let found = read_one::<CursorRecord>(store, &"n".to_owned()).await;
    let found = found.expect("read");
    let count: u64 = found
        .record()
        .map_or(0, |record| record.value.parse().expect("a number"));
    let mut commit = put(cursor("n", &(count + 1).to_string()));
    commit.expect = vec![(Key::Cursor("n".into()), found.version())];
    match store.commit(commit).await {
        Ok(()) => true,
        Err(CommitError::Conflict(_)) => false,
        Err(error) => panic!("{error}"),
    }
}

async fn readers_never_see_half_a_record<S: Store>(store: Arc<S>) {
    let writes = async {
        for n in 0..60_usize {
            let text = char::from(b'a' + u8::try_from(n % 26).expect("small"));
            let text = text.to_string().repeat(1 + (n % 3) * 10_000);
            done(store.as_ref(), put(cursor("a", &text))).await;
        }
    };
    let reads = async {
        for _ in 0..300 {
            let found = read_one::<CursorRecord>(store.as_ref(), &"a".to_owned()).await;
            match found.expect("read") {
                Stored::Found { record, .. } => {
                    let first = record.value.chars().next();
                    assert!(record.value.chars().all(|c| Some(c) == first));
                }
                Stored::Absent => {}
                Stored::Unreadable { reason, .. } => panic!("{reason}"),
            }
            futures::future::ready(()).await;
        }
    };
    futures::future::join(writes, reads).await;
}

async fn a_closed_store_refuses(store: &dyn Store) {
    done(store, put(conversation("x"))).await;
    store.close().await.expect("closed");
    let refused = store.commit(put(conversation("y"))).await;
    assert!(matches!(refused, Err(CommitError::Store(_))), "{refused:?}");
    assert!(store.read(&[Key::Cursor("a".into())]).await.is_err());
    assert!(store.close().await.is_err());
}
