//! Which of the days in a text is asked for: all of them are read, each with
//! its role, and one is chosen, or none where that is in doubt.

use std::ops::Range;

use chrono::{Datelike as _, NaiveDate};

use super::Context;
use super::date::{DateProblem, Day, day_at};
use super::festival::festival_at;
use super::lexicon::WORDS;
use super::line::{Cursor, Kind, Line};
use super::numbers::number;
use super::role::{self, MOST_CANDIDATES, Role};
use super::time::daypart_at;
use crate::model::Category;

/// The days of a request.
#[derive(Default)]
pub(super) struct Dates {
    /// The day that is asked for.
    pub date: Option<NaiveDate>,
    /// The nights to the day that ends a stay.
    pub nights: Option<u32>,
    /// The only day that is wanted, also if it is a bound.
    pub arrival: Option<NaiveDate>,
}

/// Reads the days, and hides them from the readers behind.
pub(super) fn take_dates(
    line: &mut Line<'_>,
    category: Option<Category>,
    context: &Context,
) -> Dates {
    let stays = matches!(category, None | Some(Category::Hotel));
    let lodges = category == Some(Category::Hotel);
    if let Some(((day, nights), span)) = line.find(|cursor| range_in_month(cursor, lodges, context))
    {
        let wanted = stays && role::role(line, &span) == Role::Wanted;
        let counted = line.is_behind(span.start, WORDS.people.nights_of);
        let nights = nights + u32::from(counted);
        line.take(span);
        return match wanted {
            true => Dates {
                date: accepted(day),
                nights: Some(nights),
                arrival: None,
            },
            false => Dates::default(),
        };
    }
    let days = Candidate::days(line, context);
    let arrival = match &days[..] {
        [day] if day.role == Role::Wanted => accepted(day.day),
        _ => None,
    };
    let chosen = chosen(line, &days).filter(|chosen| is_borne_out(line, &days, chosen));
    let (date, nights) = match chosen {
        Some(Chosen::Stay(first, last)) if stays => stay(&days[first], &days[last]),
        Some(Chosen::One(index)) => (
            days[index]
                .day(line, context)
                .and_then(|day| behind_the_call(line, &days, &days[index], day)),
            None,
        ),
        _ => (None, None),
    };
    for day in &days {
        day.take(line);
    }
    Dates {
        date,
        nights,
        arrival,
    }
}

/// Whether the chosen day is the only one, or its clause shows that it is asked
/// for.
fn is_borne_out(line: &Line<'_>, days: &[Candidate], chosen: &Chosen) -> bool {
    let Chosen::One(index) = chosen else {
        return true;
    };
    let one = &days[*index];
    let tells = |day: &&Candidate| !matches!(day.role, Role::RuledOut | Role::Replaced);
    let mut others = days.iter().filter(tells);
    let others = others.any(|day| accepted(day.day) != accepted(one.day));
    !others || role::moves(line) || role::is_borne_out(line, &one.span)
}

/// The day that an answer names; `None` if it names none at all.
pub(super) fn asked(line: &Line<'_>, context: &Context) -> Option<Day> {
    let days = Candidate::days(line, context);
    let found = match chosen(line, &days) {
        _ if days.is_empty() => return None,
        Some(Chosen::One(index)) if days[index].is_doubtful(line, context) => None,
        Some(Chosen::One(index) | Chosen::Stay(index, _)) => Some(days[index].day),
        None => None,
    };
    Some(found.unwrap_or(Err(DateProblem::NotADate)))
}

/// From the first to the last of the days that would all do: 'Friday or
/// Saturday', 'between the 10th and the 12th', 'after the 10th'; `None` if one
/// day counts, or one is ruled out.
pub(super) fn open(line: &Line<'_>, context: &Context) -> Option<Range<usize>> {
    let days = Candidate::days(line, context);
    let roles = days.iter().map(|day| day.role);
    let counts = |role: Role| !matches!(role, Role::Wanted | Role::Replaced);
    if days.is_empty() || roles.clone().any(counts) {
        return None;
    }
    let doubtful = days.iter().any(|day| day.is_doubtful(line, context));
    if !doubtful && chosen(line, &days).is_some() {
        return None;
    }
    let joined = |two: &[Candidate]| {
        two[1].span.start <= two[0].span.end + 1
            || role::are_joined(line, &two[0].span, &two[1].span)
    };
    if !days.windows(2).all(joined) {
        return None;
    }
    let (first, last) = (days.first()?, days.last()?);
    let behind = role::is_open_ended(line, &last.span);
    let another = offers_another(line, &last.span)
        .then(|| line.at(last.span.end).eat_any(WORDS.roles.alternatives))
        .flatten()
        .map(|at| at.skip(WORDS.days.date_articles).index + 1);
    let end = behind.or(another).unwrap_or(last.span.end);
    let start = number_before(line, &first.span).unwrap_or(first.span.start);
    Some(start..end)
}

