//! The work after the store was restored from a copy: no call of the copy is
//! made by itself any more, and it turns out who has to sign in again.

use std::time::Duration;

use crate::access;
use crate::accounts::AccountError;
use crate::bridge::{Bridge, TurnError, WorkerPart};
use crate::calls::Dependencies;
use crate::scanning::{Scan, remove};
use kally_core::dialogue::{CallReport, Input, Prompt};
use kally_core::model::{CallId, ChatUser, ErrandId};
use kally_runtime::Clock;
use kally_store::{
    CallRecord, CallStageV1, Commit, CommitError, ErrandRecord, Key, MembersRecord, Record,
    RestoredRecord, Store, StoreError, Work, read_one,
};

/// How many open calls are listed at once.
const PAGE: usize = 256;

/// The pause after each sign-in that is tried.
const PAUSE: Duration = Duration::from_secs(2);

/// The pause before those are tried again whose service did not answer.
const LATER: Duration = Duration::from_secs(10 * 60);

/// How often that is done.
const ROUNDS: usize = 12;

/// The mark of a store that was restored.
///
/// # Errors
/// When the store fails.
pub async fn mark(store: &dyn Store) -> Result<Option<RestoredRecord>, StoreError> {
    let found = read_one(store, &RestoredRecord::NAME.to_owned()).await?;
    Ok(found.into_record())
}

/// Makes sure that nothing is done twice. It has to end before any worker
/// starts, and can be repeated. A call that waited in the copy may have been
/// made since: its person is asked. No series goes on, and no errand that
/// changes something. Invitations may have been used: they end.
///
/// # Errors
/// When the store fails.
pub async fn settle(
    store: &dyn Store,
    bridge: &Bridge,
    mark: &RestoredRecord,
) -> Result<(), TurnError> {
    if mark.settled {
        return Ok(());
    }
    let (mut after, mut calls) = (None, 0);
    loop {
        let page = store.open_work(Work::Calls, after, PAGE).await?;
        let Some(last) = page.last().copied() else {
            break;
        };
        for id in page {
            calls += usize::from(settle_call(store, bridge, CallId(id)).await?);
        }
        after = Some(last);
    }
    drop_changes(store).await?;
    tracing::warn!(
        copied_at = %mark.copied_at,
        restored_at = %mark.restored_at,
        calls,
        "the store was restored from a copy; calls that waited in it are not made by themselves"
    );
    let mut members = Vec::new();
    let stored = read_one::<MembersRecord>(store, &access::NAME.to_owned()).await?;
    if let Some(record) = stored.into_record() {
        let without = MembersRecord {
            invitations: Vec::new(),
            ..record
        };
        members.push(Record::from(without));
    }
    let settled = RestoredRecord {
        settled: true,
        ..mark.clone()
    };
    let report = Prompt::RestoredReport {
        copied_at: mark.copied_at,
        calls,
    };
    bridge.keep_mark(settled, members, &report).await?;
    Ok(bridge.access().reload(store).await?)
}

/// Drops the errands that would change something once more.
async fn drop_changes(store: &dyn Store) -> Result<(), StoreError> {
    let mut after = None;
    loop {
        let page = store.open_work(Work::Errands, after, PAGE).await?;
        let Some(last) = page.last().copied() else {
            return Ok(());
        };
        for id in page {
            let stored = read_one::<ErrandRecord>(store, &ErrandId(id)).await?;
            let version = stored.version();
            if let Some(errand) = stored.into_record().filter(|it| it.errand.changes()) {
                remove(store, version, &errand.into()).await?;
            }
        }
        after = Some(last);
    }
}

