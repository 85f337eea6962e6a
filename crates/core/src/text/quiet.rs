//! The summary of what came while it was quiet.

use crate::dialogue::{CallAction, Stamp, Unheard};
use crate::model::{Block, Choice, Reply, Rich, Span};

use super::{Voice, labels, past};

pub(super) fn while_quiet(voice: Voice, unheard: &[Unheard]) -> Reply {
    let header = Block::Paragraph(vec![Span::Plain(voice.say("while-quiet"))]);
    let lines = unheard
        .iter()
        .map(|line| vec![Span::Plain(of(voice, line))]);
    // A call that was not made has no more to show.
    let made = unheard.iter().filter(|line| line.status.is_some());
    Reply {
        body: Rich(vec![header, Block::List(lines.collect())]),
        choices: made.map(|line| show(voice, line)).collect(),
        numbered: true,
        ..Reply::default()
    }
}

/// '✅ Casa Pepe: finished. “They have a table at 20:15.”'
fn of(voice: Voice, line: &Unheard) -> String {
    let (sign, status) = match &line.status {
        Some(status) => (past::sign(status), past::status(voice, status)),
        None => (past::sign("failed"), voice.say("while-quiet-not-made")),
    };
    let values = [
        ("place", place(line).into()),
        ("status", status.into()),
        ("words", line.words.as_deref().unwrap_or_default().into()),
    ];
    let key = match line.words {
        Some(_) => "while-quiet-line-words",
        None => "while-quiet-line",
    };
    format!("{sign}{}", voice.fill(key, &values))
}

fn show(voice: Voice, line: &Unheard) -> Choice {
    let does = labels::on_call(voice, CallAction::Show);
    let values = [("do", does.into()), ("place", place(line).into())];
    Choice {
        label: voice.fill("button-which", &values),
        token: CallAction::Show.on(line.call).token(Stamp::default()),
        sign: None,
    }
}

fn place(line: &Unheard) -> String {
    match &line.to.business {
        Some(name) => name.as_str().to_owned(),
        None => line.to.phone.international(),
    }
}
