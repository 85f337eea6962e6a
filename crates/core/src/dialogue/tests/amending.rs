//! Messages that are edited or taken back after they were sent.

use super::*;

/// Says something in a message of that name.
fn say_in(talk: &mut Talk, message: &str, text: &str) {
    talk.context.message = Some(MessageRef(message.to_owned()));
    talk.say(text);
}

fn edit(talk: &mut Talk, message: &str, text: &str) {
    talk.context.message = Some(MessageRef(message.to_owned()));
    talk.input(Input::MessageEdited(text.to_owned()));
}

fn remove(talk: &mut Talk, message: &str) {
    talk.context.message = Some(MessageRef(message.to_owned()));
    talk.input(Input::MessageRemoved);
}

/// At the question for the name, after a request and an answer.
fn talk() -> Talk {
    let mut talk = Talk::new(linked());
    say_in(&mut talk, "1", "/call");
    say_in(&mut talk, "2", "+1 415 555 2671");
    say_in(&mut talk, "3", "Book a table for four tomorrow at 8 pm");
    talk.asks(Slot::Name);
    talk
}

#[test]
fn an_edited_answer_corrects_its_slot() {
    let mut talk = talk();
    edit(&mut talk, "2", "+1 415 555 2672");
    assert_eq!(
        talk.form().values.phone().map(ToString::to_string),
        Some("+14155552672".to_owned())
    );
    talk.asks(Slot::Name);
    say_in(&mut talk, "4", "Ana");
    assert_eq!(talk.point(), Some(Point::Card));
    edit(&mut talk, "4", "Bea");
    assert_eq!(
        talk.form().values.name().map(|name| name.as_str()),
        Some("Bea")
    );
    assert_eq!(talk.point(), Some(Point::Card), "the card is shown anew");
    assert!(matches!(talk.effects[..], [Effect::Say(Prompt::Card(_))]));
}

#[test]
fn an_edited_answer_that_does_not_fit_is_asked_about() {
    let mut talk = talk();
    edit(&mut talk, "2", "hmm");
    talk.asks(Slot::Phone);
    assert!(talk.form().values.has(Slot::Phone), "what was told is kept");
}

#[test]
fn an_answer_that_missed_counts_once_it_is_mended() {
    let mut talk = Talk::new(linked());
    say_in(&mut talk, "1", "/call");
    say_in(&mut talk, "2", "+1 415 555 267");
    talk.asks(Slot::Phone);
    edit(&mut talk, "2", "+1 415 555 2671");
    talk.asks(Slot::Task);
}

#[test]
fn an_edited_request_is_read_again() {
    let mut talk = Talk::new(linked());
    say_in(
        &mut talk,
        "1",
        "/call +1 415 555 2671, table for four tomorrow at 8",
    );
    edit(
        &mut talk,
        "1",
        "+1 415 555 2671, table for five tomorrow at 8",
    );
    assert_eq!(
        talk.form().values.party_size().map(|count| count.get()),
        Some(5)
    );
}

#[test]
fn an_edit_of_anything_else_changes_nothing() {
    let mut talk = talk();
    let before = talk.conversation.clone();
    edit(&mut talk, "99", "+1 415 555 2672");
    assert_eq!(talk.conversation, before);
    assert_eq!(talk.effects, []);
}

fn confirmed(stage: CallStage) -> Talk {
    let mut talk = talk();
    say_in(&mut talk, "4", "Ana");
    talk.say("Call now");
    let request = talk.placed().expect("a call").clone();
    talk.context.call = Some(call_view(talk.context.fresh_call, request, stage));
    talk
}

#[test]
fn an_edit_after_the_call_was_confirmed_is_said_to_be_too_late() {
    let mut talk = confirmed(CallStage::Running);
    edit(&mut talk, "1", "another thing");
    assert_eq!(talk.effects, [Effect::Say(Prompt::EditTooLate)]);
    let mut talk = confirmed(CallStage::Ended);
    edit(&mut talk, "1", "another thing");
    assert_eq!(talk.effects, [], "it is over");
}

#[test]
fn a_request_that_is_taken_back_is_cancelled() {
    let mut open = talk();
    remove(&mut open, "2");
    assert!(
        open.conversation.state.form().is_some(),
        "an answer is not a request"
    );
    remove(&mut open, "1");
    assert_eq!(open.conversation.state, State::Idle);
    assert_eq!(open.effects, [Effect::Say(Prompt::Cancelled)]);

    let mut soon = confirmed(CallStage::Confirmed);
    remove(&mut soon, "1");
    let call = soon.context.fresh_call;
    assert!(soon.effects.contains(&Effect::Withdraw(call)));

    let mut running = confirmed(CallStage::Running);
    remove(&mut running, "1");
    assert!(matches!(
        running.effects[..],
        [Effect::Say(Prompt::StopRunning { .. })]
    ));
}

/// B10: a choice that was typed is an answer like any other.
#[test]
fn an_edited_choice_corrects_its_slot() {
    let mut talk = talk();
    let stamp = talk.form().stamp();
    talk.context.message = Some(MessageRef("4".to_owned()));
    talk.input(Input::ChoicePressed(Pressed {
        action: FormAction::Name(NameSource::Platform).into(),
        stamp,
    }));
    assert_eq!(talk.point(), Some(Point::Card), "{:?}", talk.effects);
    edit(&mut talk, "4", "Ana María García López");
    assert_eq!(
        talk.form().values.name().map(|name| name.as_str()),
        Some("Ana María García López")
    );
}

/// B10: an answer that was taken back is asked for again.
#[test]
fn a_removed_answer_is_asked_for_again() {
    let mut talk = talk();
    say_in(&mut talk, "4", "Ana");
    assert_eq!(talk.point(), Some(Point::Card));
    remove(&mut talk, "4");
    talk.asks(Slot::Name);
}

/// Awkward moment 7: *Call now* taken back within the time to undo.
#[test]
fn a_press_taken_back_undoes_the_call() {
    let mut talk = confirmed(CallStage::Confirmed);
    let form = 7;
    let call = talk.context.call.clone().expect("a call");
    talk.context.open = vec![CallView {
        form: Some(form),
        ..call
    }];
    let stamp = Stamp {
        form,
        ..Stamp::default()
    };
    let taken_back = |action: FormAction| {
        Input::PressTakenBack(Pressed {
            action: action.into(),
            stamp,
        })
    };
    talk.input(taken_back(FormAction::Edit));
    assert_eq!(talk.effects, [], "only *Call now* means its call");
    talk.input(taken_back(FormAction::CallNow));
    let withdrawn = |effect: &Effect| matches!(effect, Effect::Withdraw(_));
    assert!(talk.effects.iter().any(withdrawn), "{:?}", talk.effects);
}

/// Row 11: an edit of a second request does not mix it into the first.
#[test]
fn an_edited_second_request_changes_nothing_of_the_first() {
    let mut talk = talk();
    say_in(&mut talk, "4", "Ana");
    let before = talk.form().values.clone();
    let dentist = "call the dentist at +1 415 555 2672 and book a cleaning on friday at 10 am";
    say_in(&mut talk, "5", dentist);
    assert!(matches!(talk.conversation.state, State::TwoRequests(..)));
    edit(&mut talk, "5", &dentist.replace("10 am", "11 am"));
    let stamp = talk.form().stamp();
    talk.context.message = None;
    talk.input(Input::ChoicePressed(Pressed {
        action: FormAction::KeepThis.into(),
        stamp,
    }));
    edit(&mut talk, "5", dentist);
    assert_eq!(talk.form().values, before);
}
