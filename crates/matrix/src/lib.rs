//! Matrix, through a homeserver: matrix-sdk with end-to-end encryption.
//!
//! Receiving is our own loop over single syncs ([`Syncing`]) with our own sync
//! token. It is written after the turns are committed, which the library would
//! not wait for. Sending ([`MatrixChat`]) gives every message a transaction id
//! that is the same for every attempt, so that nothing is said twice.
//!
//! Futures that reach into the library leave this crate in boxes: they are
//! compiled here, once, and not into the program again.

mod account;
mod address;
mod cards;
mod content;
mod copy;
mod cursor;
mod deliver;
mod discovery;
mod encryption;
mod event;
mod fault;
mod fill;
mod html;
mod identity;
mod invites;
mod look;
mod marking;
mod marks;
mod meanwhile;
mod open;
mod privacy;
mod recall;
mod receipts;
mod rooms;
mod route;
mod session;
mod sync;
mod turns;
mod undecrypted;
mod unheeded;
mod verification;

pub use account::MatrixBot;
pub use copy::{CopyError, copy_databases};
pub use deliver::MatrixChat;
pub use discovery::{Address, DiscoveryError};
pub use encryption::{EncryptionError, EncryptionSetup, Recovery};
pub use invites::Phrases;
pub use look::{Homeserver, Seen, homeserver, session};
pub use route::RoutingOptions;
pub use session::{Login, Prompt, SignInError, is_kept, sign_in, sign_in_by_browser};
pub use sync::{SyncError, Syncing};

/// Reads any bytes as an event.
#[doc(hidden)]
pub fn read_any(bytes: &[u8]) {
    let Ok(event) = serde_json::from_slice::<event::Event>(bytes) else {
        return;
    };
    if let event::Brings::Message(message) = event.brings() {
        let names = address::Names {
            display: Some("Kally".to_owned()),
            user: "@kally:example.org".to_owned(),
            prefix: "!".to_owned(),
        };
        let _ = address::addressed(&message, &names);
    }
}
