//! A Bot API of our own on loopback: updates by real long polling, messages as
//! a person sees them, faults on demand. Every request is held to the Bot API's
//! own description; one that breaks it fails the test at the end.

use std::collections::VecDeque;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;
use url::Url;

use super::contract::{check, read_html, shown};
use crate::runtime::Tasks;

/// The token of the emulator's bot.
pub(crate) const TOKEN: &str = "7000000001:emulated-token";
/// The bot's id.
const BOT: u64 = 7_000_000_001;
/// How long a test waits for anything.
const LIMIT: Duration = Duration::from_secs(20);

/// What happens to the next request of a method.
#[derive(Debug, Clone)]
pub(crate) enum Fault {
    /// It is answered like this, and nothing is done.
    Answer(u16, String),
    /// It is done, but the answer is cut off.
    Cut,
}

/// A message in a chat.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shown {
    pub chat: i64,
    pub id: i64,
    pub text: String,
    pub thread: Option<i64>,
    /// Labels and what they carry.
    pub buttons: Vec<(String, String)>,
    pub document: Option<String>,
    pub edits: usize,
}

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub method: String,
    pub fields: Map<String, Value>,
}

#[derive(Default)]
struct World {
    updates: VecDeque<(i64, Value)>,
    last_update: i64,
    shown: Vec<Shown>,
    last_message: i64,
    requests: Vec<Request>,
    faults: Vec<(String, Fault)>,
    broken: Vec<String>,
    webhook: String,
}

/// The emulator.
#[derive(Clone)]
pub(crate) struct Emulator {
    world: Arc<Mutex<World>>,
    changed: watch::Sender<u64>,
    pub url: Url,
}

impl Emulator {
    pub(crate) async fn start(tasks: &Tasks) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let url = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        let world = World {
            last_update: 100,
            last_message: 1000,
            ..World::default()
        };
        let emulator = Self {
            world: Arc::new(Mutex::new(world)),
            changed: watch::Sender::new(0),
            url,
        };
        let router = axum::Router::new()
            .route("/{bot}/{method}", axum::routing::post(serve))
            .with_state(emulator.clone());
        tasks.spawn(async move { axum::serve(listener, router).await.unwrap() });
        emulator
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap()
    }

    fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let changed = change(&mut self.world());
        self.changed.send_modify(|times| *times += 1);
        changed
    }

    /// Hands over an update; answers with its id.
    pub(crate) fn update(&self, kind: &str, content: Value) -> i64 {
        self.change(|world| {
            world.last_update += 1;
            let id = world.last_update;
            world
                .updates
                .push_back((id, json!({"update_id": id, kind: content})));
            id
        })
    }

    /// A person writes in private.
    pub(crate) fn says(&self, person: i64, text: &str) -> i64 {
        self.update("message", message(person, &json!({"text": text})))
    }

    /// A person presses the button of that label, on the newest message with one.
    #[track_caller]
    pub(crate) fn presses(&self, person: i64, label: &str) -> i64 {
        let found = self.shown(person).into_iter().rev().find_map(|shown| {
            let data = shown
                .buttons
                .iter()
                .find(|(text, _)| text == label)?
                .1
                .clone();
            Some((shown, data))
        });
        let Some((shown, data)) = found else {
            panic!("there is no button {label:?} in {:#?}", self.shown(person))
        };
        self.update("callback_query", pressed(person, shown.id, &data))
    }

    /// What stands in a chat.
    pub(crate) fn shown(&self, chat: i64) -> Vec<Shown> {
        self.world()
            .shown
            .iter()
            .filter(|shown| shown.chat == chat)
            .cloned()
            .collect()
    }

    /// The requests of a method, so far.
    pub(crate) fn requests(&self, method: &str) -> Vec<Request> {
        self.world()
            .requests
            .iter()
            .filter(|request| request.method == method)
            .cloned()
            .collect()
    }

    /// The offsets that were sent with the polls, so far.
    pub(crate) fn offsets(&self) -> Vec<Option<i64>> {
        self.requests("getUpdates")
            .iter()
            .map(|request| request.fields.get("offset").and_then(Value::as_i64))
            .collect()
    }

    /// Arms a fault for the next request of a method.
    pub(crate) fn arm(&self, method: &str, fault: Fault) {
        self.change(|world| world.faults.push((method.to_owned(), fault)));
    }

    /// Forgets the faults that did not happen yet.
    pub(crate) fn disarm(&self) {
        self.change(|world| world.faults.clear());
    }

    /// How many faults did not happen yet.
    pub(crate) fn armed(&self) -> usize {
        self.world().faults.len()
    }

    pub(crate) fn set_webhook(&self, url: &str) {
        self.change(|world| url.clone_into(&mut world.webhook));
    }

    /// Waits until something holds.
    pub(crate) async fn until<T>(&self, what: &str, holds: impl Fn(&Self) -> Option<T>) -> T {
        let mut changed = self.changed.subscribe();
        let waiting = async {
            loop {
                if let Some(found) = holds(self) {
                    return found;
                }
                changed.changed().await.unwrap();
            }
        };
        match tokio::time::timeout(LIMIT, waiting).await {
            Ok(found) => found,
            Err(_) => panic!(
                "{what}: not within {LIMIT:?}; shown: {:#?}",
                self.world().shown
            ),
        }
    }

    /// Waits for a message with these words in a chat.
    pub(crate) async fn sees(&self, chat: i64, words: &str) -> Shown {
        self.until(words, |emulator| {
            emulator
                .shown(chat)
                .into_iter()
                .find(|shown| shown.text.contains(words))
        })
        .await
    }

    /// Every request kept to the Bot API.
    #[track_caller]
    pub(crate) fn assert_unbroken(&self) {
        assert_eq!(self.world().broken, Vec::<String>::new());
    }
}

