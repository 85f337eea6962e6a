//! The texts that people read: every prompt, in every language.

mod appointments;
mod call_at;
mod contacts;
mod ics;
mod tries;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::time::Duration;

use chrono::{NaiveDate, NaiveTime};
use fluent_bundle::FluentResource;
use uuid::Uuid;

use crate::dialogue::{
    AccountQuestion, AdminFigures, AdminView, CallAction, CallLimit, CallLine, CallStage, Callee,
    CardView, Command, ConversationLimit, DoorTo, Fetched, FormAction, Hint, Invited, Issue, Lead,
    LinkReason, LinkWay, MemberChange, Meter, NameSource, NearDay, NewestCall, Offer, OpenForm,
    Outcome, OutcomeView, Overview, PastCall, PastPage, PasteOutcome, Person, Plan, Prompt,
    Question, Refusal, RefusalReason, SameCall, SettingOf, SettingProblem, SettingsView, Shortage,
    Speaker, Stamp, StatusView, StillOpen, SummaryView, Unheeded, Unit, Usage, Wordless,
};
use crate::model::{
    Block, CallId, CallLanguage, CallRequest, Category, ConversationId, Day, Language, LinkTag,
    Name, PartySize, Phone, PhoneDigits, PhoneProblem, Platform, Setting, Settings, Slot, Span,
    Task, TextProblem, TimeOfDay, TimePreference, TranscriptPolicy, Trouble, UserTag, Value,
    Values, Whose,
};
use crate::understand::{Aside, CountProblem, Danger, DateProblem, QuietProblem, TimeProblem};

use super::render;

const CALL: CallId = CallId(Uuid::from_u128(1));
const STAMP: Stamp = Stamp {
    form: 1,
    revision: 2,
};

fn phone() -> Phone {
    Phone::from_e164("+34912345678").unwrap()
}

fn danger(danger: Danger) -> Prompt {
    Prompt::Danger {
        danger,
        emergency: "112",
        listening: "024",
    }
}

fn name() -> Name {
    Name::parse("Ana García").unwrap()
}

fn count(n: u64) -> PartySize {
    PartySize::new(n).unwrap()
}

fn ways_to_link() -> Vec<Prompt> {
    let mut all = Vec::new();
    let begins = "http://localhost:8976/callback".to_owned();
    all.push(link_offer(LinkReason::Asked, LinkWay::PasteBack { begins }));
    all.push(link_offer(LinkReason::Asked, LinkWay::Page));
    all.extend(
        [
            PasteOutcome::SignedIn,
            PasteOutcome::InGroup,
            PasteOutcome::Foreign,
            PasteOutcome::Used,
            PasteOutcome::Expired,
            PasteOutcome::Ended,
            PasteOutcome::Unknown,
            PasteOutcome::Broken,
            PasteOutcome::Denied,
            PasteOutcome::Elsewhere,
            PasteOutcome::LinkInGroup,
            PasteOutcome::LinkForeign,
            PasteOutcome::LinkItself,
        ]
        .map(Prompt::Pasted),
    );
    let wait = Duration::from_secs(100);
    all.extend([true, false].map(|one_works| Prompt::TooManyLinks { wait, one_works }));
    all.push(Prompt::PleaseDelete);
    all.extend(whose_accounts());
    all.extend(short_cards());
    all.extend(of_admins());
    all
}

fn whose(credits: Option<f64>, minutes: Option<f64>, replaces: bool) -> AccountQuestion {
    AccountQuestion {
        sign_in: LinkTag(7),
        usage: Some(Usage {
            plan: Some("Starter".to_owned()),
            credits: left(credits),
            minutes: left(minutes),
            ..Usage::default()
        }),
        newest: Some(NewestCall::NoCalls),
        zone: chrono_tz::Europe::Madrid,
        replaces,
        aside: replaces,
    }
}

fn left(remaining: Option<f64>) -> Meter {
    Meter {
        remaining,
        ..Meter::default()
    }
}

fn person(id: &str) -> Person {
    Person {
        tag: UserTag(7),
        who: format!("Ana García (@anag, Telegram {id})"),
        short: format!("Ana García ({id})"),
    }
}

fn admin_view() -> AdminView {
    let ten = || (0..10).map(|n| person(&n.to_string())).collect();
    AdminView {
        open: false,
        admins: vec![person("1")],
        invited: ten(),
        asking: vec![person("2")],
        blocked: vec![person("3")],
        rooms: vec![Person {
            tag: UserTag(8),
            who: "Matrix !abc:example.org (Ana García)".to_owned(),
            short: "!abc:example.org".to_owned(),
        }],
        invitations: 1,
        conversations: 37,
        most_conversations: 1000,
        figures: AdminFigures {
            open_calls: 2,
            confirmed: 41,
            per_day: 20,
            at_once: 5,
            per_number: 4,
        },
        page: 0,
    }
}

