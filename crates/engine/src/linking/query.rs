//! The query of the address at which a sign-in ends, read within bounds.

use std::collections::HashSet;

use url::form_urlencoded;

use super::page::Notice;
use super::session::is_state;

/// The longest query that is read, in bytes: two tokens of 16 KiB and the rest.
const LONGEST_QUERY: usize = 36 * 1024;
/// The most parameters that are looked at.
const MOST_PARAMETERS: usize = 20;
const PARAMETERS: [&str; 6] = [
    "state",
    "error",
    "code",
    "access_token",
    "refresh_token",
    "expires_in",
];

/// The `state`, if the query is valid. A repeated parameter is an attempt to
/// make two readers see two things, so it is refused.
pub(super) fn state_of(query: &str) -> Result<String, Notice> {
    if query.len() > LONGEST_QUERY {
        return Err(Notice::Refused);
    }
    let mut state = None;
    let mut seen = HashSet::new();
    for (count, (name, value)) in form_urlencoded::parse(query.as_bytes()).enumerate() {
        let ours = PARAMETERS.iter().find(|parameter| **parameter == name);
        let again = ours.is_some_and(|parameter| !seen.insert(*parameter));
        if count >= MOST_PARAMETERS || again {
            return Err(Notice::Refused);
        }
        if name == "state" {
            state = Some(value.into_owned());
        }
    }
    state.filter(|state| is_state(state)).ok_or(Notice::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(query: &str, expected: Result<&str, Notice>) {
        assert_eq!(state_of(query).as_deref().map_err(|what| *what), expected);
    }

    #[test]
    fn a_query_is_looked_at_within_bounds() {
        let state = "A".repeat(43);
        check(&format!("state={state}"), Ok(&state));
        check(&format!("x=1&x=2&state={state}"), Ok(&state));
        check("", Err(Notice::Unknown));
        check("state=", Err(Notice::Unknown));
        check("state=short", Err(Notice::Unknown));
        check(&format!("state={}", "%00".repeat(43)), Err(Notice::Unknown));
        check(
            &format!("state={state}&state={state}"),
            Err(Notice::Refused),
        );
        check(
            &format!("state={state}&access_token=a&access_token=b"),
            Err(Notice::Refused),
        );
        let many = "&y=1".repeat(MOST_PARAMETERS);
        check(&format!("state={state}{many}"), Err(Notice::Refused));
        let long = "y".repeat(LONGEST_QUERY);
        check(&format!("state={state}&{long}"), Err(Notice::Refused));
    }
}
