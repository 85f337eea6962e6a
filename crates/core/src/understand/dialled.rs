//! The number that would be dialled, by libphonenumber's rules: as written if
//! it has `+` or an international prefix, else only in the person's own region.

use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, ParseError, PhoneNumber, PhoneNumberFormat,
    PhoneNumberType, ValidationError,
};

use super::Context;
use super::emergency::{is_emergency, is_of_region};
use crate::model::{Phone, PhoneProblem, Region};

/// An example of the service's documentation, one digit shorter than a real
/// number: it is accepted.
const SERVICE_EXAMPLE: &str = "+1234567890";

/// The country code of North America.
const NORTH_AMERICA: i32 = 1;

/// How many digits an area code has.
const AREA_DIGITS: std::ops::RangeInclusive<usize> = 1..=5;

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
    if let Some(number) = with_own_code(&digits, home) {
        return Ok((number, true));
    }
    let number = PHONE_NUMBER_UTIL
        .parse(dialled, home)
        .map_err(|error| parse_problem(&error))?;
    let valid = number.is_valid();
    never_called(&number, valid)?;
    match number.is_possible_with_reason() {
        Ok(NumberLengthType::IsPossible) => {
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

/// A number of the home region with its country code but without `+`: '52 1 55
/// 1234 5678' in Mexico. As a number of the region it would be too long.
fn with_own_code(digits: &str, home: Option<rlibphonenumber::Region>) -> Option<Phone> {
    let home = home?;
    let code = PHONE_NUMBER_UTIL.get_country_code_for_region(home)?;
    let national = digits.strip_prefix(&code.to_string())?;
    if code == NORTH_AMERICA {
        return None;
    }
    let usual = example(home, PhoneNumberType::Mobile)?;
    if national.len() < usual || digits.len() <= usual + 1 {
        return None;
    }
    let (phone, valid) = read_international(digits).ok()?;
    valid.then_some(phone)
}

/// Refuses numbers that the bot never calls: an emergency number behind an area
/// code, and premium-rate numbers.
fn never_called(number: &PhoneNumber, valid: bool) -> Result<(), PhoneProblem> {
    let national = number.national_number.to_string();
    if ends_in_emergency(number, valid, &national) {
        return Err(PhoneProblem::Emergency);
    }
    let premium = number.get_type() == PhoneNumberType::PremiumRate
        // International premium rate, and Spain's televoting.
        || number.country_code == 979
        || number.country_code == 34 && national.starts_with("905")
        // North America: the area 900, and the exchange 976 of every area,
        // also where a number is not assigned.
        || number.country_code == NORTH_AMERICA
            && (national.starts_with("900")
                || national.starts_with("976")
                || national.get(3..6) == Some("976"));
    if premium {
        return Err(PhoneProblem::Premium);
    }
    Ok(())
}

/// Whether a number that does not exist, or is shorter than its country's
/// numbers are, ends in an emergency number behind the digits of an area, as in
/// `+49 30 112`; or whether it lies in North America's area 911.
fn ends_in_emergency(number: &PhoneNumber, valid: bool, national: &str) -> bool {
    if number.country_code == NORTH_AMERICA && national.starts_with("911") {
        return true;
    }
    let region = PHONE_NUMBER_UTIL.get_region_for_country_code(number.country_code);
    // Germany and Austria count any few digits behind an area code as valid.
    let usual = || region.and_then(|region| example(region, PhoneNumberType::FixedLine));
    let is_short = national.len() <= 6 && usual().is_some_and(|usual| national.len() < usual);
    if valid && !is_short {
        return false;
    }
    let region = region.and_then(|region| region.as_region_str().parse::<Region>().ok());
    let Some(region) = region else { return false };
    AREA_DIGITS
        .filter_map(|area| national.get(area..))
        .any(|rest| is_of_region(rest, region))
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
            [PhoneNumberType::FixedLine, PhoneNumberType::Mobile].map(|kind| example(home, kind))
        })
        .flatten()
        .collect();
    match (lengths.contains(&national.len()), lengths.iter().max()) {
        (true, _) | (false, None) => Ok(()),
        (false, Some(most)) if national.len() > *most => Err(PhoneProblem::TooLong),
        (false, Some(_)) => Err(PhoneProblem::TooShort),
    }
}

/// How many digits a region's usual number of this kind has.
fn example(region: rlibphonenumber::Region, kind: PhoneNumberType) -> Option<usize> {
    let example = PHONE_NUMBER_UTIL.get_example_number_for_type_and_region(region, kind);
    example
        .ok()
        .map(|example| example.national_number.to_string().len())
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
    let valid = number.is_valid();
    never_called(&number, valid)?;
    match number.is_possible_with_reason() {
        Ok(NumberLengthType::IsPossible) => {
            let phone =
                Phone::from_e164(&PHONE_NUMBER_UTIL.format(&number, PhoneNumberFormat::E164))?;
            Ok((phone, valid))
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
