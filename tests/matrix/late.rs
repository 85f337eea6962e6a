//! Messages whose keys come late: the bot acts on them when it can read them,
//! and tells a waiting person so once.

use super::gate::Gate;
use super::secret::Secret;
use super::talks::Talks as _;
use super::{Bot, synapse};
use crate::support::{LIMIT, Program};

/// The path of requests that send keys.
const KEYS: &str = "/sendToDevice/m.room.encrypted/";

const TOLD: &str = "I can't read what you wrote";

/// Ana, whose keys can be held back, in a direct chat with a running bot.
struct Here {
    gate: Gate,
    bot: Bot,
    running: Program,
    ana: Secret,
    room: String,
}

#[track_caller]
fn here() -> Here {
    let synapse = synapse::shared();
    let gate = Gate::before(synapse);
    let bot = Bot::new(synapse, "");
    let running = bot.start();
    let mut ana = Secret::at(&gate.url, synapse, "ana");
    let room = bot.direct(&mut ana);
    Here {
        gate,
        bot,
        running,
        ana,
        room,
    }
}

#[test]
fn a_message_is_acted_on_when_its_key_comes() {
    let mut here = here();
    let (ana, room) = (&mut here.ana, here.room.as_str());
    ana.say(room, "/call");
    ana.hears(room, "Which number should I call?");
    here.gate.holds(KEYS);
    ana.forgets_key(room);
    ana.say(room, "415 555 0100");
    let waits = ["a message waits for its key"];
    let waits = here.running.log.wait(0, &waits, LIMIT);
    assert!(waits.is_some(), "{}", here.running.so_far());
    // Waiting messages outlive the process.
    here.running.kill();
    let running = here.bot.start();
    assert!(here.gate.lets_through() > 0);
    ana.hears(room, "What should I ask them for?");
    assert_eq!(ana.times(room, TOLD), 0, "{}", running.so_far());
    ana.say(room, "ask whether they are open tomorrow");
    ana.hears(room, "“Ask whether they are open tomorrow”");
    assert_eq!(ana.times(room, "What should I ask them for?"), 1);
}

/// B7 of the trial in rooms.
#[test]
fn what_cannot_be_decrypted_is_explained_once_an_hour() {
    let mut here = here();
    let (ana, room) = (&mut here.ana, here.room.as_str());
    ana.say(room, "/help");
    ana.hears(room, "!call: Start a phone call");
    here.gate.holds(KEYS);
    ana.forgets_key(room);
    ana.say(room, "/settings name Quentin A");
    ana.say(room, "/settings name Quentin B");
    ana.forgets_key(room);
    ana.say(room, "/settings name Quentin C");
    ana.hears(room, TOLD);
    // Late is better than never.
    assert!(here.gate.lets_through() > 0);
    ana.hears(room, "Name: Quentin A");
    ana.hears(room, "Name: Quentin B");
    ana.hears(room, "Name: Quentin C");
    // The hour may have changed meanwhile.
    assert!(ana.times(room, TOLD) <= 2, "{:#?}", ana.heard(room));
}
