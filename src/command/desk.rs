//! The desk carries out the requests of commands, in the process that holds the
//! store: `run`, `chat`, or the command itself where nobody else holds it. The
//! person is the one at the terminal, so the account is the one of `chat`.

use std::path::PathBuf;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::sync::mpsc;

use kally_core::dialogue::{Brought, CallRef, Errand, Fetched, PastCall, PastErrand, Prompt};
use kally_core::model::{ChatUser, ConversationId, Language, Reply, Rich};
use kally_core::text::{self, Voice, order as words};
use kally_engine::bridge::{Sender, TurnError};
use kally_engine::calls::{Dependencies, Errands};
use kally_engine::recordings::Recorded;
use kally_store::{AccountRecord, StoreError, read_one};

use kallyai::RemoteCallId;

use super::super::backup::produce;
use super::super::config::Config;
use super::super::terminal;
use super::facts;
use super::protocol::{Answer, End, Ended, MOST_CALLS, Piece, Request};
use super::saving;

/// How many pieces of a backup wait for a slow peer.
const PIECES: usize = 4;

/// Why a request could not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Turn(#[from] TurnError),
}

/// Carries out requests.
pub struct Desk {
    pub(super) parts: Dependencies,
    pub(super) errands: Arc<Errands>,
    pub(super) user: ChatUser,
    pub(super) sender: Sender,
    language: Language,
    /// The folder of the store.
    folder: PathBuf,
    /// This process serves the pages of a sign-in.
    pub(super) pages: bool,
}

/// Where the answers before the last one go.
pub struct Said(mpsc::Sender<Answer>);

impl Said {
    /// To this queue.
    pub fn to(answers: mpsc::Sender<Answer>) -> Self {
        Self(answers)
    }

    /// If nobody listens any more, the request is dropped anyway.
    pub(super) async fn tell(&self, answer: Answer) {
        let _ = self.0.send(answer).await;
    }
}

impl Desk {
    /// The desk of the person at the terminal.
    pub fn new(config: &Config, parts: Dependencies, errands: Arc<Errands>, pages: bool) -> Self {
        Self {
            parts,
            errands,
            user: terminal::conversation(config).chat_user(),
            sender: terminal::sender(config),
            language: config.locale.language,
            folder: config.store.path.clone(),
            pages,
        }
    }

    /// Passes a backup on in pieces. It is for the operator, whose commands speak
    /// English.
    async fn back_up(&self, key: Option<String>, said: &Said) -> Ended {
        let (pieces, mut made) = mpsc::channel(PIECES);
        let key = key.map(|key| STANDARD.decode(key)).transpose();
        let making = async {
            let parts = &self.parts;
            produce(&*parts.store, &self.folder, key?, &*parts.clock, pieces).await
        };
        let passing = async {
            let mut at = 0;
            while let Some(bytes) = made.recv().await {
                let base64 = STANDARD.encode(&bytes);
                said.tell(Answer::Piece(Piece { at, base64 })).await;
                at += bytes.len();
            }
            at
        };
        match tokio::join!(making, passing) {
            (Ok(()), bytes) => Ended::with(End::Done, sentence(String::new())).and("bytes", bytes),
            (Err(error), _) => {
                tracing::error!(error = format!("{error:#}"), "a backup could not be made");
                Ended::with(End::Failed, sentence(format!("{error:#}")))
            }
        }
    }

    /// The operator's language.
    pub(super) fn language(&self) -> Language {
        self.language
    }

    /// Carries a request out; returns the last answer.
    pub async fn handle(&self, request: Request, said: &Said) -> Ended {
        let done = self.carry_out(request, said).await;
        done.unwrap_or_else(|error| {
            tracing::error!(%error, "a command could not be carried out");
            let values = [("why", error.to_string().into())];
            let why = Voice::new(self.language).fill("cli-failed", &values);
            Ended::with(End::Failed, sentence(why))
        })
    }

