//! When nobody is reached, the message says where the way ends.

use super::{Town, line};
use crate::support::wire::Behaviour;

const ALL: [&str; 3] = ["kallyai", "telegram", "matrix"];

/// All three are out of reach, for this reason.
#[track_caller]
fn check_ends(town: &Town, proxy: &str, why: &str) {
    let (code, output, log) = town
        .trusting()
        .variable("KALLY_NETWORK__PROXY", proxy)
        .run("");
    assert_eq!(code, 1, "{output}{log}");
    for name in ALL {
        let line = line(&output, name);
        assert!(
            line.starts_with('✗') && line.contains(why),
            "{why}: {output}"
        );
    }
    assert!(!output.contains("geheim"), "{output}");
}

#[test]
fn a_proxy_that_is_away_refuses_or_wants_a_password() {
    let town = Town::new();
    let address = town.proxy.address;
    check_ends(&town, "none", "its name cannot be resolved (DNS)");
    let away = "the proxy cannot be reached: the connection was refused";
    check_ends(&town, "http://127.0.0.1:9", away);
    check_ends(
        &town,
        "socks5h://127.0.0.1:9",
        "the proxy cannot be reached",
    );
    town.proxy.behaves(Behaviour::Shut);
    for scheme in ["http", "socks5h"] {
        let refuses = "the proxy refuses to connect to it";
        check_ends(&town, &town.proxy(scheme), refuses);
    }
    town.proxy.behaves(Behaviour::Password("kally", "right"));
    let wants = "the proxy asks for a name and a password";
    check_ends(&town, &town.proxy("http"), wants);
    check_ends(&town, &format!("http://kally:geheim@{address}"), wants);
    let wrong = "the proxy does not accept the name and the password";
    check_ends(&town, &format!("socks5h://kally:geheim@{address}"), wrong);
}
