//! The record that the people of a room share: its settings, and the calls that
//! were confirmed there lately. The dialogue mentions one that is about to be made
//! twice.

use chrono::{DateTime, TimeDelta, Utc};

use kally_core::dialogue::{Input, RoomCall, RoomSettings, SettingChange};
use kally_core::model::{CallId, ConversationId, OwnSettings, RoomId, Settings};
use kally_store::{
    CallRecord, CallStageV1, Commit, CommitError, Key, OutcomeV1, RecentCallV1, Record, RoomRecord,
    SharerV1, StoreError, Stored, read_one,
};

use super::apply::Draft;
use super::concerned::is_from_person;
use super::{Bridge, Sender, call_view, own_settings};

/// A call counts for so long after it was confirmed.
const LATELY: TimeDelta = TimeDelta::days(1);

/// At most this many calls of a room are remembered: people who call more often
/// do not read cards.
const MOST: usize = 16;

impl Bridge {
    /// The calls of the room for a turn that a person caused.
    pub(super) async fn calls_of_room(
        &self,
        id: &ConversationId,
        room: &OfRoom,
        input: &Input,
        now: DateTime<Utc>,
    ) -> Result<Vec<RoomCall>, StoreError> {
        let recent = room.stored.record().map_or(&[][..], |room| &room.recent);
        if !is_from_person(input) || recent.is_empty() {
            return Ok(Vec::new());
        }
        let lately = recent.iter().filter(|recent| is_lately(recent, now));
        let keys: Vec<Key> = lately.map(|recent| Key::Call(recent.call)).collect();
        let calls = self.store.read(&keys).await?.into_iter();
        let calls: Vec<CallRecord> = calls.filter_map(call_of).collect();
        let others = calls.iter().map(|call| call.conversation.clone());
        let keys: Vec<Key> = others.map(Key::Conversation).collect();
        let names = self.store.read(&keys).await?.into_iter().map(name_of);
        let calls = calls.iter().zip(names);
        Ok(calls
            .filter_map(|(call, name)| room_call(call, name, id))
            .collect())
    }
}

fn is_lately(recent: &RecentCallV1, now: DateTime<Utc>) -> bool {
    now - recent.at < LATELY
}

fn call_of(stored: Stored<Record>) -> Option<CallRecord> {
    match stored.into_record() {
        Some(Record::Call(call)) => Some(*call),
        _ => None,
    }
}

fn name_of(stored: Stored<Record>) -> Option<String> {
    match stored.into_record() {
        Some(Record::Conversation(record)) => record.display_name,
        _ => None,
    }
}

/// The call as seen from that conversation. One of another person who has no name
/// any more was forgotten.
fn room_call(call: &CallRecord, name: Option<String>, from: &ConversationId) -> Option<RoomCall> {
    let own = call.conversation.user == from.user;
    let status = match &call.stage {
        CallStageV1::Ended {
            outcome: OutcomeV1::Reported(outcome),
            ..
        } => Some(outcome.status.clone()),
        _ => None,
    };
    Some(RoomCall {
        view: call_view(call, from),
        by: if own { None } else { Some(name?) },
        at: call.confirmed_at,
        status,
    })
}

/// The record of the room that a conversation is held in.
#[derive(Debug, Clone)]
pub(super) struct OfRoom {
    /// The room; `None` for a private conversation.
    id: Option<RoomId>,
    stored: Stored<RoomRecord>,
}

impl OfRoom {
    /// The room; of an upgraded one the oldest.
    pub(super) fn id(&self) -> Option<&RoomId> {
        self.id.as_ref()
    }

    /// Who shares contacts there.
    pub(super) fn sharers(&self) -> &[SharerV1] {
        let record = self.stored.record();
        record.map_or(&[], |record| &record.sharers)
    }

    /// The settings that its moderators have set.
    fn own(&self) -> OwnSettings {
        let record = self.stored.record();
        record.map(|record| record.own.clone()).unwrap_or_default()
    }
}

