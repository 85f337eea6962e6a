//! Signing in: the two pages, their redirects, and tokens.
//!
//! A GET shows a page and does nothing; only the button, a POST, signs in.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Form, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use url::{Host, Url};

use super::answers::refuse;
use super::state::{CodeGrant, Issued, MOST, World};

type Shared = State<Arc<World>>;

/// The parameters of a sign-in page, and the fields of its form.
#[derive(Deserialize)]
pub(super) struct Ask {
    redirect_uri: Option<String>,
    state: Option<String>,
    client_id: Option<String>,
    scope: Option<String>,
    response_type: Option<String>,
    code_challenge: Option<String>,
    code_challenge_method: Option<String>,
    account: Option<String>,
    decision: Option<String>,
}

/// `GET /v1/auth/cli`.
pub(super) async fn cli_page(State(world): Shared, Query(ask): Query<Ask>) -> Response {
    match cli_redirect(&ask) {
        Some(_) => sign_in_page("/v1/auth/cli", &ask),
        None => bad_redirect(&world),
    }
}

/// `POST /v1/auth/cli`: the page's button.
pub(super) async fn cli_decide(State(world): Shared, Form(ask): Form<Ask>) -> Response {
    let Some(mut url) = cli_redirect(&ask) else {
        return bad_redirect(&world);
    };
    match agreed(&ask) {
        None => deny(&mut url),
        Some(account) => {
            let issued = world.issue(&account, None);
            url.query_pairs_mut()
                .append_pair("access_token", &issued.access_token)
                .append_pair("refresh_token", &issued.refresh_token)
                .append_pair("expires_in", &issued.expires_in.as_secs().to_string());
        }
    }
    back(url, &ask)
}

/// `GET /v1/auth/authorize`.
pub(super) async fn code_page(State(world): Shared, Query(ask): Query<Ask>) -> Response {
    let whole = ask.response_type.as_deref() == Some("code") && ask.client_id.is_some();
    match code_redirect(&ask) {
        Some(_) if whole => sign_in_page("/v1/auth/authorize", &ask),
        _ => bad_redirect(&world),
    }
}

/// `POST /v1/auth/authorize`: the page's button.
pub(super) async fn code_decide(State(world): Shared, Form(ask): Form<Ask>) -> Response {
    let Some(mut url) = code_redirect(&ask) else {
        return bad_redirect(&world);
    };
    match agreed(&ask) {
        _ if !challenge_fits(&ask) => {
            url.query_pairs_mut()
                .append_pair("error", "invalid_request");
        }
        None => deny(&mut url),
        Some(account) => {
            let code = world.secret("code");
            let grant = CodeGrant {
                account,
                scope: ask.scope.clone().unwrap_or_default(),
                client_id: ask.client_id.clone().unwrap_or_default(),
                redirect_uri: ask.redirect_uri.clone().unwrap_or_default(),
                challenge: ask.code_challenge.clone(),
            };
            let mut state = world.state();
            if state.codes.len() >= MOST {
                state.codes.clear();
            }
            state.codes.insert(code.clone(), grant);
            url.query_pairs_mut().append_pair("code", &code);
        }
    }
    back(url, &ask)
}

#[derive(Deserialize)]
pub(super) struct TokenAsk {
    grant_type: String,
    client_id: Option<String>,
    client_secret: Option<String>,
    code: Option<String>,
    code_verifier: Option<String>,
    redirect_uri: Option<String>,
    refresh_token: Option<String>,
}

/// `POST /v1/auth/gpt/token`: a code, or a refresh token, for new tokens.
pub(super) async fn code_token(State(world): Shared, Form(ask): Form<TokenAsk>) -> Response {
    let known = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
    if !known(&ask.client_id) || !known(&ask.client_secret) {
        return oauth_error(401, "invalid_client");
    }
    let (account, scope) = match ask.grant_type.as_str() {
        "authorization_code" => {
            let grant = world.state().codes.remove(&ask.code.unwrap_or_default());
            match grant {
                Some(grant)
                    if Some(&grant.client_id) == ask.client_id.as_ref()
                        && Some(&grant.redirect_uri) == ask.redirect_uri.as_ref()
                        && grant.challenge == ask.code_verifier.as_deref().map(challenge_of) =>
                {
                    (grant.account, Some(grant.scope))
                }
                _ => return oauth_error(400, "invalid_grant"),
            }
        }
        "refresh_token" => {
            let token = ask.refresh_token.unwrap_or_default();
            let grant = world.state().refresh.remove(&token);
            match grant {
                Some(grant) => (grant.account, grant.scope),
                None => return oauth_error(400, "invalid_grant"),
            }
        }
        _ => return oauth_error(400, "unsupported_grant_type"),
    };
    let issued = world.issue(&account, scope.clone());
    let mut body = tokens(&issued);
    body["scope"] = json!(scope);
    no_store(Json(body))
}

