//! Commands: `/call` in Telegram and the terminal, `!call` in Matrix. For each
//! command one table says who may see the answer, whether it is listed, and
//! which function runs it. The words of a command are in the lexicons. Menus,
//! help and the links from a room to the private conversation follow from the
//! table.

use crate::understand;

use super::account;
use super::admin;
use super::appointments;
use super::asking::{Alongside, ask};
use super::calendar;
use super::contacts;
use super::errand::{self, Errand};
use super::idle;
use super::overview;
use super::past;
use super::plan;
use super::pressing::remind;
use super::privacy;
use super::prompt::{LinkReason, Prompt};
use super::recording;
use super::report::CallStage;
use super::settings;
use super::state::{Point, State};
use super::step::danger_in;
use super::stopping;
use super::turn::Turn;
use super::{Effect, Linked, linking};

/// So many characters behind a command are carried to the private conversation.
const LONGEST_CARRIED: usize = 200;

/// Who may see the answer to a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Everybody in the room.
    Everybody,
    /// The same; in a private conversation it only leads to a room.
    Room,
    /// The person alone: in a room the bot shows them the way to the private
    /// conversation.
    Person,
}

/// A command's row of the table.
pub struct Spec {
    pub command: Command,
    /// Who may see the answer.
    pub audience: Audience,
    /// Whether menus and the help name it.
    pub listed: bool,
    /// Runs the command; the last argument is the text behind it.
    run: fn(&mut Turn, State, &str) -> State,
}

