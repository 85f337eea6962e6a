//! An answer of the service without anything personal, as a file: recordings of
//! the live service are replayed by tests.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::expected::{self, Difference};
use super::redacted::{Leftover, Redactor};
use super::{Observed, Question};

/// The form of the files that this program writes.
const FORMAT: u32 = 1;

/// A recorded answer. The file is its JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recording {
    format: u32,
    /// The name of the question.
    question: String,
    /// The address that was asked, below the service's.
    request: String,
    http: u16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    media_type: Option<String>,
    /// The redacted answer; a text says how long a body was that is not JSON.
    body: Value,
}

/// Why a file is no recording.
#[derive(Debug, thiserror::Error)]
pub enum RecordingError {
    /// It is not JSON of this shape.
    #[error("the file is not a recording")]
    Json(#[from] serde_json::Error),
    /// A newer program wrote it.
    #[error("the recording has format {0}, and this program reads {FORMAT}")]
    Format(u32),
    /// The question is not one of this program.
    #[error("the recording answers a question that is not known")]
    Question,
}

impl Recording {
    /// Records an answer.
    ///
    /// # Errors
    /// If something personal would be left in it.
    pub fn of(observed: &Observed, redactor: &mut Redactor) -> Result<Self, Leftover> {
        let body = match observed.json() {
            Some(body) => redactor.redact(&body)?,
            None => Redactor::text(&observed.body),
        };
        let media_type = observed.media_type.as_deref();
        let is_plain = |text: &&str| {
            text.len() <= 60
                && text
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || "/+-.".contains(c))
        };
        Ok(Self {
            format: FORMAT,
            question: observed.question.name().to_owned(),
            request: format!("GET {}", observed.question.path()),
            http: observed.http,
            media_type: media_type.filter(is_plain).map(str::to_owned),
            body,
        })
    }

    /// Reads a recording.
    ///
    /// # Errors
    /// If the text is no recording of this format.
    pub fn read(text: &str) -> Result<Self, RecordingError> {
        let recording: Self = serde_json::from_str(text)?;
        if recording.format != FORMAT {
            return Err(RecordingError::Format(recording.format));
        }
        match Question::named(&recording.question) {
            Some(_) => Ok(recording),
            None => Err(RecordingError::Question),
        }
    }

    /// The text of the file.
    ///
    /// # Errors
    /// Never for an answer that was recorded.
    pub fn written(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }

    /// The name of its question.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.question
    }

    /// How the answer differs from the expected one.
    #[must_use]
    pub fn differences(&self) -> Vec<Difference> {
        let body = (!self.body.is_string()).then_some(&self.body);
        match Question::named(&self.question) {
            Some(question) => expected::differences(question, self.http, body),
            None => Vec::new(),
        }
    }
}
