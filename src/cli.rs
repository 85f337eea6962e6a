//! The command line: parsed into final types, with help that has an example for
//! each command. Other modules carry the commands out.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use chrono_tz::Tz;
use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use tracing::level_filters::LevelFilter;

use super::backup::{BackupArgs, RestoreArgs};
use super::command::Meaning as End;
use super::command::args::{
    CallArgs, HistoryArgs, LoginArgs, LogoutArgs, OfCallArgs, RecordingArgs, ShowArgs,
};
use super::config::either;
use super::config::file::ConfigArgs;
use super::moving::MoveArgs;
use super::version;
use kally_core::model::{Language, Region};

/// kally-bridge: ask KallyAI to make a phone call, from Telegram, Matrix or a terminal,
/// and hear how it went
#[derive(Debug, Clone, Parser)]
#[command(
    name = "kally-bridge",
    version = version::LINE,
    arg_required_else_help = true,
    after_help = "Try it without any account:  kally-bridge demo\n\
                  Is everything set up?        kally-bridge check\n\
                  Make a call from a script:   kally-bridge call --help\n\
                  The options of KallyAI's own command line work too: --usage is the command\n\
                  usage, and -p NUMBER -t TASK -c KIND is call.\n\
                  Every setting with its default is in config/kally-bridge.toml."
)]
pub struct Cli {
    /// The options of every command.
    #[command(flatten)]
    pub global: GlobalArgs,
    /// The command to run.
    #[command(subcommand)]
    pub command: Command,
}

/// The options of every command.
#[derive(Debug, Clone, Args)]
pub struct GlobalArgs {
    /// The configuration file [default: config/kally-bridge.toml or
    /// kally-bridge.toml, if it exists; or the one that KALLY_CONFIG names]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// How much to log to standard error: error, warn, info, debug or trace
    #[arg(long, global = true, value_name = "LEVEL", value_parser = level)]
    pub log: Option<LevelFilter>,
}

