//! The order in which the waiting messages of a conversation are sent, and the
//! ones that need not be sent any more.

use kally_core::model::Weight;
use kally_store::{DeliveryModeV1, OutboxRecord, Seq, Stored};

/// A message, and its place in the outbox.
pub(super) type Waiting = (Seq, Stored<OutboxRecord>);

/// Sorts messages that were committed in this order. `limited`: the platform
/// accepts only a few at a time.
pub(super) fn ordered(waiting: Vec<Waiting>, limited: bool) -> Vec<(Waiting, Fate)> {
    let records: Vec<_> = waiting.iter().map(|(seq, stored)| (*seq, stored)).collect();
    let fates: Vec<_> = records
        .iter()
        .map(|(seq, stored)| match stored.record() {
            Some(record) if is_outdated(*seq, record, &records) => Fate::Outdated,
            _ => Fate::Sent,
        })
        .collect();
    let mut ordered: Vec<_> = waiting.into_iter().zip(fates).collect();
    // Stable: all others keep their order.
    ordered.sort_by_key(|((_, stored), _)| stored.record().map_or(2, |one| place(one, limited)));
    ordered
}

/// The fate of a waiting message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Sent,
    /// A later one takes its place.
    Outdated,
}

/// Answers to a way out go first. Where messages are limited, a call's first
/// status and its outcome go before answers, which may be many. Its progress goes
/// behind all other messages: it must delay none of them, and a later one
/// replaces it. So does the removal of old buttons, which are dead anyway.
fn place(record: &OutboxRecord, limited: bool) -> u8 {
    let is_progress = record.mode == DeliveryModeV1::Strip
        || record.mode.is_edit() && record.weight == Weight::Status;
    match record.weight {
        Weight::WayOut => 0,
        _ if limited && is_progress => 3,
        Weight::Outcome | Weight::Status if limited => 1,
        _ => 2,
    }
}

/// A later edit of the same message replaces an earlier one, and a later answer
/// that says how things stand replaces a question of before.
fn is_outdated(seq: Seq, record: &OutboxRecord, waiting: &[(Seq, &Stored<OutboxRecord>)]) -> bool {
    let replaces = |later: &OutboxRecord| {
        let edits = record.mode.is_edit() && later.mode.is_edit();
        let same = later.message == record.message
            || record.replaces.is_some() && later.replaces == record.replaces;
        edits && same || record.passing && later.settles
    };
    let mut later = waiting.iter().filter(|(other, _)| *other > seq);
    later.any(|(_, stored)| stored.record().is_some_and(replaces))
}
