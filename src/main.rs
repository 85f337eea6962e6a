//! The program `kally-bridge`; see `kally-bridge --help`.

use std::process::ExitCode;

/// Many threads allocate and free small pieces: a sixth less CPU for a turn
/// than with the system's allocator (docs/performance.md).
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    kally_bridge::app::main()
}