/// The command to run.
#[derive(Debug, Clone, Subcommand)]
pub enum Command {
    /// Run the bridge for the configured chats
    #[command(
        long_about = "Runs the bridge for every chat that is configured, until it is told to stop \
                      (Ctrl-C or SIGTERM). Unfinished work goes on at the next start.",
        after_help = "Examples:\n  \
            KALLY_TELEGRAM__TOKEN=123:abc kally-bridge run\n  \
            kally-bridge run --config /etc/kally-bridge.toml --log debug"
    )]
    Run,
    /// Try the bridge here and now: no account, no real call
    #[command(
        long_about = "Talks with you in this terminal, with a simulated KallyAI inside: no account, \
                      no network, no real call. Nothing is kept when it ends.",
        after_help = "Examples:\n  \
            kally-bridge demo\n  \
            kally-bridge demo --linked\n  \
            printf '/call\\n+1 415 555 2671\\n' | kally-bridge demo --linked"
    )]
    Demo(DemoArgs),
    /// Chat in this terminal, with the real KallyAI
    #[command(
        long_about = "Talks with you in this terminal, with the KallyAI that is configured: calls \
                      made here are real. Ctrl-D leaves; a call that is under way is reported when \
                      you come back.",
        after_help = "Examples:\n  \
            kally-bridge chat\n  \
            KALLY_KALLYAI__BASE_URL=http://127.0.0.1:8977 kally-bridge chat"
    )]
    Chat,
    /// Serve a simulated KallyAI, to develop and test against
    #[command(
        long_about = "Serves a simulated KallyAI on this machine: sign-in, calls, transcripts and \
                      faults, as in its API, without dialling anybody.",
        after_help = "Examples:\n  \
            kally-bridge sandbox\n  \
            kally-bridge sandbox --bind 127.0.0.1:9977 --call-seconds 3 --token-seconds 90\n\
            \nThen, in another terminal:\n  \
            KALLY_KALLYAI__BASE_URL=http://127.0.0.1:8977 kally-bridge chat"
    )]
    Sandbox(SandboxArgs),
    /// Check the configuration and everything it needs
    #[command(
        long_about = "Checks, one line each, that the configuration is valid, the store opens, and \
                      KallyAI and the chats can be reached; otherwise says what to do. Changes \
                      nothing and calls nobody. Exits with 0 if all is well, with 1 if not, with 2 \
                      if the configuration itself cannot be used.\n\n\
                      With --contract it asks the live KallyAI, with the account of `kally-bridge \
                      login`, questions that change nothing there, and says where an answer is not \
                      the one that this program expects.",
        after_help = "Examples:\n  \
            kally-bridge check\n  \
            kally-bridge check --config /etc/kally-bridge.toml\n  \
            kally-bridge check --contract --record answers"
    )]
    Check(CheckArgs),
    /// Show the code that makes you the bot's admin
    #[command(
        long_about = "Shows the code that the bot's first start has made. The person who sends it to the \
                      bot in a private chat becomes its admin, and can invite people with /admin. It works \
                      once.",
        after_help = "Examples:\n  kally-bridge claim"
    )]
    Claim,
    /// Ask the bridge that runs how it is
    #[command(
        long_about = "Asks the bridge that runs here how it is, at server.internal, and prints the \
                      answer on one line. Exits with 0 if it does what it can (\"ok\", \
                      \"degraded\"), and with 1 if it does nothing for anybody or cannot be asked \
                      (\"unavailable\").",
        after_help = "Examples:\n  kally-bridge healthcheck"
    )]
    Healthcheck,
    /// Sign the bot in to Matrix by a browser
    #[command(
        long_about = "Signs the bot in to Matrix where the homeserver leaves that to a browser (OAuth 2.0) \
                      and takes no password. Shows an address and a code; open the address on any \
                      device and allow the bot. It is needed once. Stop the bridge first.",
        after_help = "Examples:\n  kally-bridge matrix-login"
    )]
    MatrixLogin,
    /// Give the store another key
    #[command(
        long_about = "Seals everything in the store with the key in store.key; without one, with a new \
                      key file. The keys before it go into store.old_keys; a key file is found by \
                      itself. Stop the bridge first. It can be repeated after an interruption.",
        after_help = "Examples:\n  \
            kally-bridge rekey\n  \
            KALLY_STORE__OLD_KEYS=$OLD KALLY_STORE__KEY=$(openssl rand -hex 32) kally-bridge rekey"
    )]
    Rekey,
    /// Move everything to another store, in a folder or in PostgreSQL
    #[command(
        long_about = "Copies everything of one store into another one that is empty, in a folder or in a \
                      PostgreSQL, and compares both. The old store stays as it is. Stop the bridge first. \
                      It can be repeated after an interruption.",
        after_help = "Examples:\n  \
            KALLY_STORE__URL=postgres://… kally-bridge move --from data --to store.url\n  \
            kally-bridge move --from store.url --to data-again"
    )]
    Move(MoveArgs),
    /// Print the configuration file with every setting and its default
    #[command(
        long_about = "Prints the configuration file with every setting, its meaning and its default. With \
                      --check, lists all mistakes in a file, and exits with 2 if there are any. With \
                      --migrate, gives keys of an earlier version the names that they have today; \
                      values and comments stay.",
        after_help = "Examples:\n  \
            kally-bridge config > kally-bridge.toml\n  \
            kally-bridge config --check /etc/kally-bridge.toml\n  \
            kally-bridge config --migrate /etc/kally-bridge.toml"
    )]
    Config(ConfigArgs),
    /// Write everything that the bridge keeps into one file, while it runs
    #[command(
        long_about = "Writes everything that the bridge keeps into one file: the store, Matrix's \
                      session and keys, and the store's key, sealed. The bridge goes on meanwhile. The \
                      file holds people's words and sign-ins, sealed with the store's key; only its \
                      owner can read it. It gets its name when it was read again and is whole.",
        after_help = "Examples:\n  \
            kally-bridge backup --passphrase kally.tar.gz\n  \
            kally-bridge backup --recipient age1… --keep 14 /var/backups/kally-bridge\n  \
            kally-bridge backup --without-keys --keep 14 /var/backups/kally-bridge"
    )]
    Backup(BackupArgs),
    /// Put a backup in place of a store that is gone
    #[command(
        long_about = "Reads a backup completely, and puts it into a folder that is empty or missing. \
                      No bridge may run there. Nothing of the backup is done again: calls that waited \
                      in it are asked about, and messages of before the restore are not carried out. \
                      Stop the bridge that the backup is of before this: two of them would share a \
                      bot and its sign-ins.",
        after_help = "Examples:\n  \
            kally-bridge restore kally.tar.gz\n  \
            kally-bridge restore --identity key.txt --into /var/lib/kally-bridge/store kally.tar.gz"
    )]
    Restore(RestoreArgs),
    /// A command for KallyAI.
    #[command(flatten)]
    KallyAi(KallyAiCommand),
    /// Print completions for a shell
    #[command(
        long_about = "Prints the completions of this command line for a shell: bash, elvish, fish, \
                      powershell or zsh.",
        after_help = "Examples:\n  \
            kally-bridge completions bash > ~/.local/share/bash-completion/completions/kally-bridge\n  \
            kally-bridge completions zsh > ~/.zfunc/_kally-bridge"
    )]
    Completions {
        /// The shell
        #[arg(value_name = "SHELL")]
        shell: Shell,
    },
    /// Print the manual page
    #[command(
        long_about = "Prints the manual page of this command line, in roff.",
        after_help = "Examples:\n  kally-bridge man | man -l -\n  kally-bridge man > kally-bridge.1"
    )]
    Man,
    /// Show the values that the bridge understands in a text, as JSON
    #[command(
        long_about = "Prints the values that the bridge understands in a text: the number, the date \
                      and time, the people, the name; as JSON, without calling anybody. With --batch, \
                      reads JSON lines {\"id\", \"lang\", \"tz\", \"now\", \"region\", \"text\"} from standard \
                      input and answers each with {\"id\", \"slots\"}.",
        after_help = "Examples:\n  \
            kally-bridge parse 'call +1 415 555 2671, table for four tomorrow at 8'\n  \
            kally-bridge parse --lang es --tz Europe/Madrid --region ES 'mesa para 4 mañana a las 21:30'\n  \
            kally-bridge parse --batch < sentences.jsonl"
    )]
    Parse(ParseArgs),
}

