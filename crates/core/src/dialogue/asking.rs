//! Questions and their answers. Every message is read as the plainest thing it
//! can be (a control word, a correction, an answer, small talk). A message that
//! fits nothing costs nothing.

use chrono::{Datelike as _, Days, NaiveDate};

use crate::model::{
    CallLanguage, Category, Day, LongTask, Name, PartySize, PhoneDigits, PhoneProblem, Slot,
    TimeOfDay, Value,
};
use crate::understand::{self, Aside, Control, DateProblem, Wish};

use super::Effect;
use super::action::{FormAction, NearDay};
use super::amend::put;
use super::card;
use super::contacts;
use super::form::Form;
use super::prompt::{Hint, Issue, KnownPlace, Lead, NameSource, Prompt, Question};
use super::reading::{Answer, read_answer};
use super::state::{Asked, Point, State};
use super::stopping;
use super::turn::Turn;

/// After this many bad answers in a row, the question comes with an example and
/// buttons.
const MISSES_TO_HINT: u8 = 2;

/// So many days that the person may have meant are offered.
const MOST_OFFERED: usize = 3;

/// Everything that is said along with a question.
#[derive(Default)]
pub(super) struct Alongside {
    pub noted: Vec<Value>,
    pub issue: Option<Issue>,
}

impl Alongside {
    pub fn noted(noted: Vec<Value>) -> Self {
        Self { noted, issue: None }
    }

    pub fn issue(issue: Issue) -> Self {
        Self {
            noted: Vec::new(),
            issue: Some(issue),
        }
    }
}

/// Words at an open question.
pub(super) fn on_text(turn: &mut Turn, mut form: Form, asked: Asked, text: &str) -> State {
    let slot = asked.slot;
    if matches!(slot, Slot::Phone | Slot::Task) {
        note_long_task(&mut form, text);
    }
    match understand::control(text) {
        Some(Control::Back) => return go_back(turn, form, asked),
        Some(Control::Skip) => return skip(turn, form, asked),
        None if asked.editing && !slot.is_required() && understand::means_nothing(text) => {
            return empty(turn, form, slot);
        }
        Some(Control::Cancel) => return stopping::cancel_said(turn, form),
        Some(Control::Help) => {
            return ask(
                turn,
                form,
                asked.afresh(),
                Alongside::issue(Issue::HelpAsked),
            );
        }
        Some(Control::Yes | Control::No | Control::StartOver) | None => {}
    }
    if slot == Slot::Task
        && let Some(Wish::Change(other)) = understand::wish(text)
        && other != slot
        && form.is_filled(other)
    {
        return ask(turn, form, Asked::editing(other), Alongside::default());
    }
    if slot == Slot::Name
        && understand::is_own_name(text)
        && let Some((_, name)) = known_names(turn).into_iter().next()
    {
        return fill(turn, form, asked, vec![Value::Name(name)]);
    }
    if slot == Slot::Phone
        && let Some(told) = contacts::on_name(turn, &mut form, text)
    {
        return match form.is_filled(Slot::Phone) {
            true => fill_with(turn, form, asked, told),
            false => ask(turn, form, asked.afresh(), Alongside::default()),
        };
    }
    let reading = turn.reading_of(&form, text);
    match read_answer(slot, text, &form, &reading) {
        Answer::Fits(noted) => fill(turn, form, asked, noted),
        Answer::Elsewhere(noted) => {
            let mut form = form;
            let noted = put(turn, &mut form, noted);
            let issue = (slot == Slot::Phone && !form.is_filled(Slot::Phone))
                .then(|| understand::phone_doubt(text, &reading))
                .flatten()
                .map(Issue::Phone);
            ask(turn, form, asked.afresh(), Alongside { noted, issue })
        }
        Answer::Aside(Aside::Nothing) => {
            let issue = Issue::Aside(Aside::Nothing);
            ask(turn, form, asked.missed(), Alongside::issue(issue))
        }
        Answer::Aside(aside) => ask(turn, form, asked, Alongside::issue(Issue::Aside(aside))),
        Answer::Misses(issue) => ask(turn, form, asked.missed(), Alongside::issue(issue)),
    }
}

/// Remembers a task that is too long, so that its beginning can be offered.
pub(super) fn note_long_task(form: &mut Form, text: &str) {
    let long = LongTask::of(text);
    if long.is_some() && !form.is_filled(Slot::Task) {
        form.long_task = long;
    }
}

