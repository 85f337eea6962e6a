//! Somebody in danger: a cry for help, or an emergency number. It is answered
//! with whom to call, and with nothing else.
//!
//! Words alone are no danger: a table near the police station is a table.

use super::line::{Cursor, Kind, Line};
use super::phone::{emergency_digits, is_named};
use super::{Context, emergency};

/// What is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Danger {
    /// The emergency services.
    Emergency,
    /// The helpline for violence against women (016 in Spain).
    Violence,
    /// The helpline for those who think of taking their life (024 in Spain, 988).
    Despair,
}

/// Whether somebody says that they, or others, are in danger.
///
/// `among_numbers` is true where bare digits answer a question: there they are
/// no emergency number.
#[must_use]
pub fn danger(text: &str, among_numbers: bool, context: &Context) -> Option<Danger> {
    if text.len() > 600 {
        return None;
    }
    let line = Line::new(text);
    let digits = emergency_digits(&line, context).filter(|_| !(among_numbers && is_bare(&line)));
    if let Some(digits) = digits {
        return Some(match digits.as_str() {
            "016" => Danger::Violence,
            "024" | "988" => Danger::Despair,
            _ => Danger::Emergency,
        });
    }
    let anywhere = |read: &dyn Fn(Cursor<'_>) -> bool| {
        (0..line.tokens.len()).any(|index| read(line.at(index)))
    };
    if anywhere(&|at| despairs(at)) {
        return Some(Danger::Despair);
    }
    let whole = line.words();
    if WHOLE.contains(&whole.as_str()) || anywhere(&|at| cries(at)) {
        return Some(Danger::Emergency);
    }
    // With a number to call, or about something else, it is a request like others.
    let everyday = is_named(&line, context) || anywhere(&|at| at.is(EVERYDAY));
    (!everyday && anywhere(&|at| calls_for(at))).then_some(Danger::Emergency)
}

/// The number of the emergency services where a person is.
#[must_use]
pub fn emergency_number(context: &Context) -> &'static str {
    emergency::of_region(context.region)
}

/// Whom to call with the thought of taking one's life.
#[must_use]
pub fn listening_number(context: &Context) -> &'static str {
    emergency::listens(context.region)
}

#[rustfmt::skip]
const WHOLE: &[&str] = &[
    "emergency", "it's an emergency", "its an emergency", "this is an emergency", "medical emergency",
    "it's a medical emergency", "this is a medical emergency", "emergencia", "es una emergencia",
    "esto es una emergencia", "emergencia medica", "sos", "s o s", "socorro", "auxilio", "socorro ayuda",
    "ayuda socorro", "socorro por favor", "auxilio por favor", "mayday", "save me", "salvame", "save us",
    "fire", "fuego", "incendio", "fire fire", "fuego fuego", "ambulance", "ambulancia", "police", "policia",
    "ambulance please", "police please", "una ambulancia", "an ambulance", "la policia", "the police",
    "una ambulancia por favor", "an ambulance please", "policia por favor", "bomberos", "los bomberos",
    "emergency services", "call emergency", "call emergency services", "i'm in danger", "im in danger",
    "i am in danger", "estoy en peligro", "estamos en peligro", "we are in danger", "we're in danger",
];

