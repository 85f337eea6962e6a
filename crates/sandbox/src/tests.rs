//! Every scenario and fault, through real HTTP and the client.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use url::Url;
use uuid::Uuid;

use super::{Damage, Drop, Fault, Options, Sandbox};
use kally_core::model::{
    CallId, CallLanguage, CallRequest, Category, Day, Language, Name, PartySize, Phone, Task,
    TimeOfDay, Value,
};
use kally_runtime::{Ids, SystemClock, Tasks};
use kallyai::{
    AccessToken, Call, CallStatus, Client, CodeVerifier, Error, ErrorCode, Flow, HistoryPage,
    RefreshToken, RegisteredClient, Retry,
};

const LIMIT: Duration = Duration::from_secs(20);
const PAGE: HistoryPage = HistoryPage {
    limit: 50,
    offset: 0,
};

struct Bench {
    sandbox: Sandbox,
    client: Client,
    token: AccessToken,
    refresh: RefreshToken,
    address: String,
    tasks: Tasks,
}

impl Bench {
    async fn with(options: Options) -> Self {
        let tasks = Tasks::default();
        let ids = Arc::new(Ids::seeded(7));
        let sandbox = Sandbox::new(options, Arc::new(SystemClock), ids, tasks.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let server = sandbox.clone();
        tasks.spawn(async move { server.serve(listener).await.unwrap() });
        let base: Url = format!("http://{address}").parse().unwrap();
        let issued = sandbox.sign_in("ana");
        Self {
            sandbox,
            client: Client::new(base, "kally-bridge/test").unwrap(),
            token: AccessToken::parse(&issued.access_token).unwrap(),
            refresh: RefreshToken::parse(&issued.refresh_token).unwrap(),
            address,
            tasks,
        }
    }

    async fn new() -> Self {
        Self::with(Options {
            call_time: Duration::from_millis(150),
            ..Options::default()
        })
        .await
    }

    async fn place(&self, key: u128, request: &CallRequest) -> Result<Call, Error> {
        let key = CallId(Uuid::from_u128(key));
        timeout(LIMIT, self.client.create_call(&self.token, key, request))
            .await
            .expect("an answer in time")
    }

    /// Asks until the call is over.
    async fn follow(&self, mut call: Call) -> Call {
        timeout(LIMIT, async {
            while !call.status.is_final() {
                tokio::time::sleep(Duration::from_millis(20)).await;
                call = self.client.call(&self.token, &call.id).await.unwrap();
            }
            call
        })
        .await
        .expect("the call ends in time")
    }

    /// One raw request; the whole answer as text.
    async fn raw(&self, method: &str, path: &str, body: &str) -> String {
        let kind = if body.starts_with('{') {
            "application/json"
        } else {
            "application/x-www-form-urlencoded"
        };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: sandbox\r\nConnection: close\r\n\
             Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let mut stream = TcpStream::connect(&self.address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        let read = stream.read_to_string(&mut answer);
        timeout(LIMIT, read).await.expect("in time").unwrap();
        answer
    }
}

fn request(digits: &str) -> CallRequest {
    CallRequest {
        phone: Phone::from_e164(&format!("+1415555{digits}")).unwrap(),
        task: Task::parse("Table for four tomorrow at 8").unwrap(),
        category: Category::Restaurant,
        callback: Some(Phone::from_e164("+34912345678").unwrap()),
        details: [
            Value::Business(Name::parse("Italian Bistro").unwrap()),
            Value::Name(Name::parse("Ana García").unwrap()),
            Value::Date(Day::On("2026-01-28".parse().unwrap())),
            Value::Time(TimeOfDay::At("20:00:00".parse().unwrap())),
            Value::PartySize(PartySize::new(4).unwrap()),
        ]
        .into_iter()
        .collect(),
        language: Language::En,
        call_language: CallLanguage::En,
        timezone: chrono_tz::America::New_York,
        corrected: false,
        date_told: None,
        voicemail: kally_core::model::Voicemail::Usual,
        follows: None,
    }
}

#[tokio::test]
async fn calls_end_as_their_number_says() {
    let bench = Bench::new().await;
    for (digits, status) in [
        ("0101", CallStatus::NoAnswer),
        ("0102", CallStatus::Busy),
        ("0103", CallStatus::Failed),
        ("0104", CallStatus::Voicemail),
        ("0105", CallStatus::Cancelled),
        ("0106", CallStatus::Terminated),
        ("0109", CallStatus::Success),
        ("2671", CallStatus::Success),
    ] {
        let key = digits.parse().unwrap();
        let call = bench.place(key, &request(digits)).await.unwrap();
        assert_eq!(call.status, status, "{digits}");
        assert!(
            call.ended_at.is_some() && call.duration.is_some(),
            "{digits}"
        );
    }
    assert_eq!(bench.sandbox.dialled().len(), 8);
}

#[tokio::test]
async fn a_success_speaks_of_the_request() {
    let bench = Bench::new().await;
    let call = bench.place(1, &request("2671")).await.unwrap();
    let highlights = call.highlights.unwrap();
    for word in ["table", "4", "2026-01-28", "20:00", "Ana García"] {
        assert!(highlights.contains(word), "{word} in {highlights}");
    }
    assert_eq!(call.business.as_deref(), Some("Italian Bistro"));
    let transcript = bench.client.transcript(&bench.token, &call.id).await;
    let entries = transcript.unwrap().entries;
    // Nothing is said after the end of the call.
    let last = entries.last().unwrap().timestamp.as_deref().unwrap();
    assert!(last <= "00:00:03", "{last}");
    assert!(
        entries
            .iter()
            .any(|e| e.content.contains("Table for four tomorrow"))
    );

    let mut spanish = request("2671");
    spanish.call_language = CallLanguage::Es;
    let call = bench.place(2, &spanish).await.unwrap();
    assert!(
        call.highlights
            .unwrap()
            .contains("una mesa para 4 el 2026-01-28")
    );

    let calendar = bench.client.calendar(&bench.token, &call.id).await.unwrap();
    for line in ["UID:", "DTSTAMP:", "DTSTART:20260129T010000Z"] {
        assert!(
            calendar.contains(&format!("\r\n{line}")),
            "{line} in {calendar}"
        );
    }
    let recording = bench
        .client
        .recording(&bench.token, &call.id)
        .await
        .unwrap();
    assert_eq!(recording.format.as_deref(), Some("mp3"));
}

#[tokio::test]
async fn a_recording_is_a_sound_or_an_error_that_says_why() {
    let bench = Bench::new().await;
    for (digits, expected) in [
        ("0199", "Mp3"),
        ("0112", "Wav"),
        ("0113", "Ogg"),
        ("0115", "TooLarge"),
        ("0116", "NotASound"),
        ("0117", "Address"),
        ("0118", "Address"),
    ] {
        let key = digits.parse().unwrap();
        let call = bench.place(key, &request(digits)).await.unwrap();
        let call = bench.follow(call).await;
        let (client, token) = (&bench.client, &bench.token);
        let recording = client.recording(token, &call.id).await.unwrap();
        let sound = client.sound(token, &recording).await;
        let shown = format!("{sound:?}");
        assert!(shown.contains(expected), "{digits}: {shown}");
    }
}

#[tokio::test]
async fn early_answers_become_final_on_polling() {
    let bench = Bench::new().await;
    for (digits, status) in [
        ("0107", CallStatus::InProgress),
        ("0110", CallStatus::Queued),
        ("0111", CallStatus::Scheduled),
    ] {
        let key = digits.parse().unwrap();
        let call = bench.place(key, &request(digits)).await.unwrap();
        assert_eq!(call.status, status);
        assert_eq!(
            bench.follow(call).await.status,
            CallStatus::Success,
            "{digits}"
        );
    }
    assert_eq!(bench.sandbox.dialled().len(), 3);
}

#[tokio::test]
async fn transcripts_may_be_late_or_long() {
    let bench = Bench::new().await;
    let late = bench.place(1, &request("0108")).await.unwrap();
    let error = bench.client.transcript(&bench.token, &late.id).await;
    let error = error.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::TranscriptNotFound));
    assert_eq!(error.retry(), Retry::Backoff);
    let long = bench.place(2, &request("0109")).await.unwrap();
    let entries = bench.client.transcript(&bench.token, &long.id).await;
    assert_eq!(entries.unwrap().entries.len(), 200);
    timeout(LIMIT, async {
        while bench
            .client
            .transcript(&bench.token, &late.id)
            .await
            .is_err()
        {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    })
    .await
    .expect("the transcript appears");
}

#[tokio::test]
async fn refusals_are_definite_and_dial_nobody() {
    let bench = Bench::new().await;
    for (digits, http, code) in [
        ("0120", 402, ErrorCode::QuotaExceeded),
        ("0121", 403, ErrorCode::CountryRestriction),
        ("0122", 422, ErrorCode::SafetyViolation),
        ("0123", 422, ErrorCode::SchedulingViolation),
        ("0124", 403, ErrorCode::SuppressionViolation),
        ("0125", 402, ErrorCode::QuotaExceeded),
    ] {
        // Twice, for both forms of an error's message.
        for key in [1, 2] {
            let error = bench.place(key, &request(digits)).await.unwrap_err();
            assert!(error.certainly_not_done(), "{digits}");
            assert_eq!(error.retry(), Retry::Never, "{digits}");
            let refusal = error.refusal().unwrap();
            assert_eq!((refusal.http, &refusal.code), (http, &code));
            if digits == "0125" {
                assert!(refusal.upgrade_url.is_some());
            } else {
                assert!(refusal.message.is_some() && refusal.correlation_id.is_some());
            }
        }
    }
    assert_eq!(bench.sandbox.dialled(), []);
}

#[tokio::test]
async fn doubtful_ends_are_told_as_doubtful() {
    let bench = Bench::new().await;
    for (digits, dialled) in [
        ("0130", 0),
        ("0131", 1),
        ("0132", 0),
        ("0133", 0),
        ("0134", 1),
    ] {
        let before = bench.sandbox.dialled().len();
        let key = digits.parse().unwrap();
        let error = bench.place(key, &request(digits)).await.unwrap_err();
        assert!(!error.certainly_not_done(), "{digits}: {error}");
        let fits = match digits {
            "0130" => matches!(&error, Error::Refused(refusal) if refusal.http == 500),
            "0131" | "0132" => matches!(error, Error::Interrupted(_)),
            "0133" => matches!(error, Error::Unintelligible { http: 502 }),
            _ => matches!(error, Error::Unintelligible { http: 201 }),
        };
        assert!(fits, "{digits}: {error:?}");
        assert_eq!(bench.sandbox.dialled().len() - before, dialled, "{digits}");
    }
    let once = bench.place(130, &request("0130")).await.unwrap();
    assert_eq!(once.status, CallStatus::Success);
    // Both forms of the history show the dialled calls.
    for _ in 0..2 {
        let history = bench.client.history(&bench.token, PAGE).await.unwrap();
        assert_eq!(
            (history.calls.len(), history.total, history.unreadable),
            (3, Some(3), 0)
        );
        assert!(history.calls.iter().all(|call| call.created_at.is_some()));
    }
}

#[tokio::test]
async fn the_same_key_is_the_same_call_also_while_it_runs() {
    let bench = Bench::new().await;
    let asked = request("2671");
    let (one, two) = tokio::join!(bench.place(5, &asked), bench.place(5, &asked));
    let three = bench.place(5, &asked).await.unwrap();
    assert_eq!(one.unwrap().id, two.unwrap().id);
    assert_eq!(bench.sandbox.dialled().len(), 1);
    let dialled = bench.sandbox.dialled().remove(0);
    assert_eq!(dialled.call_id, three.id.as_str());
    let key = CallId(Uuid::from_u128(5)).to_string();
    assert_eq!(dialled.idempotency_key, Some(key));
    assert!(
        bench
            .raw("GET", "/_sandbox/dialled", "")
            .await
            .contains("+14155552671")
    );
}

#[tokio::test]
async fn what_goes_on_can_be_ended() {
    let bench = Bench::with(Options {
        call_time: Duration::from_secs(600),
        ..Options::default()
    })
    .await;
    let ends = async {
        while bench.sandbox.dialled().is_empty() {
            tokio::task::yield_now().await;
        }
        bench.raw("POST", "/_sandbox/end", "").await
    };
    let asked = request("0101");
    let (call, ended) = tokio::join!(bench.place(5, &asked), ends);
    assert!(ended.starts_with("HTTP/1.1 204"), "{ended}");
    assert_eq!(call.unwrap().status, CallStatus::NoAnswer);
}

#[tokio::test]
async fn without_idempotency_every_request_is_dialled() {
    let bench = Bench::with(Options {
        call_time: Duration::from_millis(50),
        idempotency: false,
        ..Options::default()
    })
    .await;
    let asked = request("2671");
    let (one, two) = tokio::join!(bench.place(5, &asked), bench.place(5, &asked));
    assert_ne!(one.unwrap().id, two.unwrap().id);
    assert_eq!(bench.sandbox.dialled().len(), 2);
}

#[tokio::test]
async fn a_running_call_is_stopped_and_a_queued_one_cancelled() {
    let bench = Bench::with(Options {
        call_time: Duration::from_secs(600),
        ..Options::default()
    })
    .await;
    let asked = request("2671");
    let stop = async {
        let call = loop {
            let history = bench.client.history(&bench.token, PAGE).await.unwrap();
            if let Some(call) = history.calls.into_iter().next() {
                break call;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        };
        assert_eq!(call.status, CallStatus::InProgress);
        let cancel = bench.client.cancel(&bench.token, &call.id).await;
        assert_eq!(cancel.unwrap_err().refusal().unwrap().http, 409);
        bench.client.stop(&bench.token, &call.id).await.unwrap();
    };
    let (held, ()) = tokio::join!(bench.place(1, &asked), stop);
    assert_eq!(held.unwrap().status, CallStatus::Terminated);

    let queued = bench.place(2, &request("0111")).await.unwrap();
    let date = *asked.details.date().unwrap();
    let time = asked.details.time().unwrap().at().unwrap();
    let moved = bench
        .client
        .reschedule(&bench.token, &queued.id, date, time);
    moved.await.unwrap();
    bench.client.cancel(&bench.token, &queued.id).await.unwrap();
    let call = bench.client.call(&bench.token, &queued.id).await.unwrap();
    assert_eq!(call.status, CallStatus::Cancelled);
    assert_eq!(bench.sandbox.dialled().len(), 1);
}

#[tokio::test]
async fn a_call_outlives_its_connection() {
    let bench = Bench::new().await;
    let asked = request("2671");
    let placing = bench
        .client
        .create_call(&bench.token, CallId(Uuid::nil()), &asked);
    assert!(timeout(Duration::from_millis(80), placing).await.is_err());
    let history = bench.client.history(&bench.token, PAGE).await.unwrap();
    let call = history.calls.into_iter().next().unwrap();
    assert_eq!(bench.follow(call).await.status, CallStatus::Success);
}

#[tokio::test]
async fn faults_happen_as_often_as_armed() {
    let bench = Bench::new().await;
    let mut status = Fault::at("/v1/calls");
    (status.status, status.retry_after) = (Some(429), Some(7));
    let mut html = Fault::at("/v1/calls");
    html.body = Some(Damage::Html);
    let mut cut = Fault::at("/v1/calls");
    cut.body = Some(Damage::Cut);
    let dropped = |when| Fault {
        drop: Some(when),
        ..Fault::at("/v1/calls")
    };
    type Check = fn(&Error) -> bool;
    let interrupted: Check = |error| matches!(error, Error::Interrupted(_));
    let strange: Check = |error| matches!(error, Error::Unintelligible { .. });
    let wait: Check = |error| error.retry() == Retry::After(Duration::from_secs(7));
    let cases = [
        (status, wait, 0),
        (html, strange, 0),
        (cut, strange, 1),
        (dropped(Drop::Before), interrupted, 0),
        (dropped(Drop::During), interrupted, 1),
        (dropped(Drop::After), interrupted, 1),
    ];
    for (key, (fault, fits, dialled)) in (1..).zip(cases) {
        let before = bench.sandbox.dialled().len();
        bench.sandbox.fail(fault.clone());
        let error = bench.place(key, &request("2671")).await.unwrap_err();
        assert!(fits(&error), "{fault:?}: {error:?}");
        assert_eq!(error.certainly_not_done(), fault.status == Some(429));
        assert_eq!(bench.sandbox.dialled().len() - before, dialled, "{fault:?}");
    }
    let armed = r#"{"path": "/v1/calls", "method": "GET", "times": 2, "status": 503}"#;
    let answer = bench.raw("POST", "/_sandbox/fail", armed).await;
    assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
    let before = std::time::Instant::now();
    bench.sandbox.fail(Fault {
        delay_ms: 120,
        ..Fault::at("/v1/users")
    });
    bench.client.statistics(&bench.token).await.unwrap();
    assert!(before.elapsed() >= Duration::from_millis(120));
    for fails in [true, true, false] {
        let history = bench.client.history(&bench.token, PAGE).await;
        assert_eq!(history.is_err(), fails);
    }
}

#[tokio::test]
async fn tokens_expire_and_refresh_tokens_rotate() {
    let bench = Bench::new().await;
    bench.sandbox.expire_access_tokens();
    let error = bench.client.history(&bench.token, PAGE).await.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::TokenExpired));
    assert_eq!(error.retry(), Retry::SignIn);
    let pair = bench
        .client
        .refresh(&Flow::Cli, &bench.refresh)
        .await
        .unwrap();
    assert_eq!(pair.expires_in, Duration::from_secs(3600));
    bench.client.history(&pair.access, PAGE).await.unwrap();
    let again = bench.client.refresh(&Flow::Cli, &bench.refresh).await;
    assert_eq!(again.unwrap_err().retry(), Retry::SignIn);
    bench
        .client
        .refresh(&Flow::Cli, &pair.refresh)
        .await
        .unwrap();

