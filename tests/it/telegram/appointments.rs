//! Appointments over Telegram: kept, called about once more, and in a calendar.

use std::thread;
use std::time::{Duration, Instant};

use super::seat::Seat;
use super::stage::{ANA, EVA, Stage};
use super::talk::Chance;
use crate::support::{kills, subscribed};
use kally_runtime::{Clock as _, SystemClock};
use telegram_emulator::Kind;

const GROUP: i64 = -500;

const TABLE: &str = "/call +1 415 555 0100, book a table for 4 tomorrow at 8pm under Ana";

/// A stage with a public address for calendars: that of the bot itself, on this
/// machine.
fn stage() -> Stage {
    let stage = Stage::new("--call-seconds 1");
    let calendars = format!("{}/calendar", stage.place.address().trim_end_matches('/'));
    let stage = stage.variable("KALLY_SERVER__CALENDAR_URL", &calendars);
    stage.run();
    stage
}

#[track_caller]
fn kept(ana: &Seat<'_>) {
    ana.ask(TABLE, "They will hear an AI");
    ana.presses("Call now");
    ana.hears("✅ Call finished");
    let kept = ana.press("Keep it", "Kept: +1 415-555-0100 · ");
    assert!(kept.text.contains("20:00 (Los Angeles)"), "{kept:?}");
    assert!(kept.text.contains("I'll remind you: "), "{kept:?}");
}

/// The address in a message.
#[track_caller]
fn address(text: &str) -> String {
    let address = text.split_whitespace().find(|word| word.ends_with(".ics"));
    address
        .unwrap_or_else(|| panic!("no address in {text}"))
        .to_owned()
}

/// The answer to one request: its status, a header, its body.
fn get(stage: &Stage, address: &str, tag: Option<&str>) -> reqwest::Response {
    stage.block_on(async {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut request = client.get(address);
        if let Some(tag) = tag {
            request = request.header("if-none-match", tag);
        }
        request.send().await.unwrap()
    })
}

fn text(stage: &Stage, response: reqwest::Response) -> String {
    stage.block_on(response.text()).unwrap()
}

#[test]
fn it_is_kept_listed_and_called_off_by_a_second_call() {
    let stage = stage();
    let ana = stage.linked(ANA);
    kept(&ana);
    let list = ana.ask("/appointments", "One appointment");
    let [one] = list.labels()[..] else {
        panic!("{list:?}");
    };
    let one = one.to_owned();
    ana.presses(&one);
    let shown = ana.becomes(&list, "4 people");
    assert!(shown.text.contains("Ana"), "{shown:?}");
    assert!(
        shown.labels().contains(&"Remove from the list"),
        "{shown:?}"
    );
    ana.presses("Cancel it");
    let card = ana.hears("They will hear an AI");
    for words in ["Cancel my reservation.", "20:00", "+1 415-555-0100"] {
        assert!(card.text.contains(words), "{words} in {card:?}");
    }
    assert_eq!(
        stage.place.sandbox.dialled().len(),
        1,
        "the card comes first"
    );
    ana.presses("Call now");
    ana.hears("✅ Call finished");
    ana.press("It is cancelled", "marked as cancelled in your calendar");
    ana.ask("/appointments", "You keep no appointments");
    stage.ends_well(2);
}

#[test]
fn en_castellano() {
    let stage = stage();
    let eva = stage.linked(EVA);
    eva.ask(
        "/llamar +34 915 552 671, reserva una mesa para 4 mañana a las 21:00 a nombre de Eva",
        "Sabrán que habla una IA",
    );
    eva.presses("Llamar");
    eva.hears("✅ Llamada terminada");
    let kept = eva.press("Guardar la cita", "Guardada: +34 915 55 26 71 · ");
    assert!(kept.text.contains("21:00 (Madrid)"), "{kept:?}");
    eva.ask("mis citas", "Una cita");
    let message = eva.ask("/calendario", "Tus citas, para que se suscriba");
    let read = get(&stage, &address(&message.text), None);
    assert!(text(&stage, read).contains("X-WR-CALNAME:Citas"));
    stage.ends_well(1);
}

