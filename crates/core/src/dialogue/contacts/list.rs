//! `/contacts`: the address book by pages; one contact with the things that can
//! be done with it; adding, renaming and forgetting by words and by buttons.

use super::NumberFrom;
use super::learning::{is_unread, linked, read_history};
use crate::dialogue::Effect;
use crate::dialogue::action::OtherAction;
use crate::dialogue::again;
use crate::dialogue::asking::{Alongside, ask, next_question};
use crate::dialogue::card;
use crate::dialogue::form::Form;
use crate::dialogue::pressing::remind;
use crate::dialogue::prompt::{Callee, Lead, Prompt};
use crate::dialogue::shelf;
use crate::dialogue::state::{Asked, State};
use crate::dialogue::turn::Turn;
use crate::model::{
    Contact, ContactSource, ContactTag, Contacts, Fit, Name, PhoneProblem, TextProblem, Value,
};
use crate::understand::{self, ContactVerb, ContactWish, Control};

/// How many contacts a page has.
const PAGE: usize = 8;

/// A part of the address book.
#[derive(Debug, Clone, PartialEq)]
pub struct ContactsPage {
    pub contacts: Vec<Contact>,
    /// From 0.
    pub page: u16,
    /// How many there are.
    pub total: usize,
    pub more: bool,
    /// The name that they were searched by.
    pub search: Option<String>,
}

/// What was done with a contact, or why it was not.
#[derive(Debug, Clone, PartialEq)]
pub enum ContactSaid {
    Added(Callee),
    /// It is in the address book already.
    Known(Callee),
    Renamed(Callee),
    Forgotten(Callee),
    AllForgotten,
    /// Everybody in the room may use it.
    Shared(Callee),
    Unshared(Callee),
    /// It is shared by saying so in the room.
    ShareThere(Callee),
    /// No contact has that name.
    NotFound {
        name: String,
    },
    /// Several have it, which is not said in a room.
    SeveralInRoom,
    /// How to add one.
    HowToAdd,
    /// The number that was told cannot be called.
    NumberProblem(PhoneProblem),
    /// How to rename one.
    HowToRename,
    /// A contact stays as it is.
    Kept,
    /// Contact cards were kept; how many.
    CardsKept(usize),
    /// The address book cannot be read.
    Unreadable,
}

/// The contacts that a name can mean.
pub(super) enum Meant {
    Nothing,
    One(Box<Contact>),
    Several(Vec<Contact>),
}

/// The person's own contacts of that name, or with that number.
pub(super) fn meant(turn: &Turn, said: &str) -> Meant {
    let book = turn.contacts().map(Contacts::by_name).unwrap_or_default();
    let phone = understand::phone(said, &turn.context.reading()).ok();
    let fit = |contact: &&Contact| match phone.as_ref() == Some(&contact.phone) {
        true => Some(Fit::Same),
        false => Fit::of(contact.name.as_str(), said),
    };
    let fits = |contact: &&Contact| fit(contact).is_some_and(|fit| fit != Fit::Within);
    let mut found: Vec<&Contact> = book.into_iter().filter(fits).collect();
    if found.iter().any(|contact| fit(contact) == Some(Fit::Same)) {
        found.retain(|contact| fit(contact) == Some(Fit::Same));
    }
    match found.as_slice() {
        [] => Meant::Nothing,
        [one] => Meant::One(Box::new((*one).clone())),
        several => Meant::Several(several.iter().map(|it| (*it).clone()).collect()),
    }
}

pub(super) fn say(turn: &mut Turn, said: ContactSaid) {
    turn.say(Prompt::ContactSaid(said));
}

/// The wish about the address book that a message tells in plain words.
pub(in crate::dialogue) fn wished(turn: &Turn, text: &str) -> Option<ContactWish> {
    let knows = |name: &str| !matches!(meant(turn, name), Meant::Nothing);
    understand::contact_wish(text, knows)
}

/// `/contacts`, alone or with a wish.
pub(in crate::dialogue) fn on_command(turn: &mut Turn, state: State, rest: &str) -> State {
    if turn.contacts().is_none() {
        say(turn, ContactSaid::Unreadable);
        return state;
    }
    read_history(turn);
    match understand::contact_wish_behind(rest) {
        Some(wish) => on_wish(turn, state, wish),
        None => {
            show_page(turn, 0);
            state
        }
    }
}

/// A wish about the address book, in private.
pub(in crate::dialogue) fn on_wish(turn: &mut Turn, state: State, wish: ContactWish) -> State {
    let about = wish.about;
    match wish.verb {
        ContactVerb::Add => add(turn, &about),
        ContactVerb::Rename => return rename(turn, state, &about),
        ContactVerb::Forget if about.is_empty() => show_page(turn, 0),
        ContactVerb::Forget if understand::means_all_contacts(&about) => ask_forget_all(turn),
        ContactVerb::Forget => with(turn, &about, forget),
        ContactVerb::Share => with(turn, &about, |turn, contact| {
            say(turn, ContactSaid::ShareThere(Callee::of_contact(contact)));
        }),
        ContactVerb::Unshare => with(turn, &about, unshare),
        ContactVerb::Show => with(turn, &about, |turn, contact| show(turn, contact.tag)),
    }
    remind_of_form(turn, state)
}

