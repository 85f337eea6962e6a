//! The homeserver's address, found by the name of the server as the Matrix
//! specification says (client-server API, *Server discovery*). The file at the
//! name's own address is the only authority; everything it says is checked.

use std::time::Duration;

use kally_network::{Http, Network, why};
use matrix_sdk::reqwest::{Client, Error, Response, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use url::Url;

/// The limit for one request.
const LIMIT: Duration = Duration::from_secs(10);
/// Both files are far smaller.
const LARGEST: usize = 64 * 1024;

/// The place of a homeserver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// It is there.
    At(Url),
    /// The homeserver of a server's name, such as `example.org`, says where it
    /// is.
    Of(String),
}

/// Why a name leads to no homeserver.
#[derive(Debug, thiserror::Error)]
pub enum DiscoveryError {
    /// No answer from there; it may answer later.
    #[error("{0} cannot be reached: {1}")]
    Unreachable(Url, String),
    /// The answer is of no use. The specification says to ask a person then
    /// (`FAIL_PROMPT`, `FAIL_ERROR`).
    #[error("{0} {1}")]
    Useless(Url, &'static str),
    /// The name cannot be part of an address.
    #[error("{0:?} is not the name of a server")]
    Name(String),
    /// There is no HTTP client.
    #[error("the HTTP client could not be set up")]
    Http(#[source] Error),
}

/// The file `/.well-known/matrix/client`, as far as it matters here.
#[derive(Deserialize)]
struct WellKnown {
    #[serde(rename = "m.homeserver")]
    homeserver: Option<Homeserver>,
}

#[derive(Deserialize)]
struct Homeserver {
    base_url: Option<String>,
}

/// The answer of `/_matrix/client/versions`.
#[derive(Deserialize)]
struct Versions {
    #[serde(rename = "versions")]
    _versions: Vec<String>,
}

/// Finds the homeserver of a name.
pub(super) async fn discover(name: &str, network: &Network) -> Result<Url, DiscoveryError> {
    let client = client(network).map_err(DiscoveryError::Http)?;
    let own = own_address(name)?;
    let mut file = own.clone();
    // The port of a server's name is for other servers.
    let _ = file.set_port(None);
    file.set_path("/.well-known/matrix/client");
    let answer = get(&client, &file).await?;
    if answer.status() == StatusCode::NOT_FOUND {
        // `IGNORE`: the name may be the homeserver's own.
        return match homeserver(&client, &own).await {
            Ok(()) => Ok(own),
            Err(DiscoveryError::Useless(..)) => Err(DiscoveryError::Useless(
                file,
                "does not exist, and the server with this name is no homeserver",
            )),
            Err(error) => Err(error),
        };
    }
    let known: WellKnown = json(answer, &file).await?;
    let base = known.homeserver.and_then(|homeserver| homeserver.base_url);
    let base = base.ok_or(DiscoveryError::Useless(file.clone(), "names no homeserver"))?;
    let base = Url::parse(&base).ok().filter(is_plain_https);
    let base = base.ok_or(DiscoveryError::Useless(
        file,
        "names a homeserver whose address is not a plain https address",
    ))?;
    homeserver(&client, &base).await?;
    Ok(base)
}

fn client(network: &Network) -> Result<Client, Error> {
    network
        .client(Http::Two)?
        .https_only(true)
        .timeout(LIMIT)
        .build()
}

fn own_address(name: &str) -> Result<Url, DiscoveryError> {
    let own = Url::parse(&format!("https://{name}")).ok();
    own.filter(is_plain_https)
        .filter(|url| url.path() == "/")
        .ok_or_else(|| DiscoveryError::Name(name.to_owned()))
}

fn is_plain_https(url: &Url) -> bool {
    url.scheme() == "https"
        && url.has_host()
        && url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none()
}

/// Whether a homeserver is at an address.
async fn homeserver(client: &Client, base: &Url) -> Result<(), DiscoveryError> {
    let mut url = base.clone();
    let path = format!(
        "{}/_matrix/client/versions",
        base.path().trim_end_matches('/')
    );
    url.set_path(&path);
    let answer = get(client, &url).await?;
    json::<Versions>(answer, &url).await.map(drop)
}

async fn get(client: &Client, url: &Url) -> Result<Response, DiscoveryError> {
    let unreachable = |error: Error| DiscoveryError::Unreachable(url.clone(), why(&error));
    let answer = client.get(url.clone()).send().await.map_err(unreachable)?;
    match answer.status() {
        status if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => {
            let why = format!("it answers with HTTP {}", status.as_u16());
            Err(DiscoveryError::Unreachable(url.clone(), why))
        }
        _ => Ok(answer),
    }
}

/// Reads a JSON object of limited size.
async fn json<T: DeserializeOwned>(mut answer: Response, url: &Url) -> Result<T, DiscoveryError> {
    let useless = |why| DiscoveryError::Useless(url.clone(), why);
    if answer.status() != StatusCode::OK {
        return Err(useless("is not there: it does not answer with HTTP 200"));
    }
    let mut bytes = Vec::new();
    loop {
        let piece = answer.chunk().await;
        let piece = piece.map_err(|error| DiscoveryError::Unreachable(url.clone(), why(&error)))?;
        let Some(piece) = piece else { break };
        if bytes.len() + piece.len() > LARGEST {
            return Err(useless("is larger than 64 KiB"));
        }
        bytes.extend_from_slice(&piece);
    }
    serde_json::from_slice(&bytes).map_err(|_| useless("is not the JSON that Matrix prescribes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_that_of_a_server() {
        for (name, url) in [
            ("example.org", "https://example.org/"),
            ("example.org:8448", "https://example.org:8448/"),
            ("[::1]:8448", "https://[::1]:8448/"),
        ] {
            assert_eq!(own_address(name).unwrap().as_str(), url);
        }
        for wrong in [
            "",
            "a b",
            "example.org/x",
            "ana@example.org",
            "example.org?x",
        ] {
            assert!(own_address(wrong).is_err(), "{wrong}");
        }
    }
}
