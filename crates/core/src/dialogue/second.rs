//! A second request while one is open: it is noticed and asked about, never
//! mixed into the first.

use crate::understand;

use super::Turn;
use super::form::Form;
use super::prompt::Prompt;
use super::state::Point;
use crate::model::Slot;

impl Turn<'_> {
    /// Asks whether a message that is a request of its own takes the open
    /// one's place; gives the form back where it is none.
    pub(super) fn is_second(&mut self, form: Form, point: Point, text: &str) -> Option<Form> {
        if !is_a_request(&form, point, text, &self.context.reading()) {
            return Some(form);
        }
        self.ask_which(form, point, text);
        None
    }

    /// Replace the open request, or keep it?
    pub(super) fn ask_which(&mut self, mut form: Form, point: Point, text: &str) {
        let found = understand::sentence(text, &self.context.reading());
        // The old card's buttons do not count while this is asked.
        form.revision = form.revision.wrapping_add(1);
        self.conversation.waiting = Some(text.to_owned());
        self.say(Prompt::NewRequest {
            stamp: form.stamp(),
            phone: found.phone().cloned(),
            task: found.task().cloned(),
        });
        self.conversation.form = Some((form, point));
    }
}

/// Whether a message at an open request is one of its own: a task with another
/// number, with another kind of place, or after 'call …'.
fn is_a_request(form: &Form, point: Point, text: &str, reading: &understand::Context) -> bool {
    let slot = match point {
        Point::Asking { slot, .. } => Some(slot),
        _ => None,
    };
    if !form.is_filled(Slot::Phone)
        || slot == Some(Slot::Phone)
        || !understand::asks_for_something(text)
    {
        return false;
    }
    let found = understand::sentence(text, reading);
    let several =
        understand::phone_doubt(text, reading) == Some(crate::model::PhoneProblem::Several);
    let other = found.has(Slot::Phone) && found.phone() != form.values.phone();
    if several || other {
        return true;
    }
    // What answers the question for the task may well begin with 'call them'.
    if !form.is_filled(Slot::Task) || slot == Some(Slot::Task) {
        return false;
    }
    let elsewhere = form.is_filled(Slot::Category)
        && found
            .category()
            .is_some_and(|kind| form.category() != Some(*kind));
    understand::opens_with_calling(text)
        || (elsewhere && slot != Some(Slot::Category) && found.has(Slot::Task))
}
