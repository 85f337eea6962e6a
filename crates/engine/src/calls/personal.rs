//! Errands about a person's own records: a copy of all, and the end of all.
//!
//! Both look at every record of the store, some at a time, and for one person
//! after the other: so nobody makes the store slow by asking often.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use kally_core::dialogue::Brought;
use kally_core::model::{ChatUser, ConversationId};
use kally_store::{
    Commit, CommitError, Durability, MembersRecord, OutboxRecord, Record, Seq, StoreError, Version,
};

use super::Errands;
use crate::bridge::leave_rooms;
use crate::scanning::{Scan, remove};

/// The size of one file, in bytes: a stored message may have twice as many.
const FILE_BYTES: usize = 400 * 1024;

/// More files than this are not sent at once.
const MOST_FILES: usize = 20;

/// How many conversations with waiting messages are listed at a time, and how
/// many messages of one.
const LANES: usize = 100;
const MOST_WAITING: usize = 1_000;

/// A message that waits, and its place.
type Waiting = (ConversationId, Seq, Option<OutboxRecord>);

/// How often the removal looks whether records came meanwhile.
const ROUNDS: usize = 3;

/// Who looks at all records.
#[derive(Default)]
pub(super) struct Lookers {
    /// One at a time.
    turn: tokio::sync::Mutex<()>,
    /// The people whose data is being put together.
    collecting: Mutex<HashSet<ChatUser>>,
}

impl Errands {
    /// Everything that is kept about a person, as files; nothing if it is being
    /// put together already.
    pub(super) async fn my_data(&self, user: &ChatUser) -> Result<Brought, StoreError> {
        let collecting = || {
            let collecting = self.lookers.collecting.lock();
            collecting.unwrap_or_else(PoisonError::into_inner)
        };
        if !collecting().insert(user.clone()) {
            return Ok(Brought::Nothing);
        }
        let found = self.records_about(user).await;
        let waiting = self.waiting_for(user).await;
        collecting().remove(user);
        let records = found?.into_iter();
        let records = records.map(|(_, record)| record.to_readable_json());
        let messages = waiting?.into_iter();
        let messages = messages.filter_map(|(_, _, message)| Some(message?.to_readable_json()));
        let json = records
            .chain(messages)
            .map(|json| serde_json::to_string_pretty(&json).unwrap_or_default());
        Ok(Brought::Data(files(json)))
    }

    /// Removes everything that is kept about a person, except for that which
    /// the report of the end needs: its conversation, the settings, the errand.
    /// The account has ended before. The key that sealed their words is thrown
    /// away, so that no copy of what is removed opens any more.
    pub(super) async fn forget(
        &self,
        user: &ChatUser,
        last: &ConversationId,
    ) -> Result<Brought, StoreError> {
        let store = &*self.parts.store;
        let retired = store.renew_key(user).await?;
        self.drop_waiting(user).await?;
        for _ in 0..ROUNDS {
            let mut past = self.records_about(user).await?;
            past.retain(|(_, record)| match record {
                Record::Conversation(conversation) => conversation.id != *last,
                Record::Call(call) => !call.is_open(),
                Record::Message(_)
                | Record::About(_)
                | Record::Waiting(_)
                | Record::Forms(_)
                | Record::Contacts(_)
                | Record::Appointment(_)
                | Record::Calendar(_)
                | Record::Feed(_)
                | Record::Link(_) => true,
                _ => false,
            });
            if past.is_empty() {
                break;
            }
            for (version, record) in past {
                if let Record::Contacts(contacts) = &record {
                    leave_rooms(store, contacts).await?;
                }
                remove(store, version, &record).await?;
            }
        }
        if !retired.is_empty() {
            self.write_again(user).await?;
            store.drop_keys(&retired).await?;
        }
        Ok(Brought::Forgotten)
    }

    /// Writes the records about a person again, sealed with their new key;
    /// durable when this returns.
    async fn write_again(&self, user: &ChatUser) -> Result<(), StoreError> {
        let store = &*self.parts.store;
        for (version, record) in self.records_about(user).await? {
            // The list of people is nobody's own.
            if record.owner().is_none() {
                continue;
            }
            let commit = Commit {
                expect: vec![(record.key(), version)],
                put: vec![record],
                durability: Durability::Soon,
                ..Commit::default()
            };
            match store.commit(commit).await {
                // If it has changed since, it was sealed with the new key then.
                Ok(()) | Err(CommitError::Conflict(_)) => {}
                Err(error) => return Err(error.into_failure()),
            }
        }
        let made = store.commit(Commit::default()).await;
        made.map_err(CommitError::into_failure)
    }

