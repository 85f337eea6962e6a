//! How much of its plan an account has left: credits; where the account has
//! none, minutes and calls.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use tokio::sync::oneshot;

use kally_core::dialogue::{Brought, Meter, Usage};
use kally_core::model::ChatUser;
use kally_runtime::{Clock, Tasks};
use kally_store::{AccountRecord, StoreError, read_one};
use kallyai::{Client, Credits, Statistics};

use super::errands::{Errands, problem};
use crate::accounts::{AccountError, Accounts};
use crate::bridge::Balances;

/// How long a person who has asked waits for an answer.
const PATIENCE: Duration = Duration::from_secs(15);

/// How long a card waits for them.
const MOMENT: Duration = Duration::from_millis(400);

/// How long they are remembered.
const REMEMBERED: Duration = Duration::from_secs(3 * 60);

/// How long it is before the service is asked again after it has failed.
const AFTER_FAILURE: Duration = Duration::from_secs(60);

/// The figures of at most this many accounts are remembered.
const MOST: usize = 4096;

impl Errands {
    pub(super) async fn usage(&self, user: &ChatUser) -> Result<Brought, StoreError> {
        let stored = read_one::<AccountRecord>(&*self.parts.store, user).await?;
        let Some(account) = stored.into_record() else {
            return Ok(Brought::NotLinked);
        };
        let since = account.linked_at;
        let unknown = Brought::Account { since, usage: None };
        let figures = figures(&self.parts.accounts, &self.parts.client, user);
        let Some(told) = self.in_time(figures).await else {
            return Ok(unknown);
        };
        match told {
            Ok(usage) => Ok(Brought::Account {
                since,
                usage: Some(usage),
            }),
            Err(error) => problem(error, unknown),
        }
    }
}

impl Errands {
    /// An answer that a person waits for; `None` if it takes too long.
    pub(super) async fn in_time<T>(&self, answer: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            biased;
            answer = answer => Some(answer),
            () = self.parts.clock.sleep(PATIENCE) => None,
        }
    }
}

/// Asks the service. Minutes and calls are asked for only if it tells no
/// credits.
async fn figures(
    accounts: &Arc<Accounts>,
    client: &Client,
    user: &ChatUser,
) -> Result<Usage, AccountError> {
    let credits = accounts
        .with_token(user, |token| async move { client.credits(&token).await })
        .await;
    let credits = match credits {
        Ok(credits) => Ok(credits.map(of_credits)),
        Err(AccountError::Service(error)) => Err(AccountError::Service(error)),
        Err(error) => return Err(error),
    };
    if let Ok(Some(usage)) = &credits
        && usage.tells()
    {
        return Ok(usage.clone());
    }
    let statistics = accounts
        .with_token(user, |token| async move { client.statistics(&token).await })
        .await
        .map(of_statistics);
    match (credits, statistics) {
        (Ok(credits), Ok(usage)) => Ok(Usage {
            plan: usage.plan.or(credits.and_then(|credits| credits.plan)),
            ..usage
        }),
        (_, Ok(usage)) if usage.tells() => Ok(usage),
        (Ok(Some(usage)), Err(_)) => Ok(usage),
        (Err(error), Ok(_)) | (_, Err(error)) => Err(error),
    }
}

pub(super) fn of_credits(credits: Credits) -> Usage {
    Usage {
        plan: credits.plan_type,
        credits: Meter {
            allocated: credits.credits_allocated,
            used: credits.credits_used,
            remaining: credits.credits_remaining,
        },
        period_start: credits.period_start,
        period_end: credits.period_end,
        ..Usage::default()
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "the service's counts are at most 10^15, which a float holds"
)]
pub(super) fn of_statistics(told: Statistics) -> Usage {
    let count = |count: Option<u64>| count.map(|count| count as f64);
    Usage {
        plan: told.plan_type,
        minutes: Meter {
            allocated: told.minutes_allocated,
            used: told.minutes_used,
            remaining: told.minutes_remaining,
        },
        calls: Meter {
            allocated: count(told.calls_allocated),
            used: count(told.calls_used),
            remaining: count(told.calls_remaining),
        },
        percentage: told.usage_percentage,
        period_start: told.period_start,
        period_end: told.period_end,
        ..Usage::default()
    }
}

