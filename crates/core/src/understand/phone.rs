//! Phone numbers: found in a text, read by libphonenumber's rules.
//!
//! A number with `+` (or `00`) and a country code that exists passes even if it
//! is not assigned; without `+` it must be possible in the home region. Dates,
//! times, prices and order numbers are not phone numbers, and neither are
//! digits in an address. [`which_number`] picks the number that is meant.

use super::lexicon::WORDS;
use std::ops::Range;

use super::dialled::{reaches_emergency, read};
use super::line::{Cursor, Kind, Line, Token};
use super::{Context, addresses, spoken_number, which_number};
use crate::model::{Language, Phone, PhoneProblem, Region};

/// More groups than any number is written in.
const MOST_GROUPS: usize = 10;
/// The digits of a possible number, with a country code and an international
/// prefix.
const LENGTHS: std::ops::RangeInclusive<usize> = 7..=17;

/// Reads the phone number to call, alone or within a text.
///
/// # Errors
/// When the text has no number, several, or one that the bot may not call. An
/// emergency number that stands alone is always [`PhoneProblem::Emergency`].
pub fn phone(text: &str, context: &Context) -> Result<Phone, PhoneProblem> {
    reading(text, context, false)
}

/// The number that the words would tell in a country where people speak the
/// language of the chat: '912 34 56 78' in Spanish, where home is another country.
#[must_use]
pub fn phone_by_language(text: &str, context: &Context) -> Option<Phone> {
    let countries: &[&str] = match context.language {
        Language::En => &["US", "GB"],
        Language::Es => &["ES"],
    };
    let regions = countries.iter().filter_map(|code| code.parse().ok());
    let mut elsewhere = regions.filter(|region: &Region| *region != context.region);
    elsewhere.find_map(|region| {
        let context = Context { region, ..*context };
        phone(text, &context).ok()
    })
}

/// The same where the person's own number is asked for: 'my number is X' is
/// an answer.
///
/// # Errors
/// As [`phone`].
pub fn own_phone(text: &str, context: &Context) -> Result<Phone, PhoneProblem> {
    reading(text, context, true)
}

fn reading(text: &str, context: &Context, own_too: bool) -> Result<Phone, PhoneProblem> {
    let line = Line::new(text);
    if line.tokens.is_empty() {
        return Err(PhoneProblem::NotANumber);
    }
    let runs = runs(&line);
    if let Some(problem) = runs
        .iter()
        .find_map(|run| emergency_run(&line, run, context))
    {
        return Err(problem);
    }
    let candidates = candidates(&line, context);
    match which_number::choose(&line, &candidates, own_too) {
        Ok(at) => candidates[at].phone.clone(),
        Err(PhoneProblem::NotANumber) => Err(short_or_long(&line, &runs, context)),
        Err(problem) => Err(problem),
    }
}

/// The problem with the longest digits that are not a candidate.
fn short_or_long(line: &Line<'_>, runs: &[Run], context: &Context) -> PhoneProblem {
    let letters = line.tokens.iter().any(|token| token.kind == Kind::Word);
    let longest = runs.iter().max_by_key(|run| run.digits(line).len());
    match longest {
        Some(run)
            if (!letters || run.digits(line).len() >= 5)
                && !is_something_else(line, &run.groups, run.plus) =>
        {
            let last = run.groups.len() - 1;
            read(&run.dialled(line, 0, last), context)
                .err()
                .unwrap_or(PhoneProblem::NotANumber)
        }
        _ => PhoneProblem::NotANumber,
    }
}

/// Digits written like a phone number, and the number that they are read as.
#[derive(Debug)]
pub(super) struct Candidate {
    pub tokens: Range<usize>,
    pub phone: Result<Phone, PhoneProblem>,
}

/// A number found in a text, and its tokens.
pub(super) struct Found {
    pub phone: Phone,
    pub tokens: Range<usize>,
}

/// Everything in a text that is written like a phone number.
pub(super) struct Numbers(Vec<Candidate>);

