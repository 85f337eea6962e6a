//! Effects become records: all effects of a decision, gathered into the one
//! commit of the turn.

use chrono::{DateTime, Utc};

use kally_core::dialogue::{Context, Conversation, Effect, Errand, Ordered, Prompt};
use kally_core::model::{ConversationId, ErrandId, MessageRef, Settings, Weight};
use kally_store::{
    CallRecord, Commit, ErrandRecord, EventMark, Key, KeyId, LinkStageV1, OutcomeV1, Record,
    Version,
};

use super::concerned::Concerned;
use super::limits::Counts;
use super::loaded::{EventDetails, Loaded};
use super::record::{Offered, conversation_record};
use super::shown::Shown;
use super::{Bridge, Sender, WorkerPart};

/// A turn's commit in the making.
pub(super) struct Draft<'a> {
    pub(super) bridge: &'a Bridge,
    pub(super) id: &'a ConversationId,
    pub(super) now: DateTime<Utc>,
    pub(super) settings: Settings,
    pub(super) details: EventDetails,
    pub(super) loaded: Loaded,
    pub(super) sender: Option<Sender>,
    pub(super) calls: Concerned,
    pub(super) offered: Offered,
    /// After the decision a question waits for its answer.
    pub(super) question_open: bool,
    /// The message with the buttons of the open question.
    pub(super) shown: Shown,
    pub(super) alerts: Vec<Prompt>,
    /// What became of an order.
    pub(super) ordered: Option<Ordered>,
    /// The person's message that must be removed.
    pub(super) remove: Option<MessageRef>,
    /// Until then the turn's messages make no sound.
    pub(super) quiet_until: Option<DateTime<Utc>>,
    /// The counts for the call that this turn may confirm.
    pub(super) counts: Option<Counts>,
    /// The data keys of tokens that this turn forgets.
    pub(super) discarded: Vec<KeyId>,
    pub(super) commit: Commit,
}

impl<'a> Draft<'a> {
    pub(super) fn new(
        bridge: &'a Bridge,
        id: &'a ConversationId,
        context: &Context,
        loaded: Loaded,
        calls: Concerned,
        sender: Option<Sender>,
        details: EventDetails,
    ) -> Self {
        let offered = loaded.offered.clone();
        Self {
            bridge,
            id,
            now: context.now,
            settings: context.settings.clone(),
            details,
            loaded,
            sender,
            calls,
            offered,
            question_open: false,
            shown: Shown::default(),
            alerts: Vec::new(),
            ordered: None,
            remove: None,
            quiet_until: None,
            counts: None,
            discarded: Vec::new(),
            commit: Commit::default(),
        }
    }

    /// Adds a worker's own writes to the same commit.
    pub(super) fn take_on(&mut self, with: &WorkerPart) {
        self.commit.expect.extend(with.expect.iter().cloned());
        self.commit.put.extend(with.put.iter().cloned());
        self.commit.delete.extend(with.delete.iter().cloned());
        self.commit.send.extend(with.send.iter().cloned());
    }