impl Bridge {
    /// Reads the record of a room; of an upgraded room, the record of the oldest
    /// one.
    pub(super) async fn of_room(&self, id: &ConversationId) -> Result<OfRoom, StoreError> {
        let Some(room) = id.room() else {
            let stored = Stored::Absent;
            return Ok(OfRoom { id: None, stored });
        };
        let stored = read_one::<RoomRecord>(&*self.store, &room).await?;
        let continues = stored.record().and_then(|room| room.continues.clone());
        Ok(match continues {
            None => OfRoom {
                id: Some(room),
                stored,
            },
            Some(oldest) => OfRoom {
                stored: read_one(&*self.store, &oldest).await?,
                id: Some(oldest),
            },
        })
    }

    /// The settings of a person who has set nothing, in a room.
    pub(super) fn defaults_in(&self, room: &OfRoom, sender: Option<&Sender>) -> Settings {
        room.own().over(&self.defaults_for(sender))
    }

    /// The settings of a room itself.
    pub(super) fn room_settings(&self, id: &ConversationId, room: &OfRoom) -> RoomSettings {
        RoomSettings {
            own: room.own(),
            defaults: self.options.defaults.clone(),
            has_threads: id.platform.abilities().has_threads,
        }
    }

    /// The settings of a room, also before anybody has set one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn settings_of_room(&self, id: &ConversationId) -> Result<Settings, StoreError> {
        let room = self.of_room(id).await?;
        Ok(self.room_settings(id, &room).settings())
    }

    /// Notes that a room continues another one, whose settings and calls are its
    /// own from now on.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn continues(&self, room: RoomId, oldest: RoomId) -> Result<(), StoreError> {
        let stored = read_one::<RoomRecord>(&*self.store, &room).await?;
        let version = stored.version();
        let mut record = stored
            .into_record()
            .unwrap_or_else(|| RoomRecord::new(room.clone()));
        if record.continues.as_ref() == Some(&oldest) {
            return Ok(());
        }
        record.continues = Some(oldest);
        let commit = Commit {
            expect: vec![(Key::Room(room), version)],
            put: vec![record.into()],
            ..Commit::default()
        };
        match self.store.commit(commit).await {
            // Somebody has just used the room; the next message notes it.
            Ok(()) | Err(CommitError::Conflict(_) | CommitError::AlreadySeen) => Ok(()),
            Err(CommitError::Store(error)) => Err(error),
        }
    }
}

impl Draft<'_> {
    /// Lets the others in the room know of a call. If somebody confirms one
    /// there at the same moment, one of the two turns decides again.
    pub(super) fn note_in_room(&mut self, call: CallId) {
        let now = self.now;
        self.keep_room(|room| {
            room.recent.retain(|recent| is_lately(recent, now));
            let surplus = (room.recent.len() + 1).saturating_sub(MOST);
            room.recent.drain(..surplus);
            room.recent.push(RecentCallV1 { call, at: now });
        });
    }

    pub(super) fn change_room(&mut self, change: SettingChange) {
        self.keep_room(|room| match change {
            SettingChange::Set(value) => room.own.put(value),
            SettingChange::Clear(setting) => room.own.clear(setting),
        });
    }

    /// Writes the room's record, at most once in a turn.
    pub(super) fn keep_room(&mut self, change: impl FnOnce(&mut RoomRecord)) {
        let OfRoom { id, stored } = &self.loaded.room;
        let Some(id) = id else { return };
        let mut record = match stored.record() {
            Some(record) => record.clone(),
            None => RoomRecord::new(id.clone()),
        };
        change(&mut record);
        let defaults = record
            .own
            .over(&self.bridge.defaults_for(self.sender.as_ref()));
        self.settings = own_settings(&self.loaded.settings).over(&defaults);
        let expected = (Key::Room(id.clone()), stored.version());
        self.commit.expect.push(expected);
        self.commit.put.push(record.into());
    }
}
