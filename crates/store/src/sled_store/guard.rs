//! A guard around sled: its errors and its panics become the store's errors.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::StoreError;

/// Runs something of sled's; its errors and panics become the store's.
pub(super) fn guarded<T>(work: impl FnOnce() -> sled::Result<T>) -> Result<T, StoreError> {
    contained(work)?.map_err(|error| StoreError::Failed(said(&error)))
}

/// sled names an offset at most; the meaning comes first.
fn said(error: &sled::Error) -> String {
    match error {
        sled::Error::Corruption { .. } => {
            format!("its files are damaged, cut short or written into by something else: {error}")
        }
        error => error.to_string(),
    }
}

/// Runs something that may panic within sled.
pub(super) fn contained<T>(work: impl FnOnce() -> T) -> Result<T, StoreError> {
    catch_unwind(AssertUnwindSafe(work))
        .map_err(|_| StoreError::Failed("the database panicked".to_owned()))
}