    #[expect(
        clippy::too_many_lines,
        reason = "a list that the compiler holds complete"
    )]
    pub(super) fn apply(&mut self, effect: Effect) {
        match effect {
            Effect::Say(prompt) => self.say(&prompt),
            Effect::SayPrivately(prompt) => self.say_privately(&prompt),
            Effect::SayToRoom(prompt) => self.say_to_room(&prompt),
            Effect::Redraw(prompt) => self.redraw(&prompt),
            Effect::ShowIn(message, prompt) => self.show_in(message, &prompt),
            Effect::Alert(prompt) => self.alerts.push(prompt),
            Effect::Answer(ordered) => self.ordered = Some(*ordered),
            Effect::ShowStatus(call, status) => self.show_status(call, status),
            Effect::PlaceCall {
                call,
                form,
                request,
                not_before,
                status,
                asked_by,
                tries,
            } => {
                let confirmed = CallRecord {
                    form,
                    asked_by,
                    tries: tries.map(|tries| *tries),
                    ..self.confirmed(call, *request, not_before)
                };
                self.place_call(confirmed, status);
            }
            Effect::TryAgain {
                after,
                call,
                not_before,
                tries,
                status,
            } => self.try_again(after, call, not_before, *tries, status),
            Effect::StopTrying(id) => self.calls.change(id, CallRecord::stop_trying),
            Effect::PutOff {
                call,
                not_before,
                status,
            } => self.put_off(call, not_before, status),
            Effect::Withdraw(id) => self.end_call(id, OutcomeV1::Withdrawn),
            Effect::Unfollow(id) => self.end_call(id, OutcomeV1::Untold),
            Effect::Stop(id) => self.calls.change(id, |call| {
                call.stop_wanted = true;
                call.stop_trying();
            }),
            Effect::NoteUnheard(unheard) => self.note_unheard(unheard),
            Effect::WantTranscript(id) => {
                self.calls.change(id, |call| call.transcript_wanted = true)
            }
            Effect::TranscriptCame(id) => {
                self.calls.change(id, |call| call.transcript_wanted = false)
            }
            Effect::WantCalendar(id) => self.calls.change(id, |call| call.calendar_wanted = true),
            Effect::CalendarCame(id) => self.calls.change(id, |call| call.calendar_wanted = false),
            Effect::CalledAgain(id) => self.calls.change(id, |call| call.called_again = true),
            Effect::CheckAgain(id) => self.check_again(id),
            Effect::CallAnyway(call) => self.call_anyway(call),
            Effect::Fetch { errand, privately } => {
                let to = match privately {
                    true => self.private(),
                    false => self.id.clone(),
                };
                self.errand(to, errand);
            }
            Effect::DropThere(there, stamp) => {
                self.errand(there, Errand::DropForm { form: stamp.form });
            }
            Effect::AskWhose => self.errand(self.private(), Errand::NewAccount),
            Effect::LinkAccount => self.link_account(),
            Effect::DropSignIn => self.end_sign_in(LinkStageV1::Used),
            Effect::OfferLink(reason) => self.offer_link(reason),
            Effect::RemoveMessage => self.remove_message(),
            Effect::AwaitAccount => self.await_account(),
            Effect::TellWaiting => self.tell_waiting(),
            Effect::ForgetAccount => self.forget_account(),
            Effect::ForgetAccountLater => self.forget_account_later(),
            Effect::NeverCall(phone, objector) => self.never_call(phone, objector),
            Effect::CallAfterAll(phone, objector) => self.call_after_all(&phone, objector),
            Effect::KeepContacts(contacts) => self.keep_contacts(*contacts),
            Effect::KeepAppointment(kept) => self.keep_appointment(*kept),
            Effect::ForgetAppointment(id) => self.forget_appointment(id),
            Effect::Feed { wish, room } => self.feed(wish, room),
            Effect::Invite(whom) => self.invite(whom),
            Effect::ChangeMember(tag, change) => self.change_member(tag, change),
            Effect::Set(whose, value) => self.set(whose, value),
            Effect::Unset(of) => self.unset(of),
        }
    }

    /// The person's private conversation.
    pub(super) fn private(&self) -> ConversationId {
        ConversationId::private_with(&self.id.chat_user())
    }

    pub(super) fn errand(&mut self, conversation: ConversationId, errand: Errand) {
        let id = ErrandId(self.bridge.ids.uuid(self.now));
        let replaces = match errand {
            Errand::RoomSetting(_) => self.await_in_place(),
            _ => None,
        };
        let record = ErrandRecord {
            id,
            conversation,
            errand,
            replaces,
        };
        self.commit
            .expect
            .push((Key::Errand(id), Version::default()));
        self.commit.put.push(record.into());
    }

    /// Who gives orders is answered where they gave them. Only what nobody must miss
    /// about a call waits to be said, without choices: nobody chooses there.
    fn keep_outcomes_only(&mut self) {
        if !self.id.takes_orders() {
            return;
        }
        self.offered = Offered::default();
        self.commit.send.retain_mut(|message| {
            let is_here = message.conversation == *self.id;
            if is_here {
                message.reply.choices.clear();
            }
            !is_here || (message.weight == Weight::Outcome && message.about.is_some())
        });
    }

    pub(super) fn into_commit(
        mut self,
        mark: Option<EventMark>,
        conversation: Conversation,
    ) -> Commit {
        std::mem::take(&mut self.calls).write_to(&mut self.commit);
        self.note_forms(&conversation);
        self.close_link();
        self.keep_outcomes_only();
        let shown = self.strip_past();
        let message = self.message();
        let changed_at = self.changed_at();
        let record = conversation_record(
            self.id,
            conversation,
            self.offered,
            self.sender,
            message,
            shown,
            changed_at,
        );
        self.commit.event = mark;
        self.commit
            .expect
            .push((Key::Conversation(self.id.clone()), self.loaded.version));
        self.commit.put.push(Record::from(record));
        self.commit
    }

    /// When the conversation changed last. After a restore, the reports of workers
    /// do not stand for the first words of its person
    /// ([`Bridge::after_restore`]).
    fn changed_at(&self) -> DateTime<Utc> {
        let is_report = self.details.at.is_none();
        let before = self.loaded.changed_at;
        let before = before.filter(|at| is_report && self.bridge.is_before_restore(*at));
        before.unwrap_or_else(|| self.bridge.now())
    }
}
