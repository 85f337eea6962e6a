//! Timezones, countries and languages.

use super::super::lists::{Groups, Values, Written, topic};

topic! {
    /// Timezones, countries and languages.
    Places {
        /// Name a timezone by a town or a custom.
        pub zones: Values<&'static str>,
        /// Stand before the name of a timezone, as written.
        pub zone_leads: Written,
        /// Name a country otherwise than its own data does.
        pub countries: Values<&'static str>,
        /// Name a language; the value is its ISO 639-1 code.
        pub languages: Groups<&'static str>,
        /// Stand before the name of a language, as written.
        pub language_leads: Written,
        /// Stand behind the name of a timezone, as written.
        pub zone_tails: Written,
    }
}