/// A command for KallyAI: one request, carried out by the process that holds the
/// store.
#[derive(Debug, Clone, Subcommand)]
pub enum KallyAiCommand {
    /// Have KallyAI make a phone call, and wait for its outcome
    #[command(
        long_about = "Has KallyAI make a phone call, with the account of `chat`, and waits for its \
                      outcome. Giving the command confirms the call: --dry-run shows the card and \
                      calls nobody. Needed are --phone, --task and --category. If the command is \
                      interrupted, the call goes on; --resume follows it again and never dials. \
                      While `kally-bridge run` or `chat` holds the store, the call is placed there.",
        after_help = call_help(),
    )]
    Call(Box<CallArgs>),
    /// Show what is left on your KallyAI plan
    #[command(
        long_about = "Shows what is left on your KallyAI plan: credits, or minutes and calls.",
        after_help = "Examples:\n  kally-bridge usage\n  kally-bridge usage --json"
    )]
    Usage(ShowArgs),
    /// Show your KallyAI plan
    #[command(
        long_about = "Shows your KallyAI plan: its name, its state, when it renews or ends.",
        after_help = "Examples:\n  kally-bridge subscription\n  kally-bridge subscription --json"
    )]
    Subscription(ShowArgs),
    /// Print the address of your bills
    #[command(
        long_about = "Prints the address of your bills at KallyAI. It is for your eyes only and works \
                      for a short time; it is kept and logged nowhere.",
        after_help = "Examples:\n  kally-bridge billing\n  xdg-open \"$(kally-bridge billing)\""
    )]
    Billing(ShowArgs),
    /// List your calls, the newest first
    #[command(
        long_about = "Lists the calls of your account, wherever they were made, the newest first: a \
                      line each, with the id, the time, the end and the place. Words search.",
        after_help = "Examples:\n  \
            kally-bridge history\n  \
            kally-bridge history --limit 5 casa pepe\n  \
            kally-bridge history no answer since monday --json"
    )]
    History(HistoryArgs),
    /// Show everything about one call
    #[command(
        long_about = "Shows everything that is known about one call: its task, its end, its outcome.",
        after_help = "Examples:\n  \
            kally-bridge call-info 3f2b8c1e\n  \
            kally-bridge call-info --json 3f2b8c1e-5a7d-4c1b-9a66-0c3c1f3a9d10"
    )]
    CallInfo(OfCallArgs),
    /// Print the transcript of one call
    #[command(
        long_about = "Prints the transcript of one call, a line for each thing that was said.",
        after_help = "Examples:\n  \
            kally-bridge transcript 3f2b8c1e\n  \
            kally-bridge transcript 3f2b8c1e > transcript.txt"
    )]
    Transcript(OfCallArgs),
    /// Save the recording of one call
    #[command(
        long_about = "Saves the sound of one call as a file and prints its name. A recording that is too \
                      large has its address printed instead.",
        after_help = "Examples:\n  \
            kally-bridge recording 3f2b8c1e\n  \
            kally-bridge recording 3f2b8c1e -o call.mp3\n  \
            kally-bridge recording 3f2b8c1e -o - | mpv -"
    )]
    Recording(RecordingArgs),
    /// Link your KallyAI account
    #[command(
        long_about = "Links your KallyAI account: shows an address to open in a browser on this \
                      machine, waits until you have signed in there, and shows which account it is. \
                      It is the account of `kally-bridge chat` as well.",
        after_help = "Examples:\n  kally-bridge login\n  kally-bridge login --wide"
    )]
    Login(LoginArgs),
    /// Forget your KallyAI sign-in
    #[command(
        long_about = "Forgets your KallyAI sign-in. While calls are open it asks you to say when: \
                      --later or --now.",
        after_help = "Examples:\n  kally-bridge logout\n  kally-bridge logout --later"
    )]
    Logout(LogoutArgs),
    /// Show whether a KallyAI account is linked
    #[command(
        long_about = "Shows whether a KallyAI account is linked, and which. Exits with 3 if none is.",
        after_help = "Examples:\n  kally-bridge auth-status\n  kally-bridge auth-status --json"
    )]
    AuthStatus(ShowArgs),
}

