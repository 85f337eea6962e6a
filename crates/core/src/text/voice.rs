//! The sentences of one language, with values put into them.

use std::sync::LazyLock;

use chrono::Locale;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::model::Language;

type Bundle = FluentBundle<FluentResource>;

/// Writes the data of each language. A line is the language, its file of
/// sentences, and chrono's locale for its dates.
macro_rules! languages {
    ($($language:ident $file:literal $locale:ident;)*) => {
        impl Voice {
            fn bundle(self) -> &'static Bundle {
                match self.language {
                    $(Language::$language => {
                        static BUNDLE: LazyLock<Bundle> = LazyLock::new(|| {
                            bundle(Language::$language.code(), include_str!($file))
                        });
                        &BUNDLE
                    })*
                }
            }

            /// Chrono's locale for the language's dates.
            pub(super) fn locale(self) -> Locale {
                match self.language {
                    $(Language::$language => Locale::$locale,)*
                }
            }
        }
    };
}

languages! {
    En "locales/en.ftl" en_GB;
    Es "locales/es.ftl" es_ES;
}

/// A mistake in a locale file is a mistake in the program; a test loads both.
fn bundle(tag: &str, source: &str) -> Bundle {
    let language: LanguageIdentifier = tag.parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // Values are cleaned of direction characters earlier, and a terminal shows
    // isolation marks as boxes.
    bundle.set_use_isolating(false);
    let resource =
        FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, errors)| {
            tracing::error!(language = tag, ?errors, "a locale file has mistakes");
            resource
        });
    bundle.add_resource_overriding(resource);
    bundle
}

/// Says sentences in one language, with commands as one platform writes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voice {
    language: Language,
    sign: &'static str,
}

impl From<Language> for Voice {
    fn from(language: Language) -> Self {
        Self::new(language)
    }
}

impl Voice {
    /// The voice of a language, which writes commands with a slash.
    #[must_use]
    pub fn new(language: Language) -> Self {
        Self::writing(language, "/")
    }

    /// The voice of a language, which writes this before a command.
    #[must_use]
    pub fn writing(language: Language, sign: &'static str) -> Self {
        Self { language, sign }
    }

    /// Which language it speaks.
    #[must_use]
    pub fn language(self) -> Language {
        self.language
    }

    /// A sentence without values.
    #[must_use]
    pub fn say(self, key: &str) -> String {
        self.fill(key, &[])
    }

    /// A sentence with values.
    #[must_use]
    pub fn fill(self, key: &str, values: &[(&'static str, FluentValue<'_>)]) -> String {
        let bundle = self.bundle();
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::error!(
                key,
                language = self.language.code(),
                "a sentence is missing"
            );
            return key.to_owned();
        };
        let values = values.iter().map(|(name, value)| (*name, value.clone()));
        let sign = ("sign", FluentValue::from(self.sign));
        let args: FluentArgs<'_> = values.chain([sign]).collect();
        let mut errors = Vec::new();
        let text = bundle
            .format_pattern(pattern, Some(&args), &mut errors)
            .into_owned();
        if !errors.is_empty() {
            tracing::error!(
                key,
                language = self.language.code(),
                ?errors,
                "a sentence lacks a value"
            );
        }
        text
    }
}
