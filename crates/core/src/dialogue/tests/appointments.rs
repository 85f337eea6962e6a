//! Appointments: kept from an outcome, listed, and called about once more.

use super::*;
use crate::dialogue::appointments::AppointmentPrompt;
use crate::model::{Appointment, AppointmentId, FeedWish, FollowUpKind, When};

const TABLE: &str = "/call +1 415 555 2671, table for four on Friday at 8 pm, name Ana";

/// A call whose outcome has these words. It is Wednesday 28 January.
fn ended(highlights: &str) -> Talk {
    let mut talk = Talk::new(linked());
    talk.say(TABLE).say("Call now");
    end(&mut talk, "success", highlights);
    talk
}

fn end(talk: &mut Talk, status: &str, highlights: &str) {
    let request = talk.placed().expect("a call").clone();
    let outcome = Outcome {
        status: status.to_owned(),
        highlights: Some(highlights.to_owned()),
        next_steps: None,
        duration: None,
        cost: None,
        ended_at: None,
    };
    let mut call = call_view(talk.context.fresh_call, request, CallStage::Ended);
    call.outcome = Some(outcome.clone());
    talk.context.call = Some(call);
    talk.input(Input::CallReported(CallReport::Ended(outcome)));
    talk.context.fresh_call = CallId(uuid::Uuid::from_u128(
        talk.context.fresh_call.0.as_u128() + 1,
    ));
}

/// The appointment that the last input kept; the talk knows it from now on.
#[track_caller]
fn kept(talk: &mut Talk) -> Appointment {
    let found = talk.effects.iter().find_map(|effect| match effect {
        Effect::KeepAppointment(kept) => Some(Appointment::clone(kept)),
        _ => None,
    });
    let kept = found.unwrap_or_else(|| panic!("nothing was kept: {}", talk.said()));
    let known = talk.context.appointments.as_mut().expect("known");
    known.retain(|it| it.id != kept.id);
    known.push(kept.clone());
    kept
}

fn at(when: &str) -> When {
    let (date, time) = when.split_once(' ').expect("a day and a time");
    When {
        date: date.parse().unwrap(),
        time: chrono::NaiveTime::parse_from_str(time, "%H:%M").ok(),
    }
}

#[test]
fn an_outcome_is_kept_if_the_person_says_so() {
    let mut talk = ended("They confirmed a table for 4 on Friday at 8 pm. The code is 4521.");
    assert!(talk.said().contains("[Keep it]"), "{}", talk.said());
    assert!(
        !talk
            .effects
            .iter()
            .any(|it| matches!(it, Effect::KeepAppointment(_)))
    );
    talk.say("Keep it");
    let said = talk.said();
    let first = kept(&mut talk);
    assert_eq!(first.when, at("2026-01-30 20:00"));
    assert_eq!(first.code.as_deref(), Some("4521"));
    assert!(
        said.contains("Kept: +1 415-555-2671 · Friday 30 January 2026, 20:00 (Los Angeles)"),
        "{said}"
    );
    assert!(said.contains("I'll remind you: Thursday 29 January 2026, 20:00 (Los Angeles); Friday 30 January 2026, 18:00"), "{said}");
    // Pressed again, it changes nothing.
    let outcome = talk.context.call.clone().unwrap().id;
    let again = CallAction::Keep.on(outcome);
    talk.input(Input::ChoicePressed(Pressed {
        action: again,
        stamp: Stamp::default(),
    }));
    assert!(talk.said().contains("Kept already"), "{}", talk.said());
    assert_eq!(talk.effects.len(), 1);
}