/// The options of `check`.
#[derive(Debug, Clone, Default, Args)]
pub struct CheckArgs {
    /// Compare the answers of the live KallyAI with the expected ones
    #[arg(long)]
    pub contract: bool,
    /// Keep the answers, without anything personal, as files in this folder
    #[arg(long, value_name = "FOLDER", requires = "contract")]
    pub record: Option<PathBuf>,
    /// Have KallyAI call this phone, your own, and ask for the same call twice: tells
    /// whether it calls once. It costs what a call costs; the number must be typed
    /// once more
    #[arg(
        long,
        value_name = "NUMBER",
        requires = "contract",
        conflicts_with = "record"
    )]
    pub call: Option<String>,
}

/// The options of `demo`.
#[derive(Debug, Clone, Copy, Args)]
pub struct DemoArgs {
    /// Start with an account linked already
    #[arg(long)]
    pub linked: bool,
}

/// The options of `sandbox`.
#[derive(Debug, Clone, Copy, Args)]
pub struct SandboxArgs {
    /// Where to serve it
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8977")]
    pub bind: SocketAddr,
    /// How many seconds an access token lasts
    #[arg(long, value_name = "N", default_value_t = 3600)]
    pub token_seconds: u64,
    /// How many seconds a phone call lasts; fractions are allowed
    #[arg(long, value_name = "N", default_value = "5", value_parser = seconds)]
    pub call_seconds: Duration,
    /// Ignore Idempotency-Key: a repeated request dials again
    #[arg(long)]
    pub no_idempotency: bool,
}

