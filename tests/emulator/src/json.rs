//! The objects of this world, as the Bot API writes them.

use serde_json::{Value, json};

use super::html::Seen;
use super::world::{Kind, Markup, Message, Press, Room, World};
use super::{BOT, NAME};

impl World {
    pub(super) fn user_json(&self, id: i64) -> Value {
        if id == BOT {
            return json!({"id": BOT, "is_bot": true, "first_name": "Kally", "username": NAME});
        }
        let mut user = json!({"id": id, "is_bot": false, "first_name": "Somebody"});
        if let Some(person) = self.people.get(&id) {
            user["first_name"] = json!(person.first_name);
            let optional = [
                ("last_name", &person.last_name),
                ("username", &person.username),
                ("language_code", &person.language),
            ];
            for (name, value) in optional {
                if let Some(value) = value {
                    user[name] = json!(value);
                }
            }
        }
        user
    }

    pub(super) fn chat_json(&self, chat: i64) -> Value {
        let Some(room) = self.rooms.get(&chat) else {
            return json!({"id": chat, "type": "private"});
        };
        match room.kind {
            Kind::Private => {
                let mut user = self.user_json(chat);
                for other in ["is_bot", "language_code"] {
                    user.as_object_mut().map(|user| user.remove(other));
                }
                user["type"] = json!("private");
                user
            }
            Kind::Group => json!({"id": chat, "type": "group", "title": room.title,
                "all_members_are_administrators": true}),
            Kind::Supergroup => json!({"id": chat, "type": "supergroup", "title": room.title}),
            Kind::Forum => {
                json!({"id": chat, "type": "supergroup", "title": room.title, "is_forum": true})
            }
        }
    }

    pub(super) fn message_json(&self, chat: i64, id: i64) -> Value {
        let Some((room, message)) = self
            .rooms
            .get(&chat)
            .and_then(|room| Some((room, room.message(id)?)))
        else {
            return Value::Null;
        };
        let mut value = self.alone_json(room, message);
        // In a topic, a message that is not a reply counts as one to the
        // topic's beginning.
        let parent = message
            .reply_to
            .or(message.thread.filter(|_| room.kind == Kind::Forum))
            .and_then(|id| room.message(id))
            .filter(|parent| !parent.gone);
        if let Some(parent) = parent {
            value["reply_to_message"] = self.alone_json(room, parent);
        }
        value
    }

    fn alone_json(&self, room: &Room, message: &Message) -> Value {
        let mut value = json!({
            "message_id": message.id,
            "date": message.date,
            "from": self.user_json(message.author),
            "chat": self.chat_json(room.id),
        });
        if let Some(thread) = message.thread {
            value["message_thread_id"] = json!(thread);
            if room.kind == Kind::Forum {
                value["is_topic_message"] = json!(true);
            }
        }
        if message.edits > 0 {
            value["edit_date"] = json!(message.date);
        }
        if let Some(file) = &message.file {
            value[file.kind] = json!({"file_id": "1", "file_unique_id": "1", "file_name": file.name,
                "mime_type": file.media_type, "file_size": file.size, "duration": 1});
            value["caption"] = json!(message.words.text);
        } else if message.other.is_empty() {
            value["text"] = json!(message.words.text);
        }
        let entities = self.entities_json(&message.words);
        if !entities.is_empty() {
            let name = match message.file {
                Some(_) => "caption_entities",
                None => "entities",
            };
            value[name] = json!(entities);
        }
        let mentions = message.words.mentions();
        if !mentions.is_empty() {
            let entities = match message.file {
                Some(_) => "caption_entities",
                None => "entities",
            };
            let mention = |id: &i64| json!({"type": "text_mention", "offset": 0, "length": 1, "user": self.user_json(*id)});
            value[entities] = mentions.iter().map(mention).collect();
        }
        if let Markup::Inline(buttons) = &message.markup {
            let button = |(label, press): &(String, Press)| match press {
                Press::Data(data) => json!([{"text": label, "callback_data": data}]),
                Press::Url(url) => json!([{"text": label, "url": url}]),
                Press::Copy(text) => json!([{"text": label, "copy_text": {"text": text}}]),
            };
            let rows: Vec<Value> = buttons.iter().map(button).collect();
            value["reply_markup"] = json!({"inline_keyboard": rows});
        }
        for (name, what) in &message.other {
            value[name] = what.clone();
        }
        value
    }

    fn entities_json(&self, words: &Seen) -> Vec<Value> {
        let entity = |kind: &str, from: usize, to: usize| {
            let offset = words.units_before(from);
            json!({"type": kind, "offset": offset, "length": words.units_before(to) - offset})
        };
        let mut entities = Vec::new();
        if words.text.starts_with('/') {
            let end = words.text.find(char::is_whitespace);
            entities.push(entity("bot_command", 0, end.unwrap_or(words.text.len())));
        }
        for mark in &words.marks {
            let kind = match (mark.tag.as_str(), mark.person()) {
                ("a", Some(_)) => "text_mention",
                ("a", None) => "text_link",
                ("b" | "strong", _) => "bold",
                ("i" | "em", _) => "italic",
                (tag, _) => tag,
            };
            let mut entity = entity(kind, mark.from, mark.to);
            match (mark.person(), &mark.url) {
                (Some(person), _) => entity["user"] = self.user_json(person),
                (None, Some(url)) => entity["url"] = json!(url),
                (None, None) => {}
            }
            entities.push(entity);
        }
        entities
    }
}
