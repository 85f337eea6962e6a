//! Patterns for people: ids and handles, with `*` for any run of characters and
//! `?` for one.

use std::fmt;

use kally_core::model::{ChatUser, Platform};

/// People that match one of several patterns.
#[derive(Debug, Clone, Default)]
pub struct Patterns(Vec<String>);

impl Patterns {
    /// These patterns; none match nobody.
    #[must_use]
    pub fn new(patterns: Vec<String>) -> Self {
        Self(patterns)
    }

    /// Whether an id or a handle matches one of them.
    #[must_use]
    pub fn matches(&self, name: &str) -> bool {
        self.0.iter().any(|pattern| matches(pattern, name))
    }

    /// The people on a platform who are listed by their whole ids.
    pub(super) fn people_on(&self, platform: Platform) -> impl Iterator<Item = ChatUser> {
        let ids = self.0.iter().filter(move |id| platform.is_person_id(id));
        ids.map(move |id| ChatUser {
            platform,
            id: id.clone(),
        })
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Patterns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(" "))
    }
}

/// Takes time proportional to the product of the lengths, for any glob.
fn matches(glob: &str, text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    // The lengths of the text's beginnings that the glob so far matches.
    let mut reached = vec![false; text.len() + 1];
    reached[0] = true;
    for sign in glob.chars() {
        let mut next = vec![false; text.len() + 1];
        for at in 0..=text.len() {
            next[at] = match sign {
                '*' => reached[at] || (at > 0 && next[at - 1]),
                '?' => at > 0 && reached[at - 1],
                sign => at > 0 && reached[at - 1] && text[at - 1] == sign,
            };
        }
        reached = next;
    }
    reached[text.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(globs: &[&str], user: &str, expected: bool) {
        let patterns = Patterns::new(globs.iter().map(|glob| (*glob).to_owned()).collect());
        assert_eq!(patterns.matches(user), expected, "{globs:?} {user}");
    }

    #[test]
    fn globs() {
        check(&[], "@ana:example.org", false);
        check(&["*:example.org"], "@ana:example.org", true);
        check(&["*:example.org"], "@ana:example.org.evil.com", false);
        check(&["*:example.org"], "@ana:notexample.org", false);
        check(&["@ana:example.org"], "@ana:example.org", true);
        check(&["@ana:example.org"], "@anax:example.org", false);
        check(&["@a?a:example.org", "*:b.org"], "@ana:example.org", true);
        check(&["@*a*:e.org"], "@banana:e.org", true);
        check(&["@*a*:e.org"], "@bob:e.org", false);
        check(&["*"], "@bob:e.org", true);
    }
}
