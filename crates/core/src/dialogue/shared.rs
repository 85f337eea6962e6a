//! A place or a contact that the person shares: its name and number are values
//! of the request.

use crate::model::{Name, Slot, Value};
use crate::understand;

use super::amend::put;
use super::asking::{Alongside, ask, fill, next_question};
use super::card;
use super::form::Form;
use super::prompt::Lead;
use super::state::{Asked, Point, State};
use super::step::on_words;
use super::turn::Turn;

/// A place was shared. Where no place is asked for, its number or name is read
/// as words.
pub(super) fn on_place(
    turn: &mut Turn,
    state: State,
    name: Option<Name>,
    number: Option<&str>,
) -> State {
    let words = number.or(name.as_ref().map(Name::as_str));
    let words = words.unwrap_or_default().to_owned();
    let reading = turn.context.reading();
    let phone = number.map(|number| understand::phone(number, &reading));
    let phone = match phone {
        None => None,
        Some(Ok(phone)) => Some(Value::Phone(phone)),
        Some(Err(_)) => return on_words(turn, state, &words),
    };
    let values: Vec<Value> = phone.into_iter().chain(name.map(Value::Business)).collect();
    match state {
        State::Idle if !values.is_empty() && !turn.context.late => {
            let mut form = Form::new(turn.context.fresh_form);
            let noted = put(turn, &mut form, values);
            match next_question(turn, &mut form) {
                Some(slot) => ask(turn, form, Asked::first(slot), Alongside::noted(noted)),
                None => card::show(turn, form, Lead::None),
            }
        }
        State::Form(form, Point::Asking(asked)) if is_of_place(asked.slot) => {
            match values.iter().any(|value| value.slot() == asked.slot) {
                true => fill(turn, form, asked, values),
                false => {
                    let mut form = form;
                    let noted = put(turn, &mut form, values);
                    ask(turn, form, asked.afresh(), Alongside::noted(noted))
                }
            }
        }
        state => on_words(turn, state, &words),
    }
}

fn is_of_place(slot: Slot) -> bool {
    matches!(slot, Slot::Phone | Slot::Business)
}
