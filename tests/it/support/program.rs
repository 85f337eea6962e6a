//! The built program as a process: its own home, only the environment that a
//! test gives it, killed when the test is done with it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::heard::{Heard, flat};

/// No answer takes longer, even on a busy machine.
pub const LIMIT: Duration = Duration::from_secs(25);

/// How many files a program may have open after asking for more.
#[cfg(target_os = "linux")]
const LIMIT_OF_FILES: u64 = 1024;

/// How a program is to be started.
#[derive(Clone)]
pub struct Start {
    arguments: Vec<String>,
    /// What a shell runs instead of the program.
    script: Option<String>,
    variables: Vec<(String, String)>,
    home: Option<PathBuf>,
    /// No file may become longer than this many blocks of 512 bytes.
    longest_file: Option<u64>,
    /// How many files it may have open, as an option of `ulimit`.
    files: Option<String>,
    /// The permissions that its new files lack.
    umask: Option<&'static str>,
    /// For how many seconds it may compute.
    computing: Option<u64>,
}

impl Start {
    /// These arguments, separated by blanks.
    pub fn of(line: &str) -> Self {
        let arguments = line.split_whitespace().map(str::to_owned).collect();
        Self {
            arguments,
            script: None,
            variables: Vec::new(),
            home: None,
            longest_file: None,
            files: None,
            umask: None,
            computing: None,
        }
    }

    /// A demo with an account, in which a confirmed call is placed at once.
    pub fn demo() -> Self {
        Self::of("demo --linked").variable("KALLY_CALLS__UNDO", "0s")
    }

    /// One more argument, as it is.
    pub fn argument(mut self, argument: &str) -> Self {
        self.arguments.push(argument.to_owned());
        self
    }

    /// A script for a shell in the program's place, with its surroundings.
    pub fn script(mut self, script: &str) -> Self {
        self.script = Some(script.to_owned());
        self
    }

    /// An environment variable; the last one of a name counts.
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Its home folder, which outlasts it.
    pub fn home(mut self, home: &Path) -> Self {
        self.home = Some(home.to_owned());
        self
    }

    /// None of its files may become longer than this many bytes: for the
    /// program the disk is full then.
    pub fn longest_file(mut self, bytes: u64) -> Self {
        self.longest_file = Some(bytes / 512);
        self
    }

    /// It may have this many files open, and cannot raise that.
    pub fn files(mut self, most: u64) -> Self {
        self.files = Some(format!("-n {most}"));
        self
    }

    /// It may have this many files open until it asks for more.
    #[cfg(target_os = "linux")]
    pub fn files_at_first(mut self, most: u64) -> Self {
        self.files = Some(format!("-S -n {most}"));
        self
    }

    /// Its new files lack these permissions only.
    pub fn umask(mut self, umask: &'static str) -> Self {
        self.umask = Some(umask);
        self
    }

    /// It is killed once it has computed for this long; waiting for its turn on
    /// a busy machine does not count.
    pub fn computes_at_most(mut self, seconds: u64) -> Self {
        self.computing = Some(seconds);
        self
    }

    /// The shell passes the limits on, and ignores the signal of one.
    fn command(&self) -> Command {
        if let Some(script) = &self.script {
            let mut shell = Command::new("bash");
            shell.args(["-euo", "pipefail", "-c", script]);
            return shell;
        }
        let program = env!("CARGO_BIN_EXE_kally-bridge");
        let longest = self
            .longest_file
            .map(|blocks| format!("trap '' XFSZ; ulimit -f {blocks}; "));
        let files = self.files.as_ref().map(|most| format!("ulimit {most}; "));
        let umask = self.umask.map(|umask| format!("umask {umask}; "));
        let computing = self.computing.map(|most| format!("ulimit -t {most}; "));
        let limits = [longest, files, umask, computing]
            .map(Option::unwrap_or_default)
            .concat();
        if limits.is_empty() {
            return Command::new(program);
        }
        let mut shell = Command::new("sh");
        let script = format!("{limits}exec \"$0\" \"$@\"");
        shell.args(["-c", &script, program]);
        shell
    }

    /// The command with its surroundings.
    fn whole(self, own: &Path) -> Command {
        let mut command = self.command();
        let home = self.home.unwrap_or_else(|| own.to_owned());
        command
            .args(&self.arguments)
            .current_dir(&home)
            .env_clear()
            .env("HOME", &home)
            .env("TMPDIR", &home)
            .env("KALLY_LOCALE__TIMEZONE", "America/New_York")
            .env("KALLY_SERVER__BIND", "127.0.0.1:0")
            .env("KALLY_SERVER__INTERNAL", "")
            // The tests run at any hour.
            .env("KALLY_CALLS__MINDS_HOURS", "false")
            .envs(self.variables);
        command
    }

    /// Starts it in the window of a terminal, which it reads and writes.
    #[track_caller]
    pub fn in_window(self, inside: impl Fn() -> std::fs::File) -> Child {
        let own = tempfile::tempdir().unwrap();
        let mut command = self.whole(own.path());
        command.stdin(inside()).stdout(inside()).stderr(inside());
        command.env("TERM", "xterm").spawn().unwrap()
    }

