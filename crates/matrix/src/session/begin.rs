//! The first sign-in: by a password or an access token.

use kally_network::why;
use matrix_sdk::authentication::matrix::MatrixSession;
use matrix_sdk::ruma::api::client::account::whoami;
use matrix_sdk::ruma::api::client::session::get_login_types::v3::LoginType;
use matrix_sdk::ruma::api::client::session::login::v3 as login_v3;
use matrix_sdk::ruma::api::client::uiaa::{MatrixUserIdentifier, UserIdentifier};
use matrix_sdk::ruma::user_id;
use matrix_sdk::store::RoomLoadSettings;
use matrix_sdk::{Client, SessionMeta, SessionTokens};
use secrecy::{ExposeSecret as _, SecretString};

use super::kept::{Kept, keep, read, restore, store, write};
use super::{Begun, Login, SignInError, builder, is_same_user, refusal};
use crate::fault::{Fault, fault, http_fault};

/// The key of the device id, chosen before the first attempt: an attempt whose
/// answer was lost is repeated as the same device.
const DEVICE: &[u8] = b"kally-bridge/device";

pub(super) async fn begin(client: &Client, login: &Login) -> Result<Begun, SignInError> {
    if let Some(token) = &login.access_token {
        begin_with_token(client, login, token).await?;
        return Ok(Begun::Whole);
    }
    match &login.password {
        Some(password) => begin_with_password(client, login, password).await,
        None => Err(SignInError::NothingToSignInWith(login.user.clone())),
    }
}

/// The id of the device that signs in; the same for every attempt.
pub(super) async fn device(client: &Client, login: &Login) -> Result<String, SignInError> {
    if let Some(device) = read(client, login, DEVICE).await? {
        return Ok(String::from_utf8_lossy(&device).into_owned());
    }
    let device = login.fresh_device.clone();
    write(client, login, DEVICE, device.as_bytes().to_vec()).await?;
    Ok(device)
}

async fn begin_with_password(
    client: &Client,
    login: &Login,
    password: &SecretString,
) -> Result<Begun, SignInError> {
    let refused = |error| refusal(client, login, fault(&error), &why(&error));
    let offered = client.matrix_auth().get_login_types().await;
    let offered = offered.map_err(|error| refused(error.into()))?;
    let is_password = |flow: &LoginType| matches!(flow, LoginType::Password(_));
    if !offered.flows.iter().any(is_password) {
        return Err(SignInError::NoPassword(client.homeserver()));
    }
    let device = device(client, login).await?;
    let answer = client
        .matrix_auth()
        .login_username(&login.user, password.expose_secret())
        .device_id(&device)
        .initial_device_display_name(&login.device_name)
        .send()
        .await
        .map_err(refused)?;
    if answer.expires_in.is_none() {
        keep(client, login).await?;
        return Ok(Begun::Whole);
    }
    // Where tokens end, the session needs one that renews them. Elsewhere it
    // lasts longer without: a copy of the folder stays good.
    begin_again(client, login, password, &device).await
}

/// Signs in as the same device, with tokens that can be renewed.
async fn begin_again(
    client: &Client,
    login: &Login,
    password: &SecretString,
    device: &str,
) -> Result<Begun, SignInError> {
    // Meanwhile the library signs the device, which may need the password.
    client
        .encryption()
        .wait_for_e2ee_initialization_tasks()
        .await;
    let user = UserIdentifier::Matrix(MatrixUserIdentifier::new(login.user.clone()));
    let password = password.expose_secret().to_owned();
    let password = login_v3::Password::new(user, password);
    let mut request = login_v3::Request::new(login_v3::LoginInfo::Password(password));
    request.device_id = Some(device.into());
    request.refresh_token = true;
    let answer = client.send(request).await;
    let answer =
        answer.map_err(|error| refusal(client, login, http_fault(&error), &why(&error)))?;
    if answer.refresh_token.is_none() {
        tracing::warn!(
            "Matrix: the homeserver ends sessions after a time and does not renew them; the bot will have to sign in again"
        );
    }
    let tokens = SessionTokens {
        access_token: answer.access_token,
        refresh_token: answer.refresh_token,
    };
    let meta = SessionMeta {
        user_id: answer.user_id,
        device_id: answer.device_id,
    };
    let identity = client.encryption().ed25519_key().await;
    let kept = Kept::new(meta, tokens, identity, None);
    store(client, login, &kept).await?;
    Ok(Begun::Stored(kept))
}

async fn begin_with_token(
    client: &Client,
    login: &Login,
    token: &SecretString,
) -> Result<(), SignInError> {
    let tokens = SessionTokens {
        access_token: token.expose_secret().to_owned(),
        refresh_token: None,
    };
    let meta = owner(client, login, &tokens).await?;
    restore(client, login, Kept::new(meta, tokens, None, None)).await?;
    keep(client, login).await
}

/// Asks the homeserver whose token it is, with the token itself; it must be the
/// configured user's.
pub(super) async fn owner(
    client: &Client,
    login: &Login,
    tokens: &SessionTokens,
) -> Result<SessionMeta, SignInError> {
    let refused = |why: String| SignInError::Refused {
        user: login.user.clone(),
        why,
    };
    let who = whoami(client, login, tokens).await?;
    let Some(device_id) = who.device_id else {
        return Err(refused("the access token belongs to no device".to_owned()));
    };
    if !is_same_user(who.user_id.as_str(), &login.user) {
        return Err(refused(format!("the access token is of {}", who.user_id)));
    }
    Ok(SessionMeta {
        user_id: who.user_id,
        device_id,
    })
}

async fn whoami(
    client: &Client,
    login: &Login,
    tokens: &SessionTokens,
) -> Result<whoami::v3::Response, SignInError> {
    let asking = builder(&client.homeserver(), &login.network)?.build().await;
    let asking =
        asking.map_err(|error| SignInError::Unreachable(client.homeserver(), why(&error)))?;
    let nobody = MatrixSession {
        meta: SessionMeta {
            user_id: user_id!("@unknown:localhost").to_owned(),
            device_id: "UNKNOWN".into(),
        },
        tokens: tokens.clone(),
    };
    let rooms = RoomLoadSettings::default();
    let restored = asking.matrix_auth().restore_session(nobody, rooms).await;
    restored.map_err(|error| refusal(client, login, Fault::Passing, &why(&error)))?;
    let who = asking.whoami().await;
    who.map_err(|error| refusal(client, login, http_fault(&error), &why(&error)))
}
