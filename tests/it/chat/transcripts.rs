//! Whole conversations in the terminal, in both languages, kept to be read
//! aloud; each ends with its number of lines and messages. The table in
//! `docs/experience.md` quotes them, and the seconds that each test prints.

use std::time::{Duration, Instant};

use crate::support::{Browser, Place, Program, signed_in, steady};

/// No answer takes longer; KallyAI's own time is not counted.
const SLOWEST: Duration = Duration::from_secs(10);

/// Instead of a line: the person waits for KallyAI.
const WAITS: &str = "";

/// A conversation that is counted.
struct Scene {
    chat: Program,
    /// KallyAI, which ends with it.
    place: Place,
    /// The end of the output before it.
    begin: usize,
    /// How long the person has waited for answers, apart from the call itself.
    waited: Duration,
}

impl Scene {
    /// With a linked account.
    #[track_caller]
    fn begins(place: Place) -> Self {
        let chat = place.linked_chat();
        Self::of(place, chat)
    }

    fn of(place: Place, chat: Program) -> Self {
        Self {
            begin: chat.output.raw().len(),
            chat,
            place,
            waited: Duration::ZERO,
        }
    }

    /// Writes these lines, each after the answer to the one before.
    #[track_caller]
    fn goes(&mut self, lines: &[(&str, &str)]) {
        for (line, answer) in lines {
            if *line == WAITS {
                self.hears(answer);
                continue;
            }
            let said = Instant::now();
            self.chat.ask(line, answer);
            self.waited += said.elapsed();
        }
    }

    /// Waits for more, which takes KallyAI's time.
    #[track_caller]
    fn hears(&mut self, text: &str) {
        self.chat.hears(text);
    }

    /// The whole conversation. Its output is wrapped by the width of a terminal;
    /// here a paragraph is one line.
    #[track_caller]
    fn ends(mut self) -> String {
        self.chat.ends_well();
        let raw = self.chat.output.raw();
        let parts = raw[self.begin..].split("\n\n");
        let parts: Vec<&str> = parts.filter(|part| !is_fleeting(part)).collect();
        let shown = parts.join("\n\n");
        let written = shown.lines().filter(|line| line.starts_with("> ")).count();
        let messages = shown.split("\n\n").filter(|part| is_message(part)).count();
        println!("answers took {:?}", self.waited);
        assert!(self.waited < SLOWEST, "answers took {:?}", self.waited);
        format!(
            "{}\n\nThe person writes {written} lines; the bot sends {messages} messages.\n",
            steady(&unwrapped(&shown))
        )
    }
}

/// KallyAI ends these calls at once, so nobody knows whether their status is
/// shown before.
fn is_fleeting(part: &str) -> bool {
    let numbers = ["0122…", "0132…"];
    let calling = ["Calling +1 415-555-", "Llamando al +1 415-555-"];
    let shown = calling.iter().find_map(|words| part.strip_prefix(words));
    shown.is_some_and(|rest| numbers.iter().any(|number| rest.starts_with(number)))
}

fn is_message(part: &str) -> bool {
    let mut lines = part.lines().filter(|line| !line.starts_with("> "));
    lines.any(|line| !line.is_empty())
}

/// Whether a line that begins so goes on from no other.
fn begins(line: &str) -> bool {
    let begins = [
        "[",
        "- ",
        "> ",
        "1. ",
        "2. ",
        "3. ",
        "Next: ",
        "Siguiente paso: ",
    ];
    begins.iter().any(|begin| line.starts_with(begin))
}

/// A line whose next word had no room is joined with the next line.
fn unwrapped(shown: &str) -> String {
    const WIDTH: usize = 80;
    let mut out: Vec<String> = Vec::new();
    let mut room = WIDTH;
    for line in shown.lines() {
        let first = line.split_whitespace().next().unwrap_or_default();
        let goes_on = !first.is_empty() && !begins(line) && first.chars().count() + 1 > room;
        match out.last_mut().filter(|_| goes_on) {
            Some(before) => {
                before.push(' ');
                before.push_str(line.trim_start());
            }
            None => out.push(line.to_owned()),
        }
        let is_typed = line.starts_with("> ");
        room = match is_typed || line.is_empty() {
            true => WIDTH,
            false => WIDTH.saturating_sub(line.chars().count()),
        };
    }
    out.join("\n")
}

const ENGLISH: &str = "+1 415 555 0100, book a table for 4 tomorrow at 8pm under Ana";
const SPANISH: &str =
    "+1 415 555 0100, reserva mesa para 4 mañana a las 8 de la tarde a nombre de Eva";

/// A call takes two seconds, so that its status is seen.
fn place(undo: &str) -> Place {
    Place::new("--call-seconds 2").variable("KALLY_CALLS__UNDO", undo)
}

fn spanish(place: Place) -> Place {
    place.variable("KALLY_LOCALE__LANGUAGE", "es")
}

