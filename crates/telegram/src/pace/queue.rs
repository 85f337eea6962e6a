//! The queue for turns; the time comes in as a value.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::oneshot;

use kally_core::model::Weight;

/// At most this many within a time.
#[derive(Debug, Clone, Copy)]
struct Limit {
    most: usize,
    within: TimeDelta,
}

/// Messages do not arrive with the same distances at which they are sent.
const SLACK: i64 = 50;

const ALL: Limit = Limit {
    most: 30,
    within: TimeDelta::milliseconds(1_000 + SLACK),
};

/// One chat: one a second, a few of them at once.
const CHAT: Limit = Limit {
    most: 5,
    within: TimeDelta::milliseconds(5_000 + SLACK),
};

/// One group, in addition.
const GROUP: Limit = Limit {
    most: 20,
    within: TimeDelta::milliseconds(60_000 + SLACK),
};

/// How many may wait.
const MOST_WAITING: usize = 4_096;

/// With so many waiting, progress does not get in line: outcomes must find room
/// however many calls there are.
const MOST_WITH_PROGRESS: usize = MOST_WAITING / 2;

/// The number of chats that are remembered, before those are forgotten that got
/// no message lately.
const CHATS: usize = 4_096;

/// Two chats that are refused within this time are held by a limit on all.
const TOGETHER: TimeDelta = TimeDelta::seconds(1);

/// The longest that all chats are held because of two.
const HOLD_ALL: Duration = Duration::from_secs(5);

/// The times of sent messages, as far as a limit counts them.
#[derive(Debug, Default)]
struct Sent(VecDeque<DateTime<Utc>>);

impl Sent {
    /// How long until another may be sent.
    fn ready_in(&mut self, limit: Limit, now: DateTime<Utc>) -> Duration {
        // Times in the future are from a clock that was set back.
        self.0.retain(|at| *at <= now && now - *at < limit.within);
        match self.0.len().checked_sub(limit.most) {
            None => Duration::ZERO,
            Some(over) => between(now, self.0[over] + limit.within),
        }
    }
}

#[derive(Debug, Default)]
struct Chat {
    sent: Sent,
    sent_to_group: Sent,
    held: Option<Hold>,
}

/// Telegram's request to send nothing for a time.
#[derive(Debug, Clone, Copy)]
struct Hold {
    since: DateTime<Utc>,
    wait: Duration,
}

impl Hold {
    fn left(self, now: DateTime<Utc>) -> Duration {
        // A clock that was set back must not make it longer.
        if now < self.since {
            return Duration::ZERO;
        }
        self.wait.saturating_sub(between(self.since, now))
    }
}

/// A waiting message; the greatest is next.
#[derive(Debug)]
struct Waiter {
    rank: (Weight, Reverse<u64>),
    grant: oneshot::Sender<()>,
}

impl PartialEq for Waiter {
    fn eq(&self, other: &Self) -> bool {
        self.rank == other.rank
    }
}

impl Eq for Waiter {}

impl PartialOrd for Waiter {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Waiter {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.rank.cmp(&other.rank)
    }
}

/// All chats, and the messages that wait for each.
#[derive(Debug, Default)]
pub(super) struct Queue {
    sent: Sent,
    held: Option<Hold>,
    refused: Option<(i64, DateTime<Utc>)>,
    chats: HashMap<i64, Chat>,
    lines: HashMap<i64, BinaryHeap<Waiter>>,
    waiting: usize,
    arrivals: u64,
}

impl Queue {
    /// Takes a turn if it is free and nobody waits.
    pub(super) fn take_at_once(&mut self, chat: i64, now: DateTime<Utc>) -> bool {
        let free = self.waiting == 0
            && self.all_ready_in(now).is_zero()
            && self.ready_in(chat, now).is_zero();
        if free {
            self.take(chat, now);
        }
        free
    }

    /// Gets in line; returns whether there was room.
    pub(super) fn wait(&mut self, chat: i64, weight: Weight, grant: oneshot::Sender<()>) -> bool {
        let most = match weight {
            Weight::Status => MOST_WITH_PROGRESS,
            Weight::Answer | Weight::Outcome | Weight::WayOut => MOST_WAITING,
        };
        if self.waiting >= most {
            return false;
        }
        self.arrivals += 1;
        self.waiting += 1;
        let rank = (weight, Reverse(self.arrivals));
        let line = self.lines.entry(chat).or_default();
        line.push(Waiter { rank, grant });
        true
    }

