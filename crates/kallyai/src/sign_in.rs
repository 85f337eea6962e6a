//! Tokens and the ways to get them: the service's CLI flow, which ends on a
//! localhost address, and the authorization code flow of a registered client.
//!
//! Tokens are in types that do not print; only [`AccessToken::expose`] and
//! [`RefreshToken::expose`] let them out.

use std::fmt;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use url::form_urlencoded;

use super::lenient;

/// The scopes that a registered client requests at first: those that placing and
/// following calls needs.
pub const SCOPES: &[&str] = &[
    "calls:read",
    "calls:write",
    "transcripts:read",
    "subscription:read",
    "credits:read",
];

/// All scopes of the service, for a person who has asked for something that needs
/// one of the others.
pub const WIDE_SCOPES: &[&str] = &[
    "calls:read",
    "calls:write",
    "transcripts:read",
    "recordings:read",
    "subscription:read",
    "billing:manage",
    "credits:read",
];

/// The longest token that is accepted, in bytes.
const LONGEST_TOKEN: usize = 16 * 1024;
/// The lifetime of an access token where the service does not name one.
const USUAL_LIFE: Duration = Duration::from_secs(3600);
/// The longest lifetime that is accepted.
const LONGEST_LIFE: Duration = Duration::from_secs(30 * 86_400);

/// The text is not a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a token is 1 to 16384 visible ASCII characters")]
pub struct TokenProblem;

macro_rules! token {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(SecretString);

        impl $name {
            /// Accepts 1 to 16,384 visible ASCII characters.
            ///
            /// # Errors
            /// When the text is anything else.
            pub fn parse(text: &str) -> Result<Self, TokenProblem> {
                let visible = text.bytes().all(|byte| byte.is_ascii_graphic());
                if text.is_empty() || text.len() > LONGEST_TOKEN || !visible {
                    return Err(TokenProblem);
                }
                Ok(Self(SecretString::from(text)))
            }

            /// The token in clear text, only to be sealed or sent.
            #[must_use]
            pub fn expose(&self) -> &str {
                self.0.expose_secret()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "([redacted])"))
            }
        }
    };
}

token! {
    /// Authorises a request.
    AccessToken
}
token! {
    /// Gets a new access token; it may work only once.
    RefreshToken
}

/// The secret of one sign-in with a code (PKCE, RFC 7636). Its hash goes along
/// to the sign-in page and the secret itself with the code, so a code that
/// somebody else gets hold of is worth nothing.
#[derive(Clone)]
pub struct CodeVerifier(SecretString);

impl CodeVerifier {
    /// From 32 secret bytes. Written out it has 43 characters.
    #[must_use]
    pub fn new(bytes: &[u8; 32]) -> Self {
        Self(SecretString::from(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// The hash that the sign-in page gets, by the method `S256`.
    #[must_use]
    pub fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.expose()))
    }

    /// The verifier in clear text, only to be sent with the code.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for CodeVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeVerifier([redacted])")
    }
}

/// An access token with the token that renews it.
#[derive(Debug, Clone)]
pub struct TokenPair {
    pub access: AccessToken,
    pub refresh: RefreshToken,
    /// How long the access token works from now on; 30 days at most.
    pub expires_in: Duration,
}

impl TokenPair {
    /// Reads a token answer; if it has no refresh token of its own, `old`
    /// stays.
    pub(super) fn read(answer: &Value, old: Option<&RefreshToken>) -> Option<Self> {
        let token = |name| lenient::at(answer, &[name]).and_then(Value::as_str);
        let refresh = match token("refresh_token") {
            Some(text) => RefreshToken::parse(text).ok()?,
            None => old?.clone(),
        };
        Some(Self {
            access: AccessToken::parse(token("access_token")?).ok()?,
            refresh,
            expires_in: life(lenient::at(answer, &["expires_in"])),
        })
    }
}

/// The lifetime of a token: a negative one is zero, an absurd one the usual.
fn life(value: Option<&Value>) -> Duration {
    match value.and_then(lenient::number) {
        None => USUAL_LIFE,
        Some(seconds) => Duration::from_secs_f64(seconds.clamp(0.0, LONGEST_LIFE.as_secs_f64())),
    }
}

/// The flow by which an account was linked; its token is renewed by the same
/// one.
#[derive(Debug, Clone)]
pub enum Flow {
    /// The service's own flow for programs on the person's machine.
    Cli,
    /// The authorization code flow of a client that the operator registered.
    Code(RegisteredClient),
}

/// A client that an operator registered with the service.
#[derive(Debug, Clone)]
pub struct RegisteredClient {
    pub id: String,
    pub secret: SecretString,
}

/// The result of a sign-in that a browser brings back from the service.
#[derive(Debug, Clone)]
pub enum Callback {
    /// Tokens, from the CLI flow.
    Tokens {
        pair: TokenPair,
        /// The `state` that the sign-in was started with, to be checked.
        state: Option<SecretString>,
    },
    /// A code to be exchanged, from the authorization code flow.
    Code {
        /// The code; works once.
        code: SecretString,
        /// The `state` that the sign-in was started with, to be checked.
        state: Option<SecretString>,
    },
    /// The person declined, or the service did.
    Refused {
        /// The service's word, such as `access_denied`.
        error: String,
        /// The `state` that the sign-in was started with, to be checked.
        state: Option<SecretString>,
    },
}

/// The query is not an answer of the sign-in page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the address carries neither tokens nor a code nor an error")]
pub struct CallbackProblem;

impl Callback {
    /// Reads the query of the address that the sign-in page redirected to. An
    /// error comes before everything else; of a repeated name the first counts.
    ///
    /// # Errors
    /// When the query is malformed, or holds neither tokens nor a code nor an
    /// error.
    pub fn read(query: &str) -> Result<Self, CallbackProblem> {
        let value = |name: &str| {
            form_urlencoded::parse(query.as_bytes())
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.into_owned())
        };
        let state = value("state").map(SecretString::from);
        if let Some(error) = value("error") {
            let error = lenient::word(&error);
            return Ok(Self::Refused { error, state });
        }
        if let Some(code) = value("code") {
            if code.is_empty() || code.len() > LONGEST_TOKEN {
                return Err(CallbackProblem);
            }
            let code = SecretString::from(code);
            return Ok(Self::Code { code, state });
        }
        let access = value("access_token").ok_or(CallbackProblem)?;
        let refresh = value("refresh_token").ok_or(CallbackProblem)?;
        let pair = TokenPair {
            access: AccessToken::parse(&access).map_err(|_| CallbackProblem)?,
            refresh: RefreshToken::parse(&refresh).map_err(|_| CallbackProblem)?,
            expires_in: life(value("expires_in").map(Value::String).as_ref()),
        };
        Ok(Self::Tokens { pair, state })
    }

    /// The `state` that the sign-in was started with, as it came back.
    #[must_use]
    pub fn state(&self) -> Option<&str> {
        let (Self::Tokens { state, .. } | Self::Code { state, .. } | Self::Refused { state, .. }) =
            self;
        state.as_ref().map(ExposeSecret::expose_secret)
    }
}
