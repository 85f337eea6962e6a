//! What is made from the definition of the command line: completions for shells,
//! and the manual page.

use std::io::{self, Write};

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::super::cli::{Cli, Command};

/// Writes what a command asks for, if it asks for one of these: they need no
/// configuration.
pub fn write(command: &Command, out: &mut dyn Write) -> Option<io::Result<()>> {
    match command {
        Command::Completions { shell } => Some(completions(*shell, out)),
        Command::Man => Some(manual(out)),
        _ => None,
    }
}

/// Writes the completions for a shell.
fn completions(shell: Shell, out: &mut dyn Write) -> io::Result<()> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "kally-bridge", &mut text);
    out.write_all(&text)?;
    out.flush()
}

/// Writes the manual page: of the program, then of each command.
fn manual(out: &mut dyn Write) -> io::Result<()> {
    let mut program = Cli::command();
    // The whole names of the commands.
    program.build();
    let page = clap_mangen::Man::new(program.clone());
    page.render_title(out)?;
    page.render_name_section(out)?;
    page.render_synopsis_section(out)?;
    page.render_description_section(out)?;
    page.render_options_section(out)?;
    page.render_extra_section(out)?;
    // Each command has its section here instead of a page of its own.
    for command in program.get_subcommands() {
        let name = command.get_name();
        if command.is_hide_set() || name == "help" {
            continue;
        }
        let page = clap_mangen::Man::new(command.clone());
        writeln!(out, ".SH \"kally-bridge {name}\"")?;
        page.render_description_section(out)?;
        page.render_synopsis_section(out)?;
        page.render_options_section(out)?;
        page.render_extra_section(out)?;
    }
    Ok(())
}