impl Numbers {
    /// Reads them once for all questions, since libphonenumber takes its time.
    pub(super) fn read(line: &Line<'_>, context: &Context) -> Self {
        Self(candidates(line, context))
    }

    /// The number to call.
    pub(super) fn to_call(&self, line: &Line<'_>) -> Option<Found> {
        let chosen = which_number::choose(line, &self.0, false).ok()?;
        let Candidate { tokens, phone } = self.0.get(chosen)?;
        Some(Found {
            phone: phone.clone().ok()?,
            tokens: tokens.clone(),
        })
    }

    /// Whether the text asks for several calls at once.
    pub(super) fn ask_for_several(&self, line: &Line<'_>) -> bool {
        which_number::several_calls(line, &self.0)
    }

    /// The tokens of each.
    pub(super) fn spans(&self) -> impl Iterator<Item = Range<usize>> {
        self.0.iter().map(|candidate| candidate.tokens.clone())
    }
}

/// The number to call that a sentence names.
pub(super) fn find(line: &Line<'_>, context: &Context) -> Option<Found> {
    Numbers::read(line, context).to_call(line)
}

fn candidates(line: &Line<'_>, context: &Context) -> Vec<Candidate> {
    let mut found = Vec::new();
    for run in runs(line) {
        candidates_of(line, &run, context, &mut found);
    }
    let spoken = spoken_number::all(line);
    if !spoken.is_empty() {
        let spoken = spoken.into_iter().map(|(digits, tokens)| Candidate {
            tokens,
            phone: read(&digits, context).map(|(phone, _)| phone),
        });
        found.extend(spoken);
        found.sort_by_key(|candidate| candidate.tokens.start);
    }
    found
}

/// The numbers of a run: two may stand in it side by side.
fn candidates_of(line: &Line<'_>, run: &Run, context: &Context, found: &mut Vec<Candidate>) {
    if let Some((number, last)) = within(line, run, context) {
        found.push(Candidate {
            tokens: number.tokens.start..behind_extension(line, number.tokens.end),
            phone: Ok(number.phone),
        });
        if last + 1 < run.groups.len() {
            let rest = run.groups[last + 1..].to_vec();
            let rest = Run {
                plus: false,
                code: None,
                first: rest[0],
                groups: rest,
            };
            candidates_of(line, &rest, context, found);
        }
        return;
    }
    if let Some(number) = vanity(line, run, context) {
        found.push(number);
        return;
    }
    let last = run.groups.len() - 1;
    let tokens = run.first..run.groups[last] + 1;
    if !LENGTHS.contains(&run.digits(line).len())
        || is_something_else(line, &run.groups, run.plus)
        || addresses::holds(line, &tokens)
    {
        return;
    }
    // It was written like a number, but no such number exists.
    let problem = read(&run.dialled(line, 0, last), context)
        .err()
        .unwrap_or(PhoneProblem::TooLong);
    found.push(Candidate {
        tokens,
        phone: Err(problem),
    });
}

/// Groups of digits joined by separators that occur within a number.
struct Run {
    plus: bool,
    /// The country code, if it stands apart: '55 5555 0134, +52'.
    code: Option<String>,
    groups: Vec<usize>,
    first: usize,
}

impl Run {
    fn digits(&self, line: &Line<'_>) -> String {
        self.groups
            .iter()
            .map(|group| line.tokens[*group].folded.as_str())
            .collect()
    }

    /// The groups from one to another as they would be dialled.
    fn dialled(&self, line: &Line<'_>, from: usize, to: usize) -> String {
        let groups: Vec<&str> = self.groups[from..=to]
            .iter()
            .map(|group| line.tokens[*group].folded.as_str())
            .collect();
        let joined = groups.join(" ");
        if let Some(code) = &self.code {
            format!("+{code}{joined}")
        } else if self.plus && from == 0 {
            format!("+{joined}")
        } else {
            joined
        }
    }
}