#[test]
fn a_calendar_has_a_secret_address_that_ends() {
    let stage = stage().variable("RUST_LOG", "trace");
    stage.run();
    let ana = stage.linked(ANA);
    kept(&ana);
    let first = address(&ana.ask("/calendar", "/calendar/").text);
    let known = ana.ask("/calendar", "Your calendar has an address since");
    assert!(!known.text.contains(".ics"), "it is said once: {known:?}");
    let answer = get(&stage, &first, None);
    assert_eq!(answer.status(), 200);
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(header("cache-control"), "private, no-cache");
    assert_eq!(header("referrer-policy"), "no-referrer");
    let tag = header("etag");
    let calendar = text(&stage, answer);
    assert!(calendar.contains("SUMMARY:+1 415-555-0100"), "{calendar}");
    assert_eq!(get(&stage, &first, Some(&tag)).status(), 304);
    // Another address ends the first, as does none; nobody can tell them from one
    // that never was.
    let second = address(&ana.press("New address", "doesn't work any more").text);
    assert_ne!(first, second);
    assert_eq!(get(&stage, &second, None).status(), 200);
    ana.ask("/calendar off", "Your calendar has no address now");
    let (folder, _) = second.rsplit_once('/').unwrap();
    let never = format!("{folder}/{}.ics", "A".repeat(43));
    let mut bodies = Vec::new();
    for gone in [
        &first,
        &second,
        &never,
        &format!("{folder}/x"),
        &format!("{folder}/..%2f"),
    ] {
        let answer = get(&stage, gone, None);
        assert_eq!(answer.status(), 404, "{gone}");
        bodies.push(text(&stage, answer));
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "{bodies:?}");
    // It was said to Ana alone, and is in no log and in no file.
    let (log, secret) = (stage.log(), |address: &str| {
        let (_, secret) = address.rsplit_once('/').unwrap();
        secret.trim_end_matches(".ics").to_owned()
    });
    for address in [&first, &second] {
        let secret = secret(address);
        assert!(!log.contains(&secret), "{secret} is in the log");
        let stored = crate::linking::stored(&stage.place);
        assert!(
            !crate::linking::holds(&stored, &secret),
            "{secret} is in the store"
        );
    }
    stage.ends_well(1);
}

#[test]
fn without_a_public_address_the_bot_sends_a_file() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.linked(ANA);
    kept(&ana);
    let said = ana.ask("/calendar", "There is no address for calendars here");
    let (field, told, _) = said.file.clone().expect("a file");
    assert_eq!((field, &*told), ("document", "text/calendar"), "{said:?}");
    let said = ana.press("Calendar file", "The appointment, for your calendar");
    assert_eq!(said.file.expect("a file").0, "document");
    stage.ends_well(1);
}

#[test]
fn in_a_group_only_the_place_and_the_time_are_shared() {
    let stage = stage();
    let private = stage.linked(ANA);
    stage
        .telegram
        .group(GROUP, Kind::Supergroup, "Friends", &[ANA, EVA]);
    stage.telegram.runs(GROUP, ANA, true);
    let (ana, eva) = (stage.seat(GROUP, ANA), stage.seat(GROUP, EVA));
    ana.own(TABLE, "They will hear an AI");
    ana.presses_own("Call now");
    ana.hears_own("✅ Call finished");
    let shown = {
        ana.presses_own("Keep it");
        ana.hears_own("Kept: ")
    };
    // Somebody else's press changes nothing.
    stage.telegram.presses_on(GROUP, shown.id, EVA, "Cancel it");
    stage.settles();
    ana.own("/calendar room", "only say it in our private chat");
    let given = private.hears("The appointments of this room");
    let calendar = text(&stage, get(&stage, &address(&given.text), None));
    assert!(calendar.contains("SUMMARY:+1 415-555-0100"), "{calendar}");
    assert!(!calendar.contains("Ana"), "{calendar}");
    eva.own("/calendar room", "Solo los moderadores pueden cambiar");
    assert_eq!(eva.count("/calendar/"), 0, "{}", stage.so_far());
    stage.ends_well(1);
}

