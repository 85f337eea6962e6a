//! The effects of a decision on a call's record.

use chrono::{DateTime, TimeDelta, Utc};

use kally_core::dialogue::{Callee, Prompt, StatusView};
use kally_core::model::{CallId, CallRequest, MessageKey, Tries, is_put_off};
use kally_store::{CallRecord, CallStageV1, DeliveryModeV1, Key, OutcomeV1, Version};

use super::apply::Draft;

impl Draft<'_> {
    /// The record of a call that was just confirmed; its status message is not
    /// known yet.
    pub(super) fn confirmed(
        &self,
        call: CallId,
        request: CallRequest,
        not_before: DateTime<Utc>,
    ) -> CallRecord {
        CallRecord {
            id: call,
            conversation: self.id.clone(),
            request,
            form: None,
            confirmed_at: self.now,
            stage: CallStageV1::Confirmed { not_before },
            remote: None,
            status_message: MessageKey(call.0),
            stop_wanted: false,
            transcript_wanted: false,
            called_again: false,
            attempts: 0,
            placed_at: None,
            baseline: None,
            queued: false,
            calendar_wanted: false,
            announced: false,
            put_off: is_put_off(self.now, not_before),
            asked_by: None,
            tries: None,
        }
    }

    /// A confirmed call; its status is shown in a message of its own.
    pub(super) fn place_call(&mut self, confirmed: CallRecord, status: StatusView) {
        self.bridge.listen_for_undo(self.id.platform);
        let prompt = Prompt::Status(confirmed.id, Callee::of(&confirmed.request), status);
        let on_card = self.status_on_card(&prompt);
        let status_message = on_card.unwrap_or_else(|| self.send_to_edit(&prompt));
        self.keep_confirmed(CallRecord {
            status_message,
            ..confirmed
        });
    }

    /// The next call of a series. It is committed with the end of the one before,
    /// so a crash can neither forget nor double it.
    pub(super) fn try_again(
        &mut self,
        after: CallId,
        call: CallId,
        not_before: DateTime<Utc>,
        tries: Tries,
        status: StatusView,
    ) {
        let Some(before) = self.calls.record(after).cloned() else {
            return;
        };
        let message = before.status_message;
        let ended_as = tries
            .before
            .last()
            .map_or("", |tried| tried.status.as_str());
        let request = before.request.once_more(ended_as);
        // Some tries later the person may be asleep.
        let put_off = before.put_off || is_put_off(tries.since, not_before);
        let prompt = Prompt::Status(call, Callee::of(&request), status);
        self.send(message, &prompt, DeliveryModeV1::Edit);
        self.keep_confirmed(CallRecord {
            form: before.form,
            status_message: message,
            asked_by: before.asked_by,
            tries: Some(tries),
            put_off,
            ..self.confirmed(call, request, not_before)
        });
    }

    fn keep_confirmed(&mut self, record: CallRecord) {
        self.count(&record.request.phone);
        let call = record.id;
        self.commit
            .expect
            .push((Key::Call(call), Version::default()));
        self.commit.put.push(record.into());
        self.note_in_room(call);
    }

    /// A call that waits is made at another time, agreed now.
    pub(super) fn put_off(&mut self, call: CallId, not_before: DateTime<Utc>, status: StatusView) {
        self.bridge.listen_for_undo(self.id.platform);
        let now = self.now;
        self.calls.change(call, |call| {
            call.stage = CallStageV1::Confirmed { not_before };
            call.confirmed_at = now;
            call.announced = false;
            call.put_off = is_put_off(now, not_before);
            // A series that has not begun begins then.
            if let Some(tries) = call.tries.as_mut().filter(|tries| !tries.has_begun()) {
                tries.since = not_before;
            }
        });
        self.show_status(call, status);
    }

    /// Ends a call: the bot follows it no longer.
    pub(super) fn end_call(&mut self, call: CallId, outcome: OutcomeV1) {
        let at = self.now;
        self.calls
            .change(call, |call| call.stage = CallStageV1::Ended { outcome, at });
    }

    pub(super) fn check_again(&mut self, call: CallId) {
        let since = self.now;
        let until = since + TimeDelta::from_std(self.bridge.options.doubt).unwrap_or_default();
        self.calls.change(call, |call| {
            call.stage = CallStageV1::Doubtful { since, until };
            // The person is awake.
            call.put_off = false;
        });
    }

    /// The same call again, with the same key, so that a service that honours
    /// the key cannot dial twice; its status is shown in a new message.
    pub(super) fn call_anyway(&mut self, call: CallId) {
        let status = StatusView::Soon {
            wait: std::time::Duration::ZERO,
        };
        let Some(record) = self.calls.record(call) else {
            return;
        };
        let prompt = Prompt::Status(call, Callee::of(&record.request), status);
        let status_message = self.send_to_edit(&prompt);
        let not_before = self.now;
        self.calls.change(call, |record| {
            record.stage = CallStageV1::Confirmed { not_before };
            record.status_message = status_message;
            record.put_off = false;
        });
    }
}
