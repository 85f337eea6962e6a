//! The program `kally-bridge`; see `kally-bridge --help`. Configuration,
//! command line, logging and wiring. Only this package may use every other one.

// The library's types for a Matrix sync are nested deeper than the compiler's
// default limit.
#![recursion_limit = "256"]

mod backup;
mod check;
mod claim;
mod cli;
mod command;
mod config;
mod contract;
#[cfg(feature = "demo")]
mod demo;
mod files;
mod hangup;
mod healthcheck;
mod internal;
mod joins;
mod logging;
mod measures;
mod moving;
mod parse;
mod platforms;
mod probes;
mod readiness;
mod rekey;
mod run;
#[cfg(feature = "demo")]
mod sandbox;
mod service;
mod standby;
mod store;
mod systemd;
mod terminal;
mod version;
mod web;

use std::io::{self, ErrorKind};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser as _;
use tokio::net::TcpListener;

use kally_core::understand;
use kally_runtime::{Clock as _, SystemClock};

use cli::{Cli, Command, ParseArgs};
use command::{aliases, papers};
use config::{Config, ConfigError, Environment, Loaded};
use service::Service;

/// Many threads allocate and free small pieces: a turn takes a sixth less CPU
/// than with the system's allocator (docs/performance.md).
#[cfg(feature = "jemalloc")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// The stack of each worker, in bytes, as large as that of a process's first thread.
/// An unoptimized build has large frames; only the touched part takes memory.
const STACK: usize = 8 * 1024 * 1024;

fn main() -> ExitCode {
    let cli = Cli::parse_from(aliases::resolved(std::env::args_os().collect()));
    files::keep_private();
    files::raise_limit();
    kally_network::install();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(STACK)
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("kally-bridge: {error}");
            return ExitCode::FAILURE;
        }
    };
    // On a worker, like everything else: its wake-ups then involve no other
    // thread.
    let main = runtime.spawn(dispatch(cli));
    runtime.block_on(main).unwrap_or(ExitCode::FAILURE)
}

async fn dispatch(cli: Cli) -> ExitCode {
    if let Some(written) = papers::write(&cli.command, &mut io::stdout()) {
        return written.map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS);
    }
    let around = Environment::of_process();
    if let Command::Config(args) = &cli.command {
        return match config::file::run(args, &around, &mut io::stdout()) {
            Ok(code) => ExitCode::from(code),
            Err(error) => {
                eprintln!("kally-bridge: {error:#}");
                ExitCode::FAILURE
            }
        };
    }
    let loaded = Config::load(cli.global.config.as_deref(), &around);
    if let Command::Check(args) = &cli.command
        && !args.contract
    {
        let mut out = io::stdout();
        let around = probes::around(&loaded).await;
        let probes = probes::all(&loaded, around.as_ref());
        let code = check::run(&loaded, probes, &mut out).await;
        return code.map_or(ExitCode::FAILURE, ExitCode::from);
    }
    let loaded = match loaded {
        Ok(loaded) => loaded,
        Err(error) => return refuse(&error),
    };
    let (format, secrets) = (loaded.config.log.format, loaded.config.secrets());
    let started = logging::start(&loaded.config, cli.global.log, cli.command.is_quiet());
    let levels = match started {
        Ok(levels) => levels,
        Err(error) => {
            logging::fatal(format, secrets, &format!("kally-bridge: {error}"));
            return ExitCode::FAILURE;
        }
    };
    loaded
        .warnings
        .iter()
        .for_each(|warning| tracing::warn!("{warning}"));
    match run(cli, loaded, levels).await {
        Ok(code) => code,
        Err(error) => {
            logging::fatal(format, secrets, &format!("kally-bridge: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn refuse(error: &ConfigError) -> ExitCode {
    logging::fatal(error.log_format, Vec::new(), &error.to_string());
    ExitCode::from(ConfigError::EXIT_CODE)
}

async fn run(cli: Cli, loaded: Loaded, levels: logging::Levels) -> anyhow::Result<ExitCode> {
    let config = loaded.config;
    match cli.command {
        Command::Run => {
            let hangups = hangup::Hangups::listen(cli.global.config, levels)?;
            return tokio::select! {
                code = run::run(&config, loaded.file.as_deref()) => code,
                never = hangups.follow() => match never {},
            };
        }
        #[cfg(feature = "demo")]
        Command::Demo(args) => demo::run(config, args.linked).await?,
        #[cfg(feature = "demo")]
        Command::Sandbox(args) => sandbox::run(args).await?,
        #[cfg(not(feature = "demo"))]
        Command::Demo(_) | Command::Sandbox(_) => {
            eprintln!(
                "kally-bridge: this build is without the sandbox that `demo` and `sandbox` need: \
                 build it with --features demo"
            );
            return Ok(ExitCode::from(ConfigError::EXIT_CODE));
        }
        Command::Chat => chat(&config).await?,
        Command::Claim => claim::show(&config)?,
        Command::MatrixLogin => joins::matrix::login(&config).await?,
        Command::Rekey => rekey::run(&config).await?,
        Command::Move(args) => moving::run(&config, &args).await?,
        Command::Healthcheck => return Ok(healthcheck::run(&config).await),
        Command::Backup(args) => backup::backup(&config, &args).await?,
        Command::Restore(args) => backup::restore(&config, &args).await?,
        Command::Parse(args) => return parse(&args, &config),
        Command::KallyAi(command) => {
            return Box::pin(command::run(&command, &config, &cli.global)).await;
        }
        Command::Check(args) => return contract::run(&args, &config, &cli.global).await,
        Command::Completions { .. } | Command::Man | Command::Config(_) => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// The terminal with the real service.
async fn chat(config: &Config) -> anyhow::Result<()> {
    let listener = bind(config.server.bind).await?;
    let (lines, chat) = terminal::open_chat(config, terminal::Kind::Chat)?;
    let service = Service::start(config, listener, vec![chat]).await?;
    let talked = terminal::converse(&service, config, lines, terminal::Kind::Chat).await;
    service.stop().await;
    talked
}

async fn bind(address: std::net::SocketAddr) -> anyhow::Result<TcpListener> {
    let listening = TcpListener::bind(address).await;
    let taken = matches!(&listening, Err(error) if error.kind() == ErrorKind::AddrInUse);
    listening.with_context(|| match taken {
        true => format!(
            "{address} is taken, probably by another kally-bridge that runs here: end it, or set \
             another port (server.bind, KALLY_SERVER__BIND)"
        ),
        false => format!("listening on {address} (server.bind, KALLY_SERVER__BIND)"),
    })
}

fn parse(args: &ParseArgs, config: &Config) -> anyhow::Result<ExitCode> {
    let timezone = args.tz.unwrap_or(config.locale.timezone);
    let now = match args.now.as_deref() {
        None => SystemClock.now(),
        Some(text) => parse::instant(text, timezone)
            .with_context(|| format!("{text:?} is not a time such as 2026-01-28T10:00 (--now)"))?,
    };
    let context = understand::Context {
        language: args.lang.unwrap_or(config.locale.language),
        timezone,
        now,
        region: args.region.unwrap_or(config.locale.region),
    };
    let mut out = io::stdout().lock();
    if args.batch {
        parse::run_batch(&mut io::stdin().lock(), &mut out, &context)?;
    } else if args.explain {
        parse::run_explained(&args.text(), &context, &mut out)?;
    } else {
        parse::run_one(&args.text(), &context, &mut out)?;
    }
    Ok(ExitCode::SUCCESS)
}
