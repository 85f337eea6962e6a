//! The public holidays of a place: of its country, and of its region where the
//! number tells it.

mod subdivision;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use chrono::NaiveDate;
use opening_hours::localization::Country;

use super::{Phone, Region};

/// The public holidays where a phone stands, as far as its number tells the
/// place. Of regions, the years until 2040 are known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Holidays {
    country: Option<Region>,
    /// In ISO 3166-2.
    subdivision: Option<&'static str>,
}

impl Holidays {
    #[must_use]
    pub fn of(phone: &Phone) -> Self {
        Self {
            country: phone.region(),
            subdivision: phone.subdivision(),
        }
    }

    /// Whether offices there have the day off. Days of other regions of the
    /// country do not count, nor those of any if the region is not known.
    #[must_use]
    pub fn contains(self, date: NaiveDate) -> bool {
        let Some(country) = self.country else {
            return false;
        };
        let listed = |name: &str| REGIONAL.get(name).is_some_and(|days| days.contains(&date));
        national(country, date) || listed(country.as_str()) || self.subdivision.is_some_and(listed)
    }
}

fn national(country: Region, date: NaiveDate) -> bool {
    let country: Result<Country, _> = country.as_str().parse();
    country.is_ok_and(|country| country.holidays().get_public().contains(date))
}

/// The days that a region has and the list of its whole country has not.
/// `regional.py` writes the file and describes it.
static REGIONAL: LazyLock<HashMap<&str, HashSet<NaiveDate>>> = LazyLock::new(|| {
    let lines = include_str!("regional.txt").lines();
    lines
        .filter_map(|line| line.split_once(' '))
        .map(|(region, years)| (region, years.split(' ').flat_map(days_of_year).collect()))
        .collect()
});

/// The days of `2026:0402,0502`.
fn days_of_year(text: &str) -> impl Iterator<Item = NaiveDate> {
    let (year, days) = text.split_once(':').unwrap_or_default();
    let date = move |day| NaiveDate::parse_from_str(&format!("{year}{day}"), "%Y%m%d").ok();
    days.split(',').filter_map(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_line_of_the_regions_is_read() {
        let regions = include_str!("regional.txt").lines();
        assert_eq!(REGIONAL.len(), regions.clone().count());
        let written: usize = regions
            .flat_map(|line| line.split(' ').skip(1))
            .map(|year| year.split(',').count())
            .sum();
        assert_eq!(REGIONAL.values().map(HashSet::len).sum::<usize>(), written);
    }

    /// Days that everybody there has off, in the years to come.
    #[test]
    fn those_of_countries_are_known_for_years() {
        for (country, date) in [
            ("US", "2026-07-03"),
            ("US", "2027-11-25"),
            ("CA", "2028-07-01"),
            ("GB", "2026-12-25"),
            ("GB", "2027-01-01"),
            ("ES", "2027-01-06"),
            ("MX", "2026-09-16"),
            ("FR", "2030-07-14"),
            ("DE", "2029-10-03"),
            ("IT", "2026-04-06"),
            ("PT", "2027-04-25"),
            ("IE", "2026-03-17"),
            ("NL", "2027-04-27"),
            ("BE", "2026-07-21"),
            ("AT", "2028-10-26"),
            ("CH", "2026-08-01"),
        ] {
            let holidays = Holidays {
                country: country.parse().ok(),
                subdivision: None,
            };
            assert!(holidays.contains(day(date)), "{country} {date}");
            assert!(!holidays.contains(day("2026-02-11")), "{country}");
        }
    }

    #[test]
    fn those_of_a_region_count_there_alone() {
        for (number, date, has) in [
            ("+34932001000", "2027-06-24", true),
            ("+34912345678", "2027-06-24", false),
            ("+34612345678", "2027-06-24", false),
            ("+34912345678", "2027-05-03", true),
            ("+442079460123", "2027-03-29", true),
            ("+441314960123", "2027-03-29", false),
            ("+441314960123", "2027-11-30", true),
            ("+447700900123", "2027-03-29", false),
            ("+498912345678", "2027-01-06", true),
            ("+493012345678", "2027-01-06", false),
            ("+15142345678", "2028-06-24", true),
        ] {
            let phone = Phone::from_e164(number).unwrap();
            assert_eq!(
                Holidays::of(&phone).contains(day(date)),
                has,
                "{number} {date}"
            );
        }
    }
}
