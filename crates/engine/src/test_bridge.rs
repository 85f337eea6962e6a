//! A whole bridge in one process for tests: a recording chat, a sandbox
//! KallyAI, a real store, and `restart()`.

use futures::FutureExt as _;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use secrecy::SecretBox;
use tokio::net::TcpListener;
use tokio::sync::watch;
use url::Url;

use crate::access::Access;
use crate::accounts::Accounts;
use crate::appointments::Reminders;
use crate::bridge::{
    Bridge, BridgeOptions, Content, Doorbells, Handled, Inbound, Sender, TurnError,
};
use crate::calls::{Calls, CallsOptions, Dependencies, Errands};
use crate::chat::{Chat, ChatError, Outgoing};
use crate::delivery::Delivery;
use crate::linking::{LinkOpener, LinkingOptions, Networks};
use crate::recordings::Recordings;
use kally_core::model::{ConversationId, EventId, Language, MessageRef, Platform, Settings};
use kally_runtime::{Clock, Ids, SystemClock, Tasks};
use kally_sandbox::{Options, Sandbox};
use kally_store::memory::MemoryStore;
use kally_store::{AccountRecord, Commit, Keyring, Sealer, SledOptions, SledStore, Store};
use kallyai::{AccessToken, Client, Flow, RefreshToken, TokenPair};

/// No wait takes longer.
const LIMIT: Duration = Duration::from_secs(20);

/// A chat that stores everything it is sent.
#[derive(Default)]
pub(crate) struct RecordingChat {
    /// The platform that it is; the terminal, if it is not set.
    platform: Option<Platform>,
    sent: Mutex<Vec<Outgoing>>,
    failures: Mutex<VecDeque<ChatError>>,
    changed: watch::Sender<usize>,
    /// The results of the next removals; without one, a removal is refused.
    removals: Mutex<VecDeque<Result<(), ChatError>>>,
    removed: Mutex<Vec<MessageRef>>,
}

impl RecordingChat {
    /// One that is this platform.
    pub(crate) fn on(platform: Platform) -> Self {
        Self {
            platform: Some(platform),
            ..Self::default()
        }
    }

    /// The next deliveries fail with these, in order.
    pub(crate) fn fail_next(&self, failures: impl IntoIterator<Item = ChatError>) {
        self.failures.lock().unwrap().extend(failures);
    }

    /// The next removals end like this, in order; others are refused.
    pub(crate) fn removals_end(&self, ends: impl IntoIterator<Item = Result<(), ChatError>>) {
        self.removals.lock().unwrap().extend(ends);
    }

    /// Every message that was to be removed, once for each attempt.
    pub(crate) fn removed(&self) -> Vec<MessageRef> {
        self.removed.lock().unwrap().clone()
    }

    /// Waits until all of those have happened.
    pub(crate) async fn failed(&self) {
        let waiting = async {
            while !self.failures.lock().unwrap().is_empty() {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        tokio::time::timeout(LIMIT, waiting)
            .await
            .expect("the failures happen");
    }

    pub(crate) fn sent(&self) -> Vec<Outgoing> {
        self.sent.lock().unwrap().clone()
    }

    pub(crate) fn texts(&self) -> Vec<String> {
        self.sent()
            .iter()
            .map(|outgoing| outgoing.reply.body.to_plain())
            .collect()
    }

    /// Waits for a message that contains a text, counted from the `from`th on;
    /// returns its position.
    #[track_caller]
    pub(crate) fn wait_for<'a>(
        &'a self,
        from: usize,
        text: &'a str,
    ) -> impl Future<Output = usize> + 'a {
        let caller = std::panic::Location::caller();
        async move {
            let mut changed = self.changed.subscribe();
            let waiting = async {
                loop {
                    let found = self
                        .sent()
                        .iter()
                        .skip(from)
                        .position(|sent| shown(sent).contains(text));
                    if let Some(place) = found {
                        return from + place;
                    }
                    changed.changed().await.unwrap();
                }
            };
            match tokio::time::timeout(LIMIT, waiting).await {
                Ok(place) => place,
                Err(_) => panic!("{caller}: {text:?} was not said, but {:#?}", self.texts()),
            }
        }
    }
}

#[async_trait]
impl Chat for RecordingChat {
    fn platform(&self) -> Platform {
        self.platform.unwrap_or(Platform::Terminal)
    }

    async fn deliver(&self, outgoing: &Outgoing) -> Result<MessageRef, ChatError> {
        if let Some(failure) = self.failures.lock().unwrap().pop_front() {
            return Err(failure);
        }
        let mut sent = self.sent.lock().unwrap();
        sent.push(outgoing.clone());
        self.changed.send_replace(sent.len());
        Ok(MessageRef(outgoing.message.0.to_string()))
    }

