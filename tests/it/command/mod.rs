//! The command line for KallyAI, as scripts use it: results on standard output,
//! words on standard error, an exit code for each end.

mod call;
mod contract;
mod forms;
mod holding;
mod papers;
mod recordings;
mod schema;
mod signing;
mod window;

use std::path::Path;

use serde_json::Value;

use crate::support::{Browser, Place, Program, signed_in};

/// A command's end, as a script sees it.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// Its one JSON object, which the schema describes.
    #[track_caller]
    pub fn json(&self) -> Value {
        let value: Value =
            serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"));
        schema::check(&value);
        assert_eq!(value["exit_code"], self.code, "{self:?}");
        value
    }

    #[track_caller]
    pub fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        self
    }

    /// Words on standard error, and nothing on standard output.
    #[track_caller]
    pub fn says(self, code: i32, words: &str) -> Self {
        assert!(self.err.contains(words), "{words:?}: {self:?}");
        assert_eq!(self.out, "", "{self:?}");
        self.ends_with(code)
    }

    /// Words on standard output.
    #[track_caller]
    pub fn shows(self, words: &str) -> Self {
        assert!(self.out.contains(words), "{words:?}: {self:?}");
        self
    }
}

/// A command with arguments of which each may hold blanks.
#[track_caller]
pub fn start(place: &Place, arguments: &[&str]) -> Program {
    let start = place.command("");
    (arguments
        .iter()
        .fold(start, |start, one| start.argument(one)))
    .start()
}

/// Runs a command to its end.
#[track_caller]
pub fn ran(place: &Place, arguments: &[&str]) -> Ran {
    end_of(&mut start(place, arguments))
}

/// Waits for the end of a command.
#[track_caller]
pub fn end_of(program: &mut Program) -> Ran {
    let status = program.end();
    Ran {
        code: status.code().unwrap_or(-1),
        out: program.output.raw(),
        err: program.log.raw(),
    }
}

/// A request for a table.
pub fn table(digits: &str) -> Vec<String> {
    let number = format!("+1415555{digits}");
    [
        "call",
        "-p",
        &number,
        "-t",
        "Reserve a table for 4 at 8pm",
        "-c",
        "restaurant",
        "--name",
        "John Smith",
        "--business",
        "Italian Bistro",
        "--party-size",
        "4",
        "--time",
        "20:00",
    ]
    .map(str::to_owned)
    .into()
}

/// The same with more arguments, run to its end.
#[track_caller]
pub fn calls(place: &Place, digits: &str, more: &[&str]) -> Ran {
    let table = table(digits);
    let all: Vec<&str> = table
        .iter()
        .map(String::as_str)
        .chain(more.iter().copied())
        .collect();
    ran(place, &all)
}

/// A place whose person has signed in, by `login`.
#[track_caller]
pub fn linked(sandbox: &str) -> Place {
    let place = Place::new(sandbox);
    logs_in(&place, &["login"]).ends_with(0);
    place
}

/// Signs in by a command, in a browser.
#[track_caller]
pub fn logs_in(place: &Place, arguments: &[&str]) -> Ran {
    let mut login = start(place, arguments);
    let page = shown_address(&mut login);
    let mut browser = Browser::new();
    let page = signed_in(&mut browser, &page);
    browser.press(&page, ("decision", "link"));
    end_of(&mut login)
}

/// The address that `login` shows.
#[track_caller]
pub fn shown_address(login: &mut Program) -> String {
    let waits = ["Waiting for the browser", "Esperando al navegador"];
    let shown = login.log.wait(0, &waits, crate::support::LIMIT);
    assert!(shown.is_some(), "no address.{}", login.so_far());
    let log = login.log.raw();
    let address = log
        .split_whitespace()
        .find(|word| word.starts_with("http://"));
    address.unwrap().to_owned()
}

/// The bot for all chats, with commands as its only visitors.
#[track_caller]
pub fn bridge(place: &Place) -> Program {
    // `chat` holds the store as `run` does, and needs no platform.
    let program = place.chat();
    assert!(place.store().join("command.sock").exists());
    program
}

/// All bytes below a folder.
pub fn bytes(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => all.extend(bytes(&path)),
            false if path.extension().is_some_and(|it| it == "sock") => {}
            false => all.extend(std::fs::read(path).unwrap()),
        }
    }
    all
}
