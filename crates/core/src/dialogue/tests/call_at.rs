//! When to call, kept apart from when to come; and what the card says about the
//! time there.

use super::*;
use crate::model::CallAt;

const TABLE: &str = "/call +1 415 555 2671, table for four on Friday at 8 pm, name Ana";

/// It is two in the morning of Wednesday 28 January in Los Angeles.
fn at_card() -> Talk {
    let mut talk = Talk::new(linked());
    talk.say(TABLE);
    assert_eq!(talk.point(), Some(Point::Card), "{:?}", talk.effects);
    talk
}

fn at_night() -> Talk {
    let mut talk = Talk::new(linked());
    talk.context.minds_hours = true;
    talk.say(TABLE);
    talk
}

fn placed_at(talk: &Talk) -> Option<String> {
    talk.effects.iter().find_map(|effect| match effect {
        Effect::PlaceCall { not_before, .. } => Some(not_before.to_rfc3339()),
        _ => None,
    })
}

#[test]
fn the_card_shows_both_times() {
    let mut talk = at_card();
    talk.say("Call them tomorrow at 10");
    let said = talk.said();
    assert!(
        said.contains("I call: Thursday 29 January 2026, 10:00 (Los Angeles)"),
        "{said}"
    );
    assert!(
        said.contains("When: Friday 30 January 2026, 20:00"),
        "{said}"
    );
    assert!(said.contains("[Call at that time]"), "{said}");
    talk.say("Call at that time");
    assert_eq!(
        placed_at(&talk).as_deref(),
        Some("2026-01-29T18:00:00+00:00")
    );
}

#[test]
fn a_time_is_told_in_many_ways() {
    for (words, expected) in [
        ("call them tomorrow at 10", "2026-01-29T18:00:00+00:00"),
        ("call in two hours", "2026-01-28T12:00:00+00:00"),
        ("call at 5pm", "2026-01-29T01:00:00+00:00"),
        ("call them when they open", "2026-01-28T19:00:00+00:00"),
        ("call them tomorrow", "2026-01-29T19:00:00+00:00"),
        ("llámales mañana a las 10", "2026-01-29T18:00:00+00:00"),
        ("llama cuando abran", "2026-01-28T19:00:00+00:00"),
        ("llama dentro de dos horas", "2026-01-28T12:00:00+00:00"),
    ] {
        let mut talk = at_card();
        talk.say(words).say("Call at that time");
        assert_eq!(
            placed_at(&talk).as_deref(),
            Some(expected),
            "{words}: {}",
            talk.said()
        );
        let date = talk
            .placed()
            .and_then(|request| request.details.date().copied());
        assert_eq!(date, "2026-01-30".parse().ok(), "{words}: the table stays");
    }
}

#[test]
fn a_time_that_cannot_be_is_asked_for_again() {
    for words in [
        "call them yesterday at 10",
        "call them today at 1 am",
        "call them on 29 January 2027 at 10",
        "call later",
    ] {
        let mut talk = at_card();
        talk.say(words);
        assert_eq!(
            talk.point(),
            Some(Point::CallAt),
            "{words}: {}",
            talk.said()
        );
        talk.say("whenever");
        assert_eq!(
            talk.point(),
            Some(Point::CallAt),
            "{words}: {}",
            talk.said()
        );
        talk.say("tomorrow at 10").say("Call at that time");
        let expected = Some("2026-01-29T18:00:00+00:00");
        assert_eq!(placed_at(&talk).as_deref(), expected, "{words}");
    }
    // Nobody calls about a table that is past by then.
    let mut talk = at_card();
    talk.say("call them on Saturday at 10");
    assert!(
        talk.said().contains("By then it would be too late"),
        "{}",
        talk.said()
    );
    assert_eq!(talk.form().call_at, None);
    // The clocks there skip this time.
    let mut talk = at_card();
    talk.context.now = "2026-03-07T20:00:00Z".parse().unwrap();
    talk.say("Edit").say("Date").say("next Friday");
    talk.say("call them tomorrow at 2:30 am");
    assert_eq!(talk.point(), Some(Point::CallAt), "{}", talk.said());
}

