//! The settings: of a chat user, for all of their conversations, and of a room,
//! for everybody in it. A person's own goes before the room's, the room's before
//! the operator's.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::choices::choices;
use super::{Language, Name, Phone, QuietHours, Region};

choices! {
    /// When a call's transcript is posted.
    TranscriptPolicy {
        /// With the outcome.
        Always "always",
        /// When its button is pressed.
        Ask "ask",
        /// Never, and no button for it.
        Never "never",
    }
}

choices! {
    /// Whether a room is told in one line how a call ended that has a thread of
    /// its own.
    Summary {
        Off "off",
        On "on",
    }
}

choices! {
    /// Who may hang up a call that somebody asked for in a room.
    Stopping {
        Requester "requester",
        Everybody "everybody",
    }
}

choices! {
    /// Whether a request in a room gets a thread of its own.
    Threads {
        Off "off",
        On "on",
    }
}

choices! {
    /// What the service does when a machine answers.
    ///
    /// By default nothing is said, so the service does as it usually does: a
    /// message tells a machine, and everybody who hears it, the reason of the call,
    /// so nobody's words are left there unless they say so; and a place that only
    /// a message reaches should not be hung up on unasked.
    Voicemail {
        Usual "usual",
        Leave "leave",
        HangUp "hang-up",
    }
}

impl Voicemail {
    /// Nothing is said about it.
    #[must_use]
    pub fn usual() -> Self {
        Self::Usual
    }

    /// Whether nothing is said about it.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::Usual
    }
}

choices! {
    /// Whether a person is reminded of an appointment the day before.
    DayAhead {
        On "on",
        Off "off",
    }
}

choices! {
    /// How many hours before an appointment a person is reminded of it.
    HoursAhead {
        One "1",
        Two "2",
        Three "3",
        Six "6",
        Off "off",
    }
}

impl HoursAhead {
    /// The number of hours.
    #[must_use]
    pub fn count(self) -> Option<i64> {
        match self {
            Self::One => Some(1),
            Self::Two => Some(2),
            Self::Three => Some(3),
            Self::Six => Some(6),
            Self::Off => None,
        }
    }
}

/// Whose settings they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    #[default]
    Person,
    Room,
}

impl Whose {
    /// Whether they are a person's; for the stored form.
    #[must_use]
    pub fn is_person(&self) -> bool {
        *self == Self::Person
    }
}

