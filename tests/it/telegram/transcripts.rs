//! Whole conversations as people see them, in both languages, kept to be read
//! aloud; each ends with its number of messages, sounds and taps. The table in
//! `docs/experience.md` quotes them.

use std::cell::Cell;

use super::seat::Seat;
use super::stage::{ANA, BEN, EVA, Stage};
use super::talk::Act::{self, Presses, Says};
use crate::support::steady;
use telegram_emulator::Kind;

const GROUP: i64 = -500;

/// A conversation that is counted.
struct Scene<'a> {
    seat: Seat<'a>,
    /// The messages before it, and the requests that sent them.
    before: (usize, usize),
    /// The last message of the bot's before it.
    after: i64,
    taps: Cell<usize>,
}

impl<'a> Scene<'a> {
    #[track_caller]
    fn begins(seat: Seat<'a>) -> Self {
        let stage = seat.stage;
        stage.settles();
        let seen = stage.telegram.seen(seat.spot.chat).lines().count();
        let sent = stage.telegram.requests("sendMessage").len();
        let after = seat.shown().last().map_or(0, |shown| shown.id);
        Self {
            seat,
            before: (seen, sent),
            after,
            taps: Cell::default(),
        }
    }

    /// Does these things, each after the answer to the one before.
    #[track_caller]
    fn goes(&self, steps: &[(Act, &str)]) {
        for (act, answer) in steps {
            if matches!(act, Presses(_)) {
                self.taps.set(self.taps.get() + 1);
            }
            self.seat.does(*act);
            if !answer.is_empty() {
                self.seat.hears(answer);
            }
        }
    }

    /// Everything that was said, with words for the days, once the messages
    /// show this, no call goes on, and so many of them have buttons.
    #[track_caller]
    fn told(&self, last: &str, with_buttons: usize) -> String {
        let stage = self.seat.stage;
        stage.until(last, |_| {
            let shown = self.seat.shown();
            let goes_on = shown.iter().any(|shown| {
                shown.text.starts_with("Calling ") || shown.text.starts_with("Llamando ")
            });
            let is_there = shown.iter().any(|shown| shown.text.contains(last));
            let of_scene = shown.iter().filter(|shown| shown.id > self.after);
            let buttons = of_scene.filter(|shown| !shown.buttons.is_empty());
            (is_there && !goes_on && buttons.count() == with_buttons).then_some(())
        });
        let all = stage.telegram.seen(self.seat.spot.chat);
        let lines: Vec<&str> = all.lines().skip(self.before.0).collect();
        let sent = stage.telegram.requests("sendMessage");
        let sent = &sent[self.before.1..];
        let quiet = |fields: &&telegram_emulator::Request| {
            fields.fields.contains_key("disable_notification")
        };
        let silent = sent.iter().filter(quiet).count();
        let written = lines.iter().filter(|line| is_of_person(line)).count();
        let mut told = without_ids(&lines.join("\n"));
        told += &format!(
            "\n\nThe person writes {written} times and taps {}; the bot sends {} messages, {} with a sound.\n",
            self.taps.get(),
            sent.len(),
            sent.len() - silent,
        );
        told
    }
}

fn is_of_person(line: &str) -> bool {
    let who = line.split_whitespace().nth(1).unwrap_or_default();
    let who = who.trim_end_matches(':');
    [ANA, BEN, EVA]
        .iter()
        .any(|person| who == person.to_string())
}

fn without_ids(text: &str) -> String {
    let lines = text
        .lines()
        .map(|line| without_message(&without_edits(line)));
    steady(&lines.collect::<Vec<_>>().join("\n"))
}

/// An edit replaces others that were not sent yet, so nobody knows how many
/// there are.
fn without_edits(line: &str) -> String {
    match line.split_once(" (edited ") {
        Some((before, after)) => {
            let (_, after) = after.split_once(" times)").unwrap_or_default();
            format!("{before} (edited){after}")
        }
        None => line.to_owned(),
    }
}

