//! Answers without a turn: to somebody who presses or replies to a message that
//! is for another person, and to a room that the bot was added to. No
//! conversation begins or changes by it.

use kally_core::dialogue::{Action, CallAction, Input, Pressed, Prompt};
use kally_core::model::{ConversationId, EventId, Language, Stopping};
use kally_core::{text, understand};
use kally_store::{
    CallRecord, CallStageV1, Commit, CommitError, ConversationRecord, EventMark, OutboxRecord,
    SettingsRecord, StoreError, read_one,
};

use super::turn::Event;
use super::{
    Bridge, Content, Handled, Inbound, OfOther, ToOther, TurnError, WorkerPart, own_settings,
};

impl Bridge {
    /// The answer to an event that is no turn: of somebody who may not use the
    /// bot, or about somebody else.
    pub(super) async fn apart(
        &self,
        inbound: &Inbound,
        mark: Option<&EventMark>,
    ) -> Result<Option<Handled>, TurnError> {
        match self.turned_away(inbound, mark).await? {
            Some(handled) => Ok(Some(handled)),
            None => self.without_turn(inbound, mark).await,
        }
    }

    /// The answer to an event that is no turn of its sender's conversation.
    async fn without_turn(
        &self,
        inbound: &Inbound,
        mark: Option<&EventMark>,
    ) -> Result<Option<Handled>, TurnError> {
        let answer = match &inbound.content {
            Content::OfOther(of) => match self.of_other(inbound, of).await? {
                Some(answer) => answer,
                None => return Ok(None),
            },
            Content::AddedToRoom => Answer::Message(Prompt::RoomWelcome),
            _ => return Ok(None),
        };
        match answer {
            Answer::Nothing => Ok(Some(Handled::default())),
            Answer::Toast(prompt) => {
                let reply = text::render(&prompt, self.language_of(inbound).await?);
                Ok(Some(Handled {
                    alert: Some(reply.body.to_plain()),
                    ..Handled::default()
                }))
            }
            Answer::Message(prompt) => {
                let hourly = self.once_an_hour(inbound);
                let mark = hourly.as_ref().or(mark);
                self.answered(inbound, &prompt, mark).await.map(Some)
            }
        }
    }

    /// People who talk to each other below a request are told once an hour whose it
    /// is, except when they ask for an end.
    fn once_an_hour(&self, inbound: &Inbound) -> Option<EventMark> {
        let Content::OfOther(of) = &inbound.content else {
            return None;
        };
        if matches!(&of.did, ToOther::Replied(words) if understand::is_way_out(words)) {
            return None;
        }
        let (at, to) = (self.clock.now(), &inbound.conversation);
        let thread = to.thread.as_deref().unwrap_or_default();
        let hour = at.timestamp() / 3600;
        Some(EventMark {
            platform: to.platform,
            id: EventId(format!("of-other:{}:{thread}:{}:{hour}", to.chat, to.user)),
            at,
        })
    }

    /// Everybody who presses is told whose the message is. A reply may be a
    /// remark to other people: it is answered only while its person is asked
    /// something, or if it asks for an end.
    async fn of_other(
        &self,
        inbound: &Inbound,
        of: &OfOther,
    ) -> Result<Option<Answer>, StoreError> {
        let prompt = Prompt::OfOther {
            name: of.name.clone(),
        };
        let toasts = inbound.conversation.platform.abilities().has_buttons;
        let words = match &of.did {
            ToOther::Replied(words) => words,
            ToOther::Pressed(_) if toasts => return Ok(Some(Answer::Toast(prompt))),
            ToOther::Pressed(_) => return Ok(Some(Answer::Message(prompt))),
        };
        // A sign-in that is shown to others ends, whomever they reply to.
        if self.links.pasted(words).is_some() {
            return Ok(None);
        }
        let theirs = ConversationId {
            user: of.person.clone(),
            ..inbound.conversation.clone()
        };
        let theirs = read_one::<ConversationRecord>(&*self.store, &theirs).await?;
        let asks = theirs
            .record()
            .is_some_and(|record| record.conversation.state.asks());
        Ok(Some(match asks || understand::is_way_out(words) {
            true => Answer::Message(prompt),
            false => Answer::Nothing,
        }))
    }

