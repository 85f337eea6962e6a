//! The history: a page of it, one call, and all of it as a table.

use chrono::NaiveDate;
use chrono_tz::Tz;

use crate::dialogue::{
    Action, CallAction, CallTag, Command, OtherAction, PAGE, PageOf, PastCall, PastPage, Speaker,
    Stamp, list_of,
};
use crate::model::{Block, Choice, Document, Phone, Recording, Reply, Rich, Span, Way};

use super::fetched::speaker;
use super::{Voice, choices, labels, said, usage};

/// So many lines of a transcript are shown with its call.
const FIRST_LINES: usize = 4;

/// So many characters of an id are shown.
const SHORT_ID: usize = 8;

pub(super) fn page(
    voice: Voice,
    page: &PastPage,
    query: &str,
    zone: Tz,
    today: NaiveDate,
) -> Reply {
    if page.calls.is_empty() {
        return nothing(voice, page, query);
    }
    let first = usize::from(page.page) * PAGE + 1;
    let header = header(voice, page, query, first);
    let mut blocks = vec![Block::Paragraph(vec![Span::Strong(header)])];
    let lines = (1..).zip(&page.calls).map(|(number, call)| {
        let line = line(voice, call, zone, today);
        paragraph(format!("{number}. {line}"))
    });
    blocks.extend(lines);
    blocks.extend(caveat(voice, page).map(paragraph));
    let list = list_of(query);
    let to = |page: u16| PageOf { list, page };
    let rows = (1..)
        .zip(&page.calls)
        .map(|(number, call)| row(voice, number, call));
    let newer = page
        .page
        .checked_sub(1)
        .map(|before| pager(voice, "button-newer", to(before)));
    let older = page
        .more
        .then(|| pager(voice, "button-older", to(page.page.saturating_add(1))));
    let file = choices(voice, Stamp::default(), &[OtherAction::HistoryFile(to(0))]);
    Reply {
        body: Rich(blocks),
        choices: rows.chain(newer).chain(older).chain(file).collect(),
        numbered: true,
        ..Reply::default()
    }
}

pub(super) fn nothing(voice: Voice, page: &PastPage, query: &str) -> Reply {
    let text = match query {
        "" => voice.say("history-none"),
        query => voice.fill(
            "history-not-found",
            &[("query", voice.quoted(query).into())],
        ),
    };
    let mut blocks = vec![paragraph(text)];
    blocks.extend(caveat(voice, page).map(paragraph));
    Reply {
        body: Rich(blocks),
        ..Reply::default()
    }
}

fn header(voice: Voice, page: &PastPage, query: &str, first: usize) -> String {
    let last = first + page.calls.len() - 1;
    let mut values = vec![("first", first.into()), ("last", last.into())];
    match (query, page.total) {
        ("", None) => voice.fill("history-header", &values),
        ("", Some(total)) => {
            values.push(("total", total.into()));
            voice.fill("history-header-total", &values)
        }
        (query, total) => {
            values.push(("query", voice.quoted(query).into()));
            values.push(("total", total.unwrap_or(last).into()));
            voice.fill("history-header-search", &values)
        }
    }
}

/// The limits of the list.
pub(super) fn caveat(voice: Voice, page: &PastPage) -> Option<String> {
    match page {
        PastPage { only_own: true, .. } => Some(voice.say("history-only-own")),
        PastPage { partial: true, .. } => Some(voice.say("history-partial")),
        _ => None,
    }
}

