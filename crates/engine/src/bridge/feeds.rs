//! The address at which calendars find a person's appointments, or a room's, as a
//! part of a turn: it is made, renewed and ended in the turn's commit.
//!
//! The address ends with a secret of 256 bits. Only its hash is stored; the message
//! with the address waits sealed.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use kally_core::dialogue::{
    Action, AppointmentPrompt, Command, Errand, FeedView, Input, OtherAction, Prompt,
};
use kally_core::model::{ChatUser, ConversationId, FeedId, FeedWish};
use kally_store::{
    CalendarRecord, DeliveryModeV1, FeedRecord, Key, StoreError, Stored, Version, read_one,
};

use super::Bridge;
use super::apply::Draft;

/// The id of the address that ends with this secret; `None` if it has not the form
/// of one.
pub(crate) fn feed_id(secret: &str) -> Option<FeedId> {
    let fits = secret.len() == 43 && URL_SAFE_NO_PAD.decode(secret).is_ok();
    fits.then(|| {
        let hash = Sha256::digest(secret);
        FeedId(hash.iter().map(|byte| format!("{byte:02x}")).collect())
    })
}

/// Whose address an input is about, if it is about one.
fn whose(id: &ConversationId, input: &Input) -> Option<ChatUser> {
    let person = || Some(id.chat_user());
    match input {
        Input::CommandGiven(Command::Calendar, _) => person(),
        Input::TextReceived(words) => match Command::spoken(words) {
            Some(Command::Calendar) => person(),
            _ => None,
        },
        Input::ErrandReported(Errand::Command { key, .. }, _)
            if Command::from_key(key) == Some(Command::Calendar) =>
        {
            person()
        }
        Input::ErrandReported(Errand::RoomFeed(_), _) => Some(ChatUser {
            platform: id.platform,
            id: id.room()?.chat,
        }),
        Input::ChoicePressed(pressed) => match pressed.action {
            Action::Other(OtherAction::Give(Command::Calendar)) => person(),
            Action::Other(action) if action.shown_by() == Some(Command::Calendar) => person(),
            _ => None,
        },
        _ => None,
    }
}

impl Bridge {
    pub(super) async fn calendar_of(
        &self,
        id: &ConversationId,
        input: &Input,
    ) -> Result<Stored<CalendarRecord>, StoreError> {
        match whose(id, input) {
            Some(whose) => read_one(&*self.store, &whose).await,
            None => Ok(Stored::Absent),
        }
    }

    pub(super) fn feed_view(&self, stored: &Stored<CalendarRecord>) -> FeedView {
        FeedView {
            offered: self.options.calendars.is_some(),
            since: stored.record().map(|record| record.since),
        }
    }
}

impl Draft<'_> {
    /// Gives an address, or ends the one there is. Of two turns that do so at once
    /// one is decided again.
    pub(super) fn feed(&mut self, wish: FeedWish, room: bool) {
        let of = match (room, self.id.room()) {
            (true, Some(room)) => ChatUser {
                platform: room.platform,
                id: room.chat,
            },
            _ => self.id.chat_user(),
        };
        let key = Key::Calendar(of.clone());
        let version = self.loaded.calendar.version();
        self.commit.expect.push((key.clone(), version));
        let before = self.loaded.calendar.record();
        let before = before.map(|record| record.feed.clone());
        let renewed = before.is_some();
        self.commit.delete.extend(before.map(Key::Feed));
        if wish == FeedWish::End {
            self.commit.delete.push(key);
            return;
        }
        let Some(base) = self.bridge.options.calendars.clone() else {
            return;
        };
        let secret = URL_SAFE_NO_PAD.encode(self.bridge.ids.bytes::<32>());
        let Some(feed) = feed_id(&secret) else {
            return;
        };
        self.commit
            .expect
            .push((Key::Feed(feed.clone()), Version::default()));
        let record = FeedRecord {
            id: feed.clone(),
            of: of.clone(),
            room,
            language: match room {
                true => self.room_voice().language(),
                false => self.settings.language,
            },
        };
        self.commit.put.push(record.into());
        let record = CalendarRecord {
            of,
            room,
            feed,
            since: self.now,
        };
        self.commit.put.push(record.into());
        let prompt = Prompt::Appointment(AppointmentPrompt::Feed {
            url: format!("{}/{secret}.ics", base.as_str().trim_end_matches('/')),
            renewed,
            room,
        });
        let message = self.fresh_message();
        self.send_privately(message, &prompt, DeliveryModeV1::Send);
    }
}
