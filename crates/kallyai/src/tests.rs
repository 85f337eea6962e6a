//! The client against literal answers: every form that the API page lists, and
//! the changes that gateways make. The sandbox's own tests drive the same
//! client through real scenarios.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use url::Url;
use uuid::Uuid;

use super::transport::Answer;
use super::wire::CallBody;
use super::*;
use kally_core::model::{
    CallId, CallLanguage, CallRequest, Category, Day, DayPreference, Language, PartySize, Phone,
    Task, TimeOfDay, TimePreference, Value as Told,
};

mod proxies;

fn answer(http: u16, body: &str) -> Answer {
    Answer {
        http,
        retry_after: None,
        body: body.to_owned(),
    }
}

fn request() -> CallRequest {
    CallRequest {
        phone: Phone::from_e164("+15551234567").unwrap(),
        task: Task::parse("Two nights with breakfast").unwrap(),
        category: Category::Hotel,
        callback: Phone::from_e164("+34912345678").ok(),
        details: [
            Told::Date(Day::On("2026-02-03".parse().unwrap())),
            Told::Time(TimeOfDay::At("09:05:00".parse().unwrap())),
            Told::PartySize(PartySize::new(2).unwrap()),
            Told::Nights(PartySize::new(3).unwrap()),
        ]
        .into_iter()
        .collect(),
        language: Language::Es,
        call_language: CallLanguage::En,
        timezone: chrono_tz::Europe::Madrid,
        corrected: false,
        date_told: None,
        voicemail: kally_core::model::Voicemail::Usual,
        follows: None,
    }
}

/// A client of a server that reads one request and answers with these bytes;
/// the request comes back as text.
async fn canned(bytes: &'static str) -> (Client, tokio::sync::oneshot::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/api", listener.local_addr().unwrap());
    let (seen, request) = tokio::sync::oneshot::channel();
    kally_runtime::Tasks::default().spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut buffer = vec![0; 16 * 1024];
        let mut read = 0;
        // All requests of these tests end with a head or with a JSON object.
        while !buffer[..read].ends_with(b"}") && !buffer[..read].ends_with(b"\r\n\r\n") {
            read += stream.read(&mut buffer[read..]).await.unwrap();
        }
        // A client may hang up before it has read everything.
        let _ = stream.write_all(bytes.as_bytes()).await;
        seen.send(String::from_utf8_lossy(&buffer[..read]).into_owned())
            .ok();
    });
    let base: Url = base.parse().unwrap();
    (Client::new(base, "kally-bridge/test").unwrap(), request)
}

fn token() -> AccessToken {
    AccessToken::parse("t0ken-of-ana").unwrap()
}

#[test]
fn a_request_is_written_in_the_first_form() {
    let body = serde_json::to_value(CallBody::from(&request())).unwrap();
    let expected = json!({
        "submission": {
            "task_category": "hotel",
            "task_description": "Two nights with breakfast",
            "respondent_phone": "+15551234567",
            "user_phone": "+34912345678",
            "appointment_date": "2026-02-03",
            "appointment_time": "09:05",
            "party_size": 2,
            "language": "es",
            "call_language": "en",
            "additional_instructions": ["Number of nights: 3"],
        },
        "timezone": "Europe/Madrid",
    });
    assert_eq!(body, expected);
    let mut request = request();
    let words = TimePreference::parse("before noon").unwrap();
    request.details.put(Told::Time(TimeOfDay::Words(words)));
    let body = serde_json::to_value(CallBody::from(&request)).unwrap();
    let submission = &body["submission"];
    assert_eq!(submission["time_preference_text"], "before noon");
    assert!(submission.get("appointment_time").is_none());
}

#[test]
fn a_day_in_words_is_a_preference() {
    let mut request = request();
    let words = DayPreference::parse("this weekend").unwrap();
    request.details.put(Told::Date(Day::in_words(words)));
    let body = serde_json::to_value(CallBody::from(&request)).unwrap();
    let submission = &body["submission"];
    assert_eq!(submission["time_preference_text"], "this weekend, 09:05");
    assert!(submission.get("appointment_date").is_none());
    // Too long together: the day goes to the instructions.
    let words = TimePreference::parse(&"after work ".repeat(18)).unwrap();
    request.details.put(Told::Time(TimeOfDay::Words(words)));
    let body = serde_json::to_value(CallBody::from(&request)).unwrap();
    let submission = &body["submission"];
    let preference = submission["time_preference_text"].as_str().unwrap();
    assert!(preference.starts_with("after work") && preference.len() <= 200);
    let instructions = submission["additional_instructions"].to_string();
    assert!(instructions.contains("this weekend"), "{instructions}");
}

