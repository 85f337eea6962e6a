//! Forgotten things stay forgotten: which tokens a folder, an old backup of it,
//! and another key still open.

use std::fs;
use std::path::Path;

use crate::support::{Place, Program};

const LINKED: &str = "Your KallyAI account has been linked since";
const NOT_LINKED: &str = "No KallyAI account is linked.";
const OLD: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const SIGN_IN: &str = "\"purpose\":\"sign-in\"";
const NEW: &str = "ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).unwrap()),
        }
    }
}

/// Puts a folder back as it was.
fn restore(backup: &Path, folder: &Path) {
    fs::remove_dir_all(folder).unwrap();
    copy(backup, folder);
}

fn key_file(folder: &Path) -> String {
    fs::read_to_string(folder.join("data-keys")).unwrap()
}

/// The data keys of sign-ins.
fn keys(folder: &Path) -> usize {
    key_file(folder).matches(SIGN_IN).count()
}

#[track_caller]
fn calls(chat: &mut Program) {
    chat.say("+1 415 555 0107, book a table for 4 tomorrow at 8pm under Ana");
    chat.ask("Call now", "✅ Call finished");
}

#[test]
fn a_backup_opens_what_its_own_key_file_opens() {
    let place = Place::new("--call-seconds 1");
    let folder = place.store();
    let backup = folder.with_extension("backup");
    let mut chat = place.linked_chat();
    chat.ends_well();
    assert_eq!(keys(&folder), 1);
    copy(&folder, &backup);
    let mut chat = place.chat();
    chat.ask("/logout", "I've deleted your KallyAI sign-in.");
    assert_eq!(keys(&folder), 0, "thrown away before it is said");
    chat.ends_well();
    // The old store, with the key file of today: nothing opens.
    let today = key_file(&folder);
    restore(&backup, &folder);
    fs::write(folder.join("data-keys"), today).unwrap();
    let mut chat = place.chat();
    chat.say("+1 415 555 0107, book a table for 4 tomorrow at 8pm under Ana");
    chat.ask("Call now", "KallyAI no longer accepts your sign-in");
    assert_eq!(place.sandbox.dialled().len(), 0);
    chat.ends_well();
    // A backup with its key file opens everything that was linked then.
    restore(&backup, &folder);
    let mut chat = place.chat();
    chat.ask("/account", LINKED);
    calls(&mut chat);
    chat.ends_well();
}

/// Whether any file of a folder has these words in clear.
fn has_in_clear(folder: &Path, words: &str) -> bool {
    let entries = fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.into_iter().any(|path| match path.is_dir() {
        true => has_in_clear(&path, words),
        false => {
            let bytes = fs::read(path).unwrap();
            bytes.windows(words.len()).any(|at| at == words.as_bytes())
        }
    })
}

#[test]
fn the_words_of_who_is_forgotten_open_nowhere() {
    const WORDS: &str = "violet umbrella";
    let place = Place::new("--call-seconds 1");
    let folder = place.store();
    let backup = folder.with_extension("backup");
    let mut chat = place.linked_chat();
    chat.say(&format!("+1 415 555 0107, ask whether my {WORDS} is ready"));
    chat.hears(WORDS);
    chat.ends_well();
    assert!(!has_in_clear(&folder, WORDS), "sealed");
    copy(&folder, &backup);
    let mut chat = place.chat();
    chat.ask("/privacy", "encrypted with a key for you alone");
    chat.ask("forget me", "[Forget everything]");
    chat.ask("forget everything", "I've removed");
    chat.ends_well();
    let today = key_file(&folder);
    // The backup with its own keys, then with those of today.
    restore(&backup, &folder);
    let mut chat = place.chat();
    chat.ask("/cancel", "Cancelled.");
    chat.ends_well();
    restore(&backup, &folder);
    fs::write(folder.join("data-keys"), today).unwrap();
    let mut chat = place.chat();
    chat.ask("/cancel", "There is nothing to cancel.");
    chat.ends_well();
}

