//! Who may use the bot: the operator's rules, and the people whom its admins
//! have invited or blocked.
//!
//! The list is one record, held in memory as well, since every event asks for
//! it. A code admits one person, or one room: an invitation, or the claim that makes the
//! first admin. Only hashes of codes are stored; the claim's code is in a file
//! that only the operator can read.

mod bounds;
mod claim;
mod patterns;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use kally_core::dialogue::{AdminView, ConversationLimit, MemberChange, Person, Standing};
use kally_core::model::{ChatUser, ConversationId, Platform, UserTag, clean_line};
use kally_store::{
    InvitationV1, MemberStandingV1, MemberV1, MembersRecord, Store, StoreError, Version, read_one,
};

use crate::bridge::Sender;
use crate::linking::limits::{Allowance, Limits};

pub use bounds::Bounds;
pub use claim::Claim;
pub use patterns::Patterns;

pub(crate) const NAME: &str = "members";
/// How many people are remembered who asked without an invitation, and how many
/// of all kinds.
const MOST_ASKING: usize = 100;
const MOST_PEOPLE: usize = 2_000;
/// How many invitations wait at a time.
const MOST_INVITATIONS: usize = 100;
/// How long an invitation works.
const INVITATION: TimeDelta = TimeDelta::days(7);
/// The longest name that admins are shown, in characters.
const LONGEST_NAME: usize = 60;
/// The letters of a code: none that can be misread.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const CODE_LETTERS: usize = 20;

/// A stranger is told once a day that they may not use the bot.
const TOLD: Allowance = Allowance {
    at_once: 1,
    each: Duration::from_secs(24 * 60 * 60),
};
/// How often somebody can try a code.
const TRIES: Allowance = Allowance {
    at_once: 5,
    each: Duration::from_secs(10 * 60),
};
/// How often the admins hear of a new stranger; `/admin` lists them all.
const DISTURBED: Allowance = Allowance {
    at_once: 10,
    each: Duration::from_secs(60 * 60),
};
/// The number of strangers that are counted separately.
const MOST_COUNTED: usize = 10_000;

/// The operator's rules.
#[derive(Debug, Clone, Default)]
pub struct AccessRules {
    /// Everybody may use the bot who is not blocked.
    pub open: bool,
    pub people: Patterns,
    /// Rooms in which everybody may use it.
    pub rooms: Vec<String>,
    pub block: Patterns,
    pub admins: Patterns,
    pub bounds: Bounds,
}

/// Who may use the bot.
pub struct Access {
    rules: AccessRules,
    claim: Option<Claim>,
    known: Mutex<Known>,
    told: Limits<ChatUser>,
    tries: Limits<ChatUser>,
    disturbed: Limits<()>,
    used: bounds::Used,
}

/// The record as it was read.
#[derive(Clone)]
struct Known {
    version: Version,
    record: Arc<MembersRecord>,
}

/// Whom a code has admitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Admitted {
    Admin,
    Person,
    /// Everybody in the room where it was sent.
    Room,
}

/// A change of the record, with the version that it changes.
pub(crate) struct Changed {
    pub(crate) version: Version,
    pub(crate) record: MembersRecord,
}

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Access(..)")
    }
}

