//! Matrix, wired: its account from the configuration, signed in and with
//! encryption set up; its fixed messages come from `text`.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use futures::future::BoxFuture;
use secrecy::{SecretBox, SecretString};

use kally_core::model::{Language, Platform};
use kally_engine::chat::Chat;
use kally_engine::health::Peer;
use kally_matrix::{
    Address, Homeserver as Found, Login, MatrixBot, MatrixChat, Phrases, Recovery, RoutingOptions,
    SignInError, Syncing, homeserver, is_kept, session, sign_in,
};
use kally_network::Network;
use kally_runtime::Ids;
use kally_store::{Keyring, program_key};

use super::{Homeserver, MatrixConfig, recovery};
use crate::check::{Around, Finding};
use crate::config::Config;
use crate::joins::Join;
use crate::service::{Foundation, Service};
use crate::store;

/// The purpose of the key for the session and the encryption keys.
pub(super) const PURPOSE: &str = "matrix";

/// The pauses between attempts to sign in: the first, and the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

pub struct Matrix {
    config: MatrixConfig,
    network: Network,
    language: Language,
    folder: PathBuf,
    /// Where a new recovery key is written.
    recovery_file: PathBuf,
    keyring: Arc<Keyring>,
    chat: Arc<MatrixChat>,
}

impl Matrix {
    /// The account of a configuration, whose session is kept in the store's
    /// folder.
    pub fn new(matrix: &MatrixConfig, config: &Config, foundation: &Foundation) -> Self {
        foundation.health.expects(Platform::Matrix);
        foundation.parts.doorbells.hearing.asks(Platform::Matrix);
        Self {
            config: matrix.clone(),
            network: config.network.to(&matrix.proxy),
            language: config.locale.language,
            folder: folder(&config.store.path),
            recovery_file: recovery::file(&config.store.path),
            keyring: Arc::clone(&foundation.keyring),
            chat: Arc::new(MatrixChat::new(!matrix.require_verified_senders)),
        }
    }

    /// Signs in and receives, until it is dropped or the session ends.
    async fn received(&self, service: &Service) -> anyhow::Result<()> {
        let account = Arc::new(self.signed_in(service).await?);
        if service.bridge.restored_at().is_some() {
            let renewed = account.renew_room_keys().await;
            renewed.context("the keys of rooms cannot be renewed after the restore")?;
        }
        let syncing = Syncing::new(
            Arc::clone(&account),
            Arc::clone(&service.bridge),
            Arc::clone(&service.store),
            Arc::clone(&service.doorbells),
            Arc::clone(&service.health),
            self.options(service),
            self.phrases(service),
        );
        let standing = async {
            // A new device knows no room before, and would open others.
            if syncing.is_new_device().await {
                account.has_heard().await;
            }
            self.chat.open(Arc::clone(&account));
            self.stand(&account).await?;
            std::future::pending().await
        };
        tokio::select! {
            ended = syncing.run() => match ended {
                Ok(never) => match never {},
                Err(error) => Err(error.into()),
            },
            unshown = standing => unshown,
        }
    }

    fn phrases(&self, service: &Service) -> Phrases {
        let voice = service.bridge.voice(self.language, Platform::Matrix);
        Phrases {
            greeting: voice.say("room-greeting"),
            room_of_two: voice.say("room-of-two"),
            uninvited: voice.say("invitation-declined"),
            full: voice.say("invitation-full"),
        }
    }

    fn options(&self, service: &Service) -> RoutingOptions {
        RoutingOptions {
            require_verified: self.config.require_verified_senders,
            confirm_in_words: self.config.confirm_in_words,
            in_the_open: service
                .bridge
                .voice(self.language, Platform::Matrix)
                .say("in-the-open"),
            prefix: self.config.prefix.clone(),
            own_links: service.bridge.own_links(),
        }
    }

    /// Tries until the homeserver can be reached.
    async fn signed_in(&self, service: &Service) -> anyhow::Result<MatrixBot> {
        let key = self.keyring.of_program(PURPOSE).await?;
        let device = fresh_device(&service.ids);
        let network = self.network.clone();
        let login = login(&self.config, network, self.folder.clone(), key, device);
        let mut pause = FIRST_PAUSE;
        loop {
            match sign_in(&login).await {
                Ok(client) => {
                    return MatrixBot::new(
                        client,
                        Arc::clone(service.bridge.access()),
                        Arc::clone(&service.clock),
                        service.tasks.clone(),
                    )
                    .context("the client is not signed in");
                }
                Err(error) => {
                    let (peer, remedy) = (Peer::Chat(Platform::Matrix), error.remedy());
                    let why = format!("{error}; {remedy}");
                    service.health.fails(peer, error.trouble(), &why);
                    let wait = match &error {
                        SignInError::Wait(wait) => *wait,
                        passing if passing.is_passing() => pause,
                        _ => {
                            return Err(
                                anyhow::Error::from(error).context(format!("Matrix: {remedy}"))
                            );
                        }
                    };
                    service.clock.sleep(wait).await;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
            }
        }
    }

    /// Sets encryption up, and logs its state.
    async fn stand(&self, account: &MatrixBot) -> anyhow::Result<()> {
        let key = self.config.recovery_key.as_ref();
        let standing = match account.stand(key).await {
            Ok(standing) => standing,
            Err(error) => {
                let error = anyhow::Error::from(error);
                tracing::error!(
                    error = format!("{error:#}"),
                    "Matrix: recovery could not be set up; encrypted rooms work without it"
                );
                return Ok(());
            }
        };
        match standing.recovery {
            Recovery::Made(key) => show(account, &self.recovery_file, &key, false).await?,
            Recovery::MadeAnew(key) => show(account, &self.recovery_file, &key, true).await?,
            Recovery::KeyNeeded => tracing::warn!(
                "Matrix: the bot has an identity from an earlier device: set matrix.recovery_key (KALLY_MATRIX__RECOVERY_KEY) to take it over"
            ),
            Recovery::Enabled | Recovery::Missing => {}
        }
        tracing::info!(
            user = %account.user(),
            device = standing.device,
            verified = standing.verified,
            "Matrix: signed in"
        );
        Ok(())
    }
}

impl Join for Matrix {
    fn chat(&self) -> Arc<dyn Chat> {
        Arc::clone(&self.chat) as Arc<dyn Chat>
    }

