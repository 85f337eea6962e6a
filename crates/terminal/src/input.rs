//! Typed lines: from a terminal with editing and a history (in memory only,
//! since a pasted address may hold tokens), or line by line from a pipe.
//!
//! The blocking reads have a thread of their own, which ends with the process,
//! and pass lines on through a short queue.

use std::io::{self, BufRead, Read as _};
use std::sync::Arc;
use std::thread;

use rustyline::error::{ReadlineError, Signal};
use rustyline::{Config, DefaultEditor};
use tokio::sync::mpsc;

use super::{Phrases, Screen, Surface, clean, render};

/// Longer lines are cut; no person types as much.
const MAX_LINE_BYTES: usize = 100 * 1000;
const PROMPT: &str = "> ";
const HISTORY: usize = 200;
/// Lines typed ahead, while an answer is being made.
const QUEUE: usize = 8;

/// A line, or the end of the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// A message; never blank.
    Text(String),
    /// The person left, or the input ended.
    End,
}

/// A line as it was read.
struct Typed {
    text: String,
    cut: bool,
}

/// The lines that are typed, in order.
pub struct Lines {
    typed: mpsc::Receiver<Typed>,
    screen: Screen,
    surface: Surface,
    echo: bool,
    phrases: Arc<Phrases>,
    _modes: Option<modes::Saved>,
}

impl Lines {
    /// The next line. From a pipe it is shown as `> text` when it is taken, not
    /// when it is read. So the output reads as a conversation if each line is
    /// taken once the one before was answered. Cancelling loses nothing. After
    /// [`Line::End`] there is only `End`.
    pub async fn next(&mut self) -> Line {
        let Some(Typed { text, cut }) = self.typed.recv().await else {
            return Line::End;
        };
        let mut shown = String::new();
        if self.echo {
            shown = format!("{PROMPT}{}\n", clean::line(&text));
        }
        if cut {
            shown.push_str(&format!("{}\n", clean::line(&self.phrases.cut)));
        }
        if !shown.is_empty()
            && let Err(error) = self.screen.print(&shown)
        {
            tracing::warn!(%error, "standard output cannot be written to");
        }
        Line::Text(text)
    }

    /// Shows a line that is no message of the conversation.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub fn tell(&self, text: &str) -> io::Result<()> {
        self.screen
            .print(&render::told(text, &self.surface.style()))
    }

    /// Whether lines come from a pipe or a file, so that each should be
    /// answered before the next one is taken.
    #[must_use]
    pub fn is_piped(&self) -> bool {
        self.echo
    }
}

/// The terminal, open for a conversation.
pub struct Terminal {
    pub lines: Lines,
    pub screen: Screen,
    /// Where they are shown.
    pub surface: Surface,
}

/// The terminal cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TerminalError {
    /// It does not accept the settings for editing.
    #[error("the terminal cannot be set up for typing")]
    Editor(#[from] ReadlineError),
    /// The thread that reads could not be started.
    #[error("the thread that reads the input could not be started")]
    Thread(#[from] io::Error),
}

/// Opens standard input and output: with line editing where both are a
/// terminal, else plain. `colour` says whether colour is wanted.
///
/// # Errors
/// When the terminal cannot be set up.
pub fn open(colour: bool, phrases: Arc<Phrases>) -> Result<Terminal, TerminalError> {
    use std::io::IsTerminal as _;
    let surface = Surface::Stdout { colour };
    let (sender, typed) = mpsc::channel(QUEUE);
    let plain = || Screen::new(Box::new(io::stdout()));
    let interactive = io::stdin().is_terminal() && io::stdout().is_terminal();
    let (screen, modes) = if interactive {
        let config = Config::builder()
            .max_history_size(HISTORY)?
            .auto_add_history(true)
            .build();
        let modes = modes::Saved::now();
        let mut editor = DefaultEditor::with_config(config)?;
        // A terminal without cursor movements has no such printer.
        let screen = match editor.create_external_printer() {
            Ok(printer) => Screen::above(printer),
            Err(_) => plain(),
        };
        let leave = phrases.leave.clone();
        let hints = screen.clone();
        let hint = move || hints.print(&render::told(&leave, &surface.style()));
        reader_thread(move || edit(editor, &sender, &hint))?;
        (screen, modes)
    } else {
        reader_thread(move || read(&mut io::stdin().lock(), &sender))?;
        (plain(), None)
    };
    let lines = Lines {
        typed,
        screen: screen.clone(),
        surface,
        echo: !interactive,
        phrases,
        _modes: modes,
    };
    Ok(Terminal {
        lines,
        screen,
        surface,
    })
}

fn reader_thread(run: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new()
        .name("terminal-input".to_owned())
        .spawn(run)
        .map(drop)
}

/// Lines from a terminal, until Ctrl-D or a second Ctrl-C; after the first one
/// the person is told how to leave.
fn edit(
    mut editor: DefaultEditor,
    lines: &mpsc::Sender<Typed>,
    how_to_leave: &dyn Fn() -> io::Result<()>,
) {
    let mut interrupted = false;
    loop {
        match editor.readline(PROMPT) {
            Ok(text) => {
                interrupted = false;
                if !hand_over(lines, text.into_bytes(), false) {
                    return;
                }
            }
            Err(ReadlineError::Signal(Signal::Resize)) => {}
            Err(ReadlineError::Interrupted) if !interrupted => {
                interrupted = true;
                if how_to_leave().is_err() {
                    return;
                }
            }
            Err(_) => return,
        }
    }
}

/// Lines from a pipe, until it ends.
fn read(input: &mut impl BufRead, lines: &mpsc::Sender<Typed>) {
    while let Ok(Some((line, cut))) = bounded_line(input) {
        if !hand_over(lines, line, cut) {
            return;
        }
    }
}

/// The next line without its end, at most [`MAX_LINE_BYTES`] of it.
fn bounded_line(input: &mut impl BufRead) -> io::Result<Option<(Vec<u8>, bool)>> {
    let mut line = Vec::new();
    let limit = u64::try_from(MAX_LINE_BYTES).unwrap_or(u64::MAX);
    if input.take(limit + 1).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
        return Ok(Some((line, false)));
    }
    let cut = line.len() > MAX_LINE_BYTES;
    if cut {
        input.skip_until(b'\n')?;
    }
    Ok(Some((line, cut)))
}

