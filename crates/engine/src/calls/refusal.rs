//! Translates a refusal of the service into its meaning for the person.

use kally_core::dialogue::{Refusal, RefusalReason};
use kallyai::{self, ErrorCode};

/// The number of characters of a correlation id that are shown. Its end tells
/// requests apart, since ids often begin with the time.
const REFERENCE: usize = 8;

pub(super) fn of(refusal: &kallyai::Refusal) -> Refusal {
    Refusal {
        reason: reason(&refusal.code),
        message: refusal
            .message
            .as_deref()
            .map(kally_core::model::clean_line)
            .filter(|text| !text.is_empty()),
        reference: refusal.correlation_id.as_deref().map(last),
        upgrade_url: refusal.upgrade_url.as_ref().map(ToString::to_string),
    }
}

/// The refusal of a call of which only the service's word is known.
#[must_use]
pub fn of_code(word: &str) -> Refusal {
    Refusal::because(reason(&ErrorCode::from_word(word)))
}

fn last(id: &str) -> String {
    let from = id.chars().count().saturating_sub(REFERENCE);
    id.chars().skip(from).collect()
}

fn reason(code: &ErrorCode) -> RefusalReason {
    match code {
        ErrorCode::QuotaExceeded => RefusalReason::Quota,
        ErrorCode::BudgetExceeded
        | ErrorCode::BudgetApprovalRequired
        | ErrorCode::SoftCapReached => RefusalReason::Budget,
        ErrorCode::MissingPhoneNumber => RefusalReason::MissingPhone,
        ErrorCode::EmergencyNumber => RefusalReason::Emergency,
        ErrorCode::TollNumber => RefusalReason::Toll,
        ErrorCode::SafetyViolation => RefusalReason::Safety,
        ErrorCode::SchedulingViolation => RefusalReason::Scheduling,
        ErrorCode::ConsentDenied => RefusalReason::Consent,
        ErrorCode::UnsupportedLanguage => RefusalReason::Language,
        ErrorCode::CountryRestriction | ErrorCode::UnsupportedCountry => RefusalReason::Country,
        ErrorCode::BlockedNumber => RefusalReason::Blocked,
        ErrorCode::SuppressionViolation => RefusalReason::Objection,
        ErrorCode::Forbidden => RefusalReason::Forbidden,
        ErrorCode::RateLimited => RefusalReason::RateLimited,
        ErrorCode::MissingToken
        | ErrorCode::TokenExpired
        | ErrorCode::CallNotFound
        | ErrorCode::TranscriptNotFound
        | ErrorCode::RecordingNotFound
        | ErrorCode::Other(_) => RefusalReason::Other,
    }
}
