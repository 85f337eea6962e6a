//! The emulated world: people, chats, messages; and the rules for who sees
//! which.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value};

use super::html::Seen;
use super::limits::Limits;
use super::updates::Queue;
use super::{BOT, Fault, NAME, Request};

#[derive(Debug, Clone)]
pub struct Person {
    pub first_name: String,
    pub last_name: Option<String>,
    pub username: Option<String>,
    /// The language of their app, such as `es`.
    pub language: Option<String>,
    /// Whether they ever wrote to the bot: only then may it write to them.
    pub started: bool,
    pub blocked: bool,
}

/// The kind of a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Private,
    Group,
    Supergroup,
    /// A supergroup with topics.
    Forum,
}

#[derive(Debug)]
pub(super) struct Room {
    pub id: i64,
    pub kind: Kind,
    pub title: String,
    pub members: BTreeSet<i64>,
    /// Those who run it.
    pub admins: BTreeSet<i64>,
    /// Whether the bot is in it.
    pub bot: bool,
    /// Whether it reads everything there.
    pub admin: bool,
    /// The supergroup that it has become.
    pub moved_to: Option<i64>,
    pub topics: BTreeSet<i64>,
    pub messages: Vec<Message>,
    /// The messages to which a person's next words will be a reply, because the
    /// bot asked for one. By topic and person.
    pub forced: HashMap<(Option<i64>, i64), i64>,
    last: i64,
}

#[derive(Debug, Clone)]
pub(super) struct Message {
    pub id: i64,
    pub author: i64,
    pub date: i64,
    pub words: Seen,
    pub thread: Option<i64>,
    pub reply_to: Option<i64>,
    pub markup: Markup,
    pub file: Option<File>,
    pub edits: usize,
    pub gone: bool,
    /// The bot's reaction to it.
    pub reaction: Option<String>,
    /// Grows with every message and edit.
    pub stamp: u64,
    /// The content of a message without text: a contact, or a service message.
    pub other: Map<String, Value>,
}

/// A file beside a message.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct File {
    /// The field that has it: `document`, `voice` or `audio`.
    pub kind: &'static str,
    /// In bytes.
    pub size: usize,
    pub name: String,
    pub media_type: String,
    pub content: String,
}

/// The markup below a message.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Markup {
    #[default]
    None,
    /// Labels, and the effect of each.
    Inline(Vec<(String, Press)>),
    /// Labels, and whether each shares the person's number.
    Keyboard(Vec<(String, bool)>),
    Remove,
    Force {
        selective: bool,
    },
}

/// The effect of a button.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Press {
    Data(String),
    Url(String),
    /// Copies this text; the bot is not told.
    Copy(String),
}

/// A press of a button, until it is answered.
#[derive(Debug, Clone, Default)]
pub struct Pressed {
    pub update: i64,
    /// Its answer: the words (maybe none), and whether as an alert.
    pub answer: Option<(String, bool)>,
}

/// Everything in the world.
pub(super) struct World {
    pub people: BTreeMap<i64, Person>,
    pub rooms: BTreeMap<i64, Room>,
    pub queue: Queue,
    pub presses: HashMap<String, Pressed>,
    pub requests: Vec<Request>,
    pub faults: Vec<(String, Fault)>,
    /// The mistakes in requests.
    pub broken: Vec<String>,
    /// The files that people sent, by their ids.
    pub files: HashMap<String, Vec<u8>>,
    pub limits: Option<Limits>,
    /// The number of requests that were refused by a limit.
    pub hasty: usize,
    /// The number of the newest message outside supergroups, which have their
    /// own counts.
    pub last_message: i64,
    pub last_stamp: u64,
    pub now: i64,
}

impl World {
    pub(super) fn new(now: i64) -> Self {
        Self {
            people: BTreeMap::new(),
            rooms: BTreeMap::new(),
            queue: Queue::default(),
            presses: HashMap::new(),
            files: HashMap::new(),
            requests: Vec::new(),
            faults: Vec::new(),
            broken: Vec::new(),
            limits: None,
            hasty: 0,
            last_message: 1000,
            last_stamp: 0,
            now,
        }
    }

    /// A person and their private chat; Ana García, unless a test has said
    /// otherwise.
    pub(super) fn person(&mut self, id: i64) -> &mut Person {
        self.rooms
            .entry(id)
            .or_insert_with(|| Room::new(id, Kind::Private, "", [id]));
        self.people.entry(id).or_insert_with(|| Person {
            first_name: "Ana".to_owned(),
            last_name: Some("García".to_owned()),
            username: Some("anag".to_owned()),
            language: None,
            started: false,
            blocked: false,
        })
    }

