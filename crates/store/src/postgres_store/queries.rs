//! What the database is asked, beside commits.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use tokio::time::timeout;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

use super::connections::{ANSWER, Trouble, connection};
use super::ownership::fenced;
use super::turn::number;
use super::{PAUSE, Parts, TRIES};
use crate::personal::sealed_with;
use crate::{
    EventMark, Key, KeyId, ListedWork, MarkedEvents, OutboxRecord, Record, ScanPlace, Scanned, Seq,
    StoreError, Stored, Version, Work, WrappedKey, keys,
};
use kally_core::model::{ConversationId, EventId, Platform};

pub(super) const WRITE_COMMIT: &str = "SELECT * FROM write_commit($1, $2, $3, $4, $5, $6, $7, \
    $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)";

pub(super) const PRUNE_EVENTS: &str = "DELETE FROM event WHERE mark IN \
    (SELECT mark FROM event WHERE at < $1 ORDER BY at LIMIT $2)";

pub(super) const PRUNE_LINKS: &str = "DELETE FROM record WHERE place IN \
    (SELECT place FROM record WHERE ends_at < $1 ORDER BY ends_at LIMIT $2)";

const KEEP_KEYS: &str = "INSERT INTO data_key SELECT * FROM unnest($1::bytea[], $2::bytea[]) \
    ON CONFLICT (id) DO UPDATE SET wrapped = excluded.wrapped";

const DROP_KEYS: &str = "DELETE FROM data_key WHERE id = ANY ($1)";

/// How many rows a sweep looks at in one go.
const PAGE: i64 = 5_000;

/// Enough of a record's bytes to tell the key that sealed it.
const SEAL_BYTES: i32 = 17;

