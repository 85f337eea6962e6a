//! The time of a reply in Matrix, compared in turn with a bare echo bot on the
//! same library and the same Synapse; and the memory of the process in fifty
//! rooms, with Telegram running as well.
//!
//! `cargo bench --bench matrix -- --rounds 200`

#![allow(
    clippy::unwrap_used,
    reason = "a measurement ends where something is not as it must be"
)]

#[path = "../tests/matrix/http.rs"]
#[allow(dead_code, reason = "shared with the tests")]
mod http;
#[path = "../tests/matrix/people.rs"]
#[allow(dead_code, reason = "shared with the tests")]
mod people;
#[path = "../tests/it/support/ports.rs"]
mod ports;
#[path = "../tests/matrix/secret.rs"]
#[allow(dead_code, reason = "shared with the tests")]
mod secret;
#[path = "../tests/matrix/synapse.rs"]
#[allow(dead_code, reason = "shared with the tests")]
mod synapse;
#[path = "../tests/matrix/talks.rs"]
#[allow(dead_code, reason = "shared with the tests")]
mod talks;

mod support {
    //! The constants that the shared files need.

    /// No answer takes longer.
    pub const LIMIT: std::time::Duration = std::time::Duration::from_secs(60);

    pub use super::ports::free_port;
}

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use matrix_sdk::config::SyncSettings;
use matrix_sdk::{Client, RoomState};
use serde_json::{Value, json};

use people::Person;
use secret::Secret;
use synapse::Synapse;
use talks::Talks as _;

/// The number of rooms in which the bot is when its memory is measured.
const ROOMS: usize = 50;

fn main() {
    let rounds = argument("--rounds").unwrap_or(200);
    let synapse = Synapse::start();
    let bridge = Bridge::start(&synapse);
    let echo = Echo::start(&synapse);
    println!("| room | what | median | p99 | to the echo |");
    println!("|---|---|---|---|---|");
    plain(&synapse, &bridge, &echo, rounds);
    encrypted(&synapse, &bridge, &echo, rounds);
    let mut ana = Person::new(&synapse, "ana");
    for _ in 0..ROOMS {
        let room = ana.room(&[&bridge.user]);
        wait_for(&ana, &room, &bridge.user);
    }
    std::thread::sleep(Duration::from_secs(3));
    println!(
        "\n{:.1} MiB in more than {ROOMS} rooms, Telegram running as well",
        bridge.mebibytes()
    );
}

/// Both bots, in unencrypted direct chats.
fn plain(synapse: &Synapse, bridge: &Bridge, echo: &Echo, rounds: usize) {
    let mut ana = Person::new(synapse, "ana");
    let mut rooms = Vec::new();
    for user in [&bridge.user, &echo.user] {
        let room = ana.direct(user);
        wait_for(&ana, &room, user);
        rooms.push((room, user.clone()));
    }
    let mut taken = [Vec::new(), Vec::new()];
    for round in 0..rounds + 5 {
        for (index, (room, user)) in rooms.iter().enumerate() {
            let begun = Instant::now();
            ana.say(room, "/help");
            ana.waits(room, "a reply", |event| {
                event["sender"] == user.as_str() && event["type"] == "m.room.message"
            });
            if round >= 5 {
                taken[index].push(begun.elapsed());
            }
        }
    }
    report("plain", taken);
}

/// Both bots, in encrypted direct chats.
fn encrypted(synapse: &Synapse, bridge: &Bridge, echo: &Echo, rounds: usize) {
    let mut ana = Secret::new(synapse, "ana");
    let mut rooms = Vec::new();
    for user in [&bridge.user, &echo.user] {
        let room = ana.direct(user);
        ana.sees_in(&room, user);
        rooms.push((room, user.clone()));
    }
    let mut taken = [Vec::new(), Vec::new()];
    for round in 0..rounds + 5 {
        for (index, (room, user)) in rooms.iter().enumerate() {
            let begun = Instant::now();
            ana.say(room, "/help");
            ana.waits(room, "a reply", |event| {
                event["sender"] == user.as_str() && event["type"] == "m.room.message"
            });
            if round >= 5 {
                taken[index].push(begun.elapsed());
            }
        }
    }
    report("encrypted", taken);
}

fn report(room: &str, taken: [Vec<Duration>; 2]) {
    let [bridge, echo] = taken.map(|mut taken| {
        taken.sort();
        let at = |share: usize| taken[(taken.len() * share / 100).min(taken.len() - 1)];
        (at(50), at(99))
    });
    let ratio = |of: Duration, to: Duration| of.as_secs_f64() / to.as_secs_f64();
    let row = |what: &str, (median, p99): (Duration, Duration), ratios: String| {
        println!(
            "| {room} | {what} | {:.1} ms | {:.1} ms | {ratios} |",
            median.as_secs_f64() * 1e3,
            p99.as_secs_f64() * 1e3
        );
    };
    row("echo", echo, String::new());
    let ratios = format!(
        "{:.2}, {:.2}",
        ratio(bridge.0, echo.0),
        ratio(bridge.1, echo.1)
    );
    row("kally-bridge", bridge, ratios);
}

