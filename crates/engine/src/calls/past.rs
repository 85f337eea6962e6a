//! The account's history, merged with the calls that were made here. It is read
//! newest first and only as far as necessary, and remembered for a few minutes:
//! so pages stay the same while new calls come in.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use kally_core::dialogue::{
    Brought, CallRef, PAGE, PastCall, PastErrand, PastPage, Query, Speaker,
};
use kally_core::model::{CallId, ChatUser};
use kally_core::understand;
use kally_store::{
    AccountRecord, CallRecord, CallStageV1, Key, OutcomeV1, Record, StoreError, Stored, Work,
    read_one,
};
use kallyai::{AccessToken, Call, ErrorCode, HistoryPage, RemoteCallId};

use super::errands::{Errands, problem, speaker};
use super::waiting::Wish;
use crate::accounts::AccountError;

/// The number of rows of a request.
const ROWS: u8 = 200;

/// At most this many requests are made for one list.
const MOST_REQUESTS: usize = 10;

/// How long the rows of a list are remembered.
const REMEMBERED: Duration = Duration::from_secs(5 * 60);

/// The rows of at most this many people are remembered.
const MOST_PEOPLE: usize = 64;

/// How long it takes to read a list, at most.
const PATIENCE: Duration = Duration::from_secs(20);

/// After a call a transcript may be coming for so long.
const COMING: TimeDelta = TimeDelta::minutes(10);

/// At most this many calls that were made here are merged, the newest.
const MOST_OWN: usize = 1_000;

/// How many ids of calls are listed at a time.
const IDS: usize = 256;

/// The rows that were read of each person's history.
#[derive(Default)]
pub(super) struct KnownPast(Mutex<HashMap<ChatUser, Rows>>);

#[derive(Clone, Default)]
pub(super) struct Rows {
    /// When the account was linked: another one has a history of its own.
    linked: DateTime<Utc>,
    /// By the time that passes.
    until: Duration,
    /// As the service told them, merged, the newest first.
    pub(super) calls: Vec<PastCall>,
    /// There are no others.
    whole: bool,
    /// How many the account has.
    total: Option<u64>,
    only_own: bool,
}

