//! The picture in `docs/architecture.md`, held: which part may import which,
//! and in which one place each of the larger libraries is used.
//!
//! The sources are read as text; comments, strings and test code don't count.

use std::path::{Path, PathBuf};

use crate::support::source::{Token, imports, without_tests};

/// Each part, and the parts it may import.
const PARTS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("runtime", &[]),
    ("kallyai", &["model"]),
    ("store", &["model", "runtime"]),
    ("sandbox", &["kallyai", "model", "runtime"]),
    ("understand", &["model"]),
    ("dialogue", &["model", "understand"]),
    ("text", &["dialogue", "model", "understand"]),
    ("accounts", &["kallyai", "model", "runtime", "store"]),
    (
        "bridge",
        &[
            "dialogue",
            "model",
            "runtime",
            "store",
            "text",
            "understand",
        ],
    ),
    ("chat", &["bridge", "model", "runtime", "store"]),
    ("delivery", &["bridge", "chat", "model", "runtime", "store"]),
    (
        "calls",
        &[
            "accounts", "bridge", "dialogue", "kallyai", "model", "runtime", "store",
        ],
    ),
    (
        "linking",
        &[
            "accounts", "bridge", "dialogue", "kallyai", "model", "runtime", "store", "text",
        ],
    ),
];

/// These may import everything.
const TOPS: &[&str] = &["app", "fuzzing", "main", "lib"];

/// Where a library may be used.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("teloxide", &["chat/telegram"]),
    ("dptree", &["chat/telegram"]),
    ("matrix_sdk", &["chat/matrix"]),
    ("rustyline", &["chat/terminal"]),
    ("sled", &["store"]),
    ("reqwest", &["kallyai"]),
    (
        "axum",
        &[
            "linking",
            "sandbox",
            "chat/telegram/webhook",
            "app/service",
            "app/web",
        ],
    ),
    ("fluent_bundle", &["text"]),
    ("rlibphonenumber", &["model", "understand"]),
    ("figment", &["app/config"]),
];

/// What is wrong with a source, whose path is told from `src`, without `.rs`.
fn wrongs(path: &str, tokens: &[Token]) -> Vec<String> {
    let part = path.split('/').next().unwrap_or_default();
    let allowed = PARTS
        .iter()
        .find(|(name, _)| *name == part)
        .map(|(_, allowed)| *allowed);
    let mut wrongs = Vec::new();
    if allowed.is_none() && !TOPS.contains(&part) {
        wrongs.push(format!("{path} belongs to no part of the picture"));
    }
    for import in imports(path, tokens) {
        let is_part =
            PARTS.iter().any(|(name, _)| *name == import) || TOPS.contains(&import.as_str());
        if let Some(allowed) = allowed
            && is_part
            && import != part
            && !allowed.contains(&import.as_str())
        {
            wrongs.push(format!("{path} imports {import}"));
        }
    }
    for (library, places) in LIBRARIES {
        let used = tokens
            .windows(2)
            .any(|two| two[0].is_name(library) && two[1].is("::"))
            || tokens
                .windows(2)
                .any(|two| two[0].is_name("use") && two[1].is_name(library));
        let here = places
            .iter()
            .any(|place| path == *place || path.starts_with(&format!("{place}/")));
        if used && !here {
            wrongs.push(format!("{path} uses {library}"));
        }
    }
    wrongs
}

/// Every Rust source below a folder.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn every_part_imports_downwards_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut exempt: Vec<String> = Vec::new();
    let mut read = Vec::new();
    for file in files {
        let path = file
            .strip_prefix(&root)
            .unwrap()
            .with_extension("")
            .to_str()
            .unwrap()
            .replace('\\', "/");
        let path = path.strip_suffix("/mod").unwrap_or(&path).to_owned();
        let (tokens, tests) = without_tests(&std::fs::read_to_string(&file).unwrap());
        let parent = if path == "lib" {
            String::new()
        } else {
            format!("{path}/")
        };
        exempt.extend(tests.into_iter().map(|module| format!("{parent}{module}")));
        read.push((path, tokens));
    }
    let is_exempt = |path: &str| {
        exempt
            .iter()
            .any(|test| path == test || path.starts_with(&format!("{test}/")))
    };
    assert!(
        read.iter().filter(|(path, _)| !is_exempt(path)).count() > 100,
        "the sources are not where they were"
    );
    let wrongs: Vec<String> = read
        .iter()
        .filter(|(path, _)| !is_exempt(path))
        .flat_map(|(path, tokens)| wrongs(path, tokens))
        .collect();
    assert!(wrongs.is_empty(), "{wrongs:#?}");
}

#[track_caller]
fn check(path: &str, source: &str, expected: &[&str]) {
    assert_eq!(wrongs(path, &without_tests(source).0), expected, "{source}");
}

#[test]
fn a_forbidden_import_is_found() {
    check(
        "dialogue/form",
        "use crate::model::Phone;\nuse crate::understand::{self, Aside};",
        &[],
    );
    check(
        "dialogue/form",
        "use crate::store::Store;",
        &["dialogue/form imports store"],
    );
    check(
        "dialogue/form",
        "use crate::{model, kallyai::Call};",
        &["dialogue/form imports kallyai"],
    );
    check(
        "dialogue/form",
        "fn a() { crate::text::render() }",
        &["dialogue/form imports text"],
    );
    check(
        "dialogue/form",
        "use super::super::app;",
        &["dialogue/form imports app"],
    );
    check(
        "dialogue",
        "use super::bridge::Bridge;",
        &["dialogue imports bridge"],
    );
    check("dialogue/form", "use super::prompt::Prompt;", &[]);
    check(
        "bridge",
        "use crate::calls::Calls;",
        &["bridge imports calls"],
    );
    check(
        "understand",
        "use crate::dialogue::Slot;",
        &["understand imports dialogue"],
    );
    check(
        "model/phone",
        "use crate::store::Record;",
        &["model/phone imports store"],
    );
    check(
        "chat/terminal",
        "use crate::kallyai::Client;",
        &["chat/terminal imports kallyai"],
    );
    check(
        "new_part",
        "",
        &["new_part belongs to no part of the picture"],
    );
    check("app/mod", "use crate::store::Store;", &[]);
    check(
        "calls/place",
        "let client = reqwest::Client::new();",
        &["calls/place uses reqwest"],
    );
    check(
        "kallyai/client",
        "let client = reqwest::Client::new();",
        &[],
    );
    check("app", "use axum::Router;", &["app uses axum"]);
    check("app/service", "use axum::Router;", &[]);
    check("bridge", "use sled as database;", &["bridge uses sled"]);
}

#[test]
fn what_is_no_code_does_not_count() {
    check(
        "dialogue",
        "//! [`crate::store`]\n/* use crate::store; /* nested */ */",
        &[],
    );
    check(
        "dialogue",
        "const A: &str = \"use crate::store\"; const B: &str = r#\"\" crate::store \"#;",
        &[],
    );
    check(
        "dialogue",
        "fn a<'a>(b: &'a str) -> char { '\"' } use crate::store::X; ",
        &["dialogue imports store"],
    );
    check(
        "dialogue",
        "#[cfg(test)]\nmod tests { use crate::store::A; fn b() { } }",
        &[],
    );
    check(
        "dialogue",
        "#[cfg(test)]\nuse crate::store::A;\nuse crate::app;",
        &["dialogue imports app"],
    );
    check(
        "dialogue",
        "#[cfg(test)] mod tests; use crate::app;",
        &["dialogue imports app"],
    );
}
