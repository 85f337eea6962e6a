//! Spanish: requests: calls, tasks, and the language to speak.

use crate::understand::lexicon::topics::Requests;

#[rustfmt::skip]
pub(super) const WORDS: Requests = Requests {
    speak: &["en", "habla", "hablar", "hablando", "hablales en", "hable", "idioma :"],
    in_language: &["en"],
    empty: &[
        "por", "favor", "porfa", "hola", "llama", "llamar", "llamad", "puedes", "podrias",
        "numero", "telefono", "este", "al", "a", "el", "la", "quiero", "gracias", "me", "es", "su",
        "y", "buenas", "ok", "ahora", "tel", "que", "mi", "llames", "hacer", "una", "un",
        "llamada", "si", "o", "u", "ext", "extension", "fax", "telefax", "no", "movil", "perdon",
    ],
    links: &[
        "al", "a", "en", "el", "tel", "tlf", "tfno", "telefono", "numero", "este", "su", "es",
        "nº", "movil", "num", "de",
    ],
    called: &["los", "les", "le", "lo", "la", "al", "restaurante", "sitio", "otra", "vez"],
    calls: &[
        "llama", "llamar", "llamad", "llame", "llames", "marca", "marcar", "marcale", "llamale",
        "llamarle", "llamales", "llamalos", "llamalas", "llamalo", "llamala", "hablales", "hablale", "marcales",
        "telefonea", "telefoneales",
        "llamelos", "llamelas", "llamele", "llameles", "llamelo", "llamela", "marqueles", "telefoneeles",
    ],
    polite: &[
        "puedes", "podrias", "podeis", "me", "por", "favor", "porfa", "quiero", "necesito", "que",
        "si",
    ],
    greetings: &["hola", "oye", "buenas", "buenos", "dias", "tardes", "ok", "vale"],
    governing: &[
        "al", "del", "de", "con", "desde", "si", "es", "mi", "el", "la", "un", "una", "o", "por",
        "en", "y", "que", "sms", "whatsapp", "para",
    ],
    when_open: &[
        "cuando abran", "en cuanto abran", "cuando abra", "en cuanto abra", "al abrir",
        "cuando esten abiertos", "cuando este abierto", "a la hora de abrir",
    ],
    at_once: &["ahora", "ahora mismo", "ya", "ya mismo", "enseguida", "inmediatamente"],
    arranging: &[
        "reserva", "reservar", "reservame", "pide", "pedir", "pideme", "encarga", "encargar",
        "aparta", "agenda", "concierta", "saca",
    ],
    asking: &[
        "reserva", "reservar", "reservame", "pide", "pedir", "pideme", "pregunta", "preguntar",
        "preguntale", "preguntales", "cancela", "cancelar", "encarga", "encargar", "consigue",
        "confirma", "pedi", "consegui", "saca", "aparta", "agenda", "anota", "compra", "averigua", "dile", "diles", "di", "concierta", "solicita", "mira",
    ],
    making: &[
        "haz una reserva", "haz un pedido", "llamame un taxi", "llamame a un taxi", "pideme un", "mesa para", "cita con", "cita para", "hora con",
        "hora en",
    ],
    before_call: &[
        "mejor", "ahora", "tambien", "y", "olvida", "esto", "eso", "olvidalo", "no", "espera",
        "perdon", "primero", "ok", "vale", "bueno", "pues", "oye", "hola", "otra", "cosa",
    ],
    tel: &["tel", "tlf", "tfno"],
    is: &["es"],
    and_then: &["y", "asi", "luego"],
    their: &["su", "el"],
    goes_on: &["y", "e", "para"],
    joints: &["y", "e", "para"],
    languages: &[
        ("en", &["ingles"]),
        ("es", &["espanol", "castellano"]),
    ],
};
