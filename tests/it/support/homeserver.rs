//! A homeserver that nobody can sign in to.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread;

/// Starts one that refuses every password; returns its address. It listens until
/// the test process ends.
pub fn closed_homeserver() -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || answer(stream));
        }
    });
    format!("http://{address}")
}

/// Answers the requests of one connection; `None` at its end.
fn answer(mut stream: TcpStream) -> Option<()> {
    let mut read = BufReader::new(stream.try_clone().ok()?);
    loop {
        let mut line = String::new();
        (read.read_line(&mut line).ok()? > 0).then_some(())?;
        let mut length = 0;
        loop {
            let mut header = String::new();
            read.read_line(&mut header).ok()?;
            let header = header.trim().to_ascii_lowercase();
            if header.is_empty() {
                break;
            }
            if let Some(value) = header.strip_prefix("content-length:") {
                length = value.trim().parse().ok()?;
            }
        }
        let mut body = vec![0; length];
        read.read_exact(&mut body).ok()?;
        let (status, body) = match line.contains("/_matrix/client/versions") {
            true => ("200 OK", r#"{"versions":["v1.11"]}"#),
            false => (
                "403 Forbidden",
                r#"{"errcode":"M_FORBIDDEN","error":"Invalid username or password"}"#,
            ),
        };
        let answer = format!(
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(answer.as_bytes()).ok()?;
    }
}
