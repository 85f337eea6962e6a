//! People who may not use the bot: a code lets them in, otherwise they hear so
//! once a day. No conversation of theirs is stored.

use kally_core::dialogue::{Command, Prompt, Standing};
use kally_core::model::{ChatUser, ConversationId, Language, MessageKey};
use kally_core::text;
use kally_metrics::REFUSED_PEOPLE;
use kally_store::{Commit, CommitError, EventMark, Key, OutboxRecord, StoreError, Stored, Work};

use super::{Bridge, Content, Handled, Inbound, TurnError};
use crate::access::{Admitted, Changed, person};

/// How often a stranger's turn is decided again because the list changed.
const ATTEMPTS: usize = 8;

impl Bridge {
    /// The answer to somebody who may not use the bot; `None` if they may.
    pub(super) async fn turned_away(
        &self,
        inbound: &Inbound,
        mark: Option<&EventMark>,
    ) -> Result<Option<Handled>, TurnError> {
        let standing = self.access.of(&inbound.conversation, &inbound.sender);
        if matches!(standing, Standing::Admin | Standing::Member) && !self.may_admit_room(inbound) {
            return Ok(None);
        }
        if self.concerns_all(inbound).await? {
            return Ok(None);
        }
        let reason = match standing {
            Standing::Blocked => Some("blocked"),
            Standing::Stranger => Some("stranger"),
            _ => None,
        };
        if let Some(reason) = reason {
            REFUSED_PEOPLE.count(&[inbound.conversation.platform.word(), reason]);
        }
        if standing == Standing::Blocked {
            return Ok(Some(Handled::default()));
        }
        for _ in 0..ATTEMPTS {
            let commit = match self.by_code(inbound, mark) {
                Some(commit) => commit,
                None if standing != Standing::Stranger => return Ok(None),
                None => match self.of_stranger(inbound, mark) {
                    Some(commit) => commit,
                    None => return Ok(Some(Handled::default())),
                },
            };
            let lanes: Vec<_> = commit
                .send
                .iter()
                .map(|sent| sent.conversation.clone())
                .collect();
            match self.commit(&inbound.conversation, commit).await {
                Ok(()) => {
                    self.access.reload(&*self.store).await?;
                    lanes
                        .into_iter()
                        .for_each(|lane| self.doorbells.delivery.ring(lane));
                    return Ok(Some(Handled::default()));
                }
                Err(CommitError::Conflict(_)) => {
                    self.access.reload(&*self.store).await?;
                }
                Err(CommitError::AlreadySeen) => {
                    return Ok(Some(Handled::seen()));
                }
                Err(CommitError::Store(error)) => return Err(error.into()),
            }
        }
        Err(TurnError::Busy)
    }

    /// Who has a call or an account here can still stop the one and forget the
    /// other; and a sign-in that anybody shows is ended.
    async fn concerns_all(&self, inbound: &Inbound) -> Result<bool, StoreError> {
        let words = inbound.content.words();
        if words.is_some_and(|words| self.links.pasted(words).is_some()) {
            return Ok(true);
        }
        let command = words
            .and_then(Command::parse)
            .and_then(|(command, _)| command);
        if command != Some(Command::Logout) && !inbound.content.is_way_out() {
            return Ok(false);
        }
        let user = inbound.conversation.chat_user();
        let calls = self
            .store
            .open_work(Work::CallsOf(user.clone()), None, 1)
            .await?;
        let account = self.store.read(&[Key::Account(user)]).await?;
        Ok(!calls.is_empty() || !matches!(account.first(), None | Some(Stored::Absent)))
    }

    /// Whether a message in a room may be the code for the room.
    fn may_admit_room(&self, inbound: &Inbound) -> bool {
        match &inbound.content {
            Content::Text(text) if !inbound.conversation.is_private() => {
                self.access.may_admit_room(text)
            }
            _ => false,
        }
    }

    /// The commit if a message holds a code that admits somebody.
    fn by_code(&self, inbound: &Inbound, mark: Option<&EventMark>) -> Option<Commit> {
        let Content::Text(text) = &inbound.content else {
            return None;
        };
        let conversation = &inbound.conversation;
        let sender = &inbound.sender;
        let redeemed = self
            .access
            .redeemed(conversation, sender, text, self.clock.now());
        let (changed, admitted) = redeemed?;
        let user = conversation.chat_user();
        tracing::info!(%user, ?admitted, "a code was used");
        let prompt = match admitted {
            Admitted::Admin => Prompt::Admitted { admin: true },
            Admitted::Person => Prompt::Admitted { admin: false },
            Admitted::Room => Prompt::RoomAdmitted,
        };
        let mut commit = Commit {
            event: mark.cloned(),
            send: vec![self.message(conversation, inbound, &prompt)],
            ..Commit::default()
        };
        put(&mut commit, changed);
        Some(commit)
    }

