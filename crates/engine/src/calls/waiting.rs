//! Calls that wait at the service are called off, or put off to another time.
//! Both do the same when they are done twice: after a crash they are.

use chrono::{DateTime, NaiveDateTime, Utc};

use kally_core::dialogue::{Brought, CallRef, PastCall};
use kally_core::model::ChatUser;
use kally_store::{CallRecord, StoreError, read_one};
use kallyai::{AccessToken, ErrorCode, RemoteCallId};

use super::errands::{Errands, problem};
use super::past::{merged, of_call};
use super::{needs_sign_in, refusal};
use crate::accounts::AccountError;

/// A change of a call that waits.
#[derive(Clone, Copy)]
pub(super) enum Wish {
    CallOff,
    Move(DateTime<Utc>),
}

impl Errands {
    pub(super) async fn change_waiting(
        &self,
        user: &ChatUser,
        call: &CallRef,
        wish: Wish,
    ) -> Result<Brought, StoreError> {
        let call = match self.find(user, call).await? {
            Ok(call) => call,
            Err(brought) => return Ok(brought),
        };
        let Some(remote) = call.id.as_deref().and_then(RemoteCallId::parse) else {
            return Ok(Brought::Nothing);
        };
        let local = match wish {
            Wish::Move(at) => Some(self.local(user, &call, at).await?),
            Wish::CallOff => None,
        };
        let (client, remote) = (&self.parts.client, &remote);
        let change = |token: AccessToken| async move {
            match local {
                None => client.cancel(&token, remote).await,
                Some(local) => {
                    let (date, time) = (local.date(), local.time());
                    client.reschedule(&token, remote, date, time).await
                }
            }
        };
        let changed = self.parts.accounts.with_token(user, change);
        let answer = self.in_time(changed).await;
        self.past.forget(user);
        // The worker that follows the call looks at once.
        if let Some(own) = call.own {
            self.parts.doorbells.calls.ring(own);
        }
        match answer {
            Some(Ok(())) => Ok(Brought::Call(Box::new(call), Vec::new())),
            Some(Err(error)) if needs_sign_in(&error) || is_forbidden(&error) => {
                problem(error, Brought::Unavailable)
            }
            Some(Err(AccountError::Store(error))) => Err(error),
            answer => {
                let error = answer.and_then(Result::err);
                Ok(self.how_it_stands(user, call, wish, error).await)
            }
        }
    }

    /// The service refused, or its answer never came.
    async fn how_it_stands(
        &self,
        user: &ChatUser,
        call: PastCall,
        wish: Wish,
        error: Option<AccountError>,
    ) -> Brought {
        let Some(remote) = call.id.as_deref().and_then(RemoteCallId::parse) else {
            return Brought::Nothing;
        };
        let (client, remote) = (&self.parts.client, &remote);
        let fetch = |token: AccessToken| async move { client.call(&token, remote).await };
        let now = self.parts.accounts.with_token(user, fetch);
        let Some(Ok(now)) = self.in_time(now).await else {
            return Brought::Unsure;
        };
        let now = merged(of_call(now), call);
        let waits = matches!(now.status.as_str(), "queued" | "scheduled");
        match (error, wish) {
            (_, Wish::CallOff) if now.status == "cancelled" => {
                Brought::Call(Box::new(now), Vec::new())
            }
            _ if !waits => Brought::Begun(Box::new(now)),
            (Some(AccountError::Service(error)), _) if error.refusal().is_some() => {
                let refused = error.refusal().map(refusal::of);
                refused.map_or(Brought::Unsure, Brought::Refused)
            }
            (_, Wish::CallOff) => Brought::Unavailable,
            (_, Wish::Move(_)) => Brought::Unsure,
        }
    }

    /// A time as the service takes it: in the timezone of the request.
    async fn local(
        &self,
        user: &ChatUser,
        call: &PastCall,
        at: DateTime<Utc>,
    ) -> Result<NaiveDateTime, StoreError> {
        if let Some(own) = call.own {
            let record = read_one::<CallRecord>(&*self.parts.store, &own).await?;
            if let Some(record) = record.into_record() {
                return Ok(at.with_timezone(&record.request.timezone).naive_local());
            }
        }
        let settings = self.parts.bridge.settings(user).await?;
        Ok(at.with_timezone(&settings.timezone).naive_local())
    }
}

fn is_forbidden(error: &AccountError) -> bool {
    matches!(error, AccountError::Service(error) if error.code() == Some(&ErrorCode::Forbidden))
}
