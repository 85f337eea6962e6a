//! The owners of events: remembered while fresh, later asked of the homeserver.
//! The memory is bounded; a forgotten event costs a request.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use kally_core::model::ConversationId;

use super::marks::Memo;

/// How many events are remembered.
const MOST: usize = 4_096;

/// How many of the bot's own messages are remembered by their words.
const SAID: usize = 256;

/// So long a person's words outside a thread may belong to the conversation in
/// which they spoke last.
const LATELY: TimeDelta = TimeDelta::minutes(10);

/// The known owner of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Known {
    /// The bot sent it.
    Ours(Memo),
    /// A person said it to the bot.
    Theirs(ConversationId),
    /// A person pressed a key: whose conversation, below which message, and
    /// the meaning.
    Pressed(ConversationId, String, String),
    /// It has nothing to do with the bot.
    Neither,
}

/// Remembers events by room and id.
#[derive(Debug, Default)]
pub(super) struct Recall(Mutex<Memory>);

#[derive(Debug, Default)]
struct Memory {
    events: HashMap<String, Known>,
    order: VecDeque<String>,
    /// The bot's reactions below an event, by their keys.
    marks: HashMap<String, HashMap<String, String>>,
    /// The rooms and the words of the newest messages that the bot said.
    said: VecDeque<(String, String)>,
    /// The conversation of the bot's message after which nobody has spoken in a
    /// room.
    floor: HashMap<String, ConversationId>,
    /// The newest conversation of a person in a shared room, and when they last
    /// spoke in it.
    spoken: HashMap<(String, String), (ConversationId, DateTime<Utc>)>,
}

impl Recall {
    /// Remembers an event, or its new owner.
    pub(super) fn remember(&self, event: &str, known: Known) {
        let mut memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if memory.events.insert(event.to_owned(), known).is_none() {
            memory.order.push_back(event.to_owned());
        }
        while memory.order.len() > MOST {
            if let Some(oldest) = memory.order.pop_front() {
                memory.events.remove(&oldest);
                memory.marks.remove(&oldest);
            }
        }
    }

    /// Remembers a reaction that the bot has set below an event.
    pub(super) fn marked(&self, event: &str, key: &str, reaction: &str) {
        let mut memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Removed when its event is forgotten.
        if memory.events.contains_key(event) {
            let marks = memory.marks.entry(event.to_owned()).or_default();
            marks.insert(key.to_owned(), reaction.to_owned());
        }
    }

    /// Removes and returns the bot's reactions below an event whose keys have
    /// no meaning any more.
    pub(super) fn outdated(&self, event: &str, memo: &Memo) -> Vec<String> {
        let mut memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(marks) = memory.marks.get_mut(event) else {
            return Vec::new();
        };
        let keys: Vec<&str> = memo.keys().collect();
        let gone = marks.extract_if(|key, _| !keys.contains(&key.as_str()));
        gone.map(|(_, reaction)| reaction).collect()
    }

    /// Remembers what the bot said in a room.
    pub(super) fn said(&self, room: &str, words: &str, to: &ConversationId) {
        let mut memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if memory.floor.len() >= MOST {
            memory.floor.clear();
        }
        memory.floor.insert(room.to_owned(), to.clone());
        memory.said.push_back((room.to_owned(), words.to_owned()));
        if memory.said.len() > SAID {
            memory.said.pop_front();
        }
    }

    /// Somebody speaks in a room. Returns the conversation of the bot's message
    /// just before.
    pub(super) fn takes_floor(&self, room: &str) -> Option<ConversationId> {
        let mut memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        memory.floor.remove(room)
    }

    /// Whether these are the bot's own words, as another bot may say them back.
    pub(super) fn has_said(&self, room: &str, words: &str) -> bool {
        let memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let words = words.trim();
        let mut said = memory.said.iter();
        said.any(|(there, said)| there == room && said.trim() == words)
    }

    /// Remembers in which conversation of a room a person speaks.
    pub(super) fn spoke(&self, room: &str, conversation: &ConversationId, at: DateTime<Utc>) {
        let mut memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if memory.spoken.len() >= MOST {
            memory.spoken.retain(|_, (_, spoken)| at - *spoken < LATELY);
        }
        if memory.spoken.len() < MOST {
            let key = (room.to_owned(), conversation.user.clone());
            memory.spoken.insert(key, (conversation.clone(), at));
        }
    }

    /// The conversation in which a person has just spoken in a room.
    pub(super) fn spoke_lately(
        &self,
        room: &str,
        user: &str,
        now: DateTime<Utc>,
    ) -> Option<ConversationId> {
        let memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (room.to_owned(), user.to_owned());
        let (conversation, at) = memory.spoken.get(&key)?;
        (now - *at < LATELY).then(|| conversation.clone())
    }

    /// The remembered owner of an event.
    pub(super) fn recall(&self, event: &str) -> Option<Known> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .events
            .get(event)
            .cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_are_forgotten() {
        let recall = Recall::default();
        for n in 0..=MOST {
            recall.remember(&format!("${n}"), Known::Neither);
        }
        recall.remember("$1", Known::Neither);
        assert_eq!(recall.recall("$0"), None);
        assert_eq!(recall.recall("$1"), Some(Known::Neither));
        assert_eq!(recall.recall(&format!("${MOST}")), Some(Known::Neither));
    }
}
