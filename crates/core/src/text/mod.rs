//! Every sentence that a person reads, English and Spanish, from typed prompts.
//!
//! The sentences are in `locales/*.ftl` (Fluent) and nowhere else. Here a
//! prompt becomes a platform-neutral [`Reply`]: rich text as a tree, choices, a
//! document. The person's own words are quoted unchanged, never paraphrased.

mod admin;
pub mod appointments;
mod call_at;
mod calls;
mod card;
mod contacts;
mod fetched;
mod format;
mod ics;
mod labels;
mod limits;
mod linking;
mod month;
pub mod order;
mod overview;
mod past;
mod plan;
mod privacy;
mod question;
mod quiet;
mod restored;
mod settings;
mod smalltalk;
mod stopping;
mod tries;
mod usage;
mod voice;
mod waiting;

#[cfg(test)]
mod tests;

use crate::dialogue::{
    Action, CallAction, Command, DoorTo, FormAction, OtherAction, Prompt, Stamp, Unheeded,
};
use crate::model::{Choice, Elsewhere, Reply, Rich};

pub use voice::Voice;

/// The sentences that go before a message that cannot be said in its room.
#[must_use]
pub fn elsewhere(voice: Voice) -> Elsewhere {
    Elsewhere {
        shut: voice.say("elsewhere-shut"),
        left: voice.say("elsewhere-left"),
    }
}

/// The line below a question of a room where the bot sees only what replies to
/// it; none where no words of the person's are awaited.
#[must_use]
pub fn by_reply(prompt: &Prompt, voice: Voice) -> Option<String> {
    let key = match prompt {
        Prompt::Ask(_) | Prompt::AskWhenAgain { .. } | Prompt::AskWhenInstead { .. } => {
            "reply-to-answer"
        }
        Prompt::Card(_) | Prompt::ChooseField { .. } => "reply-to-change",
        _ => return None,
    };
    Some(voice.say(key))
}

