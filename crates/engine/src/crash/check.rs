//! The promises that must hold at the end of every run, whenever and however
//! often the process died.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::world::World;
use kally_core::model::{CallId, ChatUser, MessageKey};
use kally_store::{CallRecord, CallStageV1, KeyPurpose, OutcomeV1, Record, key_of};

/// The expected result of a run.
pub(super) struct Expected<'a> {
    /// The number of calls that were confirmed.
    pub(super) calls: usize,
    /// The values that the service must receive.
    pub(super) told: &'a [(&'a str, Value)],
    /// The service may fail for so long that nothing is called.
    pub(super) may_fail: bool,
    /// The service may call the call off before it is dialled.
    pub(super) called_off: bool,
    /// How often somebody was asked whether a call was made.
    pub(super) asked: usize,
    /// How often somebody had it called again anyway.
    pub(super) anyway: usize,
    /// How often the process died.
    pub(super) deaths: usize,
}

/// Checks a world against the promises; returns the broken ones.
pub(super) async fn broken(world: &World, expected: &Expected<'_>) -> Vec<String> {
    let mut broken = Vec::new();
    let records = world.disk().records();
    let calls: Vec<&CallRecord> = records
        .iter()
        .filter_map(|record| match record {
            Record::Call(call) => Some(&**call),
            _ => None,
        })
        .collect();
    // A person who leaves a call alone does not confirm the next one.
    let fewer = expected.asked > 0 && calls.len() < expected.calls;
    if calls.len() != expected.calls && !fewer {
        broken.push(format!("{} calls were confirmed", calls.len()));
    }
    if world.has_work().await {
        broken.push("work is left over".to_owned());
    }
    if records
        .iter()
        .any(|record| matches!(record, Record::Waiting(_)))
    {
        broken.push("a form still waits for an account".to_owned());
    }
    let is_linked = |user: &ChatUser| {
        let mut accounts = records.iter().filter_map(|record| match record {
            Record::Account(account) => Some(account),
            _ => None,
        });
        accounts.any(|account| account.owner == *user && !account.revoked)
    };
    if records
        .iter()
        .any(|record| matches!(record, Record::OpenLink(link) if is_linked(&link.user)))
    {
        broken.push("a link that was finished still works".to_owned());
    }
    data_keys(world, &records, &mut broken).await;
    dialled(world, &calls, expected, &mut broken);
    asked_for(world, expected, &mut broken);
    outcomes(world, &calls, &mut broken);
    // Of several calls nobody could tell which one is meant.
    if expected.calls == 1 {
        lies(world, &mut broken);
    }
    delivered(world, expected, &mut broken);
    silent(world, &mut broken);
    broken
}

/// Each linked account has its data key, and there is no other: a sign-in that
/// was forgotten opens nowhere.
async fn data_keys(world: &World, records: &[Record], broken: &mut Vec<String>) {
    let mut kept = world.disk().data_keys().await.unwrap();
    // A store may have keys of its own.
    kept.retain(|key| key.purpose == KeyPurpose::SignIn);
    let needed: Vec<_> = records
        .iter()
        .filter_map(|record| match record {
            Record::Account(account) => key_of(&account.sealed),
            Record::Link(link) => key_of(link.sealed()?),
            _ => None,
        })
        .collect();
    if needed
        .iter()
        .any(|id| kept.iter().all(|kept| kept.id != *id))
    {
        broken.push("an account's data key is gone".to_owned());
    }
    if kept.iter().any(|kept| !needed.contains(&kept.id)) {
        broken.push("a data key is left over".to_owned());
    }
}

/// Each confirmed call was dialled at most once; exactly once, unless the
/// person was asked. No unconfirmed call was dialled.
fn dialled(world: &World, calls: &[&CallRecord], expected: &Expected, broken: &mut Vec<String>) {
    let mut times: HashMap<String, usize> = HashMap::new();
    for dialled in world.service.sandbox.dialled() {
        *times
            .entry(dialled.idempotency_key.unwrap_or_default())
            .or_default() += 1;
    }
    for call in calls {
        let dialled = times.remove(&call.id.to_string()).unwrap_or_default();
        let off = !was_reached(call) && expected.may_fail;
        if dialled > 1 + expected.anyway {
            broken.push(format!("a call was dialled {dialled} times"));
        }
        let off = off || expected.called_off && is_cancelled(call);
        if dialled == 0 && expected.asked == 0 && !off {
            broken.push("a call was never dialled".to_owned());
        }
        if dialled == 0 && was_reached(call) && !off {
            broken.push("a call that was not dialled has an outcome".to_owned());
        }
        if dialled > 0 && expected.asked == 0 && !was_reached(call) {
            broken.push(format!("a dialled call has no outcome: {:?}", call.stage));
        }
    }
    if !times.is_empty() {
        broken.push(format!(
            "calls were dialled that nobody confirmed: {times:?}"
        ));
    }
}

fn was_reached(call: &CallRecord) -> bool {
    matches!(
        &call.stage,
        CallStageV1::Ended {
            outcome: OutcomeV1::Reported { .. },
            ..
        }
    )
}

