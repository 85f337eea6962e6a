//! Answers without a turn: to somebody who presses or replies to a message that
//! is for another person, and to a room that the bot was added to. No
//! conversation begins or changes by it.

use kally_core::dialogue::Prompt;
use kally_core::model::{ConversationId, Language};
use kally_core::{text, understand};
use kally_store::{
    Commit, CommitError, ConversationRecord, EventMark, OutboxRecord, SettingsRecord, StoreError,
    read_one,
};

use super::{Bridge, Content, Handled, Inbound, OfOther, TurnError, own_settings};

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
            Answer::Message(prompt) => self.answered(inbound, &prompt, mark).await.map(Some),
        }
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
        let Some(words) = &of.words else {
            return Ok(Some(Answer::Toast(prompt)));
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
        let defaults = self.defaults_for(Some(&inbound.sender));
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
