//! For tests: a PostgreSQL of their own, of the binaries that are installed on
//! this machine.
//!
//! A server is reached through a Unix socket without a password, and on
//! loopback with one. PostgreSQL refuses to run as root, so root starts it as
//! the user `postgres`, or `nobody`. A shell watches over it: when the pipe from
//! the test's process closes, however that process ended, the shell stops the
//! server and removes its files.

use std::fs;
use std::io::{self, BufRead as _, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// The superuser of every server, and its password on loopback.
pub const USER: &str = "kally";
pub const PASSWORD: &str = "not-to-be-said";

/// The longest path of a Unix socket, less the socket's own name.
const MOST_FOLDER_BYTES: usize = 80;

/// Numbers the folders, the databases and the schemas of this process.
static COUNT: AtomicU32 = AtomicU32::new(1);

/// Makes a cluster, starts it, says so, and waits until its input ends.
const WATCH: &str = r#"
set -e
# The test may have ended before the server was started.
trap '' PIPE
trap '"$1/pg_ctl" -D data -m immediate -w stop >stop.log 2>&1; cd /; rm -rf "$2"' EXIT
cd "$2"
"$1/initdb" -D data -U "$3" --pwfile=password --auth-local=trust --auth-host=scram-sha-256 \
    --no-sync --encoding=UTF8 --locale=C >initdb.log 2>&1 || { cat initdb.log; exit 1; }
cat settings >>data/postgresql.conf
"$1/pg_ctl" -D data -l log -w -t 60 start >start.log 2>&1 || { cat start.log log; exit 1; }
echo started
read -r _ || true
"#;

/// A server of its own. Dropping it stops the server and removes its files.
#[derive(Debug)]
pub struct Cluster {
    binaries: PathBuf,
    folder: PathBuf,
    port: u16,
    user: Option<u32>,
    watch: Child,
    /// The database that schemas share.
    of_schemas: OnceLock<String>,
}

impl Cluster {
    /// The server that the tests of this process share. It does not flush to the
    /// disk, which no test can tell, since no power is cut.
    ///
    /// # Panics
    /// As [`Self::start`].
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Cluster> = OnceLock::new();
        SHARED.get_or_init(|| Self::start("fsync = off"))
    }

    /// Starts a server with these lines in its configuration.
    ///
    /// # Panics
    /// When PostgreSQL is not installed, or does not start. The message says why.
    #[must_use]
    pub fn start(settings: &str) -> Self {
        Self::start_with(settings, &[])
    }

    /// The same with files that the settings name as `../NAME`; only the server
    /// can read them.
    ///
    /// # Panics
    /// As [`Self::start`].
    #[must_use]
    pub fn start_with(settings: &str, files: &[(&str, &str)]) -> Self {
        let binaries = binaries().unwrap_or_else(|| {
            panic!("PostgreSQL is not installed: install Debian's package postgresql")
        });
        let user = as_other_user();
        let folder = folder(user).expect("a folder for PostgreSQL");
        let port = free_port().expect("a free port");
        let settings = format!(
            "listen_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = '{}'\n\
             max_connections = 200\nlogging_collector = off\n{settings}\n",
            folder.display(),
        );
        fs::write(folder.join("settings"), settings).expect("written");
        fs::write(folder.join("password"), PASSWORD).expect("written");
        for (name, content) in files {
            let path = folder.join(name);
            fs::write(&path, content).expect("written");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("private");
            chown(&path, user, user).expect("given away");
        }
        let mut command = command_of("sh", user);
        let command = command
            .args(["-c", WATCH, "postgres-of-tests"])
            .args([&binaries, &folder, Path::new(USER)])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // Ctrl-C at the terminal is for the tests.
            .process_group(0);
        let mut watch = command.spawn().expect("a shell");
        let mut said = String::new();
        let mut out = BufReader::new(watch.stdout.take().expect("a pipe"));
        while !said.ends_with("started\n") {
            let read = out.read_line(&mut said).expect("read");
            assert!(read > 0, "PostgreSQL does not start:\n{said}");
        }
        Self {
            binaries,
            folder,
            port,
            user,
            watch,
            of_schemas: OnceLock::new(),
        }
    }

    /// An empty database of the server: its address through the Unix socket.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn database(&self) -> String {
        let name = self.new_database();
        let host = self.folder.display().to_string().replace('/', "%2F");
        format!("postgres://{USER}@{host}:{}/{name}", self.port)
    }

    /// An empty database of the server: its address on loopback, with the
    /// password.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn database_on_loopback(&self) -> String {
        let name = self.new_database();
        let port = self.port;
        format!("postgres://{USER}:{PASSWORD}@127.0.0.1:{port}/{name}")
    }

    /// An empty schema in a database that the schemas share, which is made sooner
    /// than a database: its address through the Unix socket.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn schema(&self) -> String {
        let shared = self.of_schemas.get_or_init(|| self.database());
        let name = format!("schema{}", COUNT.fetch_add(1, Ordering::Relaxed));
        self.sql(shared, &format!("CREATE SCHEMA {name}"));
        format!("{shared}?options=-csearch_path%3D{name}")
    }

    fn new_database(&self) -> String {
        let name = format!("test{}", COUNT.fetch_add(1, Ordering::Relaxed));
        self.sql("postgres", &format!("CREATE DATABASE {name}"));
        name
    }

    /// Carries out SQL in a database, or in the one of an address; returns the
    /// rows, a line each, with `|` between the columns.
    ///
    /// # Panics
    /// When the server refuses it.
    pub fn sql(&self, database: &str, sql: &str) -> String {
        let name = name_of(database);
        let mut psql = Command::new(self.binaries.join("psql"));
        let psql = psql
            .args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-U", USER])
            .args(["-p", &self.port.to_string(), "-d", name, "-c", sql])
            .arg("-h")
            .arg(&self.folder);
        output(psql)
    }

    /// Removes the database of an address, with the connections to it.
    ///
    /// # Panics
    /// When it cannot be removed.
    pub fn drop_database(&self, address: &str) {
        let name = name_of(address);
        self.sql("postgres", &format!("DROP DATABASE {name} WITH (FORCE)"));
    }

    /// A database made of a dump of another one: its address through the Unix
    /// socket.
    ///
    /// # Panics
    /// When it cannot be dumped.
    #[must_use]
    pub fn dumped(&self, address: &str) -> String {
        let (from, to) = (address, self.database());
        let script = r#""$1/pg_dump" -Fc -d "$2" | "$1/pg_restore" --exit-on-error -d "$3""#;
        let mut shell = Command::new("sh");
        let shell = shell.args(["-c", script, "dump"]).arg(&self.binaries);
        output(shell.args([from, &to]));
        to
    }

    /// Stops the server, as `pg_ctl` does in this mode, and starts it again.
    ///
    /// # Panics
    /// When it does not start.
    pub fn restart(&self, mode: &str) {
        self.control(&["restart", "-m", mode, "-w", "-t", "60", "-l", "log"]);
    }

    /// Stops the server at once, as a crash does.
    ///
    /// # Panics
    /// When it does not stop.
    pub fn crash(&self) {
        self.control(&["stop", "-m", "immediate", "-w"]);
    }

    /// Starts the server again.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start_again(&self) {
        self.control(&["start", "-w", "-t", "60", "-l", "log"]);
    }

    fn control(&self, args: &[&str]) {
        let mut command = command_of(self.binaries.join("pg_ctl"), self.user);
        let done = command
            .args(["-D", "data"])
            .args(args)
            .current_dir(&self.folder)
            .stdout(Stdio::null())
            .status();
        let done = done.expect("pg_ctl");
        assert!(done.success(), "pg_ctl {args:?}: {done}");
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.watch.stdin.take());
        let _ = self.watch.wait();
    }
}

