//! Effects become records: everything that a decision asks for, gathered into
//! the one commit of the turn.

use chrono::{DateTime, TimeDelta, Utc};

use crate::dialogue::{Context, Conversation, Effect, LinkReason, Prompt, StatusView};
use crate::model::{
    CallId, ConversationId, ErrandId, Language, MessageKey, MessageRef, Settings, Weight,
};
use crate::store::{
    CallRecord, CallStageV1, Commit, DeliveryModeV1, ErrandKindV1, ErrandRecord, EventMark, Key,
    OutboxRecord, OutcomeV1, Record, Version,
};
use crate::text;

use super::record::{Offered, conversation_record, request_record, settings_record};
use super::turn::{Around, Loaded};
use super::{Bridge, Extra, LinkRequest, Sender};

/// A turn's commit in the making.
pub(super) struct Applied<'a> {
    bridge: &'a Bridge,
    id: &'a ConversationId,
    now: DateTime<Utc>,
    settings: Settings,
    around: Around,
    loaded: Loaded,
    sender: Option<Sender>,
    call: Option<(Version, CallRecord)>,
    call_changed: bool,
    offered: Offered,
    alerts: Vec<Prompt>,
    commit: Commit,
}

impl<'a> Applied<'a> {
    pub(super) fn new(
        bridge: &'a Bridge,
        id: &'a ConversationId,
        context: &Context,
        loaded: Loaded,
        call: Option<(Version, CallRecord)>,
        sender: Option<Sender>,
        around: Around,
    ) -> Self {
        let offered = loaded.offered.clone();
        Self {
            bridge,
            id,
            now: context.now,
            settings: context.settings.clone(),
            around,
            loaded,
            sender,
            call,
            call_changed: false,
            offered,
            alerts: Vec::new(),
            commit: Commit::default(),
        }
    }

    /// What a worker brought belongs to the same commit.
    pub(super) fn take_on(&mut self, with: &Extra) {
        self.commit.expect.extend(with.expect.iter().cloned());
        self.commit.put.extend(with.put.iter().cloned());
        self.commit.delete.extend(with.delete.iter().cloned());
    }

    pub(super) fn apply(&mut self, effect: Effect) {
        match effect {
            Effect::Say(prompt) => self.say(&prompt),
            Effect::Alert(prompt) => self.alerts.push(prompt),
            Effect::PlaceCall {
                call,
                request,
                not_before,
                status,
            } => {
                let status_message = self.send_to_edit(&Prompt::Status(call, status));
                let record = CallRecord {
                    id: call,
                    conversation: self.id.clone(),
                    request: request_record(&request),
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
                };
                self.commit
                    .expect
                    .push((Key::Call(call), Version::default()));
                self.commit.put.push(record.into());
            }
            Effect::ShowStatus(call, status) => self.show_status(call, status),
            Effect::Withdraw(_) => {
                let at = self.now;
                self.change_call(|call| {
                    call.stage = CallStageV1::Ended {
                        outcome: OutcomeV1::Withdrawn,
                        at,
                    }
                });
            }
            Effect::Stop(_) => self.change_call(|call| call.stop_wanted = true),
            Effect::WantTranscript(_) => self.change_call(|call| call.transcript_wanted = true),
            Effect::CalledAgain(_) => self.change_call(|call| call.called_again = true),
            Effect::CheckAgain(_) => {
                let since = self.now;
                let until =
                    since + TimeDelta::from_std(self.bridge.options.doubt).unwrap_or_default();
                self.change_call(|call| call.stage = CallStageV1::Doubtful { since, until });
            }
            Effect::CallAnyway(call) => self.call_anyway(call),
            Effect::FetchTranscript { call, automatic } => {
                self.errand(ErrandKindV1::Transcript { call, automatic });
            }
            Effect::FetchCalendar(call) => self.errand(ErrandKindV1::Calendar { call }),
            Effect::FetchUsage => self.errand(ErrandKindV1::Account),
            Effect::OfferLink(reason) => self.offer_link(reason),
            Effect::ForgetAccount => {
                let key = Key::Account(self.id.chat_user());
                self.commit
                    .expect
                    .push((key.clone(), self.loaded.account.version()));
                self.commit.delete.push(key);
            }
            Effect::SaveSettings(settings) => self.save_settings(settings),
        }
    }

    fn say(&mut self, prompt: &Prompt) {
        let key = self.fresh_message();
        self.send(key, prompt, DeliveryModeV1::Send);
    }

    fn send_to_edit(&mut self, prompt: &Prompt) -> MessageKey {
        let key = self.fresh_message();
        self.send(key, prompt, DeliveryModeV1::SendToEdit);
        key
    }

    fn fresh_message(&self) -> MessageKey {
        MessageKey(self.bridge.ids.uuid(self.now))
    }