fn of_admins() -> Vec<Prompt> {
    let view = admin_view();
    let second = AdminView {
        page: 1,
        ..view.clone()
    };
    let alone = |open, invitations| AdminView {
        open,
        invitations,
        ..AdminView::default()
    };
    let changes = [
        MemberChange::Admit,
        MemberChange::Block,
        MemberChange::Remove,
    ];
    let who = || person("4711").who;
    let mut all = vec![
        Prompt::NotInvited {
            id: "4711".to_owned(),
        },
        Prompt::Admitted { admin: false },
        Prompt::Admitted { admin: true },
        Prompt::SomebodyAsks(person("4711")),
        Prompt::PlatformWorks(Platform::Telegram),
        Prompt::Admin(Box::new(view)),
        Prompt::Admin(Box::new(second)),
        Prompt::RoomAdmitted,
        Prompt::ConversationLimit(ConversationLimit::Stored),
        Prompt::ConversationLimit(ConversationLimit::Begun),
        Prompt::Admin(Box::new(alone(true, 0))),
        Prompt::Admin(Box::new(alone(false, 0))),
        Prompt::Admin(Box::new(alone(false, 3))),
        Prompt::Invitation {
            whom: Invited::Person,
            code: "ABCD-EFGH-JKLM-NPQR-STUV".to_owned(),
            until: "2026-01-29".parse().unwrap(),
        },
        Prompt::Invitation {
            whom: Invited::Room,
            code: "ABCD-EFGH-JKLM-NPQR-STUV".to_owned(),
            until: "2026-01-29".parse().unwrap(),
        },
    ];
    all.extend(changes.map(|change| Prompt::MemberChanged { who: who(), change }));
    all.extend(Trouble::ALL.map(|trouble| Prompt::PlatformFails {
        platform: Platform::Matrix,
        trouble,
    }));
    all
}

fn whose_accounts() -> Vec<Prompt> {
    let at = "2026-01-03T10:00:00Z".parse().unwrap();
    let plain = || whose(None, None, false);
    let questions = [
        whose(Some(42.0), None, false),
        whose(Some(1.0), None, true),
        whose(Some(0.5), None, true),
        whose(None, Some(90.0), true),
        AccountQuestion {
            usage: None,
            newest: None,
            ..plain()
        },
        AccountQuestion {
            newest: Some(NewestCall::At(at, None)),
            ..plain()
        },
        AccountQuestion {
            newest: Some(NewestCall::At(at, Some("+34 912 34 56 78".to_owned()))),
            ..plain()
        },
    ];
    let questions = questions.map(Box::new).map(Prompt::WhoseAccount);
    let dropped = [true, false].map(|stays| Prompt::SignInDropped { stays });
    questions.into_iter().chain(dropped).collect()
}

fn link_offer(reason: LinkReason, way: LinkWay) -> Prompt {
    Prompt::LinkOffer {
        reason,
        way,
        url: "https://api.example/link".to_owned(),
        code: "K7-PX".to_owned(),
        valid: Duration::from_secs(600),
    }
}

fn settings() -> Settings {
    Settings {
        language: Language::Es,
        timezone: chrono_tz::Europe::Madrid,
        name: Some(name()),
        callback: None,
        region: "ES".parse().unwrap(),
        transcript: TranscriptPolicy::Ask,
        ..Settings::default()
    }
}

fn question(slot: Slot, category: Option<Category>, issue: Option<Issue>) -> Prompt {
    Prompt::Ask(Box::new(Question {
        slot,
        stamp: STAMP,
        category,
        noted: Vec::new(),
        issue,
        hint: None,
        current: None,
        choices: vec![FormAction::Skip],
        names: Vec::new(),
        places: Vec::new(),
        today: "2026-01-28".parse().unwrap(),
        region: "ES".parse().unwrap(),
        month: (slot == Slot::Date).then(|| "2026-01-01".parse().unwrap()),
    }))
}

fn card(lead: Lead, category: Category) -> Prompt {
    let mut details: Values = [
        Value::Business(Name::parse("Casa Pepe").unwrap()),
        Value::Name(name()),
        Value::Date(Day::On("2026-01-29".parse().unwrap())),
        Value::Time(TimeOfDay::At("21:30:00".parse().unwrap())),
        Value::PartySize(count(4)),
    ]
    .into_iter()
    .collect();
    if category == Category::Hotel {
        details.put(Value::Nights(count(3)));
    }
    let request = CallRequest {
        phone: phone(),
        task: Task::parse("reserva mesa para 4 mañana a las nueve y media").unwrap(),
        category,
        callback: Some(phone()),
        details,
        language: Language::En,
        call_language: CallLanguage::Es,
        timezone: chrono_tz::Europe::Madrid,
        corrected: category == Category::Hotel,
        date_told: None,
        voicemail: crate::model::Voicemail::Usual,
        follows: None,
    };
    let offer = match lead {
        Lead::Aside(Aside::Question) => Some(Offer::Ask),
        Lead::TellThem => Some(Offer::Tell),
        _ => None,
    };
    let guessed = match (&lead, category) {
        (Lead::None, Category::Restaurant) => vec![Slot::Time, Slot::PartySize, Slot::Category],
        _ => Vec::new(),
    };
    Prompt::Card(Box::new(CardView {
        extension: None,
        keep_trying: None,
        stamp: STAMP,
        lead,
        offer,
        guessed,
        number_from: None,
        defaults: Vec::new(),
        call_at: None,
        time_there: None,
        today: "2026-01-28".parse().unwrap(),
        request,
        same: None,
        shared: false,
        shortage: None,
    }))
}

/// A card that mentions the same call of somebody in the room.
fn card_of_same(by: Option<&str>, day: Option<NaiveDate>, stage: CallStage, end: &str) -> Prompt {
    let Prompt::Card(mut view) = card(Lead::None, Category::General) else {
        unreachable!("a card");
    };
    view.same = Some(SameCall {
        by: by.map(str::to_owned),
        at: "2026-01-28T17:05:00Z".parse().unwrap(),
        zone: chrono_tz::Europe::Madrid,
        day,
        stage,
        status: (!end.is_empty()).then(|| end.to_owned()),
    });
    Prompt::Card(view)
}

fn shortage(unit: Unit, left: f64) -> Shortage {
    Shortage {
        unit,
        left,
        of: (left > 0.0).then_some(50.5),
        renews: NaiveDate::from_ymd_opt(2026, 2, 1).filter(|_| left > 0.0),
    }
}

