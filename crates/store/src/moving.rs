//! Everything of one store in another one.
//!
//! The new store carries a mark until all of it is there and was compared: the
//! program does not run on a store with the mark, and the move can be done again
//! after an interruption. The old store stays as it is.

use sha2::{Digest as _, Sha256};

use super::{
    Commit, CommitError, CursorRecord, Durability, KeyPurpose, OutboxRecord, Record,
    RecordKind as _, Store, StoreError, Stored, read_one,
};
use kally_core::model::ConversationId;

/// How many records, marks or conversations are read at once.
const PAGE: usize = 256;

/// How many records are written at once.
const TOGETHER: usize = 16;

/// The name of the mark, which is no platform's.
const MARK: &str = "unfinished-move";

/// What was moved.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    pub records: u64,
    /// Messages that wait to be sent.
    pub messages: u64,
    /// Marks of events.
    pub events: u64,
    /// Records and messages that nobody can read: they are in the old store only.
    pub unreadable: u64,
}

/// Why a store was not moved.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is something in the new store.
    #[error("the new store is not empty")]
    NotEmpty,
    /// The old store is itself the unfinished end of a move.
    #[error("a move into the old store has not ended: it has not all records")]
    Unfinished,
    /// The stores are not the same afterwards.
    #[error("the new store differs from the old one; move again, into an empty store")]
    Differs,
}

/// Whether a move into this store has not ended.
///
/// # Errors
/// When the store fails.
pub async fn is_unfinished_move(store: &dyn Store) -> Result<bool, StoreError> {
    let mark = read_one::<CursorRecord>(store, &MARK.to_owned()).await?;
    Ok(!matches!(mark, Stored::Absent))
}

/// Moves everything to a store that is empty, or in which an earlier move ended
/// too early, and compares both.
///
/// # Errors
/// When a store fails or they differ; it can be repeated then.
pub async fn move_store(from: &dyn Store, to: &dyn Store) -> Result<Moved, MoveError> {
    if is_unfinished_move(from).await? {
        return Err(MoveError::Unfinished);
    }
    if !is_unfinished_move(to).await? {
        if !is_empty(to).await? {
            return Err(MoveError::NotEmpty);
        }
        let mark = CursorRecord {
            name: MARK.to_owned(),
            value: String::new(),
        };
        write(
            to,
            Commit {
                put: vec![mark.into()],
                ..Commit::default()
            },
        )
        .await?;
    }
    let mut keys = from.data_keys().await?;
    // The new store makes its own keys for records.
    keys.retain(|key| key.purpose != KeyPurpose::Records);
    to.keep_keys(keys).await?;
    records(from, to).await?;
    events(from, to).await?;
    messages(from, to).await?;
    let (there, here) = (Content::of(from).await?, Content::of(to).await?);
    if there.hash != here.hash || here.moved.unreadable > 0 {
        return Err(MoveError::Differs);
    }
    let delete = vec![CursorRecord::key(&MARK.to_owned())];
    write(
        to,
        Commit {
            delete,
            ..Commit::default()
        },
    )
    .await?;
    Ok(there.moved)
}

async fn write(store: &dyn Store, commit: Commit) -> Result<(), StoreError> {
    store
        .commit(commit)
        .await
        .map_err(CommitError::into_failure)
}

async fn is_empty(store: &dyn Store) -> Result<bool, StoreError> {
    let scanned = store.scan(None, 1).await?;
    Ok(scanned.records.is_empty()
        && scanned.unreadable == 0
        && scanned.next.is_none()
        && store.lanes(None, 1).await?.is_empty()
        && store.events(None, 1).await?.marks.is_empty())
}

async fn records(from: &dyn Store, to: &dyn Store) -> Result<(), StoreError> {
    let mut next = None;
    loop {
        let page = from.scan(next, PAGE).await?;
        for some in page.records.chunks(TOGETHER) {
            let put = some.iter().map(|(_, record)| record.clone()).collect();
            let commit = Commit {
                put,
                durability: Durability::Soon,
                ..Commit::default()
            };
            write(to, commit).await?;
        }
        next = page.next;
        if next.is_none() {
            return Ok(());
        }
    }
}

async fn events(from: &dyn Store, to: &dyn Store) -> Result<(), StoreError> {
    let mut next = None;
    loop {
        let page = from.events(next, PAGE).await?;
        for mark in page.marks {
            let event = Some(mark);
            let commit = Commit {
                event,
                durability: Durability::Soon,
                ..Commit::default()
            };
            match to.commit(commit).await {
                // An earlier move came so far.
                Ok(()) | Err(CommitError::AlreadySeen) => {}
                Err(error) => return Err(error.into_failure()),
            }
        }
        next = page.next;
        if next.is_none() {
            return Ok(());
        }
    }
}

/// Each conversation's messages are one commit, so that they are there once.
async fn messages(from: &dyn Store, to: &dyn Store) -> Result<(), StoreError> {
    let mut after = None;
    loop {
        let lanes = from.lanes(after.as_ref(), PAGE).await?;
        let Some(last) = lanes.last().cloned() else {
            return Ok(());
        };
        for lane in &lanes {
            let (send, _) = waiting(from, lane).await?;
            if to.outbox(lane, 1).await?.is_empty() {
                write(
                    to,
                    Commit {
                        send,
                        ..Commit::default()
                    },
                )
                .await?;
            }
        }
        after = Some(last);
    }
}

