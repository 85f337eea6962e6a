//! The table of the metrics. A metric that is not here does not exist.

use super::{About, Counter, Gauge, Histogram};

/// A metric of the table.
#[derive(Debug)]
pub enum Any {
    Counter(&'static Counter),
    Gauge(&'static Gauge),
    Histogram(&'static Histogram),
}

impl Any {
    /// The facts about it.
    #[must_use]
    pub fn about(&self) -> &'static About {
        match self {
            Self::Counter(counter) => &counter.0,
            Self::Gauge(gauge) => &gauge.0,
            Self::Histogram(histogram) => &histogram.about,
        }
    }
}

/// For steps that take milliseconds: turns, commits.
const FAST: &[f64] = &[
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0,
];
/// For steps that wait for somebody else: requests, deliveries, limits.
const SLOW: &[f64] = &[
    0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0,
];

macro_rules! metrics {
    (@make counter $name:literal [$($label:literal),*] $meaning:literal) => {
        Counter(About { name: $name, kind: "counter", labels: &[$($label),*], meaning: $meaning })
    };
    (@make gauge $name:literal [$($label:literal),*] $meaning:literal) => {
        Gauge(About { name: $name, kind: "gauge", labels: &[$($label),*], meaning: $meaning })
    };
    (@make $bounds:ident $name:literal [$($label:literal),*] $meaning:literal) => {
        Histogram {
            about: About { name: $name, kind: "histogram", labels: &[$($label),*], meaning: $meaning },
            bounds: metrics!(@bounds $bounds),
        }
    };
    (@bounds fast) => { FAST };
    (@bounds slow) => { SLOW };
    (@type counter) => { Counter };
    (@type gauge) => { Gauge };
    (@type $bounds:ident) => { Histogram };
    (@any counter $id:ident) => { Any::Counter(&$id) };
    (@any gauge $id:ident) => { Any::Gauge(&$id) };
    (@any $bounds:ident $id:ident) => { Any::Histogram(&$id) };
    ($($id:ident = $kind:ident $name:literal [$($label:literal),*] $meaning:literal;)*) => {
        $(
            #[doc = $meaning]
            pub static $id: metrics!(@type $kind) = metrics!(@make $kind $name [$($label),*] $meaning);
        )*

        /// Every metric of the bridge.
        pub const TABLE: &[Any] = &[$(metrics!(@any $kind $id)),*];
    };
}

metrics! {
    BUILD = gauge "kally_build_info" ["version", "commit"]
        "Always 1; its labels name the version and the commit of the program.";

    TURNS = counter "kally_turns_total" ["platform", "occasion", "result"]
        "Turns of conversations: a message or press of a person, or a report of a worker; done, repeated (the event had been handled before), conflict (the worker reads again) or failed.";
    TURN_SECONDS = fast "kally_turn_seconds" ["platform", "occasion"]
        "How long turns took, from the event to its durable commit.";
    REFUSED_PEOPLE = counter "kally_refused_people_total" ["platform", "reason"]
        "Events of people who were turned away: stranger (may not use the bot), blocked, busy (too many answers wait for them) or full (a bound on rooms or conversations).";

    COMMITS = counter "kally_store_commits_total" ["durability", "result"]
        "Commits to the store: made, repeated, conflict (a record had changed) or failed.";
    COMMIT_SECONDS = fast "kally_store_commit_seconds" ["durability"]
        "How long commits took; durable ones wait for the disk.";
    STORE_BYTES = gauge "kally_store_bytes" ["part"]
        "Bytes on the disk: of the store, and of Matrix's databases.";
    SWEEPS = counter "kally_store_sweeps_total" ["result"]
        "Daily sweeps of old records: done or failed.";
    SWEEP_SECONDS = slow "kally_store_sweep_seconds" []
        "How long the daily sweeps took.";
    SWEPT = counter "kally_store_swept_records_total" []
        "Old records that the daily sweeps have removed.";

    OUTBOX = gauge "kally_outbox_messages" []
        "Messages that wait to be delivered.";
    OUTBOX_OLDEST = gauge "kally_outbox_oldest_seconds" []
        "The age of the oldest message that waits to be delivered; 0 if none does.";
    DELIVERIES = counter "kally_deliveries_total" ["platform", "result"]
        "Attempts to deliver messages: delivered, limited (the platform asks to wait), fault (tried again), away (the chat cannot be written to) or refused.";
    DELIVERY_SECONDS = slow "kally_delivery_seconds" ["platform"]
        "How long messages took from their commit to their delivery.";
    LIMIT_WAIT_SECONDS = slow "kally_rate_limit_wait_seconds" ["platform"]
        "How long the bot waited because of a platform's limits: for its turn, or as the platform asked.";

    CALL_STEPS = counter "kally_call_steps_total" ["step", "outcome"]
        "Steps of calls, as in the audit trail; the outcome is the service's, at the steps ended and refused.";
    CALLS_OPEN = gauge "kally_calls_open" ["stage"]
        "Calls that are not over, by stage; doubtful: the history is watched; undecided: the person is asked.";
    CALL_SECONDS = slow "kally_call_seconds" []
        "How long calls took, from the request to the known end.";
    TIMERS = gauge "kally_timers" ["kind"]
        "Things that wait for a time of day: calls that were put off, errands, appointments with reminders.";

    REQUESTS = counter "kally_service_requests_total" ["operation", "result"]
        "Requests to KallyAI: ok, refused, rate_limited, signed_out, server_error, unreachable (no connection), interrupted or unintelligible.";
    REQUEST_SECONDS = slow "kally_service_request_seconds" ["operation"]
        "How long requests to KallyAI took; placing a call may last as long as the call.";
    SERVICE_SILENT = gauge "kally_service_last_answer_seconds" []
        "Time since KallyAI last answered any request, a refusal included; absent before the first answer.";
    RETRIES = counter "kally_retries_total" ["work", "reason"]
        "What is tried again: a call that could not be placed, a delivery, a turn whose records had changed, a request to a platform (by its word) or to kallyai; with the reason.";
    REFRESHES = counter "kally_sign_in_refreshes_total" ["result"]
        "Renewals of people's sign-ins: renewed, revoked (the person has to sign in again) or failed.";
    LINKS = counter "kally_link_sessions_total" ["stage"]
        "Link sessions by the stage that they reached: opened, begun, received, signed_in, joined, or used (it ended without a link); too_many: a limit allowed no session.";

    STORE_OWNED = gauge "kally_store_owned" []
        "1 if this process owns the store and works, 0 if it stands by for another one.";
    UP = gauge "kally_up" ["peer"]
        "Whether a platform or kallyai works: 1, or 0 while it fails or is silent; absent before the first answer.";
    RECEIVED_AGE = gauge "kally_platform_last_received_seconds" ["platform"]
        "Time since a platform last answered a request for news (poll, sync) or sent a webhook; absent before the first time.";
    UNDECRYPTABLE = counter "kally_matrix_undecryptable_events_total" ["result"]
        "Encrypted Matrix events without a key: waiting (first seen), decrypted (the key came) or dropped.";
    UNDECRYPTABLE_WAITING = gauge "kally_matrix_undecryptable_waiting" []
        "Encrypted Matrix events that wait for their key.";
}
