//! A bot over an emulated Telegram and a store that outlives it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use url::Url;

use super::api;
use crate::{Dependencies, Pace, PollOptions, Polling, ReceivingError, TelegramChat, Webhook};
use kally_core::dialogue::LinkWay;
use kally_core::model::{ConversationId, Language, LinkId, Platform, Settings};
use kally_engine::bridge::{
    Bridge, BridgeOptions, Doorbells, LinkRequest, LinkSource, NewLink, TooManyLinks,
};
use kally_engine::chat::places::Places;
use kally_engine::delivery::Delivery;
use kally_engine::health::Health;
use kally_runtime::{Clock, Ids, SystemClock, Tasks};
use kally_store::{
    AccountRecord, Commit, CommitError, KeyId, LinkRecord, LinkStageV1, Record, Seq, SledOptions,
    SledStore, Store, StoreError, StoreLayer,
};
use kallyai::TokenPair;
use telegram_emulator::Emulator;

/// The secret that the webhook requires.
pub(super) const SECRET: &str = "a-secret_9";

/// A store whose commits wait while it is shut, and fail when told to.
pub(super) struct Gate {
    inner: Arc<dyn Store>,
    pub(super) shut: watch::Sender<bool>,
    pub(super) failing: AtomicUsize,
}

#[async_trait]
impl StoreLayer for Gate {
    fn beneath(&self) -> &dyn Store {
        &*self.inner
    }

    async fn on_commit(&self, commit: Commit) -> Result<(), CommitError> {
        let mut shut = self.shut.subscribe();
        let _ = shut.wait_for(|shut| !*shut).await;
        let left = self
            .failing
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
                left.checked_sub(1)
            });
        if left.is_ok() {
            return Err(StoreError::Failed("the disk is full".to_owned()).into());
        }
        self.inner.commit(commit).await
    }

    /// A commit like every other.
    async fn on_delivered(&self, lane: &ConversationId, seq: Seq) -> Result<(), StoreError> {
        let commit = Commit::of_delivered(lane, seq);
        self.on_commit(commit)
            .await
            .map_err(CommitError::into_failure)
    }
}

/// Link sessions do not matter in these tests.
struct NoLinks;

#[async_trait]
impl LinkSource for NoLinks {
    fn open(&self, request: LinkRequest) -> Result<NewLink, TooManyLinks> {
        let code = "K7-PX".to_owned();
        let record = LinkRecord {
            id: LinkId("0".repeat(64)),
            user: request.conversation.chat_user(),
            display_name: request.display_name,
            handle: request.handle,
            conversation: request.conversation,
            language: "en".to_owned(),
            code: code.clone(),
            expires_at: request.now,
            wide: false,
            ordered: false,
            stage: LinkStageV1::Opened,
        };
        Ok(NewLink {
            record,
            url: "https://bridge.example/link".to_owned(),
            way: LinkWay::Page,
            code,
            valid: Duration::from_secs(60),
        })
    }

    fn account(&self, _session: &LinkRecord, _now: DateTime<Utc>) -> Option<AccountRecord> {
        None
    }

    async fn offered(
        &self,
        _session: &LinkRecord,
        _pair: &TokenPair,
        _now: DateTime<Utc>,
    ) -> Result<[Record; 2], StoreError> {
        Err(StoreError::Closed)
    }

    async fn discard(&self, _keys: &[KeyId]) -> Result<(), StoreError> {
        Ok(())
    }
}

/// A bot that receives and answers, over a store that outlives it.
pub(super) struct Bot {
    pub(super) gate: Arc<Gate>,
    tasks: Tasks,
    pub(super) health: Arc<Health>,
    pub(super) receiving: JoinHandle<Result<std::convert::Infallible, ReceivingError>>,
}

pub(super) struct Bench {
    pub(super) emulator: Emulator,
    store: Arc<dyn Store>,
    _folder: tempfile::TempDir,
    _tasks: Tasks,
}

impl Bench {
    pub(super) async fn new() -> Self {
        let tasks = Tasks::default();
        let folder = tempfile::tempdir().unwrap();
        let store = SledStore::open(folder.path(), &SledOptions::default()).unwrap();
        Self {
            emulator: Emulator::start().await,
            store: Arc::new(store),
            _folder: folder,
            _tasks: tasks,
        }
    }

    /// Waits until all sent messages are recorded as sent.
    pub(super) async fn all_noted(&self) {
        let noted = async {
            while !self.store.lanes(None, 1).await.unwrap().is_empty() {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), noted)
            .await
            .expect("the outbox empties");
    }

