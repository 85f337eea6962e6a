//! Linking an account: the link, a pasted address, the question whose account
//! it is, and the way to the private conversation.

use std::time::Duration;

use chrono_tz::Tz;

use crate::dialogue::{
    AccountQuestion, CallLine, Command, DoorTo, LinkReason, LinkWay, NewestCall, OtherAction,
    PasteOutcome, Stamp, Usage,
};
use crate::model::{Block, Choice, ConversationId, Door, Reply, Rich, Span, Way};

use super::{Voice, said, stopping};

pub(super) fn link_offer(
    voice: Voice,
    reason: LinkReason,
    way: &LinkWay,
    url: &str,
    code: &str,
    valid: Duration,
) -> Reply {
    let why = match reason {
        LinkReason::ToCall => "link-to-call",
        LinkReason::Asked => "link-asked",
        LinkReason::Revoked { form: false } => "link-revoked",
        LinkReason::Revoked { form: true } => "link-revoked-form",
        LinkReason::ToFollow => "link-to-follow",
        LinkReason::Permission => "link-permission",
    };
    let link = Span::Link {
        url: url.to_owned(),
        label: voice.say("link-label"),
    };
    let code_line = voice.fill("link-code", &[("code", code.into())]);
    let coded = |key: &str, begins: &str| {
        voice.fill(key, &[("begins", begins.into()), ("code", code.into())])
    };
    let sign_in = voice.say("link-step-sign-in");
    let steps = match way {
        LinkWay::Here { begins } => vec![
            sign_in,
            coded("link-step-confirm", begins),
            coded("link-step-elsewhere", begins),
        ],
        LinkWay::Page => vec![code_line, voice.say("link-step-continue")],
        LinkWay::PasteBack { begins } => vec![sign_in, coded("link-step-paste", begins)],
    };
    let valid = voice.round_duration(valid);
    let plain = |text: String| Block::Paragraph(vec![Span::Plain(text)]);
    let numbered = (1..)
        .zip(steps)
        .map(|(number, step)| plain(format!("{number}. {step}")));
    let body = [plain(voice.say(why)), Block::Paragraph(vec![link])]
        .into_iter()
        .chain(numbered)
        .chain([plain(voice.fill("link-valid", &[("valid", valid.into())]))]);
    Reply {
        body: Rich(body.collect()),
        ..Reply::default()
    }
}

pub(super) fn too_many_links(voice: Voice, wait: Duration, one_works: bool) -> Reply {
    let wait = voice.round_duration(wait);
    let key = match one_works {
        true => "link-too-many-but-one",
        false => "link-too-many",
    };
    Reply {
        body: Rich::plain(voice.fill(key, &[("wait", wait.into())])),
        ..Reply::default()
    }
}

pub(super) fn pasted(voice: Voice, outcome: PasteOutcome) -> Reply {
    let key = match outcome {
        PasteOutcome::SignedIn => "whose-unknown",
        PasteOutcome::InGroup => "pasted-in-group",
        PasteOutcome::Foreign => "pasted-foreign",
        PasteOutcome::Used => "pasted-used",
        PasteOutcome::Expired => "pasted-expired",
        PasteOutcome::Ended => "pasted-ended",
        PasteOutcome::Unknown => "pasted-unknown",
        PasteOutcome::Broken => "pasted-broken",
        PasteOutcome::Denied => "pasted-denied",
        PasteOutcome::Elsewhere => "pasted-elsewhere",
        PasteOutcome::LinkInGroup => "shown-in-group",
        PasteOutcome::LinkForeign => "shown-foreign",
        PasteOutcome::LinkItself => "shown-itself",
    };
    Reply {
        body: Rich::plain(voice.say(key)),
        ..Reply::default()
    }
}

