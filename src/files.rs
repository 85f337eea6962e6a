//! The files of the process: who may read them, and how many it may have open.

use rustix::fs::Mode;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit, umask};

/// Keeps everybody else from the files that this process writes, whatever mask
/// it was started with, and keeps its memory, which holds tokens, out of core
/// dumps.
pub(super) fn keep_private() {
    umask(Mode::RWXG | Mode::RWXO);
    let Rlimit { maximum, .. } = getrlimit(Resource::Core);
    let none = Rlimit {
        current: Some(0),
        maximum,
    };
    // If that is refused, the system's own limit applies.
    let _ = setrlimit(Resource::Core, none);
}

/// Raises the limit as far as it may. Many systems begin with 1,024, even if
/// more is allowed, for the sake of old programs.
pub(super) fn raise_limit() {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current == maximum {
        return;
    }
    let all = Rlimit {
        current: maximum,
        maximum,
    };
    // If that is refused, the current limit has to be enough.
    let _ = setrlimit(Resource::Nofile, all);
}

/// How many it may have open.
pub(super) fn limit() -> usize {
    let limit = getrlimit(Resource::Nofile).current;
    limit.map_or(usize::MAX, |limit| {
        usize::try_from(limit).unwrap_or(usize::MAX)
    })
}
