//! Spanish: danger, and phrases that only sound like it.

use crate::understand::lexicon::topics::DangerWords;

#[rustfmt::skip]
pub(super) const WORDS: DangerWords = DangerWords {
    whole: &[
        "emergencia", "es una emergencia", "esto es una emergencia", "emergencia medica",
        "socorro", "auxilio", "socorro ayuda", "ayuda socorro", "socorro por favor",
        "auxilio por favor", "salvame", "fuego", "incendio", "fuego fuego", "ambulancia",
        "policia", "una ambulancia", "la policia", "una ambulancia por favor", "policia por favor",
        "bomberos", "los bomberos", "estoy en peligro", "estamos en peligro",
    ],
    anywhere: &[
        "no puedo respirar", "no puede respirar", "no respira", "no respiro", "deja de respirar",
        "un infarto ahora", "dando un infarto", "dando un ictus", "dando un ataque",
        "esta inconsciente", "se esta desangrando", "me estoy desangrando", "me desangro",
        "se desangra", "sangrando mucho", "tiene una pistola", "tiene un cuchillo",
        "con una pistola", "con un cuchillo", "con una navaja", "me ahogo", "se ahoga",
        "me estoy ahogando", "se esta ahogando", "se esta asfixiando", "me quieren matar",
        "me quiere matar", "me va a matar", "nos van a matar", "me van a matar", "me esta pegando",
        "me estan pegando", "me esta atacando", "nos atacan", "me estan robando",
        "me han apunalado", "han entrado en mi casa", "entrando en mi casa",
        "estan entrando a robar", "me han violado", "me esta violando", "huele a gas",
        "fuga de gas", "escape de gas", "se ha ahogado", "me han secuestrado", "esta ardiendo mi",
        "se quema mi casa", "se quema la casa", "se esta quemando", "mi casa arde", "en llamas",
        "envenenado", "tomado una sobredosis",
    ],
    dying: &[
        "me muero", "me estoy muriendo", "se esta muriendo", "se muere", "nos morimos",
        "nos estamos muriendo", "estoy muriendome", "se nos muere", "voy a morir",
    ],
    in_jest: &["de", "por", "si", "con"],
    fires: &["hay un incendio", "hay fuego", "hay un fuego", "se ha declarado un incendio"],
    no_fires: &["de campamento", "artificiales"],
    denied: &["no", "sin"],
    gas: &["fuga de gas", "escape de gas"],
    known_gas: &["una", "mi"],
    there_is: &["hay"],
    on_fire: &[],
    burning: &[],
    burns: &[],
    burning_whole: &[],
    asked: &["si"],
    despair: &[
        "quiero morirme", "me quiero morir", "quiero morir", "suicidarme", "quitarme la vida",
        "matarme", "no quiero vivir", "no quiero seguir viviendo",
    ],
    despair_in_jest: &["quiero morir de"],
    others_want: &["va", "quiere", "quieren", "van"],
    kill_me: &["matarme"],
    asking: &[
        "llama", "llamad", "llame", "llamen", "llamar", "llames", "avisa", "avisad", "avise",
        "avisar", "necesito", "necesitamos", "necesita", "manda", "mandad", "mande", "envia",
        "enviad", "envie", "quiero", "pide", "marca", "llamame", "mandame", "enviame", "mandadme",
        "enviadme", "pideme", "hace falta", "hacen falta",
    ],
    to: &["a", "al", "para mi", "urgentemente", "ya"],
    the: &["la", "los", "las", "el", "una", "un", "al"],
    services: &[
        "ambulancia", "ambulancias", "policia", "bomberos", "guardia civil", "mossos",
        "ertzaintza", "emergencias", "samur", "servicios de emergencia", "urgencias",
    ],
    a_place: &[
        "bar", "pub", "hotel", "museo", "restaurante", "parque", "privada", "toreros",
        "de juguete", "dental", "dentales", "veterinarias", "del dentista", "para", "literaria",
    ],
    local: &["local"],
    name_articles: &["la", "los"],
    everyday: &[
        "mesa", "cita", "precio", "horario", "horarios", "ticket", "entrada", "entradas",
        "factura", "reserva", "reservar", "concierto", "museo", "objetos perdidos", "pasaporte",
        "dni", "multa", "certificado", "abren", "abierto", "abierta", "trabajo", "calendario",
        "visita", "cumpleanos", "permiso", "renovar", "renueva",
    ],
    threatened: &["a"],
};