/// Asks whether the account that was signed in to is the person's, as far as
/// the service tells which one it is.
pub(super) fn whose_account(voice: Voice, question: &AccountQuestion) -> Reply {
    let whose = match &question.usage {
        Some(usage) => voice.fill("whose", &[("account", account(voice, usage).into())]),
        None => voice.say("whose-unknown"),
    };
    let newest = question.newest.as_ref();
    let facts = [
        Some(whose),
        newest.map(|newest| newest_call(voice, newest, question.zone)),
        question.replaces.then(|| voice.say("whose-replaces")),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    let lines = [facts.join(" "), voice.say("whose-question")];
    let choice = |key: &str, aside: &str, action: OtherAction| Choice {
        label: voice.say(if question.aside { aside } else { key }),
        token: action.token(),
        sign: None,
    };
    Reply {
        body: paragraphs(lines),
        choices: vec![
            choice(
                "button-mine",
                "button-mine-aside",
                OtherAction::Mine(question.sign_in),
            ),
            choice(
                "button-not-mine",
                "button-not-mine-aside",
                OtherAction::NotMine(question.sign_in),
            ),
        ],
        numbered: true,
        ..Reply::default()
    }
}

fn newest_call(voice: Voice, newest: &NewestCall, zone: Tz) -> String {
    let NewestCall::At(at, number) = newest else {
        return voice.say("whose-no-calls");
    };
    let day = voice.day_of(*at, zone);
    let time = voice.time(at.with_timezone(&zone).time());
    let mut values = vec![("date", day.into()), ("time", time.into())];
    match number {
        None => voice.fill("whose-newest-unnamed", &values),
        Some(number) => {
            values.push(("number", number.as_str().into()));
            voice.fill("whose-newest", &values)
        }
    }
}

pub(super) fn linked(
    voice: Voice,
    untold: &[CallLine],
    form_waits: bool,
    waits_in: &[ConversationId],
) -> Reply {
    let next = match waits_in.is_empty() {
        true => (!form_waits).then(|| voice.say("linked-next")),
        false => Some(voice.say("linked-goes-on")),
    };
    let mut body = paragraphs([Some(voice.say("linked")), next].into_iter().flatten());
    if !untold.is_empty() {
        body.0.extend(paragraphs([voice.say("linked-untold")]).0);
        body.0.push(stopping::lines(voice, untold));
    }
    Reply {
        body,
        ways: waits_in.iter().map(|to| way(voice, to)).collect(),
        ..Reply::default()
    }
}

/// The way to a request in another conversation.
pub(super) fn way(voice: Voice, to: &ConversationId) -> Way {
    Way {
        label: voice.say("way-to-request"),
        to: to.clone(),
    }
}

pub(super) fn sign_in_dropped(voice: Voice, stays: bool) -> Reply {
    match stays {
        true => said(voice, "sign-in-dropped-stays"),
        false => {
            said(voice, "sign-in-dropped").with(voice, Stamp::default(), &[OtherAction::Login])
        }
    }
}

fn paragraphs(lines: impl IntoIterator<Item = String>) -> Rich {
    let paragraph = |line| Block::Paragraph(vec![Span::Plain(line)]);
    Rich(lines.into_iter().map(paragraph).collect())
}

/// The service's figures for an account, in a few words.
fn account(voice: Voice, usage: &Usage) -> String {
    let plan = usage
        .plan
        .as_deref()
        .map(|plan| voice.fill("account-plan", &[("plan", plan.into())]));
    let left = [
        ("account-credits", usage.credits.left()),
        ("account-minutes", usage.minutes.left()),
    ];
    let left = left.into_iter().find_map(|(key, left)| Some((key, left?)));
    let left = left.map(|(key, left)| {
        let number = voice.number(left);
        voice.fill(key, &[("count", left.into()), ("number", number.into())])
    });
    let parts: Vec<_> = plan.into_iter().chain(left).collect();
    parts.join(", ")
}

/// The answer was given in private; the way there.
pub(super) fn said_privately(voice: Voice) -> Reply {
    Reply {
        door: Some(door(voice, DoorTo::Chat)),
        ..said(voice, "said-privately")
    }
}

/// The way to the private conversation.
pub(super) fn in_private(voice: Voice, door: DoorTo) -> Reply {
    let words = match door {
        DoorTo::Link => "link-in-private",
        _ => "in-private",
    };
    Reply {
        body: Rich::plain(voice.say(words)),
        door: Some(self::door(voice, door)),
        ..Reply::default()
    }
}

pub(super) fn door(voice: Voice, door: DoorTo) -> Door {
    let label = match door {
        DoorTo::Link | DoorTo::Command(Command::Login) => "door-link",
        DoorTo::Command(_) | DoorTo::Chat => "door-chat",
    };
    Door {
        label: voice.say(label),
        payload: door.payload().to_owned(),
        into_room: false,
    }
}