/// The days that may be meant, where the text does not tell which: to be offered.
#[must_use]
pub fn days_in_doubt(text: &str, context: &Context) -> Vec<NaiveDate> {
    let line = Line::new(text);
    let days = Candidate::days(&line, context);
    let may_be = |day: &&Candidate| matches!(day.role, Role::Wanted | Role::Replaced);
    let mut found: Vec<NaiveDate> = Vec::new();
    for day in days.iter().filter(may_be) {
        found.extend(accepted(day.day).filter(|day| !found.contains(day)));
    }
    found
}

/// The days that may be meant, which are hidden from the readers behind.
pub(super) fn take_all(line: &mut Line<'_>, context: &Context) -> Vec<NaiveDate> {
    let days = Candidate::days(line, context);
    let may_be = |day: &&Candidate| day.role != Role::RuledOut;
    let told = days.iter().filter(may_be);
    let found = told.filter_map(|day| accepted(day.day)).collect();
    days.iter().for_each(|day| day.take(line));
    found
}

/// Whether the days are joined as alternatives of one request.
pub(super) fn are_alternatives(line: &Line<'_>, context: &Context) -> bool {
    let days = Candidate::days(line, context);
    match &days[..] {
        [first, second] => {
            let at = line.at(first.span.end).eat_any(WORDS.day_words.or);
            at.is_some_and(|at| {
                at.index == second.span.start
                    || at.skip(WORDS.days.date_articles).index == second.span.start
            })
        }
        _ => false,
    }
}

/// All days with their roles.
pub(super) fn read(line: &Line<'_>, context: &Context) -> Vec<(Range<usize>, Role)> {
    let days = Candidate::days(line, context).into_iter();
    days.map(|day| (day.span, day.role)).collect()
}

/// A day in a text.
struct Candidate {
    day: Day,
    span: Range<usize>,
    role: Role,
}

/// The days that are wanted.
enum Chosen {
    /// The only one, or the one that counts.
    One(usize),
    /// The first and the last day of a stay.
    Stay(usize, usize),
}

impl Candidate {
    /// All days from left to right; feasts only if no other day is named.
    fn days(line: &Line<'_>, context: &Context) -> Vec<Self> {
        let all = |read: DayReader| {
            let mut found = Vec::new();
            let mut from = 0;
            while let Some((day, span)) = line.find_from(from, |cursor| read(cursor, context)) {
                from = span.end.max(span.start + 1);
                let role = match is_ruled_out(&line.at(span.start), &line.at(span.end)) {
                    true => Role::RuledOut,
                    false => role::role(line, &span),
                };
                let referred = role == Role::Context && role::is_asked_for_behind(line, &span);
                let role = if referred { Role::Wanted } else { role };
                found.push(Self { day, span, role });
                if found.len() == MOST_CANDIDATES {
                    break;
                }
            }
            found
        };
        let named = all(day_at);
        match named.is_empty() {
            true => all(festival_at),
            false => named,
        }
    }

    /// The day, unless it is only a bound, comes again and again, or is ruled
    /// out by the words around it.
    fn day(&self, line: &Line<'_>, context: &Context) -> Option<NaiveDate> {
        accepted(self.day).filter(|_| !self.is_doubtful(line, context))
    }

