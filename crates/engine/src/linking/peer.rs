//! The peer of a connection.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

use ipnet::IpNet;

/// The addresses and networks that an operator lists; none by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Networks(Vec<IpNet>);

impl Networks {
    /// Reads addresses such as `10.0.0.7` and networks such as `10.0.0.0/8`,
    /// separated by blanks or commas; `None` if one of them is neither.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let listed = text.split([',', ' ', '\t']).filter(|one| !one.is_empty());
        let networks = listed.map(|one| match one.parse::<IpAddr>() {
            Ok(address) => Some(IpNet::from(address)),
            Err(_) => one.parse().ok(),
        });
        networks.collect::<Option<_>>().map(Self)
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an address is listed, alone or in its network.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }
}

impl fmt::Display for Networks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let listed: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&listed.join(" "))
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_are_listed() {
        let networks = Networks::parse("127.0.0.1, 10.1.0.0/16\tfd00::/8").expect("a list");
        for (address, listed) in [
            ("127.0.0.1", true),
            ("127.0.0.2", false),
            ("10.1.2.3", true),
            ("::ffff:10.1.2.3", true),
            ("10.2.0.1", false),
            ("fd12::1", true),
            ("fe80::1", false),
        ] {
            let address = address.parse().expect("an address");
            assert_eq!(networks.contains(address), listed, "{address}");
        }
        assert!(Networks::parse(" ").is_some_and(|none| none.is_empty()));
        for wrong in ["localhost", "10.0.0.0/40", "10.0.0.1-9", "*"] {
            assert_eq!(Networks::parse(wrong), None, "{wrong}");
        }
    }
}
