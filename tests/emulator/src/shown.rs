//! The chats as people see them.

use super::world::{Markup, Message, Press, Room};
use super::{BOT, Emulator};

/// A message of the bot, in its current state.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    pub chat: i64,
    pub id: i64,
    pub text: String,
    /// Its topic; in a supergroup without topics, its thread of replies.
    pub thread: Option<i64>,
    /// Labels and their content: the data, an address, or a text to copy.
    pub buttons: Vec<(String, String)>,
    /// The name of the file with it.
    pub document: Option<String>,
    /// The field that has the file, its type and its size in bytes.
    pub file: Option<(&'static str, String, usize)>,
    /// The content of the file.
    pub content: Option<String>,
    pub edits: usize,
    pub reply_to: Option<i64>,
    /// The people whose reply it asks for.
    pub asks: Vec<i64>,
    /// The people whom it mentions.
    pub mentions: Vec<i64>,
    /// The keys that it shows in place of the letters.
    pub keys: Vec<String>,
    /// Addresses in the text, each with its words.
    pub links: Vec<(String, String)>,
    /// Grows with every message and edit, unless only buttons went.
    pub stamp: u64,
}

impl Shown {
    /// The labels of its buttons.
    pub fn labels(&self) -> Vec<&str> {
        self.buttons.iter().map(|(label, _)| &label[..]).collect()
    }

    /// The address behind a link or button of this label.
    pub fn address(&self, label: &str) -> Option<String> {
        let links = self.links.iter().find(|(_, words)| words == label);
        let button = self.buttons.iter().find(|(words, _)| words == label);
        links
            .map(|(url, _)| url.clone())
            .or_else(|| Some(button?.1.clone()))
    }

    fn of(room: &Room, message: &Message) -> Self {
        let file = message.file.as_ref();
        Self {
            chat: room.id,
            id: message.id,
            text: message.words.visible(),
            thread: message.thread,
            buttons: match &message.markup {
                Markup::Inline(buttons) => buttons
                    .iter()
                    .map(|(label, press)| match press {
                        Press::Data(does) | Press::Url(does) | Press::Copy(does) => {
                            (label.clone(), does.clone())
                        }
                    })
                    .collect(),
                _ => Vec::new(),
            },
            document: file.map(|file| file.name.clone()),
            file: file.map(|file| (file.kind, file.media_type.clone(), file.size)),
            content: file.map(|file| file.content.clone()),
            edits: message.edits,
            reply_to: message.reply_to,
            asks: room.asked(message),
            mentions: message.words.mentions(),
            keys: match &message.markup {
                Markup::Keyboard(keys) => keys.iter().map(|(label, _)| label.clone()).collect(),
                _ => Vec::new(),
            },
            links: message.words.links(),
            stamp: message.stamp,
        }
    }
}

impl Emulator {
    /// The bot's messages in a chat, in their order.
    pub fn shown(&self, chat: i64) -> Vec<Shown> {
        let world = self.world();
        let Some(room) = world.rooms.get(&chat) else {
            return Vec::new();
        };
        room.messages
            .iter()
            .filter(|message| message.author == BOT && !message.gone)
            .map(|message| Shown::of(room, message))
            .collect()
    }

    /// A whole chat, for people to read.
    pub fn seen(&self, chat: i64) -> String {
        let world = self.world();
        let Some(room) = world.rooms.get(&chat) else {
            return format!("no chat {chat}");
        };
        let mut text = format!("chat {chat}:\n");
        for message in &room.messages {
            let shown = Shown::of(room, message);
            let who = match message.author {
                BOT => "bot".to_owned(),
                person => person.to_string(),
            };
            let gone = if message.gone { " (deleted)" } else { "" };
            let edits = match shown.edits {
                0 => String::new(),
                edits => format!(" (edited {edits} times)"),
            };
            let to = shown.reply_to.map(|to| format!(" to {to}"));
            let other: Vec<&String> = message.other.keys().collect();
            text += &*format!(
                "  {} {who}{}{edits}{gone}: {} {}{}\n",
                message.id,
                to.unwrap_or_default(),
                shown.text.replace('\n', "\n      "),
                shown
                    .labels()
                    .iter()
                    .map(|label| format!("[{label}]"))
                    .collect::<String>(),
                if other.is_empty() {
                    String::new()
                } else {
                    format!("{other:?}")
                },
            );
        }
        text
    }

    /// All chats, for people to read.
    pub fn seen_everywhere(&self) -> String {
        let chats: Vec<i64> = self.world().rooms.keys().copied().collect();
        chats.into_iter().map(|chat| self.seen(chat)).collect()
    }

    /// Whether a message is still there.
    pub fn is_there(&self, chat: i64, message: i64) -> bool {
        let world = self.world();
        let room = world.rooms.get(&chat);
        room.and_then(|room| room.message(message))
            .is_some_and(|message| !message.gone)
    }

    /// The bot's reaction to a message.
    pub fn reaction(&self, chat: i64, message: i64) -> Option<String> {
        let world = self.world();
        let found = world.rooms.get(&chat)?.message(message)?;
        found.reaction.clone()
    }

    /// The labels of the keys that are shown in place of the letters.
    pub fn keyboard(&self, chat: i64) -> Vec<String> {
        let world = self.world();
        let keys = world.rooms.get(&chat).and_then(Room::keyboard);
        let keys = keys.unwrap_or_default();
        keys.iter().map(|(label, _)| label.clone()).collect()
    }

    /// The answer to the press of an update, if there was one: words, and
    /// whether as an alert.
    pub fn answer_to(&self, update: i64) -> Option<(String, bool)> {
        let world = self.world();
        let press = world.presses.values().find(|press| press.update == update);
        press.and_then(|press| press.answer.clone())
    }

    /// The presses that nobody answered.
    pub fn unanswered(&self) -> usize {
        let world = self.world();
        let open = |press: &&super::world::Pressed| press.answer.is_none();
        world.presses.values().filter(open).count()
    }
}
