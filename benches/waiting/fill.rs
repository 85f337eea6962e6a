//! The store before the bot starts: people with accounts, calls that wait for a time
//! in the coming weeks, summaries that do, and calls that are all due at once.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use kally_core::dialogue::Errand;
use kally_core::model::{ConversationId, ErrandId, Platform};
use kally_engine::accounts::Accounts;
use kally_runtime::{Clock, Ids, SystemClock};
use kally_store::{
    CallRecord, Commit, ErrandRecord, Keyring, Record, Sealer, SledOptions, SledStore, Store,
};
use kallyai::{AccessToken, Client, Flow, RefreshToken, TokenPair};

use crate::{Options, Result, call};

/// How many records are written at once.
const AT_ONCE: usize = 500;

/// The times of the waiting calls are spread over the next weeks.
const FIRST: TimeDelta = TimeDelta::days(1);
const SPREAD: TimeDelta = TimeDelta::days(40);

/// The private chat of the person of that number.
pub fn person(number: u64) -> ConversationId {
    ConversationId {
        platform: Platform::Terminal,
        chat: number.to_string(),
        thread: None,
        user: number.to_string(),
    }
}

/// Writes the store; returns when the calls are due that are due at once.
pub async fn fill(folder: &Path, options: &Options, waiting: u64) -> Result<DateTime<Utc>> {
    let store: Arc<dyn Store> = Arc::new(SledStore::open(folder, &SledOptions::default())?);
    let ids = Arc::new(Ids::from_os());
    put(
        &*store,
        accounts(&store, folder, &ids, options.people).await?,
    )
    .await?;
    let now = SystemClock.now();
    let spread = |number: u64| -> Result<DateTime<Utc>> {
        Ok(now + FIRST + SPREAD * i32::try_from(number)? / i32::try_from(waiting)?)
    };
    let mut records: Vec<Record> = Vec::new();
    for number in 0..waiting {
        let (owner, at) = (person(number % options.people), spread(number)?);
        // Every fourth is a summary that waits for the morning.
        records.push(match number % 4 {
            3 => summary(&ids, owner, at).into(),
            _ => call(&ids, owner, at, false)?.into(),
        });
        if records.len() == AT_ONCE {
            put(&*store, std::mem::take(&mut records)).await?;
        }
    }
    put(&*store, records).await?;
    let due = SystemClock.now() + TimeDelta::from_std(options.lead)?;
    let at_once: Result<Vec<Record>> = (0..options.due)
        .map(|number| Ok(call(&ids, person(number), due, true)?.into()))
        .collect();
    put(&*store, at_once?).await?;
    store.close().await?;
    Ok(due)
}

async fn put(store: &dyn Store, records: Vec<Record>) -> Result<()> {
    for some in records.chunks(AT_ONCE) {
        let put = some.to_vec();
        store
            .commit(Commit {
                put,
                ..Commit::default()
            })
            .await?;
    }
    Ok(())
}

/// An account for each person, whose token works for a day.
async fn accounts(
    store: &Arc<dyn Store>,
    folder: &Path,
    ids: &Arc<Ids>,
    people: u64,
) -> Result<Vec<Record>> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let sealer = Arc::new(Sealer::load(folder, None)?);
    let keyring = Keyring::load(
        Arc::clone(store),
        sealer,
        Arc::clone(ids),
        Arc::clone(&clock),
    );
    let keyring = Arc::new(keyring.await?);
    // One for all, since each new one rewrites their file.
    let key = keyring.fresh(&person(0).chat_user()).await?;
    let client = Client::new("http://127.0.0.1:9".parse()?, "kally-bridge/bench")?;
    let (of, by) = (Arc::clone(store), Arc::clone(&clock));
    let accounts = Accounts::new(of, client, keyring, Flow::Cli, by, Arc::clone(ids));
    let token = |kind: &str, number: u64| format!("bench_{kind}_{number:048x}");
    (0..people)
        .map(|number| {
            let pair = TokenPair {
                access: AccessToken::parse(&token("access", number))?,
                refresh: RefreshToken::parse(&token("refresh", number))?,
                expires_in: std::time::Duration::from_secs(24 * 60 * 60),
            };
            let user = person(number).chat_user();
            Ok(accounts.record_with(&key, &user, &pair, clock.now()).into())
        })
        .collect()
}

fn summary(ids: &Ids, conversation: ConversationId, at: DateTime<Utc>) -> ErrandRecord {
    ErrandRecord {
        id: ErrandId(ids.uuid(SystemClock.now())),
        conversation,
        errand: Errand::SumUp { at },
        replaces: None,
    }
}

/// A call that was put off; one that is due soon was announced.
fn call(
    ids: &Ids,
    conversation: ConversationId,
    not_before: DateTime<Utc>,
    announced: bool,
) -> Result<CallRecord> {
    let now = SystemClock.now();
    let confirmed_at = now - TimeDelta::hours(2);
    Ok(CallRecord {
        announced,
        put_off: true,
        ..call::confirmed(ids, conversation, confirmed_at, not_before)?
    })
}
