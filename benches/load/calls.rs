//! Calls that are confirmed before the bot starts, each by a different person
//! with an account; and the sandbox that places them and never ends them.

use std::error::Error;
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use kally_core::model::{ConversationId, Platform};
use kally_engine::accounts::Accounts;
use kally_runtime::{Clock, Ids, SystemClock, Tasks};
use kally_sandbox::{Options, Sandbox};
use kally_store::{Commit, Keyring, Sealer, SledOptions, SledStore, Store};
use kallyai::{AccessToken, Client, Flow, RefreshToken, TokenPair};

use crate::call;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The first of the people who have a call.
const FIRST: u64 = 100_000;

/// How many are written at once.
const AT_ONCE: u64 = 500;

/// A sandbox on a thread of its own, whose calls never end.
pub struct Service {
    pub sandbox: Sandbox,
    pub url: String,
}

impl Service {
    /// Serves until the process ends.
    pub fn start() -> Result<Self> {
        let options = Options {
            call_time: Duration::from_secs(24 * 60 * 60),
            token_seconds: 24 * 60 * 60,
            ..Options::default()
        };
        let listener = TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        let url = format!("http://{}", listener.local_addr()?);
        let ids = Arc::new(Ids::from_os());
        let tasks = Tasks::default();
        let sandbox = Sandbox::new(options, Arc::new(SystemClock), ids, tasks);
        let serving = sandbox.clone();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        std::thread::spawn(move || {
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::from_std(listener)?;
                serving.serve(listener).await
            })
        });
        Ok(Self { sandbox, url })
    }

    /// The number of running calls.
    pub fn in_flight(&self) -> usize {
        self.sandbox.dialled().len()
    }
}

/// The private chat of the person of that number.
fn person(number: u64) -> ConversationId {
    ConversationId {
        platform: Platform::Telegram,
        chat: number.to_string(),
        thread: None,
        user: number.to_string(),
    }
}

/// Writes the accounts and the calls to the store in `folder`; each call is due
/// at some time within `spread`, which begins after `lead`.
pub async fn write(
    service: &Service,
    folder: &Path,
    count: u64,
    lead: TimeDelta,
    spread: TimeDelta,
) -> Result<()> {
    let begun = SystemClock.now() + lead;
    let store: Arc<dyn Store> = Arc::new(SledStore::open(folder, &SledOptions::default())?);
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let ids = Arc::new(Ids::from_os());
    let keyring = Keyring::load(
        Arc::clone(&store),
        Arc::new(Sealer::load(folder, None)?),
        Arc::clone(&ids),
        Arc::clone(&clock),
    );
    let keyring = Arc::new(keyring.await?);
    // One for all, since each new one rewrites their file.
    let key = keyring.fresh(&person(FIRST).chat_user()).await?;
    let accounts = Accounts::new(
        Arc::clone(&store),
        Client::new(service.url.parse()?, "kally-bridge/load")?,
        keyring,
        Flow::Cli,
        Arc::clone(&clock),
        Arc::clone(&ids),
    );
    for first in (0..count).step_by(usize::try_from(AT_ONCE)?) {
        let mut commit = Commit::default();
        for number in first..(first + AT_ONCE).min(count) {
            let conversation = person(FIRST + number);
            let issued = service.sandbox.sign_in(&conversation.user);
            let pair = TokenPair {
                access: AccessToken::parse(&issued.access_token)?,
                refresh: RefreshToken::parse(&issued.refresh_token)?,
                expires_in: issued.expires_in,
            };
            let now = clock.now();
            let user = conversation.chat_user();
            let account = accounts.record_with(&key, &user, &pair, now);
            commit.put.push(account.into());
            let due = begun + spread * i32::try_from(number)? / i32::try_from(count)?;
            let call = call::confirmed(&ids, conversation, now, due)?;
            commit.put.push(call.into());
        }
        store.commit(commit).await?;
    }
    store.close().await?;
    Ok(())
}
