//! The log: who had whom called and when, one number for all lines of a turn, and
//! lines that programs can read.

use serde_json::Value;

use super::stage::{ANA, Stage};

const NUMBER: &str = "+1 415 555 2671";

/// A stage whose bot logs JSON.
fn stage() -> Stage {
    Stage::new("--call-seconds 1").variable("KALLY_LOG__FORMAT", "json")
}

/// Ana has the bot make a call, which ends.
fn calls(stage: &Stage) {
    let ana = stage.linked(ANA);
    ana.says(&format!(
        "/call {NUMBER}, table for four tomorrow at 8 under Mona"
    ));
    ana.hears("They will hear");
    ana.press("Call now", "✅ Call finished");
    stage.ends_well(1);
}

/// The lines of the log; each is JSON.
#[track_caller]
fn lines(stage: &Stage) -> Vec<Value> {
    let log = stage.log();
    let lines = log.lines().map(|line| match serde_json::from_str(line) {
        Ok(line) => line,
        Err(error) => panic!("{error}: {line}"),
    });
    lines.collect()
}

fn audited(lines: &[Value]) -> Vec<&Value> {
    let of_trail = |line: &&Value| line["target"] == "audit";
    lines.iter().filter(of_trail).collect()
}

#[test]
fn the_audit_trail_says_who_had_whom_called_and_when() {
    let stage = stage();
    stage.run();
    calls(&stage);
    let lines = lines(&stage);
    let trail = audited(&lines);
    let steps: Vec<&str> = trail
        .iter()
        .map(|line| line["step"].as_str().unwrap())
        .collect();
    assert_eq!(steps, ["confirmed", "placing", "ended"], "{}", stage.log());
    for line in &trail {
        assert_eq!(line["user"], "telegram:42", "{line}");
        assert_eq!(line["country"], "US", "{line}");
        assert_eq!(line["call"], trail[0]["call"], "{line}");
        assert!(line["timestamp"].is_string(), "{line}");
    }
    assert_eq!(trail[0]["cause"], "person");
    assert_eq!(trail[2]["outcome"], "success");
    assert_eq!(trail[0]["spans"][0]["name"], "turn", "{}", trail[0]);
    assert!(trail[0]["span"]["turn"].is_u64(), "{}", trail[0]);
    let digits = NUMBER.replace(' ', "");
    for personal in [digits.as_str(), "table", "Mona"] {
        assert!(!stage.log().contains(personal), "{personal} is logged");
    }
}

#[test]
fn the_full_trail_has_the_number_and_the_words_and_off_has_nothing() {
    let full = stage()
        .variable("KALLY_LOG__AUDIT", "full")
        .variable("KALLY_LOG__LEVEL", "error");
    full.run();
    calls(&full);
    let lines = lines(&full);
    let trail = audited(&lines);
    assert_eq!(trail.len(), 3, "at every level: {}", full.log());
    assert_eq!(trail[0]["number"], NUMBER.replace(' ', ""));
    assert!(trail[0]["task"].as_str().unwrap().contains("table"));
    let off = stage().variable("KALLY_LOG__AUDIT", "off");
    off.run();
    calls(&off);
    assert!(!off.log().contains(r#""target":"audit""#), "{}", off.log());
}

#[test]
fn the_start_says_what_runs_on_what() {
    let stage = stage();
    stage.run();
    stage.until_logged("the bridge runs");
    let lines = lines(&stage);
    let start = lines
        .iter()
        .find(|line| line["message"] == "kally-bridge starts")
        .unwrap();
    assert_eq!(start["version"], env!("CARGO_PKG_VERSION"));
    assert!(start["commit"].is_string());
    assert_eq!(start["config"], "none");
    assert_eq!(start["store"], stage.place.store().display().to_string());
    assert_eq!(start["platforms"], "Telegram");
    stage.stop();
}

#[test]
fn sighup_reads_the_levels_again_and_ends_nothing() {
    let stage = Stage::new("--call-seconds 1");
    let file = stage.place.home().join("kally-bridge.toml");
    std::fs::write(&file, "[log]\nlevel = \"info\"\n").unwrap();
    stage.run();
    stage.until_logged("the bridge runs");
    std::fs::write(&file, "[log]\nlevel = \"error\"\n").unwrap();
    stage.signal("-HUP");
    // Nothing says so any more at this level.
    std::fs::write(&file, "[log]\nlevel = \"loud\"\n").unwrap();
    stage.signal("-HUP");
    stage.until_logged("the levels of the log stay as they were");
    std::fs::write(&file, "[log]\nlevel = \"info\"\n").unwrap();
    stage.signal("-HUP");
    stage.until_logged("the levels of the log were read again");
    let ana = stage.private(ANA);
    ana.ask("/call", "Which number should I call?");
    stage.ends_well(0);
}

/// The configuration cannot be used, or the start fails: the only line is JSON.
#[test]
fn the_fatal_line_is_json_too() {
    let wrong = stage().variable("KALLY_CALLS__UNDO", "soon");
    wrong.run();
    assert_eq!(wrong.ended().0, Some(2));
    let fatal = lines(&wrong);
    assert_eq!(fatal.len(), 1, "{fatal:?}");
    assert_eq!(fatal[0]["level"], "ERROR");
    assert!(fatal[0]["message"].as_str().unwrap().contains("calls.undo"));
    let busy = stage();
    let taken = std::net::TcpListener::bind(("127.0.0.1", busy.place.port())).unwrap();
    busy.run();
    assert_eq!(busy.ended().0, Some(1));
    let last = lines(&busy).pop().unwrap();
    assert_eq!(last["level"], "ERROR");
    assert!(
        last["message"].as_str().unwrap().contains("is taken"),
        "{last}"
    );
    drop(taken);
}