#[test]
fn the_best_case() {
    let mut scene = Scene::begins(place("1s"));
    scene.goes(&[(ENGLISH, "[1] Call now"), ("call now", "in 1 second.")]);
    scene.hears("Calling +1 415-555-0100…");
    scene.hears("✅ Call finished");
    insta::assert_snapshot!(scene.ends());
}

#[test]
fn the_best_case_in_spanish() {
    let mut scene = Scene::begins(spanish(place("1s")));
    scene.goes(&[(SPANISH, "[1] Llamar"), ("llamar", "en 1 segundo.")]);
    scene.hears("Llamando al +1 415-555-0100…");
    scene.hears("✅ Llamada terminada");
    insta::assert_snapshot!(scene.ends());
}

/// The name is not told.
#[test]
fn the_usual_case() {
    let mut scene = Scene::begins(place("1s"));
    scene.goes(&[
        (
            "call +1 415 555 0100 and book a table for 4 tomorrow at 8pm",
            "Which name should I give?",
        ),
        ("Ana", "[1] Call now"),
        ("1", "in 1 second."),
    ]);
    scene.hears("Calling +1 415-555-0100…");
    scene.hears("✅ Call finished");
    insta::assert_snapshot!(scene.ends());
}

#[test]
fn the_form() {
    let mut scene = Scene::begins(place("1s"));
    scene.goes(&[
        ("/call", "Which number should I call?"),
        ("415 555 0100", "What should I ask them for?"),
        ("a table on the terrace", "Which name should I give?"),
        ("Ana García", "For which day?"),
        ("tomorrow", "At what time?"),
        ("8pm", "For how many people?"),
        ("4", "[1] Call now"),
        ("yes", "in 1 second."),
    ]);
    scene.hears("Calling +1 415-555-0100…");
    scene.hears("✅ Call finished");
    scene.goes(&[("transcript", "goodbye."), ("thanks", "You're welcome.")]);
    insta::assert_snapshot!(scene.ends());
}

/// Nothing is linked yet.
#[test]
fn the_first_time() {
    let place = place("1s");
    let chat = place.chat();
    let mut scene = Scene::of(place, chat);
    scene.goes(&[
        (ENGLISH, "[1] Call now"),
        ("call now", "The link works for"),
    ]);
    let shown = scene.chat.output.flat();
    let (_, offer) = shown.split_once("Link my account:").unwrap();
    let address = offer.split_whitespace().next();
    let mut browser = Browser::new();
    let page = signed_in(&mut browser, address.unwrap());
    browser.press(&page, ("decision", "link"));
    scene.hears("Is that your account?");
    scene.goes(&[("yes", "[1] Call now"), ("1", "in 1 second.")]);
    scene.hears("Calling +1 415-555-0100…");
    scene.hears("✅ Call finished");
    insta::assert_snapshot!(without_link(&scene.ends()));
}

/// The address and the code of a link are another each time.
fn without_link(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let words = line.split(' ').map(|word| match word {
            word if word.starts_with("http") => "ADDRESS",
            word if is_code(word) => "CODE",
            word => word,
        });
        lines.push(words.collect::<Vec<_>>().join(" "));
    }
    lines.join("\n")
}

fn is_code(word: &str) -> bool {
    let half = |half: &str| half.len() == 2 && half.bytes().all(|c| c.is_ascii_alphanumeric());
    word.split_once('-')
        .is_some_and(|(first, second)| half(first) && half(second))
}

#[test]
fn a_slip_of_the_finger() {
    let mut scene = Scene::begins(place("20s"));
    scene.goes(&[
        (ENGLISH, "[1] Call now"),
        ("1", "in 20 seconds."),
        ("undo", "Here is your request again."),
        ("no, 5 people", "Changed: 5 people."),
        ("cancel", "No call was made."),
    ]);
    insta::assert_snapshot!(scene.ends());
}

#[test]
fn a_slip_of_the_finger_in_spanish() {
    let mut scene = Scene::begins(spanish(place("20s")));
    scene.goes(&[
        (SPANISH, "[1] Llamar"),
        ("1", "en 20 segundos."),
        ("anular", "Aquí está otra vez tu petición."),
        ("no, 5 personas", "Cambiado: 5 personas."),
        ("cancelar", "No he llamado a nadie."),
    ]);
    insta::assert_snapshot!(scene.ends());
}

/// The words of three calls at once.
struct Words {
    asks: &'static str,
    card: &'static str,
    soon: &'static str,
    calling: &'static str,
    stop: &'static str,
    steps: [(&'static str, &'static str); 3],
    stopped: &'static str,
    finished: &'static str,
}

