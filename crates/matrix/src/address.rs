//! Whether a message in a shared room is for the bot, and which part of it: a
//! command with `!` or `/`, or a mention. Words match whole: `!callme` is
//! nobody's command, and `kallys` is not `kally`.

use std::ops::Range;

use kally_core::understand::{self, Aside};

use super::event::Message;

/// The names by which the bot is called.
#[derive(Debug, Clone)]
pub(super) struct Names {
    pub user: String,
    /// Its name in the room.
    pub display: Option<String>,
    /// The sign or word before its commands.
    pub prefix: String,
}

/// Calls the bot, whatever the prefix of its commands is.
const CALLED: &str = "!kally";

/// The part of a message that is for the bot, where the sender calls it by name
/// or by a command.
pub(super) fn addressed(message: &Message, names: &Names) -> Option<String> {
    let text = message.text.trim();
    if let Some(command) = command(text, names.prefix.trim_end()) {
        return Some(command);
    }
    if text.starts_with(['!', '/']) {
        return None;
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
    let meant =
        message.replies_to.is_none() || known.iter().any(|name| position(text, name).is_some());
    if message.mentions.contains(&names.user) && meant || pill(message, &names.user) {
        // The name may be anywhere; the rest is the message.
        let rest = at_the_front.unwrap_or_else(|| without_name(text, &known));
        return Some(rest);
    }
    called_by_text(text, names, &known, at_the_front)
}

/// A command, as the bridge reads it. Other bots have commands too: behind a
/// sign alone only our own words count, and behind a word everything.
fn command(text: &str, prefix: &str) -> Option<String> {
    let is_ours = |command: &String| kally_engine::bridge::is_command(command);
    let called = behind_word(text, CALLED)
        .or_else(|| behind_word(text, prefix).filter(|_| prefix.ends_with(char::is_alphanumeric)));
    if let Some(rest) = called {
        let words = if rest.is_empty() { "help" } else { rest };
        let given = Some(format!("/{words}")).filter(is_ours);
        return Some(given.unwrap_or_else(|| words.to_owned()));
    }
    let given = text.strip_prefix(prefix).map(|rest| format!("/{rest}"));
    // Clients send a slash that was typed twice.
    given
        .filter(is_ours)
        .or_else(|| Some(text.to_owned()).filter(|text| text.starts_with('/') && is_ours(text)))
}

/// The text behind a word at the front.
fn behind_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let rest = starts_with(text, word).then(|| &text[word.len()..])?;
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then(|| rest.trim_start())
}

/// The same for a client without mentions, which writes the user id, the name
/// and a colon, or just the name and a request: *Hey Kally, call Luigi*.
fn called_by_text(
    text: &str,
    names: &Names,
    known: &[&str],
    at_the_front: Option<String>,
) -> Option<String> {
    if let Some(rest) = at_the_front {
        let by_id = starts_with(text, &names.user);
        let called = text.len() > rest.len()
            && text[..text.len() - rest.len()]
                .trim_end()
                .ends_with([':', ',']);
        let asks = understand::opens_with_calling(&rest);
        return (by_id || called || asks).then_some(rest);
    }
    let (greeting, rest) = text.split_once([' ', ','])?;
    let greets = understand::aside(greeting) == Some(Aside::Greeting);
    let named = || {
        known
            .iter()
            .find_map(|name| after_name(rest.trim_start_matches([' ', ',']), name))
    };
    greets.then(named).flatten()
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

/// The bytes of a name in a text, as a whole word in whichever case.
fn position(text: &str, name: &str) -> Option<Range<usize>> {
    let is_part = |c: char| c.is_alphanumeric();
    if name.is_empty() {
        return None;
    }
    let starts = text.char_indices().map(|(at, _)| at);
    starts
        .filter(|at| starts_with(&text[*at..], name))
        .map(|at| at..at + name.len())
        .find(|found| {
            !text[..found.start].ends_with(is_part) && !text[found.end..].starts_with(is_part)
        })
}

/// The text without the name of the bot, and without the commas beside it.
fn without_name(text: &str, names: &[&str]) -> String {
    let Some(found) = names.iter().find_map(|name| position(text, name)) else {
        return text.to_owned();
    };
    let (before, after) = (text[..found.start].trim_end(), &text[found.end..]);
    let bare = before.strip_suffix(',').unwrap_or(before);
    match after.trim_start().strip_prefix(',') {
        // *Please, Kally, call …*: one comma is enough.
        Some(rest) => format!("{before} {}", rest.trim_start()),
        // *…, Kally?*
        None if !after.starts_with(char::is_whitespace) => format!("{bare}{after}"),
        None => format!("{before} {}", after.trim_start()),
    }
    .trim()
    .to_owned()
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
            prefix: "!".to_owned(),
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
        check(said("!call"), Some("/call"));
        check(said(" /call +1 415"), Some("/call +1 415"));
        check(said("!llamar"), Some("/llamar"));
        check(said("!callme"), None);
        check(said("!deploy prod"), None);
        check(said("! call"), None);
        check(said("/shrug"), None);
        check(said("call"), None);
        check(said("!kally"), Some("/help"));
        check(said("!Kally call +1 415"), Some("/call +1 415"));
        check(said("!kally book a table"), Some("book a table"));
        check(said("!kallys call"), None);
    }

    /// In a room with other bots, everybody's `!help` is theirs.
    #[test]
    fn commands_have_a_prefix() {
        let with = |prefix: &str, text: &str| {
            let names = Names {
                prefix: prefix.to_owned(),
                ..names()
            };
            addressed(&said(text), &names)
        };
        for (prefix, text, expected) in [
            ("!phone ", "!help", None),
            ("!phone ", "!phone help", Some("/help")),
            ("!phone ", "!phone", Some("/help")),
            ("!phone ", "!phone book a table", Some("book a table")),
            ("!phone ", "!phonebook", None),
            ("!phone ", "!kally help", Some("/help")),
            ("!phone ", "/help", Some("/help")),
            (".", ".help", Some("/help")),
            (".", "!help", None),
            (".", ".deploy", None),
            ("/", "/call", Some("/call")),
        ] {
            assert_eq!(with(prefix, text).as_deref(), expected, "{prefix}{text}");
        }
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
        check(said("kally call Luigi"), Some("call Luigi"));
        check(said("Hey Kally, call Luigi"), Some("call Luigi"));
        check(
            said("Hola, Kally Bot: llama a Luigi"),
            Some("llama a Luigi"),
        );
        check(said("Kally is nice"), None);
        check(said("Hey Kallyope, call Luigi"), None);
        check(said("I told Kally to call Luigi"), None);
        check(said("kallys: call Luigi"), None);
        check(said("I like kally"), None);
    }

    #[test]
    fn mentions_count_wherever_they_stand() {
        check(mentioning("Kally Bot call Luigi"), Some("call Luigi"));
        check(
            mentioning("please, @kally:x.org, call Luigi"),
            Some("please, call Luigi"),
        );
        check(
            mentioning("ask for the price, Kally?"),
            Some("ask for the price?"),
        );
        check(
            mentioning("ask about Kallyope tickets"),
            Some("ask about Kallyope tickets"),
        );
        check(mentioning("call Kally Bot's friend"), Some("call's friend"));
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
            Some("I say, call Luigi"),
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
