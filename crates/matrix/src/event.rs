//! An event of a room as the adapter reads it: only the needed parts of its
//! JSON, so that an unknown form elsewhere makes nothing unreadable.

use matrix_sdk::deserialized_responses::{TimelineEvent, TimelineEventKind};
use serde::Deserialize;
use serde_json::Value;

/// The event types that count when they are encrypted. For all other types the
/// homeserver checks who may send them, but it cannot check encrypted ones:
/// anybody could remove other people's messages, or move a room. A reaction,
/// which hardly any client encrypts, counts only for its sender.
const ENCRYPTED: [&str; 3] = ["m.room.message", "m.sticker", "m.reaction"];

/// An event of a timeline, decrypted if it was encrypted.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(super) struct Event {
    #[serde(rename = "type")]
    pub kind: String,
    pub event_id: String,
    pub sender: String,
    /// Milliseconds since 1970, as the sender's homeserver says.
    #[serde(default)]
    pub origin_server_ts: i64,
    pub state_key: Option<String>,
    #[serde(default)]
    pub content: Value,
    redacts: Option<String>,
    #[serde(default)]
    unsigned: Value,
    /// Whether it was encrypted.
    #[serde(skip)]
    encrypted: bool,
}

/// The meaning of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Brings {
    /// Words, or something else that was sent, which is an empty text.
    Message(Message),
    /// An earlier message with a new text.
    Edit { of: String, text: String },
    /// A key that was pressed below a message.
    Reaction { to: String, key: String },
    /// An event was taken back.
    Redaction { of: String },
    /// The room goes on in another.
    Tombstone { replacement: String },
    /// Somebody asks to verify this device.
    Verification,
    /// Somebody came, went or was asked in.
    Member { who: String, membership: String },
    /// The rules for who may do what in the room have changed.
    Powers,
    /// Of no interest to the bot.
    Nothing,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Message {
    pub text: String,
    /// With markup, if it has any.
    pub html: Option<String>,
    /// The users that it names.
    pub mentions: Vec<String>,
    /// The first message of its thread.
    pub thread: Option<String>,
    /// The message that it replies to.
    pub replies_to: Option<String>,
    /// It belongs to another message, in a thread or otherwise: no thread can
    /// begin with it.
    pub related: bool,
}

/// The message types with words, and those without.
const WORDS: [&str; 2] = ["m.text", "m.emote"];
const OTHER: [&str; 5] = ["m.image", "m.audio", "m.video", "m.file", "m.location"];

impl Event {
    /// An event of a timeline; `None` if it cannot be read.
    pub(super) fn of(event: &TimelineEvent) -> Option<Self> {
        let read: Self = serde_json::from_str(event.raw().json().get()).ok()?;
        Some(match event.kind {
            TimelineEventKind::Decrypted(_) => read.encrypted(),
            _ => read,
        })
    }

    /// Drops event types that must not be encrypted.
    fn encrypted(self) -> Self {
        Self {
            state_key: None,
            redacts: None,
            encrypted: true,
            ..self
        }
    }

    /// Whether it is the bot's own joining after an invitation.
    pub(super) fn accepts_invitation(&self, me: &str) -> bool {
        let Brings::Member { who, membership } = self.brings() else {
            return false;
        };
        let before = &self.unsigned["prev_content"]["membership"];
        who == me && membership == "join" && *before == "invite"
    }

    /// Whether it is something that a client encrypts in an encrypted room:
    /// words, an edit, a file.
    pub(super) fn is_said(&self) -> bool {
        matches!(self.kind.as_str(), "m.room.message" | "m.sticker")
    }