#[test]
fn a_request_says_both_at_once() {
    for (words, call, come) in [
        (
            "call +1 415 555 2671 tomorrow at 10 and book a table for four on Friday at 8 pm, name Ana",
            Some("2026-01-29T10:00:00"),
            Some("2026-01-30"),
        ),
        (
            "/call +1 415 555 2671 at 17:00",
            Some("2026-01-28T17:00:00"),
            None,
        ),
        (
            "/call +1 415 555 2671 table for four on Friday at 17:00, name Ana",
            None,
            Some("2026-01-30"),
        ),
    ] {
        let mut talk = Talk::new(linked());
        talk.say(words);
        let form = talk.form();
        let at = call.map(|call| CallAt::There(call.parse().unwrap()));
        assert_eq!(form.call_at, at, "{words}");
        let date = come.map(|come| come.parse().unwrap());
        assert_eq!(form.values.date().copied(), date, "{words}");
    }
}

#[test]
fn the_card_says_when_it_is_a_bad_time_there() {
    let mut talk = at_night();
    let said = talk.said();
    assert!(
        said.contains("It is 02:00 there, on a Wednesday."),
        "{said}"
    );
    assert!(
        said.contains("[Today at 11:00] [Call now anyway]"),
        "{said}"
    );
    // One press calls anyway.
    let mut anyway = talk.clone();
    anyway.say("Call now anyway");
    assert_eq!(
        placed_at(&anyway).as_deref(),
        Some("2026-01-28T10:00:05+00:00")
    );
    // The button means the time that it shows, also later.
    let mut later = talk.clone();
    later.context.now += chrono::TimeDelta::minutes(30);
    later.say("Today at 11:00");
    assert_eq!(
        placed_at(&later).as_deref(),
        Some("2026-01-28T19:00:00+00:00")
    );
    let mut next_day = talk.clone();
    next_day.context.now += chrono::TimeDelta::hours(20);
    next_day.say("Today at 11:00");
    assert_eq!(placed_at(&next_day), None, "that time has passed");
    // A bare 'yes' may mean either.
    talk.say("yes");
    assert_eq!(placed_at(&talk), None);
    assert!(
        talk.said().contains("Today at 11:00, or now all the same?"),
        "{}",
        talk.said()
    );
    talk.say("call now");
    assert!(placed_at(&talk).is_some());
    // Within the hours nothing is said.
    let mut calm = at_card();
    calm.context.minds_hours = true;
    calm.context.now = "2026-01-28T21:00:00Z".parse().unwrap();
    calm.say("5 people");
    let said = calm.said();
    assert!(
        !said.contains("there") && said.contains("[Call now]"),
        "{said}"
    );
}

#[test]
fn a_chosen_time_can_be_a_bad_one_and_can_be_dropped() {
    let mut talk = at_night();
    talk.say("call them tomorrow at 3 am");
    let said = talk.said();
    assert!(
        said.contains("On a Thursday at 03:00, their time,"),
        "{said}"
    );
    assert!(
        said.contains("[Tomorrow at 11:00] [Call then anyway]"),
        "{said}"
    );
    talk.say("As soon as I confirm");
    assert_eq!(talk.form().call_at, None);
    // 'Call now' is no consent to a call at another time.
    let mut talk = at_card();
    talk.say("call them tomorrow at 10").say("call now");
    assert_eq!(placed_at(&talk), None);
    talk.say("call now");
    assert_eq!(
        placed_at(&talk).as_deref(),
        Some("2026-01-28T10:00:05+00:00")
    );
    // A time that has passed meanwhile is said, not called at.
    let mut talk = at_card();
    talk.say("call them in two hours");
    talk.context.now += chrono::TimeDelta::hours(3);
    talk.say("Call at that time");
    assert_eq!(placed_at(&talk), None);
    assert!(
        talk.said().contains("The time for the call has passed"),
        "{}",
        talk.said()
    );
}

/// A call that waits until tomorrow at 10.
fn waiting() -> Talk {
    let mut talk = at_card();
    talk.say("call them tomorrow at 10")
        .say("Call at that time");
    let request = talk.placed().expect("a call").clone();
    let at = "2026-01-29T18:00:00Z".parse().ok();
    let view = CallView {
        due: at,
        put_off_to: at,
        ..call_view(talk.context.fresh_call, request, CallStage::Confirmed)
    };
    talk.context.open = vec![view.clone()];
    talk.context.call = Some(view);
    talk.context.fresh_form += 1;
    talk
}

fn put_off_to(talk: &Talk) -> Option<String> {
    talk.effects.iter().find_map(|effect| match effect {
        Effect::PutOff { not_before, .. } => Some(not_before.to_rfc3339()),
        _ => None,
    })
}

