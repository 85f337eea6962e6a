//! The output of a command: whole replies, and on a terminal one line that moves
//! while something goes on.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use unicode_width::UnicodeWidthChar as _;

use super::clean;
use super::render::{self, Style};
use kally_core::model::Reply;

/// The signs that take turns at the beginning of the line.
const TURNS: [char; 4] = ['|', '/', '-', '\\'];

/// Back to the beginning of the line, which is cleared.
const CLEARED: &str = "\r\u{1b}[2K";

/// One of the process's two outputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Results.
    Out,
    /// Everything else.
    Err,
}

impl Stream {
    /// Whether it is a terminal.
    #[must_use]
    pub fn is_terminal(self) -> bool {
        match self {
            Self::Out => io::stdout().is_terminal(),
            Self::Err => io::stderr().is_terminal(),
        }
    }

    fn width(self) -> Option<usize> {
        let size = match self {
            Self::Out => terminal_size::terminal_size_of(io::stdout()),
            Self::Err => terminal_size::terminal_size_of(io::stderr()),
        };
        size.map(|(width, _)| usize::from(width.0))
    }

    /// Lines are broken on a terminal only: a script reads them whole.
    fn style(self, colour: bool) -> Style {
        match self.is_terminal() {
            true => Style::of_terminal(colour, self.width()),
            false => Style {
                colour: false,
                width: usize::MAX,
            },
        }
    }
}

/// A reply as lines for one of the outputs, each ended, without its choices and
/// its document.
#[must_use]
pub fn shown(reply: &Reply, stream: Stream, colour: bool, quotes: &[String; 2]) -> String {
    let mut reply = reply.clone();
    reply.choices.clear();
    render::render(&reply, &stream.style(colour), quotes)
}

/// Other people's words on one line, without anything that a terminal obeys.
#[must_use]
pub fn one_line(text: &str) -> String {
    clean::line(text)
}

/// A line of the terminal that changes, on standard error.
#[derive(Debug)]
pub struct Moving {
    text: String,
    since: Instant,
    turn: usize,
    shown: bool,
}

impl Moving {
    /// How often it should be drawn.
    pub const PAUSE: Duration = Duration::from_millis(250);

    /// The line about something that begins at `since`.
    #[must_use]
    pub fn new(text: &str, since: Instant) -> Self {
        Self {
            text: clean::line(text),
            since,
            turn: 0,
            shown: false,
        }
    }

    /// Draws it with the elapsed time.
    pub fn draw(&mut self) {
        let elapsed = self.since.elapsed().as_secs();
        let turn = TURNS[self.turn % TURNS.len()];
        self.turn = self.turn.wrapping_add(1);
        let line = format!("{turn} {} {}:{:02}", self.text, elapsed / 60, elapsed % 60);
        let width = Stream::Err.width().unwrap_or(80).saturating_sub(1);
        let mut err = io::stderr().lock();
        // Nothing depends on it.
        let _ = write!(err, "{CLEARED}{}", cut(&line, width));
        let _ = err.flush();
        self.shown = true;
    }

    /// Clears it, so that something else can be shown.
    pub fn clear(&mut self) {
        if std::mem::take(&mut self.shown) {
            let mut err = io::stderr().lock();
            let _ = write!(err, "{CLEARED}");
            let _ = err.flush();
        }
    }
}

/// As much of a line as fits.
fn cut(line: &str, width: usize) -> &str {
    let mut used = 0;
    for (at, c) in line.char_indices() {
        used += c.width().unwrap_or_default();
        if used > width {
            return line.get(..at).unwrap_or_default();
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moving_line_stays_on_its_line() {
        assert_eq!(cut("| Calling", 80), "| Calling");
        assert_eq!(cut("| Calling", 3), "| C");
        assert_eq!(cut("| 📞📞", 4), "| 📞");
        assert_eq!(cut("ñandú", 0), "");
    }
}
