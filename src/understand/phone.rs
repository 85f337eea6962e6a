//! Phone numbers: found in a text, read by libphonenumber's rules.
//!
//! A number with `+` (or `00`) and a country code that exists passes even if
//! it is not assigned; without `+` it must be possible in the home region.
//! Dates, times, prices and order numbers are not phone numbers.

use std::ops::Range;

use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, ParseError, PhoneNumberFormat, ValidationError,
};

use super::Context;
use super::emergency::is_emergency;
use super::line::{Kind, Line, Token};
use crate::model::{Phone, PhoneProblem, Region};

/// The service's documentation calls this number, which is a digit short of
/// one: it passes.
const SERVICE_EXAMPLE: &str = "+1234567890";

/// More groups than any number is written in.
const MOST_GROUPS: usize = 10;

/// Reads a phone number, alone or within a text.
///
/// # Errors
/// When there is none, or none that may be called; an emergency number is
/// [`PhoneProblem::Emergency`] in whatever text it stands alone.
pub fn phone(text: &str, context: &Context) -> Result<Phone, PhoneProblem> {
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
    if let Some(found) = best(&line, &runs, context, true) {
        return Ok(found.phone);
    }
    let letters = line.tokens.iter().any(|token| token.kind == Kind::Word);
    let longest = runs.iter().max_by_key(|run| run.digits(&line).len());
    match longest {
        Some(run) if !letters || run.digits(&line).len() >= 5 => {
            let last = run.groups.len() - 1;
            Err(read(&run.dialled(&line, 0, last), context)
                .err()
                .unwrap_or(PhoneProblem::NotANumber))
        }
        _ => Err(PhoneProblem::NotANumber),
    }
}

/// A number found in a text, and its tokens.
pub(super) struct Found {
    pub phone: Phone,
    pub tokens: Range<usize>,
}

/// The number to call that a sentence names; a number said to be the
/// person's own is not one.
pub(super) fn find(line: &Line<'_>, context: &Context) -> Option<Found> {
    best(line, &runs(line), context, false)
}

/// The tokens of everything that is written like a phone number.
pub(super) fn all(line: &Line<'_>, context: &Context) -> Vec<Range<usize>> {
    runs(line)
        .iter()
        .filter_map(|run| within(line, run, context))
        .map(|found| found.tokens)
        .collect()
}

/// Groups of digits joined by what stands between the groups of a number.
struct Run {
    plus: bool,
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
        if self.plus && from == 0 {
            format!("+{joined}")
        } else {
            joined
        }
    }
}

