//! The markup below a message: buttons, a keyboard in place of the letters, or
//! a request to reply.
//!
//! A message can have only one of these, and buttons come first.

use teloxide::types::{
    ButtonRequest, CopyTextButton, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup,
    KeyboardButton, KeyboardMarkup, KeyboardRemove, ReplyMarkup,
};
use url::Url;

use kally_core::model::{Expects, Reply};

use super::calendar;
use super::html::links;
use super::keyboard::{keyboard, rows};
use super::target::Target;

/// Telegram's limit for the placeholder of an empty input field, in characters.
const LONGEST_PLACEHOLDER: usize = 64;

/// The buttons of a reply: a calendar, the choices, links, a text to copy, the
/// way to the private chat. `bot` is the bot's username, where it is known.
pub(super) fn buttons(reply: &Reply, bot: Option<&str>) -> Option<InlineKeyboardMarkup> {
    let mut all = reply
        .calendar
        .as_ref()
        .map(calendar::rows)
        .unwrap_or_default();
    all.extend(
        keyboard(&reply.choices)
            .into_iter()
            .flat_map(|below| below.inline_keyboard),
    );
    all.extend(links(&reply.body).filter_map(|(url, label)| {
        let url = Url::parse(url).ok()?;
        Some(vec![InlineKeyboardButton::url(label, url)])
    }));
    all.extend(copy(reply).map(|copy| vec![copy]));
    all.extend(door(reply, bot).map(|door| vec![door]));
    (!all.is_empty()).then(|| InlineKeyboardMarkup::new(all))
}

fn copy(reply: &Reply) -> Option<InlineKeyboardButton> {
    let copy = reply.copy.as_ref()?;
    let copied = CopyTextButton {
        text: copy.text.clone(),
    };
    Some(InlineKeyboardButton::copy_text_button(
        copy.label.as_str(),
        copied,
    ))
}

fn door(reply: &Reply, bot: Option<&str>) -> Option<InlineKeyboardButton> {
    let door = reply.door.as_ref()?;
    let mut url = Url::parse("https://t.me").ok()?;
    url.set_path(bot?);
    match door.into_room {
        // With a payload the person's app would also send `/start` there.
        true => url.set_query(Some("startgroup")),
        false => {
            url.query_pairs_mut().append_pair("start", &door.payload);
        }
    }
    Some(InlineKeyboardButton::url(door.label.as_str(), url))
}

/// The markup below a new message. `had_keys`: the chat may still show a
/// keyboard of ours.
pub(super) fn below(
    reply: &Reply,
    target: Target,
    bot: Option<&str>,
    had_keys: bool,
) -> Option<ReplyMarkup> {
    if let Expects::Contact { label } = &reply.expects
        && target.is_private()
    {
        return Some(contact_keys(reply, label).into());
    }
    if let Some(buttons) = buttons(reply, bot) {
        return Some(buttons.into());
    }
    // In a group nobody can share their number by a button: they type it.
    if reply.expects != Expects::Nothing && !target.is_private() {
        let mut answer = ForceReply::new().selective();
        answer.input_field_placeholder = placeholder(reply);
        return Some(answer.into());
    }
    (target.is_private() && had_keys).then(|| KeyboardRemove::new().into())
}

/// A key that shares the person's number, and the choices as keys that type
/// their label.
fn contact_keys(reply: &Reply, label: &str) -> KeyboardMarkup {
    let contact = KeyboardButton::new(label).request(ButtonRequest::Contact);
    let choices = rows(&reply.choices).into_iter().map(|row| {
        row.into_iter()
            .map(|choice| KeyboardButton::new(choice.label.as_str()))
            .collect()
    });
    let keys: Vec<Vec<KeyboardButton>> = std::iter::once(vec![contact]).chain(choices).collect();
    KeyboardMarkup::new(keys)
        .resize_keyboard()
        .one_time_keyboard()
}

/// The question itself, as the placeholder of the input field.
fn placeholder(reply: &Reply) -> Option<String> {
    let text = reply.body.to_plain();
    let line = text
        .lines()
        .find(|line| line.contains('?'))
        .or_else(|| text.lines().next())?
        .trim();
    let question = line.split_inclusive('?').next().unwrap_or(line);
    let start = question.rfind('¿').unwrap_or(0);
    let words = question[start..].trim();
    let words = match words.chars().count() {
        0 => return None,
        count if count <= LONGEST_PLACEHOLDER => words.to_owned(),
        _ => words
            .chars()
            .take(LONGEST_PLACEHOLDER - 1)
            .chain(['…'])
            .collect(),
    };
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kally_core::model::Rich;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let reply = Reply {
            body: Rich::plain(text),
            ..Reply::default()
        };
        assert_eq!(placeholder(&reply).as_deref(), expected);
    }

    #[test]
    fn the_field_repeats_the_question() {
        check(
            "Which number should I call? With country code if it's abroad.",
            Some("Which number should I call?"),
        );
        check(
            "Entendido.\nVale. ¿A qué número llamo? Con prefijo.",
            Some("¿A qué número llamo?"),
        );
        check("Tell me more", Some("Tell me more"));
        check("", None);
        let long = "x".repeat(65);
        let cut = format!("{}…", "x".repeat(63));
        check(&long, Some(&cut));
    }
}
