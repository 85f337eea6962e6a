//! A month as rows of buttons: its name between the page buttons, the weekdays,
//! the days below. A cell without a day to pick does nothing.

use chrono::{Datelike as _, Days, NaiveDate};
use teloxide::types::InlineKeyboardButton;

use kally_core::model::Calendar;

/// The label of a cell without a day. Not blank: a button must have a label.
const NOTHING: &str = "·";

/// The rows of a month.
pub(super) fn rows(calendar: &Calendar) -> Vec<Vec<InlineKeyboardButton>> {
    let button = |label: &str, token: &str| InlineKeyboardButton::callback(label, token);
    let still = |label: &str| button(label, &calendar.blank);
    let page = |label: &str, token: &Option<String>| match token {
        Some(token) => button(label, token),
        None => still(NOTHING),
    };
    let mut rows = vec![
        vec![
            page("‹", &calendar.previous),
            still(&calendar.title),
            page("›", &calendar.next),
        ],
        calendar.weekdays.iter().map(|name| still(name)).collect(),
    ];
    let mut weeks = Vec::new();
    let before = calendar.month.weekday().days_since(calendar.starts_on);
    let mut cells: Vec<_> = (0..before).map(|_| still(NOTHING)).collect();
    for day in days(calendar.month) {
        cells.push(cell(calendar, day));
        if cells.len() == 7 {
            weeks.push(std::mem::take(&mut cells));
        }
    }
    if !cells.is_empty() {
        cells.resize_with(7, || still(NOTHING));
        weeks.push(cells);
    }
    // A week without a day to pick only takes room.
    let is_empty = |week: &Vec<InlineKeyboardButton>| week.iter().all(|cell| cell.text == NOTHING);
    rows.extend(weeks.into_iter().filter(|week| !is_empty(week)));
    rows
}

fn cell(calendar: &Calendar, day: NaiveDate) -> InlineKeyboardButton {
    let number = day.day();
    let token = calendar
        .days
        .iter()
        .find_map(|(picked, token)| (*picked == day).then_some(token));
    let label = match token {
        _ if day == calendar.today => format!("[{number}]"),
        Some(_) => number.to_string(),
        None => NOTHING.to_owned(),
    };
    InlineKeyboardButton::callback(label, token.unwrap_or(&calendar.blank))
}

/// The days of the month that begins on this day.
fn days(month: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    (0..31)
        .filter_map(move |after| month.checked_add_days(Days::new(after)))
        .take_while(move |day| day.month() == month.month())
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;
    use teloxide::types::InlineKeyboardButtonKind;

    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, day).unwrap()
    }

    #[track_caller]
    fn check(starts_on: Weekday, weekdays: [&str; 7], expected: &[&str]) {
        let calendar = Calendar {
            title: "January 2026".to_owned(),
            weekdays: weekdays.map(str::to_owned),
            starts_on,
            month: day(1),
            today: day(28),
            days: (28..=31)
                .map(|number| (day(number), format!("d{number}")))
                .collect(),
            previous: None,
            next: Some("n".to_owned()),
            blank: "b".to_owned(),
        };
        let shown: Vec<String> = rows(&calendar)
            .iter()
            .map(|row| {
                row.iter()
                    .map(|button| match &button.kind {
                        InlineKeyboardButtonKind::CallbackData(token) if token == "b" => {
                            button.text.clone()
                        }
                        InlineKeyboardButtonKind::CallbackData(token) => {
                            format!("{}={token}", button.text)
                        }
                        other => panic!("{other:?}"),
                    })
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_month_has_its_days_below_their_weekdays() {
        check(
            Weekday::Mon,
            ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"],
            &[
                "· January 2026 ›=n",
                "Mo Tu We Th Fr Sa Su",
                "· · [28]=d28 29=d29 30=d30 31=d31 ·",
            ],
        );
        check(
            Weekday::Sun,
            ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"],
            &[
                "· January 2026 ›=n",
                "Su Mo Tu We Th Fr Sa",
                "· · · [28]=d28 29=d29 30=d30 31=d31",
            ],
        );
    }
}
