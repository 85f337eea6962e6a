//! Signing in where a homeserver leaves that to an authorization server (Matrix
//! 1.15, *OAuth 2.0 API*): the device authorization grant (RFC 8628). A person
//! opens an address in any browser and allows the bot; the bot asks until that
//! has happened.

use std::time::Duration;

use futures::future::BoxFuture;
use kally_network::{Http, why};
use matrix_sdk::authentication::oauth::ClientId;
use matrix_sdk::authentication::oauth::registration::{
    ApplicationType, ClientMetadata, Localized, OAuthGrantType,
};
use matrix_sdk::reqwest::redirect::Policy;
use matrix_sdk::ruma::api::client::discovery::get_authorization_server_metadata::v1::AuthorizationServerMetadata;
use matrix_sdk::ruma::serde::Raw;
use matrix_sdk::{Client, SessionTokens};
use oauth2::basic::BasicClient;
use oauth2::{
    DeviceAuthorizationUrl, DeviceCodeErrorResponseType, ErrorResponse, RequestTokenError,
    RevocationUrl, Scope, StandardDeviceAuthorizationResponse, StandardRevocableToken,
    TokenResponse as _, TokenUrl,
};
use oauth2_reqwest::ReqwestClient;
use url::Url;

use super::begin::{device, owner};
use super::kept::{Kept, keep, restore};
use super::{Login, REQUEST, SignInError, builder, open};

/// The scopes of a Matrix client, by the names that every authorization server
/// in use knows (MSC2967); the library renews with the same.
const API_SCOPE: &str = "urn:matrix:org.matrix.msc2967.client:api:*";
const DEVICE_SCOPE: &str = "urn:matrix:org.matrix.msc2967.client:device:";

/// The home page that an authorization server shows.
const HOME: &str = "https://kallyai.com/";

/// What a person has to do in a browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// The address to open.
    pub address: String,
    /// The same with the code in it, if there is one.
    pub with_code: Option<String>,
    /// The code to type or to compare.
    pub code: String,
    /// How long that is possible.
    pub expires: Duration,
}

/// Signs in by a browser and stores the session; the user's id. `show` shows the
/// prompt to the person.
///
/// # Errors
/// When the homeserver has no such sign-in, or the person does not allow it in
/// time.
pub fn sign_in_by_browser<'a>(
    login: &'a Login,
    show: &'a (dyn Fn(&Prompt) + Send + Sync),
) -> BoxFuture<'a, Result<String, SignInError>> {
    Box::pin(signed_in(login, show))
}

async fn signed_in(
    login: &Login,
    show: &(dyn Fn(&Prompt) + Send + Sync),
) -> Result<String, SignInError> {
    let client = open(login).await?;
    if let Some(kept) = Kept::read(&client, login).await? {
        return Err(SignInError::SignedInAlready(kept.user()));
    }
    let asking = builder(&client.homeserver(), &login.network)?.build().await;
    let asking =
        asking.map_err(|error| SignInError::Unreachable(client.homeserver(), why(&error)))?;
    let server = server(&asking).await?;
    let id = register(&asking, login).await?;
    let device = device(&client, login).await?;
    let grant = Grant::new(&asking, login, server, &id)?;
    let details = grant.ask(&device).await?;
    show(&Prompt {
        address: details.verification_uri().to_string(),
        with_code: details
            .verification_uri_complete()
            .map(|address| address.secret().clone()),
        code: details.user_code().secret().clone(),
        expires: details.expires_in(),
    });
    let tokens = grant.wait(&details).await?;
    let meta = match owner(&client, login, &tokens).await {
        Ok(meta) => meta,
        Err(error) => {
            grant.give_back(&tokens).await;
            return Err(error);
        }
    };
    let user = meta.user_id.to_string();
    let id = Some(id.as_str().to_owned());
    restore(&client, login, Kept::new(meta, tokens, None, id)).await?;
    keep(&client, login).await?;
    Ok(user)
}

/// The authorization server of a homeserver.
async fn server(client: &Client) -> Result<AuthorizationServerMetadata, SignInError> {
    let found = client.oauth().server_metadata().await;
    found.map_err(|error| match error.is_not_supported() {
        true => SignInError::NotDelegated(client.homeserver()),
        false => SignInError::Unreachable(client.homeserver(), why(&error)),
    })
}

