//! One time of day as it is written: '8pm', '20h30', 'half past eight', 'las
//! nueve menos cuarto'.

use crate::understand::lexicon::WORDS;
use crate::understand::lexicon::opening::Opening;
use std::sync::LazyLock;

use chrono::NaiveTime;

use super::TimeProblem;
use crate::model::Category;
use crate::understand::line::{Cursor, Kind};
use crate::understand::numbers::number;

/// The half of the day in the words beside a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::understand) enum Half {
    /// 'am', 'in the morning'.
    Morning,
    /// 'pm', 'por la tarde'.
    Afternoon,
    /// 'at night': twelve is midnight.
    Night,
}

/// A time as it is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::understand) struct Clock {
    pub hour: u32,
    pub minute: u32,
    /// The half of the day, where the time itself says it.
    pub half: Option<Half>,
    /// Whether the hour is on the 24-hour clock.
    pub fixed: bool,
    /// Whether it is a time without a word such as 'at' before it.
    pub strong: bool,
}

impl Clock {
    /// The time that is meant, with the help of the words around it and the
    /// kind of place.
    pub(in crate::understand) fn resolve(
        self,
        half: Option<Half>,
        category: Option<Category>,
    ) -> Result<NaiveTime, TimeProblem> {
        let hour = match self.half.or(half.filter(|_| !self.fixed)) {
            _ if self.hour > 12 || (self.fixed && self.half.is_none()) => {
                self.hour % if self.hour == 24 { 24 } else { 100 }
            }
            Some(Half::Morning) => match (self.hour, self.half) {
                (12, Some(_)) => 0,
                (hour, _) => hour,
            },
            Some(Half::Afternoon) if self.hour < 12 => self.hour + 12,
            Some(Half::Night) if self.hour == 12 => 0,
            Some(Half::Night) if (5..12).contains(&self.hour) => self.hour + 12,
            Some(_) => self.hour,
            None => by_place(self.hour, category),
        };
        NaiveTime::from_hms_opt(hour, self.minute, 0).ok_or(TimeProblem::NoSuchTime)
    }
}

fn by_place(hour: u32, category: Option<Category>) -> u32 {
    let last_morning_hour = match category {
        Some(Category::Restaurant) => 12,
        Some(Category::Hotel) => 10,
        _ => 8,
    };
    if (1..last_morning_hour).contains(&hour) {
        hour + 12
    } else {
        hour
    }
}

/// Words that a time may begin with; figures may, too.
static OPENING: LazyLock<Opening> = LazyLock::new(|| {
    let (clock, numbers) = (&WORDS.clock, &WORDS.numbers);
    Opening::of(&[
        clock.noon,
        clock.midnight,
        clock.before_quarter,
        clock.half,
        clock.quarters_of,
        clock.three_quarters,
        clock.before_minutes_to,
        clock.hour_articles,
        numbers.units,
        numbers.teens,
        numbers.tens,
    ])
});

/// Whether a time may begin here.
pub(super) fn may_begin(cursor: Cursor<'_>) -> bool {
    OPENING.is_at(cursor)
}

/// A time here.
pub(in crate::understand) fn clock_at(cursor: Cursor<'_>) -> Option<(Clock, Cursor<'_>)> {
    may_begin(cursor).then(|| clock_here(cursor)).flatten()
}

pub(in crate::understand) fn clock_here(cursor: Cursor<'_>) -> Option<(Clock, Cursor<'_>)> {
    if crate::understand::numbers::is_figure(cursor.word()) && is_of_spelt_figures(cursor) {
        return None;
    }
    if let Some(end) = cursor.eat_any(WORDS.clock.noon) {
        // 'Noon thirty'.
        let minutes = number(end)
            .filter(|(minute, end)| matches!(minute, 15 | 30 | 45) && !counts_something(*end));
        let (minute, end) = minutes.unwrap_or((0, end));
        return Some((
            Clock {
                hour: 12,
                minute,
                fixed: true,
                strong: true,
                ..Clock::default()
            },
            end,
        ));
    }
    if let Some(end) = cursor.eat_any(WORDS.clock.midnight) {
        return Some((
            Clock {
                fixed: true,
                strong: true,
                ..Clock::default()
            },
            end,
        ));
    }
    if matches!(
        cursor.before(),
        "/" | "." | ":" | "$" | "€" | "£" | "#" | "+"
    ) && !cursor.spaced()
    {
        return None;
    }
    if let Some((_, _, next)) = cursor.digits()
        && is_embedded(cursor, next)
    {
        return None;
    }
    let (clock, end) = read(cursor)?;
    // 'Flat 6a' is no time; 'at 6a' is one.
    let letter = end.before().len() == 1
        && end.at_back(1).is_some_and(|token| token.kind == Kind::Word)
        && clock.half.is_some();
    let announced = cursor.before().is_empty()
        || cursor.before_taken()
        || clock.minute > 0
        || WORDS.clock.at_hour.contains(&cursor.before())
        || WORDS.clock.before_time.contains(&cursor.before());
    (!letter || announced).then_some((clock, end))
}

