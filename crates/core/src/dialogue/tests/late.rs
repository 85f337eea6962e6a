//! The bot asks about messages from the time it was away before it acts on
//! them, and pages through a calendar without losing the question.

use chrono::TimeDelta;

use super::*;

#[test]
fn a_request_of_long_ago_is_asked_about() {
    for (answer, opened) in [("Yes, go on", true), ("yes", true), ("No, thanks", false)] {
        let mut talk = Talk::new(linked());
        talk.context.late = true;
        talk.say("/call +1 415 555 2671, table for four tomorrow at 8");
        assert_eq!(talk.effects, [Effect::Say(Prompt::StillWanted)]);
        talk.context.late = false;
        talk.say(answer);
        assert_eq!(talk.conversation.state.form().is_some(), opened, "{answer}");
    }
}

#[test]
fn a_yes_of_long_ago_places_nothing() {
    for yes in ["Call now", "yes"] {
        let mut talk = Talk::new(linked());
        talk.say("/call +1 415 555 2671, table for four tomorrow at 8")
            .say("Ana");
        talk.context.late = true;
        talk.say(yes);
        assert_eq!(talk.placed(), None, "{yes}");
        talk.context.late = false;
        talk.say(yes);
        assert!(talk.placed().is_some(), "{yes}");
    }
}

#[test]
fn a_calendar_is_paged_in_its_message() {
    let mut talk = Talk::new(linked());
    talk.say("/call +1 415 555 2671, book a table for four")
        .say("Ana");
    talk.asks(Slot::Date);
    let stamp = talk.form().stamp();
    let before = talk.conversation.clone();
    let page = FormAction::Month("2026-03-01".parse().unwrap());
    let token = page.token(stamp);
    talk.input(Input::ChoicePressed(Pressed::parse(&token).unwrap()));
    assert_eq!(talk.conversation, before);
    let [Effect::Redraw(prompt)] = &talk.effects[..] else {
        panic!("{:?}", talk.effects);
    };
    let calendar = text::render(prompt, Language::En).calendar.unwrap();
    assert_eq!(calendar.title, "March 2026");
    assert_eq!(calendar.weekdays[0], "Su", "as weeks begin in the US");
    assert_eq!(calendar.days.len(), 31);
    // A day of it answers the question.
    let (day, token) = &calendar.days[4];
    talk.input(Input::ChoicePressed(Pressed::parse(token).unwrap()));
    assert_eq!(talk.form().values.date(), Some(day));
}

#[test]
fn only_days_to_come_can_be_picked() {
    let mut talk = Talk::new(linked());
    talk.say("/call +1 415 555 2671, book a table for four")
        .say("Ana");
    let Some(Effect::Say(prompt)) = talk.effects.last() else {
        panic!("{:?}", talk.effects);
    };
    let calendar = text::render(prompt, Language::Es).calendar.unwrap();
    let first = calendar.days.first().unwrap().0;
    assert_eq!(first, calendar.today);
    assert_eq!(calendar.title, "enero de 2026");
    assert_eq!(calendar.previous, None);
    assert!(calendar.next.is_some());
}

/// A day that was 'tomorrow' when it was told and is today when it is confirmed
/// is asked about again.
#[test]
fn a_day_that_has_come_meanwhile_is_asked_about() {
    let mut talk = Talk::new(linked());
    talk.say("/call +1 415 555 2671, table for four tomorrow at 8 pm")
        .say("Ana");
    talk.context.now += TimeDelta::hours(23);
    talk.say("Call now");
    assert_eq!(talk.placed(), None);
    let [Effect::Say(Prompt::Card(card))] = &talk.effects[..] else {
        panic!("{:?}", talk.effects);
    };
    assert_eq!(card.lead, Lead::IsToday);
    talk.say("Call now");
    let request = talk.placed().expect("said twice");
    assert!(request.corrected, "the words mean another day by now");
}

#[test]
fn a_day_told_today_is_not_asked_about() {
    let mut talk = Talk::new(linked());
    talk.say("/call +1 415 555 2671, table for four today at 8 pm")
        .say("Ana")
        .say("Call now");
    assert!(talk.placed().is_some_and(|request| !request.corrected));
}

/// Words such as 'in two days' do not go stale unnoticed.
#[test]
fn words_of_another_day_do_not_count_over_the_date() {
    let mut talk = Talk::new(linked());
    talk.say("/call +1 415 555 2671, table for four in three days at 8 pm")
        .say("Ana");
    talk.context.now += TimeDelta::hours(24);
    talk.say("Call now");
    assert!(talk.placed().is_some_and(|request| request.corrected));
}

/// 'Tomorrow' at a question from before midnight may be either day, whether its
/// button is pressed or its word typed.
#[test]
fn a_day_by_its_word_is_asked_for_again_after_midnight() {
    for (word, minutes, asked) in [
        ("Tomorrow", 10, false),
        ("Tomorrow", 60, true),
        ("Today", 60, true),
        ("Fri 30 Jan", 60, false),
    ] {
        let mut talk = Talk::new(linked());
        // Half an hour before midnight in Los Angeles.
        talk.context.now = "2026-01-29T07:30:00Z".parse().unwrap();
        talk.say("/call +1 415 555 2671, book a table for four")
            .say("Ana");
        talk.asks(Slot::Date);
        talk.context.now += TimeDelta::minutes(minutes);
        talk.say(word);
        if !asked {
            talk.asks(Slot::Time);
            continue;
        }
        let [Effect::Say(Prompt::Ask(question))] = &talk.effects[..] else {
            panic!("{word}: {:?}", talk.effects);
        };
        assert_eq!(question.slot, Slot::Date, "{word}");
        assert_eq!(question.issue, Some(Issue::Midnight), "{word}");
        talk.say("Tomorrow").asks(Slot::Time);
        let day = talk.form().values.date().copied();
        assert_eq!(day, "2026-01-30".parse().ok(), "{word}");
    }
}

/// The table is for tonight: nobody is called about it once the time is past.
#[test]
fn nobody_is_called_again_for_a_time_that_is_past_by_then() {
    for (word, minutes, asked) in [("In 10 min", 30, false), ("In an hour", 30, true)] {
        let mut talk = Talk::new(linked());
        talk.say("/call +1 415 555 2671, table for four today at 8 pm")
            .say("Ana")
            .say("Call now");
        let request = talk.placed().expect("a call").clone();
        let call = talk.context.fresh_call;
        talk.conversation.last_call = Some(call);
        talk.context.call = Some(call_view(call, request, CallStage::Ended));
        // Eight in the evening in Los Angeles is four in the morning.
        let eight: chrono::DateTime<chrono::Utc> = "2026-01-29T04:00:00Z".parse().unwrap();
        talk.context.now = eight - TimeDelta::minutes(minutes);
        talk.input(Input::CallReported(CallReport::Ended(Outcome {
            status: "busy".to_owned(),
            highlights: None,
            next_steps: None,
            duration: None,
            cost: None,
            ended_at: None,
        })));
        talk.say(word);
        assert_eq!(talk.placed().is_some(), !asked, "{word}");
        if asked {
            talk.asks(Slot::Time);
            talk.say("9:30 pm").say("Call now");
            assert!(talk.placed().is_some(), "{word}");
        }
    }
}
