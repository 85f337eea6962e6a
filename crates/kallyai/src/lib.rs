//! A client of the KallyAI API.
//!
//! It knows HTTP and the plain types, nothing else of this program. It reads
//! leniently: it accepts every form that the service was seen to use, keeps
//! unknown values as text, and reads missing ones as `None`. It never repeats a
//! request by itself; [`Error`] says whether the service may have acted on an
//! unanswered one.

mod client;
pub mod contract;
mod error;
mod lenient;
mod measured;
mod sign_in;
mod sound;
mod transport;
mod wire;
mod witness;

#[cfg(test)]
mod tests;

pub use client::{BuildError, CALL_LIMIT, Client, HistoryPage, SHORT_LIMIT};
pub use error::{Error, ErrorCode, Refusal, Retry};
pub use sign_in::{
    AccessToken, Callback, CallbackProblem, CodeVerifier, Flow, RefreshToken, RegisteredClient,
    SCOPES, TokenPair, TokenProblem, WIDE_SCOPES,
};
pub use sound::{MOST_BYTES, Sound, SoundError, SoundKind};
#[doc(hidden)]
pub use wire::read_any;
pub use wire::{
    Call, CallStatus, Credits, History, Plan, Recording, RemoteCallId, Speaker, Statistics,
    Subscription, Transcript, TranscriptEntry,
};
pub use witness::Witness;
