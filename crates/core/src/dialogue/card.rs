//! The card reads everything back before the call. The person changes it by a
//! word or a button, and confirms it. The bot never calls about anything that
//! was not on the card.

use chrono::{DateTime, TimeDelta, Timelike as _, Utc};

use crate::model::{
    CallId, CallRequest, Day, Slot, Task, TimeOfDay, Timing, Tries, Value, Values, Voicemail,
};
use crate::understand::{self, Aside, Control, TimeProblem, Wish};

use super::again;
use super::amend::put;
use super::asking::{self, Alongside, ask};
use super::call_at;
use super::form::Form;
use super::linking;
use super::never;
use super::prompt::{CardView, Issue, Lead, LinkReason, Offer, Prompt, StatusView};
use super::reading::{complaint, sentence};
use super::same;
use super::state::{Asked, Point, State};
use super::stopping;
use super::tries;
use super::turn::Turn;
use super::usage::Shortage;
use super::{Effect, Linked, SeriesPlan};

impl Lead {
    /// The lead above a card after these values were understood.
    pub(super) fn of(noted: Vec<Value>) -> Self {
        if noted.is_empty() {
            Self::None
        } else {
            Self::Noted(noted)
        }
    }
}

/// Shows the card; asks instead if something required is missing.
pub(super) fn show(turn: &mut Turn, mut form: Form, lead: Lead) -> State {
    match form.request(&turn.settings, turn.today(&form)) {
        Err(slot) => ask(turn, form, Asked::first(slot), Alongside::default()),
        Ok(request) => {
            if let Some((slot, issue)) = off(&request, turn.context.now) {
                return ask(turn, form, Asked::editing(slot), Alongside::issue(issue));
            }
            if std::mem::take(&mut form.call_at_wanted) {
                return call_at::ask_when(turn, form, None);
            }
            if call_at::needs_zone(turn, &form) {
                // Asked once: the card shows the person's own zone otherwise.
                form.skip(Slot::Timezone);
                let asked = Asked::editing(Slot::Timezone);
                return ask(turn, form, asked, Alongside::issue(Issue::WhichZone));
            }
            let (call_at, problem) = call_at::settle(turn, &mut form, &request);
            let lead = problem.map_or(lead, Lead::CallAt);
            let time_there = call_at::time_there(turn, &form, &request, call_at);
            form.revision = form.revision.wrapping_add(1);
            let offer = match lead {
                Lead::Aside(Aside::Question) => Some(Offer::Ask),
                Lead::TellThem => Some(Offer::Tell),
                _ => form.with_words.take().and(None),
            };
            let same = same::mention(turn.context, &request, form.repeats);
            form.same_as = same.as_ref().map(|(call, _)| *call);
            turn.say(Prompt::Card(Box::new(CardView {
                stamp: form.stamp(),
                lead,
                guessed: form.guessed.clone(),
                number_from: form.number_from.clone(),
                defaults: form.defaults.clone(),
                call_at,
                keep_trying: form.keep_trying.map(|plan| SeriesPlan::of(turn, plan)),
                time_there,
                today: turn.today(&form),
                extension: form.extension.clone(),
                offer: offer.filter(|_| form.with_words.is_some()),
                request,
                same: same.map(|(_, same)| same),
                shared: !turn.context.private,
                shortage: shortage(turn),
            })));
            State::Form(form, Point::Card)
        }
    }
}

/// Little is left on the plan. That is nobody else's business.
pub(super) fn shortage(turn: &Turn) -> Option<Shortage> {
    let context = turn.context;
    let usage = context.usage.as_ref().filter(|_| context.private)?;
    usage.shortage(context.now, context.settings.timezone)
}

/// Words at the card: 'yes', or a change.
pub(super) fn on_text(turn: &mut Turn, form: Form, text: &str) -> State {
    match understand::control(text) {
        // 'Yes' to the offer to say something is no 'yes' to the call.
        Some(Control::Yes) if form.with_words.is_some() => say_too(turn, form),
        Some(Control::No) if form.with_words.is_some() => show(turn, form, Lead::None),
        Some(Control::Yes) => on_yes(turn, form, text),
        Some(Control::No) => choose_field(turn, form),
        Some(Control::Back) => {
            let slot = form.asked.last().copied().unwrap_or(Slot::Task);
            ask(turn, form, Asked::editing(slot), Alongside::default())
        }
        _ => on_change(turn, form, text),
    }
}

