//! Somebody who is told whether the service answers.

use super::error::Error;

/// Is told of every answer of the service, and of every request without one.
/// It must not wait for anything.
pub trait Witness: Send + Sync {
    /// The service, or a gateway before it, answered with this status.
    fn answered(&self, http: u16);

    /// No answer came, or not all of it.
    fn unanswered(&self, error: &Error);
}
