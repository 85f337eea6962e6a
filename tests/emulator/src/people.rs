//! The actions of people, and the updates that follow for the bot.

use serde_json::{Value, json};

use super::html::Seen;
use super::world::{Kind, Message, Person, Press, Pressed, Room, World};
use super::{BOT, Emulator, NAME};

/// A chat, and the topic in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Where {
    pub chat: i64,
    pub topic: Option<i64>,
}

/// A message of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    pub message: i64,
    /// The update that tells the bot of it, if one does.
    pub update: Option<i64>,
}

impl From<i64> for Where {
    fn from(chat: i64) -> Self {
        Self { chat, topic: None }
    }
}

impl Emulator {
    /// Adds a person of this name, whose app has this language.
    pub fn person(&self, id: i64, first_name: &str, last_name: &str, language: &str) {
        let word = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        self.change(|world| {
            let person = world.person(id);
            *person = Person {
                first_name: first_name.to_owned(),
                last_name: word(last_name),
                username: word(&first_name.to_lowercase()),
                language: word(language),
                ..person.clone()
            };
        });
    }

    /// The person has written to the bot before.
    pub fn knows(&self, person: i64) {
        self.change(|world| world.person(person).started = true);
    }

    /// Adds a group chat that the bot is in.
    pub fn group(&self, id: i64, kind: Kind, title: &str, members: &[i64]) {
        self.change(|world| {
            for member in members {
                world.person(*member);
            }
            let room = Room::new(id, kind, title, members.iter().copied());
            world.rooms.insert(id, room);
        });
    }

    /// A person runs a group from now on, or no longer.
    pub fn runs(&self, chat: i64, person: i64, runs: bool) {
        self.change(|world| {
            let admins = &mut world.room(chat).admins;
            match runs {
                true => admins.insert(person),
                false => admins.remove(&person),
            };
        });
    }

    /// Somebody begins a topic in a forum.
    pub fn topic(&self, chat: i64, by: i64, name: &str) -> Where {
        let begun = json!({"name": name, "icon_color": 7_322_096});
        let topic = self.change(|world| world.report(chat, by, "forum_topic_created", begun));
        self.change(|world| {
            world.room(chat).topics.insert(topic);
            // The message that begins a topic is in it.
            if let Some(message) = world.room(chat).message_mut(topic) {
                message.thread = Some(topic);
            }
        });
        Where {
            chat,
            topic: Some(topic),
        }
    }

    /// A person writes in private; returns the update.
    pub fn says(&self, person: i64, text: &str) -> i64 {
        let said = self.writes(person, person, text);
        said.update.unwrap_or_default()
    }

    /// A person writes somewhere, as their app does it: if the bot has asked
    /// them for a reply there, the message is one.
    pub fn writes(&self, place: impl Into<Where>, person: i64, text: &str) -> Said {
        let place = place.into();
        self.change(|world| {
            world.person(person);
            let room = world.room(place.chat);
            let reply_to = room.forced.remove(&(place.topic, person));
            let message = Message {
                thread: place.topic,
                reply_to,
                ..Message::by(person, Seen::plain(text))
            };
            world.put(place.chat, message)
        })
    }

    /// A person replies to a message.
    pub fn replies(&self, place: impl Into<Where>, person: i64, to: i64, text: &str) -> Said {
        let place = place.into();
        self.change(|world| {
            world.person(person);
            let message = Message {
                thread: place.topic,
                reply_to: Some(to),
                ..Message::by(person, Seen::plain(text))
            };
            world.put(place.chat, message)
        })
    }

    /// A person edits their message.
    pub fn rewrites(&self, chat: i64, message: i64, text: &str) -> Option<i64> {
        self.change(|world| {
            let found = world.room(chat).message_mut(message);
            let found = found.unwrap_or_else(|| panic!("there is no message {message}"));
            found.words = Seen::plain(text);
            found.edits += 1;
            let found = found.clone();
            let content = world.message_json(chat, message);
            let sees = world.bot_sees(chat, &found);
            sees.then(|| world.queue.push(chat, "edited_message", content))?
        })
    }

