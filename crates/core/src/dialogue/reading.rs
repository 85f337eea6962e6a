//! Classifies a message at a question as an answer, a correction, a whole
//! request, small talk or none of these, and reads its values.

use crate::model::{
    Category, Day, Name, PartySize, PhoneProblem, Slot, Task, TextProblem, TimeOfDay, Value,
    Values, fold,
};
use crate::understand::{self, DateProblem, TimeProblem};

use super::form::Form;
use super::prompt::Issue;

/// The reading of a message at a question.
pub(super) enum Answer {
    /// It answers the question, and perhaps more.
    Fits(Vec<Value>),
    /// It answers or corrects something else.
    Elsewhere(Vec<Value>),
    /// It is not an answer.
    Aside(understand::Aside),
    /// It was meant as an answer, but does not fit.
    Misses(Issue),
}

pub(super) fn read_answer(
    slot: Slot,
    text: &str,
    form: &Form,
    reading: &understand::Context,
) -> Answer {
    if let Some(answer) = changed_or_added(slot, text, form)
        .or_else(|| corrected(slot, text, form, reading))
        .or_else(|| no_answer(slot, text, form, reading))
    {
        return answer;
    }
    if slot == Slot::Name {
        return read_name(text, form, reading);
    }
    let found: Vec<Value> = extra(slot, text, form, reading).into_iter().collect();
    let has = |wanted: Slot| found.iter().any(|noted| noted.slot() == wanted);
    // 'Two people' says nothing about the nights; 'as soon as possible' says
    // enough about the day.
    if slot == Slot::Nights && has(Slot::PartySize) && !has(Slot::Nights) {
        return Answer::Elsewhere(found);
    }
    match read_slot(slot, text, form, reading) {
        Ok(answer) => {
            let more = found.into_iter().filter(|noted| {
                noted.slot() != slot && (is_news(noted, form) || noted.slot() == Slot::Task)
            });
            let wish = rest_as_wish(&answer, text, form, reading);
            Answer::Fits(more.chain(wish).chain([answer]).collect())
        }
        Err(_) if has(slot) => Answer::Fits(found),
        // 'As soon as possible' is an answer, unless a time of day was told.
        Err(Issue::Date(DateProblem::NotADate))
            if has(Slot::Time)
                && !has_clock(&found)
                && form.values.time().and_then(TimeOfDay::at).is_none() =>
        {
            Answer::Fits(found)
        }
        Err(issue @ Issue::Date(_)) if has(Slot::Time) && !has_clock(&found) => {
            Answer::Misses(issue)
        }
        // A task that is too short still tells the kind of place.
        Err(issue @ Issue::Text(_)) if slot == Slot::Task => Answer::Misses(issue),
        // A sentence tells other slots; a stray word does not.
        Err(_) if found.iter().any(|noted| noted.slot() != Slot::Task) => Answer::Elsewhere(found),
        Err(issue) => match understand::aside(text) {
            Some(aside) => Answer::Aside(aside),
            None => Answer::Misses(issue),
        },
    }
}

fn has_clock(found: &[Value]) -> bool {
    let clock = |noted: &Value| matches!(noted, Value::Time(TimeOfDay::At(_)));
    found.iter().any(clock)
}

/// '8. oh and it's our anniversary': the words behind an answer are added to the
/// task, so that nothing is lost.
fn rest_as_wish(
    answer: &Value,
    text: &str,
    form: &Form,
    reading: &understand::Context,
) -> Option<Value> {
    let slot = answer.slot();
    if !matches!(
        slot,
        Slot::Date | Slot::Time | Slot::PartySize | Slot::Nights
    ) {
        return None;
    }
    let task = form.values.task()?;
    let (first, rest) = text
        .split_once([',', ';', '—'])
        .or_else(|| text.split_once(". "))
        .or_else(|| text.split_once(" and "))
        .or_else(|| text.split_once(" y "))?;
    // 'Not this Friday, the one after' is one answer.
    let alone = read_slot(slot, first, form, reading);
    if !alone.is_ok_and(|alone| alone == *answer) {
        return None;
    }
    let rest = rest.trim();
    let told = understand::sentence(rest, reading).without(&[Slot::Task, Slot::Category]);
    let says_more = rest.split_whitespace().count() >= 3 && letters(rest) > 8;
    let tells_nothing = understand::control(rest).is_some() || understand::aside(rest).is_some();
    let whole = Task::parse(&format!("{}; {rest}", task.as_str())).ok()?;
    (says_more && told.is_empty() && !tells_nothing).then_some(Value::Task(whole))
}

