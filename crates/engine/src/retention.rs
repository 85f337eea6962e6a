//! Forgets records that are past.
//!
//! Once a day it looks at every record, some at a time, and then has the store
//! remove what the removed ones left behind, and the keys of people of whom
//! nothing is left. Open and undecided calls
//! stay, with all conversations of their person; so do accounts, settings, and
//! numbers that object to calls. The marks of events have a shorter time of their
//! own; so have link sessions (`linking::forget_ended`).

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use kally_core::model::{ConversationId, OwnSettings};
use kally_metrics::{SWEEP_SECONDS, SWEEPS, SWEPT};
use kally_runtime::Clock;
use kally_store::{CallStageV1, Key, Record, Store, StoreError, Stored, Work};

use crate::access::Access;
use crate::scanning::{Scan, remove};

/// The start of the process is busy enough.
const FIRST: Duration = Duration::from_secs(10 * 60);
const EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// How much the store looks at between two pauses when it purges.
const PURGED_AT_ONCE: usize = 100;
const PAUSE: Duration = Duration::from_millis(10);

/// How long the mark of a handled event is kept: longer than any platform keeps
/// an event for a bot that was away.
const REMEMBERED: TimeDelta = TimeDelta::days(30);

/// How many old marks are removed at a time.
const PRUNED_AT_ONCE: usize = 1000;
const PRUNED_EVERY: Duration = Duration::from_secs(60 * 60);

/// Forgets the marks of events that no platform will send again. Never returns.
pub async fn forget_events(store: Arc<dyn Store>, clock: Arc<dyn Clock>) {
    loop {
        match store
            .prune_events(clock.now() - REMEMBERED, PRUNED_AT_ONCE)
            .await
        {
            Ok(PRUNED_AT_ONCE..) => continue,
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "old event marks could not be removed"),
        }
        clock.sleep(PRUNED_EVERY).await;
    }
}

/// Forgets records that did not change for so long. Never returns.
pub async fn forget_past(
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    access: Arc<Access>,
    keep: Duration,
) {
    clock.sleep(FIRST).await;
    loop {
        let began = clock.passed();
        let swept = sweep_past(&*store, &*clock, keep).await;
        SWEEP_SECONDS.observe(clock.passed() - began, &[]);
        SWEEPS.count(&[if swept.is_ok() { "done" } else { "failed" }]);
        match swept {
            Ok(swept) => {
                SWEPT.add(u64::try_from(swept.gone).unwrap_or_default(), &[]);
                access.counted(swept.conversations);
                if swept.gone > 0 {
                    tracing::info!(swept.gone, "records that are past were removed");
                }
            }
            Err(error) => tracing::warn!(%error, "records that are past could not be removed"),
        }
        clock.sleep(EVERY).await;
    }
}

/// The result of a sweep.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// The records that were removed.
    pub gone: usize,
    /// The conversations that stay.
    pub conversations: usize,
}

/// One day's sweep: forgets all records that did not change for so long.
///
/// # Errors
/// When the store fails.
pub async fn sweep_past(
    store: &dyn Store,
    clock: &dyn Clock,
    keep: Duration,
) -> Result<Swept, StoreError> {
    // A time before all times forgets nothing.
    let keep = TimeDelta::from_std(keep).unwrap_or(TimeDelta::MAX);
    let before = clock.now().checked_sub_signed(keep);
    sweep(store, clock, before.unwrap_or(DateTime::<Utc>::MIN_UTC)).await
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
    while !store.purge(PURGED_AT_ONCE).await? {
        clock.sleep(PAUSE).await;
    }
    store.sweep_keys().await?;
    Ok(swept)
}

/// Whether something else still needs it: a conversation, if a call is open that
/// its person may yet decide about there; a list of conversations with forms, if
/// one of them is stored.
async fn is_wanted(store: &dyn Store, record: &Record) -> Result<bool, StoreError> {
    match record {
        Record::Conversation(conversation) => {
            let calls = Work::CallsOf(conversation.id.chat_user());
            Ok(!store.open_work(calls, None, 1).await?.is_empty())
        }
        Record::Waiting(waiting) => any_stored(store, &waiting.conversations).await,
        Record::Forms(forms) => any_stored(store, &forms.conversations).await,
        _ => Ok(false),
    }
}

async fn any_stored(
    store: &dyn Store,
    conversations: &[ConversationId],
) -> Result<bool, StoreError> {
    let keys = conversations.iter().cloned();
    let keys: Vec<Key> = keys.map(Key::Conversation).collect();
    let found = store.read(&keys).await?;
    Ok(found.iter().any(|it| !matches!(it, Stored::Absent)))
}

