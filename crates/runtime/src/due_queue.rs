//! Things that wait for a time of day, in one ordered queue with one timer: a
//! hundred thousand of them cost some bytes each, and no task.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use tokio::sync::Notify;

use super::Clock;

/// The keys of things that are due at a time. Nothing here is durable: whoever
/// fills it reads the times from the store at the start.
#[derive(Debug)]
pub struct DueQueue<K> {
    waiting: Mutex<Waiting<K>>,
    changed: Notify,
}

#[derive(Debug)]
struct Waiting<K> {
    by_time: BTreeSet<(DateTime<Utc>, K)>,
    times: HashMap<K, DateTime<Utc>>,
}

impl<K> Default for DueQueue<K> {
    fn default() -> Self {
        Self {
            waiting: Mutex::new(Waiting {
                by_time: BTreeSet::new(),
                times: HashMap::new(),
            }),
            changed: Notify::new(),
        }
    }
}

impl<K: Ord + Hash + Clone> DueQueue<K> {
    fn waiting(&self) -> MutexGuard<'_, Waiting<K>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has a thing wait for that time, and for no other any more.
    pub fn put(&self, key: K, at: DateTime<Utc>) {
        let mut waiting = self.waiting();
        waiting.remove(&key);
        waiting.times.insert(key.clone(), at);
        waiting.by_time.insert((at, key));
        drop(waiting);
        self.changed.notify_one();
    }

    /// Has a thing wait no longer.
    pub fn remove(&self, key: &K) {
        self.waiting().remove(key);
    }

    /// Waits until something is due, by a clock that may be set meanwhile, and
    /// takes everything that is. One task may wait at a time.
    pub async fn due(&self, clock: &dyn Clock) -> Vec<K> {
        loop {
            let next = {
                let mut waiting = self.waiting();
                let due = waiting.take_until(clock.now());
                if !due.is_empty() {
                    return due;
                }
                waiting.by_time.first().map(|(at, _)| *at)
            };
            match next {
                None => self.changed.notified().await,
                Some(at) => tokio::select! {
                    () = clock.sleep_until(at) => {}
                    () = self.changed.notified() => {}
                },
            }
        }
    }

    /// How many wait.
    #[must_use]
    pub fn len(&self) -> usize {
        self.waiting().times.len()
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<K: Ord + Hash + Clone> Waiting<K> {
    fn remove(&mut self, key: &K) {
        if let Some(at) = self.times.remove(key) {
            self.by_time.remove(&(at, key.clone()));
        }
    }

    fn take_until(&mut self, now: DateTime<Utc>) -> Vec<K> {
        let mut due = Vec::new();
        while self.by_time.first().is_some_and(|(at, _)| *at <= now) {
            if let Some((_, key)) = self.by_time.pop_first() {
                self.times.remove(&key);
                due.push(key);
            }
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono::TimeDelta;

    use super::*;
    use crate::ManualClock;

    const MINUTE: Duration = Duration::from_secs(60);

    #[tokio::test]
    async fn each_is_due_at_its_time_and_once() {
        let clock = ManualClock::new(DateTime::UNIX_EPOCH);
        let queue = DueQueue::default();
        let at = |minutes| DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes);
        queue.put("b", at(2));
        queue.put("a", at(2));
        queue.put("moved", at(1));
        queue.put("moved", at(3));
        queue.put("removed", at(1));
        queue.remove(&"removed");
        let mut due = Box::pin(queue.due(&clock));
        assert!(futures::poll!(&mut due).is_pending());
        clock.advance(MINUTE);
        assert!(futures::poll!(&mut due).is_pending());
        clock.advance(MINUTE);
        assert_eq!(due.await, ["a", "b"]);
        // One that is put while somebody waits is not slept through.
        let mut due = Box::pin(queue.due(&clock));
        assert!(futures::poll!(&mut due).is_pending());
        queue.put("now", at(0));
        assert_eq!(due.await, ["now"]);
        clock.advance(MINUTE);
        assert_eq!(queue.due(&clock).await, ["moved"]);
        assert!(queue.is_empty());
    }

    /// A clock that is set forward makes it due, one that is set back delays it.
    #[tokio::test]
    async fn the_time_of_day_counts() {
        for (hours, minutes) in [(1, 1), (-1, 90)] {
            let clock = ManualClock::new(DateTime::UNIX_EPOCH);
            let queue = DueQueue::default();
            queue.put((), clock.now() + TimeDelta::minutes(30));
            let mut due = Box::pin(queue.due(&clock));
            assert!(futures::poll!(&mut due).is_pending());
            clock.set_by(TimeDelta::hours(hours));
            for minute in 1.. {
                clock.advance(MINUTE);
                if futures::poll!(&mut due).is_ready() {
                    assert_eq!(minute, minutes, "set by {hours} hours");
                    break;
                }
            }
        }
    }
}