/// Cards of an account with little or nothing left.
fn short_cards() -> Vec<Prompt> {
    let with = |unit, left| match card(Lead::None, Category::Restaurant) {
        Prompt::Card(mut view) => {
            view.shortage = Some(shortage(unit, left));
            Prompt::Card(view)
        }
        other => other,
    };
    let units = [Unit::Credits, Unit::Minutes, Unit::Calls];
    let cards = units.map(|unit| [with(unit, 2.25), with(unit, 0.0)]);
    cards.into_iter().flatten().collect()
}

fn outcome(status: &str) -> Prompt {
    Prompt::Outcome(Box::new(OutcomeView {
        call: CALL,
        phone: phone(),
        business: Name::parse("Casa Pepe").ok(),
        when: None,
        outcome: Outcome {
            status: status.to_owned(),
            highlights: Some("They have a terrace table for 4 at 20:15.".to_owned()),
            next_steps: Some("Confirm before 18:00.".to_owned()),
            duration: Some(Duration::from_secs(185)),
            cost: Some(1.5),
            ended_at: None,
        },
        said: None,
        series: None,
        actions: vec![
            CallAction::Transcript,
            CallAction::Calendar,
            CallAction::Again,
        ],
    }))
}

fn refusal(reason: RefusalReason) -> Refusal {
    Refusal {
        reason,
        message: Some("Not allowed".to_owned()),
        reference: Some("0a1b2c3d".to_owned()),
        upgrade_url: None,
    }
}

const CALL_STAGES: [CallStage; 4] = [
    CallStage::Confirmed,
    CallStage::Running,
    CallStage::Doubtful,
    CallStage::Undecided,
];

fn callee() -> Callee {
    Callee {
        phone: phone(),
        business: Name::parse("Luigi's").ok(),
    }
}

fn line(stage: CallStage) -> CallLine {
    CallLine {
        call: CALL,
        to: callee(),
        stage,
        made: stage != CallStage::Confirmed,
        at: None,
        tried: false,
    }
}

/// The questions for settings, and the rest about a room's.
fn settings_asked() -> Vec<Prompt> {
    let mut all = Vec::new();
    for whose in [Whose::Person, Whose::Room] {
        let of_them = Setting::ALL.into_iter();
        let of_them = of_them.filter(|setting| setting.is_of(whose));
        all.extend(of_them.map(|setting| Prompt::AskSetting {
            of: SettingOf { setting, whose },
            now: settings(),
            clears: whose == Whose::Room || setting.can_be_empty(),
            problem: None,
        }));
    }
    all.extend([
        Prompt::RoomSettingsThere,
        Prompt::NotModerator,
        Prompt::ModeratorUnknown,
        Prompt::StoppedByOther {
            name: "Bob".to_owned(),
            line: line(CallStage::Running),
        },
        summary("success", NaiveDate::from_ymd_opt(2026, 12, 5)),
        summary("busy", None),
    ]);
    all
}

fn settings_of(whose: Whose, never: Vec<Phone>, changed: Option<Setting>) -> Prompt {
    let all = Setting::ALL.into_iter();
    Prompt::Settings(Box::new(SettingsView {
        whose,
        shown: all.filter(|setting| setting.is_of(whose)).collect(),
        settings: settings(),
        changed,
        pressable: changed.is_none(),
        never,
    }))
}

fn summary(status: &str, day: Option<NaiveDate>) -> Prompt {
    Prompt::Summary(Box::new(SummaryView {
        call: CALL,
        status: status.to_owned(),
        to: callee(),
        when: day.map(|day| (day, NaiveTime::from_hms_opt(21, 0, 0))),
    }))
}

/// A conversation in a group.
fn lane() -> ConversationId {
    ConversationId {
        platform: Platform::Matrix,
        chat: "!room:example.org".to_owned(),
        thread: Some("$request".to_owned()),
        user: "@ana:example.org".to_owned(),
    }
}

fn open_form(there: Option<ConversationId>) -> OpenForm {
    OpenForm {
        stamp: STAMP,
        there,
        phone: Some(phone()),
        business: None,
        task: Task::parse("ask whether they have a table").ok(),
    }
}

/// A call at each stage, and one that was put off.
fn all_stages() -> Vec<CallLine> {
    let at = "2026-01-28T17:00:00Z".parse().unwrap();
    let put_off = CallLine {
        at: Some((at, chrono_tz::Europe::Madrid)),
        ..line(CallStage::Confirmed)
    };
    let stages = CALL_STAGES.into_iter().chain([CallStage::Ended]);
    stages.map(line).chain([put_off]).collect()
}