/// Makes the bot known there; the same bot gets the same id, or another one.
async fn register(client: &Client, login: &Login) -> Result<ClientId, SignInError> {
    let refused =
        |why: String| SignInError::NotAllowed(format!("the bot is not registered: {why}"));
    let home = Url::parse(HOME).map_err(|error| refused(error.to_string()))?;
    let mut bot = ClientMetadata::new(
        ApplicationType::Native,
        vec![OAuthGrantType::DeviceCode],
        Localized::new(home, []),
    );
    bot.client_name = Some(Localized::new(login.device_name.clone(), []));
    let bot = Raw::new(&bot).map_err(|error| refused(error.to_string()))?;
    let registered = client.oauth().register_client(&bot).await;
    Ok(registered.map_err(|error| refused(why(&error)))?.client_id)
}

/// The bot at the authorization server.
struct Grant {
    server: AuthorizationServerMetadata,
    id: ClientId,
    device_url: DeviceAuthorizationUrl,
    http: ReqwestClient,
}

impl Grant {
    fn new(
        client: &Client,
        login: &Login,
        server: AuthorizationServerMetadata,
        id: &ClientId,
    ) -> Result<Self, SignInError> {
        let url = server.device_authorization_endpoint.clone();
        let url = url.ok_or_else(|| SignInError::NotDelegated(client.homeserver()))?;
        // A code goes to this server only.
        let http = login.network.client(Http::Two).and_then(|client| {
            let client = client.redirect(Policy::none()).timeout(REQUEST);
            client.build()
        });
        let http = http.map_err(|error| SignInError::Http(why(&error)))?;
        Ok(Self {
            device_url: DeviceAuthorizationUrl::from_url(url),
            id: id.clone(),
            http: ReqwestClient::from(http),
            server,
        })
    }

    /// Asks for a code that a person can allow.
    async fn ask(&self, device: &str) -> Result<StandardDeviceAuthorizationResponse, SignInError> {
        let client =
            BasicClient::new(self.id.clone()).set_device_authorization_url(self.device_url.clone());
        let scopes = [API_SCOPE.to_owned(), format!("{DEVICE_SCOPE}{device}")].map(Scope::new);
        let asking = client.exchange_device_code().add_scopes(scopes);
        let details = asking.request_async(&self.http).await;
        details.map_err(|error| self.refusal(error))
    }

    /// Waits until the person has decided, or it is too late.
    async fn wait(
        &self,
        details: &StandardDeviceAuthorizationResponse,
    ) -> Result<SessionTokens, SignInError> {
        let url = TokenUrl::from_url(self.server.token_endpoint.clone());
        let client = BasicClient::new(self.id.clone()).set_token_uri(url);
        let asking = client.exchange_device_access_token(details);
        let tokens = asking
            .request_async(&self.http, tokio::time::sleep, None)
            .await;
        let tokens = tokens.map_err(|error| match &error {
            RequestTokenError::ServerResponse(answer) => match answer.error() {
                DeviceCodeErrorResponseType::AccessDenied => {
                    SignInError::NotAllowed("the person in the browser declined".to_owned())
                }
                DeviceCodeErrorResponseType::ExpiredToken => {
                    SignInError::NotAllowed("nobody allowed it in time".to_owned())
                }
                _ => self.refusal(error),
            },
            _ => self.refusal(error),
        })?;
        Ok(SessionTokens {
            access_token: tokens.access_token().secret().clone(),
            refresh_token: tokens.refresh_token().map(|token| token.secret().clone()),
        })
    }

    /// Ends a session that is not ours.
    async fn give_back(&self, tokens: &SessionTokens) {
        let url = RevocationUrl::from_url(self.server.revocation_endpoint.clone());
        let client = BasicClient::new(self.id.clone()).set_revocation_url(url);
        let token = oauth2::AccessToken::new(tokens.access_token.clone());
        let token = StandardRevocableToken::AccessToken(token);
        let ended = match client.revoke_token(token) {
            Ok(asking) => asking
                .request_async(&self.http)
                .await
                .map_err(|error| why(&error)),
            Err(error) => Err(why(&error)),
        };
        if let Err(error) = ended {
            tracing::warn!(
                error,
                "Matrix: a session that is not the bot's could not be ended"
            );
        }
    }

    fn refusal<E, T>(&self, error: RequestTokenError<E, T>) -> SignInError
    where
        E: std::error::Error + 'static,
        T: ErrorResponse + 'static,
    {
        match error {
            RequestTokenError::ServerResponse(answer) => {
                SignInError::NotAllowed(format!("the authorization server refused: {answer}"))
            }
            RequestTokenError::Request(error) => {
                SignInError::Unreachable(self.server.issuer.clone(), why(&error))
            }
            other => SignInError::NotAllowed(format!(
                "the authorization server's answer cannot be understood: {other}"
            )),
        }
    }
}
