//! What a failed request to the homeserver means: for a message, and for
//! whoever may try again.

use std::time::Duration;

use matrix_sdk::ruma::api::error::{ErrorKind, RetryAfter};
use matrix_sdk::{Error, HttpError};

use kally_engine::chat::ChatError;

/// The pause where the homeserver asks for one without saying how long.
const PAUSE: Duration = Duration::from_secs(5);

/// The longest pause that is believed.
const LONGEST: Duration = Duration::from_secs(600);

/// What a fault comes down to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// The homeserver says when to come back.
    Wait(Duration),
    /// The access token is not accepted any more.
    SignedOut,
    /// Not allowed here, or not there at all.
    Forbidden,
    /// The message is too large.
    TooLarge,
    /// It will never be taken in this form.
    Refused,
    /// It passes.
    Passing,
}

/// What an error of the library comes down to.
pub(super) fn fault(error: &Error) -> Fault {
    match error {
        Error::Http(error) => http_fault(error),
        Error::WrongRoomState(_) => Fault::Forbidden,
        _ => Fault::Passing,
    }
}

/// The same of a bare request.
pub(super) fn http_fault(error: &HttpError) -> Fault {
    let Some(answer) = error.as_client_api_error() else {
        return Fault::Passing;
    };
    match answer.error_kind() {
        Some(ErrorKind::LimitExceeded(limit)) => Fault::Wait(match limit.retry_after {
            Some(RetryAfter::Delay(wait)) => wait.min(LONGEST),
            Some(RetryAfter::DateTime(_)) | None => PAUSE,
        }),
        Some(ErrorKind::UnknownToken(_) | ErrorKind::MissingToken) => Fault::SignedOut,
        Some(ErrorKind::TooLarge) => Fault::TooLarge,
        Some(ErrorKind::Forbidden | ErrorKind::NotFound | ErrorKind::GuestAccessForbidden) => {
            Fault::Forbidden
        }
        kind => match (answer.status_code.as_u16(), kind) {
            (429, _) => Fault::Wait(PAUSE),
            (413, _) => Fault::TooLarge,
            // Not the homeserver's word: a gateway's in front of it.
            (_, None) => Fault::Passing,
            (403 | 404, _) => Fault::Forbidden,
            (400, _) => Fault::Refused,
            _ => Fault::Passing,
        },
    }
}

/// What becomes of a message that met this error.
pub(super) fn chat_error(error: &Error) -> ChatError {
    let why = error.to_string();
    match fault(error) {
        Fault::Wait(wait) => ChatError::Wait(wait),
        // The bot may be let in again.
        Fault::Forbidden => ChatError::Away(why),
        Fault::TooLarge | Fault::Refused => ChatError::Refused(why),
        Fault::SignedOut | Fault::Passing => ChatError::Fault(why),
    }
}
