//! Forgets records that are past.
//!
//! Once a day it looks at every record, some at a time. Open and undecided calls
//! stay, with all conversations of their person; so do accounts, settings, and
//! numbers that object to calls. Link sessions and the marks of events have
//! their own, shorter times.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};

use kally_runtime::Clock;
use kally_store::{CallStageV1, Record, Store, StoreError, Work};

use crate::access::Access;
use crate::scanning::{Scan, remove};

/// The start of the process is busy enough.
const FIRST: Duration = Duration::from_secs(10 * 60);
const EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// Forgets records that did not change for so long. Never returns.
pub async fn forget_past(
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    access: Arc<Access>,
    keep: Duration,
) {
    clock.sleep(FIRST).await;
    loop {
        // A time before all times forgets nothing.
        let keep = chrono::TimeDelta::from_std(keep).unwrap_or(chrono::TimeDelta::MAX);
        let before = clock.now().checked_sub_signed(keep);
        match sweep(&*store, &*clock, before.unwrap_or(DateTime::<Utc>::MIN_UTC)).await {
            Ok(Swept {
                gone,
                conversations,
            }) => {
                access.counted(conversations);
                if gone > 0 {
                    tracing::info!(gone, "records that are past were removed");
                }
            }
            Err(error) => tracing::warn!(%error, "records that are past could not be removed"),
        }
        clock.sleep(EVERY).await;
    }
}

/// The result of a sweep.
#[derive(Debug, Default, PartialEq, Eq)]
struct Swept {
    /// The records that were removed.
    gone: usize,
    /// The conversations that stay.
    conversations: usize,
}

/// Forgets all that are past.
async fn sweep(
    store: &dyn Store,
    clock: &dyn Clock,
    before: DateTime<Utc>,
) -> Result<Swept, StoreError> {
    let today = clock.now().date_naive();
    let mut swept = Swept::default();
    let mut scan = Scan::new(store, clock);
    while let Some(page) = scan.page().await? {
        for (version, record) in page {
            let past = is_past(&record, before, today) && !is_wanted(store, &record).await?;
            if past && remove(store, version, &record).await? {
                swept.gone += 1;
            } else if matches!(record, Record::Conversation(_)) {
                swept.conversations += 1;
            }
        }
    }
    Ok(swept)
}

/// Whether a call is open that its person may yet decide about, in the
/// conversation.
async fn is_wanted(store: &dyn Store, record: &Record) -> Result<bool, StoreError> {
    let Record::Conversation(conversation) = record else {
        return Ok(false);
    };
    let calls = Work::CallsOf(conversation.id.chat_user());
    Ok(!store.open_work(calls, None, 1).await?.is_empty())
}

/// Whether nothing of it happened since `before`. The counts of calls are of
/// use on their day only.
fn is_past(record: &Record, before: DateTime<Utc>, today: NaiveDate) -> bool {
    match record {
        Record::Conversation(conversation) => conversation.changed_at < before,
        Record::Call(call) => match call.stage {
            CallStageV1::Ended { at, .. } => at < before,
            _ => false,
        },
        Record::Message(message) => message.at < before,
        Record::About(about) => about.at < before,
        Record::Quota(quota) => quota.day < today,
        Record::Number(number) => number.day < today && number.refused_by.is_none(),
        Record::Settings(_)
        | Record::Account(_)
        | Record::Waiting(_)
        | Record::Link(_)
        | Record::OpenLink(_)
        | Record::Errand(_)
        | Record::Members(_)
        | Record::Cursor(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::test_bridge::{TestBridge, quick_calls};
    use kally_runtime::SystemClock;

    /// One call ends and one cannot be decided.
    async fn bridge_with_two_calls() -> TestBridge {
        let mut bridge = TestBridge::linked(quick_calls()).await;
        bridge.call("+1 415 555 2671", "They answered").await;
        bridge.call("+1 415 555 0132", "doesn't show it").await;
        bridge
    }

    async fn everything(store: &dyn Store) -> Vec<Record> {
        let page = store.scan(None, 1000).await.unwrap();
        assert!(page.next.is_none(), "one page");
        let records = page.records.into_iter().map(|(_, record)| record);
        // Today's counts stay until tomorrow.
        records
            .filter(|record| !matches!(record, Record::Quota(_) | Record::Number(_)))
            .collect()
    }

    #[tokio::test]
    async fn an_ended_call_goes_and_an_open_one_stays() {
        let mut bridge = bridge_with_two_calls().await;
        let clock = SystemClock;
        let gone = sweep(&*bridge.store, &clock, clock.now() - TimeDelta::days(90));
        let swept = gone.await.unwrap();
        assert_eq!(swept.gone, 0, "nothing is past yet");
        assert_eq!(swept.conversations, 1);

        // What was just delivered may be noted a little later.
        let swept = async {
            loop {
                let later = clock.now() + TimeDelta::days(1);
                sweep(&*bridge.store, &clock, later).await.unwrap();
                let left = everything(&*bridge.store).await;
                if let [
                    Record::Account(_),
                    Record::Call(call),
                    Record::Conversation(_),
                ] = &left[..]
                {
                    return call.id.0;
                }
            }
        };
        let call = tokio::time::timeout(Duration::from_secs(20), swept).await;
        let open = bridge.store.open_work(Work::Calls, None, 10).await.unwrap();
        assert_eq!(open, [call.expect("the rest is swept")]);
        // The person still decides about it.
        let before = bridge.say("leave it").await;
        bridge.chat.wait_for(before, "I leave it there").await;
        // Then that goes as well.
        let left = async {
            let later = clock.now() + TimeDelta::days(1);
            while sweep(&*bridge.store, &clock, later).await.unwrap().gone == 0
                || everything(&*bridge.store).await.len() > 1
            {}
        };
        let left = tokio::time::timeout(Duration::from_secs(20), left).await;
        left.expect("only the account stays");
        bridge.stop().await;
    }
}