/// The options of `parse`.
#[derive(Debug, Clone, Args)]
pub struct ParseArgs {
    /// Read JSON lines from standard input
    #[arg(long, conflicts_with = "text")]
    pub batch: bool,
    /// Also show every day and time that was read, and why it was said
    #[arg(long, conflicts_with = "batch")]
    pub explain: bool,
    #[arg(
        long,
        value_name = "LANG",
        value_parser = language,
        help = format!("The language of the text, {} [default: locale.language]", languages()),
    )]
    pub lang: Option<Language>,
    /// The timezone of its dates [default: locale.timezone]
    #[arg(long, value_name = "ZONE", value_parser = timezone)]
    pub tz: Option<Tz>,
    /// The time to use as now: 2026-01-28T12:00:00Z, or a local
    /// 2026-01-28T12:00 in the timezone [default: the machine's clock]
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
    /// The country of numbers without + [default: locale.region]
    #[arg(long, value_name = "CC", value_parser = region)]
    pub region: Option<Region>,
    /// The text, in one or several words
    #[arg(value_name = "TEXT", required_unless_present = "batch")]
    pub text: Vec<String>,
}

impl ParseArgs {
    /// The words as one text.
    #[must_use]
    pub fn text(&self) -> String {
        self.text.join(" ")
    }
}

impl Command {
    /// Whether a person or a script reads its output, where the log would be in
    /// the way.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        matches!(
            self,
            Self::Demo(_) | Self::Chat | Self::Healthcheck | Self::KallyAi(_)
        )
    }
}

/// The examples of `call`.
const CALL_EXAMPLES: &str = "Examples:\n  \
    kally-bridge call -p +14155552671 -c restaurant -t 'Reserve a table for 4, outside if they can' \\\n      \
    --name 'Ana García' --date 2026-01-28 --time 20:00 --party-size 4\n  \
    kally-bridge call -p +34912345678 -c general -t 'Ask whether they repair bicycles' -l es --json\n  \
    kally-bridge call --resume 01978a51-5d2e-7c43-8b0e-5f6f1a0c9d2e";

/// The help below the options of `call`: examples, and the exit codes of all
/// commands for KallyAI.
fn call_help() -> String {
    let codes = End::MEANINGS.iter().map(|(code, word, meaning)| {
        let meaning = meaning.trim().replace('`', "");
        format!("  {code:>3}  {word:<12} {meaning}")
    });
    let codes: Vec<String> = codes.collect();
    format!(
        "{CALL_EXAMPLES}\n\nExit codes (of every command for KallyAI; the word is `end` in JSON):\n{}\n  \
         128+N  ended by signal N; a call goes on",
        codes.join("\n")
    )
}