/// Writes the types that follow from the list of settings.
///
/// A line is the setting, the type of its value, its word (on the disk, in a
/// button, in the keys of its texts), its field, how it is set: to one of a few
/// values (`choice`), in words (`free`), in words with a few values offered
/// (`offered`), or in words and perhaps not at all (`optional`), and who has it: a `person`, a `room` or `both`. At the end is the
/// value that applies if nobody has set one.
macro_rules! settings {
    (@default) => { None };
    (@default $default:expr) => { $default };
    (@type $value:ty; optional) => { Option<$value> };
    (@type $value:ty; $how:ident) => { $value };
    (@put $place:expr, $value:expr; optional) => { $place = Some($value) };
    (@put $place:expr, $value:expr; $how:ident) => { $place = $value };
    (@or $own:expr, $default:expr; optional) => { $own.clone().or_else(|| $default.clone()) };
    (@or $own:expr, $default:expr; $how:ident) => {
        $own.clone().unwrap_or_else(|| $default.clone())
    };
    (@get $place:expr; optional) => { $place.clone() };
    (@get $place:expr; $how:ident) => { Some($place.clone()) };
    (@clear $place:expr; optional) => { { $place = None; true } };
    (@clear $place:expr; $how:ident) => { false };
    (@optional optional) => { true };
    (@optional $how:ident) => { false };
    (@choices $setting:ident $value:ty; choice) => {
        <$value>::ALL.into_iter().map(SettingValue::$setting).collect()
    };
    (@choices $setting:ident $value:ty; offered) => {
        <$value>::OFFERED.into_iter().map(SettingValue::$setting).collect()
    };
    (@choices $setting:ident $value:ty; $how:ident) => { Vec::new() };
    (@has person $whose:expr) => { $whose == Whose::Person };
    (@has room $whose:expr) => { $whose == Whose::Room };
    (@has both $whose:expr) => { { let _ = $whose; true } };
    (@word $value:ident; choice) => { Some($value.word()) };
    (@word $value:ident; offered) => { $value.word() };
    (@word $value:ident; $how:ident) => { { let _ = $value; None } };

    ($($(#[$doc:meta])* $setting:ident($value:ty) $word:literal $field:ident: $how:ident of $of:ident $(= $default:expr)?;)*) => {
        /// One of the settings.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Setting {
            $($(#[$doc])* #[serde(rename = $word)] $setting,)*
        }

        impl Setting {
            /// All of them, in the order in which they are shown.
            pub const ALL: [Self; [$($word),*].len()] = [$(Self::$setting),*];

            /// Whether a person, or a room, has it.
            #[must_use]
            pub fn is_of(self, whose: Whose) -> bool {
                match self {
                    $(Self::$setting => settings!(@has $of whose),)*
                }
            }

            /// The word by which it is stored and a button names it.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$setting => $word,)*
                }
            }

            /// The setting of that word.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|setting| setting.word() == word)
            }

            /// Whether it can be empty.
            #[must_use]
            pub fn can_be_empty(self) -> bool {
                match self {
                    $(Self::$setting => settings!(@optional $how),)*
                }
            }

            /// The value of that word, among those that are offered.
            #[must_use]
            pub fn choice(self, word: &str) -> Option<SettingValue> {
                let mut values = self.choices().into_iter();
                values.find(|value| value.word() == Some(word))
            }

            /// The values that it can have, where they are few; else those that
            /// are offered.
            #[must_use]
            pub fn choices(self) -> Vec<SettingValue> {
                match self {
                    $(Self::$setting => settings!(@choices $setting $value; $how),)*
                }
            }
        }

        /// The value of a setting.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub enum SettingValue {
            $($(#[$doc])* #[serde(rename = $word)] $setting($value),)*
        }

        impl SettingValue {
            /// The setting that has this value.
            #[must_use]
            pub fn setting(&self) -> Setting {
                match self {
                    $(Self::$setting(_) => Setting::$setting,)*
                }
            }

            /// The word of a value that is one of those.
            #[must_use]
            pub fn word(&self) -> Option<&'static str> {
                match self {
                    $(Self::$setting(value) => settings!(@word value; $how),)*
                }
            }
        }

        /// Settings, complete: a default replaces each one that is not set.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Settings {
            $($(#[$doc])* pub $field: settings!(@type $value; $how),)*
        }

        impl Default for Settings {
            fn default() -> Self {
                Self {
                    $($field: settings!(@default $($default)?),)*
                }
            }
        }

        impl Settings {
            pub fn put(&mut self, value: SettingValue) {
                match value {
                    $(SettingValue::$setting(value) => {
                        settings!(@put self.$field, value; $how);
                    })*
                }
            }

            /// The value of one, unless it is empty.
            #[must_use]
            pub fn get(&self, setting: Setting) -> Option<SettingValue> {
                match setting {
                    $(Setting::$setting => {
                        settings!(@get self.$field; $how).map(SettingValue::$setting)
                    })*
                }
            }

            /// Empties a setting, if it can be empty; returns whether it can.
            pub fn clear(&mut self, setting: Setting) -> bool {
                match setting {
                    $(Setting::$setting => settings!(@clear self.$field; $how),)*
                }
            }
        }

        /// The settings that a person, or a room's moderators, have set.
        #[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
        pub struct OwnSettings {
            $(
                $(#[$doc])*
                #[serde(rename = $word, default, skip_serializing_if = "Option::is_none")]
                pub $field: Option<$value>,
            )*
        }

        impl OwnSettings {
            pub fn put(&mut self, value: SettingValue) {
                match value {
                    $(SettingValue::$setting(value) => self.$field = Some(value),)*
                }
            }

            /// Whether a setting is set.
            #[must_use]
            pub fn has(&self, setting: Setting) -> bool {
                match setting {
                    $(Setting::$setting => self.$field.is_some(),)*
                }
            }

            /// Forgets a setting: the default applies again.
            pub fn clear(&mut self, setting: Setting) {
                match setting {
                    $(Setting::$setting => self.$field = None,)*
                }
            }

            /// These, with `defaults` for the settings that are not set.
            #[must_use]
            pub fn over(&self, defaults: &Settings) -> Settings {
                Settings {
                    $($field: settings!(@or self.$field, defaults.$field; $how),)*
                }
            }
        }
    };
}

settings! {
    /// The language in which the bot speaks to them.
    Language(Language) "language" language: choice of both = Language::En;
    Timezone(Tz) "timezone" timezone: free of both = Tz::UTC;
    /// The name to reserve under, offered first.
    Name(Name) "name" name: optional of person;
    Callback(Phone) "callback" callback: optional of person;
    /// The home region of numbers typed without `+`.
    Region(Region) "region" region: free of both = Region::default();
    /// When transcripts are posted.
    Transcript(TranscriptPolicy) "transcript" transcript: choice of person = TranscriptPolicy::Ask;
    /// What happens when a machine answers.
    Voicemail(Voicemail) "voicemail" voicemail: choice of person = Voicemail::Usual;
    /// When news of calls that were put off make no sound.
    Quiet(QuietHours) "quiet" quiet: offered of both = QuietHours::Off;
    /// Whether they are reminded of appointments the day before.
    DayAhead(DayAhead) "dayahead" day_ahead: choice of person = DayAhead::On;
    /// How many hours before an appointment they are reminded of it.
    HoursAhead(HoursAhead) "hoursahead" hours_ahead: choice of person = HoursAhead::Two;
    /// Whether the room is told in one line how a call ended.
    Summary(Summary) "summary" summary: choice of room = Summary::Off;
    /// Who may hang up a call.
    Stopping(Stopping) "stopping" stopping: choice of room = Stopping::Requester;
    /// Whether a request gets a thread of its own.
    Threads(Threads) "threads" threads: choice of room = Threads::On;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn defaults() -> Settings {
        Settings {
            language: Language::En,
            timezone: chrono_tz::Europe::Madrid,
            region: "ES".parse().unwrap(),
            ..Settings::default()
        }
    }

    #[test]
    fn what_was_set_counts_before_the_default() {
        let mut own = OwnSettings::default();
        own.put(SettingValue::Transcript(TranscriptPolicy::Never));
        own.put(SettingValue::Name(Name::parse("Ana").unwrap()));
        let settings = own.over(&defaults());
        assert_eq!(settings.transcript, TranscriptPolicy::Never);
        assert_eq!(settings.name.unwrap().as_str(), "Ana");
        assert_eq!(settings.language, Language::En);
        own.clear(Setting::Name);
        assert_eq!(own.over(&defaults()).name, None);
    }

    #[test]
    fn own_settings_come_back_from_their_json() {
        let json = r#"{"timezone":"Europe/Madrid","transcript":"always"}"#;
        let own: OwnSettings = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&own).unwrap(), json);
        for bad in [r#"{"region":"XX"}"#, r#"{"transcript":"sometimes"}"#] {
            assert!(serde_json::from_str::<OwnSettings>(bad).is_err(), "{bad}");
        }
    }
}
