//! Sign-ins that a person orders: they wait where they gave the order, and get
//! the link there instead of in a conversation.

use kally_core::model::{ChatUser, ConversationId};
use kally_store::{
    Commit, CommitError, Key, OpenLinkRecord, RecordKind as _, StoreError, Version, read_one,
};

use super::{Bridge, LinkRequest, NewLink, Sender, TooManyLinks};

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
}