/// Returns whether the person was asked.
async fn settle_call(store: &dyn Store, bridge: &Bridge, id: CallId) -> Result<bool, TurnError> {
    loop {
        let stored = read_one::<CallRecord>(store, &id).await?;
        let version = stored.version();
        let Some(mut call) = stored.into_record() else {
            // It stays unreadable, and nothing places it.
            return Ok(false);
        };
        call.stop_trying();
        let waited = matches!(call.stage, CallStageV1::Confirmed { .. });
        if waited {
            // The history was never read for it, so only its person can say.
            call.stage = CallStageV1::Undecided;
            call.attempts = call.attempts.max(1);
        }
        let (expect, conversation) = (vec![(Key::Call(id), version)], call.conversation.clone());
        let put = vec![Record::from(call)];
        let made = match waited {
            true => {
                let with = WorkerPart {
                    about: Some(id),
                    expect,
                    put,
                    ..WorkerPart::default()
                };
                let input = Input::CallReported(CallReport::Restored);
                Box::pin(bridge.report(&conversation, input, with)).await
            }
            false => {
                let commit = Commit {
                    expect,
                    put,
                    ..Commit::default()
                };
                match store.commit(commit).await {
                    Ok(()) => Ok(()),
                    Err(CommitError::Conflict(key)) => Err(TurnError::Conflict(key)),
                    Err(error) => Err(error.into_failure().into()),
                }
            }
        };
        match made {
            Ok(()) => return Ok(waited),
            Err(TurnError::Conflict(_)) => {}
            Err(error) => return Err(error),
        }
    }
}

/// Finds out who has to sign in again, one account after the other: a refresh
/// token that was used after the copy works no more. Tells those people and the
/// admins. It begins again after a restart, and stops between two accounts: a token
/// that is being renewed must be stored.
pub async fn check_sign_ins(parts: &Dependencies, mark: RestoredRecord) {
    if mark.checked {
        return;
    }
    let bridge = &parts.bridge;
    match checked(parts).await {
        Ok(Some((signed_out, working))) => {
            tracing::warn!(
                signed_out = signed_out.len(),
                working,
                "after the restore all sign-ins were tried"
            );
            let done = RestoredRecord {
                settled: true,
                checked: true,
                ..mark
            };
            let report = Prompt::RestoredAccounts {
                signed_out: signed_out.len(),
                working,
            };
            if let Err(error) = bridge.keep_mark(done, Vec::new(), &report).await {
                tracing::error!(%error, "the admins were not told who has to sign in again");
            }
        }
        Ok(None) if parts.tasks.stopping().is_cancelled() => {}
        Ok(None) => tracing::warn!(
            "after the restore some sign-ins could not be tried, since KallyAI does not answer; \
             the next start goes on"
        ),
        Err(error) => tracing::error!(%error, "the sign-ins could not be tried after the restore"),
    }
}

/// Those who have to sign in again, and how many need not; `None` if the
/// service does not answer, or the process is about to stop.
async fn checked(parts: &Dependencies) -> Result<Option<(Vec<ChatUser>, usize)>, StoreError> {
    let (bridge, accounts, clock) = (&parts.bridge, &parts.accounts, &*parts.clock);
    let stopping = parts.tasks.stopping();
    let mut to_try = owners(&*parts.store, clock).await?;
    let (mut signed_out, mut working) = (Vec::new(), 0);
    for round in 0..ROUNDS {
        if round > 0 {
            let pause = clock.sleep(LATER);
            stopping.run_until_cancelled(pause).await;
        }
        let mut silent = Vec::new();
        for owner in to_try {
            if stopping.is_cancelled() {
                return Ok(None);
            }
            match accounts.prove(&owner).await {
                Ok(()) => working += 1,
                Err(AccountError::Revoked) => {
                    tracing::warn!(user = %owner, "has to sign in again after the restore");
                    bridge.tell_signed_out(&owner).await?;
                    signed_out.push(owner);
                }
                // They have signed out meanwhile.
                Err(AccountError::NotLinked) => {}
                Err(AccountError::Store(error)) => return Err(error),
                Err(_) => silent.push(owner),
            }
            stopping.run_until_cancelled(clock.sleep(PAUSE)).await;
        }
        if silent.is_empty() {
            return Ok(Some((signed_out, working)));
        }
        to_try = silent;
    }
    Ok(None)
}