fn read(cursor: Cursor<'_>) -> Option<(Clock, Cursor<'_>)> {
    past_or_to(cursor)
        .or_else(|| spanish(cursor))
        .or_else(|| words(cursor).filter(|(clock, _)| clock.minute > 0 || clock.half.is_some()))
        .or_else(|| figures(cursor))
        .or_else(|| words(cursor))
}

/// 'half past eight', 'quarter to 9', 'ten past eight', 'half eight'.
pub(in crate::understand) fn past_or_to(cursor: Cursor<'_>) -> Option<(Clock, Cursor<'_>)> {
    may_begin(cursor).then(|| past_or_to_here(cursor)).flatten()
}

pub(in crate::understand) fn past_or_to_here(cursor: Cursor<'_>) -> Option<(Clock, Cursor<'_>)> {
    let start = cursor.skip(WORDS.clock.before_quarter);
    let (minutes, at) = if let Some(at) = start.eat_any(WORDS.clock.half) {
        (30, at)
    } else if let Some(at) = start.eat_any(WORDS.clock.quarters_of) {
        (15, at)
    } else {
        let start = cursor.skip(WORDS.clock.before_minutes_to);
        // 'Brunch 10 to 2' is a stretch, 'at 10 to 2' a time.
        let few = start.digits().filter(|(value, ..)| *value <= 12);
        let announced = WORDS.clock.at_hour.contains(&cursor.before())
            || WORDS.clock.before_time.contains(&cursor.before())
            || cursor.before_taken();
        let hours = few.and_then(|(_, _, end)| end.eat_any(WORDS.clock.to_hour)?.digits());
        let halved =
            hours.is_some_and(|(_, _, end)| with_half(Clock::default(), end).0.half.is_some());
        if hours.is_some() && !announced && !halved {
            return None;
        }
        let (value, at) =
            number(start).filter(|(value, _)| *value < 60 && value % 5 == 0 && *value > 0)?;
        let named = at.eat_any(WORDS.clock.minutes);
        (value, named.or((value < 30).then_some(at))?)
    };
    let (minutes, at) = match WORDS.clock.three_quarters.contains(&cursor.word()) {
        true => (45, at),
        false => (minutes, at),
    };
    let (before, at) = if let Some(at) = at.eat_any(WORDS.clock.past) {
        (false, at)
    } else if let Some(at) = at.eat_any(WORDS.clock.to_hour).filter(|_| minutes != 30) {
        (true, at)
    } else {
        (false, Some(at).filter(|_| minutes == 30)?)
    };
    if let Some(found) = around_noon(at, before, minutes) {
        return Some(found);
    }
    let (hour, end) = number(at).filter(|(hour, _)| (1..=12).contains(hour))?;
    if (minutes != 15 && minutes != 30 && before && month_follows(end))
        || (minutes == 30 && counts_something(end))
    {
        return None;
    }
    let clock = match (before, hour) {
        (false, _) => Clock {
            hour,
            minute: minutes,
            strong: true,
            ..Clock::default()
        },
        (true, 1) => Clock {
            hour: 12,
            minute: 60 - minutes,
            strong: true,
            ..Clock::default()
        },
        (true, _) => Clock {
            hour: hour - 1,
            minute: 60 - minutes,
            strong: true,
            ..Clock::default()
        },
    };
    Some(with_half(clock, end))
}