/// '✅ Thu 29 Jan, 20:15 · Casa Pepe · finished'.
fn line(voice: Voice, call: &PastCall, zone: Tz, today: NaiveDate) -> String {
    let when = call.at.map(|at| {
        let at = at.with_timezone(&zone);
        let date = at.date_naive();
        let day = match (today - date).num_days() {
            0 => voice.say("today"),
            // The year is not obvious any more.
            days if !(0..300).contains(&days) => voice.plain_date(date),
            _ => voice.button_date(date),
        };
        format!("{day}, {}", voice.time(at.time()))
    });
    let sign = sign(&call.status);
    let parts = [
        when,
        Some(whom(voice, call)),
        Some(status(voice, &call.status)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    format!("{sign}{}", parts.join(" · "))
}

pub(super) fn sign(status: &str) -> &'static str {
    match status {
        "success" => "✅ ",
        "failed" | "cancelled" | "terminated" => "✖️ ",
        "in_progress" => "📞 ",
        _ => "",
    }
}

/// How it ended, in the person's language if the service's word is known.
pub(super) fn status(voice: Voice, status: &str) -> String {
    const KNOWN: [&str; 12] = [
        "success",
        "no_answer",
        "busy",
        "voicemail",
        "failed",
        "cancelled",
        "terminated",
        "queued",
        "scheduled",
        "in_progress",
        "unknown",
        "untold",
    ];
    match KNOWN.contains(&status) {
        true => voice.say(&format!("past-{}", status.replace('_', "-"))),
        false => status.replace('_', " "),
    }
}

fn number(call: &PastCall) -> Option<String> {
    let told = call.phone.clone()?;
    let digits: String = told.chars().filter(char::is_ascii_digit).collect();
    let phone = Phone::from_e164(&format!("+{digits}")).ok();
    Some(phone.map_or(told, |phone| phone.international()))
}

pub(super) fn whom(voice: Voice, call: &PastCall) -> String {
    let name = call.business.clone().or_else(|| number(call));
    name.unwrap_or_else(|| voice.say("past-unknown-place"))
}

/// The name and the number.
pub(super) fn whom_in_full(voice: Voice, call: &PastCall) -> String {
    match (&call.business, number(call)) {
        (Some(name), Some(number)) => voice.fill(
            "outcome-for",
            &[
                ("business", name.as_str().into()),
                ("number", number.into()),
            ],
        ),
        _ => whom(voice, call),
    }
}

fn row(voice: Voice, number: usize, call: &PastCall) -> Choice {
    Choice {
        label: voice.fill("button-past-call", &[("number", number.into())]),
        token: OtherAction::PastCall(call.tag()).token(),
        sign: None,
    }
}

fn pager(voice: Voice, key: &str, to: PageOf) -> Choice {
    Choice {
        label: voice.say(key),
        token: OtherAction::HistoryPage(to).token(),
        sign: None,
    }
}

pub(super) fn which_id(voice: Voice, page: &PastPage, zone: Tz) -> Reply {
    let header = voice.say("past-which");
    let lines = (1..).zip(&page.calls).map(|(number, call)| {
        let line = line(voice, call, zone, NaiveDate::MAX);
        let id = call.id.clone().unwrap_or_default();
        paragraph(format!("{number}. {line} · {id}"))
    });
    Reply {
        body: Rich([paragraph(header)].into_iter().chain(lines).collect()),
        choices: (1..)
            .zip(&page.calls)
            .map(|(number, call)| row(voice, number, call))
            .collect(),
        numbered: true,
        ..Reply::default()
    }
}

/// Everything about one call.
pub(super) fn call(voice: Voice, call: &PastCall, start: &[Speaker], zone: Tz) -> Reply {
    let headline = format!("{}{}", sign(&call.status), whom_in_full(voice, call));
    let mut blocks = vec![Block::Paragraph(vec![Span::Strong(headline)])];
    blocks.extend(
        call.task
            .as_deref()
            .map(|task| Block::Quote(voice.quoted(task))),
    );
    blocks.push(Block::Fields(fields(voice, call, zone)));
    blocks.extend(call.highlights.clone().map(paragraph));
    blocks.extend(
        call.next_steps
            .as_ref()
            .map(|words| paragraph(voice.fill("outcome-next", &[("text", words.as_str().into())]))),
    );
    blocks.extend(
        call.cost
            .map(|cost| paragraph(usage::amount(voice, "outcome-cost", cost))),
    );
    if !start.is_empty() {
        blocks.push(paragraph(voice.say("past-begins")));
        let lines = start.iter().take(FIRST_LINES).map(|entry| {
            let who = Span::Strong(format!("{}: ", speaker(voice, entry)));
            vec![who, Span::Plain(entry.words.clone())]
        });
        blocks.push(Block::List(lines.collect()));
    }
    if let Some(id) = &call.id {
        let short: String = id.chars().take(SHORT_ID).collect();
        let label = voice.say("past-id");
        blocks.push(Block::Paragraph(vec![
            Span::Plain(format!("{label} ")),
            Span::Code(short),
        ]));
    }
    let actions = actions(call);
    let asked_in = call
        .conversation
        .clone()
        .filter(|asked_in| !asked_in.is_private());
    let way = asked_in.map(|to| Way {
        label: voice.say("past-way"),
        to,
    });
    Reply {
        body: Rich(blocks),
        choices: choices(voice, Stamp::default(), &actions),
        numbered: true,
        ways: way.into_iter().collect(),
        ..Reply::default()
    }
}

fn fields(voice: Voice, call: &PastCall, zone: Tz) -> Vec<(String, String)> {
    let moment = |at: chrono::DateTime<chrono::Utc>| {
        let at = at.with_timezone(&zone);
        format!(
            "{}, {}",
            voice.full_date(at.date_naive()),
            voice.time(at.time())
        )
    };
    let rows = [
        ("field-status", Some(status(voice, &call.status))),
        ("field-asked-at", call.at.map(moment)),
        ("field-ended-at", call.ended_at.map(moment)),
        (
            "field-length",
            call.duration.map(|length| voice.duration(length)),
        ),
    ];
    rows.into_iter()
        .filter_map(|(label, value)| Some((voice.say(label), value?)))
        .collect()
}

fn actions(call: &PastCall) -> Vec<Action> {
    let is_over = !matches!(call.status.as_str(), "queued" | "scheduled" | "in_progress");
    let talked = !matches!(call.status.as_str(), "no_answer" | "busy" | "cancelled");
    let tag = call.tag();
    let mut actions: Vec<Action> = Vec::new();
    if !is_over {
        if call.id.is_some() && call.status != "in_progress" {
            actions.extend(match call.own {
                Some(own) => [CallAction::CallOff.on(own), CallAction::Move.on(own)],
                None => [
                    OtherAction::PastCallOff(tag).into(),
                    OtherAction::PastMove(tag).into(),
                ],
            });
        }
        return actions;
    }
    if talked && call.id.is_some() {
        actions.push(OtherAction::PastTranscript(tag).into());
        actions.push(OtherAction::PastRecording(tag).into());
    }
    if call.status == "success" && call.id.is_some() {
        actions.push(OtherAction::PastCalendar(tag).into());
    }
    // The request of a call that was made here is known in full.
    actions.extend(match call.own {
        Some(own) => [CallAction::Again.on(own), CallAction::Change.on(own)],
        None => [
            OtherAction::PastAgain(tag).into(),
            OtherAction::PastChange(tag).into(),
        ],
    });
    actions
}

pub(super) fn transcript_header(voice: Voice, call: &PastCall) -> String {
    let whom = whom_in_full(voice, call);
    voice.fill("transcript-header", &[("whom", whom.into())])
}

/// The recording of a call; its sound is read when it is sent.
pub(super) fn recording(voice: Voice, call: &PastCall) -> Reply {
    let whom = whom_in_full(voice, call);
    let header = voice.fill("recording-header", &[("whom", whom.into())]);
    let again = no_recording(voice, call.tag(), true);
    Reply {
        body: Rich::plain(header),
        recording: Some(Recording {
            call: call.id.clone().unwrap_or_default(),
            name: voice.say("recording-file-name"),
            missing: again.body.to_plain(),
            again: again.choices,
            too_large: voice.say("recording-too-large"),
            address: voice.say("recording-address"),
        }),
        ..Reply::default()
    }
}

/// There is no recording to send.
pub(super) fn no_recording(voice: Voice, call: CallTag, exists: bool) -> Reply {
    let key = match exists {
        true => "recording-missing",
        false => "recording-none",
    };
    said(voice, key).with(voice, Stamp::default(), &[OtherAction::PastRecording(call)])
}

pub(super) fn no_such_call(voice: Voice) -> Reply {
    said(voice, "past-no-such-call").with(
        voice,
        Stamp::default(),
        &[OtherAction::Give(Command::History)],
    )
}

/// All calls as a table.
pub(super) fn file(
    voice: Voice,
    calls: &[PastCall],
    (number, of): (usize, usize),
    zone: Tz,
    missing: &PastPage,
) -> Reply {
    let mut said = vec![match of {
        1 => voice.fill("history-file", &[("count", calls.len().into())]),
        _ => voice.fill(
            "history-file-part",
            &[
                ("count", calls.len().into()),
                ("number", number.into()),
                ("of", of.into()),
            ],
        ),
    }];
    said.extend(caveat(voice, missing));
    let name = match number {
        1 => voice.say("history-file-name"),
        _ => voice.fill("history-file-name-part", &[("number", number.into())]),
    };
    Reply {
        body: Rich::plain(said.join(" ")),
        document: Some(Document {
            name,
            media_type: "text/csv".to_owned(),
            text: table(voice, calls, zone),
            refused: voice.say("file-refused"),
        }),
        ..Reply::default()
    }
}

/// CSV (RFC 4180), with the mark by which spreadsheets know UTF-8.
fn table(voice: Voice, calls: &[PastCall], zone: Tz) -> String {
    let columns = voice.say("history-columns");
    let columns: Vec<String> = columns.split('|').map(|name| cell(name.trim())).collect();
    let mut text = format!("\u{FEFF}{}\r\n", columns.join(","));
    let moment = |at: chrono::DateTime<chrono::Utc>| {
        at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string()
    };
    for call in calls {
        let told = |text: &Option<String>| text.clone().unwrap_or_default();
        let row = [
            call.at.map(moment).unwrap_or_default(),
            call.ended_at.map(moment).unwrap_or_default(),
            told(&call.business),
            told(&call.phone),
            status(voice, &call.status),
            told(&call.task),
            told(&call.highlights),
            told(&call.next_steps),
            call.duration
                .map(|length| length.as_secs().to_string())
                .unwrap_or_default(),
            call.cost.map(|cost| voice.number(cost)).unwrap_or_default(),
            told(&call.id),
        ];
        let cells: Vec<String> = row.iter().map(|text| cell(text)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

/// A cell that a spreadsheet takes as text: one that begins like a formula gets
/// an apostrophe.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let text = match formula {
        true => format!("'{text}"),
        false => text.to_owned(),
    };
    match text.contains([',', ';', '"', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

/// The label of a button of one call.
pub(super) fn label(voice: Voice, action: OtherAction) -> Option<String> {
    let same = match action {
        OtherAction::PastTranscript(_) => CallAction::Transcript,
        OtherAction::PastRecording(_) => CallAction::Recording,
        OtherAction::PastCalendar(_) => CallAction::Calendar,
        OtherAction::PastAgain(_) => CallAction::Again,
        OtherAction::PastChange(_) => CallAction::Change,
        OtherAction::HistoryFile(_) => return Some(voice.say("button-history-file")),
        // These have labels of their own.
        OtherAction::HistoryPage(_) | OtherAction::PastCall(_) => return Some(String::new()),
        _ => return None,
    };
    Some(labels::on_call(voice, same))
}

fn paragraph(words: String) -> Block {
    Block::Paragraph(vec![Span::Plain(words)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Language;

    #[test]
    fn a_cell_is_text_whatever_stands_in_it() {
        for (text, expected) in [
            ("Casa Pepe", "Casa Pepe"),
            ("=1+1", "'=1+1"),
            ("+34912345678", "'+34912345678"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("a,b", "\"a,b\""),
            ("say \"yes\"", "\"say \"\"yes\"\"\""),
            ("=cmd|' /C calc'!A0,x", "\"'=cmd|' /C calc'!A0,x\""),
            ("two\nlines", "\"two\nlines\""),
        ] {
            assert_eq!(cell(text), expected, "{text:?}");
        }
    }

    #[test]
    fn every_row_has_a_cell_for_each_column() {
        let calls = [PastCall::default(), PastCall::default()];
        for language in Language::ALL {
            let table = table(language.into(), &calls, chrono_tz::UTC);
            let counts: Vec<usize> = table.lines().map(|line| line.split(',').count()).collect();
            assert_eq!(counts, [11, 11, 11], "{table}");
        }
    }
}
