//! The labels of buttons.

use chrono::NaiveDate;

use crate::dialogue::{
    Action, CallAction, FormAction, NameSource, OtherAction, Question, SettingChoice,
};

use crate::model::{Sign, Whose};

use super::{Voice, appointments, contacts, past, waiting};

/// The emoji sign of a choice, where a reader cannot mistake it.
pub(super) fn sign(action: Action) -> Option<Sign> {
    match action {
        Action::Form(FormAction::CallNow) | Action::Other(OtherAction::StillWanted) => {
            Some(Sign::Yes)
        }
        Action::Form(FormAction::Cancel)
        | Action::Other(OtherAction::NotWanted)
        | Action::Call(_, CallAction::LeaveIt) => Some(Sign::No),
        Action::Form(FormAction::ShowCard) => Some(Sign::Back),
        _ => None,
    }
}

/// The label of a choice; `question` supplies today's date and the names.
pub(super) fn label(voice: Voice, action: Action, question: Option<&Question>) -> String {
    match action {
        Action::Form(action) => on_form(voice, action, question),
        Action::Call(_, action) => on_call(voice, action),
        Action::Other(action) => on_other(voice, action),
    }
}

fn on_form(voice: Voice, action: FormAction, question: Option<&Question>) -> String {
    let key = match action {
        FormAction::Category(category) => {
            return voice.say(&format!("category-{}", category.word()));
        }
        FormAction::Date(date) => return voice.button_date(date),
        FormAction::Day(day) => return day_label(voice, day.date, day.ahead),
        FormAction::Time(time) => return voice.time(time),
        FormAction::Count(count) => return count.get().to_string(),
        FormAction::Phone(digits) => {
            let phone = digits.phone().map(|phone| phone.international());
            return phone.unwrap_or_default();
        }
        FormAction::Known(digits) => return contacts::label(digits, question),
        FormAction::Language(language) => return voice.language_name(language.code()),
        FormAction::EditSlot(slot) => return voice.say(&format!("slot-{}", slot.word())),
        FormAction::Name(source) => return name_label(source, question),
        // A calendar's cells have labels of their own.
        FormAction::Month(_) => return String::new(),
        // A time is told in the zone of its place.
        FormAction::CallAt(_) => return String::new(),
        FormAction::Voicemail(what) => {
            return voice.say(&format!("button-voicemail-{}", what.word()));
        }
        FormAction::EditCallAt => "button-call-at",
        FormAction::CallAtOnce => "button-call-at-once",
        FormAction::KeepTrying => "button-keep-trying",
        FormAction::CallOnce => "button-call-once",
        FormAction::CallNow => "button-call-now",
        FormAction::Edit => "button-edit",
        FormAction::ShowCard => "button-card",
        FormAction::Cancel => "button-cancel",
        FormAction::Skip => "button-skip",
        FormAction::AskToo => "button-ask-too",
        FormAction::TellToo => "button-tell-too",
        FormAction::Shortened => "button-shortened",
        FormAction::Empty => "button-empty",
        FormAction::Back => "button-back",
        FormAction::Continue => "button-continue",
        FormAction::StartOver => "button-start-over",
        FormAction::Replace => "button-replace-request",
        FormAction::KeepThis => "button-keep-request",
        FormAction::KeepBoth => "button-keep-both",
        FormAction::NewLink => "button-new-link",
    };
    voice.say(key)
}

/// The label of a choice of a call.
pub(super) fn on_call(voice: Voice, action: CallAction) -> String {
    voice.say(match action {
        // A time is told in the zone of its place.
        CallAction::AgainThen(_) => return String::new(),
        CallAction::AgainIn(60) => "button-in-an-hour",
        CallAction::AgainIn(minutes) => {
            return voice.fill("button-in-minutes", &[("minutes", minutes.into())]);
        }
        CallAction::Transcript => "button-transcript",
        CallAction::TranscriptHere => "button-transcript-here",
        CallAction::TranscriptToMe => "button-transcript-to-me",
        CallAction::Recording => "button-recording",
        CallAction::RecordingHere => "button-recording-here",
        CallAction::Calendar => "button-calendar",
        CallAction::Show => "button-show",
        CallAction::Keep => "button-keep-appointment",
        CallAction::KeepAsked(when) => return appointments::keep_label(voice, when, "asked"),
        CallAction::KeepSaid(when) => return appointments::keep_label(voice, when, "said"),
        CallAction::CalledOff => "button-called-off",
        CallAction::StillOn => "button-still-on",
        CallAction::Again => "button-call-again",
        CallAction::Change => "button-change",
        CallAction::AgainAt => "button-choose-time",
        CallAction::Edit => "button-edit",
        CallAction::Undo => "button-undo",
        CallAction::Stop => "button-stop",
        CallAction::CheckAgain => "button-check-again",
        CallAction::CallAnyway => "button-call-anyway",
        CallAction::LeaveIt => "button-leave-it",
        CallAction::CallOff => "button-call-off",
        CallAction::Move => "button-move",
        CallAction::Now => "button-now",
        CallAction::Drop => "button-drop",
        CallAction::KeepTrying => "button-keep-trying",
        CallAction::Try(_) => "button-start-trying",
        CallAction::StopTrying => "button-stop-trying",
    })
}

