//! A month of a hundred people, on the clock that is moved by hand: calls at a time,
//! put off again, dropped and made now, calls that are tried again, tables that are
//! reserved and kept as appointments, with deaths of the process, downtime, a clock
//! that is set and two changes of clocks. At its end every promise is counted
//! ([`PROMISES`]); a new one is a function and a line there.

mod life;
mod promises;
mod tables;
mod tries;

use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};

use super::bench::Bench;
use super::world::{Setting, World};
use life::Life;
use promises::PROMISES;
use tables::Table;
use tries::Series;

/// How many people there are, and how many calls each has.
const PEOPLE: u32 = 100;
const CALLS: u32 = 3;

/// The clocks go forward on 8 March 2026 in Los Angeles, on the 29th in Madrid.
const BEGINS: &str = "2026-03-01T00:00:00Z";
const DAYS: u32 = 31;

/// The process dies this often, and is away this often.
const DEATHS: usize = 60;
const DOWNTIMES: usize = 5;

/// A call that somebody had put off, as they know it.
#[derive(Debug)]
struct Told {
    person: u32,
    /// The last digits of its number, which no other has.
    number: u32,
    /// When it is to be made, by the process's clock.
    due: DateTime<Utc>,
    /// They had it made at once.
    now: bool,
    dropped: bool,
}

/// What has happened in a month.
struct Month {
    told: Vec<Told>,
    series: Vec<Series>,
    tables: Vec<Table>,
    /// When nothing ran, by the process's clock.
    away: Vec<(DateTime<Utc>, DateTime<Utc>)>,
    /// How far the process's clock was ahead, and from when on by the right one.
    ahead: Vec<(DateTime<Utc>, TimeDelta)>,
    deaths: usize,
}

impl Month {
    /// The time by the process's clock.
    fn by_clock(&self, right: DateTime<Utc>) -> DateTime<Utc> {
        let set = self.ahead.iter().rev().find(|(from, _)| *from <= right);
        right + set.map_or(TimeDelta::zero(), |(_, by)| *by)
    }

    /// Whether the process was away, or its clock was set, around that time.
    fn is_disturbed(&self, at: DateTime<Utc>) -> bool {
        let near = TimeDelta::hours(3);
        let around = |from: DateTime<Utc>, to| from - near <= at && at <= to + near;
        self.away.iter().any(|(from, to)| around(*from, *to))
            || self.ahead.iter().any(|(from, _)| around(*from, *from))
    }
}

#[test]
fn a_month_of_a_hundred_people() {
    let bench = Bench::new();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let broken = runtime.block_on(async {
        let begun = Instant::now();
        let mut life = Life::new(7);
        let setting = Setting {
            what: "a month".to_owned(),
            begins: BEGINS.parse().unwrap(),
            deaths: life.deaths(),
            longest: std::time::Duration::from_secs(60 * 24 * 3600),
            sandbox: kally_sandbox::Options {
                token_seconds: 90 * 24 * 3600,
                ..Setting::default().sandbox
            },
            ..Setting::default()
        };
        let mut world = World::new(&bench.socket, &bench.client, setting);
        let month = life.live(&mut world).await;
        println!(
            "{PEOPLE} people in {DAYS} days: {} calls put off, {} series, {} tables, {} deaths, \
             {} times away, in {:.0?}",
            month.told.len(),
            month.series.len(),
            month.tables.len(),
            month.deaths,
            month.away.len(),
            begun.elapsed()
        );
        let mut broken = Vec::new();
        for (promise, check) in PROMISES {
            let counted = check(&month, &world);
            println!(
                "{promise}: {} checked, {} broken",
                counted.checked,
                counted.broken.len()
            );
            assert!(counted.checked > 0, "{promise}: nothing to check");
            broken.extend(counted.broken);
        }
        world.stop().await;
        broken
    });
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