    async fn remove(&self, from: &ConversationId, message: &MessageRef) -> Result<(), ChatError> {
        assert_eq!(from.platform, Platform::Terminal);
        self.removed.lock().unwrap().push(message.clone());
        let end = self.removals.lock().unwrap().pop_front();
        end.unwrap_or_else(|| Err(ChatError::Refused("not allowed here".to_owned())))
    }
}

/// A message as a person sees it: its text, then its choices.
pub(crate) fn shown(outgoing: &Outgoing) -> String {
    let mut text = outgoing.reply.body.to_plain();
    for choice in &outgoing.reply.choices {
        text.push_str(&format!(" [{}]", choice.label));
    }
    text
}

/// The address at which a browser ends that signs a person in by the link in
/// this message.
pub(crate) fn address_back(offer: &str, sandbox: &Sandbox, account: &str) -> String {
    let (_, state) = offer.split_once("state=").expect("a link");
    let state = state.split_whitespace().next().expect("a state");
    let issued = sandbox.sign_in(account);
    format!(
        "http://localhost:8976/callback?access_token={}&refresh_token={}&expires_in={}&state={state}",
        issued.access_token,
        issued.refresh_token,
        issued.expires_in.as_secs()
    )
}

/// A bridge that runs.
pub(crate) struct TestBridge {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) sandbox: Sandbox,
    pub(crate) chat: Arc<RecordingChat>,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) bridge: Arc<Bridge>,
    pub(crate) accounts: Arc<Accounts>,
    clock: Arc<dyn Clock>,
    client: Client,
    tasks: Tasks,
    service: Tasks,
    options: CallsOptions,
    events: u64,
}

/// Quick, since the sandbox is.
pub(crate) fn quick() -> CallsOptions {
    CallsOptions {
        doubt: Duration::from_secs(2),
        poll_first: Duration::from_millis(50),
        poll_longest: Duration::from_millis(200),
        follow: Duration::from_secs(60),
        stale: Duration::from_secs(60),
    }
}

/// A sandbox whose calls are short.
pub(crate) fn quick_calls() -> Options {
    Options {
        call_time: Duration::from_millis(300),
        ..Options::default()
    }
}

impl TestBridge {
    /// One with an account linked, on a sandbox whose calls are short.
    pub(crate) async fn linked(sandbox: Options) -> Self {
        let bridge = Self::new(sandbox, quick()).await;
        bridge.link().await;
        bridge
    }

    /// One over a store in memory, whose bytes can be changed. It cannot
    /// restart.
    pub(crate) async fn in_memory(sandbox: Options) -> (Self, Arc<MemoryStore>) {
        let mut bridge = Self::new(sandbox, quick()).await;
        bridge.tasks.shut_down(LIMIT).await;
        bridge.store.close().await.unwrap();
        let store = Arc::new(MemoryStore::default());
        let outside = Outside {
            store: Arc::clone(&store) as _,
            client: bridge.client.clone(),
            chat: Arc::clone(&bridge.chat) as _,
            clock: Arc::clone(&bridge.clock),
            ids: Arc::new(Ids::from_os()),
        };
        (bridge.bridge, bridge.accounts, _, bridge.tasks) = start(outside, bridge.options);
        bridge.store = Arc::clone(&store) as _;
        bridge.link().await;
        (bridge, store)
    }

    pub(crate) async fn new(sandbox: Options, options: CallsOptions) -> Self {
        Self::at(Arc::new(SystemClock), sandbox, options).await
    }

