//! The demo: a sandbox KallyAI and the bridge on loopback, the terminal as the
//! chat. Nothing leaves the machine, and nothing is kept.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use tokio::net::TcpListener;
use url::Url;

use kally_runtime::{Ids, SystemClock, Tasks};
use kally_sandbox::{Options, Sandbox};
use kally_store::{Commit, Record};
use kallyai::{AccessToken, RefreshToken, TokenPair};

use super::config::{Config, LinkingMode};
use super::service::Service;
use super::terminal::{self, Kind};

/// The sandbox's history is complete at once, so nobody needs to wait ten
/// minutes for it.
const DOUBT: Duration = Duration::from_secs(8);

/// Runs the demo until its input ends.
pub async fn run(mut config: Config, linked: bool) -> anyhow::Result<()> {
    let folder = TemporaryFolder::new()?;
    let tasks = Tasks::default();
    let sandbox_listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let sandbox_address = sandbox_listener.local_addr()?;
    let options = Options {
        bind: sandbox_address,
        ..Options::default()
    };
    let sandbox = Sandbox::new(
        options,
        Arc::new(SystemClock),
        Arc::new(Ids::from_os()),
        tasks.clone(),
    );
    let serving = sandbox.clone();
    tasks.spawn(async move {
        if let Err(error) = serving.serve(sandbox_listener).await {
            tracing::error!(%error, "the sandbox stopped");
        }
    });
    let listener = listen(config.server.bind).await?;
    config.kallyai.base_url = loopback(sandbox_address)?;
    config.linking.mode = LinkingMode::Cli;
    config.linking.public_url = loopback(listener.local_addr()?)?;
    config.store.path = folder.0.clone();
    config.store.key = None;
    config.store.database = None;
    config.terminal.documents = folder.0.join("documents");
    config.calls.doubt = config.calls.doubt.min(DOUBT);
    let (lines, chat) = terminal::open_chat(&config, Kind::Demo)?;
    let service = Service::start(&config, listener, vec![chat]).await?;
    if linked {
        link(&service, &sandbox, &config).await?;
    }
    let talked = terminal::converse(&service, &config, lines, Kind::Demo).await;
    service.stop().await;
    tasks.shut_down(Duration::from_secs(2)).await;
    talked
}

/// The configured address, or any free one on loopback.
async fn listen(wanted: SocketAddr) -> anyhow::Result<TcpListener> {
    if wanted.ip().is_loopback()
        && let Ok(listener) = TcpListener::bind(wanted).await
    {
        return Ok(listener);
    }
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .await
        .context("finding a free port on loopback")
}

fn loopback(address: SocketAddr) -> anyhow::Result<Url> {
    Ok(Url::parse(&format!("http://localhost:{}", address.port()))?)
}

/// Joins the sandbox's account, as if the person had signed in.
async fn link(service: &Service, sandbox: &Sandbox, config: &Config) -> anyhow::Result<()> {
    let issued = sandbox.sign_in("demo");
    let pair = TokenPair {
        access: AccessToken::parse(&issued.access_token)?,
        refresh: RefreshToken::parse(&issued.refresh_token)?,
        expires_in: issued.expires_in,
    };
    let owner = terminal::conversation(config).chat_user();
    let now = service.clock.now();
    let record = service.accounts.record(&owner, &pair, now).await?;
    let put = vec![Record::from(record)];
    service
        .store
        .commit(Commit {
            put,
            ..Commit::default()
        })
        .await?;
    Ok(())
}

/// A folder that is removed with the demo.
struct TemporaryFolder(PathBuf);

impl TemporaryFolder {
    fn new() -> anyhow::Result<Self> {
        let name = format!(
            "kally-bridge-demo-{}",
            u64::from_le_bytes(Ids::from_os().bytes())
        );
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir(&folder)
            .with_context(|| format!("making the folder {}", folder.display()))?;
        Ok(Self(folder))
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(Path::new(&self.0));
    }
}
