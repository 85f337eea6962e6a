//! Proxies, by the usual variables and by the configuration, one for all or one
//! for each.

use super::{KALLYAI, MATRIX, TELEGRAM, Town, line};
use crate::support::Start;
use crate::support::wire::{Behaviour, Proxy};
use crate::telegram::stage::ANA;

const ALL: [&str; 3] = ["kallyai", "telegram", "matrix"];

/// Everything is reached, each through a proxy, and no line shows the password.
#[track_caller]
fn check_through(start: Start, shown: &str) {
    let (code, output, log) = start.run("");
    assert_eq!(code, 0, "{output}{log}");
    for name in ALL {
        let line = line(&output, name);
        let through = format!("through {shown}");
        assert!(line.starts_with('✓') && line.contains(&through), "{output}");
    }
    assert!(
        !output.contains("geheim") && !log.contains("geheim"),
        "{output}{log}"
    );
}

#[track_caller]
fn asked(town: &Town) {
    let asked = town.proxy.asked();
    for name in [KALLYAI, TELEGRAM, MATRIX] {
        let wanted = format!("{name}:443");
        assert!(asked.contains(&wanted), "{asked:?}");
    }
}

#[test]
fn the_usual_variables_name_a_proxy() {
    for (variable, scheme) in [
        ("HTTPS_PROXY", "http"),
        ("ALL_PROXY", "socks5h"),
        ("all_proxy", "http"),
    ] {
        let town = Town::new();
        let proxy = town.proxy(scheme);
        check_through(town.trusting().variable(variable, &proxy), &proxy);
        asked(&town);
    }
}

#[test]
fn the_configuration_goes_before_the_variables() {
    let town = Town::new();
    let proxy = town.proxy("socks5h");
    let start = town
        .trusting()
        .variable("HTTPS_PROXY", "http://127.0.0.1:9");
    check_through(start.variable("KALLY_NETWORK__PROXY", &proxy), &proxy);
    asked(&town);
}

#[test]
fn a_password_opens_the_proxy_and_is_not_shown() {
    for scheme in ["http", "socks5h"] {
        let town = Town::new();
        town.proxy.behaves(Behaviour::Password("kally", "geheim+1"));
        let address = town.proxy.address;
        let proxy = format!("{scheme}://kally:geheim%2B1@{address}");
        let start = town.trusting().variable("KALLY_NETWORK__PROXY", &proxy);
        check_through(start, &format!("{scheme}://{address}"));
    }
}

#[test]
fn each_may_have_a_proxy_of_its_own() {
    let town = Town::new();
    let other = Proxy::start_at("::1", Behaviour::Open);
    other.knows(TELEGRAM, town.authority.before(town.telegram, &[TELEGRAM]));
    let third = Proxy::start(Behaviour::Open);
    third.knows(MATRIX, town.authority.before(town.homeserver, &[MATRIX]));
    let (code, output, log) = town
        .trusting()
        .variable("KALLY_NETWORK__PROXY", "http://127.0.0.1:9")
        .variable("KALLY_KALLYAI__PROXY", &town.proxy("http"))
        .variable(
            "KALLY_TELEGRAM__PROXY",
            &format!("http://{}", other.address),
        )
        .variable(
            "KALLY_MATRIX__PROXY",
            &format!("socks5h://{}", third.address),
        )
        .run("");
    assert_eq!(code, 0, "{output}{log}");
    for (proxy, name) in [(&town.proxy, KALLYAI), (&other, TELEGRAM), (&third, MATRIX)] {
        let asked = proxy.asked();
        assert!(!asked.is_empty(), "{name}: {output}");
        assert!(
            asked.iter().all(|to| *to == format!("{name}:443")),
            "{asked:?}"
        );
    }
}

#[test]
fn some_hosts_are_reached_without_it() {
    let town = Town::new();
    let proxy = town.proxy("http");
    let (_, output, _) = town
        .trusting()
        .variable("HTTPS_PROXY", &proxy)
        .variable("NO_PROXY", "telegram.test,10.0.0.0/8")
        .variable("KALLY_MATRIX__PROXY", "none")
        .run("");
    let asked = town.proxy.asked();
    assert!(
        asked.iter().all(|to| *to == format!("{KALLYAI}:443")),
        "{asked:?}"
    );
    assert!(line(&output, "kallyai").starts_with('✓'), "{output}");
    for name in ["telegram", "matrix"] {
        assert!(
            line(&output, name).contains("its name cannot be resolved (DNS)"),
            "{output}"
        );
    }
}

#[test]
fn a_call_is_made_through_a_proxy() {
    let town = Town::new();
    town.stage.run();
    town.stage.linked(ANA);
    town.stage.settles();
    town.stage.stop();
    let Town { stage, .. } = &town;
    let proxy = town.proxy("http");
    // The bot of the next start reaches both of them by the proxy only.
    let start = stage
        .place
        .command("run")
        .variable("KALLY_KALLYAI__BASE_URL", &format!("https://{KALLYAI}"))
        .variable("KALLY_TELEGRAM__API_URL", &format!("https://{TELEGRAM}"))
        .variable(
            "KALLY_NETWORK__CA_FILE",
            &town.ca_file.display().to_string(),
        )
        .variable("KALLY_NETWORK__PROXY", &proxy);
    stage.run_as(start);
    let ana = stage.private(ANA);
    ana.ask(
        "+1 415 555 0100, book a table for 4 tomorrow at 8pm under Ana",
        "They will hear an AI",
    );
    ana.press("Call now", "Calling +1 415-555-0100…");
    ana.hears("✅ Call finished");
    stage.ends_well(1);
    let asked = town.proxy.asked();
    for name in [KALLYAI, TELEGRAM] {
        assert!(asked.contains(&format!("{name}:443")), "{asked:?}");
    }
}