/// All runs; a country code that stands apart belongs to the only number.
fn runs(line: &Line<'_>) -> Vec<Run> {
    let mut runs = plain_runs(line);
    let is_code = |run: &Run| run.plus && run.groups.len() == 1 && run.digits(line).len() <= 3;
    let is_number = |run: &Run| !run.plus && LENGTHS.contains(&run.digits(line).len());
    let codes: Vec<usize> = (0..runs.len()).filter(|at| is_code(&runs[*at])).collect();
    let numbers: Vec<usize> = (0..runs.len()).filter(|at| is_number(&runs[*at])).collect();
    if let ([code], [number]) = (&codes[..], &numbers[..]) {
        runs[*number].code = Some(runs[*code].digits(line));
    }
    runs
}

fn plain_runs(line: &Line<'_>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open = false;
    let mut behind_date = 0;
    for (index, token) in line.tokens.iter().enumerate() {
        if index < behind_date {
            continue;
        }
        // 'Mesa para 2 030 123456': a count, and a number behind it.
        if !open && counts_people(line, index) {
            continue;
        }
        // 'Mesa para 2 25-11-2026': a count, and a day behind it.
        let short = open && runs.last().is_some_and(|run| run.digits(line).len() <= 2);
        if let Some(end) = written_date(line, index).filter(|_| short) {
            (open, behind_date) = (false, end);
            continue;
        }
        match token.kind {
            // The minutes of '0:00' begin no number.
            Kind::Number if is_of_a_time(line, index) => open = false,
            Kind::Number if open && is_list_mark(line, index) => open = false,
            Kind::Number
                if open
                    && runs
                        .last()
                        .is_some_and(|run| run.groups.len() < MOST_GROUPS) =>
            {
                if let Some(run) = runs.last_mut() {
                    run.groups.push(index);
                }
            }
            Kind::Number => {
                let plus = index > 0 && line.tokens[index - 1].folded == "+";
                let bracket = index > 1
                    && line.tokens[index - 1].folded == "("
                    && line.tokens[index - 2].folded == "+";
                let first = index - usize::from(plus) - 2 * usize::from(bracket);
                runs.push(Run {
                    plus: plus || bracket,
                    code: None,
                    groups: vec![index],
                    first,
                });
                open = true;
            }
            Kind::Symbol => {
                open = open
                    && matches!(
                        token.folded.as_str(),
                        "-" | "." | "(" | ")" | "/" | "·" | "~" | "_"
                    )
            }
            Kind::Word => open = false,
        }
    }
    runs
}

/// Whether a number here is the people of 'for 2' or 'party of 5', and stands apart
/// from the figures behind it.
fn counts_people(line: &Line<'_>, index: usize) -> bool {
    let few = |value: u32| (1..=50).contains(&value);
    let count = line.at(index).digits();
    let apart = line.tokens.get(index + 1).is_some_and(|next| next.spaced);
    let short = count.is_some_and(|(value, length, _)| length <= 2 && few(value));
    let led = || {
        line.is_behind(index, WORDS.people.whom_for) || line.is_behind(index, WORDS.people.openings)
    };
    short && apart && line.tokens[index].spaced && led()
}

/// Behind a day that stands apart and has its year: '25-11-2026', '2026-11-25'.
fn written_date(line: &Line<'_>, index: usize) -> Option<usize> {
    let cursor = line.at(index);
    let (first, length, next) = cursor.digits().filter(|_| cursor.spaced())?;
    let sign = next.token().filter(|token| !token.spaced)?.folded.as_str();
    let part = |at: Cursor<'_>| {
        at.glued(&[sign])?
            .digits()
            .map(|(n, l, end)| (n, l, end.index))
    };
    let (second, in_middle, at) = part(next)?;
    let (third, at_end, end) = part(line.at(at))?;
    let (year, day, month) = match (length, in_middle, at_end) {
        (4, 1 | 2, 1 | 2) => (first, third, second),
        (1 | 2, 1 | 2, 4) => (third, first, second),
        _ => return None,
    };
    let in_order = |day: u32, month: u32| (1..=31).contains(&day) && (1..=12).contains(&month);
    let goes_on = line.at(end).glued(&[sign]).and_then(Cursor::digits);
    let fits = matches!(sign, "-" | "." | "/")
        && (2000..2100).contains(&year)
        && (in_order(day, month) || in_order(month, day));
    (fits && goes_on.is_none()).then_some(end)
}

