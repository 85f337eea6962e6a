//! Calls that wait for a time, made due at once: no test waits for hours.

use chrono::TimeDelta;
use kally_core::model::CallId;
use kally_runtime::{Clock as _, SystemClock};
use kally_store::{
    CallRecord, CallStageV1, Commit, SledOptions, SledStore, Store, StoreError, Work, read_one,
};

use super::place::Place;

/// As if hours had passed: all calls that wait in the store of a place were put off
/// long ago, and are due now. No program may run on it meanwhile.
#[track_caller]
pub fn make_due(place: &Place) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let count = runtime.block_on(change(place)).unwrap();
    assert!(count > 0, "no call waits");
}

async fn change(place: &Place) -> Result<usize, StoreError> {
    let store = SledStore::open(&place.store(), &SledOptions::default())?;
    let now = SystemClock.now();
    let open = store.open_work(Work::Calls, None, 100).await?;
    for id in &open {
        let record = read_one::<CallRecord>(&store, &CallId(*id)).await?;
        let mut record = record.into_record().expect("a call's record");
        record.confirmed_at = now - TimeDelta::hours(3);
        record.stage = CallStageV1::Confirmed { not_before: now };
        let commit = Commit {
            put: vec![record.into()],
            ..Commit::default()
        };
        store.commit(commit).await.expect("a commit");
    }
    store.close().await?;
    Ok(open.len())
}

/// Quiet hours that are in force now, and for two hours at least, on the clocks of
/// UTC: '22:00-03:00'.
pub fn around_now() -> String {
    let now = SystemClock.now();
    let hour = |by| (now + TimeDelta::hours(by)).format("%H:00");
    format!("{}-{}", hour(-2), hour(3))
}
