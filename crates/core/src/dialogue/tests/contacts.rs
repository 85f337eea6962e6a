//! The address book in a request.

use super::*;
use crate::model::{Arranged, Category, ContactSource, Contacts, PartySize, Phone};

fn at(day: u32) -> DateTime<Utc> {
    format!("2026-01-{day:02}T10:00:00Z").parse().unwrap()
}

fn phone(number: &str) -> Phone {
    Phone::from_e164(number).unwrap()
}

fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

/// Casa Pepe, where they were four last time; a hotel with two numbers; a
/// hairdresser of the account's history.
fn book() -> Contacts {
    let mut book = Contacts::default();
    let calls = ContactSource::Calls;
    let pepe = book.note(&name("Casa Pepe"), &phone("+34912345678"), calls, at(20));
    book.arrange(
        pepe,
        Arranged {
            category: Category::Restaurant,
            name: Some(name("Marcos")),
            people: PartySize::new(2),
            language: Some(CallLanguage::En),
        },
    );
    book.note(&name("Hotel Miramar"), &phone("+34956111222"), calls, at(1));
    book.note(&name("Hotel Miramar"), &phone("+34956111333"), calls, at(2));
    let history = ContactSource::History;
    book.note(
        &name("Peluquería Ana"),
        &phone("+34956111444"),
        history,
        at(3),
    );
    book
}

fn knowing() -> Talk {
    let mut talk = Talk::new(Linked::Since(at(1)));
    talk.context.contacts = Some(book());
    talk
}

#[track_caller]
fn check(said: &[&str], expected: &[&str]) -> Talk {
    let mut talk = knowing();
    for text in said {
        talk.say(text);
    }
    let text = talk.said();
    for part in expected {
        assert!(text.contains(part), "{said:?}: {part:?} is not in\n{text}");
    }
    talk
}

#[test]
fn a_place_is_called_again_by_its_name() {
    for said in [
        "Call Casa Pepe again, Friday at 9 for 4",
        "call casa pepe again friday at 9 for 4",
        "Llama otra vez a Casa Pepe, el viernes a las 9 para 4",
        "vuelve a llamar a casa pepe el viernes a las nueve para 4",
        "/call Casa Pepe, friday at 9 for 4",
    ] {
        let talk = check(&[said], &["+34 912 34 56 78", "Casa Pepe", "4"]);
        let State::Form(form, Point::Card) = &talk.conversation.state else {
            panic!("{said}: {:?}", talk.said());
        };
        assert_eq!(
            form.number_from,
            Some(NumberFrom::Own(ContactSource::Calls)),
            "{said}"
        );
        assert_eq!(form.values.party_size(), PartySize::new(4).as_ref());
        let time = form.values.time().unwrap().at().unwrap().to_string();
        assert_eq!(time, "21:00:00", "{said}");
    }
}

#[test]
fn a_call_alone_asks_for_the_task() {
    for said in [
        "call Casa Pepe again",
        "llama otra vez a casa pepe, por favor",
    ] {
        let talk = check(
            &[said],
            &["+34 912 34 56 78", "What should I ask them for?"],
        );
        assert_eq!(talk.form().values.task(), None, "{said}");
    }
}

#[test]
fn the_card_says_where_the_number_comes_from_and_what_is_as_last_time() {
    check(
        &["book a table at Casa Pepe tomorrow at 9"],
        &[
            "The number is from your calls.",
            "As last time: name Marcos; 2 people; English on the phone.",
        ],
    );
    check(
        &["call Peluquería Ana and ask for their opening hours"],
        &["The number is from your account's history."],
    );
}

#[test]
fn what_is_as_last_time_can_be_changed() {
    let talk = check(
        &[
            "book a table at Casa Pepe tomorrow at 9",
            "make it 5 people",
        ],
        &["As last time: name Marcos; English on the phone.", "5"],
    );
    assert!(!talk.said().contains("2 people"));
}

#[test]
fn two_numbers_for_a_name_are_asked_about() {
    let asks = ["book a room at Hotel Miramar from friday for 2 nights, 2 people"];
    let expected = [
        "I know several numbers for that name.",
        "Hotel Miramar, +34 956 11 13 33",
        "Hotel Miramar, +34 956 11 12 22",
    ];
    check(&asks, &expected);
    let picked = [asks[0], "Hotel Miramar, +34 956 11 12 22"];
    let talk = check(&picked, &["Which name"]);
    let form = talk.conversation.state.form().unwrap();
    assert_eq!(form.values.phone(), Some(&phone("+34956111222")));
}

