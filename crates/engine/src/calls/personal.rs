//! Errands about a person's own records: a copy of all, and the end of all.
//!
//! Both look at every record of the store, some at a time, and for one person
//! after the other: so nobody makes the store slow by asking often.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use kally_core::dialogue::Brought;
use kally_core::model::{ChatUser, ConversationId};
use kally_store::{MembersRecord, Record, StoreError, Version};

use super::Errands;
use crate::scanning::{Scan, remove};

/// The size of one file, in bytes: a stored message may have twice as many.
const FILE_BYTES: usize = 400 * 1024;

/// More files than this are not sent at once.
const MOST_FILES: usize = 20;

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
        collecting().remove(user);
        let json = found?.into_iter().map(|(_, record)| {
            let json = record.to_readable_json();
            serde_json::to_string_pretty(&json).unwrap_or_default()
        });
        Ok(Brought::Data(files(json)))
    }

    /// Removes everything that is kept about a person, except for that which
    /// the report of the end needs: its conversation, the settings, the errand.
    /// The account has ended before.
    pub(super) async fn forget(
        &self,
        user: &ChatUser,
        last: &ConversationId,
    ) -> Result<Brought, StoreError> {
        for _ in 0..ROUNDS {
            let mut past = self.records_about(user).await?;
            past.retain(|(_, record)| match record {
                Record::Conversation(conversation) => conversation.id != *last,
                Record::Call(call) => !call.is_open(),
                Record::Message(_) | Record::About(_) | Record::Waiting(_) => true,
                _ => false,
            });
            if past.is_empty() {
                break;
            }
            for (version, record) in past {
                // The report of the end makes that durable.
                remove(&*self.parts.store, version, &record).await?;
            }
        }
        Ok(Brought::Forgotten)
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
    use kally_core::model::Platform;

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
        let mut bridge = called("+1 415 555 2671", "They answered").await;
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

        for (answer, reply) in [
            ("no, keep it", "nothing was removed"),
            ("forget everything", "was removed"),
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
        assert_eq!(
            bridge.store.data_keys().await.unwrap(),
            [],
            "the key is gone"
        );
        // They begin anew.
        let before = bridge.say("/account").await;
        bridge.chat.wait_for(before, "No KallyAI account").await;
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
        bridge.chat.wait_for(before, "I leave it there").await;
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