/// The messages of a conversation, and how many more nobody can read.
async fn waiting(
    store: &dyn Store,
    lane: &ConversationId,
) -> Result<(Vec<OutboxRecord>, usize), StoreError> {
    let found = store.outbox(lane, usize::MAX / 2).await?;
    let all = found.len();
    let read = found.into_iter().filter_map(|(_, it)| it.into_record());
    let read: Vec<OutboxRecord> = read.collect();
    let unreadable = all - read.len();
    Ok((read, unreadable))
}

/// What is in a store, without the mark of a move.
#[derive(Debug, Default)]
struct Content {
    moved: Moved,
    /// Of all of it, in any order; of a conversation's messages in theirs.
    hash: [u8; 32],
}

impl Content {
    async fn of(store: &dyn Store) -> Result<Self, StoreError> {
        let mut content = Self::default();
        let mut next = None;
        loop {
            let page = store.scan(next, PAGE).await?;
            content.moved.unreadable += page.unreadable as u64;
            for (_, record) in page.records {
                if !matches!(&record, Record::Cursor(cursor) if cursor.name == MARK) {
                    content.add(&[&record.encode()?]);
                    content.moved.records += 1;
                }
            }
            next = page.next;
            if next.is_none() {
                break;
            }
        }
        loop {
            let page = store.events(next, PAGE).await?;
            for mark in page.marks {
                content.add(&[mark.platform.word().as_bytes(), mark.id.0.as_bytes()]);
                content.moved.events += 1;
            }
            next = page.next;
            if next.is_none() {
                break;
            }
        }
        content.add_messages(store).await?;
        Ok(content)
    }

    async fn add_messages(&mut self, store: &dyn Store) -> Result<(), StoreError> {
        let mut after = None;
        loop {
            let lanes = store.lanes(after.as_ref(), PAGE).await?;
            let Some(last) = lanes.last().cloned() else {
                return Ok(());
            };
            for lane in &lanes {
                let (messages, unreadable) = waiting(store, lane).await?;
                self.moved.unreadable += unreadable as u64;
                self.moved.messages += messages.len() as u64;
                let messages = messages.iter().map(OutboxRecord::encode);
                let messages: Vec<Vec<u8>> = messages.collect::<Result<_, _>>()?;
                let parts: Vec<&[u8]> = messages.iter().map(Vec::as_slice).collect();
                self.add(&parts);
            }
            after = Some(last);
        }
    }

    /// Adds the hash of these parts, so that the order of additions does not matter.
    fn add(&mut self, parts: &[&[u8]]) {
        let mut digest = Sha256::new();
        for part in parts {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part);
        }
        let mut carry = 0;
        for (sum, byte) in self.hash.iter_mut().zip(digest.finalize()) {
            let added = u16::from(*sum) + u16::from(byte) + carry;
            [_, *sum] = added.to_be_bytes();
            carry = added >> 8;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::MemoryStore;
    use crate::samples::{at, call, conversation, cursor, lane, message};
    use crate::{EventMark, Work};
    use kally_core::model::{EventId, Platform};

    async fn filled() -> MemoryStore {
        let store = MemoryStore::default();
        for n in 0..3 {
            let commit = Commit {
                event: Some(EventMark {
                    platform: Platform::Telegram,
                    id: EventId(n.to_string()),
                    at: at(n),
                }),
                put: vec![
                    call(u128::try_from(n).unwrap()).into(),
                    conversation(&n.to_string()).into(),
                ],
                send: vec![message(&lane("x"), &n.to_string())],
                ..Commit::default()
            };
            store.commit(commit).await.unwrap();
        }
        store
    }

    #[tokio::test]
    async fn everything_is_moved_and_the_old_store_stays() {
        let (from, to) = (filled().await, MemoryStore::default());
        let moved = move_store(&from, &to).await.unwrap();
        let expected = Moved {
            records: 6,
            messages: 3,
            events: 3,
            unreadable: 0,
        };
        assert_eq!(moved, expected);
        for store in [&from, &to] {
            assert_eq!(Content::of(store).await.unwrap().moved, expected);
        }
        let open = to.open_work(Work::Calls, None, 9).await.unwrap();
        assert_eq!(open.len(), 3);
        assert!(!is_unfinished_move(&to).await.unwrap());
        let again = move_store(&from, &to).await.unwrap_err();
        assert!(matches!(again, MoveError::NotEmpty), "{again}");
    }

    #[tokio::test]
    async fn an_interrupted_move_is_done_again_and_nothing_is_there_twice() {
        let (from, to) = (filled().await, MemoryStore::default());
        // It came as far as the messages.
        let mark = cursor(MARK, "");
        write(
            &to,
            Commit {
                put: vec![mark.into()],
                ..Commit::default()
            },
        )
        .await
        .unwrap();
        records(&from, &to).await.unwrap();
        events(&from, &to).await.unwrap();
        messages(&from, &to).await.unwrap();
        assert!(is_unfinished_move(&to).await.unwrap());
        let backwards = move_store(&to, &from).await.unwrap_err();
        assert!(matches!(backwards, MoveError::Unfinished), "{backwards}");
        assert_eq!(move_store(&from, &to).await.unwrap().messages, 3);
        assert_eq!(to.outbox(&lane("x"), 9).await.unwrap().len(), 3);
    }

    #[tokio::test]
    async fn a_difference_is_noticed_and_the_mark_stays() {
        let (from, to) = (filled().await, MemoryStore::default());
        let put = vec![cursor(MARK, "").into(), cursor("of nobody", "").into()];
        write(
            &to,
            Commit {
                put,
                ..Commit::default()
            },
        )
        .await
        .unwrap();
        let refused = move_store(&from, &to).await.unwrap_err();
        assert!(matches!(refused, MoveError::Differs), "{refused}");
        assert!(is_unfinished_move(&to).await.unwrap());
    }
}
