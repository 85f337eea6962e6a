//! Whole conversations: an emulated Telegram, the bridge as `run` wires it, a
//! sandbox KallyAI; all over real HTTP.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::*;
use crate::config::{Config, Environment};
use crate::web::Front;
use kally_core::model::{ChatUser, Platform};
use kally_runtime::{Ids, SystemClock, Tasks};
use kally_sandbox::{self, Sandbox};
use kally_store::{Commit, Record};
use kallyai::{AccessToken, RefreshToken, TokenPair};
use telegram_emulator::{Emulator, Fault, TOKEN, refusal};

const ANA: i64 = 42;
/// How long a phone call lasts.
const CALL: Duration = Duration::from_millis(700);
const LIMIT: Duration = Duration::from_secs(20);

/// Telegram, KallyAI and a store; the bridge between them is started and
/// stopped.
struct Bench {
    emulator: Emulator,
    sandbox: Sandbox,
    config: Config,
    _folder: tempfile::TempDir,
    _tasks: Tasks,
}

struct Running {
    service: Arc<Service>,
    receiving: JoinHandle<anyhow::Result<()>>,
}

impl Bench {
    async fn new(settings: &[(&str, &str)]) -> Self {
        let tasks = Tasks::default();
        let folder = tempfile::tempdir().unwrap();
        let emulator = Emulator::start().await;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let options = kally_sandbox::Options {
            bind: address,
            call_time: CALL,
            ..Default::default()
        };
        let sandbox = Sandbox::new(
            options,
            Arc::new(SystemClock),
            Arc::new(Ids::from_os()),
            tasks.clone(),
        );
        let serving = sandbox.clone();
        tasks.spawn(async move { serving.serve(listener).await.unwrap() });
        let kallyai = format!("http://{address}");
        let path = folder.path().join("data");
        let mut around = Environment {
            folder: folder.path().to_owned(),
            ..Environment::default()
        };
        let given = [
            ("KALLY_TELEGRAM__TOKEN", TOKEN),
            ("KALLY_TELEGRAM__API_URL", emulator.url.as_str()),
            ("KALLY_KALLYAI__BASE_URL", &kallyai),
            ("KALLY_STORE__PATH", path.to_str().unwrap()),
            ("KALLY_CALLS__UNDO", "0s"),
            ("KALLY_CALLS__POLL_FIRST", "100ms"),
            // The tests run at any hour.
            ("KALLY_CALLS__MINDS_HOURS", "false"),
            ("KALLY_ACCESS__MODE", "open"),
        ];
        for (name, value) in given.iter().chain(settings) {
            around.variables.insert(name.into(), value.into());
        }
        let config = Config::load(None, &around).unwrap().config;
        Self {
            emulator,
            sandbox,
            config,
            _folder: folder,
            _tasks: tasks,
        }
    }

    /// Starts the bridge as `run` does.
    #[expect(clippy::disallowed_methods, reason = "a test stops its bridge itself")]
    async fn run(&self) -> Running {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let foundation = Foundation::open(&self.config).await.unwrap();
        let telegram = Telegram::new(
            self.config.platforms.telegram.as_ref().unwrap(),
            &self.config,
            &foundation,
        )
        .unwrap();
        let (chats, routes) = (vec![telegram.chat()], telegram.routes());
        let front = Front::serve(listener, &foundation.parts.tasks);
        let service = Arc::new(foundation.start(&self.config, Some(&front), chats, routes));
        let serving = Arc::clone(&service);
        Running {
            service,
            receiving: tokio::spawn(async move { telegram.receive(&serving).await }),
        }
    }

    async fn link(&self, service: &Service) {
        let issued = self.sandbox.sign_in("ana");
        let pair = TokenPair {
            access: AccessToken::parse(&issued.access_token).unwrap(),
            refresh: RefreshToken::parse(&issued.refresh_token).unwrap(),
            expires_in: issued.expires_in,
        };
        let owner = ChatUser {
            platform: Platform::Telegram,
            id: ANA.to_string(),
        };
        let now = service.clock.now();
        let record = service.accounts.record(&owner, &pair, now).await.unwrap();
        service
            .store
            .commit(Commit {
                put: vec![Record::from(record)],
                ..Commit::default()
            })
            .await
            .unwrap();
    }

