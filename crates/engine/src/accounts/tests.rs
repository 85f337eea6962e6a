//! Accounts against the sandbox and a sled store.

use futures::FutureExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use secrecy::SecretBox;
use tokio::net::TcpListener;
use tokio::time::timeout;
use url::Url;

use super::*;
use kally_core::model::Platform;
use kally_runtime::{SystemClock, Tasks};
use kally_sandbox::{Drop, Fault, Options, Sandbox};
use kally_store::{Sealer, SledOptions, SledStore, samples::at};
use kallyai::{Error, RefreshToken, Retry};

const LIMIT: Duration = Duration::from_secs(20);

/// A clock that stands still until a test moves it.
pub(crate) struct TestClock(Mutex<DateTime<Utc>>);

impl TestClock {
    pub(crate) fn new(now: DateTime<Utc>) -> Self {
        Self(Mutex::new(now))
    }

    pub(crate) fn advance(&self, seconds: i64) {
        *self.0.lock().unwrap() += TimeDelta::seconds(seconds);
    }
}

#[async_trait]
impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }

    fn passed(&self) -> Duration {
        kally_runtime::SystemClock.passed()
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

/// A sandbox on loopback.
pub(crate) async fn sandbox(clock: Arc<dyn Clock>, tasks: &Tasks) -> (Sandbox, Client) {
    let ids = Arc::new(Ids::seeded(1));
    let sandbox = Sandbox::new(Options::default(), clock, ids, tasks.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base: Url = format!("http://{}", listener.local_addr().unwrap())
        .parse()
        .unwrap();
    let server = sandbox.clone();
    tasks.spawn(async move { server.serve(listener).await.unwrap() });
    (sandbox, Client::new(base, "kally-bridge/test").unwrap())
}

/// Every byte of a folder.
fn folder_bytes(folder: PathBuf) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                bytes.extend(std::fs::read(path).unwrap());
            }
        }
    }
    bytes
}

/// All records and all bytes of a store: a secret must not be in its record in
/// clear, even though the record is sealed on the disk.
pub(crate) async fn stored_bytes(store: &dyn Store, folder: &Path) -> Vec<u8> {
    let scanned = store.scan(None, 10_000).await.unwrap();
    assert_eq!(scanned.next, None);
    store.close().await.unwrap();
    let mut bytes = format!("{:?}", scanned.records).into_bytes();
    bytes.extend(folder_bytes(folder.to_owned()));
    bytes
}

#[track_caller]
pub(crate) fn holds(bytes: &[u8], text: &str) -> bool {
    assert!(!text.is_empty());
    bytes
        .windows(text.len())
        .any(|part| part == text.as_bytes())
}

fn ana() -> ChatUser {
    ChatUser {
        platform: Platform::Telegram,
        id: "7".to_owned(),
    }
}

/// The data keys in a store.
pub(crate) fn keyring_over(store: &Arc<dyn Store>) -> Keyring {
    let sealer = Arc::new(Sealer::from_key(SecretBox::new(Box::new([7; 32]))));
    let ids = Arc::new(Ids::from_os());
    let clock = Arc::new(SystemClock);
    let loaded = Keyring::load(Arc::clone(store), sealer, ids, clock);
    let loaded = loaded.now_or_never().expect("at once");
    loaded.expect("the keys are read")
}

struct Bench {
    sandbox: Sandbox,
    clock: Arc<TestClock>,
    store: Arc<SledStore>,
    accounts: Arc<Accounts>,
    pair: TokenPair,
    tasks: Tasks,
    folder: tempfile::TempDir,
}

impl Bench {
    /// A user whose token works for an hour.
    async fn new() -> Self {
        let tasks = Tasks::default();
        let clock = Arc::new(TestClock::new(at(0)));
        let (sandbox, client) = sandbox(clock.clone(), &tasks).await;
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(SledStore::open(folder.path(), &SledOptions::default()).unwrap());
        let keyring = Arc::new(keyring_over(&(store.clone() as _)));
        let ids = Arc::new(Ids::seeded(2));
        let accounts = Accounts::new(
            store.clone(),
            client,
            keyring,
            Flow::Cli,
            clock.clone(),
            ids,
        );
        let accounts = Arc::new(accounts.to_their_end(&tasks));
        let issued = sandbox.sign_in("ana");
        let pair = TokenPair {
            access: AccessToken::parse(&issued.access_token).unwrap(),
            refresh: RefreshToken::parse(&issued.refresh_token).unwrap(),
            expires_in: Duration::from_secs(3600),
        };
        let bench = Self {
            sandbox,
            clock,
            store,
            accounts,
            pair,
            tasks,
            folder,
        };
        bench
            .put(
                bench
                    .accounts
                    .record(&ana(), &bench.pair, at(0))
                    .await
                    .unwrap(),
            )
            .await;
        bench
    }

    async fn put(&self, record: AccountRecord) {
        let put = vec![record.into()];
        let commit = Commit {
            put,
            ..Commit::default()
        };
        self.store.commit(commit).await.unwrap();
    }

    async fn record(&self) -> Option<AccountRecord> {
        let stored = read_one(&*self.store, &ana()).await.unwrap();
        stored.into_record()
    }

