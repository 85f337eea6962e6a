//! The owners of events: remembered while fresh, later asked of the homeserver.
//! The memory is bounded; a forgotten event costs a request.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use kally_core::model::ConversationId;

use super::marks::Memo;

/// How many events are remembered.
const MOST: usize = 4_096;

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
