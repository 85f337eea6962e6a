//! Prompts become messages of the outbox: in the conversation, in the person's
//! private one, or in an existing message.

use kally_core::dialogue::{AppointmentPrompt, Callee, Prompt, StatusView};
use kally_core::model::{
    Block, CallId, ConversationId, MessageKey, MessageRef, Reply, Span, Weight,
};
use kally_core::text::{self, Voice};
use kally_store::{DeliveryModeV1, OutboxRecord, SealedReply};

use super::apply::Draft;
use super::loaded::EventDetails;
use super::record::Offered;

/// How many choices beside an open question are remembered by their labels.
const MOST_ASIDE: usize = 12;

impl Draft<'_> {
    pub(super) fn say_privately(&mut self, prompt: &Prompt) {
        if self.id.is_private() {
            return self.say(prompt);
        }
        self.send_privately(self.fresh_message(), prompt, DeliveryModeV1::Send);
    }

    /// Sends a prompt without choices to the private conversation.
    pub(super) fn send_privately(
        &mut self,
        message: MessageKey,
        prompt: &Prompt,
        mode: DeliveryModeV1,
    ) {
        let reply = text::render(prompt, self.voice());
        let mut record = self.outgoing(message, reply, prompt, mode);
        if !self.id.is_private() {
            record.conversation = self.private();
            record.answers = None;
        }
        self.commit.send.push(record);
    }

    /// Says it to everybody in the room, silently and outside the thread; nothing
    /// where the conversation has no thread.
    pub(super) fn say_to_room(&mut self, prompt: &Prompt) {
        if self.id.is_private() || self.id.thread.is_none() {
            return;
        }
        let reply = text::render(prompt, self.room_voice());
        let message = self.fresh_message();
        let record = self.outgoing(message, reply, prompt, DeliveryModeV1::Send);
        let conversation = ConversationId {
            thread: None,
            ..self.id.clone()
        };
        self.commit.send.push(OutboxRecord {
            conversation,
            answers: None,
            quiet: true,
            ..record
        });
    }

    /// Shows the prompt in the message whose choice was pressed; the offered
    /// choices stay.
    pub(super) fn redraw(&mut self, prompt: &Prompt) {
        let EventDetails {
            message: Some(pressed),
            pressed: true,
            ..
        } = self.details.clone()
        else {
            return self.say(prompt);
        };
        let reply = text::render(prompt, self.voice());
        let message = self.fresh_message();
        let record = self.outgoing(message, reply, prompt, DeliveryModeV1::Edit);
        self.shown.redrawn = Some(pressed.clone());
        self.commit.send.push(OutboxRecord {
            replaces: Some(pressed),
            ..record
        });
    }

    /// Shows the prompt in a message of the bot's, whose choices are now its own.
    pub(super) fn show_in(&mut self, message: MessageRef, prompt: &Prompt) {
        let key = self.fresh_message();
        self.send(key, prompt, DeliveryModeV1::Edit);
        if let Some(record) = self.commit.send.last_mut() {
            record.replaces = Some(message);
        }
    }

    pub(super) fn say(&mut self, prompt: &Prompt) {
        let key = self.fresh_message();
        if prompt.has_lasting_buttons() {
            return self.show(key, prompt);
        }
        if prompt.is_nod() && self.id.platform.abilities().reacts {
            return self.nod(key, prompt);
        }
        self.send(key, prompt, DeliveryModeV1::Send);
    }

    /// Reacts to the person's message; if the platform refuses that, the prompt
    /// is said.
    fn nod(&mut self, key: MessageKey, prompt: &Prompt) {
        let heard = self.details.message.clone();
        let mode = match heard {
            Some(_) => DeliveryModeV1::React,
            None => DeliveryModeV1::Send,
        };
        self.send(key, prompt, mode);
        if let Some(record) = self.commit.send.last_mut() {
            record.replaces = heard;
        }
    }

    pub(super) fn send_to_edit(&mut self, prompt: &Prompt) -> MessageKey {
        let key = self.fresh_message();
        self.send(key, prompt, DeliveryModeV1::SendToEdit);
        key
    }

    pub(super) fn fresh_message(&self) -> MessageKey {
        MessageKey(self.bridge.ids.uuid(self.now))
    }

    pub(super) fn send(&mut self, message: MessageKey, prompt: &Prompt, mode: DeliveryModeV1) {
        let mut reply = text::render(prompt, self.voice());
        self.offer(prompt, &mut reply, mode);
        let record = self.outgoing(message, reply, prompt, mode);
        self.commit.send.push(record);
    }

    /// Remembers the choices that a number or a label will pick. While a
    /// question is open, only that question gives numbers a meaning: other
    /// choices are shown without numbers, and picked by their labels.
    fn offer(&mut self, prompt: &Prompt, reply: &mut Reply, mode: DeliveryModeV1) {
        if self.question_open && !prompt.asks() {
            reply.numbered = false;
            let aside = &mut self.offered.aside;
            aside.retain(|old| reply.choices.iter().all(|new| new.label != old.label));
            aside.extend(reply.choices.iter().cloned());
            let old = aside.len().saturating_sub(MOST_ASIDE);
            aside.drain(..old);
            return;
        }
        let asks = prompt.asks() || mode == DeliveryModeV1::SendToEdit;
        if asks || !reply.choices.is_empty() {
            let aside = std::mem::take(&mut self.offered.aside);
            self.offered = Offered {
                choices: reply.choices.clone(),
                numbered: reply.numbered,
                aside: if self.question_open {
                    aside
                } else {
                    Vec::new()
                },
            };
        }
    }

    pub(super) fn outgoing(
        &self,
        message: MessageKey,
        reply: Reply,
        prompt: &Prompt,
        mode: DeliveryModeV1,
    ) -> OutboxRecord {
        let elsewhere = (!self.id.is_private()).then(|| text::elsewhere(self.voice()));
        let mut reply = Reply { elsewhere, ..reply };
        self.say_how_to_answer(prompt, &mut reply);
        let (reply, sealed) = self.sealed(prompt, reply);
        let is_sent = matches!(mode, DeliveryModeV1::Send | DeliveryModeV1::SendToEdit);
        let answers = self.details.at.is_some();
        let passing = answers && prompt.is_passing() && !self.details.is_way_out;
        OutboxRecord {
            sealed,
            about: prompt.call(),
            weight: match weight(prompt) {
                Weight::Answer if answers && is_sent && self.details.is_way_out => Weight::WayOut,
                weight => weight,
            },
            passing,
            settles: answers && (passing || !self.question_open),
            mode,
            answers: self.message(),
            quiet: self.is_quiet(prompt),
            quiet_until: self.quiet_until,
            ..OutboxRecord::new(message, self.id.clone(), reply, self.now)
        }
    }

    /// Below a question with buttons nothing makes the person's app reply to it,
    /// and the bot may see no other answer.
    fn say_how_to_answer(&self, prompt: &Prompt, reply: &mut Reply) {
        let replies_only = self.id.platform.abilities().sees_only_replies;
        let has_buttons = !reply.choices.is_empty() || reply.calendar.is_some();
        if self.id.is_private() || !replies_only || !has_buttons {
            return;
        }
        let line = text::by_reply(prompt, self.voice());
        reply
            .body
            .0
            .extend(line.map(|line| Block::Paragraph(vec![Span::Plain(line)])));
    }

    /// Outcomes, trouble and questions that nobody has just answered make a
    /// sound; progress, and answers to somebody who has just written, make none.
    fn is_quiet(&self, prompt: &Prompt) -> bool {
        match weight(prompt) {
            // The person agreed to it; nothing is asked of them.
            _ if matches!(prompt, Prompt::DueSoon(_)) => true,
            Weight::Status => true,
            Weight::Answer | Weight::WayOut => self.details.at.is_some(),
            Weight::Outcome => false,
        }
    }

    /// Seals a reply with an address that is for one person's eyes, on the disk
    /// as well.
    fn sealed(&self, prompt: &Prompt, reply: Reply) -> (Reply, Option<SealedReply>) {
        if !prompt.is_secret() {
            return (reply, None);
        }
        match self.bridge.links.seal(&self.id.chat_user(), &reply) {
            Some(sealed) => (Reply::default(), Some(sealed)),
            None => (reply, None),
        }
    }

    /// Where the platform does not allow it, or the message is not known, the
    /// bot asks the person to remove it.
    pub(super) fn remove_message(&mut self) {
        let Some(message) = self.remove.take() else {
            return self.say(&Prompt::PleaseDelete);
        };
        let instead = text::render(&Prompt::PleaseDelete, self.voice());
        let key = self.fresh_message();
        let record = self.outgoing(key, instead, &Prompt::PleaseDelete, DeliveryModeV1::Remove);
        self.commit.send.push(OutboxRecord {
            replaces: Some(message),
            answers: None,
            ..record
        });
    }

    /// The person's newest message.
    pub(super) fn message(&self) -> Option<MessageRef> {
        match &self.details {
            EventDetails {
                message: Some(message),
                pressed: false,
                ..
            } => Some(message.clone()),
            _ => self.loaded.message.clone(),
        }
    }

    /// The language of the person, with commands as their platform writes them.
    pub(super) fn voice(&self) -> Voice {
        let language = self.settings.language;
        self.bridge.voice(language, self.id.platform)
    }

    /// The language of the room.
    pub(super) fn room_voice(&self) -> Voice {
        let settings = self.bridge.room_settings(self.id, &self.loaded.room);
        let language = settings.settings().language;
        self.bridge.voice(language, self.id.platform)
    }

    pub(super) fn show_status(&mut self, call: CallId, status: StatusView) {
        let Some(record) = self.calls.record(call) else {
            return;
        };
        let (message, lane) = (record.status_message, record.conversation.clone());
        let mode = match status.is_last() {
            true => DeliveryModeV1::EditLast,
            false => DeliveryModeV1::Edit,
        };
        let prompt = Prompt::Status(call, Callee::of(&record.request), status);
        if lane == *self.id {
            return self.send(message, &prompt, mode);
        }
        // It is shown in the conversation where the call began.
        let reply = text::render(&prompt, self.voice());
        let record = self.outgoing(message, reply, &prompt, mode);
        self.commit.send.push(OutboxRecord {
            conversation: lane,
            answers: None,
            ..record
        });
    }

    /// The text shown briefly to a person who pressed; if they typed instead,
    /// it is sent as a message.
    pub(super) fn alert(&mut self) -> Option<String> {
        let alerts = std::mem::take(&mut self.alerts);
        if self.details.pressed {
            return alerts
                .first()
                .map(|prompt| text::render(prompt, self.voice()).body.to_plain());
        }
        alerts.iter().for_each(|prompt| self.say(prompt));
        None
    }
}

fn weight(prompt: &Prompt) -> Weight {
    match prompt {
        Prompt::Status(..) => Weight::Status,
        Prompt::Danger { .. } => Weight::WayOut,
        Prompt::Outcome(_)
        | Prompt::Undecided { .. }
        | Prompt::RefusedAgain { .. }
        | Prompt::NeverEnding { .. }
        | Prompt::Refused { .. }
        | Prompt::Appointment(AppointmentPrompt::Due(..))
        | Prompt::Pasted(_)
        | Prompt::PleaseDelete
        | Prompt::WhileQuiet(_)
        | Prompt::Linked { .. } => Weight::Outcome,
        _ => Weight::Answer,
    }
}
