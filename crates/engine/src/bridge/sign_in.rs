//! Sign-ins that a person orders: they wait where they gave the order, and get
//! the link there instead of in a conversation.

use kally_core::model::{ChatUser, ConversationId, EventId};
use kally_store::{
    Commit, CommitError, Key, OpenLinkRecord, RecordKind as _, StoreError, Version, read_one,
};

use super::{Bridge, Content, Inbound, LinkRequest, NewLink, Sender, TooManyLinks, TurnError};

impl Bridge {
    /// Opens a link session, which ends every other one of the person's. What
    /// waits for the account goes on when somebody has signed in by it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn begin_sign_in(
        &self,
        user: &ChatUser,
        sender: &Sender,
        wide: bool,
    ) -> Result<Result<NewLink, TooManyLinks>, StoreError> {
        let settings = self.settings(user).await?;
        let opened = self.links.open(LinkRequest {
            conversation: ConversationId::private_with(user),
            display_name: sender.display_name.clone(),
            handle: sender.handle.clone(),
            language: settings.language,
            wide,
            ordered: true,
            now: self.clock.now(),
        });
        let link = match opened {
            Ok(link) => link,
            Err(too_many) => return Ok(Err(too_many)),
        };
        loop {
            let newest = read_one::<OpenLinkRecord>(&*self.store, user).await?;
            let commit = Commit {
                expect: vec![
                    (OpenLinkRecord::key(user), newest.version()),
                    (Key::Link(link.record.id.clone()), Version::default()),
                ],
                put: vec![link.newest(None).into(), link.record.clone().into()],
                ..Commit::default()
            };
            match self.store.commit(commit).await {
                Ok(()) => return Ok(Ok(link)),
                Err(CommitError::Conflict(_) | CommitError::AlreadySeen) => {}
                Err(CommitError::Store(error)) => return Err(error),
            }
        }
    }

    /// Takes the address at which a sign-in ended in a browser that cannot come
    /// back. Other words are not taken at all. Returns whether somebody has signed
    /// in by it.
    ///
    /// # Errors
    /// When nothing was committed.
    pub async fn paste(
        &self,
        user: &ChatUser,
        sender: &Sender,
        words: String,
    ) -> Result<bool, TurnError> {
        if self.links.pasted(&words).is_none() {
            return Ok(false);
        }
        let at = self.now();
        let inbound = Inbound {
            event: EventId(self.ids.uuid(at).to_string()),
            conversation: ConversationId::orders_of(user),
            sender: sender.clone(),
            at,
            message: None,
            replies_to: None,
            quoted: None,
            content: Content::Text(words),
        };
        let before = read_one::<OpenLinkRecord>(&*self.store, user).await?;
        self.handle(&inbound).await?;
        let after = read_one::<OpenLinkRecord>(&*self.store, user).await?;
        let waited = before.record().is_some_and(|open| !open.signed_in);
        let waits = after.record().is_some_and(|open| !open.signed_in);
        Ok(waited && !waits)
    }
}
