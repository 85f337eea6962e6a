//! The places of the account's history, for the address book: read once after the
//! account was linked, the newest page of it.

use std::time::Duration;

use kally_core::dialogue::{Brought, PastPage};
use kally_core::model::ChatUser;
use kally_store::StoreError;

use super::errands::{Errands, problem};
use super::past::with_own;

/// How often the history is asked for, and the first pause.
const ATTEMPTS: usize = 3;
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// At most this many calls are looked at.
const MOST: usize = 200;

impl Errands {
    /// The newest calls of the history, with those that were made here.
    pub(super) async fn places_of_history(&self, user: &ChatUser) -> Result<Brought, StoreError> {
        let mut pause = FIRST_PAUSE;
        let mut answer = Brought::Unavailable;
        for _ in 0..ATTEMPTS {
            match self.read_rows(user, 1).await {
                Ok(rows) => {
                    let own = self.own_calls(user).await?;
                    let mut calls = with_own(rows, own).calls;
                    calls.truncate(MOST);
                    return Ok(Brought::History(PastPage {
                        calls,
                        ..PastPage::default()
                    }));
                }
                Err(error) => answer = problem(error, Brought::Unavailable)?,
            }
            if answer != Brought::Unavailable {
                break;
            }
            self.parts.clock.sleep(pause).await;
            pause *= 2;
        }
        Ok(answer)
    }
}
