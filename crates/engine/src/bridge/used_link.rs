//! The message with a link, once nobody can follow the link any more: it says
//! so, and its button goes.

use kally_core::dialogue::Prompt;
use kally_core::model::{ConversationId, Language, Weight};
use kally_core::text::{self, Voice};
use kally_store::{DeliveryModeV1, Key, LinkRecord, OpenLinkRecord, OutboxRecord, Record};

use super::Bridge;
use super::apply::Draft;

impl Bridge {
    /// The edit that closes the message of somebody else's link.
    pub(super) fn closed_link_of(
        &self,
        link: &OpenLinkRecord,
        session: &LinkRecord,
    ) -> Option<OutboxRecord> {
        let language = Language::from_tag(&session.language);
        let language = language.unwrap_or(self.options.defaults.language);
        self.closed_link(link, self.voice(language, link.user.platform), false)
    }

    /// The edit that closes the message of a link, if that message is known.
    pub(super) fn closed_link(
        &self,
        link: &OpenLinkRecord,
        voice: Voice,
        used: bool,
    ) -> Option<OutboxRecord> {
        let reply = text::render(&Prompt::LinkOver { used }, voice);
        let there = ConversationId::private_with(&link.user);
        Some(OutboxRecord {
            weight: Weight::Status,
            mode: DeliveryModeV1::EditLast,
            quiet: true,
            ..OutboxRecord::new(link.message?, there, reply, self.clock.now())
        })
    }
}

impl Draft<'_> {
    /// Closes the message of the person's link, if this turn has ended the link.
    pub(super) fn close_link(&mut self) {
        let Some(before) = self.loaded.open_link.record() else {
            return;
        };
        let mut written = self.commit.put.iter().filter_map(|put| match put {
            Record::OpenLink(open) if open.user == before.user => Some(open),
            _ => None,
        });
        let used = match written.next() {
            Some(now) if now.link == before.link && !now.signed_in => return,
            Some(now) => now.link == before.link,
            None if !self
                .commit
                .delete
                .contains(&Key::OpenLink(before.user.clone())) =>
            {
                return;
            }
            None => false,
        };
        let closed = self.bridge.closed_link(before, self.voice(), used);
        self.commit.send.extend(closed);
    }
}