/// The person takes the beginning of their long task.
pub(super) fn take_shortened(turn: &mut Turn, mut form: Form, asked: Asked) -> State {
    let Some(long) = form.long_task.take() else {
        return ask(turn, form, asked.afresh(), Alongside::default());
    };
    let task = Value::Task(long.shortened);
    if asked.slot == Slot::Task {
        return fill(turn, form, asked, vec![task]);
    }
    put(turn, &mut form, [task]);
    ask(turn, form, asked.afresh(), Alongside::default())
}

/// Puts values into the form and goes on: to the next question, or to the card.
pub(super) fn fill(turn: &mut Turn, mut form: Form, asked: Asked, noted: Vec<Value>) -> State {
    let Asked { slot, editing, .. } = asked;
    let before = form.clone();
    let noted = put(turn, &mut form, noted);
    if !form.asked.contains(&slot) {
        form.asked.push(slot);
    }
    // 'As soon as possible' answers the question for the day without naming
    // one.
    if !form.is_filled(slot) && !slot.is_required() {
        form.skip(slot);
    }
    // Another category needs other fields, so they are asked for.
    let done = editing && before.category() == form.category();
    match missing(turn, &mut form, done) {
        Some(slot) => ask(turn, form, Asked::first(slot), Alongside::noted(noted)),
        // The card reads everything back; above it the bot says what has
        // changed.
        None => {
            let replaced = noted
                .into_iter()
                .filter(|noted| editing || before.is_filled(noted.slot()))
                .collect();
            card::show(turn, form, Lead::of(replaced))
        }
    }
}

/// The same for values that are in the form already.
pub(super) fn fill_with(turn: &mut Turn, mut form: Form, asked: Asked, told: Vec<Value>) -> State {
    if !form.asked.contains(&asked.slot) {
        form.asked.push(asked.slot);
    }
    match missing(turn, &mut form, asked.editing) {
        Some(slot) => ask(turn, form, Asked::first(slot), Alongside::noted(told)),
        None => card::show(turn, form, Lead::None),
    }
}

/// The next question. A form that was on the card before is asked only for
/// required slots.
fn missing(turn: &Turn, form: &mut Form, done: bool) -> Option<Slot> {
    let next = next_question(turn, form);
    next.filter(|slot| !done || slot.is_required())
}

/// The next question, if one is left. The name of the settings is not asked
/// for: the card shows it, and there it can be changed.
pub(super) fn next_question(turn: &Turn, form: &mut Form) -> Option<Slot> {
    if form.next_question() == Some(Slot::Name)
        && let Some(name) = turn.settings.name.clone()
    {
        form.put(Value::Name(name));
    }
    form.next_question()
}

/// The next question, or the card.
pub(super) fn go_on(turn: &mut Turn, mut form: Form, done: bool) -> State {
    match missing(turn, &mut form, done) {
        Some(slot) => ask(turn, form, Asked::first(slot), Alongside::default()),
        None => card::show(turn, form, Lead::None),
    }
}

pub(super) fn skip(turn: &mut Turn, mut form: Form, asked: Asked) -> State {
    let slot = asked.slot;
    if slot.is_required() && !form.is_filled(slot) {
        return ask(
            turn,
            form,
            asked.afresh(),
            Alongside::issue(Issue::Required),
        );
    }
    form.skip(slot);
    // *Back* also leads to a question that was skipped.
    if !form.asked.contains(&slot) {
        form.asked.push(slot);
    }
    go_on(turn, form, asked.editing)
}

/// Empties a slot that was chosen from the card.
pub(super) fn empty(turn: &mut Turn, mut form: Form, slot: Slot) -> State {
    form.clear(slot);
    card::show(turn, form, Lead::Emptied(slot))
}

pub(super) fn go_back(turn: &mut Turn, mut form: Form, asked: Asked) -> State {
    if asked.editing {
        return card::show(turn, form, Lead::None);
    }
    while let Some(before) = form.asked.pop() {
        if before != asked.slot {
            form.skipped.retain(|skipped| *skipped != before);
            return ask(turn, form, Asked::first(before), Alongside::default());
        }
    }
    ask(turn, form, asked.afresh(), Alongside::issue(Issue::First))
}