/// A correction of this slot or of others; or a whole number with its country
/// code, which never answers another question.
fn corrected(slot: Slot, text: &str, form: &Form, reading: &understand::Context) -> Option<Answer> {
    if slot == Slot::Task {
        return None;
    }
    if let Some(corrected) = understand::correction_for(text, form.category(), reading) {
        let told = corrected.without(&[Slot::Task]);
        if !told.is_empty() {
            if told.has(slot) {
                return Some(Answer::Fits(told.into_iter().collect()));
            }
            // '10, and it should be under Marcus Bell instead of Ana.'
            let first = text.split([',', ';']).next().unwrap_or_default();
            let answer = read_slot(slot, first, form, reading).ok();
            let answer = answer.filter(|_| first.len() < text.len() && slot != Slot::Name);
            return Some(match answer {
                Some(answer) => Answer::Fits(told.into_iter().chain([answer]).collect()),
                None => Answer::Elsewhere(told.into_iter().collect()),
            });
        }
    }
    let kind = understand::told_kind(text)
        .filter(|kind| slot != Slot::Category && form.category() != Some(*kind));
    if let Some(kind) = kind {
        return Some(Answer::Elsewhere(vec![Value::Category(kind)]));
    }
    let international = slot != Slot::Phone && text.trim_start().starts_with('+');
    let phone = international.then(|| understand::phone(text, reading).ok())?;
    Some(Answer::Elsewhere(vec![Value::Phone(phone?)]))
}

/// Words at a question for words that answer nothing, or only something else.
fn no_answer(slot: Slot, text: &str, form: &Form, reading: &understand::Context) -> Option<Answer> {
    let free = matches!(slot, Slot::Name | Slot::Business | Slot::Task);
    let for_the_place = slot == Slot::Task && understand::asks_the_place(text);
    let aside = understand::aside(text).filter(|_| free && !for_the_place);
    if let Some(aside) = aside {
        return Some(Answer::Aside(aside));
    }
    if slot != Slot::Task {
        return None;
    }
    if understand::tells_nothing(text) {
        return Some(Answer::Aside(understand::Aside::Question));
    }
    if let Some(details) = only_details(text, form, reading).filter(|_| !for_the_place) {
        return Some(Answer::Elsewhere(details));
    }
    // 'Table' is no task yet.
    let kind = understand::category(text).filter(|_| text.split_whitespace().count() == 1);
    if let Some(kind) = kind.filter(|kind| *kind != Category::General) {
        return Some(Answer::Elsewhere(vec![Value::Category(kind)]));
    }
    let digits = letters(text) < 3 || understand::is_only_a_number(text, reading);
    digits.then(|| digits_for_a_task(text, reading))
}

/// 'Tomorrow at 8' where a task was asked for: details, and no task yet.
fn only_details(text: &str, form: &Form, reading: &understand::Context) -> Option<Vec<Value>> {
    let found = sentence(text, form, reading);
    let told = found.clone().without(&[Slot::Task]);
    let short = text.split_whitespace().count() <= 6;
    let only = told
        .iter()
        .all(|value| matches!(value.slot(), Slot::Date | Slot::Time | Slot::PartySize));
    let asks = understand::asks_for_something(text) || understand::category(text).is_some();
    (short && only && !told.is_empty() && !asks).then(|| told.into_iter().collect())
}

/// A change that is told by its distance, or a wish for the task.
fn changed_or_added(slot: Slot, text: &str, form: &Form) -> Option<Answer> {
    if let Some(value) = understand::relative(text, &form.values) {
        return Some(match value.slot() == slot {
            true => Answer::Fits(vec![value]),
            false => Answer::Elsewhere(vec![value]),
        });
    }
    let takes_wishes = !matches!(slot, Slot::Phone | Slot::Task | Slot::Name);
    let task = form.values.task().filter(|_| takes_wishes)?;
    let task = understand::with_wish(text, task)?;
    Some(Answer::Elsewhere(vec![Value::Task(task)]))
}