#[test]
fn a_number_that_is_said_wins() {
    let said = "call Casa Pepe at +34 600 111 222, table for 4 on friday at 9";
    let talk = check(&[said], &["+34 600 11 12 22", "Casa Pepe"]);
    assert!(!talk.said().contains("from your"), "{}", talk.said());
}

#[test]
fn another_place_takes_its_number_along() {
    let first = "book a table at Casa Pepe on friday at 9 for 4";
    let talk = check(&[first, "no, at Casa Manolo"], &["Which number"]);
    let form = talk.conversation.state.form().unwrap();
    assert_eq!(form.values.phone(), None);
    check(&[first, "no, at Peluquería Ana"], &["+34 956 11 14 44"]);
}

#[test]
fn a_longer_name_is_asked_about() {
    let said = "book a table at Casa Pepe Marbella on friday at 9 for 4";
    let asked = check(
        &[said],
        &[
            "one place with a similar name",
            "Casa Pepe, +34 912 34 56 78",
        ],
    );
    assert_eq!(
        asked.conversation.state.form().unwrap().values.phone(),
        None
    );
}

#[test]
fn a_name_answers_the_question_for_the_number() {
    check(&["/call", "casa pepe"], &["Got it", "What should I ask"]);
    check(&["/call", "pepe"], &["What should I ask"]);
    check(&["/call", "Hotel Miramar"], &["several numbers"]);
    check(&["/call", "Casa Manolo"], &["Which number"]);
}

#[test]
fn the_last_places_are_offered_at_the_question_for_the_number() {
    let talk = check(
        &["/call"],
        &[
            "[Casa Pepe]",
            "[Peluquería Ana]",
            "[Hotel Miramar, +34 956 11 13 33]",
        ],
    );
    assert!(!talk.said().contains("11 12 22"));
    check(&["/call", "Casa Pepe"], &["What should I ask"]);
    // In a room others would read whom the person calls.
    let mut talk = knowing();
    talk.context.private = false;
    talk.say("/call");
    assert!(!talk.said().contains("Pepe"), "{}", talk.said());
    talk.say("Casa Pepe");
    assert!(talk.said().contains("What should I ask"), "{}", talk.said());
}

#[test]
fn a_number_that_is_known_brings_its_name() {
    let said = "call +34 912 345 678, table for 4 on friday at 9";
    check(
        &[said],
        &[
            "From your contacts: place Casa Pepe.",
            "As last time: name Marcos",
        ],
    );
    let mut talk = knowing();
    talk.context.private = false;
    talk.say(said);
    assert!(!talk.said().contains("Pepe"), "{}", talk.said());
}

fn card(name: &str, numbers: &[&str]) -> ContactCard {
    ContactCard {
        name: Name::parse(name).ok(),
        numbers: numbers.iter().map(|number| (*number).to_owned()).collect(),
    }
}

#[test]
fn a_card_answers_the_question_for_the_number() {
    let mut talk = knowing();
    talk.say("/call");
    talk.input(Input::CardsShared(vec![card(
        "Bistro",
        &["+1 415 555 2671"],
    )]));
    talk.asks(Slot::Task);
    let card_of = Some(NumberFrom::Own(ContactSource::Card));
    assert_eq!(talk.form().number_from, card_of);
    assert_eq!(talk.form().values.business(), Some(&name("Bistro")));
    // A number that cannot be called has its problem said, and nothing is lost.
    let mut talk = knowing();
    talk.say("/call");
    talk.input(Input::CardsShared(vec![card("Police", &["112"])]));
    talk.asks(Slot::Phone);
    assert!(
        talk.said().contains("emergency services"),
        "{}",
        talk.said()
    );
}

