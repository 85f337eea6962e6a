//! English: timezones, countries and languages.

use crate::understand::lexicon::topics::Places;

#[rustfmt::skip]
pub(super) const WORDS: Places = Places {
    zones: &[
        ("central european time", "Europe/Paris"), ("bst", "Europe/London"),
        ("uk", "Europe/London"), ("england", "Europe/London"), ("spain", "Europe/Madrid"),
        ("eastern", "America/New_York"), ("eastern time", "America/New_York"),
        ("central time", "America/Chicago"), ("mountain", "America/Denver"),
        ("mountain time", "America/Denver"), ("pacific time", "America/Los_Angeles"),
        ("philadelphia", "America/New_York"), ("new orleans", "America/Chicago"),
        ("seville", "Europe/Madrid"), ("canary islands", "Atlantic/Canary"),
        ("edinburgh", "Europe/London"), ("milan", "Europe/Rome"), ("florence", "Europe/Rome"),
        ("munich", "Europe/Berlin"), ("geneva", "Europe/Zurich"), ("france", "Europe/Paris"),
        ("germany", "Europe/Berlin"), ("italy", "Europe/Rome"), ("japan", "Asia/Tokyo"),
    ],
    zone_leads: &["i'm in ", "im in ", "in "],
    countries: &[
        ("usa", "US"), ("u s a", "US"), ("us", "US"), ("u s", "US"), ("america", "US"),
        ("the us", "US"), ("the states", "US"), ("united states of america", "US"), ("uk", "GB"),
        ("u k", "GB"), ("england", "GB"), ("scotland", "GB"), ("wales", "GB"),
        ("great britain", "GB"), ("britain", "GB"), ("holland", "NL"),
    ],
    languages: &[
        ("en", &["english", "eng", "uk english", "us english"]),
        ("es", &["spanish", "castilian"]),
    ],
    language_leads: &["in "],
    zone_tails: &[" time"],
};
