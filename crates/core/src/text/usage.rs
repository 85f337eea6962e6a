//! The account: since when it is linked, what is left, and the doors from there.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::dialogue::{Command, Meter, OtherAction, Shortage, Stamp, Unit, Usage, billing_day};
use crate::model::{Block, Reply, Rich, Span};

use super::{Voice, choices};

/// How many signs a bar has.
const BAR: usize = 10;

/// The buttons of the account.
const DOORS: [OtherAction; 5] = [
    OtherAction::Give(Command::History),
    OtherAction::Give(Command::Plan),
    OtherAction::Give(Command::Billing),
    OtherAction::ReplaceAccount,
    OtherAction::Give(Command::Logout),
];

pub(super) fn account(
    voice: Voice,
    since: DateTime<Utc>,
    zone: Tz,
    usage: Option<&Usage>,
    short: Option<&Shortage>,
) -> Reply {
    let date = voice.day_of(since, zone);
    let linked = voice.fill("usage-linked", &[("date", date.into())]);
    let mut blocks = vec![paragraph(linked)];
    let rows = usage.map(|usage| rows(voice, zone, usage));
    blocks.extend(rows.filter(|rows| !rows.is_empty()).map(Block::Fields));
    match usage.filter(|usage| usage.tells()) {
        None => blocks.push(paragraph(voice.say("usage-unavailable"))),
        Some(_) => blocks.extend(short.map(|short| paragraph(shortage(voice, short)))),
    }
    Reply {
        body: Rich(blocks),
        choices: choices(voice, Stamp::default(), &DOORS),
        numbered: true,
        ..Reply::default()
    }
}

fn rows(voice: Voice, zone: Tz, usage: &Usage) -> Vec<(String, String)> {
    let day = |at: DateTime<Utc>| voice.plain_date(billing_day(at, zone));
    let period = usage
        .period_start
        .zip(usage.period_end)
        .map(|(from, until)| {
            voice.fill(
                "usage-period",
                &[("from", day(from).into()), ("until", day(until).into())],
            )
        });
    let renews = usage
        .period_end
        .map(|end| voice.full_date(billing_day(end, zone)));
    let unmetered = usage.meters().is_empty();
    let used = usage.percentage.filter(|_| unmetered).map(|percent| {
        let percent = voice.number(percent);
        voice.fill("usage-percent", &[("percent", percent.into())])
    });
    let meters = usage.meters().into_iter().filter_map(|(unit, meter)| {
        let label = match unit {
            Unit::Credits => "field-credits",
            Unit::Minutes => "field-minutes",
            Unit::Calls => "field-calls",
        };
        Some((voice.say(label), left(voice, &meter)?))
    });
    let plan = usage
        .plan
        .clone()
        .map(|plan| (voice.say("field-plan"), plan));
    let others = [
        ("field-used", used),
        ("field-period", period),
        ("field-period-end", renews),
    ];
    let others = others
        .into_iter()
        .filter_map(|(label, value)| Some((voice.say(label), value?)));
    plan.into_iter().chain(meters).chain(others).collect()
}

/// '42 of 50 ▰▰▰▰▰▰▰▰▱▱'.
fn left(voice: Voice, meter: &Meter) -> Option<String> {
    let left = voice.number(meter.left()?);
    let Some((total, share)) = meter.total().zip(meter.share_left()) else {
        return Some(left);
    };
    let total = voice.number(total);
    let values = [
        ("left", left.into()),
        ("total", total.into()),
        ("bar", bar(share).into()),
    ];
    Some(voice.fill("usage-of", &values))
}

/// A full bar means that all is left. It is empty only if nothing is.
fn bar(share: f64) -> String {
    let full = (1..=BAR).filter(|n| {
        let part = u8::try_from(*n).map_or(0.0, f64::from);
        share * 10.0 >= part - 0.5 || (*n == 1 && share > 0.0)
    });
    let full = full.count();
    "▰".repeat(full) + &"▱".repeat(BAR - full)
}

/// '⚠️ You have 3 of 50 credits left. Your plan renews on Sunday 1 February.'
pub(super) fn shortage(voice: Voice, short: &Shortage) -> String {
    let unit = match short.unit {
        Unit::Credits => "credits",
        Unit::Minutes => "minutes",
        Unit::Calls => "calls",
    };
    let nothing = short.left <= 0.0;
    let said = match short.of.filter(|_| !nothing) {
        None => voice.say(&format!("nothing-{unit}")),
        Some(of) => voice.fill(
            &format!("little-{unit}"),
            &[
                ("left", voice.number(short.left).into()),
                ("total", voice.number(of).into()),
            ],
        ),
    };
    let renews = short.renews.map(|date| {
        let date = voice.short_date(date);
        voice.fill("usage-renews", &[("date", date.into())])
    });
    let said: Vec<String> = [said].into_iter().chain(renews).collect();
    said.join(" ")
}

/// A sentence about a number of credits.
pub(super) fn amount(voice: Voice, key: &str, count: f64) -> String {
    let number = voice.number(count);
    voice.fill(key, &[("count", count.into()), ("number", number.into())])
}

fn paragraph(words: String) -> Block {
    Block::Paragraph(vec![Span::Plain(words)])
}

#[cfg(test)]
mod tests {
    use super::bar;

    #[test]
    fn a_bar_is_full_or_empty_only_at_the_ends() {
        for (share, full) in [
            (1.0, 10),
            (0.84, 8),
            (0.5, 5),
            (0.04, 1),
            (0.001, 1),
            (0.0, 0),
        ] {
            let bar = bar(share);
            assert_eq!(bar.matches('▰').count(), full, "{share}");
            assert_eq!(bar.chars().count(), 10, "{share}");
        }
    }
}
