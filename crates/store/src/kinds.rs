//! The kinds of records, each declared once: its key, its current form, its
//! word and letter on the disk. The union of all records and the code that
//! writes and reads it follow from this list.

use chrono::{DateTime, Utc};

use kally_core::model::{
    AppointmentId, CallId, ChatUser, ConversationId, ErrandId, FeedId, LinkId, MessageKey,
    MessageRef, RoomId,
};

use super::codec;
use super::key_bytes::KeyBytes;
use super::record::*;
use super::{StoreError, Stored, Version};

/// A kind of record.
pub trait RecordKind: Sized {
    /// The type of the id that finds it.
    type Id;
    fn key(id: &Self::Id) -> Key;
    /// Takes the record out of the union, if it is of this kind.
    fn from_record(record: Record) -> Option<Self>;
    /// Parses a record of this kind.
    ///
    /// # Errors
    /// Says where it is damaged; never quotes it.
    fn decode(json: &[u8]) -> Result<Self, String>;
}

/// Writes the union of all records.
///
/// A line is the kind, its current form and the name that the program uses for
/// it, its word in the wrapper and its letter in the key, and the id that finds
/// it with the field that holds the id.
macro_rules! records {
    ($($(#[$doc:meta])* $kind:ident: $form:ident as $current:ident, $word:literal $letter:literal,
        by $field:ident: $id:ty;)*) => {
        /// The key of a record: its kind and its id.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum Key {
            $($(#[$doc])* $kind($id),)*
        }

        impl Key {
            /// The bytes of the key in the store: the kind's letter, then the
            /// id.
            pub(crate) fn push(&self, key: &mut Vec<u8>) {
                match self {
                    $(Self::$kind(id) => {
                        key.push($letter);
                        KeyBytes::push(id, key);
                    })*
                }
            }
        }

        /// One record of any kind.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Record {
            $($(#[$doc])* $kind(Box<$current>),)*
        }

        impl Record {
            /// The key under which it is stored.
            #[must_use]
            pub fn key(&self) -> Key {
                match self {
                    $(Self::$kind(record) => Key::$kind(record.$field.clone()),)*
                }
            }

            /// The words of all kinds.
            pub const KINDS: &[&str] = &[$($word),*];

            /// The word of its kind.
            #[must_use]
            pub fn kind(&self) -> &'static str {
                match self {
                    $(Self::$kind(_) => $word,)*
                }
            }

            /// The record as JSON in its wrapper.
            pub(crate) fn encode(&self) -> Result<Vec<u8>, StoreError> {
                match self {
                    $(Self::$kind(record) => codec::encode($word, &**record),)*
                }
            }

            /// The record as JSON for its person: no sealed bytes, which are of
            /// use to nobody but this program, and no hashes of secrets.
            #[must_use]
            pub fn to_readable_json(&self) -> serde_json::Value {
                let (kind, record) = match self {
                    $(Self::$kind(record) => ($word, serde_json::to_value(&**record)),)*
                };
                let mut record = record.unwrap_or_default();
                without_secrets(&mut record);
                serde_json::json!({ "kind": kind, "record": record })
            }

            /// Parses the record under a key.
            pub(crate) fn decode(key: &Key, version: Version, json: &[u8]) -> Stored<Self> {
                let parsed = match key {
                    $(Key::$kind(_) => codec::decode($word, json).map(Box::new).map(Self::$kind),)*
                };
                match parsed {
                    Ok(record) if record.key() != *key => Stored::Unreadable {
                        version,
                        reason: "the record of another key".to_owned(),
                    },
                    Ok(record) => Stored::Found { version, record },
                    Err(reason) => Stored::Unreadable { version, reason },
                }
            }

            /// Parses the record of a kind's letter; `None` if it cannot be
            /// read.
            pub(crate) fn of_letter(letter: u8, json: &[u8]) -> Option<Self> {
                match letter {
                    $($letter => {
                        codec::decode($word, json).ok().map(Box::new).map(Self::$kind)
                    })*
                    _ => None,
                }
            }

            /// Passes any bytes to the parser of every kind.
            pub(crate) fn read_any(json: &[u8]) {
                $(let _ = codec::decode::<$current>($word, json);)*
            }
        }

        $(
            #[doc = concat!("The current form of a record: [`", stringify!($form), "`].")]
            pub type $current = $form;

            impl RecordKind for $form {
                type Id = $id;

                fn key(id: &$id) -> Key {
                    Key::$kind(id.clone())
                }

                fn from_record(record: Record) -> Option<Self> {
                    match record {
                        Record::$kind(record) => Some(*record),
                        _ => None,
                    }
                }

                fn decode(json: &[u8]) -> Result<Self, String> {
                    codec::decode($word, json)
                }
            }

            impl From<$form> for Record {
                fn from(record: $form) -> Self {
                    Self::$kind(Box::new(record))
                }
            }
        )*
    };
}

records! {
    /// The state of a conversation.
    Conversation: ConversationRecordV1 as ConversationRecord, "conversation" b'c',
        by id: ConversationId;
    /// A chat user's own settings.
    Settings: SettingsRecordV1 as SettingsRecord, "settings" b's', by user: ChatUser;
    /// A chat user's KallyAI account.
    Account: AccountRecordV1 as AccountRecord, "account" b'a', by owner: ChatUser;
    /// The conversations whose forms wait for a chat user's account.
    Waiting: WaitingRecordV1 as WaitingRecord, "waiting" b'w', by user: ChatUser;
    /// The conversations in which a chat user has open requests.
    Forms: FormsRecordV1 as FormsRecord, "forms" b'f', by user: ChatUser;
    /// The places that a chat user knows.
    Contacts: ContactsRecordV1 as ContactsRecord, "contacts" b'k', by user: ChatUser;
    Link: LinkRecordV1 as LinkRecord, "link" b'l', by id: LinkId;
    /// Which of a chat user's links works.
    OpenLink: OpenLinkRecordV1 as OpenLinkRecord, "open-link" b'o', by user: ChatUser;
    Call: CallRecordV1 as CallRecord, "call" b'p', by id: CallId;
    /// An appointment that a person keeps.
    Appointment: AppointmentRecordV1 as AppointmentRecord, "appointment" b'd',
        by id: AppointmentId;
    /// Which address calendars have for a person's appointments, or for a room's.
    Calendar: CalendarRecordV1 as CalendarRecord, "calendar" b'y', by of: ChatUser;
    /// An address for calendars.
    Feed: FeedRecordV1 as FeedRecord, "feed" b'i', by id: FeedId;
    Errand: ErrandRecordV1 as ErrandRecord, "errand" b'e', by id: ErrandId;
    /// A delivered message that may be edited later.
    Message: MessageRecordV1 as MessageRecord, "message" b'm', by key: MessageKey;
    /// Which call a delivered message is about.
    About: AboutRecordV1 as AboutRecord, "about" b'b', by reference: MessageRef;
    /// The people whom the bot's admins know, under a fixed name.
    Members: MembersRecordV1 as MembersRecord, "members" b'n', by name: String;
    /// How many calls a person had placed today.
    Quota: QuotaRecordV1 as QuotaRecord, "quota" b'q', by user: ChatUser;
    /// How often a number was called today.
    Number: NumberRecordV1 as NumberRecord, "number" b'h', by phone: String;
    /// The settings and calls that the people of a room share.
    Room: RoomRecordV1 as RoomRecord, "room" b'r', by room: RoomId;
    /// How far a platform's events were read, by the platform's name.
    Cursor: CursorRecordV1 as CursorRecord, "cursor" b'u', by name: String;
    /// That the store was restored from a copy, under a fixed name.
    Restored: RestoredRecordV1 as RestoredRecord, "restored" b'z', by name: String;
}

/// A message waiting to be sent, current form. It is in its conversation's
/// queue, under no key of its own.
pub type OutboxRecord = OutboxRecordV1;

impl Record {
    /// Whether it is work that still has to be done.
    #[must_use]
    pub fn is_open(&self) -> bool {
        match self {
            Self::Call(record) => record.is_open(),
            Self::Errand(_) => true,
            Self::Appointment(record) => record.appointment.is_open(),
            _ => false,
        }
    }
}

impl Record {
    /// The time for which open work waits; `None` for work to go on with at once.
    #[must_use]
    pub fn due(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Call(record) => record.due(),
            Self::Errand(record) => record.errand.due(),
            _ => None,
        }
    }

    /// The person that it is about; `None` for what belongs to nobody or to
    /// several.
    #[must_use]
    pub fn owner(&self) -> Option<ChatUser> {
        match self {
            Self::Conversation(record) => Some(record.id.chat_user()),
            Self::Settings(record) => Some(record.user.clone()),
            Self::Account(record) => Some(record.owner.clone()),
            Self::Waiting(record) => Some(record.user.clone()),
            Self::Forms(record) => Some(record.user.clone()),
            Self::Contacts(record) => Some(record.user.clone()),
            Self::Link(record) => Some(record.user.clone()),
            Self::OpenLink(record) => Some(record.user.clone()),
            Self::Call(record) => Some(record.conversation.chat_user()),
            Self::Errand(record) => Some(record.conversation.chat_user()),
            Self::Appointment(record) => Some(record.conversation.chat_user()),
            Self::Calendar(record) => (!record.room).then(|| record.of.clone()),
            Self::Feed(record) => (!record.room).then(|| record.of.clone()),
            Self::Message(record) => Some(record.conversation.chat_user()),
            Self::About(record) => Some(record.conversation.chat_user()),
            Self::Quota(record) => Some(record.user.clone()),
            Self::Members(_)
            | Self::Number(_)
            | Self::Room(_)
            | Self::Cursor(_)
            | Self::Restored(_) => None,
        }
    }

    /// The person with whose key a store seals it: the key goes with all that
    /// is about them. Today's count of their calls stays longer.
    #[must_use]
    pub(crate) fn sealed_to(&self) -> Option<ChatUser> {
        match self {
            Self::Quota(_) => None,
            record => record.owner(),
        }
    }
}

/// Removes the fields that hold sealed bytes or hashes of secrets.
fn without_secrets(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(fields) => {
            fields.retain(|name, _| !["sealed", "browser", "feed"].contains(&name.as_str()));
            fields.values_mut().for_each(without_secrets);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(without_secrets),
        _ => {}
    }
}

impl OutboxRecordV1 {
    const WORD: &'static str = "outbox";

    /// The message as JSON for its person, without its sealed bytes.
    #[must_use]
    pub fn to_readable_json(&self) -> serde_json::Value {
        let mut record = serde_json::to_value(self).unwrap_or_default();
        without_secrets(&mut record);
        serde_json::json!({ "kind": Self::WORD, "record": record })
    }

    pub(crate) fn encode(&self) -> Result<Vec<u8>, StoreError> {
        codec::encode(Self::WORD, self)
    }

    pub(crate) fn decode(version: Version, json: &[u8]) -> Stored<Self> {
        match codec::decode(Self::WORD, json) {
            Ok(record) => Stored::Found { version, record },
            Err(reason) => Stored::Unreadable { version, reason },
        }
    }
}

/// Passes any bytes to every reader of stored data.
#[doc(hidden)]
pub fn read_any(json: &[u8]) {
    Record::read_any(json);
    let _ = OutboxRecord::decode(Version(1), json);
}