/// Whether a line of a list begins with this number: '2. Ask for Marcy'.
fn is_list_mark(line: &Line<'_>, index: usize) -> bool {
    let token = &line.tokens[index];
    let before = index
        .checked_sub(1)
        .map_or(0, |at| line.tokens[at].span.end);
    let mark = line.tokens.get(index + 1);
    let marked = mark.is_some_and(|mark| matches!(mark.folded.as_str(), "." | ")") && !mark.spaced);
    let apart = line.tokens.get(index + 2).is_some_and(|next| next.spaced);
    token.folded.len() <= 2 && line.text[before..token.span.start].contains('\n') && marked && apart
}

fn is_of_a_time(line: &Line<'_>, index: usize) -> bool {
    let before = |back: usize| index.checked_sub(back).and_then(|at| line.tokens.get(at));
    let touches = |index: usize| line.tokens.get(index).is_some_and(|token| !token.spaced);
    before(1).is_some_and(|token| token.folded == ":")
        && before(2).is_some_and(|token| token.kind == Kind::Number && token.folded.len() <= 2)
        && line.tokens[index].folded.len() == 2
        && touches(index)
        && touches(index - 1)
}

/// The number within a run, and its last group: the whole run, or the rest
/// without groups that clearly belong to the words around it. A number is never
/// cut to make it fit.
fn within(line: &Line<'_>, run: &Run, context: &Context) -> Option<(Found, usize)> {
    let last = run.groups.len() - 1;
    let mut possible = None;
    for from in 0..=last {
        if from > 0 && (run.plus || !may_stand_before(line, run, from)) {
            continue;
        }
        for to in (from..=last).rev() {
            let groups = &run.groups[from..=to];
            let length: usize = groups.iter().map(|g| line.tokens[*g].folded.len()).sum();
            let first = if from == 0 {
                run.first
            } else {
                run.groups[from]
            };
            let tokens = first..run.groups[to] + 1;
            if !LENGTHS.contains(&length)
                || !may_stand_behind(line, run, to)
                || is_something_else(line, groups, run.plus && from == 0)
                || addresses::holds(line, &tokens)
            {
                continue;
            }
            let Ok((phone, valid)) = read(&run.dialled(line, from, to), context) else {
                continue;
            };
            let found = Found { phone, tokens };
            if valid {
                return Some((closed(line, found), to));
            }
            // Only the whole run may be a number that nobody has yet.
            if from == 0 && to == last {
                possible.get_or_insert(found);
            }
        }
    }
    possible.map(|found| (closed(line, found), last))
}

fn digits_of(line: &Line<'_>, groups: &[usize]) -> usize {
    groups
        .iter()
        .map(|group| line.tokens[*group].folded.len())
        .sum()
}

/// Whether two groups are a day ('29/1'), and no part of a number.
fn is_day(line: &Line<'_>, groups: &[usize]) -> bool {
    matches!(groups, [day, month] if *month == day + 2 && line.tokens[day + 1].folded == "/")
        && groups
            .iter()
            .all(|group| line.tokens[*group].folded.len() <= 2)
}

/// Whether the group before a number in its run is not a part of it: 'table for
/// 4 912345678'. Behind a word of calling it would be.
fn may_stand_before(line: &Line<'_>, run: &Run, from: usize) -> bool {
    let left = &run.groups[..from];
    if is_day(line, left) {
        return true;
    }
    let before = run
        .first
        .checked_sub(1)
        .map_or("", |before| line.tokens[before].folded.as_str());
    digits_of(line, left) <= 4
        && stands_apart(line, run.groups[from])
        && !before.is_empty()
        && !WORDS.phones.leads_to_it.contains(&before)
}

