//! A call that nobody waits for while no other process holds the store: a process
//! of its own follows it, in a session of its own, so that it outlasts the
//! command and its terminal.

use std::ffi::OsString;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::Context as _;

use kally_core::model::CallId;
use kally_core::text::Voice;

use super::super::cli::GlobalArgs;
use super::desk::sentence;
use super::protocol::Ended;

/// The hidden option of the process that goes on.
const OPTION: &str = "--in-background";

/// What that process says once it holds the store.
const READY: &str = "ready";

/// How long it may take to begin.
const PATIENCE: Duration = Duration::from_secs(30);

/// Starts the process that goes on with a call, and waits until it holds the
/// store; returns what to tell the person.
///
/// # Errors
/// When it does not begin. The call stays confirmed, and goes on with the next
/// process.
pub async fn goes_on(
    call: CallId,
    ended: &Ended,
    voice: Voice,
    global: &GlobalArgs,
) -> anyhow::Result<Ended> {
    let program = std::env::current_exe().context("finding this program")?;
    let call = call.to_string();
    let mut command = Command::new(program);
    command
        .args(options(global))
        .args(["call", "--resume", &call, OPTION])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let beginning = tokio::task::spawn_blocking(move || begun(command));
    let began = match tokio::time::timeout(PATIENCE, beginning).await {
        Ok(began) => began.context("starting it").flatten(),
        Err(_) => Err(anyhow::anyhow!("it takes too long")),
    };
    began.with_context(|| {
        format!(
            "the call is confirmed, but nothing follows it in the background; \
             to place and follow it: kally-bridge call --resume {call}"
        )
    })?;
    let values = [("id", call.into())];
    Ok(Ended {
        reply: sentence(voice.fill("cli-in-background", &values)),
        ..ended.clone()
    })
}

/// Starts a process, and waits until it holds the store.
fn begun(mut command: Command) -> anyhow::Result<()> {
    let mut child = command
        .spawn()
        .context("starting a process in the background")?;
    let out = child.stdout.take().context("it has no output")?;
    let mut said = String::new();
    BufReader::new(out).read_line(&mut said)?;
    anyhow::ensure!(said.trim() == READY, "it ended early");
    Ok(())
}

/// The options of the whole program, for the process that goes on.
fn options(global: &GlobalArgs) -> Vec<OsString> {
    let mut options = Vec::new();
    if let Some(file) = &global.config {
        options.extend(["--config".into(), file.into()]);
    }
    if let Some(level) = global.log {
        options.extend(["--log".into(), level.to_string().to_lowercase().into()]);
    }
    options
}

/// Tells the command that started this process that it goes on.
pub fn say_ready() {
    let mut out = io::stdout().lock();
    // Nobody else reads it.
    let _ = writeln!(out, "{READY}");
    let _ = out.flush();
}

/// Leaves the terminal and the session of the command that started this process.
pub fn leave_session() {
    // It fails only for the leader of a session, which has left already.
    let _ = rustix::process::setsid();
}
