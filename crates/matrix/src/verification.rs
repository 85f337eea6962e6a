//! Verification by emoji, from a person's client: the bot takes part for
//! people who may use it, so that their clients can trust the bot. It has no eyes to
//! compare with: it logs its emoji, and trusts nobody more for it.

use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt as _;
use matrix_sdk::Client;
use matrix_sdk::encryption::verification::{
    SasState, SasVerification, Verification, VerificationRequest, VerificationRequestState,
};
use matrix_sdk::ruma::UserId;
use serde_json::Value;
use tokio::sync::Semaphore;

use super::MatrixBot;

/// How many verifications go on at a time.
const AT_ONCE: usize = 16;

/// How long one may take.
const LIMIT: Duration = Duration::from_secs(600);

/// Takes part in verifications.
pub(super) struct Verifying {
    account: Arc<MatrixBot>,
    going_on: Arc<Semaphore>,
}

impl Verifying {
    pub(super) fn new(account: Arc<MatrixBot>) -> Self {
        Self {
            account,
            going_on: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// Handles a request that came to the device, if this event is one.
    pub(super) fn to_device(&self, json: &str) {
        let Ok(event) = serde_json::from_str::<Value>(json) else {
            return;
        };
        if event["type"] == "m.key.verification.request"
            && let (Some(sender), Some(flow)) = (
                event["sender"].as_str(),
                event["content"]["transaction_id"].as_str(),
            )
        {
            self.take_part(sender, flow);
        }
    }

    /// Takes part in a verification, in the background.
    pub(super) fn take_part(&self, sender: &str, flow: &str) {
        // The bot's other devices may ask too.
        let own = sender == self.account.me.as_str();
        let Ok(user) = UserId::parse(sender) else {
            return;
        };
        if !own && !self.account.may_use(sender) {
            return;
        }
        let Ok(permit) = Arc::clone(&self.going_on).try_acquire_owned() else {
            return;
        };
        let (account, flow) = (Arc::clone(&self.account), flow.to_owned());
        let tasks = account.tasks.clone();
        tasks.spawn(async move {
            let encryption = account.client.encryption();
            if let Some(request) = encryption.get_verification_request(&user, &flow).await {
                tracing::info!(%user, "Matrix: asked to verify this device");
                tokio::select! {
                    () = verify(&request) => distrust(&account.client, &user).await,
                    () = account.clock.sleep(LIMIT) => {
                        let _ = request.cancel().await;
                    }
                }
            }
            drop(permit);
        });
    }
}

/// The library marks the person's identity as verified, on nobody's word.
async fn distrust(client: &Client, user: &UserId) {
    let identity = client.encryption().get_user_identity(user).await;
    let Ok(Some(identity)) = identity else { return };
    if let Err(error) = identity.withdraw_verification().await {
        tracing::warn!(%error, %user, "a verification was not withdrawn");
    }
}

async fn verify(request: &VerificationRequest) {
    let mut changes = request.changes();
    if let Err(error) = request.accept().await {
        tracing::warn!(%error, "a verification cannot be accepted");
        return;
    }
    while let Some(state) = changes.next().await {
        match state {
            VerificationRequestState::Transitioned {
                verification: Verification::SasV1(sas),
                ..
            } => return compare(&sas).await,
            VerificationRequestState::Cancelled(info) => {
                tracing::info!(reason = info.reason(), "a verification was cancelled");
                return;
            }
            VerificationRequestState::Done => return,
            _ => {}
        }
    }
}

async fn compare(sas: &SasVerification) {
    let mut changes = sas.changes();
    if let Err(error) = sas.accept().await {
        tracing::warn!(%error, "a verification cannot be begun");
        return;
    }
    while let Some(state) = changes.next().await {
        match state {
            SasState::KeysExchanged { emojis, decimals } => {
                let shown = match emojis {
                    Some(emojis) => emojis
                        .emojis
                        .iter()
                        .map(|emoji| emoji.description)
                        .collect::<Vec<_>>()
                        .join(", "),
                    None => format!("{decimals:?}"),
                };
                tracing::info!(
                    emoji = shown,
                    "Matrix: compare these emoji with those on the other side"
                );
                if let Err(error) = sas.confirm().await {
                    tracing::warn!(%error, "a verification cannot be confirmed");
                    return;
                }
            }
            SasState::Done { .. } => {
                tracing::info!(user = %sas.other_user_id(), "Matrix: verified");
                return;
            }
            SasState::Cancelled(info) => {
                tracing::info!(reason = info.reason(), "a verification was cancelled");
                return;
            }
            _ => {}
        }
    }
}