/// Asks for a slot.
pub(super) fn ask(turn: &mut Turn, mut form: Form, asked: Asked, with: Alongside) -> State {
    form.revision = form.revision.wrapping_add(1);
    let question = question(turn, &form, asked, with);
    turn.say(Prompt::Ask(Box::new(question)));
    State::Form(form, Point::Asking(asked))
}

fn question(turn: &Turn, form: &Form, asked: Asked, with: Alongside) -> Question {
    let slot = asked.slot;
    let hint = (asked.misses >= MISSES_TO_HINT || with.issue == Some(Issue::HelpAsked))
        .then_some(Hint::Example);
    let (mut choices, names) = choices(turn, form, asked, hint.is_some());
    let long = form.long_task.as_ref().filter(|_| {
        slot == Slot::Task || with.issue == Some(Issue::Phone(PhoneProblem::NotANumber))
    });
    let long = long.filter(|_| !form.is_filled(Slot::Task));
    let issue = match long {
        Some(long) => {
            choices.insert(0, FormAction::Shortened);
            Some(Issue::LongTask {
                characters: long.characters,
                kept: long.shortened.as_str().chars().count(),
            })
        }
        None => with.issue,
    };
    if let Some(Issue::Date(DateProblem::Ambiguous(first, second))) = issue {
        choices.retain(|choice| !matches!(choice, FormAction::Date(_) | FormAction::Day(_)));
        choices.splice(0..0, [FormAction::Date(first), FormAction::Date(second)]);
    }
    if matches!(issue, Some(Issue::Phone(_))) && slot == Slot::Phone {
        let words = turn.heard.as_deref().unwrap_or_default();
        let abroad = understand::phone_by_language(words, &turn.context.reading());
        let abroad = abroad.map(|phone| FormAction::Phone(PhoneDigits::of(&phone)));
        choices.splice(0..0, abroad);
    }
    let (mut places, mut issue) = (Vec::new(), issue);
    if slot == Slot::Phone {
        let (known, why) = contacts::offered(turn, form);
        let choice = |place: &KnownPlace| FormAction::Known(PhoneDigits::of(&place.to.phone));
        let at = choices
            .iter()
            .position(|it| !matches!(it, FormAction::Phone(_)));
        let at = at.unwrap_or(choices.len());
        choices.splice(at..at, known.iter().map(choice));
        places = known;
        issue = issue.or(why);
    }
    let today = turn.today(form);
    Question {
        slot,
        stamp: form.stamp(),
        category: form.category(),
        noted: with.noted,
        issue,
        hint,
        current: form.values.get(slot).cloned(),
        choices,
        names,
        places,
        today,
        region: turn.context.settings.region,
        month: (slot == Slot::Date).then(|| first_of(today)),
    }
}

/// Shows another month of the calendar in the same message. The question and
/// its revision stay as they are.
pub(super) fn turn_page(turn: &mut Turn, form: Form, point: Point, month: NaiveDate) -> State {
    match point {
        Point::Asking(asked) if asked.slot == Slot::Date => {
            let question = question(turn, &form, asked, Alongside::default());
            turn.act(Effect::Redraw(Prompt::Ask(Box::new(Question {
                month: Some(first_of(month)),
                ..question
            }))));
        }
        _ => turn.alert(Prompt::Stale),
    }
    State::Form(form, point)
}

fn choices(
    turn: &Turn,
    form: &Form,
    asked: Asked,
    help: bool,
) -> (Vec<FormAction>, Vec<(NameSource, Name)>) {
    let Asked { slot, editing, .. } = asked;
    let mut names = Vec::new();
    let mut choices: Vec<FormAction> = match slot {
        Slot::Category => Category::ALL
            .into_iter()
            .map(FormAction::Category)
            .collect(),
        Slot::Name => {
            names = known_names(turn);
            names
                .iter()
                .map(|(source, _)| FormAction::Name(*source))
                .collect()
        }
        Slot::Date => days_to_offer(turn, form),
        Slot::Time => common_times(form.category()),
        Slot::PartySize => counts(&[1, 2, 4, 6]),
        Slot::Nights => counts(&[1, 2, 3, 7]),
        Slot::CallLanguage => CallLanguage::ALL
            .into_iter()
            .map(FormAction::Language)
            .collect(),
        _ => Vec::new(),
    };
    match (editing, slot.is_required(), form.is_filled(slot)) {
        (false, false, _) => choices.push(FormAction::Skip),
        (true, false, true) => choices.push(FormAction::Empty),
        _ => {}
    }
    if editing || (help && !form.asked.is_empty()) {
        choices.push(FormAction::Back);
    }
    if help {
        choices.push(FormAction::Cancel);
    }
    (choices, names)
}