#[test]
fn a_card_with_several_numbers_is_asked_about() {
    let mut talk = knowing();
    talk.say("/call table for 2 tomorrow at 9 under Ana");
    let numbers = ["+1 415 555 2671", "+1 415 555 2672", "112"];
    talk.input(Input::CardsShared(vec![card("Bistro", &numbers)]));
    talk.asks(Slot::Phone);
    assert_eq!(talk.form().values.phone(), None);
    let said = talk.said();
    assert!(
        said.contains("[Bistro, +1 415-555-2671] [Bistro, +1 415-555-2672]"),
        "{said}"
    );
    talk.say("Bistro, +1 415-555-2672");
    assert_eq!(talk.point(), Some(Point::Card), "{}", talk.said());
    assert_eq!(talk.form().values.phone(), Some(&phone("+14155552672")));
    assert_eq!(talk.form().cards, []);
}

#[test]
fn offered_cards_work_until_others_come() {
    let mut talk = knowing();
    talk.input(Input::CardsShared(vec![card(
        "Bistro",
        &["+1 415 555 2671"],
    )]));
    let old = talk.offered.clone();
    talk.input(Input::CardsShared(vec![card("Vet", &["+1 415 555 2672"])]));
    talk.input(Input::ChoicePressed(old[1].1));
    assert!(talk.context.contacts.as_ref().unwrap().by_name().len() == 4);
    talk.say("Keep it");
    let book = talk.context.contacts.clone().unwrap();
    assert!(
        book.by_name()
            .iter()
            .any(|contact| contact.name == name("Vet"))
    );
}

#[test]
fn a_contact_is_renamed_in_an_answer() {
    let mut talk = knowing();
    talk.say("/contacts rename Casa Pepe");
    assert!(
        talk.said().contains("Which name should Casa Pepe"),
        "{}",
        talk.said()
    );
    talk.say("Pepe's");
    assert!(talk.said().contains("Renamed: Pepe's"), "{}", talk.said());
    assert_eq!(talk.conversation.state, State::Idle);
    talk.say("/contacts rename Pepe's");
    talk.say("Keep the name");
    assert_eq!(talk.conversation.state, State::Idle);
    // The request that is open comes back.
    talk.say("/call +1 415 555 2671").asks(Slot::Task);
    talk.say("/contacts rename Pepe's");
    talk.say("Casa Pepe").asks(Slot::Task);
    talk.say("/contacts rename Casa Pepe");
    talk.say("cancel").asks(Slot::Task);
}

#[test]
fn wishes_in_the_middle_of_a_request_cost_nothing() {
    let mut talk = knowing();
    talk.say("/call +1 415 555 2671, table for 4 on friday at 9")
        .asks(Slot::Name);
    talk.say("add Vet +1 415 555 2672 to my contacts")
        .asks(Slot::Name);
    talk.say("my contacts");
    talk.say("Ana");
    assert_eq!(talk.point(), Some(Point::Card), "{}", talk.said());
}

/// What the account's history told goes with the account.
#[test]
fn a_sign_out_forgets_what_the_account_told() {
    let mut talk = knowing();
    talk.say("/logout");
    let book = talk.context.contacts.clone().unwrap();
    let names: Vec<&str> = book.by_name().iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["Casa Pepe", "Hotel Miramar", "Hotel Miramar"]);
}

/// The history that comes while the number is asked for answers the question.
#[test]
fn the_history_goes_on_with_a_request() {
    let mut talk = Talk::new(Linked::Since(at(1)));
    talk.say("book a table at Casa Pepe on friday at 9 for 4 under Ana")
        .asks(Slot::Phone);
    let asked = |effect: &Effect| {
        matches!(
            effect,
            Effect::Fetch {
                errand: Errand::Contacts,
                ..
            }
        )
    };
    assert!(talk.effects.iter().any(asked));
    let call = PastCall {
        at: Some(at(2)),
        phone: Some("+34 912 345 678".to_owned()),
        business: Some("Casa Pepe".to_owned()),
        status: "success".to_owned(),
        ..PastCall::default()
    };
    let page = PastPage {
        calls: vec![call],
        ..PastPage::default()
    };
    let brought = Box::new(Brought::History(page));
    talk.input(Input::ErrandReported(Errand::Contacts, brought));
    assert_eq!(talk.point(), Some(Point::Card), "{}", talk.said());
    assert!(
        talk.said().contains("from your account's history"),
        "{}",
        talk.said()
    );
    talk.say("/cancel");
    talk.say("book a table at Casa Manolo on friday at 9 for 4")
        .asks(Slot::Phone);
    assert!(!talk.effects.iter().any(asked), "it is read once");
}