/// The people with an account that is not known to be dead.
async fn owners(store: &dyn Store, clock: &dyn Clock) -> Result<Vec<ChatUser>, StoreError> {
    let mut owners = Vec::new();
    let mut scan = Scan::new(store, clock);
    while let Some(page) = scan.page().await? {
        owners.extend(page.into_iter().filter_map(|(_, record)| match record {
            Record::Account(account) if !account.revoked => Some(account.owner),
            _ => None,
        }));
    }
    Ok(owners)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::test_bridge::{Outside, RecordingChat, quick, start};
    use kally_core::dialogue::{CallRef, Errand, PastErrand};
    use kally_runtime::{Ids, ManualClock};
    use kally_store::memory::MemoryStore;
    use kally_store::samples::{at, call, errand, lane};
    use kally_store::{InvitationV1, OutboxRecord};
    use kallyai::Client;

    /// The texts that wait in a conversation.
    async fn waiting(store: &dyn Store) -> Vec<String> {
        let found = store.outbox(&lane("x"), 99).await.unwrap();
        let texts = found.into_iter().filter_map(|(_, it)| it.into_record());
        texts
            .map(|it: OutboxRecord| it.reply.body.to_plain())
            .collect()
    }

    /// A call that waits, one that goes on, an errand of each kind, an invitation;
    /// returns the second call, too.
    fn copied() -> (Commit, CallRecord) {
        let going_on = CallRecord {
            stage: CallStageV1::Following,
            ..call(2)
        };
        let changing = PastErrand::Move {
            call: CallRef::Id("7f".to_owned()),
            at: at(900),
        };
        let moves = ErrandRecord {
            errand: Errand::Past(changing),
            ..errand(4)
        };
        let members = MembersRecord {
            name: access::NAME.to_owned(),
            people: Vec::new(),
            invitations: vec![InvitationV1 {
                hash: "00".to_owned(),
                expires_at: at(90_000),
                room: false,
            }],
        };
        let put = vec![
            call(1).into(),
            going_on.clone().into(),
            errand(3).into(),
            moves.into(),
            members.into(),
        ];
        let commit = Commit {
            put,
            ..Commit::default()
        };
        (commit, going_on)
    }

    #[tokio::test]
    async fn what_waited_in_the_copy_is_asked_about_and_not_done() {
        let store = Arc::new(MemoryStore::default());
        let clock = Arc::new(ManualClock::new(at(60)));
        let outside = Outside {
            store: Arc::clone(&store) as _,
            client: Client::new("http://localhost:1".parse().unwrap(), "test").unwrap(),
            chat: Arc::new(RecordingChat::default()) as _,
            clock: Arc::clone(&clock) as _,
            ids: Arc::new(Ids::seeded(1)),
        };
        // The workers know only of what was there at their start.
        let (bridge, _, _, tasks) = start(outside, quick());
        let (commit, going_on) = copied();
        store.commit(commit).await.unwrap();
        let restored = RestoredRecord::new(at(0), at(30));
        settle(&*store, &bridge, &restored).await.unwrap();
        // A process that died before the mark was written does it again.
        settle(&*store, &bridge, &restored).await.unwrap();
        tasks.shut_down(Duration::from_secs(5)).await;

        let read = |n| async move {
            let id = CallId(uuid::Uuid::from_u128(n));
            let found = read_one::<CallRecord>(&*Arc::clone(&store), &id).await;
            (found.unwrap().into_record().unwrap(), store)
        };
        let (waited, store) = read(1).await;
        assert_eq!(waited.stage, CallStageV1::Undecided);
        assert!(waited.may_have_been_made(), "nobody says that it was not");
        let again = read_one::<CallRecord>(&*store, &going_on.id).await.unwrap();
        assert_eq!(again.into_record(), Some(going_on));
        let left = store.open_work(Work::Errands, None, 9).await.unwrap();
        assert_eq!(left, [errand(3).id.0]);
        let members = read_one::<MembersRecord>(&*store, &access::NAME.to_owned()).await;
        assert!(
            members
                .unwrap()
                .into_record()
                .unwrap()
                .invitations
                .is_empty()
        );
        assert!(mark(&*store).await.unwrap().unwrap().settled);
        let asked = waiting(&*store).await;
        let asked = asked.iter().filter(|text| text.contains("two calls"));
        assert_eq!(asked.count(), 1);
    }
}
