//! The plan of the account, and its bills.

use chrono_tz::Tz;

use crate::dialogue::{Command, OtherAction, Plan, Stamp, billing_day};
use crate::model::{Block, Reply, Rich, Span};

use super::{Voice, choices, said};

pub(super) fn plan(voice: Voice, zone: Tz, plan: &Plan) -> Reply {
    let mut blocks = Vec::new();
    if plan.active == Some(false) {
        blocks.push(paragraph(voice.say("plan-none")));
    }
    let rows = rows(voice, zone, plan);
    match rows.is_empty() {
        true if blocks.is_empty() => blocks.push(paragraph(voice.say("plan-unknown"))),
        true => {}
        false => blocks.push(Block::Fields(rows)),
    }
    blocks.extend(plan.manage.as_ref().map(|address| {
        Block::Paragraph(vec![Span::Link {
            url: address.clone(),
            label: voice.say("plan-manage"),
        }])
    }));
    // A plan that was bought in a shop for apps has its bills there.
    let elsewhere = plan
        .provider
        .as_ref()
        .is_some_and(|name| shop(name).is_some());
    let bills = (!elsewhere).then_some(OtherAction::Give(Command::Billing));
    let doors: Vec<OtherAction> = bills
        .into_iter()
        .chain([OtherAction::Give(Command::Account)])
        .collect();
    Reply {
        body: Rich(blocks),
        choices: choices(voice, Stamp::default(), &doors),
        numbered: true,
        ..Reply::default()
    }
}

fn rows(voice: Voice, zone: Tz, plan: &Plan) -> Vec<(String, String)> {
    let day = |at| voice.plain_date(billing_day(at, zone));
    let until = match plan.renews {
        Some(true) => "field-period-end",
        Some(false) => "field-ends",
        None => "field-until",
    };
    let minutes = plan.minutes_included.map(|minutes| {
        let number = voice.number(minutes);
        voice.fill("plan-minutes", &[("number", number.into())])
    });
    let rows = [
        ("field-plan", plan.kind.clone()),
        ("field-paid", word(voice, "paid", plan.period.as_deref())),
        ("field-includes", minutes),
        ("field-status", word(voice, "plan", plan.status.as_deref())),
        ("field-since", plan.since.map(day)),
        (until, plan.until.map(day)),
        ("field-provider", plan.provider.as_deref().map(provider)),
    ];
    rows.into_iter()
        .filter_map(|(label, value)| Some((voice.say(label), value?)))
        .collect()
}

/// A word of the service in the person's language, if it is one of the usual
/// ones.
fn word(voice: Voice, family: &str, word: Option<&str>) -> Option<String> {
    const KNOWN: [&str; 9] = [
        "weekly",
        "monthly",
        "yearly",
        "active",
        "cancelled",
        "expired",
        "paused",
        "past_due",
        "trialing",
    ];
    let word = word?;
    let key = match word.to_lowercase().as_str() {
        "week" => "weekly".to_owned(),
        "month" => "monthly".to_owned(),
        "year" | "annual" | "annually" => "yearly".to_owned(),
        "canceled" => "cancelled".to_owned(),
        other => other.replace([' ', '-'], "_"),
    };
    let is_paid = KNOWN[..3].contains(&key.as_str());
    let fits = KNOWN.contains(&key.as_str()) && is_paid == (family == "paid");
    Some(match fits {
        true => voice.say(&format!("{family}-{}", key.replace('_', "-"))),
        false => word.replace('_', " "),
    })
}

fn provider(name: &str) -> String {
    match (shop(name), name.to_lowercase().as_str()) {
        (Some(shop), _) => shop.to_owned(),
        (None, "stripe") => "Stripe".to_owned(),
        (None, _) => name.to_owned(),
    }
}

/// The name of a shop for apps.
fn shop(provider: &str) -> Option<&'static str> {
    match provider
        .to_lowercase()
        .replace(['-', '_', ' '], "")
        .as_str()
    {
        "apple" | "appstore" | "ios" => Some("App Store"),
        "google" | "googleplay" | "playstore" | "android" => Some("Google Play"),
        _ => None,
    }
}

/// The address is the person's alone.
pub(super) fn bills(voice: Voice, address: &str) -> Reply {
    let link = Span::Link {
        url: address.to_owned(),
        label: voice.say("billing-label"),
    };
    Reply {
        body: Rich(vec![
            paragraph(voice.say("billing")),
            Block::Paragraph(vec![link]),
            paragraph(voice.say("billing-valid")),
        ]),
        ..Reply::default()
    }
}

pub(super) fn no_bills(voice: Voice, exists: bool) -> Reply {
    said(
        voice,
        match exists {
            true => "billing-unavailable",
            false => "billing-none",
        },
    )
}

fn paragraph(words: String) -> Block {
    Block::Paragraph(vec![Span::Plain(words)])
}
