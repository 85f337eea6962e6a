//! English: words for commands, settings and fields.

use crate::model::{Setting, Slot};
use crate::understand::lexicon::topics::Named;

pub(super) const WORDS: Named = Named {
    commands: &[
        ("call", &["call"]),
        ("cancel", &["cancel"]),
        ("help", &["help"]),
        ("start", &["start"]),
        ("settings", &["settings"]),
        ("login", &["login"]),
        ("logout", &["logout"]),
        ("admin", &["admin"]),
        ("privacy", &["privacy", "forget", "mydata"]),
        ("account", &["account", "status", "usage"]),
    ],
    slots: &[
        (Slot::Phone, &["phone", "number", "phone number"]),
        (Slot::Task, &["task", "request", "text"]),
        (
            Slot::Category,
            &["category", "kind", "kind of place", "type"],
        ),
        (Slot::Business, &["place", "business", "restaurant"]),
        (Slot::Name, &["name"]),
        (Slot::Date, &["date", "day", "arrival"]),
        (Slot::Time, &["time", "hour"]),
        (Slot::Nights, &["nights"]),
        (Slot::PartySize, &["people", "party", "guests", "persons"]),
        (Slot::CallLanguage, &["language"]),
        (Slot::Timezone, &["timezone", "time zone", "zone"]),
    ],
    settings: &[
        (Setting::Language, &["language", "lang"]),
        (Setting::Timezone, &["timezone", "tz", "zone"]),
        (Setting::Name, &["name"]),
        (Setting::Callback, &["callback", "phone", "number"]),
        (Setting::Region, &["region", "country"]),
        (Setting::Transcript, &["transcript", "transcripts"]),
    ],
    setting_choices: &[
        (
            (Setting::Transcript, "always"),
            &["always", "at once", "on", "yes"],
        ),
        ((Setting::Transcript, "ask"), &["ask", "on request"]),
        ((Setting::Transcript, "never"), &["never", "off", "no"]),
    ],
    change: &[
        "change",
        "edit",
        "different",
        "another",
        "other",
        "new",
        "correct",
    ],
    empty: &["remove", "delete", "without", "no", "clear", "drop"],
    articles: &["the", "a", "an", "my"],
    nothing: &["none", "nobody", "empty", "clear", "delete", "remove"],
};
