//! The time in which a confirmed call can still be taken back. It runs from the
//! moment when the offer to do so has arrived, and the call is placed only when
//! the bot has heard everything that its person may have said to it.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Notify;

use kally_store::CallRecord;

use super::drive::delta;
use super::{Calls, Interrupted};

/// The longest time to take a confirmed call back; one that is put off for
/// longer was agreed for then.
pub(super) const LONGEST: TimeDelta = TimeDelta::seconds(60);

/// How recently a person must have been heard whose call was put off.
const RECENTLY: Duration = Duration::from_secs(60);

/// The pause before a call that waits to be heard looks at the time again.
const PAUSE: Duration = Duration::from_secs(20);

/// More messages than ever wait in a conversation.
const ALL: usize = 256;

/// The offer to take a call back, as this process has seen it.
#[derive(Debug, Default)]
pub(super) struct Offer {
    arrived: bool,
    /// The end of the time to take the call back, if the offer arrived late.
    until: Option<DateTime<Utc>>,
}

/// Whether a call may be placed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Due {
    Now,
    /// The record has changed, or it is too late.
    LookAgain,
}

impl Calls {
    /// Waits until a confirmed call may be placed that is due then.
    pub(super) async fn count_down(
        &self,
        record: &CallRecord,
        due: DateTime<Utc>,
        offer: &mut Offer,
        changed: &Notify,
    ) -> Result<Due, Interrupted> {
        let wait = due - record.confirmed_at;
        if record.attempts > 0 || wait <= TimeDelta::zero() {
            return Ok(self.wait_until(due, changed).await);
        }
        let offered = wait <= LONGEST;
        if offered && !offer.arrived {
            let arriving = self.arrival(record, due, offer, wait, changed);
            if arriving.await? == Due::LookAgain {
                return Ok(Due::LookAgain);
            }
        }
        let until = offer.until.map_or(due, |until| until.max(due));
        // Shortly before, the person is listened to more often.
        let shortly = until - delta(RECENTLY);
        if self.wait_until(shortly, changed).await == Due::LookAgain {
            return Ok(Due::LookAgain);
        }
        let soon = self.parts.clock.passed() + RECENTLY + PAUSE;
        let hearing = &self.parts.doorbells.hearing;
        hearing.attend(record.conversation.platform, soon);
        if self.wait_until(until, changed).await == Due::LookAgain {
            return Ok(Due::LookAgain);
        }
        let now = self.parts.clock.passed();
        let said_by = match offered {
            true => now,
            false => now.saturating_sub(RECENTLY),
        };
        self.hear(record, due, said_by, changed).await
    }

    /// Waits until the offer has arrived, and notes how long it counts.
    async fn arrival(
        &self,
        record: &CallRecord,
        due: DateTime<Utc>,
        offer: &mut Offer,
        wait: TimeDelta,
        changed: &Notify,
    ) -> Result<Due, Interrupted> {
        let (hearing, message) = (&self.parts.doorbells.hearing, record.status_message);
        hearing.offered(message);
        let lane = &record.conversation;
        let waiting = self.parts.store.outbox(lane, ALL).await?;
        let is_there = waiting.len() < ALL
            && waiting.iter().all(|(_, waiting)| {
                let waiting = waiting.record();
                waiting.is_none_or(|waiting| waiting.message != message)
            });
        if is_there {
            hearing.arrived(message);
        }
        if hearing.is_under_way(message) {
            let too_late = due + delta(self.options.stale);
            tokio::select! {
                () = hearing.arrival(message) => {}
                () = self.parts.clock.sleep_until(too_late) => return Ok(Due::LookAgain),
                () = changed.notified() => return Ok(Due::LookAgain),
            }
            offer.until = Some(self.parts.clock.now() + wait);
        }
        offer.arrived = true;
        Ok(Due::Now)
    }

    /// Waits until the bot has heard everything that the person had said then:
    /// an *Undo* in time is always in time, however slow the platform is.
    async fn hear(
        &self,
        record: &CallRecord,
        due: DateTime<Utc>,
        said_by: Duration,
        changed: &Notify,
    ) -> Result<Due, Interrupted> {
        let platform = record.conversation.platform;
        let hearing = &self.parts.doorbells.hearing;
        let heard = hearing.heard_by(platform, said_by);
        tokio::pin!(heard);
        let mut told = false;
        loop {
            hearing.attend(platform, self.parts.clock.passed() + 2 * PAUSE);
            tokio::select! {
                biased;
                () = changed.notified() => return Ok(Due::LookAgain),
                () = &mut heard => return Ok(Due::Now),
                () = self.parts.clock.sleep(PAUSE) => {}
            }
            if self.parts.clock.now() > due + delta(self.options.stale) {
                return Ok(Due::LookAgain);
            }
            if !std::mem::replace(&mut told, true) {
                tracing::warn!(call = %record.id, ?platform, "a call waits: the platform brings no news, so nobody could take it back");
            }
        }
    }

    /// Waits until then.
    pub(super) async fn wait_until(&self, then: DateTime<Utc>, changed: &Notify) -> Due {
        if self.parts.clock.now() >= then {
            return Due::Now;
        }
        tokio::select! {
            () = self.parts.clock.sleep_until(then) => Due::Now,
            () = changed.notified() => Due::LookAgain,
        }
    }
}
