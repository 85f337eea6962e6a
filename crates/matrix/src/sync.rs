//! Receiving by sync, one after the other.
//!
//! The library stores the sync token before anybody has handled the events that
//! came with it. So the bot has a token of its own: it is written after every
//! turn of a response is committed, and the next start goes on from there. A
//! fault never ends the stream; conversations are handled side by side, each in
//! its own order.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use matrix_sdk::config::{SyncSettings, SyncToken};
use matrix_sdk::deserialized_responses::{TimelineEvent, VerificationLevel, VerificationState};
use matrix_sdk::ruma::RoomId;
use matrix_sdk::ruma::api::client::filter::{
    Filter, FilterDefinition, LazyLoadOptions, RoomEventFilter, RoomFilter,
};
use matrix_sdk::ruma::api::client::sync::sync_events::v3::Filter as SyncFilter;
use matrix_sdk::ruma::presence::PresenceState;
use matrix_sdk::ruma::uint;
use matrix_sdk::sync::{JoinedRoomUpdate, SyncResponse};
use matrix_sdk::{Error, Room};

use kally_core::model::{EventId, Platform};
use kally_engine::bridge::{Bridge, Doorbells, Inbound};
use kally_engine::chat::trying::backoff;
use kally_engine::health::{Health, Peer, causes};
use kally_metrics::UNDECRYPTABLE_WAITING;
use kally_store::Store;

use super::MatrixBot;
use super::cursor::{Beginning, Cursor};
use super::event::{Brings, Event};
use super::fault::{Fault, fault, trouble};
use super::fill;
use super::invites::{Invites, Phrases};
use super::meanwhile::Overtaken;
use super::route::{Routes, RoutingOptions};
use super::turns::Turns;
use super::undecrypted::{UndecryptedEvents, overdue};
use super::unheeded::is_encrypted;
use super::verification::Verifying;

const MATRIX: Peer = Peer::Chat(Platform::Matrix);

/// How long the homeserver holds a sync while there is nothing new.
const WAIT: Duration = Duration::from_secs(30);

/// The same while a message waits for its key.
const SHORT_WAIT: Duration = Duration::from_secs(5);

/// How many rooms' gaps are filled at a time.
const FILLING: usize = 16;

/// Why nothing can be received any more.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The session was ended at the homeserver.
    #[error("the homeserver does not accept the bot's session any more")]
    SignedOut(#[source] Error),
}

/// Receives an account's events and brings them to the bridge.
pub struct Syncing {
    pub(super) account: Arc<MatrixBot>,
    store: Arc<dyn Store>,
    doorbells: Arc<Doorbells>,
    health: Arc<Health>,
    pub(super) routes: Arc<Routes>,
    pub(super) turns: Arc<Turns>,
    pub(super) overtaken: Arc<Overtaken>,
    invites: Invites,
    verifying: Verifying,
    pub(super) options: RoutingOptions,
}

/// The position in the stream.
struct Stream {
    cursor: Cursor,
    /// The device knows no room yet.
    is_new_device: bool,
    waiting: UndecryptedEvents,
}

impl Syncing {
    /// Receives for this account. `phrases` are what it says of rooms that it is
    /// invited to.
    #[must_use]
    pub fn new(
        account: Arc<MatrixBot>,
        bridge: Arc<Bridge>,
        store: Arc<dyn Store>,
        doorbells: Arc<Doorbells>,
        health: Arc<Health>,
        options: RoutingOptions,
        phrases: Phrases,
    ) -> Self {
        let routes = Routes::new(Arc::clone(&account), Arc::clone(&bridge), options.clone());
        let invites = Invites::new(Arc::clone(&account), phrases);
        Self {
            routes: Arc::new(routes),
            turns: Arc::new(Turns::new(
                Arc::clone(&account),
                bridge,
                doorbells.reading.clone(),
            )),
            overtaken: Arc::default(),
            invites,
            verifying: Verifying::new(Arc::clone(&account)),
            account,
            store,
            doorbells,
            health,
            options,
        }
    }

