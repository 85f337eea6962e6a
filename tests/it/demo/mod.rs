//! The demo through a pipe, in English: every scenario of the sandbox, and
//! every kind of message at a question, at the card and in between.

mod account;
mod editing;
mod newcomer;
mod outcomes;
mod questions;
mod safety;
mod undo;
#[cfg(target_os = "linux")]
mod window;

use crate::support::{Program, Start};

/// A request in one sentence, up to its card.
#[track_caller]
fn card(demo: &mut Program, last_digits: &str) {
    demo.say(&format!(
        "+1 415 555 {last_digits}, book a table for 4 tomorrow at 8pm under Ana"
    ));
    demo.hears(&format!("📞 +1 415-555-{last_digits} · United States"));
    demo.hears("[1] Call now [2] Edit [3] Cancel");
}

#[track_caller]
fn call(demo: &mut Program, last_digits: &str) {
    card(demo, last_digits);
    demo.ask("Call now", &format!("Calling +1 415-555-{last_digits}…"));
}

/// A demo in which a request was confirmed.
#[track_caller]
fn calling(last_digits: &str) -> Program {
    let mut demo = Start::demo().start();
    call(&mut demo, last_digits);
    demo
}

/// Line by line: a message, and the answers to it, in this order.
#[track_caller]
fn talk(demo: &mut Program, lines: &[(&str, &[&str])]) {
    for (line, answers) in lines {
        demo.say(line);
        for answer in *answers {
            demo.hears(answer);
        }
    }
}