    fn is_doubtful(&self, line: &Line<'_>, context: &Context) -> bool {
        let start = line.at(self.span.start);
        let bounded = WORDS.days.bounds.contains(&start.before())
            || (start.is(WORDS.days.bound_articles)
                && WORDS.days.bounds_before.contains(&start.before()))
            || (WORDS.days.bound_articles.contains(&start.before())
                && WORDS.days.bounds_before.contains(&start.before_by(2)));
        let open = role::is_open_ended(line, &self.span).is_some()
            || (WORDS.days.range_openings.contains(&start.before())
                && line.at(self.span.end).is(WORDS.days.onwards));
        let behind = line.at(self.span.end);
        // 'Está en el taller desde el lunes'.
        let since = super::calendar::weekday(start.word()).is_some()
            && line.is_behind(self.span.start, WORDS.days.since)
            && role::is_of_a_state(line, &self.span);
        let last = behind.eat_any(WORDS.days.after_it).is_some_and(|at| {
            let symbol = at.token().is_some_and(|token| token.kind == Kind::Symbol);
            at.at_end() || symbol
        });
        let of_another = since
            || last
            || behind.is(WORDS.days.of_another)
            || is_of_a_month(start, behind)
            || behind
                .eat_any(WORDS.days.bounds)
                .or_else(|| {
                    behind
                        .eat_any(WORDS.days.bounds_before)?
                        .eat_any(WORDS.days.bound_articles)
                })
                .is_some_and(|at| {
                    festival_at(at.skip(WORDS.days.bound_articles), context).is_some()
                });
        bounded
            || open
            || of_another
            || self.is_of_next_weekend(line)
            || role::bound_start(line, &self.span).is_some()
            || follows_another(line, &self.span)
            || role::is_repeated(line, &self.span)
            || offers_another(line, &self.span)
            || self.has_just_passed(line, context)
    }

    /// 'My deposit from Nov 20', said on the 25th: a date without its year that is
    /// nearly a year ahead has more likely just passed.
    fn has_just_passed(&self, line: &Line<'_>, context: &Context) -> bool {
        const LONG_AHEAD: i64 = 320;
        let ahead = accepted(self.day).map(|day| (day - context.today()).num_days());
        let tokens = line.tokens.get(self.span.clone()).unwrap_or_default();
        let figures = tokens.iter().filter(|token| token.kind == Kind::Number);
        let named = figures.clone().next().is_none();
        let year =
            named || figures.clone().any(|token| token.folded.len() == 4) || figures.count() > 2;
        let said =
            || (0..line.tokens.len()).any(|at| line.behind_any(at, WORDS.days.next_year).is_some());
        let of = line.is_behind(self.span.start, WORDS.days.of_a_past_day);
        of && !year && ahead.is_some_and(|days| days > LONG_AHEAD) && !said()
    }

    /// 'Next weekend, Saturday preferably': which Saturday, people understand
    /// differently.
    fn is_of_next_weekend(&self, line: &Line<'_>) -> bool {
        let bare = super::calendar::weekday(line.at(self.span.start).word()).is_some()
            && self.span.len() == 1;
        bare && (0..line.tokens.len()).any(|index| {
            let phrase = WORDS.days.next_weekend;
            line.behind_any(index, phrase).is_some()
        })
    }

    /// Hides the day from the readers behind. The evening of 'tonight' is still
    /// to be read.
    fn take(&self, line: &mut Line<'_>) {
        let evening = line.at(self.span.start).is(WORDS.days.tonight);
        if !evening && !self.span.is_empty() {
            line.take(self.span.clone());
        }
        if self.role != Role::Wanted
            && let Some((_, end)) = daypart_at(line.at(self.span.end))
        {
            let part = self.span.end..end.index;
            line.take(part);
        }
    }
}

/// 'The penultimate Friday of December': a weekday of a month, whichever it is.
fn is_of_a_month(start: Cursor<'_>, behind: Cursor<'_>) -> bool {
    let named = super::calendar::weekday(start.word()).is_some() && behind.index == start.index + 1;
    let month = behind.eat_any(WORDS.days.in_month);
    named && month.is_some_and(|at| super::calendar::month(at.word()).is_some())
}

