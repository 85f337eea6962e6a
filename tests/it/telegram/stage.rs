//! Telegram, KallyAI and a bot between them, which comes and goes; the people
//! who talk with it.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use crate::emulator::{Emulator, Shown, TOKEN, Where};
use crate::support::{Browser, LIMIT, Place, Program, signed_in};

/// The people.
pub const ANA: i64 = 42;
pub const BEN: i64 = 43;
pub const EVA: i64 = 44;

/// Where Telegram believes the webhook to be.
pub const HOOK: &str = "https://bot.example/telegram";

/// Telegram and KallyAI, and the bot's home.
pub struct Stage {
    pub place: Place,
    pub telegram: Emulator,
    /// Telegram goes on while a test waits.
    runtime: tokio::runtime::Runtime,
    bot: RefCell<Option<Program>>,
    /// What the bots before said in their logs.
    before: RefCell<String>,
}

impl Stage {
    /// No bot runs yet. `sandbox` are the sandbox's options.
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
        }
    }

    /// A variable for every bot that is started here.
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.place = self.place.variable(name, value);
        self
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

    /// Starts the bot; one that runs is killed.
    #[track_caller]
    pub fn run(&self) {
        self.kill();
        *self.bot.borrow_mut() = Some(self.place.command("run").start());
    }

    /// Kills the bot at once, with no chance to tidy up.
    pub fn kill(&self) {
        if let Some(mut bot) = self.bot.borrow_mut().take() {
            bot.kill();
            *self.before.borrow_mut() += &bot.log.raw();
        }
    }

    /// Asks the bot to stop, and waits until it has.
    #[track_caller]
    pub fn stop(&self) {
        let mut bot = self.bot.borrow_mut().take().expect("no bot runs");
        let status = bot.terminate();
        assert!(status.success(), "ended with {status}.{}", bot.so_far());
        *self.before.borrow_mut() += &bot.log.raw();
    }

    /// A person in their private chat.
    pub fn private(&self, person: i64) -> Seat<'_> {
        self.seat(person, person)
    }

    /// A person somewhere.
    pub fn seat(&self, spot: impl Into<Where>, person: i64) -> Seat<'_> {
        Seat {
            stage: self,
            spot: spot.into(),
            person,
            read: Cell::new(0),
        }
    }

    /// A person in private, whose account is linked.
    #[track_caller]
    pub fn linked(&self, person: i64) -> Seat<'_> {
        let seat = self.private(person);
        seat.says("/login");
        let offer = seat.hears_any(&["Link my account", "Enlazar mi cuenta"]);
        let linked = self.sign_in(&offer);
        assert!(linked.contains("go back to your chat") || linked.contains("volver a tu chat"));
        seat.hears_any(&["✅ Linked", "✅ Cuenta enlazada"]);
        seat
    }

    /// Follows the link of an offer, and agrees; the page at the end.
    #[track_caller]
    pub fn sign_in(&self, offer: &Shown) -> String {
        let address = offer
            .address("Link my account")
            .or_else(|| offer.address("Enlazar mi cuenta"))
            .unwrap_or_else(|| panic!("no link in {offer:?}"));
        let mut browser = Browser::new();
        let page = signed_in(&mut browser, &address);
        browser.press(&page, ("decision", "link")).body
    }

    /// Waits until something holds.
    #[track_caller]
    pub fn until<T>(&self, what: &str, holds: impl Fn(&Emulator) -> Option<T>) -> T {
        self.within(LIMIT, holds)
            .unwrap_or_else(|| panic!("{what}: not within {LIMIT:?}{}", self.so_far()))
    }

    /// The same; nothing, if it does not hold in time.
    pub fn within<T>(&self, limit: Duration, holds: impl Fn(&Emulator) -> Option<T>) -> Option<T> {
        self.runtime.block_on(self.telegram.wait(limit, holds))
    }

    /// Waits for something that Telegram has no part in.
    pub fn block_on<T>(&self, waits: impl Future<Output = T>) -> T {
        self.runtime.block_on(waits)
    }

    /// Waits until the bot that runs says this in its log.
    #[track_caller]
    pub fn until_logged(&self, words: &str) {
        let heard = self.bot.borrow().as_ref().map(|bot| bot.log.clone());
        let found = heard.and_then(|log| log.wait(0, &[words], LIMIT));
        assert!(found.is_some(), "{words:?} is not logged{}", self.so_far());
    }

    /// Waits until the bot has taken in everything that was said, and every
    /// press is answered.
    #[track_caller]
    pub fn settles(&self) {
        self.until("every update confirmed", |telegram| {
            (telegram.waiting() == 0 && telegram.unanswered() == 0).then_some(())
        });
    }

    /// Everything that was seen and logged, for a message.
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

    /// The bots' logs.
    pub fn log(&self) -> String {
        let bot = self.bot.borrow();
        let now = bot.as_ref().map(|bot| bot.log.raw());
        self.before.borrow().clone() + &now.unwrap_or_default()
    }

    /// All is well at the end: every press was answered, every request kept to
    /// the Bot API, and so many phones rang.
    #[track_caller]
    pub fn ends_well(&self, dialled: usize) {
        self.settles();
        self.telegram.assert_unbroken();
        let calls = self.place.sandbox.dialled();
        assert_eq!(calls.len(), dialled, "{calls:#?}{}", self.so_far());
    }
}

