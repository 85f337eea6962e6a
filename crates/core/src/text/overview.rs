//! The list of a person's calls and open requests, each with its choices.

use crate::dialogue::{
    CallAction, CallLine, CallStage, Command, DoorTo, FormAction, OpenForm, OtherAction, Overview,
    Stamp,
};
use crate::model::{Block, Choice, ConversationId, Phone, Reply, Rich, Span, Way};

use super::stopping::{line_of, short};
use super::{Voice, call_at, choices, labels, linking, said};

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
            true => elsewhere(voice, said(voice, "nothing-here")),
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
    let of_calls = (view.calls.iter()).flat_map(|line| match line.waits() {
        true => call_at::waiting_of(voice, line, several),
        false => choice(voice, view, line, several).into_iter().collect(),
    });
    let of_form = (view.forms.iter()).map(|form| match &form.there {
        None => go_on(voice, form, view.forms.len() > 1),
        Some(_) => drop_it(voice, form),
    });
    let all = choices(voice, Stamp::default(), &ALL);
    let reply = Reply {
        body: Rich(body),
        choices: of_calls.chain(of_form).chain(all).collect(),
        numbered: true,
        ways: ways(voice, &view.forms),
        ..Reply::default()
    };
    match view.elsewhere {
        true => elsewhere(voice, reply),
        false => reply,
    }
}

/// The button that goes on with a request of this conversation.
fn go_on(voice: Voice, form: &OpenForm, several: bool) -> Choice {
    let does = voice.say("button-go-on");
    Choice {
        label: match whom(form).filter(|_| several) {
            Some(whom) => which(voice, does, whom),
            None => does,
        },
        token: FormAction::Continue.token(form.stamp),
        sign: None,
    }
}

/// The button that drops a request of another conversation.
pub(super) fn drop_it(voice: Voice, form: &OpenForm) -> Choice {
    let does = voice.say("button-drop-form");
    Choice {
        label: match whom(form) {
            Some(whom) => which(voice, does, whom),
            None => does,
        },
        token: FormAction::Cancel.token(form.stamp),
        sign: None,
    }
}

fn which(voice: Voice, does: String, whom: String) -> String {
    voice.fill(
        "button-which",
        &[("do", does.into()), ("place", whom.into())],
    )
}

/// The ways to the conversations of requests that are not here.
pub(super) fn ways(voice: Voice, forms: &[OpenForm]) -> Vec<Way> {
    let mut there: Vec<&ConversationId> = Vec::new();
    for to in forms.iter().filter_map(|form| form.there.as_ref()) {
        if !there.contains(&to) {
            there.push(to);
        }
    }
    there
        .into_iter()
        .map(|to| linking::way(voice, to))
        .collect()
}

/// A request in another conversation is being dropped.
pub(super) fn dropping(voice: Voice, form: &OpenForm) -> Reply {
    let about = about(voice, form);
    Reply {
        body: Rich::plain(voice.fill("dropping-there", &[("about", about.into())])),
        ..Reply::default()
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
pub(super) fn of_form(voice: Voice, form: &OpenForm) -> String {
    let key = match form.there {
        None => "call-line-form",
        Some(_) => "call-line-form-there",
    };
    voice.fill(key, &[("about", about(voice, form).into())])
}

fn about(voice: Voice, form: &OpenForm) -> String {
    let task = form.task.as_ref().map(|task| voice.quoted(task.as_str()));
    let about: Vec<String> = [whom(form), task].into_iter().flatten().collect();
    about.join(", ")
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