/// Whether white space stands before a group, or before its bracket.
fn stands_apart(line: &Line<'_>, group: usize) -> bool {
    let spaced = |index: usize| line.tokens.get(index).is_some_and(|token| token.spaced);
    let bracket = group
        .checked_sub(1)
        .filter(|at| line.tokens[*at].folded == "(");
    spaced(group) || bracket.is_some_and(spaced)
}

/// Whether the group behind a number in its run is not a part of it: '912345678
/// 4 personas'; another number may follow.
fn may_stand_behind(line: &Line<'_>, run: &Run, to: usize) -> bool {
    let left = &run.groups[to + 1..];
    let Some((first, last)) = left.first().zip(left.last()) else {
        return true;
    };
    let joint = (run.groups[to] + 1..*first).map(|index| line.tokens[index].folded.as_str());
    let apart =
        line.tokens[*first].spaced || joint.clone().any(|word| matches!(word, "/" | "·" | "~"));
    let next = line
        .tokens
        .get(last + 1)
        .map_or("", |token| token.folded.as_str());
    let digits = digits_of(line, left);
    let another = LENGTHS.contains(&digits)
        && digits_of(line, &run.groups[..=to]) >= 9
        && line.tokens[*last].folded.len() <= 11;
    apart
        && (another
            || is_day(line, left)
            || (digits <= 4
                && (WORDS.phones.counted.contains(&next)
                    || super::calendar::month(next).is_some())))
}

/// With the bracket that the number opens with.
fn closed(line: &Line<'_>, mut found: Found) -> Found {
    if found.tokens.start > 0 && line.tokens[found.tokens.start - 1].folded == "(" {
        found.tokens.start -= 1;
        if line
            .tokens
            .get(found.tokens.end)
            .is_some_and(|token| token.folded == ")")
        {
            found.tokens.end += 1;
        }
    }
    found
}

/// Whether the groups are a date, a price, a time or an order number.
fn is_something_else(line: &Line<'_>, groups: &[usize], plus: bool) -> bool {
    let (Some(&first), Some(&last)) = (groups.first(), groups.last()) else {
        return true;
    };
    let text = |index: usize| {
        line.tokens
            .get(index)
            .map_or("", |token: &Token| token.folded.as_str())
    };
    let lengths: Vec<usize> = groups
        .iter()
        .map(|group| line.tokens[*group].folded.len())
        .collect();
    let separators = groups.windows(2).all(|pair| pair[1] == pair[0] + 2);
    let is_date = separators && matches!(lengths.as_slice(), [4, 1 | 2, 1 | 2] | [1 | 2, 1 | 2, 4]);
    let next = line.tokens.get(last + 1);
    let goes_on = next.is_some_and(|token| {
        (token.kind == Kind::Word && !token.spaced && !is_extension(&token.folded))
            || (token.folded == ":"
                && line
                    .tokens
                    .get(last + 2)
                    .is_some_and(|after| after.kind == Kind::Number))
    });
    let before = |back: usize| first.checked_sub(back).map_or("", text);
    let priced =
        WORDS.phones.money.contains(&text(last + 1)) || WORDS.phones.money.contains(&before(1));
    let numbered = !plus && is_numbered(line, first);
    goes_on
        || (!plus && (is_date || is_dotted_moment(line, groups)))
        || priced
        || numbered
        || before(1) == ":" && before(2).parse::<u32>().is_ok()
}

/// '15.02.13 14.12': a day and a time with points, which would be a number of
/// ten digits.
fn is_dotted_moment(line: &Line<'_>, groups: &[usize]) -> bool {
    let [day, month, year, hour, minute] = *groups else {
        return false;
    };
    let figure = |index: usize| line.tokens[index].folded.parse::<u32>().unwrap_or(u32::MAX);
    let dotted =
        |first: usize, second: usize| second == first + 2 && line.tokens[first + 1].folded == ".";
    let length = line.tokens[year].folded.len();
    dotted(day, month)
        && dotted(month, year)
        && hour == year + 1
        && minute == hour + 2
        && (1..=31).contains(&figure(day))
        && (1..=12).contains(&figure(month))
        && matches!(length, 2 | 4)
        && figure(hour) < 24
        && figure(minute) < 60
}

