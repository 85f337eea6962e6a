//! Waiting for the account: the request is kept, and comes back by itself.

use crate::understand::{self, Control};

use super::door::DoorTo;
use super::form::Form;
use super::prompt::{Lead, LinkReason, PasteOutcome, Prompt};
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

    /// The account is there: this form goes on, and so do those of the same
    /// person elsewhere.
    pub(super) fn on_linked(&mut self) {
        self.act(Effect::TellWaiting);
        match self.conversation.form.take() {
            Some((form, Point::Linking)) => self.show_card(form, Lead::Linked),
            form => {
                self.conversation.form = form;
                self.say(Prompt::Linked);
            }
        }
    }

    /// What became of a pasted address; the message must not stay in any case.
    pub(super) fn on_pasted(&mut self, outcome: PasteOutcome) {
        self.act(Effect::RemoveMessage);
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
