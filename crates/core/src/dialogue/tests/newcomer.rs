//! Findings of a newcomer in the trial of November 2026; a test is named by the
//! number of its finding there.

use super::*;
use crate::model::{Category, TimeOfDay};

const TABLE: &str = "/call +1 415 555 2671, table for four tomorrow at 8 under Ana";

/// A conversation after these messages.
fn after(messages: &[&str]) -> Talk {
    let mut talk = Talk::new(linked());
    for message in messages {
        talk.say(message);
    }
    talk
}

/// The words of the last answer.
fn answer(talk: &Talk) -> String {
    let said = talk.effects.iter().filter_map(|effect| match effect {
        Effect::Say(prompt) | Effect::Alert(prompt) => {
            Some(text::render(prompt, talk.context.settings.language))
        }
        _ => None,
    });
    let said: Vec<String> = said.map(|reply| reply.body.to_plain()).collect();
    said.join("\n")
}

#[test]
fn a1_a_new_request_at_the_card_is_not_mixed_into_the_old_one() {
    let other = "call +34 912 345 678 and ask for the price of a haircut";
    for before in [&[TABLE][..], &["/call +1 415 555 2671, table for four"]] {
        let mut talk = after(before);
        talk.say(other);
        assert!(matches!(talk.conversation.state, State::TwoRequests(..)));
        assert_eq!(
            talk.form().values.phone().unwrap().as_e164(),
            "+14155552671"
        );
    }
}

#[test]
fn a1_a_number_that_is_no_choice_keeps_both_requests() {
    let other = "call +34 912 345 678 and ask for the price of a haircut";
    for begun in [&[TABLE][..], &["/call +1 415 555 2671"]] {
        for number in ["9", "12.", "#4", "+1 415 555 9999"] {
            let mut talk = after(begun);
            talk.say(other);
            let open = talk.form().values.clone();
            talk.say(number);
            let State::TwoRequests(_, _, second) = &talk.conversation.state else {
                panic!("{number}: {:?}", talk.conversation.state);
            };
            assert_eq!(second, other, "{number}");
            assert_eq!(talk.form().values, open, "{number}");
        }
    }
}

#[test]
fn a2_limits_on_the_time_stay_as_they_were_told() {
    for words in [
        "morning before 11am",
        "before 11am",
        "after 5pm",
        "5pm or later",
        "not before 6pm",
        "no earlier than 10",
        "no later than 12",
        "10 or 11",
        "by noon",
        "at the latest 6pm",
        "from 4 to 6",
        "a partir de las 5",
        "después de las 5",
        "no antes de las 6",
        "a las 10 o a las 11",
        "entre las 4 y las 6",
        "por la mañana antes de las 11",
        "hasta las 12",
        "como muy tarde a las 6",
        "de 4 a 6",
    ] {
        let mut talk = after(&["/call +1 415 555 2671, doctor's appointment on friday under Ana"]);
        talk.asks(Slot::Time);
        talk.say(words);
        match talk.form().values.time() {
            Some(TimeOfDay::Words(told)) => assert_eq!(told.as_str(), words),
            other => panic!("{words}: {other:?}"),
        }
    }
    // It rules a time out, and tells none.
    let mut talk = after(&["/call +1 415 555 2671, doctor's appointment on friday under Ana"]);
    talk.say("not at 9").asks(Slot::Time);
    assert_eq!(talk.form().values.time(), None);
}

#[test]
fn a4_a_person_in_danger_gets_no_form() {
    for words in [
        "I need an ambulance",
        "help me I'm dying",
        "call the police",
        "llama a la policía",
    ] {
        let talk = after(&[words]);
        assert!(
            matches!(talk.effects[..], [Effect::Say(Prompt::Danger { .. })]),
            "{words}: {:?}",
            talk.effects
        );
        assert_eq!(talk.conversation.state, State::Idle, "{words}");
    }
}

#[test]
fn a5_and_b12_tomorrow_is_the_same_day_asked_and_said() {
    let now = "2026-11-29T02:24:00Z".parse().unwrap();
    let day = |messages: &[&str]| {
        let mut talk = Talk::new(linked());
        talk.context.now = now;
        talk.context.settings.timezone = chrono_tz::UTC;
        for message in messages {
            talk.say(message);
        }
        *talk.form().values.date().expect("a day is told")
    };
    let said = day(&["/call +1 415 555 2671, table for four tomorrow at 8 under Ana"]);
    let asked = day(&[
        "/call +1 415 555 2671, table for four at 8 under Ana",
        "tomorrow",
    ]);
    let pressed = day(&[
        "/call +1 415 555 2671, table for four at 8 under Ana",
        "Tomorrow",
    ]);
    assert_eq!((said, said), (asked, pressed));
}

#[test]
fn a6_a_day_that_is_past_is_asked_about() {
    let mut talk = after(&["/call +1 415 555 2671, table for four last friday at 8 under Ana"]);
    talk.asks(Slot::Date);
    assert_eq!(talk.form().values.date(), None);
    talk.say("last friday").asks(Slot::Date);
    assert_eq!(talk.form().values.date(), None);
}

