//! Trying again until somebody is reached.

use super::*;
use crate::model::{KeepTrying, NoMore, Tries, Voicemail};

fn ended(status: &str) -> Outcome {
    Outcome {
        status: status.to_owned(),
        highlights: None,
        next_steps: None,
        duration: None,
        cost: None,
        ended_at: None,
    }
}

/// A call on whose card these words were said.
fn called(words: &str) -> Talk {
    let mut talk = Talk::new(linked());
    talk.say("/call +1 415 555 2671, ask whether my parcel has come");
    if !words.is_empty() {
        talk.say(words);
    }
    talk.say("Call now");
    let request = talk.placed().expect("a call").clone();
    let tries = talk.effects.iter().find_map(|effect| match effect {
        Effect::PlaceCall { tries, .. } => tries.as_deref().cloned(),
        _ => None,
    });
    runs(&mut talk, request, tries);
    talk
}

/// A call goes on.
fn runs(talk: &mut Talk, request: crate::model::CallRequest, tries: Option<Tries>) {
    talk.conversation.last_call = Some(talk.context.fresh_call);
    talk.context.call = Some(CallView {
        tries,
        placed_at: Some(talk.context.now),
        ..call_view(talk.context.fresh_call, request, CallStage::Running)
    });
    talk.context.open = talk.context.call.iter().cloned().collect();
    talk.context.fresh_call = CallId(uuid::Uuid::from_u128(
        talk.context.fresh_call.0.as_u128() + 1,
    ));
    talk.context.fresh_form += 1;
}

/// The call ends like this, as its worker reports.
fn ends(talk: &mut Talk, status: &str) {
    talk.context.now += chrono::TimeDelta::minutes(1);
    let call = talk.context.call.as_mut().expect("a call");
    call.stage = CallStage::Ended;
    call.ended_as = Some(status.to_owned());
    talk.context.open.clear();
    talk.input(Input::CallReported(CallReport::Ended(ended(status))));
}

/// The next call of the series, which waits now.
fn next(talk: &mut Talk) -> Option<(i64, usize)> {
    let (at, tries) = talk.effects.iter().find_map(|effect| match effect {
        Effect::TryAgain {
            not_before, tries, ..
        } => Some((*not_before, Tries::clone(tries))),
        Effect::PlaceCall {
            not_before,
            tries: Some(tries),
            ..
        } => Some((*not_before, Tries::clone(tries))),
        _ => None,
    })?;
    let wait = (at - talk.context.now).num_minutes();
    let made = tries.before.len();
    let request = talk.context.call.as_ref()?.request.clone();
    runs(talk, request, Some(tries));
    for call in talk.context.call.iter_mut().chain(&mut talk.context.open) {
        call.stage = CallStage::Confirmed;
        call.made = false;
        call.due = Some(at);
        call.put_off_to = Some(at);
    }
    Some((wait, made))
}

/// It is placed when it is due.
fn is_placed(talk: &mut Talk) {
    for call in talk.context.call.iter_mut().chain(&mut talk.context.open) {
        talk.context.now = call.due.take().unwrap_or(talk.context.now);
        call.stage = CallStage::Running;
        call.made = true;
        call.placed_at = Some(talk.context.now);
    }
}

fn outcomes(talk: &Talk) -> usize {
    let is_it = |effect: &&Effect| matches!(effect, Effect::Say(Prompt::Outcome(_)));
    talk.effects.iter().filter(is_it).count()
}

#[test]
fn a_series_agreed_to_beforehand_goes_on_until_all_calls_are_made() {
    let mut talk = called("keep trying until they answer");
    for (status, expected) in [("no_answer", 20), ("busy", 40), ("voicemail", 80)] {
        ends(&mut talk, status);
        assert_eq!(outcomes(&talk), 0, "{status}");
        assert_eq!(next(&mut talk).map(|(wait, _)| wait), Some(expected));
        is_placed(&mut talk);
    }
    ends(&mut talk, "no_answer");
    let said = talk.said();
    assert_eq!(outcomes(&talk), 1, "{said}");
    assert!(said.contains("I've made all the calls"), "{said}");
    assert!(
        said.contains("Tried before: 02:00 no answer, 02:21 busy"),
        "{said}"
    );
    assert_eq!(next(&mut talk), None);
}