    /// Says something, and waits for the words it is answered with.
    async fn say(&self, text: &str, answer: &str) {
        self.emulator.says(ANA, text);
        self.emulator.sees(ANA, answer).await;
    }

    /// Goes on up to the card.
    async fn as_far_as_the_card(&self, number: &str) {
        self.say("/call", "Which number should I call?").await;
        self.say(number, "What should I ask them for?").await;
        self.say(
            "Table for four on 28 January at 8 pm, on the terrace",
            "Which name should I give?",
        )
        .await;
        self.emulator.presses(ANA, "Ana García");
        let card = self
            .emulator
            .sees(ANA, "They will hear an AI that says it's calling for you.")
            .await;
        assert!(card.text.contains("Name: Ana García"), "{}", card.text);
    }
}

impl Running {
    async fn stop(self) {
        self.receiving.abort();
        let _ = self.receiving.await;
        let service = Arc::into_inner(self.service);
        let stopping = async { service.expect("nobody else has the service").stop().await };
        tokio::time::timeout(LIMIT, stopping).await.unwrap();
    }
}

#[tokio::test]
async fn a_whole_conversation_to_its_outcome() {
    let bench = Bench::new(&[]).await;
    let bridge = bench.run().await;
    bench.link(&bridge.service).await;
    bench.as_far_as_the_card("+1 415 555 0199").await;
    bench.emulator.presses(ANA, "Call now");
    let outcome = bench.emulator.sees(ANA, "✅").await;
    let labels: Vec<_> = outcome
        .buttons
        .iter()
        .map(|(label, _)| label.as_str())
        .collect();
    assert!(labels.contains(&"Transcript"), "{labels:?}");
    bench.emulator.presses(ANA, "Transcript");
    bench.emulator.sees(ANA, "AI").await;
    // The status is edited, and has no button left to stop a call that is over.
    let over = |emulator: &Emulator| {
        let shown = emulator.shown(ANA);
        let status = shown.into_iter().find(|shown| shown.edits > 0)?;
        (!status.labels().contains(&"Stop")).then_some(())
    };
    bench
        .emulator
        .until("the status without a button", over)
        .await;
    assert_eq!(bench.sandbox.dialled().len(), 1);
    let answers =
        |emulator: &Emulator| (emulator.requests("answerCallbackQuery").len() == 3).then_some(());
    bench
        .emulator
        .until("an answer to every press", answers)
        .await;
    bridge.stop().await;
    bench.emulator.assert_unbroken();
}

#[tokio::test]
async fn an_outcome_waits_for_a_restart_and_for_a_person_who_is_away() {
    let bench = Bench::new(&[]).await;
    let bridge = bench.run().await;
    bench.link(&bridge.service).await;
    bench.as_far_as_the_card("+1 415 555 0199").await;
    let tried = |emulator: &Emulator| emulator.requests("sendMessage").len();
    bench.emulator.presses(ANA, "Call now");
    bench.emulator.sees(ANA, "Calling").await;
    // The person blocks the bot while the call is under way.
    bench.emulator.blocks(ANA);
    let before = tried(&bench.emulator);
    let refused = |emulator: &Emulator| (tried(emulator) > before).then_some(());
    bench.emulator.until("the refusal", refused).await;
    bridge.stop().await;
    let before = tried(&bench.emulator);
    let bridge = bench.run().await;
    let refused = |emulator: &Emulator| (tried(emulator) > before).then_some(());
    bench.emulator.until("the second refusal", refused).await;
    assert!(
        !bench
            .emulator
            .shown(ANA)
            .iter()
            .any(|shown| shown.text.contains('✅'))
    );
    // Back again: the waiting messages come first, in their order.
    bench.emulator.says(ANA, "/help");
    bench.emulator.sees(ANA, "How it works").await;
    bench.emulator.sees(ANA, "✅").await;
    assert_eq!(bench.sandbox.dialled().len(), 1);
    bridge.stop().await;
}

