//! A calendar client of another language: Python's `icalendar`, in a virtual
//! environment below `target`, set up once from PyPI. It subscribes to an address
//! as a phone does and tells what it has read.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

/// The version that the tests are written against.
const VERSION: &str = "7.3.2";

/// Fetches the calendar, reads it strictly, and prints its events, with their times
/// both on the clocks of the place and in UTC: by the zones that the calendar
/// itself describes, and none that Python knows.
const SCRIPT: &str = r#"
import json, sys, urllib.request
from datetime import datetime, date, timezone
from icalendar import Calendar

source = sys.argv[1]
if source.startswith("http"):
    with urllib.request.urlopen(source, timeout=20) as answer:
        data = answer.read()
        assert answer.headers.get_content_type() == "text/calendar", answer.headers
else:
    data = open(source, "rb").read()
calendar = Calendar.from_ical(data)
assert not calendar.errors, calendar.errors
zones = {}
for zone in calendar.walk("VTIMEZONE"):
    assert not zone.errors, zone.errors
    changes = []
    for part in zone.subcomponents:
        changes.append((part["DTSTART"].dt, part["TZOFFSETTO"].td))
    zones[str(zone["TZID"])] = sorted(changes)

def utc(wall, tzid):
    wall = wall.replace(tzinfo=None)
    offset = [to for (start, to) in zones[tzid] if start <= wall][-1]
    return (wall - offset).isoformat()

events = []
for event in calendar.walk("VEVENT"):
    assert not event.errors, event.errors
    start, end = event["DTSTART"], event["DTEND"]
    told = {
        "uid": str(event["UID"]),
        "sequence": int(event["SEQUENCE"]),
        "status": str(event["STATUS"]),
        "title": str(event["SUMMARY"]),
        "description": str(event.get("DESCRIPTION", "")),
        "stamp": event["DTSTAMP"].dt.isoformat(),
    }
    if isinstance(start.dt, datetime):
        tzid = start.params["TZID"]
        told.update(zone=tzid, start=start.dt.replace(tzinfo=None).isoformat(), utc=utc(start.dt, tzid))
        known = start.dt.astimezone(timezone.utc).replace(tzinfo=None).isoformat()
        assert known == told["utc"], (known, told["utc"])
        assert end.params["TZID"] == tzid and end.dt > start.dt
    else:
        assert isinstance(start.dt, date) and end.dt > start.dt
        told.update(start=start.dt.isoformat(), end=end.dt.isoformat())
    events.append(told)
print(json.dumps({"name": str(calendar.get("X-WR-CALNAME", "")), "events": events}))
"#;

/// Subscribes to an address, or reads a file; returns what the client has read.
#[track_caller]
pub fn subscribed(source: &str) -> Value {
    let output = Command::new(python())
        .args(["-c", SCRIPT, source])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The interpreter of the virtual environment, which is made if it does not exist.
fn python() -> PathBuf {
    static PYTHON: OnceLock<PathBuf> = OnceLock::new();
    PYTHON.get_or_init(set_up).clone()
}

fn set_up() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("icalendar-{VERSION}"));
    let (python, ready) = (folder.join("bin/python"), folder.join("ready"));
    if ready.exists() {
        return python;
    }
    let _ = fs::remove_dir_all(&folder);
    run(
        Command::new("python3").args(["-m", "venv"]).arg(&folder),
        "Python 3.10 or later with its venv module (Debian: apt-get install python3-venv) is needed to test calendars",
    );
    let install = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ];
    run(
        Command::new(&python)
            .args(install)
            .arg(format!("icalendar=={VERSION}")),
        "icalendar could not be installed from PyPI, and is needed to test calendars",
    );
    fs::write(&ready, "").unwrap();
    python
}

#[track_caller]
fn run(command: &mut Command, needed: &str) {
    match command.output() {
        Ok(output) if output.status.success() => {}
        Ok(output) => panic!(
            "{needed}: {}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        ),
        Err(error) => panic!("{needed}: {error}"),
    }
}