    /// Gives every turn that is free now; returns the time until the next one
    /// may be, if anything waits.
    pub(super) fn grant(&mut self, now: DateTime<Utc>) -> Option<Duration> {
        while self.waiting > 0 {
            let all = self.all_ready_in(now);
            if !all.is_zero() {
                return Some(all);
            }
            match self.next(now) {
                Ok(chat) => {
                    if self.leave(chat) {
                        self.take(chat, now);
                    }
                }
                Err(wait) => return Some(wait),
            }
        }
        None
    }

    /// Pauses this chat; if another chat was refused just before, pauses all of
    /// them.
    pub(super) fn hold(&mut self, chat: i64, now: DateTime<Utc>, wait: Duration) {
        let hold = Hold { since: now, wait };
        self.chat(chat).held = Some(hold);
        let others = self
            .refused
            .is_some_and(|(other, at)| other != chat && (now - at).abs() < TOGETHER);
        if others {
            self.held = Some(Hold {
                since: now,
                wait: wait.min(HOLD_ALL),
            });
        }
        self.refused = Some((chat, now));
    }

    /// How long Telegram wants nothing to be sent to a chat.
    pub(super) fn held(&self, chat: i64, now: DateTime<Utc>) -> Duration {
        let held = self.chats.get(&chat).and_then(|chat| chat.held);
        held.map_or(Duration::ZERO, |held| held.left(now))
    }

    /// The chat of the next message; else the time until there may be one.
    fn next(&mut self, now: DateTime<Utc>) -> Result<i64, Duration> {
        let heads: Vec<_> = self
            .lines
            .iter()
            .filter_map(|(chat, line)| Some((line.peek()?.rank, *chat)))
            .collect();
        let mut best = None;
        let mut soonest = Duration::MAX;
        for (rank, chat) in heads {
            let wait = self.ready_in(chat, now);
            if wait.is_zero() {
                best = best.max(Some((rank, chat)));
            }
            soonest = soonest.min(wait);
        }
        best.map(|(_, chat)| chat).ok_or(soonest)
    }

    /// Tells the first in a chat's line; returns whether it still waited.
    fn leave(&mut self, chat: i64) -> bool {
        let Some(line) = self.lines.get_mut(&chat) else {
            return false;
        };
        let first = line.pop();
        if line.is_empty() {
            self.lines.remove(&chat);
        }
        self.waiting -= usize::from(first.is_some());
        first.is_some_and(|first| first.grant.send(()).is_ok())
    }

    fn take(&mut self, chat: i64, now: DateTime<Utc>) {
        self.sent.0.push_back(now);
        let of = self.chat(chat);
        of.sent.0.push_back(now);
        if is_group(chat) {
            of.sent_to_group.0.push_back(now);
        }
        if self.chats.len() > CHATS {
            self.forget(now);
        }
    }

    fn all_ready_in(&mut self, now: DateTime<Utc>) -> Duration {
        let held = self.held.map_or(Duration::ZERO, |held| held.left(now));
        self.sent.ready_in(ALL, now).max(held)
    }

    fn ready_in(&mut self, chat: i64, now: DateTime<Utc>) -> Duration {
        match self.chats.get_mut(&chat) {
            Some(of) => of.ready_in(now),
            None => Duration::ZERO,
        }
    }

    fn chat(&mut self, chat: i64) -> &mut Chat {
        self.chats.entry(chat).or_default()
    }

    fn forget(&mut self, now: DateTime<Utc>) {
        self.chats.retain(|_, chat| {
            chat.ready_in(now);
            !(chat.sent.0.is_empty() && chat.sent_to_group.0.is_empty())
                || chat.held.is_some_and(|held| !held.left(now).is_zero())
        });
    }
}

impl Chat {
    fn ready_in(&mut self, now: DateTime<Utc>) -> Duration {
        let held = self.held.map_or(Duration::ZERO, |held| held.left(now));
        self.sent
            .ready_in(CHAT, now)
            .max(self.sent_to_group.ready_in(GROUP, now))
            .max(held)
    }
}

/// Groups have ids below zero.
fn is_group(chat: i64) -> bool {
    chat < 0
}

fn between(earlier: DateTime<Utc>, later: DateTime<Utc>) -> Duration {
    (later - earlier).to_std().unwrap_or_default()
}