    async fn carry_out(&self, request: Request, said: &Said) -> Result<Ended, DeskError> {
        match request {
            Request::Hello => {
                let reply = sentence(String::new());
                Ok(Ended::with(End::Done, reply).and("pid", std::process::id()))
            }
            Request::Call { order, wait } => self.call(order, wait, said).await,
            Request::Follow { call } => self.follow_again(call, said).await,
            Request::Usage => self.usage(false).await,
            Request::AuthStatus => self.usage(true).await,
            Request::Subscription => self.subscription().await,
            Request::Billing => self.billing().await,
            Request::History { words, most } => self.history(&words, most).await,
            Request::CallInfo { id } => self.call_info(id).await,
            Request::Transcript { id } => self.transcript(id).await,
            Request::Recording { id } => self.recording(id, said).await,
            Request::Login { wide } => self.log_in(wide, said).await,
            Request::Paste { address } => self.paste(address).await,
            Request::Logout { when } => self.log_out(when).await,
            Request::Backup { key } => Ok(self.back_up(key, said).await),
        }
    }

    /// The person's own language.
    pub(super) async fn voice(&self) -> Result<Voice, StoreError> {
        let settings = self.parts.bridge.settings(&self.user).await?;
        let bridge = &self.parts.bridge;
        Ok(bridge.voice(settings.language, self.user.platform))
    }

    async fn fetch(&self, errand: &Errand) -> Result<Brought, StoreError> {
        let here = ConversationId::orders_of(&self.user);
        self.errands.fetch(&here, errand).await
    }

    /// What an answer without the thing itself means.
    async fn without(&self, brought: Brought, otherwise: Ended) -> Result<Ended, DeskError> {
        let voice = self.voice().await?;
        Ok(match brought {
            Brought::NotLinked => self.not_linked().await?,
            Brought::Forbidden => Ended::with(End::SignIn, words::plain(voice, "cli-forbidden")),
            Brought::Unavailable => {
                Ended::with(End::Unavailable, words::plain(voice, "cli-not-now"))
            }
            _ => otherwise,
        })
    }

    /// Says that nobody is signed in, or not any more.
    pub(super) async fn not_linked(&self) -> Result<Ended, DeskError> {
        let voice = self.voice().await?;
        let account = read_one::<AccountRecord>(&*self.parts.store, &self.user).await?;
        let key = match account.record() {
            Some(account) if account.revoked => "cli-revoked",
            _ => "cli-not-linked",
        };
        Ok(Ended::with(End::SignIn, words::plain(voice, key)).and("linked", false))
    }

    /// What is left; or whether an account is linked, which needs no answer of
    /// the service.
    pub(super) async fn usage(&self, only_linked: bool) -> Result<Ended, DeskError> {
        let settings = self.parts.bridge.settings(&self.user).await?;
        let voice = self.voice().await?;
        let silent = Ended::with(End::Unavailable, words::plain(voice, "cli-no-usage"));
        let (since, usage) = match self.fetch(&Errand::Usage).await? {
            Brought::Account { since, usage } => (since, usage),
            Brought::Forbidden if only_linked => match self.linked_since().await? {
                Some(since) => (since, None),
                None => return self.not_linked().await,
            },
            other => return self.without(other, silent).await,
        };
        let told = usage.as_ref().filter(|usage| usage.tells());
        if told.is_none() && !only_linked {
            return Ok(silent);
        }
        let (now, zone) = (self.parts.clock.now(), settings.timezone);
        let shortage = told.and_then(|usage| usage.shortage(now, zone));
        let reply = render(
            voice,
            Fetched::Usage {
                since,
                zone,
                usage: usage.clone(),
                shortage,
            },
        );
        let ended = Ended::with(End::Done, reply)
            .and("linked", true)
            .and("linked_since", words::instant(since));
        Ok(match told {
            Some(usage) => ended.and("usage", facts::usage(usage)),
            None => ended,
        })
    }

    async fn linked_since(&self) -> Result<Option<chrono::DateTime<chrono::Utc>>, StoreError> {
        let account = read_one::<AccountRecord>(&*self.parts.store, &self.user).await?;
        let account = account.into_record().filter(|account| !account.revoked);
        Ok(account.map(|account| account.linked_at))
    }

