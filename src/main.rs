//! The program `kally-bridge`; see `kally-bridge --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    kally_bridge::app::main()
}
