//! A company's authority counts for all three, by the configuration or by the
//! usual variables.

use super::{Town, line};
use crate::support::Start;

const ALL: [&str; 3] = ["kallyai", "telegram", "matrix"];

/// `check` where each of the three is on this machine, with TLS.
fn local(town: &Town, ip: &str) -> Start {
    let host = match ip.contains(':') {
        true => format!("[{ip}]"),
        false => ip.to_owned(),
    };
    let [kallyai, telegram, matrix] = [town.kallyai, town.telegram, town.homeserver]
        .map(|behind| town.authority.before_at(ip, behind, &[ip]))
        .map(|address| format!("https://{host}:{}", address.port()));
    town.check()
        .variable("KALLY_KALLYAI__BASE_URL", &kallyai)
        .variable("KALLY_TELEGRAM__API_URL", &telegram)
        .variable("KALLY_MATRIX__HOMESERVER", &matrix)
        // This machine is reached without it.
        .variable("HTTPS_PROXY", "http://127.0.0.1:9")
}

#[track_caller]
fn check_all_reached(start: Start) {
    let (code, output, log) = start.run("");
    assert_eq!(code, 0, "{output}{log}");
    for name in ALL {
        assert!(line(&output, name).starts_with('✓'), "{output}");
    }
}

#[test]
fn an_authority_counts_for_all_three() {
    let town = Town::new();
    let (code, output, _) = local(&town, "127.0.0.1").run("");
    assert_eq!(code, 1, "{output}");
    for name in ALL {
        let line = line(&output, name);
        let why = "its certificate is not from an authority that this machine knows (network.ca_file adds one)";
        assert!(line.starts_with('✗') && line.contains(why), "{output}");
    }
    let file = town.ca_file.display().to_string();
    check_all_reached(local(&town, "127.0.0.1").variable("KALLY_NETWORK__CA_FILE", &file));
    check_all_reached(local(&town, "127.0.0.1").variable("SSL_CERT_FILE", &file));
    check_all_reached(local(&town, "::1").variable("KALLY_NETWORK__CA_FILE", &file));
}

#[test]
fn a_certificate_for_another_name_is_refused() {
    let town = Town::new();
    let other = town.authority.before(town.kallyai, &["other.test"]);
    let (code, output, _) = town
        .trusting()
        .variable("KALLY_KALLYAI__BASE_URL", &format!("https://{other}"))
        .variable("KALLY_TELEGRAM__API_URL", &format!("https://{other}"))
        .variable("KALLY_MATRIX__HOMESERVER", &format!("https://{other}"))
        .run("");
    assert_eq!(code, 1, "{output}");
    for name in ALL {
        let line = line(&output, name);
        assert!(
            line.contains("its certificate is for another name"),
            "{output}"
        );
    }
}

#[test]
fn a_file_that_is_no_list_of_authorities_is_a_mistake() {
    let town = Town::new();
    let file = town.stage.place.home().join("wrong.pem");
    std::fs::write(&file, "not a certificate").unwrap();
    let file = file.display().to_string();
    let (code, output, _) = town
        .check()
        .variable("KALLY_NETWORK__CA_FILE", &file)
        .run("");
    assert_eq!(code, 2, "{output}");
    let said = format!(
        "network.ca_file (KALLY_NETWORK__CA_FILE) names {file}, which holds no certificate"
    );
    assert!(output.contains(&said), "{output}");
}
