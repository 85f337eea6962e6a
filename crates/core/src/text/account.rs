//! The account and the settings.

use std::time::Duration;

use crate::dialogue::{
    Command, DoorTo, LinkReason, LinkWay, OtherAction, PasteOutcome, SettingChoice, SettingProblem,
    SettingsView, Stamp, Usage,
};
use crate::model::{Block, Door, Expects, Reply, Rich, Setting, SettingValue, Settings, Span};

use super::{Voice, choices, question};

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
    };
    let link = Span::Link {
        url: url.to_owned(),
        label: voice.say("link-label"),
    };
    let code_line = voice.fill("link-code", &[("code", code.into())]);
    let (first, second) = match way {
        LinkWay::Here => (voice.say("link-step-sign-in"), code_line),
        LinkWay::Page => (code_line, voice.say("link-step-continue")),
        LinkWay::PasteBack { begins } => (
            voice.say("link-step-sign-in"),
            voice.fill(
                "link-step-paste",
                &[("begins", begins.as_str().into()), ("code", code.into())],
            ),
        ),
    };
    let valid = voice.round_duration(valid);
    let plain = |text: String| vec![Span::Plain(text)];
    Reply {
        body: Rich(vec![
            Block::Paragraph(plain(voice.say(why))),
            Block::Paragraph(vec![link]),
            Block::Paragraph(plain(format!("1. {first}"))),
            Block::Paragraph(plain(format!("2. {second}"))),
            Block::Paragraph(plain(voice.fill("link-valid", &[("valid", valid.into())]))),
        ]),
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
        PasteOutcome::Joined => "linked",
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

/// Says which account was linked, what it replaces, and how to correct a
/// mistake.
pub(super) fn linked(
    voice: Voice,
    usage: Option<&Usage>,
    replaces: bool,
    form_waits: bool,
) -> Reply {
    let whose = match usage {
        Some(usage) => voice.fill("linked-as", &[("account", account(voice, usage).into())]),
        None => voice.say("linked-unknown"),
    };
    let or_else = match replaces {
        true => voice.say("linked-replaces"),
        false => voice.say("linked-whose"),
    };
    let next = (!form_waits).then(|| voice.say("linked-next"));
    let lines = [Some(whose), Some(or_else), next].into_iter().flatten();
    Reply {
        body: Rich(
            lines
                .map(|line| Block::Paragraph(vec![Span::Plain(line)]))
                .collect(),
        ),
        ..Reply::default()
    }
}

/// The service's figures for an account, in a few words.
fn account(voice: Voice, usage: &Usage) -> String {
    let plan = usage
        .plan
        .as_deref()
        .map(|plan| voice.fill("account-plan", &[("plan", plan.into())]));
    let left = [
        ("account-credits", usage.credits_remaining),
        ("account-minutes", usage.minutes_remaining),
    ];
    let left = left.into_iter().find_map(|(key, left)| Some((key, left?)));
    let left = left.map(|(key, left)| {
        let number = voice.number(left);
        voice.fill(key, &[("count", left.into()), ("number", number.into())])
    });
    let parts: Vec<_> = plan.into_iter().chain(left).collect();
    parts.join(", ")
}

/// The way to the private conversation.
pub(super) fn in_private(voice: Voice, door: DoorTo) -> Reply {
    let words = match door {
        DoorTo::Link => "link-in-private",
        _ => "in-private",
    };
    let label = match door {
        DoorTo::Link | DoorTo::Command(Command::Login) => "door-link",
        DoorTo::Command(_) | DoorTo::Chat => "door-chat",
    };
    Reply {
        body: Rich::plain(voice.say(words)),
        door: Some(Door {
            label: voice.say(label),
            payload: door.payload().to_owned(),
        }),
        ..Reply::default()
    }
}

pub(super) fn settings(voice: Voice, view: &SettingsView) -> Reply {
    let mut blocks = Vec::new();
    if view.changed.is_some() {
        blocks.push(Block::Paragraph(vec![Span::Plain(
            voice.say("settings-saved"),
        )]));
    }
    let rows = Setting::ALL
        .into_iter()
        .map(|setting| (name(voice, setting), value(voice, setting, &view.settings)));
    blocks.push(Block::Fields(rows.collect()));
    let actions: Vec<OtherAction> = Setting::ALL
        .into_iter()
        .map(OtherAction::AskSetting)
        .collect();
    let choices = if view.changed.is_some() {
        Vec::new()
    } else {
        blocks.push(Block::Paragraph(vec![Span::Plain(
            voice.say("settings-header"),
        )]));
        choices(voice, Stamp::default(), &actions)
    };
    Reply {
        body: Rich(blocks),
        choices,
        numbered: true,
        ..Reply::default()
    }
}

pub(super) fn ask_setting(
    voice: Voice,
    setting: Setting,
    now: &Settings,
    problem: Option<SettingProblem>,
) -> Reply {
    let current = voice.fill(
        "setting-now",
        &[("value", value(voice, setting, now).into())],
    );
    let question = voice.say(&format!("ask-setting-{}", setting.word()));
    let text: Vec<String> = problem
        .map(|problem| said_of(voice, problem))
        .into_iter()
        .chain([current, question])
        .collect();
    let values = setting.choices();
    let words = values.iter().filter_map(SettingValue::word);
    let mut actions: Vec<OtherAction> = words
        .map(|word| OtherAction::SetTo(SettingChoice { setting, word }))
        .collect();
    actions.extend(
        setting
            .can_be_empty()
            .then_some(OtherAction::ClearSetting(setting)),
    );
    actions.push(OtherAction::KeepSetting);
    Reply {
        body: Rich::plain(text.join(" ")),
        choices: choices(voice, Stamp::default(), &actions),
        numbered: setting != Setting::Callback,
        expects: match setting {
            Setting::Callback => Expects::Contact {
                label: voice.say("button-contact"),
            },
            _ => Expects::Nothing,
        },
        ..Reply::default()
    }
}

fn name(voice: Voice, setting: Setting) -> String {
    voice.say(&format!("setting-{}", setting.word()))
}

fn value(voice: Voice, setting: Setting, settings: &Settings) -> String {
    match settings.get(setting) {
        None => voice.say("value-none"),
        Some(SettingValue::Timezone(zone)) => zone.name().to_owned(),
        Some(SettingValue::Name(name)) => name.as_str().to_owned(),
        Some(SettingValue::Callback(phone)) => phone.international(),
        Some(SettingValue::Region(region)) => voice
            .country(region)
            .unwrap_or_else(|| region.as_str().to_owned()),
        // One of a few, by its word.
        Some(value) => {
            let word = value.word().unwrap_or_default();
            voice.say(&format!("{}-{word}", setting.word()))
        }
    }
}

fn said_of(voice: Voice, problem: SettingProblem) -> String {
    match problem {
        SettingProblem::NoneOfThese => voice.say("none-of-these"),
        SettingProblem::Timezone => voice.say("timezone-unknown"),
        SettingProblem::Region => voice.say("region-unknown"),
        SettingProblem::Phone(problem) => voice.say(question::phone_problem(problem)),
        SettingProblem::Text(problem) => question::text_problem(voice, problem),
    }
}
