//! What stands on a button.

use chrono::NaiveDate;

use crate::dialogue::{Action, NameSource, Question};

use crate::model::Sign;

use super::Voice;

/// The sign that means a choice by itself, where a reader can't mistake it.
pub(super) fn sign(action: Action) -> Option<Sign> {
    match action {
        Action::CallNow | Action::StillWanted => Some(Sign::Yes),
        Action::Cancel | Action::NotWanted | Action::LeaveIt(_) => Some(Sign::No),
        _ => None,
    }
}

/// The label of a choice; a question knows the day it is and the names.
pub(super) fn label(voice: Voice, action: Action, question: Option<&Question>) -> String {
    let key = match action {
        Action::Category(category) => return voice.say(&format!("category-{}", category.word())),
        Action::Date(date) => return voice.button_date(date),
        Action::Day(date, ahead) => return day_label(voice, date, ahead),
        Action::Time(time) => return voice.time(time),
        Action::Count(count) => return count.get().to_string(),
        Action::Language(language) => return voice.language_name(language),
        Action::SetTo(setting, word) => return voice.say(&format!("{}-{word}", setting.word())),
        Action::Setting(setting) => return voice.say(&format!("setting-{}", setting.word())),
        Action::EditSlot(slot) => return voice.say(&format!("slot-{}", slot.word())),
        Action::Name(source) => return name_label(source, question),
        Action::CallAgainIn(_, 60) => "button-in-an-hour",
        Action::CallAgainIn(_, minutes) => {
            return voice.fill("button-in-minutes", &[("minutes", minutes.into())]);
        }
        Action::CallNow => "button-call-now",
        Action::Edit | Action::EditCall(_) => "button-edit",
        Action::ShowCard => "button-card",
        Action::Cancel => "button-cancel",
        Action::Skip => "button-skip",
        Action::Empty => "button-empty",
        Action::Back => "button-back",
        Action::Continue => "button-continue",
        Action::StartOver => "button-start-over",
        Action::Replace => "button-replace-request",
        Action::KeepThis => "button-keep-request",
        Action::NewLink => "button-new-link",
        Action::Transcript(_) => "button-transcript",
        Action::TranscriptHere(_) => "button-transcript-here",
        Action::TranscriptToMe(_) => "button-transcript-to-me",
        Action::Calendar(_) => "button-calendar",
        Action::CallAgain(_) => "button-call-again",
        Action::CallAgainAt(_) => "button-choose-time",
        Action::Undo(_) => "button-undo",
        Action::Stop(_) => "button-stop",
        Action::CheckAgain(_) => "button-check-again",
        Action::CallAnyway(_) => "button-call-anyway",
        Action::LeaveIt(_) => "button-leave-it",
        Action::ClearSetting(_) => "button-clear",
        Action::KeepSetting => "button-keep",
        Action::Login => "button-login",
        Action::StillWanted => "button-still-wanted",
        Action::NotWanted => "button-not-wanted",
        // Cells of a calendar have labels of their own.
        Action::Month(_) | Action::Nothing => return String::new(),
        Action::ReplaceAccount => "button-replace",
        Action::LogOutLater => "button-logout-later",
        Action::LogOutNow => "button-logout-now",
    };
    voice.say(key)
}

fn day_label(voice: Voice, date: NaiveDate, ahead: u8) -> String {
    match ahead {
        0 => voice.say("today"),
        1 => voice.say("tomorrow"),
        _ => voice.button_date(date),
    }
}

fn name_label(source: NameSource, question: Option<&Question>) -> String {
    question
        .and_then(|question| question.names.iter().find(|(from, _)| *from == source))
        .map(|(_, name)| name.as_str().to_owned())
        .unwrap_or_default()
}
