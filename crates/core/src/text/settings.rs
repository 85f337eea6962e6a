//! The settings.

use crate::dialogue::{OtherAction, SettingChoice, SettingOf, SettingProblem, SettingsView, Stamp};
use crate::model::{
    Block, Expects, Phone, PhoneDigits, QuietHours, Reply, Rich, Setting, SettingValue, Settings,
    Span, Whose,
};
use crate::understand::QuietProblem;

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
    let (whose, shown) = (view.whose, view.shown.iter().copied());
    let row = |setting| (name(voice, setting), value(voice, setting, &view.settings));
    blocks.push(Block::Fields(shown.clone().map(row).collect()));
    let ask = |setting| OtherAction::AskSetting(SettingOf { setting, whose });
    let actions: Vec<OtherAction> = shown.map(ask).collect();
    if !view.never.is_empty() {
        let numbers: Vec<String> = view.never.iter().map(Phone::international).collect();
        let numbers = voice.fill("settings-never", &[("numbers", numbers.join(", ").into())]);
        blocks.push(Block::Paragraph(vec![Span::Plain(numbers)]));
    }
    if view.changed.is_none() {
        blocks.push(Block::Paragraph(vec![Span::Plain(voice.say(
            match view.whose {
                Whose::Person => "settings-header",
                Whose::Room => "room-settings-header",
            },
        ))]));
    }
    let choices = if !view.pressable {
        Vec::new()
    } else {
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
    of: SettingOf,
    now: &Settings,
    clears: bool,
    problem: Option<SettingProblem>,
) -> Reply {
    let setting = of.setting;
    let current = voice.fill(
        "setting-now",
        &[("value", value(voice, setting, now).into())],
    );
    let question = voice.say(&match of.whose {
        Whose::Person => format!("ask-setting-{}", setting.word()),
        Whose::Room => format!("ask-room-{}", setting.word()),
    });
    let text: Vec<String> = problem
        .map(|problem| said_of(voice, problem))
        .into_iter()
        .chain([current, question])
        .collect();
    let values = setting.choices();
    let words = values.iter().filter_map(SettingValue::word);
    let mut actions: Vec<OtherAction> = words
        .map(|word| OtherAction::SetTo(SettingChoice { of, word }))
        .collect();
    actions.extend(clears.then_some(OtherAction::ClearSetting(of)));
    actions.push(match of.whose {
        Whose::Person => OtherAction::KeepSetting,
        Whose::Room => OtherAction::KeepRoomSetting,
    });
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
        Some(SettingValue::Quiet(QuietHours::Daily { from, to })) => {
            format!("{}–{}", voice.time(from), voice.time(to))
        }
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
        SettingProblem::Quiet(problem) => voice.say(match problem {
            QuietProblem::NotHours => "quiet-not-hours",
            QuietProblem::Same => "quiet-same",
            QuietProblem::WhichHalf => "quiet-which-half",
        }),
        SettingProblem::Text(problem) => question::text_problem(voice, problem),
    }
}
