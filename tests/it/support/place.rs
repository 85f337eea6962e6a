//! A sandbox and a bot beside it, with a store that outlasts the bot.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::browser::{Browser, Page};
use super::ports::free_port;
use super::program::{LIMIT, Program, Start};

/// A sandbox that runs as a process.
pub struct Sandbox {
    program: Program,
    pub url: String,
}

impl Sandbox {
    /// Starts one on a free port.
    #[track_caller]
    pub fn start(options: &str) -> Self {
        let program = Start::of(&format!("sandbox --bind 127.0.0.1:0 {options}")).start();
        let (_, end) = program
            .output
            .wait(0, &["A sandbox KallyAI listens on http://"], LIMIT)
            .unwrap_or_else(|| panic!("no sandbox.{}", program.so_far()));
        // The address is the rest of the line; it arrives in one piece.
        let url = format!("http://{}", &program.output.flat()[end..]);
        Self { program, url }
    }

    /// The calls that were really dialled.
    #[track_caller]
    pub fn dialled(&self) -> Vec<Value> {
        let rows = Browser::new().json(&format!("{}/_sandbox/dialled", self.url));
        rows.as_array().unwrap().clone()
    }

    /// Waits until this many calls were dialled.
    #[track_caller]
    pub fn waits_for_dialled(&self, count: usize) {
        let until = Instant::now() + LIMIT;
        while self.dialled().len() < count {
            assert!(
                Instant::now() < until,
                "{count} calls are not dialled.{}",
                self.program.so_far()
            );
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Ends every running call now.
    #[track_caller]
    pub fn ends_calls(&self) {
        Browser::new().post(&format!("{}/_sandbox/end", self.url), &Value::Null);
    }

    /// Makes calls of the past; returns their ids, the newest first.
    #[track_caller]
    pub fn past(&self, what: &Value) -> Vec<Value> {
        let ids = Browser::new().post(&format!("{}/_sandbox/past", self.url), what);
        serde_json::from_str(&ids).unwrap()
    }

    /// From now on requests on this path are answered like this.
    #[track_caller]
    pub fn answers(&self, path: &str, mut how: Value) {
        how["path"] = path.into();
        how["times"] = 1_000_000.into();
        self.fail(&how);
    }

    #[track_caller]
    pub fn fail(&self, fault: &Value) {
        Browser::new().post(&format!("{}/_sandbox/fail", self.url), fault);
    }
}

/// The surroundings of a bot: its folder, its port, its sandbox.
pub struct Place {
    pub sandbox: Sandbox,
    home: tempfile::TempDir,
    port: u16,
    variables: Vec<(String, String)>,
}

impl Place {
    /// A place with a sandbox that has these options.
    #[track_caller]
    pub fn new(sandbox: &str) -> Self {
        let sandbox = Sandbox::start(sandbox);
        let home = tempfile::tempdir().unwrap();
        Self {
            sandbox,
            home,
            port: free_port(),
            variables: Vec::new(),
        }
    }

    /// A variable for every bot that is started here.
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The value of such a variable.
    pub fn value(&self, name: &str) -> String {
        let mut found = self.variables.iter().filter(|(known, _)| known == name);
        found.next().unwrap().1.clone()
    }

    /// The port of the pages.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Where the bot's web server is.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The folder of the store.
    pub fn store(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// The folder in which its programs run.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// The folder of the files that the terminal saves.
    pub fn documents(&self) -> PathBuf {
        self.home.path().join("kally-bridge-documents")
    }

    /// A command of the program, set up for this place; calls are placed at
    /// once, and doubt is short.
    pub fn command(&self, line: &str) -> Start {
        let start = Start::of(line)
            .home(self.home.path())
            .variable("KALLY_KALLYAI__BASE_URL", &self.sandbox.url)
            .variable("KALLY_SERVER__BIND", &format!("127.0.0.1:{}", self.port))
            .variable(
                "KALLY_LINKING__PUBLIC_URL",
                &format!("http://localhost:{}", self.port),
            )
            .variable("KALLY_STORE__PATH", &self.store().display().to_string())
            .variable("KALLY_CALLS__UNDO", "0s")
            .variable("KALLY_CALLS__DOUBT", "3s")
            .variable("KALLY_CALLS__POLL_FIRST", "1s")
            .variable("KALLY_TERMINAL__USER", "Ana")
            .variable("KALLY_ACCESS__MODE", "open")
            .variable("KALLY_ACCESS__CALLS_PER_NUMBER", "1000000")
            .variable("KALLY_ACCESS__CALLS_PER_DAY", "1000000")
            .variable("KALLY_ACCESS__CALLS_AT_ONCE", "1000000")
            .variable("KALLY_ACCESS__CONVERSATIONS_PER_DAY", "10000");
        self.variables
            .iter()
            .fold(start, |start, (name, value)| start.variable(name, value))
    }

    /// Starts the bot, which greets; none of its output is read yet.
    #[track_caller]
    pub fn chat(&self) -> Program {
        let chat = self.command("chat").start();
        let greetings = [
            "I place phone calls for you through KallyAI",
            "Hago llamadas por ti con KallyAI",
        ];
        let greeting = chat.output.wait(0, &greetings, LIMIT);
        assert!(greeting.is_some(), "no greeting.{}", chat.so_far());
        chat
    }

    /// Starts the bot and links an account.
    #[track_caller]
    pub fn linked_chat(&self) -> Program {
        let mut chat = self.chat();
        let link = offered_link(&mut chat);
        let mut browser = Browser::new();
        let page = signed_in(&mut browser, &link);
        let done = browser.press(&page, ("decision", "link"));
        let goes_back = ["go back to your chat", "volver a tu chat"];
        assert!(
            goes_back.iter().any(|words| done.body.contains(words)),
            "{done:?}"
        );
        chat.is_mine();
        chat
    }
}

/// Asks for a link; returns its address.
#[track_caller]
fn offered_link(chat: &mut Program) -> String {
    chat.say("/login");
    let offers = [
        "Here you can link your KallyAI account.",
        "Aquí puedes vincular tu cuenta de KallyAI.",
    ];
    chat.hears_one(&offers, LIMIT);
    shown_link(chat)
}

/// The address of the link that is being shown.
#[track_caller]
pub fn shown_link(chat: &mut Program) -> String {
    chat.hears_one(&["Link my account:", "Vincular mi cuenta:"], LIMIT);
    let before = chat.read_so_far();
    let told = ["the page shows the code", "la página muestra el código"];
    chat.hears_one(&told, LIMIT);
    let shown = chat.read_so_far();
    shown[before.len()..]
        .split_whitespace()
        .next()
        .unwrap()
        .to_owned()
}

/// Follows a link and signs in at the sandbox; returns the page that asks for
/// consent.
#[track_caller]
pub fn signed_in(browser: &mut Browser, link: &str) -> Page {
    let sign_in = browser.open(link);
    assert!(sign_in.body.contains("this is not KallyAI"), "{sign_in:?}");
    let page = browser.press(&sign_in, ("decision", "approve"));
    let asks = [
        "Link this KallyAI account?",
        "¿Vincular esta cuenta de KallyAI?",
    ];
    assert!(
        asks.iter().any(|words| page.body.contains(words)),
        "{page:?}"
    );
    page
}
