//! The terminal as a chat: `chat` with the real service, `demo` on a sandbox.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use chrono::TimeDelta;

use kally_core::model::{CallId, ChatUser, ConversationId, ErrandId, EventId, Language, Platform};
use kally_core::text::Voice;
use kally_core::understand::{self, Leaving};
use kally_engine::bridge::{Content, Inbound, Sender};
use kally_engine::chat::Chat;
use kally_store::{CallRecord, CallStageV1, ErrandRecord, Work, read_one};
use kally_terminal::{Line, Lines, Phrases, TerminalChat, open};

use super::config::Config;
use super::service::Service;

/// How long a piped line waits for its answer before the next one is read.
const ANSWER: Duration = Duration::from_secs(60);

/// Once the input has ended, a call that is further than this from its time is
/// not waited for.
const PATIENCE: TimeDelta = TimeDelta::seconds(60);

/// How often to check whether calls still run, once the input has ended.
const LOOK: Duration = Duration::from_millis(50);

/// The conversation of the person at the terminal.
pub fn conversation(config: &Config) -> ConversationId {
    ConversationId::private_with(&ChatUser {
        platform: Platform::Terminal,
        id: config.terminal.user.clone(),
    })
}

/// The open terminal, and the chat that writes to it.
pub fn open_chat(config: &Config, kind: Kind) -> anyhow::Result<(Lines, Arc<dyn Chat>)> {
    let phrases = Arc::new(phrases(config.locale.language, kind));
    let terminal =
        open(config.terminal.colour, Arc::clone(&phrases)).context("opening the terminal")?;
    let documents: PathBuf = config.terminal.documents.clone();
    let chat = TerminalChat::new(terminal.screen, terminal.surface, documents, phrases);
    Ok((terminal.lines, Arc::new(chat)))
}

/// The purpose of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The real service; what goes on goes on without the terminal.
    Chat,
    /// Everything ends with it.
    Demo,
}

impl Kind {
    /// How to leave, after a Ctrl-C.
    fn leave(self) -> &'static str {
        match self {
            Self::Chat => "terminal-leave",
            Self::Demo => "terminal-leave-demo",
        }
    }

    /// How to leave, for a person who asks.
    fn how_to_leave(self) -> &'static str {
        match self {
            Self::Chat => "terminal-how-to-leave",
            Self::Demo => "terminal-how-to-leave-demo",
        }
    }
}

fn phrases(language: Language, kind: Kind) -> Phrases {
    let voice = Voice::new(language);
    Phrases {
        saved: Box::new(move |path, lines| {
            let path = ("path", path.to_owned().into());
            match lines {
                Some(lines) => voice.fill("terminal-saved", &[path, ("lines", lines.into())]),
                None => voice.fill("terminal-saved-file", &[path]),
            }
        }),
        cut: voice.say("terminal-cut"),
        leave: voice.say(kind.leave()),
        quotes: quotes(voice),
    }
}

/// The marks around a quotation.
pub fn quotes(voice: Voice) -> [String; 2] {
    let quoted = voice.fill("quoted", &[("text", "\n".into())]);
    let (before, behind) = quoted.split_once('\n').unwrap_or_default();
    [before, behind].map(str::to_owned)
}

/// Carries on the conversation until the input ends.
pub async fn converse(
    service: &Service,
    config: &Config,
    mut lines: Lines,
    kind: Kind,
) -> anyhow::Result<()> {
    let conversation = conversation(config);
    let voice = Voice::new(config.locale.language);
    if kind == Kind::Demo {
        lines.tell(&voice.say("terminal-demo"))?;
    }
    say(service, config, &conversation, "/start").await?;
    service.delivery.settled(&conversation).await;
    loop {
        let line = tokio::select! {
            line = lines.next() => line,
            _ = tokio::signal::ctrl_c() => return Ok(()),
        };
        let Line::Text(text) = line else { break };
        if text.trim().is_empty() {
            continue;
        }
        match understand::leaving(&text) {
            Some(Leaving::Now) => break,
            Some(Leaving::How) => {
                lines.tell(&voice.say(kind.how_to_leave()))?;
                continue;
            }
            None => {}
        }
        say(service, config, &conversation, &text).await?;
        if lines.is_piped() {
            let answered =
                tokio::time::timeout(ANSWER, service.delivery.settled(&conversation)).await;
            if answered.is_err() {
                tracing::warn!("an answer is taking long");
            }
        }
    }
    if lines.is_piped() {
        all_reported(service, &conversation).await?;
    }
    Ok(())
}

async fn say(
    service: &Service,
    config: &Config,
    conversation: &ConversationId,
    text: &str,
) -> anyhow::Result<()> {
    let now = service.bridge.now();
    let inbound = Inbound {
        event: EventId(service.ids.uuid(now).to_string()),
        conversation: conversation.clone(),
        sender: sender(config),
        message: None,
        replies_to: None,
        quoted: None,
        at: now,
        content: Content::Text(text.to_owned()),
    };
    service
        .bridge
        .handle(&inbound)
        .await
        .context("storing your message")?;
    Ok(())
}

/// The person at the terminal. 'me' is not a name to reserve under.
pub fn sender(config: &Config) -> Sender {
    Sender {
        display_name: own_name(&config.terminal.user),
        handle: config.terminal.login.clone(),
        language: None,
    }
}

fn own_name(user: &str) -> String {
    if user == "me" {
        String::new()
    } else {
        user.to_owned()
    }
}

/// Waits until every call of the conversation has reported, and all of it was
/// shown. A call that waits for the person would wait for ever.
async fn all_reported(service: &Service, conversation: &ConversationId) -> anyhow::Result<()> {
    loop {
        service.delivery.settled(conversation).await;
        let calls = running_calls(service).await?;
        let errands = awaited_errands(service).await?;
        if !calls && !errands && service.store.outbox(conversation, 1).await?.is_empty() {
            return Ok(());
        }
        service.clock.sleep(LOOK).await;
    }
}

/// Whether an errand is open whose answer somebody waits for. Others are done by
/// themselves, now or after the next start.
async fn awaited_errands(service: &Service) -> anyhow::Result<bool> {
    let open = service
        .store
        .open_work(Work::Errands, None, usize::from(u8::MAX))
        .await?;
    for id in open {
        let stored = read_one::<ErrandRecord>(&*service.store, &ErrandId(id)).await?;
        let errand = stored.record().map(|record| &record.errand);
        if errand.is_none_or(|errand| !errand.is_unasked()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a call is under way, or about to be. A call that waits for the
/// person, for a later time or for a service that cannot be reached goes on
/// when the bridge is started again.
pub async fn running_calls(service: &Service) -> anyhow::Result<bool> {
    let now = service.clock.now();
    for id in service
        .store
        .open_work(Work::Calls, None, usize::from(u8::MAX))
        .await?
    {
        let stored = read_one::<CallRecord>(&*service.store, &CallId(id)).await?;
        let waits = match stored.record().map(|record| &record.stage) {
            None | Some(CallStageV1::Undecided) => true,
            Some(CallStageV1::Confirmed { not_before }) => (*not_before - now).abs() > PATIENCE,
            Some(_) => false,
        };
        if !waits {
            return Ok(true);
        }
    }
    Ok(false)
}