impl KnownPast {
    /// They have changed.
    pub(super) fn forget(&self, user: &ChatUser) {
        self.lock().remove(user);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ChatUser, Rows>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Errands {
    pub(super) async fn of_the_past(
        &self,
        user: &ChatUser,
        errand: &PastErrand,
    ) -> Result<Brought, StoreError> {
        match errand {
            PastErrand::Page { query, page, .. } => self.history(user, query, *page).await,
            PastErrand::File { query } => self.history_file(user, query).await,
            PastErrand::Info { call } => self.past_call(user, call, true).await,
            PastErrand::Again { call, .. } => self.past_call(user, call, false).await,
            PastErrand::Transcript { call } => self.past_transcript(user, call).await,
            PastErrand::Recording { call } => self.recording(user, call).await,
            PastErrand::Calendar { call } => self.past_calendar(user, call).await,
            PastErrand::CallOff { call } => self.change_waiting(user, call, Wish::CallOff).await,
            PastErrand::Move { call, at } => self.change_waiting(user, call, Wish::Move(*at)).await,
        }
    }

    async fn history(
        &self,
        user: &ChatUser,
        query: &str,
        page: u16,
    ) -> Result<Brought, StoreError> {
        let settings = self.parts.bridge.settings(user).await?;
        let reading = understand::Context {
            language: settings.language,
            timezone: settings.timezone,
            now: self.parts.clock.now(),
            region: settings.region,
        };
        let search = Query::read(query, &reading);
        let begin = usize::from(page) * PAGE;
        // The first page of a new list is read anew.
        let fresh = page == 0;
        let needed = match search.is_empty() {
            true => begin + PAGE + 1,
            false => usize::MAX,
        };
        let rows = match self.rows(user, needed, fresh).await? {
            Ok(rows) => rows,
            Err(brought) => return Ok(brought),
        };
        let found: Vec<&PastCall> = (rows.calls.iter())
            .filter(|call| search.fits(call, settings.timezone))
            .collect();
        let total = match (search.is_empty(), rows.only_own, rows.whole) {
            (true, true, _) => None,
            (true, _, false) => rows.total.and_then(|total| usize::try_from(total).ok()),
            _ => Some(found.len()),
        };
        let end = found.len().min(begin + PAGE);
        let more = found.len() > end;
        let partial = !rows.whole && !more;
        let calls = found.get(begin..end).unwrap_or_default();
        Ok(Brought::History(PastPage {
            calls: calls.iter().map(|call| (*call).clone()).collect(),
            page,
            total,
            more,
            partial,
            only_own: rows.only_own,
        }))
    }

    /// The newest calls that a search finds, `most` of them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn newest_calls(
        &self,
        user: &ChatUser,
        query: &str,
        most: usize,
    ) -> Result<Brought, StoreError> {
        let settings = self.parts.bridge.settings(user).await?;
        let reading = understand::Context {
            language: settings.language,
            timezone: settings.timezone,
            now: self.parts.clock.now(),
            region: settings.region,
        };
        let search = Query::read(query, &reading);
        let needed = match search.is_empty() {
            true => most.saturating_add(1),
            false => usize::MAX,
        };
        let rows = match self.rows(user, needed, true).await? {
            Ok(rows) => rows,
            Err(brought) => return Ok(brought),
        };
        let total = rows.total.and_then(|total| usize::try_from(total).ok());
        let (partial, only_own) = (!rows.whole, rows.only_own);
        let fits = |call: &PastCall| search.fits(call, settings.timezone);
        let mut calls: Vec<PastCall> = rows.calls.into_iter().filter(fits).collect();
        let more = calls.len() > most;
        let total = match (search.is_empty() && !only_own, partial) {
            (true, true) => total,
            (_, true) => None,
            (_, false) => Some(calls.len()),
        };
        calls.truncate(most);
        Ok(Brought::History(PastPage {
            calls,
            total,
            more,
            partial: partial && !more,
            only_own,
            ..PastPage::default()
        }))
    }

    /// All calls that a search finds.
    async fn history_file(&self, user: &ChatUser, query: &str) -> Result<Brought, StoreError> {
        let settings = self.parts.bridge.settings(user).await?;
        let reading = understand::Context {
            language: settings.language,
            timezone: settings.timezone,
            now: self.parts.clock.now(),
            region: settings.region,
        };
        let search = Query::read(query, &reading);
        let rows = match self.rows(user, usize::MAX, true).await? {
            Ok(rows) => rows,
            Err(brought) => return Ok(brought),
        };
        let (partial, only_own) = (!rows.whole, rows.only_own);
        let fits = |call: &PastCall| search.fits(call, settings.timezone);
        Ok(Brought::History(PastPage {
            calls: rows.calls.into_iter().filter(fits).collect(),
            partial,
            only_own,
            ..PastPage::default()
        }))
    }

    /// One call as it is now, with the beginning of its transcript.
    async fn past_call(
        &self,
        user: &ChatUser,
        call: &CallRef,
        with_start: bool,
    ) -> Result<Brought, StoreError> {
        let call = match self.find(user, call).await? {
            Ok(call) => call,
            Err(brought) => return Ok(brought),
        };
        let Some(remote) = call.id.as_deref().and_then(RemoteCallId::parse) else {
            return Ok(Brought::Call(Box::new(call), Vec::new()));
        };
        let (client, remote) = (&self.parts.client, &remote);
        let accounts = &self.parts.accounts;
        let one = accounts.with_token(user, |token: AccessToken| async move {
            client.call(&token, remote).await
        });
        let words = async {
            match with_start {
                true => accounts
                    .with_token(user, |token: AccessToken| async move {
                        client.transcript(&token, remote).await
                    })
                    .await
                    .map(|transcript| transcript.entries)
                    .unwrap_or_default(),
                false => Vec::new(),
            }
        };
        let Some((one, words)) = self.in_time(async { tokio::join!(one, words) }).await else {
            return Ok(Brought::Call(Box::new(call), Vec::new()));
        };
        let call = match one {
            Ok(newer) => merged(of_call(newer), call),
            // What is known already is shown all the same.
            Err(error) if call.status.is_empty() => return problem(error, Brought::Unavailable),
            Err(_) => call,
        };
        let start: Vec<Speaker> = words.into_iter().map(speaker).collect();
        Ok(Brought::Call(Box::new(call), start))
    }

    async fn past_transcript(
        &self,
        user: &ChatUser,
        call: &CallRef,
    ) -> Result<Brought, StoreError> {
        let call = match self.find(user, call).await? {
            Ok(call) => call,
            Err(brought) => return Ok(brought),
        };
        let Some(remote) = call.id.as_deref().and_then(RemoteCallId::parse) else {
            return Ok(Brought::Call(Box::new(call), Vec::new()));
        };
        let (client, remote) = (&self.parts.client, &remote);
        let fetch = |token| async move { client.transcript(&token, remote).await };
        let age = call
            .ended_at
            .or(call.at)
            .map(|at| self.parts.clock.now() - at);
        let fetched = match age.is_some_and(|age| age > COMING) {
            // It would be there by now.
            true => match self
                .in_time(self.parts.accounts.with_token(user, fetch))
                .await
            {
                Some(Ok(found)) => Ok(Some(found)),
                Some(Err(AccountError::Service(error)))
                    if error.refusal().is_some_and(|refusal| refusal.http == 404) =>
                {
                    Ok(None)
                }
                Some(Err(error)) => return problem(error, Brought::Unavailable),
                None => return Ok(Brought::Unavailable),
            },
            false => self.patiently(user, fetch).await,
        };
        match fetched {
            Ok(found) => {
                let entries = found.map(|found| found.entries).unwrap_or_default();
                let entries = entries.into_iter().map(speaker).collect();
                Ok(Brought::Call(Box::new(call), entries))
            }
            Err(error) => problem(error, Brought::Call(Box::new(call), Vec::new())),
        }
    }

    async fn past_calendar(&self, user: &ChatUser, call: &CallRef) -> Result<Brought, StoreError> {
        let call = match self.find(user, call).await? {
            Ok(call) => call,
            Err(brought) => return Ok(brought),
        };
        let Some(remote) = call.id.as_deref().and_then(RemoteCallId::parse) else {
            return Ok(Brought::Nothing);
        };
        let (client, remote) = (&self.parts.client, &remote);
        let fetch = |token: AccessToken| async move { client.calendar(&token, remote).await };
        match self.parts.accounts.with_token(user, fetch).await {
            Ok(ics) => Ok(Brought::Calendar(ics)),
            Err(error) => problem(error, Brought::Nothing),
        }
    }

    /// The call that is meant. The service is asked for an id that is in none of
    /// the rows.
    pub(super) async fn find(
        &self,
        user: &ChatUser,
        call: &CallRef,
    ) -> Result<Result<PastCall, Brought>, StoreError> {
        let fits = |past: &PastCall| match call {
            CallRef::Tag(tag) => past.tag() == *tag,
            CallRef::Id(id) => past.has_id(id),
        };
        // A call that was just made here may be in no row yet.
        if let CallRef::Id(id) = call
            && let Ok(own) = id.parse()
            && let Some(record) = read_one::<CallRecord>(&*self.parts.store, &CallId(own))
                .await?
                .into_record()
            && record.conversation.chat_user() == *user
            && let Some(call) = of_record(&record)
        {
            return Ok(Ok(call));
        }
        for needed in [1, usize::MAX] {
            let rows = match self.rows(user, needed, false).await? {
                Ok(rows) => rows,
                Err(brought) => return Ok(Err(brought)),
            };
            let mut found: Vec<PastCall> = rows.calls.into_iter().filter(fits).collect();
            // Other rows may begin in the same way.
            let exact = |call: &PastCall, id: &str| call.id.as_deref() == Some(id);
            if let CallRef::Id(id) = call
                && let Some(one) = found.iter().find(|call| exact(call, id))
            {
                return Ok(Ok(one.clone()));
            }
            let sure = rows.whole || needed == usize::MAX || matches!(call, CallRef::Tag(_));
            match found.len() {
                0 if rows.whole => break,
                1 if sure => return Ok(Ok(found.remove(0))),
                2.. if sure => {
                    found.truncate(PAGE);
                    return Ok(Err(Brought::Several(PastPage {
                        calls: found,
                        ..PastPage::default()
                    })));
                }
                _ => {}
            }
        }
        self.ask_for(user, call).await
    }

    async fn ask_for(
        &self,
        user: &ChatUser,
        call: &CallRef,
    ) -> Result<Result<PastCall, Brought>, StoreError> {
        let CallRef::Id(id) = call else {
            return Ok(Err(Brought::Nothing));
        };
        let Some(remote) = RemoteCallId::parse(id) else {
            return Ok(Err(Brought::Nothing));
        };
        let (client, remote) = (&self.parts.client, &remote);
        let fetch = |token: AccessToken| async move { client.call(&token, remote).await };
        let fetched = self.parts.accounts.with_token(user, fetch);
        match self.in_time(fetched).await {
            None => Ok(Err(Brought::Unavailable)),
            Some(Ok(call)) => Ok(Ok(of_call(call))),
            Some(Err(AccountError::Service(error)))
                if error.refusal().is_some_and(|refusal| refusal.http == 404) =>
            {
                Ok(Err(Brought::Nothing))
            }
            Some(Err(error)) => problem(error, Brought::Unavailable).map(Err),
        }
    }

    /// At least so many rows, as far as there are any; or the answer to give
    /// instead.
    async fn rows(
        &self,
        user: &ChatUser,
        needed: usize,
        fresh: bool,
    ) -> Result<Result<Rows, Brought>, StoreError> {
        let stored = read_one::<AccountRecord>(&*self.parts.store, user).await?;
        let Some(account) = stored.into_record() else {
            return Ok(Err(Brought::NotLinked));
        };
        let now = self.parts.clock.passed();
        let known = self.past.lock().get(user).cloned();
        if let Some(rows) = known
            && !fresh
            && rows.linked == account.linked_at
            && rows.until > now
            && (rows.whole || rows.calls.len() >= needed)
        {
            return Ok(Ok(rows));
        }
        let own = self.own_calls(user).await?;
        let rows = match self.read_rows(user, needed).await {
            Ok(rows) => rows,
            Err(error) if !own.is_empty() && is_passing(&error) => {
                tracing::warn!(%user, %error, "the history cannot be read");
                Rows {
                    whole: true,
                    only_own: true,
                    ..Rows::default()
                }
            }
            Err(error) => return problem(error, Brought::Unavailable).map(Err),
        };
        let rows = Rows {
            linked: account.linked_at,
            until: now + REMEMBERED,
            ..with_own(rows, own)
        };
        if !rows.only_own {
            let mut all = self.past.lock();
            all.retain(|_, rows| rows.until > now);
            if all.len() >= MOST_PEOPLE {
                all.clear();
            }
            all.insert(user.clone(), rows.clone());
        }
        Ok(Ok(rows))
    }

    /// Reads the history from its newest end on.
    pub(super) async fn read_rows(
        &self,
        user: &ChatUser,
        needed: usize,
    ) -> Result<Rows, AccountError> {
        let begin = self.parts.clock.passed();
        let mut rows = Rows::default();
        let mut seen = HashSet::new();
        let mut offset = 0;
        // Where the oldest come first: how many are not read yet.
        let mut ahead = None;
        for request in 0..MOST_REQUESTS {
            let limit = ahead.map_or(ROWS, |ahead: u64| {
                u8::try_from(ahead).unwrap_or(ROWS).min(ROWS)
            });
            let page = HistoryPage { limit, offset };
            let client = &self.parts.client;
            let fetch = |token: AccessToken| async move { client.history(&token, page).await };
            let fetched = self.parts.accounts.with_token(user, fetch);
            let history = match self.in_time(fetched).await {
                Some(Ok(history)) => history,
                Some(Err(error)) if request == 0 => return Err(error),
                _ if request > 0 => break,
                _ => return Err(AccountError::RefreshFailed),
            };
            let got = u64::try_from(history.calls.len() + history.unreadable).unwrap_or_default();
            rows.total = history.total.or(rows.total);
            let ascends = (history.calls.first().zip(history.calls.last()))
                .is_some_and(|(first, last)| first.created_at < last.created_at);
            if request == 0
                && ascends
                && let Some(total) = history.total.filter(|total| *total > got)
            {
                let left = total.saturating_sub(u64::from(ROWS));
                (offset, ahead) = (left, Some(left));
                continue;
            }
            let calls = history.calls.into_iter().map(of_call);
            rows.calls
                .extend(calls.filter(|call| seen.insert(call.id.clone())));
            let next = offset + got;
            rows.whole = match ahead {
                Some(ahead) => ahead == 0,
                None => {
                    got == 0
                        || rows
                            .total
                            .map_or(got < u64::from(ROWS), |total| next >= total)
                }
            };
            let late = self.parts.clock.passed().saturating_sub(begin) > PATIENCE;
            if rows.whole || rows.calls.len() >= needed || late {
                break;
            }
            match &mut ahead {
                None => offset = next,
                Some(ahead) => {
                    *ahead = ahead.saturating_sub(u64::from(ROWS));
                    offset = *ahead;
                }
            }
        }
        Ok(rows)
    }

    /// The person's calls that were made here, or may have been.
    pub(super) async fn own_calls(&self, user: &ChatUser) -> Result<Vec<PastCall>, StoreError> {
        let store = &*self.parts.store;
        let mut keys = Vec::new();
        for work in [Work::PastOf(user.clone()), Work::CallsOf(user.clone())] {
            let mut after = None;
            loop {
                let ids = store.open_work(work.clone(), after, IDS).await?;
                after = ids.last().copied();
                keys.extend(ids.iter().map(|id| Key::Call(CallId(*id))));
                if ids.len() < IDS {
                    break;
                }
            }
        }
        // Ids begin with the time, so the newest are last.
        keys.drain(..keys.len().saturating_sub(MOST_OWN));
        let found = store.read(&keys).await?.into_iter();
        let calls = found.filter_map(|stored| match stored {
            Stored::Found {
                record: Record::Call(record),
                ..
            } if record.conversation.chat_user() == *user => of_record(&record),
            _ => None,
        });
        Ok(calls.collect())
    }
}

/// Whether the history may be read later with the same sign-in.
fn is_passing(error: &AccountError) -> bool {
    match error {
        AccountError::Service(error) => error.code() != Some(&ErrorCode::Forbidden),
        AccountError::RefreshFailed => true,
        _ => false,
    }
}

/// Adds the calls that were made here: to their rows, or as rows of their own as
/// far as the history was read.
pub(super) fn with_own(rows: Rows, own: Vec<PastCall>) -> Rows {
    let mut by_id: HashMap<String, PastCall> = HashMap::new();
    let mut others = Vec::new();
    for call in own {
        match call.id.clone() {
            Some(id) => drop(by_id.insert(id, call)),
            None => others.push(call),
        }
    }
    let mut calls: Vec<PastCall> = (rows.calls.into_iter())
        .map(|row| {
            let id = row.id.as_ref().and_then(|id| by_id.remove(id));
            match id {
                Some(own) => merged(row, own),
                None => row,
            }
        })
        .collect();
    let oldest = calls.iter().filter_map(|call| call.at).min();
    let in_reach = |call: &PastCall| rows.whole || call.at >= oldest;
    calls.extend(by_id.into_values().chain(others).filter(in_reach));
    calls.sort_by_key(|call| std::cmp::Reverse(call.at));
    Rows { calls, ..rows }
}

/// The newer facts about a call, and all others that were known before. A call
/// that is over stays over.
pub(super) fn merged(new: PastCall, old: PastCall) -> PastCall {
    let is_over = |status: &str| {
        !matches!(
            status,
            "" | "queued" | "scheduled" | "in_progress" | "unknown" | "untold"
        )
    };
    let status = match is_over(&old.status) && !is_over(&new.status) || new.status.is_empty() {
        true => old.status,
        false => new.status,
    };
    PastCall {
        id: new.id.or(old.id),
        own: new.own.or(old.own),
        conversation: new.conversation.or(old.conversation),
        at: new.at.or(old.at),
        ended_at: new.ended_at.or(old.ended_at),
        phone: new.phone.or(old.phone),
        business: new.business.or(old.business),
        task: new.task.or(old.task),
        category: new.category.or(old.category),
        name: new.name.or(old.name),
        party_size: new.party_size.or(old.party_size),
        status,
        highlights: new.highlights.or(old.highlights),
        next_steps: new.next_steps.or(old.next_steps),
        duration: new.duration.or(old.duration),
        cost: new.cost.or(old.cost),
    }
}

pub(super) fn of_call(call: Call) -> PastCall {
    PastCall {
        id: Some(call.id.as_str().to_owned()),
        at: call.created_at,
        ended_at: call.ended_at,
        phone: call.phone,
        business: call.business,
        task: call.task,
        category: call.category,
        name: call.user_name,
        party_size: call.party_size,
        status: call.status.as_str().to_owned(),
        highlights: call.highlights,
        next_steps: call.next_steps,
        duration: call.duration,
        cost: call.credits_used,
        ..PastCall::default()
    }
}

/// A call that was made here; `None` if it certainly was not made.
fn of_record(record: &CallRecord) -> Option<PastCall> {
    let mut call = PastCall {
        id: record.remote.clone(),
        own: Some(record.id),
        conversation: Some(record.conversation.clone()),
        at: Some(record.placed_at.unwrap_or(record.confirmed_at)),
        phone: Some(record.request.phone.as_e164().to_owned()),
        business: record
            .request
            .details
            .business()
            .map(|name| name.as_str().to_owned()),
        task: Some(record.request.task.as_str().to_owned()),
        ..PastCall::default()
    };
    match &record.stage {
        CallStageV1::Ended {
            outcome: OutcomeV1::Reported(outcome),
            at,
        } => {
            call.ended_at = Some(*at);
            call.status.clone_from(&outcome.status);
            call.highlights.clone_from(&outcome.highlights);
            call.next_steps.clone_from(&outcome.next_steps);
            call.duration = outcome.duration;
            call.cost = outcome.cost;
        }
        CallStageV1::Ended {
            outcome: OutcomeV1::Untold,
            ..
        } => call.status = "untold".to_owned(),
        CallStageV1::Ended {
            outcome: OutcomeV1::Withdrawn,
            ..
        } if record.may_have_been_made() => call.status = "unknown".to_owned(),
        CallStageV1::Following if record.queued => call.status = "queued".to_owned(),
        CallStageV1::Following | CallStageV1::Placing => call.status = "in_progress".to_owned(),
        CallStageV1::Doubtful { .. } | CallStageV1::Undecided => {
            call.status = "unknown".to_owned();
        }
        CallStageV1::Ended { .. } | CallStageV1::Confirmed { .. } => return None,
    }
    Some(call)
}
