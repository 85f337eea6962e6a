//! Whose an event is: remembered while it is fresh, asked of the homeserver
//! when it is not. The memory is bounded; forgetting costs a request.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use crate::model::ConversationId;

use super::marks::Memo;

/// How many events are remembered.
const MOST: usize = 4_096;

/// What is known of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Known {
    /// The bot said it.
    Ours(Memo),
    /// A person said it to the bot.
    Theirs(ConversationId),
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
}

impl Recall {
    /// Remembers an event, or what it has become.
    pub(super) fn remember(&self, event: &str, known: Known) {
        let mut memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if memory.events.insert(event.to_owned(), known).is_none() {
            memory.order.push_back(event.to_owned());
        }
        while memory.order.len() > MOST {
            if let Some(oldest) = memory.order.pop_front() {
                memory.events.remove(&oldest);
            }
        }
    }

    /// What is remembered of an event.
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