/// Consent to the card. At an unusual hour a bare 'yes' may mean now or the time
/// that is offered; and *call now* is no consent to a call at another time.
fn on_yes(turn: &mut Turn, mut form: Form, text: &str) -> State {
    if form.call_at.is_some() && understand::says_now(text) {
        form.call_at = None;
        return show(turn, form, Lead::None);
    }
    let today = turn.today(&form);
    if let Ok(request) = form.request(&turn.settings, today)
        && !understand::says_call(text)
    {
        let (at, _) = call_at::settle(turn, &mut form.clone(), &request);
        let there = call_at::time_there(turn, &form, &request, at);
        if let Some(next) = there.and_then(|there| there.next) {
            return show(turn, form, Lead::NowOrThen(next));
        }
    }
    call_now(turn, form)
}

/// The bot was restored from a copy: the open question is asked once more, so
/// that nobody answers one of before.
pub(super) fn on_restored(turn: &mut Turn, form: Form, point: Point) -> State {
    match point {
        Point::Asking(asked) => {
            turn.say(Prompt::Restored);
            ask(turn, form, asked, Alongside::default())
        }
        _ => show(turn, form, Lead::Restored),
    }
}

/// Adds the person's words to the task.
pub(super) fn say_too(turn: &mut Turn, mut form: Form) -> State {
    match form.with_words.take() {
        Some(task) => {
            let changed = put(turn, &mut form, [Value::Task(*task)]);
            show(turn, form, Lead::of(changed))
        }
        None => show(turn, form, Lead::None),
    }
}

/// The task with the person's words behind it.
fn with_words(form: &Form, text: &str) -> Option<Box<Task>> {
    let task = form.values.task()?.as_str().trim_end_matches(['.', ' ']);
    let whole = Task::parse(&format!("{task}; {}", text.trim())).ok();
    whole.map(Box::new)
}

/// Whether words say enough to be worth telling the place.
fn is_worth_telling(text: &str) -> bool {
    const FEWEST_WORDS: usize = 3;
    const FEWEST_LETTERS: usize = 10;
    text.split_whitespace().count() >= FEWEST_WORDS
        && text.chars().filter(|c| c.is_alphabetic()).count() >= FEWEST_LETTERS
}

/// Words while the bot asks which field to change.
pub(super) fn on_choice_text(turn: &mut Turn, form: Form, text: &str) -> State {
    match understand::control(text) {
        Some(Control::Yes | Control::No | Control::Back) => show(turn, form, Lead::None),
        _ => on_change(turn, form, text),
    }
}

/// Applies the changes that the words ask for.
fn on_change(turn: &mut Turn, mut form: Form, text: &str) -> State {
    match understand::control(text) {
        Some(Control::Cancel) => return stopping::cancel_said(turn, form),
        Some(Control::Help) => {
            turn.say(Prompt::Help);
            return show(turn, form, Lead::None);
        }
        _ => {}
    }
    match understand::wish(text) {
        Some(Wish::Change(slot)) => {
            return ask(turn, form, Asked::editing(slot), Alongside::default());
        }
        Some(Wish::Empty(slot)) if !slot.is_required() => return asking::empty(turn, form, slot),
        _ => {}
    }
    let timed = form.is_filled(Slot::Date) || form.is_filled(Slot::Time);
    if let Some(zone) = understand::said_timezone(text).filter(|_| timed) {
        let changed = put(turn, &mut form, [Value::Timezone(zone)]);
        return show(turn, form, said(changed));
    }
    if let Some(number) = number_in_doubt(&form, text) {
        return show(turn, form, Lead::BareNumber(number));
    }
    form = match on_words_about_the_call(turn, form, text) {
        Ok(done) => return done,
        Err(form) => *form,
    };
    if let Some(kind) = understand::told_kind(text).filter(|kind| form.category() != Some(*kind)) {
        let kind = vec![Value::Category(kind)];
        return asking::fill(turn, form, Asked::editing(Slot::Category), kind);
    }
    if let Some(value) = changed_by_itself(&form, text) {
        let changed = put(turn, &mut form, [value]);
        return show(turn, form, Lead::of(changed));
    }
    let reading = turn.reading_of(&form, text);
    let corrected = understand::correction_for(text, form.category(), &reading);
    let is_correction = corrected.is_some();
    let found = corrected.unwrap_or_else(|| sentence(text, &form, &reading));
    // A change leaves the task as it was told, unless it names the task. A
    // category follows from a task, not from a passing word.
    let told = found.without(&[Slot::Task, Slot::Category]);
    let told = match is_correction {
        true => told,
        false => without_vague(&form, told),
    };
    let known = !told.is_empty();
    let task = form.values.task().filter(|_| !known);
    if let Some(task) = task.and_then(|task| understand::with_wish(text, task)) {
        let changed = put(turn, &mut form, [Value::Task(task)]);
        return show(turn, form, Lead::of(changed));
    }
    let changed = put(turn, &mut form, told);
    let asks = !known && understand::asks_the_place(text);
    form.with_words = with_words(&form, text).filter(|_| !known);
    let lead = if asks && form.with_words.is_some() {
        Lead::Aside(Aside::Question)
    } else if !changed.is_empty() {
        Lead::Noted(changed)
    } else if let Some(issue) = complaint(text, &Form::default(), &reading) {
        Lead::Issue(issue)
    } else if known {
        Lead::Already
    } else if let Some(aside) = understand::aside(text) {
        form.with_words = None;
        Lead::Aside(aside)
    } else if form.with_words.is_some() && is_worth_telling(text) {
        Lead::TellThem
    } else {
        Lead::NotUnderstood
    };
    show(turn, form, lead)
}