    async fn token(&self) -> Result<String, AccountError> {
        let token = timeout(LIMIT, self.accounts.token(&ana())).await.unwrap();
        token.map(|token| token.expose().to_owned())
    }

    async fn renewed(&self) -> Result<String, AccountError> {
        let ana = ana();
        let renewed = self.accounts.renewed(&ana, &self.pair.access);
        let token = timeout(LIMIT, renewed).await.unwrap();
        token.map(|token| token.expose().to_owned())
    }

    fn old(&self) -> &str {
        self.pair.access.expose()
    }

    fn refreshes_fail(&self, times: u32, status: u16) {
        self.sandbox.fail(fault(times, Some(status)));
    }
}

fn fault(times: u32, status: Option<u16>) -> Fault {
    Fault {
        path: "/v1/auth/refresh".to_owned(),
        whole: false,
        method: None,
        times,
        status,
        retry_after: None,
        delay_ms: 0,
        drop: None,
        body: None,
        json: None,
    }
}

#[tokio::test]
async fn a_token_is_renewed_a_minute_early_and_not_before() {
    let bench = Bench::new().await;
    bench.clock.advance(3600 - 60);
    assert_eq!(bench.token().await.unwrap(), bench.old());
    bench.clock.advance(1);
    let new = bench.token().await.unwrap();
    assert_ne!(new, bench.old());
    assert_eq!(bench.token().await.unwrap(), new, "and kept");
    assert_eq!(bench.record().await.unwrap().linked_at, at(0));
}

/// In the sandbox a refresh token works once: a second request would fail.
#[tokio::test]
async fn fifty_callers_make_one_refresh() {
    let bench = Bench::new().await;
    bench.clock.advance(3590);
    // Long enough for all of them to ask meanwhile.
    bench.sandbox.fail(Fault {
        delay_ms: 50,
        ..fault(1, None)
    });
    let calls = (0..50).map(|_| bench.token());
    let tokens = futures::future::join_all(calls).await;
    let first = tokens[0].as_ref().unwrap();
    assert_ne!(first, bench.old());
    for token in &tokens {
        assert_eq!(token.as_ref().unwrap(), first);
    }
    assert!(bench.accounts.lanes.is_empty());
}

/// The service has given a new pair, and its answer is on its way.
#[tokio::test]
async fn a_refresh_goes_on_when_its_caller_is_stopped() {
    let bench = Bench::new().await;
    bench.clock.advance(3590);
    bench.sandbox.fail(Fault {
        delay_ms: 100,
        ..fault(1, None)
    });
    let stopped = timeout(Duration::from_millis(50), bench.token()).await;
    assert!(stopped.is_err(), "it was not slow");
    bench.tasks.shut_down(LIMIT).await;
    let record = bench.record().await.unwrap();
    let keyring = &bench.accounts.keyring;
    let kept = open_pair(keyring, &ana(), Purpose::Account, &record.sealed).unwrap();
    assert_ne!(kept.access.expose(), bench.old());
}

#[tokio::test]
async fn a_stale_token_is_renewed_once() {
    let bench = Bench::new().await;
    let new = bench.renewed().await.unwrap();
    assert_ne!(new, bench.old());
    assert_eq!(bench.renewed().await.unwrap(), new, "had by somebody else");
}

#[tokio::test]
async fn while_the_service_is_down_the_old_token_is_used_as_long_as_it_works() {
    let bench = Bench::new().await;
    bench.clock.advance(3570);
    bench.refreshes_fail(2, 503);
    assert_eq!(bench.token().await.unwrap(), bench.old());
    bench.clock.advance(30);
    let error = bench.token().await.unwrap_err();
    assert!(matches!(&error, AccountError::Service(_)), "{error:?}");
    assert_eq!(error.retry(), Retry::Backoff);
    assert_ne!(bench.token().await.unwrap(), bench.old(), "it is back");
}

#[tokio::test]
async fn those_who_wait_for_a_failure_do_not_ask_again() {
    let bench = Bench::new().await;
    bench.clock.advance(3600);
    bench.sandbox.fail(Fault {
        delay_ms: 50,
        ..fault(1, Some(500))
    });
    let results = futures::future::join_all((0..20).map(|_| bench.token())).await;
    let asked = results
        .iter()
        .filter(|result| matches!(result, Err(AccountError::Service(_))));
    assert_eq!(asked.count(), 1);
    let waited = results
        .iter()
        .filter(|result| matches!(result, Err(AccountError::RefreshFailed)));
    assert_eq!(waited.count(), 19);
    assert_ne!(bench.token().await.unwrap(), bench.old());
}

#[tokio::test]
async fn a_broken_connection_is_not_for_good() {
    let bench = Bench::new().await;
    bench.sandbox.fail(Fault {
        drop: Some(Drop::Before),
        ..fault(1, None)
    });
    let error = bench.renewed().await.unwrap_err();
    assert!(matches!(error, AccountError::Service(_)), "{error:?}");
    assert!(!bench.record().await.unwrap().revoked);
    assert_ne!(bench.renewed().await.unwrap(), bench.old());
}

