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

/// The least time between two failures of a platform that are told: one that comes and
/// goes is told twice an hour at most, with its end.
const BETWEEN: Duration = Duration::from_secs(60 * 60);

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
        told_at: BTreeMap::new(),
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
    /// When the last failure was told.
    told_at: BTreeMap<Platform, Duration>,
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
                    let last = self.told_at.get(&platform);
                    let due = lasts >= patience(outage.trouble)
                        && last.is_none_or(|last| now.saturating_sub(*last) >= BETWEEN);
                    if due && self.began(platform, outage.trouble, &working).await? {
                        self.told_at.insert(platform, now);
                    } else {
                        waits = true;
                    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Access, AccessRules, Patterns};
    use crate::test_bridge::{Outside, RecordingChat, quick, start_for};
    use kally_runtime::{Ids, ManualClock, Tasks};
    use kally_store::memory::MemoryStore;
    use kally_store::samples::at;
    use kallyai::Client;

    const MATRIX: Peer = Peer::Chat(Platform::Matrix);
    const TELEGRAM: Peer = Peer::Chat(Platform::Telegram);

    /// A bridge with both platforms, of which Telegram works and has one admin.
    struct Stage {
        alerts: Alerts,
        clock: Arc<ManualClock>,
        chat: Arc<RecordingChat>,
        tasks: Tasks,
    }

    impl Stage {
        async fn new() -> Self {
            let store = Arc::new(MemoryStore::default());
            let clock = Arc::new(ManualClock::new(at(0)));
            let chat = Arc::new(RecordingChat::on(Platform::Telegram));
            let admins = ["4711", "@ana", "*:example.org"].map(str::to_owned);
            let rules = AccessRules {
                admins: Patterns::new(admins.to_vec()),
                ..AccessRules::default()
            };
            let access = Access::load(&*store, rules, None).await.unwrap();
            let outside = Outside {
                store,
                client: Client::new("http://localhost:1".parse().unwrap(), "test").unwrap(),
                chat: Arc::clone(&chat) as _,
                clock: Arc::clone(&clock) as _,
                ids: Arc::new(Ids::seeded(1)),
            };
            let (bridge, _, _, tasks, doorbells) = start_for(outside, quick(), access);
            let health = Arc::new(Health::new(Arc::clone(&clock) as _));
            health.expects(Platform::Matrix);
            health.works(TELEGRAM);
            let alerts = Alerts {
                bridge,
                health,
                doorbells,
                told: BTreeMap::new(),
                told_at: BTreeMap::new(),
            };
            Self {
                alerts,
                clock,
                chat,
                tasks,
            }
        }

        /// Looks after this many seconds; returns whether something waits.
        async fn looks_after(&mut self, seconds: u64) -> bool {
            self.clock.advance(Duration::from_secs(seconds));
            if self.alerts.health.outage(TELEGRAM).is_none() {
                self.alerts.health.works(TELEGRAM);
            }
            self.alerts.look(self.clock.passed()).await.unwrap()
        }
    }

    #[tokio::test]
    async fn the_admin_of_the_other_platform_hears_of_it_once_and_of_its_end() {
        let mut stage = Stage::new().await;
        assert!(!stage.looks_after(0).await, "nothing is wrong");
        stage.alerts.health.fails(MATRIX, Trouble::SignedOut, &"");
        assert!(!stage.looks_after(0).await);
        stage.chat.wait_for(0, "it has ended my session").await;
        stage.alerts.health.fails(MATRIX, Trouble::Failed, &"");
        stage.looks_after(600).await;
        stage.alerts.health.works(MATRIX);
        stage.looks_after(0).await;
        stage.chat.wait_for(1, "Matrix works again").await;
        assert_eq!(stage.chat.texts().len(), 2);
        assert_eq!(stage.chat.sent()[0].to.user, "4711");
        stage.tasks.shut_down(Duration::from_secs(5)).await;
    }

    #[tokio::test]
    async fn a_failure_that_passes_is_not_told() {
        let mut stage = Stage::new().await;
        stage.alerts.health.fails(MATRIX, Trouble::Unreachable, &"");
        assert!(stage.looks_after(299).await);
        stage.alerts.health.works(MATRIX);
        assert!(!stage.looks_after(600).await);
        stage.alerts.health.fails(MATRIX, Trouble::Unreachable, &"");
        stage.looks_after(300).await;
        stage.chat.wait_for(0, "I can't reach it").await;
        assert_eq!(stage.chat.texts().len(), 1);
        stage.tasks.shut_down(Duration::from_secs(5)).await;
    }

    #[tokio::test]
    async fn one_that_comes_and_goes_is_told_once_an_hour() {
        let mut stage = Stage::new().await;
        for _ in 0..11 {
            stage.alerts.health.fails(MATRIX, Trouble::SignedOut, &"");
            stage.looks_after(150).await;
            stage.alerts.health.works(MATRIX);
            stage.looks_after(150).await;
        }
        stage.chat.wait_for(1, "Matrix works again").await;
        stage.alerts.health.fails(MATRIX, Trouble::SignedOut, &"");
        assert!(stage.looks_after(150).await, "it waits for its time");
        assert_eq!(stage.chat.texts().len(), 2);
        stage.looks_after(600).await;
        stage.chat.wait_for(2, "it has ended my session").await;
        stage.tasks.shut_down(Duration::from_secs(5)).await;
    }

    #[tokio::test]
    async fn without_a_platform_that_works_it_waits() {
        let mut stage = Stage::new().await;
        stage
            .alerts
            .health
            .fails(TELEGRAM, Trouble::Unauthorized, &"");
        assert!(stage.looks_after(600).await);
        assert_eq!(stage.chat.texts(), [""; 0]);
        stage.tasks.shut_down(Duration::from_secs(5)).await;
    }
}
