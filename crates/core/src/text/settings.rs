//! The settings.

use crate::dialogue::{OtherAction, SettingChoice, SettingProblem, SettingsView, Stamp};
use crate::model::{
    Block, Expects, Phone, PhoneDigits, Reply, Rich, Setting, SettingValue, Settings, Span,
};

use super::{Voice, choices, question};

/// So many numbers that are never called have a button, the newest ones.
const MOST_NUMBERS: usize = 8;

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
    if !view.never.is_empty() {
        let numbers: Vec<String> = view.never.iter().map(Phone::international).collect();
        let numbers = voice.fill("settings-never", &[("numbers", numbers.join(", ").into())]);
        blocks.push(Block::Paragraph(vec![Span::Plain(numbers)]));
    }
    let choices = if view.changed.is_some() {
        Vec::new()
    } else {
        blocks.push(Block::Paragraph(vec![Span::Plain(
            voice.say("settings-header"),
        )]));
        let never = view.never.iter().rev().take(MOST_NUMBERS);
        let allow = never.map(|phone| OtherAction::AllowNumber(PhoneDigits::of(phone)));
        let actions: Vec<OtherAction> = actions.into_iter().chain(allow).collect();
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
    let can_be_cleared = setting.can_be_empty() && now.get(setting).is_some();
    actions.extend(can_be_cleared.then_some(OtherAction::ClearSetting(setting)));
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
