//! Spanish: timezones, countries and languages.

use crate::understand::lexicon::topics::Places;

#[rustfmt::skip]
pub(super) const WORDS: Places = Places {
    zones: &[
        ("espana", "Europe/Madrid"), ("peninsular", "Europe/Madrid"),
        ("hora peninsular", "Europe/Madrid"), ("hora espanola", "Europe/Madrid"),
        ("nueva york", "America/New_York"), ("sevilla", "Europe/Madrid"),
        ("malaga", "Europe/Madrid"), ("zaragoza", "Europe/Madrid"), ("palma", "Europe/Madrid"),
        ("granada", "Europe/Madrid"), ("alicante", "Europe/Madrid"),
        ("canarias", "Atlantic/Canary"), ("islas canarias", "Atlantic/Canary"),
        ("las palmas", "Atlantic/Canary"), ("gran canaria", "Atlantic/Canary"),
        ("londres", "Europe/London"), ("lisboa", "Europe/Lisbon"), ("ginebra", "Europe/Zurich"),
        ("bruselas", "Europe/Brussels"), ("viena", "Europe/Vienna"), ("atenas", "Europe/Athens"),
        ("estocolmo", "Europe/Stockholm"), ("copenhague", "Europe/Copenhagen"),
        ("varsovia", "Europe/Warsaw"), ("praga", "Europe/Prague"),
        ("ciudad de mexico", "America/Mexico_City"), ("cdmx", "America/Mexico_City"),
        ("santiago de chile", "America/Santiago"), ("tokio", "Asia/Tokyo"),
    ],
    zone_leads: &["hora de ", "en ", "estoy en ", "vivo en "],
    countries: &[
        ("eeuu", "US"), ("ee uu", "US"), ("estados unidos", "US"), ("america", "US"),
        ("inglaterra", "GB"), ("escocia", "GB"), ("gales", "GB"), ("gran bretana", "GB"),
        ("reino unido", "GB"), ("holanda", "NL"), ("espana", "ES"), ("espania", "ES"),
        ("esp", "ES"), ("mejico", "MX"), ("alemania", "DE"), ("francia", "FR"), ("italia", "IT"),
        ("belgica", "BE"), ("suiza", "CH"), ("paises bajos", "NL"), ("turquia", "TR"),
        ("hungria", "HU"), ("japon", "JP"),
    ],
    languages: &[
        ("en", &["ingles"]),
        ("es", &["espanol", "castellano"]),
    ],
    language_leads: &["en "],
    zone_tails: &[],
};
