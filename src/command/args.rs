//! The options of the commands for KallyAI, and the requests that they mean. The
//! values of a call are words here: the process that holds the store reads them,
//! as it reads a person's answers.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;

use kally_core::dialogue::LogOut;
use kally_core::model::{CallId, Slot};

use super::protocol::{MOST_CALLS, Request};

/// The option that tells a slot.
pub fn flag(slot: Slot) -> &'static str {
    match slot {
        Slot::Phone => "--phone",
        Slot::Task => "--task",
        Slot::Category => "--category",
        Slot::Business => "--business",
        Slot::Name => "--name",
        Slot::Date => "--date",
        Slot::Time => "--time",
        Slot::Nights => "--nights",
        Slot::PartySize => "--party-size",
        Slot::CallLanguage => "--language",
        Slot::Timezone => "--timezone",
    }
}

/// How a result is shown.
#[derive(Debug, Clone, Copy, Args)]
pub struct ShowArgs {
    /// Print the result as one JSON object (docs/command-line.schema.json)
    #[arg(long)]
    pub json: bool,
}

/// The options of `call`.
#[derive(Debug, Clone, Args)]
pub struct CallArgs {
    /// The number to call, with its country code
    #[arg(short, long, value_name = "NUMBER", allow_hyphen_values = true)]
    pub phone: Option<String>,
    /// What to ask them for, in 10 to 1,000 characters
    #[arg(short, long, value_name = "TEXT", allow_hyphen_values = true)]
    pub task: Option<String>,
    /// The kind of place: restaurant, clinic, hotel or general
    #[arg(short, long, value_name = "KIND")]
    pub category: Option<String>,
    /// The language on the phone: en or es [default: that of the place]
    #[arg(short, long, value_name = "LANG")]
    pub language: Option<String>,
    /// The name to reserve under
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    pub name: Option<String>,
    /// The name of the place
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    pub business: Option<String>,
    /// For how many people, 1 to 50
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub party_size: Option<String>,
    /// The day: 2026-01-28, or words such as 'next friday'
    #[arg(long, value_name = "DAY", allow_hyphen_values = true)]
    pub date: Option<String>,
    /// The time there: 20:00, or words such as 'in the evening'
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub time: Option<String>,
    /// How many nights at a hotel, 1 to 50
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub nights: Option<String>,
    /// The timezone of day and time [default: that of the place]
    #[arg(long, value_name = "ZONE")]
    pub timezone: Option<String>,
    /// Call although the same call is going on already
    #[arg(long)]
    pub again: bool,
    /// Show the card and call nobody
    #[arg(long, conflicts_with_all = ["no_wait", "resume"])]
    pub dry_run: bool,
    /// End as soon as the call is confirmed; it goes on by itself
    #[arg(long, conflicts_with = "resume")]
    pub no_wait: bool,
    /// Follow a call that was confirmed before; never dials again
    #[arg(
        long,
        value_name = "ID",
        value_parser = call_id,
        conflicts_with_all = [
            "phone", "task", "category", "language", "name", "business", "party_size", "date",
            "time", "nights", "timezone", "again",
        ],
    )]
    pub resume: Option<CallId>,
    /// The process that follows a call after --no-wait.
    #[arg(long, hide = true, requires = "resume")]
    pub in_background: bool,
    #[command(flatten)]
    pub show: ShowArgs,
}

impl CallArgs {
    /// The words that tell each slot.
    pub fn told(&self) -> BTreeMap<Slot, String> {
        let all = [
            (Slot::Phone, &self.phone),
            (Slot::Task, &self.task),
            (Slot::Category, &self.category),
            (Slot::CallLanguage, &self.language),
            (Slot::Name, &self.name),
            (Slot::Business, &self.business),
            (Slot::PartySize, &self.party_size),
            (Slot::Date, &self.date),
            (Slot::Time, &self.time),
            (Slot::Nights, &self.nights),
            (Slot::Timezone, &self.timezone),
        ];
        let told = all.into_iter().filter_map(|(slot, words)| {
            let words = words.as_ref()?;
            Some((slot, words.clone()))
        });
        told.collect()
    }
}

/// The options of `history`.
#[derive(Debug, Clone, Args)]
pub struct HistoryArgs {
    /// Search: a place, a number, a day, 'no answer', 'since monday'
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
    /// The most calls to list
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = most)]
    pub limit: usize,
    #[command(flatten)]
    pub show: ShowArgs,
}

/// The options of a command about one call.
#[derive(Debug, Clone, Args)]
pub struct OfCallArgs {
    /// The id of the call, or the beginning of it
    #[arg(value_name = "ID")]
    pub id: String,
    #[command(flatten)]
    pub show: ShowArgs,
}

/// The options of `recording`.
#[derive(Debug, Clone, Args)]
pub struct RecordingArgs {
    #[command(flatten)]
    pub of: OfCallArgs,
    /// The file to write, or - for standard output [default: recording- with the
    /// beginning of the id]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// The options of `login`.
#[derive(Debug, Clone, Copy, Args)]
pub struct LoginArgs {
    /// Ask KallyAI for every permission
    #[arg(long)]
    pub wide: bool,
    #[command(flatten)]
    pub show: ShowArgs,
}

/// The options of `logout`.
#[derive(Debug, Clone, Copy, Args)]
pub struct LogoutArgs {
    /// Sign out when no call is open any more
    #[arg(long)]
    pub later: bool,
    /// Sign out at once; the outcome of open calls is not told
    #[arg(long, conflicts_with = "later")]
    pub now: bool,
    #[command(flatten)]
    pub show: ShowArgs,
}

impl LogoutArgs {
    pub fn request(self) -> Request {
        let when = match (self.later, self.now) {
            (true, _) => LogOut::Later,
            (_, true) => LogOut::Now,
            _ => LogOut::Idle,
        };
        Request::Logout { when }
    }
}

fn most(text: &str) -> Result<usize, String> {
    text.parse()
        .ok()
        .filter(|most| (1..=MOST_CALLS).contains(most))
        .ok_or_else(|| format!("write a number from 1 to {MOST_CALLS}"))
}

/// The id of a call that was made here.
fn call_id(text: &str) -> Result<CallId, String> {
    serde_json::from_value(text.trim().into())
        .map_err(|_| "write the id that `call` has shown".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slot_has_an_option() {
        use clap::CommandFactory as _;
        let call = crate::cli::Cli::command();
        let call = call.find_subcommand("call").expect("a command");
        for slot in Slot::ALL {
            let long = flag(slot).trim_start_matches('-');
            let mut options = call.get_arguments();
            assert!(
                options.any(|option| option.get_long() == Some(long)),
                "{slot:?}"
            );
        }
    }
}
