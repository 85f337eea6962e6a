//! The way to others: authorities and proxies, for KallyAI, Telegram and Matrix
//! alike, as `check` tells it and as `run` goes it.

mod authorities;
mod discovery;
mod errors;
mod proxies;
mod redirections;

use std::net::SocketAddr;
use std::path::PathBuf;

use axum::Router;
use axum::routing::get;
use axum::{Json, response::IntoResponse as _};
use serde_json::json;
use telegram_emulator::TOKEN;

use crate::support::Start;
use crate::support::wire::{Authority, Behaviour, Proxy, address, serve};
use crate::telegram::stage::Stage;

const KALLYAI: &str = "api.kallyai.test";
const TELEGRAM: &str = "api.telegram.test";
const MATRIX: &str = "matrix.test";

/// KallyAI, Telegram and a homeserver behind TLS, under names that only a proxy
/// knows.
struct Town {
    stage: Stage,
    authority: Authority,
    ca_file: PathBuf,
    proxy: Proxy,
    kallyai: SocketAddr,
    telegram: SocketAddr,
    homeserver: SocketAddr,
}

impl Town {
    #[track_caller]
    fn new() -> Self {
        let stage = Stage::new("--call-seconds 1");
        let authority = Authority::new();
        let ca_file = stage.place.home().join("ca.pem");
        authority.write(&ca_file);
        let kallyai = address(&stage.place.sandbox.url);
        let telegram = address(stage.telegram.url.as_str());
        let homeserver = serve(homeserver());
        let proxy = Proxy::start(Behaviour::Open);
        let town = Self {
            stage,
            authority,
            ca_file,
            proxy,
            kallyai,
            telegram,
            homeserver,
        };
        town.opens(KALLYAI, town.kallyai);
        town.opens(TELEGRAM, town.telegram);
        town.opens(MATRIX, town.homeserver);
        town
    }

    /// A name behind the proxy, with TLS before this server.
    fn opens(&self, name: &str, behind: SocketAddr) {
        self.proxy
            .knows(name, self.authority.before(behind, &[name]));
    }

    /// `check` with the names of the town, and no way there.
    fn check(&self) -> Start {
        self.stage
            .place
            .command("check")
            .variable("KALLY_KALLYAI__BASE_URL", &format!("https://{KALLYAI}"))
            .variable("KALLY_TELEGRAM__TOKEN", TOKEN)
            .variable("KALLY_TELEGRAM__API_URL", &format!("https://{TELEGRAM}"))
            .variable("KALLY_MATRIX__HOMESERVER", &format!("https://{MATRIX}"))
            .variable("KALLY_MATRIX__USER", "@kally:matrix.test")
            .variable("KALLY_MATRIX__PASSWORD", "a-password")
    }

    /// The same, trusting the town's authority.
    fn trusting(&self) -> Start {
        self.check().variable(
            "KALLY_NETWORK__CA_FILE",
            &self.ca_file.display().to_string(),
        )
    }

    /// The proxy's address in this form.
    fn proxy(&self, scheme: &str) -> String {
        format!("{scheme}://{}", self.proxy.address)
    }
}

/// A homeserver, as far as `check` asks it.
fn homeserver() -> Router {
    let versions = || async { Json(json!({"versions": ["v1.1", "v1.11"]})) };
    let unknown = || async { (axum::http::StatusCode::NOT_FOUND, "{}").into_response() };
    Router::new()
        .route("/_matrix/client/versions", get(versions))
        .fallback(unknown)
}

/// The line of `check` about one thing, with its remedy.
#[track_caller]
fn line<'a>(output: &'a str, name: &str) -> &'a str {
    let begins = |line: &str| line.contains(&format!(" {name}: "));
    let found = output.lines().find(|line| begins(line));
    found.unwrap_or_else(|| panic!("nothing about {name}: {output}"))
}
