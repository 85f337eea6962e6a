//! Commands on a terminal: a line moves, and what is missing is asked for.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::process::Child;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcgetwinsize, tcsetwinsize};

use super::{linked, table};
use crate::support::{Heard, LIMIT, Place};

struct Window {
    typed: File,
    shown: Heard,
    program: Child,
}

impl Window {
    #[track_caller]
    fn open(place: &Place, arguments: &[&str], columns: u16) -> Self {
        let window = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&window).unwrap();
        unlockpt(&window).unwrap();
        let name = ptsname(&window, Vec::new()).unwrap().into_string().unwrap();
        let typed = File::from(window);
        let size = tcgetwinsize(&typed).unwrap();
        let size = Winsize {
            ws_col: columns,
            ws_row: 40,
            ..size
        };
        tcsetwinsize(&typed, size).unwrap();
        let inside = || {
            OpenOptions::new()
                .read(true)
                .write(true)
                .open(&name)
                .unwrap()
        };
        let start = place.command("");
        let start = arguments
            .iter()
            .fold(start, |start, one| start.argument(one));
        let program = start.in_window(inside);
        Self {
            shown: Heard::listen(typed.try_clone().unwrap()),
            typed,
            program,
        }
    }

    #[track_caller]
    fn shows(&self, words: &str) {
        let shown = self.shown.wait(0, &[words], LIMIT);
        assert!(
            shown.is_some(),
            "{words:?} is not in {:?}",
            self.shown.raw()
        );
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

#[test]
fn a_line_moves_while_the_call_goes_on() {
    let place = linked("--call-seconds 3");
    let table = table("0100");
    let table: Vec<&str> = table.iter().map(String::as_str).collect();
    let mut window = Window::open(&place, &table, 60);
    window.shows("Calling Italian Bistro (+1 415-555-0100)… 0:00");
    window.shows("… 0:01");
    window.shows("It cost 0.1 credits.");
    assert!(window.program.wait().unwrap().success());
    let raw = window.shown.raw();
    let (_, end) = raw.split_once("✅").unwrap();
    assert!(!end.contains("Calling"), "{raw:?}");
    // It is drawn over itself, never wider than the window.
    let moves = raw.split("\r\u{1b}[2K").skip(1);
    for line in moves {
        let line = line.split(['\r', '\n']).next().unwrap_or_default();
        let moves = line.starts_with(['|', '/', '-', '\\']);
        assert!(!moves || line.chars().count() < 60, "{line:?}");
    }
}

#[test]
fn what_is_missing_is_asked_for() {
    let place = linked("--call-seconds 0.5");
    let mut window = Window::open(&place, &["call", "-c", "general"], 80);
    window.shows("Which number should I call?");
    writeln!(window.typed, "+1 415 555 0100").unwrap();
    window.shows("What should I ask them for?");
    writeln!(window.typed, "Ask whether they repair bicycles").unwrap();
    window.shows("It cost 0.1 credits.");
    assert!(window.program.wait().unwrap().success());
    assert_eq!(place.sandbox.dialled().len(), 1);
}

/// The browser is on another machine: it cannot come back, and its address is
/// pasted.
#[test]
fn an_address_is_pasted() {
    for held in [false, true] {
        let place = Place::new("");
        let mut holder = held.then(|| place.chat());
        let mut window = Window::open(&place, &["login"], 300);
        window.shows("Waiting for the browser");
        window.shows("paste its address here");
        let shown = window.shown.raw();
        let mut words = shown.split_whitespace();
        let link = words.find(|word| word.starts_with("http://")).unwrap();
        writeln!(window.typed, "hello?").unwrap();
        window.shows("No sign-in of yours has ended at that address.");
        let mut browser = crate::support::Browser::new();
        let sign_in = browser.open(link);
        let address = browser
            .press_only(&sign_in, ("decision", "approve"))
            .unwrap_err();
        writeln!(window.typed, "{address}").unwrap();
        window.shows("has been linked since");
        assert!(window.program.wait().unwrap().success());
        if let Some(holder) = &mut holder {
            let said = holder.ends_well();
            assert!(!said.contains("delete"), "{said}");
        }
        crate::command::ran(&place, &["auth-status"]).ends_with(0);
    }
}

/// Without a terminal the address comes through a pipe.
#[test]
fn an_address_comes_through_a_pipe() {
    let place = Place::new("");
    let mut login = place.command("login").start();
    let told = login.log.wait(0, &["Waiting for the browser"], LIMIT);
    assert!(told.is_some(), "{}", login.so_far());
    let shown = login.log.raw();
    assert!(shown.contains("paste its address here"), "{shown}");
    let mut words = shown.split_whitespace();
    let link = words.find(|word| word.starts_with("http://")).unwrap();
    let mut browser = crate::support::Browser::new();
    let sign_in = browser.open(link);
    let address = browser
        .press_only(&sign_in, ("decision", "approve"))
        .unwrap_err();
    login.write(&format!("{address}\n"));
    assert!(login.end().success(), "{}", login.so_far());
    crate::command::ran(&place, &["auth-status"]).ends_with(0);
}