/// The number of a message differs from run to run.
fn without_message(line: &str) -> String {
    let is_number = |word: &str| word.parse::<u32>().is_ok();
    let of_message = line.starts_with("  1");
    let words = line.split(' ').map(|word| {
        let id = word.trim_end_matches(':');
        if of_message && id.len() == 4 && id.starts_with('1') && is_number(id) {
            if id == word { "·" } else { "·:" }
        } else {
            word
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn stage(undo: &str) -> Stage {
    let stage = Stage::new("--call-seconds 1").variable("KALLY_CALLS__UNDO", undo);
    stage
        .telegram
        .group(GROUP, Kind::Group, "Friends", &[ANA, BEN, EVA]);
    stage.run();
    stage
}

const ENGLISH: &str = "/call +1 415 555 0100, book a table for 4 tomorrow at 8pm under Ana";
const SPANISH: &str =
    "/llamar al +1 415 555 0100, reserva mesa para 4 mañana a las 8 de la tarde a nombre de Eva";

#[test]
fn the_best_case() {
    let stage = stage("1s");
    let scene = Scene::begins(stage.linked(ANA));
    scene.goes(&[
        (Says(ENGLISH), "They will hear an AI"),
        (Presses("Call now"), "✅ Call finished"),
    ]);
    insta::assert_snapshot!(scene.told("is over", 1));
}

#[test]
fn the_best_case_in_spanish() {
    let stage = stage("1s");
    let scene = Scene::begins(stage.linked(EVA));
    scene.goes(&[
        (Says(SPANISH), "Sabrán que habla una IA"),
        (Presses("Llamar"), "✅ Llamada terminada"),
    ]);
    insta::assert_snapshot!(scene.told("ha terminado", 1));
}

/// The name is not told.
#[test]
fn the_usual_case() {
    let stage = stage("1s");
    let scene = Scene::begins(stage.linked(ANA));
    scene.goes(&[
        (
            Says("/call +1 415 555 0100 and book a table for 4 tomorrow at 8pm"),
            "Which name should I give?",
        ),
        (Presses("Ana García"), "They will hear an AI"),
        (Presses("Call now"), "✅ Call finished"),
    ]);
    insta::assert_snapshot!(scene.told("is over", 1));
}

/// Nothing is linked yet. The presses in the browser are not counted.
#[test]
fn the_first_time() {
    let stage = stage("1s");
    let scene = Scene::begins(stage.private(ANA));
    scene.goes(&[
        (Says(ENGLISH), "They will hear an AI"),
        (Presses("Call now"), ""),
    ]);
    let offer = scene.seat.hears_offer();
    stage.sign_in(&offer);
    scene.seat.is_mine();
    scene.taps.set(scene.taps.get() + 1);
    scene.goes(&[(Presses("Call now"), "✅ Call finished")]);
    insta::assert_snapshot!(without_link(&scene.told("is over", 1)));
}

/// The address and the code of a link are another each time.
fn without_link(text: &str) -> String {
    let is_half = |half: &str| half.len() == 2 && half.bytes().all(|c| c.is_ascii_alphanumeric());
    let lines = text.lines().map(|line| {
        let words = line.split(' ').map(|word| match word.split_once('-') {
            _ if word.contains("http") => "ADDRESS",
            Some((first, second)) if is_half(first) && is_half(second) => "CODE",
            _ => word,
        });
        words.collect::<Vec<_>>().join(" ")
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_form() {
    let stage = stage("1s");
    let scene = Scene::begins(stage.linked(ANA));
    scene.goes(&[
        (Says("/call"), "Which number should I call?"),
        (Says("415 555 0100"), "What should I ask them for?"),
        (Says("a table on the terrace"), "Which name should I give?"),
        (Presses("Ana García"), "For which day?"),
        (Presses("Tomorrow"), "At what time?"),
        (Says("8pm"), "For how many people?"),
        (Says("4"), "They will hear an AI"),
        (Presses("Call now"), "✅ Call finished"),
    ]);
    insta::assert_snapshot!(scene.told("is over", 1));
}

#[test]
fn a_slip_of_the_finger() {
    let stage = stage("20s");
    let scene = Scene::begins(stage.linked(ANA));
    scene.goes(&[
        (Says(ENGLISH), "They will hear an AI"),
        (Presses("Call now"), " in 20 seconds"),
        (Presses("Undo"), "Here is your request again."),
        (Says("no, 5 people"), "People: 5"),
        (Presses("Cancel"), "No call was made."),
        (Says("thanks"), ""),
    ]);
    insta::assert_snapshot!(scene.told("No call was made", 0));
    stage.ends_well(0);
}

#[test]
fn a_bad_day() {
    let stage = stage("1s");
    let scene = Scene::begins(stage.linked(ANA));
    scene.goes(&[
        (
            Says("/call +1 415 555 0102, book a table for 4 tomorrow at 8pm under Ana"),
            "They will hear an AI",
        ),
        (Presses("Call now"), "The line was busy"),
        (Presses("In 10 min"), "again at"),
        (Says("/cancel"), "Here is your request again."),
        (Says("cancel"), "No call was made."),
        (
            Says("/call +1 415 555 0122 and ask for the price of a haircut"),
            "They will hear an AI",
        ),
        (Presses("Call now"), "won't call about this"),
    ]);
    insta::assert_snapshot!(scene.told("won't call about this", 2));
}

#[test]
fn a_slip_of_the_finger_in_spanish() {
    let stage = stage("20s");
    let scene = Scene::begins(stage.linked(EVA));
    scene.goes(&[
        (Says(SPANISH), "Sabrán que habla una IA"),
        (Presses("Llamar"), " en 20 segundos"),
        (Presses("Anular"), "Aquí está otra vez tu petición."),
        (Says("no, 5 personas"), "Personas: 5"),
        (Presses("Cancelar"), "No he llamado a nadie."),
    ]);
    insta::assert_snapshot!(scene.told("No he llamado a nadie.", 0));
    stage.ends_well(0);
}

/// The words of three calls at once.
struct Words {
    asks: &'static str,
    card: &'static str,
    call: &'static str,
    calling: &'static str,
    how: (&'static str, &'static str),
    stop: (&'static str, &'static str),
    which: &'static str,
    stopped: &'static str,
    finished: &'static str,
}

fn three_calls(person: i64, words: &Words) -> String {
    let stage = Stage::new("--call-seconds 600");
    stage.run();
    let scene = Scene::begins(stage.linked(person));
    for number in ["0100", "0108", "0109"] {
        let ask = format!("/call +1 415 555 {number}{}", words.asks);
        scene.seat.ask(&ask, words.card);
        scene.taps.set(scene.taps.get() + 1);
        let calling = format!("{} +1 415-555-{number}…", words.calling);
        scene.seat.press(words.call, &calling);
    }
    scene.goes(&[
        (Says(words.how.0), words.how.1),
        (Says(words.stop.0), words.stop.1),
        (Presses(words.which), words.stopped),
    ]);
    stage.place.sandbox.ends_calls();
    stage.until("every outcome", |_| {
        (scene.seat.count(words.finished) == 2).then_some(())
    });
    let told = scene.told(words.finished, 5);
    // Two calls end in the same moment, so nobody knows which is told first.
    told.replace("0109", "NUMBER").replace("0100", "NUMBER")
}

#[test]
fn three_calls_at_once() {
    let told = three_calls(
        ANA,
        &Words {
            asks: " and ask for the price of a haircut",
            card: "They will hear an AI",
            call: "Call now",
            calling: "Calling",
            how: ("how is it going?", "Your calls"),
            stop: ("stop", "Which one do you mean?"),
            which: "Stop: +1 415-555-0108",
            stopped: "The call ended before it was finished.",
            finished: "✅ Call finished",
        },
    );
    insta::assert_snapshot!(told);
}

#[test]
fn three_calls_at_once_in_spanish() {
    let told = three_calls(
        EVA,
        &Words {
            asks: ", pregunta cuánto cuesta un corte de pelo",
            card: "Sabrán que habla una IA",
            call: "Llamar",
            calling: "Llamando al",
            how: ("¿cómo va?", "Tus llamadas"),
            stop: ("cuelga", "¿A cuál te refieres?"),
            which: "Colgar: +1 415-555-0108",
            stopped: "se ha cortado antes de terminar.",
            finished: "✅ Llamada terminada",
        },
    );
    insta::assert_snapshot!(told);
}

#[test]
fn a_bad_day_in_spanish() {
    let stage = stage("1s");
    let scene = Scene::begins(stage.linked(EVA));
    scene.goes(&[
        (
            Says("/call +1 415 555 0102, reserva mesa para 4 mañana a las 8 de la tarde a nombre de Eva"),
            "Sabrán que habla una IA",
        ),
        (Presses("Llamar"), "Comunicaba."),
        (Presses("En 10 min"), "Vuelvo a llamar"),
        (Says("/cancel"), "Aquí está otra vez tu petición."),
        (Says("cancelar"), "No he llamado a nadie."),
        (
            Says("/call +1 415 555 0122, pregunta cuánto cuesta un corte de pelo"),
            "Sabrán que habla una IA",
        ),
        (Presses("Llamar"), "KallyAI no llama para eso"),
    ]);
    insta::assert_snapshot!(scene.told("KallyAI no llama para eso", 2));
}

/// Two people of a group, each with a request.
#[test]
fn two_people_in_a_group() {
    let stage = stage("1s");
    stage.linked(ANA);
    stage.linked(BEN);
    let scene = Scene::begins(stage.seat(GROUP, ANA));
    let ben = stage.seat(GROUP, BEN);
    scene.seat.own(ENGLISH, "They will hear an AI");
    ben.own(
        "/call +1 415 555 0100 and ask for the price of a haircut",
        "They will hear an AI",
    );
    scene.taps.set(2);
    scene.seat.presses_own("Call now");
    scene.seat.hears_own("✅ Call finished");
    ben.presses_own("Call now");
    ben.hears_own("✅ Call finished");
    insta::assert_snapshot!(scene.told("✅ Call finished", 2));
    stage.ends_well(2);
}

/// Each is answered in their own language.
#[test]
fn two_people_in_a_group_in_two_languages() {
    let stage = stage("1s");
    stage.linked(EVA);
    stage.linked(BEN);
    let scene = Scene::begins(stage.seat(GROUP, EVA));
    let ben = stage.seat(GROUP, BEN);
    scene.seat.own(SPANISH, "Sabrán que habla una IA");
    ben.own(
        "/call +1 415 555 0108 and ask for the price of a haircut",
        "They will hear an AI",
    );
    scene.taps.set(2);
    scene.seat.presses_own("Llamar");
    scene.seat.hears_own("✅ Llamada terminada");
    ben.presses_own("Call now");
    ben.hears_own("✅ Call finished");
    insta::assert_snapshot!(scene.told("✅ Call finished", 2));
    stage.ends_well(2);
}
