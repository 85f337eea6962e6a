//! Reads an update: of a message only the needed fields, so that no new form of
//! the Bot API makes one unreadable, and also the parts that teloxide's types
//! have no room for.

use serde::Deserialize;
use serde_json::{Map, Value, json};
use teloxide::types::{Update, UpdateId, UpdateKind, User};
use url::Url;

use kally_core::dialogue::Wordless;
use kally_engine::chat::cards;

/// The fields of a message that the bridge reads. No other field may make a
/// message unreadable when it is missing or has a new form.
const READ: [&str; 10] = [
    "message_id",
    "date",
    "edit_date",
    "chat",
    "from",
    "message_thread_id",
    "is_topic_message",
    "reply_to_message",
    "text",
    "entities",
];

/// The kinds of messages without text.
const OTHER_CONTENT: [&str; 17] = [
    "animation",
    "audio",
    "checklist",
    "contact",
    "dice",
    "document",
    "game",
    "location",
    "paid_media",
    "photo",
    "poll",
    "sticker",
    "story",
    "venue",
    "video",
    "video_note",
    "voice",
];

/// The content of an update.
#[derive(Debug)]
pub(super) enum News {
    /// A message or a press, for dptree to route.
    Update(Box<Update>, Beside),
    /// A group has become a supergroup.
    Moved {
        /// Its chat until now.
        from: i64,
        /// Its chat from now on.
        to: i64,
    },
    /// The bot's own membership in a chat has changed.
    Standing {
        /// The chat; a person's, where they blocked the bot or started it again.
        chat: i64,
        /// Whether the bot can write there now.
        present: bool,
        /// Who has just added it to this group.
        added_by: Option<Box<User>>,
    },
}

/// The parts of an update that teloxide's types have no room for, or that is not
/// read by them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Beside {
    /// The person that the bot's pressed or replied-to message mentions.
    pub whom: Option<Mentioned>,
    /// The content of a message that has no words.
    pub brings: Option<Brings>,
}

/// The content of a message without words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Brings {
    Nothing(Wordless),
    /// A place on the map.
    Place {
        name: Option<String>,
    },
    /// Somebody's contact.
    Contact {
        name: String,
        number: String,
    },
    /// A file of contact cards.
    Cards(CardFile),
}

/// A file of contact cards that can be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CardFile {
    /// The Bot API's `file_id`.
    pub id: String,
}

/// A document that holds contact cards, and is not too large.
fn card_file(document: &Value) -> Option<CardFile> {
    let named = |key: &str| document[key].as_str();
    let size = document["file_size"].as_u64().unwrap_or_default();
    let fits = usize::try_from(size).is_ok_and(|size| size <= cards::LARGEST);
    let is_vcard = cards::is_vcard(named("mime_type"), named("file_name"));
    let id = named("file_id").filter(|_| fits && is_vcard)?.to_owned();
    Some(CardFile { id })
}

/// A person whom a message of the bot mentions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mentioned {
    pub id: u64,
    /// Their first name; empty if their account was deleted.
    pub name: String,
}

/// An update that cannot be read, by its id if it has one.
#[derive(Debug)]
pub(super) struct Unreadable {
    pub id: Option<u32>,
    /// Without anything of its contents: the reason is logged.
    pub why: &'static str,
}

#[derive(Deserialize)]
struct Standing {
    chat: ChatId,
    from: Option<Value>,
    old_chat_member: Option<Member>,
    new_chat_member: Member,
}

impl Standing {
    /// Who has added the bot to a group.
    fn added_by(&self) -> Option<Box<User>> {
        let was_there = self.old_chat_member.as_ref()?.is_present();
        let is_group = matches!(self.chat.kind.as_deref(), Some("group" | "supergroup"));
        let added = is_group && !was_there && self.new_chat_member.is_present();
        let by = self.from.clone().filter(|_| added)?;
        serde_json::from_value(by).ok().map(Box::new)
    }
}

#[derive(Deserialize)]
struct ChatId {
    id: i64,
    #[serde(rename = "type")]
    kind: Option<String>,
}

/// A user's membership in a chat; the needed fields of a `ChatMember`.
#[derive(Deserialize)]
pub(super) struct Member {
    status: String,
    /// For restricted users.
    is_member: Option<bool>,
}

impl Member {
    /// Whether they are there.
    pub(super) fn is_present(&self) -> bool {
        match self.status.as_str() {
            "left" | "kicked" => false,
            "restricted" => self.is_member.unwrap_or(true),
            _ => true,
        }
    }
}

/// One of a group's administrators; the needed fields of a `ChatMember`.
#[derive(Deserialize)]
pub(super) struct Admin {
    user: Whom,
}

#[derive(Deserialize)]
struct Whom {
    id: i64,
}

