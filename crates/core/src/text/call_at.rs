//! When to call: the question, the line of the card, the note about the time
//! there, and the announcement of a call that is due soon.

use chrono::{DateTime, NaiveDate, Utc, Weekday};
use chrono_tz::Tz;

use crate::dialogue::{
    CallAction, CallAtProblem, CallLine, CardView, FormAction, Issue, Minute, Stamp, TimeThere,
};
use crate::model::{Choice, Expects, OpeningHours, Reply, Rich, Slot, Stretch, WrongTime};

use super::{Voice, choices, labels, question, stopping};

/// 'Tuesday 3 February 2026, 10:00 (Madrid)'.
pub(super) fn moment(voice: Voice, at: DateTime<Utc>, zone: Tz) -> String {
    let there = at.with_timezone(&zone);
    let values = [
        ("date", voice.full_date(there.date_naive()).into()),
        ("time", voice.time(there.time()).into()),
        ("zone", voice.zone(zone).into()),
    ];
    voice.fill("when-date-time", &values)
}

/// 'Tomorrow at 09:00', for a button: the day as it is where the place is.
pub(super) fn label(voice: Voice, at: DateTime<Utc>, zone: Tz, today: NaiveDate) -> String {
    let there = at.with_timezone(&zone);
    let time = voice.time(there.time());
    let ahead = (there.date_naive() - today).num_days();
    let key = match ahead {
        0 => "button-call-today",
        1 => "button-call-tomorrow",
        _ => "button-call-on",
    };
    let date = voice.button_date(there.date_naive());
    voice.fill(key, &[("date", date.into()), ("time", time.into())])
}

/// The choice of a time.
fn pick(voice: Voice, stamp: Stamp, at: DateTime<Utc>, zone: Tz, today: NaiveDate) -> Choice {
    Choice {
        label: label(voice, at, zone, today),
        token: FormAction::CallAt(Minute(at)).token(stamp),
        sign: None,
    }
}

/// The choices of a card that has to do with the time of its call.
pub(super) fn choices_of_card(voice: Voice, view: &CardView, choices: &mut Vec<Choice>) {
    let call = FormAction::CallNow.token(view.stamp);
    let key = match (view.call_at.is_some(), view.time_there.is_some()) {
        (false, false) => None,
        (false, true) => Some("button-call-now-anyway"),
        (true, false) => Some("button-call-then"),
        (true, true) => Some("button-call-then-anyway"),
    };
    if let Some(key) = key {
        for choice in choices.iter_mut().filter(|choice| choice.token == call) {
            choice.label = voice.say(key);
        }
    }
    if view.call_at.is_some() {
        let at_once = super::choices(voice, view.stamp, &[FormAction::CallAtOnce]);
        let behind = choices.iter().position(|choice| choice.token == call);
        let behind = behind.map_or(choices.len(), |index| index + 1);
        choices.splice(behind..behind, at_once);
    }
    if let Some(there) = view.time_there
        && let Some(next) = there.next
    {
        let pick = pick(voice, view.stamp, next, there.zone, view.today);
        choices.insert(0, pick);
    }
}

/// 'It is 22:40 there, on a Sunday.'
pub(super) fn time_there(voice: Voice, there: &TimeThere) -> String {
    let local = there.at.with_timezone(&there.zone);
    let weekday = local.format_localized("%A", voice.locale()).to_string();
    let values = [
        ("time", voice.time(local.time()).into()),
        ("weekday", weekday.into()),
    ];
    let key = match (there.now, there.why) {
        (true, WrongTime::Unusual) => "there-now-unusual",
        (true, WrongTime::Holiday) => "there-now-holiday",
        (true, WrongTime::Closed) => "there-now-closed",
        (false, WrongTime::Unusual) => "there-then-unusual",
        (false, WrongTime::Holiday) => "there-then-holiday",
        (false, WrongTime::Closed) => "there-then-closed",
    };
    voice.fill(key, &values)
}

pub(super) fn problem(voice: Voice, problem: CallAtProblem) -> String {
    voice.say(match problem {
        CallAtProblem::Past => "call-at-past",
        CallAtProblem::NoSuchTime => "call-at-no-such-time",
        CallAtProblem::TooLate => "call-at-too-late",
        CallAtProblem::OpenNow => "call-at-open-now",
        CallAtProblem::NeverOpen => "hours-never-open",
    })
}

