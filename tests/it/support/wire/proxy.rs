//! A proxy that speaks HTTP's CONNECT and SOCKS 5 at one port. It alone knows
//! where the names of the test are.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::TcpStream;

use super::{listen, runtime};

/// Whom a proxy lets through.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Behaviour {
    /// Everybody.
    Open,
    /// Whoever gives this name and password.
    Password(&'static str, &'static str),
    /// Nobody.
    Shut,
}

struct Rules {
    names: Mutex<HashMap<String, SocketAddr>>,
    behaviour: Mutex<Behaviour>,
    asked: Mutex<Vec<String>>,
}

/// A proxy that runs.
#[derive(Clone)]
pub struct Proxy {
    pub address: SocketAddr,
    rules: Arc<Rules>,
}

impl Proxy {
    pub fn start(behaviour: Behaviour) -> Self {
        Self::start_at("127.0.0.1", behaviour)
    }

    /// One at another address of this machine.
    pub fn start_at(ip: &str, behaviour: Behaviour) -> Self {
        let (listener, address) = listen(ip);
        let rules = Arc::new(Rules {
            names: Mutex::default(),
            behaviour: Mutex::new(behaviour),
            asked: Mutex::default(),
        });
        let serving = Arc::clone(&rules);
        runtime().spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let rules = Arc::clone(&serving);
                runtime().spawn(async move { rules.serve(stream).await });
            }
        });
        Self { address, rules }
    }

    /// A name that it leads to this address, at any port.
    pub fn knows(&self, name: &str, at: SocketAddr) {
        let mut names = self
            .rules
            .names
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        names.insert(name.to_owned(), at);
    }

    /// From now on it behaves like this.
    pub fn behaves(&self, behaviour: Behaviour) {
        *self
            .rules
            .behaviour
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = behaviour;
    }

    /// The hosts and ports that it was asked for, in order; refused ones too.
    pub fn asked(&self) -> Vec<String> {
        let asked = self
            .rules
            .asked
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        asked.clone()
    }
}

impl Rules {
    async fn serve(&self, mut stream: TcpStream) -> Option<()> {
        let mut first = [0];
        stream.peek(&mut first).await.ok()?;
        let to = match first {
            [5] => self.socks(&mut stream).await?,
            _ => self.connect(&mut stream).await?,
        };
        let mut behind = TcpStream::connect(to).await.ok()?;
        copy_bidirectional(&mut stream, &mut behind).await.ok()?;
        Some(())
    }

    /// The place of a host and port.
    fn find(&self, host: &str, port: u16) -> Option<SocketAddr> {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.push(format!("{host}:{port}"));
        let names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        let known = names.get(host).copied();
        known.or_else(|| Some(SocketAddr::new(host.parse().ok()?, port)))
    }

    fn behaviour(&self) -> Behaviour {
        *self
            .behaviour
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// RFC 9110, 9.3.6.
    async fn connect(&self, stream: &mut TcpStream) -> Option<SocketAddr> {
        let head = head(stream).await?;
        let target = head.strip_prefix("CONNECT ")?.split(' ').next()?;
        let (host, port) = target.rsplit_once(':')?;
        let found = self.find(host.trim_matches(['[', ']']), port.parse().ok()?);
        let refused = match self.behaviour() {
            Behaviour::Open => None,
            Behaviour::Shut => Some("403 Forbidden"),
            Behaviour::Password(name, password) => {
                let pair = base64::prelude::BASE64_STANDARD.encode(format!("{name}:{password}"));
                let wanted = format!("proxy-authorization: basic {}", pair.to_ascii_lowercase());
                let given = head.to_ascii_lowercase().contains(&wanted);
                (!given).then_some("407 Proxy Authentication Required")
            }
        };
        let line = refused.unwrap_or(match found {
            Some(_) => "200 Connection established",
            None => "502 Bad Gateway",
        });
        let answer = format!("HTTP/1.1 {line}\r\n\r\n");
        stream.write_all(answer.as_bytes()).await.ok()?;
        found.filter(|_| refused.is_none())
    }

    /// RFC 1928, RFC 1929.
    async fn socks(&self, stream: &mut TcpStream) -> Option<SocketAddr> {
        let methods = sized(stream, 1).await?;
        let behaviour = self.behaviour();
        match behaviour {
            Behaviour::Password(name, password) => {
                if !methods.contains(&2) {
                    stream.write_all(&[5, 0xff]).await.ok()?;
                    return None;
                }
                stream.write_all(&[5, 2]).await.ok()?;
                let given = sized(stream, 1).await?;
                let length = usize::from(stream.read_u8().await.ok()?);
                let mut secret = vec![0; length];
                stream.read_exact(&mut secret).await.ok()?;
                let fits = given == name.as_bytes() && secret == password.as_bytes();
                stream.write_all(&[1, u8::from(!fits)]).await.ok()?;
                fits.then_some(())?;
            }
            _ => stream.write_all(&[5, 0]).await.ok()?,
        }
        let mut request = [0; 4];
        stream.read_exact(&mut request).await.ok()?;
        let host = match request[3] {
            1 => IpAddr::from(bytes::<4>(stream).await?).to_string(),
            4 => IpAddr::from(bytes::<16>(stream).await?).to_string(),
            _ => {
                let length = usize::from(stream.read_u8().await.ok()?);
                let mut name = vec![0; length];
                stream.read_exact(&mut name).await.ok()?;
                String::from_utf8(name).ok()?
            }
        };
        let port = stream.read_u16().await.ok()?;
        let found = self.find(&host, port);
        let status = match (behaviour, found) {
            (Behaviour::Shut, _) => 2,
            (_, None) => 4,
            (_, Some(_)) => 0,
        };
        let answer = [5, status, 0, 1, 0, 0, 0, 0, 0, 0];
        stream.write_all(&answer).await.ok()?;
        found.filter(|_| status == 0)
    }
}

/// The head of a request, up to the empty line.
async fn head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") && head.len() < 8192 {
        head.push(stream.read_u8().await.ok()?);
    }
    String::from_utf8(head).ok()
}

/// A version, and bytes behind their number.
async fn sized(stream: &mut TcpStream, skipped: usize) -> Option<Vec<u8>> {
    let mut version = vec![0; skipped];
    stream.read_exact(&mut version).await.ok()?;
    let length = usize::from(stream.read_u8().await.ok()?);
    let mut bytes = vec![0; length];
    stream.read_exact(&mut bytes).await.ok()?;
    Some(bytes)
}

async fn bytes<const N: usize>(stream: &mut TcpStream) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    stream.read_exact(&mut bytes).await.ok()?;
    Some(bytes)
}