/// 'half past noon', 'quarter to midnight'.
fn around_noon(cursor: Cursor<'_>, before: bool, minutes: u32) -> Option<(Clock, Cursor<'_>)> {
    let (hour, end) = match (
        cursor.eat_any(WORDS.clock.noon),
        cursor.eat_any(WORDS.clock.midnight),
    ) {
        (Some(end), _) => (12, end),
        (_, Some(end)) => (24, end),
        _ => return None,
    };
    let (hour, minute) = match before {
        true => (hour - 1, 60 - minutes),
        false => (hour % 24, minutes),
    };
    let clock = Clock {
        hour,
        minute,
        fixed: true,
        strong: true,
        ..Clock::default()
    };
    Some((clock, end))
}

fn month_follows(cursor: Cursor<'_>) -> bool {
    crate::understand::calendar::month(cursor.skip(WORDS.numbers.of).word()).is_some()
        || counts_something(cursor)
}

/// '(a) las nueve y media', 'nueve menos cuarto', 'la una'.
fn spanish(cursor: Cursor<'_>) -> Option<(Clock, Cursor<'_>)> {
    let article = cursor.eat_any(WORDS.clock.hour_articles);
    let at = article.unwrap_or(cursor);
    let (hour, _) = number(at).filter(|(hour, _)| *hour <= 24)?;
    let (mut clock, mut end) = match figures(at) {
        Some((clock, end)) => (clock, end),
        None => (
            Clock {
                hour,
                ..Clock::default()
            },
            number(at)?.1,
        ),
    };
    let plain = clock.minute == 0;
    let mut told = article.is_some();
    // 'Entre 20 y 25' are no twenty-five minutes past eight.
    let bare = article.is_none() && at.digits().is_some();
    if let Some((minutes, after)) = end
        .eat_any(WORDS.clock.and)
        .filter(|minutes| {
            let halved = |end| with_half(Clock::default(), end).0.half.is_some();
            let behind = minutes.digits().map(|(_, _, end)| end);
            !bare || behind.is_none_or(halved)
        })
        .and_then(spanish_minutes)
        .filter(|_| plain)
    {
        clock.minute = minutes;
        (told, end) = (true, after);
    } else if let Some((minutes, after)) = end
        .eat_any(WORDS.clock.less)
        .and_then(spanish_minutes)
        .filter(|_| plain)
    {
        clock.minute = 60 - minutes;
        clock.hour = if clock.hour == 1 {
            12
        } else {
            clock.hour.checked_sub(1)?
        };
        (told, end) = (true, after);
    } else if let Some((minutes, after)) = end
        .eat_any(WORDS.clock.before_minutes)
        .filter(|_| end.token().is_some_and(|token| token.kind == Kind::Word))
        .and_then(number)
        .filter(|(minutes, _)| plain && *minutes < 10)
    {
        clock.minute = minutes;
        (told, end) = (true, after);
    } else if let Some((minutes, after)) = article.and(number(end)).filter(|(minutes, after)| {
        // 'Las nueve dos de la noche' is two minutes past.
        let few = with_half(Clock::default(), *after).0.half.is_some();
        plain && (10..60).contains(minutes) && !counts_something(*after)
            || plain && few && (1..10).contains(minutes)
    }) {
        clock.minute = minutes;
        end = after;
    }
    end = end.skip(WORDS.clock.on_the_dot);
    let (mut clock, end) = with_half(clock, end);
    clock.strong = clock.strong || told;
    if clock.half.is_none() && !clock.strong
        || (counts_something(end) && clock.half.is_none() && clock.minute == 0)
    {
        return None;
    }
    Some((clock, end))
}

fn spanish_minutes(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    if let Some(end) = cursor.eat_any(WORDS.clock.half_hour) {
        return Some((30, end));
    }
    if let Some(end) = cursor.eat_any(WORDS.clock.quarters) {
        return Some((15, end));
    }
    number(cursor).filter(|(value, end)| {
        matches!(value, 5 | 10 | 15 | 20 | 25 | 30 | 35 | 40 | 45 | 50 | 55)
            && !counts_something(*end)
    })
}

/// '830pm': three or four figures with the half of the day.
fn run_together(cursor: Cursor<'_>) -> Option<(Clock, Cursor<'_>)> {
    let (value, _, end) = cursor
        .digits()
        .filter(|(_, length, _)| matches!(length, 3 | 4))?;
    let clock = Clock {
        hour: value / 100,
        minute: value % 100,
        ..Clock::default()
    };
    let (clock, end) = with_half(clock, end);
    let fits = (1..=12).contains(&clock.hour) && clock.minute < 60;
    (clock.half.is_some() && fits).then_some((clock, end))
}