#[tokio::test]
async fn a_dead_refresh_token_marks_the_account() {
    let bench = Bench::new().await;
    bench.sandbox.revoke_all();
    bench.clock.advance(3590);
    let error = bench.token().await.unwrap_err();
    assert!(matches!(error, AccountError::Revoked), "{error:?}");
    assert_eq!(error.retry(), Retry::SignIn);
    assert!(bench.record().await.unwrap().revoked);
    let error = bench.token().await.unwrap_err();
    assert!(matches!(error, AccountError::Revoked), "{error:?}");
}

#[tokio::test]
async fn a_new_link_or_a_logout_during_the_refresh_wins() {
    let bench = Bench::new().await;
    bench.sandbox.fail(Fault {
        delay_ms: 300,
        ..fault(2, None)
    });
    let issued = bench.sandbox.sign_in("john");
    let pair = TokenPair {
        access: AccessToken::parse(&issued.access_token).unwrap(),
        refresh: RefreshToken::parse(&issued.refresh_token).unwrap(),
        expires_in: Duration::from_secs(3600),
    };
    let relinked = bench.accounts.record(&ana(), &pair, at(1)).await.unwrap();
    let (token, ()) = tokio::join!(bench.renewed(), async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        bench.put(relinked.clone()).await;
    });
    assert_eq!(token.unwrap(), issued.access_token);
    assert_eq!(bench.record().await, Some(relinked));
    let (ana, stale) = (ana(), pair.access);
    let (token, ()) = tokio::join!(bench.accounts.renewed(&ana, &stale), async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let delete = vec![Key::Account(ana.clone())];
        let commit = Commit {
            delete,
            ..Commit::default()
        };
        bench.store.commit(commit).await.unwrap();
    });
    assert!(matches!(token, Err(AccountError::NotLinked)), "{token:?}");
    assert_eq!(bench.record().await, None, "a logout stays one");
}

#[tokio::test]
async fn what_was_sealed_for_somebody_else_is_no_account() {
    let bench = Bench::new().await;
    let other = ChatUser {
        id: "8".to_owned(),
        ..ana()
    };
    let forged = AccountRecord {
        owner: other.clone(),
        ..bench.record().await.unwrap()
    };
    bench.put(forged).await;
    let error = bench.accounts.token(&other).await.unwrap_err();
    assert!(matches!(error, AccountError::Revoked), "{error:?}");
    let none = ChatUser {
        id: "9".to_owned(),
        ..ana()
    };
    let error = bench.accounts.token(&none).await.unwrap_err();
    assert!(matches!(error, AccountError::NotLinked), "{error:?}");
    assert_eq!(bench.token().await.unwrap(), bench.old());
}

#[tokio::test]
async fn a_401_is_answered_with_a_new_token_once() {
    let bench = Bench::new().await;
    bench.sandbox.expire_access_tokens();
    let client = bench.accounts.client.clone();
    let accounts = bench.accounts.clone();
    let (answer, answered) = tokio::sync::oneshot::channel();
    // Spawned, so the future must be `Send`.
    bench.tasks.spawn(async move {
        let client = &client;
        let statistics = accounts
            .with_token(
                &ana(),
                |token| async move { client.statistics(&token).await },
            )
            .await;
        answer.send(statistics.map(drop)).unwrap();
    });
    timeout(LIMIT, answered).await.unwrap().unwrap().unwrap();
    assert_ne!(bench.token().await.unwrap(), bench.old());
}

#[tokio::test]
async fn a_renewed_token_that_is_refused_means_signing_in_again() {
    let bench = Bench::new().await;
    let acts = AtomicUsize::new(0);
    let client = &bench.accounts.client;
    let result = bench
        .accounts
        .with_token(&ana(), |_| async {
            acts.fetch_add(1, Ordering::SeqCst);
            let wrong = AccessToken::parse("wrong").unwrap();
            client.statistics(&wrong).await
        })
        .await;
    assert!(matches!(result, Err(AccountError::Revoked)), "{result:?}");
    assert_eq!(acts.load(Ordering::SeqCst), 2);
    assert!(bench.record().await.unwrap().revoked);
}

#[tokio::test]
async fn other_errors_are_the_callers() {
    let bench = Bench::new().await;
    bench.sandbox.fail(Fault {
        path: "/v1/users".to_owned(),
        ..fault(1, Some(500))
    });
    let client = &bench.accounts.client;
    let result = bench
        .accounts
        .with_token(
            &ana(),
            |token| async move { client.statistics(&token).await },
        )
        .await;
    let Err(AccountError::Service(error)) = result else {
        panic!("{result:?}");
    };
    assert!(
        matches!(error, Error::Refused(_) | Error::Unintelligible { .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn no_token_is_on_the_disk() {
    let bench = Bench::new().await;
    let new = bench.renewed().await.unwrap();
    let bytes = stored_bytes(&*bench.store, bench.folder.path()).await;
    assert!(holds(&bytes, "linked_at"), "the record is there");
    for token in [bench.old(), bench.pair.refresh.expose(), &new] {
        assert!(!holds(&bytes, token));
    }
}