#[test]
fn another_account_throws_the_first_ones_key_away() {
    let place = Place::new("");
    let mut chat = place.linked_chat();
    let before = key_file(&place.store());
    chat.ask("/login", "has been linked since");
    chat.ask(
        "Link another account",
        "Here you can link your KallyAI account.",
    );
    let link = crate::support::shown_link(&mut chat);
    let mut browser = crate::support::Browser::new();
    let page = crate::support::signed_in(&mut browser, &link);
    browser.press(&page, ("decision", "link"));
    chat.hears("It would replace the account that is linked now.");
    assert_eq!(keys(&place.store()), 2, "both until the answer");
    chat.is_mine();
    let after = key_file(&place.store());
    assert_eq!(keys(&place.store()), 1);
    let id = |text: &str| {
        let of = text.lines().find(|line| line.contains(SIGN_IN)).unwrap();
        of.split("\"id\":\"").nth(1).unwrap()[..36].to_owned()
    };
    assert_ne!(id(&before), id(&after));
    chat.ask("/account", LINKED);
    chat.ends_well();
}

#[test]
fn the_key_of_the_store_is_changed_and_nothing_is_lost() {
    let place = Place::new("--call-seconds 1");
    let with = |key: &str, old: &str, command: &str| {
        place
            .command(command)
            .variable("KALLY_STORE__KEY", key)
            .variable("KALLY_STORE__OLD_KEYS", old)
    };
    // From the key file to a configured key, to another one, to a file again.
    let mut chat = place.linked_chat();
    chat.ends_well();
    let file = fs::read_to_string(place.store().join("key")).unwrap();
    let (code, said, _) = with(OLD, "", "rekey").run("");
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("has a new key. Sealed anew: 2 data keys"),
        "{said}"
    );
    for _ in 0..2 {
        // Repeated, as after an interruption.
        let (code, said, errors) = with(NEW, OLD, "rekey").run("");
        assert_eq!(code, 0, "{said} {errors}");
    }
    let mut chat = with(NEW, "", "chat").start();
    chat.ask("/account", LINKED);
    calls(&mut chat);
    chat.ends_well();
    for wrong in [OLD, ""] {
        let (code, _, errors) = with(wrong, "", "chat").run("");
        assert_ne!(code, 0);
        assert!(errors.contains("kally-bridge rekey"), "{errors}");
    }
    let (code, _, errors) = with(OLD, "", "rekey").run("");
    assert_ne!(code, 0);
    assert!(errors.contains("was made with another key"), "{errors}");
    let (code, said, errors) = with("", NEW, "rekey").run("");
    assert_eq!(code, 0, "{said} {errors}");
    assert_ne!(fs::read_to_string(place.store().join("key")).unwrap(), file);
    let mut chat = place.chat();
    chat.ask("/account", LINKED);
    chat.ask("/logout", "I've deleted your KallyAI sign-in.");
    chat.ask("/account", NOT_LINKED);
    chat.ends_well();
}

#[test]
fn a_change_of_the_key_that_was_interrupted_is_taken_up() {
    let place = Place::new("");
    let mut chat = place.linked_chat();
    chat.ends_well();
    // The new key file is there, and nothing is sealed with it yet.
    fs::write(place.store().join("key-next"), format!("{NEW}\n")).unwrap();
    use std::os::unix::fs::PermissionsExt as _;
    let owner = fs::Permissions::from_mode(0o600);
    fs::set_permissions(place.store().join("key-next"), owner).unwrap();
    let (code, _, errors) = place.command("chat").run("");
    assert_ne!(code, 0);
    assert!(
        errors.contains("was interrupted: run `kally-bridge rekey` again"),
        "{errors}"
    );
    let (code, said, errors) = place.command("rekey").run("");
    assert_eq!(code, 0, "{said} {errors}");
    let key = fs::read_to_string(place.store().join("key")).unwrap();
    assert_eq!(key.trim(), NEW);
    let mut chat = place.chat();
    chat.ask("/account", LINKED);
    chat.ends_well();
}
