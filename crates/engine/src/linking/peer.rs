//! The peer of a connection.

use std::net::{IpAddr, Ipv6Addr};

/// The network to count an address by: for IPv6 the /64, as one customer has a
/// whole one.
#[must_use]
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let network = v6.to_bits() & !u128::from(u64::MAX);
            IpAddr::V6(Ipv6Addr::from_bits(network))
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// Whether an address is of this machine or of its private network, where a
/// reverse proxy may run.
#[must_use]
pub fn is_next_door(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local(),
    }
}