    /// One on another clock, with its sandbox on the same clock.
    pub(crate) async fn at(clock: Arc<dyn Clock>, sandbox: Options, options: CallsOptions) -> Self {
        let service = Tasks::default();
        let ids = Arc::new(Ids::from_os());
        let sandbox = Sandbox::new(sandbox, Arc::clone(&clock), ids, service.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base: Url = format!("http://{}", listener.local_addr().unwrap())
            .parse()
            .unwrap();
        let serving = sandbox.clone();
        service.spawn(async move { serving.serve(listener).await.unwrap() });
        let client = Client::new(base, "kally-bridge/test").unwrap();
        let folder = tempfile::tempdir().unwrap();
        let chat = Arc::new(RecordingChat::default());
        let (store, bridge, accounts, tasks) = open(folder.path(), &client, &chat, &clock, options);
        Self {
            folder,
            sandbox,
            chat,
            store,
            bridge,
            accounts,
            clock,
            client,
            tasks,
            service,
            options,
            events: 0,
        }
    }

    /// Ana's account, as it is stored once it is linked.
    pub(crate) async fn account(&self) -> AccountRecord {
        let issued = self.sandbox.sign_in("ana");
        let pair = TokenPair {
            access: AccessToken::parse(&issued.access_token).unwrap(),
            refresh: RefreshToken::parse(&issued.refresh_token).unwrap(),
            expires_in: issued.expires_in,
        };
        self.accounts
            .record(&lane().chat_user(), &pair, self.clock.now())
            .await
            .unwrap()
    }

    pub(crate) async fn link(&self) {
        let commit = Commit {
            put: vec![self.account().await.into()],
            ..Commit::default()
        };
        self.store.commit(commit).await.unwrap();
    }

    /// Stops everything where it is and starts again on the same store.
    pub(crate) async fn restart(&mut self) {
        self.tasks.shut_down(LIMIT).await;
        self.store.close().await.unwrap();
        let (store, bridge, accounts, tasks) = open(
            self.folder.path(),
            &self.client,
            &self.chat,
            &self.clock,
            self.options,
        );
        (self.store, self.bridge, self.accounts, self.tasks) = (store, bridge, accounts, tasks);
    }

    /// The person writes something; returns the number of messages before it.
    pub(crate) async fn say(&mut self, text: &str) -> usize {
        let before = self.chat.sent().len();
        self.events += 1;
        let event = format!("e{}", self.events);
        self.hand_in(&event, Content::Text(text.to_owned()))
            .await
            .unwrap();
        before
    }

    /// The person has a number called, and waits for the end.
    pub(crate) async fn call(&mut self, number: &str, end: &str) {
        let words = format!("/call {number}, table for four tomorrow at 8 under Ana");
        let before = self.say(&words).await;
        self.chat.wait_for(before, "They will hear").await;
        let before = self.say("call now").await;
        self.chat.wait_for(before, end).await;
    }

    pub(crate) async fn hand_in(
        &self,
        event: &str,
        content: Content,
    ) -> Result<Handled, TurnError> {
        self.hand_in_as("ana", event, content).await
    }

    /// The same from another person in the same room.
    pub(crate) async fn hand_in_as(
        &self,
        user: &str,
        event: &str,
        content: Content,
    ) -> Result<Handled, TurnError> {
        let conversation = ConversationId {
            user: user.to_owned(),
            ..lane()
        };
        self.hand_in_at(conversation, event, content).await
    }

    /// The same in any conversation.
    pub(crate) async fn hand_in_at(
        &self,
        conversation: ConversationId,
        event: &str,
        content: Content,
    ) -> Result<Handled, TurnError> {
        let inbound = Inbound {
            event: EventId(event.to_owned()),
            conversation,
            sender: Sender {
                display_name: "Ana García".to_owned(),
                handle: None,
                language: None,
            },
            message: None,
            replies_to: None,
            quoted: None,
            at: self.clock.now(),
            content,
        };
        self.bridge.handle(&inbound).await
    }

    pub(crate) async fn stop(self) {
        self.tasks.shut_down(LIMIT).await;
        self.service.shut_down(LIMIT).await;
        self.store.close().await.unwrap();
    }
}

pub(crate) fn lane() -> ConversationId {
    ConversationId {
        platform: Platform::Terminal,
        chat: "ana".to_owned(),
        thread: None,
        user: "ana".to_owned(),
    }
}

type Started = (Arc<dyn Store>, Arc<Bridge>, Arc<Accounts>, Tasks);

/// Starts a bridge on the store of a folder.
fn open(
    folder: &std::path::Path,
    client: &Client,
    chat: &Arc<RecordingChat>,
    clock: &Arc<dyn Clock>,
    options: CallsOptions,
) -> Started {
    let store: Arc<dyn Store> = Arc::new(SledStore::open(folder, &SledOptions::default()).unwrap());
    let outside = Outside {
        store: Arc::clone(&store),
        client: client.clone(),
        chat: Arc::clone(chat) as Arc<dyn Chat>,
        clock: Arc::clone(clock),
        ids: Arc::new(Ids::from_os()),
    };
    let (bridge, accounts, _, tasks) = start(outside, options);
    (store, bridge, accounts, tasks)
}

fn linking_options() -> LinkingOptions {
    LinkingOptions {
        public_url: "http://localhost:8976".parse().unwrap(),
        flow: Flow::Cli,
        expires: Duration::from_secs(600),
        language: Language::En,
        trusted_proxies: Networks::default(),
        local_peers: Networks::default(),
    }
}

/// The parts outside the bridge.
pub(crate) struct Outside {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) client: Client,
    pub(crate) chat: Arc<dyn Chat>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<Ids>,
}

