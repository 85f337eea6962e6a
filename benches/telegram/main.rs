//! How many turns a second the built bot takes on Telegram, and how long each
//! is: `kally-bridge run` on one core, the Bot API and its users on another.
//!
//! `cargo bench --no-default-features --features telegram --bench telegram --
//! [--key value]…` with `users` (list), `seconds` (of the measured window),
//! `warm-up` (seconds before it), `rounds`, `bot-core`, `database-core` and
//! `load-core` (`any`: not pinned), `folder`, `program` (another build, to
//! compare), `store` (list: `sled`, `postgres`), `yardstick` (list: `memory`,
//! `sqlite`; `none`), the reference bots that are measured in turn with ours, a
//! window each. `postgres` starts a server for the time of the benchmark, on the
//! bot's core, with its usual settings: a commit is on the disk before it is
//! answered. `sqlite` is a program of its own, `benches/sqlite-bot`; if it is not
//! built yet, the error says how.
//!
//! A user writes when the reply to the last message has arrived (a closed loop),
//! and a turn is timed from then to the arrival of its `sendMessage`; `bot` leaves
//! out the wait for `getUpdates`. A message that ours leaves without a reply fails
//! the benchmark; a yardstick's are counted. Every turn of ours is durable: the
//! store is the real one, and each run begins with an empty one. CPU seconds are
//! the bot's, of all its threads, without the database's.

#[path = "../shared/arguments.rs"]
mod arguments;
mod bot;
mod contestant;
#[path = "../shared/dialogue.rs"]
mod dialogue;
mod people;
mod server;
#[path = "../shared/yardstick.rs"]
mod yardstick;

use std::cell::RefCell;
use std::error::Error;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::{Duration, Instant};

use postgres_cluster::Cluster;
use teloxide::dispatching::dialogue::InMemStorage;
use tokio::net::TcpListener;
use tokio::task::LocalSet;

use arguments::Arguments;
use bot::Bot;
use contestant::Contestant;
use people::{People, Took};
use server::Shared;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// How long the last replies may take once nobody writes any more.
const LAST_REPLIES: Duration = Duration::from_secs(10);

struct Options {
    users: Vec<usize>,
    window: Duration,
    warm_up: Duration,
    rounds: usize,
    bot_core: Option<String>,
    database_core: Option<String>,
    load_core: Option<String>,
    folder: PathBuf,
    program: PathBuf,
    bridges: Vec<Contestant>,
    yardsticks: Vec<Contestant>,
}

