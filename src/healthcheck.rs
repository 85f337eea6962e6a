//! `kally-bridge healthcheck`: asks the bridge that runs how it is, for the
//! health checks of containers and for `check`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context as _;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::config::Config;
use super::readiness::Ready;

/// The time limit of the whole question.
const LIMIT: Duration = Duration::from_secs(8);

/// The longest answer that is read, in bytes.
const LARGEST: usize = 64 * 1024;

/// Writes how it is, on one line. The exit code is 0 if the bridge does what it
/// can, and 1 if it does nothing for anybody or cannot be asked.
pub async fn run(config: &Config) -> ExitCode {
    match ask(config).await {
        Ok(ready) => {
            println!("{}", ready.line());
            match ready.is_ready() {
                true => ExitCode::SUCCESS,
                false => ExitCode::FAILURE,
            }
        }
        Err(error) => {
            println!("unavailable: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The answer of `/ready`.
///
/// # Errors
/// When nobody answers there, or somebody else.
pub async fn ask(config: &Config) -> anyhow::Result<Ready> {
    let internal = config
        .server
        .internal
        .context("server.internal (KALLY_SERVER__INTERNAL) is empty, so nobody can be asked")?;
    let address = reachable(internal.bind);
    let answered = timeout(LIMIT, get(address)).await;
    answered
        .with_context(|| format!("no answer from {address} within {} s", LIMIT.as_secs()))?
        .with_context(|| format!("asking {address} (server.internal)"))
}

/// The address to connect to, where every address is listened at.
fn reachable(bind: SocketAddr) -> SocketAddr {
    let ip = match bind.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, bind.port())
}

async fn get(address: SocketAddr) -> anyhow::Result<Ready> {
    let stream = TcpStream::connect(address).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let request = Request::get("/ready")
        .header(header::HOST, address.to_string())
        .body(Body::empty())?;
    let asking = async {
        let answer = sender.send_request(request).await?;
        let body = to_bytes(Body::new(answer.into_body()), LARGEST).await?;
        let ready: Ready = serde_json::from_slice(&body).context("it is not a kally-bridge")?;
        Ok(ready)
    };
    tokio::select! {
        biased;
        ready = asking => ready,
        ended = connection => match ended {
            Ok(()) => anyhow::bail!("the connection was closed"),
            Err(error) => Err(error.into()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_means_this_machine() {
        let check = |bind: &str, wanted: &str| {
            assert_eq!(reachable(bind.parse().unwrap()).to_string(), wanted);
        };
        check("0.0.0.0:8978", "127.0.0.1:8978");
        check("[::]:8978", "[::1]:8978");
        check("10.0.0.7:8978", "10.0.0.7:8978");
    }
}