#[test]
fn it_ends_with_success_and_with_every_end_that_is_not_clear() {
    let others = ["success", "failed", "terminated", "cancelled", "abducted"];
    for status in others {
        let mut talk = called("keep trying");
        ends(&mut talk, "no_answer");
        assert!(next(&mut talk).is_some());
        is_placed(&mut talk);
        ends(&mut talk, status);
        assert_eq!(next(&mut talk), None, "{status}");
        assert_eq!(outcomes(&talk), 1, "{status}");
        assert!(talk.said().contains("Tried before: 02:00 no answer"));
    }
}

#[test]
fn nothing_is_tried_without_an_agreement_or_after_a_stop() {
    let mut talk = called("");
    ends(&mut talk, "no_answer");
    assert_eq!(next(&mut talk), None);
    let mut talk = called("keep trying");
    talk.context
        .call
        .as_mut()
        .unwrap()
        .tries
        .as_mut()
        .unwrap()
        .stopped = true;
    ends(&mut talk, "no_answer");
    assert_eq!(next(&mut talk), None);
    assert_eq!(outcomes(&talk), 1);
}

#[test]
fn the_card_says_what_was_agreed_to_and_takes_it_back() {
    let mut talk = Talk::new(linked());
    talk.say("/call +1 415 555 2671, ask whether my parcel has come. If nobody answers, try again every half hour until 8 pm");
    let said = talk.said();
    assert!(
        said.contains("up to 6 more calls, 30 minutes apart, until 20:00"),
        "{said}"
    );
    assert!(said.contains("7 in all at most"), "{said}");
    assert!(
        !said.contains("try again every"),
        "the task says it: {said}"
    );
    talk.say("try 3 times, 10 minutes apart");
    assert!(
        talk.said().contains("up to 2 more calls, 10 minutes apart"),
        "{}",
        talk.said()
    );
    talk.say("try 50 times");
    assert!(
        talk.said().contains("at most 6 more calls"),
        "{}",
        talk.said()
    );
    talk.say("call only once");
    assert!(!talk.said().contains("more calls"), "{}", talk.said());
    talk.say("Edit").say("Keep trying");
    assert!(
        talk.said().contains("after pauses of 20, 40, 80 minutes"),
        "{}",
        talk.said()
    );
    talk.say("Edit").say("Call only once");
    assert!(!talk.said().contains("more calls"), "{}", talk.said());
}

#[test]
fn it_is_offered_after_the_outcome_and_agreed_to_once() {
    let mut talk = called("");
    ends(&mut talk, "busy");
    talk.say("Keep trying");
    let said = talk.said();
    assert!(
        said.contains("up to 3 more calls, after pauses of 20, 40, 80 minutes"),
        "{said}"
    );
    assert!(
        said.contains("Each one is a call of its own on your plan"),
        "{said}"
    );
    let mut other = talk.clone();
    other.say("cada media hora hasta las 8");
    assert!(
        other.said().contains("30 minutes apart, until 08:00"),
        "{}",
        other.said()
    );
    talk.say("Keep trying like this");
    assert!(
        talk.effects
            .contains(&Effect::CalledAgain(talk.context.call.as_ref().unwrap().id))
    );
    assert!(talk.said().is_empty(), "{}", talk.said());
    assert_eq!(next(&mut talk), Some((20, 1)));
    // The button works once.
    let mut again = other;
    again.context.call.as_mut().unwrap().called_again = true;
    again.say("Keep trying like this");
    assert_eq!(next(&mut again), None);
}

#[test]
fn it_stops_on_request() {
    for words in [
        "stop trying",
        "deja de intentarlo",
        "stop",
        "cancel",
        "undo",
        "give up",
    ] {
        let mut talk = called("keep trying");
        ends(&mut talk, "no_answer");
        next(&mut talk);
        talk.say(words);
        let waits = talk.context.call.as_ref().unwrap().id;
        assert!(
            talk.effects.contains(&Effect::Withdraw(waits)),
            "{words}: {:?}",
            talk.effects
        );
        assert!(
            talk.said().contains("I've stopped trying"),
            "{words}: {}",
            talk.said()
        );
        assert_eq!(talk.conversation.state, State::Idle, "{words}");
    }
}

