//! Commands: `/call` in Telegram and the terminal, `!call` in Matrix. One table
//! says of each who may see the answer, whether it is listed, and what it does.
//! Its words stand in the lexicons; menus, help and the ways from a room to the
//! private conversation follow from the table.

use crate::understand;

use super::account;
use super::errand::{self, Errand};
use super::idle;
use super::pressing::remind;
use super::prompt::{LinkReason, Prompt};
use super::report::CallStage;
use super::settings;
use super::state::State;
use super::step::danger_in;
use super::stopping;
use super::turn::Turn;
use super::{Linked, linking};

/// Who may see what a command answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Everybody in the room.
    Everybody,
    /// The person alone: in a room they are shown the way.
    Person,
}

/// What is known of a command.
pub struct Spec {
    /// Which it is.
    pub command: Command,
    /// Who may see the answer.
    pub audience: Audience,
    /// Whether menus and the help name it.
    pub listed: bool,
    /// Does it; the words behind the command come along.
    run: fn(&mut Turn, State, &str) -> State,
}

/// Writes the commands and their table.
///
/// A line is the command, its key (in the lexicons, in menus, in the names of
/// its texts), who may see the answer, whether it is listed, and what it does.
macro_rules! commands {
    ($($(#[$doc:meta])* $command:ident $key:literal $audience:ident $listed:ident => $run:path;)*) => {
        /// What a command asks for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Command {
            $($(#[$doc])* $command,)*
        }

        impl Command {
            /// The key by which its words and texts are found.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self {
                    $(Self::$command => $key,)*
                }
            }

            /// What is known of it.
            #[must_use]
            pub fn spec(self) -> &'static Spec {
                &COMMANDS[self as usize]
            }
        }

        /// Every command, in the order in which they are listed.
        pub static COMMANDS: [Spec; [$($key),*].len()] = [
            $(Spec {
                command: Command::$command,
                audience: Audience::$audience,
                listed: commands!(@$listed),
                run: $run,
            },)*
        ];
    };
    (@listed) => { true };
    (@unlisted) => { false };
}

commands! {
    /// Begin a call.
    Call "call" Everybody listed => on_call;
    /// Drop the form, or take back the call.
    Cancel "cancel" Everybody listed => on_cancel;
    /// Linked or not, and what is left.
    Account "account" Person listed => on_account;
    /// See and change the settings.
    Settings "settings" Person listed => settings::on_command;
    /// Link the KallyAI account.
    Login "login" Person listed => on_login;
    /// Forget it.
    Logout "logout" Person listed => on_logout;
    /// What can be done.
    Help "help" Everybody listed => on_help;
    /// The first thing a Telegram chat says.
    Start "start" Everybody unlisted => on_start;
}

impl Command {
    /// The command of that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        let mut commands = COMMANDS.iter().map(|spec| spec.command);
        commands.find(|command| command.key() == key)
    }

    /// Reads a command at the beginning of a text, with what stands behind it;
    /// one that is not known is `None`. Words match whole: `/callme` is no
    /// `/call`.
    #[must_use]
    pub fn parse(text: &str) -> Option<(Option<Self>, &str)> {
        let text = text.trim();
        let rest = text.strip_prefix(['/', '!'])?;
        let (word, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        if !word.chars().next().is_some_and(char::is_alphabetic) {
            // A slash begins a command, even one that is misspelt; an
            // exclamation mark may begin a sentence.
            return text.starts_with('/').then_some((None, ""));
        }
        // In a group Telegram writes `/call@the_bot`.
        let word = word.split('@').next().unwrap_or(word);
        let known = understand::command(word).and_then(Self::from_key);
        Some((known, rest.trim()))
    }

    /// Where the way from a room leads for it: a link from elsewhere shows
    /// things, and changes nothing.
    fn door(self) -> DoorTo {
        match (self, self.spec().audience) {
            (Self::Logout, _) | (_, Audience::Everybody) => DoorTo::Chat,
            (command, Audience::Person) => DoorTo::Command(command),
        }
    }
}

