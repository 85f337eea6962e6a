//! The list of a person's calls and open requests, each with its choices.

use crate::dialogue::{
    CallAction, CallLine, CallStage, Command, DoorTo, FormAction, OpenForm, OtherAction, Overview,
    Stamp,
};
use crate::model::{Block, Choice, Phone, Reply, Rich, Span};

use super::stopping::{line_of, short};
use super::{Voice, choices, labels, linking, said};

/// The way to the calls that are over.
const ALL: [OtherAction; 1] = [OtherAction::Give(Command::History)];

pub(super) fn overview(voice: Voice, view: &Overview) -> Reply {
    let several = view.calls.len() + view.forms.len() > 1;
    let mut lines: Vec<Vec<Span>> = (view.calls.iter())
        .map(|line| vec![Span::Plain(line_of(voice, line))])
        .collect();
    lines.extend(
        view.forms
            .iter()
            .map(|form| vec![Span::Plain(of_form(voice, form))]),
    );
    if lines.is_empty() {
        return match view.elsewhere {
            true => elsewhere(voice, said(voice, "calls-elsewhere")),
            false => said(voice, "calls-none").with(voice, Stamp::default(), &ALL),
        };
    }
    let mut body = vec![
        Block::Paragraph(vec![Span::Plain(voice.say("calls-header"))]),
        Block::List(lines),
    ];
    if view.elsewhere {
        let more = voice.say("calls-more-elsewhere");
        body.push(Block::Paragraph(vec![Span::Plain(more)]));
    }
    let of_calls = (view.calls.iter()).filter_map(|line| choice(voice, view, line, several));
    let of_form = view.forms.iter().map(|form| Choice {
        label: match (view.forms.len(), whom(form)) {
            (2.., Some(whom)) => {
                let go_on = voice.say("button-go-on");
                voice.fill(
                    "button-which",
                    &[("do", go_on.into()), ("place", whom.into())],
                )
            }
            _ => voice.say("button-go-on"),
        },
        token: FormAction::Continue.token(form.stamp),
        sign: None,
    });
    let all = choices(voice, Stamp::default(), &ALL);
    let reply = Reply {
        body: Rich(body),
        choices: of_calls.chain(of_form).chain(all).collect(),
        numbered: true,
        ..Reply::default()
    };
    match view.elsewhere {
        true => elsewhere(voice, reply),
        false => reply,
    }
}

/// The button of a call names its place if there are several.
fn choice(voice: Voice, view: &Overview, line: &CallLine, several: bool) -> Option<Choice> {
    let action = match line.stage {
        CallStage::Ended if !line.made => return None,
        CallStage::Ended if view.private => CallAction::Transcript,
        CallStage::Ended => CallAction::TranscriptToMe,
        _ => line.end()?,
    };
    let does = labels::on_call(voice, action);
    let values = [("do", does.clone().into()), ("place", short(line).into())];
    Some(Choice {
        label: match several {
            true => voice.fill("button-which", &values),
            false => does,
        },
        token: action.on(line.call).token(Stamp::default()),
        sign: None,
    })
}

/// 'Not confirmed yet: Luigi's: “reserve a table”'.
fn of_form(voice: Voice, form: &OpenForm) -> String {
    let task = form.task.as_ref().map(|task| voice.quoted(task.as_str()));
    let about: Vec<String> = [whom(form), task].into_iter().flatten().collect();
    voice.fill("call-line-form", &[("about", about.join(", ").into())])
}

fn whom(form: &OpenForm) -> Option<String> {
    let name = form.business.as_ref().map(|name| name.as_str().to_owned());
    name.or(form.phone.as_ref().map(Phone::international))
}

/// The way to the private conversation.
fn elsewhere(voice: Voice, reply: Reply) -> Reply {
    let door = linking::door(voice, DoorTo::Chat);
    Reply {
        door: Some(door),
        ..reply
    }
}