#[test]
fn if_they_said_another_time_the_person_chooses() {
    let talk = ended("They only have a table for 4 on Friday at 21:30. Held under Ana.");
    let said = talk.said();
    assert!(
        said.contains("You asked for Fri 30 Jan, 20:00. They may have said: Fri 30 Jan, 21:30."),
        "{said}"
    );
    assert!(!said.contains("[Keep it]"), "{said}");
    let (mut asked, mut other) = (talk.clone(), talk);
    asked.say("Keep Fri 30 Jan, 20:00 (you asked)");
    assert_eq!(kept(&mut asked).when, at("2026-01-30 20:00"));
    other.say("Keep Fri 30 Jan, 21:30 (they said)");
    assert_eq!(kept(&mut other).when, at("2026-01-30 21:30"));
    // The other choice, pressed later, moves the same appointment.
    let outcome = other.context.call.clone().unwrap().id;
    let action = CallAction::KeepAsked(at("2026-01-30 20:00")).on(outcome);
    let before = other.context.appointments.clone().unwrap()[0].clone();
    other.input(Input::ChoicePressed(Pressed {
        action,
        stamp: Stamp::default(),
    }));
    let moved = kept(&mut other);
    assert_eq!(
        (moved.id, moved.uid, moved.sequence),
        (before.id, before.uid, 1)
    );
    assert_eq!(moved.when, at("2026-01-30 20:00"));
}

#[test]
fn what_they_said_is_counted_from_the_day_of_the_call() {
    let mut talk = Talk::new(linked());
    talk.say(TABLE).say("Call now");
    let request = talk.placed().expect("a call").clone();
    // The bot was away for a day: 'tomorrow' was said on Wednesday.
    let outcome = Outcome {
        status: "success".to_owned(),
        highlights: Some("They have a table tomorrow at 21:00.".to_owned()),
        next_steps: None,
        duration: None,
        cost: None,
        ended_at: Some(talk.context.now),
    };
    talk.context.now += chrono::TimeDelta::days(1);
    talk.context.call = Some(call_view(
        talk.context.fresh_call,
        request,
        CallStage::Ended,
    ));
    talk.input(Input::CallReported(CallReport::Ended(outcome)));
    assert!(
        talk.said().contains("Thu 29 Jan, 21:00 (they said)"),
        "{}",
        talk.said()
    );
}

#[test]
fn nothing_is_offered_where_nothing_was_agreed() {
    for (status, words) in [
        ("failed", "They are full on Friday at 8 pm."),
        ("no_answer", ""),
        ("voicemail", "Left a message."),
    ] {
        let mut talk = Talk::new(linked());
        talk.say(TABLE).say("Call now");
        end(&mut talk, status, words);
        let said = talk.said().replace("[Keep trying]", "");
        assert!(!said.contains("[Keep"), "{status}: {said}");
    }
    let mut talk = Talk::new(linked());
    talk.say("/call +1 415 555 2671, ask for the price of a haircut please");
    talk.say("Call now");
    end(&mut talk, "success", "They answered: 45 dollars.");
    assert!(!talk.said().contains("[Keep"), "{}", talk.said());
    // A day that only they have named can be kept.
    let mut talk = Talk::new(linked());
    talk.say("/call +1 415 555 2671, ask when they can repair my bike please");
    talk.say("Call now");
    end(&mut talk, "success", "They can take it on Monday at 10:15.");
    talk.say("Keep Mon 2 Feb, 10:15 (they said)");
    assert_eq!(kept(&mut talk).when, at("2026-02-02 10:15"));
}

#[test]
fn a_time_that_has_passed_is_not_kept() {
    let mut talk = ended("They confirmed it.");
    talk.context.now += chrono::TimeDelta::days(7);
    talk.say("Keep it");
    assert!(
        talk.said().contains("Its time has passed"),
        "{}",
        talk.said()
    );
}

fn with_one() -> (Talk, Appointment) {
    let mut talk = ended("They confirmed it. Their confirmation number is 4521.");
    talk.say("Keep it");
    let one = kept(&mut talk);
    (talk, one)
}

