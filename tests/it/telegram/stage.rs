//! Telegram, KallyAI and a bot between them, which comes and goes; and the
//! people who talk with it.

use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

use super::seat::Seat;
use crate::support::{Browser, LIMIT, Place, Program, Start, signed_in};
use postgres_cluster::Cluster;
use telegram_emulator::{Emulator, Shown, TOKEN, Where};

pub const ANA: i64 = 42;
pub const BEN: i64 = 43;
pub const EVA: i64 = 44;

/// The address of the webhook as Telegram knows it.
pub const HOOK: &str = "https://bot.example/telegram";

/// Telegram and KallyAI, and the bot's home.
pub struct Stage {
    pub place: Place,
    pub telegram: Emulator,
    /// Telegram goes on while a test waits.
    runtime: tokio::runtime::Runtime,
    bot: RefCell<Option<Program>>,
    /// The logs of the bots before.
    before: RefCell<String>,
    /// How often a bot was killed or stopped.
    ends: Cell<usize>,
}

impl Stage {
    /// A stage without a bot. `sandbox` are the sandbox's options.
    #[track_caller]
    pub fn new(sandbox: &str) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let telegram = runtime.block_on(Emulator::start());
        telegram.person(ANA, "Ana", "García", "en");
        telegram.person(BEN, "Ben", "", "en-GB");
        telegram.person(EVA, "Eva", "Ruiz", "es");
        let place = Place::new(sandbox)
            .variable("KALLY_TELEGRAM__TOKEN", TOKEN)
            .variable("KALLY_TELEGRAM__API_URL", telegram.url.as_str())
            .variable("KALLY_TELEGRAM__PACE", "false")
            .variable("KALLY_CALLS__POLL_FIRST", "100ms");
        Self {
            place,
            telegram,
            runtime,
            bot: RefCell::default(),
            before: RefCell::default(),
            ends: Cell::new(0),
        }
    }

    /// A variable for every bot that is started here.
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.place = self.place.variable(name, value);
        self
    }

    /// The bot's records are in a database of this server.
    pub fn on(self, cluster: &Cluster) -> Self {
        let address = cluster.database_on_loopback();
        self.variable("KALLY_STORE__URL", &address)
    }

    /// Updates are brought to the bot, through a proxy.
    pub fn by_webhook(self) -> Self {
        self.telegram
            .proxy("https://bot.example", &self.place.address());
        self.variable("KALLY_TELEGRAM__MODE", "webhook")
            .variable("KALLY_TELEGRAM__WEBHOOK_URL", HOOK)
            .variable("KALLY_TELEGRAM__WEBHOOK_SECRET", "a-secret_of-Telegram")
    }

    /// A stage on which the bot runs.
    #[track_caller]
    pub fn running(sandbox: &str) -> Self {
        let stage = Self::new(sandbox);
        stage.run();
        stage
    }

    /// Starts the bot; a running one is killed.
    #[track_caller]
    pub fn run(&self) {
        self.run_as(self.place.command("run"));
    }

    /// Starts the bot like this; a running one is killed.
    #[track_caller]
    pub fn run_as(&self, start: Start) {
        self.kill();
        *self.bot.borrow_mut() = Some(start.start());
    }

    /// Starts the bot with one more variable; a running one is killed.
    #[track_caller]
    pub fn run_with(&self, name: &str, value: &str) {
        self.kill();
        let start = self.place.command("run").variable(name, value);
        *self.bot.borrow_mut() = Some(start.start());
    }

    /// The process of the bot.
    #[track_caller]
    pub fn pid(&self) -> u32 {
        self.bot.borrow().as_ref().expect("no bot runs").pid()
    }

    /// Starts the bot on a disk that accepts no longer file.
    #[track_caller]
    pub fn run_short_of_room(&self, longest_file: u64) {
        self.kill();
        let start = self.place.command("run").longest_file(longest_file);
        *self.bot.borrow_mut() = Some(start.start());
    }

    /// Starts the bot with a limit of open files.
    #[track_caller]
    pub fn run_with_files(&self, most: u64) {
        self.kill();
        *self.bot.borrow_mut() = Some(self.place.command("run").files(most).start());
    }

    /// Waits until the bot has ended by itself; returns its exit code and the
    /// end of its log.
    #[track_caller]
    pub fn ended(&self) -> (Option<i32>, String) {
        let mut bot = self.bot.borrow_mut().take().expect("no bot runs");
        let status = bot.end();
        let log = bot.log.raw();
        self.before.borrow_mut().push_str(&log);
        (status.code(), log)
    }

    /// Kills the bot at once, with no chance to tidy up.
    pub fn kill(&self) {
        if let Some(mut bot) = self.bot.borrow_mut().take() {
            bot.kill();
            self.ends.set(self.ends.get() + 1);
            self.before.borrow_mut().push_str(&bot.log.raw());
        }
    }

    /// Asks the bot to stop, and waits until it has.
    #[track_caller]
    pub fn stop(&self) {
        let mut bot = self.bot.borrow_mut().take().expect("no bot runs");
        let status = bot.terminate();
        assert!(status.success(), "ended with {status}.{}", bot.so_far());
        self.ends.set(self.ends.get() + 1);
        self.before.borrow_mut().push_str(&bot.log.raw());
    }

    /// Sends the bot a signal, such as `-HUP`.
    #[track_caller]
    pub fn signal(&self, signal: &str) {
        let bot = self.bot.borrow();
        bot.as_ref().expect("no bot runs").signal(signal);
    }

    /// A person in their private chat.
    pub fn private(&self, person: i64) -> Seat<'_> {
        self.seat(person, person)
    }

    pub fn seat(&self, spot: impl Into<Where>, person: i64) -> Seat<'_> {
        Seat::new(self, spot.into(), person)
    }

    /// A person in private, whose account is linked.
    #[track_caller]
    pub fn linked(&self, person: i64) -> Seat<'_> {
        let seat = self.private(person);
        seat.says("/login");
        let offer = seat.hears_offer();
        let linked = self.sign_in(&offer);
        assert!(linked.contains("go back to your chat") || linked.contains("volver a tu chat"));
        seat.is_mine();
        seat
    }

    /// Follows the link of an offer, and agrees; returns the page at the end.
    #[track_caller]
    pub fn sign_in(&self, offer: &Shown) -> String {
        let address = offer
            .address("Link my account")
            .or_else(|| offer.address("Vincular mi cuenta"))
            .unwrap_or_else(|| panic!("no link in {offer:?}"));
        let mut browser = Browser::new();
        let page = signed_in(&mut browser, &address);
        browser.press(&page, ("decision", "link")).body
    }

    /// Waits until something holds.
    #[track_caller]
    pub fn until<T>(&self, what: &str, holds: impl Fn(&Emulator) -> Option<T>) -> T {
        match self.within(LIMIT, holds) {
            Some(found) => found,
            None => panic!("{what}: not within {LIMIT:?}{}", self.so_far()),
        }
    }

    /// The same; `None` if it does not hold in time.
    pub fn within<T>(&self, limit: Duration, holds: impl Fn(&Emulator) -> Option<T>) -> Option<T> {
        self.runtime.block_on(self.telegram.wait(limit, holds))
    }

    /// Waits for something in which Telegram has no part.
    pub fn block_on<T>(&self, waits: impl Future<Output = T>) -> T {
        self.runtime.block_on(waits)
    }

    /// Waits until the running bot logs this.
    #[track_caller]
    pub fn until_logged(&self, words: &str) {
        let heard = self.bot.borrow().as_ref().map(|bot| bot.log.clone());
        // A platform may tell only after a long poll of half a minute.
        let found = heard.and_then(|log| log.wait(0, &[words], LIMIT * 3));
        assert!(found.is_some(), "{words:?} is not logged{}", self.so_far());
    }

    /// Waits until the bot has taken in every message, and every press is
    /// answered. An end may cost the answer to a press, which is a courtesy;
    /// the effect of the press comes all the same.
    #[track_caller]
    pub fn settles(&self) {
        let ends = self.ends.get();
        self.until("every update confirmed and press answered", |telegram| {
            (telegram.waiting() == 0 && telegram.unanswered() <= ends).then_some(())
        });
    }

    /// All chats and logs, for a message.
    pub fn so_far(&self) -> String {
        let log = self.log();
        let log: Vec<&str> = log.lines().rev().take(40).collect();
        let log: Vec<&str> = log.into_iter().rev().collect();
        format!(
            "\n{}--- log\n{}",
            self.telegram.seen_everywhere(),
            log.join("\n")
        )
    }

    /// The log of the bot that runs.
    pub fn log_of_this_one(&self) -> String {
        let bot = self.bot.borrow();
        bot.as_ref().map(|bot| bot.log.raw()).unwrap_or_default()
    }

    pub fn log(&self) -> String {
        let bot = self.bot.borrow();
        let now = bot.as_ref().map(|bot| bot.log.raw());
        self.before.borrow().clone() + now.unwrap_or_default().as_str()
    }

    /// The calls that were dialled, once there are so many.
    pub fn dials(&self, times: usize) -> Vec<serde_json::Value> {
        // A status is shown a moment before the service is asked.
        let until = Instant::now() + LIMIT;
        let mut calls = self.place.sandbox.dialled();
        while calls.len() < times && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(20));
            calls = self.place.sandbox.dialled();
        }
        calls
    }

    /// All is well at the end: every press was answered, every request kept to
    /// the Bot API, and this many phones rang.
    #[track_caller]
    pub fn ends_well(&self, dialled: usize) {
        self.settles();
        self.telegram.assert_unbroken();
        let calls = self.dials(dialled);
        assert_eq!(calls.len(), dialled, "{calls:#?}{}", self.so_far());
    }
}
