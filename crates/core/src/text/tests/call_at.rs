//! When to call, as people read it.

use super::*;
use crate::dialogue::{CallAtProblem, CallLine, TimeThere, Unheard};
use crate::model::{OpeningHours, Stretch, WrongTime};

fn at(text: &str) -> chrono::DateTime<chrono::Utc> {
    text.parse().unwrap()
}

fn card_at(lead: Lead, call_at: Option<&str>, there: Option<(WrongTime, Option<&str>)>) -> Prompt {
    let Prompt::Card(view) = card(lead, Category::Restaurant) else {
        unreachable!("a card");
    };
    let call_at = call_at.map(at);
    let time_there = there.map(|(why, next)| TimeThere {
        at: call_at.unwrap_or(at("2026-02-01T21:40:00Z")),
        zone: chrono_tz::Europe::Madrid,
        now: call_at.is_none(),
        why,
        next: next.map(at),
    });
    Prompt::Card(Box::new(CardView {
        call_at,
        time_there,
        today: "2026-02-01".parse().unwrap(),
        ..*view
    }))
}

fn hours() -> OpeningHours {
    let time = |text: &str| text.parse().unwrap();
    let noon = Stretch::new(time("13:00:00"), time("16:00:00"));
    let night = Stretch::new(time("20:00:00"), time("23:00:00"));
    let mut hours = OpeningHours::default();
    hours.close(chrono::Weekday::Mon);
    hours.open(chrono::Weekday::Tue, &[night, noon]);
    hours.open(chrono::Weekday::Wed, &[night, noon]);
    hours
}

pub(super) fn prompts() -> Vec<Prompt> {
    let (tomorrow, later) = ("2026-02-02T09:00:00Z", "2026-02-05T08:00:00Z");
    let mut all = vec![
        card_at(Lead::None, Some(tomorrow), None),
        card_at(Lead::None, None, Some((WrongTime::Unusual, Some(tomorrow)))),
        card_at(Lead::None, None, Some((WrongTime::Holiday, Some(later)))),
        card_at(Lead::None, None, Some((WrongTime::Closed, None))),
        card_at(
            Lead::HoursNoted(hours()),
            Some(tomorrow),
            Some((WrongTime::Unusual, Some(later))),
        ),
        card_at(
            Lead::None,
            Some(tomorrow),
            Some((WrongTime::Holiday, Some(later))),
        ),
        card_at(
            Lead::None,
            Some(tomorrow),
            Some((WrongTime::Closed, Some(later))),
        ),
        card_at(
            Lead::NowOrThen(at(tomorrow)),
            None,
            Some((WrongTime::Unusual, Some(tomorrow))),
        ),
        card_at(
            Lead::NowOrThen(at(later)),
            Some(tomorrow),
            Some((WrongTime::Unusual, Some(later))),
        ),
    ];
    all.extend(questions(tomorrow));
    let problems = [
        CallAtProblem::Past,
        CallAtProblem::NoSuchTime,
        CallAtProblem::TooLate,
        CallAtProblem::OpenNow,
        CallAtProblem::NeverOpen,
    ];
    let problems = problems.map(|problem| card_at(Lead::CallAt(problem), None, None));
    all.extend(problems);
    all.push(Prompt::OutOfDate(StillOpen::CallAt));
    let unheard = |business: bool, status: Option<&str>, words: Option<&str>| Unheard {
        call: CALL,
        to: Callee {
            business: callee().business.filter(|_| business),
            ..callee()
        },
        language: Language::En,
        status: status.map(str::to_owned),
        words: words.map(str::to_owned),
    };
    all.push(Prompt::WhileQuiet(vec![
        unheard(true, Some("success"), Some("They have a table at 20:15.")),
        unheard(false, Some("no_answer"), None),
        unheard(false, None, None),
    ]));
    all
}

fn questions(tomorrow: &str) -> Vec<Prompt> {
    vec![
        Prompt::AskWhenAgain {
            call: CALL,
            waits: true,
            issue: Some(Issue::PastByThen),
        },
        Prompt::AskCallAt {
            stamp: STAMP,
            issue: None,
            zone: chrono_tz::Europe::Madrid,
            today: "2026-02-02".parse().unwrap(),
            next: Some(at(tomorrow)),
        },
        Prompt::AskCallAt {
            stamp: STAMP,
            issue: Some(Issue::Past),
            zone: chrono_tz::Europe::Madrid,
            today: "2026-02-02".parse().unwrap(),
            next: None,
        },
        Prompt::DueSoon(CallLine {
            at: Some((at(tomorrow), chrono_tz::Europe::Madrid)),
            ..line(CallStage::Confirmed)
        }),
        question(
            Slot::Timezone,
            Some(Category::Restaurant),
            Some(Issue::WhichZone),
        ),
    ]
}