/// '1900' behind 'at', '2130 hs'.
fn military(cursor: Cursor<'_>) -> Option<(Clock, Cursor<'_>)> {
    let announced = WORDS.clock.at_hour.contains(&cursor.before());
    let (value, _, end) = cursor.digits().filter(|(_, length, _)| *length == 4)?;
    let hours = end.eat_any(WORDS.clock.hours_apart);
    // 'Push it to 1100', but not 'up to 1500'.
    let moved = WORDS.clock.moving_to.contains(&cursor.before())
        && WORDS.clock.moved.contains(&cursor.before_by(2))
        && value % 5 == 0
        && (600..2400).contains(&value);
    if !announced && !moved && hours.is_none() {
        return None;
    }
    let end = hours.unwrap_or(end);
    let clock = Clock {
        hour: value / 100,
        minute: value % 100,
        fixed: true,
        strong: true,
        ..Clock::default()
    };
    (clock.hour < 24 && clock.minute < 60 && !counts_something(end)).then_some((clock, end))
}

/// '8', '8:30', '8.30', '20h', '20h30', '8pm'.
fn figures(cursor: Cursor<'_>) -> Option<(Clock, Cursor<'_>)> {
    if let Some(found) = run_together(cursor).or_else(|| military(cursor)) {
        return Some(found);
    }
    let (hour, length, next) = cursor.digits().filter(|(_, length, _)| *length <= 2)?;
    if next.token().is_some_and(|token| {
        !token.spaced
            && token.kind == Kind::Symbol
            && matches!(token.folded.as_str(), "/" | "%" | "€" | "$" | "£")
    }) {
        return None;
    }
    let leading_zero = cursor.word().starts_with('0') && length == 2;
    let mut clock = Clock {
        hour,
        fixed: hour > 12 || leading_zero || hour == 0,
        ..Clock::default()
    };
    match minutes_behind(cursor, next) {
        Minutes::Told(minute, end) => {
            clock.minute = minute;
            clock.strong = !matches!(next.word(), "." | "'");
            return Some(with_half(clock, end.skip(WORDS.clock.hours)));
        }
        Minutes::Broken => return None,
        Minutes::Absent => {}
    }
    let hours = next
        .token()
        .filter(|token| !token.spaced && WORDS.clock.hour_signs.contains(&token.folded.as_str()));
    let duration = WORDS.clock.durations.contains(&cursor.before());
    // '24h' is how long a shop is open.
    let all_day = hour == 24 && !WORDS.clock.at_hour.contains(&cursor.before());
    if hours.is_some() && all_day {
        return None;
    }
    if hours.is_some() && !duration && hour >= 6 {
        clock.strong = true;
        clock.fixed = true;
        return Some(with_half(clock, next.next()));
    }
    // '21 h' is an hour of the 24.
    let apart = next.eat_any(WORDS.clock.hours_apart).filter(|_| {
        let behind_day = cursor.before_taken() && hour >= 6;
        (hour > 12 || behind_day) && hour < 24
    });
    if let Some(end) = apart.filter(|_| !duration) {
        clock.strong = true;
        clock.fixed = true;
        return Some((clock, end));
    }
    if let Some(end) = next.eat_any(WORDS.clock.oclock) {
        clock.strong = true;
        return Some(with_half(clock, end));
    }
    let next = next.glued(WORDS.clock.ish).unwrap_or(next);
    // '8. A.M.': the full stop belongs to nobody.
    let behind_stop = Some(next.next()).filter(|_| next.word() == "." && !next.spaced());
    let told = behind_stop.map(|at| with_half(clock, at));
    let told = told.filter(|(clock, _)| clock.half.is_some());
    let (clock, end) = told.unwrap_or_else(|| with_half(clock, next));
    let weak = !clock.strong;
    if weak && (counts_something(end) || hour > 24) {
        return None;
    }
    Some((clock, end))
}

/// The minutes behind an hour in figures.
enum Minutes<'t> {
    Told(u32, Cursor<'t>),
    /// Figures follow that are no minutes.
    Broken,
    Absent,
}

