//! A look at the account from outside the running bot.

use futures::future::BoxFuture;
use matrix_sdk::ruma::api::client::membership::joined_rooms;
use url::Url;

use kally_network::{Network, why};

use super::discovery::{Address, discover};
use super::encryption::is_signed;
use super::fault::{Fault, http_fault};
use super::session::{Login, SignInError, builder, look_in};

/// A homeserver that answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Homeserver {
    /// Where it is.
    pub url: Url,
    /// The newest version of the specification that it speaks.
    pub newest: String,
}

/// A session that is accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub user: String,
    pub device: String,
    /// Whether the bot's identity has signed the device.
    pub verified: bool,
    /// The number of rooms that the bot is in.
    pub rooms: usize,
}

/// Finds a homeserver and asks it for its versions.
///
/// # Errors
/// When it cannot be found, or does not answer.
pub fn homeserver<'a>(
    address: &'a Address,
    network: &'a Network,
) -> BoxFuture<'a, Result<Homeserver, SignInError>> {
    Box::pin(asked(address, network))
}

async fn asked(address: &Address, network: &Network) -> Result<Homeserver, SignInError> {
    let url = match address {
        Address::At(url) => url.clone(),
        Address::Of(name) => discover(name, network).await?,
    };
    let unreachable = |error: &(dyn std::error::Error + 'static)| {
        SignInError::Unreachable(url.clone(), why(error))
    };
    let client = builder(&url, network)?
        .build()
        .await
        .map_err(|error| unreachable(&error))?;
    let versions = client
        .server_versions()
        .await
        .map_err(|error| unreachable(&error))?;
    let newest = versions
        .last()
        .map(|version| version.as_str().unwrap_or("unknown").to_owned());
    Ok(Homeserver {
        newest: newest.unwrap_or_else(|| "unknown".to_owned()),
        url,
    })
}

/// Looks at the stored session; signs nobody in.
///
/// # Errors
/// When it cannot be opened or is not accepted.
pub fn session(login: &Login) -> BoxFuture<'_, Result<Seen, SignInError>> {
    Box::pin(seen(login))
}

async fn seen(login: &Login) -> Result<Seen, SignInError> {
    let client = look_in(login).await?;
    let is_renewed = client
        .session_tokens()
        .is_some_and(|tokens| tokens.refresh_token.is_some());
    let who = client
        .whoami()
        .await
        .map_err(|error| match http_fault(&error) {
            Fault::SignedOut if is_renewed => SignInError::Expired(login.user.clone()),
            Fault::SignedOut => SignInError::SignedOut {
                user: login.user.clone(),
                device: client
                    .device_id()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
            },
            _ => SignInError::Unreachable(client.homeserver(), why(&error)),
        })?;
    let rooms = client
        .send(joined_rooms::v3::Request::new())
        .await
        .map_err(|error| SignInError::Unreachable(client.homeserver(), why(&error)))?;
    Ok(Seen {
        user: who.user_id.to_string(),
        device: who
            .device_id
            .map(|device| device.to_string())
            .unwrap_or_default(),
        verified: is_signed(&client).await,
        rooms: rooms.joined_rooms.len(),
    })
}
