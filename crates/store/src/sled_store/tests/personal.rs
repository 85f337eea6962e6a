//! A person's records are sealed with a key of their own, which goes with them.

use std::collections::HashSet;
use std::path::PathBuf;

use super::*;
use crate::samples::conversation;
use crate::{BaselineV1, ConversationRecord, KeyPurpose, Record};
use kally_core::model::ConversationId;

/// All bytes of the files in a folder.
fn bytes(folder: &Path) -> Vec<u8> {
    let entries = fs::read_dir(folder).expect("there");
    let paths = entries.map(|entry| entry.expect("read").path());
    paths
        .flat_map(|path: PathBuf| match path.is_dir() {
            true => bytes(&path),
            false => fs::read(path).expect("read"),
        })
        .collect()
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|at| at == text.as_bytes())
}

/// A conversation of one person, with a call and a message that waits there.
fn said(user: &str, words: &str) -> Commit {
    let lane = ConversationId {
        user: user.to_owned(),
        ..lane("x")
    };
    let conversation = ConversationRecord {
        id: lane.clone(),
        ..conversation("x")
    };
    let mut call = call(u128::from(user.as_bytes()[0]));
    call.conversation = lane.clone();
    // Large enough to be cut into parts.
    let known = vec![words.repeat(2_000)];
    call.baseline = Some(BaselineV1 { known });
    Commit {
        put: vec![conversation.into(), call.into()],
        send: vec![message(&lane, words)],
        ..Commit::default()
    }
}

/// How many of a commit's three values can be read.
async fn readable(store: &SledStore, of: &Commit) -> usize {
    let keys: Vec<Key> = of.put.iter().map(Record::key).collect();
    let found = store.read(&keys).await.expect("read");
    let waiting = store.outbox(&of.send[0].conversation, 9).await;
    let waiting = waiting.expect("outbox").into_iter();
    let messages = waiting.filter(|(_, message)| message.record().is_some());
    let records = found.iter().filter(|it| it.record().is_some());
    messages.count() + records.count()
}

async fn keys_of_records(store: &SledStore) -> HashSet<KeyId> {
    let keys = store.data_keys().await.expect("read").into_iter();
    let of_records = keys.filter(|key| key.purpose == KeyPurpose::Records);
    of_records.map(|key| key.id).collect()
}

#[tokio::test]
async fn nobodys_words_are_on_the_disk_in_clear() {
    let folder = folder();
    let store = open(folder.path());
    let ana = said("ana", "A knee that hurts");
    store.commit(ana.clone()).await.expect("committed");
    assert_eq!(readable(&store, &ana).await, 3);
    let store = reopened(store, folder.path());
    assert_eq!(readable(&store, &ana).await, 3);
    assert!(!contains(&bytes(folder.path()), "knee"));
    // A record that belongs to nobody is not sealed.
    store.commit(put("a", "A cursor")).await.expect("committed");
    assert!(contains(&bytes(folder.path()), "A cursor"));
}

#[tokio::test]
async fn without_a_persons_key_no_copy_of_their_records_opens() {
    let (folder, backup) = (folder(), folder());
    let store = open(folder.path());
    let (ana, ben) = (said("ana", "a knee"), said("ben", "a tooth"));
    for commit in [&ana, &ben] {
        store.commit(commit.clone()).await.expect("committed");
    }
    store.close().await.expect("closed");
    crash::copy(folder.path(), backup.path());

    let store = open(folder.path());
    let owner = ana.send[0].conversation.chat_user();
    let retired = store.renew_key(&owner).await.expect("renewed");
    assert_eq!(retired.len(), 1);
    let id = retired[0].0.to_string();
    assert!(contains(&bytes(folder.path()), &id));
    assert_eq!(readable(&store, &ana).await, 3, "both keys open");
    // Interrupted: it begins again.
    let store = reopened(store, folder.path());
    let again = store.renew_key(&owner).await.expect("renewed");
    assert!(again.len() == 2 && again.contains(&retired[0]), "{again:?}");
    let later = said("ana", "an ear");
    store.commit(later.clone()).await.expect("committed");
    store.drop_keys(&again).await.expect("dropped");
    assert!(!contains(&bytes(folder.path()), &id));
    // The new records took the place of two; the old message opens no more.
    assert_eq!(readable(&store, &later).await, 3);
    assert_eq!(readable(&store, &ben).await, 3);
    store.close().await.expect("closed");

    let now = fs::read(folder.path().join("data-keys")).expect("read");
    fs::write(backup.path().join("data-keys"), now).expect("written");
    let store = open(backup.path());
    assert_eq!(readable(&store, &ana).await, 0, "nor does a backup");
    assert_eq!(readable(&store, &ben).await, 3);
    // They begin anew.
    store.commit(later.clone()).await.expect("committed");
    assert_eq!(readable(&store, &later).await, 3);
}

#[tokio::test]
async fn keys_that_nothing_needs_are_swept() {
    let folder = folder();
    let store = open(folder.path());
    let people: Vec<Commit> = ["ana", "ben", "cleo"].map(|it| said(it, "words")).into();
    for commit in &people {
        store.commit(commit.clone()).await.expect("committed");
    }
    assert_eq!(store.sweep_keys().await.expect("swept"), 0);
    // Of Ana nothing is left, of Ben a large call, of Cleo a message.
    let remove = |of: &Commit, records: &[usize], messages: bool| Commit {
        delete: records.iter().map(|n| of.put[*n].key()).collect(),
        sent: match messages {
            true => vec![(of.send[0].conversation.clone(), Seq(0))],
            false => Vec::new(),
        },
        ..Commit::default()
    };
    for (of, records, messages) in [
        (&people[0], &[0, 1][..], true),
        (&people[1], &[0], true),
        (&people[2], &[0, 1], false),
    ] {
        let mut commit = remove(of, records, messages);
        if let Some((lane, seq)) = commit.sent.first_mut() {
            *seq = store.outbox(lane, 1).await.expect("outbox")[0].0;
        }
        store.commit(commit).await.expect("committed");
    }
    while !store.purge(100).await.expect("purged") {}
    let kept = async |swept: usize, left: usize| {
        assert_eq!(store.sweep_keys().await.expect("swept"), swept);
        assert_eq!(keys_of_records(&store).await.len(), left);
    };
    kept(1, 2).await;
    assert_eq!(readable(&store, &people[1]).await, 1);
    assert_eq!(readable(&store, &people[2]).await, 1);
    // Ana comes back, and stays over a restart.
    store.commit(people[0].clone()).await.expect("committed");
    kept(0, 3).await;
    let store = reopened(store, folder.path());
    assert_eq!(readable(&store, &people[0]).await, 3);
}

/// Records are written while keys are swept, again and again: none is lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_sweep_takes_no_key_that_is_just_wanted() {
    let folder = folder();
    let store = open(folder.path());
    let sweeping = async {
        for _ in 0..60 {
            store.sweep_keys().await.expect("swept");
        }
    };
    let coming_and_going = async {
        for round in 0..150 {
            let ana = said("ana", &round.to_string());
            store.commit(ana.clone()).await.expect("committed");
            assert_eq!(readable(&store, &ana).await, 3, "round {round}");
            let lane = ana.send[0].conversation.clone();
            let seq = store.outbox(&lane, 1).await.expect("outbox")[0].0;
            let gone = Commit {
                delete: ana.put.iter().map(Record::key).collect(),
                sent: vec![(lane, seq)],
                ..Commit::default()
            };
            store.commit(gone).await.expect("committed");
        }
    };
    tokio::join!(sweeping, coming_and_going);
}