#[test]
fn a_call_is_read_in_every_form() {
    #[track_caller]
    fn check(body: Value, status: CallStatus, seconds: Option<f64>, created: bool) {
        let call = Call::read(&body).unwrap();
        assert_eq!(call.id.as_str(), "c1");
        assert_eq!(call.status, status);
        assert_eq!(call.duration.map(|d| d.as_secs_f64()), seconds);
        assert_eq!(call.created_at.is_some(), created);
    }
    let at = "2026-01-22T15:30:00Z";
    check(
        json!({"call_id": "c1", "status": "success", "duration_seconds": 185.5,
            "metadata": {"created_at": at}, "new_field": [1]}),
        CallStatus::Success,
        Some(185.5),
        true,
    );
    check(
        json!({"call_id": "c1", "status": "No-Answer", "duration_seconds": "12", "created_at": at}),
        CallStatus::NoAnswer,
        Some(12.0),
        true,
    );
    check(
        json!({"call_id": "c1", "status": "on_hold", "duration_seconds": -1, "metadata": null}),
        CallStatus::Other("on_hold".to_owned()),
        None,
        false,
    );
    check(
        json!({"call_id": "c1", "highlights": 7, "duration_seconds": "NaN"}),
        CallStatus::Other("unknown".to_owned()),
        None,
        false,
    );
    assert_eq!(Call::read(&json!({"status": "success"})), None);
    assert_eq!(Call::read(&json!({"call_id": ".."})), None);
}

#[test]
fn only_listed_ends_are_final() {
    for word in [
        "success",
        "no_answer",
        "busy",
        "failed",
        "voicemail",
        "cancelled",
        "terminated",
    ] {
        assert!(CallStatus::from_word(word).is_final(), "{word}");
        assert_eq!(CallStatus::from_word(word).as_str(), word);
    }
    for word in ["queued", "scheduled", "in_progress", "ringing", ""] {
        assert!(!CallStatus::from_word(word).is_final(), "{word}");
    }
}

#[test]
fn a_history_without_a_list_is_not_an_empty_one() {
    let row = json!({"call_id": "c1"});
    let calls = History::read(&json!({"calls": [row, {"id": 1}], "total": "2"})).unwrap();
    assert_eq!(
        (calls.calls.len(), calls.unreadable, calls.total),
        (1, 1, Some(2))
    );
    let items = History::read(&json!({"items": [row], "total": 1.0})).unwrap();
    assert_eq!((items.calls.len(), items.total), (1, Some(1)));
    assert!(
        History::read(&json!({"calls": []}))
            .unwrap()
            .calls
            .is_empty()
    );
    for none in [json!({}), json!({"calls": null}), json!([])] {
        assert_eq!(History::read(&none), None);
    }
}

#[test]
fn refusals_are_read_in_every_form() {
    #[track_caller]
    fn check(
        http: u16,
        body: &str,
        code: &str,
        message: Option<&str>,
        not_done: bool,
        retry: Retry,
    ) {
        let error = answer(http, body).json().unwrap_err();
        let refusal = error.refusal().unwrap();
        assert_eq!(refusal.code.as_str(), code);
        assert_eq!(refusal.message.as_deref(), message);
        assert_eq!(error.certainly_not_done(), not_done);
        assert_eq!(error.retry(), retry);
    }
    use Retry::{Backoff, Never, SignIn};
    let plain = r#"{"error": {"code": "emergency_number", "message": "No."}}"#;
    check(422, plain, "emergency_number", Some("No."), true, Never);
    let details = r#"{"error": {"code": "consent_denied", "details": {"message": "Terms"}}}"#;
    check(422, details, "consent_denied", Some("Terms"), true, Never);
    let unknown = r#"{"error": {"code": "mercury_retrograde"}}"#;
    check(422, unknown, "mercury_retrograde", None, true, Never);
    let flat = r#"{"plan_type": "free", "upgrade_url": "https://kallyai.com/pricing"}"#;
    check(402, flat, "quota_exceeded", None, true, Never);
    check(401, "", "token_expired", None, true, SignIn);
    check(429, "<html>", "rate_limited", None, true, Backoff);
    check(404, "", "http_404", None, true, Never);
    check(
        400,
        r#"{"error": "invalid_grant"}"#,
        "invalid_grant",
        None,
        true,
        SignIn,
    );
    check(
        409,
        r#"{"error": {"code": "in_progress"}}"#,
        "in_progress",
        None,
        false,
        Never,
    );
    check(400, "{}", "http_400", None, false, Never);
    check(
        500,
        r#"{"error": {"code": "safety_violation"}}"#,
        "safety_violation",
        None,
        false,
        Backoff,
    );
    for code in ErrorCode::ALL {
        assert_eq!(&ErrorCode::from_word(code.as_str()), code);
    }
}