fn person(id: i64) -> Value {
    json!({"id": id, "is_bot": false, "first_name": "Ana", "last_name": "García", "username": "anag"})
}

/// A message of a person in private, with these fields beside.
pub(crate) fn message(from: i64, with: &Value) -> Value {
    let mut message = json!({"message_id": 1, "date": 1_790_000_000, "from": person(from),
        "chat": {"id": from, "type": "private", "first_name": "Ana"}});
    message
        .as_object_mut()
        .unwrap()
        .extend(with.as_object().unwrap().clone());
    message
}

/// A press of a button under a message in private.
pub(crate) fn pressed(by: i64, message: i64, data: &str) -> Value {
    let shown = json!({"message_id": message, "date": 1_790_000_000, "text": "?",
        "from": {"id": BOT, "is_bot": true, "first_name": "Kally"},
        "chat": {"id": by, "type": "private", "first_name": "Ana"}});
    json!({"id": format!("press-{message}"), "from": person(by), "message": shown, "chat_instance": "1", "data": data})
}

async fn serve(
    State(emulator): State<Emulator>,
    Path((bot, method)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if bot != format!("bot{TOKEN}") {
        return failure(401, "Unauthorized", None);
    }
    let fields = fields(&headers, &body);
    let fault = emulator.change(|world| {
        if let Err(why) = check(&method, &fields) {
            world.broken.push(why);
        }
        world.requests.push(Request {
            method: method.clone(),
            fields: fields.clone(),
        });
        let armed = world.faults.iter().position(|(of, _)| *of == method);
        armed.map(|at| world.faults.remove(at).1)
    });
    if let Some(Fault::Answer(status, body)) = fault {
        return (StatusCode::from_u16(status).unwrap(), body).into_response();
    }
    let answer = match method.as_str() {
        "getUpdates" => get_updates(&emulator, &fields).await,
        method => emulator.change(|world| world.act(method, &fields)),
    };
    match answer {
        Ok(_) if matches!(fault, Some(Fault::Cut)) => {
            let cut = futures::stream::iter([
                Ok("{\"ok\":true,\"res"),
                Err(std::io::Error::other("cut")),
            ]);
            Body::from_stream(cut).into_response()
        }
        Ok(result) => json!({"ok": true, "result": result})
            .to_string()
            .into_response(),
        Err((code, why)) => failure(code, &why, None),
    }
}

/// A refusal as the Bot API writes it.
pub(crate) fn refusal(code: u16, description: &str, parameters: Option<Value>) -> String {
    let mut answer = json!({"ok": false, "error_code": code, "description": description});
    if let Some(parameters) = parameters {
        answer["parameters"] = parameters;
    }
    answer.to_string()
}

fn failure(code: u16, description: &str, parameters: Option<Value>) -> Response {
    (
        StatusCode::from_u16(code).unwrap(),
        refusal(code, description, parameters),
    )
        .into_response()
}

async fn get_updates(
    emulator: &Emulator,
    fields: &Map<String, Value>,
) -> Result<Value, (u16, String)> {
    if !emulator.world().webhook.is_empty() {
        return Err((
            409,
            "Conflict: can't use getUpdates method while webhook is active".to_owned(),
        ));
    }
    let offset = fields.get("offset").and_then(Value::as_i64).unwrap_or(0);
    let limit = fields.get("limit").and_then(Value::as_u64).unwrap_or(100);
    let wait = Duration::from_secs(fields.get("timeout").and_then(Value::as_u64).unwrap_or(0));
    let mut changed = emulator.changed.subscribe();
    let waiting = async {
        loop {
            let found: Vec<Value> = {
                let mut world = emulator.world();
                world.updates.retain(|(id, _)| *id >= offset);
                world
                    .updates
                    .iter()
                    .take(limit as usize)
                    .map(|(_, update)| update.clone())
                    .collect()
            };
            if !found.is_empty() {
                return found;
            }
            changed.changed().await.unwrap();
        }
    };
    Ok(Value::Array(
        tokio::time::timeout(wait, waiting)
            .await
            .unwrap_or_default(),
    ))
}

impl World {
    fn act(&mut self, method: &str, fields: &Map<String, Value>) -> Result<Value, (u16, String)> {
        match method {
            "getMe" => Ok(
                json!({"id": BOT, "is_bot": true, "first_name": "Kally", "username": "kally_bot"}),
            ),
            "getWebhookInfo" => Ok(json!({"url": self.webhook, "pending_update_count": 0})),
            "sendMessage" | "sendDocument" => self.send(fields),
            "editMessageText" => self.edit(fields),
            "answerCallbackQuery" | "setMyCommands" | "sendChatAction" => Ok(json!(true)),
            _ => Err((404, "Not Found".to_owned())),
        }
    }

    fn send(&mut self, fields: &Map<String, Value>) -> Result<Value, (u16, String)> {
        let text = text(fields)?;
        self.last_message += 1;
        let chat = fields["chat_id"].as_i64().unwrap_or_default();
        self.shown.push(Shown {
            chat,
            id: self.last_message,
            text,
            thread: fields.get("message_thread_id").and_then(Value::as_i64),
            buttons: buttons(fields),
            document: fields
                .get("document")
                .and_then(|document| document["file"].as_str())
                .map(str::to_owned),
            edits: 0,
        });
        Ok(
            json!({"message_id": self.last_message, "date": 1_790_000_000, "chat": {"id": chat, "type": "private"}}),
        )
    }

    fn edit(&mut self, fields: &Map<String, Value>) -> Result<Value, (u16, String)> {
        let text = text(fields)?;
        let (chat, id) = (fields["chat_id"].as_i64(), fields["message_id"].as_i64());
        let found = self
            .shown
            .iter_mut()
            .find(|shown| Some(shown.chat) == chat && Some(shown.id) == id);
        let shown = found.ok_or((400, "Bad Request: message to edit not found".to_owned()))?;
        if shown.text == text && shown.buttons == buttons(fields) {
            return Err((400, "Bad Request: message is not modified: specified new message content and reply markup \
                are exactly the same as a current content and reply markup of the message".to_owned()));
        }
        shown.text = text;
        shown.buttons = buttons(fields);
        shown.edits += 1;
        Ok(
            json!({"message_id": shown.id, "date": 1_790_000_000, "chat": {"id": shown.chat, "type": "private"}}),
        )
    }
}

fn text(fields: &Map<String, Value>) -> Result<String, (u16, String)> {
    let text = fields
        .get("text")
        .or_else(|| fields.get("caption"))
        .and_then(Value::as_str)
        .unwrap_or_default();
    if fields.contains_key("parse_mode") {
        read_html(text)
            .map_err(|why| (400, format!("Bad Request: can't parse entities: {why}")))?;
    }
    let text = shown(fields, text).trim().to_owned();
    match text.is_empty() && !fields.contains_key("document") {
        true => Err((400, "Bad Request: message text is empty".to_owned())),
        false => Ok(text),
    }
}

fn buttons(fields: &Map<String, Value>) -> Vec<(String, String)> {
    let rows = fields
        .get("reply_markup")
        .and_then(|markup| markup["inline_keyboard"].as_array());
    let word = |button: &Value, name: &str| button[name].as_str().unwrap_or_default().to_owned();
    rows.into_iter()
        .flatten()
        .filter_map(Value::as_array)
        .flatten()
        .map(|button| (word(button, "text"), word(button, "callback_data")))
        .collect()
}

/// The fields of a request, of JSON or of a form.
fn fields(headers: &HeaderMap, body: &[u8]) -> Map<String, Value> {
    let kind = headers
        .get("content-type")
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    let Some((_, boundary)) = kind.split_once("boundary=") else {
        return serde_json::from_slice(body).unwrap_or_default();
    };
    let body = String::from_utf8(body.to_vec()).unwrap();
    let mut fields = Map::new();
    for part in body
        .split(&format!("--{boundary}"))
        .filter_map(|part| part.strip_prefix("\r\n"))
    {
        let (head, content) = part.split_once("\r\n\r\n").unwrap();
        let content = content.strip_suffix("\r\n").unwrap();
        let named = |name: &str| {
            head.split_once(&format!("{name}=\""))
                .map(|(_, rest)| rest.split('"').next().unwrap())
        };
        let value = match named(" filename") {
            Some(file) => json!({"file": file, "content": content}),
            // A form has strings only; what is none is JSON in one.
            None => match serde_json::from_str(content) {
                Ok(value @ (Value::Number(_) | Value::Object(_))) => value,
                _ => Value::String(content.to_owned()),
            },
        };
        fields.insert(named(" name").unwrap().to_owned(), value);
    }
    fields
}
