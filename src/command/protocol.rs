//! The words between a command and the process that holds the store: a request
//! on a line of JSON, answered by lines of JSON, the last of which is the result.
//! A command that holds the store itself says the same to itself.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use kally_core::dialogue::{CallOrder, LogOut};
use kally_core::model::{CallId, Reply};

/// Requests and answers of another version are not understood.
pub const VERSION: u32 = 1;

/// The longest request, in bytes.
pub const LONGEST_REQUEST: u64 = 64 * 1024;

/// The longest answer, in bytes.
pub const LONGEST_ANSWER: u64 = 16 * 1024 * 1024;

/// The most calls of the history that are listed.
pub const MOST_CALLS: usize = 2_000;

/// A request with its version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Envelope {
    pub version: u32,
    pub request: Request,
}

/// The version alone, to be read first.
#[derive(Debug, Deserialize)]
pub struct Versioned {
    pub version: u32,
}

/// Words that may hold tokens: they do not print.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pasted(pub String);

impl fmt::Debug for Pasted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pasted([redacted])")
    }
}

/// What a command wants.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// Whether anybody is there, and who.
    Hello,
    /// Makes a call. The same order once more follows the same call.
    Call {
        order: CallOrder,
        /// Follows it to its end.
        wait: bool,
    },
    /// Follows a call to its end.
    Follow {
        call: CallId,
    },
    /// What is left on the plan.
    Usage,
    Subscription,
    /// The address of the bills.
    Billing,
    History {
        /// The search; empty for everything.
        words: String,
        /// At most so many calls.
        most: usize,
    },
    CallInfo {
        /// An id, or the beginning of one.
        id: String,
    },
    Transcript {
        id: String,
    },
    /// The sound of a call, in pieces.
    Recording {
        id: String,
    },
    /// Gives a link, and waits until somebody has signed in by it.
    Login {
        /// With every permission.
        wide: bool,
    },
    /// The address at which the browser of a sign-in has ended, where it cannot
    /// come back. It holds tokens.
    Paste {
        address: Pasted,
    },
    Logout {
        when: LogOut,
    },
    /// Whether an account is linked.
    AuthStatus,
    /// A backup, in pieces.
    Backup {
        /// The store's key, sealed for the backup, in base64.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<String>,
    },
}

/// An answer; the last one is [`Answer::End`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The call is confirmed, durably.
    Confirmed {
        call: CallId,
        /// Says so.
        reply: Reply,
    },
    /// Something to say meanwhile.
    Said(Reply),
    /// A part of a sound, or of a backup.
    Piece(Piece),
    /// Something goes on.
    GoesOn {
        reply: Reply,
        /// For how long it has.
        seconds: u64,
        /// Only the time has passed since it was told before.
        still: bool,
    },
    End(Box<Ended>),
}

/// A part of a sound, or of a backup.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Piece {
    /// How many bytes come before it.
    pub at: usize,
    pub base64: String,
}

/// The result of a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ended {
    pub end: End,
    /// The result in words.
    pub reply: Reply,
    /// The result as lines, where it is a list or an address; then the words only
    /// introduce it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<String>,
    /// The result for programs: an object.
    pub data: Value,
}

/// Writes the ends of commands: each with its word in JSON, its exit code, and
/// whether its words are a result.
macro_rules! ends {
    ($($(#[doc = $doc:literal])* $end:ident $word:literal $code:literal $result:literal;)*) => {
        /// How a command ended.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum End {
            $($(#[doc = $doc])* $end,)*
        }

        impl End {
            /// Its word in JSON.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$end => $word,)*
                }
            }

            /// The exit code of the process.
            pub fn code(self) -> u8 {
                match self {
                    $(Self::$end => $code,)*
                }
            }

            /// Whether its words are the result of the command, and not trouble.
            pub fn is_result(self) -> bool {
                match self {
                    $(Self::$end => $result,)*
                }
            }

            /// The meaning of each exit code.
            pub const MEANINGS: &[(u8, &'static str, &'static str)] = &[
                $(($code, $word, concat!($($doc),*)),)*
            ];
        }
    };
}

ends! {
    /// It is done; a call was made and ended in `success`.
    Done "done" 0 true;
    /// Something unexpected happened.
    Failed "failed" 1 false;
    /// An option is missing or wrong, or the configuration is.
    Wrong "wrong" 2 false;
    /// Nobody is signed in, or the sign-in does not allow it.
    SignIn "sign_in" 3 false;
    /// It was refused: no call was made, or nothing was changed.
    Declined "declined" 4 false;
    /// There is no such call, or no transcript of it.
    NotFound "not_found" 5 false;
    /// KallyAI, or the process that holds the store, does not answer.
    Unavailable "unavailable" 6 false;
    /// The call was made, and nobody was reached: `no_answer`, `busy`, `voicemail`.
    NotReached "not_reached" 10 true;
    /// The call was made, and `failed` or ended in a way that is not known here.
    CallFailed "call_failed" 11 true;
    /// The call was `cancelled` or `terminated`.
    Cancelled "cancelled" 12 true;
    /// It is not known whether the call was made, or how it ended.
    Unknown "unknown" 13 false;
}

impl Ended {
    /// An end with words alone.
    pub fn with(end: End, reply: Reply) -> Self {
        Self {
            end,
            reply,
            lines: Vec::new(),
            data: Value::Object(serde_json::Map::new()),
        }
    }

    /// The same with a field of its data.
    pub fn and(mut self, name: &str, value: impl Into<Value>) -> Self {
        if let Value::Object(fields) = &mut self.data {
            fields.insert(name.to_owned(), value.into());
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scripts rely on them.
    #[test]
    fn each_end_has_a_word_and_a_code_of_its_own() {
        for (index, (code, word, _)) in End::MEANINGS.iter().enumerate() {
            let others = End::MEANINGS.iter().skip(index + 1);
            let mut same = others.filter(|(other, named, _)| other == code || named == word);
            assert_eq!(same.next(), None, "{code} {word}");
        }
    }

    #[test]
    fn a_request_comes_back_as_it_was_said() {
        let line = r#"{"version":1,"request":{"call":{"order":{"call":"01978a51-5d2e-7c43-8b0e-5f6f1a0c9d2e","told":{"phone":"+14155550100"}},"wait":true}}}"#;
        let envelope: Envelope = serde_json::from_str(line).expect("a request");
        assert_eq!(serde_json::to_string(&envelope).expect("JSON"), line);
        for line in [
            r#"{"version":1,"request":{"call":{"order":{"call":"7","told":{}},"wait":true}}}"#,
            r#"{"version":1,"request":{"call":{"order":{"call":"01978a51-5d2e-7c43-8b0e-5f6f1a0c9d2e","told":{"colour":"red"}},"wait":true}}}"#,
            r#"{"version":1,"request":"dance"}"#,
        ] {
            assert!(serde_json::from_str::<Envelope>(line).is_err(), "{line}");
        }
    }
}
