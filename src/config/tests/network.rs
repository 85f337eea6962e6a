//! Proxies, authorities and the homeserver's place.

use secrecy::ExposeSecret as _;
use url::Url;

use super::{Config, Place, Way};
use crate::joins::matrix::Homeserver;

/// The proxy from a peer with this way to an address, as it is shown.
#[track_caller]
fn goes(config: &Config, way: &Way, to: &str) -> Option<String> {
    let url: Url = to.parse().unwrap();
    config
        .network
        .to(way)
        .proxy_to(&url)
        .map(ToString::to_string)
}

const API: &str = "https://api.kallyai.com/";

#[test]
fn the_environment_s_proxies_are_used_as_curl_does() {
    let usual = |place: Place, to| goes(&place.config(), &Way::Usual, to);
    let place = || Place::new().variable("HTTPS_PROXY", "http://a:hush@one.example:3128");
    assert_eq!(usual(place(), API).unwrap(), "http://one.example:3128");
    assert_eq!(usual(place(), "http://example.org/"), None);
    assert_eq!(usual(place(), "https://localhost:1/"), None);
    let all = place().variable("all_proxy", "socks5h://two.example");
    assert_eq!(
        usual(all, "http://example.org/").unwrap(),
        "socks5h://two.example:1080"
    );
    let but = place().variable("NO_PROXY", "kallyai.com example.org");
    assert_eq!(usual(but, API), None);
    let but = place()
        .variable("NO_PROXY", "kallyai.com")
        .variable("KALLY_NETWORK__NO_PROXY", "example.org");
    assert!(
        usual(but, API).is_some(),
        "the configuration goes before it"
    );
    let none = place().variable("KALLY_NETWORK__PROXY", "None");
    assert_eq!(usual(none, API), None);
    let secrets = place().config().secrets();
    assert!(
        secrets
            .iter()
            .any(|secret| secret.expose_secret() == "hush")
    );
}

#[test]
fn a_proxy_of_one_s_own_goes_before_the_common_one() {
    let config = Place::new()
        .variable("HTTPS_PROXY", "http://one.example:1")
        .variable("KALLY_NETWORK__PROXY", "http://two.example:2")
        .variable("KALLY_KALLYAI__PROXY", "three.example:3")
        .variable("KALLY_TELEGRAM__TOKEN", "1:t")
        .variable("KALLY_TELEGRAM__PROXY", "none")
        .config();
    let own = |way| goes(&config, way, API);
    assert_eq!(own(&Way::Usual).unwrap(), "http://two.example:2");
    assert_eq!(
        own(&config.kallyai.proxy).unwrap(),
        "http://three.example:3"
    );
    let telegram = config.platforms.telegram.as_ref().unwrap();
    assert_eq!(own(&telegram.proxy), None);
}

#[test]
fn what_is_wrong_is_told_without_the_password() {
    let place = Place::new()
        .variable("KALLY_NETWORK__PROXY", "ftp://a:hush@proxy.example")
        .variable("KALLY_NETWORK__CA_FILE", "gone.pem")
        .variable("HTTPS_PROXY", "http://a:hush@proxy.example/path")
        .variable("KALLY_MATRIX__HOMESERVER", "https://a:hush@example.org");
    let problems = place.problems();
    assert!(!problems.contains("hush"), "{problems}");
    insta::assert_snapshot!(problems, @r#"
    the configuration cannot be used:
      ✗ network.ca_file (KALLY_NETWORK__CA_FILE) names gone.pem, which cannot be read: No such file or directory (os error 2); it must be a file of certificates in PEM
      ✗ network.proxy (KALLY_NETWORK__PROXY) in the environment is not valid; it must be "none", or a proxy's address such as "http://proxy.example.org:3128" or "socks5h://name:password@10.0.0.1:1080" (the value is not shown)
      ✗ the variable HTTPS_PROXY cannot be read: it must be a proxy's address such as "http://proxy.example.org:3128" (the value is not shown)
      ✗ matrix.homeserver (KALLY_MATRIX__HOMESERVER) in the environment is not valid; it must be an http or https address such as "https://matrix.example.org", without a login, a query or a fragment, or the name of a server such as "example.org"
    "#);
    let place = Place::new()
        .file(
            "key.pem",
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        )
        .variable("KALLY_NETWORK__CA_FILE", "key.pem");
    insta::assert_snapshot!(place.problems(), @r#"
    the configuration cannot be used:
      ✗ network.ca_file (KALLY_NETWORK__CA_FILE) names key.pem, which holds no certificate (-----BEGIN CERTIFICATE-----); it must be a file of certificates in PEM
    "#);
}

#[test]
fn a_homeserver_is_an_address_or_the_name_of_a_server() {
    let homeserver = |text: &str| {
        let place = Place::new()
            .variable("KALLY_MATRIX__USER", "@a:b")
            .variable("KALLY_MATRIX__HOMESERVER", text);
        let config = place.load().ok()?.config;
        Some(config.platforms.matrix.unwrap().homeserver)
    };
    let of = |name: &str| Some(Homeserver::Of(name.to_owned()));
    assert_eq!(homeserver("example.org"), of("example.org"));
    assert_eq!(homeserver("Example.org:8448"), of("example.org:8448"));
    assert_eq!(homeserver("[2001:db8::1]:8448"), of("[2001:db8::1]:8448"));
    let url = "https://matrix.example.org/";
    assert_eq!(homeserver(url), Some(Homeserver::At(url.parse().unwrap())));
    for wrong in [
        "example.org/x",
        "@ana:example.org",
        "a b",
        "ftp://example.org",
    ] {
        assert_eq!(homeserver(wrong), None, "{wrong}");
    }
}
