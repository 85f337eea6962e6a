use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::oneshot::{self, Receiver};

use super::queue::Queue;
use super::*;
use kally_runtime::ManualClock;

const ANA: i64 = 42;
const GROUP: i64 = -5;

fn at(millis: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::milliseconds(1_790_000_000_000 + millis)
}

/// The waiting messages of a queue, by name.
#[derive(Default)]
struct Bench {
    queue: Queue,
    waiting: Vec<(String, Receiver<()>)>,
}

impl Bench {
    fn wait(&mut self, name: &str, chat: i64, weight: Weight) {
        let (grant, granted) = oneshot::channel();
        assert!(self.queue.wait(chat, weight, grant));
        self.waiting.push((name.to_owned(), granted));
    }

    /// The messages that get their turn at this time.
    fn granted(&mut self, millis: i64) -> Vec<String> {
        self.queue.grant(at(millis));
        let mut granted = Vec::new();
        self.waiting.retain_mut(|(name, waiting)| {
            let is_granted = waiting.try_recv().is_ok();
            if is_granted {
                granted.push(name.clone());
            }
            !is_granted
        });
        granted
    }

    /// How many turns a chat takes at once until it has to wait.
    fn at_once(&mut self, chat: i64, millis: i64) -> usize {
        (0..1_000)
            .take_while(|_| self.queue.take_at_once(chat, at(millis)))
            .count()
    }
}

#[test]
fn a_chat_has_a_burst_and_then_one_a_second() {
    let mut bench = Bench::default();
    assert_eq!(bench.at_once(ANA, 0), 5);
    assert_eq!(bench.at_once(ANA, 5_000), 0);
    assert_eq!(bench.at_once(43, 5_000), 5);
    assert_eq!(bench.at_once(ANA, 5_050), 5);
}

#[test]
fn a_group_has_twenty_a_minute() {
    let mut bench = Bench::default();
    let mut sent = 0;
    for second in 0..59 {
        sent += bench.at_once(GROUP, second * 1_000);
    }
    assert_eq!(sent, 20);
    assert!(bench.at_once(GROUP, 60_100) > 0);
    // A private chat has no such limit.
    let sent: usize = (0..60)
        .map(|second| bench.at_once(ANA, 100_000 + second * 1_000))
        .sum();
    assert_eq!(sent, 50);
}

#[test]
fn thirty_a_second_in_all() {
    let mut bench = Bench::default();
    let sent: usize = (0..100).map(|chat| bench.at_once(chat, 0)).sum();
    assert_eq!(sent, 30);
    let sent: usize = (0..100).map(|chat| bench.at_once(200 + chat, 999)).sum();
    assert_eq!(sent, 0);
    let sent: usize = (0..100).map(|chat| bench.at_once(200 + chat, 1_050)).sum();
    assert_eq!(sent, 30);
}

#[test]
fn the_weightiest_goes_first() {
    let mut bench = Bench::default();
    for chat in 0..6 {
        bench.at_once(100 + chat, 0);
    }
    let weights = [
        (20, Weight::Status),
        (10, Weight::Answer),
        (5, Weight::Outcome),
    ];
    let mut chat = 0;
    for (count, weight) in weights {
        for number in 0..count {
            chat += 1;
            bench.wait(&format!("{weight:?} {number}"), chat, weight);
        }
    }
    assert_eq!(bench.granted(1_000), Vec::<String>::new());
    let of = |granted: &[String], weight: &str| {
        granted
            .iter()
            .filter(|name| name.starts_with(weight))
            .count()
    };
    let granted = bench.granted(1_050);
    assert_eq!(
        (
            of(&granted, "Outcome"),
            of(&granted, "Answer"),
            of(&granted, "Status")
        ),
        (5, 10, 15)
    );
    assert!(granted.contains(&"Status 0".to_owned()), "{granted:?}");
    let expected: Vec<String> = (15..20).map(|number| format!("Status {number}")).collect();
    assert_eq!(bench.granted(2_100), expected);
}

#[test]
fn a_chat_that_is_held_delays_no_other() {
    let mut bench = Bench::default();
    bench.queue.hold(ANA, at(0), Duration::from_secs(30));
    bench.wait("held", ANA, Weight::Outcome);
    bench.wait("other", 43, Weight::Status);
    assert_eq!(bench.granted(0), ["other"]);
    assert_eq!(bench.granted(29_999), Vec::<String>::new());
    assert_eq!(bench.granted(30_000), ["held"]);
}

