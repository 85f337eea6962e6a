//! The settings: shown, and changed by a button, by an answer, or in one line
//! (`/settings transcript always`).

use crate::model::{Language, PhoneProblem, Setting, SettingValue, TextProblem};
use crate::understand::{self, Control};

use super::Effect;
use super::pressing::remind;
use super::prompt::{Prompt, SettingsView};
use super::state::State;
use super::turn::Turn;

/// Why a value does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingProblem {
    /// None of the choices.
    NoneOfThese,
    Timezone,
    Region,
    Phone(PhoneProblem),
    /// Too short or too long.
    Text(TextProblem),
}

/// `/settings`, alone or with a setting and its value.
pub(super) fn on_command(turn: &mut Turn, state: State, rest: &str) -> State {
    let (word, value) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    match (understand::setting(word), value.trim()) {
        (None, _) => {
            show(turn);
            state
        }
        (Some(setting), "") => ask(turn, state, setting, None),
        (Some(setting), value) => set_from_text(turn, state, setting, value),
    }
}

fn show(turn: &mut Turn) {
    say(turn, None);
}

/// Shows the settings after one was changed, and goes on.
fn show_changed(turn: &mut Turn, state: State, changed: Setting) -> State {
    say(turn, Some(changed));
    remind(turn, state.without_setting())
}

fn say(turn: &mut Turn, changed: Option<Setting>) {
    turn.say(Prompt::Settings(Box::new(SettingsView {
        settings: turn.settings.clone(),
        changed,
        never: turn.context.never.clone(),
    })));
}

/// Asks for the value of a setting; the open question waits.
pub(super) fn ask(
    turn: &mut Turn,
    state: State,
    setting: Setting,
    problem: Option<SettingProblem>,
) -> State {
    turn.say(Prompt::AskSetting {
        setting,
        now: turn.context.settings.clone(),
        problem,
    });
    State::Setting {
        setting,
        behind: Box::new(state.without_setting()),
    }
}

/// An answer to the question for a setting's value.
pub(super) fn on_text(turn: &mut Turn, setting: Setting, behind: State, text: &str) -> State {
    match understand::control(text) {
        Some(Control::Cancel | Control::Back | Control::Skip) => leave(turn, behind),
        Some(Control::Help) => ask(turn, behind, setting, None),
        _ => set_from_text(turn, behind, setting, text),
    }
}

/// Goes back to the state before the question.
pub(super) fn leave(turn: &mut Turn, state: State) -> State {
    show(turn);
    remind(turn, state.without_setting())
}

fn set_from_text(turn: &mut Turn, state: State, setting: Setting, text: &str) -> State {
    if setting.can_be_empty() && understand::means_nothing(text) {
        return clear(turn, state, setting);
    }
    match read(setting, text, &turn.context.reading()) {
        Ok(value) => set(turn, state, value),
        Err(problem) => ask(turn, state, setting, Some(problem)),
    }
}

pub(super) fn set(turn: &mut Turn, state: State, value: SettingValue) -> State {
    let setting = value.setting();
    turn.settings.put(value.clone());
    turn.act(Effect::Set(value));
    show_changed(turn, state, setting)
}

/// The person asked in plain words to be spoken to in a language.
pub(super) fn speak(turn: &mut Turn, state: State, language: Language) -> State {
    turn.settings.language = language;
    turn.act(Effect::Set(SettingValue::Language(language)));
    turn.say(Prompt::LanguageChanged);
    remind(turn, state.without_setting())
}

pub(super) fn clear(turn: &mut Turn, state: State, setting: Setting) -> State {
    if !turn.settings.clear(setting) {
        show(turn);
        return state.without_setting();
    }
    turn.act(Effect::Unset(setting));
    show_changed(turn, state, setting)
}

/// Reads a value as a person writes it.
fn read(
    setting: Setting,
    text: &str,
    reading: &understand::Context,
) -> Result<SettingValue, SettingProblem> {
    match setting {
        Setting::Language => understand::language(text)
            .map(SettingValue::Language)
            .ok_or(SettingProblem::NoneOfThese),
        Setting::Timezone => understand::timezone(text)
            .map(SettingValue::Timezone)
            .ok_or(SettingProblem::Timezone),
        Setting::Region => understand::region(text)
            .map(SettingValue::Region)
            .ok_or(SettingProblem::Region),
        Setting::Name => understand::name(text)
            .map(SettingValue::Name)
            .map_err(SettingProblem::Text),
        Setting::Callback => understand::own_phone(text, reading)
            .map(SettingValue::Callback)
            .map_err(SettingProblem::Phone),
        // One of a few, by its word.
        _ => understand::setting_choice(setting, text).ok_or(SettingProblem::NoneOfThese),
    }
}
