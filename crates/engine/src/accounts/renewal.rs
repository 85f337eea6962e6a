//! Renews a token: one request at a time for each chat user, and the answer is
//! durable before it is used.
//!
//! Where refresh tokens rotate, an answer that is lost means that the person has to
//! sign in again. So a refresh goes on when its caller stops waiting; only a crash
//! loses it.

use std::sync::Arc;

use tokio::sync::oneshot;

use super::pair::{Purpose, seal_pair};
use super::{AccountError, Accounts, LinkedAccount, ROUNDS};
use kally_core::model::ChatUser;
use kally_metrics::REFRESHES;
use kally_store::AccountRecord;
use kallyai::{AccessToken, Error, Refusal, TokenPair};

impl Accounts {
    /// A token other than `seen`: one that another caller got, or the result of
    /// one refresh.
    pub(super) async fn renew(
        self: &Arc<Self>,
        user: &ChatUser,
        seen: &AccessToken,
    ) -> Result<AccessToken, AccountError> {
        let Some(tasks) = &self.tasks else {
            return self.renew_now(user, seen).await;
        };
        let (accounts, user, seen) = (Arc::clone(self), user.clone(), seen.clone());
        let (answer, answered) = oneshot::channel();
        tasks.spawn_to_end(async move {
            let renewed = accounts.renew_now(&user, &seen).await;
            // Nobody waits for it any more if the caller was stopped.
            let _ = answer.send(renewed);
        });
        answered.await.unwrap_or(Err(AccountError::RefreshFailed))
    }

    async fn renew_now(
        &self,
        user: &ChatUser,
        seen: &AccessToken,
    ) -> Result<AccessToken, AccountError> {
        let failures = self.failures.count(user);
        let _lane = self.lanes.enter(user.clone()).await;
        let account = self.load(user).await?;
        if !account.pair.has(seen) && account.pair.expires_at > self.clock.now() {
            return Ok(account.pair.access);
        }
        if self.failures.count(user) > failures {
            return Err(AccountError::RefreshFailed);
        }
        let refreshed = self.client.refresh(&self.flow, &account.pair.refresh).await;
        REFRESHES.count(&[match &refreshed {
            Ok(_) => "renewed",
            Err(Error::Refused(refusal)) if is_dead(refusal) => "revoked",
            Err(_) => "failed",
        }]);
        match refreshed {
            Ok(pair) => {
                self.failures.forget(user);
                self.keep(user, account, pair).await
            }
            Err(Error::Refused(refusal)) if is_dead(&refusal) => {
                tracing::info!(%user, %refusal, "the person has to sign in again");
                self.revoke(user, &account.pair.access).await
            }
            Err(error) => {
                self.failures.add(user);
                Err(AccountError::Service(error))
            }
        }
    }

    /// Stores a new pair durably in place of the old one. An account that was
    /// linked anew or forgotten meanwhile stays as it is.
    async fn keep(
        &self,
        user: &ChatUser,
        mut account: LinkedAccount,
        pair: TokenPair,
    ) -> Result<AccessToken, AccountError> {
        let (nonce, now) = (self.ids.bytes(), self.clock.now());
        let sealed = seal_pair(&account.key, user, Purpose::Account, nonce, &pair, now);
        for _ in 0..ROUNDS {
            let record = AccountRecord {
                sealed: sealed.clone(),
                ..account.record
            };
            if self.write(account.version, record).await? {
                return Ok(pair.access);
            }
            let found = self.load(user).await?;
            if found.pair.refresh.expose() != account.pair.refresh.expose() {
                return Ok(found.pair.access);
            }
            account = found;
        }
        Err(AccountError::RefreshFailed)
    }
}

/// Whether a refusal means that the refresh token will never work again: a 401,
/// or an error code about the token. An error code about the client is the
/// operator's mistake and must not sign everybody out.
fn is_dead(refusal: &Refusal) -> bool {
    let word = refusal.code.as_str().to_ascii_lowercase();
    match refusal.http {
        401 => !word.contains("client"),
        400 | 403 | 404 | 422 => word == "invalid_grant" || word.contains("token"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kallyai::ErrorCode;

    #[track_caller]
    fn check(http: u16, word: &str, dead: bool) {
        let refusal = Refusal {
            code: ErrorCode::from_word(word),
            http,
            message: None,
            correlation_id: None,
            upgrade_url: None,
            retry_after: None,
        };
        assert_eq!(is_dead(&refusal), dead, "{http} {word}");
    }

    #[test]
    fn only_a_refusal_of_the_token_is_for_good() {
        check(401, "token_expired", true);
        check(401, "missing_token", true);
        check(401, "unauthorized", true);
        check(400, "invalid_grant", true);
        check(400, "invalid_refresh_token", true);
        check(401, "invalid_client", false);
        check(401, "unauthorized_client", false);
        check(400, "invalid_request", false);
        check(403, "forbidden", false);
        check(404, "http_404", false);
        check(429, "too_many_token_requests", false);
        check(500, "token_expired", false);
        check(503, "http_503", false);
    }
}
