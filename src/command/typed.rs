//! Lines that a person types while a sign-in waits: the address at which their browser
//! has ended, where it cannot come back.

use std::io::{self, BufRead as _, Read as _};
use std::thread;

use tokio::sync::mpsc;

use super::protocol::Request;

/// Longer lines are no address.
const LONGEST: u64 = 16 * 1024;

/// The lines; none where nobody types.
pub struct Typed(Option<mpsc::Receiver<String>>);

impl Typed {
    /// Listens while this request is carried out, if a person may answer. Its thread
    /// ends with the process.
    pub fn during(request: &Request) -> Self {
        // A line may also come through a pipe, as with `docker exec -i`.
        if !matches!(request, Request::Login { .. }) {
            return Self(None);
        }
        let (tell, typed) = mpsc::channel(1);
        let reading = thread::Builder::new().spawn(move || {
            loop {
                let mut line = String::new();
                match io::stdin().lock().take(LONGEST).read_line(&mut line) {
                    Ok(1..) if tell.blocking_send(line).is_ok() => {}
                    _ => return,
                }
            }
        });
        Self(reading.is_ok().then_some(typed))
    }

    /// The next line that is not empty.
    pub async fn next(&mut self) -> String {
        loop {
            let line = match &mut self.0 {
                Some(typed) => typed.recv().await,
                None => std::future::pending().await,
            };
            match line {
                Some(line) if !line.trim().is_empty() => return line.trim().to_owned(),
                Some(_) => {}
                None => self.0 = None,
            }
        }
    }
}
