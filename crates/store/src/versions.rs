//! The versions of programs that a store knows: of the one that wrote it last,
//! and of the oldest one that can read it.

use std::fmt;

/// This program's version.
pub const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// The oldest version that reads everything that this one writes. It rises with
/// each new form of a record, and of the store.
pub const READABLE_FROM: &str = "0.1.0";

/// A store that only a later program reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Later {
    /// The oldest version that reads it, if the store says so.
    pub needed: Option<String>,
    /// The version that wrote it last.
    pub by: Option<String>,
}

/// The versions that a store has noted.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// The oldest version that reads it.
    pub(crate) needs: Option<String>,
    /// The one that wrote it last.
    pub(crate) program: Option<String>,
}

impl Notes {
    /// This program takes the store over: the notes that change, by their names.
    /// `is_known` says whether the form of the store as a whole is known.
    ///
    /// # Errors
    /// When only a later program reads the store.
    pub(crate) fn taken_over(
        self,
        is_known: bool,
    ) -> Result<Vec<(&'static str, &'static str)>, Later> {
        let Self { needs, program } = self;
        let later = |version: &String| is_later(version, PROGRAM);
        if !is_known || needs.as_ref().is_some_and(later) {
            return Err(Later {
                needed: needs.filter(later).or_else(|| program.clone()),
                by: program,
            });
        }
        let mut changed = Vec::new();
        // A store that was written by a later program keeps what it needs.
        if needs.is_none_or(|needs| is_later(READABLE_FROM, &needs)) {
            changed.push(("needs", READABLE_FROM));
        }
        if program.as_deref() != Some(PROGRAM) {
            if let Some(from) = &program {
                tracing::info!(
                    from,
                    to = PROGRAM,
                    "another version of the program takes the store over"
                );
            }
            changed.push(("program", PROGRAM));
        }
        Ok(changed)
    }
}

impl fmt::Display for Later {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let by = self.by.as_deref().unwrap_or("a later version");
        write!(
            f,
            "the store was written by kally-bridge {by}, and this is {PROGRAM}: "
        )?;
        match &self.needed {
            Some(needed) => write!(f, "install {needed} or a later version")?,
            None => f.write_str("install that version")?,
        }
        f.write_str(", or restore a backup of before the upgrade")
    }
}

/// Whether a version comes after another one. Anything that is no version comes
/// first.
#[must_use]
pub fn is_later(version: &str, than: &str) -> bool {
    numbers(version) > numbers(than)
}

/// The three numbers of a version; suffixes such as `-rc.1` do not count.
fn numbers(version: &str) -> Option<[u64; 3]> {
    let plain = version.split(['-', '+']).next()?;
    let mut numbers = plain.split('.').map(|number| number.parse().ok());
    let mut next = || numbers.next().flatten();
    Some([next()?, next()?, next()?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_their_numbers() {
        for (version, than, expected) in [
            ("0.2.0", "0.1.9", true),
            ("0.10.0", "0.9.0", true),
            ("1.0.0", "0.99.99", true),
            ("0.1.0", "0.1.0", false),
            ("0.1.0-rc.1", "0.1.0", false),
            ("0.1.0", "0.2.0", false),
            ("later", "0.1.0", false),
        ] {
            assert_eq!(is_later(version, than), expected, "{version} {than}");
        }
        assert!(!is_later(READABLE_FROM, PROGRAM));
    }
}