/// A person somewhere, who reads what the bot writes there from top to bottom.
pub struct Seat<'a> {
    pub stage: &'a Stage,
    pub spot: Where,
    pub person: i64,
    /// How far they have read.
    read: Cell<u64>,
}

impl Seat<'_> {
    /// Writes as the person's app does; answers with the message.
    #[track_caller]
    pub fn says(&self, text: &str) -> i64 {
        let said = self.stage.telegram.writes(self.spot, self.person, text);
        let heard = said.update.is_some();
        assert!(heard, "the bot cannot see {text:?}{}", self.stage.so_far());
        said.message
    }

    /// Writes what the bot cannot see.
    #[track_caller]
    pub fn mutters(&self, text: &str) {
        let said = self.stage.telegram.writes(self.spot, self.person, text);
        assert_eq!(said.update, None, "the bot sees {text:?}");
    }

    /// Presses the newest button of this label; answers with the update.
    #[track_caller]
    pub fn presses(&self, label: &str) -> i64 {
        self.stage
            .telegram
            .presses_in(self.spot, self.person, label)
    }

    /// Waits for words in a message that was not read; it, and what came before
    /// it, is read then.
    #[track_caller]
    pub fn hears(&self, words: &str) -> Shown {
        self.hears_any(&[words])
    }

    /// The same for any of several.
    #[track_caller]
    pub fn hears_any(&self, words: &[&str]) -> Shown {
        let found = self.stage.until(&format!("{words:?}"), |_| {
            let mut unread = self.unread();
            unread.retain(|shown| words.iter().any(|words| shown.text.contains(words)));
            unread.into_iter().next()
        });
        self.read.set(found.stamp);
        found
    }

    /// Says something in a group, and waits for the answer to it.
    #[track_caller]
    pub fn own(&self, text: &str, answer: &str) -> Shown {
        self.says(text);
        self.hears_own(answer)
    }

    /// The same as [`Self::hears`], of what is meant for this person.
    #[track_caller]
    pub fn hears_own(&self, words: &str) -> Shown {
        let found = self
            .stage
            .until(&format!("{words:?} for {}", self.person), |_| {
                let mut unread = self.unread();
                unread.retain(|shown| self.is_own(shown) && shown.text.contains(words));
                unread.into_iter().next()
            });
        self.read.set(found.stamp);
        found
    }

    /// Presses the newest button of this label that is meant for this person.
    #[track_caller]
    pub fn presses_own(&self, label: &str) -> i64 {
        let shown = self.shown();
        let newest = shown
            .iter()
            .filter(|shown| self.is_own(shown) && shown.labels().contains(&label))
            .max_by_key(|shown| shown.stamp);
        let newest = newest.unwrap_or_else(|| panic!("no {label:?}{}", self.stage.so_far()));
        let telegram = &self.stage.telegram;
        telegram.presses_on(self.spot.chat, newest.id, self.person, label)
    }

    /// Whether a message names this person, or nobody.
    fn is_own(&self, shown: &Shown) -> bool {
        shown.mentions.is_empty() || shown.mentions.contains(&self.person)
    }

    /// Follows a link to the bot.
    #[track_caller]
    pub fn follows(&self, address: &str) {
        self.stage.telegram.follows(self.person, address);
    }

    /// Whether words stand in what was not read.
    pub fn sees(&self, words: &str) -> bool {
        self.unread().iter().any(|shown| shown.text.contains(words))
    }

    /// Says something, and waits for the answer.
    #[track_caller]
    pub fn ask(&self, text: &str, answer: &str) -> Shown {
        self.says(text);
        self.hears(answer)
    }

    /// Presses a button, and waits for what comes of it.
    #[track_caller]
    pub fn press(&self, label: &str, answer: &str) -> Shown {
        self.presses(label);
        self.hears(answer)
    }

    /// What was not read, in the order in which it came or was changed.
    pub fn unread(&self) -> Vec<Shown> {
        let mut unread = self.shown();
        unread.retain(|shown| shown.stamp > self.read.get());
        unread.sort_by_key(|shown| shown.stamp);
        unread
    }

    /// What the bot has written there.
    pub fn shown(&self) -> Vec<Shown> {
        let mut shown = self.stage.telegram.shown(self.spot.chat);
        shown.retain(|shown| self.spot.topic.is_none() || shown.thread == self.spot.topic);
        shown
    }

    /// Waits until a message says this.
    #[track_caller]
    pub fn becomes(&self, message: &Shown, words: &str) -> Shown {
        self.stage.until(&format!("{words:?}"), |_| {
            let mut shown = self.shown();
            shown.retain(|shown| shown.id == message.id && shown.text.contains(words));
            shown.pop()
        })
    }

    /// Presses a button, and is told something in passing.
    #[track_caller]
    pub fn alerted(&self, update: i64) -> String {
        let answered = |telegram: &Emulator| telegram.answer_to(update);
        let (words, alert) = self.stage.until("an answer to the press", answered);
        assert!(words.is_empty() || alert, "{words:?} is easily missed");
        words
    }

    /// How many of the bot's messages there say these words.
    pub fn count(&self, words: &str) -> usize {
        let shown = self.shown();
        shown
            .iter()
            .filter(|shown| shown.text.contains(words))
            .count()
    }
}
