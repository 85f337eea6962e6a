//! Calling again at a time that the person names.

use super::*;

fn nobody_answered() -> Talk {
    let mut talk = Talk::new(linked());
    talk.say("/call +1 415 555 2671, table for four tomorrow at 8 pm")
        .say("Ana")
        .say("Call now");
    let request = talk.placed().expect("a call").clone();
    talk.conversation.last_call = Some(talk.context.fresh_call);
    talk.context.call = Some(call_view(
        talk.context.fresh_call,
        request,
        CallStage::Ended,
    ));
    talk.input(Input::CallReported(CallReport::Ended(Outcome {
        status: "no_answer".to_owned(),
        highlights: None,
        next_steps: None,
        duration: None,
        cost: None,
        ended_at: None,
    })));
    talk
}

#[track_caller]
fn check(words: &str, expected: Option<&str>) {
    let mut talk = nobody_answered();
    talk.say("Choose a time").say(words);
    let at = talk.effects.iter().find_map(|effect| match effect {
        Effect::PlaceCall { not_before, .. } => Some(not_before.to_rfc3339()),
        _ => None,
    });
    assert_eq!(at.as_deref(), expected, "{words}: {:?}", talk.effects);
    if expected.is_none() {
        assert!(matches!(
            talk.effects[..],
            [Effect::Say(Prompt::AskWhenAgain { issue: Some(_), .. })]
        ));
        talk.say("tomorrow at 10 am");
        assert!(talk.placed().is_some(), "a wrong answer costs nothing");
    }
}

/// It is two in the morning in Los Angeles, where the person is.
#[test]
fn a_time_is_told_in_words() {
    check("at 6 pm", Some("2026-01-29T02:00:00+00:00"));
    check("at 1 am", Some("2026-01-29T09:00:00+00:00"));
    check("tomorrow at 10 am", Some("2026-01-29T18:00:00+00:00"));
    check("today at 1 am", None);
    check("on 1 May at 10 am", None);
    check("whenever", None);
}

#[test]
fn it_is_asked_for_without_a_button() {
    for (words, expected) in [
        ("try again in 20 minutes", "2026-01-28T10:20:00+00:00"),
        (
            "please call them again in two hours",
            "2026-01-28T12:00:00+00:00",
        ),
        ("retry at 10am tomorrow", "2026-01-29T18:00:00+00:00"),
        ("call again tomorrow at 10", "2026-01-29T18:00:00+00:00"),
        (
            "vuelve a llamar mañana a las 10",
            "2026-01-29T18:00:00+00:00",
        ),
        ("llama otra vez en 20 minutos", "2026-01-28T10:20:00+00:00"),
    ] {
        let mut talk = nobody_answered();
        talk.say(words);
        let at = talk.effects.iter().find_map(|effect| match effect {
            Effect::PlaceCall { not_before, .. } => Some(not_before.to_rfc3339()),
            _ => None,
        });
        assert_eq!(at.as_deref(), Some(expected), "{words}: {:?}", talk.effects);
    }
    // A time that cannot be is asked for again; another place is another request.
    let mut talk = nobody_answered();
    talk.say("try again on 1 May at 10");
    assert!(matches!(talk.conversation.state, State::Scheduling { .. }));
    let mut talk = nobody_answered();
    talk.say("call again at +1 415 555 0100");
    assert!(talk.form().is_filled(Slot::Phone));
}

#[test]
fn it_can_be_left() {
    for words in ["Leave it", "cancel", "no"] {
        let mut talk = nobody_answered();
        talk.say("Choose a time").say(words);
        assert_eq!(talk.effects, [Effect::Say(Prompt::LeftAlone)], "{words}");
        assert_eq!(talk.conversation.state, State::Idle);
    }
    let mut talk = nobody_answered();
    talk.say("Choose a time").say("/call");
    talk.asks(Slot::Phone);
}

#[test]
fn it_is_called_again_once() {
    let mut talk = nobody_answered();
    talk.say("Choose a time");
    talk.context.call.as_mut().unwrap().called_again = true;
    talk.say("at 6 pm");
    assert_eq!(talk.placed(), None);
}
