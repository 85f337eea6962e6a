//! The pages over real HTTP, followed as a browser would, with the sandbox as
//! the service and the real bridge and store behind them.

mod browser;
mod pages;
mod refusals;
mod secrets;

use std::sync::Arc;
use std::time::Duration;

use secrecy::{SecretBox, SecretString};
use tokio::net::TcpListener;
use url::Url;

use super::*;
use crate::accounts::AccountError;
use crate::accounts::tests::{TestClock, sandbox};
use crate::bridge::{BridgeOptions, Content, Doorbells, Inbound, Sender};
use crate::kallyai::RegisteredClient;
use crate::model::{
    Block, ChatUser, ConversationId, EventId, Platform, Reply, Settings, Span, TranscriptPolicy,
};
use crate::runtime::Tasks;
use crate::store::{
    AccountRecord, LinkRecord, LinkStageV1, SledOptions, SledStore, read_one, samples::at,
};

use browser::{Browser, Page};

/// How long a link works here.
const EXPIRES: i64 = 600;

struct Rig {
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
        name: None,
        callback: None,
        region: "ES".parse().unwrap(),
        transcript: TranscriptPolicy::Ask,
    }
}

impl Rig {
    async fn new() -> Self {
        Self::with(Flow::Cli).await
    }

    async fn with(flow: Flow) -> Self {
        let tasks = Tasks::default();
        let clock = Arc::new(TestClock::new(at(0)));
        let (_, client) = sandbox(clock.clone(), &tasks).await;
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(SledStore::open(folder.path(), &SledOptions::default()).unwrap());
        let sealer = Arc::new(Sealer::from_key(SecretBox::new(Box::new([5; 32]))));
        let ids = Arc::new(Ids::seeded(2));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base: Url = format!("http://{}", listener.local_addr().unwrap())
            .parse()
            .unwrap();
        let options = LinkingOptions {
            public_url: base.clone(),
            flow: flow.clone(),
            expires: Duration::from_secs(600),
            language: Language::En,
        };
        let accounts = Arc::new(Accounts::new(
            store.clone(),
            client.clone(),
            sealer.clone(),
            flow,
            clock.clone(),
            ids.clone(),
        ));
        let opener = LinkOpener::new(client.clone(), options.clone(), ids.clone());
        let bridge = Arc::new(Bridge::new(
            store.clone(),
            Arc::new(opener),
            clock.clone(),
            ids.clone(),
            BridgeOptions {
                defaults: defaults(),
                undo: Duration::from_secs(5),
                doubt: Duration::from_secs(600),
            },
            Arc::new(Doorbells::default()),
        ));
        let linking = Arc::new(Linking::new(
            store.clone(),
            client,
            accounts.clone(),
            sealer,
            bridge.clone(),
            options,
            clock.clone(),
            ids,
        ));
        let router = linking.router();
        tasks.spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
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
        let inbound = Inbound {
            event: EventId(format!("login of {user} {}", self.said(user).await.len())),
            conversation: conversation(user),
            sender: Sender {
                display_name: display_name.to_owned(),
                handle: handle.map(str::to_owned),
                language: None,
            },
            message: None,
            at: self.clock.now(),
            content: Content::Text("/login".to_owned()),
        };
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
        let id = session::link_id(&parameter(&url, "state"));
        let record = self.link(&id).await.expect("a session");
        assert!(texts.contains(&record.code), "the chat shows the code");
        Offer {
            url,
            code: record.code.clone(),
            record,
        }
    }

    /// What waits to be said to a user.
    async fn said(&self, user: &str) -> Vec<Reply> {
        let waiting = self.store.outbox(&conversation(user), 100).await.unwrap();
        let records = waiting.into_iter().map(|(_, stored)| stored.into_record());
        records
            .map(|record| record.expect("readable").reply)
            .collect()
    }

    async fn link(&self, id: &crate::model::LinkId) -> Option<LinkRecord> {
        read_one(&*self.store, id).await.unwrap().into_record()
    }

    async fn account(&self) -> Option<AccountRecord> {
        read_one(&*self.store, &ana()).await.unwrap().into_record()
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

    /// Opens the link and signs in at the service; answers the address that
    /// the browser is sent back to.
    async fn sign_in(&self, browser: &mut Browser, offer: &Offer, decision: &str) -> Url {
        let page = browser.get(offer.url.as_str()).await;
        assert_eq!(page.status, 200);
        let form = page.form(&[("account", "ana"), ("decision", decision)]);
        let answer = browser
            .post(page.url.join(&page.action()).unwrap(), &form)
            .await;
        assert_eq!(answer.status, 303);
        answer.location()
    }

    /// As far as the confirmation page.
    async fn confirmation(&self, browser: &mut Browser, offer: &Offer) -> Page {
        let back = self.sign_in(browser, offer, "approve").await;
        let answer = browser.get(back.as_str()).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let page = browser.get(answer.location().as_str()).await;
        assert_eq!(page.status, 200, "{}", page.body);
        page
    }

    /// Everything that is stored, as it is printed.
    async fn stage(&self, offer: &Offer) -> LinkStageV1 {
        self.link(&offer.record.id).await.expect("there").stage
    }
}
