//! Trying again: what is agreed to, the status between two calls, and the calls
//! of a series beside its outcome.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::dialogue::{
    CallAction, CallLimit, CallLine, Callee, SeriesEnd, SeriesPlan, SeriesView, Stamp,
};
use crate::model::{Block, CallId, KeepTrying, NoMore, Reply, Rich, Span, Tried, TriesProblem};

use super::{Voice, calls, stopping};

fn length(voice: Voice, pause: TimeDelta) -> String {
    voice.round_duration(pause.to_std().unwrap_or_default())
}

/// 'up to 3 more calls, after 20 min, then 40 min, then 80 min'.
fn plan(voice: Voice, series: SeriesPlan) -> String {
    let plan = series.plan;
    let calls = voice.fill("tries-calls", &[("count", u64::from(plan.more()).into())]);
    let pauses = match plan.even_pause() {
        Some(pause) if plan.more() == 1 => {
            voice.fill("tries-once", &[("pause", length(voice, pause).into())])
        }
        Some(pause) => voice.fill("tries-every", &[("pause", length(voice, pause).into())]),
        None => {
            let minutes = plan.pauses().map(|pause| pause.num_minutes().to_string());
            let list = minutes.collect::<Vec<_>>().join(", ");
            voice.fill("tries-growing", &[("pauses", list.into())])
        }
    };
    let until = plan.until().map(|time| {
        let time = voice.time(time);
        voice.fill("tries-until", &[("time", time.into())])
    });
    let hours = series.in_hours.then(|| voice.say("tries-in-hours"));
    let parts: Vec<String> = [calls, pauses]
        .into_iter()
        .chain(until)
        .chain(hours)
        .collect();
    parts.join(", ")
}

/// The line of the card, with what it may cost.
pub(super) fn on_card(voice: Voice, agreed: SeriesPlan) -> String {
    let values = [
        ("plan", plan(voice, agreed).into()),
        ("count", (u64::from(agreed.plan.more()) + 1).into()),
    ];
    voice.fill("card-keep-trying", &values)
}

pub(super) fn problem(voice: Voice, problem: TriesProblem) -> String {
    let (key, value) = match problem {
        TriesProblem::TooMany => ("tries-too-many", u64::from(KeepTrying::MOST)),
        TriesProblem::TooClose => ("tries-too-close", u64::from(KeepTrying::CLOSEST)),
        TriesProblem::TooLong => ("tries-too-long", 2),
    };
    voice.fill(key, &[("most", value.into())])
}

/// Says what *Keep trying* means, and asks whether to.
pub(super) fn ask(
    voice: Voice,
    call: CallId,
    to: &Callee,
    agreed: SeriesPlan,
    wrong: Option<TriesProblem>,
) -> Reply {
    let values = [
        ("whom", stopping::whom(voice, to).into()),
        ("plan", plan(voice, agreed).into()),
        ("count", u64::from(agreed.plan.more()).into()),
    ];
    let asks = voice.fill("ask-keep-trying", &values);
    let wrong = wrong.map(|wrong| problem(voice, wrong));
    let lines = wrong.into_iter().chain([asks]);
    let blocks = lines.map(|line| Block::Paragraph(vec![Span::Plain(line)]));
    Reply {
        body: Rich(blocks.collect()),
        numbered: true,
        ..Reply::default()
    }
    .with(
        voice,
        Stamp::default(),
        &[
            CallAction::Try(agreed.plan).on(call),
            CallAction::LeaveIt.on(call),
        ],
    )
}

/// '17:01 no answer, 17:21 busy'; the day where it is another one than before.
fn list(voice: Voice, tried: &[Tried], zone: Tz) -> String {
    let mut last: Option<NaiveDate> = None;
    let mut line = |tried: &Tried| {
        let at = tried.at.with_timezone(&zone);
        let (day, time) = (at.date_naive(), voice.time(at.time()));
        let key = match tried.status.as_str() {
            "busy" => "tried-busy",
            "voicemail" => "tried-voicemail",
            _ => "tried-no_answer",
        };
        let is_other = last.replace(day).is_some_and(|last| last != day);
        let time = match is_other {
            true => format!("{} {time}", voice.short_date(day)),
            false => time,
        };
        voice.fill(key, &[("time", time.into())])
    };
    tried.iter().map(&mut line).collect::<Vec<_>>().join(", ")
}

/// The status between two calls.
pub(super) fn next(
    voice: Voice,
    whom: &Callee,
    next: (DateTime<Utc>, Tz, Option<NaiveDate>),
    tried: &[Tried],
) -> String {
    let zone = next.1;
    let next = calls::scheduled(voice, whom, next, true);
    let list = list(voice, tried, zone);
    let tried = voice.fill("tries-so-far", &[("list", list.into())]);
    format!("{next} {tried}")
}

/// The last status of a series that was stopped.
pub(super) fn stopped(voice: Voice, whom: &Callee, tried: &[Tried], zone: Tz) -> String {
    let stopped = voice.fill(
        "status-stopped-trying",
        &[("whom", stopping::whom(voice, whom).into())],
    );
    let list = list(voice, tried, zone);
    let tried = voice.fill("tries-so-far", &[("list", list.into())]);
    format!("{stopped} {tried}")
}

/// What is said of a series with the outcome of its last call.
pub(super) fn series(voice: Voice, view: &SeriesView) -> Vec<String> {
    let before = (!view.tried.is_empty()).then(|| {
        let list = list(voice, &view.tried, view.zone);
        voice.fill("tries-before", &[("list", list.into())])
    });
    before
        .into_iter()
        .chain(view.over.and_then(|over| why(voice, over)))
        .collect()
}

/// Why no call follows.
fn why(voice: Voice, over: SeriesEnd) -> Option<String> {
    let key = match over {
        SeriesEnd::NoMore(NoMore::Stopped) => return None,
        SeriesEnd::NoMore(NoMore::AllMade) => "tries-all-made",
        SeriesEnd::NoMore(NoMore::TooLate) => "tries-too-late",
        SeriesEnd::PastByThen => "tries-past",
        SeriesEnd::NotLinked => "tries-not-linked",
        SeriesEnd::Limit(CallLimit::Own(_)) => "tries-limit-own",
        SeriesEnd::Limit(CallLimit::Objection | CallLimit::Nobody) => "tries-limit-number",
        SeriesEnd::Limit(CallLimit::PerDay(_) | CallLimit::AtOnce(_) | CallLimit::PerNumber(_)) => {
            "tries-limit-today"
        }
    };
    Some(voice.say(key))
}

/// No series can begin.
pub(super) fn none(voice: Voice, over: SeriesEnd) -> Reply {
    Reply {
        body: Rich::plain(why(voice, over).unwrap_or_default()),
        ..Reply::default()
    }
}

/// The call goes on, and none follows it.
pub(super) fn no_more(voice: Voice, line: &CallLine) -> Reply {
    let actions: Vec<_> = line
        .end()
        .into_iter()
        .map(|end| end.on(line.call))
        .collect();
    stopping::named(voice, "tries-no-more", line).with(voice, Stamp::default(), &actions)
}