/// Whether a sign-in has no challenge, or one of the method `S256`.
fn challenge_fits(ask: &Ask) -> bool {
    match &ask.code_challenge {
        None => ask.code_challenge_method.is_none(),
        Some(challenge) => {
            challenge.len() == 43 && ask.code_challenge_method.as_deref() == Some("S256")
        }
    }
}

fn challenge_of(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

/// `POST /v1/auth/refresh`: the refresh token works once.
pub(super) async fn refresh(State(world): Shared, body: Bytes) -> Response {
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let token = body.get("refresh_token").and_then(Value::as_str);
    let grant = world.state().refresh.remove(token.unwrap_or_default());
    match grant {
        Some(grant) => no_store(Json(tokens(&world.issue(&grant.account, grant.scope)))),
        None => refuse(
            &world,
            401,
            "token_expired",
            "The refresh token is not valid",
        ),
    }
}

fn tokens(issued: &Issued) -> Value {
    json!({
        "access_token": issued.access_token,
        "refresh_token": issued.refresh_token,
        "expires_in": issued.expires_in.as_secs(),
    })
}

fn no_store(answer: impl IntoResponse) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], answer).into_response()
}

fn oauth_error(http: u16, error: &str) -> Response {
    (
        super::answers::status(http),
        Json(json!({ "error": error })),
    )
        .into_response()
}

/// The account that was chosen, if [Sign in] was pressed.
fn agreed(ask: &Ask) -> Option<String> {
    let account = ask.account.as_deref().unwrap_or("ana");
    let account: String = account
        .chars()
        .filter(|c| c.is_alphanumeric())
        .take(40)
        .collect();
    (ask.decision.as_deref() == Some("approve") && !account.is_empty()).then_some(account)
}

fn deny(url: &mut Url) {
    url.query_pairs_mut().append_pair("error", "access_denied");
}

fn back(mut url: Url, ask: &Ask) -> Response {
    if let Some(state) = &ask.state {
        url.query_pairs_mut().append_pair("state", state);
    }
    no_store(Redirect::to(url.as_str()))
}

/// The CLI flow's redirect: `http://localhost:PORT` or `http://127.0.0.1:PORT`.
fn cli_redirect(ask: &Ask) -> Option<Url> {
    let url: Url = ask.redirect_uri.as_ref()?.parse().ok()?;
    let host_fits = match url.host()? {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(ip) => ip.octets() == [127, 0, 0, 1],
        Host::Ipv6(_) => false,
    };
    let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    (url.scheme() == "http" && host_fits && url.port().is_some() && plain).then_some(url)
}

/// The code flow's redirect: `https`, or loopback.
fn code_redirect(ask: &Ask) -> Option<Url> {
    let url: Url = ask.redirect_uri.as_ref()?.parse().ok()?;
    if url.scheme() == "https" {
        return Some(url);
    }
    cli_redirect(ask)
}

fn bad_redirect(world: &World) -> Response {
    refuse(
        world,
        400,
        "invalid_request",
        "This redirect_uri is not allowed",
    )
}

fn sign_in_page(action: &str, ask: &Ask) -> Response {
    let hidden = |name: &str, value: &Option<String>| match value {
        Some(value) => format!(
            "<input type=\"hidden\" name=\"{name}\" value=\"{}\">\n",
            escape(value)
        ),
        None => String::new(),
    };
    let fields: String = [
        hidden("redirect_uri", &ask.redirect_uri),
        hidden("state", &ask.state),
        hidden("client_id", &ask.client_id),
        hidden("scope", &ask.scope),
        hidden("code_challenge", &ask.code_challenge),
        hidden("code_challenge_method", &ask.code_challenge_method),
    ]
    .concat();
    let html = format!(
        r#"<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in to the sandbox</title></head>
<body><main>
<h1>Sandbox: this is not KallyAI</h1>
<p>No real account, no real phone call. Choose who to be.</p>
<form method="post" action="{action}">
{fields}<label for="account">Sign in as</label>
<select id="account" name="account">
<option value="ana">Ana García (credits)</option>
<option value="john">John Smith (minutes)</option>
</select>
<button name="decision" value="approve">Sign in</button>
<button name="decision" value="deny">Deny</button>
</form>
</main></body>
</html>
"#
    );
    let headers = [
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ];
    (StatusCode::OK, headers, Html(html)).into_response()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
