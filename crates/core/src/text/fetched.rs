//! The texts of everything that is fetched from the service on request: a
//! call's transcript and calendar file, the figures of the account.

use std::fmt::Write as _;

use crate::dialogue::{CallAction, Fetched, OtherAction, PastPage, Speaker, Stamp};
use crate::model::{Block, Document, Name, Phone, Reply, Rich, Span};

use super::calls::{self, place};
use super::{Voice, past, plan, privacy, said, usage, waiting};

/// The line above a transcript.
fn header_of(voice: Voice, phone: &Phone, business: Option<&Name>) -> String {
    let whom = place(voice, phone, business);
    voice.fill("transcript-header", &[("whom", whom.into())])
}

/// Transcripts with more entries, or more characters, are sent as a file.
const LONGEST_IN_CHAT: (usize, usize) = (40, 3000);

pub(super) fn fetched(voice: Voice, fetched: &Fetched) -> Reply {
    match fetched {
        Fetched::Transcript {
            phone,
            business,
            entries,
            said,
        } => {
            let mut reply = transcript(voice, header_of(voice, phone, business.as_ref()), entries);
            let again = said.map(|(call, said)| calls::again_then(voice, call, said));
            reply.choices.extend(again);
            reply
        }
        Fetched::NoTranscript { call } => said(voice, "transcript-none").with(
            voice,
            Stamp::default(),
            &[CallAction::Transcript.on(*call)],
        ),
        Fetched::Calendar { ics } => calendar(voice, ics),
        Fetched::NoCalendar => said(voice, "calendar-none"),
        Fetched::Data { json, number, of } => privacy::data(voice, json, *number, *of),
        Fetched::History {
            page,
            query,
            zone,
            today,
        } => past::page(voice, page, query, *zone, *today),
        Fetched::HistoryFile {
            calls,
            number,
            of,
            zone,
            partial,
            only_own,
        } => {
            let missing = PastPage {
                partial: *partial,
                only_own: *only_own,
                ..PastPage::default()
            };
            past::file(voice, calls, (*number, *of), *zone, &missing)
        }
        Fetched::Call { call, start, zone } => past::call(voice, call, start, *zone),
        Fetched::WhichId { page, zone } => past::which_id(voice, page, *zone),
        Fetched::CalledOff { call } => waiting::called_off(voice, call),
        Fetched::Moved { call, at, zone } => waiting::moved(voice, call, *at, *zone),
        Fetched::Begun { call } => waiting::begun(voice, call),
        Fetched::Unsure => said(voice, "waiting-unsure"),
        Fetched::NoSuchCall => past::no_such_call(voice),
        Fetched::NotNow => said(voice, "past-not-now"),
        Fetched::PastTranscript { call, entries } => {
            transcript(voice, past::transcript_header(voice, call), entries)
        }
        Fetched::NoPastTranscript { call } => said(voice, "transcript-none").with(
            voice,
            Stamp::default(),
            &[OtherAction::PastTranscript(*call)],
        ),
        Fetched::Recording { call } => past::recording(voice, call),
        Fetched::NoRecording { call, exists } => past::no_recording(voice, *call, *exists),
        Fetched::Plan { plan, zone } => plan::plan(voice, *zone, plan),
        Fetched::Bills { address } => plan::bills(voice, address),
        Fetched::NoBills { exists } => plan::no_bills(voice, *exists),
        Fetched::Usage {
            since,
            zone,
            usage,
            shortage,
        } => usage::account(voice, *since, *zone, usage.as_ref(), shortage.as_ref()),
    }
}

fn transcript(voice: Voice, header: String, entries: &[Speaker]) -> Reply {
    let characters: usize = entries
        .iter()
        .map(|entry| entry.words.chars().count())
        .sum();
    if entries.len() > LONGEST_IN_CHAT.0 || characters > LONGEST_IN_CHAT.1 {
        let mut text = format!("{header}\n\n");
        for entry in entries {
            let at = entry.at.as_deref().unwrap_or_default();
            let _ = writeln!(
                text,
                "{at}  {}: {}",
                speaker(voice, entry),
                entry.words.replace('\n', " ")
            );
        }
        let count = voice.fill("transcript-file", &[("count", entries.len().into())]);
        let name = voice.say("transcript-file-name");
        return Reply {
            body: Rich::plain(count),
            document: Some(Document {
                name,
                media_type: "text/plain".to_owned(),
                text,
                refused: voice.say("file-refused-text"),
            }),
            ..Reply::default()
        };
    }
    let lines = entries.iter().map(|entry| {
        let at = entry.at.clone().map(|at| Span::Code(format!("{at} ")));
        let who = Span::Strong(format!("{}: ", speaker(voice, entry)));
        at.into_iter()
            .chain([who, Span::Plain(entry.words.clone())])
            .collect()
    });
    let body = Rich(vec![
        Block::Paragraph(vec![Span::Strong(header)]),
        Block::List(lines.collect()),
    ]);
    Reply {
        body,
        ..Reply::default()
    }
}

pub(super) fn speaker(voice: Voice, entry: &Speaker) -> String {
    voice.say(if entry.assistant == Some(true) {
        "speaker-assistant"
    } else {
        "speaker-other"
    })
}

fn calendar(voice: Voice, ics: &str) -> Reply {
    let name = voice.say("calendar-file-name");
    let document = Document {
        name,
        media_type: "text/calendar".to_owned(),
        text: ics.to_owned(),
        refused: voice.say("file-refused"),
    };
    Reply {
        document: Some(document),
        ..said(voice, "calendar-ready")
    }
}
