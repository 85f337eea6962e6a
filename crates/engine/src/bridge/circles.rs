//! Two bots that answer each other would never end. Words that change nothing in
//! a conversation are answered so many times in a row, then the bot says once
//! that it will be quiet, and is.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use kally_core::dialogue::{Asked, Decision, Effect, Point, State};
use kally_core::model::ConversationId;

use super::{Content, Inbound, is_command};

/// How many messages in a row are answered though they change nothing: more than
/// may wait at once, so that a person who writes fast hears about that first.
const MOST: u32 = 24;

/// A longer pause between two messages ends the row, and the silence.
const PAUSE: TimeDelta = TimeDelta::seconds(60);

/// How many conversations are watched.
const WATCHED: usize = 4_096;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Row {
    length: u32,
    last: DateTime<Utc>,
}

/// The treatment of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Read,
    /// Say that the bot will be quiet.
    SayOnce,
    Nothing,
}

/// The conversations in which words have changed nothing lately.
#[derive(Debug, Default)]
pub(super) struct Circles(Mutex<HashMap<ConversationId, Row>>);

impl Circles {
    /// The treatment of a message. Commands and ways out are always read: bots that
    /// talk do not give them.
    pub(super) fn answer(&self, inbound: &Inbound, now: DateTime<Utc>) -> Answer {
        if !is_talk(inbound) || inbound.content.is_way_out() {
            return Answer::Read;
        }
        let mut rows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(row) = rows.get_mut(&inbound.conversation) else {
            return Answer::Read;
        };
        if now - row.last > PAUSE {
            rows.remove(&inbound.conversation);
            return Answer::Read;
        }
        match row.length.cmp(&MOST) {
            std::cmp::Ordering::Less => return Answer::Read,
            std::cmp::Ordering::Equal => row.length += 1,
            std::cmp::Ordering::Greater => {
                row.last = now;
                return Answer::Nothing;
            }
        }
        row.last = now;
        Answer::SayOnce
    }

    /// A message was answered.
    pub(super) fn note(&self, inbound: &Inbound, moved: bool, now: DateTime<Utc>) {
        let mut rows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if moved || !is_talk(inbound) {
            rows.remove(&inbound.conversation);
            return;
        }
        if rows.len() >= WATCHED {
            rows.retain(|_, row| now - row.last <= PAUSE);
        }
        if rows.len() < WATCHED || rows.contains_key(&inbound.conversation) {
            let row = rows.entry(inbound.conversation.clone()).or_insert(Row {
                length: 0,
                last: now,
            });
            row.length += 1;
            row.last = now;
        }
    }
}

/// Whether it brings words other than a command.
fn is_talk(inbound: &Inbound) -> bool {
    matches!(&inbound.content, Content::Text(text) if !is_command(text))
}

/// The question that is open, however often it was asked.
fn place(state: &State) -> Option<Point> {
    state.point().map(|point| match point {
        Point::Asking(asked) => Point::Asking(Asked::first(asked.slot)),
        point => point,
    })
}

/// Whether a turn changed more than what was said.
pub(super) fn moved(before: &State, decision: &Decision) -> bool {
    let after = &decision.conversation.state;
    let only_said = |effect: &Effect| {
        matches!(
            effect,
            Effect::Say(_) | Effect::SayPrivately(_) | Effect::Alert(_) | Effect::Redraw(_)
        )
    };
    let values = |state: &State| state.form().map(|form| form.values.clone());
    std::mem::discriminant(before) != std::mem::discriminant(after)
        || place(before) != place(after)
        || values(before) != values(after)
        || !decision.effects.iter().all(only_said)
}

#[cfg(test)]
mod tests {
    use kally_core::model::{ChatUser, EventId, Platform};

    use super::super::Sender;
    use super::*;

    fn said(text: &str) -> Inbound {
        Inbound {
            event: EventId("1".to_owned()),
            conversation: ConversationId::private_with(&ChatUser {
                platform: Platform::Matrix,
                id: "@echo:x".to_owned(),
            }),
            sender: Sender {
                display_name: "Echo".to_owned(),
                handle: None,
                language: None,
            },
            at: DateTime::UNIX_EPOCH,
            message: None,
            replies_to: None,
            quoted: None,
            content: Content::Text(text.to_owned()),
        }
    }

    #[test]
    fn a_row_that_changes_nothing_ends_in_silence() {
        let circles = Circles::default();
        let second = |n: i64| DateTime::UNIX_EPOCH + TimeDelta::seconds(n);
        let hello = said("hello");
        for n in 0..i64::from(MOST) {
            assert_eq!(circles.answer(&hello, second(n)), Answer::Read);
            circles.note(&hello, false, second(n));
        }
        assert_eq!(circles.answer(&hello, second(20)), Answer::SayOnce);
        assert_eq!(circles.answer(&hello, second(70)), Answer::Nothing);
        assert_eq!(circles.answer(&said("/cancel"), second(71)), Answer::Read);
        // A person who goes on gets nothing, and one who pauses is answered again.
        assert_eq!(circles.answer(&hello, second(120)), Answer::Nothing);
        assert_eq!(circles.answer(&hello, second(190)), Answer::Read);
    }

    #[test]
    fn what_changes_something_begins_anew() {
        let circles = Circles::default();
        let hello = said("hello");
        for n in 0..3 * MOST {
            assert_eq!(
                circles.answer(&hello, DateTime::UNIX_EPOCH),
                Answer::Read,
                "{n}"
            );
            circles.note(&hello, n % MOST == 5, DateTime::UNIX_EPOCH);
        }
    }
}
