//! Several processes on one database: one owns the store and works, and the others
//! stand by. A process that stands by serves every visitor too: it passes requests on
//! to the owner, and keeps them for some seconds while the owner changes.

mod passing;

use axum::Router;
use axum::routing::get;
use tokio::sync::watch;

use super::config::Config;
use super::internal;
use super::measures;
use super::readiness::{Ready, Status};
use super::store::{self, Opened};
use super::systemd;
use super::web::Front;
use kally_metrics::Page;
use kally_runtime::{Clock as _, SystemClock};

/// The listeners of a process.
pub struct Fronts {
    /// For everybody.
    pub pages: Front,
    /// For operators, if there are such pages.
    pub internal: Option<Front>,
    /// The metrics, if they are counted.
    pub metrics: Option<Page>,
}

/// Opens the store, once it is free if it is in a database.
///
/// # Errors
/// When it cannot be opened.
pub async fn opened(config: &Config, fronts: &Fronts) -> anyhow::Result<Opened> {
    let tells = |status| {
        if let Some(front) = &fronts.internal {
            front.turn_to(routes_for_operators(status, config, fronts.metrics.clone()));
        }
    };
    tells(Status::Unavailable);
    let Some(database) = &config.store.database else {
        return store::open(config).await;
    };
    let (told, mut owner) = watch::channel(None);
    let passing = passing::routes(config, fronts.pages.clone(), owner.clone())?;
    let opening = store::open_once_free(config, database, told);
    let standing = async {
        // The sender is dropped only with the other branch.
        let _ = owner.wait_for(Option::is_some).await;
        tracing::info!("the bridge stands by");
        fronts.pages.turn_to(passing);
        tells(Status::StandingBy);
        systemd::keep_told_of_standing_by(&SystemClock).await;
    };
    tokio::select! {
        opened = opening => opened,
        () = standing => std::future::pending().await,
    }
}

/// The pages for operators while there is no store.
fn routes_for_operators(status: Status, config: &Config, metrics: Option<Page>) -> Router {
    let since = SystemClock.passed();
    let folder = config.store.path.clone();
    let ready = async move || {
        let passed = SystemClock.passed().saturating_sub(since);
        internal::ready_answer(Ready::without_store(status, passed, &folder))
    };
    let routes = Router::new()
        .route("/live", get(async || internal::live_answer(true)))
        .route("/ready", get(ready));
    match metrics {
        Some(page) => routes.merge(measures::without_store(page)),
        None => routes,
    }
}