/// What the way to the private conversation leads to: a word that comes back
/// with `/start`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DoorTo {
    /// Linking the account, which a form waits for.
    Link,
    /// What a command answers.
    Command(Command),
    /// The private conversation itself.
    Chat,
}

impl DoorTo {
    /// The word that comes back.
    #[must_use]
    pub fn payload(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Command(command) => command.key(),
            Self::Chat => "hello",
        }
    }

    fn from_payload(word: &str) -> Option<Self> {
        match word {
            "link" => Some(Self::Link),
            "hello" => Some(Self::Chat),
            key => Command::from_key(key).map(Command::door),
        }
    }
}

/// A command was given.
pub(super) fn on(turn: &mut Turn, state: State, command: Command, rest: &str) -> State {
    let spec = command.spec();
    if !turn.context.private && spec.audience == Audience::Person {
        let links = matches!(turn.context.linked, Linked::No | Linked::Revoked);
        if command == Command::Login && links && turn.context.writes_first {
            return on_login(turn, state, rest);
        }
        turn.say(Prompt::InPrivate(command.door()));
        return state;
    }
    // What was asked for beside a form is given up.
    let state = match state.without_setting() {
        State::Scheduling { .. } => State::Idle,
        state => state,
    };
    (spec.run)(turn, state, rest)
}

/// A command that is not known.
pub(super) fn on_unknown(turn: &mut Turn, state: State) -> State {
    turn.say(Prompt::UnknownCommand);
    remind(turn, state.without_setting())
}

fn on_call(turn: &mut Turn, state: State, rest: &str) -> State {
    if let Some(danger) = danger_in(turn, &state, rest) {
        turn.say(danger);
        return state;
    }
    match state {
        State::Form(form, point) | State::TwoRequests(form, point, _) if !form.is_empty() => {
            turn.say(Prompt::FormOpen {
                stamp: form.stamp(),
            });
            match rest {
                "" => State::Form(form, point),
                other => State::TwoRequests(form, point, other.to_owned()),
            }
        }
        _ => idle::begin(turn, rest),
    }
}

fn on_cancel(turn: &mut Turn, state: State, _rest: &str) -> State {
    stopping::on_cancel(turn, state)
}

fn on_help(turn: &mut Turn, state: State, _rest: &str) -> State {
    turn.say(Prompt::Help);
    remind(turn, state)
}

fn on_account(turn: &mut Turn, state: State, _rest: &str) -> State {
    errand::ask(turn, Errand::Usage, Command::Account);
    state
}

fn on_login(turn: &mut Turn, state: State, _rest: &str) -> State {
    account::log_in(turn, &state);
    state
}

fn on_logout(turn: &mut Turn, state: State, _rest: &str) -> State {
    match account::on_logout(turn) {
        true => remind(turn, state),
        false => state,
    }
}

/// The greeting, and what waits for an answer since the last time; or what
/// somebody came for through a door in a room.
fn on_start(turn: &mut Turn, state: State, payload: &str) -> State {
    match DoorTo::from_payload(payload).filter(|_| turn.context.private) {
        Some(DoorTo::Link) if turn.context.linked == Linked::No => {
            linking::offer(turn, LinkReason::ToCall, DoorTo::Link);
            return state;
        }
        Some(DoorTo::Link) => return on_login(turn, state, ""),
        Some(DoorTo::Command(command)) => return (command.spec().run)(turn, state, ""),
        _ => turn.say(Prompt::Welcome),
    }
    match turn.context.call.as_ref() {
        Some(call) if state.form().is_none() && call.stage == CallStage::Undecided => {
            turn.say(Prompt::Undecided {
                call: call.id,
                phone: call.request.phone.clone(),
                silent: false,
            });
            state
        }
        _ => remind(turn, state),
    }
}
