//! A person's address book in a turn: read where the event may need it, and
//! written in the commit of the turn that has changed it. A contact that is
//! shared stays in its owner's record; the room's record only says whose to look
//! at.

use kally_core::dialogue::{Input, SharedContact};
use kally_core::model::{ChatUser, Contacts, ConversationId};
use kally_store::{
    CommitError, ContactsRecord, Key, Record, RoomRecord, SharerV1, Store, StoreError, Stored,
    read_one,
};

use super::Bridge;
use super::apply::Draft;
use super::room::OfRoom;

/// At most this many people share contacts with a room.
const MOST_SHARERS: usize = 16;

/// Whether an event can need the address book: words and presses of a person, a
/// call's end, an errand's result. A call's progress comes often, and cannot.
pub(super) fn are_needed(input: &Input) -> bool {
    match input {
        Input::CallReported(report) => report.is_over(),
        Input::NotRead
        | Input::InCircles
        | Input::RecordLost
        | Input::Restored
        | Input::AppointmentDue(..)
        | Input::StoppedByOther { .. } => false,
        _ => true,
    }
}

/// The contacts of a record; `None` if it cannot be read: it is not written over.
pub(super) fn book(id: &ConversationId, stored: &Stored<ContactsRecord>) -> Option<Contacts> {
    match stored {
        Stored::Absent => Some(Contacts::default()),
        Stored::Found { record, .. } => Some(record.contacts.clone()),
        Stored::Unreadable { reason, .. } => {
            tracing::error!(user = %id.chat_user(), %reason, "a person's contacts cannot be read");
            None
        }
    }
}

impl Bridge {
    pub(super) async fn contacts_of(
        &self,
        user: &ChatUser,
    ) -> Result<Stored<ContactsRecord>, StoreError> {
        read_one(&*self.store, user).await
    }

    /// The contacts that other people share with the room of a conversation.
    pub(super) async fn shared_with(
        &self,
        id: &ConversationId,
        of_room: &OfRoom,
    ) -> Result<Vec<SharedContact>, StoreError> {
        let Some(room) = of_room.id() else {
            return Ok(Vec::new());
        };
        let others = of_room.sharers().iter().filter(|it| it.user != id.user);
        let others: Vec<&SharerV1> = others.collect();
        if others.is_empty() {
            return Ok(Vec::new());
        }
        let keys = others.iter().map(|sharer| {
            let (platform, id) = (id.platform, sharer.user.clone());
            Key::Contacts(ChatUser { platform, id })
        });
        let found = self.store.read(&keys.collect::<Vec<_>>()).await?;
        let mut shared = Vec::new();
        for (sharer, stored) in others.into_iter().zip(found) {
            let Some(Record::Contacts(record)) = stored.into_record() else {
                continue;
            };
            let theirs = record.contacts.by_use().into_iter();
            let theirs = theirs.filter(|contact| contact.rooms.contains(room));
            shared.extend(theirs.map(|contact| SharedContact {
                by: sharer.name.clone(),
                contact: contact.clone(),
            }));
        }
        Ok(shared)
    }
}

impl Draft<'_> {
    /// If another turn of the person has changed them meanwhile, this one is
    /// decided again.
    pub(super) fn keep_contacts(&mut self, contacts: Contacts) {
        self.note_sharer(&contacts);
        let user = self.id.chat_user();
        let key = Key::Contacts(user.clone());
        let version = self.loaded.contacts.version();
        self.commit.expect.push((key.clone(), version));
        match contacts.is_empty() {
            true => self.commit.delete.push(key),
            false => {
                let record = ContactsRecord { user, contacts };
                self.commit.put.push(record.into());
            }
        }
    }

    /// Notes in the room's record whether the person shares contacts there.
    fn note_sharer(&mut self, contacts: &Contacts) {
        let Some(room) = self.loaded.room.id() else {
            return;
        };
        let user = self.id.user.clone();
        let shares = contacts.is_shared_with(room);
        let noted = self.loaded.room.sharers().iter().any(|it| it.user == user);
        if shares == noted {
            return;
        }
        let sender = self.sender.as_ref();
        let name = sender.map_or_else(|| user.clone(), |sender| sender.display_name.clone());
        self.keep_room(|room| {
            room.sharers.retain(|sharer| sharer.user != user);
            if shares {
                let surplus = (room.sharers.len() + 1).saturating_sub(MOST_SHARERS);
                room.sharers.drain(..surplus);
                room.sharers.push(SharerV1 { user, name });
            }
        });
    }
}

/// Removes a person from the rooms with which they share contacts.
pub(crate) async fn leave_rooms(
    store: &dyn Store,
    record: &ContactsRecord,
) -> Result<(), StoreError> {
    let contacts = record.contacts.by_name().into_iter();
    let rooms: std::collections::HashSet<_> = contacts.flat_map(|it| it.rooms.clone()).collect();
    for room in rooms {
        let stored = read_one::<RoomRecord>(store, &room).await?;
        let version = stored.version();
        let Some(mut kept) = stored.into_record() else {
            continue;
        };
        kept.sharers.retain(|sharer| sharer.user != record.user.id);
        let commit = kally_store::Commit {
            expect: vec![(Key::Room(room), version)],
            put: vec![kept.into()],
            ..kally_store::Commit::default()
        };
        match store.commit(commit).await {
            // Somebody uses the room right now: the name stays, and leads to no
            // contact.
            Ok(()) | Err(CommitError::Conflict(_) | CommitError::AlreadySeen) => {}
            Err(CommitError::Store(error)) => return Err(error),
        }
    }
    Ok(())
}
