//! One lock for each chat user, there only while somebody holds or awaits it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::model::ChatUser;

#[derive(Debug, Default)]
struct Lock {
    turn: Arc<tokio::sync::Mutex<()>>,
    failures: AtomicU64,
}

type Locks = Arc<Mutex<HashMap<ChatUser, Arc<Lock>>>>;

/// The locks of the chat users whose tokens are being renewed.
#[derive(Debug, Default)]
pub(super) struct UserLocks(Locks);

/// A place in a chat user's queue; leaving it lets the lock go.
#[derive(Debug)]
pub(super) struct Place {
    locks: Locks,
    user: ChatUser,
    lock: Arc<Lock>,
}

/// Being first in the queue. The guard is let go before the place.
#[derive(Debug)]
pub(super) struct Turn {
    _guard: tokio::sync::OwnedMutexGuard<()>,
    place: Place,
}

fn guard(locks: &Locks) -> MutexGuard<'_, HashMap<ChatUser, Arc<Lock>>> {
    locks.lock().unwrap_or_else(PoisonError::into_inner)
}

impl UserLocks {
    pub(super) fn queue(&self, user: &ChatUser) -> Place {
        let lock = Arc::clone(guard(&self.0).entry(user.clone()).or_default());
        Place {
            locks: Arc::clone(&self.0),
            user: user.clone(),
            lock,
        }
    }
}

impl Place {
    /// How many attempts failed since the queue formed.
    pub(super) fn failures(&self) -> u64 {
        self.lock.failures.load(Ordering::SeqCst)
    }

    /// Waits until all who came before are done; each makes one bounded request.
    pub(super) async fn wait(self) -> Turn {
        Turn {
            _guard: Arc::clone(&self.lock.turn).lock_owned().await,
            place: self,
        }
    }
}

impl Turn {
    pub(super) fn failures(&self) -> u64 {
        self.place.failures()
    }

    /// Tells all who wait that this attempt failed.
    pub(super) fn fail(&self) {
        self.place.lock.failures.fetch_add(1, Ordering::SeqCst);
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut locks = guard(&self.locks);
        // Two: the map's and this place's own. New places are made under the
        // same guard, so nobody can come in between.
        if Arc::strong_count(&self.lock) <= 2 {
            locks.remove(&self.user);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Platform;

    fn user(id: &str) -> ChatUser {
        ChatUser {
            platform: Platform::Telegram,
            id: id.to_owned(),
        }
    }

    fn held(locks: &UserLocks) -> usize {
        guard(&locks.0).len()
    }

    #[tokio::test]
    async fn a_lock_is_forgotten_with_its_last_place() {
        let locks = UserLocks::default();
        let first = locks.queue(&user("1")).wait().await;
        let second = locks.queue(&user("1"));
        let other = locks.queue(&user("2")).wait().await;
        assert_eq!(held(&locks), 2);
        first.fail();
        drop(first);
        drop(other);
        assert_eq!(held(&locks), 1);
        assert_eq!(second.failures(), 1, "those who wait are told");
        drop(second.wait());
        assert_eq!(held(&locks), 0, "also by one who stops waiting");
        assert_eq!(locks.queue(&user("1")).failures(), 0);
    }

    #[tokio::test]
    async fn one_at_a_time() {
        let locks = UserLocks::default();
        let first = locks.queue(&user("1")).wait().await;
        let mut second = Box::pin(locks.queue(&user("1")).wait());
        assert!(futures::poll!(&mut second).is_pending());
        drop(first);
        assert!(futures::poll!(&mut second).is_ready());
    }
}
