//! Ties a session to one browser by a secret in a cookie.
//!
//! The record holds its hash. The token of the page's form and the `state` of
//! the sign-in are derived from the secret, so a reader of the store can forge
//! none of them.

use std::fmt;

use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::session::hex;
use kally_core::model::LinkId;
use kally_runtime::Ids;
use kallyai::CodeVerifier;

/// The prefix makes browsers bind the cookie to this host; they accept it over
/// https only.
const SECURE_NAME: &str = "__Host-kally-link";
const PLAIN_NAME: &str = "kally-link";

/// A secret that one browser has.
#[derive(Clone)]
pub(super) struct BrowserSecret(Zeroizing<[u8; 32]>);

impl fmt::Debug for BrowserSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BrowserSecret([redacted])")
    }
}

impl BrowserSecret {
    pub(super) fn random(ids: &Ids) -> Self {
        Self(Zeroizing::new(ids.bytes()))
    }

    fn derived(&self, purpose: &str) -> [u8; 32] {
        Sha256::new()
            .chain_update(purpose)
            .chain_update([0])
            .chain_update(*self.0)
            .finalize()
            .into()
    }

    /// The hash that is stored.
    pub(super) fn hash(&self) -> String {
        hex(&self.derived("browser"))
    }

    /// Whether this is the browser whose hash was stored.
    pub(super) fn is_of(&self, hash: &str) -> bool {
        self.hash().as_bytes().ct_eq(hash.as_bytes()).into()
    }

    /// The `state` for a sign-in in this browser. It is the same each time the
    /// person continues, so that pressing twice does no harm.
    pub(super) fn state(&self, link: &LinkId) -> String {
        URL_SAFE_NO_PAD.encode(self.derived(&format!("state {}", link.0)))
    }

    /// Whether a sign-in came back with that `state`.
    pub(super) fn is_state(&self, link: &LinkId, text: &str) -> bool {
        self.state(link).as_bytes().ct_eq(text.as_bytes()).into()
    }

    /// The secret of the sign-in in this browser. It is derived like the
    /// `state`, so nothing has to be stored.
    pub(super) fn verifier(&self, link: &LinkId) -> CodeVerifier {
        CodeVerifier::new(&self.derived(&format!("verifier {}", link.0)))
    }

    /// The token in the page's form.
    pub(super) fn form_token(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.derived("form"))
    }

    /// Whether a form carries that token.
    pub(super) fn is_form_token(&self, text: &str) -> bool {
        self.form_token().as_bytes().ct_eq(text.as_bytes()).into()
    }
}

/// A cookie that a browser sent.
pub(super) struct LinkCookie {
    pub(super) link: LinkId,
    pub(super) secret: BrowserSecret,
}

fn name(secure: bool) -> &'static str {
    if secure { SECURE_NAME } else { PLAIN_NAME }
}

/// The cookie, if there is exactly one and it is well-formed.
pub(super) fn read(headers: &HeaderMap, secure: bool) -> Option<LinkCookie> {
    let mut values = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(key, _)| *key == name(secure))
        .map(|(_, value)| value);
    let value = values.next()?;
    if values.next().is_some() {
        return None;
    }
    let (link, secret) = value.split_once('.')?;
    let is_id = link.len() == 64 && link.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut bytes = Zeroizing::new([0; 32]);
    let decoded = Zeroizing::new(URL_SAFE_NO_PAD.decode(secret).ok()?);
    if !is_id || decoded.len() != bytes.len() {
        return None;
    }
    bytes.copy_from_slice(&decoded);
    Some(LinkCookie {
        link: LinkId(link.to_owned()),
        secret: BrowserSecret(bytes),
    })
}

/// Sets the cookie for as long as the session lasts.
pub(super) fn set(
    link: &LinkId,
    secret: &BrowserSecret,
    lasts: TimeDelta,
    secure: bool,
) -> Option<HeaderValue> {
    let value = Zeroizing::new(URL_SAFE_NO_PAD.encode(*secret.0));
    let value = format!("{}.{}", link.0, *value);
    header(&value, lasts.num_seconds().max(0), secure)
}

pub(super) fn clear(secure: bool) -> Option<HeaderValue> {
    header("", 0, secure)
}

/// `Lax`: browsers must send it when the service sends them back to us.
fn header(value: &str, seconds: i64, secure: bool) -> Option<HeaderValue> {
    let name = name(secure);
    let only = if secure { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{only}");
    let mut header = HeaderValue::from_str(&text).ok()?;
    header.set_sensitive(true);
    Some(header)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id() -> LinkId {
        LinkId("ab".repeat(32))
    }

    fn sent(cookies: &[&str], secure: bool) -> bool {
        let mut headers = HeaderMap::new();
        for cookie in cookies {
            headers.append(header::COOKIE, cookie.parse().unwrap());
        }
        read(&headers, secure).is_some()
    }

    #[test]
    fn over_https_the_cookie_is_held_to_this_host() {
        let secret = BrowserSecret::random(&Ids::seeded(1));
        let set = set(&id(), &secret, TimeDelta::seconds(90), true).unwrap();
        let text = set.to_str().unwrap();
        assert!(text.starts_with("__Host-kally-link="), "{text}");
        assert!(text.ends_with("; Path=/; Max-Age=90; HttpOnly; SameSite=Lax; Secure"));
        assert!(set.is_sensitive(), "HTTP libraries do not print it");
        let pair = text.split_once(';').unwrap().0;
        assert!(sent(&[pair], true));
        assert!(!sent(&[pair], false), "no other name is taken");
    }

    #[test]
    fn a_cookie_has_its_form_and_is_there_once() {
        let good = format!("kally-link={}.{}", id().0, "A".repeat(43));
        assert!(sent(&[&format!("a=b; {good}; c")], false));
        for bad in [
            String::new(),
            "kally-link=".to_owned(),
            format!("x{good}"),
            format!("{good}A"),
            format!("{good}; {good}"),
            good.replace('.', "-"),
            good.replace("ab", "zz"),
        ] {
            assert!(!sent(&[&bad], false), "{bad}");
        }
        assert!(!sent(&[&good, &good], false));
    }
}
