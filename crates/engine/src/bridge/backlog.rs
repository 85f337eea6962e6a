//! Counts the answers that wait in each conversation. A person who writes
//! faster than the bot can answer is told so once, and their messages are not
//! read until most of the answers are sent.
//!
//! So neither the outbox nor the errands of a conversation grow without bound.
//! Reports of workers always go through. The counts are in memory, and delivery
//! corrects them by the messages that it finds waiting.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use kally_core::model::{ConversationId, Weight};
use kally_store::{Commit, Key, OutboxRecord, Record};

/// The number of answers, and of errands, that may wait in a conversation.
pub const MOST_WAITING: usize = 20;

/// The additional number for ways out: *stop*, *cancel*, *undo*.
const MORE_FOR_WAYS_OUT: usize = 2 * MOST_WAITING;

/// So many more questions may wait that a later answer makes pointless: only
/// the last of them is sent.
const MORE_PASSING: usize = 10;

/// The waiting answers of each conversation; a conversation without any takes
/// no memory.
#[derive(Debug, Default)]
pub struct Backlog {
    lanes: Mutex<HashMap<ConversationId, Queued>>,
}

#[derive(Debug, Default, Clone)]
struct Queued {
    answers: usize,
    passing: usize,
    /// The questions that nobody can have seen yet.
    unseen: usize,
    errands: usize,
    /// The person was told that nothing is read for now.
    refusal_said: bool,
}

/// The changes of a commit to the counts.
pub(super) struct Counted {
    answers: Vec<(ConversationId, Kind)>,
    errands: Vec<ConversationId>,
    ended: usize,
}

/// The messages that are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Answer,
    /// A later one may take its place.
    Passing,
}

impl Counted {
    pub(super) fn of(commit: &Commit) -> Self {
        let answers = commit.send.iter().filter_map(|message| {
            let kind = Kind::of(message)?;
            Some((message.conversation.clone(), kind))
        });
        let errands = commit.put.iter().filter_map(|record| match record {
            // Nobody waits for one that has its time.
            Record::Errand(errand) if errand.errand.due().is_none() => {
                Some(errand.conversation.clone())
            }
            _ => None,
        });
        let is_errand = |key: &&Key| matches!(key, Key::Errand(_));
        Self {
            answers: answers.collect(),
            errands: errands.collect(),
            ended: commit.delete.iter().filter(is_errand).count(),
        }
    }
}

/// Whether a conversation's messages are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Admission {
    /// They are read.
    Read,
    /// They are not read, and the person has to be told.
    RefuseAndSay,
    /// They are not read, and the person was told.
    RefuseQuietly,
}

impl Queued {
    fn most(&self) -> usize {
        let passing = self.passing.div_ceil(MORE_PASSING);
        self.answers.max(self.errands).max(passing)
    }

    fn count(&mut self, kind: Kind) -> &mut usize {
        match kind {
            Kind::Answer => &mut self.answers,
            Kind::Passing => &mut self.passing,
        }
    }
}

impl Backlog {
    fn lanes(&self) -> MutexGuard<'_, HashMap<ConversationId, Queued>> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether there is room for the effects of another event.
    pub(super) fn admission(&self, lane: &ConversationId) -> Admission {
        let lanes = self.lanes();
        let private = ConversationId::private_with(&lane.chat_user());
        let waiting = |lane| lanes.get(lane).map_or(0, Queued::most);
        // A message in a group may be answered in private.
        let waiting = waiting(lane).max(waiting(&private));
        let refusal_said = lanes.get(lane).is_some_and(|waiting| waiting.refusal_said);
        match (waiting, refusal_said) {
            (0..MOST_WAITING, false) => Admission::Read,
            // Most answers must be sent first, or the person would be told
            // again and again.
            (waiting, true) if waiting <= MOST_WAITING / 2 => Admission::Read,
            (_, true) => Admission::RefuseQuietly,
            (_, false) => Admission::RefuseAndSay,
        }
    }

    /// Whether there is room for the effects of a way out.
    pub(super) fn has_room_for_way_out(&self, lane: &ConversationId) -> bool {
        let waiting = self.lanes().get(lane).map_or(0, Queued::most);
        waiting < MOST_WAITING + MORE_FOR_WAYS_OUT
    }

