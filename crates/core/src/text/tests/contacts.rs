//! The address book, as people read it.

use super::*;
use crate::dialogue::{ContactSaid, ContactsPage, KnownPlace, NumberFrom};
use crate::model::{
    Arranged, Contact, ContactSource, ContactTag, PhoneDigits, PhoneProblem, RoomId, TextProblem,
};

fn contact(tag: u32, name: &str, source: ContactSource) -> Contact {
    Contact {
        tag: ContactTag(tag),
        name: Name::parse(name).unwrap(),
        phone: phone(),
        source,
        used: chrono::DateTime::UNIX_EPOCH,
        arranged: None,
        hours: None,
        timezone: None,
        rooms: Vec::new(),
    }
}

/// One that is shared, and where something was arranged.
fn shared() -> Contact {
    let room = |chat: &str| RoomId {
        platform: Platform::Telegram,
        chat: chat.to_owned(),
    };
    Contact {
        arranged: Some(Arranged {
            category: Category::Restaurant,
            name: Some(name()),
            people: Some(count(4)),
            language: Some(CallLanguage::Es),
        }),
        rooms: vec![room("-1"), room("-2")],
        ..contact(7, "Casa Pepe", ContactSource::Calls)
    }
}

fn page(page: u16, total: usize, more: bool) -> ContactsPage {
    ContactsPage {
        contacts: vec![
            shared(),
            contact(8, "Casa Pepe", ContactSource::Told),
            contact(9, "Hotel Miramar", ContactSource::History),
        ],
        page,
        total,
        more,
        search: None,
    }
}

/// Where the number comes from, and what is as the last time.
fn cards() -> Vec<Prompt> {
    let own = [
        ContactSource::Calls,
        ContactSource::History,
        ContactSource::Card,
        ContactSource::Told,
    ];
    let from = own.map(NumberFrom::Own).into_iter();
    from.chain([NumberFrom::Shared("Bob".to_owned())])
        .map(|from| {
            let Prompt::Card(mut view) = card(Lead::None, Category::Restaurant) else {
                unreachable!("a card");
            };
            view.guessed = Vec::new();
            view.number_from = Some(from);
            view.defaults = vec![Slot::Business, Slot::Category, Slot::Name, Slot::PartySize];
            Prompt::Card(view)
        })
        .collect()
}

fn questions() -> Vec<Prompt> {
    let places = |with_number| {
        let to = callee();
        vec![KnownPlace { to, with_number }]
    };
    [
        (None, false),
        (Some(Issue::WhichPlace), true),
        (Some(Issue::ThisPlace), true),
        (Some(Issue::WhichOfCard), true),
    ]
    .into_iter()
    .map(|(issue, with_number)| {
        let Prompt::Ask(mut asked) = question(Slot::Phone, None, issue) else {
            unreachable!("a question");
        };
        asked.places = places(with_number);
        asked.choices = vec![FormAction::Known(PhoneDigits::of(&phone()))];
        Prompt::Ask(asked)
    })
    .collect()
}

/// All that is said about what was done.
fn done() -> Vec<Prompt> {
    let to = callee;
    [
        ContactSaid::Added(to()),
        ContactSaid::Known(to()),
        ContactSaid::Renamed(to()),
        ContactSaid::Forgotten(to()),
        ContactSaid::AllForgotten,
        ContactSaid::Shared(to()),
        ContactSaid::Unshared(to()),
        ContactSaid::ShareThere(to()),
        ContactSaid::NotFound {
            name: "Casa Pepe".to_owned(),
        },
        ContactSaid::SeveralInRoom,
        ContactSaid::HowToAdd,
        ContactSaid::NumberProblem(PhoneProblem::Emergency),
        ContactSaid::HowToRename,
        ContactSaid::Kept,
        ContactSaid::CardsKept(1),
        ContactSaid::CardsKept(12),
        ContactSaid::Unreadable,
    ]
    .map(Prompt::ContactSaid)
    .to_vec()
}

pub(super) fn prompts() -> Vec<Prompt> {
    let searched = ContactsPage {
        search: Some("Casa".to_owned()),
        ..page(0, 3, false)
    };
    let nothing = ContactsPage {
        contacts: Vec::new(),
        ..page(0, 0, false)
    };
    let one = ContactsPage {
        contacts: vec![shared()],
        ..page(0, 1, false)
    };
    let pages = [nothing, one, page(0, 3, false), page(1, 30, true), searched];
    let one = [
        shared(),
        contact(8, "Bistro", ContactSource::History),
        contact(9, "Bistro", ContactSource::Card),
        Contact {
            rooms: shared().rooms[..1].to_vec(),
            ..contact(9, "Bistro", ContactSource::Told)
        },
    ];
    let unnamed = Callee {
        business: None,
        ..callee()
    };
    let mut all = done();
    all.extend(
        pages
            .into_iter()
            .map(|page| Prompt::Contacts(Box::new(page))),
    );
    all.extend(one.into_iter().map(|one| Prompt::Contact(Box::new(one))));
    all.extend(
        [None, Some(TextProblem::TooLong { most: 100 })].map(|problem| Prompt::AskContactName {
            to: callee(),
            problem,
        }),
    );
    all.extend([1, 12].map(|total| Prompt::ForgetContacts { total }));
    all.extend(
        [
            vec![callee()],
            vec![unnamed.clone()],
            vec![callee(), callee(), unnamed],
        ]
        .map(|places| Prompt::CardsOffered { places }),
    );
    all.extend(questions());
    all.extend(cards());
    all
}
