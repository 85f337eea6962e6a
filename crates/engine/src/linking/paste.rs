//! The end of a sign-in, sent as a message. On a phone the service leads the
//! browser to a `localhost` address that cannot be opened there, and the person
//! copies it into the chat.
//!
//! Everything that looks like such an address, or like a part of one, is a
//! secret: it is found anywhere in a message and never read as anything else.

use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret as _, SecretString};

use super::open::LinkOpener;
use super::query::state_of;
use super::session::link_id;
use crate::bridge::{Pasted, PastedInto, Redeemed};
use kally_core::dialogue::PasteOutcome;
use kally_core::model::{ConversationId, OwnLinks, WRAPPING, sign_in};
use kally_store::{LinkRecord, LinkStageV1, key_of};
use kallyai::{Callback, Flow};

/// Finds the end of a sign-in in a message, else a link of ours.
pub(super) fn find(text: &str, own: &OwnLinks) -> Option<Pasted> {
    let end = find_end(text);
    if end.as_ref().is_some_and(is_whole) {
        return end;
    }
    let link = own.find(text).map(|secret| Pasted {
        is_link: true,
        link: Some(link_id(&secret)),
        query: SecretString::default(),
    });
    link.or(end)
}

/// Whether it names its session and is the answer to a sign-in.
fn is_whole(pasted: &Pasted) -> bool {
    pasted.link.is_some() && Callback::read(pasted.query.expose_secret()).is_ok()
}

fn find_end(text: &str) -> Option<Pasted> {
    let word = sign_in(text)?;
    let found = read(word);
    if is_whole(&found) {
        return Some(found);
    }
    // Broken over lines, as by a narrow window or a mail program.
    let from = word.as_ptr().addr() - text.as_ptr().addr();
    let joined: String = text[from..].split_whitespace().collect();
    let whole = read(&joined);
    Some(if is_whole(&whole) { whole } else { found })
}

fn read(word: &str) -> Pasted {
    let word = word.trim_matches(WRAPPING).replace("&amp;", "&");
    let query = word
        .split_once('?')
        .map_or(word.as_str(), |(_, query)| query);
    let query = query.split('#').next().unwrap_or_default();
    Pasted {
        is_link: false,
        link: state_of(query).ok().map(|state| link_id(&state)),
        query: SecretString::from(query),
    }
}

impl LinkOpener {
    pub(super) fn redeemed(
        &self,
        pasted: &Pasted,
        session: Option<PastedInto<'_>>,
        pasted_in: &ConversationId,
        now: DateTime<Utc>,
    ) -> Redeemed {
        let user = pasted_in.chat_user();
        let is_newest = session.is_some_and(|session| session.is_newest);
        let session = session.map(|session| session.record);
        let open = session.filter(|record| record.waits() && record.expires_at > now);
        // An address that others may have read, or somebody else has had, is
        // made worthless.
        let burnt = |outcome| Redeemed {
            put: open
                .map(|record| with_stage(record, LinkStageV1::Used).into())
                .into_iter()
                .collect(),
            ends: true,
            discarded: open
                .and_then(|record| key_of(record.sealed()?))
                .into_iter()
                .collect(),
            ..Redeemed::nothing(outcome)
        };
        let nothing = Redeemed::nothing;
        if !pasted_in.is_private() {
            tracing::warn!(security = true, %user, "a sign-in was shown in a group");
            return burnt(match pasted.is_link {
                true => PasteOutcome::LinkInGroup,
                false => PasteOutcome::InGroup,
            });
        }
        if pasted.is_link {
            let theirs = session.is_none_or(|record| record.user == user);
            return match theirs {
                true => nothing(PasteOutcome::LinkItself),
                false => burnt(PasteOutcome::LinkForeign),
            };
        }
        if matches!(self.options.flow, Flow::Code(_)) {
            return nothing(PasteOutcome::Elsewhere);
        }
        let Some(record) = session else {
            return nothing(match pasted.link {
                Some(_) => PasteOutcome::Unknown,
                None => PasteOutcome::Broken,
            });
        };
        if record.user != user {
            tracing::warn!(security = true, %user, owner = %record.user, "a sign-in that somebody else began was pasted");
            return burnt(PasteOutcome::Foreign);
        }
        if !record.waits() || matches!(record.stage, LinkStageV1::SignedIn { .. }) {
            return nothing(PasteOutcome::Used);
        }
        let Some(open) = open else {
            return nothing(PasteOutcome::Expired);
        };
        if !is_newest {
            tracing::info!(security = true, %user, "the address of a link that has ended was pasted");
            return nothing(PasteOutcome::Ended);
        }
        match Callback::read(pasted.query.expose_secret()) {
            Ok(Callback::Tokens { pair, .. }) => {
                tracing::info!(%user, "somebody signed in; the address was pasted");
                Redeemed {
                    pair: open.waits().then_some(pair),
                    ..nothing(PasteOutcome::SignedIn)
                }
            }
            Ok(Callback::Refused { .. }) => nothing(PasteOutcome::Denied),
            // The link leads to the sign-in and says where to come back.
            Err(_) if leads_back(pasted.query.expose_secret()) => nothing(PasteOutcome::LinkItself),
            Ok(Callback::Code { .. }) | Err(_) => nothing(PasteOutcome::Broken),
        }
    }
}

