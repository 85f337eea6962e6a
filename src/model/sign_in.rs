//! The end of a sign-in in a text: an address of this machine with tokens
//! behind it, as a person copies it from a browser. Whatever looks like one, or
//! like a part of one, is a secret: it is read as nothing else.

/// What only the end of a sign-in has in it.
const MARKS: [&str; 6] = [
    "access_token=",
    "refresh_token=",
    "expires_in=",
    "&state=",
    "access_token%3d",
    "refresh_token%3d",
];
/// Hosts that the service sends a browser back to.
const HOSTS: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];
/// A word without a blank that is longer than this is no answer to anything,
/// and may be the middle of an address that a client has cut into messages.
const LONGEST_WORD: usize = 1000;
/// What an address may be wrapped in.
pub(crate) const WRAPPING: [char; 16] = [
    '<', '>', '"', '\'', '(', ')', '[', ']', '“', '”', '«', '»', '`', ',', ';', '*',
];
/// How long a `state` of ours is.
const STATE: usize = 43;

/// The first word of a text that is the end of a sign-in, or a part of one.
#[must_use]
pub fn sign_in(text: &str) -> Option<&str> {
    if text.len() <= LONGEST_WORD && !text.contains(['=', '%']) {
        return None;
    }
    text.split_whitespace().find(|word| is_secret(word))
}

/// Whether a whole one of ours stands in a text: said in a room to nobody in
/// particular, it is for the bot all the same.
#[must_use]
pub fn has_whole_sign_in(text: &str) -> bool {
    text.split_whitespace().any(|word| {
        let lower = word.to_ascii_lowercase();
        let whole = MARKS.iter().take(2).all(|mark| lower.contains(mark));
        let state = lower
            .split(['?', '&'])
            .find_map(|pair| pair.strip_prefix("state="));
        let token = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let is_ours = |state: &str| state.len() == STATE && state.bytes().all(token);
        whole
            && is_callback(&lower)
            && state
                .map(|state| state.trim_matches(WRAPPING))
                .is_some_and(is_ours)
    })
}

fn is_secret(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    MARKS.iter().any(|mark| lower.contains(mark))
        || is_callback(&lower)
        || (word.len() > LONGEST_WORD && word.bytes().all(|byte| byte.is_ascii_graphic()))
}

/// An address of this machine that brings something along, whatever its path is.
fn is_callback(lower: &str) -> bool {
    let word = lower.trim_start_matches(WRAPPING);
    let rest = word
        .strip_prefix("http://")
        .or(word.strip_prefix("https://"));
    let rest = rest.unwrap_or(word);
    let Some((place, query)) = rest.split_once('?') else {
        return false;
    };
    let host = place.split('/').next().unwrap_or_default();
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let brings = |name: &str| query.split(['&', ';']).any(|pair| pair.starts_with(name));
    HOSTS.contains(&name)
        && ["state=", "code=", "error=", "access_token="]
            .iter()
            .any(|name| brings(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_else_people_write_is_none() {
        for text in [
            "",
            "/call +1 415 555 2671 table for four",
            "see http://localhost:8976/callback",
            "http://localhost:3000/?page=2 is down, call them",
            "https://example.com/callback?state=x",
            "my access token is lost",
            "callback? state= of mind",
            "http://localhosting.com/?state=1",
            "100% sure, 2+2=4",
        ] {
            assert_eq!(sign_in(text), None, "{text}");
        }
    }

    #[test]
    fn in_a_room_only_a_whole_one_of_ours_counts() {
        let state = "Ab-_".repeat(10) + "xyz";
        let whole = format!(
            "http://localhost:8976/callback?access_token=a&refresh_token=b&expires_in=3600&state={state}"
        );
        assert!(has_whole_sign_in(&whole));
        assert!(has_whole_sign_in(&format!("look: <{whole}>")));
        for text in [
            whole.replace("localhost", "example.com"),
            whole.replace(&state, "short"),
            whole.replace("refresh_token=b&", ""),
            format!("http://localhost:3000/cb?code=c&state={state}"),
            "access_token= is how it is called".to_owned(),
        ] {
            assert!(!has_whole_sign_in(&text), "{text}");
        }
    }
}
