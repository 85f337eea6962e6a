//! A bot whose records are in a PostgreSQL: its server is restarted, the password
//! stays out of every line, and the commands for stores say how they fit.

use super::stage::{ANA, Stage};
use crate::support::{LIMIT, Start};
use postgres_cluster::{Cluster, PASSWORD};

const REQUEST: &str = "/call +1 415 555 0100, ask what a haircut costs";

/// Runs a command to its end; returns its code and everything that it said.
#[track_caller]
fn said(start: Start) -> (i32, String) {
    let (code, output, log) = start.run("");
    let said = format!("{output}{log}");
    assert!(!said.contains(PASSWORD), "{said}");
    (code, said)
}

#[test]
fn the_server_restarts_during_a_call_and_its_outcome_comes_once() {
    let cluster = Cluster::start("");
    let stage = Stage::new("--call-seconds 3").on(&cluster);
    stage.run();
    let ana = stage.linked(ANA);
    ana.ask(REQUEST, "They will hear an AI");
    ana.press("Call now", "Calling +1 415-555-0100…");
    stage.place.sandbox.waits_for_dialled(1);
    cluster.restart("immediate");
    let (code, log) = stage.ended();
    assert_eq!(code, Some(1), "{log}");
    for words in [
        "another process may own it now",
        "this process has lost the store, and ends; nothing is lost",
    ] {
        assert!(log.contains(words), "{words:?} is not in {log}");
    }
    assert!(!log.contains(PASSWORD), "{log}");
    stage.run();
    ana.hears("✅ Call finished");
    ana.ask("/help", "How it works");
    assert_eq!(ana.count("✅ Call finished"), 1);
    stage.settles();
    // Everything was in the database: nothing of a store is in the folder.
    assert!(!stage.place.store().join("db").exists());
    stage.stop();
    stage.ends_well(1);
}

#[test]
fn a_database_that_does_not_answer_is_waited_for() {
    let cluster = Cluster::start("");
    let stage = Stage::new("").on(&cluster);
    cluster.crash();
    stage.run();
    let ana = stage.private(ANA);
    ana.says("/help");
    stage.until_logged("the database does not answer; it is asked again");
    cluster.start_again();
    ana.hears("How it works");
    stage.stop();
}

#[test]
fn the_check_tells_what_it_sees_and_changes_nothing() {
    let cluster = Cluster::start("");
    let stage = Stage::new("").on(&cluster);
    let check = || said(stage.place.command("check")).1;
    let before = check();
    assert!(
        before.contains("the tables will be made at the first start"),
        "{before}"
    );
    assert!(!stage.place.store().join("key").exists());
    stage.run();
    let ana = stage.private(ANA);
    ana.ask("/help", "How it works");
    let running = check();
    assert!(
        running.contains("open in the kally-bridge that runs here"),
        "{running}"
    );
    assert!(running.contains("without TLS, answers in"), "{running}");
    ana.ask("/help", "How it works");
    stage.stop();
    let stopped = check();
    assert!(stopped.contains("can be opened; version "), "{stopped}");
    let wrong = cluster
        .database_on_loopback()
        .replace(PASSWORD, "wr0ng-password");
    let wrong = stage
        .place
        .command("check")
        .variable("KALLY_STORE__URL", &wrong);
    let (code, refused) = said(wrong);
    assert_eq!(code, 1);
    assert!(
        refused.contains("password authentication failed"),
        "{refused}"
    );
    assert!(!refused.contains("wr0ng"), "{refused}");
    let lying = Cluster::shared().database_on_loopback();
    let lying = stage
        .place
        .command("check")
        .variable("KALLY_STORE__URL", &lying);
    let (code, lying) = said(lying);
    assert_eq!(code, 1);
    assert!(lying.contains("does not flush to its disk"), "{lying}");
}