    /// The person is told now that nothing is read, or their messages are read
    /// again.
    pub(super) fn note_refusal(&self, lane: &ConversationId, refusal_said: bool) {
        if refusal_said {
            self.lanes().entry(lane.clone()).or_default().refusal_said = true;
        } else {
            self.change(lane, |waiting| waiting.refusal_said = false);
        }
    }

    /// Counts a commit's additions before the commit is made: delivery may be
    /// faster than the committing task.
    pub(super) fn add(&self, counted: &Counted) {
        let mut lanes = self.lanes();
        for (lane, kind) in &counted.answers {
            let waiting = lanes.entry(lane.clone()).or_default();
            *waiting.count(*kind) += 1;
            waiting.unseen += usize::from(*kind == Kind::Passing);
        }
        for lane in &counted.errands {
            lanes.entry(lane.clone()).or_default().errands += 1;
        }
    }

    /// The commit was not made.
    pub(super) fn take_back(&self, counted: &Counted) {
        for (lane, kind) in &counted.answers {
            self.change(lane, |waiting| {
                less(waiting.count(*kind), 1);
                less(&mut waiting.unseen, usize::from(*kind == Kind::Passing));
            });
        }
        for lane in &counted.errands {
            self.change(lane, |waiting| less(&mut waiting.errands, 1));
        }
    }

    /// The errands that a commit in this conversation ends are done.
    pub(super) fn ended(&self, lane: &ConversationId, counted: &Counted) {
        if counted.ended > 0 {
            self.change(lane, |waiting| less(&mut waiting.errands, counted.ended));
        }
    }

    /// Whether a question waits that nobody can have seen yet.
    pub(super) fn has_unseen(&self, lane: &ConversationId) -> bool {
        let lanes = self.lanes();
        lanes.get(lane).is_some_and(|waiting| waiting.unseen > 0)
    }

    /// A message is about to be sent, so the person may see it from now on; or
    /// it is left out.
    pub fn sending(&self, message: &OutboxRecord) {
        if Kind::of(message) == Some(Kind::Passing) {
            self.change(&message.conversation, |waiting| {
                less(&mut waiting.unseen, 1);
            });
        }
    }

    /// A message was delivered or given up.
    pub fn delivered(&self, message: &OutboxRecord) {
        if let Some(kind) = Kind::of(message) {
            self.change(&message.conversation, |waiting| {
                less(waiting.count(kind), 1);
            });
        }
    }

    /// No message waits there any more.
    pub fn emptied(&self, lane: &ConversationId) {
        self.change(lane, |waiting| {
            waiting.answers = 0;
            waiting.passing = 0;
            waiting.unseen = 0;
        });
    }

    /// Corrects the count by the messages that were found waiting, perhaps from
    /// before a restart.
    pub fn found<'a>(
        &self,
        lane: &ConversationId,
        waiting: impl Iterator<Item = &'a OutboxRecord>,
    ) {
        let (answers, passing): (Vec<_>, Vec<_>) = waiting
            .filter_map(Kind::of)
            .partition(|kind| *kind == Kind::Answer);
        if answers.len() + passing.len() > 0 {
            let mut lanes = self.lanes();
            let waiting = lanes.entry(lane.clone()).or_default();
            waiting.answers = waiting.answers.max(answers.len());
            waiting.passing = waiting.passing.max(passing.len());
            waiting.unseen = passing.len();
        }
    }

    /// Changes a count; a conversation without waiting answers is forgotten.
    fn change(&self, lane: &ConversationId, change: impl FnOnce(&mut Queued)) {
        let mut lanes = self.lanes();
        let Some(waiting) = lanes.get_mut(lane) else {
            return;
        };
        change(waiting);
        if waiting.most() == 0 {
            lanes.remove(lane);
        }
    }

    /// How many conversations are counted.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.lanes().len()
    }
}

fn less(number: &mut usize, by: usize) {
    *number = number.saturating_sub(by);
}

impl Kind {
    /// `None` for outcomes and progress: they are about calls, and nobody makes
    /// a hundred of those in a second.
    fn of(message: &OutboxRecord) -> Option<Self> {
        match message.weight {
            Weight::Answer | Weight::WayOut if message.passing => Some(Self::Passing),
            Weight::Answer | Weight::WayOut => Some(Self::Answer),
            Weight::Status | Weight::Outcome => None,
        }
    }
}
