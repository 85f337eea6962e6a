//! The three ways to link, each up to its last step and then to its end.

use super::public::HOST;
use super::*;
use crate::support::LIMIT;

pub(super) const WAYS: [Way; 3] = [Way::Button, Way::Paste, Way::Code];

/// How a person links.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Way {
    /// On this machine, by the page's button.
    Button,
    /// By sending the address at which the sign-in ended.
    Paste,
    /// With a registered client.
    Code,
}

/// A sign-in that is done but for its last step. It does not print.
pub(super) enum Last {
    Press(Web, Answer),
    Send(String),
    Return(Web, String),
}

impl Way {
    #[track_caller]
    pub(super) fn place(self) -> Place {
        match self {
            Self::Code => super::public::place(""),
            Self::Button | Self::Paste => Place::new(""),
        }
    }

    pub(super) fn browser(self, place: &Place) -> Web {
        match self {
            Self::Code => Web::behind(HOST, place.port()),
            Self::Button | Self::Paste => Web::new(),
        }
    }

    /// Follows a link as far as possible; an `Err` is the text of the page that
    /// stopped it.
    #[track_caller]
    pub(super) fn follow(self, place: &Place, link: &str) -> Result<Last, String> {
        self.follow_as(place, link, "ana")
    }

    /// The same, signing in to this account.
    #[track_caller]
    pub(super) fn follow_as(
        self,
        place: &Place,
        link: &str,
        account: &str,
    ) -> Result<Last, String> {
        let mut web = self.browser(place);
        match self {
            Self::Paste => Ok(Last::Send(sign_in_as(&mut web, link, account))),
            Self::Button => {
                let back = sign_in_as(&mut web, link, account);
                let onward = web.get(&back).leads_to();
                let page = web.get(&onward);
                match page.body.contains("<form") {
                    true => Ok(Last::Press(web, page)),
                    false => Err(page.body),
                }
            }
            Self::Code => {
                let page = web.get(link);
                if !page.body.contains("<form") {
                    return Err(page.body);
                }
                let onward = web.press(&page, &[]);
                if onward.status != 303 {
                    return Err(onward.body);
                }
                let back = sign_in_as(&mut web, &onward.leads_to(), account);
                Ok(Last::Return(web, back))
            }
        }
    }
}

impl std::fmt::Debug for Last {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Last(..)")
    }
}

impl Last {
    /// Takes the last step; returns the text on the page or in the chat.
    #[track_caller]
    pub(super) fn finish(self, chat: &mut Program) -> String {
        if let Self::Send(address) = &self {
            let from = chat.read_so_far().len();
            chat.say(address);
            chat.hears_one(&["✅ Signed in", "/login"], LIMIT);
            return chat.read_so_far()[from..].to_owned();
        }
        self.in_the_browser()
    }

    /// The same where a browser takes it.
    #[track_caller]
    pub(super) fn in_the_browser(self) -> String {
        let (mut web, step) = match self {
            Self::Press(mut web, page) => {
                let step = web.press(&page, &[("decision", "link")]);
                (web, step)
            }
            Self::Return(mut web, back) => {
                let step = web.get(&back);
                (web, step)
            }
            Self::Send(_) => panic!("that is done in the chat"),
        };
        match step.status {
            303 => web.get(&step.leads_to()).body,
            _ => step.body,
        }
    }
}
