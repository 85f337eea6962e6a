//! The calls that were confirmed in a room lately, by anybody: the dialogue
//! mentions one that is about to be made twice.

use chrono::{DateTime, TimeDelta, Utc};

use kally_core::dialogue::{Input, RoomCall};
use kally_core::model::{CallId, ConversationId};
use kally_store::{
    CallRecord, CallStageV1, Key, OutcomeV1, RecentCallV1, Record, RoomRecord, StoreError, Stored,
};

use super::concerned::is_from_person;
use super::{Bridge, call_view};

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
        room: &Stored<RoomRecord>,
        input: &Input,
        now: DateTime<Utc>,
    ) -> Result<Vec<RoomCall>, StoreError> {
        let recent = room.record().map_or(&[][..], |room| &room.recent);
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

/// The room's record with one more call. Calls that count no longer go.
pub(super) fn with_call(
    room: Option<RoomRecord>,
    id: &ConversationId,
    call: CallId,
    now: DateTime<Utc>,
) -> Option<RoomRecord> {
    let mut room = room.or_else(|| {
        Some(RoomRecord {
            room: id.room()?,
            recent: Vec::new(),
        })
    })?;
    room.recent.retain(|recent| is_lately(recent, now));
    let surplus = (room.recent.len() + 1).saturating_sub(MOST);
    room.recent.drain(..surplus);
    room.recent.push(RecentCallV1 { call, at: now });
    Some(room)
}
