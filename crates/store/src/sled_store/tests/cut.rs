//! A store whose file ends, or is only zeros, from any byte on: every commit
//! that was answered before that byte is there and none is half there, or the
//! store says that it is damaged. `cargo test` tries the first byte, the last,
//! and one in so many of the others; with `KALLY_TEST=all` it tries every one.

use std::fs;
use std::ops::Range;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use super::crash::{reached, turn};
use super::{folder, open};
use crate::sled_store::{SledOptions, SledStore};
use crate::{Store as _, StoreError};

/// How the rest of a file was lost.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Rest {
    /// The file ends there.
    Gone,
    /// It is as long as it was, and nothing was written.
    Zeros,
}

/// The files of a store as they lie on the disk, and how far its log reached
/// when each turn was answered.
struct Files {
    others: Vec<(PathBuf, Vec<u8>)>,
    log: Vec<u8>,
    ends: Vec<usize>,
    /// The end of the log when it was last closed: everything before it was
    /// flushed and checked.
    closed: usize,
}

fn runtime() -> tokio::runtime::Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.build().expect("a runtime")
}

/// In memory where the machine has it: thousands of stores are opened.
fn quick_folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").unwrap_or_else(|_| folder())
}

/// The end of the log; zeros may follow it in the file.
fn end(store: &Path) -> usize {
    let log = fs::read(store.join("db")).expect("read");
    log.iter()
        .rposition(|byte| *byte != 0)
        .map_or(0, |at| at + 1)
}

/// The most zeros at the end of a turn: those of a number.
const UNSEEN: usize = 8;

impl Files {
    /// A store of so many turns, closed after some of them perhaps.
    fn of(turns: u64, closed_after: Option<u64>) -> Self {
        let (folder, runtime) = (quick_folder(), runtime());
        let path = folder.path();
        let mut store = open(path);
        let mut ends = vec![end(path)];
        let mut closed = 0;
        for n in 1..=turns {
            let committed = runtime.block_on(store.commit(turn(n, 1)));
            committed.expect("committed");
            ends.push(end(path));
            if closed_after == Some(n) {
                drop(store);
                closed = end(path);
                store = open(path);
            }
        }
        let read = |name: &str| fs::read(path.join(name)).expect("read");
        let names = fs::read_dir(path).expect("read");
        let names = names.map(|entry| entry.expect("read").file_name());
        let is_other = |name: &String| name != "db" && path.join(name).is_file();
        let others = names
            .filter_map(|name| Some(name.to_str()?.to_owned()))
            .filter(is_other)
            .map(|name| (PathBuf::from(&name), read(&name)));
        Self {
            log: read("db"),
            others: others.collect(),
            ends,
            closed,
        }
    }

    /// Everything that was ever written.
    fn all(&self) -> Range<usize> {
        0..self.ends.last().copied().unwrap_or_default()
    }

    /// Writes the files without the bytes from `cut` on.
    fn lay_out(&self, folder: &Path, cut: usize, rest: Rest) {
        fs::create_dir_all(folder).expect("made");
        let mut log = self.log.clone();
        match rest {
            Rest::Gone => log.truncate(cut),
            Rest::Zeros => log[cut..].fill(0),
        }
        fs::write(folder.join("db"), log).expect("written");
        for (name, content) in &self.others {
            let path = folder.join(name);
            fs::write(&path, content).expect("written");
            fs::set_permissions(path, fs::Permissions::from_mode(0o600)).expect("set");
        }
    }

    /// Opens the remaining files.
    async fn check(&self, folder: &Path, cut: usize, rest: Rest) -> bool {
        self.lay_out(folder, cut, rest);
        // The last bytes of a turn may be zeros, which `end` does not see.
        let unseen = match rest {
            Rest::Gone => UNSEEN,
            Rest::Zeros => 0,
        };
        let is_whole = |end: &usize| end + unseen <= cut;
        let due = self.ends.iter().rposition(is_whole).unwrap_or(0);
        let found = match SledStore::open(folder, &SledOptions::default()) {
            Ok(store) => reached(&store, 1).await,
            Err(error) => Err(error),
        };
        fs::remove_dir_all(folder).expect("removed");
        match found {
            Ok(n) => {
                let n = usize::try_from(n).expect("small");
                // The last bytes of a turn may not matter.
                assert!(
                    (due..=due + 1).contains(&n),
                    "{rest:?} from {cut} on: turn {n} of {due}"
                );
                true
            }
            Err(StoreError::Failed(reason)) => {
                assert!(
                    reason.contains("damaged"),
                    "{rest:?} from {cut} on: {reason}"
                );
                assert!(cut < self.closed, "{rest:?} from {cut} on: {reason}");
                false
            }
            Err(error) => panic!("{rest:?} from {cut} on: {error}"),
        }
    }

    /// Tries cuts, two at a time; returns how many could be opened.
    fn try_all(&self, cuts: &[usize], rest: Rest) -> usize {
        let root = quick_folder();
        let half = |which: usize| {
            let runtime = runtime();
            let folder = root.path().join(which.to_string());
            let mut opened = 0;
            for cut in cuts.iter().skip(which).step_by(2) {
                opened += usize::from(runtime.block_on(self.check(&folder, *cut, rest)));
            }
            opened
        };
        std::thread::scope(|scope| {
            let other = scope.spawn(|| half(1));
            half(0) + other.join().expect("no panic")
        })
    }
}

/// Every byte of a range with `KALLY_TEST=all`; else its first, its last and
/// one in so many.
fn bytes(range: Range<usize>, usually: usize) -> Vec<usize> {
    let last = range.end.saturating_sub(1);
    let mut bytes: Vec<_> = range.step_by(super::one_in(usually)).collect();
    if bytes.last().is_some_and(|byte| *byte < last) {
        bytes.push(last);
    }
    bytes
}

/// The process died, however it had begun.
#[test]
fn a_log_that_ends_at_any_byte_has_what_was_answered_before() {
    let files = Files::of(3, None);
    let cuts = bytes(files.all(), 7);
    let opened = files.try_all(&cuts, Rest::Gone);
    assert_eq!(opened, cuts.len(), "none of it was ever closed");
    let zeros = bytes(files.all(), 29);
    let opened = files.try_all(&zeros, Rest::Zeros);
    assert_eq!(opened, zeros.len());
    println!(
        "{} and {} cuts of {} bytes",
        cuts.len(),
        zeros.len(),
        files.all().len()
    );
}

/// The store was once closed in good order, and went on. Its log up to then is
/// vouched for: if a part is missing, nothing else is read in its place.
#[test]
fn a_log_that_was_closed_is_whole_or_said_to_be_damaged() {
    let files = Files::of(3, Some(2));
    let since = files.closed..files.all().end;
    for (rest, usually) in [(Rest::Gone, 13), (Rest::Zeros, 61)] {
        let cuts = bytes(since.clone(), usually);
        assert_eq!(files.try_all(&cuts, rest), cuts.len());
        let before = bytes(0..files.closed, usually);
        let opened = files.try_all(&before, rest);
        println!(
            "{rest:?}: {} cuts of {} bytes, and {} of {} before, of which {opened} were opened",
            cuts.len(),
            since.len(),
            before.len(),
            files.closed
        );
    }
}
