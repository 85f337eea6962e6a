//! `login`: the link is given where the command was, and the command waits until
//! somebody has signed in by it. Running the command says whose account it is.

use std::time::Duration;

use kally_core::dialogue::{Brought, LinkWay, Prompt};
use kally_core::model::Block;
use kally_core::model::{LinkId, Reply, Rich, Span};
use kally_core::text::order as words;
use kally_engine::bridge::TooManyLinks;
use kally_store::{LinkRecord, LinkStageV1, OpenLinkRecord, StoreError, read_one};

use super::desk::{Desk, DeskError, Said, rendered, sentence};
use super::facts;
use super::protocol::{Answer, End, Ended, Pasted};

/// How often the session is looked at.
const LOOK: Duration = Duration::from_millis(200);

/// What has become of a link.
enum Link {
    Waits,
    Joined,
    Declined,
    /// A newer link has taken its place.
    Replaced,
    Over,
}

impl Desk {
    pub(super) async fn log_in(&self, wide: bool, said: &Said) -> Result<Ended, DeskError> {
        let voice = self.voice().await?;
        if !self.pages {
            let refused = words::plain(voice, "cli-no-pages");
            return Ok(Ended::with(End::Unavailable, refused));
        }
        let bridge = &self.parts.bridge;
        let opened = bridge.begin_sign_in(&self.user, &self.sender, wide).await?;
        let link = match opened {
            Ok(link) => link,
            Err(TooManyLinks(wait)) => {
                let one_works = false;
                let prompt = Prompt::TooManyLinks { wait, one_works };
                return Ok(Ended::with(End::Declined, rendered(voice, &prompt)));
            }
        };
        let valid = voice.round_duration(link.valid);
        let values = [("code", link.code.as_str().into()), ("valid", valid.into())];
        let label = String::new();
        let address = Span::Link {
            url: link.url.clone(),
            label,
        };
        let (first, then) = match &link.way {
            LinkWay::Page => ("cli-login-anywhere", "cli-login-page"),
            LinkWay::Here { .. } | LinkWay::PasteBack { .. } => ("cli-login", "cli-login-code"),
        };
        let mut paragraphs = vec![
            vec![Span::Plain(voice.say(first))],
            vec![address],
            vec![Span::Plain(voice.fill(then, &values))],
        ];
        if let LinkWay::Here { begins } | LinkWay::PasteBack { begins } = &link.way {
            let elsewhere = [("begins", begins.as_str().into())];
            let elsewhere = voice.fill("cli-login-elsewhere", &elsewhere);
            paragraphs.push(vec![Span::Plain(elsewhere)]);
        }
        let body = Rich(paragraphs.into_iter().map(Block::Paragraph).collect());
        said.tell(Answer::Said(Reply {
            body,
            ..Reply::default()
        }))
        .await;
        let reply = words::plain(voice, "cli-login-waits");
        let begins = Answer::GoesOn {
            reply,
            seconds: 0,
            still: false,
        };
        said.tell(begins).await;
        let (end, key) = match self.signed_in(&link.record.id).await? {
            Link::Joined | Link::Waits => return self.joined().await,
            Link::Declined => (End::Declined, "cli-login-declined"),
            Link::Replaced => (End::Declined, "cli-login-replaced"),
            Link::Over => (End::Unavailable, "cli-login-over"),
        };
        Ok(Ended::with(end, words::plain(voice, key)))
    }

    /// The browser could not come back by itself.
    pub(super) async fn paste(&self, Pasted(address): Pasted) -> Result<Ended, DeskError> {
        let bridge = &self.parts.bridge;
        let is_good = bridge.paste(&self.user, &self.sender, address).await?;
        let voice = self.voice().await?;
        Ok(match is_good {
            true => Ended::with(End::Done, sentence(String::new())),
            false => Ended::with(End::Wrong, words::plain(voice, "cli-login-not-that")),
        })
    }

    /// Which account it is, as far as the service tells.
    async fn joined(&self) -> Result<Ended, DeskError> {
        let ended = self.usage(true).await?;
        let newest = self.errands.newest_calls(&self.user, "", 1).await?;
        let Brought::History(page) = newest else {
            return Ok(ended);
        };
        let Some(call) = page.calls.first() else {
            return Ok(ended);
        };
        let voice = self.voice().await?;
        let zone = self.parts.bridge.settings(&self.user).await?.timezone;
        let line = words::past_line(voice, call, zone);
        let newest = sentence(voice.fill("cli-newest-call", &[("line", line.into())]));
        let mut ended = ended.and("newest_call", facts::call(call));
        ended.reply.body.0.extend(newest.body.0);
        Ok(ended)
    }

    /// Waits until the link has led to an account, or to nothing.
    async fn signed_in(&self, id: &LinkId) -> Result<Link, StoreError> {
        loop {
            match self.link(id).await? {
                Link::Waits => self.parts.clock.sleep(LOOK).await,
                over => return Ok(over),
            }
        }
    }

    async fn link(&self, id: &LinkId) -> Result<Link, StoreError> {
        let store = &*self.parts.store;
        // In this order: a link that is joined is not the newest any more.
        let newest = read_one::<OpenLinkRecord>(store, &self.user).await?;
        let session = read_one::<LinkRecord>(store, id).await?;
        let Some(session) = session.into_record() else {
            return Ok(Link::Over);
        };
        let is_newest = newest.record().is_some_and(|newest| newest.names(&session));
        Ok(match session.stage {
            LinkStageV1::Joined { .. } => Link::Joined,
            LinkStageV1::Used => Link::Declined,
            _ if session.expires_at <= self.parts.clock.now() => Link::Over,
            _ if is_newest => Link::Waits,
            _ => Link::Replaced,
        })
    }
}