    /// Receives until it is dropped.
    ///
    /// # Errors
    /// When the session has ended; every other fault is waited out.
    pub fn run(&self) -> BoxFuture<'_, Result<Infallible, SyncError>> {
        Box::pin(self.running())
    }

    async fn running(&self) -> Result<Infallible, SyncError> {
        let Beginning {
            cursor,
            is_new_device,
        } = self.beginning().await;
        let mut stream = Stream {
            cursor,
            is_new_device,
            waiting: UndecryptedEvents::default(),
        };
        self.invites.catch_up();
        let mut faults = 0;
        loop {
            let since = stream.cursor.since.clone();
            let done = tokio::select! {
                done = self.round(&mut stream) => done,
                never = self.meanwhile(since) => match never {},
            };
            let done = match done {
                Ok(true) => Ok(()),
                // The library's own requests would hold up a sync that waits.
                Ok(false) => self.anything_new(&stream.cursor).await,
                Err(error) => Err(error),
            };
            let Err(error) = done else {
                faults = 0;
                continue;
            };
            self.health.fails(MATRIX, trouble(&error), &causes(&error));
            let pause = match fault(&error) {
                Fault::SignedOut => return Err(SyncError::SignedOut(error)),
                Fault::Wait(wait) => wait,
                _ => backoff(faults),
            };
            faults = faults.saturating_add(1);
            self.account.clock.sleep(pause).await;
        }
    }

    /// One sync and its turns. Answers whether it brought anything.
    async fn round(&self, stream: &mut Stream) -> Result<bool, Error> {
        let began = self.account.clock.passed();
        if stream.is_new_device {
            // The rooms and their marks. Events are read from the cursor on.
            let everything = settings(&Cursor::default());
            self.account.client.sync_once(everything).await?;
            stream.is_new_device = false;
            self.invites.catch_up();
        }
        let settings = settings(&stream.cursor);
        let response = self.account.client.sync_once(settings).await?;
        self.account.heard.send_replace(true);
        let brought = brings_anything(&response);
        self.take_in(response, stream).await?;
        self.doorbells.hearing.heard(Platform::Matrix, began);
        self.health.works(MATRIX);
        Ok(brought)
    }

    /// Waits until the homeserver has something new, or for a while.
    async fn anything_new(&self, cursor: &Cursor) -> Result<(), Error> {
        let wait = match cursor.undecrypted.iter().any(|waiting| !waiting.told) {
            true => SHORT_WAIT,
            false => WAIT,
        };
        let now = self.account.clock.passed();
        let wait = self.doorbells.hearing.patience(Platform::Matrix, now, wait);
        if let Some(since) = &cursor.since {
            self.news(since, wait).await?;
        }
        Ok(())
    }

    /// Whether this device has received nothing yet, while another one has: until it
    /// has, it knows none of the rooms.
    pub async fn is_new_device(&self) -> bool {
        self.beginning().await.is_new_device
    }

    async fn beginning(&self) -> Beginning {
        loop {
            match Cursor::load(&*self.store, self.account.device()).await {
                Ok(beginning) => return beginning,
                Err(error) => {
                    tracing::error!(%error, "the Matrix cursor cannot be read; trying again");
                    self.account.clock.sleep(WAIT).await;
                }
            }
        }
    }

    /// Returns when everything in the response is committed, and the token too.
    async fn take_in(&self, response: SyncResponse, stream: &mut Stream) -> Result<(), Error> {
        for room in response.rooms.invited.keys() {
            if let Some(room) = self.account.client.get_room(room) {
                self.invites.answer(room);
            }
        }
        for event in &response.to_device {
            self.verifying.to_device(event.as_raw().json().get());
        }
        let since = stream.cursor.since.clone();
        // Before any event is read: a new reader counts at once.
        let changed = self.changed(&response);
        let updates = response.rooms.joined.into_iter();
        let rooms = updates.map(|(id, update)| self.events(id, update, since.as_deref()));
        let events: Vec<Vec<_>> = stream::iter(rooms).buffered(FILLING).try_collect().await?;
        let events = events.concat();
        let now = self.account.clock.now();
        for (room, event) in &events {
            // In a room without encryption, the sender made the event up.
            if !event.kind.is_utd() || !is_encrypted(room).await || self.is_done(event).await {
                continue;
            }
            let allowed = |sender: &str| self.account.may_use(sender);
            let waiting = &mut stream.waiting;
            waiting.add(&mut stream.cursor, room, event, now, allowed);
        }
        let mut turns = self.inbound(events).await;
        let keys_came = !response.to_device.is_empty();
        let keyed = stream
            .waiting
            .decrypted(&self.account, &mut stream.cursor, keys_came)
            .await;
        turns.extend(self.inbound(keyed).await);
        for waiting in overdue(&mut stream.cursor, now) {
            turns.extend(self.routes.unreadable(&waiting).await);
        }
        self.turns.take(turns).await;
        self.account.identities.told(&self.account.client).await;
        for (room, person) in changed {
            let words = self.options.in_the_open.clone();
            self.account.has_changed(room, person, words);
        }
        UNDECRYPTABLE_WAITING.set_count(stream.cursor.undecrypted.len(), &[]);
        stream.cursor.since = Some(response.next_batch);
        let mut faults = 0;
        while let Err(error) = stream
            .cursor
            .save(&self.store, self.account.device(), since.is_none())
            .await
        {
            tracing::error!(%error, "the Matrix cursor was not stored; trying again");
            self.account.clock.sleep(backoff(faults)).await;
            faults += 1;
        }
        Ok(())
    }

    /// Another device has handled it.
    async fn is_done(&self, event: &TimelineEvent) -> bool {
        let Some(id) = event.event_id() else {
            return false;
        };
        let id = EventId(id.to_string());
        let seen = self.store.seen(Platform::Matrix, &id).await;
        seen.unwrap_or(false)
    }

    /// The rooms that were private, each with its person, and may not be any
    /// more.
    fn changed(&self, response: &SyncResponse) -> Vec<(Room, String)> {
        let privacy = &self.account.rooms.privacy;
        for room in response.rooms.left.keys() {
            privacy.forget(room);
        }
        let joined = response.rooms.joined.iter();
        joined
            .filter_map(|(id, update)| {
                let person = privacy.changed(id, update)?;
                Some((self.account.client.get_room(id)?, person))
            })
            .collect()
    }

    /// The events of a room, in order. The only error is that the session has
    /// ended.
    async fn events(
        &self,
        id: impl AsRef<RoomId>,
        update: JoinedRoomUpdate,
        since: Option<&str>,
    ) -> Result<Vec<(Room, TimelineEvent)>, Error> {
        let Some(room) = self.account.client.get_room(id.as_ref()) else {
            return Ok(Vec::new());
        };
        let events = fill::events(&self.account, &room, update, since).await?;
        if let Some(sender) = events.iter().find_map(|event| event.sender()) {
            // Looked up while other rooms are, so that none waits for another.
            self.account.rooms.is_private(&room, sender.as_str()).await;
        }
        Ok(events
            .into_iter()
            .map(|event| (room.clone(), event))
            .collect())
    }

    /// The turns for the events, in order.
    async fn inbound(&self, events: Vec<(Room, TimelineEvent)>) -> Vec<(Room, Inbound)> {
        let mut turns = Vec::new();
        for (room, event) in events {
            let Some(read) = Event::of(&event) else {
                tracing::warn!(room = %room.room_id(), "an event cannot be read and is skipped");
                continue;
            };
            self.note(&room, &read);
            if event.kind.is_utd() {
                continue;
            }
            if let Some(inbound) = self.route(&room, &read).await {
                if !self.may_be_acted_on(&event) {
                    turns.push((room, self.account.unverified(&read, inbound)));
                    continue;
                }
                let in_words = self.options.confirm_in_words;
                let account = &self.account;
                let inbound = account
                    .heeded(&room, &event, &read, inbound, in_words)
                    .await;
                turns.push((room, inbound));
            }
        }
        turns
    }

    /// Handles the events that concern the room itself.
    fn note(&self, room: &Room, event: &Event) {
        match event.brings() {
            Brings::Tombstone { replacement } => {
                if let Ok(next) = RoomId::parse(&replacement) {
                    self.invites.follow(room.room_id(), &next, &event.sender);
                }
            }
            Brings::Verification => self.verifying.take_part(&event.sender, &event.event_id),
            Brings::Member { membership, .. } if membership == "leave" || membership == "ban" => {
                self.invites.leave_if_empty(room);
            }
            Brings::Member { who, membership } if membership == "join" => {
                self.may_be_spoken_to(room, Some(who));
            }
            Brings::Powers => self.may_be_spoken_to(room, None),
            _ => {}
        }
    }

    /// Retries messages that could not be sent, in a room or to a person.
    fn may_be_spoken_to(&self, room: &Room, who: Option<String>) {
        for chat in self.account.rooms.names(room).into_iter().chain(who) {
            self.doorbells.chats.ring((Platform::Matrix, chat));
        }
    }

    fn may_be_acted_on(&self, event: &TimelineEvent) -> bool {
        // Signed by its owner; whether the owner is who they say is another
        // matter.
        let verified = event.encryption_info().is_some_and(|info| {
            matches!(
                info.verification_state,
                VerificationState::Verified
                    | VerificationState::Unverified(VerificationLevel::UnverifiedIdentity)
            )
        });
        self.options.trusts(verified)
    }

    /// Tries until the store can be read.
    async fn route(&self, room: &Room, event: &Event) -> Option<Inbound> {
        let mut faults = 0;
        loop {
            match self.routes.route(room, event).await {
                Ok(inbound) => return inbound,
                Err(error) => {
                    tracing::error!(%error, event = event.event_id, "an event was not routed; trying again");
                    self.account.clock.sleep(backoff(faults)).await;
                    faults = faults.saturating_add(1);
                }
            }
        }
    }
}

