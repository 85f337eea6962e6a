//! Texts about ways out: calls that can be taken back, hung up or neither, each
//! of them named.

use crate::dialogue::{CallAction, CallLine, CallStage, FormAction, OtherAction, Stamp};
use crate::model::{Block, Category, Choice, Door, Reply, Rich, Span};

use super::{Voice, choices, said};

/// 'to Luigi's (+1 415-555-2671)'.
fn to(voice: Voice, line: &CallLine) -> String {
    let number = line.phone.international();
    match &line.business {
        None => voice.fill("call-to-number", &[("number", number.into())]),
        Some(name) => voice.fill(
            "call-to-business",
            &[
                ("business", name.as_str().into()),
                ("number", number.into()),
            ],
        ),
    }
}

/// A sentence that names one call.
pub(super) fn named(voice: Voice, key: &str, line: &CallLine) -> Reply {
    Reply {
        body: Rich::plain(voice.fill(key, &[("to", to(voice, line).into())])),
        ..Reply::default()
    }
}

/// The call that was replied to is over, or was never made.
pub(super) fn already_over(voice: Voice, line: &CallLine) -> Reply {
    let key = if line.made {
        "already-over"
    } else {
        "never-made"
    };
    named(voice, key, line)
}

pub(super) fn stop_running(voice: Voice, line: &CallLine) -> Reply {
    named(voice, "stop-running", line).with(
        voice,
        Stamp::default(),
        &[CallAction::Stop.on(line.call)],
    )
}

pub(super) fn taken_back(voice: Voice, line: &CallLine) -> Reply {
    named(voice, "taken-back", line).with(
        voice,
        Stamp::default(),
        &[CallAction::Again.on(line.call)],
    )
}

pub(super) fn nothing_to_cancel(voice: Voice, elsewhere: bool) -> Reply {
    if !elsewhere {
        return said(voice, "nothing-to-cancel");
    }
    let door = Door {
        label: voice.say("door-chat"),
        payload: crate::dialogue::DoorTo::Chat.payload().to_owned(),
    };
    Reply {
        door: Some(door),
        ..said(voice, "nothing-here")
    }
}

pub(super) fn which(voice: Voice, calls: &[CallLine], form: Option<Stamp>) -> Reply {
    let mut reply = listed(voice, "which-call", calls, true);
    reply.choices.extend(form.map(|stamp| Choice {
        label: voice.say("button-drop-form"),
        token: FormAction::Cancel.token(stamp),
        sign: None,
    }));
    reply
}

pub(super) fn dropped(voice: Voice, calls: &[CallLine]) -> Reply {
    match calls {
        [] => said(voice, "dropped"),
        calls => listed(voice, "dropped-calls", calls, calls.len() > 1),
    }
}

/// A sentence, the calls below it, and a button to end each. The button names
/// the place where there is more than one choice.
fn listed(voice: Voice, key: &str, calls: &[CallLine], several: bool) -> Reply {
    let end = |line: &CallLine| {
        let action = line.end()?;
        let ends = super::labels::on_call(voice, action);
        let place = match &line.business {
            Some(name) => name.as_str().to_owned(),
            None => line.phone.international(),
        };
        let values = [("do", ends.clone().into()), ("place", place.into())];
        Some(Choice {
            label: if several {
                voice.fill("button-which", &values)
            } else {
                ends
            },
            token: action.on(line.call).token(Stamp::default()),
            sign: None,
        })
    };
    Reply {
        body: Rich(vec![
            Block::Paragraph(vec![Span::Plain(voice.say(key))]),
            lines(voice, calls),
        ]),
        choices: calls.iter().filter_map(end).collect(),
        numbered: true,
        ..Reply::default()
    }
}

/// The calls, each in a line that names it.
pub(super) fn lines(voice: Voice, calls: &[CallLine]) -> Block {
    let line = |line: &CallLine| {
        let key = match line.stage {
            CallStage::Confirmed => "call-line-confirmed",
            CallStage::Running => "call-line-running",
            CallStage::Doubtful => "call-line-doubtful",
            CallStage::Undecided => "call-line-undecided",
            CallStage::Ended => "call-line-ended",
        };
        vec![Span::Plain(
            voice.fill(key, &[("to", to(voice, line).into())]),
        )]
    };
    Block::List(calls.iter().map(line).collect())
}

pub(super) fn other_request(voice: Voice, text: &str) -> Reply {
    let reply = Reply {
        body: Rich(vec![
            Block::Paragraph(vec![Span::Plain(voice.say("other-request"))]),
            Block::Quote(text.to_owned()),
        ]),
        ..Reply::default()
    };
    reply.with(
        voice,
        Stamp::default(),
        &[OtherAction::StillWanted, OtherAction::NotWanted],
    )
}

pub(super) fn log_out_when(voice: Voice, calls: &[CallLine]) -> Reply {
    Reply {
        body: Rich(vec![
            Block::Paragraph(vec![Span::Plain(voice.say("logout-when"))]),
            lines(voice, calls),
        ]),
        choices: choices(
            voice,
            Stamp::default(),
            &[OtherAction::LogOutLater, OtherAction::LogOutNow],
        ),
        numbered: true,
        ..Reply::default()
    }
}

pub(super) fn logged_out(voice: Voice, untold: &[CallLine]) -> Reply {
    let mut reply = said(voice, "logged-out");
    if !untold.is_empty() {
        let words = voice.say("logged-out-untold");
        reply
            .body
            .0
            .push(Block::Paragraph(vec![Span::Plain(words)]));
        reply.body.0.push(lines(voice, untold));
    }
    reply
}

/// A number with nothing beside it: its possible meanings for this kind of
/// place.
pub(super) fn bare_number(voice: Voice, number: u16, category: Category) -> String {
    let (people, hour) = ((1..=50).contains(&number), number <= 23);
    let key = match category {
        Category::Restaurant if people && hour => "card-number-people-time",
        Category::Restaurant if people => "card-number-people",
        Category::Restaurant | Category::Clinic if hour => "card-number-time",
        Category::Hotel if people => "card-number-people-nights",
        _ => return voice.say("card-not-understood"),
    };
    voice.fill(key, &[("number", number.into())])
}