fn is_cancelled(call: &CallRecord) -> bool {
    matches!(
        &call.stage,
        CallStageV1::Ended {
            outcome: OutcomeV1::Reported(outcome),
            ..
        } if outcome.status == "cancelled"
    )
}

/// Every request had the values that the person told.
fn asked_for(world: &World, expected: &Expected, broken: &mut Vec<String>) {
    for asked in world.service.asked() {
        for (field, value) in expected.told {
            let found = &asked.submission[*field];
            if found != value {
                broken.push(format!("{field} was {found} for {:?}", asked.key));
            }
        }
    }
}

/// Once a call was made, nobody is told that nothing was called.
fn lies(world: &World, broken: &mut Vec<String>) {
    const CLAIMS: &[&str] = &[
        "no call was made",
        "No call was made",
        "I didn't call",
        "It was not made",
    ];
    let dialled = world.service.sandbox.dialled();
    for (sent, came) in world.chat().sent().iter().zip(world.came()) {
        let text = sent.reply.body.to_plain();
        let claims = CLAIMS.iter().any(|claim| text.contains(claim));
        if claims && dialled.iter().any(|dialled| dialled.at < came) {
            broken.push(format!("something was called, but: {text}"));
        }
    }
}

/// The end of every call was told, in one message.
fn outcomes(world: &World, calls: &[&CallRecord], broken: &mut Vec<String>) {
    const ENDS: &[&str] = &[
        "✅ Call finished",
        "Nobody answered",
        "The line was busy",
        "It went to voicemail",
        "✖️ The call failed",
        "✖️ The call was",
        "✖️ The call ended",
    ];
    let mut said: HashMap<CallId, HashSet<MessageKey>> = HashMap::new();
    for sent in world.chat().sent() {
        let text = sent.reply.body.to_plain();
        if !ENDS.iter().any(|end| text.starts_with(end)) {
            continue;
        }
        let pressed = sent.reply.choices.iter().filter_map(|choice| {
            kally_core::dialogue::Pressed::parse(&choice.token)?
                .action
                .call()
        });
        for call in pressed {
            said.entry(call).or_default().insert(sent.message);
        }
    }
    // Between two calls of a series the status message says how the first ended.
    let goes_on = |call: &CallRecord| {
        let is_next = |later: &&CallRecord| later.tries.as_ref().is_some_and(|it| it.has(call.id));
        call.tries.is_some() && calls.iter().copied().any(|later| is_next(&later))
    };
    let statuses = world.disk().sent();
    for call in calls.iter().filter(|call| was_reached(call)) {
        if goes_on(call) {
            let tells = statuses.iter().any(|status| {
                let text = status.reply.body.to_plain();
                status.message == call.status_message && text.contains("Tried: ")
            });
            if !tells || said.contains_key(&call.id) {
                broken.push("a series does not say how a call ended".to_owned());
            }
            continue;
        }
        let times = said.get(&call.id).map_or(0, HashSet::len);
        if times != 1 {
            broken.push(format!("an outcome was said in {times} messages"));
        }
    }
}

/// No message makes a sound before the time until which it is to make none.
fn silent(world: &World, broken: &mut Vec<String>) {
    let until: HashMap<MessageKey, DateTime<Utc>> = (world.disk().sent().into_iter())
        .filter_map(|record| Some((record.message, record.quiet_until?)))
        .collect();
    for (sent, came) in world.chat().sent().iter().zip(world.came()) {
        let silent = until.get(&sent.message).is_some_and(|until| came < *until);
        if silent && !sent.quiet {
            let text = sent.reply.body.to_plain();
            broken.push(format!("a message made a sound in quiet hours: {text}"));
        }
    }
}

/// Every committed message was delivered, in its order. Only a death of the
/// process repeats a message. An edit may be skipped for a later one.
fn delivered(world: &World, expected: &Expected, broken: &mut Vec<String>) {
    let sent = world.chat().sent();
    let mut times: HashMap<(MessageKey, String), usize> = HashMap::new();
    for sent in &sent {
        let text = sent.reply.body.to_plain();
        *times.entry((sent.message, text)).or_default() += 1;
    }
    let mut last = HashMap::new();
    for record in world.disk().sent() {
        let text = record.reply.body.to_plain();
        // A stored link is sealed, so the words of its message are not in the
        // store.
        let is_it = |(message, said): &(MessageKey, String)| {
            *message == record.message && (*said == text || record.sealed.is_some())
        };
        if let Some((_, times)) = times.iter_mut().find(|(sent, _)| is_it(sent)) {
            *times = times.saturating_sub(1);
        }
        if record.mode.is_edit() {
            continue;
        }
        let text = record.reply.body.to_plain();
        let place = sent.iter().position(|sent| sent.message == record.message);
        let Some(place) = place else {
            broken.push(format!("a message was never delivered: {text}"));
            continue;
        };
        let before = last.insert(record.conversation.clone(), place);
        if before.is_some_and(|before| before > place) {
            broken.push(format!("a message overtook another: {text}"));
        }
    }
    for ((_, text), times) in times {
        if times > expected.deaths {
            broken.push(format!("a message was repeated {times} times: {text}"));
        }
    }
}
