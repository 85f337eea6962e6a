//! A choice made by typing: its number, or its label.

use crate::model::fold;

use super::record::Offered;

/// The token of the choice that a text picks.
pub(super) fn pick<'a>(offered: &'a Offered, text: &str) -> Option<&'a str> {
    let text = text.trim();
    if offered.numbered
        && let Ok(number) = text.trim_end_matches(['.', ')']).parse::<usize>()
    {
        return offered
            .choices
            .get(number.checked_sub(1)?)
            .map(|choice| choice.token.as_str());
    }
    let typed = fold(text);
    if typed.is_empty() {
        return None;
    }
    let mut fitting = offered
        .choices
        .iter()
        .filter(|choice| fold(&choice.label) == typed);
    match (fitting.next(), fitting.next()) {
        (Some(choice), None) => Some(&choice.token),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Choice;

    fn offered(numbered: bool) -> Offered {
        let choice = |label: &str| Choice {
            label: label.to_owned(),
            token: format!("t-{label}"),
            sign: None,
        };
        Offered {
            choices: vec![choice("Call now"), choice("Edit"), choice("Atrás")],
            numbered,
        }
    }

    #[track_caller]
    fn check(numbered: bool, text: &str, expected: Option<&str>) {
        assert_eq!(pick(&offered(numbered), text), expected, "{text:?}");
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
        check(false, "edit", Some("t-Edit"));
    }
}
