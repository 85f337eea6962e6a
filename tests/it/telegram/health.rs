//! Each platform on its own: one that is broken is seen, said and tried again,
//! and the other goes on. And what an operator's programs see of that.

use std::net::TcpStream;
use std::os::unix::net::UnixDatagram;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::access::claimed;
use super::stage::{ANA, Stage};
use crate::support::{Browser, LIMIT, closed_homeserver, free_port};
use telegram_emulator::{Fault, refusal};

/// A stage whose bot has the pages for operators.
struct Watched {
    stage: Stage,
    address: String,
}

impl Watched {
    fn new() -> Self {
        let bind = format!("127.0.0.1:{}", free_port());
        let stage = Stage::new("").variable("KALLY_SERVER__INTERNAL", &bind);
        Self {
            stage,
            address: format!("http://{bind}"),
        }
    }

    fn variable(mut self, name: &str, value: &str) -> Self {
        self.stage = self.stage.variable(name, value);
        self
    }

    /// With Matrix beside Telegram.
    fn and_matrix(self, homeserver: &str) -> Self {
        self.variable("KALLY_MATRIX__HOMESERVER", homeserver)
            .variable("KALLY_MATRIX__USER", "@kally:example.org")
            .variable("KALLY_MATRIX__PASSWORD", "hush-password")
    }

    /// The status of `/ready` and its content.
    fn ready(&self) -> (u16, Value) {
        let page = Browser::new().open(&format!("{}/ready", self.address));
        (page.status, serde_json::from_str(&page.body).unwrap())
    }

