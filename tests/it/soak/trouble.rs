//! The troubles of the run: Telegram and KallyAI fail, the process dies, the disk
//! is full, the clock is set.

use std::cell::Cell;
use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::Tally;
use super::people::write_until_full;
use crate::support::Chance;
use crate::telegram::disk::nearly_full;
use crate::telegram::stage::Stage;
use telegram_emulator::{Fault, refusal};

/// One trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    Nothing,
    /// Requests to Telegram fail in all ways.
    Telegram,
    /// Telegram refuses the token for a while.
    TokenRefused,
    /// Another program polls with the same token.
    SecondPoller,
    /// KallyAI refuses access tokens.
    ServiceSignIn,
    /// It asks for a pause.
    ServiceBusy,
    /// It fails.
    ServiceFails,
    /// The connection breaks before a call is placed.
    LostBefore,
    /// The connection breaks when a call is placed already.
    LostAfter,
    /// Its name cannot be resolved.
    NameLost,
    Killed,
    Stopped,
    DiskFull,
    ClockForward,
    ClockBack,
}

/// All of them.
pub const TROUBLES: [Trouble; 14] = [
    Trouble::Telegram,
    Trouble::TokenRefused,
    Trouble::SecondPoller,
    Trouble::ServiceSignIn,
    Trouble::ServiceBusy,
    Trouble::ServiceFails,
    Trouble::LostBefore,
    Trouble::LostAfter,
    Trouble::NameLost,
    Trouble::Killed,
    Trouble::Stopped,
    Trouble::DiskFull,
    Trouble::ClockForward,
    Trouble::ClockBack,
];

/// A clock for the bot, which can be set while it runs.
pub struct Clock {
    file: tempfile::NamedTempFile,
    /// The days by which everything is ahead of the machine.
    days: Cell<u32>,
}

/// The library by which a process sees another time.
const LIBRARY: &str = "faketime/libfaketime.so.1";

impl Clock {
    pub fn new() -> Self {
        let clock = Self {
            file: tempfile::NamedTempFile::new().unwrap(),
            days: Cell::new(0),
        };
        clock.sets(0);
        clock
    }

    /// Sets it to so many seconds from the right time.
    pub fn sets(&self, seconds: i64) {
        let seconds = seconds + i64::from(self.days.get()) * 86_400;
        fs::write(self.file.path(), format!("{seconds:+}\n")).unwrap();
    }

    /// Days pass, for the bot and for Telegram.
    pub fn passes(&self, days: u32, stage: &Stage) {
        self.days.set(self.days.get() + days);
        self.sets(0);
        let passed = Duration::from_secs(u64::from(days) * 86_400);
        stage.telegram.turns_forward(passed);
    }

    /// Every bot on this stage goes by it.
    #[track_caller]
    pub fn governs(&self, stage: Stage) -> Stage {
        let file = self.file.path().display().to_string();
        stage
            .variable("LD_PRELOAD", &library().display().to_string())
            .variable("FAKETIME_TIMESTAMP_FILE", &file)
            .variable("FAKETIME_CACHE_DURATION", "1")
            .variable("FAKETIME_DONT_FAKE_MONOTONIC", "1")
            .variable("DONT_FAKE_MONOTONIC", "1")
            .variable("NO_FAKE_STAT", "1")
    }
}

#[track_caller]
fn library() -> PathBuf {
    let folders = fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    let found = folders
        .map(|folder| folder.path().join(LIBRARY))
        .find(|library| library.exists());
    found.expect("libfaketime is missing: install the package `faketime`")
}

/// A trouble that waits for its moment in a round.
pub struct Happening<'a> {
    trouble: Trouble,
    /// The moment: 0 when everybody has asked, 1 when all cards are there, 2 when
    /// everybody has pressed.
    at: u64,
    clock: &'a Clock,
}

impl Trouble {
    /// Begins a round in which it happens: everybody has asked.
    pub fn begins<'a>(
        self,
        stage: &Stage,
        chance: &mut Chance,
        clock: &'a Clock,
        tally: &mut Tally,
    ) -> Happening<'a> {
        let at = match self {
            // A call that was confirmed an hour ago would be asked about.
            Self::ClockForward | Self::ClockBack | Self::DiskFull => 0,
            Self::LostBefore | Self::LostAfter => 1,
            Self::NameLost => 2,
            _ => chance.number(3),
        };
        let happening = Happening {
            trouble: self,
            at,
            clock,
        };
        happening.comes(0, stage, chance, tally);
        happening
    }
}

