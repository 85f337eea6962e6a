//! The methods of the bot, and the refusals.

use serde_json::{Map, Value, json};

use super::BOT;
use super::asked::{chat_of, file, markup, message_of, thread_of, words};
use super::updates::Webhook;
use super::world::{Kind, Markup, Message, World};

/// The Bot API says no.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Refusal {
    pub code: u16,
    pub description: String,
    pub parameters: Option<Value>,
}

impl Refusal {
    pub(super) fn new(code: u16, description: &str) -> Self {
        Self {
            code,
            description: description.to_owned(),
            parameters: None,
        }
    }

    pub(super) fn bad(why: &str) -> Self {
        Self::new(400, &format!("Bad Request: {why}"))
    }

    pub(super) fn with(self, parameters: Value) -> Self {
        Self {
            parameters: Some(parameters),
            ..self
        }
    }
}

type Answer = Result<Value, Refusal>;

impl World {
    pub(super) fn act(&mut self, method: &str, fields: &Map<String, Value>) -> Answer {
        match method {
            "getMe" => {
                let mut me = self.user_json(BOT);
                me["can_join_groups"] = json!(true);
                me["can_read_all_group_messages"] = json!(false);
                me["supports_inline_queries"] = json!(false);
                Ok(me)
            }
            "sendMessage" | "sendDocument" | "sendVoice" | "sendAudio" => self.send(method, fields),
            "editMessageText" | "editMessageReplyMarkup" => self.edit(method, fields),
            "getFile" => {
                let id = fields["file_id"].as_str().unwrap_or_default();
                let Some(bytes) = self.files.get(id) else {
                    return Err(Refusal::bad("invalid file_id"));
                };
                Ok(json!({
                    "file_id": id,
                    "file_unique_id": id,
                    "file_size": bytes.len(),
                    "file_path": format!("documents/{id}"),
                }))
            }
            "deleteMessage" => self.delete(fields),
            "setMessageReaction" => self.react(fields),
            "answerCallbackQuery" => self.answer_press(fields),
            "sendChatAction" => {
                let chat = chat_of(fields);
                self.writable(chat)?;
                self.topic(chat, thread_of(fields))?;
                Ok(json!(true))
            }
            "getChatMember" => self.member(fields),
            "getChatAdministrators" => self.admins(fields),
            "setMyCommands" | "setMyDescription" | "setMyShortDescription" => Ok(json!(true)),
            "setWebhook" => self.set_webhook(fields),
            "deleteWebhook" => {
                self.queue.webhook = None;
                self.drop_pending(fields);
                Ok(json!(true))
            }
            "getWebhookInfo" => Ok(self.webhook_info()),
            _ => Err(Refusal::new(404, "Not Found")),
        }
    }

    /// Whether the bot may write there.
    fn writable(&self, chat: i64) -> Result<(), Refusal> {
        let Some(room) = self.rooms.get(&chat) else {
            return Err(Refusal::bad("chat not found"));
        };
        if let Some(new) = room.moved_to {
            let moved = Refusal::bad("group chat was upgraded to a supergroup chat");
            return Err(moved.with(json!({"migrate_to_chat_id": new})));
        }
        let forbidden = |why: &str| Err(Refusal::new(403, &format!("Forbidden: {why}")));
        match (room.kind, self.people.get(&chat)) {
            (Kind::Private, Some(person)) if person.blocked => {
                forbidden("bot was blocked by the user")
            }
            (Kind::Private, Some(person)) if !person.started => {
                forbidden("bot can't initiate conversation with a user")
            }
            (Kind::Private, None) => Err(Refusal::bad("chat not found")),
            (Kind::Group, _) if !room.bot => forbidden("bot was kicked from the group chat"),
            (Kind::Supergroup | Kind::Forum, _) if !room.bot => {
                forbidden("bot was kicked from the supergroup chat")
            }
            _ => Ok(()),
        }
    }

