//! The pages over real HTTP, followed as a browser would, with the sandbox as
//! the service and the real bridge and store behind them.

mod browser;
mod crowd;
mod headers;
mod pages;
mod pasted;
mod refusals;
mod registered;
mod removed;
mod secrets;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use secrecy::{SecretBox, SecretString};
use tokio::net::TcpListener;
use url::Url;

use super::*;
use crate::accounts::tests::{TestClock, sandbox};
use crate::accounts::{AccountError, Accounts, Purpose, open_pair};
use crate::bridge::{BridgeOptions, Content, Doorbells, Inbound, Sender};
use kally_core::dialogue::{Errand, OtherAction};
use kally_core::model::{
    Block, ChatUser, ConversationId, ErrandId, EventId, LinkTag, MessageRef, Platform, Reply,
    Settings, Span,
};
use kally_runtime::Tasks;
use kally_store::{
    AccountRecord, ErrandRecord, LinkRecord, LinkStageV1, OpenLinkRecord, OutboxRecord, Sealer,
    SledOptions, SledStore, Work, open_reply, read_one, samples::at,
};
use kallyai::RegisteredClient;

use browser::{Browser, Page};

/// How long a link works here.
const EXPIRES: i64 = 600;

struct Rig {
    sealer: Arc<Sealer>,
    keyring: Arc<Keyring>,
    ids: Arc<Ids>,
    clock: Arc<TestClock>,
    store: Arc<SledStore>,
    accounts: Arc<Accounts>,
    bridge: Arc<Bridge>,
    base: Url,
    folder: tempfile::TempDir,
    tasks: Tasks,
}

/// A link as the chat user got it.
struct Offer {
    url: Url,
    code: String,
    record: LinkRecord,
}

impl Offer {
    fn state(&self) -> String {
        parameter(&self.url, "state")
    }
}

fn parameter(url: &Url, name: &str) -> String {
    let mut pairs = url.query_pairs();
    let found = pairs.find(|(key, _)| key == name);
    found.expect("the parameter").1.into_owned()
}

/// A service with one answer to everything.
async fn service_that_says(answer: String, tasks: &Tasks) -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().fallback(async move || answer);
    tasks.spawn(async move { axum::serve(listener, router).await.unwrap() });
    Client::new(base.parse().unwrap(), "test").unwrap()
}

fn registered() -> Flow {
    Flow::Code(RegisteredClient {
        id: "bridge".to_owned(),
        secret: SecretString::from("client-secret"),
    })
}

fn conversation(user: &str) -> ConversationId {
    ConversationId {
        platform: Platform::Telegram,
        chat: user.to_owned(),
        thread: None,
        user: user.to_owned(),
    }
}

fn ana() -> ChatUser {
    conversation("4711").chat_user()
}

fn defaults() -> Settings {
    Settings {
        language: Language::En,
        timezone: chrono_tz::Europe::Madrid,
        region: "ES".parse().unwrap(),
        ..Settings::default()
    }
}

fn options(base: &Url, flow: &Flow) -> LinkingOptions {
    LinkingOptions {
        public_url: base.clone(),
        flow: flow.clone(),
        expires: Duration::from_secs(600),
        language: Language::En,
        trusted_proxies: Networks::parse("127.0.0.1").expect("an address"),
        local_peers: Networks::default(),
    }
}

fn bridge_options() -> BridgeOptions {
    BridgeOptions {
        defaults: defaults(),
        undo: Duration::from_secs(5),
        minds_hours: false,
        doubt: Duration::from_secs(600),
        keep: Duration::from_secs(90 * 24 * 60 * 60),
        late: Duration::from_secs(3600),
        limits: crate::bridge::CallLimits::default(),
        signs: kally_core::model::CommandSigns::default(),
        calendars: None,
    }
}

impl Rig {
    async fn new() -> Self {
        Self::with(Flow::Cli).await
    }

    async fn with(flow: Flow) -> Self {
        Self::over(flow, None).await
    }

