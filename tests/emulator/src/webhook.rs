//! Brings updates to the bot's webhook: one lane's in order, several at a
//! time, again and again until it says 200.

use std::time::{Duration, Instant};

use super::updates::{Waiting, Webhook};
use super::{Emulator, World};

/// The pauses after a failure; Telegram's own are longer.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const MOST_DOUBLINGS: u32 = 5;
/// No answer takes longer.
const LIMIT: Duration = Duration::from_secs(10);

#[expect(
    clippy::disallowed_methods,
    reason = "the emulator ends with its runtime"
)]
pub(super) async fn bring(emulator: Emulator) {
    let client = reqwest::Client::builder().no_proxy().timeout(LIMIT).build();
    let Ok(client) = client else { return };
    let mut changed = emulator.changed.subscribe();
    loop {
        let due = emulator.world().due(Instant::now());
        for (webhook, waiting) in due {
            let (emulator, client) = (emulator.clone(), client.clone());
            tokio::spawn(async move {
                let status = post(&emulator, &client, &webhook, &waiting).await;
                emulator.change(|world| world.brought(&waiting, status));
            });
        }
        // A failed update is due again without any event.
        let _ = tokio::time::timeout(FIRST_PAUSE / 2, changed.changed()).await;
    }
}

async fn post(
    emulator: &Emulator,
    client: &reqwest::Client,
    webhook: &Webhook,
    waiting: &Waiting,
) -> u16 {
    let mut request = client
        .post(emulator.reached(&webhook.url))
        .header("content-type", "application/json")
        .body(waiting.update.to_string());
    if let Some(secret) = &webhook.secret {
        request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
    }
    match request.send().await {
        Ok(answer) => answer.status().as_u16(),
        Err(_) => 0,
    }
}

impl World {
    /// The updates to bring now: the oldest of each lane.
    fn due(&mut self, now: Instant) -> Vec<(Webhook, Waiting)> {
        let queue = &mut self.queue;
        let Some(webhook) = queue.webhook.clone() else {
            return Vec::new();
        };
        let mut due = Vec::new();
        let mut passed = std::collections::HashSet::new();
        for waiting in &queue.waiting {
            let lane = waiting.lane;
            let early = queue.again.get(&lane).is_some_and(|(_, at)| *at > now);
            let busy = queue.on_the_way.contains(&lane);
            let full = queue.on_the_way.len() >= webhook.max_connections;
            if passed.insert(lane) && !busy && !early && !full {
                queue.on_the_way.insert(lane);
                due.push((webhook.clone(), waiting.clone()));
            }
        }
        due
    }

    fn brought(&mut self, waiting: &Waiting, status: u16) {
        let queue = &mut self.queue;
        queue.on_the_way.remove(&waiting.lane);
        queue.brought.push((waiting.id, status));
        if (200..300).contains(&status) {
            queue.again.remove(&waiting.lane);
            queue.waiting.retain(|other| other.id != waiting.id);
            return;
        }
        let failures = queue.again.get(&waiting.lane).map_or(0, |again| again.0);
        let pause = FIRST_PAUSE * (1 << failures.min(MOST_DOUBLINGS));
        let again = (failures + 1, Instant::now() + pause);
        queue.again.insert(waiting.lane, again);
        if let Some(webhook) = &mut queue.webhook {
            webhook.last_error = Some(format!("Wrong response from the webhook: {status}"));
        }
    }
}