    fn topic(&self, chat: i64, thread: Option<i64>) -> Result<(), Refusal> {
        match (thread, self.rooms.get(&chat)) {
            (Some(thread), Some(room)) if !room.topics.contains(&thread) => {
                Err(Refusal::bad("message thread not found"))
            }
            _ => Ok(()),
        }
    }

    fn send(&mut self, method: &str, fields: &Map<String, Value>) -> Answer {
        let chat = chat_of(fields);
        self.writable(chat)?;
        let thread = thread_of(fields);
        self.topic(chat, thread)?;
        let file = file(fields);
        if method != "sendMessage" && file.is_none() {
            return Err(Refusal::bad("there is no document in the request"));
        }
        let words = words(fields, file.is_some())?;
        let message = Message {
            thread,
            reply_to: self.replied(chat, fields)?,
            markup: markup(fields)?,
            file,
            ..Message::by(BOT, words)
        };
        let id = self.post(chat, message);
        Ok(self.message_json(chat, id))
    }

    /// The message that this one replies to, if it exists.
    fn replied(&self, chat: i64, fields: &Map<String, Value>) -> Result<Option<i64>, Refusal> {
        let Some(reply) = fields.get("reply_parameters") else {
            return Ok(None);
        };
        let id = reply["message_id"].as_i64();
        let parent = id
            .and_then(|id| self.rooms.get(&chat)?.message(id))
            .filter(|parent| !parent.gone);
        match parent {
            Some(parent) => Ok(Some(parent.id)),
            None if reply["allow_sending_without_reply"] == true => Ok(None),
            None => Err(Refusal::bad("message to be replied not found")),
        }
    }

    fn edit(&mut self, method: &str, fields: &Map<String, Value>) -> Answer {
        let chat = chat_of(fields);
        self.writable(chat)?;
        let id = message_of(fields);
        let found = self
            .rooms
            .get(&chat)
            .and_then(|room| room.message(id))
            .filter(|message| !message.gone);
        let Some(old) = found.cloned() else {
            return Err(Refusal::bad("message to edit not found"));
        };
        // Only an inline keyboard can be edited.
        if old.author != BOT || !matches!(old.markup, Markup::None | Markup::Inline(_)) {
            return Err(Refusal::bad("message can't be edited"));
        }
        let words = match method {
            "editMessageText" if old.file.is_some() => {
                return Err(Refusal::bad("there is no text in the message to edit"));
            }
            "editMessageText" => words(fields, false)?,
            _ => old.words.clone(),
        };
        let markup = markup(fields)?;
        if old.words == words && old.markup == markup {
            return Err(Refusal::bad(
                "message is not modified: specified new message content and reply markup are exactly the same \
                 as a current content and reply markup of the message",
            ));
        }
        // Nobody reads a message again because its buttons went.
        let news = old.words != words || markup != Markup::None;
        self.last_stamp += u64::from(news);
        let stamp = match news {
            true => self.last_stamp,
            false => old.stamp,
        };
        if let Some(message) = self.room(chat).message_mut(id) {
            message.words = words;
            message.markup = markup;
            message.edits += 1;
            message.stamp = stamp;
        }
        Ok(self.message_json(chat, id))
    }

    fn delete(&mut self, fields: &Map<String, Value>) -> Answer {
        let chat = chat_of(fields);
        self.writable(chat)?;
        let room = self.room(chat);
        let kind = room.kind;
        let Some(message) = room
            .message_mut(message_of(fields))
            .filter(|message| !message.gone)
        else {
            return Err(Refusal::bad("message to delete not found"));
        };
        // The bot is not an administrator anywhere.
        if message.author != BOT && kind != Kind::Private {
            return Err(Refusal::bad("message can't be deleted"));
        }
        message.gone = true;
        Ok(json!(true))
    }

