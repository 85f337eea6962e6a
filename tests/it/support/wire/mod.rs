//! The network around a program: names that exist only behind a proxy, an
//! authority that only its file makes known, and TLS in front of servers that
//! have none.

mod authority;
mod gate;
mod proxy;

use std::net::SocketAddr;
use std::sync::OnceLock;

use axum::Router;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

pub use authority::Authority;
pub use gate::{Gate, Passage};
pub use proxy::{Behaviour, Proxy};

/// The runtime of all servers here; it ends with the test process.
fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        builder.worker_threads(1).enable_all().build().unwrap()
    })
}

/// A listener at a free port of this address.
fn listen(ip: &str) -> (TcpListener, SocketAddr) {
    let ip: std::net::IpAddr = ip.parse().unwrap();
    let listener = runtime().block_on(TcpListener::bind((ip, 0))).unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

/// Serves this without TLS.
pub fn serve(router: Router) -> SocketAddr {
    let (listener, address) = listen("127.0.0.1");
    runtime().spawn(async move { axum::serve(listener, router).await });
    address
}

/// The address of an `http` URL on loopback.
pub fn address(url: &str) -> SocketAddr {
    let rest = url.strip_prefix("http://").unwrap();
    rest.trim_end_matches('/').parse().unwrap()
}
