//! Checks before every page: the address has not asked too often, and the host
//! name is ours.
//!
//! In a browser on this machine the pages are reached as `localhost`, from this
//! machine or from a peer that the operator lists; a page elsewhere whose name
//! resolves to this machine (DNS rebinding) is refused.
//! Neither refusal is logged, since anybody can cause as many as they like.
//! Behind a reverse proxy the `Host` may be anything; the pages build nothing
//! from it.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::Linking;
use super::limits::{Allowance, Limits};
use super::page::Notice;
use super::peer::{Networks, network};
use kallyai::Flow;

/// A person needs about eight requests for a link.
const ONE: Allowance = Allowance {
    at_once: 60,
    each: Duration::from_secs(1),
};
/// The number of addresses that are counted separately.
const MOST_ADDRESSES: usize = 10_000;
const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");

pub(super) fn limits() -> Limits<IpAddr> {
    Limits::new(ONE, MOST_ADDRESSES)
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
    let who = visitor(peer, request.headers(), &linking.options.trusted_proxies);
    if let Err(wait) = linking.visits.ask(who, linking.clock.now()) {
        tracing::debug!(security = true, %who, "too many requests for link pages");
        let mut response = linking.notice(request.headers(), Notice::TooMany);
        let seconds = HeaderValue::from(wait.as_secs().max(1));
        response.headers_mut().insert(header::RETRY_AFTER, seconds);
        return response;
    }
    let near = peer.is_some_and(|peer| {
        peer.to_canonical().is_loopback() || linking.options.local_peers.contains(peer)
    });
    if matches!(linking.options.flow, Flow::Cli) && !(near && is_local(&request)) {
        tracing::debug!(security = true, %who, "a link page was requested from afar, or under another host name");
        let page = linking.notice(request.headers(), Notice::Missing);
        return (StatusCode::MISDIRECTED_REQUEST, page).into_response();
    }
    next.run(request).await
}

/// Whether every host that the request names is ours: it may have several
/// `Host` headers, and one more in its first line.
fn is_local(request: &Request) -> bool {
    let headers = request.headers().get_all(header::HOST).iter();
    let headers = headers.map(|host| host.to_str().unwrap_or_default());
    let mut hosts = headers.chain(request.uri().authority().map(Authority::as_str));
    hosts.next().is_some_and(is_own_name) && hosts.all(is_own_name)
}

fn is_own_name(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    ["localhost", "127.0.0.1", "[::1]"]
        .iter()
        .any(|own| name.eq_ignore_ascii_case(own))
}

/// The address to count by. If the peer is a trusted proxy, it is the last
/// address of `X-Forwarded-For` that is not a trusted proxy itself: the one that
/// the first of our proxies has seen. The header of any other peer is ignored.
/// For IPv6 the network counts, as one customer has a whole one.
pub(crate) fn visitor(peer: Option<IpAddr>, headers: &HeaderMap, proxies: &Networks) -> IpAddr {
    let peer = peer.unwrap_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED));
    let mut found = peer;
    let lines = headers.get_all(FORWARDED).iter();
    let lines = lines.rev().filter_map(|line| line.to_str().ok());
    let mut hops = lines.flat_map(|line| line.rsplit(','));
    while proxies.contains(found) {
        match hops.next().and_then(|hop| hop.trim().parse().ok()) {
            Some(hop) => found = hop,
            None => break,
        }
    }
    network(found)
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
        let proxies = Networks::parse("127.0.0.1 ::1 172.17.0.0/16").unwrap();
        let found = visitor(Some(peer.parse().unwrap()), &headers, &proxies);
        assert_eq!(found, expected.parse::<IpAddr>().unwrap(), "{peer}");
    }

    #[test]
    fn only_a_listed_proxy_is_believed() {
        check("10.0.0.7", &["198.51.100.1"], "10.0.0.7");
        check(
            "127.0.0.1",
            &["6.6.6.6, 198.51.100.1, 172.17.0.3"],
            "198.51.100.1",
        );
        check("127.0.0.1", &["172.17.0.3"], "172.17.0.3");
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