    fn react(&mut self, fields: &Map<String, Value>) -> Answer {
        let chat = chat_of(fields);
        self.writable(chat)?;
        let found = self.room(chat).message_mut(message_of(fields));
        let Some(message) = found.filter(|message| !message.gone) else {
            return Err(Refusal::bad("message to react not found"));
        };
        let emoji = fields["reaction"][0]["emoji"].as_str().unwrap_or_default();
        if !["👌", "👍", "🙏", "🎉"].contains(&emoji) {
            return Err(Refusal::bad("REACTION_INVALID"));
        }
        message.reaction = Some(emoji.to_owned());
        Ok(json!(true))
    }

    fn answer_press(&mut self, fields: &Map<String, Value>) -> Answer {
        let id = fields
            .get("callback_query_id")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let Some(press) = self.presses.get_mut(id) else {
            return Err(Refusal::bad(
                "query is too old and response timeout expired or query ID is invalid",
            ));
        };
        let words = fields.get("text").and_then(Value::as_str);
        let alert = fields.get("show_alert").and_then(Value::as_bool);
        press.answer = Some((
            words.unwrap_or_default().to_owned(),
            alert.unwrap_or_default(),
        ));
        Ok(json!(true))
    }

    fn member(&self, fields: &Map<String, Value>) -> Answer {
        let chat = chat_of(fields);
        self.writable(chat)?;
        let user = fields.get("user_id").and_then(Value::as_i64).unwrap_or(0);
        let Some(room) = self
            .rooms
            .get(&chat)
            .filter(|_| self.people.contains_key(&user))
        else {
            return Err(Refusal::bad("user not found"));
        };
        let status = if room.members.contains(&user) {
            "member"
        } else {
            "left"
        };
        Ok(json!({"status": status, "user": self.user_json(user)}))
    }

    fn admins(&self, fields: &Map<String, Value>) -> Answer {
        let chat = chat_of(fields);
        self.writable(chat)?;
        let Some(room) = self.rooms.get(&chat) else {
            return Err(Refusal::bad(
                "there are no administrators in the private chat",
            ));
        };
        let admin = |id: &i64| json!({"status": "administrator", "user": self.user_json(*id)});
        Ok(room.admins.iter().map(admin).collect())
    }

    fn set_webhook(&mut self, fields: &Map<String, Value>) -> Answer {
        let word = |name: &str| fields.get(name).and_then(Value::as_str);
        let url = word("url").unwrap_or_default();
        let secret = word("secret_token").map(str::to_owned);
        let good = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
        if secret
            .as_ref()
            .is_some_and(|secret| !(1..=256).contains(&secret.len()) || !secret.chars().all(good))
        {
            return Err(Refusal::bad("secret token contains unallowed characters"));
        }
        if !url.is_empty() && !url.starts_with("https://") {
            return Err(Refusal::bad(
                "bad webhook: An HTTPS URL must be provided for webhook",
            ));
        }
        self.queue.allow(fields);
        self.drop_pending(fields);
        self.queue.again.clear();
        let connections = fields.get("max_connections").and_then(Value::as_u64);
        self.queue.webhook = (!url.is_empty()).then(|| Webhook {
            url: url.to_owned(),
            secret,
            last_error: None,
            max_connections: connections
                .and_then(|most| usize::try_from(most).ok())
                .unwrap_or(40),
        });
        Ok(json!(true))
    }

    fn drop_pending(&mut self, fields: &Map<String, Value>) {
        if fields.get("drop_pending_updates") == Some(&json!(true)) {
            self.queue.waiting.clear();
        }
    }

    fn webhook_info(&self) -> Value {
        let waiting = self.queue.waiting.len();
        let mut info =
            json!({"url": "", "has_custom_certificate": false, "pending_update_count": waiting});
        if let Some(webhook) = &self.queue.webhook {
            info["url"] = json!(webhook.url);
            info["max_connections"] = json!(webhook.max_connections);
            if let Some(error) = &webhook.last_error {
                info["last_error_date"] = json!(self.now);
                info["last_error_message"] = json!(error);
            }
        }
        if let Some(kinds) = &self.queue.allowed {
            info["allowed_updates"] = json!(kinds);
        }
        info
    }
}
