//! A browser that shows every answer and sends exactly what a test gives it:
//! statuses, headers, cookies with their attributes. It follows no redirect by
//! itself.

use std::collections::BTreeMap;
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, COOKIE, HeaderMap, LOCATION, SET_COOKIE};
use reqwest::{Method, RequestBuilder};
use url::Url;

const LIMIT: Duration = Duration::from_secs(20);

#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) url: Url,
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: String,
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The address to which it sends the browser.
    #[track_caller]
    pub(super) fn leads_to(&self) -> String {
        assert_eq!(self.status, 303, "{self:?}");
        self.url
            .join(self.header(LOCATION.as_str()))
            .unwrap()
            .into()
    }
}

/// A browser; a public address may stand for one on loopback, as behind a
/// reverse proxy.
pub(super) struct Web {
    client: reqwest::Client,
    runtime: tokio::runtime::Runtime,
    proxied: Option<(String, SocketAddr)>,
    /// The cookies of the bot's pages.
    pub(super) cookies: BTreeMap<String, String>,
    /// Sent with every request.
    pub(super) extra: Vec<(&'static str, String)>,
}

impl Web {
    pub(super) fn new() -> Self {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(LIMIT)
            // A bot that is killed and started again has none of its
            // connections.
            .pool_max_idle_per_host(0)
            .no_proxy()
            .build()
            .unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        Self {
            client,
            runtime,
            proxied: None,
            cookies: BTreeMap::new(),
            extra: Vec::new(),
        }
    }

    /// A browser that reaches this public address at that port.
    pub(super) fn behind(public: &str, port: u16) -> Self {
        let local = ("127.0.0.1", port).to_socket_addrs().unwrap().next();
        Self {
            proxied: local.map(|local| (public.to_owned(), local)),
            ..Self::new()
        }
    }

    pub(super) fn get(&mut self, address: &str) -> Answer {
        self.send(Method::GET, address, |request| request)
    }

    pub(super) fn head(&mut self, address: &str) -> Answer {
        self.send(Method::HEAD, address, |request| request)
    }

    pub(super) fn post(&mut self, address: &str, form: &[(String, String)]) -> Answer {
        self.send(Method::POST, address, |request| request.form(form))
    }

    /// Posts a body of this type.
    pub(super) fn post_as(&mut self, address: &str, kind: &str, body: &str) -> Answer {
        self.send(Method::POST, address, |request| {
            let typed = request.header(CONTENT_TYPE, kind);
            typed.body(body.to_owned())
        })
    }

    /// Presses a button of a page's form.
    #[track_caller]
    pub(super) fn press(&mut self, page: &Answer, button: &[(&str, &str)]) -> Answer {
        let inside = between(&page.body, "<form ", ">").unwrap_or_else(|| panic!("{page:?}"));
        let action = between(&inside, "action=\"", "\"").unwrap_or_default();
        let url = page.url.join(&action).unwrap();
        self.post(url.as_str(), &filled(page, button))
    }

    fn send(
        &mut self,
        method: Method,
        address: &str,
        fill: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> Answer {
        let url: Url = address.parse().unwrap();
        let ours = self.is_ours(&url);
        let mut target = url.clone();
        let mut host = None;
        if let Some((public, local)) = &self.proxied
            && ours
        {
            target.set_scheme("http").unwrap();
            target.set_ip_host(local.ip()).unwrap();
            target.set_port(Some(local.port())).unwrap();
            host = Some(public.clone());
        }
        let mut request = self.client.request(method, target);
        if let Some(host) = host {
            request = request.header("host", host);
        }
        if ours && !self.cookies.is_empty() {
            let pairs: Vec<_> = self
                .cookies
                .iter()
                .map(|(k, v)| format!("{k}={v}"))
                .collect();
            request = request.header(COOKIE, pairs.join("; "));
        }
        for (name, value) in &self.extra {
            request = request.header(*name, value);
        }
        let request = fill(request);
        let (status, headers, body) = self.runtime.block_on(async {
            let answer = request.send().await.unwrap();
            let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
            (status, headers, answer.text().await.unwrap())
        });
        for cookie in headers.get_all(SET_COOKIE) {
            self.keep(cookie.to_str().unwrap());
        }
        Answer {
            url,
            status,
            headers,
            body,
        }
    }

    /// Only the bot's pages set cookies, and only they are given them.
    fn is_ours(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        match &self.proxied {
            Some((public, _)) => host == public,
            None => host == "localhost",
        }
    }

    fn keep(&mut self, cookie: &str) {
        let (pair, attributes) = cookie.split_once(';').unwrap();
        let (name, value) = pair.split_once('=').unwrap();
        if attributes.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

/// The hidden fields of a page's form, with these.
pub(super) fn filled(page: &Answer, more: &[(&str, &str)]) -> Vec<(String, String)> {
    let fields = page.body.split("<input ").skip(1).filter_map(|rest| {
        let tag = rest.split_once('>')?.0;
        let value = between(tag, "value=\"", "\"")?;
        Some((
            between(tag, "name=\"", "\"")?,
            value.replace("&amp;", "&").replace("&#38;", "&"),
        ))
    });
    let more = more.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
    fields.chain(more).collect()
}

pub(super) fn between(text: &str, before: &str, after: &str) -> Option<String> {
    let (_, rest) = text.split_once(before)?;
    let (found, _) = rest.split_once(after)?;
    Some(found.to_owned())
}
