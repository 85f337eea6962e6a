//! After the store was restored from a copy, the bot knows nothing of what
//! happened since. A platform may bring events of that time again, and people
//! press buttons of messages that the copy does not know: none of that is
//! carried out. Their person is told once, and asked again where a request was
//! open.

use chrono::{DateTime, Utc};

use kally_core::dialogue::Prompt;
use kally_core::model::ChatUser;
use kally_store::{
    AccountRecord, Commit, CommitError, ConversationRecord, EventMark, Key, Record, RestoredRecord,
    StoreError, read_one,
};

use super::loaded::Loaded;
use super::turn::Event;
use super::{Bridge, Content, Handled, Inbound, TurnError, WorkerPart};

impl Bridge {
    /// The same, over a store that was restored, if this is its mark.
    #[must_use]
    pub fn restored(self, mark: Option<&RestoredRecord>) -> Self {
        let restored_at = mark.map(|mark| mark.restored_at);
        Self {
            restored_at,
            ..self
        }
    }

    /// When the store was restored from a copy, if it was.
    #[must_use]
    pub fn restored_at(&self) -> Option<DateTime<Utc>> {
        self.restored_at
    }

    /// The present time. If the clock was set back since the restore, it is the time
    /// of the restore: an event that comes now did not happen before it.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        let now = self.clock.now();
        self.restored_at.map_or(now, |restored| now.max(restored))
    }

    /// Whether this was before the store was restored. A platform that does not
    /// tell the time of a press tells the time of its message.
    #[must_use]
    pub fn is_before_restore(&self, at: DateTime<Utc>) -> bool {
        self.restored_at.is_some_and(|restored| at < restored)
    }

    /// An event of before: its person is told once that it is not carried out.
    /// Who presses is told each time.
    pub(super) async fn before_restore(
        &self,
        inbound: &Inbound,
        mark: EventMark,
    ) -> Result<Handled, TurnError> {
        let id = &inbound.conversation;
        let passed_over = Ok(Handled::default());
        if inbound.content.is_of_others() || !self.admits(inbound) {
            return passed_over;
        }
        let known = read_one::<ConversationRecord>(&*self.store, id).await?;
        let Some(known) = known.into_record() else {
            return passed_over;
        };
        let pressed = matches!(inbound.content, Content::Press(_));
        if !pressed && !self.is_before_restore(known.changed_at) {
            return passed_over;
        }
        let (event, with) = (Event::Restored(inbound), WorkerPart::default());
        Box::pin(self.turn(id, Some(mark), &event, &with)).await
    }

    /// The first thing that somebody says to a request of before is no answer to
    /// it: the call may have been made since. A way out is one.
    pub(super) fn after_restore<'a>(&self, event: &Event<'a>, loaded: &Loaded) -> Event<'a> {
        match event {
            Event::Inbound(inbound)
                if loaded
                    .changed_at
                    .is_some_and(|changed| self.is_before_restore(changed))
                    && loaded.conversation.state.form().is_some()
                    && !self.is_urgent(inbound) =>
            {
                Event::Restored(inbound)
            }
            event => *event,
        }
    }

    /// Tells the admins, in the commit that changes the mark.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn keep_mark(
        &self,
        mark: RestoredRecord,
        mut put: Vec<Record>,
        prompt: &Prompt,
    ) -> Result<(), StoreError> {
        put.push(mark.into());
        let admins = self.access.admins().into_iter();
        let send = admins.map(|admin| self.message_to(&admin, prompt));
        let commit = Commit {
            put,
            send: send.collect(),
            ..Commit::default()
        };
        let lanes: Vec<_> = commit
            .send
            .iter()
            .map(|it| it.conversation.clone())
            .collect();
        let made = self.store.commit(commit).await;
        made.map_err(CommitError::into_failure)?;
        let ring = |lane| self.doorbells.delivery.ring(lane);
        lanes.into_iter().for_each(ring);
        Ok(())
    }

    /// Tells a person, once, that they have to sign in again.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn tell_signed_out(&self, user: &ChatUser) -> Result<(), StoreError> {
        let stored = read_one::<AccountRecord>(&*self.store, user).await?;
        let version = stored.version();
        let untold = |account: &AccountRecord| account.revoked && !account.told;
        let Some(account) = stored.into_record().filter(untold) else {
            return Ok(());
        };
        let message = self.message_to(user, &Prompt::RestoredSignIn);
        let lane = message.conversation.clone();
        let told = AccountRecord {
            told: true,
            ..account
        };
        let commit = Commit {
            expect: vec![(Key::Account(user.clone()), version)],
            put: vec![told.into()],
            send: vec![message],
            ..Commit::default()
        };
        match self.store.commit(commit).await {
            Ok(()) => {
                self.doorbells.delivery.ring(lane);
                Ok(())
            }
            // They have signed in, or somebody else has told them.
            Err(CommitError::Conflict(_)) => Ok(()),
            Err(error) => Err(error.into_failure()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use super::*;
    use crate::bridge::Sender;
    use crate::test_bridge::{Outside, RecordingChat, lane, quick, start};
    use kally_core::model::EventId;
    use kally_runtime::{Ids, ManualClock};
    use kally_store::memory::MemoryStore;
    use kally_store::samples::at;
    use kally_store::{Commit, Store as _};
    use kallyai::Client;

    /// The clock was an hour ahead at the restore.
    #[tokio::test]
    async fn a_clock_that_is_set_back_makes_nothing_an_event_of_before() {
        let store = Arc::new(MemoryStore::default());
        let mark = RestoredRecord::new(at(0), at(3600));
        let commit = Commit {
            put: vec![mark.into()],
            ..Commit::default()
        };
        store.commit(commit).await.unwrap();
        let chat = Arc::new(RecordingChat::default());
        let outside = Outside {
            store,
            client: Client::new("http://localhost:1".parse().unwrap(), "test").unwrap(),
            chat: Arc::clone(&chat) as _,
            clock: Arc::new(ManualClock::new(at(1))),
            ids: Arc::new(Ids::seeded(1)),
        };
        let (bridge, _, _, tasks) = start(outside, quick());
        for (place, text) in [(0, "/call"), (1, "+1 415 555 0132"), (2, "a table for 4")] {
            let inbound = Inbound {
                event: EventId(text.to_owned()),
                conversation: lane(),
                sender: Sender {
                    display_name: "Ana".to_owned(),
                    handle: None,
                    language: None,
                },
                at: bridge.now(),
                message: None,
                replies_to: None,
                quoted: None,
                content: Content::Text(text.to_owned()),
            };
            bridge.handle(&inbound).await.unwrap();
            chat.wait_for(place, "").await;
        }
        tasks.shut_down(Duration::from_secs(5)).await;
        let texts = chat.texts();
        assert!(texts[1].contains("ask them for"), "{texts:?}");
        assert!(!texts[2].contains("earlier copy"), "{texts:?}");
    }
}
