//! Proxies: their addresses, which may hold a password, and the hosts that are
//! reached without one, by curl's rules.

use std::fmt;

use hyper_util::client::proxy::matcher::Matcher;
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

/// The kinds of proxies. With `socks5` this machine resolves the names, with
/// `socks5h` the proxy does.
const SCHEMES: [&str; 4] = ["http", "https", "socks5", "socks5h"];
/// Unless an address says another one (RFC 1928).
const SOCKS_PORT: u16 = 1080;
/// This machine is always reached directly.
const LOOPBACK: &str = "localhost,127.0.0.0/8,::1";

/// A proxy's address. Printed, it lacks name and password.
#[derive(Clone)]
pub struct Proxy {
    address: SecretString,
    shown: String,
    passwords: Vec<SecretString>,
}

impl Proxy {
    /// An address such as `http://proxy.example.org:3128` or
    /// `socks5h://name:password@10.0.0.1:1080`; without a scheme it is `http`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let whole = match text.contains("://") {
            true => text.to_owned(),
            false => format!("http://{text}"),
        };
        let mut url = Url::parse(&whole).ok()?;
        let plain = SCHEMES.contains(&url.scheme())
            && url.host_str().is_some_and(|host| !host.is_empty())
            && matches!(url.path(), "" | "/")
            && url.query().is_none()
            && url.fragment().is_none();
        if !plain {
            return None;
        }
        if url.scheme().starts_with("socks") && url.port().is_none() {
            url.set_port(Some(SOCKS_PORT)).ok()?;
        }
        let mut shown = url.clone();
        shown.set_username("").ok()?;
        shown.set_password(None).ok()?;
        Some(Self {
            passwords: url.password().map(written).unwrap_or_default(),
            shown: shown.as_str().trim_end_matches('/').to_owned(),
            address: SecretString::from(String::from(url)),
        })
    }

    /// The whole address.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.address.expose_secret()
    }

    /// Its password, in each form in which it may be written; for the log to mask.
    #[must_use]
    pub fn secrets(&self) -> &[SecretString] {
        &self.passwords
    }
}

/// A password as it is in an address, and as it is meant.
fn written(password: &str) -> Vec<SecretString> {
    let mut forms = vec![password.to_owned()];
    // The query's reading of %41 is the same; a plus means itself here.
    let meant = password
        .replace('+', "%2B")
        .replace('&', "%26")
        .replace('=', "%3D");
    let meant = url::form_urlencoded::parse(meant.as_bytes()).next();
    if let Some((meant, _)) = meant
        && meant != password
    {
        forms.push(meant.into_owned());
    }
    forms.into_iter().map(SecretString::from).collect()
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Proxy({})", self.shown)
    }
}

/// The proxies that lead to others.
#[derive(Debug, Clone)]
pub struct Proxies {
    http: Option<Proxy>,
    https: Option<Proxy>,
    but: String,
}

impl Default for Proxies {
    /// None: everybody is reached directly.
    fn default() -> Self {
        Self::new(None, None, "")
    }
}

impl Proxies {
    /// A proxy for `http` addresses and one for `https` ones. The hosts in `but`
    /// are reached directly, by curl's rules for `NO_PROXY`: names with their
    /// subdomains, IP addresses and networks, separated by commas; `*` is every
    /// host. So is this machine, always.
    #[must_use]
    pub fn new(http: Option<Proxy>, https: Option<Proxy>, but: &str) -> Self {
        let but = format!("{LOOPBACK},{but}");
        Self { http, https, but }
    }

    pub(super) fn of_http(&self) -> Option<&Proxy> {
        self.http.as_ref()
    }

    pub(super) fn of_https(&self) -> Option<&Proxy> {
        self.https.as_ref()
    }

    /// The proxy of a scheme, for a client of another library.
    pub fn each(&self) -> impl Iterator<Item = (&'static str, &Proxy)> {
        let http = self.http.as_ref().map(|proxy| ("http", proxy));
        http.into_iter()
            .chain(self.https.as_ref().map(|proxy| ("https", proxy)))
    }

    /// The hosts that are reached directly, separated by commas.
    #[must_use]
    pub fn but(&self) -> &str {
        &self.but
    }

    /// The proxy that leads to an address; `None`: it is reached directly.
    #[must_use]
    pub fn to(&self, url: &Url) -> Option<&Proxy> {
        let proxy = match url.scheme() {
            "http" => self.http.as_ref(),
            "https" => self.https.as_ref(),
            _ => None,
        }?;
        // The library's own reading of the exceptions.
        let rules = Matcher::builder()
            .all("http://proxy")
            .no(self.but.as_str())
            .build();
        let uri: http::Uri = url.as_str().parse().ok()?;
        rules.intercept(&uri).map(|_| proxy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (text, shown) in [
            (
                "http://proxy.example.org:3128",
                "http://proxy.example.org:3128",
            ),
            ("proxy.example.org:3128", "http://proxy.example.org:3128"),
            ("https://proxy.example.org/", "https://proxy.example.org"),
            ("http://ana:hush@10.0.0.1:3128", "http://10.0.0.1:3128"),
            ("ana:hush@10.0.0.1:3128", "http://10.0.0.1:3128"),
            ("socks5h://[::1]:9050", "socks5h://[::1]:9050"),
            ("socks5://10.0.0.1", "socks5://10.0.0.1:1080"),
        ] {
            let proxy = Proxy::parse(text).unwrap();
            assert_eq!(proxy.to_string(), shown, "{text}");
            assert!(!format!("{proxy:?}").contains("hush"), "{text}");
        }
        for wrong in [
            "",
            "ftp://proxy:1",
            "http://",
            "http://proxy/path",
            "http://proxy?x",
            "socks4://proxy:1",
        ] {
            assert!(Proxy::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_password_is_masked_as_it_is_written_and_as_it_is_meant() {
        let secrets = |text| {
            let proxy = Proxy::parse(text).unwrap();
            let secrets = proxy.secrets().iter();
            secrets
                .map(|secret| secret.expose_secret().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(secrets("http://a:plain@p:1"), ["plain"]);
        assert_eq!(secrets("http://a:s%40fe%2B+@p:1"), ["s%40fe%2B+", "s@fe++"]);
        assert_eq!(secrets("http://p:1"), [] as [&str; 0]);
    }

    #[test]
    fn exceptions_are_those_of_curl_and_this_machine() {
        let proxy = || Proxy::parse("http://proxy:3128");
        let proxies = Proxies::new(None, proxy(), ".example.org, 10.0.0.0/8,[::2]");
        let goes = |proxies: &Proxies, url: &str| proxies.to(&url.parse().unwrap()).is_some();
        for (url, through) in [
            ("https://api.kallyai.com/v1", true),
            ("https://notexample.org/", true),
            ("https://example.org/", false),
            ("https://matrix.example.org/", false),
            ("https://10.1.2.3/", false),
            ("https://11.1.2.3/", true),
            ("https://localhost:8448/", false),
            ("https://127.3.2.1/", false),
            ("https://[::1]:8448/", false),
            ("https://[2001:db8::1]/", true),
            ("http://api.kallyai.com/", false),
        ] {
            assert_eq!(goes(&proxies, url), through, "{url}");
        }
        assert!(!goes(
            &Proxies::new(None, proxy(), "*"),
            "https://example.com/"
        ));
        assert!(!goes(&Proxies::default(), "https://example.com/"));
    }
}
