//! The output of a program so far, collected by a thread and awaited by others.
//!
//! Lines are wrapped for a terminal; texts are searched for in the flat form,
//! where every run of white space is one space.

use std::io::Read;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

#[derive(Default)]
struct Said {
    bytes: Vec<u8>,
    ended: bool,
}

/// The output of a program.
#[derive(Clone, Default)]
pub struct Heard {
    shared: Arc<(Mutex<Said>, Condvar)>,
}

impl Heard {
    /// Listens until the output ends.
    pub fn listen(mut output: impl Read + Send + 'static) -> Self {
        let heard = Self::default();
        let listener = heard.clone();
        thread::spawn(move || {
            let mut piece = [0_u8; 8192];
            loop {
                let read = output.read(&mut piece).unwrap_or(0);
                let mut said = listener.lock();
                said.bytes.extend_from_slice(&piece[..read]);
                said.ended = read == 0;
                listener.shared.1.notify_all();
                if read == 0 {
                    return;
                }
            }
        });
        heard
    }

    fn lock(&self) -> MutexGuard<'_, Said> {
        self.shared.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All of it, as it was written.
    pub fn raw(&self) -> String {
        String::from_utf8_lossy(&self.lock().bytes).into_owned()
    }

    /// All of it, with single spaces.
    pub fn flat(&self) -> String {
        flat(&self.raw())
    }

    /// Waits until one of the texts is in the flat form after `from`. Returns
    /// which one, and where it ends; `None` once the time is over, or when the
    /// output has ended without it.
    pub fn wait(&self, from: usize, texts: &[&str], limit: Duration) -> Option<(usize, usize)> {
        let until = Instant::now() + limit;
        let mut said = self.lock();
        loop {
            let flat = flat(&String::from_utf8_lossy(&said.bytes));
            let rest = flat.get(from..).unwrap_or_default();
            let found = texts
                .iter()
                .enumerate()
                .filter_map(|(which, text)| Some((rest.find(text)?, which)));
            if let Some((at, which)) = found.min() {
                return Some((which, from + at + texts[which].len()));
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() || said.ended {
                return None;
            }
            said = self
                .shared
                .1
                .wait_timeout(said, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }

    /// Waits for the end of the output.
    pub fn wait_for_end(&self, limit: Duration) -> bool {
        let (said, _) = self
            .shared
            .1
            .wait_timeout_while(self.lock(), limit, |said| !said.ended)
            .unwrap_or_else(PoisonError::into_inner);
        said.ended
    }
}

/// A text with every run of white space as one space.
pub fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