fn three_calls(mut scene: Scene, words: &Words) -> String {
    for number in ["0100", "0108", "0109"] {
        let ask = format!("+1 415 555 {number}{}", words.asks);
        let calling = format!("{} +1 415-555-{number}…", words.calling);
        scene.goes(&[(&ask, words.card), ("1", words.soon), (WAITS, &calling)]);
        scene.hears(words.stop);
    }
    scene.place.sandbox.waits_for_dialled(3);
    // So that 'Hanging up…' is always seen before the outcome.
    let slow = serde_json::json!({"path": "/v1/calls/", "method": "POST", "delay_ms": 1_000});
    scene.place.sandbox.fail(&slow);
    scene.goes(&words.steps);
    scene.hears(words.stopped);
    scene.place.sandbox.ends_calls();
    scene.hears(words.finished);
    scene.hears(words.finished);
    let told = scene.ends();
    // Two calls end in the same moment, so nobody knows which is told first.
    let (before, after) = told.split_at(told.find('✅').unwrap());
    let after = after.replace("0109", "NUMBER").replace("0100", "NUMBER");
    format!("{before}{after}")
}

fn long_calls() -> Place {
    Place::new("--call-seconds 600").variable("KALLY_CALLS__UNDO", "1s")
}

#[test]
fn three_calls_at_once() {
    let words = Words {
        asks: ", ask for the price of a haircut",
        card: "[1] Call now",
        soon: "in 1 second.",
        calling: "Calling",
        stop: "[1] Stop",
        steps: [
            ("how is it going?", "[3] Stop:"),
            ("stop", "Which one do you mean?"),
            ("2", "Hanging up on +1 415-555-0108…"),
        ],
        stopped: "The call ended before it was finished.",
        finished: "✅ Call finished",
    };
    let told = three_calls(Scene::begins(long_calls()), &words);
    insta::assert_snapshot!(told);
}

#[test]
fn three_calls_at_once_in_spanish() {
    let words = Words {
        asks: ", pregunta cuánto cuesta un corte de pelo",
        card: "[1] Llamar",
        soon: "en 1 segundo.",
        calling: "Llamando al",
        stop: "[1] Colgar",
        steps: [
            ("¿cómo va?", "[3] Colgar:"),
            ("cuelga", "¿A cuál te refieres?"),
            ("2", "+1 415-555-0108…"),
        ],
        stopped: "se ha cortado antes de terminar.",
        finished: "✅ Llamada terminada",
    };
    let scene = Scene::begins(spanish(long_calls()));
    let told = three_calls(scene, &words);
    insta::assert_snapshot!(told);
}

/// Busy, put off, taken back; contact lost; refused, and tried again.
#[test]
fn a_bad_day() {
    let mut scene = Scene::begins(place("1s"));
    scene.goes(&[
        (
            "+1 415 555 0102, book a table for 4 tomorrow at 8pm under Ana",
            "[1] Call now",
        ),
        ("1", "in 1 second."),
        (WAITS, "The line was busy."),
        ("in 10 min", "again at"),
        ("undo", "Here is your request again."),
        ("cancel", "No call was made."),
        (
            "+1 415 555 0132 and ask for the price of a haircut",
            "[1] Call now",
        ),
        ("1", "in 1 second."),
        (WAITS, "I lost contact while calling"),
        (WAITS, "If you call again, they may get two calls."),
        ("leave it", "All right, I'll leave it there."),
        (
            "+1 415 555 0122 and ask for the price of a haircut",
            "[1] Call now",
        ),
        ("1", "in 1 second."),
        (WAITS, "KallyAI won't call about this"),
        ("ask what a haircut costs for a child", "[1] Call now"),
        ("call +1 415 555 0100 instead", "[1] Call now"),
        ("1", "in 1 second."),
        (WAITS, "Calling +1 415-555-0100…"),
        (WAITS, "✅ Call finished"),
    ]);
    insta::assert_snapshot!(scene.ends());
}

#[test]
fn a_bad_day_in_spanish() {
    let mut scene = Scene::begins(spanish(place("1s")));
    scene.goes(&[
        (
            "+1 415 555 0102, reserva mesa para 4 mañana a las 8 de la tarde a nombre de Eva",
            "[1] Llamar",
        ),
        ("1", "en 1 segundo."),
        (WAITS, "Comunicaba."),
        ("en 10 min", "Vuelvo a llamar"),
        ("anular", "Aquí está otra vez tu petición."),
        ("cancelar", "No he llamado a nadie."),
        (
            "+1 415 555 0132, pregunta cuánto cuesta un corte de pelo",
            "[1] Llamar",
        ),
        ("1", "en 1 segundo."),
        (WAITS, "Se ha cortado la conexión"),
        (WAITS, "puede que reciban dos llamadas."),
        ("dejarlo", "De acuerdo, lo dejo así."),
        (
            "+1 415 555 0122, pregunta cuánto cuesta un corte de pelo",
            "[1] Llamar",
        ),
        ("1", "en 1 segundo."),
        (WAITS, "KallyAI no llama para eso"),
        (
            "pregunta cuánto cuesta un corte de pelo de niño",
            "[1] Llamar",
        ),
        ("mejor llama al +1 415 555 0100", "[1] Llamar"),
        ("1", "en 1 segundo."),
        (WAITS, "Llamando al +1 415-555-0100…"),
        (WAITS, "✅ Llamada terminada"),
    ]);
    insta::assert_snapshot!(scene.ends());
}
