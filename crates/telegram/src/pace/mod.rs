//! Telegram's limits for sending: about a message a second in a chat, 20 a
//! minute in a group, 30 a second in all. A message over a limit waits for a
//! turn; outcomes go before answers, answers before a call's progress.
//!
//! If Telegram still says 429, its time to wait holds that chat back; if it
//! says so for several chats at once, all of them. Nothing waits without bound:
//! a message that waits too long, or finds too many waiting, gets a time to
//! come back.

mod queue;
#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, oneshot};

use kally_core::model::Weight;
use kally_metrics::LIMIT_WAIT_SECONDS;
use kally_runtime::{Clock, Tasks};

use queue::Queue;

/// The longest wait for a turn.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// When to come back if too many wait.
const FULL: Duration = Duration::from_secs(5);

/// When to come back after a long wait: the message may have changed meanwhile.
const AGAIN: Duration = Duration::from_millis(100);

/// Gives turns to send.
pub struct Pace {
    /// `None`: there are no limits.
    paced: Option<Arc<Paced>>,
}

struct Paced {
    clock: Arc<dyn Clock>,
    queue: Mutex<Queue>,
    arrived: Notify,
}

impl Pace {
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>, tasks: &Tasks) -> Self {
        let paced = Arc::new(Paced {
            clock,
            queue: Mutex::default(),
            arrived: Notify::new(),
        });
        let granting = Arc::clone(&paced);
        tasks.spawn(async move { granting.grant().await });
        Self { paced: Some(paced) }
    }

    /// Without limits, as a local Bot API server may be.
    #[must_use]
    pub fn unlimited() -> Self {
        Self { paced: None }
    }

    /// Waits until a message may be sent to a chat.
    ///
    /// # Errors
    /// When the wait would be too long: after which time to try again.
    pub(super) async fn turn(&self, chat: i64, weight: Weight) -> Result<(), Duration> {
        let Some(paced) = &self.paced else {
            return Ok(());
        };
        let (grant, granted) = oneshot::channel();
        {
            let now = paced.clock.now();
            let mut queue = paced.queue();
            let held = queue.held(chat, now);
            if held > LONGEST_WAIT {
                return Err(held);
            }
            if queue.take_at_once(chat, now) {
                return Ok(());
            }
            if !queue.wait(chat, weight, grant) {
                return Err(FULL);
            }
        }
        paced.arrived.notify_one();
        let began = paced.clock.passed();
        let turn = tokio::select! {
            granted = granted => granted.map_err(|_| AGAIN),
            () = paced.clock.sleep(LONGEST_WAIT) => Err(AGAIN),
        };
        LIMIT_WAIT_SECONDS.observe(paced.clock.passed() - began, &["telegram"]);
        turn
    }

    /// Telegram asked to wait before more is sent to a chat.
    pub(super) fn hold(&self, chat: i64, wait: Duration) {
        if let Some(paced) = &self.paced {
            let now = paced.clock.now();
            paced.queue().hold(chat, now, wait);
        }
    }
}

impl Paced {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives turns as they become free. Never ends.
    async fn grant(&self) {
        loop {
            let next = self.queue().grant(self.clock.now());
            match next {
                None => self.arrived.notified().await,
                Some(wait) => tokio::select! {
                    () = self.clock.sleep(wait) => {}
                    () = self.arrived.notified() => {}
                },
            }
        }
    }
}
