//! Small talk and help.

use crate::dialogue::{COMMANDS, Command, Wordless};
use crate::model::{Block, Door, Reply, Rich, Slot, Span};
use crate::understand::{Aside, Danger, Foreign};

use super::Voice;

pub(super) fn help(voice: Voice) -> Reply {
    let line = |key: &str| vec![Span::Plain(voice.say(key))];
    let listed = COMMANDS.iter().filter(|spec| spec.listed);
    let commands = listed.map(|spec| {
        let (key, does) = (spec.command.key(), voice.command(spec.command));
        let values = [("command", key.into()), ("does", does.into())];
        vec![Span::Plain(voice.fill("help-command", &values))]
    });
    Reply {
        body: Rich(vec![
            Block::Paragraph(line("help")),
            Block::List(commands.collect()),
            Block::Paragraph(line("help-words")),
        ]),
        ..Reply::default()
    }
}

impl Voice {
    /// A command's description for menus and the help.
    #[must_use]
    pub fn command(self, command: Command) -> String {
        self.say(&format!("command-{}", command.key()))
    }
}

/// The numbers to call in danger; nothing else is said with them.
pub(super) fn danger(voice: Voice, danger: Danger, emergency: &str, listening: &str) -> Reply {
    let key = match danger {
        Danger::Emergency => "danger",
        Danger::Violence => "danger-violence",
        Danger::Despair => "danger-despair",
    };
    let numbers = [
        ("emergency", emergency.to_owned().into()),
        ("listening", listening.to_owned().into()),
    ];
    let text = voice.fill(key, &numbers);
    Reply {
        body: Rich(vec![Block::Paragraph(vec![Span::Plain(text)])]),
        ..Reply::default()
    }
}

pub(super) fn wordless(what: Wordless) -> &'static str {
    match what {
        Wordless::Voice => "wordless-voice",
        Wordless::Picture => "wordless-picture",
        Wordless::File => "wordless-file",
        Wordless::Location => "wordless-location",
        Wordless::Poll => "wordless-poll",
        Wordless::Other => "wordless-other",
    }
}

/// Says to somebody else whose a message is.
pub(super) fn of_other(voice: Voice, name: &str) -> Reply {
    let words = match name.trim() {
        "" => voice.say("of-other-unnamed"),
        name => voice.fill("of-other", &[("name", name.into())]),
    };
    Reply {
        body: Rich::plain(words),
        ..Reply::default()
    }
}

/// The greeting; where the platform has rooms, with the way to add the bot to
/// one.
pub(super) fn welcome(voice: Voice) -> Reply {
    Reply {
        body: Rich::plain(voice.say("welcome")),
        door: Some(Door {
            label: voice.say("door-room"),
            payload: String::new(),
            into_room: true,
        }),
        ..Reply::default()
    }
}

/// Says in a language that the bot does not speak which ones it does.
pub(super) fn foreign(language: Foreign) -> &'static str {
    match language {
        Foreign::German => {
            "Ich spreche nur Englisch und Spanisch, auch am Telefon. Schreib mir bitte in einer der beiden Sprachen."
        }
        Foreign::French => {
            "Je ne parle qu'anglais et espagnol, au téléphone aussi. Écris-moi dans l'une de ces deux langues, s'il te plaît."
        }
        Foreign::Italian => {
            "Parlo solo inglese e spagnolo, anche al telefono. Scrivimi in una di queste due lingue, per favore."
        }
        Foreign::Portuguese => {
            "Só falo inglês e espanhol, também ao telefone. Escreve-me numa dessas duas línguas, por favor."
        }
        Foreign::Dutch => {
            "Ik spreek alleen Engels en Spaans, ook aan de telefoon. Schrijf me alsjeblieft in een van die twee talen."
        }
        Foreign::Catalan => {
            "Només parlo anglès i castellà, per telèfon també. Escriu-me en una d'aquestes dues llengües, sisplau."
        }
    }
}

/// The sentence for small talk where no question is open.
pub(super) fn key(aside: Aside) -> &'static str {
    match aside {
        Aside::Greeting | Aside::WhoAreYou => "welcome",
        Aside::Thanks => "small-talk-thanks",
        Aside::Question => "small-talk-question",
        Aside::Frustration => "small-talk-frustration",
        Aside::Nothing => "small-talk-nothing",
        Aside::Waiting => "aside-waiting",
        Aside::Disclosure => "aside-disclosure",
    }
}

/// The reply to a message that was not an answer. When a person asks something
/// back at a question, they most often want to know why it is asked.
pub(super) fn aside(voice: Voice, aside: Aside, slot: Slot) -> String {
    match aside {
        Aside::Greeting => voice.say("aside-greeting"),
        Aside::Thanks => voice.say("aside-thanks"),
        Aside::Question => voice.say(&format!("why-{}", slot.word())),
        Aside::WhoAreYou => voice.say("aside-who"),
        Aside::Frustration => voice.say("aside-frustration"),
        Aside::Nothing => voice.say("aside-nothing"),
        Aside::Waiting => voice.say("aside-waiting"),
        Aside::Disclosure => voice.say("aside-disclosure"),
    }
}

/// The same while the card is open.
pub(super) fn card_aside(aside: Aside) -> &'static str {
    match aside {
        Aside::Greeting => "aside-greeting",
        Aside::Thanks => "aside-thanks",
        Aside::Question => "aside-question",
        Aside::WhoAreYou => "aside-who",
        Aside::Frustration => "aside-frustration",
        Aside::Nothing => "aside-nothing",
        Aside::Waiting => "aside-waiting",
        Aside::Disclosure => "aside-disclosure",
    }
}
