//! The settings: seen, changed by a button, by an answer, or in one line
//! (`/settings transcript always`).

use crate::model::{PhoneProblem, Setting, SettingValue, Settings, TextProblem};
use crate::understand::{self, Control};

use super::prompt::{Prompt, SettingsView};
use super::{Effect, Turn};

/// Why a value does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingProblem {
    /// None of the choices.
    NoneOfThese,
    /// No such timezone.
    Timezone,
    /// No such country.
    Region,
    /// No such number.
    Phone(PhoneProblem),
    /// Too short or too long.
    Text(TextProblem),
}

impl Turn<'_> {
    pub(super) fn on_settings(&mut self, rest: &str) {
        let (word, value) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        match (understand::setting(word), value.trim()) {
            (None, _) => self.show_settings(None),
            (Some(setting), "") => self.ask_setting(setting, None),
            (Some(setting), value) => self.set_from_text(setting, value),
        }
    }

    fn show_settings(&mut self, changed: Option<(Settings, Setting)>) {
        self.conversation.setting = None;
        let (settings, changed) = match changed {
            Some((settings, setting)) => (settings, Some(setting)),
            None => (self.context.settings.clone(), None),
        };
        self.say(Prompt::Settings(Box::new(SettingsView {
            settings,
            changed,
        })));
        if changed.is_some() {
            self.remind();
        }
    }

    pub(super) fn ask_setting(&mut self, setting: Setting, problem: Option<SettingProblem>) {
        self.conversation.setting = Some(setting);
        self.say(Prompt::AskSetting {
            setting,
            now: self.context.settings.clone(),
            problem,
        });
    }

    /// An answer to the question for a setting's value.
    pub(super) fn on_setting_text(&mut self, setting: Setting, text: &str) {
        match understand::control(text) {
            Some(Control::Cancel | Control::Back | Control::Skip) => self.leave_settings(),
            Some(Control::Help) => self.ask_setting(setting, None),
            _ => self.set_from_text(setting, text),
        }
    }

    pub(super) fn leave_settings(&mut self) {
        self.conversation.setting = None;
        self.show_settings(None);
        self.remind();
    }

    fn set_from_text(&mut self, setting: Setting, text: &str) {
        if setting.can_be_empty() && understand::means_nothing(text) {
            return self.clear_setting(setting);
        }
        match read(setting, text, &self.context.reading()) {
            Ok(value) => self.set(value),
            Err(problem) => self.ask_setting(setting, Some(problem)),
        }
    }

    pub(super) fn set(&mut self, value: SettingValue) {
        let setting = value.setting();
        let mut settings = self.context.settings.clone();
        settings.put(value.clone());
        self.act(Effect::Set(value));
        self.show_settings(Some((settings, setting)));
    }

    pub(super) fn clear_setting(&mut self, setting: Setting) {
        let mut settings = self.context.settings.clone();
        if !settings.clear(setting) {
            return self.show_settings(None);
        }
        self.act(Effect::Unset(setting));
        self.show_settings(Some((settings, setting)));
    }
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
