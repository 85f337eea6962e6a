//! The plan of an account, and the address of its bills.

use kally_core::dialogue::{Brought, Plan};
use kally_core::model::ChatUser;
use kally_store::StoreError;
use kallyai::{AccessToken, Subscription};

use super::errands::{Errands, problem};
use crate::accounts::AccountError;

impl Errands {
    pub(super) async fn subscription(&self, user: &ChatUser) -> Result<Brought, StoreError> {
        let client = &self.parts.client;
        let fetch = |token: AccessToken| async move { client.subscription(&token).await };
        let fetched = self.parts.accounts.with_token(user, fetch);
        let Some(fetched) = self.in_time(fetched).await else {
            return Ok(Brought::Unavailable);
        };
        match fetched {
            Ok(told) => Ok(Brought::Plan(Box::new(plan(told)))),
            // An account without a subscription may have no such record.
            Err(AccountError::Service(error)) if is_missing(&error) => {
                Ok(Brought::Plan(Box::new(Plan {
                    active: Some(false),
                    ..Plan::default()
                })))
            }
            Err(error) => problem(error, Brought::Plan(Box::default())),
        }
    }

    pub(super) async fn bills(&self, user: &ChatUser) -> Result<Brought, StoreError> {
        let client = &self.parts.client;
        let fetch = |token: AccessToken| async move { client.billing_portal(&token).await };
        let fetched = self.parts.accounts.with_token(user, fetch);
        let Some(fetched) = self.in_time(fetched).await else {
            return Ok(Brought::Unavailable);
        };
        match fetched {
            Ok(address) => Ok(Brought::Bills(address.into())),
            Err(AccountError::Service(error)) if is_missing(&error) => Ok(Brought::Nothing),
            Err(error) => problem(error, Brought::Unavailable),
        }
    }
}

fn is_missing(error: &kallyai::Error) -> bool {
    error.refusal().is_some_and(|refusal| refusal.http == 404)
}

fn plan(told: Subscription) -> Plan {
    Plan {
        active: told.has_active_subscription,
        kind: told.plan.kind,
        period: told.plan.period,
        minutes_included: told.plan.minutes_included,
        status: told.status,
        provider: told.provider,
        since: told.started_at,
        until: told.expires_at,
        renews: told.auto_renew,
        manage: told.management_url.map(Into::into),
    }
}
