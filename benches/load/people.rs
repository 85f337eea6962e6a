//! People who write at their own pace, one who floods, and a chat that accepts
//! no messages; and the queue of their updates.

use std::collections::VecDeque;
use std::rc::Rc;
use std::time::{Duration, Instant};

use kally_runtime::{Clock as _, SystemClock};
use serde_json::json;
use tokio::sync::Notify;

use crate::dialogue::DIALOGUE;

/// The first of the people who converse.
const FIRST: i64 = 1_000_000;
/// Floods, and is answered.
pub const FLOODING: i64 = 2;
/// Floods; no message sent to this chat is ever answered.
pub const HANGING: i64 = 3;

/// How many wrong replies are kept to be shown.
const SHOWN: usize = 3;

#[derive(Clone, Default)]
struct Person {
    step: usize,
    said: i64,
    since: Option<Instant>,
}

pub struct People {
    people: Vec<Person>,
    updates: VecDeque<(i64, String)>,
    last_update: i64,
    news: Rc<Notify>,
    took: Option<Vec<Duration>>,
    late: usize,
    /// Messages to people who have calls.
    pub of_calls: usize,
    /// Messages to the flooding person, and to the chat that accepts none.
    pub to_flood: usize,
    pub to_hanging: usize,
    wrong: Vec<String>,
}

impl People {
    pub fn new(count: usize) -> Self {
        Self {
            people: vec![Person::default(); count],
            updates: VecDeque::new(),
            last_update: 0,
            news: Rc::default(),
            took: None,
            late: 0,
            of_calls: 0,
            to_flood: 0,
            to_hanging: 0,
            wrong: Vec::new(),
        }
    }

    /// The person writes the next message; a person without a reply yet keeps
    /// waiting, and is counted.
    pub fn write(&mut self, number: usize) {
        let person = &mut self.people[number];
        if person.since.is_some() {
            self.late += 1;
            return;
        }
        person.said += 1;
        person.since = Some(Instant::now());
        let (said, (text, _)) = (person.said, DIALOGUE[person.step]);
        self.queue(
            FIRST + i64::try_from(number).unwrap_or_default(),
            said,
            text,
        );
    }

    /// Somebody who floods writes once more.
    pub fn flood(&mut self, chat: i64) {
        self.queue(chat, self.last_update, "/help");
    }

    fn queue(&mut self, chat: i64, said: i64, text: &str) {
        self.last_update += 1;
        let json = update(self.last_update, chat, said, text);
        self.updates.push_back((self.last_update, json));
        self.news.notify_one();
    }

    /// From now on turns are measured.
    pub fn measure(&mut self) {
        self.took = Some(Vec::new());
        self.late = 0;
    }

    /// The measured turns, and how often a person had no reply yet when it was
    /// time to write.
    pub fn measured(&mut self) -> (Vec<Duration>, usize) {
        (self.took.take().unwrap_or_default(), self.late)
    }

    /// Replies that were not as expected.
    pub fn wrong(&self) -> &[String] {
        &self.wrong
    }

    /// Signals when somebody has written.
    pub fn news(&self) -> Rc<Notify> {
        Rc::clone(&self.news)
    }

    /// As `getUpdates`: an offset acknowledges all updates before it. `None` if
    /// there is nothing new.
    pub fn updates(&mut self, offset: i64, limit: usize) -> Option<String> {
        while self.updates.front().is_some_and(|(id, _)| *id < offset) {
            self.updates.pop_front();
        }
        let batch: Vec<&str> = self
            .updates
            .iter()
            .take(limit)
            .map(|(_, json)| json.as_str())
            .collect();
        (!batch.is_empty()).then(|| batch.join(","))
    }

    /// A message of the bot has arrived.
    pub fn reply(&mut self, chat: i64, text: &str) {
        match chat {
            FLOODING => self.to_flood += 1,
            HANGING => self.to_hanging += 1,
            chat if chat < FIRST => self.of_calls += 1,
            chat => self.replied(chat, text),
        }
    }

    /// Whether messages to a chat are never answered.
    pub fn hangs(&self, chat: i64) -> bool {
        chat == HANGING
    }

    fn replied(&mut self, chat: i64, text: &str) {
        let number = usize::try_from(chat - FIRST).ok();
        let Some(number) = number.filter(|number| *number < self.people.len()) else {
            return self.complain(format!("a message to chat {chat}, where nobody is"));
        };
        let person = &mut self.people[number];
        let (said, expected) = DIALOGUE[person.step];
        let Some(since) = person.since.take() else {
            return self.complain(format!("{text:?} to somebody who had said nothing"));
        };
        if let Some(took) = &mut self.took {
            took.push(since.elapsed());
        }
        person.step = (person.step + 1) % DIALOGUE.len();
        if !text.contains(expected) {
            self.complain(format!("{said:?} was answered with {text:?}"));
        }
    }

    fn complain(&mut self, complaint: String) {
        if self.wrong.len() < SHOWN {
            self.wrong.push(complaint);
        }
    }
}

/// An update as Telegram writes it.
fn update(id: i64, chat: i64, message: i64, text: &str) -> String {
    let mut update = json!({
        "update_id": id,
        "message": {
            "message_id": message * 2 + 1,
            "from": {"id": chat, "is_bot": false, "first_name": "Ana", "language_code": "en"},
            "chat": {"id": chat, "first_name": "Ana", "type": "private"},
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
