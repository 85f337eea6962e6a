//! The settings, a person's and a room's: shown, and changed by a button, by an
//! answer, or in one line (`/settings transcript always`). A room's are shown to
//! everybody in it; a change waits until the platform has said that the person
//! moderates the room.

use serde::{Deserialize, Serialize};

use crate::model::{Language, PhoneProblem, Setting, SettingValue, Settings, TextProblem, Whose};
use crate::understand::{self, Control, QuietProblem};

use super::Effect;
use super::action::SettingOf;
use super::errand::Errand;
use super::pressing::remind;
use super::prompt::{Prompt, SettingsView};
use super::quiet;
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
    Quiet(QuietProblem),
    /// Too short or too long.
    Text(TextProblem),
}

/// A change of a setting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SettingChange {
    Set(SettingValue),
    Clear(Setting),
}

impl SettingChange {
    fn setting(&self) -> Setting {
        match self {
            Self::Set(value) => value.setting(),
            Self::Clear(setting) => *setting,
        }
    }
}

/// `/settings`, alone or with a setting and its value.
pub(super) fn on_command(turn: &mut Turn, state: State, rest: &str) -> State {
    on_sheet(turn, state, Whose::Person, rest)
}

/// `/room`, alone or with a setting and its value.
pub(super) fn on_room_command(turn: &mut Turn, state: State, rest: &str) -> State {
    if turn.context.private {
        turn.say(Prompt::RoomSettingsThere);
        return remind(turn, state);
    }
    on_sheet(turn, state, Whose::Room, rest)
}

fn on_sheet(turn: &mut Turn, state: State, whose: Whose, rest: &str) -> State {
    let (word, value) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let setting = understand::setting(word);
    let setting = setting.filter(|setting| shown(turn, whose).contains(setting));
    match (setting, value.trim()) {
        (None, _) => {
            say(turn, whose, None);
            state
        }
        (Some(setting), "") => ask(turn, state, SettingOf { setting, whose }, None),
        (Some(setting), value) => set_from_text(turn, state, SettingOf { setting, whose }, value),
    }
}

/// The settings that somebody has, in the order in which they are shown.
fn shown(turn: &Turn, whose: Whose) -> Vec<Setting> {
    let room = &turn.context.room;
    let is_shown = |setting: &Setting| match whose {
        Whose::Person => setting.is_of(Whose::Person),
        Whose::Room => room.has(*setting),
    };
    Setting::ALL.into_iter().filter(is_shown).collect()
}

/// All values as they are now.
fn values(turn: &Turn, whose: Whose) -> Settings {
    match whose {
        Whose::Person => turn.settings.clone(),
        Whose::Room => turn.context.room.settings(),
    }
}

fn clears(turn: &Turn, of: SettingOf) -> bool {
    match of.whose {
        Whose::Person => of.setting.can_be_empty() && turn.settings.get(of.setting).is_some(),
        Whose::Room => turn.context.room.own.has(of.setting),
    }
}

/// Shows the settings after one was changed, and goes on.
fn show_changed(turn: &mut Turn, state: State, changed: Setting) -> State {
    say(turn, Whose::Person, Some(changed));
    remind(turn, state.without_setting())
}

fn say(turn: &mut Turn, whose: Whose, changed: Option<Setting>) {
    let settings = values(turn, whose);
    say_values(turn, whose, settings, changed);
}

fn say_values(turn: &mut Turn, whose: Whose, settings: Settings, changed: Option<Setting>) {
    let never = match whose {
        Whose::Person => turn.context.never.clone(),
        Whose::Room => Vec::new(),
    };
    turn.say(Prompt::Settings(Box::new(SettingsView {
        whose,
        shown: shown(turn, whose),
        settings,
        changed,
        pressable: changed.is_none(),
        never,
    })));
}

/// Asks for the value of a setting; the open question waits.
pub(super) fn ask(
    turn: &mut Turn,
    state: State,
    of: SettingOf,
    problem: Option<SettingProblem>,
) -> State {
    turn.say(Prompt::AskSetting {
        of,
        now: values(turn, of.whose),
        clears: clears(turn, of),
        problem,
    });
    State::Setting {
        of,
        behind: Box::new(state.without_setting()),
    }
}

