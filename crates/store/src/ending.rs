//! Whether a store still works: it may fail for good, or be closed.

use std::sync::Arc;

use tokio::sync::watch;

use super::StoreError;

/// Why a store does not work any more, once it does not. A clone is the same.
#[derive(Debug, Clone)]
pub(crate) struct Ending(Arc<watch::Sender<Option<StoreError>>>);

impl Default for Ending {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(None)))
    }
}

impl Ending {
    /// One that has ended already, so that nothing is logged of it.
    pub(crate) fn quiet() -> Self {
        let ending = Self::default();
        ending.close();
        ending
    }

    /// Refuses when the store has failed or is closed.
    pub(crate) fn usable(&self) -> Result<(), StoreError> {
        match &*self.0.borrow() {
            None => Ok(()),
            Some(error) => Err(error.clone()),
        }
    }

    /// Waits until the store has failed or is closed.
    pub(crate) async fn ended(&self) -> StoreError {
        self.ended_by(|_| true).await
    }

    /// Waits until the store fails; a proper close does not count.
    pub(crate) async fn failed(&self) -> StoreError {
        self.ended_by(|error| !matches!(error, StoreError::Closed))
            .await
    }

    async fn ended_by(&self, counts: impl Fn(&StoreError) -> bool) -> StoreError {
        let mut ended = self.0.subscribe();
        let error = match ended
            .wait_for(|ended| ended.as_ref().is_some_and(&counts))
            .await
        {
            Ok(ended) => ended.clone(),
            Err(_) => None,
        };
        match error {
            Some(error) => error,
            None => std::future::pending().await,
        }
    }

    /// From now on the store refuses everything.
    pub(crate) fn fail(&self, error: &StoreError) {
        if self.usable().is_err() {
            return;
        }
        if let StoreError::Lost(said) = error {
            tracing::warn!(said, "this process no longer owns the store, and stops");
            return self.end(error.clone());
        }
        tracing::error!(%error, "the store has failed and refuses everything until a restart");
        let error = StoreError::Failed(format!("{error}; it refuses everything until a restart"));
        self.end(error);
    }

    pub(crate) fn close(&self) {
        self.end(StoreError::Closed);
    }

    fn end(&self, error: StoreError) {
        self.0.send_modify(|ended| {
            ended.get_or_insert(error);
        });
    }
}
