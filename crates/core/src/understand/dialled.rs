//! The number that would be dialled, by libphonenumber's rules: as written if
//! it has `+` or an international prefix, else only in the person's own region.

use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, ParseError, PhoneNumber, PhoneNumberFormat,
    PhoneNumberType, ValidationError,
};

use super::Context;
use super::emergency::is_emergency;
use crate::model::{Phone, PhoneProblem, Region};

/// An example of the service's documentation, one digit shorter than a real
/// number: it is accepted.
const SERVICE_EXAMPLE: &str = "+1234567890";

/// Whether these digits, dialled here or abroad, reach an emergency service.
pub(super) fn reaches_emergency(digits: &str, plus: bool, context: &Context) -> bool {
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

/// Reads the digits that would be dialled; `true` if the number is assigned.
///
/// Without `+` or an international prefix (`00`, and the home region's own) it
/// must be a number of the home region. A number with a digit too many there is
/// never taken for one of another country.
pub(super) fn read(dialled: &str, context: &Context) -> Result<(Phone, bool), PhoneProblem> {
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
    let number = PHONE_NUMBER_UTIL
        .parse(dialled, home)
        .map_err(|error| parse_problem(&error))?;
    match number.is_possible_with_reason() {
        Ok(NumberLengthType::IsPossible) => {
            let valid = number.is_valid();
            if !valid {
                whole_at_home(&number, home)?;
            }
            let phone =
                Phone::from_e164(&PHONE_NUMBER_UTIL.format(&number, PhoneNumberFormat::E164))?;
            Ok((phone, valid))
        }
        Ok(NumberLengthType::IsPossibleLocalOnly) => Err(PhoneProblem::TooShort),
        Err(error) => Err(length_problem(&error)),
    }
}

/// Whether a number that nobody has yet is at least as long as existing
/// numbers; one that lacks a digit may fit a shorter kind by chance.
fn whole_at_home(
    number: &PhoneNumber,
    home: Option<rlibphonenumber::Region>,
) -> Result<(), PhoneProblem> {
    let national = number.national_number.to_string();
    // In Argentina 15 leads to a mobile phone and says nothing about its area.
    if number.country_code == 54 && national.starts_with("15") {
        return Err(PhoneProblem::TooShort);
    }
    let lengths: Vec<usize> = home
        .into_iter()
        .flat_map(|home| {
            [PhoneNumberType::FixedLine, PhoneNumberType::Mobile].map(|kind| {
                PHONE_NUMBER_UTIL
                    .get_example_number_for_type_and_region(home, kind)
                    .ok()
                    .map(|example| example.national_number.to_string().len())
            })
        })
        .flatten()
        .collect();
    match (lengths.contains(&national.len()), lengths.iter().max()) {
        (true, _) | (false, None) => Ok(()),
        (false, Some(most)) if national.len() > *most => Err(PhoneProblem::TooLong),
        (false, Some(_)) => Err(PhoneProblem::TooShort),
    }
}

fn read_international(digits: &str) -> Result<(Phone, bool), PhoneProblem> {
    match digits.len() {
        0..7 => return Err(PhoneProblem::TooShort),
        7..=17 => {}
        _ => return Err(PhoneProblem::TooLong),
    }
    // Mexico's mobile numbers had a 1 behind the country code until 2019.
    let digits = match digits.strip_prefix("521") {
        Some(rest) if rest.len() == 10 => &format!("52{rest}"),
        _ => digits,
    };
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
