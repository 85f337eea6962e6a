//! Compares the table of transitions in `docs/architecture.md` with the code.
//! Each input that a person, the workers or the platform can bring is tried in
//! each of several conversations, and the state that it leads to must be the
//! one in the table.
//!
//! `KALLY_WRITE_TABLE=1 cargo test -p kally-core transitions` writes it anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use super::*;
use crate::model::CallRequest;

/// From one kind of state, by one kind of input, to these.
type Table = BTreeMap<(&'static str, &'static str), BTreeSet<&'static str>>;

fn state_kind(state: &State) -> &'static str {
    match state {
        State::Idle => "idle",
        State::StillWanted { .. } => "still wanted",
        State::Form(_, Point::Asking(_)) => "asking",
        State::Form(_, Point::Card) => "card",
        State::Form(_, Point::Choosing) => "choosing",
        State::Form(_, Point::CallAt) => "calling later",
        State::Form(_, Point::Linking) => "linking",
        State::TwoRequests(..) => "two requests",
        State::Setting { .. } => "setting",
        State::Scheduling { .. } => "scheduling",
        State::Moving { .. } => "moving",
        State::Renaming { .. } => "renaming",
    }
}

fn input_kind(input: &Input) -> &'static str {
    match input {
        Input::TextReceived(_) | Input::PlaceShared { .. } | Input::CardsShared(_) => "words",
        Input::CommandGiven(..) | Input::CommandUnknown => "command",
        Input::ChoicePressed(pressed) => match pressed.action {
            Action::Form(_) => "choice of the form",
            Action::Call(..) => "choice of a call",
            Action::Other(_) => "other choice",
        },
        Input::MessageEdited(_) => "edit",
        Input::MessageRemoved | Input::PressTakenBack(_) => "removal",
        Input::CallReported(_) | Input::StoppedByOther { .. } => "call report",
        Input::ErrandReported(..) => "errand",
        Input::ChoiceUnknown
        | Input::SignedIn
        | Input::AddressPasted(_)
        | Input::RecordLost
        | Input::Restored
        | Input::MessageUnheeded(_)
        | Input::MessageAnonymous
        | Input::WordlessReceived(_)
        | Input::NotRead
        | Input::Ordered(_)
        | Input::AppointmentDue(..)
        | Input::InCircles => "the rest",
    }
}

const WORDS: &[&str] = &[
    "yes",
    "no",
    "cancel",
    "back",
    "skip",
    "help",
    "stop",
    "undo",
    "hello",
    "banana",
    "4",
    "tomorrow at 8 pm",
    "change the name",
    "change the date",
    "no, 5 people",
    "Ana",
    "dentist",
    "remove the name",
    "call +1 415 555 2671 and reserve a table for four tomorrow at 8 pm, name Ana",
    "call +34 912 345 678 and ask for the price of a haircut please",
    "call +1 415 555 2671",
    "again",
    "Madrid",
    "call them tomorrow at 10",
    "call later",
];

