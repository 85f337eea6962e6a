//! `kally-bridge check --contract`: what the live KallyAI does beside what this
//! program expects of it. Everything it prints can be sent in: it holds names of
//! fields and words of the service, and nothing personal.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use serde_json::Value;

use kally_core::model::Phone;
use kally_core::understand;
use kally_runtime::{Clock as _, SystemClock};

use super::cli::{CheckArgs, GlobalArgs};
use super::command::{self, Meaning, Outcome};
use super::config::{Config, ConfigError};

/// Carries the command out; returns 0 if the service is as expected, 1 if not.
///
/// # Errors
/// When the store cannot be opened, or a file cannot be written.
pub async fn run(
    args: &CheckArgs,
    config: &Config,
    global: &GlobalArgs,
) -> anyhow::Result<ExitCode> {
    if let Some(number) = &args.call {
        return test_call(number, config, global).await;
    }
    let Some(outcome) = Box::pin(command::contract(config, global)).await? else {
        return Ok(ExitCode::FAILURE);
    };
    let Some(answers) = outcome.data.get("answers").and_then(Value::as_array) else {
        return Ok(refused(&outcome));
    };
    let (report, as_expected) = report(config.kallyai.base_url.as_str(), answers);
    print(&report)?;
    if let Some(folder) = &args.record {
        record(folder, answers, &report)?;
    }
    Ok(match as_expected {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// Says why nothing was asked.
fn refused(outcome: &Outcome) -> ExitCode {
    let why = outcome.reply.body.to_plain();
    eprintln!("kally-bridge: {why}");
    if outcome.end == Meaning::SignIn {
        eprintln!("→ kally-bridge login links the account that this check uses");
    }
    ExitCode::from(outcome.end.code())
}

fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// One paragraph for each answer, and whether the client can use all of them.
fn report(address: &str, answers: &[Value]) -> (String, bool) {
    let mut text = format!(
        "kally-bridge {} asks {address}\n\n",
        env!("CARGO_PKG_VERSION")
    );
    let mut broken = 0;
    for answer in answers {
        let field = |name: &str| answer.get(name).and_then(Value::as_str).unwrap_or_default();
        let question = field("question");
        if answer.get("unasked").is_some() {
            let _ = writeln!(text, "- {question}: not asked, the account has no call yet");
            continue;
        }
        if answer.get("error").is_some() {
            broken += 1;
            let _ = writeln!(text, "✗ {question}: no answer: {}", field("error"));
            continue;
        }
        let differences = answer.get("differences").and_then(Value::as_array);
        let differences = differences.map(Vec::as_slice).unwrap_or_default();
        let is = |difference: &Value, weight: &str| {
            difference.get("weight").and_then(Value::as_str) == Some(weight)
        };
        let breaks = differences
            .iter()
            .any(|difference| is(difference, "breaks"));
        broken += usize::from(breaks);
        let sign = if breaks { '✗' } else { '✓' };
        let http = answer
            .get("http")
            .and_then(Value::as_u64)
            .unwrap_or_default();
        let seconds = answer
            .get("seconds")
            .and_then(Value::as_f64)
            .unwrap_or_default();
        let _ = writeln!(text, "{sign} {question}: HTTP {http} after {seconds} s");
        for difference in differences {
            let tells = difference
                .get("tells")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let means = match () {
                () if is(difference, "breaks") => "the client cannot use this",
                () if is(difference, "copes") => "the client copes",
                () => "the client does not need it",
            };
            let _ = writeln!(text, "    {tells} ({means})");
        }
    }
    let _ = match broken {
        0 => writeln!(text, "\nThe client can use every answer."),
        1 => writeln!(text, "\nThe client cannot use 1 answer."),
        more => writeln!(text, "\nThe client cannot use {more} answers."),
    };
    (text, broken == 0)
}

/// Writes the redacted answers and the report into a folder that is empty or not
/// there yet.
fn record(folder: &Path, answers: &[Value], report: &str) -> anyhow::Result<()> {
    let place = || format!("the folder {}", folder.display());
    std::fs::create_dir_all(folder).with_context(|| format!("making {}", place()))?;
    let mut inside = std::fs::read_dir(folder).with_context(|| format!("reading {}", place()))?;
    if inside.next().is_some() {
        bail!("{} is not empty: name another one", place());
    }
    let mut kept = 0;
    for answer in answers {
        let question = answer
            .get("question")
            .and_then(Value::as_str)
            .unwrap_or_default();
        match answer.get("recording") {
            Some(Value::Null) => {
                eprintln!("{question} is not kept: something personal would be left in it")
            }
            Some(recording) => {
                let text = serde_json::to_string_pretty(recording)? + "\n";
                std::fs::write(folder.join(format!("{question}.json")), text)?;
                kept += 1;
            }
            None => {}
        }
    }
    std::fs::write(folder.join("report.txt"), report)?;
    eprintln!(
        "{kept} answers are kept in {}. Read them before you send them in.",
        folder.display()
    );
    Ok(())
}

/// Calls the operator's own phone after they have typed its number once more.
async fn test_call(number: &str, config: &Config, global: &GlobalArgs) -> anyhow::Result<ExitCode> {
    let Some(phone) = own_phone(number, config) else {
        eprintln!(
            "kally-bridge: {number:?} is no number that can be called: write it with + and the \
             country code, as +14155552671"
        );
        return Ok(ExitCode::from(ConfigError::EXIT_CODE));
    };
    eprint!(
        "KallyAI will be asked twice for one call to {phone}. If it does not honour the key of a \
         request, the phone rings twice, and both calls cost.\n\
         Stay with that phone. Type the number once more to go on: "
    );
    let typed = tokio::task::spawn_blocking(|| {
        let mut typed = String::new();
        io::stdin().read_line(&mut typed).map(|_| typed)
    });
    if own_phone(&typed.await.map_err(io::Error::other)??, config).as_ref() != Some(&phone) {
        eprintln!("That is another number. Nobody was called.");
        return Ok(ExitCode::FAILURE);
    }
    let Some(outcome) = Box::pin(command::test_call(config, global, phone)).await? else {
        return Ok(ExitCode::FAILURE);
    };
    if outcome.data.get("first").is_none() {
        return Ok(refused(&outcome));
    }
    let (report, is_one) = call_report(&outcome.data);
    print(&report)?;
    Ok(match is_one {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// A number in full that may be called.
fn own_phone(text: &str, config: &Config) -> Option<Phone> {
    let context = understand::Context {
        now: SystemClock.now(),
        timezone: config.locale.timezone,
        language: config.locale.language,
        region: config.locale.region,
    };
    let number = text.trim();
    let phone = understand::phone(number, &context).ok()?;
    number.starts_with('+').then_some(phone)
}

/// The report on a test call, and whether one call was made.
fn call_report(data: &Value) -> (String, bool) {
    let mut text = format!(
        "kally-bridge {} asked twice for one call\n\n",
        env!("CARGO_PKG_VERSION")
    );
    for (name, request) in [("first", &data["first"]), ("second", &data["second"])] {
        let open = request["open_seconds"].as_f64().unwrap_or_default();
        let end = match request["error"].as_str() {
            Some(error) => format!("no call: {error}"),
            None => format!("status {}", request["status"].as_str().unwrap_or("unknown")),
        };
        let _ = writeln!(text, "{name} request: open for {open} s, {end}");
    }
    let ids = (
        data["first"]["call_id"].as_str(),
        data["second"]["call_id"].as_str(),
    );
    let same = matches!(ids, (Some(first), Some(second)) if first == second);
    let _ = writeln!(
        text,
        "{}",
        match ids {
            (Some(_), Some(_)) if same => "Both answers name the same call.",
            (Some(_), Some(_)) => "The answers name two calls.",
            _ => "One of the answers names no call.",
        }
    );
    let made = data["calls_made"].as_u64();
    let _ = match made {
        Some(1) => writeln!(text, "The history has one more call to that number."),
        Some(made) => writeln!(text, "The history has {made} more calls to that number."),
        None => writeln!(text, "The history could not be read."),
    };
    let is_one = same && made.is_none_or(|made| made == 1);
    let _ = writeln!(
        text,
        "\n{}",
        match is_one {
            true => "The key of a request is honoured: asking again makes no second call.",
            false => "The key of a request is not honoured, or this cannot be told.",
        }
    );
    (text, is_one)
}
