//! Finds out which account was signed in to, as far as the service tells
//! quickly: a person waits to say whether it is theirs.

use std::time::Duration;

use super::errands::Errands;
use super::usage::{of_credits, of_statistics};
use kally_core::dialogue::{Brought, NewestCall, Usage};
use kally_core::model::ChatUser;
use kally_store::{LinkRecord, OpenLinkRecord, StoreError, read_one};
use kallyai::{AccessToken, Error, HistoryPage};

/// How long the worker waits for each answer.
const MOMENT: Duration = Duration::from_secs(4);

impl Errands {
    /// The sign-in that waits for the person's answer, and its account's
    /// figures and newest call if they come soon.
    pub(super) async fn whose(&self, user: &ChatUser) -> Result<Brought, StoreError> {
        let store = &*self.parts.store;
        let open = read_one::<OpenLinkRecord>(store, user).await?;
        let Some(open) = open.into_record() else {
            return Ok(Brought::Nothing);
        };
        let session = read_one::<LinkRecord>(store, &open.link).await?;
        let Some(session) = session.into_record() else {
            return Ok(Brought::Nothing);
        };
        let token = self.parts.accounts.offered(&session);
        let (usage, newest) = match &token {
            Some(token) => tokio::join!(self.figures(user, token), self.newest(user, token)),
            None => (None, None),
        };
        Ok(Brought::NewAccount {
            sign_in: session.id.tag(),
            usage,
            newest,
        })
    }

    /// Credits; where the account has none, minutes.
    async fn figures(&self, user: &ChatUser, token: &AccessToken) -> Option<Usage> {
        let client = &self.parts.client;
        let credits = self.soon(user, client.credits(token)).await?;
        let told = credits.map(of_credits);
        if let Some(usage) = told
            && usage != Usage::default()
        {
            return Some(usage);
        }
        let statistics = self.soon(user, client.statistics(token)).await?;
        let told = of_statistics(statistics);
        (told != Usage::default()).then_some(told)
    }

    async fn newest(&self, user: &ChatUser, token: &AccessToken) -> Option<NewestCall> {
        let newest = HistoryPage {
            limit: 1,
            offset: 0,
        };
        let history = self
            .soon(user, self.parts.client.history(token, newest))
            .await?;
        match history.calls.into_iter().next() {
            Some(call) => Some(NewestCall::At(call.created_at?, call.phone)),
            None => (history.total == Some(0)).then_some(NewestCall::NoCalls),
        }
    }

    /// An answer, if it comes soon.
    async fn soon<T>(
        &self,
        user: &ChatUser,
        answer: impl Future<Output = Result<T, Error>>,
    ) -> Option<T> {
        tokio::select! {
            biased;
            answer = answer => answer
                .inspect_err(|error| tracing::warn!(%user, %error, "KallyAI did not say which account was signed in to"))
                .ok(),
            () = self.parts.clock.sleep(MOMENT) => None,
        }
    }
}
