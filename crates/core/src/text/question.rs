//! A question: the understood values, the problem with the last message, the
//! question with its example, and more help where it is due.

use crate::dialogue::{Action, FormAction, Issue, Question};
use crate::model::{
    Block, Category, Choice, Expects, PhoneProblem, Reply, Rich, Slot, Span, Task, TextProblem,
    Value,
};
use crate::understand::{CountProblem, DateProblem, TimeProblem};

use super::card::capitalised;
use super::{Voice, calls, labels, month, smalltalk};

pub(super) fn ask(voice: Voice, question: &Question) -> Reply {
    let mut blocks = Vec::new();
    let mut first = voice.noted_list(&question.noted, "got-it");
    if let Some(Issue::Refused(refusal)) = &question.issue {
        blocks.extend(calls::refusal(voice, refusal));
    } else if let Some(issue) = &question.issue {
        first.push(said_of(voice, issue, question.slot));
    }
    if let Some(current) = question
        .current
        .as_ref()
        .and_then(|current| now(voice, current))
    {
        first.push(voice.fill("ask-current", &[("value", current.into())]));
    }
    let mut last = vec![voice.say(&key(question.slot, question.category))];
    if question.hint.is_some() {
        first.push(example(voice, question));
        last.push(voice.say(if question.slot.is_required() {
            "example-ways-out-required"
        } else {
            "example-ways-out"
        }));
        // There is more to read, so the question gets a line of its own.
        blocks.push(paragraph(&first));
        blocks.push(paragraph(&last));
    } else {
        first.append(&mut last);
        blocks.push(paragraph(&first));
    }
    let stamp = question.stamp;
    let choices = question
        .choices
        .iter()
        .map(|action| Action::Form(*action))
        .map(|action| Choice {
            label: labels::label(voice, action, Some(question)),
            token: action.token(stamp),
            sign: labels::sign(action),
        })
        .collect();
    Reply {
        body: Rich(blocks),
        choices,
        // No telephone number has one digit, so a known place can be picked by one.
        numbered: !question.slot.takes_numbers() || !question.places.is_empty(),
        expects: expects(question),
        calendar: month::calendar(voice, question),
        ..Reply::default()
    }
}

/// The value that a slot has, for a person who may change it.
fn now(voice: Voice, value: &Value) -> Option<String> {
    match value {
        Value::Task(task) => Some(voice.quoted(&capitalised(task.as_str()))),
        Value::Name(name) | Value::Business(name) => Some(name.as_str().to_owned()),
        Value::CallLanguage(language) => Some(voice.language_name(language.code())),
        Value::Timezone(zone) => Some(voice.zone(*zone)),
        value => voice.noted(value),
    }
}

/// The person's own words, unless a choice is an answer.
fn expects(question: &Question) -> Expects {
    let answers = question.choices.iter().any(|action| {
        matches!(
            action,
            FormAction::Category(_)
                | FormAction::Name(_)
                | FormAction::Date(_)
                | FormAction::Day(..)
                | FormAction::Time(_)
                | FormAction::Count(_)
                | FormAction::Phone(_)
                | FormAction::Known(_)
                | FormAction::Language(_)
        )
    });
    if answers {
        Expects::Nothing
    } else {
        Expects::Words
    }
}

fn paragraph(sentences: &[String]) -> Block {
    Block::Paragraph(vec![Span::Plain(sentences.join(" "))])
}

fn key(slot: Slot, category: Option<Category>) -> String {
    let category = category.unwrap_or(Category::General).word();
    match slot {
        Slot::Date | Slot::Time => format!("ask-{}-{category}", slot.word()),
        Slot::PartySize => format!("ask-party_size-{category}"),
        slot => format!("ask-{}", slot.word()),
    }
}

fn example(voice: Voice, question: &Question) -> String {
    let key = format!("example-{}", question.slot.word());
    let country = voice
        .country(question.region)
        .unwrap_or_else(|| question.region.as_str().to_owned());
    voice.fill(&key, &[("country", country.into())])
}

pub(super) fn said_of(voice: Voice, issue: &Issue, slot: Slot) -> String {
    let key = match issue {
        Issue::Phone(problem) => phone_problem(*problem),
        Issue::Date(problem) => return date_problem(voice, problem),
        Issue::Time(TimeProblem::NotATime) => "time-not-a-time",
        Issue::Time(TimeProblem::NoSuchTime) => "time-no-such-time",
        Issue::Count(CountProblem::NotANumber) => "count-not-a-number",
        Issue::Count(CountProblem::OutOfRange) => "count-out-of-range",
        Issue::Text(problem) => return text_problem(voice, *problem),
        Issue::LongTask { characters, kept } => {
            let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
            return voice.fill(
                "task-too-long",
                &[
                    ("count", count(*characters).into()),
                    ("most", count(Task::MOST).into()),
                    ("kept", count(*kept).into()),
                ],
            );
        }
        Issue::Name => "name-unknown",
        Issue::WhichPlace => "contact-which",
        Issue::ThisPlace => "contact-this",
        Issue::WhichOfCard => "contact-which-of-card",
        Issue::Category => "category-unknown",
        Issue::Language => "language-unknown",
        Issue::Timezone => "timezone-unknown",
        Issue::Required => "required",
        Issue::First => "first-question",
        Issue::Past => "time-has-passed",
        Issue::Midnight => "day-since-midnight",
        Issue::WhichZone => "call-at-which-zone",
        Issue::PastByThen => "time-past-by-then",
        Issue::TooFarAhead => "time-too-far-ahead",
        Issue::Aside(aside) => return smalltalk::aside(voice, *aside, slot),
        Issue::HelpAsked => return voice.say(&format!("why-{}", slot.word())),
        Issue::Refused(_) => return String::new(),
    };
    voice.say(key)
}

pub(super) fn phone_problem(problem: PhoneProblem) -> &'static str {
    match problem {
        PhoneProblem::NotANumber => "phone-not-a-number",
        PhoneProblem::TooShort => "phone-too-short",
        PhoneProblem::TooLong => "phone-too-long",
        PhoneProblem::UnknownCountry => "phone-unknown-country",
        PhoneProblem::Emergency => "phone-emergency",
        PhoneProblem::Several => "phone-several",
        PhoneProblem::RuledOut => "phone-ruled-out",
        PhoneProblem::Fax => "phone-fax",
        PhoneProblem::Own => "phone-own",
        PhoneProblem::Premium => "phone-premium",
    }
}

fn date_problem(voice: Voice, problem: &DateProblem) -> String {
    match problem {
        DateProblem::NotADate => voice.say("date-not-a-date"),
        DateProblem::NoSuchDay => voice.say("date-no-such-day"),
        DateProblem::Past(date) => {
            voice.fill("date-past", &[("date", voice.full_date(*date).into())])
        }
        DateProblem::TooFar(date) => {
            voice.fill("date-too-far", &[("date", voice.full_date(*date).into())])
        }
        DateProblem::NotThatWeekday(date) => voice.fill(
            "date-other-weekday",
            &[("date", voice.full_date(*date).into())],
        ),
        DateProblem::Ambiguous(first, second) => voice.fill(
            "date-ambiguous",
            &[
                ("first", voice.short_date(*first).into()),
                ("second", voice.short_date(*second).into()),
            ],
        ),
    }
}

pub(super) fn text_problem(voice: Voice, problem: TextProblem) -> String {
    match problem {
        TextProblem::Empty => voice.say("text-empty"),
        TextProblem::TooShort { least } => voice.fill("text-too-short", &[("least", least.into())]),
        TextProblem::TooLong { most } => voice.fill("text-too-long", &[("most", most.into())]),
    }
}