    pub(super) fn brings(&self) -> Brings {
        match self.kind.as_str() {
            kind if self.encrypted && !ENCRYPTED.contains(&kind) => Brings::Nothing,
            "m.room.message" => self.message(),
            "m.sticker" => Brings::Message(self.place()),
            "m.reaction" => self.reaction().unwrap_or(Brings::Nothing),
            "m.room.redaction" => self
                .redacts
                .clone()
                .or_else(|| text(&self.content, "redacts"))
                .map_or(Brings::Nothing, |of| Brings::Redaction { of }),
            "m.room.tombstone" if self.state_key.as_deref() == Some("") => {
                text(&self.content, "replacement_room").map_or(Brings::Nothing, |replacement| {
                    Brings::Tombstone { replacement }
                })
            }
            "m.room.power_levels" if self.state_key.as_deref() == Some("") => Brings::Powers,
            "m.room.member" => match (&self.state_key, text(&self.content, "membership")) {
                (Some(who), Some(membership)) => Brings::Member {
                    who: who.clone(),
                    membership,
                },
                _ => Brings::Nothing,
            },
            _ => Brings::Nothing,
        }
    }

    /// The current content: that of the newest edit, where the homeserver sent
    /// it along.
    pub(super) fn latest(&self) -> &Value {
        let edit = &self.unsigned["m.relations"]["m.replace"];
        let same_sender = edit["sender"].as_str() == Some(&self.sender);
        let edited = &edit["content"]["m.new_content"];
        if same_sender && edited.is_object() {
            return edited;
        }
        &self.content
    }

    fn message(&self) -> Brings {
        let kind = text(&self.content, "msgtype").unwrap_or_default();
        if kind == "m.key.verification.request" {
            return Brings::Verification;
        }
        if !WORDS.contains(&kind.as_str()) && !OTHER.contains(&kind.as_str()) {
            return Brings::Nothing;
        }
        let relation = &self.content["m.relates_to"];
        if relation["rel_type"] == "m.replace" {
            let new = &self.content["m.new_content"];
            return match (text(relation, "event_id"), words(new)) {
                (Some(of), Some(text)) => Brings::Edit { of, text },
                _ => Brings::Nothing,
            };
        }
        let message = Message {
            text: words(&self.content).unwrap_or_default(),
            html: text(&self.content, "formatted_body").map(without_reply),
            ..Message::default()
        };
        Brings::Message(self.with_relation(message))
    }

    /// Its place among other messages, which is in clear even where the words
    /// are encrypted.
    pub(super) fn place(&self) -> Message {
        self.with_relation(Message::default())
    }

    fn with_relation(&self, message: Message) -> Message {
        let relation = &self.content["m.relates_to"];
        let threaded = relation["rel_type"] == "m.thread";
        // In a thread a reply may be there only for clients that do not know
        // threads.
        let fallback = threaded && relation["is_falling_back"] == true;
        let replies_to = text(&relation["m.in_reply_to"], "event_id").filter(|_| !fallback);
        let quoted = replies_to.is_some();
        let mentions = self.content["m.mentions"]["user_ids"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|user| user.as_str().map(str::to_owned))
            .collect();
        Message {
            text: match quoted {
                true => without_quote(&message.text).to_owned(),
                false => message.text,
            },
            mentions,
            thread: threaded.then(|| text(relation, "event_id")).flatten(),
            replies_to,
            related: relation["rel_type"].is_string(),
            ..message
        }
    }

    fn reaction(&self) -> Option<Brings> {
        let relation = &self.content["m.relates_to"];
        Some(Brings::Reaction {
            to: text(relation, "event_id")?,
            key: text(relation, "key")?,
        })
    }
}

/// The words of a message; for a file its caption, if it has one.
fn words(content: &Value) -> Option<String> {
    let kind = text(content, "msgtype")?;
    let body = text(content, "body")?;
    if WORDS.contains(&kind.as_str()) {
        return Some(body);
    }
    let name = text(content, "filename")?;
    (name != body).then_some(body)
}

/// Older clients quote the message replied to, line by line, before an empty
/// line.
fn without_quote(text: &str) -> &str {
    let mut rest = text;
    while rest.starts_with("> ") || rest.starts_with(">\n") {
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    }
    match rest.len() < text.len() {
        true => rest.trim_start_matches('\n'),
        false => text,
    }
}

