//! Spanish: trying again until somebody is reached.

use crate::understand::lexicon::topics::TryWords;

#[rustfmt::skip]
pub(super) const WORDS: TryWords = TryWords {
    keeping: &[
        "sigue intentandolo", "sigue intentando", "sigue llamando", "sigue probando", "insiste",
        "sigue insistiendo", "siga intentandolo", "segui intentando", "segui llamando",
        "no te rindas", "sigue intentando llamar",
    ],
    again: &[
        "intentalo otra vez", "intentalo de nuevo", "vuelve a intentarlo", "vuelve a llamar",
        "vuelve a probar", "llama otra vez", "llama de nuevo", "llamales otra vez",
        "vuelve a llamarles", "vuelve a llamarlos", "reintentalo", "reintenta", "prueba otra vez",
        "otra vez", "de nuevo",
    ],
    calling: &[
        "intentalo", "intenta", "llama", "llamales", "llamalos", "prueba", "intenta llamar",
        "llamalo",
    ],
    conditions: &[
        "si no contestan", "si no contesta nadie", "si nadie contesta", "si no responden",
        "si no responde nadie", "si nadie responde", "si no lo cogen", "si no cogen",
        "si no lo coge nadie", "si comunica", "si comunican", "si esta comunicando",
        "si esta ocupado", "si salta el buzon", "si salta el contestador", "si no atienden",
        "si no localizas a nadie",
    ],
    until_reached: &[
        "hasta que contesten", "hasta que conteste alguien", "hasta que alguien conteste",
        "hasta que respondan", "hasta que responda alguien", "hasta que alguien responda",
        "hasta que lo cojan", "hasta que cojan", "hasta que descuelguen", "hasta que atiendan",
        "hasta que lo coja alguien", "hasta que alguien lo coja", "hasta que den respuesta",
    ],
    until: &["hasta", "como mucho hasta", "no mas tarde de", "pero no despues de"],
    during: &["durante las proximas", "durante la proxima", "durante los proximos", "durante", "en las proximas"],
    every: &["cada"],
    apart: &["de diferencia", "entre llamadas", "entre llamada y llamada", "entre cada una", "entre medias", "de separacion"],
    times: &["veces", "vez", "intentos", "llamadas"],
    twice: &[],
    more: &["mas"],
    evenings: &["de la tarde", "de la noche", "por la tarde", "esta tarde", "esta noche"],
    mornings: &["de la manana", "por la manana"],
    joints: &["y", "e", "luego", "pero"],
    fillers: &["por favor", "porfa", "como mucho", "hasta un maximo de", "con", "y", ",", "unas", "unos", "hoy", "a lo sumo", "o"],
    voicemail: &[
        "si salta el buzon", "si salta el buzon de voz", "si salta el contestador",
        "si es un buzon", "si es el buzon", "si es un contestador", "si sale el contestador",
        "si sale el buzon", "si hay contestador", "en el buzon de voz", "en el contestador",
    ],
    leave_message: &[
        "deja un mensaje", "dejales un mensaje", "deja mensaje", "deja el mensaje",
        "deja un recado", "puedes dejar un mensaje",
    ],
    hang_up: &[
        "cuelga", "no dejes mensaje", "no dejes un mensaje", "no dejes ningun mensaje",
        "sin dejar mensaje", "cuelga sin dejar mensaje", "no dejes recado",
    ],
    stopping: &[
        "deja de intentarlo", "deja de intentar", "deja de llamar", "deja de llamarles",
        "deja de insistir", "no lo intentes mas", "no llames mas", "no insistas mas",
        "no sigas intentandolo", "no sigas llamando", "para de intentarlo", "para de llamar",
        "ya no lo intentes", "no lo intentes otra vez", "dejalo de intentar",
    ],
    once: &[
        "llama solo una vez", "solo una vez", "una sola vez", "llama una sola vez", "no insistas",
        "no sigas intentandolo", "no lo intentes mas", "sin reintentos", "una sola llamada",
        "no vuelvas a llamar",
    ],
};
