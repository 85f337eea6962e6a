//! Who may use the bot: the texts for strangers and for admins.

use chrono::NaiveDate;

use crate::dialogue::{AdminView, MemberChange, OtherAction, Person, Stamp};
use crate::model::{Block, Choice, Reply, Rich, Span, UserTag};

use super::{Voice, choices, said};

/// At most this many people of a kind are listed; the newest first.
const MOST: usize = 8;

pub(super) fn not_invited(voice: Voice, id: &str) -> Reply {
    Reply {
        body: Rich::plain(voice.fill("not-invited", &[("id", id.into())])),
        ..Reply::default()
    }
}

pub(super) fn admitted(voice: Voice, admin: bool) -> Reply {
    let mut reply = said(voice, "admitted");
    if admin {
        let line = vec![Span::Plain(voice.say("admitted-admin"))];
        reply.body.0.push(Block::Paragraph(line));
    }
    reply
}

pub(super) fn somebody_asks(voice: Voice, person: &Person) -> Reply {
    let who = person.who.as_str();
    Reply {
        body: Rich::plain(voice.fill("somebody-asks", &[("who", who.into())])),
        choices: vec![
            choice(
                voice,
                "button-admit",
                person,
                OtherAction::Admit(person.tag),
            ),
            choice(
                voice,
                "button-block",
                person,
                OtherAction::Block(person.tag),
            ),
        ],
        numbered: true,
        ..Reply::default()
    }
}

/// A button beside a person: its label, and what it does.
type Offer = (&'static str, fn(UserTag) -> OtherAction);

pub(super) fn admin(voice: Voice, view: &AdminView) -> Reply {
    let header = match view.open {
        true => voice.say("admin-open"),
        false => voice.fill("admin-invited", &[("count", view.invitations.into())]),
    };
    let mut blocks = vec![Block::Paragraph(vec![Span::Plain(header)])];
    let mut buttons = Vec::new();
    let lists: [(&str, &[Person], &[Offer]); 4] = [
        (
            "admin-asking",
            &view.asking,
            &[
                ("button-admit", OtherAction::Admit),
                ("button-block", OtherAction::Block),
            ],
        ),
        (
            "admin-people",
            &view.invited,
            &[("button-remove", OtherAction::Remove)],
        ),
        (
            "admin-blocked",
            &view.blocked,
            &[("button-unblock", OtherAction::Remove)],
        ),
        ("admin-admins", &view.admins, &[]),
    ];
    for (key, people, presses) in lists {
        let Some(listed) = listed(voice, key, people) else {
            continue;
        };
        blocks.extend(listed);
        for person in people.iter().take(MOST) {
            for (label, press) in presses {
                buttons.push(choice(voice, label, person, press(person.tag)));
            }
        }
    }
    buttons.extend(choices(voice, Stamp::default(), &[OtherAction::Invite]));
    Reply {
        body: Rich(blocks),
        choices: buttons,
        numbered: true,
        ..Reply::default()
    }
}

/// A heading and the people below it; without people, nothing.
fn listed(voice: Voice, key: &str, people: &[Person]) -> Option<[Block; 2]> {
    if people.is_empty() {
        return None;
    }
    let count = [("count", people.len().into())];
    let heading = Block::Paragraph(vec![Span::Strong(voice.fill(key, &count))]);
    let line = |text: String| vec![Span::Plain(text)];
    let mut lines: Vec<_> = (people.iter().take(MOST))
        .map(|person| line(person.who.clone()))
        .collect();
    if people.len() > MOST {
        let more = [("count", (people.len() - MOST).into())];
        lines.push(line(voice.fill("admin-more", &more)));
    }
    Some([heading, Block::List(lines)])
}

fn choice(voice: Voice, key: &str, person: &Person, action: OtherAction) -> Choice {
    Choice {
        label: voice.fill(key, &[("who", person.short.as_str().into())]),
        token: action.token(),
        sign: None,
    }
}

pub(super) fn invitation(voice: Voice, code: &str, until: NaiveDate) -> Reply {
    let until = voice.short_date(until);
    let line = |text: String| Block::Paragraph(vec![Span::Plain(text)]);
    Reply {
        body: Rich(vec![
            line(voice.fill("invitation", &[("until", until.into())])),
            Block::Paragraph(vec![Span::Code(code.to_owned())]),
        ]),
        ..Reply::default()
    }
}

pub(super) fn member_changed(voice: Voice, who: &str, change: MemberChange) -> Reply {
    let key = match change {
        MemberChange::Admit => "member-admitted",
        MemberChange::Block => "member-blocked",
        MemberChange::Remove => "member-removed",
    };
    Reply {
        body: Rich::plain(voice.fill(key, &[("who", who.into())])),
        ..Reply::default()
    }
}
