//! `backup` and `restore`: which archives are refused, and that nothing is left
//! of those; the options.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use tar::{Builder, EntryType, Header};

use crate::command::{linked, ran};
use crate::support::Place;

const PHRASE: &str = "correct horse battery";

/// A place with a store, and a backup of it.
#[track_caller]
fn backed_up() -> (Place, PathBuf) {
    let place = linked("");
    let (phrase, file) = (place.home().join("phrase"), place.home().join("a.tar.gz"));
    fs::write(&phrase, format!("{PHRASE}\n")).unwrap();
    let args = ["backup", "--passphrase-file", path(&phrase), path(&file)];
    ran(&place, &args).ends_with(0).shows("It was read again");
    (place, file)
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Restores into a folder of its own; returns the code and all output.
#[track_caller]
fn restore(place: &Place, file: &Path, phrase: &str) -> (i32, String, PathBuf) {
    let (into, with) = (place.home().join("new"), place.home().join("said"));
    fs::write(&with, phrase).unwrap();
    let command = place
        .command("restore --passphrase-file")
        .argument(path(&with))
        .argument("--into")
        .argument(path(&into))
        .argument(path(file));
    let (code, out, log) = command.run("");
    (code, out + &log, into)
}

/// It is refused for this reason, and nothing is left.
#[track_caller]
fn refused(place: &Place, file: &Path, phrase: &str, why: &str) {
    let (code, said, into) = restore(place, file, phrase);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains(why), "{why:?} is not in {said}");
    assert!(!into.exists(), "{said}");
    let left: Vec<_> = fs::read_dir(place.home()).unwrap().flatten().collect();
    let left = left.iter().map(|it| it.file_name().into_string().unwrap());
    let left: Vec<_> = left.filter(|name| name.contains("restoring")).collect();
    assert!(left.is_empty(), "{left:?}");
}

/// The entries of an archive: names and contents.
fn entries(file: &Path) -> Vec<(String, Vec<u8>)> {
    let mut archive = tar::Archive::new(GzDecoder::new(File::open(file).unwrap()));
    let entries = archive.entries().unwrap().map(|entry| {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().to_str().unwrap().to_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        (name, bytes)
    });
    entries.collect()
}

/// An archive of these entries; `odd` may change the header of each.
fn archive(file: &Path, entries: &[(String, Vec<u8>)], odd: impl Fn(&str, &mut Header)) {
    let made = GzEncoder::new(File::create(file).unwrap(), Compression::fast());
    let mut tar = Builder::new(made);
    for (name, bytes) in entries {
        let mut header = Header::new_ustar();
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        odd(name, &mut header);
        header.set_cksum();
        tar.append(&header, &bytes[..]).unwrap();
    }
    tar.into_inner().unwrap().finish().unwrap();
}

#[test]
fn a_restored_store_is_the_one_that_was_backed_up() {
    let (place, file) = backed_up();
    let mode = std::os::unix::fs::PermissionsExt::mode(&file.metadata().unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    let (code, said, into) = restore(&place, &file, PHRASE);
    assert_eq!(code, 0, "{said}");
    let there = place
        .command("auth-status")
        .variable("KALLY_STORE__PATH", path(&into));
    let (code, out, log) = there.run("");
    assert_eq!(code, 0, "{out}{log}");
    assert!(log.is_empty() || !log.contains("damaged"), "{log}");
    // Not over anything else, and not where a bridge runs.
    let (code, said, _) = restore(&place, &file, PHRASE);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("is not empty"), "{said}");
    let holder = crate::command::bridge(&place);
    let over = place.command("restore").argument(path(&file));
    let (code, _, log) = over.run("");
    assert_eq!(code, 1, "{log}");
    assert!(log.contains("a kally-bridge runs on the store"), "{log}");
    drop(holder);
}

/// Without the store's key the words in a backup are closed.
#[test]
fn a_backup_without_the_key_tells_nothing_and_needs_it() {
    let place = linked("");
    let key = fs::read_to_string(place.store().join("key")).unwrap();
    let file = place.home().join("b.tar.gz");
    let args = ["backup", "--without-keys", path(&file)];
    ran(&place, &args)
        .ends_with(0)
        .shows("without the store's key");
    let all: Vec<u8> = entries(&file)
        .into_iter()
        .flat_map(|(_, bytes)| bytes)
        .collect();
    let holds = |text: &str| {
        all.windows(text.len())
            .any(|bytes| bytes == text.as_bytes())
    };
    assert!(!holds(key.trim()) && !holds("access"), "a secret is in it");
    let (code, said, into) = restore(&place, &file, "");
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("without the store's key"), "{said}");
    let open = || {
        place
            .command("auth-status")
            .variable("KALLY_STORE__PATH", path(&into))
    };
    let (code, _, log) = open().run("");
    assert_eq!(code, 1, "{log}");
    let (code, _, log) = open().variable("KALLY_STORE__KEY", key.trim()).run("");
    assert_eq!(code, 0, "{log}");
}