fn runs(line: &Line<'_>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open = false;
    for (index, token) in line.tokens.iter().enumerate() {
        match token.kind {
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

fn best(line: &Line<'_>, runs: &[Run], context: &Context, own_too: bool) -> Option<Found> {
    let mut own = None;
    for run in runs {
        let Some(found) = within(line, run, context).or_else(|| vanity(line, run, context)) else {
            continue;
        };
        if !is_own(line, found.tokens.start) {
            return Some(found);
        }
        own.get_or_insert(found);
    }
    own.filter(|_| own_too)
}

/// The number within a run: the whole of it, or what is left without groups
/// that belong to the words around it.
fn within(line: &Line<'_>, run: &Run, context: &Context) -> Option<Found> {
    let last = run.groups.len() - 1;
    let mut possible = None;
    for from in 0..=last {
        if from > 0 && run.plus {
            break;
        }
        for to in (from..=last).rev() {
            let length: usize = run.groups[from..=to]
                .iter()
                .map(|g| line.tokens[*g].folded.len())
                .sum();
            if !(7..=17).contains(&length)
                || is_something_else(line, &run.groups[from..=to], run.plus && from == 0)
            {
                continue;
            }
            let Ok((phone, valid)) = read(&run.dialled(line, from, to), context) else {
                continue;
            };
            let first = if from == 0 {
                run.first
            } else {
                run.groups[from]
            };
            let found = Found {
                phone,
                tokens: first..run.groups[to] + 1,
            };
            if valid {
                return Some(closed(line, found));
            }
            // A number is never cut to make it fit: only the whole of it may
            // be one that nobody has yet.
            if from == 0 && to == last {
                possible.get_or_insert(found);
            }
        }
    }
    possible.map(|found| closed(line, found))
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
    const MONEY: &[&str] = &[
        "€", "$", "£", "%", "eur", "euro", "euros", "usd", "gbp", "dollars", "pounds", "pesos",
    ];
    #[rustfmt::skip]
    const NUMBERED: &[&str] = &[
        "order", "pedido", "reference", "ref", "referencia", "factura", "invoice", "policy", "poliza",
        "account", "cuenta", "dni", "expediente", "ticket", "localizador", "code", "codigo", "tracking",
        "seguimiento", "#", "booking", "passport", "pasaporte", "isbn", "iban", "serial",
    ];
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
        (token.kind == Kind::Word && !token.spaced && !token.folded.starts_with("ext"))
            || (token.folded == ":"
                && line
                    .tokens
                    .get(last + 2)
                    .is_some_and(|after| after.kind == Kind::Number))
    });
    let before = |back: usize| first.checked_sub(back).map_or("", text);
    let priced = MONEY.contains(&text(last + 1)) || MONEY.contains(&before(1));
    let numbered = !plus && (1..=4).any(|back| NUMBERED.contains(&before(back)));
    goes_on
        || (!plus && is_date)
        || priced
        || numbered
        || before(1) == ":" && before(2).parse::<u32>().is_ok()
}

/// Whether the words before a number say that it is the person's own.
fn is_own(line: &Line<'_>, index: usize) -> bool {
    #[rustfmt::skip]
    const OWN: &[&str] = &[
        "my", "mi", "mine", "llamame", "llamarme", "llamadme", "contactame", "me", "callback", "mio",
        "contactarme",
    ];
    line.tokens[index.saturating_sub(6)..index]
        .iter()
        .rev()
        .take_while(|token| {
            !matches!(
                token.folded.as_str(),
                "," | "." | ";" | "call" | "llama" | "dentist" | "doctor" | "dentista"
            )
        })
        .any(|token| OWN.contains(&token.folded.as_str()))
}

/// '1-800-FLOWERS': an area code of the toll-free kind, then letters.
fn vanity(line: &Line<'_>, run: &Run, context: &Context) -> Option<Found> {
    const TOLL_FREE: &[&str] = &["800", "888", "877", "866", "855", "844", "833", "900"];
    let last = *run.groups.last()?;
    let code = run
        .groups
        .iter()
        .position(|group| TOLL_FREE.contains(&line.tokens[*group].folded.as_str()))?;
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
    let (phone, _) = read(&format!("+1{digits}"), context).ok()?;
    Some(Found {
        phone,
        tokens: run.first..end,
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
    let alone = line.tokens.iter().all(|token| token.kind != Kind::Word);
    let called = run.first > 0
        && [
            "call", "dial", "ring", "phone", "llama", "al", "llamar", "marca", "number", "is",
            "numero",
        ]
        .contains(&line.tokens[run.first - 1].folded.as_str());
    let fits =
        alone || (called && !["people", "personas", "€", ":", "euros", "pax"].contains(&next));
    (fits && reaches_emergency(&digits, run.plus, context)).then_some(PhoneProblem::Emergency)
}

fn reaches_emergency(digits: &str, plus: bool, context: &Context) -> bool {
    if !plus && is_emergency(digits, Some(context.region)) {
        return true;
    }
    let abroad = if plus {
        Some(digits)
    } else {
        digits.strip_prefix("00").filter(|rest| rest.len() >= 4)
    };
    abroad.is_some_and(|abroad| {
        (1..=3.min(abroad.len())).any(|length| {
            let (code, rest) = abroad.split_at(length);
            let region = code
                .parse()
                .ok()
                .and_then(|code| PHONE_NUMBER_UTIL.get_region_for_country_code(code));
            region.is_some_and(|region| {
                is_emergency(rest, region.as_region_str().parse::<Region>().ok())
            })
        })
    })
}

/// Reads what would be dialled; `true` if it is assigned.
fn read(dialled: &str, context: &Context) -> Result<(Phone, bool), PhoneProblem> {
    let digits: String = dialled.chars().filter(char::is_ascii_digit).collect();
    if reaches_emergency(&digits, dialled.starts_with('+'), context) {
        return Err(PhoneProblem::Emergency);
    }
    let abroad = dialled
        .strip_prefix('+')
        .map(|_| digits.as_str())
        .or_else(|| digits.strip_prefix("00"));
    if let Some(abroad) = abroad {
        return read_international(abroad);
    }
    let home: Option<rlibphonenumber::Region> = context.region.as_str().parse().ok();
    let read = PHONE_NUMBER_UTIL
        .parse(dialled, home)
        .map_err(|error| parse_problem(&error));
    let number = match read {
        Ok(number) => number,
        Err(problem) => return with_forgotten_plus(&digits).ok_or(problem),
    };
    let problem = match number.is_possible_with_reason() {
        Ok(NumberLengthType::IsPossible) => {
            let phone =
                Phone::from_e164(&PHONE_NUMBER_UTIL.format(&number, PhoneNumberFormat::E164))?;
            return Ok((phone, number.is_valid()));
        }
        Ok(NumberLengthType::IsPossibleLocalOnly) => PhoneProblem::TooShort,
        Err(error) => length_problem(&error),
    };
    with_forgotten_plus(&digits).ok_or(problem)
}

/// `34 912 345 678` typed where that is no number, if it is assigned with `+`.
fn with_forgotten_plus(digits: &str) -> Option<(Phone, bool)> {
    (digits.len() >= 10)
        .then(|| read_international(digits).ok())
        .flatten()
        .filter(|(_, valid)| *valid)
}

fn read_international(digits: &str) -> Result<(Phone, bool), PhoneProblem> {
    match digits.len() {
        0..7 => return Err(PhoneProblem::TooShort),
        7..=17 => {}
        _ => return Err(PhoneProblem::TooLong),
    }
    let dialled = format!("+{digits}");
    let number = PHONE_NUMBER_UTIL
        .parse(&dialled, None)
        .map_err(|error| parse_problem(&error))?;
    match number.is_possible_with_reason() {
        Ok(NumberLengthType::IsPossible) => {
            let phone =
                Phone::from_e164(&PHONE_NUMBER_UTIL.format(&number, PhoneNumberFormat::E164))?;
            Ok((phone, number.is_valid()))
        }
        _ if dialled == SERVICE_EXAMPLE => Ok((Phone::from_e164(&dialled)?, false)),
        Ok(NumberLengthType::IsPossibleLocalOnly) => Err(PhoneProblem::TooShort),
        Err(ValidationError::TooLong) => Err(PhoneProblem::TooLong),
        Err(ValidationError::InvalidCountryCode) => Err(PhoneProblem::UnknownCountry),
        Err(ValidationError::TooShort | ValidationError::InvalidLength) => {
            Err(PhoneProblem::TooShort)
        }
    }
}

fn parse_problem(error: &ParseError) -> PhoneProblem {
    match error {
        ParseError::InvalidCountryCode => PhoneProblem::UnknownCountry,
        ParseError::NotANumber(_) => PhoneProblem::NotANumber,
        ParseError::TooShortAfterIdd | ParseError::TooShortNsn => PhoneProblem::TooShort,
        ParseError::TooLongNsn => PhoneProblem::TooLong,
    }
}

fn length_problem(error: &ValidationError) -> PhoneProblem {
    match error {
        ValidationError::InvalidCountryCode => PhoneProblem::UnknownCountry,
        ValidationError::TooShort | ValidationError::InvalidLength => PhoneProblem::TooShort,
        ValidationError::TooLong => PhoneProblem::TooLong,
    }
}
