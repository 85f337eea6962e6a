//! A store in a process of its own, which can be killed or run out of room: the
//! tests start themselves again, with one test that is otherwise ignored.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::open;
use crate::sled_store::SledStore;

/// A limit on the size of a file, in blocks: a test can reach it without a disk
/// of its own. The shell passes it on, and ignores its signal.
const SHELL: &str = "trap '' XFSZ; ulimit -f \"$0\"; exec \"$@\"";

/// Starts a test of this folder on a store; returns the lines that it prints.
pub(super) fn start(
    test: &str,
    store: &Path,
    longest_file: Option<u32>,
) -> (Child, impl Iterator<Item = String>) {
    let this = std::env::current_exe().expect("known");
    let mut command = match longest_file {
        None => Command::new(this),
        Some(blocks) => {
            let mut shell = Command::new("sh");
            shell.args(["-c", SHELL, &blocks.to_string()]).arg(this);
            shell
        }
    };
    let mut child = command
        .arg("--exact")
        .arg(format!("sled_store::tests::{test}"))
        .args(["--ignored", "--nocapture"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("started");
    let mut input = child.stdin.take().expect("piped");
    writeln!(input, "{}", store.display()).expect("written");
    let output = BufReader::new(child.stdout.take().expect("piped"));
    (child, output.lines().map_while(Result::ok))
}

/// The work of such a test, with the store that it was given.
pub(super) fn work(work: impl AsyncFnOnce(SledStore)) {
    let mut path = String::new();
    std::io::stdin().read_line(&mut path).expect("a folder");
    let store = open(Path::new(path.trim()));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    runtime.block_on(work(store));
}
