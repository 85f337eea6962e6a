//! The content of a request: the chat, the text, the file, the markup below.

use serde_json::{Map, Value};

use super::html::{self, Seen};
use super::methods::Refusal;
use super::world::{File, Markup, Press};

/// The chat of a request; 0 if it has none.
pub(super) fn chat_of(fields: &Map<String, Value>) -> i64 {
    let chat = fields.get("chat_id");
    let number = |chat: &Value| {
        chat.as_i64()
            .or_else(|| chat.as_str().and_then(|text| text.parse().ok()))
    };
    chat.and_then(number).unwrap_or(0)
}

pub(super) fn message_of(fields: &Map<String, Value>) -> i64 {
    fields
        .get("message_id")
        .and_then(Value::as_i64)
        .unwrap_or(0)
}

pub(super) fn thread_of(fields: &Map<String, Value>) -> Option<i64> {
    fields.get("message_thread_id").and_then(Value::as_i64)
}

pub(super) fn words(fields: &Map<String, Value>, caption: bool) -> Result<Seen, Refusal> {
    let name = if caption { "caption" } else { "text" };
    let text = fields.get(name).and_then(Value::as_str).unwrap_or_default();
    let seen = match fields.get("parse_mode") {
        Some(_) => {
            html::read(text).map_err(|why| Refusal::bad(&format!("can't parse entities: {why}")))?
        }
        None => Seen::plain(text),
    };
    let most = if caption { 1024 } else { 4096 };
    if seen.units() > most {
        return Err(Refusal::bad(if caption {
            "message caption is too long"
        } else {
            "message is too long"
        }));
    }
    let seen = seen.trimmed();
    if seen.visible().is_empty() && !caption {
        return Err(Refusal::bad("message text is empty"));
    }
    Ok(seen)
}

pub(super) fn file(fields: &Map<String, Value>) -> Option<File> {
    let mut kinds = ["document", "voice", "audio"].into_iter();
    let (kind, file) = kinds.find_map(|kind| Some((kind, fields.get(kind)?)))?;
    let word = |name: &str| file[name].as_str().map(str::to_owned);
    Some(File {
        kind,
        size: usize::try_from(file["size"].as_u64()?).ok()?,
        name: word("file")?,
        media_type: word("type")?,
        content: word("content")?,
    })
}

pub(super) fn markup(fields: &Map<String, Value>) -> Result<Markup, Refusal> {
    let Some(markup) = fields.get("reply_markup") else {
        return Ok(Markup::None);
    };
    let buttons = |kind: &str| -> Vec<Value> {
        let rows = markup[kind].as_array().into_iter().flatten();
        rows.filter_map(Value::as_array)
            .flatten()
            .cloned()
            .collect()
    };
    let label = |button: &Value| button["text"].as_str().unwrap_or_default().to_owned();
    if markup["inline_keyboard"].is_array() {
        let inline = buttons("inline_keyboard").into_iter().map(|button| {
            let data = button["callback_data"].as_str();
            let url = button["url"].as_str();
            let copied = button["copy_text"]["text"].as_str();
            match (data, url) {
                (None, None) if copied.is_some_and(|text| (1..=256).contains(&text.len())) => {
                    let copied = copied.unwrap_or_default().to_owned();
                    Ok((label(&button), Press::Copy(copied)))
                }
                (Some(data), None) if (1..=64).contains(&data.len()) => {
                    Ok((label(&button), Press::Data(data.to_owned())))
                }
                (None, Some(url)) if url.starts_with("https://") || url.starts_with("http://") => {
                    Ok((label(&button), Press::Url(url.to_owned())))
                }
                (None, Some(_)) => Err(Refusal::bad("BUTTON_URL_INVALID")),
                _ => Err(Refusal::bad("BUTTON_DATA_INVALID")),
            }
        });
        let inline: Vec<_> = inline.collect::<Result<_, _>>()?;
        return Ok(match inline.is_empty() {
            true => Markup::None,
            false => Markup::Inline(inline),
        });
    }
    if markup["keyboard"].is_array() {
        let key = |button: Value| (label(&button), button["request_contact"] == true);
        return Ok(Markup::Keyboard(
            buttons("keyboard").into_iter().map(key).collect(),
        ));
    }
    Ok(if markup["remove_keyboard"] == true {
        Markup::Remove
    } else if markup["force_reply"] == true {
        Markup::Force {
            selective: markup["selective"] == true,
        }
    } else {
        Markup::None
    })
}
