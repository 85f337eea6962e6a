//! Whether words that do not name the bot are for it, where people also talk to
//! each other.

use kally_core::dialogue::State;
use kally_core::model::ConversationId;
use kally_core::understand;
use kally_store::{CallRecord, ConversationRecord, StoreError, read_one};

use super::Bridge;
use super::pick::pick;
use super::record::offered_of;

impl Bridge {
    /// Whether a person's conversation in a shared place waits for words such as
    /// these: something is open in it, its newest call is not over, or the words
    /// are a choice that it offers or an order about a call.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn listens(
        &self,
        conversation: &ConversationId,
        words: &str,
    ) -> Result<bool, StoreError> {
        let found = read_one::<ConversationRecord>(&*self.store, conversation).await?;
        let Some(record) = found.into_record() else {
            return Ok(true);
        };
        if !matches!(record.conversation.state, State::Idle) {
            return Ok(true);
        }
        let by_number = conversation.platform.abilities().shows_numbers;
        let asked_for = understand::call_word(words).is_some()
            || understand::spoken_command(words).is_some()
            || pick(&offered_of(&record), words, by_number).is_some();
        if asked_for {
            return Ok(true);
        }
        let Some(call) = record.conversation.last_call else {
            return Ok(false);
        };
        let call = read_one::<CallRecord>(&*self.store, &call).await?;
        Ok(call.record().is_some_and(CallRecord::is_open))
    }
}
