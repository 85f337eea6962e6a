//! Whether a message in a shared room is for the bot, and which part of it: a
//! command with `!` or `/`, or a mention. Words match whole: `!callme` is
//! nobody's command, and `kallys` is not `kally`.

use super::event::Message;

/// The names by which the bot is called.
#[derive(Debug, Clone)]
pub(super) struct Names {
    pub user: String,
    /// Its name in the room.
    pub display: Option<String>,
}

/// The part of a message that is for the bot, where the sender calls it by name
/// or by a command.
pub(super) fn addressed(message: &Message, names: &Names) -> Option<String> {
    let text = message.text.trim();
    if text.starts_with(['!', '/']) {
        return kally_engine::bridge::is_command(text).then(|| text.to_owned());
    }
    // A person who shows the room a sign-in has to hear that it is worthless
    // now.
    if kally_core::model::has_whole_sign_in(text) {
        return Some(text.to_owned());
    }
    let localpart = names
        .user
        .trim_start_matches('@')
        .split(':')
        .next()
        .unwrap_or_default();
    let mut known = vec![names.user.as_str()];
    known.extend(names.display.as_deref());
    let at = format!("@{localpart}");
    known.extend([at.as_str(), localpart]);
    let at_the_front = known.iter().find_map(|name| after_name(text, name));
    // Clients add a mention of the person replied to by themselves.
    let meant = message.replies_to.is_none() || known.iter().any(|name| names_it(text, name));
    if message.mentions.contains(&names.user) && meant || pill(message, &names.user) {
        // The name may be anywhere; the rest is the message.
        let rest = at_the_front.unwrap_or_else(|| without_name(text, &known));
        return Some(rest);
    }
    // A client without mentions writes the user id, or the name and a colon.
    let rest = at_the_front?;
    let by_id = starts_with(text, &names.user);
    let called = text.len() > rest.len()
        && text[..text.len() - rest.len()]
            .trim_end()
            .ends_with([':', ',']);
    (by_id || called).then_some(rest)
}

/// The text behind a name at the front, without the colon after it.
fn after_name(text: &str, name: &str) -> Option<String> {
    if name.is_empty() || !starts_with(text, name) {
        return None;
    }
    let rest = &text[name.len()..];
    if rest.starts_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let rest = rest.strip_prefix([':', ',']).unwrap_or(rest);
    Some(rest.trim_start().to_owned())
}

fn starts_with(text: &str, name: &str) -> bool {
    text.get(..name.len())
        .is_some_and(|front| front.to_lowercase() == name.to_lowercase())
}

/// Whether a text has a name in it, as a whole word.
fn names_it(text: &str, name: &str) -> bool {
    let (text, name) = (text.to_lowercase(), name.to_lowercase());
    let is_part = |c: char| c.is_alphanumeric();
    !name.is_empty()
        && text.match_indices(&name).any(|(at, _)| {
            !text[..at].ends_with(is_part) && !text[at + name.len()..].starts_with(is_part)
        })
}

fn without_name(text: &str, names: &[&str]) -> String {
    for name in names.iter().filter(|name| !name.is_empty()) {
        if let Some(at) = text.find(name) {
            let (before, after) = (&text[..at], &text[at + name.len()..]);
            return format!("{} {}", before.trim_end(), after.trim_start())
                .trim()
                .to_owned();
        }
    }
    text.to_owned()
}

/// Older clients mention a user only by a link.
fn pill(message: &Message, user: &str) -> bool {
    message.html.as_ref().is_some_and(|html| {
        html.contains(&format!("https://matrix.to/#/{user}\""))
            || html.contains(&format!(
                "https://matrix.to/#/{}\"",
                user.replace('@', "%40").replace(':', "%3A")
            ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        Names {
            user: "@kally:x.org".to_owned(),
            display: Some("Kally Bot".to_owned()),
        }
    }

    #[track_caller]
    fn check(message: Message, expected: Option<&str>) {
        assert_eq!(
            addressed(&message, &names()).as_deref(),
            expected,
            "{message:?}"
        );
    }

    fn said(text: &str) -> Message {
        Message {
            text: text.to_owned(),
            ..Message::default()
        }
    }

    fn mentioning(text: &str) -> Message {
        Message {
            mentions: vec!["@kally:x.org".to_owned()],
            ..said(text)
        }
    }

    #[test]
    fn commands_match_whole() {
        check(said("!call"), Some("!call"));
        check(said(" /call +1 415"), Some("/call +1 415"));
        check(said("!llamar"), Some("!llamar"));
        check(said("!callme"), None);
        check(said("!deploy prod"), None);
        check(said("! call"), None);
        check(said("/shrug"), None);
        check(said("call"), None);
    }

    /// A person who shows a sign-in to a room has to hear that it is worthless.
    #[test]
    fn a_sign_in_is_heard_unasked() {
        let shown = format!(
            "http://localhost:8976/callback?access_token=a&refresh_token=b&expires_in=3600&state={}",
            "Ab-_".repeat(10) + "xyz"
        );
        check(said(&shown), Some(&shown));
        check(said("http://localhost:8976/callback"), None);
    }

    #[test]
    fn names_match_whole() {
        check(said("@kally:x.org call Luigi"), Some("call Luigi"));
        check(said("Kally Bot: call Luigi"), Some("call Luigi"));
        check(said("kally, call Luigi"), Some("call Luigi"));
        check(said("@kally: call Luigi"), Some("call Luigi"));
        check(said("kally call Luigi"), None);
        check(said("kallys: call Luigi"), None);
        check(said("I like kally"), None);
    }

    #[test]
    fn mentions_count_wherever_they_stand() {
        check(mentioning("Kally Bot call Luigi"), Some("call Luigi"));
        check(
            mentioning("please, @kally:x.org, call Luigi"),
            Some("please, , call Luigi"),
        );
        check(mentioning("@kally:x.org"), Some(""));
        let html = Some("<a href=\"https://matrix.to/#/@kally:x.org\">Kally Bot</a> hi".to_owned());
        check(
            Message {
                html: html.clone(),
                ..said("Kally Bot hi")
            },
            Some("hi"),
        );
        // The mention that a client adds to a reply does not call the bot.
        let reply = |text: &str| Message {
            replies_to: Some("$m".to_owned()),
            ..mentioning(text)
        };
        check(reply("Casa Pepe"), None);
        check(reply("kallyope and her sister"), None);
        check(reply("Kally Bot: call Luigi"), Some("call Luigi"));
        check(
            reply("I say, @kally, call Luigi"),
            Some("I say, , call Luigi"),
        );
        check(
            Message {
                html,
                ..reply("hi")
            },
            Some("hi"),
        );
        let other = Some("<a href=\"https://matrix.to/#/@kally:x.org.uk\">k</a> hi".to_owned());
        check(
            Message {
                html: other,
                ..said("k hi")
            },
            None,
        );
    }
}
