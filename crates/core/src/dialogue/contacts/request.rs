//! The address book in a request: a place that is named gets its number, and
//! what was last arranged there is offered. If several places fit, or a name
//! says more than the known one, the person is asked. A number that the person
//! says always wins.

use crate::model::{
    Arranged, Category, Contact, ContactSource, Contacts, Fit, Name, Phone, PhoneDigits, Slot,
    TimeOfDay, Value, fold,
};
use crate::understand;

use super::{NumberFrom, SharedContact};
use crate::dialogue::amend::put;
use crate::dialogue::asking::fill_with;
use crate::dialogue::form::Form;
use crate::dialogue::prompt::{Callee, Issue, KnownPlace};
use crate::dialogue::state::{Point, State};
use crate::dialogue::turn::Turn;

/// So many places are offered at most, where several fit.
pub(super) const MOST_OFFERED: usize = 6;

/// So many of the last places are offered with the question for the number.
const RECENT: usize = 3;

/// A place that can be meant.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Known {
    pub to: Callee,
    from: NumberFrom,
}

impl Known {
    fn own(contact: &Contact) -> Self {
        Self {
            to: callee(&contact.name, &contact.phone),
            from: NumberFrom::Own(contact.source),
        }
    }

    fn shared(shared: &SharedContact) -> Self {
        Self {
            to: callee(&shared.contact.name, &shared.contact.phone),
            from: NumberFrom::Shared(shared.by.clone()),
        }
    }

    fn name(&self) -> &str {
        self.to.business.as_ref().map_or("", Name::as_str)
    }
}

fn callee(name: &Name, phone: &Phone) -> Callee {
    Callee {
        phone: phone.clone(),
        business: Some(name.clone()),
    }
}

/// All places that can be meant here, the last used first; the person's own
/// before those of others.
fn all(turn: &Turn) -> Vec<Known> {
    let own = turn.contacts().map(Contacts::by_use).unwrap_or_default();
    let own = own.into_iter().map(Known::own);
    own.chain(turn.context.shared.iter().map(Known::shared))
        .collect()
}

/// The places that a name can mean, and how sure that is.
#[derive(Debug, PartialEq)]
enum Found {
    Nothing,
    One(Known),
    /// The person has to say which.
    Several(Vec<Known>),
}

fn find(turn: &Turn, said: &str) -> Found {
    let mut fitting: Vec<(Fit, Known)> = Vec::new();
    for known in all(turn) {
        let Some(fit) = Fit::of(known.name(), said) else {
            continue;
        };
        let twice = |it: &(Fit, Known)| it.0 == fit && it.1.to.phone == known.to.phone;
        if !fitting.iter().any(twice) {
            fitting.push((fit, known));
        }
    }
    let exact = fitting.iter().any(|(fit, _)| *fit == Fit::Same);
    fitting.retain(|(fit, _)| !exact || *fit == Fit::Same);
    match fitting.len() {
        0 => Found::Nothing,
        1 if fitting[0].0 != Fit::Within => Found::One(fitting.remove(0).1),
        _ => {
            let known = fitting.into_iter().map(|(_, known)| known);
            Found::Several(known.take(MOST_OFFERED).collect())
        }
    }
}

/// Fills in what the address book tells about a form's place, and returns it.
pub(in crate::dialogue) fn complete(turn: &Turn, form: &mut Form) -> Vec<Value> {
    let mut told = Vec::new();
    if !form.is_filled(Slot::Phone)
        && let Some(business) = form.values.business().cloned()
        && let Found::One(known) = find(turn, business.as_str())
    {
        told = take(form, &known);
    }
    name_the_number(turn, form);
    let kind = form.category();
    offer_last(turn, form);
    offer_zone(turn, form);
    if form.category() != kind {
        told.extend(time_there(turn, form));
    }
    told
}

/// The time that was told, as the kind of place means it: at a restaurant nine is
/// in the evening.
fn time_there(turn: &Turn, form: &mut Form) -> Option<Value> {
    let before = form.values.time()?.at()?;
    let heard = turn.heard.as_deref()?;
    let reading = turn.reading_of(form, heard);
    let time = understand::time(heard, form.category(), &reading).ok()?;
    let value = Value::Time(TimeOfDay::At(time));
    let other_half = (time - before).num_minutes().abs() == 12 * 60;
    if !other_half {
        return None;
    }
    form.put(value.clone());
    Some(value)
}

/// The form's place is this one.
fn take(form: &mut Form, known: &Known) -> Vec<Value> {
    let name = known.to.business.clone().map(Value::Business);
    let values = [Some(Value::Phone(known.to.phone.clone())), name];
    let values: Vec<Value> = values.into_iter().flatten().collect();
    let news = |value: &Value| form.values.get(value.slot()) != Some(value);
    let told: Vec<Value> = values.iter().filter(|it| news(it)).cloned().collect();
    values.into_iter().for_each(|value| form.put(value));
    form.number_from = Some(known.from.clone());
    told
}

