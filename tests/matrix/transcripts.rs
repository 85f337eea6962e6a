//! Whole conversations in Matrix, in both languages, kept to be read aloud; each
//! ends with its number of messages, sounds and presses. The table in
//! `docs/experience.md` quotes them, and the seconds that each test prints.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::people::Person;
use super::talks::{Talks as _, id, said};
use super::{Bot, link, links, synapse};
use crate::support::{Program, steady};
use Act::{Presses, Says, TakesBack, Waits};

/// The next thing that a person does.
#[derive(Clone, Copy)]
enum Act {
    Says(&'static str),
    /// Presses a key below the newest message with choices.
    Presses(&'static str),
    /// Takes their last press back.
    TakesBack,
    /// Waits for KallyAI.
    Waits,
}

/// A conversation that is counted.
struct Scene {
    bot: Bot,
    _running: Program,
    ana: Person,
    room: String,
    /// The thread in which she talks.
    thread: Option<String>,
    /// How many events came before it.
    begin: usize,
    /// The newest message with choices, and her last press.
    card: Option<String>,
    pressed: Option<String>,
    /// How long she has waited for answers, apart from the call itself.
    waited: Duration,
}

impl Scene {
    /// In a direct chat; a call takes two seconds, so that its status is seen.
    #[track_caller]
    fn direct(undo: &str, is_linked: bool) -> Self {
        let bot = bot("--call-seconds 2", undo);
        let running = bot.start();
        let mut ana = Person::new(synapse::shared(), "ana").named("Ana García");
        let room = bot.direct(&mut ana);
        if is_linked {
            links(&mut ana, &room);
        }
        Self::of(bot, running, ana, room)
    }

    #[track_caller]
    fn of(bot: Bot, running: Program, mut ana: Person, room: String) -> Self {
        ana.listen(Duration::ZERO);
        let begin = ana.seen(&room).events.len();
        Self {
            bot,
            _running: running,
            ana,
            room,
            thread: None,
            begin,
            card: None,
            pressed: None,
            waited: Duration::ZERO,
        }
    }

    /// Does these things, each after the answer to the one before.
    #[track_caller]
    fn goes(&mut self, steps: &[(Act, &str)]) {
        for (act, answer) in steps {
            let began = Instant::now();
            self.does(*act);
            if answer.is_empty() {
                continue;
            }
            let heard = self.ana.hears(&self.room, answer);
            if !matches!(act, Waits) {
                self.waited += began.elapsed();
            }
            if said(&heard).contains("[1]") {
                self.card = Some(of(&heard));
            }
        }
    }

    #[track_caller]
    fn does(&mut self, act: Act) {
        let (ana, room) = (&mut self.ana, self.room.clone());
        match (act, &self.thread) {
            (Says(text), None) => drop(ana.say(&room, text)),
            (Says(text), Some(thread)) => drop(ana.say_in(&room, thread, text)),
            (Presses(key), _) => {
                let card = self.card.clone().expect("nothing can be pressed");
                self.pressed = Some(ana.press(&room, &card, key));
            }
            (TakesBack, _) => {
                let pressed = self.pressed.take().expect("nothing was pressed");
                ana.put(&format!("rooms/{room}/redact/{pressed}/r"), &json!({}));
            }
            (Waits, _) => {}
        }
    }

    /// The whole conversation, once each of these is shown.
    #[track_caller]
    fn ends(mut self, shown: &[&str]) -> String {
        let until = Instant::now() + Duration::from_secs(25);
        let (messages, presses) = loop {
            let told = self.messages();
            let all = told.0.iter().map(Message::shown).collect::<Vec<_>>();
            let all = all.join("\n");
            if shown.iter().all(|words| all.contains(words)) && !all.contains("Calling ") {
                break told;
            }
            assert!(Instant::now() < until, "{shown:?} is not shown:\n{all}");
            self.ana.listen(Duration::from_millis(200));
        };
        println!("answers took {:?}", self.waited);
        let of_bot = messages.iter().filter(|message| message.of_bot);
        let sounds = of_bot.clone().filter(|message| message.sounds).count();
        let (sent, all) = (of_bot.count(), messages.len());
        let told: Vec<String> = messages.iter().map(Message::shown).collect();
        format!(
            "{}\n\nThe people write {} times and press {presses}; the bot sends {sent} messages, {sounds} with a sound.\n",
            steady(&told.join("\n")),
            all - sent,
        )
    }

    /// The messages, each as it stands now, and how often people pressed.
    fn messages(&mut self) -> (Vec<Message>, usize) {
        self.ana.listen(Duration::ZERO);
        let bot = self.bot.user.clone();
        let mut messages: Vec<Message> = Vec::new();
        let mut presses = 0;
        let events = self.ana.seen(&self.room).events.iter().skip(self.begin);
        for event in events {
            let of_bot = event["sender"] == bot.as_str();
            if event["type"] == "m.reaction" && !of_bot {
                presses += 1;
            }
            if event["type"] != "m.room.message" {
                continue;
            }
            let relation = &event["content"]["m.relates_to"];
            if relation["rel_type"] == "m.replace" {
                let changed = relation["event_id"].as_str().unwrap_or_default();
                if let Some(message) = messages.iter_mut().find(|one| one.id == changed) {
                    message.text = body(&event["content"]["m.new_content"]);
                    message.edited = true;
                }
                continue;
            }
            messages.push(Message {
                id: id(event),
                who: name(event["sender"].as_str().unwrap_or_default(), &bot),
                of_bot,
                in_thread: relation["rel_type"] == "m.thread",
                sounds: event["content"]["msgtype"] == "m.text",
                edited: false,
                text: body(&event["content"]),
            });
        }
        (messages, presses)
    }
}

/// A message in a room.
struct Message {
    id: String,
    who: String,
    of_bot: bool,
    in_thread: bool,
    /// A notice makes no sound.
    sounds: bool,
    edited: bool,
    text: String,
}

impl Message {
    fn shown(&self) -> String {
        let thread = if self.in_thread { " (thread)" } else { "" };
        let edited = if self.edited { " (edited)" } else { "" };
        let sound = if self.of_bot && self.sounds {
            " 🔔"
        } else {
            ""
        };
        let text = self.text.trim().replace('\n', "\n      ");
        format!("  {}{thread}{edited}{sound}: {text}", self.who)
    }
}

fn body(content: &Value) -> String {
    without_ids(content["body"].as_str().unwrap_or_default())
}

/// The message that an event is, or edits.
fn of(event: &Value) -> String {
    let relation = &event["content"]["m.relates_to"];
    match relation["rel_type"] == "m.replace" {
        true => relation["event_id"].as_str().unwrap_or_default().to_owned(),
        false => id(event),
    }
}

/// 'ana' of '@ana12:localhost'.
fn name(user: &str, bot: &str) -> String {
    let name = user.trim_start_matches('@').split(':').next();
    match user == bot {
        true => "bot".to_owned(),
        false => name
            .unwrap_or_default()
            .trim_end_matches(|c: char| c.is_ascii_digit())
            .to_owned(),
    }
}

/// The text without addresses, codes and ids, which are others each time.
fn without_ids(text: &str) -> String {
    let is_half = |half: &str| half.len() == 2 && half.bytes().all(|c| c.is_ascii_alphanumeric());
    let is_code = |word: &str| {
        let halves = word.split_once('-');
        halves.is_some_and(|(first, second)| is_half(first) && is_half(second))
    };
    let lines = text.lines().map(|line| {
        let words = line.split(' ').map(|word| {
            if word.contains("http") {
                "ADDRESS"
            } else if is_code(word) {
                "CODE"
            } else {
                word
            }
        });
        words.collect::<Vec<_>>().join(" ")
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn bot(sandbox: &str, undo: &str) -> Bot {
    Bot::new(synapse::shared(), sandbox)
        .with("KALLY_CALLS__UNDO", undo)
        .with("KALLY_CALLS__POLL_FIRST", "100ms")
}

const ENGLISH: &str = "+1 415 555 0100, book a table for 4 tomorrow at 8pm under Ana";
const SPANISH: &str =
    "+1 415 555 0100, reserva mesa para 4 mañana a las 8 de la tarde a nombre de Ana";

#[test]
fn the_best_case() {
    let mut scene = Scene::direct("1s", true);
    scene.goes(&[
        (Says(ENGLISH), "[1] Call now"),
        (Presses("✅"), "in 1 second."),
        (Waits, "✅ Call finished"),
    ]);
    insta::assert_snapshot!(scene.ends(&["is over."]));
}

#[test]
fn the_best_case_in_spanish() {
    let mut scene = Scene::direct("1s", true);
    scene.goes(&[
        (Says(SPANISH), "[1] Llamar"),
        (Presses("✅"), "en 1 segundo."),
        (Waits, "✅ Llamada terminada"),
    ]);
    insta::assert_snapshot!(scene.ends(&["ha terminado."]));
}

/// The name is not told.
#[test]
fn the_usual_case() {
    let mut scene = Scene::direct("1s", true);
    scene.goes(&[
        (
            Says("call +1 415 555 0100 and book a table for 4 tomorrow at 8pm"),
            "Which name should I give?",
        ),
        (Presses("1️⃣"), "[1] Call now"),
        (Presses("✅"), "in 1 second."),
        (Waits, "✅ Call finished"),
    ]);
    insta::assert_snapshot!(scene.ends(&["is over."]));
}

#[test]
fn the_form() {
    let mut scene = Scene::direct("1s", true);
    scene.goes(&[
        (Says("!call"), "Which number should I call?"),
        (Says("415 555 0100"), "What should I ask them for?"),
        (Says("a table on the terrace"), "Which name should I give?"),
        (Presses("1️⃣"), "For which day?"),
        (Says("tomorrow"), "At what time?"),
        (Says("8pm"), "For how many people?"),
        (Says("4"), "[1] Call now"),
        (Presses("✅"), "in 1 second."),
        (Waits, "✅ Call finished"),
    ]);
    insta::assert_snapshot!(scene.ends(&["is over."]));
}

/// Nothing is linked yet.
#[test]
fn the_first_time() {
    let mut scene = Scene::direct("1s", false);
    scene.goes(&[(Says(ENGLISH), "[1] Call now"), (Presses("✅"), "")]);
    let asked = scene.ana.hears(&scene.room, "Link my account");
    link(&asked);
    scene.goes(&[
        (Waits, "Is that your account?"),
        (Says("yes"), "[1] Call now"),
        (Presses("✅"), "in 1 second."),
        (Waits, "✅ Call finished"),
    ]);
    insta::assert_snapshot!(scene.ends(&["is over."]));
}

#[test]
fn a_slip_of_the_finger() {
    let mut scene = Scene::direct("60s", true);
    scene.goes(&[
        (Says(ENGLISH), "[1] Call now"),
        (Presses("✅"), "in 1 minute."),
        (TakesBack, "Here is your request again."),
        (Says("no, 5 people"), "Changed: 5 people."),
        (Says("cancel"), "No call was made."),
    ]);
    insta::assert_snapshot!(scene.ends(&["I didn't call +1 415-555-0100"]));
}

#[test]
fn a_slip_of_the_finger_in_spanish() {
    let mut scene = Scene::direct("60s", true);
    scene.goes(&[
        (Says(SPANISH), "[1] Llamar"),
        (Presses("✅"), "en 1 minuto."),
        (TakesBack, "Aquí está otra vez tu petición."),
        (Says("no, 5 personas"), "Cambiado: 5 personas."),
        (Says("cancelar"), "No he llamado a nadie."),
    ]);
    insta::assert_snapshot!(scene.ends(&["No he llamado al +1 415-555-0100"]));
}

#[test]
fn three_calls_at_once() {
    let bot = bot("--call-seconds 600", "1s");
    let running = bot.start();
    let mut ana = Person::new(synapse::shared(), "ana").named("Ana García");
    let room = bot.direct(&mut ana);
    links(&mut ana, &room);
    let mut scene = Scene::of(bot, running, ana, room);
    for (ask, calling) in [
        (
            "+1 415 555 0100, ask for the price of a haircut",
            "Calling +1 415-555-0100…",
        ),
        (
            "+1 415 555 0108, ask for the price of a haircut",
            "Calling +1 415-555-0108…",
        ),
        (
            "+1 415 555 0109, ask for the price of a haircut",
            "Calling +1 415-555-0109…",
        ),
    ] {
        scene.goes(&[
            (Says(ask), "[1] Call now"),
            (Presses("✅"), "in 1 second."),
            (Waits, calling),
        ]);
    }
    scene.bot.place.sandbox.waits_for_dialled(3);
    scene.goes(&[
        (Says("how is it going?"), "[3] Stop:"),
        (Says("stop"), "Which one do you mean?"),
        (Says("2"), "The call ended before it was finished."),
    ]);
    scene.bot.place.sandbox.ends_calls();
    scene.goes(&[(Waits, "✅ Call finished"), (Waits, "✅ Call finished")]);
    let told = scene.ends(&["0100 is over.", "0108 is over.", "0109 is over."]);
    // Two calls end in the same moment, so nobody knows which is told first.
    let (before, after) = told.split_at(told.find("✅").unwrap());
    let after = after.replace("0109", "NUMBER").replace("0100", "NUMBER");
    insta::assert_snapshot!(format!("{before}{after}"));
}

/// Two people of a room, a request each, and one account each.
#[test]
fn two_people_in_one_room() {
    let bot = bot("--call-seconds 2", "1s");
    let running = bot.start();
    let mut ana = Person::new(synapse::shared(), "ana").named("Ana García");
    let mut bob = Person::new(synapse::shared(), "bob").named("Bob");
    for person in [&mut ana, &mut bob] {
        let private = bot.direct(person);
        links(person, &private);
    }
    let room = ana.room(&[&bot.user, &bob.user]);
    bob.join(&room);
    ana.sees_in(&room, &bot.user);
    ana.hears(&room, "Hello. I place phone calls");
    let mut scene = Scene::of(bot, running, ana, room.clone());
    scene.goes(&[(
        Says("!call +1 415 555 0100, book a table for 4 tomorrow at 8pm under Ana"),
        "[1] Call now",
    )]);
    bob.say(
        &room,
        "!call +1 415 555 0100 and ask for the price of a haircut",
    );
    let his = bob.hears(&room, "“Ask for the price of a haircut”");
    scene.goes(&[(Presses("✅"), "in 1 second."), (Waits, "✅ Call finished")]);
    bob.press(&room, &id(&his), "✅");
    scene.goes(&[(Waits, "They answered: 45 dollars.")]);
    insta::assert_snapshot!(scene.ends(&["is over."]));
}

/// A family talks in the thread of a request; only the requester's words to the
/// bot count.
#[test]
fn a_family_in_a_thread() {
    let bot = bot("--call-seconds 2", "1s");
    let running = bot.start();
    let mut ana = Person::new(synapse::shared(), "ana").named("Ana García");
    let mut bob = Person::new(synapse::shared(), "bob").named("Bob");
    let private = bot.direct(&mut ana);
    links(&mut ana, &private);
    let room = ana.room(&[&bot.user, &bob.user]);
    bob.join(&room);
    ana.sees_in(&room, &bot.user);
    ana.hears(&room, "Hello. I place phone calls");
    let mut scene = Scene::of(bot, running, ana, room.clone());
    scene.goes(&[(
        Says("!call +1 415 555 0100, book a table tomorrow at 8pm under Ana"),
        "For how many people?",
    )]);
    let first = scene
        .ana
        .seen(&room)
        .events
        .iter()
        .find(|event| said(event).starts_with("!call +1"));
    let thread = id(first.unwrap());
    scene.thread = Some(thread.clone());
    scene.goes(&[(Says("Bob, will you bring the kids?"), "")]);
    bob.hears(&room, "Bob, will you bring the kids?");
    bob.say_in(&room, &thread, "yes, both, so 4 of us");
    scene.ana.hears(&room, "yes, both, so 4 of us");
    scene.goes(&[
        (Says("4"), "[1] Call now"),
        (Presses("✅"), "in 1 second."),
        (Waits, "✅ Call finished"),
    ]);
    bob.say_in(&room, &thread, "great!");
    scene.ana.hears(&room, "great!");
    insta::assert_snapshot!(scene.ends(&["is over."]));
}

/// Busy, put off, taken back; contact lost; refused, and tried again.
#[test]
fn a_bad_day() {
    let mut scene = Scene::direct("1s", true);
    scene.goes(&[
        (
            Says("+1 415 555 0102, book a table for 4 tomorrow at 8pm under Ana"),
            "[1] Call now",
        ),
        (Presses("✅"), "in 1 second."),
        (Waits, "The line was busy."),
        (Presses("1️⃣"), "again at"),
        (Says("undo"), "Here is your request again."),
        (Says("cancel"), "No call was made."),
        (
            Says("+1 415 555 0132 and ask for the price of a haircut"),
            "[1] Call now",
        ),
        (Presses("✅"), "in 1 second."),
        (Waits, "If you call again, they may get two calls."),
        (Says("leave it"), "All right, I'll leave it there."),
        (
            Says("+1 415 555 0122 and ask for the price of a haircut"),
            "[1] Call now",
        ),
        (Presses("✅"), "in 1 second."),
        (Waits, "KallyAI won't call about this"),
        (Says("ask what a haircut costs for a child"), "[1] Call now"),
        (Says("call +1 415 555 0100 instead"), "[1] Call now"),
        (Presses("✅"), "in 1 second."),
        (Waits, "✅ Call finished"),
    ]);
    insta::assert_snapshot!(scene.ends(&["I couldn't find out", "0100 is over."]));
}

#[test]
fn a_bad_day_in_spanish() {
    let mut scene = Scene::direct("1s", true);
    scene.goes(&[
        (
            Says("+1 415 555 0102, reserva mesa para 4 mañana a las 8 de la tarde a nombre de Ana"),
            "[1] Llamar",
        ),
        (Presses("✅"), "en 1 segundo."),
        (Waits, "Comunicaba."),
        (Presses("1️⃣"), "Vuelvo a llamar"),
        (Says("anular"), "Aquí está otra vez tu petición."),
        (Says("cancelar"), "No he llamado a nadie."),
        (
            Says("+1 415 555 0132, pregunta cuánto cuesta un corte de pelo"),
            "[1] Llamar",
        ),
        (Presses("✅"), "en 1 segundo."),
        (Waits, "puede que reciban dos llamadas."),
        (Says("dejarlo"), "De acuerdo, lo dejo así."),
        (
            Says("+1 415 555 0122, pregunta cuánto cuesta un corte de pelo"),
            "[1] Llamar",
        ),
        (Presses("✅"), "en 1 segundo."),
        (Waits, "KallyAI no llama para eso"),
        (
            Says("pregunta cuánto cuesta un corte de pelo de niño"),
            "[1] Llamar",
        ),
        (Says("mejor llama al +1 415 555 0100"), "[1] Llamar"),
        (Presses("✅"), "en 1 segundo."),
        (Waits, "✅ Llamada terminada"),
    ]);
    insta::assert_snapshot!(scene.ends(&["No he podido averiguar", "0100 ha terminado."]));
}