    fn receive<'a>(&'a self, service: &'a Service) -> BoxFuture<'a, anyhow::Result<()>> {
        Box::pin(self.received(service))
    }
}

/// Whether the homeserver answers, and the state of the bot's session there.
pub async fn probe(config: &Config, matrix: &MatrixConfig, around: &Around) -> Finding {
    let wrong = |error: SignInError| Finding::wrong(&error, error.remedy());
    let network = config.network.to(&matrix.proxy);
    let folder = folder(&config.store.path);
    let answers = match homeserver(&address(matrix), &network).await {
        Ok(homeserver) => answers(&homeserver, matrix, &network),
        // The bot goes on at the last known address.
        Err(error @ SignInError::NotFound(_)) if is_kept(&folder) => {
            return Finding::wrong(
                format!("{error}; the bot goes on at the last known address"),
                error.remedy(),
            );
        }
        Err(error) => return wrong(error),
    };
    if !is_kept(&folder) {
        return match matrix.password.is_some() || matrix.access_token.is_some() {
            true => Finding::fine(format!(
                "{answers}; {} signs in at the first start",
                matrix.user
            )),
            false => wrong(SignInError::NothingToSignInWith(matrix.user.clone())),
        };
    }
    let copy = match around {
        Around::Copied(copy) => copy.path(),
        Around::Running(_) => {
            let silent = "the running bridge does not say how its session is";
            let said = around.says(Platform::Matrix.word());
            return said
                .unwrap_or_else(|| Finding::fine(silent))
                .after(&answers);
        }
        Around::Nothing | Around::Elsewhere | Around::Uncopied(_) => {
            return Finding::fine(format!("{answers}; the session cannot be examined"));
        }
    };
    let (store, sealer) = match store::open_folder(config, copy) {
        Ok(opened) => opened,
        Err(error) => return Finding::wrong(error, "see the line about the store"),
    };
    let folder = self::folder(copy);
    let key = match program_key(&*store, &sealer).await {
        Ok(key) => key.unwrap_or_else(|| sealer.derive(PURPOSE)),
        Err(error) => return Finding::wrong(error, "check the disk"),
    };
    let login = Login {
        password: None,
        access_token: None,
        ..login(matrix, network, folder, key, String::new())
    };
    let seen = session(&login).await;
    if let Err(error) = store.close().await {
        tracing::warn!(%error, "the store did not close properly");
    }
    match seen {
        Ok(seen) if seen.verified => Finding::fine(format!(
            "{answers}; {} is signed in, device {} is verified, {} rooms joined",
            seen.user, seen.device, seen.rooms
        )),
        Ok(seen) => Finding::wrong(
            format!(
                "{answers}; {} is signed in, {} rooms joined, but device {} is not verified",
                seen.user, seen.rooms, seen.device
            ),
            "set matrix.recovery_key and start the bot, or verify the device from another session of the bot's",
        ),
        Err(error) => wrong(error),
    }
}

/// The id of a device that is made.
pub(super) fn fresh_device(ids: &Ids) -> String {
    ids.bytes::<5>().map(|byte| format!("{byte:02X}")).concat()
}

pub(super) fn folder(store: &Path) -> PathBuf {
    store.join("matrix")
}

fn address(matrix: &MatrixConfig) -> Address {
    match &matrix.homeserver {
        Homeserver::At(url) => Address::At(url.clone()),
        Homeserver::Of(name) => Address::Of(name.clone()),
    }
}

/// The homeserver that answers, how it was found, and the way to it.
fn answers(found: &Found, matrix: &MatrixConfig, network: &Network) -> String {
    let Found { url, newest } = found;
    let name = match &matrix.homeserver {
        Homeserver::At(_) => String::new(),
        Homeserver::Of(name) => format!(" for {name}"),
    };
    let by = network.proxy_to(url);
    let by = by
        .map(|proxy| format!(" through {proxy}"))
        .unwrap_or_default();
    format!("{url} answers{name}{by} (specification {newest})")
}

pub(super) fn login(
    config: &MatrixConfig,
    network: Network,
    folder: PathBuf,
    key: SecretBox<[u8; 32]>,
    fresh_device: String,
) -> Login {
    Login {
        homeserver: address(config),
        network,
        user: config.user.clone(),
        password: config.password.clone(),
        access_token: config.access_token.clone(),
        device_name: config.device_name.clone(),
        fresh_device,
        folder,
        key,
    }
}

/// Hands the recovery key over, and records that it was.
async fn show(
    account: &MatrixBot,
    file: &Path,
    key: &SecretString,
    anew: bool,
) -> anyhow::Result<()> {
    recovery::hand_over(file, key, anew)?;
    if let Err(error) = account.recovery_key_shown().await {
        let error = anyhow::Error::from(error);
        tracing::error!(
            error = format!("{error:#}"),
            "Matrix: the next start makes another recovery key"
        );
    }
    Ok(())
}