    #[track_caller]
    pub fn start(self) -> Program {
        let own = tempfile::tempdir().unwrap();
        let mut child = self
            .whole(own.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take();
        let output = Heard::listen(child.stdout.take().unwrap());
        let log = Heard::listen(child.stderr.take().unwrap());
        Program {
            child,
            input,
            output,
            log,
            read: 0,
            _own: own,
        }
    }

    /// Starts it, and waits for its end; returns how it ended, its output, its
    /// log.
    #[track_caller]
    pub fn run(self, input: &str) -> (i32, String, String) {
        let mut program = self.start();
        program.write(input);
        let status = program.end();
        (
            status.code().unwrap_or(-1),
            program.output.raw(),
            program.log.raw(),
        )
    }
}

/// A program that runs.
pub struct Program {
    child: Child,
    input: Option<ChildStdin>,
    pub output: Heard,
    pub log: Heard,
    /// The position up to which the output was read, in its flat form.
    read: usize,
    _own: tempfile::TempDir,
}

impl Program {
    /// Sends text to its standard input.
    #[track_caller]
    pub fn write(&mut self, text: &str) {
        let input = self.input.as_mut().unwrap();
        // A program that does not read may have ended; its output tells more.
        let _ = input.write_all(text.as_bytes());
        let _ = input.flush();
    }

    /// Sends a line, and waits until it is taken; the output before it is read.
    #[track_caller]
    pub fn say(&mut self, line: &str) {
        self.write(&format!("{line}\n"));
        self.hears(&flat(&format!("> {line}")));
    }

    /// Waits for words that have not been read; reads up to their end.
    #[track_caller]
    pub fn hears(&mut self, text: &str) -> &mut Self {
        self.hears_one(&[text], LIMIT);
        self
    }

    /// Waits for one of several texts; returns which one.
    #[track_caller]
    pub fn hears_one(&mut self, texts: &[&str], limit: Duration) -> usize {
        match self.output.wait(self.read, texts, limit) {
            Some((which, end)) => {
                self.read = end;
                which
            }
            None => panic!("none of {texts:?} was said.{}", self.so_far()),
        }
    }

    /// Sends a line and waits for the answer.
    #[track_caller]
    pub fn ask(&mut self, line: &str, answer: &str) -> &mut Self {
        self.say(line);
        self.hears(answer)
    }

    /// Says that the account which was signed in to is the person's own.
    #[track_caller]
    pub fn is_mine(&mut self) -> &mut Self {
        let asked = ["Is that your account?", "¿Es tu cuenta?"];
        self.hears_one(&asked, LIMIT);
        self.hears("[2] No").say("1");
        self.hears_one(&["✅ Linked", "✅ Cuenta vinculada"], LIMIT);
        self
    }

    /// The output that has been read.
    pub fn read_so_far(&self) -> String {
        self.output.flat()[..self.read].to_owned()
    }

    /// The output that has not been read.
    pub fn unread(&self) -> String {
        self.output
            .flat()
            .get(self.read..)
            .unwrap_or_default()
            .to_owned()
    }

    /// Ends the input; waits for the program to end by itself.
    #[track_caller]
    pub fn end(&mut self) -> ExitStatus {
        drop(self.input.take());
        let until = Instant::now() + LIMIT * 2;
        assert!(
            self.output.wait_for_end(LIMIT * 2),
            "it does not end.{}",
            self.so_far()
        );
        assert!(
            self.log.wait_for_end(LIMIT),
            "it does not end.{}",
            self.so_far()
        );
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < until, "it does not end.{}", self.so_far());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Ends the input and expects success; returns the whole output.
    #[track_caller]
    pub fn ends_well(&mut self) -> String {
        let status = self.end();
        assert!(status.success(), "ended with {status}.{}", self.so_far());
        self.output.flat()
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Whether it has ended.
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Kills it at once, with no chance to tidy up.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Asks it to stop, as a service manager does, and waits until it has.
    #[track_caller]
    pub fn terminate(&mut self) -> ExitStatus {
        self.signal("-TERM");
        self.end()
    }

    /// Sends it a signal, such as `-HUP`.
    #[track_caller]
    pub fn signal(&self, signal: &str) {
        let sent = Command::new("kill")
            .args([signal, &self.child.id().to_string()])
            .status();
        assert!(sent.unwrap().success());
    }

    /// From now on it may have only this many files open. Returns its limits
    /// before: the current one, and the one after asking for more.
    #[cfg(target_os = "linux")]
    #[track_caller]
    pub fn limit_files(&self, most: u64) -> (Option<u64>, Option<u64>) {
        use rustix::process::{Pid, Resource, Rlimit, prlimit};
        let pid = Pid::from_raw(self.child.id().cast_signed());
        let new = Rlimit {
            current: Some(most),
            maximum: Some(LIMIT_OF_FILES),
        };
        let before = prlimit(pid, Resource::Nofile, new).unwrap();
        (before.current, before.maximum)
    }

    /// All of its output, for a message.
    pub fn so_far(&self) -> String {
        let flat = self.output.flat();
        let unread = flat.get(self.read..).unwrap_or_default();
        let log = self.log.raw();
        let log: Vec<&str> = log.lines().rev().take(30).collect();
        let log: Vec<&str> = log.into_iter().rev().collect();
        format!(
            "\n--- output\n{}\n--- not read yet\n{unread}\n--- log\n{}",
            self.output.raw(),
            log.join("\n")
        )
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
        // A failed test may need this output.
        if thread::panicking() {
            eprintln!("{}", self.so_far());
        }
    }
}