    /// A person deletes all their messages in a chat; bots are not told.
    pub fn deletes_all(&self, chat: i64, person: i64) {
        self.change(|world| {
            let messages = world.room(chat).messages.iter_mut();
            let theirs =
                messages.filter(|message| message.author == person && message.other.is_empty());
            theirs.for_each(|message| message.gone = true);
        });
    }

    /// A person clears a chat on their side, except for the newest messages. It
    /// keeps long runs fast.
    pub fn clears(&self, chat: i64, keep: usize) {
        self.change(|world| {
            let messages = &mut world.room(chat).messages;
            let old = messages.len().saturating_sub(keep);
            messages.drain(..old);
        });
    }

    /// A person sends something without text, such as a voice message.
    pub fn sends(&self, place: impl Into<Where>, person: i64, what: &str, content: Value) -> Said {
        let place = place.into();
        self.change(|world| {
            world.person(person);
            let mut message = Message::by(person, Seen::default());
            message.thread = place.topic;
            message.other.insert(what.to_owned(), content);
            world.put(place.chat, message)
        })
    }

    /// A person sends a file, which the bot can fetch.
    pub fn sends_file(&self, person: i64, name: &str, media_type: &str, bytes: &[u8]) -> Said {
        let id = format!("file-{}", self.world().files.len());
        let document = json!({
            "file_id": id,
            "file_unique_id": id,
            "file_name": name,
            "mime_type": media_type,
            "file_size": bytes.len(),
        });
        self.change(|world| world.files.insert(id, bytes.to_vec()));
        self.sends(person, person, "document", document)
    }

    /// A person presses the key that shares their own number, which comes
    /// without a plus.
    #[track_caller]
    pub fn shares_number(&self, person: i64, digits: &str) -> Said {
        let asked = self.world().rooms.get(&person).is_some_and(|room| {
            let keys = room.keyboard().unwrap_or_default();
            keys.iter().any(|(_, shares)| *shares)
        });
        assert!(asked, "nobody asks {person} for their number");
        let name = self.world().user_json(person)["first_name"].clone();
        let contact = json!({"phone_number": digits, "first_name": name, "user_id": person});
        self.sends(person, person, "contact", contact)
    }

    /// In private, a person presses the button of that label on the newest
    /// message that has it; returns the update.
    #[track_caller]
    pub fn presses(&self, person: i64, label: &str) -> i64 {
        self.presses_in(person, person, label)
    }

    /// The same in any chat.
    #[track_caller]
    pub fn presses_in(&self, place: impl Into<Where>, person: i64, label: &str) -> i64 {
        let place = place.into();
        let shown = self.shown(place.chat);
        let newest = shown
            .iter()
            .filter(|shown| shown.thread == place.topic || place.topic.is_none())
            .filter(|shown| shown.buttons.iter().any(|(text, _)| text == label))
            .max_by_key(|shown| shown.stamp);
        match newest {
            Some(shown) => self.presses_on(place.chat, shown.id, person, label),
            None => panic!("there is no button {label:?} in {}", self.seen(place.chat)),
        }
    }

    /// A person presses a button below a given message.
    #[track_caller]
    pub fn presses_on(&self, chat: i64, message: i64, person: i64, label: &str) -> i64 {
        let press = self.change(|world| {
            let message = world.room(chat).message(message)?;
            let super::world::Markup::Inline(buttons) = &message.markup else {
                return None;
            };
            let button = buttons.iter().find(|(text, _)| text == label)?;
            Some(button.1.clone())
        });
        match press {
            Some(Press::Data(data)) => self.sends_press(chat, message, person, &data),
            Some(Press::Url(url)) => self.follows(person, &url),
            Some(Press::Copy(text)) => panic!("the button copies {text:?}"),
            None => panic!(
                "there is no button {label:?} below {message} in {}",
                self.seen(chat)
            ),
        }
    }

    /// A press as an app sends it, whether or not the message still has the
    /// button.
    pub fn sends_press(&self, chat: i64, message: i64, person: i64, data: &str) -> i64 {
        self.change(|world| {
            world.person(person);
            let id = format!("{}", 4_000_000_000_u64 + world.presses.len() as u64);
            let content = json!({"id": id, "from": world.user_json(person),
                "message": world.message_json(chat, message), "chat_instance": "1", "data": data});
            let update = world.queue.push(chat, "callback_query", content);
            let update = update.unwrap_or_default();
            let press = Pressed {
                update,
                answer: None,
            };
            world.presses.insert(id, press);
            update
        })
    }

