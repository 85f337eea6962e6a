//! The address book: on the card, at a question, and by itself.

use crate::dialogue::{
    Action, Callee, CardView, ContactSaid, ContactsPage, KnownPlace, NumberFrom, OtherAction,
    Question, Stamp,
};
use crate::model::{
    Arranged, Block, Choice, Contact, ContactSource, Expects, Name, PhoneDigits, Reply, Rich, Slot,
    Span, TextProblem, Value,
};

use super::{Voice, choices, labels, question, said};

/// So many cards of one message are shown.
const CARDS_SHOWN: usize = 8;

/// 'The number is from your calls.'
pub(super) fn number_from(voice: Voice, view: &CardView) -> Option<String> {
    Some(match view.number_from.as_ref()? {
        NumberFrom::Own(source) => voice.say(&format!("number-from-{}", word(*source))),
        NumberFrom::Shared(by) => voice.fill("number-from-shared", &[("name", by.as_str().into())]),
    })
}

fn word(source: ContactSource) -> &'static str {
    match source {
        ContactSource::Calls => "calls",
        ContactSource::History => "history",
        ContactSource::Card => "card",
        ContactSource::Told => "told",
    }
}

/// 'As last time: 4 people; name Ana García.'
pub(super) fn last_time(voice: Voice, view: &CardView) -> Option<String> {
    let details = &view.request.details;
    let of = |slot: &Slot| match slot {
        Slot::Category => voice.noted(&Value::Category(view.request.category)),
        Slot::CallLanguage => voice.noted(&Value::CallLanguage(view.request.call_language)),
        slot => voice.noted(details.get(*slot)?),
    };
    let list = |slots: &mut dyn Iterator<Item = &Slot>| {
        let said: Vec<String> = slots.filter_map(of).collect();
        (!said.is_empty()).then(|| said.join("; "))
    };
    let is_place = |slot: &&Slot| **slot == Slot::Business;
    let mut place = view.defaults.iter().filter(is_place);
    let mut last = view.defaults.iter().filter(|slot| !is_place(slot));
    let place =
        list(&mut place).map(|list| voice.fill("card-from-contacts", &[("list", list.into())]));
    let last = list(&mut last).map(|list| voice.fill("card-last-time", &[("list", list.into())]));
    let said: Vec<String> = place.into_iter().chain(last).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// The label of a known place.
pub(super) fn label(digits: PhoneDigits, question: Option<&Question>) -> String {
    let places = question.map_or(&[][..], |question| question.places.as_slice());
    let is_it = |place: &&KnownPlace| PhoneDigits::of(&place.to.phone) == digits;
    let Some(place) = places.iter().find(is_it) else {
        return String::new();
    };
    let number = place.to.phone.international();
    match place.to.business.as_ref().map(Name::as_str) {
        Some(name) if !place.with_number => name.to_owned(),
        Some(name) => format!("{name}, {number}"),
        None => number,
    }
}

/// A page of the address book.
pub(super) fn page(voice: Voice, page: &ContactsPage) -> Reply {
    if page.total == 0 {
        return said(voice, "contacts-none").with(
            voice,
            Stamp::default(),
            &[OtherAction::AddContact],
        );
    }
    let blocks = [Block::Paragraph(vec![Span::Strong(header(voice, page))])].into_iter();
    let lines = (1..).zip(&page.contacts).map(|(number, contact)| {
        let phone = contact.phone.international();
        paragraph(format!("{number}. {} · {phone}", contact.name.as_str()))
    });
    let name = |contact: &Contact| contact.name.as_str().to_owned();
    let rows = page.contacts.iter().map(|contact| {
        let same = |it: &&Contact| name(it) == name(contact);
        let label = match page.contacts.iter().filter(same).count() {
            1 => name(contact),
            _ => format!("{}, {}", name(contact), contact.phone.international()),
        };
        choice(label, OtherAction::Contact(contact.tag))
    });
    let to = |page: u16, key: &str| choice(voice.say(key), OtherAction::ContactsPage(page));
    let before = page
        .page
        .checked_sub(1)
        .map(|page| to(page, "button-contacts-before"));
    let after = page
        .more
        .then(|| to(page.page.saturating_add(1), "button-contacts-after"));
    let whole = page.search.is_none();
    let more: &[OtherAction] = match whole {
        true => &[OtherAction::AddContact, OtherAction::ForgetContacts],
        false => &[OtherAction::ContactsPage(0)],
    };
    let more = choices(voice, Stamp::default(), more);
    Reply {
        body: Rich(blocks.chain(lines).collect()),
        choices: rows.chain(before).chain(after).chain(more).collect(),
        numbered: true,
        ..Reply::default()
    }
}

fn header(voice: Voice, page: &ContactsPage) -> String {
    let first = usize::from(page.page) * page.contacts.len().max(1);
    if let Some(search) = &page.search {
        return voice.fill("contacts-found", &[("name", voice.quoted(search).into())]);
    }
    let total = page.total.into();
    match page.page == 0 && !page.more {
        true => voice.fill("contacts-header", &[("total", total)]),
        false => {
            let first = match page.more {
                true => first + 1,
                false => page.total - page.contacts.len() + 1,
            };
            let last = first + page.contacts.len() - 1;
            let values = [
                ("first", first.into()),
                ("last", last.into()),
                ("total", total),
            ];
            voice.fill("contacts-header-part", &values)
        }
    }
}

/// One contact.
pub(super) fn contact(voice: Voice, contact: &Contact) -> Reply {
    let strong = Span::Strong(contact.name.as_str().to_owned());
    let mut fields = vec![
        (
            voice.say("slot-phone"),
            voice.phone_with_country(&contact.phone),
        ),
        (
            voice.say("field-contact-from"),
            voice.say(&format!("contact-from-{}", word(contact.source))),
        ),
    ];
    if let Some(last) = contact
        .arranged
        .as_ref()
        .and_then(|last| arranged(voice, last))
    {
        fields.push((voice.say("field-last-time"), last));
    }
    if !contact.rooms.is_empty() {
        let count = contact.rooms.len().into();
        fields.push((
            voice.say("field-shared"),
            voice.fill("contact-shared-rooms", &[("count", count)]),
        ));
    }
    let tag = contact.tag;
    let mut actions = vec![
        OtherAction::CallContact(tag),
        OtherAction::RenameContact(tag),
        OtherAction::ForgetContact(tag),
        OtherAction::ShareContact(tag),
    ];
    if !contact.rooms.is_empty() {
        actions.push(OtherAction::UnshareContact(tag));
    }
    actions.push(OtherAction::ContactsPage(0));
    Reply {
        body: Rich(vec![Block::Paragraph(vec![strong]), Block::Fields(fields)]),
        choices: choices(voice, Stamp::default(), &actions),
        numbered: true,
        ..Reply::default()
    }
}

fn arranged(voice: Voice, last: &Arranged) -> Option<String> {
    let values = [
        last.name.clone().map(Value::Name),
        last.people.map(Value::PartySize),
        last.language.map(Value::CallLanguage),
    ];
    let said: Vec<String> = values
        .into_iter()
        .flatten()
        .filter_map(|it| voice.noted(&it))
        .collect();
    (!said.is_empty()).then(|| said.join("; "))
}

fn choice(label: String, action: OtherAction) -> Choice {
    let action = Action::Other(action);
    Choice {
        label,
        token: action.token(Stamp::default()),
        sign: labels::sign(action),
    }
}

fn paragraph(text: String) -> Block {
    Block::Paragraph(vec![Span::Plain(text)])
}

/// 'Casa Pepe, +34 912 34 56 78'.
fn named(to: &Callee) -> String {
    let number = to.phone.international();
    match &to.business {
        Some(name) => format!("{}, {number}", name.as_str()),
        None => number,
    }
}

/// What was done with a contact.
pub(super) fn done(voice: Voice, what: &ContactSaid) -> Reply {
    let about = |key: &str, to: &Callee| Reply {
        body: Rich::plain(voice.fill(key, &[("contact", named(to).into())])),
        ..Reply::default()
    };
    match what {
        ContactSaid::Added(to) => about("contact-added", to),
        ContactSaid::Known(to) => about("contact-known", to),
        ContactSaid::Renamed(to) => about("contact-renamed", to),
        ContactSaid::Forgotten(to) => about("contact-forgotten", to),
        ContactSaid::AllForgotten => said(voice, "contacts-forgotten"),
        ContactSaid::Shared(to) => about("contact-shared", to),
        ContactSaid::Unshared(to) => about("contact-unshared", to),
        ContactSaid::ShareThere(to) => {
            let name = to.business.as_ref().map_or("", Name::as_str);
            Reply {
                body: Rich::plain(voice.fill("contact-share-there", &[("name", name.into())])),
                ..Reply::default()
            }
        }
        ContactSaid::NotFound { name } => Reply {
            body: Rich::plain(
                voice.fill("contact-not-found", &[("name", voice.quoted(name).into())]),
            ),
            ..Reply::default()
        },
        ContactSaid::SeveralInRoom => said(voice, "contact-several-in-room"),
        ContactSaid::HowToAdd => said(voice, "contact-how-to-add"),
        ContactSaid::NumberProblem(problem) => said(voice, question::phone_problem(*problem)),
        ContactSaid::HowToRename => said(voice, "contact-how-to-rename"),
        ContactSaid::Kept => said(voice, "contact-stays"),
        ContactSaid::CardsKept(count) => Reply {
            body: Rich::plain(voice.fill("cards-kept", &[("count", (*count).into())])),
            ..Reply::default()
        },
        ContactSaid::Unreadable => said(voice, "contacts-unreadable"),
    }
}

/// The question for another name.
pub(super) fn ask_name(voice: Voice, to: &Callee, problem: Option<TextProblem>) -> Reply {
    let problem = problem.map(|problem| question::text_problem(voice, problem));
    let ask = voice.fill("ask-contact-name", &[("contact", named(to).into())]);
    let text: Vec<String> = problem.into_iter().chain([ask]).collect();
    Reply {
        body: Rich::plain(text.join(" ")),
        choices: choices(voice, Stamp::default(), &[OtherAction::KeepContactName]),
        numbered: false,
        expects: Expects::Words,
        ..Reply::default()
    }
}

pub(super) fn forget_all(voice: Voice, total: usize) -> Reply {
    let text = voice.fill("contacts-forget", &[("total", total.into())]);
    Reply {
        body: Rich::plain(text),
        ..Reply::default()
    }
    .with(
        voice,
        Stamp::default(),
        &[OtherAction::ForgetAllContacts, OtherAction::KeepContacts],
    )
}

/// Cards that were sent: call one, or keep them?
pub(super) fn cards(voice: Voice, places: &[Callee]) -> Reply {
    let call = |place: &Callee, whole: bool| {
        let name = match (&place.business, whole) {
            (Some(name), false) => name.as_str().to_owned(),
            _ => named(place),
        };
        let label = voice.fill("button-call-card", &[("contact", name.into())]);
        choice(label, OtherAction::CallCard(PhoneDigits::of(&place.phone)))
    };
    if let [place] = places {
        let keep = OtherAction::KeepCard(PhoneDigits::of(&place.phone));
        let keep = place
            .business
            .is_some()
            .then(|| choice(voice.say("button-keep-card"), keep));
        return Reply {
            body: Rich::plain(voice.fill("card-offered", &[("contact", named(place).into())])),
            choices: [call(place, false)].into_iter().chain(keep).collect(),
            numbered: true,
            ..Reply::default()
        };
    }
    let header = voice.fill("cards-offered", &[("count", places.len().into())]);
    let shown = || places.iter().take(CARDS_SHOWN);
    let lines = (1..)
        .zip(shown())
        .map(|(number, place)| paragraph(format!("{number}. {}", named(place))));
    let rows = shown().map(|place| call(place, true));
    let has_names = places.iter().any(|place| place.business.is_some());
    let all = has_names.then(|| choice(voice.say("button-keep-cards"), OtherAction::KeepCards));
    Reply {
        body: Rich([paragraph(header)].into_iter().chain(lines).collect()),
        choices: rows.chain(all).collect(),
        numbered: true,
        ..Reply::default()
    }
}