#[test]
fn the_choice_about_the_key_has_to_be_made() {
    let place = linked("");
    let file = place.home().join("c.tar.gz");
    let (code, _, log) = place.command("backup").argument(path(&file)).run("");
    assert_eq!(code, 2, "{log}");
    for choice in [
        "--passphrase",
        "--passphrase-file",
        "--recipient",
        "--without-keys",
    ] {
        assert!(log.contains(choice), "{choice} is not in {log}");
    }
    let (code, _, log) = place
        .command("backup --recipient age1nobody")
        .argument(path(&file))
        .run("");
    assert_eq!(code, 1, "{log}");
    assert!(log.contains("is no age recipient"), "{log}");
    assert!(!file.exists());
}

#[test]
fn a_recipient_opens_it_with_the_identity() {
    use age::secrecy::ExposeSecret as _;
    let place = linked("");
    let identity = age::x25519::Identity::generate();
    let (file, secret) = (place.home().join("d.tar.gz"), place.home().join("identity"));
    let recipient = identity.to_public().to_string();
    let text = format!("# a comment\n{}\n", identity.to_string().expose_secret());
    fs::write(&secret, text).unwrap();
    let args = ["backup", "--recipient", &recipient, path(&file)];
    ran(&place, &args).ends_with(0);
    let into = place.home().join("there");
    let command = |identity: &Path| {
        let command = place.command("restore --identity").argument(path(identity));
        command
            .argument("--into")
            .argument(path(&into))
            .argument(path(&file))
            .run("")
    };
    let other = place.home().join("other");
    fs::write(
        &other,
        age::x25519::Identity::generate()
            .to_string()
            .expose_secret(),
    )
    .unwrap();
    let (code, _, log) = command(&other);
    assert!(
        code == 1 && log.contains("the identity does not fit"),
        "{log}"
    );
    let (code, _, log) = command(&secret);
    assert_eq!(code, 0, "{log}");
}

#[test]
fn a_damaged_archive_is_refused_and_leaves_nothing() {
    let (place, file) = backed_up();
    refused(
        &place,
        &file,
        "another passphrase",
        "the passphrase does not fit",
    );
    let whole = fs::read(&file).unwrap();
    let bad = place.home().join("bad.tar.gz");
    for part in 1..8 {
        // Cut short.
        fs::write(&bad, &whole[..whole.len() * part / 8]).unwrap();
        refused(&place, &bad, PHRASE, "bad.tar.gz: it ");
        // One byte is another one.
        let mut changed = whole.clone();
        changed[whole.len() * part / 8] ^= 0x20;
        fs::write(&bad, &changed).unwrap();
        refused(&place, &bad, PHRASE, "bad.tar.gz: ");
    }
    fs::write(&bad, "not an archive at all").unwrap();
    refused(&place, &bad, PHRASE, "bad.tar.gz: ");
}

#[test]
fn a_hostile_archive_is_refused_and_leaves_nothing() {
    let (place, file) = backed_up();
    let bad = place.home().join("bad.tar.gz");
    let parts = entries(&file);
    let plain = |_: &str, _: &mut Header| {};
    let with = |name: &str, bytes: &[u8]| {
        let mut more = parts.clone();
        more.insert(1, (name.to_owned(), bytes.to_vec()));
        more
    };
    for name in ["../evil", "/etc/evil", "matrix/../../evil/00000000", "db"] {
        archive(&bad, &with(name, b"x"), plain);
        refused(&place, &bad, PHRASE, "no backup holds a file");
    }
    // One that could hold a part of a database, but is not listed.
    archive(&bad, &with("matrix/a.sqlite3/00000000", b"x"), plain);
    refused(
        &place,
        &bad,
        PHRASE,
        "its parts are not those that it lists",
    );
    for kind in [
        EntryType::Symlink,
        EntryType::Link,
        EntryType::Directory,
        EntryType::Fifo,
    ] {
        archive(&bad, &parts, |name, header| {
            if name == "key-check" {
                header.set_entry_type(kind);
                header.set_link_name_literal("/etc/passwd").unwrap();
                header.set_size(0);
            }
        });
        refused(&place, &bad, PHRASE, "bad.tar.gz: ");
    }
    // Its content is not what the manifest says.
    let mut other = parts.clone();
    other[1].1[20] ^= 1;
    archive(&bad, &other, plain);
    refused(
        &place,
        &bad,
        PHRASE,
        "its parts are not those that it lists",
    );
    // A later program made it.
    let mut later = parts.clone();
    let about = String::from_utf8(later[0].1.clone()).unwrap();
    later[0].1 = about
        .replace("\"needs\": \"0.1.0\"", "\"needs\": \"9.1.0\"")
        .into_bytes();
    archive(&bad, &later, plain);
    refused(&place, &bad, PHRASE, "install 9.1.0 or a later version");
    // A bomb.
    let mut bomb = GzEncoder::new(File::create(&bad).unwrap(), Compression::best());
    let mut header = Header::new_ustar();
    header.set_path("store/00000000").unwrap();
    header.set_size(8 << 30);
    header.set_cksum();
    bomb.write_all(header.as_bytes()).unwrap();
    bomb.write_all(&vec![0; 32 << 20]).unwrap();
    bomb.finish().unwrap();
    refused(&place, &bad, PHRASE, "it is no backup");
}

