//! `kally-bridge matrix-login`: signs the bot in where the homeserver leaves that
//! to a browser. Once: the session is stored like any other.

use std::io::{self, Write as _};

use kally_matrix::{Prompt, sign_in_by_browser};
use kally_runtime::Ids;

use super::{MatrixConfig, wired};
use crate::command;
use crate::config::Config;
use crate::service::Foundation;

/// Signs in, and waits for the person at the browser.
pub async fn run(config: &Config, matrix: &MatrixConfig) -> anyhow::Result<()> {
    if let Some(pid) = command::holder(config).await {
        anyhow::bail!(
            "the store in {} is open in the kally-bridge that runs here (process {pid}): stop it, \
             run `kally-bridge matrix-login` again, and then start it",
            config.store.path.display()
        );
    }
    let foundation = Foundation::open(config).await?;
    let signed_in = sign_in(config, matrix, &foundation).await;
    foundation.close().await;
    let user = signed_in?;
    println!("Signed in as {user}. The session is stored: start the bot with `kally-bridge run`.");
    Ok(())
}

async fn sign_in(
    config: &Config,
    matrix: &MatrixConfig,
    foundation: &Foundation,
) -> anyhow::Result<String> {
    let key = foundation.keyring.of_program(wired::PURPOSE).await?;
    let network = config.network.to(&matrix.proxy);
    let folder = wired::folder(&config.store.path);
    let device = wired::fresh_device(&Ids::from_os());
    let login = wired::login(matrix, network, folder, key, device);
    let show = |prompt: &Prompt| show(prompt, &matrix.user);
    sign_in_by_browser(&login, &show).await.map_err(|error| {
        let remedy = error.remedy();
        anyhow::Error::from(error).context(format!("Matrix: {remedy}"))
    })
}

fn show(prompt: &Prompt, user: &str) {
    let Prompt {
        address,
        with_code,
        code,
        expires,
    } = prompt;
    let open = with_code.as_ref().unwrap_or(address);
    let mut out = io::stdout();
    // Who cannot read it lets it expire.
    let _ = writeln!(
        out,
        "Open this address in a browser, on any device, and sign in there as the bot's user, {user}:\n\n    {open}\n\n\
         The page shows this code, or asks for it; allow the bot only if it is this one:\n\n    {code}\n\n\
         Waiting for up to {} (Ctrl-C ends it) …",
        humantime::format_duration(*expires)
    );
    let _ = out.flush();
}