#[expect(
    clippy::too_many_lines,
    reason = "a list that the compiler holds complete"
)]
fn on_other(voice: Voice, action: OtherAction) -> String {
    if let Some(label) = past::label(voice, action).or_else(|| waiting::label(voice, action)) {
        return label;
    }
    voice.say(match action {
        OtherAction::SetTo(SettingChoice { of, word }) => {
            return voice.say(&format!("{}-{word}", of.setting.word()));
        }
        OtherAction::Give(command) => {
            return voice.say(&format!("button-give-{}", command.key()));
        }
        OtherAction::AskSetting(of) => {
            return voice.say(&format!("setting-{}", of.setting.word()));
        }
        // A calendar's cells have labels of their own; those of the history are
        // above.
        OtherAction::Nothing
        | OtherAction::HistoryPage(_)
        | OtherAction::HistoryFile(_)
        | OtherAction::PastCall(_)
        | OtherAction::PastTranscript(_)
        | OtherAction::PastRecording(_)
        | OtherAction::PastCalendar(_)
        | OtherAction::PastAgain(_)
        | OtherAction::PastChange(_)
        | OtherAction::PastCallOff(_)
        | OtherAction::PastMove(_)
        | OtherAction::StayWaiting => return String::new(),
        OtherAction::ClearSetting(of) => match of.whose {
            Whose::Person => "button-clear",
            Whose::Room => "button-room-clear",
        },
        OtherAction::KeepSetting | OtherAction::KeepRoomSetting => "button-keep",
        OtherAction::Login => "button-login",
        OtherAction::StillWanted => "button-still-wanted",
        OtherAction::NotWanted => "button-not-wanted",
        OtherAction::ReplaceAccount => "button-replace",
        OtherAction::LogOutLater => "button-logout-later",
        OtherAction::LogOutNow => "button-logout-now",
        OtherAction::Invite => "button-invite",
        OtherAction::InviteRoom => "button-invite-room",
        // Its direction depends on the page that is shown.
        OtherAction::AdminPage(_) => return String::new(),
        // These name a person, so they have labels of their own.
        OtherAction::Admit(_) | OtherAction::Block(_) | OtherAction::Remove(_) => {
            return String::new();
        }
        OtherAction::AllowNumber(digits) => {
            let phone = digits.phone().map(|phone| phone.international());
            let phone = phone.unwrap_or_default();
            return voice.fill("button-allow-number", &[("phone", phone.into())]);
        }
        OtherAction::AddContact => "button-contact-add",
        OtherAction::ForgetContacts => "button-contacts-forget",
        OtherAction::ForgetAllContacts => "button-contacts-forget-all",
        OtherAction::KeepContacts => "button-contacts-keep",
        OtherAction::KeepContactName => "button-contact-name-keep",
        OtherAction::KeepCards => "button-keep-cards",
        OtherAction::KeepCard(_) => "button-keep-card",
        OtherAction::ContactsPage(_) => "button-contacts-all",
        OtherAction::CallContact(_) => "button-contact-call",
        OtherAction::RenameContact(_) => "button-contact-rename",
        OtherAction::ForgetContact(_) => "button-contact-forget",
        OtherAction::ShareContact(_) => "button-contact-share",
        OtherAction::UnshareContact(_) => "button-contact-unshare",
        // These name a place, so they have labels of their own.
        OtherAction::Contact(_) | OtherAction::CallCard(_) => return String::new(),
        OtherAction::NewFeed => "button-feed-new",
        OtherAction::EndFeed => "button-feed-end",
        OtherAction::AppointmentsPage(_) => "button-appointments-all",
        OtherAction::AppointmentFile(_) => "button-appointment-file",
        OtherAction::ConfirmAppointment(_) => "button-appointment-confirm",
        OtherAction::MoveAppointment(_) => "button-appointment-move",
        OtherAction::CancelAppointment(_) => "button-appointment-cancel",
        OtherAction::RemoveAppointment(_) => "button-appointment-remove",
        // It names a place, so it has a label of its own.
        OtherAction::Appointment(_) => return String::new(),
        OtherAction::NobodyCalls(_) => "button-nobody-calls",
        OtherAction::AnybodyCalls(_) => "button-anybody-calls",
        OtherAction::MyData => "button-my-data",
        OtherAction::ForgetMe => "button-forget-me",
        OtherAction::ForgetAll => "button-forget-all",
        OtherAction::KeepData => "button-keep-data",
        OtherAction::Mine(_) => "button-mine",
        OtherAction::NotMine(_) => "button-not-mine",
    })
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
