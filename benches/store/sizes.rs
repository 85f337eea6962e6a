//! How many bytes of the database a conversation, a call and an event take.

use std::time::Duration;

use chrono::{DateTime, Utc};
use kally_core::dialogue::Outcome;
use kally_runtime::Ids;
use kally_store::{CallStageV1, Commit, Durability, OutcomeV1, Store};
use postgres_cluster::Cluster;

use crate::Result;
use crate::call;
use crate::records::{id, time};

/// How many calls are written.
const CALLS: u64 = 10_000;

/// How many of them in one commit.
const AT_ONCE: u64 = 100;

/// Prints them for a database that holds this many conversations, and marks of the
/// turns that were taken.
pub async fn print(
    cluster: &Cluster,
    database: &str,
    store: &dyn Store,
    conversations: u64,
) -> Result<()> {
    let bytes = |table: &str| -> Result<u64> {
        cluster.sql(database, &format!("VACUUM {table}"));
        let size = format!("SELECT pg_total_relation_size('{table}')");
        Ok(cluster.sql(database, &size).parse()?)
    };
    let marks: u64 = cluster
        .sql(database, "SELECT count(*) FROM event")
        .parse()?;
    let (records, lists) = (bytes("record")?, bytes("listed")?);
    println!("\nbytes, with the indexes:");
    println!("  {:>7} a conversation", records / conversations);
    println!(
        "  {:>7} its person's key",
        bytes("data_key")? / conversations
    );
    println!("  {:>7} an event", bytes("event")? / marks.max(1));
    write_calls(store, conversations).await?;
    let grown = bytes("record")? + bytes("listed")? - records - lists;
    println!("  {:>7} a call that has ended", grown / CALLS);
    Ok(())
}

async fn write_calls(store: &dyn Store, people: u64) -> Result<()> {
    let ids = Ids::from_os();
    for first in (0..CALLS).step_by(usize::try_from(AT_ONCE)?) {
        let mut commit = Commit {
            durability: Durability::Soon,
            ..Commit::default()
        };
        for number in first..first + AT_ONCE {
            let mut call =
                call::confirmed(&ids, id(number % people), time(number)?, time(number)?)?;
            call.stage = ended(time(number)?);
            call.remote = Some(format!("call-{number}"));
            call.attempts = 1;
            call.placed_at = Some(time(number)?);
            commit.put.push(call.into());
        }
        store.commit(commit).await?;
    }
    Ok(())
}

fn ended(at: DateTime<Utc>) -> CallStageV1 {
    CallStageV1::Ended {
        outcome: OutcomeV1::Reported(Outcome {
            status: "success".to_owned(),
            highlights: Some("A table for four is held on the terrace under García".to_owned()),
            next_steps: Some("Confirm before 18:00".to_owned()),
            duration: Some(Duration::from_secs(185)),
            cost: None,
            ended_at: None,
        }),
        at,
    }
}
