//! The demo in the window of a terminal, whose width can change.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcgetwinsize, tcsetwinsize};

use crate::support::{Heard, LIMIT};

/// A window in which the demo runs.
pub struct Window {
    typed: File,
    shown: Heard,
    demo: Child,
    /// The end of what was read, and its beginning.
    read: usize,
    from: usize,
}

impl Window {
    #[track_caller]
    pub fn open(home: &Path, columns: u16) -> Self {
        let window = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&window).unwrap();
        unlockpt(&window).unwrap();
        let name = ptsname(&window, Vec::new()).unwrap().into_string().unwrap();
        let window = File::from(window);
        let inside = || {
            OpenOptions::new()
                .read(true)
                .write(true)
                .open(&name)
                .unwrap()
        };
        let demo = Command::new(env!("CARGO_BIN_EXE_kally-bridge"))
            .args(["demo", "--linked"])
            .env_clear()
            .env("HOME", home)
            .env("TMPDIR", home)
            .env("TERM", "xterm")
            .env("KALLY_SERVER__BIND", "127.0.0.1:0")
            .current_dir(home)
            .stdin(inside())
            .stdout(inside())
            .stderr(inside())
            .spawn()
            .unwrap();
        let window = Self {
            shown: Heard::listen(window.try_clone().unwrap()),
            typed: window,
            demo,
            read: 0,
            from: 0,
        };
        window.resize(columns);
        window
    }

    pub fn resize(&self, columns: u16) {
        let size = tcgetwinsize(&self.typed).unwrap();
        let size = Winsize {
            ws_col: columns,
            ws_row: 40,
            ..size
        };
        tcsetwinsize(&self.typed, size).unwrap();
    }

    /// Types a line, and waits for the answer.
    #[track_caller]
    pub fn ask(&mut self, line: &str, answer: &str) {
        // The prompt is there.
        let ready = self.shown.wait(self.read, &[">"], LIMIT);
        assert!(ready.is_some(), "no prompt in {:?}", self.shown.raw());
        self.from = self.shown.raw().len();
        write!(self.typed, "{line}\r").unwrap();
        let heard = self.shown.wait(self.read, &[answer], LIMIT);
        let (_, end) = heard.unwrap_or_else(|| panic!("{answer} is not in {:?}", self.shown.raw()));
        self.read = end;
    }

    /// The longest line of the last answer.
    pub fn longest(&self) -> usize {
        let raw = self.shown.raw();
        let answer = &raw[self.from..];
        // The line that is typed is drawn by itself.
        let lines = answer.lines().skip(1).map(without_escapes);
        let lines = lines.filter(|line| !line.contains('>'));
        lines
            .map(|line| line.chars().count())
            .max()
            .unwrap_or_default()
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ = self.demo.kill();
        let _ = self.demo.wait();
    }
}

/// The line without what moves the cursor.
fn without_escapes(line: &str) -> String {
    let mut out = String::new();
    let mut parts = line.trim_end_matches('\r').split('\u{1b}');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let end = part.find(|c: char| c.is_ascii_alphabetic());
        out.push_str(end.map_or("", |end| &part[end + 1..]));
    }
    out
}
