//! Contact cards that the person sends: an answer to the question for the number,
//! and otherwise an offer to call the place or to keep it.

use super::NumberFrom;
use super::list::{ContactSaid, call_to, note, say};
use crate::dialogue::amend::put;
use crate::dialogue::asking::{Alongside, ask, fill_with};
use crate::dialogue::prompt::{Callee, Prompt};
use crate::dialogue::state::{Asked, Point, State};
use crate::dialogue::step::on_words;
use crate::dialogue::turn::Turn;
use crate::model::{ContactSource, Name, PhoneDigits, Slot, Value};
use crate::understand;

/// So many cards of one message are kept at most.
const MOST: usize = 100;

/// A contact card as the platform told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactCard {
    pub name: Option<Name>,
    /// Its numbers, as they are written.
    pub numbers: Vec<String>,
}

/// Cards were sent.
pub(in crate::dialogue) fn on_cards(turn: &mut Turn, state: State, cards: &[ContactCard]) -> State {
    let reading = turn.context.reading();
    let mut places: Vec<Callee> = Vec::new();
    for card in cards {
        for number in &card.numbers {
            let Ok(phone) = understand::phone(number, &reading) else {
                continue;
            };
            let business = card.name.clone();
            let place = Callee { phone, business };
            if !places.contains(&place) && places.len() < MOST {
                places.push(place);
            }
        }
    }
    if places.is_empty() {
        return on_no_number(turn, state, cards);
    }
    match state {
        State::Form(mut form, Point::Asking(asked)) if asks_for_place(asked.slot) => {
            let only = (places.len() == 1).then(|| places.remove(0));
            match only {
                Some(place) => {
                    let told = put(turn, &mut form, values(&place));
                    form.number_from = Some(NumberFrom::Own(ContactSource::Card));
                    fill_with(turn, form, asked, told)
                }
                None => {
                    form.values.clear(Slot::Phone);
                    let named = places.first().and_then(|it| it.business.clone());
                    let same = places.iter().all(|it| it.business == named);
                    let name = named.filter(|_| same).map(Value::Business);
                    put(turn, &mut form, name);
                    form.cards = places;
                    form.cards.truncate(super::request::MOST_OFFERED);
                    ask(turn, form, Asked::first(Slot::Phone), Alongside::default())
                }
            }
        }
        // Words at a card change it, and a number takes the place of another.
        State::Form(form, point) if places.len() == 1 && form.is_filled(Slot::Phone) => {
            let words = places[0].phone.as_e164().to_owned();
            on_words(turn, State::Form(form, point), &words)
        }
        state => {
            turn.cards.clone_from(&places);
            turn.say(Prompt::CardsOffered { places });
            state
        }
    }
}

fn asks_for_place(slot: Slot) -> bool {
    matches!(slot, Slot::Phone | Slot::Business)
}

fn values(place: &Callee) -> Vec<Value> {
    let name = place.business.clone().map(Value::Business);
    let phone = Value::Phone(place.phone.clone());
    [phone].into_iter().chain(name).collect()
}

/// Without a number that can be called: the first one is read as words, so that
/// its problem is said.
fn on_no_number(turn: &mut Turn, state: State, cards: &[ContactCard]) -> State {
    let number = cards.iter().find_map(|card| card.numbers.first());
    let name = cards.iter().find_map(|card| card.name.as_ref());
    let words = number.map(String::as_str).or(name.map(Name::as_str));
    let words = words.unwrap_or_default().to_owned();
    on_words(turn, state, &words)
}

/// The offered place of that number.
fn offered(turn: &Turn, digits: PhoneDigits) -> Option<Callee> {
    let is_it = |place: &&Callee| PhoneDigits::of(&place.phone) == digits;
    turn.cards.iter().find(is_it).cloned()
}

/// *Call X* below an offered card.
pub(in crate::dialogue) fn on_known_number(
    turn: &mut Turn,
    state: State,
    digits: PhoneDigits,
) -> State {
    match offered(turn, digits) {
        Some(place) => call_to(turn, state, &place, NumberFrom::Own(ContactSource::Card)),
        None => {
            turn.alert(Prompt::Stale);
            state
        }
    }
}

/// *Keep it* below an offered card.
pub(in crate::dialogue) fn keep_card(turn: &mut Turn, digits: PhoneDigits) {
    match offered(turn, digits) {
        Some(place) => note(turn, &place, ContactSource::Card),
        None => turn.alert(Prompt::Stale),
    }
}

/// *Keep all* below offered cards.
pub(in crate::dialogue) fn keep_all(turn: &mut Turn) {
    let places = turn.cards.clone();
    let now = turn.context.now;
    if places.is_empty() {
        return turn.alert(Prompt::Stale);
    }
    let Some(book) = turn.contacts_mut() else {
        return say(turn, ContactSaid::Unreadable);
    };
    let mut kept = 0;
    for place in &places {
        if let Some(name) = &place.business {
            book.note(name, &place.phone, ContactSource::Card, now);
            kept += 1;
        }
    }
    say(turn, ContactSaid::CardsKept(kept));
}
