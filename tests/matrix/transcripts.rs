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
            if shown.iter().all(|words| all.contains(words)) && !goes_on(&all) {
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

/// Whether a call is shown that goes on, or may still begin.
fn goes_on(all: &str) -> bool {
    ["Calling ", "Llamando ", "Llamo al "]
        .iter()
        .any(|words| all.contains(words))
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

/// Three calls at once, one of which is stopped: the requests, each with the status
/// of its call; the card and the countdown; the rest; the end of a call, told and
/// in the status.
fn three_calls(
    asks: [(&'static str, &str); 3],
    (card, soon): (&str, &str),
    steps: &[(Act, &str)],
    (finished, over): (&str, &str),
) -> String {
    let bot = bot("--call-seconds 600", "1s");
    let running = bot.start();
    let mut ana = Person::new(synapse::shared(), "ana").named("Ana García");
    let room = bot.direct(&mut ana);
    links(&mut ana, &room);
    let mut scene = Scene::of(bot, running, ana, room);
    for (ask, calling) in asks {
        scene.goes(&[(Says(ask), card), (Presses("✅"), soon), (Waits, calling)]);
    }
    scene.bot.place.sandbox.waits_for_dialled(3);
    scene.goes(steps);
    scene.bot.place.sandbox.ends_calls();
    scene.goes(&[(Waits, finished), (Waits, finished)]);
    let over = ["0100", "0108", "0109"].map(|number| format!("{number} {over}"));
    let told = scene.ends(&over.each_ref().map(String::as_str));
    // Two calls end in the same moment, so nobody knows which is told first.
    let (before, after) = told.split_at(told.find('✅').unwrap());
    let after = after.replace("0109", "NUMBER").replace("0100", "NUMBER");
    // A call costs as much as it lasts.
    let costs = |line: &str| ["It cost", "Ha costado"].iter().any(|it| line.contains(it));
    let steady = |line: &str| match costs(line) {
        true => line.replace(|c: char| c.is_ascii_digit(), "N"),
        false => line.to_owned(),
    };
    let told = format!("{before}{after}");
    let told: Vec<String> = told.split('\n').map(steady).collect();
    told.join("\n")
}

#[test]
fn three_calls_at_once() {
    let told = three_calls(
        [
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
        ],
        ("[1] Call now", "in 1 second."),
        &[
            (Says("how is it going?"), "[3] Stop:"),
            (Says("stop"), "Which one do you mean?"),
            (Says("2"), "The call ended before it was finished."),
        ],
        ("✅ Call finished", "is over."),
    );
    insta::assert_snapshot!(told);
}

#[test]
fn three_calls_at_once_in_spanish() {
    let told = three_calls(
        [
            (
                "+1 415 555 0100, pregunta cuánto cuesta un corte de pelo",
                "Llamando al +1 415-555-0100…",
            ),
            (
                "+1 415 555 0108, pregunta cuánto cuesta un corte de pelo",
                "Llamando al +1 415-555-0108…",
            ),
            (
                "+1 415 555 0109, pregunta cuánto cuesta un corte de pelo",
                "Llamando al +1 415-555-0109…",
            ),
        ],
        ("[1] Llamar", "en 1 segundo."),
        &[
            (Says("¿cómo va?"), "[3] Colgar:"),
            (Says("cuelga"), "¿A cuál te refieres?"),
            (Says("2"), "se ha cortado antes de terminar."),
        ],
        ("✅ Llamada terminada", "ha terminado."),
    );
    insta::assert_snapshot!(told);
}

/// A room with Ana, who is linked, and Bob.
#[track_caller]
fn room_of_two(bob_is_linked: bool) -> (Scene, Person) {
    let bot = bot("--call-seconds 2", "1s");
    let running = bot.start();
    let mut ana = Person::new(synapse::shared(), "ana").named("Ana García");
    let mut bob = Person::new(synapse::shared(), "bob").named("Bob");
    let private = bot.direct(&mut ana);
    links(&mut ana, &private);
    if bob_is_linked {
        let private = bot.direct(&mut bob);
        links(&mut bob, &private);
    }
    let room = ana.room(&[&bot.user, &bob.user]);
    bob.join(&room);
    ana.sees_in(&room, &bot.user);
    ana.hears(&room, "Hello. I place phone calls");
    (Scene::of(bot, running, ana, room), bob)
}

/// Two people of a room, a request each, and one account each.
fn two_people(
    hers: &[(Act, &str)],
    his: (&str, &str),
    then: &[(Act, &str)],
    ends: [&str; 2],
) -> String {
    let (mut scene, mut bob) = room_of_two(true);
    scene.goes(hers);
    let room = scene.room.clone();
    bob.say(&room, his.0);
    let card = bob.hears(&room, his.1);
    scene.goes(then);
    bob.press(&room, &id(&card), "✅");
    scene.goes(&[(Waits, ends[0])]);
    scene.ends(&[ends[1]])
}

#[test]
fn two_people_in_one_room() {
    let told = two_people(
        &[(
            Says("!call +1 415 555 0100, book a table for 4 tomorrow at 8pm under Ana"),
            "[1] Call now",
        )],
        (
            "!call +1 415 555 0100 and ask for the price of a haircut",
            "“Ask for the price of a haircut”",
        ),
        &[(Presses("✅"), "in 1 second."), (Waits, "✅ Call finished")],
        ["They answered: 45 dollars.", "is over."],
    );
    insta::assert_snapshot!(told);
}

#[test]
fn two_people_in_one_room_in_spanish() {
    let told = two_people(
        &[(
            Says(
                "!llamar al +1 415 555 0100, reserva mesa para 4 mañana a las 8 de la tarde a nombre de Ana",
            ),
            "[1] Llamar",
        )],
        (
            "!llamar al +1 415 555 0100 y pregunta cuánto cuesta un corte de pelo",
            "corte de pelo»",
        ),
        &[
            (Presses("✅"), "en 1 segundo."),
            (Waits, "✅ Llamada terminada"),
        ],
        ["45", "ha terminado."],
    );
    insta::assert_snapshot!(told);
}

/// A family talks in the thread of a request; only the requester's words to the
/// bot count.
fn family(
    request: (&'static str, &str),
    talk: (&'static str, &str, &str),
    steps: &[(Act, &str)],
    over: &str,
) -> String {
    let (mut scene, mut bob) = room_of_two(false);
    let room = scene.room.clone();
    scene.goes(&[(Says(request.0), request.1)]);
    let mut events = scene.ana.seen(&room).events.iter();
    let first = events.find(|event| said(event).starts_with(request.0));
    let thread = id(first.unwrap());
    scene.thread = Some(thread.clone());
    scene.goes(&[(Says(talk.0), "")]);
    bob.hears(&room, talk.0);
    bob.say_in(&room, &thread, talk.1);
    scene.ana.hears(&room, talk.1);
    scene.goes(steps);
    bob.say_in(&room, &thread, talk.2);
    scene.ana.hears(&room, talk.2);
    scene.ends(&[over])
}

#[test]
fn a_family_in_a_thread() {
    let told = family(
        (
            "!call +1 415 555 0100, book a table tomorrow at 8pm under Ana",
            "For how many people?",
        ),
        (
            "Bob, will you bring the kids?",
            "yes, both, so 4 of us",
            "great!",
        ),
        &[
            (Says("4"), "[1] Call now"),
            (Presses("✅"), "in 1 second."),
            (Waits, "✅ Call finished"),
        ],
        "is over.",
    );
    insta::assert_snapshot!(told);
}

#[test]
fn a_family_in_a_thread_in_spanish() {
    let told = family(
        (
            "!llamar al +1 415 555 0100, reserva mesa mañana a las 8 de la tarde a nombre de Ana",
            "¿Para cuántas personas?",
        ),
        (
            "Bob, ¿traes a los niños?",
            "sí, a los dos, así que somos 4",
            "¡genial!",
        ),
        &[
            (Says("4"), "[1] Llamar"),
            (Presses("✅"), "en 1 segundo."),
            (Waits, "✅ Llamada terminada"),
        ],
        "ha terminado.",
    );
    insta::assert_snapshot!(told);
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