    /// A person follows a link to the bot, and presses Start.
    #[track_caller]
    pub fn follows(&self, person: i64, url: &str) -> i64 {
        let prefix = format!("https://t.me/{NAME}?start=");
        let payload = url.strip_prefix(&prefix);
        let good = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
        match payload {
            Some(payload) if (1..=64).contains(&payload.len()) && payload.chars().all(good) => {
                self.says(person, &format!("/start {payload}"))
            }
            _ => panic!("{url} is not a link to the bot"),
        }
    }

    /// A person blocks the bot.
    pub fn blocks(&self, person: i64) {
        self.change(|world| {
            world.person(person).blocked = true;
            world.standing(person, person, "member", "kicked");
        });
    }

    /// A person unblocks the bot, without a message.
    pub fn unblocks(&self, person: i64) {
        self.change(|world| {
            world.person(person).blocked = false;
            world.standing(person, person, "kicked", "member");
        });
    }

    /// Somebody removes the bot.
    pub fn removes_bot(&self, chat: i64, by: i64) {
        self.change(|world| {
            world.room(chat).bot = false;
            world.standing(chat, by, "member", "kicked");
        });
    }

    /// Somebody adds the bot.
    pub fn adds_bot(&self, chat: i64, by: i64) {
        self.change(|world| {
            world.room(chat).bot = true;
            world.standing(chat, by, "left", "member");
            let bot = world.user_json(BOT);
            world.report(chat, by, "new_chat_members", json!([bot]));
        });
    }

    /// The bot becomes an admin, who reads everything.
    pub fn makes_admin(&self, chat: i64) {
        self.change(|world| world.room(chat).admin = true);
    }

    pub fn leaves(&self, chat: i64, person: i64) {
        self.change(|world| {
            world.room(chat).members.remove(&person);
            let user = world.user_json(person);
            world.report(chat, person, "left_chat_member", user);
        });
    }

    /// A group becomes a supergroup, with another id and no old messages.
    pub fn migrates(&self, chat: i64, to: i64) {
        self.migrates_silently(chat, to);
        self.change(|world| {
            let by = world.room(chat).members.iter().next().copied();
            let by = by.unwrap_or(BOT);
            world.report(chat, by, "migrate_to_chat_id", json!(to));
            world.report(to, by, "migrate_from_chat_id", json!(chat));
        });
    }

    /// The same, but the bot is not told.
    pub fn migrates_silently(&self, chat: i64, to: i64) {
        self.change(|world| {
            let (title, members) = {
                let room = world.room(chat);
                room.moved_to = Some(to);
                (room.title.clone(), room.members.clone())
            };
            let room = Room::new(to, Kind::Supergroup, &title, members);
            world.rooms.insert(to, room);
        });
    }
}

impl World {
    /// A person's message, and the update of it.
    fn put(&mut self, chat: i64, message: Message) -> Said {
        if chat == message.author {
            let person = self.person(chat);
            person.started = true;
            person.blocked = false;
        }
        let sees = self.bot_sees(chat, &message);
        let message = self.post(chat, message);
        let content = self.message_json(chat, message);
        let update = sees
            .then(|| self.queue.push(chat, "message", content))
            .flatten();
        Said { message, update }
    }

    /// A service message of the chat.
    fn report(&mut self, chat: i64, by: i64, what: &str, content: Value) -> i64 {
        let mut message = Message::by(by, Seen::default());
        message.other.insert(what.to_owned(), content);
        self.put(chat, message).message
    }

    /// The bot's own membership changes.
    fn standing(&mut self, chat: i64, by: i64, before: &str, after: &str) {
        let member = |status: &str| {
            let mut member = json!({"status": status, "user": self.user_json(BOT)});
            if status == "kicked" {
                member["until_date"] = json!(0);
            }
            member
        };
        let content = json!({"chat": self.chat_json(chat), "from": self.user_json(by),
            "date": self.now, "old_chat_member": member(before), "new_chat_member": member(after)});
        self.queue.push(chat, "my_chat_member", content);
    }
}
