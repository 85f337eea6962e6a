//! Compares `docs/attacks.md` with the tests: each that the page names is there
//! and runs, and each row names one.

use std::path::Path;

/// The attributes that a test must have, and must not.
const RUNS: [&str; 2] = ["#[test]", "#[tokio::test]"];
const IS_LEFT_OUT: &str = "#[ignore";

fn read(path: &str) -> Option<String> {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).ok()
}

/// The tests that a row names, as file and function.
fn named(row: &str) -> Vec<(&str, &str)> {
    let quoted = row.split('`').skip(1).step_by(2);
    quoted.filter_map(|name| name.split_once(".rs::")).collect()
}

/// Whether a file has a test function of this name that is not left out.
fn has_test(source: &str, function: &str) -> bool {
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let begins = |line: &str| {
        let line = line.strip_prefix("async ").unwrap_or(line);
        line.strip_prefix("fn ")
            .and_then(|line| line.strip_prefix(function))
            .is_some_and(|rest| rest.starts_with('('))
    };
    let Some(at) = lines.iter().position(|line| begins(line)) else {
        return false;
    };
    let above = lines[..at].iter().rev();
    let attributes: Vec<&&str> = above.take_while(|line| line.starts_with("#[")).collect();
    attributes.iter().any(|line| RUNS.contains(line))
        && !attributes.iter().any(|line| line.starts_with(IS_LEFT_OUT))
}

#[test]
fn each_attack_has_its_test() {
    let page = read("docs/attacks.md").expect("the page");
    let rows: Vec<&str> = page
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| attack |"))
        .collect();
    assert!(rows.len() > 80, "{} rows", rows.len());
    let mut wrong = Vec::new();
    for row in rows {
        let tests = named(row);
        if tests.is_empty() {
            wrong.push(format!("no test: {row}"));
        }
        for (file, function) in tests {
            let source = read(&format!("{file}.rs")).unwrap_or_default();
            if !has_test(&source, function) {
                wrong.push(format!("no such test: {file}.rs::{function}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_test_is_known_by_its_attributes() {
    let source = "#[test]\nfn one() {}\n#[tokio::test]\nasync fn two() {}\nfn three() {}\n\
                  #[test]\n#[ignore = \"slow\"]\nfn four() {}\n";
    for (function, is) in [
        ("one", true),
        ("two", true),
        ("three", false),
        ("four", false),
        ("on", false),
    ] {
        assert_eq!(has_test(source, function), is, "{function}");
    }
    let row = "| a | `x.rs::one`, `y` and `z.rs::two` |";
    assert_eq!(named(row), [("x", "one"), ("z", "two")]);
}
