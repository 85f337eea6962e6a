//! The settings: seen, changed by a button, by an answer, or in one line
//! (`/settings transcript always`).

use crate::model::{
    Language, Name, Phone, PhoneProblem, Settings, TextProblem, TranscriptPolicy, fold,
};
use crate::understand::{self, Control};

use super::prompt::{Prompt, SettingsView};
use super::{Effect, Turn};

/// One of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// The language of the chat.
    Language,
    /// The timezone.
    Timezone,
    /// The name to reserve in.
    Name,
    /// The call-back number.
    Callback,
    /// The home region of numbers.
    Region,
    /// When transcripts are posted.
    Transcript,
}

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

impl Setting {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 6] = [
        Self::Language,
        Self::Timezone,
        Self::Name,
        Self::Callback,
        Self::Region,
        Self::Transcript,
    ];

    /// The word by which it is stored and typed.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Language => "language",
            Self::Timezone => "timezone",
            Self::Name => "name",
            Self::Callback => "callback",
            Self::Region => "region",
            Self::Transcript => "transcript",
        }
    }

    /// The setting of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|setting| setting.word() == word)
    }

    /// The setting that a person means by a word, in English or Spanish.
    #[must_use]
    pub fn from_typed(word: &str) -> Option<Self> {
        Some(match fold(word).as_str() {
            "language" | "lang" | "idioma" | "lengua" => Self::Language,
            "timezone" | "tz" | "zone" | "zona" | "horario" | "huso" => Self::Timezone,
            "name" | "nombre" => Self::Name,
            "callback" | "phone" | "number" | "telefono" | "numero" => Self::Callback,
            "region" | "country" | "pais" => Self::Region,
            "transcript" | "transcripts" | "transcripcion" | "transcripciones" => Self::Transcript,
            _ => return None,
        })
    }

    /// Whether it can be empty.
    #[must_use]
    pub fn can_be_empty(self) -> bool {
        matches!(self, Self::Name | Self::Callback)
    }
}

fn typed_policy(text: &str) -> Option<TranscriptPolicy> {
    Some(match fold(text).as_str() {
        "always" | "at once" | "on" | "yes" | "siempre" | "al momento" | "si" => {
            TranscriptPolicy::Always
        }
        "ask" | "on request" | "preguntar" | "a peticion" | "si lo pido" => TranscriptPolicy::Ask,
        "never" | "off" | "no" | "nunca" => TranscriptPolicy::Never,
        _ => return None,
    })
}

/// 'None', 'remove it': the value is to be empty.
pub(super) fn means_nothing(text: &str) -> bool {
    matches!(
        fold(text).as_str(),
        "none"
            | "nobody"
            | "empty"
            | "clear"
            | "delete"
            | "remove"
            | "vacio"
            | "ninguno"
            | "ninguna"
            | "borrar"
            | "quitar"
    )
}

impl Turn<'_> {
    pub(super) fn on_settings(&mut self, rest: &str) {
        let (word, value) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        match (Setting::from_typed(word), value.trim()) {
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
        let mut settings = self.context.settings.clone();
        match read(setting, text, &mut settings, &self.context.reading()) {
            Ok(()) => self.save(settings, setting),
            Err(problem) => self.ask_setting(setting, Some(problem)),
        }
    }

    pub(super) fn set_language(&mut self, language: Language) {
        let settings = Settings {
            language,
            ..self.context.settings.clone()
        };
        self.save(settings, Setting::Language);
    }

    pub(super) fn set_transcript(&mut self, transcript: TranscriptPolicy) {
        let settings = Settings {
            transcript,
            ..self.context.settings.clone()
        };
        self.save(settings, Setting::Transcript);
    }

    pub(super) fn clear_setting(&mut self, setting: Setting) {
        let mut settings = self.context.settings.clone();
        match setting {
            Setting::Name => settings.name = None,
            Setting::Callback => settings.callback = None,
            _ => return self.show_settings(None),
        }
        self.save(settings, setting);
    }

    fn save(&mut self, settings: Settings, setting: Setting) {
        self.act(Effect::SaveSettings(settings.clone()));
        self.show_settings(Some((settings, setting)));
    }
}

fn read(
    setting: Setting,
    text: &str,
    settings: &mut Settings,
    reading: &understand::Context,
) -> Result<(), SettingProblem> {
    match setting {
        Setting::Language => {
            settings.language = understand::language(text).ok_or(SettingProblem::NoneOfThese)?
        }
        Setting::Timezone => {
            settings.timezone = understand::timezone(text).ok_or(SettingProblem::Timezone)?
        }
        Setting::Region => {
            settings.region = understand::region(text).ok_or(SettingProblem::Region)?
        }
        Setting::Transcript => {
            settings.transcript = typed_policy(text).ok_or(SettingProblem::NoneOfThese)?
        }
        Setting::Name if means_nothing(text) => settings.name = None,
        Setting::Callback if means_nothing(text) => settings.callback = None,
        Setting::Name => settings.name = Some(name(text)?),
        Setting::Callback => settings.callback = Some(callback(text, reading)?),
    }
    Ok(())
}

fn name(text: &str) -> Result<Name, SettingProblem> {
    understand::name(text).map_err(SettingProblem::Text)
}

fn callback(text: &str, reading: &understand::Context) -> Result<Phone, SettingProblem> {
    understand::own_phone(text, reading).map_err(SettingProblem::Phone)
}
