//! The contract that the client relies on, as questions that change nothing at
//! the service: each answer can be compared with the expected one, and kept
//! without anything personal in it. An operator who has an account finds out in
//! this way where the live service and `expected` differ.

mod expected;
mod recording;
mod redacted;

#[cfg(test)]
mod tests;

use std::time::{Duration, Instant};

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::Value;

use super::client::{Client, bearer};
use super::error::Error;
use super::sign_in::AccessToken;
use super::transport;
use super::wire::{History, RemoteCallId};

pub use expected::{Difference, Weight};
pub use recording::{Recording, RecordingError};
pub use redacted::{Leftover, Redactor};

/// The longest answer that is looked at, in bytes.
const LARGEST: usize = 8 * 1024 * 1024;

/// How many calls of the history are asked for.
const ROWS: usize = 20;

/// A call that no account has.
const NOBODYS: &str = "00000000-0000-4000-8000-000000000000";

/// Writes the questions: each with its name in recordings and its address.
macro_rules! questions {
    ($($(#[doc = $doc:literal])* $question:ident $name:literal $address:literal;)*) => {
        /// A question to the service that changes nothing there.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Question {
            $($(#[doc = $doc])* $question,)*
        }

        impl Question {
            /// All of them, in the order in which they are asked.
            pub const ALL: &[Self] = &[$(Self::$question,)*];

            /// Its name, also that of its recording.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$question => $name,)*
                }
            }

            /// The path below the service's address; `{id}` is a call.
            #[must_use]
            pub fn path(self) -> &'static str {
                match self {
                    $(Self::$question => $address,)*
                }
            }
        }
    };
}

questions! {
    /// The usage in minutes.
    Statistics "statistics" "v1/users/me/statistics";
    /// The usage in credits.
    Credits "credits" "v1/credits/balance";
    /// The plan.
    Subscription "subscription" "v1/users/me/subscription";
    /// The newest calls.
    History "history" "v1/calls";
    /// The newest call.
    Call "call" "v1/calls/{id}";
    /// The transcript of that call.
    Transcript "transcript" "v1/calls/{id}/transcript";
    /// The address of its recording.
    Recording "recording" "v1/calls/{id}/recording";
    /// A call that does not exist.
    NoCall "no-call" "v1/calls/{id}";
    /// The usage, with a token that belongs to nobody.
    NoSignIn "no-sign-in" "v1/users/me/statistics";
}

impl Question {
    /// The question of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|question| question.name() == name)
    }

    /// Whether the account must have made a call before it can be asked.
    #[must_use]
    pub fn is_about_a_call(self) -> bool {
        matches!(self, Self::Call | Self::Transcript | Self::Recording)
    }
}

/// An answer of the service, as it came.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// The question.
    pub question: Question,
    /// The HTTP status.
    pub http: u16,
    /// The media type, without parameters.
    pub media_type: Option<String>,
    /// The body. It holds personal data.
    pub body: String,
    /// How long the answer took.
    pub took: Duration,
}

impl Observed {
    /// The body as JSON, if it is.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        serde_json::from_str(self.body.trim_start_matches('\u{FEFF}')).ok()
    }

    /// How the answer differs from the expected one.
    #[must_use]
    pub fn differences(&self) -> Vec<Difference> {
        expected::differences(self.question, self.http, self.json().as_ref())
    }

    /// The newest call of an answer to [`Question::History`].
    #[must_use]
    pub fn newest_call(&self) -> Option<RemoteCallId> {
        let history = History::read(&self.json()?)?;
        history.calls.into_iter().next().map(|call| call.id)
    }
}

impl Client {
    /// Asks a question. `call` is the one that `{id}` stands for.
    ///
    /// # Errors
    /// Only where there is no answer at all: a refusal is an answer.
    pub async fn observe(
        &self,
        question: Question,
        token: &AccessToken,
        call: Option<&RemoteCallId>,
    ) -> Result<Observed, Error> {
        let id = match question {
            Question::NoCall => NOBODYS,
            _ => call.map_or(NOBODYS, RemoteCallId::as_str),
        };
        let segments: Vec<&str> = (question.path().split('/'))
            .map(|segment| if segment == "{id}" { id } else { segment })
            .collect();
        let mut url = self.url(&segments);
        if question == Question::History {
            url.query_pairs_mut()
                .append_pair("limit", &ROWS.to_string());
        }
        let began = Instant::now();
        let response = (self.own_host().get(url))
            .header(AUTHORIZATION, bearer(token))
            .send()
            .await
            .map_err(transport::broken)?;
        let http = response.status().as_u16();
        let media_type = response.headers().get(CONTENT_TYPE);
        let media_type = media_type
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .map(|value| value.trim().to_ascii_lowercase());
        Ok(Observed {
            question,
            http,
            media_type,
            body: transport::read(response, LARGEST).await?,
            took: began.elapsed(),
        })
    }
}