    /// The messages that wait to be delivered to a person, with their places;
    /// `None` for those that cannot be read.
    async fn waiting_for(&self, user: &ChatUser) -> Result<Vec<Waiting>, StoreError> {
        let store = &self.parts.store;
        let mut found = Vec::new();
        let mut after = None;
        loop {
            let lanes = store.lanes(after.as_ref(), LANES).await?;
            let Some(last) = lanes.last().cloned() else {
                return Ok(found);
            };
            for lane in lanes {
                if lane.chat_user() != *user {
                    continue;
                }
                let waiting = store.outbox(&lane, MOST_WAITING).await?;
                found.extend(
                    waiting
                        .into_iter()
                        .map(|(seq, message)| (lane.clone(), seq, message.into_record())),
                );
            }
            after = Some(last);
        }
    }

    /// Drops the messages that wait for a person.
    async fn drop_waiting(&self, user: &ChatUser) -> Result<(), StoreError> {
        let waiting = self.waiting_for(user).await?;
        let sent: Vec<_> = waiting
            .into_iter()
            .map(|(lane, seq, _)| (lane, seq))
            .collect();
        if sent.is_empty() {
            return Ok(());
        }
        let lanes: Vec<ConversationId> = sent.iter().map(|(lane, _)| lane.clone()).collect();
        let commit = Commit {
            sent,
            durability: Durability::Soon,
            ..Commit::default()
        };
        let made = self.parts.store.commit(commit).await;
        made.map_err(CommitError::into_failure)?;
        let delivery = &self.parts.doorbells.delivery;
        lanes.into_iter().for_each(|lane| delivery.ring(lane));
        Ok(())
    }

    /// All records about a person.
    async fn records_about(&self, user: &ChatUser) -> Result<Vec<(Version, Record)>, StoreError> {
        let _turn = self.lookers.turn.lock().await;
        let mut found = Vec::new();
        let mut scan = Scan::new(&*self.parts.store, &*self.parts.clock);
        while let Some(page) = scan.page().await? {
            let about = |(version, record)| Some((version, part_about(record, user)?));
            found.extend(page.into_iter().filter_map(about));
        }
        Ok(found)
    }
}

/// The record, if it is about that person; of the list of people, their place.
fn part_about(record: Record, user: &ChatUser) -> Option<Record> {
    match record {
        Record::Members(members) => {
            let mut people = members.people;
            people.retain(|member| member.user == *user);
            let own = MembersRecord {
                name: members.name,
                people,
                invitations: Vec::new(),
            };
            (!own.people.is_empty()).then(|| own.into())
        }
        record => (record.owner().as_ref() == Some(user)).then_some(record),
    }
}

