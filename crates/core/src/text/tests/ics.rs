//! The text for calendars, as a client reads it.

use super::super::appointments::feed;
use crate::model::{Appointment, AppointmentId, Language, When};
use uuid::Uuid;

fn request(zone: &str, place: &str) -> crate::model::CallRequest {
    serde_json::from_value(serde_json::json!({
        "phone": "+14155552671",
        "task": "Table for four",
        "category": "restaurant",
        "details": {"business": place, "name": "Ana García", "party_size": 4},
        "language": "en",
        "call_language": "en",
        "timezone": zone,
        "corrected": false,
    }))
    .unwrap()
}

pub(super) fn appointment(n: u128, zone: &str, place: &str, when: &str) -> Appointment {
    let (date, time) = when.split_once(' ').unwrap_or((when, ""));
    Appointment {
        id: AppointmentId(Uuid::from_u128(n)),
        uid: Uuid::from_u128(100 + n),
        request: request(zone, place),
        when: When {
            date: date.parse().unwrap(),
            time: chrono::NaiveTime::parse_from_str(time, "%H:%M").ok(),
        },
        code: Some("4521".to_owned()),
        cancelled: false,
        sequence: 2,
        changed_at: "2026-01-28T12:00:00Z".parse().unwrap(),
        reminded: std::collections::BTreeSet::new(),
        closed: false,
    }
}

/// The lines, unfolded.
fn lines(text: &str) -> Vec<String> {
    assert!(text.ends_with("END:VCALENDAR\r\n"), "{text}");
    for line in text.split("\r\n") {
        assert!(line.len() <= 75 && !line.contains('\n'), "{line:?}");
    }
    let unfolded = text.replace("\r\n ", "");
    unfolded.split("\r\n").map(str::to_owned).collect()
}

#[test]
fn times_are_told_in_their_zones() {
    let kept = [
        appointment(1, "Europe/Madrid", "Casa Luigi", "2026-03-29 21:30"),
        appointment(2, "America/Los_Angeles", "Nopa", "2026-11-01 13:00"),
        appointment(3, "Europe/Madrid", "Hotel Sol", "2026-12-05"),
    ];
    let text = feed(Language::En, &kept, true);
    let lines = lines(&text);
    for line in [
        "VERSION:2.0",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Appointments",
        "DTSTART;TZID=Europe/Madrid:20260329T213000",
        "DTEND;TZID=Europe/Madrid:20260329T233000",
        "DTSTART;TZID=America/Los_Angeles:20261101T130000",
        "DTSTART;VALUE=DATE:20261205",
        "DTEND;VALUE=DATE:20261206",
        "UID:00000000-0000-0000-0000-000000000065@kally-bridge",
        "SEQUENCE:2",
        "DTSTAMP:20260128T120000Z",
        "SUMMARY:Casa Luigi",
        "TZID:Europe/Madrid",
        "TZID:America/Los_Angeles",
        // The clocks in Madrid go forward at 2 on 29 March 2026.
        "DTSTART:20260329T020000",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        // Those in Los Angeles go back at 2 on 1 November.
        "DTSTART:20261101T020000",
        "TZOFFSETFROM:-0700",
        "TZOFFSETTO:-0800",
    ] {
        assert!(lines.iter().any(|it| it == line), "{line}\n{text}");
    }
    let zones = lines.iter().filter(|line| *line == "BEGIN:VTIMEZONE");
    assert_eq!(zones.count(), 2, "each zone once");
    assert_eq!(feed(Language::En, &kept, true), text, "always the same");
}

#[test]
fn a_room_reads_nobodys_name() {
    let kept = [appointment(
        1,
        "Europe/Madrid",
        "Casa Luigi",
        "2026-03-29 21:30",
    )];
    let own = lines(&feed(Language::Es, &kept, true)).join("\n");
    assert!(own.contains("Ana García") && own.contains("4521"), "{own}");
    let room = lines(&feed(Language::Es, &kept, false)).join("\n");
    assert!(!room.contains("Ana") && !room.contains("4521"), "{room}");
    assert!(room.contains("SUMMARY:Casa Luigi"), "{room}");
}

#[test]
fn hostile_names_stay_within_their_line() {
    let names = [
        "A\\B; C, D",
        "END:VEVENT",
        "ñandú ñandú ñandú ñandú ñandú ñandú ñandú ñandú ñandú ñandú ñandú ñandú ñandú",
        "🍕🍕🍕🍕🍕🍕🍕🍕🍕🍕🍕🍕🍕🍕🍕🍕🍕🍕🍕🍕🍕🍕🍕🍕🍕🍕🍕🍕",
    ];
    for name in names {
        let mut kept = appointment(1, "UTC", name, "2026-03-29 21:30");
        kept.cancelled = true;
        let text = feed(Language::En, &[kept], true);
        let lines = lines(&text);
        let count = |line: &str| lines.iter().filter(|it| *it == line).count();
        assert_eq!(
            (count("BEGIN:VEVENT"), count("END:VEVENT")),
            (1, 1),
            "{text}"
        );
        assert_eq!(count("STATUS:CANCELLED"), 1);
        let escaped = name
            .replace('\\', "\\\\")
            .replace(';', "\\;")
            .replace(',', "\\,");
        let summary = format!("SUMMARY:{escaped}");
        assert_eq!(count(&summary), 1, "{summary}\n{text}");
    }
}
