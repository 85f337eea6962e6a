//! Requests to a homeserver, one after the other.

use std::cell::RefCell;
use std::time::Duration;

use reqwest::Method;
use serde_json::Value;

/// No answer takes longer, except for a sync that waits.
const LIMIT: Duration = Duration::from_secs(60);

struct Client {
    runtime: tokio::runtime::Runtime,
    client: reqwest::Client,
}

thread_local! {
    static CLIENT: RefCell<Option<Client>> = const { RefCell::new(None) };
}

/// A request with a token; returns its status and its JSON.
pub fn ask(
    method: Method,
    url: &str,
    token: Option<&str>,
    body: Option<&Value>,
) -> Result<(u16, Value), reqwest::Error> {
    request(method, url, token, |request| match body {
        Some(body) => request.json(body),
        None => request,
    })
}

/// Sends a file to a homeserver's store; its address.
pub fn upload(base: &str, token: &str, bytes: &[u8]) -> Value {
    let url = format!("{base}/_matrix/media/v3/upload");
    let body = bytes.to_vec();
    let answer = request(Method::POST, &url, Some(token), |request| {
        request.body(body)
    });
    let (status, answer) = answer.unwrap();
    assert_eq!(status, 200, "{answer}");
    answer["content_uri"].clone()
}

fn request(
    method: Method,
    url: &str,
    token: Option<&str>,
    with: impl FnOnce(reqwest::RequestBuilder) -> reqwest::RequestBuilder,
) -> Result<(u16, Value), reqwest::Error> {
    CLIENT.with_borrow_mut(|slot| {
        let client = slot.get_or_insert_with(|| Client {
            runtime: tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap(),
            client: reqwest::Client::builder()
                .no_proxy()
                .timeout(LIMIT)
                .pool_max_idle_per_host(0)
                .build()
                .unwrap(),
        });
        client.runtime.block_on(async {
            let mut request = client.client.request(method, url);
            if let Some(token) = token {
                request = request.bearer_auth(token);
            }
            let answer = with(request).send().await?;
            let status = answer.status().as_u16();
            let text = answer.text().await?;
            Ok((status, serde_json::from_str(&text).unwrap_or(Value::Null)))
        })
    })
}

/// The JSON at an address, if anybody answers.
pub fn get(url: &str) -> Option<Value> {
    ask(Method::GET, url, None, None).ok().map(|(_, body)| body)
}
