//! Finds out which account was just linked, as far as the service tells
//! quickly: a person waits to read it, and perhaps for their request.

use std::time::Duration;

use super::errands::Errands;
use crate::accounts::AccountError;
use kally_core::dialogue::Usage;
use kally_core::model::ChatUser;
use kally_store::StoreError;
use kallyai::Error;

/// How long the worker waits for each answer.
const MOMENT: Duration = Duration::from_secs(4);

impl Errands {
    /// The service's figures for a person's account; `None` if they don't come
    /// soon. The turn checks whether the account is still linked.
    pub(super) async fn whose(&self, user: &ChatUser) -> Result<Option<Usage>, StoreError> {
        match self.figures(user).await {
            Ok(usage) => Ok(usage),
            Err(AccountError::Store(error)) => Err(error),
            Err(error) => {
                tracing::warn!(%user, %error, "the linked account's figures could not be fetched");
                Ok(None)
            }
        }
    }

    /// Credits; where the account has none, minutes.
    async fn figures(&self, user: &ChatUser) -> Result<Option<Usage>, AccountError> {
        let (accounts, client) = (&self.parts.accounts, &self.parts.client);
        let credits = accounts
            .with_token(user, |token| async move {
                self.soon(client.credits(&token)).await
            })
            .await?;
        let Some(credits) = credits else {
            return Ok(None);
        };
        let told = credits.map(|credits| Usage {
            plan: credits.plan_type,
            credits_remaining: credits.credits_remaining,
            ..Usage::default()
        });
        if let Some(usage) = told
            && usage != Usage::default()
        {
            return Ok(Some(usage));
        }
        let statistics = accounts
            .with_token(user, |token| async move {
                self.soon(client.statistics(&token)).await
            })
            .await?;
        let told = statistics.map(|statistics| Usage {
            plan: statistics.plan_type,
            minutes_remaining: statistics.minutes_remaining,
            ..Usage::default()
        });
        Ok(told.filter(|usage| *usage != Usage::default()))
    }

    /// An answer, if it comes soon. A token refresh on the way is not
    /// cancelled, since the new token may be the only one that works.
    async fn soon<T>(
        &self,
        answer: impl Future<Output = Result<T, Error>>,
    ) -> Result<Option<T>, Error> {
        tokio::select! {
            biased;
            answer = answer => answer.map(Some),
            () = self.parts.clock.sleep(MOMENT) => Ok(None),
        }
    }
}
