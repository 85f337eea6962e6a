//! Quiet hours: told in words, and the ends of calls that make no sound summed up.

use chrono::TimeDelta;

use super::*;
use crate::model::QuietHours;

fn quiet(talk: &Talk) -> Option<String> {
    talk.effects.iter().find_map(|effect| match effect {
        Effect::Set(_, SettingValue::Quiet(hours)) => Some(String::from(*hours)),
        _ => None,
    })
}

#[test]
fn quiet_hours_are_told_in_words() {
    for (words, expected) in [
        ("/settings quiet 22:00-7:30", "22:00-07:30"),
        ("/settings quiet from 10pm to 7", "22:00-07:00"),
        ("/settings quiet at night", "22:00-07:30"),
        ("/settings quiet off", "off"),
        ("/ajustes silencio de 22 a 7:30", "22:00-07:30"),
        ("/ajustes silencio no", "off"),
    ] {
        let mut talk = Talk::new(linked());
        talk.say(words);
        assert_eq!(quiet(&talk).as_deref(), Some(expected), "{words}");
        assert_eq!(talk.conversation.state, State::Idle, "{words}");
    }
}

#[test]
fn unclear_quiet_hours_are_asked_about() {
    let mut talk = Talk::new(linked());
    for (words, answer) in [
        ("/settings quiet", "Now: Off."),
        ("/settings quiet 10 to 7", "morning or in the evening?"),
        ("22 to 22", "begin and end at the same time"),
        ("at all times", "I need two times"),
    ] {
        talk.say(words);
        assert!(talk.said().contains(answer), "{words}: {}", talk.said());
        assert_eq!(quiet(&talk), None, "{words}");
    }
    assert!(
        talk.said().contains("[22:00–07:30] [Off]"),
        "{}",
        talk.said()
    );
    talk.say("22:00–07:30");
    assert_eq!(quiet(&talk).as_deref(), Some("22:00-07:30"));
    assert!(talk.said().contains("Saved"), "{}", talk.said());
    assert!(
        talk.said().contains("Quiet hours: 22:00–07:30"),
        "{}",
        talk.said()
    );
}

const MORNING: &str = "2026-01-28T15:30:00Z";

/// A call of that number that was put off and has ended, within quiet hours.
fn ended(talk: &mut Talk, number: u128, put_off: bool, status: &str) {
    let mut asked = Talk::new(linked());
    asked.say("/call +1 415 555 2671, ask whether my parcel has come");
    asked.say("Call now");
    let request = asked.placed().expect("a call").clone();
    let id = CallId(Uuid::from_u128(number));
    talk.context.call = Some(CallView {
        put_off,
        ..call_view(id, request, CallStage::Ended)
    });
    talk.context.quiet_until = MORNING.parse().ok();
    talk.input(Input::CallReported(CallReport::Ended(Outcome {
        status: status.to_owned(),
        highlights: Some("It is at the counter.".to_owned()),
        next_steps: None,
        duration: None,
        cost: None,
        ended_at: None,
    })));
}

fn unheard(talk: &Talk) -> Option<Unheard> {
    talk.effects.iter().find_map(|effect| match effect {
        Effect::NoteUnheard(unheard) => Some(Unheard::clone(unheard)),
        _ => None,
    })
}

fn sums_up_at(talk: &Talk) -> Option<String> {
    talk.effects.iter().find_map(|effect| match effect {
        Effect::Fetch {
            errand: Errand::SumUp { at },
            ..
        } => Some(at.to_rfc3339()),
        _ => None,
    })
}

/// The ends of these calls have come to the conversation.
fn with_ends(statuses: &[&str]) -> Talk {
    let mut talk = Talk::new(linked());
    for (number, status) in (1..).zip(statuses) {
        ended(&mut talk, number, true, status);
        let errand = Errand::Unheard(Box::new(unheard(&talk).expect("it is noted")));
        talk.input(Input::ErrandReported(errand, Box::new(Brought::Nothing)));
    }
    talk
}

fn sum_up(talk: &mut Talk) {
    let at = MORNING.parse().unwrap();
    let errand = Errand::SumUp { at };
    talk.input(Input::ErrandReported(errand, Box::new(Brought::Nothing)));
}

#[test]
fn only_ends_of_calls_that_were_put_off_are_noted() {
    let mut talk = Talk::new(linked());
    ended(&mut talk, 1, false, "success");
    assert_eq!(unheard(&talk), None);
    assert_eq!(talk.context.silent_until(), None);
    ended(&mut talk, 1, true, "success");
    assert!(unheard(&talk).is_some());
    assert_eq!(talk.context.silent_until(), MORNING.parse().ok());
    // Where only orders are given nobody is woken.
    talk.context.unattended = true;
    assert_eq!(talk.context.silent_until(), None);
}

