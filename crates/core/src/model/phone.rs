//! Phone numbers: parsed and formatted by libphonenumber's rules, kept in E.164.

use std::fmt;
use std::str::FromStr;

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat, PhoneNumberType};
use serde::{Deserialize, Serialize};

/// An ISO 3166-1 alpha-2 region, in capitals, such as `ES`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Region([u8; 2]);

impl Default for Region {
    /// The United States, where the service is from.
    fn default() -> Self {
        Self(*b"US")
    }
}

impl TryFrom<String> for Region {
    type Error = UnknownRegion;

    fn try_from(text: String) -> Result<Self, UnknownRegion> {
        text.parse()
    }
}

impl From<Region> for String {
    fn from(region: Region) -> Self {
        region.as_str().to_owned()
    }
}

impl Region {
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("ZZ")
    }
}

impl FromStr for Region {
    type Err = UnknownRegion;

    /// Reads a region that libphonenumber knows, in capitals or not.
    fn from_str(text: &str) -> Result<Self, UnknownRegion> {
        let upper = text.trim().to_ascii_uppercase();
        let known = rlibphonenumber::Region::from_str(&upper).is_ok_and(|region| {
            PHONE_NUMBER_UTIL.get_country_code_for_region(region) != Some(0)
                && PHONE_NUMBER_UTIL
                    .get_country_code_for_region(region)
                    .is_some()
        });
        match upper.as_bytes() {
            &[a, b] if known => Ok(Self([a, b])),
            _ => Err(UnknownRegion(text.to_owned())),
        }
    }
}

/// The text is not a two-letter region code that has a telephone network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a two-letter country code such as US or ES")]
pub struct UnknownRegion(pub String);

/// Why a text is not a number that can be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a number in E.164 form: {self:?}")]
pub enum PhoneProblem {
    /// There is no number in it.
    NotANumber,
    /// Too few digits for its country.
    TooShort,
    /// Too many digits for its country, or over E.164's 15.
    TooLong,
    /// Begins with `+` and a country code that does not exist.
    UnknownCountry,
    /// An emergency number (911, 112, …): never called.
    Emergency,
    /// More than one number, and no word that picks one.
    Several,
    /// The text says that it is not the number to call.
    RuledOut,
    Fax,
    /// A premium-rate number (900, 0909, 80x, …): never called.
    Premium,
    /// The person's own number, which the place should be told.
    Own,
}

/// Why a person should think twice before they call a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caution {
    /// The caller shares the cost, which may be high.
    SharedCost,
    /// A satellite phone, or another network that is in no country.
    Satellite,
    /// The service does not list its country among those that it calls.
    Unlisted(Region),
}

/// Where the service calls, as its contract says: the United States, Canada,
/// the United Kingdom, Spain and most of Europe. It does not say which countries
/// of Europe it leaves out, so none is left out here.
const LISTED: &[&[u8; 2]] = &[
    b"US", b"CA", b"GB", b"ES", b"AD", b"AL", b"AT", b"AX", b"BA", b"BE", b"BG", b"CH", b"CY",
    b"CZ", b"DE", b"DK", b"EE", b"FI", b"FO", b"FR", b"GG", b"GI", b"GR", b"HR", b"HU", b"IE",
    b"IM", b"IS", b"IT", b"JE", b"LI", b"LT", b"LU", b"LV", b"MC", b"MD", b"ME", b"MK", b"MT",
    b"NL", b"NO", b"PL", b"PT", b"RO", b"RS", b"SE", b"SI", b"SK", b"SM", b"UA", b"VA", b"XK",
];

/// Country codes of satellite and other international networks.
const NO_COUNTRY: &[i32] = &[870, 878, 881, 882, 883, 888];

/// A number in E.164 form, `+` and up to 15 digits.
///
/// The network decides whether a number is assigned: a number that is merely
/// possible passes, as the service's own examples (`+15551234567`,
/// `+1234567890`) must.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

