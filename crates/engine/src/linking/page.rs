//! The pages and the headers that all of them carry. The sentences come from
//! `text`, in the browser's language; the templates escape values.

use std::sync::LazyLock;

use askama::Template;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use url::Origin;

use super::session::Session;
use kally_core::model::{Language, clean_line};
use kally_core::text::Voice;

pub(super) use super::notice::Notice;

const STYLE: &str = include_str!("templates/style.css");
/// The longest `Accept-Language` that is looked at, in bytes.
const LONGEST_LANGUAGES: usize = 1000;

struct Frame {
    language: &'static str,
    title: String,
    style: &'static str,
}

impl Frame {
    fn new(voice: Voice) -> Self {
        Self {
            language: voice.language().code(),
            title: voice.say("page-title"),
            style: STYLE,
        }
    }
}

#[derive(Template)]
#[template(path = "notice.html")]
struct NoticePage {
    page: Frame,
    heading: String,
    text: String,
}

/// The chat user that a page is about, and the code that their chat shows.
struct Who {
    intro: String,
    name: String,
    platform: &'static str,
    handle: Option<String>,
    id: String,
    code_text: String,
    code: String,
    warning: String,
}

#[derive(Template)]
#[template(path = "begin.html")]
struct BeginPage {
    page: Frame,
    heading: String,
    who: Who,
    what: String,
    next: String,
    csrf: String,
    go_on: String,
}

#[derive(Template)]
#[template(path = "confirm.html")]
struct ConfirmPage {
    page: Frame,
    heading: String,
    who: Who,
    what: String,
    csrf: String,
    link: String,
    decline: String,
}

impl Who {
    fn new(voice: Voice, intro: &str, session: &Session) -> Self {
        let record = &session.record;
        // Also cleaned when the session was opened; the page does not rely on
        // that.
        let id = clean_line(&record.user.id);
        let name = Some(clean_line(&record.display_name)).filter(|name| !name.is_empty());
        let handle = record.handle.as_deref().map(clean_line);
        let (name, handle) = match name {
            Some(name) => (Some(name), handle),
            None => (handle, None),
        };
        Self {
            intro: voice.say(intro),
            name: name.unwrap_or_else(|| id.clone()),
            platform: record.user.platform.abilities().name,
            handle,
            id: voice.fill("page-id", &[("id", id.into())]),
            code_text: voice.say("page-confirm-code"),
            code: record.code.clone(),
            warning: voice.say("page-confirm-warning"),
        }
    }
}

/// A page with one message and nothing to decide.
pub(super) fn notice(language: Language, what: Notice) -> Response {
    let voice = Voice::new(language);
    let (heading, text) = what.keys();
    let page = NoticePage {
        page: Frame::new(voice),
        heading: voice.say(heading),
        text: voice.say(text),
    };
    rendered(what.status(), &page)
}

/// The page from which the person goes on to the service.
pub(super) fn beginning(
    voice: Voice,
    session: &Session,
    csrf: String,
    onward: &Origin,
) -> Response {
    let page = BeginPage {
        page: Frame::new(voice),
        heading: voice.say("page-begin-heading"),
        who: Who::new(voice, "page-begin-who", session),
        what: voice.say("page-confirm-what"),
        next: voice.say("page-begin-next"),
        csrf,
        go_on: voice.say("page-begin-button"),
    };
    let mut response = rendered(StatusCode::OK, &page);
    // The service may redirect to any other sign-in provider.
    let forms = format!("'self' {} https:", onward.ascii_serialization());
    if let Ok(policy) = HeaderValue::try_from(policy(&forms)) {
        response
            .headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// The page on which the person decides.
pub(super) fn confirmation(voice: Voice, session: &Session, csrf: String) -> Response {
    let page = ConfirmPage {
        page: Frame::new(voice),
        heading: voice.say("page-confirm-heading"),
        who: Who::new(voice, "page-confirm-who", session),
        what: voice.say("page-confirm-what"),
        csrf,
        link: voice.say("page-confirm-button"),
        decline: voice.say("page-decline-button"),
    };
    rendered(StatusCode::OK, &page)
}

fn rendered(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be made");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// The first language of the browser that is one of ours, else `otherwise`.
pub(super) fn language(headers: &HeaderMap, otherwise: Language) -> Language {
    let wanted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .filter(|value| value.len() <= LONGEST_LANGUAGES)
        .unwrap_or_default();
    let mut best: Option<(Language, f32)> = None;
    for part in wanted.split(',') {
        let (tag, weight) = part.split_once(';').unwrap_or((part, ""));
        let weight = match weight.trim().strip_prefix("q=") {
            Some(weight) => weight.parse().unwrap_or(0.0),
            None => 1.0,
        };
        if let Some(language) = Language::from_tag(tag.trim())
            && weight > best.map_or(0.0, |(_, best)| best)
        {
            best = Some((language, weight));
        }
    }
    best.map_or(otherwise, |(language, _)| language)
}

/// No script, no frame, only our own style. Forms go to these places only;
/// browsers apply that to the redirects that follow as well.
fn policy(forms: &str) -> String {
    let style = STANDARD.encode(Sha256::digest(STYLE));
    format!(
        "default-src 'none'; style-src 'sha256-{style}'; form-action {forms}; \
         frame-ancestors 'none'; base-uri 'none'"
    )
}

static POLICY: LazyLock<String> = LazyLock::new(|| policy("'self'"));

/// Adds the headers that every answer carries.
pub(super) async fn secured(mut response: Response) -> Response {
    let headers = response.headers_mut();
    let policy = HeaderValue::from_str(&POLICY);
    let policy = policy.unwrap_or(HeaderValue::from_static("default-src 'none'"));
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(policy);
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (
            header::HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            header::HeaderName::from_static("x-robots-tag"),
            "noindex, nofollow",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(wanted: &str, expected: Language) {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, wanted.parse().unwrap());
        assert_eq!(language(&headers, Language::En), expected, "{wanted}");
    }

    #[test]
    fn the_browser_chooses_the_language() {
        check("es", Language::Es);
        check("es-MX,es;q=0.9,en;q=0.8", Language::Es);
        check("de, en;q=0.3, es;q=0.5", Language::Es);
        check("en-GB,es", Language::En);
        check("de", Language::En);
        check("es;q=0", Language::En);
        check("es;q=x,,;", Language::En);
        check(&"es,".repeat(500), Language::En);
        assert_eq!(language(&HeaderMap::new(), Language::Es), Language::Es);
    }
}