/// Words that only say how the call is made: what a machine gets, whether it is
/// tried again, when it is; else the form as it was.
fn on_words_about_the_call(turn: &mut Turn, form: Form, text: &str) -> Result<State, Box<Form>> {
    if let Some(what) = understand::voicemail(text) {
        return Ok(set_voicemail(turn, form, what));
    }
    let form = match tries::on_card_words(turn, form, text) {
        Ok(done) => return Ok(done),
        Err(form) => *form,
    };
    call_at::on_card_words(turn, form, text)
}

/// A second choice for the task, or a change that is told by its distance.
fn changed_by_itself(form: &Form, text: &str) -> Option<Value> {
    let task = form.values.task();
    task.and_then(|task| understand::with_second_choice(text, task))
        .map(Value::Task)
        .or_else(|| understand::relative(text, &form.values))
}

/// The lead for values that the words told, changed or not.
fn said(changed: Vec<Value>) -> Lead {
    match changed.is_empty() {
        true => Lead::Already,
        false => Lead::Noted(changed),
    }
}

/// Words for a time or a day take the place of no exact one: 'go ahead
/// whenever', 'no later than 9 though'.
fn without_vague(form: &Form, told: Values) -> Values {
    let exact_time = form.values.time().is_some_and(|time| time.at().is_some());
    let exact_day = form.values.date().is_some();
    let keeps = |value: &Value| match value {
        Value::Time(TimeOfDay::Words(_)) => !exact_time,
        Value::Date(Day::Words { .. }) => !exact_day,
        _ => true,
    };
    told.into_iter().filter(keeps).collect()
}

/// What happens when a machine answers, for this call.
pub(super) fn set_voicemail(turn: &mut Turn, mut form: Form, what: Voicemail) -> State {
    form.voicemail = Some(what);
    show(turn, form, Lead::None)
}

/// Asks which field should change.
pub(super) fn choose_field(turn: &mut Turn, mut form: Form) -> State {
    form.revision = form.revision.wrapping_add(1);
    turn.say(Prompt::ChooseField {
        stamp: form.stamp(),
        slots: form.editable(),
        keep_trying: form.keep_trying,
        voicemail: form.voicemail.unwrap_or(turn.settings.voicemail),
        call_at: form.request(&turn.settings, turn.today(&form)).is_ok(),
    });
    State::Form(form, Point::Choosing)
}