/// Whether nothing of it happened since `before`. The counts of calls are of
/// use on their day only, and a link only until it ends. Of the forms that wait
/// for an account only their conversations tell the age.
fn is_past(record: &Record, before: DateTime<Utc>, today: NaiveDate) -> bool {
    match record {
        Record::Conversation(conversation) => conversation.changed_at < before,
        Record::Call(call) => match call.stage {
            CallStageV1::Ended { at, .. } => at < before,
            _ => false,
        },
        // One that is still to come is no trace of an old call.
        Record::Appointment(kept) => {
            let kept = &kept.appointment;
            kept.when.past_at(kept.zone()).max(kept.changed_at) < before
        }
        Record::Message(message) => message.at < before,
        Record::About(about) => about.at < before,
        Record::Quota(quota) => quota.day < today,
        Record::Number(number) => number.day < today && number.refused_by.is_none(),
        Record::OpenLink(link) => link.expires_at.date_naive() < today,
        Record::Waiting(_) | Record::Forms(_) => true,
        Record::Room(room) => {
            let is_unset = room.own == OwnSettings::default();
            is_unset
                && room.continues.is_none()
                && room.sharers.is_empty()
                && room.recent.iter().all(|recent| recent.at < before)
        }
        // An address book is no trace of old calls.
        Record::Contacts(_)
        | Record::Calendar(_)
        | Record::Feed(_)
        | Record::Settings(_)
        | Record::Account(_)
        | Record::Link(_)
        | Record::Errand(_)
        | Record::Members(_)
        | Record::Cursor(_)
        | Record::Restored(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_bridge::{TestBridge, quick_calls};
    use kally_core::model::{CallId, ChatUser, LinkId, Platform};
    use kally_runtime::{ManualClock, SystemClock};
    use kally_store::memory::MemoryStore;
    use kally_store::samples::{appointment, at, conversation, lane};
    use kally_store::{Commit, OpenLinkRecord, RecentCallV1, RoomRecord, WaitingRecord};

    /// One call ends and one cannot be decided.
    async fn bridge_with_two_calls() -> TestBridge {
        let mut bridge = TestBridge::linked(quick_calls()).await;
        bridge.call("+1 415 555 2671", "Call finished").await;
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
    async fn a_link_goes_when_it_ended_and_a_waiting_form_with_its_conversation() {
        let store = MemoryStore::default();
        let clock = ManualClock::new(at(0));
        let link = |user: &str, days| OpenLinkRecord {
            user: named(user),
            link: LinkId(user.to_owned()),
            expires_at: at(0) + TimeDelta::days(days),
            signed_in: false,
            message: None,
        };
        let waiting = |user: &str, chats: &[&str]| WaitingRecord {
            user: named(user),
            conversations: chats.iter().map(|chat| lane(chat)).collect(),
        };
        let room = |chat: &str, days| RoomRecord {
            recent: vec![RecentCallV1 {
                call: CallId(uuid::Uuid::nil()),
                at: at(0) + TimeDelta::days(days),
            }],
            ..RoomRecord::new(lane(chat).room().unwrap())
        };
        let put: Vec<Record> = vec![
            link("ended", -1).into(),
            link("works", 1).into(),
            conversation("stored").into(),
            waiting("ended", &["gone", "gone too"]).into(),
            waiting("works", &["gone", "stored"]).into(),
            room("quiet", -1).into(),
            room("busy", 1).into(),
        ];
        let commit = Commit {
            put,
            ..Commit::default()
        };
        store.commit(commit).await.unwrap();
        let gone = sweep_past(&store, &clock, Duration::from_secs(1)).await;
        assert_eq!(gone.unwrap().gone, 3);
        let left = everything(&store).await;
        let owners: Vec<_> = left.iter().filter_map(Record::owner).collect();
        assert_eq!(left.len(), 4);
        assert!(!owners.contains(&named("ended")), "{left:?}");
    }

    #[tokio::test]
    async fn an_appointment_goes_long_after_its_time() {
        let store = MemoryStore::default();
        let clock = ManualClock::new(at(0));
        // Both are on 29 January; one was changed later than that.
        let mut changed = appointment(2);
        changed.appointment.changed_at = at(0) + TimeDelta::days(60);
        let commit = Commit {
            put: vec![appointment(1).into(), changed.into()],
            ..Commit::default()
        };
        store.commit(commit).await.unwrap();
        for (day, left) in [(0, 2), (100, 2), (120, 1), (140, 1), (151, 0)] {
            clock.set_by(at(0) + TimeDelta::days(day) - clock.now());
            let keep = Duration::from_secs(90 * 24 * 3600);
            sweep_past(&store, &clock, keep).await.unwrap();
            assert_eq!(everything(&store).await.len(), left, "day {day}");
        }
    }

    fn named(id: &str) -> ChatUser {
        ChatUser {
            platform: Platform::Matrix,
            id: id.to_owned(),
        }
    }

    #[tokio::test]
    async fn an_ended_call_goes_and_an_open_one_stays() {
        let mut bridge = bridge_with_two_calls().await;
        let clock = SystemClock;
        let gone = sweep(&*bridge.store, &clock, clock.now() - TimeDelta::days(90));
        let swept = gone.await.unwrap();
        assert_eq!(swept.gone, 0, "nothing is past yet");
        assert_eq!(swept.conversations, 1);

        // A message that was just delivered may be noted a little later.
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
        bridge.chat.wait_for(before, "I'll leave it there").await;
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