    fn of_stranger(&self, inbound: &Inbound, mark: Option<&EventMark>) -> Option<Commit> {
        let now = self.clock.now();
        let user = inbound.conversation.chat_user();
        let mut commit = Commit {
            event: mark.cloned(),
            ..Commit::default()
        };
        let speaks = matches!(
            inbound.content,
            Content::Text(_)
                | Content::Addressed(_)
                | Content::Wordless(_)
                | Content::Place { .. }
                | Content::Cards(_)
        );
        if !speaks || !self.access.tells(&user, now) {
            return None;
        }
        let prompt = Prompt::NotInvited {
            id: user.id.clone(),
        };
        commit
            .send
            .push(self.message(&inbound.conversation, inbound, &prompt));
        if let Some(changed) = self.access.asked(&user, &inbound.sender, now) {
            put(&mut commit, changed);
            let name = &inbound.sender.display_name;
            let asks = person(&user, name, inbound.sender.handle.as_deref());
            commit
                .send
                .extend(self.to_admins(&Prompt::SomebodyAsks(asks)));
        }
        Some(commit)
    }

    /// The answer to a person who begins one conversation too many; `None` if
    /// they can begin it. They are told once a day.
    pub(super) async fn refused(
        &self,
        inbound: &Inbound,
        mark: Option<&EventMark>,
    ) -> Result<Option<Handled>, TurnError> {
        // A call can be stopped from anywhere, and a secret that is shown ends.
        if self.concerns_all(inbound).await? {
            return Ok(None);
        }
        let now = self.clock.now();
        let conversation = &inbound.conversation;
        let limit = self
            .access
            .conversation_limit(conversation, &inbound.sender, now);
        let Some(limit) = limit else { return Ok(None) };
        if self.access.tells(&conversation.chat_user(), now) {
            let prompt = Prompt::ConversationLimit(limit);
            let commit = Commit {
                event: mark.cloned(),
                send: vec![self.message(conversation, inbound, &prompt)],
                ..Commit::default()
            };
            match self.commit(conversation, commit).await {
                Ok(()) | Err(CommitError::AlreadySeen) => {}
                Err(error) => return Err(error.into_failure().into()),
            }
            self.doorbells.delivery.ring(conversation.clone());
        }
        Ok(Some(Handled::default()))
    }

    fn message(&self, to: &ConversationId, inbound: &Inbound, prompt: &Prompt) -> OutboxRecord {
        let language = self.defaults_for(Some(&inbound.sender)).language;
        OutboxRecord {
            answers: inbound.message.clone(),
            ..self.outgoing(to.clone(), prompt, language)
        }
    }

    /// A message to every admin; none where they have heard of enough lately.
    pub(super) fn to_admins(&self, prompt: &Prompt) -> Vec<OutboxRecord> {
        if !self.access.disturbs_admins(self.clock.now()) {
            return Vec::new();
        }
        let admins = self.access.admins().into_iter();
        admins
            .map(|admin| self.message_to(&admin, prompt))
            .collect()
    }

    /// Commits a message to each of these people in private, in their language.
    /// The caller rings for the delivery.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn tell(&self, people: &[ChatUser], prompt: &Prompt) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        for person in people {
            let language = self.settings(person).await?.language;
            let to = ConversationId::private_with(person);
            commit.send.push(self.outgoing(to, prompt, language));
        }
        self.store
            .commit(commit)
            .await
            .map_err(CommitError::into_failure)
    }

    /// A message to somebody in private, in the operator's language.
    pub(super) fn message_to(&self, user: &ChatUser, prompt: &Prompt) -> OutboxRecord {
        let language = self.options.defaults.language;
        self.outgoing(ConversationId::private_with(user), prompt, language)
    }

    pub(super) fn outgoing(
        &self,
        to: ConversationId,
        prompt: &Prompt,
        language: Language,
    ) -> OutboxRecord {
        let now = self.clock.now();
        let message = MessageKey(self.ids.uuid(now));
        let voice = self.voice(language, to.platform);
        OutboxRecord::new(message, to, text::render(prompt, voice), now)
    }
}

/// Adds a change of the list to a commit.
pub(super) fn put(commit: &mut Commit, changed: Changed) {
    let key = Key::Members(changed.record.name.clone());
    commit.expect.push((key, changed.version));
    commit.put.push(changed.record.into());
}