#[test]
fn a_call_that_waits_is_listed_with_its_choices() {
    let mut talk = waiting();
    talk.say("/calls");
    let said = talk.said();
    assert!(
        said.contains("Thursday 29 January at 10:00 (Los Angeles)"),
        "{said}"
    );
    assert!(said.contains("[Now] [Another time] [Drop]"), "{said}");
    let mut now = talk.clone();
    now.say("Now");
    assert_eq!(
        put_off_to(&now).as_deref(),
        Some("2026-01-28T10:00:05+00:00")
    );
    let mut other = talk.clone();
    other.say("Another time").say("yesterday");
    assert!(matches!(other.conversation.state, State::Scheduling { .. }));
    other.say("tomorrow at noon");
    assert_eq!(
        put_off_to(&other).as_deref(),
        Some("2026-01-29T20:00:00+00:00")
    );
    assert_eq!(other.conversation.state, State::Idle);
    let mut late = talk.clone();
    late.say("Another time").say("on Saturday at 10");
    assert_eq!(put_off_to(&late), None);
    assert!(
        late.said().contains("By then it would be too late"),
        "{}",
        late.said()
    );
    talk.say("Drop");
    let withdrawn = |effect: &Effect| matches!(effect, Effect::Withdraw(_));
    assert!(talk.effects.iter().any(withdrawn), "{:?}", talk.effects);
}

#[test]
fn it_is_announced_shortly_before() {
    let mut talk = waiting();
    talk.input(Input::CallReported(CallReport::DueSoon));
    let said = talk.said();
    assert!(
        said.contains("I'll call +1 415-555-2671 at 10:00"),
        "{said}"
    );
    assert!(said.contains("[Now] [Another time] [Drop]"), "{said}");
}

/// Hours that are told are kept with the place, and are known for the next call.
#[test]
fn opening_hours_are_noted_with_the_place() {
    let mut talk = at_card();
    talk.context.minds_hours = true;
    talk.context.now = "2026-01-28T21:00:00Z".parse().unwrap();
    talk.say("the place is called Casa Pepe")
        .say("closed on Wednesdays");
    let said = talk.said();
    assert!(
        said.contains("I've noted when they are open: Wed closed."),
        "{said}"
    );
    assert!(
        said.contains("on a Wednesday. From what you told me, they are closed now."),
        "{said}"
    );
    assert!(
        said.contains("[Tomorrow at 11:00] [Call now anyway]"),
        "{said}"
    );
    let kept = talk.effects.iter().find_map(|effect| match effect {
        Effect::KeepContacts(book) => Some(book.clone()),
        _ => None,
    });
    let book = kept.expect("they are kept");
    let hours = book.by_use()[0].hours.clone().expect("the hours");
    assert_eq!(hours.on(chrono::Weekday::Wed), Some(&[][..]));
    // The next request there knows them.
    let mut next = Talk::new(linked());
    next.context.minds_hours = true;
    next.context.now = talk.context.now;
    next.context.contacts = Some(*book);
    next.say(TABLE);
    assert!(
        next.said().contains("they are closed now"),
        "{}",
        next.said()
    );
    // A place that is never open is refused.
    next.say("closed every day");
    assert!(
        next.said().contains("would leave no day"),
        "{}",
        next.said()
    );
    next.say("abren de 13 a 16 y de 20 a 23");
    assert!(
        next.said().contains("13:00–16:00, 20:00–23:00"),
        "{}",
        next.said()
    );
}

/// A number that is used all over the country: the zone is asked for once, and is
/// kept with the place.
#[test]
fn a_zone_that_the_number_does_not_tell_is_asked_for_once() {
    let mut talk = Talk::new(linked());
    talk.say("/call +52 55 1234 5678, table for four on Friday at 8 pm, name Ana");
    talk.say("the place is called Casa Pepe")
        .say("call them tomorrow at 10");
    talk.asks(Slot::Timezone);
    talk.say("on Mars");
    talk.asks(Slot::Timezone);
    talk.say("America/Mexico_City").say("Call at that time");
    let expected = Some("2026-01-29T16:00:00+00:00");
    assert_eq!(placed_at(&talk).as_deref(), expected, "{}", talk.said());
    let kept = talk.effects.iter().find_map(|effect| match effect {
        Effect::KeepContacts(book) => Some(book.clone()),
        _ => None,
    });
    let mut next = Talk::new(linked());
    next.context.contacts = Some(*kept.expect("it is kept"));
    next.say("/call +52 55 1234 5678, table for four on Friday at 8 pm, name Ana");
    next.say("call them tomorrow at 10")
        .say("Call at that time");
    assert_eq!(placed_at(&next).as_deref(), expected, "{}", next.said());
}