#[test]
fn what_no_service_says_is_unintelligible() {
    let captcha = "<html>captcha</html>";
    for (http, body) in [
        (200, captcha),
        (201, r#"{"call_id": "c"#),
        (201, ""),
        (200, "7"),
        (302, "{}"),
        (403, captcha),
        (502, captcha),
        (503, ""),
    ] {
        let error = answer(http, body).json().unwrap_err();
        assert!(matches!(error, Error::Unintelligible { http: told } if told == http));
        assert!(!error.certainly_not_done());
    }
}

#[test]
fn token_lives_are_clamped() {
    for (expires_in, seconds) in [
        (json!(3600), 3600),
        (json!("120"), 120),
        (json!(-5), 0),
        (json!(1e300), 30 * 86_400),
        (json!("soon"), 3600),
        (Value::Null, 3600),
    ] {
        let body = json!({"access_token": "a", "refresh_token": "r", "expires_in": expires_in});
        let pair = TokenPair::read(&body, None).unwrap();
        assert_eq!(
            pair.expires_in,
            Duration::from_secs(seconds),
            "{expires_in}"
        );
    }
    let old = RefreshToken::parse("old").unwrap();
    let pair = TokenPair::read(&json!({"access_token": "a"}), Some(&old)).unwrap();
    assert_eq!(pair.refresh.expose(), "old");
}

#[test]
fn callbacks_are_read_and_never_printed() {
    let query = "access_token=s3cret&refresh_token=s3cret2&expires_in=60&state=s3cret3";
    let callback = Callback::read(query).unwrap();
    assert_eq!(callback.state(), Some("s3cret3"));
    assert!(!format!("{callback:?}").contains("s3cret"));
    assert!(matches!(
        Callback::read("code=c&state=S"),
        Ok(Callback::Code { .. })
    ));
    let refused = Callback::read("error=access_denied&access_token=a").unwrap();
    assert!(matches!(refused, Callback::Refused { error, .. } if error == "access_denied"));
    for broken in [
        "",
        "access_token=a",
        "access_token=a%0A&refresh_token=r",
        "code=",
    ] {
        assert!(Callback::read(broken).is_err(), "{broken}");
    }
    assert!(AccessToken::parse(&"a".repeat(16 * 1024 + 1)).is_err());
}

#[tokio::test]
async fn a_call_goes_out_with_its_key_and_its_token() {
    let body = "HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n{\"call_id\": \"c\"}";
    let (client, seen) = canned(body).await;
    let key = CallId(Uuid::from_u128(9));
    let call = client.create_call(&token(), key, &request()).await.unwrap();
    assert_eq!(call.id.as_str(), "c");
    let seen = seen.await.unwrap();
    assert!(
        seen.starts_with("POST /api/v1/calls HTTP/1.1\r\n"),
        "{seen}"
    );
    assert!(
        seen.contains(&format!("idempotency-key: {key}\r\n")),
        "{seen}"
    );
    assert!(
        seen.contains("authorization: Bearer t0ken-of-ana\r\n"),
        "{seen}"
    );
    assert!(seen.contains("user-agent: kally-bridge/test\r\n"), "{seen}");
}

#[tokio::test]
async fn redirects_are_not_followed_and_cut_bodies_are_doubtful() {
    let away = "HTTP/1.1 307 Away\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n";
    let (client, _seen) = canned(away).await;
    let error = client.statistics(&token()).await.unwrap_err();
    assert!(matches!(error, Error::Unintelligible { http: 307 }));

    let cut = "HTTP/1.1 201 Created\r\nContent-Length: 900\r\n\r\n{\"call_id\": \"c\"";
    let (client, _seen) = canned(cut).await;
    let key = CallId(Uuid::from_u128(9));
    let error = client.create_call(&token(), key, &request()).await;
    let error = error.unwrap_err();
    assert!(matches!(error, Error::Interrupted(_)) && !error.certainly_not_done());
    let id = RemoteCallId::parse("a/b?c").unwrap();
    let (client, seen) = canned("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n").await;
    let error = client.transcript(&token(), &id).await.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::TranscriptNotFound));
    let seen = seen.await.unwrap();
    assert!(
        seen.starts_with("GET /api/v1/calls/a%2Fb%3Fc/transcript "),
        "{seen}"
    );
}