/// A client of another language subscribes, and follows each change.
#[test]
#[ignore = "installs a client from PyPI: .ci/long"]
fn a_client_of_another_language_subscribes() {
    let stage = stage();
    let ana = stage.linked(ANA);
    let feed = address(&ana.ask("/calendar", "/calendar/").text);
    assert_eq!(subscribed(&feed)["events"], serde_json::json!([]));
    kept(&ana);
    let read = subscribed(&feed);
    assert_eq!(read["name"], "Appointments");
    let first = &read["events"][0];
    assert_eq!(read["events"].as_array().unwrap().len(), 1, "{read}");
    assert_eq!(first["sequence"], 0);
    assert_eq!(first["status"], "CONFIRMED");
    assert_eq!(first["zone"], "America/Los_Angeles");
    assert!(
        first["start"].as_str().unwrap().ends_with("T20:00:00"),
        "{first}"
    );
    // It is moved by a second call, and called off by a third.
    ana.press("Move it", "For which day?");
    ana.ask("in three days at 9 pm", "They will hear an AI");
    ana.presses("Call now");
    ana.hears("✅ Call finished");
    ana.press("Keep it", "Changed: ");
    let read = subscribed(&feed);
    let moved = &read["events"][0];
    assert_eq!(moved["uid"], first["uid"]);
    assert_eq!(moved["sequence"], 1);
    assert!(
        moved["start"].as_str().unwrap().ends_with("T21:00:00"),
        "{moved}"
    );
    ana.press("Cancel it", "They will hear an AI");
    ana.presses("Call now");
    ana.hears("✅ Call finished");
    ana.press("It is cancelled", "marked as cancelled");
    let read = subscribed(&feed);
    let off = &read["events"][0];
    assert_eq!(
        (&off["uid"], &off["sequence"]),
        (&first["uid"], &serde_json::json!(2))
    );
    assert_eq!(off["status"], "CANCELLED");
    stage.ends_well(3);
}

/// The bot is killed at random times around the time of a reminder: it comes, and
/// at most once more for each kill.
#[test]
#[ignore = "waits for the time of a reminder: .ci/long"]
fn a_reminder_survives_kills() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.linked(ANA);
    ana.ask("/settings hours 1", "1 hour before");
    // A place where it is the same day in an hour and a bit.
    let now = SystemClock.now();
    let there = [
        ("415 555 0100", chrono_tz::America::Los_Angeles),
        ("212 555 0199", chrono_tz::America::New_York),
    ];
    let ahead = chrono::TimeDelta::seconds(3600 + 75);
    let (number, at) = there
        .into_iter()
        .map(|(number, zone)| {
            (
                number,
                now.with_timezone(&zone),
                (now + ahead).with_timezone(&zone),
            )
        })
        .find(|(_, now, then)| now.date_naive() == then.date_naive())
        .map(|(number, _, then)| (number, then.format("%-I:%M %p").to_string()))
        .expect("midnight comes three hours later there");
    let request = format!("/call +1 {number}, book a table for 4 today at {at} under Ana");
    ana.ask(&request, "They will hear an AI");
    ana.presses("Call now");
    ana.hears("✅ Call finished");
    ana.press("Keep it", "I'll remind you: ");
    let mut chance = Chance::of(302);
    let most = kills(6, 40);
    let until = Instant::now() + Duration::from_secs(240);
    let mut killed = 0;
    while ana.count("Today: ") == 0 || killed < most {
        assert!(Instant::now() < until, "{}", stage.so_far());
        thread::sleep(Duration::from_micros(chance.number(4_000_000)));
        stage.run();
        killed += 1;
    }
    ana.ask("/help", "How it works");
    let told = ana.count("Today: ");
    assert!(
        (1..=1 + killed).contains(&told),
        "{told} of {killed}{}",
        stage.so_far()
    );
    println!("{killed} kills, the reminder came {told} times");
    stage.ends_well(1);
}
