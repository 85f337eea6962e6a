//! How long the words of people who were forgotten can be read in the files.
//!
//! Each traced person has a call made about a phrase of their own, a month after
//! the one before, and some days later asks to be forgotten. From then on every
//! day's files are searched for the phrase.

use std::fs;
use std::path::Path;

use crate::people::{Visit, call, private};
use crate::{Options, Result, figures};

/// The phrase begins with a character that is in nothing else, so that a search
/// is quick.
const MARK: &str = "Ψtraced-";
const MARK_END: &str = ";";

/// The days from one person's call to the next one's, and from a call to the
/// wish to be forgotten.
const APART: u64 = 30;
const UNTIL_FORGOTTEN: u64 = 5;

struct Trace {
    person: u64,
    calls_on: u64,
    forgotten: Option<Forgotten>,
}

/// Since when the person is forgotten, and the day on which the words were gone.
struct Forgotten {
    day: u64,
    written: u64,
    gone: Option<(u64, u64)>,
    copies: usize,
}

pub struct Traces(Vec<Trace>);

impl Traces {
    pub fn new(options: &Options, first: u64) -> Self {
        let traces = (0..options.traced).map(|n| Trace {
            person: first + n,
            calls_on: 10 + n * APART,
            forgotten: None,
        });
        Self(traces.collect())
    }

    /// The traced people's conversations of a day.
    pub fn due(&self, day: u64) -> Vec<Visit> {
        let due = self.0.iter().filter_map(|trace| {
            let (says, calls) = match day.checked_sub(trace.calls_on)? {
                0 => {
                    let task = format!("Reserve a table for {MARK}{}{MARK_END}", trace.person);
                    (call(trace.person, &task), true)
                }
                UNTIL_FORGOTTEN => {
                    let says = ["/forget", "forget me", "forget everything"];
                    (says.map(str::to_owned).to_vec(), false)
                }
                _ => return None,
            };
            Some(Visit {
                conversation: private(trace.person),
                says,
                calls,
            })
        });
        due.collect()
    }

    /// Looks at the files of a day on which these people came.
    pub fn look(&mut self, day: u64, folder: &Path, came: &[Visit]) -> Result<()> {
        let written = figures::written()?;
        for trace in &mut self.0 {
            let chat = private(trace.person);
            let here = came.iter().any(|visit| visit.conversation == chat);
            if here && day == trace.calls_on + UNTIL_FORGOTTEN {
                trace.forgotten = Some(Forgotten {
                    day,
                    written,
                    gone: None,
                    copies: 0,
                });
            }
        }
        let waits = |trace: &&mut Trace| matches!(&trace.forgotten, Some(it) if it.gone.is_none());
        if !self.0.iter_mut().any(|trace| waits(&&mut *trace)) {
            return Ok(());
        }
        let found = people_in(folder)?;
        for trace in self.0.iter_mut().filter(waits) {
            let person = trace.person;
            let copies = found.iter().filter(|found| **found == person).count();
            if let Some(forgotten) = &mut trace.forgotten {
                if day == forgotten.day {
                    forgotten.copies = copies;
                }
                if copies == 0 {
                    forgotten.gone = Some((day, written));
                }
            }
        }
        Ok(())
    }

    pub fn print(&self) {
        if self.0.is_empty() {
            return;
        }
        println!("\nwords of people who were forgotten, in the files:");
        println!(
            "{:>10} {:>18} {:>12} {:>22}",
            "forgotten", "copies that night", "gone after", "MiB written until then"
        );
        for forgotten in self.0.iter().filter_map(|trace| trace.forgotten.as_ref()) {
            let (after, written) = match forgotten.gone {
                Some((day, written)) => (
                    format!("{} days", day - forgotten.day),
                    ((written - forgotten.written) >> 20).to_string(),
                ),
                None => ("never".to_owned(), "-".to_owned()),
            };
            println!(
                "{:>10} {:>18} {after:>12} {written:>22}",
                format!("day {}", forgotten.day + 1),
                forgotten.copies
            );
        }
    }
}

/// The people whose phrase is in the files, once for each copy.
fn people_in(folder: &Path) -> Result<Vec<u64>> {
    let mut found = Vec::new();
    for path in figures::files(folder)? {
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            // sled replaces some of its files.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error.into()),
        };
        found.extend(marks(&bytes));
    }
    Ok(found)
}

fn marks(bytes: &[u8]) -> Vec<u64> {
    let (first, mark) = (MARK.as_bytes()[0], MARK.as_bytes());
    let mut found = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == first) {
        rest = &rest[at..];
        if let Some(number) = rest.strip_prefix(mark) {
            let digits = number.iter().take_while(|byte| byte.is_ascii_digit());
            found.push(digits.fold(0, |all, digit| all * 10 + u64::from(digit - b'0')));
        }
        rest = &rest[1..];
    }
    found
}
