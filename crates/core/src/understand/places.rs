//! Timezones, countries and languages by their names.
//!
//! Zones are chrono-tz's own, found by their city ('madrid', 'new york') or
//! by a name people use for them ('CET', 'hora peninsular'); countries are
//! ISO 3166's, in any language that their data lists.

use super::lexicon::{WORDS, meaning, value};
use std::collections::HashMap;
use std::sync::LazyLock;

use chrono_tz::{TZ_VARIANTS, Tz};
use keshvar::CountryIterator;

use super::line::{Line, fold};
use crate::model::{CallLanguage, Language, Region};

/// The language of a chat that a text names.
#[must_use]
pub fn language(text: &str) -> Option<Language> {
    Language::from_word(&language_code(text)?)
}

/// The language of a call that a text names.
#[must_use]
pub fn call_language(text: &str) -> Option<CallLanguage> {
    CallLanguage::from_word(&language_code(text)?)
}

/// The ISO 639-1 code of the language that a text names: 'English', 'es-MX'.
fn language_code(text: &str) -> Option<String> {
    let words = Line::new(text).words();
    let words = (WORDS.places.language_leads.iter())
        .find_map(|lead| words.strip_prefix(lead))
        .unwrap_or(&words);
    let tag = text.trim();
    let tagged = || {
        let parted = tag.len() <= 6 && tag.get(2..3).is_some_and(|c| c == "-" || c == "_");
        let code = tag.get(..2).filter(|_| parted)?;
        Some(code.to_ascii_lowercase())
    };
    let named = meaning(words, WORDS.places.languages);
    named.map(str::to_owned).or_else(tagged)
}

static CITIES: LazyLock<HashMap<String, Tz>> = LazyLock::new(|| {
    let mut cities = HashMap::new();
    for zone in TZ_VARIANTS {
        let name = zone.name();
        if let Some((area, city)) = name
            .rsplit_once('/')
            .filter(|(area, _)| *area != "Etc" && *area != "US" && *area != "Canada")
        {
            let known = cities
                .entry(fold(&city.replace(['_', '-'], " ")))
                .or_insert(zone);
            if area == "Europe" {
                *known = zone;
            }
        }
    }
    cities
});

/// The timezone a text names: 'Europe/Madrid', 'madrid', 'New York', 'CET'.
#[must_use]
pub fn timezone(text: &str) -> Option<Tz> {
    let text = text.trim();
    if text.is_empty() || text.len() > 64 {
        return None;
    }
    let iana = text.replace(' ', "_");
    if iana.contains('/') {
        return Tz::from_str_insensitive(&iana).ok();
    }
    zone_of(&Line::new(text).words())
}

/// The timezone that a whole message names as one: 'Berlin time', and not a mere
/// 'Berlin'.
#[must_use]
pub fn said_timezone(text: &str) -> Option<Tz> {
    let zone = timezone(text)?;
    let words = Line::new(text).words();
    let is_town =
        value(&words, WORDS.places.zones).is_some() || CITIES.contains_key(words.as_str());
    (!is_town).then_some(zone)
}

/// The timezone of folded words.
fn zone_of(words: &str) -> Option<Tz> {
    let leads = WORDS.places.zone_leads.iter();
    let lead = leads.filter_map(|lead| words.strip_prefix(lead)).next();
    let words = lead.unwrap_or(words);
    let words = (WORDS.places.zone_tails.iter())
        .find_map(|tail| words.strip_suffix(tail))
        .filter(|rest| !rest.is_empty())
        .unwrap_or(words);
    let customary =
        value(words, WORDS.places.zones).and_then(|zone| Tz::from_str_insensitive(zone).ok());
    customary.or_else(|| CITIES.get(words).copied())
}

/// Countries by their folded names and three-letter codes. The names are the
/// data's own, in several languages; built once, on the heap.
static COUNTRIES: LazyLock<HashMap<String, Region>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for country in CountryIterator::new() {
        let Ok(region) = country.alpha2().to_string().parse() else {
            continue;
        };
        let short = country.iso_short_name();
        let code = country.alpha3().to_string();
        for name in [short, code.as_str()]
            .into_iter()
            .chain(country.unofficial_name_list().iter().copied())
        {
            names.entry(fold(name)).or_insert(region);
        }
    }
    names
});

/// The country a text names: 'ES', 'Spain', 'España', 'USA'.
#[must_use]
pub fn region(text: &str) -> Option<Region> {
    let text = text.trim().trim_end_matches(['.', '!']);
    if text.is_empty() || text.len() > 64 {
        return None;
    }
    let words = Line::new(text).words();
    if let Some(code) = value(&words, WORDS.places.countries) {
        return code.parse().ok();
    }
    if let Some(flag) = from_flag(text) {
        return Some(flag);
    }
    if text.len() == 2 {
        return text.parse().ok();
    }
    COUNTRIES
        .get(words.as_str())
        .or_else(|| COUNTRIES.get(fold(text).as_str()))
        .copied()
}

/// Whether folded words name a city with a timezone of its own, or a country.
pub(super) fn is_known(words: &str) -> bool {
    let country =
        || value(words, WORDS.places.countries).is_some() || COUNTRIES.contains_key(words);
    words.len() <= 64 && (zone_of(words).is_some() || words.len() > 3 && country())
}

/// 🇪🇸 is ES.
fn from_flag(text: &str) -> Option<Region> {
    let letters: Option<String> = text
        .chars()
        .map(|c| {
            u32::from(c)
                .checked_sub(0x1F1E6)
                .filter(|at| *at < 26)
                .and_then(|at| char::from_u32(at + 0x41))
        })
        .collect();
    letters.filter(|letters| letters.len() == 2)?.parse().ok()
}
