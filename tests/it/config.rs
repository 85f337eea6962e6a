//! Configuration as an operator meets it: an error names its key, its variable
//! and its origin, and the program ends with 2.

use crate::support::Start;

/// Starts with this configuration file and these variables; the error must have
/// these words.
#[track_caller]
fn refused(file: &str, variables: &[(&str, &str)], words: &[&str]) {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("kally-bridge.toml"), file).unwrap();
    let start = Start::of("chat").home(home.path());
    let start = variables
        .iter()
        .fold(start, |start, (name, value)| start.variable(name, value));
    let (code, output, log) = start.run("");
    assert_eq!(code, 2, "{output}{log}");
    assert!(log.contains("the configuration cannot be used:"), "{log}");
    for word in words {
        assert!(log.contains(word), "{word}: {log}");
    }
    assert!(!log.contains("geheim"), "a secret is not repeated: {log}");
}

#[test]
fn what_is_wrong_is_named_with_key_variable_and_place() {
    let undo = "calls.undo (KALLY_CALLS__UNDO) is \"soon\" in the environment; it must be a time such as \"10s\"";
    refused("", &[("KALLY_CALLS__UNDO", "soon")], &[undo]);
    let file = "calls.undo (KALLY_CALLS__UNDO) is \"x\" in the file ";
    refused("[calls]\nundo = \"x\"", &[], &[file, "kally-bridge.toml"]);
    let near = ["calls.undoo in the file", "was calls.undo meant?"];
    refused("[calls]\nundoo = \"5s\"", &[], &near);
    let near = [
        "the variable KALLY_TELEGRAM__TOKENN in the environment is not known",
        "was KALLY_TELEGRAM__TOKEN meant?",
    ];
    refused("", &[("KALLY_TELEGRAM__TOKENN", "geheim")], &near);
    refused("[calls", &[], &["line 1 is not valid TOML"]);
    refused(
        "",
        &[("KALLY_STORE__KEY", "geheim")],
        &["store.key (KALLY_STORE__KEY)"],
    );
    let matrix = [
        ("KALLY_MATRIX__USER", "@a:b.c"),
        ("KALLY_MATRIX__PASSWORD", "geheim"),
    ];
    refused(
        "",
        &matrix,
        &["matrix.homeserver (KALLY_MATRIX__HOMESERVER) is needed beside the other keys"],
    );
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let words = [
        "locale.language (KALLY_LOCALE__LANGUAGE)",
        "locale.region (KALLY_LOCALE__REGION)",
        "log.level",
    ];
    let file = "[log]\nlevel = \"loud\"";
    refused(
        file,
        &[
            ("KALLY_LOCALE__LANGUAGE", "fr"),
            ("KALLY_LOCALE__REGION", "Spain"),
        ],
        &words,
    );
}

#[test]
fn a_file_that_is_named_must_be_there() {
    for start in [
        Start::of("chat --config missing.toml"),
        Start::of("chat").variable("KALLY_CONFIG", "missing.toml"),
    ] {
        let (code, _, log) = start.run("");
        assert_eq!(code, 2, "{log}");
        assert!(log.contains("missing.toml cannot be read"), "{log}");
    }
}

#[test]
fn the_file_dot_env_is_read_and_the_environment_goes_before_it() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(
        home.path().join(".env"),
        "KALLY_LOCALE__LANGUAGE=es\nKALLY_LOCALE__REGION=ES\n",
    )
    .unwrap();
    let line = "parse --now 2026-01-28T10:00";
    let text = "mesa para 4 mañana a las nueve, 912345678";
    let (code, output, log) = Start::of(line).argument(text).home(home.path()).run("");
    assert_eq!(code, 0, "{log}");
    assert!(output.contains("+34912345678"), "{output}");
    let start = Start::of(line).argument(text).home(home.path());
    let (_, output, _) = start.variable("KALLY_LOCALE__REGION", "US").run("");
    assert!(!output.contains("+34912345678"), "{output}");
}

#[test]
fn run_without_a_chat_says_what_to_do() {
    let (code, output, log) = Start::of("run").run("");
    assert_eq!(code, 2, "{output}{log}");
    assert!(log.contains("KALLY_TELEGRAM__TOKEN"), "{log}");
    assert!(log.contains("kally-bridge chat"), "{log}");
}

#[test]
fn every_command_explains_itself() {
    let (code, output, _) = Start::of("--help").run("");
    assert_eq!(code, 0);
    for command in ["run", "demo", "chat", "sandbox", "check", "parse"] {
        assert!(
            output.contains(&format!("\n  {command} ")),
            "{command}: {output}"
        );
        let (code, help, _) = Start::of(&format!("{command} --help")).run("");
        assert_eq!(code, 0, "{command}");
        assert!(help.contains("Usage: kally-bridge"), "{help}");
        assert!(
            help.contains("Examples:") && help.contains(&format!("kally-bridge {command}")),
            "{help}"
        );
    }
    let (code, _, log) = Start::of("").run("");
    assert_eq!(code, 2);
    assert!(log.contains("Commands:"), "{log}");
}

/// `config` prints the defaults, lists the mistakes of a file, and renames keys
/// of earlier versions.
#[test]
fn the_file_is_printed_checked_and_brought_up_to_date() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("own.toml");
    let run = |line: &str| {
        Start::of(line)
            .home(home.path())
            .argument(file.to_str().unwrap())
            .run("")
    };
    let (code, printed, _) = Start::of("config").home(home.path()).run("");
    assert_eq!(code, 0);
    assert_eq!(printed, include_str!("../../config/kally-bridge.toml"));
    std::fs::write(&file, &printed).unwrap();
    let (code, out, log) = run("config --check");
    assert!(code == 0 && out.contains("can be used"), "{out}{log}");

    let old = "[calls]\nundo = \"soon\"\n[matrix]\n# Who may.\nallowed_users = \"*:example.org\"\n";
    std::fs::write(&file, old).unwrap();
    let (code, _, log) = run("config --check");
    assert_eq!(code, 2, "{log}");
    for words in ["calls.undo", "was access.people meant?"] {
        assert!(log.contains(words), "{words:?} is not in {log}");
    }
    let (code, out, log) = run("config --migrate");
    assert!(
        code == 0 && out.contains("matrix.allowed_users is access.people now"),
        "{out}{log}"
    );
    let new = std::fs::read_to_string(&file).unwrap();
    assert!(
        new.contains("# Who may.\npeople = \"*:example.org\""),
        "{new}"
    );
}