/// The reply that says a prompt.
#[must_use]
#[expect(
    clippy::too_many_lines,
    reason = "a list that the compiler holds complete"
)]
pub fn render(prompt: &Prompt, voice: impl Into<Voice>) -> Reply {
    let voice = voice.into();
    match prompt {
        Prompt::Ask(question) => question::ask(voice, question),
        Prompt::Card(card) => card::card(voice, card),
        Prompt::ChooseField {
            stamp,
            slots,
            keep_trying,
            voicemail,
            call_at,
        } => {
            let others = (keep_trying.is_some(), *voicemail, *call_at);
            card::choose_field(voice, *stamp, slots, others)
        }
        Prompt::Danger {
            danger,
            emergency,
            listening,
        } => smalltalk::danger(voice, *danger, emergency, listening),
        Prompt::NewRequest { stamp, phone, task } => {
            card::new_request(voice, *stamp, phone.as_ref(), task.as_ref())
        }
        Prompt::FormOpen { stamp } => said(voice, "form-open").with(
            voice,
            *stamp,
            &[
                FormAction::Continue,
                FormAction::KeepBoth,
                FormAction::StartOver,
            ],
        ),
        Prompt::Welcome => smalltalk::welcome(voice),
        Prompt::Help => smalltalk::help(voice),
        Prompt::Privacy { keep } => privacy::privacy(voice, *keep),
        Prompt::ManyRequests => said(voice, "many-requests"),
        Prompt::Cancelled => said(voice, "cancelled"),
        Prompt::StillWanted => said(voice, "still-wanted").with(
            voice,
            Stamp::default(),
            &[OtherAction::StillWanted, OtherAction::NotWanted],
        ),
        Prompt::NothingToCancel { elsewhere } => stopping::nothing_to_cancel(voice, *elsewhere),
        Prompt::StopRunning(line) => stopping::stop_running(voice, line),
        Prompt::HangingUp(line) => stopping::named(voice, "hanging-up", line),
        Prompt::TakenBack(line) => stopping::taken_back(voice, line),
        Prompt::CannotStop(line) => stopping::named(voice, "cannot-stop", line),
        Prompt::AlreadyOver(line) => stopping::already_over(voice, line),
        Prompt::CalledAlready => said(voice, "called-already"),
        Prompt::Overview(view) => overview::overview(voice, view),
        Prompt::WhichCall { calls, forms, form } => stopping::which(voice, calls, forms, *form),
        Prompt::DroppingThere(form) => overview::dropping(voice, form),
        Prompt::Dropped { calls } => stopping::dropped(voice, calls),
        Prompt::OtherRequest { text } => stopping::other_request(voice, text),
        Prompt::Stale => said(voice, "stale"),
        Prompt::OutOfDate(open) => stopping::out_of_date(voice, *open),
        Prompt::OfOther { name } => smalltalk::of_other(voice, name),
        Prompt::RoomWelcome => Reply {
            door: Some(linking::door(voice, DoorTo::Command(Command::Login))),
            ..said(voice, "room-welcome")
        },
        Prompt::UnknownCommand => said(voice, "unknown-command"),
        Prompt::NotUnderstood => said(voice, "not-understood"),
        Prompt::Foreign(language) => Reply {
            body: Rich::plain(smalltalk::foreign(*language)),
            ..Reply::default()
        },
        Prompt::Wordless(what) => said(voice, smalltalk::wordless(*what)),
        Prompt::LanguageChanged => said(voice, "language-changed"),
        Prompt::SmallTalk(aside) => said(voice, smalltalk::key(*aside)),
        Prompt::RecordLost => said(voice, "record-lost"),
        Prompt::Restored => said(voice, "restored"),
        Prompt::RestoredCall { call, phone } => restored::call(voice, *call, phone),
        Prompt::RestoredSignIn => {
            said(voice, "restored-sign-in").with(voice, Stamp::default(), &[OtherAction::Login])
        }
        Prompt::RestoredReport { copied_at, calls } => restored::report(voice, *copied_at, *calls),
        Prompt::RestoredAccounts {
            signed_out,
            working,
        } => restored::accounts(voice, *signed_out, *working),
        Prompt::NotKept => said(voice, "not-kept"),
        Prompt::MessageUnheeded(why) => said(voice, unheeded(*why)),
        Prompt::MessageAnonymous => said(voice, "message-anonymous"),
        Prompt::OneMoment => said(voice, "one-moment"),
        Prompt::InCircles => said(voice, "in-circles"),
        Prompt::AskWhenAgain { call, waits, issue } => {
            calls::ask_when_again(voice, *call, *waits, issue.as_ref())
        }
        Prompt::AskKeepTrying {
            call,
            to,
            plan,
            problem,
        } => tries::ask(voice, *call, to, *plan, *problem),
        Prompt::NoTries { why, .. } => tries::none(voice, *why),
        Prompt::NoMoreTries(line) => tries::no_more(voice, line),
        Prompt::AskCallAt {
            stamp,
            issue,
            zone,
            today,
            next,
        } => call_at::ask(voice, *stamp, issue.as_ref(), *zone, *today, *next),
        Prompt::WhileQuiet(unheard) => quiet::while_quiet(voice, unheard),
        Prompt::Appointment(said) => appointments::said(voice, said),
        Prompt::DueSoon(line) => call_at::due_soon(voice, line),
        Prompt::AskWhenInstead { issue } => waiting::ask_when_instead(voice, issue.as_ref()),
        Prompt::StaysWaiting => said(voice, "waiting-stays"),
        Prompt::LeftAlone => said(voice, "left-alone"),
        Prompt::EditTooLate => said(voice, "edit-too-late"),
        Prompt::TooLateToUndo => said(voice, "too-late-to-undo"),
        Prompt::CouldNotStop => said(voice, "could-not-stop"),
        Prompt::TranscriptLater => said(voice, "transcript-later"),
        Prompt::WhenOver => said(voice, "when-over"),
        Prompt::Status(call, whom, status) => calls::status(voice, *call, whom, status),
        Prompt::Outcome(outcome) => calls::outcome(voice, outcome),
        Prompt::Refused { call, refusal } => calls::refused(voice, *call, refusal),
        Prompt::Undecided {
            call,
            phone,
            silent,
        } => calls::undecided(voice, *call, phone, *silent),
        Prompt::RefusedAgain {
            call,
            phone,
            refusal,
        } => calls::refused_again(voice, *call, phone, refusal.as_ref()),
        Prompt::NeverEnding {
            call,
            phone,
            silent,
        } => calls::never_ending(voice, *call, phone, *silent),
        Prompt::Fetched(fetched) => fetched::fetched(voice, fetched),
        Prompt::NotLinked => {
            said(voice, "not-linked").with(voice, Stamp::default(), &[OtherAction::Login])
        }
        Prompt::Forbidden => said(voice, "forbidden"),
        Prompt::LinkOffer {
            reason,
            way,
            url,
            code,
            valid,
        } => linking::link_offer(voice, *reason, way, url, code, *valid),
        Prompt::LinkOver { used: true } => said(voice, "link-used"),
        Prompt::LinkOver { used: false } => said(voice, "link-over"),
        Prompt::TooManyLinks { wait, one_works } => {
            linking::too_many_links(voice, *wait, *one_works)
        }
        Prompt::Pasted(outcome) => linking::pasted(voice, *outcome),
        Prompt::PleaseDelete => said(voice, "please-delete"),
        Prompt::LinkWaiting { stamp, private } => said(
            voice,
            match private {
                true => "link-waiting",
                false => "link-waiting-in-private",
            },
        )
        .with(voice, *stamp, &[FormAction::NewLink, FormAction::Cancel]),
        Prompt::InPrivate(door) => linking::in_private(voice, *door),
        Prompt::SaidPrivately => linking::said_privately(voice),
        Prompt::TranscriptComing => said(voice, "transcript-coming"),
        Prompt::RecordingInPrivate { call } => said(voice, "recording-in-private").with(
            voice,
            Stamp::default(),
            &[CallAction::RecordingHere.on(*call)],
        ),
        Prompt::RefusedPrivately { call } => said(voice, "refused-privately").with(
            voice,
            Stamp::default(),
            &[CallAction::Again.on(*call)],
        ),
        Prompt::WhoseAccount(question) => linking::whose_account(voice, question),
        Prompt::Linked {
            waits_in,
            untold,
            form_waits,
        } => linking::linked(voice, untold, *form_waits, waits_in),
        Prompt::SignInDropped { stays } => linking::sign_in_dropped(voice, *stays),
        Prompt::LoggedOut { untold } => stopping::logged_out(voice, untold),
        Prompt::LogOutWhen { calls } => stopping::log_out_when(voice, calls),
        Prompt::Contacts(page) => contacts::page(voice, page),
        Prompt::Contact(contact) => contacts::contact(voice, contact),
        Prompt::ContactSaid(said) => contacts::done(voice, said),
        Prompt::AskContactName { to, problem } => contacts::ask_name(voice, to, *problem),
        Prompt::ForgetContacts { total } => contacts::forget_all(voice, *total),
        Prompt::CardsOffered { places } => contacts::cards(voice, places),
        Prompt::LogsOutLater => said(voice, "logs-out-later"),
        Prompt::DataComing => said(voice, "data-coming"),
        Prompt::ForgetMe => privacy::forget_me(voice),
        Prompt::ForgetLater { calls } => privacy::forget_later(voice, calls),
        Prompt::Forgotten => said(voice, "forgotten"),
        Prompt::DataKept => said(voice, "data-kept"),
        Prompt::LinkEnded => {
            said(voice, "link-ended").with(voice, Stamp::default(), &[OtherAction::Login])
        }
        Prompt::LimitReached(limit) => limits::reached(voice, *limit),
        Prompt::NeverCalled { phone } => limits::never_called(voice, phone),
        Prompt::CalledAfterAll { phone } => limits::about(voice, "called-after-all", phone),
        Prompt::SomebodyObjects { who, phone } => limits::somebody_objects(voice, who, phone),
        Prompt::ForEverybody { phone, never } => limits::for_everybody(voice, phone, *never),
        Prompt::NotInvited { id } => admin::not_invited(voice, id),
        Prompt::Admitted { admin } => admin::admitted(voice, *admin),
        Prompt::SomebodyAsks(person) => admin::somebody_asks(voice, person),
        Prompt::PlatformFails { platform, trouble } => {
            admin::platform_fails(voice, *platform, *trouble)
        }
        Prompt::PlatformWorks(platform) => admin::platform_works(voice, *platform),
        Prompt::Admin(view) => admin::admin(voice, view),
        Prompt::Invitation { code, whom, until } => admin::invitation(voice, code, *whom, *until),
        Prompt::RoomAdmitted => said(voice, "room-admitted"),
        Prompt::ConversationLimit(limit) => limits::conversations(voice, *limit),
        Prompt::MemberChanged { who, change } => admin::member_changed(voice, who, *change),
        Prompt::Settings(view) => settings::settings(voice, view),
        Prompt::AskSetting {
            of,
            now,
            clears,
            problem,
        } => settings::ask_setting(voice, *of, now, *clears, *problem),
        Prompt::RoomSettingsThere => said(voice, "room-settings-there"),
        Prompt::NotModerator => said(voice, "room-not-moderator"),
        Prompt::ModeratorUnknown => said(voice, "room-moderator-unknown"),
        Prompt::StoppedByOther { name, line } => stopping::by_other(voice, name, line),
        Prompt::Summary(summary) => calls::summary(voice, summary),
    }
}

fn unheeded(why: Unheeded) -> &'static str {
    match why {
        Unheeded::Unreadable => "message-unreadable",
        Unheeded::Unencrypted => "message-unencrypted",
        Unheeded::NewIdentity => "message-new-identity",
        Unheeded::Reaction => "message-reaction",
        Unheeded::Unverified => "message-unverified",
    }
}

/// A reply of one sentence.
fn said(voice: Voice, key: &str) -> Reply {
    Reply {
        body: Rich::plain(voice.say(key)),
        ..Reply::default()
    }
}

impl Reply {
    /// The same reply with choices, numbered.
    fn with<A: Copy + Into<Action>>(mut self, voice: Voice, stamp: Stamp, actions: &[A]) -> Self {
        self.choices = choices(voice, stamp, actions);
        self.numbered = true;
        self
    }
}

fn choices<A: Copy + Into<Action>>(voice: Voice, stamp: Stamp, actions: &[A]) -> Vec<Choice> {
    let choice = |action: Action| Choice {
        label: labels::label(voice, action, None),
        token: action.token(stamp),
        sign: labels::sign(action),
    };
    let actions = actions.iter().copied().map(Into::into);
    actions.map(choice).collect()
}
