//! A Telegram of our own on loopback, as its users and its bots meet it: the
//! Bot API over real HTTP, people who write, press, edit, block and leave,
//! groups with privacy mode on, topics, supergroups; and faults on demand.
//!
//! Every request is checked against the Bot API's own description
//! (`facts.json`); one that breaks it fails the test at the end
//! ([`Emulator::assert_unbroken`]). The emulator does not know the program
//! under test.

mod asked;
mod connection;
mod contract;
mod form;
mod html;
mod json;
mod limits;
mod methods;
mod people;
mod server;
mod shown;
mod updates;
mod webhook;
mod world;

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::routing::{get, post};
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;
use url::Url;

pub use people::{Said, Where};
pub use shown::Shown;
pub use world::Kind;

use connection::{Cuttable, Scissors};
use limits::Limits;
use updates::Webhook;
use world::World;

/// The token of the emulator's bot.
pub const TOKEN: &str = "7000000001:emulated-token";
pub const BOT: i64 = 7_000_000_001;
pub const NAME: &str = "kally_bot";
/// How long a test waits for anything.
const LIMIT: Duration = Duration::from_secs(20);

/// The fault of the next request of a method.
#[derive(Debug, Clone)]
pub enum Fault {
    /// It is answered like this and has no effect.
    Answer(u16, String),
    /// It has no effect, and no answer ever comes.
    Silence,
    /// The connection is reset; it has no effect.
    ResetBefore,
    /// It takes effect, and the connection is reset before the answer.
    ResetAfter,
    /// It takes effect, but the answer is truncated.
    Cut,
    /// It takes effect at once, and is answered after this long.
    Late(Duration),
}

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: String,
    pub fields: Map<String, Value>,
    /// When it came.
    pub at: Instant,
}

#[derive(Clone)]
pub struct Emulator {
    world: Arc<Mutex<World>>,
    changed: watch::Sender<u64>,
    /// Public addresses, and the ones that they really lead to.
    proxied: Arc<Mutex<Vec<(String, String)>>>,
    /// The address of the Bot API.
    pub url: Url,
}