    /// A bot that polls.
    #[expect(
        clippy::disallowed_methods,
        reason = "a test kills its bot without a farewell"
    )]
    pub(super) fn bot(&self, shut: bool) -> Bot {
        let (gate, with) = self.neighbours(shut);
        let (tasks, health) = (with.tasks.clone(), Arc::clone(&with.health));
        let wait = Duration::from_secs(2);
        let polling = Polling::new(with, PollOptions { wait });
        Bot {
            gate,
            tasks,
            health,
            receiving: tokio::spawn(async move { polling.run().await }),
        }
    }

    /// A bot with a webhook, and the webhook's address.
    #[expect(clippy::disallowed_methods, reason = "as above")]
    pub(super) async fn bot_by_webhook(&self, shut: bool) -> (Bot, Url) {
        let (gate, with) = self.neighbours(shut);
        let (tasks, health) = (with.tasks.clone(), Arc::clone(&with.health));
        let url: Url = "https://bridge.example/telegram".parse().unwrap();
        let webhook = Webhook::new(url, SecretString::from(SECRET));
        let webhook = Arc::new(webhook.looking_every(Duration::from_millis(50)));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let here = format!("http://{}", listener.local_addr().unwrap());
        self.emulator.proxy("https://bridge.example", &here);
        let router = Arc::clone(&webhook).router();
        tasks.spawn(async move { axum::serve(listener, router).await.unwrap() });
        let bot = Bot {
            gate,
            tasks,
            health,
            receiving: tokio::spawn(async move { webhook.run(with).await }),
        };
        (bot, format!("{here}/telegram").parse().unwrap())
    }

    fn neighbours(&self, shut: bool) -> (Arc<Gate>, Dependencies) {
        let tasks = Tasks::default();
        let gate = Arc::new(Gate {
            inner: Arc::clone(&self.store),
            shut: watch::Sender::new(shut),
            failing: AtomicUsize::new(0),
        });
        let store: Arc<dyn Store> = Arc::clone(&gate) as _;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let doorbells = Arc::new(Doorbells::default());
        let defaults = Settings {
            language: Language::En,
            timezone: chrono_tz::Europe::Madrid,
            region: "US".parse().unwrap(),
            ..Settings::default()
        };
        let options = BridgeOptions {
            defaults,
            undo: Duration::ZERO,
            minds_hours: false,
            doubt: Duration::ZERO,
            keep: Duration::from_secs(90 * 24 * 60 * 60),
            late: Duration::from_secs(3600),
            limits: kally_engine::bridge::CallLimits::default(),
            signs: kally_core::model::CommandSigns::default(),
            calendars: None,
        };
        let ids = Arc::new(Ids::from_os());
        let links = Arc::new(NoLinks);
        let bridge = Arc::new(Bridge::new(
            Arc::clone(&store),
            links,
            Arc::clone(&clock),
            ids,
            options,
            Arc::clone(&doorbells),
        ));
        let api = Arc::new(api(&self.emulator.url));
        let places = Arc::new(Places::new(Arc::clone(&store), Platform::Telegram));
        let pace = Pace::unlimited();
        let chat = TelegramChat::new(Arc::clone(&api), Arc::clone(&places), pace);
        let delivery = Arc::new(Delivery::new(
            store,
            vec![Arc::new(chat)],
            Arc::clone(&clock),
            tasks.clone(),
            Arc::clone(&doorbells),
        ));
        tasks.spawn(delivery.run());
        let with = Dependencies {
            api,
            bridge,
            places,
            doorbells,
            health: Arc::new(Health::new(Arc::clone(&clock))),
            clock,
            tasks,
        };
        (gate, with)
    }

    /// The bot's messages in a private chat, so far.
    pub(super) fn said(&self, chat: i64) -> Vec<String> {
        self.emulator
            .shown(chat)
            .into_iter()
            .map(|shown| shown.text)
            .collect()
    }

    pub(super) async fn acknowledged(&self, update: i64) {
        let sent = |emulator: &Emulator| {
            emulator
                .offsets()
                .into_iter()
                .flatten()
                .find(|offset| *offset > update)
        };
        self.emulator.until("the acknowledgement", sent).await;
    }

    pub(super) fn is_acknowledged(&self, update: i64) -> bool {
        self.emulator
            .offsets()
            .into_iter()
            .flatten()
            .any(|offset| offset > update)
    }
}

impl Bot {
    /// Ends it as a crash would: at once, in the middle of everything.
    pub(super) async fn kill(self) {
        self.receiving.abort();
        let _ = self.receiving.await;
        self.tasks.shut_down(Duration::from_secs(5)).await;
    }
}