/// An answer to the question for a setting's value.
pub(super) fn on_text(turn: &mut Turn, of: SettingOf, behind: State, text: &str) -> State {
    match understand::control(text) {
        Some(Control::Cancel | Control::Back | Control::Skip) => leave(turn, behind, of.whose),
        Some(Control::Help) => ask(turn, behind, of, None),
        _ => set_from_text(turn, behind, of, text),
    }
}

/// Goes back to the state before the question.
pub(super) fn leave(turn: &mut Turn, state: State, whose: Whose) -> State {
    say(turn, whose, None);
    remind(turn, state.without_setting())
}

fn set_from_text(turn: &mut Turn, state: State, of: SettingOf, text: &str) -> State {
    if clears(turn, of) && understand::means_nothing(text) {
        return clear(turn, state, of);
    }
    match read(of.setting, text, &turn.context.reading()) {
        Ok(value) => set(turn, state, of.whose, value),
        Err(problem) => ask(turn, state, of, Some(problem)),
    }
}

pub(super) fn set(turn: &mut Turn, state: State, whose: Whose, value: SettingValue) -> State {
    if whose == Whose::Room {
        return change_room(turn, state, SettingChange::Set(value));
    }
    let setting = value.setting();
    turn.settings.put(value.clone());
    if let SettingValue::Quiet(hours) = value {
        quiet::on_change(turn, hours);
    }
    turn.act(Effect::Set(whose, value));
    show_changed(turn, state, setting)
}

/// The person asked in plain words to be spoken to in a language.
pub(super) fn speak(turn: &mut Turn, state: State, language: Language) -> State {
    turn.settings.language = language;
    turn.act(Effect::Set(Whose::Person, SettingValue::Language(language)));
    turn.say(Prompt::LanguageChanged);
    remind(turn, state.without_setting())
}

pub(super) fn clear(turn: &mut Turn, state: State, of: SettingOf) -> State {
    if of.whose == Whose::Room {
        return change_room(turn, state, SettingChange::Clear(of.setting));
    }
    if !turn.settings.clear(of.setting) {
        say(turn, of.whose, None);
        return state.without_setting();
    }
    turn.act(Effect::Unset(of));
    show_changed(turn, state, of.setting)
}

/// Has the platform asked whether the person moderates the room.
fn change_room(turn: &mut Turn, state: State, change: SettingChange) -> State {
    let state = state.without_setting();
    if turn.context.private || !turn.context.room.has(change.setting()) {
        turn.say(Prompt::RoomSettingsThere);
        return state;
    }
    turn.act(Effect::Fetch {
        errand: Errand::RoomSetting(change),
        privately: false,
    });
    state
}

/// The platform has said whether the person moderates the room.
pub(super) fn on_moderates(
    turn: &mut Turn,
    state: State,
    change: SettingChange,
    moderates: Option<bool>,
) -> State {
    match moderates {
        Some(true) => {}
        Some(false) => {
            turn.say(Prompt::NotModerator);
            return state;
        }
        None => {
            turn.say(Prompt::ModeratorUnknown);
            return state;
        }
    }
    let setting = change.setting();
    let mut room = turn.context.room.clone();
    match change {
        SettingChange::Set(value) => {
            room.own.put(value.clone());
            turn.act(Effect::Set(Whose::Room, value));
        }
        SettingChange::Clear(setting) => {
            room.own.clear(setting);
            let whose = Whose::Room;
            turn.act(Effect::Unset(SettingOf { setting, whose }));
        }
    }
    say_values(turn, Whose::Room, room.settings(), Some(setting));
    remind(turn, state)
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
        // 'Off' and the like, or two times.
        Setting::Quiet => match understand::setting_choice(setting, text) {
            Some(value) => Ok(value),
            None => understand::quiet_hours(text)
                .map(SettingValue::Quiet)
                .map_err(SettingProblem::Quiet),
        },
        // One of a few, by its word.
        _ => understand::setting_choice(setting, text).ok_or(SettingProblem::NoneOfThese),
    }
}