    let other = bench.sandbox.sign_in("john");
    let other = AccessToken::parse(&other.access_token).unwrap();
    assert_eq!(bench.client.credits(&other).await.unwrap(), None);
    assert!(bench.client.credits(&pair.access).await.unwrap().is_some());
    let short = Bench::with(Options {
        token_seconds: 0,
        ..Options::default()
    })
    .await;
    assert!(short.client.history(&short.token, PAGE).await.is_err());
}

#[tokio::test]
async fn accounts_are_apart_and_have_their_figures() {
    let bench = Bench::new().await;
    bench.place(1, &request("2671")).await.unwrap();
    let other = bench.sandbox.sign_in("john");
    let other = AccessToken::parse(&other.access_token).unwrap();
    let history = bench.client.history(&other, PAGE).await.unwrap();
    assert_eq!((history.calls.len(), history.total), (0, Some(0)));
    let statistics = bench.client.statistics(&bench.token).await.unwrap();
    assert_eq!(statistics.calls_used, Some(1));
    let subscription = bench.client.subscription(&bench.token).await.unwrap();
    assert_eq!(subscription.plan.kind.as_deref(), Some("starter"));
    for _ in 0..2 {
        let portal = bench.client.billing_portal(&bench.token).await.unwrap();
        assert_eq!(portal.scheme(), "https");
    }
}

