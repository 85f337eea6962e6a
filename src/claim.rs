//! The code that makes the bot's first admin, and `kally-bridge claim`, which
//! shows it.

use std::io::{self, IsTerminal as _};

use anyhow::Context as _;

use super::config::Config;
use kally_engine::access::{Access, Claim};

/// Makes the code where nobody is admin yet. It is shown on a terminal only,
/// never in the log.
pub fn announce(config: &Config, access: &Access) -> anyhow::Result<()> {
    if config.access.rules.open || access.has_admin() {
        return Ok(());
    }
    let claim = Claim::in_folder(&config.store.path);
    let code = claim.code().context("writing the claim code")?;
    if io::stdout().is_terminal() {
        println!(
            "The bot has no admin yet. Send it this code in a private chat to become one:\n\n    {code}\n"
        );
    } else {
        tracing::warn!(
            "the bot has no admin yet: `kally-bridge claim` shows the code that makes you one"
        );
    }
    Ok(())
}

/// Shows the code.
pub fn show(config: &Config) -> anyhow::Result<()> {
    match Claim::in_folder(&config.store.path).read() {
        Some(code) => {
            println!("Send this to the bot in a private chat to become its admin:\n\n    {code}\n");
            Ok(())
        }
        None => anyhow::bail!(
            "there is no code in {}: the bot has an admin, was not started yet, or everybody may use it (access.mode)",
            config.store.path.display()
        ),
    }
}
