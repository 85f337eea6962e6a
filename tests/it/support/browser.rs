//! A simple browser: follows redirects, keeps cookies by host, fills in the
//! form of a page and presses a button.

use std::collections::HashMap;
use std::time::Duration;

use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use url::Url;

/// No page takes longer.
const LIMIT: Duration = Duration::from_secs(15);
const MOST_REDIRECTS: usize = 8;

/// A page that is shown.
#[derive(Debug, Clone)]
pub struct Page {
    pub url: Url,
    pub status: u16,
    pub body: String,
}

pub struct Browser {
    client: reqwest::Client,
    runtime: tokio::runtime::Runtime,
    cookies: HashMap<String, String>,
    /// Every address it was at, and every cookie it was given.
    pub seen: Vec<String>,
}

impl Browser {
    pub fn new() -> Self {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        Self {
            client: client
                .timeout(LIMIT)
                .pool_max_idle_per_host(0)
                .build()
                .unwrap(),
            runtime,
            cookies: HashMap::new(),
            seen: Vec::new(),
        }
    }

    /// Goes to an address, and follows its redirects.
    #[track_caller]
    pub fn open(&mut self, url: &str) -> Page {
        let mut page = self.visit(url);
        for _ in 0..MOST_REDIRECTS {
            match page {
                Ok(page) => return page,
                Err(next) => page = self.visit(next.as_str()),
            }
        }
        panic!("sent around in circles from {url}");
    }

    /// One request only: returns the page, or the target of a redirect.
    pub fn visit(&mut self, url: &str) -> Result<Page, Url> {
        let request = self.client.get(url);
        self.send(url, request)
    }

    /// Presses a button of the page's form, without following the redirect.
    #[track_caller]
    pub fn press_only(&mut self, page: &Page, button: (&str, &str)) -> Result<Page, Url> {
        let form = tag(&page.body, "form").unwrap_or_else(|| panic!("no form: {page:?}"));
        let action = page.url.join(&attribute(form, "action").unwrap()).unwrap();
        let mut fields = hidden(&page.body);
        let pressed = format!(r#"name="{}" value="{}""#, button.0, button.1);
        assert!(
            page.body.contains(&pressed),
            "no such button: {button:?} in {page:?}"
        );
        fields.push((button.0.to_owned(), button.1.to_owned()));
        let request = self.client.post(action.clone()).form(&fields);
        self.send(action.as_str(), request)
    }

    /// Presses a button of the page's form.
    #[track_caller]
    pub fn press(&mut self, page: &Page, button: (&str, &str)) -> Page {
        match self.press_only(page, button) {
            Ok(page) => page,
            Err(next) => self.open(next.as_str()),
        }
    }

    fn send(&mut self, url: &str, request: reqwest::RequestBuilder) -> Result<Page, Url> {
        self.seen.push(url.to_owned());
        let url: Url = url.parse().unwrap();
        let host = url.host_str().unwrap_or_default().to_owned();
        let request = match self.cookies.get(&host) {
            Some(cookie) => request.header(COOKIE, cookie),
            None => request,
        };
        let (status, headers, body) = self.runtime.block_on(async {
            let answer = request.send().await.unwrap();
            (
                answer.status(),
                answer.headers().clone(),
                answer.text().await.unwrap(),
            )
        });
        if let Some(cookie) = headers
            .get(SET_COOKIE)
            .and_then(|value| value.to_str().ok())
        {
            let pair = cookie.split(';').next().unwrap_or_default();
            self.seen.push(pair.to_owned());
            self.cookies.insert(host, pair.to_owned());
        }
        if status.is_redirection() {
            let next = url.join(headers[LOCATION].to_str().unwrap()).unwrap();
            return Err(next);
        }
        Ok(Page {
            url,
            status: status.as_u16(),
            body,
        })
    }

    #[track_caller]
    pub fn json(&self, url: &str) -> serde_json::Value {
        self.runtime.block_on(async {
            self.client
                .get(url)
                .send()
                .await
                .unwrap()
                .json()
                .await
                .unwrap()
        })
    }

    /// The body of an answer, if anybody answers.
    pub fn text(&self, url: &str) -> Option<String> {
        let asked = async { self.client.get(url).send().await.ok()?.text().await.ok() };
        self.runtime.block_on(asked)
    }

    #[track_caller]
    pub fn post(&self, url: &str, body: &serde_json::Value) -> String {
        let (status, text) = self.runtime.block_on(async {
            let answer = self.client.post(url).json(body).send().await.unwrap();
            (answer.status(), answer.text().await.unwrap())
        });
        assert!(status.is_success(), "{url}: {status}");
        text
    }
}

/// The attributes of the first tag of this name.
fn tag<'a>(html: &'a str, name: &str) -> Option<&'a str> {
    html.split_once(&format!("<{name} "))?
        .1
        .split_once('>')
        .map(|(inside, _)| inside)
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    let (value, _) = rest.split_once('"')?;
    Some(value.replace("&amp;", "&").replace("&#38;", "&"))
}

/// The names and values of the hidden fields.
fn hidden(html: &str) -> Vec<(String, String)> {
    html.split("<input ")
        .skip(1)
        .filter_map(|rest| {
            let tag = rest.split_once('>')?.0;
            Some((attribute(tag, "name")?, attribute(tag, "value")?))
        })
        .collect()
}