impl Options {
    fn parse(args: impl Iterator<Item = String>) -> Result<Self> {
        let mut given = Arguments::parse(args)?;
        let mut take = |name: &str, default: &str| given.take(name, default);
        let core = |core: String| (core != "any").then_some(core);
        let users = take("users", "1,50,500");
        let users: std::result::Result<_, _> = users.split(',').map(str::parse).collect();
        let bot_core = take("bot-core", "0");
        let stores = take("store", "sled");
        let yardsticks = take("yardstick", "memory");
        let yardsticks = yardsticks.split(',').filter(|name| *name != "none");
        let options = Self {
            users: users?,
            window: Duration::from_secs_f64(take("seconds", "8").parse()?),
            warm_up: Duration::from_secs_f64(take("warm-up", "3").parse()?),
            rounds: take("rounds", "3").parse()?,
            database_core: core(take("database-core", &bot_core)),
            bot_core: core(bot_core),
            load_core: core(take("load-core", "1")),
            folder: take("folder", "target/telegram-bench").into(),
            program: take("program", env!("CARGO_BIN_EXE_kally-bridge")).into(),
            bridges: stores
                .split(',')
                .map(Contestant::bridge)
                .collect::<Result<_>>()?,
            yardsticks: yardsticks
                .map(Contestant::yardstick)
                .collect::<Result<_>>()?,
        };
        given.end()?;
        Ok(options)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "what the bridge reads as its configuration"
)]
fn main() -> Result<()> {
    // The argument with which this program starts itself again.
    if std::env::args().nth(1).as_deref() == Some("run") {
        let api = std::env::var(bot::API_URL)?;
        return yardstick::run(&api, async { Ok(InMemStorage::new()) }).map_err(|error| error as _);
    }
    let options = Options::parse(std::env::args().skip(1))?;
    let cluster = match options.bridges.contains(&Contestant::Postgres) {
        true => Some(cluster(&options)?),
        false => None,
    };
    if let Some(core) = &options.load_core {
        bot::pin(core)?;
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    print_heads();
    for &users in &options.users {
        for _ in 0..options.rounds {
            let measure = |contestant: &Contestant| {
                let run = run(&options, *contestant, cluster.as_ref(), users);
                let measured = LocalSet::new().block_on(&runtime, run)?;
                measured.print(*contestant, users);
                Ok((*contestant, measured.turns_a_second()))
            };
            let ours: Vec<_> = options.bridges.iter().map(measure).collect::<Result<_>>()?;
            let compared: Vec<_> = options
                .yardsticks
                .iter()
                .map(measure)
                .collect::<Result<_>>()?;
            for (yardstick, theirs) in compared {
                for (bridge, turns) in &ours {
                    let pair = format!("{bridge} : {yardstick}");
                    println!("{pair:>19} {users:>6} {:>9.2}", turns / theirs);
                }
            }
        }
    }
    Ok(())
}

/// A server on its core: the processes that this one starts stay on the core on
/// which it is.
fn cluster(options: &Options) -> Result<Cluster> {
    if let Some(core) = &options.database_core {
        bot::pin(core)?;
    }
    Ok(Cluster::start("fsync = on"))
}

struct Measured {
    turns: Vec<Took>,
    window: Duration,
    cpu: Duration,
    load_cpu: Duration,
    memory: f64,
}

async fn run(
    options: &Options,
    contestant: Contestant,
    cluster: Option<&Cluster>,
    users: usize,
) -> Result<Measured> {
    let cluster = cluster.filter(|_| contestant == Contestant::Postgres);
    let database = cluster.map(Cluster::database_on_loopback);
    let people: Shared = Rc::new(RefCell::new(People::new(users)));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let api = format!("http://{}", listener.local_addr()?);
    let serving = tokio::task::spawn_local(server::serve(listener, Rc::clone(&people)));
    let program = contestant.program(&options.program)?;
    let mut variables = vec![(bot::API_URL, api.as_str())];
    variables.extend(database.as_deref().map(|url| (bot::STORE_URL, url)));
    let core = options.bot_core.as_deref();
    let mut bot = Bot::start(&program, &options.folder, &variables, core)?;
    people.borrow_mut().begin();
    tokio::time::sleep(options.warm_up).await;

    if bot.has_ended()? {
        return Err(format!("the bot has ended: {}", said(options)?).into());
    }
    people.borrow_mut().measure();
    let (started, cpu, load_cpu) = (Instant::now(), bot.cpu()?, bot::cpu("self")?);
    tokio::time::sleep(options.window).await;
    let measured = Measured {
        turns: people.borrow_mut().measured(),
        window: started.elapsed(),
        cpu: bot.cpu()?.saturating_sub(cpu),
        load_cpu: bot::cpu("self")?.saturating_sub(load_cpu),
        memory: bot.peak_memory()?,
    };

    people.borrow_mut().fall_silent();
    let silent = Instant::now();
    while people.borrow().waiting() > 0 {
        if bot.has_ended()? || silent.elapsed() > LAST_REPLIES {
            let (waiting, log) = (people.borrow().waiting(), said(options)?);
            let said = format!("{waiting} of {users} wait for a reply; the bot says: {log}");
            if contestant.is_ours() {
                return Err(said.into());
            }
            println!("{contestant}: {said}");
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    serving.abort();
    drop(bot);
    if let Some((cluster, database)) = cluster.zip(database) {
        // Its clean-up would go on beside the next bot.
        cluster.drop_database(&database);
    }
    match people.borrow().wrong() {
        [] if measured.turns.is_empty() => Err("no turn was taken".into()),
        [] => Ok(measured),
        wrong => Err(format!("replies were wrong: {wrong:#?}").into()),
    }
}

fn said(options: &Options) -> Result<String> {
    Ok(std::fs::read_to_string(options.folder.join("log"))?)
}

impl Measured {
    fn turns_a_second(&self) -> f64 {
        self.turns.len() as f64 / self.window.as_secs_f64()
    }

    fn print(&self, what: Contestant, users: usize) {
        let turns = self.turns.len() as f64;
        let seconds = self.window.as_secs_f64();
        let percentile = |of: fn(&Took) -> Duration, part: f64| {
            let mut all: Vec<Duration> = self.turns.iter().map(of).collect();
            all.sort_unstable();
            let at = ((all.len() - 1) as f64 * part).round() as usize;
            all[at].as_secs_f64() * 1000.0
        };
        println!(
            "{what:>19} {users:>6} {:>9.0} {:>9.2} {:>9.2} {:>9.2} {:>9.2} {:>12.3} {:>9.1} {:>10.0} {:>6}",
            self.turns_a_second(),
            percentile(|took| took.in_all, 0.5),
            percentile(|took| took.in_all, 0.99),
            percentile(|took| took.by_the_bot, 0.5),
            percentile(|took| took.by_the_bot, 0.99),
            self.cpu.as_secs_f64() * 1000.0 / turns,
            self.memory,
            self.load_cpu.as_secs_f64() / seconds * 100.0,
            load(),
        );
    }
}

fn print_heads() {
    println!(
        "{:>19} {:>6} {:>9} {:>9} {:>9} {:>9} {:>9} {:>12} {:>9} {:>10} {:>6}",
        "records in",
        "users",
        "turns/s",
        "p50 ms",
        "p99 ms",
        "bot p50",
        "bot p99",
        "CPU s/1000",
        "RSS MiB",
        "load CPU %",
        "load"
    );
}

/// How busy the machine is: the busier it is, the less the figures mean.
fn load() -> String {
    let loads = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    loads.split(' ').next().unwrap_or_default().to_owned()
}
