//! The sound of calls. No sound is stored: an errand reads it into memory, and
//! delivery sends it from there. After a crash in between, delivery reads it
//! again.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;
use url::Url;

use kally_core::model::ChatUser;
use kally_runtime::Clock;
use kallyai::{AccessToken, Client, Recording, RemoteCallId, SoundError, SoundKind};

use crate::accounts::{AccountError, Accounts};

/// So many are read at a time.
const AT_ONCE: usize = 2;

/// How long a sound stays in memory.
const KEPT: Duration = Duration::from_secs(10 * 60);

/// The sounds in memory have at most this many bytes together, the newest
/// excepted.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// The recording of a call.
#[derive(Debug, Clone, PartialEq)]
pub enum Recorded {
    Sound(Arc<Sound>),
    /// It is too large to be read; its owner can open the address.
    TooLarge(Url),
}

/// A sound that can be sent.
#[derive(Clone, PartialEq)]
pub struct Sound {
    pub bytes: Vec<u8>,
    pub kind: SoundKind,
    pub duration: Option<Duration>,
    /// Where it can be heard instead. Personal: for its owner alone.
    pub address: Url,
}

impl std::fmt::Debug for Sound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sound({:?}, {} bytes)", self.kind, self.bytes.len())
    }
}

/// Why a recording cannot be sent.
#[derive(Debug, thiserror::Error)]
pub enum RecordingError {
    #[error(transparent)]
    Account(#[from] AccountError),
    #[error(transparent)]
    Sound(#[from] SoundError),
}

/// Reads recordings, and keeps them in memory for a while.
pub struct Recordings {
    accounts: Arc<Accounts>,
    client: Client,
    clock: Arc<dyn Clock>,
    kept: Mutex<Vec<Kept>>,
    reading: Semaphore,
}

struct Kept {
    user: ChatUser,
    call: String,
    recorded: Recorded,
    /// By the time that passes.
    until: Duration,
}

impl Recordings {
    /// Reads through this client, with these people's sign-ins.
    #[must_use]
    pub fn new(accounts: &Arc<Accounts>, client: &Client, clock: &Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self {
            accounts: Arc::clone(accounts),
            client: client.clone(),
            clock: Arc::clone(clock),
            kept: Mutex::default(),
            reading: Semaphore::new(AT_ONCE),
        })
    }

    /// The recording of a person's call: from memory, or from the service.
    ///
    /// # Errors
    /// When it does not exist, or cannot be read now.
    pub async fn of(
        &self,
        user: &ChatUser,
        call: &RemoteCallId,
    ) -> Result<Recorded, RecordingError> {
        if let Some(recorded) = self.known(user, call) {
            return Ok(recorded);
        }
        let client = &self.client;
        let fetch = |token: AccessToken| async move {
            let recording = client.recording(&token, call).await?;
            Ok((token, recording))
        };
        let (token, recording) = self.accounts.with_token(user, fetch).await?;
        self.read(user, call, &token, recording).await
    }

    /// Reads the sound behind an address that the service has named.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn read(
        &self,
        user: &ChatUser,
        call: &RemoteCallId,
        token: &AccessToken,
        recording: Recording,
    ) -> Result<Recorded, RecordingError> {
        let read = {
            // The semaphore is never closed.
            let _turn = self.reading.acquire().await;
            self.client.sound(token, &recording).await?
        };
        let recorded = match read {
            kallyai::Sound::Whole { bytes, kind } => Recorded::Sound(Arc::new(Sound {
                bytes,
                kind,
                duration: recording.duration,
                address: recording.url,
            })),
            kallyai::Sound::TooLarge => Recorded::TooLarge(recording.url),
        };
        self.keep(user, call, recorded.clone());
        Ok(recorded)
    }

    fn known(&self, user: &ChatUser, call: &RemoteCallId) -> Option<Recorded> {
        let now = self.clock.passed();
        let mut kept = self.lock();
        kept.retain(|one| one.until > now);
        let mut all = kept.iter();
        let one = all.find(|one| one.user == *user && one.call == call.as_str())?;
        Some(one.recorded.clone())
    }

    fn keep(&self, user: &ChatUser, call: &RemoteCallId, recorded: Recorded) {
        let now = self.clock.passed();
        let mut kept = self.lock();
        kept.retain(|one| one.until > now && (one.user != *user || one.call != call.as_str()));
        while !kept.is_empty() && kept.iter().map(Kept::bytes).sum::<usize>() > MOST_BYTES {
            kept.remove(0);
        }
        kept.push(Kept {
            user: user.clone(),
            call: call.as_str().to_owned(),
            recorded,
            until: now + KEPT,
        });
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn bytes(&self) -> usize {
        match &self.recorded {
            Recorded::Sound(sound) => sound.bytes.len(),
            Recorded::TooLarge(_) => 0,
        }
    }
}