    async fn subscription(&self) -> Result<Ended, DeskError> {
        let zone = self.parts.bridge.settings(&self.user).await?.timezone;
        let voice = self.voice().await?;
        let silent = Ended::with(End::Unavailable, words::plain(voice, "cli-no-plan"));
        match self.fetch(&Errand::Subscription).await? {
            Brought::Plan(plan) if *plan != Default::default() => {
                let told = facts::plan(&plan);
                let reply = render(voice, Fetched::Plan { plan, zone });
                Ok(Ended::with(End::Done, reply).and("subscription", told))
            }
            other => self.without(other, silent).await,
        }
    }

    /// The address goes to the person who asked, and nowhere else.
    async fn billing(&self) -> Result<Ended, DeskError> {
        let voice = self.voice().await?;
        match self.fetch(&Errand::Billing).await? {
            Brought::Bills(address) => {
                let mut ended = Ended::with(End::Done, words::plain(voice, "cli-bills"))
                    .and("url", address.clone());
                ended.lines.push(address);
                Ok(ended)
            }
            Brought::Nothing => {
                let reply = render(voice, Fetched::NoBills { exists: false });
                Ok(Ended::with(End::NotFound, reply))
            }
            Brought::Unavailable => Ok(Ended::with(
                End::Unavailable,
                words::plain(voice, "cli-no-address"),
            )),
            other => {
                let failed = words::plain(voice, "cli-no-address");
                self.without(other, Ended::with(End::Unavailable, failed))
                    .await
            }
        }
    }

    async fn history(&self, query: &str, most: usize) -> Result<Ended, DeskError> {
        let zone = self.parts.bridge.settings(&self.user).await?.timezone;
        let voice = self.voice().await?;
        let most = most.clamp(1, MOST_CALLS);
        let page = match self.errands.newest_calls(&self.user, query, most).await? {
            Brought::History(page) => page,
            other => {
                let failed = words::plain(voice, "cli-not-now");
                let failed = Ended::with(End::Unavailable, failed);
                return self.without(other, failed).await;
            }
        };
        let reply = words::past_header(voice, &page, query);
        let mut ended = Ended::with(End::Done, reply)
            .and("calls", facts::calls(&page.calls))
            .and("total", page.total)
            .and("complete", !page.more && !page.partial && !page.only_own)
            .and("only_made_here", page.only_own);
        ended.lines = (page.calls.iter())
            .map(|call| words::past_line(voice, call, zone))
            .collect();
        Ok(ended)
    }

    async fn call_info(&self, id: String) -> Result<Ended, DeskError> {
        let zone = self.parts.bridge.settings(&self.user).await?.timezone;
        let voice = self.voice().await?;
        if id.trim().is_empty() {
            return self.no_call(voice, Brought::Nothing, zone).await;
        }
        let errand = Errand::Past(PastErrand::Info {
            call: CallRef::Id(id),
        });
        match self.fetch(&errand).await? {
            Brought::Call(call, start) => {
                let told = facts::call(&call);
                let reply = words::past_call(voice, &call, &start, zone);
                Ok(Ended::with(End::Done, reply).and("call", told))
            }
            other => self.no_call(voice, other, zone).await,
        }
    }

    async fn transcript(&self, id: String) -> Result<Ended, DeskError> {
        let zone = self.parts.bridge.settings(&self.user).await?.timezone;
        let voice = self.voice().await?;
        if id.trim().is_empty() {
            return self.no_call(voice, Brought::Nothing, zone).await;
        }
        let errand = Errand::Past(PastErrand::Transcript {
            call: CallRef::Id(id),
        });
        match self.fetch(&errand).await? {
            Brought::Call(call, entries) if entries.is_empty() => {
                let values = [("whom", words::past_whom(voice, &call).into())];
                let reply = sentence(voice.fill("cli-no-transcript", &values));
                Ok(Ended::with(End::NotFound, reply).and("call", facts::call(&call)))
            }
            Brought::Call(call, entries) => {
                let header = words::transcript_header(voice, &call);
                let mut ended = Ended::with(End::Done, header)
                    .and("call", facts::call(&call))
                    .and("transcript", facts::transcript(&entries));
                ended.lines = words::transcript_lines(voice, &entries);
                Ok(ended)
            }
            other => self.no_call(voice, other, zone).await,
        }
    }

