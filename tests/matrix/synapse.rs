//! A Synapse of the tests' own: set up once in a virtual environment below
//! `target`, on loopback, with SQLite, without limits. It ends when its
//! standard input closes: with the test process, however that ends.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::http;
use crate::support::free_port;

/// The version that the tests are written against.
const VERSION: &str = "1.163.2";

/// No limit.
const MUCH: &str = "{per_second: 10000, burst_count: 10000}";

/// The longest time of its start, on a busy machine.
const START: Duration = Duration::from_secs(90);

/// A homeserver that runs.
pub struct Synapse {
    folder: tempfile::TempDir,
    port: u16,
    process: Mutex<Option<Child>>,
}

/// The homeserver that the tests share; started by the first that needs it.
pub fn shared() -> &'static Synapse {
    static SHARED: OnceLock<Synapse> = OnceLock::new();
    SHARED.get_or_init(Synapse::start)
}

impl Synapse {
    /// Starts a separate one, for a test that would disturb others.
    #[track_caller]
    pub fn start() -> Self {
        Self::configured(MUCH, "")
    }

    /// Starts a separate one with this limit on messages.
    #[track_caller]
    pub fn with_messages(limit: &str) -> Self {
        Self::configured(limit, "")
    }

    /// Starts a separate one with these lines in its configuration.
    #[track_caller]
    pub fn with(lines: &str) -> Self {
        Self::configured(MUCH, lines)
    }

    #[track_caller]
    fn configured(messages: &str, lines: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = free_port();
        configure(folder.path(), port, messages, lines);
        let synapse = Self {
            folder,
            port,
            process: Mutex::default(),
        };
        synapse.resume();
        synapse
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Stops it at once.
    pub fn stop(&self) {
        let mut process = self.process.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(mut child) = process.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Starts it, again on the same data.
    #[track_caller]
    pub fn resume(&self) {
        let log = fs::File::create(self.folder.path().join("output.log")).unwrap();
        let child = Command::new(python())
            .arg("-c")
            .arg(WATCHED)
            .arg("-c")
            .arg(self.folder.path().join("homeserver.yaml"))
            .stdin(Stdio::piped())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        *self.process.lock().unwrap_or_else(PoisonError::into_inner) = Some(child);
        let until = Instant::now() + START;
        let versions = format!("{}/_matrix/client/versions", self.url());
        while http::get(&versions).is_none() {
            assert!(
                Instant::now() < until,
                "Synapse does not start: {}",
                fs::read_to_string(self.folder.path().join("output.log")).unwrap_or_default()
            );
            thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Synapse {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Runs Synapse, and ends it as soon as the standard input is closed.
const WATCHED: &str = "
import os, sys, threading
def watch():
    while sys.stdin.buffer.read(1):
        pass
    os._exit(0)
threading.Thread(target=watch, daemon=True).start()
from synapse.app.homeserver import main
sys.argv[0] = 'synapse'
main()
";

fn configure(folder: &Path, port: u16, messages: &str, lines: &str) {
    let at = |name: &str| folder.join(name).display().to_string();
    let config = format!(
        "server_name: localhost
pid_file: {pid}
listeners:
  - port: {port}
    type: http
    bind_addresses: ['127.0.0.1']
    resources: [{{names: [client]}}]
database:
  name: sqlite3
  args: {{database: {database}}}
log_config: {log}
media_store_path: {media}
signing_key_path: {key}
registration_shared_secret: unused
macaroon_secret_key: macaroons
form_secret: forms
report_stats: false
enable_registration: true
enable_registration_without_verification: true
presence: {{enabled: false}}
trusted_key_servers: []
suppress_key_server_warning: true
bcrypt_rounds: 4
rc_message: {messages}
rc_registration: {much}
rc_joins: {{local: {much}, remote: {much}}}
rc_joins_per_room: {much}
rc_invites: {{per_room: {much}, per_user: {much}, per_issuer: {much}}}
rc_login: {{address: {much}, account: {much}, failed_attempts: {much}}}
rc_room_creation: {much}
rc_key_requests: {much}
{lines}
",
        pid = at("pid"),
        database = at("homeserver.db"),
        log = at("log.yaml"),
        media = at("media"),
        key = at("signing.key"),
        much = MUCH,
    );
    fs::write(folder.join("homeserver.yaml"), config).unwrap();
    let log = "version: 1
handlers: {console: {class: logging.StreamHandler}}
root: {level: WARNING, handlers: [console]}
";
    fs::write(folder.join("log.yaml"), log).unwrap();
    let keys = Command::new(python())
        .args(["-m", "synapse.app.homeserver", "--generate-keys", "-c"])
        .arg(folder.join("homeserver.yaml"))
        .output()
        .unwrap();
    assert!(keys.status.success(), "{keys:?}");
}

/// The interpreter of the virtual environment, which is made if it does not
/// exist.
fn python() -> PathBuf {
    static PYTHON: OnceLock<PathBuf> = OnceLock::new();
    PYTHON.get_or_init(set_up).clone()
}

fn set_up() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("synapse-{VERSION}"));
    let python = folder.join("bin/python");
    let ready = folder.join("ready");
    if ready.exists() {
        return python;
    }
    let _ = fs::remove_dir_all(&folder);
    run(
        Command::new("python3").args(["-m", "venv"]).arg(&folder),
        "Python 3.10 or later with its venv module (Debian: apt-get install python3-venv) is needed to test Matrix",
    );
    run(
        Command::new(&python)
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
            ])
            .arg(format!("matrix-synapse=={VERSION}")),
        "Synapse could not be installed from PyPI, and is needed to test Matrix",
    );
    fs::write(&ready, "").unwrap();
    python
}

fn run(command: &mut Command, needed: &str) {
    match command.output() {
        Ok(output) if output.status.success() => {}
        Ok(output) => panic!(
            "{needed}: {}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        ),
        Err(error) => panic!("{needed}: {error}"),
    }
}
