//! Who is at the other end of a connection.

use std::net::{IpAddr, Ipv6Addr};

/// Whose an address is: of IPv6 the network counts, as one customer has a
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
/// reverse proxy may stand.
#[must_use]
pub fn is_next_door(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local(),
    }
}