    /// Hangs up somebody else's call, or takes it back, where the room's settings
    /// allow that; `None` if this is about something else. It is a turn of the
    /// call's conversation.
    pub(super) async fn stops_for_other(
        &self,
        inbound: &Inbound,
        mark: &EventMark,
    ) -> Result<Option<Handled>, TurnError> {
        let Content::OfOther(of) = &inbound.content else {
            return Ok(None);
        };
        let Some(call) = self.call_to_stop(inbound, of).await? else {
            return Ok(None);
        };
        let settings = self.settings_of_room(&inbound.conversation).await?;
        if settings.stopping != Stopping::Everybody {
            return Ok(None);
        }
        if let Some(handled) = self.turned_away(inbound, Some(mark)).await? {
            return Ok(Some(handled));
        }
        let name = inbound.sender.display_name.clone();
        let input = Input::StoppedByOther { name };
        let with = WorkerPart {
            about: Some(call.id),
            ..WorkerPart::default()
        };
        let event = Event::Report(&input);
        let theirs = &call.conversation;
        let handled = self.turn(theirs, Some(mark.clone()), &event, &with).await;
        handled.map(Some)
    }

    /// The call of this room that somebody wants to end, if it can be ended.
    async fn call_to_stop(
        &self,
        inbound: &Inbound,
        of: &OfOther,
    ) -> Result<Option<CallRecord>, StoreError> {
        let call = match &of.did {
            ToOther::Pressed(token) => match Pressed::parse(token).map(|pressed| pressed.action) {
                Some(Action::Call(
                    call,
                    CallAction::Stop | CallAction::Undo | CallAction::StopTrying,
                )) => Some(call),
                _ => None,
            },
            ToOther::Replied(words) if understand::is_way_out(words) => match &inbound.replies_to {
                Some(message) => self.replied_call(message).await?,
                None => None,
            },
            ToOther::Replied(_) => None,
        };
        let Some(call) = call else { return Ok(None) };
        let call = read_one::<CallRecord>(&*self.store, &call).await?;
        let here = inbound.conversation.room();
        Ok(call.into_record().filter(|call| {
            let ends = match call.stage {
                CallStageV1::Confirmed { .. } => !call.may_have_been_made(),
                CallStageV1::Placing | CallStageV1::Following => true,
                _ => false,
            };
            ends && here.is_some() && call.conversation.room() == here
        }))
    }

    async fn answered(
        &self,
        inbound: &Inbound,
        prompt: &Prompt,
        mark: Option<&EventMark>,
    ) -> Result<Handled, TurnError> {
        let language = self.language_of(inbound).await?;
        let conversation = &inbound.conversation;
        let commit = Commit {
            event: mark.cloned(),
            send: vec![OutboxRecord {
                answers: inbound.message.clone(),
                quiet: true,
                ..self.outgoing(conversation.clone(), prompt, language)
            }],
            ..Commit::default()
        };
        let handled = match self.commit(conversation, commit).await {
            Ok(()) => Handled::default(),
            Err(CommitError::AlreadySeen) => Handled::seen(),
            Err(error) => return Err(error.into_failure().into()),
        };
        self.doorbells.delivery.ring(conversation.clone());
        Ok(handled)
    }

    async fn language_of(&self, inbound: &Inbound) -> Result<Language, StoreError> {
        let user = inbound.conversation.chat_user();
        let stored = read_one::<SettingsRecord>(&*self.store, &user).await?;
        let room = self.of_room(&inbound.conversation).await?;
        let defaults = self.defaults_in(&room, Some(&inbound.sender));
        Ok(own_settings(&stored).over(&defaults).language)
    }
}

/// The answer to somebody whose turn it is not.
enum Answer {
    Nothing,
    /// Shown briefly to the person who pressed.
    Toast(Prompt),
    Message(Prompt),
}