#[tokio::test]
async fn errors_show_no_address_and_no_token() {
    let client = Client::new("http://127.0.0.1:1/".parse().unwrap(), "t").unwrap();
    let page = HistoryPage {
        limit: 1,
        offset: 77,
    };
    let error = client.history(&token(), page).await.unwrap_err();
    assert!(matches!(error, Error::Unreachable(_)) && error.certainly_not_done());
    let shown = format!("{error} {error:?}");
    assert!(
        !shown.contains("offset") && !shown.contains("t0ken"),
        "{shown}"
    );
}

#[tokio::test]
async fn an_answer_too_long_is_given_up() {
    for (length, fits) in [(60 * 1024, true), (70 * 1024, false)] {
        let body = format!(r#"{{"plan_type": "{}"}}"#, "a".repeat(length));
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
        let (client, _seen) = canned(Box::leak((head + body.as_str()).into_boxed_str())).await;
        match client.statistics(&token()).await {
            Ok(_) => assert!(fits, "{length}"),
            Err(Error::Unintelligible { http: 200 }) => assert!(!fits, "{length}"),
            Err(error) => panic!("{error:?}"),
        }
    }
}

#[tokio::test]
async fn a_pause_is_read_in_seconds_or_as_a_date() {
    for (head, seconds) in [
        (
            "HTTP/1.1 429 No\r\nRetry-After: 12\r\nContent-Length: 0\r\n\r\n",
            12,
        ),
        (
            "HTTP/1.1 429 No\r\nDate: Wed, 21 Oct 2026 07:28:00 GMT\r\n\
             Retry-After: Wed, 21 Oct 2026 07:28:30 GMT\r\nContent-Length: 0\r\n\r\n",
            30,
        ),
    ] {
        let (client, _seen) = canned(head).await;
        let error = client.statistics(&token()).await.unwrap_err();
        assert_eq!(error.retry(), Retry::After(Duration::from_secs(seconds)));
    }
}

#[test]
fn sign_in_addresses_carry_their_parts() {
    let client = Client::new("https://api.kallyai.com".parse().unwrap(), "t").unwrap();
    let back: Url = "http://localhost:8976/callback".parse().unwrap();
    assert_eq!(
        client.cli_sign_in_url(&back, "S&1").as_str(),
        "https://api.kallyai.com/v1/auth/cli?redirect_uri=http%3A%2F%2Flocalhost%3A8976%2Fcallback&state=S%261"
    );
    let url = client.authorize_url("me", &back, SCOPES, "S", None);
    assert!(
        url.query()
            .unwrap()
            .contains("scope=calls%3Aread+calls%3Awrite")
    );
    // The example of RFC 7636, appendix B.
    let verifier = CodeVerifier::new(&[
        116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37,
        77, 105, 214, 191, 240, 91, 88, 5, 88, 83, 132, 141, 121,
    ]);
    assert_eq!(
        verifier.expose(),
        "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    );
    assert_eq!(format!("{verifier:?}"), "CodeVerifier([redacted])");
    let url = client.authorize_url("me", &back, SCOPES, "S", Some(&verifier));
    assert!(url.as_str().ends_with(
        "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"
    ));
    for wrong in ["ftp://a/", "https://u:p@a/", "https://a/?q=1", "mailto:a@b"] {
        assert!(Client::new(wrong.parse().unwrap(), "t").is_err(), "{wrong}");
    }
}

/// The log must tell a wrong name from a wrong port and from a certificate.
#[tokio::test]
async fn an_error_says_its_cause_and_no_address() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/api", listener.local_addr().unwrap());
    drop(listener);
    let client = Client::new(base.parse().unwrap(), "test").unwrap();
    let error = client
        .exchange_code(
            &RegisteredClient {
                id: "id".to_owned(),
                secret: "hush-secret".into(),
            },
            &"hush-code".into(),
            &"https://bridge.example.org/".parse().unwrap(),
            None,
        )
        .await
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("KallyAI could not be reached: "),
        "{error}"
    );
    assert!(error.contains("refused"), "{error}");
    assert!(
        !error.contains("hush") && !error.contains("/api"),
        "{error}"
    );
}
