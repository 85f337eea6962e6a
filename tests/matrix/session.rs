//! Signing in, and the stored session: one device under all circumstances.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use super::gate::Gate;
use super::people::Person;
use super::secret::Secret;
use super::talks::{Talks as _, id};
use super::{Bot, synapse};
use crate::support::{Heard, LIMIT, Program};

fn folder(bot: &Bot) -> PathBuf {
    bot.place.store().join("matrix")
}

/// The device that the log names, and whether it is verified.
#[track_caller]
pub fn device(running: &Program) -> (String, bool) {
    let log = running.log.raw();
    let line = log
        .lines()
        .find(|line| line.contains("Matrix: signed in"))
        .unwrap();
    let device = line
        .split("device=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    (device.to_owned(), line.contains("verified=true"))
}

/// The file that the log names as the one of the recovery key.
fn recovery_file(bot: &Bot) -> PathBuf {
    bot.place.store().join("matrix-recovery-key.txt")
}

/// The key in the file; neither the log nor an output that is no terminal has it.
#[track_caller]
pub fn recovery_key(bot: &Bot, running: &Program) -> String {
    let path = recovery_file(bot);
    let told = running.log.wait(0, &["matrix-recovery-key.txt"], LIMIT);
    assert!(told.is_some(), "{}", running.so_far());
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let text = fs::read_to_string(&path).unwrap();
    let key = text.trim_end().rsplit('\n').next().unwrap().to_owned();
    assert!(key.starts_with("Es"), "not a key: {key}");
    let said = running.so_far();
    assert!(!said.contains(&key) && !said.contains(&key[..9]), "{said}");
    key
}

#[test]
fn after_a_loss_the_recovery_key_brings_the_identity_back() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "");
    let mut running = bot.start();
    let (first, verified) = device(&running);
    assert!(verified, "{}", running.so_far());
    let key = recovery_key(&bot, &running);
    running.kill();
    fs::remove_dir_all(folder(&bot)).unwrap();
    let mut running = bot.start();
    let (second, verified) = device(&running);
    assert_ne!(first, second);
    assert!(!verified, "a new device is nobody's without the key");
    running.kill();
    fs::remove_dir_all(folder(&bot)).unwrap();
    let bot = bot.with("KALLY_MATRIX__RECOVERY_KEY", &key);
    let mut running = bot.start();
    let (third, verified) = device(&running);
    assert!(verified, "{}", running.so_far());
    running.kill();
    let running = bot.start();
    assert_eq!(
        device(&running),
        (third, true),
        "a restart keeps the device"
    );
}

#[test]
fn a_recovery_key_that_nobody_saw_is_replaced() {
    let synapse = synapse::shared();
    let gate = Gate::before(synapse);
    let bot = Bot::new(synapse, "").with("KALLY_MATRIX__HOMESERVER", &gate.url);
    let made = "PUT /account_data/m.secret_storage.default_key";
    gate.swallows(made);
    let mut running = bot.place.command("run").start();
    gate.waits_for(made, 1);
    running.kill();
    assert!(!recovery_file(&bot).exists());
    gate.opens();
    let mut running = bot.start();
    let key = recovery_key(&bot, &running);
    let text = fs::read_to_string(recovery_file(&bot)).unwrap();
    assert!(text.contains("opens nothing any more"), "{text}");
    running.kill();
    fs::remove_file(recovery_file(&bot)).unwrap();
    let mut running = bot.start();
    assert!(!recovery_file(&bot).exists(), "it is handed over once");
    running.kill();
    fs::remove_dir_all(folder(&bot)).unwrap();
    let bot = bot.with("KALLY_MATRIX__RECOVERY_KEY", &key);
    let running = bot.start();
    let (_, verified) = device(&running);
    assert!(verified, "{}", running.so_far());
}

