//! Connections that a handler can cut: then nothing more is written, and the
//! peer sees a reset, or the end, instead of an answer.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpStream, UnixStream};

#[derive(Debug, Clone, Default)]
pub struct Scissors(Arc<AtomicBool>);

impl Scissors {
    /// Answers are not written from now on; the connection is reset.
    pub fn cut(&self) {
        self.0.store(true, Ordering::Release);
    }
}

/// A connection that can end without a proper close.
pub trait Reset {
    /// From now on, closing it is a reset.
    fn reset(&self) -> io::Result<()>;
}

impl Reset for TcpStream {
    fn reset(&self) -> io::Result<()> {
        self.set_zero_linger()
    }
}

impl Reset for UnixStream {
    /// It has no proper close; closing it is all that can be done.
    fn reset(&self) -> io::Result<()> {
        Ok(())
    }
}

/// A listener of cuttable connections.
#[derive(Debug)]
pub(super) struct CuttableListener<L>(pub(super) L);

/// A connection with its cutter.
#[derive(Debug)]
pub(super) struct CuttableStream<S> {
    stream: S,
    scissors: Scissors,
}

impl<L> Listener for CuttableListener<L>
where
    L: Listener,
    L::Io: Reset,
{
    type Io = CuttableStream<L::Io>;
    type Addr = L::Addr;

    async fn accept(&mut self) -> (CuttableStream<L::Io>, L::Addr) {
        let (stream, address) = self.0.accept().await;
        let scissors = Scissors::default();
        (CuttableStream { stream, scissors }, address)
    }

    fn local_addr(&self) -> io::Result<L::Addr> {
        self.0.local_addr()
    }
}

impl<L> Connected<IncomingStream<'_, CuttableListener<L>>> for Scissors
where
    L: Listener,
    L::Io: Reset,
{
    fn connect_info(stream: IncomingStream<'_, CuttableListener<L>>) -> Self {
        stream.io().scissors.clone()
    }
}

impl<S: Reset> CuttableStream<S> {
    fn check(&self) -> io::Result<()> {
        if self.scissors.0.load(Ordering::Acquire) {
            self.stream.reset()?;
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        Ok(())
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for CuttableStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl<S: AsyncWrite + Reset + Unpin> AsyncWrite for CuttableStream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