    /// Waits until `/ready` says this.
    #[track_caller]
    fn becomes(&self, wanted: (u16, &str), holds: impl Fn(&Value) -> bool) -> Value {
        let until = Instant::now() + LIMIT;
        let listens = || TcpStream::connect(self.address.trim_start_matches("http://")).is_ok();
        while !listens() {
            assert!(Instant::now() < until, "{}", self.stage.so_far());
            std::thread::sleep(Duration::from_millis(50));
        }
        loop {
            let (status, ready) = self.ready();
            if (status, ready["status"].as_str().unwrap()) == wanted && holds(&ready) {
                return ready;
            }
            assert!(
                Instant::now() < until,
                "{status} {ready:#}{}",
                self.stage.so_far()
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// The exit code of `healthcheck`, and its line.
    fn checked(&self) -> (i32, String) {
        let (code, line, _) = self.stage.place.command("healthcheck").run("");
        (code, line)
    }

    /// How often the log says something.
    fn times_logged(&self, words: &str) -> usize {
        self.stage.log().matches(words).count()
    }
}

/// `check`'s exit code and output.
fn check(watched: &Watched) -> (i32, String) {
    let (code, output, _) = watched.stage.place.command("check").run("");
    (code, output)
}

/// How one of the others is.
fn of<'a>(ready: &'a Value, platform: &str) -> &'a str {
    let platforms = ready["platforms"].as_array().unwrap();
    let found = platforms.iter().find(|one| one["name"] == platform);
    found.unwrap()["status"].as_str().unwrap()
}

#[test]
fn a_bot_that_works_is_ready() {
    let watched = Watched::new();
    watched.stage.run();
    let ready = watched.becomes((200, "ok"), |ready| !ready["store"]["last_write"].is_null());
    assert_eq!(of(&ready, "telegram"), "ok");
    assert_eq!(ready["reasons"], serde_json::json!([]));
    assert_eq!(
        ready["kallyai"]["status"], "starting",
        "nobody has asked it"
    );
    let live = Browser::new().open(&format!("{}/live", watched.address));
    assert_eq!((live.status, live.body.as_str()), (200, "ok\n"));
    assert_eq!(watched.checked(), (0, "ok\n".to_owned()));
    // Who wrote, and with what, is nobody's business here.
    let there = watched.stage.linked(ANA);
    there.ask("/call", "Which number should I call?");
    let ready = watched.becomes((200, "ok"), |ready| ready["kallyai"]["status"] == "ok");
    let text = ready.to_string();
    for personal in ["Ana", "token", "Which number", "@"] {
        assert!(!text.contains(personal), "{personal}: {text}");
    }
    watched.stage.stop();
    let (code, line) = watched.checked();
    assert_eq!(code, 1);
    assert!(line.starts_with("unavailable: "), "{line}");
}

#[test]
fn a_check_beside_a_running_bot_asks_it_and_before_and_after_needs_nobody() {
    let watched = Watched::new();
    let (code, output) = check(&watched);
    assert_eq!(code, 0, "{output}");
    assert!(output.contains("All is well."), "{output}");
    watched.stage.run();
    watched.becomes((200, "ok"), |_| true);
    let (code, output) = check(&watched);
    assert_eq!(code, 0, "{output}");
    for line in [
        "✓ store: ",
        "is open in the kally-bridge that runs here (process ",
        "✓ server.bind: the bridge listens at ",
        "✓ server.internal: the running bridge says: ok",
        "✓ telegram: @kally_bot answers",
        "- matrix: not configured; set matrix.homeserver",
        "All is well.",
    ] {
        assert!(output.contains(line), "{line}: {output}");
    }
    watched.stage.stop();
    let (code, output) = check(&watched);
    assert_eq!(code, 0, "{output}");
    assert!(output.contains("can be opened"), "{output}");
}

#[test]
fn a_platform_that_is_broken_from_the_start_stops_nobody_and_is_told_to_the_admin() {
    let watched = Watched::new()
        .variable("KALLY_ACCESS__MODE", "invited")
        .and_matrix(&closed_homeserver());
    watched.stage.run();
    let ana = claimed(&watched.stage);
    let said = ana.hears("Messages on Matrix don't reach me");
    assert!(
        said.text.contains("doesn't accept my token or password"),
        "{said:?}"
    );
    ana.ask("/call", "Which number should I call?");
    let ready = watched.becomes((200, "degraded"), |_| true);
    assert_eq!(of(&ready, "matrix"), "unauthorized");
    assert_eq!(of(&ready, "telegram"), "ok");
    let (code, output) = check(&watched);
    assert_eq!(code, 1, "{output}");
    assert!(output.contains("✗ matrix: "), "{output}");
    assert!(output.contains("✓ telegram: "), "{output}");
    let (code, line) = watched.checked();
    assert_eq!(code, 0);
    let reason = "degraded: Matrix does not accept the bot's token or password, since ";
    assert!(line.starts_with(reason), "{line}");
    // It is tried again after five seconds and after ten more.
    std::thread::sleep(Duration::from_secs(6));
    assert_eq!(ana.count("Messages on Matrix"), 1);
    assert_eq!(watched.times_logged("Matrix fails and is tried again"), 1);
    watched.stage.stop();
}

#[test]
fn a_revoked_token_and_a_homeserver_that_is_gone_are_seen() {
    let gone = format!("http://127.0.0.1:{}", free_port());
    let watched = Watched::new().and_matrix(&gone);
    watched.stage.run();
    watched.becomes((200, "degraded"), |ready| {
        (of(ready, "telegram"), of(ready, "matrix")) == ("ok", "unreachable")
    });
    let unknown = || Fault::Answer(401, refusal(401, "Unauthorized", None));
    for _ in 0..3 {
        watched.stage.telegram.arm("getUpdates", unknown());
    }
    watched.stage.private(ANA).says("/call");
    let ready = watched.becomes((503, "unavailable"), |ready| {
        of(ready, "telegram") == "unauthorized"
    });
    assert_eq!(ready["reasons"].as_array().unwrap().len(), 2, "{ready:#}");
    let public = Browser::new().open(&format!("{}/health", watched.stage.place.address()));
    assert_eq!((public.status, public.body.as_str()), (503, "unavailable"));
    let (code, line) = watched.checked();
    assert_eq!(code, 1);
    assert!(line.contains("Telegram does not accept"), "{line}");
    // The process goes on, and so does the bot once the token is known again.
    watched
        .stage
        .private(ANA)
        .hears("Which number should I call?");
    watched.becomes((200, "degraded"), |ready| of(ready, "telegram") == "ok");
    for once in ["Telegram fails and is tried again", "Telegram works again"] {
        assert_eq!(watched.times_logged(once), 1, "{once}");
    }
    assert_eq!(watched.times_logged("Matrix fails and is tried again"), 1);
    watched.stage.stop();
}

#[test]
fn a_second_program_with_the_same_token_is_logged_once() {
    let watched = Watched::new();
    watched.stage.run();
    watched.becomes((200, "ok"), |_| true);
    let other = "Conflict: terminated by other getUpdates request";
    for _ in 0..3 {
        let conflict = Fault::Answer(409, refusal(409, other, None));
        watched.stage.telegram.arm("getUpdates", conflict);
    }
    let there = watched.stage.private(ANA);
    there.says("/help");
    watched.becomes((503, "unavailable"), |ready| {
        of(ready, "telegram") == "second-receiver"
    });
    // Between two conflicts some messages come; that is not the end of them.
    watched.stage.until("three conflicts", |telegram| {
        (telegram.armed() == 0).then_some(())
    });
    there.ask("/help", "How it works");
    let (_, ready) = watched.ready();
    assert_eq!(of(&ready, "telegram"), "second-receiver");
    assert_eq!(watched.times_logged("Telegram fails and is tried again"), 1);
    assert_eq!(watched.times_logged("works again"), 0);
    watched.stage.stop();
}

#[test]
fn an_address_that_the_operator_has_chosen_must_be_free() {
    let watched = Watched::new();
    let taken = std::net::TcpListener::bind(watched.address.trim_start_matches("http://"));
    let _taken = taken.unwrap();
    watched.stage.run();
    let (code, log) = watched.stage.ended();
    assert_eq!(code, Some(1), "{log}");
    assert!(log.contains("server.internal"), "{log}");
}

#[test]
fn the_service_manager_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notify");
    let socket = UnixDatagram::bind(&path).unwrap();
    socket.set_read_timeout(Some(LIMIT)).unwrap();
    let watched = Watched::new()
        .variable("NOTIFY_SOCKET", &path.display().to_string())
        .variable("WATCHDOG_USEC", "1000000");
    watched.stage.run();
    let mut told = Vec::new();
    let mut waits_for = |wanted: &str| {
        let mut bytes = [0; 4096];
        let until = Instant::now() + LIMIT;
        while !told.iter().any(|line: &String| line.contains(wanted)) {
            assert!(Instant::now() < until, "{wanted}: {told:?}");
            let read = socket.recv(&mut bytes).unwrap();
            let text = String::from_utf8_lossy(&bytes[..read]).into_owned();
            told.extend(text.lines().map(str::to_owned));
        }
        told.clear();
    };
    waits_for("READY=1");
    waits_for("STATUS=ok");
    waits_for("WATCHDOG=1");
    waits_for("WATCHDOG=1");
    watched.stage.stop();
    waits_for("STOPPING=1");
}
