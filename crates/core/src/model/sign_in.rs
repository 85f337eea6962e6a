//! Finds the end of a sign-in in a text: an address of this machine with tokens
//! behind it, as a person copies it from a browser. Such an address, or a part
//! of it, is a secret, so it is never read as anything else. Other addresses
//! are not secrets, even if they have a `state` or a token of their own.

/// Parameters that only the end of a sign-in has.
const TOKENS: [&str; 2] = ["access_token", "refresh_token"];
/// The hosts that the service sends a browser back to.
const HOSTS: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];
/// Characters that may surround an address.
pub const WRAPPING: [char; 16] = [
    '<', '>', '"', '\'', '(', ')', '[', ']', '“', '”', '«', '»', '`', ',', ';', '*',
];
/// The length of our own `state`.
const STATE: usize = 43;

/// The first word of a text that is the end of a sign-in, or a part of one.
#[must_use]
pub fn sign_in(text: &str) -> Option<&str> {
    if !text.contains(['=', '%']) {
        return None;
    }
    text.split_whitespace().find(|word| is_secret(word))
}

/// Whether a text holds a whole sign-in address of ours. Said in a room to
/// nobody in particular, it is still meant for the bot.
#[must_use]
pub fn has_whole_sign_in(text: &str) -> bool {
    text.split_whitespace().any(|word| {
        let lower = word.to_ascii_lowercase();
        let whole = TOKENS
            .iter()
            .all(|token| lower.contains(&format!("{token}=")));
        whole && is_callback(&lower) && has_own_state(&lower)
    })
}

fn is_secret(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    is_callback(&lower) || has_own_state(&lower) || has_tokens(&lower)
}

/// Whether one of our own states is among an address's parameters.
fn has_own_state(lower: &str) -> bool {
    let token = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let is_ours = |state: &str| state.len() == STATE && state.bytes().all(token);
    lower.contains(['?', '&'])
        && lower
            .split(['?', '&', ';', '#'])
            .filter_map(|pair| pair.strip_prefix("state="))
            .any(|state| is_ours(state.trim_matches(WRAPPING)))
}

/// Whether it holds tokens of a sign-in: both of them, or one that is not a
/// parameter of another address.
fn has_tokens(lower: &str) -> bool {
    let has = |token: &str| {
        ["=", "%3d"].iter().any(|sign| {
            lower
                .split_once(&format!("{token}{sign}"))
                .is_some_and(|(_, value)| value.starts_with(|c: char| !WRAPPING.contains(&c)))
        })
    };
    let found = TOKENS.iter().filter(|token| has(token)).count();
    let ours = HOSTS.iter().any(|host| lower.contains(host));
    found == TOKENS.len() || (found > 0 && (ours || !is_elsewhere(lower)))
}

/// Whether it is an address with a host of its own.
fn is_elsewhere(lower: &str) -> bool {
    let before = lower.split(['?', '#', '=']).next().unwrap_or_default();
    before.contains("://") || before.contains('.')
}

/// An address of this machine with parameters, on any path.
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
            "https://homes.example.com/list?city=Dallas&state=TX call +1 212 555 0143",
            "https://shop.example.com/pay?id=7&expires_in=3600&state=open",
            "https://maps.example.com/tile.png?access_token=pk.eyJ1",
            "maps.example.com/tile.png?access_token=pk.eyJ1",
            "see example.org/a?b=1&state=NewYork&refresh=1",
            "access_token= is how they call it",
            "100% sure, 2+2=4",
        ] {
            assert_eq!(sign_in(text), None, "{text}");
        }
    }

    #[test]
    fn parts_of_one_are_secrets() {
        let state = "Ab-_".repeat(10) + "xyz";
        for text in [
            "http://localhost:8976/callback?error=access_denied".to_owned(),
            "localhost:8976/callback?code=c".to_owned(),
            "oken=b&refresh_token=c".to_owned(),
            "?access_token=b".to_owned(),
            format!("https://example.com/callback?a=b&state={state}"),
            format!("3600&state={state}"),
            "https://example.com/#access_token=a&refresh_token=b".to_owned(),
            "https://example.com/to?u=http%3A%2F%2Flocalhost%2F%3Faccess_token%3Dabc".to_owned(),
        ] {
            assert!(sign_in(&text).is_some(), "{text}");
        }
        assert_eq!(sign_in(&"w".repeat(4000)), None);
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
