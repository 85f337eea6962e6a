//! Random commits against a model that fits on a page.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use uuid::Uuid;

use super::{folder, open};
use crate::samples::{at, call, conversation, cursor, lane, message, said};
use crate::sled_store::SledStore;
use crate::{
    CallStageV1, Commit, CommitError, Durability, EventMark, Key, OutcomeV1, Record, Seq, Store,
    Version, Work,
};
use kally_core::model::{CallId, ConversationId, EventId, Platform};

#[derive(Debug, Clone)]
enum Step {
    Commit(Draft),
    Prune(i64),
    Purge,
    Reopen,
}

/// A commit in small numbers.
#[derive(Debug, Clone)]
struct Draft {
    event: Option<u8>,
    expect: Vec<(u8, bool)>,
    put: Vec<(u8, u16)>,
    delete: Vec<u8>,
    send: Vec<(u8, u16)>,
    requeue: Vec<(u8, u8, u16)>,
    sent: Vec<(u8, u8)>,
    durable: bool,
}

fn draft() -> impl Strategy<Value = Draft> {
    use proptest::collection::vec;
    (
        proptest::option::of(0..12_u8),
        vec((0..8_u8, proptest::bool::weighted(0.85)), 0..3),
        vec((0..8_u8, 0..500_u16), 0..4),
        vec(0..8_u8, 0..2),
        vec((0..3_u8, 0..500_u16), 0..4),
        vec((0..3_u8, 0..5_u8, 0..500_u16), 0..2),
        vec((0..3_u8, 0..5_u8), 0..3),
        proptest::bool::weighted(0.2),
    )
        .prop_map(
            |(event, expect, put, delete, send, requeue, sent, durable)| Draft {
                event,
                expect,
                put,
                delete,
                send,
                requeue,
                sent,
                durable,
            },
        )
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        20 => draft().prop_map(Step::Commit),
        1 => (0..14_i64).prop_map(Step::Prune),
        2 => Just(Step::Purge),
        1 => Just(Step::Reopen),
    ]
}

#[derive(Debug, Default)]
struct Model {
    records: BTreeMap<u8, Record>,
    queues: BTreeMap<u8, Vec<(Seq, String)>>,
    events: BTreeSet<u8>,
}

/// Three cursors, three calls, two conversations.
fn key(n: u8) -> Key {
    match n {
        0..3 => Key::Cursor(n.to_string()),
        6.. => Key::Conversation(queue(n)),
        _ => Key::Call(CallId(Uuid::from_u128(n.into()))),
    }
}

/// Some of them large, some of the calls over.
fn record(n: u8, value: u16) -> Record {
    let text = value
        .to_string()
        .repeat(if value.is_multiple_of(7) { 3_000 } else { 1 });
    if n < 3 {
        return cursor(&n.to_string(), &text).into();
    }
    if n >= 6 {
        let mut record = conversation(&n.to_string());
        record.display_name = Some(text);
        return record.into();
    }
    let mut record = call(n.into());
    record.remote = Some(text);
    if value.is_multiple_of(2) {
        record.stage = CallStageV1::Ended {
            outcome: OutcomeV1::Withdrawn,
            at: at(1),
        };
    }
    record.into()
}

fn queue(n: u8) -> ConversationId {
    lane(&n.to_string())
}

impl Model {
    /// The place at an index of a queue; one that never existed if the queue is
    /// too short.
    fn place(&self, n: u8, index: u8) -> Seq {
        let queue = self.queues.get(&n);
        queue
            .and_then(|queue| queue.get(usize::from(index)))
            .map_or(Seq(u64::MAX), |(seq, _)| *seq)
    }

    fn commit(&self, draft: &Draft, versions: &[Version]) -> Commit {
        Commit {
            cause: None,
            event: draft.event.map(|n| EventMark {
                platform: Platform::Matrix,
                id: EventId(n.to_string()),
                at: at(n.into()),
            }),
            expect: draft
                .expect
                .iter()
                .map(|(n, right)| {
                    let version = versions[usize::from(*n)];
                    (
                        key(*n),
                        if *right {
                            version
                        } else {
                            Version(version.0 ^ 1)
                        },
                    )
                })
                .collect(),
            put: draft
                .put
                .iter()
                .map(|(n, value)| record(*n, *value))
                .collect(),
            delete: draft.delete.iter().map(|n| key(*n)).collect(),
            send: draft
                .send
                .iter()
                .map(|(n, text)| message(&queue(*n), &text.to_string()))
                .collect(),
            requeue: draft
                .requeue
                .iter()
                .map(|(n, index, text)| {
                    let again = message(&queue(*n), &text.to_string());
                    (queue(*n), self.place(*n, *index), again)
                })
                .collect(),
            sent: draft
                .sent
                .iter()
                .map(|(n, index)| (queue(*n), self.place(*n, *index)))
                .collect(),
            durability: if draft.durable {
                Durability::Durable
            } else {
                Durability::Soon
            },
        }
    }

