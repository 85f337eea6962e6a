//! The chat in a terminal, for `chat` and `demo`: one person, one conversation.
//!
//! Replies become wrapped lines, without anything that a terminal obeys; files
//! are saved and named. Typed lines are passed on unchanged: the meaning of a
//! number or a label is decided in the same place as for every other chat.

mod clean;
mod documents;
mod input;
mod output;
mod render;
mod screen;
#[cfg(test)]
mod tests;
mod wrap;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;

use kally_core::model::{MessageKey, MessageRef, Platform, Reply};
use kally_engine::chat::{Chat, ChatError, File, Outgoing};

pub use input::{Line, Lines, Terminal, TerminalError, open};
pub use output::{Moving, Stream, one_line, shown};
pub use render::{Style, Surface};
pub use screen::Screen;

/// Makes the sentence about a saved file, from its path and how many lines it
/// has, if it is a text.
pub type SavedPhrase = Box<dyn Fn(&str, Option<usize>) -> String + Send + Sync>;

/// The few texts of the terminal itself, in the person's language.
pub struct Phrases {
    /// Says where a file was saved.
    pub saved: SavedPhrase,
    /// Says that a line was too long and was cut.
    pub cut: String,
    /// Says how to leave, after one Ctrl-C.
    pub leave: String,
    /// The language's quotation marks.
    pub quotes: [String; 2],
}

/// Shows replies on a terminal.
pub struct TerminalChat {
    shared: Arc<Shared>,
}

struct Shared {
    screen: Screen,
    surface: Surface,
    documents: PathBuf,
    phrases: Arc<Phrases>,
    /// The message that was edited last, with its text.
    edited: Mutex<Option<(MessageKey, Reply)>>,
}

impl TerminalChat {
    /// Shows replies on `screen` and saves files to the folder `documents`,
    /// which is made with the first file.
    #[must_use]
    pub fn new(
        screen: Screen,
        surface: Surface,
        documents: PathBuf,
        phrases: Arc<Phrases>,
    ) -> Self {
        let shared = Shared {
            screen,
            surface,
            documents,
            phrases,
            edited: Mutex::default(),
        };
        Self {
            shared: Arc::new(shared),
        }
    }
}

#[async_trait]
impl Chat for TerminalChat {
    fn platform(&self) -> Platform {
        Platform::Terminal
    }

    fn is_limited(&self) -> bool {
        false
    }

    /// The new text of an edited message is shown below it, if it differs: the
    /// lines above cannot be rewritten. An edit is not shown if the message that
    /// comes with it says as much.
    async fn deliver(&self, outgoing: &Outgoing) -> Result<MessageRef, ChatError> {
        let is_old = outgoing.reply.repeats || self.shared.says_the_same(outgoing);
        if outgoing.replaces.is_some() && is_old {
            return Ok(MessageRef(outgoing.message.to_string()));
        }
        let message = outgoing.message;
        let shared = Arc::clone(&self.shared);
        let outgoing = outgoing.clone();
        let printed = tokio::task::spawn_blocking(move || {
            let style = shared.surface.style();
            let mut text = render::render(&outgoing.reply, &style, &shared.phrases.quotes);
            if let Some(file) = outgoing.file() {
                text.push_str(&shared.file(&file, &outgoing));
            }
            shared.screen.print(&render::apart(text))
        });
        match printed.await {
            Ok(Ok(())) => Ok(MessageRef(message.to_string())),
            Ok(Err(error)) => Err(ChatError::Fault(error.to_string())),
            Err(error) => Err(ChatError::Fault(error.to_string())),
        }
    }
}

impl Shared {
    /// Whether an edit has the same text as the last edit of its message.
    fn says_the_same(&self, outgoing: &Outgoing) -> bool {
        let now = (outgoing.message, outgoing.reply.clone());
        let mut edited = self.edited.lock().unwrap_or_else(PoisonError::into_inner);
        edited.replace(now.clone()) == Some(now)
    }

    /// Saves a file and says where it is. Where it cannot be saved, a text is
    /// shown, and a sound has its address.
    fn file(&self, file: &File<'_>, outgoing: &Outgoing) -> String {
        match documents::save(&self.documents, &file.name, file.bytes) {
            Ok(path) => {
                let path = clean::line(&path.display().to_string());
                let lines = std::str::from_utf8(file.bytes).map(|text| text.lines().count());
                let lines = lines.ok().filter(|_| file.sound.is_none());
                format!("{}\n", clean::line(&(self.phrases.saved)(&path, lines)))
            }
            Err(error) => {
                tracing::warn!(%error, "a file could not be saved and is shown instead");
                let instead = match std::str::from_utf8(file.bytes) {
                    Ok(text) if file.sound.is_none() => text.to_owned(),
                    _ => outgoing.instead_of_file().to_plain(),
                };
                format!("{}\n", clean::lines(instead.trim_end()))
            }
        }
    }
}