impl Emulator {
    /// Starts one on a free port; it ends with the runtime.
    #[expect(
        clippy::disallowed_methods,
        reason = "the emulator ends with its runtime"
    )]
    pub async fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
        let listener = listener.expect("a free port");
        let address = listener.local_addr().expect("a port");
        let emulator = Self {
            world: Arc::new(Mutex::new(World::new(now()))),
            changed: watch::Sender::new(0),
            proxied: Arc::default(),
            url: Url::parse(&format!("http://{address}")).expect("an address"),
        };
        let router = axum::Router::new()
            .route("/{bot}/{method}", post(server::serve))
            .route("/file/{bot}/documents/{id}", get(server::file))
            .with_state(emulator.clone());
        let service = router.into_make_service_with_connect_info::<Scissors>();
        tokio::spawn(async move { axum::serve(Cuttable(listener), service).await });
        tokio::spawn(webhook::bring(emulator.clone()));
        emulator
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let changed = change(&mut self.world());
        self.changed.send_modify(|times| *times += 1);
        changed
    }

    /// Hands over an update unchanged and returns its id. The bot may write to
    /// its sender from now on.
    pub fn update(&self, kind: &str, content: Value) -> i64 {
        self.change(|world| {
            let message = content.get("message").unwrap_or(&content);
            let chat = &message["chat"];
            let id = chat["id"].as_i64().unwrap_or(0);
            if chat["type"] == "private" {
                world.person(id).started = true;
            } else if id != 0 && !world.rooms.contains_key(&id) {
                let room = world::Room::new(id, Kind::Forum, "Friends", []);
                world.rooms.insert(id, room);
            }
            if message["is_topic_message"] == true {
                let topic = message["message_thread_id"].as_i64();
                world.room(id).topics.extend(topic);
            }
            let press = content["id"].as_str().map(str::to_owned);
            let update = world.queue.push(id, kind, content).unwrap_or_default();
            if let Some(press) = press {
                let pressed = world::Pressed {
                    update,
                    answer: None,
                };
                world.presses.insert(press, pressed);
            }
            update
        })
    }

    /// The requests of a method, so far.
    pub fn requests(&self, method: &str) -> Vec<Request> {
        self.world()
            .requests
            .iter()
            .filter(|request| request.method == method)
            .cloned()
            .collect()
    }

    /// The offsets that were sent with the polls, so far.
    pub fn offsets(&self) -> Vec<Option<i64>> {
        self.requests("getUpdates")
            .iter()
            .map(|request| request.fields.get("offset").and_then(Value::as_i64))
            .collect()
    }

    /// How often an update was handed over, or tried to be.
    pub fn handed(&self, update: i64) -> usize {
        let world = self.world();
        let brought = world.queue.brought.iter().filter(|(id, _)| *id == update);
        world.queue.handed.get(&update).copied().unwrap_or(0) + brought.count()
    }

    /// The number of updates that are not confirmed.
    pub fn waiting(&self) -> usize {
        self.world().queue.waiting.len()
    }

    /// The webhook's answers so far: update, and HTTP status (0: none).
    pub fn brought(&self) -> Vec<(i64, u16)> {
        self.world().queue.brought.clone()
    }

    /// The address of the webhook; empty if none is set.
    pub fn webhook(&self) -> String {
        let world = self.world();
        let webhook = world.queue.webhook.as_ref();
        webhook.map_or_else(String::new, |webhook| webhook.url.clone())
    }

    /// Another program has set a webhook.
    pub fn set_webhook(&self, url: &str) {
        let webhook = Webhook {
            url: url.to_owned(),
            ..Webhook::default()
        };
        self.change(|world| world.queue.webhook = Some(webhook));
    }

    /// Addresses that begin with `public` lead to `real`, as through the
    /// operator's reverse proxy.
    pub fn proxy(&self, public: &str, real: &str) {
        let mut proxied = self.proxied.lock().unwrap_or_else(PoisonError::into_inner);
        proxied.insert(0, (public.to_owned(), real.to_owned()));
    }

    fn reached(&self, url: &str) -> String {
        let proxied = self.proxied.lock().unwrap_or_else(PoisonError::into_inner);
        let real = proxied
            .iter()
            .find_map(|(public, real)| Some(format!("{real}{}", url.strip_prefix(public)?)));
        real.unwrap_or_else(|| url.to_owned())
    }

    /// Messages from now on have an earlier date.
    pub fn turns_back(&self, by: Duration) {
        self.change(|world| world.now -= i64::try_from(by.as_secs()).unwrap_or(0));
    }

    /// Messages from now on have a later date.
    pub fn turns_forward(&self, by: Duration) {
        self.change(|world| world.now += i64::try_from(by.as_secs()).unwrap_or(0));
    }

    /// From now on Telegram's limits apply.
    pub fn limit(&self) {
        self.change(|world| world.limits = Some(Limits::default()));
    }

    /// The number of requests that were refused by a limit.
    pub fn hasty(&self) -> usize {
        self.world().hasty
    }

    /// Arms a fault for the next request of a method.
    pub fn arm(&self, method: &str, fault: Fault) {
        self.change(|world| world.faults.push((method.to_owned(), fault)));
    }

    /// Forgets the faults that did not happen yet.
    pub fn disarm(&self) {
        self.change(|world| world.faults.clear());
    }

    /// How many faults did not happen yet.
    pub fn armed(&self) -> usize {
        self.world().faults.len()
    }

    /// Waits until something holds; `None` if it does not in time.
    pub async fn wait<T>(&self, limit: Duration, holds: impl Fn(&Self) -> Option<T>) -> Option<T> {
        let mut changed = self.changed.subscribe();
        let waiting = async {
            loop {
                if let Some(found) = holds(self) {
                    return Some(found);
                }
                changed.changed().await.ok()?;
            }
        };
        let found = tokio::time::timeout(limit, waiting).await;
        found.ok().flatten()
    }

    /// Waits until something holds.
    pub async fn until<T>(&self, what: &str, holds: impl Fn(&Self) -> Option<T>) -> T {
        if let Some(found) = self.wait(LIMIT, holds).await {
            return found;
        }
        panic!("{what}: not within {LIMIT:?}; {}", self.seen_everywhere())
    }

    /// Waits for a message with these words in a chat.
    pub async fn sees(&self, chat: i64, words: &str) -> Shown {
        self.until(words, |emulator| {
            emulator
                .shown(chat)
                .into_iter()
                .find(|shown| shown.text.contains(words))
        })
        .await
    }

    /// The mistakes in requests, so far.
    pub fn broken(&self) -> Vec<String> {
        self.world().broken.clone()
    }

    /// Fails if a request broke the rules of the Bot API.
    #[track_caller]
    pub fn assert_unbroken(&self) {
        assert_eq!(self.broken(), Vec::<String>::new());
    }
}

/// In seconds, as Telegram dates messages.
#[expect(
    clippy::disallowed_methods,
    reason = "the emulator is not a part of the program"
)]
fn now() -> i64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    i64::try_from(now.unwrap_or_default().as_secs()).unwrap_or(0)
}

fn anybody(id: i64) -> Value {
    json!({"id": id, "is_bot": false, "first_name": "Ana", "last_name": "García", "username": "anag"})
}

/// A private message of a person, with these additional fields.
pub fn message(from: i64, with: &Value) -> Value {
    let mut message = json!({"message_id": 1, "date": now(), "from": anybody(from),
        "chat": {"id": from, "type": "private", "first_name": "Ana"}});
    for (name, value) in with.as_object().into_iter().flatten() {
        message[name] = value.clone();
    }
    message
}

/// A press of a button under a message in private.
pub fn pressed(by: i64, message: i64, data: &str) -> Value {
    let shown = json!({"message_id": message, "date": now(), "text": "?",
        "from": {"id": BOT, "is_bot": true, "first_name": "Kally"},
        "chat": {"id": by, "type": "private", "first_name": "Ana"}});
    json!({"id": format!("press-{message}"), "from": anybody(by), "message": shown, "chat_instance": "1", "data": data})
}

/// A refusal as the Bot API writes it.
pub fn refusal(code: u16, description: &str, parameters: Option<Value>) -> String {
    let mut answer = json!({"ok": false, "error_code": code, "description": description});
    if let Some(parameters) = parameters {
        answer["parameters"] = parameters;
    }
    answer.to_string()
}