/// All inputs that are tried in a conversation.
fn inputs(talk: &Talk) -> Vec<Input> {
    let mut inputs: Vec<Input> = WORDS
        .iter()
        .map(|words| Input::TextReceived((*words).to_owned()))
        .collect();
    for spec in &COMMANDS {
        for rest in ["", "name Ana", "+34 912 345 678 haircut tomorrow at 10"] {
            inputs.push(Input::CommandGiven(spec.command, rest.to_owned()));
        }
    }
    inputs.push(Input::CommandUnknown);
    let stamp = talk
        .conversation
        .state
        .form()
        .map(Form::stamp)
        .unwrap_or_default();
    let pressed = |action: Action| Input::ChoicePressed(Pressed { action, stamp });
    let date = "2026-12-31".parse().unwrap();
    let form = FormAction::PLAIN.iter().copied();
    let form = form.chain([FormAction::EditSlot(Slot::Name), FormAction::Date(date)]);
    inputs.extend(form.map(Action::from).map(pressed));
    let call = talk
        .context
        .call
        .as_ref()
        .map_or(CallId(Uuid::nil()), |call| call.id);
    let of_call = CallAction::PLAIN.iter().copied();
    let of_call = of_call.chain([CallAction::AgainIn(10)]);
    inputs.extend(of_call.map(|action| pressed(action.on(call))));
    let other = OtherAction::PLAIN.iter().copied();
    let other = other.chain([
        OtherAction::AskSetting(SettingOf::person(Setting::Name)),
        OtherAction::ClearSetting(SettingOf::person(Setting::Name)),
        OtherAction::Mine(SIGN_IN),
        OtherAction::NotMine(SIGN_IN),
    ]);
    inputs.extend(other.map(Action::from).map(pressed));
    inputs.extend([
        Input::PlaceShared {
            name: crate::model::Name::parse("Bistro").ok(),
            number: Some("+1 415 555 2671".to_owned()),
        },
        Input::CardsShared(vec![ContactCard {
            name: crate::model::Name::parse("Bistro").ok(),
            numbers: vec!["+1 415 555 2671".to_owned()],
        }]),
        Input::WordlessReceived(Wordless::Voice),
        Input::MessageEdited("no, 5 people".to_owned()),
        Input::MessageEdited("banana".to_owned()),
        Input::MessageRemoved,
        Input::PressTakenBack(Pressed {
            action: FormAction::CallNow.into(),
            stamp,
        }),
        Input::SignedIn,
        Input::ChoiceUnknown,
        new_account(),
        Input::ErrandReported(Errand::Linked, Box::new(Brought::Nothing)),
        Input::ErrandReported(Errand::Usage, Box::new(Brought::NotLinked)),
    ]);
    inputs.extend(reports().map(Input::CallReported));
    inputs.push(Input::StoppedByOther {
        name: "Bob".to_owned(),
    });
    inputs
}

fn reports() -> impl Iterator<Item = CallReport> {
    let refusal = |reason| Refusal {
        reason,
        message: None,
        reference: None,
        upgrade_url: None,
    };
    let ended = |status: &str| {
        CallReport::Ended(Outcome {
            status: status.to_owned(),
            highlights: None,
            next_steps: None,
            duration: None,
            cost: None,
            ended_at: None,
        })
    };
    [
        CallReport::Placing,
        ended("success"),
        ended("no_answer"),
        CallReport::Refused(refusal(RefusalReason::Quota)),
        CallReport::Refused(refusal(RefusalReason::Safety)),
        CallReport::SignInNeeded,
        CallReport::Lapsed,
    ]
    .into_iter()
}

/// Conversations in every kind of state, each in some context.
fn conversations() -> Vec<Talk> {
    const WHOLE: &str = "/call +1 415 555 2671, table for four tomorrow at 8 pm, name Ana";
    let scripts: &[&[&str]] = &[
        &[],
        &["/call"],
        &["/call +1 415 555 2671, table for four tomorrow at 8 pm"],
        &[WHOLE],
        &[WHOLE, "Edit"],
        &[WHOLE, "Edit", "Name"],
        &[WHOLE, "call later"],
        &[WHOLE, "Call now"],
        &[WHOLE, "/call +34 912 345 678 haircut"],
        &["/settings name"],
        &[WHOLE, "/settings name"],
        &["/call", "/settings name"],
    ];
    let mut talks = Vec::new();
    for linked in [Linked::No, Linked::Revoked, linked()] {
        for private in [true, false] {
            for late in [false, true] {
                for script in scripts {
                    let mut talk = Talk::new(linked);
                    talk.context.private = private;
                    talk.context.message = Some(MessageRef("1".to_owned()));
                    script.iter().for_each(|line| {
                        talk.say(line);
                        talk.context.fresh_form += 1;
                    });
                    talk.context.late = late;
                    talks.push(talk);
                    let Some(last) = talks.last().filter(|_| private) else {
                        continue;
                    };
                    let mut signed_in = last.clone();
                    signed_in.context.signed_in = Some(SIGN_IN);
                    talks.push(signed_in);
                }
            }
        }
    }
    talks.extend([&[] as &[&str], &[WHOLE]].map(renaming));
    let mut waiting = Talk::new(linked());
    waiting.context.late = true;
    waiting.say(WHOLE);
    waiting.context.late = false;
    talks.push(waiting);
    for stage in [
        CallStage::Confirmed,
        CallStage::Running,
        CallStage::Doubtful,
        CallStage::Undecided,
        CallStage::Ended,
    ] {
        let others: &[&[&str]] = match stage {
            CallStage::Ended => &[&[], &["/call"], &["/settings name"], &["Choose a time"]],
            CallStage::Running => &[
                &[],
                &["/call"],
                &[WHOLE],
                &["/settings name"],
                &["Another time"],
            ],
            _ => &[&[], &["/call"], &[WHOLE], &["/settings name"]],
        };
        talks.extend(others.iter().map(|script| with_call(stage, script)));
    }
    talks
}