/// Every kind of prompt, in all of its variants.
#[expect(clippy::too_many_lines, reason = "a list")]
fn prompts() -> Vec<Prompt> {
    let mut all = vec![
        Prompt::Welcome,
        Prompt::RoomWelcome,
        Prompt::Wordless(Wordless::Voice),
        Prompt::Wordless(Wordless::Picture),
        Prompt::Wordless(Wordless::File),
        Prompt::Wordless(Wordless::Location),
        Prompt::Wordless(Wordless::Poll),
        Prompt::Wordless(Wordless::Other),
        Prompt::OfOther {
            name: "Ana".to_owned(),
        },
        Prompt::OfOther {
            name: String::new(),
        },
        Prompt::Help,
        Prompt::Privacy {
            keep: Duration::from_secs(90 * 24 * 60 * 60),
        },
        Prompt::FormOpen { stamp: STAMP },
        Prompt::ManyRequests,
        Prompt::NewRequest {
            stamp: STAMP,
            phone: Some(phone()),
            task: Some(Task::parse("ask for the price of a haircut").unwrap()),
        },
        Prompt::NewRequest {
            stamp: STAMP,
            phone: None,
            task: None,
        },
        danger(Danger::Emergency),
        danger(Danger::Violence),
        danger(Danger::Despair),
        Prompt::Cancelled,
        Prompt::NothingToCancel { elsewhere: false },
        Prompt::NothingToCancel { elsewhere: true },
        Prompt::CalledAlready,
        Prompt::LogsOutLater,
        Prompt::DataComing,
        Prompt::ForgetMe,
        Prompt::Forgotten,
        Prompt::DataKept,
        Prompt::OtherRequest {
            text: "call the dentist".to_owned(),
        },
        Prompt::Stale,
        Prompt::OutOfDate(StillOpen::Question(Slot::Date)),
        Prompt::OutOfDate(StillOpen::Field),
        Prompt::OutOfDate(StillOpen::Card),
        Prompt::OutOfDate(StillOpen::TwoRequests),
        Prompt::UnknownCommand,
        Prompt::NotUnderstood,
        Prompt::LanguageChanged,
        Prompt::RecordLost,
        Prompt::Restored,
        Prompt::RestoredCall {
            call: CALL,
            phone: phone(),
        },
        Prompt::RestoredSignIn,
        Prompt::RestoredReport {
            copied_at: "2026-01-27T09:30:00Z".parse().unwrap(),
            calls: 1,
        },
        Prompt::RestoredAccounts {
            signed_out: 2,
            working: 1,
        },
        Prompt::NotKept,
        Prompt::LimitReached(CallLimit::PerDay(20)),
        Prompt::LimitReached(CallLimit::AtOnce(1)),
        Prompt::LimitReached(CallLimit::AtOnce(3)),
        Prompt::LimitReached(CallLimit::PerNumber(5)),
        Prompt::LimitReached(CallLimit::Objection),
        Prompt::LimitReached(CallLimit::Nobody),
        Prompt::LimitReached(CallLimit::Own(PhoneDigits::of(&phone()))),
        Prompt::NeverCalled { phone: phone() },
        Prompt::CalledAfterAll { phone: phone() },
        Prompt::SomebodyObjects {
            who: "Ana García (@anag, Telegram 4711)".to_owned(),
            phone: phone(),
        },
        Prompt::ForEverybody {
            phone: phone(),
            never: true,
        },
        Prompt::ForEverybody {
            phone: phone(),
            never: false,
        },
        Prompt::MessageUnheeded(Unheeded::Unreadable),
        Prompt::MessageUnheeded(Unheeded::Unencrypted),
        Prompt::MessageUnheeded(Unheeded::NewIdentity),
        Prompt::MessageUnheeded(Unheeded::Reaction),
        Prompt::MessageUnheeded(Unheeded::Unverified),
        Prompt::MessageAnonymous,
        Prompt::OneMoment,
        Prompt::InCircles,
        Prompt::LeftAlone,
        Prompt::TooLateToUndo,
        Prompt::CouldNotStop,
        Prompt::TranscriptLater,
        Prompt::Fetched(Fetched::NoCalendar),
        Prompt::Fetched(Fetched::Data {
            json: "{}".to_owned(),
            number: 1,
            of: 1,
        }),
        Prompt::Fetched(Fetched::Data {
            json: "{}".to_owned(),
            number: 2,
            of: 3,
        }),
        Prompt::NotLinked,
        Prompt::InPrivate(DoorTo::Link),
        Prompt::InPrivate(DoorTo::Command(Command::Settings)),
        Prompt::SaidPrivately,
        Prompt::TranscriptComing,
        Prompt::RecordingInPrivate { call: CALL },
        Prompt::StillWanted,
        Prompt::AskWhenAgain {
            call: CALL,
            waits: false,
            issue: Some(Issue::TooFarAhead),
        },
        Prompt::EditTooLate,
        Prompt::RefusedPrivately { call: CALL },
        Prompt::WhenOver,
        Prompt::Dropped { calls: Vec::new() },
        Prompt::Dropped {
            calls: vec![line(CallStage::Running)],
        },
        Prompt::LoggedOut { untold: Vec::new() },
        Prompt::LoggedOut {
            untold: vec![line(CallStage::Running), line(CallStage::Doubtful)],
        },
        Prompt::ForgetLater {
            calls: vec![line(CallStage::Undecided)],
        },
        Prompt::LogOutWhen {
            calls: vec![line(CallStage::Confirmed), line(CallStage::Running)],
        },
        Prompt::HangingUp(line(CallStage::Running)),
        Prompt::TakenBack(line(CallStage::Confirmed)),
        Prompt::CannotStop(line(CallStage::Doubtful)),
        Prompt::AlreadyOver(line(CallStage::Ended)),
        Prompt::AlreadyOver(CallLine {
            made: false,
            to: Callee {
                phone: phone(),
                business: None,
            },
            ..line(CallStage::Ended)
        }),
        Prompt::Overview(Box::new(Overview {
            calls: Vec::new(),
            forms: Vec::new(),
            elsewhere: false,
            private: true,
        })),
        Prompt::Overview(Box::new(Overview {
            calls: Vec::new(),
            forms: Vec::new(),
            elsewhere: true,
            private: false,
        })),
        Prompt::Overview(Box::new(Overview {
            calls: all_stages(),
            forms: vec![open_form(None), open_form(Some(lane()))],
            elsewhere: true,
            private: true,
        })),
        Prompt::WhichCall {
            calls: CALL_STAGES.map(line).to_vec(),
            forms: Vec::new(),
            form: Some(STAMP),
        },
        Prompt::WhichCall {
            calls: vec![line(CallStage::Running)],
            forms: vec![open_form(Some(lane()))],
            form: None,
        },
        Prompt::DroppingThere(Box::new(open_form(Some(lane())))),
        Prompt::Linked {
            waits_in: Vec::new(),
            untold: Vec::new(),
            form_waits: false,
        },
        Prompt::Linked {
            waits_in: vec![lane()],
            untold: vec![line(CallStage::Running)],
            form_waits: true,
        },
        Prompt::LinkEnded,
        Prompt::LinkOver { used: true },
        Prompt::LinkOver { used: false },
        Prompt::LinkWaiting {
            stamp: STAMP,
            private: true,
        },
        Prompt::LinkWaiting {
            stamp: STAMP,
            private: false,
        },
        Prompt::Fetched(Fetched::NoTranscript { call: CALL }),
        Prompt::ChooseField {
            stamp: STAMP,
            slots: Slot::ALL.to_vec(),
            keep_trying: None,
            voicemail: crate::model::Voicemail::Leave,
            call_at: true,
        },
        Prompt::StopRunning(line(CallStage::Running)),
        Prompt::Undecided {
            call: CALL,
            phone: phone(),
            silent: false,
        },
        Prompt::Undecided {
            call: CALL,
            phone: phone(),
            silent: true,
        },
        Prompt::RefusedAgain {
            call: CALL,
            phone: phone(),
            refusal: Some(refusal(RefusalReason::Quota)),
        },
        Prompt::RefusedAgain {
            call: CALL,
            phone: phone(),
            refusal: None,
        },
        Prompt::NeverEnding {
            call: CALL,
            phone: phone(),
            silent: false,
        },
        Prompt::NeverEnding {
            call: CALL,
            phone: phone(),
            silent: true,
        },
        Prompt::Fetched(Fetched::Calendar {
            ics: "BEGIN:VCALENDAR".to_owned(),
        }),
    ];
    for aside in [
        Aside::Greeting,
        Aside::Thanks,
        Aside::Question,
        Aside::WhoAreYou,
        Aside::Frustration,
        Aside::Nothing,
        Aside::Waiting,
        Aside::Disclosure,
    ] {
        all.push(Prompt::SmallTalk(aside));
        all.push(question(Slot::Date, None, Some(Issue::Aside(aside))));
        all.push(card(Lead::Aside(aside), Category::Restaurant));
    }
    let yesterday = NaiveDate::from_ymd_opt(2026, 1, 28);
    for stage in CALL_STAGES {
        all.push(card_of_same(Some("Bob"), None, stage, ""));
    }
    all.push(card_of_same(None, yesterday, CallStage::Ended, "success"));
    all.push(card_of_same(None, None, CallStage::Ended, "success"));
    all.push(card_of_same(Some("Bob"), yesterday, CallStage::Ended, ""));
    for category in Category::ALL {
        all.push(card(Lead::None, category));
        for slot in [Slot::Date, Slot::Time, Slot::PartySize] {
            all.push(question(slot, Some(category), None));
        }
    }
    for slot in Slot::ALL {
        let Prompt::Ask(mut helped) = question(slot, None, Some(Issue::HelpAsked)) else {
            unreachable!()
        };
        helped.hint = Some(Hint::Example);
        helped.choices = vec![FormAction::Skip, FormAction::Back, FormAction::Cancel];
        all.push(Prompt::Ask(helped));
    }
    all.extend(
        issues()
            .into_iter()
            .map(|issue| question(Slot::Time, Some(Category::Clinic), Some(issue))),
    );
    all.extend(noted_questions());
    all.extend(contacts::prompts());
    all.extend(call_at::prompts());
    all.extend(tries::prompts());
    for lead in [
        Lead::Linked,
        Lead::GoesOn,
        Lead::Undone,
        Lead::Unseen,
        Lead::Other,
        Lead::Lapsed,
        Lead::Late,
        Lead::Restored,
        Lead::IsToday,
        Lead::NotUnderstood,
        Lead::TellThem,
        Lead::Already,
        Lead::BareNumber(3),
        Lead::BareNumber(30),
        Lead::Emptied(Slot::Name),
        Lead::Issue(Issue::Time(TimeProblem::NoSuchTime)),
        Lead::Noted(vec![Value::PartySize(count(5))]),
    ] {
        all.push(card(lead, Category::Restaurant));
    }
    all.extend(
        statuses()
            .into_iter()
            .chain(tries::statuses())
            .map(|status| Prompt::Status(CALL, callee(), status)),
    );
    for status in [
        "success",
        "no_answer",
        "busy",
        "failed",
        "voicemail",
        "cancelled",
        "terminated",
        "went_fishing",
    ] {
        all.push(outcome(status));
    }
    for reason in [
        RefusalReason::Quota,
        RefusalReason::Budget,
        RefusalReason::MissingPhone,
        RefusalReason::Emergency,
        RefusalReason::Toll,
        RefusalReason::Safety,
        RefusalReason::Scheduling,
        RefusalReason::Consent,
        RefusalReason::Language,
        RefusalReason::Country,
        RefusalReason::Blocked,
        RefusalReason::Objection,
        RefusalReason::Nobody,
        RefusalReason::Forbidden,
        RefusalReason::RateLimited,
        RefusalReason::Other,
    ] {
        all.push(Prompt::Refused {
            call: CALL,
            refusal: refusal(reason),
        });
    }
    all.push(question(
        Slot::Task,
        None,
        Some(Issue::Refused(refusal(RefusalReason::Safety))),
    ));
    all.extend(account());
    all
}