#[tokio::test]
async fn the_menu_is_registered_for_every_audience_and_language() {
    let bench = Bench::new(&[("KALLY_LOCALE__LANGUAGE", "es")]).await;
    let bridge = bench.run().await;
    let all = |emulator: &Emulator| {
        Some(emulator.requests("setMyCommands")).filter(|sent| sent.len() == 6)
    };
    let sent = bench.emulator.until("six menus", all).await;
    for menu in &sent {
        let commands = menu.fields["commands"].as_array().unwrap();
        let language = menu
            .fields
            .get("language_code")
            .and_then(|code| code.as_str())
            .unwrap_or("es");
        let expected = if language == "es" {
            "Empezar una llamada"
        } else {
            "Start a phone call"
        };
        assert_eq!(commands[0]["command"], "call");
        let description = commands[0]["description"].as_str().unwrap();
        assert!(description.starts_with(expected), "{description}");
        let private = menu.fields["scope"]["type"] == "all_private_chats";
        assert_eq!(commands.len(), if private { 12 } else { 5 });
    }
    // The texts of the bot's page, for people of unsupported languages and of
    // each supported one.
    for (method, field) in [
        ("setMyDescription", "description"),
        ("setMyShortDescription", "short_description"),
    ] {
        let all =
            |emulator: &Emulator| Some(emulator.requests(method)).filter(|sent| sent.len() == 3);
        let sent = bench.emulator.until(method, all).await;
        let said = |place: usize| sent[place].fields[field].as_str().unwrap();
        assert!(
            said(0).contains("llama") || said(0).contains("Llama"),
            "{}",
            said(0)
        );
        assert_eq!(said(0), said(2));
        assert!(said(1).contains("phone calls") || said(1).contains("Phone calls"));
    }
    bridge.stop().await;
    bench.emulator.assert_unbroken();
}

#[tokio::test]
async fn a_menu_that_is_refused_is_no_harm() {
    let bench = Bench::new(&[]).await;
    bench.emulator.arm(
        "setMyCommands",
        Fault::Answer(400, refusal(400, "Bad Request: no", None)),
    );
    let bridge = bench.run().await;
    bench.say("/call", "Which number should I call?").await;
    bridge.stop().await;
}

#[track_caller]
fn check_finding(found: &Finding, words: &str) {
    let shown = format!("{found:?}");
    assert!(shown.contains(words), "{shown}");
    assert!(!shown.contains("emulated-token"), "{shown}");
}

#[tokio::test]
async fn check_tells_whether_the_bot_can_receive() {
    let bench = Bench::new(&[]).await;
    let config = bench.config.platforms.telegram.as_ref().unwrap();
    let probe = |telegram| probe(&bench.config, telegram, &Around::Nothing);
    check_finding(&probe(config).await, "@kally_bot answers");
    bench.emulator.set_webhook("https://elsewhere.example/hook");
    check_finding(&probe(config).await, "deleted when polling begins");
    let by_webhook = |url: &str| TelegramConfig {
        mode: TelegramMode::Webhook {
            url: url.parse().unwrap(),
            secret: SecretString::from("emulated-token"),
        },
        ..config.clone()
    };
    let elsewhere = by_webhook("https://elsewhere.example/hook");
    check_finding(
        &probe(&elsewhere).await,
        "its updates are sent to https://elsewhere",
    );
    let here = by_webhook("https://here.example/hook");
    check_finding(&probe(&here).await, "is set at the start");
    let wrong = TelegramConfig {
        token: SecretString::from("1:wrong"),
        ..config.clone()
    };
    check_finding(&probe(&wrong).await, "@BotFather");
    let nowhere = TelegramConfig {
        api_url: "http://127.0.0.1:1/".parse().unwrap(),
        ..config.clone()
    };
    check_finding(&probe(&nowhere).await, "telegram.api_url");
}

#[tokio::test]
async fn a_webhook_or_another_poller_is_waited_out() {
    let bench = Bench::new(&[]).await;
    let conflict = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
    bench.emulator.arm(
        "getUpdates",
        Fault::Answer(409, refusal(409, conflict, None)),
    );
    let bridge = bench.run().await;
    bench.say("/call", "Which number should I call?").await;
    assert!(!bridge.receiving.is_finished());
    bridge.stop().await;
}