/// The person said *Call now*.
pub(super) fn call_now(turn: &mut Turn, mut form: Form) -> State {
    let context = turn.context;
    if context.late {
        return show(turn, form, Lead::Late);
    }
    // Nobody agrees to a card that they have not seen.
    if context.unseen {
        return show(turn, form, Lead::Unseen);
    }
    let today = turn.today(&form);
    if form.values.date() == Some(&today) && form.date_told.is_some_and(|told| told < today) {
        // Midnight has passed since 'tomorrow' was said.
        form.date_told = Some(today);
        form.corrected = true;
        return show(turn, form, Lead::IsToday);
    }
    let request = match form.request(&context.settings, today) {
        Ok(request) => request,
        Err(slot) => return ask(turn, form, Asked::first(slot), Alongside::default()),
    };
    if let Some((slot, issue)) = off(&request, context.now) {
        return ask(turn, form, Asked::editing(slot), Alongside::issue(issue));
    }
    let before = form.call_at;
    let (call_at, _) = call_at::settle(turn, &mut form, &request);
    if form.call_at != before {
        // The time of the call has passed since the card was shown.
        form.call_at = before;
        return show(turn, form, Lead::None);
    }
    // Somebody may have confirmed the same call since the card was shown.
    let same = same::newest(context, &request, form.repeats).map(|call| call.view.id);
    if same.is_some() && same != form.same_as {
        return show(turn, form, Lead::None);
    }
    if let Some(limit) = never::limit(turn, &request.phone) {
        turn.say(Prompt::LimitReached(limit));
        return State::Form(form, Point::Card);
    }
    match context.linked {
        Linked::Since(_) => {
            call_at::keep(turn, &form);
            let undo = TimeDelta::from_std(context.undo).unwrap_or_default();
            let soon = context.now + undo;
            let (at, status) = match call_at.filter(|at| *at > soon) {
                Some(at) => {
                    let status = again::scheduled(turn, at, request.timezone, false);
                    (at, status)
                }
                None => (soon, StatusView::Soon { wait: context.undo }),
            };
            let tries = form.keep_trying.map(|plan| Tries::agreed(plan, at));
            place(turn, Some(form.id), request, at, status, tries);
            State::Idle
        }
        Linked::No => linking::wait(turn, form, LinkReason::ToCall),
        Linked::Revoked => linking::wait(turn, form, LinkReason::Revoked { form: true }),
    }
}

/// Has a call placed, no earlier than `at`.
pub(super) fn place(
    turn: &mut Turn,
    form: Option<u32>,
    request: CallRequest,
    not_before: DateTime<Utc>,
    status: StatusView,
    tries: Option<Tries>,
) -> CallId {
    let call = turn.context.fresh_call;
    turn.last_call = Some(call);
    turn.act(Effect::PlaceCall {
        call,
        form,
        request: Box::new(request),
        not_before,
        status,
        asked_by: turn.asked_by.clone(),
        tries: tries.map(Box::new),
    });
    call
}

/// A number with nothing said beside it. It may mean people or a time of day;
/// longer ones are telephone numbers.
fn bare_number(text: &str) -> Option<u16> {
    let digits = text.trim().trim_end_matches(['.', ')', '!', '?']);
    let bare = digits.len() <= 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| bare)
}

/// A number that may be the hour or the people.
fn number_in_doubt(form: &Form, text: &str) -> Option<u16> {
    let corrected = || understand::corrects_to_number(text);
    bare_number(text).or_else(|| corrected().filter(|number| may_be_the_hour(form, *number)))
}

/// Whether a number is nearer to the hour of the form than to its people.
fn may_be_the_hour(form: &Form, number: u16) -> bool {
    let (Some(TimeOfDay::At(time)), Some(people)) = (form.values.time(), form.values.party_size())
    else {
        return false;
    };
    let number = i32::from(number);
    let from_people = (number - i32::from(people.get())).abs() * 60;
    let minutes = i32::try_from(time.num_seconds_from_midnight() / 60).unwrap_or_default();
    let on_the_clock = (minutes - number * 60).rem_euclid(12 * 60);
    let from_hour = on_the_clock.min(12 * 60 - on_the_clock);
    (1..=23).contains(&number) && from_hour < from_people
}

/// If the requested time is past or does not exist: the question to ask again,
/// and the reason.
pub(super) fn off(request: &CallRequest, at: DateTime<Utc>) -> Option<(Slot, Issue)> {
    match request.timing(at) {
        Timing::ToCome => None,
        Timing::DayPast => Some((Slot::Date, Issue::Past)),
        Timing::TimePast => Some((Slot::Time, Issue::Past)),
        Timing::NoSuchTime => Some((Slot::Time, Issue::Time(TimeProblem::NoSuchTime))),
    }
}