fn level(text: &str) -> Result<LevelFilter, String> {
    match text {
        "error" | "warn" | "info" | "debug" | "trace" => {
            text.parse().map_err(|_| "not a level".to_owned())
        }
        _ => Err("write error, warn, info, debug or trace".to_owned()),
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    text.parse::<f64>()
        .ok()
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .filter(|time| *time <= Duration::from_secs(24 * 60 * 60))
        .ok_or_else(|| "write a number of seconds such as 5 or 0.5".to_owned())
}

fn language(text: &str) -> Result<Language, String> {
    Language::from_tag(text).ok_or_else(|| format!("write {}", languages()))
}

/// The languages of the texts, as 'en or es'.
pub fn languages() -> String {
    either(&Language::ALL.map(|language| language.code().to_owned()))
}

fn timezone(text: &str) -> Result<Tz, String> {
    Tz::from_str_insensitive(text)
        .map_err(|_| "write an IANA name such as Europe/Madrid".to_owned())
}

fn region(text: &str) -> Result<Region, String> {
    text.parse()
        .map_err(|error: <Region as std::str::FromStr>::Err| error.to_string())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;
    use clap::error::ErrorKind;

    use super::*;

    #[track_caller]
    fn parse(line: &str) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(std::iter::once("kally-bridge").chain(line.split_whitespace()))
    }

    #[test]
    fn the_definition_holds() {
        Cli::command().debug_assert();
    }

    #[test]
    fn commands_and_their_defaults() {
        assert!(matches!(parse("run").unwrap().command, Command::Run));
        assert!(parse("demo --linked").unwrap().command.is_quiet());
        assert!(!parse("check").unwrap().command.is_quiet());
        let Command::Sandbox(args) = parse("sandbox").unwrap().command else {
            panic!("no sandbox");
        };
        assert_eq!(args.bind.to_string(), "127.0.0.1:8977");
        assert_eq!(args.token_seconds, 3600);
        assert!(!args.no_idempotency);
        let Command::Parse(args) = parse("parse --lang es-MX table for two").unwrap().command
        else {
            panic!("no parse");
        };
        assert_eq!(args.lang, Some(Language::Es));
        assert_eq!(args.text(), "table for two");
    }

    #[test]
    fn global_options_stand_anywhere() {
        for line in [
            "--config a.toml --log debug run",
            "run --config a.toml --log debug",
        ] {
            let global = parse(line).unwrap().global;
            assert_eq!(global.config, Some("a.toml".into()), "{line}");
            assert_eq!(global.log, Some(LevelFilter::DEBUG), "{line}");
        }
    }

    #[track_caller]
    fn check_refused(line: &str, kind: ErrorKind) {
        assert_eq!(parse(line).unwrap_err().kind(), kind, "{line}");
    }

    #[test]
    fn what_is_wrong_is_refused() {
        check_refused("", ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand);
        check_refused("dance", ErrorKind::InvalidSubcommand);
        check_refused("run --log loud", ErrorKind::ValueValidation);
        check_refused("parse", ErrorKind::MissingRequiredArgument);
        check_refused("parse --batch hello", ErrorKind::ArgumentConflict);
        check_refused("parse --tz Mars x", ErrorKind::ValueValidation);
        check_refused("parse --region Spain x", ErrorKind::ValueValidation);
        check_refused("sandbox --bind 8977", ErrorKind::ValueValidation);
        check_refused("call --resume 7", ErrorKind::ValueValidation);
        check_refused(
            "call --resume 01978a51-5d2e-7c43-8b0e-5f6f1a0c9d2e -p +14155550100",
            ErrorKind::ArgumentConflict,
        );
        check_refused("call --dry-run --no-wait", ErrorKind::ArgumentConflict);
        check_refused("history --limit 0", ErrorKind::ValueValidation);
        check_refused("call-info", ErrorKind::MissingRequiredArgument);
        check_refused("logout --later --now", ErrorKind::ArgumentConflict);
        check_refused("sandbox --call-seconds -1", ErrorKind::UnknownArgument);
        check_refused("sandbox --call-seconds nan", ErrorKind::ValueValidation);
    }

    #[test]
    fn every_help_says_what_it_does_and_has_an_example() {
        for command in Cli::command().get_subcommands() {
            let name = command.get_name();
            let help = command.clone().render_long_help().to_string();
            assert!(help.contains("Examples:"), "{name}");
            assert!(help.contains(&format!("kally-bridge {name}")), "{name}");
            assert!(command.get_about().is_some(), "{name}");
        }
    }
}