#[tokio::test]
async fn the_cli_page_signs_in_by_its_button_only() {
    let bench = Bench::new().await;
    let there = "redirect_uri=http%3A%2F%2Flocalhost%3A8976%2Fcallback&state=S%22%3E";
    let page = bench.raw("GET", &format!("/v1/auth/cli?{there}"), "").await;
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("value=\"S&quot;&gt;\""));
    assert!(page.contains("Sandbox") && !page.contains("access_token"));
    let approve = format!("{there}&account=ana&decision=approve");
    let answer = bench.raw("POST", "/v1/auth/cli", &approve).await;
    assert!(
        answer.contains("location: http://localhost:8976/callback?access_token=sandbox_access_")
    );
    assert!(
        answer.contains("&expires_in=3600&state=S%22%3E"),
        "{answer}"
    );
    let deny = format!("{there}&account=ana&decision=deny");
    let answer = bench.raw("POST", "/v1/auth/cli", &deny).await;
    assert!(
        answer.contains("callback?error=access_denied&state=S"),
        "{answer}"
    );
    for wrong in [
        "https://localhost:1/",
        "http://evil.example:80/",
        "http://localhost/",
        "x",
    ] {
        let ask = format!("/v1/auth/cli?redirect_uri={wrong}");
        let answer = bench.raw("GET", &ask, "").await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{wrong}: {answer}");
    }
}

