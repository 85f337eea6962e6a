//! What is made from the definitions: completions, the manual page, the help.

use crate::support::Start;

#[track_caller]
fn made(line: &str) -> String {
    let (code, out, err) = Start::of(line).run("");
    assert_eq!((code, err.as_str()), (0, ""), "{line}");
    out
}

#[test]
fn completions_know_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let text = made(&format!("completions {shell}"));
        for word in ["call-info", "auth-status", "party-size", "dry-run"] {
            assert!(text.contains(word), "{word} in {shell}");
        }
    }
}

#[test]
fn the_manual_page_has_every_command() {
    let page = made("man");
    assert!(page.contains(".TH"), "{page}");
    for words in [
        "kally-bridge call",
        "kally-bridge history",
        "\\-\\-party\\-size",
        "Exit codes",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("in\\-background"), "{page}");
    assert!(
        !page.contains("\\-run(1)"),
        "pages that do not exist: {page}"
    );
}

/// Not even with a configuration that cannot be used.
#[test]
fn neither_needs_a_configuration() {
    for line in ["completions bash", "man"] {
        let (code, out, _) = Start::of(line)
            .variable("KALLY_CALLS__UNDO", "soon")
            .run("");
        assert!(code == 0 && !out.is_empty(), "{line}");
    }
}

/// The page and the schema say what the program says.
#[test]
fn the_page_has_every_exit_code() {
    let page = include_str!("../../../docs/command-line.md");
    let help = made("call --help");
    let (_, codes) = help.split_once("Exit codes").expect("exit codes");
    let mut found = Vec::new();
    for line in codes.lines().skip(1) {
        let mut words = line.split_whitespace();
        let (Some(code), Some(word)) = (words.next(), words.next()) else {
            continue;
        };
        if code.parse::<u8>().is_ok() {
            let row = format!("| {code} | `{word}` |");
            assert!(page.contains(&row), "{row}");
            found.push(word.to_owned());
        }
    }
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../../../docs/command-line.schema.json")).unwrap();
    assert_eq!(
        schema["properties"]["end"]["enum"],
        serde_json::json!(found)
    );
}
