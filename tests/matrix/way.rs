//! A homeserver that only a proxy reaches, with a company's certificate, by the
//! name of its server.

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;

use super::Bot;
use super::people::Person;
use super::synapse;
use super::talks::Talks as _;
use crate::support::wire::{Authority, Behaviour, Proxy, address, serve};

const NAME: &str = "example.test";
const HOMESERVER: &str = "matrix.example.test";

/// The website of the server's name.
fn site(status: StatusCode) -> Router {
    let file = format!("{{\"m.homeserver\": {{\"base_url\": \"https://{HOMESERVER}\"}}}}");
    Router::new().route(
        "/.well-known/matrix/client",
        get(move || async move { (status, file) }),
    )
}

#[test]
fn a_session_goes_on_when_the_name_leads_nowhere() {
    let synapse = synapse::shared();
    let authority = Authority::new();
    let proxy = Proxy::start(Behaviour::Password("kally", "geheim"));
    let behind = authority.before(address(&synapse.url()), &[HOMESERVER]);
    proxy.knows(HOMESERVER, behind);
    let site = |status| authority.before(serve(site(status)), &[NAME]);
    proxy.knows(NAME, site(StatusCode::OK));
    let bot = Bot::new(synapse, "");
    let ca_file = bot.place.home().join("ca.pem");
    authority.write(&ca_file);
    let at = format!("http://kally:geheim@{}", proxy.address);
    let bot = bot
        .with("KALLY_MATRIX__HOMESERVER", NAME)
        .with("KALLY_MATRIX__PROXY", &at)
        .with("KALLY_NETWORK__CA_FILE", &ca_file.display().to_string());
    let mut running = bot.start();
    let (mut ana, room) = bot.meets::<Person>(synapse, "ana");
    running.kill();
    proxy.knows(NAME, site(StatusCode::NOT_FOUND));
    let (code, told, _) = bot.place.command("check").run("");
    assert_eq!(code, 1, "{told}");
    assert!(
        told.contains("the bot goes on at the last known address"),
        "{told}"
    );
    let running = bot.start();
    let log = running.log.raw();
    assert!(log.contains("its last known address is used"), "{log}");
    assert!(!log.contains("geheim"), "{log}");
    ana.say(&room, "/help");
    ana.hears(&room, "!call: Start a phone call");
    let asked = proxy.asked();
    let own = [format!("{NAME}:443"), format!("{HOMESERVER}:443")];
    assert!(asked.iter().all(|to| own.contains(to)), "{asked:?}");
}