impl Admin {
    /// Whether it is the user of that id.
    pub(super) fn is(&self, user: &str) -> bool {
        user.parse() == Ok(self.user.id)
    }
}

/// Reads an update: its id and its content. Not by `Update`'s own reader, which
/// needs the original text.
pub(super) fn read(mut value: Value) -> Result<(u32, News), Unreadable> {
    let id = value
        .get("update_id")
        .and_then(Value::as_u64)
        .and_then(|id| u32::try_from(id).ok());
    let unreadable = |why| Unreadable { id, why };
    let Some(number) = id else {
        return Err(unreadable("it has no id"));
    };
    let mut take = |kind: &str| value.get_mut(kind).map(Value::take);
    let news = if let Some(message) = take("message") {
        message_news(number, message, UpdateKind::Message)
    } else if let Some(message) = take("edited_message") {
        message_news(number, message, UpdateKind::EditedMessage)
    } else if let Some(mut query) = take("callback_query") {
        let beside = Beside {
            whom: named_in(&query["message"]),
            brings: None,
        };
        query.get_mut("message").into_iter().for_each(reduce);
        serde_json::from_value(query)
            .map(|query| update(number, UpdateKind::CallbackQuery(query), beside))
    } else if let Some(standing) = take("my_chat_member") {
        serde_json::from_value(standing).map(|standing: Standing| News::Standing {
            chat: standing.chat.id,
            present: standing.new_chat_member.is_present(),
            added_by: standing.added_by(),
        })
    } else {
        return Err(unreadable("it is of a kind that was not asked for"));
    };
    // The error itself may quote a value, such as somebody's number.
    match news {
        Ok(news) => Ok((number, news)),
        Err(_) => Err(unreadable("a field of it has another type, or is missing")),
    }
}

fn update(id: u32, kind: UpdateKind, beside: Beside) -> News {
    let id = UpdateId(id);
    News::Update(Box::new(Update { id, kind }), beside)
}

fn message_news(
    id: u32,
    mut message: Value,
    kind: impl FnOnce(teloxide::types::Message) -> UpdateKind,
) -> Result<News, serde_json::Error> {
    if let Some(news) = moved(&message).or_else(|| reopened(&message)) {
        return Ok(news);
    }
    let beside = Beside {
        whom: named_in(&message["reply_to_message"]),
        brings: brought(&message),
    };
    reduce(&mut message);
    let message = serde_json::from_value(message)?;
    Ok(update(id, kind(message), beside))
}

/// Both chats report a move: the old one the new id, the new one the old id.
fn moved(message: &Value) -> Option<News> {
    let here = message["chat"]["id"].as_i64()?;
    if let Some(to) = message["migrate_to_chat_id"].as_i64() {
        return Some(News::Moved { from: here, to });
    }
    let from = message["migrate_from_chat_id"].as_i64()?;
    Some(News::Moved { from, to: here })
}

/// A topic that was closed can be written to again.
fn reopened(message: &Value) -> Option<News> {
    message.get("forum_topic_reopened")?;
    Some(News::Standing {
        chat: message["chat"]["id"].as_i64()?,
        present: true,
        added_by: None,
    })
}

/// The person whom a message of the bot mentions.
fn named_in(message: &Value) -> Option<Mentioned> {
    let entities = message["entities"]
        .as_array()
        .or_else(|| message["caption_entities"].as_array())?;
    let mention = entities
        .iter()
        .find(|entity| entity["type"] == "text_mention")?;
    let user = &mention["user"];
    Some(Mentioned {
        id: user["id"].as_u64()?,
        name: user["first_name"].as_str().unwrap_or_default().to_owned(),
    })
}

/// The content of a message without words. One's own contact is a number like a
/// written one.
fn brought(message: &Value) -> Option<Brings> {
    if message.get("text").is_some() || message.get("caption").is_some() {
        return None;
    }
    let text = |value: &Value| {
        let text = value.as_str().map(str::trim).unwrap_or_default();
        (!text.is_empty()).then(|| text.to_owned())
    };
    if let Some(contact) = message.get("contact") {
        let is_own = contact["user_id"].is_i64() && contact["user_id"] == message["from"]["id"];
        let names = ["first_name", "last_name"].map(|name| text(&contact[name]));
        let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let number = number_of(contact).as_ref().and_then(text);
        let number = number.filter(|_| !is_own)?;
        return Some(Brings::Contact { name, number });
    }
    if let Some(venue) = message.get("venue") {
        let name = text(&venue["title"]);
        return Some(Brings::Place { name });
    }
    if let Some(file) = message.get("document").and_then(card_file) {
        return Some(Brings::Cards(file));
    }
    let kinds: [(&[&str], Wordless); 6] = [
        (&["voice", "video_note", "audio"], Wordless::Voice),
        // A film without sound is also written as a document.
        (&["photo", "video", "animation"], Wordless::Picture),
        (&["document"], Wordless::File),
        (&["location"], Wordless::Location),
        (&["poll"], Wordless::Poll),
        (&OTHER_CONTENT, Wordless::Other),
    ];
    let has = |names: &[&str]| names.iter().any(|name| message.get(name).is_some());
    let kind = kinds.into_iter().find(|(names, _)| has(names));
    kind.map(|(_, wordless)| Brings::Nothing(wordless))
}

