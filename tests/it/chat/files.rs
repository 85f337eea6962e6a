//! The bot may open no more files: that is temporary, and nothing is lost.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};

use crate::support::{LIMIT, Place};

/// Fewer than any process has, so that every new file has to wait.
const NONE: u64 = 3;
const ENOUGH: u64 = 1024;

#[test]
fn without_a_file_to_open_what_is_said_is_kept_and_pages_come_later() {
    let place = Place::new("");
    let mut chat = place.command("chat --log warn").start();
    chat.hears("Write /call");
    chat.limit_files(NONE);
    chat.ask("/call", "Which number should I call?");
    chat.ask("415 555 0100", "What should I ask them for?");
    let mut visitor = TcpStream::connect((Ipv4Addr::LOCALHOST, place.port())).unwrap();
    let asked = b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    visitor.write_all(asked).unwrap();
    let waits = chat.log.wait(0, &["no connection can be accepted"], LIMIT);
    assert!(waits.is_some(), "{}", chat.so_far());
    chat.ask("/help", "How it works");
    chat.limit_files(ENOUGH);
    visitor.set_read_timeout(Some(LIMIT)).unwrap();
    let mut told = String::new();
    visitor.read_to_string(&mut told).unwrap();
    assert!(told.starts_with("HTTP/1.1 200"), "{told}");
    chat.kill();
    let mut chat = place.chat();
    chat.ask("Ask whether they are open tomorrow", "They will hear an AI");
    chat.ends_well();
}

#[test]
fn the_bot_asks_for_all_the_files_that_it_may_have() {
    let place = Place::new("");
    let start = place.command("chat").files_at_first(256);
    let chat = start.start();
    let greets = chat.output.wait(0, &["I place phone calls"], LIMIT);
    assert!(greets.is_some(), "{}", chat.so_far());
    let (current, maximum) = chat.limit_files(ENOUGH);
    assert_eq!(current, maximum, "{}", chat.so_far());
}
