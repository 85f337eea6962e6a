//! The meaning of a failed request to the homeserver: for a message, and for
//! the caller that may try again.

use std::time::Duration;

use matrix_sdk::authentication::oauth::OAuthError;
use matrix_sdk::ruma::api::error::{ErrorKind, RetryAfter};
use matrix_sdk::{Error, HttpError, RefreshTokenError};
use oauth2::RequestTokenError;
use oauth2::basic::BasicErrorResponseType;

use kally_core::causes;
use kally_core::model::Trouble;
use kally_engine::chat::ChatError;

/// The pause where the homeserver asks for one without saying how long.
const PAUSE: Duration = Duration::from_secs(5);

/// The longest pause that is accepted.
const LONGEST: Duration = Duration::from_secs(600);

/// The kinds of faults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// The homeserver says when to come back.
    Wait(Duration),
    /// The access token is not accepted any more.
    SignedOut,
    /// Not allowed here, or does not exist.
    Forbidden,
    /// The message is too large.
    TooLarge,
    /// The homeserver will never accept it in this form.
    Refused,
    /// A temporary fault.
    Passing,
}

/// The kind of an error of the library.
pub(super) fn fault(error: &Error) -> Fault {
    match error {
        Error::Http(error) => http_fault(error),
        Error::WrongRoomState(_) => Fault::Forbidden,
        _ => Fault::Passing,
    }
}

/// The kind of an error of a bare request.
pub(super) fn http_fault(error: &HttpError) -> Fault {
    if let HttpError::RefreshToken(error) = error {
        return renewal_fault(error);
    }
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
            // Not from the homeserver, but from a gateway in front of it.
            (_, None) => Fault::Passing,
            (403 | 404, _) => Fault::Forbidden,
            (400, _) => Fault::Refused,
            _ => Fault::Passing,
        },
    }
}

/// Why Matrix does not work, if a sync got this error.
pub(super) fn trouble(error: &Error) -> Trouble {
    let http = match error {
        Error::Http(error) => error.as_client_api_error(),
        _ => None,
    };
    match (fault(error), http.map(|answer| answer.status_code.as_u16())) {
        (Fault::SignedOut, _) => Trouble::SignedOut,
        (Fault::Wait(_), _) => Trouble::RateLimited,
        (Fault::Passing, Some(500..)) => Trouble::Faulty,
        (Fault::Passing, _) => Trouble::Unreachable,
        _ => Trouble::Failed,
    }
}

/// The kind of an error of renewing the session.
fn renewal_fault(error: &RefreshTokenError) -> Fault {
    match error {
        RefreshTokenError::RefreshTokenRequired => Fault::SignedOut,
        RefreshTokenError::MatrixAuth(error) => match http_fault(error) {
            Fault::Forbidden | Fault::Refused => Fault::SignedOut,
            other => other,
        },
        RefreshTokenError::OAuth(error) => match &**error {
            OAuthError::RefreshToken(RequestTokenError::ServerResponse(answer)) => {
                match answer.error() {
                    BasicErrorResponseType::InvalidGrant
                    | BasicErrorResponseType::InvalidClient
                    | BasicErrorResponseType::UnauthorizedClient => Fault::SignedOut,
                    _ => Fault::Passing,
                }
            }
            _ => Fault::Passing,
        },
    }
}

/// The effect of this error on a message.
pub(super) fn chat_error(error: &Error) -> ChatError {
    let why = causes(error);
    match fault(error) {
        Fault::Wait(wait) => ChatError::Wait(wait),
        // The bot may be let in again.
        Fault::Forbidden => ChatError::Away(why),
        Fault::TooLarge | Fault::Refused => ChatError::Refused(why),
        Fault::SignedOut | Fault::Passing => ChatError::Fault(why),
    }
}
