//! Two bridges on one database: each has a device of its own, which the recovery key
//! signs, and an encrypted room goes on when one takes over from the other.

use super::secret::Secret;
use super::session::{device, recovery_key};
use super::talks::{Talks as _, id};
use super::{Bot, links, synapse};
use crate::support::{LIMIT, Program};
use postgres_cluster::Cluster;

/// Waits until a bridge that stands by owns the store and has signed in; returns its
/// device.
#[track_caller]
fn takes_over(program: &Program) -> String {
    let signed_in = program.log.wait(0, &["Matrix: signed in"], LIMIT * 2);
    assert!(signed_in.is_some(), "{}", program.so_far());
    let (device, verified) = device(program);
    assert!(verified, "{}", program.so_far());
    device
}

#[track_caller]
fn stands_by(program: &Program) {
    let stands = program.log.wait(0, &["the bridge stands by"], LIMIT);
    assert!(stands.is_some(), "{}", program.so_far());
}

#[test]
fn an_encrypted_room_goes_on_with_the_next_owner() {
    let synapse = synapse::shared();
    let cluster = Cluster::start("");
    let bot = Bot::new(synapse, "--call-seconds 600")
        .with("KALLY_STORE__URL", &cluster.database_on_loopback())
        .with("KALLY_STORE__KEY", &"17".repeat(32));
    let mut first = bot.start();
    let (device_of_first, _) = device(&first);
    let key = recovery_key(&bot, &first);
    let bot = bot.with("KALLY_MATRIX__RECOVERY_KEY", &key);
    let (mut ana, private) = bot.meets::<Secret>(synapse, "ana");
    links(&mut ana, &private);
    let mut bob = Secret::new(synapse, "bob");
    let room = ana.room(&[&bot.user, &bob.plain.user]);
    bob.join(&room);
    ana.sees_in(&room, &bot.user);
    ana.say(&room, "!call +1 415 555 0100, ask what a haircut costs");
    let card = ana.hears(&room, "📞 +1 415-555-0100");
    ana.press(&room, &id(&card), "1️⃣");
    ana.hears(&room, "Calling +1 415-555-0100…");
    let elsewhere = bot.place.home().join("elsewhere");
    let mut second = (bot.place.command("run"))
        .variable("KALLY_STORE__PATH", elsewhere.to_str().unwrap())
        .variable("KALLY_SERVER__BIND", "127.0.0.1:0")
        .start();
    stands_by(&second);
    first.kill();
    let device_of_second = takes_over(&second);
    assert_ne!(device_of_second, device_of_first);
    // The call goes on with the second one.
    bot.place.sandbox.ends_calls();
    ana.hears(&room, "✅ Call finished");
    ana.say(&room, "!help");
    ana.hears(&room, "How it works");
    // Back to the first one, which was away for some messages.
    let first = bot.place.command("run").start();
    stands_by(&first);
    assert!(second.terminate().success(), "{}", second.so_far());
    assert_eq!(takes_over(&first), device_of_first);
    ana.say(&room, "!help");
    ana.hears(&room, "How it works");
    assert_eq!(bot.place.sandbox.dialled().len(), 1);
}