/// Whether a word leads to an extension.
pub(super) fn is_extension(word: &str) -> bool {
    (WORDS.phones.extensions.iter()).any(|ext| word.starts_with(ext))
}

/// The extension behind the number to call, in the person's words: 'ext 12'.
#[must_use]
pub fn extension(text: &str, context: &Context) -> Option<String> {
    let line = Line::new(text);
    let number = find(&line, context)?.tokens;
    number
        .filter_map(|index| Some(index..extension_at(line.at(index))?))
        .map(|words| line.slice(words).to_owned())
        .next_back()
}

/// Where the extension that begins here ends.
fn extension_at(at: Cursor<'_>) -> Option<usize> {
    const MOST_DIGITS: usize = 8;
    let figures = at
        .eat_any(WORDS.phones.extension_words)?
        .skip(&[".", ":", "#"]);
    let (_, length, end) = figures.digits()?;
    (length <= MOST_DIGITS).then_some(end.index)
}

/// The end of a number with its extension, if it has one.
fn behind_extension(line: &Line<'_>, end: usize) -> usize {
    extension_at(line.at(end).skip(&[",", "-"])).unwrap_or(end)
}

/// Whether the words before digits say that they count something or open an
/// account: 'order 4155552671', 'member id: …'.
fn is_numbered(line: &Line<'_>, first: usize) -> bool {
    let word = |index: usize| line.tokens[index].folded.as_str();
    // 'The reference ends in 912345678'.
    let ends = first.checked_sub(2).map(|at| line.at(at));
    let ending = ends.and_then(|at| at.eat_any(WORDS.phones.ending_in));
    if ending.is_some_and(|at| at.index == first) {
        return true;
    }
    let near = (first.saturating_sub(4)..first)
        .rev()
        .take_while(|index| !WORDS.phones.away.contains(&word(*index)))
        .any(|index| {
            // 'Their # is 303-555-0112'.
            let their = word(index) == "#" && index + 2 == first;
            WORDS.phones.numbered.contains(&word(index)) && !their
        });
    // 'Mi número de cliente de Telmex es 5555501290'.
    let told = first
        .checked_sub(1)
        .is_some_and(|at| WORDS.phones.tells.contains(&word(at)));
    let named = told
        && (first.saturating_sub(7)..first).any(|index| {
            let of = index.checked_sub(2).map_or("", &word);
            WORDS.phones.holders.contains(&word(index)) && WORDS.phones.number_words.contains(&of)
        });
    let holder = (0..first).rev().take(4).find(|index| {
        !WORDS.phones.behind_holder.contains(&word(*index))
            || WORDS.phones.also_holders.contains(&word(*index))
    });
    // 'My reservation 415…' may be either; 'reservation number 415…' may not.
    near || named || holder.is_some_and(|index| WORDS.phones.holders.contains(&word(index)))
}

/// '1-800-FLOWERS': an area code of the toll-free kind, or of the premium kind,
/// which is refused; then letters.
fn vanity(line: &Line<'_>, run: &Run, context: &Context) -> Option<Candidate> {
    const WITH_LETTERS: &[&str] = &["800", "888", "877", "866", "855", "844", "833", "900"];
    let last = *run.groups.last()?;
    let code = run
        .groups
        .iter()
        .position(|group| WITH_LETTERS.contains(&line.tokens[*group].folded.as_str()))?;
    let mut end = last + 1;
    let mut letters = 0;
    while let Some(token) = line.tokens.get(end) {
        match token.kind {
            Kind::Word if token.capital && token.folded.is_ascii() && letters < 7 => {
                letters += token.folded.len()
            }
            Kind::Number if letters > 0 && letters < 7 && !token.spaced => {
                letters += token.folded.len()
            }
            Kind::Symbol if token.folded == "-" => {}
            _ => break,
        }
        end += 1;
    }
    let after: usize = run.groups[code + 1..]
        .iter()
        .map(|group| line.tokens[*group].folded.len())
        .sum();
    if letters < 3 || !(7..=9).contains(&(letters + after)) {
        return None;
    }
    let digits: String = line.tokens[run.groups[code]..end]
        .iter()
        .flat_map(|token| token.folded.chars())
        .filter_map(keypad)
        .take(10)
        .collect();
    let phone = match read(&format!("+1{digits}"), context) {
        Ok((phone, _)) => Ok(phone),
        Err(PhoneProblem::Premium) => Err(PhoneProblem::Premium),
        Err(_) => return None,
    };
    Some(Candidate {
        tokens: run.first..end,
        phone,
    })
}

