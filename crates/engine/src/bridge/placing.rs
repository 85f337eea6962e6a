//! The effects of a decision on a call's record.

use chrono::{DateTime, TimeDelta, Utc};

use kally_core::dialogue::{Callee, Prompt, StatusView};
use kally_core::model::{CallId, CallRequest, MessageRef, is_put_off};
use kally_store::{CallRecord, CallStageV1, Key, OutcomeV1, Version};

use super::apply::Draft;

impl Draft<'_> {
    /// A confirmed call; its status is shown in a message of its own.
    pub(super) fn place_call(
        &mut self,
        call: CallId,
        form: Option<u32>,
        request: CallRequest,
        not_before: DateTime<Utc>,
        status: StatusView,
        asked_by: Option<MessageRef>,
    ) {
        self.count(&request.phone);
        self.bridge.listen_for_undo(self.id.platform);
        let prompt = Prompt::Status(call, Callee::of(&request), status);
        let on_card = self.status_on_card(&prompt);
        let status_message = on_card.unwrap_or_else(|| self.send_to_edit(&prompt));
        let record = CallRecord {
            id: call,
            conversation: self.id.clone(),
            request,
            form,
            confirmed_at: self.now,
            stage: CallStageV1::Confirmed { not_before },
            remote: None,
            status_message,
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
            asked_by,
        };
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