/// The balances of accounts, remembered for a few minutes.
pub struct KnownBalances(Arc<Known>);

struct Known {
    accounts: Arc<Accounts>,
    client: Client,
    clock: Arc<dyn Clock>,
    tasks: Tasks,
    told: Mutex<HashMap<ChatUser, Told>>,
}

#[derive(Clone)]
struct Told {
    /// When the account was linked: another one has figures of its own.
    linked: DateTime<Utc>,
    /// By the time that passes, not by the time of day.
    until: Duration,
    /// The service is being asked.
    coming: bool,
    usage: Option<Usage>,
}

impl KnownBalances {
    #[must_use]
    pub fn new(
        accounts: Arc<Accounts>,
        client: Client,
        clock: Arc<dyn Clock>,
        tasks: Tasks,
    ) -> Self {
        Self(Arc::new(Known {
            accounts,
            client,
            clock,
            tasks,
            told: Mutex::default(),
        }))
    }
}

#[async_trait]
impl Balances for KnownBalances {
    async fn soon(&self, user: &ChatUser, linked: DateTime<Utc>) -> Option<Usage> {
        let known = &self.0;
        if let Some(told) = known.begin(user, linked) {
            return told.usage;
        }
        let (tell, told) = oneshot::channel();
        let (asking, user) = (Arc::clone(known), user.clone());
        // It goes on when the card has been shown: the next card has it.
        known.tasks.spawn(async move {
            let usage = asking.ask(&user).await;
            asking.remember(&user, linked, usage.clone());
            let _ = tell.send(usage);
        });
        tokio::select! {
            biased;
            told = told => told.ok().flatten(),
            () = known.clock.sleep(MOMENT) => None,
        }
    }

    fn forget(&self, user: &ChatUser) {
        self.0.told().remove(user);
    }
}

impl Known {
    fn told(&self) -> std::sync::MutexGuard<'_, HashMap<ChatUser, Told>> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The remembered figures, if they are of that account and new enough; else
    /// notes that the service is being asked.
    fn begin(&self, user: &ChatUser, linked: DateTime<Utc>) -> Option<Told> {
        let now = self.clock.passed();
        let mut all = self.told();
        if let Some(told) = all.get(user)
            && told.linked == linked
            && told.until > now
        {
            return Some(told.clone());
        }
        if all.len() >= MOST {
            all.retain(|_, told| told.until > now);
        }
        if all.len() >= MOST {
            all.clear();
        }
        let coming = Told {
            linked,
            until: now + PATIENCE * 2,
            coming: true,
            usage: None,
        };
        all.insert(user.clone(), coming);
        None
    }

    async fn ask(&self, user: &ChatUser) -> Option<Usage> {
        tokio::select! {
            biased;
            usage = figures(&self.accounts, &self.client, user) => usage
                .inspect_err(|error| tracing::debug!(%user, %error, "KallyAI did not say what is left"))
                .ok(),
            () = self.clock.sleep(PATIENCE) => None,
        }
    }

    /// Figures that were asked for before a call ended are not remembered.
    fn remember(&self, user: &ChatUser, linked: DateTime<Utc>, usage: Option<Usage>) {
        let lasts = match usage {
            Some(_) => REMEMBERED,
            None => AFTER_FAILURE,
        };
        let until = self.clock.passed() + lasts;
        if let Some(told) = self.told().get_mut(user)
            && told.coming
            && told.linked == linked
        {
            *told = Told {
                linked,
                until,
                coming: false,
                usage,
            };
        }
    }
}