/// A button below an older call of the series means the one that waits.
#[test]
fn an_older_button_stops_the_series_too() {
    let mut talk = called("keep trying");
    let first = talk.context.call.as_ref().unwrap().id;
    ends(&mut talk, "no_answer");
    next(&mut talk);
    let waits = talk.context.call.clone().unwrap();
    talk.context.call = Some(CallView {
        id: first,
        stage: CallStage::Ended,
        ended_as: Some("no_answer".to_owned()),
        ..waits.clone()
    });
    talk.input(Input::ChoicePressed(Pressed {
        action: CallAction::StopTrying.on(first),
        stamp: Stamp::default(),
    }));
    assert!(
        talk.effects.contains(&Effect::Withdraw(waits.id)),
        "{:?}",
        talk.effects
    );
}

#[test]
fn a_call_on_its_way_goes_on_when_the_series_is_stopped() {
    let mut talk = called("keep trying");
    talk.say("stop trying");
    let call = talk.context.call.as_ref().unwrap().id;
    assert!(
        talk.effects.contains(&Effect::StopTrying(call)),
        "{:?}",
        talk.effects
    );
    assert!(talk.said().contains("That one goes on"), "{}", talk.said());
}

#[test]
fn limits_the_account_and_the_request_end_it() {
    let end = |change: fn(&mut Talk)| {
        let mut talk = called("keep trying");
        change(&mut talk);
        ends(&mut talk, "no_answer");
        assert_eq!(next(&mut talk), None);
        assert_eq!(outcomes(&talk), 1);
        talk.said()
    };
    let said = end(|talk| talk.context.limit = Some(CallLimit::PerDay(3)));
    assert!(said.contains("No more calls are allowed today"), "{said}");
    let said = end(|talk| talk.context.linked = Linked::No);
    assert!(said.contains("not linked any more"), "{said}");
    let said = end(|talk| {
        let phone = talk.context.call.as_ref().unwrap().request.phone.clone();
        talk.context.never.push(phone);
    });
    assert!(said.contains("You want this number never called"), "{said}");
    // What is asked for is past by then.
    let mut talk = Talk::new(linked());
    talk.context.now = "2026-01-29T03:50:00Z".parse().unwrap();
    talk.say("/call +1 415 555 2671, table for four today at 8 pm, name Ana")
        .say("keep trying")
        .say("Call now");
    let request = talk.placed().expect("a call").clone();
    let tries = Tries::agreed(KeepTrying::default(), talk.context.now);
    runs(&mut talk, request, Some(tries));
    ends(&mut talk, "no_answer");
    assert!(
        talk.said().contains("too late for what you asked for"),
        "{}",
        talk.said()
    );
}

#[test]
fn it_keeps_to_the_hours_of_the_place() {
    let mut talk = Talk::new(linked());
    talk.context.minds_hours = true;
    // 18:50 in Los Angeles, on a Wednesday.
    talk.context.now = "2026-01-29T02:50:00Z".parse().unwrap();
    talk.say("/call +1 415 555 2671, ask whether my parcel has come")
        .say("keep trying")
        .say("Call now");
    let request = talk.placed().expect("a call").clone();
    let tries = Tries::agreed(KeepTrying::default(), talk.context.now);
    runs(&mut talk, request, Some(tries));
    ends(&mut talk, "no_answer");
    // At nine the next morning.
    assert_eq!(next(&mut talk).map(|(wait, _)| wait), Some(14 * 60 + 9));
}

/// A taken back call keeps what was agreed to; a series that has begun does not.
#[test]
fn undo_keeps_the_agreement() {
    let mut talk = called("keep trying");
    for call in talk.context.call.iter_mut().chain(&mut talk.context.open) {
        call.stage = CallStage::Confirmed;
        call.made = false;
        call.due = Some(talk.context.now);
    }
    talk.say("undo");
    assert!(
        talk.said().contains("up to 3 more calls"),
        "{}",
        talk.said()
    );
}

#[test]
fn a_stopped_series_says_nothing_of_its_end() {
    let over = SeriesEnd::NoMore(NoMore::Stopped);
    let mut talk = called("keep trying");
    ends(&mut talk, "no_answer");
    next(&mut talk);
    is_placed(&mut talk);
    talk.context
        .call
        .as_mut()
        .unwrap()
        .tries
        .as_mut()
        .unwrap()
        .stopped = true;
    ends(&mut talk, "busy");
    let said = talk.effects.iter().find_map(|effect| match effect {
        Effect::Say(Prompt::Outcome(view)) => view.series.clone(),
        _ => None,
    });
    assert_eq!(said.and_then(|series| series.over), Some(over));
}