#[tokio::test]
async fn a_code_is_exchanged_once() {
    let bench = Bench::new().await;
    let redirect: Url = "https://bot.example/callback".parse().unwrap();
    let form = "response_type=code&client_id=bridge&scope=calls%3Aread&state=S&account=ana\
                &redirect_uri=https%3A%2F%2Fbot.example%2Fcallback&decision=approve";
    let answer = bench.raw("POST", "/v1/auth/authorize", form).await;
    let code = answer.split("callback?code=").nth(1).unwrap();
    let code = code.split('&').next().unwrap().to_owned().into();
    let client = RegisteredClient {
        id: "bridge".to_owned(),
        secret: "s3cret".to_owned().into(),
    };
    let exchange = || bench.client.exchange_code(&client, &code, &redirect, None);
    let pair = exchange().await.unwrap();
    assert_eq!(exchange().await.unwrap_err().retry(), Retry::SignIn);
    let flow = Flow::Code(client.clone());
    let pair = bench.client.refresh(&flow, &pair.refresh).await.unwrap();
    bench.client.history(&pair.access, PAGE).await.unwrap();
    let error = bench.client.credits(&pair.access).await.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::Forbidden));
}

#[tokio::test]
async fn a_code_needs_the_verifier_of_its_challenge() {
    let bench = Bench::new().await;
    let redirect: Url = "https://bot.example/callback".parse().unwrap();
    let client = RegisteredClient {
        id: "bridge".to_owned(),
        secret: "s3cret".to_owned().into(),
    };
    let (right, wrong) = (CodeVerifier::new(&[1; 32]), CodeVerifier::new(&[2; 32]));
    for (verifier, taken) in [(Some(&right), true), (Some(&wrong), false), (None, false)] {
        let form = format!(
            "response_type=code&client_id=bridge&scope=calls%3Aread&state=S&account=ana\
             &redirect_uri=https%3A%2F%2Fbot.example%2Fcallback&decision=approve\
             &code_challenge={}&code_challenge_method=S256",
            right.challenge()
        );
        let answer = bench.raw("POST", "/v1/auth/authorize", &form).await;
        let code = answer.split("callback?code=").nth(1).unwrap();
        let code = code.split('&').next().unwrap().to_owned().into();
        let exchanged = bench
            .client
            .exchange_code(&client, &code, &redirect, verifier);
        assert_eq!(exchanged.await.is_ok(), taken);
    }
}