/// A number that the person knows under one name: the card says the name. In a
/// room it would tell others whom they know.
fn name_the_number(turn: &Turn, form: &mut Form) {
    if !turn.context.private || form.is_filled(Slot::Business) {
        return;
    }
    if form.skipped.contains(&Slot::Business) {
        return;
    }
    let (Some(phone), Some(book)) = (form.values.phone(), turn.contacts()) else {
        return;
    };
    let mut names = book.by_use().into_iter().filter(|it| it.phone == *phone);
    if let (Some(one), None) = (names.next(), names.next()) {
        let name = one.name.clone();
        form.offer(Value::Business(name));
    }
}

/// What was last arranged in the form's place, as far as nothing else was said.
fn offer_last(turn: &Turn, form: &mut Form) {
    let Some(last) = last_arranged(turn, form) else {
        return;
    };
    // A party on a day is what a restaurant takes, and a guess where words say
    // nothing else.
    let party = form.is_filled(Slot::PartySize) && form.is_filled(Slot::Date);
    if party && form.category() == Some(Category::General) {
        form.values.clear(Slot::Category);
    }
    form.offer(Value::Category(last.category));
    let same_kind = form.category() == Some(last.category);
    let set = turn.settings.name.clone();
    let name = last.name.filter(|_| form.asks_for(Slot::Name));
    if let Some(name) = name.filter(|name| set.as_ref() != Some(name)) {
        form.offer(Value::Name(name));
    }
    let people = last.people.filter(|_| same_kind);
    if let Some(people) = people.filter(|_| form.asks_for(Slot::PartySize)) {
        form.offer(Value::PartySize(people));
    }
    let language = last
        .language
        .filter(|it| *it != form.spoken(&turn.settings));
    if let Some(language) = language {
        form.offer(Value::CallLanguage(language));
    }
}

/// The zone of a place that the person has told before, where its number tells
/// none.
fn offer_zone(turn: &Turn, form: &mut Form) {
    if form.known_zone(&turn.settings).is_some() {
        return;
    }
    let known = form
        .values
        .phone()
        .and_then(|phone| turn.contacts()?.at_number(phone));
    if let Some(zone) = known.and_then(|contact| contact.timezone) {
        form.offer(Value::Timezone(zone));
    }
}

fn last_arranged(turn: &Turn, form: &Form) -> Option<Arranged> {
    let (phone, name) = (form.values.phone()?, form.values.business()?);
    let is_it = |contact: &&Contact| {
        contact.phone == *phone && Fit::of(contact.name.as_str(), name.as_str()) == Some(Fit::Same)
    };
    let book = turn.contacts()?.by_use();
    book.into_iter().find(is_it)?.arranged.clone()
}

/// The person has changed the place: a number that belonged to the other one is
/// not to be called, and what was arranged there says nothing about this one.
pub(in crate::dialogue) fn on_other_place(form: &mut Form) {
    if form.number_from.take().is_none() {
        return;
    }
    form.values.clear(Slot::Phone);
    for slot in std::mem::take(&mut form.defaults) {
        form.values.clear(slot);
    }
}

/// The place that words name where they tell neither a place nor a number in a
/// way that is otherwise understood: 'call casa pepe again friday at 9'. Only a
/// name behind a word for calling, or alone, is one.
pub(in crate::dialogue) fn named(turn: &Turn, text: &str) -> Option<Name> {
    let folded = fold(text);
    let mut longest: Option<(usize, Name)> = None;
    for known in all(turn) {
        let words = known.name().split_whitespace().count();
        let longer = longest.as_ref().is_none_or(|(most, _)| words > *most);
        if longer
            && understand::names_place(&folded, known.name())
            && let Some(name) = known.to.business
        {
            longest = Some((words, name));
        }
    }
    longest.map(|(_, name)| name)
}

/// Whether a name can only be that of places that the person knows.
pub(in crate::dialogue) fn knows(turn: &Turn, said: &str) -> bool {
    find(turn, said) != Found::Nothing
}

/// Fills in the place that words name, if the form has neither place nor number.
pub(in crate::dialogue) fn put_named(turn: &Turn, form: &mut Form, text: &str) -> Vec<Value> {
    if form.is_filled(Slot::Phone) {
        return Vec::new();
    }
    // What was read as a name may be more than the name: 'Casa Pepe Again'.
    let read = form.values.business().map(Name::as_str);
    if read.is_some_and(|read| knows(turn, read)) {
        return Vec::new();
    }
    match named(turn, text) {
        Some(name) => put(turn, form, [Value::Business(name)]),
        None => Vec::new(),
    }
}