/// 'Now, or tomorrow at 09:00?'
pub(super) fn now_or_then(voice: Voice, view: &CardView, next: DateTime<Utc>) -> String {
    let zone = view
        .time_there
        .map_or(view.request.timezone, |there| there.zone);
    let time = label(voice, next, zone, view.today);
    let key = match view.call_at {
        None => "card-now-or-then",
        Some(_) => "card-then-or-later",
    };
    voice.fill(key, &[("time", time.into())])
}

/// Asks when to call.
pub(super) fn ask(
    voice: Voice,
    stamp: Stamp,
    issue: Option<&Issue>,
    zone: Tz,
    today: NaiveDate,
    next: Option<DateTime<Utc>>,
) -> Reply {
    let wrong = issue.map(|issue| question::said_of(voice, issue, Slot::Time));
    let asks = voice.fill("ask-call-at", &[("zone", voice.zone(zone).into())]);
    let words: Vec<String> = wrong.into_iter().chain([asks]).collect();
    let picked = next.map(|at| pick(voice, stamp, at, zone, today));
    let usual = [FormAction::CallAtOnce, FormAction::ShowCard];
    Reply {
        body: Rich::plain(words.join(" ")),
        choices: picked
            .into_iter()
            .chain(choices(voice, stamp, &usual))
            .collect(),
        expects: Expects::Words,
        ..Reply::default()
    }
}

/// A call that was put off is due in a few minutes.
pub(super) fn due_soon(voice: Voice, line: &CallLine) -> Reply {
    let (time, zone) = match line.at {
        Some((at, zone)) => (voice.time(at.with_timezone(&zone).time()), voice.zone(zone)),
        None => return stopping::named(voice, "call-line-confirmed", line),
    };
    let whom = stopping::whom(voice, &line.to);
    let values = [
        ("whom", whom.into()),
        ("time", time.into()),
        ("zone", zone.into()),
    ];
    Reply {
        body: Rich::plain(voice.fill("due-soon", &values)),
        ..Reply::default()
    }
    .with(voice, Stamp::default(), &waiting(line))
}

/// The choices of a call that waits for its time.
pub(super) fn waiting(line: &CallLine) -> Vec<crate::dialogue::Action> {
    waits_for(line).map(|action| action.on(line.call)).to_vec()
}

fn waits_for(line: &CallLine) -> [CallAction; 3] {
    let end = match line.tried {
        true => CallAction::StopTrying,
        false => CallAction::Drop,
    };
    [CallAction::Now, CallAction::Move, end]
}

/// The same in a list of several: each names its place.
pub(super) fn waiting_of(voice: Voice, line: &CallLine, several: bool) -> Vec<Choice> {
    let choice = |action: CallAction| {
        let does = labels::on_call(voice, action);
        let values = [
            ("do", does.clone().into()),
            ("place", stopping::short(line).into()),
        ];
        Choice {
            label: match several {
                true => voice.fill("button-which", &values),
                false => does,
            },
            token: action.on(line.call).token(Stamp::default()),
            sign: None,
        }
    };
    waits_for(line).map(choice).to_vec()
}

/// 'Mon closed; Tue–Sun 13:00–16:00, 20:00–23:00'.
pub(super) fn hours_noted(voice: Voice, hours: &OpeningHours) -> String {
    let name = |day: Weekday| {
        // The first week of 2024 begins with a Monday.
        let date = NaiveDate::from_isoywd_opt(2024, 1, day).unwrap_or_default();
        date.format_localized("%a", voice.locale()).to_string()
    };
    let of_day = |stretches: &[Stretch]| match stretches {
        [] => voice.say("hours-closed"),
        open => {
            let stretch = |it: &Stretch| format!("{}–{}", voice.time(it.from), voice.time(it.to));
            open.iter().map(stretch).collect::<Vec<_>>().join(", ")
        }
    };
    let mut groups: Vec<(Weekday, Weekday, String)> = Vec::new();
    for day in (0..7).filter_map(|day| Weekday::try_from(day).ok()) {
        let Some(told) = hours.on(day).map(of_day) else {
            continue;
        };
        match groups.last_mut() {
            Some((_, last, same)) if last.succ() == day && *same == told => *last = day,
            _ => groups.push((day, day, told)),
        }
    }
    let group = |(first, last, told): &(Weekday, Weekday, String)| match first == last {
        true => format!("{} {told}", name(*first)),
        false => format!("{}–{} {told}", name(*first), name(*last)),
    };
    let list: Vec<String> = groups.iter().map(group).collect();
    voice.fill("hours-noted", &[("hours", list.join("; ").into())])
}
