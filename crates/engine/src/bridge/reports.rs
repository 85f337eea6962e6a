//! What is reported about calls, for those who follow one right now. The records
//! tell the same afterwards: a report that nobody heard is not lost.

use tokio::sync::broadcast;

use kally_core::dialogue::CallReport;
use kally_core::model::CallId;

/// So many reports wait for a listener at most; a slower one reads the record.
const MOST: usize = 256;

/// Tells everybody who listens.
#[derive(Debug)]
pub struct Reports(broadcast::Sender<(CallId, CallReport)>);

impl Default for Reports {
    fn default() -> Self {
        Self(broadcast::channel(MOST).0)
    }
}

impl Reports {
    /// Tells a report that is durable.
    pub(super) fn tell(&self, call: CallId, report: CallReport) {
        // It is no error that nobody listens.
        let _ = self.0.send((call, report));
    }

    /// Listens to all reports from now on.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<(CallId, CallReport)> {
        self.0.subscribe()
    }
}