fn issues() -> Vec<Issue> {
    let day = "2026-01-03".parse().unwrap();
    vec![
        Issue::Phone(PhoneProblem::NotANumber),
        Issue::Phone(PhoneProblem::TooShort),
        Issue::Phone(PhoneProblem::TooLong),
        Issue::Phone(PhoneProblem::UnknownCountry),
        Issue::Phone(PhoneProblem::Emergency),
        Issue::Phone(PhoneProblem::Several),
        Issue::Phone(PhoneProblem::RuledOut),
        Issue::Phone(PhoneProblem::Fax),
        Issue::Phone(PhoneProblem::Own),
        Issue::Phone(PhoneProblem::Premium),
        Issue::Date(DateProblem::NotADate),
        Issue::Date(DateProblem::NoSuchDay),
        Issue::Date(DateProblem::NotThatWeekday(day)),
        Issue::Date(DateProblem::Past(day)),
        Issue::Date(DateProblem::TooFar(day)),
        Issue::Date(DateProblem::Ambiguous(day, day)),
        Issue::Time(TimeProblem::NotATime),
        Issue::Time(TimeProblem::NoSuchTime),
        Issue::Count(CountProblem::NotANumber),
        Issue::Count(CountProblem::OutOfRange),
        Issue::Text(TextProblem::Empty),
        Issue::Text(TextProblem::TooShort { least: 10 }),
        Issue::Text(TextProblem::TooLong { most: 1000 }),
        Issue::Name,
        Issue::Category,
        Issue::Language,
        Issue::Timezone,
        Issue::Required,
        Issue::LongTask {
            characters: 1342,
            kept: 961,
        },
        Issue::First,
        Issue::Past,
        Issue::Midnight,
    ]
}

