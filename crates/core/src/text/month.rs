//! The calendar of a question for a day: a month with the days that can be
//! picked.

use chrono::{Days, Months, NaiveDate, Weekday};

use crate::dialogue::{FormAction, OtherAction, Question};
use crate::model::{Calendar, Region};
use crate::understand::FURTHEST_DAYS;

use super::Voice;

/// The calendar of a question, if it asks for a day.
pub(super) fn calendar(voice: Voice, question: &Question) -> Option<Calendar> {
    let month = question.month?;
    let (today, stamp) = (question.today, question.stamp);
    let last = today.checked_add_days(Days::new(FURTHEST_DAYS.unsigned_abs()))?;
    let next = month.checked_add_months(Months::new(1))?;
    let previous = month.checked_sub_months(Months::new(1))?;
    let starts_on = week_start(question.region);
    let days = month
        .iter_days()
        .take_while(|day| *day < next)
        .filter(|day| (today..=last).contains(day))
        .map(|day| (day, FormAction::Date(day).token(stamp)))
        .collect();
    Some(Calendar {
        title: voice.month(month),
        weekdays: weekdays(voice, starts_on),
        starts_on,
        month,
        today,
        days,
        previous: (month > today).then(|| FormAction::Month(previous).token(stamp)),
        next: (next <= last).then(|| FormAction::Month(next).token(stamp)),
        blank: OtherAction::Nothing.token(),
    })
}

fn weekdays(voice: Voice, starts_on: Weekday) -> [String; 7] {
    // Any week will do: only the names of the weekdays are used.
    let monday = NaiveDate::from_isoywd_opt(2024, 1, Weekday::Mon).unwrap_or_default();
    std::array::from_fn(|index| {
        let days = u64::from(starts_on.num_days_from_monday()) + index as u64;
        voice.weekday(monday + Days::new(days))
    })
}

/// The day on which a country's weeks begin.
fn week_start(region: Region) -> Weekday {
    let Ok(code) = keshvar::Alpha2::try_from(region.as_str()) else {
        return Weekday::Mon;
    };
    match code.to_country().start_of_week() {
        keshvar::WeekDay::Sunday => Weekday::Sun,
        keshvar::WeekDay::Saturday => Weekday::Sat,
        _ => Weekday::Mon,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_begins_as_the_country_has_it() {
        for (region, day) in [
            ("US", Weekday::Sun),
            ("ES", Weekday::Mon),
            ("GB", Weekday::Mon),
        ] {
            assert_eq!(week_start(region.parse().unwrap()), day, "{region}");
        }
    }
}