#[test]
fn a7_an_extension_is_told_to_whoever_answers() {
    for begin in [
        &[
            "/call",
            "(415) 555-2671 ext 12",
            "ask for the price of a haircut",
        ][..],
        &["call (415) 555-2671 ext 12 and ask for the price of a haircut"],
        &[
            "/call",
            "(415) 555-2671, ext 12",
            "ask for the price of a haircut",
        ],
    ] {
        let mut talk = after(begin);
        assert_eq!(talk.point(), Some(Point::Card), "{begin:?}");
        let card = answer(&talk);
        assert!(card.contains("I can't dial extensions"), "{card}");
        assert!(card.contains("“ext 12”"), "{card}");
        talk.say("Call now");
        let task = talk.placed().expect("it is placed").task.clone();
        let task = task.as_str();
        assert!(task.ends_with("price of a haircut; ext 12"), "{task}");
    }
    // Another number has another extension, or none.
    let mut talk = after(&["call (415) 555-2671 ext 12 and ask for the price of a haircut"]);
    talk.say("call +1 415 555 2672 instead").say("Call now");
    let task = talk.placed().expect("it is placed").task.clone();
    assert_eq!(task.as_str(), "ask for the price of a haircut");
}

#[test]
fn a7_an_extension_without_room_is_said_to_be_lost() {
    let task = format!("ask for the price {}", "of it ".repeat(163));
    let talk = after(&[
        "/call",
        "(415) 555-2671 ext 12",
        task.trim(),
        "something else",
    ]);
    assert!(answer(&talk).contains("no room left"), "{}", answer(&talk));
}

#[test]
fn a8_a_premium_number_is_refused_when_it_is_told() {
    for number in ["+1 900 555 1234", "+34 803 123 456", "+44 909 123 4567"] {
        let talk = after(&["/call", number]);
        talk.asks(Slot::Phone);
        assert!(answer(&talk).contains("premium-rate"), "{number}");
    }
}

#[test]
fn b8_a_task_that_is_changed_is_shown() {
    let talk = after(&[TABLE, "Edit", "Task"]);
    talk.asks(Slot::Task);
    let asked = answer(&talk);
    assert!(asked.starts_with("Now: “Table for four"), "{asked}");
}

/// After days away, everything that was told is said back.
#[test]
fn b8_a_form_that_is_taken_up_recalls_itself() {
    let talk = after(&[
        "/call +1 415 555 2671, table for four tomorrow at 8",
        "/start",
    ]);
    talk.asks(Slot::Name);
    let asked = answer(&talk);
    for told in ["+1 415-555-2671", "a restaurant", "20:00", "4 people"] {
        assert!(asked.contains(told), "{asked}");
    }
}

#[test]
fn b9_another_kind_of_place_is_understood() {
    for words in [
        "actually it's a hotel",
        "it's a hotel, not a restaurant",
        "no, it's a hotel",
        "en realidad es un hotel",
    ] {
        let mut talk = after(&[TABLE]);
        talk.say(words);
        assert_eq!(talk.form().category(), Some(Category::Hotel), "{words}");
        talk.asks(Slot::Nights);
    }
    for words in ["it's a birthday dinner", "it's a table by the window"] {
        let mut talk = after(&[
            "/call +1 415 555 2671, book a hotel room for two, 2 nights, tomorrow, under Ana",
        ]);
        talk.say(words);
        assert_eq!(talk.form().category(), Some(Category::Hotel), "{words}");
    }
}

#[test]
fn b9_wishes_can_be_added_at_the_card() {
    let mut talk = after(&[TABLE, "no children, and one vegan"]);
    assert_eq!(talk.offered[0].0, "Tell them that too");
    talk.say("Tell them that too").say("Call now");
    let task = talk.placed().expect("it is placed").task.clone();
    assert!(task.as_str().ends_with("; no children, and one vegan"));
}

#[test]
fn b9_a_timezone_is_understood_at_the_card() {
    let talk = after(&[TABLE, "Berlin time"]);
    let zone = talk.form().values.timezone();
    assert_eq!(zone, Some(&chrono_tz::Europe::Berlin));
}

/// A new task tells all that counts.
#[test]
fn b9_the_note_about_details_goes_with_the_old_task() {
    let mut talk = after(&[TABLE, "no, 5 people"]);
    assert!(talk.form().corrected);
    talk.say("Edit")
        .say("Task")
        .say("table for five by the window");
    assert!(!talk.form().corrected);
}

#[test]
fn b10_days_and_numbers_and_kinds_are_no_names() {
    for words in ["in two years", "12345", "restaurant", "and now?"] {
        let mut talk = after(&["/call +1 415 555 2671, table for four tomorrow at 8"]);
        talk.asks(Slot::Name);
        talk.say(words).asks(Slot::Name);
        assert_eq!(talk.form().values.name(), None, "{words}");
        assert!(answer(&talk).contains("I don't see a name in that."));
    }
    for words in ["and now?", "restaurant"] {
        let mut talk = after(&[TABLE, "Edit", "Place"]);
        talk.say(words).asks(Slot::Business);
        assert_eq!(talk.form().values.business(), None, "{words}");
    }
}

#[test]
fn b10_a_lone_number_at_the_card_is_asked_about() {
    let talk = after(&[TABLE, "0"]);
    assert!(
        answer(&talk).contains("Do you mean 0:00?"),
        "{}",
        answer(&talk)
    );
}

/// B14 of the trial in rooms.
#[test]
fn b14_a_link_to_a_map_tells_no_time() {
    for link in [
        "https://www.google.com/maps/place/Luigi's/@41.04:00,2.16,17z/data=!3m1",
        "https://maps.app.goo.gl/04h00?g_st=ic",
    ] {
        let talk = after(&[link]);
        assert_eq!(talk.conversation.state, State::Idle, "{link}");
    }
}

/// B14 of the trial in rooms.
#[test]
fn b14_a_very_long_word_is_a_task_that_is_too_long() {
    let talk = after(&["/call +1 415 555 2671", &"a".repeat(1500)]);
    talk.asks(Slot::Task);
    assert!(answer(&talk).contains("KallyAI takes 1000"));
}