#[tokio::test]
async fn limits_are_held() {
    let bench = Bench::new().await;
    for (digits, code) in [
        (r#""respondent_phone": "+14155552671""#, "201"),
        (r#""respondent_phone": """#, "missing_phone_number"),
        (r#""business_name": "x""#, "missing_phone_number"),
        (r#""respondent_phone": "911""#, "emergency_number"),
        (r#""respondent_phone": "+19005551234""#, "toll_number"),
        (
            r#""respondent_phone": "+14155552671", "call_language": "fr""#,
            "unsupported_language",
        ),
        (
            r#""respondent_phone": "+14155552671", "party_size": 51"#,
            "validation_error",
        ),
        (
            r#""respondent_phone": "+14155552671", "appointment_date": "28/1""#,
            "scheduling_violation",
        ),
    ] {
        let body = format!(
            r#"{{"submission": {{"task_category": "general", "task_description": "Ask the price", {digits}}}}}"#
        );
        let token = bench.token.expose();
        let request = format!("/v1/calls HTTP/1.1\r\nAuthorization: Bearer {token}\r\nX-Rest:");
        let answer = bench.raw("POST", &request, &body).await;
        assert!(answer.contains(code), "{digits}: {answer}");
    }
}

#[tokio::test]
async fn shutdown_cuts_held_connections() {
    let bench = Bench::with(Options {
        call_time: Duration::from_secs(600),
        ..Options::default()
    })
    .await;
    let asked = request("2671");
    let stop = async {
        while bench.sandbox.dialled().is_empty() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        bench.tasks.shut_down(LIMIT).await;
    };
    let (held, ()) = tokio::join!(bench.place(1, &asked), stop);
    assert!(!held.unwrap_err().certainly_not_done());
    // Nobody listens any more: certainly no call was placed.
    let error = bench.place(2, &asked).await.unwrap_err();
    assert!(matches!(error, Error::Unreachable(_)) && error.certainly_not_done());
}
