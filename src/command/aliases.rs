//! The options of the service's own command line, as aliases of the commands:
//! `kally-bridge --usage` is `kally-bridge usage`, and options of a call without
//! a command are `call`.

use std::ffi::OsString;

/// The options that stand for a command.
const COMMANDS: &[&str] = &[
    "usage",
    "subscription",
    "billing",
    "history",
    "call-info",
    "transcript",
    "recording",
    "login",
    "logout",
    "auth-status",
];

/// The options of a call that are followed by a value.
const OF_CALL: &[&str] = &[
    "-p",
    "--phone",
    "-t",
    "--task",
    "-c",
    "--category",
    "-l",
    "--language",
    "--name",
    "--business",
    "--party-size",
    "--date",
    "--time",
    "--nights",
    "--timezone",
    "--resume",
];

/// The options of the whole program that are followed by a value.
const GLOBAL: &[&str] = &["--config", "--log"];

/// The arguments as commands. The first is the program.
pub fn resolved(arguments: Vec<OsString>) -> Vec<OsString> {
    let texts: Vec<String> = arguments
        .iter()
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    match found(&texts) {
        None => arguments,
        Some(Found::Call) => inserted(arguments, 1, &["call"]),
        Some(Found::Command(at, command)) => {
            let mut rest = arguments;
            let option = rest.remove(at);
            let value = option
                .to_string_lossy()
                .split_once('=')
                .map(|(_, value)| value.to_owned());
            let mut all = inserted(rest, 1, &[command]);
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
    Command(usize, &'static str),
}

/// Values are passed over, so that none of them is taken for an option. A command
/// of ours ends the search.
fn found(texts: &[String]) -> Option<Found> {
    let mut call = None;
    let mut at = 1;
    while let Some(text) = texts.get(at) {
        let name = text.split_once('=').map_or(text.as_str(), |(name, _)| name);
        let short = |option: &&str| !option.starts_with("--") && text.starts_with(*option);
        if text == "--" || !text.starts_with('-') {
            break;
        }
        if let Some(command) = name
            .strip_prefix("--")
            .and_then(|name| COMMANDS.iter().find(|command| **command == name))
        {
            return Some(Found::Command(at, command));
        }
        let takes_value = OF_CALL.contains(&name) || GLOBAL.contains(&name);
        if OF_CALL.contains(&name) || OF_CALL.iter().any(short) {
            call = Some(Found::Call);
        }
        at += match takes_value && name == text {
            true => 2,
            false => 1,
        };
    }
    call
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
