//! Timezones, countries and languages.

use super::super::lists::{Groups, Values, Written, topic};
use crate::model::Language;

topic! {
    /// Timezones, countries and languages.
    Places {
        /// Name a timezone by a town or a custom.
        pub zones: Values<&'static str>,
        /// Stand before the name of a timezone, as written.
        pub zone_leads: Written,
        /// Name a country otherwise than its own data does.
        pub countries: Values<&'static str>,
        /// Name a language that the bot is spoken to in.
        pub languages: Groups<Language>,
        /// Stand before the name of a language, as written.
        pub language_leads: Written,
        /// Stand behind the name of a timezone, as written.
        pub zone_tails: Written,
    }
}
