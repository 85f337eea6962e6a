//! Who writes on which day, and what they say.

use chrono::{DateTime, Utc};
use kally_core::model::{ChatUser, ConversationId, Platform};
use kally_store::Commit;

use crate::bot::Bot;
use crate::{Options, Result};

/// How many accounts are written at once.
const AT_ONCE: usize = 500;

/// Newcomers have numbers above all others'.
const NEWCOMERS: u64 = 1_000_000_000;

const TASK: &str = "Reserve a table for four, outside if they can";

/// A conversation in which somebody says these things, one after the other.
pub struct Visit {
    pub conversation: ConversationId,
    pub says: Vec<String>,
    /// Whether a call comes of it.
    pub calls: bool,
}

/// Everybody, by number: those who call often and those who call seldom.
pub struct People {
    count: u64,
    often: u64,
    seldom: u64,
    newcomers: u64,
    calls: u64,
}

impl People {
    pub fn new(options: &Options) -> Self {
        Self {
            count: options.people,
            often: options.often,
            seldom: options.seldom,
            newcomers: options.newcomers,
            calls: 0,
        }
    }

    /// Everybody but the newcomers has an account.
    pub async fn sign_in(&self, bot: &Bot) -> Result<()> {
        let everybody: Vec<u64> = (0..self.count).collect();
        for some in everybody.chunks(AT_ONCE) {
            let mut accounts = Vec::new();
            for number in some {
                let key = bot.engine.keyring.fresh(&user(*number)).await?;
                accounts.push(bot.account(&key, &user(*number)));
            }
            bot.engine
                .store
                .commit(accounts_commit(accounts.into_iter())?)
                .await?;
        }
        Ok(())
    }

    /// The conversations of a day.
    pub fn on(&mut self, day: u64) -> Vec<Visit> {
        let mut visits = Vec::new();
        for number in 0..self.count {
            let (every, is_often) = match number % 2 {
                0 => (self.often, true),
                _ => (self.seldom, false),
            };
            // Each person's days begin elsewhere.
            let turn = day + number / 2 % every;
            if !turn.is_multiple_of(every) {
                continue;
            }
            self.calls += 1;
            let conversation = match is_often {
                true => private(number),
                false => thread(number, day),
            };
            visits.push(Visit {
                conversation,
                says: call(self.calls, TASK),
                calls: true,
            });
        }
        visits.extend((0..self.newcomers).map(|n| newcomer(day * self.newcomers + n)));
        visits
    }
}

/// Half of the newcomers want an account, the others a call; both get a link to
/// sign in.
fn newcomer(number: u64) -> Visit {
    Visit {
        conversation: private(NEWCOMERS + number),
        says: match number % 2 {
            0 => vec!["/login".to_owned()],
            _ => call(number, TASK),
        },
        calls: false,
    }
}

fn accounts_commit(
    accounts: impl Iterator<Item = Result<kally_store::AccountRecord>>,
) -> Result<Commit> {
    let put = accounts
        .map(|account| Ok(account?.into()))
        .collect::<Result<_>>()?;
    Ok(Commit {
        put,
        ..Commit::default()
    })
}

/// The messages from `/call` to the confirmation.
pub fn call(number: u64, task: &str) -> Vec<String> {
    let says = [
        "/call",
        &phone(number),
        task,
        "Ana García",
        "tomorrow",
        "20:30",
        "call now",
    ];
    says.map(str::to_owned).to_vec()
}

/// A number that is called once.
fn phone(number: u64) -> String {
    // Seven digits: one above 1, two of any kind, four.
    let exchange = 200 + number / 9_000 % 700;
    format!("+1 415 {exchange} {}", 1_000 + number % 9_000)
}

pub fn user(number: u64) -> ChatUser {
    private(number).chat_user()
}

pub fn private(number: u64) -> ConversationId {
    ConversationId {
        platform: Platform::Telegram,
        chat: number.to_string(),
        thread: None,
        user: number.to_string(),
    }
}

/// A new conversation in a group.
fn thread(number: u64, day: u64) -> ConversationId {
    ConversationId {
        chat: format!("-100{}", number / 100),
        thread: Some((day * 1_000_000 + number).to_string()),
        ..private(number)
    }
}

/// The first morning: all days are counted from it.
pub fn first_day() -> Result<DateTime<Utc>> {
    Ok(DateTime::from_timestamp(1_767_283_200, 0).ok_or("no such time")?)
}
