//! The section `[network]`: the connections to others, and the proxies of each
//! of them.

use std::net::IpAddr;
use std::path::Path;

use secrecy::{ExposeSecret as _, SecretString};
use url::{Host, Url};

use super::is_loopback;
use super::layers::Environment;
use super::problem::Problem;
use super::reader::{Reader, items};
use kally_network::{Authorities, Network, Proxies, Proxy, Trust};

const WANTED: &str = "\"none\", or a proxy's address such as \"http://proxy.example.org:3128\" or \
     \"socks5h://name:password@10.0.0.1:1080\" (the value is not shown)";

/// The connections to others.
#[derive(Debug, Clone)]
pub struct NetworkConfig {
    /// The hosts that plain http is allowed for, besides this machine.
    pub allow_http: Vec<String>,
    /// The certification authorities that are trusted.
    pub trust: Trust,
    /// The way to those that have no way of their own.
    pub proxy: Way,
    /// The hosts that no proxy is used for, as in `NO_PROXY`.
    pub no_proxy: String,
    /// The proxies that the environment names.
    of_environment: Proxies,
}

/// The way to a peer.
#[derive(Debug, Clone)]
pub enum Way {
    /// As for everybody: `network.proxy`, else the environment.
    Usual,
    /// Through no proxy.
    Direct,
    /// Through this one.
    Through(Proxy),
}

impl Way {
    /// The passwords in it.
    pub fn secrets(&self) -> &[SecretString] {
        match self {
            Self::Through(proxy) => proxy.secrets(),
            Self::Usual | Self::Direct => &[],
        }
    }
}

impl NetworkConfig {
    /// Whether an address is https, or plain http is allowed for it.
    pub fn allows(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        let host = host.trim_matches(['[', ']']);
        url.scheme() == "https"
            || is_loopback(url)
            || self.allow_http.iter().any(|allowed| allowed == host)
    }

    /// The network of a peer with this way of its own.
    pub fn to(&self, own: &Way) -> Network {
        let way = match own {
            Way::Usual => &self.proxy,
            own => own,
        };
        let proxies = match way {
            Way::Usual => self.of_environment.clone(),
            Way::Direct => Proxies::default(),
            Way::Through(proxy) => {
                Proxies::new(Some(proxy.clone()), Some(proxy.clone()), &self.no_proxy)
            }
        };
        Network::new(self.trust.clone(), proxies)
    }

    /// The passwords in it.
    pub fn secrets(&self) -> impl Iterator<Item = &SecretString> {
        let of_environment = self.of_environment.each();
        let of_environment = of_environment.flat_map(|(_, proxy)| proxy.secrets());
        self.proxy.secrets().iter().chain(of_environment)
    }
}

pub(super) fn network(reader: &mut Reader, around: &Environment) -> Option<NetworkConfig> {
    let allow_http = allow_http(reader);
    let authorities = authorities(reader, around);
    let proxy = way(reader, "network.proxy");
    let no_proxy = reader.text("network.no_proxy");
    let no_proxy = no_proxy?.or_else(|| variable(around, "NO_PROXY").map(str::to_owned));
    let no_proxy = no_proxy
        .unwrap_or_default()
        .replace(char::is_whitespace, ",");
    let of_environment = of_environment(reader, around, &no_proxy);
    Some(NetworkConfig {
        allow_http: allow_http?,
        trust: authorities?,
        proxy: proxy?,
        no_proxy,
        of_environment: of_environment?,
    })
}

fn allow_http(reader: &mut Reader) -> Option<Vec<String>> {
    let wanted =
        "host names or IP addresses, separated by blanks or commas, such as \"synapse 10.0.0.7\"";
    reader.take("network.allow_http", wanted, |text| {
        items(text)
            .map(|host| {
                let host = host.to_ascii_lowercase();
                let known = Host::parse(&host).is_ok() || host.parse::<IpAddr>().is_ok();
                known.then_some(host)
            })
            .collect()
    })
}

fn authorities(reader: &mut Reader, around: &Environment) -> Option<Trust> {
    let key = "network.ca_file";
    let Some(file) = reader.text(key)? else {
        return Some(Trust::of_machine());
    };
    match Authorities::read(&around.folder.join(Path::new(&file))) {
        Ok(authorities) => Some(Trust::with(authorities)),
        Err(error) => {
            reader.unmet(
                key,
                &format!("names {file}, which {error}; it must be a file of certificates in PEM"),
            );
            None
        }
    }
}

/// The way of a peer: "" is the usual one.
pub fn way(reader: &mut Reader, key: &'static str) -> Option<Way> {
    let is_none = |text: &str| text.eq_ignore_ascii_case("none");
    let text = reader.secret_as(key, WANTED, |text| {
        is_none(text) || Proxy::parse(text).is_some()
    })?;
    let Some(text) = text else {
        return Some(Way::Usual);
    };
    match text.expose_secret() {
        text if is_none(text) => Some(Way::Direct),
        text => Proxy::parse(text).map(Way::Through),
    }
}

/// The proxies that the environment names, as for curl.
fn of_environment(reader: &mut Reader, around: &Environment, but: &str) -> Option<Proxies> {
    let mut proxy = |name: &'static str| match variable(around, name) {
        None => Some(None),
        Some(text) => {
            let proxy = Proxy::parse(text);
            if proxy.is_none() {
                reader.problems.push(Problem::Unreadable {
                    what: format!("the variable {name}"),
                    why: "it must be a proxy's address such as \"http://proxy.example.org:3128\" \
                          (the value is not shown)"
                        .to_owned(),
                });
            }
            proxy.map(Some)
        }
    };
    let all = proxy("ALL_PROXY");
    let (http, https) = (proxy("HTTP_PROXY"), proxy("HTTPS_PROXY"));
    let (all, http, https) = (all?, http?, https?);
    Some(Proxies::new(http.or(all.clone()), https.or(all), but))
}

/// A variable in capitals or not; programs differ.
fn variable<'a>(around: &'a Environment, name: &str) -> Option<&'a str> {
    around
        .variable(name)
        .or_else(|| around.variable(&name.to_ascii_lowercase()))
}
