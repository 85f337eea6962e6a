//! The files in `deploy` say what the program understands.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use saphyr::{LoadableYamlNode as _, Yaml};

use crate::support::Start;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The program accepts these settings; whether they lead anywhere is another
/// question.
#[track_caller]
fn usable(settings: &BTreeMap<String, String>, whose: &str) {
    assert!(!settings.is_empty(), "{whose} has settings");
    let home = tempfile::tempdir().unwrap();
    let secret = home.path().join("secret");
    // A token by its form; the file stands for each secret.
    fs::write(&secret, "123456:ABC-your-token_ABC-your-token_123456").unwrap();
    let nowhere = "http://127.0.0.1:9";
    let mut start = Start::of("check")
        .home(home.path())
        .variable("KALLY_KALLYAI__BASE_URL", nowhere)
        .variable("KALLY_TELEGRAM__API_URL", nowhere);
    for (name, value) in settings {
        let value = match name.ends_with("_FILE") {
            true => secret.to_str().unwrap(),
            false => value,
        };
        start = start.variable(name, value);
    }
    let (code, output, log) = start
        .variable("KALLY_STORE__PATH", home.path().to_str().unwrap())
        .run("");
    assert_ne!(code, 2, "{whose}: {output}{log}");
}

/// The service of a bridge in a compose file.
#[track_caller]
fn well_declared(whole: &Yaml<'_>, service: &Yaml<'_>, all: &BTreeMap<String, String>) {
    let environment = service["environment"].as_mapping().unwrap();
    for (name, value) in environment {
        let pair = all.get_key_value(name.as_str().unwrap());
        assert_eq!(pair.unwrap().1.as_str(), value.as_str().unwrap());
    }
    assert!(all.len() > environment.len(), "also what is commented out");
    let version = concat!("kally-bridge:", env!("CARGO_PKG_VERSION"));
    assert_eq!(service["image"].as_str(), Some(version));
    assert_eq!(service["read_only"].as_bool(), Some(true));
    // Each secret that a variable names is declared and handed over.
    for secret in service["secrets"].as_sequence().unwrap() {
        let secret = secret.as_str().unwrap();
        let file = format!("/run/secrets/{secret}");
        assert!(all.values().any(|value| *value == file), "{secret}");
        let source = whole["secrets"][secret]["file"].as_str();
        assert!(source.is_some(), "{secret}");
    }
}

/// The settings in lines such as `# NAME: value`, also those that are commented out.
fn settings(text: &str, between: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for line in text.lines() {
        let line = line
            .trim()
            .trim_start_matches("ENV ")
            .trim_start_matches(['#', ' ']);
        let pair = line
            .trim_end_matches(['\\', ' '])
            .split_once(between)
            .filter(|(name, _)| name.starts_with("KALLY_") && !name.contains(' '));
        if let Some((name, value)) = pair {
            found.insert(name.to_owned(), value.trim_matches('"').to_owned());
        }
    }
    found
}

#[test]
fn the_image_sets_what_the_program_knows() {
    let file = read("deploy/Dockerfile");
    usable(&settings(&file, "="), "the Dockerfile");
    assert!(file.contains(r#"CMD ["kally-bridge", "healthcheck"]"#));
}

#[test]
fn the_service_sets_what_the_program_knows() {
    let secrets = settings(&read("deploy/etc/secrets.env"), "=");
    assert!(secrets.len() > 2, "{secrets:?}");
    let examples = secrets.into_keys().map(|name| {
        let value = match name.as_str() {
            "KALLY_TELEGRAM__TOKEN" => "123456:ABC-your-token_ABC-your-token_123456",
            _ => "",
        };
        (name, value.to_owned())
    });
    usable(&examples.collect(), "secrets.env");
    let home = tempfile::tempdir().unwrap();
    fs::write(
        home.path().join("kally-bridge.toml"),
        read("deploy/etc/kally-bridge.toml"),
    )
    .unwrap();
    let start = Start::of("parse table for two").home(home.path());
    let (code, _, log) = start.run("");
    assert_eq!(code, 0, "{log}");
}

#[test]
fn compose_sets_what_the_program_knows() {
    let text = read("deploy/compose.yaml");
    let whole = Yaml::load_from_str(&text).unwrap().remove(0);
    let all = settings(&text, ": ");
    well_declared(&whole, &whole["services"]["kally-bridge"], &all);
    usable(&all, "compose.yaml");
    // The container sees this machine as the gateway.
    let network = &whole["networks"]["default"]["ipam"]["config"][0];
    assert_eq!(
        network["gateway"].as_str(),
        all.get("KALLY_LINKING__LOCAL_PEERS").map(String::as_str)
    );
}

#[test]
fn compose_with_two_bridges_sets_what_the_program_knows() {
    let text = read("deploy/compose.postgres.yaml");
    let whole = Yaml::load_from_str(&text).unwrap().remove(0);
    let mut all = settings(&text, ": ");
    well_declared(&whole, &whole["x-bridge"], &all);
    let services = whole["services"].as_mapping().unwrap();
    let front = read("deploy/Caddyfile");
    let mut bridges = 0;
    for (name, service) in services {
        let name = name.as_str().unwrap();
        if name.starts_with("bridge-") {
            bridges += 1;
            assert!(front.contains(&format!("{name}:8976")), "{name} in {front}");
            assert!(
                text.contains(&format!("  {name}:\n    <<: *bridge")),
                "{name}"
            );
            assert!(
                service["volumes"]
                    .as_sequence()
                    .is_some_and(|those| those.len() == 1)
            );
        }
    }
    assert_eq!(bridges, 2);
    let network = &whole["networks"]["default"]["ipam"]["config"][0];
    assert_eq!(
        network["subnet"].as_str(),
        all.get("KALLY_SERVER__TRUSTED_PROXIES").map(String::as_str)
    );
    // The host's name and the secrets that have a form of their own.
    let host = ("${BRIDGE_HOST:-bridge.example.org}", "bridge.example.org");
    for value in all.values_mut() {
        *value = value.replace(host.0, host.1);
    }
    for (file, name, value) in [
        ("KALLY_STORE__KEY_FILE", "KALLY_STORE__KEY", "17".repeat(32)),
        (
            "KALLY_STORE__URL_FILE",
            "KALLY_STORE__URL",
            "postgres://kally:word@127.0.0.1:9/kally?sslmode=disable".to_owned(),
        ),
        (
            "KALLY_TELEGRAM__WEBHOOK_SECRET_FILE",
            "KALLY_TELEGRAM__WEBHOOK_SECRET",
            "24".repeat(32),
        ),
    ] {
        assert!(all.remove(file).is_some(), "{file}");
        all.insert(name.to_owned(), value);
    }
    all.insert("KALLY_SERVER__BIND".to_owned(), "127.0.0.1:0".to_owned());
    usable(&all, "compose.postgres.yaml");
}
