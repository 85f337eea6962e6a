//! The calls that a turn may change or mention: the one that its event is
//! about, and those of the same person that are not over, wherever they began.

use kally_core::dialogue::{CallView, Conversation, Input};
use kally_core::model::{CallId, ConversationId, MessageRef};
use kally_store::{
    AboutRecord, CallRecord, Commit, Key, Record, StoreError, Stored, Version, Work, read_one,
};

use super::{Bridge, WorkerPart, call_view};

/// At most this many of a person's open calls are read; nobody can keep track
/// of more.
const MOST: usize = 32;

/// The calls that a turn knows.
#[derive(Debug, Default)]
pub(super) struct Concerned {
    calls: Vec<Known>,
    /// The call that the event is about.
    about: Option<CallId>,
    /// The event replies to a message about that call.
    pub(super) replied: bool,
    /// The person has open calls that must not be mentioned here.
    pub(super) elsewhere: bool,
    /// How many calls of the person's are not over, wherever they began.
    pub(super) open_everywhere: usize,
}

#[derive(Debug)]
struct Known {
    version: Version,
    record: CallRecord,
    changed: bool,
}

impl Concerned {
    /// The call that a worker brings, in its new state.
    pub(super) fn brought(record: CallRecord) -> Self {
        let about = Some(record.id);
        let mut brought = Self {
            about,
            ..Self::default()
        };
        brought.add(Version::default(), record);
        brought
    }

    fn add(&mut self, version: Version, record: CallRecord) {
        if self.record(record.id).is_none() {
            self.calls.push(Known {
                version,
                record,
                changed: false,
            });
        }
    }

    pub(super) fn record(&self, id: CallId) -> Option<&CallRecord> {
        let known = self.calls.iter().find(|known| known.record.id == id)?;
        Some(&known.record)
    }

    /// The call that the event is about, as seen from that conversation.
    pub(super) fn about(&self, from: &ConversationId) -> Option<CallView> {
        Some(call_view(self.record(self.about?)?, from))
    }

    /// Those that are not over, the oldest first.
    pub(super) fn open(&self, from: &ConversationId) -> Vec<CallView> {
        let open = |known: &&Known| known.record.is_open();
        let mut open: Vec<&Known> = self.calls.iter().filter(open).collect();
        open.sort_by_key(|known| known.record.id);
        open.iter()
            .map(|known| call_view(&known.record, from))
            .collect()
    }

    pub(super) fn change(&mut self, id: CallId, change: impl FnOnce(&mut CallRecord)) {
        let Some(known) = self.calls.iter_mut().find(|known| known.record.id == id) else {
            tracing::error!(call = %id, "a turn changes a call that it did not read");
            return;
        };
        change(&mut known.record);
        known.changed = true;
    }

    /// Adds the changed calls to the commit.
    pub(super) fn write_to(self, commit: &mut Commit) {
        for known in self.calls.into_iter().filter(|known| known.changed) {
            commit
                .expect
                .push((Key::Call(known.record.id), known.version));
            commit.put.push(known.record.into());
        }
    }
}

impl Bridge {
    /// The calls that an event concerns. In a room anybody can press a button.
    /// So a call of another conversation counts only if it is the same person's
    /// in the same room.
    pub(super) async fn concerned(
        &self,
        id: &ConversationId,
        input: &Input,
        replies_to: Option<&MessageRef>,
        with: &WorkerPart,
        conversation: &Conversation,
    ) -> Result<Concerned, StoreError> {
        // A worker brings the call in its new state.
        if let Some(record) = with.put.iter().find_map(|record| match record {
            Record::Call(record) => Some((**record).clone()),
            _ => None,
        }) {
            return Ok(Concerned::brought(record));
        }
        let pressed = match input {
            Input::ChoicePressed(pressed) => pressed.action.call(),
            _ => None,
        };
        let replied = match (pressed, replies_to) {
            (None, Some(message)) => self.replied_call(message).await?,
            _ => None,
        };
        let named = pressed
            .or(replied)
            .or(with.about)
            .or(conversation.last_call);
        let mut concerned = Concerned::default();
        if is_from_person(input) {
            self.add_open(id, &mut concerned).await?;
        }
        let Some(call) = named else {
            return Ok(concerned);
        };
        if concerned.record(call).is_none()
            && let Stored::Found { version, record } =
                read_one::<CallRecord>(&*self.store, &call).await?
            && is_theirs(&record, id)
        {
            concerned.add(version, record);
        }
        if concerned.record(call).is_some() {
            concerned.about = Some(call);
            concerned.replied = replied == Some(call);
        }
        Ok(concerned)
    }

