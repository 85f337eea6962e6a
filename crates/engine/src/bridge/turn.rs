//! One turn from the stored records to the commit: load, decide, apply, and
//! once more if a record changed meanwhile.

use std::sync::atomic::Ordering;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use kally_core::dialogue::{
    Action, AdminFigures, AdminView, CallReport, Command, Context, FeedView, Input, Linked,
    OtherAction, Point, Pressed, Standing,
};
use kally_core::model::{
    AppointmentId, CallId, ConversationId, ErrandId, Language, MessageRef, Name, Platform,
};
use kally_core::{text, understand};
use kally_metrics::{REFUSED_PEOPLE, RETRIES};
use kally_store::{
    Commit, CommitError, ConversationRecord, Durability, EventMark, Key, KeyId, LinkRecord,
    OpenLinkRecord, Record, RecordKind, StoreError, Stored, Version, Work, read_one,
};

use super::appointments::{self, Kept};
use super::backlog::{Admission, Counted};
use super::concerned::Concerned;
use super::contacts;
use super::loaded::{EventDetails, Loaded};
use super::{
    Bridge, Content, Handled, Inbound, PastedInto, Sender, TurnError, WorkerPart, apply, circles,
    inbound, never_of, own_settings, quiet, record,
};

/// How often a turn is decided again because a record changed meanwhile.
const ATTEMPTS: usize = 8;

/// The offer to take a call back may take so long to arrive.
const LISTENING: Duration = Duration::from_secs(10);

/// Admins are told of so many open calls at most.
const MOST_OPEN: usize = 10_000;

