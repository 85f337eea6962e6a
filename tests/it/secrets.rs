//! Secrets stay secret: with everything logged, no token, no `state` and no
//! cookie is in the log, in the chat (except for the link), or in the store.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use crate::support::{Browser, Place, shown_link, signed_in};

/// Every byte below a folder.
fn bytes(folder: &Path, all: &mut Vec<u8>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            bytes(&path, all);
        } else {
            all.extend(std::fs::read(&path).unwrap());
        }
    }
}

fn stands_in(secret: &str, bytes: &[u8]) -> bool {
    bytes
        .windows(secret.len())
        .any(|window| window == secret.as_bytes())
}

/// The values behind these names in addresses and cookies.
fn secrets_of(seen: &[String]) -> Vec<String> {
    let mut secrets = Vec::new();
    for text in seen {
        let query = text.split_once('?').map_or("", |(_, query)| query);
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            if ["access_token", "refresh_token", "state"].contains(&&*name) {
                secrets.push(value.into_owned());
            }
        }
        if let Some(value) = text.strip_prefix("kally-link=") {
            secrets.extend(value.split_once('.').map(|(_, secret)| secret.to_owned()));
        }
    }
    secrets.retain(|secret| !secret.is_empty());
    secrets.sort();
    secrets.dedup();
    secrets
}

/// A folder, and everything in it, with its permissions.
fn permissions(path: &Path, found: &mut Vec<(PathBuf, bool, u32)>) {
    let about = std::fs::metadata(path).unwrap();
    let mode = about.permissions().mode() & 0o7777;
    found.push((path.to_owned(), about.is_dir(), mode));
    if about.is_dir() {
        for entry in std::fs::read_dir(path).unwrap() {
            permissions(&entry.unwrap().path(), found);
        }
    }
}

/// Also where the system would let everybody read and write new files.
#[test]
fn nobody_else_may_read_the_store() {
    for umask in ["022", "000"] {
        let place = Place::new("--call-seconds 1");
        let mut chat = place.command("chat").umask(umask).start();
        chat.hears("I place phone calls for you through KallyAI");
        chat.ask("/login", "Here you can link your KallyAI account.");
        let mut browser = Browser::new();
        let page = signed_in(&mut browser, &shown_link(&mut chat));
        browser.press(&page, ("decision", "link"));
        chat.is_mine();
        let mut found = Vec::new();
        permissions(&place.store(), &mut found);
        assert!(found.len() > 3, "{found:?}");
        for (path, is_folder, mode) in found {
            let own = if is_folder { 0o700 } else { 0o600 };
            assert_eq!(mode, own, "{mode:o} {} with {umask}", path.display());
        }
        chat.ends_well();
    }
}

#[test]
fn nothing_secret_is_logged_shown_or_kept_in_clear() {
    // Tokens are renewed a minute before their end: these with every use.
    let place = Place::new("--call-seconds 1 --token-seconds 61").variable("RUST_LOG", "trace");
    let mut chat = place.chat();
    chat.say("+1 415 555 0107, book a table for 4 tomorrow at 8pm under Ana");
    chat.ask("Call now", "You haven't linked your KallyAI account yet.");
    let link = shown_link(&mut chat);
    let mut browser = Browser::new();
    let sign_in = browser.open(&link);
    let callback = browser
        .press_only(&sign_in, ("decision", "approve"))
        .unwrap_err();
    let page = browser.open(callback.as_str());
    browser.press(&page, ("decision", "link"));
    chat.is_mine().hears("Here is your request again.");
    chat.ask("Call now", "✅ Call finished")
        .ask("Transcript", "Transcript of the call");
    chat.ask("/status", "Your KallyAI account has been linked since");
    chat.ends_well();

    let mut secrets = secrets_of(&browser.seen);
    assert_eq!(
        secrets.len(),
        4,
        "two tokens, a state and a cookie: {:?}",
        browser.seen
    );
    secrets.extend(["sandbox_access_".to_owned(), "sandbox_refresh_".to_owned()]);
    let (log, output) = (chat.log.raw(), chat.output.raw().replace(&link, ""));
    assert!(
        log.contains("an account was linked"),
        "the log is not where it was: {log}"
    );
    let mut store = Vec::new();
    bytes(&place.store(), &mut store);
    assert!(store.len() > 1000, "the store is not where it was");
    for secret in secrets {
        assert!(!log.contains(&secret), "{secret} is in the log: {log}");
        assert!(
            !output.contains(&secret),
            "{secret} is in the chat: {output}"
        );
        assert!(!stands_in(&secret, &store), "{secret} is in the store");
    }
}

#[test]
fn tokens_that_run_out_are_renewed_silently() {
    let place = Place::new("--call-seconds 1 --token-seconds 2");
    let mut chat = place.linked_chat();
    for _ in 0..3 {
        chat.say("+1 415 555 0107, book a table for 4 tomorrow at 8pm under Ana");
        chat.ask("Call now", "✅ Call finished");
    }
    let output = chat.ends_well();
    assert!(!output.contains("sign-in"), "{output}");
    assert_eq!(place.sandbox.dialled().len(), 3);
}

/// A key beside no store would stand in the way of the first start.
#[test]
fn without_a_store_no_key_is_made() {
    let place = Place::new("");
    let (code, out, log) = place.command("rekey").run("");
    assert_eq!(code, 1, "{out}{log}");
    assert!(log.contains("there is no store in"), "{log}");
    assert!(!place.store().exists());
}

#[test]
fn a_store_whose_key_is_lost_gets_no_other_one() {
    let place = Place::new("");
    place.chat().ends_well();
    std::fs::remove_file(place.store().join("key")).unwrap();
    let (code, output, log) = place.command("rekey").run("");
    assert_eq!(code, 1, "{output}{log}");
    assert!(!place.store().join("key-next").exists(), "{output}{log}");
}
