//! Waiting for the account: the request is kept, and comes back by itself.

use crate::understand::{self, Control};

use super::form::Form;
use super::prompt::{Lead, LinkReason, PasteOutcome, Prompt};
use super::state::Point;
use super::{Effect, Linked, Turn};

impl Turn<'_> {
    pub(super) fn on_linking_text(&mut self, form: Form, text: &str) {
        match understand::control(text) {
            Some(Control::Cancel) => return self.drop_form(form),
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

    pub(super) fn on_linked(&mut self) {
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

    /// Gives the way to link, where nobody else can read it.
    pub(super) fn offer_link(&mut self, reason: LinkReason) {
        if self.context.private {
            self.act(Effect::OfferLink(reason));
        } else {
            self.say(Prompt::InPrivate);
        }
    }
}