/// '8:30', '8.30', '8h30', '7;30', '7: 30', '7 30 pm'.
fn minutes_behind<'t>(cursor: Cursor<'t>, next: Cursor<'t>) -> Minutes<'t> {
    let split = next.glued(&[":", ".", "h", "'", ";"]);
    let touching = split.and_then(|at| at.token().filter(|token| !token.spaced).and(at.digits()));
    // '7:3pm' misses a figure.
    if next.word() == ":" && matches!(touching, Some((_, 1, _))) {
        return Minutes::Broken;
    }
    let loose = || {
        let colon = matches!(next.word(), ":" | ";") && split.is_some();
        split.filter(|_| colon)?.digits()
    };
    let found = touching
        .filter(|(_, length, _)| *length == 2)
        .or_else(loose)
        .or_else(|| minutes_apart(cursor, next));
    let Some((minute, 2, end)) = found else {
        // '21,30' is no hour with something behind it.
        let figures = next
            .glued(&[","])
            .filter(|at| !at.spaced())
            .and_then(Cursor::digits);
        return match figures {
            Some(_) => Minutes::Broken,
            None => Minutes::Absent,
        };
    };
    let end = seconds(cursor, end);
    let more = end.glued(&[".", ":", "/", ","]);
    if more.is_some_and(|at| !at.spaced() && at.digits().is_some()) {
        return Minutes::Broken;
    }
    Minutes::Told(minute, end)
}

/// Whether a number is in the middle of a code: '7f3a9c1e', 'T19'.
fn is_embedded(cursor: Cursor<'_>, next: Cursor<'_>) -> bool {
    let glued_before = !cursor.spaced()
        && cursor
            .at_back(1)
            .is_some_and(|token| token.kind == Kind::Word && token.folded != "t");
    let token = next
        .token()
        .filter(|token| !token.spaced && token.kind == Kind::Word);
    let glued_behind = token.is_some_and(|token| {
        let after = next.next().token();
        let goes_on = after.is_some_and(|after| after.kind == Kind::Number && !after.spaced);
        let hour_sign =
            WORDS.clock.hour_signs.contains(&token.folded.as_str()) || token.folded == "h";
        (goes_on && !hour_sign) || (token.capital && token.folded.len() == 1)
    });
    glued_before || glued_behind
}

/// '7 30 pm', 'a las 9,30', 'a las 9-30': minutes that stand apart, behind a
/// word for the hour or before one for the half of the day.
fn minutes_apart<'t>(cursor: Cursor<'t>, next: Cursor<'t>) -> Option<(u32, usize, Cursor<'t>)> {
    let announced = WORDS.clock.at_hour.contains(&cursor.before())
        || cursor.before_taken() && next.word() == ",";
    let at = match next.token()?.kind {
        Kind::Number => next,
        _ => next
            .glued(&[",", "-"])
            .filter(|at| announced && !at.spaced())?,
    };
    let (minute, length, end) = at.digits()?;
    let clock = Clock::default();
    let halved = with_half(clock, end).0.half.is_some();
    let later = cursor
        .digits()
        .is_some_and(|(hour, _, _)| (hour + 1..=24).contains(&minute));
    let stretch = next.word() == "-" && later;
    let fits = length == 2 && minute < 60 && !counts_something(end) && !stretch;
    let free = end.at_end() || !end.is(&["/", ":", "."]) || end.spaced();
    (fits && free && (announced || halved)).then_some((minute, length, end))
}

/// Behind the seconds and the offset of '2026-11-28T19:00:00-05:00'.
fn seconds<'t>(cursor: Cursor<'t>, end: Cursor<'t>) -> Cursor<'t> {
    if cursor.before() != "t" || cursor.spaced() {
        return end;
    }
    let pair = |at: Cursor<'t>, signs: &[&str]| -> Option<Cursor<'t>> {
        Some(at.glued(signs)?.digits()?.2)
    };
    let end = pair(end, &[":"]).unwrap_or(end);
    let end = end.glued(&["z"]).unwrap_or(end);
    let zone = pair(end, &["-", "+"]);
    zone.map_or(end, |at| pair(at, &[":"]).unwrap_or(at))
}

