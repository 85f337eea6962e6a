//! Failures and their ends, on a clock that is set by hand.

use std::sync::Arc;
use std::time::Duration;

use super::*;
use kally_runtime::ManualClock;
use kally_store::samples::at;

const TELEGRAM: Peer = Peer::Chat(Platform::Telegram);

fn health() -> (Health, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::new(at(0)));
    let health = Health::new(Arc::clone(&clock) as _);
    health.expects(Platform::Telegram);
    (health, clock)
}

#[track_caller]
fn check(health: &Health, peer: Peer, word: &str) {
    let summaries = health.summaries();
    let found = summaries.iter().find(|summary| summary.peer == peer);
    assert_eq!(found.unwrap().condition.word(), word);
}

#[test]
fn a_failure_lasts_until_an_answer() {
    let (health, clock) = health();
    check(&health, TELEGRAM, "starting");
    health.works(TELEGRAM);
    check(&health, TELEGRAM, "ok");
    let mut changes = health.changes();
    for _ in 0..3 {
        clock.advance(Duration::from_secs(5));
        health.fails(TELEGRAM, Trouble::Unauthorized, &"401");
    }
    check(&health, TELEGRAM, "unauthorized");
    assert!(changes.has_changed().unwrap());
    changes.mark_unchanged();
    health.fails(TELEGRAM, Trouble::Unauthorized, &"401");
    assert!(!changes.has_changed().unwrap(), "said once");
    assert_eq!(health.outage(TELEGRAM).unwrap().since, at(5));
    health.fails(TELEGRAM, Trouble::Faulty, &"502");
    let since = health.outage(TELEGRAM).unwrap().since;
    assert_eq!(since, at(15), "another reason begins later");
    health.works(TELEGRAM);
    assert!(changes.has_changed().unwrap());
    check(&health, TELEGRAM, "ok");
    assert_eq!(health.outage(TELEGRAM), None);
}

#[test]
fn two_receivers_that_cut_each_other_off_are_one_failure() {
    let (health, clock) = health();
    for _ in 0..10 {
        health.fails(TELEGRAM, Trouble::SecondReceiver, &"409");
        clock.advance(Duration::from_secs(20));
        health.stored();
        assert!(!health.serves(), "the other one has the messages");
        health.works(TELEGRAM);
        check(&health, TELEGRAM, "second-receiver");
        assert!(health.serves(), "it gets some of them");
    }
    clock.advance(Duration::from_secs(60));
    health.works(TELEGRAM);
    check(&health, TELEGRAM, "ok");
}

#[test]
fn a_platform_without_answers_is_silent_and_the_service_is_not() {
    let (health, clock) = health();
    check(&health, Peer::Service, "starting");
    health.works(TELEGRAM);
    health.answered(401);
    clock.advance(Duration::from_secs(241));
    check(&health, TELEGRAM, "silent");
    check(&health, Peer::Service, "ok");
    health.answered(503);
    check(&health, Peer::Service, "faulty");
}

#[test]
fn a_store_that_hangs_is_seen() {
    let (health, clock) = health();
    let seen = |health: &Health| (health.serves(), health.store_writes(), health.is_live());
    assert_eq!(seen(&health), (true, true, true), "just started");
    clock.advance(Duration::from_secs(31));
    assert_eq!(seen(&health), (false, false, true));
    health.stored();
    assert_eq!(seen(&health), (true, true, true));
    clock.advance(Duration::from_secs(91));
    assert_eq!(seen(&health), (false, false, false));
    health.stored();
    health.fails(TELEGRAM, Trouble::Unreachable, &"");
    assert_eq!(seen(&health), (false, true, true), "nobody is heard");
    health.expects(Platform::Matrix);
    health.works(Peer::Chat(Platform::Matrix));
    assert_eq!(seen(&health), (true, true, true));
}

#[test]
fn a_reason_is_a_line() {
    let (health, _) = health();
    let reasons = |health: &Health| {
        let summaries = health.summaries();
        let reasons: Vec<String> = summaries.iter().filter_map(Summary::reason).collect();
        reasons
    };
    assert_eq!(reasons(&health), ["Telegram has not answered yet"]);
    health.fails(TELEGRAM, Trouble::Unreachable, &"");
    let since = written(at(0));
    assert_eq!(
        reasons(&health),
        [format!("Telegram cannot be reached, since {since}")]
    );
}