impl Access {
    /// The rules, with the people in a store. `claim` is the file with the code
    /// that makes the first admin.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn load(
        store: &dyn Store,
        rules: AccessRules,
        claim: Option<Claim>,
    ) -> Result<Self, StoreError> {
        let access = Self::new(rules, claim);
        access.reload(store).await?;
        Ok(access)
    }

    fn new(rules: AccessRules, claim: Option<Claim>) -> Self {
        Self {
            used: bounds::Used::new(rules.bounds),
            rules,
            claim,
            known: Mutex::new(Known {
                version: Version::default(),
                record: Arc::new(empty()),
            }),
            told: Limits::new(TOLD, MOST_COUNTED),
            tries: Limits::new(TRIES, MOST_COUNTED),
            disturbed: Limits::new(DISTURBED, 1),
        }
    }

    /// Everybody may use the bot: for chats of one person, and tests.
    #[must_use]
    pub fn open() -> Self {
        let rules = AccessRules {
            open: true,
            ..AccessRules::default()
        };
        Self::new(rules, None)
    }

    /// Reads the record again, after it was changed.
    pub(crate) async fn reload(&self, store: &dyn Store) -> Result<(), StoreError> {
        let stored = read_one::<MembersRecord>(store, &NAME.to_owned()).await?;
        let version = stored.version();
        let record = Arc::new(stored.into_record().unwrap_or_else(empty));
        *self.known() = Known { version, record };
        if self.has_admin()
            && let Some(claim) = &self.claim
        {
            claim.end();
        }
        Ok(())
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn record(&self) -> Arc<MembersRecord> {
        Arc::clone(&self.known().record)
    }

    /// Whether there is an admin: then the claim is over.
    #[must_use]
    pub fn has_admin(&self) -> bool {
        let is_admin = |member: &MemberV1| member.standing == MemberStandingV1::Admin;
        !self.rules.admins.is_empty() || self.record().people.iter().any(is_admin)
    }

    /// Whether a stranger may become somebody in a private chat: a code waits
    /// for them.
    #[must_use]
    pub fn awaits_code(&self) -> bool {
        let waits = self.claim.as_ref().is_some_and(Claim::waits);
        let invitations = &self.record().invitations;
        waits || invitations.iter().any(|one| !one.room)
    }

    /// Whether a message in a room may be the code that lets everybody there
    /// use the bot.
    pub(crate) fn may_admit_room(&self, text: &str) -> bool {
        let invitations = &self.record().invitations;
        invitations.iter().any(|one| one.room) && code_in(text).is_some()
    }

    /// How a person stands, in a room or in private.
    #[must_use]
    pub fn standing(&self, user: &ChatUser, handle: Option<&str>, room: Option<&str>) -> Standing {
        if user.platform.abilities().is_here {
            return Standing::Admin;
        }
        let matches = |patterns: &Patterns| {
            patterns.matches(&user.id) || handle.is_some_and(|handle| patterns.matches(handle))
        };
        let record = self.record();
        let is_person = |member: &&MemberV1| member.standing != MemberStandingV1::Room;
        let mut people = record.people.iter().filter(is_person);
        let member = people.find(|member| member.user == *user);
        let stored = member.map(|member| member.standing);
        if matches(&self.rules.admins) || stored == Some(MemberStandingV1::Admin) {
            return Standing::Admin;
        }
        if matches(&self.rules.block) || stored == Some(MemberStandingV1::Blocked) {
            return Standing::Blocked;
        }
        let invited = self.rules.open
            || matches(&self.rules.people)
            || stored == Some(MemberStandingV1::Invited)
            || room.is_some_and(|room| self.admits_room(&record, user.platform, room));
        match invited {
            true => Standing::Member,
            false => Standing::Stranger,
        }
    }

    fn admits_room(&self, record: &MembersRecord, platform: Platform, room: &str) -> bool {
        let invited = |member: &MemberV1| {
            member.standing == MemberStandingV1::Room
                && member.user.platform == platform
                && member.user.id == room
        };
        self.rules.rooms.iter().any(|listed| listed == room) || record.people.iter().any(invited)
    }

    /// Whether the bot, which is in so many rooms, joins another one for the
    /// person who invites it. For admins it always does.
    #[must_use]
    pub fn joins(&self, user: &ChatUser, rooms: usize, now: DateTime<Utc>) -> bool {
        self.standing(user, None, None) == Standing::Admin || self.used.joins(user, rooms, now)
    }

    /// The conversations were counted.
    pub(crate) fn counted(&self, conversations: usize) {
        self.used.counted(conversations);
    }

    /// A conversation was begun.
    pub(crate) fn begun(&self) {
        self.used.one_more();
    }

    /// Why a person cannot begin this conversation now. Admins always can.
    pub(crate) fn conversation_limit(
        &self,
        conversation: &ConversationId,
        sender: &Sender,
        now: DateTime<Utc>,
    ) -> Option<ConversationLimit> {
        match self.of(conversation, sender) {
            Standing::Admin => None,
            _ => self.used.limit(conversation, now),
        }
    }

    /// Whether a person may use the bot, wherever they are.
    #[must_use]
    pub fn lets(&self, user: &ChatUser) -> bool {
        let standing = self.standing(user, None, None);
        matches!(standing, Standing::Admin | Standing::Member)
    }

    /// Whether a person is blocked.
    #[must_use]
    pub fn blocks(&self, user: &ChatUser) -> bool {
        self.standing(user, None, None) == Standing::Blocked
    }

    /// How the sender of an event stands.
    pub(crate) fn of(&self, conversation: &ConversationId, sender: &Sender) -> Standing {
        let room = (!conversation.is_private()).then_some(conversation.chat.as_str());
        self.standing(&conversation.chat_user(), sender.handle.as_deref(), room)
    }

    /// Whether a stranger is to be told that they may not use the bot.
    pub(crate) fn tells(&self, user: &ChatUser, now: DateTime<Utc>) -> bool {
        self.told.ask(user.clone(), now).is_ok()
    }

    /// Whether the admins are to hear of another stranger now.
    pub(crate) fn disturbs_admins(&self, now: DateTime<Utc>) -> bool {
        self.disturbed.ask((), now).is_ok()
    }

    /// The change when a message holds a code, and whom it admits. In private
    /// a code admits its sender, in a room everybody there.
    pub(crate) fn redeemed(
        &self,
        conversation: &ConversationId,
        sender: &Sender,
        text: &str,
        now: DateTime<Utc>,
    ) -> Option<(Changed, Admitted)> {
        let code = code_in(text)?;
        let user = conversation.chat_user();
        if self.tries.ask(user.clone(), now).is_err() {
            tracing::warn!(security = true, %user, "somebody tries codes");
            return None;
        }
        let mut changed = self.changing();
        let hash = hashed(&code);
        let private = conversation.is_private();
        let claims = private && !self.has_admin();
        if claims && self.claim.as_ref().is_some_and(|claim| claim.is(&hash)) {
            changed.put(&user, sender, MemberStandingV1::Admin, now);
            return Some((changed, Admitted::Admin));
        }
        let waits = |one: &InvitationV1| {
            one.room != private && one.expires_at > now && same(&one.hash, &hash)
        };
        let at = changed.record.invitations.iter().position(waits)?;
        changed.record.invitations.remove(at);
        if private {
            changed.put(&user, sender, MemberStandingV1::Invited, now);
            return Some((changed, Admitted::Person));
        }
        let room = ChatUser {
            platform: conversation.platform,
            id: conversation.chat.clone(),
        };
        changed.put(&room, sender, MemberStandingV1::Room, now);
        Some((changed, Admitted::Room))
    }

    /// The change when a stranger asks; `None` if they have asked before.
    pub(crate) fn asked(
        &self,
        user: &ChatUser,
        sender: &Sender,
        now: DateTime<Utc>,
    ) -> Option<Changed> {
        let mut changed = self.changing();
        let known = changed
            .record
            .people
            .iter()
            .any(|member| member.user == *user);
        if known || changed.record.people.len() >= MOST_PEOPLE {
            return None;
        }
        changed.put(user, sender, MemberStandingV1::Asking, now);
        let asking = |member: &MemberV1| member.standing == MemberStandingV1::Asking;
        let people = &mut changed.record.people;
        while people.iter().filter(|member| asking(member)).count() > MOST_ASKING {
            let oldest = people.iter().position(asking)?;
            people.remove(oldest);
        }
        Some(changed)
    }

    /// The change that an admin makes to a person, and that person.
    pub(crate) fn changed(
        &self,
        tag: UserTag,
        change: MemberChange,
        now: DateTime<Utc>,
    ) -> Option<(Changed, ChatUser)> {
        let mut changed = self.changing();
        let people = &mut changed.record.people;
        let at = people.iter().position(|member| member.user.tag() == tag)?;
        let user = people[at].user.clone();
        // Admins are made by the claim and the configuration only, and rooms
        // by a code.
        match people[at].standing {
            MemberStandingV1::Admin => return None,
            MemberStandingV1::Room if change != MemberChange::Remove => return None,
            _ => {}
        }
        match change {
            MemberChange::Remove => drop(people.remove(at)),
            MemberChange::Admit | MemberChange::Block => {
                let mut member = people.remove(at);
                member.since = now;
                member.standing = match change {
                    MemberChange::Block => MemberStandingV1::Blocked,
                    _ => MemberStandingV1::Invited,
                };
                people.push(member);
            }
        }
        Some((changed, user))
    }

    /// A new invitation: its code, and until when it works.
    pub(crate) fn invited(
        &self,
        random: [u8; CODE_LETTERS],
        room: bool,
        now: DateTime<Utc>,
    ) -> (Changed, String, DateTime<Utc>) {
        let code = code(random);
        let mut changed = self.changing();
        let invitations = &mut changed.record.invitations;
        invitations.retain(|one| one.expires_at > now);
        let surplus = (invitations.len() + 1).saturating_sub(MOST_INVITATIONS);
        invitations.drain(..surplus);
        let expires_at = now + INVITATION;
        invitations.push(InvitationV1 {
            hash: hashed(&plain(&code)),
            expires_at,
            room,
        });
        (changed, code, expires_at)
    }

    fn changing(&self) -> Changed {
        let Known { version, record } = self.known().clone();
        Changed {
            version,
            record: MembersRecord::clone(&record),
        }
    }

    /// The private conversations of the admins that have one.
    pub(crate) fn admins(&self) -> Vec<ChatUser> {
        let record = self.record();
        let admins = record.people.iter();
        admins
            .filter(|member| member.standing == MemberStandingV1::Admin)
            .map(|member| member.user.clone())
            .collect()
    }

    /// The admins on a platform, those of the configuration too as far as their
    /// ids are listed.
    pub(crate) fn admins_on(&self, platform: Platform) -> Vec<ChatUser> {
        let stored = self.admins().into_iter();
        let mut admins: Vec<ChatUser> = stored.filter(|user| user.platform == platform).collect();
        for listed in self.rules.admins.people_on(platform) {
            if !admins.contains(&listed) {
                admins.push(listed);
            }
        }
        admins
    }

    /// Everything that an admin is shown, the newest first.
    pub(crate) fn view(&self, now: DateTime<Utc>) -> AdminView {
        let record = self.record();
        let mut view = AdminView {
            open: self.rules.open,
            invitations: (record.invitations.iter())
                .filter(|one| one.expires_at > now)
                .count(),
            conversations: self.used.conversations(),
            most_conversations: self.used.bounds().conversations,
            ..AdminView::default()
        };
        for member in record.people.iter().rev() {
            let list = match member.standing {
                MemberStandingV1::Admin => &mut view.admins,
                MemberStandingV1::Invited => &mut view.invited,
                MemberStandingV1::Asking => &mut view.asking,
                MemberStandingV1::Blocked => &mut view.blocked,
                MemberStandingV1::Room => &mut view.rooms,
            };
            let handle = member.handle.as_deref();
            list.push(match member.standing {
                MemberStandingV1::Room => room(&member.user, &member.display_name),
                _ => person(&member.user, &member.display_name, handle),
            });
        }
        view
    }
}