/// Whether a sync has to be followed by another at once: there may be more, or
/// requests of the library's that its events have caused.
fn brings_anything(response: &SyncResponse) -> bool {
    let rooms = &response.rooms;
    !(rooms.joined.is_empty()
        && rooms.invited.is_empty()
        && rooms.left.is_empty()
        && response.to_device.is_empty())
}

fn settings(cursor: &Cursor) -> SyncSettings {
    let token = match &cursor.since {
        Some(token) => SyncToken::Specific(token.clone()),
        None => SyncToken::NoToken,
    };
    SyncSettings::new()
        .token(token)
        .timeout(Duration::ZERO)
        .set_presence(PresenceState::Online)
        .filter(SyncFilter::FilterDefinition(filter()))
}

/// Leaves out everything that the bot does not use.
pub(super) fn filter() -> FilterDefinition {
    let lazy = LazyLoadOptions::Enabled {
        include_redundant_members: false,
    };
    let mut timeline = RoomEventFilter::default();
    timeline.limit = Some(uint!(100));
    timeline.lazy_load_options = lazy;
    let mut state = RoomEventFilter::default();
    state.lazy_load_options = lazy;
    let mut room = RoomFilter::default();
    room.timeline = timeline;
    room.state = state;
    room.ephemeral = RoomEventFilter::ignore_all();
    room.account_data = RoomEventFilter::ignore_all();
    let mut filter = FilterDefinition::default();
    filter.presence = Filter::ignore_all();
    filter.room = room;
    filter
}
