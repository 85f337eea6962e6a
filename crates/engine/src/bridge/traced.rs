//! Turns in the log and in the metrics: every line that a turn causes carries
//! the turn's number, and its length is measured.

use std::sync::atomic::Ordering;

use tracing::Instrument as _;

use kally_core::model::ConversationId;
use kally_metrics::{TURN_SECONDS, TURNS};
use kally_store::EventMark;

use super::turn::Event;
use super::{Bridge, Handled, TurnError, WorkerPart};

impl Bridge {
    /// One turn of a conversation.
    pub(super) async fn turn(
        &self,
        id: &ConversationId,
        mark: Option<EventMark>,
        event: &Event<'_>,
        with: &WorkerPart,
    ) -> Result<Handled, TurnError> {
        // At `error`, so that it is on whenever anything is logged at all.
        let span = tracing::error_span!(
            "turn",
            turn = self.turns.fetch_add(1, Ordering::Relaxed) + 1,
            platform = id.platform.word(),
            event = mark.as_ref().map(|mark| mark.id.0.as_str()),
        );
        let began = self.clock.passed();
        let turn = self.taken_turn(id, mark, event, with);
        let ended = turn.instrument(span).await;
        let occasion = match event {
            Event::Report(_) => "report",
            _ => "message",
        };
        let platform = id.platform.word();
        TURN_SECONDS.observe(self.clock.passed() - began, &[platform, occasion]);
        TURNS.count(&[platform, occasion, word(&ended)]);
        ended
    }
}

/// A word for the result of a turn.
fn word(ended: &Result<Handled, TurnError>) -> &'static str {
    match ended {
        Ok(handled) if handled.seen_before => "repeated",
        Ok(_) => "done",
        Err(TurnError::Conflict(_)) => "conflict",
        Err(TurnError::Busy | TurnError::Store(_)) => "failed",
    }
}
