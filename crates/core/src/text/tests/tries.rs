//! Trying again, as people read it.

use super::*;
use crate::dialogue::{CallLimit, SaidTime, SeriesEnd, SeriesPlan, SeriesView};
use crate::model::{KeepTrying, NoMore, Tried, TriesProblem, TriesTold, Voicemail};

fn at(text: &str) -> chrono::DateTime<chrono::Utc> {
    text.parse().unwrap()
}

fn plan(more: u8, apart: u16, doubles: bool, until: Option<&str>) -> KeepTrying {
    let told = TriesTold {
        more,
        apart,
        doubles,
        until: until.map(|time| time.parse().unwrap()),
    };
    told.try_into().unwrap()
}

fn tried() -> Vec<Tried> {
    let of = |time: &str, status: &str| Tried {
        call: CALL,
        at: at(time),
        status: status.to_owned(),
    };
    vec![
        of("2026-01-28T17:01:00Z", "no_answer"),
        of("2026-01-28T17:21:00Z", "busy"),
        of("2026-01-29T08:00:00Z", "voicemail"),
    ]
}

fn ended(status: &str, tried: Vec<Tried>, over: Option<SeriesEnd>) -> Prompt {
    let Prompt::Outcome(view) = outcome(status) else {
        unreachable!("an outcome");
    };
    Prompt::Outcome(Box::new(OutcomeView {
        series: Some(SeriesView {
            tried,
            zone: chrono_tz::Europe::Madrid,
            over,
        }),
        actions: vec![CallAction::AgainAt, CallAction::KeepTrying],
        ..*view
    }))
}

fn with_plan(lead: Lead, plan: KeepTrying) -> Prompt {
    let Prompt::Card(view) = card(lead, Category::Restaurant) else {
        unreachable!("a card");
    };
    let in_hours = true;
    Prompt::Card(Box::new(CardView {
        keep_trying: Some(SeriesPlan { plan, in_hours }),
        ..*view
    }))
}

pub(super) fn prompts() -> Vec<Prompt> {
    let ask = |plan: KeepTrying, problem: Option<TriesProblem>| Prompt::AskKeepTrying {
        call: CALL,
        to: callee(),
        plan: SeriesPlan {
            plan,
            in_hours: false,
        },
        problem,
    };
    let mut all = vec![
        with_plan(Lead::None, KeepTrying::default()),
        with_plan(Lead::None, plan(6, 30, false, Some("20:00:00"))),
        ask(KeepTrying::default(), None),
        ask(plan(1, 60, false, None), Some(TriesProblem::TooMany)),
        ask(plan(2, 5, false, None), Some(TriesProblem::TooClose)),
        ask(
            plan(6, 30, false, Some("20:00:00")),
            Some(TriesProblem::TooLong),
        ),
        Prompt::NoMoreTries(line(CallStage::Running)),
        Prompt::TakenBack(CallLine {
            tried: true,
            ..line(CallStage::Confirmed)
        }),
        ended("success", tried(), None),
    ];
    let problems = [
        TriesProblem::TooMany,
        TriesProblem::TooClose,
        TriesProblem::TooLong,
    ];
    all.extend(problems.map(|problem| with_plan(Lead::Tries(problem), KeepTrying::default())));
    let ends = [
        SeriesEnd::NoMore(NoMore::AllMade),
        SeriesEnd::NoMore(NoMore::TooLate),
        SeriesEnd::NoMore(NoMore::Stopped),
        SeriesEnd::PastByThen,
        SeriesEnd::NotLinked,
        SeriesEnd::Limit(CallLimit::PerNumber(3)),
        SeriesEnd::Limit(CallLimit::Nobody),
        SeriesEnd::Limit(CallLimit::Own(crate::model::PhoneDigits::of(&phone()))),
    ];
    all.extend(ends.map(|over| ended("no_answer", tried(), Some(over))));
    all.extend(times_and_machines());
    all.push(Prompt::NoTries {
        call: CALL,
        why: SeriesEnd::PastByThen,
    });
    all
}

/// Times that the place said, and cards that say what a machine gets.
fn times_and_machines() -> Vec<Prompt> {
    let mut all = Vec::new();
    let said = |at: &str| SaidTime {
        at: at.parse().unwrap(),
        zone: chrono_tz::Europe::Madrid,
        today: "2026-01-28".parse().unwrap(),
    };
    let times = [
        "2026-01-28T14:00:00Z",
        "2026-01-29T09:00:00Z",
        "2026-02-02T08:00:00Z",
    ];
    all.extend(times.map(|at| {
        let Prompt::Outcome(view) = outcome("failed") else {
            unreachable!("an outcome");
        };
        Prompt::Outcome(Box::new(OutcomeView {
            said: Some(said(at)),
            ..*view
        }))
    }));
    all.push(Prompt::Fetched(Fetched::Transcript {
        phone: phone(),
        business: None,
        entries: Vec::new(),
        said: Some((CALL, said(times[1]))),
    }));
    let machines = [Voicemail::Leave, Voicemail::HangUp];
    all.extend(machines.map(|voicemail| {
        let Prompt::Card(mut view) = card(Lead::None, Category::General) else {
            unreachable!("a card");
        };
        view.request.voicemail = voicemail;
        Prompt::Card(view)
    }));
    all
}

pub(super) fn statuses() -> Vec<StatusView> {
    let zone = chrono_tz::Europe::Madrid;
    vec![
        StatusView::Trying {
            at: at("2026-01-28T17:41:00Z"),
            zone,
            day: None,
            tried: tried()[..2].to_vec(),
        },
        StatusView::Trying {
            at: at("2026-01-29T10:00:00Z"),
            zone,
            day: "2026-01-29".parse().ok(),
            tried: tried(),
        },
        StatusView::StoppedTrying {
            zone,
            tried: tried(),
        },
    ]
}