/// A question that is open stays open below the answer.
fn remind_of_form(turn: &mut Turn, state: State) -> State {
    match state.filled() {
        Some(_) => remind(turn, state),
        None => state,
    }
}

/// Does something with the contact of a name; asks which if there are several.
fn with(turn: &mut Turn, said: &str, act: impl FnOnce(&mut Turn, &Contact)) {
    match meant(turn, said) {
        Meant::Nothing => {
            let name = said.to_owned();
            say(turn, ContactSaid::NotFound { name });
        }
        Meant::One(contact) => act(turn, &contact),
        Meant::Several(contacts) => {
            let total = contacts.len();
            turn.say(Prompt::Contacts(Box::new(ContactsPage {
                contacts: contacts.into_iter().take(PAGE).collect(),
                page: 0,
                total,
                more: false,
                search: Some(said.to_owned()),
            })));
        }
    }
}

fn add(turn: &mut Turn, about: &str) {
    if about.is_empty() {
        return say(turn, ContactSaid::HowToAdd);
    }
    match understand::name_with_number(about, &turn.context.reading()) {
        Ok((name, phone)) => {
            let to = Callee {
                phone,
                business: Some(name),
            };
            note(turn, &to, ContactSource::Told);
        }
        Err(PhoneProblem::NotANumber) => say(turn, ContactSaid::HowToAdd),
        Err(problem) => say(turn, ContactSaid::NumberProblem(problem)),
    }
}

/// Notes a contact that the person has told or sent, and says so.
pub(super) fn note(turn: &mut Turn, to: &Callee, source: ContactSource) {
    let now = turn.context.now;
    let (Some(name), Some(book)) = (&to.business, turn.contacts_mut()) else {
        return;
    };
    let before = book.by_name().len();
    let tag = book.note(name, &to.phone, source, now);
    let is_new = book.by_name().len() > before;
    let kept = book.get(tag).map(Callee::of_contact);
    let kept = kept.unwrap_or_else(|| to.clone());
    say(
        turn,
        match is_new {
            true => ContactSaid::Added(kept),
            false => ContactSaid::Known(kept),
        },
    );
}

fn rename(turn: &mut Turn, state: State, about: &str) -> State {
    let one = |name: &str| match meant(turn, name) {
        Meant::One(contact) => Some(contact.tag),
        _ => None,
    };
    let knows = |name: &str| !matches!(meant(turn, name), Meant::Nothing);
    if let Some((old, new)) = understand::renamed(about, knows) {
        match (one(&old), Name::parse(&new)) {
            (Some(tag), Ok(name)) => give_name(turn, tag, name),
            _ => with(turn, &old, |turn, contact| show(turn, contact.tag)),
        }
        return remind_of_form(turn, state);
    }
    match one(about) {
        Some(tag) => ask_name(turn, state, tag, None),
        None if about.is_empty() || knows(about) => {
            say(turn, ContactSaid::HowToRename);
            state
        }
        None => {
            let name = about.to_owned();
            say(turn, ContactSaid::NotFound { name });
            state
        }
    }
}

fn give_name(turn: &mut Turn, tag: ContactTag, name: Name) {
    if let Some(book) = turn.contacts_mut() {
        book.rename(tag, name);
    }
    if let Some(contact) = turn.contacts().and_then(|book| book.get(tag)).cloned() {
        say(turn, ContactSaid::Renamed(Callee::of_contact(&contact)));
    }
}

fn ask_name(turn: &mut Turn, state: State, tag: ContactTag, problem: Option<TextProblem>) -> State {
    let contact = turn.contacts().and_then(|book| book.get(tag));
    let Some(to) = contact.map(Callee::of_contact) else {
        turn.alert(Prompt::Stale);
        return state;
    };
    turn.say(Prompt::AskContactName { to, problem });
    State::Renaming {
        contact: tag,
        behind: Box::new(state.without_setting()),
    }
}

/// Words while a new name was asked for.
pub(in crate::dialogue) fn on_name_text(
    turn: &mut Turn,
    contact: ContactTag,
    behind: State,
    text: &str,
) -> State {
    let stays = [Control::Cancel, Control::No, Control::Back, Control::Skip];
    if understand::control(text).is_some_and(|control| stays.contains(&control)) {
        say(turn, ContactSaid::Kept);
        return remind(turn, behind);
    }
    match Name::parse(text) {
        Ok(name) => {
            give_name(turn, contact, name);
            remind(turn, behind)
        }
        Err(problem) => ask_name(turn, behind, contact, Some(problem)),
    }
}

fn forget(turn: &mut Turn, contact: &Contact) {
    let unread = is_unread(turn);
    if let Some(book) = turn.contacts_mut() {
        book.forget(contact.tag, unread);
    }
    say(turn, ContactSaid::Forgotten(Callee::of_contact(contact)));
}

fn unshare(turn: &mut Turn, contact: &Contact) {
    if let Some(book) = turn.contacts_mut() {
        book.unshare(contact.tag);
    }
    say(turn, ContactSaid::Unshared(Callee::of_contact(contact)));
}

