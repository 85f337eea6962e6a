//! Opening a link session: pure, in the middle of a turn; the bridge commits it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use url::Url;

use super::LinkingOptions;
use super::limits::{Allowance, Limits};
use super::paste;
use super::session::{link_id, signed_in};
use crate::accounts::{Purpose, account_record, open_pair, seal_sign_in};
use crate::bridge::{LinkRequest, LinkSource, NewLink, Pasted, PastedInto, Redeemed, TooManyLinks};
use kally_core::dialogue::LinkWay;
use kally_core::model::{ChatUser, ConversationId, OwnLinks, Platform, Reply, clean_line};
use kally_runtime::Ids;
use kally_store::{
    AccountRecord, KeyId, Keyring, LinkRecord, LinkStageV1, Record, SealedReply, Sealer,
    StoreError, seal_reply,
};
use kallyai::{Client, Flow, TokenPair};

/// The longest name or handle that a page shows, in characters.
const LONGEST_NAME: usize = 100;
/// The letters of a code: none that can be misread, and no vowels.
const CODE_LETTERS: &[u8] = b"CDFGHJKMNPQRTVWXY23456789";

/// How many links one person can have at once; then one more at a time.
const ONE: Allowance = Allowance {
    at_once: 5,
    each: Duration::from_secs(120),
};
/// The number of people whose requests are counted separately.
const MOST_PEOPLE: usize = 10_000;

pub struct LinkOpener {
    client: Client,
    pub(super) options: LinkingOptions,
    sealer: Arc<Sealer>,
    keyring: Arc<Keyring>,
    pub(super) ids: Arc<Ids>,
    asked: Limits<ChatUser>,
}

impl fmt::Debug for LinkOpener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkOpener(..)")
    }
}

impl LinkOpener {
    /// Opens sessions that end on the pages of these options.
    #[must_use]
    pub fn new(
        client: Client,
        options: LinkingOptions,
        sealer: Arc<Sealer>,
        keyring: Arc<Keyring>,
        ids: Arc<Ids>,
    ) -> Self {
        Self {
            client,
            options,
            sealer,
            keyring,
            ids,
            asked: Limits::new(ONE, MOST_PEOPLE),
        }
    }

    /// A code that two people can compare: a mark, not a secret.
    fn code(&self) -> String {
        let letter = |byte: u8| char::from(CODE_LETTERS[usize::from(byte) % CODE_LETTERS.len()]);
        let [a, b, c, d] = self.ids.bytes::<4>().map(letter);
        format!("{a}{b}-{c}{d}")
    }
}

impl LinkOpener {
    /// The address that a new session's secret leads to, and the person's steps
    /// there.
    fn way(&self, platform: Platform, secret: &str) -> (Url, LinkWay) {
        match &self.options.flow {
            Flow::Code(_) => (self.options.page_url(secret), LinkWay::Page),
            Flow::Cli => {
                let back = self.options.callback_url();
                let url = self.client.cli_sign_in_url(&back, secret);
                let begins = back.into();
                let way = match platform.abilities().is_here {
                    true => LinkWay::Here { begins },
                    false => LinkWay::PasteBack { begins },
                };
                (url, way)
            }
        }
    }
}

#[async_trait]
impl LinkSource for LinkOpener {
    fn open(&self, request: LinkRequest) -> Result<NewLink, TooManyLinks> {
        let user = request.conversation.chat_user();
        self.asked
            .ask(user.clone(), request.now)
            .map_err(TooManyLinks)?;
        let secret = URL_SAFE_NO_PAD.encode(self.ids.bytes::<32>());
        let (url, way) = self.way(user.platform, &secret);
        let code = self.code();
        let valid = TimeDelta::from_std(self.options.expires).unwrap_or_default();
        let record = LinkRecord {
            id: link_id(&secret),
            user,
            display_name: shown(&request.display_name),
            handle: request
                .handle
                .map(|handle| shown(&handle))
                .filter(|handle| !handle.is_empty()),
            conversation: request.conversation,
            language: request.language.code().to_owned(),
            code: code.clone(),
            expires_at: request.now + valid,
            wide: request.wide,
            ordered: request.ordered,
            stage: LinkStageV1::Opened,
        };
        Ok(NewLink {
            record,
            url: url.into(),
            way,
            code,
            valid: self.options.expires,
        })
    }

    fn pasted(&self, text: &str) -> Option<Pasted> {
        paste::find(text, &self.own_links())
    }

    fn own_links(&self) -> OwnLinks {
        match &self.options.flow {
            Flow::Code(_) => OwnLinks::pages(&self.options.page_url("")),
            Flow::Cli => {
                let back = self.options.callback_url();
                let mut at = self.client.cli_sign_in_url(&back, "");
                at.set_query(None);
                OwnLinks::sign_ins(&at, &back)
            }
        }
    }

