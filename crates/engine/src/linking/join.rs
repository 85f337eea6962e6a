//! Joins an account to the chat user of a session: the account, the end of the
//! session and the chat's message are one commit.

use super::Linking;
use super::cookie::BrowserSecret;
use super::page::Notice;
use super::session::Session;
use crate::bridge::TurnError;
use kally_core::dialogue::Input;
use kally_store::LinkStageV1;
use kallyai::TokenPair;

impl Linking {
    /// Joins the account that was signed in to in this browser.
    pub(super) async fn join(
        &self,
        session: &Session,
        pair: &TokenPair,
        browser: &BrowserSecret,
    ) -> Result<(), Notice> {
        let user = &session.record.user;
        let account = self.accounts.record(user, pair, self.clock.now());
        let mut with = session.written(LinkStageV1::Joined {
            browser: Some(browser.hash()),
        });
        with.put.push(account.into());
        let conversation = &session.record.conversation;
        let told = self.bridge.report(conversation, Input::AccountLinked, with);
        match told.await {
            Ok(()) => {
                tracing::info!(%user, "an account was linked");
                Ok(())
            }
            Err(TurnError::Conflict(_)) => Err(self.after_a_race(session, browser).await),
            Err(error) => {
                tracing::error!(%user, %error, "an account could not be linked");
                Err(Notice::Failed)
            }
        }
    }

    /// Answers a person who pressed the button twice: they have done nothing
    /// wrong.
    async fn after_a_race(&self, session: &Session, browser: &BrowserSecret) -> Notice {
        match self.session(&session.record.id, self.clock.now()).await {
            Ok(Session { record, .. }) => match record.stage {
                LinkStageV1::Joined { browser: theirs } => {
                    super::session::joined(theirs.as_deref(), browser)
                }
                // Somebody has gone on in another browser meanwhile.
                LinkStageV1::Begun { .. } => Notice::Foreign,
                _ => Notice::Used,
            },
            Err(notice) => notice,
        }
    }
}