fn ask_forget_all(turn: &mut Turn) {
    let total = turn.contacts().map_or(0, |book| book.by_name().len());
    match total {
        0 => show_page(turn, 0),
        total => turn.say(Prompt::ForgetContacts { total }),
    }
}

fn page_of(turn: &Turn, page: u16) -> ContactsPage {
    let book = turn.contacts().map(Contacts::by_name).unwrap_or_default();
    let total = book.len();
    let last = total.saturating_sub(1) / PAGE;
    let page = usize::from(page).min(last);
    let shown = book.into_iter().skip(page * PAGE).take(PAGE);
    ContactsPage {
        contacts: shown.cloned().collect(),
        page: u16::try_from(page).unwrap_or_default(),
        total,
        more: (page + 1) * PAGE < total,
        search: None,
    }
}

fn show_page(turn: &mut Turn, page: u16) {
    let page = Box::new(page_of(turn, page));
    in_place(turn, Prompt::Contacts(page));
}

fn show(turn: &mut Turn, tag: ContactTag) {
    match turn.contacts().and_then(|book| book.get(tag)).cloned() {
        Some(contact) => in_place(turn, Prompt::Contact(Box::new(contact))),
        None => turn.alert(Prompt::Stale),
    }
}

/// Shows a part of the address book in the message whose button was pressed.
fn in_place(turn: &mut Turn, prompt: Prompt) {
    turn.act(match turn.context.pressed {
        Some(_) => Effect::Redraw(prompt),
        None => Effect::Say(prompt),
    });
}

/// A button of the address book.
pub(in crate::dialogue) fn on_press(turn: &mut Turn, state: State, action: OtherAction) -> State {
    let found = |turn: &Turn, tag| turn.contacts().and_then(|book| book.get(tag)).cloned();
    let (tag, act): (ContactTag, fn(&mut Turn, &Contact)) = match action {
        OtherAction::ContactsPage(page) => {
            show_page(turn, page);
            return state;
        }
        OtherAction::Contact(tag) => {
            show(turn, tag);
            return state;
        }
        OtherAction::RenameContact(tag) => return ask_name(turn, state, tag, None),
        OtherAction::CallContact(tag) => {
            return match found(turn, tag) {
                Some(contact) => call(turn, state, &contact),
                None => {
                    turn.alert(Prompt::Stale);
                    state
                }
            };
        }
        OtherAction::KeepContactName => {
            return match state {
                State::Renaming { behind, .. } => {
                    say(turn, ContactSaid::Kept);
                    remind(turn, *behind)
                }
                state => {
                    turn.alert(Prompt::Stale);
                    state
                }
            };
        }
        OtherAction::AddContact => {
            say(turn, ContactSaid::HowToAdd);
            return state;
        }
        OtherAction::ForgetContacts => {
            ask_forget_all(turn);
            return state;
        }
        OtherAction::ForgetAllContacts => {
            let linked = linked(turn);
            if let Some(book) = turn.contacts_mut() {
                book.forget_all(linked);
            }
            say(turn, ContactSaid::AllForgotten);
            return state;
        }
        OtherAction::KeepContacts => {
            say(turn, ContactSaid::Kept);
            return state;
        }
        OtherAction::ForgetContact(tag) => (tag, forget),
        OtherAction::UnshareContact(tag) => (tag, unshare),
        OtherAction::ShareContact(tag) => (tag, |turn, contact| {
            say(turn, ContactSaid::ShareThere(Callee::of_contact(contact)));
        }),
        _ => return state,
    };
    match found(turn, tag) {
        Some(contact) => act(turn, &contact),
        None => turn.alert(Prompt::Stale),
    }
    state
}

/// Begins a request for a contact.
pub(super) fn call(turn: &mut Turn, state: State, contact: &Contact) -> State {
    let from = NumberFrom::Own(contact.source);
    call_to(turn, state, &Callee::of_contact(contact), from)
}

/// Begins a request for a place; the open one stands aside.
pub(super) fn call_to(turn: &mut Turn, state: State, to: &Callee, from: NumberFrom) -> State {
    let state = state.without_setting();
    if state.filled().is_some() && !shelf::has_room(turn) {
        turn.say(Prompt::ManyRequests);
        return state;
    }
    let state = shelf::make_room(turn, state);
    let mut form = Form::new(turn.context.fresh_form);
    let business = to.business.clone().map(Value::Business);
    let values: Vec<Value> = [Some(Value::Phone(to.phone.clone())), business]
        .into_iter()
        .flatten()
        .collect();
    values.iter().cloned().for_each(|value| form.put(value));
    form.number_from = Some(from);
    let opened = match next_question(turn, &mut form) {
        Some(slot) => ask(turn, form, Asked::first(slot), Alongside::noted(values)),
        None => card::show(turn, form, Lead::None),
    };
    again::beside(opened, state)
}

impl Callee {
    /// A contact as the one to call.
    #[must_use]
    pub fn of_contact(contact: &Contact) -> Self {
        Self {
            phone: contact.phone.clone(),
            business: Some(contact.name.clone()),
        }
    }
}