/// Whether a value is new to the form: the newest value counts.
fn is_news(noted: &Value, form: &Form) -> bool {
    match noted {
        // Words such as 'in the evening' tell less than a time.
        Value::Time(TimeOfDay::Words(_)) => !form.is_filled(Slot::Time),
        Value::Date(Day::Words { .. }) => !form.is_filled(Slot::Date),
        noted => form.values.get(noted.slot()) != Some(noted),
    }
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

/// Digits where a task was asked for: another number, or one with a mistake.
fn digits_for_a_task(text: &str, reading: &understand::Context) -> Answer {
    match understand::phone(text, reading) {
        Ok(phone) => Answer::Elsewhere(vec![Value::Phone(phone)]),
        Err(PhoneProblem::NotANumber) => {
            Answer::Misses(Issue::Text(TextProblem::TooShort { least: 10 }))
        }
        Err(problem) => Answer::Misses(Issue::Phone(problem)),
    }
}

/// A name, and other values said with it: 'Ana, and we are five'.
fn read_name(text: &str, form: &Form, reading: &understand::Context) -> Answer {
    let found: Vec<Value> = extra(Slot::Name, text, form, reading).into_iter().collect();
    // No name is a question: 'and now?'
    if found.is_empty() && text.trim_end().ends_with('?') {
        return Answer::Misses(Issue::Name);
    }
    let told = found.iter().any(|noted| noted.slot() == Slot::Name);
    let rest = || {
        found
            .iter()
            .filter(|noted| noted.slot() != Slot::Name)
            .cloned()
    };
    // 'Tom' and 'Domingo' are names here, although they also mean other things;
    // 'Saturday' is not a name.
    let single = text.split_whitespace().count() == 1
        && text.trim().starts_with(char::is_uppercase)
        && understand::can_be_a_name(text);
    if !single && let Some(answer) = name_with_wish(text, form, reading) {
        return answer;
    }
    if found.is_empty() || single {
        return match understand::name(text).map_err(Issue::Text) {
            Ok(name) if is_a_name(&name) => Answer::Fits(vec![Value::Name(name)]),
            Ok(_) => Answer::Misses(Issue::Name),
            Err(issue) => Answer::Misses(issue),
        };
    }
    if told {
        return Answer::Fits(found);
    }
    // The words before the first comma, 'and' or 'y' are the name, unless they
    // have another meaning.
    let before = [
        ",", ";", " and ", " y ", " for ", " para ", " at ", " a las ", " but ", " pero ",
    ]
    .iter()
    .filter_map(|mark| text.find(mark))
    .min()
    .and_then(|end| text.get(..end))
    .unwrap_or_default();
    let only_a_name = understand::sentence(before, reading).is_empty();
    match understand::name(before) {
        Ok(name) if only_a_name && is_a_name(&name) => {
            Answer::Fits(rest().chain([Value::Name(name)]).collect())
        }
        _ => Answer::Elsewhere(found.clone()),
    }
}

/// 'Ana García, allergic to nuts', 'Ana 612345678': the rest is added to the
/// task, so that nothing is lost.
fn name_with_wish(text: &str, form: &Form, reading: &understand::Context) -> Option<Answer> {
    let (name, more) = understand::name_and_more(text, reading)?;
    let task = form.values.task()?;
    let told =
        understand::sentence(&more, reading).without(&[Slot::Task, Slot::Phone, Slot::Category]);
    let is_wish = told.is_empty() && is_a_name(&name) && letters(&more) + digits(&more) > 3;
    let task = Task::parse(&format!("{}; {more}", task.as_str())).ok();
    task.filter(|_| is_wish)
        .map(|task| Answer::Fits(vec![Value::Task(task), Value::Name(name)]))
}

fn digits(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

/// No name has digits or six and more words; 'yes' and 'no' answer something
/// else.
fn is_a_name(name: &Name) -> bool {
    let text = name.as_str();
    text.split_whitespace().count() <= 6
        && !text.chars().any(|c| c.is_numeric() || "/@#:?!".contains(c))
        && text.chars().any(char::is_alphabetic)
        && understand::control(text).is_none()
        && !understand::is_about_names(text)
        && !understand::names_two(text)
        && !is_a_kind(text)
}

/// Whether a single word is a kind of place.
fn is_a_kind(text: &str) -> bool {
    !text.contains(char::is_whitespace)
        && understand::category(text).is_some_and(|kind| kind != Category::General)
}

/// The problem with a value that a sentence names. The bot says it, since the
/// value was meant.
pub(super) fn complaint(text: &str, form: &Form, reading: &understand::Context) -> Option<Issue> {
    if !form.is_filled(Slot::Phone)
        && let Some(problem) = understand::phone_doubt(text, reading)
    {
        return Some(Issue::Phone(problem));
    }
    if !form.is_filled(Slot::Date)
        && let Err(
            problem @ (DateProblem::NoSuchDay
            | DateProblem::Past(_)
            | DateProblem::TooFar(_)
            | DateProblem::NotThatWeekday(_)
            | DateProblem::Ambiguous(..)),
        ) = understand::date(text, reading)
    {
        return Some(Issue::Date(problem));
    }
    if form.values.time().and_then(TimeOfDay::at).is_none()
        && let Err(problem @ TimeProblem::NoSuchTime) =
            understand::time(text, form.category(), reading)
    {
        return Some(Issue::Time(problem));
    }
    None
}

/// The values in a message beside the slot that was asked for.
fn extra(slot: Slot, text: &str, form: &Form, reading: &understand::Context) -> Values {
    let found = sentence(text, form, reading);
    match slot {
        Slot::Task => found,
        // A whole request may be the answer to the first question, or add to the
        // one that is known.
        Slot::Phone => {
            let known = [Slot::Category, Slot::Business];
            let known = known.into_iter().filter(|slot| form.is_filled(*slot));
            let task = (!says_more(text, form)).then_some(Slot::Task);
            found.without(&known.chain(task).collect::<Vec<_>>())
        }
        // A whole request may tell the kind of place.
        Slot::Category if found.has(Slot::Category) && understand::asks_for_something(text) => {
            let found = found.without(&[Slot::Phone, Slot::Business]);
            match says_more(text, form) {
                true => found,
                false => found.without(&[Slot::Task]),
            }
        }
        Slot::Category | Slot::Business | Slot::CallLanguage | Slot::Timezone => Values::new(),
        // At the other questions words such as 'table' or 'under' add details,
        // never a new task.
        Slot::Name | Slot::Date | Slot::Time | Slot::PartySize | Slot::Nights => {
            found.without(&[Slot::Phone, Slot::Task, Slot::Category, Slot::Business])
        }
    }
}

/// Whether a message says better what to ask for than the task that is known.
fn says_more(text: &str, form: &Form) -> bool {
    form.values.task().is_none_or(|task| {
        understand::asks_for_something(text) && !understand::asks_for_something(task.as_str())
    })
}

/// A sentence. The kind of place decides how its time is read: at a restaurant
/// nine is in the evening.
pub(super) fn sentence(text: &str, form: &Form, reading: &understand::Context) -> Values {
    let mut found = understand::sentence(text, reading);
    let clock = found.time().and_then(TimeOfDay::at);
    if let (Some(_), Some(category), false) = (clock, form.category(), found.has(Slot::Category)) {
        let time = understand::time(text, Some(category), reading).ok();
        found.extend(time.map(TimeOfDay::At).map(Value::Time));
    } else if clock.is_none() && !found.has(Slot::Category) {
        // The kind of place tells which ten o'clock is meant.
        let there = understand::sentence_at(text, form.category(), reading);
        found.extend(there.only(&[Slot::Time]));
    }
    found
}

pub(super) fn read_slot(
    slot: Slot,
    text: &str,
    form: &Form,
    reading: &understand::Context,
) -> Result<Value, Issue> {
    match slot {
        Slot::Phone => understand::phone(text, reading)
            .map(Value::Phone)
            .map_err(Issue::Phone),
        Slot::Task => understand::task(text).map(Value::Task).map_err(Issue::Text),
        Slot::Category => understand::category(text)
            .map(Value::Category)
            .ok_or(Issue::Category),
        Slot::Business => match understand::business(text) {
            // 'And now?' and 'restaurant' name no place.
            Ok(_) if text.trim_end().ends_with('?') || is_a_kind(text.trim()) => Err(Issue::Name),
            Ok(name) => Ok(Value::Business(name)),
            Err(problem) => Err(Issue::Text(problem)),
        },
        Slot::Name => understand::name(text).map(Value::Name).map_err(Issue::Text),
        Slot::Date => understand::date(text, reading)
            .map(Day::On)
            .or_else(|problem| match understand::day_preference(text, reading) {
                Some(words) if problem == DateProblem::NotADate => Ok(Day::in_words(words)),
                _ => Err(Issue::Date(problem)),
            })
            .map(Value::Date),
        Slot::Time => understand::time(text, form.category(), reading)
            .map(TimeOfDay::At)
            .or_else(|problem| match understand::time_preference(text) {
                Ok(words) if understand::is_time_preference(text) => Ok(TimeOfDay::Words(words)),
                _ => Err(Issue::Time(problem)),
            })
            .map(Value::Time),
        Slot::PartySize => count(text, reading).map(Value::PartySize),
        Slot::Nights => nights(text, form, reading).map(Value::Nights),
        Slot::CallLanguage => understand::call_language(text)
            .map(Value::CallLanguage)
            .ok_or(Issue::Language),
        Slot::Timezone => understand::timezone(text)
            .map(Value::Timezone)
            .ok_or(Issue::Timezone),
    }
}

/// A count. 'The thirty-first of February' is a day with a mistake, not
/// thirty-one people.
fn count(text: &str, reading: &understand::Context) -> Result<PartySize, Issue> {
    let counted = understand::count(text, reading).map_err(Issue::Count)?;
    let bare = letters(text) == 0 || understand::sentence(text, reading).has(Slot::PartySize);
    match understand::date(text, reading) {
        Err(problem @ DateProblem::NoSuchDay) if !bare => Err(Issue::Date(problem)),
        _ => Ok(counted),
    }
}

/// A number of nights, or a day of departure after the arrival.
fn nights(text: &str, form: &Form, reading: &understand::Context) -> Result<PartySize, Issue> {
    let counted = count(text, reading);
    let until = match (counted.is_err(), form.values.date().copied()) {
        (true, Some(arrival)) => understand::date(text, reading)
            .ok()
            .map(|day| day - arrival),
        _ => None,
    };
    let nights = until.and_then(|stay| u64::try_from(stay.num_days()).ok());
    nights.and_then(PartySize::new).map_or(counted, Ok)
}

/// Puts values into the form and returns those that changed something.
pub(super) fn put_all(form: &mut Form, noted: Vec<Value>) -> Vec<Value> {
    let changed: Vec<Value> = noted
        .into_iter()
        .filter(|noted| form.values.get(noted.slot()) != Some(noted))
        .collect();
    let elsewhere = [Slot::Phone, Slot::Task, Slot::CallLanguage, Slot::Timezone];
    // The new value contradicts the words of the task, which told the old one.
    form.corrected |= form.is_filled(Slot::Task)
        && changed
            .iter()
            .map(Value::slot)
            .any(|slot| !elsewhere.contains(&slot) && is_in_the_words(form, slot));
    // A new task tells all that counts; one that was only added to does not.
    let told_before = form
        .values
        .task()
        .map_or("", |task| task.as_str())
        .to_owned();
    let retold = |noted: &Value| match noted {
        Value::Task(task) => told_before.is_empty() || !task.as_str().starts_with(&told_before),
        _ => false,
    };
    if changed.iter().any(retold) {
        form.corrected = false;
    }
    for noted in &changed {
        form.put(noted.clone());
    }
    changed
}

/// Whether the words of the task may tell the value that a slot has. A name that
/// comes from elsewhere, such as the settings, is not among them.
fn is_in_the_words(form: &Form, slot: Slot) -> bool {
    let name = match form.values.get(slot) {
        Some(Value::Name(name) | Value::Business(name)) => name,
        value => return value.is_some(),
    };
    let task = form.values.task().map_or("", |task| task.as_str());
    let task = fold(task);
    let mut words = name.as_str().split_whitespace();
    words.any(|word| task.contains(fold(word).as_str()))
}
