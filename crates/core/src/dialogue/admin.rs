//! Who may use the bot, as its admins see it.

use crate::model::UserTag;

use super::Effect;
use super::action::OtherAction;
use super::never;
use super::prompt::Prompt;
use super::state::State;
use super::turn::Turn;

/// Whether somebody may use the bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// They may, and decide who else may.
    Admin,
    Member,
    Stranger,
    Blocked,
}

/// An admin's decision about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberChange {
    Admit,
    Block,
    Remove,
}

/// Whom a code is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invited {
    Person,
    Room,
}

/// How much the bot is used, and the operator's limits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AdminFigures {
    /// Calls that are not over.
    pub open_calls: usize,
    /// Calls that were confirmed since the start of the program.
    pub confirmed: u64,
    /// Calls of one person in a day.
    pub per_day: u32,
    /// Calls of one person that are not over.
    pub at_once: u32,
    /// Calls to one number in a day.
    pub per_number: u32,
}

/// A person, or a room, as the admins see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub tag: UserTag,
    /// Their name, handle, platform and id, in one line.
    pub who: String,
    /// Their name and id, for a button.
    pub short: String,
}

/// Everything that the admins are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AdminView {
    /// Everybody may use the bot.
    pub open: bool,
    pub admins: Vec<Person>,
    pub invited: Vec<Person>,
    pub asking: Vec<Person>,
    pub blocked: Vec<Person>,
    /// Rooms in which everybody may use the bot.
    pub rooms: Vec<Person>,
    /// How many conversations are stored, and how many can be.
    pub conversations: usize,
    pub most_conversations: usize,
    pub figures: AdminFigures,
    /// The part of the lists that is shown, from 0.
    pub page: u16,
    /// Invitations that were not used yet.
    pub invitations: usize,
}

impl AdminView {
    /// The person of that mark.
    #[must_use]
    pub fn person(&self, tag: UserTag) -> Option<&Person> {
        let mut people = self.lists().into_iter().flatten();
        people.find(|person| person.tag == tag)
    }

    /// The lists that are shown in parts.
    #[must_use]
    pub fn lists(&self) -> [&Vec<Person>; 5] {
        let Self {
            asking,
            invited,
            rooms,
            blocked,
            admins,
            ..
        } = self;
        [asking, invited, rooms, blocked, admins]
    }
}

/// `/admin`: for everybody else the command does not exist.
pub(super) fn on_command(turn: &mut Turn, state: State, _rest: &str) -> State {
    match &turn.context.admin {
        Some(view) => turn.say(Prompt::Admin(view.clone())),
        None => turn.say(Prompt::UnknownCommand),
    }
    state
}

/// A choice that only admins are shown.
pub(super) fn on_press(turn: &mut Turn, action: OtherAction) {
    match action {
        OtherAction::Invite => invite(turn, Invited::Person),
        OtherAction::InviteRoom => invite(turn, Invited::Room),
        OtherAction::AdminPage(page) => turn_page(turn, page),
        OtherAction::Admit(tag) => change(turn, tag, MemberChange::Admit),
        OtherAction::Block(tag) => change(turn, tag, MemberChange::Block),
        OtherAction::Remove(tag) => change(turn, tag, MemberChange::Remove),
        OtherAction::NobodyCalls(digits) => never::for_everybody(turn, digits, true),
        OtherAction::AnybodyCalls(digits) => never::for_everybody(turn, digits, false),
        _ => {}
    }
}

/// Another part of the lists, in the message whose button was pressed.
fn turn_page(turn: &mut Turn, page: u16) {
    match &turn.context.admin {
        Some(view) => turn.act(Effect::Redraw(Prompt::Admin(Box::new(AdminView {
            page,
            ..AdminView::clone(view)
        })))),
        None => turn.alert(Prompt::Stale),
    }
}

fn invite(turn: &mut Turn, whom: Invited) {
    match turn.context.admin {
        Some(_) => turn.act(Effect::Invite(whom)),
        None => turn.alert(Prompt::Stale),
    }
}

fn change(turn: &mut Turn, tag: UserTag, change: MemberChange) {
    let person = turn
        .context
        .admin
        .as_ref()
        .and_then(|view| view.person(tag));
    let Some(person) = person.cloned() else {
        return turn.alert(Prompt::Stale);
    };
    turn.act(Effect::ChangeMember(tag, change));
    turn.say(Prompt::MemberChanged {
        who: person.who,
        change,
    });
}
