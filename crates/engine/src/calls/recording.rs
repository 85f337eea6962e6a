//! The recording of a call of the history: read into memory, for delivery to
//! send.

use kally_core::dialogue::{Brought, CallRef};
use kally_core::model::ChatUser;
use kally_store::StoreError;
use kallyai::{AccessToken, RemoteCallId};

use super::errands::{Errands, problem};

impl Errands {
    pub(super) async fn recording(
        &self,
        user: &ChatUser,
        call: &CallRef,
    ) -> Result<Brought, StoreError> {
        let call = match self.find(user, call).await? {
            Ok(call) => Box::new(call),
            Err(brought) => return Ok(brought),
        };
        let Some(remote) = call.id.as_deref().and_then(RemoteCallId::parse) else {
            return Ok(Brought::Call(call, Vec::new()));
        };
        let (client, remote) = (&self.parts.client, &remote);
        let found = self
            .patiently(user, |token: AccessToken| async move {
                let recording = client.recording(&token, remote).await?;
                Ok((token, recording))
            })
            .await;
        let (token, recording) = match found {
            Ok(Some(found)) => found,
            Ok(None) => return Ok(Brought::Call(call, Vec::new())),
            Err(error) => return problem(error, Brought::NoSound(call)),
        };
        let recordings = &self.parts.recordings;
        match recordings.read(user, remote, &token, recording).await {
            Ok(_) => Ok(Brought::Recording(call)),
            Err(error) => {
                tracing::warn!(%user, call = remote.as_str(), %error, "a recording cannot be read");
                Ok(Brought::NoSound(call))
            }
        }
    }
}
