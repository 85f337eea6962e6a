//! Tells the bot's admins that a platform does not work, through one that does:
//! once, and once when it works again.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::{Health, Peer, Summary};
use crate::bridge::{Bridge, Doorbells};
use kally_core::dialogue::Prompt;
use kally_core::model::{ChatUser, ConversationId, Platform, Trouble};
use kally_runtime::Clock;
use kally_store::StoreError;

/// How long a failure that may pass by itself lasts before admins hear of it.
const PATIENCE: Duration = Duration::from_secs(5 * 60);

/// The same where somebody has to do something. Two programs receive at once
/// for a moment whenever one takes the place of the other.
const SHORT_PATIENCE: Duration = Duration::from_secs(60);

/// How often to look while something fails.
const LOOK: Duration = Duration::from_secs(15);

/// Looks after the platforms until it is dropped.
pub async fn tell_admins(
    bridge: Arc<Bridge>,
    health: Arc<Health>,
    clock: Arc<dyn Clock>,
    doorbells: Arc<Doorbells>,
) {
    let mut changes = health.changes();
    let mut alerts = Alerts {
        bridge,
        health,
        doorbells,
        told: BTreeMap::new(),
    };
    loop {
        let waits = match alerts.look(clock.passed()).await {
            Ok(waits) => waits,
            Err(error) => {
                tracing::warn!(%error, "the admins could not be told that a platform fails");
                true
            }
        };
        tokio::select! {
            _ = changes.changed() => {}
            () = clock.sleep(LOOK), if waits => {}
        }
    }
}

/// What is said about platforms that fail.
struct Alerts {
    bridge: Arc<Bridge>,
    health: Arc<Health>,
    doorbells: Arc<Doorbells>,
    /// Who was told of each failure.
    told: BTreeMap<Platform, Vec<ChatUser>>,
}

impl Alerts {
    /// Says what there is to say now. Answers whether a failure waits for its
    /// time, or for a platform to say it on.
    async fn look(&mut self, now: Duration) -> Result<bool, StoreError> {
        let summaries = self.health.summaries();
        let working: Vec<Platform> = summaries.iter().filter_map(works).collect();
        let mut waits = false;
        for summary in &summaries {
            let Peer::Chat(platform) = summary.peer else {
                continue;
            };
            match self.health.outage(summary.peer) {
                None => self.ended(platform).await?,
                Some(_) if self.told.contains_key(&platform) => {}
                Some(outage) => {
                    let lasts = now.saturating_sub(outage.began);
                    let due = lasts >= patience(outage.trouble);
                    waits |= !due || !self.began(platform, outage.trouble, &working).await?;
                }
            }
        }
        Ok(waits)
    }

    /// Whether anybody could be told.
    async fn began(
        &mut self,
        platform: Platform,
        trouble: Trouble,
        working: &[Platform],
    ) -> Result<bool, StoreError> {
        let access = self.bridge.access();
        let on = working.iter().flat_map(|on| access.admins_on(*on));
        let admins: Vec<ChatUser> = on.collect();
        if admins.is_empty() {
            return Ok(false);
        }
        let prompt = Prompt::PlatformFails { platform, trouble };
        self.tell(&admins, &prompt).await?;
        self.told.insert(platform, admins);
        Ok(true)
    }

    async fn ended(&mut self, platform: Platform) -> Result<(), StoreError> {
        let Some(admins) = self.told.get(&platform) else {
            return Ok(());
        };
        let prompt = Prompt::PlatformWorks(platform);
        self.tell(admins, &prompt).await?;
        self.told.remove(&platform);
        Ok(())
    }

    async fn tell(&self, admins: &[ChatUser], prompt: &Prompt) -> Result<(), StoreError> {
        self.bridge.tell(admins, prompt).await?;
        for admin in admins {
            let lane = ConversationId::private_with(admin);
            self.doorbells.delivery.ring(lane);
        }
        Ok(())
    }
}

fn works(summary: &Summary) -> Option<Platform> {
    match summary.peer {
        Peer::Chat(platform) if summary.works() => Some(platform),
        _ => None,
    }
}

fn patience(trouble: Trouble) -> Duration {
    match trouble {
        Trouble::SecondReceiver => SHORT_PATIENCE,
        trouble if trouble.needs_somebody() => Duration::ZERO,
        _ => PATIENCE,
    }
}
