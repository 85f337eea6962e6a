//! Each kind of reply as a person sees it.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use uuid::Uuid;

use super::*;
use kally_core::model::{
    Block, Choice, ConversationId, Document, MessageKey, Reply, Rich, Span, Weight,
};

/// Stores everything that is written to it.
#[derive(Clone, Default)]
pub(super) struct Sink(Arc<Mutex<Vec<u8>>>);

impl Sink {
    pub(super) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

const PLAIN: Surface = Surface::Fixed(Style::PLAIN);

pub(super) fn phrases() -> Phrases {
    Phrases {
        saved: Box::new(|path, lines| match lines {
            Some(lines) => format!("Saved to {path} ({lines} lines)."),
            None => format!("Saved to {path}."),
        }),
        cut: "The line was cut.".to_owned(),
        leave: "Ctrl-C again leaves.".to_owned(),
        quotes: marks("“", "”"),
    }
}

fn marks(open: &str, close: &str) -> [String; 2] {
    [open, close].map(str::to_owned)
}

fn outgoing(reply: Reply) -> Outgoing {
    Outgoing {
        message: MessageKey(Uuid::from_u128(7)),
        to: ConversationId {
            platform: Platform::Terminal,
            chat: "me".to_owned(),
            thread: None,
            user: "me".to_owned(),
        },
        replaces: None,
        answers: None,
        reply,
        sound: None,
        weight: Weight::Answer,
        quiet: false,
        closes: false,
    }
}

fn show(reply: &Reply) -> String {
    render::render(reply, &Style::PLAIN, &marks("“", "”"))
}

fn plain(text: &str) -> Span {
    Span::Plain(text.to_owned())
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(vec![plain(text)])
}

fn choices(labels: &[&str]) -> Vec<Choice> {
    labels
        .iter()
        .map(|label| Choice {
            label: (*label).to_owned(),
            token: "t".to_owned(),
            sign: None,
        })
        .collect()
}

fn fields(pairs: &[(&str, &str)]) -> Block {
    let own = |(label, value): &(&str, &str)| ((*label).to_owned(), (*value).to_owned());
    Block::Fields(pairs.iter().map(own).collect())
}

fn card() -> Reply {
    Reply {
        body: Rich(vec![
            paragraph("📞 +1 415-555-2671 · United States"),
            paragraph("Restaurant"),
            Block::Quote(
                "Table for four tomorrow at 8, on the terrace if they have one, and please a \
                 high chair for the little one"
                    .to_owned(),
            ),
            fields(&[
                ("Name", "Ana García"),
                ("When", "Thursday 29 January 2026, 20:00 (Los Angeles)"),
                ("People", "4"),
                ("Language", "English on the phone"),
            ]),
            paragraph("They will hear an AI that says it's calling for you."),
        ]),
        choices: choices(&["Call now", "Edit", "Cancel"]),
        numbered: true,
        ..Reply::default()
    }
}

#[test]
fn the_card() {
    insta::assert_snapshot!(show(&card()), @r#"
    📞 +1 415-555-2671 · United States
    Restaurant
    “Table for four tomorrow at 8, on the terrace if they have one, and please a
    high chair for the little one”
    Name       Ana García
    When       Thursday 29 January 2026, 20:00 (Los Angeles)
    People     4
    Language   English on the phone
    They will hear an AI that says it's calling for you.
    [1] Call now  [2] Edit  [3] Cancel
    "#);
}

#[test]
fn the_card_in_spanish_on_a_narrow_terminal() {
    let reply = Reply {
        body: Rich(vec![
            paragraph("📞 +34 912 34 56 78 · España"),
            Block::Quote("«Reserva mesa para 4 mañana a las nueve y media»".to_owned()),
            fields(&[
                ("A nombre de", "Ana"),
                ("Cuándo", "jueves 29 de enero de 2026, 21:30 (Madrid)"),
                ("Personas", "4"),
            ]),
        ]),
        choices: choices(&["Llamar", "Cambiar", "Cancelar"]),
        numbered: true,
        ..Reply::default()
    };
    let style = Style {
        colour: false,
        width: 36,
    };
    insta::assert_snapshot!(render::render(&reply, &style, &marks("«", "»")), @r#"
    📞 +34 912 34 56 78 · España
    «Reserva mesa para 4 mañana a las
    nueve y media»
    A nombre de  Ana
    Cuándo       jueves 29 de enero de
                 2026, 21:30 (Madrid)
    Personas     4
    [1] Llamar  [2] Cambiar
    [3] Cancelar
    "#);
}

#[test]
fn a_question_whose_answer_may_be_a_number() {
    let reply = Reply {
        body: Rich::plain("How many people? For example 4."),
        choices: choices(&["Skip", "Back"]),
        numbered: false,
        ..Reply::default()
    };
    insta::assert_snapshot!(show(&reply), @r#"
    How many people? For example 4.
    [Skip]  [Back]
    "#);
}

#[test]
fn spans_and_lists() {
    let link = Span::Link {
        url: "https://api.kallyai.com/v1/auth/cli?redirect_uri=http%3A%2F%2Flocalhost%3A8976%2Fcallback&state=abcdefgh".to_owned(),
        label: "Link my account".to_owned(),
    };
    let reply = Reply {
        body: Rich(vec![
            Block::Paragraph(vec![
                plain("The page shows the code "),
                Span::Code("K7-PX".to_owned()),
                plain(", "),
                Span::Strong("your name".to_owned()),
                plain(" and nothing that you do not know yourself.\n\nUntil 12:00:"),
            ]),
            Block::Paragraph(vec![link]),
            Block::List(vec![
                vec![Span::Code("/call".to_owned()), plain(" makes a call")],
                vec![plain(
                    "a second item, long enough that it has to go on in another line below the first",
                )],
            ]),
        ]),
        ..Reply::default()
    };
    insta::assert_snapshot!(show(&reply), @r#"
    The page shows the code K7-PX, your name and nothing that you do not know
    yourself.

    Until 12:00:
    Link my account:
    https://api.kallyai.com/v1/auth/cli?redirect_uri=http%3A%2F%2Flocalhost%3A8976%2Fcallback&state=abcdefgh
    - /call makes a call
    - a second item, long enough that it has to go on in another line below the
      first
    "#);
}

#[test]
fn colour_marks_what_is_marked_already() {
    let style = Style {
        colour: true,
        width: 80,
    };
    let coloured = render::render(&card(), &style, &marks("“", "”"));
    assert!(coloured.contains("\u{1b}[1m[1]\u{1b}[0m Call now"));
    let mut bare = coloured;
    for code in ["\u{1b}[1m", "\u{1b}[2m", "\u{1b}[36m", "\u{1b}[0m"] {
        bare = bare.replace(code, "");
    }
    assert_eq!(bare, show(&card()));
}

#[test]
fn no_text_from_outside_gives_the_terminal_orders() {
    let evil = "\u{1b}]0;x\u{7}\u{9b}2J\u{202e}";
    let text = || evil.to_owned();
    let reply = Reply {
        body: Rich(vec![
            Block::Paragraph(vec![
                Span::Plain(text()),
                Span::Strong(text()),
                Span::Code(text()),
                Span::Link {
                    url: text(),
                    label: "x".to_owned() + evil,
                },
            ]),
            Block::Quote(text()),
            Block::Fields(vec![(text(), text())]),
            Block::List(vec![vec![Span::Plain(text())]]),
        ]),
        choices: choices(&[evil]),
        numbered: true,
        ..Reply::default()
    };
    let shown = show(&reply);
    let orders = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
    assert!(!shown.contains(orders), "{shown:?}");
    assert_eq!(shown.matches("2J").count(), 10);
}

#[tokio::test]
async fn a_transcript_is_saved_and_named() {
    let place = tempfile::tempdir().unwrap();
    let sink = Sink::default();
    let screen = Screen::new(Box::new(sink.clone()));
    let folder = place.path().join("documents");
    let chat = TerminalChat::new(screen, PLAIN, folder.clone(), Arc::new(phrases()));
    let reply = Reply {
        body: Rich::plain("The transcript of the call."),
        document: Some(Document {
            name: "../transcript.txt".to_owned(),
            media_type: "text/plain".to_owned(),
            text: "00:00 AI: Hello\n00:02 HUMAN: Hi\n".to_owned(),
            refused: String::new(),
        }),
        ..Reply::default()
    };
    let message = chat.deliver(&outgoing(reply)).await.unwrap();
    assert_eq!(message.0, Uuid::from_u128(7).to_string());
    let shown = sink.text().replace(folder.to_str().unwrap(), "DOCUMENTS");
    insta::assert_snapshot!(shown, @r#"
    The transcript of the call.
    Saved to DOCUMENTS/transcript.txt (2 lines).

    "#);
    let saved = std::fs::read_to_string(folder.join("transcript.txt")).unwrap();
    assert!(saved.starts_with("00:00 AI: Hello"));
}

#[tokio::test]
async fn a_document_that_cannot_be_saved_is_shown() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("file");
    std::fs::write(&folder, "in the way").unwrap();
    let sink = Sink::default();
    let screen = Screen::new(Box::new(sink.clone()));
    let chat = TerminalChat::new(screen, PLAIN, folder, Arc::new(phrases()));
    let reply = Reply {
        document: Some(Document {
            name: "t.txt".to_owned(),
            media_type: "text/plain".to_owned(),
            text: "said\u{1b}[2J\n".to_owned(),
            refused: String::new(),
        }),
        ..Reply::default()
    };
    chat.deliver(&outgoing(reply)).await.unwrap();
    assert_eq!(sink.text(), "said\u{FFFD}[2J\n\n");
}

/// The message that comes with it says that the call is over.
#[tokio::test]
async fn an_edit_that_repeats_another_message_is_not_shown() {
    let sink = Sink::default();
    let screen = Screen::new(Box::new(sink.clone()));
    let chat = TerminalChat::new(screen, PLAIN, PathBuf::new(), Arc::new(phrases()));
    let said = |text: &str, repeats: bool| Outgoing {
        replaces: Some(MessageRef("1".to_owned())),
        ..outgoing(Reply {
            body: Rich::plain(text),
            repeats,
            ..Reply::default()
        })
    };
    chat.deliver(&said("Calling…", false)).await.unwrap();
    chat.deliver(&said("The call is over.", true))
        .await
        .unwrap();
    assert_eq!(sink.text(), "Calling…\n\n");
}

#[tokio::test]
async fn an_output_that_is_gone_is_a_fault_that_may_pass() {
    struct Gone;
    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let screen = Screen::new(Box::new(Gone));
    let chat = TerminalChat::new(screen, PLAIN, PathBuf::new(), Arc::new(phrases()));
    let sent = chat.deliver(&outgoing(card())).await;
    assert!(matches!(sent, Err(ChatError::Fault(_))), "{sent:?}");
}