/// Starts a bridge and its workers; everybody may use it.
pub(crate) fn start(
    outside: Outside,
    options: CallsOptions,
) -> (Arc<Bridge>, Arc<Accounts>, Arc<Keyring>, Tasks) {
    let (bridge, accounts, keyring, tasks, _) = start_for(outside, options, Access::open());
    (bridge, accounts, keyring, tasks)
}

/// A bridge that runs, and its doorbells.
pub(crate) type Running = (
    Arc<Bridge>,
    Arc<Accounts>,
    Arc<Keyring>,
    Tasks,
    Arc<Doorbells>,
);

/// Starts a bridge and its workers, for these people.
pub(crate) fn start_for(outside: Outside, options: CallsOptions, access: Access) -> Running {
    let Outside {
        store,
        client,
        chat,
        clock,
        ids,
    } = outside;
    let tasks = Tasks::default();
    let sealer = Arc::new(Sealer::from_key(SecretBox::new(Box::new([7; 32]))));
    let loaded = Keyring::load(
        Arc::clone(&store),
        Arc::clone(&sealer),
        Arc::clone(&ids),
        Arc::clone(&clock),
    );
    let keyring = Arc::new(loaded.now_or_never().unwrap().unwrap());
    let accounts = Arc::new(Accounts::new(
        Arc::clone(&store),
        client.clone(),
        Arc::clone(&keyring),
        Flow::Cli,
        Arc::clone(&clock),
        Arc::clone(&ids),
    ));
    let doorbells = Arc::new(Doorbells::default());
    let turn = BridgeOptions {
        defaults: defaults(),
        undo: Duration::ZERO,
        minds_hours: false,
        doubt: options.doubt,
        keep: Duration::from_secs(90 * 24 * 60 * 60),
        late: Duration::from_secs(3600),
        limits: crate::bridge::CallLimits::default(),
        signs: kally_core::model::CommandSigns::default(),
        calendars: Some("https://bridge.example.org/calendar".parse().unwrap()),
    };
    let links = LinkOpener::new(
        client.clone(),
        linking_options(),
        Arc::clone(&sealer),
        Arc::clone(&keyring),
        Arc::clone(&ids),
    );
    let bridge = Bridge::new(
        Arc::clone(&store),
        Arc::new(links),
        Arc::clone(&clock),
        ids,
        turn,
        Arc::clone(&doorbells),
    );
    let mark = crate::restored::mark(&*store).now_or_never();
    let bridge = bridge.restored(mark.unwrap().unwrap().as_ref());
    let bridge = Arc::new(bridge.with_access(Arc::new(access)));
    let parts = Dependencies {
        store: Arc::clone(&store),
        bridge: Arc::clone(&bridge),
        accounts: Arc::clone(&accounts),
        recordings: Recordings::new(&accounts, &client, &clock),
        client,
        clock: Arc::clone(&clock),
        tasks: tasks.clone(),
        doorbells: Arc::clone(&doorbells),
    };
    set_going(parts, chat, sealer, options);
    (bridge, accounts, keyring, tasks, doorbells)
}

/// The settings of people who have none.
fn defaults() -> Settings {
    Settings {
        language: Language::En,
        timezone: chrono_tz::America::Los_Angeles,
        region: "US".parse().unwrap(),
        ..Settings::default()
    }
}

/// Starts the workers.
fn set_going(parts: Dependencies, chat: Arc<dyn Chat>, sealer: Arc<Sealer>, options: CallsOptions) {
    let (store, clock) = (Arc::clone(&parts.store), Arc::clone(&parts.clock));
    let (tasks, doorbells) = (parts.tasks.clone(), Arc::clone(&parts.doorbells));
    let delivery = Delivery::new(store, vec![chat], clock, tasks.clone(), doorbells);
    let recordings = Arc::clone(&parts.recordings);
    let delivery = delivery.with_sealer(sealer).with_recordings(recordings);
    tasks.spawn(Arc::new(delivery).run());
    tasks.spawn(Arc::new(Errands::new(parts.clone())).run());
    let reminders = Reminders::new(
        Arc::clone(&parts.store),
        Arc::clone(&parts.bridge),
        Arc::clone(&parts.clock),
        Arc::clone(&parts.doorbells),
    );
    tasks.spawn(reminders.run());
    tasks.spawn(Arc::new(Calls::new(parts, options)).run());
}
