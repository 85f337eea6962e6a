//! Words for everything in a conversation that differs from run to run, so that
//! whole conversations can be kept and compared.

use chrono::{Days, Locale, NaiveDate, Utc};

const ENGLISH: [&str; 5] = [
    "%A %-d %B %Y",
    "%A %-d %B",
    "%-d %B %Y",
    "%a %-d %b",
    "%Y-%m-%d",
];
const SPANISH: [&str; 5] = [
    "%A %-d de %B de %Y",
    "%A %-d de %B",
    "%-d de %B de %Y",
    "%a %-d %b",
    "%Y-%m-%d",
];

/// The text with words for days, the length of a call, a reference and a time of
/// calling again.
pub fn steady(text: &str) -> String {
    let mut text = text.to_owned();
    for (ahead, word) in [(2, "THE DAY AFTER"), (1, "TOMORROW"), (0, "TODAY")] {
        for (locale, forms) in [(Locale::en_US, ENGLISH), (Locale::es_ES, SPANISH)] {
            for form in forms {
                let date = day(ahead).format_localized(form, locale).to_string();
                text = text.replace(&date, word);
            }
        }
    }
    let lines: Vec<String> = text.lines().map(steady_line).collect();
    lines.join("\n").trim_end().to_owned()
}

/// The text with one word for every moment of a call: '00:00:01'.
pub fn without_moments(text: &str) -> String {
    let is_moment = |word: &str| word.len() == 8 && word.starts_with("00:00:");
    let words = text.split(' ').map(|word| match is_moment(word) {
        true => "MOMENT",
        false => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

fn steady_line(line: &str) -> String {
    let is_number = |word: &str| word.parse::<u32>().is_ok();
    let line = without_moments(line);
    let words = line.split(' ').map(|word| {
        if word.strip_prefix('(').is_some_and(is_number) {
            "(N"
        } else {
            word
        }
    });
    let line = words.collect::<Vec<_>>().join(" ");
    let referred = ["” [", "» ["].iter().find_map(|end| {
        let (before, after) = line.rsplit_once(end)?;
        let reference = after.strip_suffix(']')?;
        (!reference.contains(['[', ' '])).then(|| format!("{before}{end}REQUEST]"))
    });
    let line = referred.unwrap_or(line);
    match put_off(&line) {
        Some(before) => format!("{before} LATER"),
        None => line.trim_end().to_owned(),
    }
}

/// The words before the time to which a call is put off.
fn put_off(line: &str) -> Option<&str> {
    const NUMBER: &str = "+1 415-555-0100";
    let begins = ["I'll call +", "Vuelvo a llamar al +"];
    let begin = begins
        .iter()
        .find_map(|begin| Some(line.find(begin)? + begin.trim_end_matches('+').len()))?;
    line.get(..begin + NUMBER.len())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the program takes the machine's clock"
)]
fn day(from_today: u64) -> NaiveDate {
    Utc::now()
        .with_timezone(&chrono_tz::America::Los_Angeles)
        .date_naive()
        + Days::new(from_today)
}
