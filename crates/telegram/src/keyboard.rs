//! Choices as rows of buttons.

use teloxide::types::{InlineKeyboardButton, InlineKeyboardMarkup};
use unicode_width::UnicodeWidthStr as _;

use kally_core::model::Choice;

/// Telegram's limit of `callback_data`, in bytes.
const LONGEST_TOKEN: usize = 64;

/// Wider rows are cut off on a phone, in columns of text.
const ROW: usize = 30;

/// The width that a button adds to its label.
const FRAME: usize = 3;

/// Telegram shows no more beside each other.
const MOST_IN_A_ROW: usize = 8;

/// Telegram allows 100 in one keyboard, including a calendar above.
const MOST: usize = 45;

/// The keyboard, if there is anything to choose.
pub(super) fn keyboard(choices: &[Choice]) -> Option<InlineKeyboardMarkup> {
    let button = |choice: &Choice| {
        InlineKeyboardButton::callback(choice.label.as_str(), choice.token.as_str())
    };
    let rows: Vec<Vec<_>> = rows(choices)
        .into_iter()
        .map(|row| row.into_iter().map(button).collect())
        .collect();
    (!rows.is_empty()).then(|| InlineKeyboardMarkup::new(rows))
}

/// The choices that can be buttons, in rows that a phone shows whole.
pub(super) fn rows(choices: &[Choice]) -> Vec<Vec<&Choice>> {
    let mut rows: Vec<Vec<&Choice>> = Vec::new();
    let mut used = 0;
    for choice in choices.iter().filter(|choice| fits(choice)).take(MOST) {
        let width = choice.label.width() + FRAME;
        match rows.last_mut() {
            Some(row) if used + width <= ROW && row.len() < MOST_IN_A_ROW => {
                row.push(choice);
                used += width;
            }
            _ => {
                rows.push(vec![choice]);
                used = width;
            }
        }
    }
    rows
}

/// One bad button would make Telegram refuse the whole message.
fn fits(choice: &Choice) -> bool {
    let fits = (1..=LONGEST_TOKEN).contains(&choice.token.len()) && !choice.label.trim().is_empty();
    if !fits {
        tracing::error!(
            label = choice.label,
            token = choice.token,
            "a choice cannot be a button and is left out"
        );
    }
    fits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(labels: &[&str], expected: &[usize]) {
        let choices: Vec<_> = labels
            .iter()
            .map(|label| Choice {
                label: (*label).to_owned(),
                token: "t".to_owned(),
                sign: None,
            })
            .collect();
        let rows = keyboard(&choices)
            .map(|keyboard| keyboard.inline_keyboard)
            .unwrap_or_default();
        assert_eq!(
            rows.iter().map(Vec::len).collect::<Vec<_>>(),
            expected,
            "{labels:?}"
        );
    }

    #[test]
    fn rows_are_as_wide_as_a_phone() {
        check(&[], &[]);
        check(&["Call now", "Edit", "Cancel"], &[3]);
        check(
            &["In 10 min", "In an hour", "Choose a time", "Leave it"],
            &[2, 2],
        );
        check(&["1", "2", "3", "4", "5", "6", "7", "8", "9"], &[7, 2]);
        check(
            &[
                "A label that is wider than any row of a phone could be",
                "Skip",
            ],
            &[1, 1],
        );
    }

    #[test]
    fn a_choice_that_telegram_would_refuse_is_left_out() {
        let choice = |label: &str, token: String| Choice {
            label: label.to_owned(),
            token,
            sign: None,
        };
        let choices = [
            choice("good", "x".repeat(64)),
            choice("long", "x".repeat(65)),
            choice(" ", "x".to_owned()),
        ];
        let rows = keyboard(&choices).unwrap().inline_keyboard;
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].len(), 1);
    }
}