#[test]
fn it_is_confirmed_moved_and_called_off_by_phone() {
    for (button, kind, task) in [
        (
            "Confirm by phone",
            FollowUpKind::Confirm,
            "Confirm that my reservation stands. The code is 4521.",
        ),
        (
            "Cancel it",
            FollowUpKind::Cancel,
            "Cancel my reservation. The code is 4521.",
        ),
    ] {
        let (mut talk, one) = with_one();
        talk.say(button);
        assert_eq!(talk.point(), Some(Point::Card), "{}", talk.said());
        assert!(
            talk.said().contains("Friday 30 January 2026, 20:00"),
            "{}",
            talk.said()
        );
        assert!(!talk.places_a_call(), "nothing is called without its card");
        talk.say("Call now");
        let request = talk.placed().expect("a call").clone();
        assert_eq!(request.task.as_str(), task);
        assert_eq!(request.phone, one.request.phone);
        assert_eq!(request.details.name().map(Name::as_str), Some("Ana"));
        let follows = request.follows.expect("it is about the appointment");
        assert_eq!((follows.appointment, follows.kind), (one.id, kind));
    }
    let (mut talk, one) = with_one();
    talk.say("Move it").asks(Slot::Date);
    talk.say("Saturday at 9 pm");
    assert_eq!(talk.point(), Some(Point::Card), "{}", talk.said());
    talk.say("Call now");
    let request = talk.placed().expect("a call");
    assert_eq!(
        request.task.as_str(),
        "Move my reservation on Friday 30 January 2026, 20:00 to the new day and time. The code is 4521."
    );
    assert_eq!(request.details.date().unwrap().to_string(), "2026-01-31");
    end(&mut talk, "success", "They moved it to Saturday at 21:00.");
    // Nothing moves before the person says so.
    assert_eq!(
        talk.context.appointments.as_ref().unwrap()[0].when,
        one.when
    );
    talk.say("Keep it");
    assert!(talk.said().contains("Changed: "), "{}", talk.said());
    let moved = kept(&mut talk);
    assert_eq!((moved.id, moved.uid), (one.id, one.uid));
    assert_eq!((moved.when, moved.sequence), (at("2026-01-31 21:00"), 1));
    assert_eq!(moved.code.as_deref(), Some("4521"));
}

#[test]
fn it_is_called_off_only_if_the_person_says_so() {
    let (mut talk, one) = with_one();
    talk.say("Cancel it").say("Call now");
    end(&mut talk, "success", "They answered: yes.");
    let said = talk.said();
    assert!(said.contains("[It is cancelled] [It stays]"), "{said}");
    let mut stays = talk.clone();
    stays.say("It stays");
    assert!(
        stays.said().contains("It stays as it is"),
        "{}",
        stays.said()
    );
    assert_eq!(stays.effects.len(), 1);
    talk.say("It is cancelled");
    let off = kept(&mut talk);
    assert!(off.cancelled && !off.is_open());
    assert_eq!((off.id, off.sequence), (one.id, 1));
    talk.say("/appointments");
    assert!(
        talk.said().contains("You keep no appointments"),
        "{}",
        talk.said()
    );
}

#[test]
fn a_call_that_is_made_again_is_about_the_same_appointment() {
    let (mut talk, one) = with_one();
    talk.say("Cancel it").say("Call now");
    end(&mut talk, "no_answer", "");
    talk.say("In 10 min");
    let again = talk.placed().expect("a call").follows;
    assert_eq!(
        again.map(|follows| follows.appointment),
        Some(one.id),
        "{}",
        talk.said()
    );
}

#[test]
fn a_reminder_has_its_buttons() {
    let (mut talk, one) = with_one();
    talk.context.now += chrono::TimeDelta::days(1);
    talk.input(Input::AppointmentDue(one.id));
    let said = talk.said();
    assert!(
        said.contains("Tomorrow: +1 415-555-2671 · Friday 30 January 2026, 20:00"),
        "{said}"
    );
    assert!(
        said.contains("[Confirm by phone] [Move it] [Cancel it]"),
        "{said}"
    );
    assert!(said.contains("Code: 4521"), "{said}");
    // In a room there is nobody's name and no code.
    talk.context.private = false;
    talk.input(Input::AppointmentDue(one.id));
    let said = talk.said();
    assert!(!said.contains("Ana") && !said.contains("4521"), "{said}");
}

