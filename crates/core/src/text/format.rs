//! Dates, times, numbers and lists in the language's own form.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

use crate::model::{Category, Day, Phone, Region, TimeOfDay, Value};

use super::Voice;

impl Voice {
    fn date(self, date: NaiveDate, pattern: &str) -> String {
        date.format_localized(&self.say(pattern), self.locale())
            .to_string()
    }

    /// 'Thursday 29 January 2026'.
    pub(super) fn full_date(self, date: NaiveDate) -> String {
        self.date(date, "date-full")
    }

    /// 'Thursday 29 January'.
    pub(super) fn short_date(self, date: NaiveDate) -> String {
        self.date(date, "date-short")
    }

    /// 'Thu 29 Jan'.
    pub(super) fn button_date(self, date: NaiveDate) -> String {
        self.date(date, "date-button")
    }

    /// 'January 2026'.
    pub(super) fn month(self, month: NaiveDate) -> String {
        self.date(month, "date-month")
    }

    /// 'Mo': the day of the week in two letters.
    pub(super) fn weekday(self, date: NaiveDate) -> String {
        let name = date.format_localized("%a", self.locale()).to_string();
        name.chars().take(2).collect()
    }

    /// '29 January 2026': the day of that instant in a timezone.
    pub(super) fn day_of(self, at: DateTime<Utc>, zone: Tz) -> String {
        self.plain_date(at.with_timezone(&zone).date_naive())
    }

    /// '29 January 2026'.
    pub(super) fn plain_date(self, date: NaiveDate) -> String {
        self.date(date, "date-plain")
    }

    /// '20:00'.
    pub(super) fn time(self, time: NaiveTime) -> String {
        time.format(&self.say("time-of-day")).to_string()
    }

    /// '20:00', “in the morning”.
    pub(super) fn time_of_day(self, time: &TimeOfDay) -> String {
        match time {
            TimeOfDay::At(time) => self.time(*time),
            TimeOfDay::Words(words) => self.quoted(words.as_str()),
        }
    }

    /// '3 min 5 s'.
    pub(super) fn duration(self, duration: Duration) -> String {
        let seconds = duration.as_secs();
        match (seconds / 60, seconds % 60) {
            (0, seconds) => self.fill("duration-seconds", &[("seconds", seconds.into())]),
            (minutes, 0) => self.fill("duration-whole-minutes", &[("minutes", minutes.into())]),
            (minutes, seconds) => self.fill(
                "duration-minutes",
                &[("minutes", minutes.into()), ("seconds", seconds.into())],
            ),
        }
    }

    /// '10 minutes', '5 seconds'.
    #[must_use]
    pub fn round_duration(self, duration: Duration) -> String {
        let seconds = duration.as_secs();
        if seconds >= 60 {
            self.fill(
                "duration-round-minutes",
                &[("minutes", seconds.div_ceil(60).into())],
            )
        } else {
            self.fill(
                "duration-round-seconds",
                &[("seconds", seconds.max(1).into())],
            )
        }
    }

    /// '1.5' in English, '1,5' in Spanish.
    pub(super) fn number(self, number: f64) -> String {
        let text = format!("{number:.2}");
        match text
            .trim_end_matches('0')
            .trim_end_matches('.')
            .split_once('.')
        {
            None => format!("{number:.0}"),
            Some((whole, part)) => {
                self.fill("decimal", &[("whole", whole.into()), ("part", part.into())])
            }
        }
    }

    pub(super) fn country(self, region: Region) -> Option<String> {
        let country = keshvar::Alpha2::try_from(region.as_str())
            .ok()?
            .to_country();
        country
            .translations()
            .get(self.language().code())
            .map(|name| (*name).to_owned())
    }

    /// '+1 415-555-2671, United States'.
    pub(super) fn phone_with_country(self, phone: &Phone) -> String {
        let number = phone.international();
        match phone.region().and_then(|region| self.country(region)) {
            Some(country) => self.fill(
                "number-with-country",
                &[("number", number.into()), ("country", country.into())],
            ),
            None => number,
        }
    }

    /// The city of a timezone: 'Los Angeles'.
    pub(super) fn zone(self, zone: Tz) -> String {
        zone.name()
            .rsplit('/')
            .next()
            .unwrap_or(zone.name())
            .replace('_', " ")
    }

    /// “…” in English, «…» in Spanish.
    pub(super) fn quoted(self, text: &str) -> String {
        self.fill("quoted", &[("text", text.into())])
    }

    /// One value as the bot says it back.
    pub(super) fn noted(self, noted: &Value) -> Option<String> {
        let name = |key: &'static str, name: &str| self.fill(key, &[("name", name.into())]);
        Some(match noted {
            Value::Phone(phone) => self.phone_with_country(phone),
            // The task is read back on the card, quoted.
            Value::Task(_) => return None,
            // The card says it; 'something else' is not worth saying back.
            Value::Category(Category::General) => return None,
            Value::Category(category) => self.say(&format!("noted-category-{}", category.word())),
            Value::Business(business) => name("noted-business", business.as_str()),
            Value::Name(person) => name("noted-name", person.as_str()),
            Value::Date(Day::On(date)) => self.short_date(*date),
            Value::Date(Day::Words { words }) => self.quoted(words.as_str()),
            Value::Time(time) => self.time_of_day(time),
            Value::PartySize(count) => self.fill("people", &[("count", count.get().into())]),
            Value::Nights(count) => self.fill("nights", &[("count", count.get().into())]),
            Value::CallLanguage(language) => {
                let language = self.language_name(language.code());
                self.fill("noted-call-language", &[("language", language.into())])
            }
            Value::Timezone(zone) => {
                self.fill("noted-timezone", &[("zone", self.zone(*zone).into())])
            }
        })
    }

    /// The name of the language with that code: 'English'.
    pub(super) fn language_name(self, code: &str) -> String {
        self.say(&format!("language-{code}"))
    }

    /// A list of what was understood. A new number is a sentence of its own before
    /// it.
    pub(super) fn noted_list(self, noted: &[Value], key: &str) -> Vec<String> {
        let is_apart = |noted: &Value| key == "got-it" && matches!(noted, Value::Phone(_));
        let phone = noted.iter().find_map(|noted| match noted {
            Value::Phone(phone) if is_apart(noted) => Some(self.fill(
                "sentence",
                &[("text", self.phone_with_country(phone).into())],
            )),
            _ => None,
        });
        let rest: Vec<String> = noted
            .iter()
            .filter(|noted| !is_apart(noted))
            .filter_map(|noted| self.noted(noted))
            .collect();
        let list = (!rest.is_empty()).then(|| self.fill(key, &[("list", rest.join(", ").into())]));
        phone.into_iter().chain(list).collect()
    }
}