/// Writes the commands and their table.
///
/// A line is the command, its key (in the lexicons, in menus, in the names of
/// its texts), who may see the answer, whether it is listed, and the function
/// that runs it.
macro_rules! commands {
    ($($(#[$doc:meta])* $command:ident $key:literal $audience:ident $listed:ident => $run:path;)*) => {
        /// A command that a person can give.
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

            /// Its row of the table.
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
    Call "call" Everybody listed => on_call;
    /// The calls that are not over, and the open request.
    Calls "calls" Everybody listed => overview::on_command;
    /// Drop the form, or take back the call.
    Cancel "cancel" Everybody listed => on_cancel;
    /// Whether an account is linked, and how much of its plan is left.
    Account "account" Person listed => on_account;
    /// See and change the settings.
    Settings "settings" Person listed => settings::on_command;
    /// See and change the settings of a room.
    Room "room" Room listed => settings::on_room_command;
    /// Link the KallyAI account.
    Login "login" Person listed => on_login;
    /// Forget the linked account.
    Logout "logout" Person listed => on_logout;
    /// The calls of the account, wherever they were made.
    History "history" Person unlisted => past::on_command;
    /// One of them.
    CallInfo "callinfo" Person unlisted => past::on_call_info;
    /// The transcript of one of them.
    Transcript "transcript" Person unlisted => past::on_transcript;
    /// The recording of one of them.
    Recording "recording" Person unlisted => recording::on_command;
    /// Which plan the account has.
    Plan "plan" Person unlisted => plan::on_command;
    /// The address of the account's bills.
    Billing "billing" Person unlisted => plan::on_billing;
    /// The places that the person knows.
    Contacts "contacts" Person listed => contacts::on_command;
    /// The appointments that the person keeps.
    Appointments "appointments" Person listed => appointments::on_command;
    /// Where a calendar finds them.
    Calendar "calendar" Person listed => calendar::on_command;
    /// What the bot keeps, where, and for how long.
    Privacy "privacy" Person listed => privacy::on_command;
    /// List the commands and examples.
    Help "help" Everybody listed => on_help;
    /// Who may use the bot; for its admins.
    Admin "admin" Person unlisted => admin::on_command;
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

    /// The command that a whole message asks for in plain words.
    #[must_use]
    pub fn spoken(text: &str) -> Option<Self> {
        understand::spoken_command(text).and_then(Self::from_key)
    }

    /// Reads a command at the beginning of a text, together with the text
    /// behind it; an unknown command is `None`. Words match whole: `/callme` is
    /// not `/call`.
    #[must_use]
    pub fn parse(text: &str) -> Option<(Option<Self>, &str)> {
        let text = text.trim();
        let rest = text.strip_prefix(['/', '!'])?;
        let (word, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        if !word.chars().next().is_some_and(char::is_alphabetic) {
            // A slash always begins a command, even a misspelt one; an
            // exclamation mark may begin a sentence.
            return text.starts_with('/').then_some((None, ""));
        }
        // In a group Telegram writes `/call@the_bot`.
        let word = word.split('@').next().unwrap_or(word);
        let known = understand::command(word).and_then(Self::from_key);
        Some((known, rest.trim()))
    }

    /// The door that a room shows for this command. Somebody else may have made
    /// the link, so it only shows things and changes nothing.
    fn door(self) -> DoorTo {
        match (self, self.spec().audience) {
            (Self::Logout, _) | (_, Audience::Everybody | Audience::Room) => DoorTo::Chat,
            (command, Audience::Person) => DoorTo::Command(command),
        }
    }
}

/// Where a link to the private conversation leads: a word that comes back with
/// `/start`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DoorTo {
    /// Linking the account that a form waits for.
    Link,
    /// The answer to a command.
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
        // A contact is shared with a room by saying so there.
        if command == Command::Contacts
            && let Some(wish) = understand::contact_wish_behind(rest)
            && contacts::in_room(turn, &wish)
        {
            return remind(turn, state);
        }
        // A room's address is made by its moderators, there.
        if command == Command::Calendar && calendar::in_room(turn, rest) {
            return remind(turn, state);
        }
        return elsewhere(turn, state, command, rest);
    }
    // A question for a setting or a time is given up.
    let state = match state.without_setting() {
        State::Scheduling { .. } | State::Moving { .. } => State::Idle,
        state => state,
    };
    (spec.run)(turn, state, rest)
}

/// A wish about the address book, in plain words.
pub(super) fn on_contact_wish(
    turn: &mut Turn,
    state: State,
    wish: understand::ContactWish,
    text: &str,
) -> State {
    if turn.context.private {
        return contacts::on_wish(turn, state, wish);
    }
    on(turn, state, Command::Contacts, text)
}

/// The answer to a command is not for this room: it is said in private, and the
/// room gets the way there.
fn elsewhere(turn: &mut Turn, state: State, command: Command, rest: &str) -> State {
    if !turn.context.writes_first {
        turn.say(Prompt::InPrivate(command.door()));
        return state;
    }
    let links = matches!(turn.context.linked, Linked::No | Linked::Revoked);
    if command == Command::Login && links {
        return on_login(turn, state, "");
    }
    let rest: String = match (command, &turn.context.call) {
        // The newest call is the room's.
        (Command::Transcript | Command::Recording | Command::CallInfo, Some(call))
            if rest.is_empty() =>
        {
            call.id.to_string()
        }
        _ => rest.chars().take(LONGEST_CARRIED).collect(),
    };
    turn.act(Effect::Fetch {
        errand: Errand::Command {
            key: command.key().to_owned(),
            rest,
        },
        privately: true,
    });
    turn.say(Prompt::SaidPrivately);
    state
}

/// A command that was given in a room has come to the private conversation.
pub(super) fn on_carried(turn: &mut Turn, state: State, key: &str, rest: &str) -> State {
    match Command::from_key(key) {
        Some(command) if turn.context.private => on(turn, state, command, rest),
        _ => state,
    }
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

/// Says the greeting, then the open question from last time; or opens the door
/// that the person came through from a room.
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
        _ => recall(turn, state),
    }
}

/// Repeats the open question, with everything that was told so far: the person
/// may come back after days.
fn recall(turn: &mut Turn, state: State) -> State {
    match state {
        State::Form(form, Point::Asking(asked)) => {
            let told = form.values.iter().cloned().collect();
            ask(turn, form, asked.afresh(), Alongside::noted(told))
        }
        state => remind(turn, state),
    }
}
