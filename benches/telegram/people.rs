//! The simulated people: each goes through the same dialogue over and over, and
//! writes the next message once the reply to the last one has come.

use std::collections::VecDeque;
use std::rc::Rc;
use std::time::{Duration, Instant};

use kally_runtime::{Clock as _, SystemClock};
use serde_json::json;
use tokio::sync::Notify;

use crate::dialogue::DIALOGUE;

const FIRST_CHAT: i64 = 1_000_000;

/// How many wrong replies are kept to be shown.
const SHOWN: usize = 3;

#[derive(Clone, Default)]
struct Person {
    step: usize,
    said: i64,
    waiting: Option<Waiting>,
}

#[derive(Clone, Copy)]
struct Waiting {
    since: Instant,
    handed_over: Option<Instant>,
}

/// An update that is not acknowledged.
struct Update {
    id: i64,
    person: usize,
    json: String,
}

/// How long one turn took.
#[derive(Clone, Copy)]
pub struct Took {
    /// From the message to the arrival of its reply.
    pub in_all: Duration,
    /// The same without the wait for `getUpdates`.
    pub by_the_bot: Duration,
}

/// Everybody, and the queue of their updates.
pub struct People {
    people: Vec<Person>,
    updates: VecDeque<Update>,
    last_update: i64,
    news: Rc<Notify>,
    silent: bool,
    measured: Option<Vec<Took>>,
    wrong: Vec<String>,
}

impl People {
    pub fn new(count: usize) -> Self {
        Self {
            people: vec![Person::default(); count],
            updates: VecDeque::new(),
            last_update: 0,
            news: Rc::default(),
            silent: false,
            measured: None,
            wrong: Vec::new(),
        }
    }

    /// Everybody writes their first message.
    pub fn begin(&mut self) {
        (0..self.people.len()).for_each(|person| self.write(person));
    }

    /// Nobody writes any more; replies that are awaited still come.
    pub fn fall_silent(&mut self) {
        self.silent = true;
    }

    pub fn waiting(&self) -> usize {
        let waits = |person: &&Person| person.waiting.is_some();
        self.people.iter().filter(waits).count()
    }

    /// From now on turns are measured.
    pub fn measure(&mut self) {
        self.measured = Some(Vec::new());
    }

    /// The turns that were measured until now.
    pub fn measured(&mut self) -> Vec<Took> {
        self.measured.take().unwrap_or_default()
    }

    /// Replies that were not as expected.
    pub fn wrong(&self) -> &[String] {
        &self.wrong
    }

    /// Signals when somebody has written.
    pub fn news(&self) -> Rc<Notify> {
        Rc::clone(&self.news)
    }

    fn write(&mut self, number: usize) {
        let person = &mut self.people[number];
        person.said += 1;
        person.waiting = Some(Waiting {
            since: Instant::now(),
            handed_over: None,
        });
        self.last_update += 1;
        let (text, _) = DIALOGUE[person.step];
        let json = update(self.last_update, number, person.said, text);
        self.updates.push_back(Update {
            id: self.last_update,
            person: number,
            json,
        });
        self.news.notify_one();
    }

    /// As `getUpdates`: an offset acknowledges all updates before it. `None` if
    /// there is nothing new.
    pub fn updates(&mut self, offset: i64, limit: usize) -> Option<String> {
        while self.updates.front().is_some_and(|first| first.id < offset) {
            self.updates.pop_front();
        }
        if self.updates.is_empty() {
            return None;
        }
        let now = Instant::now();
        let mut batch = Vec::with_capacity(limit);
        for update in self.updates.iter().take(limit) {
            if let Some(waiting) = &mut self.people[update.person].waiting {
                waiting.handed_over.get_or_insert(now);
            }
            batch.push(update.json.as_str());
        }
        Some(batch.join(","))
    }

    /// A message of the bot's has arrived.
    pub fn reply(&mut self, chat: i64, text: &str) {
        let person = usize::try_from(chat - FIRST_CHAT).ok();
        let Some(number) = person.filter(|number| *number < self.people.len()) else {
            return self.complain(format!("a message to chat {chat}, where nobody is"));
        };
        let person = &mut self.people[number];
        let (said, expected) = DIALOGUE[person.step];
        let Some(waiting) = person.waiting.take() else {
            return self.complain(format!("{text:?} to somebody who had said nothing"));
        };
        if let (Some(measured), Some(handed_over)) = (&mut self.measured, waiting.handed_over) {
            measured.push(Took {
                in_all: waiting.since.elapsed(),
                by_the_bot: handed_over.elapsed(),
            });
        }
        person.step = (person.step + 1) % DIALOGUE.len();
        if !text.contains(expected) {
            self.complain(format!("{said:?} was answered with {text:?}"));
        }
        if !self.silent {
            self.write(number);
        }
    }

    /// Whether messages to a chat are never answered.
    pub fn hangs(&self, _: i64) -> bool {
        false
    }

    fn complain(&mut self, complaint: String) {
        if self.wrong.len() < SHOWN {
            self.wrong.push(complaint);
        }
    }
}

/// An update as Telegram writes it.
fn update(id: i64, person: usize, message: i64, text: &str) -> String {
    let chat = FIRST_CHAT + i64::try_from(person).unwrap_or_default();
    let name = format!("Ana{person}");
    let username = format!("ana_{person}");
    let mut update = json!({
        "update_id": id,
        "message": {
            "message_id": message * 2,
            "from": {
                "id": chat, "is_bot": false, "first_name": &name, "last_name": "García",
                "username": &username, "language_code": "en",
            },
            "chat": {
                "id": chat, "first_name": &name, "last_name": "García",
                "username": &username, "type": "private",
            },
            "date": SystemClock.now().timestamp(),
            "text": text,
        },
    });
    if text.starts_with('/') {
        update["message"]["entities"] =
            json!([{"offset": 0, "length": text.len(), "type": "bot_command"}]);
    }
    update.to_string()
}