fn noted_questions() -> Vec<Prompt> {
    let noted = vec![
        Value::Phone(phone()),
        Value::Category(Category::Hotel),
        Value::Business(name()),
        Value::Name(name()),
        Value::Date(Day::On("2026-01-29".parse().unwrap())),
        Value::Time(TimeOfDay::At("20:00:00".parse().unwrap())),
        Value::Time(TimeOfDay::Words(TimePreference::parse("morning").unwrap())),
        Value::PartySize(count(1)),
        Value::Nights(count(3)),
        Value::CallLanguage(CallLanguage::Es),
        Value::Timezone(chrono_tz::America::New_York),
    ];
    let Prompt::Ask(mut full) = question(Slot::Name, None, None) else {
        unreachable!()
    };
    full.noted = noted;
    full.choices = vec![
        FormAction::Name(NameSource::Settings),
        FormAction::Name(NameSource::Platform),
        FormAction::Skip,
    ];
    full.names = vec![
        (NameSource::Settings, name()),
        (NameSource::Platform, Name::parse("ana").unwrap()),
    ];
    full.current = Some(Value::Name(name()));
    let Prompt::Ask(mut dated) = question(Slot::Date, Some(Category::Restaurant), None) else {
        unreachable!()
    };
    dated.choices = (28..31)
        .map(|day| {
            let date = chrono::NaiveDate::from_ymd_opt(2026, 1, day).unwrap();
            match u8::try_from(day - 28).unwrap() {
                ahead @ (0 | 1) => FormAction::Day(NearDay { date, ahead }),
                _ => FormAction::Date(date),
            }
        })
        .collect();
    vec![Prompt::Ask(full), Prompt::Ask(dated)]
}

fn statuses() -> Vec<StatusView> {
    vec![
        StatusView::Soon {
            wait: Duration::ZERO,
        },
        StatusView::Soon {
            wait: Duration::from_secs(5),
        },
        StatusView::Scheduled {
            at: "2026-01-28T11:10:00Z".parse().unwrap(),
            zone: chrono_tz::Europe::Madrid,
            day: None,
            again: true,
        },
        StatusView::Scheduled {
            at: "2026-01-28T11:10:00Z".parse().unwrap(),
            zone: chrono_tz::Europe::Madrid,
            day: "2026-01-30".parse().ok(),
            again: true,
        },
        StatusView::Scheduled {
            at: "2026-01-28T11:10:00Z".parse().unwrap(),
            zone: chrono_tz::Europe::Madrid,
            day: "2026-01-30".parse().ok(),
            again: false,
        },
        StatusView::Scheduled {
            at: "2026-01-28T11:10:00Z".parse().unwrap(),
            zone: chrono_tz::Europe::Madrid,
            day: None,
            again: false,
        },
        StatusView::Queued,
        StatusView::Calling { elapsed: None },
        StatusView::Calling {
            elapsed: Some(Duration::from_secs(60)),
        },
        StatusView::Stopping,
        StatusView::Unreachable {
            patience: Duration::from_secs(900),
        },
        StatusView::Doubtful {
            patience: Duration::from_secs(600),
        },
        StatusView::Unknown,
        StatusView::Over,
        StatusView::Withdrawn { said: true },
        StatusView::Untold,
    ]
}

fn usage() -> Vec<Prompt> {
    let since = "2026-01-03T10:00:00Z".parse().unwrap();
    let zone = chrono_tz::Europe::Madrid;
    let usage = Usage {
        plan: Some("pro".to_owned()),
        minutes: left(Some(12.5)),
        calls: Meter {
            allocated: Some(1200.0),
            used: Some(1170.0),
            remaining: None,
        },
        period_start: "2026-01-01T12:00:00Z".parse().ok(),
        period_end: "2026-02-01T12:00:00Z".parse().ok(),
        ..Usage::default()
    };
    let percentage = Usage {
        percentage: Some(81.5),
        ..Usage::default()
    };
    vec![
        Prompt::Fetched(Fetched::Usage {
            since,
            zone,
            usage: Some(usage),
            shortage: Some(shortage(Unit::Calls, 30.0)),
        }),
        Prompt::Fetched(Fetched::Usage {
            since,
            zone,
            usage: Some(percentage),
            shortage: None,
        }),
        Prompt::Fetched(Fetched::Usage {
            since,
            zone,
            usage: None,
            shortage: None,
        }),
    ]
}