/// Lists of JSON values, none much longer than a file may be.
fn files(values: impl Iterator<Item = String>) -> Vec<String> {
    let mut files = vec![String::new()];
    for mut value in values {
        if value.len() > FILE_BYTES {
            value = "\"a record that is too long to send\"".to_owned();
        }
        match files.last_mut() {
            Some(file) if file.is_empty() => *file = value,
            Some(file) if file.len() + value.len() <= FILE_BYTES => {
                file.push_str(",\n");
                file.push_str(&value);
            }
            _ => files.push(value),
        }
    }
    if files.len() > MOST_FILES {
        files.truncate(MOST_FILES);
        files.push("\"there are more records than are sent at once\"".to_owned());
    }
    let list = |file: String| format!("[\n{file}\n]\n");
    files.into_iter().map(list).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_bridge::{TestBridge, quick_calls};
    use kally_core::model::{MessageKey, Platform, Reply, Rich};

    async fn called(number: &str, end: &str) -> TestBridge {
        let mut bridge = TestBridge::linked(quick_calls()).await;
        bridge.call(number, end).await;
        bridge
    }

    fn ana() -> ChatUser {
        ChatUser {
            platform: Platform::Terminal,
            id: "ana".to_owned(),
        }
    }

    /// The kinds of everything that is kept about Ana, but for today's count.
    async fn kept(bridge: &TestBridge) -> Vec<Record> {
        let page = bridge.store.scan(None, 1000).await.unwrap();
        let records = page.records.into_iter();
        let about = records.filter_map(|(_, record)| part_about(record, &ana()));
        about
            .filter(|record| !matches!(record, Record::Quota(_)))
            .collect()
    }

    #[tokio::test]
    async fn a_person_gets_a_copy_and_is_forgotten() {
        let mut bridge = called("+1 415 555 2671", "Call finished").await;
        for (words, answer) in [("keep it", "Kept: "), ("/calendar", "/calendar/")] {
            let before = bridge.say(words).await;
            bridge.chat.wait_for(before, answer).await;
        }
        let before = bridge.say("/privacy").await;
        bridge.chat.wait_for(before, "[My data] [Forget me]").await;
        let before = bridge.say("my data").await;
        let place = bridge.chat.wait_for(before, "Here is everything").await;
        let file = bridge.chat.sent()[place].reply.document.clone();
        let file = file.expect("a file");
        let json: serde_json::Value = serde_json::from_str(&file.text).expect("JSON");
        assert!(file.text.contains("+14155552671") && !file.text.contains("sealed"));
        let of = |kind| json.as_array().unwrap().iter().any(|it| it["kind"] == kind);
        assert!(of("call") && of("account") && of("conversation"), "{json}");
        assert!(of("appointment") && of("calendar"), "{json}");
        assert!(!file.text.contains("\"feed\": \""), "no hash of a secret");

        let keys = bridge.store.data_keys().await.unwrap();
        let keys: Vec<_> = keys.into_iter().map(|key| key.id).collect();
        assert_eq!(keys.len(), 2, "of the sign-in and of the records");
        for (answer, reply) in [
            ("no, keep it", "nothing was removed"),
            ("forget everything", "I've removed"),
        ] {
            bridge.say("/privacy").await;
            let before = bridge.say("forget me").await;
            bridge
                .chat
                .wait_for(before, "[Forget everything] [No, keep it]")
                .await;
            assert!(!kept(&bridge).await.is_empty());
            let before = bridge.say(answer).await;
            bridge.chat.wait_for(before, reply).await;
        }
        assert_eq!(kept(&bridge).await, []);
        let kept = bridge.store.data_keys().await.unwrap();
        assert!(kept.iter().all(|key| !keys.contains(&key.id)), "{kept:?}");
        // They begin anew.
        let before = bridge.say("/account").await;
        bridge.chat.wait_for(before, "No KallyAI account").await;
        bridge.stop().await;
    }

    /// A message to Ana that nobody delivers, since nobody is told of it.
    fn stuck() -> OutboxRecord {
        let conversation = ConversationId {
            platform: Platform::Terminal,
            chat: "elsewhere".to_owned(),
            thread: None,
            user: "ana".to_owned(),
        };
        let reply = Reply {
            body: Rich::plain("The doctor can see you"),
            ..Reply::default()
        };
        let message = MessageKey(uuid::Uuid::from_u128(5));
        OutboxRecord::new(message, conversation, reply, chrono::DateTime::UNIX_EPOCH)
    }

    #[tokio::test]
    async fn messages_that_wait_are_shown_and_dropped() {
        let mut bridge = TestBridge::linked(quick_calls()).await;
        let message = stuck();
        let lane = message.conversation.clone();
        let commit = Commit {
            send: vec![message],
            ..Commit::default()
        };
        bridge.store.commit(commit).await.unwrap();
        bridge.say("/privacy").await;
        let before = bridge.say("my data").await;
        let place = bridge.chat.wait_for(before, "Here is everything").await;
        let file = bridge.chat.sent()[place].reply.document.clone();
        assert!(file.unwrap().text.contains("The doctor can see you"));
        assert_eq!(bridge.store.outbox(&lane, 10).await.unwrap().len(), 1);
        bridge.say("/privacy").await;
        let before = bridge.say("forget me").await;
        bridge.chat.wait_for(before, "[Forget everything]").await;
        let before = bridge.say("forget everything").await;
        bridge.chat.wait_for(before, "I've removed").await;
        assert_eq!(bridge.store.outbox(&lane, 10).await.unwrap(), []);
        bridge.stop().await;
    }

    #[tokio::test]
    async fn nobody_is_forgotten_while_a_call_is_open() {
        let mut bridge = called("+1 415 555 0132", "doesn't show it").await;
        bridge.say("/forget").await;
        let before = bridge.say("forget me").await;
        bridge
            .chat
            .wait_for(before, "while this is under way")
            .await;
        let before = bridge.say("leave it").await;
        bridge.chat.wait_for(before, "I'll leave it there").await;
        bridge.stop().await;
    }

    #[test]
    fn long_data_is_sent_in_several_files() {
        let value = |n: usize| format!("\"{}\"", "a".repeat(n));
        assert_eq!(files(std::iter::empty()), ["[\n\n]\n"]);
        let some = files([10, 20, FILE_BYTES - 2, 30].map(value).into_iter());
        assert_eq!(some.len(), 3);
        let all = files((0..100).map(|_| value(FILE_BYTES - 2)));
        assert_eq!(all.len(), MOST_FILES + 1);
        let long = files(std::iter::once(value(2 * FILE_BYTES)));
        assert!(long[0].contains("too long"));
        for file in some.iter().chain(&all) {
            serde_json::from_str::<serde_json::Value>(file).expect("JSON");
            assert!(file.len() < FILE_BYTES + 10);
        }
    }
}
