//! The points at which a process can die: it passes one before and after
//! everything that it does outside of itself. At the chosen one it stops, and
//! nothing that it still wanted takes effect.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// Counts points over all the lives of a process, and ends them as planned.
#[derive(Debug, Default)]
pub(super) struct Points {
    state: Mutex<State>,
    died: Notify,
}

#[derive(Debug, Default)]
struct State {
    /// Where it dies next, counted from the beginning.
    deaths: VecDeque<usize>,
    passed: usize,
    /// Which life it is in.
    life: u32,
    dead: bool,
    /// What it was about to do when it died.
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

    /// A process in this life passes a point; if it is dead, or dies here,
    /// this never answers.
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

    /// The same without being a point: the dead do nothing.
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

    /// Answers when the process has died.
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

    /// A new process is about to start; answers with its life.
    pub(super) fn start(&self) -> u32 {
        let mut state = self.state();
        state.life += 1;
        state.dead = false;
        state.life
    }

    /// How many were passed.
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