impl Happening<'_> {
    /// All cards are there.
    pub fn goes_on(&self, stage: &Stage, chance: &mut Chance, tally: &mut Tally) {
        self.comes(1, stage, chance, tally);
    }

    /// Everybody has pressed.
    pub fn ends(&self, stage: &Stage, chance: &mut Chance, tally: &mut Tally) {
        self.comes(2, stage, chance, tally);
    }

    fn comes(&self, moment: u64, stage: &Stage, chance: &mut Chance, tally: &mut Tally) {
        if self.at != moment {
            return;
        }
        let sandbox = &stage.place.sandbox;
        let refuses = |status: u16, times: u32| {
            sandbox.fail(&json!({"path": "/v1/calls", "status": status, "times": times}));
        };
        let places = |how: Value| {
            let mut fault =
                json!({"path": "/v1/calls", "method": "POST", "whole": true, "times": 2});
            fault
                .as_object_mut()
                .unwrap()
                .extend(how.as_object().unwrap().clone());
            sandbox.fail(&fault);
        };
        match self.trouble {
            Trouble::Nothing => {}
            Trouble::Telegram => telegram_fails(stage, chance),
            Trouble::TokenRefused => refused_by_telegram(stage, 401, "Unauthorized", 2),
            Trouble::SecondPoller => {
                let why = "Conflict: terminated by other getUpdates request";
                refused_by_telegram(stage, 409, why, 3);
            }
            // A renewed token that is refused as well would end the sign-in.
            Trouble::ServiceSignIn => refuses(401, 1),
            Trouble::ServiceBusy => {
                sandbox.fail(&json!({"path": "/v1/", "status": 429, "retry_after": 1, "times": 4}))
            }
            Trouble::ServiceFails => refuses(503, 4),
            Trouble::LostBefore => places(json!({"drop": "before"})),
            Trouble::LostAfter => places(json!({"drop": "after"})),
            Trouble::NameLost => {
                stage.run_with("KALLY_KALLYAI__BASE_URL", "http://kallyai.invalid");
                thread::sleep(Duration::from_secs(2));
                stage.run();
                tally.deaths += 2;
            }
            Trouble::Killed => {
                thread::sleep(Duration::from_micros(chance.number(1_200_000)));
                stage.run();
                tally.deaths += 1;
            }
            Trouble::Stopped => {
                thread::sleep(Duration::from_micros(chance.number(400_000)));
                stage.stop();
                stage.run();
                tally.deaths += 1;
            }
            Trouble::DiskFull => {
                stage.stop();
                stage.run_short_of_room(nearly_full(stage));
                match write_until_full(stage) {
                    true => {
                        let (code, log) = stage.ended();
                        assert_eq!(code, Some(1), "{log}");
                    }
                    false => {
                        tally.room += 1;
                        stage.stop();
                    }
                }
                stage.run();
                tally.deaths += 2;
            }
            Trouble::ClockForward => self.clock.sets(3_600),
            Trouble::ClockBack => self.clock.sets(-3_600),
        }
    }
}

/// Some of the next requests to Telegram fail, each in another way.
fn telegram_fails(stage: &Stage, chance: &mut Chance) {
    let wait = json!({"retry_after": 1});
    let faults = [
        Fault::Answer(
            429,
            refusal(429, "Too Many Requests: retry after 1", Some(wait)),
        ),
        Fault::Answer(500, refusal(500, "Internal Server Error", None)),
        Fault::Answer(502, "<html>502 Bad Gateway</html>".to_owned()),
        Fault::ResetBefore,
        Fault::Late(Duration::from_millis(700)),
    ];
    for method in [
        "sendMessage",
        "editMessageText",
        "answerCallbackQuery",
        "getUpdates",
    ] {
        for _ in 0..2 {
            stage.telegram.arm(method, chance.one(&faults));
        }
    }
}

/// The next requests for updates are refused.
fn refused_by_telegram(stage: &Stage, code: u16, why: &str, times: usize) {
    for _ in 0..times {
        let fault = Fault::Answer(code, refusal(code, why, None));
        stage.telegram.arm("getUpdates", fault);
    }
}