    fn account(&self, session: &LinkRecord, now: DateTime<Utc>) -> Option<AccountRecord> {
        let LinkStageV1::SignedIn { sealed, .. } = &session.stage else {
            return None;
        };
        let user = &session.user;
        match open_pair(&self.keyring, user, Purpose::Link, sealed) {
            Ok(pair) => {
                let key = self.keyring.find(sealed)?;
                let (nonce, pair) = (self.ids.bytes(), pair.into_pair(now));
                Some(account_record(&key, user, nonce, &pair, now))
            }
            Err(error) => {
                tracing::error!(security = true, %user, %error, "a sealed sign-in does not open");
                None
            }
        }
    }

    fn redeem(
        &self,
        pasted: &Pasted,
        session: Option<PastedInto<'_>>,
        pasted_in: &ConversationId,
        now: DateTime<Utc>,
    ) -> Redeemed {
        self.redeemed(pasted, session, pasted_in, now)
    }

    async fn offered(
        &self,
        session: &LinkRecord,
        pair: &TokenPair,
        now: DateTime<Utc>,
    ) -> Result<[Record; 2], StoreError> {
        let (keyring, nonce) = (&self.keyring, self.ids.bytes());
        let sealed = seal_sign_in(keyring, &session.user, nonce, pair, now).await?;
        Ok(signed_in(session, sealed, None, now))
    }

    async fn discard(&self, keys: &[KeyId]) -> Result<(), StoreError> {
        self.keyring.discard(keys).await
    }

    fn seal(&self, owner: &ChatUser, reply: &Reply) -> Option<SealedReply> {
        let nonce = self.ids.bytes();
        Some(seal_reply(&self.sealer, owner, nonce, reply))
    }
}

fn shown(name: &str) -> String {
    clean_line(name).chars().take(LONGEST_NAME).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Networks;
    use super::*;
    use crate::accounts::tests::keyring_over;
    use kally_core::model::Language;
    use kally_store::memory::MemoryStore;
    use kally_store::samples::at;
    use secrecy::SecretBox;

    fn open(public_url: &str) -> NewLink {
        let client = Client::new("https://api.example".parse().unwrap(), "test").unwrap();
        let options = LinkingOptions {
            public_url: public_url.parse().unwrap(),
            flow: Flow::Cli,
            expires: Duration::from_secs(60),
            language: Language::En,
            trusted_proxies: Networks::default(),
            local_peers: Networks::default(),
        };
        let sealer = Arc::new(Sealer::from_key(SecretBox::new(Box::new([5; 32]))));
        let keyring = keyring_over(&(Arc::new(MemoryStore::default()) as _));
        let keyring = Arc::new(keyring);
        let opener = LinkOpener::new(client, options, sealer, keyring, Arc::new(Ids::seeded(9)));
        let opened = opener.open(LinkRequest {
            conversation: ConversationId {
                platform: Platform::Matrix,
                chat: "!room:x".to_owned(),
                thread: None,
                user: "@ana:x".to_owned(),
            },
            display_name: "Ana".to_owned(),
            handle: Some("\u{200B}".to_owned()),
            language: Language::Es,
            wide: false,
            ordered: false,
            now: at(0),
        });
        opened.expect("few were asked for")
    }

    #[track_caller]
    fn check(public_url: &str, back: &str) {
        let url: url::Url = open(public_url).url.parse().unwrap();
        let mut pairs = url.query_pairs();
        let (_, found) = pairs.find(|(name, _)| name == "redirect_uri").unwrap();
        assert_eq!(found, back);
    }

    #[test]
    fn the_browser_comes_back_below_the_public_address() {
        check("http://localhost:8976", "http://localhost:8976/callback");
        check("http://localhost:8976/", "http://localhost:8976/callback");
        check("https://x.org/kally/", "https://x.org/kally/callback");
        check("https://x.org/kally?a#b", "https://x.org/kally/callback");
    }

    #[test]
    fn the_record_holds_what_the_page_shows_and_not_the_state() {
        let link = open("http://localhost:8976");
        let url: url::Url = link.url.parse().unwrap();
        let (_, state) = url.query_pairs().find(|(name, _)| name == "state").unwrap();
        assert_eq!(link.record.id, link_id(&state));
        assert!(!format!("{:?}", link.record).contains(&*state));
        assert_eq!(link.record.expires_at, at(60));
        assert_eq!(link.record.handle, None, "nothing of it can be seen");
        assert_eq!(link.record.language, "es");
        let (a, b) = link.code.split_once('-').unwrap();
        assert_eq!((a.len(), b.len()), (2, 2));
        assert_eq!(link.code, link.record.code);
    }
}
