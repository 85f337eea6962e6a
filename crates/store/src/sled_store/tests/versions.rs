//! Every version of every record that was ever written can still be read.
//!
//! The fixtures are the bytes of a released version and are never changed; a
//! new version gets new ones beside them. Every record that was read is written
//! back: for the current version the same bytes have to come out.

use crate::samples::lane;
use crate::{ErrandRecord, Key, OutboxRecord, Record, RecordKind as _, Stored, Version};
use kally_core::dialogue::Errand;
use kally_core::model::{
    AppointmentId, CallId, ChatUser, ErrandId, FeedId, LinkId, MessageKey, MessageRef, Platform,
};
use uuid::Uuid;

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../../fixtures/", $name, ".json"))
    };
}

/// Fixtures are one record a line: every variant that the kind has.
#[track_caller]
fn check(key: &Key, fixture: &str) {
    assert!(!fixture.is_empty());
    for line in fixture.lines() {
        match Record::decode(key, Version(1), line.as_bytes()) {
            Stored::Found { record, .. } => {
                let again = record.encode().expect("written");
                assert_eq!(String::from_utf8(again).expect("JSON"), line);
            }
            other => panic!("{line}: {other:?}"),
        }
    }
}

fn ana() -> ChatUser {
    ChatUser {
        platform: Platform::Matrix,
        id: "@ana:example.org".to_owned(),
    }
}

#[test]
fn version_one_of_every_record_reads() {
    let id = Uuid::from_u128(1);
    check(&Key::Conversation(lane("x")), fixture!("conversation-v1"));
    check(&Key::Settings(ana()), fixture!("settings-v1"));
    check(&Key::Account(ana()), fixture!("account-v1"));
    check(&Key::Waiting(ana()), fixture!("waiting-v1"));
    check(&Key::Forms(ana()), fixture!("forms-v1"));
    check(&Key::Contacts(ana()), fixture!("contacts-v1"));
    check(
        &Key::Link(LinkId("5e884898".to_owned())),
        fixture!("link-v1"),
    );
    check(&Key::OpenLink(ana()), fixture!("open-link-v1"));
    check(&Key::Call(CallId(id)), fixture!("call-v1"));
    check(&Key::Errand(ErrandId(id)), fixture!("errand-v1"));
    check(
        &Key::Appointment(AppointmentId(id)),
        fixture!("appointment-v1"),
    );
    check(&Key::Calendar(ana()), fixture!("calendar-v1"));
    check(
        &Key::Feed(FeedId("5e884898".to_owned())),
        fixture!("feed-v1"),
    );
    check(&Key::Message(MessageKey(id)), fixture!("message-v1"));
    check(
        &Key::About(MessageRef("42:17".to_owned())),
        fixture!("about-v1"),
    );
    check(&Key::Cursor("matrix".to_owned()), fixture!("cursor-v1"));
    check(&crate::restored_key(), fixture!("restored-v1"));
    check(&Key::Quota(ana()), fixture!("quota-v1"));
    check(
        &Key::Number("+14155552671".to_owned()),
        fixture!("number-v1"),
    );
    check(&Key::Members("members".to_owned()), fixture!("members-v1"));
    let room = lane("x").room().expect("a room");
    check(&Key::Room(room), fixture!("room-v1"));
}

/// An errand that has another name today.
#[test]
fn an_errand_of_an_earlier_program_reads() {
    let line = fixture!("errand-v1").lines().next().expect("a line");
    let (before, _) = line.split_once("\"errand\":").expect("an errand");
    let old = format!("{before}\"errand\":\"plan\"}}}}");
    let id = ErrandId(Uuid::from_u128(1));
    let found = Record::decode(&Key::Errand(id), Version(1), old.as_bytes());
    let Stored::Found { record, .. } = found.map(ErrandRecord::from_record) else {
        panic!("{old}");
    };
    assert_eq!(record.map(|record| record.errand), Some(Errand::Usage));
}

#[test]
fn version_one_of_a_waiting_message_reads() {
    for line in fixture!("outbox-v1").lines() {
        match OutboxRecord::decode(Version(1), line.as_bytes()) {
            Stored::Found { record, .. } => {
                let again = record.encode().expect("written");
                assert_eq!(String::from_utf8(again).expect("JSON"), line);
            }
            other => panic!("{line}: {other:?}"),
        }
    }
}

/// A record's key is as much a part of the form on the disk as its bytes.
#[test]
fn keys_keep_their_form() {
    let id = Uuid::from_u128(0x0102_0304);
    let mut topic = lane("!x:h");
    topic.thread = Some("$t".to_owned());
    topic.user = "@a".to_owned();
    for (key, bytes) in [
        (
            Key::Conversation(topic),
            &b"rcmatrix\0\0!x:h\0\0\x01$t\0\0@a\0\0"[..],
        ),
        (Key::Settings(ana()), b"rsmatrix\0\0@ana:example.org\0\0"),
        (Key::Waiting(ana()), b"rwmatrix\0\0@ana:example.org\0\0"),
        (Key::Forms(ana()), b"rfmatrix\0\0@ana:example.org\0\0"),
        (Key::Contacts(ana()), b"rkmatrix\0\0@ana:example.org\0\0"),
        (Key::Account(ana()), b"ramatrix\0\0@ana:example.org\0\0"),
        (Key::OpenLink(ana()), b"romatrix\0\0@ana:example.org\0\0"),
        (Key::Link(LinkId("a\0b".to_owned())), b"rla\0\xFFb\0\0"),
        (
            Key::Call(CallId(id)),
            b"rp\0\0\0\0\0\0\0\0\0\0\0\0\x01\x02\x03\x04",
        ),
        (
            Key::Errand(ErrandId(id)),
            b"re\0\0\0\0\0\0\0\0\0\0\0\0\x01\x02\x03\x04",
        ),
        (
            Key::Appointment(AppointmentId(id)),
            b"rd\0\0\0\0\0\0\0\0\0\0\0\0\x01\x02\x03\x04",
        ),
        (Key::Calendar(ana()), b"rymatrix\0\0@ana:example.org\0\0"),
        (Key::Feed(FeedId("5e".to_owned())), b"ri5e\0\0"),
        (
            Key::Message(MessageKey(id)),
            b"rm\0\0\0\0\0\0\0\0\0\0\0\0\x01\x02\x03\x04",
        ),
        (Key::About(MessageRef("4:7".to_owned())), b"rb4:7\0\0"),
        (
            Key::Room(lane("x").room().expect("a room")),
            b"rrmatrix\0\0x\0\0",
        ),
        (Key::Cursor("matrix".to_owned()), b"rumatrix\0\0"),
    ] {
        assert_eq!(super::keys::record(&key), bytes, "{key:?}");
    }
}