    /// A chat that must exist.
    #[track_caller]
    pub(super) fn room(&mut self, id: i64) -> &mut Room {
        match self.rooms.get_mut(&id) {
            Some(room) => room,
            None => panic!("there is no chat {id}"),
        }
    }

    /// Puts a message into a chat; returns its id.
    pub(super) fn post(&mut self, chat: i64, message: Message) -> i64 {
        self.last_stamp += 1;
        self.now += 1;
        let (stamp, date) = (self.last_stamp, self.now);
        let counts_alone = matches!(self.room(chat).kind, Kind::Supergroup | Kind::Forum);
        if !counts_alone {
            self.last_message += 1;
        }
        let shared = self.last_message;
        let room = self.room(chat);
        if counts_alone {
            room.last += 1;
        }
        let id = if counts_alone { room.last } else { shared };
        // A reply is in the thread of its message.
        let parent = message.reply_to.and_then(|parent| room.message(parent));
        let thread = match room.kind {
            Kind::Private | Kind::Group => None,
            Kind::Supergroup => parent.map(|parent| parent.thread.unwrap_or(parent.id)),
            Kind::Forum => message.thread.or(parent.and_then(|parent| parent.thread)),
        };
        room.force(&message, thread, id);
        room.messages.push(Message {
            id,
            stamp,
            date,
            thread,
            ..message
        });
        id
    }

    /// Whether the bot gets a message: with privacy mode on, it gets only the
    /// messages of a group that are meant for it.
    pub(super) fn bot_sees(&self, chat: i64, message: &Message) -> bool {
        let Some(room) = self.rooms.get(&chat) else {
            return false;
        };
        if room.kind == Kind::Private {
            return true;
        }
        if !room.bot || message.author == BOT {
            return false;
        }
        let is_service = !message.other.is_empty() && !message.other.contains_key("contact");
        let text = message.words.text.as_str();
        let command = text
            .strip_prefix('/')
            .and_then(|rest| rest.split_whitespace().next());
        let for_it = command.is_some_and(|command| match command.split_once('@') {
            Some((_, name)) => name.eq_ignore_ascii_case(NAME),
            None => true,
        });
        let to_it = message
            .reply_to
            .and_then(|id| room.message(id))
            .is_some_and(|parent| parent.author == BOT);
        room.admin || is_service || for_it || to_it
    }
}

impl Room {
    pub(super) fn new(
        id: i64,
        kind: Kind,
        title: &str,
        members: impl IntoIterator<Item = i64>,
    ) -> Self {
        Self {
            id,
            kind,
            title: title.to_owned(),
            members: members.into_iter().collect(),
            admins: BTreeSet::new(),
            bot: true,
            admin: false,
            moved_to: None,
            topics: BTreeSet::new(),
            messages: Vec::new(),
            forced: HashMap::new(),
            last: 0,
        }
    }

    pub(super) fn message(&self, id: i64) -> Option<&Message> {
        self.messages.iter().find(|message| message.id == id)
    }

    pub(super) fn message_mut(&mut self, id: i64) -> Option<&mut Message> {
        self.messages.iter_mut().find(|message| message.id == id)
    }

    /// The people whom a message asks for a reply: with `selective`, those whom
    /// it mentions and the one whom it answers.
    pub(super) fn asked(&self, message: &Message) -> Vec<i64> {
        let Markup::Force { selective } = message.markup else {
            return Vec::new();
        };
        if !selective {
            return self.members.iter().copied().collect();
        }
        let answered = message
            .reply_to
            .and_then(|id| self.message(id))
            .map(|parent| parent.author);
        let mut asked = message.words.mentions();
        asked.extend(answered.filter(|author| !asked.contains(author)));
        asked
    }

    fn force(&mut self, message: &Message, thread: Option<i64>, id: i64) {
        let thread = thread.filter(|_| self.kind == Kind::Forum);
        for person in self.asked(message) {
            self.forced.insert((thread, person), id);
        }
    }

    /// The keyboard that is shown in place of the letters, if there is one.
    pub(super) fn keyboard(&self) -> Option<&[(String, bool)]> {
        let newest = |message: &&Message| {
            message.author == BOT && !matches!(message.markup, Markup::None | Markup::Inline(_))
        };
        match self.messages.iter().rev().find(newest).map(|m| &m.markup) {
            Some(Markup::Keyboard(keys)) => Some(keys),
            _ => None,
        }
    }
}

impl Message {
    pub(super) fn by(author: i64, words: Seen) -> Self {
        Self {
            id: 0,
            author,
            date: 0,
            words,
            thread: None,
            reply_to: None,
            markup: Markup::None,
            file: None,
            edits: 0,
            gone: false,
            reaction: None,
            stamp: 0,
            other: Map::new(),
        }
    }
}