/// The person's name from their settings, and the one that the platform shows.
fn known_names(turn: &Turn) -> Vec<(NameSource, Name)> {
    let set = turn.context.settings.name.clone();
    let own = turn.context.own_name.clone();
    let own = own.filter(|own| set.as_ref() != Some(own));
    let set = set.map(|name| (NameSource::Settings, name));
    set.into_iter()
        .chain(own.map(|name| (NameSource::Platform, name)))
        .collect()
}

/// The days that the person may have meant; else the next ones.
fn days_to_offer(turn: &Turn, form: &Form) -> Vec<FormAction> {
    let reading = turn.reading_of(form, turn.heard.as_deref().unwrap_or_default());
    let heard = turn
        .heard
        .as_deref()
        .filter(|_| !form.is_filled(Slot::Date));
    let said = heard.map(|text| understand::days_in_doubt(text, &reading));
    match said.unwrap_or_default() {
        said if said.is_empty() => near_days(turn.today(form)),
        said => said
            .into_iter()
            .take(MOST_OFFERED)
            .map(FormAction::Date)
            .collect(),
    }
}

fn near_days(today: NaiveDate) -> Vec<FormAction> {
    let day = |days| today.checked_add_days(Days::new(days));
    let near = |ahead: u8| {
        let date = day(ahead.into())?;
        Some(FormAction::Day(NearDay { date, ahead }))
    };
    [near(0), near(1), day(2).map(FormAction::Date)]
        .into_iter()
        .flatten()
        .collect()
}

fn counts(counts: &[u64]) -> Vec<FormAction> {
    let counts = counts.iter().copied().filter_map(PartySize::new);
    counts.map(FormAction::Count).collect()
}

/// A choice that answers the open question.
pub(super) fn on_choice(turn: &mut Turn, form: Form, asked: Asked, action: FormAction) -> State {
    if let FormAction::Day(NearDay { date, ahead }) = action
        && date.checked_sub_days(Days::new(ahead.into())) != Some(turn.today(&form))
    {
        // Midnight has passed since the question was asked: 'tomorrow' may mean
        // another day now.
        return ask(
            turn,
            form,
            asked.afresh(),
            Alongside::issue(Issue::Midnight),
        );
    }
    if let FormAction::Known(digits) = action {
        let mut form = form;
        return match contacts::pick(turn, &mut form, digits) {
            Some(told) => fill_with(turn, form, asked, told),
            None => ask(turn, form, asked.afresh(), Alongside::default()),
        };
    }
    let value = match (asked.slot, action) {
        (_, FormAction::Day(day)) => Some(Value::Date(Day::On(day.date))),
        (_, FormAction::Category(category)) => Some(Value::Category(category)),
        (_, FormAction::Phone(digits)) => digits.phone().map(Value::Phone),
        (_, FormAction::Date(date)) => Some(Value::Date(Day::On(date))),
        (_, FormAction::Time(time)) => Some(Value::Time(TimeOfDay::At(time))),
        (Slot::Nights, FormAction::Count(count)) => Some(Value::Nights(count)),
        (_, FormAction::Count(count)) => Some(Value::PartySize(count)),
        (_, FormAction::Language(language)) => Some(Value::CallLanguage(language)),
        (_, FormAction::Name(NameSource::Settings)) => {
            turn.context.settings.name.clone().map(Value::Name)
        }
        (_, FormAction::Name(NameSource::Platform)) => {
            turn.context.own_name.clone().map(Value::Name)
        }
        _ => None,
    };
    match value {
        Some(value) => fill(turn, form, asked, vec![value]),
        None => ask(turn, form, asked.afresh(), Alongside::default()),
    }
}

fn first_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

fn common_times(category: Option<Category>) -> Vec<FormAction> {
    let hours: &[(u32, u32)] = match category {
        Some(Category::Restaurant) => &[(13, 30), (19, 30), (20, 30), (21, 30)],
        _ => &[(9, 0), (11, 0), (16, 0), (18, 0)],
    };
    hours
        .iter()
        .filter_map(|(hour, minute)| chrono::NaiveTime::from_hms_opt(*hour, *minute, 0))
        .map(FormAction::Time)
        .collect()
}
