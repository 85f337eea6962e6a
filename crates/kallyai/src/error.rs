//! Errors, sorted by their meaning for a call: certainly not placed, or perhaps
//! placed. That difference keeps a call from being placed twice, so every doubt
//! counts as "perhaps".
//!
//! No error shows a token, a body or an address with its query.

use std::fmt;
use std::time::Duration;

use url::Url;

use super::lenient;
use kally_network::why;

/// A request that brought no usable answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The service answered that it refuses.
    #[error("KallyAI refused: {0}")]
    Refused(Box<Refusal>),
    /// No connection was made: the request certainly did not leave.
    #[error("KallyAI could not be reached: {}", why(.0))]
    Unreachable(reqwest::Error),
    /// The connection broke or the time ran out: the service may have received
    /// the request and acted on it.
    #[error("the connection to KallyAI was interrupted: {}", why(.0))]
    Interrupted(reqwest::Error),
    /// The answer is not one that the service gives: a gateway's page, a
    /// captcha, truncated JSON, a call without an id. The service may have
    /// acted on the request.
    #[error("the answer (HTTP {http}) could not be understood")]
    Unintelligible { http: u16 },
}

/// The content of a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The reason, as the service's code.
    pub code: ErrorCode,
    pub http: u16,
    /// The service's sentence, at most 500 characters.
    pub message: Option<String>,
    /// The id that the service's support asks for.
    pub correlation_id: Option<String>,
    /// Where a larger plan is sold.
    pub upgrade_url: Option<Url>,
    /// How long to wait before asking again.
    pub retry_after: Option<Duration>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (HTTP {}", self.code.as_str(), self.http)?;
        if let Some(id) = &self.correlation_id {
            write!(f, ", correlation id {id}")?;
        }
        f.write_str(")")
    }
}

/// How to react to an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// The same request will fail again.
    Never,
    /// Ask again after this time.
    After(Duration),
    /// Ask again, with growing pauses.
    Backoff,
    /// Refresh the access token; if that was just done, the person has to sign
    /// in again.
    SignIn,
}

macro_rules! error_codes {
    ($($name:ident = $word:literal,)*) => {
        /// The code of a refusal.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
                pub enum ErrorCode {
            $($name,)*
            /// An unknown code; `http_<status>` where there was none.
            Other(String),
        }

        impl ErrorCode {
            /// Every code that is known.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The service's word for it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$name => $word,)*
                    Self::Other(word) => word,
                }
            }

            /// Reads the service's word, in capitals or not.
            #[must_use]
            pub fn from_word(word: &str) -> Self {
                let word = lenient::word(word);
                match word.to_ascii_lowercase().as_str() {
                    $($word => Self::$name,)*
                    _ => Self::Other(word),
                }
            }
        }
    };
}

error_codes! {
    QuotaExceeded = "quota_exceeded",
    BudgetExceeded = "budget_exceeded",
    BudgetApprovalRequired = "budget_approval_required",
    SoftCapReached = "soft_cap_reached",
    MissingPhoneNumber = "missing_phone_number",
    EmergencyNumber = "emergency_number",
    TollNumber = "toll_number",
    SafetyViolation = "safety_violation",
    SchedulingViolation = "scheduling_violation",
    ConsentDenied = "consent_denied",
    UnsupportedLanguage = "unsupported_language",
    CountryRestriction = "country_restriction",
    UnsupportedCountry = "unsupported_country",
    BlockedNumber = "blocked_number",
    SuppressionViolation = "suppression_violation",
    Forbidden = "forbidden",
    MissingToken = "missing_token",
    TokenExpired = "token_expired",
    CallNotFound = "call_not_found",
    TranscriptNotFound = "transcript_not_found",
    RecordingNotFound = "recording_not_found",
    RateLimited = "rate_limited",
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl Error {
    /// How to react to it.
    #[must_use]
    pub fn retry(&self) -> Retry {
        match self {
            Self::Refused(refusal) => refusal.retry(),
            Self::Unreachable(_) | Self::Interrupted(_) | Self::Unintelligible { .. } => {
                Retry::Backoff
            }
        }
    }

    /// Whether this request certainly changed nothing at the service.
    ///
    /// True when no connection was made, and for a definite refusal. A
    /// time-out, a reset, any 5xx and an unintelligible answer are doubtful,
    /// and so are the few 4xx that are about another attempt or the connection
    /// (408, 409, 423, 425, 499).
    #[must_use]
    pub fn certainly_not_done(&self) -> bool {
        match self {
            Self::Unreachable(_) => true,
            Self::Refused(refusal) => refusal.is_definite(),
            Self::Interrupted(_) | Self::Unintelligible { .. } => false,
        }
    }

    /// The refusal, if it is one.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// The code of the refusal, if it is one.
    #[must_use]
    pub fn code(&self) -> Option<&ErrorCode> {
        self.refusal().map(|refusal| &refusal.code)
    }
}

impl Refusal {
    fn is_definite(&self) -> bool {
        let nameless = matches!(&self.code, ErrorCode::Other(word) if word.starts_with("http_"));
        (400..500).contains(&self.http)
            && !matches!(self.http, 408 | 409 | 423 | 425 | 499)
            && (!nameless || self.http == 404)
    }

    fn retry(&self) -> Retry {
        let soon = self.retry_after.map_or(Retry::Backoff, Retry::After);
        match (&self.code, self.http) {
            (_, 408 | 423 | 425 | 429 | 499 | 500..) | (ErrorCode::RateLimited, _) => soon,
            (ErrorCode::MissingToken | ErrorCode::TokenExpired | ErrorCode::Forbidden, _)
            | (_, 401) => Retry::SignIn,
            (ErrorCode::Other(word), _) if word == "invalid_grant" => Retry::SignIn,
            // Not there (yet): a new resource may take a moment to appear.
            (
                ErrorCode::CallNotFound
                | ErrorCode::TranscriptNotFound
                | ErrorCode::RecordingNotFound,
                _,
            ) => soon,
            _ => Retry::Never,
        }
    }
}
