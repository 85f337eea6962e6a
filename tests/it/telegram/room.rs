//! The settings of a group: its admins change them, and they apply to everybody
//! there who has set nothing else.

use super::seat::Seat;
use super::stage::{ANA, BEN, EVA, Stage};
use telegram_emulator::{Kind, Shown};

const GROUP: i64 = -500;

/// A group that Ana runs.
fn stage(sandbox: &str) -> Stage {
    let stage = Stage::new(sandbox);
    let members = &[ANA, BEN, EVA];
    let telegram = &stage.telegram;
    telegram.group(GROUP, Kind::Group, "Friends", members);
    telegram.runs(GROUP, ANA, true);
    stage.run();
    stage
}

#[track_caller]
fn changes(seat: &Seat<'_>, command: &str, row: &str) -> Shown {
    let saved = seat.own(command, "✅ Saved.");
    assert!(saved.text.contains(row), "{saved:?}");
    saved
}

#[test]
fn admins_change_the_settings_and_they_apply_to_everybody_else() {
    let stage = stage("--call-seconds 1");
    let (ana, ben) = (stage.seat(GROUP, ANA), stage.seat(GROUP, BEN));
    let shown = ana.own("/room", "The settings of this room");
    // A group has no threads of the bot's, so nothing is set about them.
    assert_eq!(
        shown.labels(),
        [
            "Language",
            "Timezone",
            "Home country",
            "Quiet hours",
            "Who may stop a call"
        ]
    );
    ana.presses_own("Language");
    let asked = ana.hears_own("Which language should I use in this room?");
    assert!(!asked.labels().contains(&"Use the default"), "{asked:?}");
    // It is one message from beginning to end.
    ana.presses_own("Spanish");
    let saved = ana.hears_own("✅ Guardado.");
    assert_eq!((asked.id, saved.id), (shown.id, shown.id), "{saved:?}");
    assert_eq!(saved.labels().len(), shown.labels().len(), "{saved:?}");
    // Who has set a language is spoken to in that one.
    ben.own("/help", "Así funciona");
    let private = stage.private(BEN);
    private.ask("/settings", "Your settings");
    private.press("Language", "Which language should I use with you?");
    private.press("English", "✅ Saved.");
    ben.own("/help", "How it works");
    let saved = ana.own("/sala zona Lima", "✅ Guardado.");
    assert!(saved.text.contains("America/Lima"), "{saved:?}");
}

#[test]
fn who_does_not_run_the_group_changes_nothing() {
    let stage = stage("--call-seconds 1");
    let (ana, ben) = (stage.seat(GROUP, ANA), stage.seat(GROUP, BEN));
    ben.own("/room language Spanish", "Only moderators can change");
    ben.own("/room stopping everybody", "Only moderators can change");
    ana.own("/room", "Who may stop a call: Whoever asked for it");
    // Whoever runs the group no longer changes nothing either.
    changes(&ana, "/room stopping everybody", "Everybody here");
    stage.telegram.runs(GROUP, ANA, false);
    ana.own("/room stopping requester", "Only moderators can change");
    ana.own("/room", "Who may stop a call: Everybody here");
    stage.private(ANA).ask("/room", "write /room there");
}

#[track_caller]
fn calls(seat: &Seat<'_>) -> Shown {
    let request = "/call +1 415 555 0100 and ask for the price of a haircut";
    let card = seat.own(request, "They will hear an AI");
    seat.presses_own("Call now");
    seat.becomes(&card, "Calling")
}

#[test]
fn everybody_may_stop_a_call_where_the_group_wants_it() {
    let stage = stage("--call-seconds 60");
    stage.linked(BEN);
    let (ana, ben) = (stage.seat(GROUP, ANA), stage.seat(GROUP, BEN));
    let eva = stage.seat(GROUP, EVA);
    let status = calls(&ben);
    ben.becomes(&status, "+1 415-555-0100…");
    let telegram = &stage.telegram;
    let update = telegram.presses_on(GROUP, status.id, EVA, "Stop");
    assert_eq!(eva.alerted(update), "Esta petición es de Ben.");
    changes(&ana, "/room stopping everybody", "Everybody here");
    telegram.presses_on(GROUP, status.id, EVA, "Stop");
    let told = ben.hears_own("asked me to stop your call to +1 415-555-0100");
    assert!(told.text.starts_with("Eva"), "{told:?}");
    ben.hears_own("✖️ The call");
    stage.dials(1);
}

/// The settings are changed one after the other in one message.
#[test]
fn ones_own_settings_stay_in_one_message() {
    let stage = stage("");
    let ana = stage.private(ANA);
    let shown = ana.ask("/settings", "Your settings");
    let changes = [
        ("Transcripts", "Automatically", "Transcripts: Automatically"),
        ("Language", "Spanish", "Idioma: Español"),
        ("Transcripciones", "Nunca", "Transcripciones: Nunca"),
    ];
    for (setting, value, saved) in changes {
        ana.presses(setting);
        ana.becomes(&shown, ": ");
        stage.until(value, |_| {
            let shown = ana.shown();
            let offers = |shown: &&Shown| shown.labels().contains(&value);
            shown.iter().find(offers).map(|_| ())
        });
        ana.presses(value);
        let changed = ana.becomes(&shown, saved);
        assert_eq!(changed.labels().len(), shown.labels().len(), "{changed:?}");
    }
    assert_eq!(ana.shown().len(), 1, "{}", stage.so_far());
    // An answer in words comes below, and the buttons go with it.
    ana.presses("Zona horaria");
    ana.becomes(&shown, "Madrid");
    let saved = ana.ask("Lisboa", "Europe/Lisbon");
    assert_eq!(saved.labels().len(), shown.labels().len(), "{saved:?}");
    ana.loses_buttons(&shown);
    stage.ends_well(0);
}
