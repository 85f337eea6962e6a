//! Timezones, countries and languages by their names.
//!
//! Zones are chrono-tz's own, found by their city ('madrid', 'new york') or
//! by a name people use for them ('CET', 'hora peninsular'); countries are
//! ISO 3166's, in any language that their data lists.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono_tz::{TZ_VARIANTS, Tz};
use keshvar::CountryIterator;

use super::line::{Line, fold};
use crate::model::{Language, Region};

/// The language a text names.
#[must_use]
pub fn language(text: &str) -> Option<Language> {
    let words = Line::new(text).words();
    let words = words
        .strip_prefix("in ")
        .or_else(|| words.strip_prefix("en "))
        .unwrap_or(&words);
    match words {
        "english" | "ingles" | "eng" | "en" | "inglés" | "uk english" | "us english" => {
            Some(Language::En)
        }
        "spanish" | "espanol" | "castellano" | "es" | "esp" | "spa" | "castilian" => {
            Some(Language::Es)
        }
        _ if text.trim().len() <= 6 => Language::from_tag(text.trim())
            .filter(|_| text.trim().get(2..3).is_some_and(|c| c == "-" || c == "_")),
        _ => None,
    }
}

/// Towns and customary names that are no zone's own.
#[rustfmt::skip]
const ZONES: &[(&str, &str)] = &[
    ("cet", "Europe/Paris"), ("cest", "Europe/Paris"), ("central european time", "Europe/Paris"),
    ("gmt", "Etc/GMT"), ("bst", "Europe/London"), ("utc", "UTC"), ("uk", "Europe/London"),
    ("england", "Europe/London"), ("spain", "Europe/Madrid"), ("espana", "Europe/Madrid"),
    ("peninsular", "Europe/Madrid"), ("hora peninsular", "Europe/Madrid"),
    ("hora espanola", "Europe/Madrid"), ("est", "America/New_York"), ("edt", "America/New_York"),
    ("et", "America/New_York"), ("eastern", "America/New_York"), ("eastern time", "America/New_York"),
    ("cst", "America/Chicago"), ("cdt", "America/Chicago"), ("ct", "America/Chicago"),
    ("central", "America/Chicago"), ("central time", "America/Chicago"), ("mst", "America/Denver"),
    ("mdt", "America/Denver"), ("mountain", "America/Denver"), ("mountain time", "America/Denver"),
    ("pst", "America/Los_Angeles"), ("pdt", "America/Los_Angeles"), ("pt", "America/Los_Angeles"),
    ("pacific", "America/Los_Angeles"), ("pacific time", "America/Los_Angeles"), ("wet", "Europe/Lisbon"),
    ("eet", "Europe/Athens"), ("nyc", "America/New_York"), ("ny", "America/New_York"),
    ("nueva york", "America/New_York"), ("boston", "America/New_York"), ("miami", "America/New_York"),
    ("washington", "America/New_York"), ("washington dc", "America/New_York"),
    ("philadelphia", "America/New_York"), ("atlanta", "America/New_York"), ("orlando", "America/New_York"),
    ("la", "America/Los_Angeles"), ("l a", "America/Los_Angeles"), ("san francisco", "America/Los_Angeles"),
    ("sf", "America/Los_Angeles"), ("california", "America/Los_Angeles"),
    ("seattle", "America/Los_Angeles"), ("san diego", "America/Los_Angeles"),
    ("las vegas", "America/Los_Angeles"), ("portland", "America/Los_Angeles"),
    ("houston", "America/Chicago"), ("dallas", "America/Chicago"), ("austin", "America/Chicago"),
    ("texas", "America/Chicago"), ("new orleans", "America/Chicago"), ("florida", "America/New_York"),
    ("montreal", "America/Toronto"), ("ottawa", "America/Toronto"), ("calgary", "America/Edmonton"),
    ("barcelona", "Europe/Madrid"), ("valencia", "Europe/Madrid"), ("sevilla", "Europe/Madrid"),
    ("seville", "Europe/Madrid"), ("malaga", "Europe/Madrid"), ("bilbao", "Europe/Madrid"),
    ("zaragoza", "Europe/Madrid"), ("mallorca", "Europe/Madrid"), ("palma", "Europe/Madrid"),
    ("ibiza", "Europe/Madrid"), ("granada", "Europe/Madrid"), ("alicante", "Europe/Madrid"),
    ("canarias", "Atlantic/Canary"), ("canary islands", "Atlantic/Canary"),
    ("islas canarias", "Atlantic/Canary"), ("tenerife", "Atlantic/Canary"),
    ("las palmas", "Atlantic/Canary"), ("gran canaria", "Atlantic/Canary"),
    ("lanzarote", "Atlantic/Canary"), ("londres", "Europe/London"), ("manchester", "Europe/London"),
    ("edinburgh", "Europe/London"), ("liverpool", "Europe/London"), ("roma", "Europe/Rome"),
    ("milan", "Europe/Rome"), ("florence", "Europe/Rome"), ("lisboa", "Europe/Lisbon"),
    ("porto", "Europe/Lisbon"), ("munich", "Europe/Berlin"), ("hamburg", "Europe/Berlin"),
    ("frankfurt", "Europe/Berlin"), ("geneva", "Europe/Zurich"), ("ginebra", "Europe/Zurich"),
    ("bruselas", "Europe/Brussels"), ("viena", "Europe/Vienna"), ("atenas", "Europe/Athens"),
    ("estocolmo", "Europe/Stockholm"), ("copenhague", "Europe/Copenhagen"), ("varsovia", "Europe/Warsaw"),
    ("praga", "Europe/Prague"), ("dublin", "Europe/Dublin"), ("france", "Europe/Paris"),
    ("germany", "Europe/Berlin"), ("italy", "Europe/Rome"), ("portugal", "Europe/Lisbon"),
    ("ciudad de mexico", "America/Mexico_City"), ("cdmx", "America/Mexico_City"),
    ("mexico", "America/Mexico_City"), ("argentina", "America/Argentina/Buenos_Aires"),
    ("colombia", "America/Bogota"), ("peru", "America/Lima"), ("chile", "America/Santiago"),
    ("santiago de chile", "America/Santiago"), ("tokio", "Asia/Tokyo"), ("japan", "Asia/Tokyo"),
];

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
    let words = Line::new(text).words();
    let words = [
        "hora de ",
        "i'm in ",
        "im in ",
        "in ",
        "en ",
        "estoy en ",
        "vivo en ",
    ]
    .iter()
    .find_map(|lead| words.strip_prefix(lead))
    .unwrap_or(&words);
    let words = words
        .strip_suffix(" time")
        .filter(|rest| !rest.is_empty())
        .unwrap_or(words);
    let customary = ZONES
        .iter()
        .find(|(name, _)| *name == words)
        .and_then(|(_, zone)| Tz::from_str_insensitive(zone).ok());
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
    #[rustfmt::skip]
    const CUSTOMARY: &[(&str, &str)] = &[
        ("usa", "US"), ("u s a", "US"), ("us", "US"), ("u s", "US"), ("eeuu", "US"), ("ee uu", "US"),
        ("estados unidos", "US"), ("america", "US"), ("the us", "US"), ("the states", "US"),
        ("united states of america", "US"), ("uk", "GB"), ("u k", "GB"), ("england", "GB"),
        ("inglaterra", "GB"), ("scotland", "GB"), ("escocia", "GB"), ("wales", "GB"), ("gales", "GB"),
        ("great britain", "GB"), ("gran bretana", "GB"), ("britain", "GB"), ("reino unido", "GB"),
        ("holland", "NL"), ("holanda", "NL"), ("espana", "ES"), ("espania", "ES"), ("esp", "ES"),
        ("mexico", "MX"), ("mejico", "MX"), ("alemania", "DE"), ("francia", "FR"), ("italia", "IT"),
        ("belgica", "BE"), ("suiza", "CH"), ("paises bajos", "NL"), ("canada", "CA"), ("peru", "PE"),
        ("panama", "PA"), ("turquia", "TR"), ("hungria", "HU"), ("japon", "JP"),
    ];
    let text = text.trim().trim_end_matches(['.', '!']);
    if text.is_empty() || text.len() > 64 {
        return None;
    }
    let words = Line::new(text).words();
    if let Some((_, code)) = CUSTOMARY.iter().find(|(name, _)| *name == words) {
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
