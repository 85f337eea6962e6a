//! Opening a link session: pure, in the middle of a turn; the bridge commits it.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;

use super::LinkingOptions;
use super::session::link_id;
use crate::bridge::{LinkRequest, LinkSource, NewLink};
use crate::kallyai::{Client, Flow, SCOPES};
use crate::model::clean_line;
use crate::runtime::Ids;
use crate::store::{LinkRecord, LinkStageV1};

/// The longest name or handle that a page shows, in characters.
const LONGEST_NAME: usize = 100;
/// What a code is made of: nothing that is read as something else, no vowels.
const CODE_LETTERS: &[u8] = b"CDFGHJKMNPQRTVWXY23456789";

/// Opens link sessions.
#[derive(Debug)]
pub struct LinkOpener {
    client: Client,
    options: LinkingOptions,
    ids: Arc<Ids>,
}

impl LinkOpener {
    /// Opens sessions that end on the pages of these options.
    #[must_use]
    pub fn new(client: Client, options: LinkingOptions, ids: Arc<Ids>) -> Self {
        Self {
            client,
            options,
            ids,
        }
    }

    /// A code that two people can compare: a mark, not a secret.
    fn code(&self) -> String {
        let letter = |byte: u8| char::from(CODE_LETTERS[usize::from(byte) % CODE_LETTERS.len()]);
        let [a, b, c, d] = self.ids.bytes::<4>().map(letter);
        format!("{a}{b}-{c}{d}")
    }
}

impl LinkSource for LinkOpener {
    fn open(&self, request: LinkRequest) -> NewLink {
        let state = URL_SAFE_NO_PAD.encode(self.ids.bytes::<32>());
        let back = self.options.callback_url();
        let url = match &self.options.flow {
            Flow::Cli => self.client.cli_sign_in_url(&back, &state),
            Flow::Code(client) => self.client.authorize_url(&client.id, &back, SCOPES, &state),
        };
        let code = self.code();
        let valid = TimeDelta::from_std(self.options.expires).unwrap_or_default();
        let record = LinkRecord {
            id: link_id(&state),
            user: request.conversation.chat_user(),
            display_name: shown(&request.display_name),
            handle: request
                .handle
                .map(|handle| shown(&handle))
                .filter(|handle| !handle.is_empty()),
            conversation: request.conversation,
            language: request.language.code().to_owned(),
            code: code.clone(),
            opened_at: request.now,
            expires_at: request.now + valid,
            stage: LinkStageV1::Opened,
        };
        NewLink {
            record,
            url: url.into(),
            code,
            valid: self.options.expires,
        }
    }
}

fn shown(name: &str) -> String {
    clean_line(name).chars().take(LONGEST_NAME).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ConversationId, Language, Platform};
    use crate::store::samples::at;
    use std::time::Duration;

    fn open(public_url: &str) -> NewLink {
        let client = Client::new("https://api.example".parse().unwrap(), "test").unwrap();
        let options = LinkingOptions {
            public_url: public_url.parse().unwrap(),
            flow: Flow::Cli,
            expires: Duration::from_secs(60),
            language: Language::En,
        };
        let opener = LinkOpener::new(client, options, Arc::new(Ids::seeded(9)));
        opener.open(LinkRequest {
            conversation: ConversationId {
                platform: Platform::Matrix,
                chat: "!room:x".to_owned(),
                thread: None,
                user: "@ana:x".to_owned(),
            },
            display_name: "Ana".to_owned(),
            handle: Some("\u{200B}".to_owned()),
            language: Language::Es,
            now: at(0),
        })
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
