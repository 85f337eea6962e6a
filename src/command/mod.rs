//! The command line for KallyAI: commands for scripts and for people who like
//! them. Each is one request, carried out by the process that holds the store.

pub mod aliases;
pub mod args;
mod background;
mod client;
mod desk;
mod facts;
mod follow;
pub mod papers;
mod protocol;
mod saving;
mod show;
mod sign_in;
mod signals;
mod socket;
mod typed;

use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::process::ExitCode;

use kally_core::dialogue::CallOrder;
use kally_core::model::{CallId, Slot};
use kally_core::text::{Voice, order as words};
use kally_runtime::{Clock as _, Ids, SystemClock};

use super::cli::{GlobalArgs, KallyAiCommand};
use super::config::Config;

use args::CallArgs;
use protocol::{End, Ended, Request};
use show::Show;

pub use client::back_up;
pub use desk::Desk;
pub use protocol::End as Meaning;
pub use socket::Socket;

/// A command with the options of the whole program.
struct Told<'a> {
    config: &'a Config,
    global: &'a GlobalArgs,
}

/// Carries out a command for KallyAI.
///
/// # Errors
/// When the store cannot be opened.
pub async fn run(
    command: &KallyAiCommand,
    config: &Config,
    global: &GlobalArgs,
) -> anyhow::Result<ExitCode> {
    use KallyAiCommand as Command;
    let told = Told { config, global };
    let (name, show, request) = match command {
        Command::Call(args) => {
            let request = call(args, config).await?;
            ("call", args.show, request)
        }
        Command::Usage(show) => ("usage", *show, Request::Usage),
        Command::Subscription(show) => ("subscription", *show, Request::Subscription),
        Command::Billing(show) => ("billing", *show, Request::Billing),
        Command::History(args) => {
            let (words, most) = (args.words.join(" "), args.limit);
            ("history", args.show, Request::History { words, most })
        }
        Command::CallInfo(args) => {
            let id = args.id.clone();
            ("call-info", args.show, Request::CallInfo { id })
        }
        Command::Transcript(args) => {
            let id = args.id.clone();
            ("transcript", args.show, Request::Transcript { id })
        }
        Command::Recording(args) => {
            let id = args.of.id.clone();
            ("recording", args.of.show, Request::Recording { id })
        }
        Command::Login(args) => {
            let wide = args.wide;
            ("login", args.show, Request::Login { wide })
        }
        Command::Logout(args) => ("logout", args.show, args.request()),
        Command::AuthStatus(show) => ("auth-status", *show, Request::AuthStatus),
    };
    let voice = Voice::new(config.locale.language);
    let show = Show::new(name, show.json, config.terminal.colour, voice);
    let show = match command {
        Command::Recording(args) => show.saving(args.output.clone()),
        _ => show,
    };
    let in_background = matches!(command, Command::Call(args) if args.in_background);
    if in_background {
        background::leave_session();
    }
    client::run(&told, request, show, in_background).await
}

/// Whether a process holds the store and answers; its id.
pub async fn holder(config: &Config) -> Option<u64> {
    holder_in(&config.store.path).await
}

/// The same for a folder.
pub async fn holder_in(folder: &Path) -> Option<u64> {
    client::holder(folder).await
}

/// The request of a call. On a terminal it asks for each missing value.
async fn call(args: &CallArgs, config: &Config) -> anyhow::Result<Request> {
    if let Some(call) = args.resume {
        return Ok(Request::Follow { call });
    }
    let mut told = args.told();
    let may_ask = !args.show.json && io::stdin().is_terminal() && io::stderr().is_terminal();
    if may_ask {
        let voice = Voice::new(config.locale.language);
        for slot in Slot::ALL.into_iter().filter(|slot| slot.is_required()) {
            if told.contains_key(&slot) {
                continue;
            }
            let asks = voice.say(&format!("ask-{}", slot.word()));
            if let Some(answer) = ask(asks).await? {
                told.insert(slot, answer);
            }
        }
    }
    let call = CallId(Ids::from_os().uuid(SystemClock.now()));
    Ok(Request::Call {
        order: CallOrder {
            call,
            told,
            as_well: args.again,
            only_card: args.dry_run,
        },
        wait: !args.no_wait,
    })
}

/// Asks on the terminal; `None` for an empty answer.
async fn ask(question: String) -> io::Result<Option<String>> {
    let asking = tokio::task::spawn_blocking(move || {
        eprint!("{question}\n> ");
        let mut answer = String::new();
        io::stdin().read_line(&mut answer)?;
        let answer = answer.trim().to_owned();
        Ok((!answer.is_empty()).then_some(answer))
    });
    asking.await.map_err(io::Error::other)?
}

/// An end with a sentence of the command line.
fn plain(voice: Voice, end: End, key: &str) -> Ended {
    Ended::with(end, words::plain(voice, key))
}
