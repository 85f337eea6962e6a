//! Who may use the bot: the texts for strangers and for admins.

use chrono::NaiveDate;

use crate::dialogue::{AdminView, Invited, MemberChange, OtherAction, Person, Stamp};
use crate::model::{Block, Choice, Door, Platform, Reply, Rich, Span, Trouble, UserTag};

use super::{Voice, choices, said};

/// At most this many people of a kind are listed at a time; the newest first.
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

pub(super) fn platform_fails(voice: Voice, platform: Platform, trouble: Trouble) -> Reply {
    let name = platform.abilities().name;
    let why = voice.say(&format!("trouble-{}", trouble.word()));
    let fill = [("platform", name.into()), ("why", why.into())];
    Reply {
        body: Rich::plain(voice.fill("platform-fails", &fill)),
        ..Reply::default()
    }
}

pub(super) fn platform_works(voice: Voice, platform: Platform) -> Reply {
    let fill = [("platform", platform.abilities().name.into())];
    Reply {
        body: Rich::plain(voice.fill("platform-works", &fill)),
        ..Reply::default()
    }
}

/// A button beside a person: its label, and what it does.
type Offer = (&'static str, fn(UserTag) -> OtherAction);

/// A list of the view: its heading, its people and the buttons beside each.
type Listing<'a> = (&'static str, &'a [Person], &'static [Offer]);

fn listings(view: &AdminView) -> [Listing<'_>; 5] {
    let [asking, invited, rooms, blocked, admins] = view.lists();
    [
        (
            "admin-asking",
            asking,
            &[
                ("button-admit", OtherAction::Admit),
                ("button-block", OtherAction::Block),
            ],
        ),
        (
            "admin-people",
            invited,
            &[("button-remove", OtherAction::Remove)],
        ),
        (
            "admin-rooms",
            rooms,
            &[("button-remove", OtherAction::Remove)],
        ),
        (
            "admin-blocked",
            blocked,
            &[("button-unblock", OtherAction::Remove)],
        ),
        ("admin-admins", admins, &[]),
    ]
}

pub(super) fn admin(voice: Voice, view: &AdminView) -> Reply {
    let mut blocks = vec![Block::Paragraph(vec![Span::Plain(header(voice, view))])];
    let mut buttons = Vec::new();
    for (key, people, offers) in listings(view) {
        let shown = part(people, view.page);
        if shown.is_empty() {
            continue;
        }
        let count = [("count", people.len().into())];
        let heading = voice.fill(key, &count);
        blocks.push(Block::Paragraph(vec![Span::Strong(heading)]));
        let line = |person: &Person| vec![Span::Plain(person.who.clone())];
        blocks.push(Block::List(shown.iter().map(line).collect()));
        for person in shown {
            for (label, press) in offers {
                buttons.push(choice(voice, label, person, press(person.tag)));
            }
        }
    }
    blocks.extend(figures(voice, view).map(|line| Block::Paragraph(vec![Span::Plain(line)])));
    buttons.extend(pages(voice, view));
    let invite = [OtherAction::Invite, OtherAction::InviteRoom];
    buttons.extend(choices(voice, Stamp::default(), &invite));
    Reply {
        body: Rich(blocks),
        choices: buttons,
        numbered: true,
        ..Reply::default()
    }
}

fn header(voice: Voice, view: &AdminView) -> String {
    match view.open {
        true => voice.say("admin-open"),
        false => voice.fill("admin-invited", &[("count", view.invitations.into())]),
    }
}

fn figures(voice: Voice, view: &AdminView) -> [String; 3] {
    let figures = &view.figures;
    let calls = [
        ("open", figures.open_calls.into()),
        ("confirmed", figures.confirmed.into()),
    ];
    let conversations = [
        ("count", view.conversations.into()),
        ("most", view.most_conversations.into()),
    ];
    let limits = [
        ("day", figures.per_day.into()),
        ("once", figures.at_once.into()),
        ("number", figures.per_number.into()),
    ];
    [
        voice.fill("admin-calls", &calls),
        voice.fill("admin-conversations", &conversations),
        voice.fill("admin-limits", &limits),
    ]
}

/// The part of a list that a page shows.
fn part(people: &[Person], page: u16) -> &[Person] {
    people
        .chunks(MOST)
        .nth(usize::from(page))
        .unwrap_or_default()
}

/// The buttons to the parts before and after this one.
fn pages(voice: Voice, view: &AdminView) -> Vec<Choice> {
    let page = |key: &str, page: u16| Choice {
        label: voice.say(key),
        token: OtherAction::AdminPage(page).token(),
        sign: None,
    };
    let goes_on = |list: &Vec<Person>| !part(list, view.page.saturating_add(1)).is_empty();
    let before = view.page.checked_sub(1);
    let after = view.lists().into_iter().any(goes_on);
    let before = before.map(|before| page("button-page-before", before));
    let after = after.then(|| page("button-page-after", view.page.saturating_add(1)));
    before.into_iter().chain(after).collect()
}

fn choice(voice: Voice, key: &str, person: &Person, action: OtherAction) -> Choice {
    Choice {
        label: voice.fill(key, &[("who", person.short.as_str().into())]),
        token: action.token(),
        sign: None,
    }
}

pub(super) fn invitation(voice: Voice, code: &str, whom: Invited, until: NaiveDate) -> Reply {
    let until = voice.short_date(until);
    let line = |text: String| Block::Paragraph(vec![Span::Plain(text)]);
    let key = match whom {
        Invited::Person => "invitation",
        Invited::Room => "invitation-room",
    };
    let door = Door {
        label: voice.say("button-invited"),
        payload: code.to_owned(),
        into_room: false,
    };
    Reply {
        body: Rich(vec![
            line(voice.fill(key, &[("until", until.into())])),
            Block::Paragraph(vec![Span::Code(code.to_owned())]),
        ]),
        door: (whom == Invited::Person).then_some(door),
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