/// 'eight', 'eight thirty', 'eight o'clock'.
fn words(cursor: Cursor<'_>) -> Option<(Clock, Cursor<'_>)> {
    let (hour, next) = number(cursor).filter(|(hour, _)| (1..=24).contains(hour))?;
    let spoken = cursor.token().is_some_and(|token| token.kind == Kind::Word);
    let minutes_in_words = (next.is(WORDS.clock.before_minutes) && next.word() != "-")
        || next.is(WORDS.clock.and_half)
        || (next.token().is_some_and(|token| token.kind == Kind::Word)
            && number(next).is_some_and(|(minute, _)| matches!(minute, 15 | 30 | 45)));
    if !spoken && !minutes_in_words {
        return None;
    }
    let mut clock = Clock {
        hour,
        fixed: hour > 12,
        ..Clock::default()
    };
    if let Some(end) = next.eat_any(WORDS.clock.hundred_hours) {
        clock.fixed = true;
        clock.strong = true;
        return Some((clock, end));
    }
    if let Some(end) = next.eat_any(WORDS.clock.and_half) {
        clock.minute = 30;
        clock.strong = true;
        return Some(with_half(clock, end));
    }
    if let Some(end) = next.eat_any(WORDS.clock.oclock) {
        clock.strong = true;
        return Some(with_half(clock, end));
    }
    // 'Eight-thirty' is a time, '9-10' a stretch.
    let oh = next
        .eat_any(WORDS.clock.before_minutes)
        .filter(|_| spoken || next.word() != "-");
    let least = |end: Cursor<'_>| {
        // 'Seis dos de la tarde' is two minutes past.
        let halved = with_half(Clock::default(), end).0.half.is_some();
        if oh.is_some() || halved { 1 } else { 10 }
    };
    if let Some((minute, end)) = number(oh.unwrap_or(next))
        .filter(|(minute, end)| (least(*end)..60).contains(minute) && !counts_something(*end))
    {
        clock.minute = minute;
        clock.strong = matches!(minute, 15 | 30 | 45);
        return Some(with_half(clock, end));
    }
    let (clock, end) = with_half(clock, next);
    (clock.strong || !counts_something(end)).then_some((clock, end))
}

/// Whether a word is one of many figures that are spelt out: 'five five five oh
/// one' is no time.
fn is_of_spelt_figures(cursor: Cursor<'_>) -> bool {
    const MANY: usize = 5;
    let figure = |at: Cursor<'_>| {
        at.is(WORDS.clock.before_minutes) && at.word() != "-"
            || number(at).is_some_and(|(value, end)| value < 10 && end.index == at.index + 1)
    };
    let mut count = 0;
    let mut at = cursor;
    while count < MANY && figure(at) {
        at = at.next().skip(&["-"]);
        count += 1;
    }
    let behind = count;
    let before = (1..=8).take_while(|back| {
        let word = cursor.before_by(*back);
        word == "-"
            || WORDS.clock.before_minutes.contains(&word)
            || crate::understand::numbers::is_figure(word)
    });
    behind + before.count() >= MANY
}

/// With 'pm' or 'de la tarde' behind it, if one stands there.
pub(in crate::understand) fn with_half(clock: Clock, end: Cursor<'_>) -> (Clock, Cursor<'_>) {
    let short = |phrase: &str| phrase.len() == 1;
    for (phrase, half) in end.beginning(WORDS.clock.half_signs) {
        if short(phrase) && end.spaced() {
            continue;
        }
        if let Some(after) = end.eat(phrase).filter(|_| clock.hour <= 23) {
            let hour = clock.hour;
            return (
                Clock {
                    half: Some(*half),
                    strong: true,
                    fixed: hour > 12,
                    ..clock
                },
                after,
            );
        }
    }
    for (phrase, half) in end.beginning(WORDS.clock.halves) {
        if let Some(after) = end.eat(phrase) {
            let half = match (half, clock.hour) {
                (Half::Morning, 12) => Half::Afternoon,
                _ => *half,
            };
            return (
                Clock {
                    half: Some(half),
                    strong: true,
                    ..clock
                },
                after,
            );
        }
    }
    (clock, end)
}

/// Whether a thing is counted here, so that the number before is not a time.
pub(in crate::understand) fn counts_something(cursor: Cursor<'_>) -> bool {
    cursor.is(WORDS.clock.counted)
}
