//! Visitors of the bot's port that only want to stay.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How a visitor stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// Says nothing at all.
    Silent,
    /// Begins a request and leaves it.
    HalfHead,
    /// Sends one more byte of a request now and then.
    Trickling,
    /// Sends a whole head, and of the form one byte now and then.
    HalfForm,
    /// Asks for something, gets it, and stays.
    Idle,
}

const MANNERS: [Manner; 5] = [
    Manner::Silent,
    Manner::HalfHead,
    Manner::Trickling,
    Manner::HalfForm,
    Manner::Idle,
];

impl Manner {
    /// The bytes that are sent at once. Each visitor has an address of their
    /// own, according to a reverse proxy.
    fn begins(self, number: usize) -> String {
        let from = format!("X-Forwarded-For: 198.51.{}.{}", number / 250, number % 250);
        match self {
            Self::Silent => String::new(),
            Self::HalfHead => format!("GET /health HTTP/1.1\r\nHost: localhost\r\n{from}\r\n"),
            Self::Trickling => "GET /health HTTP/1.1\r\nHost: localhost\r\nX-Slow: ".to_owned(),
            Self::HalfForm => format!(
                "POST /link/confirm HTTP/1.1\r\nHost: localhost\r\n{from}\r\n\
                 Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 4000\r\n\r\ncsrf="
            ),
            Self::Idle => format!("GET /health HTTP/1.1\r\nHost: localhost\r\n{from}\r\n\r\n"),
        }
    }

    fn is_slow(self) -> bool {
        matches!(self, Self::Trickling | Self::HalfForm)
    }
}

/// Connected visitors; they wait to be sent away.
pub struct Visitors {
    /// How many came.
    pub count: usize,
    staying: JoinHandle<Vec<String>>,
}

impl Visitors {
    /// They all come, the same number of each manner, and stay as long as they
    /// can; returns when they are connected.
    #[track_caller]
    pub fn come(port: u16, each: usize) -> Self {
        let come = Self::as_many_as_can(port, each);
        let half = each * MANNERS.len() / 2;
        assert!(come.count > half, "only {} came", come.count);
        come
    }

    /// The same; in ten seconds not all of them may be let in.
    pub fn as_many_as_can(port: u16, each: usize) -> Self {
        may_open_files();
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let manners = MANNERS.iter().cycle().take(each * MANNERS.len());
        let visitors = manners.enumerate().filter_map(|(number, manner)| {
            let mut stream = TcpStream::connect_timeout(&address, COMING).ok()?;
            let sent = stream.write_all(manner.begins(number).as_bytes());
            let quick = stream.set_nonblocking(true);
            sent.and(quick).ok()?;
            Some((*manner, stream))
        });
        // Where nobody is let in any more, those who are connected are enough.
        let until = Instant::now() + COMING;
        let visitors: Vec<_> = visitors.take_while(|_| Instant::now() < until).collect();
        let count = visitors.len();
        let staying = thread::spawn(move || stay(visitors));
        Self { count, staying }
    }

    /// Each of them was sent away in time.
    #[track_caller]
    pub fn are_sent_away(self) {
        let left = self.staying.join().unwrap();
        assert!(left.is_empty(), "{} are still there: {left:?}", left.len());
    }
}

/// How long it may take until all have come.
const COMING: Duration = Duration::from_secs(10);

/// How long anybody may stay: twelve seconds, and some more for a busy machine.
const STAY: Duration = Duration::from_secs(22);

/// The visitors that are still there after that.
fn stay(mut visitors: Vec<(Manner, TcpStream)>) -> Vec<String> {
    let until = Instant::now() + STAY;
    let mut spoken = Instant::now();
    while !visitors.is_empty() && Instant::now() < until {
        thread::sleep(Duration::from_millis(50));
        let speaks = spoken.elapsed() > Duration::from_secs(1);
        if speaks {
            spoken = Instant::now();
        }
        visitors.retain_mut(|(manner, stream)| {
            let said = !speaks || !manner.is_slow() || stream.write(b"x").is_ok();
            said && is_open(stream)
        });
    }
    let left = visitors.iter().map(|(manner, _)| format!("{manner:?}"));
    left.collect()
}

/// Reads everything that has arrived.
fn is_open(stream: &mut TcpStream) -> bool {
    let mut piece = [0; 4096];
    loop {
        match stream.read(&mut piece) {
            Ok(0) => return false,
            Ok(_) => {}
            Err(error) => return error.kind() == ErrorKind::WouldBlock,
        }
    }
}

/// A thousand visitors are as many open files of this process.
fn may_open_files() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let maximum = getrlimit(Resource::Nofile).maximum;
    let new = Rlimit {
        current: maximum,
        maximum,
    };
    setrlimit(Resource::Nofile, new).unwrap();
}