impl TryFrom<String> for Phone {
    type Error = PhoneProblem;

    fn try_from(text: String) -> Result<Self, PhoneProblem> {
        Self::from_e164(&text)
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0
    }
}

impl Phone {
    /// Reads a number in E.164 form.
    ///
    /// # Errors
    /// When the text is not `+` and 7 to 15 digits.
    pub fn from_e164(text: &str) -> Result<Self, PhoneProblem> {
        let digits = text.strip_prefix('+').ok_or(PhoneProblem::NotANumber)?;
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(PhoneProblem::NotANumber);
        }
        match digits.len() {
            0..7 => Err(PhoneProblem::TooShort),
            7..=15 => Ok(Self(text.to_owned())),
            _ => Err(PhoneProblem::TooLong),
        }
    }

    #[must_use]
    pub fn as_e164(&self) -> &str {
        &self.0
    }

    /// The international form, `+34 912 34 56 78`.
    #[must_use]
    pub fn international(&self) -> String {
        match PHONE_NUMBER_UTIL.parse(&self.0, None) {
            Ok(number) => PHONE_NUMBER_UTIL
                .format(&number, PhoneNumberFormat::International)
                .into_owned(),
            Err(_) => self.0.clone(),
        }
    }

    /// The reason to warn before it is called, if there is one.
    #[must_use]
    pub fn caution(&self) -> Option<Caution> {
        let number = PHONE_NUMBER_UTIL.parse(&self.0, None).ok()?;
        if NO_COUNTRY.contains(&number.country_code) {
            return Some(Caution::Satellite);
        }
        if number.get_type() == PhoneNumberType::SharedCost {
            return Some(Caution::SharedCost);
        }
        let region = self.region()?;
        (!LISTED.contains(&&region.0)).then_some(Caution::Unlisted(region))
    }

    /// The country, where the number's own digits tell it; else the main
    /// country of its country code.
    #[must_use]
    pub fn region(&self) -> Option<Region> {
        let number = PHONE_NUMBER_UTIL.parse(&self.0, None).ok()?;
        let region = PHONE_NUMBER_UTIL
            .get_region_for_number(&number)
            .or_else(|| PHONE_NUMBER_UTIL.get_region_for_country_code(number.country_code));
        region.and_then(|region| region.as_region_str().parse().ok())
    }
}

/// A number as its digits alone, small enough for the token of a button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhoneDigits(u64);

impl PhoneDigits {
    #[must_use]
    pub fn of(phone: &Phone) -> Self {
        // At most 15 digits, as every phone has.
        Self(phone.0.trim_start_matches('+').parse().unwrap_or_default())
    }

    /// Reads what [`Display`](fmt::Display) writes; `None` if it is no number.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let phone = Phone::from_e164(&format!("+{text}")).ok()?;
        Some(Self::of(&phone))
    }

    /// The number; `None` for digits that no number has.
    #[must_use]
    pub fn phone(self) -> Option<Phone> {
        Phone::from_e164(&format!("+{self}")).ok()
    }
}

impl fmt::Display for PhoneDigits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(number: &str, expected: Option<Caution>) {
        let phone = Phone::from_e164(number).expect("a number");
        assert_eq!(phone.caution(), expected, "{number}");
    }

    #[test]
    fn some_numbers_are_warned_of() {
        let unlisted = |region: &str| Some(Caution::Unlisted(region.parse().expect("a region")));
        check("+34912345678", None);
        check("+14155552671", None);
        check("+15551234567", None);
        check("+442079460958", None);
        check("+493012345678", None);
        check("+34902123456", Some(Caution::SharedCost));
        check("+881612345678", Some(Caution::Satellite));
        check("+870773123456", Some(Caution::Satellite));
        check("+882161234567", Some(Caution::Satellite));
        check("+883510012345678", Some(Caution::Satellite));
        check("+18092345678", unlisted("DO"));
        check("+14734031234", unlisted("GD"));
        check("+525512345678", unlisted("MX"));
    }
}
