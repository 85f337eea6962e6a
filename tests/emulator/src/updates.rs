//! Updates that wait for the bot, which polls for them or gets them by webhook.

use std::collections::{HashMap, HashSet, VecDeque};
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

use super::methods::Refusal;
use super::{Emulator, World};

/// The kinds that a bot gets only if it asks.
const ON_DEMAND: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

/// A chat's messages come in order, and so do a person's presses; these two may
/// overtake each other.
pub(super) type Lane = (i64, bool);

/// An update that is not confirmed.
#[derive(Debug, Clone)]
pub(super) struct Waiting {
    pub id: i64,
    /// Updates of one lane are brought in order.
    pub lane: Lane,
    pub update: Value,
}

/// The webhook that updates are brought to.
#[derive(Debug, Clone, Default)]
pub(super) struct Webhook {
    pub url: String,
    pub secret: Option<String>,
    pub last_error: Option<String>,
    pub max_connections: usize,
}

/// The queue of updates for the bot.
#[derive(Debug)]
pub(super) struct Queue {
    pub waiting: VecDeque<Waiting>,
    pub last: i64,
    /// The kinds that the bot asked for; `None`: all that are not on demand.
    pub allowed: Option<Vec<String>>,
    /// Counts the polls, so that an older one notices a newer one.
    pub polls: u64,
    /// How often each update was handed over.
    pub handed: HashMap<i64, usize>,
    pub webhook: Option<Webhook>,
    /// The lanes with an update on its way.
    pub on_the_way: HashSet<Lane>,
    /// How often it failed, and when the next attempt is.
    pub again: HashMap<Lane, (u32, Instant)>,
    /// The webhook's answers: update and HTTP status (0: none).
    pub brought: Vec<(i64, u16)>,
}

impl Default for Queue {
    fn default() -> Self {
        Self {
            waiting: VecDeque::new(),
            last: 100,
            allowed: None,
            polls: 0,
            handed: HashMap::new(),
            webhook: None,
            on_the_way: HashSet::new(),
            again: HashMap::new(),
            brought: Vec::new(),
        }
    }
}

impl Queue {
    /// Queues an update, if the bot asked for its kind; returns its id.
    pub(super) fn push(&mut self, chat: i64, kind: &str, content: Value) -> Option<i64> {
        let wanted = match &self.allowed {
            Some(kinds) => kinds.iter().any(|wanted| wanted == kind),
            None => !ON_DEMAND.contains(&kind),
        };
        if !wanted {
            return None;
        }
        self.last += 1;
        let lane = match kind {
            "callback_query" => (content["from"]["id"].as_i64().unwrap_or(0), true),
            _ => (chat, false),
        };
        let update = json!({"update_id": self.last, kind: content});
        self.waiting.push_back(Waiting {
            id: self.last,
            lane,
            update,
        });
        Some(self.last)
    }

    /// An empty list means the default; no list leaves it unchanged.
    pub(super) fn allow(&mut self, fields: &Map<String, Value>) {
        if let Some(kinds) = fields.get("allowed_updates").and_then(Value::as_array) {
            let kinds: Vec<String> = kinds
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect();
            self.allowed = (!kinds.is_empty()).then_some(kinds);
        }
    }

    /// Confirms and removes the updates before the offset.
    fn confirm(&mut self, offset: i64) {
        if offset < 0 {
            let keep = usize::try_from(-offset).unwrap_or(0);
            let over = self.waiting.len().saturating_sub(keep);
            self.waiting.drain(..over);
        } else {
            self.waiting.retain(|waiting| waiting.id >= offset);
        }
    }

    fn batch(&mut self, limit: usize) -> Vec<Value> {
        let batch = self.waiting.iter().take(limit);
        for waiting in batch.clone() {
            *self.handed.entry(waiting.id).or_default() += 1;
        }
        batch.map(|waiting| waiting.update.clone()).collect()
    }
}

/// Answers a poll: with the waiting updates, or with none once its time is
/// over.
pub(super) async fn poll(
    emulator: &Emulator,
    fields: &Map<String, Value>,
) -> Result<Value, Refusal> {
    let number = |name: &str, default: i64| {
        let given = fields.get(name).and_then(Value::as_i64);
        given.unwrap_or(default)
    };
    let offset = number("offset", 0);
    let limit = usize::try_from(number("limit", 100).clamp(1, 100)).unwrap_or(100);
    let wait = Duration::from_secs(number("timeout", 0).clamp(0, 50).unsigned_abs());
    let mine = emulator.change(|world| begin(world, fields, offset))?;
    let mut changed = emulator.changed.subscribe();
    let waiting = async {
        loop {
            {
                let mut world = emulator.world();
                let queue = &mut world.queue;
                if queue.webhook.is_some() {
                    return Err(conflict("terminated by setWebhook request"));
                }
                if queue.polls != mine {
                    return Err(conflict(
                        "terminated by other getUpdates request; make sure that only one bot instance is running",
                    ));
                }
                let found = queue.batch(limit);
                if !found.is_empty() {
                    drop(world);
                    // Wakes tests that wait for it to be handed over.
                    emulator.change(|_| ());
                    return Ok(found);
                }
            }
            if changed.changed().await.is_err() {
                return Ok(Vec::new());
            }
        }
    };
    let found = tokio::time::timeout(wait, waiting).await;
    found.unwrap_or(Ok(Vec::new())).map(Value::Array)
}

fn begin(world: &mut World, fields: &Map<String, Value>, offset: i64) -> Result<u64, Refusal> {
    let queue = &mut world.queue;
    if queue.webhook.is_some() {
        return Err(conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        ));
    }
    queue.allow(fields);
    queue.confirm(offset);
    queue.polls += 1;
    Ok(queue.polls)
}

fn conflict(why: &str) -> Refusal {
    Refusal::new(409, &format!("Conflict: {why}"))
}
