//! A passage between two programs, by TCP: to one of several addresses, as a balancer
//! does, and with all faults of a network.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use super::{listen, runtime};

/// How long connecting to one of the addresses may take.
const CONNECT: Duration = Duration::from_millis(500);

/// How a gate lets through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passage {
    Open,
    /// Everything takes this much longer.
    Slow(Duration),
    /// Of each connection, an answer with these bytes does not arrive, and nothing
    /// after it.
    Without(&'static [u8]),
    /// Nothing but answers with these bytes arrives.
    Only(&'static [u8]),
    /// Connections stay, and nothing arrives.
    Silent,
    /// Every connection is cut, and none is made.
    Shut,
}

/// A gate at an address of its own.
pub struct Gate {
    pub address: SocketAddr,
    passage: watch::Sender<Passage>,
}

impl Gate {
    /// Each connection leads to one of these addresses, in turn; to the next one if
    /// nobody listens there.
    pub fn to(targets: &[SocketAddr]) -> Self {
        let (listener, address) = listen("127.0.0.1");
        let passage = watch::Sender::new(Passage::Open);
        let seen = passage.clone();
        let mut targets = targets.to_vec();
        runtime().spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                targets.rotate_left(1);
                runtime().spawn(lead(stream, targets.clone(), seen.subscribe()));
            }
        });
        Self { address, passage }
    }

    /// From now on it lets through like this.
    pub fn becomes(&self, passage: Passage) {
        self.passage.send_replace(passage);
    }
}

async fn lead(stream: TcpStream, targets: Vec<SocketAddr>, mut passage: watch::Receiver<Passage>) {
    if *passage.borrow() == Passage::Shut {
        return;
    }
    let mut target = None;
    for address in targets {
        if let Ok(Ok(found)) = timeout(CONNECT, TcpStream::connect(address)).await {
            target = Some(found);
            break;
        }
    }
    let Some(target) = target else { return };
    let ((from, to), (back, forth)) = (stream.into_split(), target.into_split());
    let there = hand_on(from, forth, passage.clone(), |passage, _| match passage {
        Passage::Silent | Passage::Only(_) => false,
        Passage::Open | Passage::Slow(_) | Passage::Without(_) | Passage::Shut => true,
    });
    let here = hand_on(back, to, passage.clone(), |passage, bytes| match passage {
        Passage::Silent => false,
        Passage::Without(those) => !holds(bytes, those),
        Passage::Only(those) => holds(bytes, those),
        Passage::Open | Passage::Slow(_) | Passage::Shut => true,
    });
    tokio::select! {
        _ = async { tokio::join!(there, here) } => {}
        _ = passage.wait_for(|passage| *passage == Passage::Shut) => {}
    }
}

fn holds(bytes: &[u8], those: &[u8]) -> bool {
    bytes.windows(those.len()).any(|part| part == those)
}

async fn hand_on(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut passage: watch::Receiver<Passage>,
    passes: impl Fn(Passage, &[u8]) -> bool,
) {
    let mut bytes = vec![0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut bytes).await {
        let released = passage.wait_for(|passage| passes(*passage, &bytes[..count]));
        let now = released.await.map_or(Passage::Shut, |passes| *passes);
        if let Passage::Slow(pause) = now {
            sleep(pause).await;
        }
        if to.write_all(&bytes[..count]).await.is_err() {
            return;
        }
    }
    let _ = to.shutdown().await;
}