#[test]
fn a_terminal_shows_the_recovery_key_too() {
    let bot = Bot::new(synapse::shared(), "");
    let window = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&window).unwrap();
    unlockpt(&window).unwrap();
    let name = ptsname(&window, Vec::new()).unwrap().into_string().unwrap();
    let inside = || fs::File::options().read(true).write(true).open(&name);
    let start = bot.place.command("run");
    let mut running = start.in_window(|| inside().unwrap());
    let shown = Heard::listen(fs::File::from(window));
    let told = shown.wait(0, &["shown this once", "Matrix: signed in"], LIMIT * 2);
    let handed = shown.wait(0, &["this file has the recovery key"], LIMIT);
    let _ = running.kill();
    let _ = running.wait();
    let text = fs::read_to_string(recovery_file(&bot)).unwrap();
    let key = text.trim_end().rsplit('\n').next().unwrap();
    let shown = shown.flat();
    assert_eq!(told.map(|(which, _)| which), Some(0), "{shown}");
    assert!(handed.is_some() && shown.contains(key), "{shown}");
}

#[test]
fn half_a_session_is_an_error_with_a_remedy() {
    let bot = Bot::new(synapse::shared(), "");
    let mut running = bot.start();
    running.kill();
    for entry in fs::read_dir(folder(&bot)).unwrap() {
        let path = entry.unwrap().path();
        if path.to_str().unwrap().contains("crypto") {
            fs::remove_file(path).unwrap();
        }
    }
    for _ in 0..2 {
        let (code, _, log) = bot.place.command("run").run("");
        assert_eq!(code, 1, "{log}");
        assert!(log.contains("do not belong together"), "{log}");
        assert!(log.contains("matrix.recovery_key"), "{log}");
    }
}

#[test]
fn an_access_token_signs_in_and_check_tells_how_it_stands() {
    let bot = Bot::new(synapse::shared(), "").with("KALLY_MATRIX__PASSWORD", "");
    let (_, told, _) = bot.place.command("check").run("");
    assert!(told.contains("✗ matrix: "), "{told}");
    assert!(told.contains("set matrix.password"), "{told}");
    let token = bot.account().token().to_owned();
    let bot = bot.with("KALLY_MATRIX__ACCESS_TOKEN", &token);
    let (_, told, _) = bot.place.command("check").run("");
    assert!(told.contains("signs in at the first start"), "{told}");
    let mut running = bot.start();
    bot.meets::<Person>(synapse::shared(), "ana");
    let (_, told, _) = bot.place.command("check").run("");
    assert!(told.contains("the running bridge does not say"), "{told}");
    running.kill();
    let (code, told, _) = bot.place.command("check").run("");
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("is verified, 1 rooms joined"), "{told}");
}

/// B6 of the trial in rooms.
#[test]
fn who_is_not_verified_is_not_acted_on_where_that_is_asked_for() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "").with("KALLY_MATRIX__REQUIRE_VERIFIED_SENDERS", "true");
    let _running = bot.start();
    let (mut bob, plain) = bot.meets::<Person>(synapse, "bob");
    bob.say(&plain, "/help");
    bob.hears(&plain, "I act only on messages from verified devices");
    bob.say(&plain, "/help");
    let (mut ana, room) = bot.meets::<Secret>(synapse, "ana");
    ana.say(&room, "/help");
    ana.hears(&room, "!call: Start a phone call");
    assert_eq!(bob.heard(&plain).len(), 1, "told once");
    // Nobody could press a reaction that is set, since none is ever verified.
    ana.say(
        &room,
        "call +1 415 555 0100, table for 4 tomorrow at 8pm under Ana",
    );
    let card = id(&ana.hears(&room, "[1] Call now"));
    ana.press(&room, &card, "✅");
    ana.hears(&room, "I act only on messages from verified devices");
    ana.say(&room, "3");
    ana.hears(&room, "Cancelled.");
    let seen = &ana.seen(&room).events;
    let set = seen
        .iter()
        .filter(|event| event["type"] == "m.reaction" && event["sender"] == bot.user.as_str());
    assert_eq!(set.count(), 0);
}
