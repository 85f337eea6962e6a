//! A listener whose routes change while it serves.

use std::convert::Infallible;

use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tower::ServiceExt as _;

use kally_runtime::Tasks;

/// The current routes of a listener. A clone is the same.
#[derive(Debug, Clone)]
pub struct Front(watch::Sender<Router>);

impl Front {
    /// Serves until the tasks are asked to stop. Until the first routes are given,
    /// visitors are asked to come again.
    pub fn serve(listener: TcpListener, tasks: &Tasks) -> Self {
        let soon = || async { come_again() };
        let front = Self(watch::Sender::new(Router::new().fallback(soon)));
        let served = front.clone();
        let router = Router::new().fallback(async move |request| served.answer(request).await);
        super::serve(listener, router, tasks);
        front
    }

    /// From now on visitors get these routes.
    pub fn turn_to(&self, routes: Router) {
        let _ = self.0.send_replace(routes);
    }

    /// The answer by the current routes. They are told when others take their place
    /// ([`Turns`]).
    pub async fn answer(&self, mut request: Request) -> Response {
        let mut turns = self.0.subscribe();
        let routes = turns.borrow_and_update().clone();
        request.extensions_mut().insert(Turns(turns));
        match routes.oneshot(request).await {
            Ok(answer) => answer,
            Err(never) => {
                let never: Infallible = never;
                match never {}
            }
        }
    }
}

/// An extension of a request: tells when others take the place of its routes.
#[derive(Debug, Clone)]
pub struct Turns(watch::Receiver<Router>);

impl Turns {
    /// Whether others have.
    pub fn are_made(&self) -> bool {
        self.0.has_changed().unwrap_or(true)
    }

    /// Waits until others do.
    pub async fn made(&mut self) {
        if self.0.changed().await.is_ok() {
            self.0.mark_changed();
        }
    }
}

/// Nobody can answer for a moment.
pub fn come_again() -> Response {
    let soon = [(header::RETRY_AFTER, "5")];
    (StatusCode::SERVICE_UNAVAILABLE, soon).into_response()
}
