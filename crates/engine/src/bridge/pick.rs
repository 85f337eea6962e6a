//! A choice made by typing: its number, or its label.

use kally_core::model::{Choice, fold};
use kally_core::understand;

use super::record::Offered;

/// The token of the choice that a text picks.
pub(super) fn pick<'a>(offered: &'a Offered, text: &str, by_number: bool) -> Option<&'a str> {
    let text = text.trim();
    if by_number
        && offered.numbered
        && let Ok(number) = text.trim_end_matches(['.', ')']).parse::<usize>()
    {
        return offered
            .choices
            .get(number.checked_sub(1)?)
            .map(|choice| choice.token.as_str());
    }
    let typed = fold(text);
    // *Stop* may mean another call than the one whose button was shown last; 'Cancel
    // it' and 'Leave it' are the label itself.
    let is_one_word = !typed.contains(' ');
    if typed.is_empty() || is_one_word && understand::is_way_out(text) {
        return None;
    }
    let fitting = |choices: &'a [Choice]| {
        let mut fitting = choices.iter().filter(|choice| fold(&choice.label) == typed);
        match (fitting.next(), fitting.next()) {
            (Some(choice), None) => Some(choice.token.as_str()),
            _ => None,
        }
    };
    // The open question's choices come before those offered beside it.
    fitting(&offered.choices).or_else(|| fitting(&offered.aside))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(numbered: bool) -> Offered {
        let choice = |label: &str| Choice {
            label: label.to_owned(),
            token: format!("t-{label}"),
            sign: None,
        };
        Offered {
            choices: vec![choice("Call now"), choice("Edit"), choice("Atrás")],
            numbered,
            aside: vec![choice("Transcript"), choice("Edit")],
        }
    }

    #[track_caller]
    fn check(numbered: bool, text: &str, expected: Option<&str>) {
        assert_eq!(pick(&offered(numbered), text, true), expected, "{text:?}");
    }

    #[test]
    fn a_number_or_a_label_picks() {
        check(true, "1", Some("t-Call now"));
        check(true, " 2. ", Some("t-Edit"));
        check(true, "call NOW!", Some("t-Call now"));
        check(true, "atras", Some("t-Atrás"));
        check(true, "4", None);
        check(true, "0", None);
        check(true, "call", None);
        check(true, "", None);
        check(false, "2", None);
        check(false, "atrás", Some("t-Atrás"));
    }

    #[test]
    fn what_was_offered_aside_is_picked_by_its_label_only() {
        check(true, "transcript", Some("t-Transcript"));
        check(true, "4", None);
        check(true, "edit", Some("t-Edit"));
    }

    /// *Cancel* alone may mean anything that is open.
    #[test]
    fn a_label_of_several_words_is_no_way_out() {
        let choice = |label: &str| Choice {
            label: label.to_owned(),
            token: format!("t-{label}"),
            sign: None,
        };
        let offered = Offered {
            choices: ["Cancel it", "Leave it", "Cancel", "Stop"]
                .map(choice)
                .into(),
            ..offered(true)
        };
        for (text, picked) in [
            ("cancel it", Some("t-Cancel it")),
            ("Leave it", Some("t-Leave it")),
            ("cancel", None),
            ("Stop!", None),
        ] {
            assert_eq!(pick(&offered, text, true), picked, "{text:?}");
        }
    }

    #[test]
    fn where_no_numbers_are_shown_none_picks() {
        assert_eq!(pick(&offered(true), "1", false), None);
        assert_eq!(pick(&offered(true), "call now", false), Some("t-Call now"));
    }
}