/// The occasion of a turn.
#[derive(Clone, Copy)]
pub(super) enum Event<'a> {
    /// A person said or pressed something.
    Inbound(&'a Inbound),
    /// The same, but it is not read, since too many answers wait.
    NotRead(&'a Inbound),
    /// The same, but the last ones have changed nothing.
    InCircles(&'a Inbound),
    Report(&'a Input),
    /// Something that a person said or pressed is not carried out, since the
    /// store was restored from a copy of before.
    Restored(&'a Inbound),
}

/// An event as the dialogue takes it.
struct Taken {
    input: Input,
    sender: Option<Sender>,
    details: EventDetails,
    /// The person's message that must be removed.
    remove: Option<MessageRef>,
}

/// The result of a decision.
struct Decided {
    commit: Commit,
    handled: Handled,
    /// The data keys to throw away once the commit is durable.
    discarded: Vec<KeyId>,
    /// More has changed than what was said.
    moved: bool,
}

impl Bridge {
    /// The turn itself; [`Bridge::turn`] calls it.
    pub(super) async fn taken_turn(
        &self,
        id: &ConversationId,
        mark: Option<EventMark>,
        event: &Event<'_>,
        with: &WorkerPart,
    ) -> Result<Handled, TurnError> {
        let _lane = self.lanes.enter(id.clone()).await;
        if let Some(mark) = &mark
            && self.store.seen(mark.platform, &mark.id).await?
        {
            return Ok(Handled::seen());
        }
        let Some(event) = &self.admitted(id, event) else {
            return Ok(Handled::default());
        };
        if let Event::Inbound(inbound) = event
            && let Some(handled) = self.apart(inbound, mark.as_ref()).await?
        {
            return Ok(handled);
        }
        for attempt in 0..ATTEMPTS {
            let loaded = self.load(id).await?;
            let is_new = loaded.version == Version::default();
            if let Event::Inbound(inbound) = event
                && is_new
                && attempt == 0
                && let Some(handled) = self.refused(inbound, mark.as_ref()).await?
            {
                return Ok(handled);
            }
            let event = &self.after_restore(event, &loaded);
            let Decided {
                commit,
                handled,
                discarded,
                moved,
            } = self.decide(id, mark.clone(), event, with, loaded).await?;
            let woken = to_wake(&commit, with);
            let members = changes_members(&commit);
            match self.commit(id, commit).await {
                Ok(()) => {
                    if is_new {
                        self.access.begun();
                    }
                    if members {
                        self.access.reload(&*self.store).await?;
                    }
                    self.discard(&discarded).await;
                    self.wake(woken);
                    if let Event::Inbound(inbound) = event {
                        self.circles.note(inbound, moved, self.clock.now());
                    }
                    return Ok(handled);
                }
                Err(CommitError::AlreadySeen) => return Ok(Handled::seen()),
                Err(CommitError::Conflict(key))
                    if with.expect.iter().any(|(theirs, _)| *theirs == key) =>
                {
                    return Err(TurnError::Conflict(key));
                }
                Err(CommitError::Conflict(Key::Members(_))) => {
                    self.access.reload(&*self.store).await?;
                }
                Err(CommitError::Conflict(_)) => {}
                Err(CommitError::Store(error)) => return Err(error.into()),
            }
            RETRIES.count(&["turn", "conflict"]);
        }
        Err(TurnError::Busy)
    }

    /// From now on news are asked for often, until a call that is confirmed now
    /// cannot be taken back any more.
    pub(super) fn listen_for_undo(&self, platform: Platform) {
        let until = self.clock.passed() + self.options.undo + LISTENING;
        self.doorbells.hearing.attend(platform, until);
    }

    /// Rings for the workers that have something to do now.
    fn wake(&self, woken: ToWake) {
        let doorbells = &self.doorbells;
        let ToWake {
            lanes,
            calls,
            errands,
            appointments,
        } = woken;
        appointments
            .into_iter()
            .for_each(|id| doorbells.appointments.ring(id));
        lanes
            .into_iter()
            .for_each(|lane| doorbells.delivery.ring(lane));
        calls
            .into_iter()
            .for_each(|call| doorbells.calls.ring(call));
        errands
            .into_iter()
            .for_each(|errand| doorbells.errands.ring(errand));
    }

    /// Throws data keys away before anybody is told that something is
    /// forgotten. If that fails now, it is done later: nobody has the tokens in
    /// memory any more.
    async fn discard(&self, keys: &[KeyId]) {
        if let Err(error) = self.links.discard(keys).await {
            tracing::error!(%error, "a data key could not be thrown away; the next start tries again");
        }
    }

    /// Commits, and counts the waiting answers.
    pub(super) async fn commit(
        &self,
        id: &ConversationId,
        commit: Commit,
    ) -> Result<(), CommitError> {
        let backlog = &self.doorbells.backlog;
        let counted = Counted::of(&commit);
        backlog.add(&counted);
        let made = self.store.commit(commit).await;
        match made {
            Ok(()) => backlog.ended(id, &counted),
            Err(_) => backlog.take_back(&counted),
        }
        made
    }

    /// The event that the turn handles; `None` if it is silently skipped. A
    /// person who presses is told each time.
    fn admitted<'a>(&self, id: &ConversationId, event: &Event<'a>) -> Option<Event<'a>> {
        let Event::Inbound(inbound) = event else {
            return Some(*event);
        };
        let backlog = &self.doorbells.backlog;
        let pressed = matches!(inbound.content, Content::Press(_));
        match backlog.admission(id) {
            // Ways out, and cries for help, are handled even when many answers
            // wait, up to a limit of their own.
            Admission::RefuseAndSay | Admission::RefuseQuietly
                if self.is_urgent(inbound) && backlog.has_room_for_way_out(id) =>
            {
                Some(*event)
            }
            Admission::Read => {
                backlog.note_refusal(id, false);
                Some(*event)
            }
            Admission::RefuseQuietly if !pressed => {
                REFUSED_PEOPLE.count(&[id.platform.word(), "busy"]);
                None
            }
            Admission::RefuseAndSay | Admission::RefuseQuietly
                if inbound.content.is_of_others() =>
            {
                None
            }
            Admission::RefuseQuietly => Some(Event::NotRead(inbound)),
            Admission::RefuseAndSay => {
                REFUSED_PEOPLE.count(&[id.platform.word(), "busy"]);
                tracing::warn!(user = %id.chat_user(), "a person writes faster than the bot can answer; their messages are ignored for now");
                backlog.note_refusal(id, !pressed);
                Some(Event::NotRead(inbound))
            }
        }
    }

    async fn load(&self, id: &ConversationId) -> Result<Loaded, StoreError> {
        let user = id.chat_user();
        let keys = [
            Key::Conversation(id.clone()),
            Key::Settings(user.clone()),
            Key::Account(user.clone()),
            Key::Waiting(user.clone()),
            Key::OpenLink(user.clone()),
            Key::Forms(user),
        ];
        let mut found = self.store.read(&keys).await?.into_iter();
        let mut next = || found.next().unwrap_or(Stored::Absent);
        let stored = only::<ConversationRecord>(next());
        let (settings, account, waiting) = (only(next()), only(next()), only(next()));
        let open_link = only::<OpenLinkRecord>(next());
        let forms = only(next());
        let room = self.of_room(id).await?;
        let signed_in = self.signed_in(&open_link).await?;
        let version = stored.version();
        let unreadable = matches!(stored, Stored::Unreadable { .. });
        let record = stored.into_record();
        if unreadable {
            tracing::error!(conversation = %id.chat_user(), "a conversation's record cannot be read and was set aside");
        }
        Ok(Loaded {
            version,
            offered: record.as_ref().map(record::offered_of).unwrap_or_default(),
            sender: record.as_ref().and_then(record::sender_of),
            message: record.as_ref().and_then(|record| record.message.clone()),
            shown: record.as_ref().and_then(|record| record.shown.clone()),
            changed_at: record.as_ref().map(|record| record.changed_at),
            conversation: record.map(|record| record.conversation).unwrap_or_default(),
            lost: unreadable,
            settings,
            account,
            waiting,
            forms,
            contacts: Stored::Absent,
            appointments: Kept::default(),
            calendar: Stored::Absent,
            open_link,
            room,
            signed_in,
        })
    }

    async fn signed_in(
        &self,
        open: &Stored<OpenLinkRecord>,
    ) -> Result<Stored<LinkRecord>, StoreError> {
        match open.record() {
            Some(open) if open.signed_in => read_one(&*self.store, &open.link).await,
            _ => Ok(Stored::Absent),
        }
    }

    /// The input of an event. The end of a sign-in is redeemed on the way.
    async fn taken(
        &self,
        id: &ConversationId,
        event: &Event<'_>,
        loaded: &Loaded,
        with: &mut WorkerPart,
        discarded: &mut Vec<KeyId>,
    ) -> Result<Taken, StoreError> {
        let inbound = match event {
            Event::Report(input) => {
                return Ok(Taken {
                    input: (*input).clone(),
                    sender: loaded.sender.clone(),
                    details: EventDetails {
                        replaces: with.replaces.clone(),
                        ..EventDetails::default()
                    },
                    remove: None,
                });
            }
            Event::Inbound(inbound)
            | Event::NotRead(inbound)
            | Event::InCircles(inbound)
            | Event::Restored(inbound) => inbound,
        };
        let mut details = EventDetails::of(inbound);
        let mut remove = None;
        let input = match event {
            Event::InCircles(_) => Input::InCircles,
            Event::NotRead(_) => Input::NotRead,
            Event::Restored(_) => Input::Restored,
            _ => match self.pasted(inbound, with, discarded).await? {
                Some(input) => {
                    remove = details.message.take();
                    input
                }
                None => inbound::input(inbound, loaded, id.platform),
            },
        };
        Ok(Taken {
            input,
            sender: Some(inbound.sender.clone()),
            details,
            remove,
        })
    }

    /// Decides; the result is one commit.
    async fn decide(
        &self,
        id: &ConversationId,
        mark: Option<EventMark>,
        event: &Event<'_>,
        with: &WorkerPart,
        mut loaded: Loaded,
    ) -> Result<Decided, StoreError> {
        let mut with = WorkerPart::clone(with);
        let mut discarded = Vec::new();
        let taken = self.taken(id, event, &loaded, &mut with, &mut discarded);
        let Taken {
            input,
            sender,
            details,
            remove,
        } = taken.await?;
        let with = &with;
        let cause = input.cause();
        let replies_to = details.replies_to.as_ref();
        let calls = self
            .concerned(id, &input, replies_to, with, &loaded.conversation)
            .await?;
        let mut context = self.context(id, &loaded, sender.as_ref(), &details, &calls);
        speak_as_written(&mut context, &loaded, &input);
        self.recall(id, &input, with, &mut loaded, &mut context)
            .await?;
        context.admin = self.admin_view(event, &input, context.now).await?;
        context.leaves = self.leaves(id, &loaded, &context).await?;
        context.waits_in = self.waits_in(id, &loaded, &input).await?;
        (context.forms_there, context.forms_hidden) = self.forms_there(id, &loaded, &input).await?;
        context.in_room = self
            .calls_of_room(id, &loaded.room, &input, context.now)
            .await?;
        let state = &loaded.conversation.state;
        let counts = self
            .counts(&id.chat_user(), state, &input, &context)
            .await?;
        context.limit = counts.as_ref().and_then(|counts| {
            let day = context.now.date_naive();
            counts.limit(self.options.limits, day, calls.open_everywhere)
        });
        let quiet_until = quiet::silent_until(&context, &input);
        let shown = self.shown(&loaded, &input, id.platform, &details).await?;
        let decision = self
            .decision(&id.chat_user(), &loaded, input, &mut context)
            .await;
        let moved = circles::moved(&loaded.conversation.state, &decision);
        let mut turn = apply::Draft::new(self, id, &context, loaded, calls, sender, details);
        turn.take_on(with);
        (turn.remove, turn.counts) = (remove, counts);
        turn.quiet_until = quiet_until;
        turn.question_open = decision.conversation.state.asks();
        turn.shown = shown;
        decision
            .effects
            .into_iter()
            .for_each(|effect| turn.apply(effect));
        let handled = Handled {
            seen_before: false,
            alert: turn.alert(),
            ordered: turn.ordered.take(),
        };
        discarded.append(&mut turn.discarded);
        let mut commit = turn.into_commit(mark, decision.conversation);
        commit.cause = Some(cause);
        if is_progress(event) {
            commit.durability = Durability::Soon;
        }
        Ok(Decided {
            commit,
            handled,
            discarded,
            moved,
        })
    }

    /// Reads what the person has kept, as far as the input can need it.
    async fn recall(
        &self,
        id: &ConversationId,
        input: &Input,
        with: &WorkerPart,
        loaded: &mut Loaded,
        context: &mut Context,
    ) -> Result<(), StoreError> {
        if contacts::are_needed(input) {
            loaded.contacts = self.contacts_of(&id.chat_user()).await?;
            context.contacts = contacts::book(id, &loaded.contacts);
            context.shared = self.shared_with(id, &loaded.room).await?;
        }
        if appointments::are_needed(input) {
            loaded.appointments = self.kept(id, with).await?;
            context.appointments = loaded.appointments.mentioned_in(id);
            let mentioned = context.appointments.as_ref().map_or(0, Vec::len);
            context.appointments_elsewhere = loaded.appointments.total() - mentioned;
        }
        loaded.calendar = self.calendar_of(id, input).await?;
        context.feed = self.feed_view(&loaded.calendar);
        Ok(())
    }

    /// Everything about its people, if an admin asks for it.
    async fn admin_view(
        &self,
        event: &Event<'_>,
        input: &Input,
        now: DateTime<Utc>,
    ) -> Result<Option<Box<AdminView>>, StoreError> {
        let Event::Inbound(inbound) = event else {
            return Ok(None);
        };
        let standing = self.access.of(&inbound.conversation, &inbound.sender);
        if !concerns_admins(input) || standing != Standing::Admin {
            return Ok(None);
        }
        let open = self.store.open_work(Work::Calls, None, MOST_OPEN).await?;
        let limits = self.options.limits;
        let figures = AdminFigures {
            open_calls: open.len(),
            confirmed: self.confirmed.load(Ordering::Relaxed),
            per_day: limits.per_day,
            at_once: limits.at_once,
            per_number: limits.per_number,
        };
        let mut view = self.access.view(now);
        view.figures = figures;
        Ok(Some(Box::new(view)))
    }

    /// Redeems the end of a sign-in in a person's message, before anything else
    /// reads the message.
    async fn pasted(
        &self,
        inbound: &Inbound,
        with: &mut WorkerPart,
        discarded: &mut Vec<KeyId>,
    ) -> Result<Option<Input>, StoreError> {
        let words = inbound.content.words();
        let Some(pasted) = words.and_then(|words| self.links.pasted(words)) else {
            return Ok(None);
        };
        let session = match &pasted.link {
            Some(link) => read_one::<LinkRecord>(&*self.store, link).await?,
            None => Stored::Absent,
        };
        let newest = match session.record() {
            Some(record) => read_one::<OpenLinkRecord>(&*self.store, &record.user).await?,
            None => Stored::Absent,
        };
        let into = session.record().map(|record| PastedInto {
            record,
            is_newest: newest.record().is_some_and(|newest| newest.names(record)),
        });
        let now = self.clock.now();
        let redeemed = self.links.redeem(&pasted, into, &inbound.conversation, now);
        if let Some(link) = pasted.link {
            with.expect.push((Key::Link(link), session.version()));
        }
        if let Some(into) = into {
            let key = Key::OpenLink(into.record.user.clone());
            with.expect.push((key.clone(), newest.version()));
            let ends = redeemed.ends && into.is_newest;
            with.delete.extend(ends.then_some(key));
            let theirs = newest
                .record()
                .filter(|open| ends && open.user != inbound.conversation.chat_user());
            with.send
                .extend(theirs.and_then(|open| self.closed_link_of(open, into.record)));
        }
        with.put.extend(redeemed.put);
        discarded.extend(redeemed.discarded);
        if let (Some(pair), Some(into)) = (redeemed.pair, into) {
            let offered = self.links.offered(into.record, &pair, now).await?;
            with.put.extend(offered);
        }
        Ok(Some(Input::AddressPasted(redeemed.outcome)))
    }

    /// The other conversations whose forms wait for the account that the person
    /// now says is theirs.
    async fn waits_in(
        &self,
        id: &ConversationId,
        loaded: &Loaded,
        input: &Input,
    ) -> Result<Vec<ConversationId>, StoreError> {
        let mine =
            |pressed: &Pressed| matches!(pressed.action, Action::Other(OtherAction::Mine(_)));
        let Some(waiting) = loaded.waiting.record() else {
            return Ok(Vec::new());
        };
        if !matches!(input, Input::ChoicePressed(pressed) if mine(pressed)) {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for other in waiting.conversations.iter().filter(|other| *other != id) {
            let stored = read_one::<ConversationRecord>(&*self.store, other).await?;
            let record = stored.record();
            // It may have been dropped since.
            if record.is_some_and(|other| other.conversation.state.point() == Some(Point::Linking))
            {
                found.push(other.clone());
            }
        }
        Ok(found)
    }

    /// Whether the account is to be forgotten once the event's call is over:
    /// the person asked for it, and no other call of theirs is followed.
    async fn leaves(
        &self,
        id: &ConversationId,
        loaded: &Loaded,
        context: &Context,
    ) -> Result<bool, StoreError> {
        let leaving = loaded
            .account
            .record()
            .is_some_and(|account| account.leaving);
        match &context.call {
            Some(call) if leaving => self.is_last_followed(id, call.id).await,
            _ => Ok(false),
        }
    }

    fn is_late(&self, since: TimeDelta) -> bool {
        since.to_std().is_ok_and(|since| since > self.options.late)
    }

    fn context(
        &self,
        id: &ConversationId,
        loaded: &Loaded,
        sender: Option<&Sender>,
        details: &EventDetails,
        calls: &Concerned,
    ) -> Context {
        let now = self.clock.now();
        let own_name = sender.and_then(|sender| Name::parse(&sender.display_name).ok());
        Context {
            now,
            settings: own_settings(&loaded.settings).over(&self.defaults_in(&loaded.room, sender)),
            own_name,
            linked: match loaded.account.record() {
                None => Linked::No,
                Some(record) if record.revoked => Linked::Revoked,
                Some(record) => Linked::Since(record.linked_at),
            },
            open_link: loaded.has_open_link(now),
            signed_in: loaded.sign_in(now),
            sign_in_ordered: loaded
                .signed_in
                .record()
                .is_some_and(|session| session.ordered),
            never: never_of(&loaded.settings),
            admin: None,
            limit: None,
            spoken: None,
            private: id.is_private(),
            unattended: id.takes_orders(),
            waits_in: Vec::new(),
            writes_first: id.platform.abilities().writes_first,
            message: details.message.clone().filter(|_| !details.pressed),
            pressed: details.message.clone().filter(|_| details.pressed),
            late: details.at.is_some_and(|at| self.is_late(now - at)),
            unseen: !details.pressed && self.doorbells.backlog.has_unseen(id),
            fresh_call: CallId(self.ids.uuid(now)),
            fresh_form: u32::from_le_bytes(self.ids.bytes()),
            call: calls.about(id),
            replied: calls.replied,
            quoted: details.quoted.clone(),
            open: calls.open(id),
            elsewhere: calls.elsewhere,
            contacts: None,
            appointments: None,
            appointments_elsewhere: 0,
            feed: FeedView::default(),
            wording: text::appointments::task,
            room_id: loaded.room.id().cloned(),
            shared: Vec::new(),
            room: self.room_settings(id, &loaded.room),
            in_room: Vec::new(),
            forms_there: Vec::new(),
            forms_hidden: false,
            leaves: false,
            quiet_until: self.quiet_until(loaded, sender, now),
            usage: None,
            minds_hours: self.options.minds_hours,
            undo: self.options.undo,
            doubt: self.options.doubt,
            keep: self.options.keep,
        }
    }
}

/// Whether it is a call's elapsed time, which is shown and not needed later: with
/// thousands of calls nobody else should wait for the disk because of it.
fn is_progress(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Report(Input::CallReported(CallReport::Progress(_)))
    )
}

/// Who has set no language is answered in the one that they write, unless the
/// room has one.
fn speak_as_written(context: &mut Context, loaded: &Loaded, input: &Input) {
    context.spoken = spoken(loaded, input);
    let language = context.spoken.or(loaded.conversation.language);
    let is_set = context.room.own.language.is_some();
    if !is_set && own_settings(&loaded.settings).language.is_none() {
        context.settings.language = language.unwrap_or(context.settings.language);
    }
}

/// The language in which an input is written, if that is clear.
fn spoken(loaded: &Loaded, input: &Input) -> Option<Language> {
    let words = match input {
        Input::TextReceived(words) | Input::CommandGiven(_, words) => words,
        _ => return None,
    };
    understand::language_of(words, loaded.conversation.state.asks())
}

/// Whether it asks for something that only an admin is shown.
fn concerns_admins(input: &Input) -> bool {
    match input {
        Input::CommandGiven(command, _) => *command == Command::Admin,
        Input::ChoicePressed(Pressed {
            action: Action::Other(action),
            ..
        }) => action.shown_by() == Some(Command::Admin),
        _ => false,
    }
}

/// The record of a kind, out of the union.
fn only<R: RecordKind>(stored: Stored<Record>) -> Stored<R> {
    match stored.map(R::from_record) {
        Stored::Absent => Stored::Absent,
        Stored::Unreadable { version, reason } => Stored::Unreadable { version, reason },
        Stored::Found {
            version,
            record: Some(record),
        } => Stored::Found { version, record },
        Stored::Found {
            version,
            record: None,
        } => Stored::Unreadable {
            version,
            reason: "a record of another kind".to_owned(),
        },
    }
}

/// Whether a commit changes the list of people.
fn changes_members(commit: &Commit) -> bool {
    let is_list = |put: &Record| matches!(put, Record::Members(_));
    commit.put.iter().any(is_list)
}

/// What has to be gone on with.
struct ToWake {
    /// The conversations with messages.
    lanes: Vec<ConversationId>,
    calls: Vec<CallId>,
    errands: Vec<ErrandId>,
    /// The appointments that have changed.
    appointments: Vec<AppointmentId>,
}

/// The workers to wake once a commit is durable. A worker is not woken for a
/// record that it supplied itself, or it would loop for ever.
fn to_wake(commit: &Commit, with: &WorkerPart) -> ToWake {
    let lanes = commit
        .send
        .iter()
        .map(|message| message.conversation.clone())
        .collect();
    let mut calls = Vec::new();
    let mut errands = Vec::new();
    let mut appointments = Vec::new();
    for record in &commit.put {
        match record {
            Record::Call(call) if !with.put.contains(record) => calls.push(call.id),
            Record::Errand(errand) => errands.push(errand.id),
            Record::Appointment(kept) if !with.put.contains(record) => appointments.push(kept.id),
            _ => {}
        }
    }
    ToWake {
        lanes,
        calls,
        errands,
        appointments,
    }
}