fn argument(name: &str) -> Option<usize> {
    let mut arguments = std::env::args().skip_while(|argument| argument != name);
    arguments.nth(1)?.parse().ok()
}

fn wait_for(person: &Person, room: &str, user: &str) {
    let until = Instant::now() + support::LIMIT;
    loop {
        let members = person.get(&format!("rooms/{room}/joined_members"));
        if members["joined"].get(user).is_some() {
            return;
        }
        assert!(Instant::now() < until, "{user} does not come into {room}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The built program, with both platforms.
struct Bridge {
    child: Child,
    user: String,
    _home: tempfile::TempDir,
}

impl Bridge {
    fn start(synapse: &Synapse) -> Self {
        let account = Person::new(synapse, "kally");
        let home = tempfile::tempdir().unwrap();
        let telegram = silent_telegram();
        let mut child = Command::new(env!("CARGO_BIN_EXE_kally-bridge"))
            .arg("run")
            .current_dir(home.path())
            .env_clear()
            .env("HOME", home.path())
            .env("KALLY_ACCESS__MODE", "open")
            .env("KALLY_SERVER__BIND", "127.0.0.1:0")
            .env("KALLY_MATRIX__HOMESERVER", synapse.url())
            .env("KALLY_MATRIX__USER", &account.user)
            .env("KALLY_MATRIX__PASSWORD", &account.password)
            .env("KALLY_TELEGRAM__TOKEN", "1:benchmark")
            .env("KALLY_TELEGRAM__API_URL", telegram)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap()).lines();
        let signed_in = log
            .by_ref()
            .any(|line| line.unwrap().contains("Matrix: signed in"));
        assert!(signed_in);
        std::thread::spawn(move || log.for_each(drop));
        Self {
            child,
            user: account.user,
            _home: home,
        }
    }

    fn mebibytes(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status
            .lines()
            .find(|line| line.starts_with("VmRSS:"))
            .unwrap();
        let kibibytes: f64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
        kibibytes / 1024.0
    }
}

impl Drop for Bridge {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A Bot API at which nothing happens.
fn silent_telegram() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            std::thread::spawn(move || {
                let mut stream = stream.unwrap();
                let mut request = [0; 4096];
                while let Ok(read @ 1..) = stream.read(&mut request) {
                    let text = String::from_utf8_lossy(&request[..read]).into_owned();
                    let result = if text.contains("/GetMe") || text.contains("/getMe") {
                        json!({"id": 1, "is_bot": true, "first_name": "Kally", "username": "kally_bot",
                            "can_join_groups": true, "can_read_all_group_messages": false,
                            "supports_inline_queries": false, "can_connect_to_business": false,
                            "has_main_web_app": false})
                    } else if text.to_lowercase().contains("/getupdates") {
                        std::thread::sleep(Duration::from_secs(40));
                        json!([])
                    } else {
                        json!(true)
                    };
                    let body = json!({"ok": true, "result": result}).to_string();
                    let answer = format!(
                        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
                        body.len()
                    );
                    if stream.write_all(answer.as_bytes()).is_err() {
                        break;
                    }
                }
            });
        }
    });
    url
}

/// The simplest bot: a loop over single syncs that echoes every message.
struct Echo {
    user: String,
    _runtime: tokio::runtime::Runtime,
    _home: tempfile::TempDir,
}

impl Echo {
    fn start(synapse: &Synapse) -> Self {
        let account = Person::new(synapse, "echo");
        let home = tempfile::tempdir().unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .unwrap();
        let client = runtime.block_on(async {
            let client = Client::builder()
                .homeserver_url(synapse.url())
                .sqlite_store(home.path(), None)
                .build()
                .await
                .unwrap();
            let auth = client.matrix_auth();
            let login = auth.login_username(&account.user, &account.password);
            login.send().await.unwrap();
            client
        });
        #[expect(clippy::disallowed_methods, reason = "the benchmark's own runtime")]
        runtime.block_on(async { drop(tokio::spawn(echo(client))) });
        Self {
            user: account.user,
            _runtime: runtime,
            _home: home,
        }
    }
}

async fn echo(client: Client) {
    let me = client.user_id().unwrap().to_owned();
    let mut since: Option<String> = None;
    loop {
        let mut settings = SyncSettings::new();
        if let Some(since) = &since {
            settings = settings.token(since.as_str());
        }
        let answer = client.sync_once(settings).await.unwrap();
        since = Some(answer.next_batch);
        for room in client.invited_rooms() {
            room.join().await.unwrap();
        }
        for (id, update) in answer.rooms.joined {
            let room = client.get_room(&id).unwrap();
            if room.state() != RoomState::Joined {
                continue;
            }
            for event in update.timeline.events {
                let event: Value = serde_json::from_str(event.raw().json().get()).unwrap();
                if event["type"] == "m.room.message" && event["sender"] != me.as_str() {
                    let content = json!({"msgtype": "m.text", "body": event["content"]["body"]});
                    room.send_raw("m.room.message", content).await.unwrap();
                }
            }
        }
    }
}