fn keypad(c: char) -> Option<char> {
    Some(match c {
        '0'..='9' => c,
        'a'..='c' => '2',
        'd'..='f' => '3',
        'g'..='i' => '4',
        'j'..='l' => '5',
        'm'..='o' => '6',
        'p'..='s' => '7',
        't'..='v' => '8',
        'w'..='z' => '9',
        _ => return None,
    })
}

/// An emergency number that a run is, whole.
fn emergency_run(line: &Line<'_>, run: &Run, context: &Context) -> Option<PhoneProblem> {
    let digits = run.digits(line);
    let next = line
        .tokens
        .get(run.groups.last()? + 1)
        .map_or("", |token| token.folded.as_str());
    let alone = super::danger::is_bare(line);
    let called = run.first > 0
        && WORDS
            .phones
            .called_by
            .contains(&line.tokens[run.first - 1].folded.as_str());
    let fits = alone || (called && !WORDS.phones.not_called.contains(&next));
    (fits && reaches_emergency(&digits, run.plus, context)).then_some(PhoneProblem::Emergency)
}

/// The digits of an emergency number that is to be called, or stands alone.
pub(super) fn emergency_digits(line: &Line<'_>, context: &Context) -> Option<String> {
    if is_named(line, context) {
        return None;
    }
    let word = |index: Option<usize>| {
        index
            .and_then(|index| line.tokens.get(index))
            .map_or("", |token| token.folded.as_str())
    };
    let runs = runs(line);
    let run = runs.iter().find(|run| {
        let before = word(run.first.checked_sub(1));
        let led = WORDS.phones.dialling_leads.contains(&before)
            && WORDS
                .phones
                .dialling
                .contains(&word(run.first.checked_sub(2)));
        let next = run.groups.last().and_then(|last| line.tokens.get(last + 1));
        let ends = next.is_none_or(|token| match token.kind {
            Kind::Word => WORDS.phones.goes_on.contains(&token.folded.as_str()),
            _ => !matches!(token.folded.as_str(), ":" | "€" | "$" | "-" | "/" | "%"),
        });
        let called = (led || WORDS.phones.dialling.contains(&before)) && ends;
        let plain = super::danger::is_bare(line) && runs.len() == 1;
        (called || plain) && reaches_emergency(&run.digits(line), run.plus, context)
    })?;
    Some(run.digits(line))
}

/// Whether a text names a number to call.
pub(super) fn is_named(line: &Line<'_>, context: &Context) -> bool {
    !candidates(line, context).is_empty()
}

/// The problem with the numbers that a text names, if it names some and none is
/// the one to call.
#[must_use]
pub fn phone_doubt(text: &str, context: &Context) -> Option<PhoneProblem> {
    let line = Line::new(text);
    let candidates = candidates(&line, context);
    if candidates.is_empty() {
        return None;
    }
    match which_number::choose(&line, &candidates, false) {
        Ok(at) => candidates[at].phone.clone().err(),
        Err(problem) => Some(problem),
    }
}

/// Whether a text is only a number, without a task ('415 555 2671 ext 12').
#[must_use]
pub fn is_only_a_number(text: &str, context: &Context) -> bool {
    let line = Line::new(text);
    let numbers: Vec<_> = candidates(&line, context)
        .into_iter()
        .map(|candidate| candidate.tokens)
        .collect();
    !numbers.is_empty() && !super::task::has_content(&line, &numbers)
}