    /// With the sandbox, or with a service that always answers the same.
    async fn over(flow: Flow, answer: Option<String>) -> Self {
        let tasks = Tasks::default();
        let clock = Arc::new(TestClock::new(at(0)));
        let (_, mut client) = sandbox(clock.clone(), &tasks).await;
        if let Some(answer) = answer {
            client = service_that_says(answer, &tasks).await;
        }
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(SledStore::open(folder.path(), &SledOptions::default()).unwrap());
        let sealer = Arc::new(Sealer::from_key(SecretBox::new(Box::new([5; 32]))));
        let ids = Arc::new(Ids::seeded(2));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base: Url = format!("http://{}", listener.local_addr().unwrap())
            .parse()
            .unwrap();
        let options = options(&base, &flow);
        let loaded = Keyring::load(store.clone(), sealer.clone(), ids.clone(), clock.clone());
        let keyring = Arc::new(loaded.await.unwrap());
        let accounts = Arc::new(Accounts::new(
            store.clone(),
            client.clone(),
            keyring.clone(),
            flow.clone(),
            clock.clone(),
            ids.clone(),
        ));
        let opener = LinkOpener::new(
            client.clone(),
            options.clone(),
            sealer.clone(),
            keyring.clone(),
            ids.clone(),
        );
        let bridge = Arc::new(Bridge::new(
            store.clone(),
            Arc::new(opener),
            clock.clone(),
            ids.clone(),
            bridge_options(),
            Arc::new(Doorbells::default()),
        ));
        let linking = Arc::new(Linking::new(
            store.clone(),
            client,
            keyring.clone(),
            bridge.clone(),
            options,
            clock.clone(),
            ids.clone(),
        ));
        let router = linking
            .router()
            .into_make_service_with_connect_info::<SocketAddr>();
        tasks.spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            sealer,
            keyring,
            ids,
            clock,
            store,
            accounts,
            bridge,
            base,
            folder,
            tasks,
        }
    }

    fn browser(&self) -> Browser {
        Browser::new(self.base.clone())
    }

    /// Ana writes `/login` and gets a link.
    async fn login(&self) -> Offer {
        self.login_of("4711", "Ana García", Some("@anag")).await
    }

    async fn login_of(&self, user: &str, display_name: &str, handle: Option<&str>) -> Offer {
        let mut inbound = self.says(conversation(user), "/login").await;
        inbound.sender.display_name = display_name.to_owned();
        inbound.sender.handle = handle.map(str::to_owned);
        self.bridge.handle(&inbound).await.unwrap();
        let reply = self.said(user).await.pop().expect("an answer");
        let (mut url, mut texts) = (None, String::new());
        for block in &reply.body.0 {
            let Block::Paragraph(spans) = block else {
                continue;
            };
            for span in spans {
                match span {
                    Span::Link { url: link, .. } => url = Some(link.parse::<Url>().unwrap()),
                    Span::Plain(text) | Span::Strong(text) | Span::Code(text) => {
                        texts.push_str(text);
                    }
                }
            }
        }
        let url = url.expect("a link");
        let secret = match url.path().strip_prefix("/link/") {
            Some(secret) => secret.to_owned(),
            None => parameter(&url, "state"),
        };
        let id = session::link_id(&secret);
        let record = self.link(&id).await.expect("a session");
        assert!(texts.contains(&record.code), "the chat shows the code");
        Offer {
            url,
            code: record.code.clone(),
            record,
        }
    }

    /// A person's message that was not handed in yet.
    async fn says(&self, conversation: ConversationId, text: &str) -> Inbound {
        let event = u64::from_le_bytes(self.ids.bytes());
        Inbound {
            event: EventId(event.to_string()),
            message: Some(MessageRef(format!("message {event}"))),
            replies_to: None,
            quoted: None,
            sender: Sender {
                display_name: "Ana García".to_owned(),
                handle: None,
                language: None,
            },
            conversation,
            at: self.clock.now(),
            content: Content::Text(text.to_owned()),
        }
    }

    /// The messages that wait in a conversation's outbox.
    async fn outbox(&self, lane: &ConversationId) -> Vec<OutboxRecord> {
        let waiting = self.store.outbox(lane, 100).await.unwrap();
        let records = waiting.into_iter().map(|(_, stored)| stored.into_record());
        records.map(|record| record.expect("readable")).collect()
    }

    /// The replies that wait for a user.
    async fn said(&self, user: &str) -> Vec<Reply> {
        let mut waiting = self.outbox(&conversation(user)).await;
        // The message of a link that is over is edited.
        waiting.retain(|record| !record.mode.is_edit());
        let waiting = waiting.into_iter();
        let opened = waiting.map(|record| match &record.sealed {
            Some(sealed) => open_reply(&self.sealer, &conversation(user).chat_user(), sealed)
                .expect("it is sealed to them"),
            None => record.reply,
        });
        opened.collect()
    }

    async fn link(&self, id: &kally_core::model::LinkId) -> Option<LinkRecord> {
        read_one(&*self.store, id).await.unwrap().into_record()
    }

    async fn account(&self) -> Option<AccountRecord> {
        read_one(&*self.store, &ana()).await.unwrap().into_record()
    }

    /// Whether one errand, and no more, will ask the person whose account it
    /// is.
    async fn will_ask(&self) -> bool {
        let open = self.store.open_work(Work::Errands, None, 10).await.unwrap();
        let [errand] = open[..] else {
            return false;
        };
        let errand = read_one::<ErrandRecord>(&*self.store, &ErrandId(errand)).await;
        let errand = errand.unwrap().into_record().expect("readable");
        errand.errand == Errand::NewAccount
    }

    /// Ana says that the account is hers; until then nothing was linked.
    async fn mine(&self) {
        assert_eq!(self.account().await, None, "linked before she said so");
        self.answers("4711", OtherAction::Mine).await;
        assert_ne!(self.account().await, None, "linked");
    }

    /// A person answers whether the account is theirs.
    async fn answers(&self, user: &str, answer: impl Fn(LinkTag) -> OtherAction) {
        let who = conversation(user).chat_user();
        let open = read_one::<OpenLinkRecord>(&*self.store, &who)
            .await
            .unwrap();
        let open = open.into_record().expect("a session waits for the answer");
        let mut inbound = self.says(conversation(user), "").await;
        inbound.content = Content::Press(answer(open.link.tag()).token());
        self.bridge.handle(&inbound).await.unwrap();
    }

    /// The session is as it was, and nothing was linked.
    #[track_caller]
    fn assert_untouched(&self, offer: &Offer) -> impl Future<Output = ()> {
        let place = std::panic::Location::caller();
        async move {
            let now = self.link(&offer.record.id).await;
            assert_eq!(now.as_ref(), Some(&offer.record), "{place}");
            assert_eq!(self.account().await, None, "{place}");
        }
    }

    /// Opens the link and signs in at the service; returns the address that the
    /// browser is sent back to.
    async fn sign_in(&self, browser: &mut Browser, offer: &Offer, decision: &str) -> Url {
        self.approve(browser, &offer.url, decision).await
    }

    /// Opens the link to our page and goes on from there to the service.
    async fn go_on(&self, browser: &mut Browser, offer: &Offer) -> Url {
        let page = browser.get(offer.url.as_str()).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let onward = browser.post(page.url.clone(), &page.form(&[])).await;
        assert_eq!(onward.status, 303, "{}", onward.body);
        onward.location()
    }

    /// Goes on and signs in; returns the address that the browser is sent back
    /// to.
    async fn begin(&self, browser: &mut Browser, offer: &Offer) -> Url {
        let onward = self.go_on(browser, offer).await;
        self.approve(browser, &onward, "approve").await
    }

    /// Decides on the service's page.
    async fn approve(&self, browser: &mut Browser, service: &Url, decision: &str) -> Url {
        let page = browser.get(service.as_str()).await;
        assert_eq!(page.status, 200);
        let form = page.form(&[("account", "ana"), ("decision", decision)]);
        let action = page.url.join(&page.action()).unwrap();
        let answer = browser.post(action, &form).await;
        assert_eq!(answer.status, 303);
        answer.location()
    }

    /// Goes on up to the confirmation page.
    async fn confirmation(&self, browser: &mut Browser, offer: &Offer) -> Page {
        let back = self.sign_in(browser, offer, "approve").await;
        let answer = browser.get(back.as_str()).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let page = browser.get(answer.location().as_str()).await;
        assert_eq!(page.status, 200, "{}", page.body);
        page
    }

    /// The stage of the stored session.
    async fn stage(&self, offer: &Offer) -> LinkStageV1 {
        self.link(&offer.record.id).await.expect("there").stage
    }
}