/// The database of an address; a name alone is one.
fn name_of(address: &str) -> &str {
    let name = address.rsplit('/').next().unwrap_or(address);
    name.split('?').next().unwrap_or(name)
}

fn output(command: &mut Command) -> String {
    let output = command.output().expect("psql");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn command_of(program: impl AsRef<std::ffi::OsStr>, user: Option<u32>) -> Command {
    let mut command = Command::new(program);
    if let Some(user) = user {
        command.uid(user).gid(user);
    }
    // The tests may set variables for the program that they start.
    command
        .env_clear()
        .env("PATH", "/usr/local/bin:/usr/bin:/bin");
    command
}

/// The folder of the newest binaries.
fn binaries() -> Option<PathBuf> {
    let debian = fs::read_dir("/usr/lib/postgresql").ok();
    let mut found: Vec<(u32, PathBuf)> = debian
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    found.sort();
    let newest = found.pop().map(|(_, path)| path);
    let path = std::env::split_paths("/usr/local/pgsql/bin:/usr/local/bin:/usr/bin");
    let mut all = newest.into_iter().chain(path);
    all.find(|folder| folder.join("initdb").is_file())
}

/// The user that root runs the server as; `None` for the tests' own.
fn as_other_user() -> Option<u32> {
    let is_root = fs::metadata("/proc/self").ok()?.uid() == 0;
    is_root.then(|| {
        let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
        let mut lines = users.lines().map(|line| line.split(':'));
        let postgres = lines.find_map(|mut fields| match fields.next() {
            Some("postgres") => fields.nth(1)?.parse().ok(),
            _ => None,
        });
        postgres.unwrap_or(65534)
    })
}

/// A new folder that the server's user can reach: below `target`, else in the
/// system's folder for temporary files.
fn folder(user: Option<u32>) -> io::Result<PathBuf> {
    let own = std::env::current_exe()?;
    // …/target/debug/deps/NAME
    let target = own.ancestors().nth(3).map(|target| target.join("postgres"));
    let fits = |folder: &PathBuf| {
        let reached = |above: &Path| {
            fs::metadata(above).is_ok_and(|found| found.permissions().mode() & 0o001 != 0)
        };
        let above = folder.ancestors().skip(1);
        let mut above = above.filter(|above| !above.as_os_str().is_empty());
        folder.as_os_str().len() <= MOST_FOLDER_BYTES - 16 && (user.is_none() || above.all(reached))
    };
    let temporary = || std::env::temp_dir().join("kally-postgres");
    let all = target.filter(fits).unwrap_or_else(temporary);
    fs::create_dir_all(&all)?;
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let folder = all.join(format!("{}-{count}", std::process::id()));
    fs::create_dir_all(&folder)?;
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;
    if let Some(user) = user {
        // The watching shell removes the folder from there.
        chown(&all, Some(user), Some(user))?;
        chown(&folder, Some(user), Some(user))?;
    }
    Ok(folder)
}

/// A port of loopback that is free now.
fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