impl Changed {
    fn put(
        &mut self,
        user: &ChatUser,
        sender: &Sender,
        standing: MemberStandingV1,
        now: DateTime<Utc>,
    ) {
        self.record.people.retain(|member| member.user != *user);
        self.record.people.push(MemberV1 {
            user: user.clone(),
            display_name: cut(&sender.display_name),
            handle: sender.handle.as_deref().map(cut),
            standing,
            since: now,
        });
    }
}

fn empty() -> MembersRecord {
    MembersRecord {
        name: NAME.to_owned(),
        people: Vec::new(),
        invitations: Vec::new(),
    }
}

fn cut(name: &str) -> String {
    clean_line(name).chars().take(LONGEST_NAME).collect()
}

/// A person as admins are shown them.
pub(crate) fn person(user: &ChatUser, name: &str, handle: Option<&str>) -> Person {
    let platform = user.platform.abilities().name;
    let id = &user.id;
    let handle = handle.filter(|handle| handle != id);
    let who = match handle {
        Some(handle) => format!("{name} ({handle}, {platform} {id})"),
        None => format!("{name} ({platform} {id})"),
    };
    Person {
        tag: user.tag(),
        who,
        short: format!("{name} ({id})"),
    }
}

/// A room as admins are shown it, with the person who sent the code there.
fn room(room: &ChatUser, by: &str) -> Person {
    let platform = room.platform.abilities().name;
    let id = &room.id;
    Person {
        tag: room.tag(),
        who: format!("{platform} {id} ({by})"),
        short: id.clone(),
    }
}

/// A code as it is shown, in groups of four.
fn code(random: [u8; CODE_LETTERS]) -> String {
    let letters = random.map(|byte| char::from(LETTERS[usize::from(byte) % LETTERS.len()]));
    let groups: Vec<String> = letters
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    groups.join("-")
}

/// The letters of a code, without the signs between them.
fn plain(code: &str) -> String {
    code.chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_uppercase()
}

/// A code in a message: alone, or as the last word, as Telegram's `/start` and
/// a person who adds a greeting write it.
fn code_in(text: &str) -> Option<String> {
    let is_code = |code: &String| {
        code.len() == CODE_LETTERS && code.bytes().all(|letter| LETTERS.contains(&letter))
    };
    let words = text.split_whitespace().map(plain);
    std::iter::once(plain(text)).chain(words).find(is_code)
}

fn hashed(plain: &str) -> String {
    Sha256::digest(plain)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn same(a: &str, b: &str) -> bool {
    a.as_bytes().ct_eq(b.as_bytes()).into()
}