/// A conversation in which a contact gets another name, after these messages.
fn renaming(script: &[&str]) -> Talk {
    let mut talk = Talk::new(linked());
    let book = talk.context.contacts.get_or_insert_default();
    let bistro = crate::model::Name::parse("Bistro").unwrap();
    let number = crate::model::Phone::from_e164("+14155552671").unwrap();
    book.note(&bistro, &number, crate::model::ContactSource::Told, now());
    for line in script {
        talk.say(line);
    }
    talk.say("/contacts rename Bistro");
    talk
}

/// A conversation with a call at that stage and these messages since.
pub(super) fn with_call(stage: CallStage, script: &[&str]) -> Talk {
    let mut talk = Talk::new(linked());
    talk.say("/call +1 415 555 2671, table for four tomorrow at 8 pm, name Ana");
    talk.say("Call now");
    let request: CallRequest = talk.placed().expect("a call").clone();
    let call = call_view(talk.context.fresh_call, request, stage);
    talk.context.open = match stage {
        CallStage::Ended => Vec::new(),
        _ => vec![call.clone()],
    };
    talk.context.call = Some(call);
    talk.context.fresh_form += 1;
    for line in script {
        match *line {
            "Choose a time" | "Another time" => {
                let action = match *line {
                    "Another time" => CallAction::Move,
                    _ => CallAction::AgainAt,
                };
                let action = action.on(talk.context.fresh_call);
                let stamp = Stamp::default();
                talk.input(Input::ChoicePressed(Pressed { action, stamp }));
            }
            line => {
                talk.say(line);
            }
        }
        talk.context.fresh_form += 1;
    }
    talk
}

fn table() -> Table {
    let mut table = Table::new();
    for talk in conversations() {
        let from = state_kind(&talk.conversation.state);
        for input in inputs(&talk) {
            let by = input_kind(&input);
            let decision = step(talk.conversation.clone(), input, &talk.context);
            let to = state_kind(&decision.conversation.state);
            table.entry((from, by)).or_default().insert(to);
        }
    }
    table
}

/// The table as written in the page: inputs that change no state are left out.
fn written(table: &Table) -> String {
    let mut text = String::new();
    for ((from, by), to) in table {
        if to.len() == 1 && to.contains(from) {
            continue;
        }
        let to: Vec<&str> = to.iter().copied().collect();
        let _ = writeln!(text, "    {from:<13} {by:<19} {}", to.join(", "));
    }
    text
}

#[test]
fn the_page_has_the_transitions() {
    const BEGIN: &str = "<!-- transitions: written by a test -->\n\n";
    const END: &str = "\n<!-- end of transitions -->";
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/architecture.md");
    let text = std::fs::read_to_string(&page).unwrap();
    let (before, rest) = text.split_once(BEGIN).expect("the beginning of the table");
    let (stands, after) = rest.split_once(END).expect("the end of the table");
    let table = table();
    let all: BTreeSet<_> = table.keys().map(|(from, _)| *from).collect();
    assert_eq!(all.len(), 12, "every kind of state was tried: {all:?}");
    let new = written(&table);
    if std::env::var_os("KALLY_WRITE_TABLE").is_some() {
        std::fs::write(&page, format!("{before}{BEGIN}{new}{END}{after}")).unwrap();
        return;
    }
    assert!(
        stands == new,
        "the table of transitions has changed; KALLY_WRITE_TABLE=1 writes it anew:\n{new}"
    );
}