/// Matrix's databases are copied by SQLite itself while they are written to.
#[cfg(feature = "matrix")]
#[test]
fn databases_that_are_in_use_come_with_it() {
    use rusqlite::Connection;
    const LARGE: i64 = 3_000_000;
    let place = linked("");
    let folder = place.store().join("matrix");
    fs::create_dir(&folder).unwrap();
    let open = |folder: &Path, name: &str| Connection::open(folder.join(name)).unwrap();
    let names = ["matrix-sdk-crypto.sqlite3", "matrix-sdk-state.sqlite3"];
    let mut databases = names.map(|name| open(&folder, name));
    for database in &databases {
        database
            .execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE t (bytes)")
            .unwrap();
        let row = "INSERT INTO t VALUES (randomblob(?1))";
        database.execute(row, [LARGE]).unwrap();
    }
    // A write that has not ended.
    let unfinished = databases[0].transaction().unwrap();
    unfinished.execute("DELETE FROM t", []).unwrap();
    let holder = crate::command::bridge(&place);
    let (phrase, file) = (place.home().join("phrase"), place.home().join("m.tar.gz"));
    fs::write(&phrase, PHRASE).unwrap();
    let args = ["backup", "--passphrase-file", path(&phrase), path(&file)];
    ran(&place, &args).ends_with(0);
    unfinished.commit().unwrap();
    assert!(
        !place.store().join("backup").exists(),
        "the copies are gone"
    );
    drop(holder);
    let (code, said, into) = restore(&place, &file, PHRASE);
    assert_eq!(code, 0, "{said}");
    for name in names {
        let copied = open(&into.join("matrix"), name);
        let bytes = copied.query_row("SELECT length(bytes) FROM t", [], |row| row.get(0));
        assert_eq!(bytes, Ok(LARGE), "{name}");
    }
}

/// Only whole backups get a name, and only old backups go.
#[test]
fn in_a_folder_old_backups_are_removed() {
    let place = linked("");
    let folder = place.home().join("backups");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("kally-bridge-20200101T000000Z.tar.gz"), "old").unwrap();
    fs::write(folder.join("kally-bridge-20200102T000000Z.tar.gz"), "old").unwrap();
    fs::write(folder.join("notes.txt"), "mine").unwrap();
    let args = ["backup", "--without-keys", "--keep", "2", path(&folder)];
    ran(&place, &args).ends_with(0).shows("was removed");
    let mut names: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names.len(), 3, "{names:?}");
    assert_eq!(names[0], "kally-bridge-20200102T000000Z.tar.gz");
    assert_eq!(names[2], "notes.txt");
    // Nothing is written over.
    let taken = folder.join(&names[1]);
    let args = ["backup", "--without-keys", path(&taken)];
    ran(&place, &args).says(1, "exists already");
}

#[test]
fn a_place_that_is_no_place_for_a_backup_is_refused() {
    let (place, _) = backed_up();
    let nowhere = place.home().join("nowhere").join("b.tar.gz");
    let own = place.store().join("b.tar.gz");
    for (file, why) in [
        (&nowhere, "nowhere does not exist: make it first"),
        (&own, "is in the folder of the store: choose another place"),
    ] {
        let args = ["backup", "--without-keys", path(file)];
        let refused = ran(&place, &args).ends_with(1);
        assert!(refused.err.contains(why), "{refused:?}");
        assert!(!file.exists());
    }
}
