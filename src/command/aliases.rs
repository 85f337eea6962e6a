//! The options of the service's own command line, as aliases of the commands:
//! `kally-bridge --usage` is `kally-bridge usage`, and options of a call without
//! a command are `call`.

use std::ffi::OsString;

use clap::{CommandFactory as _, Subcommand as _};

use super::super::cli::{Cli, KallyAiCommand};

/// The options that mean a command, and those that a value follows. They come
/// from the definitions of the commands.
struct Options {
    /// The names of the commands, but for `call`.
    commands: Vec<String>,
    /// The options of a call that a value follows.
    of_call: Vec<String>,
    /// The same of the whole program.
    global: Vec<String>,
}

impl Options {
    fn of(program: &clap::Command) -> Self {
        let commands = KallyAiCommand::augment_subcommands(clap::Command::new(""));
        let commands = commands.get_subcommands().map(clap::Command::get_name);
        let call = program.find_subcommand("call");
        Self {
            commands: commands
                .filter(|name| *name != "call")
                .map(str::to_owned)
                .collect(),
            of_call: call.map(followed_by_value).unwrap_or_default(),
            global: followed_by_value(program),
        }
    }

    /// Values are passed over, so that none of them is taken for an option. A command
    /// of ours ends the search.
    fn found(&self, texts: &[String]) -> Option<Found> {
        let mut call = None;
        let mut at = 1;
        while let Some(text) = texts.get(at) {
            let name = text.split_once('=').map_or(text.as_str(), |(name, _)| name);
            let short = |option: &String| !option.starts_with("--") && text.starts_with(option);
            if text == "--" || !text.starts_with('-') {
                break;
            }
            if let Some(command) = name
                .strip_prefix("--")
                .and_then(|name| self.commands.iter().find(|command| *command == name))
            {
                return Some(Found::Command(at, command.clone()));
            }
            let is_of = |options: &[String]| options.iter().any(|option| option == name);
            let of_call = is_of(&self.of_call);
            let takes_value = of_call || is_of(&self.global);
            if of_call || self.of_call.iter().any(short) {
                call = Some(Found::Call);
            }
            at += match takes_value && name == text {
                true => 2,
                false => 1,
            };
        }
        call
    }
}

/// The options of a command that a value follows, as they are written.
fn followed_by_value(command: &clap::Command) -> Vec<String> {
    let with_value = |argument: &&clap::Arg| argument.get_action().takes_values();
    let written = |argument: &clap::Arg| {
        let long = argument.get_long().map(|long| format!("--{long}"));
        let short = argument.get_short().map(|short| format!("-{short}"));
        long.into_iter().chain(short)
    };
    let all = command.get_arguments().filter(with_value);
    all.flat_map(written).collect()
}

/// The arguments as commands. The first is the program.
pub fn resolved(arguments: Vec<OsString>) -> Vec<OsString> {
    let texts: Vec<String> = arguments
        .iter()
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    let options = Options::of(&Cli::command());
    match options.found(&texts) {
        None => arguments,
        Some(Found::Call) => inserted(arguments, 1, &["call"]),
        Some(Found::Command(at, command)) => {
            let mut rest = arguments;
            let option = rest.remove(at);
            let value = option
                .to_string_lossy()
                .split_once('=')
                .map(|(_, value)| value.to_owned());
            let mut all = inserted(rest, 1, &[&command]);
            if let Some(value) = value {
                all.insert(at + 1, value.into());
            }
            all
        }
    }
}

fn inserted(mut arguments: Vec<OsString>, at: usize, what: &[&str]) -> Vec<OsString> {
    let at = at.min(arguments.len());
    arguments.splice(at..at, what.iter().map(OsString::from));
    arguments
}

/// What stands for a command.
enum Found {
    /// An option of a call.
    Call,
    /// The option at this place.
    Command(usize, String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(given: &[&str], expected: &[&str]) {
        let arguments = |texts: &[&str]| -> Vec<OsString> {
            std::iter::once(&"kally-bridge")
                .chain(texts)
                .map(OsString::from)
                .collect()
        };
        assert_eq!(resolved(arguments(given)), arguments(expected));
    }

    #[test]
    fn options_stand_for_their_commands() {
        check(&["--usage"], &["usage"]);
        check(&["--json", "--usage"], &["usage", "--json"]);
        check(&["--auth-status", "--json"], &["auth-status", "--json"]);
        check(&["--call-info", "ab-1"], &["call-info", "ab-1"]);
        check(&["--call-info=ab-1"], &["call-info", "ab-1"]);
        check(
            &["--json", "--transcript=ab-1", "--log", "info"],
            &["transcript", "--json", "ab-1", "--log", "info"],
        );
        check(
            &["--config", "a.toml", "--history", "--limit", "3"],
            &["history", "--config", "a.toml", "--limit", "3"],
        );
    }

    #[test]
    fn options_of_a_call_are_a_call() {
        check(
            &["-p", "+14155550100", "-t", "a table", "-c", "restaurant"],
            &[
                "call",
                "-p",
                "+14155550100",
                "-t",
                "a table",
                "-c",
                "restaurant",
            ],
        );
        check(&["-p+14155550100"], &["call", "-p+14155550100"]);
        check(&["--phone=+1"], &["call", "--phone=+1"]);
        check(
            &["--dry-run", "-t", "--usage", "--date", "--history"],
            &["call", "--dry-run", "-t", "--usage", "--date", "--history"],
        );
        check(
            &["--log", "debug", "--resume", "x"],
            &["call", "--log", "debug", "--resume", "x"],
        );
    }

    #[test]
    fn everything_else_stays_as_it_is() {
        for same in [
            &[][..],
            &["run"],
            &["--help"],
            &["-V"],
            &["--config", "a.toml", "run"],
            &["call", "-t", "--usage"],
            &["parse", "--usage"],
            &["--", "--usage"],
            &["--log", "--usage"],
        ] {
            check(same, same);
        }
    }
}
