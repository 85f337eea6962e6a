//! Pages that only tell something. Each has an address of its own, so that a
//! browser that came with a secret in its address can be sent on to one
//! without.

use axum::http::StatusCode;

/// The message of a page without a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notice {
    /// The account is linked.
    Done,
    /// The person did not want it.
    Declined,
    /// The session was finished before.
    Used,
    /// A newer session, or a sign-out, has ended it.
    Ended,
    /// The session ran out of time.
    Expired,
    /// There is no such session.
    Unknown,
    /// The session belongs to another browser.
    Foreign,
    /// The service did not sign the person in.
    Denied,
    /// The request does not match ours.
    Refused,
    /// It did not work, for now.
    Failed,
    /// Too many requests from this address.
    TooMany,
    /// There is no such page.
    Missing,
}

impl Notice {
    pub(super) const ALL: [Self; 12] = [
        Self::Done,
        Self::Declined,
        Self::Used,
        Self::Ended,
        Self::Expired,
        Self::Unknown,
        Self::Foreign,
        Self::Denied,
        Self::Refused,
        Self::Failed,
        Self::TooMany,
        Self::Missing,
    ];

    /// The last part of the page's address.
    pub(super) fn place(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Declined => "declined",
            Self::Used => "used",
            Self::Ended => "ended",
            Self::Expired => "expired",
            Self::Unknown => "unknown",
            Self::Foreign => "foreign",
            Self::Denied => "denied",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::TooMany => "too-many",
            Self::Missing => "missing",
        }
    }

    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::Done | Self::Declined => StatusCode::OK,
            Self::Used | Self::Ended | Self::Expired => StatusCode::GONE,
            Self::Unknown | Self::Missing => StatusCode::NOT_FOUND,
            Self::Foreign => StatusCode::FORBIDDEN,
            Self::Denied | Self::Refused => StatusCode::BAD_REQUEST,
            Self::Failed => StatusCode::SERVICE_UNAVAILABLE,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
        }
    }

    /// The keys of its sentences.
    pub(super) fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Done => ("page-done-heading", "page-done-text"),
            Self::Declined => ("page-declined-heading", "page-declined-text"),
            Self::Used => ("page-used-heading", "page-used-text"),
            Self::Ended => ("page-ended-heading", "page-ended-text"),
            Self::Expired => ("page-expired-heading", "page-expired-text"),
            Self::Unknown => ("page-unknown-heading", "page-unknown-text"),
            Self::Foreign => ("page-foreign-heading", "page-foreign-text"),
            Self::Denied => ("page-denied-heading", "page-denied-text"),
            Self::Refused | Self::Failed => ("page-failed-heading", "page-failed-text"),
            Self::TooMany => ("page-too-many-heading", "page-too-many-text"),
            Self::Missing => ("page-missing-heading", "page-missing-text"),
        }
    }
}