/// Said by nobody who is safe.
#[rustfmt::skip]
const ANYWHERE: &[&str] = &[
    "can't breathe", "cant breathe", "cannot breathe", "isn't breathing", "isnt breathing", "not breathing",
    "stopped breathing", "having a heart attack", "having a stroke", "having a seizure", "is unconscious",
    "bleeding to death", "bleeding out", "bleeding heavily", "bleeding badly", "bleeding a lot",
    "won't stop bleeding", "was stabbed", "been stabbed", "was shot", "been shot", "got shot",
    "got stabbed", "has a gun", "has a knife", "with a gun", "with a knife", "is choking", "i'm choking",
    "took an overdose", "has overdosed", "overdosed on", "breaking into my", "breaking in right now",
    "broke into my house", "broken into my house", "trying to kill me", "trying to kill us",
    "going to kill me", "wants to kill me", "is attacking me", "are attacking me", "attacking us",
    "is beating me", "is hitting me", "being attacked", "being robbed", "being raped", "was raped",
    "been raped", "i'm drowning", "is drowning", "smell gas", "smells of gas", "gas leak",
    "carbon monoxide poisoning", "i've been kidnapped", "been kidnapped", "was kidnapped",
    "no puedo respirar", "no puede respirar", "no respira", "no respiro", "deja de respirar",
    "un infarto ahora", "dando un infarto", "dando un ictus", "dando un ataque", "esta inconsciente",
    "se esta desangrando", "me estoy desangrando", "me desangro", "se desangra", "sangrando mucho",
    "tiene una pistola", "tiene un cuchillo", "con una pistola", "con un cuchillo", "con una navaja",
    "me ahogo", "se ahoga", "me estoy ahogando", "se esta ahogando", "se esta asfixiando",
    "me quieren matar", "me quiere matar", "me va a matar", "nos van a matar", "me van a matar",
    "me esta pegando", "me estan pegando", "me esta atacando", "nos atacan", "me estan robando",
    "me han apunalado", "han entrado en mi casa", "entrando en mi casa", "estan entrando a robar",
    "me han violado", "me esta violando", "huele a gas", "fuga de gas", "escape de gas", "se ha ahogado",
    "me han secuestrado", "esta ardiendo mi", "se quema mi casa", "se quema la casa",
    "se esta quemando", "mi casa arde", "en llamas", "envenenado", "tomado una sobredosis",
];

/// Plainly said danger, whatever stands around it.
fn cries(at: Cursor<'_>) -> bool {
    #[rustfmt::skip]
    const DYING: &[&str] = &[
        "i'm dying", "im dying", "i am dying", "is dying", "he's dying", "she's dying", "we're dying",
        "we are dying", "are dying", "going to die", "gonna die", "me muero", "me estoy muriendo",
        "se esta muriendo", "se muere", "nos morimos", "nos estamos muriendo", "estoy muriendome",
        "se nos muere", "voy a morir",
    ];
    #[rustfmt::skip]
    const IN_JEST: &[&str] = &[
        "to", "for", "of", "de", "por", "with", "if", "si", "laughing", "from", "con", "out",
    ];
    #[rustfmt::skip]
    const FIRES: &[&str] = &[
        "there's a fire", "theres a fire", "there is a fire", "there's fire", "hay un incendio", "hay fuego",
        "hay un fuego", "se ha declarado un incendio",
    ];
    #[rustfmt::skip]
    const NO_FIRES: &[&str] = &[
        "pit", "place", "fireplace", "exit", "escape", "station", "museum", "sale", "show", "drill", "alarm",
        "truck", "hydrant", "extinguisher", "department", "brigade", "door", "de campamento", "artificiales",
        "?",
    ];
    if at.is(ANYWHERE) && !matches!(at.before(), "about" | "no" | "without" | "sin") {
        return !at.is(&["smells of gas", "gas leak", "fuga de gas", "escape de gas"])
            || !matches!(at.before(), "a" | "my" | "una" | "mi")
            || matches!(at.before_by(2), "is" | "there's" | "hay" | "have");
    }
    if let Some(after) = at.eat_any(DYING) {
        return !after.is(IN_JEST) && !asked(at);
    }
    if let Some(after) = at.eat_any(FIRES) {
        return !after.is(NO_FIRES) && !asked(at);
    }
    at.is(&["on fire"])
        && matches!(
            at.before_by(2),
            "house"
                | "home"
                | "kitchen"
                | "building"
                | "flat"
                | "apartment"
                | "car"
                | "room"
                | "office"
                | "garage"
        )
        && matches!(at.before(), "is" | "'s" | "are" | "on")
        || at
            .eat_any(&["house's on fire", "my hair is on fire", "i'm on fire"])
            .is_some()
}

/// 'Ask if there is a fire …': a question to the place.
fn asked(at: Cursor<'_>) -> bool {
    (1..=3).any(|back| matches!(at.before_by(back), "if" | "si" | "whether"))
}

/// 'I want to kill myself.'
fn despairs(at: Cursor<'_>) -> bool {
    #[rustfmt::skip]
    const SAID: &[&str] = &[
        "kill myself", "end my life", "take my own life", "want to die", "wanna die", "suicidal",
        "commit suicide", "don't want to live", "quiero morirme", "me quiero morir", "quiero morir",
        "suicidarme", "quitarme la vida", "matarme", "no quiero vivir", "no quiero seguir viviendo",
    ];
    let jest = at.is(&["want to die of", "want to die laughing", "quiero morir de"]);
    let other = matches!(at.before(), "va" | "quiere" | "quieren" | "van")
        || (at.is(&["matarme"]) && at.before() == "a");
    at.is(SAID) && !jest && !other
}

