//! Ports for programs that are started, killed and started again.

use std::net::{Ipv4Addr, TcpListener};
use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};

/// Below the ports that systems give to outgoing connections: one of those
/// could take the port of a program that is just restarting.
const PORTS: Range<u16> = 10_240..32_000;

/// A port that nobody listens at, and that no other test gets.
#[track_caller]
pub fn free_port() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    for _ in PORTS {
        // Another test process begins elsewhere.
        let begin = std::process::id().wrapping_mul(64);
        let place = begin.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed));
        let length = u32::try_from(PORTS.len()).unwrap();
        let port = PORTS.start + u16::try_from(place % length).unwrap();
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
    panic!("no port is free in {PORTS:?}");
}
