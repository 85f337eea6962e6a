//! The points at which a process can die: one before and one after every effect
//! outside of itself. At the chosen point it stops, and none of its later
//! effects happen.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// Counts points over all lives of a process, and ends them as planned.
#[derive(Debug, Default)]
pub(super) struct Points {
    state: Mutex<State>,
    died: Notify,
}

#[derive(Debug, Default)]
struct State {
    /// The points of its next deaths, counted from the beginning.
    deaths: VecDeque<usize>,
    passed: usize,
    /// The number of its current life.
    life: u32,
    dead: bool,
    /// The actions during which it died.
    died_at: Vec<&'static str>,
    stirred: u64,
}

impl Points {
    pub(super) fn dying_at(deaths: &[usize]) -> Self {
        let state = State {
            deaths: deaths.iter().copied().collect(),
            ..State::default()
        };
        Self {
            state: Mutex::new(state),
            died: Notify::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A process in this life passes a point; if it is dead, or dies here, this
    /// never returns.
    pub(super) async fn pass(&self, life: u32, what: &'static str) {
        if !self.survives(life, what) {
            std::future::pending::<()>().await;
        }
    }

    fn survives(&self, life: u32, what: &'static str) -> bool {
        let mut state = self.state();
        state.stirred += 1;
        if state.dead || state.life != life {
            return false;
        }
        state.passed += 1;
        if state.deaths.front() != Some(&state.passed) {
            return true;
        }
        state.deaths.pop_front();
        state.dead = true;
        state.died_at.push(what);
        drop(state);
        self.died.notify_one();
        false
    }

    /// The same without counting a point: a dead process does nothing.
    pub(super) async fn alive(&self, life: u32) {
        let alive = {
            let mut state = self.state();
            state.stirred += 1;
            !state.dead && state.life == life
        };
        if !alive {
            std::future::pending::<()>().await;
        }
    }

    /// Returns when the process has died.
    pub(super) async fn died(&self) {
        while !self.is_dead() {
            self.died.notified().await;
        }
    }

    pub(super) fn is_dead(&self) -> bool {
        self.state().dead
    }

    pub(super) fn life(&self) -> u32 {
        self.state().life
    }

    /// A new process is about to start; returns the number of its life.
    pub(super) fn start(&self) -> u32 {
        let mut state = self.state();
        state.life += 1;
        state.dead = false;
        state.life
    }

    /// The number of points that were passed.
    pub(super) fn passed(&self) -> usize {
        self.state().passed
    }

    pub(super) fn died_at(&self) -> Vec<&'static str> {
        self.state().died_at.clone()
    }

    /// Changes whenever something happens.
    pub(super) fn stirred(&self) -> u64 {
        self.state().stirred
    }
}