fn plans() -> Vec<Prompt> {
    let zone = chrono_tz::Europe::Madrid;
    let whole = Plan {
        active: Some(true),
        kind: Some("starter".to_owned()),
        period: Some("monthly".to_owned()),
        minutes_included: Some(60.0),
        status: Some("past_due".to_owned()),
        provider: Some("stripe".to_owned()),
        since: "2025-03-01T00:00:00Z".parse().ok(),
        until: "2026-02-01T00:00:00Z".parse().ok(),
        renews: Some(true),
        manage: Some("https://billing.example/manage".to_owned()),
    };
    let ends = Plan {
        renews: Some(false),
        provider: Some("apple".to_owned()),
        period: Some("fortnightly".to_owned()),
        status: Some("gone_fishing".to_owned()),
        manage: None,
        ..whole.clone()
    };
    let until = Plan {
        until: whole.until,
        ..Plan::default()
    };
    let none = Plan {
        active: Some(false),
        ..Plan::default()
    };
    let plans = [whole, ends, until, none, Plan::default()];
    let plans = plans.map(Box::new).map(|plan| Fetched::Plan { plan, zone });
    let bills = Fetched::Bills {
        address: "https://billing.example/session".to_owned(),
    };
    let no_bills = [true, false].map(|exists| Fetched::NoBills { exists });
    let fetched = plans.into_iter().chain([bills]).chain(no_bills);
    fetched
        .map(Prompt::Fetched)
        .chain([Prompt::Forbidden])
        .collect()
}

fn past(status: &str) -> PastCall {
    PastCall {
        id: Some("0a1b2c3d-0000-7000-8000-000000000000".to_owned()),
        at: "2026-01-27T19:15:00Z".parse().ok(),
        ended_at: "2026-01-27T19:18:05Z".parse().ok(),
        phone: Some("+34912345678".to_owned()),
        business: Some("Casa Pepe".to_owned()).filter(|_| status != "busy"),
        task: Some("Reserva mesa para 4".to_owned()),
        status: status.to_owned(),
        highlights: Some("They have a table at 20:15.".to_owned()),
        next_steps: Some("Confirm before 18:00.".to_owned()),
        duration: Some(Duration::from_secs(185)),
        cost: Some(1.5),
        ..PastCall::default()
    }
}

const STATUSES: [&str; 13] = [
    "success",
    "no_answer",
    "busy",
    "voicemail",
    "failed",
    "cancelled",
    "terminated",
    "queued",
    "scheduled",
    "in_progress",
    "unknown",
    "untold",
    "gone_fishing",
];

fn pages() -> Vec<Fetched> {
    let zone = chrono_tz::Europe::Madrid;
    let today = NaiveDate::from_ymd_opt(2026, 1, 28).unwrap();
    let page =
        |calls: Vec<PastCall>, page, total, query: &str, partial, only_own| Fetched::History {
            page: Box::new(PastPage {
                more: calls.len() > 2,
                calls,
                page,
                total,
                partial,
                only_own,
            }),
            query: query.to_owned(),
            zone,
            today,
        };
    let one = || vec![past("success")];
    let pages = [
        page(STATUSES.map(past).into(), 1, Some(40), "", false, false),
        page(one(), 0, Some(1), "", false, false),
        page(one(), 0, None, "", false, true),
        page(one(), 0, Some(1), "casa", false, false),
        page(one(), 0, Some(2), "casa", true, false),
        page(Vec::new(), 0, Some(0), "", false, false),
        page(Vec::new(), 0, Some(0), "casa", true, false),
    ];
    pages.into()
}

fn history() -> Vec<Prompt> {
    let zone = chrono_tz::Europe::Madrid;
    let bare = PastCall {
        status: "success".to_owned(),
        ..PastCall::default()
    };
    let file = |of| Fetched::HistoryFile {
        calls: vec![past("success"), past("busy")],
        number: of,
        of,
        zone,
        partial: of > 1,
        only_own: false,
    };
    let entry = Speaker {
        assistant: Some(true),
        words: "Hello".to_owned(),
        at: None,
    };
    let call = Box::new(past("success"));
    let several = PastPage {
        calls: vec![past("success")],
        ..PastPage::default()
    };
    let fetched = [
        file(1),
        file(2),
        Fetched::Call {
            call: call.clone(),
            start: vec![entry.clone()],
            zone,
        },
        Fetched::Call {
            call: Box::new(bare),
            start: Vec::new(),
            zone,
        },
        Fetched::WhichId {
            page: Box::new(several),
            zone,
        },
        Fetched::NoSuchCall,
        Fetched::CalledOff { call: call.clone() },
        Fetched::Moved {
            call: call.clone(),
            at: "2026-01-30T09:00:00Z".parse().unwrap(),
            zone,
        },
        Fetched::Begun { call: call.clone() },
        Fetched::Begun {
            call: Box::new(past("in_progress")),
        },
        Fetched::Unsure,
        Fetched::NotNow,
        Fetched::PastTranscript {
            call: call.clone(),
            entries: vec![entry],
        },
        Fetched::NoPastTranscript { call: call.tag() },
        Fetched::Recording { call: call.clone() },
        Fetched::NoRecording {
            call: call.tag(),
            exists: true,
        },
        Fetched::NoRecording {
            call: call.tag(),
            exists: false,
        },
    ];
    let fetched = pages().into_iter().chain(fetched);
    fetched.map(Prompt::Fetched).collect()
}

