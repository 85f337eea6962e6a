//! Checks a request against the Bot API: the method, its fields, the required
//! ones, and their types; and the limits that the documentation describes in
//! words.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::html;

static FACTS: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("facts.json")).expect("the facts are JSON"));

/// The mistake in a request, if there is one.
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
            .into_iter()
            .flatten()
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
            .ok_or_else(|| format!("{value} is not an array"))?;
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
        Err(format!("{value} is not of type {wanted}"))
    }
}

fn check_named(name: &str, value: &Value) -> Result<(), String> {
    let fact = FACTS["types"]
        .get(name)
        .ok_or_else(|| format!("{name} is not a type that the bridge sends"))?;
    let fields = value
        .as_object()
        .ok_or_else(|| format!("{value} is not of type {name}"))?;
    match fact["subtypes"].as_array() {
        Some(subtypes) => {
            let fits = subtypes
                .iter()
                .filter_map(Value::as_str)
                .any(|subtype| check_named(subtype, value).is_ok());
            if fits {
                Ok(())
            } else {
                Err(format!("{value} is not one of {name}"))
            }
        }
        None => {
            let known = fact["fields"].as_object();
            check_object(name, known.ok_or("a type without fields")?, fields)
        }
    }
}

fn limits(method: &str, fields: &Map<String, Value>) -> Result<(), String> {
    let within = |name: &str, low: usize, high: usize| {
        let Some(text) = fields.get(name).and_then(Value::as_str) else {
            return Ok(());
        };
        if (low..=high).contains(&units(fields, text)) {
            Ok(())
        } else {
            Err(format!("{method}.{name} is not of {low} to {high} units"))
        }
    };
    match method {
        "sendMessage" | "editMessageText" => within("text", 1, 4096)?,
        "sendDocument" | "sendVoice" | "sendAudio" => within("caption", 0, 1024)?,
        "answerCallbackQuery" => within("text", 0, 200)?,
        "setMyDescription" => within("description", 0, 512)?,
        "setMyShortDescription" => within("short_description", 0, 120)?,
        _ => {}
    }
    if let Some(markup) = fields.get("reply_markup") {
        keyboard(markup)?;
    }
    each(fields.get("commands")).try_for_each(command)
}

/// The length of a text without its markup.
fn units(fields: &Map<String, Value>, text: &str) -> usize {
    let seen = match fields.get("parse_mode") {
        Some(_) => html::read(text).unwrap_or_default(),
        None => html::Seen::plain(text),
    };
    seen.units()
}

fn each(array: Option<&Value>) -> impl Iterator<Item = &Value> {
    array.and_then(Value::as_array).into_iter().flatten()
}

fn keyboard(markup: &Value) -> Result<(), String> {
    let rows = each(markup.get("inline_keyboard")).chain(each(markup.get("keyboard")));
    for button in rows.flat_map(|row| each(Some(row))) {
        if button["text"].as_str().unwrap_or_default().is_empty() {
            return Err(format!("{button} has no label"));
        }
    }
    for button in each(markup.get("inline_keyboard")).flat_map(|row| each(Some(row))) {
        let kinds = button.as_object().map_or(0, |button| {
            let dress = ["text", "style", "icon_custom_emoji_id"];
            button
                .keys()
                .filter(|key| !dress.contains(&key.as_str()))
                .count()
        });
        if kinds != 1 {
            return Err(format!("{button} must do exactly one thing"));
        }
        if let Some(data) = button["callback_data"].as_str()
            && !(1..=64).contains(&data.len())
        {
            return Err(format!("callback_data {data:?} is not of 1 to 64 bytes"));
        }
    }
    let placeholder = markup["input_field_placeholder"].as_str().map(str::chars);
    match placeholder.map(Iterator::count) {
        Some(length) if !(1..=64).contains(&length) => Err(format!(
            "{markup}: the placeholder is not of 1 to 64 characters"
        )),
        _ => Ok(()),
    }
}

fn command(command: &Value) -> Result<(), String> {
    let name = command["command"].as_str().unwrap_or_default();
    let does = command["description"].as_str().unwrap_or_default();
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let fits = (1..=32).contains(&name.len())
        && name.chars().all(good)
        && (1..=256).contains(&does.chars().count());
    if fits {
        Ok(())
    } else {
        Err(format!("{command} is not a command"))
    }
}
