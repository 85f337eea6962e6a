//! How this process reaches others: the certification authorities that it
//! trusts, the proxies that it goes through, and the reason when it reaches
//! nobody.
//!
//! All clients take their connections from here, so that a company's authority
//! or proxy counts for each of them. The environment is not read here: the
//! configuration reads it and hands the values over.

mod cause;
mod proxy;
mod trust;

use url::Url;

pub use cause::why;
pub use proxy::{Proxies, Proxy};
pub use trust::{Authorities, AuthoritiesError, Trust, install};

/// The way to one peer; cheap to clone.
#[derive(Debug, Clone)]
pub struct Network {
    trust: Trust,
    proxies: Proxies,
}

/// The version of HTTP that a client speaks over TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Http {
    /// HTTP/1.1 only.
    One,
    /// HTTP/2, or HTTP/1.1 with a server that cannot.
    Two,
}

impl Http {
    /// The names of the versions in a TLS handshake (ALPN, RFC 7301).
    fn names(self) -> Vec<Vec<u8>> {
        match self {
            Self::One => vec![b"http/1.1".to_vec()],
            Self::Two => vec![b"h2".to_vec(), b"http/1.1".to_vec()],
        }
    }
}

impl Network {
    /// The way that leads through these proxies.
    #[must_use]
    pub fn new(trust: Trust, proxies: Proxies) -> Self {
        Self { trust, proxies }
    }

    /// Straight to the peer, with the machine's authorities.
    #[must_use]
    pub fn direct() -> Self {
        Self::new(Trust::of_machine(), Proxies::default())
    }

    /// The same authorities, and straight to the peer.
    #[must_use]
    pub fn without_proxies(&self) -> Self {
        Self::new(self.trust.clone(), Proxies::default())
    }

    /// The TLS configuration of a client that speaks this version of HTTP.
    #[must_use]
    pub fn tls(&self, http: Http) -> rustls::ClientConfig {
        let mut tls = self.trust.config();
        tls.alpn_protocols = http.names();
        tls
    }

    /// The proxies.
    #[must_use]
    pub fn proxies(&self) -> &Proxies {
        &self.proxies
    }

    /// The proxy that leads to an address; `None`: it is reached directly.
    #[must_use]
    pub fn proxy_to(&self, url: &Url) -> Option<&Proxy> {
        self.proxies.to(url)
    }

    /// An HTTP client to be built; it reads nothing from the environment.
    ///
    /// # Errors
    /// When the library refuses a proxy.
    pub fn client(&self, http: Http) -> Result<reqwest::ClientBuilder, reqwest::Error> {
        // The address of a proxy may hold a password.
        self.builder(http).map_err(reqwest::Error::without_url)
    }

    fn builder(&self, http: Http) -> Result<reqwest::ClientBuilder, reqwest::Error> {
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(self.tls(http))
            .redirect(reqwest::redirect::Policy::custom(followed))
            .no_proxy();
        if http == Http::One {
            builder = builder.http1_only();
        }
        let but = || reqwest::NoProxy::from_string(self.proxies.but());
        if let Some(proxy) = self.proxies.of_http() {
            builder = builder.proxy(reqwest::Proxy::http(proxy.expose())?.no_proxy(but()));
        }
        if let Some(proxy) = self.proxies.of_https() {
            builder = builder.proxy(reqwest::Proxy::https(proxy.expose())?.no_proxy(but()));
        }
        Ok(builder)
    }
}

/// The most redirections that are followed.
const MOST_REDIRECTIONS: usize = 5;

/// Follows a redirection, unless it leads from https to http: who stands in between
/// would read what is sent again.
fn followed(attempt: reqwest::redirect::Attempt<'_>) -> reqwest::redirect::Action {
    let from = attempt.previous().last().map(Url::scheme);
    if from == Some("https") && attempt.url().scheme() != "https" {
        return attempt.error("it redirects from https to http");
    }
    if attempt.previous().len() > MOST_REDIRECTIONS {
        return attempt.error("it redirects too often");
    }
    attempt.follow()
}
