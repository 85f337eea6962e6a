//! An authorization server in front of the homeserver, as Matrix describes it
//! since 1.15 and matrix-authentication-service does it: the bot registers, gets
//! a code, and a person decides in a browser. Its tokens end soon, and a refresh
//! token works until its successor was used. Behind it the homeserver knows
//! nothing of that.

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::body::{Body, to_bytes};
use axum::extract::{Form, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::http::ask;
use super::people::Person;
use super::synapse::Synapse;
use crate::support::LIMIT;
use crate::support::wire::Authority;

/// How long an access token lasts.
const LIFETIME: Duration = Duration::from_secs(3);
const MOST_BYTES: usize = 8 * 1024 * 1024;
/// The prefix of the scope that names a device.
const DEVICE: &str = "urn:matrix:org.matrix.msc2967.client:device:";
const API: &str = "urn:matrix:org.matrix.msc2967.client:api:*";

#[derive(Clone, PartialEq, Eq)]
enum Decision {
    Open,
    Declined,
    /// With the homeserver's own token.
    Allowed(String),
}

struct Asked {
    client: String,
    device: String,
    decision: Decision,
}

struct Session {
    /// The homeserver's own token.
    own: String,
    access: String,
    until: Instant,
    /// Whether the newest access token was used.
    used: bool,
    refresh: String,
    before: Option<String>,
}

#[derive(Default)]
struct Inner {
    next: u32,
    clients: Vec<Value>,
    asked: HashMap<String, Asked>,
    sessions: Vec<Session>,
    renewals: usize,
    revoked: usize,
}

impl Inner {
    fn token(&mut self, prefix: &str) -> String {
        self.next += 1;
        format!("{prefix}_{:04}_of_the_test", self.next)
    }
}

struct Server {
    url: String,
    behind: String,
    client: reqwest::Client,
    inner: Mutex<Inner>,
}

impl Server {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The server. It has TLS: tokens are taken back only at such an address.
pub struct Delegate {
    _runtime: Runtime,
    server: Arc<Server>,
    pub authority: Authority,
    pub url: String,
}

impl Delegate {
    #[track_caller]
    pub fn before(synapse: &Synapse) -> Self {
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        let runtime = runtime.worker_threads(1).enable_all().build().unwrap();
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
        let listener = runtime.block_on(listener).unwrap();
        let authority = Authority::new();
        let behind = listener.local_addr().unwrap();
        let url = format!("https://{}", authority.before(behind, &["127.0.0.1"]));
        let server = Arc::new(Server {
            url: url.clone(),
            behind: synapse.url(),
            client: reqwest::Client::builder().no_proxy().build().unwrap(),
            inner: Mutex::default(),
        });
        let metadata = "/_matrix/client/v1/auth_metadata";
        let before = "/_matrix/client/unstable/org.matrix.msc2965/auth_metadata";
        let router = Router::new()
            .route(metadata, get(describe))
            .route(before, get(describe))
            .route("/oauth2/registration", post(register))
            .route("/oauth2/device", post(device))
            .route("/oauth2/token", post(token))
            .route("/oauth2/revoke", post(revoke))
            .route("/_matrix/client/v3/login", get(flows).post(no_login))
            .fallback(pass)
            .with_state(Arc::clone(&server));
        runtime.spawn(async { axum::serve(listener, router).await });
        Self {
            _runtime: runtime,
            server,
            authority,
            url,
        }
    }

    /// The person at the browser allows the newest device, signed in as this
    /// account.
    #[track_caller]
    pub fn allows(&self, account: &Person) {
        let device = self
            .server
            .inner()
            .asked
            .values()
            .next()
            .unwrap()
            .device
            .clone();
        let body = json!({
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": account.user},
            "password": account.password,
            "device_id": device,
        });
        let url = format!("{}/_matrix/client/v3/login", self.server.behind);
        let (status, answer) = ask(Method::POST, &url, None, Some(&body)).unwrap();
        assert_eq!(status, 200, "{answer}");
        let own = answer["access_token"].as_str().unwrap().to_owned();
        self.decides(&Decision::Allowed(own));
    }

    pub fn declines(&self) {
        self.decides(&Decision::Declined);
    }

    fn decides(&self, decision: &Decision) {
        for asked in self.server.inner().asked.values_mut() {
            asked.decision = decision.clone();
        }
    }

    /// Ends every session.
    pub fn ends_sessions(&self) {
        self.server.inner().sessions.clear();
    }

    pub fn revoked(&self) -> usize {
        self.server.inner().revoked
    }

    /// What the bots said of themselves.
    pub fn clients(&self) -> Vec<Value> {
        self.server.inner().clients.clone()
    }

    /// Waits until sessions were renewed so often. Where nobody writes, each renewal
    /// waits for the end of a long poll, of half a minute.
    #[track_caller]
    pub fn renews(&self, times: usize) {
        let until = Instant::now() + LIMIT * 6;
        while self.server.inner().renewals < times {
            assert!(
                Instant::now() < until,
                "{} renewals",
                self.server.inner().renewals
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    pub fn renewals(&self) -> usize {
        self.server.inner().renewals
    }
}

type Fields = HashMap<String, String>;

fn refused(error: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response()
}

async fn describe(State(server): State<Arc<Server>>) -> Json<Value> {
    let at = |path: &str| format!("{}/oauth2/{path}", server.url);
    Json(json!({
        "issuer": format!("{}/", server.url),
        "authorization_endpoint": at("authorize"),
        "token_endpoint": at("token"),
        "registration_endpoint": at("registration"),
        "revocation_endpoint": at("revoke"),
        "device_authorization_endpoint": at("device"),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query", "fragment"],
        "grant_types_supported": [
            "authorization_code", "refresh_token",
            "urn:ietf:params:oauth:grant-type:device_code",
        ],
        "code_challenge_methods_supported": ["S256"],
    }))
}

async fn flows() -> Json<Value> {
    let sso = json!({"type": "m.login.sso", "oauth_aware_preferred": true});
    Json(json!({ "flows": [sso] }))
}

async fn no_login() -> Response {
    let answer = json!({"errcode": "M_FORBIDDEN", "error": "Sign in by the browser"});
    (StatusCode::FORBIDDEN, Json(answer)).into_response()
}

/// RFC 7591.
async fn register(State(server): State<Arc<Server>>, Json(bot): Json<Value>) -> Response {
    let grants = bot["grant_types"].as_array().cloned().unwrap_or_default();
    let code = json!("urn:ietf:params:oauth:grant-type:device_code");
    let fits = grants.contains(&code)
        && grants.contains(&json!("refresh_token"))
        && bot["token_endpoint_auth_method"] == "none"
        && bot["application_type"] == "native"
        && bot["client_uri"]
            .as_str()
            .is_some_and(|uri| uri.starts_with("https://"));
    if !fits {
        return refused("invalid_client_metadata");
    }
    let mut inner = server.inner();
    inner.clients.push(bot);
    let id = inner.token("client");
    let answer = json!({"client_id": id, "client_id_issued_at": 1_764_000_000});
    (StatusCode::CREATED, Json(answer)).into_response()
}

/// RFC 8628, 3.1.
async fn device(State(server): State<Arc<Server>>, Form(fields): Form<Fields>) -> Response {
    let scope = fields.get("scope").cloned().unwrap_or_default();
    let mut scopes = scope.split(' ');
    let device = scope
        .split(' ')
        .find_map(|scope| scope.strip_prefix(DEVICE));
    let (Some(device), true) = (device, scopes.any(|scope| scope == API)) else {
        return refused("invalid_scope");
    };
    let mut inner = server.inner();
    let code = inner.token("device");
    let asked = Asked {
        client: fields.get("client_id").cloned().unwrap_or_default(),
        device: device.to_owned(),
        decision: Decision::Open,
    };
    inner.asked.clear();
    inner.asked.insert(code.clone(), asked);
    let address = format!("{}/link", server.url);
    Json(json!({
        "device_code": code,
        "user_code": "ABCD-EFGH",
        "verification_uri": address,
        "verification_uri_complete": format!("{address}?code=ABCD-EFGH"),
        "expires_in": 1200,
        "interval": 1,
    }))
    .into_response()
}

/// RFC 8628, 3.4; RFC 6749, 6.
async fn token(State(server): State<Arc<Server>>, Form(fields): Form<Fields>) -> Response {
    let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
    let mut inner = server.inner();
    match field("grant_type") {
        "urn:ietf:params:oauth:grant-type:device_code" => {
            let Some(asked) = inner.asked.get(field("device_code")) else {
                return refused("expired_token");
            };
            if asked.client != field("client_id") {
                return refused("invalid_client");
            }
            match asked.decision.clone() {
                Decision::Open => refused("authorization_pending"),
                Decision::Declined => refused("access_denied"),
                Decision::Allowed(own) => {
                    inner.asked.clear();
                    let session = Session {
                        own,
                        access: String::new(),
                        until: Instant::now(),
                        used: false,
                        refresh: String::new(),
                        before: None,
                    };
                    inner.sessions.push(session);
                    let place = inner.sessions.len() - 1;
                    issue(&mut inner, place)
                }
            }
        }
        "refresh_token" => {
            let given = field("refresh_token").to_owned();
            let is_it = |session: &Session| {
                session.refresh == given || session.before.as_ref() == Some(&given)
            };
            let Some(place) = inner.sessions.iter().position(is_it) else {
                return refused("invalid_grant");
            };
            let session = &inner.sessions[place];
            if session.refresh != given && session.used {
                // Somebody has an old one: nobody keeps the session.
                inner.sessions.remove(place);
                return refused("invalid_grant");
            }
            inner.renewals += 1;
            inner.sessions[place].refresh = given;
            issue(&mut inner, place)
        }
        _ => refused("unsupported_grant_type"),
    }
}

/// New tokens for a session; its refresh token is the one before.
fn issue(inner: &mut Inner, place: usize) -> Response {
    let (access, refresh) = (inner.token("mat"), inner.token("mar"));
    let session = &mut inner.sessions[place];
    session.before = Some(std::mem::replace(&mut session.refresh, refresh.clone()));
    session.access.clone_from(&access);
    session.until = Instant::now() + LIFETIME;
    session.used = false;
    Json(json!({
        "access_token": access,
        "token_type": "Bearer",
        "expires_in": LIFETIME.as_secs(),
        "refresh_token": refresh,
        "scope": API,
    }))
    .into_response()
}

/// RFC 7009.
async fn revoke(State(server): State<Arc<Server>>, Form(fields): Form<Fields>) -> Response {
    let mut inner = server.inner();
    let given = fields.get("token").cloned().unwrap_or_default();
    let before = inner.sessions.len();
    inner
        .sessions
        .retain(|session| session.access != given && session.refresh != given);
    inner.revoked += before - inner.sessions.len();
    StatusCode::OK.into_response()
}

/// Everything else goes to the homeserver, with its own token.
async fn pass(State(server): State<Arc<Server>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MOST_BYTES).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let mut headers = parts.headers.clone();
    headers.remove(header::HOST);
    headers.remove(header::CONTENT_LENGTH);
    if let Some(given) = bearer(&headers) {
        let mut inner = server.inner();
        let mut sessions = inner.sessions.iter_mut();
        let session = sessions.find(|session| session.access == given);
        let Some(session) = session.filter(|session| session.until > Instant::now()) else {
            let answer = json!({"errcode": "M_UNKNOWN_TOKEN", "error": "Token is not active"});
            return (StatusCode::UNAUTHORIZED, Json(answer)).into_response();
        };
        session.used = true;
        let own = format!("Bearer {}", session.own);
        headers.insert(header::AUTHORIZATION, own.parse().unwrap());
    }
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let url = format!("{}{path}", server.behind);
    let request = server.client.request(parts.method, url);
    let Ok(answer) = request.headers(headers).body(body).send().await else {
        return StatusCode::BAD_GATEWAY.into_response();
    };
    let status = answer.status();
    let kind = answer.headers().get(header::CONTENT_TYPE).cloned();
    let Ok(body) = answer.bytes().await else {
        return StatusCode::BAD_GATEWAY.into_response();
    };
    let mut passed = (status, Body::from(body)).into_response();
    if let Some(kind) = kind {
        passed.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    passed
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    Some(value.strip_prefix("Bearer ")?.to_owned())
}