type DayReader = for<'t> fn(Cursor<'t>, &Context) -> Option<(Day, Cursor<'t>)>;

/// 'the 4th or 5th', 'next Monday or Tuesday': a number or a day behind a joint.
fn offers_another(line: &Line<'_>, span: &Range<usize>) -> bool {
    // 'Dec 12, 13 or 14'.
    let listed = line.at(span.end).eat_any(&[","]);
    let listed = listed.and_then(|at| super::numbers::ordinal(at).or_else(|| number(at)));
    let end = listed.map_or(line.at(span.end), |(_, end)| end);
    let Some(at) = end.eat_any(WORDS.roles.alternatives) else {
        return false;
    };
    let at = at.skip(WORDS.days.date_articles);
    let with_month = || {
        let named = super::calendar::month(line.at(span.end).before_by(2)).is_some();
        let (day, end) = number(at)?;
        ((1..=31).contains(&day) && named && !super::time::counts_something(end)).then_some(())
    };
    // 'El 24 y el 31': behind an article a bare number is a day.
    let with_article = || {
        let joint = end.eat_any(WORDS.roles.alternatives)?;
        let at = joint.skip(WORDS.days.day_articles);
        let (day, behind) =
            number(at).filter(|_| WORDS.days.day_articles.contains(&at.before()))?;
        ((1..=31).contains(&day) && !super::time::counts_something(behind)).then_some(())
    };
    let mut lone = WORDS.days.lone_days.iter();
    super::numbers::ordinal(at).is_some()
        || lone.any(|(word, _)| at.eat(word).is_some())
        || super::calendar::weekday(at.word()).is_some()
        || with_month().is_some()
        || with_article().is_some()
}

/// 'el 18 o 19 de diciembre': a number before the joint is a day, too.
fn follows_another(line: &Line<'_>, span: &Range<usize>) -> bool {
    let articles = line.at(span.start).skip(WORDS.days.date_articles);
    number_before(line, span).is_some() && articles.digits().is_some()
}

/// Where the number before the joint stands, with its article.
fn number_before(line: &Line<'_>, span: &Range<usize>) -> Option<usize> {
    const LONGEST_JOINT: usize = 5;
    (1..=LONGEST_JOINT).find_map(|back| {
        let at = span.start.checked_sub(back)?;
        let number = at
            .checked_sub(1)
            .filter(|_| line.at(at).before_is_number())?;
        let behind = line.at(at).eat_any(WORDS.day_words.or)?;
        let article = number
            .checked_sub(1)
            .filter(|article| line.at(*article).is(WORDS.days.date_articles));
        let articles = line.at(span.start).skip(WORDS.days.date_articles).index;
        let leads = (span.start..=articles).contains(&behind.index)
            || behind.skip(WORDS.days.date_articles).index == span.start;
        leads.then_some(article.unwrap_or(number))
    })
}

fn chosen(line: &Line<'_>, days: &[Candidate]) -> Option<Chosen> {
    let roles: Vec<Role> = days.iter().map(|day| day.role).collect();
    let mut wanted = role::wanted(&roles);
    // Of two that are the same day, the last one tells whether it is sure.
    wanted.reverse();
    wanted.dedup_by_key(|index| accepted(days[*index].day));
    wanted.reverse();
    match wanted[..] {
        [] => None,
        [one] => Some(Chosen::One(one)),
        [.., before, last] if role::moves(line) && !is_stay(line, days, &wanted) => {
            // 'Move it to Tuesday at 9 or Wednesday at 4'.
            let or = role::has_or_between(line, &days[before].span, &days[last].span);
            (!or).then_some(Chosen::One(last))
        }
        [first, second, ..] => {
            let (a, b) = (&days[first].span, &days[second].span);
            let leads = line.at(a.end).eat_any(WORDS.days.last_day);
            let to = leads.is_some_and(|at| {
                // 'Out on the 8th': the day begins with 'on'.
                (b.start..=b.start + 1).contains(&at.index)
                    || at.skip(WORDS.days.last_day_articles).index == b.start
            });
            let disagree = b.start <= a.end + 1 && !to;
            if to {
                Some(Chosen::Stay(first, second))
            } else if let Some(same) = same_day(line, days, &wanted) {
                Some(Chosen::One(same))
            } else if disagree || role::are_joined(line, a, b) {
                None
            } else {
                let asking = |index: &&usize| role::is_in_request(line, &days[**index].span);
                let mut asking = wanted.iter().filter(asking);
                let one = asking.next().copied()?;
                asking.next().is_none().then_some(Chosen::One(one))
            }
        }
    }
}

/// 'Hotel, Friday to Sunday, check in at 1 instead of 3': a stretch of days, and
/// nothing but 'instead' seems to move it.
fn is_stay(line: &Line<'_>, days: &[Candidate], wanted: &[usize]) -> bool {
    let [first, second] = wanted[..] else {
        return false;
    };
    let (a, b) = (&days[first].span, &days[second].span);
    let to = line.at(a.end).eat_any(WORDS.days.last_day);
    let moves = |index: usize| {
        let of = line.behind_any(index, WORDS.roles.instead_of).is_some();
        !of && line.behind_any(index, WORDS.roles.changing).is_some()
    };
    let moved = (0..line.tokens.len()).any(moves);
    !moved && to.is_some_and(|at| at.index == b.start)
}

/// 'Sunday lunch, 6th Dec': a weekday, and its date in the next breath.
fn same_day(line: &Line<'_>, days: &[Candidate], wanted: &[usize]) -> Option<usize> {
    let [first, second] = wanted[..] else {
        return None;
    };
    let named = super::calendar::weekday(line.at(days[first].span.start).word())?;
    let bare = days[first].span.len() == 1;
    let date = accepted(days[second].day)?;
    let near = days[second].span.start <= days[first].span.end + 3;
    (bare && near && date.weekday() == named).then_some(second)
}

/// A weekday that comes before the day to call on is the next one behind it: 'call
/// Monday and book me for Thursday'. Any other day is in doubt then.
fn behind_the_call(
    line: &Line<'_>,
    days: &[Candidate],
    asked: &Candidate,
    day: NaiveDate,
) -> Option<NaiveDate> {
    let calls = days.iter().filter(|day| day.role == Role::Call);
    let call = calls.filter_map(|call| accepted(call.day)).max();
    if call.is_none_or(|call| call <= day) {
        return Some(day);
    }
    let bare = asked.span.len() == 1
        && super::calendar::weekday(line.at(asked.span.start).word()).is_some();
    let later = day.checked_add_days(chrono::Days::new(7))?;
    (bare && call <= Some(later)).then_some(later)
}

/// The first day of a stay, and its nights.
fn stay(first: &Candidate, last: &Candidate) -> (Option<NaiveDate>, Option<u32>) {
    let (Some(first), Some(last)) = (accepted(first.day), accepted(last.day)) else {
        return (None, None);
    };
    let days = (last - first).num_days();
    let days = match days {
        -6..0 => days + 7,
        days => days,
    };
    let nights = u32::try_from(days).ok().filter(|nights| *nights > 0);
    (Some(first), nights)
}

/// 'Not on Friday', 'any day but Friday', 'el viernes no puedo': a day that is
/// named only to be ruled out.
fn is_ruled_out(start: &Cursor<'_>, end: &Cursor<'_>) -> bool {
    let small = WORDS.days.not_on_the.contains(&start.before());
    WORDS.days.not_on.contains(&start.before())
        || (small && WORDS.days.not_on.contains(&start.before_by(2)))
        || (end.is(WORDS.days.cannot))
}

/// The accepted day. Whether `3/4` is in March or in April is asked.
fn accepted(day: Day) -> Option<NaiveDate> {
    day.ok()
}

/// 'from 3 to 5 March', '3-5 de marzo', 'March 3 to 5': the day and the nights. For a
/// room also 'del 5 al 8', of the month that comes.
fn range_in_month<'t>(
    cursor: Cursor<'t>,
    lodges: bool,
    context: &Context,
) -> Option<((Day, u32), Cursor<'t>)> {
    use super::calendar::month;
    let at = cursor
        .skip(WORDS.days.range_openings)
        .skip(WORDS.days.month_articles);
    let day = |at: Cursor<'t>| {
        super::numbers::ordinal(at)
            .or_else(|| number(at))
            .filter(|(day, _)| (1..=31).contains(day))
    };
    let joint = |at: Cursor<'t>| {
        Some(
            at.eat_any(WORDS.days.range_joints)?
                .skip(WORDS.days.month_articles),
        )
    };
    let leading = month(at.word()).is_some();
    let (first, middle) = day(if leading { at.next() } else { at })?;
    let (last, end) = day(joint(middle)?)?;
    let name = if leading {
        at
    } else {
        end.skip(WORDS.numbers.of)
    };
    if month(name.word()).is_none() {
        let opens = cursor.is(WORDS.days.range_openings);
        let symbol = end
            .token()
            .is_some_and(|token| token.kind == Kind::Symbol && token.folded != ":");
        let ends = end.at_end() || symbol || end.is(WORDS.people.whom_for);
        let start = super::date(&first.to_string(), context);
        return (lodges && opens && ends && last > first).then(|| ((start, last - first), end));
    }
    let end = if leading { end } else { name.next() };
    let one = format!("{first} {}", name.word());
    let start = super::date(&one, context);
    (last > first).then(|| ((start, last - first), end))
}
