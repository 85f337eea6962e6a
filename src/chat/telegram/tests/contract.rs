//! Whether a request is one that the Bot API knows: the method, its fields,
//! which of them it needs, and their types; and the limits that its
//! documentation puts in words.

use std::sync::LazyLock;

use serde_json::{Map, Value};

static FACTS: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("facts.json")).unwrap());

/// What is wrong with a request; nothing, if it is well.
pub(super) fn check(method: &str, fields: &Map<String, Value>) -> Result<(), String> {
    let known = FACTS["methods"][method]
        .as_object()
        .ok_or_else(|| format!("there is no {method}"))?;
    check_object(method, known, fields)?;
    limits(method, fields)
}

fn check_object(
    what: &str,
    known: &Map<String, Value>,
    fields: &Map<String, Value>,
) -> Result<(), String> {
    for (name, value) in fields {
        let fact = known
            .get(name)
            .ok_or_else(|| format!("{what} has no field {name}"))?;
        let types: Vec<&str> = fact["types"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str)
            .collect();
        let failures: Vec<String> = types
            .iter()
            .filter_map(|wanted| check_type(wanted, value).err())
            .collect();
        if failures.len() == types.len() {
            return Err(format!("{what}.{name}: {}", failures.join("; or ")));
        }
    }
    for (name, fact) in known {
        if fact["required"] == true && !fields.contains_key(name) {
            return Err(format!("{what} needs {name}"));
        }
    }
    Ok(())
}

fn check_type(wanted: &str, value: &Value) -> Result<(), String> {
    if let Some(inner) = wanted.strip_prefix("Array of ") {
        let items = value
            .as_array()
            .ok_or_else(|| format!("{value} is no array"))?;
        return items.iter().try_for_each(|item| check_type(inner, item));
    }
    let fits = match wanted {
        "Integer" => value.is_i64(),
        "Boolean" => value.is_boolean(),
        "String" => value.is_string(),
        "InputFile" => value["file"].is_string(),
        name => return check_named(name, value),
    };
    if fits {
        Ok(())
    } else {
        Err(format!("{value} is no {wanted}"))
    }
}

fn check_named(name: &str, value: &Value) -> Result<(), String> {
    let fact = FACTS["types"]
        .get(name)
        .ok_or_else(|| format!("{name} is no type that the bridge sends"))?;
    let fields = value
        .as_object()
        .ok_or_else(|| format!("{value} is no {name}"))?;
    match fact["subtypes"].as_array() {
        Some(subtypes) => {
            let fits = subtypes
                .iter()
                .filter_map(Value::as_str)
                .any(|subtype| check_named(subtype, value).is_ok());
            if fits {
                Ok(())
            } else {
                Err(format!("{value} is none of {name}"))
            }
        }
        None => check_object(name, fact["fields"].as_object().unwrap(), fields),
    }
}

fn limits(method: &str, fields: &Map<String, Value>) -> Result<(), String> {
    let within =
        |name: &str, low: usize, high: usize| match fields.get(name).and_then(Value::as_str) {
            Some(text) if !(low..=high).contains(&shown(fields, text).encode_utf16().count()) => {
                Err(format!("{method}.{name} is not of {low} to {high} units"))
            }
            _ => Ok(()),
        };
    match method {
        "sendMessage" | "editMessageText" => within("text", 1, 4096)?,
        "sendDocument" => within("caption", 0, 1024)?,
        "answerCallbackQuery" => within("text", 0, 200)?,
        _ => {}
    }
    let rows = fields
        .get("reply_markup")
        .and_then(|markup| markup["inline_keyboard"].as_array());
    for button in rows
        .into_iter()
        .flatten()
        .filter_map(Value::as_array)
        .flatten()
    {
        let data = button["callback_data"].as_str().unwrap_or_default();
        if !(1..=64).contains(&data.len()) {
            return Err(format!("callback_data {data:?} is not of 1 to 64 bytes"));
        }
    }
    for command in fields
        .get("commands")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let name = command["command"].as_str().unwrap_or_default();
        let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let does = command["description"]
            .as_str()
            .unwrap_or_default()
            .chars()
            .count();
        if !(1..=32).contains(&name.len()) || !name.chars().all(good) || !(1..=256).contains(&does)
        {
            return Err(format!("{command} is no command"));
        }
    }
    Ok(())
}

/// The text without its markup, as a person sees it.
pub(super) fn shown(fields: &Map<String, Value>, text: &str) -> String {
    if fields.get("parse_mode").is_none() {
        return text.to_owned();
    }
    read_html(text).unwrap_or_default()
}

/// Telegram's HTML as plain text.
pub(super) fn read_html(html: &str) -> Result<String, String> {
    let mut open: Vec<&str> = Vec::new();
    let mut text = String::new();
    let mut rest = html;
    while let Some(c) = rest.chars().next() {
        if let Some(tag) = rest.strip_prefix('<') {
            let (tag, after) = tag.split_once('>').ok_or("a tag without an end")?;
            match tag.strip_prefix('/') {
                Some(name) if open.pop() == Some(name) => {}
                Some(name) => return Err(format!("{name} ends where it is not open")),
                None => {
                    let name = tag.split(' ').next().unwrap_or_default();
                    if !["b", "code", "blockquote", "a"].contains(&name) {
                        return Err(format!("{name} is no tag"));
                    }
                    open.push(name);
                }
            }
            rest = after;
        } else if let Some(entity) = rest.strip_prefix('&') {
            let (name, after) = entity.split_once(';').ok_or("an entity without an end")?;
            text.push(match name {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                name => return Err(format!("{name} is no entity")),
            });
            rest = after;
        } else {
            text.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    match open.pop() {
        Some(name) => Err(format!("{name} is not ended")),
        None => Ok(text),
    }
}

#[test]
fn what_the_bot_api_would_refuse_is_noticed() {
    let check_json = |method: &str, fields: Value| check(method, fields.as_object().unwrap());
    let good = serde_json::json!({"chat_id": 1, "text": "a &amp; b", "parse_mode": "HTML",
        "reply_markup": {"inline_keyboard": [[{"text": "Go", "callback_data": "x"}]]}});
    assert_eq!(check_json("sendMessage", good), Ok(()));
    for (fields, why) in [
        (serde_json::json!({"chat_id": 1}), "needs text"),
        (
            serde_json::json!({"chat_id": true, "text": "a"}),
            "is no Integer",
        ),
        (
            serde_json::json!({"chat_id": 1, "text": "a", "silent": true}),
            "no field silent",
        ),
        (
            serde_json::json!({"chat_id": 1, "text": "a".repeat(4097)}),
            "4096 units",
        ),
        (
            serde_json::json!({"chat_id": 1, "text": "", "parse_mode": "HTML"}),
            "4096 units",
        ),
        (
            serde_json::json!({"chat_id": 1, "text": "a", "reply_markup": {"inline_keyboard": [[{"text": "Go", "callback_data": "x".repeat(65)}]]}}),
            "64 bytes",
        ),
    ] {
        let found = check_json("sendMessage", fields.clone()).unwrap_err();
        assert!(found.contains(why), "{found}");
    }
    assert!(check_json("sendMessages", serde_json::json!({})).is_err());
}