/// The same quote in markup is an element of its own, at the front.
fn without_reply(html: String) -> String {
    const END: &str = "</mx-reply>";
    match html.find(END) {
        Some(at) if html.trim_start().starts_with("<mx-reply>") => {
            html[at + END.len()..].to_owned()
        }
        _ => html,
    }
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key)?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event(kind: &str, content: Value) -> Event {
        serde_json::from_value(json!({
            "type": kind, "event_id": "$e", "sender": "@ana:x", "origin_server_ts": 5,
            "content": content, "unsigned": {"age": 3}, "room_id": "!r:x",
        }))
        .unwrap()
    }

    #[track_caller]
    fn check(content: Value, expected: Message) {
        let brought = event("m.room.message", content).brings();
        assert_eq!(brought, Brings::Message(expected));
    }

    fn said(text: &str) -> Message {
        Message {
            text: text.to_owned(),
            ..Message::default()
        }
    }

    #[test]
    fn messages() {
        check(json!({"msgtype": "m.text", "body": "hi"}), said("hi"));
        check(json!({"msgtype": "m.emote", "body": "hi"}), said("hi"));
        check(json!({"msgtype": "m.image", "body": "a.png"}), said(""));
        check(
            json!({"msgtype": "m.image", "body": "look", "filename": "a.png"}),
            said("look"),
        );
        check(
            json!({"msgtype": "m.text", "body": "@kally:x hi", "m.mentions": {"user_ids": ["@kally:x"]},
                "m.relates_to": {"rel_type": "m.thread", "event_id": "$root", "is_falling_back": true,
                    "m.in_reply_to": {"event_id": "$last"}}}),
            Message {
                mentions: vec!["@kally:x".to_owned()],
                thread: Some("$root".to_owned()),
                related: true,
                ..said("@kally:x hi")
            },
        );
        check(
            json!({"msgtype": "m.text", "body": "> <@kally:x> How many?\n> Say it\n\nfour\n> no quote",
                "m.relates_to": {"m.in_reply_to": {"event_id": "$q"}}}),
            Message {
                replies_to: Some("$q".to_owned()),
                ..said("four\n> no quote")
            },
        );
        let quoted = "<mx-reply><blockquote><a href=\"https://matrix.to/#/@kally:x\">@kally:x</a> How many?</blockquote></mx-reply>";
        check(
            json!({"msgtype": "m.text", "body": "> <@kally:x> How many?\n\nfour",
                "formatted_body": format!("{quoted}<b>four</b>"),
                "m.relates_to": {"m.in_reply_to": {"event_id": "$q"}}}),
            Message {
                html: Some("<b>four</b>".to_owned()),
                replies_to: Some("$q".to_owned()),
                ..said("four")
            },
        );
        check(
            json!({"msgtype": "m.text", "body": "> 5\nnot a reply"}),
            said("> 5\nnot a reply"),
        );
    }

    #[test]
    fn what_bots_say_and_what_is_unknown_is_nothing() {
        for content in [
            json!({"msgtype": "m.notice", "body": "beep"}),
            json!({"msgtype": "org.example.dance", "body": "x"}),
            json!({}),
            json!({"msgtype": "m.text", "m.relates_to": {"rel_type": "m.replace"}}),
        ] {
            let brought = event("m.room.message", content.clone()).brings();
            assert_eq!(brought, Brings::Nothing, "{content}");
        }
        assert_eq!(
            event("org.example.poll", json!({})).brings(),
            Brings::Nothing
        );
    }

    /// An event of a timeline that was decrypted to this.
    fn decrypted(event: &Value) -> Event {
        use matrix_sdk::deserialized_responses::{
            AlgorithmInfo, DecryptedRoomEvent, EncryptionInfo, VerificationState,
        };
        use matrix_sdk::ruma::{serde::Raw, user_id};
        let encryption_info = EncryptionInfo {
            sender: user_id!("@mallory:x").to_owned(),
            sender_device: None,
            forwarder: None,
            algorithm_info: AlgorithmInfo::MegolmV1AesSha2 {
                curve25519_key: String::new(),
                sender_claimed_keys: std::collections::BTreeMap::new(),
                session_id: None,
            },
            verification_state: VerificationState::Verified,
        };
        Event::of(&TimelineEvent::from_decrypted(
            DecryptedRoomEvent {
                event: Raw::new(event).unwrap().cast_unchecked(),
                encryption_info: std::sync::Arc::new(encryption_info),
                unsigned_encryption_info: None,
            },
            None,
        ))
        .unwrap()
    }

    /// An event that is formally a state event, or takes another back.
    fn powerful(kind: &str, state_key: &str, content: &Value) -> Value {
        json!({
            "type": kind, "event_id": "$e", "sender": "@mallory:x", "origin_server_ts": 5,
            "state_key": state_key, "redacts": "$gone", "content": content, "room_id": "!r:x",
            "unsigned": {"prev_content": {"membership": "invite"}},
        })
    }

    #[test]
    fn what_needs_a_power_counts_in_clear_only() {
        let events = [
            ("m.room.tombstone", "", json!({"replacement_room": "!n:x"})),
            ("m.room.member", "@kally:x", json!({"membership": "join"})),
            ("m.room.member", "@ana:x", json!({"membership": "leave"})),
            ("m.room.redaction", "", json!({"redacts": "$gone"})),
        ];
        for (kind, key, content) in events {
            let event = powerful(kind, key, &content);
            let plain: Event = serde_json::from_value(event.clone()).unwrap();
            assert_ne!(plain.brings(), Brings::Nothing, "{event}");
            let forged = decrypted(&event);
            assert_eq!(forged.brings(), Brings::Nothing, "{event}");
            assert!(!forged.accepts_invitation("@kally:x"), "{event}");
        }
        // A tombstone with a state key does not concern the room.
        let odd = powerful(
            "m.room.tombstone",
            "x",
            &json!({"replacement_room": "!n:x"}),
        );
        let odd: Event = serde_json::from_value(odd).unwrap();
        assert_eq!(odd.brings(), Brings::Nothing);
    }

    #[test]
    fn what_people_say_counts_encrypted_too() {
        let reacted =
            json!({"m.relates_to": {"rel_type": "m.annotation", "event_id": "$c", "key": "1"}});
        let asked = json!({"msgtype": "m.key.verification.request", "body": "x"});
        for (kind, content) in [
            ("m.room.message", json!({"msgtype": "m.text", "body": "hi"})),
            ("m.room.message", asked),
            ("m.sticker", json!({"body": "a cat"})),
            ("m.reaction", reacted),
        ] {
            let event = decrypted(&powerful(kind, "", &content));
            assert_ne!(event.brings(), Brings::Nothing, "{kind}");
            assert_eq!(event.state_key, None);
        }
    }

    #[test]
    fn edits_reactions_and_redactions() {
        let edit = json!({"msgtype": "m.text", "body": "* five",
            "m.new_content": {"msgtype": "m.text", "body": "five"},
            "m.relates_to": {"rel_type": "m.replace", "event_id": "$four"}});
        let (of, text) = ("$four".to_owned(), "five".to_owned());
        let brought = event("m.room.message", edit).brings();
        assert_eq!(brought, Brings::Edit { of, text });
        let reaction =
            json!({"m.relates_to": {"rel_type": "m.annotation", "event_id": "$card", "key": "✅"}});
        let (to, key) = ("$card".to_owned(), "✅".to_owned());
        let brought = event("m.reaction", reaction).brings();
        assert_eq!(brought, Brings::Reaction { to, key });
        let redaction = event("m.room.redaction", json!({"redacts": "$gone"})).brings();
        let of = "$gone".to_owned();
        assert_eq!(redaction, Brings::Redaction { of });
    }

    #[test]
    fn an_edit_that_came_along_counts_if_it_is_the_sender_s_own() {
        let with = |sender: &str| -> Event {
            serde_json::from_value(json!({
                "type": "m.room.message", "event_id": "$e", "sender": "@kally:x", "content": {"a": 1},
                "unsigned": {"m.relations": {"m.replace": {"sender": sender, "content": {"m.new_content": {"a": 2}}}}},
            }))
            .unwrap()
        };
        assert_eq!(with("@kally:x").latest()["a"], 2);
        assert_eq!(with("@mallory:x").latest()["a"], 1);
    }
}
