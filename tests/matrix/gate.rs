//! A gate in front of the homeserver: it lets requests through, asks to wait,
//! and holds back requests that a client believes to be sent.

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tokio::runtime::Runtime;

use super::synapse::Synapse;
use crate::support::LIMIT;

/// No body is larger.
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// A request: its time, its method and path, and its result.
#[derive(Debug, Clone)]
pub struct Passage {
    pub at: Instant,
    pub path: String,
    pub status: u16,
}

/// Requests whose path holds these words are refused, this many times.
struct Refusal {
    words: String,
    times: usize,
    answer: Answer,
}

/// The answer to a refused request.
#[derive(Clone)]
enum Answer {
    /// It is asked to wait so long.
    Wait(Duration),
    /// A gateway's page.
    Page,
    /// The homeserver's refusal, with its status and its code.
    Error(StatusCode, &'static str),
}

#[derive(Default)]
struct Rules {
    refusals: Vec<Refusal>,
    /// Requests whose path holds these words are answered and held back.
    holding: Option<String>,
    held: Vec<(Parts, Bytes)>,
    /// Requests at paths with these words that name somebody are passed on after
    /// this time.
    slow: Option<(String, String, Duration)>,
    /// Requests at paths with these words are passed on, but get no answer.
    swallowing: Option<String>,
    shut: bool,
    passages: Vec<Passage>,
}

struct Keeper {
    behind: String,
    client: reqwest::Client,
    rules: Mutex<Rules>,
}

/// The gate; it closes with its test.
pub struct Gate {
    runtime: Runtime,
    keeper: Arc<Keeper>,
    pub url: String,
}

impl Gate {
    /// A gate through which everything goes.
    #[track_caller]
    pub fn before(synapse: &Synapse) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let keeper = Arc::new(Keeper {
            behind: synapse.url(),
            client: reqwest::Client::builder().no_proxy().build().unwrap(),
            rules: Mutex::default(),
        });
        let listener = runtime
            .block_on(tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))
            .unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(pass).with_state(Arc::clone(&keeper));
        runtime.spawn(async { axum::serve(listener, router).await });
        Self {
            runtime,
            keeper,
            url,
        }
    }

    /// Asks every client to wait, this many times, for paths with these words.
    pub fn limits(&self, words: &str, times: usize, wait: Duration) {
        self.refuses(words, times, Answer::Wait(wait));
    }

    /// Answers like a gateway that does not know its homeserver, this many
    /// times.
    pub fn misleads(&self, words: &str, times: usize) {
        self.refuses(words, times, Answer::Page);
    }

    /// Refuses everything at paths with these words, as the homeserver would.
    pub fn forbids(&self, words: &str, status: StatusCode, code: &'static str) {
        self.refuses(words, usize::MAX, Answer::Error(status, code));
    }

    /// Answers late at paths with these words where somebody is named, as a
    /// homeserver does that has to ask another one.
    pub fn delays(&self, words: &str, about: &str, by: Duration) {
        self.keeper.rules().slow = Some((words.to_owned(), about.to_owned(), by));
    }

    fn refuses(&self, words: &str, times: usize, answer: Answer) {
        let words = words.to_owned();
        let refusal = Refusal {
            words,
            times,
            answer,
        };
        self.keeper.rules().refusals.push(refusal);
    }

    /// Lets nothing through, like a gateway whose homeserver is away.
    pub fn shuts(&self) {
        self.keeper.rules().shut = true;
    }

    /// Lets everything through again, and the answers back.
    pub fn opens(&self) {
        let mut rules = self.keeper.rules();
        rules.shut = false;
        rules.swallowing = None;
        rules.slow = None;
        rules.refusals.clear();
    }

    /// Holds back requests to a path with these words.
    pub fn holds(&self, words: &str) {
        self.keeper.rules().holding = Some(words.to_owned());
    }

    /// Lets requests to a path with these words through, but no answer back.
    pub fn swallows(&self, words: &str) {
        self.keeper.rules().swallowing = Some(words.to_owned());
    }

    /// Lets the held requests through, and all later ones; returns their
    /// number.
    #[track_caller]
    pub fn lets_through(&self) -> usize {
        let held = {
            let mut rules = self.keeper.rules();
            rules.holding = None;
            std::mem::take(&mut rules.held)
        };
        let count = held.len();
        for (parts, body) in held {
            let answer = self.runtime.block_on(self.keeper.forward(&parts, body));
            assert_eq!(answer.status(), StatusCode::OK, "{}", parts.uri);
        }
        count
    }

    /// The requests whose path holds these words, oldest first.
    pub fn passages(&self, words: &str) -> Vec<Passage> {
        let mut passages = self.keeper.rules().passages.clone();
        passages.retain(|passage| fits(words, &passage.path));
        passages
    }

    /// Waits until this many requests with these words in their path were
    /// answered.
    #[track_caller]
    pub fn waits_for(&self, words: &str, count: usize) -> Vec<Passage> {
        self.waits(words, |passages| passages.len() >= count)
    }

    /// Waits until a request with these words in its path was answered like
    /// this.
    #[track_caller]
    pub fn waits_until(&self, words: &str, is_it: impl Fn(&Passage) -> bool) {
        self.waits(words, |passages| passages.iter().any(&is_it));
    }

    #[track_caller]
    fn waits(&self, words: &str, is_enough: impl Fn(&[Passage]) -> bool) -> Vec<Passage> {
        let until = Instant::now() + LIMIT * 2;
        loop {
            let passages = self.passages(words);
            if is_enough(&passages) {
                return passages;
            }
            assert!(Instant::now() < until, "requests to {words}: {passages:#?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Keeper {
    fn rules(&self) -> MutexGuard<'_, Rules> {
        self.rules.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn forward(&self, parts: &Parts, body: Bytes) -> Response {
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let mut headers = parts.headers.clone();
        headers.remove(header::HOST);
        headers.remove(header::CONTENT_LENGTH);
        let request = self
            .client
            .request(parts.method.clone(), format!("{}{path}", self.behind))
            .headers(headers)
            .body(body);
        let Ok(answer) = request.send().await else {
            return StatusCode::BAD_GATEWAY.into_response();
        };
        let (status, kind) = (answer.status(), answer.headers().get(header::CONTENT_TYPE));
        let kind = kind.cloned();
        let Ok(body) = answer.bytes().await else {
            return StatusCode::BAD_GATEWAY.into_response();
        };
        let mut passed = (status, Body::from(body)).into_response();
        if let Some(kind) = kind {
            passed.headers_mut().insert(header::CONTENT_TYPE, kind);
        }
        passed
    }

    /// The answer of the gate itself, if it does not ask the homeserver.
    fn answer(&self, parts: &Parts, body: &Bytes) -> Option<Response> {
        let path = line(parts);
        let mut rules = self.rules();
        if rules.shut {
            return Some(StatusCode::BAD_GATEWAY.into_response());
        }
        if rules
            .holding
            .as_ref()
            .is_some_and(|words| fits(words, &path))
        {
            rules.held.push((parts.clone(), body.clone()));
            return Some(axum::Json(json!({})).into_response());
        }
        let refusal = rules
            .refusals
            .iter_mut()
            .find(|refusal| refusal.times > 0 && fits(&refusal.words, &path))?;
        refusal.times -= 1;
        let wait = match refusal.answer.clone() {
            Answer::Wait(wait) => wait,
            Answer::Page => {
                let page = "<html><h1>404 Not Found</h1></html>";
                return Some((StatusCode::NOT_FOUND, page).into_response());
            }
            Answer::Error(status, code) => {
                let answer = json!({"errcode": code, "error": "refused"});
                return Some((status, axum::Json(answer)).into_response());
            }
        };
        let answer = json!({"errcode": "M_LIMIT_EXCEEDED", "error": "Too Many Requests",
            "retry_after_ms": wait.as_millis()});
        Some((StatusCode::TOO_MANY_REQUESTS, axum::Json(answer)).into_response())
    }
}

/// A request's method and path.
fn line(parts: &Parts) -> String {
    format!("{} {}", parts.method, parts.uri.path())
}

/// Whether a request's line has all of these words, such as `PUT /account_data/`.
fn fits(words: &str, line: &str) -> bool {
    words.split(' ').all(|word| line.contains(word))
}

async fn pass(State(keeper): State<Arc<Keeper>>, request: Request) -> Response {
    let at = Instant::now();
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MOST_BYTES).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let slow = keeper.rules().slow.clone();
    if let Some((words, about, by)) = slow
        && fits(&words, &line(&parts))
        && String::from_utf8_lossy(&body).contains(&about)
    {
        tokio::time::sleep(by).await;
    }
    let answer = match keeper.answer(&parts, &body) {
        Some(answer) => answer,
        None => keeper.forward(&parts, body).await,
    };
    // A sync may have been under way.
    let answer = match keeper.rules().shut {
        true => StatusCode::BAD_GATEWAY.into_response(),
        false => answer,
    };
    let path = line(&parts);
    let swallowed = {
        let mut rules = keeper.rules();
        let status = answer.status().as_u16();
        let swallowing = rules.swallowing.as_ref();
        let swallowed = swallowing.is_some_and(|words| fits(words, &path));
        rules.passages.push(Passage { at, path, status });
        swallowed
    };
    if swallowed {
        std::future::pending::<()>().await;
    }
    answer
}
