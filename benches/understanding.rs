//! How long a sentence and a page take to be understood, in both languages.
//!
//! `cargo bench -p kally-core --bench understanding -- [--key value]…` with
//! `rounds`, `round-ms` (how long one is) and `check` (`true`: fail if an aim is
//! missed). A page is one sentence over and over, up to the characters that are
//! looked at, so each of its words is one that some reader wants. Rounds
//! alternate with a yardstick, the text in small letters ten times, letter by
//! letter, since a shared machine's speed changes: compare the ratios. Other
//! programs only make a round slower, so the fastest one counts.

#[path = "shared/arguments.rs"]
mod arguments;

use std::error::Error;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use arguments::Arguments;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use kally_core::model::Language;
use kally_core::understand::{Context, sentence};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// How many characters of a text are looked at.
const PAGE: usize = 4_000;

/// How often the yardstick makes the text's letters small.
const YARDSTICK: u32 = 10;

/// At most so long may they take.
const SENTENCE_AIM: Duration = Duration::from_micros(50);
const PAGE_AIM: Duration = Duration::from_millis(1);

struct Options {
    rounds: usize,
    round: Duration,
    check: bool,
}

impl Options {
    fn parse(args: impl Iterator<Item = String>) -> Result<Self> {
        let mut given = Arguments::parse(args)?;
        let options = Self {
            rounds: given.take("rounds", "30").parse()?,
            round: Duration::from_millis(given.take("round-ms", "20").parse()?),
            check: given.take("check", "false").parse()?,
        };
        given.end()?;
        Ok(options)
    }
}

struct Case {
    name: &'static str,
    text: String,
    context: Context,
    aim: Duration,
}

fn main() -> Result<ExitCode> {
    let options = Options::parse(std::env::args().skip(1))?;
    let mut missed = false;
    println!("text          characters   fastest µs   median µs   yardstick µs   ratio");
    for case in cases()? {
        let (understood, yardstick) = case.measure(&options);
        let (fastest, median) = (understood[0], understood[understood.len() / 2]);
        missed |= fastest > case.aim;
        println!(
            "{:12} {:11} {:12.1} {:11.1} {:14.1} {:7.2}",
            case.name,
            case.text.chars().count(),
            micros(fastest),
            micros(median),
            micros(yardstick[0]),
            micros(fastest) / micros(yardstick[0]),
        );
    }
    Ok(match missed && options.check {
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    })
}

fn cases() -> Result<Vec<Case>> {
    let now: DateTime<Utc> = "2026-11-25T15:00:00Z".parse()?;
    let context = |language, timezone: Tz, region: &str| -> Result<Context> {
        Ok(Context {
            language,
            timezone,
            now,
            region: region.parse()?,
        })
    };
    let english = context(Language::En, chrono_tz::America::New_York, "US")?;
    let spanish = context(Language::Es, chrono_tz::Europe::Madrid, "ES")?;
    let one =
        "call Luigi's at 212-555-0143 and book a table for 4 on Friday at 8pm under Ana Garcia";
    let una =
        "llama a Casa Pepe al 912 345 678 y reserva mesa para 4 el viernes a las 9 a nombre de Ana";
    let case = |name, text: String, context, aim| Case {
        name,
        text,
        context,
        aim,
    };
    Ok(vec![
        case("sentence, en", one.to_owned(), english, SENTENCE_AIM),
        case("sentence, es", una.to_owned(), spanish, SENTENCE_AIM),
        case("page, en", page(one), english, PAGE_AIM),
        case("page, es", page(una), spanish, PAGE_AIM),
    ])
}

fn page(sentence: &str) -> String {
    let endless = [sentence, ". "].into_iter().cycle();
    endless.flat_map(str::chars).take(PAGE).collect()
}

impl Case {
    /// The time of one understanding and of one yardstick, for each round,
    /// fastest first.
    fn measure(&self, options: &Options) -> (Vec<Duration>, Vec<Duration>) {
        let understand = || drop(black_box(sentence(black_box(&self.text), &self.context)));
        let small = || {
            for _ in 0..YARDSTICK {
                let letters = black_box(&self.text).chars();
                black_box(letters.flat_map(char::to_lowercase).collect::<String>());
            }
        };
        // The first sentence of a process builds the lists.
        understand();
        let rounds = (0..options.rounds.max(1))
            .map(|_| (mean(options.round, understand), mean(options.round, small)));
        let (mut understood, mut yardstick): (Vec<_>, Vec<_>) = rounds.unzip();
        understood.sort_unstable();
        yardstick.sort_unstable();
        (understood, yardstick)
    }
}

/// The mean time of what is done over and over for so long.
fn mean(round: Duration, once: impl Fn()) -> Duration {
    let started = Instant::now();
    let mut times = 0;
    loop {
        once();
        times += 1;
        let passed = started.elapsed();
        if passed >= round {
            return passed / times;
        }
    }
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}
