//! Quiet hours: whether those of a person or of the room are in force, and where
//! the ends of calls are summed up that made no sound.

use chrono::{DateTime, Utc};

use kally_core::dialogue::{Context, Errand, Input, Unheard};
use kally_core::model::ConversationId;

use super::apply::Draft;
use super::loaded::Loaded;
use super::{Bridge, Sender, own_settings};

impl Bridge {
    /// When the quiet hours end that are in force now. A person's are on the clocks of
    /// their zone, a room's on those of the room's; in a room both count, since a
    /// sound there is heard by everybody.
    pub(super) fn quiet_until(
        &self,
        loaded: &Loaded,
        sender: Option<&Sender>,
        now: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let own = own_settings(&loaded.settings);
        let of_person = own.over(&self.defaults_for(sender)).quiet;
        let settings = own.over(&self.defaults_in(&loaded.room, sender));
        let room = loaded.room.own();
        let zone_of_room = room.timezone.unwrap_or(settings.timezone);
        let of_person = of_person.end(settings.timezone, now);
        let of_room = room.quiet.and_then(|hours| hours.end(zone_of_room, now));
        of_person.max(of_room)
    }
}

/// When the messages of a turn make a sound again: those about a call that was put
/// off, in quiet hours.
pub(super) fn silent_until(context: &Context, input: &Input) -> Option<DateTime<Utc>> {
    let is_about_call = match input {
        Input::CallReported(_) => true,
        Input::ErrandReported(errand, _) => errand.call().is_some(),
        _ => false,
    };
    context.silent_until().filter(|_| is_about_call)
}

impl Draft<'_> {
    /// Passes the end of a call on to the conversation that sums up. Where each
    /// request has a thread of its own, that is the room's.
    pub(super) fn note_unheard(&mut self, unheard: Box<Unheard>) {
        let has_threads = self.id.platform.abilities().has_threads;
        let thread = self.id.thread.clone().filter(|_| !has_threads);
        let conversation = ConversationId {
            thread,
            ..self.id.clone()
        };
        self.errand(conversation, Errand::Unheard(unheard));
    }
}