#[test]
fn a_second_bot_stands_by_and_backups_are_the_database_s() {
    let stage = Stage::new("").on(Cluster::shared());
    stage.run();
    stage.private(ANA).ask("/help", "How it works");
    let elsewhere = stage.place.home().join("elsewhere");
    let key = std::fs::read_to_string(stage.place.store().join("key")).unwrap();
    let second = stage
        .place
        .command("run")
        .variable("KALLY_STORE__PATH", elsewhere.to_str().unwrap())
        .variable("KALLY_STORE__KEY", key.trim())
        .variable("KALLY_SERVER__BIND", "127.0.0.1:0");
    let mut second = second.start();
    let stands = second.log.wait(0, &["the bridge stands by"], LIMIT);
    assert!(stands.is_some(), "{}", second.so_far());
    assert!(second.terminate().success(), "{}", second.so_far());
    let (code, backup) = said(stage.place.command("backup --without-keys a.tar.gz"));
    assert_eq!(code, 1, "{backup}");
    assert!(backup.contains("back it up with pg_dump"), "{backup}");
    stage.private(ANA).ask("/help", "How it works");
}

#[test]
fn a_store_moves_to_a_database_and_back_with_a_call_that_waits() {
    let cluster = Cluster::shared();
    let stage = Stage::new("--call-seconds 1");
    stage.run();
    let ana = stage.linked(ANA);
    ana.ask(REQUEST, "They will hear an AI");
    stage.settles();
    let place = &stage.place;
    let url = cluster.database_on_loopback();
    let moving = |from: &str, to: &str| {
        let command = place.command("move").variable("KALLY_STORE__URL", &url);
        let command = command.argument("--from").argument(from);
        said(command.argument("--to").argument(to))
    };
    let folder = place.store();
    let folder = folder.to_str().unwrap();
    let (code, refused) = moving(folder, "store.url");
    assert_eq!(code, 1, "{refused}");
    assert!(refused.contains("stop it, and move again"), "{refused}");
    stage.stop();
    let (code, moved) = moving(folder, "store.url");
    assert_eq!(code, 0, "{moved}");
    assert!(moved.contains("was compared"), "{moved}");
    let (code, twice) = moving(folder, "store.url");
    assert_eq!(code, 1, "{twice}");
    assert!(twice.contains("the new store is not empty"), "{twice}");
    // The card that was open before is good for the call.
    stage.run_with("KALLY_STORE__URL", &url);
    ana.press("Call now", "Calling +1 415-555-0100…");
    ana.hears("✅ Call finished");
    stage.settles();
    stage.stop();
    let back = place.home().join("back");
    let back = back.to_str().unwrap();
    let (code, moved) = moving("store.url", back);
    assert_eq!(code, 0, "{moved}");
    stage.run_with("KALLY_STORE__PATH", back);
    ana.ask("transcript", "Transcript of the call");
    ana.ask("/usage", "Credits left:");
    stage.ends_well(1);
}

#[test]
fn a_bridge_does_not_start_on_half_of_a_moved_store() {
    let stage = Stage::new("").on(Cluster::shared());
    stage.run();
    stage.private(ANA).ask("/help", "How it works");
    stage.stop();
    let url = stage.place.value("KALLY_STORE__URL");
    let made = "INSERT INTO record (place, version, bytes) SELECT convert_to('ruunfinished-move', 'UTF8') || '\\x0000', \
        nextval('counter'), convert_to('{\"kind\":\"cursor\",\"v\":1,\"record\":\
        {\"name\":\"unfinished-move\",\"value\":\"\"}}', 'UTF8')";
    Cluster::shared().sql(&url, made);
    let (code, refused) = said(stage.place.command("run"));
    assert_eq!(code, 1, "{refused}");
    assert!(
        refused.contains("run `kally-bridge move` again"),
        "{refused}"
    );
}

#[test]
fn another_key_seals_everything_anew() {
    let stage = Stage::new("").on(Cluster::shared());
    stage.run();
    let ana = stage.linked(ANA);
    stage.settles();
    let (code, refused) = said(stage.place.command("rekey"));
    assert_eq!(code, 1, "{refused}");
    assert!(
        refused.contains("stop it, run `kally-bridge rekey` again"),
        "{refused}"
    );
    let old = std::fs::read(stage.place.store().join("key")).unwrap();
    stage.stop();
    let (code, done) = said(stage.place.command("rekey"));
    assert_eq!(code, 0, "{done}");
    assert!(done.contains("has a new key"), "{done}");
    assert!(std::fs::read(stage.place.store().join("key")).unwrap() != old);
    stage.run();
    ana.ask("/usage", "Credits left: 50");
}
