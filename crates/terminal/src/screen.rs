//! The terminal's output: one whole message at a time, from any writer.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use rustyline::ExternalPrinter;

type Print = Box<dyn FnMut(&str) -> io::Result<()> + Send>;

/// A handle on the terminal's output; clones write to the same place.
#[derive(Clone)]
pub struct Screen(Arc<Mutex<Print>>);

impl Screen {
    /// Writes to a file, a pipe, a buffer.
    #[must_use]
    pub fn new(mut writer: Box<dyn Write + Send>) -> Self {
        Self::from(move |text: &str| {
            writer.write_all(text.as_bytes())?;
            writer.flush()
        })
    }

    /// Writes above the line that is being typed.
    pub(super) fn above(mut printer: impl ExternalPrinter + Send + 'static) -> Self {
        Self::from(move |text: &str| printer.print(text.to_owned()).map_err(io::Error::other))
    }

    fn from(print: impl FnMut(&str) -> io::Result<()> + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(Box::new(print))))
    }

    /// Shows some lines, the last one ended; other people's words must have
    /// been made safe before. Waits while the other end does not read.
    pub(super) fn print(&self, lines: &str) -> io::Result<()> {
        let mut print = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        print(lines)
    }
}
