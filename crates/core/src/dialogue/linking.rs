//! Waiting for the account: the request is kept, and comes back by itself.

use chrono::{DateTime, Utc};

use crate::understand::{self, Control};

use super::door::DoorTo;
use super::form::Form;
use super::prompt::{Lead, LinkReason, PasteOutcome, Prompt};
use super::report::Usage;
use super::state::Point;
use super::{Effect, Linked, Turn};

impl Turn<'_> {
    pub(super) fn on_linking_text(&mut self, form: Form, text: &str) {
        match understand::control(text) {
            Some(Control::Cancel) => return self.on_cancel_said(form),
            Some(Control::Back) => return self.show_card(form, Lead::None),
            _ => {}
        }
        // Linked meanwhile from another conversation of the same person.
        if let Linked::Since(_) = self.context.linked {
            return self.show_card(form, Lead::Linked);
        }
        self.say(Prompt::LinkWaiting {
            stamp: form.stamp(),
        });
        self.conversation.form = Some((form, Point::Linking));
    }

    /// The account is there: the forms of the same person elsewhere go on. Here
    /// it is said which account it is before this one does, so that nobody
    /// calls with another's.
    pub(super) fn on_linked(&mut self) {
        self.act(Effect::TellWaiting);
        self.act(Effect::NameAccount {
            replaces: matches!(self.context.linked, Linked::Since(_)),
        });
    }

    /// Which account it is, or that the service does not tell; then the form
    /// that waited goes on.
    pub(super) fn on_new_account(
        &mut self,
        since: DateTime<Utc>,
        replaces: bool,
        usage: Option<Usage>,
    ) {
        let form_waits = matches!(self.conversation.form, Some((_, Point::Linking)));
        match self.context.linked {
            Linked::Since(now) if now == since => {}
            Linked::Revoked => {
                let reason = LinkReason::Revoked { form: form_waits };
                return self.offer_link(reason, DoorTo::Login);
            }
            // Signed out meanwhile, or linked again: that was said, or will be.
            Linked::No | Linked::Since(_) => return,
        }
        self.say(Prompt::Linked {
            usage,
            replaces,
            form_waits,
        });
        match self.conversation.form.take() {
            Some((form, Point::Linking)) => self.show_card(form, Lead::GoesOn),
            form => self.conversation.form = form,
        }
    }

    /// What became of a pasted address; a message with tokens in it must not
    /// stay in any case.
    pub(super) fn on_pasted(&mut self, outcome: PasteOutcome) {
        match outcome {
            // No tokens in it, and nothing to be had by it.
            PasteOutcome::LinkInGroup | PasteOutcome::LinkForeign | PasteOutcome::LinkItself => {}
            _ => self.act(Effect::RemoveMessage),
        }
        match outcome {
            PasteOutcome::Joined => self.on_linked(),
            other => self.say(Prompt::Pasted(other)),
        }
    }

    /// The form goes on, if it still waits.
    pub(super) fn on_linked_elsewhere(&mut self) {
        match self.conversation.form.take() {
            Some((form, Point::Linking)) => self.show_card(form, Lead::Linked),
            form => self.conversation.form = form,
        }
    }

    /// The form waits for the account, and the way to link is given.
    pub(super) fn wait_for_link(&mut self, mut form: Form, reason: LinkReason) {
        form.revision = form.revision.wrapping_add(1);
        self.conversation.form = Some((form, Point::Linking));
        self.act(Effect::AwaitAccount);
        self.offer_link(reason, DoorTo::Link);
    }

    /// Gives the way to link, where nobody else can read it.
    pub(super) fn offer_link(&mut self, reason: LinkReason, door: DoorTo) {
        if self.context.private || self.context.writes_first {
            self.act(Effect::OfferLink(reason));
        }
        if !self.context.private {
            self.say(if self.context.writes_first {
                Prompt::SaidPrivately
            } else {
                Prompt::InPrivate(door)
            });
        }
    }
}
