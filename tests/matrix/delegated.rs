//! A homeserver that leaves signing in to an authorization server: the bot signs
//! in by a browser, once, and renews its session from then on.

use std::thread;
use std::time::Duration;

use super::Bot;
use super::delegate::Delegate;
use super::people::Person;
use super::synapse::{self, Synapse};
use super::talks::Talks as _;
use crate::support::{Chance, LIMIT, Program, kills};

fn bot(synapse: &Synapse, delegate: &Delegate) -> Bot {
    let bot = Bot::new(synapse, "");
    let ca_file = bot.place.home().join("ca.pem");
    delegate.authority.write(&ca_file);
    bot.with("KALLY_MATRIX__HOMESERVER", &delegate.url)
        .with("KALLY_MATRIX__PASSWORD", "")
        .with("KALLY_NETWORK__CA_FILE", &ca_file.display().to_string())
}

/// Asks to sign in; returns once the code is shown.
#[track_caller]
fn asks(bot: &Bot) -> Program {
    let login = bot.place.command("matrix-login").start();
    let shown = login.output.wait(0, &["Waiting for up to 20m"], LIMIT);
    assert!(shown.is_some(), "{}", login.so_far());
    login
}

#[test]
fn the_bot_signs_in_by_a_browser_and_stays() {
    let synapse = synapse::shared();
    let delegate = Delegate::before(synapse);
    let bot = bot(synapse, &delegate);
    let mut login = asks(&bot);
    let told = login.output.raw();
    let address = format!("{}/link?code=ABCD-EFGH", delegate.url);
    assert!(
        told.contains(&address) && told.contains("\n    ABCD-EFGH\n"),
        "{told}"
    );
    delegate.allows(bot.account());
    let status = login.end();
    assert!(status.success(), "{}", login.so_far());
    assert!(
        login
            .output
            .raw()
            .contains(&format!("Signed in as {}", bot.user))
    );
    assert_eq!(delegate.clients()[0]["client_name"], "kally-bridge");
    let (code, told, _) = bot.place.command("matrix-login").run("");
    assert_eq!(code, 1, "{told}");
    let mut running = bot.start();
    let (mut ana, room) = bot.meets::<Person>(synapse, "ana");
    delegate.renews(2);
    let mut chance = Chance::of(8628);
    for _ in 0..kills(4, 20) {
        thread::sleep(Duration::from_millis(chance.number(3500)));
        running.kill();
        running = bot.start();
    }
    delegate.renews(delegate.renewals() + 1);
    ana.say(&room, "/help");
    ana.hears(&room, "!call: Start a phone call");
    let said = running.so_far();
    assert!(!said.contains("mat_0") && !said.contains("mar_0"), "{said}");
    // The session is ended at the authorization server.
    delegate.ends_sessions();
    let ended = running.log.wait(
        0,
        &["does not accept the bot's session any more"],
        LIMIT * 2,
    );
    assert!(ended.is_some(), "{}", running.so_far());
}

#[test]
fn a_password_is_not_taken_there() {
    let synapse = synapse::shared();
    let delegate = Delegate::before(synapse);
    let bot = bot(synapse, &delegate).with("KALLY_MATRIX__PASSWORD", "a-password");
    let (code, _, log) = bot.place.command("run").run("");
    assert_eq!(code, 1, "{log}");
    assert!(log.contains("offers no sign-in with a password"), "{log}");
    assert!(
        log.contains("run `kally-bridge matrix-login` once"),
        "{log}"
    );
}

#[test]
fn what_is_not_allowed_signs_nobody_in() {
    let synapse = synapse::shared();
    let delegate = Delegate::before(synapse);
    let bot = bot(synapse, &delegate);
    let mut login = asks(&bot);
    delegate.declines();
    assert_eq!(login.end().code(), Some(1));
    let log = login.log.raw();
    assert!(log.contains("the person in the browser declined"), "{log}");
    let mut login = asks(&bot);
    delegate.allows(&Person::new(synapse, "mallory"));
    assert_eq!(login.end().code(), Some(1));
    let log = login.log.raw();
    assert!(log.contains("the access token is of @mallory"), "{log}");
    assert_eq!(delegate.revoked(), 1, "the wrong session is ended");
    // The right person can still do it.
    let mut login = asks(&bot);
    delegate.allows(bot.account());
    assert!(login.end().success(), "{}", login.so_far());
}

#[test]
fn a_homeserver_without_an_authorization_server_says_so() {
    let bot = Bot::new(synapse::shared(), "").with("KALLY_MATRIX__PASSWORD", "");
    let (code, _, log) = bot.place.command("matrix-login").run("");
    assert_eq!(code, 1, "{log}");
    assert!(log.contains("offers no sign-in by a browser"), "{log}");
    assert!(
        log.contains("set matrix.password or matrix.access_token"),
        "{log}"
    );
}
