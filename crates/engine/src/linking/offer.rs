//! A browser has signed in: the sealed tokens, the session's new stage and the
//! chat's question whose account it is are one commit.

use super::Linking;
use super::cookie::BrowserSecret;
use super::page::Notice;
use super::session::{Session, joined};
use crate::bridge::TurnError;
use kally_core::dialogue::Input;
use kally_store::LinkStageV1;

impl Linking {
    /// Keeps the tokens of this browser's sign-in for the person's answer.
    pub(super) async fn offer(
        &self,
        session: &Session,
        sealed: Vec<u8>,
        browser: &BrowserSecret,
    ) -> Result<(), Notice> {
        let user = &session.record.user;
        let with = session.signed_in(sealed, browser.hash(), self.clock.now());
        let conversation = &session.record.conversation;
        let told = self.bridge.report(conversation, Input::SignedIn, with);
        match told.await {
            Ok(()) => {
                tracing::info!(%user, "somebody signed in by a person's link");
                Ok(())
            }
            Err(TurnError::Conflict(_)) => Err(self.after_a_race(session, browser).await),
            Err(error) => {
                tracing::error!(%user, %error, "a sign-in could not be stored");
                Err(Notice::Failed)
            }
        }
    }

    /// Answers a person who pressed the button twice: they have done nothing
    /// wrong.
    async fn after_a_race(&self, session: &Session, browser: &BrowserSecret) -> Notice {
        match self.session(&session.record.id, self.clock.now()).await {
            Ok(Session { record, .. }) => match record.stage {
                LinkStageV1::SignedIn {
                    browser: theirs, ..
                }
                | LinkStageV1::Joined { browser: theirs } => joined(theirs.as_deref(), browser),
                // Somebody has gone on in another browser meanwhile.
                LinkStageV1::Begun { .. } => Notice::Foreign,
                _ => Notice::Used,
            },
            Err(notice) => notice,
        }
    }
}
