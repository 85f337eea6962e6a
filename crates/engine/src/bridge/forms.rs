//! A person's requests that were not confirmed, in all of their conversations:
//! they are listed and dropped from everywhere.

use kally_core::dialogue::{Conversation, Input, OpenForm};
use kally_core::model::ConversationId;
use kally_store::{FormsRecord, Key, Record, StoreError};

use super::Bridge;
use super::apply::Draft;
use super::concerned::is_from_person;
use super::loaded::Loaded;

/// At most this many conversations with requests are remembered of a person.
const MOST: usize = 16;

impl Bridge {
    /// The requests in other conversations that may be mentioned in this one, and
    /// whether there are more: in private all of them, in a room those of the
    /// room.
    pub(super) async fn forms_there(
        &self,
        id: &ConversationId,
        loaded: &Loaded,
        input: &Input,
    ) -> Result<(Vec<OpenForm>, bool), StoreError> {
        let (mut there, mut hidden) = (Vec::new(), false);
        let Some(record) = loaded.forms.record().filter(|_| is_from_person(input)) else {
            return Ok((there, hidden));
        };
        let others: Vec<_> = record.conversations.iter().filter(|it| *it != id).collect();
        let keys = others
            .iter()
            .map(|other| Key::Conversation((*other).clone()));
        let keys: Vec<Key> = keys.collect();
        let found = self.store.read(&keys).await?;
        for (other, stored) in others.into_iter().zip(found) {
            let forms = match stored.into_record() {
                Some(Record::Conversation(record)) => record.conversation.open_forms(),
                _ => Vec::new(),
            };
            if id.is_private() || other.room() == id.room() {
                there.extend(forms.into_iter().map(|form| OpenForm {
                    there: Some(other.clone()),
                    ..form
                }));
            } else {
                hidden |= !forms.is_empty();
            }
        }
        Ok((there, hidden))
    }
}

impl Draft<'_> {
    /// Notes whether this conversation has requests from now on.
    pub(super) fn note_forms(&mut self, after: &Conversation) {
        let record = self.loaded.forms.record();
        let known = record.map_or(&[][..], |record| &record.conversations);
        let open = !after.open_forms().is_empty();
        if known.contains(self.id) == open {
            return;
        }
        let mut conversations = known.to_vec();
        conversations.retain(|other| other != self.id);
        conversations.extend(open.then(|| self.id.clone()));
        let surplus = conversations.len().saturating_sub(MOST);
        conversations.drain(..surplus);
        let user = self.id.chat_user();
        let key = Key::Forms(user.clone());
        self.commit
            .expect
            .push((key.clone(), self.loaded.forms.version()));
        match conversations.is_empty() {
            true => self.commit.delete.push(key),
            false => self.commit.put.push(
                FormsRecord {
                    user,
                    conversations,
                }
                .into(),
            ),
        }
    }
}