/// Passes a line on, unless it is blank; returns whether anybody still listens.
fn hand_over(lines: &mpsc::Sender<Typed>, mut line: Vec<u8>, cut: bool) -> bool {
    let cut = cut || line.len() > MAX_LINE_BYTES;
    if cut {
        line.truncate(MAX_LINE_BYTES);
        // A character that was cut in two is removed completely.
        while line.pop_if(|byte| *byte & 0xC0 == 0x80).is_some() {}
        line.pop_if(|byte| *byte >= 0xC0);
    }
    let text = String::from_utf8_lossy(&line);
    let text = text.trim_end_matches('\r').to_owned();
    if text.trim().is_empty() {
        return true;
    }
    lines.blocking_send(Typed { text, cut }).is_ok()
}

#[cfg(unix)]
mod modes {
    //! A process that ends while a line is being typed would leave the terminal
    //! without echo.

    use std::io::{self, Write as _};

    use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

    /// The terminal's modes at the start, put back at the end.
    pub(super) struct Saved(Termios);

    impl Saved {
        pub(super) fn now() -> Option<Self> {
            tcgetattr(io::stdin()).ok().map(Self)
        }
    }

    impl Drop for Saved {
        fn drop(&mut self) {
            let changed =
                tcgetattr(io::stdin()).is_ok_and(|now| now.local_modes != self.0.local_modes);
            if changed {
                // If the terminal went away, nothing can be done about it.
                let _ = tcsetattr(io::stdin(), OptionalActions::Now, &self.0);
                let _ = io::stdout().write_all(b"\x1b[?2004l\r\n");
                let _ = io::stdout().flush();
            }
        }
    }
}

#[cfg(not(unix))]
mod modes {
    //! Only Unix terminals have modes that outlive a process.

    pub(super) struct Saved;

    impl Saved {
        pub(super) fn now() -> Option<Self> {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;
    use std::time::Duration;

    use super::super::Style;
    use super::super::tests::{Sink, phrases};
    use super::*;

    /// The result of an input: the lines taken, and the text shown.
    async fn typed(input: &[u8]) -> (Vec<String>, String) {
        let sink = Sink::default();
        let (sender, typed) = mpsc::channel(1);
        let mut input = Cursor::new(input.to_vec());
        let reader = thread::spawn(move || read(&mut input, &sender));
        let mut lines = Lines {
            typed,
            screen: Screen::new(Box::new(sink.clone())),
            surface: Surface::Fixed(Style::PLAIN),
            echo: true,
            phrases: Arc::new(phrases()),
            _modes: None,
        };
        let mut taken = Vec::new();
        loop {
            let next = tokio::time::timeout(Duration::from_secs(5), lines.next());
            match next.await.unwrap() {
                Line::Text(text) => taken.push(text),
                Line::End => break,
            }
        }
        assert_eq!(lines.next().await, Line::End, "End stays");
        reader.join().unwrap();
        (taken, sink.text())
    }

    #[tokio::test]
    async fn each_line_is_a_message_and_is_shown() {
        let (lines, shown) = typed(b"/call\r\n\n   \n+1 415 555 2671\nlast").await;
        assert_eq!(lines, ["/call", "+1 415 555 2671", "last"]);
        assert_eq!(shown, "> /call\n> +1 415 555 2671\n> last\n");
    }

    #[tokio::test]
    async fn nothing_typed_reaches_the_terminal_as_an_order() {
        let (lines, shown) = typed(b"a\x1b[2Jb\xff\n").await;
        assert_eq!(lines, ["a\u{1b}[2Jb\u{FFFD}"]);
        assert_eq!(shown, "> a\u{FFFD}[2Jb\u{FFFD}\n");
    }

    #[tokio::test]
    async fn long_lines_are_cut_with_a_note() {
        let fits = "x".repeat(MAX_LINE_BYTES);
        let split = format!("{}é{fits}", "x".repeat(MAX_LINE_BYTES - 1));
        let (lines, shown) = typed(format!("{fits}\n{split}\nnext\n").as_bytes()).await;
        let lengths: Vec<usize> = lines.iter().map(String::len).collect();
        assert_eq!(lengths, [MAX_LINE_BYTES, MAX_LINE_BYTES - 1, 4]);
        assert_eq!(shown.matches("cut").count(), 1, "only the second");
        assert!(!lines[1].contains('\u{FFFD}'));
    }

    #[test]
    fn a_reader_that_nobody_listens_to_ends() {
        let (sender, typed) = mpsc::channel(1);
        drop(typed);
        read(&mut Cursor::new(b"a\nb\n".to_vec()), &sender);
    }
}
