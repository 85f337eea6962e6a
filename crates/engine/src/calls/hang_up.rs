//! Hangs up on a running call. The service may not show the call yet, or not
//! answer: the worker asks again until it has hung up, or the call is over.

use std::time::Duration;

use kally_core::dialogue::CallReport;
use kally_store::CallRecord;
use kallyai::{AccessToken, Error, RemoteCallId};

use super::{Calls, Interrupted};

/// The pause before the service is asked a second time; later ones double.
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// The person is told when the service was asked this many times in vain.
const MANY: u32 = 4;

/// How far the worker has come with hanging up.
#[derive(Debug, Default)]
pub(super) struct HangingUp {
    /// The time of the next request, as [`kally_runtime::Clock::passed`] counts; `None`
    /// while nobody wants one, and when the service has hung up.
    next: Option<Duration>,
    wanted: bool,
    tries: u32,
}

impl HangingUp {
    /// The person wants it; told once or more often.
    pub(super) fn want(&mut self, now: Duration) {
        if !self.wanted {
            self.wanted = true;
            self.next = Some(now);
        }
    }

    /// Whether the person wants it.
    pub(super) fn is_wanted(&self) -> bool {
        self.wanted
    }

    /// The pause until the next request; `None` if there is nothing to ask.
    pub(super) fn pause(&self, now: Duration) -> Option<Duration> {
        self.next.map(|next| next.saturating_sub(now))
    }

    fn asked(&mut self, hung_up: bool, now: Duration) {
        let pause = FIRST_PAUSE * 2_u32.saturating_pow(self.tries);
        self.tries = self.tries.saturating_add(1);
        self.next = (!hung_up).then(|| now + pause.min(LONGEST_PAUSE));
    }
}

impl Calls {
    /// Waits until the service is to be asked, for ever if it is not.
    pub(super) async fn hang_up_due(&self, hanging_up: &HangingUp) {
        match hanging_up.pause(self.parts.clock.passed()) {
            Some(pause) => self.parts.clock.sleep(pause).await,
            None => std::future::pending().await,
        }
    }

    /// Asks the service, if it is time.
    pub(super) async fn stop(
        &self,
        record: &CallRecord,
        hanging_up: &mut HangingUp,
    ) -> Result<(), Interrupted> {
        let now = self.parts.clock.passed();
        hanging_up.want(now);
        match hanging_up.pause(now) {
            Some(Duration::ZERO) => {
                let hung_up = self.hang_up(record).await;
                self.asked_to_hang_up(record, hanging_up, hung_up).await
            }
            _ => Ok(()),
        }
    }

    /// Asks the service once; `true` if it has hung up. The outcome comes in
    /// its own time.
    pub(super) async fn hang_up(&self, record: &CallRecord) -> bool {
        let user = record.conversation.chat_user();
        let client = &self.parts.client;
        // While the request is open, the service's id is known only from its
        // history.
        let remote = match record.remote.as_deref().and_then(RemoteCallId::parse) {
            Some(remote) => Some(remote),
            None => {
                let found = self.find_in_history(record).await.ok().flatten();
                found.map(|call| call.id)
            }
        };
        let Some(remote) = &remote else {
            return false;
        };
        // A call that has not connected yet is cancelled instead.
        let stop = |token: AccessToken| async move {
            match client.stop(&token, remote).await {
                Err(Error::Refused(_)) => client.cancel(&token, remote).await,
                answer => answer,
            }
        };
        self.parts.accounts.with_token(&user, stop).await.is_ok()
    }

    /// Notes the service's answer; tells the person if it takes long.
    pub(super) async fn asked_to_hang_up(
        &self,
        record: &CallRecord,
        hanging_up: &mut HangingUp,
        hung_up: bool,
    ) -> Result<(), Interrupted> {
        hanging_up.asked(hung_up, self.parts.clock.passed());
        if hung_up || hanging_up.tries != MANY {
            return Ok(());
        }
        tracing::warn!(call = %record.id, "the service has not hung up yet");
        self.record(record.id, |_| {}, Some(CallReport::StopFailed))
            .await
            .map(drop)
    }
}
