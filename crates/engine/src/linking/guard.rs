//! Checks before every page: the address has not asked too often, and the host
//! name is ours.
//!
//! In a browser on this machine the pages are reached as `localhost`; a page
//! elsewhere whose name resolves to this machine (DNS rebinding) is refused.
//! Neither refusal is logged, since anybody can cause as many as they like.
//! Behind a reverse proxy the `Host` may be anything; the pages build nothing
//! from it.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::Linking;
use super::limits::{Allowance, Limits};
use super::page::Notice;
use super::peer::{is_next_door, network};
use kallyai::Flow;

/// A person needs about eight requests for a link.
const ONE: Allowance = Allowance {
    at_once: 60,
    each: Duration::from_secs(1),
};
const ALL: Allowance = Allowance {
    at_once: 600,
    each: Duration::from_millis(20),
};
/// The number of addresses that are counted separately.
const MOST_ADDRESSES: usize = 10_000;
const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");

pub(super) fn limits() -> Limits<IpAddr> {
    Limits::new(ONE, ALL, MOST_ADDRESSES)
}

pub(super) async fn guard(
    State(linking): State<Arc<Linking>>,
    request: Request,
    next: Next,
) -> Response {
    if request.uri().path().ends_with("/health") {
        return next.run(request).await;
    }
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|ConnectInfo(peer)| peer.ip());
    let who = address(peer, request.headers());
    if let Err(wait) = linking.visits.ask(who, linking.clock.now()) {
        tracing::debug!(security = true, %who, "too many requests for link pages");
        let mut response = linking.notice(request.headers(), Notice::TooMany);
        let seconds = HeaderValue::from(wait.as_secs().max(1));
        response.headers_mut().insert(header::RETRY_AFTER, seconds);
        return response;
    }
    if matches!(linking.options.flow, Flow::Cli) && !is_local(&request) {
        tracing::debug!(security = true, %who, "a link page was requested under another host name");
        let page = linking.notice(request.headers(), Notice::Missing);
        return (StatusCode::MISDIRECTED_REQUEST, page).into_response();
    }
    next.run(request).await
}

fn is_local(request: &Request) -> bool {
    let host = request.headers().get(header::HOST);
    let host = host.and_then(|host| host.to_str().ok());
    let host = host.or_else(|| {
        request
            .uri()
            .authority()
            .map(|authority| authority.as_str())
    });
    let Some(host) = host else { return false };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    ["localhost", "127.0.0.1", "[::1]"]
        .iter()
        .any(|own| name.eq_ignore_ascii_case(own))
}

/// The address to count by. If the peer is this machine or on a private
/// network, it may be a reverse proxy: then it is the last address of
/// `X-Forwarded-For`, which the proxy itself has put there. The header of any
/// other peer is ignored. For IPv6 the network counts, as one customer has a
/// whole one.
fn address(peer: Option<IpAddr>, headers: &HeaderMap) -> IpAddr {
    let peer = peer.unwrap_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED));
    let forwarded = || -> Option<IpAddr> {
        let last = headers.get_all(FORWARDED).iter().next_back()?;
        let last = last.to_str().ok()?.rsplit(',').next()?.trim();
        last.parse().ok()
    };
    let address = match is_next_door(peer) {
        true => forwarded().unwrap_or(peer),
        false => peer,
    };
    network(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(peer: &str, forwarded: &[&str], expected: &str) {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED, value.parse().unwrap());
        }
        let found = address(Some(peer.parse().unwrap()), &headers);
        assert_eq!(found, expected.parse::<IpAddr>().unwrap(), "{peer}");
    }

    #[test]
    fn only_a_proxy_next_door_is_believed() {
        check("203.0.113.7", &[], "203.0.113.7");
        check("203.0.113.7", &["198.51.100.1"], "203.0.113.7");
        check("127.0.0.1", &[], "127.0.0.1");
        check("127.0.0.1", &["198.51.100.1"], "198.51.100.1");
        check("::1", &["198.51.100.1"], "198.51.100.1");
        check("172.17.0.1", &["6.6.6.6, 198.51.100.1"], "198.51.100.1");
        check("::ffff:172.17.0.1", &["198.51.100.1"], "198.51.100.1");
        check("127.0.0.1", &["6.6.6.6", "198.51.100.1"], "198.51.100.1");
        check("127.0.0.1", &["nonsense"], "127.0.0.1");
    }

    #[test]
    fn an_ipv6_network_is_one() {
        check("2001:db8:1:2:3:4:5:6", &[], "2001:db8:1:2::");
        check("2001:db8:1:2:ffff::1", &[], "2001:db8:1:2::");
        check("127.0.0.1", &["2001:db8:1:3::9"], "2001:db8:1:3::");
        check("::ffff:203.0.113.7", &[], "203.0.113.7");
    }
}
