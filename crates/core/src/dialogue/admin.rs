//! Who may use the bot, as its admins see it.

use crate::model::UserTag;

use super::Effect;
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

/// What an admin does with a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberChange {
    Admit,
    Block,
    Remove,
}

/// A person, as the admins see them.
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
    /// Invitations that were not used yet.
    pub invitations: usize,
}

impl AdminView {
    /// The person of that mark.
    #[must_use]
    pub fn person(&self, tag: UserTag) -> Option<&Person> {
        let lists = [&self.admins, &self.invited, &self.asking, &self.blocked];
        let mut people = lists.into_iter().flatten();
        people.find(|person| person.tag == tag)
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

pub(super) fn invite(turn: &mut Turn) {
    match turn.context.admin {
        Some(_) => turn.act(Effect::Invite),
        None => turn.alert(Prompt::Stale),
    }
}

pub(super) fn change(turn: &mut Turn, tag: UserTag, change: MemberChange) {
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
