//! Values in files, credentials, and variables that are not ours.

use secrecy::ExposeSecret as _;

use super::{Place, TelegramMode};

fn token(place: &Place) -> String {
    let config = place.config();
    let token = &config.platforms.telegram.as_ref().unwrap().token;
    token.expose_secret().to_owned()
}

#[test]
fn a_variable_may_name_a_file_with_the_value() {
    let place = Place::new()
        .file("secret/token", "123:of-file\n")
        .variable("KALLY_TELEGRAM__TOKEN_FILE", "secret/token");
    assert_eq!(token(&place), "123:of-file");
    let place = place.variable("KALLY_TELEGRAM__TOKEN", "123:too");
    let problems = place.problems();
    assert!(
        problems.contains("KALLY_TELEGRAM__TOKEN is set as well; set one of them"),
        "{problems}"
    );
    assert!(!problems.contains("123:"), "{problems}");
}

#[test]
fn a_file_may_be_named_in_dotenv() {
    let place = Place::new()
        .file("token", "123:of-file")
        .file(".env", "KALLY_TELEGRAM__TOKEN_FILE=token\n");
    assert_eq!(token(&place), "123:of-file");
}

#[test]
fn a_file_that_cannot_be_read_is_a_problem() {
    let place = Place::new().variable("KALLY_TELEGRAM__TOKEN_FILE", "nowhere");
    let problems = place.problems();
    assert!(
        problems.contains("the file nowhere of KALLY_TELEGRAM__TOKEN_FILE cannot be read"),
        "{problems}"
    );
    let place = Place::new()
        .file("huge", &"x".repeat(70_000))
        .variable("KALLY_TELEGRAM__TOKEN_FILE", "huge");
    assert!(place.problems().contains("larger than 64 KiB"));
    let place = Place::new().variable("KALLY_TELEGRAM_TOKEN_FILE", "token");
    assert!(place.problems().contains("is not known"));
}

#[test]
fn credentials_are_files_with_the_names_of_keys() {
    let place = Place::new()
        .file("handed/telegram.token", "123:of-credential\n")
        .file("handed/telegram.webhook_secret", "hush-webhook-hush\n")
        .variable("KALLY_TELEGRAM__MODE", "webhook")
        .variable(
            "KALLY_TELEGRAM__WEBHOOK_URL",
            "https://bridge.example.org/t",
        );
    let folder = place.folder.path().join("handed").display().to_string();
    let place = place.variable("CREDENTIALS_DIRECTORY", &folder);
    assert_eq!(token(&place), "123:of-credential");
    let config = place.config();
    let mode = &config.platforms.telegram.as_ref().unwrap().mode;
    assert!(matches!(mode, TelegramMode::Webhook { .. }));
    // A variable goes before a credential.
    let place = place.variable("KALLY_TELEGRAM__TOKEN", "123:of-variable");
    assert_eq!(token(&place), "123:of-variable");
    // Others are for others.
    let place = place.file("handed/backup-passphrase", "hush");
    assert_eq!(token(&place), "123:of-variable");
    let place = place.file("handed/telegram.tokem", "123:hush");
    let problems = place.problems();
    assert!(
        problems
            .contains("telegram.tokem in the credentials is not known; was telegram.token meant?"),
        "{problems}"
    );
    assert!(!problems.contains("hush"), "{problems}");
}

#[test]
fn variables_of_kubernetes_are_left_alone() {
    let links = [
        ("KALLY_BRIDGE_SERVICE_HOST", "10.0.0.1"),
        ("KALLY_BRIDGE_SERVICE_PORT", "8976"),
        ("KALLY_BRIDGE_SERVICE_PORT_HTTP", "8976"),
        ("KALLY_BRIDGE_PORT", "tcp://10.0.0.1:8976"),
        ("KALLY_BRIDGE_PORT_8976_TCP", "tcp://10.0.0.1:8976"),
        ("KALLY_BRIDGE_PORT_8976_TCP_PROTO", "tcp"),
        ("KALLY_BRIDGE_PORT_8976_TCP_PORT", "8976"),
        ("KALLY_BRIDGE_PORT_8976_TCP_ADDR", "10.0.0.1"),
    ];
    let place = links
        .into_iter()
        .fold(Place::new(), |place, (name, value)| {
            place.variable(name, value)
        });
    place.config();
    for misspelt in ["KALLY_SERVER_PORT", "KALLY_SERVER__PORT", "KALLY_HOST"] {
        let place = Place::new().variable(misspelt, "8976");
        let problems = place.problems();
        assert!(problems.contains(misspelt), "{problems}");
    }
}
