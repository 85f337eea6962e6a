//! Finds a call in the account's history when the answer to its request never
//! came.

use crate::accounts::AccountError;
use kally_store::CallRecord;
use kallyai::{Call, HistoryPage};

use super::Calls;

/// The number of newest rows that are read.
const ROWS: u8 = 200;

impl Calls {
    /// The newest calls of the account to this call's number.
    pub(super) async fn recent(&self, record: &CallRecord) -> Result<Vec<Call>, AccountError> {
        let user = record.conversation.chat_user();
        let client = &self.parts.client;
        let page = |offset| {
            self.parts
                .accounts
                .with_token(&user, move |token| async move {
                    client
                        .history(
                            &token,
                            HistoryPage {
                                limit: ROWS,
                                offset,
                            },
                        )
                        .await
                })
        };
        let mut history = page(0).await?;
        // The service does not promise the newest first. Where the oldest come
        // first, the newest are on the last page.
        if let (Some(first), Some(last), Some(total)) =
            (history.calls.first(), history.calls.last(), history.total)
            && first.created_at < last.created_at
            && total > u64::from(ROWS)
        {
            history = page(total - u64::from(ROWS)).await?;
        }
        if history.unreadable > 0 {
            let rows = history.unreadable;
            tracing::warn!(call = %record.id, rows, "KallyAI's history has rows that cannot be read; one of them may be this call");
        }
        let digits = |text: &str| {
            text.chars()
                .filter(char::is_ascii_digit)
                .collect::<String>()
        };
        let wanted = digits(record.request.phone.as_e164());
        Ok(history
            .calls
            .into_iter()
            .filter(|call| {
                call.phone
                    .as_deref()
                    .is_some_and(|phone| digits(phone) == wanted)
            })
            .collect())
    }

    /// This call in the history, if it shows there.
    pub(super) async fn find_in_history(
        &self,
        record: &CallRecord,
    ) -> Result<Option<Call>, AccountError> {
        Ok(matching(record, self.recent(record).await?))
    }
}

/// The account's call to this number that must be this one, if there is exactly
/// one.
fn matching(record: &CallRecord, rows: Vec<Call>) -> Option<Call> {
    // Without the baseline an old call cannot be told from this one.
    let is_new = |call: &Call| {
        record
            .baseline
            .as_ref()
            .is_some_and(|baseline| !baseline.known.iter().any(|known| known == call.id.as_str()))
    };
    // A row with a task must have ours; a row without one may be ours.
    let same_task = |call: &Call| {
        call.task
            .as_deref()
            .is_none_or(|task| task == record.request.task.as_str())
    };
    rows.into_iter()
        .filter(|call| is_new(call) && same_task(call))
        .min_by_key(|call| call.created_at)
}