/// Whether a query is that of a link to the service's sign-in, as the person was
/// given it.
fn leads_back(query: &str) -> bool {
    query
        .split('&')
        .any(|pair| pair.starts_with("redirect_uri="))
}

fn with_stage(record: &LinkRecord, stage: LinkStageV1) -> LinkRecord {
    LinkRecord {
        stage,
        ..record.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATE: &str = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE";

    fn address() -> String {
        format!(
            "http://localhost:8976/callback?access_token=a.b-c&refresh_token=r~1&expires_in=3600&state={STATE}"
        )
    }

    /// Found whole: with its session and its tokens.
    #[track_caller]
    fn whole(text: &str) {
        let found = find_end(text).unwrap_or_else(|| panic!("nothing found in {text}"));
        assert_eq!(found.link, Some(link_id(STATE)), "{text}");
        let read = Callback::read(found.query.expose_secret());
        let Ok(Callback::Tokens { pair, .. }) = read else {
            panic!("no tokens in {text}");
        };
        assert_eq!(pair.access.expose(), "a.b-c", "{text}");
        assert_eq!(pair.refresh.expose(), "r~1", "{text}");
    }

    #[test]
    fn an_address_is_found_wherever_it_stands() {
        let address = address();
        whole(&address);
        whole(&format!("here it is: {address} thanks!"));
        whole(&format!("/login {address}"));
        whole(&format!("\n\t<{address}>\n"));
        whole(&format!("“{address}”, ok?"));
        whole(&format!("{address}#"));
        whole(&address.replace("localhost", "127.0.0.1"));
        whole(&address.replace("http://", ""));
        whole(&address.replace("http://", "https://"));
        whole(&address.replace(
            "http://localhost:8976/callback?",
            "HTTP://LocalHost:8976/callback?",
        ));
        whole(&address.replace('&', "&amp;"));
        whole(address.split_once('?').unwrap().1);
        whole(&address.replace("&refresh_token", "&\nrefresh_token"));
        whole(&address.replace("refresh_token=r~1", "refresh_ token=r~1"));
        whole(&address.replace("state=Ab", "state=Ab\r\n"));
    }

    /// Found but useless: still, it is never read as anything else.
    #[track_caller]
    fn of_no_use(text: &str) {
        let found = find_end(text).unwrap_or_else(|| panic!("nothing found in {text}"));
        let tokens = Callback::read(found.query.expose_secret());
        let usable = found.link.is_some() && matches!(tokens, Ok(Callback::Tokens { .. }));
        assert!(!usable, "{text}");
    }

    #[test]
    fn a_part_of_one_is_a_secret_too() {
        let address = address();
        of_no_use(&address[..address.len() - 20]);
        of_no_use(&address[..60]);
        of_no_use("oken=r~1&refresh_token=xyz");
        of_no_use(&format!(
            "http://localhost:8976/callback?code=c&state={STATE}"
        ));
        of_no_use("http://localhost:8976/callback?error=access_denied&state=x");
        of_no_use("https://www.google.com/url?q=http%3A%2F%2Flocalhost%2F%3Faccess_token%3Dabc");
        of_no_use(&format!("{address}&state={STATE}"));
    }

    #[test]
    fn it_does_not_print() {
        let printed = format!("{:?}", find_end(&address()));
        assert!(
            !printed.contains("a.b-c") && !printed.contains(STATE),
            "{printed}"
        );
    }
}
