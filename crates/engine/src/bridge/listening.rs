//! Whether words that do not name the bot are for it, where people also talk to
//! each other.

use kally_core::dialogue::State;
use kally_core::model::ConversationId;
use kally_core::understand;
use kally_store::{CallRecord, ConversationRecord, StoreError, Stored, read_one};

use super::Bridge;
use super::pick::pick;
use super::record::offered_of;

impl Bridge {
    /// Whether a person's conversation in a shared place waits for words such as
    /// these: something is open in it, its newest call is not over, or the words
    /// are a choice that it offers or an order about a call. `None` if no such
    /// conversation is stored.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn listens(
        &self,
        conversation: &ConversationId,
        words: &str,
    ) -> Result<Option<bool>, StoreError> {
        let record = match read_one::<ConversationRecord>(&*self.store, conversation).await? {
            Stored::Found { record, .. } => record,
            // The turn sets the record aside, and says so.
            Stored::Unreadable { .. } => return Ok(Some(true)),
            Stored::Absent => return Ok(None),
        };
        let open = !matches!(record.conversation.state, State::Idle);
        Ok(Some(open || self.concerns_call(&record, words).await?))
    }

    /// Whether words are a choice that a conversation offers.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn offers(
        &self,
        conversation: &ConversationId,
        words: &str,
    ) -> Result<bool, StoreError> {
        let stored = read_one::<ConversationRecord>(&*self.store, conversation).await?;
        let by_number = conversation.platform.abilities().shows_numbers;
        let record = stored.record();
        Ok(record.is_some_and(|record| pick(&offered_of(record), words, by_number).is_some()))
    }

    /// Whether words concern the newest call of a conversation, or a choice that
    /// it offers.
    async fn concerns_call(
        &self,
        record: &ConversationRecord,
        words: &str,
    ) -> Result<bool, StoreError> {
        let by_number = record.id.platform.abilities().shows_numbers;
        let asked_for = understand::call_word(words).is_some()
            || understand::spoken_command(words).is_some()
            || pick(&offered_of(record), words, by_number).is_some();
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
