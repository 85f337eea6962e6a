//! A small check of JSON against `docs/command-line.schema.json`: the keywords
//! that the schema uses, and no others.

use serde_json::Value;

const SCHEMA: &str = include_str!("../../../docs/command-line.schema.json");

/// Checks a result against the schema.
#[track_caller]
pub fn check(value: &Value) {
    let schema: Value = serde_json::from_str(SCHEMA).expect("the schema is JSON");
    if let Err(why) = fits(&schema, &schema, value, "") {
        panic!("{why}: {value}");
    }
}

fn fits(root: &Value, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    let Value::Object(keywords) = schema else {
        return Err(format!("{at}: no schema"));
    };
    for (keyword, wanted) in keywords {
        match keyword.as_str() {
            "$schema" | "$id" | "title" | "description" | "$defs" | "additionalProperties" => {}
            "$ref" => {
                let path = wanted.as_str().and_then(|path| path.strip_prefix('#'));
                let schema = path.and_then(|path| root.pointer(path));
                fits(root, schema.unwrap_or(&Value::Null), value, at)?;
            }
            "type" => {
                let types = match wanted {
                    Value::Array(types) => types.clone(),
                    one => vec![one.clone()],
                };
                let is_one = types
                    .iter()
                    .filter_map(Value::as_str)
                    .any(|kind| is(value, kind));
                if !is_one {
                    return Err(format!("{at}: not of type {wanted}"));
                }
            }
            "enum" => {
                let all = wanted.as_array().expect("a list");
                if !all.contains(value) {
                    return Err(format!("{at}: not one of {wanted}"));
                }
            }
            "const" if wanted != value => return Err(format!("{at}: not {wanted}")),
            "const" => {}
            // It is about objects only.
            "required" if !value.is_object() => {}
            "required" => {
                for name in wanted.as_array().expect("a list") {
                    if value.get(name.as_str().expect("a name")).is_none() {
                        return Err(format!("{at}: {name} is missing"));
                    }
                }
            }
            "properties" => object(root, keywords, wanted, value, at)?,
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    fits(root, wanted, item, &format!("{at}/{index}"))?;
                }
            }
            other => return Err(format!("{at}: the check does not know {other}")),
        }
    }
    Ok(())
}

fn object(
    root: &Value,
    keywords: &serde_json::Map<String, Value>,
    properties: &Value,
    value: &Value,
    at: &str,
) -> Result<(), String> {
    let closed = keywords.get("additionalProperties") == Some(&Value::Bool(false));
    for (name, inner) in value.as_object().into_iter().flatten() {
        match properties.get(name) {
            Some(schema) => fits(root, schema, inner, &format!("{at}/{name}"))?,
            None if closed => return Err(format!("{at}: {name} is not in the schema")),
            None => {}
        }
    }
    Ok(())
}

fn is(value: &Value, kind: &str) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}

#[test]
fn the_check_can_fail() {
    use serde_json::json;
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let good = json!({"version": 1, "command": "usage", "end": "done", "exit_code": 0});
    assert_eq!(fits(&schema, &schema, &good, ""), Ok(()));
    for (name, value) in [
        ("version", json!(2)),
        ("command", json!("dance")),
        ("end", json!("well")),
        ("exit_code", json!("0")),
        ("surprise", json!(1)),
        ("usage", json!({"plan": 7})),
        ("calls", json!([{"id": "x"}])),
    ] {
        let mut bad = good.clone();
        bad[name] = value;
        assert!(fits(&schema, &schema, &bad, "").is_err(), "{bad}");
    }
}