type Parameters<'a> = &'a [&'a (dyn ToSql + Sync)];

pub(super) const DATA_KEYS: &str = "SELECT wrapped FROM data_key";

/// The data keys of rows. One that cannot be read is left out, and stays.
pub(super) fn data_keys(rows: &[Row]) -> Vec<WrappedKey> {
    let keys = rows.iter().filter_map(|row| {
        let read = serde_json::from_slice(row.get(0));
        if read.is_err() {
            tracing::error!("a data key cannot be read");
        }
        read.ok()
    });
    keys.collect()
}

impl Parts {
    /// Reads rows; tries again where the connection was lost.
    async fn rows(&self, sql: &str, parameters: Parameters<'_>) -> Result<Vec<Row>, StoreError> {
        let mut tries = 0;
        loop {
            self.usable()?;
            tries += 1;
            let trouble = match self.rows_once(sql, parameters).await {
                Ok(rows) => return Ok(rows),
                Err(trouble) => trouble,
            };
            if !trouble.may_pass || tries == TRIES {
                return Err(self.failed(trouble.into_error()));
            }
            tokio::time::sleep(PAUSE * tries).await;
        }
    }

    async fn rows_once(&self, sql: &str, parameters: Parameters<'_>) -> Result<Vec<Row>, Trouble> {
        let client = connection(&self.pool).await?;
        let asked = async {
            let statement = client.prepare_cached(sql).await?;
            client.query(&statement, parameters).await
        };
        match timeout(ANSWER, asked).await {
            Ok(rows) => rows.map_err(|error| Trouble::of(&error)),
            Err(_) => Err(Trouble::lost("PostgreSQL does not answer")),
        }
    }

    /// Carries out one statement as the owner of the store; `alone` without any
    /// commit beside it. Returns the number of rows. An error is the end of the
    /// store, since nobody can tell what was written.
    async fn owned(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
        alone: bool,
    ) -> Result<u64, StoreError> {
        self.usable()?;
        let done = timeout(ANSWER, self.owned_once(sql, parameters, alone)).await;
        let done = done.unwrap_or_else(|_| Err(Trouble::lost("PostgreSQL does not answer")));
        match done {
            Ok(Some(rows)) => Ok(rows),
            Ok(None) => Err(self.failed(fenced())),
            Err(trouble) => Err(self.failed(trouble.into_error())),
        }
    }

    async fn owned_once(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
        alone: bool,
    ) -> Result<Option<u64>, Trouble> {
        let of = |error: tokio_postgres::Error| Trouble::of(&error);
        let mut client = connection(&self.pool).await?;
        let transaction = client.transaction().await.map_err(of)?;
        let (store, epoch) = (&self.ownership.store, &self.ownership.epoch);
        if alone {
            let lock = "SELECT pg_advisory_xact_lock($1, -2)";
            transaction.query(lock, &[store]).await.map_err(of)?;
        }
        let owns = "SELECT is_owner($1, $2)";
        let owns = transaction.query_one(owns, &[store, epoch]).await;
        if !owns.map_err(of)?.get::<_, bool>(0) {
            return Ok(None);
        }
        let rows = transaction.execute(sql, parameters).await.map_err(of)?;
        transaction.commit().await.map_err(of)?;
        Ok(Some(rows))
    }

    pub(super) async fn data_keys(&self) -> Result<Vec<WrappedKey>, StoreError> {
        Ok(data_keys(&self.rows(DATA_KEYS, &[]).await?))
    }

    pub(super) async fn read(&self, keys: &[Key]) -> Result<Vec<Stored<Record>>, StoreError> {
        self.usable()?;
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let places: Vec<Vec<u8>> = keys.iter().map(keys::record).collect();
        let sql = "SELECT place, version, bytes FROM record WHERE place = ANY ($1)";
        let rows = self.rows(sql, &[&places]).await?;
        let found: HashMap<Vec<u8>, (i64, Vec<u8>)> = rows
            .iter()
            .map(|row| (row.get(0), (row.get(1), row.get(2))))
            .collect();
        let read = keys.iter().zip(places).map(|(key, place)| {
            let Some((version, bytes)) = found.get(&place).cloned() else {
                return Stored::Absent;
            };
            self.parsed((place, version), bytes, |version, json| {
                Record::decode(key, version, json)
            })
        });
        Ok(read.collect())
    }

    pub(super) async fn seen(
        &self,
        platform: Platform,
        event: &EventId,
    ) -> Result<bool, StoreError> {
        let mark = keys::event(platform, event);
        let sql = "SELECT 1 FROM event WHERE mark = $1";
        Ok(!self.rows(sql, &[&mark]).await?.is_empty())
    }

    pub(super) async fn listed_work(
        &self,
        work: &Work,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<ListedWork>, StoreError> {
        let all = keys::all_work(work);
        // Behind every id.
        let mut end = all.clone();
        end.extend_from_slice(&[0xFF; 17]);
        let start = after.map_or(all, |id| keys::work(work, id));
        let sql = "SELECT place, due FROM listed WHERE place > $1 AND place < $2 \
            ORDER BY place LIMIT $3";
        let rows = self.rows(sql, &[&start, &end, &count(limit)]).await?;
        let listed = rows.iter().filter_map(|row| {
            Some(ListedWork {
                id: keys::read_work(row.get(0))?,
                due: keys::read_due(row.get(1)),
            })
        });
        Ok(listed.collect())
    }

    pub(super) async fn scan(
        &self,
        from: Option<ScanPlace>,
        limit: usize,
    ) -> Result<Scanned, StoreError> {
        let from = from.map_or_else(keys::all_records, |place| place.0);
        let sql = "SELECT place, version, bytes FROM record WHERE place >= $1 \
            ORDER BY place LIMIT $2";
        let one_more = count(limit.saturating_add(1));
        let rows = self.rows(sql, &[&from, &one_more]).await?;
        let next = rows.get(limit).map(|row| ScanPlace(row.get(0)));
        let looked = rows.len().min(limit);
        let records = rows.iter().take(limit).filter_map(|row| {
            let json = self.personal.open(row.get(2)).ok()?;
            let record = keys::read_record(row.get(0), &json)?;
            Some((Version(row.get::<_, i64>(1).unsigned_abs()), record))
        });
        let records: Vec<(Version, Record)> = records.collect();
        Ok(Scanned {
            unreadable: looked - records.len(),
            records,
            next,
        })
    }

    pub(super) async fn events(
        &self,
        from: Option<ScanPlace>,
        limit: usize,
    ) -> Result<MarkedEvents, StoreError> {
        let from = from.map_or_else(keys::all_events, |place| place.0);
        let sql = "SELECT mark, at FROM event WHERE mark >= $1 ORDER BY mark LIMIT $2";
        let one_more = count(limit.saturating_add(1));
        let rows = self.rows(sql, &[&from, &one_more]).await?;
        let next = rows.get(limit).map(|row| ScanPlace(row.get(0)));
        let marks = rows.iter().take(limit).filter_map(|row| {
            let (platform, id) = keys::read_event(row.get(0))?;
            let at = DateTime::from_timestamp_micros(row.get(1))?;
            Some(EventMark { platform, id, at })
        });
        Ok(MarkedEvents {
            marks: marks.collect(),
            next,
        })
    }

    pub(super) async fn lanes(
        &self,
        after: Option<&ConversationId>,
        limit: usize,
    ) -> Result<Vec<ConversationId>, StoreError> {
        let after = after.map_or_else(keys::all_lanes, keys::lane);
        let sql = "SELECT lane FROM outbox WHERE lane > $1 GROUP BY lane ORDER BY lane LIMIT $2";
        let rows = self.rows(sql, &[&after, &count(limit)]).await?;
        rows.iter()
            .map(|row| {
                keys::read_lane_alone(row.get(0)).ok_or_else(|| {
                    StoreError::Failed("a conversation of the outbox is damaged".to_owned())
                })
            })
            .collect()
    }

    pub(super) async fn outbox(
        &self,
        lane: &ConversationId,
        limit: usize,
    ) -> Result<Vec<(Seq, Stored<OutboxRecord>)>, StoreError> {
        let sql = "SELECT seq, bytes FROM outbox WHERE lane = $1 ORDER BY seq LIMIT $2";
        let rows = self.rows(sql, &[&keys::lane(lane), &count(limit)]).await?;
        let messages = rows.iter().map(|row| {
            let version: i64 = row.get(0);
            let seq = Seq(version.unsigned_abs());
            let place = keys::outbox(lane, seq);
            (
                seq,
                self.parsed((place, version), row.get(1), OutboxRecord::decode),
            )
        });
        Ok(messages.collect())
    }

    pub(super) async fn prune(
        &self,
        sql: &str,
        before: DateTime<Utc>,
        limit: usize,
    ) -> Result<usize, StoreError> {
        let (before, limit) = (before.timestamp_micros(), count(limit));
        let pruned = self.owned(sql, &[&before, &limit], true).await?;
        Ok(usize::try_from(pruned).unwrap_or(usize::MAX))
    }

    pub(super) async fn keep_keys(&self, keys: &[WrappedKey]) -> Result<(), StoreError> {
        let ids: Vec<&[u8]> = keys
            .iter()
            .map(|key| key.id.0.as_bytes().as_slice())
            .collect();
        let wrapped = keys.iter().map(serde_json::to_vec);
        let wrapped: Vec<Vec<u8>> = wrapped
            .collect::<Result<_, _>>()
            .map_err(|error| StoreError::Failed(format!("a data key: {error}")))?;
        self.owned(KEEP_KEYS, &[&ids, &wrapped], false).await?;
        Ok(())
    }

    pub(super) async fn drop_keys(&self, ids: &[KeyId]) -> Result<(), StoreError> {
        let ids: Vec<&[u8]> = ids.iter().map(|id| id.0.as_bytes().as_slice()).collect();
        self.owned(DROP_KEYS, &[&ids], false).await.map(drop)
    }

    /// The keys of all sealed records and messages.
    pub(super) async fn keys_in_use(&self) -> Result<HashSet<KeyId>, StoreError> {
        let mut named = HashSet::new();
        let records = "SELECT place, 0::bigint, substring(bytes FROM 1 FOR $4) FROM record \
            WHERE place > $1 AND $2::bigint IS NOT NULL ORDER BY place LIMIT $3";
        let messages = "SELECT lane, seq, substring(bytes FROM 1 FOR $4) FROM outbox \
            WHERE (lane, seq) > ($1, $2) ORDER BY lane, seq LIMIT $3";
        for sql in [records, messages] {
            let mut after: (Vec<u8>, i64) = (Vec::new(), 0);
            loop {
                let asked: Parameters<'_> = &[&after.0, &after.1, &PAGE, &SEAL_BYTES];
                let rows = self.rows(sql, asked).await?;
                let keys = rows.iter().filter_map(|row| sealed_with(row.get(2)));
                named.extend(keys);
                match rows.last() {
                    Some(last) => after = (last.get(0), last.get(1)),
                    None => break,
                }
            }
        }
        Ok(named)
    }
}

fn count(limit: usize) -> i64 {
    number(limit as u64).max(0)
}
