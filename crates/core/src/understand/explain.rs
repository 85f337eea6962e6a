//! The days and times in a text with the role of each, for trying the bot out.

use std::ops::Range;

use super::line::Line;
use super::phone::Numbers;
use super::role::Role;
use super::{Context, place_name, sentence, which_day, which_time};

/// A day or a time that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// `day` or `time`.
    pub kind: &'static str,
    /// The words that name it.
    pub words: String,
    /// Why it was said: `wanted`, `call`, `replaced`, `ruled out`, `context`.
    pub role: &'static str,
}

/// All days and times in a text, from left to right, the days first. Not each
/// wanted one is taken: two that are joined are asked about.
#[must_use]
pub fn explain(text: &str, context: &Context) -> Vec<Explained> {
    let mut line = Line::new(text);
    let numbers = Numbers::read(&line, context);
    let number = numbers.to_call(&line).map(|found| found.tokens);
    let place = place_name::find(&line, number.as_ref());
    place_name::hide(&mut line, place.as_ref());
    sentence::hide(&mut line, &numbers);
    let days = which_day::read(&line, context);
    let mut found = explained(&line, "day", &days);
    for (span, _) in days {
        line.take(span);
    }
    let times = which_time::read(&line);
    found.extend(explained(&line, "time", &times));
    found
}

fn explained(line: &Line<'_>, kind: &'static str, read: &[(Range<usize>, Role)]) -> Vec<Explained> {
    let one = |(span, role): &(Range<usize>, Role)| Explained {
        kind,
        words: line.slice(span.clone()).to_owned(),
        role: role.word(),
    };
    read.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::understand::tests::english;

    #[test]
    fn each_day_and_time_has_its_role() {
        let text = "call tomorrow, my cut was on Friday at 3, not Monday, book Tuesday at 10";
        let found = explain(text, &english());
        let found: Vec<_> = found
            .iter()
            .map(|found| format!("{} {}: {}", found.kind, found.words, found.role))
            .collect();
        assert_eq!(
            found,
            [
                "day tomorrow: call",
                "day Friday: context",
                "day Monday: ruled out",
                "day Tuesday: wanted",
                "time at 3: context",
                "time at 10: wanted",
            ]
        );
    }
}
