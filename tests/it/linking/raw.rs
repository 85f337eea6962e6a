//! Requests byte for byte, as no browser and no HTTP library would send them.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(20);

/// Sends these bytes; returns everything that comes back until the bot closes
/// the connection.
#[track_caller]
pub(super) fn raw(port: u16, request: impl AsRef<[u8]>) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(LIMIT)).unwrap();
    stream.set_write_timeout(Some(LIMIT)).unwrap();
    // The bot may hang up in the middle.
    let _ = stream.write_all(request.as_ref());
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

/// The status of a request without a body. `head` is its first line and its own
/// headers.
#[track_caller]
pub(super) fn status(port: u16, head: &str) -> u16 {
    let answer = raw(port, format!("{head}\r\nConnection: close\r\n\r\n"));
    let status = answer.get(9..12).and_then(|status| status.parse().ok());
    status.unwrap_or_else(|| panic!("{head:.100}: {answer:.200}"))
}