    /// Applies a commit to the model; returns the expected answer.
    fn apply(&mut self, draft: &Draft) -> Result<(), &'static str> {
        if draft.event.is_some_and(|n| self.events.contains(&n)) {
            return Err("seen");
        }
        if draft.expect.iter().any(|(_, right)| !right) {
            return Err("conflict");
        }
        self.events.extend(draft.event);
        for (n, value) in &draft.put {
            self.records.insert(*n, record(*n, *value));
        }
        for n in &draft.delete {
            self.records.remove(n);
        }
        let again: Vec<_> = draft
            .requeue
            .iter()
            .map(|(n, index, text)| (*n, self.place(*n, *index), *text))
            .collect();
        let gone: Vec<_> = draft
            .sent
            .iter()
            .map(|(n, index)| (*n, self.place(*n, *index)))
            .collect();
        for (n, seq, text) in again {
            for (at, said) in self.queues.entry(n).or_default() {
                if *at == seq {
                    *said = text.to_string();
                }
            }
        }
        for (n, seq) in gone {
            self.queues
                .entry(n)
                .or_default()
                .retain(|(at, _)| *at != seq);
        }
        for (n, text) in &draft.send {
            // The store chooses the place; the model learns it when they are
            // compared.
            self.queues
                .entry(*n)
                .or_default()
                .push((Seq(u64::MAX), text.to_string()));
        }
        Ok(())
    }

    /// Compares everything, and learns new versions and places.
    async fn compare(&mut self, store: &SledStore) -> Vec<Version> {
        let keys: Vec<Key> = (0..8).map(key).collect();
        let found = store.read(&keys).await.expect("read");
        for (n, stored) in (0..).zip(&found) {
            assert_eq!(stored.record(), self.records.get(&n), "record {n}");
        }
        let open: Vec<Uuid> = (3..6)
            .filter(|n| self.records.get(n).is_some_and(Record::is_open))
            .map(|n| Uuid::from_u128(n.into()))
            .collect();
        assert_eq!(
            store.open_work(Work::Calls, None, 9).await.expect("work"),
            open
        );
        let mut lanes = Vec::new();
        for n in 0..3 {
            let queue_n = self.queues.entry(n).or_default();
            let stored = store.outbox(&queue(n), 10_000).await.expect("outbox");
            assert!(stored.is_sorted_by(|(a, _), (b, _)| a < b));
            assert_eq!(stored.len(), queue_n.len(), "queue {n}");
            for ((seq, stored), (at, text)) in stored.iter().zip(queue_n) {
                assert!(*at == *seq || *at == Seq(u64::MAX), "moved");
                assert_eq!(&said(stored.record().expect("readable")), text);
                *at = *seq;
            }
            if !stored.is_empty() {
                lanes.push(queue(n));
            }
        }
        assert_eq!(store.lanes(None, 9).await.expect("lanes"), lanes);
        for n in 0..12 {
            let event = EventId(n.to_string());
            let seen = store.seen(Platform::Matrix, &event).await.expect("seen");
            assert_eq!(seen, self.events.contains(&n), "event {n}");
        }
        found.iter().map(crate::Stored::version).collect()
    }
}

async fn run(steps: Vec<Step>) {
    let folder = folder();
    let mut store = open(folder.path());
    let mut model = Model::default();
    for step in steps {
        let versions = model.compare(&store).await;
        match step {
            Step::Commit(draft) => {
                let commit = model.commit(&draft, &versions);
                let answer = store.commit(commit).await;
                match (model.apply(&draft), answer) {
                    (Ok(()), Ok(()))
                    | (Err("seen"), Err(CommitError::AlreadySeen))
                    | (Err("conflict"), Err(CommitError::Conflict(_))) => {}
                    other => panic!("{other:?}"),
                }
            }
            Step::Prune(until) => {
                let count = store.prune_events(at(until), 3).await.expect("pruned");
                let old: Vec<u8> = model.events.iter().copied().collect();
                let old = old.into_iter().filter(|n| i64::from(*n) < until).take(3);
                let old: Vec<u8> = old.collect();
                assert_eq!(count, old.len());
                model.events.retain(|n| !old.contains(n));
            }
            // A slice of a pass, or all of it.
            Step::Purge => {
                store.purge(1).await.expect("purged");
            }
            Step::Reopen => {
                drop(store);
                store = open(folder.path());
            }
        }
    }
    model.compare(&store).await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_commits_do_what_the_model_does(steps in proptest::collection::vec(step(), 1..40)) {
        tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime")
            .block_on(run(steps));
    }
}