    /// The sound goes to the command in pieces; one that is too large stays at its
    /// address.
    async fn recording(&self, id: String, said: &Said) -> Result<Ended, DeskError> {
        let zone = self.parts.bridge.settings(&self.user).await?.timezone;
        let voice = self.voice().await?;
        if id.trim().is_empty() {
            return self.no_call(voice, Brought::Nothing, zone).await;
        }
        let errand = Errand::Past(PastErrand::Recording {
            call: CallRef::Id(id),
        });
        let call = match self.fetch(&errand).await? {
            Brought::Recording(call) => call,
            Brought::Call(call, _) => {
                let (call, tag) = (facts::call(&call), call.tag());
                let missing = Fetched::NoRecording {
                    call: tag,
                    exists: false,
                };
                return Ok(Ended::with(End::NotFound, render(voice, missing)).and("call", call));
            }
            Brought::NoSound(call) => return Ok(silent(voice, &call)),
            other => return self.no_call(voice, other, zone).await,
        };
        let remote = call.id.as_deref().and_then(RemoteCallId::parse);
        let recorded = match &remote {
            Some(remote) => self.parts.recordings.of(&self.user, remote).await.ok(),
            None => None,
        };
        let told = facts::call(&call);
        Ok(match recorded {
            Some(Recorded::Sound(sound)) => {
                for piece in saving::pieces(&sound.bytes) {
                    said.tell(Answer::Piece(piece)).await;
                }
                let reply = render(voice, Fetched::Recording { call });
                Ended::with(End::Done, reply)
                    .and("call", told)
                    .and("recording", facts::sound(&sound))
            }
            Some(Recorded::TooLarge(address)) => {
                let mut ended = Ended::with(End::Done, words::plain(voice, "recording-too-large"))
                    .and("call", told)
                    .and("url", address.as_str());
                ended.lines.push(address.into());
                ended
            }
            None => silent(voice, &call),
        })
    }

    /// There is no such call, or several.
    async fn no_call(
        &self,
        voice: Voice,
        brought: Brought,
        zone: chrono_tz::Tz,
    ) -> Result<Ended, DeskError> {
        match brought {
            Brought::Several(page) => {
                let line = |call: &PastCall| words::past_line(voice, call, zone);
                let lines: Vec<String> = page.calls.iter().map(line).collect();
                let list = format!("{}\n{}", voice.say("cli-which"), lines.join("\n"));
                Ok(Ended::with(End::NotFound, sentence(list))
                    .and("calls", facts::calls(&page.calls)))
            }
            other => {
                let reply = render(voice, Fetched::NoSuchCall);
                self.without(other, Ended::with(End::NotFound, reply)).await
            }
        }
    }
}

/// The recording exists, but cannot be read now.
fn silent(voice: Voice, call: &PastCall) -> Ended {
    let missing = Fetched::NoRecording {
        call: call.tag(),
        exists: true,
    };
    Ended::with(End::Unavailable, render(voice, missing)).and("call", facts::call(call))
}

/// A reply without choices: there is nothing to press.
pub(super) fn render(voice: Voice, fetched: Fetched) -> Reply {
    rendered(voice, &Prompt::Fetched(fetched))
}

pub(super) fn rendered(voice: Voice, prompt: &Prompt) -> Reply {
    Reply {
        choices: Vec::new(),
        ..text::render(prompt, voice)
    }
}

pub(super) fn sentence(text: String) -> Reply {
    Reply {
        body: Rich::plain(text),
        ..Reply::default()
    }
}