#[test]
fn the_list_opens_each_and_removes_it() {
    let (mut talk, one) = with_one();
    for words in ["/appointments", "my appointments", "mis citas"] {
        talk.say(words);
        assert!(
            talk.said().contains("+1 415-555-2671 · Fri 30 Jan, 20:00"),
            "{words}: {}",
            talk.said()
        );
    }
    talk.say("+1 415-555-2671 · Fri 30 Jan, 20:00");
    assert!(
        talk.said().contains("[Remove from the list]"),
        "{}",
        talk.said()
    );
    let opened = talk.clone();
    talk.say("Remove from the list");
    assert!(talk.effects.contains(&Effect::ForgetAppointment(one.id)));
    talk.context.appointments = Some(Vec::new());
    // An old button changes nothing.
    let mut old = opened;
    old.context.appointments = Some(Vec::new());
    old.say("Cancel it");
    assert!(
        old.effects.contains(&Effect::Alert(Prompt::Stale)),
        "{:?}",
        old.effects
    );
}

#[test]
fn a_calendar_has_an_address_where_there_is_a_public_one() {
    let (mut talk, _) = with_one();
    talk.say("/calendar");
    let said = &talk.effects[..];
    assert!(
        matches!(said, [Effect::Say(Prompt::Appointment(AppointmentPrompt::NoFeed(kept)))] if kept.len() == 1),
        "{said:?}"
    );
    talk.context.feed.offered = true;
    for (rest, since, effect) in [
        ("", false, Some(FeedWish::Give)),
        ("renew", true, Some(FeedWish::Renew)),
        ("renovar", true, Some(FeedWish::Renew)),
        ("off", true, Some(FeedWish::End)),
        ("off", false, None),
        ("", true, None),
    ] {
        talk.context.feed.since = since.then(now);
        talk.say(&format!("/calendar {rest}"));
        let found = talk.effects.iter().find_map(|effect| match effect {
            Effect::Feed { wish, room: false } => Some(*wish),
            _ => None,
        });
        assert_eq!(found, effect, "{rest} {since}");
    }
    // In a room it is carried to the private conversation, but for the room's own.
    talk.context.private = false;
    talk.context.writes_first = true;
    talk.say("/calendar");
    assert!(matches!(
        &talk.effects[0],
        Effect::Fetch {
            privately: true,
            ..
        }
    ));
    talk.say("/calendar room");
    let asks = Errand::RoomFeed(FeedWish::Give);
    assert!(
        matches!(&talk.effects[0], Effect::Fetch { errand, privately: false } if *errand == asks)
    );
    for (moderates, effect) in [(Some(true), true), (Some(false), false), (None, false)] {
        talk.context.feed.since = None;
        talk.input(Input::ErrandReported(
            asks.clone(),
            Box::new(Brought::Moderates(moderates)),
        ));
        let gives = |it: &Effect| {
            matches!(
                it,
                Effect::Feed {
                    wish: FeedWish::Give,
                    room: true
                }
            )
        };
        assert_eq!(talk.effects.iter().any(gives), effect, "{moderates:?}");
    }
}

#[test]
fn only_so_many_are_kept() {
    let (talk, one) = with_one();
    let many = |past: usize| -> Vec<Appointment> {
        let kept = (0..Appointment::MOST).map(|n| {
            let mut kept = one.clone();
            kept.id = AppointmentId(uuid::Uuid::from_u128(9000 + n as u128));
            if n < past {
                kept.when = at("2026-01-05 20:00");
            }
            kept
        });
        kept.collect()
    };
    for (past, elsewhere, keeps) in [(0, 0, false), (1, 0, true), (0, 7, false)] {
        let mut talk = talk.clone();
        let mut known = many(past);
        known.truncate(Appointment::MOST - elsewhere);
        talk.context.appointments = Some(known);
        talk.context.appointments_elsewhere = elsewhere;
        let call = talk.context.call.clone().unwrap().id;
        let action = CallAction::Keep.on(call);
        talk.input(Input::ChoicePressed(Pressed {
            action,
            stamp: Stamp::default(),
        }));
        let forgets = |it: &Effect| matches!(it, Effect::ForgetAppointment(_));
        let found = talk.effects.iter().any(forgets);
        assert_eq!(found, keeps, "{past} {elsewhere}: {}", talk.said());
        let full = talk
            .said()
            .contains("as many appointments as I can look after");
        assert_eq!(full, !keeps, "{}", talk.said());
    }
}
