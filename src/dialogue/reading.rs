//! What a message at a question is: an answer, a correction, a whole request,
//! small talk, or nothing that fits; and what it puts into the form.

use crate::understand::{self, Understood};

use super::form::Form;
use super::prompt::Issue;
use super::slot::{Noted, Slot};

/// What a message at a question is.
pub(super) enum Answer {
    /// It answers the question, and perhaps more.
    Fits(Vec<Noted>),
    /// It answers or corrects something else.
    Elsewhere(Vec<Noted>),
    /// It is no answer at all.
    Aside(understand::Aside),
    /// It should be an answer, but does not fit.
    Misses(Issue),
}

pub(super) fn read_answer(
    slot: Slot,
    text: &str,
    form: &Form,
    reading: &understand::Context,
) -> Answer {
    if slot != Slot::Task
        && let Some(corrected) = understand::correction_for(text, form.category, reading)
    {
        let noted = Noted::all(Understood {
            task: None,
            ..corrected
        });
        if noted.iter().any(|noted| noted.slot() == slot) {
            return Answer::Fits(noted);
        }
        if !noted.is_empty() {
            return Answer::Elsewhere(noted);
        }
    }
    // A whole number with its country code is no answer to another question.
    if !matches!(slot, Slot::Phone | Slot::Task)
        && text.trim_start().starts_with('+')
        && let Ok(phone) = understand::phone(text, reading)
    {
        return Answer::Elsewhere(vec![Noted::Phone(phone)]);
    }
    let free = matches!(slot, Slot::Name | Slot::Business | Slot::Task);
    if free && let Some(aside) = understand::aside(text) {
        return Answer::Aside(aside);
    }
    let found = Noted::all(extra(slot, text, form, reading));
    match read_slot(slot, text, form, reading) {
        Ok(answer) => {
            let more = found
                .into_iter()
                .filter(|noted| noted.slot() != slot && !form.is_filled(noted.slot()));
            Answer::Fits(more.chain([answer]).collect())
        }
        Err(issue) => {
            if found.iter().any(|noted| noted.slot() == slot) {
                return Answer::Fits(found);
            }
            // A sentence tells of the rest; a stray word does not.
            if !found.is_empty() && !matches!(found[..], [Noted::Task(_)]) {
                return Answer::Elsewhere(found);
            }
            match understand::aside(text) {
                Some(aside) => Answer::Aside(aside),
                None => Answer::Misses(issue),
            }
        }
    }
}

/// What else a message tells, beside the slot that was asked for.
fn extra(slot: Slot, text: &str, form: &Form, reading: &understand::Context) -> Understood {
    let found = sentence(text, form, reading);
    match slot {
        // A whole request may be the answer to the first question.
        Slot::Phone if form.task.is_none() => found,
        Slot::Task => found,
        Slot::Phone => Understood {
            phone: found.phone,
            ..Understood::default()
        },
        Slot::Category | Slot::Business | Slot::CallLanguage | Slot::Timezone => {
            Understood::default()
        }
        // At the other questions words such as 'table' or 'under' add details, never a new task.
        Slot::Name | Slot::Date | Slot::Time | Slot::PartySize | Slot::Nights => Understood {
            task: None,
            category: None,
            phone: None,
            business: None,
            ..found
        },
    }
}

/// A sentence, its time read as the kind of place has it: at a restaurant
/// nine is in the evening.
pub(super) fn sentence(text: &str, form: &Form, reading: &understand::Context) -> Understood {
    let found = understand::sentence(text, reading);
    match (found.time, form.category) {
        (Some(time), Some(category)) if found.category.is_none() => {
            let time = understand::time(text, Some(category), reading).unwrap_or(time);
            Understood {
                time: Some(time),
                ..found
            }
        }
        _ => found,
    }
}

fn read_slot(
    slot: Slot,
    text: &str,
    form: &Form,
    reading: &understand::Context,
) -> Result<Noted, Issue> {
    match slot {
        Slot::Phone => understand::phone(text, reading)
            .map(Noted::Phone)
            .map_err(Issue::Phone),
        Slot::Task => understand::task(text).map(Noted::Task).map_err(Issue::Text),
        Slot::Category => understand::category(text)
            .map(Noted::Category)
            .ok_or(Issue::Category),
        Slot::Business => understand::business(text)
            .map(Noted::Business)
            .map_err(Issue::Text),
        Slot::Name => understand::name(text).map(Noted::Name).map_err(Issue::Text),
        Slot::Date => understand::date(text, reading)
            .map(Noted::Date)
            .map_err(Issue::Date),
        Slot::Time => understand::time(text, form.category, reading)
            .map(Noted::Time)
            .or_else(|problem| match understand::time_preference(text) {
                Ok(preference) if understand::is_time_preference(text) => {
                    Ok(Noted::TimePreference(preference))
                }
                _ => Err(Issue::Time(problem)),
            }),
        Slot::PartySize => understand::count(text, reading)
            .map(Noted::PartySize)
            .map_err(Issue::Count),
        Slot::Nights => understand::count(text, reading)
            .map(Noted::Nights)
            .map_err(Issue::Count),
        Slot::CallLanguage => understand::language(text)
            .map(Noted::CallLanguage)
            .ok_or(Issue::Language),
        Slot::Timezone => understand::timezone(text)
            .map(Noted::Timezone)
            .ok_or(Issue::Timezone),
    }
}

/// Puts values into the form; answers with those that changed something.
pub(super) fn put_all(form: &mut Form, noted: Vec<Noted>) -> Vec<Noted> {
    let changed: Vec<Noted> = noted
        .into_iter()
        .filter(|noted| current(form, noted.slot()).as_ref() != Some(noted))
        .collect();
    for noted in &changed {
        form.put(noted.clone());
    }
    changed
}

/// The value a slot has.
pub(super) fn current(form: &Form, slot: Slot) -> Option<Noted> {
    match slot {
        Slot::Phone => form.phone.clone().map(Noted::Phone),
        Slot::Task => form.task.clone().map(Noted::Task),
        Slot::Category => form.category.map(Noted::Category),
        Slot::Business => form.business.clone().map(Noted::Business),
        Slot::Name => form.name.clone().map(Noted::Name),
        Slot::Date => form.details.date.map(Noted::Date),
        Slot::Time => {
            let words = form
                .details
                .time_preference
                .clone()
                .map(Noted::TimePreference);
            form.details.time.map(Noted::Time).or(words)
        }
        Slot::PartySize => form.details.party_size.map(Noted::PartySize),
        Slot::Nights => form.details.nights.map(Noted::Nights),
        Slot::CallLanguage => form.call_language.map(Noted::CallLanguage),
        Slot::Timezone => form.timezone.map(Noted::Timezone),
    }
}