#[test]
fn two_chats_refused_at_once_hold_all() {
    let mut bench = Bench::default();
    bench.queue.hold(ANA, at(0), Duration::from_secs(3));
    bench.queue.hold(43, at(500), Duration::from_secs(3));
    bench.wait("other", 44, Weight::Outcome);
    assert_eq!(bench.granted(3_400), Vec::<String>::new());
    assert_eq!(bench.granted(3_500), ["other"]);
    // Not if it is one after the other.
    bench.queue.hold(ANA, at(10_000), Duration::from_secs(3));
    bench.queue.hold(43, at(12_000), Duration::from_secs(3));
    assert_eq!(bench.at_once(44, 12_000), 5);
}

#[test]
fn who_has_gone_takes_no_turn_and_few_enough_wait() {
    let mut bench = Bench::default();
    bench.at_once(ANA, 0);
    bench.wait("gone", ANA, Weight::Outcome);
    bench.waiting.clear();
    bench.wait("here", ANA, Weight::Status);
    assert_eq!(bench.granted(5_050), ["here"]);
    assert_eq!(bench.at_once(ANA, 5_050), 4);
    let mut kept = Vec::new();
    let mut fill = |weight| loop {
        let (grant, granted) = oneshot::channel();
        if !bench.queue.wait(ANA, weight, grant) {
            return kept.len();
        }
        kept.push(granted);
    };
    assert_eq!(fill(Weight::Status), 2_048, "progress leaves room");
    assert_eq!(fill(Weight::Outcome), 4_096);
}

#[test]
fn a_clock_that_is_set_back_stops_nobody() {
    let mut bench = Bench::default();
    assert_eq!(bench.at_once(ANA, 3_600_000), 5);
    bench.queue.hold(ANA, at(3_600_000), Duration::from_secs(3));
    assert_eq!(bench.at_once(ANA, 0), 5);
    bench.wait("back", ANA, Weight::Answer);
    assert_eq!(bench.granted(5_050), ["back"]);
}

/// Turns that are not free at once come by the clock.
#[tokio::test]
async fn a_turn_comes_in_time() {
    let tasks = Tasks::default();
    let clock = Arc::new(ManualClock::new(at(0)));
    let pace = Pace::new(Arc::clone(&clock) as _, &tasks);
    for _ in 0..5 {
        assert_eq!(pace.turn(ANA, Weight::Answer).await, Ok(()));
    }
    let turn = pace.turn(ANA, Weight::Answer);
    tokio::pin!(turn);
    // Both the waiting and the granting side watch the clock.
    tokio::select! {
        early = &mut turn => panic!("{early:?}"),
        () = clock.watched_by(2) => {}
    }
    clock.advance(Duration::from_millis(5_050));
    let limit = Duration::from_secs(20);
    assert_eq!(tokio::time::timeout(limit, turn).await.unwrap(), Ok(()));
    // A long hold is not waited out.
    pace.hold(ANA, Duration::from_secs(3_600));
    assert_eq!(
        pace.turn(ANA, Weight::Outcome).await,
        Err(Duration::from_secs(3_600))
    );
    tasks.shut_down(limit).await;
}

#[tokio::test]
async fn nobody_waits_without_bound() {
    let tasks = Tasks::default();
    let clock = Arc::new(ManualClock::new(at(0)));
    let pace = Pace::new(Arc::clone(&clock) as _, &tasks);
    pace.hold(ANA, LONGEST_WAIT);
    let turn = pace.turn(ANA, Weight::Answer);
    tokio::pin!(turn);
    tokio::select! {
        early = &mut turn => panic!("{early:?}"),
        () = clock.watched_by(2) => {}
    }
    // Held once more, before the first time is over.
    clock.advance(Duration::from_secs(30));
    pace.hold(ANA, LONGEST_WAIT);
    clock.advance(Duration::from_secs(30));
    let limit = Duration::from_secs(20);
    assert_eq!(tokio::time::timeout(limit, turn).await.unwrap(), Err(AGAIN));
    tasks.shut_down(limit).await;
}
