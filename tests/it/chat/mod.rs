//! The bot with a KallyAI of its own beside it, linked through the real pages,
//! and killed at every bad moment: on the same store it goes on, every outcome
//! arrives, and no phone is dialled twice.

mod appointments;
#[cfg(target_os = "linux")]
mod files;
mod hostile;
mod killed;
mod linking;
mod running;
mod transcripts;

use crate::support::Program;

/// A request in one sentence, up to its card.
#[track_caller]
pub fn card(chat: &mut Program, last_digits: &str) {
    chat.say(&format!(
        "+1 415 555 {last_digits}, book a table for 4 tomorrow at 8pm under Ana"
    ));
    chat.hears(&format!("📞 +1 415-555-{last_digits}"));
    chat.hears("[1] Call now [2] Edit [3] Cancel");
}
