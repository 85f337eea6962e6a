//! Compares the requested day and time with now. Times in the past, or skipped
//! by a change of clocks, are asked about instead of called for.

use chrono::{DateTime, MappedLocalTime, TimeZone as _, Utc};

use super::{CallRequest, Slot, TimeOfDay};

/// The requested time compared with now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    /// In the future, or not told to the minute.
    ToCome,
    /// The day is past.
    DayPast,
    /// The time of that day is past.
    TimePast,
    /// The clocks skip that time on that day.
    NoSuchTime,
}

impl CallRequest {
    /// Compares the requested time with `now`. A time that happens twice on a
    /// change of clocks is past after the second one.
    #[must_use]
    pub fn timing(&self, now: DateTime<Utc>) -> Timing {
        let Some(&date) = self.details.date() else {
            return Timing::ToCome;
        };
        let here = now.with_timezone(&self.timezone);
        if date < here.date_naive() {
            return Timing::DayPast;
        }
        let Some(time) = self.details.time().and_then(TimeOfDay::at) else {
            return Timing::ToCome;
        };
        match self.timezone.from_local_datetime(&date.and_time(time)) {
            MappedLocalTime::None => Timing::NoSuchTime,
            MappedLocalTime::Single(then) | MappedLocalTime::Ambiguous(_, then) => {
                if then < here {
                    Timing::TimePast
                } else {
                    Timing::ToCome
                }
            }
        }
    }

    /// Whether the task's words mean another day than the date if the call is
    /// made now: 'tomorrow' was said on another day.
    #[must_use]
    pub fn words_are_old(&self, now: DateTime<Utc>) -> bool {
        let today = now.with_timezone(&self.timezone).date_naive();
        self.details.has(Slot::Date) && self.date_told != Some(today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CallLanguage, Category, Day, Language, Phone, Task, Value, Values};

    fn request(timezone: chrono_tz::Tz, date: &str, time: &str) -> CallRequest {
        CallRequest {
            phone: Phone::from_e164("+34912345678").unwrap(),
            task: Task::parse("reserva una mesa para mañana").unwrap(),
            category: Category::Restaurant,
            callback: None,
            details: (date.parse().ok().map(Day::On).map(Value::Date).into_iter())
                .chain(time.parse().ok().map(TimeOfDay::At).map(Value::Time))
                .collect(),
            language: Language::Es,
            call_language: CallLanguage::Es,
            timezone,
            corrected: false,
            date_told: date.parse().ok(),
            voicemail: crate::model::Voicemail::Usual,
            follows: None,
        }
    }

    #[track_caller]
    fn check(zone: chrono_tz::Tz, date: &str, time: &str, now: &str, expected: Timing) {
        let timing = request(zone, date, time).timing(now.parse().unwrap());
        assert_eq!(timing, expected, "{date} {time} in {zone}, at {now}");
    }

    #[test]
    fn a_time_is_to_come_or_past_where_the_place_is() {
        use Timing::{DayPast, TimePast, ToCome};
        use chrono_tz::America::New_York;
        use chrono_tz::Europe::Madrid;
        check(
            Madrid,
            "2026-01-29",
            "20:00:00",
            "2026-01-29T19:00:00Z",
            ToCome,
        );
        check(
            Madrid,
            "2026-01-29",
            "20:00:00",
            "2026-01-29T19:00:01Z",
            TimePast,
        );
        check(
            Madrid,
            "2026-01-29",
            "20:00:00",
            "2026-01-29T22:59:59Z",
            TimePast,
        );
        check(
            Madrid,
            "2026-01-29",
            "20:00:00",
            "2026-01-29T23:00:00Z",
            DayPast,
        );
        check(
            New_York,
            "2026-01-29",
            "20:00:00",
            "2026-01-29T23:00:00Z",
            ToCome,
        );
        check(Madrid, "2026-01-29", "", "2026-01-29T22:59:59Z", ToCome);
        check(Madrid, "", "20:00:00", "2036-01-01T00:00:00Z", ToCome);
        check(
            Madrid,
            "2026-01-29",
            "20:00:00",
            "1970-01-01T00:00:00Z",
            ToCome,
        );
    }

    /// In Madrid the clocks go forward at 2 on 29 March 2026 and back at 3 on
    /// 25 October; in New York at 2 on 8 March and 1 November.
    #[test]
    fn a_change_of_clocks_leaves_times_out_and_makes_some_twice() {
        use Timing::{NoSuchTime, TimePast, ToCome};
        use chrono_tz::America::New_York;
        use chrono_tz::Europe::Madrid;
        let left_out = [(Madrid, "2026-03-29"), (New_York, "2026-03-08")];
        for (zone, date) in left_out {
            let now = format!("{date}T00:00:00Z");
            check(zone, date, "01:59:59", &now, ToCome);
            check(zone, date, "02:30:00", &now, NoSuchTime);
            check(zone, date, "03:00:00", &now, ToCome);
        }
        // The first 2:30 is at 0:30 UTC, the second an hour later.
        check(
            Madrid,
            "2026-10-25",
            "02:30:00",
            "2026-10-25T00:45:00Z",
            ToCome,
        );
        check(
            Madrid,
            "2026-10-25",
            "02:30:00",
            "2026-10-25T01:31:00Z",
            TimePast,
        );
        check(
            New_York,
            "2026-11-01",
            "01:30:00",
            "2026-11-01T06:00:00Z",
            ToCome,
        );
        check(
            New_York,
            "2026-11-01",
            "01:30:00",
            "2026-11-01T06:31:00Z",
            TimePast,
        );
    }

    #[test]
    fn words_are_of_the_day_on_which_they_were_said() {
        let request = request(chrono_tz::Europe::Madrid, "2026-01-29", "20:00:00");
        let old = |now: &str| request.words_are_old(now.parse().unwrap());
        assert!(!old("2026-01-29T22:59:59Z"));
        assert!(old("2026-01-29T23:00:00Z"), "midnight in Madrid");
        let dateless = CallRequest {
            details: Values::new(),
            ..request.clone()
        };
        assert!(!dateless.words_are_old("2036-01-29T12:00:00Z".parse().unwrap()));
    }
}