    pub(super) async fn replied_call(
        &self,
        message: &MessageRef,
    ) -> Result<Option<CallId>, StoreError> {
        let about = read_one::<AboutRecord>(&*self.store, message).await?;
        Ok(about.into_record().map(|about| about.call))
    }

    /// Adds the person's calls that are not over, and notes if there are others
    /// that must not be mentioned here.
    async fn add_open(
        &self,
        id: &ConversationId,
        concerned: &mut Concerned,
    ) -> Result<(), StoreError> {
        for (version, record) in self.open_calls_of(id).await? {
            concerned.open_everywhere += 1;
            match is_theirs(&record, id) {
                true => concerned.add(version, record),
                false => concerned.elsewhere = true,
            }
        }
        Ok(())
    }

    /// Whether no other call of the person is still followed.
    pub(super) async fn is_last_followed(
        &self,
        id: &ConversationId,
        call: CallId,
    ) -> Result<bool, StoreError> {
        let open = self.open_calls_of(id).await?;
        let other = |record: &CallRecord| record.id != call && record.is_followed();
        Ok(!open.iter().any(|(_, record)| other(record)))
    }

    async fn open_calls_of(
        &self,
        id: &ConversationId,
    ) -> Result<Vec<(Version, CallRecord)>, StoreError> {
        let work = Work::CallsOf(id.chat_user());
        let open = self.store.open_work(work, None, MOST).await?;
        if open.is_empty() {
            return Ok(Vec::new());
        }
        let keys: Vec<Key> = open.into_iter().map(|id| Key::Call(CallId(id))).collect();
        let found = self.store.read(&keys).await?.into_iter();
        let calls = found.filter_map(|stored| match stored {
            Stored::Found {
                version,
                record: Record::Call(record),
            } if record.is_open() => Some((version, *record)),
            _ => None,
        });
        Ok(calls.collect())
    }
}

/// Whether a person caused the input; then it may mean any of their calls.
pub(super) fn is_from_person(input: &Input) -> bool {
    !matches!(
        input,
        Input::CallReported(_)
            | Input::StoppedByOther { .. }
            | Input::ErrandReported(..)
            | Input::AppointmentDue(..)
            | Input::NotRead
            | Input::InCircles
            | Input::RecordLost
            | Input::Restored
    )
}

/// Whether a conversation may mention a call: its own, in private every call of
/// the same person, and in a room theirs of that room.
fn is_theirs(call: &CallRecord, id: &ConversationId) -> bool {
    let of = &call.conversation;
    of.chat_user() == id.chat_user() && (id.is_private() || of.chat == id.chat)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kally_store::samples::call;

    /// A change is to the call that it names, whichever one the event is about.
    #[test]
    fn a_change_to_a_call_that_was_not_read_changes_no_other() {
        let (here, other) = (call(1), call(2));
        let mut concerned = Concerned::brought(here.clone());
        concerned.change(other.id, |call| call.stop_wanted = true);
        let mut commit = Commit::default();
        concerned.write_to(&mut commit);
        assert_eq!(commit, Commit::default());
        let mut concerned = Concerned::brought(here.clone());
        concerned.change(here.id, |call| call.stop_wanted = true);
        concerned.write_to(&mut commit);
        assert_eq!(commit.put.len(), 1);
    }
}