/// 'Call the police', 'I need an ambulance'.
fn calls_for(at: Cursor<'_>) -> bool {
    #[rustfmt::skip]
    const ASKING: &[&str] = &[
        "call", "phone", "ring", "dial", "need", "send", "get", "want", "alert", "fetch", "contact",
        "llama", "llamad", "llame", "llamen", "llamar", "llames", "avisa", "avisad", "avise", "avisar", "necesito",
        "necesitamos", "necesita", "manda", "mandad", "mande", "envia", "enviad", "envie", "quiero", "pide",
        "marca", "llamame", "mandame", "enviame", "mandadme", "enviadme", "pideme", "hace falta", "hacen falta",
    ];
    #[rustfmt::skip]
    const TO: &[&str] = &[
        "for me", "for an", "for", "me", "us", "him", "her", "them", "a", "al", "para mi", "urgentemente", "ya",
        "urgently", "right now", "now", "quickly", "in", "help from",
    ];
    #[rustfmt::skip]
    const THE: &[&str] = &["the", "an", "a", "la", "los", "las", "el", "una", "un", "some", "al"];
    #[rustfmt::skip]
    const SERVICES: &[&str] = &[
        "ambulance", "ambulances", "police", "cops", "fire brigade", "fire department", "fire service",
        "firefighters", "firemen", "paramedics", "paramedic", "emergency services", "coastguard",
        "coast guard", "ambulancia", "ambulancias", "policia", "bomberos", "guardia civil", "mossos",
        "ertzaintza", "emergencias", "samur", "servicios de emergencia", "policia nacional",
        "policia local", "policia municipal", "urgencias",
    ];
    /// Make a place, a thing or a trade of it.
    #[rustfmt::skip]
    const A_PLACE: &[&str] = &[
        "station", "museum", "academy", "office", "report", "bar", "concert", "tickets", "band", "ride", "bill",
        "company", "service", "insurance", "transfer", "driver", "job", "clearance", "check", "officer s",
        "exchange", "ball", "shop", "store", "pub", "restaurant", "hotel", "headquarters", "museo", "bar",
        "restaurante", "parque", "privada", "toreros", "de juguete", "association", "non", "records",
        "certificate", "dental", "dentales", "veterinarias", "del dentista", "escape room", "auction",
        "helmet", "costume", "toy", "for sale", "para", "literaria", "'", "chaplain",
    ];
    let Some(mut after) = at.eat_any(ASKING) else {
        return false;
    };
    for _ in 0..3 {
        after = after.skip(TO);
    }
    let Some(service) = after
        .skip(THE)
        .skip(&["local", "nearest"])
        .eat_any(SERVICES)
    else {
        return false;
    };
    let name = service.index >= 2 && {
        let word = service.at_back(1);
        let the = service.at_back(2);
        word.is_some_and(|token| token.capital)
            && the.is_some_and(|token| {
                token.capital && matches!(token.folded.as_str(), "the" | "la" | "los")
            })
    };
    !name && !service.is(A_PLACE)
}

/// What somebody asks about who is in no danger.
#[rustfmt::skip]
const EVERYDAY: &[&str] = &[
    "book", "reserve", "table", "mesa", "appointment", "cita", "price", "precio", "opening", "hours", "horario",
    "horarios", "ticket", "tickets", "entrada", "entradas", "cost", "costs", "invoice", "factura", "bill",
    "reservation", "reserva", "reservar", "concert", "concierto", "museum", "museo", "lost property",
    "objetos perdidos", "passport", "pasaporte", "dni", "fine", "multa", "certificate", "certificado",
    "abren", "abierto", "abierta", "open", "job", "trabajo", "calendar", "calendario", "visit", "visita",
    "birthday", "cumpleanos", "cheapest", "permit", "permiso", "renew", "renovar", "renueva", "parking",
];

/// Whether a text has nothing but signs and digits.
pub(super) fn is_bare(line: &Line<'_>) -> bool {
    line.tokens.iter().all(|token| token.kind != Kind::Word)
}
