//! Texts about ways out: calls that can be taken back, hung up or neither, each
//! of them named.

use crate::dialogue::{
    CallAction, CallLine, CallStage, Callee, FormAction, OpenForm, OtherAction, Stamp, StillOpen,
};
use crate::model::{Block, Category, Choice, Reply, Rich, Span};

use super::{Voice, choices, linking, overview, said};

/// 'Luigi's (+1 415-555-2671)', behind a verb of calling.
pub(super) fn whom(voice: Voice, callee: &Callee) -> String {
    let number = callee.phone.international();
    match &callee.business {
        None => voice.fill("whom-number", &[("number", number.into())]),
        Some(name) => voice.fill(
            "whom-business",
            &[
                ("business", name.as_str().into()),
                ("number", number.into()),
            ],
        ),
    }
}

/// 'to Luigi's (+1 415-555-2671)'.
pub(super) fn to(voice: Voice, callee: &Callee) -> String {
    let number = callee.phone.international();
    match &callee.business {
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
        body: Rich::plain(voice.fill(key, &[("to", to(voice, &line.to).into())])),
        ..Reply::default()
    }
}

/// Somebody else hung up the call.
pub(super) fn by_other(voice: Voice, name: &str, line: &CallLine) -> Reply {
    let values = [("name", name.into()), ("to", to(voice, &line.to).into())];
    Reply {
        body: Rich::plain(voice.fill("stopped-by-other", &values)),
        ..Reply::default()
    }
}

/// A choice on an older message; the request waits for something else.
pub(super) fn out_of_date(voice: Voice, open: StillOpen) -> Reply {
    let text = match open {
        StillOpen::Question(slot) => {
            let field = voice.say(&format!("slot-{}", slot.word()));
            voice.fill("out-of-date-question", &[("field", field.into())])
        }
        StillOpen::Field => {
            let card = voice.say("button-card");
            voice.fill("out-of-date-field", &[("card", card.into())])
        }
        StillOpen::CallAt => voice.say("out-of-date-call-at"),
        StillOpen::Card => voice.say("out-of-date-card"),
        StillOpen::TwoRequests => voice.say("out-of-date-requests"),
    };
    Reply {
        body: Rich::plain(text),
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
    let key = match line.tried {
        true => "tries-taken-back",
        false => "taken-back",
    };
    named(voice, key, line).with(voice, Stamp::default(), &[CallAction::Again.on(line.call)])
}

pub(super) fn nothing_to_cancel(voice: Voice, elsewhere: bool) -> Reply {
    if !elsewhere {
        return said(voice, "nothing-to-cancel");
    }
    let door = linking::door(voice, crate::dialogue::DoorTo::Chat);
    Reply {
        door: Some(door),
        ..said(voice, "nothing-here")
    }
}

pub(super) fn which(
    voice: Voice,
    calls: &[CallLine],
    forms: &[OpenForm],
    form: Option<Stamp>,
) -> Reply {
    let mut reply = listed(voice, "which-call", calls, true);
    let lines = (forms.iter()).map(|form| vec![Span::Plain(overview::of_form(voice, form))]);
    if let Some(Block::List(list)) = reply.body.0.last_mut() {
        list.extend(lines);
    }
    let drops = forms.iter().map(|form| overview::drop_it(voice, form));
    reply.choices.extend(drops);
    reply.choices.extend(form.map(|stamp| Choice {
        label: voice.say("button-drop-form"),
        token: FormAction::Cancel.token(stamp),
        sign: None,
    }));
    reply.ways = overview::ways(voice, forms);
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
        let values = [("do", ends.clone().into()), ("place", short(line).into())];
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

/// The place's name, else its number: for a button.
pub(super) fn short(line: &CallLine) -> String {
    match &line.to.business {
        Some(name) => name.as_str().to_owned(),
        None => line.to.phone.international(),
    }
}

/// The calls, each in a line that names it.
pub(super) fn lines(voice: Voice, calls: &[CallLine]) -> Block {
    let line = |line: &CallLine| vec![Span::Plain(line_of(voice, line))];
    Block::List(calls.iter().map(line).collect())
}

/// A call and how far it has come: 'The call to Luigi's (…): going on'.
pub(super) fn line_of(voice: Voice, line: &CallLine) -> String {
    let mut values = vec![("to", to(voice, &line.to).into())];
    if let Some((at, zone)) = line.at.filter(|_| line.stage == CallStage::Confirmed) {
        let at = at.with_timezone(&zone);
        values.extend([
            ("date", voice.short_date(at.date_naive()).into()),
            ("time", voice.time(at.time()).into()),
            ("zone", voice.zone(zone).into()),
        ]);
        return voice.fill("call-line-put-off", &values);
    }
    let key = match line.stage {
        CallStage::Confirmed => "call-line-confirmed",
        CallStage::Running => "call-line-running",
        CallStage::Doubtful => "call-line-doubtful",
        CallStage::Undecided => "call-line-undecided",
        CallStage::Ended => "call-line-ended",
    };
    voice.fill(key, &values)
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
