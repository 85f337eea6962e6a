//! `kally-bridge sandbox`: the sandbox KallyAI by itself.

use std::io::{self, Write as _};
use std::sync::Arc;
use std::time::Duration;

use kally_runtime::{Ids, SystemClock, Tasks};

use super::bind;
use super::cli::SandboxArgs;
use super::run::Stop;

/// Serves it until Ctrl-C or SIGTERM, also where it is the first process of a
/// container.
pub(super) async fn run(args: SandboxArgs) -> anyhow::Result<()> {
    let mut stop = Stop::listen()?;
    let listener = bind(args.bind).await?;
    writeln!(
        io::stdout(),
        "A sandbox KallyAI listens on http://{}",
        listener.local_addr()?
    )?;
    let options = kally_sandbox::Options {
        bind: args.bind,
        token_seconds: args.token_seconds,
        call_time: args.call_seconds,
        idempotency: !args.no_idempotency,
        ..kally_sandbox::Options::default()
    };
    let tasks = Tasks::default();
    let serving = kally_sandbox::serve(
        listener,
        options,
        Arc::new(SystemClock),
        Arc::new(Ids::from_os()),
        tasks.clone(),
    );
    tokio::select! {
        served = serving => served?,
        _ = stop.asked() => {}
    }
    tasks.shut_down(Duration::from_secs(2)).await;
    Ok(())
}