fn account() -> Vec<Prompt> {
    let mut all = usage();
    all.extend(plans());
    all.extend(history());
    all.push(Prompt::StaysWaiting);
    let refused = || Issue::Refused(refusal(RefusalReason::Scheduling));
    let bare = Issue::Refused(Refusal::because(RefusalReason::Other));
    let issues = [None, Some(refused()), Some(bare), Some(Issue::Past)];
    all.extend(issues.map(|issue| Prompt::AskWhenInstead { issue }));
    all.extend([
        settings_of(Whose::Person, vec![phone()], None),
        settings_of(Whose::Person, Vec::new(), Some(Setting::Name)),
        settings_of(Whose::Room, Vec::new(), None),
        settings_of(Whose::Room, Vec::new(), Some(Setting::Stopping)),
        transcript(3),
        transcript(200),
    ]);
    for reason in [
        LinkReason::ToCall,
        LinkReason::Asked,
        LinkReason::Revoked { form: false },
        LinkReason::Revoked { form: true },
        LinkReason::ToFollow,
        LinkReason::Permission,
    ] {
        let begins = "http://localhost:8976/callback".to_owned();
        all.push(link_offer(reason, LinkWay::Here { begins }));
    }
    all.extend(ways_to_link());
    all.extend(settings_asked());
    for problem in [
        SettingProblem::NoneOfThese,
        SettingProblem::Timezone,
        SettingProblem::Region,
        SettingProblem::Phone(PhoneProblem::TooShort),
        SettingProblem::Quiet(QuietProblem::NotHours),
        SettingProblem::Quiet(QuietProblem::Same),
        SettingProblem::Quiet(QuietProblem::WhichHalf),
        SettingProblem::Text(TextProblem::Empty),
    ] {
        all.push(Prompt::AskSetting {
            of: SettingOf::person(Setting::Name),
            now: settings(),
            clears: true,
            problem: Some(problem),
        });
    }
    all
}

fn transcript(entries: usize) -> Prompt {
    let entry = |n: usize| Speaker {
        assistant: Some(n.is_multiple_of(2)),
        words: format!("Line {n}"),
        at: Some(format!("00:00:{n:02}")),
    };
    Prompt::Fetched(Fetched::Transcript {
        phone: phone(),
        business: None,
        entries: (0..entries).map(entry).collect(),
        said: None,
    })
}

fn all_in(language: Language) -> String {
    let mut out = String::new();
    for prompt in prompts() {
        let reply = render(&prompt, language);
        let _ = writeln!(out, "{}", reply.body.to_plain());
        if !reply.choices.is_empty() {
            let labels: Vec<String> = reply
                .choices
                .iter()
                .map(|choice| format!("[{}]", choice.label))
                .collect();
            let _ = writeln!(out, "{}", labels.join(" "));
        }
        if let Some(document) = &reply.document {
            let head: Vec<&str> = document.text.lines().take(4).collect();
            let _ = writeln!(out, "({}: {} …)", document.name, head.join(" / "));
        }
        let _ = writeln!(out, "--");
    }
    out
}

#[test]
fn everything_in_english() {
    insta::assert_snapshot!(all_in(Language::En));
}

#[test]
fn everything_in_spanish() {
    insta::assert_snapshot!(all_in(Language::Es));
}

/// A missing sentence shows its key; no real sentence looks like a key.
#[test]
fn no_sentence_is_missing() {
    let keys = sentences(include_str!("locales/en.ftl"));
    for language in Language::ALL {
        let all = all_in(language);
        for key in keys.keys().filter(|key| key.contains('-')) {
            let shown = all
                .split_whitespace()
                .any(|word| word.trim_matches(['[', ']', '.', ',']) == key);
            assert!(!shown, "{key} is missing in {language:?}");
        }
        assert!(!all.contains("{ $"), "a value is missing in {language:?}");
    }
}

/// Each sentence and the values it takes.
fn sentences(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    FluentResource::try_new(source.to_owned()).expect("the file has no mistakes");
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut key = String::new();
    for line in source
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
    {
        if let Some((name, _)) = line
            .split_once(" = ")
            .filter(|_| !line.starts_with([' ', '}', '*']))
        {
            key = name.to_owned();
            assert!(!found.contains_key(&key), "{key} stands there twice");
        }
        let values = line.split('$').skip(1).map(|rest| {
            rest.chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                .collect::<String>()
        });
        found.entry(key.clone()).or_default().extend(values);
    }
    found
}

#[test]
fn both_languages_have_the_same_sentences_with_the_same_values() {
    let english = sentences(include_str!("locales/en.ftl"));
    let spanish = sentences(include_str!("locales/es.ftl"));
    assert_eq!(english, spanish);
    assert!(english.len() > 200, "{} sentences were read", english.len());
}

/// The addresses behind links are for one person alone, so these messages wait
/// sealed.
#[test]
fn a_message_with_a_link_is_secret() {
    let links = |prompt: &&Prompt| {
        let body = render(prompt, Language::En).body.0;
        body.iter().any(|block| {
            let of = |spans: &[Span]| spans.iter().any(|span| matches!(span, Span::Link { .. }));
            matches!(block, Block::Paragraph(spans) if of(spans))
        })
    };
    let prompts = prompts();
    let linking: Vec<&Prompt> = prompts.iter().filter(links).collect();
    assert!(linking.len() > 5);
    for prompt in linking {
        assert!(prompt.is_secret(), "{prompt:?}");
    }
}