/// A contact's number. Telegram writes the number of one of its own users with
/// the country's code, but often without the `+`.
fn number_of(contact: &Value) -> Option<Value> {
    let number = contact["phone_number"].as_str()?;
    let own = contact.get("user_id").is_some();
    let bare = own && number.bytes().all(|byte| byte.is_ascii_digit());
    Some(Value::from(if bare {
        format!("+{number}")
    } else {
        number.to_owned()
    }))
}

/// The entities of a text that hide an address behind other words, and the
/// buttons that lead to one, which a forwarded message keeps; all other
/// entities are dropped.
fn hidden_links(message: &Map<String, Value>) -> Option<Value> {
    let marks = ["entities", "caption_entities"]
        .iter()
        .filter_map(|name| message.get(*name)?.as_array())
        .flatten();
    let rows = message
        .get("reply_markup")
        .and_then(|markup| markup["inline_keyboard"].as_array());
    let buttons = rows
        .into_iter()
        .flatten()
        .filter_map(Value::as_array)
        .flatten();
    let links = marks
        .chain(buttons)
        .filter_map(|mark| mark["url"].as_str())
        .filter(|url| Url::parse(url).is_ok())
        .map(|url| json!({"type": "text_link", "offset": 0, "length": 0, "url": url}));
    let links: Vec<_> = links.collect();
    (!links.is_empty()).then_some(Value::Array(links))
}

/// Reduces a message to the fields that are read, as a text message. A caption
/// becomes the text, and so does a contact's number. A picture or a voice
/// message becomes an empty text. Service messages of the chat have no text.
fn reduce(message: &mut Value) {
    let Some(fields) = message.as_object_mut() else {
        return;
    };
    if !fields.contains_key("text") && OTHER_CONTENT.iter().any(|kind| fields.contains_key(*kind)) {
        let text = fields.get("caption").cloned();
        let text = text.or_else(|| fields.get("contact").and_then(number_of));
        fields.insert("text".to_owned(), text.unwrap_or_else(|| Value::from("")));
    }
    match hidden_links(fields) {
        Some(links) => fields.insert("entities".to_owned(), links),
        None => fields.remove("entities"),
    };
    fields.retain(|name, _| READ.contains(&name.as_str()));
    if let Some(replied) = fields.get_mut("reply_to_message") {
        if let Some(replied) = replied.as_object_mut() {
            replied.remove("reply_to_message");
        }
        reduce(replied);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_number(contact: Value, expected: &str) {
        assert_eq!(number_of(&contact), Some(Value::from(expected)));
    }

    #[test]
    fn a_shared_number_has_its_plus() {
        let own = json!({"phone_number": "34912345678", "first_name": "Ana", "user_id": 42});
        check_number(own, "+34912345678");
        let own = json!({"phone_number": "+34912345678", "first_name": "Ana", "user_id": 42});
        check_number(own, "+34912345678");
        // From somebody's address book, unchanged.
        let other = json!({"phone_number": "912345678", "first_name": "Bistro"});
        check_number(other, "912345678");
    }

    #[test]
    fn a_topic_that_opens_again_wakes_what_waits_for_it() {
        let chat = json!({"id": -1005, "type": "supergroup", "title": "Friends", "is_forum": true});
        let message = json!({"message_id": 3, "date": 1, "chat": chat, "message_thread_id": 2,
            "is_topic_message": true, "forum_topic_reopened": {}});
        let (_, news) = read(json!({"update_id": 1, "message": message})).unwrap();
        let standing = |chat, present| (chat, present) == (-1005, true);
        assert!(matches!(news, News::Standing { chat, present, .. } if standing(chat, present)));
    }

    #[track_caller]
    fn check_present(member: Value, expected: bool) {
        let read: Member = serde_json::from_value(member.clone()).unwrap();
        assert_eq!(read.is_present(), expected, "{member}");
    }

    #[test]
    fn who_is_restricted_may_be_there() {
        for status in ["creator", "administrator", "member", "of_a_later_day"] {
            check_present(json!({"status": status}), true);
        }
        for status in ["left", "kicked"] {
            check_present(json!({"status": status}), false);
        }
        for there in [true, false] {
            check_present(json!({"status": "restricted", "is_member": there}), there);
        }
    }
}