    fn send(&mut self, message: MessageKey, prompt: &Prompt, mode: DeliveryModeV1) {
        let reply = text::render(prompt, self.language());
        // What was offered last is what a number or a label means, until a
        // question is asked or something else is offered. An edit of a status
        // message does not take the words out of an open question's mouth.
        let asks = matches!(prompt, Prompt::Ask(_) | Prompt::Cancelled)
            || mode == DeliveryModeV1::SendToEdit;
        let edits = mode == DeliveryModeV1::Edit && self.loaded.conversation.form.is_some();
        if !edits && (asks || !reply.choices.is_empty()) {
            self.offered = Offered {
                choices: reply.choices.clone(),
                numbered: reply.numbered,
            };
        }
        self.commit.send.push(OutboxRecord {
            message,
            conversation: self.id.clone(),
            reply,
            weight: weight(prompt),
            mode,
            answers: self.message(),
            replaces: None,
            created_at: self.now,
            attempts: 0,
            not_before: None,
        });
    }

    /// The person's newest message.
    fn message(&self) -> Option<MessageRef> {
        match &self.around {
            Around {
                message: Some(message),
                pressed: false,
                ..
            } => Some(message.clone()),
            _ => self.loaded.message.clone(),
        }
    }

    fn language(&self) -> Language {
        self.settings.language
    }

    fn show_status(&mut self, call: CallId, status: StatusView) {
        let message = match &self.call {
            Some((_, record)) if record.id == call => record.status_message,
            _ => return,
        };
        self.send(message, &Prompt::Status(call, status), DeliveryModeV1::Edit);
    }

    fn change_call(&mut self, change: impl FnOnce(&mut CallRecord)) {
        if let Some((_, record)) = &mut self.call {
            change(record);
            self.call_changed = true;
        }
    }

    /// The same call, with the same key, so that a service that honours it
    /// cannot dial twice; its status is shown in a new message.
    fn call_anyway(&mut self, call: CallId) {
        let status = StatusView::Soon {
            wait: std::time::Duration::ZERO,
        };
        let status_message = self.send_to_edit(&Prompt::Status(call, status));
        let not_before = self.now;
        self.change_call(|record| {
            record.stage = CallStageV1::Confirmed { not_before };
            record.status_message = status_message;
        });
    }

    fn errand(&mut self, kind: ErrandKindV1) {
        let id = ErrandId(self.bridge.ids.uuid(self.now));
        let record = ErrandRecord {
            id,
            conversation: self.id.clone(),
            kind,
            asked_at: self.now,
        };
        self.commit
            .expect
            .push((Key::Errand(id), Version::default()));
        self.commit.put.push(record.into());
    }

    fn offer_link(&mut self, reason: LinkReason) {
        let sender = self.sender.clone();
        let link = self.bridge.links.open(LinkRequest {
            conversation: self.id.clone(),
            display_name: sender
                .as_ref()
                .map(|sender| sender.display_name.clone())
                .unwrap_or_default(),
            handle: sender.and_then(|sender| sender.handle),
            language: self.language(),
            now: self.now,
        });
        self.commit
            .expect
            .push((Key::Link(link.record.id.clone()), Version::default()));
        self.commit.put.push(link.record.into());
        self.say(&Prompt::LinkOffer {
            reason,
            url: link.url,
            code: link.code,
            valid: link.valid,
        });
    }

    fn save_settings(&mut self, settings: Settings) {
        let before = &self.loaded.settings;
        let user = self.id.chat_user();
        let record = settings_record(
            user.clone(),
            &settings,
            &self.bridge.options.defaults,
            before.record(),
        );
        self.commit
            .expect
            .push((Key::Settings(user), before.version()));
        self.commit.put.push(record.into());
        self.settings = settings;
    }

    /// What is shown in passing to the one who pressed; to one who typed it is said.
    pub(super) fn alert(&mut self) -> Option<String> {
        let alerts = std::mem::take(&mut self.alerts);
        if self.around.pressed {
            return alerts
                .first()
                .map(|prompt| text::render(prompt, self.language()).body.to_plain());
        }
        alerts.iter().for_each(|prompt| self.say(prompt));
        None
    }

    pub(super) fn into_commit(
        mut self,
        mark: Option<EventMark>,
        conversation: Conversation,
    ) -> Commit {
        if self.call_changed
            && let Some((version, record)) = self.call.take()
        {
            self.commit.expect.push((Key::Call(record.id), version));
            self.commit.put.push(record.into());
        }
        let message = self.message();
        let record = conversation_record(self.id, conversation, self.offered, self.sender, message);
        self.commit.event = mark;
        self.commit
            .expect
            .push((Key::Conversation(self.id.clone()), self.loaded.version));
        self.commit.put.push(Record::from(record));
        self.commit
    }
}

fn weight(prompt: &Prompt) -> Weight {
    match prompt {
        Prompt::Status(..) => Weight::Status,
        Prompt::Outcome(_)
        | Prompt::Undecided { .. }
        | Prompt::NeverEnding { .. }
        | Prompt::Refused { .. }
        | Prompt::Linked => Weight::Outcome,
        _ => Weight::Answer,
    }
}
