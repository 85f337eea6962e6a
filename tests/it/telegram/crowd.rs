//! More connections than the bot may have open files, none of which wants a
//! page: conversations go on, and the connections are ended.

use super::stage::{ANA, BEN, Stage};
use crate::support::Visitors;

/// The usual limit of a process that nobody has raised.
const FILES: u64 = 1024;

fn people_go_on(stage: &Stage) {
    stage.run_with_files(FILES);
    let ana = stage.linked(ANA);
    ana.ask("/call", "Which number should I call?");
    let visitors = Visitors::come(stage.place.port(), 225);
    ana.ask("415 555 0100", "What should I ask them for?");
    ana.ask("Ask whether they are open tomorrow", "They will hear an AI");
    // The pages still work for people who want one.
    stage.linked(BEN);
    ana.press("Call now", "✅ Call finished");
    visitors.are_sent_away();
    ana.ask("/help", "How it works");
    stage.ends_well(1);
}

#[test]
fn a_thousand_idle_connections_stop_nobody_who_is_polled_for() {
    people_go_on(
        &Stage::new("--call-seconds 1").variable("KALLY_SERVER__TRUSTED_PROXIES", "127.0.0.1"),
    );
}

#[test]
fn a_thousand_idle_connections_stop_nobody_whose_updates_are_brought() {
    people_go_on(
        &Stage::new("--call-seconds 1")
            .variable("KALLY_SERVER__TRUSTED_PROXIES", "127.0.0.1")
            .by_webhook(),
    );
}