/// The service's advice names a time: a button, and never a call by itself.
#[test]
fn a_time_that_they_said_becomes_a_button() {
    let mut talk = called("");
    let call = talk.context.call.as_mut().expect("a call");
    call.stage = CallStage::Ended;
    call.ended_as = Some("failed".to_owned());
    talk.context.open.clear();
    talk.input(Input::CallReported(CallReport::Ended(Outcome {
        next_steps: Some("Call back tomorrow after 3.".to_owned()),
        ..ended("failed")
    })));
    assert!(!talk.places_a_call());
    let said = talk.said();
    assert!(said.contains("[Call again: Tomorrow at 15:00]"), "{said}");
    talk.say("Call again: Tomorrow at 15:00");
    let at = talk.effects.iter().find_map(|effect| match effect {
        Effect::PlaceCall { not_before, .. } => Some(not_before.to_rfc3339()),
        _ => None,
    });
    assert_eq!(
        at.as_deref(),
        Some("2026-01-29T23:00:00+00:00"),
        "{}",
        talk.said()
    );
    // Pressed when that time is past, it asks for another.
    let mut late = called("");
    late.context.call.as_mut().unwrap().stage = CallStage::Ended;
    let call = late.context.call.as_ref().unwrap().id;
    late.input(Input::ChoicePressed(Pressed {
        action: CallAction::AgainThen(Minute(late.context.now - chrono::TimeDelta::minutes(2)))
            .on(call),
        stamp: Stamp::default(),
    }));
    assert!(matches!(late.conversation.state, State::Scheduling { .. }));
}

/// Only what the people there say counts, and only if it is one time.
#[test]
fn a_time_in_the_transcript_becomes_a_button() {
    let entry = |assistant: bool, words: &str| Speaker {
        assistant: Some(assistant),
        words: words.to_owned(),
        at: None,
    };
    let check = |entries: Vec<Speaker>, expected: Option<&str>| {
        let mut talk = called("");
        let call = talk.context.call.as_mut().expect("a call");
        call.stage = CallStage::Ended;
        call.ended_as = Some("success".to_owned());
        let errand = Errand::Transcript {
            call: call.id,
            automatic: false,
        };
        talk.input(Input::ErrandReported(
            errand,
            Box::new(Brought::Transcript(entries)),
        ));
        let button = talk
            .offered
            .iter()
            .map(|(label, _)| label.as_str())
            .find(|it| it.starts_with("Call again"));
        assert_eq!(button, expected);
    };
    check(
        vec![
            entry(true, "Can I call back tomorrow at 9?"),
            entry(
                false,
                "La dueña no está. Vuelva a llamar mañana a partir de las 4.",
            ),
        ],
        Some("Call again: Tomorrow at 16:00"),
    );
    check(vec![entry(true, "Please call back after 3.")], None);
    check(
        vec![
            entry(false, "Call back after 3."),
            entry(false, "Or call back tomorrow at 10."),
        ],
        None,
    );
}

/// What happens when a machine answers: a setting, changed on the card, told to
/// the service, and a message is left once.
#[test]
fn the_person_chooses_beforehand_whether_a_machine_gets_a_message() {
    let mut talk = Talk::new(linked());
    talk.say("/call +1 415 555 2671, ask whether my parcel has come, and if it goes to voicemail, leave a message");
    assert!(
        talk.said().contains("Voicemail: Leave one message"),
        "{}",
        talk.said()
    );
    assert_eq!(
        talk.form().values.task().unwrap().as_str(),
        "ask whether my parcel has come"
    );
    talk.say("Edit").say("Hang up on voicemail");
    assert!(
        talk.said().contains("Voicemail: Hang up without a message"),
        "{}",
        talk.said()
    );
    talk.say("si salta el buzón, deja un mensaje")
        .say("keep trying")
        .say("Call now");
    let request = talk.placed().expect("a call").clone();
    assert_eq!(request.voicemail, Voicemail::Leave);
    assert_eq!(request.once_more("busy").voicemail, Voicemail::Leave);
    assert_eq!(request.once_more("voicemail").voicemail, Voicemail::HangUp);
    let mut other = Talk::new(linked());
    other.context.settings.voicemail = Voicemail::HangUp;
    other
        .say("/call +1 415 555 2671, ask whether my parcel has come")
        .say("Call now");
    assert_eq!(other.placed().expect("a call").voicemail, Voicemail::HangUp);
}
