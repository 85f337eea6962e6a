//! As much of a browser as the pages need: cookies, forms, no automatic
//! redirects.

use std::collections::BTreeMap;
use std::time::Duration;

use reqwest::header::{COOKIE, HeaderMap, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder};
use url::Url;

pub(super) struct Browser {
    client: Client,
    home: Url,
    pub(super) cookies: BTreeMap<String, String>,
    /// Headers that every request carries.
    pub(super) extra: Vec<(&'static str, String)>,
}

pub(super) struct Page {
    pub(super) status: u16,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) body: String,
}

impl Browser {
    pub(super) fn new(home: Url) -> Self {
        let client = Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .timeout(Duration::from_secs(20))
            .build()
            .unwrap();
        Self {
            client,
            home,
            cookies: BTreeMap::new(),
            extra: Vec::new(),
        }
    }

    /// A second copy of the browser, to do something at the same time.
    pub(super) fn again(&self) -> Self {
        let again = Self::new(self.home.clone());
        Self {
            cookies: self.cookies.clone(),
            ..again
        }
    }

    /// Opens an address, or a path of ours.
    pub(super) async fn get(&mut self, address: &str) -> Page {
        self.send(Method::GET, address, |request| request).await
    }

    pub(super) async fn head(&mut self, address: &str) -> Page {
        self.send(Method::HEAD, address, |request| request).await
    }

    pub(super) async fn post(&mut self, url: Url, form: &[(String, String)]) -> Page {
        self.send(Method::POST, url.as_str(), |request| request.form(form))
            .await
    }

    async fn send(
        &mut self,
        method: Method,
        address: &str,
        fill: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> Page {
        let url = self.home.join(address).unwrap();
        let mut request = self.client.request(method, url.clone());
        // Cookies belong to a host and ignore ports; only our pages set any.
        if !self.cookies.is_empty() && url.port() == self.home.port() {
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
        let response = fill(request).send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        for cookie in headers.get_all(SET_COOKIE) {
            self.keep(cookie.to_str().unwrap());
        }
        Page {
            status,
            url,
            headers,
            body: response.text().await.unwrap(),
        }
    }

    fn keep(&mut self, cookie: &str) {
        let (pair, rest) = cookie.split_once("; ").unwrap();
        let (name, value) = pair.split_once('=').unwrap();
        if rest.contains("Max-Age=0;") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

impl Page {
    pub(super) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }

    pub(super) fn location(&self) -> Url {
        self.url.join(self.header(LOCATION.as_str())).unwrap()
    }

    /// The address that its form is sent to.
    pub(super) fn action(&self) -> String {
        between(&self.body, "action=\"", "\"").expect("a form").0
    }

    /// The form with its hidden fields and these.
    pub(super) fn form(&self, filled: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut fields = Vec::new();
        let mut rest = self.body.as_str();
        while let Some((name, after)) = between(rest, "<input type=\"hidden\" name=\"", "\"") {
            let (value, after) = between(after, "value=\"", "\"").expect("a value");
            fields.push((name, value.replace("&amp;", "&")));
            rest = after;
        }
        let filled = filled
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        fields.into_iter().chain(filled).collect()
    }
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<(String, &'a str)> {
    let (_, rest) = text.split_once(before)?;
    let (found, rest) = rest.split_once(after)?;
    Some((found.to_owned(), rest))
}
