//! What the live service does, seen with the operator's own account: its answers
//! beside the expected ones, and a call to the operator's own phone.

use std::time::Duration;

use serde_json::{Value, json};

use kally_core::model::{
    CallId, CallLanguage, CallRequest, Category, Phone, Task, Values, Voicemail,
};
use kally_core::text::order as words;
use kally_engine::accounts::AccountError;
use kally_runtime::Ids;
use kallyai::contract::{Observed, Question, Recording, Redactor};
use kallyai::{AccessToken, HistoryPage, RemoteCallId};

use super::desk::{Desk, DeskError, Said, sentence};
use super::protocol::{Answer, End, Ended};

/// The pause between two questions: nobody else is to feel them.
const PAUSE: Duration = Duration::from_millis(200);

/// The same call is asked for again after this time, also if the first request is
/// still open.
const AGAIN: Duration = Duration::from_secs(5);

/// How long the test waits for the answers to both requests: as long as a placed
/// call may stay open.
const PATIENCE: Duration = kallyai::CALL_LIMIT;

/// The task of the test call.
const TASK: &str =
    "This is a test call to the caller's own phone: say that it is a test, and hang up.";

impl Desk {
    /// Asks every question that changes nothing; the answers come redacted.
    pub(super) async fn contract(&self) -> Result<Ended, DeskError> {
        let accounts = &self.parts.accounts;
        let token = match accounts.token(&self.user).await {
            Ok(token) => token,
            Err(error) => return self.no_token(error).await,
        };
        let Ok(nobody) = AccessToken::parse("nobody") else {
            return Ok(Ended::with(End::Failed, sentence(String::new())));
        };
        let mut redactor = Redactor::of_account(&token);
        let mut newest: Option<RemoteCallId> = None;
        let mut answers = Vec::new();
        for question in Question::ALL.iter().copied() {
            if question.is_about_a_call() && newest.is_none() {
                answers.push(json!({"question": question.name(), "unasked": true}));
                continue;
            }
            let token = match question {
                Question::NoSignIn => &nobody,
                _ => &token,
            };
            let observed = self.parts.client.observe(question, token, newest.as_ref());
            answers.push(match observed.await {
                Ok(observed) => {
                    if question == Question::History {
                        newest = observed.newest_call();
                    }
                    answer(&observed, &mut redactor)
                }
                Err(error) => json!({"question": question.name(), "error": error.to_string()}),
            });
            tokio::time::sleep(PAUSE).await;
        }
        Ok(Ended::with(End::Done, sentence(String::new())).and("answers", answers))
    }

    async fn no_token(&self, error: AccountError) -> Result<Ended, DeskError> {
        match error {
            AccountError::Store(error) => Err(error.into()),
            AccountError::NotLinked | AccountError::Revoked => self.not_linked().await,
            AccountError::Service(_) | AccountError::RefreshFailed => {
                let voice = self.voice().await?;
                Ok(Ended::with(
                    End::Unavailable,
                    words::plain(voice, "cli-not-now"),
                ))
            }
        }
    }

    /// Asks for one call twice with the same key, and counts the calls that the
    /// account then has.
    pub(super) async fn test_call(&self, phone: Phone, said: &Said) -> Result<Ended, DeskError> {
        let token = match self.parts.accounts.token(&self.user).await {
            Ok(token) => token,
            Err(error) => return self.no_token(error).await,
        };
        let Ok(task) = Task::parse(TASK) else {
            return Ok(Ended::with(End::Failed, sentence(String::new())));
        };
        let request = self.test_request(phone, task).await?;
        let key = CallId(Ids::from_os().uuid(self.parts.clock.now()));
        let before = self.calls_of(&token, &request.phone).await;
        let asked = |pause: Duration| {
            let (token, request) = (token.clone(), &request);
            async move {
                tokio::time::sleep(pause).await;
                self.ask_for(&token, key, request).await
            }
        };
        said.tell(Answer::Said(sentence(format!(
            "Calling {}. Please answer.",
            request.phone
        ))))
        .await;
        let both = futures::future::join(asked(Duration::ZERO), asked(AGAIN));
        let (first, second) = both.await;
        let after = self.calls_of(&token, &request.phone).await;
        let made = match (before, after) {
            (Some(before), Some(after)) => json!(after.saturating_sub(before)),
            _ => Value::Null,
        };
        Ok(Ended::with(End::Done, sentence(String::new()))
            .and("first", first)
            .and("second", second)
            .and("calls_made", made))
    }

    async fn test_request(&self, phone: Phone, task: Task) -> Result<CallRequest, DeskError> {
        let settings = self.parts.bridge.settings(&self.user).await?;
        Ok(CallRequest {
            phone,
            task,
            category: Category::General,
            callback: None,
            details: Values::default(),
            language: self.language(),
            call_language: CallLanguage::for_chat(self.language()),
            timezone: settings.timezone,
            corrected: false,
            date_told: None,
            voicemail: Voicemail::HangUp,
            follows: None,
        })
    }

    /// One request for the call; tells how it ended and how long it stayed open.
    async fn ask_for(&self, token: &AccessToken, key: CallId, request: &CallRequest) -> Value {
        let began = self.parts.clock.now();
        let asking = self.parts.client.create_call(token, key, request);
        let answered = tokio::time::timeout(PATIENCE, asking).await;
        let open = (self.parts.clock.now() - began).as_seconds_f64();
        let open = (open * 10.0).round() / 10.0;
        match answered {
            Ok(Ok(call)) => json!({
                "open_seconds": open, "call_id": call.id.as_str(), "status": call.status.as_str(),
            }),
            Ok(Err(error)) => json!({"open_seconds": open, "error": error.to_string()}),
            Err(_) => json!({"open_seconds": open, "error": "no answer"}),
        }
    }

    /// How many of the newest calls went to this number; `None` if that cannot be
    /// read.
    async fn calls_of(&self, token: &AccessToken, phone: &Phone) -> Option<usize> {
        let page = HistoryPage {
            limit: 200,
            offset: 0,
        };
        let history = self.parts.client.history(token, page).await.ok()?;
        let to_it = |call: &kallyai::Call| {
            let digits = |text: &str| text.replace(|c: char| !c.is_ascii_digit(), "");
            call.phone.as_deref().map(digits) == Some(digits(phone.as_e164()))
        };
        Some(history.calls.iter().filter(|call| to_it(call)).count())
    }
}

fn answer(observed: &Observed, redactor: &mut Redactor) -> Value {
    let differences: Vec<Value> = (observed.differences().into_iter())
        .map(|difference| {
            json!({
                "weight": format!("{:?}", difference.weight).to_lowercase(),
                "tells": difference.tells,
            })
        })
        .collect();
    json!({
        "question": observed.question.name(),
        "http": observed.http,
        "seconds": (observed.took.as_secs_f64() * 100.0).round() / 100.0,
        "differences": differences,
        // `null` if something personal would be left in it.
        "recording": Recording::of(observed, redactor).ok(),
    })
}