/// 'Call Casa Pepe again' says whom to call, and not why.
pub(in crate::dialogue) fn drop_empty_task(form: &mut Form, text: &str) {
    let business = form.values.business().map(Name::as_str);
    let from_contacts = form.number_from.is_some();
    if from_contacts && business.is_some_and(|name| understand::only_calls(text, name)) {
        form.values.clear(Slot::Task);
    }
}

/// A name in answer to the question for the number: the values that it tells.
/// `None` if no known place has such a name.
pub(in crate::dialogue) fn on_name(turn: &Turn, form: &mut Form, text: &str) -> Option<Vec<Value>> {
    let name = Name::parse(text).ok()?;
    if text.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let known = match find(turn, name.as_str()) {
        Found::Nothing => return None,
        // The name itself says which; a longer sentence is read as such.
        Found::Several(known) if Fit::of(known[0].name(), text) == Some(Fit::Within) => {
            return None;
        }
        found => found,
    };
    on_other_place(form);
    form.values.clear(Slot::Phone);
    match known {
        Found::One(known) => {
            let told = take(form, &known);
            offer_last(turn, form);
            Some(told)
        }
        _ => {
            form.put(Value::Business(name));
            Some(Vec::new())
        }
    }
}

/// The places to choose from at the question for the number, and the reason to
/// ask.
pub(in crate::dialogue) fn offered(turn: &Turn, form: &Form) -> (Vec<KnownPlace>, Option<Issue>) {
    if !form.cards.is_empty() && !form.is_filled(Slot::Phone) {
        let place = |to: &Callee| KnownPlace {
            to: to.clone(),
            with_number: true,
        };
        let issue = Issue::WhichOfCard;
        return (form.cards.iter().map(place).collect(), Some(issue));
    }
    let business = form.values.business().map(Name::as_str);
    if let Some(said) = business.filter(|_| !form.is_filled(Slot::Phone)) {
        return match find(turn, said) {
            Found::Several(known) => {
                let issue = match known.len() {
                    1 => Issue::ThisPlace,
                    _ => Issue::WhichPlace,
                };
                let place = |known: Known| KnownPlace {
                    to: known.to,
                    with_number: true,
                };
                (known.into_iter().map(place).collect(), Some(issue))
            }
            // It is one that nobody has called yet.
            _ => (Vec::new(), None),
        };
    }
    (recent(turn, form), None)
}

/// The last places. In a room only those that everybody there may use: whom a
/// person calls is their own business.
fn recent(turn: &Turn, form: &Form) -> Vec<KnownPlace> {
    let mut places: Vec<KnownPlace> = Vec::new();
    let known_places = all(turn);
    let named = |name: &str| {
        let same = |it: &&Known| Fit::of(it.name(), name) == Some(Fit::Same);
        known_places.iter().filter(same).count()
    };
    for known in &known_places {
        let open = turn.context.private || matches!(known.from, NumberFrom::Shared(_));
        let twice = places.iter().any(|it| it.to.phone == known.to.phone);
        let is_current = form.values.phone() == Some(&known.to.phone);
        if open && !twice && !is_current && places.len() < RECENT {
            places.push(KnownPlace {
                to: known.to.clone(),
                with_number: named(known.name()) > 1,
            });
        }
    }
    places
}

/// A place was picked by its number; `None` if it is not known any more.
pub(in crate::dialogue) fn pick(
    turn: &Turn,
    form: &mut Form,
    digits: PhoneDigits,
) -> Option<Vec<Value>> {
    let phone = digits.phone()?;
    let said = form.values.business().cloned();
    let fits = |known: &Known| {
        let said = said.as_ref().map(Name::as_str);
        said.and_then(|said| Fit::of(known.name(), said))
    };
    let of_card = |to: &Callee| Known {
        to: to.clone(),
        from: NumberFrom::Own(ContactSource::Card),
    };
    let cards: Vec<Known> = form.cards.iter().map(of_card).collect();
    let places = cards.into_iter().chain(all(turn));
    let places = places.filter(|it| it.to.phone == phone);
    // The first of those that fit best is the last used.
    let mut best: Option<Known> = None;
    for known in places {
        if best.as_ref().is_none_or(|best| fits(&known) > fits(best)) {
            best = Some(known);
        }
    }
    let known = best?;
    form.cards.clear();
    on_other_place(form);
    let told = take(form, &known);
    offer_last(turn, form);
    Some(told)
}

/// The history has brought new places: if one of them is the place whose number
/// is asked for, the request goes on.
pub(in crate::dialogue) fn answer_waiting(turn: &mut Turn, state: State) -> State {
    match state {
        State::Form(mut form, Point::Asking(asked))
            if asked.slot == Slot::Phone && !form.is_filled(Slot::Phone) =>
        {
            let told = complete(turn, &mut form);
            match form.is_filled(Slot::Phone) {
                true => fill_with(turn, form, asked, told),
                false => State::Form(form, Point::Asking(asked)),
            }
        }
        state => state,
    }
}
