//! The texts about a person's own data.

use std::time::Duration;

use crate::dialogue::{CallLine, OtherAction, Stamp};
use crate::model::{Block, Document, Reply, Rich, Span};

use super::stopping::lines;
use super::{Voice, choices};

/// The text of `/privacy`: which data is kept, where, and for how long.
pub(super) fn privacy(voice: Voice, keep: Duration) -> Reply {
    let days = keep.as_secs() / (24 * 60 * 60);
    let line = |key: &str| vec![Span::Plain(voice.fill(key, &[("days", days.into())]))];
    let kept = [
        "privacy-requests",
        "privacy-settings",
        "privacy-contacts",
        "privacy-appointments",
        "privacy-account",
        "privacy-transcripts",
        "privacy-service",
        "privacy-chat",
    ];
    let body = Rich(vec![
        Block::Paragraph(line("privacy")),
        Block::List(kept.map(line).to_vec()),
    ]);
    offering(voice, body, &[OtherAction::MyData, OtherAction::ForgetMe])
}

pub(super) fn forget_me(voice: Voice) -> Reply {
    let body = Rich::plain(voice.say("forget-me"));
    let either = [OtherAction::ForgetAll, OtherAction::KeepData];
    offering(voice, body, &either)
}

pub(super) fn forget_later(voice: Voice, calls: &[CallLine]) -> Reply {
    Reply {
        body: Rich(vec![
            Block::Paragraph(vec![Span::Plain(voice.say("forget-later"))]),
            lines(voice, calls),
        ]),
        ..Reply::default()
    }
}

/// One of the files with a person's data.
pub(super) fn data(voice: Voice, json: &str, number: usize, of: usize) -> Reply {
    let values = [("number", number.into()), ("of", of.into())];
    Reply {
        body: Rich::plain(voice.fill("data-file", &values)),
        document: Some(Document {
            name: voice.fill("data-file-name", &values),
            media_type: "application/json".to_owned(),
            text: json.to_owned(),
            refused: voice.say("file-refused"),
        }),
        ..Reply::default()
    }
}

fn offering(voice: Voice, body: Rich, actions: &[OtherAction]) -> Reply {
    Reply {
        body,
        choices: choices(voice, Stamp::default(), actions),
        numbered: true,
        ..Reply::default()
    }
}