/// They are summed up in the language of the calls, also where nobody has written.
#[test]
fn a_line_brings_its_language() {
    let mut talk = with_ends(&["success"]);
    let line = talk.conversation.unheard[0].clone();
    talk.conversation = Conversation::default();
    let language = Language::Es;
    let errand = Errand::Unheard(Box::new(Unheard { language, ..line }));
    talk.input(Input::ErrandReported(errand, Box::new(Brought::Nothing)));
    assert_eq!(talk.conversation.language, Some(Language::Es));
}

#[test]
fn several_are_summed_up_at_the_end() {
    let mut talk = with_ends(&["success"]);
    assert_eq!(
        sums_up_at(&talk).as_deref(),
        Some("2026-01-28T15:30:00+00:00")
    );
    let mut one = talk.clone();
    one.context.quiet_until = None;
    sum_up(&mut one);
    assert_eq!(one.said(), "", "one alone is in the conversation already");
    assert!(one.conversation.unheard.is_empty());

    talk = with_ends(&["success", "no_answer"]);
    assert_eq!(sums_up_at(&talk), None, "the time was set");
    talk.context.quiet_until = None;
    sum_up(&mut talk);
    let said = talk.said();
    for part in [
        "While it was quiet:",
        "✅ +1 415-555-2671: finished. It is at the counter.",
        "+1 415-555-2671: no answer",
        "[Show: +1 415-555-2671]",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(talk.conversation.unheard.is_empty());
    sum_up(&mut talk);
    assert_eq!(talk.said(), "", "once");
}

/// Other quiet hours are in force by then: it is put off to their end.
#[test]
fn nothing_is_summed_up_while_it_is_quiet() {
    let mut talk = with_ends(&["success", "busy"]);
    talk.context.quiet_until = "2026-01-29T15:30:00Z".parse().ok();
    sum_up(&mut talk);
    assert_eq!(talk.said(), "");
    assert_eq!(
        sums_up_at(&talk).as_deref(),
        Some("2026-01-29T15:30:00+00:00")
    );
    assert_eq!(talk.conversation.unheard.len(), 2);
}

/// Who changes the hours is awake.
#[test]
fn a_changed_setting_counts() {
    let talk = with_ends(&["success", "busy"]);
    let mut off = talk.clone();
    off.say("/settings quiet off");
    let now = off.context.now.to_rfc3339();
    assert_eq!(sums_up_at(&off), Some(now));
    // It is two o'clock at night.
    let mut shorter = talk.clone();
    shorter.say("/settings quiet 22 to 6");
    assert_eq!(
        sums_up_at(&shorter).as_deref(),
        Some("2026-01-28T14:00:00+00:00")
    );
    let mut none = Talk::new(linked());
    none.say("/settings quiet 22 to 6");
    assert_eq!(sums_up_at(&none), None);
}

/// The end of the hours passed before the line came: it is summed up at once.
#[test]
fn a_line_that_comes_late_waits_for_nothing() {
    let mut talk = with_ends(&["success"]);
    let line = talk.conversation.unheard[0].clone();
    talk.conversation.unheard.clear();
    talk.context.quiet_until = None;
    talk.context.now += TimeDelta::days(20);
    let errand = Errand::Unheard(Box::new(line));
    talk.input(Input::ErrandReported(errand, Box::new(Brought::Nothing)));
    assert_eq!(sums_up_at(&talk), Some(talk.context.now.to_rfc3339()));
}

/// In a room the calls of the summary are shown in private.
#[test]
fn a_call_of_the_summary_is_shown_in_private() {
    for private in [true, false] {
        let mut talk = with_ends(&["success", "busy"]);
        talk.context.quiet_until = None;
        sum_up(&mut talk);
        talk.context.private = private;
        let call = talk.context.call.as_mut().expect("a call");
        call.id = CallId(Uuid::from_u128(1));
        talk.say("Show: +1 415-555-2671");
        let privately = talk.effects.iter().find_map(|effect| match effect {
            Effect::Fetch { privately, .. } => Some(*privately),
            _ => None,
        });
        assert_eq!(privately, Some(!private), "{:?}", talk.effects);
    }
}

#[test]
fn the_hours_are_off_at_first() {
    assert_eq!(Settings::default().quiet, QuietHours::Off);
}
