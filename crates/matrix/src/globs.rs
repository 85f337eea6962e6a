//! Who may ask the bot: user ids with `*` for any run of characters and `?`
//! for one.

/// The users that are allowed.
#[derive(Debug, Clone, Default)]
pub struct Allowed(Vec<String>);

impl Allowed {
    /// Users that match one of the globs; with none, everybody.
    #[must_use]
    pub fn new(globs: Vec<String>) -> Self {
        Self(globs)
    }

    /// Whether this user is allowed.
    #[must_use]
    pub fn allows(&self, user: &str) -> bool {
        self.0.is_empty() || self.0.iter().any(|glob| matches(glob, user))
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
        let allowed = Allowed::new(globs.iter().map(|glob| (*glob).to_owned()).collect());
        assert_eq!(allowed.allows(user), expected, "{globs:?} {user}");
    }

    #[test]
    fn globs() {
        check(&[], "@ana:example.org", true);
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
